// SPDX-License-Identifier: Apache-2.0

//! Legal days as people write them. The chain numbers them from 1 January 1970 in Korea; a chain for
//! demonstrations has shorter ones.

use super::ESCROW;
use crate::{
	chain::State,
	error::{text, Failure, Result},
	metadata::lacks,
	times,
};
use pallet_escrow_payments::Day;
use seoul_chain_primitives::{chain::DAY, Moment};
use serde_json::Value as Json;

/// Before a day's number, where it is typed instead of a date.
const NUMBERED: &str = "day:";
/// Digits of a date: `2026-12-31`.
const DATE: usize = 10;

/// The chain's calendar.
#[derive(Clone, Debug, Default)]
pub struct Days {
	/// Milliseconds of a day.
	pub length: Moment,
	pub today: u32,
	pub holidays: Vec<Day>,
}

impl Days {
	pub async fn of(state: &State) -> Result<Self> {
		let calendar = state.ask(ESCROW, "calendar", &[]).await?;
		Self::from_answer(&calendar).ok_or_else(|| lacks("EscrowPaymentsApi.calendar"))
	}

	/// From what the chain answers.
	pub fn from_answer(calendar: &Json) -> Option<Self> {
		Some(Self {
			length: calendar["dayLength"]
				.as_u64()
				.filter(|length| *length > 0)?,
			today: number(&calendar["today"])?,
			holidays: calendar["holidays"]
				.as_array()?
				.iter()
				.filter_map(number)
				.map(Day)
				.collect(),
		})
	}

	/// A date, days from today (`+30`), or a day's number (`day:20800`).
	pub fn parse(&self, typed: &str) -> Result<u32> {
		let typed = typed.trim();
		let counted = typed
			.strip_prefix('+')
			.map(|days| {
				days.parse()
					.map(|days: u32| self.today.saturating_add(days))
			})
			.or_else(|| typed.strip_prefix(NUMBERED).map(str::parse));
		if let Some(day) = counted {
			return day.map_err(|_| {
				Failure::input(
					"DayUnreadable",
					text!(
						"날짜 {typed}을(를) 읽을 수 없습니다(예: 2026-12-31, +30, day:20818).",
						"{typed} is no day. Write 2026-12-31, +30 (days from today), or day:20818."
					),
				)
			});
		}
		Ok(Day::at(times::parse(typed)?, self.length).0)
	}

	/// When a day begins.
	pub fn start(&self, day: u32) -> Moment {
		Day(day).start(self.length)
	}

	/// A day as a date, with its number where days are not those of the calendar.
	pub fn show(&self, day: u32) -> String {
		let start = times::show(self.start(day));
		if self.length == DAY {
			start.get(..DATE).unwrap_or(&start).to_owned()
		} else {
			format!("{NUMBERED}{day} ({start})")
		}
	}

	/// Whether a day is among the holidays that the chain knows.
	pub fn is_holiday(&self, day: u32) -> bool {
		self.holidays.binary_search(&Day(day)).is_ok()
	}

	/// Whether offices work on a day.
	pub fn is_business_day(&self, day: u32) -> bool {
		Day(day).is_business_day(&self.holidays)
	}
}

/// A day's number, as an answer has it.
pub fn number(day: &Json) -> Option<u32> {
	u32::try_from(day.as_u64()?).ok()
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	fn days(length: Moment) -> Days {
		Days {
			length,
			today: 20_800,
			holidays: vec![Day(20_812)],
		}
	}

	#[test]
	fn days_are_dates_in_korea() {
		let days = days(DAY);
		for (typed, day) in [
			("2026-12-25", 20_812),
			("2026-12-25 23:59:59", 20_812),
			("2026-12-24T15:00:00Z", 20_812),
			("+12", 20_812),
			("day:20812", 20_812),
		] {
			assert_eq!(days.parse(typed).unwrap(), day, "{typed}");
		}
		assert_eq!(days.show(20_812), "2026-12-25");
		assert!(!days.is_business_day(20_812));
		assert!(days.is_business_day(20_811));
	}

	#[test]
	fn days_of_a_demonstration_are_shown_with_their_number() {
		let days = days(5_000);
		let moment = times::parse("2026-12-25 10:00:07").unwrap();
		let day = days.parse("2026-12-25 10:00:07").unwrap();
		assert!(days.start(day) <= moment && moment < days.start(day + 1));
		assert_eq!(
			days.show(day),
			format!("day:{day} (2026-12-25 10:00:05 KST)")
		);
		assert_eq!(days.parse(&format!("day:{day}")).unwrap(), day);
	}

	#[test]
	fn other_texts_are_refused() {
		let days = days(DAY);
		for (typed, code) in [
			("20261225", "TimeUnreadable"),
			("tomorrow", "TimeUnreadable"),
			("+", "DayUnreadable"),
			("+-1", "DayUnreadable"),
			("day:x", "DayUnreadable"),
			("day:4294967296", "DayUnreadable"),
		] {
			assert_eq!(days.parse(typed).unwrap_err().code, code, "{typed}");
		}
	}

	#[test]
	fn a_calendar_without_a_length_is_none() {
		let answer = json!({"today": 20_800, "dayLength": DAY, "holidays": [20_812], "terms": {}});
		let known = Days::from_answer(&answer).unwrap();
		assert_eq!(known.holidays, [Day(20_812)]);
		assert!(Days::from_answer(&json!({"today": 1, "dayLength": 0, "holidays": []})).is_none());
	}
}
