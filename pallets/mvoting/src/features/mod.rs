// SPDX-License-Identifier: Apache-2.0

//! What the pallet does, one capability a file.

mod boards;
mod casting;
mod enrolment;
mod polls;
mod proposals;
mod queries;
mod sweeping;
mod tallying;

pub use casting::Crediting;
pub use enrolment::EnrolRefusal;

use crate::{pallet::*, types::*, Moment};
use frame_support::{ensure, traits::EnsureOrigin};
use seoul_chain_ballot as ballot;
use seoul_chain_primitives::{chain, CitizenIndex, CitizenRegistry};
use sp_runtime::{DispatchError, DispatchResult};

/// The length of a list, as weights count it.
pub(crate) fn size(length: usize) -> u32 {
	u32::try_from(length).unwrap_or(u32::MAX)
}

/// Why cryptography refuses what came in a call.
pub(crate) fn refusal<T>(error: ballot::Error) -> Error<T> {
	use ballot::Error as Reason;
	match error {
		Reason::MalformedPoint => Error::MalformedElement,
		Reason::IdentityPoint => Error::IdentityElement,
		Reason::NonCanonicalScalar => Error::NonCanonicalScalar,
		Reason::WrongEntryCount | Reason::WrongSumProof => Error::WrongBallotShape,
		Reason::InvalidBallotProof => Error::InvalidBallotProof,
		Reason::UnknownTrustee => Error::NotATrustee,
		Reason::DuplicateTransportKey => Error::TransportKeyInUse,
		Reason::InvalidKeyProof => Error::InvalidKeyProof,
		Reason::WrongDealingSize => Error::WrongDealingSize,
		Reason::InvalidDealingProof { .. } => Error::InvalidDealingProof,
		Reason::InvalidComplaintProof => Error::InvalidComplaintProof,
		Reason::TooFewShares => Error::TooFewShares,
		Reason::InvalidDecryptionShare { .. } => Error::InvalidDecryptionShare,
		Reason::CountMismatch { .. } => Error::WrongCounts,
		// What the chain itself keeps never gives these.
		Reason::InvalidForm
		| Reason::ChoiceNotAllowed
		| Reason::OpeningMismatch
		| Reason::InvalidThreshold
		| Reason::NotAscending
		| Reason::ShareMismatch { .. }
		| Reason::TooFewDealings
		| Reason::TooFewBallots
		| Reason::TooManyBallots
		| Reason::WrongTally => Error::Corrupted,
	}
}

impl<T: Config> Pallet<T> {
	/// Legal time: Unix time in milliseconds.
	pub(crate) fn now() -> Moment {
		chain::now::<T::Clock>()
	}

	pub(crate) fn ensure_governance(origin: T::RuntimeOrigin) -> DispatchResult {
		T::GovernanceOrigin::ensure_origin(origin).map_err(|_| Error::<T>::NotAuthorized)?;
		Ok(())
	}

	/// The citizen for whom an account acts, whose card can be used.
	pub(crate) fn acting_citizen(who: &T::AccountId) -> Result<CitizenIndex, DispatchError> {
		let citizen = T::Citizens::citizen_of(who).ok_or(Error::<T>::NotACitizen)?;
		T::Citizens::ensure_active(citizen)?;
		Ok(citizen)
	}

	pub(crate) fn do_set_terms(terms: PollTerms) -> DispatchResult {
		ensure!(terms.is_valid(), Error::<T>::InvalidTerms);
		let old = Terms::<T>::get();
		Terms::<T>::put(terms);
		Self::deposit_event(Event::TermsChanged {
			old_terms: old,
			new_terms: terms,
		});
		Ok(())
	}
}
