// SPDX-License-Identifier: Apache-2.0

//! By what a client knows a citizen.
//!
//! The subject that the chain gives can be computed for every card by whoever reads the chain. So the subject in a
//! token is `BLAKE2b-256(key, SCALE(tag, sector, subject))` under a key that the provider alone has: a client
//! cannot tell which card it is, nor can clients of two sectors compare notes. Losing the key gives every citizen
//! a new subject.

use crate::encoding::base64url;
use blake2b_simd::Params;
use codec::Encode;
use zeroize::Zeroizing;

/// What separates these subjects from everything else under the key.
pub const TAG: &[u8] = b"seoul/oidc/subject/1";

/// The provider's key for subjects.
#[derive(Clone)]
pub struct PairwiseKey(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for PairwiseKey {
	fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		to.write_str("PairwiseKey(…)")
	}
}

impl PairwiseKey {
	/// A key of 32 random bytes that is kept for ever.
	pub fn new(bytes: [u8; 32]) -> Self {
		Self(Zeroizing::new(bytes))
	}

	/// The subject in tokens for clients of `sector`, in base64url.
	pub fn subject(&self, sector: &str, subject: &[u8; 32]) -> String {
		let digest = Params::new()
			.hash_length(32)
			.key(self.0.as_ref())
			.hash(&(TAG, sector, subject).encode());
		base64url(digest.as_bytes())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn key_sector_and_citizen_each_change_the_subject() {
		let key = PairwiseKey::new([1; 32]);
		let one = key.subject("library.seoul.go.kr", &[2; 32]);
		assert_eq!(one.len(), 43);
		assert_eq!(one, key.subject("library.seoul.go.kr", &[2; 32]));
		assert_ne!(one, key.subject("museum.seoul.go.kr", &[2; 32]));
		assert_ne!(one, key.subject("library.seoul.go.kr", &[3; 32]));
		let other = PairwiseKey::new([4; 32]);
		assert_ne!(one, other.subject("library.seoul.go.kr", &[2; 32]));
	}

	#[test]
	fn the_key_is_never_printed() {
		assert_eq!(
			format!("{:?}", PairwiseKey::new([77; 32])),
			"PairwiseKey(…)"
		);
	}
}
