// SPDX-License-Identifier: Apache-2.0

//! Balances and fees, and who makes and removes won.

use super::governance::TwoThirdsOfCouncil;
use crate::{
	block::FeeAdjustment, weights, Agencies, Balance, Balances, Runtime, RuntimeEvent,
	RuntimeFreezeReason, RuntimeHoldReason, System, Timestamp,
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU8, VariantCountOf},
};
use pallet_transaction_payment::FungibleAdapter;
use seoul_chain_runtime_common::{
	currency::{EXISTENTIAL_DEPOSIT, KRW},
	fees::{FeeMultiplierUpdate, LengthToFee, ToFeeAccount, WeightToFee},
	origins::TreasuryOrigin,
};

parameter_types! {
	/// One won.
	pub const ExistentialDeposit: Balance = EXISTENTIAL_DEPOSIT;
	/// What the bank counts in.
	pub const Won: Balance = KRW;
}

impl pallet_balances::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type WeightInfo = weights::Balances;
	type Balance = Balance;
	/// What a removed account leaves is not burned either.
	type DustRemoval = ToFeeAccount<Balances>;
	type ExistentialDeposit = ExistentialDeposit;
	type AccountStore = System;
	type ReserveIdentifier = [u8; 8];
	type FreezeIdentifier = RuntimeFreezeReason;
	type MaxLocks = ConstU32<50>;
	type MaxReserves = ConstU32<50>;
	type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
	type DoneSlashHandler = ();
}

impl pallet_transaction_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type OnChargeTransaction = FungibleAdapter<Balances, ToFeeAccount<Balances>>;
	type WeightToFee = WeightToFee;
	type LengthToFee = LengthToFee;
	type FeeMultiplierUpdate = FeeMultiplierUpdate<Self, FeeAdjustment>;
	type OperationalFeeMultiplier = ConstU8<5>;
	type WeightInfo = weights::TransactionPayment;
}

impl pallet_deposit_token::Config for Runtime {
	type TreasuryOrigin = TreasuryOrigin<Self>;
	/// How many won there may be concerns every holder, so more than half of the council must agree.
	type GovernanceOrigin = TwoThirdsOfCouncil;
	type Agencies = Agencies;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Clock = Timestamp;
	type Won = Won;
	type MaxProposals = ConstU32<1_000>;
	type MaxRedemptions = ConstU32<100>;
	type WeightInfo = weights::DepositToken;
}
