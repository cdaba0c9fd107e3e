// SPDX-License-Identifier: Apache-2.0

//! Each invariant is broken by hand, and the check must notice.

use crate::{mock::*, *};
use sp_core::H256;

fn assert_noticed(invariant: &str, corrupt: impl FnOnce(VehicleId)) {
	new_test_ext().execute_with(|| {
		let id = register(1);
		inspect(id, 1);
		CarRegistry::do_try_state().expect("sound before");
		corrupt(id);
		let fault = CarRegistry::do_try_state().expect_err("the corruption must be noticed");
		let sp_runtime::DispatchError::Other(message) = fault else {
			panic!("unexpected fault {fault:?}")
		};
		assert!(message.starts_with(invariant), "{message}");
	});
}

fn change(id: VehicleId, how: impl FnOnce(&mut Vehicle)) {
	Vehicles::<Test>::mutate(id, |car| how(car.as_mut().expect("registered")));
}

fn change_sale(id: SaleId, how: impl FnOnce(&mut Sale)) {
	Sales::<Test>::mutate(id, |sale| how(sale.as_mut().expect("drafted")));
}

#[test]
fn invariant_1_notices_a_lost_tag() {
	assert_noticed("invariant 1", |_| {
		VehicleByVin::<Test>::remove(registration(1).vin_tag);
	});
}

#[test]
fn invariant_1_notices_a_tag_that_leads_nowhere() {
	assert_noticed("invariant 1", |id| {
		VehicleByAccess::<Test>::insert(AccessTag(H256::repeat_byte(3)), id);
	});
}

#[test]
fn invariant_1_notices_a_wrong_count() {
	assert_noticed("invariant 1", |_| RegisteredVehicles::<Test>::put(2));
}

#[test]
fn invariant_2_notices_a_car_pending_on_a_closed_sale() {
	assert_noticed("invariant 2", |id| {
		let sale = draft_private(id, 2);
		Sales::<Test>::mutate(sale, |sale| {
			if let Some(sale) = sale {
				sale.stage = SaleStage::Expired { at: 0 };
			}
		});
	});
}

#[test]
fn invariant_2_notices_an_open_sale_whose_car_does_not_name_it() {
	assert_noticed("invariant 2", |id| {
		draft_private(id, 2);
		Vehicles::<Test>::mutate(id, |car| {
			if let Some(car) = car {
				car.status = VehicleStatus::Registered;
			}
		});
	});
}

#[test]
fn invariant_2_notices_an_owner_changed_outside_a_transfer() {
	assert_noticed("invariant 2", |id| {
		draft_private(id, 2);
		Vehicles::<Test>::mutate(id, |car| {
			if let Some(car) = car {
				car.owner = citizen(STRANGER);
			}
		});
	});
}

#[test]
fn invariant_3_notices_a_lost_record() {
	assert_noticed("invariant 3", |id| Records::<Test>::remove(id, 0));
}

#[test]
fn invariant_3_notices_a_record_of_no_car() {
	assert_noticed("invariant 3", |id| {
		let record = Records::<Test>::get(id, 0).unwrap();
		Records::<Test>::insert(VehicleId([0; 16]), 0, record);
	});
}

/// More readings than stand with the car, so that some are settled.
fn many_readings(id: VehicleId) {
	for km in 0..20 {
		advance(DAY);
		CarRegistry::report_odometer(
			RuntimeOrigin::signed(REPAIR_SHOP),
			id,
			OdometerReport {
				km: 60_000 + km,
				taken_at: now(),
				source: OdometerSource::Repair,
			},
		)
		.expect("the reading is in order");
	}
}

#[test]
fn invariant_4_notices_a_settled_reading_changed_without_the_summary() {
	assert_noticed("invariant 4", |id| {
		many_readings(id);
		Readings::<Test>::mutate(id, 2, |settled| {
			if let Some(settled) = settled {
				settled.reading.km = 1;
			}
		});
	});
}

#[test]
fn invariant_4_notices_a_broken_chain() {
	assert_noticed("invariant 4", |id| {
		many_readings(id);
		Readings::<Test>::mutate(id, 2, |settled| {
			if let Some(settled) = settled {
				settled.previous = None;
			}
		});
	});
}

#[test]
fn invariant_3_notices_a_reading_in_two_places() {
	assert_noticed("invariant 3", |id| {
		let reading = *vehicle_of(id).odometer.newest().expect("read");
		Readings::<Test>::insert(
			id,
			reading.record,
			SettledReading {
				reading,
				previous: None,
				next: None,
			},
		);
	});
}

#[test]
fn invariant_3_notices_a_lost_reading() {
	assert_noticed("invariant 3", |id| {
		many_readings(id);
		Readings::<Test>::remove(id, 5);
	});
}

#[test]
fn invariant_4_notices_readings_out_of_order() {
	assert_noticed("invariant 4", |id| {
		change(id, |car| {
			for reading in car.odometer.recent.iter_mut().take(1) {
				reading.report.taken_at = u64::MAX;
			}
		});
	});
}

#[test]
fn invariant_5_notices_a_document_without_its_record() {
	assert_noticed("invariant 5", |id| {
		Documents::<Test>::insert(
			id,
			(DocumentKind::InspectionRecord, paper(5)),
			DocumentEntry {
				recorded_at: 0,
				by: citizen(SELLER),
				source: DocumentSource::Record(1),
			},
		);
	});
}

#[test]
fn invariant_6_notices_terms_out_of_order() {
	assert_noticed("invariant 6", |_| {
		Terms::<Test>::mutate(|all| {
			all.force_push(DatedTerms {
				effective_from: 0,
				terms: LegalTerms::default(),
			});
		});
	});
}

#[test]
fn invariant_6_notices_terms_of_zero() {
	assert_noticed("invariant 6", |_| {
		let zero = LegalTerms {
			draft_lifetime: 0,
			..LegalTerms::default()
		};
		Terms::<Test>::put(frame_support::BoundedVec::truncate_from(vec![DatedTerms {
			effective_from: 0,
			terms: zero,
		}]));
	});
}

#[test]
fn invariant_1_notices_a_deregistered_car_with_a_plate() {
	assert_noticed("invariant 1", |id| {
		change(id, |car| {
			car.status = VehicleStatus::Deregistered {
				reason: DeregistrationReason::Export,
				at: 0,
			};
		});
	});
}

#[test]
fn invariant_1_notices_a_wrong_count_of_outdated_tags() {
	assert_noticed("invariant 1", |_| {
		CurrentTagKey::<Test>::mutate(|key| key.outdated = 1);
	});
}

#[test]
fn invariant_7_notices_a_wrong_count_of_encumbrances() {
	assert_noticed("invariant 7", |id| {
		seize(id, 5);
		change(id, |car| car.encumbrances.seizures = 0);
	});
}

#[test]
fn invariant_7_notices_encumbrances_out_of_order() {
	assert_noticed("invariant 7", |id| {
		seize(id, 5);
		seize(id, 6);
		Encumbrances::<Test>::mutate(id, |all| {
			let first = all.remove(0);
			all.try_push(first).expect("there is room");
		});
	});
}

#[test]
fn invariant_7_notices_an_encumbrance_of_another_holder() {
	assert_noticed("invariant 7", |id| {
		seize(id, 5);
		Encumbrances::<Test>::mutate(id, |all| {
			all.iter_mut()
				.for_each(|entry| entry.holder = DEALER_AGENCY);
		});
	});
}

#[test]
fn invariant_8_notices_a_lost_incident() {
	assert_noticed("invariant 8", |id| {
		report(id, Incident::Flood, 5);
		Incidents::<Test>::remove(id, IncidentNumber(0));
	});
}

#[test]
fn invariant_8_notices_a_theft_without_an_incident() {
	assert_noticed("invariant 8", |id| {
		change(id, |car| {
			car.condition.theft = Theft::Stolen {
				incident: IncidentNumber(0),
			};
		});
	});
}

#[test]
fn invariant_8_notices_a_repaired_total_loss_without_an_inspection() {
	assert_noticed("invariant 8", |id| {
		report(id, Incident::TotalLoss(TotalLossCause::Fire), 5);
		change(id, |car| {
			car.condition.total_loss = TotalLoss::Repaired {
				incident: IncidentNumber(0),
				inspection: 0,
			};
		});
	});
}

#[test]
fn invariant_8_notices_a_certificate_of_scrapping_of_another_dismantler() {
	assert_noticed("invariant 8", |id| {
		CarRegistry::certify_scrapping(RuntimeOrigin::signed(DISMANTLER), id, paper(5))
			.expect("a dismantler may");
		change(id, |car| {
			if let Scrapping::Certified { dismantler, .. } = &mut car.condition.scrapping {
				*dismantler = DEALER_AGENCY;
			}
		});
	});
}

#[test]
fn invariant_5_notices_a_receipt_of_no_transfer() {
	assert_noticed("invariant 5", |id| {
		change(id, |car| car.latest_receipt = Some(paper(5)));
	});
}

#[test]
fn invariant_9_notices_won_whose_they_are_not() {
	assert_noticed("invariant 9", |id| {
		let sale = signed_dealer_sale(id, 5, ON_CHAIN);
		pay(sale);
		HeldFor::<Test>::insert(BUYER, citizen(SELLER));
	});
}

#[test]
fn invariant_9_notices_an_account_that_left_its_won_behind() {
	assert_noticed("invariant 9", |id| {
		let sale = signed_dealer_sale(id, 5, ON_CHAIN);
		pay(sale);
		rotate(citizen(BUYER), 42);
	});
}

#[test]
fn invariant_9_notices_a_price_that_nobody_counts() {
	assert_noticed("invariant 9", |id| {
		let sale = signed_dealer_sale(id, 5, ON_CHAIN);
		pay(sale);
		HeldFor::<Test>::remove(BUYER);
	});
}

#[test]
fn invariant_9_notices_held_won_without_a_sale() {
	assert_noticed("invariant 9", |id| {
		let sale = signed_dealer_sale(id, 5, ON_CHAIN);
		pay(sale);
		change_sale(sale, |sale| sale.stage = SaleStage::Overtaken { at: 0 });
		change(id, |car| car.status = VehicleStatus::Registered);
	});
}

#[test]
fn invariant_9_notices_won_that_are_not_on_hold() {
	use frame_support::traits::{fungible::MutateHold, tokens::Precision};
	assert_noticed("invariant 9", |id| {
		let sale = signed_dealer_sale(id, 5, ON_CHAIN);
		pay(sale);
		Balances::release(&HoldReason::Sale.into(), &BUYER, WON, Precision::Exact)
			.expect("it is held");
	});
}

#[test]
fn invariant_10_notices_a_lost_warranty_claim() {
	assert_noticed("invariant 10", |id| {
		let sale = transferred_dealer_sale(id, 5);
		CarRegistry::file_warranty_claim(RuntimeOrigin::signed(BUYER), sale, paper(6))
			.expect("it is young");
		WarrantyClaims::<Test>::remove(sale, ClaimNumber(0));
	});
}

#[test]
fn invariant_11_notices_a_divergence_that_nobody_recorded() {
	assert_noticed("invariant 11", |id| {
		Divergences::<Test>::insert(
			id,
			Divergence {
				item: DivergentItem::Owner,
				reason: paper(1),
				since: 0,
				by: DEALER_AGENCY,
				record: 0,
			},
		);
	});
}
