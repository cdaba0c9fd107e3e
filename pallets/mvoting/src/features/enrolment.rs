// SPDX-License-Identifier: Apache-2.0

//! Voting keys of anonymous polls.

use crate::{pallet::*, traits::*, types::*};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
	ensure,
	pallet_prelude::{
		InvalidTransaction, TransactionSource, TransactionValidityWithRefund, ValidTransaction,
		Weight,
	},
	traits::{ConstU32, Get},
	BoundedVec,
};
use seoul_chain_ballot::{PollId, Voter};
use seoul_chain_primitives::{AccountClass, AccountId, Admission, OnAdmission};
use seoul_chain_ring_proofs::{Alias, Message, PollEnrolment, Purpose, PROOF_BYTES};
use sp_runtime::{DispatchError, DispatchResult};

/// For how many blocks an enrolment may wait.
const LONGEVITY: u64 = 64;

/// Why an enrolment is refused. In the pool it is `InvalidTransaction::Custom` with the number here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnrolRefusal {
	/// There is no such poll.
	PollNotFound,
	/// The poll is not open.
	NotOpen,
	/// The poll's time is over.
	VotingEnded,
	/// The poll is not anonymous.
	NotAnonymous,
	/// The alias has a voting key already.
	AliasEnrolled,
	/// The voting key is in use.
	KeyInUse,
	/// The proof has another length than every proof has.
	WrongProofLength,
	/// The rings refuse the proof; their error says why.
	Proof(DispatchError),
}

impl EnrolRefusal {
	/// The number that the pool tells.
	pub const fn code(self) -> u8 {
		match self {
			Self::PollNotFound => 1,
			Self::NotOpen => 2,
			Self::VotingEnded => 3,
			Self::NotAnonymous => 4,
			Self::AliasEnrolled => 5,
			Self::KeyInUse => 6,
			Self::WrongProofLength => 7,
			Self::Proof(_) => 8,
		}
	}
}

/// The refusal as a call's error.
fn said<T>(refusal: EnrolRefusal) -> DispatchError
where
	Error<T>: Into<DispatchError>,
{
	match refusal {
		EnrolRefusal::PollNotFound => Error::<T>::PollNotFound.into(),
		EnrolRefusal::NotOpen => Error::<T>::NotOpen.into(),
		EnrolRefusal::VotingEnded => Error::<T>::VotingEnded.into(),
		EnrolRefusal::NotAnonymous => Error::<T>::NotAnonymous.into(),
		EnrolRefusal::AliasEnrolled => Error::<T>::AliasEnrolled.into(),
		EnrolRefusal::KeyInUse => Error::<T>::KeyInUse.into(),
		EnrolRefusal::WrongProofLength => Error::<T>::WrongProofLength.into(),
		EnrolRefusal::Proof(reason) => reason,
	}
}

impl<T: Config> Pallet<T> {
	/// The hold of a poll in which somebody can enrol now.
	fn enrolling(id: PollId) -> Result<RingHold, EnrolRefusal> {
		let poll = Polls::<T>::get(id).ok_or(EnrolRefusal::PollNotFound)?;
		ensure!(
			matches!(poll.settings.secrecy, Secrecy::Anonymous { .. }),
			EnrolRefusal::NotAnonymous
		);
		ensure!(poll.status == PollStatus::Open, EnrolRefusal::NotOpen);
		ensure!(
			Self::now() < poll.settings.closes_at,
			EnrolRefusal::VotingEnded
		);
		match Openings::<T>::get(id) {
			Some(Opening {
				roll: Roll::Rings { hold, .. },
				..
			}) => Ok(hold),
			_ => Err(EnrolRefusal::NotOpen),
		}
	}

	/// Whether alias and key are free.
	fn check_free(id: PollId, alias: &Alias, voting_key: &AccountId) -> Result<(), EnrolRefusal> {
		ensure!(
			!Enrolments::<T>::contains_key(id, alias),
			EnrolRefusal::AliasEnrolled
		);
		ensure!(
			!VotingKeys::<T>::contains_key(voting_key)
				&& T::Admissions::class_of(voting_key).is_none(),
			EnrolRefusal::KeyInUse
		);
		Ok(())
	}

	/// All that costs no verification.
	fn check_cheaply(
		id: PollId,
		hold: RingHold,
		enrolment: &Enrolment<AccountId>,
	) -> Result<(), EnrolRefusal> {
		ensure!(
			enrolment.proof.len() == PROOF_BYTES,
			EnrolRefusal::WrongProofLength
		);
		Self::check_free(id, &enrolment.alias, &enrolment.voting_key)?;
		T::Rings::check(hold, enrolment.at, &enrolment.proof).map_err(EnrolRefusal::Proof)
	}

	/// What an enrolment's proof binds.
	pub fn enrolment_message(id: PollId, voting_key: &AccountId) -> Vec<u8> {
		PollEnrolment {
			poll: id.0,
			voting_key: *AsRef::<[u8; 32]>::as_ref(voting_key),
		}
		.to_bytes(&T::ChainId::get())
	}

	pub(crate) fn verify_enrolment(
		id: PollId,
		enrolment: &Enrolment<AccountId>,
	) -> Result<(), EnrolRefusal> {
		let hold = Self::enrolling(id)?;
		Self::check_cheaply(id, hold, enrolment)?;
		T::Rings::verify(
			hold,
			enrolment.at,
			Purpose::Poll { poll: id.0 },
			&Self::enrolment_message(id, &enrolment.voting_key),
			&enrolment.alias,
			&enrolment.proof,
		)
		.map_err(EnrolRefusal::Proof)
	}

	/// Verify an enrolment in full, what is cheap first.
	#[allow(clippy::trivially_copy_pass_by_ref)] // So the framework calls it.
	pub(crate) fn authorize_enrol(
		_: TransactionSource,
		poll: &PollId,
		enrolment: &Enrolment<AccountId>,
	) -> TransactionValidityWithRefund {
		Self::verify_enrolment(*poll, enrolment)
			.map_err(|refusal| InvalidTransaction::Custom(refusal.code()))?;
		let validity = ValidTransaction::with_tag_prefix("mvoting/enrolment")
			.priority(T::EnrolmentPriority::get())
			.and_provides((poll, enrolment.alias).encode())
			.and_provides(&enrolment.voting_key)
			.longevity(LONGEVITY)
			.propagate(true)
			.build()?;
		Ok((validity, Weight::zero()))
	}

	/// Enter an enrolment whose proof was verified in this block.
	pub(crate) fn do_enrol(id: PollId, enrolment: &Enrolment<AccountId>) -> DispatchResult {
		Self::enrolling(id).map_err(said::<T>)?;
		Self::enter(id, enrolment)
	}

	fn enter(id: PollId, enrolment: &Enrolment<AccountId>) -> DispatchResult {
		let Enrolment {
			alias, voting_key, ..
		} = enrolment;
		Self::check_free(id, alias, voting_key).map_err(said::<T>)?;
		let enrolled = Enrolled::<T>::get(id)
			.checked_add(1)
			.ok_or(Error::<T>::NumbersExhausted)?;
		Enrolled::<T>::insert(id, enrolled);
		Enrolments::<T>::insert(id, alias, voting_key);
		VotingKeys::<T>::insert(
			voting_key,
			VotingKey {
				poll: id,
				alias: *alias,
			},
		);
		T::OnAdmission::on_admitted(voting_key);
		Self::deposit_event(Event::Enrolled {
			poll: id,
			alias: *alias,
			voting_key: voting_key.clone(),
		});
		Ok(())
	}

	/// Enter what can be entered of many enrolments. What is taken meanwhile is skipped; a proof that does not hold
	/// refuses them all, so that a batch costs the same whatever it contains.
	pub(crate) fn do_enrol_batch(
		id: PollId,
		enrolments: &BoundedVec<Enrolment<AccountId>, ConstU32<MAX_ENROLMENTS>>,
	) -> DispatchResult {
		let hold = Self::enrolling(id).map_err(said::<T>)?;
		let mut to_verify: Vec<(u32, &Enrolment<AccountId>, Vec<u8>)> = Vec::new();
		for (position, enrolment) in (0u32..).zip(enrolments) {
			match Self::check_cheaply(id, hold, enrolment) {
				Ok(()) => to_verify.push((
					position,
					enrolment,
					Self::enrolment_message(id, &enrolment.voting_key),
				)),
				Err(refusal) => Self::skip(id, position, said::<T>(refusal)),
			}
		}
		ensure!(!to_verify.is_empty(), Error::<T>::NothingEnrolled);
		let proofs: Vec<ProofToVerify<'_>> = to_verify
			.iter()
			.map(|(_, enrolment, message)| ProofToVerify {
				at: enrolment.at,
				message,
				alias: &enrolment.alias,
				proof: &enrolment.proof,
			})
			.collect();
		T::Rings::verify_all(hold, Purpose::Poll { poll: id.0 }, &proofs)
			.map_err(|_| Error::<T>::FalseProof)?;
		for (position, enrolment, _) in to_verify {
			// Two of the batch may claim the same alias or key; the second is refused here. The first never is.
			if let Err(reason) = Self::enter(id, enrolment) {
				Self::skip(id, position, reason);
			}
		}
		Ok(())
	}

	fn skip(poll: PollId, position: u32, reason: DispatchError) {
		Self::deposit_event(Event::EnrolmentSkipped {
			poll,
			position,
			reason,
		});
	}
}

/// A voting key is admitted for a few ballots of its own, as long as its poll is open.
impl<T: Config> Admission<AccountId> for Pallet<T> {
	fn class_of(who: &AccountId) -> Option<AccountClass> {
		let key = VotingKeys::<T>::get(who)?;
		Self::poll_in_progress(key.poll).ok()?;
		let casts = EncryptedBallots::<T>::get(key.poll, Voter::Alias(key.alias.0))
			.map_or(0, |ballot| ballot.casts);
		(casts < ADMITTED_CASTS).then(T::VoterClass::get)
	}
}
