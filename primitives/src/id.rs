// SPDX-License-Identifier: Apache-2.0

//! Identifiers that say nothing about whom or what they name.

use codec::Encode;
use sp_core::H256;

/// Where a pallet takes fresh identifiers from.
pub trait FreshId {
	/// 32 bytes that no two calls on a chain share.
	///
	/// `domain` separates the kinds of identifiers; `counter` is the caller's own count of those it
	/// has drawn, so that two in one extrinsic differ.
	fn fresh_id(domain: &[u8], counter: u64) -> [u8; 32];
}

/// `blake2_256(SCALE("seoul/fresh-id", domain, parent hash, extrinsic index, counter))`.
///
/// Nobody who signs a transaction knows the parent of the block that will include it, so the
/// identifier is not of the signer's choosing and carries nothing of the thing it names.
pub fn derive_fresh_id(
	domain: &[u8],
	parent_hash: H256,
	extrinsic_index: Option<u32>,
	counter: u64,
) -> [u8; 32] {
	sp_io::hashing::blake2_256(
		&(
			b"seoul/fresh-id",
			domain,
			parent_hash,
			extrinsic_index,
			counter,
		)
			.encode(),
	)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_part_of_the_derivation_changes_the_identifier() {
		let base = derive_fresh_id(b"a", H256::zero(), Some(0), 0);
		assert_ne!(base, derive_fresh_id(b"b", H256::zero(), Some(0), 0));
		assert_ne!(
			base,
			derive_fresh_id(b"a", H256::repeat_byte(1), Some(0), 0)
		);
		assert_ne!(base, derive_fresh_id(b"a", H256::zero(), Some(1), 0));
		assert_ne!(base, derive_fresh_id(b"a", H256::zero(), None, 0));
		assert_ne!(base, derive_fresh_id(b"a", H256::zero(), Some(0), 1));
	}
}
