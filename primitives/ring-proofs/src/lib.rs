// SPDX-License-Identifier: Apache-2.0

//! Anonymous proofs of membership: what is proven, how it is verified, and the proof system behind it.
//!
//! A citizen's *ring key* stands in a *ring* of up to 767 keys. With the secret of the key the citizen proves
//! *one of these keys is mine* without saying which, and shows an [`Alias`]: the output of a verifiable random
//! function of the secret and a [`Context`]. One key has one alias in each context, and nobody can link the
//! aliases of two contexts, or an alias to a key. The proof also binds a message.
//!
//! | module | what |
//! |---|---|
//! | [`types`] | keys, roots, proofs as bytes, and their sizes |
//! | [`context`] | in what somebody is known by an alias |
//! | [`message`] | what a signature or a proof says |
//! | [`system`] | the trait of a proof system |
//! | [`bandersnatch`] | the chain's proof system, over the crate `verifiable` |
//! | [`chunks`] | the static data from which rings are built, and its hashes |
//! | [`login`] | anonymous login: how a facility verifies it without a transaction |
//! | [`prover`] | making keys and proofs, for wallets |
//! | [`mock`] | a proof system without cryptography, for tests |
//! | [`vectors`] | keys and proofs that were made before |
//!
//! Two rules hold for everything here. A context is derived from the chain's identity, a kind and a number on
//! the chain, and never given by a caller. A message is a structure with a tag of its own, and never bytes of a
//! caller. Otherwise a facility could show the context of a poll as a login and steal a vote.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	target_arch = "wasm32",
	deny(
		clippy::arithmetic_side_effects,
		clippy::expect_used,
		clippy::indexing_slicing,
		clippy::unwrap_used
	)
)]

extern crate alloc;

#[cfg(feature = "bandersnatch")]
pub mod bandersnatch;
pub mod chunks;
pub mod context;
pub mod login;
pub mod message;
#[cfg(feature = "mock")]
pub mod mock;
#[cfg(feature = "prover")]
pub mod prover;
pub mod system;
pub mod types;
#[cfg(feature = "vectors")]
pub mod vectors;

#[cfg(feature = "bandersnatch")]
pub use bandersnatch::Bandersnatch;
pub use context::{ChainId, CollectionId, Context, Purpose};
pub use message::{Message, PollEnrolment, Possession, ServiceBinding};
pub use system::{BatchItem, BuildError, KeyError, ProofError, RingProofSystem};
pub use types::{
	Alias, PossessionProof, RingBuilder, RingKey, RingRoot, RingSize, BUILDER_BYTES, CHUNK_BYTES,
	PROOF_BYTES, ROOT_BYTES,
};
