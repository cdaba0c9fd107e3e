// SPDX-License-Identifier: Apache-2.0

//! `seoul card`: citizen cards, from their issue to their end.

mod key;
mod read;
mod write;

use crate::{
	desk::Desk,
	error::Result,
	output::{Output, Report},
	submit::Write,
};
use clap::Subcommand;

/// The pallet that keeps the cards.
const PALLET: &str = "CitizenIdentity";

#[derive(Debug, Subcommand)]
pub enum CardCommand {
	/// 카드 조회 · A card: status, validity, rotation, recovery, counters
	Show(read::Show),
	/// 지금 쓸 수 있는지: 쓸 수 없으면 종료 부호 1 · Whether a card can be used now; exit code 1 if it cannot
	Status(read::Status),
	/// 발급: 한 계정 또는 CSV 파일 (시민카드 발급 부서) · Issue: for one account, or those of a CSV file (card office)
	Issue(Box<Write<write::Issue>>),
	/// 갱신 (시민카드 발급 부서) · Make a card valid for another period (card office)
	Renew(Box<Write<write::Renew>>),
	/// 정지 (시민카드 발급 부서, 시민 자신) · Suspend a card (card office), or the own one (citizen)
	Suspend(Box<Write<write::Suspend>>),
	/// 정지 해제 (시민카드 발급 부서) · Make a suspended card usable again (card office)
	Resume(Box<Write<write::Resume>>),
	/// 폐기, 되돌릴 수 없음 (시민카드 발급 부서) · End a card for ever (card office)
	Revoke(Box<Write<write::Revoke>>),
	/// 사망 기록, 되돌릴 수 없음 (시민카드 발급 부서) · Record a death, for ever (card office)
	Deceased(Box<Write<write::Deceased>>),
	/// 계정 변경 · Another account, with both keys
	#[command(subcommand)]
	Rotate(RotateCommand),
	/// 분실 복구 · Another account, without the old key
	#[command(subcommand)]
	Recover(RecoverCommand),
	/// 대면 창구 · Counters that act for citizens
	#[command(subcommand)]
	Counter(CounterCommand),
	/// 종료된 카드의 동결된 원화 지급 (시민카드 발급 부서) · Pay out frozen won of an ended card (card office)
	ReleaseFunds(Box<Write<write::ReleaseFunds>>),
	/// 분실한 계정에 들어온 원화를 시민에게 (누구나) · Take won from a lost account to its citizen (anyone)
	Sweep(Box<Write<write::Sweep>>),
	/// 익명 열쇠 · Ring keys, with which membership is proven without a name
	#[command(subcommand)]
	Key(key::KeyCommand),
	/// 카드 기준 · Periods of cards
	#[command(subcommand)]
	Terms(TermsCommand),
}

#[derive(Debug, Subcommand)]
pub enum RotateCommand {
	/// 제안 (시민) · Propose an account (citizen)
	Propose(Box<Write<write::ProposeRotation>>),
	/// 수락 (새 계정) · Accept (new account)
	Accept(Box<Write<write::AcceptRotation>>),
	/// 철회 (시민) · Withdraw the proposal (citizen)
	Withdraw(Box<Write<write::WithdrawRotation>>),
}

#[derive(Debug, Subcommand)]
pub enum RecoverCommand {
	/// 시작 (시민카드 발급 부서) · Start, and suspend the card (card office)
	Start(Box<Write<write::StartRecovery>>),
	/// 수락 (새 계정) · Accept (new account)
	Accept(Box<Write<write::AcceptRecovery>>),
	/// 이의 (현재 계정) · Object (the card's account)
	Object(Box<Write<write::ObjectToRecovery>>),
	/// 이의 결정 (시민카드 발급 부서, 다른 담당자) · Decide an objection (card office, another delegate)
	Decide(Box<Write<write::DecideObjection>>),
	/// 완료 (누구나) · Complete after the waiting time (anyone)
	Complete(Box<Write<write::CompleteRecovery>>),
	/// 취소 (시민카드 발급 부서) · Cancel (card office)
	Cancel(Box<Write<write::CancelRecovery>>),
}

#[derive(Debug, Subcommand)]
pub enum CounterCommand {
	/// 위임 (시민) · Let a counter act (citizen)
	Grant(Box<Write<write::Grant>>),
	/// 위임장에 따른 기록 (시민카드 발급 부서) · Record what a signed paper grants (card office)
	Record(Box<Write<write::RecordGrant>>),
	/// 위임 종료 (시민, 또는 서면에 따라 시민카드 발급 부서) · End a grant (citizen, or card office on a paper)
	End(Box<Write<write::EndGrant>>),
	/// 위임 포기 (대면 창구) · Give a grant up (counter)
	Renounce(Box<Write<write::Renounce>>),
	/// 시민 대리 (대면 창구) · Make a call for a citizen (counter)
	Act(Box<Write<write::Act>>),
}

#[derive(Debug, Subcommand)]
pub enum TermsCommand {
	/// 조회 · The periods that apply now
	Show(read::Terms),
	/// 고시 (협의회) · Set periods from a date on (council)
	Schedule(Box<Write<write::ScheduleTerms>>),
}

impl CardCommand {
	pub async fn run(self, output: Output, url: &str) -> Result<Report> {
		match self {
			// Some of these need no node.
			Self::Key(it) => it.run(output, url).await,
			other => other.run_at(Desk::open(output, url).await?).await,
		}
	}

	async fn run_at(self, desk: Desk) -> Result<Report> {
		match self {
			Self::Key(it) => it.run(desk.output, desk.chain.url()).await,
			Self::Show(it) => it.run(desk).await,
			Self::Status(it) => it.run(desk).await,
			Self::Issue(it) => write::run_issue(&desk, *it).await,
			Self::Renew(it) => write::run(&desk, *it).await,
			Self::Suspend(it) => write::run(&desk, *it).await,
			Self::Resume(it) => write::run(&desk, *it).await,
			Self::Revoke(it) => write::run(&desk, *it).await,
			Self::Deceased(it) => write::run(&desk, *it).await,
			Self::Rotate(it) => it.run(&desk).await,
			Self::Recover(it) => it.run(&desk).await,
			Self::Counter(it) => it.run(&desk).await,
			Self::ReleaseFunds(it) => write::run(&desk, *it).await,
			Self::Sweep(it) => write::run(&desk, *it).await,
			Self::Terms(TermsCommand::Show(it)) => it.run(desk).await,
			Self::Terms(TermsCommand::Schedule(it)) => write::run(&desk, *it).await,
		}
	}
}

impl RotateCommand {
	async fn run(self, desk: &Desk) -> Result<Report> {
		match self {
			Self::Propose(it) => write::run(desk, *it).await,
			Self::Accept(it) => write::run(desk, *it).await,
			Self::Withdraw(it) => write::run(desk, *it).await,
		}
	}
}

impl RecoverCommand {
	async fn run(self, desk: &Desk) -> Result<Report> {
		match self {
			Self::Start(it) => write::run(desk, *it).await,
			Self::Accept(it) => write::run(desk, *it).await,
			Self::Object(it) => write::run(desk, *it).await,
			Self::Decide(it) => write::run(desk, *it).await,
			Self::Complete(it) => write::run(desk, *it).await,
			Self::Cancel(it) => write::run(desk, *it).await,
		}
	}
}

impl CounterCommand {
	async fn run(self, desk: &Desk) -> Result<Report> {
		match self {
			Self::Grant(it) => write::run(desk, *it).await,
			Self::Record(it) => write::run(desk, *it).await,
			Self::End(it) => write::run(desk, *it).await,
			Self::Renounce(it) => write::run(desk, *it).await,
			Self::Act(it) => write::run(desk, *it).await,
		}
	}
}
