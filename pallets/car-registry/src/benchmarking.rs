// SPDX-License-Identifier: Apache-2.0

//! Benchmarks: each call at its worst.

#![allow(
	clippy::expect_used,
	clippy::unwrap_used,
	clippy::as_conversions,
	missing_docs
)]

use super::*;
use crate::form82::*;
use alloc::{boxed::Box, collections::BTreeSet, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{traits::EnsureOrigin, Hashable};
use frame_system::RawOrigin;
use seoul_chain_primitives::{
	AgencyRegistry, DistrictCode, DocumentCommitment, EnsureActor, EnsureActorFor, Moment, PartyId,
	PartyRegistry,
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

/// A draft by the dealer with whom the car is listed, with an inspection record to acknowledge.
fn dealer_draft<T: Config>(scene: &Scene<T>) -> (SaleId, RecordIndex) {
	let inspection = inspect::<T>(scene.vehicle);
	let dealer = T::DealerOrigin::successful_actor();
	let agency = T::DealerOrigin::ensure_actor(dealer.clone())
		.expect("passes")
		.agency;
	Pallet::<T>::list_vehicle(
		RawOrigin::Signed(scene.seller.0.clone()).into(),
		scene.vehicle,
		agency,
	)
	.expect("the owner may list");
	let sale = NextSaleId::<T>::get();
	Pallet::<T>::draft_sale(
		dealer,
		scene.vehicle,
		scene.buyer.1,
		ContractKind::Dealer,
		paper(1),
	)
	.expect("the dealer may sell");
	(sale, inspection)
}

/// A dealer's sale that one side has signed.
fn half_signed<T: Config>(scene: &Scene<T>) -> SaleId {
	let (sale, inspection) = dealer_draft::<T>(scene);
	let buyer = RawOrigin::Signed(scene.buyer.0.clone());
	Pallet::<T>::acknowledge_inspection(buyer.clone().into(), sale, inspection)
		.expect("the record is young");
	Pallet::<T>::sign_sale(buyer.into(), sale, paper(1)).expect("the buyer may sign");
	sale
}

/// A dealer's sale that both sides have signed.
fn signed<T: Config>(scene: &Scene<T>) -> SaleId {
	let sale = half_signed::<T>(scene);
	Pallet::<T>::sign_sale(
		RawOrigin::Signed(scene.seller.0.clone()).into(),
		sale,
		paper(1),
	)
	.expect("the seller may sign");
	sale
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

	/// `s`: later readings that a late one is compared with.
	#[benchmark]
	fn report_odometer(s: Linear<0, MAX_PLACEMENT_STEPS>) {
		let Scene { vehicle, .. } = scene::<T>();
		let source = OdometerSource::Repair;
		let reporter = T::OdometerOrigin::successful_actor_for(&source);
		// The reading at registration was taken now, and is the first step back.
		let now = Pallet::<T>::now();
		let back = |steps: u32| now.saturating_sub(Moment::from(MAX_PLACEMENT_STEPS - steps));
		for step in 1..=MAX_PLACEMENT_STEPS {
			Pallet::<T>::report_odometer(
				reporter.clone(),
				vehicle,
				OdometerReport {
					km: step,
					taken_at: back(step),
					source,
				},
			)
			.expect("the reading is in order");
		}
		let taken_at = if s == 0 {
			now
		} else {
			back(MAX_PLACEMENT_STEPS - s)
		};

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

		assert_eq!(
			Vehicles::<T>::get(vehicle).map(|car| car.records),
			Some(MAX_PLACEMENT_STEPS + 2)
		);
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

		// By the registrar, who is asked last.
		#[extrinsic_call]
		_(as_raw::<T>(registrar), vehicle, 1, 9, paper(1));

		assert_eq!(
			Readings::<T>::get(vehicle, 1).map(|reading| reading.km),
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
		// The car's last sale is signed and has to be closed first.
		let old = signed::<T>(&scene);
		Sales::<T>::mutate(old, |sale| {
			if let Some(sale) = sale {
				sale.expires_at = 0;
			}
		});
		let listing = Vehicles::<T>::get(scene.vehicle).and_then(|car| car.status.listing());
		let dealer = T::DealerOrigin::successful_actor();
		let agency = T::DealerOrigin::ensure_actor(dealer.clone())
			.expect("passes")
			.agency;
		Vehicles::<T>::mutate(scene.vehicle, |car| {
			if let (Some(car), Some(listing)) = (car, listing) {
				car.status = VehicleStatus::SalePending {
					sale: old,
					listing: Some(Listing {
						dealer: agency,
						..listing
					}),
				};
			}
		});
		let buyer = scene.buyer.1;

		#[extrinsic_call]
		_(
			as_raw::<T>(dealer),
			scene.vehicle,
			buyer,
			ContractKind::Dealer,
			paper(2),
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
		let sale = signed::<T>(&scene);
		Pallet::<T>::cancel_sale(RawOrigin::Signed(scene.seller.0).into(), sale)
			.expect("the seller may ask");

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.buyer.0), sale);

		assert!(Sales::<T>::get(sale).is_some_and(|sale| !sale.stage.is_open()));
	}

	#[benchmark]
	fn expire_sale() {
		let scene = scene::<T>();
		let sale = signed::<T>(&scene);
		Sales::<T>::mutate(sale, |sale| {
			if let Some(sale) = sale {
				sale.expires_at = 0;
			}
		});

		#[extrinsic_call]
		_(RawOrigin::Signed(scene.buyer.0), sale);

		assert!(Sales::<T>::get(sale).is_some_and(|sale| !sale.stage.is_open()));
	}

	#[benchmark]
	fn accept_transfer() {
		let scene = scene::<T>();
		let sale = signed::<T>(&scene);
		let acceptance = TransferAcceptance {
			receipt: paper(2),
			new_access_tag: AccessTag(tag(2)),
			new_plate_tag: Some(PlateTag(tag(2))),
			new_district: Some(DistrictCode(11680)),
		};

		#[extrinsic_call]
		_(as_raw::<T>(scene.registrar), sale, acceptance);

		assert_eq!(
			Vehicles::<T>::get(scene.vehicle).map(|car| car.owner),
			Some(scene.buyer.1)
		);
	}

	#[benchmark]
	fn reject_transfer() {
		let scene = scene::<T>();
		let sale = signed::<T>(&scene);

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
		let origin =
			T::TermsOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;
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

	impl_benchmark_test_suite!(Pallet, mock::new_test_ext(), mock::Test);
}
