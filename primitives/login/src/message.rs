// SPDX-License-Identifier: Apache-2.0

//! What separates the kinds of messages from each other and from those of other chains.

use alloc::vec::Vec;
use codec::Encode;

/// The identity of a chain: 32 random bytes that stay when the chain moves.
pub type ChainId = [u8; 32];

/// A message with a tag of its own, whose first field is the chain.
pub trait Message: Encode {
	/// What separates this kind of message from all others. It has a slash.
	const TAG: &'static [u8];

	/// `SCALE(tag, chain, fields …)`, where the tag has its length before it.
	fn to_bytes(&self) -> Vec<u8> {
		(Self::TAG, self).encode()
	}

	/// `blake2_256` of [`Self::to_bytes`].
	fn digest(&self) -> [u8; 32] {
		sp_io::hashing::blake2_256(&self.to_bytes())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		credential::COMMITMENT_TAG, request::SUBJECT_TAG, Challenge, Consent, SessionPossession,
	};
	use hex_literal::hex;
	use seoul_chain_primitives::{AccountId, CitizenIndex};

	#[test]
	fn no_tag_is_that_of_another_kind_and_each_has_a_slash() {
		let tags = [
			Challenge::TAG,
			Consent::TAG,
			SessionPossession::TAG,
			COMMITMENT_TAG,
			SUBJECT_TAG,
		];
		for (position, tag) in tags.iter().enumerate() {
			assert!(!tags[..position].contains(tag));
			assert!(tag.contains(&b'/'));
		}
	}

	#[test]
	fn a_message_begins_with_the_length_of_its_tag_its_tag_and_the_chain() {
		let bytes = SessionPossession {
			chain: [7; 32],
			citizen: CitizenIndex(258),
			key: AccountId::new([9; 32]),
			expires_at: 1,
		}
		.to_bytes();
		let mut expected = alloc::vec![21 << 2];
		expected.extend(b"seoul/login/session/1");
		expected.extend([7; 32]);
		expected.extend(hex!("0201000000000000"));
		expected.extend([9; 32]);
		expected.extend(hex!("0100000000000000"));
		assert_eq!(bytes, expected);
	}
}
