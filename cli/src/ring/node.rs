// SPDX-License-Identifier: Apache-2.0

//! What a node is asked about rings.

use super::{API, PALLET};
use crate::{
	desk::Desk,
	error::{text, Failure, Result},
	metadata::lacks,
};
use seoul_chain_ring_proofs::{
	chunks, Bandersnatch, BuildError, ChainId, CollectionId, RingKey, RingProofSystem, RingRoot,
	RingSize, CHUNK_BYTES,
};
use serde_json::{json, Value as Json};
use std::collections::BTreeMap;

/// What holds for all rings of a chain.
pub struct Settings {
	pub chain: ChainId,
	pub size: RingSize,
	/// As the node answers.
	pub json: Json,
}

/// Which revisions of a ring are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revisions {
	/// Those against which anything can be proven now.
	Valid,
	/// The one that was the newest when its collection was frozen in this era, as for a poll.
	FrozenIn(u64),
}

/// A revision of a ring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
	pub ring: u32,
	pub revision: u32,
	pub commitment: RingRoot,
	pub members: u32,
	/// Until when it is valid, Unix time in milliseconds; nothing for the newest.
	pub expires_at: Option<u64>,
}

/// A revision that has a key.
pub struct Place {
	pub root: Root,
	pub keys: Vec<RingKey>,
}

/// Where a key is.
pub struct Standing {
	/// As the node answers.
	pub json: Json,
	/// Whether no valid revision has it, after it was removed.
	pub out: bool,
	/// The newest of the revisions that were meant and that have it.
	pub place: Option<Place>,
}

/// A collection as the chain writes it.
pub fn collection_json(collection: CollectionId) -> Json {
	match collection {
		CollectionId::City => json!("City"),
		CollectionId::District(code) => json!({"District": code}),
	}
}

/// A collection as people type it: `city`, or the code of a district.
pub fn collection_name(collection: CollectionId) -> String {
	match collection {
		CollectionId::City => "city".to_owned(),
		CollectionId::District(code) => code.to_string(),
	}
}

/// `city`, or the five digits of a district.
pub fn parse_collection(typed: &str) -> Result<CollectionId> {
	let typed = typed.trim();
	if typed.eq_ignore_ascii_case("city") {
		return Ok(CollectionId::City);
	}
	typed
		.parse()
		.ok()
		.filter(|_| typed.len() == 5)
		.map(CollectionId::District)
		.ok_or_else(|| {
			Failure::input(
				"CollectionUnreadable",
				text!(
					"모음은 city(시 전체) 또는 자치구의 행정 코드 다섯 자리입니다: {typed}",
					"A collection is city, or the five digits of a district's code: {typed}"
				),
			)
		})
}

pub fn collection_of(json: &Json) -> Result<CollectionId> {
	match (json.as_str(), json["District"].as_u64()) {
		(Some("City"), _) => Ok(CollectionId::City),
		(_, Some(code)) => u32::try_from(code)
			.map(CollectionId::District)
			.map_err(|_| lacks("CollectionId")),
		_ => Err(lacks("CollectionId")),
	}
}

pub fn shown(bytes: impl AsRef<[u8]>) -> String {
	format!("0x{}", hex::encode(bytes))
}

fn bytes_of<const N: usize>(json: &Json, what: &str) -> Result<[u8; N]> {
	let mut bytes = [0; N];
	json.as_str()
		.and_then(|digits| digits.strip_prefix("0x"))
		.and_then(|digits| hex::decode_to_slice(digits, &mut bytes).ok())
		.map(|()| bytes)
		.ok_or_else(|| lacks(what))
}

fn number(json: &Json, what: &str) -> Result<u32> {
	json.as_u64()
		.and_then(|number| u32::try_from(number).ok())
		.ok_or_else(|| lacks(what))
}

/// A ring key in hexadecimal digits.
pub fn parse_key(typed: &str) -> Result<RingKey> {
	parse_bytes(typed).map(RingKey).ok_or_else(|| {
		Failure::input(
			"RingKeyUnreadable",
			text!(
				"익명 열쇠는 0x와 16진수 64자리입니다: {typed}",
				"A ring key is 0x and 64 hexadecimal digits: {typed}"
			),
		)
	})
}

/// So many bytes in hexadecimal digits, if they are.
pub fn parse_bytes<const N: usize>(typed: &str) -> Option<[u8; N]> {
	let mut bytes = [0; N];
	let typed = typed.trim();
	hex::decode_to_slice(typed.strip_prefix("0x")?, &mut bytes)
		.ok()
		.map(|()| bytes)
}

fn root_of(json: &Json) -> Result<Root> {
	let retired = &json["status"]["Retired"];
	Ok(Root {
		ring: number(&json["ring"], "RootView.ring")?,
		revision: number(&json["revision"], "RootView.revision")?,
		commitment: RingRoot(bytes_of(&json["root"], "RootView.root")?),
		members: number(&json["members"], "RootView.members")?,
		expires_at: retired["expiresAt"].as_u64(),
	})
}

pub async fn settings(desk: &Desk) -> Result<Settings> {
	let json = desk.state.ask(API, "settings", &[]).await?;
	Ok(Settings {
		chain: bytes_of(&json["chain"], "RingSettings.chain")?,
		size: match json["size"].as_str() {
			Some("Small") => RingSize::Small,
			Some("Large") => RingSize::Large,
			_ => return Err(lacks("RingSettings.size")),
		},
		json,
	})
}

pub async fn collections(desk: &Desk) -> Result<Vec<(CollectionId, Json)>> {
	let all = desk.state.ask(API, "collections", &[]).await?;
	all.as_array()
		.into_iter()
		.flatten()
		.map(|view| Ok((collection_of(&view["collection"])?, view.clone())))
		.collect()
}

/// The valid revisions of so many rings from one on; of each ring the newest comes last.
pub async fn roots(
	desk: &Desk,
	collection: CollectionId,
	from: u32,
	limit: u32,
) -> Result<Vec<Root>> {
	let arguments = [collection_json(collection), json!(from), json!(limit)];
	let all = desk.state.ask(API, "roots", &arguments).await?;
	all.as_array().into_iter().flatten().map(root_of).collect()
}

/// The keys of a revision in order; none if it was let go.
pub async fn keys(
	desk: &Desk,
	collection: CollectionId,
	ring: u32,
	revision: u32,
) -> Result<Option<Vec<RingKey>>> {
	let arguments = [collection_json(collection), json!(ring), json!(revision)];
	let all = desk.state.ask(API, "keys", &arguments).await?;
	all.as_array()
		.map(|all| {
			all.iter()
				.map(|key| bytes_of(key, "RingKey").map(RingKey))
				.collect()
		})
		.transpose()
}

/// The era in which a collection was frozen for a holder, such as a poll; nothing if it was released.
pub async fn era_of_hold(desk: &Desk, hold: u64) -> Result<Option<u64>> {
	let found = desk.state.stored(PALLET, "Holds", &[json!(hold)]).await?;
	found
		.map(|found| found["era"].as_u64().ok_or_else(|| lacks("Hold.era")))
		.transpose()
}

/// How old a revision is, compared with the one that was the newest in an era.
enum Age {
	Newer,
	Frozen(Box<Root>),
	Older,
}

fn age_of(record: &Json, ring: u32, revision: u32, era: u64) -> Result<Age> {
	let since = record["since"]
		.as_u64()
		.ok_or_else(|| lacks("RevisionRecord.since"))?;
	if since > era {
		return Ok(Age::Newer);
	}
	let until = record["status"]["Retired"]["until"].as_u64();
	if until.is_some_and(|until| until <= era) {
		return Ok(Age::Older);
	}
	Ok(Age::Frozen(Box::new(Root {
		ring,
		revision,
		commitment: RingRoot(bytes_of(&record["root"], "RevisionRecord.root")?),
		members: number(&record["members"], "RevisionRecord.members")?,
		expires_at: record["status"]["Retired"]["expiresAt"].as_u64(),
	})))
}

/// The revision of a ring that was the newest in an era, looked for from the newest one back.
async fn frozen(
	desk: &Desk,
	collection: CollectionId,
	ring: u32,
	newest: u32,
	era: u64,
) -> Result<Option<Root>> {
	for revision in (0..=newest).rev() {
		let place = [collection_json(collection), json!(ring), json!(revision)];
		let stored = desk.state.stored(PALLET, "Revisions", &place).await?;
		// One that was let go was not held.
		let Some(record) = stored else { continue };
		match age_of(&record, ring, revision, era)? {
			Age::Newer => {},
			Age::Frozen(root) => return Ok(Some(*root)),
			Age::Older => break,
		}
	}
	Ok(None)
}

/// Where a key is; nothing if it was never admitted.
pub async fn standing(
	desk: &Desk,
	collection: CollectionId,
	key: &RingKey,
	meant: Revisions,
) -> Result<Option<Standing>> {
	let json = desk.state.ask(API, "key", &[json!(shown(key))]).await?;
	if json.is_null() {
		return Ok(None);
	}
	let status = &json["record"]["status"];
	let ring = status["Member"]["ring"]
		.as_u64()
		.or_else(|| status["Leaving"]["ring"].as_u64())
		// The ring and the first revision without it.
		.or_else(|| status["Removed"]["left"][0].as_u64());
	let mut place = None;
	if let Some(ring) = ring {
		let ring = number(&json!(ring), "KeyStatus.ring")?;
		let mut meant_roots = roots(desk, collection, ring, 1).await?;
		meant_roots.retain(|root| root.ring == ring);
		meant_roots.sort_by_key(|root| std::cmp::Reverse(root.revision));
		if let Revisions::FrozenIn(era) = meant {
			meant_roots = match meant_roots.first() {
				Some(newest) => frozen(desk, collection, ring, newest.revision, era)
					.await?
					.into_iter()
					.collect(),
				None => Vec::new(),
			};
		}
		for root in meant_roots {
			let listed = keys(desk, collection, ring, root.revision).await?;
			if let Some(keys) = listed.filter(|listed| listed.contains(key)) {
				place = Some(Place { root, keys });
				break;
			}
		}
	}
	Ok(Some(Standing {
		out: json["out"].as_bool().unwrap_or(false),
		json,
		place,
	}))
}

/// The static data of rings of a size, as it lies in this program.
pub fn static_data(size: RingSize) -> Vec<u8> {
	chunks::load(size).concat()
}

/// The root of keys, computed by this program.
pub fn rebuild(
	size: RingSize,
	static_data: &[u8],
	keys: &[RingKey],
) -> Result<RingRoot, BuildError> {
	let bytes = keys.len().saturating_mul(CHUNK_BYTES);
	let chunks = static_data.get(..bytes).ok_or(BuildError::Full)?;
	let mut builder = Bandersnatch::start(size);
	Bandersnatch::push(size, &mut builder, keys, chunks)?;
	Bandersnatch::finish(&builder)
}

/// Answers by the ring, for reports.
pub fn by_ring(roots: Vec<Root>) -> BTreeMap<u32, Root> {
	// The newest of a ring stays.
	roots
		.into_iter()
		.filter(|root| root.expires_at.is_none())
		.map(|root| (root.ring, root))
		.collect()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_collection_is_typed_and_written_in_one_way_only() {
		for (typed, collection, json) in [
			("city", CollectionId::City, json!("City")),
			("City", CollectionId::City, json!("City")),
			(
				"11230",
				CollectionId::District(11_230),
				json!({"District": 11_230}),
			),
		] {
			assert_eq!(parse_collection(typed).unwrap(), collection);
			assert_eq!(collection_json(collection), json);
			assert_eq!(collection_of(&json).unwrap(), collection);
			assert_eq!(collection_name(collection), typed.to_lowercase());
		}
		for typed in ["", "seoul", "1123", "112300", "1123a"] {
			assert_eq!(
				parse_collection(typed).unwrap_err().code,
				"CollectionUnreadable"
			);
		}
	}

	#[test]
	fn a_root_is_read_as_the_node_answers_it() {
		let root = shown([3; 288]);
		let newest =
			json!({"ring": 2, "revision": 5, "root": root, "members": 255, "status": "Newest"});
		let read = root_of(&newest).unwrap();
		assert_eq!((read.ring, read.revision, read.members), (2, 5, 255));
		assert_eq!(
			(read.commitment, read.expires_at),
			(RingRoot([3; 288]), None)
		);
		let retired = json!({"ring": 2, "revision": 4, "root": root, "members": 9, "status": {"Retired": {"until": 1, "expiresAt": 77}}});
		let read = root_of(&retired).unwrap();
		assert_eq!(read.expires_at, Some(77));
		assert_eq!(by_ring(vec![read]), BTreeMap::new());
		assert!(root_of(&json!({"ring": 2})).is_err());
	}

	#[test]
	fn the_frozen_revision_is_the_one_that_was_the_newest_in_the_era() {
		let root = shown([3; 288]);
		let record = |since: u64, until: Option<u64>| {
			let status = until.map_or(
				json!("Newest"),
				|until| json!({"Retired": {"until": until, "expiresAt": 77}}),
			);
			json!({"root": root, "generation": 0, "members": 9, "since": since, "status": status})
		};
		let age = |since, until| age_of(&record(since, until), 2, 5, 4).unwrap();
		assert!(matches!(age(5, None), Age::Newer));
		assert!(matches!(age(5, Some(6)), Age::Newer));
		assert!(matches!(age(3, Some(4)), Age::Older));
		for (since, until) in [(4, None), (0, None), (4, Some(5)), (0, Some(9))] {
			let Age::Frozen(found) = age(since, until) else {
				panic!("{since} {until:?}");
			};
			assert_eq!((found.ring, found.revision, found.members), (2, 5, 9));
			assert_eq!(found.expires_at, until.map(|_| 77));
		}
		assert!(age_of(&json!({"members": 9}), 2, 5, 4).is_err());
	}

	/// As `primitives/ring-proofs/vectors/rings.json` has them.
	#[test]
	fn a_rebuilt_root_is_that_of_the_vectors_and_changes_with_the_order() {
		let vectors: Json = serde_json::from_str(include_str!(
			"../../../primitives/ring-proofs/vectors/rings.json"
		))
		.unwrap();
		let bytes = |json: &Json| hex::decode(json.as_str().unwrap()).unwrap();
		let mut listed: Vec<RingKey> = vectors["keys"]
			.as_array()
			.unwrap()
			.iter()
			.map(|key| RingKey(bytes(&key["key"]).try_into().unwrap()))
			.collect();
		let sizes = [RingSize::Small, RingSize::Large];
		for (size, ring) in sizes.into_iter().zip(vectors["rings"].as_array().unwrap()) {
			let data = static_data(size);
			let root = |keys: &[RingKey]| rebuild(size, &data, keys);
			assert_eq!(root(&listed).unwrap().0[..], bytes(&ring["root"]));
			assert_ne!(root(&listed[..7]).unwrap().0[..], bytes(&ring["root"]));
			listed.swap(0, 1);
			assert_ne!(root(&listed).unwrap().0[..], bytes(&ring["root"]));
			listed.swap(0, 1);
			assert_eq!(root(&vec![listed[0]; 800]), Err(BuildError::Full));
		}
	}
}
