// SPDX-License-Identifier: Apache-2.0

//! The certificate itself: one JSON text in one spelling, in which every byte counts.

use super::{
	facts::{self, Read},
	proof::{broken, Backend},
};
use crate::{
	chain::Header,
	error::{text, Failure, Result},
	keys::{self, wrapped, SigningKey, SS58_PREFIX},
};
use codec::{DecodeAll, Encode};
use pallet_car_registry::VehicleId;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sp_core::{sr25519, Pair, H256};
use sp_crypto_hashing::blake2_256;
use sp_runtime::AccountId32;
use std::collections::BTreeSet;

const FORMAT: &str = "seoul-car-certificate/1";
/// Separates this signature from every other use of the key.
const DOMAIN: &str = "seoul/car-certificate/1";

/// Whether the history is in a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Coverage {
	/// All of it.
	Whole,
	/// Nothing of it.
	None,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Block {
	number: u32,
	hash: String,
	/// As the chain encodes it.
	header: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Issuer {
	account: String,
	/// sr25519, over all that stands in the certificate.
	signature: String,
}

/// A certificate. The fields stand in the text in this order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Certificate {
	format: String,
	vehicle: String,
	block: Block,
	history: Coverage,
	/// What follows from the proof. A checker computes it anew and compares.
	facts: Json,
	/// Nodes of the state's tree, in order, none of them superfluous.
	proof: Vec<String>,
	issuer: Option<Issuer>,
}

/// What a certificate proves.
pub struct Verified {
	pub vehicle: String,
	pub number: u32,
	pub block: H256,
	pub genesis: H256,
	pub time: u64,
	pub access_tag: H256,
	pub has_history: bool,
	/// Address of the account that signed it.
	pub issuer: Option<String>,
	pub facts: Json,
}

fn hexadecimal(bytes: &[u8]) -> String {
	format!("0x{}", hex::encode(bytes))
}

fn altered(what: &str) -> Failure {
	Failure::no(
		"CertificateAltered",
		text!(
			"확인서가 바뀌었습니다({what}).",
			"The certificate was altered ({what})."
		),
	)
}

/// Bytes in their one spelling: `0x` and small digits.
fn bytes(text: &str, what: &str) -> Result<Vec<u8>> {
	text.strip_prefix("0x")
		.and_then(|digits| hex::decode(digits).ok())
		.filter(|bytes| hexadecimal(bytes) == text)
		.ok_or_else(|| altered(what))
}

impl Certificate {
	/// Make a certificate from proof nodes, and sign it if there is a key.
	pub fn make(
		vehicle: VehicleId,
		header: &Header,
		history: Coverage,
		nodes: impl IntoIterator<Item = Vec<u8>>,
		key: Option<&SigningKey>,
	) -> Result<Self> {
		let backend = Backend::new(header.state_root, nodes)?;
		let Read { facts, .. } = facts::read(&backend, vehicle, history)?;
		let encoded = header.encode();
		let mut certificate = Self {
			format: FORMAT.to_owned(),
			vehicle: hexadecimal(&vehicle.0),
			block: Block {
				number: header.number,
				hash: hexadecimal(&blake2_256(&encoded)),
				header: hexadecimal(&encoded),
			},
			history,
			facts,
			proof: backend
				.needed()?
				.iter()
				.map(|node| hexadecimal(node))
				.collect(),
			issuer: None,
		};
		if let Some(key) = key {
			certificate.issuer = Some(Issuer {
				account: keys::address(key.account(), SS58_PREFIX),
				signature: String::new(),
			});
			let signature = key.sign_sr25519(&certificate.signed_bytes()?)?;
			if let Some(issuer) = &mut certificate.issuer {
				issuer.signature = hexadecimal(&signature.0);
			}
		}
		Ok(certificate)
	}

	/// The one spelling of this certificate.
	pub fn to_text(&self) -> Result<String> {
		serde_json::to_string_pretty(self)
			.map(|text| text + "\n")
			.map_err(|error| altered(&error.to_string()))
	}

	/// What the issuer signs: the hash of the text without the signature.
	fn signed_bytes(&self) -> Result<Vec<u8>> {
		let mut unsigned = self.clone();
		if let Some(issuer) = &mut unsigned.issuer {
			issuer.signature.clear();
		}
		Ok(wrapped(DOMAIN, &blake2_256(unsigned.to_text()?.as_bytes())))
	}

	fn check_issuer(&self) -> Result<Option<String>> {
		let Some(issuer) = &self.issuer else {
			return Ok(None);
		};
		let unsigned = || altered("the issuer's signature does not fit");
		let account = keys::parse_account(&issuer.account).map_err(|_| unsigned())?;
		if keys::address(&account, SS58_PREFIX) != issuer.account {
			return Err(unsigned());
		}
		let signature = bytes(&issuer.signature, "the issuer's signature")?;
		let signature =
			sr25519::Signature::try_from(signature.as_slice()).map_err(|()| unsigned())?;
		let public = sr25519::Public::from(<[u8; 32]>::from(account));
		if !sr25519::Pair::verify(&signature, self.signed_bytes()?, &public) {
			return Err(unsigned());
		}
		Ok(Some(issuer.account.clone()))
	}
}

impl Verified {
	/// Refuse a certificate that `account` did not sign.
	pub fn signed_by(&self, account: &AccountId32) -> Result<()> {
		let expected = keys::address(account, SS58_PREFIX);
		if self.issuer.as_ref() == Some(&expected) {
			return Ok(());
		}
		Err(Failure::no(
			"OtherIssuer",
			text!(
				"{expected} 계정이 서명한 확인서가 아닙니다.",
				"Account {expected} did not sign this certificate."
			),
		))
	}
}

/// Check a certificate without a node. With `trusted` it must be of that very block.
pub fn verify(content: &str, trusted: Option<H256>) -> Result<Verified> {
	let certificate: Certificate = serde_json::from_str(content).map_err(|error| {
		Failure::no(
			"NotACertificate",
			text!(
				"확인서가 아니거나 바뀐 파일입니다: {error}",
				"This is no certificate, or it was altered: {error}"
			),
		)
	})?;
	if certificate.format != FORMAT {
		let format = &certificate.format;
		return Err(Failure::no(
			"FormatUnknown",
			text!(
				"이 프로그램은 {format} 형식을 알지 못합니다.",
				"This program does not know the format {format}."
			),
		));
	}
	// One spelling only: a changed blank or a capital digit is a change.
	if certificate.to_text()? != content {
		return Err(altered("it is not spelled as it was issued"));
	}

	let encoded = bytes(&certificate.block.header, "the block's header")?;
	let header =
		Header::decode_all(&mut encoded.as_slice()).map_err(|_| altered("the block's header"))?;
	let hash = H256(blake2_256(&encoded));
	if certificate.block.hash != hexadecimal(&hash.0) || certificate.block.number != header.number {
		return Err(altered(
			"the block's header does not fit its hash and number",
		));
	}
	if let Some(trusted) = trusted.filter(|trusted| *trusted != hash) {
		return Err(Failure::no(
			"OtherBlock",
			text!(
				"확인서는 블록 {hash:?}의 것이며, 믿는 블록 {trusted:?}의 것이 아닙니다.",
				"The certificate is of block {hash:?}, not of the trusted block {trusted:?}."
			),
		));
	}

	let id = bytes(&certificate.vehicle, "the car's number")?;
	let vehicle = <[u8; 16]>::try_from(id.as_slice())
		.map(VehicleId)
		.map_err(|_| altered("the car's number"))?;
	let nodes = certificate
		.proof
		.iter()
		.map(|node| bytes(node, "the proof"))
		.collect::<Result<Vec<_>>>()?;
	let set: BTreeSet<Vec<u8>> = nodes.iter().cloned().collect();
	if !set.iter().eq(nodes.iter()) {
		return Err(altered("the proof is out of order"));
	}
	let backend = Backend::new(header.state_root, nodes)?;
	let read = facts::read(&backend, vehicle, certificate.history)?;
	if read.facts != certificate.facts {
		return Err(altered("what it states is not what it proves"));
	}
	if backend.needed()? != set {
		return Err(broken("it holds more than it needs"));
	}
	let issuer = certificate.check_issuer()?;
	Ok(Verified {
		vehicle: certificate.vehicle,
		number: header.number,
		block: hash,
		genesis: read.genesis,
		time: read.time,
		access_tag: read.access_tag,
		has_history: certificate.history == Coverage::Whole,
		issuer,
		facts: read.facts,
	})
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
