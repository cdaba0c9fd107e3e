// SPDX-License-Identifier: Apache-2.0

//! Ring keys, aliases and proofs.

use crate::refusal::{read, Refusal};
use alloc::vec::Vec;
use seoul_chain_ring_proofs::{
	chunks::PAGE_BYTES,
	login::LoginChallenge,
	prover::{OpenedRing, RingSecret},
	Alias, Bandersnatch, ChainId, Context, Message, PollEnrolment, Purpose, RingKey,
	RingProofSystem, RingRoot, RingSize, ServiceBinding, CHUNK_BYTES,
};
use sp_crypto_hashing::blake2_256;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

fn chain_of(chain: &[u8]) -> Result<ChainId, Refusal> {
	read(chain, "the chain's number")
}

fn secret_of(entropy: &[u8]) -> Result<RingSecret, Refusal> {
	let entropy: Zeroizing<[u8; 32]> = Zeroizing::new(read(entropy, "the entropy")?);
	Ok(RingSecret::from_entropy(*entropy))
}

/// Keys, one after the other.
fn keys_of(bytes: &[u8]) -> Result<Vec<RingKey>, Refusal> {
	bytes
		.chunks(size_of::<RingKey>())
		.map(|key| read(key, "a key"))
		.collect()
}

/// The root of keys, computed from pages that are checked against the ceremony's hashes.
fn root_of(size: RingSize, keys: &[RingKey], given: &[u8]) -> Result<RingRoot, Refusal> {
	let given = given.chunks(PAGE_BYTES);
	let genuine = (0u32..)
		.zip(given.clone())
		.all(|(page, bytes)| Bandersnatch::page_hash(size, page) == Some(blake2_256(bytes)));
	let needed = keys.len().div_ceil(PAGE_BYTES / CHUNK_BYTES);
	if !genuine || given.len() < needed {
		return Err(Refusal::OtherRoot);
	}
	let chunks: Vec<u8> = given.flatten().copied().collect();
	let mut builder = Bandersnatch::start(size);
	keys.len()
		.checked_mul(CHUNK_BYTES)
		.and_then(|length| chunks.get(..length))
		.and_then(|chunks| Bandersnatch::push(size, &mut builder, keys, chunks).ok())
		.and_then(|()| Bandersnatch::finish(&builder).ok())
		.ok_or(Refusal::OtherRoot)
}

/// The alias of a valid proof.
fn verified(
	size: &[u8],
	root: &[u8],
	chain: &ChainId,
	purpose: Purpose,
	message: &impl Message,
	proof: &[u8],
) -> Result<Vec<u8>, Refusal> {
	let (size, root): (RingSize, RingRoot) = (read(size, "the size")?, read(root, "the root")?);
	let context = Context::of(chain, purpose);
	Bandersnatch::verify(size, &root, &context, &message.to_bytes(chain), proof)
		.map(|Alias(alias)| alias.to_vec())
		.map_err(|_| Refusal::InvalidProof)
}

/// The entropy of a key, which a wallet keeps, and after it the key.
///
/// # Errors
/// What cannot be read.
#[wasm_bindgen]
pub fn derive(
	seed: &[u8],
	chain: &[u8],
	collection: &[u8],
	generation: u32,
) -> Result<Vec<u8>, Refusal> {
	let seed: Zeroizing<[u8; 32]> = Zeroizing::new(read(seed, "the seed")?);
	let collection = read(collection, "the collection")?;
	let entropy = RingSecret::entropy(&seed, &chain_of(chain)?, collection, generation);
	let key = RingSecret::from_entropy(*entropy).key();
	Ok([&entropy[..], &key.0].concat())
}

/// The key of an entropy.
///
/// # Errors
/// What cannot be read.
#[wasm_bindgen]
pub fn key(entropy: &[u8]) -> Result<Vec<u8>, Refusal> {
	Ok(secret_of(entropy)?.key().0.to_vec())
}

/// The proof of possession for the card office.
///
/// # Errors
/// What cannot be read, or not made.
#[wasm_bindgen]
pub fn possession(entropy: &[u8], chain: &[u8], collection: &[u8]) -> Result<Vec<u8>, Refusal> {
	let collection = read(collection, "the collection")?;
	let possession = secret_of(entropy)?.prove_possession(&chain_of(chain)?, collection)?;
	Ok(possession.0.to_vec())
}

/// The alias of a key for a purpose.
///
/// # Errors
/// What cannot be read.
#[wasm_bindgen]
pub fn alias(entropy: &[u8], chain: &[u8], purpose: &[u8]) -> Result<Vec<u8>, Refusal> {
	let context = Context::of(&chain_of(chain)?, read(purpose, "the purpose")?);
	let Alias(alias) = secret_of(entropy)?.alias(&context)?;
	Ok(alias.to_vec())
}

/// The root of keys, as whoever audits a ring compares it.
///
/// # Errors
/// What cannot be read; [`Refusal::OtherRoot`].
#[wasm_bindgen]
pub fn root(size: &[u8], keys: &[u8], pages: &[u8]) -> Result<Vec<u8>, Refusal> {
	let root = root_of(read(size, "the size")?, &keys_of(keys)?, pages)?;
	Ok(root.0.to_vec())
}

/// Check a proof that binds an account for a service; gives the alias.
///
/// # Errors
/// What cannot be read; [`Refusal::InvalidProof`].
#[wasm_bindgen(js_name = verifyService)]
pub fn verify_service(
	size: &[u8],
	root: &[u8],
	chain: &[u8],
	service: u32,
	renewal: u32,
	account: &[u8],
	proof: &[u8],
) -> Result<Vec<u8>, Refusal> {
	let account: [u8; 32] = read(account, "the account")?;
	let message = ServiceBinding {
		service,
		renewal,
		account: &account,
	};
	let purpose = Purpose::Service { service };
	verified(size, root, &chain_of(chain)?, purpose, &message, proof)
}

fn enrolment(poll: u32, voting_key: &[u8]) -> Result<PollEnrolment, Refusal> {
	let voting_key = read(voting_key, "the voting key")?;
	Ok(PollEnrolment { poll, voting_key })
}

/// What the proof of an enrolment binds.
///
/// # Errors
/// What cannot be read.
#[wasm_bindgen(js_name = enrolmentMessage)]
pub fn enrolment_message(chain: &[u8], poll: u32, voting_key: &[u8]) -> Result<Vec<u8>, Refusal> {
	Ok(enrolment(poll, voting_key)?.to_bytes(&chain_of(chain)?))
}

/// Check a proof that enrols a voting key in a poll; gives the alias.
///
/// # Errors
/// What cannot be read; [`Refusal::InvalidProof`].
#[wasm_bindgen(js_name = verifyPoll)]
pub fn verify_poll(
	size: &[u8],
	root: &[u8],
	chain: &[u8],
	poll: u32,
	voting_key: &[u8],
	proof: &[u8],
) -> Result<Vec<u8>, Refusal> {
	let message = enrolment(poll, voting_key)?;
	let purpose = Purpose::Poll { poll };
	verified(size, root, &chain_of(chain)?, purpose, &message, proof)
}

/// A ring that is open, with the secret that stands in it.
#[wasm_bindgen]
pub struct Ring {
	opened: OpenedRing,
	secret: RingSecret,
	chain: ChainId,
}

#[wasm_bindgen]
impl Ring {
	/// Open a ring, after its root was computed from the keys.
	///
	/// # Errors
	/// What cannot be read; [`Refusal::NotInRing`], [`Refusal::OtherRoot`].
	pub fn open(
		size: &[u8],
		entropy: &[u8],
		chain: &[u8],
		keys: &[u8],
		root: &[u8],
		pages: &[u8],
	) -> Result<Self, Refusal> {
		let size = read(size, "the size")?;
		let chain = chain_of(chain)?;
		let secret = secret_of(entropy)?;
		let keys = keys_of(keys)?;
		if !keys.contains(&secret.key()) {
			return Err(Refusal::NotInRing);
		}
		// A list that is not that of the root gives proofs that nobody accepts, or that single somebody out.
		if root_of(size, &keys, pages)? != read(root, "the root")? {
			return Err(Refusal::OtherRoot);
		}
		let opened = OpenedRing::open(size, &secret, &keys)?;
		Ok(Self {
			opened,
			secret,
			chain,
		})
	}

	/// The alias, and after it the proof.
	fn prove(&self, purpose: Purpose, message: &impl Message) -> Result<Vec<u8>, Refusal> {
		let context = Context::of(&self.chain, purpose);
		let message = message.to_bytes(&self.chain);
		let (proof, Alias(alias)) = self.opened.prove(&self.secret, &context, &message)?;
		Ok([&alias[..], &proof].concat())
	}

	/// The answer to a facility's challenge: an alias and a proof.
	///
	/// # Errors
	/// What cannot be read, or not made.
	#[wasm_bindgen(js_name = proveLogin)]
	pub fn prove_login(&self, challenge: &[u8]) -> Result<Vec<u8>, Refusal> {
		let challenge: LoginChallenge = read(challenge, "the challenge")?;
		let purpose = Purpose::Login {
			facility: challenge.facility,
		};
		self.prove(purpose, &challenge)
	}

	/// The proof that binds an account for a service: an alias and a proof.
	///
	/// # Errors
	/// What cannot be read, or not made.
	#[wasm_bindgen(js_name = proveService)]
	pub fn prove_service(
		&self,
		service: u32,
		renewal: u32,
		account: &[u8],
	) -> Result<Vec<u8>, Refusal> {
		let account: [u8; 32] = read(account, "the account")?;
		let message = ServiceBinding {
			service,
			renewal,
			account: &account,
		};
		self.prove(Purpose::Service { service }, &message)
	}

	/// The proof that enrols a voting key in a poll: an alias and a proof.
	///
	/// # Errors
	/// What cannot be read, or not made.
	#[wasm_bindgen(js_name = provePoll)]
	pub fn prove_poll(&self, poll: u32, voting_key: &[u8]) -> Result<Vec<u8>, Refusal> {
		self.prove(Purpose::Poll { poll }, &enrolment(poll, voting_key)?)
	}
}
