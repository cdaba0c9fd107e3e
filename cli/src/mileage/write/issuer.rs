// SPDX-License-Identifier: Apache-2.0

//! What issuers write beside credits: budgets, corrections, frozen wallets.

use super::{super::schemes, Whose};
use crate::{
	desk::Desk,
	error::Result,
	money,
	plan::{chain_name, Paper, Plan, Planned},
};
use clap::Args;
use serde_json::json;

/// Commands that state a scheme and an amount.
macro_rules! budget {
	($($(#[$attribute:meta])* $name:ident => $call:literal)+) => {
		$(
			$(#[$attribute])*
			#[derive(Debug, Args)]
			pub struct $name {
				#[command(flatten)]
				which: schemes::Which,
				/// 금액(원) · Amount in won
				#[arg(long, value_name = "WON")]
				amount: String,
			}

			impl Plan for $name {
				async fn plan(self, desk: &Desk) -> Result<Planned> {
					let amount = money::parse(&self.amount)?;
					let scheme = self.which.number(desk).await?;
					Ok(Planned::plain(
						$call,
						json!({"scheme": scheme, "amount": amount.to_string()}),
					))
				}
			}
		)+
	};
}

/// Commands that state a wallet and a decision.
macro_rules! decision {
	($($(#[$attribute:meta])* $name:ident => $call:literal)+) => {
		$(
			$(#[$attribute])*
			#[derive(Debug, Args)]
			pub struct $name {
				#[command(flatten)]
				whose: Whose,
				#[command(flatten)]
				paper: Paper,
			}

			impl Plan for $name {
				async fn plan(self, desk: &Desk) -> Result<Planned> {
					let (member, scheme) = self.whose.find(desk).await?;
					self.paper.plan($call, |decision| {
						json!({"member": member, "scheme": scheme, "decision": decision})
					})
				}
			}
		)+
	};
}

budget! {
	/// 재원 예치
	Fund => "fund_budget"
	/// 여유 재원 반환
	Withdraw => "withdraw_budget"
}

points_and_paper! {
	/// 환수
	ClawBack => "claw_back", "reason"
	/// 환수 취소
	Reverse => "reverse_claw_back", "decision"
}

decision! {
	/// 정지 해제
	Reinstate => "reinstate"
	/// 이의 기각
	RejectAppeal => "reject_appeal"
}

/// 지갑 정지
#[derive(Debug, Args)]
pub struct Freeze {
	#[command(flatten)]
	whose: Whose,
	/// 사유: death, fraud · Cause
	#[arg(long)]
	cause: String,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for Freeze {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let (member, scheme) = self.whose.find(desk).await?;
		self.paper.plan("freeze", |evidence| {
			json!({
				"member": member,
				"scheme": scheme,
				"cause": chain_name(&self.cause),
				"evidence": evidence,
			})
		})
	}
}
