// SPDX-License-Identifier: Apache-2.0

//! A code for an ID token, once.

use crate::{
	authorize::{parameters, Wanted},
	discovery::{ANONYMOUS, WALLET},
	encoding::{base64url, random_text, same, sha256},
	provider::{Access, Code, Login, Provider, Ticket},
	reply::{self, broken, full},
	settings::Client,
};
use axum::{
	body::Bytes,
	extract::State,
	http::{header, HeaderMap, StatusCode},
	response::Response,
};
use data_encoding::BASE64;
use seoul_chain_primitives::Moment;
use serde_json::{json, Map, Value};
use std::{collections::BTreeMap, sync::Arc};
use url::form_urlencoded;

/// Who asks, as the head or the body of the request says.
struct Shown {
	id: String,
	secret: Option<String>,
}

/// Name and secret in the head (RFC 6749, 2.3.1: each form-encoded before they are joined).
fn shown_in_head(headers: &HeaderMap) -> Option<Shown> {
	let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
	let (scheme, encoded) = value.split_once(' ')?;
	if !scheme.eq_ignore_ascii_case("basic") {
		return None;
	}
	let pair = String::from_utf8(BASE64.decode(encoded.trim().as_bytes()).ok()?).ok()?;
	let (id, secret) = pair.split_once(':')?;
	let decoded = |text: &str| {
		form_urlencoded::parse(format!("x={text}").as_bytes())
			.next()
			.map(|(_, value)| value.into_owned())
	};
	Some(Shown {
		id: decoded(id)?,
		secret: Some(decoded(secret)?),
	})
}

/// The client that asks, if it shows that it is the one. Only one way at a time (RFC 6749, 2.3).
fn client<'a>(
	provider: &'a Provider,
	headers: &HeaderMap,
	all: &BTreeMap<String, String>,
) -> Option<&'a Client> {
	let in_body = all.get("client_id");
	let shown = if headers.contains_key(header::AUTHORIZATION) {
		let shown = shown_in_head(headers)?;
		if all.contains_key("client_secret") || in_body.is_some_and(|id| *id != shown.id) {
			return None;
		}
		shown
	} else {
		Shown {
			id: in_body?.clone(),
			secret: all.get("client_secret").cloned(),
		}
	};
	provider
		.settings
		.client(&shown.id)
		.filter(|client| client.is_shown_by(shown.secret.as_deref()))
}

fn invalid_client() -> Response {
	reply::with(
		reply::error(
			StatusCode::UNAUTHORIZED,
			"invalid_client",
			"no such client, or another secret",
		),
		header::WWW_AUTHENTICATE,
		"Basic realm=\"token\"",
	)
}

fn invalid_grant(description: &str) -> Response {
	reply::error(StatusCode::BAD_REQUEST, "invalid_grant", description)
}

/// Whether the verifier is the one of which the challenge is the digest (RFC 7636, 4.6).
fn is_verified(verifier: &str, challenge: &str) -> bool {
	let has_form = (43..=128).contains(&verifier.len())
		&& verifier
			.bytes()
			.all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
	has_form
		&& same(
			base64url(&sha256(verifier.as_bytes())).as_bytes(),
			challenge.as_bytes(),
		)
}

/// Time as tokens have it.
fn seconds(at: Moment) -> u64 {
	at.checked_div(1_000).unwrap_or_default()
}

pub(crate) async fn token(
	State(provider): State<Arc<Provider>>,
	headers: HeaderMap,
	body: Bytes,
) -> Response {
	let Some(all) = parameters(&body) else {
		return reply::error(
			StatusCode::BAD_REQUEST,
			"invalid_request",
			"a parameter is there twice",
		);
	};
	let Some(client) = client(&provider, &headers, &all) else {
		return invalid_client();
	};
	let get = |name: &str| all.get(name).map(String::as_str).unwrap_or_default();
	if get("grant_type") != "authorization_code" {
		return reply::error(
			StatusCode::BAD_REQUEST,
			"unsupported_grant_type",
			"grant_type must be authorization_code",
		);
	}
	let access_token = match random_text() {
		Ok(token) => token,
		Err(why) => return broken(&why),
	};
	let access_key = sha256(access_token.as_bytes());
	let now = provider.now();
	let ticket = match redeem(&provider, client, &get, access_key, now) {
		Ok(ticket) => ticket,
		Err(answer) => return answer,
	};
	if ticket.login.expires_at <= now {
		return invalid_grant("the login has expired");
	}
	let expires_at = ticket.login.expires_at;
	let id_token = match id_token(&provider, client, &ticket, &access_token, now) {
		Ok(token) => token,
		Err(answer) => return answer,
	};
	let wanted = ticket.request.wanted;
	let kept = provider.tokens().insert(
		access_key,
		Access {
			client_id: client.id.clone(),
			predicates_wanted: wanted,
			login: ticket.login,
		},
		expires_at,
		now,
	);
	if !kept {
		return full();
	}
	reply::json(
		StatusCode::OK,
		json!({
			"access_token": access_token,
			"token_type": "Bearer",
			"expires_in": seconds(expires_at.saturating_sub(now)),
			"id_token": id_token,
			"scope": match wanted {
				Wanted::Predicates => "openid predicates",
				Wanted::SubjectOnly => "openid",
			},
		}),
	)
}

/// What the code is good for, if this client may redeem it. It is spent by the first client that shows the
/// verifier; whoever comes again ends what came of it (RFC 9700, 4.5).
#[allow(clippy::result_large_err)] // It is sent as it is, once.
fn redeem<'a>(
	provider: &Provider,
	client: &Client,
	get: &impl Fn(&str) -> &'a str,
	access_key: [u8; 32],
	now: Moment,
) -> Result<Ticket, Response> {
	let mut codes = provider.codes();
	let code = codes
		.get_mut(&sha256(get("code").as_bytes()), now)
		.ok_or_else(|| invalid_grant("the code is unknown or has expired"))?;
	let ticket = match code {
		Code::Fresh(ticket) => ticket,
		Code::Spent { access_token } => {
			let earlier = *access_token;
			drop(codes);
			provider.tokens().remove(&earlier, now);
			return Err(invalid_grant("the code was redeemed before"));
		},
	};
	let request = &ticket.request;
	if request.client_id != client.id {
		return Err(invalid_grant("the code is another client's"));
	}
	if request.redirect_uri.as_str() != get("redirect_uri") {
		return Err(invalid_grant("the redirect_uri is not that of the login"));
	}
	if !is_verified(get("code_verifier"), &request.code_challenge) {
		return Err(invalid_grant("the code_verifier is not that of the login"));
	}
	let ticket = ticket.as_ref().clone();
	*code = Code::Spent {
		access_token: access_key,
	};
	Ok(ticket)
}

/// What a client is told of a login, in the token and by `/userinfo`.
pub(crate) fn claims(
	provider: &Provider,
	client: &Client,
	login: &Login,
	wanted: Wanted,
) -> Map<String, Value> {
	let mut all = Map::new();
	let subject = provider
		.settings
		.pairwise
		.subject(&client.sector, &login.subject);
	all.insert("sub".into(), subject.into());
	if wanted == Wanted::Predicates {
		let predicates: Vec<Value> = login
			.predicates
			.iter()
			.map(|predicate| json!({ "schema": predicate.schema.0, "value": predicate.value.0 }))
			.collect();
		all.insert("predicates".into(), predicates.into());
	}
	all
}

#[allow(clippy::result_large_err)] // It is sent as it is, once.
fn id_token(
	provider: &Provider,
	client: &Client,
	ticket: &Ticket,
	access_token: &str,
	now: Moment,
) -> Result<String, Response> {
	let login = &ticket.login;
	let mut all = claims(provider, client, login, ticket.request.wanted);
	let strength = if login.standing.is_some() {
		WALLET
	} else {
		ANONYMOUS
	};
	// The left half of the digest (OpenID Connect Core 1.0, 3.1.3.6).
	let digest = sha256(access_token.as_bytes());
	let (half, _) = digest.split_at(16);
	let id = random_text().map_err(|why| broken(&why))?;
	for (name, value) in [
		("iss", json!(provider.settings.issuer_text())),
		("aud", json!(client.id)),
		("iat", json!(seconds(now))),
		("exp", json!(seconds(login.expires_at))),
		("auth_time", json!(seconds(login.at))),
		("acr", json!(strength)),
		("amr", json!(["pop"])),
		("at_hash", json!(base64url(half))),
		("jti", json!(id)),
	] {
		all.insert(name.into(), value);
	}
	if let Some(nonce) = &ticket.request.nonce {
		all.insert("nonce".into(), nonce.clone().into());
	}
	provider.keys().sign(&all, now).map_err(|why| broken(&why))
}

#[cfg(test)]
mod tests {
	use super::*;

	/// RFC 7636, appendix B.
	#[test]
	fn the_verifier_of_the_standard_is_verified() {
		let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
		let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
		assert!(is_verified(verifier, challenge));
		assert!(!is_verified(&verifier[1..], challenge));
		assert!(!is_verified(verifier, verifier));
		assert!(!is_verified("", ""));
	}

	#[test]
	fn name_and_secret_in_the_head_are_decoded_as_the_standard_says() {
		let mut headers = HeaderMap::new();
		let encoded = BASE64.encode(b"a%3Ab:c+d%25");
		headers.insert(
			header::AUTHORIZATION,
			format!("Basic {encoded}").parse().expect("a value"),
		);
		let shown = shown_in_head(&headers).expect("it is in form");
		assert_eq!(shown.id, "a:b");
		assert_eq!(shown.secret.as_deref(), Some("c d%"));
	}
}
