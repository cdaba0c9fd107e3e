// SPDX-License-Identifier: Apache-2.0

//! Each invariant notices its own corruption.

use crate::{genesis::*, mock::*, *};
use frame_support::{assert_ok, traits::fungibles::Mutate as _};
use sp_runtime::TryRuntimeError;

/// A chain with something of everything, then corrupted; the check must name the invariant.
fn corrupted(number: u32, corrupt: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		for scheme in FIVE {
			Mileage::fund_budget(signed(office(scheme)), scheme, BUDGET).expect("has won");
		}
		credit(ECO, MINA, 1, 1_000);
		credit(ETAX, MINA, 1, 1_000);
		assert_ok!(Mileage::pay(
			signed(MINA),
			MERCHANT_AGENCY,
			Purpose::Purchase,
			100 * WON,
			any(),
			paper(1)
		));
		assert_ok!(Mileage::redeem(
			signed(MINA),
			CHANNEL_AGENCY,
			100 * WON,
			any(),
			paper(1)
		));
		Mileage::do_try_state().expect("nothing is wrong yet");
		corrupt();
		match Mileage::do_try_state() {
			Err(TryRuntimeError::Other(text)) => {
				assert!(text.starts_with(&format!("invariant {number}:")), "{text}");
			},
			other => panic!("invariant {number} did not notice: {other:?}"),
		}
	});
}

fn change_wallet(change: impl FnOnce(&mut Wallet)) {
	Members::<Test>::mutate(citizen(MINA), |member| {
		let member = member.as_mut().expect("exists");
		change(member.wallet_mut(ECO).expect("exists"));
	});
}

fn change_ledger(change: impl FnOnce(&mut SchemeLedger<u64>)) {
	Ledgers::<Test>::mutate(|ledgers| change(&mut ledgers[0]));
}

#[test]
fn schemes_and_ledgers_correspond() {
	corrupted(1, || {
		Ledgers::<Test>::mutate(|ledgers| ledgers.as_mut().swap(0, 1));
	});
}

#[test]
fn rules_are_valid_and_in_order() {
	corrupted(1, || change_rule(ECO, |rule| rule.expiry_months = 0));
	corrupted(1, || {
		Schemes::<Test>::mutate(|schemes| {
			let again = schemes[0].rules[0].clone();
			schemes[0].rules.try_push(again).expect("there is room");
		});
	});
}

#[test]
fn lots_and_wallets_are_in_order() {
	corrupted(2, || {
		change_wallet(|wallet| {
			let lot = wallet.lots[0];
			wallet.lots.try_push(lot).expect("there is room");
		});
	});
	corrupted(2, || {
		Members::<Test>::mutate(citizen(MINA), |member| {
			let wallets = &mut member.as_mut().expect("exists").wallets;
			wallets.as_mut().swap(0, 1);
		});
	});
}

#[test]
fn lots_are_live_points_and_supply() {
	corrupted(3, || {
		Assets::mint_into(ECO.0, &JUNHO, 1).expect("possible");
	});
	corrupted(3, || {
		change_ledger(|ledger| {
			ledger.live += 1;
			ledger.issued += 1;
		});
	});
}

#[test]
fn accounts_show_what_members_have() {
	corrupted(4, || change_wallet(|wallet| wallet.lots[0].points += 1));
	corrupted(4, || {
		use frame_support::traits::tokens::Preservation;
		<Assets as frame_support::traits::fungibles::Mutate<u64>>::transfer(
			ECO.0,
			&MINA,
			&JUNHO,
			1,
			Preservation::Expendable,
		)
		.expect("possible");
	});
}

#[test]
fn books_balance() {
	corrupted(5, || change_ledger(|ledger| ledger.issued += 1));
}

#[test]
fn reserved_points_are_those_of_redemptions() {
	corrupted(6, || {
		change_ledger(|ledger| {
			ledger.reserved -= 1;
			ledger.spent += 1;
		});
	});
	corrupted(6, || Redemptions::<Test>::remove(RedemptionId(0)));
	corrupted(6, || NextRedemption::<Test>::put(RedemptionId(0)));
}

#[test]
fn claims_and_change_are_owed() {
	corrupted(7, || OpenClaims::<Test>::remove(MERCHANT_AGENCY));
	corrupted(7, || change_wallet(|wallet| wallet.change = 1));
}

#[test]
fn what_may_have_to_be_paid_is_held() {
	corrupted(8, || {
		change_ledger(|ledger| {
			ledger.funding = Funding::Held {
				account: CLIMATE,
				amount: 1_000 * WON - 1,
			};
		});
	});
	corrupted(8, || {
		change_ledger(|ledger| ledger.funding = ledger.funding.more(1).expect("is held"));
	});
}

#[test]
fn a_debt_is_part_of_what_was_clawed_back() {
	corrupted(9, || change_wallet(|wallet| wallet.debt = 1));
}

#[test]
fn the_memory_of_periods_is_well_formed() {
	corrupted(10, || {
		change_wallet(|wallet| {
			wallet.periods.seen.try_push(0).expect("there is room");
		});
	});
}
