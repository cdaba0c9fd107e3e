// SPDX-License-Identifier: Apache-2.0

//! Korean or English.

use clap::ValueEnum;

/// The language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
	/// 한국어
	Ko,
	/// English
	En,
}

impl Language {
	/// As the environment of a terminal says it: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is
	/// set decides.
	pub fn of_environment() -> Self {
		Self::of_locale(
			["LC_ALL", "LC_MESSAGES", "LANG"]
				.iter()
				.find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
				.as_deref(),
		)
	}

	fn of_locale(locale: Option<&str>) -> Self {
		match locale {
			Some(locale)
				if locale == "ko" || locale.starts_with("ko_") || locale.starts_with("ko.") =>
			{
				Self::Ko
			},
			_ => Self::En,
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_locale_decides() {
		for korean in ["ko", "ko_KR", "ko_KR.UTF-8", "ko.UTF-8"] {
			assert_eq!(Language::of_locale(Some(korean)), Language::Ko);
		}
		for other in [
			None,
			Some("en_US.UTF-8"),
			Some("C"),
			Some("kok_IN"),
			Some(""),
		] {
			assert_eq!(Language::of_locale(other), Language::En);
		}
	}
}
