// SPDX-License-Identifier: Apache-2.0

//! What a facility asks, and the text that is signed.

use crate::{
	request::FacilityId,
	text::{self, Statement},
	ChainId, Message, Refusal,
};
use alloc::{format, string::String};
use codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;
use seoul_chain_primitives::{
	chain::{MINUTE, SECOND},
	AccountId, Moment,
};

/// The longest time for which a challenge is valid, in milliseconds.
pub const MAX_CHALLENGE_LIFETIME: Moment = 10 * MINUTE;

/// By how much a facility's clock may be ahead of the time of the newest block, in milliseconds: a block is some
/// seconds old when it is asked.
pub const CLOCK_TOLERANCE: Moment = 60 * SECOND;

/// What a facility asks a citizen to sign.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
	/// 체인. The chain on which the facility is registered.
	pub chain: ChainId,
	/// 시설 번호. Its number there.
	pub facility: FacilityId,
	/// 주소. The host name under which it is reached, as the citizen's wallet sees it.
	pub domain: String,
	/// 계정. The card's account or the session key that is to sign.
	pub account: AccountId,
	/// 난수. 32 random bytes, never used before.
	pub nonce: [u8; 32],
	/// 발급 시각. Unix time in milliseconds.
	pub issued_at: Moment,
	/// 만료 시각. Unix time in milliseconds. From then on it is void.
	pub expires_at: Moment,
}

impl Message for Challenge {
	const TAG: &'static [u8] = b"seoul/login/challenge/1";
}

impl Challenge {
	/// The text that the wallet shows and signs, in the manner of CAIP-122.
	///
	/// Two challenges have the same text only if they are the same: its last but two lines carry the digest.
	pub fn text(&self) -> String {
		Statement {
			domain: &self.domain,
			asks: "wants you to sign in",
			account: &self.account,
			says: &format!("Log in to facility {}.", self.facility.0),
			chain: &self.chain,
			nonce: &self.nonce,
			issued_at: self.issued_at,
			expires_at: self.expires_at,
			digest: self.digest(),
			facility: self.facility,
		}
		.text()
	}

	/// Succeeds if its fields make sense. Needs no state.
	pub fn check_form(&self) -> Result<(), Refusal> {
		if !text::is_domain(&self.domain) {
			return Err(Refusal::MalformedDomain);
		}
		if self.issued_at >= self.expires_at || self.expires_at >= text::END_OF_TIME {
			return Err(Refusal::MalformedPeriod);
		}
		if self.expires_at.saturating_sub(self.issued_at) > MAX_CHALLENGE_LIFETIME {
			return Err(Refusal::LifetimeTooLong);
		}
		Ok(())
	}

	/// Succeeds if it is valid at `now`, by a clock that may be behind the facility's by so much.
	pub fn check_time(&self, now: Moment, tolerance: Moment) -> Result<(), Refusal> {
		if self.issued_at > now.saturating_add(tolerance) {
			return Err(Refusal::NotYetValid);
		}
		if now >= self.expires_at {
			return Err(Refusal::ChallengeExpired);
		}
		Ok(())
	}
}

#[cfg(test)]
pub(crate) mod tests {
	use super::*;
	use proptest::prelude::*;

	pub(crate) fn challenge() -> Challenge {
		Challenge {
			chain: [7; 32],
			facility: FacilityId(3),
			domain: "library.seoul.go.kr".into(),
			account: AccountId::new(hex_literal::hex!(
				"d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"
			)),
			nonce: [2; 32],
			issued_at: 1_800_000_000_000,
			expires_at: 1_800_000_120_000,
		}
	}

	#[test]
	fn the_text_is_the_one_that_other_implementations_must_write() {
		let challenge = challenge();
		let expected = alloc::format!(
			"library.seoul.go.kr wants you to sign in with your Seoul Chain account:
5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY

Log in to facility 3. This is not a transaction and costs nothing.

URI: https://library.seoul.go.kr
Version: 1
Chain ID: seoul:07070707070707070707070707070707
Nonce: 0202020202020202020202020202020202020202020202020202020202020202
Issued At: 2027-01-15T08:00:00.000Z
Expiration Time: 2027-01-15T08:02:00.000Z
Request ID: {}
Resources:
- urn:seoul:facility:3",
			text::hex(&challenge.digest())
		);
		assert_eq!(challenge.text(), expected);
	}

	/// Computed apart, with Python's `hashlib.blake2b(…, digest_size=32)`.
	#[test]
	fn the_digest_is_what_another_implementation_computes() {
		assert_eq!(
			challenge().digest(),
			hex_literal::hex!("e8708a6b499ad2c3a50ca6806116c175ba68e9392ab8cced27675992d445ec6c")
		);
	}

	#[test]
	fn every_field_changes_the_digest_and_the_text() {
		let one = challenge();
		let others = [
			Challenge {
				chain: [8; 32],
				..one.clone()
			},
			Challenge {
				facility: FacilityId(4),
				..one.clone()
			},
			Challenge {
				domain: "museum.seoul.go.kr".into(),
				..one.clone()
			},
			Challenge {
				account: AccountId::new([1; 32]),
				..one.clone()
			},
			Challenge {
				nonce: [3; 32],
				..one.clone()
			},
			Challenge {
				issued_at: one.issued_at + 1,
				..one.clone()
			},
			Challenge {
				expires_at: one.expires_at + 1,
				..one.clone()
			},
		];
		for other in others {
			assert_ne!(one.digest(), other.digest());
			assert_ne!(one.text(), other.text());
		}
		// Only the digest tells chains apart whose identities begin alike.
		let mut chain = [7; 32];
		chain[31] = 8;
		assert_ne!(one.text(), Challenge { chain, ..one }.text());
	}

	#[test]
	fn the_cheap_checks_say_what_is_wrong() {
		let one = challenge();
		assert_eq!(one.check_form(), Ok(()));
		for (wrong, refusal) in [
			(
				Challenge {
					domain: "a b".into(),
					..one.clone()
				},
				Refusal::MalformedDomain,
			),
			(
				Challenge {
					expires_at: one.issued_at,
					..one.clone()
				},
				Refusal::MalformedPeriod,
			),
			(
				Challenge {
					issued_at: text::END_OF_TIME - 1,
					expires_at: text::END_OF_TIME,
					..one.clone()
				},
				Refusal::MalformedPeriod,
			),
			(
				Challenge {
					expires_at: one.issued_at + MAX_CHALLENGE_LIFETIME + 1,
					..one.clone()
				},
				Refusal::LifetimeTooLong,
			),
		] {
			assert_eq!(wrong.check_form(), Err(refusal));
		}
	}

	#[test]
	fn a_challenge_is_valid_from_its_issue_to_its_end() {
		let one = challenge();
		assert_eq!(one.check_time(one.issued_at, 0), Ok(()));
		assert_eq!(
			one.check_time(one.issued_at - 1, 0),
			Err(Refusal::NotYetValid)
		);
		assert_eq!(
			one.check_time(one.issued_at - CLOCK_TOLERANCE, CLOCK_TOLERANCE),
			Ok(())
		);
		assert_eq!(
			one.check_time(one.issued_at - CLOCK_TOLERANCE - 1, CLOCK_TOLERANCE),
			Err(Refusal::NotYetValid)
		);
		assert_eq!(one.check_time(one.expires_at - 1, 0), Ok(()));
		assert_eq!(
			one.check_time(one.expires_at, 0),
			Err(Refusal::ChallengeExpired)
		);
	}

	proptest! {
		/// Longer than what of a transaction is signed as it is, never begun like a message in SCALE, and ASCII,
		/// so that wallets show it.
		#[test]
		fn the_text_can_never_be_taken_for_anything_else(
			chain in any::<[u8; 32]>(),
			facility in any::<u32>(),
			domain in "[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?(\\.[a-z]{2,8}){0,3}",
			account in any::<[u8; 32]>(),
			nonce in any::<[u8; 32]>(),
			issued_at in 0..text::END_OF_TIME - MAX_CHALLENGE_LIFETIME,
			lifetime in 1..=MAX_CHALLENGE_LIFETIME,
		) {
			let challenge = Challenge {
				chain,
				facility: FacilityId(facility),
				domain,
				account: AccountId::new(account),
				nonce,
				issued_at,
				expires_at: issued_at + lifetime,
			};
			prop_assert_eq!(challenge.check_form(), Ok(()));
			let text = challenge.text();
			prop_assert!(text.len() > 256);
			prop_assert!(text.is_ascii());
			let before_space = text.split(' ').next().unwrap_or_default();
			prop_assert!(!before_space.contains('/'));
			prop_assert_eq!(text.lines().count(), 14);
		}
	}
}
