// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};

type Fault = Error<Test>;

fn shorter() -> LegalTerms {
	LegalTerms {
		inspection_validity: DAY,
		..LegalTerms::default()
	}
}

#[test]
fn terms_apply_from_their_date_and_not_before() {
	build_and_execute(|| {
		assert_ok!(CarRegistry::schedule_terms(
			RuntimeOrigin::root(),
			START + DAY,
			shorter()
		));
		assert_eq!(
			events(),
			[Event::TermsScheduled {
				effective_from: START + DAY,
				terms: shorter()
			}]
		);
		assert_eq!(
			CarRegistry::terms_at(START + DAY - 1),
			LegalTerms::default()
		);
		assert_eq!(CarRegistry::terms_at(START + DAY), shorter());
	});
}

#[test]
fn a_change_of_terms_does_not_rewrite_what_was_filed() {
	build_and_execute(|| {
		let id = register(1);
		let inspection = inspect(id, 1);
		assert_ok!(CarRegistry::schedule_terms(
			RuntimeOrigin::root(),
			START + DAY,
			shorter()
		));
		advance(10 * DAY);
		let sale = draft_by_dealer(id, 2);
		assert_ok!(CarRegistry::acknowledge_inspection(
			RuntimeOrigin::signed(BUYER),
			sale,
			inspection
		));
	});
}

#[test]
fn terms_are_set_by_governance_for_the_future_in_order_and_above_zero() {
	build_and_execute(|| {
		let schedule = |at, terms| CarRegistry::schedule_terms(RuntimeOrigin::root(), at, terms);
		assert_noop!(
			CarRegistry::schedule_terms(RuntimeOrigin::signed(SELLER), START + DAY, shorter()),
			Fault::NotAuthorized
		);
		assert_noop!(schedule(START, shorter()), Fault::EffectiveDateTooEarly);
		assert_noop!(
			schedule(
				START + DAY,
				LegalTerms {
					draft_lifetime: 0,
					..shorter()
				}
			),
			Fault::InvalidTerms
		);
		assert_ok!(schedule(START + 2 * DAY, shorter()));
		assert_noop!(
			schedule(START + 2 * DAY, shorter()),
			Fault::EffectiveDateTooEarly
		);
		assert_noop!(
			schedule(START + DAY, shorter()),
			Fault::EffectiveDateTooEarly
		);
	});
}

#[test]
fn the_oldest_terms_make_room_but_those_in_force_stay() {
	build_and_execute(|| {
		let schedule = |at| CarRegistry::schedule_terms(RuntimeOrigin::root(), at, shorter());
		for day in 1..u64::from(MAX_DATED_TERMS) {
			assert_ok!(schedule(START + day * DAY));
		}
		// All but the first lie in the future: the first is in force and must not go.
		assert_noop!(
			schedule(START + u64::from(MAX_DATED_TERMS) * DAY),
			Fault::TooManyScheduledTerms
		);
		advance(DAY);
		assert_ok!(schedule(START + u64::from(MAX_DATED_TERMS) * DAY));
		assert_eq!(Terms::<Test>::get().len(), MAX_DATED_TERMS as usize);
		assert_eq!(CarRegistry::terms_at(now()), shorter());
	});
}
