// SPDX-License-Identifier: Apache-2.0

//! What serves nothing any more is removed, in steps.

use crate::{pallet::*, types::*, Moment};
use alloc::vec::Vec;
use frame_support::ensure;
use seoul_chain_ballot::{PollId, Voter};
use seoul_chain_primitives::{AccountId, CitizenIndex};
use seoul_chain_ring_proofs::Alias;
use sp_runtime::DispatchError;

/// As many entries as one call removes.
fn most() -> usize {
	usize::try_from(MAX_SWEPT).unwrap_or_default()
}

impl<T: Config> Pallet<T> {
	fn ensure_retention_over(ended_at: Moment) -> Result<(), Error<T>> {
		let kept_until = ended_at.saturating_add(Terms::<T>::get().retention);
		ensure!(Self::now() >= kept_until, Error::<T>::TooEarly);
		Ok(())
	}

	/// Since when nothing can happen to a poll any more.
	fn ended_at(poll: &Poll<AccountId>) -> Option<Moment> {
		match &poll.status {
			PollStatus::Certified { certified_at, .. } => Some(*certified_at),
			PollStatus::Answered { answered_at, .. } => Some(*answered_at),
			PollStatus::Cancelled { cancelled_at, .. } => Some(*cancelled_at),
			_ => None,
		}
	}

	/// Remove up to [`MAX_SWEPT`] entries of a poll, and say how many that were.
	pub(crate) fn do_sweep_poll(id: PollId) -> Result<u32, DispatchError> {
		let poll = Self::poll(id)?;
		let ended_at = Self::ended_at(&poll).ok_or(Error::<T>::WrongStage)?;
		Self::ensure_retention_over(ended_at)?;
		let mut left = most();
		// Not `clear_prefix`: its limit does not count what was written in the same block.
		let encrypted: Vec<Voter> = EncryptedBallots::<T>::iter_key_prefix(id)
			.take(left)
			.collect();
		for voter in &encrypted {
			EncryptedBallots::<T>::remove(id, voter);
		}
		left = left.saturating_sub(encrypted.len());
		let public: Vec<CitizenIndex> =
			PublicBallots::<T>::iter_key_prefix(id).take(left).collect();
		for citizen in &public {
			PublicBallots::<T>::remove(id, citizen);
		}
		left = left.saturating_sub(public.len());
		let listed: Vec<CitizenIndex> = ListedCards::<T>::iter_key_prefix(id).take(left).collect();
		for citizen in &listed {
			ListedCards::<T>::remove(id, citizen);
		}
		left = left.saturating_sub(listed.len());
		let enrolled: Vec<(Alias, AccountId)> =
			Enrolments::<T>::iter_prefix(id).take(left).collect();
		for (alias, key) in &enrolled {
			Enrolments::<T>::remove(id, alias);
			VotingKeys::<T>::remove(key);
		}
		left = left.saturating_sub(enrolled.len());
		let removed = super::size(most().saturating_sub(left));
		ensure!(removed > 0, Error::<T>::NothingToDo);
		Swept::<T>::insert(id, ());
		Self::deposit_event(Event::PollSwept { poll: id, removed });
		Ok(removed)
	}

	/// Remove up to [`MAX_SWEPT`] supporters of a proposal, and say how many that were.
	pub(crate) fn do_sweep_proposal(id: ProposalId) -> Result<u32, DispatchError> {
		let proposal = Proposals::<T>::get(id).ok_or(Error::<T>::ProposalNotFound)?;
		let ended_at = proposal
			.status
			.ended_at()
			.ok_or(Error::<T>::WrongProposalStage)?;
		Self::ensure_retention_over(ended_at)?;
		let supporters: Vec<CitizenIndex> =
			Supporters::<T>::iter_key_prefix(id).take(most()).collect();
		ensure!(!supporters.is_empty(), Error::<T>::NothingToDo);
		for citizen in &supporters {
			Supporters::<T>::remove(id, citizen);
		}
		let removed = super::size(supporters.len());
		SweptProposals::<T>::insert(id, ());
		Self::deposit_event(Event::ProposalSwept {
			proposal: id,
			removed,
		});
		Ok(removed)
	}
}
