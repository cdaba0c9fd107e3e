// SPDX-License-Identifier: Apache-2.0

use crate::{genesis::*, mock::*, *};
use frame_support::{assert_noop, assert_ok};
use seoul_chain_primitives::{Balance, PartyId};

fn pay(member: u64, won: Balance, source: Source) -> frame_support::dispatch::DispatchResult {
	Mileage::pay(
		signed(member),
		MERCHANT_AGENCY,
		Purpose::Purchase,
		won * WON,
		source,
		paper(7),
	)
	.map(|_| ())
	.map_err(|failed| failed.error)
}

fn redeem(member: u64, won: Balance, source: Source) -> frame_support::dispatch::DispatchResult {
	Mileage::redeem(signed(member), CHANNEL_AGENCY, won * WON, source, paper(8))
		.map(|_| ())
		.map_err(|failed| failed.error)
}

/// Points of all five, the last credited first.
fn with_all_five(member: u64) {
	for (number, scheme) in (1..).zip(FIVE.iter().rev()) {
		credit(*scheme, member, number, 500);
		pass_months(1);
	}
	take_events();
}

#[test]
fn a_citizen_pays_with_five_schemes_at_once_the_earliest_due_first() {
	build_and_execute(|| {
		with_all_five(MINA);
		assert_ok!(pay(MINA, 2_100, any()));
		let share = |scheme, points| Share {
			scheme,
			points,
			amount: Balance::from(points) * WON,
		};
		assert_eq!(
			take_events(),
			vec![Event::Paid {
				member: citizen(MINA),
				payee: MERCHANT_AGENCY,
				purpose: Purpose::Purchase,
				amount: 2_100 * WON,
				shares: vec![
					share(ECO, 100),
					share(CAR, 500),
					share(ETAX, 500),
					share(HEALTH, 500),
					share(POLL, 500)
				]
				.try_into()
				.unwrap(),
				reference: paper(7),
			}]
		);
		assert_eq!(shown(ECO, MINA), 400);
		assert_eq!(shown(POLL, MINA), 0);
		assert_eq!(
			Mileage::open_claims_of(MERCHANT_AGENCY)
				.iter()
				.map(|claim| claim.amount)
				.sum::<Balance>(),
			2_100 * WON
		);
	});
}

#[test]
fn a_payment_takes_of_no_more_schemes_than_it_says() {
	build_and_execute(|| {
		with_all_five(MINA);
		assert_noop!(
			pay(MINA, 1_001, Source::Earliest { at_most: 2 }),
			Error::<Test>::InsufficientPoints
		);
		assert_ok!(pay(MINA, 1_000, Source::Earliest { at_most: 2 }));
		assert_eq!((shown(POLL, MINA), shown(HEALTH, MINA)), (0, 0));
		assert_eq!(shown(ETAX, MINA), 500);
	});
}

#[test]
fn a_member_may_name_the_schemes() {
	build_and_execute(|| {
		with_all_five(MINA);
		assert_ok!(pay(MINA, 700, only(&[ECO, CAR, ECO])));
		assert_eq!((shown(CAR, MINA), shown(ECO, MINA)), (0, 300));
		assert_noop!(
			pay(MINA, 301, only(&[ECO])),
			Error::<Test>::InsufficientPoints
		);
		assert_noop!(
			pay(MINA, 1, only(&[SchemeId(9)])),
			Error::<Test>::SchemeNotFound
		);
		assert_noop!(pay(MINA, 1, only(&[])), Error::<Test>::InsufficientPoints);
	});
}

#[test]
fn taxes_fees_and_gifts_of_charity_go_to_whom_they_may() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 10_000);
		credit(HEALTH, MINA, 1, 6_000);
		let pay = |payee, purpose, source| {
			Mileage::pay(signed(MINA), payee, purpose, 1_000 * WON, source, paper(1))
				.map_err(|failed| failed.error)
		};
		assert_ok!(pay(TAX_AGENCY, Purpose::Tax, any()));
		assert_ok!(pay(CHANNEL_AGENCY, Purpose::Fee, any()));
		assert_ok!(pay(CHANNEL_AGENCY, Purpose::Donation, any()));
		// Health points pay no tax.
		assert_eq!((shown(ECO, MINA), shown(HEALTH, MINA)), (7_000, 6_000));
		assert_noop!(
			pay(TAX_AGENCY, Purpose::Tax, only(&[HEALTH])),
			Error::<Test>::UseNotAllowed
		);
		assert_noop!(pay(MERCHANT_AGENCY, Purpose::Tax, any()), NOT_A_DELEGATE);
		assert_noop!(pay(TAX_AGENCY, Purpose::Purchase, any()), NOT_A_DELEGATE);
	});
}

#[test]
fn what_cannot_be_paid_is_refused() {
	build_and_execute(|| {
		assert_noop!(pay(MINA, 1, any()), Error::<Test>::NoWallet);
		credit(ECO, MINA, 1, 1_000);
		assert_noop!(pay(MINA, 0, any()), Error::<Test>::AmountIsZero);
		assert_noop!(pay(MINA, 1_001, any()), Error::<Test>::InsufficientPoints);
		assert_noop!(
			pay(MINA, u128::MAX / WON, any()),
			Error::<Test>::InsufficientPoints
		);
		suspend(citizen(MINA));
		assert_noop!(pay(MINA, 1, any()), SUSPENDED);
		suspend(PartyId::Agency(MERCHANT_AGENCY));
		credit(ECO, JUNHO, 1, 1_000);
		assert_noop!(pay(JUNHO, 1, any()), SUSPENDED);
	});
}

#[test]
fn nobody_pays_itself() {
	build_and_execute(|| {
		assert_noop!(pay(MERCHANT, 1, any()), Error::<Test>::SameParty);
		assert_noop!(redeem(CHANNEL, 1, any()), Error::<Test>::SameParty);
	});
}

#[test]
fn what_a_point_is_worth_too_much_comes_back_as_change() {
	build_and_execute(|| {
		change_value(POLL, 7 * WON);
		credit(POLL, MINA, 1, 100);
		assert_ok!(pay(MINA, 10, any()));
		// Two points are worth 14 won.
		assert_eq!(shown(POLL, MINA), 98);
		assert_eq!(wallet(POLL, MINA).change, 4 * WON);
		assert_eq!(ledger(POLL).change, 4 * WON);
		// The change pays first.
		assert_ok!(pay(MINA, 4, any()));
		assert_eq!(shown(POLL, MINA), 98);
		assert_ok!(pay(MINA, 8, any()));
		assert_eq!(shown(POLL, MINA), 96);
		assert_ok!(pay(MINA, 13, any()));
		assert_eq!(shown(POLL, MINA), 95);
		assert_eq!(wallet(POLL, MINA).change, 0);
		let view = &Mileage::wallet_of(citizen(MINA), 0)[0];
		assert_eq!(view.value, 95 * 7 * WON);
		assert_eq!(Mileage::open_claims_of(MERCHANT_AGENCY)[0].amount, 35 * WON);
	});
}

#[test]
fn a_redemption_is_reserved_sent_and_settled() {
	build_and_execute(|| {
		credit(HEALTH, MINA, 1, 6_000);
		credit(ECO, MINA, 1, 1_000);
		take_events();
		assert_ok!(redeem(MINA, 5_000, only(&[HEALTH])));
		assert_eq!(shown(HEALTH, MINA), 1_000);
		assert_eq!(ledger(HEALTH).reserved, 5_000);
		let id = RedemptionId(0);
		assert_noop!(
			Mileage::settle_redemption(signed(CHANNEL), id),
			Error::<Test>::NotSent
		);
		assert_ok!(Mileage::send_redemption(signed(CHANNEL), id, paper(2)));
		assert_noop!(
			Mileage::send_redemption(signed(CHANNEL), id, paper(2)),
			Error::<Test>::AlreadySent
		);
		assert_noop!(
			Mileage::cancel_redemption(signed(MINA), id),
			Error::<Test>::AlreadySent
		);
		assert_ok!(Mileage::settle_redemption(signed(CHANNEL), id));
		let ledger = ledger(HEALTH);
		assert_eq!((ledger.reserved, ledger.spent), (0, 5_000));
		assert_eq!(
			Mileage::open_claims_of(CHANNEL_AGENCY)[0].amount,
			5_000 * WON
		);
		assert_noop!(
			Mileage::settle_redemption(signed(CHANNEL), id),
			Error::<Test>::RedemptionNotFound
		);
		assert_eq!(take_events().len(), 3);
	});
}

#[test]
fn a_failed_redemption_goes_back_to_the_original_lots() {
	build_and_execute(|| {
		with_all_five(MINA);
		change_rule(HEALTH, |rule| rule.min_redemption = 1);
		change_rule(POLL, |rule| rule.min_redemption = 1);
		let before = Members::<Test>::get(citizen(MINA));
		assert_ok!(redeem(MINA, 2_200, any()));
		assert_ok!(Mileage::send_redemption(
			signed(CHANNEL),
			RedemptionId(0),
			paper(2)
		));
		assert_ok!(Mileage::fail_redemption(
			signed(CHANNEL),
			RedemptionId(0),
			paper(3)
		));
		assert_eq!(Members::<Test>::get(citizen(MINA)), before);
		assert!(take_events()
			.iter()
			.any(|event| matches!(event, Event::RedemptionFailed { given_grace: 0, .. })));
	});
}

#[test]
fn points_that_were_due_during_a_failed_redemption_live_on() {
	build_and_execute(|| {
		change_rule(ECO, |rule| {
			rule.expiry_months = 1;
			rule.grace_months = 2;
		});
		credit(ECO, MINA, 1, 1_000);
		assert_ok!(redeem(MINA, 600, any()));
		pass_months(2);
		assert_eq!(spendable(ECO, MINA), 0);
		assert_ok!(Mileage::fail_redemption(
			signed(CHANNEL),
			RedemptionId(0),
			paper(3)
		));
		assert_eq!(spendable(ECO, MINA), 600);
		assert_eq!(wallet(ECO, MINA).lots[0].expiry, JANUARY.plus(4));
		// What was not reserved is gone.
		assert_eq!(ledger(ECO).expired, 400);
	});
}

#[test]
fn a_member_cancels_what_the_channel_has_not_begun() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 1_000);
		assert_ok!(redeem(MINA, 600, any()));
		assert_noop!(
			Mileage::cancel_redemption(signed(JUNHO), RedemptionId(0)),
			Error::<Test>::NotTheMember
		);
		assert_ok!(Mileage::cancel_redemption(signed(MINA), RedemptionId(0)));
		assert_eq!(shown(ECO, MINA), 1_000);
		assert_noop!(
			Mileage::cancel_redemption(signed(MINA), RedemptionId(0)),
			Error::<Test>::RedemptionNotFound
		);
	});
}

#[test]
fn governance_fails_a_redemption_of_a_silent_channel() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 1_000);
		assert_ok!(redeem(MINA, 600, any()));
		assert_noop!(
			Mileage::send_redemption(signed(OTHER_CHANNEL), RedemptionId(0), paper(1)),
			Error::<Test>::NotTheChannel
		);
		assert_noop!(
			Mileage::fail_redemption(signed(OTHER_CHANNEL), RedemptionId(0), paper(1)),
			Error::<Test>::NotTheChannel
		);
		assert_noop!(
			Mileage::fail_redemption(signed(MINA), RedemptionId(0), paper(1)),
			NOT_A_DELEGATE
		);
		assert_ok!(Mileage::fail_redemption(
			RuntimeOrigin::root(),
			RedemptionId(0),
			paper(1)
		));
		assert_eq!(shown(ECO, MINA), 1_000);
	});
}

#[test]
fn a_redemption_takes_the_minimum_of_a_scheme_or_nothing() {
	build_and_execute(|| {
		credit(HEALTH, MINA, 1, 6_000);
		assert_noop!(
			redeem(MINA, 4_999, any()),
			Error::<Test>::BelowMinimumRedemption
		);
		assert_ok!(redeem(MINA, 5_000, any()));
	});
}

#[test]
fn a_redemption_is_of_whole_points() {
	build_and_execute(|| {
		change_value(ECO, 10 * WON);
		credit(ECO, MINA, 1, 100);
		assert_noop!(redeem(MINA, 15, any()), Error::<Test>::NotWholePoints);
		assert_ok!(redeem(MINA, 20, any()));
	});
}

#[test]
fn a_redemption_reserves_a_bounded_number_of_lots() {
	build_and_execute(|| {
		for month in 0..45u32 {
			for scheme in [ECO, CAR, ETAX] {
				change_rule(scheme, |rule| rule.max_per_year = NO_LIMIT);
				credit(scheme, MINA, month, 10);
			}
			pass_months(1);
		}
		assert_noop!(redeem(MINA, 45 * 30, any()), Error::<Test>::TooManyLots);
		assert_ok!(redeem(MINA, 42 * 30, any()));
	});
}

#[test]
fn points_of_a_transferable_scheme_are_given_with_their_expiry() {
	build_and_execute(|| {
		credit(ETAX, MINA, 1, 500);
		pass_months(1);
		credit(ETAX, MINA, 2, 500);
		take_events();
		assert_ok!(Mileage::gift(signed(MINA), citizen(JUNHO), ETAX, 600));
		assert_eq!((shown(ETAX, MINA), shown(ETAX, JUNHO)), (400, 600));
		assert_eq!(
			wallet(ETAX, JUNHO).lots.to_vec(),
			vec![
				Lot {
					expiry: JANUARY.plus(60),
					points: 500
				},
				Lot {
					expiry: JANUARY.plus(61),
					points: 100
				}
			]
		);
		assert_eq!(
			take_events(),
			vec![Event::Gifted {
				scheme: ETAX,
				giver: citizen(MINA),
				receiver: citizen(JUNHO),
				points: 600
			}]
		);
	});
}

#[test]
fn gifts_that_may_not_be_given_are_refused() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 500);
		credit(ETAX, MINA, 1, 500);
		let gift = |to, scheme, points| Mileage::gift(signed(MINA), to, scheme, points);
		assert_noop!(gift(citizen(JUNHO), ECO, 1), Error::<Test>::UseNotAllowed);
		assert_noop!(gift(citizen(MINA), ETAX, 1), Error::<Test>::SameParty);
		assert_noop!(gift(citizen(JUNHO), ETAX, 0), Error::<Test>::PointsAreZero);
		assert_noop!(
			gift(citizen(JUNHO), ETAX, 501),
			Error::<Test>::InsufficientPoints
		);
		assert_noop!(gift(citizen(99), ETAX, 1), Error::<Test>::NoAccount);
		suspend(citizen(SORA));
		assert_noop!(gift(citizen(SORA), ETAX, 1), SUSPENDED);
		credit(ETAX, JUNHO, 1, 500);
		assert_ok!(Mileage::freeze(
			signed(ETAX_OFFICE),
			citizen(JUNHO),
			ETAX,
			FreezeCause::Fraud,
			paper(1)
		));
		assert_noop!(gift(citizen(JUNHO), ETAX, 1), Error::<Test>::WalletIsFrozen);
	});
}

#[test]
fn a_merchant_gives_points_of_a_purchase_back() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 1_000);
		assert_ok!(pay(MINA, 1_000, any()));
		let refund =
			|points| Mileage::refund(signed(MERCHANT), citizen(MINA), ECO, points, paper(1));
		assert_noop!(refund(0), Error::<Test>::PointsAreZero);
		assert_noop!(refund(1_001), Error::<Test>::AboveClaim);
		assert_noop!(
			Mileage::refund(signed(OTHER_MERCHANT), citizen(MINA), ECO, 1, paper(1)),
			Error::<Test>::AboveClaim
		);
		assert_ok!(refund(400));
		assert_eq!(spendable(ECO, MINA), 400);
		assert_eq!(ledger(ECO).spent, 600);
		assert_ok!(refund(600));
		assert_eq!(Mileage::open_claims_of(MERCHANT_AGENCY), vec![]);
		assert_noop!(
			Mileage::refund(signed(MERCHANT), citizen(JUNHO), ECO, 1, paper(1)),
			Error::<Test>::NoWallet
		);
	});
}
