// SPDX-License-Identifier: Apache-2.0

//! The chain's proof system: ring VRF over Bandersnatch and BLS12-381, as the crate `verifiable` has it.
//!
//! Keys, roots and builders are the bytes of that crate's own encoding. What comes from outside is decoded with
//! all checks; what this module made itself, and the caller kept, without them.

use crate::{
	chunks::{LARGE_PAGES, SMALL_PAGES},
	Alias, BatchItem, BuildError, Context, KeyError, PossessionProof, ProofError, RingBuilder,
	RingKey, RingProofSystem, RingRoot, RingSize, CHUNK_BYTES, PROOF_BYTES,
};
use alloc::vec::Vec;
use codec::Encode;
use core::ops::Range;
use verifiable::{
	ring::{
		ark_vrf::reexports::ark_serialize::CanonicalDeserialize,
		bandersnatch::{BandersnatchSha512Ell2 as Suite, BandersnatchVrfVerifiable as Rings},
		DecodeUnchecked, RingDomainSize,
	},
	BatchProofItem, BatchProofItemFor, Error, GenerateVerifiable,
};

type Root = <Rings as GenerateVerifiable>::Members;
type Builder = <Rings as GenerateVerifiable>::Intermediate;
type Chunk = <Rings as GenerateVerifiable>::StaticChunk;
type Proof = <Rings as GenerateVerifiable>::Proof;
type Item = BatchProofItemFor<Rings>;

/// Ring VRF over Bandersnatch and BLS12-381.
pub struct Bandersnatch;

/// The library's name of a size.
pub(crate) const fn domain(size: RingSize) -> RingDomainSize {
	match size {
		RingSize::Small => RingDomainSize::Domain11,
		RingSize::Large => RingDomainSize::Domain12,
	}
}

fn decode_root(root: &RingRoot) -> Result<Root, ProofError> {
	Root::decode_unchecked(&mut &root.0[..]).map_err(|_| ProofError::CorruptedRoot)
}

fn decode_builder(builder: &RingBuilder) -> Result<Builder, BuildError> {
	Builder::decode_unchecked(&mut &builder.0[..]).map_err(|_| BuildError::Corrupted)
}

fn decode_proof(proof: &[u8]) -> Result<Proof, ProofError> {
	if proof.len() != PROOF_BYTES {
		return Err(ProofError::WrongLength);
	}
	Proof::try_from(proof.to_vec()).map_err(|_| ProofError::WrongLength)
}

fn decode_item(size: RingSize, item: &BatchItem<'_>) -> Result<Item, ProofError> {
	Ok(BatchProofItem {
		proof: decode_proof(item.proof)?,
		config: domain(size),
		members: decode_root(item.root)?,
		context: item.context.as_bytes().to_vec(),
		message: item.message.to_vec(),
	})
}

fn proof_error(error: Error) -> ProofError {
	match error {
		Error::VerificationFailed => ProofError::Invalid,
		_ => ProofError::Malformed,
	}
}

/// All chunks of the domain, as the library carries them.
#[cfg(feature = "std")]
pub(crate) fn all_chunks(size: RingSize) -> Vec<u8> {
	verifiable::ring::ring_verifier_builder_params::<Suite>(domain(size))
		.0
		.into_iter()
		.flat_map(|point| verifiable::ring::StaticChunk::<Suite>(point).encode())
		.collect()
}

impl RingProofSystem for Bandersnatch {
	fn check_key(key: &RingKey) -> Result<(), KeyError> {
		if Rings::is_member_valid(&key.0) {
			Ok(())
		} else {
			Err(KeyError::InvalidKey)
		}
	}

	fn verify_possession(
		key: &RingKey,
		message: &[u8],
		proof: &PossessionProof,
	) -> Result<(), KeyError> {
		if Rings::verify_signature(&proof.0, message, &key.0) {
			return Ok(());
		}
		// Only a refusal asks twice.
		Self::check_key(key)?;
		Err(KeyError::NotPossessed)
	}

	fn page_hash(size: RingSize, page: u32) -> Option<[u8; 32]> {
		let page = usize::try_from(page).ok()?;
		match size {
			RingSize::Small => SMALL_PAGES.get(page),
			RingSize::Large => LARGE_PAGES.get(page),
		}
		.copied()
	}

	fn start(size: RingSize) -> RingBuilder {
		let mut bytes = [0; crate::BUILDER_BYTES];
		let encoded = Rings::start_members(domain(size)).encode();
		for (to, from) in bytes.iter_mut().zip(encoded) {
			*to = from;
		}
		RingBuilder(bytes)
	}

	fn push(
		size: RingSize,
		builder: &mut RingBuilder,
		keys: &[RingKey],
		chunks: &[u8],
	) -> Result<(), BuildError> {
		let _ = size;
		if keys.len().checked_mul(CHUNK_BYTES) != Some(chunks.len()) {
			return Err(BuildError::WrongChunks);
		}
		if keys.is_empty() {
			return Ok(());
		}
		let points = chunks
			.chunks(CHUNK_BYTES)
			.map(|mut chunk| Chunk::decode_unchecked(&mut chunk))
			.collect::<Result<Vec<_>, _>>()
			.map_err(|_| BuildError::Corrupted)?;
		let mut state = decode_builder(builder)?;
		// The library asks for the places of the new keys, which are those that the caller gave.
		let lookup = |range: Range<usize>| {
			if range.len() == points.len() {
				Ok(points.clone())
			} else {
				Err(())
			}
		};
		Rings::push_members(&mut state, keys.iter().map(|key| key.0), lookup).map_err(|error| {
			match error {
				Error::InvalidMember => BuildError::InvalidKey,
				Error::SetFull => BuildError::Full,
				_ => BuildError::Corrupted,
			}
		})?;
		let encoded = state.encode();
		if encoded.len() != builder.0.len() {
			return Err(BuildError::Corrupted);
		}
		for (to, from) in builder.0.iter_mut().zip(encoded) {
			*to = from;
		}
		Ok(())
	}

	fn finish(builder: &RingBuilder) -> Result<RingRoot, BuildError> {
		let encoded = Rings::finish_members(decode_builder(builder)?).encode();
		<[u8; crate::ROOT_BYTES]>::try_from(&encoded[..])
			.map(RingRoot)
			.map_err(|_| BuildError::Corrupted)
	}

	fn check_form(proof: &[u8]) -> Result<(), ProofError> {
		use verifiable::ring::ark_vrf;
		if proof.len() != PROOF_BYTES {
			return Err(ProofError::WrongLength);
		}
		let mut rest = proof;
		ark_vrf::ring::Proof::<Suite>::deserialize_compressed(&mut rest)
			.map_err(|_| ProofError::Malformed)?;
		// How many contexts, then one output for each.
		let Some((1, mut output)) = rest.split_first() else {
			return Err(ProofError::Malformed);
		};
		ark_vrf::Output::<Suite>::deserialize_compressed(&mut output)
			.map_err(|_| ProofError::Malformed)?;
		if output.is_empty() {
			Ok(())
		} else {
			Err(ProofError::Malformed)
		}
	}

	fn verify(
		size: RingSize,
		root: &RingRoot,
		context: &Context,
		message: &[u8],
		proof: &[u8],
	) -> Result<Alias, ProofError> {
		let proof = decode_proof(proof)?;
		let root = decode_root(root)?;
		Rings::validate(domain(size), &proof, &root, context.as_bytes(), message)
			.map(Alias)
			.map_err(proof_error)
	}

	fn verify_batch(size: RingSize, items: &[BatchItem<'_>]) -> Vec<Result<Alias, ProofError>> {
		let mut results: Vec<Result<Alias, ProofError>> = Vec::with_capacity(items.len());
		let mut decoded = Vec::with_capacity(items.len());
		for item in items {
			match decode_item(size, item) {
				Ok(item) => {
					decoded.push(item);
					// Until it is verified.
					results.push(Err(ProofError::Invalid));
				},
				Err(error) => results.push(Err(error)),
			}
		}
		let mut verified = Rings::batch_validate_per_item(&decoded).into_iter();
		for result in &mut results {
			if *result == Err(ProofError::Invalid) {
				if let Some(verdict) = verified.next() {
					*result = verdict.map(Alias).map_err(proof_error);
				}
			}
		}
		results
	}

	fn verify_all(size: RingSize, items: &[BatchItem<'_>]) -> Result<Vec<Alias>, ProofError> {
		let decoded = items
			.iter()
			.map(|item| decode_item(size, item))
			.collect::<Result<Vec<_>, _>>()?;
		Rings::batch_validate(&decoded)
			.map(|aliases| aliases.into_iter().map(Alias).collect())
			.map_err(proof_error)
	}
}
