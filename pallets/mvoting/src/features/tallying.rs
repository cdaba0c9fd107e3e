// SPDX-License-Identifier: Apache-2.0

//! Closing, and what comes out. Only here are sums decrypted: of a poll that is closed, has enough ballots, and
//! whose sums are never written again.

use crate::{pallet::*, types::*};
use alloc::vec::Vec;
use frame_support::{ensure, traits::Get};
use seoul_chain_ballot::{DecryptionShare, PollId, Tally, TallyContext, ThresholdKey};
use seoul_chain_primitives::{AccountId, Actor};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// How many voters have a ballot in a poll.
	pub(crate) fn turnout(id: PollId) -> u32 {
		Tallies::<T>::get(id).map_or_else(
			|| PublicTallies::<T>::get(id).ballots,
			|tally| tally.ballots,
		)
	}

	pub(crate) fn do_close_poll(id: PollId, by: AccountId) -> DispatchResult {
		let poll = Self::poll(id)?;
		ensure!(poll.status == PollStatus::Open, Error::<T>::WrongStage);
		let now = Self::now();
		ensure!(now >= poll.settings.closes_at, Error::<T>::TooEarly);
		Self::release_rings(id)?;
		let status = match poll.settings.secrecy {
			Secrecy::Public => PollStatus::Tallied {
				outcome: Outcome::Counted {
					results: PublicTallies::<T>::get(id).counts,
				},
			},
			Secrecy::Secret { .. } | Secrecy::Anonymous { .. } => {
				let tally = Tallies::<T>::get(id).ok_or(Error::<T>::Corrupted)?;
				if tally.ballots == 0 || tally.ballots < poll.settings.minimum_turnout {
					PollStatus::Tallied {
						outcome: Outcome::BelowMinimum,
					}
				} else {
					PollStatus::Tallying {
						shares_until: now.saturating_add(Terms::<T>::get().share_period),
					}
				}
			},
		};
		Self::set_status(id, poll, status, by);
		Ok(())
	}

	/// Which tally the shares of a poll are of.
	pub fn tally_context(id: PollId, minimum: u32) -> TallyContext {
		TallyContext {
			chain: T::ChainId::get(),
			poll: id,
			minimum,
		}
	}

	/// What is decrypted, with what.
	fn decryption(
		id: PollId,
		poll: &Poll<AccountId>,
	) -> Result<(ThresholdKey, TallyContext, Tally), Error<T>> {
		let board = poll.settings.secrecy.board().ok_or(Error::<T>::Corrupted)?;
		let key = BoardKeys::<T>::get(board).ok_or(Error::<T>::Corrupted)?;
		let tally = Tallies::<T>::get(id).ok_or(Error::<T>::Corrupted)?;
		let context = Self::tally_context(id, poll.settings.minimum_turnout);
		Ok((key, context, tally))
	}

	/// The shares that were posted, in order of their seats.
	pub(crate) fn shares_of(id: PollId) -> Vec<DecryptionShare> {
		let mut shares: Vec<DecryptionShare> = Shares::<T>::iter_prefix_values(id).collect();
		shares.sort_unstable_by_key(|share| share.trustee);
		shares
	}

	/// Whether so many shares are posted that everyone can compute the result.
	pub(crate) fn is_decryptable(id: PollId, poll: &Poll<AccountId>) -> Result<bool, Error<T>> {
		let board = poll.settings.secrecy.board().ok_or(Error::<T>::Corrupted)?;
		let threshold = Self::board(board)?.threshold;
		Ok(Shares::<T>::iter_prefix_values(id).count() >= usize::from(threshold))
	}

	pub(crate) fn do_post_share(
		actor: Actor<AccountId>,
		id: PollId,
		share: DecryptionShare,
	) -> DispatchResult {
		let poll = Self::poll(id)?;
		let PollStatus::Tallying { shares_until } = poll.status else {
			return Err(Error::<T>::WrongStage.into());
		};
		ensure!(Self::now() < shares_until, Error::<T>::DeadlinePassed);
		let board = poll.settings.secrecy.board().ok_or(Error::<T>::Corrupted)?;
		let seat = Self::board(board)?
			.seat_of(actor.agency)
			.ok_or(Error::<T>::NotATrustee)?;
		ensure!(share.trustee == seat, Error::<T>::NotYourSeat);
		ensure!(
			!Shares::<T>::contains_key(id, seat),
			Error::<T>::AlreadyPosted
		);
		let (key, context, tally) = Self::decryption(id, &poll)?;
		ensure!(
			share.factors.len() == tally.sums.len(),
			Error::<T>::WrongShareSize
		);
		key.verify_share(&context, &tally, &share)
			.map_err(super::refusal::<T>)?;
		Shares::<T>::insert(id, seat, share);
		Self::deposit_event(Event::SharePosted {
			poll: id,
			trustee: seat,
			agency: actor.agency,
			by: actor.who,
		});
		Ok(())
	}

	pub(crate) fn do_post_counts(id: PollId, counts: &Results, by: AccountId) -> DispatchResult {
		let poll = Self::poll(id)?;
		ensure!(
			poll.status.stage() == Stage::Tallying,
			Error::<T>::WrongStage
		);
		let (key, context, tally) = Self::decryption(id, &poll)?;
		ensure!(counts.len() == tally.sums.len(), Error::<T>::WrongCounts);
		key.check_counts(&context, &tally, &Self::shares_of(id), counts)
			.map_err(super::refusal::<T>)?;
		let results = poll
			.form
			.results(counts, tally.ballots)
			.map_err(super::refusal::<T>)?;
		let results: Results = results.try_into().map_err(|_| Error::<T>::Corrupted)?;
		let outcome = Outcome::Counted { results };
		Self::set_status(id, poll, PollStatus::Tallied { outcome }, by);
		Ok(())
	}

	pub(crate) fn do_declare_undecryptable(id: PollId, by: AccountId) -> Result<(), DispatchError> {
		let poll = Self::poll(id)?;
		let PollStatus::Tallying { shares_until } = poll.status else {
			return Err(Error::<T>::WrongStage.into());
		};
		ensure!(Self::now() >= shares_until, Error::<T>::TooEarly);
		ensure!(
			!Self::is_decryptable(id, &poll)?,
			Error::<T>::StillDecryptable
		);
		let outcome = Outcome::Undecryptable;
		Self::set_status(id, poll, PollStatus::Tallied { outcome }, by);
		Ok(())
	}
}
