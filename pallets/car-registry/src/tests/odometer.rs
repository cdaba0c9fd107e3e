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
		advance(100 * DAY);
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
			CarRegistry::record(id, 1).map(|record| record.entry),
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

fn batch(
	account: u64,
	readings: &[(VehicleId, u32, u64)],
) -> Result<(), sp_runtime::DispatchError> {
	CarRegistry::report_odometer_batch(
		RuntimeOrigin::signed(account),
		OdometerSource::Repair,
		readings
			.iter()
			.map(|&(vehicle, km, taken_at)| BatchReading {
				vehicle,
				km,
				taken_at,
			})
			.collect::<Vec<_>>()
			.try_into()
			.expect("at most 200"),
	)
	.map(|_| ())
	.map_err(|refusal| refusal.error)
}

fn replace(
	account: u64,
	id: VehicleId,
	replacement: MeterReplacement,
) -> Result<(), sp_runtime::DispatchError> {
	CarRegistry::replace_meter(RuntimeOrigin::signed(account), id, replacement)
}

fn new_meter(old_km: u32, new_km: u32, certificate: u64) -> MeterReplacement {
	MeterReplacement {
		change: MeterChange::Broken,
		replaced_at: now(),
		old_km,
		new_km,
		certificate: paper(certificate),
	}
}

#[test]
fn two_hundred_readings_come_in_one_batch() {
	build_and_execute(|| {
		let cars: Vec<_> = (1..=200).map(register).collect();
		advance(DAY);
		events();
		let readings: Vec<_> = cars.iter().map(|id| (*id, 100, now())).collect();
		assert_ok!(batch(REPAIR_SHOP, &readings));
		assert_eq!(events().len(), 200);
		for id in cars {
			assert_eq!(verdict(id), OdometerVerdict::Logical);
		}
	});
}

#[test]
fn a_batch_stores_what_it_can_and_names_what_it_cannot_with_the_reason() {
	build_and_execute(|| {
		let (id, other) = (register(1), register(2));
		let nothing = VehicleId([0; 16]);
		events();
		assert_ok!(batch(
			REPAIR_SHOP,
			&[
				(id, 20, now()),
				(nothing, 20, now()),
				(other, 10_000_000, now()),
				(other, 30, now()),
			]
		));
		let refused: Vec<_> = events()
			.into_iter()
			.filter_map(|event| match event {
				Event::ReadingRefused {
					position,
					vehicle,
					reason,
				} => Some((position, vehicle, reason)),
				_ => None,
			})
			.collect();
		assert_eq!(
			refused,
			[
				(1, nothing, Fault::VehicleNotFound.into()),
				(2, other, Fault::OdometerTooHigh.into()),
			]
		);
		assert_eq!(vehicle_of(other).odometer.newest().map(|r| r.km), Some(30));
	});
}

#[test]
fn a_batch_comes_from_the_role_of_its_source_and_holds_something() {
	build_and_execute(|| {
		let id = register(1);
		for account in [WORKSHOP, INSURER, SELLER] {
			assert_noop!(batch(account, &[(id, 20, now())]), NOT_A_DELEGATE);
		}
		assert_noop!(batch(REPAIR_SHOP, &[]), Fault::NoReadingAccepted);
		assert_noop!(
			batch(REPAIR_SHOP, &[(id, 20, now() + 1)]),
			Fault::NoReadingAccepted
		);
		assert_noop!(
			CarRegistry::report_odometer_batch(
				RuntimeOrigin::signed(REGISTRAR),
				OdometerSource::Registration,
				vec![BatchReading {
					vehicle: id,
					km: 20,
					taken_at: now()
				}]
				.try_into()
				.expect("one")
			),
			Fault::NoReadingAccepted
		);
	});
}

#[test]
fn a_batch_costs_by_what_it_stores() {
	build_and_execute(|| {
		let id = register(1);
		let report = |count: u32| {
			CarRegistry::report_odometer_batch(
				RuntimeOrigin::signed(REPAIR_SHOP),
				OdometerSource::Repair,
				(0..count)
					.map(|_| BatchReading {
						vehicle: id,
						km: 20,
						taken_at: now(),
					})
					.collect::<Vec<_>>()
					.try_into()
					.expect("at most 200"),
			)
			.expect("they are in order")
			.actual_weight
		};
		// The registration is one of the twelve that stand with the car.
		assert_eq!(
			report(11),
			Some(<() as WeightInfo>::report_odometer_batch(11, 0))
		);
		assert_eq!(
			report(3),
			Some(<() as WeightInfo>::report_odometer_batch(0, 3))
		);
	});
}

#[test]
fn more_kilometres_than_a_car_drives_get_a_warning_that_changes_no_verdict() {
	build_and_execute(|| {
		let id = register(1);
		advance(DAY);
		// 2,000 a day, and a day begun counts.
		assert_eq!(file(id, 2_010, now()), ReadingFlag::Consistent);
		advance(1);
		assert_eq!(file(id, 4_011, now()), ReadingFlag::Implausible);
		assert_eq!(verdict(id), OdometerVerdict::Logical);
	});
}

#[test]
fn a_new_odometer_starts_anew_and_the_verdict_says_so() {
	build_and_execute(|| {
		let id = register(1);
		advance(100 * DAY);
		file(id, 90_000, now());
		events();
		assert_ok!(replace(REPAIR_SHOP, id, new_meter(90_001, 5, 1)));
		let replaced = OdometerVerdict::NoJudgement(NoJudgementReason::MeterReplaced);
		assert_eq!(
			events().last(),
			Some(&Event::MeterReplaced {
				vehicle: id,
				record: 3,
				change: MeterChange::Broken,
				old_km: 90_001,
				new_km: 5,
				verdict: replaced
			})
		);
		advance(DAY);
		assert_eq!(file(id, 100, now()), ReadingFlag::Consistent);
		assert_eq!(verdict(id), replaced);
		// What decreases on the new one is seen all the same.
		advance(DAY);
		assert_eq!(file(id, 50, now()), ReadingFlag::BelowEarlier);
		assert_eq!(verdict(id), OdometerVerdict::Illogical);
		assert!(matches!(
			CarRegistry::verify_document(id, DocumentKind::MeterCertificate, paper(1)),
			DocumentVerdict::Recorded {
				standing: Standing::InForce,
				..
			}
		));
	});
}

#[test]
fn a_replacement_does_not_hide_that_the_old_odometer_was_turned_back() {
	build_and_execute(|| {
		let id = register(1);
		advance(100 * DAY);
		file(id, 90_000, now());
		assert_ok!(replace(REPAIR_SHOP, id, new_meter(40_000, 0, 1)));
		assert_eq!(verdict(id), OdometerVerdict::Illogical);
	});
}

#[test]
fn a_rollover_is_no_replacement() {
	build_and_execute(|| {
		let id = register(1);
		advance(DAY);
		let rollover = MeterReplacement {
			change: MeterChange::Rollover,
			..new_meter(999_999, 0, 1)
		};
		assert_ok!(replace(REPAIR_SHOP, id, rollover));
		assert_eq!(
			verdict(id),
			OdometerVerdict::NoJudgement(NoJudgementReason::MeterRollover)
		);
	});
}

#[test]
fn a_replacement_filed_late_takes_its_place() {
	build_and_execute(|| {
		let id = register(1);
		let start = now();
		advance(100 * DAY);
		file(id, 50_000, start + 50 * DAY);
		file(id, 100, start + 60 * DAY);
		assert_eq!(verdict(id), OdometerVerdict::Illogical);
		let late = MeterReplacement {
			replaced_at: start + 55 * DAY,
			..new_meter(50_500, 0, 1)
		};
		assert_ok!(replace(REPAIR_SHOP, id, late));
		assert_eq!(
			verdict(id),
			OdometerVerdict::NoJudgement(NoJudgementReason::MeterReplaced)
		);
		// Before too many later readings it finds no place.
		for day in 61..70u64 {
			file(id, 200, start + day * DAY);
		}
		let too_late = MeterReplacement {
			certificate: paper(2),
			..late
		};
		assert_noop!(
			replace(REPAIR_SHOP, id, too_late),
			Fault::ReplacementTooLate
		);
	});
}

#[test]
fn an_odometer_is_replaced_by_a_repair_shop_and_as_it_can_be() {
	build_and_execute(|| {
		let id = register(1);
		for account in [WORKSHOP, INSURER, REGISTRAR, SELLER] {
			assert_noop!(replace(account, id, new_meter(10, 0, 1)), NOT_A_DELEGATE);
		}
		assert_noop!(
			replace(REPAIR_SHOP, VehicleId([0; 16]), new_meter(10, 0, 1)),
			Fault::VehicleNotFound
		);
		for (old, new) in [(10_000_000, 0), (10, 10_000_000)] {
			assert_noop!(
				replace(REPAIR_SHOP, id, new_meter(old, new, 1)),
				Fault::OdometerTooHigh
			);
		}
		let at = |replaced_at| MeterReplacement {
			replaced_at,
			..new_meter(10, 0, 1)
		};
		assert_noop!(replace(REPAIR_SHOP, id, at(now() + 1)), Fault::TimeInFuture);
		assert_noop!(
			replace(REPAIR_SHOP, id, at(0)),
			Fault::TimeBeforeFirstRegistration
		);
		assert_ok!(replace(REPAIR_SHOP, id, new_meter(10, 0, 1)));
		assert_noop!(
			replace(REPAIR_SHOP, id, new_meter(10, 0, 1)),
			Fault::DocumentAlreadyRecorded
		);
	});
}

#[test]
fn a_settled_reading_is_corrected_like_any_other() {
	build_and_execute(|| {
		let id = register(1);
		for step in 1..=30u32 {
			advance(DAY);
			// The fifth and the sixth are mistyped.
			let km = match step {
				5 => 900,
				6 => 1,
				_ => step * 10,
			};
			file(id, km, now());
		}
		assert_eq!(vehicle_of(id).odometer.settled, 19);
		assert_eq!(verdict(id), OdometerVerdict::Illogical);
		let correct = |reading, km, evidence| {
			assert_ok!(CarRegistry::correct_odometer(
				RuntimeOrigin::signed(REPAIR_SHOP),
				id,
				reading,
				km,
				paper(evidence)
			));
			CarRegistry::do_try_state().expect("the chain holds");
		};
		correct(5, 50, 1);
		assert_eq!(verdict(id), OdometerVerdict::Illogical);
		correct(6, 60, 2);
		assert_eq!(verdict(id), OdometerVerdict::Logical);
		// The last settled one, next to one that stands with the car.
		let edge = vehicle_of(id)
			.odometer
			.last_settled
			.expect("some are settled")
			.record;
		correct(edge, 10_000, 3);
		assert_eq!(verdict(id), OdometerVerdict::Illogical);
		correct(edge, 185, 4);
		assert_eq!(verdict(id), OdometerVerdict::Logical);
		assert_eq!(CarRegistry::history(id, 0, 100).records.len(), 35);
	});
}

#[test]
fn a_replacement_recorded_by_mistake_is_withdrawn_and_brands_no_car() {
	build_and_execute(|| {
		let id = register(1);
		advance(DAY);
		assert_ok!(replace(REPAIR_SHOP, id, new_meter(1_000, 0, 1)));
		let withdraw = |account, record, evidence| {
			CarRegistry::withdraw_meter_replacement(
				RuntimeOrigin::signed(account),
				id,
				record,
				paper(evidence),
			)
		};
		assert_noop!(withdraw(OTHER_REPAIR_SHOP, 2, 9), Fault::NotTheReporter);
		assert_noop!(withdraw(SELLER, 2, 9), NOT_A_DELEGATE);
		assert_noop!(withdraw(OTHER_REGISTRAR, 2, 9), Fault::WrongDistrict);
		// The last reading of the old odometer is no replacement, and entry 7 is none at all.
		assert_noop!(withdraw(REPAIR_SHOP, 1, 9), Fault::ReplacementNotFound);
		assert_noop!(withdraw(REPAIR_SHOP, 7, 9), Fault::ReadingNotFound);
		events();
		assert_ok!(withdraw(REPAIR_SHOP, 2, 9));
		assert_eq!(
			events(),
			[Event::MeterReplacementWithdrawn {
				vehicle: id,
				record: 2,
				verdict: OdometerVerdict::Illogical
			}],
			"what was the new odometer's first reading is one of the same odometer now"
		);
		assert_noop!(withdraw(REPAIR_SHOP, 2, 10), Fault::AlreadyWithdrawn);
		assert_ok!(CarRegistry::correct_odometer(
			RuntimeOrigin::signed(REPAIR_SHOP),
			id,
			2,
			1_000,
			paper(10)
		));
		assert_eq!(verdict(id), OdometerVerdict::Logical);

		// Also long after, by the registrar, and with evidence of its own.
		assert_ok!(replace(REPAIR_SHOP, id, new_meter(1_000, 0, 2)));
		let second = vehicle_of(id).records - 1;
		for km in 1_001..1_031 {
			file(id, km, now());
		}
		assert!(Readings::<Test>::contains_key(id, second), "it is settled");
		assert_noop!(
			withdraw(REGISTRAR, second, 10),
			Fault::DocumentAlreadyRecorded
		);
		assert_ok!(withdraw(REGISTRAR, second, 11));
		assert_eq!(verdict(id), OdometerVerdict::Illogical);
		assert_ok!(CarRegistry::correct_odometer(
			RuntimeOrigin::signed(REGISTRAR),
			id,
			second,
			1_000,
			paper(12)
		));
		assert_eq!(verdict(id), OdometerVerdict::Logical);
	});
}
