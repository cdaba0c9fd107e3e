// SPDX-License-Identifier: Apache-2.0

//! Random life stories of cars. Whatever is tried, a car has one owner, ownership moves only by an
//! accepted sale that both sides signed, and the verdict equals a naive recomputation.

use crate::{mock::*, *};
use proptest::prelude::*;
use seoul_chain_primitives::PartyId;
use sp_core::H256;
use std::collections::BTreeMap;

/// Everybody who appears in these stories.
const ACCOUNTS: [u64; 10] = [
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
		Just(ContractKind::BetweenParties),
		Just(ContractKind::Dealer)
	];
	let side = prop_oneof![Just(Side::Seller), Just(Side::Buyer)];
	prop_oneof![
		3 => (car(), 0..300_000u32, 0..40u64)
			.prop_map(|(car, km, age)| Attempt::Report { car, km, age }),
		1 => (who(), car(), 0..12u32, 0..300_000u32)
			.prop_map(|(who, car, reading, km)| Attempt::Correct { who, car, reading, km }),
		1 => car().prop_map(|car| Attempt::Inspect { car }),
		1 => (who(), car()).prop_map(|(who, car)| Attempt::List { who, car }),
		1 => (who(), car()).prop_map(|(who, car)| Attempt::Return { who, car }),
		12 => (who(), car(), 1..4u64, kind)
			.prop_map(|(who, car, buyer, kind)| Attempt::Draft { who, car, buyer, kind }),
		8 => (who(), sale()).prop_map(|(who, sale)| Attempt::Acknowledge { who, sale }),
		8 => (who(), sale()).prop_map(|(who, sale)| Attempt::Waive { who, sale }),
		20 => (who(), sale(), side)
			.prop_map(|(who, sale, side)| Attempt::Sign { who, sale, side }),
		1 => (who(), sale()).prop_map(|(who, sale)| Attempt::Cancel { who, sale }),
		1 => sale().prop_map(|sale| Attempt::Expire { sale }),
		10 => (who(), sale()).prop_map(|(who, sale)| Attempt::Accept { who, sale }),
		1 => (who(), sale()).prop_map(|(who, sale)| Attempt::Reject { who, sale }),
		1 => prop_oneof![9 => 0..2u64, 1 => 30..130u64].prop_map(|days| Attempt::Wait { days }),
	]
}

fn account_of(party: PartyId) -> u64 {
	match party {
		PartyId::Citizen(index) => index.0,
		PartyId::Agency(_) => DEALER,
	}
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
		),
		Attempt::Reject { who, sale } => {
			CarRegistry::reject_transfer(by(who, REGISTRAR), id_of(sale), paper(77))
		},
		Attempt::Wait { days } => {
			advance(days * DAY);
			Ok(())
		},
	};
}

/// The owner that the history tells, from the registration through every transfer.
fn owner_by_history(id: VehicleId) -> Option<PartyId> {
	let mut owner = None;
	for index in 0..vehicle_of(id).records {
		match Records::<Test>::get(id, index)?.entry {
			RecordEntry::Registered { owner: first, .. } => owner = Some(first),
			RecordEntry::Transferred {
				old_owner,
				new_owner,
				sale,
				..
			} => {
				assert_eq!(owner, Some(old_owner), "a transfer starts from the owner");
				assert!(
					matches!(sale_of(sale).stage, SaleStage::Transferred { .. }),
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
	let mut readings = BTreeMap::<RecordIndex, (u64, u32)>::new();
	for index in 0..vehicle_of(id).records {
		let record = Records::<Test>::get(id, index).expect("no gap");
		match record.entry {
			RecordEntry::Registered { odometer_km, .. } => {
				readings.insert(index, (record.recorded_at, odometer_km));
			},
			RecordEntry::Odometer { report, flag } if flag != ReadingFlag::NotPlaced => {
				readings.insert(index, (report.taken_at, report.km));
			},
			RecordEntry::Inspected(filed) if filed.flag != ReadingFlag::NotPlaced => {
				readings.insert(index, (filed.form.inspected_at, filed.form.odometer_km));
			},
			RecordEntry::OdometerCorrected {
				reading, new_km, ..
			} => {
				if let Some((_, km)) = readings.get_mut(&reading) {
					*km = new_km;
				}
			},
			_ => {},
		}
	}
	let mut in_time: Vec<_> = readings
		.into_iter()
		.map(|(index, (taken_at, km))| (taken_at, index, km))
		.collect();
	in_time.sort_unstable();
	u32::try_from(
		in_time
			.windows(2)
			.filter(|pair| pair[1].2 < pair[0].2)
			.count(),
	)
	.unwrap()
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

	#[test]
	fn whatever_is_tried_the_register_stays_true(
		attempts in proptest::collection::vec(attempt(), 1..200)
	) {
		build_and_execute(|| {
			let cars = [register(1), register(2)];
			for (number, attempt) in (0u64..).zip(&attempts) {
				let owners = cars.map(|id| vehicle_of(id).owner);
				let lengths = cars.map(|id| vehicle_of(id).records);
				perform(attempt, &cars, number);
				for ((id, before), length) in cars.into_iter().zip(owners).zip(lengths) {
					let car = vehicle_of(id);
					assert!(
						car.owner == before || matches!(attempt, Attempt::Accept { .. }),
						"only an accepted transfer changes the owner"
					);
					assert!(car.records >= length, "a history never shrinks");
					assert_eq!(Some(car.owner), owner_by_history(id));
					assert_eq!(car.odometer.decreases, naive_decreases(id));
				}
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
	let stories = proptest::collection::vec(attempt(), 150..200);
	let (mut transfers, mut decreases) = (0, 0);
	for _ in 0..200 {
		let story = stories.new_tree(&mut runner).expect("a story").current();
		build_and_execute(|| {
			let cars = [register(1), register(2)];
			for (number, attempt) in (0u64..).zip(&story) {
				perform(attempt, &cars, number);
			}
			transfers += Sales::<Test>::iter_values()
				.filter(|sale| matches!(sale.stage, SaleStage::Transferred { .. }))
				.count();
			decreases += cars.iter().filter(|id| naive_decreases(**id) > 0).count();
		});
	}
	assert!(transfers >= 50, "only {transfers} transfers in 200 stories");
	assert!(
		decreases >= 50,
		"only {decreases} cars with decreasing readings in 200 stories"
	);
}
