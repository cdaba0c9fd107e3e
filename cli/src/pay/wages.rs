// SPDX-License-Identifier: Apache-2.0

//! Wage lists: the tree over wage slips, made and shown without a node, and a slip checked against the chain.
//!
//! The chain has the root, how many slips there are, and their sum. A slip is a text with what a worker is
//! owed; its salted commitment is a leaf of the tree. Who has slip, salt and way to the root can show, and
//! dispute, one wage; who has not, learns nothing from the chain.

use super::{api, days::Days, shown, write, ESCROW};
use crate::{
	batch::quoted,
	desk::Desk,
	error::{text, Failure, Result, Text},
	files, money,
	output::{Output, Report},
	scale::integer,
	submit::Write,
	table::{self, Column, Others, Row},
	tags::random_secret,
	words,
};
use clap::{Args, Subcommand};
use pallet_escrow_payments::{merkle, MAX_WORKERS};
use seoul_chain_primitives::DocumentCommitment;
use serde::{Deserialize, Serialize};
use serde_json::{json, Map, Value as Json};
use sp_core::H256;
use std::{
	fmt::Write as _,
	fs,
	path::{Path, PathBuf},
};

const FORMAT: &str = "seoul-wage-slip/1";
const SALT: &str = "salt";
const COLUMNS: [Column; 3] = [
	Column::needed("worker", "근로자"),
	Column::needed("amount", "금액"),
	Column::optional(SALT, "솔트"),
];

/// A wage of a list.
struct Wage {
	amount: u128,
	salt: [u8; 32],
	/// Exactly what the worker is told, and what is committed to.
	slip: String,
}

impl Wage {
	fn commitment(&self) -> DocumentCommitment {
		DocumentCommitment::new(&self.salt, self.slip.as_bytes())
	}

	/// From a line of the list. Every column but the salt is a part of the slip.
	fn read(row: &Row) -> Result<Self> {
		let amount = money::parse(row.needed("amount")?)?;
		row.needed("worker")?;
		if amount == 0 {
			return Err(Failure::input(
				"WageZero",
				text!("임금이 0원입니다", "the wage is zero"),
			));
		}
		let salt = match row.get(SALT) {
			Some(digits) => salt(digits)?,
			None => *random_secret()?,
		};
		// In the order of the columns, so that the same list gives the same bytes.
		let fields: Vec<String> = row
			.fields()
			.iter()
			.filter(|(heading, _)| heading != SALT)
			.map(|(heading, field)| format!("{}:{}", json!(heading), json!(field)))
			.collect();
		Ok(Self {
			amount,
			salt,
			slip: format!("{{{}}}", fields.join(",")),
		})
	}
}

fn salt(digits: &str) -> Result<[u8; 32]> {
	let mut salt = [0; 32];
	let plain = digits.strip_prefix("0x").unwrap_or(digits);
	hex::decode_to_slice(plain, &mut salt).map_err(|_| {
		Failure::input(
			"SaltLength",
			text!(
				"솔트는 16진수 64자리여야 합니다",
				"a salt has 64 hexadecimal digits"
			),
		)
	})?;
	Ok(salt)
}

/// The tree over a list.
struct List {
	headings: Vec<String>,
	rows: Vec<Row>,
	wages: Vec<Wage>,
	slips: Vec<DocumentCommitment>,
	root: H256,
	total: u128,
	/// Whether some salt was made just now.
	salts_are_new: bool,
}

impl List {
	fn read(path: &Path) -> Result<Self> {
		let table = table::read(path, &COLUMNS, Others::Kept)?;
		let most = usize::try_from(MAX_WORKERS).unwrap_or(usize::MAX);
		if table.rows.len() > most {
			let count = table.rows.len();
			return Err(Failure::input(
				"TooManyWorkers",
				text!(
					"한 명부에는 {most}명까지 둘 수 있습니다(지금 {count}명). 나누어 여러 명세로 하십시오.",
					"One list has at most {most} workers, this one {count}. Make several lines of it."
				),
			));
		}
		let mut wages = Vec::new();
		for row in &table.rows {
			wages.push(Wage::read(row).map_err(|cause| table::placed(path, row.line, cause))?);
		}
		let mut salts: Vec<[u8; 32]> = wages.iter().map(|wage| wage.salt).collect();
		salts.sort_unstable();
		salts.dedup();
		if salts.len() != wages.len() {
			return Err(Failure::input(
				"SaltTwice",
				text!(
					"두 근로자의 솔트가 같습니다. 솔트 칸을 비우면 새로 만듭니다.",
					"Two workers have the same salt. Leave the column empty to have new ones made."
				),
			));
		}
		let total = wages
			.iter()
			.try_fold(0u128, |sum, wage| sum.checked_add(wage.amount))
			.ok_or_else(|| {
				Failure::input(
					"AmountUnreadable",
					text!("금액의 합이 너무 큽니다.", "The sum is too large."),
				)
			})?;
		let slips: Vec<DocumentCommitment> = wages.iter().map(Wage::commitment).collect();
		Ok(Self {
			salts_are_new: table.rows.iter().any(|row| row.get(SALT).is_none()),
			headings: table.headings,
			rows: table.rows,
			root: merkle::root(&slips),
			wages,
			slips,
			total,
		})
	}

	fn count(&self) -> u32 {
		u32::try_from(self.wages.len()).unwrap_or(u32::MAX)
	}

	/// What the worker at a place of the list is given.
	fn slip(&self, index: u32) -> Result<Slip> {
		let place = usize::try_from(index).unwrap_or(usize::MAX);
		let (Some(wage), Some(commitment)) = (self.wages.get(place), self.slips.get(place)) else {
			let count = self.count();
			return Err(Failure::input(
				"WageNotFound",
				text!(
					"명부에는 0번부터 {count}명이 있습니다.",
					"The list has {count} workers, from number 0."
				),
			));
		};
		Ok(Slip {
			format: FORMAT.to_owned(),
			text: wage.slip.clone(),
			salt: H256(wage.salt),
			commitment: commitment.0,
			index,
			workers: self.count(),
			root: self.root,
			proof: merkle::proof(&self.slips, index).into_inner(),
		})
	}

	/// The list with its salts, from which the same tree can be made again.
	fn with_salts(&self) -> String {
		let headings: Vec<&String> = self
			.headings
			.iter()
			.filter(|heading| *heading != SALT)
			.collect();
		let line = |fields: Vec<String>| format!("{}\r\n", fields.join(","));
		let mut list = String::from('\u{feff}');
		list.push_str(&line(
			headings
				.iter()
				.map(|heading| quoted(heading))
				.chain([SALT.to_owned()])
				.collect(),
		));
		for (row, wage) in self.rows.iter().zip(&self.wages) {
			list.push_str(&line(
				headings
					.iter()
					.map(|heading| quoted(row.get(heading).unwrap_or_default()))
					.chain([hex::encode(wage.salt)])
					.collect(),
			));
		}
		list
	}
}

/// A worker's slip with its way to the root.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Slip {
	format: String,
	/// What is committed to, to the byte.
	#[serde(rename = "slip")]
	text: String,
	salt: H256,
	pub commitment: H256,
	/// Place in the list, from 0.
	pub index: u32,
	workers: u32,
	root: H256,
	pub proof: Vec<H256>,
}

impl Slip {
	/// Read a slip, and refuse one that does not lead to its own root.
	pub fn load(path: &Path) -> Result<Self> {
		let file = path.display();
		let slip: Self = serde_json::from_str(&files::read_text(path)?).map_err(|error| {
			Failure::file(
				"SlipUnreadable",
				text!(
					"{file} 파일은 임금 명세가 아닙니다: {error}",
					"{file} is no wage slip: {error}"
				),
			)
		})?;
		if slip.format != FORMAT {
			let format = &slip.format;
			return Err(Failure::file(
				"SlipUnreadable",
				text!(
					"{file} 파일의 형식 {format}을(를) 알지 못합니다.",
					"{file} has the format {format}, which this program does not know."
				),
			));
		}
		let commitment = DocumentCommitment::new(&slip.salt.0, slip.text.as_bytes());
		let leads = merkle::verify(slip.root, slip.workers, slip.index, commitment, &slip.proof);
		if commitment.0 != slip.commitment || !leads {
			return Err(Failure::no(
				"SlipChanged",
				text!(
					"{file}: 명세, 솔트 또는 증명이 바뀌었습니다. 받은 파일 그대로 쓰십시오.",
					"{file}: slip, salt or proof was changed. Use the file as you were given it."
				),
			));
		}
		Ok(slip)
	}
}

/// 명부
#[derive(Debug, Args)]
pub struct Root {
	/// 근로자마다 한 줄인 CSV 파일: worker,amount와 임의의 열, salt(비면 새로 만듦) · CSV file with a line for each worker:
	/// worker,amount, any other columns, and salt (made anew where it is empty)
	#[arg(value_name = "FILE")]
	list: PathBuf,
	/// 근로자별 명세와 솔트가 든 명부를 둘 폴더 · Folder for each worker's slip, and for the list with its salts
	#[arg(long, value_name = "FOLDER")]
	out: Option<PathBuf>,
}

impl Root {
	pub fn run(self, output: Output) -> Result<Report> {
		let list = List::read(&self.list)?;
		if list.salts_are_new && self.out.is_none() {
			return Err(Failure::input(
				"SaltsWouldBeLost",
				text!(
					"솔트가 없는 줄이 있습니다. 새 솔트를 둘 폴더를 --out으로 지정하십시오.",
					"Some lines have no salt. Name a folder for the new ones with --out."
				),
			));
		}
		let mut written = Vec::new();
		if let Some(folder) = &self.out {
			fs::create_dir_all(folder).map_err(|error| {
				let folder = folder.display();
				Failure::file(
					"FileUnusable",
					text!(
						"{folder} 폴더를 만들 수 없습니다: {error}",
						"{folder} cannot be made: {error}"
					),
				)
			})?;
			// The list first: with it the slips can be made again.
			let kept = folder.join("list.csv");
			files::write_new_private(&kept, &list.with_salts())?;
			written.push(kept);
			for index in 0..list.count() {
				let slip = json!(list.slip(index)?);
				let path = folder.join(format!("slip-{index:04}.json"));
				files::write_new_private(&path, &format!("{slip:#}\n"))?;
				written.push(path);
			}
		}
		let (root, workers) = (format!("{:?}", list.root), list.count());
		let total = money::show(list.total);
		let mut lines = vec![
			text!("명부의 뿌리: {root}", "root: {root}"),
			text!("근로자 {workers}명", "{workers} workers"),
			text!("합계 {total}원", "total {total} won"),
		];
		if workers == 1 {
			lines.push(text!(
				"한 명뿐인 명부의 합계는 그 사람의 임금이며, 합계는 공개됩니다.",
				"The total of a list of one is that worker's wage, and the total is public."
			));
		}
		if let Some(folder) = &self.out {
			let folder = folder.display();
			lines.push(text!(
				"근로자별 명세와 솔트가 든 명부를 {folder}에 두었습니다. 각 근로자에게 자기 명세만 주십시오.",
				"The slips and the list with its salts are in {folder}. Give each worker only the own slip."
			));
		}
		let shown: Vec<&str> = lines.iter().map(|line| output.say(line)).collect();
		Ok(Report::new(
			json!({
				"root": root,
				"workers": workers,
				"total": integer(list.total),
				"files": written.iter().map(|path| path.display().to_string()).collect::<Vec<_>>(),
			}),
			shown.join("\n"),
		))
	}
}

/// 명세와 증명
#[derive(Debug, Args)]
pub struct Proof {
	/// 솔트가 든 명부(list.csv) · The list with its salts
	#[arg(value_name = "FILE")]
	list: PathBuf,
	/// 명부에서의 순번(0부터) · Place in the list, from 0
	#[arg(long, value_name = "NUMBER")]
	index: u32,
	/// 명세를 둘 파일. 없으면 출력 · File for the slip; printed without it
	#[arg(long, value_name = "FILE")]
	out: Option<PathBuf>,
}

impl Proof {
	pub fn run(self, output: Output) -> Result<Report> {
		let list = List::read(&self.list)?;
		if list.salts_are_new {
			return Err(Failure::input(
				"SaltMissing",
				text!(
					"솔트가 든 명부(list.csv)를 지정하십시오.",
					"Name the list with its salts (list.csv)."
				),
			));
		}
		let slip = json!(list.slip(self.index)?);
		let document = format!("{slip:#}\n");
		let Some(path) = self.out else {
			return Ok(Report::verbatim(document));
		};
		files::write_new_private(&path, &document)?;
		let file = path.display();
		let line = text!("명세를 {file}에 두었습니다.", "The slip is in {file}.");
		Ok(Report::new(
			json!({"file": file.to_string(), "slip": slip}),
			output.say(&line).to_owned(),
		))
	}
}

/// 명세 확인
#[derive(Debug, Args)]
pub struct Check {
	/// 근로자의 명세 파일 · The worker's slip
	#[arg(value_name = "FILE")]
	slip: PathBuf,
	/// 청구 번호 · The claim's number
	#[arg(long, value_name = "NUMBER")]
	claim: u64,
	/// 노무비 명세 번호 · The labour line's number
	#[arg(long, value_name = "NUMBER")]
	line: u16,
}

impl Check {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let slip = Slip::load(&self.slip)?;
		let found = desk
			.state
			.ask(
				ESCROW,
				"wage",
				&[
					json!(self.claim),
					json!(self.line),
					json!(slip.index),
					json!(slip.commitment),
					json!(slip.proof),
				],
			)
			.await?;
		let (claim, line) = (self.claim, self.line);
		if found.is_null() {
			return Err(Failure::no(
				"WageNotInList",
				text!(
					"이 명세는 청구 {claim} 명세 {line}의 명부에 없습니다.",
					"This slip does not stand in the list of claim {claim}, line {line}."
				),
			));
		}
		let days = Days::of(&desk.state).await?;
		let output = desk.output;
		let confirmed = found["confirmed"] == json!(true);
		let Text { ko, en } = if confirmed {
			text!("은행이 지급을 확인했습니다", "the bank has confirmed it")
		} else if found["deadline"].is_null() {
			text!(
				"은행이 아직 총액을 받지 못했습니다",
				"the bank has not received the total yet"
			)
		} else {
			text!(
				"은행이 아직 확인하지 않았습니다",
				"the bank has not confirmed it"
			)
		};
		let index = slip.index;
		let told = text!(
			"명부 {index}번 임금: {ko}.",
			"Wage {index} of the list: {en}."
		);
		let mut told = format!("{}\n", output.say(&told));
		if let Some(deadline) = shown::deadline(&found["deadline"], &days, output) {
			let line = text!("확인 기한: {deadline}", "to be confirmed by: {deadline}");
			let _ = writeln!(told, "{}", output.say(&line));
		}
		if !found["dispute"].is_null() {
			let outcome = words::value(api::name(&found["dispute"]), output.language);
			let line = text!("이의: {outcome}", "dispute: {outcome}");
			let _ = writeln!(told, "{}", output.say(&line));
		}
		// What the worker was told, so that it can be compared with what was received.
		let fields: Json = serde_json::from_str(&slip.text).unwrap_or_default();
		for (name, field) in fields.as_object().into_iter().flatten() {
			let _ = writeln!(told, "  {name}: {}", field.as_str().unwrap_or_default());
		}
		let mut answer = Map::from_iter([
			("claim".to_owned(), json!(claim)),
			("line".to_owned(), json!(line)),
			("index".to_owned(), json!(index)),
			("slip".to_owned(), fields),
		]);
		if let Json::Object(found) = found {
			answer.extend(found);
		}
		desk.report_told(answer, &told).await
	}
}

#[derive(Debug, Subcommand)]
pub enum WageCommand {
	/// 명부의 뿌리와 합계, 근로자별 명세 · Root and total of a list, and each worker's slip
	Root(Root),
	/// 한 근로자의 명세와 증명 · One worker's slip and proof
	Proof(Proof),
	/// 체인의 명부와 명세 대조 · Check a slip against the chain
	Check(Check),
	/// 임금 지급 확인 (노무비 지급 은행) · Confirm wages (labour bank)
	Confirm(Box<Write<write::ConfirmWages>>),
	/// 임금 이의 (명세를 가진 사람) · Dispute a wage (who has the slip)
	Dispute(Box<Write<write::DisputeWage>>),
	/// 임금 이의 결정 (분쟁 조정 기구) · Decide a dispute (dispute body)
	Decide(Box<Write<write::DecideWage>>),
}

/// Places in a list: `0-9,12`.
pub fn places(typed: &str) -> Result<Vec<u32>> {
	let unreadable = || {
		Failure::input(
			"PlacesUnreadable",
			text!(
				"순번 {typed}을(를) 읽을 수 없습니다(예: 0-9,12).",
				"{typed} are no places in a list. Write them as 0-9,12."
			),
		)
	};
	let mut all = Vec::new();
	for part in typed.split(',') {
		let (first, last) = part.split_once('-').unwrap_or((part, part));
		let number = |text: &str| {
			text.trim()
				.parse::<u32>()
				.ok()
				.filter(|number| *number < MAX_WORKERS)
				.ok_or_else(unreadable)
		};
		let (first, last) = (number(first)?, number(last)?);
		if first > last {
			return Err(unreadable());
		}
		all.extend(first..=last);
	}
	all.sort_unstable();
	all.dedup();
	Ok(all)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{files::tests::Folder, language::Language};

	fn output() -> Output {
		Output {
			language: Language::En,
			json: true,
			quiet: true,
		}
	}

	fn list(folder: &Folder, workers: u32) -> PathBuf {
		let mut content = String::from("worker,period,amount\n");
		for number in 0..workers {
			let _ = writeln!(content, "worker {number},2026-12,\"2,{number:03},000\"");
		}
		folder.file("wages.csv", &content)
	}

	#[test]
	fn a_list_gives_root_total_and_slips_that_prove_themselves() {
		let folder = Folder::new();
		let out = folder.path("slips");
		let report = Root {
			list: list(&folder, 11),
			out: Some(out.clone()),
		}
		.run(output())
		.unwrap();
		assert_eq!(report.json["workers"], 11);
		assert_eq!(report.json["total"], 22_055_000_000_000u64);
		assert_eq!(report.json["files"].as_array().unwrap().len(), 12);
		for index in 0..11 {
			let slip = Slip::load(&out.join(format!("slip-{index:04}.json"))).unwrap();
			assert_eq!(slip.index, index);
			assert_eq!(json!(slip.root), report.json["root"]);
			assert_eq!(
				slip.text,
				format!(
					"{{\"worker\":\"worker {index}\",\"period\":\"2026-12\",\"amount\":\"2,{index:03},000\"}}"
				)
			);
		}
		// The list with its salts makes the same tree again.
		let again = Root {
			list: out.join("list.csv"),
			out: None,
		}
		.run(output())
		.unwrap();
		assert_eq!(again.json["root"], report.json["root"]);
		let proof = Proof {
			list: out.join("list.csv"),
			index: 4,
			out: None,
		}
		.run(output())
		.unwrap();
		assert_eq!(
			proof.text,
			files::read_text(&out.join("slip-0004.json")).unwrap()
		);
	}

	#[test]
	fn a_slip_of_which_a_byte_was_changed_is_refused() {
		let folder = Folder::new();
		let out = folder.path("slips");
		Root {
			list: list(&folder, 3),
			out: Some(out.clone()),
		}
		.run(output())
		.unwrap();
		let honest = files::read_text(&out.join("slip-0001.json")).unwrap();
		for (place, (from, to)) in [
			("2,001,000", "3,001,000"),
			("2026-12", "2026-11"),
			("\"index\": 1", "\"index\": 0"),
			("\"workers\": 3", "\"workers\": 9"),
		]
		.into_iter()
		.enumerate()
		{
			assert!(honest.contains(from), "{from}");
			let file = folder.file(&format!("forged-{place}"), &honest.replace(from, to));
			assert_eq!(Slip::load(&file).unwrap_err().code, "SlipChanged");
		}
		let other = folder.file("other", "{\"format\": 1}");
		assert_eq!(Slip::load(&other).unwrap_err().code, "SlipUnreadable");
	}

	#[test]
	fn new_salts_are_never_lost_and_nothing_is_overwritten() {
		let folder = Folder::new();
		let list = list(&folder, 2);
		let root = |out: Option<PathBuf>| {
			Root {
				list: list.clone(),
				out,
			}
			.run(output())
			.map(|_| ())
		};
		assert_eq!(root(None).unwrap_err().code, "SaltsWouldBeLost");
		let out = folder.path("slips");
		root(Some(out.clone())).unwrap();
		assert_eq!(root(Some(out)).unwrap_err().code, "FileAlreadyExists");
	}

	#[test]
	fn lists_that_cannot_be_are_refused_with_the_line() {
		let folder = Folder::new();
		let same = "11".repeat(32);
		for (place, (content, code)) in [
			("worker,amount\nkim,0\n".to_owned(), "WageZero"),
			("worker,amount\nkim,1.5.2\n".to_owned(), "AmountUnreadable"),
			("worker,amount\n,5\n".to_owned(), "FieldEmpty"),
			("worker,amount,salt\nkim,5,abcd\n".to_owned(), "SaltLength"),
			(
				format!("worker,amount,salt\nkim,5,{same}\nlee,5,{same}\n"),
				"SaltTwice",
			),
			("worker,wage\nkim,5\n".to_owned(), "TableUnreadable"),
		]
		.into_iter()
		.enumerate()
		{
			let file = folder.file(&format!("list-{place}.csv"), &content);
			let failure = List::read(&file).map(|_| ()).unwrap_err();
			assert_eq!(failure.code, code, "{content}");
		}
	}

	#[test]
	fn places_are_numbers_and_ranges() {
		assert_eq!(places("0-3,7, 5").unwrap(), [0, 1, 2, 3, 5, 7]);
		assert_eq!(places("1,1-2").unwrap(), [1, 2]);
		for typed in ["", "a", "3-1", "1024", "1-", "-1", "1;2"] {
			assert_eq!(
				places(typed).unwrap_err().code,
				"PlacesUnreadable",
				"{typed}"
			);
		}
	}
}
