// SPDX-License-Identifier: Apache-2.0

//! An institution's side: sign a question, send it, and read the answer.

use super::{
	office::About,
	question::{check_reason, Asked, Circumstances, Question, Subject, NONCE_LENGTH},
};
use crate::{
	error::{text, Failure, Kind, Result, Text},
	http::{self, Client},
	keys::{Scheme, SigningKey},
	output::{Output, Report},
	tags::random_secret,
	times,
};
use clap::Args;
use http_body_util::Full;
use hyper::{
	body::Bytes,
	header::{CONTENT_TYPE, HOST},
	Method, Request,
};
use serde_json::{json, Value as Json};
use sp_core::H256;
use std::path::PathBuf;
use url::{Host, Url};

const LARGEST_ANSWER: usize = 64 * 1024;

/// 조회
#[derive(Debug, Args)]
pub struct Lookup {
	/// 등록 관청의 창구 · The office
	#[arg(long, value_name = "URL")]
	server: String,
	/// 차대번호 · VIN
	#[arg(long, required_unless_present = "plate", conflicts_with = "plate")]
	vin: Option<String>,
	/// 등록번호 · Number plate
	#[arg(long)]
	plate: Option<String>,
	/// 조회 사유(사건 번호 포함). 관청의 기록에 남습니다 · Why, with the case number; the office keeps it
	#[arg(long)]
	reason: String,
	/// 담당자 계정의 키 파일(sr25519, 권한 0600). 없으면 묻습니다 · Key of the delegate's account; asked for without it
	#[arg(long, value_name = "FILE")]
	key_file: Option<PathBuf>,
}

/// Where an office is, and the name that questions are made out to.
struct Address {
	base: Url,
	name: String,
}

fn address_of(server: &str) -> Result<Address> {
	let unusable = |ko: &str, en: &str| {
		Failure::input("ServerUnusable", text!("{server}: {ko}", "{server}: {en}"))
	};
	let base = Url::parse(server).map_err(|_| {
		unusable(
			"창구의 주소가 아닙니다(예: https://lookup.example).",
			"this is no address of an office, such as https://lookup.example.",
		)
	})?;
	let local = match base.host() {
		Some(Host::Domain(name)) => name == "localhost",
		Some(Host::Ipv4(address)) => address.is_loopback(),
		Some(Host::Ipv6(address)) => address.is_loopback(),
		None => false,
	};
	match base.scheme() {
		"https" => {},
		"http" if local => {},
		"http" => {
			return Err(unusable(
				"차대번호를 암호화하지 않고 보내지 않습니다. https로 쓰십시오.",
				"a VIN is not sent without encryption. Use https.",
			));
		},
		_ => {
			return Err(unusable(
				"https로 시작하는 주소를 쓰십시오.",
				"use an address that begins with https.",
			));
		},
	}
	let host = base.host_str().unwrap_or_default();
	let name = base
		.port()
		.map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
	Ok(Address { base, name })
}

fn unreachable_office(server: &str, error: impl std::fmt::Display) -> Failure {
	Failure::network(
		"OfficeUnreachable",
		text!(
			"창구 {server}에 연결할 수 없습니다: {error}",
			"The office at {server} cannot be reached: {error}"
		),
	)
}

async fn send(
	client: &Client,
	address: &Address,
	method: Method,
	path: &str,
	body: Vec<u8>,
) -> Result<(u16, Json)> {
	let server = address.base.as_str();
	let failed = |error: &dyn std::fmt::Display| unreachable_office(server, error);
	let target = address.base.join(path).map_err(|error| failed(&error))?;
	let request = Request::builder()
		.method(method)
		.uri(target.as_str())
		.header(HOST, &address.name)
		.header(CONTENT_TYPE, "application/json")
		.body(Full::new(Bytes::from(body)))
		.map_err(|error| failed(&error))?;
	let answer = http::exchange(client, request, LARGEST_ANSWER)
		.await
		.map_err(|error| failed(&error))?;
	let content = serde_json::from_slice(&answer.body).map_err(|error| failed(&error))?;
	Ok((answer.status.as_u16(), content))
}

/// What an office said instead of an answer.
fn refusal(status: u16, body: &Json) -> Failure {
	let error = &body["error"];
	let said = |language: &str| error[language].as_str().unwrap_or_default().to_owned();
	let code = error["code"].as_str().unwrap_or("OfficeRefused");
	let kind = match status {
		404 => Kind::No,
		503 => Kind::Network,
		_ => Kind::Refused,
	};
	let Text { ko, en } = Text::new(said("ko"), said("en"));
	Failure::new(
		kind,
		code,
		text!(
			"관청이 답하였습니다({status}): {ko}",
			"The office answered ({status}): {en}"
		),
	)
}

impl Lookup {
	pub async fn run(self, output: Output) -> Result<Report> {
		let address = address_of(&self.server)?;
		check_reason(&self.reason)?;
		let asked = match (&self.vin, &self.plate) {
			(Some(vin), _) => Asked::parse(Subject::Vin, vin)?,
			(None, plate) => Asked::parse(Subject::Plate, plate.as_deref().unwrap_or_default())?,
		};
		let key = SigningKey::load(self.key_file.as_deref(), Scheme::Sr25519)?;
		let server = &self.server;
		let client = http::client().map_err(|error| unreachable_office(server, error))?;
		let (status, about) =
			send(&client, &address, Method::GET, "/v1/office", Vec::new()).await?;
		if status != 200 {
			return Err(refusal(status, &about));
		}
		let about: About =
			serde_json::from_value(about).map_err(|error| unreachable_office(server, error))?;
		if about.office != address.name {
			let (called, named) = (&address.name, &about.office);
			return Err(Failure::refused(
				"OtherOffice",
				text!(
					"{called}(으)로 불렀으나 창구의 이름은 {named}입니다. 주소를 확인하십시오.",
					"It was called as {called}, and the office's name is {named}. Check the address."
				),
			));
		}
		let random = random_secret()?;
		let mut nonce = [0; NONCE_LENGTH];
		nonce.copy_from_slice(random.split_at(NONCE_LENGTH).0);
		let question = Question::sign(
			&asked,
			Circumstances {
				chain: H256(about.chain.0),
				office: about.office,
				reason: self.reason,
				nonce,
				time: times::now(),
			},
			&random_secret()?,
			&key,
		)?;
		let body =
			serde_json::to_vec(&question).map_err(|error| unreachable_office(server, error))?;
		let (status, answer) = send(&client, &address, Method::POST, "/v1/lookup", body).await?;
		if status != 200 {
			return Err(refusal(status, &answer));
		}
		let vehicle = answer["vehicle"].as_str().unwrap_or_default();
		let journal = answer["journal"].as_str().unwrap_or_default();
		let shown = text!(
			"차량: {vehicle}\n관청 기록의 해시(보관하십시오): {journal}",
			"car: {vehicle}\nhash in the office's journal (keep it): {journal}"
		);
		Ok(Report::new(
			json!({"vehicle": vehicle, "journal": journal}),
			output.say(&shown).to_owned(),
		))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_vin_leaves_this_machine_only_encrypted() {
		for (server, name) in [
			("https://lookup.example", "lookup.example"),
			("https://lookup.example:8443/", "lookup.example:8443"),
			("http://127.0.0.1:9980", "127.0.0.1:9980"),
			("http://[::1]:9980", "[::1]:9980"),
			("http://localhost:9980", "localhost:9980"),
		] {
			assert_eq!(address_of(server).unwrap().name, name);
		}
		for server in [
			"http://lookup.example",
			"http://10.0.0.1",
			"ftp://lookup.example",
			"lookup",
			"",
		] {
			assert_eq!(
				address_of(server).err().unwrap().code,
				"ServerUnusable",
				"{server}"
			);
		}
	}

	#[test]
	fn an_offices_refusal_keeps_its_words() {
		let body = json!({"error": {"code": "RoleNotHeld", "ko": "역할 없음", "en": "no role"}});
		let failure = refusal(403, &body);
		assert_eq!(failure.kind, Kind::Refused);
		assert_eq!(failure.code, "RoleNotHeld");
		assert!(failure.text.ko.contains("역할 없음"));
		assert_eq!(refusal(404, &Json::Null).kind, Kind::No);
		assert_eq!(refusal(503, &Json::Null).kind, Kind::Network);
	}
}
