// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};

type Fault = Error<Test>;

fn diverges(account: u64, id: VehicleId) -> DispatchResult {
	CarRegistry::record_divergence(
		RuntimeOrigin::signed(account),
		id,
		DivergentItem::Owner,
		paper(1),
	)
}

fn agrees(account: u64, id: VehicleId) -> DispatchResult {
	CarRegistry::resolve_divergence(RuntimeOrigin::signed(account), id, paper(2))
}

#[test]
fn a_divergence_is_shown_in_every_answer_until_it_is_resolved() {
	build_and_execute(|| {
		let id = register(1);
		report(id, Incident::Flood, 5);
		let sale = draft_private(id, 3);
		events();
		assert_ok!(diverges(REGISTRAR, id));
		assert_eq!(
			events(),
			[Event::DivergenceRecorded {
				vehicle: id,
				item: DivergentItem::Owner,
				reason: paper(1)
			}]
		);
		let answers = || {
			[
				CarRegistry::vehicle_info(id).and_then(|info| info.divergence),
				CarRegistry::history(id, 0, 10).divergence,
				CarRegistry::incidents_of(id, IncidentNumber(0), 10).divergence,
				CarRegistry::sale_info(sale).and_then(|info| info.divergence),
			]
		};
		for answer in answers() {
			assert!(matches!(
				answer,
				Some(Divergence {
					item: DivergentItem::Owner,
					since: START,
					..
				})
			));
		}
		assert_ok!(agrees(REGISTRAR, id));
		assert_eq!(
			events(),
			[Event::DivergenceResolved {
				vehicle: id,
				item: DivergentItem::Owner
			}]
		);
		assert_eq!(answers(), [None; 4]);
		// Both stay in the history.
		let last = vehicle_of(id).records;
		assert!(matches!(
			CarRegistry::record(id, last - 2).map(|record| record.entry),
			Some(RecordEntry::DivergenceRecorded { .. })
		));
		assert!(matches!(
			CarRegistry::record(id, last - 1).map(|record| record.entry),
			Some(RecordEntry::DivergenceResolved { .. })
		));
	});
}

#[test]
fn a_divergence_is_recorded_by_the_cars_registrar_once() {
	build_and_execute(|| {
		let id = register(1);
		assert_noop!(agrees(REGISTRAR, id), Fault::NoDivergence);
		assert_noop!(diverges(SELLER, id), NOT_A_DELEGATE);
		assert_noop!(diverges(OTHER_REGISTRAR, id), Fault::WrongDistrict);
		assert_noop!(
			diverges(REGISTRAR, VehicleId([0; 16])),
			Fault::VehicleNotFound
		);
		assert_ok!(diverges(REGISTRAR, id));
		assert_noop!(diverges(REGISTRAR, id), Fault::DivergenceAlreadyRecorded);
		assert_noop!(agrees(SELLER, id), NOT_A_DELEGATE);
		assert_noop!(agrees(OTHER_REGISTRAR, id), Fault::WrongDistrict);
		assert_noop!(
			agrees(REGISTRAR, VehicleId([0; 16])),
			Fault::VehicleNotFound
		);
	});
}
