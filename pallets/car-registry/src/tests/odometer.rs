// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};

type Fault = Error<Test>;

fn report(km: u32, taken_at: u64) -> OdometerReport {
	OdometerReport {
		km,
		taken_at,
		source: OdometerSource::Repair,
	}
}

fn file(id: VehicleId, km: u32, taken_at: u64) -> ReadingFlag {
	assert_ok!(CarRegistry::report_odometer(
		RuntimeOrigin::signed(REPAIR_SHOP),
		id,
		report(km, taken_at)
	));
	match events().pop() {
		Some(Event::OdometerReported { flag, .. }) => flag,
		other => panic!("expected a reading, got {other:?}"),
	}
}

fn verdict(id: VehicleId) -> OdometerVerdict {
	CarRegistry::vehicle_info(id).expect("registered").verdict
}

#[test]
fn one_reading_gives_no_judgement_and_two_rising_ones_are_logical() {
	build_and_execute(|| {
		let id = register(1);
		assert_eq!(
			verdict(id),
			OdometerVerdict::NoJudgement(NoJudgementReason::TooFewReadings)
		);
		advance(DAY);
		assert_ok!(CarRegistry::report_odometer(
			RuntimeOrigin::signed(REPAIR_SHOP),
			id,
			report(100, now())
		));
		assert_eq!(
			events().last(),
			Some(&Event::OdometerReported {
				vehicle: id,
				record: 1,
				km: 100,
				flag: ReadingFlag::Consistent,
				verdict: OdometerVerdict::Logical
			})
		);
		assert_eq!(
			CarRegistry::vehicle_info(id).and_then(|info| info.odometer_km),
			Some(100)
		);
	});
}

#[test]
fn a_decreasing_reading_is_stored_and_flagged_and_the_car_is_illogical() {
	build_and_execute(|| {
		let id = register(1);
		advance(DAY);
		assert_eq!(file(id, 90_000, now()), ReadingFlag::Consistent);
		advance(DAY);
		assert_eq!(file(id, 40_000, now()), ReadingFlag::BelowEarlier);
		assert_eq!(verdict(id), OdometerVerdict::Illogical);
		assert_eq!(CarRegistry::history(id, 0, 10).records.len(), 3);
	});
}

#[test]
fn an_equal_reading_is_consistent() {
	build_and_execute(|| {
		let id = register(1);
		assert_eq!(file(id, 10, now()), ReadingFlag::Consistent);
		assert_eq!(verdict(id), OdometerVerdict::Logical);
	});
}

#[test]
fn a_correction_clears_the_verdict_and_leaves_the_reading_as_it_was_reported() {
	build_and_execute(|| {
		let id = register(1);
		advance(DAY);
		file(id, 900_000, now());
		advance(DAY);
		file(id, 95_000, now());
		assert_eq!(verdict(id), OdometerVerdict::Illogical);
		assert_ok!(CarRegistry::correct_odometer(
			RuntimeOrigin::signed(REPAIR_SHOP),
			id,
			1,
			90_000,
			paper(1)
		));
		assert_eq!(
			events(),
			[Event::OdometerCorrected {
				vehicle: id,
				reading: 1,
				old_km: 900_000,
				new_km: 90_000,
				verdict: OdometerVerdict::Logical
			}]
		);
		assert!(matches!(
			Records::<Test>::get(id, 1).map(|record| record.entry),
			Some(RecordEntry::Odometer {
				report: OdometerReport { km: 900_000, .. },
				..
			})
		));
		assert_eq!(verdict(id), OdometerVerdict::Logical);
		assert!(matches!(
			CarRegistry::verify_document(id, DocumentKind::CorrectionEvidence, paper(1)),
			DocumentVerdict::Recorded {
				standing: Standing::InForce,
				..
			}
		));
	});
}

#[test]
fn a_correction_can_itself_make_the_car_illogical_and_be_corrected() {
	build_and_execute(|| {
		let id = register(1);
		advance(DAY);
		file(id, 100, now());
		let correct = |km, evidence| {
			CarRegistry::correct_odometer(
				RuntimeOrigin::signed(REPAIR_SHOP),
				id,
				1,
				km,
				paper(evidence),
			)
		};
		assert_ok!(correct(5, 1));
		assert_eq!(verdict(id), OdometerVerdict::Illogical);
		assert_ok!(correct(101, 2));
		assert_eq!(verdict(id), OdometerVerdict::Logical);
	});
}

#[test]
fn a_reading_filed_late_takes_its_place_in_time() {
	build_and_execute(|| {
		let id = register(1);
		let start = now();
		advance(10 * DAY);
		file(id, 1_000, start + 2 * DAY);
		file(id, 5_000, start + 8 * DAY);
		// Between the two, and consistent with both.
		assert_eq!(file(id, 3_000, start + 5 * DAY), ReadingFlag::Consistent);
		assert_eq!(verdict(id), OdometerVerdict::Logical);
		// Between the two, and above the later one.
		assert_eq!(file(id, 6_000, start + 6 * DAY), ReadingFlag::AboveLater);
		assert_eq!(verdict(id), OdometerVerdict::Illogical);
		// The newest in time is still the one at 8 days.
		assert_eq!(
			CarRegistry::vehicle_info(id).and_then(|info| info.odometer_km),
			Some(5_000)
		);
	});
}

#[test]
fn a_reading_from_before_too_many_later_ones_is_stored_without_being_placed() {
	build_and_execute(|| {
		let id = register(1);
		let start = now();
		advance(30 * DAY);
		for day in 2..=u64::from(MAX_PLACEMENT_STEPS) + 2 {
			file(id, u32::try_from(day).unwrap() * 100, start + day * DAY);
		}
		assert_eq!(file(id, 999_999, start + DAY), ReadingFlag::NotPlaced);
		assert_eq!(verdict(id), OdometerVerdict::Logical);
		// It is in the history all the same, and may be corrected.
		let record = vehicle_of(id).records - 1;
		assert_ok!(CarRegistry::correct_odometer(
			RuntimeOrigin::signed(REPAIR_SHOP),
			id,
			record,
			50,
			paper(1)
		));
		// One step nearer and it is placed.
		assert_eq!(file(id, 250, start + 2 * DAY + 1), ReadingFlag::Consistent);
	});
}

#[test]
fn each_source_is_open_to_its_role_only() {
	build_and_execute(|| {
		let id = register(1);
		let sources = [
			(OdometerSource::Inspection, WORKSHOP),
			(OdometerSource::Repair, REPAIR_SHOP),
			(OdometerSource::Insurance, INSURER),
			(OdometerSource::PeriodicInspection, PERIODIC_INSPECTION),
		];
		for (source, _) in sources {
			for (other, account) in sources {
				let report = OdometerReport {
					km: 20,
					taken_at: now(),
					source,
				};
				let call = CarRegistry::report_odometer(RuntimeOrigin::signed(account), id, report);
				if other == source {
					assert_ok!(call);
				} else {
					assert_eq!(call.unwrap_err().error, NOT_A_DELEGATE);
				}
			}
		}
		assert_noop!(
			CarRegistry::report_odometer(
				RuntimeOrigin::signed(REGISTRAR),
				id,
				OdometerReport {
					km: 20,
					taken_at: now(),
					source: OdometerSource::Registration
				}
			),
			Fault::SourceNotReportable
		);
	});
}

#[test]
fn an_impossible_reading_is_refused() {
	build_and_execute(|| {
		let id = register(1);
		let call = |id, report| {
			CarRegistry::report_odometer(RuntimeOrigin::signed(REPAIR_SHOP), id, report)
		};
		assert_noop!(call(id, report(20, now() + 1)), Fault::TimeInFuture);
		assert_noop!(
			call(id, report(20, registration(1).first_registered_at - 1)),
			Fault::TimeBeforeFirstRegistration
		);
		assert_noop!(call(id, report(10_000_000, now())), Fault::OdometerTooHigh);
		assert_noop!(
			call(VehicleId([0; 16]), report(20, now())),
			Fault::VehicleNotFound
		);
	});
}

#[test]
fn only_the_reporter_or_the_cars_registrar_corrects() {
	build_and_execute(|| {
		let id = register(1);
		file(id, 20, now());
		let correct = |account, reading, km, evidence| {
			CarRegistry::correct_odometer(
				RuntimeOrigin::signed(account),
				id,
				reading,
				km,
				paper(evidence),
			)
		};
		assert_noop!(correct(OTHER_REPAIR_SHOP, 1, 30, 1), Fault::NotTheReporter);
		for account in [WORKSHOP, SELLER, DEALER] {
			assert_noop!(correct(account, 1, 30, 1), NOT_A_DELEGATE);
		}
		assert_noop!(correct(OTHER_REGISTRAR, 1, 30, 1), Fault::WrongDistrict);
		assert_ok!(correct(REGISTRAR, 1, 30, 1));
		assert_noop!(correct(REPAIR_SHOP, 1, 30, 2), Fault::NothingToCorrect);
		assert_noop!(
			correct(REPAIR_SHOP, 1, 31, 1),
			Fault::DocumentAlreadyRecorded
		);
		assert_noop!(
			correct(REPAIR_SHOP, 1, 10_000_000, 2),
			Fault::OdometerTooHigh
		);
		assert_noop!(correct(REPAIR_SHOP, 9, 31, 2), Fault::ReadingNotFound);
		// An entry that holds no reading: the correction itself.
		assert_noop!(correct(REPAIR_SHOP, 2, 31, 2), Fault::ReadingNotFound);
		// The reading at registration is the registrar's.
		assert_noop!(correct(REPAIR_SHOP, 0, 11, 2), NOT_A_DELEGATE);
		assert_ok!(correct(REGISTRAR, 0, 11, 2));
	});
}

#[test]
fn imported_and_legacy_cars_get_no_judgement_unless_a_reading_decreases() {
	build_and_execute(|| {
		for (number, origin, reason) in [
			(1, VehicleOrigin::ImportedUsed, NoJudgementReason::Import),
			(2, VehicleOrigin::Legacy, NoJudgementReason::Legacy),
		] {
			assert_ok!(CarRegistry::register_vehicle(
				RuntimeOrigin::signed(REGISTRAR),
				VehicleRegistration {
					origin,
					odometer_km: 1_000,
					..registration(number)
				}
			));
			let id = VehicleByVin::<Test>::get(registration(number).vin_tag).unwrap();
			advance(1);
			file(id, 2_000, now());
			assert_eq!(verdict(id), OdometerVerdict::NoJudgement(reason));
			advance(1);
			file(id, 500, now());
			assert_eq!(verdict(id), OdometerVerdict::Illogical);
		}
	});
}
