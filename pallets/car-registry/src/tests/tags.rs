// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use sp_core::H256;

type Fault = Error<Test>;

/// The tags of the `number`th car under the second key.
fn retag_to(account: u64, id: VehicleId, version: u16, number: u64) -> DispatchResult {
	CarRegistry::retag_vehicle(
		RuntimeOrigin::signed(account),
		id,
		TagKeyVersion(version),
		VinTag(H256::from_low_u64_be(number)),
		PlateTag(H256::from_low_u64_be(number)),
	)
}

fn advance_key() -> DispatchResult {
	CarRegistry::advance_tag_key(RuntimeOrigin::root())
}

#[test]
fn every_car_gets_tags_under_the_new_key() {
	build_and_execute(|| {
		let (id, other) = (register(1), register(2));
		events();
		assert_ok!(advance_key());
		assert_eq!(
			events(),
			[Event::TagKeyAdvanced {
				old_version: TagKeyVersion(0),
				new_version: TagKeyVersion(1)
			}]
		);
		assert_noop!(advance_key(), Fault::RetaggingNotFinished);
		assert_ok!(retag_to(REGISTRAR, id, 1, 101));
		assert_eq!(
			events(),
			[Event::VehicleRetagged {
				vehicle: id,
				tag_key: TagKeyVersion(1)
			}]
		);
		assert_eq!(
			VehicleByVin::<Test>::get(VinTag(H256::from_low_u64_be(101))),
			Some(id)
		);
		assert_eq!(VehicleByVin::<Test>::get(registration(1).vin_tag), None);
		assert_noop!(retag_to(REGISTRAR, id, 1, 102), Fault::AlreadyRetagged);
		assert_ok!(retag_to(REGISTRAR, other, 1, 102));
		assert_ok!(advance_key());
	});
}

#[test]
fn a_plate_that_was_changed_under_the_new_key_stays() {
	build_and_execute(|| {
		let id = register(1);
		assert_ok!(advance_key());
		let plate = PlateTag(H256::from_low_u64_be(101));
		assert_ok!(CarRegistry::change_plate(
			RuntimeOrigin::signed(REGISTRAR),
			id,
			plate
		));
		assert_ok!(retag_to(REGISTRAR, id, 1, 101));
		assert_eq!(VehicleByPlate::<Test>::get(plate), Some(id));
	});
}

#[test]
fn a_deregistered_car_gets_new_tags_too() {
	build_and_execute(|| {
		let id = register(1);
		assert_ok!(CarRegistry::deregister_vehicle(
			RuntimeOrigin::signed(REGISTRAR),
			id,
			DeregistrationReason::Export,
			paper(1)
		));
		assert_ok!(advance_key());
		assert_ok!(retag_to(REGISTRAR, id, 1, 101));
		assert_eq!(CurrentTagKey::<Test>::get().outdated, 0);
	});
}

#[test]
fn no_car_is_registered_twice_while_keys_change() {
	build_and_execute(|| {
		register(1);
		assert_ok!(advance_key());
		let register = |tag_key, earlier| {
			CarRegistry::register_vehicle(
				RuntimeOrigin::signed(REGISTRAR),
				VehicleRegistration {
					tag_key: TagKeyVersion(tag_key),
					earlier_vin_tag: earlier,
					..registration(101)
				},
			)
		};
		assert_noop!(register(0, None), Fault::WrongTagKey);
		assert_noop!(register(1, None), Fault::EarlierTagRequired);
		assert_noop!(
			register(1, Some(registration(1).vin_tag)),
			Fault::VinAlreadyExists
		);
		assert_ok!(register(1, Some(registration(3).vin_tag)));
	});
}

#[test]
fn tags_are_renewed_by_the_cars_registrar_with_free_ones() {
	build_and_execute(|| {
		let id = register(1);
		register(2);
		assert_noop!(
			CarRegistry::advance_tag_key(RuntimeOrigin::signed(REGISTRAR)),
			Fault::NotAuthorized
		);
		assert_noop!(retag_to(REGISTRAR, id, 1, 101), Fault::WrongTagKey);
		assert_ok!(advance_key());
		assert_noop!(retag_to(OTHER_REGISTRAR, id, 1, 101), Fault::WrongDistrict);
		assert_noop!(retag_to(SELLER, id, 1, 101), NOT_A_DELEGATE);
		assert_noop!(
			retag_to(REGISTRAR, VehicleId([0; 16]), 1, 101),
			Fault::VehicleNotFound
		);
		assert_noop!(retag_to(REGISTRAR, id, 1, 2), Fault::VinAlreadyExists);
		assert_noop!(
			CarRegistry::retag_vehicle(
				RuntimeOrigin::signed(REGISTRAR),
				id,
				TagKeyVersion(1),
				VinTag(H256::from_low_u64_be(101)),
				registration(2).plate_tag
			),
			Fault::PlateAlreadyExists
		);
	});
}

#[test]
fn a_lost_certificate_gets_a_new_code() {
	build_and_execute(|| {
		let id = register(1);
		register(2);
		let renew = |account, id, tag| {
			CarRegistry::renew_certificate(RuntimeOrigin::signed(account), id, tag)
		};
		let new = AccessTag(H256::repeat_byte(9));
		assert_noop!(renew(SELLER, id, new), NOT_A_DELEGATE);
		assert_noop!(renew(OTHER_REGISTRAR, id, new), Fault::WrongDistrict);
		assert_noop!(
			renew(REGISTRAR, VehicleId([0; 16]), new),
			Fault::VehicleNotFound
		);
		assert_noop!(
			renew(REGISTRAR, id, registration(2).access_tag),
			Fault::AccessTagAlreadyExists
		);
		events();
		assert_ok!(renew(REGISTRAR, id, new));
		assert_eq!(events(), [Event::CertificateRenewed { vehicle: id }]);
		assert_eq!(VehicleByAccess::<Test>::get(new), Some(id));
		assert_eq!(
			VehicleByAccess::<Test>::get(registration(1).access_tag),
			None
		);
	});
}

#[test]
fn versions_of_the_key_do_not_start_again() {
	build_and_execute(|| {
		CurrentTagKey::<Test>::put(TagKey {
			version: TagKeyVersion(u16::MAX),
			outdated: 0,
		});
		assert_noop!(advance_key(), Fault::NumberNotAvailable);
	});
}
