// SPDX-License-Identifier: Apache-2.0

//! What must always hold.

use crate::{pallet::*, types::*};
use frame_support::ensure;
use seoul_chain_ballot::{PollId, Voter};
use seoul_chain_primitives::AccountId;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Check the invariants, numbered as in the documentation of this crate.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		for (id, poll) in Polls::<T>::iter() {
			Self::check_poll(id, &poll)?;
			if !Swept::<T>::contains_key(id) {
				Self::check_ballots(id, &poll)?;
			}
			Self::check_decryption(id, &poll)?;
		}
		Self::check_enrolments()?;
		Self::check_boards()?;
		Self::check_proposals()?;
		ensure!(
			Terms::<T>::get().is_valid(),
			"Invariant 10: terms are not valid"
		);
		Ok(())
	}

	fn check_poll(id: PollId, poll: &Poll<AccountId>) -> Result<(), TryRuntimeError> {
		ensure!(
			NextPoll::<T>::get().is_some_and(|next| id < next),
			"Invariant 1: a poll has a number that was not given yet"
		);
		let asked = Questions::<T>::get(id)
			.is_some_and(|question| question.check().is_ok() && question.form == poll.form);
		ensure!(
			asked,
			"Invariant 1: a poll has no question, or one of another form"
		);
		let stage = poll.status.stage();
		let never_opened = matches!(stage, Stage::Draft | Stage::InReview | Stage::Scheduled);
		let opened = Openings::<T>::contains_key(id);
		let encrypted = Tallies::<T>::contains_key(id);
		let public = PublicTallies::<T>::contains_key(id);
		let is_public = poll.settings.secrecy == Secrecy::Public;
		let fits = if never_opened {
			!opened
		} else {
			opened || stage == Stage::Cancelled
		};
		ensure!(
			fits && encrypted == (opened && !is_public) && public == (opened && is_public),
			"Invariant 2: a poll has no roll and sums though it was opened, or has them though it was not"
		);
		Ok(())
	}

	fn check_ballots(id: PollId, poll: &Poll<AccountId>) -> Result<(), TryRuntimeError> {
		let ballots = u64::from(Self::turnout(id));
		if let Some(opening) = Openings::<T>::get(id) {
			ensure!(
				ballots <= opening.roll.at_most(),
				"Invariant 3: there are more ballots than can vote"
			);
		}
		let mut cast = 0u64;
		let mut naive = alloc::vec![0u32; usize::from(poll.form.options())];
		for ballot in PublicBallots::<T>::iter_prefix_values(id) {
			cast = cast.saturating_add(1);
			ensure!(
				Self::check_options(poll.form, &ballot.options).is_ok(),
				"Invariant 4: a public ballot chooses what the form does not allow"
			);
			for option in ballot.options {
				if let Some(count) = naive.get_mut(usize::from(option)) {
					*count = count.saturating_add(1);
				}
			}
		}
		if PublicTallies::<T>::contains_key(id) {
			ensure!(
				PublicTallies::<T>::get(id).counts.as_slice() == naive.as_slice(),
				"Invariant 4: public counts are not the sum of the ballots"
			);
		}
		let anonymous = matches!(poll.settings.secrecy, Secrecy::Anonymous { .. });
		for (voter, ballot) in EncryptedBallots::<T>::iter_prefix(id) {
			cast = cast.saturating_add(1);
			ensure!(
				ballot.ciphertexts.len() == usize::from(poll.form.entries()) && ballot.casts > 0,
				"Invariant 5: an encrypted ballot is of another form"
			);
			let of_kind = match voter {
				Voter::Citizen(_) => !anonymous,
				Voter::Alias(alias) => {
					anonymous
						&& Enrolments::<T>::contains_key(id, seoul_chain_ring_proofs::Alias(alias))
				},
			};
			ensure!(
				of_kind,
				"Invariant 5: an encrypted ballot is of a voter who cannot vote in this poll"
			);
		}
		ensure!(
			cast == ballots,
			"Invariant 3: the ballots are not as many as the sums count"
		);
		let listed = ListedCards::<T>::iter_key_prefix(id).count();
		ensure!(
			u32::try_from(listed).is_ok_and(|listed| listed == poll.listed),
			"Invariant 6: the list does not have as many cards as the poll says"
		);
		Ok(())
	}

	fn check_decryption(id: PollId, poll: &Poll<AccountId>) -> Result<(), TryRuntimeError> {
		let shares = Self::shares_of(id);
		let revealed = matches!(poll.status.outcome(), Some(Outcome::Counted { .. }))
			&& poll.settings.secrecy != Secrecy::Public;
		let tally = Tallies::<T>::get(id);
		let enough = tally.is_some_and(|tally| {
			tally.ballots > 0 && tally.ballots >= poll.settings.minimum_turnout
		});
		let closed = !matches!(
			poll.status.stage(),
			Stage::Draft | Stage::InReview | Stage::Scheduled | Stage::Open
		);
		ensure!(
			(shares.is_empty() && !revealed) || (enough && closed),
			"Invariant 7: sums are decrypted of a poll that is open or below its minimum"
		);
		Ok(())
	}

	fn check_enrolments() -> Result<(), TryRuntimeError> {
		for (key, of) in VotingKeys::<T>::iter() {
			ensure!(
				Enrolments::<T>::get(of.poll, of.alias) == Some(key),
				"Invariant 8: a voting key does not stand with its alias"
			);
		}
		for (poll, alias, key) in Enrolments::<T>::iter() {
			ensure!(
				VotingKeys::<T>::get(&key) == Some(VotingKey { poll, alias }),
				"Invariant 8: an alias does not stand with its voting key"
			);
		}
		for (poll, enrolled) in Enrolled::<T>::iter() {
			let kept = Enrolments::<T>::iter_key_prefix(poll).count();
			ensure!(
				Swept::<T>::contains_key(poll)
					|| u32::try_from(kept).is_ok_and(|kept| kept == enrolled),
				"Invariant 8: the aliases are not as many as the poll counts"
			);
			let keys = Openings::<T>::get(poll).map_or(0, |opening| opening.roll.at_most());
			ensure!(
				u64::from(enrolled) <= keys,
				"Invariant 3: more are enrolled than can vote"
			);
		}
		Ok(())
	}

	fn check_boards() -> Result<(), TryRuntimeError> {
		for (id, board) in Boards::<T>::iter() {
			ensure!(
				NextBoard::<T>::get().is_some_and(|next| id < next)
					&& usize::from(board.threshold) <= board.trustees.len(),
				"Invariant 9: a board has a number that was not given yet, or an impossible threshold"
			);
			let has_key = BoardKeys::<T>::get(id).is_some_and(|key| {
				key.threshold == board.threshold && key.verification_keys.len() == board.taken()
			});
			let is_ready = matches!(
				board.status,
				BoardStatus::Ready { .. } | BoardStatus::Retired { .. }
			);
			ensure!(
				has_key == is_ready,
				"Invariant 9: a board has a key that is not ready, or none though it is"
			);
			let attempt = board.status.attempt().unwrap_or_default();
			let dealt = (1..=u8::MAX)
				.zip(&board.trustees)
				.filter(|(_, trustee)| trustee.dealing != DealingState::Missing)
				.all(|(seat, _)| {
					board.status.attempt().is_none()
						|| Dealings::<T>::contains_key((
							id,
							attempt,
							seoul_chain_ballot::TrusteeIndex(seat),
						))
				});
			ensure!(dealt, "Invariant 9: a dealing that counts is missing");
		}
		Ok(())
	}

	fn check_proposals() -> Result<(), TryRuntimeError> {
		for (id, proposal) in Proposals::<T>::iter() {
			ensure!(
				id < NextProposal::<T>::get() && proposal.question.check().is_ok(),
				"Invariant 11: a proposal has a number that was not given yet, or cannot be asked"
			);
			let supporters = Supporters::<T>::iter_key_prefix(id).count();
			ensure!(
				SweptProposals::<T>::contains_key(id)
					|| u32::try_from(supporters)
						.is_ok_and(|supporters| supporters == proposal.supporters),
				"Invariant 11: the supporters are not as many as the proposal counts"
			);
			let early = matches!(
				proposal.status,
				ProposalStatus::Gathering | ProposalStatus::Debate { .. }
			) && proposal.supporters >= proposal.answer_mark;
			ensure!(
				!early,
				"Invariant 11: a proposal has enough supporters and no duty to answer"
			);
		}
		for (citizen, number) in GatheringProposals::<T>::iter() {
			let gathering = Proposals::<T>::iter_values()
				.filter(|proposal| {
					proposal.proposer == citizen
						&& matches!(
							proposal.status,
							ProposalStatus::Gathering | ProposalStatus::Debate { .. }
						)
				})
				.count();
			ensure!(
				u32::try_from(gathering).is_ok_and(|gathering| gathering == number),
				"Invariant 12: a citizen's gathering proposals are not as many as counted"
			);
		}
		Ok(())
	}
}
