// SPDX-License-Identifier: Apache-2.0

//! A contract with its tree of payees.

use super::{
	api::{self, amount, id, name, variant, won, Names, Numbered},
	days::{self, Days},
	rates, shown, who, At,
};
use crate::{
	chain::State,
	desk::Desk,
	error::{text, Result, Text},
	money,
	output::{Output, Report},
	scale::integer,
};
use clap::Args;
use serde_json::{json, Map, Value as Json};
use std::{collections::BTreeMap, fmt::Write as _};

/// A contract with all that belongs to it.
pub struct Whole {
	pub number: u64,
	/// The contract with schedule, money, bonds and pending change.
	pub info: Json,
	/// Its claims, each with its lines.
	pub claims: Vec<(u64, Json, Numbered)>,
	/// Its subcontracts.
	pub tree: Numbered,
}

impl Whole {
	pub async fn read(state: &State, number: u64, info: Json) -> Result<Self> {
		let mut claims = Vec::new();
		for (claim, about) in api::claims_of(state, number).await? {
			claims.push((claim, about, api::lines_of(state, claim).await?));
		}
		Ok(Self {
			number,
			info,
			claims,
			tree: api::tree_of(state, number).await?,
		})
	}

	pub fn contract(&self) -> &Json {
		&self.info["contract"]
	}

	/// Every line of every claim.
	fn lines(&self) -> impl Iterator<Item = &Json> {
		self.claims
			.iter()
			.flat_map(|(_, _, lines)| lines.iter().map(|(_, line)| &line["line"]))
	}
}

/// Whether the money of a line has left.
pub fn is_paid(line: &Json) -> bool {
	matches!(name(&line["status"]), "Paid" | "Deposited")
}

/// What one payee has in the lines of one place of the tree.
#[derive(Default)]
struct Sum {
	payee: Json,
	amount: u128,
	paid: u128,
	workers: u64,
}

/// What payees have under a subcontract, or under the prime contract, by payee and kind of line. The sums of
/// the subcontract's own contractor come under `Work`.
fn payees(whole: &Whole, under: Option<u64>) -> BTreeMap<(String, String), Sum> {
	let mut sums: BTreeMap<(String, String), Sum> = BTreeMap::new();
	for line in whole.lines() {
		let place = match variant(&line["under"]) {
			("Subcontract", number) => Some(id(number)),
			_ => None,
		};
		if place != under {
			continue;
		}
		let (kind, details) = variant(&line["kind"]);
		let key = (kind.to_owned(), api::typed(&line["payee"]));
		let sum = sums.entry(key).or_default();
		sum.payee = line["payee"].clone();
		sum.amount += amount(&line["amount"]);
		if is_paid(line) {
			sum.paid += amount(&line["amount"]);
		}
		sum.workers += id(&details["workers"]);
	}
	sums
}

fn sums_json(sums: &BTreeMap<(String, String), Sum>) -> Json {
	sums.iter()
		.map(|((kind, _), sum)| {
			let mut entry = json!({
				"payee": sum.payee,
				"kind": kind,
				"amount": integer(sum.amount),
				"paid": integer(sum.paid),
			});
			if sum.workers > 0 {
				entry["workers"] = json!(sum.workers);
			}
			entry
		})
		.collect()
}

/// The subcontracts directly under a party, or under a subcontract.
fn below<'a>(
	whole: &'a Whole,
	parent: Option<u64>,
	payer: Option<&'a Json>,
) -> impl Iterator<Item = &'a (u64, Json)> {
	whole.tree.iter().filter(move |(_, subcontract)| {
		let above = &subcontract["parent"];
		let above = (!above.is_null()).then(|| id(above));
		above == parent && payer.is_none_or(|payer| subcontract["payer"] == *payer)
	})
}

fn subcontract_json(whole: &Whole, number: u64, subcontract: &Json) -> Json {
	let mut entry = subcontract.clone();
	entry["number"] = json!(number);
	entry["payees"] = sums_json(&payees(whole, Some(number)));
	entry["subcontracts"] = below(whole, Some(number), None)
		.map(|(number, subcontract)| subcontract_json(whole, *number, subcontract))
		.collect();
	entry
}

/// The tree for programs: the members, under them their subcontracts, under these theirs.
fn tree_json(whole: &Whole) -> Json {
	let prime = payees(whole, None);
	whole.contract()["members"]
		.as_array()
		.into_iter()
		.flatten()
		.enumerate()
		.map(|(place, member)| {
			let party = &member["party"];
			let mine: BTreeMap<_, _> = prime
				.iter()
				.filter(|((kind, payee), _)| {
					if kind == "Share" {
						*payee == api::typed(party)
					} else {
						// What is bought for the prime contract stands under the lead.
						place == 0
					}
				})
				.collect();
			json!({
				"party": party,
				"share": member["share"],
				"payees": mine
					.into_iter()
					.map(|((kind, _), sum)| json!({
						"payee": sum.payee,
						"kind": kind,
						"amount": integer(sum.amount),
						"paid": integer(sum.paid),
						"workers": (sum.workers > 0).then_some(sum.workers),
					}))
					.collect::<Vec<_>>(),
				"subcontracts": below(whole, None, Some(party))
					.map(|(number, subcontract)| subcontract_json(whole, *number, subcontract))
					.collect::<Vec<_>>(),
			})
		})
		.collect()
}

/// A line of the tree with what hangs under it.
struct Branch {
	text: String,
	branches: Vec<Branch>,
}

impl Branch {
	fn write(&self, prefix: &str, output: &mut String) {
		let last = self.branches.len().saturating_sub(1);
		for (index, branch) in self.branches.iter().enumerate() {
			let (knot, trunk) = if index == last {
				("└─ ", "   ")
			} else {
				("├─ ", "│  ")
			};
			let _ = writeln!(output, "{prefix}{knot}{}", branch.text);
			branch.write(&format!("{prefix}{trunk}"), output);
		}
	}
}

/// A payee with what it has, as a line of the tree.
fn payee_branch(sum: &Json, names: &Names, output: Output) -> Branch {
	let payee = names.party(&sum["payee"]);
	let kind = shown::word(sum["kind"].as_str().unwrap_or_default(), output);
	let (all, paid) = (won(&sum["amount"]), won(&sum["paid"]));
	let workers = match id(&sum["workers"]) {
		0 => Text::new("", ""),
		count => text!(" ({count}명)", " ({count} workers)"),
	};
	let workers = output.say(&workers);
	let line = text!(
		"{kind}{workers} {payee} · {all}원, 지급 {paid}원",
		"{kind}{workers} {payee} · {all} won, {paid} won paid"
	);
	Branch {
		text: output.say(&line).to_owned(),
		branches: Vec::new(),
	}
}

fn subcontract_branch(entry: &Json, names: &Names, output: Output) -> Branch {
	let number = id(&entry["number"]);
	let contractor = names.party(&entry["contractor"]);
	let kind = shown::state(&entry["kind"], output);
	let status = shown::state(&entry["status"], output);
	let (all, charged) = (won(&entry["amount"]), won(&entry["charged"]));
	let days = id(&entry["paymentDays"]);
	let rate = rates::show(days::number(&entry["lateRate"]).unwrap_or_default());
	let line = text!(
		"하도급 {number}: {contractor} · {kind}, {status} · {all}원, 청구 {charged}원 · {days}일, 연 {rate}",
		"subcontract {number}: {contractor} · {kind}, {status} · {all} won, {charged} won claimed · {days} days, {rate} a year"
	);
	let mut text = output.say(&line).to_owned();
	let direct = match name(&entry["directPay"]) {
		"Requested" => Some(text!(" · 직접지급", " · direct payment")),
		"Stopped" => Some(text!(" · 직접지급 중지", " · direct payment stopped")),
		_ => None,
	};
	if let Some(direct) = direct {
		text.push_str(output.say(&direct));
	}
	Branch {
		text,
		branches: branches(entry, names, output),
	}
}

fn branches(entry: &Json, names: &Names, output: Output) -> Vec<Branch> {
	let list = |field: &str| entry[field].as_array().cloned().unwrap_or_default();
	list("payees")
		.iter()
		.map(|sum| payee_branch(sum, names, output))
		.chain(
			list("subcontracts")
				.iter()
				.map(|below| subcontract_branch(below, names, output)),
		)
		.collect()
}

/// The tree for people.
fn tree_text(tree: &Json, names: &Names, output: Output) -> String {
	let mut told = String::new();
	for (place, member) in tree.as_array().into_iter().flatten().enumerate() {
		let firm = names.party(&member["party"]);
		let share = rates::show(days::number(&member["share"]).unwrap_or_default());
		let line = if place == 0 {
			text!(
				"{firm} · 대표, 지분 {share}",
				"{firm} · lead, share {share}"
			)
		} else {
			text!("{firm} · 지분 {share}", "{firm} · share {share}")
		};
		let _ = writeln!(told, "{}", output.say(&line));
		let root = Branch {
			text: String::new(),
			branches: branches(member, names, output),
		};
		root.write("", &mut told);
	}
	told
}

/// A claim on one line: its number, kind, state, sums, and who must act by when.
pub fn claim_line(
	whole: &Whole,
	number: u64,
	info: &Json,
	names: &Names,
	days: &Days,
	output: Output,
) -> String {
	let claim = &info["claim"];
	let kind = shown::state(&claim["kind"], output);
	let status = shown::state(&claim["status"], output);
	let (gross, net) = (won(&claim["gross"]), won(&info["net"]));
	let line = text!(
		"청구 {number}: {kind}, {status} · {gross}원, 지급액 {net}원",
		"claim {number}: {kind}, {status} · {gross} won, net {net} won"
	);
	let mut told = output.say(&line).to_owned();
	if let Some(task) = who::of_claim(whole.contract(), claim, &whole.tree) {
		told.push_str(&acting(&task, names, days, output));
	}
	told
}

/// ` · 기한 2026-12-20, agency:22 …: 검사`
pub fn acting(task: &who::Task, names: &Names, days: &Days, output: Output) -> String {
	let mut told = String::new();
	if let Some(day) = task.due {
		let day = days.show(day);
		told.push_str(output.say(&text!(" · 기한 {day}", " · due {day}")));
	}
	let what = output.say(&task.what);
	if task.who.is_null() {
		let _ = write!(told, " · {what}");
	} else {
		let _ = write!(told, " · {}: {what}", names.party(&task.who));
	}
	told
}

/// What was funded and where it is.
pub fn money_line(money: &Json, output: Output) -> String {
	let [funded, released, held, refundable, refunded] =
		["funded", "released", "held", "refundable", "refunded"].map(|field| won(&money[field]));
	let line = text!(
		"예치 {funded}원 = 지급 {released} + 보유 {held} + 환급 가능 {refundable} + 환급 {refunded}",
		"funded {funded} won = released {released} + held {held} + refundable {refundable} + refunded {refunded}"
	);
	output.say(&line).to_owned()
}

/// 계약 조회
#[derive(Debug, Args)]
pub struct ShowContract {
	/// 계약 번호 · The contract's number
	#[arg(value_name = "CONTRACT")]
	contract: u64,
	#[command(flatten)]
	at: At,
}

impl ShowContract {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let desk = self.at.desk(desk).await?;
		let info = api::contract(&desk.state, self.contract).await?;
		let whole = Whole::read(&desk.state, self.contract, info).await?;
		let days = Days::of(&desk.state).await?;
		let tree = tree_json(&whole);
		let claims: Vec<Json> = whole
			.claims
			.iter()
			.map(|(number, info, _)| {
				let mut entry = info.clone();
				entry["number"] = json!(number);
				entry
			})
			.collect();
		let mut answer = Map::new();
		answer.insert("number".into(), json!(whole.number));
		if let Json::Object(fields) = &whole.info {
			answer.extend(fields.clone());
		}
		answer.insert("tree".into(), tree);
		answer.insert("claims".into(), claims.into());
		let names = Names::of(&desk, &Json::Object(answer.clone())).await?;
		let told = contract_text(&whole, &answer["tree"], &names, &days, desk.output);
		desk.report_told(answer, &told).await
	}
}

fn contract_text(whole: &Whole, tree: &Json, names: &Names, days: &Days, output: Output) -> String {
	let contract = whole.contract();
	let number = whole.number;
	let status = shown::state(&contract["status"], output);
	let (all, gross, net) = (
		won(&contract["amount"]),
		won(&contract["gross"]),
		won(&contract["net"]),
	);
	let until = days.show(days::number(&contract["completeBy"]).unwrap_or_default());
	let [department, officer, supervisor, inspector, body] = [
		"department",
		"officer",
		"supervisor",
		"inspector",
		"disputeBody",
	]
	.map(|office| names.agency(&contract[office]));
	let mut lines = vec![
		text!(
			"계약 {number}: {status} · 계약금액 {all}원 · 준공기한 {until}",
			"contract {number}: {status} · {all} won · complete by {until}"
		),
		text!(
			"발주 {department} · 계약·지출 {officer} · 감독 {supervisor} · 검사 {inspector} · 분쟁 조정 {body}",
			"department {department} · officer {officer} · supervisor {supervisor} · inspector {inspector} · disputes {body}"
		),
	];
	let said = money_line(&whole.info["money"], output);
	lines.push(Text::new(said.clone(), said));
	lines.push(text!(
		"승인된 기성 {gross}원, 지급 승인액 {net}원",
		"work approved {gross} won, approved for payment {net} won"
	));
	let advance = &contract["advance"];
	if amount(&advance["paid"]) > 0 {
		let [paid, offset, repaid] = ["paid", "offset", "repaid"].map(|field| won(&advance[field]));
		lines.push(text!(
			"선금 {paid}원, 정산 {offset}원, 반환 {repaid}원",
			"advance {paid} won, worked off {offset} won, paid back {repaid} won"
		));
	}
	let mut told = String::new();
	for line in &lines {
		let _ = writeln!(told, "{}", output.say(line));
	}
	if api::name(&contract["status"]) == "Draft" {
		let signed: Vec<String> = contract["signatures"]
			.as_array()
			.into_iter()
			.flatten()
			.map(|party| names.party(party))
			.collect();
		let signed = signed.join(", ");
		let line = text!("서명한 당사자: {signed}", "signed by: {signed}");
		let _ = writeln!(told, "{}", output.say(&line));
	}
	let change = &whole.info["change"];
	if !change.is_null() {
		let kind = shown::state(&change["change"], output);
		let unsigned: Vec<String> = change["unsigned"]
			.as_array()
			.into_iter()
			.flatten()
			.map(|party| names.party(party))
			.collect();
		let unsigned = unsigned.join(", ");
		let line = text!(
			"변경 제안({kind}): 서명을 기다림 {unsigned}",
			"change proposed ({kind}): waits for {unsigned}"
		);
		let _ = writeln!(told, "{}", output.say(&line));
	}
	told.push_str(&schedule_text(&whole.info["schedule"], output));
	for entry in whole.info["bonds"].as_array().into_iter().flatten() {
		let (kind, bond) = (shown::state(&entry[0], output), &entry[1]);
		let (guarantor, of) = (names.agency(&bond["guarantor"]), won(&bond["amount"]));
		let until = days.show(days::number(&bond["until"]).unwrap_or_default());
		let line = text!(
			"보증 {kind}: {guarantor} · {of}원 · {until}까지",
			"bond {kind}: {guarantor} · {of} won · until {until}"
		);
		let _ = writeln!(told, "{}", output.say(&line));
	}
	told.push_str(&tree_text(tree, names, output));
	for (claim, info, _) in &whole.claims {
		let _ = writeln!(
			told,
			"{}",
			claim_line(whole, *claim, info, names, days, output)
		);
	}
	told
}

fn schedule_text(schedule: &Json, output: Output) -> String {
	let mut told = String::new();
	for (place, item) in schedule["items"]
		.as_array()
		.into_iter()
		.flatten()
		.enumerate()
	{
		let (quantity, claimed) = (
			money::grouped(amount(&item["quantity"])),
			money::grouped(amount(&item["claimed"])),
		);
		let price = won(&item["unitPrice"]);
		let line = text!(
			"항목 {place}: {quantity} × {price}원, 청구 {claimed}",
			"item {place}: {quantity} × {price} won, {claimed} claimed"
		);
		let _ = writeln!(told, "{}", output.say(&line));
	}
	for year in schedule["budget"].as_array().into_iter().flatten() {
		let (of, budget) = (id(&year["year"]), won(&year["amount"]));
		let line = text!("예산 {of}년: {budget}원", "budget {of}: {budget} won");
		let _ = writeln!(told, "{}", output.say(&line));
	}
	told
}

#[cfg(test)]
pub mod tests {
	use super::*;
	use crate::language::Language;
	use seoul_chain_primitives::chain::DAY;

	const WON: u128 = 1_000_000;

	fn line(payee: &Json, under: &Json, kind: &Json, won: u128, status: &Json) -> Json {
		json!({"line": {
			"payee": {"Party": payee}, "under": under, "kind": kind, "amount": integer(won * WON),
			"daysLate": 0, "interestPaid": 0, "status": status,
		}, "interestOwed": 0})
	}

	/// A contract of 100,000 won with a subcontract and one below it, of which 40,000 won are paid.
	pub fn sample() -> Whole {
		let [lead, roofer, painter, store, bank] =
			[23, 24, 25, 30, 27].map(|number| json!({ "Agency": number }));
		let under = |number: u64| json!({ "Subcontract": number });
		let paid = json!({"Paid": {"on": 20_807, "via": "Chain"}});
		let subcontract = |parent: Json, payer: &Json, contractor: &Json, amount: u128| {
			json!({
				"contract": 0, "parent": parent, "level": 1, "payer": payer, "contractor": contractor,
				"kind": "Works", "amount": integer(amount * WON), "paymentDays": 60, "lateRate": 155_000,
				"document": "0x00", "status": "Signed", "subcontracted": 0, "charged": integer(20_000 * WON),
				"reports": 0, "missed": 0, "directPay": "None",
			})
		};
		let labour = json!({"Labour": {"root": "0x00", "workers": 10}});
		let work = json!({"Work": {"report": null}});
		let lines = vec![
			(0, line(&roofer, &under(0), &work, 20_000, &paid)),
			(1, line(&painter, &under(1), &work, 8_000, &paid)),
			(2, line(&store, &under(0), &json!("Purchase"), 2_000, &paid)),
			(3, line(&bank, &json!("Prime"), &labour, 5_000, &paid)),
			(
				4,
				line(&lead, &json!("Prime"), &json!("Share"), 5_000, &paid),
			),
		];
		let claim = json!({
			"claim": {
				"contract": 0, "kind": "Progress", "claimant": "Lead", "evidence": "0x00",
				"submittedOn": 20_800, "round": 1, "level": "Inspector", "gross": integer(40_000 * WON),
				"offset": 0, "damages": 0, "named": integer(35_000 * WON), "lines": 5, "openLines": 0,
				"objections": 0,
				"status": {"Paid": {"deadline": {"from": 20_800, "period": {"BusinessDays": 5},
					"due": 20_807, "missed": false}, "on": 20_807}},
			},
			"quantities": [{"item": 0, "units": 4}], "net": integer(40_000 * WON), "daysLate": 0,
		});
		let open = json!({
			"claim": {
				"contract": 0, "kind": "Progress", "claimant": "Lead", "evidence": "0x00",
				"submittedOn": 20_808, "round": 1, "level": "Inspector", "gross": integer(10_000 * WON),
				"offset": 0, "damages": 0, "named": 0, "lines": 0, "openLines": 0, "objections": 0,
				"status": {"Inspecting": {"deadline": {"from": 20_808, "period": {"Days": 14},
					"due": 20_822, "missed": false}}},
			},
			"quantities": [{"item": 0, "units": 1}], "net": integer(10_000 * WON), "daysLate": 0,
		});
		Whole {
			number: 0,
			info: json!({
				"contract": {
					"department": 20, "officer": 16, "supervisor": 21, "inspector": 22, "disputeBody": 28,
					"members": [{"party": lead, "share": 1_000_000}], "amount": integer(100_000 * WON),
					"completeBy": 20_900, "document": "0x00", "terms": {}, "signatures": [],
					"status": "Active",
					"funds": {"funded": integer(100_000 * WON), "released": integer(40_000 * WON),
						"refunded": 0, "reserved": 0},
					"advance": {"paid": 0, "offset": 0, "repaid": 0}, "gross": integer(40_000 * WON),
					"net": integer(40_000 * WON), "damages": 0, "subcontracted": integer(50_000 * WON),
					"pendingClaims": 1, "openClaims": 1, "attachments": 0, "arrivals": 0,
				},
				"schedule": {
					"items": [{"quantity": 10, "unitPrice": integer(10_000 * WON), "claimed": 5}],
					"budget": [{"year": 2026, "amount": integer(100_000 * WON)}],
				},
				"change": null,
				"money": {"funded": integer(100_000 * WON), "released": integer(40_000 * WON),
					"refunded": 0, "held": integer(60_000 * WON), "refundable": 0},
				"bonds": [["Defect", {"guarantor": 29, "amount": integer(3_000 * WON), "until": 21_700,
					"document": "0x00"}]],
				"waiting": [],
			}),
			claims: vec![(0, claim, lines), (1, open, Vec::new())],
			tree: vec![
				(0, subcontract(Json::Null, &lead, &roofer, 50_000)),
				(1, subcontract(json!(0), &roofer, &painter, 15_000)),
			],
		}
	}

	fn told(language: Language) -> String {
		let output = Output {
			language,
			json: false,
			quiet: true,
		};
		let whole = sample();
		let days = Days {
			length: DAY,
			today: 20_810,
			holidays: Vec::new(),
		};
		let names = Names::none(output);
		contract_text(&whole, &tree_json(&whole), &names, &days, output)
	}

	#[test]
	fn the_payees_are_a_tree() {
		let korean = told(Language::Ko);
		let tree = "agency:23 · 대표, 지분 100 %\n\
			├─ 노무비 (10명) agency:27 · 5,000원, 지급 5,000원\n\
			├─ 구성원 대금 agency:23 · 5,000원, 지급 5,000원\n\
			└─ 하도급 0: agency:24 · 공사, 체결 · 50,000원, 청구 20,000원 · 60일, 연 15.5 %\n   \
			├─ 구매 agency:30 · 2,000원, 지급 2,000원\n   \
			├─ 하도급 대금 agency:24 · 20,000원, 지급 20,000원\n   \
			└─ 하도급 1: agency:25 · 공사, 체결 · 15,000원, 청구 20,000원 · 60일, 연 15.5 %\n      \
			└─ 하도급 대금 agency:25 · 8,000원, 지급 8,000원\n";
		assert!(korean.contains(tree), "{korean}");
	}

	#[test]
	fn money_claims_and_who_must_act_are_told() {
		let english = told(Language::En);
		for line in [
			"contract 0: works going on · 100,000 won · complete by 2027-03-23",
			"funded 100,000 won = released 40,000 + held 60,000 + refundable 0 + refunded 0",
			"item 0: 10 × 10,000 won, 5 claimed",
			"bond defect: agency:29 · 3,000 won · until 2029-05-31",
			"claim 0: progress, paid · 40,000 won, net 40,000 won",
			"claim 1: progress, being inspected · 10,000 won, net 10,000 won · due 2027-01-04 · agency:22: inspect",
		] {
			assert!(
				english.lines().any(|shown| shown == line),
				"{line} in\n{english}"
			);
		}
	}

	#[test]
	fn the_tree_for_programs_is_nested() {
		let tree = tree_json(&sample());
		assert_eq!(tree[0]["subcontracts"][0]["number"], 0);
		assert_eq!(tree[0]["subcontracts"][0]["subcontracts"][0]["number"], 1);
		assert_eq!(
			tree[0]["subcontracts"][0]["subcontracts"][0]["payees"][0]["amount"],
			integer(8_000 * WON)
		);
		assert_eq!(tree[0]["payees"][0]["workers"], 10);
	}
}
