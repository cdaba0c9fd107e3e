// SPDX-License-Identifier: Apache-2.0

//! What the register of agencies stores.

use alloc::{string::String, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use seoul_chain_primitives::{
	role::MAX_ROLES, AgencyId, DistrictCode, DocumentCommitment, Moment, Role, Roles,
};
use serde::{Deserialize, Serialize};

/// Longest name of an agency in bytes of UTF-8: 32 Korean syllables.
pub const MAX_NAME_LENGTH: u32 = 96;

/// A name in one language, UTF-8.
pub type NameText = BoundedVec<u8, ConstU32<MAX_NAME_LENGTH>>;

/// Roles as a call lists them. A role listed twice counts once.
pub type RoleList = BoundedVec<Role, ConstU32<MAX_ROLES>>;

/// 기관 이름 (국문, 영문). The name of an agency in Korean and in English.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct AgencyName {
	/// 국문 이름. Name in Korean, UTF-8.
	pub ko: NameText,
	/// 영문 이름. Name in English, UTF-8.
	pub en: NameText,
}

/// 기관 종류. Who governs an agency, and which roles it may hold.
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
pub enum AgencyKind {
	/// 공공기관. Governed by the council; may hold any role.
	#[codec(index = 0)]
	PublicInstitution,
	/// 기업. Governed by the council or by the admission office; may hold the roles that are open to
	/// companies.
	#[codec(index = 1)]
	Company,
}

/// 기관 상태. Whether anyone may act for the agency.
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
pub enum AgencyStatus {
	/// 활동. Delegates act within their roles.
	#[codec(index = 0)]
	Active,
	/// 정지. Nobody acts for the agency until it is reinstated.
	#[codec(index = 1)]
	Suspended {
		/// 정지 시각. When it was suspended.
		since: Moment,
		/// 정지 사유 문서. Commitment to the document that gives the reason.
		reason: DocumentCommitment,
	},
	/// 폐지. For ever: nobody acts for the agency again, and its people are free to act for another.
	#[codec(index = 2)]
	Retired {
		/// 폐지 시각. When it was retired.
		since: Moment,
	},
}

/// 기관. A public institution or a company.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Agency<AccountId> {
	/// 이름. Name in Korean and English.
	pub name: AgencyName,
	/// 종류. Public institution or company.
	pub kind: AgencyKind,
	/// 상태. Active, suspended or retired.
	pub status: AgencyStatus,
	/// 역할. What the agency may do; `Representative` is always among them.
	pub roles: Roles,
	/// 관할 자치구. The district for which it acts, if it acts for one.
	pub district: Option<DistrictCode>,
	/// 관리자 계정. The account that appoints delegates; of a retired agency, the last one.
	pub administrator: AccountId,
	/// 대금 수취 계정. The account that receives the agency's money.
	pub payout_account: AccountId,
	/// 위임 수. Delegations stored for the agency, expired ones included.
	pub delegates: u32,
	/// 등록 시각. When it was registered; 0 if at genesis.
	pub registered_at: Moment,
}

impl<AccountId> Agency<AccountId> {
	/// Whether the agency has ended for ever.
	pub const fn is_retired(&self) -> bool {
		matches!(self.status, AgencyStatus::Retired { .. })
	}
}

/// 위임. What an account may do for an agency, and until when.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Delegation {
	/// 기관. The agency for which the account acts.
	pub agency: AgencyId,
	/// 역할. Those of the agency's roles that the account may use.
	pub roles: Roles,
	/// 만료 시각. The first moment at which the account may no longer act.
	pub expires_at: Moment,
}

impl Delegation {
	/// Whether the delegation has ended by itself.
	pub const fn is_expired(&self, now: Moment) -> bool {
		self.expires_at <= now
	}
}

/// 감독 주체. Who decided about an agency.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub enum Governor<AccountId> {
	/// 협의회. The council.
	#[codec(index = 0)]
	Council,
	/// 기업 등록 담당. A delegate with the role `AdmissionOffice`.
	#[codec(index = 1)]
	AdmissionOffice {
		/// 담당 기관. The agency that holds the role.
		agency: AgencyId,
		/// 서명한 계정. The account that signed.
		who: AccountId,
	},
}

/// An agency that stands in the register from the first block on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisAgency<AccountId> {
	/// Name in Korean.
	pub name_ko: String,
	/// Name in English.
	pub name_en: String,
	/// Public institution or company.
	pub kind: AgencyKind,
	/// What it may do; `Representative` need not be listed.
	pub roles: Vec<Role>,
	/// The district for which it acts, if it acts for one.
	pub district: Option<DistrictCode>,
	/// The account that appoints delegates.
	pub administrator: AccountId,
	/// The account that receives the agency's money.
	pub payout_account: AccountId,
	/// Who acts for it from the first block on.
	#[serde(default = "Vec::new")]
	pub delegates: Vec<GenesisDelegate<AccountId>>,
}

/// A delegate of a [`GenesisAgency`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisDelegate<AccountId> {
	/// The account that acts.
	pub account: AccountId,
	/// Those of the agency's roles that it may use.
	pub roles: Vec<Role>,
	/// The first moment at which it may no longer act. No longest period holds at genesis.
	pub expires_at: Moment,
}
