// SPDX-License-Identifier: Apache-2.0

//! What operators of facilities write.

use super::PALLET;
use crate::{
	desk::Desk,
	error::{text, Failure, Result},
	files,
	output::Report,
	plan::{self, Plan, Planned},
	submit::Write,
};
use clap::Args;
use seoul_chain_primitives::chain::MINUTE;
use serde::Deserialize;
use serde_json::{json, Value as Json};
use std::path::{Path, PathBuf};

/// Plan, sign and send.
pub async fn run<T: Plan>(desk: &Desk, command: Write<T>) -> Result<Report> {
	plan::run(desk, PALLET, command).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PurposeEntry {
	korean: String,
	english: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RequirementEntry {
	schema: u16,
	#[serde(default = "anything")]
	accepted: Json,
}

fn anything() -> Json {
	json!("Anything")
}

/// What an agency says of a facility, as a file has it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct DetailsFile {
	korean_name: String,
	english_name: String,
	domain: String,
	purposes: Vec<PurposeEntry>,
	#[serde(default)]
	requirements: Vec<RequirementEntry>,
	pass_minutes: u64,
}

/// A text as the chain takes it, whatever it begins with.
fn bytes(text: &str) -> Json {
	json!(format!("0x{}", hex::encode(text)))
}

/// Lists of values as the chain takes them: `{"OneOf": [1, 2]}` and `{"Between": [1, 2]}` are short forms.
fn accepted(typed: Json) -> Json {
	match (typed["OneOf"].as_array(), typed["Between"].as_array()) {
		(Some(values), _) => json!({"OneOf": {"values": values}}),
		(_, Some(ends)) if ends.len() == 2 => {
			json!({"Between": {"lowest": ends[0], "highest": ends[1]}})
		},
		_ => typed,
	}
}

fn details(content: &str, place: &Path) -> Result<Json> {
	let file: DetailsFile =
		serde_json::from_str(content).map_err(|error| unreadable(place, &error))?;
	let purposes = file.purposes.iter().map(
		|purpose| json!({"korean": bytes(&purpose.korean), "english": bytes(&purpose.english)}),
	);
	let purposes: Vec<Json> = purposes.collect();
	let mut requirements = file.requirements;
	requirements.sort_by_key(|requirement| requirement.schema);
	let requirements: Vec<Json> = requirements
		.into_iter()
		.map(|requirement| {
			json!({
				"schema": requirement.schema,
				"accepted": accepted(requirement.accepted),
			})
		})
		.collect();
	Ok(json!({
		"koreanName": bytes(&file.korean_name),
		"englishName": bytes(&file.english_name),
		"domain": bytes(&file.domain),
		"purposes": purposes,
		"requirements": requirements,
		"passLifetime": file.pass_minutes.saturating_mul(MINUTE),
	}))
}

/// 등록
#[derive(Debug, Args)]
pub struct Register {
	/// 시설 정보(JSON) · What is said of the facility (JSON)
	#[arg(value_name = "FILE")]
	content: PathBuf,
}

impl Plan for Register {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		let details = details(&files::read_text(&self.content)?, &self.content)?;
		Ok(Planned::plain(
			"register_facility",
			json!({ "details": details }),
		))
	}
}

/// 변경
#[derive(Debug, Args)]
pub struct Change {
	/// 시설 번호 · The facility's number
	#[arg(value_name = "FACILITY")]
	facility: u32,
	/// 시설 정보(JSON) 전체 · All that is said of the facility (JSON)
	#[arg(value_name = "FILE")]
	content: PathBuf,
}

impl Plan for Change {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		let details = details(&files::read_text(&self.content)?, &self.content)?;
		Ok(Planned::plain(
			"change_facility",
			json!({"facility": self.facility, "details": details}),
		))
	}
}

/// 폐쇄
#[derive(Debug, Args)]
pub struct Close {
	/// 시설 번호 · The facility's number
	#[arg(value_name = "FACILITY")]
	facility: u32,
}

impl Plan for Close {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		Ok(Planned::plain(
			"close_facility",
			json!({"facility": self.facility}),
		))
	}
}

/// A file whose JSON is not what it should be.
pub fn unreadable(place: &Path, error: &serde_json::Error) -> Failure {
	let file = place.display();
	Failure::input(
		"DraftUnreadable",
		text!(
			"{file} 파일을 읽을 수 없습니다: {error}",
			"{file} cannot be read: {error}"
		),
	)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_is_said_of_a_facility_is_what_the_chain_takes() {
		let file = json!({
			"koreanName": "강동도서관", "englishName": "0x is a name",
			"domain": "library.seoul.go.kr",
			"purposes": [{"korean": "대출", "english": "Lend"}],
			"requirements": [
				{"schema": 2, "accepted": {"Between": [2, 3]}},
				{"schema": 1, "accepted": {"OneOf": [11_740]}},
				{"schema": 3},
			],
			"passMinutes": 60,
		});
		let details = details(&file.to_string(), Path::new("x")).unwrap();
		assert_eq!(details["englishName"], bytes("0x is a name"));
		assert_eq!(details["passLifetime"], 3_600_000);
		assert_eq!(
			details["requirements"],
			json!([
				{"schema": 1, "accepted": {"OneOf": {"values": [11_740]}}},
				{"schema": 2, "accepted": {"Between": {"lowest": 2, "highest": 3}}},
				{"schema": 3, "accepted": "Anything"},
			])
		);
	}

	#[test]
	fn a_word_that_nobody_knows_is_refused() {
		let failure = details(r#"{"koreanName": "a", "name": "b"}"#, Path::new("x.json"));
		assert_eq!(failure.unwrap_err().code, "DraftUnreadable");
	}
}
