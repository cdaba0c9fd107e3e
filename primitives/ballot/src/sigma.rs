// SPDX-License-Identifier: Apache-2.0

//! Proofs of knowledge and of equality of discrete logarithms.
//!
//! - [`KnowledgeProof`] (Schnorr: *Efficient Identification and Signatures for Smart Cards*, Crypto 1989). Of
//!   X = x·G: commitment T = k·G, response z = k + c·x, check z·G = T + c·X.
//! - [`EqualityProof`] (Chaum, Pedersen: *Wallet Databases with Observers*, Crypto 1992). Of X = x·G and
//!   D = x·H: commitments T = k·G and U = k·H, response z = k + c·x, check z·G = T + c·X and
//!   z·H = U + c·D.
//!
//! The challenge c comes from the transcript after the commitments. Proofs carry their commitments, so that
//! the equations of several proofs can be added up and checked at once.

use crate::{
	group::Equations,
	transcript::{absorb, challenge, weight, Nonces},
	EncodedPoint, EncodedScalar, Error,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use curve25519_dalek::{ristretto::RistrettoPoint, scalar::Scalar};
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};
use scale_info::TypeInfo;
use zeroize::Zeroizing;

/// Proof that the prover knows the discrete logarithm of an element. 64 bytes.
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
)]
pub struct KnowledgeProof {
	/// T = k·G.
	pub commitment: EncodedPoint,
	/// z = k + c·x.
	pub response: EncodedScalar,
}

/// Proof that two elements have the same discrete logarithm, each to its base. 96 bytes.
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
)]
pub struct EqualityProof {
	/// T = k·G.
	pub generator_commitment: EncodedPoint,
	/// U = k·H.
	pub base_commitment: EncodedPoint,
	/// z = k + c·x.
	pub response: EncodedScalar,
}

/// Proves knowledge of all `secrets` under one challenge.
pub(crate) fn prove_knowledge<R: RngCore + CryptoRng, const N: usize>(
	mut transcript: Transcript,
	secrets: [&Scalar; N],
	rng: &mut R,
) -> [KnowledgeProof; N] {
	let mut nonces = Nonces::new(
		&transcript,
		secrets.map(|secret| secret.as_bytes().as_slice()),
		rng,
	);
	let committed = secrets.map(|secret| {
		let nonce = Zeroizing::new(nonces.scalar());
		let commitment = EncodedPoint::from(&RistrettoPoint::mul_base(&nonce));
		(secret, nonce, commitment)
	});
	absorb(
		&mut transcript,
		b"commitments",
		&committed.each_ref().map(|(_, _, commitment)| *commitment),
	);
	let challenge = challenge(&mut transcript);
	committed
		.each_ref()
		.map(|(secret, nonce, commitment)| KnowledgeProof {
			commitment: *commitment,
			response: EncodedScalar::from(&(**nonce + challenge * *secret)),
		})
}

/// Whether `proofs` show knowledge of the discrete logarithms of all `elements`.
///
/// # Errors
/// A commitment or response that is not canonical, or a commitment that is the identity.
pub(crate) fn check_knowledge<const N: usize>(
	mut transcript: Transcript,
	elements: [&RistrettoPoint; N],
	proofs: [&KnowledgeProof; N],
) -> Result<bool, Error> {
	absorb(
		&mut transcript,
		b"commitments",
		&proofs.map(|proof| proof.commitment),
	);
	let challenge = challenge(&mut transcript);
	absorb(
		&mut transcript,
		b"responses",
		&proofs.map(|proof| proof.response),
	);
	let mut equations = Equations::default();
	for (element, proof) in elements.into_iter().zip(proofs) {
		let response = proof.response.scalar()?;
		let commitment = proof.commitment.element()?;
		let weight = weight(&mut transcript);
		equations.add_generator(weight * response);
		equations.add(-weight, commitment);
		equations.add(-weight * challenge, *element);
	}
	Ok(equations.hold())
}

/// Proves that `secret` is the logarithm of both its multiples, of the generator and of `base`.
pub(crate) fn prove_equality<R: RngCore + CryptoRng>(
	mut transcript: Transcript,
	base: &RistrettoPoint,
	secret: &Scalar,
	rng: &mut R,
) -> EqualityProof {
	let nonce =
		Zeroizing::new(Nonces::new(&transcript, [secret.as_bytes().as_slice()], rng).scalar());
	let generator_commitment = EncodedPoint::from(&RistrettoPoint::mul_base(&nonce));
	let base_commitment = EncodedPoint::from(&(base * *nonce));
	absorb(
		&mut transcript,
		b"commitments",
		&(generator_commitment, base_commitment),
	);
	let challenge = challenge(&mut transcript);
	let response = EncodedScalar::from(&(*nonce + challenge * secret));
	EqualityProof {
		generator_commitment,
		base_commitment,
		response,
	}
}

/// Whether `proof` shows that `element` is to the generator what `image` is to `base`.
///
/// # Errors
/// A commitment or response that is not canonical, or a commitment that is the identity.
pub(crate) fn check_equality(
	mut transcript: Transcript,
	base: &RistrettoPoint,
	element: &RistrettoPoint,
	image: &RistrettoPoint,
	proof: &EqualityProof,
) -> Result<bool, Error> {
	absorb(
		&mut transcript,
		b"commitments",
		&(proof.generator_commitment, proof.base_commitment),
	);
	let challenge = challenge(&mut transcript);
	absorb(&mut transcript, b"responses", &proof.response);
	let response = proof.response.scalar()?;
	let generator_commitment = proof.generator_commitment.element()?;
	let base_commitment = proof.base_commitment.element()?;

	let first = weight(&mut transcript);
	let second = weight(&mut transcript);
	let mut equations = Equations::default();
	equations.add_generator(first * response);
	equations.add(-first, generator_commitment);
	equations.add(-first * challenge, *element);
	equations.add(second * response, *base);
	equations.add(-second, base_commitment);
	equations.add(-second * challenge, *image);
	Ok(equations.hold())
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{group::random_scalar, transcript::start};
	use rand_chacha::{rand_core::SeedableRng, ChaCha20Rng};

	const NAME: &[u8] = b"seoul-chain/test/1";

	/// The prover follows the protocol, but with a secret that is not the logarithm.
	#[test]
	fn each_logarithm_must_be_known() {
		let rng = &mut ChaCha20Rng::seed_from_u64(1);
		let (first, second, wrong) = (random_scalar(rng), random_scalar(rng), random_scalar(rng));
		let elements = [first, second].map(|secret| RistrettoPoint::mul_base(&secret));
		let mut holds = |secrets: [&Scalar; 2]| {
			let proofs = prove_knowledge(start(NAME, &0u8), secrets, rng);
			let elements = elements.each_ref();
			check_knowledge(start(NAME, &0u8), elements, proofs.each_ref())
		};
		assert_eq!(holds([&first, &second]), Ok(true));
		assert_eq!(holds([&wrong, &second]), Ok(false));
		assert_eq!(holds([&first, &wrong]), Ok(false));
		assert_eq!(holds([&second, &first]), Ok(false));
	}

	#[test]
	fn both_logarithms_must_be_equal() {
		let rng = &mut ChaCha20Rng::seed_from_u64(2);
		let (secret, other) = (random_scalar(rng), random_scalar(rng));
		let base = RistrettoPoint::mul_base(&random_scalar(rng));
		let mut holds = |element: &Scalar, image: &Scalar, proven: &Scalar| {
			let proof = prove_equality(start(NAME, &0u8), &base, proven, rng);
			let element = RistrettoPoint::mul_base(element);
			check_equality(start(NAME, &0u8), &base, &element, &(base * image), &proof)
		};
		assert_eq!(holds(&secret, &secret, &secret), Ok(true));
		assert_eq!(holds(&secret, &other, &secret), Ok(false));
		assert_eq!(holds(&secret, &other, &other), Ok(false));
		assert_eq!(holds(&secret, &secret, &other), Ok(false));
	}

	#[test]
	fn a_proof_belongs_to_its_statement_and_protocol() {
		let rng = &mut ChaCha20Rng::seed_from_u64(3);
		let secret = random_scalar(rng);
		let element = RistrettoPoint::mul_base(&secret);
		let [proof] = prove_knowledge(start(NAME, &0u8), [&secret], rng);
		let holds = |transcript| check_knowledge(transcript, [&element], [&proof]);
		assert_eq!(holds(start(NAME, &0u8)), Ok(true));
		assert_eq!(holds(start(NAME, &1u8)), Ok(false));
		assert_eq!(holds(start(b"seoul-chain/test/2", &0u8)), Ok(false));
	}
}
