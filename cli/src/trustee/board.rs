// SPDX-License-Identifier: Apache-2.0

//! Boards of trustees: what they are, who convenes them, and what anyone may do when time is up.

use crate::{
	blocks::At,
	desk::Desk,
	error::{text, Failure, Result, Text},
	output::Report,
	plan::{Plan, Planned},
	ring::node::shown,
	scale::json_of,
	times,
	voting::{Lines, Voting},
};
use clap::Args;
use pallet_mvoting::{
	Board, BoardKind, BoardStage, BoardStatus, DealingState, SeatState, ShareCheck, Trustee,
	MAX_SEATS,
};
use seoul_chain_ballot::BoardId;
use serde_json::{json, Map, Value as Json};
use std::collections::BTreeMap;

/// How far a board's key is.
pub fn stage(stage: BoardStage) -> Text {
	match stage {
		BoardStage::Registering => Text::new("전송 열쇠 등록 중", "registering transport keys"),
		BoardStage::Dealing => Text::new("분배 중", "dealing shares"),
		BoardStage::Checking => Text::new("확인 중", "checking shares"),
		BoardStage::Ready => Text::new("준비 완료", "ready"),
		BoardStage::Retired => Text::new("해임", "retired"),
		BoardStage::Failed => Text::new("실패", "failed"),
	}
}

fn kind(kind: BoardKind) -> Text {
	match kind {
		BoardKind::Standing => Text::new("상설", "standing: for all polls of its term"),
		BoardKind::Unassigned { office } => {
			let office = office.0;
			text!("기관 {office}의 한 투표", "for one poll of agency {office}")
		},
		BoardKind::Assigned { poll, .. } => {
			let poll = poll.0;
			text!("{poll}번 투표", "for poll {poll}")
		},
	}
}

/// What a trustee has done, as far as it matters at this stage.
fn standing(trustee: &Trustee, stage: BoardStage) -> Text {
	match (trustee.seat, trustee.dealing, trustee.check) {
		(SeatState::Vacant, ..) => Text::new("미등록", "no key yet"),
		(SeatState::LeftOut, ..) => Text::new("제외: 불참", "left out: absent"),
		(_, DealingState::Rejected, _) => {
			Text::new("기각: 거짓 분배", "rejected: dealt a false share")
		},
		(_, DealingState::Missing, _) if stage == BoardStage::Registering => {
			Text::new("등록됨", "registered")
		},
		(_, DealingState::Missing, _) => Text::new("분배 전", "has not dealt"),
		(_, DealingState::Standing, ShareCheck::Confirmed) => {
			Text::new("분배하고 확인함", "dealt and confirmed")
		},
		(_, DealingState::Standing, ShareCheck::Pending) => Text::new("분배함", "dealt"),
	}
}

/// Each seat of a board with its agency and what it has done.
pub async fn seat_lines(desk: &Desk, board: &Board) -> Result<Vec<Text>> {
	let mentioned: Vec<Json> = board
		.trustees
		.iter()
		.map(|trustee| json!({"agency": trustee.agency.0}))
		.collect();
	let names: BTreeMap<u64, (String, String)> = desk
		.agency_names(&json!(mentioned))
		.await?
		.into_iter()
		.map(|(number, ko, en)| (number, (ko, en)))
		.collect();
	let stage = board.status.stage();
	Ok((1u32..)
		.zip(&board.trustees)
		.map(|(seat, trustee)| {
			let agency = trustee.agency.0;
			let (name_ko, name_en) = names.get(&agency.into()).cloned().unwrap_or_default();
			let Text { ko, en } = standing(trustee, stage);
			text!(
				"  자리 {seat}: agency:{agency} {name_ko} — {ko}",
				"  seat {seat}: agency:{agency} {name_en} — {en}"
			)
		})
		.collect())
}

/// What brings a board further.
fn next(id: BoardId, board: &Board) -> Option<Text> {
	let number = id.0;
	match board.status {
		BoardStatus::Registering { until } | BoardStatus::Dealing { until, .. } => {
			let until = times::show(until);
			Some(text!(
				"기한 {until}. 그 뒤 누구나 seoul board advance {number}을(를) 실행할 수 있습니다.",
				"Deadline {until}. Then anyone may run seoul board advance {number}."
			))
		},
		BoardStatus::Checking { until, .. } => {
			let until = times::show(until);
			Some(text!(
				"기한 {until}. 모두 확인하였거나 기한이 지나면 누구나 seoul board finish {number}을(를) 실행할 수 있습니다.",
				"Deadline {until}. When all have confirmed, or then, anyone may run seoul board finish {number}."
			))
		},
		BoardStatus::Ready { .. } | BoardStatus::Retired { .. } | BoardStatus::Failed { .. } => {
			None
		},
	}
}

/// 수탁자단 조회
#[derive(Debug, Args)]
pub struct Show {
	/// 수탁자단 번호 · The board's number
	#[arg(value_name = "BOARD")]
	board: u32,
	#[command(flatten)]
	at: At,
}

impl Show {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let desk = self.at.desk(desk).await?;
		let id = BoardId(self.board);
		let info = Voting::of(&desk).board(id).await?;
		let board = &info.board;
		let mut lines = Lines::new(&desk);
		let number = id.0;
		let Text { ko, en } = stage(board.status.stage());
		lines.add(&text!(
			"{number}번 수탁자단 — {ko}",
			"board {number} — {en}"
		));
		lines.named("종류", "kind", &kind(board.kind));
		let [from, until] = [board.from, board.until].map(times::show);
		lines.add(&text!("임기: {from} ~ {until}", "term: {from} to {until}"));
		let (threshold, seats) = (board.threshold, board.trustees.len());
		lines.add(&text!(
			"개표에 필요한 수탁자: {seats}명 중 {threshold}명",
			"it takes {threshold} of {seats} to decrypt"
		));
		for line in seat_lines(&desk, board).await? {
			lines.add(&line);
		}
		if let Some(key) = &info.key {
			let key = shown(key.election_key.0);
			lines.add(&text!("투표 암호화 열쇠: {key}", "election key: {key}"));
		}
		if let Some(line) = next(id, board) {
			lines.add(&line);
		}
		let mut answer = Map::from_iter([("number".to_owned(), json!(number))]);
		if let Json::Object(fields) = json_of(&info)? {
			answer.extend(fields);
		}
		let stage = board.status.stage();
		answer.insert("stage".to_owned(), json!(format!("{stage:?}")));
		desk.report_told(answer, &lines.text).await
	}
}

/// 목록
#[derive(Debug, Args)]
pub struct List {
	#[command(flatten)]
	at: At,
}

impl List {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let desk = self.at.desk(desk).await?;
		let voting = Voting::of(&desk);
		let mut lines = Lines::new(&desk);
		let mut all = Vec::new();
		for number in 0u32.. {
			let board = match voting.board(BoardId(number)).await {
				Ok(info) => info.board,
				Err(failure) if failure.code == "BoardNotFound" => break,
				Err(failure) => return Err(failure),
			};
			let (stage, kind) = (stage(board.status.stage()), kind(board.kind));
			let [from, until] = [board.from, board.until].map(times::show);
			let (stage_ko, stage_en, kind_ko, kind_en) = (stage.ko, stage.en, kind.ko, kind.en);
			lines.add(&text!(
				"{number}  [{stage_ko}] {kind_ko} ({from} ~ {until})",
				"{number}  [{stage_en}] {kind_en} ({from} to {until})"
			));
			let mut entry = json_of(&board)?;
			entry["number"] = json!(number);
			all.push(entry);
		}
		if all.is_empty() {
			lines.add(&text!("수탁자단이 없습니다.", "There is no board."));
		}
		desk.report_told(
			Map::from_iter([("boards".to_owned(), json!(all))]),
			&lines.text,
		)
		.await
	}
}

/// 소집
#[derive(Debug, Args)]
pub struct Convene {
	/// 수탁자의 기관 번호. 여러 번 씁니다. 첫째가 자리 1 · Agency number of a trustee; repeated, the first has seat 1
	#[arg(long = "trustee", value_name = "AGENCY", required = true)]
	trustees: Vec<u32>,
	/// 개표에 필요한 수탁자 수, 절반보다 많게 · How many it takes to decrypt, more than half
	#[arg(long, value_name = "NUMBER")]
	threshold: u8,
	/// 임기 시작 · When the term begins
	#[arg(long, value_name = "TIME")]
	from: String,
	/// 임기 종료 · When the term ends
	#[arg(long, value_name = "TIME")]
	until: String,
	/// 상설 수탁자단 (협의회) · A standing board (council)
	#[arg(long)]
	standing: bool,
}

/// Whether so many can be needed of so many.
fn check_threshold(threshold: u8, trustees: usize) -> Result<()> {
	let needed = usize::from(threshold);
	if u32::try_from(trustees).is_ok_and(|number| number <= MAX_SEATS)
		&& needed <= trustees
		&& needed.saturating_mul(2) > trustees
	{
		return Ok(());
	}
	Err(Failure::input(
		"InvalidThreshold",
		text!(
			"수탁자는 {MAX_SEATS}명까지이고, 필요한 수는 절반보다 많고 수탁자 수 이하입니다(지금 {trustees}명 중 {threshold}명).",
			"A board has at most {MAX_SEATS} trustees, and it takes more than half of them and at most all: {threshold} of {trustees} is not possible."
		),
	))
}

impl Plan for Convene {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		check_threshold(self.threshold, self.trustees.len())?;
		let call = if self.standing {
			"convene_standing_board"
		} else {
			"convene_poll_board"
		};
		let mentioned: Vec<Json> = self
			.trustees
			.iter()
			.map(|agency| json!({ "agency": agency }))
			.collect();
		let named = desk.agency_names(&json!(mentioned)).await?;
		for (number, ko, en) in named {
			let line = text!(
				"수탁자 agency:{number} {ko}",
				"trustee agency:{number} {en}"
			);
			desk.output.progress(&line);
		}
		Ok(Planned::plain(
			call,
			json!({
				"trustees": self.trustees,
				"threshold": self.threshold,
				"from": times::parse(&self.from)?,
				"until": times::parse(&self.until)?,
			}),
		))
	}
}

/// Commands that state a board and nothing else.
macro_rules! board_only {
	($($(#[$attribute:meta])* $name:ident => $call:literal)+) => {
		$(
			$(#[$attribute])*
			#[derive(Debug, Args)]
			pub struct $name {
				/// 수탁자단 번호 · The board's number
				#[arg(value_name = "BOARD")]
				board: u32,
			}

			impl Plan for $name {
				async fn plan(self, _: &Desk) -> Result<Planned> {
					Ok(Planned::plain($call, json!({"board": self.board})))
				}
			}
		)+
	};
}

board_only! {
	/// 다음 단계
	Advance => "advance_board"
	/// 열쇠 만들기
	Finish => "finish_board"
	/// 해임
	Retire => "retire_board"
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn it_takes_more_than_half_and_at_most_all() {
		for (threshold, trustees) in [(2, 3), (3, 3), (3, 5), (8, 15)] {
			assert_eq!(check_threshold(threshold, trustees), Ok(()));
		}
		for (threshold, trustees) in [(0, 3), (1, 2), (2, 4), (4, 3), (9, 16)] {
			assert_eq!(
				check_threshold(threshold, trustees).unwrap_err().code,
				"InvalidThreshold"
			);
		}
	}
}
