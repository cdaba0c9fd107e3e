// SPDX-License-Identifier: Apache-2.0

//! The calendar, as far as periods and deadlines count in it: dates, and the months of Korea.
//!
//! A month is a number, counted from January 1970 as 0.

use crate::{
	chain::{DAY, HOUR},
	Moment,
};

/// Korean standard time is this far ahead of UTC.
pub const KOREAN_TIME: Moment = 9 * HOUR;

/// Days from 1 March of the year 0 to 1 January 1970.
const DAYS_TO_1970: u64 = 719_468;
/// Months from March of the year 0 to January 1970.
const MONTHS_TO_1970: u64 = 1_970 * 12 - 2;
/// Days of 400 years.
const ERA: u64 = 146_097;

// Years begin on 1 March here, so that a leap day is the last of its year.

/// Year, month (from 1) and day (from 1) of the Gregorian calendar, so many days after 1 January 1970.
pub fn date(days: u64) -> (u64, u64, u64) {
	let (months, day) = split(days);
	let months = months.saturating_add(2);
	(
		months / 12,
		(months % 12).saturating_add(1),
		day.saturating_add(1),
	)
}

/// The month in which `at` lies in Korea.
pub fn month_of(at: Moment) -> u64 {
	let (months, _) = split(at.saturating_add(KOREAN_TIME) / DAY);
	months.saturating_sub(MONTHS_TO_1970)
}

/// The first moment of a month in Korea.
pub fn start_of_month(month: u64) -> Moment {
	let months = month.saturating_add(MONTHS_TO_1970);
	let year = months / 12;
	(year / 400)
		.saturating_mul(ERA)
		.saturating_add(days_before_year(year % 400))
		.saturating_add(days_before_month(months % 12))
		.saturating_sub(DAYS_TO_1970)
		.saturating_mul(DAY)
		.saturating_sub(KOREAN_TIME)
}

/// The last moment of the month in Korea that comes so many months after that of `at`.
pub fn end_of_month_after(at: Moment, months: u32) -> Moment {
	let next = month_of(at)
		.saturating_add(u64::from(months))
		.saturating_add(1);
	start_of_month(next).saturating_sub(1)
}

/// Months since March of the year 0, and days since the first of the last of them.
fn split(days: u64) -> (u64, u64) {
	let days = days.saturating_add(DAYS_TO_1970);
	let day_of_era = days % ERA;
	let year = day_of_era
		.saturating_sub(day_of_era / 1_460)
		.saturating_add(day_of_era / 36_524)
		.saturating_sub(day_of_era / 146_096)
		/ 365;
	let day_of_year = day_of_era.saturating_sub(days_before_year(year));
	let month = day_of_year.saturating_mul(5).saturating_add(2) / 153;
	let months = (days / ERA)
		.saturating_mul(400)
		.saturating_add(year)
		.saturating_mul(12)
		.saturating_add(month);
	(months, day_of_year.saturating_sub(days_before_month(month)))
}

/// Days of an era before one of its years.
fn days_before_year(year: u64) -> u64 {
	year.saturating_mul(365)
		.saturating_add(year / 4)
		.saturating_sub(year / 100)
}

/// Days of a year before one of its months; 0 is March.
fn days_before_month(month: u64) -> u64 {
	month.saturating_mul(153).saturating_add(2) / 5
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn is_leap(year: u64) -> bool {
		(year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400)
	}

	const fn month(year: u64, month: u64) -> u64 {
		(year - 1_970) * 12 + month - 1
	}

	#[test]
	fn every_day_of_four_centuries_follows_the_one_before() {
		let (mut year, mut month, mut day) = (1970, 1, 1);
		for days in 0..146_097 {
			assert_eq!(date(days), (year, month, day));
			let length = match month {
				2 if is_leap(year) => 29,
				2 => 28,
				4 | 6 | 9 | 11 => 30,
				_ => 31,
			};
			day += 1;
			if day > length {
				(month, day) = (month + 1, 1);
			}
			if month > 12 {
				(year, month) = (year + 1, 1);
			}
		}
	}

	#[test]
	fn the_month_is_that_of_korea_and_not_of_utc() {
		// 2026-01-31 15:00 UTC is 1 February in Korea.
		let february = 1_769_871_600_000;
		assert_eq!(month_of(february - 1), month(2026, 1));
		assert_eq!(month_of(february), month(2026, 2));
		assert_eq!(start_of_month(month(2026, 2)), february);
		// 1 January 2018, midnight in Korea.
		assert_eq!(
			start_of_month(month(2018, 1)),
			1_514_764_800_000 - KOREAN_TIME
		);
		assert_eq!(month_of(0), 0);
		assert_eq!(start_of_month(0), 0);
	}

	#[test]
	fn every_month_begins_where_the_one_before_ends() {
		for month in 1..12 * 400 {
			let start = start_of_month(month);
			assert_eq!(month_of(start), month);
			assert_eq!(month_of(start - 1), month - 1);
			assert_eq!(end_of_month_after(start - 1, 0), start - 1);
		}
	}

	#[test]
	fn a_leap_february_has_29_days() {
		for (year, days) in [(2_000, 29), (2_024, 29), (2_025, 28), (2_100, 28)] {
			let february = start_of_month(month(year, 2));
			assert_eq!(end_of_month_after(february, 0), february + days * DAY - 1);
		}
	}

	#[test]
	fn six_months_count_from_the_end_of_the_month() {
		// 2026-01-15 12:00 in Korea, and 2026-07-31 23:59:59.999.
		assert_eq!(end_of_month_after(1_768_446_000_000, 6), 1_785_509_999_999);
	}

	#[test]
	fn the_end_of_time_is_no_overflow() {
		assert!(month_of(Moment::MAX) > month(9_999, 12));
		assert_eq!(
			start_of_month(u64::from(u32::MAX) * 12),
			Moment::MAX - KOREAN_TIME
		);
		assert_eq!(
			end_of_month_after(Moment::MAX, u32::MAX),
			Moment::MAX - KOREAN_TIME - 1
		);
	}

	proptest! {
		#[test]
		fn a_moment_lies_in_its_month(at in 0..253_402_300_800_000u64, months in 0u32..2_400) {
			let month = month_of(at);
			prop_assert!(start_of_month(month) <= at);
			prop_assert!(at <= end_of_month_after(at, 0));
			let (year, number, _) = date((at + KOREAN_TIME) / DAY);
			prop_assert_eq!(month, (year - 1_970) * 12 + number - 1);
			let end = end_of_month_after(at, months);
			prop_assert_eq!(month_of(end), month + u64::from(months));
			prop_assert_eq!(month_of(end + 1), month + u64::from(months) + 1);
		}
	}
}
