// SPDX-License-Identifier: Apache-2.0

//! Secrets of a provider: the one from which subjects are computed, and those of its clients.

use super::config::write_pairwise_secret;
use crate::{
	error::{text, Failure, Result},
	output::{Output, Report},
	tags::random_secret,
};
use clap::Args;
use seoul_chain_oidc::{wire::hex, Client, ClientKind};
use serde_json::json;
use std::path::PathBuf;

/// 가명 비밀
#[derive(Debug, Args)]
pub struct Secret {
	/// 새 파일(권한 0600). 백업하십시오: 잃으면 모든 시민이 모르는 사람이 됩니다 · A new file, mode 0600. Back it up: without it
	/// every citizen becomes a stranger
	#[arg(value_name = "FILE")]
	file: PathBuf,
}

impl Secret {
	pub fn run(self, output: Output) -> Result<Report> {
		write_pairwise_secret(&self.file, &*random_secret()?)?;
		let file = self.file.display();
		let line = text!(
			"가명 비밀을 {file}에 두었습니다. 백업하고, 바꾸지 마십시오.",
			"The secret for subjects was written to {file}. Back it up, and never change it."
		);
		Ok(Report::new(
			json!({"file": file.to_string()}),
			output.say(&line).to_owned(),
		))
	}
}

/// 클라이언트의 비밀
#[derive(Debug, Args)]
pub struct ClientSecret {}

impl ClientSecret {
	pub fn run(output: Output) -> Result<Report> {
		let (secret, kind) = Client::new_secret().map_err(|error| {
			Failure::file(
				"NoRandomness",
				text!(
					"운영체제에서 난수를 얻지 못했습니다: {error}",
					"The operating system gives no random numbers: {error}"
				),
			)
		})?;
		let digest = match kind {
			ClientKind::Confidential { secret } => hex(&secret),
			ClientKind::Public => String::new(),
		};
		let digest = digest.trim_start_matches("0x");
		let lines = text!(
			"비밀(웹 사이트에 한 번만 전달하십시오): {secret}\n설정의 secretSha256: {digest}",
			"secret (give it to the web site, once): {secret}\nsecretSha256 in the configuration: {digest}"
		);
		Ok(Report::new(
			json!({"secret": secret, "secretSha256": digest}),
			output.say(&lines).to_owned(),
		))
	}
}
