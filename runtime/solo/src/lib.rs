// SPDX-License-Identifier: Apache-2.0

//! The runtime of the chain that the city's own validators run: Aura makes a block every two seconds,
//! GRANDPA makes it final.
//!
//! A runtime composes pallets and decides who may do what; the rules of the services are in the pallets,
//! and what the parachain runtime shares is in `../common`.
//!
//! There is no key that can do everything: no sudo pallet is in any build. What only root may do (an
//! upgrade of this runtime, for example) takes two bodies: the council whitelists the call, the technical
//! committee dispatches it.

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
use pallet_session::historical as pallet_session_historical;
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

/// What the node needs to know of blocks without understanding the transactions in them.
pub mod opaque {
	use super::{generic, BlakeTwo256, BlockNumber};

	/// A transaction that is only passed on.
	pub use sp_runtime::OpaqueExtrinsic as UncheckedExtrinsic;

	/// Header of a block.
	pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
	/// A block of opaque transactions.
	pub type Block = generic::Block<Header, UncheckedExtrinsic>;
	/// Name of a block: its height or its hash.
	pub type BlockId = generic::BlockId<Block>;
	/// Hash of a block.
	pub type Hash = <BlakeTwo256 as sp_runtime::traits::Hash>::Output;
}

impl_opaque_keys! {
	/// What a validator signs blocks and votes with.
	pub struct SessionKeys {
		/// Makes blocks.
		pub aura: Aura,
		/// Votes for finality.
		pub grandpa: Grandpa,
	}
}

// The attribute takes a number as it is written, and nothing that has to be computed.
macro_rules! version {
	($spec_version:tt) => {
		/// Version of this runtime.
		///
		/// `spec_version` mirrors the version of this crate: major × 1,000,000 + minor × 1,000 + patch.
		/// `transaction_version` rises when the meaning or the encoding of a transaction changes.
		#[sp_version::runtime_version]
		pub const VERSION: RuntimeVersion = RuntimeVersion {
			spec_name: Cow::Borrowed("seoul-chain"),
			impl_name: Cow::Borrowed("seoul-chain"),
			authoring_version: 1,
			spec_version: $spec_version,
			impl_version: 0,
			apis: apis::RUNTIME_API_VERSIONS,
			transaction_version: 2,
			system_version: 3,
		};
	};
}

#[cfg(not(feature = "next-version"))]
version!(2_000);
// Only to test an upgrade with: see `../next`.
#[cfg(feature = "next-version")]
version!(2_001);

/// How a transaction names an account.
pub type Address = MultiAddress<AccountId, ()>;
/// Header of a block.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
/// Name of a block: its height or its hash.
pub type BlockId = generic::BlockId<Block>;
/// A block with the proof that it is final.
pub type SignedBlock = generic::SignedBlock<Block>;

/// What every transaction is checked for, in this order. Wallets sign over all of it.
pub type TxExtension = (
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
	frame_system::WeightReclaim<Runtime>,
);

/// The extension by which a transaction is paid for.
pub(crate) fn charge(
	extension: &TxExtension,
) -> &pallet_transaction_quota::ChargeQuotaOrFee<Runtime> {
	&extension.6
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

/// The pallets. An index is part of every transaction and never changes or gets a second use.
///
/// Room is kept: 2 to 9 for what holds the whole chain, 10 to 19 for money, 29 to 39 for consensus and governance,
/// 50 to 69 for the city's services. 3, 20 to 24 and 35 are for what only the parachain has.
#[frame_support::runtime]
mod runtime {
	/// The runtime of the city's own chain.
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

	// A smaller index than that of the sessions, whose genesis asks it for the first validators: the genesis
	// is built in the order of the indices.
	#[runtime::pallet_index(29)]
	pub type ValidatorSet = pallet_validator_set;

	#[runtime::pallet_index(30)]
	pub type Authorship = pallet_authorship;

	#[runtime::pallet_index(31)]
	pub type Aura = pallet_aura;

	#[runtime::pallet_index(32)]
	pub type Session = pallet_session;

	#[runtime::pallet_index(33)]
	pub type Grandpa = pallet_grandpa;

	#[runtime::pallet_index(34)]
	pub type Council = pallet_collective<Instance1>;

	#[runtime::pallet_index(36)]
	pub type Offences = pallet_offences;

	#[runtime::pallet_index(37)]
	pub type Historical = pallet_session_historical;

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
