// SPDX-License-Identifier: Apache-2.0

//! Seizures and mortgages.

use crate::{
	desk::{Desk, Which},
	error::Result,
	plan::{chain_name, Paper, Plan, Planned},
};
use clap::Args;
use serde_json::json;

/// 저당 동의
#[derive(Debug, Args)]
pub struct AgreeMortgage {
	#[command(flatten)]
	which: Which,
	/// 저당권자의 기관 번호 · The lienor's agency number
	#[arg(long, value_name = "AGENCY")]
	lienor: u32,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for AgreeMortgage {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let vehicle = desk.vehicle(&self.which).await?;
		self.paper.plan(
			"agree_mortgage",
			|document| json!({"vehicle": vehicle, "lienor": self.lienor, "document": document}),
		)
	}
}

/// 압류·저당 등록
#[derive(Debug, Args)]
pub struct PlaceEncumbrance {
	#[command(flatten)]
	which: Which,
	/// 구분: seizure, mortgage · Kind
	#[arg(long)]
	kind: String,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for PlaceEncumbrance {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let vehicle = desk.vehicle(&self.which).await?;
		self.paper.plan("place_encumbrance", |document| {
			json!({
				"vehicle": vehicle,
				"kind": chain_name(&self.kind),
				"document": document,
			})
		})
	}
}

/// 압류·저당 말소
#[derive(Debug, Args)]
pub struct ReleaseEncumbrance {
	#[command(flatten)]
	which: Which,
	/// 압류·저당 번호 · Its number
	#[arg(long, value_name = "NUMBER")]
	encumbrance: u64,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for ReleaseEncumbrance {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let vehicle = desk.vehicle(&self.which).await?;
		self.paper.plan("release_encumbrance", |document| {
			json!({
				"vehicle": vehicle,
				"encumbrance": self.encumbrance.to_string(),
				"document": document,
			})
		})
	}
}
