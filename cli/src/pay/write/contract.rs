// SPDX-License-Identifier: Apache-2.0

//! What departments, members, offices and officers write: contracts, their money, their changes.

use super::{with, ContractNumber};
use crate::{
	desk::Desk,
	document::{self, NoSalt},
	error::{text, Failure, Result},
	money,
	pay::{api, days::Days, draft},
	plan::{Paper, Plan, Planned},
	scale::integer,
	submit::Extras,
};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

/// 계약 작성
#[derive(Debug, Args)]
pub struct DraftContract {
	/// 계약 내용(JSON) · The contract's content as JSON
	#[arg(value_name = "FILE")]
	content: PathBuf,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for DraftContract {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let days = Days::of(&desk.state).await?;
		let (content, amount) = draft::contract(&self.content, &days)?;
		let mut planned = self.paper.plan(
			"draft_contract",
			|document| json!({"draft": with(content, "document", document)}),
		)?;
		let shown = money::show(amount);
		planned.extras.add(
			"amount",
			integer(amount),
			text!("계약금액: {shown}원", "amount of the contract: {shown} won"),
		);
		Ok(planned)
	}
}

plain! {
	/// 초안 폐기
	Discard(ContractNumber) => "discard_draft"
	/// 계약 서명
	Sign(ContractNumber) => "sign_contract"
	/// 착공
	Start(ContractNumber) => "start_contract"
	/// 재개
	Resume(ContractNumber) => "resume_contract"
	/// 종결
	Close(ContractNumber) => "close_contract"
	/// 변경 철회
	WithdrawChange(ContractNumber) => "withdraw_change"
}

papered! {
	/// 정지
	Suspend(ContractNumber) => "suspend_contract", "reason"
	/// 해지
	Terminate(ContractNumber) => "terminate_contract", "reason"
}

valued! {
	/// 자금 예치
	Fund(ContractNumber) => "fund_contract"
	/// 환급
	Refund(ContractNumber) => "refund"
	/// 선금 반환
	RepayAdvance(ContractNumber) => "repay_advance"
}

/// 변경 제안
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("change").required(true))]
pub struct ProposeChange {
	#[command(flatten)]
	about: ContractNumber,
	/// 새 내역과 예산(JSON) · New items and budget years as JSON
	#[arg(long, value_name = "FILE", group = "change")]
	works: Option<PathBuf>,
	/// 새 준공기한 · New last day for completing the works
	#[arg(long, value_name = "DAY", group = "change")]
	complete_by: Option<String>,
	/// 새 구성원과 지분(JSON) · New members and shares as JSON
	#[arg(long, value_name = "FILE", group = "change")]
	members: Option<PathBuf>,
	/// 새 감독 기관 · New supervisor's agency
	#[arg(long, value_name = "AGENCY", group = "change")]
	supervisor: Option<u32>,
	/// 새 검사 기관 · New inspector's agency
	#[arg(long, value_name = "AGENCY", group = "change")]
	inspector: Option<u32>,
	/// 새 분쟁 조정 기구 · New dispute body's agency
	#[arg(long, value_name = "AGENCY", group = "change")]
	dispute_body: Option<u32>,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for ProposeChange {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let mut new_amount = None;
		let change = if let Some(path) = &self.works {
			let (works, amount) = draft::works(path)?;
			new_amount = Some(amount);
			works
		} else if let Some(path) = &self.members {
			draft::members(path)?
		} else if let Some(typed) = &self.complete_by {
			json!({"CompleteBy": Days::of(&desk.state).await?.parse(typed)?})
		} else if let Some(agency) = self.supervisor {
			json!({ "Supervisor": agency })
		} else if let Some(agency) = self.inspector {
			json!({ "Inspector": agency })
		} else {
			json!({"DisputeBody": self.dispute_body})
		};
		let mut planned = self.paper.plan("propose_change", |document| {
			let about = with(self.about.json(), "change", change);
			with(about, "document", document)
		})?;
		if let Some(amount) = new_amount {
			let shown = money::show(amount);
			planned.extras.add(
				"amount",
				integer(amount),
				text!("새 계약금액: {shown}원", "new amount: {shown} won"),
			);
		}
		Ok(planned)
	}
}

/// 변경 서명
#[derive(Debug, Args)]
pub struct SignChange {
	#[command(flatten)]
	about: ContractNumber,
	/// 변경계약서 · The amended contract
	#[arg(long, value_name = "FILE")]
	document: PathBuf,
	/// 문서의 솔트 파일. 없으면 문서 곁의 것 · File with its salt; the one beside the document without it
	#[arg(long, value_name = "FILE")]
	salt: Option<PathBuf>,
}

impl Plan for SignChange {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let committed = document::commit(&self.document, self.salt.as_deref(), NoSalt::Refuse)?;
		let number = self.about.contract;
		let info = api::contract(&desk.state, number).await?;
		let proposed = info["change"]["document"].as_str().unwrap_or_default();
		let (hex, file) = (committed.hex(), self.document.display());
		if !proposed.is_empty() && proposed != hex {
			return Err(Failure::no(
				"ChangeDiffers",
				text!(
					"{file}은(는) 제안된 변경계약서가 아닙니다(확인값 {hex}, 제안된 것 {proposed}). 서명하지 않았습니다.",
					"{file} is not the amended contract that was proposed ({hex}, proposed is {proposed}). Nothing was signed."
				),
			));
		}
		Ok(Planned {
			call: "sign_change",
			arguments: with(self.about.json(), "document", hex),
			extras: Extras::default(),
		})
	}
}
