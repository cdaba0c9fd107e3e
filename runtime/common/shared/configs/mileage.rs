// SPDX-License-Identifier: Apache-2.0

//! Points, and the balances in which wallets show them.

use super::governance::TwoThirdsOfCouncil;
use crate::{
	block::MAXIMUM_BLOCK_WEIGHT, weights, AccountId, Agencies, Assets, Balance, Balances,
	CitizenIdentity, CitizenRings, Runtime, RuntimeEvent, RuntimeHoldReason, Timestamp,
};
use frame_support::{
	parameter_types,
	traits::{AsEnsureOriginWithArg, ConstU128, ConstU32},
	weights::Weight,
	PalletId,
};
use frame_system::EnsureNever;
use pallet_mileage::{genesis::POLL, SchemeId};
use seoul_chain_runtime_common::{
	aliases::{Service, WithAliases},
	origins::{MerchantOrigin, MileageIssuerOrigin, RedemptionChannelOrigin},
	Parties,
};
use sp_runtime::Perbill;

/// What an asset of points costs to have: nothing, since only the mileage makes them.
type NoDeposit = ConstU128<0>;

/// Nobody creates an asset by a call, nor does Root change one: the mileage alone does, through traits.
impl pallet_assets::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type RemoveItemsLimit = ConstU32<1_000>;
	type AssetId = u32;
	type AssetIdParameter = codec::Compact<u32>;
	type ReserveData = ();
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureNever<AccountId>>;
	type ForceOrigin = EnsureNever<AccountId>;
	type AssetDeposit = NoDeposit;
	type AssetAccountDeposit = NoDeposit;
	type MetadataDepositBase = NoDeposit;
	type MetadataDepositPerByte = NoDeposit;
	type ApprovalDeposit = NoDeposit;
	type StringLimit = ConstU32<50>;
	type Freezer = ();
	type Holder = ();
	type Extra = ();
	type CallbackHandle = ();
	type AssetIdAllocator = ();
	type WeightInfo = weights::Assets;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
}

parameter_types! {
	/// The account that owns the assets is derived from this.
	pub const MileageAccount: PalletId = PalletId(*b"seoulmil");
	/// Who takes part in a poll is rewarded in points of this scheme.
	pub const PollScheme: SchemeId = POLL;
	/// Due points are taken out of wallets in a tenth of each block at most: about a thousand members.
	pub SweepWeight: Weight = Weight::from_parts(
		Perbill::from_percent(10).mul_floor(MAXIMUM_BLOCK_WEIGHT.ref_time()),
		Perbill::from_percent(10).mul_floor(MAXIMUM_BLOCK_WEIGHT.proof_size()),
	);
}

impl pallet_mileage::Config for Runtime {
	type Clock = Timestamp;
	type Parties = Parties<WithAliases<CitizenIdentity, CitizenRings, Service<1>>, Agencies>;
	type Agencies = Agencies;
	/// What points are worth and how long they live concerns every member, so more than half of the council
	/// must agree.
	type GovernanceOrigin = TwoThirdsOfCouncil;
	type IssuerOrigin = MileageIssuerOrigin<Self>;
	type ChannelOrigin = RedemptionChannelOrigin<Self>;
	type MerchantOrigin = MerchantOrigin<Self>;
	type Assets = Assets;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type PalletId = MileageAccount;
	type PollScheme = PollScheme;
	type SweepWeight = SweepWeight;
	type WeightInfo = weights::Mileage;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::OtherRegisters;
}
