// SPDX-License-Identifier: Apache-2.0

//! The claims again, as long as the login stands on the chain.

use crate::{
	encoding::sha256,
	provider::Provider,
	reply::{self, broken},
	token::claims,
};
use axum::{
	extract::State,
	http::{header, HeaderMap, StatusCode},
	response::Response,
};
use serde_json::Value;
use std::sync::Arc;

fn invalid_token(description: &str) -> Response {
	reply::with(
		reply::error(StatusCode::UNAUTHORIZED, "invalid_token", description),
		header::WWW_AUTHENTICATE,
		"Bearer error=\"invalid_token\"",
	)
}

pub(crate) async fn userinfo(
	State(provider): State<Arc<Provider>>,
	headers: HeaderMap,
) -> Response {
	let token = headers
		.get(header::AUTHORIZATION)
		.and_then(|value| value.to_str().ok())
		.and_then(|value| value.split_once(' '))
		.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
		.map(|(_, token)| token.trim().to_owned());
	let Some(token) = token else {
		return reply::with(
			reply::error(
				StatusCode::UNAUTHORIZED,
				"invalid_request",
				"the access token is missing",
			),
			header::WWW_AUTHENTICATE,
			"Bearer",
		);
	};
	let key = sha256(token.as_bytes());
	let access = provider.tokens().get_mut(&key, provider.now()).cloned();
	let Some(access) = access else {
		return invalid_token("the access token is unknown or has expired");
	};
	let Some(client) = provider.settings.client(&access.client_id) else {
		return invalid_token("the client is not there any more");
	};
	if let Some(standing) = &access.login.standing {
		match provider.node.standing(standing).await {
			Ok(Ok(_)) => {},
			Ok(Err(refusal)) => {
				provider.tokens().remove(&key, provider.now());
				return invalid_token(&format!("the login does not stand: {refusal}"));
			},
			Err(why) => return broken(&why),
		}
	}
	let body = claims(&provider, client, &access.login, access.predicates_wanted);
	reply::json(StatusCode::OK, Value::Object(body))
}
