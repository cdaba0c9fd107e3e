// SPDX-License-Identifier: Apache-2.0

//! What an auditor adds up: every contract, claim and line, and whether their sums are those that the chain
//! states.
//!
//! Each sum is computed anew from the lines. An amount stands in one kind of row only, so that a column can be
//! added up as it is; the last row has the totals.

use super::{
	api::{self, amount, id, name, variant, Names},
	contract::{is_paid, money_line, Whole},
	days::{self, Days},
	shown, At, ESCROW, PALLET,
};
use crate::{
	batch::quoted,
	desk::Desk,
	error::{text, Kind, Result, Text},
	files::Replacement,
	money,
	output::{bar, Output, Report},
	scale::integer,
};
use clap::Args;
use serde_json::{json, Map, Value as Json};
use std::{
	collections::{BTreeMap, BTreeSet},
	fmt::Write as _,
	path::PathBuf,
};

/// Columns of the CSV file.
const COLUMNS: [&str; 25] = [
	"record",
	"contract",
	"claim",
	"line",
	"kind",
	"state",
	"payee",
	"payee_name",
	"under",
	"funded",
	"released",
	"held",
	"refundable",
	"refunded",
	"gross",
	"offset",
	"damages",
	"net",
	"amount",
	"paid",
	"open",
	"paid_on",
	"paid_block",
	"days_late",
	"interest_owed",
];
/// Columns whose sums stand in the last row.
const SUMMED: [&str; 13] = [
	"funded",
	"released",
	"held",
	"refundable",
	"refunded",
	"gross",
	"offset",
	"damages",
	"net",
	"amount",
	"paid",
	"open",
	"interest_owed",
];
/// So many blocks are read at a time.
const CHUNK: u32 = 64;

/// 감사 보고
#[derive(Debug, Args)]
pub struct Audit {
	/// 계약 번호. 없으면 모든 계약 · The contract's number; all contracts without it
	#[arg(value_name = "CONTRACT")]
	contract: Option<u64>,
	/// 명세를 둘 CSV 파일 · CSV file to write the rows to
	#[arg(long, value_name = "FILE")]
	csv: Option<PathBuf>,
	/// 지급된 블록 번호도 찾습니다(모든 상태를 보관하는 노드) · Find the blocks of payments, too; needs a node that keeps all
	/// states
	#[arg(long)]
	blocks: bool,
	#[command(flatten)]
	at: At,
}

/// Two numbers that should be the same.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Difference {
	/// Where: a contract, a claim, or all.
	place: Text,
	what: Text,
	computed: u128,
	stated: u128,
}

impl Difference {
	fn told(&self) -> Text {
		let Text { ko: pk, en: pe } = &self.place;
		let Text { ko: wk, en: we } = &self.what;
		let (computed, stated) = (money::show(self.computed), money::show(self.stated));
		text!(
			"{pk}: {wk} - 계산 {computed}원, 체인 {stated}원",
			"{pe}: {we} - computed {computed} won, the chain states {stated} won"
		)
	}

	fn json(&self) -> Json {
		json!({
			"place": {"ko": self.place.ko, "en": self.place.en},
			"what": {"ko": self.what.ko, "en": self.what.en},
			"computed": integer(self.computed),
			"stated": integer(self.stated),
		})
	}
}

/// Compare, and keep what differs.
struct Checks {
	place: Text,
	differences: Vec<Difference>,
	made: usize,
}

impl Checks {
	const fn of(place: Text) -> Self {
		Self {
			place,
			differences: Vec::new(),
			made: 0,
		}
	}

	fn same(&mut self, what: Text, computed: u128, stated: u128) {
		self.made += 1;
		if computed != stated {
			self.differences.push(Difference {
				place: self.place.clone(),
				what,
				computed,
				stated,
			});
		}
	}

	fn add(&mut self, others: Self) {
		self.made += others.made;
		self.differences.extend(others.differences);
	}
}

/// Whether a claim has been approved, so that its lines are all there and add up to its net.
fn is_approved(claim: &Json) -> bool {
	!matches!(
		name(&claim["status"]),
		"Submitted" | "Inspecting" | "Inspected" | "CorrectionOrdered" | "Withdrawn"
	)
}

/// Whether the sum of a claim has been set aside for its lines.
fn is_released(claim: &Json) -> bool {
	matches!(name(&claim["status"]), "Releasing" | "PartlyPaid" | "Paid")
}

fn line_sum(lines: &[(u64, Json)], counts: impl Fn(&Json) -> bool) -> u128 {
	lines
		.iter()
		.map(|(_, info)| &info["line"])
		.filter(|line| counts(line))
		.map(|line| amount(&line["amount"]))
		.sum()
}

/// Add up a contract from its lines, and compare with what the chain states of it.
fn check(whole: &Whole) -> Checks {
	let number = whole.number;
	let contract = whole.contract();
	let money = &whole.info["money"];
	let mut all = Checks::of(text!("계약 {number}", "contract {number}"));
	let [funded, released, held, refundable, refunded] =
		["funded", "released", "held", "refundable", "refunded"].map(|field| amount(&money[field]));
	all.same(
		text!(
			"지급 + 보유 + 환급 가능 + 환급 = 예치",
			"released + held + refundable + refunded = funded"
		),
		released + held + refundable + refunded,
		funded,
	);
	let (mut paid, mut aside, mut gross, mut net) = (0, 0, 0, 0);
	let (mut offset, mut damages, mut advance) = (0, 0, 0);
	for (claim_number, info, lines) in &whole.claims {
		let claim = &info["claim"];
		paid += line_sum(lines, is_paid);
		if is_released(claim) {
			aside += line_sum(lines, |line| !is_paid(line));
		}
		if !is_approved(claim) {
			continue;
		}
		let mut one = Checks::of(text!(
			"계약 {number} 청구 {claim_number}",
			"contract {number}, claim {claim_number}"
		));
		let [claim_gross, claim_offset, claim_damages] =
			["gross", "offset", "damages"].map(|field| amount(&claim[field]));
		let claim_net = amount(&info["net"]);
		one.same(
			text!(
				"총액 - 선금 정산 - 지체상금 = 지급액",
				"gross - offset - damages = net"
			),
			claim_gross
				.saturating_sub(claim_offset)
				.saturating_sub(claim_damages),
			claim_net,
		);
		one.same(
			text!("명세의 합 = 지급액", "sum of its lines = net"),
			line_sum(lines, |_| true),
			claim_net,
		);
		all.add(one);
		net += claim_net;
		offset += claim_offset;
		damages += claim_damages;
		if name(&claim["kind"]) == "Advance" {
			advance += claim_gross;
		} else {
			gross += claim_gross;
		}
	}
	for (what, computed, stated) in [
		(
			text!("지급된 명세의 합 = 지급", "sum of paid lines = released"),
			paid,
			released,
		),
		(
			text!(
				"지급 중인 청구의 미지급 명세 = 지급 예정",
				"unpaid lines of claims being paid = set aside"
			),
			aside,
			amount(&contract["funds"]["reserved"]),
		),
		(
			text!("승인된 기성의 합", "sum of approved work"),
			gross,
			amount(&contract["gross"]),
		),
		(
			text!("승인된 지급액의 합", "sum of approved net"),
			net,
			amount(&contract["net"]),
		),
		(
			text!("선금의 합", "sum of advances"),
			advance,
			amount(&contract["advance"]["paid"]),
		),
		(
			text!("선금 정산의 합", "sum of offsets"),
			offset,
			amount(&contract["advance"]["offset"]),
		),
		(
			text!("지체상금의 합", "sum of damages"),
			damages,
			amount(&contract["damages"]),
		),
	] {
		all.same(what, computed, stated);
	}
	all
}

/// The sums over all contracts, compared with those that the chain keeps.
fn check_totals(contracts: &[Whole], totals: &Json) -> Checks {
	let mut all = Checks::of(text!("모든 계약", "all contracts"));
	for (field, ko, en) in [
		("funded", "예치", "funded"),
		("released", "지급", "released"),
		("held", "보유", "held"),
		("refundable", "환급 가능", "refundable"),
		("refunded", "환급", "refunded"),
	] {
		let sum = contracts
			.iter()
			.map(|whole| amount(&whole.info["money"][field]))
			.sum();
		all.same(
			text!("{ko}의 합", "sum of {en}"),
			sum,
			amount(&totals[field]),
		);
	}
	all
}

/// What is on hold for contracts on the account of each officer's agency, compared with its contracts.
async fn check_accounts(desk: &Desk, contracts: &[Whole]) -> Result<Checks> {
	let mut owed: BTreeMap<u64, u128> = BTreeMap::new();
	for whole in contracts {
		let money = &whole.info["money"];
		*owed.entry(id(&whole.contract()["officer"])).or_default() +=
			amount(&money["held"]) + amount(&money["refundable"]);
	}
	let mut all = Checks::of(Text::new("", ""));
	for (officer, sum) in owed {
		let mut one = Checks::of(text!(
			"agency:{officer}의 계좌",
			"the account of agency:{officer}"
		));
		let counted = desk
			.state
			.stored(PALLET, "HeldFunds", &[json!(officer)])
			.await?
			.unwrap_or_default();
		one.same(
			text!(
				"계약별 보유의 합 = 기관의 예치금",
				"sum of its contracts = what is counted for the agency"
			),
			sum,
			amount(&counted["amount"]),
		);
		let on_hold = match &counted["account"] {
			Json::Null => 0,
			account => {
				let holds = desk
					.state
					.stored("Balances", "Holds", std::slice::from_ref(account))
					.await?
					.unwrap_or_default();
				holds
					.as_array()
					.into_iter()
					.flatten()
					.filter(|hold| variant(&hold["id"]).0 == PALLET)
					.map(|hold| amount(&hold["amount"]))
					.sum()
			},
		};
		one.same(
			text!(
				"계약별 보유의 합 = 계좌에 묶인 원화",
				"sum of its contracts = won on hold on the account"
			),
			sum,
			on_hold,
		);
		all.add(one);
	}
	Ok(all)
}

/// Where lines were paid: blocks by claim and line.
type Blocks = BTreeMap<(u64, u64), u32>;

/// The blocks in which the lines of these contracts were paid or deposited: those of the days on which they were.
async fn paid_in(desk: &Desk, contracts: &[Whole], days: &Days) -> Result<Blocks> {
	let mut dates = BTreeSet::new();
	for (_, _, lines) in contracts.iter().flat_map(|whole| &whole.claims) {
		for (_, info) in lines {
			if is_paid(&info["line"]) {
				dates.extend(days::number(&variant(&info["line"]["status"]).1["on"]));
			}
		}
	}
	let mut found = Blocks::new();
	let total = dates.len();
	for (done, day) in dates.into_iter().enumerate() {
		let bar = bar(done, total);
		desk.output.tick(&text!(
			"{bar} 지급일 {total}일 중 {done}일",
			"{bar} {done} of {total} days with payments"
		));
		let first = desk.block_from(&days.start(day).to_string()).await?;
		let end = days.start(day.saturating_add(1)).saturating_sub(1);
		// What the chain pays by itself it pays before a block has its own time: the first block of the next day
		// still pays on this one.
		let last = desk.block_until(&end.to_string()).await?;
		let last = last.saturating_add(1).min(desk.state.number);
		let mut next = first;
		while next <= last {
			let end = next.saturating_add(CHUNK - 1).min(last);
			for state in desk.states(next, end).await? {
				let events = state
					.stored("System", "Events", &[])
					.await?
					.unwrap_or_default();
				for record in events.as_array().into_iter().flatten() {
					let (event, data) = variant(&record["event"][PALLET]);
					if matches!(event, "LinePaid" | "PayoutConfirmed" | "LineDeposited") {
						found.insert((id(&data["claim"]), id(&data["line"])), state.number);
					}
				}
			}
			next = end.saturating_add(1);
		}
	}
	desk.output.end_ticks();
	Ok(found)
}

/// A row of the file: columns that are not named stay empty.
type Row = BTreeMap<&'static str, String>;

fn plain(value: &Json) -> String {
	money::plain(amount(value))
}

/// The rows of a contract: itself, its claims, their lines.
fn rows_of(whole: &Whole, blocks: &Blocks, names: &Names, days: &Days) -> Vec<Row> {
	let money = &whole.info["money"];
	let state = |value: &Json| variant(value).0.to_owned();
	let mut contract = Row::from([
		("record", "contract".into()),
		("contract", whole.number.to_string()),
		("state", state(&whole.contract()["status"])),
	]);
	for field in ["funded", "released", "held", "refundable", "refunded"] {
		contract.insert(field, plain(&money[field]));
	}
	let mut rows = vec![contract];
	for (number, info, lines) in &whole.claims {
		let claim = &info["claim"];
		let mut row = Row::from([
			("record", "claim".into()),
			("contract", whole.number.to_string()),
			("claim", number.to_string()),
			("kind", state(&claim["kind"])),
			("state", state(&claim["status"])),
			("days_late", id(&info["daysLate"]).to_string()),
		]);
		// What was refused or withdrawn is owed to nobody.
		if name(&claim["status"]) != "Withdrawn" {
			for field in ["gross", "offset", "damages"] {
				row.insert(field, plain(&claim[field]));
			}
			row.insert("net", plain(&info["net"]));
		}
		rows.push(row);
		for (index, info) in lines {
			let line = &info["line"];
			let paid = is_paid(line);
			let under = match variant(&line["under"]) {
				("Subcontract", number) => id(number).to_string(),
				_ => "prime".into(),
			};
			let payee = &line["payee"];
			let mut row = Row::from([
				("record", "line".into()),
				("contract", whole.number.to_string()),
				("claim", number.to_string()),
				("line", index.to_string()),
				("kind", state(&line["kind"])),
				("state", state(&line["status"])),
				("payee", api::typed(payee)),
				("under", under),
				("amount", plain(&line["amount"])),
				(if paid { "paid" } else { "open" }, plain(&line["amount"])),
				("days_late", id(&line["daysLate"]).to_string()),
				("interest_owed", plain(&info["interestOwed"])),
			]);
			if let ("Party", party) = variant(payee) {
				if let ("Agency", agency) = variant(party) {
					row.insert("payee_name", names.name(id(agency)).to_owned());
				}
			}
			if paid {
				if let Some(day) = days::number(&variant(&line["status"]).1["on"]) {
					row.insert("paid_on", days.show(day));
				}
				if let Some(block) = blocks.get(&(*number, *index)) {
					row.insert("paid_block", block.to_string());
				}
			}
			rows.push(row);
		}
	}
	rows
}

/// The last row: the sum of each column.
fn total_row(rows: &[Row]) -> Result<Row> {
	let mut total = Row::from([("record", "total".into())]);
	for column in SUMMED {
		let mut sum: u128 = 0;
		for row in rows {
			if let Some(field) = row.get(column) {
				sum += money::parse(field)?;
			}
		}
		total.insert(column, money::plain(sum));
	}
	Ok(total)
}

fn csv_line(row: &Row) -> String {
	let fields: Vec<String> = COLUMNS
		.iter()
		.map(|column| {
			row.get(column)
				.map(|field| quoted(field))
				.unwrap_or_default()
		})
		.collect();
	format!("{}\r\n", fields.join(","))
}

/// The whole file.
fn table(rows: &[Row], total: &Row) -> String {
	// With the mark by which spreadsheets know that Korean is UTF-8.
	let mut table = format!("\u{feff}{}\r\n", COLUMNS.join(","));
	for row in rows.iter().chain([total]) {
		table.push_str(&csv_line(row));
	}
	table
}

fn row_json(row: &Row) -> Json {
	row.iter()
		.map(|(column, field)| (crate::scale::camel(column), json!(field)))
		.collect::<Map<_, _>>()
		.into()
}

impl Audit {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let desk = self.at.desk(desk).await?;
		let state = &desk.state;
		let days = Days::of(state).await?;
		let listed = match self.contract {
			Some(number) => vec![(number, api::contract(state, number).await?)],
			None => api::contracts(state).await?,
		};
		let total = listed.len();
		let mut contracts = Vec::new();
		for (done, (number, info)) in listed.into_iter().enumerate() {
			let bar = bar(done, total);
			desk.output.tick(&text!(
				"{bar} 계약 {total}건 중 {done}건",
				"{bar} {done} of {total} contracts"
			));
			contracts.push(Whole::read(state, number, info).await?);
		}
		desk.output.end_ticks();
		let mut checks = Checks::of(Text::new("", ""));
		for whole in &contracts {
			checks.add(check(whole));
		}
		let totals = if self.contract.is_none() {
			let totals = state.ask(ESCROW, "totals", &[]).await?;
			checks.add(check_totals(&contracts, &totals));
			checks.add(check_accounts(&desk, &contracts).await?);
			totals
		} else {
			contracts
				.first()
				.map_or(Json::Null, |whole| whole.info["money"].clone())
		};
		let blocks = if self.blocks {
			paid_in(&desk, &contracts, &days).await?
		} else {
			Blocks::new()
		};
		let mentioned: Vec<Json> = contracts
			.iter()
			.map(|whole| {
				json!(whole
					.claims
					.iter()
					.map(|(_, _, lines)| json!(lines))
					.collect::<Vec<_>>())
			})
			.collect();
		let names = Names::of(&desk, &json!(mentioned)).await?;
		let rows: Vec<Row> = contracts
			.iter()
			.flat_map(|whole| rows_of(whole, &blocks, &names, &days))
			.collect();
		let sums = total_row(&rows)?;
		if let Some(path) = &self.csv {
			let mut file = Replacement::begin(path)?;
			file.add(&table(&rows, &sums))?;
			file.finish()?;
		}
		let found = Found {
			contracts: &contracts,
			totals,
			checks,
			rows,
			sums,
		};
		told(&desk, found, self.csv).await
	}
}

/// What a report comes to.
struct Found<'a> {
	contracts: &'a [Whole],
	totals: Json,
	checks: Checks,
	rows: Vec<Row>,
	sums: Row,
}

async fn told(desk: &Desk, found: Found<'_>, csv: Option<PathBuf>) -> Result<Report> {
	let output = desk.output;
	let mut told = String::new();
	for whole in found.contracts {
		let number = whole.number;
		let status = shown::state(&whole.contract()["status"], output);
		let line = text!("계약 {number} ({status})", "contract {number} ({status})");
		let _ = writeln!(
			told,
			"{}: {}",
			output.say(&line),
			money_line(&whole.info["money"], output)
		);
	}
	let sum = output.say(&text!("합계", "total")).to_owned();
	let _ = writeln!(told, "{sum}: {}", money_line(&found.totals, output));
	let Checks {
		differences, made, ..
	} = &found.checks;
	let balanced = differences.is_empty();
	let verdict = if balanced {
		text!(
			"{made}가지 합계가 모두 원 단위 이하까지 맞습니다.",
			"All {made} sums match, to the millionth of a won."
		)
	} else {
		let off = differences.len();
		text!(
			"{made}가지 합계 가운데 {off}가지가 맞지 않습니다. 체인 관리자에게 알리십시오.",
			"{off} of {made} sums do not match. Tell those who maintain the chain."
		)
	};
	for difference in differences {
		let _ = writeln!(told, "! {}", output.say(&difference.told()));
	}
	let _ = writeln!(told, "{}", output.say(&verdict));
	let mut answer = Map::from_iter([
		("balanced".to_owned(), json!(balanced)),
		("checks".to_owned(), json!(made)),
		(
			"differences".to_owned(),
			differences.iter().map(Difference::json).collect(),
		),
		("money".to_owned(), found.totals.clone()),
		("total".to_owned(), row_json(&found.sums)),
		("count".to_owned(), json!(found.rows.len())),
	]);
	if let Some(path) = csv {
		let file = path.display();
		let line = text!("명세를 {file}에 두었습니다.", "The rows are in {file}.");
		let _ = writeln!(told, "{}", output.say(&line));
		answer.insert("csv".into(), json!(file.to_string()));
	} else {
		answer.insert("rows".into(), found.rows.iter().map(row_json).collect());
		told.push_str(&lines_told(&found.rows, output));
	}
	let report = desk.report_told(answer, &told).await?;
	Ok(Report {
		exit: (!balanced).then_some(Kind::No),
		..report
	})
}

/// The lines for people, one on each line.
fn lines_told(rows: &[Row], output: Output) -> String {
	let mut told = String::new();
	for row in rows.iter().filter(|row| row["record"] == "line") {
		let field = |name: &str| row.get(name).map_or("", String::as_str);
		let (claim, line) = (field("claim"), field("line"));
		let (payee, payee_name) = (field("payee"), field("payee_name"));
		let state = shown::word(field("state"), output);
		let all = money::parse(field("amount"))
			.map(money::show)
			.unwrap_or_default();
		let (on, block) = (field("paid_on"), field("paid_block"));
		let block = if block.is_empty() {
			String::new()
		} else {
			format!(" #{block}")
		};
		let line = text!(
			"청구 {claim} 명세 {line}: {payee} {payee_name} · {all}원 · {state} {on}{block}",
			"claim {claim} line {line}: {payee} {payee_name} · {all} won · {state} {on}{block}"
		);
		let _ = writeln!(told, "{}", output.say(&line).trim_end());
	}
	told
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{language::Language, pay::contract::tests::sample};
	use seoul_chain_primitives::chain::DAY;

	const WON: u128 = 1_000_000;

	fn days() -> Days {
		Days {
			length: DAY,
			today: 20_810,
			holidays: Vec::new(),
		}
	}

	fn names() -> Names {
		Names::none(Output {
			language: Language::En,
			json: false,
			quiet: true,
		})
	}

	fn off(whole: &Whole) -> Vec<String> {
		check(whole)
			.differences
			.iter()
			.map(|difference| difference.what.en.clone())
			.collect()
	}

	#[test]
	fn sums_that_match_are_all_made() {
		let checks = check(&sample());
		assert_eq!(checks.differences, []);
		// Eight of the contract, two of its approved claim.
		assert_eq!(checks.made, 10);
	}

	#[test]
	fn every_amount_that_is_off_by_a_millionth_is_noticed() {
		for (path, what) in [
			("/money/funded", "released + held"),
			("/money/held", "released + held"),
			("/money/refundable", "released + held"),
			("/money/refunded", "released + held"),
			("/money/released", "sum of paid lines"),
			("/contract/funds/reserved", "set aside"),
			("/contract/gross", "approved work"),
			("/contract/net", "approved net"),
			("/contract/advance/paid", "advances"),
			("/contract/advance/offset", "offsets"),
			("/contract/damages", "damages"),
		] {
			let mut whole = sample();
			let field = whole.info.pointer_mut(path).unwrap();
			*field = integer(amount(field) + 1);
			let off = off(&whole);
			assert!(
				off.iter().any(|found| found.contains(what)),
				"{path}: {off:?}"
			);
		}
		let mut whole = sample();
		whole.claims[0].2[1].1["line"]["amount"] = integer(8_000 * WON - 1);
		assert_eq!(
			off(&whole),
			["sum of its lines = net", "sum of paid lines = released"]
		);
		let mut whole = sample();
		whole.claims[0].1["claim"]["offset"] = json!(1);
		assert_eq!(
			off(&whole),
			["gross - offset - damages = net", "sum of offsets"]
		);
	}

	#[test]
	fn a_line_that_counts_as_paid_and_is_not_is_noticed() {
		let mut whole = sample();
		whole.claims[0].2[0].1["line"]["status"] =
			json!({"Returned": {"on": 1, "why": "NoAccount"}});
		assert_eq!(
			off(&whole),
			[
				"sum of paid lines = released",
				"unpaid lines of claims being paid = set aside"
			]
		);
	}

	#[test]
	fn totals_are_those_of_all_contracts() {
		let contracts = [sample(), sample()];
		let twice = |won: u128| integer(2 * won * WON);
		let mut totals = json!({"funded": twice(100_000), "released": twice(40_000),
			"held": twice(60_000), "refundable": 0, "refunded": 0});
		assert!(check_totals(&contracts, &totals).differences.is_empty());
		totals["held"] = integer(120_000 * WON + 1);
		let off = check_totals(&contracts, &totals).differences;
		assert_eq!(off.len(), 1);
		assert_eq!(
			off[0].told().en,
			"all contracts: sum of held - computed 120,000 won, the chain states 120,000.000001 won"
		);
	}

	#[test]
	fn each_column_adds_up_to_the_last_row() {
		let rows = rows_of(&sample(), &Blocks::from([((0, 0), 77)]), &names(), &days());
		let records: Vec<&str> = rows.iter().map(|row| row["record"].as_str()).collect();
		assert_eq!(
			records,
			["contract", "claim", "line", "line", "line", "line", "line", "claim"]
		);
		let total = total_row(&rows).unwrap();
		for (column, sum) in [
			("funded", "100000"),
			("released", "40000"),
			("held", "60000"),
			("gross", "50000"),
			("net", "50000"),
			("amount", "40000"),
			("paid", "40000"),
			("open", "0"),
		] {
			assert_eq!(total[column], sum, "{column}");
		}
		let table = table(&rows, &total);
		let lines: Vec<&str> = table.lines().collect();
		assert_eq!(
			lines[3],
			"line,0,0,0,Work,Paid,agency:24,,0,,,,,,,,,,20000,20000,,2026-12-20,77,0,0"
		);
		assert!(lines
			.iter()
			.all(|line| line.matches(',').count() == COLUMNS.len() - 1));
		assert!(lines.last().unwrap().starts_with("total,"));
	}

	#[test]
	fn a_withdrawn_claim_is_owed_to_nobody() {
		let mut whole = sample();
		whole.claims[1].1["claim"]["status"] = json!({"Withdrawn": {"on": 1}});
		let rows = rows_of(&whole, &Blocks::new(), &names(), &days());
		assert_eq!(rows.last().unwrap().get("gross"), None);
		assert!(off(&whole).is_empty());
	}
}
