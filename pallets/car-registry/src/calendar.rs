// SPDX-License-Identifier: Apache-2.0

//! The Korean calendar, as far as a deadline counts in months.

use seoul_chain_primitives::{
	chain::{DAY, HOUR},
	Moment,
};

/// Korean time is nine hours ahead of UTC.
const KOREAN_TIME: Moment = 9 * HOUR;

/// Days from 1 March of year 0 to 1 January 1970.
const DAYS_TO_EPOCH: u64 = 719_468;

/// Days of 400 years.
const ERA: u64 = 146_097;

/// The year and month (1 to 12) in Korea at `at`.
fn month_of(at: Moment) -> (u64, u64) {
	let days = (at.saturating_add(KOREAN_TIME) / DAY).saturating_add(DAYS_TO_EPOCH);
	let era = days / ERA;
	let day_of_era = days % ERA;
	let year_of_era = day_of_era
		.saturating_sub(day_of_era / 1_460)
		.saturating_add(day_of_era / 36_524)
		.saturating_sub(day_of_era / 146_096)
		/ 365;
	let day_of_year = day_of_era.saturating_sub(
		year_of_era
			.saturating_mul(365)
			.saturating_add(year_of_era / 4)
			.saturating_sub(year_of_era / 100),
	);
	// Years of this computation begin in March, so that the leap day is the last.
	let from_march = day_of_year.saturating_mul(5).saturating_add(2) / 153;
	let year = year_of_era.saturating_add(era.saturating_mul(400));
	if from_march < 10 {
		(year, from_march.saturating_add(3))
	} else {
		(year.saturating_add(1), from_march.saturating_sub(9))
	}
}

/// When the first day of a month begins in Korea.
fn start_of_month(year: u64, month: u64) -> Moment {
	let (year, from_march) = if month < 3 {
		(year.saturating_sub(1), month.saturating_add(9))
	} else {
		(year, month.saturating_sub(3))
	};
	let era = year / 400;
	let year_of_era = year % 400;
	let day_of_year = from_march.saturating_mul(153).saturating_add(2) / 5;
	let day_of_era = year_of_era
		.saturating_mul(365)
		.saturating_add(year_of_era / 4)
		.saturating_sub(year_of_era / 100)
		.saturating_add(day_of_year);
	era.saturating_mul(ERA)
		.saturating_add(day_of_era)
		.saturating_sub(DAYS_TO_EPOCH)
		.saturating_mul(DAY)
		.saturating_sub(KOREAN_TIME)
}

/// The last millisecond of the month in Korea that lies `months` after that of `at`.
pub(crate) fn end_of_month_after(at: Moment, months: u32) -> Moment {
	let (year, month) = month_of(at);
	// The month after it, counted from January as 0.
	let next = month.saturating_add(u64::from(months));
	let year = year.saturating_add(next / 12);
	start_of_month(year, (next % 12).saturating_add(1)).saturating_sub(1)
}

#[cfg(test)]
mod tests {
	use super::*;

	/// 2026-01-15 12:00 in Korea.
	const JANUARY: Moment = 1_768_446_000_000;

	#[test]
	fn six_months_count_from_the_end_of_the_month() {
		// 2026-07-31 23:59:59.999 in Korea.
		assert_eq!(end_of_month_after(JANUARY, 6), 1_785_509_999_999);
	}

	#[test]
	fn the_month_is_that_of_korea_and_not_of_utc() {
		// 2026-01-31 15:00 UTC is 1 February in Korea.
		let february = 1_769_871_600_000;
		assert_eq!(month_of(february - 1), (2026, 1));
		assert_eq!(month_of(february), (2026, 2));
		assert_eq!(start_of_month(2026, 2), february);
	}

	#[test]
	fn every_month_of_a_century_begins_where_the_one_before_ends() {
		let mut year = 1970;
		let mut month = 2;
		while year < 2101 {
			let start = start_of_month(year, month);
			assert_eq!(month_of(start), (year, month));
			assert_ne!(month_of(start - 1), (year, month));
			assert_eq!(end_of_month_after(start - 1, 0), start - 1);
			month = month % 12 + 1;
			year += u64::from(month == 1);
		}
	}

	#[test]
	fn a_leap_year_has_its_day() {
		let february = start_of_month(2028, 2);
		assert_eq!(end_of_month_after(february, 0), february + 29 * DAY - 1);
		let february = start_of_month(2027, 2);
		assert_eq!(end_of_month_after(february, 0), february + 28 * DAY - 1);
	}
}
