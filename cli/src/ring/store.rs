// SPDX-License-Identifier: Apache-2.0

//! The file in which a citizen's ring secrets lie, encrypted under a passphrase (see [`crate::sealed`]).

use crate::{
	error::{text, Failure, Result},
	sealed::{self, Kind, Passphrase},
};
use clap::Args;
use codec::{Decode, Encode};
use seoul_chain_ring_proofs::{prover::RingSecret, ChainId, CollectionId};
use std::path::{Path, PathBuf};
use zeroize::ZeroizeOnDrop;

/// Files of ring keys.
pub const KIND: Kind = Kind {
	format: "seoul-ring-keys/1",
	code: "RingFile",
	ko: "익명 열쇠",
	en: "ring keys",
};
/// Where the file is without another name, below the folder for settings.
const DEFAULT: &str = "seoul/ring-keys.json";

/// Where the ring secrets are, and how they are opened.
#[derive(Debug, Clone, Args)]
pub struct RingKeyArgs {
	/// 익명 열쇠 파일. 없으면 ~/.config/seoul/ring-keys.json · File of the ring keys; ~/.config/seoul/ring-keys.json without it
	#[arg(long, value_name = "FILE")]
	pub ring_file: Option<PathBuf>,
	/// 그 파일의 암호가 든 파일(권한 0600). 없으면 묻습니다 · File with its passphrase, mode 0600; asked for without it
	#[arg(long, value_name = "FILE")]
	pub passphrase_file: Option<PathBuf>,
}

impl RingKeyArgs {
	/// Where the file is.
	pub fn path(&self) -> Result<PathBuf> {
		if let Some(path) = &self.ring_file {
			return Ok(path.clone());
		}
		sealed::settings_folder()
			.map(|settings| settings.join(DEFAULT))
			.ok_or_else(|| {
				Failure::file(
					"RingFileUnnamed",
					text!(
						"홈 폴더를 알 수 없습니다. --ring-file로 익명 열쇠 파일을 지정하십시오.",
						"There is no home folder. Name the file of the ring keys with --ring-file."
					),
				)
			})
	}

	/// The keys, and the passphrase with which the file is written again.
	pub fn open(&self) -> Result<(Vec<StoredKey>, Passphrase)> {
		let path = self.path()?;
		if !path.exists() {
			return Err(missing(&path));
		}
		let passphrase = Passphrase::ask(&KIND, self.passphrase_file.as_deref())?;
		Ok((sealed::read(&KIND, &path, &passphrase)?, passphrase))
	}
}

fn missing(path: &Path) -> Failure {
	let file = path.display();
	Failure::file(
		"RingFileNotFound",
		text!(
			"익명 열쇠 파일 {file}이(가) 없습니다. seoul card key new로 만들거나 seoul card key restore로 되찾으십시오.",
			"There is no file of ring keys {file}. Make one with seoul card key new, or get it back with seoul card key restore."
		),
	)
}

/// A ring secret with what it is for. Wiped from memory when it is dropped.
#[derive(Encode, Decode, Clone, PartialEq, Eq, ZeroizeOnDrop)]
pub struct StoredKey {
	/// On which chain.
	#[zeroize(skip)]
	pub chain: ChainId,
	/// In which collection.
	#[zeroize(skip)]
	pub collection: CollectionId,
	/// How many keys of the collection were given up before.
	pub generation: u32,
	/// From which the secret is made.
	entropy: [u8; 32],
	/// The accounts of the wallet for services, by the service's number. Public.
	#[zeroize(skip)]
	pub accounts: Vec<(u32, [u8; 32])>,
}

impl StoredKey {
	pub fn new(
		seed: &[u8; 32],
		chain: ChainId,
		collection: CollectionId,
		generation: u32,
		accounts: Vec<(u32, [u8; 32])>,
	) -> Self {
		Self {
			chain,
			collection,
			generation,
			entropy: *RingSecret::entropy(seed, &chain, collection, generation),
			accounts,
		}
	}

	/// Its secret.
	pub fn secret(&self) -> RingSecret {
		RingSecret::from_entropy(self.entropy)
	}

	/// Whether another is the key of the same place.
	pub fn is_for(&self, chain: &ChainId, collection: CollectionId, generation: u32) -> bool {
		self.chain == *chain && self.collection == collection && self.generation == generation
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::files::{self, tests::Folder};

	const CHAIN: ChainId = [7; 32];

	#[test]
	fn ring_keys_are_kept_as_they_are_and_shown_to_nobody() {
		let keys = vec![
			StoredKey::new(&[1; 32], CHAIN, CollectionId::City, 0, vec![(0, [9; 32])]),
			StoredKey::new(
				&[1; 32],
				CHAIN,
				CollectionId::District(11_230),
				2,
				Vec::new(),
			),
		];
		let folder = Folder::new();
		let path = folder.path("ring.json");
		let passphrase = Passphrase::of("passphrase");
		sealed::write(&KIND, &path, &keys, &passphrase).unwrap();
		assert!(sealed::read::<StoredKey>(&KIND, &path, &passphrase).unwrap() == keys);
		let content = files::read_text(&path).unwrap();
		let secret = RingSecret::entropy(&[1; 32], &CHAIN, CollectionId::City, 0);
		assert!(!content.contains(&hex::encode(*secret)));
		assert!(!content.contains(&hex::encode(keys[0].secret().key())));
	}
}
