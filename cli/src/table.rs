// SPDX-License-Identifier: Apache-2.0

//! CSV files whose first line names the columns, in Korean or in English, in any order.

use crate::{
	batch::fields_of,
	error::{text, Failure, Result, Text},
	files,
};
use std::path::Path;

/// A column that a file may have: its name, and what it is called in Korean.
pub struct Column {
	pub name: &'static str,
	pub ko: &'static str,
	/// Whether a file without it is refused.
	pub needed: bool,
}

impl Column {
	pub const fn needed(name: &'static str, ko: &'static str) -> Self {
		Self {
			name,
			ko,
			needed: true,
		}
	}

	pub const fn optional(name: &'static str, ko: &'static str) -> Self {
		Self {
			name,
			ko,
			needed: false,
		}
	}

	fn is(&self, heading: &str) -> bool {
		self.name.eq_ignore_ascii_case(heading) || self.ko == heading
	}
}

/// What is not among the columns asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Others {
	/// It is refused: a misspelled heading must not pass for nothing.
	Refused,
	/// It is kept.
	Kept,
}

/// A file whose columns are known.
#[derive(Debug)]
pub struct Table {
	/// Names of the columns, in the order of the file; those asked for by their English name.
	pub headings: Vec<String>,
	pub rows: Vec<Row>,
}

/// A line of the file.
#[derive(Debug)]
pub struct Row {
	/// From 1.
	pub line: usize,
	fields: Vec<(String, String)>,
}

impl Row {
	/// What stands in a column; nothing if there is no such column, or nothing stands there.
	pub fn get(&self, name: &str) -> Option<&str> {
		self.fields
			.iter()
			.find(|(heading, _)| heading == name)
			.map(|(_, field)| field.as_str())
			.filter(|field| !field.is_empty())
	}

	/// What stands in a column that must not be empty.
	pub fn needed(&self, name: &str) -> Result<&str> {
		self.get(name).ok_or_else(|| {
			Failure::input(
				"FieldEmpty",
				text!("{name} 칸이 비어 있습니다", "{name} is empty"),
			)
		})
	}

	/// Every field with the name of its column, in the order of the file.
	pub fn fields(&self) -> &[(String, String)] {
		&self.fields
	}
}

/// A failure with its line in the file.
pub fn placed(file: &Path, line: usize, cause: Failure) -> Failure {
	let file = file.display();
	let Text { ko, en } = cause.text;
	let (ko, en) = (ko.trim_end_matches('.'), en.trim_end_matches('.'));
	Failure {
		text: text!(
			"{file} {line}번째 줄: {ko}. 아무것도 보내지 않았습니다.",
			"{file}, line {line}: {en}. Nothing was sent."
		),
		..cause
	}
}

fn unreadable(file: &Path, ko: &str, en: &str) -> Failure {
	let file = file.display();
	Failure::input("TableUnreadable", text!("{file}: {ko}", "{file}: {en}"))
}

/// Read a file with these columns.
pub fn read(path: &Path, columns: &[Column], others: Others) -> Result<Table> {
	parse(&files::read_text(path)?, path, columns, others)
}

fn parse(content: &str, path: &Path, columns: &[Column], others: Others) -> Result<Table> {
	let content = content.trim_start_matches('\u{feff}');
	let known = || {
		columns
			.iter()
			.map(|column| column.name)
			.collect::<Vec<_>>()
			.join(",")
	};
	let mut lines = content
		.lines()
		.enumerate()
		.filter(|(_, text)| !text.trim().is_empty());
	let headings = lines
		.next()
		.and_then(|(_, heading)| fields_of(heading))
		.ok_or_else(|| {
			let known = known();
			unreadable(
				path,
				&format!("첫 줄에 열 이름이 있어야 합니다({known})."),
				&format!("the first line must name the columns ({known})."),
			)
		})?;
	let mut names = Vec::new();
	for heading in &headings {
		let name = match columns.iter().find(|column| column.is(heading)) {
			Some(column) => column.name.to_owned(),
			None if others == Others::Kept && !heading.is_empty() => heading.clone(),
			None => {
				let known = known();
				return Err(unreadable(
					path,
					&format!("모르는 열 {heading}입니다. 열 이름: {known}."),
					&format!("there is no column {heading}. There are: {known}."),
				));
			},
		};
		if names.contains(&name) {
			return Err(unreadable(
				path,
				&format!("열 {name}이(가) 두 번 있습니다."),
				&format!("the column {name} is there twice."),
			));
		}
		names.push(name);
	}
	if let Some(missing) = columns
		.iter()
		.find(|column| column.needed && !names.iter().any(|name| name == column.name))
	{
		let (name, ko) = (missing.name, missing.ko);
		return Err(unreadable(
			path,
			&format!("열 {name}({ko})이(가) 없습니다."),
			&format!("the column {name} is missing."),
		));
	}
	let mut rows = Vec::new();
	for (index, text) in lines {
		let line = index + 1;
		let fields = fields_of(text)
			.filter(|fields| fields.len() == names.len())
			.ok_or_else(|| {
				placed(
					path,
					line,
					Failure::input(
						"ColumnsMissing",
						text!("항목의 수가 맞지 않습니다", "it has more or fewer columns"),
					),
				)
			})?;
		rows.push(Row {
			line,
			fields: names.iter().cloned().zip(fields).collect(),
		});
	}
	if rows.is_empty() {
		return Err(unreadable(path, "자료가 없습니다.", "it holds no entry."));
	}
	Ok(Table {
		headings: names,
		rows,
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	const COLUMNS: [Column; 3] = [
		Column::needed("payee", "수취인"),
		Column::needed("amount", "금액"),
		Column::optional("report", "기성"),
	];

	fn table(content: &str, others: Others) -> Result<Table> {
		parse(content, Path::new("lines.csv"), &COLUMNS, others)
	}

	#[test]
	fn columns_are_found_by_either_name_in_any_order() {
		for content in [
			"payee,amount\nagency:24,\"1,000\"\n",
			"\u{feff}금액,수취인\r\n\"1,000\",agency:24\r\n\r\n",
			"Amount,Payee,report\n\"1,000\", agency:24 ,\n",
		] {
			let table = table(content, Others::Refused).unwrap();
			let row = &table.rows[0];
			assert_eq!(row.line, 2);
			assert_eq!(row.needed("payee").unwrap(), "agency:24");
			assert_eq!(row.needed("amount").unwrap(), "1,000");
			assert_eq!(row.get("report"), None);
			assert_eq!(row.needed("report").unwrap_err().code, "FieldEmpty");
		}
	}

	#[test]
	fn a_file_that_is_not_understood_is_refused_with_the_place() {
		for (content, word) in [
			("", "first line"),
			("payee,amout\n", "amout"),
			("payee\nagency:1\n", "amount"),
			("payee,amount,payee\n", "twice"),
			("payee,amount\n", "no entry"),
			("payee,amount\nagency:1,1\nagency:2\n", "line 3"),
		] {
			let failure = table(content, Others::Refused).unwrap_err();
			assert!(failure.text.en.contains(word), "{}", failure.text.en);
			assert!(failure.text.en.contains("lines.csv"));
		}
	}

	#[test]
	fn other_columns_are_kept_where_they_are_asked_for() {
		let table = table("payee,period,amount\nagency:1,2026-12,5\n", Others::Kept).unwrap();
		assert_eq!(table.headings, ["payee", "period", "amount"]);
		assert_eq!(table.rows[0].get("period"), Some("2026-12"));
		assert_eq!(table.rows[0].fields().len(), 3);
	}
}
