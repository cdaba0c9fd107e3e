// SPDX-License-Identifier: Apache-2.0

//! What comes before a ballot: a poll that takes ballots now, the choice that was typed, for whom it is, and the ballot itself,
//! encrypted and proven.

use super::keys::{VotingKey, VotingKeyArgs};
use crate::{
	desk::Desk,
	error::{text, Failure, Result, Text},
	ring::node::{parse_bytes, shown},
	times,
	voting::{self, choices, not_made, positions, Voting},
};
use clap::Args;
use pallet_mvoting::{runtime_api::PollInfo, Secrecy, Stage};
use rand_core::OsRng;
use seoul_chain_ballot::{
	BallotContext, Choices, ElectionKey, Error, PollId, PreparedBallot, Tracker, Voter,
};
use seoul_chain_primitives::Moment;
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, IsTerminal, Write as _};

/// What was chosen.
#[derive(Debug, Args)]
pub struct Choice {
	/// 선택지 번호(1부터, show가 보이는 대로). 여럿이면 쉼표로 · Numbers of the chosen options as show gives them, from 1; several with commas
	#[arg(
		long = "option",
		value_name = "NUMBER",
		value_delimiter = ',',
		conflicts_with = "blank"
	)]
	options: Vec<u32>,
	/// 아무것도 고르지 않음(허용하는 투표에서) · Choose none, where the poll allows it
	#[arg(long)]
	blank: bool,
}

impl Choice {
	/// The positions of the chosen options, from 0.
	pub fn positions(&self, info: &PollInfo) -> Result<Vec<u8>> {
		if self.options.is_empty() && !self.blank {
			return Err(Failure::input(
				"OptionMissing",
				text!(
					"--option으로 선택지 번호를 지정하십시오. 번호는 seoul vote show가 보입니다.",
					"Name the number of an option with --option. seoul vote show has the numbers."
				),
			));
		}
		positions(info.poll.form, &self.options)
	}
}

/// What a ballot is encrypted under, if that is known from elsewhere.
#[derive(Debug, Args)]
pub struct ElectionKeyArgs {
	/// 수탁자들이 알린 투표 암호화 열쇠(0x와 64자리). 노드의 것과 다르면 거부 · Election key as the trustees made it known; refused if the
	/// node tells of another one
	#[arg(long, value_name = "KEY")]
	election_key: Option<String>,
}

/// Whether a poll takes ballots at a moment.
pub fn ensure_open(id: PollId, info: &PollInfo, now: Moment) -> Result<()> {
	let number = id.0;
	let settings = &info.poll.settings;
	match info.poll.status.stage() {
		Stage::Open if now < settings.closes_at => Ok(()),
		Stage::Draft | Stage::InReview | Stage::Scheduled => {
			let opens = times::show(settings.opens_at);
			Err(Failure::no(
				"NotOpen",
				text!(
					"{number}번 투표는 아직 시작되지 않았습니다(시작 {opens}).",
					"Poll {number} is not open yet. It opens at {opens}."
				),
			))
		},
		Stage::Cancelled => Err(Failure::no(
			"PollCancelled",
			text!(
				"{number}번 투표는 취소되었습니다.",
				"Poll {number} was cancelled."
			),
		)),
		_ => {
			let closes = times::show(settings.closes_at);
			Err(Failure::no(
				"VotingEnded",
				text!(
					"{number}번 투표는 끝났습니다(종료 {closes}).",
					"Poll {number} is over. It closed at {closes}."
				),
			))
		},
	}
}

/// A poll that takes ballots now, as the newest block has it.
pub async fn open_poll(desk: &Desk, poll: u32) -> Result<(PollId, PollInfo)> {
	let id = PollId(poll);
	let info = Voting::newest(&desk.chain).poll(id).await?;
	ensure_open(id, &info, desk.state.now().await?)?;
	Ok((id, info))
}

/// A citizen whose number was typed, where it is needed.
pub fn citizen(typed: Option<u64>) -> Result<Voter> {
	typed.map(Voter::Citizen).ok_or_else(|| {
		Failure::input(
			"CitizenNeeded",
			text!(
				"--citizen으로 시민카드 번호를 지정하십시오. 표는 그 카드에 묶입니다.",
				"Name the number of the citizen's card with --citizen. The ballot is bound to it."
			),
		)
	})
}

/// The voting key of an anonymous poll, if its enrolment is on the chain.
pub async fn enrolled(desk: &Desk, id: PollId, from: &VotingKeyArgs) -> Result<VotingKey> {
	let voting = Voting::newest(&desk.chain);
	let key = from.open(&voting.chain_id().await?, id)?;
	let account = key.signer()?.account().clone();
	voting.voter(&desk.state, id, &account).await?;
	Ok(key)
}

/// A voter in a file.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub enum VoterForm {
	/// The number of the card, in decimal digits.
	Citizen(String),
	/// The alias, 0x and 64 digits.
	Alias(String),
}

impl From<Voter> for VoterForm {
	fn from(voter: Voter) -> Self {
		match voter {
			Voter::Citizen(index) => Self::Citizen(index.to_string()),
			Voter::Alias(alias) => Self::Alias(shown(alias)),
		}
	}
}

impl VoterForm {
	/// The voter, if it is one.
	pub fn read(&self) -> Option<Voter> {
		match self {
			Self::Citizen(digits) => digits.parse().ok().map(Voter::Citizen),
			Self::Alias(digits) => parse_bytes(digits).map(Voter::Alias),
		}
	}
}

/// A voter for people.
pub fn voter_text(voter: Voter) -> Text {
	match voter {
		Voter::Citizen(index) => text!("시민 {index}", "citizen {index}"),
		Voter::Alias(alias) => {
			let alias = shown(alias);
			text!("가명 {alias}", "alias {alias}")
		},
	}
}

/// A tracker that was typed.
pub fn parse_tracker(typed: &str) -> Result<Tracker> {
	parse_bytes(typed).map(Tracker).ok_or_else(|| {
		Failure::input(
			"TrackerUnreadable",
			text!(
				"추적 번호는 0x와 16진수 64자리입니다: {typed}",
				"A tracker is 0x and 64 hexadecimal digits: {typed}"
			),
		)
	})
}

/// A ballot that is encrypted and proven, and of which nothing was done yet.
pub struct Prepared {
	pub context: BallotContext,
	pub key: ElectionKey,
	pub tracker: Tracker,
	pub ballot: PreparedBallot,
}

impl Prepared {
	/// Encrypt a choice and prove it.
	///
	/// # Errors
	/// Those of the ballots' crate.
	pub fn new(key: ElectionKey, context: BallotContext, choices: &Choices) -> Result<Self, Error> {
		let ballot = PreparedBallot::new(&key, &context, choices, &mut OsRng)?;
		Ok(Self {
			tracker: ballot.tracker(),
			context,
			key,
			ballot,
		})
	}
}

/// The key of an encrypted poll, as the node tells it and as it was made known.
pub async fn election_key(
	voting: &Voting<'_>,
	id: PollId,
	known: &ElectionKeyArgs,
) -> Result<ElectionKey> {
	let known = known
		.election_key
		.as_deref()
		.map(|typed| {
			parse_bytes::<32>(typed).ok_or_else(|| {
				Failure::input(
					"ElectionKeyUnreadable",
					text!(
						"투표 암호화 열쇠는 0x와 16진수 64자리입니다.",
						"An election key is 0x and 64 hexadecimal digits."
					),
				)
			})
		})
		.transpose()?;
	let Some(told) = voting.election_key(id).await? else {
		return Err(Failure::no(
			"NoElectionKey",
			text!(
				"수탁자단의 열쇠가 아직 없습니다.",
				"The board of trustees has no key yet."
			),
		));
	};
	let told = told.election_key;
	if known.is_some_and(|known| known != told.0) {
		let told = shown(told.0);
		return Err(Failure::no(
			"OtherElectionKey",
			text!(
				"노드가 알린 투표 암호화 열쇠는 {told}입니다. 지정한 것과 달라 암호화하지 않았습니다.",
				"The node tells of the election key {told}, which is not the one that you named. Nothing was encrypted."
			),
		));
	}
	ElectionKey::new(told).map_err(not_made)
}

/// Encrypt a choice for a voter of a poll.
pub async fn encrypt(
	desk: &Desk,
	id: PollId,
	info: &PollInfo,
	voter: Voter,
	chosen: &[u8],
	known: &ElectionKeyArgs,
) -> Result<Prepared> {
	let voting = Voting::newest(&desk.chain);
	let key = election_key(&voting, id, known).await?;
	let context = BallotContext {
		chain: voting.chain_id().await?,
		poll: id,
		voter,
	};
	let choices = choices(info.poll.form, chosen)?;
	Prepared::new(key, context, &choices).map_err(not_made)
}

/// A public poll has nothing to encrypt.
pub fn ensure_encrypted(id: PollId, info: &PollInfo) -> Result<()> {
	if info.poll.settings.secrecy != Secrecy::Public {
		return Ok(());
	}
	let number = id.0;
	Err(Failure::input(
		"PollIsPublic",
		text!(
			"{number}번은 공개 투표여서 암호화하지 않습니다. 시험할 것이 없습니다.",
			"Poll {number} is public. Nothing is encrypted, so there is nothing to challenge."
		),
	))
}

/// What a voter says once the tracker is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
	/// Cast it.
	Cast,
	/// Open it, and never cast it.
	Challenge,
	/// Neither.
	Stop,
}

/// An answer on the terminal. Whatever is not understood stops.
fn decision(answer: &str) -> Decision {
	match answer.trim().to_lowercase().as_str() {
		"cast" | "c" | "y" | "yes" | "투표" | "예" | "네" => Decision::Cast,
		"challenge" | "h" | "open" | "시험" => Decision::Challenge,
		_ => Decision::Stop,
	}
}

/// Whether there is somebody to ask.
pub fn somebody_is_there() -> bool {
	io::stdin().is_terminal()
}

/// Show a question on the terminal, and read the answer.
pub fn ask(desk: &Desk, question: &Text) -> String {
	let _ = write!(io::stderr().lock(), "{} ", desk.output.say(question));
	let mut answer = String::new();
	let _ = io::stdin().lock().read_line(&mut answer);
	answer
}

/// Show the choice and what the device has committed to, and let the voter decide.
pub fn decide(desk: &Desk, info: &PollInfo, chosen: &[u8], tracker: &Tracker) -> Decision {
	let mut lines = voting::Lines::new(desk);
	voting::chosen_lines(&mut lines, &info.question, chosen);
	let tracker = shown(tracker.0);
	lines.add(&text!(
		"추적 번호: {tracker}\n이 번호를 적어 두십시오. 이제 이 표를 던질지, 열어서 기기를 시험할지 정합니다. 연 표는 던질 수 없습니다.",
		"tracker: {tracker}\nNote it down. Now decide whether this ballot is cast, or opened to test the device. An opened one is never cast."
	));
	let _ = io::stderr().lock().write_all(lines.text.as_bytes());
	decision(&ask(
		desk,
		&text!("투표/시험/중지?", "cast, challenge or stop?"),
	))
}

/// What is said when the voter stops.
pub fn stopped() -> Failure {
	Failure::no(
		"NotCast",
		text!(
			"투표하지 않았습니다. 암호화한 표는 버렸습니다.",
			"Nothing was cast. The encrypted ballot is gone."
		),
	)
}

#[cfg(test)]
pub mod tests {
	use super::*;
	use crate::voting::tests::poll_of;
	use pallet_mvoting::{Outcome, PollStatus};
	use seoul_chain_ballot::{EncodedPoint, Form};

	/// The generator of ristretto255 (RFC 9496, appendix A.1), as the key of a poll whose secret is 1.
	pub fn key() -> ElectionKey {
		let mut encoded = [0; 32];
		hex::decode_to_slice(
			"e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76",
			&mut encoded,
		)
		.unwrap();
		ElectionKey::new(EncodedPoint(encoded)).unwrap()
	}

	#[test]
	fn only_an_open_poll_before_its_end_takes_ballots() {
		let poll = |status| poll_of(Secrecy::Public, Form::YesNo, status);
		let refused = |status, now| {
			ensure_open(PollId(3), &poll(status), now)
				.err()
				.map(|failure| failure.code)
		};
		let closes = poll(PollStatus::Open).poll.settings.closes_at;
		assert_eq!(refused(PollStatus::Open, closes - 1), None);
		for (status, now, code) in [
			(PollStatus::Open, closes, "VotingEnded"),
			(PollStatus::Scheduled, closes - 1, "NotOpen"),
			(PollStatus::Draft, closes - 1, "NotOpen"),
			(
				PollStatus::Tallied {
					outcome: Outcome::BelowMinimum,
				},
				closes - 1,
				"VotingEnded",
			),
		] {
			assert_eq!(refused(status, now).as_deref(), Some(code));
		}
	}

	#[test]
	fn only_what_is_understood_casts_or_challenges() {
		for (answer, meant) in [
			("cast\n", Decision::Cast),
			(" 투표 ", Decision::Cast),
			("Challenge", Decision::Challenge),
			("시험\n", Decision::Challenge),
			("", Decision::Stop),
			("no", Decision::Stop),
			("casting", Decision::Stop),
		] {
			assert_eq!(decision(answer), meant, "{answer}");
		}
	}

	#[test]
	fn a_voter_is_written_and_read_in_one_way() {
		for voter in [Voter::Citizen(u64::MAX), Voter::Alias([7; 32])] {
			let form = VoterForm::from(voter);
			let text = serde_json::to_string(&form).unwrap();
			let read: VoterForm = serde_json::from_str(&text).unwrap();
			assert_eq!(read.read(), Some(voter));
		}
		assert_eq!(VoterForm::Alias("0x07".into()).read(), None);
		assert_eq!(VoterForm::Citizen("-1".into()).read(), None);
	}

	#[test]
	fn a_prepared_ballot_verifies_for_its_voter_only() {
		let form = Form::SingleChoice { options: 3 };
		let context = BallotContext {
			chain: [7; 32],
			poll: PollId(3),
			voter: Voter::Citizen(1_001),
		};
		let chosen = choices(form, &[2]).unwrap();
		let prepared = Prepared::new(key(), context, &chosen).unwrap();
		let tracker = prepared.tracker;
		let ballot = prepared.ballot.cast();
		assert!(ballot.verify(&key(), form, &context).is_ok());
		assert_eq!(ballot.tracker(&context), tracker);
		let other = BallotContext {
			voter: Voter::Citizen(1_002),
			..context
		};
		assert!(ballot.verify(&key(), form, &other).is_err());
	}
}
