// SPDX-License-Identifier: Apache-2.0

//! What an account may hand to another.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// 대리 권한 종류. Which calls a proxy may make for the account that named it.
///
/// A proxy acts with the account's own key, so what it does is the account's act. To let colleagues act
/// for an agency, appoint them as delegates instead: that is recorded under their own names.
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
pub enum ProxyType {
	/// 모든 권한. Every call.
	#[default]
	#[codec(index = 0)]
	Any,
	/// 이체 제외. Every call that neither moves money nor changes where an agency's money goes.
	#[codec(index = 1)]
	NonTransfer,
	/// 예고된 대리 취소. Only to reject what another proxy has announced.
	#[codec(index = 2)]
	CancelProxy,
	/// 협의회. Motions and votes of the council and of the technical committee.
	#[codec(index = 3)]
	Governance,
	/// 기관 관리. An agency's delegates and administration, but not where its money goes.
	#[codec(index = 4)]
	AgencyAdministration,
	/// 시민카드. Calls about citizen cards that neither end one nor lead won, a card or power over it to others.
	#[codec(index = 5)]
	CitizenCards,
	/// 자동차 이력. Calls about cars and their sales.
	#[codec(index = 6)]
	CarRegistry,
	/// 마일리지. Calls about points that neither use them up nor move won.
	#[codec(index = 7)]
	Mileage,
	/// 대금 지급. Calls about contracts of works and their payment that move no won of the account and do not change
	/// where its won go.
	#[codec(index = 8)]
	EscrowPayments,
	/// 시설 로그인. Calls about facilities, credentials and consents, but not to let a key log in as the account.
	#[codec(index = 9)]
	Facilities,
	/// 엠보팅. Calls about polls, their keys and proposals, but not to vote or to support as the account.
	#[codec(index = 10)]
	Voting,
}

impl ProxyType {
	/// Whether a proxy of this kind may do whatever one of kind `other` may.
	pub const fn includes(self, other: Self) -> bool {
		match (self, other) {
			(Self::Any, _) => true,
			(_, Self::Any) => false,
			(Self::NonTransfer, _) => true,
			_ => matches!(
				(self, other),
				(Self::CancelProxy, Self::CancelProxy)
					| (Self::Governance, Self::Governance)
					| (Self::AgencyAdministration, Self::AgencyAdministration)
					| (Self::CitizenCards, Self::CitizenCards)
					| (Self::CarRegistry, Self::CarRegistry)
					| (Self::Mileage, Self::Mileage)
					| (Self::EscrowPayments, Self::EscrowPayments)
					| (Self::Facilities, Self::Facilities)
					| (Self::Voting, Self::Voting)
			),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const ALL: [ProxyType; 11] = [
		ProxyType::Any,
		ProxyType::NonTransfer,
		ProxyType::CancelProxy,
		ProxyType::Governance,
		ProxyType::AgencyAdministration,
		ProxyType::CitizenCards,
		ProxyType::CarRegistry,
		ProxyType::Mileage,
		ProxyType::EscrowPayments,
		ProxyType::Facilities,
		ProxyType::Voting,
	];

	#[test]
	fn every_kind_includes_itself_and_any_includes_every_kind() {
		for kind in ALL {
			assert!(kind.includes(kind));
			assert!(ProxyType::Any.includes(kind));
			assert_eq!(kind.includes(ProxyType::Any), kind == ProxyType::Any);
		}
	}

	#[test]
	fn special_kinds_do_not_include_one_another() {
		for kind in &ALL[2..] {
			for other in &ALL[1..] {
				assert_eq!(kind.includes(*other), kind == other);
			}
		}
	}
}
