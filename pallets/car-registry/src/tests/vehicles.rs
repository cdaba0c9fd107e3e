// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use seoul_chain_primitives::PartyId;
use sp_core::H256;
use sp_runtime::DispatchError;

type Fault = Error<Test>;

#[test]
fn a_registered_car_is_found_by_its_three_tags_and_starts_its_history() {
	build_and_execute(|| {
		let id = register(1);
		assert_eq!(
			events(),
			[Event::VehicleRegistered {
				vehicle: id,
				owner: citizen(SELLER),
				district: DONGDAEMUN
			}]
		);
		assert_eq!(VehicleByVin::<Test>::get(registration(1).vin_tag), Some(id));
		assert_eq!(
			VehicleByPlate::<Test>::get(registration(1).plate_tag),
			Some(id)
		);
		assert_eq!(
			VehicleByAccess::<Test>::get(registration(1).access_tag),
			Some(id)
		);
		let page = CarRegistry::history(id, 0, 10);
		assert_eq!(page.next, None);
		assert_eq!(page.records.len(), 1);
		assert_eq!(
			page.records[0].1,
			Record {
				recorded_at: START,
				by: PartyId::Agency(seoul_chain_primitives::AgencyId(1)),
				entry: RecordEntry::Registered {
					owner: citizen(SELLER),
					district: DONGDAEMUN,
					odometer_km: 10
				},
			}
		);
	});
}

#[test]
fn cars_get_different_numbers_that_do_not_contain_their_tags() {
	build_and_execute(|| {
		let (first, second) = (register(1), register(2));
		assert_ne!(first, second);
		assert_ne!(first.0[..], registration(1).vin_tag.0 .0[..16]);
	});
}

#[test]
fn a_car_is_not_registered_twice() {
	build_and_execute(|| {
		register(1);
		let again = |change: fn(&mut VehicleRegistration)| {
			let mut registration = registration(2);
			change(&mut registration);
			CarRegistry::register_vehicle(RuntimeOrigin::signed(REGISTRAR), registration)
		};
		assert_noop!(
			again(|r| r.vin_tag = registration(1).vin_tag),
			Fault::VinAlreadyExists
		);
		assert_noop!(
			again(|r| r.plate_tag = registration(1).plate_tag),
			Fault::PlateAlreadyExists
		);
		assert_noop!(
			again(|r| r.access_tag = registration(1).access_tag),
			Fault::AccessTagAlreadyExists
		);
	});
}

#[test]
fn a_registration_that_cannot_be_true_is_refused() {
	build_and_execute(|| {
		let register = |change: fn(&mut VehicleRegistration)| {
			let mut registration = registration(1);
			change(&mut registration);
			CarRegistry::register_vehicle(RuntimeOrigin::signed(REGISTRAR), registration)
		};
		assert_noop!(
			register(|r| r.first_registered_at = START + 1),
			Fault::TimeInFuture
		);
		assert_noop!(
			register(|r| r.odometer_km = 10_000_000),
			Fault::OdometerTooHigh
		);
		suspend(citizen(SELLER));
		assert_noop!(register(|_| ()), SUSPENDED);
	});
}

#[test]
fn only_a_registrar_with_a_district_registers() {
	build_and_execute(|| {
		for account in [SELLER, DEALER, WORKSHOP] {
			assert_noop!(
				CarRegistry::register_vehicle(RuntimeOrigin::signed(account), registration(1)),
				NOT_A_DELEGATE
			);
		}
		assert_noop!(
			CarRegistry::register_vehicle(
				RuntimeOrigin::signed(REGISTRAR_WITHOUT_DISTRICT),
				registration(1)
			),
			Fault::NoDistrict
		);
		assert_noop!(
			CarRegistry::register_vehicle(RuntimeOrigin::none(), registration(1)),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn a_new_plate_replaces_the_old_one() {
	build_and_execute(|| {
		let id = register(1);
		let (old, new) = (registration(1).plate_tag, PlateTag(H256::repeat_byte(9)));
		events();
		assert_ok!(CarRegistry::change_plate(
			RuntimeOrigin::signed(REGISTRAR),
			id,
			new
		));
		assert_eq!(
			events(),
			[Event::PlateChanged {
				vehicle: id,
				old_plate_tag: old,
				new_plate_tag: new
			}]
		);
		assert_eq!(VehicleByPlate::<Test>::get(old), None);
		assert_eq!(VehicleByPlate::<Test>::get(new), Some(id));
		assert_eq!(
			Records::<Test>::get(id, 1).map(|record| record.entry),
			Some(RecordEntry::PlateChanged {
				old_plate_tag: old,
				new_plate_tag: new
			})
		);
	});
}

#[test]
fn a_plate_is_changed_only_by_the_cars_registrar_and_to_a_free_one() {
	build_and_execute(|| {
		let id = register(1);
		register(2);
		let change =
			|account, id, tag| CarRegistry::change_plate(RuntimeOrigin::signed(account), id, tag);
		let new = PlateTag(H256::repeat_byte(9));
		assert_noop!(change(OTHER_REGISTRAR, id, new), Fault::WrongDistrict);
		assert_noop!(
			change(REGISTRAR_WITHOUT_DISTRICT, id, new),
			Fault::NoDistrict
		);
		assert_noop!(change(SELLER, id, new), NOT_A_DELEGATE);
		assert_noop!(
			change(REGISTRAR, VehicleId([0; 16]), new),
			Fault::VehicleNotFound
		);
		assert_noop!(
			change(REGISTRAR, id, registration(2).plate_tag),
			Fault::PlateAlreadyExists
		);
		assert_noop!(
			change(REGISTRAR, id, registration(1).plate_tag),
			Fault::PlateAlreadyExists
		);
	});
}

#[test]
fn a_history_is_read_in_pages_without_gap_or_repetition() {
	build_and_execute(|| {
		let id = register(1);
		for number in 0..250u64 {
			assert_ok!(CarRegistry::change_plate(
				RuntimeOrigin::signed(REGISTRAR),
				id,
				PlateTag(H256::from_low_u64_be(1_000 + number))
			));
		}
		let mut seen = Vec::new();
		let mut from = Some(0);
		while let Some(start) = from {
			let page = CarRegistry::history(id, start, u32::MAX);
			assert!(page.records.len() <= 100, "a page is bounded");
			seen.extend(page.records.iter().map(|(index, _)| *index));
			from = page.next;
		}
		assert_eq!(seen, (0..251).collect::<Vec<_>>());
		assert_eq!(CarRegistry::history(id, 251, 10).records, []);
		assert_eq!(CarRegistry::history(id, 0, 0).next, None);
		assert_eq!(CarRegistry::history(VehicleId([0; 16]), 0, 10).records, []);
	});
}
