// SPDX-License-Identifier: Apache-2.0

//! Whether an answer is a login, for facilities with software of their own.
//!
//! The file of the challenge stands for its nonce: it is removed before the answer is looked at, so no answer
//! counts twice.

use super::{
	for_people,
	questions::{self, refused, shown, Questions},
	rings::{self, RingAnswerForm, RingChallengeForm},
	Asked,
};
use crate::{
	desk::Desk,
	error::{text, Failure, Kind, Result},
	files,
	output::Report,
	times,
};
use clap::Args;
use seoul_chain_login::{
	Challenge, Consent, FacilityId, Gate, Granted, LoginRequest, Nonces, Refusal, SignedConsent,
};
use seoul_chain_oidc::wire::{
	hex, signature_of, AnswerForm, ChallengeForm, ConsentForm, CredentialForm, SignedConsentForm,
};
use seoul_chain_primitives::chain::SECOND;
use seoul_chain_ring_proofs::login::Facility as RingFacility;
use serde::de::DeserializeOwned;
use serde_json::{json, Map, Value as Json};
use std::{
	io::Read,
	path::{Path, PathBuf},
};

/// More than any answer.
const LARGEST_ANSWER: u64 = 256 * 1024;

/// 답변 확인
#[derive(Debug, Args)]
pub struct Verify {
	/// 답변 파일. 없거나 -이면 표준 입력 · The answer; from standard input without it, or for -
	#[arg(value_name = "FILE", default_value = "-")]
	answer: PathBuf,
	/// 발급한 로그인 요청. 지워집니다 · The challenge that was issued; it is removed
	#[arg(long, value_name = "FILE")]
	challenge: PathBuf,
	/// 보관한 동의. 요청에 동의가 있으면 새 동의를 여기에 둡니다 · The consent that is kept; where the challenge asks for one, the
	/// new one is put here
	#[arg(long, value_name = "FILE")]
	consent: Option<PathBuf>,
	/// 확정된 마지막 블록이 이보다 오래되면 익명 로그인을 거부(초) · Refuse an anonymous login if the last final block is older, in
	/// seconds
	#[arg(long, value_name = "SECONDS", default_value_t = 60)]
	max_root_age: u64,
}

fn unreadable(error: impl std::fmt::Display) -> Failure {
	Failure::input(
		"AnswerUnreadable",
		text!(
			"답변을 읽을 수 없습니다: {error}",
			"The answer cannot be read: {error}"
		),
	)
}

fn malformed(what: &str) -> Failure {
	Failure::input(
		"ChallengeUnreadable",
		text!(
			"로그인 요청의 내용이 서로 맞지 않습니다({what}).",
			"What the challenge says does not go together ({what})."
		),
	)
}

fn parse<Form: DeserializeOwned>(content: &str) -> Result<Form> {
	serde_json::from_str(content).map_err(unreadable)
}

fn answer_of(place: &Path) -> Result<String> {
	if place != Path::new("-") {
		return files::read(place, LARGEST_ANSWER)
			.and_then(|bytes| String::from_utf8(bytes).map_err(unreadable));
	}
	let mut content = String::new();
	std::io::stdin()
		.lock()
		.take(LARGEST_ANSWER)
		.read_to_string(&mut content)
		.map_err(unreadable)?;
	Ok(content)
}

/// The file of a challenge in the place of a memory of nonces.
struct Removed {
	/// Whether it was there until now.
	was_there: bool,
}

impl Nonces for Removed {
	fn spend(&mut self, _: &Challenge) -> bool {
		std::mem::take(&mut self.was_there)
	}
}

impl Verify {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let asked = Asked::load(&self.challenge)?;
		let answer = answer_of(&self.answer)?;
		// One attempt for each challenge, whatever comes of it.
		std::fs::remove_file(&self.challenge).map_err(|error| {
			let file = self.challenge.display();
			Failure::file(
				"ChallengeNotSpent",
				text!(
					"요청 파일 {file}을(를) 지울 수 없어 확인하지 않았습니다: {error}",
					"The file of the challenge, {file}, cannot be removed, so nothing was verified: {error}"
				),
			)
		})?;
		match asked {
			Asked::Wallet {
				challenge, consent, ..
			} => {
				self.wallet(&desk, &challenge, consent.as_deref(), &answer)
					.await
			},
			Asked::Anonymous { challenge } => self.anonymous(&desk, &challenge, &answer).await,
		}
	}

	/// The consent that a login rests on: the one that was signed with it, or the one that is kept.
	fn signed(
		&self,
		asked: Option<&Consent>,
		answer: &AnswerForm,
	) -> Result<Option<SignedConsent>> {
		let Some(consent) = asked else {
			let Some(place) = &self.consent else {
				return Ok(None);
			};
			let form: SignedConsentForm = parse(&files::read_text(place)?)?;
			return form.read().map(Some).ok_or_else(|| malformed("consent"));
		};
		let Some(signature) = &answer.consent_signature else {
			return Err(refused(&Refusal::ConsentMissing, None));
		};
		let signature = signature_of(&consent.account, &consent.text(), signature)
			.ok_or_else(|| refused(&Refusal::InvalidConsentSignature, None))?;
		Ok(Some(SignedConsent {
			consent: consent.clone(),
			signature,
		}))
	}

	async fn wallet(
		&self,
		desk: &Desk,
		challenge: &ChallengeForm,
		consent: Option<&ConsentForm>,
		answer: &str,
	) -> Result<Report> {
		let challenge = challenge.read().ok_or_else(|| malformed("challenge"))?;
		let asked = consent
			.map(|form| form.read().ok_or_else(|| malformed("consent")))
			.transpose()?;
		let answer: AnswerForm = parse(answer)?;
		let questions = Questions::newest(&desk.chain);
		let facility = questions.open_facility(challenge.facility).await?;
		let gate = Gate {
			chain: questions.chain_id().await?,
			facility: challenge.facility,
			domain: shown(&facility.details.domain),
		};
		let metadata = Some(desk.state.metadata.as_ref());
		gate.admit(&challenge, times::now(), &mut Removed { was_there: true })
			.map_err(|refusal| refused(&refusal, metadata))?;
		let disclosures = answer
			.disclosures
			.iter()
			.map(CredentialForm::read)
			.collect::<Option<Vec<_>>>()
			.ok_or_else(|| unreadable("a credential has bytes that are not in form"))?;
		let signature = signature_of(&challenge.account, &challenge.text(), &answer.signature)
			.ok_or_else(|| refused(&Refusal::InvalidSignature, metadata))?;
		let consent = self.signed(asked.as_ref(), &answer)?;
		let request = LoginRequest {
			challenge,
			signature,
			consent,
			disclosures,
		};
		let Granted {
			subject,
			predicates,
			expires_at,
		} = questions
			.authenticate(&request)
			.await?
			.map_err(|refusal| refused(&refusal, metadata))?;
		let mut answer = Map::from_iter([
			("facility".to_owned(), json!(request.challenge.facility.0)),
			("subject".to_owned(), json!(hex(&subject.0))),
			("expiresAt".to_owned(), json!(expires_at)),
			(
				"predicates".to_owned(),
				predicates
					.iter()
					.map(
						|predicate| json!({"schema": predicate.schema.0, "value": predicate.value.0}),
					)
					.collect(),
			),
		]);
		if let Some(signed) = &request.consent {
			answer.insert(
				"consent".to_owned(),
				json!(hex(signed.consent.id().0.as_bytes())),
			);
			if let Some(place) = self.consent.as_ref().filter(|_| asked.is_some()) {
				let form = serde_json::to_string_pretty(&SignedConsentForm::from(signed))
					.map_err(unreadable)?;
				files::replace(place, &format!("{form}\n"))?;
			}
		}
		Ok(told(desk, answer))
	}

	async fn anonymous(
		&self,
		desk: &Desk,
		challenge: &RingChallengeForm,
		answer: &str,
	) -> Result<Report> {
		let (chain, asked) = challenge.read().ok_or_else(|| malformed("challenge"))?;
		let answer: RingAnswerForm = parse(answer)?;
		let login = answer
			.read(chain, asked.clone())
			.ok_or_else(|| unreadable("alias or proof is not in form"))?;
		let newest = Questions::newest(&desk.chain);
		let facility = newest.open_facility(FacilityId(asked.facility)).await?;
		if !facility.details.requirements.is_empty() {
			return Err(Failure::new(
				Kind::No,
				"login.CredentialsRequired",
				text!(
					"이 시설은 자격 증명을 요구하므로 익명으로 로그인할 수 없습니다.",
					"This facility requires credentials, so nobody logs in anonymously."
				),
			));
		}
		// Of the block that was finalised last.
		let last = Questions::of(&desk.chain, &desk.state);
		let settings = last.ring_settings().await?;
		let read_at = questions::clock(&desk.chain, desk.state.hash).await?;
		let found = last
			.ring_root(asked.collection, login.ring, login.revision)
			.await?;
		let roots = rings::roots_of(asked.collection, found.as_ref(), read_at);
		let ring = RingFacility {
			chain: settings.chain,
			number: asked.facility,
			domain: shown(&facility.details.domain),
			collection: asked.collection,
			ring_size: settings.size,
			max_root_age: self.max_root_age.saturating_mul(SECOND),
		};
		let now = times::now();
		let alias = rings::verify(ring, asked.clone(), login, roots, now)
			.await?
			.map_err(rings::refused)?;
		let pass = facility
			.details
			.pass_lifetime
			.min(newest.login_terms().await?.longest_pass);
		Ok(told(
			desk,
			Map::from_iter([
				("facility".to_owned(), json!(asked.facility)),
				("alias".to_owned(), json!(hex(&alias.0))),
				("collection".to_owned(), json!(challenge.collection)),
				("expiresAt".to_owned(), json!(now.saturating_add(pass))),
			]),
		))
	}
}

/// Who logged in, for programs and for people.
fn told(desk: &Desk, answer: Map<String, Json>) -> Report {
	let json = Json::Object(answer);
	let text = crate::words::describe(&for_people(&json), desk.output.language);
	Report::new(json, text)
}
