// SPDX-License-Identifier: Apache-2.0

//! Who governs: the council (the city's departments, one account each) and the technical committee (those
//! who operate the validators).
//!
//! | what | who |
//! |---|---|
//! | register, suspend, retire institutions | half of the council |
//! | legal terms, members of both bodies, validators | two thirds of the council |
//! | anything that takes root: an upgrade, finality recovery | two thirds of the council whitelist the call, two thirds of the committee dispatch it |
//! | safe mode, pausing single calls | half of the council, or two thirds of the committee |

use crate::{
	block::{DAYS, MAXIMUM_BLOCK_WEIGHT},
	weights, AccountId, BlockNumber, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, System,
};
use frame_support::{parameter_types, traits::EitherOfDiverse, weights::Weight};
use frame_system::EnsureRoot;
use pallet_collective::{EnsureProportionAtLeast, Instance1, Instance2, PrimeDefaultVote};
use sp_runtime::Perbill;

/// The collective that is the council.
pub type CouncilInstance = Instance1;

/// The collective that is the technical committee.
pub type TechnicalInstance = Instance2;

/// At least half of the council.
pub type AtLeastHalfOfCouncil = EnsureProportionAtLeast<AccountId, CouncilInstance, 1, 2>;

/// At least two thirds of the council.
pub type TwoThirdsOfCouncil = EnsureProportionAtLeast<AccountId, CouncilInstance, 2, 3>;

/// At least two thirds of the technical committee.
pub type TwoThirdsOfCommittee = EnsureProportionAtLeast<AccountId, TechnicalInstance, 2, 3>;

/// Root, at least half of the council, or at least two thirds of the technical committee: those who may
/// stop the services. An emergency must not wait for the slower body.
pub type EmergencyOrigin = EitherOfDiverse<
	EnsureRoot<AccountId>,
	EitherOfDiverse<AtLeastHalfOfCouncil, TwoThirdsOfCommittee>,
>;

/// Root, or at least two thirds of the council. Root takes council and technical committee together.
pub type RootOrTwoThirdsOfCouncil = EitherOfDiverse<EnsureRoot<AccountId>, TwoThirdsOfCouncil>;

parameter_types! {
	/// A call that the committee dispatched before the council whitelisted it waits this long. Short: in
	/// that time anybody can have it run once it is whitelisted.
	pub const DeferredDispatchExpiration: BlockNumber = DAYS;
	/// How long a motion is open for votes.
	pub const CouncilMotionDuration: BlockNumber = 5 * DAYS;
	/// Most motions at a time.
	pub const CouncilMaxProposals: u32 = 100;
	/// Most members.
	pub const CouncilMaxMembers: u32 = 50;
	/// A motion may cost at most half a block.
	pub MaxCollectivesProposalWeight: Weight =
		Weight::from_parts(
			Perbill::from_percent(50).mul_floor(MAXIMUM_BLOCK_WEIGHT.ref_time()),
			Perbill::from_percent(50).mul_floor(MAXIMUM_BLOCK_WEIGHT.proof_size()),
		);
}

impl pallet_collective::Config<CouncilInstance> for Runtime {
	type RuntimeOrigin = RuntimeOrigin;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type MotionDuration = CouncilMotionDuration;
	type MaxProposals = CouncilMaxProposals;
	type MaxMembers = CouncilMaxMembers;
	/// Who has not voted when a motion ends has voted no, unless the council named a prime member, whose
	/// vote then counts for them. (No genesis names one.)
	type DefaultVote = PrimeDefaultVote;
	type WeightInfo = weights::Council;
	type SetMembersOrigin = RootOrTwoThirdsOfCouncil;
	type MaxProposalWeight = MaxCollectivesProposalWeight;
	type DisapproveOrigin = RootOrTwoThirdsOfCouncil;
	type KillOrigin = RootOrTwoThirdsOfCouncil;
	/// No deposit for a motion: only departments of the city can make one, and a killed motion's deposit
	/// would be burned.
	type Consideration = ();
}

impl pallet_collective::Config<TechnicalInstance> for Runtime {
	type RuntimeOrigin = RuntimeOrigin;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type MotionDuration = CouncilMotionDuration;
	type MaxProposals = CouncilMaxProposals;
	type MaxMembers = CouncilMaxMembers;
	/// Who has not voted when a motion ends has voted no.
	type DefaultVote = PrimeDefaultVote;
	type WeightInfo = weights::TechnicalCommittee;
	type SetMembersOrigin = RootOrTwoThirdsOfCouncil;
	type MaxProposalWeight = MaxCollectivesProposalWeight;
	type DisapproveOrigin = RootOrTwoThirdsOfCouncil;
	type KillOrigin = RootOrTwoThirdsOfCouncil;
	type Consideration = ();
}

impl pallet_whitelist::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type WhitelistOrigin = TwoThirdsOfCouncil;
	type DispatchWhitelistedOrigin = TwoThirdsOfCommittee;
	/// Calls are dispatched with their text at hand: an upgrade names its code by its hash, so that no
	/// call of governance is long.
	type Preimages = ();
	type DeferredDispatchExpiration = DeferredDispatchExpiration;
	type BlockNumberProvider = System;
	type WeightInfo = weights::Whitelist;
}
