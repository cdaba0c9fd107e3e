// SPDX-License-Identifier: Apache-2.0

//! Commands that read: a card, and whether it can be used.

use super::PALLET;
use crate::{
	blocks::At,
	desk::Desk,
	error::{text, Failure, Kind, Result},
	keys,
	output::Report,
};
use clap::Args;
use serde_json::{json, Map, Value as Json};
use std::fmt::Write as _;

/// Which card is meant.
#[derive(Debug, Args)]
pub struct Which {
	/// 카드 번호 · The card's number
	#[arg(
		value_name = "CITIZEN",
		required_unless_present = "account",
		conflicts_with = "account"
	)]
	citizen: Option<u64>,
	/// 카드의 계정 주소 · Address of the card's account
	#[arg(long, value_name = "ADDRESS")]
	account: Option<String>,
	#[command(flatten)]
	at: At,
}

/// A card that was found.
struct Found {
	desk: Desk,
	citizen: Json,
	card: Json,
}

impl Which {
	async fn find(self, desk: Desk) -> Result<Found> {
		let account = self
			.account
			.as_deref()
			.map(keys::parse_account)
			.transpose()?;
		let desk = self.at.desk(desk).await?;
		let citizen = match (self.citizen, account) {
			(Some(citizen), _) => json!(citizen.to_string()),
			(None, account) => {
				let address = account
					.map(|account| keys::address(&account, desk.state.metadata.ss58_prefix()));
				of_account(&desk, address.unwrap_or_default()).await?
			},
		};
		let card = desk
			.state
			.view(PALLET, "card", std::slice::from_ref(&citizen))
			.await?;
		if card.is_null() {
			let number = shown(&citizen);
			return Err(Failure::no(
				"CardNotFound",
				text!(
					"카드 {number}이(가) 없습니다.",
					"There is no card {number}."
				),
			));
		}
		Ok(Found {
			desk,
			citizen,
			card,
		})
	}
}

/// The card of an account, or what else the account is.
async fn of_account(desk: &Desk, address: String) -> Result<Json> {
	let key = [json!(address)];
	let found = desk.state.stored(PALLET, "CitizenByAccount", &key).await?;
	if let Some(citizen) = found {
		return Ok(citizen);
	}
	let former = desk.state.stored(PALLET, "FormerAccounts", &key).await?;
	if let Some(former) = former {
		let number = shown(&former["citizen"]);
		return Err(Failure::no(
			"FormerAccount",
			text!(
				"{address}은(는) 카드 {number}의 이전 계정입니다. 더 이상 누구의 계정도 아닙니다.",
				"{address} is a former account of card {number}. It stands for nobody any more."
			),
		));
	}
	Err(Failure::no(
		"CardNotFound",
		text!(
			"{address}에는 카드가 없습니다.",
			"There is no card of {address}."
		),
	))
}

fn shown(number: &Json) -> String {
	crate::scale::count(number).to_string()
}

/// Why a card cannot be used now; nothing if it can.
async fn refusal(desk: &Desk, citizen: &Json) -> Result<Option<Failure>> {
	let refusal = desk
		.state
		.view(PALLET, "refusal", std::slice::from_ref(citizen))
		.await?;
	Ok((!refusal.is_null()).then(|| desk.state.metadata.refusal(&refusal)))
}

/// 카드 조회
#[derive(Debug, Args)]
pub struct Show {
	#[command(flatten)]
	which: Which,
}

impl Show {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let Found {
			desk,
			citizen,
			card,
		} = self.which.find(desk).await?;
		let refusal = refusal(&desk, &citizen).await?;
		let mut answer = Map::from_iter([("citizen".to_owned(), citizen.clone())]);
		if let Json::Object(fields) = card {
			answer.extend(fields);
		}
		answer.insert("usable".into(), json!(refusal.is_none()));
		for question in ["rotation", "recovery", "counters"] {
			let content = desk
				.state
				.view(PALLET, question, std::slice::from_ref(&citizen))
				.await?;
			answer.insert(question.into(), content);
		}
		let mut report = desk.report(answer).await?;
		if let Some(refusal) = refusal {
			let Failure { text, code, .. } = &refusal;
			let _ = writeln!(report.text, "{} [{code}]", desk.output.say(text));
			report.json["refusal"] = refusal.to_json()["error"].clone();
		}
		Ok(report)
	}
}

/// 사용 가능 여부
#[derive(Debug, Args)]
pub struct Status {
	#[command(flatten)]
	which: Which,
}

impl Status {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let Found {
			desk,
			citizen,
			card,
		} = self.which.find(desk).await?;
		if let Some(refusal) = refusal(&desk, &citizen).await? {
			return Err(Failure {
				kind: Kind::No,
				..refusal
			});
		}
		desk.report(Map::from_iter([
			("citizen".to_owned(), citizen),
			("status".to_owned(), card["status"].clone()),
			("validity".to_owned(), card["validity"].clone()),
			("usable".to_owned(), json!(true)),
		]))
		.await
	}
}

/// 카드 기준
#[derive(Debug, Args)]
pub struct Terms {
	#[command(flatten)]
	at: At,
}

impl Terms {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let desk = self.at.desk(desk).await?;
		let terms = desk.state.view(PALLET, "terms", &[]).await?;
		desk.report(Map::from_iter([("terms".to_owned(), terms)]))
			.await
	}
}
