// SPDX-License-Identifier: Apache-2.0

//! The same city as a parachain: the city's collators make a block every six seconds, and the validators of a relay
//! chain check it and make it final.
//!
//! The rules of the services are in the pallets. How they are set up, what a node can ask and what a chain starts with
//! is shared with the city's own chain, in `../common`. This runtime's own are:
//!
//! - [`block`]: how often blocks come, how much they compute and how much of the state their proof carries;
//! - [`configs::consensus`]: who makes blocks, what the relay chain is told, and what it may not tell us;
//! - [`authors`]: what a genesis says of them;
//! - the last part of this file: `validate_block`, which the relay chain's validators run.
//!
//! There is no key that can do everything, here as there. What only root may do (an upgrade of this runtime, for
//! example) takes two bodies: the council whitelists the call, the technical committee dispatches it.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	target_arch = "wasm32",
	deny(
		clippy::arithmetic_side_effects,
		clippy::expect_used,
		clippy::indexing_slicing,
		clippy::unwrap_used
	)
)]
#![recursion_limit = "512"]
// What the macros of the runtime and its APIs generate has no documentation and takes no attributes.
#![allow(missing_docs)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
#[macro_use]
mod benchmarks;

pub mod apis;
pub mod authors;
pub mod block;
pub mod configs;

// What both runtimes share and only a runtime can name.
#[path = "../../common/shared/genesis_config_presets/mod.rs"]
pub mod genesis_config_presets;
#[path = "../../common/shared/weights.rs"]
pub mod weights;

use alloc::{borrow::Cow, vec::Vec};
use cumulus_pallet_weight_reclaim::StorageWeightReclaim;
use sp_runtime::{generic, impl_opaque_keys, traits::BlakeTwo256, MultiAddress};
use sp_version::RuntimeVersion;

pub use seoul_chain_primitives::{AccountId, Balance, BlockNumber, Hash, Nonce, Signature};

/// The runtime as WASM, and where the build put it.
#[cfg(feature = "std")]
mod wasm_binary {
	include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));
}
#[cfg(feature = "std")]
pub use wasm_binary::*;

impl_opaque_keys! {
	/// What a collator signs blocks with.
	pub struct SessionKeys {
		/// Makes blocks.
		pub aura: Aura,
	}
}

/// Version of this runtime.
///
/// `spec_version` mirrors the version of this crate: major × 1,000,000 + minor × 1,000 + patch.
/// `transaction_version` rises when the meaning or the encoding of a transaction changes.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("seoul-chain-parachain"),
	impl_name: Cow::Borrowed("seoul-chain-parachain"),
	authoring_version: 1,
	spec_version: 2_000,
	impl_version: 0,
	apis: apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 3,
};

/// How a transaction names an account.
pub type Address = MultiAddress<AccountId, ()>;
/// Header of a block.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;

/// What every transaction is checked for, in this order. Wallets sign over all of it.
///
/// Around it is what gives back the proof that was declared and not needed; it adds nothing that wallets sign.
pub type TxExtension = StorageWeightReclaim<
	Runtime,
	(
		// Lets in what has a proof in the place of a signer.
		frame_system::AuthorizeCall<Runtime>,
		frame_system::CheckNonZeroSender<Runtime>,
		frame_system::CheckSpecVersion<Runtime>,
		frame_system::CheckTxVersion<Runtime>,
		frame_system::CheckGenesis<Runtime>,
		frame_system::CheckMortality<Runtime>,
		// CheckNonce, CheckWeight and ChargeTransactionPayment, as wallets see it.
		pallet_transaction_quota::ChargeQuotaOrFee<Runtime>,
		frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
	),
>;

/// The extension by which a transaction is paid for.
pub(crate) fn charge(
	extension: &TxExtension,
) -> &pallet_transaction_quota::ChargeQuotaOrFee<Runtime> {
	let checks = &extension.0;
	&checks.6
}

/// A transaction as it comes from outside.
pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;

/// What the sender of a transaction signs.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;

/// Runs blocks through the pallets. There is no migration: this is the first version.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

/// The pallets. Those that the city's own chain has too have the same index there, so that a call is the same bytes on
/// both. An index never changes or gets a second use, not even that of a pallet which only the other chain has (29, 33,
/// 36, 37).
#[frame_support::runtime]
mod runtime {
	/// The runtime of the parachain.
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;

	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;

	#[runtime::pallet_index(3)]
	pub type ParachainSystem = cumulus_pallet_parachain_system;

	#[runtime::pallet_index(4)]
	pub type Migrations = pallet_migrations;

	#[runtime::pallet_index(5)]
	pub type SafeMode = pallet_safe_mode;

	#[runtime::pallet_index(6)]
	pub type TxPause = pallet_tx_pause;

	#[runtime::pallet_index(7)]
	pub type ChainIdentity = pallet_chain_identity;

	#[runtime::pallet_index(10)]
	pub type Balances = pallet_balances;

	#[runtime::pallet_index(11)]
	pub type TransactionPayment = pallet_transaction_payment;

	#[runtime::pallet_index(12)]
	pub type DepositToken = pallet_deposit_token;

	#[runtime::pallet_index(13)]
	pub type TransactionQuota = pallet_transaction_quota;

	// Balances of points. Only the mileage moves them: see `configs::emergency::NeverOpen`.
	#[runtime::pallet_index(14)]
	pub type Assets = pallet_assets;

	#[runtime::pallet_index(20)]
	pub type ParachainInfo = parachain_info;

	#[runtime::pallet_index(21)]
	pub type WeightReclaim = cumulus_pallet_weight_reclaim;

	// A smaller index than that of the sessions, whose genesis asks it for the first collators: the genesis
	// is built in the order of the indices.
	#[runtime::pallet_index(22)]
	pub type CollatorSelection = pallet_collator_selection;

	#[runtime::pallet_index(30)]
	pub type Authorship = pallet_authorship;

	#[runtime::pallet_index(31)]
	pub type Aura = pallet_aura;

	#[runtime::pallet_index(32)]
	pub type Session = pallet_session;

	#[runtime::pallet_index(34)]
	pub type Council = pallet_collective<Instance1>;

	// A greater index than that of the sessions: its genesis keeps the first authorities that they gave.
	#[runtime::pallet_index(35)]
	pub type AuraExt = cumulus_pallet_aura_ext;

	#[runtime::pallet_index(38)]
	pub type TechnicalCommittee = pallet_collective<Instance2>;

	#[runtime::pallet_index(39)]
	pub type Whitelist = pallet_whitelist;

	#[runtime::pallet_index(40)]
	pub type Utility = pallet_utility;

	#[runtime::pallet_index(41)]
	pub type Multisig = pallet_multisig;

	#[runtime::pallet_index(42)]
	pub type Proxy = pallet_proxy;

	#[runtime::pallet_index(50)]
	pub type Agencies = pallet_agencies;

	#[runtime::pallet_index(51)]
	pub type CitizenIdentity = pallet_citizen_identity;

	#[runtime::pallet_index(52)]
	pub type CarRegistry = pallet_car_registry;

	#[runtime::pallet_index(53)]
	pub type Mileage = pallet_mileage;

	#[runtime::pallet_index(54)]
	pub type EscrowPayments = pallet_escrow_payments;

	#[runtime::pallet_index(55)]
	pub type Facilities = pallet_facilities;

	#[runtime::pallet_index(56)]
	pub type CitizenRings = pallet_citizen_rings;

	#[runtime::pallet_index(57)]
	pub type MVoting = pallet_mvoting;
}

// What the validators of the relay chain run: a block of this chain, on its proof alone. They check that a collator whose
// turn it was has signed it, and that it leads to the state it claims.
cumulus_pallet_parachain_system::register_validate_block! {
	Runtime = Runtime,
	BlockExecutor = cumulus_pallet_aura_ext::BlockExecutor::<Runtime, Executive>,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_spec_version_mirrors_the_version_of_the_crate() {
		let part = |text: &str| text.parse::<u32>().expect("cargo writes numbers");
		let major = part(env!("CARGO_PKG_VERSION_MAJOR"));
		let minor = part(env!("CARGO_PKG_VERSION_MINOR"));
		let patch = part(env!("CARGO_PKG_VERSION_PATCH"));
		assert_eq!(
			VERSION.spec_version,
			major * 1_000_000 + minor * 1_000 + patch
		);
	}

	#[test]
	fn metadata_comes_in_versions_14_15_and_16() {
		assert_eq!(Runtime::metadata_versions(), [14, 15, 16]);
	}

	#[test]
	fn calls_stay_small_enough_to_be_copied() {
		assert!(core::mem::size_of::<RuntimeCall>() <= 256);
	}
}
