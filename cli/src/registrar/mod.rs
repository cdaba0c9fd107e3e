// SPDX-License-Identifier: Apache-2.0

//! `seoul registrar`: institutions that have a VIN or a plate but no certificate ask the office that has
//! the registrars' key. Whoever asks is known, and every question is written down.

mod client;
mod journal;
mod office;
mod question;
mod server;

use crate::{
	error::Result,
	output::{Output, Report},
};
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum RegistrarCommand {
	/// 조회 창구 운영 (등록 관청) · Answer institutions (registrar)
	Serve(Box<server::Serve>),
	/// 조회 (보험, 법원, 세무 관서, 경찰 등) · Ask the office (insurer, court, tax office, police and others)
	Lookup(Box<client::Lookup>),
	/// 조회 기록 확인 (감사) · Check a journal of questions (auditor)
	VerifyLog(journal::VerifyLog),
}

impl RegistrarCommand {
	pub async fn run(self, output: Output, url: &str) -> Result<Report> {
		match self {
			Self::Serve(it) => it.run(output, url).await,
			Self::Lookup(it) => it.run(output).await,
			Self::VerifyLog(it) => it.run(output),
		}
	}
}
