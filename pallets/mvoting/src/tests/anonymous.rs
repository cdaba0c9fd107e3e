// SPDX-License-Identifier: Apache-2.0

//! Enrolments, and ballots of voting keys.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, traits::ConstU32, BoundedVec};
use seoul_chain_ballot::{PollId, Voter};
use seoul_chain_primitives::{chain::DAY, AccountClass, AccountId, Admission};
use seoul_chain_ring_proofs::mock as proofs;
use sp_runtime::{DispatchError, DispatchResult};

/// An anonymous poll that is open, for two rings of the city.
fn opened() -> (Trustees, PollId) {
	let trustees = Trustees::ready(3, 2);
	set_rings(CITY_RINGS, &[(0, 20), (20, 70)]);
	let poll = open(
		SINGLE,
		settings(Secrecy::Anonymous {
			board: trustees.board,
		}),
	);
	take_events();
	proofs::take_verifications();
	(trustees, poll)
}

fn batch(poll: PollId, enrolments: Vec<Enrolment<AccountId>>) -> DispatchResult {
	let enrolments = BoundedVec::try_from(enrolments).expect("few");
	MVoting::enrol_batch(signed(anyone()), poll, enrolments)
}

fn of(poll: PollId, member: u32) -> Enrolment<AccountId> {
	enrolment(poll, CITY_RINGS, member, &voting_key(member))
}

#[test]
fn a_member_enrols_without_signing_and_votes_with_the_key() {
	build_and_execute(|| {
		let (_, poll) = opened();
		assert_eq!(send(poll, of(poll, 25)), Ok(()));
		assert_eq!(
			take_events(),
			[Event::Enrolled {
				poll,
				alias: alias(poll, 25),
				voting_key: voting_key(25),
			}]
		);
		assert_eq!(Told::get(), [voting_key(25)]);
		assert_ok!(cast_anonymous(25, poll, &[1]));
		advance(1);
		assert_ok!(cast_anonymous(25, poll, &[2]));
		let voter = Voter::Alias(alias(poll, 25).0);
		assert_eq!(
			EncryptedBallots::<Test>::get(poll, voter).map(|ballot| ballot.casts),
			Some(2)
		);
		assert_eq!(MVoting::tally(poll).map(|tally| tally.ballots), Some(1));
	});
}

#[test]
fn an_alias_has_one_voting_key() {
	build_and_execute(|| {
		let (_, poll) = opened();
		assert_eq!(send(poll, of(poll, 3)), Ok(()));
		let again = enrolment(poll, CITY_RINGS, 3, &account(77));
		let code = EnrolRefusal::AliasEnrolled.code();
		assert_eq!(
			send(poll, again.clone()),
			Err(format!("Invalid(Custom({code}))"))
		);
		assert_noop!(
			MVoting::enrol(frame_system::RawOrigin::Authorized.into(), poll, again),
			Fault::AliasEnrolled
		);
	});
}

#[test]
fn what_can_be_refused_cheaply_costs_no_verification() {
	build_and_execute(|| {
		let (trustees, poll) = opened();
		let public = open(SINGLE, settings(Secrecy::Public));
		let draft = draft(
			SINGLE,
			settings(Secrecy::Anonymous {
				board: trustees.board,
			}),
		);
		enrol(poll, CITY_RINGS, 1);
		proofs::take_verifications();
		AdmittedElsewhere::set(vec![account(55)]);
		let refused =
			|poll, enrolment| MVoting::verify_enrolment(poll, &enrolment).expect_err("is refused");
		let good = of(poll, 3);
		let with = |change: fn(&mut Enrolment<AccountId>)| {
			let mut bad = good.clone();
			change(&mut bad);
			bad
		};
		for (at, enrolment, refusal) in [
			(PollId(99), good.clone(), EnrolRefusal::PollNotFound),
			(public, good.clone(), EnrolRefusal::NotAnonymous),
			(draft, good.clone(), EnrolRefusal::NotOpen),
			(
				poll,
				with(|bad| {
					bad.proof.pop();
				}),
				EnrolRefusal::WrongProofLength,
			),
			(
				poll,
				enrolment(poll, CITY_RINGS, 1, &account(77)),
				EnrolRefusal::AliasEnrolled,
			),
			(
				poll,
				enrolment(poll, CITY_RINGS, 3, &voting_key(1)),
				EnrolRefusal::KeyInUse,
			),
			(
				poll,
				enrolment(poll, CITY_RINGS, 3, &account(55)),
				EnrolRefusal::KeyInUse,
			),
			(
				poll,
				with(|bad| bad.at.revision = 2),
				EnrolRefusal::Proof(NOT_FROZEN),
			),
			(
				poll,
				with(|bad| bad.proof[784] = 2),
				EnrolRefusal::Proof(MALFORMED),
			),
		] {
			assert_eq!(refused(at, enrolment), refusal);
		}
		Now::set(START + 30 * DAY);
		assert_eq!(refused(poll, good), EnrolRefusal::VotingEnded);
		assert_eq!(proofs::take_verifications(), 0);
	});
}

#[test]
fn a_proof_for_another_key_poll_or_alias_is_refused() {
	build_and_execute(|| {
		let (trustees, poll) = opened();
		let other = open(
			SINGLE,
			settings(Secrecy::Anonymous {
				board: trustees.board,
			}),
		);
		let verify = |poll, enrolment| MVoting::verify_enrolment(poll, &enrolment);
		// Whoever sees it in the pool puts an own key into it.
		let mut stolen = of(poll, 3);
		stolen.voting_key = account(66);
		assert_eq!(verify(poll, stolen), Err(EnrolRefusal::Proof(INVALID)));
		let mut renamed = of(poll, 3);
		renamed.alias = alias(poll, 4);
		assert_eq!(verify(poll, renamed), Err(EnrolRefusal::Proof(OTHER_ALIAS)));
		assert_eq!(
			verify(other, of(poll, 3)),
			Err(EnrolRefusal::Proof(INVALID))
		);
		let mut ring = of(poll, 3);
		ring.at.ring = 1;
		assert_eq!(verify(poll, ring), Err(EnrolRefusal::Proof(INVALID)));
		assert_eq!(verify(poll, of(poll, 3)), Ok(()));
	});
}

#[test]
fn every_refusal_has_a_number_of_its_own() {
	let all = [
		EnrolRefusal::PollNotFound,
		EnrolRefusal::NotOpen,
		EnrolRefusal::VotingEnded,
		EnrolRefusal::NotAnonymous,
		EnrolRefusal::AliasEnrolled,
		EnrolRefusal::KeyInUse,
		EnrolRefusal::WrongProofLength,
		EnrolRefusal::Proof(INVALID),
	];
	let codes: std::collections::BTreeSet<u8> = all.iter().map(|one| one.code()).collect();
	assert_eq!(codes.len(), all.len());
}

#[test]
fn an_enrolment_is_looked_at_again_when_it_is_entered() {
	build_and_execute(|| {
		let (_, poll) = opened();
		let enrol =
			|enrolment| MVoting::enrol(frame_system::RawOrigin::Authorized.into(), poll, enrolment);
		assert_noop!(
			MVoting::enrol(signed(anyone()), poll, of(poll, 3)),
			sp_runtime::traits::BadOrigin
		);
		assert_ok!(enrol(of(poll, 3)));
		// Two with the same key in one block: each was authorised, one is entered.
		let same_key = enrolment(poll, CITY_RINGS, 4, &voting_key(3));
		assert_noop!(enrol(same_key), Fault::KeyInUse);
		close(poll);
		assert_noop!(enrol(of(poll, 5)), Fault::NotOpen);
	});
}

#[test]
fn a_relayer_brings_many_and_what_is_taken_is_skipped() {
	build_and_execute(|| {
		let (_, poll) = opened();
		enrol(poll, CITY_RINGS, 1);
		take_events();
		proofs::take_verifications();
		let mut short = of(poll, 5);
		short.proof.pop();
		let mut unknown = of(poll, 6);
		unknown.at.ring = 9;
		batch(
			poll,
			vec![
				of(poll, 2),
				of(poll, 1),
				short,
				unknown,
				of(poll, 30),
				enrolment(poll, CITY_RINGS, 30, &account(88)),
				enrolment(poll, CITY_RINGS, 31, &voting_key(2)),
			],
		)
		.expect("some are entered");
		let skipped = |position, reason: DispatchError| Event::EnrolmentSkipped {
			poll,
			position,
			reason: stored(reason),
		};
		let entered = |member| Event::Enrolled {
			poll,
			alias: alias(poll, member),
			voting_key: voting_key(member),
		};
		assert_eq!(
			take_events(),
			[
				skipped(1, Fault::AliasEnrolled.into()),
				skipped(2, Fault::WrongProofLength.into()),
				skipped(3, NOT_FROZEN),
				entered(2),
				entered(30),
				skipped(5, Fault::AliasEnrolled.into()),
				skipped(6, Fault::KeyInUse.into()),
			]
		);
		// Of the seven, three were not worth a verification.
		assert_eq!(proofs::take_verifications(), 4);
		assert_eq!(Enrolled::<Test>::get(poll), 3);
	});
}

#[test]
fn a_false_proof_refuses_the_batch_wherever_it_stands() {
	build_and_execute(|| {
		let (_, poll) = opened();
		let good: Vec<_> = (0..4).map(|member| of(poll, member)).collect();
		let mut for_another_key = of(poll, 4);
		for_another_key.voting_key = account(66);
		let mut of_another_alias = of(poll, 4);
		of_another_alias.alias = alias(poll, 5);
		for bad in [for_another_key, of_another_alias] {
			for place in 0..=good.len() {
				let mut enrolments = good.clone();
				enrolments.insert(place, bad.clone());
				let enrolments = enrolments.try_into().expect("few");
				assert_noop!(
					MVoting::enrol_batch(signed(anyone()), poll, enrolments),
					Fault::FalseProof
				);
			}
		}
		assert!(batch(poll, good).is_ok());
	});
}

#[test]
fn a_batch_is_as_large_as_it_may_be_and_brings_something() {
	build_and_execute(|| {
		let (_, poll) = opened();
		assert!(batch(
			poll,
			(0..MAX_ENROLMENTS).map(|member| of(poll, member)).collect()
		)
		.is_ok());
		assert_eq!(Enrolled::<Test>::get(poll), MAX_ENROLMENTS);
		let too_many = (0..=MAX_ENROLMENTS)
			.map(|_| of(poll, 60))
			.collect::<Vec<_>>();
		assert!(BoundedVec::<_, ConstU32<MAX_ENROLMENTS>>::try_from(too_many).is_err());
		for nothing in [vec![of(poll, 3)], vec![]] {
			let nothing = nothing.try_into().expect("few");
			assert_noop!(
				MVoting::enrol_batch(signed(anyone()), poll, nothing),
				Fault::NothingEnrolled
			);
		}
		close(poll);
		let late = vec![of(poll, 60)].try_into().expect("one");
		assert_noop!(
			MVoting::enrol_batch(signed(anyone()), poll, late),
			Fault::NotOpen
		);
	});
}

#[test]
fn a_full_batch_fits_into_a_block() {
	use frame_support::traits::Hooks;
	MVoting::integrity_test();
}

#[test]
fn a_voting_key_votes_in_its_poll_only() {
	build_and_execute(|| {
		let (trustees, poll) = opened();
		let other = open(
			SINGLE,
			settings(Secrecy::Anonymous {
				board: trustees.board,
			}),
		);
		enrol(poll, CITY_RINGS, 3);
		assert_noop!(cast_anonymous(4, poll, &[0]), Fault::NotEnrolled);
		let voter = Voter::Alias(alias(other, 3).0);
		let made = ballot(other, voter, &[0], 1);
		assert_noop!(
			MVoting::cast_anonymous(signed(voting_key(3)), other, made),
			Fault::NotEnrolled
		);
		// A citizen cannot vote in it by card.
		let by_card = ballot(poll, Voter::Citizen(1), &[0], 1);
		assert_noop!(
			plain(MVoting::cast_secret(
				signed(citizen(1)),
				poll,
				by_card,
				None
			)),
			Fault::WrongSecrecy
		);
		assert_ok!(cast_anonymous(3, poll, &[0]));
		Now::set(START + 9 * DAY);
		assert_noop!(cast_anonymous(3, poll, &[0]), Fault::VotingEnded);
	});
}

#[test]
fn a_ballot_of_one_alias_is_not_cast_by_another() {
	build_and_execute(|| {
		let (_, poll) = opened();
		enrol(poll, CITY_RINGS, 3);
		enrol(poll, CITY_RINGS, 4);
		let copied = ballot(poll, Voter::Alias(alias(poll, 3).0), &[0], 1);
		assert_noop!(
			MVoting::cast_anonymous(signed(voting_key(4)), poll, copied),
			Fault::InvalidBallotProof
		);
	});
}

#[test]
fn a_voting_key_is_admitted_for_a_few_ballots_while_its_poll_is_open() {
	build_and_execute(|| {
		let (_, poll) = opened();
		let class = || MVoting::class_of(&voting_key(3));
		assert_eq!(class(), None);
		enrol(poll, CITY_RINGS, 3);
		for _ in 0..ADMITTED_CASTS {
			assert_eq!(class(), Some(AccountClass::Citizen));
			assert_ok!(cast_anonymous(3, poll, &[0]));
			advance(1);
		}
		// Whoever pays the fee may go on.
		assert_eq!(class(), None);
		assert_ok!(cast_anonymous(3, poll, &[1]));

		enrol(poll, CITY_RINGS, 4);
		assert!(MVoting::class_of(&voting_key(4)).is_some());
		Now::set(START + 9 * DAY);
		assert_eq!(MVoting::class_of(&voting_key(4)), None);
		assert_eq!(MVoting::class_of(&citizen(1)), None);
	});
}

#[test]
fn the_same_member_has_unlinkable_aliases_in_two_polls() {
	build_and_execute(|| {
		let (trustees, poll) = opened();
		let other = open(
			SINGLE,
			settings(Secrecy::Anonymous {
				board: trustees.board,
			}),
		);
		assert_ne!(alias(poll, 3), alias(other, 3));
		// A voting key is for one poll.
		enrol(poll, CITY_RINGS, 3);
		let reused = enrolment(other, CITY_RINGS, 3, &voting_key(3));
		assert_eq!(
			MVoting::verify_enrolment(other, &reused),
			Err(EnrolRefusal::KeyInUse)
		);
	});
}

#[test]
fn whoever_joined_a_ring_after_the_opening_does_not_vote() {
	build_and_execute(|| {
		let (_, poll) = opened();
		set_rings(CITY_RINGS, &[(0, 20), (20, 40), (40, 60)]);
		assert_eq!(
			MVoting::verify_enrolment(poll, &of(poll, 45)),
			Err(EnrolRefusal::Proof(NOT_FROZEN))
		);
		// A ring with another member since is another root.
		set_rings(CITY_RINGS, &[(0, 21)]);
		assert_eq!(
			MVoting::verify_enrolment(poll, &of(poll, 20)),
			Err(EnrolRefusal::Proof(INVALID))
		);
	});
}
