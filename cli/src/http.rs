// SPDX-License-Identifier: Apache-2.0

//! A request to a web server, and the whole of its answer. Who asks names the failure.

use http_body_util::{BodyExt, Full, Limited};
use hyper::{
	body::Bytes,
	header::{HeaderMap, HeaderName},
	Request, StatusCode,
};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
	client::legacy::{self, connect::HttpConnector},
	rt::TokioExecutor,
};
use std::{io, time::Duration};

/// For how long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// Asks over HTTP and HTTPS.
pub type Client = legacy::Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// What a server answers.
pub struct Answer {
	pub status: StatusCode,
	headers: HeaderMap,
	pub body: Bytes,
}

impl Answer {
	/// A header, if it is a text.
	pub fn header(&self, name: HeaderName) -> Option<&str> {
		self.headers
			.get(name)
			.and_then(|content| content.to_str().ok())
	}
}

/// A client that trusts whom the system trusts.
pub fn client() -> io::Result<Client> {
	let connector = HttpsConnectorBuilder::new()
		.with_native_roots()?
		.https_or_http()
		.enable_http1()
		.build();
	Ok(legacy::Client::builder(TokioExecutor::new()).build(connector))
}

/// Send a request, and take an answer of at most `largest` bytes; or say why there is none.
pub async fn exchange(
	client: &Client,
	request: Request<Full<Bytes>>,
	largest: usize,
) -> Result<Answer, String> {
	let answer = async {
		let response = client
			.request(request)
			.await
			.map_err(|error| error.to_string())?;
		let (head, body) = response.into_parts();
		let body = Limited::new(body, largest)
			.collect()
			.await
			.map_err(|error| error.to_string())?
			.to_bytes();
		Ok(Answer {
			status: head.status,
			headers: head.headers,
			body,
		})
	};
	tokio::time::timeout(PATIENCE, answer)
		.await
		.map_err(|_| "no answer".to_owned())?
}
