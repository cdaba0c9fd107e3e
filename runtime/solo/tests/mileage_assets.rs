// SPDX-License-Identifier: Apache-2.0

//! Points are balances that every wallet shows, and nobody moves them past the rules: not signed, not wrapped in
//! anything, not by governance, not by Root.

use crate::common::{points::*, *};
use codec::Decode;
use frame_support::traits::{GetCallName, UnfilteredDispatchable};
use frame_system::RawOrigin;
use pallet_mileage::genesis::ETAX;
use seoul_chain_runtime::{Runtime, RuntimeCall, RuntimeEvent};
use seoul_chain_runtime_common::ProxyType;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Dave, Ferdie};
use sp_runtime::{traits::Dispatchable, DispatchError};

/// Where the pallet of the assets stands in the runtime.
const ASSETS: u8 = 14;

/// Every call of the assets, on points of ETAX, with the simplest arguments.
fn calls() -> Vec<RuntimeCall> {
	let calls: Vec<RuntimeCall> = (0..=u8::MAX)
		.filter_map(|index| {
			let mut encoded = vec![0u8; 300];
			// The number of the asset comes first, as a compact number.
			encoded[..3].copy_from_slice(&[ASSETS, index, 12]);
			RuntimeCall::decode(&mut encoded.as_slice()).ok()
		})
		.collect();
	assert!(calls
		.iter()
		.all(|call| matches!(call, RuntimeCall::Assets(..))));
	assert_eq!(
		calls.len(),
		pallet_assets::Call::<Runtime>::get_call_names().len(),
		"all of them are there"
	);
	calls
}

/// What an outcome says of a wrapped call that was refused.
fn refusal(outcome: &Outcome) -> Option<DispatchError> {
	outcome.result.err().or_else(|| {
		outcome.events.iter().find_map(|event| match event {
			RuntimeEvent::Utility(
				pallet_utility::Event::BatchInterrupted { error, .. }
				| pallet_utility::Event::ItemFailed { error },
			) => Some(*error),
			RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted { result })
			| RuntimeEvent::Multisig(pallet_multisig::Event::MultisigExecuted { result, .. }) => {
				result.err()
			},
			_ => None,
		})
	})
}

/// Every key and value of the assets.
fn assets(chain: &mut Chain) -> Vec<(Vec<u8>, Vec<u8>)> {
	let prefix = sp_io::hashing::twox_128(b"Assets");
	let entries: Vec<_> = chain
		.registers()
		.into_iter()
		.filter(|(key, _)| key.starts_with(&prefix))
		.collect();
	assert!(entries.len() > FIVE.len());
	entries
}

fn filtered() -> DispatchError {
	frame_system::Error::<Runtime>::CallFiltered.into()
}

/// A chain on which Dave has points, and Ferdie may do everything for him.
fn chain_with_points() -> Chain {
	let mut chain = Chain::development();
	fund_all(&mut chain);
	credit(&mut chain, ETAX, SELLER_CARD, 1, 1_000);
	chain.succeeds(
		Dave,
		pallet_proxy::Call::<Runtime>::add_proxy {
			delegate: Ferdie.to_account_id().into(),
			proxy_type: ProxyType::Any,
			delay: 0,
		},
	);
	chain
}

/// A call in everything that wraps calls and anybody may sign.
fn wrapped(call: &RuntimeCall) -> Vec<(&'static str, RuntimeCall)> {
	use pallet_utility::Call as Utility;
	let boxed = || Box::new(call.clone());
	let calls = || vec![call.clone()];
	vec![
		("plain", call.clone()),
		("batch", Utility::<Runtime>::batch { calls: calls() }.into()),
		(
			"batch_all",
			Utility::<Runtime>::batch_all { calls: calls() }.into(),
		),
		(
			"force_batch",
			Utility::<Runtime>::force_batch { calls: calls() }.into(),
		),
		(
			"as_derivative",
			Utility::<Runtime>::as_derivative {
				index: 0,
				call: boxed(),
			}
			.into(),
		),
		(
			"a batch in a batch",
			Utility::<Runtime>::batch_all {
				calls: vec![Utility::<Runtime>::batch_all { calls: calls() }.into()],
			}
			.into(),
		),
		(
			"as_multi_threshold_1",
			pallet_multisig::Call::<Runtime>::as_multi_threshold_1 {
				other_signatories: vec![Alice.to_account_id()],
				call: boxed(),
			}
			.into(),
		),
		(
			"a derivative account's batch",
			Utility::<Runtime>::as_derivative {
				index: 0,
				call: Box::new(Utility::<Runtime>::batch_all { calls: calls() }.into()),
			}
			.into(),
		),
	]
}

#[test]
fn no_call_of_the_assets_passes_plain_or_wrapped() {
	let mut chain = chain_with_points();
	let before = assets(&mut chain);
	for call in calls() {
		for (way, wrapped) in wrapped(&call) {
			chain.next_block_with_room();
			let outcome = chain.apply(Dave, wrapped);
			let refusal = refusal(&outcome);
			// A batch in a batch_all is itself closed.
			assert_eq!(refusal, Some(filtered()), "{way}: {call:?}");
			assert!(!outcome
				.events
				.iter()
				.any(|event| matches!(event, RuntimeEvent::Assets(..))));
		}
		for wrapped in [
			call.clone(),
			pallet_utility::Call::<Runtime>::batch_all {
				calls: vec![call.clone()],
			}
			.into(),
		] {
			chain.next_block_with_room();
			let outcome = chain.apply(
				Ferdie,
				pallet_proxy::Call::<Runtime>::proxy {
					real: Dave.to_account_id().into(),
					force_proxy_type: None,
					call: Box::new(wrapped),
				},
			);
			assert_eq!(refusal(&outcome), Some(filtered()), "proxy: {call:?}");
		}
	}
	assert!(
		assets(&mut chain) == before,
		"a refused call changed an asset"
	);
	assert_eq!(shown(&mut chain, &Dave.pair(), ETAX), 1_000);
}

#[test]
fn a_fallback_does_not_pass_either() {
	let mut chain = chain_with_points();
	let before = assets(&mut chain);
	for call in calls() {
		let outcome = chain.apply(
			Dave,
			pallet_utility::Call::<Runtime>::if_else {
				main: Box::new(call.clone()),
				fallback: Box::new(call),
			},
		);
		assert_eq!(outcome.result, Err(filtered()));
		chain.next_block_with_room();
	}
	assert!(
		assets(&mut chain) == before,
		"a refused call changed an asset"
	);
}

#[test]
fn neither_the_council_nor_root_moves_points() {
	let mut chain = chain_with_points();
	let before = assets(&mut chain);
	for call in calls() {
		assert_eq!(chain.council_decides(call.clone()), Err(filtered()));
		// Root passes the filter, and finds nothing that it may do.
		let by_root = chain.query(|| {
			call.clone()
				.dispatch_bypass_filter(RawOrigin::Root.into())
				.map(|_| ())
				.map_err(|refusal| refusal.error)
		});
		assert_eq!(by_root, Err(DispatchError::BadOrigin), "{call:?}");
		// Nor does the filter hang on who asks.
		let by_nobody = chain.query(|| {
			call.clone()
				.dispatch(RawOrigin::Signed(pallet_mileage::Pallet::<Runtime>::account()).into())
				.map(|_| ())
				.map_err(|refusal| refusal.error)
		});
		assert_eq!(by_nobody, Err(filtered()), "{call:?}");
		chain.next_block_with_room();
	}
	assert!(
		assets(&mut chain) == before,
		"a refused call changed an asset"
	);
}

#[test]
fn a_proxy_for_points_credits_and_spends_nothing() {
	let mut chain = Chain::development();
	fund_all(&mut chain);
	let finance = issuer(ETAX);
	for owner in [finance.clone(), Dave.pair()] {
		chain.succeeds_as(
			&owner,
			pallet_proxy::Call::<Runtime>::add_proxy {
				delegate: Bob.to_account_id().into(),
				proxy_type: ProxyType::Mileage,
				delay: 0,
			},
		);
	}
	let mut through_bob = |owner: &sp_core::sr25519::Pair, call: RuntimeCall| {
		let outcome = chain.apply(
			Bob,
			pallet_proxy::Call::<Runtime>::proxy {
				real: account_of(owner).into(),
				force_proxy_type: None,
				call: Box::new(call),
			},
		);
		refusal(&outcome)
	};
	let credit = credit_call(ETAX, SELLER_CARD, 1, 1_000);
	assert_eq!(through_bob(&finance, credit.into()), None);
	let withdraw = pallet_mileage::Call::<Runtime>::withdraw_budget {
		scheme: ETAX,
		amount: 1,
	};
	assert_eq!(through_bob(&finance, withdraw.into()), Some(filtered()));
	let gift = pallet_mileage::Call::<Runtime>::gift {
		receiver: BUYER_CARD,
		scheme: ETAX,
		points: 1,
	};
	for spends in [purchase(MUSEUM, 1), gift] {
		assert_eq!(through_bob(&Dave.pair(), spends.into()), Some(filtered()));
	}
	assert_eq!(shown(&mut chain, &Dave.pair(), ETAX), 1_000);
}
