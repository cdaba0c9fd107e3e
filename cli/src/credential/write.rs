// SPDX-License-Identifier: Apache-2.0

//! What issuers and the council write about credentials.

use super::book::Book;
use crate::{
	desk::Desk,
	error::{text, Failure, Result},
	parties,
	plan::{Plan, Planned},
	submit::Extras,
};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

/// 자격 종류 정하기
#[derive(Debug, Args)]
pub struct SetSchema {
	/// 자격 종류 번호 · Its number, which never gets another meaning
	#[arg(value_name = "KIND")]
	schema: u16,
	/// 한국어 이름 · Its name in Korean
	#[arg(long, value_name = "NAME")]
	korean_name: String,
	/// 영어 이름과 값의 뜻 · Its name in English, with what the values mean
	#[arg(long, value_name = "NAME")]
	english_name: String,
	/// 발급 기관 번호. 여러 번 쓸 수 있습니다 · Agency number of an issuer; repeatable
	#[arg(long = "issuer", value_name = "AGENCY", required = true)]
	issuers: Vec<u32>,
}

impl Plan for SetSchema {
	async fn plan(mut self, _: &Desk) -> Result<Planned> {
		self.issuers.sort_unstable();
		self.issuers.dedup();
		let bytes = |text: &str| format!("0x{}", hex::encode(text));
		Ok(Planned::plain(
			"set_schema",
			json!({
				"schema": self.schema,
				"details": {
					"koreanName": bytes(&self.korean_name),
					"englishName": bytes(&self.english_name),
					"issuers": self.issuers,
				},
			}),
		))
	}
}

/// 폐기
#[derive(Debug, Args)]
pub struct Revoke {
	/// 일괄 번호 · Number of the batch
	#[arg(value_name = "BATCH")]
	batch: u64,
	/// 일괄 전부 · The whole batch
	#[arg(
		long,
		required_unless_present_any = ["commitment", "citizen"],
		conflicts_with_all = ["commitment", "citizen"]
	)]
	all: bool,
	/// 자격 커밋먼트. 여러 번 쓸 수 있습니다 · A commitment; repeatable
	#[arg(long, value_name = "HEX", conflicts_with = "citizen")]
	commitment: Vec<String>,
	/// 이 시민의 자격 · Those of this citizen
	#[arg(long, value_name = "CITIZEN", requires = "book")]
	citizen: Option<u64>,
	/// 이 종류만 · Of this kind only
	#[arg(long, value_name = "KIND", requires = "citizen")]
	schema: Option<u16>,
	/// 일괄의 batch.json · The batch.json of the batch
	#[arg(long, value_name = "FILE", requires = "citizen")]
	book: Option<PathBuf>,
}

fn no_such(batch: u64) -> Failure {
	Failure::no(
		"CredentialNotFound",
		text!(
			"일괄 {batch}에 그런 자격이 없습니다.",
			"There is no such credential in batch {batch}."
		),
	)
}

impl Revoke {
	fn commitments(&self) -> Result<Vec<String>> {
		let (Some(citizen), Some(place)) = (self.citizen, &self.book) else {
			return self
				.commitment
				.iter()
				.map(|typed| {
					parties::hexadecimal(typed, 32).ok_or_else(|| {
						Failure::input(
							"CommitmentUnreadable",
							text!(
								"{typed}은(는) 자격 커밋먼트가 아닙니다. 0x와 16진수 64자리로 쓰십시오.",
								"{typed} is no commitment: it is 0x and 64 hexadecimal digits."
							),
						)
					})
				})
				.collect();
		};
		let book = Book::load(place)?;
		if book.batch != Some(self.batch) {
			let (asked, file) = (self.batch, place.display());
			return Err(Failure::input(
				"OtherBatch",
				text!(
					"{file} 파일은 일괄 {asked}의 것이 아닙니다.",
					"{file} is not of batch {asked}."
				),
			));
		}
		let found = book.commitments(citizen, self.schema);
		if found.is_empty() {
			return Err(no_such(self.batch));
		}
		Ok(found
			.iter()
			.map(|commitment| format!("{:?}", commitment.0))
			.collect())
	}
}

impl Plan for Revoke {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		let batch = self.batch;
		if self.all {
			return Ok(Planned::plain("revoke_batch", json!({ "batch": batch })));
		}
		let commitments = self.commitments()?;
		let number = commitments.len();
		let mut extras = Extras::default();
		extras.add(
			"commitments",
			json!(commitments),
			text!(
				"폐기하는 자격: {number}건",
				"credentials to revoke: {number}"
			),
		);
		Ok(Planned {
			call: "revoke_credentials",
			arguments: json!({"batch": batch, "commitments": commitments}),
			extras,
		})
	}
}

/// 만료된 일괄 지우기
#[derive(Debug, Args)]
pub struct Forget {
	/// 일괄 번호 · Number of the batch
	#[arg(value_name = "BATCH")]
	batch: u64,
}

impl Plan for Forget {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		Ok(Planned::plain("forget_batch", json!({"batch": self.batch})))
	}
}
