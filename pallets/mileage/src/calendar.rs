// SPDX-License-Identifier: Apache-2.0

//! The months in which points are due.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use seoul_chain_primitives::{
	chain::{DAY, HOUR},
	Moment,
};
use serde::{Deserialize, Serialize};

/// Korean standard time is this far ahead of UTC.
const KOREA: Moment = 9 * HOUR;

/// Days from 1 March of the year 0 to 1 January 1970.
const TO_1970: u64 = 719_468;
/// Days in 400 years.
const ERA: u64 = 146_097;

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
			Self::Korean => korean_month(now),
			Self::Fixed { month } => now.checked_div(month).unwrap_or_default(),
		};
		Month(u32::try_from(months).unwrap_or(u32::MAX))
	}

	/// The first moment of a month.
	pub fn start_of(self, month: Month) -> Moment {
		match self {
			Self::Korean => korean_month_start(u64::from(month.0)),
			Self::Fixed { month: length } => u64::from(month.0).saturating_mul(length),
		}
	}

	/// The first moment at which points of this expiry month can no longer be used.
	pub fn due_at(self, expiry: Month) -> Moment {
		self.start_of(expiry.plus(1))
	}
}

// Years begin on 1 March here, so that a leap day is the last of its year.

fn korean_month(now: Moment) -> u64 {
	let days = now.saturating_add(KOREA) / DAY;
	let shifted = days.saturating_add(TO_1970);
	let era = shifted / ERA;
	let day_of_era = shifted % ERA;
	let year_of_era = day_of_era
		.saturating_sub(day_of_era / 1_460)
		.saturating_add(day_of_era / 36_524)
		.saturating_sub(day_of_era / 146_096)
		/ 365;
	let day_of_year = day_of_era.saturating_sub(days_before_year(year_of_era));
	// 0 is March.
	let month = day_of_year.saturating_mul(5).saturating_add(2) / 153;
	era.saturating_mul(400)
		.saturating_add(year_of_era)
		.saturating_mul(12)
		.saturating_add(month)
		.saturating_add(2)
		.saturating_sub(1_970 * 12)
}

fn korean_month_start(months: u64) -> Moment {
	// Months since March of the year 0.
	let months = months.saturating_add(1_970 * 12).saturating_sub(2);
	let (year, month) = (months / 12, months % 12);
	let day_of_year = month.saturating_mul(153).saturating_add(2) / 5;
	(year / 400)
		.saturating_mul(ERA)
		.saturating_add(days_before_year(year % 400))
		.saturating_add(day_of_year)
		.saturating_sub(TO_1970)
		.saturating_mul(DAY)
		.saturating_sub(KOREA)
}

/// Days of an era before its `year`th year.
fn days_before_year(year: u64) -> u64 {
	year.saturating_mul(365)
		.saturating_add(year / 4)
		.saturating_sub(year / 100)
}

#[cfg(test)]
mod tests {
	use super::*;
	use seoul_chain_primitives::chain::SECOND;

	/// 1 January 2018, midnight in Korea.
	const NEW_YEAR_2018: Moment = 1_514_764_800_000 - KOREA;

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
	fn every_month_starts_where_the_one_before_ends() {
		let calendar = Calendar::Korean;
		for number in 1..2_000u32 {
			let month = Month(number);
			let start = calendar.start_of(month);
			assert_eq!(calendar.month_of(start), month);
			assert_eq!(calendar.month_of(start - 1), Month(number - 1));
			let days = (calendar.due_at(month) - start) / DAY;
			assert!((28..=31).contains(&days));
		}
	}

	#[test]
	fn a_leap_february_has_29_days() {
		let february = |year: u32| Month((year - 1_970) * 12 + 1);
		let days =
			|month| (Calendar::Korean.due_at(month) - Calendar::Korean.start_of(month)) / DAY;
		assert_eq!(days(february(2_024)), 29);
		assert_eq!(days(february(2_025)), 28);
		assert_eq!(days(february(2_000)), 29);
		assert_eq!(days(february(2_100)), 28);
	}

	#[test]
	fn a_fixed_month_has_its_length() {
		let calendar = Calendar::Fixed { month: 150 };
		assert_eq!(calendar.month_of(449), Month(2));
		assert_eq!(calendar.month_of(450), Month(3));
		assert_eq!(calendar.due_at(Month(2)), 450);
	}
}
