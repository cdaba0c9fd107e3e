// SPDX-License-Identifier: Apache-2.0

//! What the chain needs of a proof system.

use crate::{Alias, Context, PossessionProof, RingBuilder, RingKey, RingRoot, RingSize};
use alloc::vec::Vec;

/// Why a key is not admitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyError {
	/// The bytes are no point of the curve's prime subgroup, or the identity.
	InvalidKey,
	/// The signature is not that of the key over the message.
	NotPossessed,
}

/// Why keys could not be added to a ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuildError {
	/// The bytes of the builder or of the chunks are not what they should be.
	Corrupted,
	/// There are not as many chunks as keys.
	WrongChunks,
	/// A key is no point of the curve's prime subgroup, or the identity.
	InvalidKey,
	/// More keys than fit.
	Full,
}

/// Why a proof is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofError {
	/// The proof is shorter or longer than every proof is.
	WrongLength,
	/// The bytes are no proof in one context.
	Malformed,
	/// The bytes of the root are not what they should be.
	CorruptedRoot,
	/// The proof is not of a key in this ring, for this context and message.
	Invalid,
}

/// One of several proofs that are verified together.
#[derive(Clone, Copy, Debug)]
pub struct BatchItem<'a> {
	/// The root of its ring.
	pub root: &'a RingRoot,
	/// Its context.
	pub context: &'a Context,
	/// What it binds.
	pub message: &'a [u8],
	/// Its bytes.
	pub proof: &'a [u8],
}

/// A proof system. It has no state: what it needs to keep, the caller keeps as bytes.
pub trait RingProofSystem {
	/// Succeeds if a key can stand in a ring.
	fn check_key(key: &RingKey) -> Result<(), KeyError>;

	/// Succeeds if whoever has the secret of `key` signed `message`. Checks the key as well.
	fn verify_possession(
		key: &RingKey,
		message: &[u8],
		proof: &PossessionProof,
	) -> Result<(), KeyError>;

	/// `blake2_256` of a page of the static data, from the ceremony; nothing if there is no such page.
	fn page_hash(size: RingSize, page: u32) -> Option<[u8; 32]>;

	/// A ring without keys.
	fn start(size: RingSize) -> RingBuilder;

	/// Add keys. `chunks` are those of the static data at the places that the keys will have, one for each key.
	/// If it fails, the builder is as before.
	fn push(
		size: RingSize,
		builder: &mut RingBuilder,
		keys: &[RingKey],
		chunks: &[u8],
	) -> Result<(), BuildError>;

	/// The root of the keys added so far.
	fn finish(builder: &RingBuilder) -> Result<RingRoot, BuildError>;

	/// Succeeds if the bytes can be a proof in one context. Cheap next to [`Self::verify`]: no pairing.
	fn check_form(proof: &[u8]) -> Result<(), ProofError>;

	/// The alias of whoever made the proof, if it is one of a key in the ring.
	fn verify(
		size: RingSize,
		root: &RingRoot,
		context: &Context,
		message: &[u8],
		proof: &[u8],
	) -> Result<Alias, ProofError>;

	/// As [`Self::verify`] of each, in order.
	fn verify_batch(size: RingSize, items: &[BatchItem<'_>]) -> Vec<Result<Alias, ProofError>> {
		items
			.iter()
			.map(|item| Self::verify(size, item.root, item.context, item.message, item.proof))
			.collect()
	}

	/// The aliases of all, in order, if each is valid; otherwise what is wrong with one of them, without saying which.
	/// Its cost is bounded whatever the bytes are: a bad proof is not searched for.
	fn verify_all(size: RingSize, items: &[BatchItem<'_>]) -> Result<Vec<Alias>, ProofError> {
		items
			.iter()
			.map(|item| Self::verify(size, item.root, item.context, item.message, item.proof))
			.collect()
	}
}
