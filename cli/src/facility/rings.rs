// SPDX-License-Identifier: Apache-2.0

//! Anonymous login at a provider: challenges, answers, and what is wrong with an answer.
//!
//! The root is read of the block that was finalised last, when the answer comes. So a facility keeps no list of
//! roots, and knows that a root is still valid as of that block.

use super::{
	questions::{self, name},
	remote::Remote,
};
use crate::{
	error::{text, Failure, Kind, Result, Text},
	ring::node::{collection_name, parse_collection},
	tags::random_secret,
};
use async_trait::async_trait;
use codec::Encode;
use pallet_citizen_rings::{runtime_api::RootView, RevisionStatus};
use pallet_facilities::{Facility, LoginTerms};
use seoul_chain_login::FacilityId;
use seoul_chain_oidc::{
	anonymous::{AnonymousGrant, AnonymousRefusal},
	wire::{bytes32, hex, unhex},
	AnonymousLogins,
};
use seoul_chain_primitives::Moment;
use seoul_chain_ring_proofs::{
	login::{
		AnonymousLogin, Facility as RingFacility, KnownRoot, LoginChallenge, LoginRefusal,
		NonceBook, RootBook,
	},
	Alias, Bandersnatch, CollectionId,
};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sp_core::H256;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// A challenge, to be answered by a proof of membership.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RingChallengeForm {
	/// The chain's identity, 32 bytes.
	pub chain: String,
	/// Number of the facility.
	pub facility: u32,
	/// Its host name.
	pub domain: String,
	/// Of whom the citizen must be one: `city`, or the code of a district.
	pub collection: String,
	/// 32 random bytes.
	pub nonce: String,
	/// From when on it is valid. Unix time in milliseconds.
	pub issued_at: Moment,
	/// Until when.
	pub expires_at: Moment,
}

impl RingChallengeForm {
	pub fn new(chain: &[u8; 32], challenge: &LoginChallenge) -> Self {
		Self {
			chain: hex(chain),
			facility: challenge.facility,
			domain: challenge.domain.clone(),
			collection: collection_name(challenge.collection),
			nonce: hex(&challenge.nonce),
			issued_at: challenge.issued_at,
			expires_at: challenge.expires_at,
		}
	}

	/// Chain and challenge, if its bytes are in form.
	pub fn read(&self) -> Option<([u8; 32], LoginChallenge)> {
		let challenge = LoginChallenge {
			facility: self.facility,
			domain: self.domain.clone(),
			collection: parse_collection(&self.collection).ok()?,
			nonce: bytes32(&self.nonce)?,
			issued_at: self.issued_at,
			expires_at: self.expires_at,
		};
		Some((bytes32(&self.chain)?, challenge))
	}
}

/// What a citizen answers.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RingAnswerForm {
	/// Which ring of the collection.
	pub ring: u32,
	/// Which revision of it.
	pub revision: u32,
	/// By what the citizen is known, 32 bytes.
	pub alias: String,
	/// The proof.
	pub proof: String,
}

impl From<&AnonymousLogin> for RingAnswerForm {
	fn from(login: &AnonymousLogin) -> Self {
		Self {
			ring: login.ring,
			revision: login.revision,
			alias: hex(&login.alias),
			proof: hex(&login.proof),
		}
	}
}

impl RingAnswerForm {
	/// The answer to a challenge, if its bytes are in form.
	pub fn read(&self, chain: [u8; 32], challenge: LoginChallenge) -> Option<AnonymousLogin> {
		Some(AnonymousLogin {
			challenge,
			chain,
			ring: self.ring,
			revision: self.revision,
			alias: bytes32(&self.alias)?,
			proof: unhex(&self.proof)?,
		})
	}
}

/// Why an anonymous login is refused, in words.
pub fn refused(refusal: LoginRefusal) -> Failure {
	let Text { ko, en } = match refusal {
		LoginRefusal::OtherChain => text!("다른 체인의 답변입니다.", "It is for another chain."),
		LoginRefusal::OtherFacility => {
			text!(
				"다른 시설에 대한 답변입니다.",
				"It is for another facility."
			)
		},
		LoginRefusal::OtherDomain => text!(
			"다른 주소에서 받은 요청입니다.",
			"It was asked for under another host name."
		),
		LoginRefusal::OtherCollection => text!(
			"이 시설이 받는 모음이 아닙니다.",
			"It is of a collection that the facility does not let in."
		),
		LoginRefusal::LifetimeTooLong => text!(
			"요청의 유효 기간이 너무 깁니다.",
			"The challenge is valid for too long."
		),
		LoginRefusal::NotYetValid => text!(
			"요청이 아직 유효하지 않습니다. 시계를 확인하십시오.",
			"The challenge was issued in the future. Check the clocks."
		),
		LoginRefusal::ChallengeExpired => text!(
			"요청이 만료되었습니다. 다시 로그인하십시오.",
			"The challenge has expired. Ask for another."
		),
		LoginRefusal::WrongLength => text!(
			"증명의 길이가 맞지 않습니다.",
			"The proof has not the length that every proof has."
		),
		LoginRefusal::UnknownRoot => text!(
			"확정된 블록에 그런 링이 없습니다. 잠시 뒤 다시 증명하십시오.",
			"The final block has no such revision of such a ring. Prove again in a moment."
		),
		LoginRefusal::RootExpired => text!(
			"링이 새로 만들어졌습니다. 최신 링으로 다시 증명하십시오.",
			"The revision of the ring is not valid any more. Prove against the newest."
		),
		LoginRefusal::RootTooOld => text!(
			"체인이 너무 오래 확정되지 않아, 링이 아직 유효한지 알 수 없습니다.",
			"The chain has finalised nothing for too long, so nobody knows whether the ring is still valid."
		),
		LoginRefusal::Malformed => text!(
			"증명의 형식이 올바르지 않습니다.",
			"The bytes are no proof in one context."
		),
		LoginRefusal::NonceNotOpen => text!(
			"발급하지 않았거나 이미 쓰인 요청입니다.",
			"The facility did not issue this challenge, or it was answered before."
		),
		LoginRefusal::InvalidProof => text!(
			"증명이 올바르지 않습니다.",
			"The proof does not show membership, or is for something else."
		),
		LoginRefusal::OtherAlias => text!(
			"증명은 올바르나 다른 가명의 것입니다.",
			"The proof is valid, and of another alias."
		),
	};
	Failure::new(
		Kind::No,
		format!("login.{refusal:?}"),
		text!("{ko}", "{en}"),
	)
}

/// The root that was found at a block of this time, or none.
pub fn roots_of(collection: CollectionId, found: Option<&RootView>, read_at: Moment) -> RootBook {
	let mut roots = RootBook::default();
	if let Some(view) = found {
		roots.insert(
			collection,
			view.ring.0,
			view.revision.0,
			known_root(view, read_at),
		);
	}
	roots
}

fn known_root(view: &RootView, read_at: Moment) -> KnownRoot {
	KnownRoot {
		root: view.root,
		expires_at: match view.status {
			RevisionStatus::Newest => None,
			RevisionStatus::Retired { expires_at, .. } => Some(expires_at),
		},
		read_at,
	}
}

/// Verify an answer on a thread of its own, since it takes some milliseconds of computing.
///
/// `asked` is the challenge that the facility issued for this answer, and has not let anybody answer before.
pub async fn verify(
	facility: RingFacility,
	asked: LoginChallenge,
	login: AnonymousLogin,
	roots: RootBook,
	now: Moment,
) -> Result<Result<Alias, LoginRefusal>> {
	let verified = tokio::task::spawn_blocking(move || {
		// A nonce is spent with the challenge in which it stands, and no changed one.
		if login.challenge != asked {
			return Err(LoginRefusal::NonceNotOpen);
		}
		let mut nonces = NonceBook::default();
		nonces.issue(&asked);
		facility.verify::<Bandersnatch>(&login, now, &roots, &mut nonces)
	});
	verified.await.map_err(|error| {
		Failure::file(
			"VerificationFailed",
			text!(
				"증명을 검증하지 못했습니다: {error}",
				"The proof could not be verified: {error}"
			),
		)
	})
}

/// Anonymous logins of a facility.
pub struct RingLogins {
	pub node: Arc<Remote>,
	pub facility: RingFacility,
	/// How long a citizen has to prove, in milliseconds.
	pub challenge_lifetime: Moment,
	/// How many proofs are verified at a time.
	pub room: Semaphore,
}

fn broken(failure: &Failure) -> AnonymousRefusal {
	log::error!("{}", failure.text.en);
	AnonymousRefusal {
		reason: "Unavailable".into(),
		message: "the node does not answer; try again later".into(),
	}
}

fn told(refusal: LoginRefusal) -> AnonymousRefusal {
	AnonymousRefusal {
		reason: format!("{refusal:?}"),
		message: refused(refusal).text.en,
	}
}

impl RingLogins {
	/// A root as of the block that was finalised last, and how long a pass is now.
	async fn roots(&self, ring: u32, revision: u32) -> Result<(RootBook, Moment)> {
		let at: H256 = self
			.node
			.with(|chain| async move { chain.rpc("chain_getFinalizedHead", &[]).await })
			.await?;
		let read_at = self
			.node
			.with(|chain| async move { questions::clock(&chain, at).await })
			.await?;
		let arguments = (self.facility.collection, ring, revision).encode();
		let found: Option<RootView> = self.node.ask(name::RING_ROOT, &arguments, Some(at)).await?;
		let number = FacilityId(self.facility.number);
		let facility: Option<Facility> = self
			.node
			.ask(name::FACILITY, &number.encode(), None)
			.await?;
		let terms: LoginTerms = self.node.ask(name::LOGIN_TERMS, &[], None).await?;
		let pass = facility
			.map_or(0, |facility| facility.details.pass_lifetime)
			.min(terms.longest_pass);
		Ok((
			roots_of(self.facility.collection, found.as_ref(), read_at),
			pass,
		))
	}
}

#[async_trait]
impl AnonymousLogins for RingLogins {
	async fn challenge(&self, now: Moment) -> Result<Json, AnonymousRefusal> {
		let nonce = random_secret().map_err(|failure| broken(&failure))?;
		let challenge = self
			.facility
			.challenge(*nonce, now, self.challenge_lifetime);
		serde_json::to_value(RingChallengeForm::new(&self.facility.chain, &challenge)).map_err(
			|error| AnonymousRefusal {
				reason: "Unavailable".into(),
				message: error.to_string(),
			},
		)
	}

	async fn verify(
		&self,
		asked: &Json,
		answer: &Json,
		now: Moment,
	) -> Result<AnonymousGrant, AnonymousRefusal> {
		let malformed = || AnonymousRefusal {
			reason: "Malformed".into(),
			message: "the answer has fields that are missing or not in form".into(),
		};
		let (chain, asked) = RingChallengeForm::deserialize(asked)
			.ok()
			.and_then(|form| form.read())
			.ok_or_else(malformed)?;
		let login = RingAnswerForm::deserialize(answer)
			.ok()
			.and_then(|form| form.read(chain, asked.clone()))
			.ok_or_else(malformed)?;
		let (roots, pass) = self
			.roots(login.ring, login.revision)
			.await
			.map_err(|failure| broken(&failure))?;
		let Ok(_place) = self.room.acquire().await else {
			return Err(malformed());
		};
		let alias = verify(self.facility.clone(), asked, login, roots, now)
			.await
			.map_err(|failure| broken(&failure))?
			.map_err(told)?;
		Ok(AnonymousGrant {
			alias: alias.0,
			expires_at: now.saturating_add(pass),
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use pallet_citizen_rings::{Era, Revision, RingIndex};
	use seoul_chain_ring_proofs::{RingRoot, RingSize, PROOF_BYTES, ROOT_BYTES};

	const NOW: Moment = 1_800_000_000_000;

	fn facility() -> RingFacility {
		RingFacility {
			chain: [7; 32],
			number: 3,
			domain: "library.seoul.go.kr".into(),
			collection: CollectionId::District(11_740),
			ring_size: RingSize::Large,
			max_root_age: 60_000,
		}
	}

	fn login(challenge: LoginChallenge) -> AnonymousLogin {
		AnonymousLogin {
			challenge,
			chain: [7; 32],
			ring: 4,
			revision: 5,
			alias: [6; 32],
			proof: vec![0; PROOF_BYTES],
		}
	}

	fn view(status: RevisionStatus) -> RootView {
		RootView {
			ring: RingIndex(4),
			revision: Revision(5),
			root: RingRoot([0; ROOT_BYTES]),
			members: 200,
			status,
		}
	}

	#[test]
	fn challenges_and_answers_are_read_as_they_are_written() {
		let challenge = facility().challenge([9; 32], NOW, 60_000);
		let form = RingChallengeForm::new(&[7; 32], &challenge);
		assert_eq!(form.read(), Some(([7; 32], challenge.clone())));
		let login = login(challenge.clone());
		let answer = RingAnswerForm::from(&login);
		assert_eq!(answer.read([7; 32], challenge.clone()), Some(login));
		let wrong = RingAnswerForm {
			alias: "0x00".into(),
			..answer
		};
		assert_eq!(wrong.read([7; 32], challenge), None);
	}

	#[test]
	fn a_root_that_another_has_replaced_ends() {
		let newest = known_root(&view(RevisionStatus::Newest), NOW);
		assert_eq!((newest.expires_at, newest.read_at), (None, NOW));
		let retired = RevisionStatus::Retired {
			until: Era::default(),
			expires_at: NOW + 1,
		};
		assert_eq!(known_root(&view(retired), NOW).expires_at, Some(NOW + 1));
	}

	#[tokio::test]
	async fn an_answer_is_verified_for_the_challenge_that_was_issued_and_no_other() {
		let asked = facility().challenge([9; 32], NOW, 60_000);
		let longer = LoginChallenge {
			expires_at: asked.expires_at + 1,
			..asked.clone()
		};
		let view = view(RevisionStatus::Newest);
		let root = |read_at| roots_of(facility().collection, Some(&view), read_at);
		let outcome = |login: AnonymousLogin, roots, now| {
			let asked = asked.clone();
			async move { verify(facility(), asked, login, roots, now).await.unwrap() }
		};
		let unknown = RootBook::default();
		for (challenge, roots, now, refusal) in [
			(longer, root(NOW), NOW, LoginRefusal::NonceNotOpen),
			(
				asked.clone(),
				root(NOW),
				NOW + 60_000,
				LoginRefusal::ChallengeExpired,
			),
			(asked.clone(), unknown, NOW, LoginRefusal::UnknownRoot),
			(
				asked.clone(),
				root(NOW - 60_001),
				NOW,
				LoginRefusal::RootTooOld,
			),
		] {
			assert_eq!(outcome(login(challenge), roots, now).await, Err(refusal));
		}
		// Bytes that are no proof are refused by the proof system itself.
		assert!(outcome(login(asked.clone()), root(NOW), NOW).await.is_err());
	}
}
