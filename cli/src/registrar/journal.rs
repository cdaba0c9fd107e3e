// SPDX-License-Identifier: Apache-2.0

//! The journal of questions: one JSON line each, chained by hashes, so that none can be changed or taken
//! out unseen. Whoever keeps the last hash elsewhere also sees when the end is cut off.

use super::question::{is_signed, Hex, Signed, NONCE_LENGTH};
use crate::{
	error::{text, Failure, Result},
	files,
	output::{Output, Report},
	times,
};
use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sp_crypto_hashing::blake2_256;
use std::{
	fs::File,
	io::{Read, Seek, SeekFrom, Write},
	path::{Path, PathBuf},
};

const DOMAIN: &[u8] = b"seoul/registrar-journal/1\0";
/// What the first line follows.
const BEGINNING: Hex<32> = Hex([0; 32]);

/// What became of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Outcome {
	/// The number of the car was told.
	Found(Hex<16>),
	/// No car has this VIN or plate.
	NotFound,
	/// It was refused, for this reason.
	Refused(String),
}

/// A question that was asked. The VIN or plate stands here by its tag only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Entry {
	/// From 0.
	pub number: u64,
	/// When it was answered, Unix time in milliseconds.
	pub time: u64,
	/// Address of the account that asked.
	pub account: String,
	/// The agency for which it acts on chain, if it acts for one.
	pub agency: Option<u32>,
	/// The role that let it ask.
	pub role: Option<String>,
	/// Tag of the VIN or plate under the office's newest key.
	pub tag: Hex<32>,
	pub outcome: Outcome,
	/// What was signed, and the signature.
	pub signed: Signed,
	pub signature: Hex<64>,
}

/// A line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Line {
	entry: Entry,
	/// Hash of the line before.
	previous: Hex<32>,
	/// Of this line.
	hash: Hex<32>,
}

fn unreadable(file: &Path, error: impl std::fmt::Display) -> Failure {
	let file = file.display();
	Failure::file(
		"JournalUnusable",
		text!(
			"조회 기록 {file}을(를) 쓸 수 없습니다: {error}",
			"The journal {file} cannot be used: {error}"
		),
	)
}

fn broken(file: &Path, line: u64, ko: &str, en: &str) -> Failure {
	let file = file.display();
	Failure::no(
		"JournalBroken",
		text!(
			"조회 기록 {file} {line}번째 줄: {ko}",
			"The journal {file}, line {line}: {en}"
		),
	)
}

fn hash_of(entry: &Entry, previous: Hex<32>) -> serde_json::Result<Hex<32>> {
	let entry = serde_json::to_vec(entry)?;
	Ok(Hex(blake2_256(
		&[DOMAIN, &previous.0, entry.as_slice()].concat(),
	)))
}

/// What a journal holds.
#[derive(Debug)]
pub struct Checked {
	pub entries: Vec<Entry>,
	/// Hash of the last line.
	pub last: Hex<32>,
}

/// Check every line of a journal: its hash, its number, and the signature of who asked.
fn check(content: &str, file: &Path) -> Result<Checked> {
	let mut checked = Checked {
		entries: Vec::new(),
		last: BEGINNING,
	};
	if !content.is_empty() && !content.ends_with('\n') {
		let last = u64::try_from(content.lines().count()).unwrap_or(u64::MAX);
		return Err(broken(
			file,
			last,
			"줄이 끝나지 않았습니다(쓰다가 멈춘 것일 수 있습니다). 이 줄을 다른 곳에 보관하고 지우십시오.",
			"it does not end, as when writing was interrupted. Keep it elsewhere and take it out.",
		));
	}
	for (index, text) in content.lines().enumerate() {
		let number = u64::try_from(index).unwrap_or(u64::MAX);
		let place = number.saturating_add(1);
		let line: Line = serde_json::from_str(text)
			.map_err(|error| broken(file, place, &error.to_string(), &error.to_string()))?;
		let spelled = serde_json::to_string(&line).map_err(|error| unreadable(file, error))?;
		let hash = hash_of(&line.entry, line.previous).map_err(|error| unreadable(file, error))?;
		if spelled != text || hash != line.hash {
			return Err(broken(
				file,
				place,
				"바뀐 줄입니다(해시가 맞지 않습니다).",
				"it was changed: its hash does not fit.",
			));
		}
		if line.previous != checked.last || line.entry.number != number {
			return Err(broken(
				file,
				place,
				"앞의 줄과 이어지지 않습니다(빠지거나 끼워 넣은 줄이 있습니다).",
				"it does not follow the line before: a line was taken out or put in.",
			));
		}
		if !is_signed(&line.entry.signed, &line.entry.signature) {
			return Err(broken(
				file,
				place,
				"조회한 기관의 서명이 맞지 않습니다.",
				"the signature of who asked does not fit.",
			));
		}
		checked.last = line.hash;
		checked.entries.push(line.entry);
	}
	Ok(checked)
}

/// A journal to which lines are added. Nobody else adds to it meanwhile.
pub struct Journal {
	file: File,
	path: PathBuf,
	next: u64,
	last: Hex<32>,
}

impl Journal {
	/// Open a journal, or begin one, and give the entries that it holds.
	pub fn open(path: &Path) -> Result<(Self, Vec<Entry>)> {
		let mut file = files::open_to_append(path)?;
		file.try_lock().map_err(|_| {
			let shown = path.display();
			Failure::file(
				"JournalInUse",
				text!(
					"다른 프로그램이 조회 기록 {shown}을(를) 쓰고 있습니다.",
					"Another program writes to the journal {shown}."
				),
			)
		})?;
		let mut content = String::new();
		file.seek(SeekFrom::Start(0))
			.and_then(|_| file.read_to_string(&mut content))
			.map_err(|error| unreadable(path, error))?;
		let Checked { entries, last } = check(&content, path)?;
		let next = u64::try_from(entries.len()).unwrap_or(u64::MAX);
		Ok((
			Self {
				file,
				path: path.to_owned(),
				next,
				last,
			},
			entries,
		))
	}

	/// Add a question, and have it on disk before it is answered.
	pub fn add(&mut self, entry: impl FnOnce(u64) -> Entry) -> Result<Hex<32>> {
		let entry = entry(self.next);
		let hash = hash_of(&entry, self.last).map_err(|error| unreadable(&self.path, error))?;
		let line = Line {
			entry,
			previous: self.last,
			hash,
		};
		let mut text = serde_json::to_vec(&line).map_err(|error| unreadable(&self.path, error))?;
		text.push(b'\n');
		let whole = self
			.file
			.metadata()
			.map_err(|error| unreadable(&self.path, error))?
			.len();
		self.file
			.write_all(&text)
			.and_then(|()| self.file.sync_data())
			.map_err(|error| {
				// As on a full disk: the next line must not follow a part of this one.
				let _ = self.file.set_len(whole);
				unreadable(&self.path, error)
			})?;
		self.next = self.next.saturating_add(1);
		self.last = hash;
		Ok(hash)
	}
}

/// 조회 기록 확인
#[derive(Debug, Args)]
pub struct VerifyLog {
	/// 조회 기록 · The journal
	#[arg(value_name = "FILE")]
	file: PathBuf,
	/// 따로 보관한 마지막 해시. 그 뒤가 잘리지 않았는지 확인합니다 · A hash kept elsewhere, which must still be in it
	#[arg(long, value_name = "HASH")]
	contains: Option<String>,
}

impl VerifyLog {
	pub fn run(self, output: Output) -> Result<Report> {
		let content = files::read_long_text(&self.file)?;
		let checked = check(&content, &self.file)?;
		if let Some(kept) = &self.contains {
			let kept = crate::parties::block_hash(kept)?;
			let mut hash = BEGINNING;
			let mut found = false;
			for entry in &checked.entries {
				hash = hash_of(entry, hash).map_err(|error| unreadable(&self.file, error))?;
				found |= format!("0x{}", hex::encode(hash.0)) == kept;
			}
			if !found {
				let file = self.file.display();
				return Err(Failure::no(
					"JournalCut",
					text!(
						"조회 기록 {file}에 {kept}이(가) 없습니다. 끝이 잘렸거나 다른 기록입니다.",
						"The journal {file} does not hold {kept}: its end was cut off, or it is another one."
					),
				));
			}
		}
		let count = checked.entries.len();
		let last = format!("0x{}", hex::encode(checked.last.0));
		let file = self.file.display();
		let mut lines = vec![output
			.say(&text!(
				"{file}: {count}건이 온전합니다. 마지막 해시 {last}",
				"{file}: {count} entries, whole and unchanged. Last hash {last}"
			))
			.to_owned()];
		for entry in &checked.entries {
			let Entry {
				number,
				time,
				account,
				agency,
				role,
				outcome,
				signed,
				..
			} = entry;
			let time = times::show(*time);
			let agency = agency.map_or_else(|| "-".to_owned(), |agency| agency.to_string());
			let role = role.as_deref().unwrap_or("-");
			let reason = &signed.reason;
			let outcome = match outcome {
				Outcome::Found(vehicle) => format!("0x{}", hex::encode(vehicle.0)),
				Outcome::NotFound => "-".to_owned(),
				Outcome::Refused(code) => code.clone(),
			};
			lines.push(
				output
					.say(&text!(
						"#{number} {time} 기관 {agency} ({role}) {account}: {reason} → {outcome}",
						"#{number} {time} agency {agency} ({role}) {account}: {reason} → {outcome}"
					))
					.to_owned(),
			);
		}
		Ok(Report::new(
			json!({"entries": checked.entries, "count": count, "lastHash": last}),
			lines.join("\n"),
		))
	}
}

/// A nonce that a journal already holds, with the time that was signed with it.
pub fn used_nonces(
	entries: &[Entry],
) -> impl Iterator<Item = ([u8; 32], [u8; NONCE_LENGTH], u64)> + '_ {
	entries.iter().map(|entry| {
		(
			entry.signed.account.0,
			entry.signed.nonce.0,
			entry.signed.time,
		)
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		files::tests::Folder,
		registrar::question::tests::{question, VIN},
	};
	use std::fs;

	fn entry(number: u64) -> Entry {
		let question = question("//Two", u8::try_from(number).unwrap(), 1_000);
		Entry {
			number,
			time: 2_000,
			account: question.address(),
			agency: Some(4),
			role: Some("Insurer".into()),
			tag: Hex([7; 32]),
			outcome: Outcome::Found(Hex([8; 16])),
			signed: question.signed,
			signature: question.signature,
		}
	}

	/// A journal with three entries.
	fn journal(folder: &Folder) -> PathBuf {
		let path = folder.path("journal.jsonl");
		let (mut journal, before) = Journal::open(&path).unwrap();
		assert!(before.is_empty());
		for _ in 0..3 {
			journal.add(entry).unwrap();
		}
		path
	}

	fn lines(path: &Path) -> Vec<String> {
		fs::read_to_string(path)
			.unwrap()
			.lines()
			.map(str::to_owned)
			.collect()
	}

	fn fault(path: &Path, lines: &[String]) -> Failure {
		check(&(lines.join("\n") + "\n"), path).unwrap_err()
	}

	#[test]
	fn a_journal_goes_on_where_it_stopped() {
		let folder = Folder::new();
		let path = journal(&folder);
		let (mut journal, before) = Journal::open(&path).unwrap();
		let numbers: Vec<u64> = before.iter().map(|entry| entry.number).collect();
		assert_eq!(numbers, [0, 1, 2]);
		assert_eq!(before[2].signed, entry(2).signed);
		let last = journal.add(entry).unwrap();
		let checked = check(&fs::read_to_string(&path).unwrap(), &path).unwrap();
		assert_eq!(checked.entries.len(), 4);
		assert_eq!(checked.last, last);
	}

	#[test]
	fn no_vin_stands_in_a_journal() {
		let folder = Folder::new();
		let content = fs::read_to_string(journal(&folder)).unwrap();
		assert!(!content.contains(VIN));
		assert!(!content.contains(&"05".repeat(32)), "nor the salt");
		assert!(content.contains("2026가단1234"));
	}

	#[test]
	fn every_changed_byte_of_a_journal_is_noticed() {
		let folder = Folder::new();
		let path = journal(&folder);
		let whole = fs::read(&path).unwrap();
		for place in 0..whole.len() {
			for flip in [1, 0x20] {
				let mut changed = whole.clone();
				changed[place] ^= flip;
				if let Ok(text) = String::from_utf8(changed) {
					assert!(check(&text, &path).is_err(), "byte {place}");
				}
			}
		}
	}

	#[test]
	fn lines_that_were_taken_out_put_in_or_turned_are_noticed() {
		let folder = Folder::new();
		let path = journal(&folder);
		let all = lines(&path);
		let [first, second, third] = all.as_slice() else {
			panic!("three lines")
		};
		for altered in [
			vec![second.clone(), third.clone()],
			vec![first.clone(), third.clone()],
			vec![first.clone(), third.clone(), second.clone()],
			vec![first.clone(), first.clone(), second.clone()],
		] {
			let failure = fault(&path, &altered);
			assert_eq!(failure.code, "JournalBroken");
			assert!(failure.text.en.contains("does not follow"), "{failure}");
		}
	}

	#[test]
	fn a_question_that_nobody_signed_is_noticed_even_with_a_right_hash() {
		let folder = Folder::new();
		let path = folder.path("forged.jsonl");
		let (mut journal, _) = Journal::open(&path).unwrap();
		journal
			.add(|number| {
				let mut forged = entry(number);
				forged.signed.reason = "made up".into();
				forged
			})
			.unwrap();
		drop(journal);
		let failure = fault(&path, &lines(&path));
		assert!(failure.text.en.contains("signature"), "{failure}");
	}

	#[test]
	fn a_cut_end_is_noticed_with_a_hash_kept_elsewhere() {
		let folder = Folder::new();
		let path = journal(&folder);
		let whole = fs::read_to_string(&path).unwrap();
		let last = check(&whole, &path).unwrap().last;
		let kept = format!("0x{}", hex::encode(last.0));
		let output = Output {
			language: crate::language::Language::En,
			json: false,
			quiet: true,
		};
		let verify = |file: &Path| {
			VerifyLog {
				file: file.to_owned(),
				contains: Some(kept.clone()),
			}
			.run(output)
		};
		assert!(verify(&path).is_ok());
		let shorter = lines(&path)[..2].join("\n") + "\n";
		fs::write(&path, shorter).unwrap();
		assert_eq!(verify(&path).err().unwrap().code, "JournalCut");
	}

	#[test]
	fn an_interrupted_line_is_named_and_nothing_is_added_to_it() {
		let folder = Folder::new();
		let path = journal(&folder);
		let mut whole = fs::read_to_string(&path).unwrap();
		whole.truncate(whole.len() - 10);
		fs::write(&path, whole).unwrap();
		let failure = Journal::open(&path).err().unwrap();
		assert_eq!(failure.code, "JournalBroken");
		assert!(failure.text.en.contains("line 3"), "{failure}");
	}

	#[test]
	fn two_programs_do_not_write_to_one_journal() {
		let folder = Folder::new();
		let path = journal(&folder);
		let (_held, _) = Journal::open(&path).unwrap();
		assert_eq!(Journal::open(&path).err().unwrap().code, "JournalInUse");
	}
}
