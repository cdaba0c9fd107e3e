// SPDX-License-Identifier: Apache-2.0

//! `seoul session`: keys that log a citizen in for a time, and can do nothing else.

use crate::{
	desk::Desk,
	error::{text, Failure, Result},
	facility::{questions::Questions, report, PALLET},
	files, keys,
	keys::{Scheme, SigningKey},
	output::{Output, Report},
	plan::{self, Plan, Planned},
	submit::{Extras, Write},
	tags::random_secret,
	times,
};
use clap::{Args, Subcommand};
use codec::Encode;
use seoul_chain_login::{Message, SessionPossession};
use seoul_chain_primitives::CitizenIndex;
use serde_json::{json, Map, Value as Json};
use std::path::PathBuf;
use zeroize::Zeroizing;

#[derive(Debug, Subcommand)]
pub enum SessionCommand {
	/// 열기 (시민) · Let a key log in (citizen)
	Open(Box<Write<Open>>),
	/// 닫기: 하나 또는 전부 (시민) · End one session or all, everywhere (citizen)
	Close(Box<Write<Close>>),
	/// 목록 · The session keys of a citizen
	List(List),
}

impl SessionCommand {
	pub async fn run(self, output: Output, url: &str) -> Result<Report> {
		let desk = Desk::open(output, url).await?;
		match self {
			Self::Open(it) => plan::run(&desk, PALLET, *it).await,
			Self::Close(it) => plan::run(&desk, PALLET, *it).await,
			Self::List(it) => it.run(desk).await,
		}
	}
}

/// 세션 열기
#[derive(Debug, Args)]
pub struct Open {
	/// 카드 번호 · The citizen's card
	#[arg(value_name = "CITIZEN")]
	citizen: u64,
	/// 세션 키의 개인키 파일(권한 0600) · File with the session key's secret, mode 0600
	#[arg(long, value_name = "FILE")]
	session_key_file: PathBuf,
	/// 세션 키 종류 · Kind of session key
	#[arg(long, value_enum, default_value_t, value_name = "TYPE")]
	session_key_type: Scheme,
	/// 파일이 없으면 새 키를 만듦 · Make a new key if there is no such file
	#[arg(long)]
	new: bool,
	/// 끝나는 시각. 없으면 허용된 가장 긴 기간 · When it ends; as late as it can without it
	#[arg(long, value_name = "TIME")]
	until: Option<String>,
}

impl Open {
	fn key(&self) -> Result<SigningKey> {
		if self.new && !self.session_key_file.exists() {
			let secret = random_secret()?;
			let digits = Zeroizing::new(hex::encode(secret.as_slice()));
			let line = Zeroizing::new(format!("0x{}\n", digits.as_str()));
			files::write_new_private(&self.session_key_file, &line)?;
		}
		SigningKey::load(Some(&self.session_key_file), self.session_key_type)
	}
}

impl Plan for Open {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let questions = Questions::newest(&desk.chain);
		let expires_at = match &self.until {
			Some(typed) => times::parse(typed)?,
			// By the clock of a block that is there already, so that it is not too long by a moment.
			None => desk
				.state
				.now()
				.await?
				.saturating_add(questions.login_terms().await?.longest_session),
		};
		let key = self.key()?;
		let message = SessionPossession {
			chain: questions.chain_id().await?,
			citizen: CitizenIndex(self.citizen),
			key: key.account().clone(),
			expires_at,
		};
		let possession = key.sign(&message.to_bytes()).encode();
		let address = keys::address(key.account(), desk.state.metadata.ss58_prefix());
		let mut extras = Extras::default();
		extras.add(
			"session",
			json!(address),
			text!("세션 키: {address}", "session key: {address}"),
		);
		Ok(Planned {
			call: "open_session",
			arguments: json!({
				"key": address,
				"expiresAt": expires_at,
				"possession": signature_json(&possession),
			}),
			extras,
		})
	}
}

/// A signature as the chain's JSON has it, from its bytes.
fn signature_json(encoded: &[u8]) -> Json {
	let (kind, bytes) = encoded.split_first().unwrap_or((&0, &[]));
	let name = match kind {
		0 => "Ed25519",
		1 => "Sr25519",
		2 => "Ecdsa",
		_ => "Eth",
	};
	json!({name: format!("0x{}", hex::encode(bytes))})
}

/// 세션 닫기
#[derive(Debug, Args)]
pub struct Close {
	/// 세션 키의 주소 · Address of the session key
	#[arg(
		value_name = "ADDRESS",
		required_unless_present = "all",
		conflicts_with = "all"
	)]
	key: Option<String>,
	/// 전부 · All of them
	#[arg(long)]
	all: bool,
}

impl Plan for Close {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let Some(typed) = &self.key else {
			return Ok(Planned::plain("close_all_sessions", json!({})));
		};
		let account = keys::parse_account(typed)?;
		let address = keys::address(&account, desk.state.metadata.ss58_prefix());
		Ok(Planned::plain("close_session", json!({ "key": address })))
	}
}

/// 세션 목록
#[derive(Debug, Args)]
pub struct List {
	/// 카드 번호 · The citizen's card
	#[arg(value_name = "CITIZEN")]
	citizen: u64,
}

impl List {
	async fn run(self, desk: Desk) -> Result<Report> {
		let citizen = json!(self.citizen.to_string());
		let found = desk
			.state
			.view(PALLET, "sessions_of", std::slice::from_ref(&citizen))
			.await?;
		let sessions = found
			.as_array()
			.ok_or_else(|| {
				Failure::network(
					"Undecodable",
					text!(
						"체인의 응답을 해석할 수 없습니다.",
						"The chain's answer cannot be decoded."
					),
				)
			})?
			.iter()
			.map(|entry| {
				json!({
					"key": entry[0],
					"expiresAt": entry[1]["expiresAt"],
					"status": entry[1]["status"],
				})
			})
			.collect::<Vec<_>>();
		let answer = Map::from_iter([
			("citizen".into(), citizen),
			("sessions".into(), json!(sessions)),
		]);
		report(&desk, answer).await
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::files::tests::Folder;

	#[test]
	fn a_signature_is_named_by_its_kind() {
		for (scheme, name) in [
			(Scheme::Ed25519, "Ed25519"),
			(Scheme::Sr25519, "Sr25519"),
			(Scheme::Ecdsa, "Ecdsa"),
			(Scheme::Ethereum, "Eth"),
		] {
			let key = SigningKey::from_secret("//Alice", scheme).unwrap();
			let json = signature_json(&key.sign(b"message").encode());
			assert!(json[name].as_str().unwrap().len() >= 130, "{name}: {json}");
		}
	}

	#[test]
	fn a_new_key_is_made_once_and_only_if_it_was_asked_for() {
		let folder = Folder::new();
		let open = |new| Open {
			citizen: 1,
			session_key_file: folder.path("session.key"),
			session_key_type: Scheme::Sr25519,
			new,
			until: None,
		};
		assert_eq!(open(false).key().err().unwrap().code, "FileNotFound");
		let first = open(true).key().unwrap();
		let again = open(true).key().unwrap();
		assert_eq!(first.account(), again.account());
		assert!(files::read_secret(&folder.path("session.key")).is_ok());
	}
}
