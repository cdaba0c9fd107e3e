// SPDX-License-Identifier: Apache-2.0

//! Who makes blocks and who makes them final.
//!
//! The validators are those of the genesis; each may replace its session keys. Adding and removing
//! validators, and acting on a validator that signs two blocks or votes for one height, are not part of
//! this version.

use crate::{
	weights, AccountId, Aura, Balance, Balances, BlockNumber, Runtime, RuntimeEvent, Session,
	SessionKeys,
};
use frame_support::{
	parameter_types,
	traits::{ConstBool, ConstU32, ConstU64},
};
use seoul_chain_runtime_common::{
	currency::KRW,
	time::{HOURS, SLOT_DURATION},
};
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_runtime::traits::{ConvertInto, OpaqueKeys};

/// Most validators.
pub type MaxAuthorities = ConstU32<100>;

parameter_types! {
	/// Length of a session in blocks. New session keys are in force after the session that follows.
	pub const SessionPeriod: BlockNumber = HOURS;
	/// The first session ends after one period.
	pub const SessionOffset: BlockNumber = 0;
	/// Held while an account has session keys registered.
	pub const SessionKeyDeposit: Balance = 100_000 * KRW;
}

impl pallet_aura::Config for Runtime {
	type AuthorityId = AuraId;
	type DisabledValidators = Session;
	type MaxAuthorities = MaxAuthorities;
	type AllowMultipleBlocksPerSlot = ConstBool<false>;
	type SlotDuration = ConstU64<SLOT_DURATION>;
}

impl pallet_authorship::Config for Runtime {
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Aura>;
	type EventHandler = ();
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;
	type ShouldEndSession = pallet_session::PeriodicSessions<SessionPeriod, SessionOffset>;
	type NextSessionRotation = pallet_session::PeriodicSessions<SessionPeriod, SessionOffset>;
	/// The validators of the genesis stay; whoever else registers session keys does not become one.
	type SessionManager = ();
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	/// Nothing reports offences, so nobody is disabled for one.
	type DisablingStrategy = ();
	type WeightInfo = weights::Session;
	type Currency = Balances;
	type KeyDeposit = SessionKeyDeposit;
}

impl pallet_grandpa::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = weights::Grandpa;
	type MaxAuthorities = MaxAuthorities;
	type MaxNominators = ConstU32<0>;
	type MaxSetIdSessionEntries = ConstU64<0>;
	/// Equivocations are not handled yet: there is no proof of whose a key was, so the calls that report
	/// one cannot be made (their proof is a type without values).
	type KeyOwnerProof = sp_core::Void;
	type EquivocationReportSystem = ();
}
