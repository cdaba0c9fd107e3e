// SPDX-License-Identifier: Apache-2.0

//! Keys, roots and proofs as bytes.
//!
//! What lies in the chain's state is bytes, so that the state does not depend on a library's types, and so that
//! what was checked once is not checked again each time it is read: decoding a builder with checks costs 6 ms,
//! without 0.02 ms.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Bytes of a [`RingRoot`].
pub const ROOT_BYTES: usize = 288;
/// Bytes of a [`RingBuilder`].
pub const BUILDER_BYTES: usize = 848;
/// Bytes of a proof in one context: no other length is ever valid.
pub const PROOF_BYTES: usize = 785;
/// Bytes of a chunk of the static data: an uncompressed point of BLS12-381 G1.
pub const CHUNK_BYTES: usize = 96;

macro_rules! bytes {
	($(#[$doc:meta])* $name:ident, $size:expr $(, $more:ident)*) => {
		$(#[$doc])*
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
			Eq
			$(, $more)*
		)]
		pub struct $name(pub [u8; $size]);

		impl AsRef<[u8]> for $name {
			fn as_ref(&self) -> &[u8] {
				&self.0
			}
		}
	};
}

bytes! {
	/// 익명 열쇠. A ring key: a compressed point of Bandersnatch.
	RingKey, 32, PartialOrd, Ord, Hash
}
bytes! {
	/// 가명. What a key is known by in one context.
	Alias, 32, PartialOrd, Ord, Hash
}
bytes! {
	/// 소유 증명. Shows that somebody has the secret of a key.
	PossessionProof, 64
}
bytes! {
	/// 링 뿌리. A commitment to the keys of a ring, against which proofs are verified.
	RingRoot, ROOT_BYTES
}
bytes! {
	/// 만드는 중인 링. A ring to which keys can be added.
	RingBuilder, BUILDER_BYTES
}

/// 링의 크기. How many keys a ring can have.
///
/// The number follows from the domain of the polynomials, of 2^11 and 2^12, of which a proof uses a fixed part.
/// A ring of 16,127 is left out: verified in a fresh wasm instance it costs 213 ms.
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
pub enum RingSize {
	/// 255명. Up to 255 keys.
	#[codec(index = 0)]
	Small,
	/// 767명. Up to 767 keys.
	#[codec(index = 1)]
	Large,
}

impl RingSize {
	/// How many keys fit.
	pub const fn capacity(self) -> u32 {
		match self {
			Self::Small => 255,
			Self::Large => 767,
		}
	}
}
