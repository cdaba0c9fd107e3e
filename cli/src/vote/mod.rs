// SPDX-License-Identifier: Apache-2.0

//! `seoul vote`: polls as voters see them. Encryption and proofs are made on this machine, and nothing of the choice leaves
//! it but in a public poll.

mod cast;
mod challenge;
mod check;
mod enrol;
mod keys;
mod list;
mod prepare;
mod receipt;

use crate::{
	desk::Desk,
	error::Result,
	output::{Output, Report},
	plan::{self, Plan, Planned},
	submit::Write,
	voting::PALLET,
};
use clap::{Args, Subcommand};
use serde_json::json;

#[derive(Debug, Subcommand)]
pub enum VoteCommand {
	/// 목록: 진행 중인 투표부터 · Polls, the open ones first
	List(list::List),
	/// 투표 조회: 질문, 선택지, 자격, 기간, 결과 · A poll: question, options, who may vote, period, outcome
	Show(list::Show),
	/// 익명 투표에 등록: 증명을 내고 투표 열쇠를 만듦 (시민) · Enrol in an anonymous poll with a proof and a fresh voting key (citizen)
	Enrol(enrol::Enrol),
	/// 투표. 다시 하면 앞의 표를 대신함 (시민) · Cast a ballot; a second one takes the place of the first (citizen)
	Cast(Box<Write<cast::Cast>>),
	/// 반영되는 표가 내 것인지: 아니면 종료 부호 1 · Whether the ballot that counts is yours; exit code 1 if it is not
	Check(check::Check),
	/// 기기 시험: 암호화한 표를 열어 다른 기기에서 확인 · Test a device: open an encrypted ballot and check it on another one
	Challenge(Box<challenge::Challenge>),
	/// 지급되지 못한 참여 보상 받기 (시민) · Claim points for taking part that could not be credited (citizen)
	ClaimReward(Box<Write<ClaimReward>>),
}

/// A poll, by its number.
#[derive(Debug, Args)]
struct Which {
	/// 투표 번호 · Number of the poll
	#[arg(value_name = "POLL")]
	poll: u32,
}

/// 보상 받기
#[derive(Debug, Args)]
pub struct ClaimReward {
	#[command(flatten)]
	of: Which,
}

impl Plan for ClaimReward {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		Ok(Planned::plain(
			"claim_reward",
			json!({"poll": self.of.poll}),
		))
	}
}

impl VoteCommand {
	pub async fn run(self, output: Output, url: &str) -> Result<Report> {
		let desk = Desk::open(output, url).await?;
		match self {
			Self::List(it) => it.run(desk).await,
			Self::Show(it) => it.run(desk).await,
			Self::Enrol(it) => it.run(&desk).await,
			Self::Cast(it) => cast::run(&desk, *it).await,
			Self::Check(it) => it.run(&desk).await,
			Self::Challenge(it) => it.run(&desk).await,
			Self::ClaimReward(it) => plan::run(&desk, PALLET, *it).await,
		}
	}
}
