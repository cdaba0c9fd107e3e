// SPDX-License-Identifier: Apache-2.0

//! `seoul facility`: facilities that citizens log in to, and what a facility needs to let them in.

mod challenge;
mod config;
pub mod questions;
mod read;
mod remote;
pub mod rings;
mod secret;
mod serve;
mod verify;
pub mod write;

use crate::{
	desk::Desk,
	error::Result,
	output::{Output, Report},
	submit::Write,
};
use clap::Subcommand;
use serde_json::{json, Map, Value as Json};

pub use challenge::Asked;

/// The pallet that keeps facilities, credentials, sessions and revoked consents.
pub const PALLET: &str = "Facilities";

#[derive(Debug, Subcommand)]
pub enum FacilityCommand {
	/// 목록 · All facilities
	List(read::List),
	/// 시설 조회: 이용 목적, 자격 요건, 상태 · A facility: purposes, requirements, status
	Show(read::Show),
	/// 등록 (시설 운영 기관) · Register a facility from a file (facility operator)
	Register(Box<Write<write::Register>>),
	/// 변경 (시설 운영 기관) · Change all that is said of a facility (facility operator)
	Change(Box<Write<write::Change>>),
	/// 폐쇄, 되돌릴 수 없음 (시설 운영 기관) · Close a facility for ever (facility operator)
	Close(Box<Write<write::Close>>),
	/// 로그인 기준 · Periods of logins
	#[command(subcommand)]
	Terms(TermsCommand),
	/// OpenID Connect 로그인 제공자 운영 (시설 운영 기관) · Let citizens log in to the facility's web sites (facility operator)
	Serve(serve::Serve),
	/// 가명 비밀 파일 만들기 (시설 운영 기관) · Make the provider's secret for subjects (facility operator)
	Secret(secret::Secret),
	/// 클라이언트의 비밀 만들기 (시설 운영 기관) · Make a client's secret (facility operator)
	ClientSecret(secret::ClientSecret),
	/// 로그인 요청 발급 (자체 소프트웨어가 있는 시설) · Issue a challenge (facility with software of its own)
	Challenge(challenge::Issue),
	/// 로그인 답변 확인: 거부되면 종료 부호 1 (자체 소프트웨어가 있는 시설) · Verify an answer; exit code 1 if it is refused (facility with
	/// software of its own)
	Verify(verify::Verify),
}

#[derive(Debug, Subcommand)]
pub enum TermsCommand {
	/// 조회 · The periods that apply now
	Show(read::Terms),
}

impl FacilityCommand {
	pub async fn run(self, output: Output, url: &str) -> Result<Report> {
		let desk = || Desk::open(output, url);
		match self {
			Self::List(it) => it.run(desk().await?).await,
			Self::Show(it) => it.run(desk().await?).await,
			Self::Register(it) => write::run(&desk().await?, *it).await,
			Self::Change(it) => write::run(&desk().await?, *it).await,
			Self::Close(it) => write::run(&desk().await?, *it).await,
			Self::Terms(TermsCommand::Show(it)) => it.run(desk().await?).await,
			Self::Serve(it) => it.run(output, url).await,
			Self::Secret(it) => it.run(output),
			Self::ClientSecret(_) => secret::ClientSecret::run(output),
			Self::Challenge(it) => it.run(desk().await?).await,
			Self::Verify(it) => it.run(desk().await?).await,
		}
	}
}

/// An answer for programs and for people.
pub async fn report(desk: &Desk, answer: Map<String, Json>) -> Result<Report> {
	let shown = for_people(&Json::Object(answer.clone()));
	desk.report_shown(answer, &shown).await
}

/// An answer as people are shown it, where words of this register mean something else in another one.
pub fn for_people(answer: &Json) -> Json {
	match answer {
		Json::String(word) => match word.as_str() {
			"Open" => json!("InOperation"),
			"Closed" => json!("NoMore"),
			_ => answer.clone(),
		},
		Json::Array(elements) => elements.iter().map(for_people).collect(),
		Json::Object(fields) => {
			let renamed = fields.iter().map(|(name, content)| {
				let name = match name.as_str() {
					"value" => "credentialValue",
					"Closed" => "NoMore",
					other => other,
				};
				(name.to_owned(), for_people(content))
			});
			Json::Object(renamed.collect())
		},
		_ => answer.clone(),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn words_that_mean_something_else_elsewhere_are_shown_by_others() {
		let answer = json!({
			"status": "Open",
			"facilities": [{"status": {"Closed": {"since": 1}}}],
			"predicates": [{"schema": 1, "value": 11_740}],
		});
		assert_eq!(
			for_people(&answer),
			json!({
				"status": "InOperation",
				"facilities": [{"status": {"NoMore": {"since": 1}}}],
				"predicates": [{"schema": 1, "credentialValue": 11_740}],
			})
		);
	}
}
