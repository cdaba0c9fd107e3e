// SPDX-License-Identifier: Apache-2.0

//! The months in which points are due.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use seoul_chain_primitives::{
	calendar::{month_of, start_of_month},
	Moment,
};
use serde::{Deserialize, Serialize};

/// A month, counted from January 1970 (which is 0).
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Serialize,
	Deserialize,
)]
pub struct Month(#[codec(compact)] pub u32);

impl Month {
	/// This many months later.
	#[must_use]
	pub fn plus(self, months: u16) -> Self {
		Self(self.0.saturating_add(u32::from(months)))
	}

	/// The calendar year, counted from 1970 (which is 0).
	pub const fn year(self) -> u32 {
		self.0 / 12
	}
}

/// What a month is.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Serialize,
	Deserialize,
)]
pub enum Calendar {
	/// 한국 달력: a calendar month in Korea.
	#[codec(index = 0)]
	#[default]
	Korean,
	/// 시연용: a month of a fixed length, so that demonstrations live through expiry.
	#[codec(index = 1)]
	Fixed {
		/// Milliseconds in a month; not 0.
		month: Moment,
	},
}

impl Calendar {
	/// The month in which `now` lies.
	pub fn month_of(self, now: Moment) -> Month {
		let months = match self {
			Self::Korean => month_of(now),
			Self::Fixed { month } => now.checked_div(month).unwrap_or_default(),
		};
		Month(u32::try_from(months).unwrap_or(u32::MAX))
	}

	/// The first moment of a month.
	pub fn start_of(self, month: Month) -> Moment {
		match self {
			Self::Korean => start_of_month(u64::from(month.0)),
			Self::Fixed { month: length } => u64::from(month.0).saturating_mul(length),
		}
	}

	/// The first moment at which points of this expiry month can no longer be used.
	pub fn due_at(self, expiry: Month) -> Moment {
		self.start_of(expiry.plus(1))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use seoul_chain_primitives::{
		calendar::KOREAN_TIME,
		chain::{DAY, SECOND},
	};

	/// 1 January 2018, midnight in Korea.
	const NEW_YEAR_2018: Moment = 1_514_764_800_000 - KOREAN_TIME;

	#[test]
	fn months_change_at_midnight_in_korea() {
		let calendar = Calendar::Korean;
		assert_eq!(calendar.month_of(NEW_YEAR_2018), Month(48 * 12));
		assert_eq!(
			calendar.month_of(NEW_YEAR_2018 - SECOND),
			Month(48 * 12 - 1)
		);
		assert_eq!(calendar.month_of(0), Month(0));
	}

	#[test]
	fn points_are_due_when_the_month_is_over() {
		let calendar = Calendar::Korean;
		let february = Month(54 * 12 + 1);
		let due = calendar.due_at(february);
		assert_eq!(due, calendar.start_of(february) + 29 * DAY);
		assert_eq!(calendar.month_of(due - 1), february);
		assert_eq!(calendar.month_of(due), february.plus(1));
	}

	#[test]
	fn a_fixed_month_has_its_length() {
		let calendar = Calendar::Fixed { month: 150 };
		assert_eq!(calendar.month_of(449), Month(2));
		assert_eq!(calendar.month_of(450), Month(3));
		assert_eq!(calendar.due_at(Month(2)), 450);
	}
}
