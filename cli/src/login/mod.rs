// SPDX-License-Identifier: Apache-2.0

//! `seoul login`: the citizen's side of a login, in the terminal.

mod browser;
mod sign;

pub use sign::{ask, credentials_of, show, Asking};

use crate::{
	desk::Desk,
	error::{text, Failure, Result, Text},
	facility::{
		questions::Questions,
		rings::{refused as rings_refused, RingAnswerForm, RingChallengeForm},
		Asked,
	},
	files, keys,
	keys::{Scheme, SigningKey},
	output::{Output, Report},
	ring, times,
	words::describe,
};
use browser::{error_in, Page, Told};
use clap::Args;
use seoul_chain_login::{Consent, FacilityId, SignedConsent};
use seoul_chain_oidc::wire::{
	hex, signature_of, AnswerForm, ChallengeForm, ConsentForm, SignedConsentForm,
};
use seoul_chain_ring_proofs::login::LoginRefusal;
use serde::Deserialize;
use serde_json::{json, Map, Value as Json};
use sign::{credentials, Texts};
use std::path::{Path, PathBuf};
use url::Url;

/// 로그인
#[derive(Debug, Args)]
pub struct Login {
	/// 웹 사이트가 보낸 로그인 주소. 브라우저처럼 로그인을 마치고, 돌아갈 주소를 출력합니다. 여러 번 쓸 수 있습니다 · Where the web site sent the
	/// browser: log in there as a browser does, and print where it is sent back; repeatable
	#[arg(
		long,
		value_name = "URL",
		required_unless_present = "challenge",
		conflicts_with = "challenge"
	)]
	at: Vec<String>,
	/// 시설이 준 로그인 요청 파일. 답변을 출력합니다. 여러 번 쓸 수 있습니다 · A challenge from a facility; print the answer;
	/// repeatable
	#[arg(long, value_name = "FILE")]
	challenge: Vec<PathBuf>,
	/// 이 번호의 시설이 아니면 거부 · Refuse if it is another facility's
	#[arg(long, value_name = "FACILITY")]
	facility: Option<u32>,
	/// 카드 계정 대신 익명 열쇠로 증명 · Prove membership instead of signing with the card's account
	#[arg(long)]
	anonymous: bool,
	#[command(flatten)]
	ring_key: ring::RingKeyArgs,
	/// 개인키 파일(권한 0600): 카드의 계정 또는 세션 키. 없으면 묻습니다 · File with the secret of the card's account or of a session
	/// key, mode 0600; asked for without it
	#[arg(long, value_name = "FILE", conflicts_with = "anonymous")]
	key_file: Option<PathBuf>,
	/// 키 종류 · Kind of key
	#[arg(long, value_enum, default_value_t, value_name = "TYPE")]
	key_type: Scheme,
	/// 자격 증명 파일. 시설이 요구하는 것만 공개합니다 · A file with credentials; only what the facility requires is opened
	#[arg(long, value_name = "FILE", conflicts_with = "anonymous")]
	disclose: Vec<PathBuf>,
	/// 준 동의를 보관할 폴더 · Folder in which a consent that is given is kept
	#[arg(long, value_name = "FOLDER", conflicts_with = "anonymous")]
	keep: Option<PathBuf>,
	/// 묻지 않고 서명 · Sign without asking
	#[arg(long)]
	yes: bool,
}

/// What a provider asks a wallet.
#[derive(Deserialize)]
struct AskedByProvider {
	challenge: ChallengeForm,
	consent: Option<ConsentForm>,
	requirements: Vec<u16>,
}

/// Keep a consent in a folder, and say where.
pub fn keep_consent(folder: &Path, signed: &SignedConsent) -> Result<PathBuf> {
	let failed = |error: &dyn std::fmt::Display| {
		let folder = folder.display();
		Failure::file(
			"ConsentNotKept",
			text!(
				"동의를 {folder} 폴더에 두지 못했습니다: {error}",
				"The consent could not be put into the folder {folder}: {error}"
			),
		)
	};
	files::make_private_folder(folder)?;
	let id = hex(signed.consent.id().0.as_bytes());
	let name = format!(
		"consent-{}-{}.json",
		signed.consent.facility.0,
		id.get(2..10).unwrap_or_default()
	);
	let place = folder.join(name);
	let form = serde_json::to_string_pretty(&SignedConsentForm::from(signed))
		.map_err(|error| failed(&error))?;
	files::replace(&place, &format!("{form}\n"))?;
	Ok(place)
}

/// A consent with the signature in an answer.
fn signed(consent: Option<&Consent>, answer: &AnswerForm) -> Option<SignedConsent> {
	let consent = consent?;
	let signature = signature_of(
		&consent.account,
		&consent.text(),
		answer.consent_signature.as_deref()?,
	)?;
	Some(SignedConsent {
		consent: consent.clone(),
		signature,
	})
}

/// One login: what came of it, and what else there is to say.
struct Done {
	/// The answer to a challenge, or where the browser is sent back.
	answer: Json,
	about: Map<String, Json>,
}

impl Login {
	pub async fn run(self, output: Output, url: &str) -> Result<Report> {
		let desk = Desk::open(output, url).await?;
		if self.at.is_empty() {
			let asked = self
				.challenge
				.iter()
				.map(|place| Asked::load(place))
				.collect::<Result<Vec<_>>>()?;
			let done = self.to_challenges(&desk, asked).await?;
			return Ok(answers(&desk, done));
		}
		let mut pages = Vec::new();
		for address in &self.at {
			pages.push(Page::open(address).await?);
		}
		let done = if self.anonymous {
			self.anonymously(&desk, &pages).await?
		} else {
			let key = self.key()?;
			let mut done = Vec::new();
			for page in &pages {
				done.push(self.at_provider(&desk, &key, page).await?);
			}
			done
		};
		Ok(redirects(&desk, done))
	}

	/// Succeeds if it is the facility that was meant.
	fn check_facility(&self, number: u32) -> Result<FacilityId> {
		match self.facility {
			Some(meant) if meant != number => Err(Failure::refused(
				"NotSigned",
				text!(
					"서명하지 않았습니다: {meant}번이 아니라 {number}번 시설의 요청입니다.",
					"Nothing was signed: it is facility {number} that asks, not {meant}."
				),
			)),
			_ => Ok(FacilityId(number)),
		}
	}

	/// Compare with the chain, show, ask and sign.
	async fn sign(
		&self,
		desk: &Desk,
		key: &SigningKey,
		form: &ChallengeForm,
		consent: Option<&ConsentForm>,
		required: &[u16],
	) -> Result<(AnswerForm, Option<SignedConsent>)> {
		let number = self.check_facility(form.facility)?;
		let asking = Asking::of(&Questions::newest(&desk.chain), number).await?;
		let texts = Texts {
			challenge: asking.challenge(form, key)?,
			consent: consent.map(|form| asking.consent(form, key)).transpose()?,
		};
		let disclosures = credentials(&self.disclose, required)?;
		let answer = texts.answer(
			desk.output,
			key,
			&asking.facility,
			self.yes.into(),
			disclosures,
		)?;
		let signed = signed(texts.consent.as_ref(), &answer);
		Ok((answer, signed))
	}

	/// What a consent adds to the report: its number, and where it is kept.
	fn kept(&self, signed: Option<SignedConsent>, answer: &mut Map<String, Json>) -> Result<()> {
		if let Some(signed) = signed {
			answer.insert(
				"consent".into(),
				json!(hex(signed.consent.id().0.as_bytes())),
			);
			if let Some(folder) = &self.keep {
				let place = keep_consent(folder, &signed)?;
				answer.insert("consentFile".into(), json!(place.display().to_string()));
			}
		}
		Ok(())
	}

	fn key(&self) -> Result<SigningKey> {
		SigningKey::load(self.key_file.as_deref(), self.key_type)
	}

	async fn to_challenges(&self, desk: &Desk, all: Vec<Asked>) -> Result<Vec<Done>> {
		let mut rings = Vec::new();
		let mut wallets = Vec::new();
		for asked in all {
			match asked {
				Asked::Anonymous { challenge } => rings.push(challenge),
				Asked::Wallet {
					challenge,
					consent,
					requirements,
				} => wallets.push((challenge, consent, requirements)),
			}
		}
		if self.anonymous && wallets.is_empty() {
			let answers = self.prove(desk, &rings).await?;
			return Ok(answers
				.iter()
				.map(|answer| Done {
					answer: json_of(answer),
					about: Map::new(),
				})
				.collect());
		}
		if self.anonymous || !rings.is_empty() {
			return Err(other_kind());
		}
		let key = self.key()?;
		let mut done = Vec::new();
		for (challenge, consent, required) in wallets {
			let (answer, signed) = self
				.sign(desk, &key, &challenge, consent.as_deref(), &required)
				.await?;
			let mut about = Map::new();
			self.kept(signed, &mut about)?;
			done.push(Done {
				answer: json_of(&answer),
				about,
			});
		}
		Ok(done)
	}

	/// Compare with the chain, show, ask once, open the ring once, and prove for each facility.
	async fn prove(&self, desk: &Desk, forms: &[RingChallengeForm]) -> Result<Vec<RingAnswerForm>> {
		let mut challenges = Vec::new();
		for form in forms {
			let number = self.check_facility(form.facility)?;
			let asking = Asking::of(&Questions::newest(&desk.chain), number).await?;
			let (chain, challenge) = form.read().ok_or_else(|| {
				Failure::input(
					"ChallengeUnreadable",
					text!(
						"로그인 요청의 형식이 올바르지 않습니다.",
						"The challenge is not in form."
					),
				)
			})?;
			if chain != asking.chain || challenge.domain != asking.domain() {
				return Err(Failure::refused(
					"NotSigned",
					text!(
						"증명하지 않았습니다: 체인에 등록된 시설의 주소가 아닙니다. 가짜 웹 사이트일 수 있습니다.",
						"Nothing was proven: the facility is registered under another host name or chain. It may be a false web site."
					),
				));
			}
			let now = times::now();
			if now >= challenge.expires_at {
				return Err(rings_refused(LoginRefusal::ChallengeExpired));
			}
			let (domain, collection) = (&challenge.domain, &form.collection);
			let facility = challenge.facility;
			let told = format!(
				"{domain}: {facility}번 시설에 {collection} 모음의 한 사람으로 익명 로그인합니다. 거래가 아니며 비용이 들지 않습니다.\n\
				{domain}: log in to facility {facility} anonymously, as one of {collection}. This is not a transaction and costs nothing."
			);
			show(desk.output, &[&told], &[], &asking.facility);
			challenges.push(challenge);
		}
		ask(desk.output, self.yes.into())?;
		let proved = ring::prove_login(desk, &self.ring_key, &challenges).await?;
		for proved in &proved {
			let members = proved.members;
			desk.output.progress(&text!(
				"{members}명 가운데 한 사람임을 증명했습니다.",
				"Proved: one of {members}."
			));
		}
		Ok(proved
			.iter()
			.map(|proved| RingAnswerForm::from(&proved.login))
			.collect())
	}

	/// At each provider, from one unlock.
	async fn anonymously(&self, desk: &Desk, pages: &[Page]) -> Result<Vec<Done>> {
		let mut forms: Vec<RingChallengeForm> = Vec::new();
		for page in pages {
			match page.post("/anonymous/challenge", &json!({})).await? {
				Told::Answer(form) => forms.push(form),
				Told::Redirect(back) => return Err(sent_back(&back)),
			}
		}
		for (page, form) in pages.iter().zip(&forms) {
			check_host(page, &form.domain)?;
		}
		let answers = self.prove(desk, &forms).await?;
		let mut done = Vec::new();
		for (page, answer) in pages.iter().zip(&answers) {
			let told = page.post("/anonymous/answer", &json_of(answer)).await?;
			done.push(went(told, Map::new())?);
		}
		Ok(done)
	}

	async fn at_provider(&self, desk: &Desk, key: &SigningKey, page: &Page) -> Result<Done> {
		let prefix = desk.state.metadata.ss58_prefix();
		let account = json!({"account": keys::address(key.account(), prefix)});
		let asked: AskedByProvider = match page.post("/challenge", &account).await? {
			Told::Answer(asked) => asked,
			Told::Redirect(back) => return Err(sent_back(&back)),
		};
		check_host(page, &asked.challenge.domain)?;
		let (answer, signed) = self
			.sign(
				desk,
				key,
				&asked.challenge,
				asked.consent.as_ref(),
				&asked.requirements,
			)
			.await?;
		let told = page.post("/answer", &json_of(&answer)).await?;
		let mut about = Map::new();
		self.kept(signed, &mut about)?;
		went(told, about)
	}
}

fn json_of(form: &impl serde::Serialize) -> Json {
	serde_json::to_value(form).unwrap_or(Json::Null)
}

/// The browser is sent back before anything was asked.
fn sent_back(back: &Url) -> Failure {
	error_in(back).unwrap_or_else(|| not_a_login(back.as_str()))
}

fn not_a_login(told: &str) -> Failure {
	Failure::network(
		"ProviderNotUnderstood",
		text!(
			"제공자가 로그인의 결과를 알려 주지 않았습니다: {told}",
			"The provider does not say what came of the login: {told}"
		),
	)
}

/// Where the browser is sent back after an answer, or why without a login.
fn went(told: Told<Json>, about: Map<String, Json>) -> Result<Done> {
	match told {
		Told::Redirect(back) => match error_in(&back) {
			Some(failure) => Err(failure),
			None => Ok(Done {
				answer: json!(back.as_str()),
				about,
			}),
		},
		Told::Answer(other) => Err(not_a_login(&other.to_string())),
	}
}

/// Succeeds if the host that asks is the one to which the browser went.
fn check_host(page: &Page, asked: &str) -> Result<()> {
	if page.domain == asked {
		return Ok(());
	}
	let at = &page.domain;
	Err(Failure::refused(
		"NotSigned",
		text!(
			"서명하지 않았습니다: {at}에 접속했으나 요청은 {asked}의 것입니다. 가짜 웹 사이트일 수 있습니다.",
			"Nothing was signed: the page is at {at}, and asks for {asked}. It may be a false web site."
		),
	))
}

fn other_kind() -> Failure {
	Failure::input(
		"OtherKindOfLogin",
		text!(
			"요청과 명령의 종류가 다릅니다. 익명 로그인이면 --anonymous를 붙이고, 아니면 빼십시오.",
			"The challenge is of the other kind. Add --anonymous if it asks for a proof, and leave it out if it does not."
		),
	)
}

/// Answers to give to facilities: JSON, with what else there is to say on standard error.
fn answers(desk: &Desk, done: Vec<Done>) -> Report {
	for one in &done {
		if !one.about.is_empty() {
			let told = describe(&Json::Object(one.about.clone()), desk.output.language);
			desk.output.progress(&Text::new(told.clone(), told));
		}
	}
	let mut all: Vec<Json> = done.into_iter().map(|one| one.answer).collect();
	let document = match (all.len(), all.pop()) {
		(1, Some(only)) => only,
		(_, last) => {
			all.extend(last);
			json!(all)
		},
	};
	Report::verbatim(format!("{document:#}"))
}

/// Where the browser is sent back, from one login or from several.
fn redirects(desk: &Desk, done: Vec<Done>) -> Report {
	let mut all: Vec<Json> = done
		.into_iter()
		.map(|one| {
			let mut about = one.about;
			about.insert("redirect".into(), one.answer);
			Json::Object(about)
		})
		.collect();
	let json = match (all.len(), all.pop()) {
		(1, Some(only)) => only,
		(_, last) => {
			all.extend(last);
			json!({ "logins": all })
		},
	};
	let told = describe(&json, desk.output.language);
	Report::new(json, told)
}
