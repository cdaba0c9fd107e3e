// SPDX-License-Identifier: Apache-2.0

//! Files of secrets, encrypted under a passphrase.
//!
//! Such a file is JSON. The key of the encryption comes from the passphrase (Unicode NFC) by Argon2id with the second
//! recommended parameters of RFC 9106, §4: 64 MiB, three passes, four lanes, 16 bytes of salt. The secrets are
//! encrypted and authenticated with AES-256-GCM. Salt and nonce are drawn anew each time the file is written, and
//! everything in the file beside the secrets is authenticated with them.

use crate::{
	error::{text, Failure, Result, Text},
	files, keys,
};
use aes_gcm::{
	aead::{Aead, Payload},
	Aes256Gcm, KeyInit, Nonce,
};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use codec::{Decode, DecodeAll, Encode};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, Zeroizing};

const KDF: &str = "argon2id";
const CIPHER: &str = "aes-256-gcm";
const SALT_BYTES: usize = 16;
const NONCE_BYTES: usize = 12;
/// RFC 9106, §4, second recommended option.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 4;
/// More than this is not computed for a file that asks for it.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 32;
const MOST_LANES: u32 = 16;
/// NIST SP 800-63B, 3.1.1.
const SHORTEST_PASSPHRASE: usize = 8;

/// A kind of such files.
pub struct Kind {
	/// What the file says it is, with its version.
	pub format: &'static str,
	/// With what the codes of its failures begin.
	pub code: &'static str,
	/// What lies in it, in Korean.
	pub ko: &'static str,
	/// What lies in it, in English.
	pub en: &'static str,
}

/// The folder for the settings of programs: `$XDG_CONFIG_HOME`, or `~/.config`.
pub fn settings_folder() -> Option<PathBuf> {
	let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
	folder("XDG_CONFIG_HOME")
		.map(PathBuf::from)
		.or_else(|| folder("HOME").map(|home| PathBuf::from(home).join(".config")))
}

/// What protects the file.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
	pub fn of(typed: &str) -> Self {
		Self(Zeroizing::new(typed.nfc().collect()))
	}

	fn from_file(path: &Path) -> Result<Self> {
		let content = files::read_secret(path)?;
		Ok(Self::of(content.lines().next().unwrap_or_default()))
	}

	/// Of a file that is there.
	pub fn ask(kind: &Kind, file: Option<&Path>) -> Result<Self> {
		let Kind { ko, en, .. } = kind;
		match file {
			Some(file) => Self::from_file(file),
			None => prompt(&text!(
				"{ko} 파일의 암호(화면에 보이지 않음)",
				"Passphrase of the {en} (not shown)"
			)),
		}
	}

	/// For a new file: typed twice on the terminal.
	pub fn choose(file: Option<&Path>) -> Result<Self> {
		let chosen = if let Some(file) = file {
			Self::from_file(file)?
		} else {
			let chosen = prompt(&text!(
				"새 암호(화면에 보이지 않음)",
				"New passphrase (not shown)"
			))?;
			if *chosen.0 != *prompt(&text!("한 번 더", "Once more"))?.0 {
				return Err(Failure::input(
					"PassphrasesDiffer",
					text!("두 암호가 다릅니다.", "The two passphrases differ."),
				));
			}
			chosen
		};
		if chosen.0.chars().count() < SHORTEST_PASSPHRASE {
			return Err(Failure::input(
				"PassphraseTooShort",
				text!(
					"암호는 {SHORTEST_PASSPHRASE}자 이상이어야 합니다.",
					"A passphrase has at least {SHORTEST_PASSPHRASE} characters."
				),
			));
		}
		Ok(chosen)
	}
}

fn prompt(question: &Text) -> Result<Passphrase> {
	keys::prompt(
		question,
		&text!(
			"--passphrase-file로 암호가 든 파일을 지정하십시오.",
			"Name a file with the passphrase with --passphrase-file."
		),
	)
	.map(|typed| Passphrase::of(&typed))
}

/// Of what the key of the encryption is made, beside the passphrase.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Kdf {
	name: String,
	memory_kib: u32,
	passes: u32,
	lanes: u32,
	salt: String,
}

/// The file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Sealed {
	format: String,
	kdf: Kdf,
	cipher: String,
	nonce: String,
	secrets: String,
}

impl Kind {
	/// What is said of a file that is none of this kind.
	pub fn unreadable(&self, path: &Path, why: impl std::fmt::Display) -> Failure {
		let file = path.display();
		let Self { code, ko, en, .. } = self;
		Failure::file(
			&format!("{code}Unreadable"),
			text!(
				"{file}은(는) {ko} 파일이 아니거나 손상되었습니다: {why}",
				"{file} is no file of {en}, or it is damaged: {why}"
			),
		)
	}

	fn not_sealed(&self, why: impl std::fmt::Display) -> Failure {
		let code = self.code;
		Failure::file(
			&format!("{code}NotSealed"),
			text!(
				"암호화하지 못했습니다: {why}",
				"The encryption failed: {why}"
			),
		)
	}
}

fn random(bytes: &mut [u8]) -> Result<()> {
	getrandom::fill(bytes).map_err(|error| {
		Failure::file(
			"NoRandomness",
			text!(
				"운영 체제에서 난수를 얻지 못했습니다: {error}",
				"The operating system gives no random bytes: {error}"
			),
		)
	})
}

/// Everything in the file that is not encrypted.
fn header(format: &str, kdf: &Kdf, nonce: &str) -> Vec<u8> {
	let Kdf {
		name,
		memory_kib,
		passes,
		lanes,
		salt,
	} = kdf;
	(
		(format, CIPHER, name),
		(memory_kib, passes, lanes),
		(salt, nonce),
	)
		.encode()
}

fn cipher(passphrase: &Passphrase, kdf: &Kdf, salt: &[u8]) -> Option<Aes256Gcm> {
	if kdf.memory_kib > MOST_MEMORY_KIB || kdf.passes > MOST_PASSES || kdf.lanes > MOST_LANES {
		return None;
	}
	let params = Params::new(kdf.memory_kib, kdf.passes, kdf.lanes, Some(32)).ok()?;
	let mut memory = Zeroizing::new(vec![Block::default(); params.block_count()]);
	let mut key = Zeroizing::new([0; 32]);
	Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
		.hash_password_into_with_memory(
			passphrase.0.as_bytes(),
			salt,
			key.as_mut_slice(),
			memory.as_mut_slice(),
		)
		.ok()?;
	Aes256Gcm::new_from_slice(key.as_slice()).ok()
}

fn seal<T: Encode>(kind: &Kind, secrets: &[T], passphrase: &Passphrase) -> Result<String> {
	let (mut salt, mut nonce) = ([0; SALT_BYTES], [0; NONCE_BYTES]);
	random(&mut salt)?;
	random(&mut nonce)?;
	let kdf = Kdf {
		name: KDF.to_owned(),
		memory_kib: MEMORY_KIB,
		passes: PASSES,
		lanes: LANES,
		salt: hex::encode(salt),
	};
	let shown_nonce = hex::encode(nonce);
	let plain = Zeroizing::new(secrets.encode());
	let sealed = cipher(passphrase, &kdf, &salt).and_then(|cipher| {
		let payload = Payload {
			msg: &plain,
			aad: &header(kind.format, &kdf, &shown_nonce),
		};
		cipher.encrypt(Nonce::from_slice(&nonce), payload).ok()
	});
	let sealed = sealed.ok_or_else(|| kind.not_sealed(CIPHER))?;
	let file = Sealed {
		format: kind.format.to_owned(),
		kdf,
		cipher: CIPHER.to_owned(),
		nonce: shown_nonce,
		secrets: hex::encode(sealed),
	};
	serde_json::to_string_pretty(&file)
		.map(|content| format!("{content}\n"))
		.map_err(|error| kind.not_sealed(error))
}

fn unseal<T: Decode>(
	kind: &Kind,
	content: &str,
	passphrase: &Passphrase,
	path: &Path,
) -> Result<Vec<T>> {
	let file: Sealed =
		serde_json::from_str(content).map_err(|error| kind.unreadable(path, error))?;
	for (found, known) in [
		(file.format.as_str(), kind.format),
		(&file.kdf.name, KDF),
		(&file.cipher, CIPHER),
	] {
		if found != known {
			return Err(kind.unreadable(path, format!("{found} is not {known}")));
		}
	}
	let bytes = |digits: &str| hex::decode(digits).map_err(|error| kind.unreadable(path, error));
	let (salt, nonce, sealed) = (
		bytes(&file.kdf.salt)?,
		bytes(&file.nonce)?,
		bytes(&file.secrets)?,
	);
	if nonce.len() != NONCE_BYTES {
		return Err(kind.unreadable(path, "nonce"));
	}
	let cipher = cipher(passphrase, &file.kdf, &salt)
		.ok_or_else(|| kind.unreadable(path, "parameters of Argon2id"))?;
	let payload = Payload {
		msg: &sealed,
		aad: &header(kind.format, &file.kdf, &file.nonce),
	};
	let mut plain = cipher
		.decrypt(Nonce::from_slice(&nonce), payload)
		.map_err(|_| {
			let file = path.display();
			Failure::file(
				"PassphraseWrong",
				text!(
					"암호가 틀렸거나 {file} 파일이 바뀌었습니다.",
					"The passphrase is wrong, or {file} was changed."
				),
			)
		})?;
	let secrets = Vec::<T>::decode_all(&mut plain.as_slice());
	plain.zeroize();
	secrets.map_err(|error| kind.unreadable(path, error))
}

/// The secrets of a file.
pub fn read<T: Decode>(kind: &Kind, path: &Path, passphrase: &Passphrase) -> Result<Vec<T>> {
	unseal(kind, &files::read_secret(path)?, passphrase, path)
}

/// Write the file whole or not at all, readable by its owner only, in place of an earlier one.
pub fn write<T: Encode>(
	kind: &Kind,
	path: &Path,
	secrets: &[T],
	passphrase: &Passphrase,
) -> Result<()> {
	if let Some(folder) = path
		.parent()
		.filter(|folder| !folder.as_os_str().is_empty())
	{
		files::make_private_folder(folder)?;
	}
	files::replace(path, &seal(kind, secrets, passphrase)?)
}

/// Write a file that does not exist yet, and read it back.
pub fn write_new<T: Encode + Decode + PartialEq>(
	kind: &Kind,
	path: &Path,
	secrets: &[T],
	passphrase: &Passphrase,
) -> Result<()> {
	files::write_new_private(path, &seal(kind, secrets, passphrase)?)?;
	if read::<T>(kind, path, passphrase)? == secrets {
		Ok(())
	} else {
		Err(kind.unreadable(path, "written otherwise"))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::files::tests::Folder;
	use std::os::unix::fs::PermissionsExt;

	const KIND: Kind = Kind {
		format: "seoul-secrets-of-tests/1",
		code: "TestFile",
		ko: "시험 비밀",
		en: "secrets of tests",
	};
	const OTHER: Kind = Kind {
		format: "seoul-secrets-of-tests/2",
		..KIND
	};

	fn secrets() -> Vec<(u32, [u8; 32])> {
		vec![(0, [0xa5; 32]), (7, [0x5a; 32])]
	}

	#[test]
	fn what_was_written_is_read_with_the_passphrase_and_by_its_owner_only() {
		let folder = Folder::new();
		let path = folder.path("deeper/secrets.json");
		let passphrase = Passphrase::of("correct horse 말");
		write(&KIND, &path, &secrets(), &passphrase).unwrap();
		assert!(read::<(u32, [u8; 32])>(&KIND, &path, &passphrase).unwrap() == secrets());
		for (path, mode) in [(path.as_path(), 0o600), (path.parent().unwrap(), 0o700)] {
			let about = std::fs::metadata(path).unwrap();
			assert_eq!(about.permissions().mode() & 0o777, mode);
		}
		let content = files::read_text(&path).unwrap();
		assert!(!content.contains(&"a5".repeat(32)));
		assert!(!content.contains(&"5a".repeat(32)));
	}

	#[test]
	fn the_same_passphrase_typed_in_another_form_opens_it() {
		let folder = Folder::new();
		let path = folder.path("secrets.json");
		write(&KIND, &path, &secrets(), &Passphrase::of("나의 긴 암호")).unwrap();
		let decomposed: String = "나의 긴 암호".nfd().collect();
		assert_ne!(decomposed, "나의 긴 암호");
		let read = read::<(u32, [u8; 32])>(&KIND, &path, &Passphrase::of(&decomposed));
		assert!(read.unwrap() == secrets());
	}

	#[test]
	fn another_passphrase_and_every_changed_part_are_refused() {
		let folder = Folder::new();
		let path = folder.path("secrets.json");
		let passphrase = Passphrase::of("passphrase");
		let content = seal(&KIND, &secrets(), &passphrase).unwrap();
		let open = |content: &str, passphrase: &Passphrase| {
			unseal::<(u32, [u8; 32])>(&KIND, content, passphrase, &path)
				.err()
				.unwrap()
				.code
		};
		assert_eq!(
			open(&content, &Passphrase::of("passphrasf")),
			"PassphraseWrong"
		);
		let file: serde_json::Value = serde_json::from_str(&content).unwrap();
		for (pointer, changed) in [
			("/kdf/salt", serde_json::json!("00".repeat(SALT_BYTES))),
			("/kdf/passes", serde_json::json!(2)),
			("/nonce", serde_json::json!("00".repeat(NONCE_BYTES))),
			("/secrets", serde_json::json!("00".repeat(64))),
		] {
			let mut other = file.clone();
			*other.pointer_mut(pointer).unwrap() = changed;
			assert_eq!(
				open(&other.to_string(), &passphrase),
				"PassphraseWrong",
				"{pointer}"
			);
		}
		for (pointer, changed) in [
			("/format", serde_json::json!(OTHER.format)),
			("/kdf/memoryKib", serde_json::json!(u32::MAX)),
			("/nonce", serde_json::json!("00")),
			("/secrets", serde_json::json!("xx")),
		] {
			let mut other = file.clone();
			*other.pointer_mut(pointer).unwrap() = changed;
			assert_eq!(
				open(&other.to_string(), &passphrase),
				"TestFileUnreadable",
				"{pointer}"
			);
		}
	}

	#[test]
	fn a_file_of_one_kind_does_not_pass_for_another() {
		let folder = Folder::new();
		let path = folder.path("secrets.json");
		let passphrase = Passphrase::of("passphrase");
		let content = seal(&KIND, &secrets(), &passphrase).unwrap();
		// Also if the format in the file is changed: it is authenticated.
		let renamed = content.replace(KIND.format, OTHER.format);
		for (content, code) in [
			(content, "TestFileUnreadable"),
			(renamed, "PassphraseWrong"),
		] {
			let failure = unseal::<(u32, [u8; 32])>(&OTHER, &content, &passphrase, &path);
			assert_eq!(failure.err().unwrap().code, code);
		}
	}

	#[test]
	fn no_two_files_have_the_same_salt_or_nonce() {
		let passphrase = Passphrase::of("passphrase");
		let of = |content: String| -> Sealed { serde_json::from_str(&content).unwrap() };
		let (one, two) = (
			of(seal(&KIND, &secrets(), &passphrase).unwrap()),
			of(seal(&KIND, &secrets(), &passphrase).unwrap()),
		);
		assert_ne!(one.kdf.salt, two.kdf.salt);
		assert_ne!(one.nonce, two.nonce);
		assert_ne!(one.secrets, two.secrets);
	}

	#[test]
	fn a_short_passphrase_is_refused_for_a_new_file() {
		let folder = Folder::new();
		let chosen = |content: &str, name: &str| {
			Passphrase::choose(Some(&folder.file(name, content))).map(|chosen| chosen.0.to_string())
		};
		assert_eq!(
			chosen("일곱글자암호\n", "short").unwrap_err().code,
			"PassphraseTooShort"
		);
		assert_eq!(
			chosen("여덟 글자 암호\nrest", "long").unwrap(),
			"여덟 글자 암호"
		);
	}

	#[test]
	fn a_new_file_overwrites_nothing() {
		let folder = Folder::new();
		let path = folder.path("copy.json");
		let passphrase = Passphrase::of("passphrase");
		write_new(&KIND, &path, &secrets(), &passphrase).unwrap();
		let again = write_new(&KIND, &path, &secrets(), &passphrase);
		assert_eq!(again.unwrap_err().code, "FileAlreadyExists");
		assert!(read::<(u32, [u8; 32])>(&KIND, &path, &passphrase).unwrap() == secrets());
	}
}
