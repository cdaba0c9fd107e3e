// SPDX-License-Identifier: Apache-2.0

//! Warranty and rescission.

use crate::{
	desk::Desk,
	error::Result,
	plan::{chain_name, Paper, Plan, Planned},
};
use clap::Args;
use serde_json::json;

/// 보증 청구 답변
#[derive(Debug, Args)]
pub struct AnswerClaim {
	/// 매매 번호 · The sale's number
	sale: u64,
	/// 보증 청구 번호 · The claim's number
	#[arg(long, value_name = "NUMBER")]
	claim: u8,
	/// 답: grant, refuse · Decision
	#[arg(long)]
	decision: String,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for AnswerClaim {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		self.paper.plan("answer_warranty_claim", |document| {
			json!({
				"sale": self.sale,
				"claim": self.claim,
				"decision": chain_name(&self.decision),
				"document": document,
			})
		})
	}
}

/// 해제 요구
#[derive(Debug, Args)]
pub struct RequestRescission {
	/// 매매 번호 · The sale's number
	sale: u64,
	/// 사유: mileage, accident, flood · Why
	#[arg(long)]
	ground: String,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for RequestRescission {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		self.paper.plan("request_rescission", |evidence| {
			json!({
				"sale": self.sale,
				"ground": chain_name(&self.ground),
				"evidence": evidence,
			})
		})
	}
}

sale_only! {
	/// 보증 종료
	EndWarranty => "end_warranty"
	/// 해제 요구 철회
	WithdrawRescission => "withdraw_rescission"
	/// 해제 동의
	AgreeRescission => "agree_rescission"
}

sale_and_paper! {
	/// 보증 청구
	ClaimWarranty => "file_warranty_claim", "document"
	/// 해제 판결
	OrderRescission => "order_rescission", "judgment"
}
