// SPDX-License-Identifier: Apache-2.0

//! Contracts as a department writes them into a file, checked before anything is sent.

use super::{
	days::Days,
	lines::whole_won,
	rates::{self, WHOLE},
};
use crate::{
	error::{text, Failure, Result, Text},
	files, money, parties,
};
use pallet_escrow_payments::{MAX_BUDGET_YEARS, MAX_ITEMS, MAX_MEMBERS};
use serde::{de::DeserializeOwned, Deserialize};
use serde_json::{json, Value as Json};
use std::path::Path;

/// Won or a number, as a text with commas or as a number.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Figure {
	Number(serde_json::Number),
	Text(String),
}

impl Figure {
	fn text(&self) -> String {
		match self {
			Self::Number(number) => number.to_string(),
			Self::Text(text) => text.clone(),
		}
	}
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Member {
	party: String,
	share: Figure,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Item {
	/// For who reads the file; the chain knows items by their place.
	#[serde(rename = "name")]
	_name: Option<String>,
	quantity: Figure,
	unit_price: Figure,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Year {
	year: u16,
	amount: Figure,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Draft {
	officer: u32,
	supervisor: u32,
	inspector: u32,
	dispute_body: u32,
	members: Vec<Member>,
	items: Vec<Item>,
	budget: Vec<Year>,
	complete_by: String,
	/// The sum, where the file states it.
	amount: Option<Figure>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Works {
	items: Vec<Item>,
	budget: Vec<Year>,
	amount: Option<Figure>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Members {
	members: Vec<Member>,
}

/// A file that is not what it should be.
pub fn unreadable(path: &Path, error: &serde_json::Error) -> Failure {
	let file = path.display();
	Failure::input(
		"DraftUnreadable",
		text!(
			"{file} 파일을 읽을 수 없습니다: {error}",
			"{file} cannot be read: {error}"
		),
	)
}

/// What a file of JSON says.
pub fn load<T: DeserializeOwned>(path: &Path) -> Result<T> {
	serde_json::from_str(&files::read_text(path)?).map_err(|error| unreadable(path, &error))
}

/// A failure with its place in the file.
pub fn placed(place: &str, cause: Failure) -> Failure {
	let Text { ko, en } = cause.text;
	Failure {
		text: text!("{place}: {ko}", "{place}: {en}"),
		..cause
	}
}

fn count_within(name: &str, count: usize, most: u32) -> Result<()> {
	if count == 0 {
		return Err(Failure::input(
			"DraftEmpty",
			text!("{name}: 하나도 없습니다.", "{name} is empty."),
		));
	}
	if u32::try_from(count).is_ok_and(|count| count <= most) {
		return Ok(());
	}
	Err(Failure::input(
		"DraftTooLong",
		text!(
			"{name}: {most}개까지 둘 수 있습니다(지금 {count}개).",
			"{name} has {count} entries, at most {most} are possible."
		),
	))
}

fn members_json(members: &[Member]) -> Result<Json> {
	count_within("members", members.len(), MAX_MEMBERS)?;
	let mut all = Vec::new();
	let mut seen = Vec::new();
	let mut sum: u32 = 0;
	for (place, member) in members.iter().enumerate() {
		let place = format!("members[{place}]");
		let party = parties::party(&member.party).map_err(|cause| placed(&place, cause))?;
		let share = rates::parse(&member.share.text()).map_err(|cause| placed(&place, cause))?;
		if share == 0 || seen.contains(&party) {
			let who = &member.party;
			return Err(Failure::input(
				"InvalidMembers",
				text!(
					"{place}: {who}의 지분이 0이거나 두 번 있습니다.",
					"{place}: {who} has no share, or is there twice."
				),
			));
		}
		sum = sum.saturating_add(share);
		all.push(json!({"party": party, "share": share}));
		seen.push(party);
	}
	if sum != WHOLE {
		let whole = rates::show(sum);
		return Err(Failure::input(
			"InvalidMembers",
			text!(
				"members: 지분의 합이 100 %가 아니라 {whole}입니다.",
				"members: the shares add up to {whole}, not to 100 %."
			),
		));
	}
	Ok(all.into())
}

/// Items and budget years as the chain takes them, and their sum.
fn works_json(
	items: &[Item],
	budget: &[Year],
	stated: Option<&Figure>,
) -> Result<(Json, Json, u128)> {
	count_within("items", items.len(), MAX_ITEMS)?;
	count_within("budget", budget.len(), MAX_BUDGET_YEARS)?;
	let too_large = || {
		Failure::input(
			"AmountUnreadable",
			text!("금액이 너무 큽니다.", "The amount is too large."),
		)
	};
	let (mut all_items, mut all_years) = (Vec::new(), Vec::new());
	let (mut sum, mut budgeted): (u128, u128) = (0, 0);
	for (place, item) in items.iter().enumerate() {
		let place = format!("items[{place}]");
		let quantity = item.quantity.text().replace(',', "");
		let quantity: u64 = quantity
			.parse()
			.ok()
			.filter(|quantity| *quantity > 0)
			.ok_or_else(|| {
				Failure::input(
					"QuantityUnreadable",
					text!(
						"{place}: 물량 {quantity}은(는) 1 이상의 정수가 아닙니다. 단위를 작게 하십시오.",
						"{place}: {quantity} is no whole quantity above zero. Choose a smaller unit."
					),
				)
			})?;
		let price = whole_won(&item.unit_price.text()).map_err(|cause| placed(&place, cause))?;
		if price == 0 {
			return Err(Failure::input(
				"InvalidSchedule",
				text!(
					"{place}: 단가가 0원입니다.",
					"{place}: the unit price is zero."
				),
			));
		}
		sum = price
			.checked_mul(quantity.into())
			.and_then(|value| sum.checked_add(value))
			.ok_or_else(too_large)?;
		all_items.push(json!([quantity.to_string(), price.to_string()]));
	}
	let mut last = 0;
	for (place, year) in budget.iter().enumerate() {
		let place = format!("budget[{place}]");
		if year.year <= last {
			return Err(Failure::input(
				"BudgetMismatch",
				text!(
					"{place}: 연도는 오름차순이어야 합니다.",
					"{place}: the years must be in order."
				),
			));
		}
		last = year.year;
		let amount = money::parse(&year.amount.text()).map_err(|cause| placed(&place, cause))?;
		budgeted = budgeted.checked_add(amount).ok_or_else(too_large)?;
		all_years.push(json!({"year": year.year, "amount": amount.to_string()}));
	}
	let shown = money::show(sum);
	if budgeted != sum {
		let budgeted = money::show(budgeted);
		return Err(Failure::input(
			"BudgetMismatch",
			text!(
				"연도별 예산의 합은 {budgeted}원이나 내역의 합은 {shown}원입니다.",
				"The budget years add up to {budgeted} won, the items to {shown} won."
			),
		));
	}
	if let Some(stated) = stated {
		let stated = money::parse(&stated.text()).map_err(|cause| placed("amount", cause))?;
		if stated != sum {
			let stated = money::show(stated);
			return Err(Failure::input(
				"AmountMismatch",
				text!(
					"amount는 {stated}원이나 내역의 합은 {shown}원입니다.",
					"amount says {stated} won, the items add up to {shown} won."
				),
			));
		}
	}
	Ok((all_items.into(), all_years.into(), sum))
}

/// A draft as the chain takes it, but for the document, and the amount of the contract.
pub fn contract(path: &Path, days: &Days) -> Result<(Json, u128)> {
	let draft: Draft = load(path)?;
	if draft.supervisor == draft.inspector {
		return Err(Failure::input(
			"SupervisorIsInspector",
			text!(
				"감독과 검사가 같은 기관입니다.",
				"Supervisor and inspector are the same agency."
			),
		));
	}
	if [draft.officer, draft.supervisor, draft.inspector].contains(&draft.dispute_body) {
		return Err(Failure::input(
			"DisputeBodyIsParty",
			text!(
				"분쟁 조정 기구가 계약의 다른 기관과 같습니다.",
				"The dispute body is another office of the contract, too."
			),
		));
	}
	let complete_by = days
		.parse(&draft.complete_by)
		.map_err(|cause| placed("completeBy", cause))?;
	if complete_by <= days.today {
		let shown = days.show(complete_by);
		return Err(Failure::input(
			"DeadlineInPast",
			text!(
				"completeBy: {shown}은(는) 오늘 이후가 아닙니다.",
				"completeBy: {shown} is not after today."
			),
		));
	}
	let members = members_json(&draft.members)?;
	let (items, budget, amount) = works_json(&draft.items, &draft.budget, draft.amount.as_ref())?;
	let json = json!({
		"officer": draft.officer,
		"supervisor": draft.supervisor,
		"inspector": draft.inspector,
		"disputeBody": draft.dispute_body,
		"members": members,
		"items": items,
		"budget": budget,
		"completeBy": complete_by,
	});
	Ok((json, amount))
}

/// Changed works as the chain takes them, and the new amount.
pub fn works(path: &Path) -> Result<(Json, u128)> {
	let works: Works = load(path)?;
	let (items, budget, amount) = works_json(&works.items, &works.budget, works.amount.as_ref())?;
	Ok((json!({"Works": {"items": items, "budget": budget}}), amount))
}

/// Changed members as the chain takes them.
pub fn members(path: &Path) -> Result<Json> {
	let members: Members = load(path)?;
	Ok(json!({"Members": members_json(&members.members)?}))
}

/// Fields of legal terms that are rates.
const RATES: [&str; 7] = [
	"cityLateRate",
	"highestLateRate",
	"subcontractLateRate",
	"highestAdvance",
	"delayDamagesPerDay",
	"highestDelayDamages",
	"lowestDefectBond",
];

/// Legal terms as the chain takes them: those in force, with what the file says in their place.
pub fn terms(path: &Path, in_force: &Json) -> Result<Json> {
	let changes: serde_json::Map<String, Json> = load(path)?;
	let mut terms = in_force.clone();
	for (name, content) in changes {
		if terms.get(&name).is_none() {
			let known: Vec<&str> = in_force
				.as_object()
				.into_iter()
				.flatten()
				.map(|(name, _)| name.as_str())
				.collect();
			let known = known.join(", ");
			return Err(Failure::input(
				"TermUnknown",
				text!(
					"{name}은(는) 법정 기준이 아닙니다. 있는 것: {known}.",
					"{name} is no legal term. There are: {known}."
				),
			));
		}
		let figure: Figure = serde_json::from_value(content).map_err(|error| {
			Failure::input(
				"DraftUnreadable",
				text!("{name}: {error}", "{name}: {error}"),
			)
		})?;
		let typed = figure.text();
		terms[&name] = if RATES.contains(&name.as_str()) {
			json!(rates::parse(&typed).map_err(|cause| placed(&name, cause))?)
		} else {
			let plain = typed.replace(',', "");
			let number: u128 = plain.parse().map_err(|_| {
				Failure::input(
					"NumberUnreadable",
					text!(
						"{name}: {typed}은(는) 정수가 아닙니다.",
						"{name}: {typed} is no whole number."
					),
				)
			})?;
			crate::scale::integer(number)
		};
	}
	Ok(terms)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::files::tests::Folder;
	use seoul_chain_primitives::chain::DAY;

	fn days() -> Days {
		Days {
			length: DAY,
			today: 20_800,
			holidays: Vec::new(),
		}
	}

	fn sample() -> Json {
		json!({
			"officer": 16, "supervisor": 21, "inspector": 22, "disputeBody": 28,
			"members": [
				{"party": "agency:23", "share": "60 %"},
				{"party": "agency:24", "share": 40},
			],
			"items": [
				{"name": "방수", "quantity": "1,000", "unitPrice": "45,000"},
				{"quantity": 50, "unitPrice": 1_100_000},
			],
			"budget": [{"year": 2026, "amount": "40,000,000"}, {"year": 2027, "amount": "60,000,000"}],
			"completeBy": "2027-06-30",
			"amount": "100,000,000",
		})
	}

	fn read(draft: &Json) -> Result<(Json, u128)> {
		let folder = Folder::new();
		contract(&folder.file("draft.json", &draft.to_string()), &days())
	}

	#[test]
	fn a_draft_is_read_as_the_chain_takes_it() {
		let (json, amount) = read(&sample()).unwrap();
		assert_eq!(amount, 100_000_000_000_000);
		assert_eq!(
			json["members"],
			json!([{"party": {"Agency": 23}, "share": 600_000}, {"party": {"Agency": 24}, "share": 400_000}])
		);
		assert_eq!(
			json["items"],
			json!([["1000", "45000000000"], ["50", "1100000000000"]])
		);
		assert_eq!(
			json["budget"][1],
			json!({"year": 2027, "amount": "60000000000000"})
		);
		assert_eq!(json["completeBy"], 20_999);
	}

	#[test]
	fn a_mistake_is_told_with_its_place() {
		for (pointer, value, code, word) in [
			("/members/0/share", json!("61"), "InvalidMembers", "101 %"),
			(
				"/members/1/party",
				json!("agency:23"),
				"InvalidMembers",
				"members[1]",
			),
			(
				"/members/1/party",
				json!("nuri"),
				"PartyUnreadable",
				"members[1]",
			),
			("/members", json!([]), "DraftEmpty", "members"),
			(
				"/items/1/quantity",
				json!(1.5),
				"QuantityUnreadable",
				"items[1]",
			),
			(
				"/items/1/quantity",
				json!(0),
				"QuantityUnreadable",
				"items[1]",
			),
			(
				"/items/1/unitPrice",
				json!("1.5"),
				"NotWholeWon",
				"items[1]",
			),
			(
				"/items/0/unitPrice",
				json!(0),
				"InvalidSchedule",
				"items[0]",
			),
			(
				"/budget/1/amount",
				json!("60,000,001"),
				"BudgetMismatch",
				"100,000,001",
			),
			("/budget/1/year", json!(2026), "BudgetMismatch", "budget[1]"),
			("/amount", json!("99"), "AmountMismatch", "99 won"),
			(
				"/completeBy",
				json!("2026-12-13"),
				"DeadlineInPast",
				"2026-12-13",
			),
			("/completeBy", json!("soon"), "TimeUnreadable", "completeBy"),
			("/inspector", json!(21), "SupervisorIsInspector", "same"),
			("/disputeBody", json!(16), "DisputeBodyIsParty", "dispute"),
			("/officer", json!("x"), "DraftUnreadable", "line"),
		] {
			let mut draft = sample();
			*draft.pointer_mut(pointer).unwrap() = value;
			let failure = read(&draft).unwrap_err();
			assert_eq!(failure.code, code, "{pointer}: {}", failure.text.en);
			assert!(failure.text.en.contains(word), "{}", failure.text.en);
		}
		let mut draft = sample();
		draft["inspektor"] = json!(1);
		assert!(read(&draft).unwrap_err().text.en.contains("inspektor"));
		let mut draft = sample();
		draft.as_object_mut().unwrap().remove("officer");
		assert!(read(&draft).unwrap_err().text.en.contains("officer"));
	}

	#[test]
	fn terms_change_what_they_name() {
		let folder = Folder::new();
		let in_force = json!({"inspectionDays": 14, "cityLateRate": 60_000, "missedPayments": 2});
		let file = folder.file(
			"terms.json",
			r#"{"inspectionDays": 10, "cityLateRate": "5.5 %"}"#,
		);
		assert_eq!(
			terms(&file, &in_force).unwrap(),
			json!({"inspectionDays": 10, "cityLateRate": 55_000, "missedPayments": 2})
		);
		for (place, (content, code)) in [
			(r#"{"inspectionDay": 10}"#, "TermUnknown"),
			(r#"{"inspectionDays": "ten"}"#, "NumberUnreadable"),
			(r#"{"cityLateRate": 101}"#, "PercentUnreadable"),
			("[]", "DraftUnreadable"),
		]
		.into_iter()
		.enumerate()
		{
			let file = folder.file(&format!("terms-{place}.json"), content);
			assert_eq!(terms(&file, &in_force).unwrap_err().code, code, "{content}");
		}
	}
}
