// SPDX-License-Identifier: Apache-2.0

//! Moments as people write them. The chain counts milliseconds since 1970, UTC; offices write Korean
//! time.

use crate::error::{text, Failure, Result};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970, UTC.
pub type Moment = u64;

const KOREAN_OFFSET_SECONDS: i32 = 9 * 3600;
const SPELLINGS: [&str; 4] = [
	"%Y-%m-%d %H:%M:%S",
	"%Y-%m-%d %H:%M",
	"%Y-%m-%dT%H:%M:%S",
	"%Y-%m-%dT%H:%M",
];

fn korea() -> Option<FixedOffset> {
	FixedOffset::east_opt(KOREAN_OFFSET_SECONDS)
}

/// Milliseconds since 1970 have so many digits, from 2001 to 2286. A date without hyphens has others, and
/// must not pass for a moment of 1970.
const DIGITS_OF_MILLISECONDS: usize = 13;

/// A date (midnight), a date and time (Korean time), RFC 3339, or milliseconds since 1970.
pub fn parse(text: &str) -> Result<Moment> {
	let text = text.trim();
	if text.len() == DIGITS_OF_MILLISECONDS && text.bytes().all(|byte| byte.is_ascii_digit()) {
		if let Ok(milliseconds) = text.parse::<Moment>() {
			return Ok(milliseconds);
		}
	}
	let local = |naive: NaiveDateTime| {
		korea()
			.and_then(|zone| zone.from_local_datetime(&naive).single())
			.map(|moment| moment.to_utc())
	};
	let moment = DateTime::parse_from_rfc3339(text)
		.ok()
		.map(|moment| moment.to_utc())
		.or_else(|| {
			NaiveDate::parse_from_str(text, "%Y-%m-%d")
				.ok()
				.and_then(|date| local(date.and_time(NaiveTime::MIN)))
		})
		.or_else(|| {
			SPELLINGS
				.iter()
				.find_map(|spelling| NaiveDateTime::parse_from_str(text, spelling).ok())
				.and_then(local)
		});
	moment
		.and_then(|moment| Moment::try_from(moment.timestamp_millis()).ok())
		.ok_or_else(|| {
			Failure::input(
				"TimeUnreadable",
				text!(
					"시각 {text}을(를) 읽을 수 없습니다(예: 2026-11-24, \"2026-11-24 15:20\", 1764000000000).",
					"{text} is no time. Write 2026-11-24, \"2026-11-24 15:20\" (Korean time), RFC 3339, or milliseconds since 1970."
				),
			)
		})
}

/// A moment in Korean time.
pub fn show(moment: Moment) -> String {
	let shown = i64::try_from(moment)
		.ok()
		.and_then(DateTime::<Utc>::from_timestamp_millis)
		.zip(korea());
	match shown {
		Some((utc, zone)) => utc
			.with_timezone(&zone)
			.format("%Y-%m-%d %H:%M:%S KST")
			.to_string(),
		None => moment.to_string(),
	}
}

/// What this machine's clock says.
pub fn now() -> Moment {
	SystemTime::now()
		.duration_since(UNIX_EPOCH)
		.map_or(0, |since| {
			Moment::try_from(since.as_millis()).unwrap_or(Moment::MAX)
		})
}

#[cfg(test)]
mod tests {
	use super::*;

	/// 2021-03-15 00:00 in Seoul.
	const MIDNIGHT: Moment = 1_615_734_000_000;

	#[test]
	fn moments_are_read_in_korean_time() {
		for text in [
			"2021-03-15",
			"2021-03-15 00:00",
			"2021-03-15 00:00:00",
			"2021-03-15T00:00",
			"2021-03-15T00:00:00+09:00",
			"2021-03-14T15:00:00Z",
			"1615734000000",
		] {
			assert_eq!(parse(text).unwrap(), MIDNIGHT, "{text}");
		}
		assert_eq!(show(MIDNIGHT), "2021-03-15 00:00:00 KST");
	}

	#[test]
	fn other_texts_are_refused() {
		for text in [
			"",
			"yesterday",
			"2021-02-30",
			"2021-3",
			"-5",
			"15.03.2021",
			"1969-12-31",
			"20261124",
			"202611241520",
			"20261124152000",
		] {
			assert_eq!(parse(text).unwrap_err().code, "TimeUnreadable", "{text}");
		}
	}

	#[test]
	fn a_moment_that_no_calendar_has_is_shown_as_a_number() {
		assert_eq!(show(Moment::MAX), Moment::MAX.to_string());
	}
}
