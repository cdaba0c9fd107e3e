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

use seoul_chain_primitives::AccountClass;

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

/// What each class can use in the first block of every preset.
pub const ALLOWANCES: [(AccountClass, InitialAllowance); 5] = [
	(
		AccountClass::Citizen,
		InitialAllowance {
			ref_time_capacity: 50 * MILLISECOND,
			ref_time_per_block: 50 * MILLISECOND / 1_800,
			length_capacity: 32 * KIB,
			length_per_block: 32 * KIB / 1_800,
		},
	),
	(
		AccountClass::Business,
		InitialAllowance {
			ref_time_capacity: 500 * MILLISECOND,
			ref_time_per_block: 500 * MILLISECOND / 1_800,
			length_capacity: 512 * KIB,
			length_per_block: 512 * KIB / 1_800,
		},
	),
	(AccountClass::Agency, INSTITUTION),
	(AccountClass::Governance, INSTITUTION),
	(
		AccountClass::Voter,
		InitialAllowance {
			ref_time_capacity: 40 * MILLISECOND,
			ref_time_per_block: 40 * MILLISECOND / 1_800,
			length_capacity: 40 * KIB,
			length_per_block: 40 * KIB / 1_800,
		},
	),
];

const INSTITUTION: InitialAllowance = InitialAllowance {
	ref_time_capacity: 10_000 * MILLISECOND,
	ref_time_per_block: 20 * MILLISECOND,
	length_capacity: 8 * KIB * KIB,
	length_per_block: 16 * KIB,
};

#[cfg(test)]
mod tests {
	use super::*;
	use crate::RuntimeBlockWeights;
	use frame_support::dispatch::DispatchClass;

	fn of(class: AccountClass) -> InitialAllowance {
		ALLOWANCES
			.into_iter()
			.find_map(|(each, allowance)| (each == class).then_some(allowance))
			.expect("every class has an allowance")
	}

	#[test]
	fn it_takes_as_many_accounts_as_the_documentation_says_to_fill_a_third_of_the_blocks() {
		let normal = RuntimeBlockWeights::get()
			.get(DispatchClass::Normal)
			.max_total
			.expect("normal transactions are limited")
			.ref_time();
		let to_fill_a_third = |class| normal / 3 / of(class).ref_time_per_block;
		assert_eq!(to_fill_a_third(AccountClass::Citizen), 9_000);
		assert_eq!(to_fill_a_third(AccountClass::Business), 900);
		assert_eq!(to_fill_a_third(AccountClass::Agency), 12);
		assert_eq!(to_fill_a_third(AccountClass::Voter), 11_250);
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
}
