// SPDX-License-Identifier: Apache-2.0

//! What is due on which day, who must act, and who is late.
//!
//! What comes stands in the chain's own agenda. What is late is found in the contracts themselves, because
//! the agenda is done with it.

use super::{
	api::{self, amount, id, name, variant, won, Names},
	contract::{acting, is_paid, Whole},
	days::{self, Days},
	who::{self, Task},
	At, ESCROW,
};
use crate::{
	chain::State,
	desk::Desk,
	error::{text, Result, Text},
	metadata::lacks,
	output::{Output, Report},
	parties,
};
use clap::Args;
use serde_json::{json, Map, Value as Json};
use std::{
	collections::{btree_map, BTreeMap},
	fmt::Write as _,
};

/// The chain answers at most so many entries at once.
const PAGE: u32 = 200;

/// 기한 조회
#[derive(Debug, Args)]
pub struct Due {
	/// 이 계약만 · This contract only
	#[arg(long, value_name = "CONTRACT")]
	of: Option<u64>,
	/// 이 당사자가 할 일만: agency:번호 또는 citizen:번호 · Only what this party must do
	#[arg(long, value_name = "PARTY")]
	party: Option<String>,
	/// 이 날까지 · Up to this day
	#[arg(long, value_name = "DAY")]
	until: Option<String>,
	/// 지난 것만 · Only what is late
	#[arg(long)]
	late: bool,
	#[command(flatten)]
	at: At,
}

/// Something that somebody must do.
struct Entry {
	/// The day on which the chain acts by itself; nothing for what is late.
	on: Option<u32>,
	task: Task,
	/// What it is about: contract, claim, line, subcontract, report.
	about: Map<String, Json>,
	/// Money that is owed for being late.
	interest: u128,
}

impl Entry {
	fn json(&self, days: &Days) -> Json {
		let mut entry = self.about.clone();
		entry.insert("who".into(), self.task.who.clone());
		entry.insert(
			"what".into(),
			json!({"ko": self.task.what.ko, "en": self.task.what.en}),
		);
		entry.insert("due".into(), json!(self.task.due));
		entry.insert(
			"date".into(),
			json!(self.task.due.map(|due| days.show(due))),
		);
		if let Some(on) = self.on {
			entry.insert("on".into(), json!(on));
		} else if let Some(due) = self.task.due {
			entry.insert("daysLate".into(), json!(days.today.saturating_sub(due)));
		}
		if self.interest > 0 {
			entry.insert("interestOwed".into(), crate::scale::integer(self.interest));
		}
		Json::Object(entry)
	}

	fn told(&self, names: &Names, days: &Days, output: Output) -> String {
		let mut about = Vec::new();
		for (field, ko, en) in [
			("contract", "계약", "contract"),
			("claim", "청구", "claim"),
			("line", "명세", "line"),
			("subcontract", "하도급", "subcontract"),
			("report", "기성", "report"),
		] {
			if let Some(number) = self.about.get(field) {
				let number = id(number);
				about.push(
					output
						.say(&text!("{ko} {number}", "{en} {number}"))
						.to_owned(),
				);
			}
		}
		let mut told = about.join(" ");
		told.push_str(&acting(&self.task, names, days, output));
		if self.on.is_none() {
			let late = days
				.today
				.saturating_sub(self.task.due.unwrap_or(days.today));
			let line = text!(" · {late}일 지연", " · {late} days late");
			told.push_str(output.say(&line));
		}
		if self.interest > 0 {
			let owed = won(&crate::scale::integer(self.interest));
			let line = text!(" · 미지급 이자 {owed}원", " · {owed} won interest owed");
			told.push_str(output.say(&line));
		}
		told
	}
}

fn about(fields: &[(&str, u64)]) -> Map<String, Json> {
	fields
		.iter()
		.map(|(name, number)| ((*name).to_owned(), json!(number)))
		.collect()
}

fn passed(due: Option<u32>, days: &Days) -> bool {
	due.is_some_and(|due| due < days.today)
}

/// What is late in a contract. `reports` has the reports of work under each of its subcontracts, with what the
/// chain says of the interest, and `wages` the wage lists.
fn late_in(
	whole: &Whole,
	reports: &BTreeMap<u64, Vec<(u64, Json, Json)>>,
	wages: &BTreeMap<(u64, u64), Json>,
	days: &Days,
) -> Vec<Entry> {
	let contract = whole.contract();
	let mut late = Vec::new();
	let entry = |task: Task, about: Map<String, Json>, interest: u128| Entry {
		on: None,
		task,
		about,
		interest,
	};
	for (number, info, lines) in &whole.claims {
		let claim = &info["claim"];
		let place = |line: Option<u64>| {
			let mut fields = vec![("contract", whole.number), ("claim", *number)];
			fields.extend(line.map(|line| ("line", line)));
			about(&fields)
		};
		if let Some(task) = who::of_claim(contract, claim, &whole.tree) {
			let escalated = matches!(
				name(&claim["status"]),
				"Submitted" | "Inspecting" | "Inspected"
			) && name(&claim["level"]) != "Inspector";
			if passed(task.due, days) {
				late.push(entry(task, place(None), 0));
			} else if escalated {
				// Somebody was late already, and another answers.
				let Text { ko, en } = task.what;
				let what = text!(
					"{ko} (앞 단계의 기한 경과)",
					"{en} (the level before was late)"
				);
				let due = days::number(&variant(&claim["status"]).1["deadline"]["from"]);
				late.push(entry(Task { what, due, ..task }, place(None), 0));
			}
		}
		for (index, info) in lines {
			let line = &info["line"];
			let owed = amount(&info["interestOwed"]);
			if owed > 0 {
				let what = text!("지연이자 지급", "pay the interest for lateness");
				let due = days::number(&variant(&claim["status"]).1["deadline"]["due"]);
				let task = Task {
					who: json!({"Agency": contract["officer"]}),
					what,
					due,
				};
				late.push(entry(task, place(Some(*index)), owed));
			}
			if let Some(task) = who::of_line(contract, line).filter(|task| passed(task.due, days)) {
				late.push(entry(task, place(Some(*index)), 0));
			}
			if let Some(list) = wages.get(&(*number, *index)) {
				let due = days::number(&list["deadline"]["due"]);
				let missing = id(&list["workers"]).saturating_sub(id(&list["confirmed"]));
				if missing > 0 && passed(due, days) {
					let what = text!("임금 {missing}건 확인", "confirm {missing} wages");
					let who = json!({"Agency": list["bank"]});
					late.push(entry(Task { who, what, due }, place(Some(*index)), 0));
				}
				for dispute in list["disputes"].as_array().into_iter().flatten() {
					let due = days::number(&dispute["deadline"]["due"]);
					if name(&dispute["outcome"]) == "Open" && passed(due, days) {
						let index_of = id(&dispute["index"]);
						let what = text!(
							"임금 {index_of}번 이의 결정",
							"decide the dispute over wage {index_of}"
						);
						let who = json!({"Agency": contract["disputeBody"]});
						late.push(entry(Task { who, what, due }, place(Some(*index)), 0));
					}
				}
			}
		}
	}
	for (number, subcontract) in &whole.tree {
		for (report, work, interest) in reports.get(number).into_iter().flatten() {
			let place = || {
				about(&[
					("contract", whole.number),
					("subcontract", *number),
					("report", *report),
				])
			};
			let payer = subcontract["payer"].clone();
			match variant(&work["status"]) {
				("Reported", status) => {
					let due = days::number(&status["deadline"]["due"]);
					if passed(due, days) {
						let what = text!("기성 검사", "pass or contest the work");
						late.push(entry(
							Task {
								who: payer,
								what,
								due,
							},
							place(),
							0,
						));
					}
				},
				("Contested", status) => {
					let due = days::number(&status["deadline"]["due"]);
					if passed(due, days) {
						let what = text!("기성 이의 결정", "decide about the work");
						let who = json!({"Agency": contract["disputeBody"]});
						late.push(entry(Task { who, what, due }, place(), 0));
					}
				},
				("Passed", status) => {
					let due = days::number(&status["payment"]["due"]);
					let owed = amount(&interest[2]);
					let is_unpaid = !line_is_paid(whole, &status["line"]);
					if passed(due, days) && (is_unpaid || owed > 0) {
						let what = if is_unpaid {
							text!("하도급대금 지급", "pay the work")
						} else {
							text!("지연이자 지급", "pay the interest for lateness")
						};
						late.push(entry(
							Task {
								who: payer,
								what,
								due,
							},
							place(),
							owed,
						));
					}
				},
				_ => {},
			}
		}
	}
	late
}

/// Whether the line in which the city is asked to pay work has been paid.
fn line_is_paid(whole: &Whole, place: &Json) -> bool {
	if place.is_null() {
		return false;
	}
	let (claim, line) = (id(&place[0]), id(&place[1]));
	whole
		.claims
		.iter()
		.filter(|(number, _, _)| *number == claim)
		.flat_map(|(_, _, lines)| lines)
		.any(|(index, info)| *index == line && is_paid(&info["line"]))
}

/// All that is late in a contract.
async fn late_of(state: &State, whole: &Whole, days: &Days) -> Result<Vec<Entry>> {
	let mut reports = BTreeMap::new();
	for (number, subcontract) in &whole.tree {
		if id(&subcontract["reports"]) == 0 {
			continue;
		}
		let mut of_one = Vec::new();
		for (report, work) in api::reports_of(state, *number).await? {
			let interest = if name(&work["status"]) == "Passed" {
				let debt = json!({"Work": [number, report]});
				state.ask(ESCROW, "interest", &[debt]).await?
			} else {
				Json::Null
			};
			of_one.push((report, work, interest));
		}
		reports.insert(*number, of_one);
	}
	let mut wages = BTreeMap::new();
	for (number, _, lines) in &whole.claims {
		for (index, info) in lines {
			if name(&info["line"]["kind"]) == "Labour" {
				if let Some(list) = api::wage_list(state, *number, *index).await? {
					wages.insert((*number, *index), list);
				}
			}
		}
	}
	Ok(late_in(whole, &reports, &wages, days))
}

/// Everything in the chain's agenda up to a day.
async fn agenda(state: &State, until: u32) -> Result<Vec<(u32, Json)>> {
	let mut place = json!({"day": 0, "index": 0});
	let mut all = Vec::new();
	loop {
		let page = state
			.ask(ESCROW, "due", &[place.clone(), json!(PAGE)])
			.await?;
		for entry in page["duties"].as_array().into_iter().flatten() {
			let day = days::number(&entry[0]).ok_or_else(|| lacks("EscrowPaymentsApi.due"))?;
			if day > until {
				return Ok(all);
			}
			all.push((day, entry[1].clone()));
		}
		let next = &page["next"];
		let went_on = *next != place;
		if next.is_null() || !went_on || days::number(&next["day"]).is_none_or(|day| day > until) {
			return Ok(all);
		}
		place = next.clone();
	}
}

/// Contracts that were read, by their numbers.
type Known = BTreeMap<u64, Whole>;

/// What an entry of the agenda asks of whom.
async fn coming(state: &State, on: u32, duty: &Json, known: &mut Known) -> Result<Option<Entry>> {
	let (kind, inner) = variant(duty);
	let last_day = Some(on.saturating_sub(1));
	let (contract, mut fields) = match kind {
		"WorkSilent" | "WorkUnpaid" | "WorkDecisionLate" => {
			let (number, report) = (id(&inner[0]), id(&inner[1]));
			let stored = state
				.stored(super::PALLET, "Subcontracts", &[json!(number)])
				.await?
				.unwrap_or_default();
			(
				id(&stored["contract"]),
				vec![("subcontract", number), ("report", report)],
			)
		},
		"DecisionLate" | "WagesLate" | "WageDecisionLate" => {
			let (number, line) = (id(&inner[0]), id(&inner[1]));
			let info = api::claim(state, number).await?;
			(
				id(&info["claim"]["contract"]),
				vec![("claim", number), ("line", line)],
			)
		},
		_ => {
			let number = id(inner);
			let info = api::claim(state, number).await?;
			(id(&info["claim"]["contract"]), vec![("claim", number)])
		},
	};
	if let btree_map::Entry::Vacant(place) = known.entry(contract) {
		let info = api::contract(state, contract).await?;
		place.insert(Whole::read(state, contract, info).await?);
	}
	let Some(whole) = known.get(&contract) else {
		return Ok(None);
	};
	fields.insert(0, ("contract", contract));
	let of = |field: &str| {
		fields
			.iter()
			.find(|(name, _)| *name == field)
			.map(|(_, number)| *number)
	};
	let claim = whole
		.claims
		.iter()
		.find(|(number, _, _)| Some(*number) == of("claim"));
	let payer = whole
		.tree
		.iter()
		.find(|(number, _)| Some(*number) == of("subcontract"))
		.map_or(Json::Null, |(_, subcontract)| subcontract["payer"].clone());
	let task = match kind {
		"Pay" => Task {
			who: Json::Null,
			what: text!("체인이 스스로 지급", "the chain pays by itself"),
			due: Some(on),
		},
		"DecisionLate" | "WorkDecisionLate" | "WageDecisionLate" => Task {
			who: json!({"Agency": whole.contract()["disputeBody"]}),
			what: text!("분쟁 결정", "decide the dispute"),
			due: last_day,
		},
		"WagesLate" => {
			let list = api::wage_list(
				state,
				of("claim").unwrap_or_default(),
				of("line").unwrap_or_default(),
			)
			.await?
			.unwrap_or_default();
			Task {
				who: json!({"Agency": list["bank"]}),
				what: text!("임금 확인", "confirm the wages"),
				due: last_day,
			}
		},
		"WorkSilent" => Task {
			who: payer,
			what: text!("기성 검사", "pass or contest the work"),
			due: last_day,
		},
		"WorkUnpaid" => Task {
			who: payer,
			what: text!("하도급대금 지급", "pay the work"),
			due: last_day,
		},
		_ => {
			let acting = claim.and_then(|(_, info, _)| {
				who::of_claim(whole.contract(), &info["claim"], &whole.tree)
			});
			match acting {
				Some(task) => Task {
					due: last_day,
					..task
				},
				None => return Ok(None),
			}
		},
	};
	Ok(Some(Entry {
		on: Some(on),
		task,
		about: about(&fields),
		interest: 0,
	}))
}

impl Due {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let party = self.party.as_deref().map(parties::party).transpose()?;
		let desk = self.at.desk(desk).await?;
		let state = &desk.state;
		let days = Days::of(state).await?;
		let until = match &self.until {
			Some(typed) => days.parse(typed)?,
			None => u32::MAX,
		};
		let contracts = match self.of {
			Some(number) => vec![(number, api::contract(state, number).await?)],
			None => api::contracts(state).await?,
		};
		let mut known = Known::new();
		let mut late = Vec::new();
		for (number, info) in contracts {
			if name(&info["contract"]["status"]) == "Draft" {
				continue;
			}
			let whole = Whole::read(state, number, info).await?;
			late.extend(late_of(state, &whole, &days).await?);
			known.insert(number, whole);
		}
		let mut ahead = Vec::new();
		if !self.late {
			for (on, duty) in agenda(state, until).await? {
				ahead.extend(coming(state, on, &duty, &mut known).await?);
			}
		}
		let concerned = |entry: &Entry| {
			let same = |party: &Json| api::typed(party) == api::typed(&entry.task.who);
			party.as_ref().is_none_or(same)
				&& self
					.of
					.is_none_or(|number| entry.about.get("contract").map(id) == Some(number))
		};
		late.retain(concerned);
		ahead.retain(concerned);
		late.sort_by_key(|entry| entry.task.due);
		let list = |entries: &[Entry]| entries.iter().map(|entry| entry.json(&days)).collect();
		let answer = Map::from_iter([
			("today".to_owned(), json!(days.today)),
			("late".to_owned(), list(&late)),
			("coming".to_owned(), list(&ahead)),
		]);
		let names = Names::of(&desk, &Json::Object(answer.clone())).await?;
		let output = desk.output;
		let today = days.show(days.today);
		let mut told = format!(
			"{}\n",
			output.say(&text!("오늘: {today}", "today: {today}"))
		);
		for (entries, heading, none) in [
			(
				&late,
				text!("지난 것", "late"),
				text!("지난 것이 없습니다.", "Nobody is late."),
			),
			(
				&ahead,
				text!("다가오는 것", "coming"),
				text!("다가오는 것이 없습니다.", "Nothing is due."),
			),
		] {
			if entries.is_empty() {
				if !(self.late && none.en.starts_with("Nothing")) {
					let _ = writeln!(told, "{}", output.say(&none));
				}
				continue;
			}
			let _ = writeln!(told, "{}:", output.say(&heading));
			for entry in entries {
				let _ = writeln!(told, "  {}", entry.told(&names, &days, output));
			}
		}
		desk.report_told(answer, &told).await
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::pay::contract::tests::sample;
	use seoul_chain_primitives::chain::DAY;

	fn days(today: u32) -> Days {
		Days {
			length: DAY,
			today,
			holidays: Vec::new(),
		}
	}

	fn late(whole: &Whole, today: u32) -> Vec<Json> {
		let days = days(today);
		late_in(whole, &BTreeMap::new(), &BTreeMap::new(), &days)
			.iter()
			.map(|entry| entry.json(&days))
			.collect()
	}

	#[test]
	fn an_inspection_that_slept_is_late_and_so_is_who_answers_next() {
		let mut whole = sample();
		assert!(late(&whole, 20_822).is_empty());
		let passed = late(&whole, 20_825);
		assert_eq!(passed.len(), 1);
		assert_eq!(passed[0]["who"], json!({"Agency": 22}));
		assert_eq!(passed[0]["daysLate"], 3);
		assert_eq!(passed[0]["claim"], 1);
		// The chain has made the department answer.
		whole.claims[1].1["claim"]["level"] = json!("Department");
		whole.claims[1].1["claim"]["status"]["Inspecting"]["deadline"] =
			json!({"from": 20_823, "period": {"Days": 7}, "due": 20_830, "missed": false});
		let escalated = late(&whole, 20_825);
		assert_eq!(escalated[0]["who"], json!({"Agency": 20}));
		assert_eq!(escalated[0]["daysLate"], 2);
		assert!(escalated[0]["what"]["en"]
			.as_str()
			.unwrap()
			.contains("late"));
	}

	#[test]
	fn interest_wages_and_disputes_are_found() {
		let mut whole = sample();
		whole.claims[0].2[0].1["interestOwed"] = json!(5_000_000);
		whole.claims[0].2[1].1["line"]["status"] = json!({"Objected": {"by": {"Agency": 25}, "reason": "0x00",
			"deadline": {"from": 20_800, "period": {"Days": 30}, "due": 20_815, "missed": true}}});
		let list = json!({"bank": 27, "workers": 10, "confirmed": 8, "deadline": {"due": 20_812}});
		let days = days(20_816);
		let wages = BTreeMap::from([((0, 3), list)]);
		let found: Vec<Json> = late_in(&whole, &BTreeMap::new(), &wages, &days)
			.iter()
			.map(|entry| entry.json(&days))
			.collect();
		assert_eq!(found.len(), 3);
		assert_eq!(found[0]["who"], json!({"Agency": 16}));
		assert_eq!(found[0]["interestOwed"], 5_000_000);
		assert_eq!(found[1]["who"], json!({"Agency": 28}));
		assert_eq!(found[2]["who"], json!({"Agency": 27}));
		assert_eq!(found[2]["what"]["en"], "confirm 2 wages");
	}

	#[test]
	fn a_payer_is_late_with_work_until_its_line_is_paid() {
		let whole = sample();
		let days = days(20_870);
		let work = |line: Json| {
			json!({"amount": 1, "status": {"Passed": {"on": 20_800, "by": "Silence", "interestPaid": 0,
				"payment": {"from": 20_800, "period": {"Days": 60}, "due": 20_860, "missed": true}, "line": line}}})
		};
		let found = |line: Json, interest: Json| {
			let reports = BTreeMap::from([(0, vec![(0, work(line), interest)])]);
			late_in(&whole, &reports, &BTreeMap::new(), &days)
				.iter()
				.filter(|entry| entry.about.contains_key("report"))
				.map(|entry| entry.json(&days))
				.collect::<Vec<_>>()
		};
		let unpaid = found(Json::Null, json!([{"Agency": 23}, {"Agency": 24}, 7]));
		assert_eq!(unpaid[0]["who"], json!({"Agency": 23}));
		assert_eq!(unpaid[0]["what"]["en"], "pay the work");
		assert_eq!(unpaid[0]["daysLate"], 10);
		assert!(found(json!([0, 0]), Json::Null).is_empty());
		assert_eq!(
			found(json!([0, 0]), json!([0, 0, 7]))[0]["what"]["en"],
			"pay the interest for lateness"
		);
	}
}
