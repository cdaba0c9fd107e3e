// SPDX-License-Identifier: Apache-2.0

//! Testing a device (Benaloh): it commits to an encrypted ballot by showing the tracker, and only then is told to open it. Another
//! device encrypts the choice with the revealed randomness and compares.

use super::{
	keys::VotingKeyArgs,
	prepare::{
		ask, citizen, encrypt, enrolled, ensure_encrypted, open_poll, parse_tracker,
		somebody_is_there, stopped, voter_text, Choice, ElectionKeyArgs, Prepared, VoterForm,
	},
};
use crate::{
	desk::Desk,
	error::{text, Failure, Result},
	files,
	output::Report,
	ring::node::{parse_bytes, shown},
	scale::json_of,
	voting::{self, Lines, Voting},
};
use clap::Args;
use codec::{DecodeAll, Encode};
use pallet_mvoting::Secrecy;
use seoul_chain_ballot::{
	Ballot, BallotContext, ElectionKey, EncodedPoint, EncodedScalar, Error, Form, Opening, PollId,
	Tracker, Voter,
};
use serde::{Deserialize, Serialize};
use serde_json::{json, Map};
use std::path::{Path, PathBuf};

const FORMAT: &str = "seoul-challenged-ballot/1";

/// 기기 시험
#[derive(Debug, Args)]
pub struct Challenge {
	/// 투표 번호 · Number of the poll
	#[arg(value_name = "POLL", required_unless_present = "verify")]
	poll: Option<u32>,
	#[command(flatten)]
	choice: Choice,
	/// 시민카드 번호 (비밀 투표) · Number of the citizen's card (secret poll)
	#[arg(long, value_name = "CITIZEN")]
	citizen: Option<u64>,
	#[command(flatten)]
	known: ElectionKeyArgs,
	#[command(flatten)]
	from: VotingKeyArgs,
	/// 추적 번호를 보고 묻지 않고 엶 · Open without asking after the tracker is shown
	#[arg(long)]
	yes: bool,
	/// 연 표를 둘 파일. 없으면 표준 출력 · File of the opened ballot; standard output without it
	#[arg(long, value_name = "FILE")]
	out: Option<PathBuf>,
	/// 다른 기기에서 연 표를 확인 · Check a ballot that was opened on another device
	#[arg(long, value_name = "FILE", conflicts_with_all = ["poll", "options", "blank", "citizen", "out", "yes"])]
	verify: Option<PathBuf>,
	/// 열기 전에 적어 둔 추적 번호 · The tracker that was noted before the opening
	#[arg(long, value_name = "TRACKER", requires = "verify")]
	tracker: Option<String>,
}

/// A ballot that was opened, with all that another device needs to check it.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Challenged {
	format: String,
	/// The chain's identity in what is proven.
	chain: String,
	poll: u32,
	voter: VoterForm,
	/// What it is encrypted under.
	election_key: String,
	/// What was shown before it was opened.
	tracker: String,
	/// The ballot in SCALE, as the chain takes it.
	ballot: String,
	/// One mark for each option.
	marks: Vec<u8>,
	/// Of each entry, 32 bytes, little endian.
	randomness: Vec<String>,
}

fn unreadable(why: impl std::fmt::Display) -> Failure {
	Failure::input(
		"ChallengeUnreadable",
		text!(
			"열린 표의 파일이 아닙니다: {why}",
			"This is no file of an opened ballot: {why}"
		),
	)
}

impl Challenged {
	/// Open a ballot. It can never be cast any more.
	pub fn of(prepared: Prepared) -> Self {
		let Prepared {
			context,
			key,
			tracker,
			ballot,
		} = prepared;
		let (ballot, opening) = ballot.challenge();
		Self {
			format: FORMAT.to_owned(),
			chain: shown(context.chain),
			poll: context.poll.0,
			voter: context.voter.into(),
			election_key: shown(key.encoded().0),
			tracker: shown(tracker.0),
			ballot: shown(ballot.encode()),
			marks: opening.marks.to_vec(),
			randomness: opening
				.randomness
				.iter()
				.map(|scalar| shown(scalar.0))
				.collect(),
		}
	}

	fn load(path: &Path) -> Result<Self> {
		let opened: Self = serde_json::from_str(&files::read_text(path)?).map_err(unreadable)?;
		if opened.format == FORMAT {
			Ok(opened)
		} else {
			Err(unreadable(&opened.format))
		}
	}

	fn bytes<const N: usize>(digits: &str, what: &str) -> Result<[u8; N]> {
		parse_bytes(digits).ok_or_else(|| unreadable(what))
	}

	fn context(&self) -> Result<BallotContext> {
		Ok(BallotContext {
			chain: Self::bytes(&self.chain, "chain")?,
			poll: PollId(self.poll),
			voter: self.voter.read().ok_or_else(|| unreadable("voter"))?,
		})
	}

	fn key(&self) -> Result<ElectionKey> {
		let bytes = Self::bytes(&self.election_key, "electionKey")?;
		ElectionKey::new(EncodedPoint(bytes)).map_err(unreadable)
	}

	/// The choice that the device encrypted.
	///
	/// # Errors
	/// `ChallengeFailed` if it encrypted something else, or shows another tracker than it did.
	fn check(&self, form: Form, noted: Option<Tracker>) -> Result<Vec<u8>> {
		let failed = |why: &Error| {
			Failure::no(
				"ChallengeFailed",
				text!(
					"기기가 속였거나 파일이 바뀌었습니다({why}). 그 기기로 투표하지 마십시오.",
					"The device cheated, or the file was changed: {why}. Do not vote with that device."
				),
			)
		};
		let digits = self.ballot.strip_prefix("0x").unwrap_or_default();
		let bytes = hex::decode(digits).map_err(unreadable)?;
		let ballot = Ballot::decode_all(&mut bytes.as_slice()).map_err(unreadable)?;
		let randomness = self
			.randomness
			.iter()
			.map(|digits| Self::bytes(digits, "randomness").map(EncodedScalar))
			.collect::<Result<Vec<_>>>()?;
		let opening = Opening {
			marks: self
				.marks
				.clone()
				.try_into()
				.map_err(|_| unreadable("marks"))?,
			randomness: randomness
				.try_into()
				.map_err(|_| unreadable("randomness"))?,
		};
		let context = self.context()?;
		let choices = opening
			.check(&self.key()?, form, &context, &ballot)
			.map_err(|why| failed(&why))?;
		let tracker = ballot.tracker(&context);
		let told = Tracker(Self::bytes(&self.tracker, "tracker")?);
		if tracker != told || noted.is_some_and(|noted| noted != tracker) {
			let tracker = shown(tracker.0);
			return Err(Failure::no(
				"OtherTracker",
				text!(
					"연 표의 추적 번호는 {tracker}입니다. 기기가 먼저 보인 것과 다르면 기기가 속인 것입니다. 그 기기로 투표하지 마십시오.",
					"The opened ballot has the tracker {tracker}. If the device showed another one before, it cheated: do not vote with it."
				),
			));
		}
		Ok((0u8..)
			.zip(choices.marks())
			.filter(|(_, mark)| **mark == 1)
			.map(|(position, _)| position)
			.collect())
	}
}

/// Open a ballot whose tracker was shown, into a file or onto standard output.
pub fn open(desk: &Desk, prepared: Prepared, out: Option<&Path>) -> Result<Report> {
	let (poll, tracker) = (prepared.context.poll.0, shown(prepared.tracker.0));
	let document = serde_json::to_string_pretty(&Challenged::of(prepared)).map_err(unreadable)?;
	let Some(out) = out else {
		return Ok(Report::verbatim(document));
	};
	files::write_new_private(out, &format!("{document}\n"))?;
	let file = out.display().to_string();
	let mut lines = Lines::new(desk);
	lines.add(&text!(
		"연 표를 {file}에 두었습니다. 이 표는 던질 수 없습니다.",
		"The opened ballot is in {file}. It is never cast."
	));
	lines.add(&text!(
		"다른 기기에서 확인: seoul vote challenge --verify {file} --tracker {tracker}",
		"Check it on another device: seoul vote challenge --verify {file} --tracker {tracker}"
	));
	Ok(Report::new(
		json!({"poll": poll, "tracker": tracker, "file": file}),
		lines.text,
	))
}

impl Challenge {
	pub async fn run(self, desk: &Desk) -> Result<Report> {
		match (&self.verify, self.poll) {
			(Some(file), _) => {
				let noted = self.tracker.as_deref().map(parse_tracker).transpose()?;
				verify(desk, file, noted).await
			},
			(None, poll) => self.make(desk, poll.unwrap_or_default()).await,
		}
	}

	async fn make(&self, desk: &Desk, poll: u32) -> Result<Report> {
		let (id, info) = open_poll(desk, poll).await?;
		ensure_encrypted(id, &info)?;
		let chosen = self.choice.positions(&info)?;
		let voter = match info.poll.settings.secrecy {
			Secrecy::Anonymous { .. } => Voter::Alias(enrolled(desk, id, &self.from).await?.alias),
			_ => citizen(self.citizen)?,
		};
		let prepared = encrypt(desk, id, &info, voter, &chosen, &self.known).await?;
		let tracker = shown(prepared.tracker.0);
		desk.output
			.progress(&text!("추적 번호: {tracker}", "tracker: {tracker}"));
		if !self.yes && somebody_is_there() {
			let question = text!(
				"추적 번호를 적어 두었으면 Enter를 누르십시오(중지: n).",
				"Press Enter once the tracker is noted down (n stops)."
			);
			if !ask(desk, &question).trim().is_empty() {
				return Err(stopped());
			}
		}
		open(desk, prepared, self.out.as_deref())
	}
}

/// Check a ballot that another device opened, against the poll that a node tells of.
async fn verify(desk: &Desk, file: &Path, noted: Option<Tracker>) -> Result<Report> {
	let opened = Challenged::load(file)?;
	let voting = Voting::of(desk);
	let id = PollId(opened.poll);
	let info = voting.poll(id).await?;
	let context = opened.context()?;
	let chain = voting.chain_id().await?;
	if context.chain != chain {
		return Err(Failure::no(
			"OtherChain",
			text!(
				"이 체인의 표가 아닙니다.",
				"The ballot is not one of this chain."
			),
		));
	}
	let key = voting.election_key(id).await?;
	if key.map(|key| key.election_key) != Some(opened.key()?.encoded()) {
		return Err(Failure::no(
			"OtherElectionKey",
			text!(
				"기기는 이 투표의 열쇠가 아닌 것으로 암호화하였습니다. 그 기기로 투표하지 마십시오.",
				"The device encrypted under another key than that of the poll. Do not vote with it."
			),
		));
	}
	let chosen = opened.check(info.poll.form, noted)?;
	let mut lines = Lines::new(desk);
	lines.add(&text!(
		"확인: 기기는 아래의 선택을 암호화하였습니다. 고른 것과 다르면 기기가 속인 것입니다.",
		"It holds: the device encrypted the choice below. If you chose something else, it cheated."
	));
	voting::question_lines(&mut lines, &info.question, None);
	voting::chosen_lines(&mut lines, &info.question, &chosen);
	lines.named("투표자", "voter", &voter_text(context.voter));
	let tracker = opened.tracker.clone();
	lines.add(&text!("추적 번호: {tracker}", "tracker: {tracker}"));
	let numbers: Vec<u16> = chosen
		.iter()
		.map(|position| u16::from(*position).saturating_add(1))
		.collect();
	let mut answer = Map::new();
	for (name, content) in [
		("poll", json!(id.0)),
		("holds", json!(true)),
		("options", json!(numbers)),
		("question", voting::question_json(&info.question)),
		("voter", json_of(&context.voter)?),
		("tracker", json!(tracker)),
		("electionKey", json!(opened.election_key)),
	] {
		answer.insert(name.to_owned(), content);
	}
	desk.report_told(answer, &lines.text).await
}

#[cfg(test)]
mod tests {
	use super::{super::prepare::tests::key, *};
	use crate::voting::choices;

	const FORM: Form = Form::SingleChoice { options: 3 };

	fn opened(chosen: u8) -> Challenged {
		let context = BallotContext {
			chain: [7; 32],
			poll: PollId(3),
			voter: Voter::Citizen(1_001),
		};
		let choices = choices(FORM, &[chosen]).unwrap();
		Challenged::of(Prepared::new(key(), context, &choices).unwrap())
	}

	#[test]
	fn an_honest_device_is_found_to_be_honest() {
		let opened = opened(2);
		let text = serde_json::to_string(&opened).unwrap();
		let read: Challenged = serde_json::from_str(&text).unwrap();
		assert_eq!(read, opened);
		assert_eq!(read.check(FORM, None).unwrap(), [2]);
		let noted = parse_tracker(&opened.tracker).unwrap();
		assert_eq!(read.check(FORM, Some(noted)).unwrap(), [2]);
	}

	#[test]
	fn a_device_that_encrypts_something_else_or_shows_another_tracker_is_caught() {
		let refused = |opened: &Challenged, noted| opened.check(FORM, noted).unwrap_err().code;
		let honest = opened(2);
		let other = opened(2);
		// It says 3, and encrypted 1.
		let mut cheating = opened(0);
		cheating.marks = vec![0, 0, 1];
		assert_eq!(refused(&cheating, None), "ChallengeFailed");
		// It opens another ballot than the one that it has shown.
		let mut swapped = other.clone();
		swapped.tracker.clone_from(&honest.tracker);
		assert_eq!(refused(&swapped, None), "OtherTracker");
		let noted = parse_tracker(&honest.tracker).unwrap();
		assert_eq!(refused(&other, Some(noted)), "OtherTracker");
		// It names another voter, or another randomness.
		let mut of_other = honest.clone();
		of_other.voter = Voter::Citizen(1_002).into();
		assert_eq!(refused(&of_other, None), "ChallengeFailed");
		let mut random = honest.clone();
		random.randomness.swap(0, 1);
		assert_eq!(refused(&random, None), "ChallengeFailed");
		let mut short = honest;
		short.randomness.pop();
		assert_eq!(refused(&short, None), "ChallengeFailed");
	}

	/// What a web page opens, with the package for browsers, is checked here.
	#[test]
	fn a_ballot_that_was_opened_in_a_browser_holds() {
		let text = include_str!("../../../primitives/browser/test/challenged.json");
		let opened: Challenged = serde_json::from_str(text).unwrap();
		assert_eq!(opened.format, FORMAT);
		let form = Form::SingleChoice { options: 5 };
		assert_eq!(opened.check(form, None).unwrap(), [2]);
		let mut cheating = opened;
		cheating.marks.swap(1, 2);
		assert_eq!(
			cheating.check(form, None).unwrap_err().code,
			"ChallengeFailed"
		);
	}

	#[test]
	fn what_is_no_opened_ballot_is_refused() {
		let good = opened(1);
		for (change, what) in [
			(
				(|it: &mut Challenged| it.ballot.push_str("00")) as fn(&mut Challenged),
				"longer ballot",
			),
			(|it| it.ballot = "0xzz".into(), "ballot"),
			(|it| it.tracker = "0x00".into(), "tracker"),
			(|it| it.marks = vec![0; 33], "marks"),
			(|it| it.election_key = shown([0; 32]), "identity"),
			(|it| it.randomness[0] = "1".into(), "randomness"),
		] {
			let mut changed = good.clone();
			change(&mut changed);
			let failure = changed.check(FORM, None).unwrap_err();
			assert_eq!(failure.code, "ChallengeUnreadable", "{what}");
		}
	}
}
