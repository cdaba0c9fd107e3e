// SPDX-License-Identifier: Apache-2.0

//! What any node answers.

use crate::{mock::*, runtime_api::*, *};
use frame_support::{assert_ok, BoundedVec};
use seoul_chain_ballot::{PollId, TrusteeIndex, Voter};
use seoul_chain_primitives::{chain::DAY, AgencyId, CitizenIndex};

fn info(poll: PollId) -> PollInfo {
	MVoting::poll_info(poll).expect("is there")
}

#[test]
fn a_public_poll_is_live() {
	build_and_execute(|| {
		let poll = open(SINGLE, settings(Secrecy::Public));
		assert_ok!(cast_public(1, poll, &[2]));
		let live = info(poll);
		assert_eq!(live.turnout, Some(1));
		assert_eq!(live.votes, Some(vec![0, 0, 1]));
		assert_eq!(live.quorum_reached, Some(false));
		assert_eq!(live.enrolled, None);
		assert_eq!(live.question, *question(SINGLE));
	});
}

#[test]
fn an_encrypted_poll_tells_its_turnout_or_nothing_before_the_closing() {
	build_and_execute(|| {
		let trustees = Trustees::ready(3, 2);
		set_rings(CITY_RINGS, &[(0, 10)]);
		let secrecy = Secrecy::Anonymous {
			board: trustees.board,
		};
		for (visibility, told) in [
			(Visibility::TurnoutOnly, Some(3)),
			(Visibility::AfterClose, None),
		] {
			let poll = open(
				SINGLE,
				Settings {
					visibility,
					..settings(secrecy)
				},
			);
			for member in 0..3 {
				let key = account(800_000 + u64::from(poll.0) * 100 + u64::from(member));
				send(poll, enrolment(poll, CITY_RINGS, member, &key)).expect("can enrol");
				let voter = Voter::Alias(alias(poll, member).0);
				let ballot = ballot(poll, voter, &[1], u64::from(member));
				assert_ok!(MVoting::cast_anonymous(signed(key), poll, ballot));
			}
			let before = info(poll);
			assert_eq!(before.turnout, told);
			assert_eq!(before.enrolled, told);
			assert_eq!(before.quorum_reached, told.map(|_| false));
			assert_eq!(before.votes, None);
			assert_eq!(MVoting::tally(poll).map(|tally| tally.ballots), told);
			close(poll);
			let after = info(poll);
			assert_eq!((after.turnout, after.enrolled), (Some(3), Some(3)));
			assert_eq!(after.votes, None);
			for seat in [1, 2] {
				assert_ok!(trustees.post(poll, seat));
			}
			assert_ok!(MVoting::post_counts(signed(anyone()), poll, count(poll)));
			assert_eq!(info(poll).votes, Some(vec![0, 3, 0]));
		}
	});
}

#[test]
fn polls_and_proposals_are_listed_from_a_number_on() {
	build_and_execute(|| {
		for _ in 0..5 {
			draft(SINGLE, settings(Secrecy::Public));
		}
		let listed = |from, limit| -> Vec<u32> {
			MVoting::poll_infos(PollId(from), limit)
				.into_iter()
				.map(|(id, _)| id.0)
				.collect()
		};
		assert_eq!(listed(0, 2), [0, 1]);
		assert_eq!(listed(3, u32::MAX), [3, 4]);
		assert_eq!(listed(9, 10), Vec::<u32>::new());
		for index in 1..4 {
			assert_ok!(MVoting::propose(signed(citizen(index)), question(SINGLE)));
		}
		assert_eq!(MVoting::proposal_infos(ProposalId(1), 10).len(), 2);
	});
}

#[test]
fn an_account_learns_for_whom_it_votes_or_why_it_cannot() {
	build_and_execute(|| {
		let trustees = Trustees::ready(3, 2);
		set_rings(CITY_RINGS, &[(0, 10)]);
		let public = draft(
			SINGLE,
			Settings {
				eligibility: Eligibility::ListedCards,
				..settings(Secrecy::Public)
			},
		);
		let cards = BoundedVec::truncate_from(vec![CitizenIndex(1)]);
		assert_ok!(MVoting::list_cards(signed(clerk()), public, cards));
		let voter = |poll, who| MVoting::voter(poll, &who);
		assert_eq!(voter(public, citizen(1)), Err(Fault::NotOpen.into()));
		open_draft(public);
		assert_eq!(voter(public, citizen(1)), Ok(Voter::Citizen(1)));
		assert_eq!(voter(public, citizen(2)), Err(Fault::NotListed.into()));
		assert_eq!(voter(public, anyone()), Err(Fault::NotACitizen.into()));
		let anonymous = open(
			SINGLE,
			settings(Secrecy::Anonymous {
				board: trustees.board,
			}),
		);
		assert_eq!(voter(anonymous, citizen(1)), Err(Fault::NotEnrolled.into()));
		enrol(anonymous, CITY_RINGS, 1);
		assert_eq!(
			voter(anonymous, voting_key(1)),
			Ok(Voter::Alias(alias(anonymous, 1).0))
		);
	});
}

#[test]
fn a_trustee_reads_what_it_has_to_do() {
	build_and_execute(|| {
		let trustees = Trustees::convene(3, 2);
		let board = trustees.board;
		let seat = TrusteeIndex(1);
		let duties = || MVoting::duties(trustee_agency(1));
		assert_eq!(
			duties(),
			[Duty::RegisterTransportKey {
				board,
				seat,
				until: START + 7 * DAY
			}]
		);
		for seat in 1..=3 {
			assert_ok!(trustees.register(seat));
		}
		assert_eq!(
			duties(),
			[Duty::Deal {
				board,
				seat,
				until: START + 7 * DAY
			}]
		);
		for seat in 1..=3 {
			assert_ok!(trustees.deal(seat));
		}
		assert_eq!(
			duties(),
			[Duty::CheckShares {
				board,
				seat,
				until: START + 7 * DAY
			}]
		);
		for seat in 1..=3 {
			assert_ok!(trustees.confirm(seat));
		}
		assert_eq!(duties(), []);
		assert_ok!(trustees.finish());
		let polls: Vec<PollId> = (0..2)
			.map(|_| {
				let poll = open(SINGLE, settings(Secrecy::Secret { board }));
				for index in 0..3 {
					cast_secret(index, poll, &[0]).expect("can vote");
				}
				poll
			})
			.collect();
		// The second closes later.
		close(polls[1]);
		close(polls[0]);
		let until = Now::get() + 14 * DAY;
		let both: Vec<Duty> = duties();
		assert_eq!(both.len(), 2);
		assert!(both.contains(&Duty::PostShare {
			poll: polls[0],
			seat,
			until
		}));
		assert_ok!(trustees.post(polls[0], 1));
		assert_eq!(
			duties(),
			[Duty::PostShare {
				poll: polls[1],
				seat,
				until
			}]
		);
		assert_eq!(MVoting::duties(AgencyId(99)), []);
	});
}

#[test]
fn what_an_auditor_needs_is_there() {
	build_and_execute(|| {
		let trustees = Trustees::ready(3, 2);
		let board = MVoting::board_info(trustees.board).expect("is there");
		assert_eq!(board.dealings.len(), 3);
		let dealings: Vec<_> = board
			.dealings
			.iter()
			.map(|(dealer, dealing)| (*dealer, dealing))
			.collect();
		let ceremony = board.ceremony.expect("was there");
		assert_eq!(
			seoul_chain_ballot::ThresholdKey::combine(&ceremony, &dealings).ok(),
			board.key
		);
		let poll = open(
			SINGLE,
			settings(Secrecy::Secret {
				board: trustees.board,
			}),
		);
		assert_eq!(MVoting::election_key(poll), board.key);
		assert_eq!(MVoting::election_key(PollId(9)), None);
		for index in 0..3 {
			assert_ok!(cast_secret(index, poll, &[0]));
		}
		close(poll);
		assert_ok!(trustees.post(poll, 3));
		assert_ok!(trustees.post(poll, 1));
		let decryption = MVoting::decryption_info(poll).expect("is decrypted");
		let seats: Vec<u8> = decryption
			.shares
			.iter()
			.map(|share| share.trustee.0)
			.collect();
		assert_eq!(seats, [1, 3]);
		assert_ok!(MVoting::post_counts(signed(anyone()), poll, count(poll)));
		assert!(MVoting::decryption_info(poll).is_some());
	});
}

#[test]
fn an_office_that_owes_an_answer_is_late_in_the_open() {
	build_and_execute(|| {
		let poll = open(SINGLE, settings(Secrecy::Public));
		close(poll);
		assert_ok!(MVoting::certify_poll(signed(clerk()), poll));
		assert!(!info(poll).answer_is_late);
		advance(30 * DAY);
		assert!(info(poll).answer_is_late);
		assert_ok!(MVoting::answer_poll(signed(clerk()), poll, paper(1)));
		assert!(!info(poll).answer_is_late);
	});
}
