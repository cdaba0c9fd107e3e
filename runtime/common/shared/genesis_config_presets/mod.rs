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
//!    - `chainIdentity.chainId` by 32 random bytes (`openssl rand -hex 32`): what is signed or proven for another
//!      chain must not hold on this one,
//!    - in `agencies.agencies` each institution's `administrator` and `payoutAccount`,
//!    - in `transactionQuota.accounts` the accounts of the council and of the committee, who act without
//!      won as everybody who is admitted; `balances.balances` stays as it is, since won come from the
//!      treasury later, against bank deposits;
//! 3. writes the raw specification, which every node gets:
//!    `seoul-chain-node export-chain-spec --chain seoul.json --raw > seoul-raw.json`.
//!
//! An account stands in one place only: a councillor, a validator and an institution's administrator are
//! different keys, also where one department is all three.

mod development;
mod seoul;

pub use seoul_chain_runtime_common::districts::{District, DISTRICTS};

use crate::{authors, block::HOURS, AccountId, Balance, BlockNumber, SessionKeys};
use alloc::{collections::BTreeSet, vec, vec::Vec};
use pallet_agencies::GenesisAgency;
use pallet_car_registry::LegalTerms;
use pallet_citizen_identity::CardTerms;
use pallet_citizen_rings::RingTerms;
use pallet_deposit_token::IssuanceLimits;
use pallet_escrow_payments::{holidays::PUBLIC_HOLIDAYS, LegalTerms as WorksTerms};
use pallet_facilities::genesis::{GenesisFacility, GenesisSchema};
use pallet_mileage::{
	genesis::{five_schemes_of_2018, Issuers},
	Calendar,
};
use pallet_mvoting::PollTerms;
use pallet_transaction_quota::Allowance;
use seoul_chain_primitives::{AgencyId, CitizenIndex, Moment};
use seoul_chain_runtime_common::{
	allowances::{allowances, InitialAllowance},
	currency::{EXISTENTIAL_DEPOSIT, KRW},
	fees::FeeAccount,
};
use serde_json::{json, Value};
use sp_core::H256;
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET};

/// One validator with well-known keys and compressed legal periods.
pub const DEVELOPMENT: &str = DEV_RUNTIME_PRESET;
/// Four validators with well-known keys and real legal periods.
pub const LOCAL: &str = "local";
/// The city: 25 districts and the departments, with placeholders for keys.
pub const SEOUL: &str = "seoul";

/// The agency that issues citizen cards, in every preset.
pub const CARD_OFFICE: AgencyId = AgencyId(0);

/// Who makes blocks, and what it signs with.
pub struct Author {
	/// Its account.
	pub account: AccountId,
	/// Its session keys.
	pub keys: SessionKeys,
	/// The agency that answers for it.
	pub agency: AgencyId,
}

/// A card that a citizen has from the first block on.
struct Card {
	citizen: CitizenIndex,
	account: AccountId,
}

/// What a preset states.
struct Genesis {
	validators: Vec<Author>,
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
	/// Periods of citizen cards.
	card_terms: CardTerms,
	/// How many won the treasury may make and remove.
	limits: IssuanceLimits,
	/// Who runs the five schemes of points.
	issuers: Issuers,
	/// What a month is, at whose end points are due.
	calendar: Calendar,
	/// How long a legal day of works is, in milliseconds.
	day_length: Moment,
	/// Periods of rings and the size of a cohort.
	ring_terms: RingTerms,
	/// Districts that have a collection of ring keys, beside the city.
	districts: Vec<u32>,
	/// Kinds of credentials.
	schemas: Vec<GenesisSchema>,
	/// Facilities that citizens log in to.
	facilities: Vec<GenesisFacility>,
	/// Marks and periods of polls and proposals.
	poll_terms: PollTerms,
	/// What tells this chain from others in what is signed or proven outside transactions.
	chain_id: [u8; 32],
}

impl Genesis {
	/// The patch over the default genesis.
	fn into_patch(self) -> Value {
		let mut balances = self.balances;
		balances.push((FeeAccount::get(), EXISTENTIAL_DEPOSIT));
		let own = authors::sections(&self.validators, self.min_validators, self.session_length);
		let not_registered = authors::not_registered(&self.validators);
		let allowances: Vec<_> = allowances(HOURS)
			.into_iter()
			.map(|(class, initial)| (class, allowance(initial)))
			.collect();
		// Of all others who are admitted the registers tell.
		let governors: BTreeSet<_> = self
			.council
			.iter()
			.chain(&self.technical_committee)
			.chain(&not_registered)
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
		let mut patch = json!({
			"chainIdentity": { "chainId": H256(self.chain_id) },
			"balances": { "balances": balances },
			"depositToken": { "limits": self.limits },
			"transactionQuota": { "allowances": allowances, "accounts": governors },
			"session": { "keys": session_keys },
			"council": { "members": self.council },
			"technicalCommittee": { "members": self.technical_committee },
			"agencies": { "agencies": self.agencies },
			"citizenIdentity": {
				"issuedBy": CARD_OFFICE,
				"cards": cards,
				"terms": self.card_terms,
			},
			"carRegistry": { "terms": self.terms },
			"mileage": {
				"schemes": five_schemes_of_2018(&self.issuers, KRW),
				"calendar": self.calendar,
			},
			"escrowPayments": {
				"terms": WorksTerms::default(),
				"holidays": PUBLIC_HOLIDAYS.as_slice(),
				"dayLength": self.day_length,
			},
			"facilities": { "schemas": self.schemas, "facilities": self.facilities },
			"mVoting": { "terms": self.poll_terms },
			// The static data is not here: it would be a third of the runtime. The node adds it to the chains
			// that it knows by name, and anyone can load it by transactions.
			"citizenRings": { "terms": self.ring_terms, "districts": self.districts },
		});
		if let (Value::Object(patch), Value::Object(own)) = (&mut patch, own) {
			patch.extend(own);
		}
		patch
	}
}

/// Kinds of credentials that these agencies attest. Values are coarse, so that they say little.
fn schemas(issuers: &[u32]) -> Vec<GenesisSchema> {
	[
		(
			1,
			"자치구 주민",
			"Resident of a district (value: code of the district)",
		),
		(
			2,
			"연령대",
			"Age band (0: under 14, 1: 14 to 18, 2: 19 to 64, 3: 65 and over)",
		),
		(
			3,
			"다자녀 가정",
			"Multi-child family (value: number of children)",
		),
		(4, "장애", "Disability (1: severe, 2: not severe)"),
	]
	.into_iter()
	.map(|(id, korean_name, english_name)| GenesisSchema {
		id,
		korean_name: korean_name.into(),
		english_name: english_name.into(),
		issuers: issuers.to_vec(),
	})
	.collect()
}

fn allowance(initial: InitialAllowance) -> Allowance {
	let InitialAllowance {
		ref_time_capacity,
		ref_time_per_block,
		length_capacity,
		length_per_block,
	} = initial;
	Allowance {
		ref_time_capacity,
		ref_time_per_block,
		length_capacity,
		length_per_block,
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
