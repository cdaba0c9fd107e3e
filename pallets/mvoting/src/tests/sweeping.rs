// SPDX-License-Identifier: Apache-2.0

//! What serves nothing any more is removed.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, BoundedVec};
use seoul_chain_ballot::PollId;
use seoul_chain_primitives::{chain::DAY, CitizenIndex};

fn sweep(poll: PollId) -> frame_support::dispatch::DispatchResultWithPostInfo {
	MVoting::sweep_poll(signed(anyone()), poll)
}

#[test]
fn ballots_are_kept_until_the_retention_is_over() {
	build_and_execute(|| {
		Issued::set(300);
		let poll = open(SINGLE, settings(Secrecy::Public));
		for index in 0..150 {
			assert_ok!(cast_public(index, poll, &[0]));
		}
		assert_noop!(sweep(poll), Fault::WrongStage);
		close(poll);
		assert_noop!(sweep(poll), Fault::WrongStage);
		assert_ok!(MVoting::certify_poll(signed(clerk()), poll));
		assert_noop!(sweep(poll), Fault::TooEarly);
		advance(365 * DAY);
		take_events();
		let post = sweep(poll).expect("can be swept");
		assert_eq!(
			post.actual_weight,
			Some(<() as WeightInfo>::sweep_poll(100))
		);
		let post = sweep(poll).expect("can be swept");
		assert_eq!(post.actual_weight, Some(<() as WeightInfo>::sweep_poll(50)));
		assert_eq!(
			take_events(),
			[
				Event::PollSwept { poll, removed: 100 },
				Event::PollSwept { poll, removed: 50 }
			]
		);
		assert_noop!(sweep(poll), Fault::NothingToDo);
		// The outcome stays.
		assert_eq!(results(poll), Some(vec![150, 0, 0]));
		// The office may still answer.
		assert_ok!(MVoting::answer_poll(signed(clerk()), poll, paper(1)));
	});
}

#[test]
fn voting_keys_and_lists_go_too() {
	build_and_execute(|| {
		let trustees = Trustees::ready(3, 2);
		set_rings(CITY_RINGS, &[(0, 10)]);
		let anonymous = open(
			SINGLE,
			settings(Secrecy::Anonymous {
				board: trustees.board,
			}),
		);
		for member in 0..4 {
			enrol(anonymous, CITY_RINGS, member);
		}
		assert_ok!(cast_anonymous(1, anonymous, &[0]));
		let listed = draft(
			SINGLE,
			Settings {
				eligibility: Eligibility::ListedCards,
				..settings(Secrecy::Public)
			},
		);
		let cards = BoundedVec::truncate_from((0..7).map(CitizenIndex).collect());
		assert_ok!(MVoting::list_cards(signed(clerk()), listed, cards));
		for poll in [anonymous, listed] {
			assert_ok!(MVoting::cancel_poll(signed(clerk()), poll, paper(1)));
		}
		advance(365 * DAY);
		for poll in [anonymous, listed] {
			assert_ok!(sweep(poll));
			assert_noop!(sweep(poll), Fault::NothingToDo);
		}
		assert_eq!(VotingKeys::<Test>::iter().count(), 0);
		assert_eq!(Enrolments::<Test>::iter().count(), 0);
		assert_eq!(ListedCards::<Test>::iter().count(), 0);
		assert_eq!(EncryptedBallots::<Test>::iter().count(), 0);
	});
}

#[test]
fn supporters_go_when_the_retention_of_a_proposal_is_over() {
	build_and_execute(|| {
		assert_ok!(MVoting::propose(signed(citizen(1)), question(SINGLE)));
		let id = ProposalId(0);
		for index in 0..6 {
			assert_ok!(MVoting::support(signed(citizen(index)), id));
		}
		let sweep = || MVoting::sweep_proposal(signed(anyone()), id);
		assert_noop!(sweep(), Fault::WrongProposalStage);
		assert_ok!(MVoting::answer_proposal(
			signed(clerk()),
			id,
			Reply::Accepted,
			paper(1)
		));
		assert_noop!(sweep(), Fault::TooEarly);
		advance(365 * DAY);
		let post = sweep().expect("can be swept");
		assert_eq!(
			post.actual_weight,
			Some(<() as WeightInfo>::sweep_proposal(6))
		);
		assert_noop!(sweep(), Fault::NothingToDo);
		assert_eq!(MVoting::proposal_info(id).expect("stays").supporters, 6);
		assert_noop!(
			MVoting::sweep_proposal(signed(anyone()), ProposalId(9)),
			Fault::ProposalNotFound
		);
	});
}
