// SPDX-License-Identifier: Apache-2.0

//! What the register of citizen cards stores.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedBTreeSet};
use scale_info::TypeInfo;
use seoul_chain_primitives::{dated, AgencyId, CitizenIndex, DocumentCommitment, Moment};
use serde::{Deserialize, Serialize};

/// How many cards are issued in one call at most.
pub const MAX_BATCH: u32 = 100;
/// How many counters may act for one citizen at most.
pub const MAX_GRANTS: u32 = 8;
/// How many scopes one grant names at most.
pub const MAX_SCOPES: u32 = 8;
/// How many dated terms are kept.
pub const MAX_DATED_TERMS: u32 = 16;

/// 카드 상태. Whether a citizen card can be used.
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
pub enum CardStatus {
	/// 사용 중. The card can be used as long as it is valid.
	#[codec(index = 0)]
	Active,
	/// 정지. The card cannot be used until it is resumed or recovered, and the account's won are frozen.
	#[codec(index = 1)]
	Suspended {
		/// 정지 시각. When it was suspended.
		since: Moment,
	},
	/// 폐기. The card can never be used again.
	#[codec(index = 2)]
	Revoked {
		/// 폐기 시각. When it was revoked.
		since: Moment,
		/// 원화 상태. What became of the account's won.
		funds: Funds,
	},
	/// 사망. The citizen died: the card can never be used again, and the account's won are frozen.
	#[codec(index = 3)]
	Deceased {
		/// 사망 신고 처리 시각. When the death was recorded.
		since: Moment,
	},
}

impl CardStatus {
	/// Whether the account's won are frozen.
	pub fn freezes(self) -> bool {
		match self {
			Self::Active => false,
			Self::Suspended { .. } | Self::Deceased { .. } => true,
			Self::Revoked { funds, .. } => funds == Funds::Frozen,
		}
	}

	/// Whether the card is ended for ever.
	pub fn is_final(self) -> bool {
		matches!(self, Self::Revoked { .. } | Self::Deceased { .. })
	}
}

/// 원화 상태. Whether the won of a revoked card's account can be moved by their holder.
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
pub enum Funds {
	/// 사용 가능. The account's key moves them.
	#[codec(index = 0)]
	Free,
	/// 동결. The card was suspended when it was revoked: the card office pays them out.
	#[codec(index = 1)]
	Frozen,
}

/// 유효 기간. Until when a card can be used.
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
pub enum Validity {
	/// 기한 없음. A card of the genesis: no date until it is first renewed.
	#[codec(index = 0)]
	Unlimited,
	/// 만료 시각. From this time on it cannot be used.
	#[codec(index = 1)]
	Until(Moment),
}

impl Validity {
	/// Whether a card can be used at `now`.
	pub fn covers(self, now: Moment) -> bool {
		match self {
			Self::Unlimited => true,
			Self::Until(end) => now < end,
		}
	}
}

/// 시민카드. An account that stands for a citizen, and nothing that says who the citizen is.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Card<AccountId> {
	/// 계정. The account that signs for the citizen.
	pub account: AccountId,
	/// 상태. Active, suspended, revoked, or its holder deceased.
	pub status: CardStatus,
	/// 발급 기관. The agency that issued the card.
	pub issued_by: AgencyId,
	/// 발급 시각. When it was issued; 0 if at genesis.
	pub issued_at: Moment,
	/// 유효 기간. Until when it can be used.
	pub validity: Validity,
}

/// 이전 계정. An account that stood for a citizen once. It never stands for anyone again.
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
pub struct FormerAccount {
	/// 카드 번호. Whose account it was.
	pub citizen: CitizenIndex,
	/// 변경 사유. Why it no longer is.
	pub left_by: LeftBy,
}

/// 변경 사유. Why a citizen left an account.
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
pub enum LeftBy {
	/// 계정 변경. The citizen signed for it with both keys.
	#[codec(index = 0)]
	Rotation,
	/// 분실 복구. The key was lost: what is or comes on the account stays frozen.
	#[codec(index = 1)]
	Recovery,
}

/// 계정 변경 제안. The account to which a citizen wants to change.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Rotation<AccountId> {
	/// 새 계정. It must accept.
	pub new_account: AccountId,
	/// 제안 만료 시각. From this time on it cannot be accepted.
	pub expires_at: Moment,
}

/// 분실 복구. How far the recovery of a lost phone has come.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Recovery<AccountId> {
	/// 새 계정. It is to stand for the citizen.
	pub new_account: AccountId,
	/// 본인 확인 자료의 커밋. Commitment to the evidence that the office saw.
	pub evidence: DocumentCommitment,
	/// 시작 시각. When the office started it.
	pub started_at: Moment,
	/// 시작한 담당자. Who signed. Somebody else decides an objection.
	pub started_by: AccountId,
	/// 단계. What it waits for.
	pub stage: RecoveryStage,
}

/// 복구 단계. What a recovery waits for.
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
pub enum RecoveryStage {
	/// 새 계정의 수락 대기. The new account must accept.
	#[codec(index = 0)]
	Offered {
		/// 수락 기한. From this time on it cannot.
		expires_at: Moment,
	},
	/// 이의 제기 기간. The old key can object.
	#[codec(index = 1)]
	Waiting {
		/// 완료 가능 시각. From this time on anyone can complete it, and the old key can object no longer.
		completes_at: Moment,
	},
	/// 이의 제기됨. The old key objected: the office decides in person.
	#[codec(index = 2)]
	Objected {
		/// 이의 제기 시각. When.
		since: Moment,
		/// 완료 가능 시각. From when on it could have been completed.
		completes_at: Moment,
	},
	/// 이의 기각. The objection was dismissed: there is no second one.
	#[codec(index = 3)]
	Dismissed {
		/// 완료 가능 시각. From this time on anyone can complete it.
		completes_at: Moment,
	},
}

/// 이의 결정. What the office decided in person about an objection.
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
pub enum ObjectionDecision {
	/// 인용. The old key is the citizen's: the recovery ends and the card can be used again.
	#[codec(index = 0)]
	Uphold,
	/// 기각. The old key is in wrong hands: the recovery goes on.
	#[codec(index = 1)]
	Dismiss,
}

/// Scopes of a grant, each once.
pub type Scopes<Scope> = BoundedBTreeSet<Scope, ConstU32<MAX_SCOPES>>;

/// 대면 창구 위임. What an office may do for a citizen.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct CounterGrant<Scope: Ord> {
	/// 창구 기관. The agency that may act.
	pub agency: AgencyId,
	/// 위임 범위. In which services.
	pub scopes: Scopes<Scope>,
	/// 위임 종료 시각. Until when.
	pub expires_at: Moment,
	/// 위임 방법. How the citizen said so.
	pub given: GrantSource,
}

/// 위임 방법. How a citizen let a counter act.
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
pub enum GrantSource {
	/// 시민 서명. With the card's account.
	#[codec(index = 0)]
	Signed,
	/// 위임장. On paper, recorded by the card office.
	#[codec(index = 1)]
	Paper {
		/// 시민카드 발급 부서. The office that saw the paper.
		office: AgencyId,
		/// 위임장의 커밋. Commitment to the paper.
		paper: DocumentCommitment,
	},
}

/// 위임 종료 사유. Who ended a grant, or why it ended.
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
pub enum GrantEnd {
	/// 시민. The citizen, with the card's account.
	#[codec(index = 0)]
	Citizen,
	/// 시민카드 발급 부서. The card office, on the citizen's paper.
	#[codec(index = 1)]
	Office {
		/// 시민카드 발급 부서. The office that saw the paper.
		office: AgencyId,
		/// 서면의 커밋. Commitment to the paper.
		paper: DocumentCommitment,
	},
	/// 창구. The counter itself.
	#[codec(index = 2)]
	Counter,
	/// 분실 복구. The key that signed the grant was lost.
	#[codec(index = 3)]
	Recovered,
	/// 카드 종료. The card was ended.
	#[codec(index = 4)]
	CardEnded,
	/// 기간 만료. It had expired when another took its place.
	#[codec(index = 5)]
	Expired,
}

/// 카드 기준. Periods that the city sets for cards, in milliseconds, dated by the calls that set them.
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
pub struct CardTerms {
	/// 카드 유효 기간. How long a card can be used after it is issued or renewed: 10 years.
	pub card_validity: Moment,
	/// 제안 유효 기간. How long a new account can accept: 7 days.
	pub proposal_lifetime: Moment,
	/// 제안 간격. How long a citizen waits before proposing another account: 1 day.
	pub proposal_interval: Moment,
	/// 복구 대기 기간. How long the old key can object after the new account accepted: 7 days.
	pub recovery_waiting_time: Moment,
	/// 대면 창구 위임 기간. How long a counter may act at most before it is asked again: 1 year.
	pub counter_grant_period: Moment,
}

impl Default for CardTerms {
	fn default() -> Self {
		use seoul_chain_primitives::chain::DAY;
		Self {
			card_validity: DAY.saturating_mul(3_652),
			proposal_lifetime: DAY.saturating_mul(7),
			proposal_interval: DAY,
			recovery_waiting_time: DAY.saturating_mul(7),
			counter_grant_period: DAY.saturating_mul(365),
		}
	}
}

impl CardTerms {
	/// Whether every period is above zero.
	pub fn is_valid(&self) -> bool {
		let Self {
			card_validity,
			proposal_lifetime,
			proposal_interval,
			recovery_waiting_time,
			counter_grant_period,
		} = *self;
		[
			card_validity,
			proposal_lifetime,
			proposal_interval,
			recovery_waiting_time,
			counter_grant_period,
		]
		.iter()
		.all(|period| *period > 0)
	}
}

/// 시행일이 있는 카드 기준. Terms and the time from which they apply.
pub type DatedTerms = dated::DatedTerms<Moment, CardTerms>;
