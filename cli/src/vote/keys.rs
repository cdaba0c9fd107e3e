// SPDX-License-Identifier: Apache-2.0

//! The file of a citizen's voting keys, one for each anonymous poll, encrypted under the passphrase of the ring keys
//! beside which it lies.

use crate::{
	error::{text, Failure, Result},
	keys::{Scheme, SigningKey},
	ring::RingKeyArgs,
	sealed::{self, Kind, Passphrase},
};
use clap::Args;
use codec::{Decode, Encode};
use rand_core::{OsRng, RngCore};
use seoul_chain_ballot::{ChainId, PollId};
use std::path::{Path, PathBuf};
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// Files of voting keys.
pub const KIND: Kind = Kind {
	format: "seoul-voting-keys/1",
	code: "VotingFile",
	ko: "투표 열쇠",
	en: "voting keys",
};

/// Where the ring keys and the voting keys are, and how they are opened.
#[derive(Debug, Clone, Args)]
pub struct VotingKeyArgs {
	#[command(flatten)]
	pub ring: RingKeyArgs,
	/// 투표 열쇠 파일. 없으면 익명 열쇠 파일 곁에 둠 · File of the voting keys; beside the ring keys without it
	#[arg(long, value_name = "FILE")]
	pub voting_file: Option<PathBuf>,
}

impl VotingKeyArgs {
	/// Where the file is: `ring-keys.voting.json` beside `ring-keys.json`.
	pub fn path(&self) -> Result<PathBuf> {
		match &self.voting_file {
			Some(path) => Ok(path.clone()),
			None => Ok(self.ring.path()?.with_extension("voting.json")),
		}
	}

	/// The key of a poll that lies in the file.
	pub fn open(&self, chain: &ChainId, poll: PollId) -> Result<VotingKey> {
		let path = self.path()?;
		let number = poll.0;
		let missing = || {
			let file = path.display();
			Failure::no(
				"NotEnrolled",
				text!(
					"{file}에 {number}번 투표의 열쇠가 없습니다. 먼저 seoul vote enrol {number}로 등록하십시오.",
					"{file} has no key for poll {number}. Enrol first with seoul vote enrol {number}."
				),
			)
		};
		if !path.exists() {
			return Err(missing());
		}
		let passphrase = Passphrase::ask(&KIND, self.ring.passphrase_file.as_deref())?;
		of_poll(read(&path, &passphrase)?, chain, poll).ok_or_else(missing)
	}
}

/// The keys of a file; none if there is no file.
pub fn read(path: &Path, passphrase: &Passphrase) -> Result<Vec<VotingKey>> {
	if path.exists() {
		sealed::read(&KIND, path, passphrase)
	} else {
		Ok(Vec::new())
	}
}

/// The key of a poll of a chain.
pub fn of_poll(keys: Vec<VotingKey>, chain: &ChainId, poll: PollId) -> Option<VotingKey> {
	keys.into_iter()
		.find(|key| key.chain == *chain && key.poll == poll)
}

/// A key that votes for an alias in one poll. Wiped from memory when it is dropped.
#[derive(Encode, Decode, Clone, PartialEq, Eq, ZeroizeOnDrop)]
pub struct VotingKey {
	/// On which chain.
	#[zeroize(skip)]
	pub chain: ChainId,
	/// In which poll.
	#[zeroize(skip)]
	pub poll: PollId,
	/// For which alias.
	#[zeroize(skip)]
	pub alias: [u8; 32],
	/// The mini secret of the sr25519 key.
	seed: [u8; 32],
}

impl VotingKey {
	/// A fresh one, which derives from nothing.
	pub fn draw(chain: ChainId, poll: PollId, alias: [u8; 32]) -> Self {
		let mut seed = [0; 32];
		OsRng.fill_bytes(&mut seed);
		Self {
			chain,
			poll,
			alias,
			seed,
		}
	}

	/// The key that signs.
	pub fn signer(&self) -> Result<SigningKey> {
		let digits = Zeroizing::new(hex::encode(self.seed));
		let secret = Zeroizing::new(format!("0x{}", digits.as_str()));
		SigningKey::from_secret(&secret, Scheme::Sr25519)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::files::{self, tests::Folder};

	const CHAIN: ChainId = [7; 32];

	fn args(folder: &Folder) -> VotingKeyArgs {
		VotingKeyArgs {
			ring: RingKeyArgs {
				ring_file: Some(folder.path("kim.json")),
				passphrase_file: Some(folder.file("passphrase", "correct horse\n")),
			},
			voting_file: None,
		}
	}

	#[test]
	fn a_voting_key_is_kept_encrypted_and_found_by_its_poll() {
		let folder = Folder::new();
		let args = args(&folder);
		let path = args.path().unwrap();
		assert_eq!(path, folder.path("kim.voting.json"));
		let passphrase = Passphrase::of("correct horse");
		assert!(read(&path, &passphrase).unwrap().is_empty());
		let keys = vec![
			VotingKey::draw(CHAIN, PollId(3), [1; 32]),
			VotingKey::draw(CHAIN, PollId(4), [2; 32]),
		];
		sealed::write(&KIND, &path, &keys, &passphrase).unwrap();
		assert!(args.open(&CHAIN, PollId(4)).unwrap() == keys[1]);
		let content = files::read_text(&path).unwrap();
		assert!(!content.contains(&hex::encode(keys[0].seed)));
		for (chain, poll) in [(CHAIN, 5), ([8; 32], 4)] {
			let failure = args.open(&chain, PollId(poll)).err().unwrap();
			assert_eq!(failure.code, "NotEnrolled");
		}
	}

	#[test]
	fn without_a_file_nobody_is_enrolled() {
		let folder = Folder::new();
		let failure = args(&folder).open(&CHAIN, PollId(0)).err().unwrap();
		assert_eq!(failure.code, "NotEnrolled");
		assert!(failure.text.en.contains("seoul vote enrol 0"));
	}

	#[test]
	fn every_voting_key_is_another_account() {
		let account = || {
			let key = VotingKey::draw(CHAIN, PollId(3), [1; 32]);
			key.signer().unwrap().account().clone()
		};
		assert_ne!(account(), account());
	}
}
