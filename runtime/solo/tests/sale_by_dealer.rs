// SPDX-License-Identifier: Apache-2.0

//! A used car goes from its owner through a dealer to the buyer.

use crate::common::*;
use pallet_car_registry::{
	Call, ContractKind, DocumentKind, DocumentVerdict, Error, OdometerReport, OdometerSource,
	OdometerVerdict, PaymentTerms, RecordIndex, SaleId, SaleStage, Standing, TransferAcceptance,
	VehicleId, VehicleStatus,
};
use seoul_chain_runtime::{CarRegistry, Runtime};
use sp_keyring::Sr25519Keyring::{One, Two};

const CONTRACT: &[u8] = b"contract of a dealer's sale";
const FORM_82: &[u8] = b"performance and condition inspection record";
const RECEIPT: &[u8] = b"receipt of the national register";

/// A car listed with the dealer and inspected. Returns its number and the inspection record's.
fn listed_and_inspected(chain: &mut Chain) -> (VehicleId, RecordIndex) {
	let vehicle = register_car(chain, "a used car", SELLER_CARD);
	chain.succeeds(
		who::SELLER,
		Call::<Runtime>::list_vehicle {
			vehicle,
			dealer: DEALER,
		},
	);
	let form = clean_form(chain.now(), 48_000);
	chain.succeeds(
		who::INSPECTOR,
		Call::<Runtime>::file_inspection {
			vehicle,
			document: document(FORM_82),
			form,
		},
	);
	let inspection = chain
		.query(|| CarRegistry::vehicle_info(vehicle))
		.and_then(|info| info.vehicle.latest_inspection)
		.expect("the inspection record is filed");
	(vehicle, inspection)
}

/// The dealer drafts the sale of a car to the buyer.
fn draft(chain: &mut Chain, vehicle: VehicleId) -> SaleId {
	let events = chain.succeeds(
		who::DEALER,
		Call::<Runtime>::draft_sale {
			vehicle,
			buyer: BUYER_CARD,
			contract_kind: ContractKind::Dealer,
			contract: document(CONTRACT),
			payment: PaymentTerms::OffChain,
		},
	);
	drafted_sale(events)
}

fn sign(sale: SaleId) -> Call<Runtime> {
	Call::sign_sale {
		sale,
		contract: document(CONTRACT),
	}
}

fn acceptance() -> TransferAcceptance {
	TransferAcceptance {
		receipt: document(RECEIPT),
		new_access_tag: access_tag("second certificate of a used car"),
		new_plate_tag: None,
		new_district: None,
	}
}

#[test]
fn a_car_goes_from_its_owner_through_a_dealer_to_the_buyer() {
	let mut chain = Chain::development();
	let (vehicle, inspection) = listed_and_inspected(&mut chain);
	chain.next_block();

	let sale = draft(&mut chain, vehicle);
	chain.succeeds(
		who::BUYER,
		Call::<Runtime>::acknowledge_inspection { sale, inspection },
	);
	chain.succeeds(who::SELLER, sign(sale));
	chain.succeeds(who::BUYER, sign(sale));
	assert_eq!(
		owner_of(&mut chain, vehicle),
		SELLER_CARD,
		"signing moves nothing yet"
	);
	paid_and_delivered(&mut chain, sale);

	chain.next_block();
	chain.succeeds(
		who::DONGDAEMUN,
		Call::<Runtime>::accept_transfer {
			sale,
			acceptance: acceptance(),
		},
	);

	let info = chain
		.query(|| CarRegistry::vehicle_info(vehicle))
		.expect("the car is registered");
	assert_eq!(info.vehicle.owner, BUYER_CARD);
	assert_eq!(info.vehicle.status, VehicleStatus::Registered);
	assert_eq!(info.odometer_km, Some(48_000));
	assert_eq!(info.verdict, OdometerVerdict::Logical);
	chain.query(|| {
		use pallet_car_registry::{Sales, VehicleByAccess};
		let stage = Sales::<Runtime>::get(sale).map(|sale| sale.stage);
		assert!(matches!(stage, Some(SaleStage::Transferred { .. })));
		assert_eq!(
			VehicleByAccess::<Runtime>::get(access_tag("first certificate of a used car")),
			None,
			"the seller's certificate opens nothing any more"
		);
		assert_eq!(
			VehicleByAccess::<Runtime>::get(access_tag("second certificate of a used car")),
			Some(vehicle)
		);
	});
}

#[test]
fn every_paper_of_the_sale_can_be_verified_and_a_changed_byte_is_exposed() {
	let mut chain = Chain::development();
	let (vehicle, inspection) = listed_and_inspected(&mut chain);
	let sale = draft(&mut chain, vehicle);
	chain.succeeds(
		who::BUYER,
		Call::<Runtime>::acknowledge_inspection { sale, inspection },
	);
	chain.succeeds(who::BUYER, sign(sale));
	chain.succeeds(who::SELLER, sign(sale));
	paid_and_delivered(&mut chain, sale);
	chain.succeeds(
		who::DONGDAEMUN,
		Call::<Runtime>::accept_transfer {
			sale,
			acceptance: acceptance(),
		},
	);

	chain.query(|| {
		for (kind, bytes) in [
			(DocumentKind::InspectionRecord, FORM_82),
			(DocumentKind::ContractDealer, CONTRACT),
			(DocumentKind::RegisterReceipt, RECEIPT),
		] {
			let verdict = CarRegistry::verify_document(vehicle, kind, document(bytes));
			assert!(
				matches!(
					verdict,
					DocumentVerdict::Recorded {
						standing: Standing::InForce,
						..
					}
				),
				"{kind:?} is {verdict:?}"
			);
			let mut forged = bytes.to_vec();
			forged[5] ^= 1;
			assert_eq!(
				CarRegistry::verify_document(vehicle, kind, document(&forged)),
				DocumentVerdict::NotRecorded
			);
		}
	});
}

#[test]
fn a_dealers_buyer_cannot_sign_before_seeing_the_inspection_record() {
	let mut chain = Chain::development();
	let (vehicle, inspection) = listed_and_inspected(&mut chain);
	let sale = draft(&mut chain, vehicle);

	let not_seen = Error::<Runtime>::InspectionNotAcknowledged;
	chain.refuses(who::BUYER, sign(sale), not_seen);
	chain.refuses(
		who::BUYER,
		Call::<Runtime>::waive_inspection { sale },
		Error::<Runtime>::WaiverNotAllowed,
	);
	chain.refuses(
		who::SELLER,
		Call::<Runtime>::acknowledge_inspection { sale, inspection },
		Error::<Runtime>::NotTheBuyer,
	);
	chain.succeeds(
		who::BUYER,
		Call::<Runtime>::acknowledge_inspection { sale, inspection },
	);
	chain.succeeds(who::BUYER, sign(sale));
}

#[test]
fn an_inspection_record_that_is_too_old_cannot_be_shown_at_a_sale() {
	let mut chain = Chain::development();
	let (vehicle, inspection) = listed_and_inspected(&mut chain);
	// 120 legal days, of five seconds each.
	chain.advance(601_000);
	let sale = draft(&mut chain, vehicle);
	chain.refuses(
		who::BUYER,
		Call::<Runtime>::acknowledge_inspection { sale, inspection },
		Error::<Runtime>::InspectionOutOfDate,
	);
}

#[test]
fn a_contract_that_differs_from_the_draft_cannot_be_signed() {
	let mut chain = Chain::development();
	let (vehicle, inspection) = listed_and_inspected(&mut chain);
	let sale = draft(&mut chain, vehicle);
	chain.succeeds(
		who::BUYER,
		Call::<Runtime>::acknowledge_inspection { sale, inspection },
	);
	chain.refuses(
		who::BUYER,
		Call::<Runtime>::sign_sale {
			sale,
			contract: document(b"another price"),
		},
		Error::<Runtime>::ContractMismatch,
	);
}

#[test]
fn only_the_registrar_of_the_cars_district_accepts_and_only_what_both_have_signed() {
	let mut chain = Chain::development();
	let (vehicle, inspection) = listed_and_inspected(&mut chain);
	let sale = draft(&mut chain, vehicle);
	chain.succeeds(
		who::BUYER,
		Call::<Runtime>::acknowledge_inspection { sale, inspection },
	);
	chain.succeeds(who::SELLER, sign(sale));

	let accept = || Call::<Runtime>::accept_transfer {
		sale,
		acceptance: acceptance(),
	};
	chain.refuses(who::DONGDAEMUN, accept(), Error::<Runtime>::NotSigned);
	chain.succeeds(who::BUYER, sign(sale));
	paid_and_delivered(&mut chain, sale);
	chain.refuses(who::GANGNAM, accept(), Error::<Runtime>::WrongDistrict);
	chain.refuses(
		who::DEALER,
		accept(),
		pallet_agencies::Error::<Runtime>::RoleNotHeld,
	);
	chain.refuses(
		who::BUYER,
		accept(),
		pallet_agencies::Error::<Runtime>::NotADelegate,
	);
	chain.succeeds(who::DONGDAEMUN, accept());
}

#[test]
fn a_meter_that_was_turned_back_is_stored_and_shown() {
	let mut chain = Chain::development();
	let (vehicle, _) = listed_and_inspected(&mut chain);
	chain.next_block();
	let taken_at = chain.now();
	chain.succeeds(
		who::MECHANIC,
		Call::<Runtime>::report_odometer {
			vehicle,
			report: OdometerReport {
				km: 31_000,
				taken_at,
				source: OdometerSource::Repair,
			},
		},
	);
	let info = chain
		.query(|| CarRegistry::vehicle_info(vehicle))
		.expect("the car is registered");
	assert_eq!(info.verdict, OdometerVerdict::Illogical);
}

#[test]
fn a_reading_comes_only_from_who_holds_the_role_of_its_source() {
	let mut chain = Chain::development();
	let vehicle = register_car(&mut chain, "a used car", SELLER_CARD);
	let taken_at = chain.now();
	let report = |source| Call::<Runtime>::report_odometer {
		vehicle,
		report: OdometerReport {
			km: 20_000,
			taken_at,
			source,
		},
	};
	for (source, reporter) in [
		(OdometerSource::Inspection, who::INSPECTOR),
		(OdometerSource::Repair, who::MECHANIC),
		(OdometerSource::Insurance, Two),
		(OdometerSource::PeriodicInspection, One),
	] {
		for other in [who::INSPECTOR, who::MECHANIC, One, Two] {
			if other == reporter {
				chain.succeeds(other, report(source));
			} else {
				let not_held = pallet_agencies::Error::<Runtime>::RoleNotHeld;
				chain.refuses(other, report(source), not_held);
			}
		}
	}
}
