// SPDX-License-Identifier: Apache-2.0

//! What a chain starts with.
//!
//! | preset | validators | sessions | keys | legal periods |
//! |---|---|---|---|---|
//! | `development` | one | 20 seconds | well known | a legal day is five seconds |
//! | `local` | four | a minute | well known | as the law says |
//! | `seoul` | four | an hour | placeholders, to be replaced | as the law says |
//!
//! A preset is a patch over the default genesis; `seoul-chain-node export-chain-spec --chain <chain>` shows
//! it.
//!
//! # How the city replaces the placeholders of `seoul`
//!
//! Every key in `seoul` is the hash of a label, so nobody has the secret to any of them: a chain started
//! from the preset as it is makes no block. Before launch each institution makes its own keys and sends
//! the public ones to whoever prepares the chain specification, who
//!
//! 1. writes the plain specification: `seoul-chain-node export-chain-spec --chain seoul > seoul.json`;
//! 2. replaces, under `genesis.runtimeGenesis.patch`,
//!    - in `session.keys` each validator's account (twice) and its `aura` and `grandpa` keys,
//!    - in `validatorSet.validators` the same accounts, each with the agency that answers for it,
//!    - in `council.members` each department's account, in `technicalCommittee.members` the accounts of
//!      those who operate the validators,
//!    - in `agencies.agencies` each institution's `administrator` and `payoutAccount`,
//!    - in `balances.balances` the same accounts (an account without won cannot pay its first fee; each
//!      won here must lie in the city's bank account), and leaves the fee account as it is;
//! 3. writes the raw specification, which every node gets:
//!    `seoul-chain-node export-chain-spec --chain seoul.json --raw > seoul-raw.json`.
//!
//! An account stands in one place only: a councillor, a validator and an institution's administrator are
//! different keys, also where one department is all three.

mod development;
mod seoul;

pub use seoul_chain_runtime_common::districts::{District, DISTRICTS};

use crate::{AccountId, Balance, BlockNumber, SessionKeys};
use alloc::{vec, vec::Vec};
use pallet_agencies::GenesisAgency;
use pallet_car_registry::LegalTerms;
use pallet_validator_set::GenesisValidator;
use seoul_chain_primitives::{AgencyId, CitizenIndex};
use seoul_chain_runtime_common::{currency::EXISTENTIAL_DEPOSIT, fees::FeeAccount};
use serde_json::{json, Value};
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET};

/// One validator with well-known keys and compressed legal periods.
pub const DEVELOPMENT: &str = DEV_RUNTIME_PRESET;
/// Four validators with well-known keys and real legal periods.
pub const LOCAL: &str = "local";
/// The city: 25 districts and the departments, with placeholders for keys.
pub const SEOUL: &str = "seoul";

/// The agency that issues citizen cards, in every preset.
pub const CARD_OFFICE: AgencyId = AgencyId(0);

/// A validator, and what it signs with.
struct Validator {
	account: AccountId,
	keys: SessionKeys,
	/// The agency that answers for it.
	agency: AgencyId,
}

/// A card that a citizen has from the first block on.
struct Card {
	citizen: CitizenIndex,
	account: AccountId,
}

/// What a preset states.
struct Genesis {
	validators: Vec<Validator>,
	/// Fewer than this never remain.
	min_validators: u32,
	/// Length of a session in blocks.
	session_length: BlockNumber,
	council: Vec<AccountId>,
	technical_committee: Vec<AccountId>,
	/// Without the fee account, which every chain has.
	balances: Vec<(AccountId, Balance)>,
	agencies: Vec<GenesisAgency<AccountId>>,
	cards: Vec<Card>,
	terms: LegalTerms,
}

impl Genesis {
	/// The patch over the default genesis.
	fn into_patch(self) -> Value {
		let mut balances = self.balances;
		balances.push((FeeAccount::get(), EXISTENTIAL_DEPOSIT));
		let validators: Vec<_> = self
			.validators
			.iter()
			.map(|validator| GenesisValidator {
				account: validator.account.clone(),
				agency: validator.agency,
			})
			.collect();
		let session_keys: Vec<_> = self
			.validators
			.into_iter()
			.map(|validator| (validator.account.clone(), validator.account, validator.keys))
			.collect();
		let cards: Vec<_> = self
			.cards
			.into_iter()
			.map(|card| (card.citizen, card.account))
			.collect();
		json!({
			"balances": { "balances": balances },
			"validatorSet": {
				"validators": validators,
				"minValidators": self.min_validators,
				"sessionLength": self.session_length,
			},
			"session": { "keys": session_keys },
			"council": { "members": self.council },
			"technicalCommittee": { "members": self.technical_committee },
			"agencies": { "agencies": self.agencies },
			"citizenIdentity": { "issuedBy": CARD_OFFICE, "cards": cards },
			"carRegistry": { "terms": self.terms },
		})
	}
}

/// The preset of this name, as the bytes of a JSON patch.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let genesis = match id.as_str() {
		DEVELOPMENT => development::development(),
		LOCAL => development::local(),
		SEOUL => seoul::seoul(),
		_ => return None,
	};
	Some(alloc::string::ToString::to_string(&genesis.into_patch()).into_bytes())
}

/// The names of all presets.
pub fn preset_names() -> Vec<PresetId> {
	vec![DEVELOPMENT.into(), LOCAL.into(), SEOUL.into()]
}
