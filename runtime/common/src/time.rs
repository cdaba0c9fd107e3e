// SPDX-License-Identifier: Apache-2.0

//! Slots, and spans counted in blocks.
//!
//! Only what is technical is counted in blocks (a session, the life of a motion). Legal deadlines are
//! times of the clock: a block that a validator misses must not lengthen them.

use seoul_chain_primitives::{BlockNumber, Moment};

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

#[cfg(test)]
mod tests {
	use super::*;
	use seoul_chain_primitives::chain::{DAY, MINUTE};

	#[test]
	fn spans_in_blocks_agree_with_the_slot_duration() {
		assert_eq!(Moment::from(MINUTES) * SLOT_DURATION, MINUTE);
		assert_eq!(Moment::from(DAYS) * SLOT_DURATION, DAY);
		assert_eq!(2 * MINIMUM_PERIOD, SLOT_DURATION);
	}
}
