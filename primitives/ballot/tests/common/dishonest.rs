// SPDX-License-Identifier: Apache-2.0

//! A dealer written from the protocol's text, so that it can cheat; its proof holds all the same.

use codec::Encode;
use curve25519_dalek::{ristretto::RistrettoPoint, scalar::Scalar};
use merlin::Transcript;
use rand_chacha::rand_core::RngCore;
use seoul_chain_ballot::{
	Ceremony, Dealing, EncodedPoint, EncodedScalar, KnowledgeProof, TrusteeIndex,
};

fn random(rng: &mut rand_chacha::ChaCha20Rng) -> Scalar {
	let mut bytes = [0; 64];
	rng.fill_bytes(&mut bytes);
	Scalar::from_bytes_mod_order_wide(&bytes)
}

fn wide(transcript: &mut Transcript, label: &'static [u8]) -> Scalar {
	let mut bytes = [0; 64];
	transcript.challenge_bytes(label, &mut bytes);
	Scalar::from_bytes_mod_order_wide(&bytes)
}

/// A dealing that verifies, whose share for `victim` is not what it commits to.
pub fn deal(
	ceremony: &Ceremony,
	dealer: TrusteeIndex,
	victim: TrusteeIndex,
	rng: &mut rand_chacha::ChaCha20Rng,
) -> Dealing {
	let times_g = |scalar: &Scalar| EncodedPoint::from(&RistrettoPoint::mul_base(scalar));
	let coefficients: Vec<Scalar> = (0..ceremony.threshold).map(|_| random(rng)).collect();
	let rho = random(rng);
	let ephemeral = times_g(&rho);
	let commitments: Vec<EncodedPoint> = coefficients.iter().map(times_g).collect();
	let shares: Vec<EncodedScalar> = ceremony
		.seats
		.iter()
		.map(|seat| {
			let shared = EncodedPoint::from(&(seat.key.element().expect("a key") * rho));
			let mut transcript = Transcript::new(b"seoul-chain/share-mask/1");
			let statement = (ceremony, dealer, seat.trustee, ephemeral).encode();
			transcript.append_message(b"statement", &statement);
			transcript.append_message(b"shared point", &shared.0);
			let mask = wide(&mut transcript, b"mask");
			let x = Scalar::from(seat.trustee.0);
			let mut power = Scalar::ONE;
			let mut share = Scalar::ZERO;
			for coefficient in &coefficients {
				share += coefficient * power;
				power *= x;
			}
			if seat.trustee == victim {
				share += Scalar::ONE;
			}
			EncodedScalar::from(&(share + mask))
		})
		.collect();

	let mut transcript = Transcript::new(b"seoul-chain/dealing/1");
	let statement = (ceremony, dealer, &commitments, ephemeral, &shares).encode();
	transcript.append_message(b"statement", &statement);
	let nonces = [random(rng), random(rng)];
	let proof_commitments = [times_g(&nonces[0]), times_g(&nonces[1])];
	transcript.append_message(b"commitments", &proof_commitments.encode());
	let challenge = wide(&mut transcript, b"challenge");
	let response = |nonce, secret| EncodedScalar::from(&(nonce + challenge * secret));
	Dealing {
		commitments: commitments.try_into().expect("few enough"),
		ephemeral,
		shares: shares.try_into().expect("few enough"),
		constant_proof: KnowledgeProof {
			commitment: proof_commitments[0],
			response: response(nonces[0], coefficients[0]),
		},
		ephemeral_proof: KnowledgeProof {
			commitment: proof_commitments[1],
			response: response(nonces[1], rho),
		},
	}
}
