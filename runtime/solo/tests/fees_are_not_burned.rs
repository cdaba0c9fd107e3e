// SPDX-License-Identifier: Apache-2.0

//! Each won on chain stands for one in the city's bank account, so none disappears.

use crate::common::*;
use codec::Encode;
use frame_support::traits::fungible::Inspect;
use pallet_balances::Call;
use seoul_chain_runtime::{
	AccountId, Balance, Balances, Executive, Runtime, RuntimeCall, TransactionPayment,
};
use seoul_chain_runtime_common::{
	currency::{EXISTENTIAL_DEPOSIT, KRW},
	fees::FeeAccount,
};
use sp_core::{sr25519, Pair};
use sp_keyring::Sr25519Keyring::{Alice, Bob};

fn issuance(chain: &mut Chain) -> Balance {
	chain.query(pallet_balances::TotalIssuance::<Runtime>::get)
}

/// An account that the city has not admitted, with some won: it pays.
fn stranger(chain: &mut Chain) -> sr25519::Pair {
	let pair = sr25519::Pair::from_string("//stranger", None).expect("a valid path");
	chain.succeeds(
		Alice,
		Call::<Runtime>::transfer_keep_alive {
			dest: AccountId::from(pair.public()).into(),
			value: 1_000_000 * KRW,
		},
	);
	pair
}

fn fees_collected(chain: &mut Chain) -> Balance {
	chain.balance(&FeeAccount::get())
}

#[test]
fn the_fee_of_a_transfer_goes_to_the_fee_account_to_the_last_unit() {
	let mut chain = Chain::development();
	let payer = stranger(&mut chain);
	let account = AccountId::from(payer.public());
	let issued = issuance(&mut chain);
	let collected = fees_collected(&mut chain);
	let had = chain.balance(&account);
	let value = 1_000 * KRW;
	let transfer = Call::<Runtime>::transfer_keep_alive {
		dest: Bob.to_account_id().into(),
		value,
	};
	assert_eq!(chain.apply_as(&payer, transfer).result, Ok(()));
	let fee = had - value - chain.balance(&account);
	assert!(
		fee > 3 * KRW && fee < 12 * KRW,
		"a transfer costs {fee} millionths of a won"
	);
	assert_eq!(fees_collected(&mut chain), collected + fee);
	assert_eq!(issuance(&mut chain), issued);
	chain.next_block();
	assert_eq!(issuance(&mut chain), issued);
}

#[test]
fn a_call_that_fails_costs_its_fee() {
	let mut chain = Chain::development();
	let payer = stranger(&mut chain);
	let account = AccountId::from(payer.public());
	let issued = issuance(&mut chain);
	let collected = fees_collected(&mut chain);
	let had = chain.balance(&account);
	let too_much = Call::<Runtime>::transfer_keep_alive {
		dest: Bob.to_account_id().into(),
		value: 2 * had,
	};
	assert_eq!(
		chain.apply_as(&payer, too_much).result,
		Err(sp_runtime::TokenError::FundsUnavailable.into())
	);
	let fee = had - chain.balance(&account);
	assert!(fee > KRW);
	assert_eq!(fees_collected(&mut chain), collected + fee);
	assert_eq!(issuance(&mut chain), issued);
}

#[test]
fn a_tip_goes_to_the_fee_account() {
	let mut chain = Chain::development();
	let payer = stranger(&mut chain);
	let account = AccountId::from(payer.public());
	let issued = issuance(&mut chain);
	let collected = fees_collected(&mut chain);
	let had = chain.balance(&account);
	let tip = 50 * KRW;
	chain.query(|| {
		let remark = frame_system::Call::<Runtime>::remark { remark: Vec::new() };
		let transaction = sign(&payer, RuntimeCall::from(remark), tip);
		Executive::apply_extrinsic(transaction)
			.expect("valid")
			.expect("a remark succeeds");
	});
	let paid = had - chain.balance(&account);
	assert!(paid > tip);
	assert_eq!(fees_collected(&mut chain), collected + paid);
	assert_eq!(issuance(&mut chain), issued);
}

#[test]
fn what_a_removed_account_leaves_goes_to_the_fee_account() {
	let mut chain = Chain::development();
	let leaving = sr25519::Pair::from_string("//leaving", None).expect("a valid path");
	let account = AccountId::from(leaving.public());
	let had = 100 * KRW;
	chain.succeeds(
		Alice,
		Call::<Runtime>::transfer_keep_alive {
			dest: account.clone().into(),
			value: had,
		},
	);
	let issued = issuance(&mut chain);
	let collected = fees_collected(&mut chain);

	// Send so much that after the fee half of the existential deposit is left.
	let transfer = |value| {
		RuntimeCall::from(Call::<Runtime>::transfer_allow_death {
			dest: Bob.to_account_id().into(),
			value,
		})
	};
	let fee = chain.query(|| {
		let transaction = sign(&leaving, transfer(50 * KRW), 0);
		let length = u32::try_from(transaction.encoded_size()).expect("it is short");
		TransactionPayment::query_info(transaction, length).partial_fee
	});
	let dust = EXISTENTIAL_DEPOSIT / 2;
	let value = had - fee - dust;
	assert_eq!(chain.apply_as(&leaving, transfer(value)).result, Ok(()));

	assert_eq!(chain.balance(&account), 0);
	assert!(!chain.query(|| frame_system::Account::<Runtime>::contains_key(&account)));
	assert_eq!(fees_collected(&mut chain), collected + fee + dust);
	assert_eq!(issuance(&mut chain), issued);
}

#[test]
fn the_sum_of_all_balances_is_what_was_issued() {
	let mut chain = Chain::development();
	let vehicle = register_car(&mut chain, "a used car", SELLER_CARD);
	chain.succeeds(
		who::SELLER,
		pallet_car_registry::Call::<Runtime>::list_vehicle {
			vehicle,
			dealer: DEALER,
		},
	);
	chain.next_block();
	let issued = issuance(&mut chain);
	let sum = chain.query(|| {
		frame_system::Account::<Runtime>::iter_keys()
			.map(|account| <Balances as Inspect<_>>::total_balance(&account))
			.sum::<Balance>()
	});
	assert_eq!(sum, issued);
}
