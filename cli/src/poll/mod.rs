// SPDX-License-Identifier: Apache-2.0

//! `seoul poll`: polls as the office that holds them sees them, from the draft to the answer. Voters have `seoul vote`,
//! trustees `seoul trustee` and `seoul board`.

mod count;
pub mod draft;
mod list;
mod read;
mod write;

use crate::{
	desk::Desk,
	error::Result,
	output::{Output, Report},
	plan,
	poll_audit::{Audit, ExportPoll},
	submit::Write,
	voting::PALLET,
};
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum PollCommand {
	/// 초안 파일의 보기 출력 · Print an example of the file that create takes
	Template(draft::Template),
	/// 초안 작성 (투표 관리 부서) · Write a draft from a file (poll office)
	Create(Box<Write<write::Create>>),
	/// 초안 수정 (투표 관리 부서) · Change a draft, all of it (poll office)
	Change(Box<Write<write::Change>>),
	/// 명단에 카드 올리기 (투표 관리 부서) · Put cards on the list of a draft (poll office)
	ListCards(Box<Write<list::Listed>>),
	/// 명단에서 카드 빼기 (투표 관리 부서) · Take cards off the list of a draft (poll office)
	UnlistCards(Box<Write<list::Listed>>),
	/// 검토에 올리기 (투표 관리 부서) · Give a draft to review (poll office)
	Submit(Box<Write<write::Submit>>),
	/// 반려 (투표 관리 부서) · Give a poll in review back (poll office)
	Return(Box<Write<write::Return>>),
	/// 승인: 더 바꿀 수 없음 (투표 관리 부서의 다른 담당자) · Approve: it can never be changed again (another official of the poll office)
	Approve(Box<Write<write::Approve>>),
	/// 익명 투표의 링 재구성을 앞당김 (투표 관리 부서) · Have the rings of an anonymous poll rebuilt at once (poll office)
	Hasten(Box<Write<write::Hasten>>),
	/// 시작 (누구나, 시작 시각부터) · Open a poll at its time (anyone)
	Open(Box<Write<write::Open>>),
	/// 기간 연장 (투표 관리 부서, 종료 전) · Move the end outwards, before it is reached (poll office)
	Extend(Box<Write<write::Extend>>),
	/// 마감 (누구나, 종료 시각부터) · Close a poll at its time, and tell what is next (anyone)
	Close(Box<Write<write::Close>>),
	/// 득표수 찾아 제출 (누구나) · Find the counts from the trustees' shares, and post them (anyone)
	Counts(Box<Write<count::Counts>>),
	/// 개표할 수 없음을 선언 (누구나, 개표 기한 뒤) · End a poll with too few shares, after the deadline (anyone)
	Undecryptable(Box<Write<write::Undecryptable>>),
	/// 결과 확정: 서명할 결과를 먼저 보임 (투표 관리 부서) · Sign the outcome, which is shown first (poll office)
	Certify(Box<Write<count::Certify>>),
	/// 결과에 따른 조치 답변 (투표 관리 부서) · Say what follows from a certified outcome (poll office)
	Answer(Box<Write<write::Answer>>),
	/// 취소 (투표 관리 부서, 결과를 알기 전) · End a poll without a result, while nobody can know it (poll office)
	Cancel(Box<Write<write::Cancel>>),
	/// 보관 기간이 지난 자료 정리 (누구나) · Remove ballots whose retention is over (anyone)
	Sweep(Box<Write<write::Sweep>>),
	/// 감사: 블록에서 모두 다시 계산하여 비교, 다르면 종료 부호 1 · Compute everything anew from blocks and compare; exit code 1 if something differs
	Audit(Audit),
	/// 감사 자료 내보내기 · Write what an audit needs to a file that needs no node
	Export(ExportPoll),
	/// 시민 제안을 투표에 부침 (투표 관리 부서) · Answer a citizens' proposal with a draft (poll office)
	Adopt(Box<Write<write::Adopt>>),
	/// 시민 제안에 투표 없이 답변 (투표 관리 부서) · Answer a citizens' proposal without a poll (poll office)
	Reply(Box<Write<write::Reply>>),
	/// 투표 기준 · Marks and periods
	#[command(subcommand)]
	Terms(TermsCommand),
}

#[derive(Debug, Subcommand)]
pub enum TermsCommand {
	/// 조회 · The marks and periods for what is begun now
	Show(read::Terms),
	/// 정하기 (협의회) · Set marks and periods (council)
	Set(Box<Write<write::SetTerms>>),
}

impl PollCommand {
	pub async fn run(self, output: Output, url: &str) -> Result<Report> {
		match self {
			// This one needs no node.
			Self::Template(draft::Template {}) => Ok(draft::template()),
			// Nor does this one, of a file.
			Self::Audit(it) => it.run(output, url).await,
			other => other.run_at(Desk::open(output, url).await?).await,
		}
	}

	async fn run_at(self, desk: Desk) -> Result<Report> {
		match self {
			Self::Template(draft::Template {}) => Ok(draft::template()),
			Self::Audit(it) => it.run(desk.output, desk.chain.url()).await,
			Self::Export(it) => it.run(desk).await,
			Self::Create(it) => plan::run(&desk, PALLET, *it).await,
			Self::Change(it) => plan::run(&desk, PALLET, *it).await,
			Self::ListCards(it) => list::run(&desk, *it, list::Way::On).await,
			Self::UnlistCards(it) => list::run(&desk, *it, list::Way::Off).await,
			Self::Submit(it) => plan::run(&desk, PALLET, *it).await,
			Self::Return(it) => plan::run(&desk, PALLET, *it).await,
			Self::Approve(it) => plan::run(&desk, PALLET, *it).await,
			Self::Hasten(it) => plan::run(&desk, PALLET, *it).await,
			Self::Open(it) => plan::run(&desk, PALLET, *it).await,
			Self::Extend(it) => plan::run(&desk, PALLET, *it).await,
			Self::Close(it) => write::run_close(&desk, *it).await,
			Self::Counts(it) => plan::run(&desk, PALLET, *it).await,
			Self::Undecryptable(it) => plan::run(&desk, PALLET, *it).await,
			Self::Certify(it) => plan::run(&desk, PALLET, *it).await,
			Self::Answer(it) => plan::run(&desk, PALLET, *it).await,
			Self::Cancel(it) => plan::run(&desk, PALLET, *it).await,
			Self::Sweep(it) => plan::run(&desk, PALLET, *it).await,
			Self::Adopt(it) => plan::run(&desk, PALLET, *it).await,
			Self::Reply(it) => plan::run(&desk, PALLET, *it).await,
			Self::Terms(TermsCommand::Show(it)) => it.run(desk).await,
			Self::Terms(TermsCommand::Set(it)) => plan::run(&desk, PALLET, *it).await,
		}
	}
}
