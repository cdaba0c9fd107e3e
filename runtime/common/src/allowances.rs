// SPDX-License-Identifier: Apache-2.0

//! What admitted accounts can use without a fee when a chain begins. The council changes it later.
//!
//! An ordinary call of a city service takes 0.3 to 1 ms of compute, its reads and writes included, and has
//! 150 to 300 bytes. A block has 750 ms and 3.75 MiB for normal transactions.
//!
//! | class | at once | comes back in | at the rate of the refill |
//! |---|---|---|---|
//! | citizen | 50 ms, 32 KiB: some 50 calls | an hour | one call a minute |
//! | business | 500 ms, 512 KiB: some 500 calls, or batches of the same sum | an hour | one call every four seconds |
//! | agency | 10 s, 8 MiB: batches that fill several blocks | 17 minutes | ten calls a second |
//! | governance | as an agency: the code of a runtime fits | 17 minutes | ten calls a second |
//! | voter | 40 ms, 40 KiB: eight ballots of five options, three of 32 | an hour | a ballot every five minutes |
//!
//! # Why no more
//!
//! The refill bounds what a class can take from everybody else for longer than a moment. It takes 9,000
//! citizens who all send as fast as it allows to fill a third of the blocks, or 900 businesses, or 12
//! delegates of agencies. Agencies come first anyway, and those are accounts that the council answers for;
//! a delegate who floods is dismissed in one block. A voting key takes part in one poll, costs a proof of
//! membership, and can send nothing but ballots: 11,000 of them would fill a third.
//!
//! # Why no less
//!
//! On the busiest hour of the busiest day a tenth of four million voters vote (111 a second): each needs one
//! call, with two or three changes of mind. A buyer of a car signs five calls in an hour. A district office
//! registers and transfers some hundred cars a day with one account. A workshop files 60 records a day.

use seoul_chain_primitives::{AccountClass, BlockNumber};

/// Picoseconds in a millisecond.
const MILLISECOND: u64 = 1_000_000_000;
/// Bytes in a kibibyte.
const KIB: u32 = 1_024;

/// What the accounts of a class can use: compute in picoseconds and bytes, at once and per block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InitialAllowance {
	/// Compute that an account which has rested can use at once, in picoseconds.
	pub ref_time_capacity: u64,
	/// Compute that comes back with each block, in picoseconds.
	pub ref_time_per_block: u64,
	/// Bytes that an account which has rested can send at once.
	pub length_capacity: u32,
	/// Bytes that come back with each block.
	pub length_per_block: u32,
}

/// What each class can use in the first block of every preset, on a chain with so many blocks in an hour.
pub fn allowances(blocks_per_hour: BlockNumber) -> [(AccountClass, InitialAllowance); 5] {
	let institution = InitialAllowance::refilled(10_000, 8 * KIB, 36_000, 28_800, blocks_per_hour);
	[
		(
			AccountClass::Citizen,
			InitialAllowance::refilled(50, 32, 50, 32, blocks_per_hour),
		),
		(
			AccountClass::Business,
			InitialAllowance::refilled(500, 512, 500, 512, blocks_per_hour),
		),
		(AccountClass::Agency, institution),
		(AccountClass::Governance, institution),
		(
			AccountClass::Voter,
			InitialAllowance::refilled(40, 40, 40, 40, blocks_per_hour),
		),
	]
}

impl InitialAllowance {
	/// Milliseconds and kibibytes at once, and those that come back in an hour.
	fn refilled(
		milliseconds: u64,
		kibibytes: u32,
		milliseconds_per_hour: u64,
		kibibytes_per_hour: u32,
		blocks_per_hour: BlockNumber,
	) -> Self {
		Self {
			ref_time_capacity: milliseconds.saturating_mul(MILLISECOND),
			ref_time_per_block: milliseconds_per_hour
				.saturating_mul(MILLISECOND)
				.checked_div(blocks_per_hour.into())
				.unwrap_or_default(),
			length_capacity: kibibytes.saturating_mul(KIB),
			length_per_block: kibibytes_per_hour
				.saturating_mul(KIB)
				.checked_div(blocks_per_hour)
				.unwrap_or_default(),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Blocks in an hour of the city's own chain.
	const HOUR: BlockNumber = 1_800;

	fn of(class: AccountClass) -> InitialAllowance {
		allowances(HOUR)
			.into_iter()
			.find_map(|(each, allowance)| (each == class).then_some(allowance))
			.expect("every class has an allowance")
	}

	#[test]
	fn what_was_used_is_back_after_the_time_that_the_documentation_says() {
		let blocks = |class| {
			let allowance = of(class);
			let time = allowance
				.ref_time_capacity
				.div_ceil(allowance.ref_time_per_block);
			let bytes = allowance
				.length_capacity
				.div_ceil(allowance.length_per_block);
			(time, bytes)
		};
		// An hour is 1,800 blocks, 17 minutes are 510. Bytes are whole, so they take a little longer.
		assert_eq!(blocks(AccountClass::Citizen), (1_801, 1_821));
		assert_eq!(blocks(AccountClass::Business), (1_801, 1_802));
		assert_eq!(blocks(AccountClass::Agency), (500, 512));
		assert_eq!(blocks(AccountClass::Voter), (1_801, 1_862));
	}

	#[test]
	fn a_chain_with_fewer_blocks_gives_back_more_with_each() {
		for ((class, often), (other, seldom)) in
			allowances(HOUR).into_iter().zip(allowances(HOUR / 3))
		{
			assert_eq!(class, other);
			assert_eq!(often.ref_time_capacity, seldom.ref_time_capacity);
			assert!(
				seldom
					.ref_time_per_block
					.abs_diff(3 * often.ref_time_per_block)
					< 3
			);
			assert!(seldom.length_per_block.abs_diff(3 * often.length_per_block) < 3);
		}
	}
}
