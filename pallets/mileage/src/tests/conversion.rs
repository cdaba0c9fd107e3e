// SPDX-License-Identifier: Apache-2.0

use crate::{genesis::*, mock::*, *};
use frame_support::{assert_noop, assert_ok, BoundedVec};

#[test]
fn converted_points_are_worth_the_same_and_keep_their_expiry() {
	build_and_execute(|| {
		credit(ETAX, MINA, 1, 1_000);
		take_events();
		assert_ok!(Mileage::convert(signed(MINA), ETAX, ECO, 400));
		assert_eq!((shown(ETAX, MINA), shown(ECO, MINA)), (600, 400));
		assert_eq!(wallet(ECO, MINA).lots[0].expiry, JANUARY.plus(60));
		// The won that back them went to the other office.
		assert_eq!(held(ETAX_OFFICE), BUDGET - 400 * WON);
		assert_eq!(held(CLIMATE), 2 * BUDGET + 400 * WON);
		assert_eq!(ledger(ECO).funding.amount(), BUDGET + 400 * WON);
		assert_eq!(
			take_events(),
			vec![Event::Converted {
				member: citizen(MINA),
				from: ETAX,
				to: ECO,
				points: 400,
				received: 400,
				change: 0
			}]
		);
	});
}

#[test]
fn between_schemes_of_one_office_no_won_move() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 1_000);
		assert_ok!(Mileage::convert(signed(MINA), ECO, CAR, 1_000));
		assert_eq!(held(CLIMATE), 2 * BUDGET);
		assert_eq!(ledger(CAR).funding.amount(), BUDGET + 1_000 * WON);
	});
}

#[test]
fn what_is_no_whole_point_of_the_other_scheme_becomes_change() {
	build_and_execute(|| {
		change_value(ECO, 7 * WON);
		change_value(CAR, 10 * WON);
		credit(ECO, MINA, 1, 100);
		pass_months(1);
		credit(ECO, MINA, 2, 100);
		// 13 × 7 = 91 won.
		assert_ok!(Mileage::convert(signed(MINA), ECO, CAR, 13));
		assert_eq!(shown(CAR, MINA), 9);
		assert_eq!(wallet(CAR, MINA).change, WON);
		// 87 × 7 = 609 and 13 × 7 = 91: 60 points, 9 won to the next lot, 100 won: 10 points.
		assert_ok!(Mileage::convert(signed(MINA), ECO, CAR, 100));
		assert_eq!(shown(CAR, MINA), 9 + 60 + 10);
		assert_eq!(wallet(CAR, MINA).lots.len(), 2);
		assert_eq!(wallet(CAR, MINA).change, WON);
	});
}

#[test]
fn conversions_that_may_not_be_are_refused() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 1_000);
		credit(HEALTH, MINA, 1, 1_000);
		let convert = |from, to, points| Mileage::convert(signed(MINA), from, to, points);
		assert_noop!(convert(ECO, ECO, 1), Error::<Test>::SameScheme);
		assert_noop!(convert(ECO, CAR, 0), Error::<Test>::PointsAreZero);
		assert_noop!(convert(ECO, CAR, 1_001), Error::<Test>::InsufficientPoints);
		assert_noop!(convert(HEALTH, ECO, 1), Error::<Test>::UseNotAllowed);
		assert_noop!(convert(ECO, HEALTH, 1), Error::<Test>::UseNotAllowed);
		assert_noop!(convert(ETAX, ECO, 1), Error::<Test>::NoWallet);
		assert_noop!(convert(SchemeId(9), ECO, 1), Error::<Test>::SchemeNotFound);
		change_value(CAR, 1_001 * WON);
		assert_noop!(convert(ECO, CAR, 1_000), Error::<Test>::TooFewToConvert);
		change_value(CAR, WON);
		assert_ok!(Mileage::withdraw_budget(signed(CLIMATE), CAR, BUDGET));
		assert_noop!(convert(ECO, CAR, 1), Error::<Test>::TargetNotFunded);
		assert_ok!(Mileage::close_scheme(RuntimeOrigin::root(), ETAX));
		assert_noop!(convert(ECO, ETAX, 1), Error::<Test>::SchemeIsClosed);
	});
}

#[test]
fn frozen_wallets_convert_neither_way() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 1_000);
		credit(CAR, MINA, 1, 1_000);
		assert_ok!(Mileage::freeze(
			signed(CLIMATE),
			citizen(MINA),
			CAR,
			FreezeCause::Fraud,
			paper(1)
		));
		assert_noop!(
			Mileage::convert(signed(MINA), ECO, CAR, 1),
			Error::<Test>::WalletIsFrozen
		);
		assert_noop!(
			Mileage::convert(signed(MINA), CAR, ECO, 1),
			Error::<Test>::WalletIsFrozen
		);
	});
}

#[test]
fn a_standing_rule_converts_whatever_is_credited() {
	build_and_execute(|| {
		let rule = AutoConversion::Into { scheme: ECO };
		assert_ok!(Mileage::set_auto_conversion(signed(MINA), ETAX, rule));
		assert_eq!(
			take_events(),
			vec![Event::AutoConversionSet {
				member: citizen(MINA),
				scheme: ETAX,
				old_rule: AutoConversion::Off,
				new_rule: rule
			}]
		);
		credit(ETAX, MINA, 1, 500);
		assert_eq!((shown(ETAX, MINA), shown(ECO, MINA)), (0, 500));
		assert_eq!(held(ETAX_OFFICE), BUDGET - 500 * WON);
		let ledger = ledger(ETAX);
		assert_eq!((ledger.issued, ledger.converted_out), (500, 500));
		// Again is again refused.
		assert_noop!(
			Mileage::credit(signed(ETAX_OFFICE), ETAX, row(MINA, 1, 500)),
			Error::<Test>::AlreadyCredited
		);
		assert_ok!(Mileage::set_auto_conversion(
			signed(MINA),
			ETAX,
			AutoConversion::Off
		));
		credit(ETAX, MINA, 2, 500);
		assert_eq!(shown(ETAX, MINA), 500);
	});
}

#[test]
fn a_batch_converts_into_several_schemes() {
	build_and_execute(|| {
		for (member, to) in [(MINA, ECO), (JUNHO, CAR)] {
			assert_ok!(Mileage::set_auto_conversion(
				signed(member),
				ETAX,
				AutoConversion::Into { scheme: to }
			));
		}
		let rows = vec![row(MINA, 1, 500), row(JUNHO, 1, 700), row(SORA, 1, 100)];
		assert_ok!(Mileage::credit_batch(
			signed(ETAX_OFFICE),
			ETAX,
			BoundedVec::truncate_from(rows)
		));
		assert_eq!(shown(ECO, MINA), 500);
		assert_eq!(shown(CAR, JUNHO), 700);
		assert_eq!(shown(ETAX, SORA), 100);
		assert_eq!(held(ETAX_OFFICE), BUDGET - 1_200 * WON);
		assert_eq!(held(CLIMATE), 2 * BUDGET + 1_200 * WON);
	});
}

#[test]
fn where_the_standing_rule_cannot_be_followed_points_stay_what_they_are() {
	build_and_execute(|| {
		assert_ok!(Mileage::set_auto_conversion(
			signed(MINA),
			ETAX,
			AutoConversion::Into { scheme: ECO }
		));
		assert_ok!(Mileage::close_scheme(RuntimeOrigin::root(), ECO));
		credit(ETAX, MINA, 1, 500);
		assert_eq!(shown(ETAX, MINA), 500);
	});
}

#[test]
fn standing_rules_that_may_not_be_are_refused() {
	build_and_execute(|| {
		let set = |member: u64, from, to| {
			Mileage::set_auto_conversion(signed(member), from, AutoConversion::Into { scheme: to })
		};
		assert_noop!(set(MINA, ECO, ECO), Error::<Test>::SameScheme);
		assert_noop!(set(MINA, HEALTH, ECO), Error::<Test>::UseNotAllowed);
		assert_noop!(set(MINA, ECO, SchemeId(9)), Error::<Test>::SchemeNotFound);
		assert_noop!(set(MINA, SchemeId(9), ECO), Error::<Test>::SchemeNotFound);
		assert_noop!(set(99, ECO, CAR), Error::<Test>::NoAccount);
	});
}
