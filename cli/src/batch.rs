// SPDX-License-Identifier: Apache-2.0

//! A CSV file of rows, sent in as many transactions as it takes.
//!
//! A journal beside the file says which transactions are final, so that a run that was interrupted goes on
//! where it stopped, and one that is finished sends nothing again. A transaction stands in the journal
//! before it is sent. One whose outcome is not known is looked for on the chain, until it can land no
//! more, before its rows are sent in another one.
//!
//! A service describes its rows by [`Rows`], and flattens [`Source`] into its command.

use crate::{
	desk::Desk,
	error::{text, Failure, Kind, Result, Text},
	files,
	metadata::Call,
	output::{bar, Output, Report},
	submit::{self, Extras, Outcome, Wait, WriteArgs},
	transaction::LIFETIME_BLOCKS,
};
use serde::{Deserialize, Serialize};
use serde_json::{json, Value as Json};
use sp_core::H256;
use sp_crypto_hashing::blake2_256;
use std::{
	ffi::OsString,
	fmt::Write as _,
	fs::File,
	io::{Read, Seek, SeekFrom, Write as _},
	path::{Path, PathBuf},
	time::Duration,
};
use tokio::time::Instant;

const FORMAT: &str = "seoul-batch/1";
/// How often a node is asked for the next final block.
const PAUSE: Duration = Duration::from_secs(1);

/// The file that a batch comes from.
#[derive(Debug, clap::Args)]
pub struct Source {
	/// 줄마다 한 건이 있는 CSV 파일(UTF-8) · CSV file with one entry in each line, UTF-8
	#[arg(value_name = "FILE")]
	file: PathBuf,
	/// 진행 기록. 없으면 CSV 파일 곁. 다시 실행하면 이어서 보냅니다 · Where it is kept what is done, so that the same
	/// command goes on; beside the CSV file without it
	#[arg(long, value_name = "FILE", conflicts_with = "prepare")]
	journal: Option<PathBuf>,
}

impl Source {
	/// From what a command has that takes a file as `--csv`, in place of one entry.
	pub fn new(file: PathBuf, kept: Kept) -> Self {
		Self {
			file,
			journal: kept.journal,
		}
	}
}

/// Where a command that takes a file as `--csv` keeps what is done.
#[derive(Debug, clap::Args)]
pub struct Kept {
	/// 진행 기록. 없으면 CSV 파일 곁. 다시 실행하면 이어서 보냅니다 · Where it is kept what is done, so that the same
	/// command goes on; beside the CSV file without it
	#[arg(
		long,
		value_name = "FILE",
		requires = "csv",
		conflicts_with = "prepare"
	)]
	journal: Option<PathBuf>,
}

/// What a service makes of the rows of a file.
pub trait Rows {
	const PALLET: &'static str;
	/// The columns, in their order.
	const COLUMNS: &'static [&'static str];
	/// At most this many rows fit into one transaction.
	const MOST: usize;
	/// With what code the chain refuses a transaction none of whose rows can be stored, if it does.
	const ALL_REFUSED: Option<&'static str> = None;
	/// With what codes the chain refuses a transaction of a single row, where with several it would name the row.
	const ONE_REFUSED: &'static [&'static str] = &[];

	/// The call that takes rows.
	fn call(&self) -> &'static str;

	/// The columns that this file has, where that depends on how the command is given.
	fn columns(&self) -> Vec<&'static str> {
		Self::COLUMNS.to_vec()
	}

	/// What rows have in common that go into one transaction.
	fn group(&self, _: &Json) -> String {
		String::new()
	}

	/// By what the rows of a group are sorted before they are sent; as the file has them without it.
	fn order(&self, _: &Json) -> String {
		String::new()
	}

	/// A row as the call takes it. As many fields are given as there are columns.
	fn row(&self, fields: &[String]) -> Result<Json>;
	/// The arguments of the call that takes these rows.
	fn arguments(&self, rows: &[Json]) -> Json;
}

/// A row, and where it stands in the file.
#[derive(Debug, PartialEq)]
struct Row {
	line: usize,
	fields: Vec<String>,
	content: Json,
}

/// The fields of a line. A field may stand in quotes, with a quote in it doubled.
pub fn fields_of(line: &str) -> Option<Vec<String>> {
	let mut fields = Vec::new();
	let mut rest = line;
	loop {
		rest = rest.trim_start();
		let mut field = String::new();
		if let Some(mut quoted) = rest.strip_prefix('"') {
			loop {
				let (part, after) = quoted.split_once('"')?;
				field.push_str(part);
				let Some(more) = after.strip_prefix('"') else {
					rest = after.trim_start();
					break;
				};
				field.push('"');
				quoted = more;
			}
		} else {
			let end = rest.find(',').unwrap_or(rest.len());
			let (plain, after) = rest.split_at(end);
			field.push_str(plain);
			rest = after;
		}
		fields.push(field.trim().to_owned());
		match rest.strip_prefix(',') {
			Some(more) => rest = more,
			None if rest.is_empty() => return Some(fields),
			None => return None,
		}
	}
}

/// A field as a CSV file has it.
pub fn quoted(field: &str) -> String {
	if field.contains([',', '"', '\n', '\r']) {
		format!("\"{}\"", field.replace('"', "\"\""))
	} else {
		field.to_owned()
	}
}

/// The rows of a file. A first line without any digit is taken for the heading.
fn read<R: Rows>(rows: &R, content: &str, file: &Path) -> Result<Vec<Row>> {
	let mut all = Vec::new();
	let columns = rows.columns();
	let content = content.trim_start_matches('\u{feff}');
	for (index, text) in content.lines().enumerate() {
		let heading = index == 0 && !text.chars().any(|character| character.is_ascii_digit());
		if text.trim().is_empty() || heading {
			continue;
		}
		let fields = fields_of(text).filter(|fields| fields.len() == columns.len());
		let content = match &fields {
			Some(fields) => rows.row(fields),
			None => Err(Failure::input(
				"ColumnsMissing",
				text!("항목의 수가 맞지 않습니다", "it has more or fewer columns"),
			)),
		};
		let line = index + 1;
		let content = content.map_err(|cause| {
			let (file, columns) = (file.display(), columns.join(","));
			let Text { ko, en } = cause.text;
			Failure::input(
				"BatchLineUnreadable",
				text!(
					"{file} {line}번째 줄을 읽을 수 없습니다({ko}). {columns} 순으로 쓰십시오. 아무것도 보내지 않았습니다.",
					"{file}, line {line} cannot be read ({en}). Write {columns}. Nothing was sent."
				),
			)
		})?;
		all.push(Row {
			line,
			fields: fields.unwrap_or_default(),
			content,
		});
	}
	if all.is_empty() {
		let file = file.display();
		return Err(Failure::input(
			"BatchEmpty",
			text!("{file} 파일에 자료가 없습니다.", "{file} holds no entry."),
		));
	}
	Ok(all)
}

/// A row that the chain refused while it stored the others of its transaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Refused {
	/// In the CSV file, from 1.
	line: usize,
	code: String,
	ko: String,
	en: String,
}

/// What a journal is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Subject {
	format: String,
	/// The chain's first block.
	chain: H256,
	call: String,
	/// Hash of everything that is sent.
	rows_hash: H256,
	transactions: usize,
}

/// A transaction that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Sent {
	transaction: H256,
	account: String,
	/// The block at which it was signed.
	born: u32,
}

/// A transaction that is final.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Done {
	transaction: H256,
	account: String,
	number: u32,
	hash: H256,
	refused: Vec<Refused>,
}

impl Done {
	/// As the report of an earlier run's transaction.
	fn json(&self, call: &str) -> Json {
		json!({
			"call": call,
			"account": self.account,
			"transaction": self.transaction,
			"block": {"number": self.number, "hash": self.hash, "final": true},
			"earlier": true,
		})
	}
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
enum Line {
	Begun(Subject),
	/// Written before it is sent.
	Sent(usize, Sent),
	/// What was sent was refused and stored nothing.
	Void(usize),
	Done(usize, Done),
}

/// What is known of a transaction's rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Standing {
	#[default]
	Open,
	Sent(Sent),
	Done(Done),
}

/// The journal of a run. Nobody else writes to it meanwhile.
struct Journal {
	file: File,
	path: PathBuf,
}

impl Journal {
	fn unusable(path: &Path, error: impl std::fmt::Display) -> Failure {
		let path = path.display();
		Failure::file(
			"BatchJournalUnusable",
			text!(
				"진행 기록 {path}을(를) 쓸 수 없습니다: {error}",
				"The journal {path} cannot be used: {error}"
			),
		)
	}

	/// Open the journal of a run, or begin it, and tell what is known of each transaction.
	fn open(path: &Path, subject: &Subject) -> Result<(Self, Vec<Standing>)> {
		let unusable = |error: &dyn std::fmt::Display| Self::unusable(path, error);
		let mut file = files::open_to_append(path)?;
		file.try_lock().map_err(|_| {
			let shown = path.display();
			Failure::file(
				"BatchInUse",
				text!(
					"다른 프로그램이 이 파일을 보내고 있습니다({shown}).",
					"Another program is sending this file ({shown})."
				),
			)
		})?;
		let mut content = Vec::new();
		file.seek(SeekFrom::Start(0))
			.and_then(|_| file.read_to_end(&mut content))
			.map_err(|error| unusable(&error))?;
		// A line that was not finished says nothing that the one before does not: it is written again.
		let whole = content
			.iter()
			.rposition(|byte| *byte == b'\n')
			.map_or(0, |last| last + 1);
		if whole < content.len() {
			let length = u64::try_from(whole).unwrap_or(u64::MAX);
			file.set_len(length).map_err(|error| unusable(&error))?;
		}
		let lines = content.get(..whole).unwrap_or_default();
		let lines = std::str::from_utf8(lines).map_err(|error| unusable(&error))?;
		let mut lines = lines.lines().map(serde_json::from_str::<Line>);
		let mut journal = Self {
			file,
			path: path.to_owned(),
		};
		let mut standings = vec![Standing::Open; subject.transactions];
		match lines.next().transpose().map_err(|error| unusable(&error))? {
			None => journal.add(&Line::Begun(subject.clone()))?,
			Some(Line::Begun(before)) if before == *subject => {},
			Some(_) => {
				let shown = path.display();
				return Err(Failure::file(
					"BatchChanged",
					text!(
						"진행 기록 {shown}은(는) 다른 내용, 다른 체인 또는 다른 명령의 것입니다. CSV 파일을 되돌리거나, 새로 보낼 것이면 다른 이름의 파일로 하십시오.",
						"The journal {shown} is of other rows, another chain or another command. Restore the CSV file, or, if these rows are new, give the file another name."
					),
				));
			},
		}
		for line in lines {
			let (number, standing) = match line.map_err(|error| unusable(&error))? {
				Line::Sent(number, sent) => (number, Standing::Sent(sent)),
				Line::Void(number) => (number, Standing::Open),
				Line::Done(number, done) => (number, Standing::Done(done)),
				Line::Begun(_) => return Err(unusable(&"it begins twice")),
			};
			*standings
				.get_mut(number)
				.ok_or_else(|| unusable(&"it has too many transactions"))? = standing;
		}
		Ok((journal, standings))
	}

	/// Add a line, and have it on disk.
	fn add(&mut self, line: &Line) -> Result<()> {
		let mut text =
			serde_json::to_vec(line).map_err(|error| Self::unusable(&self.path, error))?;
		text.push(b'\n');
		self.file
			.write_all(&text)
			.and_then(|()| self.file.sync_data())
			.map_err(|error| Self::unusable(&self.path, error))
	}
}

/// `path` with something after it.
fn beside(path: &Path, ending: &str) -> PathBuf {
	let mut name = OsString::from(path);
	name.push(ending);
	name.into()
}

/// Rows that go into one transaction, and its call.
struct Part<'a> {
	rows: &'a [Row],
	call: Call,
	/// With what code it is refused if none of its rows can be stored.
	all_refused: Option<&'static str>,
	/// With what codes it is refused if it has one row, and that cannot be stored.
	one_refused: &'static [&'static str],
}

impl Part<'_> {
	/// The refused rows, by their lines in the file.
	fn refused(&self, positions: &[(u32, Failure)]) -> Vec<Refused> {
		positions
			.iter()
			.map(|(position, failure)| Refused {
				line: usize::try_from(*position)
					.ok()
					.and_then(|position| self.rows.get(position))
					.map_or(0, |row| row.line),
				code: failure.code.clone(),
				ko: failure.text.ko.clone(),
				en: failure.text.en.clone(),
			})
			.collect()
	}

	/// Every row refused, where a failure says that none can be stored.
	fn all_refused(&self, failure: &Failure) -> Option<Vec<Refused>> {
		let code = failure.code.as_str();
		let is_row = self.all_refused == Some(code)
			|| (self.rows.len() == 1 && self.one_refused.contains(&code));
		if failure.kind != Kind::Refused || !is_row {
			return None;
		}
		let all: Vec<(u32, Failure)> = (0u32..)
			.zip(self.rows)
			.map(|(position, _)| (position, failure.clone()))
			.collect();
		Some(self.refused(&all))
	}
}

/// The block that has a transaction, once it is final; nothing if none has it and none can have it any
/// more.
async fn landed(desk: &Desk, sent: &Sent, patience: Duration) -> Result<Option<H256>> {
	let deadline = Instant::now() + patience;
	let last = sent.born.saturating_add(LIFETIME_BLOCKS);
	for number in sent.born.saturating_add(1)..=last {
		while desk.chain.final_number().await? < number {
			if Instant::now() >= deadline {
				desk.output.end_ticks();
				let (hash, seconds) = (format!("{:?}", sent.transaction), patience.as_secs());
				return Err(Failure::new(
					Kind::Unknown,
					"OutcomeUnknown",
					text!(
						"앞서 보낸 거래 {hash}이(가) 블록에 담겼는지 {seconds}초 안에 알 수 없었습니다. 잠시 뒤 같은 명령을 다시 실행하십시오.",
						"Whether transaction {hash} of an earlier run is in a block was not known within {seconds} s. Run the same command again later."
					),
				));
			}
			let left = last.saturating_sub(number);
			desk.output.tick(&text!(
				"앞서 보낸 거래를 찾습니다… 블록 {left}개 남음",
				"looking for a transaction of an earlier run… {left} blocks left"
			));
			tokio::time::sleep(PAUSE).await;
		}
		let block = desk
			.chain
			.block_at(number)
			.await?
			.ok_or_else(|| desk.chain.lost(format!("no block {number}")))?;
		if desk
			.chain
			.place_in(block, sent.transaction)
			.await?
			.is_some()
		{
			desk.output.end_ticks();
			return Ok(Some(block));
		}
	}
	desk.output.end_ticks();
	Ok(None)
}

/// A failure within a run, with its place in it.
fn placed(failure: Failure, number: usize, total: usize, journal: &Path) -> Failure {
	let Text { ko, en } = failure.text;
	let journal = journal.display();
	Failure {
		text: text!(
			"{total}건 중 {number}번째 거래: {ko} 같은 명령을 다시 실행하면 이어서 합니다(진행 기록 {journal}).",
			"transaction {number} of {total}: {en} The same command goes on from here (journal {journal})."
		),
		..failure
	}
}

/// Send the rows of a file, as many as fit into each transaction, and go on where an earlier run stopped.
pub async fn run<R: Rows>(
	desk: &Desk,
	how: &WriteArgs,
	source: &Source,
	rows: &R,
) -> Result<Report> {
	if how.wait == Wait::Block {
		return Err(Failure::input(
			"BatchWaitsForFinality",
			text!(
				"일괄 처리는 확정까지 기다립니다. --wait block을 빼십시오.",
				"A batch waits until its blocks are final. Leave out --wait block."
			),
		));
	}
	let mut all = read(rows, &files::read_text(&source.file)?, &source.file)?;
	all.sort_by_cached_key(|row| (rows.group(&row.content), rows.order(&row.content)));
	let in_one = |one: &Row, other: &Row| rows.group(&one.content) == rows.group(&other.content);
	let mut parts = Vec::new();
	let mut everything = Vec::new();
	let chunks = all.chunk_by(in_one).flat_map(|group| group.chunks(R::MOST));
	for rows_of_one in chunks {
		let contents: Vec<Json> = rows_of_one.iter().map(|row| row.content.clone()).collect();
		let arguments = rows.arguments(&contents);
		everything.extend(blake2_256(arguments.to_string().as_bytes()));
		parts.push(Part {
			rows: rows_of_one,
			call: desk
				.state
				.metadata
				.call(R::PALLET, rows.call(), &arguments)?,
			all_refused: R::ALL_REFUSED,
			one_refused: R::ONE_REFUSED,
		});
	}
	let Some(key) = how.key()? else {
		return prepared(desk, how, &parts).await;
	};
	let base = source.journal.as_ref().unwrap_or(&source.file);
	let path = source
		.journal
		.clone()
		.unwrap_or_else(|| beside(&source.file, ".progress.jsonl"));
	let subject = Subject {
		format: FORMAT.to_owned(),
		chain: desk.chain.genesis(),
		call: format!("{}.{}", R::PALLET, rows.call()),
		rows_hash: H256(blake2_256(&everything)),
		transactions: parts.len(),
	};
	let (mut journal, standings) = Journal::open(&path, &subject)?;

	let total = parts.len();
	let mut transactions = Vec::new();
	let mut refused = Vec::new();
	let (mut earlier, mut stored) = (0usize, 0usize);
	for (index, (part, standing)) in parts.iter().zip(standings).enumerate() {
		let number = index + 1;
		let (first, last) = (stored + 1, stored + part.rows.len());
		let all_rows = all.len();
		let done = match standing {
			Standing::Done(done) => {
				earlier += 1;
				transactions.push(done.json(&part.call.name));
				done
			},
			standing => {
				let bar = bar(stored, all_rows);
				desk.output.progress(&text!(
					"{bar} 거래 {number}/{total} (모두 {all_rows}건 중 {first}~{last})",
					"{bar} transaction {number} of {total} (entries {first} to {last} of {all_rows})"
				));
				let (done, report) =
					carry_out(desk, how, &key, part, (index, standing), &mut journal)
						.await
						.map_err(|failure| placed(failure, number, total, &path))?;
				transactions.push(report);
				done
			},
		};
		refused.extend(done.refused);
		stored = last;
	}
	let bar = bar(stored, all.len());
	desk.output.progress(&Text::new(bar.clone(), bar));
	let refused_file = beside(base, ".refused.csv");
	if !refused.is_empty() {
		files::replace(
			&refused_file,
			&table_of_refused(&rows.columns(), &all, &refused, desk.output),
		)?;
	}
	Ok(told(
		desk.output,
		Told {
			file: &source.file,
			journal: &path,
			refused_file: (!refused.is_empty()).then_some(refused_file.as_path()),
			rows: all.len(),
			earlier,
			transactions,
			refused: &refused,
		},
	))
}

/// Every call, for a wallet. The journal has no part in it.
async fn prepared(desk: &Desk, how: &WriteArgs, parts: &[Part<'_>]) -> Result<Report> {
	let mut reports = Vec::new();
	for part in parts {
		reports.push(submit::carry_out(desk, how, None, &part.call, Extras::default()).await?);
	}
	let text: Vec<&str> = reports
		.iter()
		.map(|report| report.text.trim_end())
		.collect();
	let text = text.join("\n\n");
	let transactions: Vec<Json> = reports.into_iter().map(|report| report.json).collect();
	Ok(Report::new(json!({"transactions": transactions}), text))
}

/// Bring one transaction to finality, by all that is known of it.
async fn carry_out(
	desk: &Desk,
	how: &WriteArgs,
	key: &crate::keys::SigningKey,
	part: &Part<'_>,
	(index, standing): (usize, Standing),
	journal: &mut Journal,
) -> Result<(Done, Json)> {
	let name = &part.call.name;
	if let Standing::Sent(sent) = standing {
		let patience = Duration::from_secs(how.timeout);
		if let Some(block) = landed(desk, &sent, patience).await? {
			match settled(desk, name, &sent, block, part).await {
				Ok(done) => {
					journal.add(&Line::Done(index, done.0.clone()))?;
					return Ok(done);
				},
				// It was refused as a whole. What stood in its way may be mended: it is sent anew.
				Err(failure) if failure.kind == Kind::Refused => {},
				Err(failure) => {
					let Text { ko, en } = failure.text;
					return Err(Failure {
						text: text!(
							"{ko} 그 블록의 상태를 지운 노드라면, 모든 상태를 보관하는 노드를 --url로 지정하십시오.",
							"{en} If the node has discarded that block's state, name one that keeps all states with --url."
						),
						..failure
					});
				},
			}
		}
		journal.add(&Line::Void(index))?;
	}
	let signed = submit::sign(desk, &part.call, key).await?;
	let sent = Sent {
		transaction: signed.hash,
		account: signed.account.clone(),
		born: signed.born,
	};
	journal.add(&Line::Sent(index, sent.clone()))?;
	let outcome = async {
		let block = submit::send(desk, how, name, &signed).await?;
		settled(desk, name, &sent, block, part).await
	};
	match outcome.await {
		Ok(done) => {
			journal.add(&Line::Done(index, done.0.clone()))?;
			Ok(done)
		},
		Err(failure) => {
			if failure.kind == Kind::Refused && failure.code != submit::GIVEN_UP {
				journal.add(&Line::Void(index))?;
			}
			Err(failure)
		},
	}
}

/// What became of a transaction in a final block.
async fn settled(
	desk: &Desk,
	name: &str,
	sent: &Sent,
	block: H256,
	part: &Part<'_>,
) -> Result<(Done, Json)> {
	let outcome = submit::outcome(
		desk,
		name,
		&sent.account,
		sent.transaction,
		block,
		Wait::Final,
		Extras::default(),
	)
	.await;
	let Outcome {
		report,
		block: (number, hash),
		refused_rows,
	} = match outcome {
		Ok(outcome) => outcome,
		Err(failure) => {
			// It is done all the same: the rows that follow must not wait for these.
			let Some(refused) = part.all_refused(&failure) else {
				return Err(failure);
			};
			let done = Done {
				transaction: sent.transaction,
				account: sent.account.clone(),
				number: desk.chain.state_at(block).await?.number,
				hash: block,
				refused,
			};
			let mut report = done.json(name);
			report["earlier"] = json!(false);
			report["refusal"] = failure.to_json()["error"].clone();
			return Ok((done, report));
		},
	};
	let done = Done {
		transaction: sent.transaction,
		account: sent.account.clone(),
		number,
		hash,
		refused: part.refused(&refused_rows),
	};
	Ok((done, report.json))
}

/// The refused rows as a CSV file, with the line that each has in the file that was sent, and why.
fn table_of_refused(columns: &[&str], all: &[Row], refused: &[Refused], output: Output) -> String {
	// With the mark by which spreadsheets know that Korean is UTF-8.
	let mut table = format!("\u{feff}{},line,code,reason\r\n", columns.join(","));
	for Refused { line, code, ko, en } in refused {
		let reason = Text::new(ko, en);
		let fields: Vec<String> = all
			.iter()
			.filter(|row| row.line == *line)
			.flat_map(|row| row.fields.iter().map(|field| quoted(field)))
			.collect();
		let _ = write!(
			table,
			"{},{line},{},{}\r\n",
			fields.join(","),
			quoted(code),
			quoted(output.say(&reason))
		);
	}
	table
}

/// What a run comes to.
struct Told<'a> {
	file: &'a Path,
	journal: &'a Path,
	refused_file: Option<&'a Path>,
	rows: usize,
	earlier: usize,
	transactions: Vec<Json>,
	refused: &'a [Refused],
}

fn told(output: Output, run: Told<'_>) -> Report {
	let Told {
		rows,
		earlier,
		refused,
		..
	} = run;
	let (file, journal) = (run.file.display(), run.journal.display());
	let count = run.transactions.len();
	let (no, yes) = (refused.len(), rows.saturating_sub(refused.len()));
	let mut lines = vec![text!(
		"{file}: {rows}건 가운데 {yes}건이 기록되고 {no}건이 거부되었습니다(거래 {count}건, 확정).",
		"{file}: of {rows} entries {yes} were stored and {no} refused ({count} transactions, final)."
	)];
	if earlier > 0 {
		lines.push(text!(
			"거래 {earlier}건은 앞서 실행할 때 끝났으므로 다시 보내지 않았습니다({journal}).",
			"{earlier} transactions were done by an earlier run and not sent again ({journal})."
		));
	}
	for Refused { line, code, ko, en } in refused {
		lines.push(text!(
			"{line}번째 줄: {ko} [{code}]",
			"line {line}: {en} [{code}]"
		));
	}
	let refused_file = run.refused_file.map(|file| file.display().to_string());
	if let Some(file) = &refused_file {
		lines.push(text!(
			"거부된 줄은 {file}에 있습니다. 고친 줄은 새 이름의 파일로 보내십시오.",
			"The refused lines are in {file}. Send what you have mended as a file of another name."
		));
	}
	let json = json!({
		"file": file.to_string(),
		"journal": journal.to_string(),
		"rows": rows,
		"stored": yes,
		"refused": refused,
		"refusedFile": refused_file,
		"transactions": run.transactions,
	});
	let lines: Vec<&str> = lines.iter().map(|line| output.say(line)).collect();
	Report {
		exit: (!refused.is_empty()).then_some(Kind::Partly),
		..Report::new(json, lines.join("\n"))
	}
}

#[cfg(test)]
#[path = "batch_tests.rs"]
mod tests;
