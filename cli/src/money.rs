// SPDX-License-Identifier: Apache-2.0

//! Won, of which the chain counts millionths.

use crate::error::{text, Failure, Result};

/// Millionths in a won.
const MILLIONTHS: u128 = 1_000_000;
const DECIMALS: usize = 6;

/// Whole or broken won, as in `13,800,000` or `0.5`.
pub fn parse(text: &str) -> Result<u128> {
	let unreadable = || {
		Failure::input(
			"AmountUnreadable",
			text!(
				"금액 {text}을(를) 읽을 수 없습니다(예: 13800000 또는 13,800,000).",
				"{text} is no amount in won. Write 13800000 or 13,800,000."
			),
		)
	};
	let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
	let plain = text.trim();
	let (won, broken) = plain.split_once('.').unwrap_or((plain, ""));
	// Commas stand between groups of three digits. Elsewhere one may be meant as a point.
	let mut groups = won.split(',');
	let first = groups.next().unwrap_or_default();
	let well_grouped = !won.contains(',')
		|| (!first.is_empty() && first.len() <= 3 && groups.all(|group| group.len() == 3));
	if !well_grouped {
		return Err(unreadable());
	}
	let won = &won.replace(',', "");
	if won.is_empty() || !digits(won) || !digits(broken) || broken.len() > DECIMALS {
		return Err(unreadable());
	}
	let broken: u128 = format!("{broken:0<DECIMALS$}")
		.parse()
		.map_err(|_| unreadable())?;
	won.parse::<u128>()
		.ok()
		.and_then(|won| won.checked_mul(MILLIONTHS))
		.and_then(|millionths| millionths.checked_add(broken))
		.ok_or_else(unreadable)
}

/// A number with a comma between groups of three digits.
pub fn grouped(number: u128) -> String {
	let plain = number.to_string();
	let mut grouped = String::new();
	for (index, digit) in plain.chars().enumerate() {
		if index > 0 && (plain.len() - index).is_multiple_of(3) {
			grouped.push(',');
		}
		grouped.push(digit);
	}
	grouped
}

/// What is left after whole won, as it stands after them.
fn broken(millionths: u128) -> String {
	match millionths % MILLIONTHS {
		0 => String::new(),
		broken => format!(".{broken:0DECIMALS$}")
			.trim_end_matches('0')
			.to_owned(),
	}
}

/// Millionths as won.
pub fn show(millionths: u128) -> String {
	grouped(millionths / MILLIONTHS) + &broken(millionths)
}

/// Millionths as won without commas, as spreadsheets read them.
pub fn plain(millionths: u128) -> String {
	(millionths / MILLIONTHS).to_string() + &broken(millionths)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn amounts_are_read_and_shown_in_won() {
		for (text, millionths, shown) in [
			("13,800,000", 13_800_000_000_000, "13,800,000"),
			("13800000", 13_800_000_000_000, "13,800,000"),
			("0", 0, "0"),
			("0.5", 500_000, "0.5"),
			("999.000001", 999_000_001, "999.000001"),
			("1000", 1_000_000_000, "1,000"),
		] {
			assert_eq!(parse(text).unwrap(), millionths);
			assert_eq!(show(millionths), shown);
			assert_eq!(plain(millionths), shown.replace(',', ""));
		}
	}

	#[test]
	fn other_texts_are_refused() {
		for text in [
			"",
			"-5",
			"1.0000001",
			"ten",
			"1e6",
			".5",
			"1.2.3",
			"1,5",
			"13,80",
			",500",
			"1,,000",
			"1000,000",
			"1,000,",
			"0.5,000",
			&"9".repeat(40),
		] {
			assert_eq!(parse(text).unwrap_err().code, "AmountUnreadable", "{text}");
		}
	}
}
