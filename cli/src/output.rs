// SPDX-License-Identifier: Apache-2.0

//! Results on standard output, progress and errors on standard error.

use crate::{
	error::{text, Failure, Kind, Text},
	language::Language,
};
use serde_json::Value as Json;
use std::{
	io::{self, IsTerminal, Write},
	process::ExitCode,
};

/// How to talk to whoever started the program.
#[derive(Clone, Copy, Debug)]
pub struct Output {
	pub language: Language,
	/// One JSON value on standard output, and nothing else there.
	pub json: bool,
	/// No progress.
	pub quiet: bool,
}

/// What a command found out or did.
pub struct Report {
	/// For programs.
	pub json: Json,
	/// For people.
	pub text: String,
	/// What the exit code says where not all is well: some was refused, or the answer is no.
	pub exit: Option<Kind>,
	/// Whether the text is a JSON document of which every byte counts, and stands for both.
	pub verbatim: bool,
}

impl Report {
	pub const fn new(json: Json, text: String) -> Self {
		Self {
			json,
			text,
			exit: None,
			verbatim: false,
		}
	}

	/// A JSON document of which every byte counts, for people and programs alike.
	pub const fn verbatim(document: String) -> Self {
		Self {
			json: Json::Null,
			text: document,
			exit: None,
			verbatim: true,
		}
	}
}

/// How much of the whole is done, as a bar for people.
pub fn bar(done: usize, total: usize) -> String {
	const WIDTH: usize = 20;
	let part = |of: usize| done.saturating_mul(of).checked_div(total).unwrap_or(of);
	let (full, percent) = (part(WIDTH).min(WIDTH), part(100).min(100));
	format!(
		"[{}{}] {percent:3} %",
		"█".repeat(full),
		"░".repeat(WIDTH - full)
	)
}

impl Output {
	/// The text in the language asked for.
	pub fn say(self, text: &Text) -> &str {
		text.in_language(self.language)
	}

	/// What is being done now.
	pub fn progress(self, text: &Text) {
		if !self.quiet {
			let _ = writeln!(io::stderr().lock(), "{}", self.say(text));
		}
	}

	/// What is being done now, on a line that the next one replaces; nothing if nobody watches.
	pub fn tick(self, text: &Text) {
		if !self.quiet && io::stderr().is_terminal() {
			let mut stderr = io::stderr().lock();
			let _ = write!(stderr, "\r\x1b[K{}", self.say(text));
			let _ = stderr.flush();
		}
	}

	/// End a line of [`Self::tick`].
	pub fn end_ticks(self) {
		if !self.quiet && io::stderr().is_terminal() {
			let mut stderr = io::stderr().lock();
			let _ = write!(stderr, "\r\x1b[K");
			let _ = stderr.flush();
		}
	}

	/// Tell what was found out or done. The exit code says whether all of it was told.
	pub fn report(self, report: &Report) -> ExitCode {
		let told = if self.json && !report.verbatim {
			format!("{:#}\n", report.json)
		} else {
			format!("{}\n", report.text.trim_end())
		};
		let mut stdout = io::stdout().lock();
		match stdout
			.write_all(told.as_bytes())
			.and_then(|()| stdout.flush())
		{
			Ok(()) => report
				.exit
				.map_or(ExitCode::SUCCESS, |kind| ExitCode::from(kind as u8)),
			// Whoever closed the pipe does not want the rest.
			Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
			// As on a disk that is full: a result that is cut off must not pass for a whole one.
			Err(error) => {
				let failure = Failure::file(
					"OutputIncomplete",
					text!(
						"결과를 다 쓰지 못했습니다({error}). 명령 자체는 끝났으니, 다시 실행하기 전에 체인을 확인하십시오.",
						"The result could not be written whole ({error}). The command itself is done: look before you run it again."
					),
				);
				let _ = writeln!(io::stderr().lock(), "{}", failure.line(self.language));
				ExitCode::from(failure.kind as u8)
			},
		}
	}

	pub fn failure(self, failure: &Failure) -> ExitCode {
		if self.json {
			let _ = writeln!(io::stdout().lock(), "{:#}", failure.to_json());
		}
		let _ = writeln!(io::stderr().lock(), "{}", failure.line(self.language));
		ExitCode::from(failure.kind as u8)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_bar_shows_how_much_is_done() {
		assert_eq!(bar(0, 450), "[░░░░░░░░░░░░░░░░░░░░]   0 %");
		assert_eq!(bar(225, 450), "[██████████░░░░░░░░░░]  50 %");
		assert_eq!(bar(450, 450), "[████████████████████] 100 %");
		assert_eq!(bar(0, 0), "[████████████████████] 100 %");
	}
}
