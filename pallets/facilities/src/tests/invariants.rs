// SPDX-License-Identifier: Apache-2.0

use crate::mock::Facilities;
use crate::{mock::*, *};
use frame_support::{assert_ok, BoundedVec};
use seoul_chain_login::{BatchId, FacilityId};
use seoul_chain_primitives::{AccountId, Moment};
use sp_runtime::TryRuntimeError;

/// The invariant that `corrupt` breaks.
fn broken_by(corrupt: impl FnOnce()) -> &'static str {
	empty_chain().execute_with(|| {
		assert_ok!(Facilities::set_schema(
			RuntimeOrigin::root(),
			AGE,
			schema_of(&[DISTRICT])
		));
		assert_ok!(Facilities::register_facility(
			signed(&librarian()),
			library()
		));
		assert_ok!(Facilities::publish_batch(
			signed(&registrar()),
			root(1),
			cohort_end()
		));
		assert_ok!(open_session(&dave(), DAVES_CARD, &phone(), START + 1));
		assert_ok!(Facilities::do_try_state());
		corrupt();
		match Facilities::do_try_state() {
			Err(TryRuntimeError::Other(invariant)) => invariant,
			other => panic!("no invariant is broken: {other:?}"),
		}
	})
}

fn phone() -> Key {
	Key::of("phone")
}

fn put_keys(keys: Vec<AccountId>) {
	SessionKeys::<Test>::insert(DAVES_CARD, BoundedVec::truncate_from(keys));
}

#[test]
fn invariant_1_fails_on_a_facility_without_a_number_and_on_a_number_without_one() {
	assert!(broken_by(|| NextFacility::<Test>::put(FacilityId(0))).starts_with("Invariant 1"));
	assert!(broken_by(|| NextFacility::<Test>::put(FacilityId(2))).starts_with("Invariant 1"));
}

#[test]
fn invariant_2_fails_on_a_facility_without_a_purpose() {
	assert!(
		broken_by(|| crate::Facilities::<Test>::mutate(FACILITY, |facility| {
			let facility = facility.as_mut().expect("it is registered");
			facility.details.purposes = BoundedVec::new();
		}))
		.starts_with("Invariant 2")
	);
}

#[test]
fn invariant_3_fails_on_a_kind_without_an_issuer() {
	assert!(broken_by(|| Schemas::<Test>::insert(AGE, schema_of(&[]))).starts_with("Invariant 3"));
}

#[test]
fn invariant_4_fails_on_a_batch_without_a_number() {
	assert!(broken_by(|| NextBatch::<Test>::put(BatchId(0))).starts_with("Invariant 4"));
}

#[test]
fn invariant_5_fails_on_a_revoked_credential_of_no_batch() {
	assert!(
		broken_by(|| RevokedCredentials::<Test>::insert(NO_BATCH, commitment(1), ()))
			.starts_with("Invariant 5")
	);
}

#[test]
fn invariant_6_fails_on_a_session_that_its_citizen_does_not_list() {
	assert!(broken_by(|| put_keys(vec![])).starts_with("Invariant 6"));
}

#[test]
fn invariant_7_fails_on_a_list_that_is_empty_or_names_a_key_twice_or_anothers() {
	let key = phone().account();
	assert!(broken_by(|| {
		Sessions::<Test>::remove(phone().account());
		put_keys(vec![]);
	})
	.starts_with("Invariant 7"));
	assert!(broken_by(|| put_keys(vec![key.clone(), key.clone()])).starts_with("Invariant 7"));
	assert!(
		broken_by(|| put_keys(vec![key.clone(), ferdie().account()])).starts_with("Invariant 7")
	);
}

#[test]
fn invariant_8_fails_on_a_revocation_that_is_kept_for_too_long() {
	assert!(broken_by(|| {
		RevokedConsents::<Test>::insert(DAVES_CARD, consent_id(1), Moment::MAX);
	})
	.starts_with("Invariant 8"));
}

#[test]
fn invariant_9_fails_on_terms_out_of_order_or_of_zero() {
	let put = |all: Vec<DatedTerms>| Terms::<Test>::put(BoundedVec::truncate_from(all));
	let dated = |effective_from, terms| DatedTerms {
		effective_from,
		terms,
	};
	let standard = LoginTerms::default();
	assert!(
		broken_by(|| put(vec![dated(2, standard), dated(1, standard)])).starts_with("Invariant 9")
	);
	let zero = LoginTerms {
		longest_pass: 0,
		..standard
	};
	assert!(broken_by(|| put(vec![dated(2, zero)])).starts_with("Invariant 9"));
}
