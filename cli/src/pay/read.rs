// SPDX-License-Identifier: Apache-2.0

//! Commands that read: claims, lines, reports of work, the calendar, payouts, interest.

use super::{
	api::{self, amount, id, variant, won, Names},
	contract::{acting, claim_line, Whole},
	days::{self, Days},
	shown, who, At, Debt, ESCROW,
};
use crate::{
	desk::Desk,
	error::{text, Failure, Kind, Result, Text},
	money,
	output::{Output, Report},
	parties, words,
};
use clap::Args;
use serde_json::{json, Map, Value as Json};
use std::fmt::Write as _;

/// A contract without claims and lines, which is enough to say who must act.
async fn contract_and_tree(desk: &Desk, number: u64) -> Result<Whole> {
	Ok(Whole {
		number,
		info: api::contract(&desk.state, number).await?,
		claims: Vec::new(),
		tree: api::tree_of(&desk.state, number).await?,
	})
}

/// 청구 조회
#[derive(Debug, Args)]
pub struct ShowClaim {
	/// 청구 번호 · The claim's number
	#[arg(value_name = "CLAIM")]
	number: u64,
	#[command(flatten)]
	at: At,
}

impl ShowClaim {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let desk = self.at.desk(desk).await?;
		let number = self.number;
		let info = api::claim(&desk.state, number).await?;
		let whole = contract_and_tree(&desk, id(&info["claim"]["contract"])).await?;
		let days = Days::of(&desk.state).await?;
		let lines: Vec<Json> = api::lines_of(&desk.state, number)
			.await?
			.into_iter()
			.map(|(index, mut line)| {
				line["number"] = json!(index);
				line
			})
			.collect();
		let task = who::of_claim(whole.contract(), &info["claim"], &whole.tree);
		let mut answer = Map::new();
		answer.insert("number".into(), json!(number));
		if let Json::Object(fields) = &info {
			answer.extend(fields.clone());
		}
		answer.insert(
			"mustAct".into(),
			task.map_or(Json::Null, |task| {
				json!({"who": task.who, "due": task.due, "what": {"ko": task.what.ko, "en": task.what.en}})
			}),
		);
		answer.insert("lines".into(), lines.into());
		// With the offices of the contract, which may have to act.
		let mentioned = json!([answer, whole.contract()]);
		let names = Names::of(&desk, &mentioned).await?;
		let told = claim_text(
			&whole,
			number,
			&info,
			&answer["lines"],
			&names,
			&days,
			desk.output,
		);
		desk.report_told(answer, &told).await
	}
}

fn claim_text(
	whole: &Whole,
	number: u64,
	info: &Json,
	lines: &Json,
	names: &Names,
	days: &Days,
	output: Output,
) -> String {
	let claim = &info["claim"];
	let contract = whole.number;
	let [gross, offset, damages, net] = [
		&claim["gross"],
		&claim["offset"],
		&claim["damages"],
		&info["net"],
	]
	.map(won);
	let (round, submitted) = (
		id(&claim["round"]),
		days.show(days::number(&claim["submittedOn"]).unwrap_or_default()),
	);
	let mut told = format!("{}\n", claim_line(whole, number, info, names, days, output));
	let mut say = |line: Text| {
		let _ = writeln!(told, "{}", output.say(&line));
	};
	say(text!(
		"계약 {contract} · {submitted}에 {round}번째 제출",
		"contract {contract} · submitted on {submitted}, time {round}"
	));
	say(text!(
		"총액 {gross} - 선금 정산 {offset} - 지체상금 {damages} = 지급액 {net}원",
		"gross {gross} - offset {offset} - damages {damages} = net {net} won"
	));
	if let Some(deadline) = shown::deadline(&variant(&claim["status"]).1["deadline"], days, output)
	{
		say(text!("기한: {deadline}", "deadline: {deadline}"));
	}
	let late = id(&info["daysLate"]);
	if late > 0 {
		say(text!("{late}일 지연", "{late} days late"));
	}
	if let Some(pay_on) = days::number(&variant(&claim["status"]).1["payOn"]) {
		let day = days.show(pay_on);
		say(text!("지급일: {day}", "the chain pays on {day}"));
	}
	for quantity in info["quantities"].as_array().into_iter().flatten() {
		let (item, units) = (
			id(&quantity["item"]),
			money::grouped(amount(&quantity["units"])),
		);
		say(text!("항목 {item}: {units}", "item {item}: {units}"));
	}
	for line in lines.as_array().into_iter().flatten() {
		let _ = writeln!(
			told,
			"{}",
			line_text(whole.contract(), line, names, days, output)
		);
	}
	told
}

/// A line on one line.
fn line_text(contract: &Json, info: &Json, names: &Names, days: &Days, output: Output) -> String {
	let line = &info["line"];
	let index = id(&info["number"]);
	let payee = names.party(&line["payee"]);
	let under = match variant(&line["under"]) {
		("Subcontract", number) => {
			let number = id(number);
			text!("하도급 {number}", "subcontract {number}")
		},
		_ => text!("원도급", "prime contract"),
	};
	let kind = shown::state(&line["kind"], output);
	let status = shown::state(&line["status"], output);
	let (under, all) = (output.say(&under), won(&line["amount"]));
	let on = days::number(&variant(&line["status"]).1["on"])
		.map(|day| format!(" {}", days.show(day)))
		.unwrap_or_default();
	let told = text!(
		"명세 {index}: {payee} · {under} · {kind} · {all}원 · {status}{on}",
		"line {index}: {payee} · {under} · {kind} · {all} won · {status}{on}"
	);
	let mut told = output.say(&told).to_owned();
	if amount(&info["interestOwed"]) > 0 {
		let (days_late, owed) = (id(&line["daysLate"]), won(&info["interestOwed"]));
		let late = text!(
			" · {days_late}일 지연, 미지급 이자 {owed}원",
			" · {days_late} days late, {owed} won interest owed"
		);
		told.push_str(output.say(&late));
	}
	if let Some(task) = who::of_line(contract, line) {
		told.push_str(&acting(&task, names, days, output));
	}
	told
}

/// 지급 명세 조회
#[derive(Debug, Args)]
pub struct ShowLine {
	/// 청구 번호 · The claim's number
	claim: u64,
	/// 명세 번호 · The line's number
	line: u16,
	#[command(flatten)]
	at: At,
}

impl ShowLine {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let desk = self.at.desk(desk).await?;
		let info = api::line(&desk.state, self.claim, self.line).await?;
		let number = id(&api::claim(&desk.state, self.claim).await?["claim"]["contract"]);
		let whole = contract_and_tree(&desk, number).await?;
		let days = Days::of(&desk.state).await?;
		let mut answer = Map::new();
		answer.insert("contract".into(), json!(number));
		answer.insert("claim".into(), json!(self.claim));
		answer.insert("number".into(), json!(self.line));
		if let Json::Object(fields) = &info {
			answer.extend(fields.clone());
		}
		let payee = &info["line"]["payee"];
		if let ("Party", party) = variant(payee) {
			let payout = desk
				.state
				.ask(ESCROW, "payout", std::slice::from_ref(party))
				.await?;
			answer.insert("payout".into(), payout);
		}
		let wages = api::wage_list(&desk.state, self.claim, u64::from(self.line)).await?;
		if let Some(wages) = wages {
			answer.insert("wages".into(), wages);
		}
		let names = Names::of(&desk, &json!([answer, whole.contract()])).await?;
		let mut told = line_text(
			whole.contract(),
			&Json::Object(answer.clone()),
			&names,
			&days,
			desk.output,
		);
		told.push('\n');
		let readable = shown::readable(&Json::Object(answer.clone()), &days, desk.output);
		for field in ["line", "payout", "wages"] {
			if let Some(content) = readable.get(field) {
				let content = json!({ field: content });
				told.push_str(&words::describe(&content, desk.output.language));
			}
		}
		desk.report_told(answer, &told).await
	}
}

/// 하도급 기성 조회
#[derive(Debug, Args)]
pub struct ShowWork {
	/// 하도급 번호 · The subcontract's number
	subcontract: u64,
	#[command(flatten)]
	at: At,
}

impl ShowWork {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let desk = self.at.desk(desk).await?;
		let number = self.subcontract;
		let found = desk
			.state
			.stored(super::PALLET, "Subcontracts", &[json!(number)])
			.await?;
		let Some(subcontract) = found else {
			return Err(Failure::no(
				"SubcontractNotFound",
				text!(
					"{number}번 하도급이 없습니다.",
					"There is no subcontract {number}."
				),
			));
		};
		let days = Days::of(&desk.state).await?;
		let mut reports = Vec::new();
		for (report, mut about) in api::reports_of(&desk.state, number).await? {
			about["number"] = json!(report);
			let debt = json!({"Work": [number, report]});
			about["interest"] = desk.state.ask(ESCROW, "interest", &[debt]).await?;
			reports.push(about);
		}
		let answer = Map::from_iter([
			("number".to_owned(), json!(number)),
			("subcontract".to_owned(), subcontract),
			("reports".to_owned(), reports.into()),
		]);
		let output = desk.output;
		let readable = shown::readable(&Json::Object(answer.clone()), &days, output);
		desk.report_shown(answer, &readable).await
	}
}

/// 법정 달력
#[derive(Debug, Args)]
pub struct Calendar {
	/// 이 날부터. 없으면 오늘부터 · From this day on; from today without it
	#[arg(long, value_name = "DAY")]
	from: Option<String>,
	/// 이 날까지. 없으면 아는 공휴일 끝까지 · Up to this day; to the last known holiday without it
	#[arg(long, value_name = "DAY")]
	until: Option<String>,
	#[command(flatten)]
	at: At,
}

impl Calendar {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let desk = self.at.desk(desk).await?;
		let calendar = desk.state.ask(ESCROW, "calendar", &[]).await?;
		let days = Days::of(&desk.state).await?;
		let day = |typed: Option<&str>| typed.map(|typed| days.parse(typed)).transpose();
		let first = day(self.from.as_deref())?.unwrap_or(days.today);
		let last = day(self.until.as_deref())?.unwrap_or(u32::MAX);
		let holidays: Vec<u32> = days
			.holidays
			.iter()
			.map(|day| day.0)
			.filter(|day| (first..=last).contains(day))
			.collect();
		let output = desk.output;
		let today = days.show(days.today);
		let business = if days.is_business_day(days.today) {
			text!("영업일", "a business day")
		} else {
			text!("영업일 아님", "no business day")
		};
		let business = output.say(&business);
		let mut told = format!(
			"{}\n",
			output.say(&text!(
				"오늘: {today} ({business})",
				"today: {today}, {business}"
			))
		);
		if days.length != seoul_chain_primitives::chain::DAY {
			let seconds = days.length / 1_000;
			let line = text!(
				"시연용 체인: 하루가 {seconds}초",
				"a chain for demonstrations: a day is {seconds} seconds"
			);
			let _ = writeln!(told, "{}", output.say(&line));
		}
		let shown_days: Vec<String> = holidays.iter().map(|day| days.show(*day)).collect();
		let listed = if shown_days.is_empty() {
			output.say(&text!("없음", "none")).to_owned()
		} else {
			shown_days.join(", ")
		};
		let _ = writeln!(
			told,
			"{}",
			output.say(&text!("공휴일: {listed}", "holidays: {listed}"))
		);
		let terms = shown::readable(&json!({"terms": calendar["terms"]}), &days, output);
		told.push_str(&words::describe(&terms, output.language));
		let answer = Map::from_iter([
			("today".to_owned(), json!(days.today)),
			(
				"businessDay".to_owned(),
				json!(days.is_business_day(days.today)),
			),
			("dayLength".to_owned(), calendar["dayLength"].clone()),
			("holidays".to_owned(), json!(holidays)),
			("dates".to_owned(), json!(shown_days)),
			("terms".to_owned(), calendar["terms"].clone()),
		]);
		desk.report_told(answer, &told).await
	}
}

/// 법정 기준 조회
#[derive(Debug, Args)]
pub struct ShowTerms {
	#[command(flatten)]
	at: At,
}

impl ShowTerms {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let desk = self.at.desk(desk).await?;
		let calendar = desk.state.ask(ESCROW, "calendar", &[]).await?;
		let days = Days::of(&desk.state).await?;
		let answer = Map::from_iter([("terms".to_owned(), calendar["terms"].clone())]);
		let readable = shown::readable(&Json::Object(answer.clone()), &days, desk.output);
		desk.report_shown(answer, &readable).await
	}
}

/// 지급 방법 조회
#[derive(Debug, Args)]
pub struct ShowPayout {
	/// 수취인: citizen:번호 또는 agency:번호 · Payee
	#[arg(value_name = "PARTY")]
	party: String,
	#[command(flatten)]
	at: At,
}

impl ShowPayout {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let party = parties::party(&self.party)?;
		let desk = self.at.desk(desk).await?;
		let payout = desk
			.state
			.ask(ESCROW, "payout", std::slice::from_ref(&party))
			.await?;
		desk.report(Map::from_iter([
			("party".to_owned(), party),
			("payout".to_owned(), payout),
		]))
		.await
	}
}

/// 지연이자 조회
#[derive(Debug, Args)]
pub struct Interest {
	#[command(flatten)]
	debt: Debt,
	#[command(flatten)]
	at: At,
}

impl Interest {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let debt = self.debt.argument();
		let desk = self.at.desk(desk).await?;
		let owed = desk
			.state
			.ask(ESCROW, "interest", std::slice::from_ref(&debt))
			.await?;
		let (debtor, creditor, due) = (&owed[0], &owed[1], &owed[2]);
		let names = Names::of(&desk, &owed).await?;
		let nothing = amount(due) == 0;
		let line = if nothing {
			text!("지연이자가 없습니다.", "No interest is owed for it.")
		} else {
			let (debtor, creditor, due) = (names.party(debtor), names.party(creditor), won(due));
			text!(
				"{debtor}이(가) {creditor}에 {due}원의 지연이자를 내야 합니다.",
				"{debtor} owes {creditor} {due} won of interest."
			)
		};
		let answer = Map::from_iter([
			("debt".to_owned(), debt),
			("debtor".to_owned(), debtor.clone()),
			("creditor".to_owned(), creditor.clone()),
			("amount".to_owned(), due.clone()),
		]);
		let told = format!("{}\n", desk.output.say(&line));
		let report = desk.report_told(answer, &told).await?;
		Ok(Report {
			exit: nothing.then_some(Kind::No),
			..report
		})
	}
}
