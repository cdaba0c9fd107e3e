// SPDX-License-Identifier: Apache-2.0

//! Answers, with what every one of them needs in its head.

use axum::{
	http::{header, HeaderName, HeaderValue, StatusCode},
	response::{IntoResponse, Response},
	Json,
};
use serde_json::{json, Value};
use url::Url;

/// Add what tells browsers and caches to keep, frame, sniff and tell nothing.
pub(crate) fn guarded(mut response: Response) -> Response {
	let head = response.headers_mut();
	for (name, value) in [
		(header::CACHE_CONTROL, "no-store"),
		(header::PRAGMA, "no-cache"),
		(header::REFERRER_POLICY, "no-referrer"),
		(header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
		(header::X_FRAME_OPTIONS, "DENY"),
	] {
		head.insert(name, HeaderValue::from_static(value));
	}
	response
}

pub(crate) fn json(status: StatusCode, body: Value) -> Response {
	guarded((status, Json(body)).into_response())
}

/// An error of OAuth 2.0 in JSON.
pub(crate) fn error(status: StatusCode, error: &str, description: &str) -> Response {
	json(
		status,
		json!({ "error": error, "error_description": description }),
	)
}

/// Something is wrong here, not with the request. The reason goes to the log.
pub(crate) fn broken(why: &dyn std::fmt::Display) -> Response {
	log::error!("{why}");
	error(
		StatusCode::SERVICE_UNAVAILABLE,
		"temporarily_unavailable",
		"try again later",
	)
}

/// Too much is open at the moment.
pub(crate) fn full() -> Response {
	error(
		StatusCode::SERVICE_UNAVAILABLE,
		"temporarily_unavailable",
		"too many logins are open; try again later",
	)
}

/// Send the browser somewhere. 303, so that nothing that was posted is posted again.
pub(crate) fn redirect(address: &Url) -> Response {
	match HeaderValue::from_str(address.as_str()) {
		Ok(value) => guarded((StatusCode::SEE_OTHER, [(header::LOCATION, value)]).into_response()),
		Err(why) => broken(&why),
	}
}

/// A header that is not in the list of known ones.
pub(crate) fn with(mut response: Response, name: HeaderName, value: &str) -> Response {
	if let Ok(value) = HeaderValue::from_str(value) {
		response.headers_mut().insert(name, value);
	}
	response
}
