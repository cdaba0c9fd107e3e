// SPDX-License-Identifier: Apache-2.0

//! Facilities that citizens log in to, rings in which they prove membership, and the services in which they act
//! under an alias.

use super::{governance::TwoThirdsOfCouncil, quota::NamedRegisters};
use crate::{
	block::MAXIMUM_BLOCK_WEIGHT, weights, Agencies, Balances, CarRegistry, ChainIdentity,
	CitizenIdentity, EscrowPayments, Mileage, Runtime, RuntimeFreezeReason, Timestamp,
	TransactionQuota,
};
use frame_support::{
	parameter_types,
	traits::Get,
	weights::{constants::WEIGHT_REF_TIME_PER_MILLIS, Weight},
};
use pallet_transaction_quota::Tier;
use seoul_chain_primitives::AccountClass;
use seoul_chain_ring_proofs::{bandersnatch::Bandersnatch, RingSize};
use seoul_chain_runtime_common::{
	aliases::CityServices,
	origins::{
		CardOfficeOrigin, CredentialIssuerOrigin, EnsureServiceOffice, FacilityOperatorOrigin,
	},
	FreshIds,
};
use sp_runtime::{transaction_validity::TransactionPriority, Perbill};

impl pallet_facilities::Config for Runtime {
	type OperatorOrigin = FacilityOperatorOrigin<Self>;
	type IssuerOrigin = CredentialIssuerOrigin<Self>;
	/// What credentials are, and how long a login counts, concerns everybody, so more than half of the council
	/// must agree.
	type GovernanceOrigin = TwoThirdsOfCouncil;
	type Citizens = CitizenIdentity;
	type Agencies = Agencies;
	type ChainId = ChainIdentity;
	type Clock = Timestamp;
	type WeightInfo = weights::Facilities;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::OtherRegisters;
}

parameter_types! {
	/// Rings are built with 200 ms of computing and a tenth of the proof of each block.
	pub WorkWeight: Weight = Weight::from_parts(
		200 * WEIGHT_REF_TIME_PER_MILLIS,
		Perbill::from_percent(10).mul_floor(MAXIMUM_BLOCK_WEIGHT.proof_size()),
	);
	/// An alias has what a citizen has.
	pub const AliasClass: AccountClass = AccountClass::Citizen;
}

/// How many cards can be used.
pub struct ActiveCards;

impl Get<u64> for ActiveCards {
	fn get() -> u64 {
		pallet_citizen_identity::ActiveCards::<Runtime>::get()
	}
}

/// Rings have up to 767 keys: a proof against a larger one costs seven times as much in a fresh instance.
pub struct LargeRings;

impl Get<RingSize> for LargeRings {
	fn get() -> RingSize {
		RingSize::Large
	}
}

/// Who binds an alias comes with whoever acts by quota, first among them: there is no tip that would order them.
pub struct AliasPriority;

impl Get<TransactionPriority> for AliasPriority {
	fn get() -> TransactionPriority {
		Tier::Quota.priority(TransactionPriority::MAX)
	}
}

impl pallet_citizen_rings::Config for Runtime {
	type ChainId = ChainIdentity;
	type Proofs = Bandersnatch;
	type RingSize = LargeRings;
	type CardOfficeOrigin = CardOfficeOrigin<Self>;
	type OfficeOrigin = EnsureServiceOffice<Self>;
	/// How long a stolen key can log in concerns everybody, so more than half of the council must agree.
	type GovernanceOrigin = TwoThirdsOfCouncil;
	type ActiveCards = ActiveCards;
	type Services = CityServices;
	type Citizens = CitizenIdentity;
	type Agencies = Agencies;
	type FreshIds = FreshIds<Self>;
	type Admissions = NamedRegisters;
	type AliasClass = AliasClass;
	type AliasPriority = AliasPriority;
	type OnAdmission = TransactionQuota;
	type OnAccountRotated = (CarRegistry, (Mileage, EscrowPayments));
	type Currency = Balances;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type Clock = Timestamp;
	type WorkWeight = WorkWeight;
	type WeightInfo = weights::CitizenRings;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::OtherRegisters;
}
