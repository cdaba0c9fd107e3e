// SPDX-License-Identifier: Apache-2.0

//! What goes over the wire and into files, as JSON: challenges, consents, credentials and signatures.
//!
//! A text to sign comes with the fields that it is computed from. Whoever signs computes it again ([`ChallengeForm::read`],
//! [`ConsentForm::read`]), and so never signs what another made up. Bytes are `0x…`, times are Unix time in
//! milliseconds, accounts are addresses in SS58.

use data_encoding::HEXLOWER_PERMISSIVE;
use seoul_chain_login::{
	is_signed_by, text, BatchId, Challenge, Consent, CredentialValue, Disclosure, FacilityId,
	Purpose, SchemaId, SignedConsent,
};
use seoul_chain_primitives::{AccountId, Moment, Signature};
use serde::{Deserialize, Serialize};
use sp_core::{crypto::Ss58Codec, ecdsa, ed25519, sr25519, H256};

/// Bytes in hexadecimal, with `0x`.
pub fn hex(bytes: &[u8]) -> String {
	format!("0x{}", text::hex(bytes))
}

/// Bytes in hexadecimal, with or without `0x`.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
	let digits = text.strip_prefix("0x").unwrap_or(text);
	HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).ok()
}

/// 32 bytes in hexadecimal, with or without `0x`.
pub fn bytes32(text: &str) -> Option<[u8; 32]> {
	unhex(text)?.try_into().ok()
}

/// A challenge, and the text that is signed.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChallengeForm {
	/// What is signed.
	pub text: String,
	/// The chain's identity, 32 bytes.
	pub chain: String,
	/// Number of the facility.
	pub facility: u32,
	/// Its host name.
	pub domain: String,
	/// Who is to sign.
	pub account: String,
	/// 32 random bytes.
	pub nonce: String,
	/// From when on it is valid.
	pub issued_at: Moment,
	/// Until when.
	pub expires_at: Moment,
}

impl From<&Challenge> for ChallengeForm {
	fn from(challenge: &Challenge) -> Self {
		Self {
			text: challenge.text(),
			chain: hex(&challenge.chain),
			facility: challenge.facility.0,
			domain: challenge.domain.clone(),
			account: text::address(&challenge.account),
			nonce: hex(&challenge.nonce),
			issued_at: challenge.issued_at,
			expires_at: challenge.expires_at,
		}
	}
}

impl ChallengeForm {
	/// The challenge, if the fields are in form and its text is the one that goes with it.
	pub fn read(&self) -> Option<Challenge> {
		let challenge = Challenge {
			chain: bytes32(&self.chain)?,
			facility: FacilityId(self.facility),
			domain: self.domain.clone(),
			account: AccountId::from_ss58check(&self.account).ok()?,
			nonce: bytes32(&self.nonce)?,
			issued_at: self.issued_at,
			expires_at: self.expires_at,
		};
		(challenge.check_form().is_ok() && challenge.text() == self.text).then_some(challenge)
	}
}

/// A purpose in both languages.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct PurposeForm {
	/// In Korean.
	pub korean: String,
	/// In English, as it stands in the text.
	pub english: String,
}

/// A consent, and the text that is signed.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConsentForm {
	/// What is signed.
	pub text: String,
	/// By which it is revoked.
	pub id: String,
	/// The chain's identity, 32 bytes.
	pub chain: String,
	/// Number of the facility.
	pub facility: u32,
	/// Its host name.
	pub domain: String,
	/// Who consents.
	pub account: String,
	/// To what.
	pub purposes: Vec<PurposeForm>,
	/// 32 random bytes.
	pub salt: String,
	/// From when on it is valid.
	pub issued_at: Moment,
	/// Until when.
	pub expires_at: Moment,
}

impl From<&Consent> for ConsentForm {
	fn from(consent: &Consent) -> Self {
		let purposes = consent.purposes.iter().map(|purpose| PurposeForm {
			korean: purpose.korean.clone(),
			english: purpose.english.clone(),
		});
		Self {
			text: consent.text(),
			id: hex(consent.id().0.as_bytes()),
			chain: hex(&consent.chain),
			facility: consent.facility.0,
			domain: consent.domain.clone(),
			account: text::address(&consent.account),
			purposes: purposes.collect(),
			salt: hex(&consent.salt),
			issued_at: consent.issued_at,
			expires_at: consent.expires_at,
		}
	}
}

impl ConsentForm {
	/// The consent, if the fields are in form and text and number are those that go with it.
	pub fn read(&self) -> Option<Consent> {
		let purposes = self.purposes.iter().map(|purpose| Purpose {
			korean: purpose.korean.clone(),
			english: purpose.english.clone(),
		});
		let consent = Consent {
			chain: bytes32(&self.chain)?,
			facility: FacilityId(self.facility),
			domain: self.domain.clone(),
			account: AccountId::from_ss58check(&self.account).ok()?,
			purposes: purposes.collect(),
			issued_at: self.issued_at,
			expires_at: self.expires_at,
			salt: bytes32(&self.salt)?,
		};
		let is_whole = consent.check_form().is_ok() && Self::from(&consent) == *self;
		is_whole.then_some(consent)
	}
}

/// A consent that was signed.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct SignedConsentForm {
	/// What was consented to.
	pub consent: ConsentForm,
	/// The signature, after a byte that says of which kind it is.
	pub signature: String,
}

impl From<&SignedConsent> for SignedConsentForm {
	fn from(signed: &SignedConsent) -> Self {
		Self {
			consent: (&signed.consent).into(),
			signature: hex(&codec::Encode::encode(&signed.signature)),
		}
	}
}

impl SignedConsentForm {
	/// The consent and a signature in form. Whether it is the account's own is not checked: it is at each login.
	pub fn read(&self) -> Option<SignedConsent> {
		let bytes = unhex(&self.signature)?;
		let signature = codec::DecodeAll::decode_all(&mut bytes.as_slice()).ok()?;
		Some(SignedConsent {
			consent: self.consent.read()?,
			signature,
		})
	}
}

/// A credential as its holder's file has it.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CredentialForm {
	/// Its kind.
	pub schema: u16,
	/// Its value.
	pub value: u32,
	/// 32 random bytes.
	pub salt: String,
	/// The batch on the chain.
	pub batch: u64,
	/// Its place there.
	pub position: u32,
	/// The siblings from the leaf to the root.
	pub path: Vec<String>,
}

impl From<&Disclosure> for CredentialForm {
	fn from(disclosure: &Disclosure) -> Self {
		Self {
			schema: disclosure.schema.0,
			value: disclosure.value.0,
			salt: hex(&disclosure.salt),
			batch: disclosure.batch.0,
			position: disclosure.position,
			path: disclosure
				.path
				.iter()
				.map(|node| hex(node.as_bytes()))
				.collect(),
		}
	}
}

impl CredentialForm {
	/// What is opened, if all bytes are in form.
	pub fn read(&self) -> Option<Disclosure> {
		Some(Disclosure {
			schema: SchemaId(self.schema),
			value: CredentialValue(self.value),
			salt: bytes32(&self.salt)?,
			batch: BatchId(self.batch),
			position: self.position,
			path: self
				.path
				.iter()
				.map(|node| bytes32(node).map(H256))
				.collect::<Option<_>>()?,
		})
	}
}

/// What a wallet answers to a challenge.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AnswerForm {
	/// Over the challenge's text.
	pub signature: String,
	/// Over the consent's text, if one was asked for.
	#[serde(default)]
	pub consent_signature: Option<String>,
	/// Credentials that are opened.
	#[serde(default)]
	pub disclosures: Vec<CredentialForm>,
}

/// The signature of a wallet, whichever kind its key is of. Wallets give the bytes with or without a first one
/// that says which.
pub fn signature_of(account: &AccountId, text: &str, hexadecimal: &str) -> Option<Signature> {
	let bytes = unhex(hexadecimal)?;
	let mut candidates = Vec::new();
	let mut add = |kind: u8, bytes: &[u8]| {
		let signature = match kind {
			0 => bytes
				.try_into()
				.ok()
				.map(|raw| Signature::Ed25519(ed25519::Signature::from_raw(raw))),
			1 => bytes
				.try_into()
				.ok()
				.map(|raw| Signature::Sr25519(sr25519::Signature::from_raw(raw))),
			2 => bytes
				.try_into()
				.ok()
				.map(|raw| Signature::Ecdsa(ecdsa::Signature::from_raw(raw))),
			3 => bytes
				.try_into()
				.ok()
				.map(|raw| Signature::Eth(ecdsa::KeccakSignature::from_raw(raw))),
			_ => None,
		};
		candidates.extend(signature);
	};
	for kind in 0..=3 {
		add(kind, &bytes);
	}
	if let Some((kind, rest)) = bytes.split_first() {
		add(*kind, rest);
	}
	candidates
		.into_iter()
		.find(|signature| is_signed_by(text.as_bytes(), account, signature))
}

#[cfg(test)]
mod tests {
	use super::*;
	use sp_core::Pair;

	fn challenge() -> Challenge {
		Challenge {
			chain: [7; 32],
			facility: FacilityId(3),
			domain: "library.seoul.go.kr".into(),
			account: AccountId::new([1; 32]),
			nonce: [2; 32],
			issued_at: 1_800_000_000_000,
			expires_at: 1_800_000_120_000,
		}
	}

	fn consent(account: AccountId) -> Consent {
		Consent {
			chain: [7; 32],
			facility: FacilityId(3),
			domain: "library.seoul.go.kr".into(),
			account,
			purposes: vec![Purpose {
				korean: "도서 대출".into(),
				english: "Lend books".into(),
			}],
			issued_at: 1_800_000_000_000,
			expires_at: 1_890_000_000_000,
			salt: [3; 32],
		}
	}

	#[test]
	fn what_is_written_is_read_again() {
		let form = ChallengeForm::from(&challenge());
		assert_eq!(form.read(), Some(challenge()));
		let pair = sr25519::Pair::from_seed(&[1; 32]);
		let consent = consent(pair.public().into());
		let signed = SignedConsent {
			signature: pair.sign(consent.text().as_bytes()).into(),
			consent,
		};
		let text = serde_json::to_string(&SignedConsentForm::from(&signed)).expect("it is JSON");
		let form: SignedConsentForm = serde_json::from_str(&text).expect("it is a consent");
		assert_eq!(form.read(), Some(signed));
		let opened = Disclosure {
			schema: SchemaId(1),
			value: CredentialValue(11_740),
			salt: [4; 32],
			batch: BatchId(5),
			position: 6,
			path: vec![H256([7; 32]); 16],
		};
		assert_eq!(CredentialForm::from(&opened).read(), Some(opened));
	}

	#[test]
	fn a_text_that_does_not_go_with_its_fields_is_none() {
		let form = ChallengeForm::from(&challenge());
		for wrong in [
			ChallengeForm {
				text: form.text.replace("library", "museum"),
				..form.clone()
			},
			ChallengeForm {
				domain: "museum.seoul.go.kr".into(),
				..form.clone()
			},
			ChallengeForm {
				expires_at: form.expires_at + 1,
				..form.clone()
			},
			ChallengeForm {
				chain: hex(&[8; 32]),
				..form.clone()
			},
			ChallengeForm {
				nonce: "0x02".into(),
				..form.clone()
			},
		] {
			assert_eq!(wrong.read(), None, "{wrong:?}");
		}
		let form = ConsentForm::from(&consent(AccountId::new([1; 32])));
		assert!(form.read().is_some());
		// The Korean words are not in the text, and the digest in it binds them.
		let mut wrong = form.clone();
		wrong.purposes[0].korean = "광고".into();
		assert_eq!(wrong.read(), None);
		let wrong = ConsentForm {
			id: hex(&[0; 32]),
			..form
		};
		assert_eq!(wrong.read(), None);
	}

	#[test]
	fn signatures_are_found_with_and_without_their_kind() {
		let pair = ed25519::Pair::from_seed(&[1; 32]);
		let account: AccountId = pair.public().into();
		let signature = pair.sign(b"text");
		let bare = hex(&signature.0);
		let expected = Some(Signature::Ed25519(signature));
		assert_eq!(signature_of(&account, "text", &bare), expected);
		let with_kind = format!("0x00{}", &bare[2..]);
		assert_eq!(signature_of(&account, "text", &with_kind), expected);
		for wrong in ["", "0x", "0xzz", &bare[..bare.len() - 2]] {
			assert_eq!(signature_of(&account, "text", wrong), None);
		}
		assert_eq!(signature_of(&account, "other", &bare), None);
	}
}
