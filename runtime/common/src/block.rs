// SPDX-License-Identifier: Apache-2.0

//! What a block may hold, as far as it is the same wherever blocks come from. How often they come and how much they
//! compute is stated by each runtime, in `block.rs`.

use frame_support::{dispatch::DispatchClass, parameter_types, weights::Weight};
use frame_system::limits::{BlockLength, BlockWeights};
use sp_runtime::Perbill;

/// Cost of reading and writing the database that every node of the city runs.
pub use frame_support::weights::constants::ParityDbWeight as DbWeight;

/// The part of a block that normal transactions may fill. The rest is kept for operational ones, such
/// as the council's votes, so that a flood cannot keep the city from governing.
pub const NORMAL_DISPATCH_RATIO: Perbill = Perbill::from_percent(75);

/// Most bytes of a block.
pub const MAXIMUM_BLOCK_LENGTH: u32 = 5 * 1024 * 1024;

parameter_types! {
	/// Bytes: 5 MiB in a block, 75 % of it for normal transactions.
	pub RuntimeBlockLength: BlockLength = BlockLength::builder()
		.max_length(MAXIMUM_BLOCK_LENGTH)
		.modify_max_length_for_class(DispatchClass::Normal, |max| {
			*max = NORMAL_DISPATCH_RATIO.mul_floor(*max);
		})
		.build();
}

/// The shares of a block that weighs at most `max`. A tenth of the block is left to what runs without a transaction.
pub fn shares(max: Weight) -> BlockWeights {
	BlockWeights::with_sensible_defaults(max, NORMAL_DISPATCH_RATIO)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn three_quarters_of_a_block_are_for_normal_transactions() {
		let weights = shares(Weight::from_parts(1_000_000_000_000, 8_000_000));
		assert_eq!(
			weights.get(DispatchClass::Normal).max_total,
			Some(Weight::from_parts(750_000_000_000, 6_000_000))
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
