// SPDX-License-Identifier: Apache-2.0

//! Any call of any pallet, and commitments by themselves: for what has no command of its own.

use crate::{
	desk::Desk,
	document::{self, NoSalt},
	error::{text, Failure, Result},
	output::{Output, Report},
	submit::{self, Extras, Write},
};
use clap::Args;
use serde_json::{json, Value as Json};
use std::path::PathBuf;

/// 호출
#[derive(Debug, Args)]
pub struct Call {
	/// 팔레트(예: Agencies) · Pallet
	pallet: String,
	/// 호출(예: dismiss_delegate) · Call
	#[arg(value_name = "CALL")]
	name: String,
	/// 인수(JSON 객체). 바이트는 0x…, 계정은 주소, 변형은 "이름" 또는 {"이름": …} · Arguments as a JSON object: bytes as 0x…,
	/// accounts as addresses, variants as "Name" or {"Name": …}
	#[arg(value_name = "JSON", default_value = "{}")]
	arguments: String,
}

impl Call {
	pub async fn run(command: Write<Self>, output: Output, url: &str) -> Result<Report> {
		let Write { what, how } = command;
		let arguments: Json = serde_json::from_str(&what.arguments).map_err(|error| {
			Failure::input(
				"ArgumentsUnreadable",
				text!(
					"인수가 JSON이 아닙니다: {error}",
					"The arguments are no JSON: {error}"
				),
			)
		})?;
		let desk = Desk::open(output, url).await?;
		let call = desk
			.state
			.metadata
			.call(&what.pallet, &what.name, &arguments)?;
		let key = how.key()?;
		submit::carry_out(&desk, &how, key.as_ref(), &call, Extras::default()).await
	}
}

/// 문서 확인값
#[derive(Debug, Args)]
pub struct Commit {
	/// 문서 · The document
	#[arg(value_name = "FILE")]
	document: PathBuf,
	/// 솔트 파일. 없으면 문서 곁의 것 · File with its salt; the one beside the document without it
	#[arg(long, value_name = "FILE")]
	salt: Option<PathBuf>,
}

impl Commit {
	pub fn run(self, output: Output) -> Result<Report> {
		let committed = document::commit(&self.document, self.salt.as_deref(), NoSalt::Make)?;
		let (hex, salt) = (committed.hex(), committed.salt_file.display());
		let line = if committed.salt_is_new {
			text!(
				"{hex}\n새 솔트를 {salt}에 두었습니다. 문서와 함께 보관하십시오.",
				"{hex}\nA new salt was written to {salt}. Keep it with the document."
			)
		} else {
			text!("{hex}\n솔트: {salt}", "{hex}\nsalt: {salt}")
		};
		Ok(Report::new(
			json!({"commitment": hex, "salt": salt.to_string(), "saltIsNew": committed.salt_is_new}),
			output.say(&line).to_owned(),
		))
	}
}
