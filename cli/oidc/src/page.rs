// SPDX-License-Identifier: Apache-2.0

//! The page that asks the wallet, in Korean and English.

use crate::{encoding::random_text, reply};
use axum::{
	http::{header, StatusCode},
	response::{Html, IntoResponse, Response},
};

const PAGE: &str = include_str!("page.html");
const STOP: &str = include_str!("stop.html");

/// Text in a place of a page.
fn escaped(text: &str) -> String {
	let mut safe = String::with_capacity(text.len());
	for letter in text.chars() {
		match letter {
			'&' => safe.push_str("&amp;"),
			'<' => safe.push_str("&lt;"),
			'>' => safe.push_str("&gt;"),
			'"' => safe.push_str("&quot;"),
			'\'' => safe.push_str("&#39;"),
			other => safe.push(other),
		}
	}
	safe
}

fn html(status: StatusCode, body: String, nonce: &str) -> Response {
	let policy = format!(
		"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; \
		base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	);
	reply::with(
		reply::guarded((status, Html(body)).into_response()),
		header::CONTENT_SECURITY_POLICY,
		&policy,
	)
}

/// Whether somebody can log in without saying who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anonymous {
	Offered,
	NotOffered,
}

impl Anonymous {
	const fn word(self) -> &'static str {
		match self {
			Self::Offered => "offered",
			Self::NotOffered => "not-offered",
		}
	}
}

/// The page of a login.
///
/// - `client`, `korean`, `english`: the names of the client and of the facility.
/// - `domain`: the host name that the wallet must show.
/// - `anonymous`: whether anonymous login is offered.
pub(crate) fn login(
	client: &str,
	korean: &str,
	english: &str,
	domain: &str,
	anonymous: Anonymous,
) -> Response {
	match random_text() {
		Ok(nonce) => {
			let body = PAGE
				.replace("{{nonce}}", &nonce)
				.replace("{{anonymous}}", anonymous.word())
				.replace("{{client}}", &escaped(client))
				.replace("{{korean}}", &escaped(korean))
				.replace("{{english}}", &escaped(english))
				.replace("{{domain}}", &escaped(domain));
			html(StatusCode::OK, body, &nonce)
		},
		Err(why) => reply::broken(&why),
	}
}

/// A request that goes nowhere.
pub(crate) fn stop(error: &str, description: &str) -> Response {
	match random_text() {
		Ok(nonce) => {
			let body = STOP
				.replace("{{nonce}}", &nonce)
				.replace("{{error}}", &escaped(error))
				.replace("{{description}}", &escaped(description));
			html(StatusCode::BAD_REQUEST, body, &nonce)
		},
		Err(why) => reply::broken(&why),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_others_named_is_text_and_never_markup() {
		assert_eq!(
			escaped(r#"<img src='x' onerror="a&b">"#),
			"&lt;img src=&#39;x&#39; onerror=&quot;a&amp;b&quot;&gt;"
		);
	}

	#[test]
	fn every_script_and_style_of_the_pages_has_the_nonce() {
		for page in [PAGE, STOP] {
			for tag in ["<script", "<style"] {
				assert_eq!(
					page.matches(tag).count(),
					page.matches(&format!("{tag} nonce=\"{{{{nonce}}}}\""))
						.count()
				);
			}
			assert!(!page.contains("http://") && !page.contains("https://"));
		}
	}
}
