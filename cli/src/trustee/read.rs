// SPDX-License-Identifier: Apache-2.0

//! What trustees read.

use crate::{
	desk::Desk,
	error::{text, Result, Text},
	output::Report,
	scale::json_of,
	times,
	voting::{Lines, Voting},
};
use clap::Args;
use pallet_mvoting::runtime_api::Duty;
use seoul_chain_primitives::AgencyId;
use serde_json::{json, Map};

/// 할 일
#[derive(Debug, Args)]
pub struct Duties {
	/// 수탁자의 기관 번호 · Agency number of the trustee
	#[arg(value_name = "AGENCY")]
	agency: u32,
}

/// A duty with its deadline, and the command for it.
fn told(agency: u32, duty: &Duty) -> Text {
	let (until, what) = match duty {
		Duty::RegisterTransportKey { board, seat, until } => {
			let (board, seat) = (board.0, seat.0);
			(
				until,
				text!(
					"수탁자단 {board} 자리 {seat}: 전송 열쇠 등록 — seoul trustee register {board} --agency {agency}",
					"board {board}, seat {seat}: register a transport key — seoul trustee register {board} --agency {agency}"
				),
			)
		},
		Duty::Deal { board, seat, until } => {
			let (board, seat) = (board.0, seat.0);
			(
				until,
				text!(
					"수탁자단 {board} 자리 {seat}: 분배 — seoul trustee share {board}",
					"board {board}, seat {seat}: deal shares — seoul trustee share {board}"
				),
			)
		},
		Duty::CheckShares { board, seat, until } => {
			let (board, seat) = (board.0, seat.0);
			(
				until,
				text!(
					"수탁자단 {board} 자리 {seat}: 받은 몫 확인 — seoul trustee confirm {board}",
					"board {board}, seat {seat}: check the shares — seoul trustee confirm {board}"
				),
			)
		},
		Duty::PostShare { poll, seat, until } => {
			let (poll, seat) = (poll.0, seat.0);
			(
				until,
				text!(
					"투표 {poll} 자리 {seat}: 개표 — seoul trustee decrypt {poll}",
					"poll {poll}, seat {seat}: decrypt the sums — seoul trustee decrypt {poll}"
				),
			)
		},
	};
	let until = times::show(*until);
	let Text { ko, en } = what;
	text!("{until}까지: {ko}", "until {until}: {en}")
}

impl Duties {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let duties = Voting::of(&desk).duties(AgencyId(self.agency)).await?;
		let mut lines = Lines::new(&desk);
		for duty in &duties {
			lines.add(&told(self.agency, duty));
		}
		if duties.is_empty() {
			lines.add(&text!("할 일이 없습니다.", "There is nothing to do."));
		}
		let answer = Map::from_iter([
			("agency".to_owned(), json!(self.agency)),
			("duties".to_owned(), json_of(&duties)?),
		]);
		desk.report_told(answer, &lines.text).await
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use seoul_chain_ballot::{BoardId, PollId, TrusteeIndex};

	#[test]
	fn every_duty_tells_its_deadline_and_its_command() {
		let (board, seat, until) = (BoardId(3), TrusteeIndex(2), 1_803_826_800_000);
		for (duty, command) in [
			(
				Duty::RegisterTransportKey { board, seat, until },
				"seoul trustee register 3 --agency 41",
			),
			(Duty::Deal { board, seat, until }, "seoul trustee share 3"),
			(
				Duty::CheckShares { board, seat, until },
				"seoul trustee confirm 3",
			),
			(
				Duty::PostShare {
					poll: PollId(9),
					seat,
					until,
				},
				"seoul trustee decrypt 9",
			),
		] {
			let Text { ko, en } = told(41, &duty);
			assert!(en.starts_with("until 2027-03-01 00:00:00 KST: "), "{en}");
			assert!(en.ends_with(command) && ko.ends_with(command), "{en} {ko}");
		}
	}
}
