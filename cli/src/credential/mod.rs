// SPDX-License-Identifier: Apache-2.0

//! `seoul credential`: predicates that issuers attest and citizens show, as salted commitments under a root.

mod batch;
mod book;
mod read;
mod write;

use crate::{
	desk::Desk,
	error::Result,
	facility::PALLET,
	output::{Output, Report},
	plan,
	submit::Write,
};
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum CredentialCommand {
	/// 자격 종류 · Kinds of credentials
	#[command(subcommand)]
	Schema(SchemaCommand),
	/// CSV 파일에서 일괄 발급 (자격 증명 발급 기관) · Issue those of a CSV file in one batch (credential issuer)
	Batch(Box<Write<batch::Issue>>),
	/// 폐기: 여러 자격 또는 일괄 전부 (자격 증명 발급 기관) · Revoke credentials or a whole batch (credential issuer)
	Revoke(Box<Write<write::Revoke>>),
	/// 자격 증명 파일 또는 일괄 조회 · A citizen's file, or a batch
	Show(read::Show),
	/// 자격 증명 확인: 효력이 없으면 종료 부호 1 · Whether credentials count for a citizen; exit code 1 if one does not
	Verify(read::Verify),
	/// 만료된 일괄 지우기 (누구나) · Remove a batch that has expired (anyone)
	Forget(Box<Write<write::Forget>>),
}

#[derive(Debug, Subcommand)]
pub enum SchemaCommand {
	/// 조회 · A kind of credential, and who attests it
	Show(read::ShowSchema),
	/// 정하기 (협의회) · Name a kind and who attests it (council)
	Set(Box<Write<write::SetSchema>>),
}

impl CredentialCommand {
	pub async fn run(self, output: Output, url: &str) -> Result<Report> {
		let desk = Desk::open(output, url).await?;
		match self {
			Self::Schema(SchemaCommand::Show(it)) => it.run(desk).await,
			Self::Schema(SchemaCommand::Set(it)) => plan::run(&desk, PALLET, *it).await,
			Self::Batch(it) => batch::run(&desk, *it).await,
			Self::Revoke(it) => plan::run(&desk, PALLET, *it).await,
			Self::Show(it) => it.run(desk).await,
			Self::Verify(it) => it.run(desk).await,
			Self::Forget(it) => plan::run(&desk, PALLET, *it).await,
		}
	}
}
