// SPDX-License-Identifier: Apache-2.0

//! Commands that write into the register of cars.

/// Commands that state a sale and nothing else.
macro_rules! sale_only {
	($($(#[$attribute:meta])* $name:ident => $call:literal)+) => {
		$(
			$(#[$attribute])*
			#[derive(Debug, Args)]
			pub struct $name {
				/// 매매 번호 · The sale's number
				sale: u64,
			}

			impl Plan for $name {
				async fn plan(self, _: &Desk) -> Result<Planned> {
					Ok(Planned::plain($call, json!({"sale": self.sale})))
				}
			}
		)+
	};
}

/// Commands that state a sale and a paper.
macro_rules! sale_and_paper {
	($($(#[$attribute:meta])* $name:ident => $call:literal, $field:literal)+) => {
		$(
			$(#[$attribute])*
			#[derive(Debug, Args)]
			pub struct $name {
				/// 매매 번호 · The sale's number
				sale: u64,
				#[command(flatten)]
				paper: Paper,
			}

			impl Plan for $name {
				async fn plan(self, _: &Desk) -> Result<Planned> {
					self.paper.plan($call, |paper| json!({"sale": self.sale, $field: paper}))
				}
			}
		)+
	};
}

/// Commands that state a car and a paper.
macro_rules! car_and_paper {
	($($(#[$attribute:meta])* $name:ident => $call:literal)+) => {
		$(
			$(#[$attribute])*
			#[derive(Debug, Args)]
			pub struct $name {
				#[command(flatten)]
				which: Which,
				#[command(flatten)]
				paper: Paper,
			}

			impl Plan for $name {
				async fn plan(self, desk: &Desk) -> Result<Planned> {
					let vehicle = desk.vehicle(&self.which).await?;
					self.paper
						.plan($call, |paper| json!({"vehicle": vehicle, "document": paper}))
				}
			}
		)+
	};
}

mod after;
mod burdens;
mod office;
mod sale;
mod workshop;

pub use after::*;
pub use burdens::*;
pub use office::*;
pub use sale::*;
pub use workshop::*;

use crate::{
	desk::Desk,
	error::Result,
	output::Report,
	plan::{self, Plan},
	submit::Write,
};

/// The pallet that all of these speak to.
const PALLET: &str = "CarRegistry";

/// Plan, sign and send.
pub async fn run<T: Plan>(desk: &Desk, command: Write<T>) -> Result<Report> {
	plan::run(desk, PALLET, command).await
}
