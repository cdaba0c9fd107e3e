// SPDX-License-Identifier: Apache-2.0

//! What organisers read besides polls.

use crate::{
	blocks::At, desk::Desk, error::Result, output::Report, scale::json_of, voting::Voting,
};
use clap::Args;
use serde_json::Map;

/// 투표 기준
#[derive(Debug, Args)]
pub struct Terms {
	#[command(flatten)]
	at: At,
}

impl Terms {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let desk = self.at.desk(desk).await?;
		let terms = Voting::of(&desk).terms().await?;
		desk.report(Map::from_iter([("terms".to_owned(), json_of(&terms)?)]))
			.await
	}
}
