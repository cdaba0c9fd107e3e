// SPDX-License-Identifier: Apache-2.0

//! What payers and their subcontractors write: subcontracts, work, direct payment.

use super::{with, ContractNumber, ReportNumber, SubcontractNumber};
use crate::{
	desk::Desk,
	error::Result,
	money, parties,
	pay::rates,
	plan::{chain_name, Paper, Plan, Planned},
};
use clap::Args;
use serde_json::json;

/// 하도급 작성
#[derive(Debug, Args)]
pub struct DraftSubcontract {
	#[command(flatten)]
	about: ContractNumber,
	/// 상위 하도급 번호. 없으면 원도급의 하도급 · The subcontract above it; directly under the prime contract without it
	#[arg(long, value_name = "SUBCONTRACT")]
	parent: Option<u64>,
	/// 하수급인: agency:번호 또는 citizen:번호 · Who performs
	#[arg(long, value_name = "PARTY")]
	contractor: String,
	/// 종류: works, material, equipment, services · Kind
	#[arg(long)]
	kind: String,
	/// 하도급대금(원) · Amount in won
	#[arg(long, value_name = "WON")]
	amount: String,
	/// 지급기일: 인수한 날부터의 일수 · Days from taking over until payment is due
	#[arg(long)]
	days: u32,
	/// 지연이자율(연 %) · Rate for lateness, in percent a year
	#[arg(long, value_name = "PERCENT")]
	rate: String,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for DraftSubcontract {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		let contractor = parties::party(&self.contractor)?;
		let amount = money::parse(&self.amount)?;
		let rate = rates::parse(&self.rate)?;
		self.paper.plan("draft_subcontract", |document| {
			let draft = json!({
				"parent": self.parent,
				"contractor": contractor,
				"kind": chain_name(&self.kind),
				"amount": amount.to_string(),
				"paymentDays": self.days,
				"lateRate": rate,
				"document": document,
			});
			with(self.about.json(), "draft", draft)
		})
	}
}

plain! {
	/// 하도급 서명
	SignSubcontract(SubcontractNumber) => "sign_subcontract"
	/// 하도급 종료
	EndSubcontract(SubcontractNumber) => "end_subcontract"
	/// 기성 합격
	PassWork(ReportNumber) => "pass_work"
}

papered! {
	/// 파산 하도급 종료
	EndInsolvent(SubcontractNumber) => "end_insolvent_subcontract", "evidence"
	/// 기성 이의
	ContestWork(ReportNumber) => "contest_work", "reason"
	/// 직접지급 중지
	StopDirectPay(SubcontractNumber) => "stop_direct_pay", "reason"
	/// 직접지급 재개
	ReinstateDirectPay(SubcontractNumber) => "reinstate_direct_pay", "decision"
}

valued! {
	/// 하도급대금 변경 제안
	ProposeAmount(SubcontractNumber) => "propose_amount"
	/// 기성 결정
	DecideWork(ReportNumber) => "decide_work"
}

valued_and_papered! {
	/// 기성 보고
	ReportWork(SubcontractNumber) => "report_work", "evidence"
}

/// 직접지급 청구
#[derive(Debug, Args)]
pub struct RequestDirectPay {
	#[command(flatten)]
	about: SubcontractNumber,
	/// 사유: insolvency, agreement, missed-payments, no-bond, judgment · Why
	#[arg(long)]
	trigger: String,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for RequestDirectPay {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		let about = with(self.about.json(), "trigger", chain_name(&self.trigger));
		self.paper.plan("request_direct_pay", |evidence| {
			with(about, "evidence", evidence)
		})
	}
}
