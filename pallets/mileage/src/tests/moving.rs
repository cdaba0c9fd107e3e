// SPDX-License-Identifier: Apache-2.0

use crate::{genesis::*, mock::*, *};
use frame_support::{assert_noop, assert_ok};
use seoul_chain_primitives::{OnAccountRotated, PartyId};

#[test]
fn a_citizen_with_a_new_phone_keeps_points_lots_and_rules() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 1_000);
		credit(ETAX, MINA, 1, 500);
		assert_ok!(Mileage::set_auto_conversion(
			signed(MINA),
			ETAX,
			AutoConversion::Into { scheme: ECO }
		));
		let before = wallet(ECO, MINA);
		take_events();
		assert_ok!(rotate(citizen(MINA), 61));
		assert_eq!(
			take_events(),
			vec![Event::MemberMoved {
				member: citizen(MINA),
				old_account: MINA,
				new_account: 61
			}]
		);
		assert_eq!((shown(ECO, MINA), shown(ETAX, MINA)), (0, 0));
		assert_eq!((shown(ECO, 61), shown(ETAX, 61)), (1_000, 500));
		assert_eq!(wallet(ECO, MINA), before);
		// The same period is not credited to the new account either.
		assert_noop!(
			Mileage::credit(signed(CLIMATE), ECO, row(MINA, 1, 1_000)),
			Error::<Test>::AlreadyCredited
		);
		credit(ETAX, MINA, 2, 100);
		assert_eq!(shown(ECO, 61), 1_100);
		assert_ok!(Mileage::pay(
			signed(61),
			MERCHANT_AGENCY,
			Purpose::Purchase,
			1_600 * WON,
			any(),
			paper(1)
		));
	});
}

#[test]
fn an_offices_won_move_to_its_new_account() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 1_000);
		assert_noop!(
			Mileage::on_account_rotated(PartyId::Agency(CLIMATE_AGENCY), &CLIMATE, &62),
			Error::<Test>::AccountCannotHold
		);
		// As every account that a register admits, and every one that has won.
		System::inc_providers(&62);
		assert_ok!(rotate(PartyId::Agency(CLIMATE_AGENCY), 62));
		assert_eq!((held(CLIMATE), held(62)), (0, 2 * BUDGET));
		assert_eq!(ledger(ECO).funding.account(), Some(&62));
		// Who signs with the new account funds and withdraws.
		assert_ok!(Mileage::withdraw_budget(
			signed(62),
			ECO,
			BUDGET - 1_000 * WON
		));
		assert_noop!(
			Mileage::withdraw_budget(signed(CLIMATE), CAR, WON),
			Error::<Test>::NotThePayoutAccount
		);
	});
}

#[test]
fn only_what_belongs_to_the_party_moves() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 1_000);
		// Not its account, no change, unknown party.
		assert_ok!(Mileage::on_account_rotated(citizen(MINA), &JUNHO, &SORA));
		assert_ok!(Mileage::on_account_rotated(citizen(MINA), &MINA, &MINA));
		assert_ok!(Mileage::on_account_rotated(citizen(JUNHO), &MINA, &SORA));
		assert_ok!(Mileage::on_account_rotated(
			PartyId::Agency(ETAX_AGENCY),
			&CLIMATE,
			&SORA
		));
		assert_eq!(shown(ECO, MINA), 1_000);
		assert_eq!(held(CLIMATE), 2 * BUDGET);
	});
}
