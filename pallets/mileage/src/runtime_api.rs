// SPDX-License-Identifier: Apache-2.0

//! What any node answers about points.

use crate::{
	calendar::Month,
	types::{
		AutoConversion, Claim, Points, Redemption, RedemptionId, Scheme, SchemeId, SchemeRule,
		WalletStatus,
	},
};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use seoul_chain_primitives::{AgencyId, Balance, Moment, PartyId};

/// What a party has in one scheme.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct WalletView {
	/// 제도.
	pub scheme: SchemeId,
	/// 잔액: what wallets show, points that are due and not taken out yet included.
	pub balance: Points,
	/// 사용 가능 포인트.
	pub spendable: Points,
	/// 사용 가능 금액: what they are worth with the change, in millionths of a won.
	pub value: Balance,
	/// 소멸 예정 포인트: of those, what is due within the days that were asked for.
	pub expiring: Points,
	/// 다음 소멸: when points are due next, and how many.
	pub next_expiry: Option<NextExpiry>,
	/// 잔돈: won, in millionths.
	pub change: Balance,
	/// 미회수 환수 포인트.
	pub debt: Points,
	/// 자동전환.
	pub auto: AutoConversion,
	/// 상태.
	pub status: WalletStatus,
}

/// When points are due.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextExpiry {
	/// The last month in which they can be used.
	pub expiry: Month,
	/// The first moment at which they cannot be used.
	pub due_at: Moment,
	/// How many.
	pub points: Points,
}

/// The books of a scheme at a block.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Reconciliation {
	/// 제도.
	pub scheme: SchemeId,
	/// 적립.
	pub issued: Points,
	/// 전환 유입.
	pub converted_in: Points,
	/// 잔여.
	pub live: Points,
	/// 전환 대기.
	pub reserved: Points,
	/// 사용.
	pub spent: Points,
	/// 전환 유출.
	pub converted_out: Points,
	/// 소멸.
	pub expired: Points,
	/// 환수.
	pub clawed_back: Points,
	/// 자산 발행량: the supply of the scheme's asset.
	pub supply: Balance,
	/// 예치 재원: won held, in millionths, as this and all amounts below.
	pub funded: Balance,
	/// 채무: what may have to be paid for points, change and claims.
	pub liability: Balance,
	/// 정산 예정액.
	pub owed: Balance,
	/// 잔돈.
	pub change: Balance,
	/// 여유 재원.
	pub free: Balance,
	/// 올해 적립.
	pub issued_this_year: Points,
	/// 차이: points by which the books do not balance. Always 0.
	pub difference: i128,
}

sp_api::decl_runtime_apis! {
	/// 마일리지 조회: questions about points, answered from any block's state.
	pub trait MileageApi {
		/// What a party has in each scheme, and what of it is due within so many days.
		fn wallet(party: PartyId, days: u32) -> Vec<WalletView>;
		/// All schemes with their rules.
		fn schemes() -> Vec<Scheme>;
		/// The rule of a scheme that is in force.
		fn rule(scheme: SchemeId) -> Option<SchemeRule>;
		/// The books of a scheme.
		fn reconcile(scheme: SchemeId) -> Option<Reconciliation>;
		/// The books of all schemes.
		fn reconcile_all() -> Vec<Reconciliation>;
		/// What is owed to a payee, by scheme.
		fn open_claims(payee: AgencyId) -> Vec<Claim>;
		/// A redemption that is neither delivered nor given back.
		fn redemption(redemption: RedemptionId) -> Option<Redemption>;
		/// The month that it is now.
		fn current_month() -> Month;
	}
}
