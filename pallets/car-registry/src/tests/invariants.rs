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

#[test]
fn invariant_4_notices_a_reading_changed_without_the_summary() {
	assert_noticed("invariant 4", |id| {
		Readings::<Test>::mutate(id, 1, |reading| {
			if let Some(reading) = reading {
				reading.km = 1;
			}
		});
	});
}

#[test]
fn invariant_4_notices_a_broken_chain() {
	assert_noticed("invariant 4", |id| Readings::<Test>::remove(id, 0));
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
