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
	#[command(flatten)]
	kept: batch::Kept,
}

/// Whether cards are put on the list or taken off it.
#[derive(Clone, Copy, Debug)]
pub enum Way {
	On,
	Off,
}

/// What is sent of the cards of a file.
struct Cards {
	poll: u32,
	way: Way,
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

impl Rows for Cards {
	const PALLET: &'static str = PALLET;
	const COLUMNS: &'static [&'static str] = &["citizen"];
	const MOST: usize = MOST;

	fn call(&self) -> &'static str {
		match self.way {
			Way::On => "list_cards",
			Way::Off => "unlist_cards",
		}
	}

	fn row(&self, fields: &[String]) -> Result<Json> {
		card(fields.first().map_or("", String::as_str))
	}

	fn arguments(&self, rows: &[Json]) -> Json {
		json!({"poll": self.poll, "cards": rows})
	}
}

/// Put cards on the list of a draft, or take them off it.
pub async fn run(desk: &Desk, command: Write<Listed>, way: Way) -> Result<Report> {
	let Write { what, how } = command;
	let rows = Cards {
		poll: what.poll,
		way,
	};
	if let Some(csv) = what.csv {
		let source = Source::new(csv, what.kept);
		return batch::run(desk, &how, &source, &rows).await;
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
	let call = desk
		.state
		.metadata
		.call(PALLET, rows.call(), &rows.arguments(&cards))?;
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
		let cards = Cards {
			poll: 3,
			way: Way::On,
		};
		let row = |typed: &str| cards.row(&[typed.to_owned()]);
		assert_eq!(row(" 1001").unwrap(), json!("1001"));
		assert_eq!(row("kim").unwrap_err().code, "CardUnreadable");
		assert_eq!(
			cards.arguments(&[json!("1001")]),
			json!({"poll": 3, "cards": ["1001"]})
		);
		assert_eq!(cards.call(), "list_cards");
		let off = Cards {
			poll: 3,
			way: Way::Off,
		};
		assert_eq!(off.call(), "unlist_cards");
	}
}
