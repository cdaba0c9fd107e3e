// SPDX-License-Identifier: Apache-2.0

//! What the card office and operators do with rings.

use super::{
	node::{self, collection_json, collection_name, parse_collection, shown},
	PALLET,
};
use crate::{
	batch::{self, Rows, Source},
	blocks::At,
	desk::Desk,
	error::{text, Failure, Result, Text},
	metadata::Call,
	output::{bar, Report},
	submit::{self, Extras, Write},
};
use clap::{Args, ValueEnum};
use seoul_chain_ring_proofs::{chunks, RingSize};
use serde_json::{json, Map, Value as Json};
use std::fmt::Write as _;

/// At most so many keys in one transaction.
const MOST: usize = 100;

/// Codes with which the chain refuses one key.
const ONE_REFUSED: &[&str] = &[
	"citizenRings.AlreadyRemoved",
	"citizenRings.InvalidKey",
	"citizenRings.KeyAlreadyAdmitted",
	"citizenRings.MoreKeysThanCards",
	"citizenRings.NotPossessed",
	"citizenRings.NotSuspended",
	"citizenRings.StillProvable",
	"citizenRings.UnknownKey",
];

/// 모음별 현황
#[derive(Debug, Args)]
pub struct Status {
	#[command(flatten)]
	at: At,
}

impl Status {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let desk = self.at.desk(desk).await?;
		let settings = node::settings(&desk).await?;
		let mut all = Vec::new();
		let mut told = String::new();
		let mut line = |said: Text| {
			let _ = writeln!(told, "{}", desk.output.say(&said));
		};
		let terms = &settings.json["terms"];
		let (capacity, cohort) = (
			settings.size.capacity(),
			crate::scale::count(&terms["minCohort"]),
		);
		line(text!(
			"링은 열쇠 {capacity}개까지, 한 번에 {cohort}개 이상씩 들어갑니다.",
			"rings of up to {capacity} keys, which join at least {cohort} together"
		));
		if !settings.json["chunksLoaded"].as_bool().unwrap_or(false) {
			line(text!(
				"고정 자료가 없어 링을 만들지 못합니다. seoul ring load-pages로 올리십시오.",
				"The static data is missing, and no ring is built. Load it with seoul ring load-pages."
			));
		}
		if settings.json["halted"].as_bool().unwrap_or(false) {
			line(text!(
				"작업이 중단되어 있습니다. 노드의 기록을 보고 거버넌스가 resumeBuilding을 부릅니다.",
				"The work is halted. Read the node's log; governance calls resumeBuilding."
			));
		}
		for (collection, view) in node::collections(&desk).await? {
			let name = collection_name(collection);
			let count = |field: &str| crate::scale::count(&view[field]);
			let (keys, cards) = (count("live"), count("activeCards"));
			let (provable, queued, rings) = (count("provable"), count("queued"), count("rings"));
			let (leaving, departing, holds) =
				(count("leaving"), count("departing"), count("holds"));
			line(text!(
				"모음 {name}: 유효 {keys} / 사용 중인 카드 {cards}, 링 {rings}, 증명 가능 {provable}, 대기 {queued}, 삭제 예정 {leaving}, 유예 {departing}, 보존 {holds}",
				"collection {name}: {keys} live of {cards} active cards, {rings} rings, {provable} provable, {queued} waiting, {leaving} leaving, {departing} departing, {holds} holds"
			));
			let mut entry = view;
			entry["name"] = json!(name);
			all.push(entry);
		}
		let mut answer = Map::from_iter([("collections".to_owned(), json!(all))]);
		if let Json::Object(fields) = settings.json {
			answer.extend(fields);
		}
		desk.report_told(answer, &told).await
	}
}

/// 등록
#[derive(Debug, Args)]
pub struct Admit {
	/// collection,key,possession 순의 CSV 파일: seoul card key request가 출력한 줄들 · CSV file of collection,key,possession: the lines
	/// that seoul card key request prints
	#[command(flatten)]
	source: Source,
}

/// 삭제
#[derive(Debug, Args)]
pub struct Remove {
	/// 줄마다 익명 열쇠 하나 · A ring key in each line
	#[command(flatten)]
	source: Source,
	/// 사유 · For a time, or for ever
	#[arg(long, value_enum)]
	cause: Cause,
}

/// Why keys are removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Cause {
	/// 정지: 나중에 되돌릴 수 있음 · for a time
	Suspended,
	/// 종료: 되돌릴 수 없음 · for ever
	Final,
}

/// 복귀
#[derive(Debug, Args)]
pub struct Restore {
	/// 줄마다 익명 열쇠 하나 · A ring key in each line
	#[command(flatten)]
	source: Source,
}

/// Keys with their proofs of possession. They are sent in the order of the keys, which says nothing of the order in
/// which people came.
struct Entries;

impl Rows for Entries {
	const PALLET: &'static str = PALLET;
	const COLUMNS: &'static [&'static str] = &["collection", "key", "possession"];
	const MOST: usize = MOST;
	const ALL_REFUSED: Option<&'static str> = Some("citizenRings.NothingDone");
	const ONE_REFUSED: &'static [&'static str] = ONE_REFUSED;

	fn call(&self) -> &'static str {
		"admit_keys"
	}

	fn row(&self, fields: &[String]) -> Result<Json> {
		let field = |place: usize| fields.get(place).map_or("", String::as_str);
		let collection = parse_collection(field(0))?;
		let key = node::parse_key(field(1))?;
		let possession: [u8; 64] = node::parse_bytes(field(2)).ok_or_else(|| {
			Failure::input(
				"PossessionUnreadable",
				text!(
					"소유 증명은 0x와 16진수 128자리입니다",
					"a proof of possession is 0x and 128 hexadecimal digits"
				),
			)
		})?;
		Ok(json!({
			"collection": collection_json(collection),
			"key": shown(key),
			"possession": shown(possession),
		}))
	}

	fn group(&self, row: &Json) -> String {
		row["collection"].to_string()
	}

	fn order(&self, row: &Json) -> String {
		row["key"].to_string()
	}

	fn arguments(&self, rows: &[Json]) -> Json {
		let entries: Vec<Json> = rows
			.iter()
			.map(|row| json!({"key": row["key"], "possession": row["possession"]}))
			.collect();
		let collection = rows.first().map(|row| row["collection"].clone());
		json!({"collection": collection, "entries": entries})
	}
}

/// Keys that are removed for a cause, or restored without one.
struct Keys {
	cause: Option<Cause>,
}

impl Rows for Keys {
	const PALLET: &'static str = PALLET;
	const COLUMNS: &'static [&'static str] = &["key"];
	const MOST: usize = MOST;
	const ALL_REFUSED: Option<&'static str> = Some("citizenRings.NothingDone");
	const ONE_REFUSED: &'static [&'static str] = ONE_REFUSED;

	fn call(&self) -> &'static str {
		match self.cause {
			Some(_) => "remove_keys",
			None => "restore_keys",
		}
	}

	fn row(&self, fields: &[String]) -> Result<Json> {
		node::parse_key(fields.first().map_or("", String::as_str)).map(|key| json!(shown(key)))
	}

	fn order(&self, row: &Json) -> String {
		row.to_string()
	}

	fn arguments(&self, rows: &[Json]) -> Json {
		match self.cause {
			Some(Cause::Suspended) => json!({"keys": rows, "cause": "Suspended"}),
			Some(Cause::Final) => json!({"keys": rows, "cause": "Final"}),
			None => json!({"keys": rows}),
		}
	}
}

pub async fn run_admit(desk: &Desk, command: Write<Admit>) -> Result<Report> {
	let Write { what, how } = command;
	batch::run(desk, &how, &what.source, &Entries).await
}

pub async fn run_remove(desk: &Desk, command: Write<Remove>) -> Result<Report> {
	let Write { what, how } = command;
	let rows = Keys {
		cause: Some(what.cause),
	};
	batch::run(desk, &how, &what.source, &rows).await
}

pub async fn run_restore(desk: &Desk, command: Write<Restore>) -> Result<Report> {
	let Write { what, how } = command;
	batch::run(desk, &how, &what.source, &Keys { cause: None }).await
}

/// 고정 자료 올리기
#[derive(Debug, Args)]
pub struct LoadPages {}

/// The calls that bring the pages which the chain lacks, by their numbers.
async fn missing_pages(desk: &Desk, size: RingSize) -> Result<Vec<(u32, Call)>> {
	let mut calls = Vec::new();
	for (page, bytes) in (0u32..).zip(chunks::load(size)) {
		let there = desk
			.state
			.stored(PALLET, "ChunkPages", &[json!(page)])
			.await?;
		if there.is_none() {
			let arguments = json!({"page": page, "bytes": shown(&bytes)});
			let call = desk
				.state
				.metadata
				.call(PALLET, "load_chunk_page", &arguments)?;
			calls.push((page, call));
		}
	}
	Ok(calls)
}

/// Load what is missing, a page in each transaction.
pub async fn run_load_pages(desk: &Desk, command: Write<LoadPages>) -> Result<Report> {
	let Write { how, .. } = command;
	let settings = node::settings(desk).await?;
	let calls = missing_pages(desk, settings.size).await?;
	let all = chunks::pages(settings.size);
	let total = calls.len();
	let key = if calls.is_empty() { None } else { how.key()? };
	let mut transactions = Vec::new();
	let mut texts = Vec::new();
	for (done, (page, call)) in calls.iter().enumerate() {
		let bar = bar(done, total);
		desk.output.progress(&text!(
			"{bar} 고정 자료 {page}쪽",
			"{bar} page {page} of the static data"
		));
		let report = submit::carry_out(desk, &how, key.as_ref(), call, Extras::default()).await?;
		texts.push(report.text);
		transactions.push(report.json);
	}
	let said = if total == 0 {
		text!(
			"고정 자료 {all}쪽이 모두 있습니다.",
			"All {all} pages of the static data are there."
		)
	} else if how.prepare {
		text!(
			"고정 자료 {all}쪽 가운데 {total}쪽이 없습니다.",
			"Of {all} pages of the static data {total} are missing."
		)
	} else {
		text!(
			"고정 자료 {all}쪽 가운데 없던 {total}쪽을 올렸습니다.",
			"Of {all} pages of the static data {total} were missing and are loaded."
		)
	};
	if how.prepare {
		texts.push(desk.output.say(&said).to_owned());
	} else {
		texts = vec![desk.output.say(&said).to_owned()];
	}
	Ok(Report::new(
		json!({"pages": all, "missing": total, "transactions": transactions}),
		texts.join("\n"),
	))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_transaction_takes_as_many_keys_as_the_chain_does() {
		assert_eq!(
			u32::try_from(MOST).unwrap(),
			pallet_citizen_rings::MAX_BATCH
		);
	}

	#[test]
	fn entries_are_read_grouped_by_collection_and_sorted_by_key() {
		let row = |collection: &str, key: u8| {
			Entries
				.row(&[collection.into(), shown([key; 32]), shown([key; 64])])
				.unwrap()
		};
		let rows = [row("city", 9), row("11230", 1), row("city", 2)];
		assert_ne!(Entries.group(&rows[0]), Entries.group(&rows[1]));
		assert_eq!(Entries.group(&rows[0]), Entries.group(&rows[2]));
		assert!(Entries.order(&rows[2]) < Entries.order(&rows[0]));
		assert_eq!(
			Entries.arguments(&[rows[2].clone(), rows[0].clone()]),
			json!({"collection": "City", "entries": [
				{"key": shown([2; 32]), "possession": shown([2; 64])},
				{"key": shown([9; 32]), "possession": shown([9; 64])},
			]})
		);
	}

	#[test]
	fn what_is_no_entry_is_refused_by_its_part() {
		let refused = |fields: [&str; 3]| Entries.row(&fields.map(str::to_owned)).unwrap_err().code;
		let (key, possession) = (shown([1; 32]), shown([1; 64]));
		assert_eq!(refused(["town", &key, &possession]), "CollectionUnreadable");
		assert_eq!(refused(["city", "0x01", &possession]), "RingKeyUnreadable");
		assert_eq!(refused(["city", &key, &key]), "PossessionUnreadable");
	}

	#[test]
	fn removals_say_for_how_long() {
		let rows = [json!(shown([1; 32]))];
		for (cause, name) in [(Cause::Suspended, "Suspended"), (Cause::Final, "Final")] {
			let removed = Keys { cause: Some(cause) };
			assert_eq!(removed.call(), "remove_keys");
			assert_eq!(
				removed.arguments(&rows),
				json!({"keys": rows, "cause": name})
			);
		}
		let restored = Keys { cause: None };
		assert_eq!(restored.call(), "restore_keys");
		assert_eq!(restored.arguments(&rows), json!({"keys": rows}));
	}
}
