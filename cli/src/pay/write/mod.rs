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

/// What a command is about: its numbers, in the order in which they are typed, under the names that the call has for them.
macro_rules! subjects {
	($(
		$(#[$attribute:meta])*
		$name:ident {
			$($(#[$help:meta])* $field:ident: $number:ty => $shown:literal)+
		}
	)+) => {
		$(
			$(#[$attribute])*
			#[derive(Debug, Args)]
			pub struct $name {
				$(
					$(#[$help])*
					#[arg(value_name = $shown)]
					$field: $number,
				)+
			}

			impl $name {
				fn json(&self) -> Json {
					json!({ $((stringify!($field)): self.$field),+ })
				}
			}
		)+
	};
}

subjects! {
	/// A contract.
	ContractNumber {
		/// 계약 번호 · The contract's number
		contract: u64 => "CONTRACT"
	}

	/// A claim.
	ClaimNumber {
		/// 청구 번호 · The claim's number
		claim: u64 => "CLAIM"
	}

	/// A line of a claim.
	LineNumber {
		/// 청구 번호 · The claim's number
		claim: u64 => "CLAIM"
		/// 명세 번호(0부터) · The line's number, from 0
		line: u16 => "LINE"
	}

	/// A subcontract.
	SubcontractNumber {
		/// 하도급 번호 · The subcontract's number
		subcontract: u64 => "SUBCONTRACT"
	}

	/// A report of work under a subcontract.
	ReportNumber {
		/// 하도급 번호 · The subcontract's number
		subcontract: u64 => "SUBCONTRACT"
		/// 기성 보고 번호(0부터) · The report's number, from 0
		report: u32 => "REPORT"
	}
}
