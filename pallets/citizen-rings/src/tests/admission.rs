// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use seoul_chain_ring_proofs::{mock as proofs, Message, Possession};

#[test]
fn the_office_admits_keys_and_they_wait() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(CitizenRings::admit_keys(
			signed(clerk()),
			CITY,
			entries([entry(CITY, 1), entry(CITY, 2)])
		));
		assert_eq!(status(1), KeyStatus::Queued { position: 0 });
		assert_eq!(status(2), KeyStatus::Queued { position: 1 });
		assert_eq!(collection(CITY).queued, 2);
		assert_eq!(collection(CITY).live(), 2);
		assert_eq!(
			take_events(),
			[Event::KeysAdmitted {
				collection: CITY,
				keys: 2,
				agency: OFFICE,
				by: clerk(),
			}]
		);
	});
}

#[test]
fn only_the_office_admits_removes_and_restores() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			CitizenRings::admit_keys(signed(account(1)), CITY, entries([entry(CITY, 1)])),
			NOT_THE_OFFICE
		);
		assert_noop!(
			CitizenRings::remove_keys(signed(account(1)), batch([1]), Removal::Final),
			NOT_THE_OFFICE
		);
		assert_noop!(
			CitizenRings::restore_keys(signed(account(1)), batch([1])),
			NOT_THE_OFFICE
		);
	});
}

#[test]
fn no_key_is_admitted_twice_in_whatever_collection() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 1..2);
		for id in [CITY, GANGDONG] {
			assert_noop!(
				CitizenRings::admit_keys(signed(clerk()), id, entries([entry(id, 1)])),
				Error::<Test>::KeyAlreadyAdmitted
			);
		}
		remove([1], Removal::Final);
		assert_noop!(
			CitizenRings::admit_keys(signed(clerk()), CITY, entries([entry(CITY, 1)])),
			Error::<Test>::KeyAlreadyAdmitted
		);
	});
}

#[test]
fn whoever_does_not_have_the_secret_gets_no_key_admitted() {
	ExtBuilder::default().build_and_execute(|| {
		// Signed for another collection.
		assert_noop!(
			CitizenRings::admit_keys(signed(clerk()), CITY, entries([entry(GANGDONG, 1)])),
			Error::<Test>::NotPossessed
		);
		// Signed for another chain.
		let message = Possession {
			collection: CITY,
			key: key(1),
		}
		.to_bytes(&[8; 32]);
		let possession = proofs::sign(&key(1), &message);
		assert_noop!(
			CitizenRings::admit_keys(
				signed(clerk()),
				CITY,
				entries([KeyEntry {
					key: key(1),
					possession
				}])
			),
			Error::<Test>::NotPossessed
		);
		// Signed by another.
		let stolen = KeyEntry {
			key: key(1),
			possession: entry(CITY, 2).possession,
		};
		assert_noop!(
			CitizenRings::admit_keys(signed(clerk()), CITY, entries([stolen])),
			Error::<Test>::NotPossessed
		);
	});
}

#[test]
fn bytes_that_are_no_key_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let no_key = KeyEntry {
			key: RingKey([0; 32]),
			possession: entry(CITY, 1).possession,
		};
		assert_noop!(
			CitizenRings::admit_keys(signed(clerk()), CITY, entries([no_key])),
			Error::<Test>::InvalidKey
		);
	});
}

#[test]
fn a_collection_has_no_more_keys_than_there_are_cards() {
	ExtBuilder::default().build_and_execute(|| {
		Cards::set(3);
		admit(CITY, 0..3);
		assert_noop!(
			CitizenRings::admit_keys(signed(clerk()), CITY, entries([entry(CITY, 3)])),
			Error::<Test>::MoreKeysThanCards
		);
		// Each collection by itself.
		admit(GANGDONG, 10..13);
		// A waiting key that is removed can prove nothing any more.
		remove([0], Removal::Final);
		admit(CITY, 3..4);
	});
}

#[test]
fn a_removed_key_counts_until_every_root_with_it_is_void() {
	ExtBuilder::default().build_and_execute(|| {
		Cards::set(20);
		admit(CITY, 0..20);
		work();
		remove([0], Removal::Final);
		let full = || {
			assert_noop!(
				CitizenRings::admit_keys(signed(clerk()), CITY, entries([entry(CITY, 20)])),
				Error::<Test>::MoreKeysThanCards
			);
		};
		full();
		advance(TERMS.removal_delay);
		work();
		full();
		advance(TERMS.removal_grace - 1);
		work();
		full();
		advance(1);
		work();
		admit(CITY, 20..21);
	});
}

#[test]
fn each_bad_key_of_a_batch_is_named_and_the_others_are_admitted() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 1..2);
		take_events();
		assert_ok!(CitizenRings::admit_keys(
			signed(clerk()),
			CITY,
			entries([
				entry(CITY, 1),
				entry(CITY, 2),
				entry(GANGDONG, 3),
				entry(CITY, 2),
				entry(CITY, 4),
			])
		));
		let refused = |position, number, reason: Error<Test>| Event::KeyRefused {
			position,
			key: key(number),
			reason: reason.into(),
		};
		assert_eq!(
			take_events(),
			[
				refused(0, 1, Error::KeyAlreadyAdmitted),
				refused(2, 3, Error::NotPossessed),
				refused(3, 2, Error::KeyAlreadyAdmitted),
				Event::KeysAdmitted {
					collection: CITY,
					keys: 2,
					agency: OFFICE,
					by: clerk(),
				},
			]
		);
		assert_eq!(collection(CITY).queued, 3);
	});
}

#[test]
fn a_batch_of_bad_keys_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			CitizenRings::admit_keys(
				signed(clerk()),
				CITY,
				entries([entry(GANGDONG, 1), entry(GANGDONG, 2)])
			),
			Error::<Test>::NothingDone
		);
		assert_noop!(
			CitizenRings::admit_keys(signed(clerk()), CITY, entries([])),
			Error::<Test>::NothingDone
		);
	});
}

#[test]
fn nothing_is_admitted_to_a_collection_that_is_not_open() {
	ExtBuilder::default().build_and_execute(|| {
		let jongno = CollectionId::District(11_110);
		assert_noop!(
			CitizenRings::admit_keys(signed(clerk()), jongno, entries([entry(jongno, 1)])),
			Error::<Test>::UnknownCollection
		);
	});
}
