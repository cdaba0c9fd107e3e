// SPDX-License-Identifier: Apache-2.0

//! Agencies, citizens and cars: the pallets know each other only through traits, and are joined here.

use super::governance::{AtLeastHalfOfCouncil, TwoThirdsOfCouncil};
use crate::{
	weights, Agencies, Balances, CarRegistry, CitizenIdentity, CitizenRings, EscrowPayments,
	Facilities, Mileage, Runtime, RuntimeCall, RuntimeFreezeReason, RuntimeHoldReason, Timestamp,
	TransactionQuota,
};
use frame_support::{parameter_types, traits::ConstU32};
use pallet_citizen_rings::AliasAccounts;
use seoul_chain_primitives::{chain::DAY, Moment};
use seoul_chain_runtime_common::{
	aliases::{Service, WithAliases, WithAllAliases},
	origins::{
		CardOfficeOrigin, CounterOrigin, CourtOrigin, DealerOrigin, DismantlerOrigin,
		EnsureEncumbrancer, EnsureIncidentReporter, EnsureOdometerReporter, InspectorOrigin,
		RegistrarOrigin, RepairInspectionOrigin,
	},
	CounterScope, Districts, FreshIds, Parties,
};

parameter_types! {
	/// A delegation is renewed at least every two years.
	pub const MaxDelegationPeriod: Moment = 2 * 365 * DAY;
}

impl pallet_agencies::Config for Runtime {
	type CouncilOrigin = AtLeastHalfOfCouncil;
	type Citizens = WithAllAliases<CitizenIdentity, CitizenRings>;
	type Clock = Timestamp;
	type Districts = Districts;
	type OnAdmission = TransactionQuota;
	type OnAccountRotated = (CarRegistry, (Mileage, EscrowPayments));
	type MaxDelegates = ConstU32<1_000>;
	type MaxDelegationPeriod = MaxDelegationPeriod;
	type WeightInfo = weights::Agencies;
}

impl pallet_citizen_identity::Config for Runtime {
	type RuntimeCall = RuntimeCall;
	type CardOfficeOrigin = CardOfficeOrigin<Self>;
	type CounterOrigin = CounterOrigin<Self>;
	type CounterScope = CounterScope;
	type Agencies = Agencies;
	type OnAdmission = TransactionQuota;
	/// Cars and points belong to the index. What is held and what wallets show lies on the account, and sessions are
	/// of the account that opened them.
	type OnAccountRotated = (CarRegistry, (Mileage, Facilities));
	/// The mileage asks the card before each use of points, and the card itself freezes won; sessions are closed.
	type OnCardStatus = Facilities;
	type Currency = Balances;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type FreshIds = FreshIds<Self>;
	type Reserved = CitizenRings;
	type ReservedAccounts = AliasAccounts<Self>;
	type Clock = Timestamp;
	/// How long a lost key can object concerns everybody, so more than half of the council must agree.
	type GovernanceOrigin = TwoThirdsOfCouncil;
	type WeightInfo = weights::CitizenIdentity;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::OtherRegisters;
}

impl pallet_car_registry::Config for Runtime {
	type Clock = Timestamp;
	type FreshIds = FreshIds<Self>;
	type Parties = Parties<WithAliases<CitizenIdentity, CitizenRings, Service<0>>, Agencies>;
	type Agencies = Agencies;
	type Districts = Districts;
	type RegistrarOrigin = RegistrarOrigin<Self>;
	type OdometerOrigin = EnsureOdometerReporter<Self>;
	type InspectorOrigin = InspectorOrigin<Self>;
	type DealerOrigin = DealerOrigin<Self>;
	type EncumbranceOrigin = EnsureEncumbrancer<Self>;
	type IncidentOrigin = EnsureIncidentReporter<Self>;
	type RepairInspectionOrigin = RepairInspectionOrigin<Self>;
	type DismantlerOrigin = DismantlerOrigin<Self>;
	type CourtOrigin = CourtOrigin<Self>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	/// Legal periods bind every sale in the city, so more than half of the council must agree.
	type GovernanceOrigin = TwoThirdsOfCouncil;
	type WeightInfo = weights::CarRegistry;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::OtherRegisters;
}
