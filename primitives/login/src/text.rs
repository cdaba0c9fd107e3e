// SPDX-License-Identifier: Apache-2.0

//! Times, addresses and host names as they are signed, and the lines that every signed text has.

use crate::{request::FacilityId, ChainId};
use alloc::{format, string::String};
use core::fmt::Write;
use seoul_chain_primitives::{calendar::date, chain::DAY, AccountId, Moment};
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

/// What every text says that a wallet shows and signs, in the manner of CAIP-122.
pub(crate) struct Statement<'a> {
	/// The host name of who asks.
	pub domain: &'a str,
	/// What it asks for.
	pub asks: &'static str,
	/// Who is to sign.
	pub account: &'a AccountId,
	/// What the signature is for, as sentences.
	pub says: &'a str,
	/// The chain on which the facility is registered.
	pub chain: &'a ChainId,
	/// Random bytes of this text alone.
	pub nonce: &'a [u8; 32],
	/// From when it counts.
	pub issued_at: Moment,
	/// Until when it counts.
	pub expires_at: Moment,
	/// The digest of the message that the text is made of.
	pub digest: [u8; 32],
	/// The facility that asks.
	pub facility: FacilityId,
}

impl Statement<'_> {
	/// Its lines; the last has no end, so that a message can add lines of its own.
	pub fn text(&self) -> String {
		format!(
			"{domain} {asks} with your Seoul Chain account:\n\
			{address}\n\
			\n\
			{says} This is not a transaction and costs nothing.\n\
			\n\
			URI: https://{domain}\n\
			Version: 1\n\
			Chain ID: {chain}\n\
			Nonce: {nonce}\n\
			Issued At: {issued_at}\n\
			Expiration Time: {expires_at}\n\
			Request ID: {digest}\n\
			Resources:\n\
			- urn:seoul:facility:{facility}",
			domain = self.domain,
			asks = self.asks,
			address = address(self.account),
			says = self.says,
			chain = chain(self.chain),
			nonce = hex(self.nonce),
			issued_at = time(self.issued_at),
			expires_at = time(self.expires_at),
			digest = hex(&self.digest),
			facility = self.facility.0,
		)
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
