// SPDX-License-Identifier: Apache-2.0

use crate::mock::Facilities;
use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, BoundedVec};
use seoul_chain_login::{BatchId, Commitment, SchemaId};
use seoul_chain_primitives::AgencyId;
use sp_core::H256;

type Error = crate::Error<Test>;

const FIRST: BatchId = BatchId(0);

fn publish_root(number: u64) {
	assert_ok!(Facilities::publish_batch(
		signed(&registrar()),
		root(number),
		cohort_end()
	));
}

fn list(numbers: &[u64]) -> BoundedVec<Commitment, frame_support::traits::ConstU32<MAX_REVOKED>> {
	numbers
		.iter()
		.map(|number| commitment(*number))
		.collect::<Vec<_>>()
		.try_into()
		.expect("few")
}

#[test]
fn governance_names_a_kind_of_credential() {
	build_and_execute(|| {
		let old = schema_of(&[DISTRICT]);
		let new = schema_of(&[DISTRICT, WELFARE]);
		assert_ok!(Facilities::set_schema(
			RuntimeOrigin::root(),
			AGE,
			new.clone()
		));
		assert_eq!(Schemas::<Test>::get(AGE), Some(new.clone()));
		assert_eq!(
			take_events(),
			[Event::SchemaSet {
				schema: AGE,
				old_details: Some(old),
				new_details: new,
			}]
		);
	});
}

#[test]
fn nobody_else_names_a_kind() {
	build_and_execute(|| {
		assert_noop!(
			Facilities::set_schema(signed(&registrar()), AGE, schema_of(&[DISTRICT])),
			Error::NotAuthorized
		);
	});
}

#[test]
fn a_kind_has_a_name_and_issuers_that_may_attest() {
	build_and_execute(|| {
		let set = |details| Facilities::set_schema(RuntimeOrigin::root(), SchemaId(9), details);
		assert_noop!(
			set(Schema {
				korean_name: text(" "),
				..schema_of(&[DISTRICT])
			}),
			Error::InvalidName
		);
		assert_noop!(set(schema_of(&[])), Error::NoIssuer);
		assert_noop!(set(schema_of(&[LIBRARY])), NOT_A_DELEGATE);
		assert_noop!(set(schema_of(&[AgencyId(99)])), NOT_A_DELEGATE);
	});
}

#[test]
fn an_issuer_publishes_a_root() {
	build_and_execute(|| {
		publish_root(1);
		assert_eq!(
			Batches::<Test>::get(FIRST),
			Some(Batch {
				agency: DISTRICT,
				root: root(1),
				expires_at: cohort_end(),
				status: BatchStatus::Published,
			})
		);
		assert_eq!(
			take_events(),
			[Event::BatchPublished {
				batch: FIRST,
				agency: DISTRICT,
				root: root(1),
				expires_at: cohort_end(),
				by: registrar(),
			}]
		);
	});
}

#[test]
fn what_is_stored_of_a_batch_is_root_issuer_and_cohort() {
	build_and_execute(|| {
		use codec::Encode;
		publish_root(1);
		let stored = Batches::<Test>::get(FIRST)
			.expect("it is published")
			.encode();
		// Agency, root, expiry, status: nothing of the time at which it was published, or of how many there are.
		assert_eq!(stored.len(), 4 + 32 + 8 + 1);
	});
}

#[test]
fn nobody_else_publishes_or_revokes() {
	build_and_execute(|| {
		publish_root(1);
		for who in [dave().account(), librarian()] {
			assert_noop!(
				Facilities::publish_batch(signed(&who), root(1), cohort_end()),
				NOT_A_DELEGATE
			);
			assert_noop!(
				Facilities::revoke_credentials(signed(&who), FIRST, list(&[1])),
				NOT_A_DELEGATE
			);
			assert_noop!(
				Facilities::revoke_batch(signed(&who), FIRST),
				NOT_A_DELEGATE
			);
		}
		assert_noop!(
			Facilities::revoke_credentials(signed(&welfare_officer()), FIRST, list(&[1])),
			Error::NotTheIssuer
		);
		assert_noop!(
			Facilities::revoke_batch(signed(&welfare_officer()), FIRST),
			Error::NotTheIssuer
		);
	});
}

#[test]
fn a_root_of_zeros_is_none() {
	build_and_execute(|| {
		assert_noop!(
			Facilities::publish_batch(signed(&registrar()), H256::zero(), cohort_end()),
			Error::EmptyRoot
		);
	});
}

#[test]
fn credentials_expire_at_the_end_of_a_cohort_and_at_no_other_time() {
	build_and_execute(|| {
		let terms = LoginTerms::default();
		let cohort = terms.credential_cohort;
		let last = (START + terms.longest_credential) / cohort * cohort;
		for expires_at in [
			0,
			cohort_end() - cohort,
			START + 1,
			cohort_end() + 1,
			cohort_end() - 1,
			last + cohort,
		] {
			assert_noop!(
				Facilities::publish_batch(signed(&registrar()), root(1), expires_at),
				Error::InvalidExpiry
			);
		}
		assert_ok!(Facilities::publish_batch(
			signed(&registrar()),
			root(1),
			last
		));
	});
}

#[test]
fn when_all_numbers_are_given_no_batch_is_published() {
	empty_chain().execute_with(|| {
		NextBatch::<Test>::put(BatchId(u64::MAX));
		assert_noop!(
			Facilities::publish_batch(signed(&registrar()), root(1), cohort_end()),
			Error::NumbersExhausted
		);
	});
}

#[test]
fn an_issuer_revokes_credentials_in_one_call() {
	build_and_execute(|| {
		publish_root(1);
		take_events();
		assert_ok!(Facilities::revoke_credentials(
			signed(&registrar()),
			FIRST,
			list(&[1, 2])
		));
		assert!(RevokedCredentials::<Test>::contains_key(
			FIRST,
			commitment(1)
		));
		assert!(RevokedCredentials::<Test>::contains_key(
			FIRST,
			commitment(2)
		));
		assert_eq!(
			take_events(),
			[Event::CredentialsRevoked {
				batch: FIRST,
				commitments: list(&[1, 2]),
				by: registrar(),
			}]
		);
	});
}

#[test]
fn a_credential_is_revoked_once() {
	build_and_execute(|| {
		publish_root(1);
		let revoke =
			|numbers| Facilities::revoke_credentials(signed(&registrar()), FIRST, list(numbers));
		assert_noop!(revoke(&[]), Error::NothingToDo);
		assert_noop!(revoke(&[1, 1]), Error::AlreadyRevoked);
		assert_ok!(revoke(&[1]));
		assert_noop!(revoke(&[2, 1]), Error::AlreadyRevoked);
		assert_noop!(
			Facilities::revoke_credentials(signed(&registrar()), NO_BATCH, list(&[1])),
			Error::BatchNotFound
		);
	});
}

#[test]
fn a_batch_is_revoked_once_and_then_nothing_of_it() {
	build_and_execute(|| {
		publish_root(1);
		take_events();
		assert_ok!(Facilities::revoke_batch(signed(&registrar()), FIRST));
		assert_eq!(
			Batches::<Test>::get(FIRST).map(|batch| batch.status),
			Some(BatchStatus::Revoked { since: START })
		);
		assert_eq!(
			take_events(),
			[Event::BatchRevoked {
				batch: FIRST,
				by: registrar(),
			}]
		);
		assert_noop!(
			Facilities::revoke_batch(signed(&registrar()), FIRST),
			Error::BatchAlreadyRevoked
		);
		assert_noop!(
			Facilities::revoke_credentials(signed(&registrar()), FIRST, list(&[1])),
			Error::BatchAlreadyRevoked
		);
		assert_noop!(
			Facilities::revoke_batch(signed(&registrar()), NO_BATCH),
			Error::BatchNotFound
		);
	});
}

#[test]
fn anyone_removes_a_batch_that_has_expired_a_hundred_revocations_at_a_time() {
	build_and_execute(|| {
		publish_root(1);
		let end = cohort_end();
		for part in 0..3 {
			let numbers: Vec<u64> = (part * 50..part * 50 + 50).collect();
			assert_ok!(Facilities::revoke_credentials(
				signed(&registrar()),
				FIRST,
				list(&numbers)
			));
		}
		let forget = || Facilities::forget_batch(signed(&ferdie().account()), FIRST);
		Now::set(end - 1);
		assert_noop!(forget(), Error::NotExpired);
		Now::set(end);
		take_events();
		assert_ok!(forget());
		assert_eq!(
			RevokedCredentials::<Test>::iter_key_prefix(FIRST).count(),
			50
		);
		let post = forget().expect("the rest is removed");
		assert_eq!(
			post.actual_weight,
			Some(<() as WeightInfo>::forget_batch(50))
		);
		assert_eq!(RevokedCredentials::<Test>::iter().count(), 0);
		assert_eq!(Batches::<Test>::get(FIRST), None);
		assert_eq!(
			take_events(),
			[
				Event::BatchForgotten {
					batch: FIRST,
					removed: 100,
					left: Remainder::Revocations,
				},
				Event::BatchForgotten {
					batch: FIRST,
					removed: 50,
					left: Remainder::Nothing,
				},
			]
		);
		assert_noop!(forget(), Error::BatchNotFound);
	});
}
