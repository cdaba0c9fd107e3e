// SPDX-License-Identifier: Apache-2.0

//! Questions about logins, in the types of the chain's own crates: what is signed must be computed from the very
//! values that the chain has, and a provider asks too often to read metadata each time.

use crate::{
	chain::{Chain, State},
	error::{text, Failure, Kind, Result, Text},
	metadata::Metadata,
};
use codec::{DecodeAll, Encode};
use pallet_citizen_rings::runtime_api::{RingSettings, RootView};
use pallet_facilities::{Batch, Facility, FacilityStatus, LoginTerms, Schema};
use scale_info::{form::MetaForm, TypeDef, TypeInfo, Variant};
use seoul_chain_login::{
	BatchId, ChainId, ConsentId, FacilityId, Granted, LoginRequest, Refusal, SchemaId,
};
use seoul_chain_primitives::{CitizenIndex, Moment};
use seoul_chain_ring_proofs::CollectionId;
use serde_json::{json, Value as Json};
use sp_core::H256;
use sp_crypto_hashing::twox_128;
use sp_runtime::DispatchError;

fn not_understood(function: &str, error: impl std::fmt::Display) -> Failure {
	Failure::network(
		"Undecodable",
		text!(
			"체인의 응답({function})을 해석할 수 없습니다({error}). 체인과 프로그램의 버전을 확인하십시오.",
			"The chain's answer to {function} cannot be decoded ({error}). Compare the versions of the chain and of this program."
		),
	)
}

/// Ask the runtime at a block, or at the newest one.
pub async fn ask<Answer: DecodeAll>(
	chain: &Chain,
	function: &str,
	arguments: &[u8],
	at: Option<H256>,
) -> Result<Answer> {
	let mut asked = vec![
		json!(function),
		json!(format!("0x{}", hex::encode(arguments))),
	];
	asked.extend(at.map(|block| json!(block)));
	let answer: String = chain.rpc("state_call", &asked).await?;
	let bytes = hex::decode(answer.trim_start_matches("0x"))
		.map_err(|error| not_understood(function, error))?;
	Answer::decode_all(&mut bytes.as_slice()).map_err(|error| not_understood(function, error))
}

/// Names of the questions.
pub mod name {
	pub const AUTHENTICATE: &str = "CitizenIdentityApi_authenticate";
	pub const STANDING: &str = "CitizenIdentityApi_standing";
	pub const CHAIN_ID: &str = "CitizenIdentityApi_chain_id";
	pub const FACILITY: &str = "FacilitiesApi_facility";
	pub const SCHEMA: &str = "FacilitiesApi_schema";
	pub const BATCH: &str = "FacilitiesApi_batch";
	pub const CONSENT_REVOCATION: &str = "FacilitiesApi_consent_revocation";
	pub const LOGIN_TERMS: &str = "FacilitiesApi_login_terms";
	pub const RING_SETTINGS: &str = "CitizenRingsApi_settings";
	pub const RING_ROOT: &str = "CitizenRingsApi_root";
}

/// The chain's clock at a block.
pub async fn clock(chain: &Chain, at: H256) -> Result<Moment> {
	let key = [twox_128(b"Timestamp"), twox_128(b"Now")].concat();
	let stored: Option<String> = chain
		.rpc(
			"state_getStorage",
			&[json!(format!("0x{}", hex::encode(key))), json!(at)],
		)
		.await?;
	let bytes = hex::decode(stored.unwrap_or_default().trim_start_matches("0x"))
		.map_err(|error| not_understood("Timestamp.Now", error))?;
	Moment::decode_all(&mut bytes.as_slice())
		.map_err(|error| not_understood("Timestamp.Now", error))
}

/// A chain, asked at one block, or always at its newest.
pub struct Questions<'a> {
	pub chain: &'a Chain,
	pub at: Option<H256>,
}

impl<'a> Questions<'a> {
	/// At the block of a state.
	pub fn of(chain: &'a Chain, state: &State) -> Self {
		Self {
			chain,
			at: Some(state.hash),
		}
	}

	/// At whichever block is the newest.
	pub const fn newest(chain: &'a Chain) -> Self {
		Self { chain, at: None }
	}

	async fn ask<Answer: DecodeAll>(&self, function: &str, arguments: Vec<u8>) -> Result<Answer> {
		ask(self.chain, function, &arguments, self.at).await
	}

	pub async fn chain_id(&self) -> Result<ChainId> {
		self.ask(name::CHAIN_ID, Vec::new()).await
	}

	pub async fn facility(&self, facility: FacilityId) -> Result<Option<Facility>> {
		self.ask(name::FACILITY, facility.encode()).await
	}

	/// A facility that is open; otherwise why not.
	pub async fn open_facility(&self, facility: FacilityId) -> Result<Facility> {
		is_open(facility, self.facility(facility).await?)
	}

	pub async fn schema(&self, schema: SchemaId) -> Result<Option<Schema>> {
		self.ask(name::SCHEMA, schema.encode()).await
	}

	pub async fn batch(&self, batch: BatchId) -> Result<Option<Batch>> {
		self.ask(name::BATCH, batch.encode()).await
	}

	pub async fn consent_revocation(
		&self,
		citizen: CitizenIndex,
		consent: ConsentId,
	) -> Result<Option<Moment>> {
		self.ask(name::CONSENT_REVOCATION, (citizen, consent).encode())
			.await
	}

	pub async fn login_terms(&self) -> Result<LoginTerms> {
		self.ask(name::LOGIN_TERMS, Vec::new()).await
	}

	pub async fn authenticate(&self, request: &LoginRequest) -> Result<Result<Granted, Refusal>> {
		self.ask(name::AUTHENTICATE, request.encode()).await
	}

	pub async fn ring_settings(&self) -> Result<RingSettings> {
		self.ask(name::RING_SETTINGS, Vec::new()).await
	}

	pub async fn ring_root(
		&self,
		collection: CollectionId,
		ring: u32,
		revision: u32,
	) -> Result<Option<RootView>> {
		self.ask(name::RING_ROOT, (collection, ring, revision).encode())
			.await
	}
}

/// A facility that is there and open; otherwise why not.
pub fn is_open(number: FacilityId, found: Option<Facility>) -> Result<Facility> {
	let number = number.0;
	let facility = found.ok_or_else(|| {
		Failure::no(
			"FacilityNotFound",
			text!(
				"{number}번 시설이 없습니다.",
				"There is no facility {number}."
			),
		)
	})?;
	match facility.status {
		FacilityStatus::Open => Ok(facility),
		FacilityStatus::Closed { .. } => Err(Failure::no(
			"FacilityClosed",
			text!(
				"{number}번 시설은 폐쇄되었습니다.",
				"Facility {number} is closed."
			),
		)),
	}
}

/// Bytes that the chain keeps as a text.
pub fn shown(bytes: &[u8]) -> String {
	String::from_utf8_lossy(bytes).into_owned()
}

/// Korean and English of a line of documentation that has both, one after the other.
fn in_both_languages(docs: &str) -> Text {
	let last = docs
		.char_indices()
		.rfind(|(_, letter)| ('가'..='힣').contains(letter))
		.map(|(place, letter)| place + letter.len_utf8())
		.unwrap_or_default();
	let end = docs
		.get(last..)
		.and_then(|rest| rest.find(". "))
		.map_or(last, |place| last + place + 1);
	let (ko, en) = docs.split_at(end);
	Text::new(ko.trim(), en.trim())
}

fn variant_of(refusal: &Refusal) -> Option<Variant<MetaForm>> {
	let code = refusal.encode().first().copied()?;
	match Refusal::type_info().type_def {
		TypeDef::Variant(all) => all.variants.into_iter().find(|one| one.index == code),
		_ => None,
	}
}

/// A dispatch error as metadata reads it.
pub fn error_json(error: DispatchError) -> Json {
	match error {
		DispatchError::Module(module) => json!({
			"Module": {
				"index": module.index,
				"error": format!("0x{}", hex::encode(module.error)),
			},
		}),
		other => {
			let debug = format!("{other:?}");
			json!(debug.split('(').next().unwrap_or_default())
		},
	}
}

/// What the chain says of an error, without that it is the chain who says it.
pub fn own_words(told: Text) -> Text {
	let after = |text: &str| {
		text.split_once(": ")
			.map_or_else(|| text.to_owned(), |(_, words)| words.to_owned())
	};
	Text::new(after(&told.ko), after(&told.en))
}

/// Why a login is refused, by the name of the refusal and in the words of the chain's own crate; with the error
/// inside, if there is one.
pub fn refused(refusal: &Refusal, metadata: Option<&Metadata>) -> Failure {
	let variant = variant_of(refusal);
	let name = variant.as_ref().map_or("Refused", |variant| variant.name);
	let docs = variant
		.as_ref()
		.map(|variant| variant.docs.join(" "))
		.unwrap_or_default();
	let Text { mut ko, mut en } = in_both_languages(&docs);
	let about = match refusal {
		Refusal::NotRequired(schema)
		| Refusal::PredicateMissing(schema)
		| Refusal::ValueNotAccepted(schema)
		| Refusal::MalformedPath(schema)
		| Refusal::CredentialExpired(schema)
		| Refusal::IssuerNotAuthorized(schema)
		| Refusal::CredentialRevoked(schema)
		| Refusal::NotInBatch(schema) => {
			let kind = schema.0;
			Some(text!("(자격 종류 {kind})", "(kind {kind})"))
		},
		Refusal::UnknownBatch(batch) | Refusal::BatchRevoked(batch) => {
			let batch = batch.0;
			Some(text!("(일괄 {batch})", "(batch {batch})"))
		},
		Refusal::Operator(reason) | Refusal::Card(reason) | Refusal::Issuer(reason) => metadata
			.map(|metadata| {
				let Failure { code, text, .. } = metadata.refusal(&error_json(*reason));
				let Text { ko, en } = own_words(text);
				text!("{ko} [{code}]", "{en} [{code}]")
			}),
		_ => None,
	};
	if let Some(about) = about {
		ko = format!("{ko} {}", about.ko);
		en = format!("{en} {}", about.en);
	}
	Failure::new(Kind::No, format!("login.{name}"), Text::new(ko, en))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_refusal_has_its_name_and_both_languages() {
		let failure = refused(&Refusal::OtherChain, None);
		assert_eq!(failure.code, "login.OtherChain");
		assert_eq!(failure.kind, Kind::No);
		assert_eq!(failure.text.ko, "다른 체인의 요청입니다.");
		assert_eq!(failure.text.en, "The challenge is for another chain.");
		let failure = refused(&Refusal::PredicateMissing(SchemaId(3)), None);
		assert_eq!(failure.code, "login.PredicateMissing");
		assert!(failure.text.ko.ends_with("(자격 종류 3)"));
		assert!(failure.text.en.ends_with("(kind 3)"));
	}

	#[test]
	fn every_refusal_is_told_in_korean_and_in_english() {
		let TypeDef::Variant(all) = Refusal::type_info().type_def else {
			panic!("a refusal is an enum");
		};
		for variant in all.variants {
			let Text { ko, en } = in_both_languages(&variant.docs.join(" "));
			let is_korean = |text: &str| text.chars().any(|letter| ('가'..='힣').contains(&letter));
			assert!(
				is_korean(&ko) && ko.ends_with('.'),
				"{}: {ko}",
				variant.name
			);
			assert!(!en.is_empty() && !is_korean(&en), "{}: {en}", variant.name);
		}
	}

	#[test]
	fn a_facility_that_is_not_there_is_named() {
		let failure = is_open(FacilityId(7), None).unwrap_err();
		assert_eq!(failure.code, "FacilityNotFound");
		assert!(failure.text.en.contains('7'));
	}

	#[test]
	fn errors_are_written_as_metadata_reads_them() {
		let module = DispatchError::Module(sp_runtime::ModuleError {
			index: 51,
			error: [15, 0, 0, 0],
			message: None,
		});
		assert_eq!(
			error_json(module),
			json!({"Module": {"index": 51, "error": "0x0f000000"}})
		);
		assert_eq!(error_json(DispatchError::BadOrigin), json!("BadOrigin"));
	}
}
