// SPDX-License-Identifier: Apache-2.0

//! Shares and rates in percent, of which the chain counts hundredths of hundredths of hundredths: millionths.

use crate::error::{text, Failure, Result};

/// Millionths in one percent.
const PERCENT: u32 = 10_000;
const DECIMALS: usize = 4;
/// The whole.
pub const WHOLE: u32 = 1_000_000;

/// `15.5` or `15.5 %`, as millionths.
pub fn parse(typed: &str) -> Result<u32> {
	let unreadable = || {
		Failure::input(
			"PercentUnreadable",
			text!(
				"비율 {typed}을(를) 읽을 수 없습니다. 0에서 100까지의 백분율로 쓰십시오(예: 15.5).",
				"{typed} is no percentage from 0 to 100, such as 15.5."
			),
		)
	};
	let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
	let plain = typed.trim();
	let plain = plain.strip_suffix('%').unwrap_or(plain).trim_end();
	let (whole, broken) = plain.split_once('.').unwrap_or((plain, ""));
	if whole.is_empty() || !digits(whole) || !digits(broken) || broken.len() > DECIMALS {
		return Err(unreadable());
	}
	let broken: u32 = format!("{broken:0<DECIMALS$}")
		.parse()
		.map_err(|_| unreadable())?;
	whole
		.parse::<u32>()
		.ok()
		.and_then(|whole| whole.checked_mul(PERCENT))
		.and_then(|millionths| millionths.checked_add(broken))
		.filter(|millionths| *millionths <= WHOLE)
		.ok_or_else(unreadable)
}

/// Millionths in percent.
pub fn show(millionths: u32) -> String {
	let broken = match millionths % PERCENT {
		0 => String::new(),
		broken => format!(".{broken:0DECIMALS$}")
			.trim_end_matches('0')
			.to_owned(),
	};
	format!("{}{broken} %", millionths / PERCENT)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn percentages_are_read_and_shown() {
		for (typed, millionths, shown) in [
			("15.5", 155_000, "15.5 %"),
			("60 %", 600_000, "60 %"),
			("100%", WHOLE, "100 %"),
			("0.05", 500, "0.05 %"),
			("33.3333", 333_333, "33.3333 %"),
			("0", 0, "0 %"),
		] {
			assert_eq!(parse(typed).unwrap(), millionths, "{typed}");
			assert_eq!(show(millionths), shown);
		}
		for typed in [
			"", "%", "-1", "100.0001", "101", "1,5", ".5", "1.00001", "half",
		] {
			assert_eq!(
				parse(typed).unwrap_err().code,
				"PercentUnreadable",
				"{typed}"
			);
		}
	}
}
