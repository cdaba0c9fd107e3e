// SPDX-License-Identifier: Apache-2.0

//! What a voter keeps of a ballot: by which tracker it is found again, and never what was chosen.

use super::prepare::VoterForm;
use crate::{
	error::{text, Failure, Result},
	files,
	ring::node::{parse_bytes, shown},
	sealed,
};
use seoul_chain_ballot::{ChainId, PollId, Tracker, Voter};
use seoul_chain_primitives::Moment;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::path::{Path, PathBuf};

const FORMAT: &str = "seoul-ballot-receipt/1";
/// Where receipts are without another name, below the folder for settings.
const FOLDER: &str = "seoul/receipts";

/// A receipt in its file.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Receipt {
	format: String,
	/// The chain's identity in what is proven.
	chain: String,
	/// The poll.
	pub poll: u32,
	voter: VoterForm,
	/// The tracker of an encrypted ballot; a public one has none.
	tracker: Option<String>,
	/// When it was cast, by this machine's clock.
	pub cast_at: Moment,
	/// Under which hash the transaction is known.
	transaction: Json,
	/// The block that has it, if it is known.
	block: Json,
}

fn unreadable(path: &Path, why: impl std::fmt::Display) -> Failure {
	let file = path.display();
	Failure::file(
		"ReceiptUnreadable",
		text!(
			"{file}은(는) 투표 접수증이 아닙니다: {why}",
			"{file} is no receipt of a ballot: {why}"
		),
	)
}

impl Receipt {
	pub fn new(
		chain: &ChainId,
		poll: PollId,
		voter: Voter,
		tracker: Option<Tracker>,
		cast_at: Moment,
	) -> Self {
		Self {
			format: FORMAT.to_owned(),
			chain: shown(chain),
			poll: poll.0,
			voter: voter.into(),
			tracker: tracker.map(|tracker| shown(tracker.0)),
			cast_at,
			transaction: Json::Null,
			block: Json::Null,
		}
	}

	/// With where the ballot is, as a report of its transaction has it.
	pub fn located(mut self, report: &Json) -> Self {
		self.transaction = report["transaction"].clone();
		self.block = report["block"].clone();
		self
	}

	/// Whose ballot it is.
	pub fn voter(&self, path: &Path) -> Result<Voter> {
		self.voter.read().ok_or_else(|| unreadable(path, "voter"))
	}

	/// By which tracker it is found.
	pub fn tracker(&self, path: &Path) -> Result<Option<Tracker>> {
		self.tracker
			.as_deref()
			.map(|digits| {
				parse_bytes(digits)
					.map(Tracker)
					.ok_or_else(|| unreadable(path, "tracker"))
			})
			.transpose()
	}

	/// Whether it is of a poll of a chain.
	pub fn is_of(&self, chain: &ChainId, poll: PollId) -> bool {
		self.poll == poll.0 && self.chain == shown(chain)
	}

	pub fn load(path: &Path) -> Result<Self> {
		let content = files::read_text(path)?;
		let receipt: Self =
			serde_json::from_str(&content).map_err(|error| unreadable(path, error))?;
		if receipt.format == FORMAT {
			Ok(receipt)
		} else {
			Err(unreadable(path, &receipt.format))
		}
	}

	/// Write it in place of that of an earlier ballot.
	pub fn save(&self, path: &Path) -> Result<()> {
		if let Some(folder) = path
			.parent()
			.filter(|folder| !folder.as_os_str().is_empty())
		{
			files::make_private_folder(folder)?;
		}
		let content =
			serde_json::to_string_pretty(self).map_err(|error| unreadable(path, error))?;
		files::replace(path, &format!("{content}\n"))
	}
}

fn folder() -> Result<PathBuf> {
	sealed::settings_folder()
		.map(|settings| settings.join(FOLDER))
		.ok_or_else(|| {
			Failure::file(
				"ReceiptUnnamed",
				text!(
					"홈 폴더를 알 수 없습니다. --receipt로 접수증 파일을 지정하십시오.",
					"There is no home folder. Name the file of the receipt with --receipt."
				),
			)
		})
}

fn name(poll: PollId, voter: Voter) -> String {
	let poll = poll.0;
	match voter {
		Voter::Citizen(index) => format!("poll-{poll}-citizen-{index}.json"),
		Voter::Alias(alias) => {
			let alias: String = hex::encode(alias).chars().take(16).collect();
			format!("poll-{poll}-alias-{alias}.json")
		},
	}
}

/// Where a voter's receipt is kept, unless another file is named.
pub fn place(named: Option<&Path>, poll: PollId, voter: Voter) -> Result<PathBuf> {
	match named {
		Some(path) => Ok(path.to_owned()),
		None => Ok(folder()?.join(name(poll, voter))),
	}
}

/// The receipts of a poll that were kept without another name.
pub fn kept(chain: &ChainId, poll: PollId) -> Result<Vec<(PathBuf, Receipt)>> {
	of_folder(&folder()?, chain, poll)
}

fn of_folder(folder: &Path, chain: &ChainId, poll: PollId) -> Result<Vec<(PathBuf, Receipt)>> {
	let number = poll.0;
	let prefix = format!("poll-{number}-");
	let Ok(listed) = std::fs::read_dir(folder) else {
		return Ok(Vec::new());
	};
	let mut places: Vec<PathBuf> = listed
		.filter_map(|entry| Some(entry.ok()?.path()))
		.filter(|path| {
			path.extension()
				.is_some_and(|extension| extension == "json")
				&& path
					.file_name()
					.is_some_and(|name| name.to_string_lossy().starts_with(&prefix))
		})
		.collect();
	places.sort();
	let mut found = Vec::new();
	for path in places {
		let receipt = Receipt::load(&path)?;
		if receipt.is_of(chain, poll) {
			found.push((path, receipt));
		}
	}
	Ok(found)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::files::tests::Folder;
	use serde_json::json;

	const CHAIN: ChainId = [7; 32];

	#[test]
	fn a_receipt_is_read_as_it_was_written_and_a_later_one_takes_its_place() {
		let folder = Folder::new();
		let path = folder.path("deeper/receipt.json");
		let of = |tracker| {
			Receipt::new(
				&CHAIN,
				PollId(3),
				Voter::Citizen(1_001),
				Some(Tracker([tracker; 32])),
				5,
			)
		};
		of(1).save(&path).unwrap();
		let second = of(2).located(&json!({
			"transaction": "0xaa", "block": {"number": 9}, "events": ["left out"],
		}));
		second.save(&path).unwrap();
		let read = Receipt::load(&path).unwrap();
		assert_eq!(read, second);
		assert_eq!(read.voter(&path).unwrap(), Voter::Citizen(1_001));
		assert_eq!(read.tracker(&path).unwrap(), Some(Tracker([2; 32])));
		assert_eq!(read.block, json!({"number": 9}));
		assert!(!files::read_text(&path).unwrap().contains("left out"));
	}

	#[test]
	fn receipts_of_a_poll_are_found_among_others() {
		let folder = Folder::new();
		let keep = |chain: &ChainId, poll: u32, voter: Voter| {
			let path = folder.path(&name(PollId(poll), voter));
			Receipt::new(chain, PollId(poll), voter, None, 5)
				.save(&path)
				.unwrap();
		};
		keep(&CHAIN, 3, Voter::Citizen(1_001));
		keep(&CHAIN, 3, Voter::Alias([1; 32]));
		keep(&CHAIN, 33, Voter::Citizen(1_001));
		keep(&[8; 32], 3, Voter::Citizen(1_002));
		folder.file("poll-3-notes.txt", "not one");
		let base = folder.path("");
		let found = of_folder(&base, &CHAIN, PollId(3)).unwrap();
		let voters: Vec<Voter> = found
			.iter()
			.map(|(path, receipt)| receipt.voter(path).unwrap())
			.collect();
		assert_eq!(voters, [Voter::Alias([1; 32]), Voter::Citizen(1_001)]);
		assert!(of_folder(&folder.path("nowhere"), &CHAIN, PollId(3))
			.unwrap()
			.is_empty());
		folder.file("poll-3-broken.json", "{}");
		let failure = of_folder(&base, &CHAIN, PollId(3)).unwrap_err();
		assert_eq!(failure.code, "ReceiptUnreadable");
	}
}
