// SPDX-License-Identifier: Apache-2.0

//! A member's statement: every change of the wallets between two blocks, from the events of these blocks.
//!
//! The node must keep the state of each of them (`--state-pruning archive`), because that is where events
//! lie. Blocks are read a few at a time, and with `--csv` entries are written as they are found; so a
//! statement of years takes no more memory than one of a day. It is compared with the wallets themselves:
//! what there was, with all that came in and went out, must be what there is.

use super::{schemes, MILEAGE, PALLET};
use crate::{
	batch::quoted,
	chain::State,
	desk::Desk,
	error::{text, Failure, Kind, Result, Text},
	files::Replacement,
	metadata::Event,
	money,
	output::{bar, Output, Report},
	parties,
	scale::{count, signed},
	times::{self, Moment},
};
use clap::Args;
use serde_json::{json, Map, Value as Json};
use std::{
	collections::BTreeMap,
	fmt::Write as _,
	path::{Path, PathBuf},
};
use tokio::task::JoinSet;

/// So many blocks are read at a time.
const CHUNK: u32 = 64;

/// Columns of the CSV file.
const COLUMNS: &str = "time,block,entry,description,scheme,points,balance,won,with,document";

/// 거래 내역
#[derive(Debug, Args)]
pub struct Statement {
	/// 회원: citizen:번호 또는 agency:번호 · Member
	#[arg(value_name = "PARTY")]
	party: String,
	/// 이 블록 번호 또는 시각부터. 없으면 처음부터 · From this block or time on; from the first block without it
	#[arg(long, value_name = "BLOCK")]
	from: Option<String>,
	/// 이 블록 번호 또는 시각까지. 없으면 확정된 마지막 블록까지 · Up to this block or time; up to the last final block
	/// without it
	#[arg(long, value_name = "BLOCK")]
	to: Option<String>,
	/// 내역을 둘 CSV 파일 · CSV file to write the entries to
	#[arg(long, value_name = "FILE")]
	csv: Option<PathBuf>,
}

/// A party, however its number is spelled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Party {
	kind: String,
	number: i128,
}

impl Party {
	fn of(party: &Json) -> Option<Self> {
		let (kind, number) = party.as_object()?.iter().next()?;
		Some(Self {
			kind: kind.clone(),
			number: count(number),
		})
	}

	fn is(&self, party: &Json) -> bool {
		Self::of(party).as_ref() == Some(self)
	}
}

/// Points that came into a wallet, or went out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Change {
	scheme: u64,
	points: i128,
	/// What they were worth, in millionths of a won, if the event says so.
	won: Option<u128>,
}

fn number_of(scheme: &Json) -> u64 {
	u64::try_from(count(scheme)).unwrap_or_default()
}

fn amount_of(amount: &Json) -> Option<u128> {
	(!amount.is_null())
		.then(|| u128::try_from(count(amount)).ok())
		.flatten()
}

/// What an event changes in the wallets of a party; nothing if it is not about that party.
fn changes(name: &str, data: &Json, party: &Party) -> Option<Vec<Change>> {
	let concerned = |field: &str| party.is(&data[field]);
	let change = |scheme: &str, points: i128| Change {
		scheme: number_of(&data[scheme]),
		points,
		won: amount_of(&data["amount"]),
	};
	let points = || count(&data["points"]);
	let shares = |sign: i128| {
		data["shares"]
			.as_array()
			.into_iter()
			.flatten()
			.map(|share| Change {
				scheme: number_of(&share["scheme"]),
				points: sign * count(&share["points"]),
				won: amount_of(&share["amount"]),
			})
			.collect::<Vec<_>>()
	};
	if name == "Gifted" {
		return match (concerned("giver"), concerned("receiver")) {
			(true, _) => Some(vec![change("scheme", -points())]),
			(_, true) => Some(vec![change("scheme", points())]),
			_ => None,
		};
	}
	// A row that was refused changed nothing, and may be repeated without end.
	if !concerned("member") || name == "CreditRefused" {
		return None;
	}
	Some(match name {
		"Credited" => vec![change("scheme", points() - count(&data["netted"]))],
		"Refunded" | "ClawBackReversed" => vec![change("scheme", points())],
		"PointsExpired" | "ClawedBack" => vec![change("scheme", -points())],
		"AutoConverted" | "Converted" => {
			vec![
				change("from", -points()),
				change("to", count(&data["received"])),
			]
		},
		"Paid" | "RedemptionReserved" => shares(-1),
		"RedemptionFailed" | "RedemptionCancelled" => shares(1),
		_ => Vec::new(),
	})
}

/// An event that concerns the member.
struct Found {
	block: u32,
	/// Its place among the events of the block.
	place: usize,
	at: Moment,
	event: Event,
	changes: Vec<Change>,
}

/// Points of a scheme over the whole statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Line {
	opening: i128,
	received: i128,
	given: i128,
}

impl Line {
	const fn balance(&self) -> i128 {
		self.opening + self.received - self.given
	}

	/// Enter a change; what there is after it.
	const fn enter(&mut self, points: i128) -> i128 {
		if points < 0 {
			self.given -= points;
		} else {
			self.received += points;
		}
		self.balance()
	}
}

type Lines = BTreeMap<u64, Line>;

/// What the party has in each scheme at a block. Before there was mileage, nothing.
async fn balances(state: &State, party: &Json) -> Result<BTreeMap<u64, i128>> {
	if !state.metadata.has_question(MILEAGE, "wallet") {
		return Ok(BTreeMap::new());
	}
	let wallets = state
		.ask(MILEAGE, "wallet", &[party.clone(), json!(0)])
		.await?;
	Ok(wallets
		.as_array()
		.into_iter()
		.flatten()
		.map(|wallet| (number_of(&wallet["scheme"]), count(&wallet["balance"])))
		.collect())
}

/// What concerns the party in a block.
async fn found_in(state: State, party: Party) -> Result<Vec<Found>> {
	let events = state
		.stored("System", "Events", &[])
		.await?
		.unwrap_or_default();
	let mut all = Vec::new();
	for (place, record) in events.as_array().into_iter().flatten().enumerate() {
		if record["event"].get(PALLET).is_none() {
			continue;
		}
		let Some(event) = state.metadata.event(&record["event"]) else {
			continue;
		};
		if let Some(changes) = changes(&event.name, &event.data, &party) {
			all.push(Found {
				block: state.number,
				place,
				at: 0,
				event,
				changes,
			});
		}
	}
	if !all.is_empty() {
		let now = state.now().await?;
		for found in &mut all {
			found.at = now;
		}
	}
	Ok(all)
}

/// What concerns the party in the blocks from `first` to `last`, which are read at the same time.
async fn found(desk: &Desk, party: &Party, first: u32, last: u32) -> Result<Vec<Found>> {
	let mut reading = JoinSet::new();
	for state in desk.states(first, last).await? {
		reading.spawn(found_in(state, party.clone()));
	}
	let mut all = Vec::new();
	while let Some(read) = reading.join_next().await {
		all.extend(read.map_err(|error| desk.chain.lost(error))??);
	}
	all.sort_by_key(|found| (found.block, found.place));
	Ok(all)
}

/// `citizen:1001`, as it is typed.
fn typed(party: &Json) -> Option<String> {
	let Party { kind, number } = Party::of(party)?;
	Some(format!("{}:{number}", kind.to_ascii_lowercase()))
}

/// With whom: who was paid, who delivers, who gave or received.
fn counterparty(data: &Json, party: &Party) -> String {
	for field in ["payee", "channel"] {
		if let Some(number) = data[field].as_u64() {
			return format!("agency:{number}");
		}
	}
	["giver", "receiver"]
		.into_iter()
		.filter(|field| !party.is(&data[*field]))
		.find_map(|field| typed(&data[field]))
		.unwrap_or_default()
}

/// The commitment to the paper on which an entry rests.
fn document(data: &Json) -> &str {
	[
		"reference",
		"instruction",
		"reason",
		"decision",
		"grounds",
		"evidence",
	]
	.into_iter()
	.find_map(|field| {
		data[field]
			.as_str()
			.or_else(|| data[field]["Document"].as_str())
	})
	.unwrap_or_default()
}

/// Points with their sign.
fn with_sign(points: i128) -> String {
	let sign = if points < 0 { '-' } else { '+' };
	format!("{sign}{}", money::grouped(points.unsigned_abs()))
}

/// Where entries go.
enum Sink {
	/// Into the answer.
	Kept { entries: Vec<Json>, told: String },
	/// Into a file.
	File(Replacement),
}

/// A statement in the making.
struct Making<'a> {
	output: Output,
	party: &'a Party,
	symbols: BTreeMap<u64, String>,
	lines: Lines,
	entries: usize,
	sink: Sink,
}

impl Making<'_> {
	fn symbol(&self, scheme: u64) -> String {
		self.symbols
			.get(&scheme)
			.cloned()
			.unwrap_or_else(|| scheme.to_string())
	}

	fn add(&mut self, found: Found) -> Result<()> {
		self.entries += 1;
		let changes: Vec<(Change, String, i128)> = found
			.changes
			.iter()
			.map(|change| {
				let line = self.lines.entry(change.scheme).or_default();
				let balance = line.enter(change.points);
				(*change, self.symbol(change.scheme), balance)
			})
			.collect();
		let output = self.output;
		match &mut self.sink {
			Sink::Kept { entries, told } => {
				tell(&found, &changes, output, told);
				entries.push(entry(found, &changes));
			},
			Sink::File(file) => {
				file.add(&rows(&found, &changes, self.party, output))?;
			},
		}
		Ok(())
	}
}

/// An entry for programs.
fn entry(found: Found, changes: &[(Change, String, i128)]) -> Json {
	let changes: Vec<Json> = changes
		.iter()
		.map(|(change, symbol, balance)| {
			json!({
				"scheme": change.scheme,
				"symbol": symbol,
				"points": signed(change.points),
				"balance": signed(*balance),
			})
		})
		.collect();
	json!({
		"block": found.block,
		"event": format!("{}-{}", found.block, found.place),
		"at": found.at,
		"entry": found.event.name,
		"changes": changes,
		"data": found.event.data,
	})
}

/// An entry for people.
fn tell(found: &Found, changes: &[(Change, String, i128)], output: Output, told: &mut String) {
	let meaning = described(&found.event, output);
	let _ = writeln!(
		told,
		"{}  #{}-{}  {meaning}",
		times::show(found.at),
		found.block,
		found.place
	);
	for (change, symbol, balance) in changes {
		let (points, balance) = (
			with_sign(change.points),
			money::grouped(balance.unsigned_abs()),
		);
		let line = text!(
			"  {symbol} {points} · 잔액 {balance}",
			"  {symbol} {points} · balance {balance}"
		);
		let _ = writeln!(told, "{}", output.say(&line));
	}
}

fn described(event: &Event, output: Output) -> &str {
	let meaning = output.say(&event.meaning);
	if meaning.is_empty() {
		&event.name
	} else {
		meaning
	}
}

/// An entry as lines of the CSV file: one for each change, or one without.
fn rows(
	found: &Found,
	changes: &[(Change, String, i128)],
	party: &Party,
	output: Output,
) -> String {
	let data = &found.event.data;
	let before = format!(
		"{},{}-{},{},{}",
		times::show(found.at),
		found.block,
		found.place,
		found.event.name,
		quoted(described(&found.event, output)),
	);
	let after = format!("{},{}", counterparty(data, party), document(data));
	if changes.is_empty() {
		return format!("{before},,,,,{after}\r\n");
	}
	let mut rows = String::new();
	for (change, symbol, balance) in changes {
		let won = change.won.map(money::plain).unwrap_or_default();
		let _ = write!(
			rows,
			"{before},{},{},{balance},{won},{after}\r\n",
			quoted(symbol),
			change.points
		);
	}
	rows
}

impl Statement {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let member = parties::party(&self.party)?;
		let party = Party::of(&member).unwrap_or_default();
		let first = match &self.from {
			Some(from) => desk.block_from(from).await?,
			None => 1,
		};
		let last = match &self.to {
			Some(to) => desk.block_until(to).await?,
			None => desk.state.number,
		};
		if first > last {
			return Err(Failure::input(
				"NoBlocks",
				text!(
					"그 사이에 블록이 없습니다(#{first}부터 #{last}까지).",
					"There is no block between them (from #{first} to #{last})."
				),
			));
		}
		// Both ends first: a node that lacks one of them is told of before the long reading.
		let closing_state = desk.state_of(last).await?;
		let opening = balances(&desk.state_of(first.saturating_sub(1)).await?, &member).await?;
		let closing = balances(&closing_state, &member).await?;
		let symbols = schemes::all(&closing_state)
			.await?
			.into_iter()
			.map(|scheme| (scheme.id, scheme.symbol))
			.collect();
		let sink = match &self.csv {
			None => Sink::Kept {
				entries: Vec::new(),
				told: String::new(),
			},
			Some(path) => {
				let mut file = Replacement::begin(path)?;
				// With the mark by which spreadsheets know that Korean is UTF-8.
				file.add(&format!("\u{feff}{COLUMNS}\r\n"))?;
				Sink::File(file)
			},
		};
		let mut making = Making {
			output: desk.output,
			party: &party,
			symbols,
			lines: opening
				.iter()
				.map(|(scheme, points)| {
					let line = Line {
						opening: *points,
						..Line::default()
					};
					(*scheme, line)
				})
				.collect(),
			entries: 0,
			sink,
		};
		let as_size = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
		let total = last - first + 1;
		let mut next = first;
		while next <= last {
			let end = next.saturating_add(CHUNK - 1).min(last);
			for one in found(&desk, &party, next, end).await? {
				making.add(one)?;
			}
			let (done, count) = (end - first + 1, making.entries);
			let bar = bar(as_size(done), as_size(total));
			desk.output.tick(&text!(
				"{bar} 블록 {total}개 중 {done}개, 내역 {count}건",
				"{bar} {done} of {total} blocks, {count} entries"
			));
			next = end.saturating_add(1);
		}
		desk.output.end_ticks();
		finished(
			making,
			&closing,
			&closing_state,
			member,
			(first, self.csv.as_deref()),
		)
	}
}

/// What the statement comes to, compared with what the wallets have at its end.
fn finished(
	making: Making<'_>,
	closing: &BTreeMap<u64, i128>,
	state: &State,
	member: Json,
	(first, csv): (u32, Option<&Path>),
) -> Result<Report> {
	let output = making.output;
	let mut lines = making.lines.clone();
	for scheme in closing.keys() {
		lines.entry(*scheme).or_default();
	}
	let (last, count, hash) = (state.number, making.entries, format!("{:?}", state.hash));
	let heading = text!(
		"블록 #{first}부터 확정된 블록 #{last} ({hash})까지, 내역 {count}건",
		"From block #{first} to final block #{last} ({hash}), {count} entries"
	);
	let mut told = format!("{}\n", output.say(&heading));
	let mut sums = Vec::new();
	let mut complete = true;
	for (scheme, line) in &lines {
		let symbol = making.symbol(*scheme);
		let there_is = closing.get(scheme).copied().unwrap_or_default();
		let difference = line.balance() - there_is;
		complete &= difference == 0;
		let grouped = |points: i128| money::grouped(points.unsigned_abs());
		let (opening, received, given, balance) = (
			grouped(line.opening),
			grouped(line.received),
			grouped(line.given),
			grouped(there_is),
		);
		let summed = text!(
			"{symbol}: 이월 {opening} + 들어옴 {received} - 나감 {given} = 잔액 {balance}",
			"{symbol}: opening {opening} + in {received} - out {given} = balance {balance}"
		);
		let _ = writeln!(told, "{}", output.say(&summed));
		if difference != 0 {
			let off = with_sign(-difference);
			let line = text!("  설명되지 않음: {off}", "  not explained: {off}");
			let _ = writeln!(told, "{}", output.say(&line));
		}
		sums.push(json!({
			"scheme": scheme,
			"symbol": symbol,
			"opening": signed(line.opening),
			"received": signed(line.received),
			"given": signed(line.given),
			"closing": signed(there_is),
			"difference": signed(difference),
		}));
	}
	let mut answer = Map::from_iter([
		("member".to_owned(), member),
		("from".to_owned(), json!(first)),
		("to".to_owned(), json!(last)),
		("count".to_owned(), json!(count)),
		("balances".to_owned(), sums.into()),
		("complete".to_owned(), json!(complete)),
		("block".to_owned(), state.block()),
	]);
	match making.sink {
		Sink::Kept {
			entries,
			told: listed,
		} => {
			told.push_str(&listed);
			answer.insert("entries".into(), entries.into());
		},
		Sink::File(file) => {
			file.finish()?;
			let file = csv
				.map(|path| path.display().to_string())
				.unwrap_or_default();
			let line = text!("내역을 {file}에 두었습니다.", "The entries are in {file}.");
			let _ = writeln!(told, "{}", output.say(&line));
			answer.insert("csv".into(), json!(file));
		},
	}
	if !complete {
		let line: Text = text!(
			"이 프로그램이 모르는 변동이 있습니다. 프로그램의 버전을 확인하십시오.",
			"There are changes that this program does not know. Is it older than the chain?"
		);
		let _ = writeln!(told, "{}", output.say(&line));
	}
	Ok(Report {
		exit: (!complete).then_some(Kind::No),
		..Report::new(Json::Object(answer), told)
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::language::Language;

	fn citizen(number: u64) -> Json {
		json!({ "Citizen": number })
	}

	fn member() -> Party {
		Party::of(&citizen(1001)).unwrap()
	}

	fn points(name: &str, data: Json) -> Option<Vec<(u64, i128)>> {
		changes(name, &data, &member()).map(|changes| {
			changes
				.iter()
				.map(|change| (change.scheme, change.points))
				.collect()
		})
	}

	#[test]
	fn a_party_is_the_same_however_its_number_is_spelled() {
		assert!(member().is(&json!({"Citizen": "1001"})));
		for other in [
			json!({"Agency": 1001}),
			citizen(1002),
			json!("Citizen"),
			Json::Null,
		] {
			assert!(!member().is(&other), "{other}");
		}
	}

	#[test]
	fn every_event_of_a_wallet_changes_it_by_its_points() {
		let shares = json!([
			{"scheme": 1, "points": 300, "amount": 300_000_000},
			{"scheme": 3, "points": 20, "amount": 20_000_000},
		]);
		let mine = |mut data: Json| {
			data["member"] = citizen(1001);
			data
		};
		for (name, data, expected) in [
			(
				"Credited",
				json!({"scheme": 1, "points": 500, "netted": 100}),
				vec![(1, 400)],
			),
			(
				"AutoConverted",
				json!({"from": 1, "to": 2, "points": 400, "received": 400}),
				vec![(1, -400), (2, 400)],
			),
			(
				"Converted",
				json!({"from": 2, "to": 1, "points": 7, "received": 5, "change": 2}),
				vec![(2, -7), (1, 5)],
			),
			(
				"PointsExpired",
				json!({"scheme": 1, "points": 9}),
				vec![(1, -9)],
			),
			("Paid", json!({"shares": shares}), vec![(1, -300), (3, -20)]),
			(
				"Refunded",
				json!({"scheme": 1, "points": "30"}),
				vec![(1, 30)],
			),
			(
				"RedemptionReserved",
				json!({"shares": shares}),
				vec![(1, -300), (3, -20)],
			),
			("RedemptionSent", json!({"redemption": 0}), vec![]),
			("RedemptionSettled", json!({"shares": shares}), vec![]),
			(
				"RedemptionFailed",
				json!({"shares": shares}),
				vec![(1, 300), (3, 20)],
			),
			(
				"RedemptionCancelled",
				json!({"shares": shares}),
				vec![(1, 300), (3, 20)],
			),
			(
				"ClawedBack",
				json!({"scheme": 1, "points": 5, "debtAdded": 3}),
				vec![(1, -5)],
			),
			(
				"ClawBackReversed",
				json!({"scheme": 1, "points": 5, "debtLifted": 3}),
				vec![(1, 5)],
			),
			("WalletFrozen", json!({"scheme": 1}), vec![]),
			("MemberMoved", json!({}), vec![]),
		] {
			assert_eq!(points(name, data.clone()), None, "{name} of somebody else");
			assert_eq!(points(name, mine(data)), Some(expected), "{name}");
		}
		let refused = json!({"position": 0, "scheme": 1, "reason": "Other"});
		assert_eq!(points("CreditRefused", mine(refused)), None);
	}

	#[test]
	fn a_gift_goes_out_of_one_wallet_and_into_the_other() {
		let gift = |giver, receiver| {
			points(
				"Gifted",
				json!({"scheme": 3, "points": 50, "giver": citizen(giver), "receiver": citizen(receiver)}),
			)
		};
		assert_eq!(gift(1001, 1002), Some(vec![(3, -50)]));
		assert_eq!(gift(1002, 1001), Some(vec![(3, 50)]));
		assert_eq!(gift(1002, 1003), None);
	}

	#[test]
	fn a_line_adds_up() {
		let mut line = Line {
			opening: 100,
			..Line::default()
		};
		assert_eq!(line.enter(50), 150);
		assert_eq!(line.enter(-30), 120);
		assert_eq!((line.received, line.given), (50, 30));
	}

	const ENGLISH: Output = Output {
		language: Language::En,
		json: false,
		quiet: true,
	};

	fn paid() -> (Found, Vec<(Change, String, i128)>) {
		let data = json!({
			"member": citizen(1001), "payee": 18, "amount": 320_500_000, "reference": "0xabcd",
			"shares": [
				{"scheme": 1, "points": 301, "amount": 300_500_000},
				{"scheme": 3, "points": 20, "amount": 20_000_000},
			],
		});
		let found = Found {
			block: 120,
			place: 3,
			at: 1_615_734_000_000,
			changes: changes("Paid", &data, &member()).unwrap(),
			event: Event {
				pallet: PALLET.into(),
				name: "Paid".into(),
				data,
				meaning: Text::new("포인트로 결제되었습니다.", "A member paid, with points."),
			},
		};
		let changes = found
			.changes
			.iter()
			.map(|change| (*change, format!("S{}", change.scheme), 1_000))
			.collect();
		(found, changes)
	}

	#[test]
	fn an_entry_has_a_line_in_the_file_for_each_scheme() {
		let (found, changes) = paid();
		assert_eq!(
			rows(&found, &changes, &member(), ENGLISH),
			"2021-03-15 00:00:00 KST,120-3,Paid,\"A member paid, with points.\",S1,-301,1000,300.5,agency:18,0xabcd\r\n\
			2021-03-15 00:00:00 KST,120-3,Paid,\"A member paid, with points.\",S3,-20,1000,20,agency:18,0xabcd\r\n"
		);
		let columns = COLUMNS.split(',').count();
		let nothing = rows(&found, &[], &member(), ENGLISH).replace("paid, with", "paid with");
		assert_eq!(nothing.split(',').count(), columns);
	}

	#[test]
	fn an_entry_is_told_with_what_is_left() {
		let (found, changes) = paid();
		let mut told = String::new();
		tell(&found, &changes, ENGLISH, &mut told);
		assert_eq!(
			told,
			"2021-03-15 00:00:00 KST  #120-3  A member paid, with points.\n  S1 -301 · balance 1,000\n  S3 -20 · balance 1,000\n"
		);
		let entry = entry(found, &changes);
		assert_eq!(entry["event"], "120-3");
		assert_eq!(entry["changes"][0]["points"], -301);
	}

	#[test]
	fn the_other_party_and_the_paper_of_an_entry_are_found() {
		let gift = json!({"giver": citizen(1001), "receiver": {"Agency": 6}});
		assert_eq!(counterparty(&gift, &member()), "agency:6");
		let got = json!({"giver": citizen(1002), "receiver": citizen(1001)});
		assert_eq!(counterparty(&got, &member()), "citizen:1002");
		assert_eq!(
			counterparty(&json!({"channel": 19}), &member()),
			"agency:19"
		);
		assert_eq!(counterparty(&json!({"scheme": 1}), &member()), "");
		assert_eq!(document(&json!({"evidence": {"Document": "0x01"}})), "0x01");
		assert_eq!(document(&json!({"evidence": {"Participation": 7}})), "");
		assert_eq!(document(&json!({"reason": "0x02"})), "0x02");
	}
}
