// SPDX-License-Identifier: Apache-2.0

//! How often blocks come, how much each computes, and how much of the state its proof may carry.
//!
//! A relay chain's validator has none of the city's state. Beside the block it gets a proof of all that the block reads,
//! so what a block reads is limited here, and not only what it computes.
//!
//! Only what is technical is counted in blocks. Legal deadlines are times of the clock.

use crate::BlockNumber;
use frame_support::{
	parameter_types,
	weights::{constants::WEIGHT_REF_TIME_PER_MILLIS, Weight},
};
use frame_system::limits::BlockWeights;
use pallet_transaction_payment::Multiplier;
use seoul_chain_primitives::Moment;
use seoul_chain_runtime_common::block::shares;
use sp_runtime::FixedPointNumber;

/// Milliseconds of a slot. A slot here begins with a slot of the relay chain.
pub const SLOT_DURATION: Moment = 6_000;

/// Least milliseconds between the times of two blocks. None: the relay chain's slots keep them apart, and a collator
/// that is late may make two blocks in one.
pub const MINIMUM_PERIOD: Moment = 0;

/// Blocks in a minute.
pub const MINUTES: BlockNumber = 10;
/// Blocks in an hour.
pub const HOURS: BlockNumber = 60 * MINUTES;
/// Blocks in a day.
pub const DAYS: BlockNumber = 24 * HOURS;

/// Milliseconds of a slot of the relay chain.
pub const RELAY_SLOT_DURATION: u32 = 6_000;

/// Blocks for each block of the relay chain.
pub const VELOCITY: u32 = 1;

/// How many blocks behind the newest block of the relay chain a block is anchored. One is enough that most forks of the
/// relay chain do not reach this chain. The clock is late by as many slots.
pub const RELAY_PARENT_OFFSET: u32 = 1;

/// Most blocks that the relay chain has not included yet. Making, backing and including a block take a slot each.
pub const UNINCLUDED_BLOCKS: u32 = (3 + RELAY_PARENT_OFFSET) * VELOCITY;

/// Most bytes that a collator fills: 85 % of the 10 MiB that a relay chain takes. Block and proof both count.
pub const MAXIMUM_PROOF_SIZE: u64 = 8_912_896;

/// A relay chain's validator gives a block two seconds. A quarter is kept back for validators that are slower than the
/// machine on which weights are measured.
pub const MAXIMUM_BLOCK_WEIGHT: Weight =
	Weight::from_parts(1_500 * WEIGHT_REF_TIME_PER_MILLIS, MAXIMUM_PROOF_SIZE);

parameter_types! {
	/// 1.5 s and 8.5 MiB in a block, three quarters of both for normal transactions.
	pub RuntimeBlockWeights: BlockWeights = shares(MAXIMUM_BLOCK_WEIGHT);
	/// How fast the price of compute moves with each block: an hour of full blocks raises it by 57 %.
	pub FeeAdjustment: Multiplier = Multiplier::saturating_from_rational(15, 10_000);
}

#[cfg(test)]
mod tests {
	use super::*;
	use cumulus_primitives_core::relay_chain::MAX_POV_SIZE;
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
		assert_eq!(Moment::from(RELAY_SLOT_DURATION), SLOT_DURATION);
	}

	#[test]
	fn a_block_with_its_proof_stays_below_what_a_relay_chain_takes() {
		assert_eq!(MAXIMUM_PROOF_SIZE, u64::from(MAX_POV_SIZE) * 85 / 100);
	}

	#[test]
	fn a_block_computes_one_and_a_half_seconds_of_which_three_quarters_are_for_normal_transactions()
	{
		let weights = RuntimeBlockWeights::get();
		assert_eq!(weights.max_block.ref_time(), 1_500_000_000_000);
		assert_eq!(
			weights.get(DispatchClass::Normal).max_total,
			Some(Weight::from_parts(1_125_000_000_000, 6_684_672))
		);
		assert!(weights.validate().is_ok());
	}

	#[test]
	fn a_full_block_costs_what_the_documentation_says() {
		let full = NORMAL_DISPATCH_RATIO * MAXIMUM_BLOCK_WEIGHT;
		assert_eq!(WeightToFee::weight_to_fee(&full), 11_250 * KRW);
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
		assert_eq!(to_fill_a_third(AccountClass::Citizen), 4_500);
		assert_eq!(to_fill_a_third(AccountClass::Business), 450);
		assert_eq!(to_fill_a_third(AccountClass::Agency), 6);
		assert_eq!(to_fill_a_third(AccountClass::Voter), 5_625);
	}
}
