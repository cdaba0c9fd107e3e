// SPDX-License-Identifier: Apache-2.0

//! Consents that were revoked. Those that stand are nowhere on the chain.

use crate::pallet::*;
use frame_support::ensure;
use seoul_chain_login::{ConsentId, CLOCK_TOLERANCE, MAX_CONSENT_LIFETIME};
use seoul_chain_primitives::{CitizenIndex, Moment};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Until when a revocation at `now` is remembered. A consent that was given by then, by a clock that may be
	/// ahead of the chain's by the tolerance, has expired.
	pub(crate) fn kept_until(now: Moment) -> Moment {
		now.saturating_add(CLOCK_TOLERANCE)
			.saturating_add(MAX_CONSENT_LIFETIME)
	}

	pub(crate) fn do_revoke_consent(citizen: CitizenIndex, consent: ConsentId) -> DispatchResult {
		ensure!(
			!RevokedConsents::<T>::contains_key(citizen, consent),
			Error::<T>::ConsentAlreadyRevoked
		);
		let kept_until = Self::kept_until(Self::now());
		RevokedConsents::<T>::insert(citizen, consent, kept_until);
		Self::deposit_event(Event::ConsentRevoked {
			citizen,
			consent,
			kept_until,
		});
		Ok(())
	}

	pub(crate) fn do_forget_consents(
		citizen: CitizenIndex,
		consents: &[ConsentId],
	) -> DispatchResult {
		ensure!(!consents.is_empty(), Error::<T>::NothingToDo);
		let now = Self::now();
		for consent in consents {
			let kept_until = RevokedConsents::<T>::take(citizen, consent)
				.ok_or(Error::<T>::ConsentNotRevoked)?;
			ensure!(now >= kept_until, Error::<T>::NotExpired);
		}
		Self::deposit_event(Event::ConsentsForgotten {
			citizen,
			removed: u32::try_from(consents.len()).unwrap_or(u32::MAX),
		});
		Ok(())
	}
}
