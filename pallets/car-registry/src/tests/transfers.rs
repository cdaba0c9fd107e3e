// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use seoul_chain_primitives::DistrictCode;
use sp_core::H256;

type Fault = Error<Test>;

fn accept(account: u64, sale: SaleId, acceptance: TransferAcceptance) -> DispatchResult {
	CarRegistry::accept_transfer(RuntimeOrigin::signed(account), sale, acceptance)
		.map(|_| ())
		.map_err(|refusal| refusal.error)
}

fn reject(account: u64, sale: SaleId) -> DispatchResult {
	CarRegistry::reject_transfer(RuntimeOrigin::signed(account), sale, paper(77))
}

#[test]
fn acceptance_moves_ownership_and_renews_the_access_tag() {
	build_and_execute(|| {
		let id = register(1);
		let sale = delivered_private_sale(id, 2);
		events();
		assert_ok!(accept(REGISTRAR, sale, acceptance(50)));
		assert_eq!(
			events(),
			[Event::OwnershipTransferred {
				vehicle: id,
				sale,
				old_owner: citizen(SELLER),
				new_owner: citizen(BUYER),
				late_fine: None,
			}]
		);
		let car = vehicle_of(id);
		assert_eq!(car.owner, citizen(BUYER));
		assert_eq!(car.status, VehicleStatus::Registered);
		assert_eq!(
			VehicleByAccess::<Test>::get(registration(1).access_tag),
			None
		);
		assert_eq!(
			VehicleByAccess::<Test>::get(acceptance(50).new_access_tag),
			Some(id)
		);
		assert_eq!(
			sale_of(sale).stage,
			SaleStage::Transferred(Completed {
				disclosure: Disclosure::Waived,
				payment: Payment::Confirmed { at: START },
				delivered_at: START,
				transferred_at: START,
				receipt: paper(50),
				late_fine: None,
				warranty: Warranty::None,
				claims: 0,
			})
		);
		for (kind, document) in [
			(DocumentKind::RegisterReceipt, 50),
			(DocumentKind::ContractBetweenParties, 2),
		] {
			assert!(matches!(
				CarRegistry::verify_document(id, kind, paper(document)),
				DocumentVerdict::Recorded {
					standing: Standing::InForce,
					..
				}
			));
		}
	});
}

#[test]
fn acceptance_ends_a_listing_and_may_change_plate_and_district() {
	build_and_execute(|| {
		let id = register(1);
		let inspection = inspect(id, 1);
		let sale = draft_by_dealer(id, 2);
		assert_ok!(CarRegistry::acknowledge_inspection(
			RuntimeOrigin::signed(BUYER),
			sale,
			inspection
		));
		sign_both(sale);
		confirm_both(sale);
		deliver(sale);
		let new_plate = PlateTag(H256::repeat_byte(8));
		events();
		assert_ok!(accept(
			REGISTRAR,
			sale,
			TransferAcceptance {
				new_plate_tag: Some(new_plate),
				new_district: Some(GANGNAM),
				..acceptance(50)
			}
		));
		assert_eq!(
			events().first(),
			Some(&Event::PlateChanged {
				vehicle: id,
				old_plate_tag: registration(1).plate_tag,
				new_plate_tag: new_plate
			})
		);
		let car = vehicle_of(id);
		assert_eq!(
			(car.status, car.district, car.plate_tag),
			(VehicleStatus::Registered, GANGNAM, new_plate)
		);
		// The old district no longer keeps the car.
		let plate = PlateTag(H256::repeat_byte(9));
		assert_noop!(
			CarRegistry::change_plate(RuntimeOrigin::signed(REGISTRAR), id, plate),
			Fault::WrongDistrict
		);
		assert_ok!(CarRegistry::change_plate(
			RuntimeOrigin::signed(OTHER_REGISTRAR),
			id,
			plate
		));
	});
}

#[test]
fn the_new_owner_sells_and_the_old_one_no_longer_can() {
	build_and_execute(|| {
		let id = register(1);
		let sale = delivered_private_sale(id, 2);
		assert_ok!(accept(REGISTRAR, sale, acceptance(50)));
		let draft = |account, buyer| {
			CarRegistry::draft_sale(
				RuntimeOrigin::signed(account),
				id,
				citizen(buyer),
				ContractKind::BetweenParties,
				paper(3),
				PaymentTerms::OffChain,
			)
		};
		assert_noop!(draft(SELLER, STRANGER), Fault::NotTheOwner);
		assert_ok!(draft(BUYER, STRANGER));
	});
}

#[test]
fn nothing_moves_before_both_have_signed() {
	build_and_execute(|| {
		let id = register(1);
		let sale = draft_private(id, 2);
		assert_noop!(accept(REGISTRAR, sale, acceptance(50)), Fault::NotSigned);
		assert_noop!(reject(REGISTRAR, sale), Fault::NotSigned);
		assert_ok!(CarRegistry::waive_inspection(
			RuntimeOrigin::signed(BUYER),
			sale
		));
		assert_noop!(accept(REGISTRAR, sale, acceptance(50)), Fault::NotSigned);
		assert_ok!(CarRegistry::sign_sale(
			RuntimeOrigin::signed(BUYER),
			sale,
			paper(2)
		));
		assert_noop!(accept(REGISTRAR, sale, acceptance(50)), Fault::NotSigned);
	});
}

#[test]
fn only_the_cars_registrar_decides() {
	build_and_execute(|| {
		let sale = delivered_private_sale(register(1), 2);
		for account in [SELLER, BUYER, DEALER] {
			assert_noop!(accept(account, sale, acceptance(50)), NOT_A_DELEGATE);
			assert_noop!(reject(account, sale), NOT_A_DELEGATE);
		}
		assert_noop!(
			accept(OTHER_REGISTRAR, sale, acceptance(50)),
			Fault::WrongDistrict
		);
		assert_noop!(reject(OTHER_REGISTRAR, sale), Fault::WrongDistrict);
		assert_noop!(
			accept(REGISTRAR_WITHOUT_DISTRICT, sale, acceptance(50)),
			Fault::NoDistrict
		);
		assert_noop!(reject(REGISTRAR_WITHOUT_DISTRICT, sale), Fault::NoDistrict);
		assert_noop!(
			accept(REGISTRAR, SaleId(99), acceptance(50)),
			Fault::SaleNotFound
		);
		assert_noop!(reject(REGISTRAR, SaleId(99)), Fault::SaleNotFound);
	});
}

#[test]
fn acceptance_needs_a_new_code_a_new_receipt_a_free_plate_and_an_active_buyer() {
	build_and_execute(|| {
		let (id, other) = (register(1), register(2));
		let sale = delivered_private_sale(id, 2);
		let same_code = TransferAcceptance {
			new_access_tag: registration(1).access_tag,
			..acceptance(50)
		};
		assert_noop!(
			accept(REGISTRAR, sale, same_code),
			Fault::AccessTagAlreadyExists
		);
		let taken_plate = TransferAcceptance {
			new_plate_tag: Some(vehicle_of(other).plate_tag),
			..acceptance(50)
		};
		assert_noop!(
			accept(REGISTRAR, sale, taken_plate),
			Fault::PlateAlreadyExists
		);
		let nowhere = TransferAcceptance {
			new_district: Some(DistrictCode(99_999)),
			..acceptance(50)
		};
		assert_noop!(accept(REGISTRAR, sale, nowhere), Fault::UnknownDistrict);
		suspend(citizen(BUYER));
		assert_noop!(accept(REGISTRAR, sale, acceptance(50)), SUSPENDED);
	});
}

#[test]
fn a_receipt_serves_one_transfer_of_a_car() {
	build_and_execute(|| {
		let id = register(1);
		let first = delivered_private_sale(id, 2);
		assert_ok!(accept(REGISTRAR, first, acceptance(50)));
		let second = NextSaleId::<Test>::get();
		assert_ok!(CarRegistry::draft_sale(
			RuntimeOrigin::signed(BUYER),
			id,
			citizen(SELLER),
			ContractKind::BetweenParties,
			paper(3),
			PaymentTerms::OffChain,
		));
		assert_ok!(CarRegistry::waive_inspection(
			RuntimeOrigin::signed(SELLER),
			second
		));
		sign_both(second);
		for side in [BUYER, SELLER] {
			assert_ok!(CarRegistry::confirm_payment(
				RuntimeOrigin::signed(side),
				second
			));
		}
		assert_ok!(CarRegistry::confirm_delivery(
			RuntimeOrigin::signed(SELLER),
			second
		));
		let reused = TransferAcceptance {
			receipt: paper(50),
			..acceptance(51)
		};
		assert_noop!(
			accept(REGISTRAR, second, reused),
			Fault::DocumentAlreadyRecorded
		);
		assert_ok!(accept(REGISTRAR, second, acceptance(51)));
		// Each stays to be found where it stands, with the entry that moved ownership.
		for receipt in [50, 51] {
			let DocumentVerdict::Recorded { entry, standing } =
				CarRegistry::verify_document(id, DocumentKind::RegisterReceipt, paper(receipt))
			else {
				panic!("receipt {receipt} was recorded")
			};
			let DocumentSource::Record(index) = entry.source else {
				panic!("a receipt stands in the history")
			};
			let record = CarRegistry::record(id, index).expect("it is there");
			assert_eq!(record.entry.receipt(), Some(paper(receipt)));
			assert_eq!(entry.by, record.by);
			assert_eq!(entry.recorded_at, record.recorded_at);
			assert_eq!(standing, Standing::InForce);
		}
		for (kind, number) in [
			(DocumentKind::RegisterReceipt, 52),
			(DocumentKind::Title, 51),
		] {
			assert_eq!(
				CarRegistry::verify_document(id, kind, paper(number)),
				DocumentVerdict::NotRecorded
			);
		}
	});
}

#[test]
fn a_rejected_transfer_leaves_the_car_with_its_owner() {
	build_and_execute(|| {
		let id = register(1);
		let sale = delivered_private_sale(id, 2);
		events();
		assert_ok!(reject(REGISTRAR, sale));
		assert_eq!(
			events(),
			[Event::TransferRejected {
				sale,
				reason: paper(77)
			}]
		);
		assert_eq!(vehicle_of(id).owner, citizen(SELLER));
		assert_eq!(vehicle_of(id).status, VehicleStatus::Registered);
		assert_eq!(
			sale_of(sale).stage,
			SaleStage::Rejected {
				at: START,
				reason: paper(77)
			}
		);
		assert_noop!(accept(REGISTRAR, sale, acceptance(50)), Fault::SaleClosed);
		assert_noop!(reject(REGISTRAR, sale), Fault::SaleClosed);
	});
}

#[test]
fn a_signed_sale_that_no_registrar_decided_expires() {
	build_and_execute(|| {
		let id = register(1);
		let sale = delivered_private_sale(id, 2);
		advance(60 * DAY + 1);
		assert_noop!(accept(REGISTRAR, sale, acceptance(50)), Fault::SaleExpired);
		assert_noop!(reject(REGISTRAR, sale), Fault::SaleExpired);
		assert_ok!(CarRegistry::expire_sale(
			RuntimeOrigin::signed(STRANGER),
			sale
		));
		assert_eq!(vehicle_of(id).owner, citizen(SELLER));
	});
}
