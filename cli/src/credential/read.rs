// SPDX-License-Identifier: Apache-2.0

//! Commands that read: kinds of credentials, batches, and whether a citizen's credentials count.

use crate::{
	desk::Desk,
	error::{text, Failure, Kind, Result},
	facility::{
		questions::{refused, shown, Questions},
		report, PALLET,
	},
	login::credentials_of,
	output::Report,
};
use clap::Args;
use pallet_facilities::{Batch, BatchStatus, Schema};
use seoul_chain_login::{BatchId, ChainId, Disclosure, Refusal, SchemaId};
use seoul_chain_primitives::{CitizenIndex, Moment};
use serde_json::{json, Map, Value as Json};
use std::path::PathBuf;

fn schema_json(number: u16, schema: &Schema) -> Json {
	json!({
		"schema": number,
		"koreanName": shown(&schema.korean_name),
		"englishName": shown(&schema.english_name),
		"issuers": schema.issuers.iter().map(|agency| json!({"agency": agency.0})).collect::<Vec<_>>(),
	})
}

fn batch_json(number: u64, batch: &Batch) -> Json {
	let status = match batch.status {
		BatchStatus::Published => json!("Published"),
		BatchStatus::Revoked { since } => json!({"Revoked": {"since": since}}),
	};
	json!({
		"batch": number,
		"agency": batch.agency.0,
		"root": format!("{:?}", batch.root),
		"expiresAt": batch.expires_at,
		"status": status,
	})
}

fn object(json: Json) -> Map<String, Json> {
	match json {
		Json::Object(fields) => fields,
		_ => Map::new(),
	}
}

/// 자격 종류 조회
#[derive(Debug, Args)]
pub struct ShowSchema {
	/// 자격 종류 번호 · Its number
	#[arg(value_name = "KIND")]
	schema: u16,
}

impl ShowSchema {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let number = self.schema;
		let found = Questions::of(&desk.chain, &desk.state)
			.schema(SchemaId(number))
			.await?;
		let schema = found.ok_or_else(|| {
			Failure::no(
				"SchemaNotFound",
				text!(
					"자격 종류 {number}이(가) 없습니다.",
					"There is no kind {number} of credentials."
				),
			)
		})?;
		report(&desk, object(schema_json(number, &schema))).await
	}
}

/// 자격 증명 조회
#[derive(Debug, Args)]
pub struct Show {
	/// 시민의 자격 증명 파일 · A citizen's file
	#[arg(
		value_name = "FILE",
		required_unless_present = "batch",
		conflicts_with = "batch"
	)]
	file: Option<PathBuf>,
	/// 일괄 번호 · Number of a batch
	#[arg(long, value_name = "BATCH")]
	batch: Option<u64>,
}

impl Show {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let questions = Questions::of(&desk.chain, &desk.state);
		let Some(place) = &self.file else {
			let number = self.batch.unwrap_or_default();
			let batch = questions
				.batch(BatchId(number))
				.await?
				.ok_or_else(|| refused(&Refusal::UnknownBatch(BatchId(number)), None))?;
			return report(&desk, object(batch_json(number, &batch))).await;
		};
		let mut credentials = Vec::new();
		for form in credentials_of(place)? {
			let schema = questions.schema(SchemaId(form.schema)).await?;
			let batch = questions.batch(BatchId(form.batch)).await?;
			credentials.push(json!({
				"schema": schema.as_ref().map(|schema| schema_json(form.schema, schema)),
				"value": form.value,
				"batch": batch.as_ref().map(|batch| batch_json(form.batch, batch)),
			}));
		}
		report(
			&desk,
			Map::from_iter([("credentials".to_owned(), json!(credentials))]),
		)
		.await
	}
}

/// 자격 증명 확인
#[derive(Debug, Args)]
pub struct Verify {
	/// 시민의 자격 증명 파일 · A citizen's file
	#[arg(value_name = "FILE")]
	file: PathBuf,
	/// 카드 번호 · The citizen's card
	#[arg(long, value_name = "CITIZEN")]
	citizen: u64,
}

/// Why a credential does not count for a citizen, in the order in which the chain looks; when it expires if it does.
async fn check(
	desk: &Desk,
	chain: &ChainId,
	opened: &Disclosure,
	citizen: CitizenIndex,
	now: Moment,
) -> Result<Result<Moment, Refusal>> {
	let questions = Questions::of(&desk.chain, &desk.state);
	let schema = opened.schema;
	if !opened.has_form() {
		return Ok(Err(Refusal::MalformedPath(schema)));
	}
	let Some(batch) = questions.batch(opened.batch).await? else {
		return Ok(Err(Refusal::UnknownBatch(opened.batch)));
	};
	if batch.status != BatchStatus::Published {
		return Ok(Err(Refusal::BatchRevoked(opened.batch)));
	}
	if now >= batch.expires_at {
		return Ok(Err(Refusal::CredentialExpired(schema)));
	}
	let attests = questions
		.schema(schema)
		.await?
		.is_some_and(|details| details.issuers.contains(&batch.agency));
	if !attests {
		return Ok(Err(Refusal::IssuerNotAuthorized(schema)));
	}
	let commitment = opened.commitment(chain, citizen);
	let revoked = desk
		.state
		.stored(
			PALLET,
			"RevokedCredentials",
			&[json!(opened.batch.0), json!(format!("{:?}", commitment.0))],
		)
		.await?;
	if revoked.is_some() {
		return Ok(Err(Refusal::CredentialRevoked(schema)));
	}
	if !opened.leads_to(&commitment, &batch.root) {
		return Ok(Err(Refusal::NotInBatch(schema)));
	}
	Ok(Ok(batch.expires_at))
}

impl Verify {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let questions = Questions::of(&desk.chain, &desk.state);
		let chain = questions.chain_id().await?;
		let now = desk.state.now().await?;
		let citizen = CitizenIndex(self.citizen);
		let mut credentials = Vec::new();
		let mut counts = true;
		for form in credentials_of(&self.file)? {
			let Some(opened) = form.read() else {
				continue;
			};
			let mut entry = object(json!({
				"schema": form.schema, "value": form.value, "batch": form.batch,
				"commitment": format!("{:?}", opened.commitment(&chain, citizen).0),
			}));
			match check(&desk, &chain, &opened, citizen, now).await? {
				Ok(expires_at) => {
					entry.insert("counts".into(), json!(true));
					entry.insert("expiresAt".into(), json!(expires_at));
				},
				Err(refusal) => {
					counts = false;
					let failure = refused(&refusal, Some(&desk.state.metadata));
					entry.insert("counts".into(), json!(false));
					entry.insert("refusal".into(), failure.to_json()["error"].clone());
				},
			}
			credentials.push(Json::Object(entry));
		}
		let answer = Map::from_iter([
			("citizen".to_owned(), json!(self.citizen.to_string())),
			("counts".to_owned(), json!(counts)),
			("credentials".to_owned(), json!(credentials)),
		]);
		let told = report(&desk, answer).await?;
		Ok(Report {
			exit: (!counts).then_some(Kind::No),
			..told
		})
	}
}
