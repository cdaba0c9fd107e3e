// SPDX-License-Identifier: Apache-2.0

//! What a browser does for a login: follow the client's address to the provider's page, keep its cookie, and go
//! where the page sends it.

use crate::{
	error::{text, Failure, Kind, Result},
	http::{self, Client},
};
use http_body_util::Full;
use hyper::{
	body::Bytes,
	header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE},
	Method, Request, StatusCode,
};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use url::{Host, Url};

const LARGEST_ANSWER: usize = 256 * 1024;

/// A login page that is open.
pub struct Page {
	client: Client,
	/// Without a slash at its end.
	address: String,
	cookie: String,
	/// Host and port of the provider, as a browser shows them.
	pub domain: String,
}

/// What the provider says.
pub enum Told<Answer> {
	/// What was asked for.
	Answer(Answer),
	/// The browser is sent back to the client.
	Redirect(Url),
}

fn unusable(address: &str) -> Failure {
	Failure::input(
		"LoginUrlUnusable",
		text!(
			"{address}은(는) 로그인 주소가 아닙니다. https로 시작하는, 웹 사이트가 보낸 주소를 쓰십시오.",
			"{address} is no address of a login. Use the one to which the web site sent you, with https."
		),
	)
}

/// An address of which nobody on the way reads what is sent.
fn parse(address: &str) -> Result<Url> {
	let url = Url::parse(address).map_err(|_| unusable(address))?;
	let local = match url.host() {
		Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
		Some(Host::Ipv4(address)) => address.is_loopback(),
		Some(Host::Ipv6(address)) => address.is_loopback(),
		None => return Err(unusable(address)),
	};
	match url.scheme() {
		"https" => Ok(url),
		"http" if local => Ok(url),
		_ => Err(unusable(address)),
	}
}

/// Host and port, as a browser shows them.
fn domain_of(url: &Url) -> String {
	let host = url.host_str().unwrap_or_default();
	url.port()
		.map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn unreachable_at(address: &str, error: impl std::fmt::Display) -> Failure {
	Failure::network(
		"ProviderUnreachable",
		text!(
			"{address}에 연결할 수 없습니다: {error}",
			"{address} cannot be reached: {error}"
		),
	)
}

fn not_understood(address: &str, what: impl std::fmt::Display) -> Failure {
	Failure::network(
		"ProviderNotUnderstood",
		text!(
			"{address}의 응답을 이해할 수 없습니다({what}). 서울 체인의 로그인 제공자가 맞는지 확인하십시오.",
			"What {address} answers is not understood ({what}). Is it a provider of logins with Seoul Chain?"
		),
	)
}

async fn send(
	client: &Client,
	method: Method,
	url: &Url,
	cookie: &str,
	body: Vec<u8>,
) -> Result<http::Answer> {
	let address = url.as_str();
	let request = Request::builder()
		.method(method)
		.uri(address)
		.header(HOST, domain_of(url))
		.header(COOKIE, cookie)
		.header(CONTENT_TYPE, "application/json")
		.body(Full::new(Bytes::from(body)))
		.map_err(|error| unreachable_at(address, error))?;
	http::exchange(client, request, LARGEST_ANSWER)
		.await
		.map_err(|error| unreachable_at(address, error))
}

/// What went wrong, as the address to which the client is sent back says it.
pub fn error_in(redirect: &Url) -> Option<Failure> {
	let get = |name: &str| {
		redirect
			.query_pairs()
			.find(|(known, _)| known == name)
			.map(|(_, value)| value.into_owned())
	};
	let error = get("error")?;
	let words = get("error_description").unwrap_or_default();
	Some(Failure::new(
		Kind::No,
		format!("oidc.{error}"),
		text!(
			"로그인이 거부되어 웹 사이트로 돌아갑니다({error}): {words}",
			"The login was refused, and the browser is sent back ({error}): {words}"
		),
	))
}

impl Page {
	/// Open the page to which an address of a client leads.
	pub async fn open(address: &str) -> Result<Self> {
		let begin = parse(address)?;
		let client = http::client().map_err(|error| unreachable_at(address, error))?;
		let answered = send(&client, Method::GET, &begin, "", Vec::new()).await?;
		let page = answered
			.header(LOCATION)
			.and_then(|location| begin.join(location).ok())
			.filter(|_| answered.status.is_redirection())
			.ok_or_else(|| not_understood(address, answered.status))?;
		if page.origin() != begin.origin() {
			return Err(error_in(&page)
				.unwrap_or_else(|| not_understood(address, "it leads to another host")));
		}
		let cookie = answered
			.header(SET_COOKIE)
			.and_then(|cookie| cookie.split(';').next())
			.unwrap_or_default()
			.to_owned();
		let shown = send(&client, Method::GET, &page, &cookie, Vec::new()).await?;
		if shown.status != StatusCode::OK {
			return Err(said(address, shown.status, &shown.body));
		}
		Ok(Self {
			client,
			address: page.as_str().trim_end_matches('/').to_owned(),
			cookie,
			domain: domain_of(&begin),
		})
	}

	/// Ask what the page asks.
	pub async fn post<Answer: DeserializeOwned>(
		&self,
		path: &str,
		body: &Json,
	) -> Result<Told<Answer>> {
		let address = format!("{}{path}", self.address);
		let url = parse(&address)?;
		let body = body.to_string().into_bytes();
		let answered = send(&self.client, Method::POST, &url, &self.cookie, body).await?;
		if answered.status != StatusCode::OK {
			return Err(said(&address, answered.status, &answered.body));
		}
		let told: Json = serde_json::from_slice(&answered.body)
			.map_err(|error| not_understood(&address, error))?;
		if let Some(redirect) = told["redirect"].as_str() {
			return Url::parse(redirect)
				.map(Told::Redirect)
				.map_err(|error| not_understood(&address, error));
		}
		serde_json::from_value(told)
			.map(Told::Answer)
			.map_err(|error| not_understood(&address, error))
	}
}

/// A refusal by the provider, by its name and with its words.
fn said(address: &str, status: StatusCode, body: &[u8]) -> Failure {
	let told: Json = serde_json::from_slice(body).unwrap_or(Json::Null);
	let get = |name: &str| told[name].as_str();
	let words = get("error_description").unwrap_or_default();
	match (get("refusal"), get("error")) {
		(Some(refusal), _) => {
			let reason = get("reason").map_or_else(String::new, |reason| format!(" [{reason}]"));
			Failure::new(
				Kind::No,
				format!("login.{refusal}"),
				text!(
					"로그인이 거부되었습니다: {words}{reason}",
					"The login is refused: {words}{reason}"
				),
			)
		},
		(None, Some(error)) => {
			let kind = if status.is_server_error() {
				Kind::Network
			} else {
				Kind::Refused
			};
			Failure::new(
				kind,
				format!("oidc.{error}"),
				text!(
					"제공자가 답하였습니다({status}, {error}): {words}",
					"The provider answered ({status}, {error}): {words}"
				),
			)
		},
		(None, None) => not_understood(address, status),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_a_citizen_signs_leaves_this_machine_only_encrypted() {
		for address in [
			"https://library.seoul.go.kr/authorize?a=b",
			"http://127.0.0.1:8080/authorize",
			"http://localhost:8080/",
		] {
			assert!(parse(address).is_ok(), "{address}");
		}
		for address in [
			"",
			"library.seoul.go.kr",
			"http://library.seoul.go.kr/authorize",
			"ftp://localhost/",
			"data:text/plain,x",
		] {
			assert_eq!(
				parse(address).unwrap_err().code,
				"LoginUrlUnusable",
				"{address}"
			);
		}
	}

	#[test]
	fn the_host_is_the_one_that_a_browser_shows() {
		for (address, domain) in [
			("https://library.seoul.go.kr/a", "library.seoul.go.kr"),
			(
				"https://library.seoul.go.kr:8443/a",
				"library.seoul.go.kr:8443",
			),
			("https://library.seoul.go.kr:443/a", "library.seoul.go.kr"),
			("http://localhost:8080/", "localhost:8080"),
		] {
			assert_eq!(domain_of(&Url::parse(address).unwrap()), domain);
		}
	}

	#[test]
	fn a_refusal_keeps_its_name_and_its_reason() {
		let body = br#"{"error": "access_denied", "refusal": "Card", "reason": "citizenIdentity.CardSuspended",
			"error_description": "the citizen card cannot be used"}"#;
		let failure = said("x", StatusCode::FORBIDDEN, body);
		assert_eq!(
			(failure.kind, failure.code.as_str()),
			(Kind::No, "login.Card")
		);
		assert!(failure.text.en.contains("citizenIdentity.CardSuspended"));
		let body = br#"{"error": "temporarily_unavailable"}"#;
		let failure = said("x", StatusCode::SERVICE_UNAVAILABLE, body);
		assert_eq!(failure.kind, Kind::Network);
		let failure = said("x", StatusCode::NOT_FOUND, b"<html>");
		assert_eq!(failure.code, "ProviderNotUnderstood");
	}

	#[test]
	fn an_error_that_a_client_is_told_is_found() {
		let back = Url::parse("https://a.kr/back?error=access_denied&state=1").unwrap();
		assert_eq!(error_in(&back).unwrap().code, "oidc.access_denied");
		let back = Url::parse("https://a.kr/back?code=x").unwrap();
		assert_eq!(error_in(&back), None);
	}
}
