// SPDX-License-Identifier: Apache-2.0

//! Commands that write into contracts, claims and payments.

/// Commands that state what they are about, and nothing else.
macro_rules! plain {
	($($(#[$attribute:meta])* $name:ident($about:ty) => $call:literal)+) => {
		$(
			$(#[$attribute])*
			#[derive(Debug, Args)]
			pub struct $name {
				#[command(flatten)]
				about: $about,
			}

			impl Plan for $name {
				async fn plan(self, _: &Desk) -> Result<Planned> {
					Ok(Planned::plain($call, self.about.json()))
				}
			}
		)+
	};
}

/// Commands that state what they are about, and a paper.
macro_rules! papered {
	($($(#[$attribute:meta])* $name:ident($about:ty) => $call:literal, $field:literal)+) => {
		$(
			$(#[$attribute])*
			#[derive(Debug, Args)]
			pub struct $name {
				#[command(flatten)]
				about: $about,
				#[command(flatten)]
				paper: Paper,
			}

			impl Plan for $name {
				async fn plan(self, _: &Desk) -> Result<Planned> {
					self.paper.plan($call, |paper| with(self.about.json(), $field, paper))
				}
			}
		)+
	};
}

/// Commands that state what they are about, and an amount.
macro_rules! valued {
	($($(#[$attribute:meta])* $name:ident($about:ty) => $call:literal)+) => {
		$(
			$(#[$attribute])*
			#[derive(Debug, Args)]
			pub struct $name {
				#[command(flatten)]
				about: $about,
				/// 금액(원) · Amount in won
				#[arg(long, value_name = "WON")]
				amount: String,
			}

			impl Plan for $name {
				async fn plan(self, _: &Desk) -> Result<Planned> {
					let amount = money::parse(&self.amount)?.to_string();
					Ok(Planned::plain($call, with(self.about.json(), "amount", amount)))
				}
			}
		)+
	};
}

/// Commands that state what they are about, an amount, and a paper.
macro_rules! valued_and_papered {
	($($(#[$attribute:meta])* $name:ident($about:ty) => $call:literal, $field:literal)+) => {
		$(
			$(#[$attribute])*
			#[derive(Debug, Args)]
			pub struct $name {
				#[command(flatten)]
				about: $about,
				/// 금액(원) · Amount in won
				#[arg(long, value_name = "WON")]
				amount: String,
				#[command(flatten)]
				paper: Paper,
			}

			impl Plan for $name {
				async fn plan(self, _: &Desk) -> Result<Planned> {
					let amount = money::parse(&self.amount)?.to_string();
					let about = with(self.about.json(), "amount", amount);
					self.paper.plan($call, |paper| with(about, $field, paper))
				}
			}
		)+
	};
}

mod claim;
mod contract;
mod labour;
mod line;
mod office;
mod subcontract;

pub use claim::*;
pub use contract::*;
pub use labour::*;
pub use line::*;
pub use office::*;
pub use subcontract::*;

use super::PALLET;
use crate::{
	desk::Desk,
	error::Result,
	output::Report,
	plan::{self, Plan},
	submit::Write,
};
use clap::Args;
use serde_json::{json, Value as Json};

/// Plan, sign and send.
pub async fn run<T: Plan>(desk: &Desk, command: Write<T>) -> Result<Report> {
	plan::run(desk, PALLET, command).await
}

/// Arguments of a call with one more.
fn with(mut arguments: Json, name: &str, content: impl Into<Json>) -> Json {
	arguments[name] = content.into();
	arguments
}

/// A contract.
#[derive(Debug, Args)]
pub struct ContractNumber {
	/// 계약 번호 · The contract's number
	#[arg(value_name = "CONTRACT")]
	contract: u64,
}

impl ContractNumber {
	fn json(&self) -> Json {
		json!({"contract": self.contract})
	}
}

/// A claim.
#[derive(Debug, Args)]
pub struct ClaimNumber {
	/// 청구 번호 · The claim's number
	#[arg(value_name = "CLAIM")]
	claim: u64,
}

impl ClaimNumber {
	fn json(&self) -> Json {
		json!({"claim": self.claim})
	}
}

/// A line of a claim.
#[derive(Debug, Args)]
pub struct LineNumber {
	/// 청구 번호 · The claim's number
	#[arg(value_name = "CLAIM")]
	claim: u64,
	/// 명세 번호(0부터) · The line's number, from 0
	#[arg(value_name = "LINE")]
	line: u16,
}

impl LineNumber {
	fn json(&self) -> Json {
		json!({"claim": self.claim, "line": self.line})
	}
}

/// A subcontract.
#[derive(Debug, Args)]
pub struct SubcontractNumber {
	/// 하도급 번호 · The subcontract's number
	#[arg(value_name = "SUBCONTRACT")]
	subcontract: u64,
}

impl SubcontractNumber {
	fn json(&self) -> Json {
		json!({"subcontract": self.subcontract})
	}
}

/// A report of work under a subcontract.
#[derive(Debug, Args)]
pub struct ReportNumber {
	/// 하도급 번호 · The subcontract's number
	#[arg(value_name = "SUBCONTRACT")]
	subcontract: u64,
	/// 기성 보고 번호(0부터) · The report's number, from 0
	#[arg(value_name = "REPORT")]
	report: u32,
}

impl ReportNumber {
	fn json(&self) -> Json {
		json!({"subcontract": self.subcontract, "report": self.report})
	}
}
