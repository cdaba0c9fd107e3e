// SPDX-License-Identifier: Apache-2.0

//! Opening a ring, once for many proofs.

use super::{
	node::{self, collection_name, Revisions, Root, Settings},
	store::StoredKey,
	RingKeyArgs,
};
use crate::{
	desk::Desk,
	error::{text, Failure, Result},
	times,
};
use seoul_chain_ring_proofs::{
	login::{AnonymousLogin, LoginChallenge},
	prover::{OpenedRing, RingSecret},
	Alias, CollectionId, Context, Message, Purpose,
};

/// A ring from which proofs are made.
pub struct Opened {
	pub chain: [u8; 32],
	pub root: Root,
	pub generation: u32,
	secret: RingSecret,
	ring: OpenedRing,
}

impl Opened {
	/// The alias in a context.
	pub fn alias(&self, purpose: Purpose) -> Result<Alias> {
		alias_of(&self.secret, &self.chain, purpose)
	}

	/// A proof in one context, that binds a message, and the alias there.
	pub fn prove(&self, purpose: Purpose, message: &impl Message) -> Result<(Vec<u8>, Alias)> {
		let context = Context::of(&self.chain, purpose);
		self.ring
			.prove(&self.secret, &context, &message.to_bytes(&self.chain))
			.map_err(|_| {
				Failure::file(
					"ProofNotMade",
					text!("증명을 만들지 못했습니다.", "The proof could not be made."),
				)
			})
	}
}

/// The alias of a secret in a context.
pub fn alias_of(secret: &RingSecret, chain: &[u8; 32], purpose: Purpose) -> Result<Alias> {
	secret.alias(&Context::of(chain, purpose)).map_err(|_| {
		Failure::file(
			"ProofNotMade",
			text!(
				"가명을 계산하지 못했습니다.",
				"The alias cannot be computed."
			),
		)
	})
}

/// The keys of a collection on a chain, the newest generation first.
pub fn of_collection<'a>(
	stored: &'a [StoredKey],
	settings: &Settings,
	collection: CollectionId,
) -> Result<Vec<&'a StoredKey>> {
	let mut keys: Vec<_> = stored
		.iter()
		.filter(|key| key.chain == settings.chain && key.collection == collection)
		.collect();
	keys.sort_by_key(|key| std::cmp::Reverse(key.generation));
	if keys.is_empty() {
		let name = collection_name(collection);
		return Err(Failure::no(
			"NoRingKey",
			text!(
				"파일에 이 체인의 모음 {name}의 열쇠가 없습니다. seoul card key new --collection {name}로 만드십시오.",
				"The file has no key for collection {name} on this chain. Make one with seoul card key new --collection {name}."
			),
		));
	}
	Ok(keys)
}

/// Open the newest of the rings that are meant and that have a key of the file.
pub async fn open(
	desk: &Desk,
	settings: &Settings,
	stored: &[StoredKey],
	collection: CollectionId,
	meant: Revisions,
) -> Result<Opened> {
	let name = collection_name(collection);
	let mut why = None;
	for key in of_collection(stored, settings, collection)? {
		let secret = key.secret();
		let standing = node::standing(desk, collection, &secret.key(), meant).await?;
		let place = match standing {
			None => {
				why.get_or_insert("NotAdmitted");
				continue;
			},
			Some(standing) => match standing.place {
				Some(place) => place,
				None if meant != Revisions::Valid => {
					why.get_or_insert("NotFrozen");
					continue;
				},
				None if standing.out => {
					why.get_or_insert("Removed");
					continue;
				},
				None => {
					why.get_or_insert("Waiting");
					continue;
				},
			},
		};
		let (ring, members) = (place.root.ring, place.root.members);
		desk.output.progress(&text!(
			"모음 {name}의 링 {ring}을(를) 엽니다(열쇠 {members}개).",
			"Opening ring {ring} of collection {name}: {members} keys."
		));
		// A list that is not that of the root gives proofs that nobody accepts, or worse, that single somebody out.
		let data = node::static_data(settings.size);
		if node::rebuild(settings.size, &data, &place.keys) != Ok(place.root.commitment) {
			return Err(Failure::network(
				"RingListOther",
				text!(
					"노드가 준 명단은 링 {ring}의 뿌리와 맞지 않습니다. 증명하지 않았습니다. 다른 노드를 --url로 지정하십시오.",
					"The node's list of keys is not that of the root of ring {ring}. Nothing was proven. Name another node with --url."
				),
			));
		}
		let opened = OpenedRing::open(settings.size, &secret, &place.keys);
		let ring = opened.map_err(|_| {
			Failure::network(
				"RingNotOpened",
				text!("링을 열지 못했습니다.", "The ring could not be opened."),
			)
		})?;
		return Ok(Opened {
			chain: settings.chain,
			root: place.root,
			generation: key.generation,
			secret,
			ring,
		});
	}
	Err(match why {
		Some("Waiting") => Failure::no(
			"KeyWaits",
			text!(
				"모음 {name}의 열쇠가 아직 링에 없습니다. 새 열쇠는 모여서 함께 들어갑니다. 나중에 다시 하십시오.",
				"The key of collection {name} is in no ring yet. New keys join together when there are enough. Try again later."
			),
		),
		Some("NotFrozen") => Failure::no(
			"KeyNotFrozen",
			text!(
				"모음 {name}의 열쇠는 투표가 시작될 때 링에 없었습니다. 이 투표에는 참여할 수 없습니다.",
				"The key of collection {name} was in no ring when the poll was opened, so it cannot vote in it."
			),
		),
		Some("Removed") => Failure::no(
			"KeyRemoved",
			text!(
				"모음 {name}의 열쇠는 삭제되어 아무것도 증명하지 못합니다. 시민카드 발급 부서에 문의하십시오.",
				"The key of collection {name} was removed and proves nothing. Ask the card office."
			),
		),
		_ => Failure::no(
			"KeyNotAdmitted",
			text!(
				"모음 {name}의 열쇠가 등록되지 않았습니다. seoul card key request의 출력을 시민카드 발급 부서에 내십시오.",
				"The key of collection {name} is not admitted. Hand the output of seoul card key request to the card office."
			),
		),
	})
}

/// An answer to a challenge of a facility.
pub struct ProvedLogin {
	pub login: AnonymousLogin,
	/// Among how many keys the citizen hides.
	pub members: u32,
}

/// Answer challenges of facilities, in their order. The file is opened once, and so is the ring of each
/// collection, however many facilities ask.
pub async fn prove_login(
	desk: &Desk,
	from: &RingKeyArgs,
	challenges: &[LoginChallenge],
) -> Result<Vec<ProvedLogin>> {
	let (stored, _) = from.open()?;
	let settings = node::settings(desk).await?;
	let mut opened: Vec<(CollectionId, Opened)> = Vec::new();
	let mut answers = Vec::new();
	for challenge in challenges {
		let known = opened
			.iter()
			.position(|(collection, _)| *collection == challenge.collection);
		let place = if let Some(place) = known {
			place
		} else {
			let ring = open(
				desk,
				&settings,
				&stored,
				challenge.collection,
				Revisions::Valid,
			)
			.await?;
			opened.push((challenge.collection, ring));
			opened.len().saturating_sub(1)
		};
		let Some((_, ring)) = opened.get(place) else {
			continue;
		};
		let now = times::now();
		if now >= challenge.expires_at {
			let domain = &challenge.domain;
			return Err(Failure::no(
				"ChallengeExpired",
				text!(
					"{domain}의 질문이 만료되었습니다. 새로 받으십시오.",
					"The challenge of {domain} has expired. Ask for another."
				),
			));
		}
		let purpose = Purpose::Login {
			facility: challenge.facility,
		};
		let (proof, alias) = ring.prove(purpose, challenge)?;
		answers.push(ProvedLogin {
			login: AnonymousLogin {
				challenge: challenge.clone(),
				chain: ring.chain,
				ring: ring.root.ring,
				revision: ring.root.revision,
				alias: alias.0,
				proof,
			},
			members: ring.root.members,
		});
	}
	Ok(answers)
}
