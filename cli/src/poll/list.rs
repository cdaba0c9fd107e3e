// SPDX-License-Identifier: Apache-2.0

//! The cards that may vote in a poll by list: typed, or those of a CSV file.

use crate::{
	batch::{self, Rows, Source},
	desk::Desk,
	error::{text, Failure, Result},
	output::Report,
	submit::{self, Extras, Write},
	voting::PALLET,
};
use clap::Args;
use serde_json::{json, Value as Json};
use std::path::PathBuf;

/// At most so many cards go into one transaction.
const MOST: usize = 100;

/// 명단의 카드
#[derive(Debug, Args)]
pub struct Listed {
	/// 투표 번호 · The poll's number
	#[arg(value_name = "POLL")]
	poll: u32,
	/// 카드 번호, 100개까지 · Numbers of cards, up to 100
	#[arg(
		value_name = "CITIZEN",
		required_unless_present = "csv",
		conflicts_with = "csv"
	)]
	citizens: Vec<u64>,
	/// 줄마다 카드 번호 하나가 있는 CSV 파일 · CSV file with a card's number in each line
	#[arg(long, value_name = "FILE")]
	csv: Option<PathBuf>,
	/// 진행 기록. 없으면 CSV 파일 곁. 다시 실행하면 이어서 보냅니다 · Where it is kept what is done, so that the same
	/// command goes on; beside the CSV file without it
	#[arg(
		long,
		value_name = "FILE",
		requires = "csv",
		conflicts_with = "prepare"
	)]
	journal: Option<PathBuf>,
}

/// Whether cards are put on the list or taken off it.
#[derive(Clone, Copy, Debug)]
pub enum Way {
	On,
	Off,
}

/// What is sent of the cards of a file.
struct Cards<const ON: bool> {
	poll: u32,
}

fn card(typed: &str) -> Result<Json> {
	let number: u64 = typed.trim().parse().map_err(|_| {
		Failure::input(
			"CardUnreadable",
			text!(
				"{typed}은(는) 카드 번호가 아닙니다",
				"{typed} is no number of a card"
			),
		)
	})?;
	Ok(json!(number.to_string()))
}

fn arguments(poll: u32, cards: &[Json]) -> Json {
	json!({"poll": poll, "cards": cards})
}

impl<const ON: bool> Rows for Cards<ON> {
	const PALLET: &'static str = PALLET;
	const CALL: &'static str = if ON { "list_cards" } else { "unlist_cards" };
	const COLUMNS: &'static [&'static str] = &["citizen"];
	const MOST: usize = MOST;

	fn row(&self, fields: &[String]) -> Result<Json> {
		card(fields.first().map_or("", String::as_str))
	}

	fn arguments(&self, rows: &[Json]) -> Json {
		arguments(self.poll, rows)
	}
}

/// Put cards on the list of a draft, or take them off it.
pub async fn run(desk: &Desk, command: Write<Listed>, way: Way) -> Result<Report> {
	let Write { what, how } = command;
	let poll = what.poll;
	if let Some(csv) = what.csv {
		let source = Source::new(csv, what.journal);
		return match way {
			Way::On => batch::run(desk, &how, &source, &Cards::<true> { poll }).await,
			Way::Off => batch::run(desk, &how, &source, &Cards::<false> { poll }).await,
		};
	}
	let cards: Vec<Json> = what
		.citizens
		.iter()
		.map(|citizen| json!(citizen.to_string()))
		.collect();
	if cards.len() > MOST {
		return Err(Failure::input(
			"TooManyCards",
			text!(
				"한 번에 {MOST}장까지입니다. 더 많으면 --csv로 파일을 지정하십시오.",
				"At most {MOST} cards at once. Name a file of more with --csv."
			),
		));
	}
	let name = match way {
		Way::On => Cards::<true>::CALL,
		Way::Off => Cards::<false>::CALL,
	};
	let call = desk
		.state
		.metadata
		.call(PALLET, name, &arguments(poll, &cards))?;
	let key = how.key()?;
	submit::carry_out(desk, &how, key.as_ref(), &call, Extras::default()).await
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_transaction_takes_as_many_cards_as_the_chain_does() {
		assert_eq!(u32::try_from(MOST).unwrap(), pallet_mvoting::MAX_LISTED);
	}

	#[test]
	fn cards_of_a_file_are_numbers() {
		let cards = Cards::<true> { poll: 3 };
		let row = |typed: &str| cards.row(&[typed.to_owned()]);
		assert_eq!(row(" 1001").unwrap(), json!("1001"));
		assert_eq!(row("kim").unwrap_err().code, "CardUnreadable");
		assert_eq!(
			cards.arguments(&[json!("1001")]),
			json!({"poll": 3, "cards": ["1001"]})
		);
		assert_eq!(
			[Cards::<true>::CALL, Cards::<false>::CALL],
			["list_cards", "unlist_cards"]
		);
	}
}
