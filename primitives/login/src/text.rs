// SPDX-License-Identifier: Apache-2.0

//! Times, addresses and host names as they are signed.

use crate::ChainId;
use alloc::{format, string::String};
use core::fmt::Write;
use seoul_chain_primitives::{chain::DAY, AccountId, Moment};
use sp_core::crypto::{Ss58AddressFormat, Ss58Codec};

/// The longest host name, in bytes (RFC 1035 and a port).
pub const MAX_DOMAIN: usize = 253;

/// The SS58 prefix of addresses, as in the chain's properties.
pub const SS58_PREFIX: u16 = 42;

/// The first moment that [`time`] cannot write with four digits of the year: 1 January 10000.
pub const END_OF_TIME: Moment = 253_402_300_800_000;

/// An address of the chain, in SS58.
pub fn address(account: &AccountId) -> String {
	account.to_ss58check_with_version(Ss58AddressFormat::custom(SS58_PREFIX))
}

/// The chain in the manner of CAIP-2: a name, and the first half of its identity. The digest of each message
/// binds the whole.
pub fn chain(chain: &ChainId) -> String {
	let mut name = String::from("seoul:");
	push_hex(&mut name, chain.get(..16).unwrap_or_default());
	name
}

/// Bytes in hexadecimal, without a prefix.
pub fn hex(bytes: &[u8]) -> String {
	let mut text = String::new();
	push_hex(&mut text, bytes);
	text
}

fn push_hex(text: &mut String, bytes: &[u8]) {
	for byte in bytes {
		// Writing into a string does not fail.
		let _ = write!(text, "{byte:02x}");
	}
}

/// A time in the manner of RFC 3339, to the millisecond and in UTC. Meant for times before [`END_OF_TIME`].
pub fn time(at: Moment) -> String {
	let days = at.checked_div(DAY).unwrap_or_default();
	let rest = at.checked_rem(DAY).unwrap_or_default();
	let (year, month, day) = date(days);
	let part = |unit: Moment, of: Moment| {
		rest.checked_div(unit)
			.and_then(|whole| whole.checked_rem(of))
			.unwrap_or_default()
	};
	format!(
		"{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{:03}Z",
		part(3_600_000, 24),
		part(60_000, 60),
		part(1_000, 60),
		part(1, 1_000),
	)
}

/// Year, month and day of the Gregorian calendar, so many days after 1 January 1970.
///
/// Counts from 1 March of the year 0, so that leap days end a year; an era is 400 years.
fn date(days: u64) -> (u64, u64, u64) {
	let div = |number: u64, by: u64| number.checked_div(by).unwrap_or_default();
	let days = days.saturating_add(719_468);
	let era = div(days, 146_097);
	let day_of_era = days.saturating_sub(era.saturating_mul(146_097));
	let year_of_era = div(
		day_of_era
			.saturating_sub(div(day_of_era, 1_460))
			.saturating_add(div(day_of_era, 36_524))
			.saturating_sub(div(day_of_era, 146_096)),
		365,
	);
	let day_of_year = day_of_era.saturating_sub(
		year_of_era
			.saturating_mul(365)
			.saturating_add(div(year_of_era, 4))
			.saturating_sub(div(year_of_era, 100)),
	);
	// From 0 for March.
	let month = div(day_of_year.saturating_mul(5).saturating_add(2), 153);
	let day = day_of_year
		.saturating_sub(div(month.saturating_mul(153).saturating_add(2), 5))
		.saturating_add(1);
	let year = era.saturating_mul(400).saturating_add(year_of_era);
	if month < 10 {
		(year, month.saturating_add(3), day)
	} else {
		(year.saturating_add(1), month.saturating_sub(9), day)
	}
}

/// Whether `domain` is a host name in lower case with or without a port, as `library.seoul.go.kr` or
/// `localhost:8080`.
///
/// What it lets pass has no space, slash or line break, so that nothing of a challenge can be forged through it.
pub fn is_domain(domain: &str) -> bool {
	let (host, port) = match domain.split_once(':') {
		Some((host, port)) => (host, Some(port)),
		None => (domain, None),
	};
	let is_label = |label: &str| {
		!label.is_empty()
			&& label.len() <= 63
			&& !label.starts_with('-')
			&& !label.ends_with('-')
			&& label
				.bytes()
				.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
	};
	let is_port = |port: &str| {
		!port.starts_with('0')
			&& port.bytes().all(|byte| byte.is_ascii_digit())
			&& port.parse::<u16>().is_ok()
	};
	domain.len() <= MAX_DOMAIN && host.split('.').all(is_label) && port.is_none_or(is_port)
}

/// Whether `line` is one line of printable ASCII. Wallets show anything else as hexadecimal.
pub fn is_plain_line(line: &str) -> bool {
	!line.is_empty() && line.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Computed apart, with Python's `datetime`.
	#[test]
	fn times_are_what_another_implementation_writes() {
		for (at, expected) in [
			(0, "1970-01-01T00:00:00.000Z"),
			(951_782_400_000, "2000-02-29T00:00:00.000Z"),
			(951_868_799_999, "2000-02-29T23:59:59.999Z"),
			(951_868_800_000, "2000-03-01T00:00:00.000Z"),
			(1_515_974_400_000, "2018-01-15T00:00:00.000Z"),
			(1_709_164_800_001, "2024-02-29T00:00:00.001Z"),
			(4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
			(END_OF_TIME - 1, "9999-12-31T23:59:59.999Z"),
		] {
			assert_eq!(time(at), expected);
		}
	}

	#[test]
	fn every_day_of_four_centuries_follows_the_one_before() {
		let is_leap = |year: u64| {
			(year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400)
		};
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
	fn host_names_with_or_without_a_port_are_domains() {
		for domain in [
			"library.seoul.go.kr",
			"localhost",
			"localhost:8080",
			"127.0.0.1:65535",
			"xn--3e0b707e.kr",
			"a",
		] {
			assert!(is_domain(domain), "{domain}");
		}
	}

	#[test]
	fn whatever_could_forge_a_line_of_a_challenge_is_no_domain() {
		let long = "a.".repeat(127) + "a";
		for domain in [
			"",
			".",
			"a..b",
			"-a.kr",
			"a-.kr",
			"A.kr",
			"도서관.kr",
			"a.kr ",
			"a.kr\n",
			"a.kr wants you to",
			"https://a.kr",
			"seoul/login/challenge/1",
			"a.kr/b",
			"a.kr:",
			"a.kr:0",
			"a.kr:080",
			"a.kr:65536",
			"a.kr:+80",
			"a.kr:80:80",
			"u@a.kr",
			&"a".repeat(64),
			&long,
		] {
			assert!(!is_domain(domain), "{domain}");
		}
	}

	#[test]
	fn an_address_has_the_prefix_of_the_chain() {
		let alice = AccountId::new(hex_literal::hex!(
			"d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"
		));
		assert_eq!(
			address(&alice),
			"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
		);
	}
}
