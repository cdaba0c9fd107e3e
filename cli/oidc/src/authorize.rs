// SPDX-License-Identifier: Apache-2.0

//! A client sends a browser: is the request one, and whose?
//!
//! Until client and redirect address are known to belong together, an error is shown and goes nowhere: else this
//! would be an open redirector.

use crate::{
	encoding::{base64url, random, random_text, sha256},
	page,
	provider::{Provider, PAGE_LIFETIME},
	reply::{self, broken, full, redirect},
	settings::{Client, Settings},
};
use axum::{
	body::Bytes,
	extract::{RawQuery, State},
	http::{header, StatusCode},
	response::Response,
};
use seoul_chain_login::{Challenge, Consent};
use serde_json::Value;
use std::{collections::BTreeMap, sync::Arc};
use url::{form_urlencoded, Url};

/// Whether a client wants to be told predicates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
	/// Scope `predicates`.
	Predicates,
	/// Only who it is.
	SubjectOnly,
}

/// A request of a client that was found in order.
#[derive(Clone, Debug)]
pub(crate) struct Request {
	pub client_id: String,
	pub redirect_uri: Url,
	pub state: Option<String>,
	pub nonce: Option<String>,
	/// SHA-256 of the verifier in base64url (RFC 7636).
	pub code_challenge: String,
	pub wanted: Wanted,
}

impl Request {
	/// The redirect address with these parameters, the state and who answers (RFC 9207).
	pub(crate) fn back(&self, settings: &Settings, parameters: &[(&str, &str)]) -> Url {
		back(
			&self.redirect_uri,
			settings,
			self.state.as_deref(),
			parameters,
		)
	}
}

fn back(
	redirect_uri: &Url,
	settings: &Settings,
	state: Option<&str>,
	parameters: &[(&str, &str)],
) -> Url {
	let mut address = redirect_uri.clone();
	{
		let mut pairs = address.query_pairs_mut();
		for (name, value) in parameters {
			pairs.append_pair(name, value);
		}
		if let Some(state) = state {
			pairs.append_pair("state", state);
		}
		pairs.append_pair("iss", settings.issuer_text());
	}
	address
}

/// A login that is open on a page.
#[derive(Debug)]
pub(crate) struct Pending {
	pub request: Request,
	/// Digest of the cookie of the browser that began it.
	pub browser: [u8; 32],
	/// What the wallet was asked last.
	pub asked: Option<Asked>,
	/// What somebody who proves membership was asked last.
	pub asked_anonymously: Option<Value>,
	/// How many answers were refused.
	pub refused: u8,
}

/// What a wallet was asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
	pub challenge: Challenge,
	/// The consent to sign, if the facility has none.
	pub consent: Option<Consent>,
}

pub(crate) async fn by_get(
	State(provider): State<Arc<Provider>>,
	RawQuery(query): RawQuery,
) -> Response {
	begin(&provider, query.unwrap_or_default().as_bytes())
}

pub(crate) async fn by_post(State(provider): State<Arc<Provider>>, body: Bytes) -> Response {
	begin(&provider, &body)
}

/// Parameters, each once; nothing if one is there twice (RFC 6749, 3.1).
pub(crate) fn parameters(encoded: &[u8]) -> Option<BTreeMap<String, String>> {
	let mut all = BTreeMap::new();
	for (name, value) in form_urlencoded::parse(encoded) {
		if all.insert(name.into_owned(), value.into_owned()).is_some() {
			return None;
		}
	}
	Some(all)
}

/// What is wrong with a request whose client and redirect address are known.
struct Fault(&'static str, &'static str);

fn check(
	all: &BTreeMap<String, String>,
	client: &Client,
	redirect_uri: Url,
) -> Result<Request, Fault> {
	let get = |name: &str| all.get(name).map(String::as_str);
	for (name, error) in [
		("request", "request_not_supported"),
		("request_uri", "request_uri_not_supported"),
		("registration", "registration_not_supported"),
	] {
		if get(name).is_some() {
			return Err(Fault(error, "pass the parameters in the query"));
		}
	}
	if get("response_type") != Some("code") {
		return Err(Fault(
			"unsupported_response_type",
			"response_type must be code",
		));
	}
	if get("response_mode").is_some_and(|mode| mode != "query") {
		return Err(Fault("invalid_request", "response_mode must be query"));
	}
	let scopes: Vec<&str> = get("scope").unwrap_or_default().split(' ').collect();
	if !scopes.contains(&"openid") {
		return Err(Fault("invalid_scope", "scope must contain openid"));
	}
	let challenge = get("code_challenge").unwrap_or_default();
	let is_digest = challenge.len() == 43
		&& challenge
			.bytes()
			.all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
	if get("code_challenge_method") != Some("S256") || !is_digest {
		return Err(Fault(
			"invalid_request",
			"PKCE is required: code_challenge with code_challenge_method S256",
		));
	}
	// Nobody stays logged in here, so nothing can be answered without the citizen.
	if get("prompt").is_some_and(|prompt| prompt.split(' ').any(|word| word == "none")) {
		return Err(Fault("login_required", "every login is signed anew"));
	}
	let wanted = if scopes.contains(&"predicates") {
		Wanted::Predicates
	} else {
		Wanted::SubjectOnly
	};
	Ok(Request {
		client_id: client.id.clone(),
		redirect_uri,
		state: all.get("state").cloned(),
		nonce: all.get("nonce").cloned(),
		code_challenge: challenge.into(),
		wanted,
	})
}

fn begin(provider: &Provider, encoded: &[u8]) -> Response {
	let settings = &provider.settings;
	let Some(all) = parameters(encoded) else {
		return page::stop("invalid_request", "A parameter is there twice.");
	};
	let Some(client) = all.get("client_id").and_then(|id| settings.client(id)) else {
		return page::stop("invalid_client", "No client has this client_id.");
	};
	let wanted = all.get("redirect_uri").map(String::as_str);
	let known = client
		.redirect_uris
		.iter()
		.find(|address| Some(address.as_str()) == wanted);
	let Some(redirect_uri) = known else {
		return page::stop(
			"invalid_request",
			"The redirect_uri is not one of this client's.",
		);
	};
	let request = match check(&all, client, redirect_uri.clone()) {
		Ok(request) => request,
		Err(Fault(error, description)) => {
			let state = all.get("state").map(String::as_str);
			return redirect(&back(
				redirect_uri,
				settings,
				state,
				&[("error", error), ("error_description", description)],
			));
		},
	};
	let (id, cookie) = match (random(), random_text()) {
		(Ok(id), Ok(cookie)) => (id, cookie),
		(Err(why), _) | (_, Err(why)) => return broken(&why),
	};
	let now = provider.now();
	let kept = provider.pending().insert(
		sha256(&id),
		Pending {
			request,
			browser: sha256(cookie.as_bytes()),
			asked: None,
			asked_anonymously: None,
			refused: 0,
		},
		now.saturating_add(PAGE_LIFETIME),
		now,
	);
	if !kept {
		return full();
	}
	let path = format!("/login/{}", base64url(&id));
	// Lax: the browser comes from another site, by GET. What other sites post does not have it.
	let secure = if settings.issuer.scheme() == "https" {
		"; Secure"
	} else {
		""
	};
	let cookie = format!("login={cookie}; Path={path}; HttpOnly; SameSite=Lax{secure}");
	match Url::parse(&settings.address(&path)) {
		Ok(address) => reply::with(redirect(&address), header::SET_COOKIE, &cookie),
		Err(why) => broken(&why),
	}
}

/// Not found, or not this browser's: which of both is nobody's business.
pub(crate) fn unknown_login() -> Response {
	reply::error(
		StatusCode::NOT_FOUND,
		"unknown_login",
		"this login is not open in this browser; begin again",
	)
}
