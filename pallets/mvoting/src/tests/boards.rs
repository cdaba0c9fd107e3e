// SPDX-License-Identifier: Apache-2.0

//! Boards: convened, their key made, cheaters named.

use super::dishonest;
use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use seoul_chain_ballot::{BoardId, EncodedPoint, EncodedScalar, TransportSecret, TrusteeIndex};
use seoul_chain_primitives::{chain::DAY, AgencyId};

fn convene(
	trustees: Vec<AgencyId>,
	threshold: u8,
	from: Moment,
	until: Moment,
) -> frame_support::dispatch::DispatchResult {
	MVoting::convene_standing_board(
		RuntimeOrigin::root(),
		trustees.try_into().expect("few"),
		threshold,
		from,
		until,
	)
}

fn five() -> Vec<AgencyId> {
	agencies(5).to_vec()
}

fn named(trustees: &Trustees, seat: u8, misconduct: Misconduct) -> Event<Test> {
	Event::TrusteeNamed {
		board: trustees.board,
		trustee: TrusteeIndex(seat),
		agency: trustee_agency(seat),
		misconduct,
	}
}

/// All have registered and are to deal.
fn dealing(seats: u8, threshold: u8) -> Trustees {
	let trustees = Trustees::convene(seats, threshold);
	for seat in 1..=seats {
		trustees.register(seat).expect("registers");
	}
	take_events();
	trustees
}

/// All have dealt; those of `cheating` gave seat 1 a share that is not what they committed to.
fn checking(seats: u8, threshold: u8, cheating: &[u8]) -> Trustees {
	let trustees = dealing(seats, threshold);
	for seat in 1..=seats {
		if cheating.contains(&seat) {
			cheat(&trustees, seat);
		} else {
			trustees.deal(seat).expect("deals");
		}
	}
	take_events();
	trustees
}

/// Deal so that everything looks good but the share of seat 1, which only seat 1 can see.
fn cheat(trustees: &Trustees, seat: u8) {
	let ceremony =
		MVoting::ceremony(trustees.board, &trustees.details(), trustees.attempt()).expect("can be");
	let dealing = dishonest::deal(
		&ceremony,
		TrusteeIndex(seat),
		TrusteeIndex(1),
		&mut rng(800 + u64::from(seat)),
	);
	MVoting::deal(signed(trustee(seat)), trustees.board, Box::new(dealing)).expect("looks good");
}

#[test]
fn governance_convenes_a_standing_board() {
	build_and_execute(|| {
		assert_noop!(
			MVoting::convene_standing_board(signed(clerk()), agencies(3), 2, START, START + DAY),
			Fault::NotAuthorized
		);
		assert_ok!(convene(five(), 3, START, START + 400 * DAY));
		assert_eq!(
			take_events(),
			[Event::BoardConvened {
				board: BoardId(0),
				kind: BoardKind::Standing,
				threshold: 3,
				from: START,
				until: START + 400 * DAY,
				registered_by: START + 7 * DAY,
			}]
		);
	});
}

#[test]
fn a_board_must_be_possible() {
	build_and_execute(|| {
		let until = START + 100 * DAY;
		let refused = |trustees, threshold, from, until, fault: Fault| {
			assert_noop!(convene(trustees, threshold, from, until), fault);
		};
		refused(agencies(2).to_vec(), 2, START, until, Fault::TooFewTrustees);
		for threshold in [0, 2, 6] {
			refused(five(), threshold, START, until, Fault::InvalidThreshold);
		}
		refused(
			agencies(4).to_vec(),
			2,
			START,
			until,
			Fault::InvalidThreshold,
		);
		refused(five(), 3, until, until, Fault::InvalidTerm);
		refused(five(), 3, START - DAY, START, Fault::InvalidTerm);
		refused(five(), 3, START, START + 401 * DAY, Fault::InvalidTerm);
		let twice = vec![trustee_agency(1), trustee_agency(2), trustee_agency(1)];
		refused(twice, 2, START, until, Fault::SameTrustee);
		let strangers = vec![trustee_agency(1), trustee_agency(2), AgencyId(99)];
		assert_noop!(convene(strangers, 2, START, until), NO_ROLE);
	});
}

#[test]
fn an_office_convenes_a_board_of_others_for_one_poll() {
	build_and_execute(|| {
		let convene = |who, agencies: Vec<AgencyId>| {
			MVoting::convene_poll_board(
				signed(who),
				agencies.try_into().expect("few"),
				2,
				START,
				START + 10 * DAY,
			)
		};
		assert_noop!(convene(anyone(), five()), NOT_THE_OFFICE);
		let own = vec![trustee_agency(1), OFFICE, trustee_agency(2)];
		assert_noop!(convene(clerk(), own), Fault::OfficeIsTrustee);
		assert_ok!(convene(clerk(), agencies(3).to_vec()));
		assert_eq!(
			Boards::<Test>::get(BoardId(0)).expect("is there").kind,
			BoardKind::Unassigned { office: OFFICE }
		);
	});
}

#[test]
fn a_key_is_made_in_four_steps_and_any_threshold_of_trustees_has_it() {
	build_and_execute(|| {
		let trustees = Trustees::convene(5, 3);
		let board = trustees.board;
		for seat in 1..=5 {
			assert_ok!(trustees.register(seat));
		}
		assert_eq!(
			trustees.details().status,
			BoardStatus::Dealing {
				attempt: 0,
				until: START + 7 * DAY
			}
		);
		advance(DAY);
		for seat in 1..=5 {
			assert_ok!(trustees.deal(seat));
		}
		assert_eq!(
			trustees.details().status,
			BoardStatus::Checking {
				attempt: 0,
				until: START + 8 * DAY
			}
		);
		for seat in 1..=4 {
			assert_ok!(trustees.confirm(seat));
		}
		assert_noop!(trustees.finish(), Fault::TooEarly);
		assert_ok!(trustees.confirm(5));
		take_events();
		assert_ok!(trustees.finish());
		let key = BoardKeys::<Test>::get(board).expect("is made");
		assert_eq!(
			take_events(),
			[
				Event::BoardKeyMade {
					board,
					election_key: key.election_key
				},
				Event::BoardStatusChanged {
					board,
					old_status: BoardStatus::Checking {
						attempt: 0,
						until: START + 8 * DAY
					},
					new_status: BoardStatus::Ready {
						attempt: 0,
						since: START + DAY
					},
				}
			]
		);
		assert_eq!(key.threshold, 3);
		assert_eq!(key.verification_keys.len(), 5);
		for seat in 1..=5 {
			assert_eq!(trustees.key_of(seat).trustee(), TrusteeIndex(seat));
		}
		assert_noop!(trustees.finish(), Fault::WrongBoardStage);
	});
}

#[test]
fn silence_at_the_checks_is_consent_when_time_is_up() {
	build_and_execute(|| {
		let trustees = checking(3, 2, &[]);
		assert_noop!(trustees.finish(), Fault::TooEarly);
		advance(7 * DAY);
		assert_noop!(trustees.confirm(1), Fault::DeadlinePassed);
		assert_ok!(trustees.finish());
		assert_eq!(trustees.details().status.stage(), BoardStage::Ready);
	});
}

#[test]
fn a_transport_key_is_registered_by_its_trustee_with_its_secret() {
	build_and_execute(|| {
		let trustees = Trustees::convene(3, 2);
		let board = trustees.board;
		let register = |who, secret: &TransportSecret, seat, board_of_proof: BoardId| {
			let proof = secret.register(&CHAIN, board_of_proof, TrusteeIndex(seat), &mut rng(5));
			MVoting::register_transport_key(signed(who), board, secret.key(), proof)
		};
		let secret = trustees.secret(1);
		assert_noop!(register(anyone(), secret, 1, board), NO_TRUSTEE);
		assert_noop!(register(trustee(4), secret, 4, board), Fault::NotATrustee);
		assert_noop!(
			register(trustee(1), secret, 2, board),
			Fault::InvalidKeyProof
		);
		assert_noop!(
			register(trustee(1), secret, 1, BoardId(7)),
			Fault::InvalidKeyProof
		);
		take_events();
		assert_ok!(register(trustee(1), secret, 1, board));
		assert_eq!(
			take_events(),
			[Event::TransportKeyRegistered {
				board,
				trustee: TrusteeIndex(1),
				key: secret.key(),
				by: trustee(1),
			}]
		);
		let other = TransportSecret::generate(&mut rng(77));
		assert_noop!(
			register(trustee(1), &other, 1, board),
			Fault::AlreadyRegistered
		);
		assert_noop!(
			register(trustee(2), secret, 2, board),
			Fault::TransportKeyInUse
		);
		advance(7 * DAY);
		assert_noop!(trustees.register(2), Fault::DeadlinePassed);
	});
}

#[test]
fn a_malformed_transport_key_is_refused() {
	build_and_execute(|| {
		let trustees = Trustees::convene(3, 2);
		let secret = trustees.secret(1);
		let proof = secret.register(&CHAIN, trustees.board, TrusteeIndex(1), &mut rng(5));
		let register = |key, proof| {
			MVoting::register_transport_key(signed(trustee(1)), trustees.board, key, proof)
		};
		assert_noop!(
			register(EncodedPoint([0xff; 32]), proof),
			Fault::MalformedElement
		);
		assert_noop!(
			register(EncodedPoint::IDENTITY, proof),
			Fault::IdentityElement
		);
		let mut bad = proof;
		bad.response = EncodedScalar([0xff; 32]);
		assert_noop!(register(secret.key(), bad), Fault::NonCanonicalScalar);
	});
}

#[test]
fn whoever_does_not_register_in_time_is_left_out_and_named() {
	build_and_execute(|| {
		let trustees = Trustees::convene(5, 3);
		for seat in [1, 3, 4] {
			assert_ok!(trustees.register(seat));
		}
		let advance_board = || MVoting::advance_board(signed(anyone()), trustees.board);
		assert_noop!(advance_board(), Fault::TooEarly);
		advance(7 * DAY);
		take_events();
		assert_ok!(advance_board());
		let events = take_events();
		assert_eq!(
			events[..2],
			[
				named(&trustees, 2, Misconduct::Absent),
				named(&trustees, 5, Misconduct::Absent)
			]
		);
		assert_noop!(
			MVoting::deal(
				signed(trustee(2)),
				trustees.board,
				Box::new(trustees.dealing(1))
			),
			Fault::LeftOut
		);
		for seat in [1, 3, 4] {
			assert_ok!(trustees.deal(seat));
		}
		assert_noop!(trustees.confirm(5), Fault::LeftOut);
		for seat in [1, 3, 4] {
			assert_ok!(trustees.confirm(seat));
		}
		assert_ok!(trustees.finish());
		// Seats keep their numbers.
		assert_eq!(trustees.key_of(4).trustee(), TrusteeIndex(4));
	});
}

#[test]
fn with_too_few_trustees_a_board_fails() {
	build_and_execute(|| {
		let trustees = Trustees::convene(5, 3);
		for seat in [1, 3] {
			assert_ok!(trustees.register(seat));
		}
		advance(7 * DAY);
		assert_ok!(MVoting::advance_board(signed(anyone()), trustees.board));
		assert_eq!(
			trustees.details().status,
			BoardStatus::Failed { since: Now::get() }
		);
		assert_noop!(
			MVoting::advance_board(signed(anyone()), trustees.board),
			Fault::WrongBoardStage
		);
		assert_noop!(trustees.register(2), Fault::WrongBoardStage);
	});
}

#[test]
fn dealing_begins_anew_without_the_absent() {
	build_and_execute(|| {
		let trustees = dealing(4, 3);
		for seat in [1, 2, 4] {
			assert_ok!(trustees.deal(seat));
		}
		assert_noop!(trustees.deal(2), Fault::AlreadyDealt);
		assert_noop!(
			MVoting::advance_board(signed(anyone()), trustees.board),
			Fault::TooEarly
		);
		advance(7 * DAY);
		assert_noop!(trustees.deal(3), Fault::DeadlinePassed);
		take_events();
		assert_ok!(MVoting::advance_board(signed(anyone()), trustees.board));
		assert_eq!(
			take_events(),
			[
				named(&trustees, 3, Misconduct::Absent),
				Event::BoardStatusChanged {
					board: trustees.board,
					old_status: BoardStatus::Dealing {
						attempt: 0,
						until: START + 7 * DAY
					},
					new_status: BoardStatus::Dealing {
						attempt: 1,
						until: START + 14 * DAY
					},
				}
			]
		);
		// What was dealt before does not fit any more.
		let old = Dealings::<Test>::get((trustees.board, 0, TrusteeIndex(1))).expect("dealt");
		assert_noop!(
			MVoting::deal(signed(trustee(1)), trustees.board, Box::new(old)),
			Fault::WrongDealingSize
		);
		for seat in [1, 2, 4] {
			assert_ok!(trustees.deal(seat));
		}
		for seat in [1, 2, 4] {
			assert_ok!(trustees.confirm(seat));
		}
		assert_ok!(trustees.finish());
		assert_eq!(
			trustees.details().status,
			BoardStatus::Ready {
				attempt: 1,
				since: Now::get()
			}
		);
	});
}

#[test]
fn a_dealing_is_of_its_dealer_and_attempt() {
	build_and_execute(|| {
		let trustees = dealing(3, 2);
		let other = dealing(3, 2);
		let deal =
			|seat, dealing| MVoting::deal(signed(trustee(seat)), trustees.board, Box::new(dealing));
		assert_noop!(deal(2, trustees.dealing(1)), Fault::InvalidDealingProof);
		assert_noop!(deal(1, other.dealing(1)), Fault::InvalidDealingProof);
		let mut short = trustees.dealing(1);
		short.shares.pop();
		assert_noop!(deal(1, short), Fault::WrongDealingSize);
		let mut malformed = trustees.dealing(1);
		malformed.ephemeral = EncodedPoint([0xff; 32]);
		assert_noop!(deal(1, malformed), Fault::MalformedElement);
		assert_noop!(deal(7, trustees.dealing(1)), Fault::NotATrustee);
		assert_noop!(trustees.confirm(1), Fault::WrongBoardStage);
		assert_ok!(trustees.deal(1));
	});
}

#[test]
fn a_dealer_who_cheats_is_named_and_the_key_stands_without_it() {
	build_and_execute(|| {
		let trustees = checking(4, 3, &[2]);
		take_events();
		assert_ok!(trustees.complain(1, 2));
		assert_eq!(take_events(), [named(&trustees, 2, Misconduct::FalseShare)]);
		assert_noop!(
			MVoting::complain(
				signed(trustee(3)),
				trustees.board,
				TrusteeIndex(2),
				trustees.complaint(3, 2)
			),
			Fault::DealingNotFound
		);
		for seat in 1..=4 {
			assert_ok!(trustees.confirm(seat));
		}
		assert_noop!(trustees.confirm(1), Fault::AlreadyConfirmed);
		assert_ok!(trustees.finish());
		assert_eq!(trustees.details().status.stage(), BoardStage::Ready);
		// The cheater's dealing is not in the key, and all four have shares of it.
		for seat in 1..=4 {
			trustees.key_of(seat);
		}
	});
}

#[test]
fn with_too_few_good_dealings_a_board_fails() {
	build_and_execute(|| {
		let trustees = checking(4, 3, &[2, 3]);
		assert_ok!(trustees.complain(1, 2));
		assert_noop!(trustees.finish(), Fault::TooEarly);
		assert_ok!(trustees.complain(1, 3));
		// Two of four stand, and three are needed: there is nothing to wait for.
		assert_ok!(trustees.finish());
		assert_eq!(trustees.details().status.stage(), BoardStage::Failed);
		assert!(BoardKeys::<Test>::get(trustees.board).is_none());
	});
}

#[test]
fn a_key_stands_with_as_many_good_dealings_as_the_threshold() {
	build_and_execute(|| {
		let trustees = checking(7, 4, &[1, 2, 3]);
		for cheater in [1, 2, 3] {
			assert_ok!(trustees.complain(1, cheater));
		}
		for seat in 1..=7 {
			assert_ok!(trustees.confirm(seat));
		}
		assert_ok!(trustees.finish());
		assert_eq!(trustees.details().status.stage(), BoardStage::Ready);
		for seat in 1..=7 {
			trustees.key_of(seat);
		}
	});
}

#[test]
fn whoever_complains_without_ground_is_named() {
	build_and_execute(|| {
		let trustees = checking(3, 2, &[]);
		take_events();
		assert_ok!(trustees.complain(1, 2));
		assert_eq!(
			take_events(),
			[named(&trustees, 1, Misconduct::UnfoundedComplaint)]
		);
		assert_eq!(
			trustees.details().trustees[1].dealing,
			DealingState::Standing
		);
		assert_noop!(trustees.complain(1, 2), Fault::AlreadyComplained);
		let board = trustees.board;
		let complain = |who, dealer, complaint| {
			MVoting::complain(signed(who), board, TrusteeIndex(dealer), complaint)
		};
		// Made by another seat, or about another dealer.
		let of_two = trustees.complaint(2, 3);
		assert_noop!(
			complain(trustee(1), 3, of_two),
			Fault::InvalidComplaintProof
		);
		assert_noop!(
			complain(trustee(2), 1, of_two),
			Fault::InvalidComplaintProof
		);
		assert_noop!(complain(trustee(2), 9, of_two), Fault::DealingNotFound);
		assert_noop!(complain(trustee(9), 1, of_two), Fault::NotATrustee);
		advance(7 * DAY);
		assert_noop!(complain(trustee(2), 3, of_two), Fault::DeadlinePassed);
	});
}

#[test]
fn only_governance_retires_a_board_and_only_one_that_is_ready() {
	build_and_execute(|| {
		let trustees = Trustees::convene(3, 2);
		let retire = |origin| MVoting::retire_board(origin, trustees.board);
		assert_noop!(retire(RuntimeOrigin::root()), Fault::WrongBoardStage);
		trustees.make_key();
		assert_noop!(retire(signed(clerk())), Fault::NotAuthorized);
		assert_ok!(retire(RuntimeOrigin::root()));
		assert_eq!(trustees.details().status.stage(), BoardStage::Retired);
		assert_noop!(
			MVoting::retire_board(RuntimeOrigin::root(), BoardId(99)),
			Fault::BoardNotFound
		);
	});
}
