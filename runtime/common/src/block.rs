// SPDX-License-Identifier: Apache-2.0

//! How much a block may compute and hold.

use frame_support::{
	dispatch::DispatchClass,
	parameter_types,
	weights::{constants::WEIGHT_REF_TIME_PER_SECOND, Weight},
};
use frame_system::limits::{BlockLength, BlockWeights};
use sp_runtime::Perbill;

/// Cost of reading and writing the database that every node of the city runs.
pub use frame_support::weights::constants::ParityDbWeight as DbWeight;

/// Half of the 2-second slot is for compute; the other half is headroom to send the block round and to
/// import it on the slowest validator.
pub const MAXIMUM_BLOCK_WEIGHT: Weight = Weight::from_parts(WEIGHT_REF_TIME_PER_SECOND, u64::MAX);

/// The part of a block that normal transactions may fill. The rest is kept for operational ones, such
/// as the council's votes, so that a flood cannot keep the city from governing.
pub const NORMAL_DISPATCH_RATIO: Perbill = Perbill::from_percent(75);

/// Most bytes of a block.
pub const MAXIMUM_BLOCK_LENGTH: u32 = 5 * 1024 * 1024;

parameter_types! {
	/// Compute: 1.0 s in a block, 0.75 s of it for normal transactions. A tenth of the block is left to
	/// what runs without a transaction.
	pub RuntimeBlockWeights: BlockWeights =
		BlockWeights::with_sensible_defaults(MAXIMUM_BLOCK_WEIGHT, NORMAL_DISPATCH_RATIO);

	/// Bytes: 5 MiB in a block, 75 % of it for normal transactions.
	pub RuntimeBlockLength: BlockLength = BlockLength::builder()
		.max_length(MAXIMUM_BLOCK_LENGTH)
		.modify_max_length_for_class(DispatchClass::Normal, |max| {
			*max = NORMAL_DISPATCH_RATIO.mul_floor(*max);
		})
		.build();
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_block_computes_one_second_of_which_three_quarters_are_for_normal_transactions() {
		let weights = RuntimeBlockWeights::get();
		assert_eq!(weights.max_block.ref_time(), 1_000_000_000_000);
		let normal = weights.get(DispatchClass::Normal);
		assert_eq!(
			normal.max_total.map(|total| total.ref_time()),
			Some(750_000_000_000)
		);
		assert!(weights.validate().is_ok());
	}

	#[test]
	fn a_block_holds_five_mebibytes_of_which_three_quarters_are_for_normal_transactions() {
		let length = RuntimeBlockLength::get();
		assert_eq!(*length.max.get(DispatchClass::Operational), 5_242_880);
		assert_eq!(*length.max.get(DispatchClass::Normal), 3_932_160);
	}
}
