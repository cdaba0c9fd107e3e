// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use seoul_chain_primitives::chain::DAY;

type Fault = Error<Test>;

fn shorter() -> CardTerms {
	CardTerms {
		card_validity: DAY,
		..CardTerms::default()
	}
}

#[test]
fn terms_apply_from_their_date_and_not_before() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(CitizenIdentity::schedule_terms(
			RuntimeOrigin::root(),
			START + DAY,
			shorter()
		));
		assert_eq!(
			take_events(),
			[Event::TermsScheduled {
				effective_from: START + DAY,
				terms: shorter()
			}]
		);
		assert_eq!(CitizenIdentity::terms(), CardTerms::default());
		advance(DAY);
		assert_eq!(CitizenIdentity::terms(), shorter());
	});
}

#[test]
fn a_card_keeps_the_validity_with_which_it_was_issued() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(CitizenIdentity::issue_card(signed(CLERK), FERDIE));
		let citizen = CitizenIdentity::citizen_of(&FERDIE).expect("the card was issued");
		let validity = card(citizen).validity;
		assert_ok!(CitizenIdentity::schedule_terms(
			RuntimeOrigin::root(),
			START + DAY,
			shorter()
		));
		advance(DAY);
		assert_eq!(card(citizen).validity, validity);
		assert_ok!(CitizenIdentity::renew_card(signed(CLERK), citizen));
		assert_eq!(card(citizen).validity, Validity::Until(START + 2 * DAY));
	});
}

#[test]
fn terms_are_set_by_governance_for_the_future_in_order_and_above_zero() {
	ExtBuilder::default().build_and_execute(|| {
		let schedule =
			|at, terms| CitizenIdentity::schedule_terms(RuntimeOrigin::root(), at, terms);
		assert_noop!(
			CitizenIdentity::schedule_terms(signed(CLERK), START + DAY, shorter()),
			Fault::NotAuthorized
		);
		assert_noop!(schedule(START, shorter()), Fault::EffectiveDateTooEarly);
		let zero = [
			CardTerms {
				card_validity: 0,
				..shorter()
			},
			CardTerms {
				proposal_lifetime: 0,
				..shorter()
			},
			CardTerms {
				proposal_interval: 0,
				..shorter()
			},
			CardTerms {
				recovery_waiting_time: 0,
				..shorter()
			},
			CardTerms {
				counter_grant_period: 0,
				..shorter()
			},
		];
		for terms in zero {
			assert_noop!(schedule(START + DAY, terms), Fault::InvalidTerms);
		}
		assert_ok!(schedule(START + 2 * DAY, shorter()));
		assert_noop!(
			schedule(START + 2 * DAY, shorter()),
			Fault::EffectiveDateTooEarly
		);
	});
}

#[test]
fn the_oldest_terms_make_room_but_those_in_force_stay() {
	ExtBuilder::default().build_and_execute(|| {
		let schedule = |at| CitizenIdentity::schedule_terms(RuntimeOrigin::root(), at, shorter());
		for day in 1..u64::from(MAX_DATED_TERMS) {
			assert_ok!(schedule(START + day * DAY));
		}
		assert_noop!(
			schedule(START + u64::from(MAX_DATED_TERMS) * DAY),
			Fault::TooManyScheduledTerms
		);
		advance(DAY);
		assert_ok!(schedule(START + u64::from(MAX_DATED_TERMS) * DAY));
		assert_eq!(CitizenIdentity::terms(), shorter());
	});
}

#[test]
#[should_panic(expected = "a period of citizen cards in the genesis is zero")]
fn a_genesis_with_a_period_of_zero_is_refused() {
	ExtBuilder::default()
		.terms(CardTerms {
			proposal_lifetime: 0,
			..CardTerms::default()
		})
		.build();
}
