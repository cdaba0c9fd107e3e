// SPDX-License-Identifier: Apache-2.0

//! A batch of credentials: from a CSV file to a root on the chain and a file for each citizen.
//!
//! Salts and random leaves are on the disk before the root is sent, so whatever interrupts it, the same command
//! goes on: it finds the root on the chain, or sends it.

use super::book::{self, Book};
use crate::{
	desk::Desk,
	error::{text, Failure, Result},
	facility::{questions::Questions, PALLET},
	files,
	output::Report,
	scale::count,
	submit::{self, Extras, Write},
	times,
};
use clap::Args;
use pallet_facilities::LoginTerms;
use seoul_chain_login::BatchId;
use seoul_chain_primitives::Moment;
use serde_json::json;
use sp_core::H256;
use std::path::{Path, PathBuf};

/// What the issuer keeps of a batch.
const BOOK: &str = "batch.json";

/// 일괄 발급
#[derive(Debug, Args)]
pub struct Issue {
	/// 줄마다 citizen,schema,value(카드 번호, 자격 종류, 값)가 있는 CSV 파일 · CSV file with citizen, schema and value in each line
	#[arg(value_name = "FILE")]
	csv: PathBuf,
	/// 결과를 둘 폴더: batch.json(발급 기관이 보관)과 시민마다 파일 하나. 모두 권한 0600 · Folder for batch.json, which the issuer keeps, and a
	/// file for each citizen; all mode 0600
	#[arg(long, value_name = "FOLDER")]
	out: PathBuf,
	/// 만료 시각. 만료 단위의 끝으로 늦춰집니다. 없으면 허용된 가장 늦은 끝 · When they expire; rounded up to the end of a cohort. The last end
	/// that is allowed without it
	#[arg(long, value_name = "TIME")]
	until: Option<String>,
}

/// The end of the cohort in which a moment lies, or the last one that is allowed.
fn expiry(terms: &LoginTerms, now: Moment, typed: Option<Moment>) -> Result<Moment> {
	let cohort = terms.credential_cohort.max(1);
	let last = now
		.saturating_add(terms.longest_credential)
		.div_euclid(cohort)
		.saturating_mul(cohort);
	let end = typed.map_or(last, |typed| typed.div_ceil(cohort).saturating_mul(cohort));
	if end > now && end <= last {
		return Ok(end);
	}
	let shown = times::show(last);
	Err(Failure::input(
		"CredentialPeriod",
		text!(
			"자격은 지금부터 {shown}까지 유효할 수 있습니다.",
			"Credentials expire in the future, and at {shown} at the latest."
		),
	))
}

/// The number of a batch with this root, from the newest back.
async fn published(desk: &Desk, root: H256) -> Result<Option<u64>> {
	let questions = Questions::newest(&desk.chain);
	let next = desk.state.stored(PALLET, "NextBatch", &[]).await?;
	let end = u64::try_from(next.as_ref().map_or(0, count)).unwrap_or_default();
	for number in (0..end).rev() {
		if let Some(batch) = questions.batch(BatchId(number)).await? {
			if batch.root == root {
				return Ok(Some(number));
			}
		}
	}
	Ok(None)
}

fn cannot(folder: &Path, error: impl std::fmt::Display) -> Failure {
	let folder = folder.display();
	Failure::file(
		"FolderUnusable",
		text!(
			"{folder} 폴더를 쓸 수 없습니다: {error}",
			"The folder {folder} cannot be used: {error}"
		),
	)
}

/// The batch of the folder with its number if it is published, or a new one of the file.
async fn prepared(desk: &Desk, what: &Issue) -> Result<(Book, Option<u64>)> {
	let place = what.out.join(BOOK);
	let questions = Questions::newest(&desk.chain);
	let chain = questions.chain_id().await?;
	if place.exists() {
		let book = Book::load(&place)?;
		if book.chain_id() != Some(chain) {
			return Err(cannot(&what.out, "batch.json is of another chain"));
		}
		let batch = match (book.batch, book.root_hash()) {
			(None, Some(root)) => published(desk, root).await?,
			(known, _) => known,
		};
		return Ok((book, batch));
	}
	let entries = book::read(&what.csv)?;
	let typed = what.until.as_deref().map(times::parse).transpose()?;
	let terms = questions.login_terms().await?;
	let expires_at = expiry(&terms, desk.state.now().await?, typed)?;
	let book = Book::new(chain, entries, expires_at)?;
	files::make_private_folder(&what.out)?;
	book.save(&place)?;
	Ok((book, None))
}

/// Write what each citizen is given, and the number of the batch.
fn complete(folder: &Path, mut book: Book, batch: u64) -> Result<Vec<String>> {
	let files = book
		.files(batch)
		.ok_or_else(|| cannot(folder, "batch.json is damaged"))?;
	book.batch = Some(batch);
	let mut written = Vec::new();
	for (citizen, forms) in files {
		let place = folder.join(format!("citizen-{citizen}.json"));
		let content =
			serde_json::to_string_pretty(&forms).map_err(|error| cannot(folder, error))?;
		files::replace(&place, &format!("{content}\n"))?;
		written.push(place.display().to_string());
	}
	book.save(&folder.join(BOOK))?;
	Ok(written)
}

/// Publish a batch, and write the files of its citizens.
pub async fn run(desk: &Desk, command: Write<Issue>) -> Result<Report> {
	let Write { what, how } = command;
	let folder = what.out.clone();
	let (book, known) = prepared(desk, &what).await?;
	let root = book
		.root_hash()
		.ok_or_else(|| cannot(&folder, "batch.json is damaged"))?;
	let credentials = book.credentials.len();
	let (mut json, mut told, batch) = if let Some(batch) = known {
		let told = text!(
			"이 일괄은 이미 {batch}번으로 게시되었습니다.",
			"This batch is published already, as number {batch}."
		);
		(
			json!({}),
			format!("{}\n", desk.output.say(&told)),
			Some(batch),
		)
	} else {
		let arguments = json!({"root": format!("{root:?}"), "expiresAt": book.expires_at});
		let call = desk
			.state
			.metadata
			.call(PALLET, "publish_batch", &arguments)?;
		let key = how.key()?;
		let report = submit::carry_out(desk, &how, key.as_ref(), &call, Extras::default()).await?;
		let batch = report.json["batch"].as_u64();
		(report.json, report.text, batch)
	};
	json["credentials"] = json!(credentials);
	json["root"] = json!(format!("{root:?}"));
	json["expiresAt"] = json!(book.expires_at);
	let shown = folder.display().to_string();
	let line = if let Some(batch) = batch {
		let written = complete(&folder, book, batch)?;
		let citizens = written.len();
		json["batch"] = json!(batch);
		json["files"] = json!(written);
		text!(
			"일괄 {batch}: 자격 {credentials}건, 시민 {citizens}명의 파일을 {shown} 폴더에 두었습니다. batch.json은 발급 기관이 보관하십시오.",
			"batch {batch}: {credentials} credentials; the files of {citizens} citizens are in {shown}. The issuer keeps batch.json."
		)
	} else {
		text!(
			"{shown} 폴더에 batch.json을 두었습니다. 게시된 뒤 같은 명령을 다시 실행하면 시민의 파일이 만들어집니다.",
			"batch.json is in {shown}. When the root is published, run the same command again: it writes the citizens' files."
		)
	};
	told.push_str(desk.output.say(&line));
	told.push('\n');
	json["folder"] = json!(shown);
	Ok(Report::new(json, told))
}

#[cfg(test)]
mod tests {
	use super::*;
	use seoul_chain_primitives::chain::DAY;

	const NOW: Moment = 20_800 * DAY;

	#[test]
	fn credentials_expire_at_the_end_of_a_cohort() {
		let terms = LoginTerms::default();
		let cohort = terms.credential_cohort;
		let end = expiry(&terms, NOW, Some(NOW + 5 * DAY)).unwrap();
		assert_eq!(end % cohort, 0);
		assert!(end >= NOW + 5 * DAY && end < NOW + 5 * DAY + cohort);
		// On the end of a cohort it stays there.
		assert_eq!(expiry(&terms, NOW, Some(end)).unwrap(), end);
		let last = expiry(&terms, NOW, None).unwrap();
		assert_eq!(last % cohort, 0);
		assert!(last <= NOW + terms.longest_credential);
		for typed in [NOW - cohort, last + 1] {
			let failure = expiry(&terms, NOW, Some(typed)).unwrap_err();
			assert_eq!(failure.code, "CredentialPeriod");
		}
	}
}
