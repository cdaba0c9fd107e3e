// SPDX-License-Identifier: Apache-2.0

//! `seoul pay`: contracts of the city, and the way of their money to every payee.

mod api;
mod contract;
mod days;
pub mod draft;
mod due;
mod lines;
mod rates;
mod read;
mod report;
mod shown;
mod wages;
mod who;
mod write;

use crate::{
	blocks::At,
	desk::Desk,
	error::Result,
	output::{Output, Report},
	submit::Write,
};
use clap::{Args, Subcommand};
use serde_json::{json, Value as Json};

/// The pallet that keeps contracts, claims and money.
const PALLET: &str = "EscrowPayments";
/// Its runtime API.
const ESCROW: &str = "EscrowPaymentsApi";

/// For what interest is owed.
#[derive(Debug, Args)]
pub struct Debt {
	/// 발주자 지연: 청구 번호 · Lateness of the city: the claim's number
	#[arg(
		long,
		value_name = "NUMBER",
		requires = "line",
		required_unless_present = "subcontract",
		conflicts_with = "subcontract"
	)]
	claim: Option<u64>,
	/// 명세 번호 · The line's number
	#[arg(long, value_name = "NUMBER", requires = "claim")]
	line: Option<u16>,
	/// 원사업자 지연: 하도급 번호 · Lateness of a payer: the subcontract's number
	#[arg(long, value_name = "NUMBER", requires = "report")]
	subcontract: Option<u64>,
	/// 기성 보고 번호 · The report's number
	#[arg(long, value_name = "NUMBER", requires = "subcontract")]
	report: Option<u32>,
}

impl Debt {
	/// As the chain takes it.
	fn argument(&self) -> Json {
		match self.subcontract {
			Some(subcontract) => json!({"Work": [subcontract, self.report]}),
			None => json!({"Line": [self.claim, self.line]}),
		}
	}
}

#[derive(Debug, Subcommand)]
pub enum PayCommand {
	/// 계약과 수취인 나무 · A contract with its tree of payees
	Contract(contract::ShowContract),
	/// 청구 · Claims: show, submit, submit again
	#[command(subcommand)]
	Claim(ClaimCommand),
	/// 지급 명세 조회 · One line of a claim
	Line(read::ShowLine),
	/// 기한: 누가 무엇을 언제까지, 누가 늦었는지 · What is due, who must act, and who is late
	Due(due::Due),
	/// 감사 보고: 합계가 맞지 않으면 종료 부호 1 · Audit: every line, and sums that are checked; exit code 1 if they do not match
	Report(report::Audit),
	/// 법정 달력과 기준 · The calendar and the legal terms
	Calendar(read::Calendar),
	/// 지연이자 조회 · Interest that is owed for lateness
	Interest(read::Interest),
	/// 계약 작성 (발주 부서) · Draft a contract from a file (department)
	Draft(Box<Write<write::DraftContract>>),
	/// 초안 폐기 (발주 부서) · Discard a draft (department)
	Discard(Box<Write<write::Discard>>),
	/// 계약 서명 (구성원, 감독, 검사, 계약·지출 담당) · Sign a contract (members, supervisor, inspector, officer)
	Sign(Box<Write<write::Sign>>),
	/// 자금 예치 (계약·지출 담당의 지급 계좌) · Have money held for a contract (officer's pay-out account)
	Fund(Box<Write<write::Fund>>),
	/// 환급 (계약·지출 담당) · Take back what nobody can claim (officer)
	Refund(Box<Write<write::Refund>>),
	/// 착공 (발주 부서) · Say that the works begin (department)
	Start(Box<Write<write::Start>>),
	/// 정지 (발주 부서) · Let the works rest (department)
	Suspend(Box<Write<write::Suspend>>),
	/// 재개 (발주 부서) · Let the works go on (department)
	Resume(Box<Write<write::Resume>>),
	/// 해지 (발주 부서) · End a contract before its time (department)
	Terminate(Box<Write<write::Terminate>>),
	/// 종결 (발주 부서) · Close a contract (department)
	Close(Box<Write<write::Close>>),
	/// 계약 변경 · Changes of a contract
	#[command(subcommand)]
	Change(ChangeCommand),
	/// 하도급 · Subcontracts
	#[command(subcommand)]
	Subcontract(SubcontractCommand),
	/// 하도급 기성 · Work under a subcontract
	#[command(subcommand)]
	Work(WorkCommand),
	/// 청구 취하 (청구인) · Withdraw a claim (claimant)
	Withdraw(Box<Write<write::WithdrawClaim>>),
	/// 청구 확인 (감독) · Endorse a claim (supervisor)
	Endorse(Box<Write<write::Endorse>>),
	/// 검사 · Inspection: pass, correct
	#[command(subcommand)]
	Inspect(InspectCommand),
	/// 승인 (발주 부서) · Approve what passed (department)
	Approve(Box<Write<write::Approve>>),
	/// 반려 (발주 부서) · Refuse a claim (department)
	Reject(Box<Write<write::Reject>>),
	/// 지급 청구 (청구인, 발주 부서) · Request the payment (claimant, department)
	Request(Box<Write<write::Request>>),
	/// 지급 청구 반려 (계약·지출 담당) · Return a payment request (officer)
	Return(Box<Write<write::ReturnRequest>>),
	/// 오늘 지급 (계약·지출 담당) · Let the chain pay today (officer)
	Forward(Box<Write<write::Forward>>),
	/// 명세 확인 (수취인) · Confirm a line (payee)
	Confirm(Box<Write<write::ConfirmLine>>),
	/// 명세에 이의 (수취인, 그 원사업자) · Object to a line (payee, or who owes it)
	Object(Box<Write<write::ObjectLine>>),
	/// 이의 철회 · Withdraw an objection
	WithdrawObjection(Box<Write<write::WithdrawObjection>>),
	/// 분쟁 결정 (분쟁 조정 기구) · Decide a dispute (dispute body)
	Decide(Box<Write<write::DecideLine>>),
	/// 지급 방법 선택 (수취인) · Choose KRW on chain or the bank (payee)
	ChoosePayout(Box<Write<write::ChoosePayout>>),
	/// 은행 지급 · Payments by the bank: show, confirm, refuse
	#[command(subcommand)]
	Payout(PayoutCommand),
	/// 반환된 명세 재지급 (수취인, 계약·지출 담당) · Pay a line again that came back (payee, officer)
	Retry(Box<Write<write::Retry>>),
	/// 공탁 (계약·지출 담당) · Deposit a line (officer)
	Deposit(Box<Write<write::Deposit>>),
	/// 미등록이던 수취인의 수령 · Take a line that names your key
	Redeem(Box<Write<write::Redeem>>),
	/// 대금채권 압류 (법원) · Attach what a party is owed (court)
	Attach(Box<Write<write::Attach>>),
	/// 압류 해제 (법원) · Lift an attachment (court)
	Lift(Box<Write<write::Lift>>),
	/// 압류된 명세 처리 (법원) · Settle a line that was caught (court)
	SettleAttached(Box<Write<write::SettleAttached>>),
	/// 직접지급 · Direct payment
	#[command(subcommand)]
	DirectPay(DirectPayCommand),
	/// 보증 기록 (보증 기관) · Record a bond (guarantor)
	Bond(Box<Write<write::RecordBond>>),
	/// 노무비 명부 · Wage lists
	#[command(subcommand)]
	Wages(wages::WageCommand),
	/// 지연이자 지급 (지체한 자) · Pay interest (the late party)
	PayInterest(Box<Write<write::PayInterest>>),
	/// 선금 반환 · Pay back an advance
	RepayAdvance(Box<Write<write::RepayAdvance>>),
	/// 공휴일 · Holidays
	#[command(subcommand)]
	Holidays(HolidayCommand),
	/// 법정 기준 · Legal terms
	#[command(subcommand)]
	Terms(TermsCommand),
}

#[derive(Debug, Subcommand)]
pub enum ClaimCommand {
	/// 조회 · A claim with its lines
	Show(read::ShowClaim),
	/// 제출, 수취인 명세는 CSV로 (대표 수급인, 해지 정산은 발주 부서도) · Submit a claim under a contract, with its payees from a CSV file (lead;
	/// a settlement also the department)
	Submit(Box<Write<write::SubmitClaim>>),
	/// 보완하여 다시 제출 (청구인) · Submit a claim again, corrected (claimant)
	Resubmit(Box<Write<write::ResubmitClaim>>),
}

#[derive(Debug, Subcommand)]
pub enum ChangeCommand {
	/// 제안 (발주 부서) · Propose a change (department)
	Propose(Box<Write<write::ProposeChange>>),
	/// 서명 (관련 당사자) · Sign a change (whom it touches)
	Sign(Box<Write<write::SignChange>>),
	/// 철회 (발주 부서) · Withdraw a change (department)
	Withdraw(Box<Write<write::WithdrawChange>>),
}

#[derive(Debug, Subcommand)]
pub enum SubcontractCommand {
	/// 작성 (원사업자) · Draft and sign a subcontract (payer)
	Draft(Box<Write<write::DraftSubcontract>>),
	/// 서명 (하수급인) · Sign a subcontract or its new amount (contractor)
	Sign(Box<Write<write::SignSubcontract>>),
	/// 대금 변경 제안 (원사업자) · Propose another amount (payer)
	ProposeAmount(Box<Write<write::ProposeAmount>>),
	/// 종료 (하수급인) · End a subcontract (contractor)
	End(Box<Write<write::EndSubcontract>>),
	/// 파산으로 종료 (발주 부서) · End the subcontract of an insolvent contractor (department)
	EndInsolvent(Box<Write<write::EndInsolvent>>),
}

#[derive(Debug, Subcommand)]
pub enum WorkCommand {
	/// 조회 · The reports under a subcontract
	Show(read::ShowWork),
	/// 보고 (하수급인) · Report work (contractor)
	Report(Box<Write<write::ReportWork>>),
	/// 합격 (원사업자) · Pass work (payer)
	Pass(Box<Write<write::PassWork>>),
	/// 이의 (원사업자) · Contest work (payer)
	Contest(Box<Write<write::ContestWork>>),
	/// 결정 (분쟁 조정 기구) · Decide about contested work (dispute body)
	Decide(Box<Write<write::DecideWork>>),
}

#[derive(Debug, Subcommand)]
pub enum InspectCommand {
	/// 합격, 전부 또는 일부 (검사, 기한 경과 시 상급 단계) · Pass all or part (inspector, or the next level)
	Pass(Box<Write<write::PassInspection>>),
	/// 보완 요구 (검사, 기한 경과 시 상급 단계) · Order a correction (inspector, or the next level)
	Correct(Box<Write<write::Correct>>),
}

#[derive(Debug, Subcommand)]
pub enum PayoutCommand {
	/// 조회 · Where a payee wants its money
	Show(read::ShowPayout),
	/// 은행 지급 확인 (금고) · Say that the bank paid a line (treasury)
	Confirm(Box<Write<write::ConfirmPayout>>),
	/// 은행 지급 거절 (금고) · Say that the bank could not pay a line (treasury)
	Refuse(Box<Write<write::RefusePayout>>),
}

#[derive(Debug, Subcommand)]
pub enum DirectPayCommand {
	/// 청구 (하수급인) · Ask the city for direct payment (contractor)
	Request(Box<Write<write::RequestDirectPay>>),
	/// 중지 (원사업자) · Stop it, with evidence of unpaid wages (payer)
	Stop(Box<Write<write::StopDirectPay>>),
	/// 재개 (분쟁 조정 기구) · Let it go on (dispute body)
	Reinstate(Box<Write<write::ReinstateDirectPay>>),
}

#[derive(Debug, Subcommand)]
pub enum HolidayCommand {
	/// 변경 (달력 담당) · Amend the holidays (office of the calendar)
	Amend(Box<Write<write::AmendHolidays>>),
}

#[derive(Debug, Subcommand)]
pub enum TermsCommand {
	/// 조회 · The legal terms that apply now
	Show(read::ShowTerms),
	/// 고시 (협의회) · Set legal terms from a day on (council)
	Schedule(Box<Write<write::ScheduleTerms>>),
}

impl PayCommand {
	pub async fn run(self, output: Output, url: &str) -> Result<Report> {
		let desk = || Desk::open(output, url);
		match self {
			Self::Contract(it) => it.run(desk().await?).await,
			Self::Claim(it) => it.run(desk().await?).await,
			Self::Line(it) => it.run(desk().await?).await,
			Self::Due(it) => it.run(desk().await?).await,
			Self::Report(it) => it.run(desk().await?).await,
			Self::Calendar(it) => it.run(desk().await?).await,
			Self::Interest(it) => it.run(desk().await?).await,
			Self::Draft(it) => write::run(&desk().await?, *it).await,
			Self::Discard(it) => write::run(&desk().await?, *it).await,
			Self::Sign(it) => write::run(&desk().await?, *it).await,
			Self::Fund(it) => write::run(&desk().await?, *it).await,
			Self::Refund(it) => write::run(&desk().await?, *it).await,
			Self::Start(it) => write::run(&desk().await?, *it).await,
			Self::Suspend(it) => write::run(&desk().await?, *it).await,
			Self::Resume(it) => write::run(&desk().await?, *it).await,
			Self::Terminate(it) => write::run(&desk().await?, *it).await,
			Self::Close(it) => write::run(&desk().await?, *it).await,
			Self::Change(it) => it.run(&desk().await?).await,
			Self::Subcontract(it) => it.run(&desk().await?).await,
			Self::Work(it) => it.run(desk().await?).await,
			Self::Withdraw(it) => write::run(&desk().await?, *it).await,
			Self::Endorse(it) => write::run(&desk().await?, *it).await,
			Self::Inspect(it) => it.run(&desk().await?).await,
			Self::Approve(it) => write::run(&desk().await?, *it).await,
			Self::Reject(it) => write::run(&desk().await?, *it).await,
			Self::Request(it) => write::run(&desk().await?, *it).await,
			Self::Return(it) => write::run(&desk().await?, *it).await,
			Self::Forward(it) => write::run(&desk().await?, *it).await,
			Self::Confirm(it) => write::run(&desk().await?, *it).await,
			Self::Object(it) => write::run(&desk().await?, *it).await,
			Self::WithdrawObjection(it) => write::run(&desk().await?, *it).await,
			Self::Decide(it) => write::run(&desk().await?, *it).await,
			Self::ChoosePayout(it) => write::run(&desk().await?, *it).await,
			Self::Payout(it) => it.run(desk().await?).await,
			Self::Retry(it) => write::run(&desk().await?, *it).await,
			Self::Deposit(it) => write::run(&desk().await?, *it).await,
			Self::Redeem(it) => write::run_redeem(&desk().await?, output, *it).await,
			Self::Attach(it) => write::run(&desk().await?, *it).await,
			Self::Lift(it) => write::run(&desk().await?, *it).await,
			Self::SettleAttached(it) => write::run(&desk().await?, *it).await,
			Self::DirectPay(it) => it.run(&desk().await?).await,
			Self::Bond(it) => write::run(&desk().await?, *it).await,
			Self::Wages(it) => it.run(output, url).await,
			Self::PayInterest(it) => write::run(&desk().await?, *it).await,
			Self::RepayAdvance(it) => write::run(&desk().await?, *it).await,
			Self::Holidays(HolidayCommand::Amend(it)) => write::run(&desk().await?, *it).await,
			Self::Terms(TermsCommand::Show(it)) => it.run(desk().await?).await,
			Self::Terms(TermsCommand::Schedule(it)) => write::run(&desk().await?, *it).await,
		}
	}
}

impl ClaimCommand {
	async fn run(self, desk: Desk) -> Result<Report> {
		match self {
			Self::Show(it) => it.run(desk).await,
			Self::Submit(it) => write::run(&desk, *it).await,
			Self::Resubmit(it) => write::run(&desk, *it).await,
		}
	}
}

impl ChangeCommand {
	async fn run(self, desk: &Desk) -> Result<Report> {
		match self {
			Self::Propose(it) => write::run(desk, *it).await,
			Self::Sign(it) => write::run(desk, *it).await,
			Self::Withdraw(it) => write::run(desk, *it).await,
		}
	}
}

impl SubcontractCommand {
	async fn run(self, desk: &Desk) -> Result<Report> {
		match self {
			Self::Draft(it) => write::run(desk, *it).await,
			Self::Sign(it) => write::run(desk, *it).await,
			Self::ProposeAmount(it) => write::run(desk, *it).await,
			Self::End(it) => write::run(desk, *it).await,
			Self::EndInsolvent(it) => write::run(desk, *it).await,
		}
	}
}

impl WorkCommand {
	async fn run(self, desk: Desk) -> Result<Report> {
		match self {
			Self::Show(it) => it.run(desk).await,
			Self::Report(it) => write::run(&desk, *it).await,
			Self::Pass(it) => write::run(&desk, *it).await,
			Self::Contest(it) => write::run(&desk, *it).await,
			Self::Decide(it) => write::run(&desk, *it).await,
		}
	}
}

impl InspectCommand {
	async fn run(self, desk: &Desk) -> Result<Report> {
		match self {
			Self::Pass(it) => write::run(desk, *it).await,
			Self::Correct(it) => write::run(desk, *it).await,
		}
	}
}

impl PayoutCommand {
	async fn run(self, desk: Desk) -> Result<Report> {
		match self {
			Self::Show(it) => it.run(desk).await,
			Self::Confirm(it) => write::run(&desk, *it).await,
			Self::Refuse(it) => write::run(&desk, *it).await,
		}
	}
}

impl DirectPayCommand {
	async fn run(self, desk: &Desk) -> Result<Report> {
		match self {
			Self::Request(it) => write::run(desk, *it).await,
			Self::Stop(it) => write::run(desk, *it).await,
			Self::Reinstate(it) => write::run(desk, *it).await,
		}
	}
}

impl wages::WageCommand {
	async fn run(self, output: Output, url: &str) -> Result<Report> {
		let desk = || Desk::open(output, url);
		match self {
			// Without a node.
			Self::Root(it) => it.run(output),
			Self::Proof(it) => it.run(output),
			Self::Check(it) => it.run(desk().await?).await,
			Self::Confirm(it) => write::run(&desk().await?, *it).await,
			Self::Dispute(it) => write::run(&desk().await?, *it).await,
			Self::Decide(it) => write::run(&desk().await?, *it).await,
		}
	}
}
