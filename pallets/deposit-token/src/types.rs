// SPDX-License-Identifier: Apache-2.0

//! What the deposit token stores.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use seoul_chain_primitives::{
	calendar::KOREAN_TIME, chain::DAY, AgencyId, Balance, DocumentCommitment, Hash, Moment,
};
use serde::{Deserialize, Serialize};

/// 은행 거래 참조. Stands for one transaction of a bank account: a keyed tag of the bank and its number
/// of the transaction, under a key that only the treasury has. Nobody else can tell which transaction
/// it is, and the treasury can prove it to an auditor.
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
)]
pub struct BankReference(pub Hash);

/// 환급 신청 번호. Number of a redemption, in the order of the requests.
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
)]
pub struct RedemptionId(pub u32);

/// 한국 날짜. A calendar day in Korea, counted from 1 January 1970.
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
)]
pub struct KoreanDay(pub u64);

impl KoreanDay {
	/// The day in which `moment` lies.
	pub fn of(moment: Moment) -> Self {
		let local = moment.saturating_add(KOREAN_TIME);
		Self(local.checked_div(DAY).unwrap_or_default())
	}
}

/// 한도. What governance allows the treasury. Amounts are in whole won, spans in milliseconds.
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
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IssuanceLimits {
	/// 일일 발행 한도 (원). At most this many won are minted in a Korean day.
	#[serde(rename = "dailyMintWon")]
	pub daily_mint: u64,
	/// 일일 소각 한도 (원). At most this many won are burned in a Korean day.
	#[serde(rename = "dailyBurnWon")]
	pub daily_burn: u64,
	/// 총발행 한도 (원). Nothing is minted that would let there be more won than this.
	#[serde(rename = "supplyCeilingWon")]
	pub supply_ceiling: u64,
	/// 최소 환급액 (원). Least amount of a redemption.
	#[serde(rename = "minRedemptionWon")]
	pub min_redemption: u64,
	/// 승인 기간. How long after a proposal the second person may approve it.
	pub approval_period: Moment,
	/// 지급 기간. How long after the request the treasury may propose to burn.
	pub payout_period: Moment,
}

/// Nothing can be minted or burned until governance says how much.
impl Default for IssuanceLimits {
	fn default() -> Self {
		Self {
			daily_mint: 0,
			daily_burn: 0,
			supply_ceiling: 0,
			min_redemption: 1_000,
			approval_period: DAY.saturating_mul(3),
			payout_period: DAY.saturating_mul(7),
		}
	}
}

/// 예정 한도. Limits that are decided and not yet in force.
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
pub struct ScheduledLimits {
	/// 시행 시각. The first moment at which they count.
	pub effective_from: Moment,
	/// 한도. The limits.
	pub limits: IssuanceLimits,
}

/// 일일 합계. What was minted and burned in one Korean day.
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
)]
pub struct DayTotals {
	/// 날짜. The day.
	pub day: KoreanDay,
	/// 발행 합계. Minted in that day.
	pub minted: Balance,
	/// 소각 합계. Burned in that day.
	pub burned: Balance,
}

/// 승인 대상. What a proposal will do when it is approved.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub enum ProposalAction<AccountId> {
	/// 발행. Mint, since the money has come in.
	#[codec(index = 0)]
	Mint {
		/// 수취 계정. Who receives the won.
		beneficiary: AccountId,
		/// 금액. How much.
		amount: Balance,
	},
	/// 소각. Burn what is held for a redemption, since the bank pays it out.
	#[codec(index = 1)]
	Burn {
		/// 환급 신청. The redemption.
		redemption: RedemptionId,
	},
}

/// 제안. What one person of a treasury entered and another has to approve.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Proposal<AccountId> {
	/// 금고. The treasury.
	pub treasury: AgencyId,
	/// 입력자. Who entered it.
	pub maker: AccountId,
	/// 제안 시각. When.
	pub proposed_at: Moment,
	/// 만료 시각. The first moment at which it can no longer be approved.
	pub expires_at: Moment,
	/// 대상. What it will do.
	pub action: ProposalAction<AccountId>,
}

impl<AccountId> Proposal<AccountId> {
	/// Whether it can no longer be approved.
	pub const fn is_expired(&self, now: Moment) -> bool {
		self.expires_at <= now
	}
}

/// 환급 상태. How far a redemption is.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub enum RedemptionStatus<AccountId> {
	/// 대기. The treasury has not entered a payment, or no longer.
	#[codec(index = 0)]
	Waiting {
		/// 재제안 불가 계정. Whose proposal came to nothing, so that another must propose.
		barred: Option<AccountId>,
	},
	/// 소각 제안됨. A burn is proposed under this bank reference.
	#[codec(index = 1)]
	BurnProposed {
		/// 은행 거래 참조. Reference of the bank's payment.
		reference: BankReference,
	},
}

/// 환급 신청. Won that a holder wants paid out by the bank; they are held until then.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Redemption<AccountId> {
	/// 신청 계정. Whose won they are.
	pub holder: AccountId,
	/// 금고. The treasury that was asked.
	pub treasury: AgencyId,
	/// 금액. How much is held.
	pub amount: Balance,
	/// 지급 지시 문서. Commitment to the document that says where to pay.
	pub instruction: DocumentCommitment,
	/// 신청 시각. When it was requested.
	pub requested_at: Moment,
	/// 지급 기한. The first moment at which the treasury can no longer propose to burn.
	pub due_at: Moment,
	/// 상태. How far it is.
	pub status: RedemptionStatus<AccountId>,
}

/// 발행 기록. One mint, for ever.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct MintRecord<AccountId> {
	/// 은행 거래 참조. Reference of the bank's transaction.
	pub reference: BankReference,
	/// 금고. The treasury.
	pub treasury: AgencyId,
	/// 수취 계정. Who received the won.
	pub beneficiary: AccountId,
	/// 금액. How much.
	pub amount: Balance,
	/// 입력자. Who entered it.
	pub maker: AccountId,
	/// 승인자. Who checked and approved it.
	pub checker: AccountId,
	/// 제안 시각. When it was entered.
	pub proposed_at: Moment,
	/// 승인 시각. When it was approved and minted.
	pub at: Moment,
}

/// 소각 기록. One burn, for ever.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct BurnRecord<AccountId> {
	/// 은행 거래 참조. Reference of the bank's transaction.
	pub reference: BankReference,
	/// 금고. The treasury.
	pub treasury: AgencyId,
	/// 환급 신청. The redemption that was paid out.
	pub redemption: RedemptionId,
	/// 신청 계정. Whose won were burned.
	pub holder: AccountId,
	/// 금액. How much.
	pub amount: Balance,
	/// 입력자. Who entered it.
	pub maker: AccountId,
	/// 승인자. Who checked and approved it.
	pub checker: AccountId,
	/// 제안 시각. When it was entered.
	pub proposed_at: Moment,
	/// 승인 시각. When it was approved and burned.
	pub at: Moment,
}

/// 참조 사용처. The record that used up a bank reference.
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
pub enum ReferenceUse {
	/// 발행 기록 번호. The mint with this number.
	#[codec(index = 0)]
	Mint(u32),
	/// 소각 기록 번호. The burn with this number.
	#[codec(index = 1)]
	Burn(u32),
}
