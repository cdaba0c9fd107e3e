// SPDX-License-Identifier: Apache-2.0

//! The same with the real proof system.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use seoul_chain_ring_proofs::{Message, PollEnrolment, Purpose};

fn with_real_ring(test: impl FnOnce()) {
	ExtBuilder::default().real().build_and_execute(|| {
		admit(CITY, 0..20);
		work();
		test();
	});
}

#[test]
fn real_keys_join_leave_and_come_back_and_every_root_is_that_of_a_ring_built_from_scratch() {
	with_real_ring(|| {
		assert_roots_are_those_built_from_scratch();
		admit(CITY, 20..90);
		work();
		remove([0, 64, 89], Removal::Suspended);
		advance(TERMS.removal_delay);
		work();
		assert_roots_are_those_built_from_scratch();
		assert_eq!(ring(CITY, 0).members, 87);
		advance(TERMS.removal_grace);
		work();
		assert_ok!(CitizenRings::restore_keys(
			signed(clerk()),
			batch([0, 64, 89])
		));
		admit(CITY, 90..103);
		work();
		assert_eq!(ring(CITY, 0).members, 103);
		assert_roots_are_those_built_from_scratch();
	});
}

#[test]
fn a_real_key_needs_a_real_proof_of_possession() {
	ExtBuilder::default().real().build_and_execute(|| {
		let refused = |entry, error: Error<Test>| {
			assert_noop!(
				CitizenRings::admit_keys(signed(clerk()), CITY, entries([entry])),
				error
			);
		};
		refused(entry(GANGDONG, 1), Error::NotPossessed);
		let mut forged = entry(CITY, 1);
		forged.possession.0[3] ^= 1;
		refused(forged, Error::NotPossessed);
		let mut no_point = entry(CITY, 1);
		no_point.key = RingKey([0xFF; 32]);
		refused(no_point, Error::InvalidKey);
		admit(CITY, 1..2);
	});
}

#[test]
fn a_real_proof_binds_an_alias_and_nothing_else_does() {
	with_real_ring(|| {
		let good = Binding::new(3, CARS, newest(CITY, 0), account(1), 0);
		let mut stolen = good.clone();
		stolen.account = account(2);
		assert_eq!(stolen.refusal(), Some(BindRefusal::InvalidProof.code()));
		let mut short = good.clone();
		short.proof.pop();
		assert_eq!(short.refusal(), Some(BindRefusal::WrongProofLength.code()));
		let mut garbage = good.clone();
		garbage.proof = vec![0xAB; 785];
		assert_eq!(garbage.refusal(), Some(BindRefusal::MalformedProof.code()));
		let mut claimed = good.clone();
		claimed.alias = Alias([1; 32]);
		assert_eq!(claimed.refusal(), Some(BindRefusal::OtherAlias.code()));
		assert_eq!(good.send(), Ok(()));
		assert_ok!(CitizenRings::ensure_active(CARS, drawn(0, 0)));
		// The same citizen in another revision of the ring is known by the same alias.
		admit(CITY, 20..36);
		work();
		advance(TERMS.alias_validity);
		let renewal = Binding::new(3, CARS, newest(CITY, 0), account(1), 1);
		assert_eq!(renewal.alias, good.alias);
		assert_eq!(renewal.send(), Ok(()));
	});
}

#[test]
fn a_suspended_citizen_cannot_prove_against_the_rebuilt_ring() {
	with_real_ring(|| {
		let old = newest(CITY, 0);
		let before = Binding::new(3, CARS, old, account(1), 0);
		remove([3], Removal::Suspended);
		advance(TERMS.removal_delay);
		work();
		assert!(try_prove(
			3,
			CITY,
			newest(CITY, 0),
			Purpose::Service { service: CARS.0 },
			b""
		)
		.is_none());
		// A proof against the old root is none against the new one.
		let mut moved = before.clone();
		moved.at = newest(CITY, 0);
		assert_eq!(moved.refusal(), Some(BindRefusal::InvalidProof.code()));
		advance(TERMS.removal_grace);
		assert_eq!(before.refusal(), Some(BindRefusal::RevisionExpired.code()));
	});
}

#[test]
fn a_real_voter_enrols_against_a_frozen_root_after_the_ring_has_changed() {
	with_real_ring(|| {
		let hold = CitizenRings::freeze(CITY).expect("can be frozen");
		let at = newest(CITY, 0);
		admit(CITY, 20..36);
		work();
		advance(TERMS.grace);
		work();
		let poll = Purpose::Poll { poll: 3 };
		let message = PollEnrolment {
			poll: 3,
			voting_key: [9; 32],
		}
		.to_bytes(&CHAIN);
		let (alias, proof) = try_prove(7, CITY, at, poll, &message).expect("is in the ring");
		assert_ok!(CitizenRings::check(hold, at, &proof));
		assert_ok!(CitizenRings::verify(
			hold, at, poll, &message, &alias, &proof
		));
		assert_noop!(
			CitizenRings::verify(
				hold,
				at,
				Purpose::Login { facility: 3 },
				&message,
				&alias,
				&proof
			),
			Error::<Test>::InvalidProof
		);
		// Who joined later is not in the frozen ring.
		assert!(try_prove(25, CITY, at, poll, &message).is_none());
	});
}

#[test]
fn a_restored_key_has_the_aliases_that_it_had() {
	with_real_ring(|| {
		let before = Binding::new(3, CARS, newest(CITY, 0), account(1), 0);
		assert_eq!(before.send(), Ok(()));
		remove([3], Removal::Suspended);
		advance(TERMS.removal_delay);
		work();
		advance(TERMS.removal_grace);
		work();
		assert!(Binding::try_new(3, CARS, newest(CITY, 0), account(2), 0).is_none());
		assert_ok!(CitizenRings::restore_keys(signed(clerk()), batch([3])));
		admit(CITY, 20..36);
		work();
		let again = Binding::new(3, CARS, newest(CITY, 0), account(2), 0);
		assert_eq!(again.alias, before.alias);
		assert_eq!(again.refusal(), Some(BindRefusal::AliasInUse.code()));
		advance(TERMS.alias_validity);
		let renewal = Binding::new(3, CARS, newest(CITY, 0), account(1), 1);
		assert_eq!(renewal.send(), Ok(()));
	});
}

#[test]
fn a_real_proof_of_the_new_alias_completes_a_rebinding() {
	with_real_ring(|| {
		let lost = Binding::new(3, CARS, newest(CITY, 0), account(1), 0);
		assert_eq!(lost.send(), Ok(()));
		let index = party(&lost);
		let found = Binding::new(4, CARS, newest(CITY, 0), account(2), 0);
		assert_ok!(CitizenRings::start_rebinding(
			signed(registrar()),
			CARS,
			index,
			found.alias,
			DocumentCommitment::default()
		));
		advance(TERMS.rebinding_delay);
		// Nobody else can claim it.
		let mut claimed = Binding::new(5, CARS, newest(CITY, 0), account(5), 0);
		claimed.alias = found.alias;
		assert_eq!(claimed.refusal(), Some(BindRefusal::OtherAlias.code()));
		assert_eq!(found.send(), Ok(()));
		assert_eq!(CitizenRings::account_of(index), Some(account(2)));
	});
}
