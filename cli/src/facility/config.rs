// SPDX-License-Identifier: Apache-2.0

//! The configuration of a provider, and what it keeps in its folder.

use crate::{
	error::{text, Failure, Result},
	files,
	ring::node::parse_collection,
	times,
};
use seoul_chain_login::MAX_CHALLENGE_LIFETIME;
use seoul_chain_oidc::{
	keys::KeyPolicy,
	pairwise::PairwiseKey,
	wire::{bytes32, hex},
	Client, ClientKind, FileConsents, FileStore, KeyRing, Settings,
};
use seoul_chain_primitives::{chain::SECOND, Moment};
use seoul_chain_ring_proofs::CollectionId;
use serde::Deserialize;
use std::{
	fs::{File, OpenOptions},
	net::SocketAddr,
	os::unix::fs::OpenOptionsExt,
	path::{Path, PathBuf},
};
use url::Url;
use zeroize::Zeroizing;

/// Where it listens, without another address.
const USUAL_ADDRESS: &str = "127.0.0.1:8080";
/// How old a final block may be, without another bound: ten blocks and more.
const USUAL_ROOT_AGE: u64 = 60;
/// The key for subjects, without another name.
const PAIRWISE_SECRET: &str = "pairwise.secret";

/// A web site or application of the facility.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ClientEntry {
	id: String,
	name: String,
	redirect_uris: Vec<String>,
	/// The host of the first redirect address without it.
	sector: Option<String>,
	/// SHA-256 of its secret; without it the client has none.
	secret_sha256: Option<String>,
}

/// Anonymous login, where it is offered.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AnonymousEntry {
	collection: String,
	max_root_age_seconds: Option<u64>,
}

/// When signing keys change.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeysEntry {
	#[serde(rename = "periodSeconds")]
	period: u64,
	#[serde(rename = "publishAheadSeconds")]
	publish_ahead: u64,
	#[serde(rename = "keepAfterSeconds")]
	keep_after: u64,
}

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Written {
	facility: u32,
	issuer: String,
	listen: Option<String>,
	folder: PathBuf,
	pairwise_secret_file: Option<PathBuf>,
	clients: Vec<ClientEntry>,
	anonymous: Option<AnonymousEntry>,
	challenge_seconds: Option<u64>,
	open_logins: Option<usize>,
	keys: Option<KeysEntry>,
}

/// Anonymous login, as it is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anonymous {
	pub collection: CollectionId,
	/// How old the last final block may be, in milliseconds.
	pub max_root_age: Moment,
}

/// A configuration that was understood.
#[derive(Debug)]
pub struct Config {
	pub facility: u32,
	pub issuer: Url,
	pub listen: SocketAddr,
	pub folder: PathBuf,
	pub pairwise_secret_file: PathBuf,
	pub clients: Vec<Client>,
	pub anonymous: Option<Anonymous>,
	/// In milliseconds.
	pub challenge_lifetime: Moment,
	pub open_logins: usize,
	pub keys: KeyPolicy,
}

fn unusable(place: &Path, ko: &str, en: &str) -> Failure {
	let file = place.display();
	Failure::file("ConfigUnusable", text!("{file}: {ko}", "{file}: {en}"))
}

fn client(place: &Path, entry: ClientEntry) -> Result<Client> {
	let id = &entry.id;
	let redirect_uris = entry
		.redirect_uris
		.iter()
		.map(|typed| {
			Url::parse(typed).map_err(|error| {
				unusable(
					place,
					&format!("클라이언트 {id}의 주소 {typed}을(를) 읽을 수 없습니다({error})."),
					&format!("the address {typed} of client {id} cannot be read ({error})."),
				)
			})
		})
		.collect::<Result<Vec<_>>>()?;
	let host = redirect_uris
		.first()
		.and_then(Url::host_str)
		.unwrap_or_default();
	let kind = match &entry.secret_sha256 {
		None => ClientKind::Public,
		Some(digits) => ClientKind::Confidential {
			secret: bytes32(digits).ok_or_else(|| {
				unusable(
					place,
					&format!("클라이언트 {id}의 secretSha256은 16진수 64자리입니다. seoul facility client-secret이 출력합니다."),
					&format!("secretSha256 of client {id} is 64 hexadecimal digits, as seoul facility client-secret prints them."),
				)
			})?,
		},
	};
	Ok(Client {
		sector: entry.sector.unwrap_or_else(|| host.to_owned()),
		id: entry.id,
		name: entry.name,
		kind,
		redirect_uris,
	})
}

impl Config {
	/// From a file that nobody but its owner can change.
	pub fn load(place: &Path) -> Result<Self> {
		Self::parse(&files::read_text_not_writable_by_others(place)?, place)
	}

	fn parse(content: &str, place: &Path) -> Result<Self> {
		let file: Written = serde_json::from_str(content).map_err(|error| {
			unusable(
				place,
				&format!("읽을 수 없습니다: {error}"),
				&format!("it cannot be read: {error}"),
			)
		})?;
		let issuer = Url::parse(&file.issuer).map_err(|error| {
			unusable(
				place,
				&format!("issuer를 읽을 수 없습니다({error})."),
				&format!("the issuer is no address ({error})."),
			)
		})?;
		let listen = file.listen.as_deref().unwrap_or(USUAL_ADDRESS);
		let listen: SocketAddr = listen.parse().map_err(|_| {
			unusable(
				place,
				&format!("listen의 {listen}은(는) 주소와 포트가 아닙니다."),
				&format!("listen is an address and a port such as {USUAL_ADDRESS}, not {listen}."),
			)
		})?;
		if !listen.ip().is_loopback() {
			return Err(Failure::input(
				"ListenNotLocal",
				text!(
					"{listen}: 암호화되지 않은 연결은 이 컴퓨터 안에서만 받습니다. 127.0.0.1에서 받고, 앞에 TLS 웹 서버를 두십시오.",
					"{listen}: without encryption it listens on this machine only. Listen on 127.0.0.1, and put a web server with TLS in front."
				),
			));
		}
		let clients = file
			.clients
			.into_iter()
			.map(|entry| client(place, entry))
			.collect::<Result<Vec<_>>>()?;
		let anonymous = file
			.anonymous
			.map(|entry| {
				Ok::<_, Failure>(Anonymous {
					collection: parse_collection(&entry.collection)?,
					max_root_age: entry
						.max_root_age_seconds
						.unwrap_or(USUAL_ROOT_AGE)
						.saturating_mul(SECOND),
				})
			})
			.transpose()?;
		let keys = file.keys.map_or_else(KeyPolicy::default, |keys| KeyPolicy {
			period: keys.period.saturating_mul(SECOND),
			publish_ahead: keys.publish_ahead.saturating_mul(SECOND),
			keep_after: keys.keep_after.saturating_mul(SECOND),
		});
		if keys.period == 0 || keys.publish_ahead > keys.period {
			return Err(unusable(
				place,
				"서명 키의 기간이 올바르지 않습니다. 기간은 0보다 길고, 미리 게시하는 기간보다 길어야 합니다.",
				"the periods of keys do not fit: a period is above zero and no shorter than the time for which a key is published ahead.",
			));
		}
		Ok(Self {
			facility: file.facility,
			issuer,
			listen,
			pairwise_secret_file: file
				.pairwise_secret_file
				.unwrap_or_else(|| file.folder.join(PAIRWISE_SECRET)),
			folder: file.folder,
			clients,
			anonymous,
			challenge_lifetime: file
				.challenge_seconds
				.map_or(Settings::USUAL_CHALLENGE_LIFETIME, |seconds| {
					seconds.saturating_mul(SECOND)
				})
				.min(MAX_CHALLENGE_LIFETIME.saturating_add(1)),
			open_logins: file.open_logins.unwrap_or(Settings::USUAL_CAPACITY),
			keys,
		})
	}

	/// Succeeds if keys stay published for as long as a login counts.
	pub fn check_pass(&self, pass: Moment) -> Result<()> {
		if self.keys.keep_after >= pass {
			return Ok(());
		}
		let (kept, pass) = (
			self.keys.keep_after.div_euclid(SECOND),
			pass.div_euclid(SECOND),
		);
		Err(Failure::input(
			"KeysKeptTooShort",
			text!(
				"서명 키를 {kept}초 동안만 남겨 두지만, 로그인은 {pass}초 동안 유효합니다. keepAfterSeconds를 늘리십시오.",
				"Keys stay published for {kept} s after they signed, and a login counts for {pass} s. Raise keepAfterSeconds."
			),
		))
	}
}

/// What a provider keeps, as long as it runs. Nobody else can use the folder meanwhile.
pub struct Kept {
	pub pairwise: PairwiseKey,
	pub keys: KeyRing,
	pub consents: FileConsents,
	/// Held for as long as the folder is used.
	pub lock: File,
}

fn corrupted(file: &Path, why: impl std::fmt::Display) -> Failure {
	let file = file.display();
	Failure::file(
		"KeptFileUnusable",
		text!(
			"{file} 파일을 쓸 수 없습니다: {why}. 백업에서 되살리십시오.",
			"{file} cannot be used: {why}. Restore it from a backup."
		),
	)
}

/// Open the folder of a provider, with new signing keys if there are none.
pub fn open(config: &Config) -> Result<Kept> {
	let folder = &config.folder;
	let cannot = |error: std::io::Error| {
		let folder = folder.display();
		Failure::file(
			"FolderUnusable",
			text!(
				"{folder} 폴더를 쓸 수 없습니다: {error}",
				"The folder {folder} cannot be used: {error}"
			),
		)
	};
	files::make_private_folder(folder)?;
	let lock = OpenOptions::new()
		.write(true)
		.create(true)
		.truncate(false)
		.mode(0o600)
		.open(folder.join("lock"))
		.map_err(cannot)?;
	lock.try_lock().map_err(|_| {
		let folder = folder.display();
		Failure::file(
			"FolderInUse",
			text!(
				"다른 제공자가 {folder} 폴더를 쓰고 있습니다.",
				"Another provider uses the folder {folder}."
			),
		)
	})?;
	let pairwise = read_pairwise_secret(&config.pairwise_secret_file)?;
	let now = times::now();
	let keys_file = folder.join("keys.json");
	let keys = KeyRing::open(Box::new(FileStore(keys_file.clone())), config.keys, now)
		.map_err(|error| corrupted(&keys_file, error))?;
	let consents_file = folder.join("consents.jsonl");
	let consents = FileConsents::open(consents_file.clone(), now)
		.map_err(|error| corrupted(&consents_file, error))?;
	Ok(Kept {
		pairwise,
		keys,
		consents,
		lock,
	})
}

/// The key for subjects. It is never made in passing: a folder that is empty by mistake would make everybody a
/// stranger.
fn read_pairwise_secret(place: &Path) -> Result<PairwiseKey> {
	let file = place.display();
	if !place.exists() {
		return Err(Failure::file(
			"PairwiseSecretMissing",
			text!(
				"가명 비밀 파일 {file}이(가) 없습니다. 처음이면 seoul facility secret {file} 로 만들고, 아니면 백업에서 되살리십시오. 새로 만들면 모든 시민이 모르는 사람이 됩니다.",
				"There is no secret for subjects at {file}. Make it with: seoul facility secret {file} — or, if there was one before, restore it: with another one every citizen becomes a stranger."
			),
		));
	}
	let content = files::read_secret(place)?;
	let digits = content.trim();
	let secret = (digits.len() == 64)
		.then(|| bytes32(digits))
		.flatten()
		.map(Zeroizing::new);
	secret
		.map(|secret| PairwiseKey::new(*secret))
		.ok_or_else(|| corrupted(place, "it is not 64 hexadecimal digits"))
}

/// Write a new secret for subjects into a file that does not exist yet.
pub fn write_pairwise_secret(place: &Path, secret: &[u8; 32]) -> Result<()> {
	let digits = Zeroizing::new(hex(secret));
	let line = Zeroizing::new(format!("{}\n", digits.trim_start_matches("0x")));
	files::write_new_private(place, &line)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::files::tests::Folder;
	use seoul_chain_primitives::chain::DAY;
	use serde_json::{json, Value as Json};
	use std::os::unix::fs::PermissionsExt;

	fn written() -> Json {
		json!({
			"facility": 3,
			"issuer": "https://library.seoul.go.kr",
			"folder": "/var/lib/seoul-facility",
			"clients": [{
				"id": "web",
				"name": "도서관 홈페이지",
				"redirectUris": ["https://www.library.kr/back"],
				"secretSha256": "11".repeat(32),
			}],
		})
	}

	fn parse(content: &Json) -> Result<Config> {
		Config::parse(&content.to_string(), Path::new("library.json"))
	}

	#[test]
	fn a_short_configuration_has_the_usual_for_the_rest() {
		let config = parse(&written()).unwrap();
		assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
		assert_eq!(config.clients[0].sector, "www.library.kr");
		assert_eq!(
			config.clients[0].kind,
			ClientKind::Confidential { secret: [0x11; 32] }
		);
		assert_eq!(
			config.pairwise_secret_file,
			Path::new("/var/lib/seoul-facility/pairwise.secret")
		);
		assert_eq!(config.keys, KeyPolicy::default());
		assert_eq!(config.challenge_lifetime, 120_000);
		assert_eq!(config.anonymous, None);
		assert!(config.check_pass(2 * DAY).is_ok());
		assert_eq!(
			config.check_pass(2 * DAY + 1).unwrap_err().code,
			"KeysKeptTooShort"
		);
	}

	#[test]
	fn all_of_it_can_be_said() {
		let mut all = written();
		all["listen"] = json!("[::1]:9000");
		all["pairwiseSecretFile"] = json!("/etc/seoul/pairwise");
		all["anonymous"] = json!({"collection": "11740", "maxRootAgeSeconds": 90});
		all["challengeSeconds"] = json!(60);
		all["openLogins"] = json!(5);
		all["keys"] =
			json!({"periodSeconds": 30, "publishAheadSeconds": 5, "keepAfterSeconds": 20});
		let config = parse(&all).unwrap();
		assert_eq!(
			config.anonymous,
			Some(Anonymous {
				collection: CollectionId::District(11_740),
				max_root_age: 90_000,
			})
		);
		assert_eq!(config.keys.period, 30_000);
		assert_eq!((config.challenge_lifetime, config.open_logins), (60_000, 5));
	}

	#[test]
	fn what_is_wrong_is_said_with_the_place() {
		let wrong = |name: &str, content: Json| {
			let mut all = written();
			all[name] = content;
			parse(&all).unwrap_err()
		};
		for (name, content, code) in [
			("listen", json!("0.0.0.0:8080"), "ListenNotLocal"),
			("listen", json!("here"), "ConfigUnusable"),
			("issuer", json!("library"), "ConfigUnusable"),
			("surprise", json!(1), "ConfigUnusable"),
			("facility", json!("three"), "ConfigUnusable"),
			(
				"anonymous",
				json!({"collection": "all"}),
				"CollectionUnreadable",
			),
			(
				"keys",
				json!({"periodSeconds": 1, "publishAheadSeconds": 2, "keepAfterSeconds": 20}),
				"ConfigUnusable",
			),
		] {
			let failure = wrong(name, content);
			assert_eq!(failure.code, code, "{name}");
			if code == "ConfigUnusable" {
				assert!(failure.text.en.starts_with("library.json: "));
			}
		}
		let mut all = written();
		all["clients"][0]["secretSha256"] = json!("secret");
		assert_eq!(parse(&all).unwrap_err().code, "ConfigUnusable");
	}

	fn config_in(folder: &Folder) -> Config {
		let mut all = written();
		all["folder"] = json!(folder.path("kept"));
		parse(&all).unwrap()
	}

	#[test]
	fn a_provider_keeps_its_files_to_itself_and_never_makes_the_secret_in_passing() {
		let folder = Folder::new();
		let config = config_in(&folder);
		assert_eq!(open(&config).err().unwrap().code, "PairwiseSecretMissing");
		write_pairwise_secret(&config.pairwise_secret_file, &[5; 32]).unwrap();
		assert_eq!(
			write_pairwise_secret(&config.pairwise_secret_file, &[6; 32])
				.unwrap_err()
				.code,
			"FileAlreadyExists"
		);
		let kept = open(&config).unwrap();
		assert_eq!(
			kept.pairwise.subject("a.kr", &[1; 32]),
			PairwiseKey::new([5; 32]).subject("a.kr", &[1; 32])
		);
		assert_eq!(open(&config).err().unwrap().code, "FolderInUse");
		let keys = kept.keys.public();
		drop(kept);
		assert_eq!(open(&config).unwrap().keys.public(), keys);
		for name in ["keys.json", "consents.jsonl", "pairwise.secret", "lock"] {
			let about = std::fs::metadata(config.folder.join(name)).unwrap();
			assert_eq!(about.permissions().mode() & 0o077, 0, "{name}");
		}
	}

	#[test]
	fn a_file_that_was_damaged_is_refused_by_its_name() {
		for (name, content) in [
			("keys.json", "[{}]"),
			("consents.jsonl", "nothing\n"),
			("pairwise.secret", "05\n"),
		] {
			let folder = Folder::new();
			let config = config_in(&folder);
			std::fs::create_dir(&config.folder).unwrap();
			write_pairwise_secret(&config.pairwise_secret_file, &[5; 32]).unwrap();
			let place = config.folder.join(name);
			let _ = std::fs::remove_file(&place);
			files::write_new_private(&place, content).unwrap();
			let failure = open(&config).err().unwrap();
			assert_eq!(failure.code, "KeptFileUnusable");
			assert!(failure.text.en.contains(name), "{}", failure.text.en);
			assert_eq!(std::fs::read_to_string(&place).unwrap(), content);
		}
	}
}
