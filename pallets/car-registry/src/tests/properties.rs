// SPDX-License-Identifier: Apache-2.0

//! Random life stories of cars. Whatever is tried, a car has one owner, ownership moves only when a
//! registrar acts and never under a seizure, a theft or an unrepaired total loss; no won appears or
//! vanishes, and the verdict equals a naive recomputation.

use crate::{mock::*, *};
use frame_support::traits::fungible::{Inspect, InspectHold};
use proptest::prelude::*;
use seoul_chain_primitives::{OnAccountRotated, PartyId, PartyRegistry};
use sp_core::H256;
use std::collections::BTreeMap;

/// Everybody who appears in these stories.
const ACCOUNTS: [u64; 15] = [
	SELLER,
	BUYER,
	STRANGER,
	REGISTRAR,
	OTHER_REGISTRAR,
	DEALER,
	WORKSHOP,
	REPAIR_SHOP,
	OTHER_DEALER,
	INSURER,
	COURT,
	TAX_OFFICE,
	LIENOR,
	POLICE,
	PERIODIC_INSPECTION,
];

/// Who tries: whoever may, or anyone.
#[derive(Clone, Copy, Debug)]
enum Who {
	Entitled,
	Anyone(usize),
}

/// Which sale: the open one of a car, or any.
#[derive(Clone, Copy, Debug)]
enum Which {
	OpenOf(usize),
	Number(u64),
}

/// An attempt of somebody to do something. Half of them are by who may do it to what is open, so that
/// stories reach their end often enough; the rest are mostly refused.
#[derive(Clone, Debug)]
enum Attempt {
	Report {
		car: usize,
		km: u32,
		age: u64,
	},
	Correct {
		who: Who,
		car: usize,
		reading: u32,
		km: u32,
	},
	Inspect {
		car: usize,
	},
	List {
		who: Who,
		car: usize,
	},
	Return {
		who: Who,
		car: usize,
	},
	Draft {
		who: Who,
		car: usize,
		buyer: u64,
		kind: ContractKind,
		payment: PaymentTerms,
	},
	Acknowledge {
		who: Who,
		sale: Which,
	},
	Waive {
		who: Who,
		sale: Which,
	},
	Sign {
		who: Who,
		sale: Which,
		side: Side,
	},
	Cancel {
		who: Who,
		sale: Which,
	},
	Expire {
		sale: Which,
	},
	Accept {
		who: Who,
		sale: Which,
	},
	Reject {
		who: Who,
		sale: Which,
	},
	Wait {
		days: u64,
	},
	Pay {
		who: Who,
		sale: Which,
	},
	ConfirmPayment {
		who: Who,
		sale: Which,
		side: Side,
	},
	Deliver {
		who: Who,
		sale: Which,
	},
	SeeEncumbrances {
		who: Who,
		sale: Which,
	},
	Force {
		who: Who,
		sale: Which,
	},
	Seize {
		who: Who,
		car: usize,
	},
	Mortgage {
		car: usize,
	},
	Release {
		who: Who,
		car: usize,
	},
	Incident {
		who: Who,
		car: usize,
		incident: u8,
	},
	Withdraw {
		who: Who,
		car: usize,
		incident: u32,
	},
	RepairInspection {
		who: Who,
		car: usize,
	},
	Title {
		who: Who,
		car: usize,
		to: u64,
		ground: TitleGround,
	},
	Rescind {
		who: Who,
		sale: u64,
		step: u8,
	},
	Deregister {
		car: usize,
		reason: DeregistrationReason,
	},
	Reregister {
		car: usize,
		owner: u64,
	},
	ReplaceMeter {
		car: usize,
		old_km: u32,
		new_km: u32,
		age: u64,
	},
	Batch {
		km: u32,
		age: u64,
	},
	WithdrawReplacement {
		car: usize,
		reading: u32,
	},
	/// A citizen takes another of its telephones.
	Rotate {
		citizen: u64,
		phone: u64,
	},
	/// The owner agrees to a mortgage, and somebody takes that back.
	Revoke {
		who: Who,
		car: usize,
	},
	Certify {
		who: Who,
		car: usize,
	},
	WithdrawScrapping {
		who: Who,
		car: usize,
	},
	/// The next step of a car's open sale, by who may take it.
	Next {
		car: usize,
	},
}

fn attempt() -> impl Strategy<Value = Attempt> {
	let who = || {
		prop_oneof![
			2 => Just(Who::Entitled),
			1 => (0..ACCOUNTS.len()).prop_map(Who::Anyone),
		]
	};
	let car = || 0..2usize;
	let sale = || {
		prop_oneof![
			3 => car().prop_map(Which::OpenOf),
			1 => (0..8u64).prop_map(Which::Number),
		]
	};
	let kind = prop_oneof![
		2 => Just(ContractKind::BetweenParties),
		2 => Just(ContractKind::Dealer),
		1 => Just(ContractKind::Gift),
	];
	let side = || prop_oneof![Just(Side::Seller), Just(Side::Buyer)];
	let payment = prop_oneof![
		2 => Just(PaymentTerms::OffChain),
		2 => Just(ON_CHAIN),
		1 => Just(ON_CHAIN_WITH_FEE),
	];
	let life = prop_oneof![
		12 => (who(), sale()).prop_map(|(who, sale)| Attempt::Pay { who, sale }),
		14 => (who(), sale(), side())
			.prop_map(|(who, sale, side)| Attempt::ConfirmPayment { who, sale, side }),
		14 => (who(), sale()).prop_map(|(who, sale)| Attempt::Deliver { who, sale }),
		6 => (who(), sale()).prop_map(|(who, sale)| Attempt::SeeEncumbrances { who, sale }),
		2 => (who(), sale()).prop_map(|(who, sale)| Attempt::Force { who, sale }),
		1 => (who(), car()).prop_map(|(who, car)| Attempt::Seize { who, car }),
		1 => car().prop_map(|car| Attempt::Mortgage { car }),
		10 => (who(), car()).prop_map(|(who, car)| Attempt::Release { who, car }),
		1 => (who(), car(), 0..6u8)
			.prop_map(|(who, car, incident)| Attempt::Incident { who, car, incident }),
		8 => (who(), car(), 0..4u32)
			.prop_map(|(who, car, incident)| Attempt::Withdraw { who, car, incident }),
		5 => (who(), car()).prop_map(|(who, car)| Attempt::RepairInspection { who, car }),
		1 => (
			who(),
			car(),
			1..4u64,
			prop_oneof![
				Just(TitleGround::Inheritance),
				Just(TitleGround::PublicSale),
				Just(TitleGround::Judgment)
			]
		)
			.prop_map(|(who, car, to, ground)| Attempt::Title { who, car, to, ground }),
		10 => (who(), 0..8u64, 0..12u8)
			.prop_map(|(who, sale, step)| Attempt::Rescind { who, sale, step }),
		1 => (
			car(),
			prop_oneof![
				Just(DeregistrationReason::Export),
				Just(DeregistrationReason::Theft),
				Just(DeregistrationReason::ExOfficio)
			]
		)
			.prop_map(|(car, reason)| Attempt::Deregister { car, reason }),
		6 => (car(), 1..4u64).prop_map(|(car, owner)| Attempt::Reregister { car, owner }),
		1 => (car(), 0..300_000u32, 0..300_000u32, 0..40u64).prop_map(
			|(car, old_km, new_km, age)| Attempt::ReplaceMeter { car, old_km, new_km, age }
		),
		2 => (0..300_000u32, 0..40u64).prop_map(|(km, age)| Attempt::Batch { km, age }),
		4 => (car(), 0..30u32)
			.prop_map(|(car, reading)| Attempt::WithdrawReplacement { car, reading }),
		4 => (1..4u64, 0..3u64)
			.prop_map(|(citizen, phone)| Attempt::Rotate { citizen, phone }),
		1 => (who(), car()).prop_map(|(who, car)| Attempt::Revoke { who, car }),
		1 => (who(), car()).prop_map(|(who, car)| Attempt::Certify { who, car }),
		3 => (who(), car()).prop_map(|(who, car)| Attempt::WithdrawScrapping { who, car }),
	];
	prop_oneof![
		40 => car().prop_map(|car| Attempt::Next { car }),
		70 => life,
		3 => (car(), 0..300_000u32, 0..40u64)
			.prop_map(|(car, km, age)| Attempt::Report { car, km, age }),
		1 => (who(), car(), 0..12u32, 0..300_000u32)
			.prop_map(|(who, car, reading, km)| Attempt::Correct { who, car, reading, km }),
		4 => car().prop_map(|car| Attempt::Inspect { car }),
		4 => (who(), car()).prop_map(|(who, car)| Attempt::List { who, car }),
		1 => (who(), car()).prop_map(|(who, car)| Attempt::Return { who, car }),
		12 => (who(), car(), 1..4u64, kind, payment).prop_map(
			|(who, car, buyer, kind, payment)| Attempt::Draft { who, car, buyer, kind, payment }
		),
		8 => (who(), sale()).prop_map(|(who, sale)| Attempt::Acknowledge { who, sale }),
		8 => (who(), sale()).prop_map(|(who, sale)| Attempt::Waive { who, sale }),
		20 => (who(), sale(), side())
			.prop_map(|(who, sale, side)| Attempt::Sign { who, sale, side }),
		1 => (who(), sale()).prop_map(|(who, sale)| Attempt::Cancel { who, sale }),
		1 => sale().prop_map(|sale| Attempt::Expire { sale }),
		10 => (who(), sale()).prop_map(|(who, sale)| Attempt::Accept { who, sale }),
		1 => (who(), sale()).prop_map(|(who, sale)| Attempt::Reject { who, sale }),
		1 => prop_oneof![9 => 0..2u64, 1 => 30..130u64].prop_map(|days| Attempt::Wait { days }),
	]
}

/// An incident, and who reports it.
fn incident(number: u8) -> (Incident, IncidentSource, u64) {
	match number {
		0 => (
			Incident::Accident {
				repair: RepairCost::Below2Million,
				parts: Default::default(),
			},
			IncidentSource::RepairShop,
			REPAIR_SHOP,
		),
		1 => (Incident::Flood, IncidentSource::Insurer, INSURER),
		2 => (
			Incident::TotalLoss(TotalLossCause::Flood),
			IncidentSource::Insurer,
			INSURER,
		),
		3 => (Incident::Theft, IncidentSource::Police, POLICE),
		_ => (Incident::Recovery, IncidentSource::Police, POLICE),
	}
}

fn account_of(party: PartyId) -> u64 {
	Parties::account_of(party).expect("everybody in these stories has an account")
}

/// The accounts that a citizen may have: the first one, and its telephones.
fn accounts_of(number: u64) -> [u64; 4] {
	[number, 10 * number + 10, 10 * number + 11, 10 * number + 12]
}

/// Give a citizen another account, as the register of cards does: all of it, or nothing.
fn take_phone(number: u64, phone: u64) -> frame_support::dispatch::DispatchResult {
	let party = citizen(number);
	let old = account_of(party);
	let new = 10 * number + 10 + phone;
	// Some won of its own, so that won can be held there.
	let _ = Balances::transfer_allow_death(RuntimeOrigin::signed(old), new, WON);
	rotate(party, new);
	let moved = frame_support::storage::with_storage_layer(|| {
		CarRegistry::on_account_rotated(party, &old, &new)
	});
	if moved.is_err() {
		rotate(party, old);
	}
	moved
}

/// Try it; the outcome does not matter, the state after it does.
fn perform(attempt: &Attempt, cars: &[VehicleId], number: u64) {
	let by = |who: Who, entitled: u64| {
		RuntimeOrigin::signed(match who {
			Who::Entitled => entitled,
			Who::Anyone(index) => ACCOUNTS[index],
		})
	};
	let id_of = |which: Which| match which {
		Which::Number(number) => SaleId(number),
		Which::OpenOf(car) => match vehicle_of(cars[car]).status {
			VehicleStatus::SalePending { sale, .. } => sale,
			_ => SaleId(u64::MAX),
		},
	};
	let buyer_of = |id| Sales::<Test>::get(id).map_or(BUYER, |sale| account_of(sale.buyer));
	let seller_of = |id| Sales::<Test>::get(id).map_or(SELLER, |sale| account_of(sale.seller));
	let owner_of = |car: usize| account_of(vehicle_of(cars[car]).owner);
	let _ = match *attempt {
		Attempt::Report { car, km, age } => CarRegistry::report_odometer(
			RuntimeOrigin::signed(REPAIR_SHOP),
			cars[car],
			OdometerReport {
				km,
				taken_at: now().saturating_sub(age * DAY),
				source: OdometerSource::Repair,
			},
		)
		.map(|_| ())
		.map_err(|fault| fault.error),
		Attempt::Correct {
			who,
			car,
			reading,
			km,
		} => CarRegistry::correct_odometer(
			by(who, REPAIR_SHOP),
			cars[car],
			reading,
			km,
			paper(10_000 + number),
		),
		Attempt::Inspect { car } => CarRegistry::file_inspection(
			RuntimeOrigin::signed(WORKSHOP),
			cars[car],
			paper(10_000 + number),
			form(),
		),
		Attempt::List { who, car } => {
			CarRegistry::list_vehicle(by(who, owner_of(car)), cars[car], DEALER_AGENCY)
		},
		Attempt::Return { who, car } => {
			CarRegistry::return_vehicle(by(who, owner_of(car)), cars[car])
		},
		Attempt::Draft {
			who,
			car,
			buyer,
			kind,
			payment,
		} => CarRegistry::draft_sale(
			by(
				who,
				if kind == ContractKind::Dealer {
					DEALER
				} else {
					owner_of(car)
				},
			),
			cars[car],
			citizen(buyer),
			kind,
			paper(10_000 + number),
			payment,
		),
		Attempt::Acknowledge { who, sale } => {
			let id = id_of(sale);
			let inspection =
				Sales::<Test>::get(id).and_then(|sale| vehicle_of(sale.vehicle).latest_inspection);
			CarRegistry::acknowledge_inspection(
				by(who, buyer_of(id)),
				id,
				inspection.unwrap_or_default(),
			)
		},
		Attempt::Waive { who, sale } => {
			let id = id_of(sale);
			CarRegistry::waive_inspection(by(who, buyer_of(id)), id)
		},
		Attempt::Sign { who, sale, side } => {
			let id = id_of(sale);
			let entitled = if side == Side::Buyer {
				buyer_of(id)
			} else {
				seller_of(id)
			};
			let contract = Sales::<Test>::get(id).map_or(paper(0), |sale| sale.contract);
			CarRegistry::sign_sale(by(who, entitled), id, contract)
		},
		Attempt::Cancel { who, sale } => {
			let id = id_of(sale);
			CarRegistry::cancel_sale(by(who, buyer_of(id)), id)
		},
		Attempt::Expire { sale } => {
			CarRegistry::expire_sale(RuntimeOrigin::signed(STRANGER), id_of(sale))
		},
		Attempt::Accept { who, sale } => CarRegistry::accept_transfer(
			by(who, REGISTRAR),
			id_of(sale),
			acceptance(20_000 + number),
		)
		.map(|_| ())
		.map_err(|fault| fault.error),
		Attempt::Reject { who, sale } => {
			CarRegistry::reject_transfer(by(who, REGISTRAR), id_of(sale), paper(77))
		},
		Attempt::Wait { days } => {
			advance(days * DAY);
			Ok(())
		},
		_ => return perform_life(attempt, cars, number),
	};
}

/// Take the next step of a car's open sale, as those do who want it to come about.
fn next_step(car: VehicleId, number: u64) -> frame_support::dispatch::DispatchResult {
	let vehicle = vehicle_of(car);
	let VehicleStatus::SalePending { sale: id, .. } = vehicle.status else {
		return Ok(());
	};
	let sale = sale_of(id);
	let seller = RuntimeOrigin::signed(account_of(sale.seller));
	let buyer = RuntimeOrigin::signed(account_of(sale.buyer));
	let revision = vehicle.encumbrances.revision;
	match sale.stage {
		SaleStage::Draft => match vehicle.latest_inspection {
			Some(inspection) => CarRegistry::acknowledge_inspection(buyer, id, inspection),
			None => CarRegistry::waive_inspection(buyer, id),
		},
		SaleStage::Disclosed(_) | SaleStage::SignedByOne { .. }
			if !vehicle.encumbrances.is_clear() && sale.encumbrances_seen != Some(revision) =>
		{
			CarRegistry::acknowledge_encumbrances(buyer, id, revision)
		},
		SaleStage::Disclosed(_)
		| SaleStage::SignedByOne {
			by: Side::Buyer, ..
		} => CarRegistry::sign_sale(seller, id, sale.contract),
		SaleStage::SignedByOne { .. } => CarRegistry::sign_sale(buyer, id, sale.contract),
		SaleStage::Signed {
			payment_confirmed_by,
			..
		} => match (sale.payment.total(), payment_confirmed_by) {
			(Some(amount), _) => CarRegistry::pay_sale(buyer, id, amount),
			(None, Some(Side::Seller)) => CarRegistry::confirm_payment(buyer, id),
			(None, _) => CarRegistry::confirm_payment(seller, id),
		},
		SaleStage::Paid { .. } => CarRegistry::confirm_delivery(buyer, id),
		_ => CarRegistry::accept_transfer(
			RuntimeOrigin::signed(REGISTRAR),
			id,
			acceptance(20_000 + number),
		)
		.map(|_| ())
		.map_err(|fault| fault.error),
	}
}

/// The same for what is not the sale itself.
fn perform_life(attempt: &Attempt, cars: &[VehicleId], number: u64) {
	let by = |who: Who, entitled: u64| {
		RuntimeOrigin::signed(match who {
			Who::Entitled => entitled,
			Who::Anyone(index) => ACCOUNTS[index],
		})
	};
	let id_of = |which: Which| match which {
		Which::Number(number) => SaleId(number),
		Which::OpenOf(car) => match vehicle_of(cars[car]).status {
			VehicleStatus::SalePending { sale, .. } => sale,
			_ => SaleId(u64::MAX),
		},
	};
	let buyer_of = |id| Sales::<Test>::get(id).map_or(BUYER, |sale| account_of(sale.buyer));
	let seller_of = |id| Sales::<Test>::get(id).map_or(SELLER, |sale| account_of(sale.seller));
	let document = paper(10_000 + number);
	let _ = match *attempt {
		Attempt::Pay { who, sale } => {
			let id = id_of(sale);
			let amount = Sales::<Test>::get(id)
				.and_then(|sale| sale.payment.total())
				.unwrap_or(PRICE);
			CarRegistry::pay_sale(by(who, buyer_of(id)), id, amount)
		},
		Attempt::ConfirmPayment { who, sale, side } => {
			let id = id_of(sale);
			let entitled = if side == Side::Buyer {
				buyer_of(id)
			} else {
				seller_of(id)
			};
			CarRegistry::confirm_payment(by(who, entitled), id)
		},
		Attempt::Deliver { who, sale } => {
			let id = id_of(sale);
			CarRegistry::confirm_delivery(by(who, buyer_of(id)), id)
		},
		Attempt::SeeEncumbrances { who, sale } => {
			let id = id_of(sale);
			let revision = Sales::<Test>::get(id)
				.map_or(0, |sale| vehicle_of(sale.vehicle).encumbrances.revision);
			CarRegistry::acknowledge_encumbrances(by(who, buyer_of(id)), id, revision)
		},
		Attempt::Force { who, sale } => {
			let id = id_of(sale);
			CarRegistry::force_transfer(by(who, seller_of(id)), id, document)
		},
		Attempt::Seize { who, car } => CarRegistry::place_encumbrance(
			by(who, TAX_OFFICE),
			cars[car],
			EncumbranceKind::Seizure,
			document,
		),
		Attempt::Mortgage { car } => CarRegistry::agree_mortgage(
			RuntimeOrigin::signed(account_of(vehicle_of(cars[car]).owner)),
			cars[car],
			LIENOR_AGENCY,
			document,
		)
		.and_then(|()| {
			CarRegistry::place_encumbrance(
				RuntimeOrigin::signed(LIENOR),
				cars[car],
				EncumbranceKind::Mortgage,
				document,
			)
		}),
		Attempt::Release { who, car } => {
			let first = Encumbrances::<Test>::get(cars[car])
				.first()
				.map_or(EncumbranceId(0), |entry| entry.id);
			CarRegistry::release_encumbrance(by(who, COURT), cars[car], first, document)
		},
		Attempt::Incident {
			who,
			car,
			incident: which,
		} => {
			let (incident, source, reporter) = incident(which);
			CarRegistry::report_incident(
				by(who, reporter),
				cars[car],
				IncidentReport {
					source,
					happened_at: now(),
					document,
					incident,
				},
			)
		},
		Attempt::Withdraw { who, car, incident } => CarRegistry::withdraw_incident(
			by(who, COURT),
			cars[car],
			IncidentNumber(incident),
			document,
		),
		Attempt::RepairInspection { who, car } => {
			CarRegistry::pass_repair_inspection(by(who, PERIODIC_INSPECTION), cars[car], document)
		},
		Attempt::Title {
			who,
			car,
			to,
			ground,
		} => CarRegistry::transfer_by_title(
			by(who, REGISTRAR),
			cars[car],
			TitleTransfer {
				ground,
				new_owner: citizen(to),
				since: now(),
				basis: document,
			},
			acceptance(20_000 + number),
		),
		Attempt::Rescind { who, sale, step } => {
			// One of the dealer's sales that were transferred.
			let mut sales: Vec<_> = Sales::<Test>::iter()
				.filter(|(_, sale)| {
					sale.contract_kind == ContractKind::Dealer && sale.stage.completed().is_some()
				})
				.map(|(id, _)| id)
				.collect();
			sales.sort_unstable();
			let id = match usize::try_from(sale).map(|sale| sale % sales.len().max(1)) {
				Ok(chosen) if !sales.is_empty() => sales[chosen],
				_ => SaleId(sale),
			};
			// Most often the next step by who may take it.
			let (who, step) = match Sales::<Test>::get(id).map(|sale| sale.stage) {
				Some(SaleStage::Transferred(_)) if step > 4 => (Who::Entitled, 0),
				Some(SaleStage::RescissionRequested { .. }) if step > 4 => (Who::Entitled, 2),
				_ => (who, step),
			};
			match step {
				0 => CarRegistry::request_rescission(
					by(who, buyer_of(id)),
					id,
					RescissionGround::Flood,
					document,
				),
				1 => CarRegistry::agree_rescission(by(who, DEALER), id),
				2 => CarRegistry::order_rescission(by(who, COURT), id, document),
				3 => CarRegistry::withdraw_rescission(by(who, buyer_of(id)), id),
				_ => CarRegistry::accept_rescission(
					by(who, REGISTRAR),
					id,
					acceptance(20_000 + number),
				),
			}
		},
		Attempt::Deregister { car, reason } => CarRegistry::deregister_vehicle(
			RuntimeOrigin::signed(REGISTRAR),
			cars[car],
			reason,
			document,
		),
		Attempt::Reregister { car, owner } => CarRegistry::reregister_vehicle(
			RuntimeOrigin::signed(REGISTRAR),
			cars[car],
			Reregistration {
				plate_tag: PlateTag(H256::from_low_u64_be(30_000 + number)),
				access_tag: AccessTag(H256::from_low_u64_be(30_000 + number)),
				owner: citizen(owner),
				odometer_km: 100_000,
				document,
			},
		),
		Attempt::ReplaceMeter {
			car,
			old_km,
			new_km,
			age,
		} => CarRegistry::replace_meter(
			RuntimeOrigin::signed(REPAIR_SHOP),
			cars[car],
			MeterReplacement {
				change: MeterChange::Broken,
				replaced_at: now().saturating_sub(age * DAY),
				old_km,
				new_km,
				certificate: document,
			},
		),
		Attempt::Batch { km, age } => CarRegistry::report_odometer_batch(
			RuntimeOrigin::signed(REPAIR_SHOP),
			OdometerSource::Repair,
			(0..6u32)
				.map(|step| BatchReading {
					vehicle: cars[usize::from(step % 2 == 0)],
					km: km + step,
					taken_at: now().saturating_sub(age * DAY) + u64::from(step),
				})
				.collect::<Vec<_>>()
				.try_into()
				.expect("at most 200"),
		)
		.map(|_| ())
		.map_err(|fault| fault.error),
		Attempt::WithdrawReplacement { car, reading } => {
			// The first replacement from there on.
			let found = (reading..vehicle_of(cars[car]).records).find(|index| {
				matches!(
					Records::<Test>::get(cars[car], index).map(|record| record.entry),
					Some(RecordEntry::MeterReplaced { .. })
				)
			});
			CarRegistry::withdraw_meter_replacement(
				RuntimeOrigin::signed(REPAIR_SHOP),
				cars[car],
				found.unwrap_or(reading),
				document,
			)
		},
		Attempt::Next { car } => next_step(cars[car], number),
		Attempt::Rotate { citizen, phone } => take_phone(citizen, phone),
		Attempt::Revoke { who, car } => {
			let owner = account_of(vehicle_of(cars[car]).owner);
			let _ = CarRegistry::agree_mortgage(
				RuntimeOrigin::signed(owner),
				cars[car],
				LIENOR_AGENCY,
				document,
			);
			CarRegistry::revoke_mortgage_agreement(by(who, owner), cars[car])
		},
		Attempt::Certify { who, car } => {
			CarRegistry::certify_scrapping(by(who, DISMANTLER), cars[car], document)
		},
		Attempt::WithdrawScrapping { who, car } => {
			CarRegistry::withdraw_scrapping(by(who, DISMANTLER), cars[car], document)
		},
		_ => unreachable!("the other attempts are performed above"),
	};
}

/// The owner that the history tells, from the registration through every transfer.
fn owner_by_history(id: VehicleId) -> Option<PartyId> {
	let mut owner = None;
	for index in 0..vehicle_of(id).records {
		match CarRegistry::record(id, index)?.entry {
			RecordEntry::Registered { owner: first, .. } => owner = Some(first),
			RecordEntry::TransferredByTitle {
				title, old_owner, ..
			} => {
				assert_eq!(owner, Some(old_owner), "a title passes from the owner");
				owner = Some(title.new_owner);
			},
			RecordEntry::Reregistered {
				old_owner,
				new_owner,
				..
			}
			| RecordEntry::Rescinded {
				old_owner,
				new_owner,
				..
			} => {
				assert_eq!(owner, Some(old_owner), "what is told starts from the owner");
				owner = Some(new_owner);
			},
			RecordEntry::Transferred {
				old_owner,
				new_owner,
				sale,
				..
			} => {
				assert_eq!(owner, Some(old_owner), "a transfer starts from the owner");
				assert!(
					sale_of(sale).stage.completed().is_some()
						|| matches!(sale_of(sale).stage, SaleStage::Rescinded { .. }),
					"a transfer has its sale"
				);
				owner = Some(new_owner);
			},
			_ => {},
		}
	}
	owner
}

/// Decreases recomputed from the history alone, without the chain of readings.
fn naive_decreases(id: VehicleId) -> u32 {
	// Time, kilometres, and whether a new odometer begins.
	let mut readings = BTreeMap::<RecordIndex, (u64, u32, bool)>::new();
	for index in 0..vehicle_of(id).records {
		let record = CarRegistry::record(id, index).expect("no gap");
		let mut add = |flag, taken_at, km, begins| {
			if flag != ReadingFlag::NotPlaced {
				readings.insert(index, (taken_at, km, begins));
			}
		};
		match record.entry {
			RecordEntry::Registered { odometer_km, .. }
			| RecordEntry::Reregistered { odometer_km, .. } => {
				add(
					ReadingFlag::Consistent,
					record.recorded_at,
					odometer_km,
					false,
				);
			},
			RecordEntry::Odometer { report, flag } => {
				add(flag, report.taken_at, report.km, false);
			},
			RecordEntry::Inspected(filed) => {
				add(
					filed.flag,
					filed.form.inspected_at,
					filed.form.odometer_km,
					false,
				);
			},
			RecordEntry::MeterReplaced { replacement, flag } => {
				add(flag, replacement.replaced_at, replacement.new_km, true);
			},
			RecordEntry::MeterReplacementWithdrawn { reading, .. } => {
				if let Some((_, _, begins)) = readings.get_mut(&reading) {
					*begins = false;
				}
			},
			RecordEntry::OdometerCorrected {
				reading, new_km, ..
			} => {
				if let Some((_, km, _)) = readings.get_mut(&reading) {
					*km = new_km;
				}
			},
			_ => {},
		}
	}
	let mut in_time: Vec<_> = readings
		.into_iter()
		.map(|(index, (taken_at, km, begins))| (taken_at, index, km, begins))
		.collect();
	in_time.sort_unstable();
	u32::try_from(
		in_time
			.windows(2)
			.filter(|pair| pair[1].2 < pair[0].2 && !pair[1].3)
			.count(),
	)
	.unwrap()
}

/// Whether the owner of a car in this state may change by this attempt.
fn may_change_owner(before: &Vehicle, attempt: &Attempt) -> bool {
	let free_of_blocks = |but: Option<TransferBlock>| {
		before
			.transfer_blocks()
			.into_iter()
			.all(|block| Some(block) == but)
	};
	match attempt {
		Attempt::Accept { .. }
		| Attempt::Next { .. }
		| Attempt::Rescind { .. }
		| Attempt::Title {
			ground: TitleGround::Inheritance | TitleGround::Judgment,
			..
		} => free_of_blocks(None),
		Attempt::Title {
			ground: TitleGround::PublicSale,
			..
		} => free_of_blocks(Some(TransferBlock::Seized)),
		Attempt::Reregister { .. } => free_of_blocks(Some(TransferBlock::Deregistered)),
		_ => false,
	}
}

/// No won appears or vanishes, and none is held but for sales.
fn assert_money_is_conserved() {
	assert_eq!(Balances::total_issuance(), 5 * FORTUNE);
	let accounts = || {
		let citizens = (1..4u64).flat_map(accounts_of);
		citizens.chain(ACCOUNTS.into_iter().filter(|account| *account >= 100))
	};
	let everybody: u128 = accounts()
		.map(|account| Balances::total_balance(&account))
		.sum();
	assert_eq!(everybody, 5 * FORTUNE, "only those who appear have won");
	let held: u128 = Sales::<Test>::iter_values()
		.filter_map(|sale| {
			let refund = sale.stage.held_refund().map(|(_, amount)| amount);
			sale.stage.held_price().or(refund)
		})
		.sum();
	let on_hold: u128 = accounts()
		.map(|account| Balances::balance_on_hold(&HoldReason::Sale.into(), &account))
		.sum();
	assert_eq!(held, on_hold);
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

	#[test]
	fn whatever_is_tried_the_register_stays_true(
		attempts in proptest::collection::vec(attempt(), 1..300)
	) {
		build_and_execute(|| {
			let cars = [register(1), register(2)];
			for (number, attempt) in (0u64..).zip(&attempts) {
				let before = cars.map(vehicle_of);
				perform(attempt, &cars, number);
				for (id, before) in cars.into_iter().zip(before) {
					let car = vehicle_of(id);
					assert!(
						car.owner == before.owner || may_change_owner(&before, attempt),
						"only a registrar changes the owner, and not of a blocked car"
					);
					assert!(car.records >= before.records, "a history never shrinks");
					assert_eq!(Some(car.owner), owner_by_history(id));
					assert_eq!(car.odometer.decreases(), naive_decreases(id));
				}
				assert_money_is_conserved();
			}
		});
	}

	#[test]
	fn a_tag_names_at_most_one_car(tags in proptest::collection::vec(0..4u64, 1..12)) {
		build_and_execute(|| {
			for chunk in tags.chunks_exact(3) {
				let registration = VehicleRegistration {
					vin_tag: VinTag(H256::from_low_u64_be(chunk[0])),
					plate_tag: PlateTag(H256::from_low_u64_be(chunk[1])),
					access_tag: AccessTag(H256::from_low_u64_be(chunk[2])),
					..registration(1)
				};
				let _ = CarRegistry::register_vehicle(
					RuntimeOrigin::signed(REGISTRAR),
					registration,
				);
			}
		});
	}
}

/// The stories are worth something only if many end in a transfer.
#[test]
fn random_stories_do_reach_transfers_and_flagged_readings() {
	use proptest::{strategy::ValueTree, test_runner::TestRunner};
	let mut runner = TestRunner::deterministic();
	let stories = proptest::collection::vec(attempt(), 300..400);
	let (mut transfers, mut decreases, mut paid, mut rescinded, mut titles) = (0, 0, 0, 0, 0);
	let mut moved = 0;
	for _ in 0..200 {
		let story = stories.new_tree(&mut runner).expect("a story").current();
		build_and_execute(|| {
			let cars = [register(1), register(2)];
			for (number, attempt) in (0u64..).zip(&story) {
				perform(attempt, &cars, number);
				moved += events()
					.iter()
					.filter(|event| matches!(event, Event::HeldFundsMoved { .. }))
					.count();
			}
			transfers += Records::<Test>::iter_values()
				.filter(|record| matches!(record.entry, RecordEntry::Transferred { .. }))
				.count();
			paid += Sales::<Test>::iter_values()
				.filter_map(|sale| sale.stage.completed().copied())
				.filter(|completed| matches!(completed.payment, Payment::Held { .. }))
				.count();
			rescinded += Sales::<Test>::iter_values()
				.filter(|sale| matches!(sale.stage, SaleStage::Rescinded { .. }))
				.count();
			titles += Records::<Test>::iter_values()
				.filter(|record| matches!(record.entry, RecordEntry::TransferredByTitle { .. }))
				.count();
			decreases += cars.iter().filter(|id| naive_decreases(**id) > 0).count();
		});
	}
	assert!(transfers >= 50, "only {transfers} transfers in 200 stories");
	assert!(
		paid >= 10,
		"only {paid} transfers paid on chain in 200 stories"
	);
	assert!(rescinded >= 1, "no rescission in 200 stories");
	assert!(
		moved >= 10,
		"won moved to another account only {moved} times in 200 stories"
	);
	assert!(titles >= 20, "only {titles} other titles in 200 stories");
	assert!(
		decreases >= 50,
		"only {decreases} cars with decreasing readings in 200 stories"
	);
}
