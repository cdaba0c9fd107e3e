// SPDX-License-Identifier: Apache-2.0

//! Closing, decrypting the sums, and what is never decrypted.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use seoul_chain_ballot::{
	DecryptionShare, EncodedPoint, EncodedScalar, Form, PollId, TrusteeIndex,
};
use seoul_chain_primitives::chain::DAY;

/// A secret poll of five trustees, three of whom decrypt, with so many voters who chose option 1.
fn voted(voters: u64) -> (Trustees, PollId) {
	let trustees = Trustees::ready(5, 3);
	let poll = open(
		SINGLE,
		settings(Secrecy::Secret {
			board: trustees.board,
		}),
	);
	for index in 0..voters {
		cast_secret(index, poll, &[1]).expect("can vote");
	}
	(trustees, poll)
}

fn closed(voters: u64) -> (Trustees, PollId) {
	let (trustees, poll) = voted(voters);
	close(poll);
	take_events();
	(trustees, poll)
}

fn post_counts(poll: PollId, counts: &[u32]) -> frame_support::dispatch::DispatchResult {
	let counts = counts.to_vec().try_into().expect("few");
	MVoting::post_counts(signed(anyone()), poll, counts)
}

#[test]
fn a_poll_is_closed_by_anyone_once_its_time_is_over() {
	build_and_execute(|| {
		let (_, poll) = voted(4);
		let close = || MVoting::close_poll(signed(anyone()), poll);
		assert_noop!(close(), Fault::TooEarly);
		Now::set(START + 8 * DAY);
		assert_ok!(close());
		assert_eq!(
			status(poll),
			PollStatus::Tallying {
				shares_until: START + 22 * DAY
			}
		);
		assert_noop!(close(), Fault::WrongStage);
	});
}

#[test]
fn closing_and_opening_look_at_no_ballot_however_many_there_are() {
	new_test_ext().execute_with(|| {
		let (trustees, secret) = voted(20);
		let public = open(SINGLE, settings(Secrecy::Public));
		for index in 0..20 {
			cast_public(index, public, &[1]).expect("can vote");
		}
		// Without all that grows with the voters, closing finds the same.
		assert_eq!(EncryptedBallots::<Test>::drain_prefix(secret).count(), 20);
		assert_eq!(PublicBallots::<Test>::drain_prefix(public).count(), 20);
		close(secret);
		close(public);
		assert_eq!(results(public), Some(vec![0, 20, 0]));
		for seat in [1, 2, 3] {
			assert_ok!(trustees.post(secret, seat));
		}
		assert_ok!(post_counts(secret, &[0, 20, 0]));
	});
}

#[test]
fn sums_are_decrypted_with_as_many_shares_as_it_takes() {
	build_and_execute(|| {
		let (trustees, poll) = closed(4);
		assert_ok!(trustees.post(poll, 2));
		assert_eq!(
			take_events(),
			[Event::SharePosted {
				poll,
				trustee: TrusteeIndex(2),
				agency: trustee_agency(2),
				by: trustee(2),
			}]
		);
		assert_noop!(trustees.post(poll, 2), Fault::AlreadyPosted);
		assert_ok!(trustees.post(poll, 5));
		assert_noop!(post_counts(poll, &[0, 4, 0]), Fault::TooFewShares);
		assert_ok!(trustees.post(poll, 1));
		assert_noop!(post_counts(poll, &[1, 3, 0]), Fault::WrongCounts);
		assert_noop!(post_counts(poll, &[0, 5, 0]), Fault::WrongCounts);
		assert_noop!(post_counts(poll, &[0, 4]), Fault::WrongCounts);
		assert_eq!(count(poll).to_vec(), [0, 4, 0]);
		take_events();
		assert_ok!(post_counts(poll, &[0, 4, 0]));
		assert_eq!(
			take_events(),
			[Event::PollStageChanged {
				poll,
				old_stage: Stage::Tallying,
				new_stage: Stage::Tallied,
				by: anyone(),
			}]
		);
		assert_eq!(results(poll), Some(vec![0, 4, 0]));
		assert_noop!(post_counts(poll, &[0, 4, 0]), Fault::WrongStage);
		assert_noop!(trustees.post(poll, 3), Fault::WrongStage);
	});
}

#[test]
fn the_noes_are_the_ballots_less_the_yeses() {
	build_and_execute(|| {
		let trustees = Trustees::ready(3, 2);
		let poll = open(
			Form::YesNo,
			settings(Secrecy::Secret {
				board: trustees.board,
			}),
		);
		for (index, chosen) in [(1, 0), (2, 1), (3, 1), (4, 1)] {
			assert_ok!(cast_secret(index, poll, &[chosen]));
		}
		close(poll);
		assert_ok!(trustees.post(poll, 1));
		assert_ok!(trustees.post(poll, 2));
		assert_ok!(post_counts(poll, &[1]));
		assert_eq!(results(poll), Some(vec![1, 3]));
	});
}

#[test]
fn no_share_is_accepted_of_a_poll_that_is_open() {
	build_and_execute(|| {
		let (trustees, poll) = voted(4);
		assert_eq!(MVoting::decryption_info(poll), None);
		// A share of the sums as they stand, by a trustee who does not wait.
		let key = BoardKeys::<Test>::get(trustees.board).expect("is made");
		let tally = MVoting::tally(poll).expect("is there");
		let share = trustees
			.key_of(1)
			.decrypt(&key, &MVoting::tally_context(poll, 3), &tally, &mut rng(1))
			.expect("can be made");
		let post = MVoting::post_share(signed(trustee(1)), poll, Box::new(share));
		assert_noop!(post, Fault::WrongStage);
	});
}

#[test]
fn below_the_minimum_nothing_is_ever_decrypted() {
	build_and_execute(|| {
		let (trustees, poll) = closed(2);
		assert_eq!(
			status(poll),
			PollStatus::Tallied {
				outcome: Outcome::BelowMinimum
			}
		);
		assert_eq!(MVoting::decryption_info(poll), None);
		// The crate makes no such share, and the pallet would not take one of another minimum.
		let key = BoardKeys::<Test>::get(trustees.board).expect("is made");
		let tally = MVoting::tally(poll).expect("is there");
		let own = trustees.key_of(1);
		assert!(own
			.decrypt(&key, &MVoting::tally_context(poll, 3), &tally, &mut rng(1))
			.is_err());
		let share = own
			.decrypt(&key, &MVoting::tally_context(poll, 1), &tally, &mut rng(1))
			.expect("for another minimum");
		let post = MVoting::post_share(signed(trustee(1)), poll, Box::new(share));
		assert_noop!(post, Fault::WrongStage);
		assert_noop!(post_counts(poll, &[0, 2, 0]), Fault::WrongStage);
		assert_ok!(MVoting::certify_poll(signed(clerk()), poll));
		assert_eq!(MVoting::poll_info(poll).expect("is there").votes, None);
	});
}

#[test]
fn a_poll_without_ballots_has_no_result() {
	build_and_execute(|| {
		let (_, poll) = closed(0);
		assert_eq!(status(poll).outcome(), Some(&Outcome::BelowMinimum));
	});
}

#[test]
fn a_false_share_is_refused() {
	build_and_execute(|| {
		let (trustees, poll) = closed(4);
		let post = |seat, share: DecryptionShare| {
			MVoting::post_share(signed(trustee(seat)), poll, Box::new(share))
		};
		let good = *trustees.share(poll, 1);
		let with = |change: fn(&mut DecryptionShare)| {
			let mut bad = good.clone();
			change(&mut bad);
			bad
		};
		assert_noop!(
			post(1, with(|share| share.factors.as_mut().swap(0, 1))),
			Fault::InvalidDecryptionShare
		);
		assert_noop!(
			post(
				1,
				with(|share| {
					share.factors.pop();
				})
			),
			Fault::WrongShareSize
		);
		assert_noop!(
			post(1, with(|share| share.factors[0] = EncodedPoint([0xff; 32]))),
			Fault::MalformedElement
		);
		assert_noop!(
			post(
				1,
				with(|share| share.proof.response = EncodedScalar([0xff; 32]))
			),
			Fault::NonCanonicalScalar
		);
		// Another's share, under its name and under one's own.
		assert_noop!(post(2, good.clone()), Fault::NotYourSeat);
		assert_noop!(
			post(2, with(|share| share.trustee = TrusteeIndex(2))),
			Fault::InvalidDecryptionShare
		);
		assert_noop!(post(9, good.clone()), Fault::NotATrustee);
		assert_noop!(
			MVoting::post_share(signed(anyone()), poll, Box::new(good.clone())),
			NO_TRUSTEE
		);
		assert_ok!(post(1, good));
	});
}

#[test]
fn a_share_of_another_poll_is_refused() {
	build_and_execute(|| {
		let (trustees, first) = voted(4);
		let second = open(
			SINGLE,
			settings(Secrecy::Secret {
				board: trustees.board,
			}),
		);
		for index in 0..4 {
			assert_ok!(cast_secret(index, second, &[1]));
		}
		close(first);
		close(second);
		let carried = trustees.share(first, 1);
		let post = MVoting::post_share(signed(trustee(1)), second, carried);
		assert_noop!(post, Fault::InvalidDecryptionShare);
	});
}

#[test]
fn a_trustee_who_was_left_out_has_no_share() {
	build_and_execute(|| {
		let trustees = Trustees::convene(4, 3);
		for seat in 1..=3 {
			assert_ok!(trustees.register(seat));
		}
		advance(7 * DAY);
		assert_ok!(MVoting::advance_board(signed(anyone()), trustees.board));
		for seat in 1..=3 {
			assert_ok!(trustees.deal(seat));
		}
		for seat in 1..=3 {
			assert_ok!(trustees.confirm(seat));
		}
		assert_ok!(trustees.finish());
		let poll = open(
			SINGLE,
			settings(Secrecy::Secret {
				board: trustees.board,
			}),
		);
		for index in 0..3 {
			assert_ok!(cast_secret(index, poll, &[0]));
		}
		close(poll);
		let mut share = *trustees.share(poll, 1);
		share.trustee = TrusteeIndex(4);
		let post = MVoting::post_share(signed(trustee(4)), poll, Box::new(share));
		assert_noop!(post, Fault::NotATrustee);
	});
}

#[test]
fn with_too_few_trustees_at_the_deadline_a_poll_is_undecryptable() {
	build_and_execute(|| {
		let (trustees, poll) = closed(4);
		let declare = || MVoting::declare_undecryptable(signed(anyone()), poll);
		assert_ok!(trustees.post(poll, 1));
		assert_ok!(trustees.post(poll, 2));
		assert_noop!(declare(), Fault::TooEarly);
		advance(14 * DAY);
		assert_noop!(trustees.post(poll, 3), Fault::DeadlinePassed);
		take_events();
		assert_ok!(declare());
		assert_eq!(
			status(poll),
			PollStatus::Tallied {
				outcome: Outcome::Undecryptable
			}
		);
		assert_noop!(declare(), Fault::WrongStage);
		assert_noop!(post_counts(poll, &[0, 4, 0]), Fault::WrongStage);
		assert_ok!(MVoting::certify_poll(signed(clerk()), poll));
		assert_eq!(MVoting::poll_info(poll).expect("is there").votes, None);
	});
}

#[test]
fn with_enough_trustees_the_result_is_found_even_after_the_deadline() {
	build_and_execute(|| {
		let (trustees, poll) = closed(4);
		for seat in [1, 3, 4] {
			assert_ok!(trustees.post(poll, seat));
		}
		advance(14 * DAY);
		assert_noop!(
			MVoting::declare_undecryptable(signed(anyone()), poll),
			Fault::StillDecryptable
		);
		assert_ok!(post_counts(poll, &[0, 4, 0]));
	});
}

#[test]
fn a_poll_is_cancelled_while_nobody_can_know_its_result() {
	build_and_execute(|| {
		let (trustees, poll) = closed(4);
		let cancel = || MVoting::cancel_poll(signed(clerk()), poll, paper(1));
		assert_ok!(trustees.post(poll, 1));
		assert_ok!(trustees.post(poll, 2));
		assert_ok!(trustees.post(poll, 3));
		assert_noop!(cancel(), Fault::ResultKnown);

		let (trustees, poll) = closed(4);
		assert_ok!(trustees.post(poll, 1));
		let third = trustees.share(poll, 3);
		assert_ok!(MVoting::cancel_poll(signed(clerk()), poll, paper(1)));
		let post = MVoting::post_share(signed(trustee(3)), poll, third);
		assert_noop!(post, Fault::WrongStage);
		assert_eq!(MVoting::decryption_info(poll), None);
	});
}

#[test]
fn a_retired_board_still_decrypts_what_was_open() {
	build_and_execute(|| {
		let (trustees, poll) = voted(4);
		assert_ok!(MVoting::retire_board(RuntimeOrigin::root(), trustees.board));
		assert_ok!(cast_secret(5, poll, &[1]));
		close(poll);
		for seat in [1, 2, 3] {
			assert_ok!(trustees.post(poll, seat));
		}
		assert_ok!(post_counts(poll, &[0, 5, 0]));
	});
}

#[test]
fn closing_lets_the_rings_go() {
	build_and_execute(|| {
		let trustees = Trustees::ready(3, 2);
		set_rings(CITY_RINGS, &[(0, 10)]);
		let poll = open(
			SINGLE,
			settings(Secrecy::Anonymous {
				board: trustees.board,
			}),
		);
		for member in 0..3 {
			enrol(poll, CITY_RINGS, member);
			assert_ok!(cast_anonymous(member, poll, &[2]));
		}
		assert_eq!(Holds::get().len(), 1);
		close(poll);
		assert!(Holds::get().is_empty());
		for seat in [1, 2] {
			assert_ok!(trustees.post(poll, seat));
		}
		assert_ok!(post_counts(poll, &[0, 0, 3]));
	});
}

#[test]
fn corrupted_sums_are_said() {
	build_and_execute(|| {
		let (trustees, poll) = closed(4);
		let share = trustees.share(poll, 1);
		let key = BoardKeys::<Test>::take(trustees.board).expect("is made");
		assert_noop!(
			MVoting::post_share(signed(trustee(1)), poll, share),
			Fault::Corrupted
		);
		BoardKeys::<Test>::insert(trustees.board, key);
	});
}
