// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use seoul_chain_primitives::AgencyId;

type Fault = Error<Test>;

fn place(account: u64, id: VehicleId, kind: EncumbranceKind, document: u64) -> DispatchResult {
	CarRegistry::place_encumbrance(RuntimeOrigin::signed(account), id, kind, paper(document))
}

fn release(account: u64, id: VehicleId, number: u64, document: u64) -> DispatchResult {
	CarRegistry::release_encumbrance(
		RuntimeOrigin::signed(account),
		id,
		EncumbranceId(number),
		paper(document),
	)
}

fn agree(account: u64, id: VehicleId, lienor: AgencyId, document: u64) -> DispatchResult {
	CarRegistry::agree_mortgage(RuntimeOrigin::signed(account), id, lienor, paper(document))
}

fn see(account: u64, sale: SaleId, revision: u32) -> DispatchResult {
	CarRegistry::acknowledge_encumbrances(RuntimeOrigin::signed(account), sale, revision)
}

fn sign(account: u64, sale: SaleId) -> DispatchResult {
	CarRegistry::sign_sale(RuntimeOrigin::signed(account), sale, sale_of(sale).contract)
}

fn revoke(account: u64, id: VehicleId) -> DispatchResult {
	CarRegistry::revoke_mortgage_agreement(RuntimeOrigin::signed(account), id)
}

#[test]
fn an_owner_takes_back_a_mortgage_that_is_not_placed() {
	build_and_execute(|| {
		let id = register(1);
		assert_noop!(revoke(SELLER, id), Fault::NoMortgageAgreement);
		assert_ok!(agree(SELLER, id, LIENOR_AGENCY, 1));
		for account in [BUYER, STRANGER] {
			assert_noop!(revoke(account, id), Fault::NotTheOwner);
		}
		for account in [LIENOR, REGISTRAR] {
			assert_noop!(revoke(account, id), NO_PARTY);
		}
		assert_noop!(revoke(SELLER, VehicleId([0; 16])), Fault::VehicleNotFound);
		events();
		assert_ok!(revoke(SELLER, id));
		assert_eq!(
			events(),
			[Event::MortgageAgreementRevoked {
				vehicle: id,
				owner: citizen(SELLER),
				lienor: LIENOR_AGENCY,
				document: paper(1),
			}]
		);
		assert_noop!(
			place(LIENOR, id, EncumbranceKind::Mortgage, 1),
			Fault::MortgageNotAgreed
		);
		assert_noop!(revoke(SELLER, id), Fault::NoMortgageAgreement);
		// It can be agreed anew; once it is placed, only the lienor or a court releases it.
		mortgage(id, 1);
		assert_noop!(revoke(SELLER, id), Fault::NoMortgageAgreement);
		assert_eq!(vehicle_of(id).encumbrances.mortgages, 1);
	});
}

#[test]
fn a_new_owner_clears_away_what_the_one_before_had_agreed_to() {
	build_and_execute(|| {
		let id = register(1);
		assert_ok!(agree(SELLER, id, LIENOR_AGENCY, 1));
		let sale = delivered_private_sale(id, 2);
		assert_ok!(CarRegistry::accept_transfer(
			RuntimeOrigin::signed(REGISTRAR),
			sale,
			acceptance(50)
		));
		assert_noop!(revoke(SELLER, id), Fault::NotTheOwner);
		events();
		assert_ok!(revoke(BUYER, id));
		assert!(matches!(
			events()[..],
			[Event::MortgageAgreementRevoked { owner, .. }] if owner == citizen(SELLER)
		));
	});
}

#[test]
fn seizures_and_mortgages_stand_in_order_of_receipt() {
	build_and_execute(|| {
		let id = register(1);
		events();
		assert_ok!(place(COURT, id, EncumbranceKind::Seizure, 1));
		assert_eq!(
			events(),
			[Event::EncumbrancePlaced {
				vehicle: id,
				encumbrance: EncumbranceId(0),
				kind: EncumbranceKind::Seizure,
				holder: AgencyId(11),
				document: paper(1),
			}]
		);
		advance(DAY);
		mortgage(id, 2);
		seize(id, 3);
		let order: Vec<_> = CarRegistry::encumbrances_of(id)
			.into_iter()
			.map(|entry| (entry.id.0, entry.kind, entry.received_at))
			.collect();
		assert_eq!(
			order,
			[
				(0, EncumbranceKind::Seizure, START),
				(1, EncumbranceKind::Mortgage, START + DAY),
				(2, EncumbranceKind::Seizure, START + DAY),
			]
		);
		assert_eq!(
			vehicle_of(id).encumbrances,
			EncumbranceSummary {
				seizures: 2,
				mortgages: 1,
				revision: 3
			}
		);
		assert_eq!(
			CarRegistry::vehicle_info(id).map(|info| info.transfer_blocks),
			Some(vec![TransferBlock::Seized])
		);
		assert!(matches!(
			CarRegistry::verify_document(id, DocumentKind::Encumbrance, paper(2)),
			DocumentVerdict::Recorded {
				standing: Standing::InForce,
				..
			}
		));
	});
}

#[test]
fn a_mortgage_needs_the_owners_consent_to_this_lienor_and_this_contract() {
	build_and_execute(|| {
		let id = register(1);
		let mortgage = EncumbranceKind::Mortgage;
		assert_noop!(place(LIENOR, id, mortgage, 1), Fault::MortgageNotAgreed);
		assert_noop!(agree(BUYER, id, LIENOR_AGENCY, 1), Fault::NotTheOwner);
		assert_noop!(agree(SELLER, id, DEALER_AGENCY, 1), Fault::NotALienor);
		assert_noop!(
			agree(SELLER, VehicleId([0; 16]), LIENOR_AGENCY, 1),
			Fault::VehicleNotFound
		);
		assert_noop!(agree(REGISTRAR, id, LIENOR_AGENCY, 1), NO_PARTY);
		events();
		assert_ok!(agree(SELLER, id, LIENOR_AGENCY, 1));
		assert_eq!(
			events(),
			[Event::MortgageAgreed {
				vehicle: id,
				owner: citizen(SELLER),
				lienor: LIENOR_AGENCY,
				document: paper(1)
			}]
		);
		assert_noop!(
			place(OTHER_LIENOR, id, mortgage, 1),
			Fault::MortgageNotAgreed
		);
		assert_noop!(place(LIENOR, id, mortgage, 2), Fault::MortgageNotAgreed);
		assert_ok!(place(LIENOR, id, mortgage, 1));
		// A consent serves once.
		assert_eq!(MortgageConsents::<Test>::get(id), None);
		assert_noop!(
			place(LIENOR, id, mortgage, 1),
			Fault::DocumentAlreadyRecorded
		);
	});
}

#[test]
fn a_consent_does_not_bind_the_next_owner() {
	build_and_execute(|| {
		let id = register(1);
		assert_ok!(agree(SELLER, id, LIENOR_AGENCY, 1));
		let sale = delivered_private_sale(id, 2);
		assert_ok!(CarRegistry::accept_transfer(
			RuntimeOrigin::signed(REGISTRAR),
			sale,
			acceptance(50)
		));
		assert_noop!(
			place(LIENOR, id, EncumbranceKind::Mortgage, 1),
			Fault::MortgageNotAgreed
		);
	});
}

#[test]
fn nobody_mortgages_a_car_while_its_sale_is_open() {
	build_and_execute(|| {
		let id = register(1);
		assert_ok!(agree(SELLER, id, LIENOR_AGENCY, 1));
		draft_private(id, 2);
		assert_noop!(
			agree(SELLER, id, LIENOR_AGENCY, 3),
			Fault::SaleAlreadyPending
		);
		assert_noop!(
			place(LIENOR, id, EncumbranceKind::Mortgage, 1),
			Fault::SaleAlreadyPending
		);
		// A seizure waits for nobody.
		seize(id, 4);
	});
}

#[test]
fn each_kind_is_placed_by_its_roles_only() {
	build_and_execute(|| {
		let id = register(1);
		for account in [LIENOR, REGISTRAR, INSURER, SELLER, DEALER] {
			assert_noop!(
				place(account, id, EncumbranceKind::Seizure, 1),
				NOT_A_DELEGATE
			);
		}
		for account in [COURT, TAX_OFFICE, REGISTRAR, SELLER] {
			assert_noop!(
				place(account, id, EncumbranceKind::Mortgage, 1),
				NOT_A_DELEGATE
			);
		}
		assert_noop!(
			place(COURT, VehicleId([0; 16]), EncumbranceKind::Seizure, 1),
			Fault::VehicleNotFound
		);
	});
}

#[test]
fn an_encumbrance_is_released_by_who_placed_it_or_a_court() {
	build_and_execute(|| {
		let id = register(1);
		seize(id, 1);
		mortgage(id, 2);
		assert_noop!(release(LIENOR, id, 0, 5), NOT_A_DELEGATE);
		assert_noop!(release(OTHER_LIENOR, id, 1, 5), Fault::NotTheHolder);
		assert_noop!(release(TAX_OFFICE, id, 1, 5), NOT_A_DELEGATE);
		for account in [SELLER, REGISTRAR] {
			assert_noop!(release(account, id, 0, 5), NOT_A_DELEGATE);
		}
		assert_noop!(release(COURT, id, 9, 5), Fault::EncumbranceNotFound);
		assert_noop!(
			release(COURT, VehicleId([0; 16]), 0, 5),
			Fault::EncumbranceNotFound
		);
		events();
		assert_ok!(release(TAX_OFFICE, id, 0, 5));
		assert_eq!(
			events(),
			[Event::EncumbranceReleased {
				vehicle: id,
				encumbrance: EncumbranceId(0),
				kind: EncumbranceKind::Seizure,
				by: AgencyId(12)
			}]
		);
		assert_noop!(release(TAX_OFFICE, id, 0, 6), Fault::EncumbranceNotFound);
		assert_noop!(release(COURT, id, 1, 5), Fault::DocumentAlreadyRecorded);
		assert_ok!(release(COURT, id, 1, 6));
		assert!(vehicle_of(id).encumbrances.is_clear());
		assert_eq!(Encumbrances::<Test>::iter().count(), 0);
		assert!(matches!(
			CarRegistry::verify_document(id, DocumentKind::Encumbrance, paper(2)),
			DocumentVerdict::Recorded {
				standing: Standing::Void,
				..
			}
		));
	});
}

#[test]
fn a_car_bears_so_many_encumbrances_and_no_more() {
	build_and_execute(|| {
		let id = register(1);
		for number in 0..u64::from(MAX_ENCUMBRANCES) {
			seize(id, number);
		}
		assert_noop!(
			place(COURT, id, EncumbranceKind::Seizure, 99),
			Fault::TooManyEncumbrances
		);
	});
}

#[test]
fn a_buyer_acknowledges_what_burdens_the_car_before_anybody_signs() {
	build_and_execute(|| {
		let id = register(1);
		mortgage(id, 1);
		let sale = draft_private(id, 2);
		assert_ok!(CarRegistry::waive_inspection(
			RuntimeOrigin::signed(BUYER),
			sale
		));
		for account in [SELLER, BUYER] {
			assert_noop!(sign(account, sale), Fault::EncumbrancesNotAcknowledged);
		}
		assert_noop!(see(SELLER, sale, 1), Fault::NotTheBuyer);
		assert_noop!(see(BUYER, sale, 0), Fault::EncumbrancesChanged);
		events();
		assert_ok!(see(BUYER, sale, 1));
		assert_eq!(
			events(),
			[Event::EncumbrancesAcknowledged {
				sale,
				encumbrances: vehicle_of(id).encumbrances
			}]
		);
		assert_noop!(see(BUYER, sale, 1), Fault::AlreadyDisclosed);
		assert_ok!(sign(SELLER, sale));

		// A seizure comes before the second signature: the first counts no more.
		seize(id, 3);
		assert_noop!(sign(BUYER, sale), Fault::EncumbrancesNotAcknowledged);
		assert_ok!(see(BUYER, sale, 2));
		assert_eq!(
			sale_of(sale).stage,
			SaleStage::Disclosed(Disclosure::Waived)
		);
		assert_ok!(sign(SELLER, sale));
		assert_ok!(sign(BUYER, sale));
		assert_noop!(see(BUYER, sale, 2), Fault::AlreadySigned);
		assert!(matches!(
			events().last(),
			Some(Event::SaleSigned { encumbrances, .. })
				if encumbrances.seizures == 1 && encumbrances.mortgages == 1
		));
	});
}

#[test]
fn a_mortgage_goes_with_the_car_and_a_seizure_stops_it() {
	build_and_execute(|| {
		let id = register(1);
		mortgage(id, 1);
		let sale = draft_private(id, 2);
		assert_ok!(CarRegistry::waive_inspection(
			RuntimeOrigin::signed(BUYER),
			sale
		));
		assert_ok!(see(BUYER, sale, 1));
		sign_both(sale);
		confirm_both(sale);
		deliver(sale);
		seize(id, 3);
		let accept =
			|| CarRegistry::accept_transfer(RuntimeOrigin::signed(REGISTRAR), sale, acceptance(50));
		assert_noop!(accept(), Fault::Seized);
		assert_ok!(release(TAX_OFFICE, id, 1, 4));
		assert_ok!(accept());
		let car = vehicle_of(id);
		assert_eq!(car.owner, citizen(BUYER));
		assert_eq!(car.encumbrances.mortgages, 1);
	});
}
