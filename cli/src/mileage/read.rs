// SPDX-License-Identifier: Apache-2.0

//! Commands that read: schemes, wallets, claims, redemptions, and the books.

use super::{
	schemes::{self, Scheme},
	MILEAGE,
};
use crate::{
	blocks::At,
	desk::Desk,
	error::{text, Failure, Kind, Result},
	money,
	output::{Output, Report},
	parties,
	scale::{count, signed},
};
use clap::Args;
use serde_json::{json, Map, Value as Json};
use std::fmt::Write as _;

/// 제도 목록
#[derive(Debug, Args)]
pub struct Schemes {
	#[command(flatten)]
	at: At,
}

impl Schemes {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let desk = self.at.desk(desk).await?;
		let mut listed = Vec::new();
		for scheme in schemes::all(&desk.state).await? {
			let in_force = desk.state.ask(MILEAGE, "rule", &[json!(scheme.id)]).await?;
			let mut entry = scheme.entry;
			entry.insert("symbol".into(), json!(scheme.symbol));
			entry.insert("name".into(), json!(scheme.name));
			entry.insert("inForce".into(), in_force);
			listed.push(Json::Object(entry));
		}
		desk.report(Map::from_iter([("schemes".to_owned(), listed.into())]))
			.await
	}
}

/// 지갑 조회
#[derive(Debug, Args)]
pub struct Wallet {
	/// 회원: citizen:번호 또는 agency:번호 · Member
	#[arg(value_name = "PARTY")]
	party: String,
	/// 소멸 예정으로 볼 날수 · Points that are due within so many days are shown as expiring
	#[arg(long, default_value_t = 60)]
	days: u32,
	#[command(flatten)]
	at: At,
}

impl Wallet {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let party = parties::party(&self.party)?;
		let desk = self.at.desk(desk).await?;
		let wallets = desk
			.state
			.ask(MILEAGE, "wallet", &[party.clone(), json!(self.days)])
			.await?;
		let schemes = schemes::all(&desk.state).await?;
		let mut total = 0;
		let mut listed = Vec::new();
		for wallet in wallets.as_array().into_iter().flatten() {
			total += count(&wallet["value"]);
			listed.push(with_names(wallet, &schemes));
		}
		let answer = Map::from_iter([
			("member".to_owned(), party),
			("expiringWithinDays".to_owned(), json!(self.days)),
			("total".to_owned(), signed(total)),
			("wallets".to_owned(), listed.into()),
		]);
		desk.report(answer).await
	}
}

/// With the scheme's symbol and name.
fn with_names(entry: &Json, schemes: &[Scheme]) -> Json {
	let mut entry = entry.clone();
	let found = schemes
		.iter()
		.find(|scheme| entry["scheme"] == json!(scheme.id));
	if let (Some(scheme), Json::Object(fields)) = (found, &mut entry) {
		fields.insert("symbol".into(), json!(scheme.symbol));
		fields.insert("name".into(), json!(scheme.name));
	}
	entry
}

/// 정산 예정액
#[derive(Debug, Args)]
pub struct Claims {
	/// 받을 기관의 번호 · Agency number of who is owed
	#[arg(value_name = "AGENCY")]
	payee: u32,
	#[command(flatten)]
	at: At,
}

impl Claims {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let desk = self.at.desk(desk).await?;
		let claims = desk
			.state
			.ask(MILEAGE, "open_claims", &[json!(self.payee)])
			.await?;
		let schemes = schemes::all(&desk.state).await?;
		let mut total = 0;
		let mut listed = Vec::new();
		for claim in claims.as_array().into_iter().flatten() {
			total += count(&claim["amount"]);
			listed.push(with_names(claim, &schemes));
		}
		let answer = Map::from_iter([
			("payee".to_owned(), json!(self.payee)),
			("total".to_owned(), signed(total)),
			("claims".to_owned(), listed.into()),
		]);
		desk.report(answer).await
	}
}

/// 전환 신청 조회
#[derive(Debug, Args)]
pub struct Redemption {
	/// 전환 신청 번호 · The redemption's number
	redemption: u64,
}

impl Redemption {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let number = self.redemption;
		let found = desk
			.state
			.ask(MILEAGE, "redemption", &[json!(number.to_string())])
			.await?;
		let Json::Object(mut answer) = found else {
			return Err(Failure::no(
				"RedemptionNotFound",
				text!(
					"{number}번 전환 신청이 없습니다. 완료, 실패 또는 취소되었을 수 있습니다.",
					"There is no redemption {number}. It may be settled, failed or cancelled."
				),
			));
		};
		answer.insert("redemption".into(), json!(number));
		desk.report(answer).await
	}
}

/// 대사
#[derive(Debug, Args)]
pub struct Reconcile {
	/// 이 제도만: 번호 또는 기호 · This scheme only, by its number or symbol
	#[arg(long)]
	scheme: Option<String>,
	#[command(flatten)]
	at: At,
}

/// What comes into a scheme, and where it is: fields of the chain, Korean, English.
const IN: [(&str, &str, &str); 2] = [
	("issued", "적립", "issued"),
	("convertedIn", "전환 유입", "converted in"),
];
const OUT: [(&str, &str, &str); 6] = [
	("live", "잔여", "live"),
	("reserved", "전환 대기", "reserved"),
	("spent", "사용", "spent"),
	("convertedOut", "전환 유출", "converted out"),
	("expired", "소멸", "expired"),
	("clawedBack", "환수", "clawed back"),
];

/// The books of a scheme, computed anew from what the chain states.
struct Books {
	/// Points that came in and are not accounted for.
	points: i128,
	/// Points that wallets show and the books do not have.
	supply: i128,
	/// Millionths of a won that may have to be paid and are not held.
	unbacked: i128,
}

impl Books {
	fn of(stated: &Json) -> Self {
		let sum = |fields: &[(&str, &str, &str)]| -> i128 {
			fields
				.iter()
				.map(|(name, _, _)| count(&stated[*name]))
				.sum()
		};
		Self {
			points: sum(&IN) - sum(&OUT),
			supply: count(&stated["supply"]) - count(&stated["live"]),
			unbacked: (count(&stated["liability"]) - count(&stated["funded"])).max(0),
		}
	}

	const fn balance(&self) -> bool {
		self.points == 0 && self.supply == 0 && self.unbacked == 0
	}
}

fn won(millionths: &Json) -> String {
	money::show(u128::try_from(count(millionths)).unwrap_or_default())
}

fn points(number: i128) -> String {
	let shown = money::grouped(number.unsigned_abs());
	if number < 0 {
		format!("-{shown}")
	} else {
		shown
	}
}

/// The books of a scheme for people.
fn told(stated: &Json, books: &Books, output: Output) -> String {
	let part = |fields: &[(&str, &str, &str)]| {
		fields
			.iter()
			.map(|(name, ko, en)| {
				let number = points(count(&stated[*name]));
				let named = text!("{ko} {number}", "{en} {number}");
				output.say(&named).to_owned()
			})
			.collect::<Vec<_>>()
			.join(" + ")
	};
	let symbol = stated["symbol"].as_str().unwrap_or_default();
	let name = stated["name"].as_str().unwrap_or_default();
	let (came, is) = (part(&IN), part(&OUT));
	let (off, supply, in_wallets) = (
		points(books.points),
		points(books.supply),
		points(count(&stated["supply"])),
	);
	let (funded, liability, owed, free) = (
		won(&stated["funded"]),
		won(&stated["liability"]),
		won(&stated["owed"]),
		won(&stated["free"]),
	);
	let unbacked = won(&signed(books.unbacked));
	let mut lines = format!("{symbol} · {name}\n");
	for line in [
		text!(
			"  {came} = {is} · 차이 {off}",
			"  {came} = {is} · difference {off}"
		),
		text!(
			"  지갑에 보이는 포인트 {in_wallets} · 잔여와의 차이 {supply}",
			"  shown in wallets {in_wallets} · difference to live {supply}"
		),
		text!(
			"  예치 {funded}원, 채무 {liability}원(정산 예정 {owed}원), 여유 {free}원 · 부족 {unbacked}원",
			"  held {funded} won, liability {liability} won (owed {owed} won), free {free} won · lacking {unbacked} won"
		),
	] {
		let _ = writeln!(lines, "{}", output.say(&line));
	}
	lines
}

impl Reconcile {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let desk = self.at.desk(desk).await?;
		let stated = match &self.scheme {
			None => desk.state.ask(MILEAGE, "reconcile_all", &[]).await?,
			Some(typed) => {
				let number = schemes::number(&desk.state, typed).await?;
				let one = desk
					.state
					.ask(MILEAGE, "reconcile", std::slice::from_ref(&number))
					.await?;
				if one.is_null() {
					return Err(Failure::no(
						"SchemeNotFound",
						text!(
							"{number}번 제도가 없습니다.",
							"There is no scheme {number}."
						),
					));
				}
				json!([one])
			},
		};
		let schemes = schemes::all(&desk.state).await?;
		let output = desk.output;
		let (number, hash) = (desk.state.number, format!("{:?}", desk.state.hash));
		let heading = text!(
			"확정된 블록 #{number} ({hash}) 기준",
			"As of final block #{number} ({hash})"
		);
		let mut shown = format!("{}\n", output.say(&heading));
		let mut balanced = true;
		let mut listed = Vec::new();
		for entry in stated.as_array().into_iter().flatten() {
			let mut entry = with_names(entry, &schemes);
			let books = Books::of(&entry);
			shown.push_str(&told(&entry, &books, output));
			balanced &= books.balance();
			entry["pointsDifference"] = signed(books.points);
			entry["supplyDifference"] = signed(books.supply);
			entry["unbacked"] = signed(books.unbacked);
			entry["balanced"] = json!(books.balance());
			listed.push(entry);
		}
		let verdict = if balanced {
			text!(
				"모든 제도의 장부가 포인트까지 맞습니다.",
				"The books of every scheme balance to the point."
			)
		} else {
			text!(
				"장부가 맞지 않습니다. 체인 관리자에게 알리십시오.",
				"The books do not balance. Tell those who maintain the chain."
			)
		};
		let _ = writeln!(shown, "{}", output.say(&verdict));
		Ok(Report {
			exit: (!balanced).then_some(Kind::No),
			..Report::new(
				json!({
					"balanced": balanced,
					"schemes": listed,
					"block": desk.state.block(),
				}),
				shown,
			)
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::language::Language;

	fn stated() -> Json {
		json!({
			"scheme": 1, "symbol": "ECO", "name": "에코마일리지 Eco Mileage",
			"issued": 110_000, "convertedIn": 500, "live": 60_000, "reserved": 10_000, "spent": 30_000,
			"convertedOut": 500, "expired": 9_000, "clawedBack": 1_000, "supply": 60_000,
			"funded": "200000000000", "liability": "100000000000", "owed": "30000000000", "free": "100000000000",
			"difference": 0,
		})
	}

	#[test]
	fn books_that_balance_say_so_in_both_languages() {
		let books = Books::of(&stated());
		assert!(books.balance());
		let output = |language| Output {
			language,
			json: false,
			quiet: true,
		};
		let english = told(&stated(), &books, output(Language::En));
		for part in [
			"issued 110,000 + converted in 500 = live 60,000 + reserved 10,000 + spent 30,000",
			"difference 0",
			"held 200,000 won, liability 100,000 won (owed 30,000 won), free 100,000 won · lacking 0 won",
		] {
			assert!(english.contains(part), "{english}");
		}
		let korean = told(&stated(), &books, output(Language::Ko));
		assert!(
			korean.contains("적립 110,000 + 전환 유입 500 = 잔여 60,000"),
			"{korean}"
		);
	}

	#[test]
	fn books_do_not_balance_by_one_point_one_asset_or_one_won() {
		for (field, value, differences) in [
			("spent", json!(29_999), (1, 0, 0)),
			("supply", json!(60_001), (0, 1, 0)),
			("live", json!("60001"), (-1, -1, 0)),
			("funded", json!("99999999999"), (0, 0, 1)),
		] {
			let mut stated = stated();
			stated[field] = value;
			let books = Books::of(&stated);
			assert!(!books.balance());
			assert_eq!((books.points, books.supply, books.unbacked), differences);
		}
	}
}
