// SPDX-License-Identifier: Apache-2.0

//! The tree over the lines of a wage list.
//!
//! A leaf is `blake2_256(0x00 ‖ slip)`, where the slip is the salted commitment to one worker's wage slip;
//! a node is `blake2_256(0x01 ‖ left ‖ right)`; the last node of an odd row moves up as it is. The first
//! byte keeps a node from being shown as a leaf.

use crate::types::MAX_WAGE_PROOF;
use alloc::vec::Vec;
use frame_support::{traits::ConstU32, BoundedVec, Hashable};
use seoul_chain_primitives::DocumentCommitment;
use sp_core::H256;

/// The neighbours on the way from a leaf to the root.
pub type WageProof = BoundedVec<H256, ConstU32<MAX_WAGE_PROOF>>;

/// The leaf of a wage slip.
pub fn leaf(slip: DocumentCommitment) -> H256 {
	H256((0u8, slip).blake2_256())
}

fn node(left: H256, right: H256) -> H256 {
	H256((1u8, left, right).blake2_256())
}

/// The root over the leaves of `slips`. Zero if there are none.
pub fn root(slips: &[DocumentCommitment]) -> H256 {
	let mut row: Vec<H256> = slips.iter().copied().map(leaf).collect();
	while row.len() > 1 {
		row = row
			.chunks(2)
			.filter_map(|pair| match pair {
				[left, right] => Some(node(*left, *right)),
				[single] => Some(*single),
				_ => None,
			})
			.collect();
	}
	row.first().copied().unwrap_or_default()
}

/// What shows that the slip at `index` is under the root.
pub fn proof(slips: &[DocumentCommitment], index: u32) -> WageProof {
	let mut row: Vec<H256> = slips.iter().copied().map(leaf).collect();
	let mut place = usize::try_from(index).unwrap_or(usize::MAX);
	let mut neighbours = WageProof::default();
	while row.len() > 1 {
		if let Some(neighbour) = row.get(place ^ 1) {
			// A longer list is refused when it is claimed.
			let _ = neighbours.try_push(*neighbour);
		}
		row = row
			.chunks(2)
			.filter_map(|pair| match pair {
				[left, right] => Some(node(*left, *right)),
				[single] => Some(*single),
				_ => None,
			})
			.collect();
		place /= 2;
	}
	neighbours
}

/// Whether `slip` is the slip at `index` of a list of `count` under `root`.
pub fn verify(
	root: H256,
	count: u32,
	index: u32,
	slip: DocumentCommitment,
	proof: &[H256],
) -> bool {
	if index >= count {
		return false;
	}
	let mut place = index;
	let mut width = count;
	let mut hash = leaf(slip);
	let mut proof = proof.iter();
	while width > 1 {
		let last_of_odd_row = !width.is_multiple_of(2) && place == width.saturating_sub(1);
		if !last_of_odd_row {
			let Some(neighbour) = proof.next() else {
				return false;
			};
			hash = if place.is_multiple_of(2) {
				node(hash, *neighbour)
			} else {
				node(*neighbour, hash)
			};
		}
		place /= 2;
		width = width.div_ceil(2);
	}
	proof.next().is_none() && hash == root
}

#[cfg(test)]
mod tests {
	use super::*;

	fn slips(count: u64) -> Vec<DocumentCommitment> {
		(0..count)
			.map(|number| DocumentCommitment(H256::from_low_u64_be(number + 1)))
			.collect()
	}

	#[test]
	fn every_slip_of_every_list_is_proven_at_its_place_and_nowhere_else() {
		for count in 1..40u32 {
			let slips = slips(u64::from(count));
			let root = root(&slips);
			for index in 0..count {
				let proof = proof(&slips, index);
				let slip = slips[usize::try_from(index).unwrap()];
				assert!(verify(root, count, index, slip, &proof));
				assert!(!verify(
					root,
					count,
					(index + 1) % (count + 1),
					slip,
					&proof
				));
				assert!(!verify(
					root,
					count,
					index,
					DocumentCommitment(root),
					&proof
				));
			}
		}
	}

	#[test]
	fn a_node_is_not_shown_as_a_leaf() {
		let slips = slips(4);
		let root = root(&slips);
		let left = node(leaf(slips[0]), leaf(slips[1]));
		let right = node(leaf(slips[2]), leaf(slips[3]));
		assert!(!verify(root, 2, 0, DocumentCommitment(left), &[right]));
	}

	#[test]
	fn a_proof_with_something_left_over_is_none() {
		let slips = slips(2);
		let mut longer = proof(&slips, 0).into_inner();
		longer.push(H256::zero());
		assert!(!verify(root(&slips), 2, 0, slips[0], &longer));
	}
}
