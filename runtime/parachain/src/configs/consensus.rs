// SPDX-License-Identifier: Apache-2.0

//! Who makes blocks, what the relay chain is told, and what it may not tell us.
//!
//! The council decides which institutions' collators make blocks. Nobody can apply or pay for it: the list of candidates has
//! no room. Whether a block is right, and when it is final, is the relay chain's part.
//!
//! Nothing comes in from other chains. Messages of the relay chain and of other parachains are counted, as a parachain must,
//! and thrown away unread; there is no executor of XCM in this runtime.

use super::governance::TwoThirdsOfCouncil;
use crate::{
	block::{
		HOURS, RELAY_PARENT_OFFSET, RELAY_SLOT_DURATION, SLOT_DURATION, UNINCLUDED_BLOCKS, VELOCITY,
	},
	weights, AccountId, Agencies, Aura, Balances, BlockNumber, CollatorSelection, ParachainInfo,
	Runtime, RuntimeCall, RuntimeEvent, Session, SessionKeys,
};
use cumulus_pallet_aura_ext::FixedVelocityConsensusHook;
use cumulus_pallet_parachain_system::{ParachainSetCode, RelayNumberMonotonicallyIncreases};
use frame_support::{
	parameter_types,
	traits::{ConstBool, ConstU128, ConstU32, ConstU64, HandleMessage},
	weights::Weight,
	PalletId,
};
use pallet_session::PeriodicSessions;
use seoul_chain_primitives::{AccountClass, Admission, AgencyRegistry};
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_runtime::{
	traits::{Convert, OpaqueKeys},
	BoundedSlice,
};

/// New code waits for the relay chain, which must know it before it can check a block that it made.
pub type OnSetCode = ParachainSetCode<Runtime>;

/// The collators whom the council named, as a register of admitted accounts.
pub struct Authors;

impl Admission<AccountId> for Authors {
	fn class_of(who: &AccountId) -> Option<AccountClass> {
		pallet_collator_selection::Invulnerables::<Runtime>::get()
			.binary_search(who)
			.is_ok()
			.then_some(AccountClass::Governance)
	}
}

/// Calls about who makes blocks, and what the relay chain says. They are governance, and stay open in safe mode.
pub fn is_consensus(call: &RuntimeCall) -> bool {
	matches!(
		call,
		RuntimeCall::Session(..)
			| RuntimeCall::ParachainSystem(..)
			| RuntimeCall::CollatorSelection(..)
	)
}

/// Of those, calls that nobody may make.
///
/// - everything of `collatorSelection` but adding and removing one collator: candidates there are none, and
///   `set_invulnerables` skips whoever has no keys, so that a slip could leave nobody;
/// - `parachainSystem.sudoSendUpwardMessage`: this chain asks the relay chain for nothing.
pub fn never_open(call: &RuntimeCall) -> bool {
	use cumulus_pallet_parachain_system::Call as System;
	use pallet_collator_selection::Call as Collators;

	match call {
		RuntimeCall::CollatorSelection(call) => !matches!(
			call,
			Collators::add_invulnerable { .. } | Collators::remove_invulnerable { .. }
		),
		RuntimeCall::ParachainSystem(call) => {
			matches!(call, System::sudo_send_upward_message { .. })
		},
		_ => false,
	}
}

/// Pallets of consensus, of which no call can be paused.
pub const UNPAUSABLE: &[&[u8]] = &[b"Session", b"ParachainSystem", b"CollatorSelection"];

/// Most collators.
pub type MaxAuthorities = ConstU32<100>;

/// When a session ends: every hour. A collator that is added makes blocks after one to two hours.
type SessionEnd = PeriodicSessions<SessionLength, ConstU32<0>>;

parameter_types! {
	/// Blocks of a session.
	pub const SessionLength: BlockNumber = HOURS;
	/// The account from which the SDK's pallet would reward collators. It stays empty: they belong to the city.
	pub const CollatorReward: PalletId = PalletId(*b"seoulcol");
	/// No part of a block is kept for messages.
	pub const NoWeight: Weight = Weight::zero();
}

impl pallet_aura::Config for Runtime {
	type AuthorityId = AuraId;
	/// Nobody is disabled: two blocks for one slot harm nobody here, the relay chain takes one.
	type DisabledValidators = ();
	type MaxAuthorities = MaxAuthorities;
	type AllowMultipleBlocksPerSlot = ConstBool<true>;
	type SlotDuration = ConstU64<SLOT_DURATION>;
}

/// Keeps the authorities of the block before, by whom the relay chain checks the signature of a block.
impl cumulus_pallet_aura_ext::Config for Runtime {}

impl pallet_authorship::Config for Runtime {
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Aura>;
	/// Nobody is paid for a block, and nobody is put out for making none.
	type EventHandler = ();
}

/// An account that may have session keys: of an institution's delegate, so that an institution answers for it, or of a
/// collator.
pub struct Operator;

impl Convert<AccountId, Option<AccountId>> for Operator {
	fn convert(account: AccountId) -> Option<AccountId> {
		let is_operator =
			Agencies::agency_of(&account).is_some() || Authors::class_of(&account).is_some();
		is_operator.then_some(account)
	}
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = Operator;
	type ShouldEndSession = SessionEnd;
	type NextSessionRotation = SessionEnd;
	type SessionManager = CollatorSelection;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	type DisablingStrategy = ();
	type WeightInfo = weights::Session;
	type Currency = Balances;
	/// Only who acts for an institution can set keys, so nothing need be held against abuse.
	type KeyDeposit = ConstU128<0>;
}

impl pallet_collator_selection::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Currency = Balances;
	/// Who makes blocks is as weighty as the law of the chain, so more than half of the council must agree.
	type UpdateOrigin = TwoThirdsOfCouncil;
	type PotId = CollatorReward;
	type MaxCandidates = ConstU32<0>;
	type MinEligibleCollators = ConstU32<1>;
	type MaxInvulnerables = MaxAuthorities;
	/// Of candidates only.
	type KickThreshold = SessionLength;
	type ValidatorId = AccountId;
	type ValidatorIdOf = Operator;
	/// Who is added has keys already.
	type ValidatorRegistration = Session;
	type WeightInfo = pallet_collator_selection::weights::SubstrateWeight<Self>;
}

impl parachain_info::Config for Runtime {}

impl cumulus_pallet_weight_reclaim::Config for Runtime {
	/// The SDK's own measurement.
	type WeightInfo = ();
}

/// Checks what the relay chain says of its slot and of our last included block, and that blocks do not come faster than
/// agreed.
pub type ConsensusHook =
	FixedVelocityConsensusHook<Runtime, RELAY_SLOT_DURATION, VELOCITY, UNINCLUDED_BLOCKS>;

/// Where messages of the relay chain end: they are thrown away.
pub struct Refused;

impl HandleMessage for Refused {
	/// As long as the relay chain's can be, so that none is taken for a fault.
	type MaxMessageLen = ConstU32<{ u32::MAX }>;

	fn handle_message(_: BoundedSlice<u8, Self::MaxMessageLen>) {}

	fn handle_messages<'a>(_: impl Iterator<Item = BoundedSlice<'a, u8, Self::MaxMessageLen>>) {}

	fn sweep_queue() {}
}

impl cumulus_pallet_parachain_system::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type OnSystemEvent = ();
	type SelfParaId = ParachainInfo;
	/// Nothing goes out to other parachains.
	type OutboundXcmpMessageSource = ();
	type DmpQueue = Refused;
	type ReservedDmpWeight = NoWeight;
	/// Nothing comes in from other parachains either.
	type XcmpMessageHandler = ();
	type ReservedXcmpWeight = NoWeight;
	type CheckAssociatedRelayNumber = RelayNumberMonotonicallyIncreases;
	type WeightInfo = cumulus_pallet_parachain_system::weights::SubstrateWeight<Self>;
	type ConsensusHook = ConsensusHook;
	type RelayParentOffset = ConstU32<RELAY_PARENT_OFFSET>;
	/// Candidates of the third version are not in use on any relay chain yet; a parachain that expects them stalls.
	type SchedulingSignatureVerifier = ();
}
