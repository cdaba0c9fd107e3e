// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::{files::tests::Folder, language::Language};
use std::fs;

/// Rows of a name and a number.
struct Named;

impl Rows for Named {
	const PALLET: &'static str = "Any";
	const COLUMNS: &'static [&'static str] = &["name", "number"];
	const MOST: usize = 2;

	fn call(&self) -> &'static str {
		"any"
	}

	fn row(&self, fields: &[String]) -> Result<Json> {
		let number: u32 = fields[1]
			.parse()
			.map_err(|_| Failure::input("NotANumber", text!("숫자 아님", "no number")))?;
		Ok(json!([fields[0], number]))
	}

	fn arguments(&self, rows: &[Json]) -> Json {
		json!({ "rows": rows })
	}
}

const OUTPUT: Output = Output {
	language: Language::En,
	json: false,
	quiet: true,
};

fn rows(content: &str) -> Result<Vec<(usize, Json)>> {
	let rows = read(&Named, content, Path::new("rows.csv"))?;
	Ok(rows
		.into_iter()
		.map(|row| (row.line, row.content))
		.collect())
}

#[test]
fn rows_keep_the_lines_on_which_they_stand() {
	let content = "\u{feff}name,number\r\na,1\r\n\r\n \"b, \"\"x\"\"\" , 2 \r\n";
	assert_eq!(
		rows(content).unwrap(),
		[(2, json!(["a", 1])), (4, json!(["b, \"x\"", 2]))]
	);
	assert_eq!(rows("이름,수\na,1").unwrap(), [(2, json!(["a", 1]))]);
	assert_eq!(rows("a,1\nb,2").unwrap().len(), 2);
}

#[test]
fn one_line_that_cannot_be_read_stops_the_file_before_anything_is_sent() {
	for (content, code, word) in [
		("", "BatchEmpty", "rows.csv"),
		("name,number\n", "BatchEmpty", "no entry"),
		("name,number\na,x1\n", "BatchLineUnreadable", "line 2"),
		("a,1\nb\n", "BatchLineUnreadable", "line 2"),
		("a,1\nb,2,3\n", "BatchLineUnreadable", "line 2"),
		("a,1\n\"b,2\n", "BatchLineUnreadable", "line 2"),
		("a,1\n\"b\"c,2\n", "BatchLineUnreadable", "line 2"),
		// A first line that is meant as an entry is no heading.
		("a1,x\nb,2\n", "BatchLineUnreadable", "line 1"),
	] {
		let failure = rows(content).unwrap_err();
		assert_eq!(failure.code, code, "{content}");
		assert!(failure.text.en.contains(word), "{}", failure.text.en);
	}
}

#[test]
fn what_is_quoted_is_read_again_as_it_was() {
	for field in ["plain", "a,b", "say \"no\"", "\"", "한글", ""] {
		let line = format!("{},{}", quoted(field), quoted(field));
		assert_eq!(fields_of(&line).unwrap(), [field, field], "{line}");
	}
}

fn subject() -> Subject {
	Subject {
		format: FORMAT.into(),
		chain: H256::repeat_byte(1),
		call: "Any.any".into(),
		rows_hash: H256::repeat_byte(2),
		transactions: 3,
	}
}

fn sent(byte: u8) -> Sent {
	Sent {
		transaction: H256::repeat_byte(byte),
		account: "5G".into(),
		born: 7,
	}
}

fn done(byte: u8) -> Done {
	Done {
		transaction: H256::repeat_byte(byte),
		account: "5G".into(),
		number: 9,
		hash: H256::repeat_byte(9),
		refused: vec![Refused {
			line: 2,
			code: "any.NotFound".into(),
			ko: "없음".into(),
			en: "none".into(),
		}],
	}
}

fn standings(path: &Path) -> Vec<Standing> {
	Journal::open(path, &subject()).unwrap().1
}

#[test]
fn a_run_goes_on_where_it_stopped() {
	let folder = Folder::new();
	let path = folder.path("rows.csv.progress.jsonl");
	assert_eq!(standings(&path), vec![Standing::Open; 3]);
	let (mut journal, _) = Journal::open(&path, &subject()).unwrap();
	for line in [
		Line::Sent(0, sent(3)),
		Line::Done(0, done(3)),
		Line::Sent(1, sent(4)),
		Line::Void(1),
		Line::Sent(1, sent(5)),
	] {
		journal.add(&line).unwrap();
	}
	drop(journal);
	assert_eq!(
		standings(&path),
		[
			Standing::Done(done(3)),
			Standing::Sent(sent(5)),
			Standing::Open
		]
	);
}

#[test]
fn a_line_that_was_not_finished_is_written_again() {
	let folder = Folder::new();
	let path = folder.path("journal");
	let (mut journal, _) = Journal::open(&path, &subject()).unwrap();
	journal.add(&Line::Sent(0, sent(3))).unwrap();
	let before = fs::read(&path).unwrap();
	journal.add(&Line::Done(0, done(3))).unwrap();
	drop(journal);
	let whole = fs::read(&path).unwrap();
	for length in before.len()..whole.len() {
		fs::write(&path, &whole[..length]).unwrap();
		assert_eq!(
			standings(&path),
			[Standing::Sent(sent(3)), Standing::Open, Standing::Open]
		);
		let (mut journal, _) = Journal::open(&path, &subject()).unwrap();
		journal.add(&Line::Done(0, done(3))).unwrap();
		drop(journal);
		assert_eq!(fs::read(&path).unwrap(), whole);
	}
}

#[test]
fn a_journal_of_other_rows_is_refused() {
	let folder = Folder::new();
	let path = folder.path("journal");
	drop(Journal::open(&path, &subject()).unwrap());
	let changes: [&dyn Fn(&mut Subject); 4] = [
		&|subject| subject.chain = H256::zero(),
		&|subject| subject.call.push('x'),
		&|subject| subject.rows_hash = H256::zero(),
		&|subject| subject.transactions += 1,
	];
	for change in changes {
		let mut other = subject();
		change(&mut other);
		let failure = Journal::open(&path, &other).err().unwrap();
		assert_eq!(failure.code, "BatchChanged");
	}
}

#[test]
fn a_damaged_journal_is_refused_and_two_runs_do_not_share_one() {
	let folder = Folder::new();
	for content in ["{}\n", "x\n"] {
		let path = folder.path("damaged");
		fs::write(&path, content).unwrap();
		let failure = Journal::open(&path, &subject()).err().unwrap();
		assert_eq!(failure.code, "BatchJournalUnusable", "{content}");
	}
	let path = folder.path("journal");
	let (mut held, _) = Journal::open(&path, &subject()).unwrap();
	assert_eq!(
		Journal::open(&path, &subject()).err().unwrap().code,
		"BatchInUse"
	);
	held.add(&Line::Void(3)).unwrap();
	drop(held);
	let failure = Journal::open(&path, &subject()).err().unwrap();
	assert!(failure.text.en.contains("too many"), "{failure}");
}

#[test]
fn refused_rows_are_a_table_and_a_report() {
	let all = read(
		&Named,
		"name,number\na,1\n\"b,c\",2\n",
		Path::new("rows.csv"),
	)
	.unwrap();
	let part = Part {
		rows: &all,
		call: Call {
			name: "Any.any".into(),
			data: Vec::new(),
			meaning: text!("뜻", "meaning"),
		},
		all_refused: Some("any.NoneStored"),
		one_refused: &["any.Twice"],
	};
	let none = Failure::refused("any.NoneStored", text!("없음", "none"));
	assert_eq!(part.all_refused(&none).map(|rows| rows.len()), Some(2));
	let other = Failure::refused("any.NotAuthorized", text!("권한 없음", "no right"));
	assert_eq!(part.all_refused(&other), None);
	// What refuses a single row refuses no batch of several.
	let twice = Failure::refused("any.Twice", text!("두 번", "twice"));
	assert_eq!(part.all_refused(&twice), None);
	let single = Part {
		rows: &all[..1],
		call: part.call.clone(),
		..part
	};
	assert_eq!(single.all_refused(&twice).map(|rows| rows.len()), Some(1));
	assert_eq!(single.all_refused(&other), None);
	let part = Part {
		rows: &all,
		..single
	};
	let refusal = Failure::refused("any.NotFound", text!("없음", "none, \"really\""));
	let refused = part.refused(&[(1, refusal)]);
	assert_eq!(refused[0].line, 3);
	assert_eq!(
		table_of_refused(Named::COLUMNS, &all, &refused, OUTPUT),
		"\u{feff}name,number,line,code,reason\r\n\"b,c\",2,3,any.NotFound,\"none, \"\"really\"\"\"\r\n"
	);
	let report = told(
		OUTPUT,
		Told {
			file: Path::new("rows.csv"),
			journal: Path::new("rows.csv.progress.jsonl"),
			refused_file: Some(Path::new("rows.csv.refused.csv")),
			rows: 2,
			earlier: 1,
			transactions: vec![done(3).json("Any.any")],
			refused: &refused,
		},
	);
	assert_eq!(report.exit, Some(Kind::Partly));
	assert_eq!(report.json["stored"], 1);
	assert_eq!(report.json["refused"][0]["line"], 3);
	assert_eq!(report.json["transactions"][0]["earlier"], true);
	for said in ["2 entries 1 were stored", "not sent again", "line 3: none"] {
		assert!(report.text.contains(said), "{}", report.text);
	}
}

#[test]
fn what_lies_beside_a_file_keeps_its_whole_name() {
	assert_eq!(
		beside(Path::new("a/rows.v1.csv"), ".refused.csv"),
		Path::new("a/rows.v1.csv.refused.csv")
	);
}
