// SPDX-License-Identifier: Apache-2.0

//! Signatures of every kind, over a message plain or as wallets wrap it.

use alloc::vec::Vec;
use seoul_chain_primitives::{AccountId, Signature};
use sp_runtime::traits::Verify;

/// What wallets set before bytes that are no transaction.
pub const OPENING: &[u8] = b"<Bytes>";
/// What they set after them.
pub const CLOSING: &[u8] = b"</Bytes>";

/// A message as wallets wrap it.
pub fn wrapped(message: &[u8]) -> Vec<u8> {
	[OPENING, message, CLOSING].concat()
}

/// Whether `account` signed `message`, plain or wrapped, by ed25519, sr25519, ECDSA or ECDSA as Ethereum has it.
pub fn is_signed_by(message: &[u8], account: &AccountId, signature: &Signature) -> bool {
	signature.verify(message, account) || signature.verify(&wrapped(message)[..], account)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{challenge::tests::challenge, Challenge};
	use proptest::prelude::*;
	use sp_core::{ecdsa, ed25519, sr25519, Pair};
	use sp_runtime::{traits::IdentifyAccount, MultiSigner};

	type Signer = Box<dyn Fn(&[u8]) -> Signature>;

	/// Account and signing function of a key of each kind.
	fn keys(seed: [u8; 32]) -> Vec<(AccountId, Signer)> {
		let edwards = ed25519::Pair::from_seed(&seed);
		let schnorr = sr25519::Pair::from_seed(&seed);
		let koblitz = ecdsa::Pair::from_seed(&seed);
		let ethereum = ecdsa::KeccakPair::from_seed(&seed);
		vec![
			(
				MultiSigner::from(edwards.public()).into_account(),
				Box::new(move |message: &[u8]| edwards.sign(message).into()) as Signer,
			),
			(
				MultiSigner::from(schnorr.public()).into_account(),
				Box::new(move |message: &[u8]| schnorr.sign(message).into()) as Signer,
			),
			(
				MultiSigner::from(koblitz.public()).into_account(),
				Box::new(move |message: &[u8]| koblitz.sign(message).into()) as Signer,
			),
			(
				MultiSigner::Eth(ethereum.public()).into_account(),
				Box::new(move |message: &[u8]| Signature::Eth(ethereum.sign(message))) as Signer,
			),
		]
	}

	#[test]
	fn every_kind_of_key_signs_plain_and_wrapped() {
		let text = challenge().text();
		for (account, sign) in keys([1; 32]) {
			for message in [text.as_bytes().to_vec(), wrapped(text.as_bytes())] {
				let signature = sign(&message);
				assert!(
					is_signed_by(text.as_bytes(), &account, &signature),
					"{signature:?}"
				);
			}
		}
	}

	#[test]
	fn another_message_another_key_or_two_wrappings_do_not_pass() {
		let text = challenge().text();
		let other = Challenge {
			nonce: [9; 32],
			..challenge()
		}
		.text();
		for ((account, sign), (another, _)) in keys([1; 32]).into_iter().zip(keys([2; 32])) {
			let signature = sign(text.as_bytes());
			assert!(!is_signed_by(other.as_bytes(), &account, &signature));
			assert!(!is_signed_by(text.as_bytes(), &another, &signature));
			let twice = sign(&wrapped(&wrapped(text.as_bytes())));
			assert!(!is_signed_by(text.as_bytes(), &account, &twice));
		}
	}

	#[test]
	fn a_signature_of_one_kind_is_none_of_another() {
		let text = challenge().text();
		let keys = keys([1; 32]);
		for (position, (_, sign)) in keys.iter().enumerate() {
			let signature = sign(text.as_bytes());
			for (other, (account, _)) in keys.iter().enumerate() {
				assert_eq!(
					is_signed_by(text.as_bytes(), account, &signature),
					position == other
				);
			}
		}
	}

	proptest! {
		#[test]
		fn random_bytes_are_never_a_signature(
			bytes in prop::collection::vec(any::<u8>(), 65),
			account in any::<[u8; 32]>(),
		) {
			let mut short = [0; 64];
			short.copy_from_slice(&bytes[..64]);
			let mut long = [0; 65];
			long.copy_from_slice(&bytes);
			let account = AccountId::new(account);
			for signature in [
				Signature::Ed25519(ed25519::Signature::from_raw(short)),
				Signature::Sr25519(sr25519::Signature::from_raw(short)),
				Signature::Ecdsa(ecdsa::Signature::from_raw(long)),
				Signature::Eth(ecdsa::KeccakSignature::from_raw(long)),
			] {
				prop_assert!(!is_signed_by(b"message", &account, &signature));
			}
		}
	}
}
