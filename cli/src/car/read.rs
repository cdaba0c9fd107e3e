// SPDX-License-Identifier: Apache-2.0

//! Commands that read.

use crate::{
	desk::{Desk, Which, CARS},
	document::{self, NoSalt},
	error::{text, Failure, Result},
	output::Report,
	plan::chain_name,
	words,
};
use clap::Args;
use serde_json::{json, Map, Value as Json};
use std::{fmt::Write, path::PathBuf};

/// A page of a history as large as the chain gives it.
const PAGE: u32 = 100;

fn no_such_vehicle(vehicle: &str) -> Failure {
	Failure::no(
		"VehicleNotFound",
		text!("{vehicle}번 차량이 없습니다.", "There is no car {vehicle}."),
	)
}

/// 차량 조회
#[derive(Debug, Args)]
pub struct Show {
	#[command(flatten)]
	which: Which,
}

impl Show {
	pub async fn run(self, desk: &Desk) -> Result<Report> {
		let id = desk.vehicle(&self.which).await?;
		let info = desk.state.ask(CARS, "vehicle", &[json!(id)]).await?;
		let Json::Object(info) = info else {
			return Err(no_such_vehicle(&id));
		};
		let mut answer = Map::from_iter([("vehicle".to_owned(), json!(id))]);
		// What is derived stands beside the entry; the entry itself follows under its own name.
		for (name, content) in info {
			let name = if name == "vehicle" {
				"entry".to_owned()
			} else {
				name
			};
			answer.insert(name, content);
		}
		if desk.state.metadata.has_question(CARS, "encumbrances") {
			let listed = desk.state.ask(CARS, "encumbrances", &[json!(id)]).await?;
			answer.insert("encumbrances".into(), listed);
		}
		if desk.state.metadata.has_question(CARS, "incidents") {
			let incidents = pages(desk, "incidents", "incidents", &id, json!(0), u64::MAX).await?;
			answer.insert("incidents".into(), incidents.entries.into());
		}
		if desk.state.metadata.has_question(CARS, "divergence")
			&& !answer.contains_key("divergence")
		{
			let divergence = desk.state.ask(CARS, "divergence", &[json!(id)]).await?;
			answer.insert("divergence".into(), divergence);
		}
		desk.report(answer).await
	}
}

/// Entries of a list that the chain gives in pages, and where the next one starts.
struct Pages {
	entries: Vec<Json>,
	next: Json,
	divergence: Json,
}

/// Read a list in pages, from entry `from` on, and at most `limit` of it.
async fn pages(
	desk: &Desk,
	question: &str,
	field: &str,
	id: &str,
	from: Json,
	limit: u64,
) -> Result<Pages> {
	let mut all = Pages {
		entries: Vec::new(),
		next: from,
		divergence: Json::Null,
	};
	loop {
		let had = u64::try_from(all.entries.len()).unwrap_or(u64::MAX);
		let wanted = u32::try_from(limit.saturating_sub(had)).map_or(PAGE, |left| left.min(PAGE));
		if wanted == 0 || all.next.is_null() {
			break;
		}
		let mut page = desk
			.state
			.ask(
				CARS,
				question,
				&[json!(id), all.next.clone(), json!(wanted)],
			)
			.await?;
		if let Json::Array(entries) = page[field].take() {
			all.entries.extend(entries);
		}
		all.next = page["next"].take();
		if let Some(divergence) = page.get_mut("divergence") {
			all.divergence = divergence.take();
		}
		if !all.next.is_null() {
			let count = all.entries.len();
			desk.output
				.tick(&text!("{count}건을 읽었습니다…", "{count} entries read…"));
		}
	}
	desk.output.end_ticks();
	Ok(all)
}

/// 이력 조회
#[derive(Debug, Args)]
pub struct History {
	#[command(flatten)]
	which: Which,
	/// 이 번호부터 · From this entry on
	#[arg(long, value_name = "NUMBER", default_value_t = 0)]
	from: u32,
	/// 최대 건수 · At most so many entries
	#[arg(
		long,
		value_name = "COUNT",
		default_value_t = 20,
		conflicts_with = "all"
	)]
	limit: u32,
	/// 끝까지 · All of them
	#[arg(long)]
	all: bool,
}

impl History {
	pub async fn run(self, desk: &Desk) -> Result<Report> {
		let id = desk.vehicle(&self.which).await?;
		let limit = if self.all {
			u64::MAX
		} else {
			self.limit.into()
		};
		if desk
			.state
			.ask(CARS, "vehicle", &[json!(id)])
			.await?
			.is_null()
		{
			return Err(no_such_vehicle(&id));
		}
		let Pages {
			entries,
			next,
			divergence,
		} = pages(desk, "history", "records", &id, json!(self.from), limit).await?;
		let answer = Map::from_iter([
			("vehicle".to_owned(), json!(id)),
			("divergence".to_owned(), divergence),
			("records".to_owned(), entries.into()),
			("next".to_owned(), next.clone()),
		]);
		let mut report = desk.report(answer).await?;
		if !next.is_null() {
			let line = text!("다음 쪽: --from {next}", "next page: --from {next}");
			let _ = writeln!(report.text, "{}", desk.output.say(&line));
		}
		Ok(report)
	}
}

/// 매매 조회
#[derive(Debug, Args)]
pub struct ShowSale {
	/// 매매 번호 · The sale's number
	sale: u64,
}

impl ShowSale {
	pub async fn run(self, desk: &Desk) -> Result<Report> {
		let question = if desk.state.metadata.has_question(CARS, "sale_info") {
			"sale_info"
		} else {
			"sale"
		};
		let number = self.sale;
		let info = desk.state.ask(CARS, question, &[json!(number)]).await?;
		let Json::Object(mut answer) = info else {
			return Err(Failure::no(
				"SaleNotFound",
				text!("{number}번 매매가 없습니다.", "There is no sale {number}."),
			));
		};
		answer.insert("number".into(), json!(number));
		desk.report(answer).await
	}
}

/// 문서 확인
#[derive(Debug, Args)]
pub struct Verify {
	#[command(flatten)]
	which: Which,
	/// 문서 종류: inspection-record, contract-between-parties, contract-dealer, register-receipt,
	/// correction-evidence, gift-contract, encumbrance, incident, … · Kind of document
	#[arg(long)]
	kind: String,
	/// 문서 · The document
	#[arg(long, value_name = "FILE")]
	document: PathBuf,
	/// 솔트 파일. 없으면 문서 곁의 것 · File with its salt; the one beside the document without it
	#[arg(long, value_name = "FILE")]
	salt: Option<PathBuf>,
}

impl Verify {
	pub async fn run(self, desk: &Desk) -> Result<Report> {
		let committed = document::commit(&self.document, self.salt.as_deref(), NoSalt::Refuse)?;
		let id = desk.vehicle(&self.which).await?;
		let kind = chain_name(&self.kind);
		let verdict = desk
			.state
			.ask(
				CARS,
				"verify_document",
				&[json!(id), json!(kind), json!(committed.hex())],
			)
			.await?;
		let hex = committed.hex();
		let paper = self.document.display();
		let Some(recorded) = verdict.get("Recorded") else {
			return Err(Failure::no(
				"NotRecorded",
				text!(
					"{paper}은(는) 차량 {id}의 이 종류 문서로 기록되지 않았습니다(확인값 {hex}). 한 바이트만 달라도, 솔트·차량·종류가 달라도 이렇게 나옵니다.",
					"{paper} was not recorded for car {id} under this kind (commitment {hex}). One changed byte shows this; so does another salt, car or kind."
				),
			));
		};
		let standing = recorded["standing"].as_str().unwrap_or_default();
		if standing != "InForce" {
			let language = desk.output.language;
			let word = words::value(standing, language);
			return Err(Failure::no(
				standing,
				text!(
					"{paper}은(는) 기록된 그대로이나 지금은 효력이 없습니다: {word}.",
					"{paper} is just as it was recorded, but does not count any more: {word}."
				),
			));
		}
		let mut answer = Map::from_iter([
			("vehicle".to_owned(), json!(id)),
			("kind".to_owned(), json!(kind)),
			("commitment".to_owned(), json!(hex)),
		]);
		answer.insert("verdict".into(), verdict.clone());
		let mut report = desk.report(answer).await?;
		let line = text!(
			"{paper}: 기록된 문서 그대로이며, 지금 유효합니다.",
			"{paper}: these very bytes were recorded, and they count today."
		);
		report.text = format!("{}\n{}", desk.output.say(&line), report.text);
		Ok(report)
	}
}
