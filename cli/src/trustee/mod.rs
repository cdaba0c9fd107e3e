// SPDX-License-Identifier: Apache-2.0

//! `seoul trustee` and `seoul board`: agencies that share the key of encrypted polls. They make it together on the chain,
//! and decrypt the sums of closed polls.

mod board;
mod key;
mod own;
mod read;
mod sums;
mod write;

pub use board::{seat_lines, stage as board_stage};

use crate::{
	desk::Desk,
	error::Result,
	output::{Output, Report},
	plan,
	submit::Write,
	voting::PALLET,
};
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum TrusteeCommand {
	/// 전송 열쇠 만들기, 노드 없이 · Make a transport key, without a node
	Keygen(key::Keygen),
	/// 전송 열쇠 등록 (수탁자) · Register a transport key for a board (trustee)
	Register(Box<Write<write::Register>>),
	/// 몫 분배 (수탁자) · Deal shares to all seats (trustee)
	Share(Box<Write<write::Share>>),
	/// 받은 몫을 모두 검사하고 확인 (수탁자) · Check every share that was dealt to you, and confirm (trustee)
	Confirm(Box<Write<write::Confirm>>),
	/// 거짓 몫에 이의 (수탁자) · Complain about a share that is false (trustee)
	Complain(Box<Write<write::Complain>>),
	/// 마감된 투표의 합계를 검사하고 개표 몫 제출 (수탁자) · Check the sums of a closed poll, and post your decryption share (trustee)
	Decrypt(Box<Write<write::Decrypt>>),
	/// 할 일: 급한 것부터 · What a trustee has to do, the most urgent first
	Duties(read::Duties),
}

impl TrusteeCommand {
	pub async fn run(self, output: Output, url: &str) -> Result<Report> {
		let desk = || Desk::open(output, url);
		match self {
			Self::Keygen(it) => it.run(output),
			Self::Register(it) => plan::run(&desk().await?, PALLET, *it).await,
			Self::Share(it) => plan::run(&desk().await?, PALLET, *it).await,
			Self::Confirm(it) => write::run_confirm(&desk().await?, *it).await,
			Self::Complain(it) => plan::run(&desk().await?, PALLET, *it).await,
			Self::Decrypt(it) => plan::run(&desk().await?, PALLET, *it).await,
			Self::Duties(it) => it.run(desk().await?).await,
		}
	}
}

#[derive(Debug, Subcommand)]
pub enum BoardCommand {
	/// 목록 · All boards
	List(board::List),
	/// 수탁자단 조회: 자리, 기한, 열쇠 · A board: its seats, deadlines and key
	Show(board::Show),
	/// 소집: 한 투표의 것 (투표 관리 부서) 또는 상설 (협의회) · Convene one for a poll (poll office), or a standing one (council)
	Convene(Box<Write<board::Convene>>),
	/// 기한이 지난 단계를 넘김 (누구나) · Go on without those who missed a deadline (anyone)
	Advance(Box<Write<board::Advance>>),
	/// 열쇠 만들기 (누구나, 모두 확인한 뒤) · Make the key when all have confirmed, or time is up (anyone)
	Finish(Box<Write<board::Finish>>),
	/// 해임 (협의회) · Let a board serve no new poll (council)
	Retire(Box<Write<board::Retire>>),
}

impl BoardCommand {
	pub async fn run(self, output: Output, url: &str) -> Result<Report> {
		let desk = Desk::open(output, url).await?;
		match self {
			Self::List(it) => it.run(desk).await,
			Self::Show(it) => it.run(desk).await,
			Self::Convene(it) => plan::run(&desk, PALLET, *it).await,
			Self::Advance(it) => plan::run(&desk, PALLET, *it).await,
			Self::Finish(it) => plan::run(&desk, PALLET, *it).await,
			Self::Retire(it) => plan::run(&desk, PALLET, *it).await,
		}
	}
}
