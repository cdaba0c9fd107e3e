// SPDX-License-Identifier: Apache-2.0

//! What any node answers.

use crate::{pallet::*, runtime_api::*, types::*, Moment};
use alloc::vec::Vec;
use frame_support::ensure;
use seoul_chain_ballot::{BoardId, Dealing, PollId, Tally, ThresholdKey, TrusteeIndex, Voter};
use seoul_chain_primitives::{AccountId, AgencyId, CitizenIndex};
use sp_runtime::DispatchError;

/// How many items one question lists at most.
const MOST_LISTED: u32 = 100;

impl<T: Config> Pallet<T> {
	/// A poll with its words, and what may be told of it now.
	pub fn poll_info(id: PollId) -> Option<PollInfo> {
		let poll = Polls::<T>::get(id)?;
		let question = Questions::<T>::get(id)?;
		let opening = Openings::<T>::get(id);
		let stage = poll.status.stage();
		let closed = poll.status.outcome().is_some() || stage == Stage::Tallying;
		let told = opening.is_some()
			&& (closed
				|| stage == Stage::Open && poll.settings.visibility != Visibility::AfterClose);
		let turnout = told.then(|| Self::turnout(id));
		let anonymous = matches!(poll.settings.secrecy, Secrecy::Anonymous { .. });
		let votes = match poll.status.outcome() {
			Some(Outcome::Counted { results }) => Some(results.to_vec()),
			Some(Outcome::BelowMinimum | Outcome::Undecryptable) => None,
			None => (told && poll.settings.secrecy == Secrecy::Public)
				.then(|| PublicTallies::<T>::get(id).counts.to_vec()),
		};
		let answer_is_late = match poll.status {
			PollStatus::Certified { answer_by, .. } => Self::now() >= answer_by,
			_ => false,
		};
		Some(PollInfo {
			question,
			opening,
			turnout,
			enrolled: (told && anonymous).then(|| Enrolled::<T>::get(id)),
			votes,
			quorum_reached: turnout.map(|turnout| turnout >= poll.settings.quorum),
			answer_is_late,
			poll,
		})
	}

	/// Up to 100 polls from a number on.
	pub fn poll_infos(from: PollId, limit: u32) -> Vec<(PollId, PollInfo)> {
		let end = NextPoll::<T>::get().map_or(0, |next| next.0);
		let last = from.0.saturating_add(limit.min(MOST_LISTED)).min(end);
		(from.0..last)
			.map(PollId)
			.filter_map(|id| Some((id, Self::poll_info(id)?)))
			.collect()
	}

	/// A voter's ballot.
	pub fn ballot_info(id: PollId, voter: Voter) -> Option<BallotInfo> {
		if let Voter::Citizen(index) = voter {
			if let Some(ballot) = PublicBallots::<T>::get(id, CitizenIndex(index)) {
				return Some(BallotInfo::Public(ballot));
			}
		}
		let ballot = EncryptedBallots::<T>::get(id, voter)?;
		Some(BallotInfo::Encrypted {
			tracker: ballot.tracker,
			casts: ballot.casts,
			reward: ballot.reward,
		})
	}

	/// The voter for whom an account votes, or why it cannot vote now.
	pub fn voter(id: PollId, account: &AccountId) -> Result<Voter, DispatchError> {
		let poll = Self::poll_in_progress(id)?;
		if let Secrecy::Anonymous { .. } = poll.settings.secrecy {
			let key = VotingKeys::<T>::get(account)
				.filter(|key| key.poll == id)
				.ok_or(Error::<T>::NotEnrolled)?;
			return Ok(Voter::Alias(key.alias.0));
		}
		let citizen = Self::acting_citizen(account)?;
		if poll.settings.eligibility == Eligibility::ListedCards {
			ensure!(
				ListedCards::<T>::contains_key(id, citizen),
				Error::<T>::NotListed
			);
		}
		Ok(Voter::Citizen(citizen.0))
	}

	/// The key of an encrypted poll.
	pub fn election_key(id: PollId) -> Option<ThresholdKey> {
		let board = Polls::<T>::get(id)?.settings.secrecy.board()?;
		BoardKeys::<T>::get(board)
	}

	/// The encrypted sums, with the turnout; nothing before the closing of a poll that tells it only then.
	pub fn tally(id: PollId) -> Option<Tally> {
		let poll = Polls::<T>::get(id)?;
		let told =
			poll.status != PollStatus::Open || poll.settings.visibility != Visibility::AfterClose;
		told.then(|| Tallies::<T>::get(id)).flatten()
	}

	/// What trustees and auditors need after the closing.
	pub fn decryption_info(id: PollId) -> Option<DecryptionInfo> {
		let poll = Polls::<T>::get(id)?;
		let revealed = matches!(poll.status.outcome(), Some(Outcome::Counted { .. }));
		if poll.status.stage() != Stage::Tallying && !revealed {
			return None;
		}
		let board = poll.settings.secrecy.board()?;
		Some(DecryptionInfo {
			board,
			key: BoardKeys::<T>::get(board)?,
			context: Self::tally_context(id, poll.settings.minimum_turnout),
			tally: Tallies::<T>::get(id)?,
			shares: Self::shares_of(id),
		})
	}

	/// Who can vote.
	pub fn eligible(id: PollId) -> Option<Opening> {
		Openings::<T>::get(id)
	}

	/// A board by its number.
	pub fn board_info(id: BoardId) -> Option<BoardInfo> {
		let board = Boards::<T>::get(id)?;
		let attempt = board.status.attempt();
		let ceremony = attempt.and_then(|attempt| Self::ceremony(id, &board, attempt));
		let mut dealings: Vec<(TrusteeIndex, Dealing)> = attempt
			.map(|attempt| Dealings::<T>::iter_prefix((id, attempt)).collect())
			.unwrap_or_default();
		dealings.sort_unstable_by_key(|(dealer, _)| *dealer);
		Some(BoardInfo {
			board,
			ceremony,
			dealings,
			key: BoardKeys::<T>::get(id),
		})
	}

	/// What an agency has to do as a trustee.
	pub fn duties(agency: AgencyId) -> Vec<Duty> {
		let mut duties: Vec<(Moment, Duty)> = Vec::new();
		for (id, board) in Boards::<T>::iter() {
			let Some(seat) = board.seat_of(agency) else {
				continue;
			};
			let Some(trustee) = board.trustee(seat) else {
				continue;
			};
			let takes_part = matches!(trustee.seat, SeatState::Taken { .. });
			match board.status {
				BoardStatus::Registering { until } if trustee.seat == SeatState::Vacant => {
					let board = id;
					duties.push((until, Duty::RegisterTransportKey { board, seat, until }));
				},
				BoardStatus::Dealing { until, .. }
					if takes_part && trustee.dealing == DealingState::Missing =>
				{
					let board = id;
					duties.push((until, Duty::Deal { board, seat, until }));
				},
				BoardStatus::Checking { until, .. }
					if takes_part && trustee.check == ShareCheck::Pending =>
				{
					let board = id;
					duties.push((until, Duty::CheckShares { board, seat, until }));
				},
				_ => {},
			}
		}
		for (poll, details) in Polls::<T>::iter() {
			let PollStatus::Tallying {
				shares_until: until,
			} = details.status
			else {
				continue;
			};
			let board = details.settings.secrecy.board().and_then(Boards::<T>::get);
			let seat = board.and_then(|board| {
				let seat = board.seat_of(agency)?;
				matches!(board.trustee(seat)?.seat, SeatState::Taken { .. }).then_some(seat)
			});
			let Some(seat) = seat else { continue };
			if !Shares::<T>::contains_key(poll, seat) {
				duties.push((until, Duty::PostShare { poll, seat, until }));
			}
		}
		duties.sort_by_key(|(until, _)| *until);
		duties.into_iter().map(|(_, duty)| duty).collect()
	}

	/// A proposal by its number.
	pub fn proposal_info(id: ProposalId) -> Option<Proposal> {
		Proposals::<T>::get(id)
	}

	/// Up to 100 proposals from a number on.
	pub fn proposal_infos(from: ProposalId, limit: u32) -> Vec<(ProposalId, Proposal)> {
		let end = NextProposal::<T>::get().0;
		let last = from.0.saturating_add(limit.min(MOST_LISTED)).min(end);
		(from.0..last)
			.map(ProposalId)
			.filter_map(|id| Some((id, Proposals::<T>::get(id)?)))
			.collect()
	}

	/// Proposals to which the city owes an answer.
	pub fn answers_due() -> Vec<(ProposalId, Moment)> {
		let mut due: Vec<(ProposalId, Moment)> = Proposals::<T>::iter()
			.filter_map(|(id, proposal)| match proposal.status {
				ProposalStatus::AnswerDue { by, .. } => Some((id, by)),
				_ => None,
			})
			.collect();
		due.sort_unstable_by_key(|(id, by)| (*by, *id));
		due
	}
}
