// SPDX-License-Identifier: Apache-2.0

//! Questions of citizens.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use seoul_chain_ballot::{Form, PollId};
use seoul_chain_primitives::{chain::DAY, CitizenIndex};

const PROPOSAL: ProposalId = ProposalId(0);

fn propose(index: u64) -> ProposalId {
	let id = NextProposal::<Test>::get();
	MVoting::propose(signed(citizen(index)), question(Form::YesNo)).expect("can be proposed");
	id
}

fn support(index: u64, id: ProposalId) -> frame_support::dispatch::DispatchResult {
	MVoting::support(signed(citizen(index)), id)
}

/// With so many supporters.
fn supported(supporters: u64) -> ProposalId {
	let id = propose(1);
	for index in 10..10 + supporters {
		support(index, id).expect("can support");
	}
	take_events();
	id
}

fn status(id: ProposalId) -> ProposalStatus {
	Proposals::<Test>::get(id).expect("is there").status
}

#[test]
fn a_citizen_puts_a_question_to_the_city() {
	build_and_execute(|| {
		assert_ok!(MVoting::propose(signed(citizen(1)), question(Form::YesNo)));
		assert_eq!(
			take_events(),
			[Event::Proposed {
				proposal: PROPOSAL,
				proposer: CitizenIndex(1),
				until: START + 60 * DAY,
			}]
		);
		assert_noop!(
			MVoting::propose(signed(anyone()), question(Form::YesNo)),
			Fault::NotACitizen
		);
		let mut blank = question(Form::YesNo);
		blank.title.korean = text(" ");
		assert_noop!(
			MVoting::propose(signed(citizen(1)), blank),
			Fault::InvalidText
		);
	});
}

#[test]
fn a_citizen_has_few_proposals_at_once() {
	build_and_execute(|| {
		let first = propose(1);
		propose(1);
		assert_noop!(
			MVoting::propose(signed(citizen(1)), question(SINGLE)),
			Fault::TooManyProposals
		);
		propose(2);
		assert_ok!(MVoting::withdraw_proposal(signed(citizen(1)), first));
		propose(1);
	});
}

#[test]
fn supporters_gather_to_a_debate_and_then_to_a_duty_to_answer() {
	build_and_execute(|| {
		let id = propose(1);
		take_events();
		let supported = |index: u64, supporters| Event::Supported {
			proposal: id,
			citizen: CitizenIndex(index),
			supporters,
		};
		for index in 10..12 {
			assert_ok!(support(index, id));
		}
		assert_noop!(support(10, id), Fault::AlreadySupported);
		assert_eq!(take_events(), [supported(10, 1), supported(11, 2)]);
		advance(DAY);
		assert_ok!(support(12, id));
		let debate = ProposalStatus::Debate { since: START + DAY };
		assert_eq!(
			take_events(),
			[
				supported(12, 3),
				Event::ProposalStatusChanged {
					proposal: id,
					old_status: ProposalStatus::Gathering,
					new_status: debate,
				}
			]
		);
		for index in 13..15 {
			assert_ok!(support(index, id));
		}
		take_events();
		advance(DAY);
		assert_ok!(support(15, id));
		let due = ProposalStatus::AnswerDue {
			by: START + 32 * DAY,
			lateness: Lateness::NotRecorded,
		};
		assert_eq!(
			take_events()[1],
			Event::ProposalStatusChanged {
				proposal: id,
				old_status: debate,
				new_status: due,
			}
		);
		// More may support it; the deadline stays.
		advance(DAY);
		assert_ok!(support(16, id));
		assert_eq!(status(id), due);
		assert_eq!(MVoting::answers_due(), [(id, START + 32 * DAY)]);
	});
}

#[test]
fn support_can_be_taken_back_but_not_the_duty() {
	build_and_execute(|| {
		let id = supported(3);
		let withdraw = |index: u64| MVoting::withdraw_support(signed(citizen(index)), id);
		assert_noop!(withdraw(50), Fault::NotSupported);
		assert_ok!(withdraw(10));
		assert_eq!(
			take_events(),
			[Event::SupportWithdrawn {
				proposal: id,
				citizen: CitizenIndex(10),
				supporters: 2,
			}]
		);
		assert!(matches!(status(id), ProposalStatus::Debate { .. }));
		assert_ok!(support(10, id));
		for index in 20..23 {
			assert_ok!(support(index, id));
		}
		assert_ok!(withdraw(20));
		assert!(matches!(status(id), ProposalStatus::AnswerDue { .. }));
	});
}

#[test]
fn only_citizens_support_and_only_in_time() {
	build_and_execute(|| {
		let id = propose(1);
		assert_noop!(MVoting::support(signed(anyone()), id), Fault::NotACitizen);
		assert_noop!(support(1, ProposalId(9)), Fault::ProposalNotFound);
		UnusableCards::mutate(|cards| cards.insert(CitizenIndex(10)));
		assert_noop!(support(10, id), SUSPENDED);
		advance(60 * DAY);
		assert_noop!(support(11, id), Fault::ProposalExpired);
	});
}

#[test]
fn a_proposal_is_its_proposers_until_it_is_in_debate() {
	build_and_execute(|| {
		let id = supported(2);
		assert_noop!(
			MVoting::withdraw_proposal(signed(citizen(2)), id),
			Fault::NotYourProposal
		);
		assert_ok!(support(60, id));
		assert_noop!(
			MVoting::withdraw_proposal(signed(citizen(1)), id),
			Fault::WrongProposalStage
		);
		let other = propose(1);
		assert_ok!(MVoting::withdraw_proposal(signed(citizen(1)), other));
		assert_eq!(status(other), ProposalStatus::Withdrawn { at: START });
		assert_noop!(support(5, other), Fault::WrongProposalStage);
	});
}

#[test]
fn a_proposal_lapses_when_its_time_is_over() {
	build_and_execute(|| {
		let id = supported(4);
		let lapse = |id| MVoting::lapse_proposal(signed(anyone()), id);
		assert_noop!(lapse(id), Fault::TooEarly);
		let due = supported(6);
		advance(60 * DAY);
		assert_ok!(lapse(id));
		assert_eq!(status(id), ProposalStatus::Lapsed { at: Now::get() });
		assert_noop!(lapse(id), Fault::WrongProposalStage);
		// The city's duty does not lapse.
		assert_noop!(lapse(due), Fault::WrongProposalStage);
	});
}

#[test]
fn the_city_answers_and_is_on_record_when_it_is_late() {
	build_and_execute(|| {
		let id = supported(6);
		let record = || MVoting::record_lateness(signed(anyone()), id);
		assert_noop!(record(), Fault::TooEarly);
		advance(30 * DAY);
		assert_ok!(record());
		let at = Now::get();
		assert_eq!(
			status(id),
			ProposalStatus::AnswerDue {
				by: at,
				lateness: Lateness::Recorded { at }
			}
		);
		assert_noop!(record(), Fault::AlreadyRecorded);
		take_events();
		let answer = |who| MVoting::answer_proposal(signed(who), id, Reply::Declined, paper(4));
		assert_noop!(answer(anyone()), NOT_THE_OFFICE);
		assert_ok!(answer(clerk()));
		assert_eq!(
			take_events()[1],
			Event::ProposalAnswered {
				proposal: id,
				decision: Decision::Declined,
				answer: paper(4),
				office: OFFICE,
				by: clerk(),
			}
		);
		assert_noop!(answer(clerk()), Fault::WrongProposalStage);
		assert_noop!(record(), Fault::WrongProposalStage);
		let accepted = supported(6);
		assert_ok!(MVoting::answer_proposal(
			signed(clerk()),
			accepted,
			Reply::Accepted,
			paper(4)
		));
		assert!(matches!(
			status(accepted),
			ProposalStatus::Answered {
				decision: Decision::Accepted,
				..
			}
		));
	});
}

#[test]
fn the_city_cannot_end_a_proposal_before_its_second_mark() {
	build_and_execute(|| {
		let id = supported(5);
		assert_noop!(
			MVoting::answer_proposal(signed(clerk()), id, Reply::Declined, paper(4)),
			Fault::WrongProposalStage
		);
	});
}

#[test]
fn a_proposal_in_debate_becomes_a_poll_whose_words_stay() {
	build_and_execute(|| {
		let early = supported(2);
		let adopt =
			|id| MVoting::adopt_proposal(signed(clerk()), id, settings(Secrecy::Public), paper(4));
		assert_noop!(adopt(early), Fault::WrongProposalStage);
		let id = supported(3);
		assert_ok!(adopt(id));
		let poll = PollId(0);
		assert_eq!(
			status(id),
			ProposalStatus::Answered {
				at: START,
				decision: Decision::Poll { poll },
				answer: paper(4)
			}
		);
		assert_eq!(
			Polls::<Test>::get(poll).expect("is there").source,
			Source::Citizens { proposal: id }
		);
		let change = |question| {
			MVoting::change_poll(signed(clerk()), poll, question, settings(Secrecy::Public))
		};
		assert_noop!(change(question(SINGLE)), Fault::CitizensQuestion);
		let mut softer = question(Form::YesNo);
		softer.title.english = text("Shall a few trees be planted?");
		assert_noop!(change(softer), Fault::CitizensQuestion);
		assert_ok!(change(question(Form::YesNo)));
		open_draft(poll);
		assert_ok!(cast_public(1, poll, &[0]));
	});
}

#[test]
fn a_proposal_keeps_the_marks_with_which_it_began() {
	build_and_execute(|| {
		let id = propose(1);
		let harder = PollTerms {
			debate_mark: 50,
			answer_mark: 90,
			..TERMS
		};
		assert_ok!(MVoting::set_terms(RuntimeOrigin::root(), harder));
		for index in 10..16 {
			assert_ok!(support(index, id));
		}
		assert!(matches!(status(id), ProposalStatus::AnswerDue { .. }));
	});
}
