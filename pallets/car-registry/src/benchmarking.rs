// SPDX-License-Identifier: Apache-2.0

//! Benchmarks: each call at its worst.

#![allow(
	clippy::expect_used,
	clippy::unwrap_used,
	clippy::as_conversions,
	clippy::extra_unused_type_parameters,
	clippy::unnecessary_box_returns,
	missing_docs
)]

use super::*;
use crate::{features::Paid, form82::*};
use alloc::{boxed::Box, collections::BTreeSet, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{
		fungible::{Inspect, Mutate},
		EnsureOrigin,
	},
	BoundedVec, Hashable,
};
use frame_system::RawOrigin;
use seoul_chain_primitives::{
	AgencyId, Balance, DistrictCode, DocumentCommitment, EnsureActor, EnsureActorFor, Moment,
	OnAccountRotated, PartyId,
};
use sp_core::H256;

/// What the benchmarks need of the registers that the runtime joins to this one.
pub trait BenchmarkHelper<AccountId> {
	/// An account that acts for a party of its own, different for each seed.
	fn create_party(seed: u32) -> (AccountId, PartyId);
	/// Set legal time, so that readings can lie in the past.
	fn set_time(now: Moment);
}

/// The time at which every benchmark runs: 2026-11-23 in Unix milliseconds.
const NOW: Moment = 1_795_392_000_000;

type Helper<T> = <T as Config>::BenchmarkHelper;

fn tag(number: u32) -> H256 {
	H256(number.blake2_256())
}

fn paper(number: u32) -> DocumentCommitment {
	DocumentCommitment(tag(number.wrapping_add(1_000_000)))
}

fn registration<T: Config>(number: u32, owner: PartyId) -> VehicleRegistration {
	VehicleRegistration {
		vin_tag: VinTag(tag(number)),
		plate_tag: PlateTag(tag(number)),
		access_tag: AccessTag(tag(number)),
		usage: VehicleUse::Private,
		fuel: Fuel::Gasoline,
		origin: VehicleOrigin::New,
		first_registered_at: 0,
		odometer_km: 1,
		owner,
		tag_key: TagKeyVersion(0),
		earlier_vin_tag: None,
	}
}

/// A registrar's origin; every one drawn acts for the same district.
struct Scene<T: Config> {
	registrar: T::RuntimeOrigin,
	seller: (T::AccountId, PartyId),
	buyer: (T::AccountId, PartyId),
	vehicle: VehicleId,
}

fn scene<T: Config>() -> Scene<T> {
	Helper::<T>::set_time(NOW);
	let registrar = T::RegistrarOrigin::successful_actor();
	let seller = Helper::<T>::create_party(1);
	let buyer = Helper::<T>::create_party(2);
	Pallet::<T>::register_vehicle(registrar.clone(), registration::<T>(1, seller.1))
		.expect("the registration is in order");
	let vehicle = VehicleByVin::<T>::get(VinTag(tag(1))).expect("registered");
	Scene {
		registrar,
		seller,
		buyer,
		vehicle,
	}
}

fn form<T: Config>(panels: u32) -> Box<InspectionForm> {
	const PANELS: [Panel; 5] = [
		Panel::Door,
		Panel::SideMember,
		Panel::FrontFender,
		Panel::Wheelhouse,
		Panel::PillarPanel,
	];
	const POSITIONS: [Position; 9] = [
		Position::Centre,
		Position::Left,
		Position::Right,
		Position::Front,
		Position::Rear,
		Position::FrontLeft,
		Position::FrontRight,
		Position::RearLeft,
		Position::RearRight,
	];
	let codes: BTreeSet<PanelCode> = [
		PanelCode::Exchange,
		PanelCode::WeldOrSheetMetal,
		PanelCode::Corrosion,
		PanelCode::Scratch,
		PanelCode::Dent,
		PanelCode::Damage,
	]
	.into();
	let findings: Vec<PanelFinding> = PANELS
		.iter()
		.flat_map(|panel| POSITIONS.iter().map(move |position| (*panel, *position)))
		.take(panels as usize)
		.map(|(panel, position)| PanelFinding {
			panel,
			position,
			codes: codes.clone().try_into().expect("six codes"),
			cut_or_welded: true,
		})
		.collect();
	Box::new(InspectionForm {
		inspected_at: Pallet::<T>::now(),
		odometer_km: 50_000,
		meter_state: MeterState::Good,
		usage_level: UsageLevel::Normal,
		vin_marking: VinMarking::Good,
		emissions: Emissions {
			carbon_monoxide: 1,
			hydrocarbons: 1,
			smoke: 1,
		},
		tuning: Tuning::None,
		special_history: SpecialHistory::None,
		use_change: UseChange::None,
		recall: Recall::NotApplicable,
		warranty: WarrantyType::Insurer,
		panels: findings.try_into().expect("at most 40"),
		details: DetailCodes([
			0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f,
		]),
	})
}

/// File an inspection record and return its number in the history.
fn inspect<T: Config>(vehicle: VehicleId) -> RecordIndex {
	Pallet::<T>::file_inspection(
		T::InspectorOrigin::successful_actor(),
		vehicle,
		paper(9_000),
		form::<T>(MAX_PANEL_FINDINGS),
	)
	.expect("the form is in order");
	Vehicles::<T>::get(vehicle)
		.and_then(|car| car.latest_inspection)
		.expect("filed")
}

/// Terms of payment with price and fee.
fn on_chain<T: Config>() -> PaymentTerms {
	let least = T::Currency::minimum_balance();
	PaymentTerms::OnChain {
		price: least.saturating_mul(10),
		dealer_fee: least,
	}
}

/// What [`on_chain`] asks for.
fn total<T: Config>() -> Balance {
	on_chain::<T>().total().expect("on chain")
}

/// Give an account won enough for any sale.
fn fund<T: Config>(who: &T::AccountId) {
	T::Currency::set_balance(who, total::<T>().saturating_mul(1_000));
}

/// The dealer's origin and agency.
fn dealer<T: Config>() -> (T::RuntimeOrigin, AgencyId) {
	let origin = T::DealerOrigin::successful_actor();
	let agency = T::DealerOrigin::ensure_actor(origin.clone())
		.expect("passes")
		.agency;
	(origin, agency)
}

fn signed_by<T: Config>(who: &T::AccountId) -> T::RuntimeOrigin {
	RawOrigin::Signed(who.clone()).into()
}

/// A draft by the dealer with whom the car is listed, with an inspection record and a mortgage and seizures
/// to acknowledge.
fn dealer_draft<T: Config>(scene: &Scene<T>) -> (SaleId, RecordIndex) {
	let inspection = inspect::<T>(scene.vehicle);
	let (dealer, agency) = dealer::<T>();
	Pallet::<T>::list_vehicle(signed_by::<T>(&scene.seller.0), scene.vehicle, agency)
		.expect("the owner may list");
	let sale = NextSaleId::<T>::get();
	Pallet::<T>::draft_sale(
		dealer,
		scene.vehicle,
		scene.buyer.1,
		ContractKind::Dealer,
		paper(1),
		on_chain::<T>(),
	)
	.expect("the dealer may sell");
	(sale, inspection)
}

/// A dealer's sale that one side has signed.
fn half_signed<T: Config>(scene: &Scene<T>) -> SaleId {
	let (sale, inspection) = dealer_draft::<T>(scene);
	let buyer = signed_by::<T>(&scene.buyer.0);
	Pallet::<T>::acknowledge_inspection(buyer.clone(), sale, inspection)
		.expect("the record is young");
	Pallet::<T>::sign_sale(buyer, sale, paper(1)).expect("the buyer may sign");
	sale
}

/// A dealer's sale that both sides have signed.
fn signed<T: Config>(scene: &Scene<T>) -> SaleId {
	let sale = half_signed::<T>(scene);
	Pallet::<T>::sign_sale(signed_by::<T>(&scene.seller.0), sale, paper(1))
		.expect("the seller may sign");
	sale
}

/// A dealer's sale whose price is held, beside the price of another sale of the same buyer.
fn paid<T: Config>(scene: &Scene<T>) -> SaleId {
	let sale = signed::<T>(scene);
	fund::<T>(&scene.buyer.0);
	Pallet::<T>::pay_sale(signed_by::<T>(&scene.buyer.0), sale, total::<T>())
		.expect("the buyer has it");
	sale
}

/// A dealer's sale that waits for the registrar.
fn delivered<T: Config>(scene: &Scene<T>) -> SaleId {
	let sale = paid::<T>(scene);
	Pallet::<T>::confirm_delivery(signed_by::<T>(&scene.buyer.0), sale).expect("it is paid");
	sale
}

/// The same with terms of payment under which these are paid.
fn delivered_with<T: Config>(scene: &Scene<T>, paid: Paid) -> SaleId {
	let sale = signed::<T>(scene);
	let least = T::Currency::minimum_balance();
	let payment = match paid {
		Paid::Nobody => PaymentTerms::OffChain,
		Paid::Seller => PaymentTerms::OnChain {
			price: least.saturating_mul(10),
			dealer_fee: 0,
		},
		Paid::SellerAndDealer => on_chain::<T>(),
	};
	Sales::<T>::mutate(sale, |sale| {
		if let Some(sale) = sale {
			sale.payment = payment;
		}
	});
	let buyer = signed_by::<T>(&scene.buyer.0);
	match payment.total() {
		Some(amount) => {
			fund::<T>(&scene.buyer.0);
			Pallet::<T>::pay_sale(buyer.clone(), sale, amount).expect("the buyer has it");
		},
		None => {
			for side in [&scene.seller.0, &scene.buyer.0] {
				Pallet::<T>::confirm_payment(signed_by::<T>(side), sale).expect("both may confirm");
			}
		},
	}
	Pallet::<T>::confirm_delivery(buyer, sale).expect("it is paid");
	sale
}

fn acceptance(number: u32) -> TransferAcceptance {
	TransferAcceptance {
		receipt: paper(number),
		new_access_tag: AccessTag(tag(number)),
		new_plate_tag: Some(PlateTag(tag(number))),
		new_district: None,
	}
}

/// The same for a car that keeps its plate and goes to another district.
fn moving() -> TransferAcceptance {
	TransferAcceptance {
		new_plate_tag: None,
		new_district: Some(DistrictCode(11680)),
		..acceptance(2)
	}
}

/// A dealer's sale that the registrar has accepted.
fn transferred<T: Config>(scene: &Scene<T>) -> SaleId {
	let sale = delivered::<T>(scene);
	Pallet::<T>::accept_transfer(scene.registrar.clone(), sale, acceptance(2))
		.expect("it is in order");
	sale
}

/// A sale whose rescission is agreed, with the refund held of the seller.
fn rescission_agreed<T: Config>(scene: &Scene<T>) -> SaleId {
	let sale = transferred::<T>(scene);
	Pallet::<T>::request_rescission(
		signed_by::<T>(&scene.buyer.0),
		sale,
		RescissionGround::Flood,
		paper(3),
	)
	.expect("it is young");
	fund::<T>(&scene.seller.0);
	Pallet::<T>::agree_rescission(signed_by::<T>(&scene.seller.0), sale).expect("the seller may");
	sale
}

/// Let a sale's deadline lie in the past.
fn make_overdue<T: Config>(id: SaleId) {
	Sales::<T>::mutate(id, |sale| {
		if let Some(sale) = sale {
			sale.expires_at = 0;
		}
	});
}

/// Seize a car as often as it takes to have `count` encumbrances.
fn burden<T: Config>(vehicle: VehicleId, count: u32) {
	let origin = T::EncumbranceOrigin::successful_actor_for(&EncumbranceKind::Seizure);
	for number in 0..count {
		Pallet::<T>::place_encumbrance(
			origin.clone(),
			vehicle,
			EncumbranceKind::Seizure,
			paper(20_000 + number),
		)
		.expect("there is room");
	}
}

/// Report an incident by who may.
fn happen<T: Config>(vehicle: VehicleId, incident: Incident, document: u32) {
	let source = match &incident {
		Incident::Theft | Incident::Recovery => IncidentSource::Police,
		_ => IncidentSource::Insurer,
	};
	Pallet::<T>::report_incident(
		T::IncidentOrigin::successful_actor_for(&source),
		vehicle,
		IncidentReport {
			source,
			happened_at: Pallet::<T>::now(),
			document: paper(document),
			incident,
		},
	)
	.expect("it may have happened");
}

/// A car whose latest readings fill its entry, so that the next one settles the oldest. The cars of this
/// helper are numbered from 1,000.
fn car<T: Config>(number: u32, owner: PartyId, readings: u32) -> VehicleId {
	let registrar = T::RegistrarOrigin::successful_actor();
	let number = 1_000 + number;
	Pallet::<T>::register_vehicle(registrar, registration::<T>(number, owner))
		.expect("the registration is in order");
	let vehicle = VehicleByVin::<T>::get(VinTag(tag(number))).expect("registered");
	// Written rather than reported, or the set-up would take longer than what is measured.
	Vehicles::<T>::mutate(vehicle, |car| {
		let Some(car) = car else { return };
		let Some(first) = car.odometer.newest().copied() else {
			return;
		};
		for _ in 1..readings {
			let reading = Reading {
				record: car.records,
				place: ReadingPlace::OwnEntry,
				..first
			};
			if car.odometer.recent.try_push(reading).is_ok() {
				car.records += 1;
			}
		}
	});
	vehicle
}

fn as_raw<T: Config>(origin: T::RuntimeOrigin) -> RawOrigin<T::AccountId> {
	RawOrigin::Signed(frame_system::ensure_signed(origin).expect("actors sign"))
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_vehicle() {
		Helper::<T>::set_time(NOW);
		let registrar = T::RegistrarOrigin::successful_actor();
		let (_, owner) = Helper::<T>::create_party(1);

		#[extrinsic_call]
		_(as_raw::<T>(registrar), registration::<T>(1, owner));

		assert!(VehicleByVin::<T>::contains_key(VinTag(tag(1))));
	}

	#[benchmark]
	fn change_plate() {
		let Scene {
			registrar, vehicle, ..
		} = scene::<T>();
		let new = PlateTag(tag(2));

		#[extrinsic_call]
		_(as_raw::<T>(registrar), vehicle, new);

		assert_eq!(VehicleByPlate::<T>::get(new), Some(vehicle));
	}

	/// `e`: readings that have to be stored apart. The new one is taken before as many others as it is
	/// compared with at most.
	#[benchmark]
	fn report_odometer(e: Linear<0, 1>) {
		Helper::<T>::set_time(NOW);
		let (_, owner) = Helper::<T>::create_party(1);
		let vehicle = car::<T>(0, owner, RECENT_READINGS - 1 + e);
		Vehicles::<T>::mutate(vehicle, |car| {
			let Some(car) = car else { return };
			let late = car
				.odometer
				.recent
				.len()
				.saturating_sub(MAX_PLACEMENT_STEPS as usize);
			for reading in car.odometer.recent.iter_mut().take(late) {
				reading.report.taken_at -= 2;
			}
		});
		let source = OdometerSource::Repair;
		let reporter = T::OdometerOrigin::successful_actor_for(&source);
		let taken_at = Pallet::<T>::now().saturating_sub(1);

		#[extrinsic_call]
		_(
			as_raw::<T>(reporter),
			vehicle,
			OdometerReport {
				km: 9,
				taken_at,
				source,
			},
		);

		assert_eq!(Readings::<T>::iter().count() as u32, e);
	}

	#[benchmark]
	fn correct_odometer() {
		let Scene {
			vehicle, registrar, ..
		} = scene::<T>();
		let source = OdometerSource::Repair;
		let reporter = T::OdometerOrigin::successful_actor_for(&source);
		let taken_at = Pallet::<T>::now();
		for km in [2, 3] {
			Pallet::<T>::report_odometer(
				reporter.clone(),
				vehicle,
				OdometerReport {
					km,
					taken_at,
					source,
				},
			)
			.expect("the reading is in order");
		}

		// Settled, between two that are settled too.
		for km in 4..40 {
			Pallet::<T>::report_odometer(
				reporter.clone(),
				vehicle,
				OdometerReport {
					km,
					taken_at,
					source,
				},
			)
			.expect("the reading is in order");
		}

		// By the registrar, who is asked last.
		#[extrinsic_call]
		_(as_raw::<T>(registrar), vehicle, 1, 9, paper(1));

		assert_eq!(
			Readings::<T>::get(vehicle, 1).map(|settled| settled.reading.km),
			Some(9)
		);
	}

	/// `p`: findings on panels.
	#[benchmark]
	fn file_inspection(p: Linear<0, MAX_PANEL_FINDINGS>) {
		let Scene { vehicle, .. } = scene::<T>();
		let inspector = T::InspectorOrigin::successful_actor();

		#[extrinsic_call]
		_(as_raw::<T>(inspector), vehicle, paper(1), form::<T>(p));

		assert_eq!(
			Vehicles::<T>::get(vehicle).and_then(|car| car.latest_inspection),
			Some(1)
		);
	}

	#[benchmark]
	fn list_vehicle() {
		let Scene {
			vehicle, seller, ..
		} = scene::<T>();
		let dealer = T::DealerOrigin::successful_actor();
		let agency = T::DealerOrigin::ensure_actor(dealer)
			.expect("passes")
			.agency;

		#[extrinsic_call]
		_(RawOrigin::Signed(seller.0), vehicle, agency);

		assert!(Vehicles::<T>::get(vehicle)
			.and_then(|car| car.status.listing())
			.is_some());
	}

	#[benchmark]
	fn return_vehicle() {
		let Scene {
			vehicle, seller, ..
		} = scene::<T>();
		let dealer = T::DealerOrigin::successful_actor();
		let agency = T::DealerOrigin::ensure_actor(dealer)
			.expect("passes")
			.agency;
		let owner = RawOrigin::Signed(seller.0);
		Pallet::<T>::list_vehicle(owner.clone().into(), vehicle, agency).expect("may list");

		// By the owner, who is asked last.
		#[extrinsic_call]
		_(owner, vehicle);

		assert!(Vehicles::<T>::get(vehicle).is_some_and(|car| car.status.listing().is_none()));
	}

	#[benchmark]
	fn draft_sale() {
		let scene = scene::<T>();
		// The car's last sale is paid, and has to be closed first.
		let old = delivered::<T>(&scene);
		make_overdue::<T>(old);
		let (dealer, _) = dealer::<T>();
		let buyer = scene.buyer.1;

		#[extrinsic_call]
		_(
			as_raw::<T>(dealer),
			scene.vehicle,
			buyer,
			ContractKind::Dealer,
			paper(2),
			on_chain::<T>(),
		);

		assert!(Sales::<T>::get(old).is_some_and(|sale| !sale.stage.is_open()));
	}

	#[benchmark]
	fn acknowledge_inspection() {
		let scene = scene::<T>();
		let (sale, inspection) = dealer_draft::<T>(&scene);

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.buyer.0), sale, inspection);

		assert!(matches!(
			Sales::<T>::get(sale).map(|sale| sale.stage),
			Some(SaleStage::Disclosed(_))
		));
	}

	#[benchmark]
	fn waive_inspection() {
		let scene = scene::<T>();
		let sale = NextSaleId::<T>::get();
		Pallet::<T>::draft_sale(
			RawOrigin::Signed(scene.seller.0).into(),
			scene.vehicle,
			scene.buyer.1,
			ContractKind::BetweenParties,
			paper(1),
			PaymentTerms::OffChain,
		)
		.expect("the owner may sell");

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.buyer.0), sale);

		assert!(matches!(
			Sales::<T>::get(sale).map(|sale| sale.stage),
			Some(SaleStage::Disclosed(Disclosure::Waived))
		));
	}

	#[benchmark]
	fn sign_sale() {
		let scene = scene::<T>();
		let sale = half_signed::<T>(&scene);

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.seller.0), sale, paper(1));

		assert!(matches!(
			Sales::<T>::get(sale).map(|sale| sale.stage),
			Some(SaleStage::Signed { .. })
		));
	}

	#[benchmark]
	fn cancel_sale() {
		let scene = scene::<T>();
		let sale = delivered::<T>(&scene);
		Pallet::<T>::cancel_sale(signed_by::<T>(&scene.seller.0), sale)
			.expect("the seller may ask");

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.buyer.0), sale);

		assert!(Sales::<T>::get(sale).is_some_and(|sale| !sale.stage.is_open()));
	}

	#[benchmark]
	fn expire_sale() {
		let scene = scene::<T>();
		let sale = delivered::<T>(&scene);
		make_overdue::<T>(sale);

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.buyer.0), sale);

		assert!(Sales::<T>::get(sale).is_some_and(|sale| !sale.stage.is_open()));
	}

	/// The price was paid outside the chain. What each kind of acceptance costs is measured alone: a line
	/// through all of them would charge each with the worst of the others.
	#[benchmark]
	fn accept_transfer() {
		let scene = scene::<T>();
		let sale = delivered_with::<T>(&scene, Paid::Nobody);

		#[extrinsic_call]
		_(as_raw::<T>(scene.registrar), sale, moving());

		assert_eq!(
			Vehicles::<T>::get(scene.vehicle).map(|car| car.owner),
			Some(scene.buyer.1)
		);
	}

	#[benchmark]
	fn accept_transfer_paying_seller() {
		let scene = scene::<T>();
		let sale = delivered_with::<T>(&scene, Paid::Seller);

		#[extrinsic_call]
		accept_transfer(as_raw::<T>(scene.registrar), sale, moving());

		assert_eq!(
			Vehicles::<T>::get(scene.vehicle).map(|car| car.owner),
			Some(scene.buyer.1)
		);
	}

	#[benchmark]
	fn accept_transfer_paying_seller_and_dealer() {
		let scene = scene::<T>();
		let sale = delivered_with::<T>(&scene, Paid::SellerAndDealer);

		#[extrinsic_call]
		accept_transfer(as_raw::<T>(scene.registrar), sale, moving());

		assert_eq!(
			Vehicles::<T>::get(scene.vehicle).map(|car| car.owner),
			Some(scene.buyer.1)
		);
	}

	/// What a new plate adds to an accepted transfer.
	#[benchmark]
	fn change_plate_at_transfer() {
		let Scene {
			registrar, vehicle, ..
		} = scene::<T>();
		let by = PartyId::Agency(
			T::RegistrarOrigin::ensure_actor(registrar)
				.expect("passes")
				.agency,
		);
		let mut car = Vehicles::<T>::get(vehicle).expect("registered");
		let new = PlateTag(tag(2));

		#[block]
		{
			Pallet::<T>::change_plate_of(vehicle, &mut car, by, NOW, new)
				.expect("no car has this plate");
		}

		assert_eq!(VehicleByPlate::<T>::get(new), Some(vehicle));
		assert!(Records::<T>::contains_key(vehicle, car.records - 1));
	}

	#[benchmark]
	fn reject_transfer() {
		let scene = scene::<T>();
		let sale = delivered::<T>(&scene);

		#[extrinsic_call]
		_(as_raw::<T>(scene.registrar), sale, paper(2));

		assert_eq!(
			Vehicles::<T>::get(scene.vehicle).map(|car| car.owner),
			Some(scene.seller.1)
		);
	}

	#[benchmark]
	fn schedule_terms() -> Result<(), BenchmarkError> {
		Helper::<T>::set_time(NOW);
		let origin = T::GovernanceOrigin::try_successful_origin()
			.map_err(|()| BenchmarkError::Weightless)?;
		let now = Pallet::<T>::now();
		let terms = LegalTerms::default();
		// Full, with the second oldest in force, so that the oldest has to make room.
		Terms::<T>::put(frame_support::BoundedVec::truncate_from(
			(0..MAX_DATED_TERMS)
				.map(|index| DatedTerms {
					effective_from: if index < 2 {
						Moment::from(index)
					} else {
						now.saturating_add(Moment::from(index) + 2)
					},
					terms,
				})
				.collect::<Vec<_>>(),
		));
		let effective_from = now.saturating_add(1_000_000);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, effective_from, terms);

		assert_eq!(Pallet::<T>::terms_at(effective_from), terms);
		Ok(())
	}

	/// `r`: readings that stand with their car. `e`: readings that settle an older one. Each is of another
	/// car.
	#[benchmark]
	fn report_odometer_batch(r: Linear<1, 100>, e: Linear<0, 100>) {
		Helper::<T>::set_time(NOW);
		let (_, owner) = Helper::<T>::create_party(1);
		// The readings at registration were taken now.
		let taken_at = Pallet::<T>::now();
		let readings: Vec<_> = (0..r)
			.map(|number| car::<T>(number, owner, RECENT_READINGS - 1))
			.chain((0..e).map(|number| car::<T>(10_000 + number, owner, RECENT_READINGS)))
			.map(|vehicle| BatchReading {
				vehicle,
				km: 9,
				taken_at,
			})
			.collect();
		let count = readings.len();
		let readings = BoundedVec::truncate_from(readings);
		let source = OdometerSource::Repair;
		let reporter = T::OdometerOrigin::successful_actor_for(&source);
		let events = frame_system::Pallet::<T>::event_count() as usize;

		#[extrinsic_call]
		_(as_raw::<T>(reporter), source, readings);

		assert_eq!(
			frame_system::Pallet::<T>::event_count() as usize,
			events + count
		);
	}

	#[benchmark]
	fn replace_meter() {
		let Scene { seller, .. } = scene::<T>();
		// Both readings settle an older one.
		let vehicle = car::<T>(0, seller.1, RECENT_READINGS);
		let shop = T::OdometerOrigin::successful_actor_for(&OdometerSource::Repair);
		let replacement = MeterReplacement {
			change: MeterChange::Recall,
			replaced_at: Pallet::<T>::now(),
			old_km: 10,
			new_km: 0,
			certificate: paper(1),
		};

		#[extrinsic_call]
		_(as_raw::<T>(shop), vehicle, replacement);

		assert_eq!(Readings::<T>::iter_prefix(vehicle).count(), 2);
	}

	/// By the registrar, who is asked last; settled, between two that are settled too.
	#[benchmark]
	fn withdraw_meter_replacement() {
		let Scene {
			registrar, vehicle, ..
		} = scene::<T>();
		let shop = T::OdometerOrigin::successful_actor_for(&OdometerSource::Repair);
		let taken_at = Pallet::<T>::now();
		let replacement = MeterReplacement {
			change: MeterChange::Recall,
			replaced_at: taken_at,
			old_km: 10,
			new_km: 0,
			certificate: paper(1),
		};
		Pallet::<T>::replace_meter(shop.clone(), vehicle, replacement).expect("it may have been");
		for km in 11..40 {
			Pallet::<T>::report_odometer(
				shop.clone(),
				vehicle,
				OdometerReport {
					km,
					taken_at,
					source: OdometerSource::Repair,
				},
			)
			.expect("the reading is in order");
		}

		#[extrinsic_call]
		_(as_raw::<T>(registrar), vehicle, 2, paper(2));

		assert!(Readings::<T>::get(vehicle, 2)
			.is_some_and(|settled| settled.reading.start == MeterStart::Continues));
	}

	#[benchmark]
	fn agree_mortgage() {
		let scene = scene::<T>();
		let lienor = T::EncumbranceOrigin::successful_actor_for(&EncumbranceKind::Mortgage);
		let agency = T::EncumbranceOrigin::ensure_actor_for(lienor, &EncumbranceKind::Mortgage)
			.expect("passes")
			.agency;

		#[extrinsic_call]
		_(
			RawOrigin::Signed(scene.seller.0),
			scene.vehicle,
			agency,
			paper(1),
		);

		assert!(MortgageConsents::<T>::contains_key(scene.vehicle));
	}

	#[benchmark]
	fn revoke_mortgage_agreement() {
		let scene = scene::<T>();
		let kind = EncumbranceKind::Mortgage;
		let lienor = T::EncumbranceOrigin::successful_actor_for(&kind);
		let agency = T::EncumbranceOrigin::ensure_actor_for(lienor, &kind)
			.expect("passes")
			.agency;
		let owner = RawOrigin::Signed(scene.seller.0);
		Pallet::<T>::agree_mortgage(owner.clone().into(), scene.vehicle, agency, paper(1))
			.expect("the owner may");

		#[extrinsic_call]
		_(owner, scene.vehicle);

		assert!(!MortgageConsents::<T>::contains_key(scene.vehicle));
	}

	#[benchmark]
	fn place_encumbrance() {
		let scene = scene::<T>();
		burden::<T>(scene.vehicle, MAX_ENCUMBRANCES - 1);
		let kind = EncumbranceKind::Mortgage;
		let lienor = T::EncumbranceOrigin::successful_actor_for(&kind);
		let agency = T::EncumbranceOrigin::ensure_actor_for(lienor.clone(), &kind)
			.expect("passes")
			.agency;
		Pallet::<T>::agree_mortgage(
			signed_by::<T>(&scene.seller.0),
			scene.vehicle,
			agency,
			paper(1),
		)
		.expect("the owner may");

		#[extrinsic_call]
		_(as_raw::<T>(lienor), scene.vehicle, kind, paper(1));

		assert_eq!(
			Encumbrances::<T>::get(scene.vehicle).len() as u32,
			MAX_ENCUMBRANCES
		);
	}

	/// `e`: encumbrances of the car. The last one is released by a court, which is asked last.
	#[benchmark]
	fn release_encumbrance(e: Linear<1, MAX_ENCUMBRANCES>) {
		let scene = scene::<T>();
		burden::<T>(scene.vehicle, e);
		let last = EncumbranceId(u64::from(e - 1));
		let court = T::CourtOrigin::successful_actor();

		#[extrinsic_call]
		_(as_raw::<T>(court), scene.vehicle, last, paper(1));

		assert_eq!(Encumbrances::<T>::get(scene.vehicle).len() as u32, e - 1);
	}

	/// `p`: parts of an accident.
	#[benchmark]
	fn report_incident(p: Linear<0, MAX_DAMAGED_PARTS>) {
		let Scene { vehicle, .. } = scene::<T>();
		let parts: Vec<_> = form::<T>(p)
			.panels
			.iter()
			.map(|finding| DamagedPart {
				panel: finding.panel,
				position: finding.position,
			})
			.collect();
		let source = IncidentSource::Insurer;
		let insurer = T::IncidentOrigin::successful_actor_for(&source);
		let report = IncidentReport {
			source,
			happened_at: Pallet::<T>::now(),
			document: paper(1),
			incident: Incident::Accident {
				repair: RepairCost::From10Million,
				parts: BoundedVec::truncate_from(parts),
			},
		};

		#[extrinsic_call]
		_(as_raw::<T>(insurer), vehicle, report);

		assert!(Incidents::<T>::contains_key(vehicle, IncidentNumber(0)));
	}

	/// By a court, which is asked last.
	#[benchmark]
	fn withdraw_incident() {
		let Scene { vehicle, .. } = scene::<T>();
		happen::<T>(vehicle, Incident::Theft, 1);
		let court = T::CourtOrigin::successful_actor();

		#[extrinsic_call]
		_(as_raw::<T>(court), vehicle, IncidentNumber(0), paper(2));

		assert_eq!(
			Vehicles::<T>::get(vehicle).map(|car| car.condition.theft),
			Some(Theft::None)
		);
	}

	#[benchmark]
	fn pass_repair_inspection() {
		let Scene { vehicle, .. } = scene::<T>();
		happen::<T>(vehicle, Incident::TotalLoss(TotalLossCause::Fire), 1);
		let inspector = T::RepairInspectionOrigin::successful_actor();

		#[extrinsic_call]
		_(as_raw::<T>(inspector), vehicle, paper(2));

		assert!(Vehicles::<T>::get(vehicle)
			.is_some_and(|car| matches!(car.condition.total_loss, TotalLoss::Repaired { .. })));
	}

	#[benchmark]
	fn acknowledge_encumbrances() {
		let scene = scene::<T>();
		let sale = half_signed::<T>(&scene);
		burden::<T>(scene.vehicle, 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.buyer.0), sale, 1);

		assert_eq!(
			Sales::<T>::get(sale).and_then(|sale| sale.encumbrances_seen),
			Some(1)
		);
	}

	#[benchmark]
	fn pay_sale() {
		let scene = scene::<T>();
		let sale = signed::<T>(&scene);
		fund::<T>(&scene.buyer.0);

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.buyer.0.clone()), sale, total::<T>());

		assert_eq!(HeldFor::<T>::get(scene.buyer.0), Some(scene.buyer.1));
	}

	#[benchmark]
	fn confirm_payment() {
		let scene = scene::<T>();
		let sale = signed::<T>(&scene);
		Sales::<T>::mutate(sale, |sale| {
			if let Some(sale) = sale {
				sale.payment = PaymentTerms::OffChain;
			}
		});
		Pallet::<T>::confirm_payment(signed_by::<T>(&scene.seller.0), sale)
			.expect("the seller may");

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.buyer.0), sale);

		assert!(matches!(
			Sales::<T>::get(sale).map(|sale| sale.stage),
			Some(SaleStage::Paid { .. })
		));
	}

	#[benchmark]
	fn confirm_delivery() {
		let scene = scene::<T>();
		let sale = paid::<T>(&scene);

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.buyer.0), sale);

		assert!(matches!(
			Sales::<T>::get(sale).map(|sale| sale.stage),
			Some(SaleStage::Delivered { .. })
		));
	}

	#[benchmark]
	fn force_transfer() {
		let scene = scene::<T>();
		let sale = paid::<T>(&scene);
		Helper::<T>::set_time(
			NOW.saturating_add(Pallet::<T>::terms_at(NOW).transfer_period_sale)
				.saturating_add(1),
		);

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.seller.0), sale, paper(5));

		assert!(Sales::<T>::get(sale)
			.and_then(|sale| sale.stage.contract().copied())
			.is_some_and(|contract| matches!(
				contract.request,
				SaleRequest::ForcedTransfer { .. }
			)));
	}

	/// A public sale of a car that is seized and being sold.
	#[benchmark]
	fn transfer_by_title() {
		let scene = scene::<T>();
		let sale = delivered::<T>(&scene);
		burden::<T>(scene.vehicle, MAX_ENCUMBRANCES);
		let (_, new_owner) = Helper::<T>::create_party(3);
		let title = TitleTransfer {
			ground: TitleGround::PublicSale,
			new_owner,
			since: Pallet::<T>::now(),
			basis: paper(5),
		};

		#[extrinsic_call]
		_(
			as_raw::<T>(scene.registrar),
			scene.vehicle,
			title,
			acceptance(2),
		);

		assert!(Sales::<T>::get(sale)
			.is_some_and(|sale| matches!(sale.stage, SaleStage::Overtaken { .. })));
	}

	#[benchmark]
	fn file_warranty_claim() {
		let scene = scene::<T>();
		let sale = transferred::<T>(&scene);

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.buyer.0), sale, paper(5));

		assert!(WarrantyClaims::<T>::contains_key(sale, ClaimNumber(0)));
	}

	#[benchmark]
	fn answer_warranty_claim() {
		let scene = scene::<T>();
		let sale = transferred::<T>(&scene);
		Pallet::<T>::file_warranty_claim(signed_by::<T>(&scene.buyer.0), sale, paper(5))
			.expect("it is young");
		let (dealer, _) = dealer::<T>();
		let claim = ClaimNumber(0);

		#[extrinsic_call]
		_(
			as_raw::<T>(dealer),
			sale,
			claim,
			ClaimDecision::Grant,
			paper(6),
		);

		assert!(WarrantyClaims::<T>::get(sale, claim)
			.is_some_and(|claim| claim.answer != ClaimAnswer::Pending));
	}

	#[benchmark]
	fn end_warranty() {
		let scene = scene::<T>();
		let sale = transferred::<T>(&scene);
		Helper::<T>::set_time(
			NOW.saturating_add(Pallet::<T>::terms_at(NOW).warranty_period)
				.saturating_add(1),
		);

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.seller.0), sale);

		assert!(matches!(
			Sales::<T>::get(sale).map(|sale| sale.stage),
			Some(SaleStage::WarrantyEnded { .. })
		));
	}

	#[benchmark]
	fn request_rescission() {
		let scene = scene::<T>();
		let sale = transferred::<T>(&scene);

		#[extrinsic_call]
		_(
			RawOrigin::Signed(scene.buyer.0),
			sale,
			RescissionGround::Flood,
			paper(5),
		);

		assert!(matches!(
			Sales::<T>::get(sale).map(|sale| sale.stage),
			Some(SaleStage::RescissionRequested { .. })
		));
	}

	#[benchmark]
	fn agree_rescission() {
		let scene = scene::<T>();
		let sale = transferred::<T>(&scene);
		Pallet::<T>::request_rescission(
			signed_by::<T>(&scene.buyer.0),
			sale,
			RescissionGround::Flood,
			paper(5),
		)
		.expect("it is young");
		fund::<T>(&scene.seller.0);

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.seller.0.clone()), sale);

		assert_eq!(HeldFor::<T>::get(scene.seller.0), Some(scene.seller.1));
	}

	#[benchmark]
	fn order_rescission() {
		let scene = scene::<T>();
		let sale = transferred::<T>(&scene);
		Pallet::<T>::request_rescission(
			signed_by::<T>(&scene.buyer.0),
			sale,
			RescissionGround::Flood,
			paper(5),
		)
		.expect("it is young");
		let court = T::CourtOrigin::successful_actor();

		#[extrinsic_call]
		_(as_raw::<T>(court), sale, paper(6));

		assert!(matches!(
			Sales::<T>::get(sale).map(|sale| sale.stage),
			Some(SaleStage::RescissionAgreed { .. })
		));
	}

	#[benchmark]
	fn withdraw_rescission() {
		let scene = scene::<T>();
		let sale = rescission_agreed::<T>(&scene);

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.buyer.0), sale);

		assert!(matches!(
			Sales::<T>::get(sale).map(|sale| sale.stage),
			Some(SaleStage::Transferred(_))
		));
	}

	#[benchmark]
	fn accept_rescission() {
		let scene = scene::<T>();
		let sale = rescission_agreed::<T>(&scene);

		#[extrinsic_call]
		_(as_raw::<T>(scene.registrar), sale, acceptance(6));

		assert_eq!(
			Vehicles::<T>::get(scene.vehicle).map(|car| car.owner),
			Some(scene.seller.1)
		);
	}

	#[benchmark]
	fn certify_scrapping() {
		let Scene { vehicle, .. } = scene::<T>();
		let dismantler = T::DismantlerOrigin::successful_actor();

		#[extrinsic_call]
		_(as_raw::<T>(dismantler), vehicle, paper(1));

		assert!(Vehicles::<T>::get(vehicle)
			.is_some_and(|car| car.condition.scrapping != Scrapping::None));
	}

	#[benchmark]
	fn withdraw_scrapping() {
		let Scene { vehicle, .. } = scene::<T>();
		let dismantler = T::DismantlerOrigin::successful_actor();
		Pallet::<T>::certify_scrapping(dismantler.clone(), vehicle, paper(1))
			.expect("a dismantler may");

		#[extrinsic_call]
		_(as_raw::<T>(dismantler), vehicle, paper(2));

		assert!(Vehicles::<T>::get(vehicle)
			.is_some_and(|car| car.condition.scrapping == Scrapping::None));
	}

	/// Ex officio, while a sale is paid.
	#[benchmark]
	fn deregister_vehicle() {
		let scene = scene::<T>();
		delivered::<T>(&scene);

		#[extrinsic_call]
		_(
			as_raw::<T>(scene.registrar),
			scene.vehicle,
			DeregistrationReason::ExOfficio,
			paper(5),
		);

		assert!(Vehicles::<T>::get(scene.vehicle)
			.is_some_and(|car| matches!(car.status, VehicleStatus::Deregistered { .. })));
	}

	#[benchmark]
	fn reregister_vehicle() {
		let Scene {
			registrar, buyer, ..
		} = scene::<T>();
		// Its reading settles an older one.
		let vehicle = car::<T>(0, buyer.1, RECENT_READINGS);
		Pallet::<T>::deregister_vehicle(
			registrar.clone(),
			vehicle,
			DeregistrationReason::Export,
			paper(5),
		)
		.expect("nothing burdens it");
		let again = Reregistration {
			plate_tag: PlateTag(tag(2)),
			access_tag: AccessTag(tag(2)),
			owner: buyer.1,
			odometer_km: 9,
			document: paper(6),
		};

		#[extrinsic_call]
		_(as_raw::<T>(registrar), vehicle, again);

		assert!(
			Vehicles::<T>::get(vehicle).is_some_and(|car| car.status == VehicleStatus::Registered)
		);
	}

	#[benchmark]
	fn record_divergence() {
		let Scene {
			registrar, vehicle, ..
		} = scene::<T>();

		#[extrinsic_call]
		_(
			as_raw::<T>(registrar),
			vehicle,
			DivergentItem::Owner,
			paper(1),
		);

		assert!(Divergences::<T>::contains_key(vehicle));
	}

	#[benchmark]
	fn resolve_divergence() {
		let Scene {
			registrar, vehicle, ..
		} = scene::<T>();
		Pallet::<T>::record_divergence(registrar.clone(), vehicle, DivergentItem::Owner, paper(1))
			.expect("the registrar may");

		#[extrinsic_call]
		_(as_raw::<T>(registrar), vehicle, paper(2));

		assert!(!Divergences::<T>::contains_key(vehicle));
	}

	#[benchmark]
	fn advance_tag_key() -> Result<(), BenchmarkError> {
		scene::<T>();
		let origin = T::GovernanceOrigin::try_successful_origin()
			.map_err(|()| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin);

		assert_eq!(CurrentTagKey::<T>::get().outdated, 1);
		Ok(())
	}

	#[benchmark]
	fn retag_vehicle() {
		let Scene {
			registrar, vehicle, ..
		} = scene::<T>();
		Pallet::<T>::do_advance_tag_key().expect("no car waits");

		#[extrinsic_call]
		_(
			as_raw::<T>(registrar),
			vehicle,
			TagKeyVersion(1),
			VinTag(tag(2)),
			PlateTag(tag(2)),
		);

		assert_eq!(CurrentTagKey::<T>::get().outdated, 0);
	}

	#[benchmark]
	fn renew_certificate() {
		let Scene {
			registrar, vehicle, ..
		} = scene::<T>();
		let new = AccessTag(tag(2));

		#[extrinsic_call]
		_(as_raw::<T>(registrar), vehicle, new);

		assert_eq!(VehicleByAccess::<T>::get(new), Some(vehicle));
	}

	#[benchmark]
	fn on_account_rotated() {
		let scene = scene::<T>();
		paid::<T>(&scene);
		let (new, _) = Helper::<T>::create_party(3);
		fund::<T>(&new);

		#[block]
		{
			<Pallet<T> as OnAccountRotated<T::AccountId>>::on_account_rotated(
				scene.buyer.1,
				&scene.buyer.0,
				&new,
			)
			.expect("the won can move");
		}

		assert_eq!(HeldFor::<T>::get(new), Some(scene.buyer.1));
	}

	impl_benchmark_test_suite!(Pallet, mock::new_test_ext(), mock::Test);
}
