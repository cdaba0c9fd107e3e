// SPDX-License-Identifier: Apache-2.0

//! What a node is asked, and what it answers.

use crate::{
	credential::{CredentialValue, Disclosure, SchemaId},
	ChainId, Challenge, Consent, ConsentId,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use seoul_chain_primitives::{AccountId, CitizenIndex, Moment, Signature};
use serde::{Deserialize, Serialize};

/// What separates subjects from everything else that is hashed.
pub const SUBJECT_TAG: &[u8] = b"seoul/login/subject/1";

/// How many predicates a facility requires at most.
pub const MAX_REQUIREMENTS: u32 = 8;

/// 시설 번호. Number of a facility, in order of registration.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Serialize,
	Deserialize,
)]
pub struct FacilityId(pub u32);

/// 자격 일괄 번호. Number of a batch of credentials, in order of publication.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Serialize,
	Deserialize,
)]
pub struct BatchId(pub u64);

/// 가명 번호. By what a facility knows a citizen. Stays when the citizen changes accounts.
///
/// Another facility knows the same citizen by another. But whoever reads the chain can compute it for each card:
/// in a wallet login it keeps nobody from comparing notes.
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
	Hash,
)]
pub struct Subject(pub [u8; 32]);

/// `blake2_256(SCALE(tag, chain, facility, citizen))`.
pub fn subject_of(chain: &ChainId, facility: FacilityId, citizen: CitizenIndex) -> Subject {
	Subject(sp_io::hashing::blake2_256(
		&(SUBJECT_TAG, chain, facility, citizen).encode(),
	))
}

/// 서명된 동의. A consent and its signature.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct SignedConsent {
	/// 동의. What was consented to.
	pub consent: Consent,
	/// 서명. By the account in it.
	pub signature: Signature,
}

/// 로그인 요청. What a facility shows to a node.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct LoginRequest {
	/// 질문. What was asked.
	pub challenge: Challenge,
	/// 서명. By the account in the challenge, over its text.
	pub signature: Signature,
	/// 동의. The one that the facility keeps, if it has one.
	pub consent: Option<SignedConsent>,
	/// 자격. One credential for each predicate that the facility requires, and no others.
	pub disclosures: Vec<Disclosure>,
}

/// 자격 요건 충족. A predicate that holds for a citizen.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Serialize,
	Deserialize,
)]
pub struct Predicate {
	/// 자격 종류. What kind.
	pub schema: SchemaId,
	/// 자격 값. Its value.
	pub value: CredentialValue,
}

/// 로그인 허용. Who logged in.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Granted {
	/// 가명 번호. By what this facility knows the citizen.
	pub subject: Subject,
	/// 자격. The predicates that the facility requires, each of which holds.
	pub predicates: Vec<Predicate>,
	/// 출입 허가 만료 시각. Until when the facility may act on this answer: the earliest of the pass lifetime,
	/// the end of the session, of the consent and of the credentials. Unix time in milliseconds.
	pub expires_at: Moment,
}

/// 로그인 유지 확인. Whether a login still stands, without a signature.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Standing {
	/// 시설 번호. The facility.
	pub facility: FacilityId,
	/// 계정. Who signed the challenge.
	pub account: AccountId,
	/// 동의 번호. The consent that the login rests on.
	pub consent: ConsentId,
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Computed apart, with Python's `hashlib.blake2b(…, digest_size=32)`.
	#[test]
	fn a_subject_is_what_another_implementation_computes() {
		assert_eq!(
			subject_of(&[7; 32], FacilityId(3), CitizenIndex(1_001)).0,
			hex_literal::hex!("118e2c4afb0a61a24670d50ccd87397c4b18613605e293292b9bfee4f308b5ce")
		);
	}

	#[test]
	fn facility_citizen_and_chain_each_change_the_subject() {
		let one = subject_of(&[7; 32], FacilityId(1), CitizenIndex(1));
		assert_ne!(one, subject_of(&[8; 32], FacilityId(1), CitizenIndex(1)));
		assert_ne!(one, subject_of(&[7; 32], FacilityId(2), CitizenIndex(1)));
		assert_ne!(one, subject_of(&[7; 32], FacilityId(1), CitizenIndex(2)));
	}
}
