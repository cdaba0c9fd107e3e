// SPDX-License-Identifier: Apache-2.0

//! The council: the city's departments, one account each.

use crate::{weights, AccountId, BlockNumber, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin};
use frame_support::{parameter_types, traits::EitherOfDiverse, weights::Weight};
use frame_system::EnsureRoot;
use pallet_collective::{EnsureProportionAtLeast, Instance1, PrimeDefaultVote};
use seoul_chain_runtime_common::{block::MAXIMUM_BLOCK_WEIGHT, time::DAYS};
use sp_runtime::Perbill;

/// The collective that is the council.
pub type CouncilInstance = Instance1;

/// At least half of the council.
pub type AtLeastHalfOfCouncil = EnsureProportionAtLeast<AccountId, CouncilInstance, 1, 2>;

/// At least two thirds of the council.
pub type TwoThirdsOfCouncil = EnsureProportionAtLeast<AccountId, CouncilInstance, 2, 3>;

/// Root, or at least two thirds of the council.
///
/// Nothing gives the root origin in this version, so that in fact it is the council. Root is named
/// because it will be reached, through council and technical committee together, and because the
/// pallet's own benchmarks take it.
pub type RootOrTwoThirdsOfCouncil = EitherOfDiverse<EnsureRoot<AccountId>, TwoThirdsOfCouncil>;

parameter_types! {
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
			MAXIMUM_BLOCK_WEIGHT.proof_size(),
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
