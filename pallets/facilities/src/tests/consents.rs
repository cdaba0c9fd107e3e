// SPDX-License-Identifier: Apache-2.0

use crate::mock::Facilities;
use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, BoundedVec};
use seoul_chain_login::{ConsentId, CLOCK_TOLERANCE, MAX_CONSENT_LIFETIME};
use seoul_chain_primitives::Moment;

type Error = crate::Error<Test>;

const KEPT: Moment = START + CLOCK_TOLERANCE + MAX_CONSENT_LIFETIME;

fn revoke(by: &Key, consent: u64) -> sp_runtime::DispatchResult {
	Facilities::revoke_consent(signed(&by.account()), consent_id(consent))
}

fn forget(consents: &[ConsentId]) -> sp_runtime::DispatchResult {
	Facilities::forget_consents(
		signed(&ferdie().account()),
		DAVES_CARD,
		BoundedVec::try_from(consents.to_vec()).expect("few"),
	)
}

#[test]
fn a_citizen_revokes_a_consent_and_the_chain_learns_a_number() {
	build_and_execute(|| {
		suspend_card(DAVES_CARD);
		assert_ok!(revoke(&dave(), 1));
		assert_eq!(
			RevokedConsents::<Test>::iter().collect::<Vec<_>>(),
			[(DAVES_CARD, consent_id(1), KEPT)]
		);
		assert_eq!(
			take_events(),
			[Event::ConsentRevoked {
				citizen: DAVES_CARD,
				consent: consent_id(1),
				kept_until: KEPT,
			}]
		);
		assert_eq!(
			Facilities::consent_revocation(DAVES_CARD, consent_id(1)),
			Some(KEPT)
		);
	});
}

#[test]
fn a_consent_is_revoked_once_by_each_citizen() {
	build_and_execute(|| {
		assert_ok!(revoke(&dave(), 1));
		assert_noop!(revoke(&dave(), 1), Error::ConsentAlreadyRevoked);
		// Who copies the number from the pool revokes nothing of Dave's, and keeps him from nothing.
		assert_ok!(revoke(&eve(), 2));
		assert_ok!(revoke(&dave(), 2));
	});
}

#[test]
fn whoever_has_no_card_revokes_nothing() {
	build_and_execute(|| {
		assert_noop!(revoke(&ferdie(), 1), Error::NotACitizen);
	});
}

#[test]
fn anyone_removes_revocations_that_no_consent_outlives() {
	build_and_execute(|| {
		assert_ok!(revoke(&dave(), 1));
		advance(MINUTE);
		assert_ok!(revoke(&dave(), 2));
		assert_noop!(forget(&[]), Error::NothingToDo);
		assert_noop!(forget(&[consent_id(1)]), Error::NotExpired);
		Now::set(KEPT);
		assert_noop!(forget(&[consent_id(1), consent_id(2)]), Error::NotExpired);
		assert_noop!(
			forget(&[consent_id(1), consent_id(3)]),
			Error::ConsentNotRevoked
		);
		assert_noop!(
			forget(&[consent_id(1), consent_id(1)]),
			Error::ConsentNotRevoked
		);
		take_events();
		assert_ok!(forget(&[consent_id(1)]));
		assert_eq!(
			take_events(),
			[Event::ConsentsForgotten {
				citizen: DAVES_CARD,
				removed: 1,
			}]
		);
		assert_eq!(RevokedConsents::<Test>::iter().count(), 1);
	});
}
