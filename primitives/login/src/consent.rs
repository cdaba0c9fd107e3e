// SPDX-License-Identifier: Apache-2.0

//! For what a citizen lets a facility use the login.
//!
//! The facility keeps the signed statement. The chain never sees it unless a node is asked about a login, and
//! stores nothing of it but, if the citizen revokes it, its digest, which the salt keeps from being guessed. So
//! the chain never lists who uses what.

use crate::{
	request::FacilityId,
	text::{self, Statement},
	ChainId, Message, Refusal,
};
use alloc::{format, string::String, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use seoul_chain_primitives::{chain::DAY, AccountId, Moment};
use serde::{Deserialize, Serialize};

/// How many purposes a facility has, and a consent covers, at most.
pub const MAX_PURPOSES: u32 = 8;

/// The longest text of a purpose in one language, in bytes.
pub const MAX_PURPOSE_TEXT: u32 = 120;

/// The longest time for which a consent can ever be given, in milliseconds. The chain keeps a revocation for as
/// long, and may set shorter terms.
pub const MAX_CONSENT_LIFETIME: Moment = 1_096 * DAY;

/// 동의 번호. The digest of a [`Consent`].
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Serialize,
	Deserialize,
)]
pub struct ConsentId(pub sp_core::H256);

/// 이용 목적. For what a facility uses a login, in both languages.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Purpose {
	/// 한국어. In Korean.
	pub korean: String,
	/// 영어. In English, one line of ASCII, which is what wallets show.
	pub english: String,
}

impl Purpose {
	/// Whether both texts are there, short enough, and one line each.
	pub fn is_valid(&self) -> bool {
		let fits =
			|line: &str| u32::try_from(line.len()).is_ok_and(|length| length <= MAX_PURPOSE_TEXT);
		fits(&self.korean)
			&& fits(&self.english)
			&& !self.korean.trim().is_empty()
			&& !self.korean.chars().any(char::is_control)
			&& text::is_plain_line(&self.english)
			&& !self.english.trim().is_empty()
	}
}

/// What a citizen states to a facility, once, and signs.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Consent {
	/// 체인. The chain on which the facility is registered.
	pub chain: ChainId,
	/// 시설 번호. Its number there.
	pub facility: FacilityId,
	/// 주소. The host name under which it is reached.
	pub domain: String,
	/// 계정. The card's account or a session key. A citizen who changes accounts consents anew.
	pub account: AccountId,
	/// 이용 목적. For what, word for word as the facility registered it.
	pub purposes: Vec<Purpose>,
	/// 동의 시각. Unix time in milliseconds.
	pub issued_at: Moment,
	/// 동의 만료 시각. Unix time in milliseconds.
	pub expires_at: Moment,
	/// 솔트. 32 random bytes, so that nobody guesses the digest.
	pub salt: [u8; 32],
}

impl Message for Consent {
	const TAG: &'static [u8] = b"seoul/login/consent/1";
}

impl Consent {
	/// By which it is revoked.
	pub fn id(&self) -> ConsentId {
		ConsentId(self.digest().into())
	}

	/// The text that the wallet shows and signs. The digest in it binds the Korean texts as well.
	pub fn text(&self) -> String {
		let mut text = Statement {
			domain: &self.domain,
			asks: "asks for your consent",
			account: &self.account,
			says: &format!(
				"You let facility {} use your login for the purposes below. You can revoke this at any time.",
				self.facility.0
			),
			chain: &self.chain,
			nonce: &self.salt,
			issued_at: self.issued_at,
			expires_at: self.expires_at,
			digest: self.digest(),
			facility: self.facility,
		}
		.text();
		for purpose in &self.purposes {
			text.push_str("\n- purpose: ");
			text.push_str(&purpose.english);
		}
		text
	}

	/// Succeeds if its fields make sense. Needs no state.
	pub fn check_form(&self) -> Result<(), Refusal> {
		let too_many =
			u32::try_from(self.purposes.len()).map_or(true, |number| number > MAX_PURPOSES);
		if too_many
			|| self.purposes.is_empty()
			|| !text::is_domain(&self.domain)
			|| !self.purposes.iter().all(Purpose::is_valid)
			|| self.issued_at >= self.expires_at
			|| self.expires_at >= text::END_OF_TIME
		{
			return Err(Refusal::ConsentMalformed);
		}
		if self.expires_at.saturating_sub(self.issued_at) > MAX_CONSENT_LIFETIME {
			return Err(Refusal::ConsentTooLong);
		}
		Ok(())
	}

	/// Succeeds if it is valid at `now`, by a clock that may be behind the facility's by so much.
	pub fn check_time(&self, now: Moment, tolerance: Moment) -> Result<(), Refusal> {
		if self.issued_at > now.saturating_add(tolerance) {
			return Err(Refusal::ConsentNotYetValid);
		}
		if now >= self.expires_at {
			return Err(Refusal::ConsentExpired);
		}
		Ok(())
	}
}

#[cfg(test)]
pub(crate) mod tests {
	use super::*;

	pub(crate) fn purpose() -> Purpose {
		Purpose {
			korean: "도서 대출".into(),
			english: "Lend books".into(),
		}
	}

	pub(crate) fn consent() -> Consent {
		Consent {
			chain: [7; 32],
			facility: FacilityId(3),
			domain: "library.seoul.go.kr".into(),
			account: AccountId::new([1; 32]),
			purposes: alloc::vec![purpose()],
			issued_at: 1_800_000_000_000,
			expires_at: 1_800_000_000_000 + 365 * DAY,
			salt: [2; 32],
		}
	}

	/// Computed apart, with Python's `hashlib.blake2b(…, digest_size=32)`.
	#[test]
	fn the_digest_is_what_another_implementation_computes() {
		assert_eq!(
			consent().digest(),
			hex_literal::hex!("b2dfbf7168147f7446e147b38a0a432d4f9d8f042a42444c16cb241c818048fd")
		);
	}

	#[test]
	fn the_text_is_the_one_that_other_implementations_must_write() {
		assert_eq!(
			consent().text(),
			"library.seoul.go.kr asks for your consent with your Seoul Chain account:
5C62Ck4UrFPiBtoCmeSrgF7x9yv9mn38446dhCpsi2mLHiFT

You let facility 3 use your login for the purposes below. You can revoke this at any time. This is not a transaction and costs nothing.

URI: https://library.seoul.go.kr
Version: 1
Chain ID: seoul:07070707070707070707070707070707
Nonce: 0202020202020202020202020202020202020202020202020202020202020202
Issued At: 2027-01-15T08:00:00.000Z
Expiration Time: 2028-01-15T08:00:00.000Z
Request ID: b2dfbf7168147f7446e147b38a0a432d4f9d8f042a42444c16cb241c818048fd
Resources:
- urn:seoul:facility:3
- purpose: Lend books"
		);
	}

	#[test]
	fn the_salt_hides_what_the_digest_is_of() {
		let one = consent();
		assert_ne!(
			one.id(),
			Consent {
				salt: [3; 32],
				..one
			}
			.id()
		);
	}

	#[test]
	fn the_wallet_shows_the_purposes_and_the_digest_binds_the_korean_words() {
		let one = consent();
		assert!(one
			.text()
			.ends_with("- urn:seoul:facility:3\n- purpose: Lend books"));
		assert!(one.text().is_ascii());
		let mut other = one.clone();
		other.purposes[0].korean = "광고".into();
		assert_ne!(one.text(), other.text());
	}

	#[test]
	fn a_consent_is_never_a_challenge() {
		let text = consent().text();
		assert!(!text.contains("wants you to sign in"));
		assert!(text.len() > 256);
	}

	#[test]
	fn a_purpose_is_one_line_in_each_language() {
		assert!(purpose().is_valid());
		for (korean, english) in [
			("", "Lend books"),
			("  ", "Lend books"),
			("도서\n대출", "Lend books"),
			("도서 대출", ""),
			("도서 대출", " "),
			("도서 대출", "Lend\n- urn:seoul:facility:9"),
			("도서 대출", "도서 대출"),
			("도서 대출", &"x".repeat(121)),
			(&"가".repeat(41), "Lend books"),
		] {
			let purpose = Purpose {
				korean: korean.into(),
				english: english.into(),
			};
			assert!(!purpose.is_valid(), "{purpose:?}");
		}
	}

	#[test]
	fn the_cheap_checks_say_what_is_wrong() {
		let one = consent();
		assert_eq!(one.check_form(), Ok(()));
		for (wrong, refusal) in [
			(
				Consent {
					domain: String::new(),
					..one.clone()
				},
				Refusal::ConsentMalformed,
			),
			(
				Consent {
					purposes: alloc::vec![],
					..one.clone()
				},
				Refusal::ConsentMalformed,
			),
			(
				Consent {
					purposes: alloc::vec![purpose(); 9],
					..one.clone()
				},
				Refusal::ConsentMalformed,
			),
			(
				Consent {
					expires_at: one.issued_at,
					..one.clone()
				},
				Refusal::ConsentMalformed,
			),
			(
				Consent {
					expires_at: one.issued_at + MAX_CONSENT_LIFETIME + 1,
					..one.clone()
				},
				Refusal::ConsentTooLong,
			),
		] {
			assert_eq!(wrong.check_form(), Err(refusal));
		}
		assert_eq!(
			one.check_time(one.issued_at - 1, 0),
			Err(Refusal::ConsentNotYetValid)
		);
		assert_eq!(one.check_time(one.issued_at - 1, 1), Ok(()));
		assert_eq!(
			one.check_time(one.expires_at, 0),
			Err(Refusal::ConsentExpired)
		);
	}
}
