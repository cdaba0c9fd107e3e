// SPDX-License-Identifier: Apache-2.0

//! What the register of facilities stores.

use alloc::string::String;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedBTreeSet, BoundedVec};
use scale_info::TypeInfo;
use seoul_chain_login::{
	consent::MAX_PURPOSE_TEXT, text, CredentialValue, Purpose, SchemaId, MAX_CONSENT_LIFETIME,
	MAX_PURPOSES, MAX_REQUIREMENTS,
};
use seoul_chain_primitives::{chain::DAY, dated, AgencyId, CitizenIndex, Moment};
use serde::{Deserialize, Serialize};
use sp_core::H256;

/// The longest name of a facility or a kind of credential, in bytes.
pub const MAX_NAME: u32 = 120;
/// The longest host name, in bytes.
pub const MAX_DOMAIN: u32 = 253;
/// How many values of a credential a facility names at most: as many as there are districts.
pub const MAX_VALUES: u32 = 25;
/// How many agencies attest one kind of credential at most.
pub const MAX_ISSUERS: u32 = 64;
/// How many credentials are revoked in one call at most.
pub const MAX_REVOKED: u32 = 100;
/// How many entries that serve nothing any more one call removes at most.
pub const MAX_FORGOTTEN: u32 = 100;
/// How many sessions one citizen has at most, closed ones that have not expired among them.
pub const MAX_SESSIONS: u32 = 8;
/// How many dated terms are kept.
pub const MAX_DATED_TERMS: u32 = 16;

/// A name, in UTF-8.
pub type Name = BoundedVec<u8, ConstU32<MAX_NAME>>;
/// A host name in lower case, with or without a port.
pub type Domain = BoundedVec<u8, ConstU32<MAX_DOMAIN>>;

/// Whether `name` is UTF-8 with something to read, on one line.
pub(crate) fn is_name(name: &[u8]) -> bool {
	core::str::from_utf8(name)
		.is_ok_and(|name| !name.trim().is_empty() && !name.chars().any(char::is_control))
}

/// 이용 목적. For what a facility uses logins, in both languages.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct FacilityPurpose {
	/// 한국어. In Korean, UTF-8.
	pub korean: BoundedVec<u8, ConstU32<MAX_PURPOSE_TEXT>>,
	/// 영어. In English, one line of ASCII: what wallets show before the citizen signs.
	pub english: BoundedVec<u8, ConstU32<MAX_PURPOSE_TEXT>>,
}

impl FacilityPurpose {
	/// Whether both texts can stand in a consent.
	pub fn is_valid(&self) -> bool {
		let english = core::str::from_utf8(&self.english);
		is_name(&self.korean) && is_name(&self.english) && english.is_ok_and(text::is_plain_line)
	}

	/// Whether a consent names it, word for word.
	pub fn is_named_in(&self, consent: &seoul_chain_login::Consent) -> bool {
		consent.purposes.iter().any(|purpose| {
			purpose.korean.as_bytes() == self.korean.as_slice()
				&& purpose.english.as_bytes() == self.english.as_slice()
		})
	}
}

/// As it stands in a consent.
impl From<&FacilityPurpose> for Purpose {
	fn from(purpose: &FacilityPurpose) -> Self {
		Self {
			korean: String::from_utf8_lossy(&purpose.korean).into_owned(),
			english: String::from_utf8_lossy(&purpose.english).into_owned(),
		}
	}
}

/// 허용 값. Which values of a credential a facility accepts.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub enum Accepted {
	/// 모든 값. Whichever the value is.
	#[codec(index = 0)]
	Anything,
	/// 목록. Any of these, in rising order.
	#[codec(index = 1)]
	OneOf {
		/// 값 목록. The values.
		values: BoundedVec<CredentialValue, ConstU32<MAX_VALUES>>,
	},
	/// 범위. Any from the lowest to the highest.
	#[codec(index = 2)]
	Between {
		/// 최솟값. The lowest.
		lowest: CredentialValue,
		/// 최댓값. The highest.
		highest: CredentialValue,
	},
}

impl Accepted {
	/// Whether some value is accepted, and none is named twice.
	pub fn is_valid(&self) -> bool {
		match self {
			Self::Anything => true,
			Self::OneOf { values } => {
				!values.is_empty()
					&& values
						.iter()
						.zip(values.iter().skip(1))
						.all(|(one, next)| one < next)
			},
			Self::Between { lowest, highest } => lowest <= highest,
		}
	}

	/// Whether `value` is accepted.
	pub fn accepts(&self, value: CredentialValue) -> bool {
		match self {
			Self::Anything => true,
			Self::OneOf { values } => values.contains(&value),
			Self::Between { lowest, highest } => (*lowest..=*highest).contains(&value),
		}
	}
}

/// 자격 요건. A predicate that must hold for whoever logs in.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Requirement {
	/// 자격 종류. The kind of credential.
	pub schema: SchemaId,
	/// 허용 값. Which values suffice.
	pub accepted: Accepted,
}

/// 시설 정보. What an agency says of a facility.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct FacilityDetails {
	/// 한국어 이름. Its name in Korean.
	pub korean_name: Name,
	/// 영어 이름. Its name in English.
	pub english_name: Name,
	/// 주소. The host name under which citizens reach it.
	pub domain: Domain,
	/// 이용 목적. For what it uses logins. Citizens consent to these words; other words need another consent.
	pub purposes: BoundedVec<FacilityPurpose, ConstU32<MAX_PURPOSES>>,
	/// 자격 요건. What must hold for whoever logs in, in rising order of kind.
	pub requirements: BoundedVec<Requirement, ConstU32<MAX_REQUIREMENTS>>,
	/// 출입 허가 유효 기간. How long a login counts before it is asked for again, in milliseconds.
	pub pass_lifetime: Moment,
}

/// 시설 상태. Whether citizens can log in.
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
)]
pub enum FacilityStatus {
	/// 운영 중. They can.
	#[codec(index = 0)]
	Open,
	/// 폐쇄. They can not, for ever.
	#[codec(index = 1)]
	Closed {
		/// 폐쇄 시각. Since when.
		since: Moment,
	},
}

/// 시설. A place or a web site that citizens log in to.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Facility {
	/// 운영 기관. The agency that runs it.
	pub agency: AgencyId,
	/// 시설 정보. What the agency says of it.
	pub details: FacilityDetails,
	/// 상태. Whether citizens can log in.
	pub status: FacilityStatus,
}

/// Agencies that attest one kind of credential.
pub type Issuers = BoundedBTreeSet<AgencyId, ConstU32<MAX_ISSUERS>>;

/// 자격 종류. A kind of credential.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Schema {
	/// 한국어 이름. Its name in Korean.
	pub korean_name: Name,
	/// 영어 이름. Its name in English, with what the values mean.
	pub english_name: Name,
	/// 발급 기관. Who attests it. Of an agency that is taken out, no credential of this kind counts any more.
	pub issuers: Issuers,
}

/// 자격 일괄. Many credentials under one root.
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
)]
pub struct Batch {
	/// 발급 기관. The agency that published it.
	pub agency: AgencyId,
	/// 루트. The root of the tree of commitments.
	pub root: H256,
	/// 만료 시각. When all of them expire: the end of a cohort, never a date of one credential.
	pub expires_at: Moment,
	/// 상태. Whether they count.
	pub status: BatchStatus,
}

/// 자격 일괄 상태. Whether the credentials of a batch count.
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
)]
pub enum BatchStatus {
	/// 유효. They count, but for those that are revoked one by one.
	#[codec(index = 0)]
	Published,
	/// 폐기. None of them counts.
	#[codec(index = 1)]
	Revoked {
		/// 폐기 시각. Since when.
		since: Moment,
	},
}

/// 로그인 세션. A key that logs a citizen in for a time.
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
)]
pub struct Session {
	/// 카드 번호. Whom it logs in.
	pub citizen: CitizenIndex,
	/// 세션 만료 시각. Until when.
	pub expires_at: Moment,
	/// 상태. Whether it still does.
	pub status: SessionStatus,
}

/// 세션 상태. Whether a session key logs its citizen in.
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
)]
pub enum SessionStatus {
	/// 열림. It does, until it expires.
	#[codec(index = 0)]
	Open,
	/// 닫힘. It does no more. Remembered until it would have expired, or until its place is needed.
	#[codec(index = 1)]
	Closed {
		/// 닫은 시각. Since when.
		since: Moment,
	},
}

/// 세션 종료 사유. Why a session was closed.
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
)]
pub enum SessionEnd {
	/// 시민. The citizen closed it.
	#[codec(index = 0)]
	Citizen,
	/// 카드 정지 또는 종료. The card was suspended or ended.
	#[codec(index = 1)]
	Card,
	/// 계정 변경. The citizen changed accounts.
	#[codec(index = 2)]
	AccountChanged,
}

/// 로그인 기준. Periods that the city sets, in milliseconds, dated by the calls that set them.
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
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct LoginTerms {
	/// 출입 허가 최장 기간. The longest that a facility lets a login count: 1 day.
	pub longest_pass: Moment,
	/// 세션 최장 기간. The longest that a session key logs in: 90 days.
	pub longest_session: Moment,
	/// 동의 최장 기간. The longest for which a citizen consents: 1 year.
	pub longest_consent: Moment,
	/// 자격 만료 단위. Credentials expire at multiples of this: 90 days.
	pub credential_cohort: Moment,
	/// 자격 최장 기간. The longest that a credential counts: 3 years.
	pub longest_credential: Moment,
}

impl Default for LoginTerms {
	fn default() -> Self {
		Self {
			longest_pass: DAY,
			longest_session: DAY.saturating_mul(90),
			longest_consent: DAY.saturating_mul(365),
			credential_cohort: DAY.saturating_mul(90),
			longest_credential: DAY.saturating_mul(1_095),
		}
	}
}

impl LoginTerms {
	/// Whether every period can be kept: none is zero, the chain can remember for as long as a consent lasts that
	/// it was revoked, and a credential reaches the end of a cohort.
	pub fn is_valid(&self) -> bool {
		self.longest_pass > 0
			&& self.longest_session > 0
			&& self.longest_consent > 0
			&& self.longest_consent <= MAX_CONSENT_LIFETIME
			&& self.credential_cohort > 0
			&& self.longest_credential >= self.credential_cohort
	}
}

/// 시행일이 있는 로그인 기준. Terms and the time from which they apply.
pub type DatedTerms = dated::DatedTerms<Moment, LoginTerms>;

/// 남은 기록. Whether something is left of a batch that is being removed.
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
)]
pub enum Remainder {
	/// 없음. Nothing: the batch is removed too.
	#[codec(index = 0)]
	Nothing,
	/// 폐기 기록. Revocations. Call it again.
	#[codec(index = 1)]
	Revocations,
}
