// SPDX-License-Identifier: Apache-2.0

//! What organisers write, and what anyone writes when a poll's time has come.

use super::draft::{self, Draft};
use crate::{
	desk::Desk,
	error::{text, Failure, Result, Text},
	output::Report,
	pay::draft::{load, unreadable},
	plan::{Paper, Plan, Planned},
	scale::json_of,
	submit::{self, Extras, Write},
	times, trustee,
	voting::{self, Lines, Voting, PALLET},
};
use clap::{Args, ValueEnum};
use pallet_mvoting::{runtime_api::PollInfo, PollStatus, PollTerms, ProposalId, Source, Stage};
use seoul_chain_ballot::PollId;
use serde_json::{json, Map, Value as Json};
use std::path::PathBuf;

/// A poll, by its number.
#[derive(Debug, Args)]
pub struct Of {
	/// 투표 번호 · The poll's number
	#[arg(value_name = "POLL")]
	poll: u32,
}

impl Of {
	pub const fn id(&self) -> PollId {
		PollId(self.poll)
	}
}

/// Commands that state a poll and nothing else.
macro_rules! poll_only {
	($($(#[$attribute:meta])* $name:ident => $call:literal)+) => {
		$(
			$(#[$attribute])*
			#[derive(Debug, Args)]
			pub struct $name {
				#[command(flatten)]
				of: Of,
			}

			impl Plan for $name {
				async fn plan(self, _: &Desk) -> Result<Planned> {
					Ok(Planned::plain($call, json!({"poll": self.of.poll})))
				}
			}
		)+
	};
}

poll_only! {
	/// 검토 제출
	Submit => "submit_poll"
	/// 링 재구성
	Hasten => "hasten_opening"
	/// 시작
	Open => "open_poll"
	/// 개표 불가 선언
	Undecryptable => "declare_undecryptable"
	/// 자료 정리
	Sweep => "sweep_poll"
}

/// Commands that state a poll and a paper.
macro_rules! poll_with_paper {
	($($(#[$attribute:meta])* $name:ident => $call:literal, $argument:literal)+) => {
		$(
			$(#[$attribute])*
			#[derive(Debug, Args)]
			pub struct $name {
				#[command(flatten)]
				of: Of,
				#[command(flatten)]
				paper: Paper,
			}

			impl Plan for $name {
				async fn plan(self, _: &Desk) -> Result<Planned> {
					self.paper.plan($call, |paper| json!({"poll": self.of.poll, $argument: paper}))
				}
			}
		)+
	};
}

poll_with_paper! {
	/// 반려
	Return => "return_poll", "reason"
	/// 조치 답변
	Answer => "answer_poll", "answer"
	/// 취소
	Cancel => "cancel_poll", "reason"
}

/// Show a poll as it stands, before it is signed.
pub fn show(desk: &Desk, id: PollId, info: &PollInfo) {
	let mut lines = Lines::new(desk);
	voting::poll_lines(&mut lines, id, info);
	let shown = lines.text.trim_end();
	desk.output.progress(&Text::new(shown, shown));
}

/// A poll that is at another stage than this is for.
pub fn wrong_stage(id: PollId, stage: Stage) -> Failure {
	let number = id.0;
	let Text { ko, en } = voting::stage(stage);
	Failure::no(
		"WrongStage",
		text!(
			"{number}번 투표는 지금 이것을 할 단계가 아닙니다({ko}).",
			"Poll {number} is {en}: this cannot be done now."
		),
	)
}

/// 승인
#[derive(Debug, Args)]
pub struct Approve {
	#[command(flatten)]
	of: Of,
}

impl Plan for Approve {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let id = self.of.id();
		let info = Voting::of(desk).poll(id).await?;
		let stage = info.poll.status.stage();
		if stage != Stage::InReview {
			return Err(wrong_stage(id, stage));
		}
		// It can never be changed again.
		show(desk, id, &info);
		let mut extras = Extras::default();
		draft::check(desk, &info.poll.settings, Some(id), &mut extras).await?;
		extras
			.json
			.insert("question".to_owned(), voting::question_json(&info.question));
		Ok(Planned {
			call: "approve_poll",
			arguments: json!({"poll": id.0}),
			extras,
		})
	}
}

/// 초안 작성
#[derive(Debug, Args)]
pub struct Create {
	/// 초안 파일(JSON). seoul poll template이 보기를 출력합니다 · File of the poll (JSON); seoul poll template prints an example
	#[arg(value_name = "FILE")]
	content: PathBuf,
}

impl Plan for Create {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let mut extras = Extras::default();
		let Draft { question, settings } = draft::read(&self.content, &mut extras)?;
		let question = question.ok_or_else(|| {
			let file = self.content.display();
			Failure::input(
				"QuestionMissing",
				text!(
					"{file} 파일에 질문(title, options, form)이 없습니다.",
					"{file} has no question: title, options and form are missing."
				),
			)
		})?;
		draft::check(desk, &settings, None, &mut extras).await?;
		Ok(Planned {
			call: "draft_poll",
			arguments: json!({"question": json_of(&question)?, "settings": json_of(&settings)?}),
			extras,
		})
	}
}

/// 초안 수정
#[derive(Debug, Args)]
pub struct Change {
	#[command(flatten)]
	of: Of,
	/// 초안 파일(JSON) 전체. 질문이 없으면 질문은 그대로 둡니다 · File of the whole poll (JSON); without a question it keeps its own
	#[arg(value_name = "FILE")]
	content: PathBuf,
}

impl Plan for Change {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let id = self.of.id();
		let info = Voting::of(desk).poll(id).await?;
		let stage = info.poll.status.stage();
		if stage != Stage::Draft {
			return Err(wrong_stage(id, stage));
		}
		let mut extras = Extras::default();
		let Draft { question, settings } = draft::read(&self.content, &mut extras)?;
		let changed = question
			.as_ref()
			.is_some_and(|question| *question != info.question);
		if changed && matches!(info.poll.source, Source::Citizens { .. }) {
			let number = id.0;
			return Err(Failure::input(
				"CitizensQuestion",
				text!(
					"{number}번 투표의 질문은 시민 제안의 것이라 바꿀 수 없습니다. 파일에서 title, options, form, documents를 빼십시오.",
					"The question of poll {number} is that of citizens and stays. Leave title, options, form and documents out of the file."
				),
			));
		}
		draft::check(desk, &settings, Some(id), &mut extras).await?;
		let question = json_of(&question.unwrap_or(info.question))?;
		Ok(Planned {
			call: "change_poll",
			arguments: json!({"poll": id.0, "question": question, "settings": json_of(&settings)?}),
			extras,
		})
	}
}

/// 제안을 투표에 부침
#[derive(Debug, Args)]
pub struct Adopt {
	/// 제안 번호 · The proposal's number
	#[arg(value_name = "PROPOSAL")]
	proposal: u32,
	/// 질문 없는 초안 파일(JSON) · File of the poll (JSON) without a question, which is the proposal's
	#[arg(value_name = "FILE")]
	content: PathBuf,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for Adopt {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let mut extras = Extras::default();
		let Draft { question, settings } = draft::read(&self.content, &mut extras)?;
		if question.is_some() {
			return Err(Failure::input(
				"CitizensQuestion",
				Text::new(
					"질문은 시민 제안의 것입니다. 파일에서 title, options, form, documents를 빼십시오.",
					"The question is that of the proposal. Leave title, options, form and documents out of the file.",
				),
			));
		}
		let proposal = Voting::of(desk).proposal(ProposalId(self.proposal)).await?;
		draft::check(desk, &settings, None, &mut extras).await?;
		let mut lines = Lines::new(desk);
		voting::question_lines(&mut lines, &proposal.question, None);
		let shown = lines.text.trim_end();
		desk.output.progress(&Text::new(shown, shown));
		let answer = self.paper.commit(&mut extras)?;
		Ok(Planned {
			call: "adopt_proposal",
			arguments: json!({
				"proposal": self.proposal,
				"settings": json_of(&settings)?,
				"answer": answer,
			}),
			extras,
		})
	}
}

/// What the city says to a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Decision {
	/// 수용 · the city does it
	Accepted,
	/// 불수용 · the city does not do it
	Declined,
}

/// 제안 답변
#[derive(Debug, Args)]
pub struct Reply {
	/// 제안 번호 · The proposal's number
	#[arg(value_name = "PROPOSAL")]
	proposal: u32,
	/// 결정 · What the city decides
	#[arg(long, value_enum)]
	decision: Decision,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for Reply {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		let reply = match self.decision {
			Decision::Accepted => "Accepted",
			Decision::Declined => "Declined",
		};
		self.paper.plan(
			"answer_proposal",
			|answer| json!({"proposal": self.proposal, "reply": reply, "answer": answer}),
		)
	}
}

/// 기간 연장
#[derive(Debug, Args)]
pub struct Extend {
	#[command(flatten)]
	of: Of,
	/// 새 종료 시각 · The new end
	#[arg(long, value_name = "TIME")]
	until: String,
}

impl Plan for Extend {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let until = times::parse(&self.until)?;
		let id = self.of.id();
		let old = Voting::of(desk).poll(id).await?.poll.settings.closes_at;
		let [from, to] = [old, until].map(times::show);
		let mut extras = Extras::default();
		extras.add(
			"closesAt",
			json!({"old": old, "new": until}),
			text!("종료 시각: {from} → {to}", "end: {from} → {to}"),
		);
		Ok(Planned {
			call: "extend_poll",
			arguments: json!({"poll": id.0, "closesAt": until}),
			extras,
		})
	}
}

/// 마감
#[derive(Debug, Args)]
pub struct Close {
	#[command(flatten)]
	of: Of,
}

/// Close a poll, and tell what is next.
pub async fn run_close(desk: &Desk, command: Write<Close>) -> Result<Report> {
	let Write { what, how } = command;
	let id = what.of.id();
	let call = desk
		.state
		.metadata
		.call(PALLET, "close_poll", &json!({"poll": id.0}))?;
	let key = how.key()?;
	let mut report = submit::carry_out(desk, &how, key.as_ref(), &call, Extras::default()).await?;
	// Nothing is closed as long as it is only prepared.
	let hash = report.json["block"]["hash"].as_str();
	let Some(hash) = hash.and_then(|hash| hash.parse().ok()) else {
		return Ok(report);
	};
	let state = desk.chain.state_at(hash).await?;
	let voting = Voting::at(&desk.chain, &state);
	let info = voting.poll(id).await?;
	let mut told = next(desk, &voting, id, &info).await?;
	report.json["stage"] = json!(format!("{:?}", info.poll.status.stage()));
	report.json["turnout"] = json!(info.turnout);
	report.json["next"] = json!(told.iter().map(|line| &line.en).collect::<Vec<_>>());
	if let Some(turnout) = info.turnout {
		told.insert(0, text!("참여자 수: {turnout}", "turnout: {turnout}"));
	}
	for line in &told {
		report.text.push_str(desk.output.say(line));
		report.text.push('\n');
	}
	Ok(report)
}

/// What comes next after a closing.
async fn next(desk: &Desk, voting: &Voting<'_>, id: PollId, info: &PollInfo) -> Result<Vec<Text>> {
	let number = id.0;
	let mut told = Vec::new();
	match (&info.poll.status, info.poll.settings.secrecy.board()) {
		(PollStatus::Tallying { shares_until }, Some(board)) => {
			let until = times::show(*shares_until);
			let (of, board) = (voting.board(board).await?.board, board.0);
			let threshold = of.threshold;
			told.push(text!(
				"다음: 수탁자단 {board}의 수탁자 {threshold}명이 {until}까지 seoul trustee decrypt {number}을(를) 실행합니다.",
				"next: {threshold} trustees of board {board} run seoul trustee decrypt {number} until {until}."
			));
			told.extend(trustee::seat_lines(desk, &of).await?);
			told.push(text!(
				"그 뒤 누구나 seoul poll counts {number}을(를) 실행합니다.",
				"Then anyone runs seoul poll counts {number}."
			));
		},
		(PollStatus::Tallied { outcome }, _) => {
			let Text { ko, en } = voting::outcome(outcome);
			told.push(text!("결과: {ko}", "outcome: {en}"));
			told.push(text!(
				"다음: 관리 기관이 seoul poll certify {number}을(를) 실행합니다.",
				"next: the office runs seoul poll certify {number}."
			));
		},
		_ => {},
	}
	Ok(told)
}

/// 투표 기준
#[derive(Debug, Args)]
pub struct SetTerms {
	/// 바뀌는 기준(JSON, 기간은 밀리초). 나머지는 지금 것 · The marks and periods that change as JSON, periods in milliseconds; the
	/// others stay
	#[arg(value_name = "FILE")]
	content: PathBuf,
}

/// Terms with what a file changes of them.
fn changed(terms: PollTerms, path: &std::path::Path) -> Result<PollTerms> {
	let changes: Map<String, Json> = load(path)?;
	let mut fields = serde_json::to_value(terms).map_err(|error| unreadable(path, &error))?;
	for (name, content) in changes {
		// What is unknown is refused by name below.
		fields[name.as_str()] = content;
	}
	let terms: PollTerms =
		serde_json::from_value(fields).map_err(|error| unreadable(path, &error))?;
	if terms.is_valid() {
		Ok(terms)
	} else {
		Err(Failure::input(
			"InvalidTerms",
			Text::new(
				"기간과 기준은 0보다 크고, debateMark는 answerMark 이하, leastMinimum과 leastTrustees는 2 이상이어야 합니다.",
				"Periods and marks must be above zero, debateMark at most answerMark, leastMinimum and leastTrustees at least two.",
			),
		))
	}
}

impl Plan for SetTerms {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let terms = changed(Voting::of(desk).terms().await?, &self.content)?;
		Ok(Planned::plain(
			"set_terms",
			json!({"terms": json_of(&terms)?}),
		))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::files::tests::Folder;

	#[test]
	fn terms_change_by_name_and_stay_possible() {
		let folder = Folder::new();
		let with = |name: &str, content: Json| {
			changed(
				PollTerms::default(),
				&folder.file(name, &content.to_string()),
			)
		};
		let terms = with(
			"fine",
			json!({"leastMinimum": 20, "sharePeriod": 86_400_000}),
		)
		.unwrap();
		assert_eq!((terms.least_minimum, terms.share_period), (20, 86_400_000));
		assert_eq!(terms.debate_mark, PollTerms::default().debate_mark);
		for (name, content, code, word) in [
			("unknown", json!({"debate": 1}), "DraftUnreadable", "debate"),
			(
				"no-number",
				json!({"retention": "x"}),
				"DraftUnreadable",
				"x",
			),
			("below", json!({"leastMinimum": 1}), "InvalidTerms", "two"),
		] {
			let failure = with(name, content).unwrap_err();
			assert_eq!(failure.code, code, "{name}");
			assert!(failure.text.en.contains(word), "{}", failure.text.en);
		}
	}
}
