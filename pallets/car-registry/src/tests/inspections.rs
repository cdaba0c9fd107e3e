// SPDX-License-Identifier: Apache-2.0

use crate::{form82::*, mock::*, *};
use frame_support::{assert_noop, assert_ok};
use seoul_chain_primitives::AgencyId;

type Fault = Error<Test>;

fn accident(panels: Vec<PanelFinding>) -> AccidentHistory {
	let mut form = form();
	form.panels = panels.try_into().expect("at most 40");
	form.accident_history()
}

const CLEAN: AccidentHistory = AccidentHistory {
	accident: false,
	simple_repair: false,
};
const REPAIRED: AccidentHistory = AccidentHistory {
	accident: false,
	simple_repair: true,
};
const CRASHED: AccidentHistory = AccidentHistory {
	accident: true,
	simple_repair: false,
};

#[test]
fn a_filed_form_is_recorded_with_its_validity_and_its_reading() {
	build_and_execute(|| {
		let id = register(1);
		events();
		assert_ok!(CarRegistry::file_inspection(
			RuntimeOrigin::signed(WORKSHOP),
			id,
			paper(1),
			form()
		));
		assert_eq!(
			events(),
			[Event::InspectionFiled {
				vehicle: id,
				record: 1,
				workshop: AgencyId(4),
				document: paper(1),
				accident: CLEAN,
				valid_until: START + 120 * DAY,
			}]
		);
		let info = CarRegistry::vehicle_info(id).unwrap();
		assert_eq!(info.vehicle.latest_inspection, Some(1));
		assert_eq!(info.odometer_km, Some(50_000));
		assert!(matches!(
			CarRegistry::verify_document(id, DocumentKind::InspectionRecord, paper(1)),
			DocumentVerdict::Recorded {
				standing: Standing::InForce,
				..
			}
		));
	});
}

#[test]
fn work_on_the_frame_makes_an_accident_car() {
	use Panel::*;
	for panel in [
		FrontPanel,
		Crossmember,
		InsidePanel,
		TrunkFloor,
		RearPanel,
		SideMember,
		Wheelhouse,
		PillarPanel,
		PackageTray,
		DashPanel,
		FloorPanel,
	] {
		for code in [PanelCode::Exchange, PanelCode::WeldOrSheetMetal] {
			assert_eq!(
				accident(vec![finding(panel, Position::Left, &[code])]),
				CRASHED
			);
		}
		// A scratch or rust on the frame is no repair.
		assert_eq!(
			accident(vec![finding(
				panel,
				Position::Left,
				&[
					PanelCode::Scratch,
					PanelCode::Corrosion,
					PanelCode::Dent,
					PanelCode::Damage
				]
			)]),
			CLEAN
		);
	}
}

#[test]
fn quarter_roof_and_side_sill_count_only_when_cut_or_welded() {
	use Panel::*;
	for panel in [QuarterPanel, RoofPanel, SideSillPanel] {
		let mut marked = finding(panel, Position::Right, &[PanelCode::WeldOrSheetMetal]);
		assert_eq!(accident(vec![marked.clone()]), REPAIRED);
		marked.cut_or_welded = true;
		assert_eq!(accident(vec![marked]), CRASHED);
	}
}

#[test]
fn bolt_on_work_is_a_simple_repair() {
	use Panel::*;
	for panel in [Hood, FrontFender, Door, TrunkLid, RadiatorSupport] {
		assert_eq!(
			accident(vec![finding(
				panel,
				Position::Centre,
				&[PanelCode::Exchange]
			)]),
			REPAIRED
		);
	}
}

#[test]
fn a_form_that_contradicts_itself_is_refused() {
	build_and_execute(|| {
		let id = register(1);
		let file = |form| {
			CarRegistry::file_inspection(RuntimeOrigin::signed(WORKSHOP), id, paper(1), form)
		};
		let with = |panels: Vec<PanelFinding>| {
			let mut form = form();
			form.panels = panels.try_into().expect("at most 40");
			form
		};
		assert_noop!(
			file(with(vec![finding(Panel::Hood, Position::Centre, &[])])),
			Fault::PanelWithoutCode
		);
		let twice = finding(Panel::Door, Position::FrontLeft, &[PanelCode::Dent]);
		assert_noop!(
			file(with(vec![twice.clone(), twice])),
			Fault::DuplicatePanel
		);
		let mut form = form();
		form.details.0[10] = 0b0001_0000;
		assert_noop!(file(form), Fault::UnusedDetailBits);
	});
}

#[test]
fn all_42_items_fit_and_no_more() {
	build_and_execute(|| {
		let id = register(1);
		let mut full = form();
		full.details = DetailCodes([0xff; 11]);
		full.details.0[10] = 0b0000_1111;
		assert_ok!(CarRegistry::file_inspection(
			RuntimeOrigin::signed(WORKSHOP),
			id,
			paper(1),
			full
		));
		assert_eq!(DETAIL_ITEMS * 2, 10 * 8 + 4);
	});
}

#[test]
fn an_impossible_inspection_is_refused() {
	build_and_execute(|| {
		let id = register(1);
		let file = |account, id, change: fn(&mut InspectionForm)| {
			let mut form = form();
			change(&mut form);
			CarRegistry::file_inspection(RuntimeOrigin::signed(account), id, paper(1), form)
		};
		assert_noop!(
			file(WORKSHOP, id, |f| f.inspected_at = now() + 1),
			Fault::TimeInFuture
		);
		assert_noop!(
			file(WORKSHOP, id, |f| f.inspected_at = 0),
			Fault::TimeBeforeFirstRegistration
		);
		assert_noop!(
			file(WORKSHOP, id, |f| f.odometer_km = 10_000_000),
			Fault::OdometerTooHigh
		);
		assert_noop!(
			file(WORKSHOP, VehicleId([0; 16]), |_| ()),
			Fault::VehicleNotFound
		);
		assert_noop!(file(REPAIR_SHOP, id, |_| ()), NOT_A_DELEGATE);
		assert_ok!(file(WORKSHOP, id, |_| ()));
		assert_noop!(file(WORKSHOP, id, |_| ()), Fault::DocumentAlreadyRecorded);
	});
}

#[test]
fn a_dealer_does_not_inspect_what_is_listed_with_it() {
	build_and_execute(|| {
		let id = register(1);
		assert_ok!(CarRegistry::list_vehicle(
			RuntimeOrigin::signed(SELLER),
			id,
			DEALER_AGENCY
		));
		assert_noop!(
			CarRegistry::file_inspection(
				RuntimeOrigin::signed(DEALERS_INSPECTOR),
				id,
				paper(1),
				form()
			),
			Fault::InspectorIsTheDealer
		);
	});
}

#[test]
fn a_record_filed_after_the_legal_period_says_so() {
	build_and_execute(|| {
		let id = register(1);
		let filed_late = |document, inspected_at| {
			let mut form = form();
			form.inspected_at = inspected_at;
			assert_ok!(CarRegistry::file_inspection(
				RuntimeOrigin::signed(WORKSHOP),
				id,
				paper(document),
				form
			));
			match Records::<Test>::get(id, vehicle_of(id).records - 1).map(|r| r.entry) {
				Some(RecordEntry::Inspected(record)) => record.filed_late,
				other => panic!("expected an inspection, got {other:?}"),
			}
		};
		advance(30 * DAY);
		assert!(!filed_late(1, now() - 3 * DAY));
		assert!(filed_late(2, now() - 3 * DAY - 1));
	});
}

#[test]
fn a_later_record_supersedes_and_age_puts_out_of_date() {
	build_and_execute(|| {
		let id = register(1);
		inspect(id, 1);
		inspect(id, 2);
		let standing = |document| match CarRegistry::verify_document(
			id,
			DocumentKind::InspectionRecord,
			paper(document),
		) {
			DocumentVerdict::Recorded { standing, .. } => standing,
			DocumentVerdict::NotRecorded => panic!("it was filed"),
		};
		assert_eq!(standing(1), Standing::Superseded);
		assert_eq!(standing(2), Standing::InForce);
		advance(120 * DAY + 1);
		assert_eq!(standing(2), Standing::OutOfDate);
	});
}

#[test]
fn a_document_is_authentic_for_its_car_and_kind_only() {
	build_and_execute(|| {
		let (id, other) = (register(1), register(2));
		inspect(id, 1);
		for (car, kind, document) in [
			(id, DocumentKind::InspectionRecord, 2),
			(id, DocumentKind::ContractDealer, 1),
			(other, DocumentKind::InspectionRecord, 1),
		] {
			assert_eq!(
				CarRegistry::verify_document(car, kind, paper(document)),
				DocumentVerdict::NotRecorded
			);
		}
	});
}
