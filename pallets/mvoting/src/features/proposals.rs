// SPDX-License-Identifier: Apache-2.0

//! Questions of citizens, and the city's duty to answer.

use crate::{pallet::*, types::*};
use frame_support::ensure;
use seoul_chain_primitives::{AccountId, Actor, CitizenIndex, DocumentCommitment};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	fn proposal(id: ProposalId) -> Result<Proposal, Error<T>> {
		Proposals::<T>::get(id).ok_or(Error::<T>::ProposalNotFound)
	}

	/// Write a proposal's new status and tell it. One that gathers no more makes room for another of its
	/// proposer.
	fn set_proposal_status(id: ProposalId, mut proposal: Proposal, status: ProposalStatus) {
		let counted = |status: &ProposalStatus| {
			matches!(
				status,
				ProposalStatus::Gathering | ProposalStatus::Debate { .. }
			)
		};
		if counted(&proposal.status) && !counted(&status) {
			GatheringProposals::<T>::mutate_exists(proposal.proposer, |number| {
				*number = number
					.and_then(|number| number.checked_sub(1))
					.filter(|number| *number > 0);
			});
		}
		let old = proposal.status;
		proposal.status = status;
		Proposals::<T>::insert(id, proposal);
		Self::deposit_event(Event::ProposalStatusChanged {
			proposal: id,
			old_status: old,
			new_status: status,
		});
	}

	pub(crate) fn do_propose(who: &AccountId, question: Question) -> DispatchResult {
		let proposer = Self::acting_citizen(who)?;
		question.check().map_err(Error::<T>::from)?;
		let terms = Terms::<T>::get();
		let gathering = GatheringProposals::<T>::get(proposer);
		ensure!(
			gathering < terms.most_proposals,
			Error::<T>::TooManyProposals
		);
		GatheringProposals::<T>::insert(proposer, gathering.saturating_add(1));
		let id = NextProposal::<T>::get();
		let next = id.0.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;
		NextProposal::<T>::put(ProposalId(next));
		let until = Self::now().saturating_add(terms.gathering_period);
		Proposals::<T>::insert(
			id,
			Proposal {
				proposer,
				question,
				debate_mark: terms.debate_mark,
				answer_mark: terms.answer_mark,
				answer_period: terms.answer_period,
				until,
				supporters: 0,
				status: ProposalStatus::Gathering,
			},
		);
		Self::deposit_event(Event::Proposed {
			proposal: id,
			proposer,
			until,
		});
		Ok(())
	}

	/// A proposal that can be supported now.
	fn supportable(id: ProposalId) -> Result<Proposal, Error<T>> {
		let proposal = Self::proposal(id)?;
		ensure!(
			proposal.status.is_gathering(),
			Error::<T>::WrongProposalStage
		);
		ensure!(Self::now() < proposal.until, Error::<T>::ProposalExpired);
		Ok(proposal)
	}

	pub(crate) fn do_support(who: &AccountId, id: ProposalId) -> DispatchResult {
		let citizen = Self::acting_citizen(who)?;
		let mut proposal = Self::supportable(id)?;
		ensure!(
			!Supporters::<T>::contains_key(id, citizen),
			Error::<T>::AlreadySupported
		);
		Supporters::<T>::insert(id, citizen, ());
		proposal.supporters = proposal
			.supporters
			.checked_add(1)
			.ok_or(Error::<T>::NumbersExhausted)?;
		let supporters = proposal.supporters;
		let now = Self::now();
		let by = now.saturating_add(proposal.answer_period);
		let reached_answer = supporters >= proposal.answer_mark;
		let reached_debate = supporters >= proposal.debate_mark;
		Self::deposit_event(Event::Supported {
			proposal: id,
			citizen,
			supporters,
		});
		match proposal.status {
			ProposalStatus::Gathering | ProposalStatus::Debate { .. } if reached_answer => {
				let lateness = Lateness::NotRecorded;
				let status = ProposalStatus::AnswerDue { by, lateness };
				Self::set_proposal_status(id, proposal, status);
			},
			ProposalStatus::Gathering if reached_debate => {
				Self::set_proposal_status(id, proposal, ProposalStatus::Debate { since: now });
			},
			_ => Proposals::<T>::insert(id, proposal),
		}
		Ok(())
	}

	pub(crate) fn do_withdraw_support(who: &AccountId, id: ProposalId) -> DispatchResult {
		let citizen: CitizenIndex = Self::acting_citizen(who)?;
		let mut proposal = Self::supportable(id)?;
		ensure!(
			Supporters::<T>::take(id, citizen).is_some(),
			Error::<T>::NotSupported
		);
		proposal.supporters = proposal.supporters.saturating_sub(1);
		let supporters = proposal.supporters;
		Proposals::<T>::insert(id, proposal);
		Self::deposit_event(Event::SupportWithdrawn {
			proposal: id,
			citizen,
			supporters,
		});
		Ok(())
	}

	pub(crate) fn do_withdraw_proposal(who: &AccountId, id: ProposalId) -> DispatchResult {
		let citizen = Self::acting_citizen(who)?;
		let proposal = Self::proposal(id)?;
		ensure!(proposal.proposer == citizen, Error::<T>::NotYourProposal);
		// A question that a hundred stand behind is not its proposer's alone any more.
		ensure!(
			proposal.status == ProposalStatus::Gathering,
			Error::<T>::WrongProposalStage
		);
		let at = Self::now();
		Self::set_proposal_status(id, proposal, ProposalStatus::Withdrawn { at });
		Ok(())
	}

	pub(crate) fn do_lapse_proposal(id: ProposalId) -> DispatchResult {
		let proposal = Self::proposal(id)?;
		ensure!(
			matches!(
				proposal.status,
				ProposalStatus::Gathering | ProposalStatus::Debate { .. }
			),
			Error::<T>::WrongProposalStage
		);
		let at = Self::now();
		ensure!(at >= proposal.until, Error::<T>::TooEarly);
		Self::set_proposal_status(id, proposal, ProposalStatus::Lapsed { at });
		Ok(())
	}

	pub(crate) fn do_record_lateness(id: ProposalId) -> DispatchResult {
		let proposal = Self::proposal(id)?;
		let ProposalStatus::AnswerDue { by, lateness } = proposal.status else {
			return Err(Error::<T>::WrongProposalStage.into());
		};
		let at = Self::now();
		ensure!(at >= by, Error::<T>::TooEarly);
		ensure!(
			lateness == Lateness::NotRecorded,
			Error::<T>::AlreadyRecorded
		);
		let lateness = Lateness::Recorded { at };
		Self::set_proposal_status(id, proposal, ProposalStatus::AnswerDue { by, lateness });
		Ok(())
	}

	fn end_with_answer(
		id: ProposalId,
		proposal: Proposal,
		decision: Decision,
		answer: DocumentCommitment,
		actor: Actor<AccountId>,
	) {
		let status = ProposalStatus::Answered {
			at: Self::now(),
			decision,
			answer,
		};
		Self::set_proposal_status(id, proposal, status);
		Self::deposit_event(Event::ProposalAnswered {
			proposal: id,
			decision,
			answer,
			office: actor.agency,
			by: actor.who,
		});
	}

	pub(crate) fn do_answer_proposal(
		actor: Actor<AccountId>,
		id: ProposalId,
		reply: Reply,
		answer: DocumentCommitment,
	) -> DispatchResult {
		let proposal = Self::proposal(id)?;
		ensure!(
			matches!(proposal.status, ProposalStatus::AnswerDue { .. }),
			Error::<T>::WrongProposalStage
		);
		let decision = match reply {
			Reply::Accepted => Decision::Accepted,
			Reply::Declined => Decision::Declined,
		};
		Self::end_with_answer(id, proposal, decision, answer, actor);
		Ok(())
	}

	pub(crate) fn do_adopt_proposal(
		actor: Actor<AccountId>,
		id: ProposalId,
		settings: Settings,
		answer: DocumentCommitment,
	) -> Result<(), DispatchError> {
		let proposal = Self::proposal(id)?;
		ensure!(
			matches!(
				proposal.status,
				ProposalStatus::Debate { .. } | ProposalStatus::AnswerDue { .. }
			),
			Error::<T>::WrongProposalStage
		);
		let source = Source::Citizens { proposal: id };
		let poll = Self::create_poll(&actor, source, proposal.question.clone(), settings)?;
		Self::end_with_answer(id, proposal, Decision::Poll { poll }, answer, actor);
		Ok(())
	}
}
