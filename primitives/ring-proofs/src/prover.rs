// SPDX-License-Identifier: Apache-2.0

//! Making keys and proofs, for wallets.
//!
//! A ring secret is derived from the seed of the citizen's wallet, so that whoever has the seed phrase has all
//! aliases again:
//!
//! ```text
//! entropy = blake2_256(SCALE("seoul/ring/secret/1", chain, collection, generation, seed))
//! ```
//!
//! The tag has its length before it, as everywhere. `seed` is the wallet's mini secret of 32 bytes. `generation`
//! is 0 for the first key of a collection and one more each time a key was given up, because no key is ever
//! admitted twice.

use crate::{
	bandersnatch::domain, Alias, ChainId, CollectionId, Context, Message, Possession,
	PossessionProof, RingKey, RingSize,
};
use alloc::vec::Vec;
use codec::Encode;
use sp_crypto_hashing::blake2_256;
use verifiable::{ring::bandersnatch::BandersnatchVrfVerifiable as Rings, GenerateVerifiable};
use zeroize::Zeroizing;

/// What separates ring secrets from everything else that is derived from the seed.
pub const SECRET_TAG: &[u8] = b"seoul/ring/secret/1";

/// Why a proof could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProveError {
	/// The key is not in the ring, or there are more keys than fit, or one of them is no key.
	NotInRing,
	/// The library could not make the proof or the signature.
	Failed,
}

/// The secret of a ring key. Wiped from memory when it is dropped.
pub struct RingSecret(<Rings as GenerateVerifiable>::Secret);

impl RingSecret {
	/// The secret of a wallet's seed for a collection.
	pub fn derive(
		seed: &[u8; 32],
		chain: &ChainId,
		collection: CollectionId,
		generation: u32,
	) -> Self {
		Self::from_entropy(*Self::entropy(seed, chain, collection, generation))
	}

	/// The 32 bytes from which [`Self::from_entropy`] makes that secret. A wallet keeps these instead of its seed,
	/// so that who finds them can prove, and sign nothing.
	pub fn entropy(
		seed: &[u8; 32],
		chain: &ChainId,
		collection: CollectionId,
		generation: u32,
	) -> Zeroizing<[u8; 32]> {
		let material = Zeroizing::new((SECRET_TAG, chain, collection, generation, seed).encode());
		Zeroizing::new(blake2_256(&material))
	}

	/// The secret of 32 random bytes.
	pub fn from_entropy(entropy: [u8; 32]) -> Self {
		Self(Rings::new_secret(entropy))
	}

	/// Its key.
	pub fn key(&self) -> RingKey {
		RingKey(Rings::member_from_secret(&self.0))
	}

	/// By what it is known in a context.
	pub fn alias(&self, context: &Context) -> Result<Alias, ProveError> {
		Rings::alias_in_context(&self.0, context.as_bytes())
			.map(Alias)
			.map_err(|_| ProveError::Failed)
	}

	/// Shows to the card office and the chain that somebody has the secret.
	pub fn prove_possession(
		&self,
		chain: &ChainId,
		collection: CollectionId,
	) -> Result<PossessionProof, ProveError> {
		let message = Possession {
			collection,
			key: self.key(),
		}
		.to_bytes(chain);
		Rings::sign(&self.0, &message)
			.map(PossessionProof)
			.map_err(|_| ProveError::Failed)
	}
}

/// A place in a ring, from which proofs are made. Opening a ring takes as long as a proof; one opened ring serves
/// many proofs.
#[derive(Clone)]
pub struct OpenedRing(<Rings as GenerateVerifiable>::Commitment);

impl OpenedRing {
	/// Find the key of `secret` among the keys of a ring, which are in the ring's order.
	pub fn open(size: RingSize, secret: &RingSecret, keys: &[RingKey]) -> Result<Self, ProveError> {
		Rings::open(domain(size), &secret.key().0, keys.iter().map(|key| key.0))
			.map(Self)
			.map_err(|_| ProveError::NotInRing)
	}

	/// A proof in one context, that binds a message.
	pub fn prove(
		&self,
		secret: &RingSecret,
		context: &Context,
		message: &[u8],
	) -> Result<(Vec<u8>, Alias), ProveError> {
		Rings::create(self.0.clone(), &secret.0, context.as_bytes(), message)
			.map(|(proof, alias)| (proof.to_vec(), Alias(alias)))
			.map_err(|_| ProveError::Failed)
	}
}
