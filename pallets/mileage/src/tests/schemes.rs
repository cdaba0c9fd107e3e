// SPDX-License-Identifier: Apache-2.0

use crate::{genesis::*, mock::*, *};
use frame_support::{assert_noop, assert_ok, BoundedVec};
use pallet_assets::Call as AssetsCall;
use seoul_chain_primitives::{AgencyId, Balance};

fn rule() -> SchemeRule {
	Mileage::rule_in_force(ECO).expect("exists")
}

fn text(bytes: &[u8]) -> Name {
	BoundedVec::truncate_from(bytes.to_vec())
}

fn create(
	issuer: AgencyId,
	name: &[u8],
	value: Balance,
	rule: SchemeRule,
) -> frame_support::dispatch::DispatchResult {
	Mileage::create_scheme(
		RuntimeOrigin::root(),
		issuer,
		text(name),
		text(b"BIKE"),
		value,
		rule,
	)
}

#[test]
fn the_five_schemes_of_2018_are_there_and_wallets_show_them() {
	build_and_execute(|| {
		use frame_support::traits::fungibles::{metadata::Inspect, Inspect as _};
		for (scheme, symbol) in [
			(ECO, "ECO"),
			(CAR, "CAR"),
			(ETAX, "ETAX"),
			(HEALTH, "HEALTH"),
			(POLL, "POLL"),
		] {
			assert_eq!(Assets::symbol(scheme.0), symbol.as_bytes());
			assert_eq!(Assets::decimals(scheme.0), 0);
			assert_eq!(Assets::minimum_balance(scheme.0), 1);
			let details = pallet_assets::Asset::<Test>::get(scheme.0).expect("exists");
			let shown = format!("{details:?}");
			assert!(shown.contains("is_sufficient: true"), "{shown}");
			assert!(
				shown.contains(&format!("owner: {}", Mileage::account())),
				"{shown}"
			);
		}
		assert_eq!(Assets::name(ECO.0), "에코마일리지 Eco Mileage".as_bytes());
		assert_eq!(Mileage::rule_in_force(ECO).unwrap().max_per_year, 110_000);
		assert_eq!(
			Mileage::rule_in_force(HEALTH).unwrap().min_redemption,
			5_000
		);
	});
}

#[test]
fn a_sixth_scheme_needs_no_code() {
	build_and_execute(|| {
		assert_ok!(create(IDLE_AGENCY, b"Bicycle", WON, rule()));
		assert_eq!(
			take_events(),
			vec![Event::SchemeCreated {
				scheme: SchemeId(6),
				issuer: IDLE_AGENCY,
				name: text(b"Bicycle"),
				symbol: text(b"BIKE"),
				point_value: WON,
				rule: rule()
			}]
		);
		assert_ok!(Mileage::fund_budget(
			signed(IDLE_OFFICE),
			SchemeId(6),
			1_000 * WON
		));
		assert_ok!(Mileage::credit(
			signed(IDLE_OFFICE),
			SchemeId(6),
			row(MINA, 1, 1_000)
		));
		assert_eq!(shown(SchemeId(6), MINA), 1_000);
	});
}

#[test]
fn schemes_that_cannot_be_are_refused() {
	build_and_execute(|| {
		assert_noop!(
			Mileage::create_scheme(
				signed(CLIMATE),
				CLIMATE_AGENCY,
				text(b"x"),
				text(b"y"),
				WON,
				rule()
			),
			Error::<Test>::NotAuthorized
		);
		assert_noop!(create(MERCHANT_AGENCY, b"x", WON, rule()), NOT_A_DELEGATE);
		assert_noop!(
			create(IDLE_AGENCY, b"", WON, rule()),
			Error::<Test>::InvalidName
		);
		assert_noop!(
			create(IDLE_AGENCY, b"x", 0, rule()),
			Error::<Test>::InvalidPointValue
		);
		for spoil in [
			(|rule| rule.expiry_months = 0) as fn(&mut SchemeRule),
			|rule| rule.expiry_months = 61,
			|rule| rule.grace_months = 0,
			|rule| rule.max_per_credit = 0,
			|rule| rule.max_per_month = 0,
			|rule| rule.max_per_year = 0,
			|rule| rule.yearly_budget = 0,
		] {
			let mut rule = rule();
			spoil(&mut rule);
			assert_noop!(
				create(IDLE_AGENCY, b"x", WON, rule),
				Error::<Test>::InvalidRule
			);
		}
		for _ in 5..MAX_SCHEMES {
			assert_ok!(create(IDLE_AGENCY, b"x", WON, rule()));
		}
		assert_noop!(
			create(IDLE_AGENCY, b"x", WON, rule()),
			Error::<Test>::TooManySchemes
		);
	});
}

#[test]
fn a_new_rule_changes_nothing_that_was_earned() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 1_000);
		let shorter = SchemeRule {
			expiry_months: 12,
			..rule()
		};
		take_events();
		assert_ok!(Mileage::schedule_rule(
			RuntimeOrigin::root(),
			ECO,
			START + 40 * DAY,
			shorter.clone()
		));
		assert_eq!(
			take_events(),
			vec![Event::RuleScheduled {
				scheme: ECO,
				version: RuleVersion(1),
				effective_from: START + 40 * DAY,
				rule: shorter.clone()
			}]
		);
		set_now(START + 40 * DAY - 1);
		assert_eq!(rule().expiry_months, 60);
		set_now(START + 40 * DAY);
		assert_eq!(rule(), shorter);
		credit(ECO, MINA, 2, 1_000);
		let lots = wallet(ECO, MINA).lots;
		assert_eq!(lots[0].expiry, JANUARY.plus(1 + 12));
		assert_eq!(lots[1].expiry, JANUARY.plus(60));
	});
}

#[test]
fn rules_that_cannot_be_set_are_refused() {
	build_and_execute(|| {
		let schedule = |from| Mileage::schedule_rule(RuntimeOrigin::root(), ECO, from, rule());
		assert_noop!(schedule(START), Error::<Test>::EffectiveDateTooEarly);
		assert_noop!(
			Mileage::schedule_rule(signed(CLIMATE), ECO, START + 1, rule()),
			Error::<Test>::NotAuthorized
		);
		assert_noop!(
			Mileage::schedule_rule(RuntimeOrigin::root(), SchemeId(9), START + 1, rule()),
			Error::<Test>::SchemeNotFound
		);
		let invalid = SchemeRule {
			expiry_months: 0,
			..rule()
		};
		assert_noop!(
			Mileage::schedule_rule(RuntimeOrigin::root(), ECO, START + 1, invalid),
			Error::<Test>::InvalidRule
		);
		for day in 1..MAX_DATED_RULES {
			assert_ok!(schedule(START + u64::from(day) * DAY));
		}
		assert_noop!(
			schedule(START + 2 * DAY),
			Error::<Test>::EffectiveDateTooEarly
		);
		assert_noop!(
			schedule(START + 100 * DAY),
			Error::<Test>::TooManyScheduledRules
		);
		set_now(START + DAY);
		assert_ok!(schedule(START + 100 * DAY));
	});
}

#[test]
fn a_closed_scheme_credits_nothing_and_its_points_can_be_used() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 1_000);
		assert_noop!(
			Mileage::close_scheme(signed(CLIMATE), ECO),
			Error::<Test>::NotAuthorized
		);
		take_events();
		assert_ok!(Mileage::close_scheme(RuntimeOrigin::root(), ECO));
		assert_eq!(take_events(), vec![Event::SchemeClosed { scheme: ECO }]);
		assert_noop!(
			Mileage::close_scheme(RuntimeOrigin::root(), ECO),
			Error::<Test>::SchemeIsClosed
		);
		assert_noop!(
			Mileage::close_scheme(RuntimeOrigin::root(), SchemeId(9)),
			Error::<Test>::SchemeNotFound
		);
		assert_noop!(
			Mileage::credit(signed(CLIMATE), ECO, row(MINA, 2, 1)),
			Error::<Test>::SchemeIsClosed
		);
		assert_ok!(Mileage::pay(
			signed(MINA),
			MERCHANT_AGENCY,
			Purpose::Purchase,
			1_000 * WON,
			any(),
			paper(1)
		));
	});
}

#[test]
fn a_scheme_goes_to_another_office_with_its_won() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 1_000);
		let reassign = |to| Mileage::reassign_scheme(RuntimeOrigin::root(), ECO, to);
		assert_noop!(reassign(CLIMATE_AGENCY), Error::<Test>::AlreadyTheIssuer);
		assert_noop!(reassign(MERCHANT_AGENCY), NOT_A_DELEGATE);
		assert_noop!(
			Mileage::reassign_scheme(signed(CLIMATE), ECO, IDLE_AGENCY),
			Error::<Test>::NotAuthorized
		);
		take_events();
		assert_ok!(reassign(IDLE_AGENCY));
		assert_eq!(
			take_events(),
			vec![
				Event::BudgetMoved {
					scheme: ECO,
					old_account: CLIMATE,
					new_account: IDLE_OFFICE,
					amount: BUDGET
				},
				Event::SchemeReassigned {
					scheme: ECO,
					old_issuer: CLIMATE_AGENCY,
					new_issuer: IDLE_AGENCY
				}
			]
		);
		assert_eq!((held(CLIMATE), held(IDLE_OFFICE)), (BUDGET, BUDGET));
		assert_noop!(
			Mileage::credit(signed(CLIMATE), ECO, row(MINA, 2, 1)),
			Error::<Test>::NotTheIssuer
		);
		assert_ok!(Mileage::credit(signed(IDLE_OFFICE), ECO, row(MINA, 2, 1)));
	});
}

#[test]
fn only_the_payout_account_funds_and_withdraws() {
	build_and_execute(|| {
		take_events();
		assert_ok!(Mileage::fund_budget(signed(CLIMATE), ECO, WON));
		assert_eq!(
			take_events(),
			vec![Event::BudgetFunded {
				scheme: ECO,
				account: CLIMATE,
				amount: WON,
				held: BUDGET + WON
			}]
		);
		assert_noop!(
			Mileage::fund_budget(signed(CLERK), ECO, WON),
			Error::<Test>::NotThePayoutAccount
		);
		assert_noop!(
			Mileage::withdraw_budget(signed(CLERK), ECO, WON),
			Error::<Test>::NotThePayoutAccount
		);
		assert_noop!(
			Mileage::fund_budget(signed(ETAX_OFFICE), ECO, WON),
			Error::<Test>::NotTheIssuer
		);
		assert_noop!(
			Mileage::withdraw_budget(signed(ETAX_OFFICE), ECO, WON),
			Error::<Test>::NotTheIssuer
		);
		assert_noop!(
			Mileage::fund_budget(signed(CLIMATE), ECO, 0),
			Error::<Test>::AmountIsZero
		);
		assert_noop!(
			Mileage::withdraw_budget(signed(CLIMATE), ECO, 0),
			Error::<Test>::AmountIsZero
		);
		assert_noop!(
			Mileage::fund_budget(signed(CLIMATE), ECO, FORTUNE),
			Error::<Test>::InsufficientFunds
		);
		assert_noop!(
			Mileage::withdraw_budget(signed(CLIMATE), ECO, BUDGET + WON + 1),
			Error::<Test>::BudgetInUse
		);
		assert_ok!(Mileage::withdraw_budget(signed(CLIMATE), ECO, BUDGET + WON));
		assert_eq!(held(CLIMATE), BUDGET);
		assert_eq!(
			take_events(),
			vec![Event::BudgetWithdrawn {
				scheme: ECO,
				account: CLIMATE,
				amount: BUDGET + WON,
				held: 0
			}]
		);
	});
}

/// Whoever signs, the pallet of assets refuses to move points. The runtime does not even let it be asked.
#[test]
fn the_assets_belong_to_an_account_without_a_key() {
	build_and_execute(|| {
		use sp_runtime::traits::Dispatchable;
		credit(ECO, MINA, 1, 1_000);
		for who in [CLIMATE, JUNHO, MERCHANT] {
			for call in [
				AssetsCall::mint {
					id: ECO.0,
					beneficiary: who,
					amount: 1,
				},
				AssetsCall::burn {
					id: ECO.0,
					who: MINA,
					amount: 1,
				},
				AssetsCall::force_transfer {
					id: ECO.0,
					source: MINA,
					dest: who,
					amount: 1,
				},
				AssetsCall::freeze {
					id: ECO.0,
					who: MINA,
				},
				AssetsCall::freeze_asset { id: ECO.0 },
				AssetsCall::transfer_ownership {
					id: ECO.0,
					owner: who,
				},
				AssetsCall::start_destroy { id: ECO.0 },
			] {
				assert!(RuntimeCall::from(call).dispatch(signed(who)).is_err());
			}
		}
	});
}
