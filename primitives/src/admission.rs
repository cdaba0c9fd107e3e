// SPDX-License-Identifier: Apache-2.0

//! Which accounts the city has admitted: people who may act without owning tokens.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// 계정 등급. For what the city admitted an account.
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
pub enum AccountClass {
	/// 시민. A citizen with an active card.
	#[codec(index = 0)]
	Citizen,
	/// 기업. Who acts for a company: a merchant, a contractor, a dealer.
	#[codec(index = 1)]
	Business,
	/// 기관. Who acts for a public institution.
	#[codec(index = 2)]
	Agency,
	/// 거버넌스. A councillor, a member of the technical committee, a validator's account.
	#[codec(index = 3)]
	Governance,
	/// 투표 열쇠. A key that votes in one anonymous poll, and can do nothing else.
	#[codec(index = 4)]
	Voter,
}

/// Says whether an account is admitted now.
pub trait Admission<AccountId> {
	/// The class of the account, or nothing if it is not admitted (any more).
	fn class_of(who: &AccountId) -> Option<AccountClass>;
}

/// Whoever knows first says it.
impl<AccountId, First: Admission<AccountId>, Second: Admission<AccountId>> Admission<AccountId>
	for (First, Second)
{
	fn class_of(who: &AccountId) -> Option<AccountClass> {
		First::class_of(who).or_else(|| Second::class_of(who))
	}
}

/// Is told when an account is admitted.
///
/// An admitted account exists without a balance, and its nonce never starts anew, so that no old
/// transaction can be replayed.
pub trait OnAdmission<AccountId> {
	/// The account is admitted. Can be told again of the same one.
	fn on_admitted(who: &AccountId);
}

impl<AccountId> OnAdmission<AccountId> for () {
	fn on_admitted(_: &AccountId) {}
}
