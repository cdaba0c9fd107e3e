// SPDX-License-Identifier: Apache-2.0

//! Who makes blocks and who makes them final.
//!
//! The council decides which institutions validate. Whoever votes twice in GRANDPA is disabled as soon as
//! somebody proves it, and the council decides what follows. Making two blocks in one slot is not
//! punished on chain: the SDK writes it to the log of each node that sees it.

use super::governance::TwoThirdsOfCouncil;
use crate::{
	block::SLOT_DURATION, weights, AccountId, Agencies, Aura, Balances, Historical, Offences,
	Runtime, RuntimeCall, RuntimeEvent, Session, SessionKeys, TransactionQuota, UncheckedExtrinsic,
	ValidatorSet,
};
use frame_support::{
	parameter_types,
	traits::{ConstBool, ConstU128, ConstU32, ConstU64},
};
use pallet_session::{historical, PeriodicSessions};
use pallet_validator_set::{NoIdentification, PlanAtBoundary, RegisteredValidator, SessionLength};
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_runtime::traits::OpaqueKeys;

/// New code runs from the second block after it is set (`system_version` 3).
pub type OnSetCode = ();

/// Who makes blocks, as a register of admitted accounts.
pub type Authors = ValidatorSet;

/// Calls about who makes blocks and makes them final. They are governance, and stay open in safe mode.
pub fn is_consensus(call: &RuntimeCall) -> bool {
	matches!(
		call,
		RuntimeCall::Session(..) | RuntimeCall::Grandpa(..) | RuntimeCall::ValidatorSet(..)
	)
}

/// Of those, calls that nobody may make. None: the register of validators has none to close.
pub fn never_open(_: &RuntimeCall) -> bool {
	false
}

/// Pallets of consensus, of which no call can be paused.
pub const UNPAUSABLE: &[&[u8]] = &[b"Session", b"Grandpa", b"ValidatorSet"];

/// Most validators.
pub type MaxAuthorities = ConstU32<100>;

/// Sessions for which the proof of an offence is kept: a week of sessions of one hour.
const REPORTING_SESSIONS: u32 = 7 * 24;

parameter_types! {
	/// An equivocation can be reported for this many blocks, which is a week: as long as its proof is kept
	/// in sessions of one hour.
	pub const ReportLongevity: u64 = 302_400;
}

/// When a session ends. Its length is part of the genesis.
type SessionEnd = PeriodicSessions<SessionLength<Runtime>, ConstU32<0>>;

impl pallet_aura::Config for Runtime {
	type AuthorityId = AuraId;
	type DisabledValidators = Session;
	type MaxAuthorities = MaxAuthorities;
	type AllowMultipleBlocksPerSlot = ConstBool<false>;
	type SlotDuration = ConstU64<SLOT_DURATION>;
}

impl pallet_authorship::Config for Runtime {
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Aura>;
	type EventHandler = ValidatorSet;
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = RegisteredValidator<Self>;
	type ShouldEndSession = PlanAtBoundary<Self, SessionEnd>;
	type NextSessionRotation = SessionEnd;
	type SessionManager = historical::NoteHistoricalRoot<Self, ValidatorSet>;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	/// The register of validators disables by itself.
	type DisablingStrategy = ();
	type WeightInfo = weights::Session;
	type Currency = Balances;
	/// Only whom the council registered can set keys, so nothing need be held against abuse.
	type KeyDeposit = ConstU128<0>;
}

impl historical::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = ();
	type FullIdentificationOf = NoIdentification;
}

impl pallet_offences::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type IdentificationTuple = historical::IdentificationTuple<Self>;
	type OnOffenceHandler = ValidatorSet;
}

impl pallet_grandpa::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	/// The SDK gives the calls of this pallet only a default weight.
	type WeightInfo = ();
	type MaxAuthorities = MaxAuthorities;
	type MaxNominators = ConstU32<0>;
	/// Two more than the sessions for which an offence can be proven: the running one, and the next.
	type MaxSetIdSessionEntries = ConstU64<170>;
	type KeyOwnerProof = sp_session::MembershipProof;
	type EquivocationReportSystem =
		pallet_grandpa::EquivocationReportSystem<Self, Offences, Historical, ReportLongevity>;
}

impl pallet_validator_set::Config for Runtime {
	/// Who validates is as weighty as the law of the chain, so more than half of the council must agree.
	type GovernanceOrigin = TwoThirdsOfCouncil;
	type Agencies = Agencies;
	type OnAdmission = TransactionQuota;
	type MaxValidators = MaxAuthorities;
	type OfflineSessionsShown = ConstU32<2>;
	type ReportingSessions = ConstU32<REPORTING_SESSIONS>;
	type WeightInfo = pallet_validator_set::weights::SubstrateWeight<Self>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::OtherRegisters;
}

// A node that sees an equivocation reports it with a transaction without a signer.
impl<C> frame_system::offchain::CreateTransactionBase<C> for Runtime
where
	RuntimeCall: From<C>,
{
	type RuntimeCall = RuntimeCall;
	type Extrinsic = UncheckedExtrinsic;
}

impl<C> frame_system::offchain::CreateBare<C> for Runtime
where
	RuntimeCall: From<C>,
{
	fn create_bare(call: RuntimeCall) -> UncheckedExtrinsic {
		UncheckedExtrinsic::new_bare(call)
	}
}
