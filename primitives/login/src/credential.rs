// SPDX-License-Identifier: Apache-2.0

//! Predicates about citizens as salted commitments under a Merkle root.
//!
//! An issuer attests a predicate by giving the citizen an opening: schema, value, salt and the path to a root on
//! the chain. One batch holds commitments of many kinds in the order of their bytes, filled up with random ones.
//! So neither a commitment nor its place, nor the size of the batch, says which kind it is or of which value; who
//! published the batch and when is the same for all in it, and they expire together.

use crate::ChainId;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use seoul_chain_primitives::CitizenIndex;
use serde::{Deserialize, Serialize};
use sp_core::H256;
use sp_io::hashing::blake2_256;

/// What separates commitments from everything else that is hashed.
pub const COMMITMENT_TAG: &[u8] = b"seoul/credential/1";

/// Every path has so many steps, whatever the size of the batch: up to 65,536 commitments.
pub const TREE_DEPTH: u32 = 16;

/// The fewest leaves to which a batch is filled up.
pub const MIN_LEAVES: usize = 256;

/// 자격 종류. The kind of a predicate: resident of a district, age band, multi-child family, disabled, …
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
	Serialize,
	Deserialize,
)]
pub struct SchemaId(pub u16);

/// 자격 값. What is attested, as the schema says: the code of a district, the number of an age band, a grade.
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
	Serialize,
	Deserialize,
)]
pub struct CredentialValue(pub u32);

/// 자격 커밋먼트. `blake2_256(SCALE(tag, chain, schema, value, citizen, salt))`.
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
	Serialize,
	Deserialize,
)]
pub struct Commitment(pub H256);

impl Commitment {
	/// Commit to a predicate about a citizen under 32 random bytes.
	pub fn new(
		chain: &ChainId,
		schema: SchemaId,
		value: CredentialValue,
		citizen: CitizenIndex,
		salt: &[u8; 32],
	) -> Self {
		Self(H256(blake2_256(
			&(COMMITMENT_TAG, chain, schema, value, citizen, salt).encode(),
		)))
	}
}

/// 자격 공개. A credential that a citizen opens to a facility.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Disclosure {
	/// 자격 종류. What kind.
	pub schema: SchemaId,
	/// 자격 값. Its value.
	pub value: CredentialValue,
	/// 솔트. The salt of the commitment.
	pub salt: [u8; 32],
	/// 일괄 번호. The batch on the chain.
	pub batch: crate::BatchId,
	/// 위치. The place of the commitment among the leaves.
	pub position: u32,
	/// 경로. The siblings from the leaf to the root, [`TREE_DEPTH`] of them.
	pub path: Vec<H256>,
}

impl Disclosure {
	/// The commitment that it opens, if it is about this citizen.
	pub fn commitment(&self, chain: &ChainId, citizen: CitizenIndex) -> Commitment {
		Commitment::new(chain, self.schema, self.value, citizen, &self.salt)
	}

	/// Whether its path can lead anywhere. Needs no hash.
	pub fn has_form(&self) -> bool {
		u32::try_from(self.path.len()).is_ok_and(|steps| steps == TREE_DEPTH)
			&& self.position.checked_shr(TREE_DEPTH) == Some(0)
	}

	/// Whether its path leads from the commitment to the root.
	pub fn leads_to(&self, commitment: &Commitment, root: &H256) -> bool {
		self.has_form() && self.root(commitment) == *root
	}

	/// Where its path leads from the commitment.
	pub fn root(&self, commitment: &Commitment) -> H256 {
		let mut node = leaf(commitment);
		let mut position = self.position;
		for sibling in &self.path {
			node = if position & 1 == 0 {
				join(&node, sibling)
			} else {
				join(sibling, &node)
			};
			position = position.checked_shr(1).unwrap_or_default();
		}
		node
	}
}

/// The hash of a leaf. No inner node has it.
fn leaf(commitment: &Commitment) -> H256 {
	H256(blake2_256(&(0u8, commitment).encode()))
}

/// The hash of an inner node.
fn join(left: &H256, right: &H256) -> H256 {
	H256(blake2_256(&(1u8, left, right).encode()))
}

/// A batch of commitments, as its issuer makes it.
#[derive(Clone, Debug)]
pub struct CredentialTree {
	leaves: Vec<Commitment>,
	/// Of each level from the leaves up, the nodes that are not those of an empty tree.
	levels: Vec<Vec<H256>>,
}

/// The root of an empty tree of each height.
fn empty_roots() -> Vec<H256> {
	let mut roots = alloc::vec![H256::zero()];
	for _ in 0..TREE_DEPTH {
		let below = roots.last().copied().unwrap_or_default();
		roots.push(join(&below, &below));
	}
	roots
}

impl CredentialTree {
	/// A tree of these commitments, sorted, and filled up to a power of two and [`MIN_LEAVES`] at least with what
	/// `filler` gives: 32 random bytes each time. Nothing if there are too many.
	pub fn new(
		commitments: impl IntoIterator<Item = Commitment>,
		mut filler: impl FnMut() -> [u8; 32],
	) -> Option<Self> {
		let mut leaves: Vec<Commitment> = commitments.into_iter().collect();
		let capacity = 1usize.checked_shl(TREE_DEPTH)?;
		let full = leaves.len().checked_next_power_of_two()?.max(MIN_LEAVES);
		if full > capacity {
			return None;
		}
		while leaves.len() < full {
			leaves.push(Commitment(H256(filler())));
		}
		leaves.sort_unstable();
		let mut levels = alloc::vec![leaves.iter().map(leaf).collect::<Vec<H256>>()];
		let empty = empty_roots();
		for height in 0..TREE_DEPTH {
			let below = levels.last()?;
			let missing = empty.get(usize::try_from(height).ok()?)?;
			let level = below
				.chunks(2)
				.map(|pair| {
					join(
						pair.first().unwrap_or(missing),
						pair.get(1).unwrap_or(missing),
					)
				})
				.collect();
			levels.push(level);
		}
		Some(Self { leaves, levels })
	}

	/// What is published.
	pub fn root(&self) -> H256 {
		self.levels
			.last()
			.and_then(|top| top.first())
			.copied()
			.unwrap_or_default()
	}

	/// Place and path of a commitment, if it is in the batch.
	pub fn path(&self, commitment: &Commitment) -> Option<(u32, Vec<H256>)> {
		let place = self.leaves.binary_search(commitment).ok()?;
		let empty = empty_roots();
		let path = self
			.levels
			.iter()
			.zip(&empty)
			.take(usize::try_from(TREE_DEPTH).ok()?)
			.enumerate()
			.map(|(height, (level, missing))| {
				let sibling = u32::try_from(height)
					.ok()
					.and_then(|height| place.checked_shr(height))
					.unwrap_or_default()
					^ 1;
				level.get(sibling).unwrap_or(missing)
			})
			.copied()
			.collect();
		Some((u32::try_from(place).ok()?, path))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::BatchId;
	use proptest::prelude::*;

	const CHAIN: ChainId = [7; 32];
	const CITIZEN: CitizenIndex = CitizenIndex(1_001);

	fn number(of: u32) -> Commitment {
		Commitment::new(&CHAIN, SchemaId(1), CredentialValue(of), CITIZEN, &[1; 32])
	}

	fn filler() -> impl FnMut() -> [u8; 32] {
		let mut count = 0u64;
		move || {
			count += 1;
			blake2_256(&count.encode())
		}
	}

	fn disclosure(tree: &CredentialTree, value: u32) -> Disclosure {
		let (position, path) = tree.path(&number(value)).expect("it is in the tree");
		Disclosure {
			schema: SchemaId(1),
			value: CredentialValue(value),
			salt: [1; 32],
			batch: BatchId(0),
			position,
			path,
		}
	}

	/// The root over all 65,536 leaves, in the plainest way.
	fn naive_root(tree: &CredentialTree) -> H256 {
		let mut nodes: Vec<H256> = tree.leaves.iter().map(leaf).collect();
		nodes.resize(1 << TREE_DEPTH, H256::zero());
		while nodes.len() > 1 {
			nodes = nodes
				.chunks(2)
				.map(|pair| join(&pair[0], &pair[1]))
				.collect();
		}
		nodes[0]
	}

	#[test]
	fn the_root_is_that_of_all_leaves() {
		for count in [0, 1, 255, 256, 257, 3_000] {
			let tree = CredentialTree::new((0..count).map(number), filler()).expect("it fits");
			assert_eq!(tree.root(), naive_root(&tree), "{count} credentials");
		}
	}

	#[test]
	fn more_than_fit_are_refused() {
		let many =
			(0..=(1u32 << TREE_DEPTH)).map(|of| Commitment(H256::from_low_u64_be(of.into())));
		assert!(CredentialTree::new(many, filler()).is_none());
	}

	#[test]
	fn the_size_of_a_batch_is_that_of_many_others() {
		let one = CredentialTree::new([number(1)], filler()).expect("it fits");
		let many = CredentialTree::new((0..256).map(number), filler()).expect("it fits");
		assert_eq!(one.leaves.len(), many.leaves.len());
	}

	/// Computed apart, with Python's `hashlib.blake2b(…, digest_size=32)`.
	#[test]
	fn a_commitment_is_what_another_implementation_computes() {
		assert_eq!(
			Commitment::new(
				&CHAIN,
				SchemaId(1),
				CredentialValue(11_740),
				CITIZEN,
				&[1; 32]
			)
			.0
			 .0,
			hex_literal::hex!("f999cf0d467c0e49e59248e08ebb9741159bbbe1f65a4a0f2883039086006496")
		);
	}

	#[test]
	fn schema_value_citizen_salt_and_chain_each_change_the_commitment() {
		let salt = [1; 32];
		let one = Commitment::new(&CHAIN, SchemaId(1), CredentialValue(2), CITIZEN, &salt);
		for other in [
			Commitment::new(&[8; 32], SchemaId(1), CredentialValue(2), CITIZEN, &salt),
			Commitment::new(&CHAIN, SchemaId(2), CredentialValue(2), CITIZEN, &salt),
			Commitment::new(&CHAIN, SchemaId(1), CredentialValue(3), CITIZEN, &salt),
			Commitment::new(
				&CHAIN,
				SchemaId(1),
				CredentialValue(2),
				CitizenIndex(7),
				&salt,
			),
			Commitment::new(&CHAIN, SchemaId(1), CredentialValue(2), CITIZEN, &[2; 32]),
		] {
			assert_ne!(one, other);
		}
	}

	#[test]
	fn a_path_that_is_too_short_too_long_or_beside_the_tree_leads_nowhere() {
		let tree = CredentialTree::new((0..300).map(number), filler()).expect("it fits");
		let good = disclosure(&tree, 17);
		let leads = |disclosure: &Disclosure| {
			disclosure.leads_to(&disclosure.commitment(&CHAIN, CITIZEN), &tree.root())
		};
		assert!(good.has_form() && leads(&good));
		let mut short = good.clone();
		short.path.pop();
		assert!(!short.has_form() && !leads(&short));
		let mut long = good.clone();
		long.path.push(H256::zero());
		assert!(!long.has_form() && !leads(&long));
		// The bits above the tree do not matter to the hashes, so the form must refuse them.
		let beside = Disclosure {
			position: good.position | 1 << TREE_DEPTH,
			..good
		};
		assert!(!beside.has_form() && !leads(&beside));
	}

	#[test]
	fn an_inner_node_is_never_taken_for_a_leaf() {
		let tree = CredentialTree::new((0..300).map(number), filler()).expect("it fits");
		let good = disclosure(&tree, 17);
		// The commitment whose hash as a leaf would be an inner node does not exist: a leaf begins otherwise.
		let inner = Commitment(tree.levels[1][0]);
		assert!(!good.leads_to(&inner, &tree.root()));
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(32))]
		#[test]
		fn each_credential_leads_to_the_root_and_no_changed_one_does(
			count in 1u32..600,
			which in any::<prop::sample::Index>(),
			step in 0usize..16,
			bit in 0usize..256,
		) {
			let tree = CredentialTree::new((0..count).map(number), filler()).expect("it fits");
			let good = disclosure(&tree, u32::try_from(which.index(usize::try_from(count).expect("few"))).expect("few"));
			let commitment = good.commitment(&CHAIN, CITIZEN);
			prop_assert!(good.leads_to(&commitment, &tree.root()));
			prop_assert!(!good.leads_to(&good.commitment(&CHAIN, CitizenIndex(5)), &tree.root()));
			let mut bent = good.clone();
			bent.path[step].0[bit / 8] ^= 1 << (bit % 8);
			prop_assert!(!bent.leads_to(&commitment, &tree.root()));
			let moved = Disclosure { position: good.position ^ (1 << step), ..good };
			prop_assert!(!moved.leads_to(&commitment, &tree.root()));
		}
	}
}
