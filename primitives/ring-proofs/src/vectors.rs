// SPDX-License-Identifier: Apache-2.0

//! Keys and proofs that were made before, for benchmarks and for other implementations.
//!
//! Keys are computed; proofs need randomness and are files, written by the test `vectors_are_written_anew` of this
//! crate. `vectors/rings.json` says all of it in hexadecimal.

use crate::{
	chunks::PAGE_BYTES, Alias, ChainId, CollectionId, Context, Message, Possession,
	PossessionProof, Purpose, RingKey, RingSize, PROOF_BYTES,
};
use codec::Encode;
use sp_crypto_hashing::blake2_256;
use verifiable::{ring::bandersnatch::BandersnatchVrfVerifiable as Rings, GenerateVerifiable};

/// The chain of all vectors.
pub const CHAIN: ChainId = [7; 32];
/// Keys in the ring of the proofs: those of numbers 0 to 7.
pub const RING_KEYS: u32 = 8;
/// The number of the key that made the proofs.
pub const PROVER: u32 = 5;
/// The service of the proofs, of which each binds [`ACCOUNT`] for the first time.
pub const SERVICE: u32 = 0;
/// The account that the proofs bind.
pub const ACCOUNT: [u8; 32] = [9; 32];

/// The proof in a ring of up to 255 keys.
pub const SMALL_PROOF: &[u8; PROOF_BYTES] = include_bytes!("../vectors/proof-255.bin");
/// The proof in a ring of up to 767 keys.
pub const LARGE_PROOF: &[u8; PROOF_BYTES] = include_bytes!("../vectors/proof-767.bin");

/// The proof in a ring of a size.
pub const fn proof(size: RingSize) -> &'static [u8; PROOF_BYTES] {
	match size {
		RingSize::Small => SMALL_PROOF,
		RingSize::Large => LARGE_PROOF,
	}
}

/// The poll of the enrolments.
pub const POLL: u32 = 0;
/// How many enrolments there are: one of each key of their ring, which has the numbers from 0 on and room for 767.
pub const ENROLMENTS: u32 = 48;

/// The proofs of the enrolments, one after the other.
const ENROLMENT_PROOFS: &[u8] = include_bytes!("../vectors/enrolments-767.bin");

/// The voting key of a number: `blake2_256(SCALE("seoul/ring/voting-key", number))`, without a length before the tag.
/// Nobody has its secret.
pub fn voting_key(number: u32) -> [u8; 32] {
	blake2_256(&(b"seoul/ring/voting-key", number).encode())
}

/// How a number enrols its [`voting_key`] in [`POLL`]: the alias and the proof. Nothing from [`ENROLMENTS`] on.
pub fn enrolment(number: u32) -> Option<(Alias, &'static [u8])> {
	let proof = ENROLMENT_PROOFS
		.chunks_exact(PROOF_BYTES)
		.nth(usize::try_from(number).ok()?)?;
	let context = Context::of(&CHAIN, Purpose::Poll { poll: POLL });
	let secret = Rings::new_secret(entropy(number));
	let alias = Rings::alias_in_context(&secret, context.as_bytes()).ok()?;
	Some((Alias(alias), proof))
}

/// The first page of the static data for rings of up to 255 keys: all that the rings of the proofs need.
pub const SMALL_PAGE: &[u8; PAGE_BYTES] = include_bytes!("../vectors/page-255-0.bin");
/// The first page of the static data for rings of up to 767 keys.
pub const LARGE_PAGE: &[u8; PAGE_BYTES] = include_bytes!("../vectors/page-767-0.bin");

/// The first page of the static data for rings of a size.
pub const fn first_page(size: RingSize) -> &'static [u8; PAGE_BYTES] {
	match size {
		RingSize::Small => SMALL_PAGE,
		RingSize::Large => LARGE_PAGE,
	}
}

/// The secret of a number: `blake2_256(SCALE("seoul/ring/vector", number))`, where the tag has no length before it.
pub fn entropy(number: u32) -> [u8; 32] {
	blake2_256(&(b"seoul/ring/vector", number).encode())
}

/// The key of a number.
pub fn key(number: u32) -> RingKey {
	RingKey(Rings::member_from_secret(&Rings::new_secret(entropy(
		number,
	))))
}

/// The key of a number with its signature over [`Possession`].
pub fn entry(
	number: u32,
	chain: &ChainId,
	collection: CollectionId,
) -> (RingKey, Option<PossessionProof>) {
	let secret = Rings::new_secret(entropy(number));
	let key = RingKey(Rings::member_from_secret(&secret));
	let message = Possession { collection, key }.to_bytes(chain);
	(
		key,
		Rings::sign(&secret, &message).ok().map(PossessionProof),
	)
}
