// SPDX-License-Identifier: Apache-2.0

//! Numbers as people type them: cars, parties, hashes.

use crate::error::{text, Failure, Result};
use serde_json::{json, Value as Json};

/// `citizen:1001` or `agency:6`, as the chain's party.
pub fn party(text: &str) -> Result<Json> {
	let unreadable = || {
		Failure::input(
			"PartyUnreadable",
			text!(
				"{text}은(는) 당사자가 아닙니다. citizen:카드번호 또는 agency:기관번호로 쓰십시오(예: citizen:1001).",
				"{text} is no party. Write citizen:NUMBER or agency:NUMBER, as in citizen:1001."
			),
		)
	};
	let (kind, number) = text.split_once(':').ok_or_else(unreadable)?;
	match kind.to_ascii_lowercase().as_str() {
		"citizen" | "시민" => {
			let number: u64 = number.parse().map_err(|_| unreadable())?;
			Ok(json!({"Citizen": number.to_string()}))
		},
		"agency" | "기관" => {
			let number: u32 = number.parse().map_err(|_| unreadable())?;
			Ok(json!({ "Agency": number }))
		},
		_ => Err(unreadable()),
	}
}

/// `0x` and so many bytes, in small letters.
pub fn hexadecimal(text: &str, bytes: usize) -> Option<String> {
	let digits = text.strip_prefix("0x")?;
	let fits = digits.len() == bytes * 2 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
	fits.then(|| text.to_ascii_lowercase())
}

/// The number of a car.
pub fn vehicle_id(text: &str) -> Result<String> {
	hexadecimal(text, 16).ok_or_else(|| {
		Failure::input(
			"VehicleIdUnreadable",
			text!(
				"{text}은(는) 차량 번호가 아닙니다. 0x와 16진수 32자리로 쓰십시오.",
				"{text} is no number of a car: it is 0x and 32 hexadecimal digits."
			),
		)
	})
}

/// The hash of a block.
pub fn block_hash(text: &str) -> Result<String> {
	hexadecimal(text, 32).ok_or_else(|| {
		Failure::input(
			"BlockHashUnreadable",
			text!(
				"{text}은(는) 블록 해시가 아닙니다. 0x와 16진수 64자리로 쓰십시오.",
				"{text} is no hash of a block: it is 0x and 64 hexadecimal digits."
			),
		)
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn parties_are_citizens_and_agencies() {
		assert_eq!(party("citizen:1001").unwrap(), json!({"Citizen": "1001"}));
		assert_eq!(
			party("citizen:18446744073709551615").unwrap(),
			json!({"Citizen": "18446744073709551615"})
		);
		assert_eq!(party("Agency:6").unwrap(), json!({"Agency": 6}));
		assert_eq!(party("기관:6").unwrap(), json!({"Agency": 6}));
		for text in [
			"1001",
			"citizen:",
			"citizen:-1",
			"agency:4294967296",
			"dealer:6",
			"citizen: 1",
		] {
			assert_eq!(party(text).unwrap_err().code, "PartyUnreadable", "{text}");
		}
	}

	#[test]
	fn numbers_of_cars_and_blocks_have_their_length() {
		let id = format!("0x{}", "aB".repeat(16));
		assert_eq!(vehicle_id(&id).unwrap(), id.to_lowercase());
		for text in [
			"",
			"0x",
			"0x12",
			&id[2..],
			&format!("{id}00"),
			&id.replace('a', "g"),
		] {
			assert_eq!(
				vehicle_id(text).unwrap_err().code,
				"VehicleIdUnreadable",
				"{text}"
			);
			assert_eq!(block_hash(text).unwrap_err().code, "BlockHashUnreadable");
		}
	}
}
