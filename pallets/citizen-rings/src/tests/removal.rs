// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};

#[test]
fn a_waiting_key_is_out_at_once() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..3);
		take_events();
		remove([1], Removal::Suspended);
		assert_eq!(
			take_events(),
			[Event::KeysRemoved {
				keys: 1,
				cause: Removal::Suspended,
				agency: OFFICE,
				by: clerk(),
			}]
		);
		assert_eq!(collection(CITY).queued, 2);
		assert!(CitizenRings::key(key(1)).expect("is on record").out);
		// The others join without it.
		admit(CITY, 3..17);
		work();
		assert_eq!(ring(CITY, 0).members, 16);
	});
}

#[test]
fn a_ring_is_rebuilt_without_the_keys_that_leave() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..100);
		work();
		remove([3, 64, 99], Removal::Suspended);
		assert_eq!(collection(CITY).leaving, 3);
		work();
		assert_eq!(ring(CITY, 0).revision, Revision(1), "removals are gathered");
		advance(TERMS.removal_delay - 1);
		work();
		assert_eq!(ring(CITY, 0).revision, Revision(1));
		advance(1);
		take_events();
		work();
		assert_eq!(
			take_events(),
			[Event::RevisionMade {
				collection: CITY,
				ring: RingIndex(0),
				old_revision: Revision(1),
				new_revision: Revision(2),
				members: 97,
				old_expires_at: Now::get() + TERMS.removal_grace,
			}]
		);
		assert_eq!(
			CitizenRings::keys(CITY, RingIndex(0), Revision(2)),
			Some(
				(0..100)
					.filter(|number| ![3, 64, 99].contains(number))
					.map(key)
					.collect()
			)
		);
		assert_roots_are_those_built_from_scratch();
		let all = collection(CITY);
		assert_eq!((all.leaving, all.departing, all.provable), (0, 3, 97));
		// The old list goes with the old revision.
		assert_eq!(lists().len(), 2);
		advance(TERMS.removal_grace);
		work();
		assert_eq!(lists().len(), 1);
		assert_eq!(collection(CITY).departing, 0);
	});
}

#[test]
fn a_removed_key_proves_nothing_after_the_stated_time() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..20);
		work();
		admit(CITY, 20..40);
		work();
		// Two roots have the key. Both would be valid for longer.
		let first = RingRef {
			ring: RingIndex(0),
			revision: Revision(1),
		};
		let second = newest(CITY, 0);
		let by_first = Binding::new(7, CARS, first, account(1), 0);
		let by_second = Binding::new(7, CARS, second, account(1), 0);
		remove([7], Removal::Suspended);
		advance(TERMS.removal_delay);
		work();
		advance(TERMS.removal_grace - 1);
		assert_eq!((by_first.refusal(), by_second.refusal()), (None, None));
		advance(1);
		let expired = Some(BindRefusal::RevisionExpired.code());
		assert_eq!(
			(by_first.refusal(), by_second.refusal()),
			(expired, expired)
		);
		work();
		let gone = Some(BindRefusal::UnknownRevision.code());
		assert_eq!((by_first.refusal(), by_second.refusal()), (gone, gone));
		// Who stayed proves against the newest.
		assert_eq!(
			Binding::new(8, CARS, newest(CITY, 0), account(2), 0).refusal(),
			None
		);
	});
}

#[test]
fn removals_of_a_ring_share_a_rebuild() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..50);
		work();
		remove([1], Removal::Final);
		advance(TERMS.removal_delay - 1);
		remove([2, 3], Removal::Final);
		advance(1);
		work();
		assert_eq!(ring(CITY, 0).members, 47);
		assert_eq!(ring(CITY, 0).revision, Revision(2));
	});
}

#[test]
fn a_key_that_leaves_after_it_was_copied_leaves_with_the_next_rebuild() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..100);
		work();
		remove([50], Removal::Final);
		advance(TERMS.removal_delay);
		Budget::set(
			<() as WeightInfo>::work_base()
				.saturating_add(<() as WeightInfo>::start_job())
				.saturating_add(<() as WeightInfo>::build_step(MIN_STEP)),
		);
		idle();
		idle();
		assert!(CurrentJob::<Test>::get().is_some_and(|job| job.listed > 0 && job.listed < 50));
		// One that was copied, and one that was not.
		remove([0, 99], Removal::Final);
		CitizenRings::do_try_state().expect("the invariants hold");
		work();
		assert_eq!(ring(CITY, 0).members, 98);
		assert!(matches!(status(0), KeyStatus::Leaving { .. }));
		assert!(matches!(status(99), KeyStatus::Removed { .. }));
		advance(TERMS.removal_delay);
		work();
		assert_eq!(ring(CITY, 0).members, 97);
		assert_roots_are_those_built_from_scratch();
	});
}

#[test]
fn a_ring_of_which_all_keys_leave_is_empty() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..16);
		work();
		remove(0..16, Removal::Final);
		advance(TERMS.removal_delay);
		work();
		assert_eq!(ring(CITY, 0).members, 0);
		assert_eq!(collection(CITY).provable, 0);
		// It is filled again.
		admit(CITY, 16..32);
		work();
		assert_eq!(ring(CITY, 0).members, 16);
		assert_eq!(collection(CITY).rings, 1);
		assert_roots_are_those_built_from_scratch();
	});
}

#[test]
fn a_full_ring_that_lost_a_cohort_is_filled_again() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..CAPACITY);
		work();
		remove(0..20, Removal::Final);
		advance(TERMS.removal_delay);
		work();
		assert_eq!(ring(CITY, 0).members, CAPACITY - 20);
		assert!(ring(CITY, 0).refill_queued);
		admit(CITY, 300..320);
		work();
		assert_eq!(ring(CITY, 0).members, CAPACITY);
		assert_eq!(collection(CITY).rings, 1);
		assert!(!ring(CITY, 0).refill_queued);
		assert_roots_are_those_built_from_scratch();
	});
}

#[test]
fn a_suspended_key_is_restored_when_no_valid_root_has_it() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..20);
		work();
		remove([5], Removal::Suspended);
		let too_early = || {
			assert_noop!(
				CitizenRings::restore_keys(signed(clerk()), batch([5])),
				Error::<Test>::StillProvable
			);
		};
		too_early();
		advance(TERMS.removal_delay);
		work();
		too_early();
		advance(TERMS.removal_grace);
		take_events();
		assert_ok!(CitizenRings::restore_keys(signed(clerk()), batch([5])));
		assert_eq!(
			take_events(),
			[Event::KeysRestored {
				keys: 1,
				agency: OFFICE,
				by: clerk(),
			}]
		);
		assert!(matches!(status(5), KeyStatus::Queued { .. }));
		admit(CITY, 20..35);
		work();
		assert_eq!(ring(CITY, 0).members, 35);
	});
}

#[test]
fn only_suspended_keys_are_restored() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..3);
		remove([1], Removal::Final);
		for (number, error) in [
			(0, Error::<Test>::NotSuspended),
			(1, Error::<Test>::NotSuspended),
			(9, Error::<Test>::UnknownKey),
		] {
			assert_noop!(
				CitizenRings::restore_keys(signed(clerk()), batch([number])),
				error
			);
		}
	});
}

#[test]
fn restored_keys_are_no_more_than_cards_either() {
	ExtBuilder::default().build_and_execute(|| {
		Cards::set(2);
		admit(CITY, 0..2);
		remove([0], Removal::Suspended);
		admit(CITY, 2..3);
		assert_noop!(
			CitizenRings::restore_keys(signed(clerk()), batch([0])),
			Error::<Test>::MoreKeysThanCards
		);
	});
}

#[test]
fn a_suspension_can_become_final_but_nothing_is_removed_twice() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..20);
		work();
		admit(CITY, 20..21);
		remove([0, 20], Removal::Suspended);
		let twice = |number, cause| {
			assert_noop!(
				CitizenRings::remove_keys(signed(clerk()), batch([number]), cause),
				Error::<Test>::AlreadyRemoved
			);
		};
		for number in [0, 20] {
			twice(number, Removal::Suspended);
			remove([number], Removal::Final);
			twice(number, Removal::Final);
			twice(number, Removal::Suspended);
		}
		assert_noop!(
			CitizenRings::remove_keys(signed(clerk()), batch([77]), Removal::Final),
			Error::<Test>::UnknownKey
		);
		advance(TERMS.removal_delay);
		work();
		advance(TERMS.removal_grace);
		assert_noop!(
			CitizenRings::restore_keys(signed(clerk()), batch([0])),
			Error::<Test>::NotSuspended
		);
	});
}
