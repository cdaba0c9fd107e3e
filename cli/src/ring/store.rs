// SPDX-License-Identifier: Apache-2.0

//! The file in which a citizen's ring secrets lie, encrypted under a passphrase.
//!
//! It is JSON. The key of the encryption comes from the passphrase (Unicode NFC) by Argon2id with the second
//! recommended parameters of RFC 9106, §4: 64 MiB, three passes, four lanes, 16 bytes of salt. The secrets are
//! encrypted and authenticated with AES-256-GCM. Salt and nonce are drawn anew each time the file is written, and
//! everything in the file beside the secrets is authenticated with them.

use crate::{
	error::{text, Failure, Result},
	files, keys,
};
use aes_gcm::{
	aead::{Aead, Payload},
	Aes256Gcm, KeyInit, Nonce,
};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use clap::Args;
use codec::{Decode, DecodeAll, Encode};
use seoul_chain_ring_proofs::{prover::RingSecret, ChainId, CollectionId};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

const FORMAT: &str = "seoul-ring-keys/1";
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
		let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
		folder("XDG_CONFIG_HOME")
			.map(PathBuf::from)
			.or_else(|| folder("HOME").map(|home| PathBuf::from(home).join(".config")))
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
		let passphrase = Passphrase::ask(self.passphrase_file.as_deref())?;
		Ok((read(&path, &passphrase)?, passphrase))
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

/// What protects the file.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
	fn of(typed: &str) -> Self {
		Self(Zeroizing::new(typed.nfc().collect()))
	}

	fn from_file(path: &Path) -> Result<Self> {
		let content = files::read_secret(path)?;
		Ok(Self::of(content.lines().next().unwrap_or_default()))
	}

	/// Of a file that is there.
	pub fn ask(file: Option<&Path>) -> Result<Self> {
		match file {
			Some(file) => Self::from_file(file),
			None => prompt(&text!(
				"익명 열쇠 파일의 암호(화면에 보이지 않음)",
				"Passphrase of the ring keys (not shown)"
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

fn prompt(question: &crate::error::Text) -> Result<Passphrase> {
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

fn unreadable(path: &Path, why: impl std::fmt::Display) -> Failure {
	let file = path.display();
	Failure::file(
		"RingFileUnreadable",
		text!(
			"{file}은(는) 익명 열쇠 파일이 아니거나 손상되었습니다: {why}",
			"{file} is no file of ring keys, or it is damaged: {why}"
		),
	)
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
fn header(kdf: &Kdf, nonce: &str) -> Vec<u8> {
	let Kdf {
		name,
		memory_kib,
		passes,
		lanes,
		salt,
	} = kdf;
	(
		(FORMAT, CIPHER, name),
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

fn seal(stored: &[StoredKey], passphrase: &Passphrase) -> Result<String> {
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
	let plain = Zeroizing::new(stored.encode());
	let sealed = cipher(passphrase, &kdf, &salt).and_then(|cipher| {
		let payload = Payload {
			msg: &plain,
			aad: &header(&kdf, &shown_nonce),
		};
		cipher.encrypt(Nonce::from_slice(&nonce), payload).ok()
	});
	let sealed = sealed.ok_or_else(|| {
		Failure::file(
			"RingFileNotSealed",
			text!("암호화하지 못했습니다.", "The encryption failed."),
		)
	})?;
	let file = Sealed {
		format: FORMAT.to_owned(),
		kdf,
		cipher: CIPHER.to_owned(),
		nonce: shown_nonce,
		secrets: hex::encode(sealed),
	};
	serde_json::to_string_pretty(&file)
		.map(|content| format!("{content}\n"))
		.map_err(|error| {
			Failure::file(
				"RingFileNotSealed",
				text!(
					"파일을 만들지 못했습니다: {error}",
					"The file cannot be made: {error}"
				),
			)
		})
}

fn unseal(content: &str, passphrase: &Passphrase, path: &Path) -> Result<Vec<StoredKey>> {
	let file: Sealed = serde_json::from_str(content).map_err(|error| unreadable(path, error))?;
	for (found, known) in [
		(&file.format, FORMAT),
		(&file.kdf.name, KDF),
		(&file.cipher, CIPHER),
	] {
		if found != known {
			return Err(unreadable(path, format!("{found} is not {known}")));
		}
	}
	let bytes = |digits: &str| hex::decode(digits).map_err(|error| unreadable(path, error));
	let (salt, nonce, sealed) = (
		bytes(&file.kdf.salt)?,
		bytes(&file.nonce)?,
		bytes(&file.secrets)?,
	);
	if nonce.len() != NONCE_BYTES {
		return Err(unreadable(path, "nonce"));
	}
	let cipher = cipher(passphrase, &file.kdf, &salt)
		.ok_or_else(|| unreadable(path, "parameters of Argon2id"))?;
	let payload = Payload {
		msg: &sealed,
		aad: &header(&file.kdf, &file.nonce),
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
	let keys = Vec::<StoredKey>::decode_all(&mut plain.as_slice());
	plain.zeroize();
	keys.map_err(|error| unreadable(path, error))
}

/// The keys of a file.
pub fn read(path: &Path, passphrase: &Passphrase) -> Result<Vec<StoredKey>> {
	unseal(&files::read_secret(path)?, passphrase, path)
}

/// Write the file whole or not at all, readable by its owner only, in place of an earlier one.
pub fn write(path: &Path, stored: &[StoredKey], passphrase: &Passphrase) -> Result<()> {
	if let Some(folder) = path
		.parent()
		.filter(|folder| !folder.as_os_str().is_empty())
	{
		files::make_private_folder(folder)?;
	}
	files::replace(path, &seal(stored, passphrase)?)
}

/// Write a copy that does not exist yet, and read it back.
pub fn write_copy(path: &Path, stored: &[StoredKey], passphrase: &Passphrase) -> Result<()> {
	files::write_new_private(path, &seal(stored, passphrase)?)?;
	if read(path, passphrase)? == stored {
		Ok(())
	} else {
		Err(unreadable(path, "written otherwise"))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::files::tests::Folder;
	use std::os::unix::fs::PermissionsExt;

	const CHAIN: ChainId = [7; 32];

	fn keys() -> Vec<StoredKey> {
		vec![
			StoredKey::new(&[1; 32], CHAIN, CollectionId::City, 0, vec![(0, [9; 32])]),
			StoredKey::new(
				&[1; 32],
				CHAIN,
				CollectionId::District(11_230),
				2,
				Vec::new(),
			),
		]
	}

	#[test]
	fn what_was_written_is_read_with_the_passphrase_and_by_its_owner_only() {
		let folder = Folder::new();
		let path = folder.path("deeper/ring.json");
		let passphrase = Passphrase::of("correct horse 말");
		write(&path, &keys(), &passphrase).unwrap();
		assert!(read(&path, &passphrase).unwrap() == keys());
		for (path, mode) in [(path.as_path(), 0o600), (path.parent().unwrap(), 0o700)] {
			let about = std::fs::metadata(path).unwrap();
			assert_eq!(about.permissions().mode() & 0o777, mode);
		}
		let content = files::read_text(&path).unwrap();
		let secret = RingSecret::entropy(&[1; 32], &CHAIN, CollectionId::City, 0);
		assert!(!content.contains(&hex::encode(*secret)));
		assert!(!content.contains(&hex::encode(keys()[0].secret().key())));
	}

	#[test]
	fn the_same_passphrase_typed_in_another_form_opens_it() {
		let folder = Folder::new();
		let path = folder.path("ring.json");
		write(&path, &keys(), &Passphrase::of("나의 긴 암호")).unwrap();
		let decomposed: String = "나의 긴 암호".nfd().collect();
		assert_ne!(decomposed, "나의 긴 암호");
		assert!(read(&path, &Passphrase::of(&decomposed)).unwrap() == keys());
	}

	#[test]
	fn another_passphrase_and_every_changed_part_are_refused() {
		let folder = Folder::new();
		let path = folder.path("ring.json");
		let passphrase = Passphrase::of("passphrase");
		let content = seal(&keys(), &passphrase).unwrap();
		let open = |content: &str, passphrase: &Passphrase| {
			unseal(content, passphrase, &path).err().unwrap().code
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
			("/format", serde_json::json!("seoul-ring-keys/2")),
			("/kdf/memoryKib", serde_json::json!(u32::MAX)),
			("/nonce", serde_json::json!("00")),
			("/secrets", serde_json::json!("xx")),
		] {
			let mut other = file.clone();
			*other.pointer_mut(pointer).unwrap() = changed;
			assert_eq!(
				open(&other.to_string(), &passphrase),
				"RingFileUnreadable",
				"{pointer}"
			);
		}
	}

	#[test]
	fn no_two_files_have_the_same_salt_or_nonce() {
		let passphrase = Passphrase::of("passphrase");
		let of = |content: String| -> Sealed { serde_json::from_str(&content).unwrap() };
		let (one, two) = (
			of(seal(&keys(), &passphrase).unwrap()),
			of(seal(&keys(), &passphrase).unwrap()),
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
	fn a_copy_overwrites_nothing() {
		let folder = Folder::new();
		let path = folder.path("copy.json");
		let passphrase = Passphrase::of("passphrase");
		write_copy(&path, &keys(), &passphrase).unwrap();
		assert_eq!(
			write_copy(&path, &keys(), &passphrase).unwrap_err().code,
			"FileAlreadyExists"
		);
		assert!(read(&path, &passphrase).unwrap() == keys());
	}
}
