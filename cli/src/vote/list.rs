// SPDX-License-Identifier: Apache-2.0

//! Commands that read: which polls there are, and one of them.

use super::Which;
use crate::{
	blocks::At,
	desk::Desk,
	error::{text, Result},
	output::Report,
	ring::node::shown,
	voting::{self, Lines, Voting},
};
use clap::Args;
use pallet_mvoting::{runtime_api::PollInfo, Stage};
use seoul_chain_ballot::PollId;
use serde_json::{json, Map, Value as Json};

/// 목록
#[derive(Debug, Args)]
pub struct List {
	/// 끝난 것, 작성 중인 것, 취소된 것도 · Also those that are over, drafts and cancelled ones
	#[arg(long)]
	all: bool,
	#[command(flatten)]
	at: At,
}

/// In which order polls are listed, and whether they are without `--all`.
const fn place(stage: Stage) -> Option<u8> {
	match stage {
		Stage::Open => Some(0),
		Stage::Scheduled => Some(1),
		Stage::Tallying => Some(2),
		_ => None,
	}
}

/// Those that are listed, in their order: open, scheduled, being counted, and then the others, the newest first.
fn listed(polls: Vec<(PollId, PollInfo)>, all: bool) -> Vec<(PollId, PollInfo)> {
	let mut listed: Vec<(PollId, PollInfo)> = polls
		.into_iter()
		.filter(|(_, info)| all || place(info.poll.status.stage()).is_some())
		.collect();
	listed.sort_by_key(|(id, info)| {
		let place = place(info.poll.status.stage()).unwrap_or(u8::MAX);
		(place, std::cmp::Reverse(id.0))
	});
	listed
}

impl List {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let desk = self.at.desk(desk).await?;
		let polls = listed(Voting::of(&desk).polls().await?, self.all);
		let mut lines = Lines::new(&desk);
		let mut told = Vec::new();
		for (id, info) in &polls {
			told.push(Json::Object(voting::poll_json(*id, info)?));
			lines.add(&voting::poll_line(*id, info));
		}
		if polls.is_empty() {
			lines.add(&text!("투표가 없습니다.", "There are no polls."));
		}
		let answer = Map::from_iter([("polls".to_owned(), json!(told))]);
		desk.report_told(answer, &lines.text).await
	}
}

/// 투표 조회
#[derive(Debug, Args)]
pub struct Show {
	#[command(flatten)]
	of: Which,
	#[command(flatten)]
	at: At,
}

impl Show {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let desk = self.at.desk(desk).await?;
		let voting = Voting::of(&desk);
		let id = PollId(self.of.poll);
		let info = voting.poll(id).await?;
		let mut answer = voting::poll_json(id, &info)?;
		let mut lines = Lines::new(&desk);
		voting::poll_lines(&mut lines, id, &info);
		if let Some(number) = info.poll.settings.secrecy.board() {
			let board = voting.board(number).await?.board;
			let trustees: Vec<u32> = board
				.trustees
				.iter()
				.map(|trustee| trustee.agency.0)
				.collect();
			let (needed, among) = (board.threshold, trustees.len());
			lines.add(&text!(
				"개표에 필요한 수탁자: {among}곳 가운데 {needed}곳",
				"trustees that it takes to decrypt: {needed} of {among}"
			));
			for agency in &trustees {
				lines.add(&text!(
					"  수탁자: 기관 {agency}",
					"  trustee: agency {agency}"
				));
			}
			let key = voting.election_key(id).await?;
			let key = key.map(|key| shown(key.election_key.0));
			if let Some(key) = &key {
				lines.add(&text!("투표 암호화 열쇠: {key}", "election key: {key}"));
			}
			let trustees: Vec<Json> = trustees
				.iter()
				.map(|agency| json!({"agency": agency}))
				.collect();
			answer.insert("electionKey".to_owned(), json!(key));
			answer.insert(
				"board".to_owned(),
				json!({"number": number.0, "threshold": needed, "trustees": trustees}),
			);
		}
		desk.report_told(answer, &lines.text).await
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::voting::tests::poll_of;
	use pallet_mvoting::{Outcome, PollStatus, Secrecy};
	use seoul_chain_ballot::Form;

	#[test]
	fn open_polls_come_first_and_what_is_over_only_when_asked_for() {
		let outcome = Outcome::BelowMinimum;
		let polls: Vec<_> = [
			PollStatus::Draft,
			PollStatus::Scheduled,
			PollStatus::Open,
			PollStatus::Tallying { shares_until: 1 },
			PollStatus::Tallied { outcome },
			PollStatus::Open,
		]
		.into_iter()
		.zip(0u32..)
		.map(|(status, number)| {
			let info = poll_of(Secrecy::Public, Form::YesNo, status);
			(PollId(number), info)
		})
		.collect();
		let numbers = |all| -> Vec<u32> {
			let listed = listed(polls.clone(), all);
			listed.iter().map(|(id, _)| id.0).collect()
		};
		assert_eq!(numbers(false), [5, 2, 1, 3]);
		assert_eq!(numbers(true), [5, 2, 1, 3, 4, 0]);
	}
}
