// SPDX-License-Identifier: Apache-2.0

//! What a facility with software of its own asks: a file that stands for one challenge, and is gone when it was
//! answered.

use super::{
	questions::{shown, Questions},
	rings::RingChallengeForm,
};
use crate::{
	desk::Desk,
	error::{text, Failure, Result},
	files, keys,
	output::Report,
	ring::node::parse_collection,
	tags::random_secret,
	times,
};
use clap::Args;
use seoul_chain_login::{Consent, FacilityId, Gate, MAX_CHALLENGE_LIFETIME};
use seoul_chain_oidc::wire::{ChallengeForm, ConsentForm};
use seoul_chain_primitives::chain::SECOND;
use seoul_chain_ring_proofs::login::Facility as RingFacility;
use serde::{Deserialize, Serialize};
use serde_json::{json, Value as Json};
use std::path::{Path, PathBuf};

/// What a citizen is asked, as a file.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(tag = "kind", rename_all = "camelCase", deny_unknown_fields)]
pub enum Asked {
	/// To sign with the card's account or a session key.
	Wallet {
		challenge: Box<ChallengeForm>,
		/// What is to be signed before, if the facility has no consent.
		#[serde(default)]
		consent: Option<Box<ConsentForm>>,
		/// The kinds of credentials that must be opened.
		#[serde(default)]
		requirements: Vec<u16>,
	},
	/// To prove membership.
	Anonymous { challenge: RingChallengeForm },
}

impl Asked {
	/// From a file.
	pub fn load(place: &Path) -> Result<Self> {
		serde_json::from_str(&files::read_text(place)?).map_err(|error| {
			let file = place.display();
			Failure::input(
				"ChallengeUnreadable",
				text!(
					"{file} 파일은 로그인 요청이 아닙니다: {error}",
					"{file} is no challenge: {error}"
				),
			)
		})
	}

	/// As JSON, for a file or a report.
	pub fn json(&self) -> Json {
		serde_json::to_value(self).unwrap_or(Json::Null)
	}
}

/// 로그인 요청 발급
#[derive(Debug, Args)]
pub struct Issue {
	/// 시설 번호 · The facility's number
	#[arg(value_name = "FACILITY")]
	facility: u32,
	/// 로그인할 계정: 카드의 계정 또는 세션 키 · Who is to sign: the card's account or a session key
	#[arg(
		long,
		value_name = "ADDRESS",
		required_unless_present = "anonymous",
		conflicts_with = "anonymous"
	)]
	account: Option<String>,
	/// 동의도 받음 · Ask for a consent, too
	#[arg(long, requires = "account")]
	consent: bool,
	/// 익명 로그인: city 또는 자치구 코드 · Anonymous login of one of this collection: city, or a district's code
	#[arg(long, value_name = "COLLECTION")]
	anonymous: Option<String>,
	/// 유효 시간(초) · For how many seconds it is valid
	#[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..=600))]
	lifetime: u64,
	/// 새 파일(권한 0600). verify가 지웁니다 · A new file, mode 0600; verify removes it
	#[arg(long, value_name = "FILE")]
	out: PathBuf,
}

impl Issue {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let questions = Questions::newest(&desk.chain);
		let number = FacilityId(self.facility);
		let facility = questions.open_facility(number).await?;
		let chain = questions.chain_id().await?;
		let domain = shown(&facility.details.domain);
		let lifetime = self
			.lifetime
			.saturating_mul(SECOND)
			.min(MAX_CHALLENGE_LIFETIME);
		let now = times::now();
		let nonce = *random_secret()?;
		let asked = if let Some(typed) = &self.anonymous {
			let ring = RingFacility {
				chain,
				number: self.facility,
				domain,
				collection: parse_collection(typed)?,
				ring_size: questions.ring_settings().await?.size,
				max_root_age: 0,
			};
			Asked::Anonymous {
				challenge: RingChallengeForm::new(&chain, &ring.challenge(nonce, now, lifetime)),
			}
		} else {
			let account = keys::parse_account(self.account.as_deref().unwrap_or_default())?;
			let gate = Gate {
				chain,
				facility: number,
				domain: domain.clone(),
			};
			let challenge = gate.challenge(account.clone(), nonce, now, lifetime);
			let longest = questions.login_terms().await?.longest_consent;
			let consent = Consent {
				chain,
				facility: number,
				domain,
				account,
				purposes: facility.details.purposes.iter().map(Into::into).collect(),
				issued_at: now,
				expires_at: now.saturating_add(longest),
				salt: *random_secret()?,
			};
			Asked::Wallet {
				challenge: Box::new((&challenge).into()),
				consent: self.consent.then(|| Box::new((&consent).into())),
				requirements: facility
					.details
					.requirements
					.iter()
					.map(|requirement| requirement.schema.0)
					.collect(),
			}
		};
		let json = asked.json();
		files::write_new_private(&self.out, &format!("{json:#}\n"))?;
		let file = self.out.display();
		let line = text!(
			"로그인 요청을 {file}에 두었습니다. 시민에게 전하고, 답변은 seoul facility verify로 확인하십시오.",
			"The challenge was written to {file}. Give it to the citizen, and check the answer with seoul facility verify."
		);
		Ok(Report::new(
			json!({"file": file.to_string(), "asked": json}),
			desk.output.say(&line).to_owned(),
		))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::files::tests::Folder;
	use seoul_chain_login::Challenge;
	use seoul_chain_primitives::AccountId;

	#[test]
	fn a_challenge_in_a_file_is_the_one_that_was_issued() {
		let folder = Folder::new();
		let challenge = Challenge {
			chain: [7; 32],
			facility: FacilityId(3),
			domain: "library.seoul.go.kr".into(),
			account: AccountId::new([1; 32]),
			nonce: [2; 32],
			issued_at: 1_800_000_000_000,
			expires_at: 1_800_000_120_000,
		};
		let asked = Asked::Wallet {
			challenge: Box::new((&challenge).into()),
			consent: None,
			requirements: vec![1],
		};
		let file = folder.file("asked.json", &asked.json().to_string());
		let Asked::Wallet {
			challenge: read, ..
		} = Asked::load(&file).unwrap()
		else {
			panic!("it is for a wallet");
		};
		assert_eq!(read.read(), Some(challenge));
		for content in ["", "{}", r#"{"kind": "other"}"#, r#"{"kind": "wallet"}"#] {
			let file = folder.path("other.json");
			let _ = std::fs::remove_file(&file);
			std::fs::write(&file, content).unwrap();
			assert_eq!(
				Asked::load(&file).unwrap_err().code,
				"ChallengeUnreadable",
				"{content}"
			);
		}
	}
}
