// SPDX-License-Identifier: Apache-2.0

//! Every ring of a chain, computed anew from its keys and compared with the root that the chain has.
//!
//! Anyone can do it with any node. It shows that proofs against these roots are of the published keys and of no
//! others, that no key stands in two rings, and that the published counts are right.

use super::node::{self, by_ring, collection_name, parse_collection, rebuild, shown, Root};
use crate::{
	blocks::At,
	desk::Desk,
	error::{text, Failure, Result},
	output::{bar, Report},
	scale::count,
};
use clap::Args;
use seoul_chain_ring_proofs::{CollectionId, RingKey, RingSize};
use serde_json::{json, Map, Value as Json};
use std::{collections::HashMap, fmt::Write as _, sync::Arc};
use tokio::task::JoinSet;

/// So many rings are asked for at once.
const RINGS: u32 = 64;

/// 감사
#[derive(Debug, Args)]
pub struct Audit {
	/// 모음: city 또는 자치구 코드. 없으면 모두 · Collection: city or a district's code; all without it
	#[arg(long, value_name = "COLLECTION")]
	collection: Option<String>,
	/// 동시에 계산할 링 수. 없으면 처리기 수 · Rings that are computed at once; as many as there are processors without it
	#[arg(long, value_name = "RINGS", value_parser = clap::value_parser!(u32).range(1..=256))]
	jobs: Option<u32>,
	#[command(flatten)]
	at: At,
}

/// What was found of a collection.
struct Audited {
	collection: CollectionId,
	rings: u32,
	keys: u64,
}

fn differs(code: &str, ko: &str, en: &str) -> Failure {
	Failure::no(
		code,
		text!("감사 결과 다름: {ko}", "The audit found a difference: {en}"),
	)
}

/// Succeeds if a root is that of keys.
fn compare(
	size: RingSize,
	data: &[u8],
	collection: CollectionId,
	root: &Root,
	keys: &[RingKey],
) -> Result<()> {
	let name = collection_name(collection);
	let Root { ring, revision, .. } = root;
	let listed = u32::try_from(keys.len()).unwrap_or(u32::MAX);
	if listed != root.members {
		let members = root.members;
		return Err(differs(
			"RingCountDiffers",
			&format!("모음 {name} 링 {ring} 판 {revision}: 열쇠가 {members}개라고 하나 명단은 {listed}개입니다."),
			&format!("collection {name}, ring {ring}, revision {revision}: it says {members} keys and lists {listed}."),
		));
	}
	let computed = rebuild(size, data, keys).map_err(|error| {
		differs(
			"RingNotBuilt",
			&format!("모음 {name} 링 {ring} 판 {revision}: 명단으로 링을 만들 수 없습니다({error:?})."),
			&format!("collection {name}, ring {ring}, revision {revision}: no ring can be built from the list ({error:?})."),
		)
	})?;
	if computed == root.commitment {
		return Ok(());
	}
	let (computed, stated) = (shown(computed), shown(root.commitment));
	Err(differs(
		"RingRootDiffers",
		&format!("모음 {name} 링 {ring} 판 {revision}: 명단의 뿌리는 {computed}, 체인의 뿌리는 {stated}입니다."),
		&format!("collection {name}, ring {ring}, revision {revision}: the list's root is {computed}, the chain's is {stated}."),
	))
}

/// Keys of a collection, each with its ring.
#[derive(Default)]
struct Seen(HashMap<RingKey, u32>);

impl Seen {
	/// Succeeds if no key was in another ring or in this one before.
	fn add(&mut self, collection: CollectionId, ring: u32, keys: &[RingKey]) -> Result<()> {
		for key in keys {
			if let Some(before) = self.0.insert(*key, ring) {
				let (name, key) = (collection_name(collection), shown(key));
				return Err(differs(
					"RingKeyTwice",
					&format!(
						"모음 {name}: 열쇠 {key}이(가) 링 {before}과(와) 링 {ring}에 있습니다."
					),
					&format!(
						"collection {name}: key {key} stands in ring {before} and in ring {ring}."
					),
				));
			}
		}
		Ok(())
	}
}

/// The first failure by the number of its ring.
async fn next(computing: &mut JoinSet<(u32, Result<()>)>, failed: &mut Option<(u32, Failure)>) {
	let (ring, result) = match computing.join_next().await {
		Some(Ok(done)) => done,
		Some(Err(error)) => (
			0,
			Err(Failure::file(
				"AuditStopped",
				text!(
					"계산이 중단되었습니다: {error}",
					"The computation stopped: {error}"
				),
			)),
		),
		None => return,
	};
	if let Err(failure) = result {
		if failed.as_ref().is_none_or(|(before, _)| ring < *before) {
			*failed = Some((ring, failure));
		}
	}
}

async fn audit(
	desk: &Desk,
	size: RingSize,
	collection: CollectionId,
	view: &Json,
	jobs: usize,
) -> Result<Audited> {
	let name = collection_name(collection);
	let data = Arc::new(node::static_data(size));
	let rings = u32::try_from(count(&view["rings"])).unwrap_or(u32::MAX);
	let mut seen = Seen::default();
	let mut computing = JoinSet::new();
	let mut failed = None;
	let mut from = 0;
	while from < rings && failed.is_none() {
		let roots = node::roots(desk, collection, from, RINGS).await?;
		let newest = by_ring(roots);
		for ring in from..rings.min(from.saturating_add(RINGS)) {
			// A ring that is being built for the first time has no revision yet.
			let Some(root) = newest.get(&ring).cloned() else {
				continue;
			};
			let listed = node::keys(desk, collection, ring, root.revision).await?;
			let keys =
				listed.ok_or_else(|| {
					let revision = root.revision;
					differs(
					"RingListMissing",
					&format!("모음 {name} 링 {ring} 판 {revision}: 명단이 없습니다."),
					&format!("collection {name}, ring {ring}, revision {revision}: there is no list."),
				)
				})?;
			seen.add(collection, ring, &keys)?;
			if computing.len() >= jobs {
				next(&mut computing, &mut failed).await;
			}
			if failed.is_some() {
				break;
			}
			let data = data.clone();
			computing
				.spawn_blocking(move || (ring, compare(size, &data, collection, &root, &keys)));
			let done = bar(
				usize::try_from(ring).unwrap_or(0),
				usize::try_from(rings).unwrap_or(0),
			);
			desk.output.tick(&text!(
				"{done} 모음 {name}: 링 {ring}/{rings}",
				"{done} collection {name}: ring {ring} of {rings}"
			));
		}
		from = from.saturating_add(RINGS);
	}
	while !computing.is_empty() {
		next(&mut computing, &mut failed).await;
	}
	desk.output.end_ticks();
	if let Some((_, failure)) = failed {
		return Err(failure);
	}
	let keys = u64::try_from(seen.0.len()).unwrap_or(u64::MAX);
	let stated = count(&view["provable"]);
	if i128::from(keys) != stated {
		return Err(differs(
			"CollectionCountDiffers",
			&format!(
				"모음 {name}: 증명할 수 있는 열쇠가 {stated}개라고 하나 링에는 {keys}개입니다."
			),
			&format!(
				"collection {name}: it says {stated} provable keys, and its rings have {keys}."
			),
		));
	}
	Ok(Audited {
		collection,
		rings,
		keys,
	})
}

impl Audit {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let only = self
			.collection
			.as_deref()
			.map(parse_collection)
			.transpose()?;
		let desk = self.at.desk(desk).await?;
		let settings = node::settings(&desk).await?;
		let mut views = node::collections(&desk).await?;
		views.retain(|(collection, _)| only.is_none_or(|only| only == *collection));
		if views.is_empty() {
			return Err(Failure::no(
				"CollectionNotFound",
				text!("그런 모음이 없습니다.", "There is no such collection."),
			));
		}
		let processors = std::thread::available_parallelism().map_or(1, usize::from);
		let jobs = self
			.jobs
			.and_then(|jobs| usize::try_from(jobs).ok())
			.unwrap_or(processors);
		let (mut all, mut told) = (Vec::new(), String::new());
		for (collection, view) in views {
			let Audited {
				collection,
				rings,
				keys,
			} = audit(&desk, settings.size, collection, &view, jobs).await?;
			let name = collection_name(collection);
			let (live, cards) = (count(&view["live"]), count(&view["activeCards"]));
			let said = text!(
				"모음 {name}: 링 {rings}개의 열쇠 {keys}개를 다시 계산하였고 모두 같습니다(유효 {live}, 사용 중인 카드 {cards}).",
				"collection {name}: {keys} keys in {rings} rings computed anew, all the same ({live} live, {cards} active cards)"
			);
			let _ = writeln!(told, "{}", desk.output.say(&said));
			all.push(json!({
				"collection": name,
				"rings": rings,
				"keys": keys,
				"live": view["live"],
				"activeCards": view["activeCards"],
			}));
		}
		let answer = Map::from_iter([
			("agrees".to_owned(), json!(true)),
			("collections".to_owned(), json!(all)),
		]);
		desk.report_told(answer, &told).await
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use seoul_chain_ring_proofs::{prover::RingSecret, RingRoot};

	const SIZE: RingSize = RingSize::Small;
	const CITY: CollectionId = CollectionId::City;

	fn keys() -> Vec<RingKey> {
		(1..=5)
			.map(|number| RingSecret::from_entropy([number; 32]).key())
			.collect()
	}

	fn root(data: &[u8]) -> Root {
		Root {
			ring: 4,
			revision: 2,
			commitment: rebuild(SIZE, data, &keys()).unwrap(),
			members: 5,
			expires_at: None,
		}
	}

	#[test]
	fn a_ring_of_its_keys_agrees() {
		let data = node::static_data(SIZE);
		assert!(compare(SIZE, &data, CITY, &root(&data), &keys()).is_ok());
	}

	#[test]
	fn the_first_difference_is_named() {
		let data = node::static_data(SIZE);
		let root = root(&data);
		let found = |root: &Root, keys: &[RingKey]| {
			let failure = compare(SIZE, &data, CITY, root, keys).unwrap_err();
			assert!(failure.text.en.contains("ring 4"), "{}", failure.text.en);
			failure.code
		};
		let mut swapped = keys();
		swapped.swap(0, 1);
		assert_eq!(found(&root, &swapped), "RingRootDiffers");
		let mut other = keys();
		other[2] = RingSecret::from_entropy([9; 32]).key();
		assert_eq!(found(&root, &other), "RingRootDiffers");
		assert_eq!(found(&root, &keys()[..4]), "RingCountDiffers");
		other[2] = RingKey([0xff; 32]);
		assert_eq!(found(&root, &other), "RingNotBuilt");
		let forged = Root {
			commitment: RingRoot([0; 288]),
			..root
		};
		assert_eq!(found(&forged, &keys()), "RingRootDiffers");
	}

	#[test]
	fn a_key_in_two_rings_is_found() {
		let mut seen = Seen::default();
		seen.add(CITY, 0, &keys()).unwrap();
		let failure = seen.add(CITY, 7, &keys()[4..]).unwrap_err();
		assert_eq!(failure.code, "RingKeyTwice");
		assert!(failure.text.en.contains("ring 0 and in ring 7"));
	}
}
