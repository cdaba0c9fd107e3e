// SPDX-License-Identifier: Apache-2.0

//! Commitments to documents, and the salts that are kept beside them.

use crate::{
	error::{text, Failure, Result},
	files,
	tags::{random_secret, Secret, SECRET_LENGTH},
};
use seoul_chain_primitives::DocumentCommitment;
use std::{
	ffi::OsString,
	path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// A document is read whole; nothing that a clerk files is near this size.
const LARGEST_DOCUMENT: u64 = 256 * 1024 * 1024;

/// A document that was committed to.
#[derive(Debug)]
pub struct Committed {
	pub commitment: DocumentCommitment,
	/// Where the salt lies.
	pub salt_file: PathBuf,
	/// Whether the salt was made just now, so that whoever keeps the document must keep it too.
	pub salt_is_new: bool,
}

impl Committed {
	pub fn hex(&self) -> String {
		format!("{:?}", self.commitment.0)
	}
}

/// What to do about a document that has no salt yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoSalt {
	/// Make one, and keep it beside the document.
	Make,
	/// Say that it is missing.
	Refuse,
}

/// Where the salt of a document lies: at `paper.pdf.salt`, unless there is only a `paper.salt`.
fn sidecar(document: &Path) -> PathBuf {
	let mut appended = OsString::from(document);
	appended.push(".salt");
	let appended = PathBuf::from(appended);
	let replaced = document.with_extension("salt");
	if !appended.exists() && replaced.exists() {
		replaced
	} else {
		appended
	}
}

fn parse_salt(text: &str, file: &Path) -> Result<Secret> {
	let digits = text.trim();
	let digits = digits.strip_prefix("0x").unwrap_or(digits);
	let mut salt = Zeroizing::new([0; SECRET_LENGTH]);
	hex::decode_to_slice(digits, salt.as_mut_slice()).map_err(|_| {
		let file = file.display();
		Failure::file(
			"SaltLength",
			text!(
				"{file}: 솔트는 16진수 64자리여야 합니다.",
				"{file} is no salt: it must hold 64 hexadecimal digits."
			),
		)
	})?;
	Ok(salt)
}

/// Commit to the document at `path`, with the salt at `salt` or, by default, the one beside it.
pub fn commit(path: &Path, salt: Option<&Path>, missing: NoSalt) -> Result<Committed> {
	let bytes = files::read(path, LARGEST_DOCUMENT)?;
	let salt_file = salt.map_or_else(|| sidecar(path), Path::to_owned);
	let existing = salt_file.exists();
	let salt = if existing {
		parse_salt(&files::read_text(&salt_file)?, &salt_file)?
	} else if missing == NoSalt::Make {
		let salt = random_secret()?;
		files::write_new_private(&salt_file, &format!("{}\n", hex::encode(salt.as_slice())))?;
		salt
	} else {
		let (document, place) = (path.display(), salt_file.display());
		return Err(Failure::file(
			"SaltMissing",
			text!(
				"{document}의 솔트가 {place}에 없습니다. --salt로 솔트 파일을 지정하십시오. 솔트 없이는 문서를 확인할 수 없습니다.",
				"There is no salt for {document} at {place}. Name its file with --salt; without the salt nobody can check the document."
			),
		));
	};
	Ok(Committed {
		commitment: DocumentCommitment::new(&salt, &bytes),
		salt_file,
		salt_is_new: !existing,
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::files::tests::Folder;
	use std::fs;

	#[test]
	fn the_sample_papers_have_the_commitments_of_the_client_library() {
		let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/e2e/documents");
		let committed =
			commit(&folder.join("inspection-record.pdf"), None, NoSalt::Refuse).unwrap();
		assert_eq!(
			committed.hex(),
			"0x696f82e0f03058c20ac0c87cd6e35f78605023e6f14df6bcd6ed216cebc33d0d"
		);
		assert!(!committed.salt_is_new);
		assert!(committed.salt_file.ends_with("inspection-record.salt"));
	}

	#[test]
	fn the_vector_is_that_of_the_primitives() {
		let folder = Folder::new();
		let document = folder.file("paper.txt", "seoul");
		folder.file("paper.txt.salt", &"00".repeat(32));
		assert_eq!(
			commit(&document, None, NoSalt::Refuse).unwrap().hex(),
			"0x9be699f818d8dfbf5d2ad436c81dd705a820d538dea079173aec8e4638a8aaa7"
		);
	}

	#[test]
	fn a_salt_is_made_once_and_kept_beside_the_document() {
		let folder = Folder::new();
		let document = folder.file("paper.pdf", "contract");
		let first = commit(&document, None, NoSalt::Make).unwrap();
		assert!(first.salt_is_new);
		assert_eq!(first.salt_file, folder.path("paper.pdf.salt"));
		let again = commit(&document, None, NoSalt::Make).unwrap();
		assert!(!again.salt_is_new);
		assert_eq!(again.commitment, first.commitment);
	}

	#[test]
	fn one_changed_byte_changes_the_commitment() {
		let folder = Folder::new();
		let document = folder.file("paper.pdf", "contract");
		let before = commit(&document, None, NoSalt::Make).unwrap().commitment;
		fs::write(&document, "contracT").unwrap();
		assert_ne!(
			commit(&document, None, NoSalt::Refuse).unwrap().commitment,
			before
		);
	}

	#[test]
	fn a_missing_or_damaged_salt_is_named() {
		let folder = Folder::new();
		let document = folder.file("paper.pdf", "contract");
		let missing = commit(&document, None, NoSalt::Refuse).unwrap_err();
		assert_eq!(missing.code, "SaltMissing");
		let short = folder.file("short.salt", "abcd");
		assert_eq!(
			commit(&document, Some(&short), NoSalt::Refuse)
				.unwrap_err()
				.code,
			"SaltLength"
		);
		assert_eq!(
			commit(&folder.path("none.pdf"), None, NoSalt::Make)
				.unwrap_err()
				.code,
			"FileNotFound"
		);
	}
}
