// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use seoul_chain_primitives::PartyId;

type Fault = Error<Test>;

fn draft(account: u64, id: VehicleId, buyer: PartyId, kind: ContractKind) -> DispatchResult {
	CarRegistry::draft_sale(
		RuntimeOrigin::signed(account),
		id,
		buyer,
		kind,
		paper(900),
		PaymentTerms::OffChain,
	)
}

fn acknowledge(account: u64, sale: SaleId, inspection: RecordIndex) -> DispatchResult {
	CarRegistry::acknowledge_inspection(RuntimeOrigin::signed(account), sale, inspection)
}

fn waive(account: u64, sale: SaleId) -> DispatchResult {
	CarRegistry::waive_inspection(RuntimeOrigin::signed(account), sale)
}

fn sign(account: u64, sale: SaleId) -> DispatchResult {
	CarRegistry::sign_sale(RuntimeOrigin::signed(account), sale, sale_of(sale).contract)
}

fn cancel(account: u64, sale: SaleId) -> DispatchResult {
	CarRegistry::cancel_sale(RuntimeOrigin::signed(account), sale)
}

fn expire(account: u64, sale: SaleId) -> DispatchResult {
	CarRegistry::expire_sale(RuntimeOrigin::signed(account), sale)
}

#[test]
fn a_dealers_sale_goes_from_draft_to_both_signatures() {
	build_and_execute(|| {
		let id = register(1);
		let inspection = inspect(id, 1);
		events();
		let sale = draft_by_dealer(id, 2);
		assert_ok!(acknowledge(BUYER, sale, inspection));
		assert_ok!(sign(BUYER, sale));
		assert_ok!(sign(SELLER, sale));
		assert_eq!(
			events(),
			[
				Event::VehicleListed {
					vehicle: id,
					dealer: DEALER_AGENCY
				},
				Event::SaleDrafted {
					sale,
					vehicle: id,
					seller: citizen(SELLER),
					buyer: citizen(BUYER),
					expires_at: START + 30 * DAY
				},
				Event::InspectionAcknowledged { sale, inspection },
				Event::SaleSignedByOne {
					sale,
					side: Side::Buyer
				},
				Event::SaleSignedByOne {
					sale,
					side: Side::Seller
				},
				Event::SaleSigned {
					sale,
					vehicle: id,
					contract: paper(2),
					expires_at: START + 60 * DAY,
					encumbrances: EncumbranceSummary::default(),
				},
			]
		);
		assert_eq!(
			sale_of(sale).stage,
			SaleStage::Signed {
				contract: Concluded {
					disclosure: Disclosure::Inspection { record: inspection },
					signed_at: START,
					transfer_due: START + 15 * DAY,
					request: SaleRequest::None,
				},
				payment_confirmed_by: None,
			}
		);
		assert_eq!(
			vehicle_of(id).owner,
			citizen(SELLER),
			"signatures alone move nothing"
		);
		assert!(matches!(
			CarRegistry::verify_document(id, DocumentKind::ContractDealer, paper(2)),
			DocumentVerdict::Recorded {
				standing: Standing::InForce,
				..
			}
		));
	});
}

#[test]
fn a_contract_is_not_recorded_before_both_have_signed() {
	build_and_execute(|| {
		let id = register(1);
		let sale = draft_private(id, 2);
		assert_ok!(waive(BUYER, sale));
		assert_ok!(sign(SELLER, sale));
		assert_eq!(
			CarRegistry::verify_document(id, DocumentKind::ContractBetweenParties, paper(2)),
			DocumentVerdict::NotRecorded
		);
	});
}

#[test]
fn a_dealer_sells_its_own_car_only_with_the_dealers_contract() {
	build_and_execute(|| {
		let id = register_for(1, dealer_party());
		assert_noop!(
			draft(DEALER, id, citizen(BUYER), ContractKind::BetweenParties),
			Fault::DealerContractRequired
		);
		assert_ok!(draft(DEALER, id, citizen(BUYER), ContractKind::Dealer));
	});
}

#[test]
fn only_the_owner_or_the_dealer_it_is_listed_with_sells_a_car() {
	build_and_execute(|| {
		let id = register(1);
		let private = ContractKind::BetweenParties;
		assert_noop!(
			draft(STRANGER, id, citizen(BUYER), private),
			Fault::NotTheOwner
		);
		assert_noop!(
			draft(BUYER, id, citizen(BUYER), private),
			Fault::NotTheOwner
		);
		assert_noop!(
			draft(DEALER, id, citizen(BUYER), ContractKind::Dealer),
			Fault::NotListedWithThisDealer
		);
		assert_noop!(
			draft(SELLER, id, citizen(BUYER), ContractKind::Dealer),
			NOT_A_DELEGATE
		);
		assert_ok!(CarRegistry::list_vehicle(
			RuntimeOrigin::signed(SELLER),
			id,
			DEALER_AGENCY
		));
		assert_noop!(
			draft(OTHER_DEALER, id, citizen(BUYER), ContractKind::Dealer),
			Fault::NotListedWithThisDealer
		);
		assert_noop!(
			draft(SELLER, id, citizen(BUYER), private),
			Fault::ListedWithDealer
		);
		assert_ok!(draft(DEALER, id, citizen(BUYER), ContractKind::Dealer));
	});
}

#[test]
fn a_sale_needs_a_car_and_another_active_buyer() {
	build_and_execute(|| {
		let id = register(1);
		let private = ContractKind::BetweenParties;
		assert_noop!(
			draft(SELLER, VehicleId([0; 16]), citizen(BUYER), private),
			Fault::VehicleNotFound
		);
		assert_noop!(
			draft(SELLER, id, citizen(SELLER), private),
			Fault::BuyerIsSeller
		);
		suspend(citizen(BUYER));
		assert_noop!(draft(SELLER, id, citizen(BUYER), private), SUSPENDED);
	});
}

#[test]
fn a_car_has_one_open_sale() {
	build_and_execute(|| {
		let id = register(1);
		draft_private(id, 1);
		assert_noop!(
			draft(SELLER, id, citizen(STRANGER), ContractKind::BetweenParties),
			Fault::SaleAlreadyPending
		);
	});
}

#[test]
fn nobody_signs_before_the_buyer_has_seen_the_inspection_record() {
	build_and_execute(|| {
		let id = register(1);
		inspect(id, 1);
		let sale = draft_by_dealer(id, 2);
		assert_noop!(sign(BUYER, sale), Fault::InspectionNotAcknowledged);
		assert_noop!(sign(SELLER, sale), Fault::InspectionNotAcknowledged);
	});
}

#[test]
fn a_dealers_buyer_cannot_waive_the_inspection_record() {
	build_and_execute(|| {
		let sale = draft_by_dealer(register(1), 2);
		assert_noop!(waive(BUYER, sale), Fault::WaiverNotAllowed);
	});
}

#[test]
fn only_the_buyer_acknowledges_and_only_once() {
	build_and_execute(|| {
		let id = register(1);
		let inspection = inspect(id, 1);
		let sale = draft_private(id, 2);
		for account in [SELLER, STRANGER, DEALER] {
			assert_noop!(acknowledge(account, sale, inspection), Fault::NotTheBuyer);
			assert_noop!(waive(account, sale), Fault::NotTheBuyer);
		}
		assert_noop!(acknowledge(REGISTRAR, sale, inspection), NO_PARTY);
		assert_noop!(waive(REGISTRAR, sale), NO_PARTY);
		assert_ok!(acknowledge(BUYER, sale, inspection));
		assert_noop!(
			acknowledge(BUYER, sale, inspection),
			Fault::AlreadyDisclosed
		);
		assert_noop!(waive(BUYER, sale), Fault::AlreadyDisclosed);
	});
}

#[test]
fn only_the_cars_latest_and_young_enough_record_can_be_acknowledged() {
	build_and_execute(|| {
		let id = register(1);
		let old = inspect(id, 1);
		let latest = inspect(id, 2);
		let sale = draft_by_dealer(id, 3);
		assert_noop!(acknowledge(BUYER, sale, old), Fault::InspectionSuperseded);
		assert_noop!(acknowledge(BUYER, sale, 0), Fault::InspectionNotFound);
		assert_noop!(acknowledge(BUYER, sale, 99), Fault::InspectionNotFound);
		assert_ok!(cancel(BUYER, sale));

		advance(120 * DAY);
		assert_ok!(draft(DEALER, id, citizen(BUYER), ContractKind::Dealer));
		let sale = SaleId(1);
		advance(1);
		assert_noop!(acknowledge(BUYER, sale, latest), Fault::InspectionOutOfDate);
	});
}

#[test]
fn a_record_of_exactly_120_days_can_still_be_acknowledged() {
	build_and_execute(|| {
		let id = register(1);
		let inspection = inspect(id, 1);
		advance(120 * DAY);
		let sale = draft_by_dealer(id, 3);
		assert_ok!(acknowledge(BUYER, sale, inspection));
	});
}

#[test]
fn a_record_filed_by_the_selling_dealer_cannot_be_acknowledged() {
	build_and_execute(|| {
		let id = register(1);
		// Inspected before it was listed, so that filing could not refuse it.
		assert_ok!(CarRegistry::file_inspection(
			RuntimeOrigin::signed(DEALERS_INSPECTOR),
			id,
			paper(1),
			form()
		));
		let sale = draft_by_dealer(id, 2);
		assert_noop!(acknowledge(BUYER, sale, 1), Fault::InspectorIsTheDealer);
	});
}

#[test]
fn a_newer_inspection_record_stops_the_signatures_until_the_buyer_has_seen_it() {
	build_and_execute(|| {
		let id = register(1);
		let first = inspect(id, 1);
		let sale = draft_by_dealer(id, 2);
		assert_ok!(acknowledge(BUYER, sale, first));
		assert_ok!(sign(BUYER, sale));
		let second = inspect(id, 3);
		assert_noop!(sign(SELLER, sale), Fault::InspectionSuperseded);
		assert_noop!(acknowledge(BUYER, sale, first), Fault::AlreadyDisclosed);
		assert_ok!(acknowledge(BUYER, sale, second));
		// The buyer's signature was given for another condition of the car.
		assert_eq!(
			sale_of(sale).stage,
			SaleStage::Disclosed(Disclosure::Inspection { record: second })
		);
		assert_ok!(sign(SELLER, sale));
		assert_noop!(acknowledge(BUYER, sale, second), Fault::AlreadyDisclosed);
		assert_ok!(sign(BUYER, sale));
		assert_noop!(acknowledge(BUYER, sale, second), Fault::AlreadyDisclosed);
	});
}

#[test]
fn each_side_signs_once_and_only_the_contract_that_was_drafted() {
	build_and_execute(|| {
		let sale = draft_private(register(1), 2);
		assert_ok!(waive(BUYER, sale));
		assert_noop!(
			CarRegistry::sign_sale(RuntimeOrigin::signed(BUYER), sale, paper(3)),
			Fault::ContractMismatch
		);
		assert_noop!(sign(STRANGER, sale), Fault::NotAParty);
		assert_noop!(sign(REGISTRAR, sale), NO_PARTY);
		assert_ok!(sign(BUYER, sale));
		assert_noop!(sign(BUYER, sale), Fault::AlreadySigned);
		assert_ok!(sign(SELLER, sale));
		assert_noop!(sign(SELLER, sale), Fault::AlreadySigned);
		assert_noop!(sign(BUYER, sale), Fault::AlreadySigned);
	});
}

#[test]
fn a_contract_document_serves_one_sale() {
	build_and_execute(|| {
		let id = register(1);
		let sale = signed_private_sale(id, 900);
		assert_ok!(cancel(SELLER, sale));
		assert_ok!(cancel(BUYER, sale));
		assert_noop!(
			draft(SELLER, id, citizen(BUYER), ContractKind::BetweenParties),
			Fault::DocumentAlreadyRecorded
		);
	});
}

#[test]
fn any_side_cancels_before_both_have_signed() {
	build_and_execute(|| {
		let id = register(1);
		let inspection = inspect(id, 1);
		let by_dealer = |document| {
			let sale = draft_by_dealer(id, document);
			events();
			sale
		};
		for (document, account, side) in [
			(2, SELLER, Side::Seller),
			(3, BUYER, Side::Buyer),
			(4, DEALER, Side::Dealer),
		] {
			let sale = by_dealer(document);
			assert_ok!(acknowledge(BUYER, sale, inspection));
			assert_ok!(sign(BUYER, sale));
			events();
			assert_ok!(cancel(account, sale));
			assert_eq!(events(), [Event::SaleCancelled { sale, side }]);
			assert_eq!(
				sale_of(sale).stage,
				SaleStage::Cancelled {
					at: START,
					by: side
				}
			);
			assert_eq!(
				vehicle_of(id).status,
				VehicleStatus::Listed(Listing {
					dealer: DEALER_AGENCY,
					since: START
				})
			);
			assert_ok!(CarRegistry::return_vehicle(
				RuntimeOrigin::signed(SELLER),
				id
			));
		}
	});
}

#[test]
fn a_signed_sale_is_cancelled_only_by_both_sides() {
	build_and_execute(|| {
		let id = register(1);
		let sale = signed_private_sale(id, 2);
		events();
		assert_ok!(cancel(SELLER, sale));
		assert_eq!(
			events(),
			[Event::CancellationRequested {
				sale,
				side: Side::Seller
			}]
		);
		assert_noop!(cancel(SELLER, sale), Fault::CancellationAlreadyRequested);
		assert!(matches!(
			vehicle_of(id).status,
			VehicleStatus::SalePending { .. }
		));
		assert_ok!(cancel(BUYER, sale));
		assert_eq!(
			events(),
			[Event::SaleCancelled {
				sale,
				side: Side::Buyer
			}]
		);
		assert_eq!(vehicle_of(id).status, VehicleStatus::Registered);
		assert!(matches!(
			CarRegistry::verify_document(id, DocumentKind::ContractBetweenParties, paper(2)),
			DocumentVerdict::Recorded {
				standing: Standing::Void,
				..
			}
		));
		assert_eq!(
			Records::<Test>::get(id, vehicle_of(id).records - 1).map(|record| record.entry),
			Some(RecordEntry::SaleEnded { sale })
		);
	});
}

#[test]
fn strangers_cancel_nothing_and_a_dealer_no_signed_sale() {
	build_and_execute(|| {
		let id = register(1);
		let inspection = inspect(id, 1);
		let sale = draft_by_dealer(id, 2);
		assert_noop!(cancel(STRANGER, sale), Fault::NotAParty);
		assert_noop!(cancel(OTHER_DEALER, sale), Fault::NotAParty);
		assert_noop!(cancel(WORKSHOP, sale), NO_PARTY);
		assert_noop!(cancel(SELLER, SaleId(99)), Fault::SaleNotFound);
		assert_ok!(acknowledge(BUYER, sale, inspection));
		sign_both(sale);
		assert_noop!(cancel(DEALER, sale), Fault::NotAParty);
	});
}

#[test]
fn a_sale_that_ended_takes_no_further_step() {
	build_and_execute(|| {
		let id = register(1);
		let inspection = inspect(id, 1);
		let sale = draft_private(id, 2);
		assert_ok!(cancel(BUYER, sale));
		assert_noop!(acknowledge(BUYER, sale, inspection), Fault::SaleClosed);
		assert_noop!(waive(BUYER, sale), Fault::SaleClosed);
		assert_noop!(sign(BUYER, sale), Fault::SaleClosed);
		assert_noop!(cancel(BUYER, sale), Fault::SaleClosed);
		assert_noop!(expire(STRANGER, sale), Fault::SaleClosed);
	});
}

#[test]
fn a_sale_past_its_deadline_takes_no_step_but_its_end_by_anyone() {
	build_and_execute(|| {
		let id = register(1);
		let inspection = inspect(id, 1);
		let sale = draft_private(id, 2);
		advance(30 * DAY);
		assert_noop!(expire(STRANGER, sale), Fault::SaleNotExpired);
		advance(1);
		assert_noop!(acknowledge(BUYER, sale, inspection), Fault::SaleExpired);
		assert_noop!(waive(BUYER, sale), Fault::SaleExpired);
		assert_noop!(sign(BUYER, sale), Fault::SaleExpired);
		assert_noop!(cancel(BUYER, sale), Fault::SaleExpired);
		assert_noop!(expire(STRANGER, SaleId(99)), Fault::SaleNotFound);
		events();
		assert_ok!(expire(STRANGER, sale));
		assert_eq!(events(), [Event::SaleExpired { sale }]);
		assert_eq!(sale_of(sale).stage, SaleStage::Expired { at: now() });
		assert_eq!(vehicle_of(id).status, VehicleStatus::Registered);
	});
}

#[test]
fn a_new_sale_closes_one_past_its_deadline() {
	build_and_execute(|| {
		let id = register(1);
		let old = draft_private(id, 1);
		advance(30 * DAY + 1);
		events();
		let new = draft_private(id, 2);
		assert_eq!(events().first(), Some(&Event::SaleExpired { sale: old }));
		assert_eq!(
			vehicle_of(id).status,
			VehicleStatus::SalePending {
				sale: new,
				listing: None
			}
		);
	});
}

#[test]
fn a_refused_draft_leaves_the_overdue_sale_as_it_was() {
	build_and_execute(|| {
		let id = register(1);
		draft_private(id, 1);
		advance(30 * DAY + 1);
		assert_noop!(
			draft(STRANGER, id, citizen(BUYER), ContractKind::BetweenParties),
			Fault::NotTheOwner
		);
	});
}

#[test]
fn a_private_buyer_may_do_without_an_inspection_record() {
	build_and_execute(|| {
		let sale = draft_private(register(1), 2);
		events();
		assert_ok!(waive(BUYER, sale));
		assert_eq!(events(), [Event::InspectionWaived { sale }]);
	});
}

#[test]
fn the_stages_of_a_sale_come_in_their_order() {
	build_and_execute(|| {
		let sale = draft_private(register(1), 2);
		let deliver = || CarRegistry::confirm_delivery(RuntimeOrigin::signed(BUYER), sale);
		let confirm = || CarRegistry::confirm_payment(RuntimeOrigin::signed(BUYER), sale);
		assert_noop!(deliver(), Fault::NotPaid);
		assert_noop!(confirm(), Fault::NotSigned);
		assert_ok!(waive(BUYER, sale));
		assert_ok!(sign(BUYER, sale));
		assert_noop!(confirm(), Fault::NotSigned);
		assert_ok!(sign(SELLER, sale));
		assert_noop!(deliver(), Fault::NotPaid);
		confirm_both(sale);
		assert_noop!(sign(BUYER, sale), Fault::AlreadySigned);
		assert_ok!(deliver());
		assert_noop!(sign(BUYER, sale), Fault::AlreadySigned);
		// Both sides may still call it off.
		assert_ok!(cancel(BUYER, sale));
		assert_ok!(cancel(SELLER, sale));
		assert_noop!(deliver(), Fault::SaleClosed);
		assert_noop!(confirm(), Fault::SaleClosed);
	});
}
