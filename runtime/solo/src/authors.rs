// SPDX-License-Identifier: Apache-2.0

//! What a genesis says of those who make blocks: the validators.

use crate::{genesis_config_presets::Author, AccountId, BlockNumber, SessionKeys};
use alloc::vec::Vec;
use pallet_validator_set::GenesisValidator;
use serde_json::{json, Value};
use sp_core::{ed25519, sr25519};

/// The keys of a validator: one makes blocks, the other votes for finality.
pub fn keys(aura: sr25519::Public, grandpa: ed25519::Public) -> SessionKeys {
	SessionKeys {
		aura: aura.into(),
		grandpa: grandpa.into(),
	}
}

/// The sections of the genesis that only this runtime has: the register of validators, the least that remain of
/// them, and the length of a session in blocks.
pub fn sections(validators: &[Author], min: u32, session_length: BlockNumber) -> Value {
	let registered: Vec<_> = validators
		.iter()
		.map(|validator| GenesisValidator {
			account: validator.account.clone(),
			agency: validator.agency,
		})
		.collect();
	json!({
		"validatorSet": {
			"validators": registered,
			"minValidators": min,
			"sessionLength": session_length,
		},
	})
}

/// Those of them whom no register admits. The register of validators does.
pub fn not_registered(_: &[Author]) -> Vec<AccountId> {
	Vec::new()
}
