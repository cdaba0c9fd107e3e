// SPDX-License-Identifier: Apache-2.0

//! What went wrong, in Korean and in English, in one line that says what to do.

use crate::language::Language;
use serde_json::{json, Value as Json};
use std::fmt;

/// What kind of failure it is, which is also the program's exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
	/// The question was answered, and the answer is no.
	No = 1,
	/// What was asked for cannot be understood.
	Input = 2,
	/// The chain or an office refused.
	Refused = 3,
	/// The node or the office cannot be reached.
	Network = 4,
	/// A key or a file cannot be used.
	File = 5,
	/// A transaction was sent, and what became of it is not known.
	Unknown = 6,
	/// Some of what was asked for was done, and some was refused.
	Partly = 7,
}

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
	pub ko: String,
	pub en: String,
}

impl Text {
	pub fn new(ko: impl Into<String>, en: impl Into<String>) -> Self {
		Self {
			ko: ko.into(),
			en: en.into(),
		}
	}

	pub fn in_language(&self, language: Language) -> &str {
		match language {
			Language::Ko => &self.ko,
			Language::En => &self.en,
		}
	}
}

/// A [`Text`], each language formatted for itself. Values are named in the braces.
macro_rules! text {
	($ko:literal, $en:literal $(,)?) => {
		$crate::error::Text::new(format!($ko), format!($en))
	};
}
pub(crate) use text;

/// Why a command did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
	pub kind: Kind,
	/// One word for programs, such as `VinLength` or `carRegistry.NotTheOwner`.
	pub code: String,
	pub text: Text,
}

pub type Result<T, E = Failure> = std::result::Result<T, E>;

impl Failure {
	pub fn new(kind: Kind, code: impl Into<String>, text: Text) -> Self {
		Self {
			kind,
			code: code.into(),
			text,
		}
	}

	pub fn no(code: &str, text: Text) -> Self {
		Self::new(Kind::No, code, text)
	}

	pub fn input(code: &str, text: Text) -> Self {
		Self::new(Kind::Input, code, text)
	}

	pub fn refused(code: impl Into<String>, text: Text) -> Self {
		Self::new(Kind::Refused, code, text)
	}

	pub fn network(code: &str, text: Text) -> Self {
		Self::new(Kind::Network, code, text)
	}

	pub fn file(code: &str, text: Text) -> Self {
		Self::new(Kind::File, code, text)
	}

	/// For programs, on standard output.
	pub fn to_json(&self) -> Json {
		json!({
			"error": {
				"code": self.code,
				"exitCode": self.kind as u8,
				"ko": self.text.ko,
				"en": self.text.en,
			}
		})
	}

	/// For people, in one line.
	pub fn line(&self, language: Language) -> String {
		let prefix = match language {
			Language::Ko => "오류",
			Language::En => "error",
		};
		let text = self.text.in_language(language).replace('\n', " ");
		format!("{prefix}: {} [{}]", text.trim(), self.code)
	}
}

impl fmt::Display for Failure {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(out, "{} {} [{}]", self.text.ko, self.text.en, self.code)
	}
}

impl std::error::Error for Failure {}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_failure_is_one_line_for_people_and_an_object_for_programs() {
		let size = 16;
		let failure = Failure::input(
			"VinLength",
			text!(
				"{size}자리입니다.\n확인하십시오.",
				"It has {size} characters.\nCheck it."
			),
		);
		assert_eq!(
			failure.line(Language::En),
			"error: It has 16 characters. Check it. [VinLength]"
		);
		assert_eq!(
			failure.line(Language::Ko),
			"오류: 16자리입니다. 확인하십시오. [VinLength]"
		);
		assert_eq!(failure.to_json()["error"]["exitCode"], 2);
		assert_eq!(failure.to_json()["error"]["code"], "VinLength");
	}
}
