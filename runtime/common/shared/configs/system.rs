// SPDX-License-Identifier: Apache-2.0

//! The frame of every block, and the clock.

use super::{consensus, emergency::CallFilter};
use crate::{
	block::{RuntimeBlockWeights, HOURS, MINIMUM_PERIOD},
	weights, AccountId, Aura, Balance, Block, BlockNumber, Hash, Migrations, Nonce, PalletInfo,
	Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, RuntimeTask, VERSION,
};
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, ConstU64},
};
use seoul_chain_primitives::Moment;
use seoul_chain_runtime_common::{block::DbWeight, RuntimeBlockLength};
use sp_version::RuntimeVersion;

parameter_types! {
	/// For how many blocks the chain remembers hashes: the longest life of a mortal transaction.
	pub const BlockHashCount: BlockNumber = 2 * HOURS;
	/// The version of this runtime.
	pub const Version: RuntimeVersion = VERSION;
	/// Addresses begin with 5 (generic Substrate) until the city registers a prefix of its own. The chain
	/// specifications say the same.
	pub const SS58Prefix: u16 = 42;
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
	type Block = Block;
	type AccountId = AccountId;
	type Nonce = Nonce;
	type Hash = Hash;
	type AccountData = pallet_balances::AccountData<Balance>;
	/// Each call checks by itself who may make it; this closes calls to everybody.
	type BaseCallFilter = CallFilter;
	type BlockHashCount = BlockHashCount;
	type BlockWeights = RuntimeBlockWeights;
	type BlockLength = RuntimeBlockLength;
	type DbWeight = DbWeight;
	type Version = Version;
	type SS58Prefix = SS58Prefix;
	type MaxConsumers = ConstU32<16>;
	/// What becomes of new code: see `consensus`.
	type OnSetCode = consensus::OnSetCode;
	/// Migrations of pallets' storage, each run once after an upgrade. None: this is the first version.
	type SingleBlockMigrations = ();
	/// Migrations that take more than one block.
	type MultiBlockMigrator = Migrations;
	type SystemWeightInfo = weights::System;
	type ExtensionsWeightInfo = weights::SystemExtensions;
}

impl pallet_chain_identity::Config for Runtime {}

impl pallet_timestamp::Config for Runtime {
	type Moment = Moment;
	/// Aura checks that the time lies in the slot for which the block was made.
	type OnTimestampSet = Aura;
	type MinimumPeriod = ConstU64<MINIMUM_PERIOD>;
	type WeightInfo = weights::Timestamp;
}
