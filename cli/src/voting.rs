// SPDX-License-Identifier: Apache-2.0

//! Polls and citizens' proposals as the commands of voters, organisers, trustees and auditors share them: questions
//! to a node in the chain's own types, and how polls are shown and options are typed.

use crate::{
	chain::{Chain, State},
	desk::Desk,
	error::{text, Failure, Result, Text},
	facility::questions::{ask, error_json},
	money,
	ring::node::shown,
	scale::{integer, json_of},
	times,
};
use codec::{DecodeAll, Encode};
use pallet_mvoting::{
	is_line,
	runtime_api::{BallotInfo, BoardInfo, DecryptionInfo, Duty, PollInfo},
	Accepted, Decision, Eligibility, Label, Lateness, Opening, Outcome, PollStatus, PollTerms,
	Proposal, ProposalId, ProposalStatus, Question, Roll, Secrecy, Source, Stage, Title,
	Visibility,
};
use seoul_chain_ballot::{BoardId, ChainId, Choices, Form, PollId, Tally, ThresholdKey, Voter};
use seoul_chain_primitives::{district::DISTRICTS, AccountId, AgencyId, DistrictCode, Moment};
use serde_json::{json, Map, Value as Json};
use sp_core::H256;
use sp_runtime::DispatchError;
use std::fmt::Write as _;

/// The pallet that keeps polls.
pub const PALLET: &str = "MVoting";

/// How many items a node lists at once.
const PAGE: u32 = 100;

/// A chain, asked about polls at one block, or always at its newest.
pub struct Voting<'a> {
	chain: &'a Chain,
	at: Option<H256>,
}

impl<'a> Voting<'a> {
	/// At the block that a command speaks about.
	pub const fn of(desk: &'a Desk) -> Self {
		Self::at(&desk.chain, &desk.state)
	}

	/// At the block of a state.
	pub const fn at(chain: &'a Chain, state: &State) -> Self {
		Self {
			chain,
			at: Some(state.hash),
		}
	}

	/// At whichever block is the newest.
	pub const fn newest(chain: &'a Chain) -> Self {
		Self { chain, at: None }
	}

	async fn ask<Answer: DecodeAll>(&self, question: &str, arguments: Vec<u8>) -> Result<Answer> {
		let function = format!("MVotingApi_{question}");
		ask(self.chain, &function, &arguments, self.at).await
	}

	/// A poll that there is.
	///
	/// # Errors
	/// `PollNotFound`.
	pub async fn poll(&self, poll: PollId) -> Result<PollInfo> {
		let found: Option<PollInfo> = self.ask("poll", poll.encode()).await?;
		found.ok_or_else(|| {
			let number = poll.0;
			Failure::no(
				"PollNotFound",
				text!(
					"{number}번 투표가 없습니다. seoul vote list --all로 찾으십시오.",
					"There is no poll {number}. Look for it with seoul vote list --all."
				),
			)
		})
	}

	/// All polls, in order of creation.
	pub async fn polls(&self) -> Result<Vec<(PollId, PollInfo)>> {
		let mut all = Vec::new();
		let mut from = PollId(0);
		loop {
			let page: Vec<(PollId, PollInfo)> = self.ask("polls", (from, PAGE).encode()).await?;
			let Some((last, _)) = page.last() else {
				return Ok(all);
			};
			from = PollId(last.0.saturating_add(1));
			all.extend(page);
		}
	}

	/// A voter's ballot, as it counts.
	pub async fn ballot(&self, poll: PollId, voter: Voter) -> Result<Option<BallotInfo>> {
		self.ask("ballot", (poll, voter).encode()).await
	}

	/// For whom an account votes.
	///
	/// # Errors
	/// Why it cannot vote now, in the chain's words.
	pub async fn voter(&self, state: &State, poll: PollId, account: &AccountId) -> Result<Voter> {
		let found: Result<Voter, DispatchError> =
			self.ask("voter", (poll, account).encode()).await?;
		found.map_err(|error| state.metadata.refusal(&error_json(error)))
	}

	/// The key of an encrypted poll.
	pub async fn election_key(&self, poll: PollId) -> Result<Option<ThresholdKey>> {
		self.ask("election_key", poll.encode()).await
	}

	/// The encrypted sums, if they are told.
	pub async fn tally(&self, poll: PollId) -> Result<Option<Tally>> {
		self.ask("tally", poll.encode()).await
	}

	/// What is decrypted after the closing, and with what.
	pub async fn decryption(&self, poll: PollId) -> Result<Option<DecryptionInfo>> {
		self.ask("decryption", poll.encode()).await
	}

	/// A board that there is.
	///
	/// # Errors
	/// `BoardNotFound`.
	pub async fn board(&self, board: BoardId) -> Result<BoardInfo> {
		let found: Option<BoardInfo> = self.ask("board", board.encode()).await?;
		found.ok_or_else(|| {
			let number = board.0;
			Failure::no(
				"BoardNotFound",
				text!(
					"{number}번 수탁자단이 없습니다.",
					"There is no board {number}."
				),
			)
		})
	}

	/// What an agency has to do as a trustee, the most urgent first.
	pub async fn duties(&self, agency: AgencyId) -> Result<Vec<Duty>> {
		self.ask("duties", agency.encode()).await
	}

	/// A proposal that there is.
	///
	/// # Errors
	/// `ProposalNotFound`.
	pub async fn proposal(&self, proposal: ProposalId) -> Result<Proposal> {
		let found: Option<Proposal> = self.ask("proposal", proposal.encode()).await?;
		found.ok_or_else(|| {
			let number = proposal.0;
			Failure::no(
				"ProposalNotFound",
				text!(
					"{number}번 제안이 없습니다. seoul proposal list --all로 찾으십시오.",
					"There is no proposal {number}. Look for it with seoul proposal list --all."
				),
			)
		})
	}

	/// All proposals, in order of creation.
	pub async fn proposals(&self) -> Result<Vec<(ProposalId, Proposal)>> {
		let mut all = Vec::new();
		let mut from = ProposalId(0);
		loop {
			let page: Vec<(ProposalId, Proposal)> =
				self.ask("proposals", (from, PAGE).encode()).await?;
			let Some((last, _)) = page.last() else {
				return Ok(all);
			};
			from = ProposalId(last.0.saturating_add(1));
			all.extend(page);
		}
	}

	/// Proposals to which the city owes an answer, with the deadline, the earliest first.
	pub async fn answers_due(&self) -> Result<Vec<(ProposalId, Moment)>> {
		self.ask("answers_due", Vec::new()).await
	}

	/// The marks and periods for what is begun now.
	pub async fn terms(&self) -> Result<PollTerms> {
		self.ask("poll_terms", Vec::new()).await
	}

	/// The chain's identity in what is proven.
	pub async fn chain_id(&self) -> Result<ChainId> {
		self.ask("voting_chain_id", Vec::new()).await
	}
}

/// A text of a poll. The chain lets nothing in that is not seen; a node that answers otherwise must not draw on the
/// terminal, so such bytes are shown as digits.
pub fn line(bytes: &[u8]) -> String {
	if is_line(bytes) {
		String::from_utf8_lossy(bytes).into_owned()
	} else {
		shown(bytes)
	}
}

/// A title in both languages.
pub fn title(title: &Title) -> Text {
	Text::new(line(&title.korean), line(&title.english))
}

/// A label in both languages.
pub fn label(label: &Label) -> Text {
	Text::new(line(&label.korean), line(&label.english))
}

/// How far a poll is.
pub fn stage(stage: Stage) -> Text {
	match stage {
		Stage::Draft => Text::new("작성 중", "draft"),
		Stage::InReview => Text::new("검토 중", "in review"),
		Stage::Scheduled => Text::new("예정", "scheduled"),
		Stage::Open => Text::new("진행 중", "open"),
		Stage::Tallying => Text::new("개표 중", "being counted"),
		Stage::Tallied => Text::new("개표 완료", "counted"),
		Stage::Certified => Text::new("확정", "certified"),
		Stage::Answered => Text::new("답변 완료", "answered"),
		Stage::Cancelled => Text::new("취소", "cancelled"),
	}
}

/// Who sees what of a ballot.
pub fn secrecy(secrecy: Secrecy) -> Text {
	match secrecy {
		Secrecy::Public => Text::new("공개 투표", "public: everyone sees who voted for what"),
		Secrecy::Secret { .. } => Text::new(
			"비밀 투표",
			"secret: everyone sees who took part, nobody what was chosen",
		),
		Secrecy::Anonymous { .. } => Text::new(
			"익명 투표",
			"anonymous: nobody sees who took part, nor what was chosen",
		),
	}
}

/// What is told before the closing.
pub fn visibility(visibility: Visibility) -> Text {
	match visibility {
		Visibility::Live => Text::new("실시간 공개", "votes are told at any time"),
		Visibility::TurnoutOnly => Text::new("참여자 수만 공개", "the turnout is told at any time"),
		Visibility::AfterClose => Text::new("마감 후 공개", "nothing is told before the end"),
	}
}

/// How many options may be chosen.
pub fn form(form: Form) -> Text {
	match form {
		Form::YesNo => Text::new("찬반", "yes or no"),
		Form::SingleChoice { options } => {
			text!("{options}개 가운데 하나", "one of {options}")
		},
		Form::Approval { options, min, max } => text!(
			"{options}개 가운데 {min}개 이상 {max}개 이하",
			"at least {min} and at most {max} of {options}"
		),
	}
}

/// A district by its name, or by its code if it has none here.
pub fn district(district: DistrictCode) -> Text {
	let code = district.0;
	DISTRICTS
		.iter()
		.find(|known| known.code == code)
		.map_or_else(
			|| text!("{code}", "{code}"),
			|known| Text::new(known.name_ko, known.name_en),
		)
}

/// Who may vote.
pub fn eligibility(eligibility: &Eligibility) -> Text {
	match eligibility {
		Eligibility::AllCitizens => Text::new("모든 시민", "all citizens"),
		Eligibility::District { district: code } => {
			let Text { ko, en } = district(*code);
			text!("{ko} 주민", "residents of {en}")
		},
		Eligibility::ListedCards => Text::new("명단의 카드", "the listed cards"),
		Eligibility::Credential { schema, accepted } => {
			let schema = schema.0;
			match accepted {
				Accepted::OneOf { values } => {
					let values: Vec<String> =
						values.iter().map(|value| value.0.to_string()).collect();
					let values = values.join(", ");
					text!(
						"자격 종류 {schema}의 값이 {values} 중 하나인 시민",
						"who has a credential of kind {schema} with one of the values {values}"
					)
				},
				Accepted::Between { lowest, highest } => {
					let (lowest, highest) = (lowest.0, highest.0);
					text!(
						"자격 종류 {schema}의 값이 {lowest} 이상 {highest} 이하인 시민",
						"who has a credential of kind {schema} with a value from {lowest} to {highest}"
					)
				},
			}
		},
	}
}

/// What came out.
pub fn outcome(outcome: &Outcome) -> Text {
	match outcome {
		Outcome::Counted { .. } => Text::new("집계됨", "counted"),
		Outcome::BelowMinimum => Text::new(
			"최소 참여자 수 미달: 결과는 영구히 공개되지 않음",
			"fewer ballots than the minimum: never counted",
		),
		Outcome::Undecryptable => Text::new(
			"개표 불가: 수탁자가 부족함",
			"not counted: too few trustees decrypted",
		),
	}
}

/// How many can vote at most, and how that is known.
fn roll(roll: &Roll) -> Text {
	let most = money::grouped(u128::from(roll.at_most()));
	match roll {
		Roll::Cards { active, .. } => {
			let active = money::grouped(u128::from(*active));
			text!(
				"최대 {most}명 (시작 때 쓰이던 카드 {active}장)",
				"at most {most} (active cards at the opening: {active})"
			)
		},
		Roll::Listed { .. } => text!("명단의 {most}명", "{most} listed cards"),
		Roll::Credentials { .. } => text!(
			"최대 {most}명 (자격을 갖춘 수는 아무도 모름)",
			"at most {most} (how many have the credential nobody knows)"
		),
		Roll::Rings { .. } => text!("익명 열쇠 {most}개", "{most} ring keys"),
	}
}

/// Whose question it is.
fn source(source: Source) -> Text {
	match source {
		Source::Office => Text::new("기관", "the office"),
		Source::Citizens { proposal } => {
			let number = proposal.0;
			text!("시민 제안 {number}", "citizens' proposal {number}")
		},
	}
}

/// A question with its texts readable and its options numbered from 1, as people type them.
pub fn question_json(question: &Question) -> Json {
	let options: Vec<Json> = (1u32..)
		.zip(&question.labels)
		.map(|(number, option)| {
			let Text { ko, en } = label(option);
			json!({"number": number, "ko": ko, "en": en})
		})
		.collect();
	let documents: Vec<String> = question
		.documents
		.iter()
		.map(|document| shown(document.0))
		.collect();
	let Text { ko, en } = title(&question.title);
	json!({
		"title": {"ko": ko, "en": en},
		"options": options,
		"documents": documents,
	})
}

/// A poll for programs: as the node answers, with readable texts, and `stage` in one word.
pub fn poll_json(id: PollId, info: &PollInfo) -> Result<Map<String, Json>> {
	let mut answer = Map::from_iter([("poll".to_owned(), json!(id.0))]);
	if let Json::Object(fields) = json_of(&info.poll)? {
		answer.extend(fields);
	}
	let stage = info.poll.status.stage();
	for (name, content) in [
		("stage", json!(format!("{stage:?}"))),
		("question", question_json(&info.question)),
		("opening", json_of(&info.opening)?),
		(
			"mostVoters",
			json!(info
				.opening
				.map(|opening| integer(u128::from(opening.roll.at_most())))),
		),
		("turnout", json!(info.turnout)),
		("enrolled", json!(info.enrolled)),
		("votes", json!(info.votes)),
		("quorumReached", json!(info.quorum_reached)),
		("answerIsLate", json!(info.answer_is_late)),
	] {
		answer.insert(name.to_owned(), content);
	}
	Ok(answer)
}

/// Lines of text in the language of a command.
pub struct Lines<'a> {
	desk: &'a Desk,
	pub text: String,
}

impl<'a> Lines<'a> {
	pub const fn new(desk: &'a Desk) -> Self {
		Self {
			desk,
			text: String::new(),
		}
	}

	/// Add a line.
	pub fn add(&mut self, said: &Text) {
		let _ = writeln!(self.text, "{}", self.desk.output.say(said));
	}

	/// Add a line of a name and what it is.
	pub fn named(&mut self, ko: &str, en: &str, what: &Text) {
		let Text {
			ko: what_ko,
			en: what_en,
		} = what;
		self.add(&text!("{ko}: {what_ko}", "{en}: {what_en}"));
	}
}

/// A question as people see it, in both languages whatever the language of the command: what is signed is shown word
/// for word. With the votes where they are told.
pub fn question_lines(lines: &mut Lines<'_>, question: &Question, votes: Option<&[u32]>) {
	let Text { ko, en } = title(&question.title);
	lines.add(&Text::new(ko.clone(), ko));
	lines.add(&Text::new(en.clone(), en));
	for (place, (number, option)) in (1u32..).zip(&question.labels).enumerate() {
		let Text { ko, en } = label(option);
		let counted = votes.and_then(|votes| votes.get(place));
		let votes = counted.map_or_else(
			|| Text::new("", ""),
			|count| {
				let count = money::grouped(u128::from(*count));
				text!(" — {count}표", " — votes: {count}")
			},
		);
		let (votes_ko, votes_en) = (votes.ko, votes.en);
		lines.add(&text!(
			"  {number}. {ko} · {en}{votes_ko}",
			"  {number}. {ko} · {en}{votes_en}"
		));
	}
	for document in &question.documents {
		let commitment = shown(document.0);
		lines.add(&text!(
			"  문서 확인값: {commitment}",
			"  document, by commitment: {commitment}"
		));
	}
}

/// What was chosen, by the labels of the options.
pub fn chosen_lines(lines: &mut Lines<'_>, question: &Question, chosen: &[u8]) {
	for position in chosen {
		let Some(option) = question.labels.get(usize::from(*position)) else {
			continue;
		};
		let (number, Text { ko, en }) = (u16::from(*position).saturating_add(1), label(option));
		lines.add(&text!(
			"선택: {number}. {ko} · {en}",
			"choice: {number}. {ko} · {en}"
		));
	}
	if chosen.is_empty() {
		lines.add(&text!("선택 없음", "choice: none"));
	}
}

/// A poll on one line, for lists.
pub fn poll_line(id: PollId, info: &PollInfo) -> Text {
	let number = id.0;
	let name = title(&info.question.title);
	let stage = stage(info.poll.status.stage());
	let closes = times::show(info.poll.settings.closes_at);
	let (ko, en) = (name.ko, name.en);
	let (stage_ko, stage_en) = (stage.ko, stage.en);
	text!(
		"{number}  [{stage_ko}] {ko} (종료 {closes})",
		"{number}  [{stage_en}] {en} (closes {closes})"
	)
}

/// A poll as people see it.
pub fn poll_lines(lines: &mut Lines<'_>, id: PollId, info: &PollInfo) {
	let poll = &info.poll;
	let settings = &poll.settings;
	let number = id.0;
	let Text { ko, en } = stage(poll.status.stage());
	lines.add(&text!("{number}번 투표 — {ko}", "poll {number} — {en}"));
	question_lines(lines, &info.question, info.votes.as_deref());
	lines.named("투표 방식", "form", &form(poll.form));
	lines.named("비밀 수준", "secrecy", &secrecy(settings.secrecy));
	if let Some(board) = settings.secrecy.board() {
		let number = board.0;
		lines.add(&text!("수탁자단: {number}", "board of trustees: {number}"));
	}
	lines.named("공개 시점", "visibility", &visibility(settings.visibility));
	lines.named("투표 자격", "eligible", &eligibility(&settings.eligibility));
	let office = poll.office.0;
	lines.add(&text!("관리 기관: {office}", "office: {office}"));
	lines.named("질문의 출처", "asked by", &source(poll.source));
	let period = [settings.opens_at, settings.closes_at].map(times::show);
	let [opens, closes] = period;
	lines.add(&text!(
		"기간: {opens} ~ {closes}",
		"period: {opens} to {closes}"
	));
	if let Some(Opening { at, roll: fixed }) = &info.opening {
		let at = times::show(*at);
		lines.add(&text!("시작됨: {at}", "opened at: {at}"));
		lines.named("선거인 명부", "roll", &roll(fixed));
	}
	let grouped = |number: u64| money::grouped(u128::from(number));
	if settings.minimum_turnout > 0 {
		let minimum = grouped(settings.minimum_turnout.into());
		lines.add(&text!(
			"최소 참여자 수: {minimum}",
			"minimum turnout: {minimum}"
		));
	}
	if settings.quorum > 0 {
		let quorum = grouped(settings.quorum.into());
		lines.add(&text!("정족수: {quorum}", "quorum: {quorum}"));
	}
	if settings.reward > 0 {
		let points = grouped(settings.reward);
		lines.add(&text!(
			"참여 보상: {points}점",
			"points for taking part: {points}"
		));
	}
	if let Some(enrolled) = info.enrolled {
		let enrolled = grouped(enrolled.into());
		lines.add(&text!("등록 수: {enrolled}", "enrolled: {enrolled}"));
	}
	if let Some(turnout) = info.turnout {
		let turnout = grouped(turnout.into());
		lines.add(&text!("참여자 수: {turnout}", "turnout: {turnout}"));
	}
	if info.quorum_reached == Some(false) {
		lines.add(&text!("정족수에 이르지 못함", "the quorum is not reached"));
	}
	status_lines(lines, &poll.status);
	if info.answer_is_late {
		lines.add(&text!(
			"기관의 답변이 늦었습니다.",
			"The office is late with its answer."
		));
	}
}

/// What is known by the stage of a poll.
fn status_lines(lines: &mut Lines<'_>, status: &PollStatus<AccountId>) {
	if let Some(found) = status.outcome() {
		lines.named("결과", "outcome", &outcome(found));
	}
	match status {
		PollStatus::Tallying { shares_until } => {
			let until = times::show(*shares_until);
			lines.add(&text!("개표 기한: {until}", "shares until: {until}"));
		},
		PollStatus::Certified {
			certified_at,
			answer_by,
			..
		} => {
			let [at, by] = [*certified_at, *answer_by].map(times::show);
			lines.add(&text!("확정 시각: {at}", "certified at: {at}"));
			lines.add(&text!("답변 기한: {by}", "answer by: {by}"));
		},
		PollStatus::Answered {
			answered_at,
			answer,
			..
		} => {
			let (at, answer) = (times::show(*answered_at), shown(answer.0));
			lines.add(&text!("답변 시각: {at}", "answered at: {at}"));
			lines.add(&text!(
				"답변서 확인값: {answer}",
				"answer, by commitment: {answer}"
			));
		},
		PollStatus::Cancelled {
			cancelled_at,
			reason,
		} => {
			let (at, reason) = (times::show(*cancelled_at), shown(reason.0));
			lines.add(&text!("취소 시각: {at}", "cancelled at: {at}"));
			lines.add(&text!(
				"사유서 확인값: {reason}",
				"reason, by commitment: {reason}"
			));
		},
		_ => {},
	}
}

/// How far a proposal is.
pub fn proposal_status(status: &ProposalStatus) -> Text {
	match status {
		ProposalStatus::Gathering => Text::new("지지 모집", "gathering support"),
		ProposalStatus::Debate { since } => {
			let since = times::show(*since);
			text!("토론 ({since}부터)", "in debate since {since}")
		},
		ProposalStatus::AnswerDue { by, lateness } => {
			let by = times::show(*by);
			match lateness {
				Lateness::NotRecorded => {
					text!("시의 답변 의무 ({by}까지)", "the city must answer by {by}")
				},
				Lateness::Recorded { at } => {
					let at = times::show(*at);
					text!(
						"시의 답변이 늦음 (기한 {by}, {at} 기록)",
						"the city is late: due by {by}, on record since {at}"
					)
				},
			}
		},
		ProposalStatus::Answered {
			at,
			decision,
			answer,
		} => {
			let (at, answer) = (times::show(*at), shown(answer.0));
			match decision {
				Decision::Poll { poll } => {
					let poll = poll.0;
					text!(
						"투표 {poll}로 실시 ({at}, 답변서 {answer})",
						"put to poll {poll} at {at}, answer {answer}"
					)
				},
				Decision::Accepted => {
					text!(
						"수용 ({at}, 답변서 {answer})",
						"accepted at {at}, answer {answer}"
					)
				},
				Decision::Declined => {
					text!(
						"불수용 ({at}, 답변서 {answer})",
						"declined at {at}, answer {answer}"
					)
				},
			}
		},
		ProposalStatus::Withdrawn { at } => {
			let at = times::show(*at);
			text!("철회 ({at})", "withdrawn at {at}")
		},
		ProposalStatus::Lapsed { at } => {
			let at = times::show(*at);
			text!("만료 ({at})", "lapsed at {at}")
		},
	}
}

/// The options that were typed by their numbers from 1, as positions from 0 in rising order. None is a blank ballot.
///
/// # Errors
/// `OptionUnknown`, `OptionTwice`, `OptionCount`.
pub fn positions(form: Form, typed: &[u32]) -> Result<Vec<u8>> {
	let options = u32::from(form.options());
	let mut positions = Vec::with_capacity(typed.len());
	for number in typed {
		let position = number
			.checked_sub(1)
			.filter(|position| *position < options)
			.and_then(|position| u8::try_from(position).ok())
			.ok_or_else(|| {
				Failure::input(
					"OptionUnknown",
					text!(
						"{number}번 선택지가 없습니다. 1부터 {options}까지입니다.",
						"There is no option {number}. They go from 1 to {options}."
					),
				)
			})?;
		if positions.contains(&position) {
			return Err(Failure::input(
				"OptionTwice",
				text!(
					"{number}번 선택지가 두 번 있습니다.",
					"Option {number} is there twice."
				),
			));
		}
		positions.push(position);
	}
	positions.sort_unstable();
	let chosen = positions.len();
	let allowed = match form {
		Form::YesNo | Form::SingleChoice { .. } => 1..=1,
		Form::Approval { min, max, .. } => usize::from(min)..=usize::from(max),
	};
	if allowed.contains(&chosen) {
		return Ok(positions);
	}
	let Text { ko, en } = self::form(form);
	Err(Failure::input(
		"OptionCount",
		text!(
			"선택한 수({chosen})가 맞지 않습니다. 이 투표는 {ko}입니다.",
			"{chosen} options are not what this poll takes: {en}."
		),
	))
}

/// The choice of positions that [`positions`] gave.
pub fn choices(form: Form, positions: &[u8]) -> Result<Choices> {
	let marks: zeroize::Zeroizing<Vec<u8>> = zeroize::Zeroizing::new(
		(0..form.options())
			.map(|option| u8::from(positions.contains(&option)))
			.collect(),
	);
	Choices::new(form, &marks).map_err(not_made)
}

/// What a device could not make, or an answer that does not hold, in the words of the ballots' crate.
pub fn not_made(error: seoul_chain_ballot::Error) -> Failure {
	Failure::network(
		"BallotNotMade",
		text!(
			"표를 다룰 수 없습니다({error}). 다른 노드를 --url로 지정하여 다시 하십시오.",
			"The ballot cannot be worked with: {error}. Try again with another node (--url)."
		),
	)
}

#[cfg(test)]
pub mod tests {
	use super::*;
	use pallet_mvoting::{Poll, RingHold, Settings};

	/// A poll as a node would tell it.
	pub fn poll_of(secrecy: Secrecy, form: Form, status: PollStatus<AccountId>) -> PollInfo {
		let labels = (0..form.options())
			.map(|number| Label {
				korean: format!("선택지 {number}").into_bytes().try_into().unwrap(),
				english: format!("option {number}").into_bytes().try_into().unwrap(),
			})
			.collect::<Vec<_>>();
		PollInfo {
			poll: Poll {
				office: AgencyId(7),
				source: Source::Office,
				form,
				settings: Settings {
					secrecy,
					visibility: Visibility::TurnoutOnly,
					eligibility: Eligibility::District {
						district: DistrictCode(11_740),
					},
					opens_at: 1_764_000_000_000,
					closes_at: 1_764_600_000_000,
					quorum: 20,
					minimum_turnout: 10,
					reward: 0,
				},
				listed: 0,
				status,
			},
			question: Question {
				title: Title {
					korean: "공원을 만들까요?".as_bytes().to_vec().try_into().unwrap(),
					english: b"Shall there be a park?".to_vec().try_into().unwrap(),
				},
				labels: labels.try_into().unwrap(),
				form,
				documents: Vec::new().try_into().unwrap(),
			},
			opening: Some(Opening {
				at: 1_764_000_100_000,
				roll: Roll::Rings {
					hold: RingHold(4),
					key_count: 767,
				},
			}),
			turnout: Some(12),
			enrolled: Some(30),
			votes: None,
			quorum_reached: Some(false),
			answer_is_late: false,
		}
	}

	#[test]
	fn options_are_typed_from_one_and_kept_in_order() {
		let of_five = Form::Approval {
			options: 5,
			min: 0,
			max: 3,
		};
		assert_eq!(positions(of_five, &[5, 1]).unwrap(), [0, 4]);
		assert_eq!(positions(of_five, &[]).unwrap(), Vec::<u8>::new());
		assert_eq!(positions(Form::YesNo, &[2]).unwrap(), [1]);
		let marks = choices(of_five, &[0, 4]).unwrap();
		assert_eq!(marks.marks(), [1, 0, 0, 0, 1]);
	}

	#[test]
	fn options_that_the_poll_does_not_take_are_refused() {
		let single = Form::SingleChoice { options: 3 };
		let approval = Form::Approval {
			options: 3,
			min: 1,
			max: 2,
		};
		let cases: [(Form, &[u32], &str); 9] = [
			(single, &[0], "OptionUnknown"),
			(single, &[4], "OptionUnknown"),
			(single, &[u32::MAX], "OptionUnknown"),
			(single, &[1, 2], "OptionCount"),
			(single, &[], "OptionCount"),
			(approval, &[2, 2], "OptionTwice"),
			(approval, &[1, 2, 3], "OptionCount"),
			(approval, &[], "OptionCount"),
			(Form::YesNo, &[3], "OptionUnknown"),
		];
		for (form, typed, code) in cases {
			assert_eq!(positions(form, typed).unwrap_err().code, code, "{typed:?}");
		}
	}

	#[test]
	fn texts_that_would_draw_on_the_terminal_are_shown_as_digits() {
		assert_eq!(line("찬성".as_bytes()), "찬성");
		assert_eq!(line(b"yes\x1b[2J"), "0x7965731b5b324a");
		assert_eq!(line("a\u{202e}b".as_bytes()), "0x61e280ae62");
	}

	#[test]
	fn a_poll_is_told_as_the_node_has_it_with_readable_texts() {
		let secrecy = Secrecy::Secret { board: BoardId(2) };
		let info = poll_of(secrecy, Form::YesNo, PollStatus::Open);
		let told = Json::Object(poll_json(PollId(3), &info).unwrap());
		assert_eq!(told["poll"], 3);
		assert_eq!(told["stage"], "Open");
		assert_eq!(told["settings"]["secrecy"], json!({"Secret": {"board": 2}}));
		assert_eq!(told["question"]["title"]["ko"], "공원을 만들까요?");
		assert_eq!(told["question"]["options"][1]["number"], 2);
		assert_eq!(told["mostVoters"], 767);
		assert_eq!(told["votes"], Json::Null);
		assert_eq!(told["turnout"], 12);
	}

	#[test]
	fn a_district_is_named_in_both_languages() {
		let named = eligibility(&Eligibility::District {
			district: DistrictCode(11_110),
		});
		assert_eq!(named, Text::new("종로구 주민", "residents of Jongno-gu"));
		assert_eq!(district(DistrictCode(1)), Text::new("1", "1"));
	}
}
