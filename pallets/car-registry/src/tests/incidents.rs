// SPDX-License-Identifier: Apache-2.0

use crate::{form82::*, mock::*, *};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use seoul_chain_primitives::AgencyId;

type Fault = Error<Test>;

fn accident(parts: &[DamagedPart]) -> Incident {
	Incident::Accident {
		repair: RepairCost::Below5Million,
		parts: parts.to_vec().try_into().expect("at most 20"),
	}
}

fn file(
	account: u64,
	id: VehicleId,
	source: IncidentSource,
	incident: Incident,
	document: u64,
) -> DispatchResult {
	CarRegistry::report_incident(
		RuntimeOrigin::signed(account),
		id,
		IncidentReport {
			source,
			happened_at: now(),
			document: paper(document),
			incident,
		},
	)
}

fn withdraw(account: u64, id: VehicleId, number: u32, document: u64) -> DispatchResult {
	CarRegistry::withdraw_incident(
		RuntimeOrigin::signed(account),
		id,
		IncidentNumber(number),
		paper(document),
	)
}

fn inspect_repair(account: u64, id: VehicleId, document: u64) -> DispatchResult {
	CarRegistry::pass_repair_inspection(RuntimeOrigin::signed(account), id, paper(document))
}

fn blocks(id: VehicleId) -> Vec<TransferBlock> {
	vehicle_of(id).transfer_blocks()
}

const DOOR: DamagedPart = DamagedPart {
	panel: Panel::Door,
	position: Position::FrontLeft,
};

#[test]
fn an_accident_is_told_with_its_repair_and_its_parts_and_blocks_nothing() {
	build_and_execute(|| {
		let id = register(1);
		events();
		assert_ok!(file(
			REPAIR_SHOP,
			id,
			IncidentSource::RepairShop,
			accident(&[DOOR]),
			1
		));
		assert_eq!(
			events(),
			[Event::IncidentReported {
				vehicle: id,
				incident: IncidentNumber(0),
				record: 1,
				by: AgencyId(5)
			}]
		);
		let page = CarRegistry::incidents_of(id, IncidentNumber(0), 10);
		assert_eq!(page.next, None);
		assert!(matches!(
			&page.incidents[..],
			[(IncidentNumber(0), IncidentEntry { standing: IncidentStanding::Reported, .. }, record)]
				if matches!(&record.entry, RecordEntry::Incident { report, .. }
					if report.incident == accident(&[DOOR]))
		));
		assert_eq!(blocks(id), []);
	});
}

#[test]
fn each_kind_comes_from_its_source_only() {
	build_and_execute(|| {
		use IncidentSource::{Insurer, Police, RepairShop};
		let id = register(1);
		let total_loss = || Incident::TotalLoss(TotalLossCause::Flood);
		for (source, incident) in [
			(Police, accident(&[])),
			(Police, Incident::Flood),
			(Police, Incident::Fire),
			(Police, total_loss()),
			(RepairShop, total_loss()),
			(RepairShop, Incident::Theft),
			(RepairShop, Incident::Recovery),
			(Insurer, Incident::Theft),
			(Insurer, Incident::Recovery),
		] {
			let account = match source {
				Insurer => INSURER,
				RepairShop => REPAIR_SHOP,
				Police => POLICE,
			};
			assert_noop!(
				file(account, id, source, incident, 1),
				Fault::IncidentNotOfThisSource
			);
		}
		for (source, account) in [(Insurer, POLICE), (Police, INSURER), (RepairShop, SELLER)] {
			assert_noop!(
				file(account, id, source, Incident::Flood, 1),
				NOT_A_DELEGATE
			);
		}
	});
}

#[test]
fn an_impossible_incident_is_refused() {
	build_and_execute(|| {
		let id = register(1);
		let at = |happened_at| {
			CarRegistry::report_incident(
				RuntimeOrigin::signed(INSURER),
				id,
				IncidentReport {
					source: IncidentSource::Insurer,
					happened_at,
					document: paper(1),
					incident: Incident::Fire,
				},
			)
		};
		assert_noop!(at(now() + 1), Fault::TimeInFuture);
		assert_noop!(at(0), Fault::TimeBeforeFirstRegistration);
		let insurer = IncidentSource::Insurer;
		assert_noop!(
			file(INSURER, VehicleId([0; 16]), insurer, Incident::Fire, 1),
			Fault::VehicleNotFound
		);
		assert_noop!(
			file(INSURER, id, insurer, accident(&[DOOR, DOOR]), 1),
			Fault::DuplicatePart
		);
		assert_noop!(
			file(POLICE, id, IncidentSource::Police, Incident::Recovery, 1),
			Fault::NotStolen
		);
		report(id, Incident::Fire, 1);
		assert_noop!(
			file(INSURER, id, insurer, Incident::Flood, 1),
			Fault::DocumentAlreadyRecorded
		);
	});
}

#[test]
fn a_stolen_car_is_not_transferred_until_it_is_recovered() {
	build_and_execute(|| {
		let id = register(1);
		let sale = delivered_private_sale(id, 2);
		report(id, Incident::Theft, 3);
		assert_eq!(blocks(id), [TransferBlock::Stolen]);
		let accept =
			|| CarRegistry::accept_transfer(RuntimeOrigin::signed(REGISTRAR), sale, acceptance(50));
		assert_noop!(accept(), Fault::Stolen);
		assert_noop!(
			file(POLICE, id, IncidentSource::Police, Incident::Theft, 4),
			Fault::AlreadyStolen
		);
		report(id, Incident::Recovery, 5);
		assert_ok!(accept());
	});
}

#[test]
fn a_total_loss_is_transferred_only_after_a_repair_inspection() {
	build_and_execute(|| {
		let id = register(1);
		let sale = delivered_private_sale(id, 2);
		assert_noop!(
			inspect_repair(PERIODIC_INSPECTION, id, 9),
			Fault::NoTotalLoss
		);
		report(id, Incident::TotalLoss(TotalLossCause::Accident), 3);
		assert_eq!(blocks(id), [TransferBlock::UnrepairedTotalLoss]);
		let accept =
			|| CarRegistry::accept_transfer(RuntimeOrigin::signed(REGISTRAR), sale, acceptance(50));
		assert_noop!(accept(), Fault::TotalLossNotRepaired);
		let again = Incident::TotalLoss(TotalLossCause::Fire);
		assert_noop!(
			file(INSURER, id, IncidentSource::Insurer, again, 4),
			Fault::AlreadyTotalLoss
		);
		for account in [WORKSHOP, REPAIR_SHOP, REGISTRAR, SELLER] {
			assert_noop!(inspect_repair(account, id, 9), NOT_A_DELEGATE);
		}
		assert_noop!(
			inspect_repair(PERIODIC_INSPECTION, VehicleId([0; 16]), 9),
			Fault::VehicleNotFound
		);
		events();
		assert_ok!(inspect_repair(PERIODIC_INSPECTION, id, 9));
		assert_eq!(
			events(),
			[Event::RepairInspectionPassed {
				vehicle: id,
				record: 3,
				by: AgencyId(8)
			}]
		);
		assert_eq!(blocks(id), []);
		assert_ok!(accept());
		// A second total loss needs an inspection of its own, with a paper of its own.
		report(id, Incident::TotalLoss(TotalLossCause::Flood), 6);
		assert_noop!(
			inspect_repair(PERIODIC_INSPECTION, id, 9),
			Fault::DocumentAlreadyRecorded
		);
	});
}

#[test]
fn an_incident_reported_by_mistake_is_withdrawn_with_what_it_brought_about() {
	build_and_execute(|| {
		let id = register(1);
		report(id, Incident::Theft, 1);
		report(id, Incident::TotalLoss(TotalLossCause::Theft), 2);
		assert_noop!(withdraw(OTHER_INSURER, id, 1, 9), Fault::NotTheReporter);
		assert_noop!(withdraw(POLICE, id, 1, 9), NOT_A_DELEGATE);
		assert_noop!(withdraw(SELLER, id, 1, 9), NOT_A_DELEGATE);
		assert_noop!(withdraw(INSURER, id, 7, 9), Fault::IncidentNotFound);
		events();
		assert_ok!(withdraw(INSURER, id, 1, 9));
		assert_eq!(
			events(),
			[Event::IncidentWithdrawn {
				vehicle: id,
				incident: IncidentNumber(1),
				by: AgencyId(6)
			}]
		);
		assert_eq!(blocks(id), [TransferBlock::Stolen]);
		assert_noop!(withdraw(INSURER, id, 1, 10), Fault::AlreadyWithdrawn);
		assert_noop!(withdraw(COURT, id, 0, 9), Fault::DocumentAlreadyRecorded);
		assert_ok!(withdraw(COURT, id, 0, 10));
		assert_eq!(blocks(id), []);
		// Both stay in the history, and their papers are worth nothing.
		assert_eq!(
			CarRegistry::incidents_of(id, IncidentNumber(0), 10)
				.incidents
				.len(),
			2
		);
		assert!(matches!(
			CarRegistry::verify_document(id, DocumentKind::Incident, paper(1)),
			DocumentVerdict::Recorded {
				standing: Standing::Void,
				..
			}
		));
	});
}
