// SPDX-License-Identifier: Apache-2.0

//! Contracts of works, and how the chain pays what is due under them.

use super::governance::TwoThirdsOfCouncil;
use crate::{
	block::MAXIMUM_BLOCK_WEIGHT, weights, Agencies, Balance, Balances, ChainIdentity,
	CitizenIdentity, CitizenRings, Runtime, RuntimeHoldReason, SafeMode, Timestamp,
};
use frame_support::{parameter_types, traits::Get, weights::Weight};
use seoul_chain_runtime_common::{
	aliases::{Service, WithAliases},
	currency::KRW,
	origins::{
		CalendarOrigin, CourtOrigin, DepartmentOrigin, DisputeOrigin, GuarantorOrigin,
		LabourBankOrigin, OfficerOrigin, SupervisorOrigin, TreasuryOrigin, WorksInspectorOrigin,
	},
	Parties,
};
use sp_runtime::Perbill;

parameter_types! {
	/// What falls due is paid in two fifths of each block at most: transactions keep more than half of it.
	pub MaxServiceWeight: Weight = Weight::from_parts(
		Perbill::from_percent(40).mul_floor(MAXIMUM_BLOCK_WEIGHT.ref_time()),
		Perbill::from_percent(40).mul_floor(MAXIMUM_BLOCK_WEIGHT.proof_size()),
	);
	/// 1원.
	pub const Won: Balance = KRW;
}

/// While safe mode is entered, the chain pays nothing by itself.
pub struct InSafeMode;

impl Get<bool> for InSafeMode {
	fn get() -> bool {
		SafeMode::is_entered()
	}
}

impl pallet_escrow_payments::Config for Runtime {
	type Clock = Timestamp;
	type Parties = Parties<WithAliases<CitizenIdentity, CitizenRings, Service<2>>, Agencies>;
	type Agencies = Agencies;
	type DepartmentOrigin = DepartmentOrigin<Self>;
	type OfficerOrigin = OfficerOrigin<Self>;
	type SupervisorOrigin = SupervisorOrigin<Self>;
	type InspectorOrigin = WorksInspectorOrigin<Self>;
	type GuarantorOrigin = GuarantorOrigin<Self>;
	type LabourBankOrigin = LabourBankOrigin<Self>;
	/// Who pays instructions from the city's bank account is who makes won against it.
	type SettlementOrigin = TreasuryOrigin<Self>;
	type DisputeOrigin = DisputeOrigin<Self>;
	type CourtOrigin = CourtOrigin<Self>;
	/// Legal periods and rates bind every contract of the city, so more than half of the council must agree.
	type GovernanceOrigin = TwoThirdsOfCouncil;
	type CalendarOrigin = CalendarOrigin<Self>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type ChainId = ChainIdentity;
	type Paused = InSafeMode;
	type MaxServiceWeight = MaxServiceWeight;
	type Won = Won;
	type WeightInfo = weights::EscrowPayments;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::OtherRegisters;
}
