// SPDX-License-Identifier: Apache-2.0

//! Enrolling in an anonymous poll: a proof that one of the keys of a ring is the voter's, which binds a fresh voting key.

use super::{
	keys::{self, VotingKey, VotingKeyArgs},
	prepare::ensure_open,
	Which,
};
use crate::{
	desk::Desk,
	error::{text, Failure, Kind, Result},
	keys::{address, Scheme, SignerArgs},
	output::Report,
	ring::{
		node::{self, collection_name, shown, Revisions},
		open,
		store::StoredKey,
	},
	sealed,
	submit::{self, Extras, Wait, WriteArgs},
	voting::{Voting, PALLET},
};
use clap::Args;
use pallet_mvoting::{runtime_api::PollInfo, EnrolRefusal, Roll, Secrecy};
use seoul_chain_ballot::PollId;
use seoul_chain_ring_proofs::{CollectionId, PollEnrolment, Purpose};
use serde_json::json;

/// 등록
#[derive(Debug, Args)]
pub struct Enrol {
	#[command(flatten)]
	of: Which,
	#[command(flatten)]
	from: VotingKeyArgs,
	/// 어디까지 기다릴지 · How far to wait
	#[arg(long, value_enum, default_value_t = Wait::Final, value_name = "UNTIL")]
	wait: Wait,
	/// 최대 대기 시간(초) · Longest time to wait, in seconds
	#[arg(long, value_name = "SECONDS", default_value_t = 180, value_parser = clap::value_parser!(u64).range(1..=86_400))]
	timeout: u64,
}

/// Numbers with which the pool refuses an enrolment, and the chain's names for them. Of a proof the pool does not say what
/// is wrong with it.
const REFUSALS: [(u8, &str); 7] = [
	(EnrolRefusal::PollNotFound.code(), "PollNotFound"),
	(EnrolRefusal::NotOpen.code(), "NotOpen"),
	(EnrolRefusal::VotingEnded.code(), "VotingEnded"),
	(EnrolRefusal::NotAnonymous.code(), "NotAnonymous"),
	(EnrolRefusal::AliasEnrolled.code(), "AliasEnrolled"),
	(EnrolRefusal::KeyInUse.code(), "KeyInUse"),
	(EnrolRefusal::WrongProofLength.code(), "WrongProofLength"),
];

/// Of which rings somebody must be, and as whose keeper they are frozen.
fn rings_of(id: PollId, info: &PollInfo) -> Result<(CollectionId, u64)> {
	let number = id.0;
	let settings = &info.poll.settings;
	let collection = settings.eligibility.collection();
	let hold = match info.opening.as_ref().map(|opening| &opening.roll) {
		Some(Roll::Rings { hold, .. }) => Some(hold.0),
		_ => None,
	};
	match (settings.secrecy, collection, hold) {
		(Secrecy::Anonymous { .. }, Some(collection), Some(hold)) => Ok((collection, hold)),
		_ => Err(Failure::no(
			"NotAnonymous",
			text!(
				"{number}번은 익명 투표가 아닙니다. 등록하지 않고 seoul vote cast {number}로 투표하십시오.",
				"Poll {number} is not anonymous. Vote with seoul vote cast {number}, without enrolling."
			),
		)),
	}
}

fn enrolled_already(id: PollId) -> Failure {
	let number = id.0;
	Failure::refused(
		"AliasEnrolled",
		text!(
			"이미 등록되어 있습니다. seoul vote cast {number}로 투표하십시오.",
			"You are enrolled already. Vote with seoul vote cast {number}."
		),
	)
}

impl Enrol {
	pub async fn run(self, desk: &Desk) -> Result<Report> {
		let voting = Voting::of(desk);
		let id = PollId(self.of.poll);
		let info = voting.poll(id).await?;
		ensure_open(id, &info, desk.state.now().await?)?;
		let (collection, hold) = rings_of(id, &info)?;
		let (stored, passphrase) = self.from.ring.open()?;
		let settings = node::settings(desk).await?;
		let path = self.from.path()?;
		let mut kept = keys::read(&path, &passphrase)?;
		let purpose = Purpose::Poll { poll: id.0 };
		self.ensure_not_enrolled(desk, id, &settings, &stored, collection, &kept)
			.await?;
		let Some(era) = node::era_of_hold(desk, hold).await? else {
			return Err(Failure::no(
				"RingsReleased",
				text!(
					"이 투표의 링은 더 보관되지 않습니다.",
					"The rings of this poll are not kept any more."
				),
			));
		};
		let opened = open::open(
			desk,
			&settings,
			&stored,
			collection,
			Revisions::FrozenIn(era),
		)
		.await?;
		let alias = opened.alias(purpose)?;
		// The key is in its file before anything depends on it; after an interruption the same one is used.
		let key = match keys::of_poll(kept.clone(), &settings.chain, id) {
			Some(key) if key.alias == alias.0 => key,
			_ => {
				let key = VotingKey::draw(settings.chain, id, alias.0);
				kept.retain(|other| other.chain != settings.chain || other.poll != id);
				kept.push(key.clone());
				sealed::write(&keys::KIND, &path, &kept, &passphrase)?;
				key
			},
		};
		let account = key.signer()?.account().clone();
		let message = PollEnrolment {
			poll: id.0,
			voting_key: account.clone().into(),
		};
		let (proof, _) = opened.prove(purpose, &message)?;
		let account = address(&account, desk.state.metadata.ss58_prefix());
		let call = desk.state.metadata.call(
			PALLET,
			"enrol",
			&json!({
				"poll": id.0,
				"enrolment": {
					"at": {"ring": opened.root.ring, "revision": opened.root.revision},
					"alias": shown(alias),
					"votingKey": account,
					"proof": shown(&proof),
				},
			}),
		)?;
		let members = opened.root.members;
		let file = path.display().to_string();
		let number = id.0;
		let mut extras = Extras::default();
		for (name, content) in [
			("poll", json!(number)),
			("alias", json!(shown(alias))),
			("votingKey", json!(account)),
			("collection", json!(collection_name(collection))),
			("ring", json!(opened.root.ring)),
			("revision", json!(opened.root.revision)),
			("members", json!(members)),
			("file", json!(file)),
		] {
			extras.json.insert(name.to_owned(), content);
		}
		extras.lines.push(text!(
			"열쇠 {members}개 가운데 하나임을 증명하였습니다.",
			"Proven to be one of {members} keys."
		));
		extras.lines.push(text!(
			"투표 열쇠는 {file}에만 있습니다. 투표가 끝날 때까지 지우지 마십시오.",
			"The voting key is in {file} and nowhere else. Keep it until the poll ends."
		));
		extras.lines.push(text!(
			"바로 투표하면 등록한 사람과 투표한 사람이 같음을 짐작할 수 있습니다. 시간을 두고 seoul vote cast {number}로 투표하십시오.",
			"Whoever watches can join an enrolment with a ballot that follows at once. Wait a while, then vote with seoul vote cast {number}."
		));
		let how = WriteArgs {
			signer: SignerArgs {
				key_file: None,
				key_type: Scheme::default(),
			},
			prepare: false,
			apps: String::new(),
			wait: self.wait,
			timeout: self.timeout,
		};
		submit::submit_general(desk, &how, &call, extras)
			.await
			.map_err(|failure| named(desk, failure))
	}

	/// Nobody proves anything in vain: an alias enrols once.
	async fn ensure_not_enrolled(
		&self,
		desk: &Desk,
		id: PollId,
		settings: &node::Settings,
		stored: &[StoredKey],
		collection: CollectionId,
		kept: &[VotingKey],
	) -> Result<()> {
		let purpose = Purpose::Poll { poll: id.0 };
		for key in open::of_collection(stored, settings, collection)? {
			let alias = open::alias_of(&key.secret(), &settings.chain, purpose)?;
			let place = [json!(id.0), json!(shown(alias))];
			let account = desk.state.stored(PALLET, "Enrolments", &place).await?;
			let Some(account) = account else { continue };
			let prefix = desk.state.metadata.ss58_prefix();
			for key in kept {
				if account == json!(address(key.signer()?.account(), prefix)) {
					return Err(enrolled_already(id));
				}
			}
			let file = self.from.path()?;
			let file = file.display();
			return Err(Failure::refused(
				"VotingKeyLost",
				text!(
					"이미 등록되어 있으나 그 투표 열쇠가 {file}에 없습니다. --voting-file로 다른 파일을 지정하십시오. 열쇠를 잃었으면 마지막 표가 그대로 반영됩니다.",
					"You are enrolled already, with a voting key that is not in {file}. Name another file with --voting-file. If the key is lost, your last ballot counts as it is."
				),
			));
		}
		Ok(())
	}
}

/// Why an enrolment was refused, in words.
fn named(desk: &Desk, failure: Failure) -> Failure {
	let failure = submit::named(desk, PALLET, &REFUSALS, failure);
	let code = EnrolRefusal::Proof(sp_runtime::DispatchError::BadOrigin).code();
	if failure.kind == Kind::Refused && failure.text.en.contains(&format!("Custom error: {code}")) {
		return Failure::refused(
			"ProofRefused",
			text!(
				"체인이 증명을 받지 않았습니다. 열쇠가 투표 시작 때의 링에 없거나 노드의 명단이 옛것입니다. 다른 노드를 --url로 지정하여 다시 하십시오.",
				"The chain does not accept the proof: the key is not in the rings of the opening, or the node's list is out of date. Try again with another node (--url)."
			),
		);
	}
	failure
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::voting::tests::poll_of;
	use pallet_mvoting::{Opening, PollStatus};
	use seoul_chain_ballot::{BoardId, Form};

	#[test]
	fn only_an_anonymous_poll_has_rings() {
		let board = BoardId(0);
		let poll = |secrecy| poll_of(secrecy, Form::YesNo, PollStatus::Open);
		let anonymous = poll(Secrecy::Anonymous { board });
		assert_eq!(
			rings_of(PollId(3), &anonymous).unwrap(),
			(CollectionId::District(11_740), 4)
		);
		for other in [Secrecy::Public, Secrecy::Secret { board }] {
			let failure = rings_of(PollId(3), &poll(other)).unwrap_err();
			assert_eq!(failure.code, "NotAnonymous");
		}
		let mut other_roll = anonymous;
		other_roll.opening = Some(Opening {
			at: 1,
			roll: Roll::Listed { cards: 3 },
		});
		assert!(rings_of(PollId(3), &other_roll).is_err());
	}

	#[test]
	fn every_refusal_of_the_pool_has_another_number() {
		let mut numbers: Vec<u8> = REFUSALS.iter().map(|(number, _)| *number).collect();
		numbers.dedup();
		assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7]);
	}
}
