// SPDX-License-Identifier: Apache-2.0

//! What a signature or a proof says.
//!
//! Each is `SCALE(tag, chain, fields …)`, where the tag has its length before it, so that no two kinds of
//! message can ever be the same bytes.

use crate::{ChainId, CollectionId, RingKey};
use alloc::vec::Vec;
use codec::Encode;

/// A message with a tag of its own.
pub trait Message: Encode {
	/// What separates this kind of message from all others.
	const TAG: &'static [u8];

	/// The bytes that are signed or bound to a proof on a chain.
	fn to_bytes(&self, chain: &ChainId) -> Vec<u8> {
		(Self::TAG, chain, self).encode()
	}
}

/// 열쇠 소유. Whoever signs this has the secret of `key` and wants it in `collection`.
///
/// Without it somebody could have the key of another citizen admitted, or one that was computed from others.
#[derive(Encode, Clone, Debug, PartialEq, Eq)]
pub struct Possession {
	/// Where the key is to be admitted.
	pub collection: CollectionId,
	/// The key.
	pub key: RingKey,
}

impl Message for Possession {
	const TAG: &'static [u8] = b"seoul/ring/possession/1";
}

/// 서비스 가명 계정. `account` acts in `service` for the alias of the proof.
#[derive(Encode, Clone, Debug, PartialEq, Eq)]
pub struct ServiceBinding<'a, AccountId: Encode> {
	/// The service.
	pub service: u32,
	/// How often the alias was renewed before, so that no proof is valid a second time.
	pub renewal: u32,
	/// The account.
	pub account: &'a AccountId,
}

impl<AccountId: Encode> Message for ServiceBinding<'_, AccountId> {
	const TAG: &'static [u8] = b"seoul/ring/service/1";
}

/// 익명 투표 등록. `voting_key` signs the ballots of the alias of the proof.
#[derive(Encode, Clone, Debug, PartialEq, Eq)]
pub struct PollEnrolment {
	/// The poll.
	pub poll: u32,
	/// Public key, drawn for this poll alone.
	pub voting_key: [u8; 32],
}

impl Message for PollEnrolment {
	const TAG: &'static [u8] = b"seoul/ring/enrolment/1";
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::login::LoginChallenge;

	const CHAIN: ChainId = [7; 32];

	#[test]
	fn a_message_begins_with_the_length_of_its_tag_its_tag_and_the_chain() {
		let bytes = PollEnrolment {
			poll: 3,
			voting_key: [9; 32],
		}
		.to_bytes(&CHAIN);
		let mut expected = alloc::vec![22 << 2];
		expected.extend(b"seoul/ring/enrolment/1");
		expected.extend([7; 32]);
		expected.extend([3, 0, 0, 0]);
		expected.extend([9; 32]);
		assert_eq!(bytes, expected);
	}

	#[test]
	fn no_tag_is_that_of_another_kind() {
		let tags = [
			Possession::TAG,
			ServiceBinding::<[u8; 32]>::TAG,
			PollEnrolment::TAG,
			LoginChallenge::TAG,
			crate::context::CONTEXT_TAG,
		];
		for (position, tag) in tags.iter().enumerate() {
			assert!(!tags[..position].contains(tag));
		}
	}

	#[test]
	fn another_chain_is_another_message() {
		let possession = Possession {
			collection: CollectionId::District(11_740),
			key: RingKey([1; 32]),
		};
		assert_ne!(possession.to_bytes(&[7; 32]), possession.to_bytes(&[8; 32]));
	}
}
