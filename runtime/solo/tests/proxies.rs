// SPDX-License-Identifier: Apache-2.0

//! An account hands some of what it may do to another, and no more than that.

mod common;

use common::*;
use pallet_balances::Call as Money;
use pallet_car_registry::Call as Cars;
use pallet_proxy::{Call, Event};
use seoul_chain_primitives::AgencyId;
use seoul_chain_runtime::{Runtime, RuntimeCall, RuntimeEvent};
use seoul_chain_runtime_common::{currency::KRW, ProxyType};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob};
use sp_runtime::{DispatchError, DispatchResult};

/// Name Bob as a proxy of `owner`.
fn name_bob(chain: &mut Chain, owner: Sr25519Keyring, proxy_type: ProxyType) {
	chain.succeeds(
		owner,
		Call::<Runtime>::add_proxy {
			delegate: Bob.to_account_id().into(),
			proxy_type,
			delay: 0,
		},
	);
}

/// Let Bob make a call for `owner`. Returns what became of it.
fn through_bob(
	chain: &mut Chain,
	owner: Sr25519Keyring,
	call: impl Into<RuntimeCall>,
) -> DispatchResult {
	let events = chain.succeeds(
		Bob,
		Call::<Runtime>::proxy {
			real: owner.to_account_id().into(),
			force_proxy_type: None,
			call: Box::new(call.into()),
		},
	);
	events
		.into_iter()
		.find_map(|event| match event {
			RuntimeEvent::Proxy(Event::ProxyExecuted { result }) => Some(result),
			_ => None,
		})
		.expect("a proxied call tells its result")
}

fn transfer() -> RuntimeCall {
	RuntimeCall::from(Money::<Runtime>::transfer_keep_alive {
		dest: Bob.to_account_id().into(),
		value: 1_000 * KRW,
	})
}

fn filtered() -> DispatchResult {
	let error: DispatchError = frame_system::Error::<Runtime>::CallFiltered.into();
	Err(error)
}

#[test]
fn a_proxy_for_cars_lists_a_car_and_moves_no_won() {
	let mut chain = Chain::development();
	let vehicle = register_car(&mut chain, "a used car", SELLER_CARD);
	name_bob(&mut chain, who::SELLER, ProxyType::CarRegistry);

	let list = Cars::<Runtime>::list_vehicle {
		vehicle,
		dealer: DEALER,
	};
	assert_eq!(through_bob(&mut chain, who::SELLER, list), Ok(()));
	assert_eq!(through_bob(&mut chain, who::SELLER, transfer()), filtered());
}

#[test]
fn neither_a_proxy_for_cars_nor_one_without_transfers_pays_for_a_car() {
	for proxy_type in [ProxyType::CarRegistry, ProxyType::NonTransfer] {
		let mut chain = Chain::development();
		name_bob(&mut chain, who::SELLER, proxy_type);
		let sale = pallet_car_registry::SaleId(0);
		let pay = Cars::<Runtime>::pay_sale { sale, amount: 1 };
		assert_eq!(through_bob(&mut chain, who::SELLER, pay), filtered());
		let agree = Cars::<Runtime>::agree_rescission { sale };
		assert_eq!(through_bob(&mut chain, who::SELLER, agree), filtered());
	}
}

#[test]
fn a_batch_does_not_widen_what_a_proxy_may_do() {
	let mut chain = Chain::development();
	name_bob(&mut chain, who::SELLER, ProxyType::CarRegistry);
	let had = chain.balance(&who::SELLER.to_account_id());
	let batch = pallet_utility::Call::<Runtime>::batch_all {
		calls: vec![transfer()],
	};
	assert_eq!(through_bob(&mut chain, who::SELLER, batch), filtered());
	assert_eq!(chain.balance(&who::SELLER.to_account_id()), had);
}

#[test]
fn who_administers_an_agency_by_proxy_cannot_redirect_its_money() {
	let mut chain = Chain::development();
	let redirect = || pallet_agencies::Call::<Runtime>::set_payout_account {
		account: Bob.to_account_id(),
	};
	for proxy_type in [ProxyType::AgencyAdministration, ProxyType::NonTransfer] {
		let owner = match proxy_type {
			ProxyType::NonTransfer => who::DEALER,
			_ => who::MECHANIC,
		};
		name_bob(&mut chain, owner, proxy_type);
		assert_eq!(through_bob(&mut chain, owner, redirect()), filtered());
		let dismiss = pallet_agencies::Call::<Runtime>::dismiss_delegate {
			delegate: owner.to_account_id(),
		};
		assert_eq!(through_bob(&mut chain, owner, dismiss), Ok(()));
	}
}

#[test]
fn a_proxy_that_may_not_transfer_does_everything_else() {
	let mut chain = Chain::development();
	let vehicle = register_car(&mut chain, "a used car", SELLER_CARD);
	name_bob(&mut chain, who::SELLER, ProxyType::NonTransfer);
	let list = Cars::<Runtime>::list_vehicle {
		vehicle,
		dealer: AgencyId(6),
	};
	assert_eq!(through_bob(&mut chain, who::SELLER, list), Ok(()));
	assert_eq!(through_bob(&mut chain, who::SELLER, transfer()), filtered());
	// Nor does it name a proxy that may.
	let wider = Call::<Runtime>::add_proxy {
		delegate: Alice.to_account_id().into(),
		proxy_type: ProxyType::Any,
		delay: 0,
	};
	assert_eq!(through_bob(&mut chain, who::SELLER, wider), filtered());
}

#[test]
fn a_proxy_for_governance_votes_and_does_nothing_else() {
	let mut chain = Chain::development();
	name_bob(&mut chain, Alice, ProxyType::Governance);
	let motion = RuntimeCall::from(frame_system::Call::<Runtime>::remark { remark: Vec::new() });
	let propose = pallet_collective::Call::<Runtime, pallet_collective::Instance1>::propose {
		threshold: 2,
		proposal: Box::new(motion),
		length_bound: 100,
	};
	assert_eq!(through_bob(&mut chain, Alice, propose), Ok(()));
	assert_eq!(through_bob(&mut chain, Alice, transfer()), filtered());
}

#[test]
fn the_deposit_for_a_proxy_is_returned_with_it() {
	let mut chain = Chain::development();
	name_bob(&mut chain, Alice, ProxyType::Any);
	let reserved = |chain: &mut Chain| {
		chain.query(|| seoul_chain_runtime::Balances::reserved_balance(Alice.to_account_id()))
	};
	assert_eq!(reserved(&mut chain), 1_410 * KRW);
	chain.succeeds(Alice, Call::<Runtime>::remove_proxies {});
	assert_eq!(reserved(&mut chain), 0);
}
