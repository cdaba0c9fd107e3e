// SPDX-License-Identifier: Apache-2.0

//! What members write: pay, redeem, give, convert, appeal.

use super::super::schemes;
use crate::{
	desk::Desk,
	error::Result,
	money, parties,
	plan::{chain_name, Paper, Plan, Planned},
};
use clap::Args;
use serde_json::{json, Value as Json};

/// Of which schemes points are taken.
#[derive(Debug, Args)]
struct Source {
	/// 이 제도만. 여러 번 쓸 수 있습니다. 없으면 허용된 모든 제도에서 만료가 빠른 순 · Of this scheme only; repeatable.
	/// Without it of all that may be used so. Points that are due first are taken first
	#[arg(long = "scheme", value_name = "SCHEME")]
	schemes: Vec<String>,
	/// 최대 제도 수 · Of no more than so many schemes
	#[arg(long, value_name = "COUNT", conflicts_with = "schemes")]
	at_most: Option<u8>,
}

impl Source {
	async fn find(&self, desk: &Desk) -> Result<Json> {
		if !self.schemes.is_empty() {
			let schemes = schemes::numbers(&desk.state, &self.schemes).await?;
			return Ok(json!({"Only": {"schemes": schemes}}));
		}
		let at_most = match self.at_most {
			Some(at_most) => u64::from(at_most),
			None => schemes::count(&desk.state).await?,
		};
		Ok(json!({"Earliest": {"atMost": at_most}}))
	}
}

/// 결제
#[derive(Debug, Args)]
pub struct Pay {
	/// 수취 기관 번호 · Agency number of who is paid
	#[arg(long, value_name = "AGENCY")]
	payee: u32,
	/// 금액(원) · Amount in won
	#[arg(long, value_name = "WON")]
	amount: String,
	/// 용도: purchase, tax, fee, donation · What for
	#[arg(long, default_value = "purchase")]
	purpose: String,
	#[command(flatten)]
	source: Source,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for Pay {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let amount = money::parse(&self.amount)?;
		let source = self.source.find(desk).await?;
		self.paper.plan("pay", |reference| {
			json!({
				"payee": self.payee,
				"purpose": chain_name(&self.purpose),
				"amount": amount.to_string(),
				"source": source,
				"reference": reference,
			})
		})
	}
}

/// 전환 신청
#[derive(Debug, Args)]
pub struct Request {
	/// 채널의 기관 번호 · Agency number of the channel that delivers
	#[arg(long, value_name = "AGENCY")]
	channel: u32,
	/// 금액(원) · Amount in won
	#[arg(long, value_name = "WON")]
	amount: String,
	#[command(flatten)]
	source: Source,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for Request {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let amount = money::parse(&self.amount)?;
		let source = self.source.find(desk).await?;
		self.paper.plan("redeem", |instruction| {
			json!({
				"channel": self.channel,
				"amount": amount.to_string(),
				"source": source,
				"instruction": instruction,
			})
		})
	}
}

redemption_only! {
	/// 전환 취소
	Cancel => "cancel_redemption"
}

/// 선물
#[derive(Debug, Args)]
pub struct Gift {
	/// 받는 회원: citizen:번호 또는 agency:번호 · Who receives
	#[arg(long, value_name = "PARTY")]
	to: String,
	#[command(flatten)]
	which: schemes::Which,
	/// 포인트 · How many points
	#[arg(long)]
	points: u64,
}

impl Plan for Gift {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let receiver = parties::party(&self.to)?;
		let scheme = self.which.number(desk).await?;
		Ok(Planned::plain(
			"gift",
			json!({"receiver": receiver, "scheme": scheme, "points": self.points.to_string()}),
		))
	}
}

/// 전환
#[derive(Debug, Args)]
pub struct Convert {
	/// 원 제도 · Scheme that the points are of
	#[arg(long, value_name = "SCHEME")]
	from: String,
	/// 전환 제도 · Scheme that they become points of
	#[arg(long, value_name = "SCHEME")]
	into: String,
	/// 포인트 · How many points
	#[arg(long)]
	points: u64,
}

impl Plan for Convert {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let from = schemes::number(&desk.state, &self.from).await?;
		let to = schemes::number(&desk.state, &self.into).await?;
		Ok(Planned::plain(
			"convert",
			json!({"from": from, "to": to, "points": self.points.to_string()}),
		))
	}
}

/// 자동전환
#[derive(Debug, Args)]
pub struct Auto {
	#[command(flatten)]
	which: schemes::Which,
	/// 적립될 때 이 제도로 전환 · Points that are credited become points of this scheme
	#[arg(long, value_name = "SCHEME", required_unless_present = "off")]
	into: Option<String>,
	/// 자동전환 끄기 · No longer
	#[arg(long, conflicts_with = "into")]
	off: bool,
}

impl Plan for Auto {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let scheme = self.which.number(desk).await?;
		let rule = match &self.into {
			Some(into) => {
				json!({"Into": {"scheme": schemes::number(&desk.state, into).await?}})
			},
			None => json!("Off"),
		};
		Ok(Planned::plain(
			"set_auto_conversion",
			json!({"scheme": scheme, "rule": rule}),
		))
	}
}

/// 이의 신청
#[derive(Debug, Args)]
pub struct Appeal {
	#[command(flatten)]
	which: schemes::Which,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for Appeal {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let scheme = self.which.number(desk).await?;
		self.paper.plan(
			"appeal",
			|grounds| json!({"scheme": scheme, "grounds": grounds}),
		)
	}
}
