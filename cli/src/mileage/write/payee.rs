// SPDX-License-Identifier: Apache-2.0

//! What channels and merchants write, and the settlement that anyone may start.

use super::Whose;
use crate::{
	desk::Desk,
	error::Result,
	plan::{Paper, Plan, Planned},
};
use clap::Args;
use serde_json::json;

/// Commands that state a redemption and a paper.
macro_rules! redemption_and_paper {
	($($(#[$attribute:meta])* $name:ident => $call:literal, $field:literal)+) => {
		$(
			$(#[$attribute])*
			#[derive(Debug, Args)]
			pub struct $name {
				/// 전환 신청 번호 · The redemption's number
				redemption: u64,
				#[command(flatten)]
				paper: Paper,
			}

			impl Plan for $name {
				async fn plan(self, _: &Desk) -> Result<Planned> {
					self.paper.plan($call, |paper| {
						json!({"redemption": self.redemption.to_string(), $field: paper})
					})
				}
			}
		)+
	};
}

redemption_and_paper! {
	/// 전환 전송
	Send => "send_redemption", "reference"
	/// 전환 실패
	Fail => "fail_redemption", "reason"
}

redemption_only! {
	/// 전환 완료
	Delivered => "settle_redemption"
}

points_and_paper! {
	/// 환불
	Refund => "refund", "reason"
}

/// 정산
#[derive(Debug, Args)]
pub struct Settle {
	/// 받을 기관의 번호들 · Agency numbers of who is paid
	#[arg(value_name = "AGENCY", required = true)]
	payees: Vec<u32>,
}

impl Plan for Settle {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		Ok(Planned::plain("settle", json!({"payees": self.payees})))
	}
}
