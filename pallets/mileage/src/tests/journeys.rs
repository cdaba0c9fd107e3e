// SPDX-License-Identifier: Apache-2.0

//! Whole stories.

use crate::{
	genesis::*,
	mock::*,
	rules::{
		car_points, eco_points, etax_points, health_points, CarTable, EcoSeason, EcoTable,
		EtaxTable, HealthTable,
	},
	*,
};
use frame_support::{assert_noop, assert_ok, BoundedVec};
use seoul_chain_primitives::{ParticipationReward, PartyId};

#[test]
fn a_year_of_a_citizen_with_all_five() {
	build_and_execute(|| {
		let health = HealthTable::default();
		for month in 1..=12u32 {
			// 20 days of enough steps in a month.
			let mut days = [3_000; 30];
			days[..20].fill(9_000);
			let points = health_points(&days, 40, wallet_year(), &health);
			assert_ok!(Mileage::credit_batch(
				signed(HEALTH_OFFICE),
				HEALTH,
				BoundedVec::truncate_from(vec![row(MINA, month, points)])
			));
			if [6, 12].contains(&month) {
				let season = if month == 6 {
					EcoSeason::Winter
				} else {
					EcoSeason::Ordinary
				};
				let points = eco_points(10_000, 8_700, season, &EcoTable::default());
				credit(ECO, MINA, month, points);
				credit(
					ETAX,
					MINA,
					month,
					etax_points(&[350_000, 40_000], &EtaxTable::default()),
				);
			}
			assert_ok!(Mileage::reward_participation(
				citizen(MINA),
				month + 100,
				300
			));
			sweep_all();
			pass_months(1);
		}
		credit(
			CAR,
			MINA,
			2018,
			car_points(14_000, 11_500, &CarTable::default()),
		);
		let earned = 12 * 4_000 + (40_000 + 30_000) + 2 * 1_500 + 12 * 300 + 50_000;
		let spendable = |days| {
			Mileage::wallet_of(citizen(MINA), days)
				.iter()
				.map(|view| (view.spendable, view.expiring))
				.fold((0, 0), |sum, view| (sum.0 + view.0, sum.1 + view.1))
		};
		assert_eq!(spendable(30), (earned, 0));

		// Groceries, the car tax, a T-money card, a gift to the son.
		assert_ok!(Mileage::pay(
			signed(MINA),
			MERCHANT_AGENCY,
			Purpose::Purchase,
			60_000 * WON,
			any(),
			paper(1)
		));
		assert_ok!(Mileage::pay(
			signed(MINA),
			TAX_AGENCY,
			Purpose::Tax,
			50_000 * WON,
			any(),
			paper(2)
		));
		assert_ok!(Mileage::redeem(
			signed(MINA),
			CHANNEL_AGENCY,
			20_000 * WON,
			only(&[CAR]),
			paper(3)
		));
		assert_ok!(Mileage::send_redemption(
			signed(CHANNEL),
			RedemptionId(0),
			paper(4)
		));
		assert_ok!(Mileage::settle_redemption(signed(CHANNEL), RedemptionId(0)));
		assert_ok!(Mileage::settle(
			signed(MERCHANT),
			BoundedVec::truncate_from(vec![MERCHANT_AGENCY, TAX_AGENCY, CHANNEL_AGENCY])
		));
		assert_eq!(Balances::free_balance(MERCHANT), FORTUNE + 60_000 * WON);
		assert_eq!(Balances::free_balance(TAX_OFFICE), FORTUNE + 50_000 * WON);
		assert_eq!(Balances::free_balance(CHANNEL), FORTUNE + 20_000 * WON);
		assert_eq!(spendable(0).0, earned - 130_000);

		// Five years later the rest is gone, and the books balance.
		pass_months(61);
		sweep_all();
		assert_eq!(spendable(0).0, 0);
		let books = Mileage::reconcile_all();
		assert_eq!(
			books.iter().map(|books| books.expired).sum::<u64>(),
			earned - 130_000
		);
		assert!(books
			.iter()
			.all(|books| books.difference == 0 && books.live == 0));
	});
}

/// What Mina was credited by the office of health this year.
fn wallet_year() -> Points {
	Members::<Test>::get(citizen(MINA))
		.and_then(|member| {
			member
				.wallet(HEALTH)
				.map(|wallet| wallet.earned.until(Mileage::current_month()).1)
		})
		.unwrap_or_default()
}

#[test]
fn a_failed_transit_card_comes_back() {
	build_and_execute(|| {
		change_rule(HEALTH, |rule| rule.expiry_months = 1);
		credit(HEALTH, MINA, 1, 6_000);
		assert_ok!(Mileage::redeem(
			signed(MINA),
			CHANNEL_AGENCY,
			5_500 * WON,
			only(&[HEALTH]),
			paper(1)
		));
		assert_ok!(Mileage::send_redemption(
			signed(CHANNEL),
			RedemptionId(0),
			paper(2)
		));
		// The phone is lost meanwhile, the points are due meanwhile, and the card terminal refuses.
		assert_ok!(rotate(citizen(MINA), 70));
		pass_months(2);
		sweep_all();
		assert_ok!(Mileage::fail_redemption(
			signed(CHANNEL),
			RedemptionId(0),
			paper(3)
		));
		assert_eq!(shown(HEALTH, 70), 5_500);
		assert_ok!(Mileage::redeem(
			signed(70),
			CHANNEL_AGENCY,
			5_500 * WON,
			only(&[HEALTH]),
			paper(1)
		));
		assert_eq!(ledger(HEALTH).expired, 500);
		assert_eq!(Mileage::open_claims_of(CHANNEL_AGENCY), vec![]);
	});
}

#[test]
fn fraud_is_found_after_the_points_were_spent() {
	build_and_execute(|| {
		credit(CAR, MINA, 2017, 70_000);
		assert_ok!(Mileage::pay(
			signed(MINA),
			MERCHANT_AGENCY,
			Purpose::Purchase,
			60_000 * WON,
			any(),
			paper(1)
		));
		// The photo of the odometer was forged.
		assert_ok!(Mileage::freeze(
			signed(CLERK),
			citizen(MINA),
			CAR,
			FreezeCause::Fraud,
			paper(2)
		));
		assert_ok!(Mileage::claw_back(
			signed(CLERK),
			citizen(MINA),
			CAR,
			70_000,
			paper(3)
		));
		assert_eq!(shown(CAR, MINA), 0);
		assert_eq!(wallet(CAR, MINA).debt, 60_000);
		// The merchant is paid all the same.
		assert_ok!(Mileage::settle(
			signed(MERCHANT),
			BoundedVec::truncate_from(vec![MERCHANT_AGENCY])
		));
		assert_ok!(Mileage::appeal(signed(MINA), CAR, paper(4)));
		assert_ok!(Mileage::reject_appeal(
			RuntimeOrigin::root(),
			citizen(MINA),
			CAR,
			paper(5)
		));
		assert_ok!(Mileage::reinstate(
			signed(CLERK),
			citizen(MINA),
			CAR,
			paper(6)
		));
		// What she earns honestly pays the debt first.
		pass_months(12);
		credit(CAR, MINA, 2018, 70_000);
		assert_eq!(shown(CAR, MINA), 10_000);
		let books = Mileage::reconciliation(CAR).expect("exists");
		assert_eq!(
			(books.issued, books.spent, books.clawed_back, books.live),
			(140_000, 60_000, 70_000, 10_000)
		);
	});
}

#[test]
fn a_company_earns_and_pays_too() {
	build_and_execute(|| {
		let company = PartyId::Agency(OTHER_MERCHANT_AGENCY);
		assert_ok!(Mileage::credit(
			signed(CLIMATE),
			ECO,
			CreditRow {
				member: company,
				..row(MINA, 1, 10_000)
			}
		));
		assert_eq!(shown(ECO, OTHER_MERCHANT), 10_000);
		assert_ok!(Mileage::pay(
			signed(OTHER_MERCHANT),
			MERCHANT_AGENCY,
			Purpose::Purchase,
			10_000 * WON,
			any(),
			paper(1)
		));
		assert_noop!(
			Mileage::pay(
				signed(OTHER_MERCHANT),
				MERCHANT_AGENCY,
				Purpose::Purchase,
				WON,
				any(),
				paper(1)
			),
			Error::<Test>::InsufficientPoints
		);
	});
}
