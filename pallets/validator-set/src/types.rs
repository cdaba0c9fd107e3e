// SPDX-License-Identifier: Apache-2.0

//! What the register of validators stores.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use seoul_chain_primitives::AgencyId;
use serde::{Deserialize, Serialize};
use sp_staking::SessionIndex;

/// 검증인 상태. Whether a validator is planned for the sessions to come.
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
pub enum ValidatorStatus {
	/// 활동. Planned for every session, as soon as its session keys are there.
	#[codec(index = 0)]
	Active,
	/// 신고됨. A proven offence was reported, but the network could not spare this validator. It goes on
	/// until the council decides.
	#[codec(index = 1)]
	Reported {
		/// 위반 세션. The session in which the latest offence was committed.
		committed_in: SessionIndex,
		/// 신고 세션. The session in which it was last reported.
		reported_in: SessionIndex,
	},
	/// 정지. A proven offence was reported. It makes no blocks and is planned for no session until the
	/// council decides.
	#[codec(index = 2)]
	Disabled {
		/// 위반 세션. The session in which the latest offence was committed.
		committed_in: SessionIndex,
		/// 신고 세션. The session in which it was last reported.
		reported_in: SessionIndex,
	},
}

impl ValidatorStatus {
	/// The session of the offence on which the council has to decide, if there is one.
	pub const fn offence(&self) -> Option<SessionIndex> {
		match self {
			Self::Active => None,
			Self::Reported { committed_in, .. } | Self::Disabled { committed_in, .. } => {
				Some(*committed_in)
			},
		}
	}
}

/// 검증인. A validator that the council registered.
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
pub struct ValidatorInfo {
	/// 기관. The agency that answers for it.
	pub agency: AgencyId,
	/// 등록 세션. The session in which it was registered.
	pub since: SessionIndex,
	/// 상태. Active, reported or disabled.
	pub status: ValidatorStatus,
	/// 판단이 끝난 세션. The council has judged offences that were committed up to this session, if it
	/// ever reinstated this validator.
	pub judged_up_to: Option<SessionIndex>,
}

impl ValidatorInfo {
	/// A validator that was just registered.
	pub const fn new(agency: AgencyId, since: SessionIndex) -> Self {
		Self {
			agency,
			since,
			status: ValidatorStatus::Active,
			judged_up_to: None,
		}
	}

	/// Whether it is planned for sessions.
	pub const fn stands(&self) -> bool {
		!matches!(self.status, ValidatorStatus::Disabled { .. })
	}

	/// Whether the council knew of an offence of that session when it registered or reinstated this
	/// validator.
	pub fn is_settled(&self, committed_in: SessionIndex) -> bool {
		committed_in < self.since || self.judged_up_to.is_some_and(|last| committed_in <= last)
	}
}

/// 근무 상태. What a validator does in the running session.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
	/// 세션 키 없음. Nothing: it has not set its session keys.
	#[codec(index = 0)]
	WithoutKeys,
	/// 대기. Nothing: it has keys, and is not in the running session.
	#[codec(index = 1)]
	Waiting,
	/// 근무. Makes blocks and votes.
	#[codec(index = 2)]
	Running,
	/// 블록 생성 정지. Votes, but may make no blocks.
	#[codec(index = 3)]
	Stopped,
}

/// 검증인 현황. A validator as operators see it.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct ValidatorView<AccountId> {
	/// 계정. The validator's account.
	pub validator: AccountId,
	/// 등록 내용. What is registered.
	pub info: ValidatorInfo,
	/// 근무 상태. What it does in the running session.
	pub duty: Duty,
	/// 이번 세션 블록 수. Blocks that it made in the running session.
	pub blocks: u32,
	/// 연속 결근 세션 수. Sessions in a row in which it made no block.
	pub missed_sessions: u32,
}

/// A validator of the first block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisValidator<AccountId> {
	/// Its account, whose session keys stand in the genesis of `pallet-session`.
	pub account: AccountId,
	/// The agency that answers for it.
	pub agency: AgencyId,
}
