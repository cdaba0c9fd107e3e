// SPDX-License-Identifier: Apache-2.0

//! Keys: of the account that signs, and the one that the registrars share.

use crate::{
	error::{text, Failure, Result, Text},
	files,
	tags::{Secret, SECRET_LENGTH},
};
use clap::ValueEnum;
use sp_core::{
	crypto::{Ss58AddressFormat, Ss58Codec},
	ecdsa, ed25519, sr25519, Pair as _,
};
use sp_runtime::{traits::IdentifyAccount, AccountId32, MultiSignature, MultiSigner};
use std::{
	collections::BTreeMap,
	path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// Kinds of keys whose signatures the chain accepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Scheme {
	/// 지갑의 기본 · what wallets make by default
	#[default]
	Sr25519,
	/// Ed25519
	Ed25519,
	/// secp256k1
	Ecdsa,
	/// 이더리움 지갑의 키 · secp256k1 as Ethereum's wallets have it
	Ethereum,
}

enum Pair {
	Sr25519(Box<sr25519::Pair>),
	Ed25519(Box<ed25519::Pair>),
	Ecdsa(Box<ecdsa::Pair>),
	Ethereum(Box<ecdsa::KeccakPair>),
}

/// The key of an account. The text that it was read from is wiped from memory.
pub struct SigningKey {
	pair: Pair,
	account: AccountId32,
}

impl SigningKey {
	/// From a phrase or a hexadecimal seed, with derivations such as `//name` and, after `///`, a password.
	pub fn from_secret(secret: &str, scheme: Scheme) -> Result<Self> {
		let secret = secret.trim();
		let (pair, signer) = match scheme {
			Scheme::Sr25519 => sr25519::Pair::from_string(secret, None).map(|pair| {
				let signer = MultiSigner::from(pair.public());
				(Pair::Sr25519(Box::new(pair)), signer)
			}),
			Scheme::Ed25519 => ed25519::Pair::from_string(secret, None).map(|pair| {
				let signer = MultiSigner::from(pair.public());
				(Pair::Ed25519(Box::new(pair)), signer)
			}),
			Scheme::Ecdsa => ecdsa::Pair::from_string(secret, None).map(|pair| {
				let signer = MultiSigner::from(pair.public());
				(Pair::Ecdsa(Box::new(pair)), signer)
			}),
			Scheme::Ethereum => ecdsa::KeccakPair::from_string(secret, None).map(|pair| {
				let signer = MultiSigner::Eth(pair.public());
				(Pair::Ethereum(Box::new(pair)), signer)
			}),
		}
		.map_err(|_| unreadable_secret())?;
		Ok(Self {
			pair,
			account: signer.into_account(),
		})
	}

	/// From a file that nobody else can read, or, without one, from the terminal, without showing it.
	pub fn load(file: Option<&Path>, scheme: Scheme) -> Result<Self> {
		Self::from_secret(&secret(file)?, scheme)
	}

	pub fn account(&self) -> &AccountId32 {
		&self.account
	}

	/// A signature as transactions have it.
	pub fn sign(&self, payload: &[u8]) -> MultiSignature {
		match &self.pair {
			Pair::Sr25519(pair) => pair.sign(payload).into(),
			Pair::Ed25519(pair) => pair.sign(payload).into(),
			Pair::Ecdsa(pair) => pair.sign(payload).into(),
			Pair::Ethereum(pair) => MultiSignature::Eth(pair.sign(payload)),
		}
	}

	/// An sr25519 signature, for papers and questions, which all checkers know.
	pub fn sign_sr25519(&self, message: &[u8]) -> Result<sr25519::Signature> {
		match &self.pair {
			Pair::Sr25519(pair) => Ok(pair.sign(message)),
			_ => Err(Failure::file(
				"KeyNotSr25519",
				text!(
					"이 서명에는 sr25519 키가 필요합니다.",
					"This is signed with an sr25519 key only."
				),
			)),
		}
	}
}

/// What is said of a secret that cannot be read. The SDK's own error may hold a part of it and is not shown.
pub fn unreadable_secret() -> Failure {
	Failure::file(
		"KeyUnreadable",
		text!(
			"개인키를 읽을 수 없습니다. 복구 문구(12~24단어), 또는 0x로 시작하는 16진수 64자리여야 하며, //경로가 뒤따를 수 있습니다.",
			"The secret cannot be read. It is a phrase of 12 to 24 words, or 0x and 64 hexadecimal digits, and may be followed by a //path."
		),
	)
}

/// A phrase or a seed: from a file that nobody else can read, or, without one, from the terminal, without showing it.
pub fn secret(file: Option<&Path>) -> Result<Zeroizing<String>> {
	match file {
		Some(path) => first_line(path),
		None => prompt(
			&text!(
				"복구 문구 또는 개인키(화면에 보이지 않음)",
				"Secret phrase or seed (not shown)"
			),
			&text!(
				"--key-file로 키 파일을 지정하거나, 쓰는 명령이면 --prepare로 지갑에서 서명하십시오.",
				"Name a key file with --key-file, or, for a command that writes, use --prepare and sign in a wallet."
			),
		),
	}
}

/// The first line of a secret file that is not empty.
fn first_line(path: &Path) -> Result<Zeroizing<String>> {
	let content = files::read_secret(path)?;
	content
		.lines()
		.map(str::trim)
		.find(|line| !line.is_empty())
		.map(|line| Zeroizing::new(line.to_owned()))
		.ok_or_else(|| {
			let file = path.display();
			Failure::file(
				"KeyFileEmpty",
				text!("{file} 파일이 비어 있습니다.", "{file} is empty."),
			)
		})
}

/// Ask on the terminal, without showing what is typed.
pub fn prompt(question: &Text, otherwise: &Text) -> Result<Zeroizing<String>> {
	rpassword::prompt_password(format!("{} · {}: ", question.ko, question.en))
		.map(Zeroizing::new)
		.map_err(|error| {
			let Text { ko, en } = otherwise;
			Failure::file(
				"NoTerminal",
				text!(
					"물어볼 터미널이 없습니다({error}). {ko}",
					"There is no terminal to ask on ({error}). {en}"
				),
			)
		})
}

/// The key that the registrars share, in each of its versions.
pub struct RegistrarKeys(BTreeMap<u16, Secret>);

impl RegistrarKeys {
	/// A file with a line for each version: its number and 64 hexadecimal digits. A line of digits alone
	/// is version 0. Nobody else may be able to read it.
	pub fn load(path: &Path) -> Result<Self> {
		Self::parse(&files::read_secret(path)?, path)
	}

	fn parse(content: &str, path: &Path) -> Result<Self> {
		let mut keys = BTreeMap::new();
		for (index, line) in content.lines().enumerate() {
			let line = line.trim();
			if line.is_empty() || line.starts_with('#') {
				continue;
			}
			let (version, digits) = line
				.split_once(char::is_whitespace)
				.map_or((Some(0), line), |(version, digits)| {
					(version.parse().ok(), digits.trim())
				});
			let digits = digits.strip_prefix("0x").unwrap_or(digits);
			let mut key = Zeroizing::new([0; SECRET_LENGTH]);
			let readable = hex::decode_to_slice(digits, key.as_mut_slice()).is_ok();
			let (file, number) = (path.display(), index + 1);
			let Some(version) = version.filter(|_| readable) else {
				return Err(Failure::file(
					"RegistrarKeyUnreadable",
					text!(
						"{file} {number}번째 줄: 버전 번호와 16진수 64자리여야 합니다.",
						"{file}, line {number}: it must be a version number and 64 hexadecimal digits."
					),
				));
			};
			if keys.insert(version, key).is_some() {
				return Err(Failure::file(
					"RegistrarKeyTwice",
					text!(
						"{file} {number}번째 줄: 버전 {version}이(가) 두 번 있습니다.",
						"{file}, line {number}: version {version} is there twice."
					),
				));
			}
		}
		if keys.is_empty() {
			let file = path.display();
			return Err(Failure::file(
				"KeyFileEmpty",
				text!("{file} 파일이 비어 있습니다.", "{file} is empty."),
			));
		}
		Ok(Self(keys))
	}

	/// The key of one version.
	pub fn version(&self, version: u16) -> Result<&Secret> {
		self.0.get(&version).ok_or_else(|| {
			Failure::file(
				"RegistrarKeyMissing",
				text!(
					"등록 관청 키 파일에 체인이 쓰는 버전 {version}이(가) 없습니다.",
					"The registrars' key file lacks version {version}, which the chain uses."
				),
			)
		})
	}

	/// Every version, the newest first.
	pub fn newest_first(&self) -> impl Iterator<Item = (u16, &Secret)> {
		self.0.iter().rev().map(|(version, key)| (*version, key))
	}

	#[cfg(test)]
	pub fn of_test(versions: &[(u16, [u8; SECRET_LENGTH])]) -> Self {
		Self(
			versions
				.iter()
				.map(|(version, key)| (*version, Zeroizing::new(*key)))
				.collect(),
		)
	}
}

/// Prefix of addresses until the chain has one of its own.
pub const SS58_PREFIX: u16 = 42;

/// An account as wallets show it.
pub fn address(account: &AccountId32, prefix: u16) -> String {
	account.to_ss58check_with_version(Ss58AddressFormat::custom(prefix))
}

/// An account from its address or its public key in hexadecimal digits. Addresses of other chains are
/// accepted: they name the same key.
pub fn parse_account(text: &str) -> Result<AccountId32> {
	let unreadable = || {
		Failure::input(
			"AccountUnreadable",
			text!(
				"계정 주소 {text}을(를) 읽을 수 없습니다.",
				"{text} is no account address."
			),
		)
	};
	match text.strip_prefix("0x") {
		Some(digits) => {
			let mut bytes = [0; 32];
			hex::decode_to_slice(digits, &mut bytes).map_err(|_| unreadable())?;
			Ok(bytes.into())
		},
		None => AccountId32::from_ss58check_with_version(text)
			.map(|(account, _)| account)
			.map_err(|_| unreadable()),
	}
}

/// A message as wallets sign it, and as no transaction looks, with what it is for.
pub fn wrapped(domain: &str, message: &[u8]) -> Vec<u8> {
	[b"<Bytes>", domain.as_bytes(), b"\0", message, b"</Bytes>"].concat()
}

/// How a command that writes is signed.
#[derive(Debug, clap::Args)]
pub struct SignerArgs {
	/// 개인키 파일(권한 0600). 없으면 화면에 보이지 않게 묻습니다 · File with the secret phrase or seed, mode
	/// 0600; asked for without it
	#[arg(long, value_name = "FILE", conflicts_with = "prepare")]
	pub key_file: Option<PathBuf>,

	/// 키 종류 · Kind of key
	#[arg(long, value_enum, default_value_t, value_name = "TYPE")]
	pub key_type: Scheme,
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::files::tests::Folder;
	use sp_runtime::traits::Verify;

	const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

	#[test]
	fn a_key_file_holds_a_phrase_or_a_derivation() {
		let folder = Folder::new();
		let file = folder.file(
			"alice",
			"\nbottom drive obey lake curtain smoke basket hold race lonely fit walk//Alice\n",
		);
		let key = SigningKey::load(Some(&file), Scheme::Sr25519).unwrap();
		assert_eq!(address(key.account(), SS58_PREFIX), ALICE);
		assert_eq!(parse_account(ALICE).unwrap(), *key.account());
		assert_eq!(
			parse_account("0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d")
				.unwrap(),
			*key.account()
		);
	}

	#[test]
	fn every_scheme_signs_as_its_account() {
		for scheme in [
			Scheme::Sr25519,
			Scheme::Ed25519,
			Scheme::Ecdsa,
			Scheme::Ethereum,
		] {
			let key = SigningKey::from_secret("//Alice", scheme).unwrap();
			let signature = key.sign(b"message");
			assert!(signature.verify(&b"message"[..], key.account()));
			assert!(!signature.verify(&b"massage"[..], key.account()));
			assert_eq!(key.sign_sr25519(b"").is_ok(), scheme == Scheme::Sr25519);
		}
	}

	#[test]
	fn a_secret_never_stands_in_an_error() {
		let secret = "bottom drive obey lake curtain smoke basket hold race lonely fit run";
		let failure = SigningKey::from_secret(secret, Scheme::Sr25519)
			.err()
			.unwrap();
		assert_eq!(failure.code, "KeyUnreadable");
		assert!(!format!("{failure:?}{failure}").contains("lonely"));
	}

	#[test]
	fn the_registrars_key_has_versions() {
		let path = Path::new("keys");
		let content = format!(
			"# shared\n0 {}\n1  0x{}\n",
			"11".repeat(32),
			"22".repeat(32)
		);
		let keys = RegistrarKeys::parse(&content, path).unwrap();
		assert_eq!(keys.version(0).unwrap().as_slice(), [0x11; 32]);
		assert_eq!(keys.version(1).unwrap().as_slice(), [0x22; 32]);
		assert_eq!(
			keys.version(2).map(|_| ()).unwrap_err().code,
			"RegistrarKeyMissing"
		);
		let versions: Vec<u16> = keys.newest_first().map(|(version, _)| version).collect();
		assert_eq!(versions, [1, 0]);

		let single = RegistrarKeys::parse(&"33".repeat(32), path).unwrap();
		assert_eq!(single.version(0).unwrap().as_slice(), [0x33; 32]);
	}

	#[test]
	fn an_unreadable_registrars_key_is_refused_with_its_line() {
		let path = Path::new("keys");
		let good = "11".repeat(32);
		for (content, code) in [
			(String::new(), "KeyFileEmpty"),
			("# nothing".into(), "KeyFileEmpty"),
			("0 1234".into(), "RegistrarKeyUnreadable"),
			(format!("x {good}"), "RegistrarKeyUnreadable"),
			(format!("70000 {good}"), "RegistrarKeyUnreadable"),
			(format!("0 {good}\n0 {good}"), "RegistrarKeyTwice"),
		] {
			let failure = RegistrarKeys::parse(&content, path).err().unwrap();
			assert_eq!(failure.code, code, "{content}");
		}
	}
}
