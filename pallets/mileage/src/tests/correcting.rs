// SPDX-License-Identifier: Apache-2.0

use crate::{genesis::*, mock::*, *};
use frame_support::{assert_noop, assert_ok};

fn claw_back(points: Points) -> frame_support::dispatch::DispatchResult {
	Mileage::claw_back(signed(CLIMATE), citizen(MINA), ECO, points, paper(1))
}

fn freeze() -> frame_support::dispatch::DispatchResult {
	Mileage::freeze(
		signed(CLIMATE),
		citizen(MINA),
		ECO,
		FreezeCause::Fraud,
		paper(1),
	)
}

#[test]
fn a_clawback_takes_what_is_there_and_the_rest_from_later_credits() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 1_000);
		take_events();
		assert_ok!(claw_back(1_500));
		assert_eq!(
			take_events(),
			vec![Event::ClawedBack {
				scheme: ECO,
				member: citizen(MINA),
				points: 1_000,
				debt_added: 500,
				reason: paper(1)
			}]
		);
		assert_eq!(shown(ECO, MINA), 0);
		credit(ECO, MINA, 2, 300);
		assert_eq!((shown(ECO, MINA), wallet(ECO, MINA).debt), (0, 200));
		credit(ECO, MINA, 3, 300);
		assert_eq!((shown(ECO, MINA), wallet(ECO, MINA).debt), (100, 0));
		let ledger = ledger(ECO);
		assert_eq!(
			(ledger.issued, ledger.clawed_back, ledger.live),
			(1_600, 1_500, 100)
		);
	});
}

#[test]
fn a_clawback_is_undone_the_debt_first() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 1_000);
		assert_ok!(claw_back(1_500));
		let reverse = |points| {
			Mileage::reverse_claw_back(signed(CLIMATE), citizen(MINA), ECO, points, paper(2))
		};
		assert_noop!(reverse(1_501), Error::<Test>::AboveClawedBack);
		assert_noop!(reverse(0), Error::<Test>::PointsAreZero);
		take_events();
		assert_ok!(reverse(700));
		assert_eq!(
			take_events(),
			vec![Event::ClawBackReversed {
				scheme: ECO,
				member: citizen(MINA),
				points: 200,
				debt_lifted: 500,
				expiry: JANUARY.plus(60),
				decision: paper(2)
			}]
		);
		assert_ok!(reverse(800));
		assert_eq!(spendable(ECO, MINA), 1_000);
		assert_noop!(reverse(1), Error::<Test>::AboveClawedBack);
	});
}

#[test]
fn points_given_again_are_funded() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 1_000);
		assert_ok!(claw_back(1_000));
		assert_ok!(Mileage::withdraw_budget(
			signed(CLIMATE),
			ECO,
			BUDGET - 999 * WON
		));
		assert_noop!(
			Mileage::reverse_claw_back(signed(CLIMATE), citizen(MINA), ECO, 1_000, paper(2)),
			Error::<Test>::AboveFundedBudget
		);
	});
}

#[test]
fn only_the_issuer_corrects_its_scheme() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 1_000);
		let other = signed(ETAX_OFFICE);
		assert_noop!(
			Mileage::claw_back(other.clone(), citizen(MINA), ECO, 1, paper(1)),
			Error::<Test>::NotTheIssuer
		);
		assert_noop!(
			Mileage::reverse_claw_back(other.clone(), citizen(MINA), ECO, 1, paper(1)),
			Error::<Test>::NotTheIssuer
		);
		assert_noop!(
			Mileage::freeze(
				other.clone(),
				citizen(MINA),
				ECO,
				FreezeCause::Death,
				paper(1)
			),
			Error::<Test>::NotTheIssuer
		);
		assert_ok!(freeze());
		assert_noop!(
			Mileage::reinstate(other, citizen(MINA), ECO, paper(1)),
			Error::<Test>::NotTheIssuer
		);
		assert_noop!(claw_back(0), Error::<Test>::PointsAreZero);
		assert_noop!(
			Mileage::claw_back(signed(CLIMATE), citizen(JUNHO), ECO, 1, paper(1)),
			Error::<Test>::NoWallet
		);
	});
}

#[test]
fn nothing_moves_in_a_frozen_wallet_and_others_are_free() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 1_000);
		credit(CAR, MINA, 1, 1_000);
		take_events();
		assert_ok!(freeze());
		assert_eq!(
			take_events(),
			vec![Event::WalletFrozen {
				scheme: ECO,
				member: citizen(MINA),
				cause: FreezeCause::Fraud,
				evidence: paper(1)
			}]
		);
		assert_noop!(freeze(), Error::<Test>::WalletIsFrozen);
		assert_noop!(
			Mileage::credit(signed(CLIMATE), ECO, row(MINA, 2, 1)),
			Error::<Test>::WalletIsFrozen
		);
		let pay = |source| {
			Mileage::pay(
				signed(MINA),
				MERCHANT_AGENCY,
				Purpose::Purchase,
				1_000 * WON,
				source,
				paper(1),
			)
		};
		assert_noop!(pay(only(&[ECO])), Error::<Test>::WalletIsFrozen);
		assert_ok!(pay(any()));
		assert_eq!((shown(ECO, MINA), shown(CAR, MINA)), (1_000, 0));
		assert_noop!(pay(any()), Error::<Test>::InsufficientPoints);
		// The issuer can still take back what was gained by fraud.
		assert_ok!(claw_back(400));
		assert_eq!(shown(ECO, MINA), 600);
	});
}

#[test]
fn a_member_appeals_and_governance_decides() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 1_000);
		let appeal = || Mileage::appeal(signed(MINA), ECO, paper(3));
		assert_noop!(appeal(), Error::<Test>::WalletNotFrozen);
		assert_noop!(
			Mileage::appeal(signed(JUNHO), ECO, paper(3)),
			Error::<Test>::NoWallet
		);
		assert_ok!(freeze());
		let reject = |origin| Mileage::reject_appeal(origin, citizen(MINA), ECO, paper(4));
		assert_noop!(reject(RuntimeOrigin::root()), Error::<Test>::NoAppeal);
		assert_ok!(appeal());
		assert_noop!(appeal(), Error::<Test>::AlreadyAppealed);
		assert_noop!(reject(signed(CLIMATE)), Error::<Test>::NotAuthorized);
		assert_ok!(reject(RuntimeOrigin::root()));
		// It may appeal again.
		assert_ok!(appeal());
		assert_ok!(Mileage::reinstate(
			RuntimeOrigin::root(),
			citizen(MINA),
			ECO,
			paper(5)
		));
		assert_eq!(spendable(ECO, MINA), 1_000);
		assert_noop!(
			Mileage::reinstate(signed(CLIMATE), citizen(MINA), ECO, paper(5)),
			Error::<Test>::WalletNotFrozen
		);
		assert_noop!(
			Mileage::reinstate(signed(MINA), citizen(MINA), ECO, paper(5)),
			NOT_A_DELEGATE
		);
	});
}

#[test]
fn what_was_due_before_a_wallet_was_frozen_is_gone() {
	build_and_execute(|| {
		change_rule(ECO, |rule| rule.expiry_months = 1);
		credit(ECO, MINA, 1, 1_000);
		pass_months(2);
		assert_ok!(freeze());
		assert_eq!((shown(ECO, MINA), ledger(ECO).expired), (0, 1_000));
	});
}

#[test]
fn points_that_come_back_to_a_frozen_wallet_wait_there() {
	build_and_execute(|| {
		change_rule(ECO, |rule| rule.expiry_months = 1);
		credit(ECO, MINA, 1, 1_000);
		assert_ok!(Mileage::redeem(
			signed(MINA),
			CHANNEL_AGENCY,
			700 * WON,
			any(),
			paper(1)
		));
		assert_ok!(freeze());
		pass_months(3);
		assert_ok!(Mileage::fail_redemption(
			signed(CHANNEL),
			RedemptionId(0),
			paper(1)
		));
		assert_eq!((shown(ECO, MINA), spendable(ECO, MINA)), (1_000, 0));
		assert_ok!(Mileage::reinstate(
			signed(CLIMATE),
			citizen(MINA),
			ECO,
			paper(1)
		));
		assert_eq!(spendable(ECO, MINA), 1_000);
	});
}

#[test]
fn a_refund_to_a_frozen_wallet_is_refused() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 1_000);
		assert_ok!(Mileage::pay(
			signed(MINA),
			MERCHANT_AGENCY,
			Purpose::Purchase,
			500 * WON,
			any(),
			paper(1)
		));
		assert_ok!(freeze());
		assert_noop!(
			Mileage::refund(signed(MERCHANT), citizen(MINA), ECO, 1, paper(1)),
			Error::<Test>::WalletIsFrozen
		);
	});
}
