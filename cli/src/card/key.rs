// SPDX-License-Identifier: Apache-2.0

//! `seoul card key`: a citizen's ring keys, with which membership is proven without a name.

use crate::{
	desk::Desk,
	error::{text, Failure, Kind, Result, Text},
	files,
	output::{Output, Report},
	ring::{
		node::{
			self, collection_json, collection_name, parse_collection, shown, Revisions, Settings,
		},
		store::{self, StoredKey},
		wallet::Wallet,
		RingKeyArgs,
	},
	sealed::{self, Passphrase},
};
use clap::{Args, Subcommand};
use seoul_chain_ring_proofs::CollectionId;
use serde_json::{json, Map, Value as Json};
use std::{fmt::Write as _, path::PathBuf};

/// So many generations are looked for at most.
const MOST_GENERATIONS: u32 = 256;

#[derive(Debug, Subcommand)]
pub enum KeyCommand {
	/// 새 익명 열쇠: 복구 문구에서 만들어 암호화한 파일에 둠 · Make ring keys from the wallet's phrase, in an encrypted file
	New(New),
	/// 현황: 증명할 수 있는 열쇠가 없으면 종료 부호 1 · Where the keys are and among how many they prove; exit code 1 if none can
	Status(Status),
	/// 등록 신청서 출력 (시민카드 발급 부서에 제출) · Print the entries for the card office
	Request(Request),
	/// 암호화한 사본 · Write an encrypted copy
	Backup(Backup),
	/// 되찾기: 복구 문구 또는 사본에서 · Get the keys back, from the phrase or from a copy
	Restore(Restore),
}

/// The wallet from whose secret the keys derive.
#[derive(Debug, Args)]
struct From {
	/// 지갑의 복구 문구가 든 파일(권한 0600). 없으면 묻습니다 · File with the wallet's phrase, mode 0600; asked for without it
	#[arg(long, value_name = "FILE")]
	key_file: Option<PathBuf>,
}

/// 새 열쇠
#[derive(Debug, Args)]
pub struct New {
	/// 모음: city(시 전체) 또는 자치구 코드. 여러 번 쓸 수 있습니다 · Collection: city, or a district's code; repeatable
	#[arg(long = "collection", value_name = "COLLECTION", default_value = "city")]
	collections: Vec<String>,
	/// 끝난 열쇠를 대신할 다음 세대의 열쇠 · The next generation, for a key that was given up for ever
	#[arg(long)]
	next: bool,
	#[command(flatten)]
	from: From,
	#[command(flatten)]
	ring: RingKeyArgs,
	/// 등록 신청서를 둘 새 파일 · New file for the entries of the card office
	#[arg(long, value_name = "FILE")]
	request: Option<PathBuf>,
}

/// 현황
#[derive(Debug, Args)]
pub struct Status {
	#[command(flatten)]
	ring: RingKeyArgs,
}

/// 등록 신청서
#[derive(Debug, Args)]
pub struct Request {
	/// 이 모음의 것만 · Of this collection only
	#[arg(long, value_name = "COLLECTION")]
	collection: Option<String>,
	/// 신청서를 둘 새 파일. 없으면 출력 · New file for the entries; printed without it
	#[arg(long, value_name = "FILE")]
	file: Option<PathBuf>,
	#[command(flatten)]
	ring: RingKeyArgs,
}

/// 사본
#[derive(Debug, Args)]
pub struct Backup {
	/// 새 파일 · New file
	#[arg(value_name = "FILE")]
	file: PathBuf,
	/// 사본의 암호가 든 파일(권한 0600). 없으면 같은 암호 · File with another passphrase for the copy, mode 0600; the same without it
	#[arg(long = "backup-passphrase-file", value_name = "FILE")]
	other_passphrase_file: Option<PathBuf>,
	#[command(flatten)]
	ring: RingKeyArgs,
}

/// 되찾기
#[derive(Debug, Args)]
pub struct Restore {
	/// 복구 문구 대신 사본에서 · From a copy instead of the phrase
	#[arg(long, value_name = "FILE", conflicts_with_all = ["key_file", "collections", "generation"])]
	backup: Option<PathBuf>,
	/// 사본의 암호가 든 파일. 없으면 묻습니다 · File with the passphrase of the copy; asked for without it
	#[arg(long, value_name = "FILE", requires = "backup")]
	backup_passphrase_file: Option<PathBuf>,
	/// 찾을 모음. 없으면 체인의 모든 모음 · Collections to look in; all of the chain without it
	#[arg(long = "collection", value_name = "COLLECTION")]
	collections: Vec<String>,
	/// 체인에 없어도 이 세대까지 · Up to this generation, although the chain does not know it
	#[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(0..=255))]
	generation: Option<u32>,
	#[command(flatten)]
	from: From,
	#[command(flatten)]
	ring: RingKeyArgs,
}

fn parse_collections(typed: &[String]) -> Result<Vec<CollectionId>> {
	let mut collections = typed
		.iter()
		.map(|typed| parse_collection(typed))
		.collect::<Result<Vec<_>>>()?;
	collections.sort_unstable();
	collections.dedup();
	Ok(collections)
}

async fn ensure_open(desk: &Desk, collections: &[CollectionId]) -> Result<()> {
	let open = node::collections(desk).await?;
	for collection in collections {
		if !open.iter().any(|(known, _)| known == collection) {
			let name = collection_name(*collection);
			return Err(Failure::no(
				"CollectionNotFound",
				text!(
					"이 체인에 모음 {name}이(가) 없습니다.",
					"This chain has no collection {name}."
				),
			));
		}
	}
	Ok(())
}

/// What is in the file now, with its passphrase; nothing with a new one if there is no file.
fn present(ring: &RingKeyArgs) -> Result<(Vec<StoredKey>, Passphrase)> {
	if ring.path()?.exists() {
		ring.open()
	} else {
		Ok((
			Vec::new(),
			Passphrase::choose(ring.passphrase_file.as_deref())?,
		))
	}
}

/// The entry of a key, as the card office takes it.
fn entry(key: &StoredKey) -> Result<(Json, String)> {
	let secret = key.secret();
	let possession = secret
		.prove_possession(&key.chain, key.collection)
		.map_err(|_| {
			Failure::file(
				"ProofNotMade",
				text!(
					"소유 증명을 만들지 못했습니다.",
					"The proof of possession could not be made."
				),
			)
		})?;
	let (name, public) = (collection_name(key.collection), shown(secret.key()));
	let possession = shown(possession.0);
	Ok((
		json!({
			"collection": name,
			"generation": key.generation,
			"key": public,
			"possession": possession,
		}),
		format!("{name},{public},{possession}"),
	))
}

fn entries(keys: &[&StoredKey]) -> Result<(Vec<Json>, String)> {
	let (mut json, mut lines) = (Vec::new(), String::new());
	for key in keys {
		let (one, line) = entry(key)?;
		json.push(one);
		lines.push_str(&line);
		lines.push('\n');
	}
	Ok((json, lines))
}

impl New {
	async fn run(self, desk: Desk) -> Result<Report> {
		let collections = parse_collections(&self.collections)?;
		let settings = node::settings(&desk).await?;
		ensure_open(&desk, &collections).await?;
		if let Some(file) = &self.request {
			ensure_new(file)?;
		}
		let (mut stored, passphrase) = present(&self.ring)?;
		let before = stored.len();
		let mut planned = Vec::new();
		for collection in collections {
			let newest = stored
				.iter()
				.filter(|key| key.chain == settings.chain && key.collection == collection)
				.map(|key| key.generation)
				.max();
			let generation = match (newest, self.next) {
				(None, _) => 0,
				(Some(newest), true) => newest.saturating_add(1),
				(Some(_), false) => {
					let name = collection_name(collection);
					return Err(Failure::input(
						"RingKeyExists",
						text!(
							"파일에 모음 {name}의 열쇠가 이미 있습니다. 그 열쇠가 끝났으면 --next로 다음 세대를 만드십시오.",
							"The file has a key of collection {name} already. If that was given up for ever, make the next generation with --next."
						),
					));
				},
			};
			planned.push((collection, generation));
		}
		let wallet = Wallet::load(self.from.key_file.as_deref())?;
		for (collection, generation) in planned {
			stored.push(derived(&wallet, &settings, collection, generation)?);
		}
		let path = self.ring.path()?;
		sealed::write(&store::KIND, &path, &stored, &passphrase)?;
		let new: Vec<&StoredKey> = stored.iter().skip(before).collect();
		let (entries, lines) = entries(&new)?;
		let shown_path = path.display().to_string();
		let mut told = vec![text!(
			"익명 열쇠를 {shown_path}에 암호화하여 두었습니다. 복구 문구가 있으면 언제든 되찾을 수 있습니다.",
			"The ring keys are in {shown_path}, encrypted. With the phrase they come back at any time."
		)];
		match &self.request {
			Some(file) => {
				files::write_new_private(file, &lines)?;
				let file = file.display();
				told.push(text!(
					"등록 신청서: {file}. 시민카드 발급 부서에 내십시오.",
					"entries for the card office: {file}"
				));
			},
			None => told.push(text!(
				"seoul card key request로 등록 신청서를 만들어 시민카드 발급 부서에 내십시오.",
				"Print the entries for the card office with seoul card key request."
			)),
		}
		let told: Vec<&str> = told.iter().map(|line| desk.output.say(line)).collect();
		Ok(Report::new(
			json!({"file": shown_path, "keys": entries}),
			told.join("\n"),
		))
	}
}

/// A key of the wallet with its accounts.
fn derived(
	wallet: &Wallet,
	settings: &Settings,
	collection: CollectionId,
	generation: u32,
) -> Result<StoredKey> {
	Ok(StoredKey::new(
		wallet.seed(),
		settings.chain,
		collection,
		generation,
		wallet.accounts(generation)?,
	))
}

fn ensure_new(file: &std::path::Path) -> Result<()> {
	if file.exists() {
		let file = file.display();
		return Err(Failure::file(
			"FileAlreadyExists",
			text!(
				"{file} 파일이 이미 있습니다. 덮어쓰지 않으니 다른 이름을 지정하십시오.",
				"{file} exists already and is not overwritten. Give another name."
			),
		));
	}
	Ok(())
}

/// In one word where a key is.
fn state_of(standing: Option<&node::Standing>) -> (&'static str, Text) {
	let Some(standing) = standing else {
		return ("NotAdmitted", text!("등록되지 않음", "not admitted"));
	};
	let status = &standing.json["record"]["status"];
	let has = |name: &str| !status[name].is_null();
	if has("Queued") {
		(
			"Queued",
			text!("대기: 집단이 차면 링에 들어감", "waiting for a cohort"),
		)
	} else if has("Leaving") {
		("Leaving", text!("삭제 예정", "leaving"))
	} else if has("Removed") && standing.out {
		(
			"Out",
			text!("나감: 아무것도 증명하지 못함", "out: it proves nothing"),
		)
	} else if has("Removed") {
		("Removed", text!("삭제됨, 유예 중", "removed, in the grace"))
	} else if standing.place.is_some() {
		("Member", text!("링 소속", "in a ring"))
	} else {
		("Joining", text!("링에 들어가는 중", "joining a ring"))
	}
}

impl Status {
	async fn run(self, desk: Desk) -> Result<Report> {
		let (stored, _) = self.ring.open()?;
		let settings = node::settings(&desk).await?;
		let (mut all, mut told, mut provable) = (Vec::new(), String::new(), false);
		for key in stored.iter().filter(|key| key.chain == settings.chain) {
			let public = key.secret().key();
			let standing = node::standing(&desk, key.collection, &public, Revisions::Valid).await?;
			let (state, said) = state_of(standing.as_ref());
			let place = standing
				.as_ref()
				.and_then(|standing| standing.place.as_ref());
			provable |= place.is_some();
			let (name, generation) = (collection_name(key.collection), key.generation);
			let shown_key = shown(public);
			let Text { ko, en } = said;
			let mut line = text!(
				"모음 {name}, 세대 {generation}: {ko}",
				"collection {name}, generation {generation}: {en}"
			);
			if let Some(place) = place {
				let (ring, members) = (place.root.ring, place.root.members);
				let Text { ko, en } = line;
				line = text!(
					"{ko}. 링 {ring}의 열쇠 {members}개 가운데 하나임을 증명할 수 있습니다.",
					"{en}. It proves to be one of {members} keys in ring {ring}."
				);
			}
			let _ = writeln!(told, "{}\n  {shown_key}", desk.output.say(&line));
			let json = standing.as_ref().map(|standing| &standing.json);
			let cause = json.and_then(|json| {
				let status = &json["record"]["status"];
				["Leaving", "Removed"]
					.into_iter()
					.find_map(|name| status[name].get("cause").cloned())
			});
			all.push(json!({
				"collection": name,
				"generation": generation,
				"key": shown_key,
				"state": state,
				"cause": cause,
				"out": standing.as_ref().is_some_and(|standing| standing.out),
				"provable": place.is_some(),
				"ring": place.map(|place| place.root.ring),
				"revision": place.map(|place| place.root.revision),
				"members": place.map(|place| place.root.members),
				"provableUntil": place.and_then(|place| place.root.expires_at),
			}));
		}
		if all.is_empty() {
			let none = text!(
				"파일에 이 체인의 열쇠가 없습니다.",
				"The file has no key for this chain."
			);
			let _ = writeln!(told, "{}", desk.output.say(&none));
		}
		let answer = Map::from_iter([
			("provable".to_owned(), json!(provable)),
			("keys".to_owned(), json!(all)),
		]);
		let report = desk.report_told(answer, &told).await?;
		Ok(Report {
			exit: (!provable).then_some(Kind::No),
			..report
		})
	}
}

impl Request {
	fn run(self, output: Output) -> Result<Report> {
		let only = self
			.collection
			.as_deref()
			.map(parse_collection)
			.transpose()?;
		let (stored, _) = self.ring.open()?;
		// Of each chain and collection the newest key.
		let newest = |key: &&StoredKey| {
			!stored.iter().any(|other| {
				other.chain == key.chain
					&& other.collection == key.collection
					&& other.generation > key.generation
			})
		};
		let keys: Vec<&StoredKey> = stored
			.iter()
			.filter(|key| only.is_none_or(|only| key.collection == only))
			.filter(newest)
			.collect();
		if keys.is_empty() {
			return Err(Failure::no(
				"NoRingKey",
				text!("파일에 그런 열쇠가 없습니다.", "The file has no such key."),
			));
		}
		let (entries, lines) = entries(&keys)?;
		let told = match &self.file {
			Some(file) => {
				files::write_new_private(file, &lines)?;
				let file = file.display();
				let said = text!(
					"등록 신청서: {file}. 시민카드 발급 부서에 내십시오.",
					"entries for the card office: {file}"
				);
				output.say(&said).to_owned()
			},
			None => lines,
		};
		Ok(Report::new(json!({"entries": entries}), told))
	}
}

impl Backup {
	fn run(self, output: Output) -> Result<Report> {
		ensure_new(&self.file)?;
		let (stored, passphrase) = self.ring.open()?;
		let passphrase = match &self.other_passphrase_file {
			Some(file) => Passphrase::choose(Some(file))?,
			None => passphrase,
		};
		sealed::write_new(&store::KIND, &self.file, &stored, &passphrase)?;
		let (file, count) = (self.file.display().to_string(), stored.len());
		let said = text!(
			"열쇠 {count}개의 사본을 {file}에 암호화하여 두고 다시 읽어 확인하였습니다.",
			"A copy of {count} keys is in {file}, encrypted, and was read back."
		);
		Ok(Report::new(
			json!({"file": file, "keys": count}),
			output.say(&said).to_owned(),
		))
	}
}

impl Restore {
	async fn run(self, output: Output, url: &str) -> Result<Report> {
		let found = match &self.backup {
			Some(backup) => {
				let passphrase =
					Passphrase::ask(&store::KIND, self.backup_passphrase_file.as_deref())?;
				sealed::read(&store::KIND, backup, &passphrase)?
			},
			None => self.of_phrase(output, url).await?,
		};
		let (mut stored, passphrase) = present(&self.ring)?;
		let mut added = Vec::new();
		for key in found {
			let known = stored
				.iter()
				.find(|known| known.is_for(&key.chain, key.collection, key.generation));
			match known {
				Some(known) if *known == key => {},
				Some(_) => {
					let (name, generation) = (collection_name(key.collection), key.generation);
					return Err(Failure::file(
						"RingKeyOther",
						text!(
							"파일에 모음 {name} 세대 {generation}의 다른 열쇠가 있습니다. 다른 지갑의 파일입니다. --ring-file로 새 파일을 지정하십시오.",
							"The file has another key of collection {name}, generation {generation}: it is another wallet's. Name a new file with --ring-file."
						),
					));
				},
				None => {
					added.push(json!({
						"collection": collection_name(key.collection),
						"generation": key.generation,
						"key": shown(key.secret().key()),
					}));
					stored.push(key);
				},
			}
		}
		let path = self.ring.path()?;
		if !added.is_empty() {
			sealed::write(&store::KIND, &path, &stored, &passphrase)?;
		}
		let (file, count) = (path.display().to_string(), added.len());
		let said = if count == 0 {
			text!(
				"{file}에 모든 열쇠가 이미 있습니다.",
				"{file} has all of these keys already."
			)
		} else {
			text!(
				"열쇠 {count}개를 되찾아 {file}에 암호화하여 두었습니다.",
				"{count} keys are back, in {file}, encrypted."
			)
		};
		Ok(Report::new(
			json!({"file": file, "restored": added}),
			output.say(&said).to_owned(),
		))
	}

	/// The keys of the phrase that the chain knows, in all generations.
	async fn of_phrase(&self, output: Output, url: &str) -> Result<Vec<StoredKey>> {
		let desk = Desk::open(output, url).await?;
		let settings = node::settings(&desk).await?;
		let collections = if self.collections.is_empty() {
			node::collections(&desk)
				.await?
				.into_iter()
				.map(|(collection, _)| collection)
				.collect()
		} else {
			let collections = parse_collections(&self.collections)?;
			ensure_open(&desk, &collections).await?;
			collections
		};
		let wallet = Wallet::load(self.from.key_file.as_deref())?;
		let mut found = Vec::new();
		for collection in collections {
			for generation in 0..MOST_GENERATIONS {
				let key = derived(&wallet, &settings, collection, generation)?;
				let asked = [json!(shown(key.secret().key()))];
				let admitted = desk.state.ask("CitizenRingsApi", "key", &asked).await?;
				let here = !admitted.is_null()
					&& admitted["record"]["collection"] == collection_json(collection);
				let wanted = self.generation.is_some_and(|wanted| generation <= wanted);
				if !here && !wanted {
					break;
				}
				found.push(key);
			}
		}
		if found.is_empty() {
			return Err(Failure::no(
				"NothingToRestore",
				text!(
					"이 복구 문구의 열쇠는 이 체인에 등록된 적이 없습니다. seoul card key new로 만드십시오.",
					"No key of this phrase was ever admitted on this chain. Make one with seoul card key new."
				),
			));
		}
		Ok(found)
	}
}

impl KeyCommand {
	pub async fn run(self, output: Output, url: &str) -> Result<Report> {
		match self {
			Self::New(it) => it.run(Desk::open(output, url).await?).await,
			Self::Status(it) => it.run(Desk::open(output, url).await?).await,
			Self::Request(it) => it.run(output),
			Self::Backup(it) => it.run(output),
			Self::Restore(it) => it.run(output, url).await,
		}
	}
}
