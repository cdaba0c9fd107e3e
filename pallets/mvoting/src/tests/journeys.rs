// SPDX-License-Identifier: Apache-2.0

//! Whole polls, from the first word to the answer.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use seoul_chain_ballot::{BoardId, Form, PollId, TrusteeIndex};
use seoul_chain_primitives::{chain::DAY, CitizenIndex, PartyId};

/// A question of citizens that the city puts to a secret vote, with a board of its own.
#[test]
fn a_question_of_citizens_is_voted_on_in_secret_and_answered() {
	build_and_execute(|| {
		assert_ok!(MVoting::propose(signed(citizen(1)), question(Form::YesNo)));
		let proposal = ProposalId(0);
		for index in 1..7 {
			assert_ok!(MVoting::support(signed(citizen(index)), proposal));
		}
		assert_eq!(MVoting::answers_due(), [(proposal, START + 30 * DAY)]);

		let board = next_board();
		assert_ok!(MVoting::convene_poll_board(
			signed(clerk()),
			agencies(5),
			3,
			START,
			START + 60 * DAY
		));
		let trustees = Trustees::of(board, 5);
		trustees.make_key();

		let secret = Settings {
			reward: 300,
			quorum: 20,
			minimum_turnout: 10,
			..settings(Secrecy::Secret { board })
		};
		assert_ok!(MVoting::adopt_proposal(
			signed(clerk()),
			proposal,
			secret,
			paper(1)
		));
		let poll = PollId(0);
		open_draft(poll);
		let mut yes = 0;
		for index in 0..60 {
			let chosen = u8::from(index % 3 == 0);
			assert_ok!(cast_secret(index, poll, &[chosen]));
			yes += u32::from(chosen == 0);
		}
		// Ten change their minds.
		advance(DAY);
		for index in 0..10 {
			let chosen = u8::from(index % 3 == 0);
			assert_ok!(cast_secret(index, poll, &[1 - chosen]));
			if chosen == 0 {
				yes -= 1;
			} else {
				yes += 1;
			}
		}
		assert_eq!(Rewarded::get().len(), 60);
		assert!(Rewarded::get().iter().all(|(party, of, points)| matches!(
			party,
			PartyId::Citizen(_)
		) && *of == poll.0
			&& *points == 300));
		close(poll);
		for seat in [5, 1, 3] {
			assert_ok!(trustees.post(poll, seat));
		}
		let counts = count(poll);
		assert_eq!(counts.to_vec(), [yes]);
		assert_ok!(MVoting::post_counts(signed(anyone()), poll, counts));
		assert_ok!(MVoting::certify_poll(signed(clerk()), poll));
		let info = MVoting::poll_info(poll).expect("is there");
		assert_eq!(info.votes, Some(vec![yes, 60 - yes]));
		assert_eq!(info.quorum_reached, Some(true));
		assert_ok!(MVoting::answer_poll(signed(reviewer()), poll, paper(2)));
		assert_eq!(status(poll).stage(), Stage::Answered);
	});
}

/// The residents of a district vote anonymously; who was removed from a ring since the opening still counts, and
/// who came later does not.
#[test]
fn a_district_votes_anonymously() {
	build_and_execute(|| {
		let trustees = Trustees::ready(3, 2);
		set_rings(GANGDONG_RINGS, &[(0, 20), (20, 33)]);
		set_rings(CITY_RINGS, &[(100, 120)]);
		let poll = open(
			SINGLE,
			Settings {
				eligibility: gangdong(),
				visibility: Visibility::AfterClose,
				..settings(Secrecy::Anonymous {
					board: trustees.board,
				})
			},
		);
		assert_eq!(
			MVoting::eligible(poll).map(|opening| opening.roll.at_most()),
			Some(33)
		);
		for member in 0..15 {
			enrol(poll, GANGDONG_RINGS, member);
		}
		for member in 25..30 {
			enrol(poll, GANGDONG_RINGS, member);
		}
		// One of the city is not of the district.
		let outsider = enrolment(poll, CITY_RINGS, 105, &account(88));
		assert!(MVoting::verify_enrolment(poll, &outsider).is_err());
		for member in (0..15).chain(25..28) {
			assert_ok!(cast_anonymous(member, poll, &[u8::from(member < 5)]));
		}
		advance(1);
		assert_ok!(cast_anonymous(0, poll, &[2]));
		close(poll);
		let info = MVoting::poll_info(poll).expect("is there");
		assert_eq!((info.turnout, info.enrolled), (Some(18), Some(20)));
		for seat in [2, 3] {
			assert_ok!(trustees.post(poll, seat));
		}
		let counts = count(poll);
		assert_eq!(counts.to_vec(), [13, 4, 1]);
		assert_ok!(MVoting::post_counts(signed(anyone()), poll, counts));
		assert!(Rewarded::get().is_empty());
	});
}

/// A trustee cheats while the key is made, and another disappears afterwards. The result is there all the same.
#[test]
fn a_trustee_cheats_and_another_disappears() {
	build_and_execute(|| {
		let trustees = Trustees::convene(5, 3);
		for seat in 1..=5 {
			assert_ok!(trustees.register(seat));
		}
		for seat in [1, 2, 3, 5] {
			assert_ok!(trustees.deal(seat));
		}
		let ceremony = MVoting::ceremony(trustees.board, &trustees.details(), 0).expect("can be");
		let dealing =
			super::dishonest::deal(&ceremony, TrusteeIndex(4), TrusteeIndex(2), &mut rng(1));
		assert_ok!(MVoting::deal(
			signed(trustee(4)),
			trustees.board,
			Box::new(dealing)
		));
		assert_ok!(trustees.complain(2, 4));
		for seat in 1..=5 {
			assert_ok!(trustees.confirm(seat));
		}
		assert_ok!(trustees.finish());
		let poll = open(
			SINGLE,
			settings(Secrecy::Secret {
				board: trustees.board,
			}),
		);
		for index in 0..7 {
			assert_ok!(cast_secret(index, poll, &[2]));
		}
		close(poll);
		// Seat 5 is never heard of again, and seat 1 is slow.
		for seat in [2, 3, 4] {
			assert_ok!(trustees.post(poll, seat));
		}
		assert_ok!(MVoting::post_counts(signed(anyone()), poll, count(poll)));
		assert_eq!(results(poll), Some(vec![0, 0, 7]));
	});
}

/// A term ends, a board for the next begins, and each poll is decrypted by its own.
#[test]
fn each_term_has_its_board() {
	build_and_execute(|| {
		let first = Trustees::ready(3, 2);
		advance(390 * DAY);
		let second = Trustees::ready(3, 2);
		assert_ne!(
			BoardKeys::<Test>::get(first.board),
			BoardKeys::<Test>::get(second.board)
		);
		let old = open(
			SINGLE,
			Settings {
				closes_at: START + 399 * DAY,
				..settings(Secrecy::Secret { board: first.board })
			},
		);
		let new = open(
			SINGLE,
			settings(Secrecy::Secret {
				board: second.board,
			}),
		);
		for index in 0..3 {
			assert_ok!(cast_secret(index, old, &[0]));
			assert_ok!(cast_secret(index, new, &[1]));
		}
		close(old);
		close(new);
		for (poll, own, other) in [(old, &first, &second), (new, &second, &first)] {
			let foreign = other
				.key_of(1)
				.decrypt(
					&BoardKeys::<Test>::get(other.board).expect("is made"),
					&MVoting::tally_context(poll, 3),
					&MVoting::tally(poll).expect("is there"),
					&mut rng(1),
				)
				.expect("can be made");
			assert_noop!(
				MVoting::post_share(signed(trustee(1)), poll, Box::new(foreign)),
				Fault::InvalidDecryptionShare
			);
			for seat in [1, 2] {
				assert_ok!(own.post(poll, seat));
			}
			assert_ok!(MVoting::post_counts(signed(anyone()), poll, count(poll)));
		}
		assert_eq!(results(old), Some(vec![3, 0, 0]));
		assert_eq!(results(new), Some(vec![0, 3, 0]));
		assert_eq!(second.board, BoardId(1));
	});
}

/// A citizen who lost the phone and got another account votes again, and counts once.
#[test]
fn a_change_of_accounts_does_not_make_a_second_vote() {
	build_and_execute(|| {
		let poll = open(SINGLE, settings(Secrecy::Public));
		assert_ok!(cast_public(1, poll, &[0]));
		// The ballot stands with the card, so whichever account the card names replaces it.
		assert!(PublicBallots::<Test>::contains_key(poll, CitizenIndex(1)));
		UnusableCards::mutate(|cards| cards.insert(CitizenIndex(1)));
		assert_noop!(cast_public(1, poll, &[1]), SUSPENDED);
		UnusableCards::mutate(|cards| cards.remove(&CitizenIndex(1)));
		assert_ok!(cast_public(1, poll, &[1]));
		close(poll);
		assert_eq!(results(poll), Some(vec![0, 1, 0]));
	});
}

/// A policy poll of a thousand voters with five options; every tenth votes again.
#[test]
fn a_thousand_citizens_vote_in_secret() {
	build_and_execute(|| {
		Issued::set(1_000);
		let trustees = Trustees::ready(7, 4);
		let poll = open(
			Form::SingleChoice { options: 5 },
			Settings {
				minimum_turnout: 100,
				quorum: 500,
				..settings(Secrecy::Secret {
					board: trustees.board,
				})
			},
		);
		let mut last: Vec<u8> = Vec::new();
		for index in 0..1_000u64 {
			let chosen = u8::try_from(index * index % 7 % 5).expect("small");
			assert_ok!(cast_secret(index, poll, &[chosen]));
			last.push(chosen);
		}
		advance(DAY);
		for index in (0..1_000u64).step_by(10) {
			assert_ok!(cast_secret(index, poll, &[4]));
			last[usize::try_from(index).expect("small")] = 4;
		}
		close(poll);
		for seat in [7, 2, 4, 1] {
			assert_ok!(trustees.post(poll, seat));
		}
		let counts = count(poll);
		let naive: Vec<u32> = (0..5)
			.map(|option| {
				last.iter()
					.fold(0, |votes, chosen| votes + u32::from(*chosen == option))
			})
			.collect();
		assert_eq!(counts.to_vec(), naive);
		assert_ok!(MVoting::post_counts(signed(anyone()), poll, counts));
		assert_eq!(results(poll), Some(naive));
	});
}
