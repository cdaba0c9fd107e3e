// SPDX-License-Identifier: Apache-2.0

//! How often blocks come, and how much each computes.
//!
//! Only what is technical is counted in blocks (a session, the life of a motion). Legal deadlines are
//! times of the clock: a block that a validator misses must not lengthen them.

use crate::BlockNumber;
use frame_support::{
	parameter_types,
	weights::{constants::WEIGHT_REF_TIME_PER_SECOND, Weight},
};
use frame_system::limits::BlockWeights;
use pallet_transaction_payment::Multiplier;
use seoul_chain_primitives::Moment;
use seoul_chain_runtime_common::block::shares;
use sp_runtime::FixedPointNumber;

/// Milliseconds from one block to the next.
pub const SLOT_DURATION: Moment = 2_000;

/// Least milliseconds between the times of two blocks: half a slot.
pub const MINIMUM_PERIOD: Moment = 1_000;

/// Blocks in a minute.
pub const MINUTES: BlockNumber = 30;
/// Blocks in an hour.
pub const HOURS: BlockNumber = 60 * MINUTES;
/// Blocks in a day.
pub const DAYS: BlockNumber = 24 * HOURS;

/// Half of the 2-second slot is for compute; the other half is headroom to send the block round and to
/// import it on the slowest validator. What a block reads is not limited: every node has the state.
pub const MAXIMUM_BLOCK_WEIGHT: Weight = Weight::from_parts(WEIGHT_REF_TIME_PER_SECOND, u64::MAX);

parameter_types! {
	/// Compute: 1.0 s in a block, 0.75 s of it for normal transactions.
	pub RuntimeBlockWeights: BlockWeights = shares(MAXIMUM_BLOCK_WEIGHT);
	/// How fast the price of compute moves with each block: an hour of full blocks raises it by 57 %.
	pub FeeAdjustment: Multiplier = Multiplier::saturating_from_rational(5, 10_000);
}

#[cfg(test)]
mod tests {
	use super::*;
	use frame_support::{dispatch::DispatchClass, weights::WeightToFee as _};
	use seoul_chain_primitives::{
		chain::{DAY, MINUTE},
		AccountClass,
	};
	use seoul_chain_runtime_common::{
		allowances::allowances, block::NORMAL_DISPATCH_RATIO, currency::KRW, fees::WeightToFee,
	};

	#[test]
	fn spans_in_blocks_agree_with_the_slot_duration() {
		assert_eq!(Moment::from(MINUTES) * SLOT_DURATION, MINUTE);
		assert_eq!(Moment::from(DAYS) * SLOT_DURATION, DAY);
		assert_eq!(2 * MINIMUM_PERIOD, SLOT_DURATION);
	}

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
	fn a_full_block_costs_what_the_documentation_says() {
		let full = NORMAL_DISPATCH_RATIO * MAXIMUM_BLOCK_WEIGHT;
		assert_eq!(WeightToFee::weight_to_fee(&full), 7_500 * KRW);
	}

	#[test]
	fn it_takes_as_many_accounts_as_the_documentation_says_to_fill_a_third_of_the_blocks() {
		let normal = RuntimeBlockWeights::get()
			.get(DispatchClass::Normal)
			.max_total
			.expect("normal transactions are limited")
			.ref_time();
		let to_fill_a_third = |class| {
			let (_, allowance) = allowances(HOURS)
				.into_iter()
				.find(|(each, _)| *each == class)
				.expect("every class has an allowance");
			normal / 3 / allowance.ref_time_per_block
		};
		assert_eq!(to_fill_a_third(AccountClass::Citizen), 9_000);
		assert_eq!(to_fill_a_third(AccountClass::Business), 900);
		assert_eq!(to_fill_a_third(AccountClass::Agency), 12);
		assert_eq!(to_fill_a_third(AccountClass::Voter), 11_250);
	}
}
