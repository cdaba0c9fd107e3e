// SPDX-License-Identifier: Apache-2.0

//! What labour banks, workers and dispute bodies write about wages.

use super::{with, LineNumber};
use crate::{
	desk::Desk,
	error::{text, Failure, Result},
	pay::{
		api,
		wages::{self, Slip},
	},
	plan::{chain_name, Plan, Planned},
};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

/// 임금 지급 확인
#[derive(Debug, Args)]
pub struct ConfirmWages {
	#[command(flatten)]
	about: LineNumber,
	/// 지급한 임금의 순번, 예: 0-9,12 · Places of the wages that were paid, as 0-9,12
	#[arg(long, required_unless_present = "all", conflicts_with = "all")]
	places: Option<String>,
	/// 심리 중인 것을 뺀 모든 임금 · All wages but those in dispute
	#[arg(long)]
	all: bool,
}

impl Plan for ConfirmWages {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let indices = if let Some(typed) = &self.places {
			wages::places(typed)?
		} else {
			let (claim, line) = (self.about.claim, self.about.line);
			let list = api::wage_list(&desk.state, claim, line.into())
				.await?
				.ok_or_else(|| {
					Failure::no(
						"NotALabourLine",
						text!(
							"청구 {claim} 명세 {line}은(는) 노무비 명세가 아닙니다.",
							"Line {line} of claim {claim} pays no wages."
						),
					)
				})?;
			let disputed: Vec<u64> = list["disputes"]
				.as_array()
				.into_iter()
				.flatten()
				.filter(|dispute| api::name(&dispute["outcome"]) == "Open")
				.map(|dispute| api::id(&dispute["index"]))
				.collect();
			let workers = u32::try_from(api::id(&list["workers"])).unwrap_or_default();
			(0..workers)
				.filter(|place| !disputed.contains(&u64::from(*place)))
				.collect()
		};
		Ok(Planned::plain(
			"confirm_wages",
			with(self.about.json(), "indices", json!(indices)),
		))
	}
}

/// 임금 이의
#[derive(Debug, Args)]
pub struct DisputeWage {
	#[command(flatten)]
	about: LineNumber,
	/// 근로자의 명세 파일 · The worker's slip
	#[arg(long, value_name = "FILE")]
	slip: PathBuf,
}

impl Plan for DisputeWage {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		let slip = Slip::load(&self.slip)?;
		let about = with(self.about.json(), "index", slip.index);
		let about = with(about, "slip", json!(slip.commitment));
		Ok(Planned::plain(
			"dispute_wage",
			with(about, "proof", json!(slip.proof)),
		))
	}
}

/// 임금 이의 결정
#[derive(Debug, Args)]
pub struct DecideWage {
	#[command(flatten)]
	about: LineNumber,
	/// 임금의 순번 · The wage's place in the list
	#[arg(long, value_name = "NUMBER")]
	index: u32,
	/// 결과: upheld(은행이 지급), rejected · Outcome: the bank is to pay, or not
	#[arg(long)]
	outcome: String,
}

impl Plan for DecideWage {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		let about = with(self.about.json(), "index", self.index);
		Ok(Planned::plain(
			"decide_wage",
			with(about, "outcome", chain_name(&self.outcome)),
		))
	}
}
