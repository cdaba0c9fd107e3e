// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use seoul_chain_ring_proofs::{mock as proofs, Message, PollEnrolment, Purpose};

const POLL: Purpose = Purpose::Poll { poll: 3 };

fn enrolment() -> Vec<u8> {
	PollEnrolment {
		poll: 3,
		voting_key: [9; 32],
	}
	.to_bytes(&CHAIN)
}

/// What a poll says to citizen `number` who proves against a revision.
fn enrol(hold: HoldId, number: u32, at: RingRef) -> DispatchResult {
	let (alias, proof) = try_prove(number, CITY, at, POLL, &enrolment()).expect("the list is kept");
	CitizenRings::check(hold, at, &proof)?;
	CitizenRings::verify(hold, at, POLL, &enrolment(), &alias, &proof)
}

fn freeze() -> HoldId {
	CitizenRings::freeze(CITY).expect("can be frozen")
}

fn revision(number: u32) -> RingRef {
	RingRef {
		ring: RingIndex(0),
		revision: Revision(number),
	}
}

#[test]
fn a_poll_freezes_the_newest_revision_of_each_ring() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..300);
		work();
		take_events();
		let hold = freeze();
		assert_eq!(
			take_events(),
			[Event::Frozen {
				hold,
				collection: CITY,
				era: Era(0),
				provable: 300,
			}]
		);
		assert_eq!(CitizenRings::eligible(hold), Ok(300));
		for (number, index) in [(0, 0), (254, 0), (255, 1), (299, 1)] {
			assert_ok!(enrol(hold, number, newest(CITY, index)));
		}
	});
}

#[test]
fn older_and_newer_revisions_do_not_count_for_the_poll() {
	ExtBuilder::default().build_and_execute(|| {
		for cohort in 0..3 {
			if cohort == 2 {
				freeze();
			}
			admit(CITY, cohort * 16..(cohort + 1) * 16);
			work();
		}
		let hold = HoldId(0);
		assert_ok!(enrol(hold, 1, revision(2)));
		// Revision 1 is in its grace, revision 3 the newest.
		for number in [1, 3] {
			assert_noop!(enrol(hold, 1, revision(number)), Error::<Test>::NotFrozen);
		}
		assert_eq!(CitizenRings::eligible(hold), Ok(32));
	});
}

#[test]
fn frozen_roots_and_lists_stay_as_long_as_they_are_held_and_go_after() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..40);
		work();
		let hold = freeze();
		let at = newest(CITY, 0);
		// Keys leave, keys join, and every grace passes.
		remove([0, 1], Removal::Final);
		advance(TERMS.removal_delay);
		work();
		admit(CITY, 40..60);
		work();
		advance(10 * TERMS.grace);
		work();
		CitizenRings::do_try_state().expect("the invariants hold");
		// For the poll it counts, also with the key that left since; for nothing else.
		assert_ok!(enrol(hold, 5, at));
		assert_ok!(enrol(hold, 0, at));
		assert_eq!(
			Binding::new(5, CARS, at, account(1), 0).refusal(),
			Some(BindRefusal::RevisionExpired.code())
		);
		assert_eq!(Revisions::<Test>::iter().count(), 2);
		assert_eq!(lists().len(), 2);

		take_events();
		assert_ok!(CitizenRings::release(hold));
		assert_eq!(take_events(), [Event::Released { hold }]);
		assert_noop!(
			CitizenRings::check(hold, at, &[0; 785]),
			Error::<Test>::UnknownHold
		);
		assert_noop!(CitizenRings::release(hold), Error::<Test>::UnknownHold);
		assert_eq!(
			CitizenRings::eligible(hold),
			Err(Error::<Test>::UnknownHold.into())
		);
		work();
		assert_eq!(Revisions::<Test>::iter().count(), 1);
		assert_eq!(lists().len(), 1);
		assert_eq!(HeldRevisions::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_revision_that_two_polls_hold_stays_until_both_let_go() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..16);
		work();
		let first = freeze();
		let second = freeze();
		let at = newest(CITY, 0);
		admit(CITY, 16..32);
		work();
		let third = freeze();
		advance(TERMS.grace);
		work();
		assert_ok!(CitizenRings::release(first));
		work();
		assert_ok!(enrol(second, 1, at));
		assert_noop!(enrol(third, 1, at), Error::<Test>::NotFrozen);
		assert_ok!(CitizenRings::release(second));
		work();
		assert!(CitizenRings::root(CITY, at.ring, at.revision).is_none());
		assert_ok!(enrol(third, 1, newest(CITY, 0)));
	});
}

#[test]
fn nothing_is_frozen_while_a_removal_is_pending() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..100);
		work();
		remove([4], Removal::Suspended);
		let pending = || {
			assert_noop!(CitizenRings::freeze(CITY), Error::<Test>::RemovalPending);
		};
		pending();
		// In the midst of the rebuild the newest revision still has the key.
		advance(TERMS.removal_delay);
		Budget::set(
			<() as WeightInfo>::work_base()
				.saturating_add(<() as WeightInfo>::start_job())
				.saturating_add(<() as WeightInfo>::build_step(MIN_STEP)),
		);
		idle();
		idle();
		assert_eq!(collection(CITY).leaving, 0);
		pending();
		work();
		let hold = freeze();
		assert_eq!(CitizenRings::eligible(hold), Ok(99));
	});
}

#[test]
fn who_wants_to_freeze_hastens_the_rebuild() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..20);
		work();
		remove([4], Removal::Suspended);
		work();
		assert_noop!(CitizenRings::freeze(CITY), Error::<Test>::RemovalPending);
		assert_ok!(CitizenRings::hasten(CITY));
		work();
		freeze();
		// Later removals wait again.
		remove([5], Removal::Suspended);
		work();
		assert_eq!(collection(CITY).leaving, 1);
	});
}

#[test]
fn a_collection_without_a_ring_is_not_frozen() {
	ExtBuilder::default().build_and_execute(|| {
		let jongno = CollectionId::District(11_110);
		assert_noop!(
			CitizenRings::freeze(jongno),
			Error::<Test>::UnknownCollection
		);
		assert_noop!(
			CitizenRings::hasten(jongno),
			Error::<Test>::UnknownCollection
		);
		admit(CITY, 0..15);
		work();
		assert_noop!(CitizenRings::freeze(CITY), Error::<Test>::NoRing);
	});
}

#[test]
fn holders_of_a_collection_are_bounded() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..16);
		work();
		for _ in 0..MAX_HOLDS {
			freeze();
		}
		assert_noop!(CitizenRings::freeze(CITY), Error::<Test>::TooManyHolds);
		assert_ok!(CitizenRings::release(HoldId(3)));
		freeze();
	});
}

#[test]
fn wrong_proofs_are_refused_and_cheap_refusals_verify_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..16);
		work();
		let hold = freeze();
		let at = newest(CITY, 0);
		let (alias, proof) = try_prove(1, CITY, at, POLL, &enrolment()).expect("a member");
		proofs::take_verifications();
		for length in [0, 1, 784, 786, 2_000] {
			let mut other = proof.clone();
			other.resize(length, 1);
			assert_noop!(
				CitizenRings::check(hold, at, &other),
				Error::<Test>::WrongProofLength
			);
		}
		let mut malformed = proof.clone();
		malformed[784] = 2;
		assert_noop!(
			CitizenRings::verify(hold, at, POLL, &enrolment(), &alias, &malformed),
			Error::<Test>::MalformedProof
		);
		assert_noop!(
			CitizenRings::check(HoldId(9), at, &proof),
			Error::<Test>::UnknownHold
		);
		let nowhere = RingRef {
			ring: RingIndex(1),
			revision: Revision(1),
		};
		assert_noop!(
			CitizenRings::check(hold, nowhere, &proof),
			Error::<Test>::NotFrozen
		);
		assert_eq!(proofs::take_verifications(), 0);

		let mut forged = proof.clone();
		forged[40] ^= 1;
		let refused = |purpose, message: &[u8], alias: &Alias, proof: &[u8], error: Error<Test>| {
			assert_noop!(
				CitizenRings::verify(hold, at, purpose, message, alias, proof),
				error
			);
		};
		refused(POLL, &enrolment(), &alias, &forged, Error::InvalidProof);
		// For another poll, as a login, for another key, under another alias.
		refused(
			Purpose::Poll { poll: 4 },
			&enrolment(),
			&alias,
			&proof,
			Error::InvalidProof,
		);
		refused(
			Purpose::Login { facility: 3 },
			&enrolment(),
			&alias,
			&proof,
			Error::InvalidProof,
		);
		let other_key = PollEnrolment {
			poll: 3,
			voting_key: [8; 32],
		}
		.to_bytes(&CHAIN);
		refused(POLL, &other_key, &alias, &proof, Error::InvalidProof);
		refused(
			POLL,
			&enrolment(),
			&Alias([9; 32]),
			&proof,
			Error::OtherAlias,
		);
		assert_eq!(proofs::take_verifications(), 5);
	});
}

#[test]
fn a_batch_holds_if_each_of_its_proofs_does() {
	ExtBuilder::default().real().build_and_execute(|| {
		admit(CITY, 0..20);
		work();
		let hold = freeze();
		let at = newest(CITY, 0);
		let nowhere = RingRef {
			ring: RingIndex(1),
			revision: Revision(1),
		};
		let message = enrolment();
		let proofs: Vec<(Alias, Vec<u8>)> = (0..5)
			.map(|number| try_prove(number, CITY, at, POLL, &message).expect("a member"))
			.collect();
		let mut forged = proofs[1].1.clone();
		forged[753..].copy_from_slice(&proofs[0].1[753..]);
		let item = |ring, alias, proof| FrozenProof {
			ring,
			message: &message,
			alias,
			proof,
		};
		let good: Vec<_> = proofs
			.iter()
			.map(|(alias, proof)| item(at, alias, proof))
			.collect();
		assert_ok!(CitizenRings::verify_all(hold, POLL, &good));
		let bad = [
			(
				item(nowhere, &proofs[0].0, &proofs[0].1),
				Error::<Test>::NotFrozen,
			),
			(item(at, &proofs[1].0, &forged), Error::InvalidProof),
			(item(at, &proofs[3].0, &proofs[2].1), Error::OtherAlias),
			(
				item(at, &proofs[3].0, &proofs[3].1[..784]),
				Error::WrongProofLength,
			),
		];
		// Wherever it stands.
		for (one, error) in bad {
			let error = DispatchError::from(error);
			for place in 0..good.len() {
				let mut batch = good.clone();
				batch[place] = one;
				assert_noop!(CitizenRings::verify_all(hold, POLL, &batch), error);
			}
		}
		let mut swapped = good.clone();
		swapped[0].alias = &proofs[1].0;
		swapped[1].alias = &proofs[0].0;
		assert_noop!(
			CitizenRings::verify_all(hold, POLL, &swapped),
			Error::<Test>::OtherAlias
		);
		assert_noop!(
			CitizenRings::verify_all(HoldId(9), POLL, &good[..1]),
			Error::<Test>::UnknownHold
		);
		assert_ok!(CitizenRings::verify_all(hold, POLL, &[]));
	});
}
