// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, weights::Weight};

#[test]
fn keys_below_a_cohort_wait() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..15);
		work();
		assert_eq!(collection(CITY).rings, 0);
		assert_eq!(collection(CITY).queued, 15);
	});
}

#[test]
fn a_cohort_joins_a_new_ring() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..16);
		take_events();
		work();
		assert_eq!(
			take_events(),
			[Event::RevisionMade {
				collection: CITY,
				ring: RingIndex(0),
				old_revision: Revision(0),
				new_revision: Revision(1),
				members: 16,
				old_expires_at: START + TERMS.grace,
			}]
		);
		let all = collection(CITY);
		assert_eq!((all.queued, all.members, all.provable), (0, 16, 16));
		assert_eq!(
			CitizenRings::keys(CITY, RingIndex(0), Revision(1)),
			Some((0..16).map(key).collect())
		);
		assert_roots_are_those_built_from_scratch();
	});
}

#[test]
fn a_later_cohort_makes_another_revision_and_the_old_root_is_valid_for_the_grace() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..20);
		work();
		admit(CITY, 20..40);
		work();
		assert_eq!(ring(CITY, 0).members, 40);
		assert_eq!(ring(CITY, 0).revision, Revision(2));
		assert_roots_are_those_built_from_scratch();
		let valid = || {
			CitizenRings::roots(CITY, RingIndex(0), 10)
				.into_iter()
				.map(|root| root.revision.0)
				.collect::<Vec<_>>()
		};
		advance(TERMS.grace - 1);
		work();
		assert_eq!(valid(), [1, 2]);
		advance(1);
		assert_eq!(valid(), [2]);
		take_events();
		work();
		assert_eq!(
			take_events(),
			[Event::RevisionReleased {
				collection: CITY,
				ring: RingIndex(0),
				revision: Revision(1),
			}]
		);
		assert!(CitizenRings::root(CITY, RingIndex(0), Revision(1)).is_none());
		// The list is that of the newest revision too.
		assert_eq!(lists().values().copied().collect::<Vec<_>>(), [40]);
	});
}

#[test]
fn only_the_last_few_revisions_are_valid() {
	ExtBuilder::default().build_and_execute(|| {
		for cohort in 0..11 {
			admit(CITY, cohort * 16..(cohort + 1) * 16);
			work();
		}
		let valid: Vec<u32> = CitizenRings::roots(CITY, RingIndex(0), 10)
			.into_iter()
			.map(|root| root.revision.0)
			.collect();
		assert_eq!(valid, [3, 4, 5, 6, 7, 8, 9, 10, 11]);
		CitizenRings::do_try_state().expect("the invariants hold");
		advance(TERMS.grace);
		work();
		assert_eq!(Revisions::<Test>::iter().count(), 1);
	});
}

#[test]
fn a_full_ring_is_followed_by_another() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..300);
		work();
		assert_eq!(ring(CITY, 0).members, CAPACITY);
		assert_eq!(ring(CITY, 1).members, 300 - CAPACITY);
		assert_eq!(collection(CITY).filling, Some(RingIndex(1)));
		assert!(!Builders::<Test>::contains_key(CITY, RingIndex(0)));
		assert_eq!(collection(CITY).provable, 300);
		assert_roots_are_those_built_from_scratch();
	});
}

#[test]
fn what_does_not_fit_and_is_less_than_a_cohort_waits() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..CAPACITY + 15);
		work();
		assert_eq!(collection(CITY).rings, 1);
		assert_eq!(collection(CITY).queued, 15);
		admit(CITY, CAPACITY + 15..CAPACITY + 16);
		work();
		assert_eq!(ring(CITY, 1).members, 16);
	});
}

#[test]
fn a_ring_with_less_room_than_a_cohort_is_not_filled_any_more() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..240);
		work();
		// There is room for 15.
		assert_eq!(collection(CITY).filling, None);
		admit(CITY, 240..256);
		work();
		assert_eq!(ring(CITY, 0).members, 240);
		assert_eq!(ring(CITY, 1).members, 16);
	});
}

#[test]
fn collections_have_rings_of_their_own() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..20);
		admit(GANGDONG, 100..130);
		work();
		assert_eq!(ring(CITY, 0).members, 20);
		assert_eq!(ring(GANGDONG, 0).members, 30);
		assert_roots_are_those_built_from_scratch();
		let views = CitizenRings::collections();
		assert_eq!(
			views
				.iter()
				.map(|view| (view.collection, view.live, view.active_cards))
				.collect::<Vec<_>>(),
			[(CITY, 20, 10_000), (GANGDONG, 30, 10_000)]
		);
	});
}

#[test]
fn work_stays_within_its_weight_and_goes_on_in_the_next_block() {
	ExtBuilder::default().build_and_execute(|| {
		let step = <() as WeightInfo>::work_base()
			.saturating_add(<() as WeightInfo>::start_job())
			.saturating_add(<() as WeightInfo>::build_step(MIN_STEP));
		Budget::set(step);
		admit(CITY, 0..100);
		let mut blocks = 0;
		while collection(CITY).provable < 100 {
			assert!(idle().all_lte(step));
			CitizenRings::do_try_state().expect("the invariants hold in the midst of work");
			blocks += 1;
			assert!(blocks < 100, "the work never ends");
		}
		assert!(blocks >= 10);
		assert_roots_are_those_built_from_scratch();
	});
}

#[test]
fn a_block_without_room_does_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..100);
		Budget::set(Weight::from_parts(1_000, 0));
		for _ in 0..3 {
			assert_eq!(idle(), Weight::zero());
		}
		assert_eq!(collection(CITY).queued, 100);
	});
}

#[test]
fn nothing_is_built_before_all_the_static_data_is_there() {
	ExtBuilder::default().without_pages().build_and_execute(|| {
		admit(CITY, 0..20);
		work();
		for (number, page) in (0u32..).zip(pages()) {
			assert_eq!(collection(CITY).rings, 0);
			assert_ok!(CitizenRings::load_chunk_page(
				signed(account(1)),
				number,
				ChunkPage::try_from(page).expect("a page")
			));
			work();
		}
		assert_eq!(ring(CITY, 0).members, 20);
	});
}

#[test]
fn a_step_that_fails_halts_the_work_and_loses_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..20);
		Broken::set(true);
		take_events();
		work();
		assert_eq!(
			take_events(),
			[Event::BuildingHalted {
				collection: CITY,
				ring: RingIndex(0),
			}]
		);
		assert!(CitizenRings::settings().halted);
		work();
		assert_eq!(take_events(), []);
		assert_eq!(collection(CITY).queued, 20);
		CitizenRings::do_try_state().expect("the invariants hold while the work is halted");

		Broken::set(false);
		work();
		assert_eq!(collection(CITY).provable, 0);
		assert_noop!(
			CitizenRings::resume_building(signed(clerk())),
			Error::<Test>::NotAuthorized
		);
		assert_ok!(CitizenRings::resume_building(RuntimeOrigin::root()));
		assert_eq!(take_events(), [Event::BuildingResumed]);
		assert_noop!(
			CitizenRings::resume_building(RuntimeOrigin::root()),
			Error::<Test>::NotHalted
		);
		work();
		assert_eq!(ring(CITY, 0).members, 20);
	});
}

#[test]
fn keys_that_are_removed_while_their_cohort_joins_are_left_out_or_rebuilt_away() {
	ExtBuilder::default().build_and_execute(|| {
		Budget::set(
			<() as WeightInfo>::work_base()
				.saturating_add(<() as WeightInfo>::start_job())
				.saturating_add(<() as WeightInfo>::build_step(MIN_STEP)),
		);
		admit(CITY, 0..64);
		idle();
		let Some(job) = CurrentJob::<Test>::get() else {
			panic!("a cohort joins");
		};
		assert!(job.listed > 0 && job.listed < 60);
		// One that joined and one that still waits.
		remove([0, 63], Removal::Final);
		CitizenRings::do_try_state().expect("the invariants hold");
		work();
		assert_eq!(ring(CITY, 0).members, 63);
		assert_eq!(
			status(63),
			KeyStatus::Removed {
				left: None,
				cause: Removal::Final
			}
		);
		advance(TERMS.removal_delay);
		work();
		assert_eq!(ring(CITY, 0).members, 62);
		assert_roots_are_those_built_from_scratch();
	});
}

#[test]
fn a_cohort_that_was_removed_while_it_waited_makes_no_revision() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..16);
		// The work begins and gets no further.
		Budget::set(
			<() as WeightInfo>::work_base().saturating_add(<() as WeightInfo>::start_job()),
		);
		idle();
		assert!(CurrentJob::<Test>::exists());
		remove(0..16, Removal::Suspended);
		Budget::set(Weight::from_parts(200_000_000_000, u64::MAX));
		work();
		assert_eq!(ring(CITY, 0).revision, Revision(0));
		assert!(!CurrentJob::<Test>::exists());
		// The next cohort takes the same ring.
		admit(CITY, 16..32);
		work();
		assert_eq!(collection(CITY).rings, 1);
		assert_eq!(ring(CITY, 0).members, 16);
	});
}
