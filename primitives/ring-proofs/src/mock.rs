// SPDX-License-Identifier: Apache-2.0

//! A proof system without cryptography, for tests of whoever uses this crate: a thousand times faster, and it
//! counts how often it was asked. Anyone can forge its proofs.

use crate::{
	chunks::{pages, PAGE_CHUNKS},
	Alias, BuildError, Context, KeyError, PossessionProof, ProofError, RingBuilder, RingKey,
	RingProofSystem, RingRoot, RingSize, BUILDER_BYTES, CHUNK_BYTES, PROOF_BYTES, ROOT_BYTES,
};
use alloc::vec::Vec;
use codec::Encode;
use core::cell::Cell;
use sp_crypto_hashing::blake2_256;

std::thread_local! {
	static VERIFICATIONS: Cell<u32> = const { Cell::new(0) };
}

/// How many proofs this thread has verified since the last call.
pub fn take_verifications() -> u32 {
	VERIFICATIONS.with(|count| count.replace(0))
}

/// A proof system without cryptography.
pub struct Mock;

/// The key of a secret.
pub fn key_of(secret: &[u8; 32]) -> RingKey {
	RingKey(blake2_256(&(b"mock key", secret).encode()))
}

/// Whoever knows a key can sign for it.
pub fn sign(key: &RingKey, message: &[u8]) -> PossessionProof {
	let half = blake2_256(&(b"mock possession", key, message).encode());
	let mut proof = [0; 64];
	proof[..32].copy_from_slice(&half);
	proof[32..].copy_from_slice(&half);
	PossessionProof(proof)
}

/// The alias of a secret.
pub fn alias_of(secret: &[u8; 32], context: &Context) -> Alias {
	Alias(blake2_256(
		&(b"mock alias", secret, context.as_bytes()).encode(),
	))
}

/// A proof, if the key of the secret is one of `keys`.
pub fn prove(
	secret: &[u8; 32],
	keys: &[RingKey],
	context: &Context,
	message: &[u8],
) -> Option<Vec<u8>> {
	if !keys.contains(&key_of(secret)) {
		return None;
	}
	let root = root_of(keys);
	let alias = alias_of(secret, context);
	let mut proof = alloc::vec![0xAA; PROOF_BYTES];
	proof[..32].copy_from_slice(&alias.0);
	proof[32..64].copy_from_slice(&seal(&root, context, message, &alias));
	proof[PROOF_BYTES - 1] = 1;
	Some(proof)
}

/// The root of a ring with these keys.
pub fn root_of(keys: &[RingKey]) -> RingRoot {
	let (count, digest) = keys.iter().fold((0u32, [0; 32]), |(count, digest), key| {
		(count + 1, blake2_256(&(digest, key).encode()))
	});
	let mut root = [0; ROOT_BYTES];
	root[..4].copy_from_slice(&count.to_le_bytes());
	root[4..36].copy_from_slice(&digest);
	RingRoot(root)
}

/// A page of the static data.
pub fn page(size: RingSize, page: u32) -> Vec<u8> {
	(page * PAGE_CHUNKS..(page + 1) * PAGE_CHUNKS)
		.flat_map(|place| chunk(size, place))
		.collect()
}

fn chunk(size: RingSize, place: u32) -> [u8; CHUNK_BYTES] {
	let third = blake2_256(&(b"mock chunk", size, place).encode());
	let mut chunk = [0; CHUNK_BYTES];
	for part in chunk.chunks_mut(32) {
		part.copy_from_slice(&third);
	}
	chunk
}

fn seal(root: &RingRoot, context: &Context, message: &[u8], alias: &Alias) -> [u8; 32] {
	blake2_256(&(b"mock proof", root, context.as_bytes(), message, alias).encode())
}

fn count_of(builder: &RingBuilder) -> u32 {
	u32::from_le_bytes(builder.0[..4].try_into().expect("four bytes"))
}

impl RingProofSystem for Mock {
	fn check_key(key: &RingKey) -> Result<(), KeyError> {
		if key.0 == [0; 32] {
			return Err(KeyError::InvalidKey);
		}
		Ok(())
	}

	fn verify_possession(
		key: &RingKey,
		message: &[u8],
		proof: &PossessionProof,
	) -> Result<(), KeyError> {
		Self::check_key(key)?;
		if *proof == sign(key, message) {
			Ok(())
		} else {
			Err(KeyError::NotPossessed)
		}
	}

	fn page_hash(size: RingSize, number: u32) -> Option<[u8; 32]> {
		(number < pages(size)).then(|| blake2_256(&page(size, number)))
	}

	fn start(_: RingSize) -> RingBuilder {
		RingBuilder([0; BUILDER_BYTES])
	}

	fn push(
		size: RingSize,
		builder: &mut RingBuilder,
		keys: &[RingKey],
		chunks: &[u8],
	) -> Result<(), BuildError> {
		if chunks.len() != keys.len() * CHUNK_BYTES {
			return Err(BuildError::WrongChunks);
		}
		let mut count = count_of(builder);
		if count + u32::try_from(keys.len()).expect("few") > size.capacity() {
			return Err(BuildError::Full);
		}
		let mut digest: [u8; 32] = builder.0[4..36].try_into().expect("32 bytes");
		for (key, given) in keys.iter().zip(chunks.chunks(CHUNK_BYTES)) {
			Self::check_key(key).map_err(|_| BuildError::InvalidKey)?;
			if given != chunk(size, count) {
				return Err(BuildError::Corrupted);
			}
			digest = blake2_256(&(digest, key).encode());
			count += 1;
		}
		builder.0[..4].copy_from_slice(&count.to_le_bytes());
		builder.0[4..36].copy_from_slice(&digest);
		Ok(())
	}

	fn finish(builder: &RingBuilder) -> Result<RingRoot, BuildError> {
		let mut root = [0; ROOT_BYTES];
		root[..36].copy_from_slice(&builder.0[..36]);
		Ok(RingRoot(root))
	}

	fn check_form(proof: &[u8]) -> Result<(), ProofError> {
		match proof {
			_ if proof.len() != PROOF_BYTES => Err(ProofError::WrongLength),
			[.., 1] => Ok(()),
			_ => Err(ProofError::Malformed),
		}
	}

	fn verify(
		_: RingSize,
		root: &RingRoot,
		context: &Context,
		message: &[u8],
		proof: &[u8],
	) -> Result<Alias, ProofError> {
		Self::check_form(proof)?;
		VERIFICATIONS.with(|count| count.set(count.get() + 1));
		let alias = Alias(proof[..32].try_into().expect("32 bytes"));
		if proof[32..64] == seal(root, context, message, &alias) {
			Ok(alias)
		} else {
			Err(ProofError::Invalid)
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		login::{AnonymousLogin, Facility, KnownRoot, LoginRefusal, NonceBook, RootBook},
		CollectionId, Message,
	};

	const NOW: u64 = 1_800_000_000_000;
	const MINUTE: u64 = 60_000;

	struct Desk {
		facility: Facility,
		roots: RootBook,
		nonces: NonceBook,
		keys: Vec<RingKey>,
	}

	const SECRET: [u8; 32] = [5; 32];

	fn desk() -> Desk {
		let keys: Vec<RingKey> = (0..9).map(|number| key_of(&[number; 32])).collect();
		let mut roots = RootBook::default();
		roots.insert(
			CollectionId::City,
			0,
			4,
			KnownRoot {
				root: root_of(&keys),
				expires_at: Some(NOW + 20 * MINUTE),
				read_at: NOW - 4 * MINUTE,
			},
		);
		Desk {
			facility: Facility {
				chain: [7; 32],
				number: 3,
				domain: "library.seoul.go.kr".into(),
				collection: CollectionId::City,
				ring_size: RingSize::Small,
				max_root_age: 5 * MINUTE,
			},
			roots,
			nonces: NonceBook::default(),
			keys,
		}
	}

	impl Desk {
		fn answer(&mut self, number: u8) -> AnonymousLogin {
			let challenge = self.facility.challenge([number; 32], NOW, 5 * MINUTE);
			self.nonces.issue(&challenge);
			let context = self.facility.context();
			let proof = prove(
				&SECRET,
				&self.keys,
				&context,
				&challenge.to_bytes(&self.facility.chain),
			)
			.expect("a member");
			AnonymousLogin {
				challenge,
				chain: self.facility.chain,
				ring: 0,
				revision: 4,
				alias: alias_of(&SECRET, &context).0,
				proof,
			}
		}

		fn verify(&mut self, login: &AnonymousLogin, now: u64) -> Result<Alias, LoginRefusal> {
			self.facility
				.verify::<Mock>(login, now, &self.roots, &mut self.nonces)
		}
	}

	#[test]
	fn a_member_logs_in_and_is_the_same_the_next_time() {
		let mut desk = desk();
		let first = desk.answer(1);
		let second = desk.answer(2);
		let alias = desk.verify(&first, NOW + 1).expect("is let in");
		assert_eq!(desk.verify(&second, NOW + 2), Ok(alias));
	}

	#[test]
	fn what_can_be_refused_cheaply_costs_no_verification() {
		type Change = fn(&mut AnonymousLogin);
		let mut desk = desk();
		let good = desk.answer(1);
		let cases: [(LoginRefusal, Change); 11] = [
			(LoginRefusal::OtherChain, |login| login.chain = [8; 32]),
			(LoginRefusal::OtherFacility, |login| {
				login.challenge.facility = 4;
			}),
			(LoginRefusal::OtherDomain, |login| {
				login.challenge.domain = "library.seoul.go.kr.evil.example".into();
			}),
			(LoginRefusal::OtherCollection, |login| {
				login.challenge.collection = CollectionId::District(11_740);
			}),
			(LoginRefusal::LifetimeTooLong, |login| {
				login.challenge.expires_at = NOW + 60 * MINUTE;
			}),
			(LoginRefusal::NotYetValid, |login| {
				login.challenge.issued_at = NOW + MINUTE;
			}),
			(LoginRefusal::WrongLength, |login| {
				login.proof.pop();
			}),
			(LoginRefusal::WrongLength, |login| login.proof.push(0)),
			(LoginRefusal::WrongLength, |login| login.proof.clear()),
			(LoginRefusal::UnknownRoot, |login| login.revision = 3),
			(LoginRefusal::Malformed, |login| {
				if let Some(last) = login.proof.last_mut() {
					*last = 2;
				}
			}),
		];
		for (refusal, change) in cases {
			let mut login = good.clone();
			change(&mut login);
			assert_eq!(desk.verify(&login, NOW + 1), Err(refusal));
		}
		assert_eq!(
			desk.verify(&good, NOW + 5 * MINUTE),
			Err(LoginRefusal::ChallengeExpired)
		);
		let mut expired = desk.answer(2);
		expired.challenge.issued_at = NOW + 19 * MINUTE;
		expired.challenge.expires_at = NOW + 25 * MINUTE;
		assert_eq!(
			desk.verify(&expired, NOW + 20 * MINUTE),
			Err(LoginRefusal::RootExpired)
		);
		// Four minutes ago was not too long, six minutes ago is.
		assert_eq!(
			desk.verify(&good, NOW + MINUTE + 1),
			Err(LoginRefusal::RootTooOld)
		);
		let mut never_issued = good.clone();
		never_issued.challenge.nonce = [9; 32];
		assert_eq!(
			desk.verify(&never_issued, NOW + 1),
			Err(LoginRefusal::NonceNotOpen)
		);
		assert_eq!(take_verifications(), 0);
		assert!(desk.verify(&good, NOW + 1).is_ok());
		assert_eq!(take_verifications(), 1);
	}

	#[test]
	fn a_challenge_costs_one_verification_at_most() {
		let mut desk = desk();
		let mut login = desk.answer(1);
		login.proof[40] ^= 1;
		assert_eq!(
			desk.verify(&login, NOW + 1),
			Err(LoginRefusal::InvalidProof)
		);
		assert_eq!(
			desk.verify(&login, NOW + 1),
			Err(LoginRefusal::NonceNotOpen)
		);
		assert_eq!(take_verifications(), 1);
	}

	#[test]
	fn a_login_is_not_valid_twice() {
		let mut desk = desk();
		let login = desk.answer(1);
		assert!(desk.verify(&login, NOW + 1).is_ok());
		assert_eq!(
			desk.verify(&login, NOW + 2),
			Err(LoginRefusal::NonceNotOpen)
		);
	}

	#[test]
	fn a_proof_for_another_challenge_is_refused() {
		let mut desk = desk();
		let first = desk.answer(1);
		let mut second = desk.answer(2);
		second.proof = first.proof;
		assert_eq!(
			desk.verify(&second, NOW + 1),
			Err(LoginRefusal::InvalidProof)
		);
	}

	#[test]
	fn whoever_claims_another_alias_is_refused() {
		let mut desk = desk();
		let mut login = desk.answer(1);
		login.alias = [9; 32];
		assert_eq!(desk.verify(&login, NOW + 1), Err(LoginRefusal::OtherAlias));
	}

	#[test]
	fn books_forget_what_has_expired() {
		let mut desk = desk();
		let login = desk.answer(1);
		desk.nonces.forget_expired(NOW + 5 * MINUTE);
		assert_eq!(
			desk.verify(&login, NOW + 1),
			Err(LoginRefusal::NonceNotOpen)
		);
		let login = desk.answer(2);
		desk.roots.forget_expired(NOW + 20 * MINUTE);
		assert_eq!(desk.verify(&login, NOW + 1), Err(LoginRefusal::UnknownRoot));
	}
}
