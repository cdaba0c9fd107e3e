// SPDX-License-Identifier: Apache-2.0

//! What a citizen is shown, asked and then signs. Nothing is signed that was not computed here from its fields
//! and compared with the chain.

use crate::{
	error::{text, Failure, Result},
	facility::questions::{shown, Questions},
	files,
	keys::SigningKey,
	output::Output,
	times,
};
use codec::Encode;
use pallet_facilities::Facility;
use seoul_chain_login::{ChainId, Challenge, Consent, FacilityId, Purpose};
use seoul_chain_oidc::wire::{hex, AnswerForm, ChallengeForm, ConsentForm, CredentialForm};
use serde_json::Value as Json;
use std::{
	fmt::Write as _,
	io::{self, BufRead, IsTerminal, Write},
	path::{Path, PathBuf},
};

/// A facility that asks, as the chain has it.
pub struct Asking {
	pub chain: ChainId,
	pub number: FacilityId,
	pub facility: Facility,
}

/// What a text is not, though it should be.
fn suspicious(ko: &str, en: &str) -> Failure {
	Failure::refused(
		"NotSigned",
		text!(
			"서명하지 않았습니다: {ko}. 가짜 웹 사이트일 수 있습니다.",
			"Nothing was signed: {en}. It may be a false web site."
		),
	)
}

impl Asking {
	/// The facility of this number, which must be open.
	pub async fn of(questions: &Questions<'_>, number: FacilityId) -> Result<Self> {
		Ok(Self {
			chain: questions.chain_id().await?,
			number,
			facility: questions.open_facility(number).await?,
		})
	}

	pub fn domain(&self) -> String {
		shown(&self.facility.details.domain)
	}

	fn purposes(&self) -> Vec<Purpose> {
		self.facility
			.details
			.purposes
			.iter()
			.map(Purpose::from)
			.collect()
	}

	/// The challenge of a form, if it is this facility's, for this account, and can be answered now.
	pub fn challenge(&self, form: &ChallengeForm, key: &SigningKey) -> Result<Challenge> {
		let challenge = form.read().ok_or_else(|| {
			suspicious(
				"서명할 글이 그 내용과 맞지 않습니다",
				"the text does not say what its fields say",
			)
		})?;
		if challenge.chain != self.chain {
			return Err(suspicious(
				"다른 체인의 요청입니다",
				"it is for another chain",
			));
		}
		if challenge.facility != self.number || challenge.domain != self.domain() {
			return Err(suspicious(
				"체인에 등록된 시설의 주소가 아닙니다",
				"the facility is registered under another host name on the chain",
			));
		}
		if challenge.account != *key.account() {
			return Err(suspicious(
				"다른 계정에 대한 요청입니다",
				"it is for another account than the key's",
			));
		}
		challenge
			.check_time(times::now(), seoul_chain_login::CLOCK_TOLERANCE)
			.map_err(|refusal| crate::facility::questions::refused(&refusal, None))?;
		Ok(challenge)
	}

	/// The consent of a form, if it is to what this facility registered.
	pub fn consent(&self, form: &ConsentForm, key: &SigningKey) -> Result<Consent> {
		let consent = form.read().ok_or_else(|| {
			suspicious(
				"동의할 글이 그 내용과 맞지 않습니다",
				"the text of the consent does not say what its fields say",
			)
		})?;
		let is_its_own = consent.chain == self.chain
			&& consent.facility == self.number
			&& consent.domain == self.domain()
			&& consent.account == *key.account();
		if !is_its_own {
			return Err(suspicious(
				"다른 시설이나 계정에 대한 동의입니다",
				"the consent is for another facility or account",
			));
		}
		if consent.purposes != self.purposes() {
			return Err(suspicious(
				"체인에 등록된 이용 목적과 다릅니다",
				"the purposes are not those that the facility registered on the chain",
			));
		}
		Ok(consent)
	}

	/// A new consent to what this facility registered.
	pub fn new_consent(
		&self,
		key: &SigningKey,
		issued_at: u64,
		expires_at: u64,
		salt: [u8; 32],
	) -> Consent {
		Consent {
			chain: self.chain,
			facility: self.number,
			domain: self.domain(),
			account: key.account().clone(),
			purposes: self.purposes(),
			issued_at,
			expires_at,
			salt,
		}
	}
}

/// A signature over a text, after a byte that says of which kind it is.
fn signature(key: &SigningKey, text: &str) -> String {
	hex(&key.sign(text.as_bytes()).encode())
}

/// Show what is to be signed, with the Korean words of its purposes.
pub fn show(output: Output, texts: &[&str], purposes: &[Purpose], facility: &Facility) {
	let (ko, en) = (
		shown(&facility.details.korean_name),
		shown(&facility.details.english_name),
	);
	let mut told = format!("\n{ko} · {en}\n");
	for purpose in purposes {
		let (korean, english) = (&purpose.korean, &purpose.english);
		let _ = writeln!(told, "  - {korean} · {english}");
	}
	for text in texts {
		told.push_str("---\n");
		told.push_str(text);
		told.push('\n');
	}
	told.push_str("---\n");
	// Shown also to whoever wants no progress: nobody signs what was not shown.
	if output.quiet {
		let _ = io::stderr().lock().write_all(told.as_bytes());
	} else {
		output.progress(&crate::error::Text::new(told.clone(), told));
	}
}

/// Whether an answer on the terminal is a yes.
fn is_yes(answer: &str) -> bool {
	matches!(
		answer.trim().to_lowercase().as_str(),
		"y" | "yes" | "예" | "네" | "ㅇ"
	)
}

/// Ask whether to sign. `Yes` was said before with `--yes`.
pub fn ask(output: Output, said_yes: Agreed) -> Result<()> {
	if said_yes == Agreed::Before {
		return Ok(());
	}
	let stdin = io::stdin();
	if !stdin.is_terminal() {
		return Err(Failure::file(
			"NoTerminal",
			text!(
				"물어볼 터미널이 없습니다. 위의 글을 확인했으면 --yes를 붙이십시오.",
				"There is no terminal to ask on. If the text above was checked, add --yes."
			),
		));
	}
	let question = text!("서명할까요? (예/아니요) ", "Sign it? (yes/no) ");
	let _ = write!(io::stderr().lock(), "{}", output.say(&question));
	let mut answer = String::new();
	let _ = stdin.lock().read_line(&mut answer);
	if is_yes(&answer) {
		return Ok(());
	}
	Err(Failure::no(
		"NotSigned",
		text!("서명하지 않았습니다.", "Nothing was signed."),
	))
}

/// Whether somebody is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreed {
	/// With `--yes`.
	Before,
	/// On the terminal.
	WhenAsked,
}

impl From<bool> for Agreed {
	fn from(yes: bool) -> Self {
		if yes {
			Self::Before
		} else {
			Self::WhenAsked
		}
	}
}

/// Credentials from files, each with one or with a list of them: those that are required, and no others.
pub fn credentials(places: &[PathBuf], required: &[u16]) -> Result<Vec<CredentialForm>> {
	let mut all = Vec::new();
	for place in places {
		all.extend(credentials_of(place)?);
	}
	all.retain(|credential| required.contains(&credential.schema));
	for schema in required {
		if !all.iter().any(|credential| credential.schema == *schema) {
			return Err(Failure::no(
				"CredentialMissing",
				text!(
					"이 시설은 자격 종류 {schema}을(를) 요구합니다. --disclose로 자격 증명 파일을 지정하십시오.",
					"This facility requires a credential of kind {schema}. Name its file with --disclose."
				),
			));
		}
	}
	Ok(all)
}

/// The credentials of a file.
pub fn credentials_of(place: &Path) -> Result<Vec<CredentialForm>> {
	let unreadable = |error: &dyn std::fmt::Display| {
		let file = place.display();
		Failure::input(
			"CredentialUnreadable",
			text!(
				"{file} 파일은 자격 증명이 아닙니다: {error}",
				"{file} is no credential: {error}"
			),
		)
	};
	let content: Json =
		serde_json::from_str(&files::read_text(place)?).map_err(|error| unreadable(&error))?;
	let read = if content.is_array() {
		serde_json::from_value(content)
	} else {
		serde_json::from_value(content).map(|one| vec![one])
	};
	let forms: Vec<CredentialForm> = read.map_err(|error| unreadable(&error))?;
	if forms.iter().any(|form| form.read().is_none()) {
		return Err(unreadable(&"bytes that are not in form"));
	}
	Ok(forms)
}

/// What a citizen signs at a login.
pub struct Texts {
	pub challenge: Challenge,
	pub consent: Option<Consent>,
}

impl Texts {
	/// Show all of it, ask, and sign.
	pub fn answer(
		&self,
		output: Output,
		key: &SigningKey,
		facility: &Facility,
		agreed: Agreed,
		disclosures: Vec<CredentialForm>,
	) -> Result<AnswerForm> {
		let challenge = self.challenge.text();
		let consent = self.consent.as_ref().map(Consent::text);
		let texts: Vec<&str> = consent
			.iter()
			.map(String::as_str)
			.chain([challenge.as_str()])
			.collect();
		let purposes = self
			.consent
			.as_ref()
			.map(|consent| consent.purposes.as_slice())
			.unwrap_or_default();
		show(output, &texts, purposes, facility);
		ask(output, agreed)?;
		Ok(AnswerForm {
			signature: signature(key, &challenge),
			consent_signature: consent.as_deref().map(|text| signature(key, text)),
			disclosures,
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{files::tests::Folder, keys::Scheme};
	use pallet_facilities::{FacilityDetails, FacilityPurpose, FacilityStatus};
	use seoul_chain_login::{is_signed_by, text::address};
	use seoul_chain_oidc::wire::signature_of;
	use seoul_chain_primitives::AgencyId;
	use serde_json::json;

	fn asking() -> Asking {
		let text = |text: &str| text.as_bytes().to_vec().try_into().unwrap();
		Asking {
			chain: [7; 32],
			number: FacilityId(3),
			facility: Facility {
				agency: AgencyId(1),
				details: FacilityDetails {
					korean_name: text("도서관"),
					english_name: text("Library"),
					domain: "library.seoul.go.kr"
						.as_bytes()
						.to_vec()
						.try_into()
						.unwrap(),
					purposes: vec![FacilityPurpose {
						korean: "대출".as_bytes().to_vec().try_into().unwrap(),
						english: b"Lend".to_vec().try_into().unwrap(),
					}]
					.try_into()
					.unwrap(),
					requirements: vec![].try_into().unwrap(),
					pass_lifetime: 1,
				},
				status: FacilityStatus::Open,
			},
		}
	}

	fn challenge(key: &SigningKey) -> Challenge {
		let now = times::now();
		Challenge {
			chain: [7; 32],
			facility: FacilityId(3),
			domain: "library.seoul.go.kr".into(),
			account: key.account().clone(),
			nonce: [2; 32],
			issued_at: now,
			expires_at: now + 60_000,
		}
	}

	#[test]
	fn keys_of_every_kind_sign_as_their_account() {
		for scheme in [
			Scheme::Sr25519,
			Scheme::Ed25519,
			Scheme::Ecdsa,
			Scheme::Ethereum,
		] {
			let key = SigningKey::from_secret("//Alice", scheme).unwrap();
			let text = challenge(&key).text();
			let found = signature_of(key.account(), &text, &signature(&key, &text)).unwrap();
			assert!(is_signed_by(text.as_bytes(), key.account(), &found));
		}
	}

	#[test]
	fn nothing_is_signed_that_is_not_the_facilitys_own_challenge() {
		let key = SigningKey::from_secret("//Dave", Scheme::Sr25519).unwrap();
		let good = challenge(&key);
		let asking = asking();
		assert_eq!(asking.challenge(&(&good).into(), &key).unwrap(), good);
		let eve = SigningKey::from_secret("//Eve", Scheme::Sr25519).unwrap();
		for wrong in [
			Challenge {
				chain: [8; 32],
				..good.clone()
			},
			Challenge {
				facility: FacilityId(4),
				..good.clone()
			},
			Challenge {
				domain: "evil.kr".into(),
				..good.clone()
			},
			Challenge {
				account: eve.account().clone(),
				..good.clone()
			},
		] {
			let failure = asking.challenge(&(&wrong).into(), &key).unwrap_err();
			assert_eq!(failure.code, "NotSigned");
		}
		let forged = ChallengeForm {
			text: "Pay 1,000,000 won".into(),
			..(&good).into()
		};
		assert_eq!(
			asking.challenge(&forged, &key).unwrap_err().code,
			"NotSigned"
		);
		let late = Challenge {
			issued_at: 1,
			expires_at: 2,
			..good
		};
		let failure = asking.challenge(&(&late).into(), &key).unwrap_err();
		assert_eq!(failure.code, "login.ChallengeExpired");
	}

	#[test]
	fn a_consent_is_given_only_to_what_the_facility_registered() {
		let key = SigningKey::from_secret("//Dave", Scheme::Sr25519).unwrap();
		let asking = asking();
		let consent = asking.new_consent(&key, 1_800_000_000_000, 1_800_000_060_000, [3; 32]);
		assert_eq!(asking.consent(&(&consent).into(), &key).unwrap(), consent);
		let mut wrong = consent.clone();
		wrong.purposes[0].korean = "광고".into();
		let mut more = consent;
		more.purposes.push(Purpose {
			korean: "광고".into(),
			english: "Advertise".into(),
		});
		for consent in [wrong, more] {
			let failure = asking.consent(&(&consent).into(), &key).unwrap_err();
			assert_eq!(failure.code, "NotSigned");
			assert!(failure.text.en.contains("purposes"));
		}
		assert!(address(key.account()).starts_with('5'));
	}

	#[test]
	fn credentials_are_opened_only_where_they_are_required() {
		let folder = Folder::new();
		let credential = |schema: u16| {
			json!({
				"schema": schema, "value": 1, "salt": hex(&[1; 32]), "batch": 0, "position": 0,
				"path": vec![hex(&[2; 32]); 16],
			})
		};
		let both = folder.file(
			"both.json",
			&json!([credential(1), credential(2)]).to_string(),
		);
		let one = folder.file("one.json", &credential(3).to_string());
		let places = [both, one];
		let opened = |required: &[u16]| {
			credentials(&places, required).map(|all| {
				all.iter()
					.map(|credential| credential.schema)
					.collect::<Vec<_>>()
			})
		};
		assert_eq!(opened(&[]).unwrap(), Vec::<u16>::new());
		assert_eq!(opened(&[2, 3]).unwrap(), [2, 3]);
		assert_eq!(opened(&[4]).unwrap_err().code, "CredentialMissing");
		let mut short = credential(1);
		short["salt"] = json!("0x01");
		let short = folder.file("short.json", &short.to_string());
		assert_eq!(
			credentials_of(&short).unwrap_err().code,
			"CredentialUnreadable"
		);
	}

	#[test]
	fn only_a_yes_is_a_yes() {
		for yes in ["y", "Yes\n", "예", " 네\n"] {
			assert!(is_yes(yes));
		}
		for no in ["", "\n", "n", "no", "아니요", "yep"] {
			assert!(!is_yes(no));
		}
	}
}
