// SPDX-License-Identifier: Apache-2.0

//! Transcripts: what a challenge depends on.
//!
//! A proof is made non-interactive by taking its challenge from a Merlin transcript (STROBE-128 over
//! Keccak-f\[1600\]). Each protocol has a name of its own, and its first message is the SCALE encoding of
//! the whole statement: chain, poll or board, the prover, and every public element. Challenges from
//! anything less are the flaw of weak Fiat–Shamir (Bernhard, Pereira, Warinschi: *How Not to Prove
//! Yourself*, Asiacrypt 2012), by which Helios ballots could be forged.

use codec::Encode;
use curve25519_dalek::scalar::Scalar;
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};
use zeroize::{Zeroize, Zeroizing};

/// A ballot's proof.
pub(crate) const BALLOT: &[u8] = b"seoul-chain/ballot/1";
/// Randomness of a ballot's ciphertexts.
pub(crate) const BALLOT_RANDOMNESS: &[u8] = b"seoul-chain/ballot-randomness/1";
/// Weights with which the equations of ballots are added up.
pub(crate) const BALLOT_WEIGHTS: &[u8] = b"seoul-chain/ballot-weights/1";
/// Proof that a trustee holds its transport key.
pub(crate) const TRANSPORT_KEY: &[u8] = b"seoul-chain/transport-key/1";
/// Proof that a dealer knows what it deals.
pub(crate) const DEALING: &[u8] = b"seoul-chain/dealing/1";
/// Mask of a share on its way from dealer to trustee.
pub(crate) const SHARE_MASK: &[u8] = b"seoul-chain/share-mask/1";
/// Proof that a complaint shows the true shared point.
pub(crate) const COMPLAINT: &[u8] = b"seoul-chain/complaint/1";
/// Proof of a decryption share.
pub(crate) const DECRYPTION: &[u8] = b"seoul-chain/decryption/1";

/// A transcript of `protocol` about `statement`.
pub(crate) fn start(protocol: &'static [u8], statement: &impl Encode) -> Transcript {
	let mut transcript = Transcript::new(protocol);
	absorb(&mut transcript, b"statement", statement);
	transcript
}

/// Adds the SCALE encoding of `value`.
pub(crate) fn absorb(transcript: &mut Transcript, label: &'static [u8], value: &impl Encode) {
	value.using_encoded(|bytes| transcript.append_message(label, bytes));
}

/// A challenge: 64 bytes of the transcript modulo ℓ.
pub(crate) fn challenge(transcript: &mut Transcript) -> Scalar {
	wide_scalar(transcript, b"challenge")
}

/// 64 bytes of the transcript modulo ℓ.
pub(crate) fn wide_scalar(transcript: &mut Transcript, label: &'static [u8]) -> Scalar {
	let mut bytes = [0; 64];
	transcript.challenge_bytes(label, &mut bytes);
	let scalar = Scalar::from_bytes_mod_order_wide(&bytes);
	bytes.zeroize();
	scalar
}

/// Weight of an equation: 128 bits of the transcript.
pub(crate) fn weight(transcript: &mut Transcript) -> Scalar {
	let mut bytes = [0; 16];
	transcript.challenge_bytes(b"weight", &mut bytes);
	Scalar::from(u128::from_le_bytes(bytes))
}

/// Secret random scalars: a ballot's randomness, a prover's nonces.
///
/// They come from the statement, the secrets and fresh randomness together. A generator that repeats itself (a copied
/// virtual machine, a bad device) therefore gives equal scalars only for equal statements and secrets: it never
/// answers two challenges with one nonce, nor encrypts two choices with one randomness.
pub(crate) struct Nonces(Zeroizing<Transcript>);

impl Nonces {
	pub(crate) fn new<'a, R: RngCore + CryptoRng>(
		statement: &Transcript,
		secrets: impl IntoIterator<Item = &'a [u8]>,
		rng: &mut R,
	) -> Self {
		let mut transcript = Zeroizing::new(statement.clone());
		for secret in secrets {
			transcript.append_message(b"secret", secret);
		}
		let mut fresh = Zeroizing::new([0; 32]);
		rng.fill_bytes(fresh.as_mut_slice());
		transcript.append_message(b"fresh", fresh.as_slice());
		Self(transcript)
	}

	pub(crate) fn scalar(&mut self) -> Scalar {
		wide_scalar(&mut self.0, b"nonce")
	}
}
