// SPDX-License-Identifier: Apache-2.0

//! Citizens put a question to the city. With enough supporters it must answer; it is late, and that is on record; then
//! it puts the question to a poll, whose words it cannot change.

use crate::common::{polls::*, *};
use pallet_mvoting::{
	runtime_api::runtime_decl_for_m_voting_api::MVotingApiV1, Call, Decision, Error, Event,
	Lateness, Outcome, ProposalId, ProposalStatus, Reply, Secrecy, Source, Stage,
};
use seoul_chain_ballot::Form;
use seoul_chain_runtime::{Block, Runtime};

type Fault = Error<Runtime>;

const PROPOSAL: ProposalId = ProposalId(0);

fn status(chain: &mut Chain) -> ProposalStatus {
	chain
		.query(|| <Runtime as MVotingApiV1<Block>>::proposal(PROPOSAL))
		.expect("the proposal is there")
		.status
}

fn support() -> Call<Runtime> {
	Call::support { proposal: PROPOSAL }
}

fn answers_due(chain: &mut Chain) -> Vec<(ProposalId, seoul_chain_primitives::Moment)> {
	chain.query(<Runtime as MVotingApiV1<Block>>::answers_due)
}

/// Citizens support the question until the city must answer it. Says by when.
fn supported(chain: &mut Chain, citizens: &[Citizen]) -> seoul_chain_primitives::Moment {
	let terms = chain.query(<Runtime as MVotingApiV1<Block>>::poll_terms);
	chain.succeeds_as(
		&citizens[0].0,
		Call::<Runtime>::propose {
			question: question(Form::YesNo),
		},
	);
	for (supporters, (card, _)) in (1..=terms.answer_mark).zip(citizens) {
		chain.succeeds_as(card, support());
		let status = status(chain);
		let expected = match supporters {
			few if few < terms.debate_mark => matches!(status, ProposalStatus::Gathering),
			more if more < terms.answer_mark => matches!(status, ProposalStatus::Debate { .. }),
			_ => matches!(status, ProposalStatus::AnswerDue { .. }),
		};
		assert!(expected, "{status:?} with {supporters} supporters");
	}
	let by = chain.now() + terms.answer_period;
	assert_eq!(answers_due(chain), [(PROPOSAL, by)]);
	by
}

#[test]
fn the_city_is_late_with_its_answer_and_puts_the_question_to_a_poll() {
	let mut chain = Chain::development();
	let citizens = citizens(&mut chain, "proposer", 12);
	let by = supported(&mut chain, &citizens);
	// Nobody counts twice, and nobody takes back alone what others stand behind.
	chain.refuses_as(&citizens[0].0, support(), Fault::AlreadySupported);
	chain.refuses_as(
		&citizens[0].0,
		Call::<Runtime>::withdraw_proposal { proposal: PROPOSAL },
		Fault::WrongProposalStage,
	);
	let late = || Call::<Runtime>::record_lateness { proposal: PROPOSAL };
	chain.refuses(who::BYSTANDER, late(), Fault::TooEarly);

	wait_until(&mut chain, by);
	chain.succeeds(who::BYSTANDER, late());
	let at = chain.now();
	assert_eq!(
		status(&mut chain),
		ProposalStatus::AnswerDue {
			by,
			lateness: Lateness::Recorded { at }
		}
	);
	chain.refuses(who::BYSTANDER, late(), Fault::AlreadyRecorded);

	// The duty stays until it answers. A trustee is not the city.
	let answer = document(b"the city asks everyone");
	let adopt = |settings| Call::<Runtime>::adopt_proposal {
		proposal: PROPOSAL,
		settings,
		answer,
	};
	let public = settings(&chain, Secrecy::Public);
	assert!(chain
		.apply_as(&Trustees::pair(1), adopt(public.clone()))
		.result
		.is_err());
	let events = chain.succeeds_as(&key(CLERK), adopt(public.clone()));
	let poll = drafted(&events);
	assert!(of_polls(&events).contains(&Event::ProposalAnswered {
		proposal: PROPOSAL,
		decision: Decision::Poll { poll },
		answer,
		office: OFFICE,
		by: account_of(&key(CLERK)),
	}));
	assert!(answers_due(&mut chain).is_empty());
	let source = info(&mut chain, poll).poll.source;
	assert_eq!(source, Source::Citizens { proposal: PROPOSAL });
	let mut other = question(Form::YesNo);
	other.title.korean = other.title.english.clone();
	chain.refuses_as(
		&key(CLERK),
		Call::<Runtime>::change_poll {
			poll,
			question: other,
			settings: public,
		},
		Fault::CitizensQuestion,
	);

	// The poll is public: it is counted as it goes, a second vote replaces the first, and it ends with a result.
	open_draft(&mut chain, poll);
	let vote = |chosen: &[u8]| Call::<Runtime>::cast_public {
		poll,
		options: options(chosen),
		credential: None,
	};
	for (number, (card, _)) in citizens.iter().enumerate() {
		chain.succeeds_as(card, vote(&[u8::from(number % 4 == 0)]));
	}
	assert_eq!(info(&mut chain, poll).votes, Some(vec![9, 3]));
	chain.succeeds_as(&citizens[0].0, vote(&[0]));
	chain.refuses_as(&citizens[1].0, vote(&[0, 1]), Fault::InvalidChoice);
	assert_eq!(info(&mut chain, poll).votes, Some(vec![10, 2]));
	let newcomer = polls::citizens(&mut chain, "newcomer", 1);
	chain.refuses_as(&newcomer[0].0, vote(&[1]), Fault::CardTooNew);
	close(&mut chain, poll);
	certify(&mut chain, poll);
	assert_eq!(
		info(&mut chain, poll).poll.status.outcome(),
		Some(&Outcome::Counted {
			results: vec![10, 2].try_into().expect("few")
		})
	);

	// The city owes an answer to the outcome too.
	let terms = chain.query(<Runtime as MVotingApiV1<Block>>::poll_terms);
	let due = chain.now() + terms.answer_period;
	assert!(!info(&mut chain, poll).answer_is_late);
	wait_until(&mut chain, due);
	assert!(info(&mut chain, poll).answer_is_late);
	let answer = document(b"what the city does about it");
	chain.succeeds_as(&key(CLERK), Call::<Runtime>::answer_poll { poll, answer });
	let answered = info(&mut chain, poll);
	assert_eq!(answered.poll.status.stage(), Stage::Answered);
	assert!(!answered.answer_is_late);
}

#[test]
fn the_city_declines_and_says_why() {
	let mut chain = Chain::development();
	let citizens = citizens(&mut chain, "proposer", 5);
	supported(&mut chain, &citizens);
	let answer = document(b"why not");
	chain.succeeds_as(
		&key(REVIEWER),
		Call::<Runtime>::answer_proposal {
			proposal: PROPOSAL,
			reply: Reply::Declined,
			answer,
		},
	);
	let at = chain.now();
	assert_eq!(
		status(&mut chain),
		ProposalStatus::Answered {
			at,
			decision: Decision::Declined,
			answer
		}
	);
	chain.refuses_as(&citizens[4].0, support(), Fault::WrongProposalStage);
}
