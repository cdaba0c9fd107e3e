// SPDX-License-Identifier: Apache-2.0

//! Commitments to documents that stay off chain.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::H256;

/// Commitment to a document: `blake2_256(salt ‖ bytes)`, with a random salt of 32 bytes that is kept
/// with the document.
///
/// The salt hides documents that could be guessed field by field (a filled form has little entropy),
/// so a bare hash of a form is never put on chain. Whoever holds the document and its salt proves
/// that these very bytes were recorded; changing one byte changes the commitment.
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
	Serialize,
	Deserialize,
)]
pub struct DocumentCommitment(pub H256);

/// Length of the salt in bytes.
pub const SALT_LENGTH: usize = 32;

impl DocumentCommitment {
	/// Commit to `bytes` under `salt`.
	pub fn new(salt: &[u8; SALT_LENGTH], bytes: &[u8]) -> Self {
		let mut preimage = alloc::vec::Vec::with_capacity(SALT_LENGTH.saturating_add(bytes.len()));
		preimage.extend_from_slice(salt);
		preimage.extend_from_slice(bytes);
		Self(H256(sp_io::hashing::blake2_256(&preimage)))
	}

	/// Whether `bytes` with `salt` are the document that was committed to.
	pub fn opens_to(&self, salt: &[u8; SALT_LENGTH], bytes: &[u8]) -> bool {
		Self::new(salt, bytes) == *self
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn one_changed_byte_no_longer_opens_the_commitment() {
		let salt = [7u8; SALT_LENGTH];
		let mut bytes = b"performance inspection record".to_vec();
		let commitment = DocumentCommitment::new(&salt, &bytes);
		assert!(commitment.opens_to(&salt, &bytes));
		bytes[3] ^= 1;
		assert!(!commitment.opens_to(&salt, &bytes));
	}

	#[test]
	fn another_salt_does_not_open_the_commitment() {
		let commitment = DocumentCommitment::new(&[1; SALT_LENGTH], b"contract");
		assert!(!commitment.opens_to(&[2; SALT_LENGTH], b"contract"));
	}

	#[test]
	fn matches_the_vector_that_integrators_test_against() {
		// Computed with Python's hashlib: blake2b(bytes(32) + b"seoul", digest_size=32).
		let expected =
			hex_literal::hex!("9be699f818d8dfbf5d2ad436c81dd705a820d538dea079173aec8e4638a8aaa7");
		assert_eq!(
			DocumentCommitment::new(&[0; SALT_LENGTH], b"seoul"),
			DocumentCommitment(H256(expected))
		);
	}
}
