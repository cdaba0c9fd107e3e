// SPDX-License-Identifier: Apache-2.0

use crate::mock::Facilities;
use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use seoul_chain_login::MAX_CONSENT_LIFETIME;
use seoul_chain_primitives::Moment;

type Error = crate::Error<Test>;

fn schedule(effective_from: Moment, terms: LoginTerms) -> sp_runtime::DispatchResult {
	Facilities::schedule_terms(RuntimeOrigin::root(), effective_from, terms)
}

fn other() -> LoginTerms {
	LoginTerms {
		longest_pass: MINUTE,
		..Default::default()
	}
}

#[test]
fn terms_apply_from_their_date_on() {
	build_and_execute(|| {
		assert_ok!(schedule(START + 10, other()));
		assert_eq!(
			take_events(),
			[Event::TermsScheduled {
				effective_from: START + 10,
				terms: other(),
			}]
		);
		Now::set(START + 9);
		assert_eq!(Facilities::login_terms(), LoginTerms::default());
		Now::set(START + 10);
		assert_eq!(Facilities::login_terms(), other());
		assert_eq!(Facilities::terms_at(START + 9), LoginTerms::default());
	});
}

#[test]
fn only_governance_sets_terms() {
	build_and_execute(|| {
		assert_noop!(
			Facilities::schedule_terms(signed(&librarian()), START + 1, other()),
			Error::NotAuthorized
		);
	});
}

#[test]
fn terms_that_cannot_be_kept_are_refused() {
	build_and_execute(|| {
		let standard = LoginTerms::default();
		for terms in [
			LoginTerms {
				longest_pass: 0,
				..standard
			},
			LoginTerms {
				longest_session: 0,
				..standard
			},
			LoginTerms {
				longest_consent: 0,
				..standard
			},
			LoginTerms {
				longest_consent: MAX_CONSENT_LIFETIME + 1,
				..standard
			},
			LoginTerms {
				credential_cohort: 0,
				..standard
			},
			LoginTerms {
				longest_credential: standard.credential_cohort - 1,
				..standard
			},
		] {
			assert_noop!(schedule(START + 1, terms), Error::InvalidTerms);
		}
	});
}

#[test]
fn terms_take_effect_in_the_future_and_in_order() {
	build_and_execute(|| {
		assert_noop!(schedule(START, other()), Error::EffectiveDateTooEarly);
		assert_ok!(schedule(START + 2, other()));
		assert_noop!(schedule(START + 2, other()), Error::EffectiveDateTooEarly);
	});
}

#[test]
fn sixteen_terms_are_kept_and_those_in_force_stay() {
	build_and_execute(|| {
		for number in 1..16 {
			assert_ok!(schedule(START + number, other()));
		}
		assert_noop!(schedule(START + 16, other()), Error::TooManyScheduledTerms);
		Now::set(START + 1);
		assert_ok!(schedule(START + 16, other()));
		assert_eq!(Terms::<Test>::get().len(), 16);
		// What was in force before the oldest that are kept is not known any more.
		assert_eq!(Facilities::terms_at(START), other());
	});
}
