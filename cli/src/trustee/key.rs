// SPDX-License-Identifier: Apache-2.0

//! The one secret of a trustee: its transport key, in a file of its own that is [encrypted](crate::sealed). The
//! trustee's share of a board's key follows from it and the chain.

use crate::{
	error::{text, Failure, Result},
	output::{Output, Report},
	ring::node::shown,
	sealed::{self, Kind, Passphrase},
};
use clap::Args;
use codec::{Decode, Encode};
use rand_core::OsRng;
use seoul_chain_ballot::TransportSecret;
use serde_json::json;
use std::path::{Path, PathBuf};
use zeroize::ZeroizeOnDrop;

/// Files of transport keys.
const KIND: Kind = Kind {
	format: "seoul-trustee-key/1",
	code: "TrusteeFile",
	ko: "수탁자 전송 열쇠",
	en: "a trustee's transport key",
};

/// A transport secret as its file has it. Wiped from memory when it is dropped.
#[derive(Encode, Decode, PartialEq, Eq, ZeroizeOnDrop)]
struct Stored {
	secret: [u8; 32],
}

/// 전송 열쇠 만들기
#[derive(Debug, Args)]
pub struct Keygen {
	/// 새 열쇠 파일 · File for the key, which is encrypted
	#[arg(long, value_name = "FILE")]
	out: PathBuf,
	/// 그 파일의 암호가 든 파일(권한 0600). 없으면 두 번 묻습니다 · File with its passphrase, mode 0600; asked for twice without it
	#[arg(long, value_name = "FILE")]
	passphrase_file: Option<PathBuf>,
}

impl Keygen {
	pub fn run(self, output: Output) -> Result<Report> {
		let passphrase = Passphrase::choose(self.passphrase_file.as_deref())?;
		let secret = TransportSecret::generate(&mut OsRng);
		let stored = [Stored {
			secret: *secret.to_bytes(),
		}];
		sealed::write_new(&KIND, &self.out, &stored, &passphrase)?;
		let (key, file) = (shown(secret.key().0), self.out.display());
		let told = text!(
			"전송 열쇠: {key}\n비밀은 {file}에 있습니다. 두 곳에 보관하고, 이 열쇠를 쓰는 마지막 투표가 확정되면 파기하십시오.",
			"transport key: {key}\nIts secret is in {file}. Keep it in two places, and destroy it when the last poll that needs it is certified."
		);
		Ok(Report::new(
			json!({"key": key, "file": file.to_string()}),
			output.say(&told).to_owned(),
		))
	}
}

/// Where a trustee's transport key is, and how it is opened.
#[derive(Debug, Args)]
pub struct TrusteeKey {
	/// 전송 열쇠 파일(seoul trustee keygen) · File of the transport key, from seoul trustee keygen
	#[arg(long, value_name = "FILE")]
	trustee_key: PathBuf,
	/// 그 파일의 암호가 든 파일(권한 0600). 없으면 묻습니다 · File with its passphrase, mode 0600; asked for without it
	#[arg(long, value_name = "FILE")]
	passphrase_file: Option<PathBuf>,
}

impl TrusteeKey {
	pub fn open(&self) -> Result<TransportSecret> {
		let path = &self.trustee_key;
		if !path.exists() {
			let file = path.display();
			return Err(Failure::file(
				"TrusteeFileNotFound",
				text!(
					"전송 열쇠 파일 {file}이(가) 없습니다. seoul trustee keygen --out {file}로 만드십시오.",
					"There is no transport key {file}. Make one with seoul trustee keygen --out {file}."
				),
			));
		}
		let passphrase = Passphrase::ask(&KIND, self.passphrase_file.as_deref())?;
		open(path, &passphrase)
	}
}

fn open(path: &Path, passphrase: &Passphrase) -> Result<TransportSecret> {
	let stored: Vec<Stored> = sealed::read(&KIND, path, passphrase)?;
	match stored.as_slice() {
		[only] => {
			TransportSecret::from_bytes(&only.secret).map_err(|error| KIND.unreadable(path, error))
		},
		_ => Err(KIND.unreadable(path, "not one key")),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		files::{self, tests::Folder},
		language::Language,
	};

	const OUTPUT: Output = Output {
		language: Language::En,
		json: true,
		quiet: true,
	};

	#[test]
	fn a_transport_key_is_made_without_a_node_and_opened_with_its_passphrase_only() {
		let folder = Folder::new();
		let passphrase_file = folder.file("passphrase", "long enough\n");
		let made = |name: &str| {
			Keygen {
				out: folder.path(name),
				passphrase_file: Some(passphrase_file.clone()),
			}
			.run(OUTPUT)
		};
		let report = made("trustee.json").unwrap();
		let args = TrusteeKey {
			trustee_key: folder.path("trustee.json"),
			passphrase_file: Some(passphrase_file.clone()),
		};
		let secret = args.open().unwrap();
		assert_eq!(report.json["key"], shown(secret.key().0));
		let content = files::read_text(&folder.path("trustee.json")).unwrap();
		assert!(!content.contains(&hex::encode(*secret.to_bytes())));
		// The next one is another, and takes no file's place.
		assert_ne!(made("second.json").unwrap().json["key"], report.json["key"]);
		assert_eq!(
			made("trustee.json").err().unwrap().code,
			"FileAlreadyExists"
		);
		let other = TrusteeKey {
			passphrase_file: Some(folder.file("other", "long enougH")),
			..args
		};
		assert_eq!(other.open().err().unwrap().code, "PassphraseWrong");
		let none = TrusteeKey {
			trustee_key: folder.path("none.json"),
			..other
		};
		assert_eq!(none.open().err().unwrap().code, "TrusteeFileNotFound");
	}

	#[test]
	fn a_file_of_another_number_of_keys_is_refused() {
		let folder = Folder::new();
		let path = folder.path("trustee.json");
		let passphrase = Passphrase::of("passphrase");
		let stored = || Stored { secret: [1; 32] };
		sealed::write(&KIND, &path, &[stored(), stored()], &passphrase).unwrap();
		assert_eq!(
			open(&path, &passphrase).err().unwrap().code,
			"TrusteeFileUnreadable"
		);
		sealed::write(&KIND, &path, &[Stored { secret: [0xff; 32] }], &passphrase).unwrap();
		let failure = open(&path, &passphrase).err().unwrap();
		assert!(failure.text.en.contains("scalar"), "{}", failure.text.en);
	}
}
