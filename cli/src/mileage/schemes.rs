// SPDX-License-Identifier: Apache-2.0

//! Schemes, by their numbers and by the symbols that wallets show.

use super::{MILEAGE, PALLET};
use crate::{
	chain::State,
	desk::Desk,
	error::{text, Failure, Result},
};
use clap::Args;
use serde_json::{json, Map, Value as Json};

/// A scheme as the chain has it, with what wallets call it.
pub struct Scheme {
	pub id: u64,
	pub name: String,
	pub symbol: String,
	/// Issuer, point value, status and rules.
	pub entry: Map<String, Json>,
}

/// Which scheme a command is about.
#[derive(Debug, Args)]
pub struct Which {
	/// 제도: 번호 또는 기호(예: 1, eco) · Scheme, by its number or symbol
	#[arg(long)]
	pub scheme: String,
}

impl Which {
	pub async fn number(&self, desk: &Desk) -> Result<Json> {
		number(&desk.state, &self.scheme).await
	}
}

/// Text that the chain stores as bytes.
fn words_of(bytes: &Json) -> String {
	bytes
		.as_str()
		.and_then(|digits| hex::decode(digits.strip_prefix("0x")?).ok())
		.map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
		.unwrap_or_default()
}

/// All schemes, in order of their numbers.
pub async fn all(state: &State) -> Result<Vec<Scheme>> {
	let listed = state.ask(MILEAGE, "schemes", &[]).await?;
	let mut schemes = Vec::new();
	for entry in listed.as_array().into_iter().flatten() {
		let Some(entry) = entry.as_object() else {
			continue;
		};
		let id = entry.get("id").and_then(Json::as_u64).unwrap_or_default();
		let asset = state
			.stored("Assets", "Metadata", &[json!(id)])
			.await?
			.unwrap_or_default();
		schemes.push(Scheme {
			id,
			name: words_of(&asset["name"]),
			symbol: words_of(&asset["symbol"]),
			entry: entry.clone(),
		});
	}
	Ok(schemes)
}

/// Of how many schemes the chain knows.
pub async fn count(state: &State) -> Result<u64> {
	let schemes = state.stored(PALLET, "Schemes", &[]).await?;
	let count = schemes
		.as_ref()
		.and_then(Json::as_array)
		.map_or(0, Vec::len);
	Ok(u64::try_from(count).unwrap_or(u64::MAX))
}

/// The number of the scheme that is meant by its number or its symbol.
pub async fn number(state: &State, typed: &str) -> Result<Json> {
	let typed = typed.trim();
	if let Ok(number) = typed.parse::<u32>() {
		return Ok(json!(number));
	}
	let known = all(state).await?;
	let found = known
		.iter()
		.find(|scheme| scheme.symbol.eq_ignore_ascii_case(typed));
	if let Some(scheme) = found {
		return Ok(json!(scheme.id));
	}
	let there_are = known
		.iter()
		.map(|scheme| format!("{} ({})", scheme.symbol, scheme.id))
		.collect::<Vec<_>>()
		.join(", ");
	Err(Failure::input(
		"SchemeUnknown",
		text!(
			"{typed} 제도가 없습니다. 있는 제도: {there_are}.",
			"There is no scheme {typed}. There are: {there_are}."
		),
	))
}

/// The schemes that are meant, in the order in which they were typed.
pub async fn numbers(state: &State, typed: &[String]) -> Result<Vec<Json>> {
	let mut numbers = Vec::new();
	for scheme in typed {
		numbers.push(number(state, scheme).await?);
	}
	Ok(numbers)
}
