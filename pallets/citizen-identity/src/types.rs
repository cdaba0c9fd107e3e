// SPDX-License-Identifier: Apache-2.0

//! What the register of citizen cards stores.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use seoul_chain_primitives::{AgencyId, Moment};

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
	/// 사용 중. The card can be used.
	#[codec(index = 0)]
	Active,
	/// 정지. The card cannot be used until it is resumed.
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
	},
}

/// 시민카드. An account that stands for a citizen, and nothing that says who the citizen is.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Card<AccountId> {
	/// 계정. The account that signs for the citizen.
	pub account: AccountId,
	/// 상태. Active, suspended or revoked.
	pub status: CardStatus,
	/// 발급 기관. The agency that issued the card.
	pub issued_by: AgencyId,
	/// 발급 시각. When it was issued; 0 if at genesis.
	pub issued_at: Moment,
}
