// SPDX-License-Identifier: Apache-2.0

//! In what somebody is known by an alias.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_crypto_hashing::blake2_256;

/// What separates contexts from everything else that is hashed.
pub const CONTEXT_TAG: &[u8] = b"seoul/ring/context/1";

/// The identity of a chain: 32 random bytes that stay when the chain moves.
pub type ChainId = [u8; 32];

/// 모음. A collection of keys, from which rings are made.
///
/// A citizen has another key in each collection, so that no district is known of who proves to be of the city.
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
	Hash,
)]
pub enum CollectionId {
	/// 시 전체. All citizens.
	#[codec(index = 0)]
	City,
	/// 자치구. The residents of a district, by the first five digits of its administrative code.
	#[codec(index = 1)]
	District(u32),
}

/// What somebody is known for by an alias. The numbers are those of the chain.
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
pub enum Purpose {
	/// 시설 로그인. Login at a facility.
	#[codec(index = 0)]
	Login {
		/// 시설 번호. The facility.
		facility: u32,
	},
	/// 서비스 이용. Acting in a service under an alias.
	#[codec(index = 1)]
	Service {
		/// 서비스 번호. The service.
		service: u32,
	},
	/// 익명 투표. Voting in an anonymous poll.
	#[codec(index = 2)]
	Poll {
		/// 투표 번호. The poll.
		poll: u32,
	},
}

/// The input of the verifiable random function. Only [`Context::of`] makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context([u8; 32]);

impl Context {
	/// `blake2_256(SCALE(tag, chain, kind, number))`, where the tag has its length before it.
	pub fn of(chain: &ChainId, purpose: Purpose) -> Self {
		Self(blake2_256(&(CONTEXT_TAG, chain, purpose).encode()))
	}

	/// Its bytes.
	pub const fn as_bytes(&self) -> &[u8; 32] {
		&self.0
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use hex_literal::hex;

	/// Computed apart, with Python's `hashlib.blake2b(…, digest_size=32)`.
	#[test]
	fn contexts_are_what_another_implementation_computes() {
		let chain = [7; 32];
		for (purpose, expected) in [
			(
				Purpose::Login { facility: 1 },
				hex!("03bd3324f2279503a852992dbd194a7a8ba2e8333bf4d9326e19eb75e138bffa"),
			),
			(
				Purpose::Service { service: 20 },
				hex!("93f76f5075002ab8ba0979dd1df8ac3520e09f7fcc86286e492f69aa380f4a23"),
			),
			(
				Purpose::Poll { poll: 0x0102_0304 },
				hex!("276ede350c238b52146610a45d528498d18a6f66c4c978d5e4f28775e5334689"),
			),
		] {
			assert_eq!(
				Context::of(&chain, purpose).as_bytes(),
				&expected,
				"{purpose:?}"
			);
		}
	}

	#[test]
	fn chain_kind_and_number_each_change_the_context() {
		let all = [
			Context::of(&[7; 32], Purpose::Login { facility: 1 }),
			Context::of(&[8; 32], Purpose::Login { facility: 1 }),
			Context::of(&[7; 32], Purpose::Login { facility: 2 }),
			Context::of(&[7; 32], Purpose::Service { service: 1 }),
			Context::of(&[7; 32], Purpose::Poll { poll: 1 }),
		];
		for (position, context) in all.iter().enumerate() {
			assert!(!all[..position].contains(context));
		}
	}
}
