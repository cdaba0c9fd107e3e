// SPDX-License-Identifier: Apache-2.0

//! What a genesis says of those who make blocks: the city's collators.

use crate::{genesis_config_presets::Author, AccountId, BlockNumber, SessionKeys};
use alloc::vec::Vec;
use serde_json::{json, Value};
use sp_core::{ed25519, sr25519};

/// Number of this chain at its relay chain, until the city has reserved one and writes it in its place. It is the first
/// that a relay chain gives away.
pub const PARACHAIN: u32 = 2_000;

/// The keys of a collator: one, which makes blocks. Finality comes from the relay chain.
pub fn keys(aura: sr25519::Public, _: ed25519::Public) -> SessionKeys {
	SessionKeys { aura: aura.into() }
}

/// The sections of the genesis that only this runtime has: the number of the chain and its collators. The least that
/// remain of them and the length of a session are not in the genesis here: see `configs::consensus`.
pub fn sections(collators: &[Author], _: u32, _: BlockNumber) -> Value {
	let accounts: Vec<_> = collators.iter().map(|collator| &collator.account).collect();
	json!({
		"collatorSelection": { "invulnerables": accounts },
		"parachainInfo": { "parachainId": PARACHAIN },
	})
}

/// Those of them whom no register admits: all, as the pallet of collators is not one.
pub fn not_registered(collators: &[Author]) -> Vec<AccountId> {
	collators
		.iter()
		.map(|collator| collator.account.clone())
		.collect()
}
