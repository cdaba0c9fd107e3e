// SPDX-License-Identifier: Apache-2.0

//! A question to a registrar, and the signature that says whose it is.
//!
//! What is signed names the VIN or plate by a salted commitment. The office is told the salt and the text
//! and checks them; its journal keeps the commitment and the signature, but not the salt. So the journal
//! proves who asked when and why, and nobody who reads it finds the VIN by trying.

use crate::{
	error::{text, Failure, Result},
	keys::{self, wrapped, SigningKey, SS58_PREFIX},
	tags::{Plate, Secret, Vin, SECRET_LENGTH},
};
use codec::Encode;
use seoul_chain_primitives::DocumentCommitment;
use serde::{Deserialize, Serialize};
use sp_core::{sr25519, Pair, H256};
use sp_runtime::AccountId32;
use zeroize::Zeroizing;

/// Separates this signature from every other use of the key.
const DOMAIN: &str = "seoul/registrar-lookup/1";
pub const NONCE_LENGTH: usize = 16;
/// In characters: enough for a case number and a sentence.
const LONGEST_REASON: usize = 500;

/// By what a car is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Subject {
	/// 차대번호.
	#[codec(index = 0)]
	Vin,
	/// 등록번호.
	#[codec(index = 1)]
	Plate,
}

/// What is signed.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Signed {
	/// The chain on which the account is a delegate: its first block.
	pub chain: Hex<32>,
	/// The office that is asked, by the name under which it is reached.
	pub office: String,
	pub account: Hex<32>,
	pub subject: Subject,
	/// BLAKE2b-256 of the salt and the VIN or plate.
	pub commitment: Hex<32>,
	pub reason: String,
	pub nonce: Hex<NONCE_LENGTH>,
	/// Unix time in milliseconds.
	pub time: u64,
}

/// A question as it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Question {
	pub signed: Signed,
	pub signature: Hex<64>,
	/// The VIN or plate in clear, for the office only.
	pub text: String,
	/// The salt of the commitment, for the office only.
	pub salt: Hex<SECRET_LENGTH>,
}

/// Bytes that JSON shows as `0x…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode)]
pub struct Hex<const N: usize>(pub [u8; N]);

impl<const N: usize> Serialize for Hex<N> {
	fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(&format!("0x{}", hex::encode(self.0)))
	}
}

impl<'de, const N: usize> Deserialize<'de> for Hex<N> {
	fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		let text = String::deserialize(deserializer)?;
		let mut bytes = [0; N];
		text.strip_prefix("0x")
			.and_then(|digits| hex::decode_to_slice(digits, &mut bytes).ok())
			.map(|()| Self(bytes))
			.ok_or_else(|| serde::de::Error::custom(format!("0x and {N} bytes are expected")))
	}
}

/// What is asked for, in its one spelling.
pub enum Asked {
	Vin(Vin),
	Plate(Plate),
}

impl Asked {
	pub fn parse(subject: Subject, text: &str) -> Result<Self> {
		match subject {
			Subject::Vin => Vin::parse(text).map(Self::Vin),
			Subject::Plate => Plate::parse(text).map(Self::Plate),
		}
	}

	pub const fn subject(&self) -> Subject {
		match self {
			Self::Vin(_) => Subject::Vin,
			Self::Plate(_) => Subject::Plate,
		}
	}

	pub fn text(&self) -> &str {
		match self {
			Self::Vin(vin) => vin.as_str(),
			Self::Plate(plate) => plate.as_str(),
		}
	}
}

/// Why somebody asks: one line of text.
pub fn check_reason(reason: &str) -> Result<()> {
	let length = reason.chars().count();
	if reason.trim().is_empty() || length > LONGEST_REASON || reason.chars().any(char::is_control) {
		return Err(Failure::input(
			"ReasonUnusable",
			text!(
				"조회 사유를 한 줄로, {LONGEST_REASON}자 이내로 쓰십시오(사건 번호 포함).",
				"Give the reason, with the case number, in one line of at most {LONGEST_REASON} characters."
			),
		));
	}
	Ok(())
}

fn signed_bytes(signed: &Signed) -> Vec<u8> {
	wrapped(DOMAIN, &signed.encode())
}

/// Whether `signature` is that of the account that `signed` names.
pub fn is_signed(signed: &Signed, signature: &Hex<64>) -> bool {
	sr25519::Pair::verify(
		&sr25519::Signature::from(signature.0),
		signed_bytes(signed),
		&sr25519::Public::from(signed.account.0),
	)
}

/// What a question says beside the VIN or plate.
pub struct Circumstances {
	pub chain: H256,
	pub office: String,
	pub reason: String,
	pub nonce: [u8; NONCE_LENGTH],
	pub time: u64,
}

impl Question {
	pub fn sign(
		asked: &Asked,
		circumstances: Circumstances,
		salt: &Secret,
		key: &SigningKey,
	) -> Result<Self> {
		check_reason(&circumstances.reason)?;
		let account: [u8; 32] = key.account().clone().into();
		let commitment = DocumentCommitment::new(salt, asked.text().as_bytes());
		let signed = Signed {
			chain: Hex(circumstances.chain.0),
			office: circumstances.office,
			account: Hex(account),
			subject: asked.subject(),
			commitment: Hex(commitment.0 .0),
			reason: circumstances.reason,
			nonce: Hex(circumstances.nonce),
			time: circumstances.time,
		};
		let signature = key.sign_sr25519(&signed_bytes(&signed))?;
		Ok(Self {
			signature: Hex(signature.0),
			signed,
			text: asked.text().to_owned(),
			salt: Hex(**salt),
		})
	}

	/// What is asked for, if the signature and the commitment hold.
	pub fn check(&self) -> Result<Asked> {
		check_reason(&self.signed.reason)?;
		if !is_signed(&self.signed, &self.signature) {
			return Err(Failure::refused(
				"SignatureWrong",
				text!(
					"서명이 맞지 않습니다.",
					"The signature does not fit the question."
				),
			));
		}
		let asked = Asked::parse(self.signed.subject, &self.text)?;
		let salt = Zeroizing::new(self.salt.0);
		let commitment = DocumentCommitment::new(&salt, asked.text().as_bytes());
		if commitment.0 .0 != self.signed.commitment.0 {
			return Err(Failure::refused(
				"CommitmentWrong",
				text!(
					"서명된 조회 대상과 다른 차대번호 또는 등록번호입니다.",
					"The VIN or plate is not the one that was signed for."
				),
			));
		}
		Ok(asked)
	}

	pub fn account(&self) -> AccountId32 {
		self.signed.account.0.into()
	}

	pub fn address(&self) -> String {
		keys::address(&self.account(), SS58_PREFIX)
	}
}

#[cfg(test)]
pub mod tests {
	use super::*;
	use crate::keys::Scheme;

	pub const VIN: &str = "KMHSE0UL0PA000001";

	pub fn key(uri: &str) -> SigningKey {
		SigningKey::from_secret(uri, Scheme::Sr25519).unwrap()
	}

	pub fn question(uri: &str, nonce: u8, time: u64) -> Question {
		Question::sign(
			&Asked::parse(Subject::Vin, VIN).unwrap(),
			Circumstances {
				chain: H256::repeat_byte(9),
				office: "lookup.example".into(),
				reason: "2026가단1234 사고 조사".into(),
				nonce: [nonce; NONCE_LENGTH],
				time,
			},
			&Zeroizing::new([5; 32]),
			&key(uri),
		)
		.unwrap()
	}

	#[test]
	fn a_question_is_whose_it_says_and_about_what_it_says() {
		let asked = question("//Two", 1, 1_000).check().unwrap();
		assert_eq!(asked.subject(), Subject::Vin);
		assert_eq!(asked.text(), VIN);
	}

	#[test]
	fn every_signed_part_is_bound_by_the_signature() {
		let good = question("//Two", 1, 1_000);
		let changes: [&dyn Fn(&mut Question); 9] = [
			&|q| q.signed.chain.0[0] ^= 1,
			&|q| q.signed.office.push('.'),
			&|q| q.signed.account = question("//One", 1, 1_000).signed.account,
			&|q| q.signed.subject = Subject::Plate,
			&|q| q.signed.commitment.0[31] ^= 1,
			&|q| q.signed.reason.push('!'),
			&|q| q.signed.nonce.0[0] ^= 1,
			&|q| q.signed.time += 1,
			&|q| q.signature.0[0] ^= 1,
		];
		for change in changes {
			let mut altered = good.clone();
			change(&mut altered);
			assert_eq!(altered.check().err().unwrap().code, "SignatureWrong");
		}
	}

	#[test]
	fn another_car_than_the_one_signed_for_is_refused() {
		let mut other = question("//Two", 1, 1_000);
		other.text = "KNASE0UL0JA000002".into();
		assert_eq!(other.check().err().unwrap().code, "CommitmentWrong");
		let mut other = question("//Two", 1, 1_000);
		other.salt.0[0] ^= 1;
		assert_eq!(other.check().err().unwrap().code, "CommitmentWrong");
		let mut other = question("//Two", 1, 1_000);
		other.text = "not".into();
		assert_eq!(other.check().err().unwrap().code, "VinForbiddenLetter");
	}

	#[test]
	fn a_reason_is_one_line_with_words_in_it() {
		assert!(check_reason("2026가단1234").is_ok());
		for reason in ["", "  ", "a\nb", "a\u{0}b", &"가".repeat(501)] {
			assert_eq!(check_reason(reason).unwrap_err().code, "ReasonUnusable");
		}
	}

	#[test]
	fn the_signature_is_for_nothing_else() {
		let question = question("//Two", 1, 1_000);
		let bytes = signed_bytes(&question.signed);
		assert!(bytes.starts_with(b"<Bytes>seoul/registrar-lookup/1\0"));
		assert!(bytes.ends_with(b"</Bytes>"));
		// The bare structure, as another protocol might sign it, is not what was signed.
		assert!(!sr25519::Pair::verify(
			&sr25519::Signature::from(question.signature.0),
			question.signed.encode(),
			&sr25519::Public::from(question.signed.account.0),
		));
	}

	#[test]
	fn json_carries_a_question_unchanged_and_nothing_beside_it() {
		let question = question("//Two", 1, 1_000);
		let text = serde_json::to_string(&question).unwrap();
		assert_eq!(serde_json::from_str::<Question>(&text).unwrap(), question);
		let added = text.replacen('{', "{\"extra\":1,", 1);
		assert!(serde_json::from_str::<Question>(&added).is_err());
		let short = text.replacen("0x", "0x00", 1);
		assert!(serde_json::from_str::<Question>(&short).is_err());
	}
}
