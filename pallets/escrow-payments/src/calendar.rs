// SPDX-License-Identifier: Apache-2.0

//! Legal time: days in Korea, business days, and when a period ends.
//!
//! A day is a number. A chain for demonstrations has shorter days; nothing here knows of it beyond
//! [`Day::at`] and [`Day::start`].

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use seoul_chain_primitives::{calendar::KOREAN_TIME, wire_types, Moment};
use serde::{Deserialize, Serialize};

/// At most this many holidays are known at once. The oldest make room.
pub const MAX_HOLIDAYS: u32 = 512;

/// A period never ends more than this many days after its last day would have been, however many
/// holidays are proclaimed in a row.
const LONGEST_REST: u32 = 60;

/// 공휴일: the holidays, in order.
pub type Holidays = BoundedVec<Day, ConstU32<MAX_HOLIDAYS>>;

/// 날짜: a day in Korea, counted from 1 January 1970 as 0.
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
pub struct Day(pub u32);

wire_types! {
	/// 기간: how long somebody has.
	#[derive(Copy)]
	pub enum Period {
		/// 일 (역일): calendar days. If the last is no business day, the next business day is the last.
		#[codec(index = 0)]
		Days(u32),
		/// 영업일: business days.
		#[codec(index = 1)]
		BusinessDays(u32),
	}

	/// 기한: from when a period runs and which day is its last.
	#[derive(Copy)]
	pub struct Deadline {
		/// The day on which it began; that day does not count.
		pub from: Day,
		/// How long it is.
		pub period: Period,
		/// Its last day, by the calendar as it stands.
		pub due: Day,
		/// Whether it has passed unheeded, and was announced.
		pub missed: bool,
	}
}

impl Day {
	/// The day of a moment, where a day is `length` long.
	pub fn at(moment: Moment, length: Moment) -> Self {
		let day = moment
			.saturating_add(KOREAN_TIME)
			.checked_div(length)
			.unwrap_or_default();
		Self(u32::try_from(day).unwrap_or(u32::MAX))
	}

	/// When the day begins, where a day is `length` long.
	pub fn start(self, length: Moment) -> Moment {
		u64::from(self.0)
			.saturating_mul(length)
			.saturating_sub(KOREAN_TIME)
	}

	/// The day `days` later.
	#[must_use]
	pub const fn plus(self, days: u32) -> Self {
		Self(self.0.saturating_add(days))
	}

	/// How many days after `earlier` it is; none if it is not.
	pub const fn since(self, earlier: Self) -> u32 {
		self.0.saturating_sub(earlier.0)
	}

	/// Whether it is a Saturday or a Sunday. 1 January 1970 was a Thursday.
	pub const fn is_weekend(self) -> bool {
		let weekday = self.0.wrapping_add(4) % 7;
		weekday == 0 || weekday == 6
	}

	/// Whether offices work on it.
	pub fn is_business_day(self, holidays: &[Self]) -> bool {
		!self.is_weekend() && holidays.binary_search(&self).is_err()
	}

	/// This day, or the first business day after it.
	fn or_next_business_day(self, holidays: &[Self]) -> Self {
		(0..LONGEST_REST)
			.map(|days| self.plus(days))
			.find(|day| day.is_business_day(holidays))
			.unwrap_or(self.plus(LONGEST_REST))
	}
}

impl Period {
	/// The last day of the period if it begins on `from`. The first day does not count (민법 §157).
	pub fn last_day(self, from: Day, holidays: &[Day]) -> Day {
		match self {
			Self::Days(days) => from.plus(days).or_next_business_day(holidays),
			Self::BusinessDays(days) => {
				(0..days).fold(from, |day, _| day.plus(1).or_next_business_day(holidays))
			},
		}
	}
}

impl Deadline {
	/// A deadline that begins on `from`.
	pub fn new(from: Day, period: Period, holidays: &[Day]) -> Self {
		Self {
			from,
			period,
			due: period.last_day(from, holidays),
			missed: false,
		}
	}

	/// How many business days lie after the first and up to `day`.
	pub fn business_days_used(&self, day: Day, holidays: &[Day]) -> u32 {
		let used = (1..=day.since(self.from))
			.filter(|days| self.from.plus(*days).is_business_day(holidays))
			.take(usize::from(u8::MAX))
			.count();
		u32::try_from(used).unwrap_or(u32::MAX)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use seoul_chain_primitives::chain::{DAY, HOUR};

	/// 2027-02-04, a Thursday. Lunar New Year of 2027 is 6 to 8 February, with a day in lieu on the 9th.
	const THURSDAY: Day = Day(20_853);

	fn lunar_new_year() -> Vec<Day> {
		(2..6).map(|days| THURSDAY.plus(days)).collect()
	}

	#[test]
	fn a_day_begins_at_midnight_in_korea() {
		let start = Day(20_780).start(DAY);
		assert_eq!(Day::at(start, DAY), Day(20_780));
		assert_eq!(Day::at(start - 1, DAY), Day(20_779));
		assert_eq!((start + 9 * HOUR) % DAY, 0);
	}

	#[test]
	fn saturdays_and_sundays_are_no_business_days() {
		assert!(THURSDAY.is_business_day(&[]));
		assert!(THURSDAY.plus(1).is_business_day(&[]));
		assert!(!THURSDAY.plus(2).is_business_day(&[]));
		assert!(!THURSDAY.plus(3).is_business_day(&[]));
		assert!(THURSDAY.plus(4).is_business_day(&[]));
	}

	#[test]
	fn five_business_days_over_lunar_new_year() {
		let holidays = lunar_new_year();
		// Friday 5, Wednesday 10, Thursday 11, Friday 12, Monday 15.
		assert_eq!(
			Period::BusinessDays(5).last_day(THURSDAY, &holidays),
			THURSDAY.plus(11)
		);
		assert_eq!(
			Period::BusinessDays(5).last_day(THURSDAY, &[]),
			THURSDAY.plus(7)
		);
	}

	#[test]
	fn a_period_of_calendar_days_does_not_end_on_a_holiday() {
		let holidays = lunar_new_year();
		assert_eq!(
			Period::Days(2).last_day(THURSDAY, &holidays),
			THURSDAY.plus(6)
		);
		assert_eq!(
			Period::Days(14).last_day(THURSDAY, &holidays),
			THURSDAY.plus(14)
		);
	}

	#[test]
	fn business_days_equal_those_of_a_naive_calendar() {
		let holidays = lunar_new_year();
		for start in 0..40 {
			for count in 1..12 {
				let from = THURSDAY.plus(start).0 - 20;
				let mut day = from;
				let mut left = count;
				while left > 0 {
					day += 1;
					let weekday = (day + 4) % 7;
					if weekday != 0 && weekday != 6 && !holidays.contains(&Day(day)) {
						left -= 1;
					}
				}
				assert_eq!(
					Period::BusinessDays(count).last_day(Day(from), &holidays),
					Day(day)
				);
				assert_eq!(
					Deadline::new(Day(from), Period::BusinessDays(count), &holidays)
						.business_days_used(Day(day), &holidays),
					count
				);
			}
		}
	}
}
