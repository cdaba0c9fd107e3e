// SPDX-License-Identifier: Apache-2.0

//! `seoul consent`: for what a citizen lets facilities use logins. The citizen keeps what was signed; the chain
//! knows only what was taken back.

use crate::{
	desk::Desk,
	error::{text, Failure, Result},
	facility::{
		questions::{shown, Questions},
		PALLET,
	},
	files, keys,
	keys::{Scheme, SigningKey},
	login::{ask, show, Asking},
	output::{Output, Report},
	parties,
	plan::{self, Plan, Planned},
	scale::count,
	submit::Write,
	tags::random_secret,
	times,
};
use clap::{Args, Subcommand};
use pallet_facilities::FacilityStatus;
use seoul_chain_login::{is_signed_by, ConsentId, FacilityId, SignedConsent};
use seoul_chain_oidc::wire::{hex, SignedConsentForm};
use seoul_chain_primitives::{AccountId, CitizenIndex};
use serde_json::{json, Map, Value as Json};
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub enum ConsentCommand {
	/// 동의서 작성 (시민) · Sign a consent for a facility (citizen)
	Grant(Grant),
	/// 철회 (시민) · Take a consent back (citizen)
	Revoke(Box<Write<Revoke>>),
	/// 보관한 동의 목록과 그 효력 · The consents in a folder, and whether they count
	List(List),
	/// 동의서 조회 · A consent: for what, until when, and whether it counts
	Show(Show),
}

impl ConsentCommand {
	pub async fn run(self, output: Output, url: &str) -> Result<Report> {
		let desk = Desk::open(output, url).await?;
		match self {
			Self::Grant(it) => it.run(&desk).await,
			Self::Revoke(it) => plan::run(&desk, PALLET, *it).await,
			Self::List(it) => it.run(&desk).await,
			Self::Show(it) => it.run(&desk).await,
		}
	}
}

/// A consent from a file.
pub fn load(place: &Path) -> Result<SignedConsent> {
	let unreadable = |error: &dyn std::fmt::Display| {
		let file = place.display();
		Failure::input(
			"ConsentUnreadable",
			text!(
				"{file} 파일은 동의서가 아닙니다: {error}",
				"{file} is no consent: {error}"
			),
		)
	};
	let form: SignedConsentForm =
		serde_json::from_str(&files::read_text(place)?).map_err(|error| unreadable(&error))?;
	form.read()
		.ok_or_else(|| unreadable(&"its text and its fields do not go together"))
}

/// The citizen for whom an account signs: by its card, or by a session that is known.
async fn citizen_of(desk: &Desk, account: &AccountId) -> Result<Option<CitizenIndex>> {
	let address = json!(keys::address(account, desk.state.metadata.ss58_prefix()));
	let number = |found: &Json| u64::try_from(count(found)).ok().map(CitizenIndex);
	let card = desk
		.state
		.stored(
			"CitizenIdentity",
			"CitizenByAccount",
			std::slice::from_ref(&address),
		)
		.await?;
	if let Some(found) = card {
		return Ok(number(&found));
	}
	let session = desk.state.stored(PALLET, "Sessions", &[address]).await?;
	Ok(session.and_then(|session| number(&session["citizen"])))
}

/// What a consent is now.
async fn standing(desk: &Desk, signed: &SignedConsent) -> Result<Map<String, Json>> {
	let consent = &signed.consent;
	let questions = Questions::of(&desk.chain, &desk.state);
	let now = desk.state.now().await?;
	let citizen = citizen_of(desk, &consent.account).await?;
	let revoked = match citizen {
		Some(citizen) => questions
			.consent_revocation(citizen, consent.id())
			.await?
			.is_some(),
		None => false,
	};
	let facility = questions.facility(consent.facility).await?;
	let of_facility = match &facility {
		None => "FacilityUnknown",
		Some(known) if known.status != FacilityStatus::Open => "FacilityClosed",
		Some(known) => {
			let purposes = &known.details.purposes;
			if purposes.iter().all(|purpose| purpose.is_named_in(consent)) {
				"Valid"
			} else {
				"PurposesChanged"
			}
		},
	};
	let is_signed = is_signed_by(
		consent.text().as_bytes(),
		&consent.account,
		&signed.signature,
	);
	// In the order in which a citizen would want to know.
	let status = if consent.chain != questions.chain_id().await? {
		"OtherChain"
	} else if !is_signed {
		"NotSigned"
	} else if revoked {
		"Withdrawn"
	} else if now >= consent.expires_at {
		"Expired"
	} else if citizen.is_none() {
		"AccountUnknown"
	} else {
		of_facility
	};
	let purposes: Vec<Json> = consent
		.purposes
		.iter()
		.map(|purpose| json!({"korean": purpose.korean, "english": purpose.english}))
		.collect();
	let details = facility.as_ref().map(|facility| &facility.details);
	Ok(Map::from_iter([
		("consent".into(), json!(hex(consent.id().0.as_bytes()))),
		("status".into(), json!(status)),
		("facility".into(), json!(consent.facility.0)),
		(
			"koreanName".into(),
			json!(details.map(|details| shown(&details.korean_name))),
		),
		(
			"englishName".into(),
			json!(details.map(|details| shown(&details.english_name))),
		),
		("domain".into(), json!(consent.domain)),
		(
			"account".into(),
			json!(keys::address(
				&consent.account,
				desk.state.metadata.ss58_prefix()
			)),
		),
		(
			"citizen".into(),
			json!(citizen.map(|citizen| citizen.0.to_string())),
		),
		("purposes".into(), json!(purposes)),
		("issuedAt".into(), json!(consent.issued_at)),
		("expiresAt".into(), json!(consent.expires_at)),
	]))
}

/// 동의
#[derive(Debug, Args)]
pub struct Grant {
	/// 시설 번호 · The facility's number
	#[arg(value_name = "FACILITY")]
	facility: u32,
	/// 끝나는 시각. 없으면 허용된 가장 긴 기간 · When it ends; as late as it can without it
	#[arg(long, value_name = "TIME")]
	until: Option<String>,
	/// 새 파일(권한 0600). 시설에 주고 보관하십시오 · A new file, mode 0600: give it to the facility and keep it
	#[arg(long, value_name = "FILE")]
	out: PathBuf,
	/// 개인키 파일(권한 0600): 카드의 계정 또는 세션 키. 없으면 묻습니다 · File with the secret of the card's account or of a session
	/// key, mode 0600; asked for without it
	#[arg(long, value_name = "FILE")]
	key_file: Option<PathBuf>,
	/// 키 종류 · Kind of key
	#[arg(long, value_enum, default_value_t, value_name = "TYPE")]
	key_type: Scheme,
	/// 묻지 않고 서명 · Sign without asking
	#[arg(long)]
	yes: bool,
}

impl Grant {
	async fn run(self, desk: &Desk) -> Result<Report> {
		let questions = Questions::newest(&desk.chain);
		let asking = Asking::of(&questions, FacilityId(self.facility)).await?;
		// Not before the clock of the block at which it will be looked at first.
		let now = times::now().min(desk.state.now().await?);
		let latest = now.saturating_add(questions.login_terms().await?.longest_consent);
		let until = match &self.until {
			Some(typed) => times::parse(typed)?,
			None => latest,
		};
		if until > latest || until <= now {
			let shown = times::show(latest);
			return Err(Failure::input(
				"ConsentPeriod",
				text!(
					"동의는 지금부터 {shown}까지 할 수 있습니다.",
					"A consent ends in the future, and at {shown} at the latest."
				),
			));
		}
		let key = SigningKey::load(self.key_file.as_deref(), self.key_type)?;
		let consent = asking.new_consent(&key, now, until, *random_secret()?);
		consent
			.check_form()
			.map_err(|refusal| crate::facility::questions::refused(&refusal, None))?;
		let text = consent.text();
		show(desk.output, &[&text], &consent.purposes, &asking.facility);
		ask(desk.output, self.yes.into())?;
		let signed = SignedConsent {
			signature: key.sign(text.as_bytes()),
			consent,
		};
		let form =
			serde_json::to_string_pretty(&SignedConsentForm::from(&signed)).map_err(|error| {
				Failure::file(
					"ConsentNotKept",
					text!(
						"동의를 쓸 수 없습니다: {error}",
						"The consent cannot be written: {error}"
					),
				)
			})?;
		files::write_new_private(&self.out, &format!("{form}\n"))?;
		let (id, file) = (hex(signed.consent.id().0.as_bytes()), self.out.display());
		let told = text!(
			"동의 번호: {id}\n{file}에 두었습니다. 시설에 주고 보관하십시오. 철회: seoul consent revoke {file}",
			"number of the consent: {id}\nIt was written to {file}. Give it to the facility, and keep it. Take it back with: seoul consent revoke {file}"
		);
		Ok(Report::new(
			json!({"consent": id, "file": file.to_string(), "facility": self.facility, "expiresAt": until}),
			desk.output.say(&told).to_owned(),
		))
	}
}

/// 철회
#[derive(Debug, Args)]
pub struct Revoke {
	/// 동의 파일 · The file of the consent
	#[arg(
		value_name = "FILE",
		required_unless_present = "id",
		conflicts_with = "id"
	)]
	file: Option<PathBuf>,
	/// 동의 번호: 서명한 글의 Request ID · Its number: the line Request ID of the text that was signed
	#[arg(long, value_name = "HEX")]
	id: Option<String>,
}

/// The number of a consent, with or without `0x`.
fn consent_id(typed: &str) -> Result<String> {
	let digits = format!("0x{}", typed.trim().trim_start_matches("0x"));
	parties::hexadecimal(&digits, 32).ok_or_else(|| {
		Failure::input(
			"ConsentIdUnreadable",
			text!(
				"{typed}은(는) 동의 번호가 아닙니다. 서명한 글의 Request ID, 16진수 64자리를 쓰십시오.",
				"{typed} is no number of a consent: it is the Request ID of the text that was signed, 64 hexadecimal digits."
			),
		)
	})
}

impl Plan for Revoke {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		let id = match (&self.file, &self.id) {
			(Some(place), _) => {
				let ConsentId(digest) = load(place)?.consent.id();
				hex(digest.as_bytes())
			},
			(None, typed) => consent_id(typed.as_deref().unwrap_or_default())?,
		};
		Ok(Planned::plain("revoke_consent", json!({ "consent": id })))
	}
}

/// 목록
#[derive(Debug, Args)]
pub struct List {
	/// 동의를 보관한 폴더 · The folder in which consents are kept
	#[arg(value_name = "FOLDER")]
	folder: PathBuf,
}

impl List {
	async fn run(self, desk: &Desk) -> Result<Report> {
		let folder = self.folder.display();
		let failed = |error: std::io::Error| {
			Failure::file(
				"FileUnusable",
				text!(
					"{folder} 폴더를 읽을 수 없습니다: {error}",
					"The folder {folder} cannot be read: {error}"
				),
			)
		};
		let mut places = std::fs::read_dir(&self.folder)
			.map_err(failed)?
			.map(|entry| entry.map(|entry| entry.path()))
			.collect::<Result<Vec<_>, _>>()
			.map_err(failed)?;
		places.retain(|place| place.extension().is_some_and(|ending| ending == "json"));
		places.sort();
		let mut consents = Vec::new();
		for place in places {
			let mut entry = standing(desk, &load(&place)?).await?;
			entry.insert("file".into(), json!(place.display().to_string()));
			consents.push(Json::Object(entry));
		}
		desk.report(Map::from_iter([("consents".into(), json!(consents))]))
			.await
	}
}

/// 동의 조회
#[derive(Debug, Args)]
pub struct Show {
	/// 동의 파일 · The file of the consent
	#[arg(value_name = "FILE")]
	file: PathBuf,
}

impl Show {
	async fn run(self, desk: &Desk) -> Result<Report> {
		let signed = load(&self.file)?;
		let answer = standing(desk, &signed).await?;
		desk.report(answer).await
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_number_is_taken_as_the_text_shows_it() {
		let digits = "ab".repeat(32);
		for typed in [
			digits.clone(),
			format!("0x{digits}"),
			format!(" {digits}\n"),
		] {
			assert_eq!(consent_id(&typed).unwrap(), format!("0x{digits}"));
		}
		for typed in ["", "0x", "abc", &digits[1..]] {
			assert_eq!(consent_id(typed).unwrap_err().code, "ConsentIdUnreadable");
		}
	}
}
