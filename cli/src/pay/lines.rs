// SPDX-License-Identifier: Apache-2.0

//! What a claim says: quantities done, and who is paid how much of them. All of it is added up here before
//! anything is sent.

use super::api::{self, amount, id};
use crate::{
	error::{text, Failure, Result},
	keys, money, parties,
	plan::chain_name,
	table::{self, Column, Others, Row},
};
use pallet_escrow_payments::MAX_LINES;
use serde_json::{json, Value as Json};
use std::{collections::BTreeMap, path::Path};

const LINES: [Column; 7] = [
	Column::needed("payee", "수취인"),
	Column::optional("under", "하도급"),
	Column::needed("kind", "구분"),
	Column::needed("amount", "금액"),
	Column::optional("report", "기성"),
	Column::optional("root", "뿌리"),
	Column::optional("workers", "인원"),
];
const QUANTITIES: [Column; 2] = [
	Column::needed("item", "항목"),
	Column::needed("units", "물량"),
];
/// Millionths in a won.
const WON: u128 = 1_000_000;

/// A payee with its part of a claim.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
	/// Where it stands in the file.
	pub row: usize,
	pub payee: Json,
	/// The subcontract under which it is paid; nothing for the prime contract.
	pub under: Option<u64>,
	pub kind: Json,
	pub amount: u128,
}

impl Line {
	/// As the chain takes it.
	pub fn json(&self) -> Json {
		let under = match self.under {
			Some(number) => json!({ "Subcontract": number }),
			None => json!("Prime"),
		};
		json!({
			"payee": self.payee,
			"under": under,
			"kind": self.kind,
			"amount": self.amount.to_string(),
		})
	}
}

fn number<T: std::str::FromStr>(typed: &str, ko: &str, en: &str) -> Result<T> {
	typed.replace(',', "").parse().map_err(|_| {
		Failure::input(
			"NumberUnreadable",
			text!(
				"{ko} {typed}은(는) 번호가 아닙니다",
				"{typed} is no number of {en}"
			),
		)
	})
}

/// Whole won.
pub fn whole_won(typed: &str) -> Result<u128> {
	let millionths = money::parse(typed)?;
	if millionths % WON != 0 {
		return Err(Failure::input(
			"NotWholeWon",
			text!(
				"금액 {typed}은(는) 원 단위가 아닙니다",
				"{typed} is no whole number of won"
			),
		));
	}
	Ok(millionths)
}

/// The public key of a merchant that is not admitted yet: its wallet's address, or the key itself.
pub fn claim_key(typed: &str) -> Result<String> {
	keys::parse_account(typed)
		.map(|account| format!("0x{}", hex::encode(<[u8; 32]>::from(account))))
		.map_err(|_| {
			Failure::input(
				"ClaimKeyUnreadable",
				text!(
					"{typed}은(는) 공개 키가 아닙니다. 지갑 주소 또는 0x와 16진수 64자리로 쓰십시오",
					"{typed} is no public key: write the wallet's address, or 0x and 64 hexadecimal digits"
				),
			)
		})
}

/// `agency:24`, `citizen:1001`, or `key:…` for a merchant that is not admitted yet.
fn payee(typed: &str) -> Result<Json> {
	match typed.split_once(':') {
		Some(("key" | "키", key)) => Ok(json!({ "Key": claim_key(key.trim())? })),
		_ => Ok(json!({ "Party": parties::party(typed)? })),
	}
}

fn unexpected(column: &str, kind: &str) -> Failure {
	Failure::input(
		"ColumnUnexpected",
		text!(
			"{kind} 줄에는 {column} 칸을 쓰지 않습니다",
			"{column} says nothing in a line of {kind}"
		),
	)
}

fn line(row: &Row) -> Result<Line> {
	let under = match row.get("under") {
		None | Some("prime" | "원도급") => None,
		Some(typed) => Some(number(typed, "하도급", "a subcontract")?),
	};
	let typed = row.needed("kind")?;
	let (kind, not_for) = match typed.to_ascii_lowercase().as_str() {
		"work" | "하도급대금" | "기성" => {
			let report: Option<u32> = row
				.get("report")
				.map(|typed| number(typed, "기성", "a report"))
				.transpose()?;
			(
				json!({"Work": {"report": report}}),
				&["root", "workers"][..],
			)
		},
		"purchase" | "구매" | "자재" | "장비" => {
			(json!("Purchase"), &["report", "root", "workers"][..])
		},
		"wages" | "labour" | "노무비" => {
			let root = row.needed("root")?;
			let root = parties::hexadecimal(root, 32).ok_or_else(|| {
				Failure::input(
					"RootUnreadable",
					text!(
						"뿌리 {root}은(는) 0x와 16진수 64자리가 아닙니다",
						"{root} is no root: it is 0x and 64 hexadecimal digits"
					),
				)
			})?;
			let workers: u32 = number(row.needed("workers")?, "인원", "workers")?;
			(
				json!({"Labour": {"root": root, "workers": workers}}),
				&["report"][..],
			)
		},
		_ => {
			return Err(Failure::input(
				"KindUnknown",
				text!(
					"구분 {typed}이(가) 없습니다. work, purchase, wages 가운데 하나로 쓰십시오",
					"there is no kind {typed}. Write work, purchase or wages"
				),
			))
		},
	};
	if let Some(column) = not_for.iter().find(|column| row.get(column).is_some()) {
		return Err(unexpected(column, typed));
	}
	let amount = whole_won(row.needed("amount")?)?;
	if amount == 0 {
		return Err(Failure::input(
			"LineTooSmall",
			text!("금액이 0원입니다", "the amount is zero"),
		));
	}
	Ok(Line {
		row: row.line,
		payee: payee(row.needed("payee")?)?,
		under,
		kind,
		amount,
	})
}

/// The lines of a file.
pub fn read(path: &Path) -> Result<Vec<Line>> {
	let table = table::read(path, &LINES, Others::Refused)?;
	let most = usize::try_from(MAX_LINES).unwrap_or(usize::MAX);
	if table.rows.len() > most {
		let count = table.rows.len();
		return Err(Failure::input(
			"TooManyLines",
			text!(
				"한 청구에는 명세를 {most}줄까지 둘 수 있습니다(지금 {count}줄). 두 번에 나누어 청구하십시오.",
				"A claim has at most {most} lines, this one {count}. Make two claims of it."
			),
		));
	}
	table
		.rows
		.iter()
		.map(|row| line(row).map_err(|cause| table::placed(path, row.line, cause)))
		.collect()
}

/// Units of items, in order of the items.
pub type Quantities = BTreeMap<u16, u64>;

fn add(quantities: &mut Quantities, item: &str, units: &str) -> Result<()> {
	let item: u16 = number(item, "항목", "an item")?;
	let units: u64 = number(units, "물량", "units")?;
	if units == 0 {
		return Err(Failure::input(
			"NoUnits",
			text!("항목 {item}의 물량이 0입니다", "item {item} has zero units"),
		));
	}
	if quantities.insert(item, units).is_some() {
		return Err(Failure::input(
			"QuantityTwice",
			text!(
				"항목 {item}이(가) 두 번 있습니다",
				"item {item} is there twice"
			),
		));
	}
	Ok(())
}

/// Quantities from a file, and those that are typed as `ITEM:UNITS`.
pub fn quantities(file: Option<&Path>, typed: &[String]) -> Result<Quantities> {
	let mut all = Quantities::new();
	if let Some(path) = file {
		for row in table::read(path, &QUANTITIES, Others::Refused)?.rows {
			let added = row
				.needed("item")
				.and_then(|item| add(&mut all, item, row.needed("units")?));
			added.map_err(|cause| table::placed(path, row.line, cause))?;
		}
	}
	for pair in typed {
		let (item, units) = pair.split_once(':').ok_or_else(|| {
			Failure::input(
				"QuantityUnreadable",
				text!(
					"물량 {pair}을(를) 읽을 수 없습니다(예: 0:12, 항목 0을 12만큼).",
					"{pair} is no quantity: write 0:12 for 12 units of item 0."
				),
			)
		})?;
		add(&mut all, item.trim(), units.trim())?;
	}
	Ok(all)
}

/// Quantities as the chain takes them.
pub fn quantities_json(quantities: &Quantities) -> Json {
	quantities
		.iter()
		.map(|(item, units)| json!({"item": item, "units": units.to_string()}))
		.collect()
}

/// For what is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimKind {
	/// With its amount.
	Advance(u128),
	Progress,
	Completion,
	Settlement,
}

impl ClaimKind {
	pub fn parse(typed: &str, advance: Option<&str>) -> Result<Self> {
		let kind = match (chain_name(typed).as_str(), advance) {
			("Advance" | "선금", Some(typed)) => Self::Advance(whole_won(typed)?),
			("Advance" | "선금", None) => {
				return Err(Failure::input(
					"AmountMissing",
					text!(
						"선금은 --amount로 금액을 쓰십시오.",
						"Say how much the advance is with --amount."
					),
				))
			},
			("Progress" | "기성", None) => Self::Progress,
			("Completion" | "준공", None) => Self::Completion,
			("Settlement" | "정산", None) => Self::Settlement,
			(_, Some(_)) => {
				return Err(Failure::input(
					"AmountUnexpected",
					text!(
						"--amount는 선금에만 씁니다. 다른 청구의 금액은 물량에서 나옵니다.",
						"--amount is for an advance. What other claims are worth follows from their quantities."
					),
				))
			},
			(_, None) => {
				return Err(Failure::input(
					"KindUnknown",
					text!(
						"청구 종류 {typed}이(가) 없습니다: advance, progress, completion, settlement.",
						"There is no kind of claim {typed}: advance, progress, completion, settlement."
					),
				))
			},
		};
		Ok(kind)
	}

	pub fn json(self) -> Json {
		match self {
			Self::Advance(amount) => json!({"Advance": {"amount": amount.to_string()}}),
			Self::Progress => json!("Progress"),
			Self::Completion => json!("Completion"),
			Self::Settlement => json!("Settlement"),
		}
	}
}

/// What a claim comes to.
#[derive(Debug, PartialEq, Eq)]
pub struct Sums {
	/// Value of the quantities, or the advance.
	pub gross: u128,
	/// Offset against the advance, by the contract as it stands.
	pub offset: u128,
	/// Sum of the lines.
	pub named: u128,
	/// What is left for the members, before damages for delay.
	pub rest: u128,
}

/// Whether a claim is new, or replaces an earlier one whose quantities and lines come back first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Round {
	First,
	Again,
}

/// What quantities are worth by a contract's schedule. Of a new claim, no more than is left.
fn value(schedule: &Json, quantities: &Quantities, round: Round) -> Result<u128> {
	let mut sum: u128 = 0;
	for (item, units) in quantities {
		let known = &schedule["items"][usize::from(*item)];
		if known.is_null() {
			let count = schedule["items"].as_array().map_or(0, Vec::len);
			return Err(Failure::input(
				"UnknownItem",
				text!(
					"내역에 항목 {item}이(가) 없습니다. 항목은 0번부터 {count}개입니다.",
					"The schedule has no item {item}: it has {count} items, from number 0."
				),
			));
		}
		let left = amount(&known["quantity"]).saturating_sub(amount(&known["claimed"]));
		if round == Round::First && u128::from(*units) > left {
			return Err(Failure::input(
				"QuantityClaimed",
				text!(
					"항목 {item}은(는) {left}만큼 남아 있어 {units}을(를) 청구할 수 없습니다.",
					"Of item {item} only {left} units are left, and {units} are claimed."
				),
			));
		}
		sum = amount(&known["unitPrice"])
			.checked_mul((*units).into())
			.and_then(|value| sum.checked_add(value))
			.ok_or_else(|| {
				Failure::input(
					"AmountUnreadable",
					text!("금액이 너무 큽니다.", "The amount is too large."),
				)
			})?;
	}
	Ok(sum)
}

/// The offset against the advance as the chain reckons it: pro rata, in whole won; the last claim takes what is
/// left.
fn offset(contract: &Json, kind: ClaimKind, gross: u128) -> u128 {
	let [paid, taken] = ["paid", "offset"].map(|field| amount(&contract["advance"][field]));
	let (all, before) = (amount(&contract["amount"]), amount(&contract["gross"]));
	let after = before.saturating_add(gross);
	let worked_off = match kind {
		ClaimKind::Advance(_) => return 0,
		ClaimKind::Progress if after < all => {
			let part = (paid / WON).saturating_mul(after / WON) / (all / WON).max(1);
			part.saturating_mul(WON)
		},
		_ => paid,
	};
	worked_off.saturating_sub(taken).min(gross)
}

/// The subcontract under which a line stands.
fn subcontract<'a>(tree: &'a [(u64, Json)], number: u64, line: &Line) -> Result<&'a Json> {
	tree.iter()
		.find(|(known, _)| *known == number)
		.map(|(_, subcontract)| subcontract)
		.ok_or_else(|| {
			let row = line.row;
			Failure::input(
				"SubcontractNotFound",
				text!(
					"{row}번째 줄: 이 계약에는 하도급 {number}이(가) 없습니다.",
					"Line {row} of the file: this contract has no subcontract {number}."
				),
			)
		})
}

/// Refuse lines under a subcontract that exceed what is left of it or of those above it.
fn ensure_room(tree: &[(u64, Json)], lines: &[Line]) -> Result<()> {
	let mut charged: BTreeMap<u64, (u128, u128)> = BTreeMap::new();
	for line in lines {
		let mut next = line.under;
		while let Some(number) = next {
			let known = subcontract(tree, number, line)?;
			let left = amount(&known["amount"]).saturating_sub(amount(&known["charged"]));
			let (sum, _) = charged.entry(number).or_insert((0, left));
			*sum += line.amount;
			let above = &known["parent"];
			next = (!above.is_null()).then(|| id(above));
		}
	}
	for (number, (sum, left)) in charged {
		if sum > left {
			let (sum, left) = (money::show(sum), money::show(left));
			return Err(Failure::input(
				"BeyondSubcontract",
				text!(
					"하도급 {number}에 {left}원이 남아 있으나 그 아래 명세는 {sum}원입니다.",
					"Of subcontract {number} {left} won are left, and the lines under it add up to {sum} won."
				),
			));
		}
	}
	Ok(())
}

/// Refuse work that is paid to somebody else than the subcontract's contractor.
fn ensure_contractors(tree: &[(u64, Json)], lines: &[Line]) -> Result<()> {
	for line in lines {
		if api::name(&line.kind) != "Work" {
			continue;
		}
		let (row, paid) = (line.row, api::typed(&line.payee));
		let Some(number) = line.under else {
			return Err(Failure::input(
				"InvalidLine",
				text!(
					"{row}번째 줄: 하도급 대금에는 하도급 번호가 필요합니다.",
					"Line {row} of the file: work needs the number of its subcontract."
				),
			));
		};
		let contractor = api::typed(&subcontract(tree, number, line)?["contractor"]);
		if paid != contractor {
			return Err(Failure::input(
				"InvalidLine",
				text!(
					"{row}번째 줄: 하도급 {number}의 하수급인은 {contractor}이며 {paid}이(가) 아닙니다.",
					"Line {row} of the file: the contractor of subcontract {number} is {contractor}, not {paid}."
				),
			));
		}
	}
	Ok(())
}

/// Add up a claim against the contract as it stands, and refuse what the chain would refuse.
pub fn check(
	info: &Json,
	tree: &[(u64, Json)],
	kind: ClaimKind,
	quantities: &Quantities,
	lines: &[Line],
	(round, total): (Round, Option<u128>),
) -> Result<Sums> {
	let contract = &info["contract"];
	let gross = match kind {
		ClaimKind::Advance(_) if !quantities.is_empty() => {
			return Err(Failure::input(
				"QuantitiesNotAllowed",
				text!(
					"선금 청구에는 물량을 쓰지 않습니다.",
					"An advance names no quantities."
				),
			))
		},
		ClaimKind::Advance(amount) => amount,
		ClaimKind::Progress if quantities.is_empty() => {
			return Err(Failure::input(
				"EmptyClaim",
				text!(
					"--quantities 또는 --units로 물량을 쓰십시오.",
					"Say what was done with --quantities or --units."
				),
			))
		},
		_ => value(&info["schedule"], quantities, round)?,
	};
	if let Some(total) = total.filter(|total| *total != gross) {
		let (gross, total) = (money::show(gross), money::show(total));
		return Err(Failure::input(
			"TotalMismatch",
			text!(
				"물량의 금액은 {gross}원이나 --total은 {total}원입니다.",
				"The quantities are worth {gross} won, and --total says {total} won."
			),
		));
	}
	ensure_contractors(tree, lines)?;
	if round == Round::First {
		ensure_room(tree, lines)?;
	}
	let offset = offset(contract, kind, gross);
	let named: u128 = lines.iter().map(|line| line.amount).sum();
	let net = gross.saturating_sub(offset);
	let Some(rest) = net.checked_sub(named) else {
		let (named, net, over) = (
			money::show(named),
			money::show(net),
			money::show(named.saturating_sub(net)),
		);
		return Err(Failure::input(
			"LinesExceedValue",
			text!(
				"명세의 합 {named}원이 지급액 {net}원보다 {over}원 많습니다.",
				"The lines add up to {named} won, {over} won more than the {net} won that are paid."
			),
		));
	};
	Ok(Sums {
		gross,
		offset,
		named,
		rest,
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{files::tests::Folder, pay::contract::tests::sample};

	fn lines(content: &str) -> Result<Vec<Line>> {
		let folder = Folder::new();
		read(&folder.file("lines.csv", content))
	}

	fn units(pairs: &[&str]) -> Result<Quantities> {
		let typed: Vec<String> = pairs.iter().map(ToString::to_string).collect();
		quantities(None, &typed)
	}

	fn sums(kind: ClaimKind, pairs: &[&str], csv: &str, total: Option<u128>) -> Result<Sums> {
		let whole = sample();
		let lines = if csv.is_empty() {
			Vec::new()
		} else {
			lines(csv)?
		};
		check(
			&whole.info,
			&whole.tree,
			kind,
			&units(pairs)?,
			&lines,
			(Round::First, total),
		)
	}

	#[test]
	fn lines_are_work_purchases_and_wages() {
		let root = format!("0x{}", "ab".repeat(32));
		let key = format!("0x{}", "cd".repeat(32));
		let content = format!(
			"payee,under,kind,amount,report,root,workers\n\
			agency:24,0,work,\"20,000\",3,,\n\
			key:{key},1,purchase,\"1,500\",,,\n\
			agency:27,,wages,5000,,{root},10\n"
		);
		let lines: Vec<Json> = lines(&content).unwrap().iter().map(Line::json).collect();
		assert_eq!(
			lines,
			[
				json!({"payee": {"Party": {"Agency": 24}}, "under": {"Subcontract": 0},
					"kind": {"Work": {"report": 3}}, "amount": "20000000000"}),
				json!({"payee": {"Key": key}, "under": {"Subcontract": 1}, "kind": "Purchase",
					"amount": "1500000000"}),
				json!({"payee": {"Party": {"Agency": 27}}, "under": "Prime",
					"kind": {"Labour": {"root": root, "workers": 10}}, "amount": "5000000000"}),
			]
		);
		let korean = "수취인,하도급,구분,금액\nagency:24,0,기성,1000\nagency:30,원도급,자재,500\n";
		assert_eq!(super::tests::lines(korean).unwrap().len(), 2);
	}

	#[test]
	fn a_line_that_cannot_be_is_refused_with_its_place() {
		for (row, code) in [
			("24,0,work,1000,,,", "PartyUnreadable"),
			("agency:24,x,work,1000,,,", "NumberUnreadable"),
			("agency:24,0,gift,1000,,,", "KindUnknown"),
			("agency:24,0,work,0,,,", "LineTooSmall"),
			("agency:24,0,work,0.5,,,", "NotWholeWon"),
			("agency:24,0,work,\"1,5\",,,", "AmountUnreadable"),
			("agency:24,0,work,,,,", "FieldEmpty"),
			("agency:27,,wages,5,,0x12,3", "RootUnreadable"),
			("agency:30,,purchase,5,1,,", "ColumnUnexpected"),
			("key:0x12,,purchase,5,,,", "ClaimKeyUnreadable"),
		] {
			let failure = lines(&format!(
				"payee,under,kind,amount,report,root,workers\n{row}\n"
			))
			.unwrap_err();
			assert_eq!(failure.code, code, "{row}");
			assert!(failure.text.en.contains("line 2"), "{}", failure.text.en);
			assert!(failure.text.en.contains("Nothing was sent"));
		}
	}

	#[test]
	fn quantities_stand_in_order_of_their_items() {
		let folder = Folder::new();
		let file = folder.file("q.csv", "item,units\n3,\"1,200\"\n0,5\n");
		let all = quantities(Some(&file), &["1:7".into()]).unwrap();
		assert_eq!(
			quantities_json(&all),
			json!([{"item": 0, "units": "5"}, {"item": 1, "units": "7"}, {"item": 3, "units": "1200"}])
		);
		for (typed, code) in [
			("1", "QuantityUnreadable"),
			("x:1", "NumberUnreadable"),
			("1:-1", "NumberUnreadable"),
			("1:0", "NoUnits"),
		] {
			assert_eq!(units(&[typed]).unwrap_err().code, code, "{typed}");
		}
		assert_eq!(units(&["1:1", "1:2"]).unwrap_err().code, "QuantityTwice");
	}

	#[test]
	fn a_claim_is_added_up_before_it_is_sent() {
		let csv = "payee,under,kind,amount\nagency:24,0,work,20000\n";
		assert_eq!(
			sums(ClaimKind::Progress, &["0:3"], csv, Some(30_000 * WON)).unwrap(),
			Sums {
				gross: 30_000 * WON,
				offset: 0,
				named: 20_000 * WON,
				rest: 10_000 * WON
			}
		);
		for (pairs, csv, total, code, word) in [
			(&["0:6"][..], csv, None, "QuantityClaimed", "only 5"),
			(&["1:1"], csv, None, "UnknownItem", "1 items"),
			(&[], csv, None, "EmptyClaim", "--units"),
			(&["0:3"], csv, Some(1), "TotalMismatch", "30,000"),
			(&["0:1"], csv, None, "LinesExceedValue", "10,000 won more"),
			(
				&["0:5"],
				"payee,under,kind,amount\nagency:24,0,work,30001\n",
				None,
				"BeyondSubcontract",
				"30,000 won are left",
			),
			(
				&["0:5"],
				"payee,under,kind,amount\nagency:30,9,purchase,1\n",
				None,
				"SubcontractNotFound",
				"9",
			),
			(
				&["0:5"],
				"payee,under,kind,amount\nagency:30,9,work,1\n",
				None,
				"SubcontractNotFound",
				"9",
			),
			(
				&["0:5"],
				"payee,under,kind,amount\nagency:30,0,work,1\n",
				None,
				"InvalidLine",
				"agency:24",
			),
			(
				&["0:5"],
				"payee,kind,amount\nagency:30,work,1\n",
				None,
				"InvalidLine",
				"needs",
			),
		] {
			let failure = sums(ClaimKind::Progress, pairs, csv, total).unwrap_err();
			assert_eq!(failure.code, code);
			assert!(failure.text.en.contains(word), "{}", failure.text.en);
		}
	}

	#[test]
	fn what_was_paid_in_advance_is_offset_as_the_chain_does_it() {
		let contract = json!({"amount": (100_000 * WON).to_string(), "gross": (40_000 * WON).to_string(),
			"advance": {"paid": (50_000 * WON).to_string(), "offset": (20_000 * WON).to_string()}});
		assert_eq!(
			offset(&contract, ClaimKind::Progress, 10_000 * WON),
			5_000 * WON
		);
		// In whole won.
		assert_eq!(
			offset(&contract, ClaimKind::Progress, 10_001 * WON),
			5_000 * WON
		);
		// The last claim takes what is left.
		assert_eq!(
			offset(&contract, ClaimKind::Completion, 60_000 * WON),
			30_000 * WON
		);
		assert_eq!(
			offset(&contract, ClaimKind::Progress, 60_000 * WON),
			30_000 * WON
		);
		assert_eq!(
			offset(&contract, ClaimKind::Settlement, 2_000 * WON),
			2_000 * WON
		);
		assert_eq!(offset(&contract, ClaimKind::Advance(5), 5), 0);
	}

	#[test]
	fn kinds_of_claims_have_what_they_need() {
		let parse = |kind: &str, amount: Option<&str>| ClaimKind::parse(kind, amount);
		assert_eq!(
			parse("advance", Some("1,000")).unwrap(),
			ClaimKind::Advance(1_000 * WON)
		);
		assert_eq!(parse("기성", None).unwrap(), ClaimKind::Progress);
		assert_eq!(parse("advance", None).unwrap_err().code, "AmountMissing");
		assert_eq!(
			parse("progress", Some("1")).unwrap_err().code,
			"AmountUnexpected"
		);
		assert_eq!(parse("gift", None).unwrap_err().code, "KindUnknown");
		assert_eq!(
			sums(ClaimKind::Advance(1), &["0:1"], "", None)
				.unwrap_err()
				.code,
			"QuantitiesNotAllowed"
		);
	}
}
