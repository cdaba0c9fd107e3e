// SPDX-License-Identifier: Apache-2.0

//! Anonymous login: how a facility verifies it without a transaction.
//!
//! The facility issues a [`LoginChallenge`] with a nonce of its own. The citizen proves, in the facility's
//! context, to have a key in a ring, and binds the challenge to the proof. The facility verifies natively against
//! roots that it read from a finalised block ([`Roots`]), and knows the citizen by the alias from then on.
//!
//! The cheap refusals come first, and a nonce is spent before a proof is verified, so that a challenge costs the
//! facility at most one verification.

use crate::{
	Alias, ChainId, CollectionId, Context, Message, ProofError, Purpose, RingProofSystem, RingRoot,
	RingSize, PROOF_BYTES,
};
use alloc::{collections::BTreeMap, string::String, vec::Vec};
use codec::{Decode, Encode};

/// The longest time for which a challenge is valid, in milliseconds.
pub const MAX_CHALLENGE_LIFETIME: u64 = 10 * 60 * 1_000;

/// What a facility asks a citizen to bind to a proof.
#[derive(Encode, Decode, Clone, Debug, PartialEq, Eq)]
pub struct LoginChallenge {
	/// The number of the facility on the chain.
	pub facility: u32,
	/// The host name under which the facility is reached, as the citizen's wallet sees it.
	pub domain: String,
	/// Of whom the citizen must be one.
	pub collection: CollectionId,
	/// 32 random bytes, never used before.
	pub nonce: [u8; 32],
	/// Unix time in milliseconds.
	pub issued_at: u64,
	/// Unix time in milliseconds. From then on it is void.
	pub expires_at: u64,
}

impl Message for LoginChallenge {
	const TAG: &'static [u8] = b"seoul/ring/login/1";
}

/// What a citizen answers.
#[derive(Encode, Decode, Clone, Debug, PartialEq, Eq)]
pub struct AnonymousLogin {
	/// The challenge that was answered.
	pub challenge: LoginChallenge,
	/// The chain on which the ring is.
	pub chain: ChainId,
	/// Which ring of the collection.
	pub ring: u32,
	/// Which revision of the ring.
	pub revision: u32,
	/// The alias that the citizen claims.
	pub alias: [u8; 32],
	/// The proof.
	pub proof: Vec<u8>,
}

/// A root as the chain knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownRoot {
	/// The root.
	pub root: RingRoot,
	/// From when on it is not valid any more, if that is known: Unix time in milliseconds.
	pub expires_at: Option<u64>,
	/// Time of the finalised block from which it was read last: Unix time in milliseconds.
	pub read_at: u64,
}

/// Where a facility has roots from.
pub trait Roots {
	/// A root by collection, ring and revision.
	fn root(&self, collection: CollectionId, ring: u32, revision: u32) -> Option<KnownRoot>;
}

/// Roots that were read from a finalised block.
#[derive(Clone, Debug, Default)]
pub struct RootBook(BTreeMap<(CollectionId, u32, u32), KnownRoot>);

impl RootBook {
	/// Write down a root, or what is known of it now.
	pub fn insert(&mut self, collection: CollectionId, ring: u32, revision: u32, root: KnownRoot) {
		self.0.insert((collection, ring, revision), root);
	}

	/// Forget roots that are not valid any more.
	pub fn forget_expired(&mut self, now: u64) {
		self.0
			.retain(|_, known| known.expires_at.is_none_or(|expires_at| now < expires_at));
	}
}

impl Roots for RootBook {
	fn root(&self, collection: CollectionId, ring: u32, revision: u32) -> Option<KnownRoot> {
		self.0.get(&(collection, ring, revision)).copied()
	}
}

/// The nonces that a facility issued. Kept where all its servers see them.
pub trait Nonces {
	/// Whether `nonce` was issued and not spent, and spends it.
	fn spend(&mut self, nonce: &[u8; 32]) -> bool;
}

/// Nonces in the memory of one server.
#[derive(Clone, Debug, Default)]
pub struct NonceBook(BTreeMap<[u8; 32], u64>);

impl NonceBook {
	/// Remember a nonce that is in a challenge.
	pub fn issue(&mut self, challenge: &LoginChallenge) {
		self.0.insert(challenge.nonce, challenge.expires_at);
	}

	/// Forget nonces of void challenges.
	pub fn forget_expired(&mut self, now: u64) {
		self.0.retain(|_, expires_at| now < *expires_at);
	}
}

impl Nonces for NonceBook {
	fn spend(&mut self, nonce: &[u8; 32]) -> bool {
		self.0.remove(nonce).is_some()
	}
}

/// Who a facility is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facility {
	/// The chain on which it is registered.
	pub chain: ChainId,
	/// Its number there.
	pub number: u32,
	/// The host name under which it is reached.
	pub domain: String,
	/// Whom it lets in.
	pub collection: CollectionId,
	/// The size of the chain's rings.
	pub ring_size: RingSize,
	/// How old may be what was read of a root, in milliseconds. A removed key can log in for so long after its ring
	/// was rebuilt, or for the chain's grace after a removal if that is longer.
	pub max_root_age: u64,
}

/// Why a login is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginRefusal {
	/// It is for another chain.
	OtherChain,
	/// It is for another facility.
	OtherFacility,
	/// It was asked for under another host name.
	OtherDomain,
	/// It is of a collection that the facility does not let in.
	OtherCollection,
	/// It is valid for longer than any challenge of this facility is.
	LifetimeTooLong,
	/// It was issued in the future. Check the clocks.
	NotYetValid,
	/// The challenge is void. Ask for another.
	ChallengeExpired,
	/// The proof has not the length that every proof has.
	WrongLength,
	/// The chain has no such revision of such a ring, or the facility has not read it yet.
	UnknownRoot,
	/// The revision of the ring is not valid any more. Prove against the newest.
	RootExpired,
	/// The facility has not read the root for too long, and does not know whether it is still valid.
	RootTooOld,
	/// The bytes are no proof in one context.
	Malformed,
	/// The facility did not issue this challenge, or it was answered before.
	NonceNotOpen,
	/// The proof does not show membership, or is for something else.
	InvalidProof,
	/// The proof is valid, and of another alias.
	OtherAlias,
}

impl From<ProofError> for LoginRefusal {
	fn from(error: ProofError) -> Self {
		match error {
			ProofError::WrongLength => Self::WrongLength,
			ProofError::Malformed => Self::Malformed,
			ProofError::CorruptedRoot => Self::UnknownRoot,
			ProofError::Invalid => Self::InvalidProof,
		}
	}
}

impl Facility {
	/// A challenge that is valid for `lifetime` milliseconds, at most [`MAX_CHALLENGE_LIFETIME`].
	pub fn challenge(&self, nonce: [u8; 32], now: u64, lifetime: u64) -> LoginChallenge {
		LoginChallenge {
			facility: self.number,
			domain: self.domain.clone(),
			collection: self.collection,
			nonce,
			issued_at: now,
			expires_at: now.saturating_add(lifetime.min(MAX_CHALLENGE_LIFETIME)),
		}
	}

	/// The context in which citizens are known to it.
	pub fn context(&self) -> Context {
		Context::of(
			&self.chain,
			Purpose::Login {
				facility: self.number,
			},
		)
	}

	/// By which alias a citizen is known, or why the login is refused.
	///
	/// - `now`: Unix time in milliseconds, by a clock that the facility trusts.
	pub fn verify<S: RingProofSystem>(
		&self,
		login: &AnonymousLogin,
		now: u64,
		roots: &impl Roots,
		nonces: &mut impl Nonces,
	) -> Result<Alias, LoginRefusal> {
		let challenge = &login.challenge;
		for (wrong, refusal) in [
			(login.chain != self.chain, LoginRefusal::OtherChain),
			(
				challenge.facility != self.number,
				LoginRefusal::OtherFacility,
			),
			(challenge.domain != self.domain, LoginRefusal::OtherDomain),
			(
				challenge.collection != self.collection,
				LoginRefusal::OtherCollection,
			),
			(
				challenge.expires_at.saturating_sub(challenge.issued_at) > MAX_CHALLENGE_LIFETIME,
				LoginRefusal::LifetimeTooLong,
			),
			(now < challenge.issued_at, LoginRefusal::NotYetValid),
			(now >= challenge.expires_at, LoginRefusal::ChallengeExpired),
			(login.proof.len() != PROOF_BYTES, LoginRefusal::WrongLength),
		] {
			if wrong {
				return Err(refusal);
			}
		}
		let known = roots
			.root(self.collection, login.ring, login.revision)
			.ok_or(LoginRefusal::UnknownRoot)?;
		if known.expires_at.is_some_and(|expires_at| now >= expires_at) {
			return Err(LoginRefusal::RootExpired);
		}
		if now.saturating_sub(known.read_at) > self.max_root_age {
			return Err(LoginRefusal::RootTooOld);
		}
		S::check_form(&login.proof)?;
		if !nonces.spend(&challenge.nonce) {
			return Err(LoginRefusal::NonceNotOpen);
		}
		let alias = S::verify(
			self.ring_size,
			&known.root,
			&self.context(),
			&challenge.to_bytes(&self.chain),
			&login.proof,
		)?;
		if alias.0 == login.alias {
			Ok(alias)
		} else {
			Err(LoginRefusal::OtherAlias)
		}
	}
}
