// SPDX-License-Identifier: Apache-2.0

//! What there is, for clients that find out by themselves.

use crate::{
	provider::Provider,
	reply::{self, broken},
};
use axum::{
	extract::State,
	http::{header, StatusCode},
	response::Response,
};
use seoul_chain_primitives::chain::SECOND;
use serde_json::json;
use std::sync::Arc;

/// The strength of a login with a wallet, in `acr`.
pub(crate) const WALLET: &str = "urn:seoul:login:wallet";
/// The strength of an anonymous login.
pub(crate) const ANONYMOUS: &str = "urn:seoul:login:anonymous";

/// The longest time for which clients keep what does not change, in seconds.
const LONGEST_CACHED: u64 = 3_600;

pub(crate) async fn metadata(State(provider): State<Arc<Provider>>) -> Response {
	let settings = &provider.settings;
	let mut strengths = vec![WALLET];
	if provider.anonymous.is_some() {
		strengths.push(ANONYMOUS);
	}
	let body = json!({
		"issuer": settings.issuer_text(),
		"authorization_endpoint": settings.address("/authorize"),
		"token_endpoint": settings.address("/token"),
		"userinfo_endpoint": settings.address("/userinfo"),
		"jwks_uri": settings.address("/jwks"),
		"scopes_supported": ["openid", "predicates"],
		"response_types_supported": ["code"],
		"response_modes_supported": ["query"],
		"grant_types_supported": ["authorization_code"],
		"subject_types_supported": ["pairwise"],
		"id_token_signing_alg_values_supported": ["ES256"],
		"token_endpoint_auth_methods_supported":
			["client_secret_basic", "client_secret_post", "none"],
		"code_challenge_methods_supported": ["S256"],
		"acr_values_supported": strengths,
		"claims_supported":
			["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "jti", "predicates"],
		"ui_locales_supported": ["ko", "en"],
		"claims_parameter_supported": false,
		"request_parameter_supported": false,
		"request_uri_parameter_supported": false,
		"authorization_response_iss_parameter_supported": true,
	});
	for_a_while(reply::json(StatusCode::OK, body), LONGEST_CACHED)
}

pub(crate) async fn keys(State(provider): State<Arc<Provider>>) -> Response {
	let now = provider.now();
	let mut keys = provider.keys();
	if let Err(why) = keys.tend(now) {
		return broken(&why);
	}
	// Whoever keeps the list for so long has each key before it signs.
	let ahead = keys.policy().publish_ahead.div_euclid(2 * SECOND);
	for_a_while(
		reply::json(StatusCode::OK, keys.public()),
		ahead.min(LONGEST_CACHED),
	)
}

/// Public and slow to change. `seconds`: how long it may be kept.
fn for_a_while(response: Response, seconds: u64) -> Response {
	let age = format!("public, max-age={seconds}");
	let mut response = reply::with(response, header::CACHE_CONTROL, &age);
	response.headers_mut().remove(header::PRAGMA);
	reply::with(response, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")
}
