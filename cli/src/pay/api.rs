// SPDX-License-Identifier: Apache-2.0

//! Questions about contracts, claims and lines, page by page, and the names in their answers.

use super::{ESCROW, PALLET};
use crate::{
	chain::State,
	desk::Desk,
	error::{text, Failure, Result},
	language::Language,
	money,
	output::Output,
	scale::count,
};
use serde_json::{json, Value as Json};
use std::collections::BTreeMap;

/// The chain answers at most so many entries at once.
const PAGE: usize = 200;

/// Entries with their numbers.
pub type Numbered = Vec<(u64, Json)>;

/// A number that names something, as an answer has it.
pub fn id(value: &Json) -> u64 {
	u64::try_from(count(value)).unwrap_or_default()
}

/// An amount as an answer has it, in millionths of a won.
pub fn amount(value: &Json) -> u128 {
	u128::try_from(count(value)).unwrap_or_default()
}

/// An amount in won, for people.
pub fn won(value: &Json) -> String {
	money::show(amount(value))
}

/// The name of a variant, and what it holds.
pub fn variant(value: &Json) -> (&str, &Json) {
	match value {
		Json::String(name) => (name, &Json::Null),
		Json::Object(object) => object
			.iter()
			.next()
			.map_or(("", &Json::Null), |(name, inner)| (name.as_str(), inner)),
		_ => ("", &Json::Null),
	}
}

/// The name of a variant.
pub fn name(value: &Json) -> &str {
	variant(value).0
}

fn none(code: &str, ko: &str, en: &str) -> Failure {
	Failure::no(code, text!("{ko} 없습니다.", "There is no {en}."))
}

/// A contract with its schedule, money, bonds and pending change.
pub async fn contract(state: &State, number: u64) -> Result<Json> {
	let info = state.ask(ESCROW, "contract", &[json!(number)]).await?;
	if info.is_null() {
		return Err(none(
			"ContractNotFound",
			&format!("{number}번 계약이"),
			&format!("contract {number}"),
		));
	}
	Ok(info)
}

/// A claim with its quantities.
pub async fn claim(state: &State, number: u64) -> Result<Json> {
	let info = state.ask(ESCROW, "claim", &[json!(number)]).await?;
	if info.is_null() {
		return Err(none(
			"ClaimNotFound",
			&format!("{number}번 청구가"),
			&format!("claim {number}"),
		));
	}
	Ok(info)
}

/// A line of a claim.
pub async fn line(state: &State, claim: u64, line: u16) -> Result<Json> {
	let info = state
		.ask(ESCROW, "line", &[json!(claim), json!(line)])
		.await?;
	if info.is_null() {
		return Err(none(
			"LineNotFound",
			&format!("{claim}번 청구에 명세 {line}이(가)"),
			&format!("line {line} in claim {claim}"),
		));
	}
	Ok(info)
}

/// All pages of a question whose arguments are what it is about, where to begin, and how many.
async fn pages(state: &State, question: &str, about: u64) -> Result<Numbered> {
	let mut all = Numbered::new();
	let mut from = 0;
	loop {
		let page = state
			.ask(ESCROW, question, &[json!(about), json!(from), json!(PAGE)])
			.await?;
		let page: Numbered = page
			.as_array()
			.into_iter()
			.flatten()
			.filter_map(|entry| Some((id(entry.get(0)?), entry.get(1)?.clone())))
			.collect();
		let full = page.len() >= PAGE;
		let last = page.last().map(|(number, _)| *number);
		all.extend(page);
		match last {
			Some(last) if full => from = last.saturating_add(1),
			_ => return Ok(all),
		}
	}
}

/// The claims of a contract, in order of submission.
pub async fn claims_of(state: &State, contract: u64) -> Result<Numbered> {
	pages(state, "claims", contract).await
}

/// The lines of a claim.
pub async fn lines_of(state: &State, claim: u64) -> Result<Numbered> {
	pages(state, "lines", claim).await
}

/// The subcontracts of a contract, in order of drafting.
pub async fn tree_of(state: &State, contract: u64) -> Result<Numbered> {
	pages(state, "tree", contract).await
}

/// The reports of work under a subcontract.
pub async fn reports_of(state: &State, subcontract: u64) -> Result<Numbered> {
	pages(state, "work_reports", subcontract).await
}

/// Every contract that there is.
pub async fn contracts(state: &State) -> Result<Numbered> {
	let end = state.stored(PALLET, "NextContractId", &[]).await?;
	let end = end.as_ref().map_or(0, id);
	let mut all = Numbered::new();
	for number in 0..end {
		let info = state.ask(ESCROW, "contract", &[json!(number)]).await?;
		// A draft that was discarded leaves a gap.
		if !info.is_null() {
			all.push((number, info));
		}
	}
	Ok(all)
}

/// The wage list of a labour line.
pub async fn wage_list(state: &State, claim: u64, line: u64) -> Result<Option<Json>> {
	state
		.stored(PALLET, "WageLists", &[json!(claim), json!(line)])
		.await
}

/// Names of the agencies in answers.
pub struct Names {
	names: BTreeMap<u64, (String, String)>,
	output: Output,
}

impl Names {
	pub async fn of(desk: &Desk, answer: &Json) -> Result<Self> {
		let names = desk.agency_names(answer).await?;
		Ok(Self::new(names, desk.output))
	}

	fn new(names: Vec<(u64, String, String)>, output: Output) -> Self {
		Self {
			names: names
				.into_iter()
				.map(|(number, ko, en)| (number, (ko, en)))
				.collect(),
			output,
		}
	}

	/// No names.
	#[cfg(test)]
	pub fn none(output: Output) -> Self {
		Self::new(Vec::new(), output)
	}

	/// The name of an agency; empty if it is not known.
	pub fn name(&self, agency: u64) -> &str {
		self.names
			.get(&agency)
			.map_or("", |(ko, en)| match self.output.language {
				Language::Ko => ko,
				Language::En => en,
			})
	}

	/// An agency as it is typed, with its name: `agency:23 한빛종합건설`.
	pub fn agency(&self, agency: &Json) -> String {
		let number = id(agency);
		format!("agency:{number} {}", self.name(number))
			.trim_end()
			.to_owned()
	}

	/// A party or payee as it is typed, with its name.
	pub fn party(&self, party: &Json) -> String {
		match variant(party) {
			("Party", inner) => self.party(inner),
			("Agency", number) => self.agency(number),
			_ => typed(party),
		}
	}
}

/// A party or payee as it is typed: `agency:23`, `citizen:1001`, `key:0x…`.
pub fn typed(party: &Json) -> String {
	match variant(party) {
		("Party", inner) => typed(inner),
		("Key", key) => format!("key:{}", key.as_str().unwrap_or_default()),
		(kind, number) => format!("{}:{}", kind.to_ascii_lowercase(), id(number)),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn parties_are_shown_as_they_are_typed() {
		let output = Output {
			language: Language::Ko,
			json: false,
			quiet: true,
		};
		let names = Names::new(
			vec![(23, "한빛종합건설".into(), "Hanbit Construction".into())],
			output,
		);
		let firm = json!({"Agency": 23});
		assert_eq!(names.party(&firm), "agency:23 한빛종합건설");
		assert_eq!(
			names.party(&json!({"Party": firm})),
			"agency:23 한빛종합건설"
		);
		assert_eq!(names.party(&json!({"Agency": 24})), "agency:24");
		assert_eq!(names.party(&json!({"Citizen": 1001})), "citizen:1001");
		assert_eq!(
			typed(&json!({"Party": {"Citizen": "18446744073709551615"}})),
			"citizen:18446744073709551615"
		);
		assert_eq!(typed(&json!({"Key": "0xab"})), "key:0xab");
	}

	#[test]
	fn amounts_and_numbers_are_read_however_they_are_spelled() {
		assert_eq!(id(&json!("18446744073709551615")), u64::MAX);
		assert_eq!(won(&json!("13800000000000")), "13,800,000");
		assert_eq!(
			variant(&json!({"Paid": {"on": 1}})),
			("Paid", &json!({"on": 1}))
		);
		assert_eq!(name(&json!("Draft")), "Draft");
	}
}
