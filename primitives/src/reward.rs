// SPDX-License-Identifier: Apache-2.0

//! Points for taking part.

use crate::PartyId;
use frame_support::weights::Weight;
use sp_runtime::DispatchResult;

/// Rewards a party for having taken part in a poll, once for each poll.
///
/// The reward is for taking part and never tied to the choice; whoever calls this does not say what was
/// chosen.
pub trait ParticipationReward {
	/// What one reward costs at most.
	fn weight() -> Weight;

	/// Credit `points` to `party` for the poll numbered `poll`. Refused if the party was rewarded for it
	/// already, or with the reason why the points cannot be credited; then nothing has changed.
	fn reward_participation(party: PartyId, poll: u32, points: u64) -> DispatchResult;
}

impl ParticipationReward for () {
	fn weight() -> Weight {
		Weight::zero()
	}

	fn reward_participation(_: PartyId, _: u32, _: u64) -> DispatchResult {
		Ok(())
	}
}
