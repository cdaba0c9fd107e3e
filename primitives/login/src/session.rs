// SPDX-License-Identifier: Apache-2.0

//! What a session key signs to show that it is there.

use crate::{ChainId, Message};
use codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;
use seoul_chain_primitives::{AccountId, CitizenIndex, Moment};

/// 세션 키 소유. Whoever signs this has the key and lets it log this citizen in until then.
///
/// Without it somebody could open a session under another citizen's key and be logged in by that one's wallet.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct SessionPossession {
	/// 체인. The chain on which the session is opened.
	pub chain: ChainId,
	/// 카드 번호. Whose session it is.
	pub citizen: CitizenIndex,
	/// 세션 키. The key.
	pub key: AccountId,
	/// 세션 만료 시각. Until when. Unix time in milliseconds.
	pub expires_at: Moment,
}

impl Message for SessionPossession {
	const TAG: &'static [u8] = b"seoul/login/session/1";
}
