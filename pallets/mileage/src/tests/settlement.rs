// SPDX-License-Identifier: Apache-2.0

use crate::{genesis::*, mock::*, *};
use frame_support::{assert_noop, assert_ok, BoundedVec};
use seoul_chain_primitives::{AgencyId, Balance, PartyId};

fn settle(payees: &[AgencyId]) -> frame_support::dispatch::DispatchResultWithPostInfo {
	Mileage::settle(signed(SORA), BoundedVec::truncate_from(payees.to_vec()))
}

fn pay(payee: AgencyId, won: Balance, source: Source) {
	assert_ok!(Mileage::pay(
		signed(MINA),
		payee,
		Purpose::Purchase,
		won * WON,
		source,
		paper(1)
	));
}

#[test]
fn each_office_pays_exactly_its_share() {
	build_and_execute(|| {
		for scheme in FIVE {
			credit(scheme, MINA, 1, 500);
		}
		pay(MERCHANT_AGENCY, 777, only(&[ETAX, HEALTH]));
		pay(MERCHANT_AGENCY, 500, only(&[POLL]));
		pay(OTHER_MERCHANT_AGENCY, 333, only(&[ECO]));
		take_events();
		assert_ok!(settle(&[MERCHANT_AGENCY, OTHER_MERCHANT_AGENCY]));
		let claim = |scheme, won: Balance| Claim {
			scheme,
			amount: won * WON,
		};
		assert_eq!(
			take_events()[0],
			Event::ClaimsPaid {
				settlement: SettlementId(0),
				payee: MERCHANT_AGENCY,
				account: MERCHANT,
				amount: 1_277 * WON,
				claims: vec![claim(ETAX, 500), claim(HEALTH, 277), claim(POLL, 500)]
					.try_into()
					.unwrap(),
			}
		);
		assert_eq!(Balances::free_balance(MERCHANT), FORTUNE + 1_277 * WON);
		assert_eq!(Balances::free_balance(OTHER_MERCHANT), FORTUNE + 333 * WON);
		assert_eq!(held(ETAX_OFFICE), BUDGET - 500 * WON);
		assert_eq!(held(HEALTH_OFFICE), BUDGET - 277 * WON);
		assert_eq!(held(CLIMATE), 2 * BUDGET - 333 * WON);
		assert_eq!(NextSettlement::<Test>::get(), SettlementId(1));
		assert_eq!(ledger(ETAX).owed, 0);
	});
}

#[test]
fn who_is_owed_nothing_is_reported_and_the_others_are_paid() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 500);
		pay(MERCHANT_AGENCY, 300, any());
		take_events();
		assert_ok!(settle(&[
			OTHER_MERCHANT_AGENCY,
			MERCHANT_AGENCY,
			MERCHANT_AGENCY
		]));
		let events = take_events();
		assert_eq!(
			events[0],
			Event::ClaimsNotPaid {
				settlement: SettlementId(0),
				payee: OTHER_MERCHANT_AGENCY,
				reason: Error::<Test>::NothingOwed.into()
			}
		);
		assert!(matches!(events[1], Event::ClaimsPaid { .. }));
		assert!(matches!(events[2], Event::ClaimsNotPaid { .. }));
		assert_noop!(settle(&[]), Error::<Test>::NothingToDo);
		assert_noop!(
			Mileage::settle(
				RuntimeOrigin::root(),
				BoundedVec::truncate_from(vec![MERCHANT_AGENCY])
			),
			sp_runtime::DispatchError::BadOrigin
		);
	});
}

#[test]
fn who_cannot_be_paid_stays_owed() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 500);
		credit(CAR, MINA, 1, 500);
		change_value(ECO, WON / 10);
		pay(MERCHANT_AGENCY, 1, only(&[ECO]));
		pay(MERCHANT_AGENCY, 2, only(&[CAR]));
		// The merchant's new account has nothing; less than one won cannot be paid into it.
		OpenClaims::<Test>::mutate(MERCHANT_AGENCY, |claims| {
			if let Some(claims) = claims {
				claims[0].amount = WON / 2;
			}
		});
		Ledgers::<Test>::mutate(|ledgers| {
			ledgers[0].owed = WON / 2;
		});
		assert_ok!(rotate(PartyId::Agency(MERCHANT_AGENCY), 60));
		let before = (held(CLIMATE), Mileage::open_claims_of(MERCHANT_AGENCY));
		take_events();
		assert_ok!(settle(&[MERCHANT_AGENCY]));
		assert!(matches!(take_events()[0], Event::ClaimsNotPaid { .. }));
		assert_eq!(
			(held(CLIMATE), Mileage::open_claims_of(MERCHANT_AGENCY)),
			before
		);
	});
}

#[test]
fn a_scheme_pays_out_all_that_it_ever_had() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 60_000);
		assert_ok!(Mileage::withdraw_budget(
			signed(CLIMATE),
			ECO,
			BUDGET - 60_000 * WON
		));
		pay(MERCHANT_AGENCY, 60_000, any());
		assert_ok!(settle(&[MERCHANT_AGENCY]));
		assert_eq!(ledger(ECO).funding, Funding::Nothing);
		assert_eq!(held(CLIMATE), BUDGET);
		let books = Mileage::reconciliation(ECO).expect("exists");
		assert_eq!(
			(books.issued, books.spent, books.difference),
			(60_000, 60_000, 0)
		);
		assert_eq!(Mileage::reconcile_all().len(), 5);
	});
}
