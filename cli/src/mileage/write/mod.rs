// SPDX-License-Identifier: Apache-2.0

//! Commands that write into the books of points.

/// Commands that state a wallet, points and a paper.
macro_rules! points_and_paper {
	($($(#[$attribute:meta])* $name:ident => $call:literal, $field:literal)+) => {
		$(
			$(#[$attribute])*
			#[derive(Debug, Args)]
			pub struct $name {
				#[command(flatten)]
				whose: Whose,
				/// 포인트 · How many points
				#[arg(long)]
				points: u64,
				#[command(flatten)]
				paper: Paper,
			}

			impl Plan for $name {
				async fn plan(self, desk: &Desk) -> Result<Planned> {
					let (member, scheme) = self.whose.find(desk).await?;
					self.paper.plan($call, |paper| {
						json!({
							"member": member,
							"scheme": scheme,
							"points": self.points.to_string(),
							$field: paper,
						})
					})
				}
			}
		)+
	};
}

/// Commands that state a redemption and nothing else.
macro_rules! redemption_only {
	($($(#[$attribute:meta])* $name:ident => $call:literal)+) => {
		$(
			$(#[$attribute])*
			#[derive(Debug, Args)]
			pub struct $name {
				/// 전환 신청 번호 · The redemption's number
				redemption: u64,
			}

			impl Plan for $name {
				async fn plan(self, _: &Desk) -> Result<Planned> {
					Ok(Planned::plain(
						$call,
						json!({"redemption": self.redemption.to_string()}),
					))
				}
			}
		)+
	};
}

mod credit;
mod issuer;
mod member;
mod payee;

pub use credit::*;
pub use issuer::*;
pub use member::*;
pub use payee::*;

use super::{schemes, PALLET};
use crate::{
	desk::Desk,
	error::Result,
	output::Report,
	parties,
	plan::{self, Plan},
	submit::Write,
};
use clap::Args;
use serde_json::Value as Json;

/// Plan, sign and send.
pub async fn run<T: Plan>(desk: &Desk, command: Write<T>) -> Result<Report> {
	plan::run(desk, PALLET, command).await
}

/// Whose wallet of which scheme.
#[derive(Debug, Args)]
pub struct Whose {
	/// 회원: citizen:번호 또는 agency:번호 · Member
	#[arg(long, value_name = "PARTY")]
	member: String,
	#[command(flatten)]
	which: schemes::Which,
}

impl Whose {
	/// The member and the scheme, as the chain names them.
	async fn find(&self, desk: &Desk) -> Result<(Json, Json)> {
		let member = parties::party(&self.member)?;
		Ok((member, self.which.number(desk).await?))
	}
}
