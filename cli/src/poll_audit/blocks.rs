// SPDX-License-Identifier: Apache-2.0

//! What blocks have of a poll or a board: its events, and the calls that made them, however they are wrapped.

use super::export::{Done, Place};
use crate::{
	chain::{Chain, State},
	desk::Desk,
	error::{text, Failure, Result, Text},
	metadata::{lacks, Extrinsic},
	output::bar,
	scale::count,
	voting::PALLET,
};
use seoul_chain_ballot::{BoardId, PollId};
use seoul_chain_primitives::Moment;
use serde_json::{json, Value as Json};
use tokio::task::JoinSet;

/// So many blocks are read at a time.
const CHUNK: u32 = 64;

/// What a block is looked through for.
#[derive(Clone, Copy, Debug)]
pub enum Subject {
	Poll(PollId),
	Board(BoardId),
}

impl Subject {
	fn is_of(self, data: &Json) -> bool {
		match self {
			Self::Poll(PollId(poll)) => data["poll"] == json!(poll),
			Self::Board(BoardId(board)) => data["board"] == json!(board),
		}
	}
}

/// An event of the poll or board.
#[derive(Clone, Debug)]
pub struct Happened {
	pub done: Done,
	pub name: String,
	pub data: Json,
}

/// A block with events of the poll or board.
#[derive(Clone, Debug)]
pub struct Block {
	pub extrinsics: Vec<Extrinsic>,
	pub events: Vec<Happened>,
}

/// A call that an extrinsic makes, itself or inside of others.
#[derive(Clone, Copy, Debug)]
pub struct Made<'a> {
	/// Its arguments.
	pub arguments: &'a Json,
	/// Who signed; nothing if it stands inside of another call.
	pub signer: Option<&'a Json>,
}

/// Every call of polls with this name inside of a call.
fn find<'a>(json: &'a Json, name: &str, found: &mut Vec<&'a Json>) {
	match json {
		Json::Object(object) => {
			for (key, content) in object {
				match content.get(name) {
					Some(arguments) if key == PALLET => found.push(arguments),
					_ => find(content, name, found),
				}
			}
		},
		Json::Array(elements) => {
			for element in elements {
				find(element, name, found);
			}
		},
		_ => {},
	}
}

impl Block {
	/// The calls with this name in the extrinsic of an event.
	pub fn calls(&self, event: &Happened, name: &str) -> Vec<Made<'_>> {
		let place = usize::try_from(event.done.place.extrinsic).unwrap_or(usize::MAX);
		let Some(extrinsic) = self.extrinsics.get(place) else {
			return Vec::new();
		};
		let own = &extrinsic.call[PALLET][name];
		let mut found = Vec::new();
		find(&extrinsic.call, name, &mut found);
		found
			.into_iter()
			.map(|arguments| Made {
				arguments,
				signer: extrinsic
					.signer
					.as_ref()
					.filter(|_| std::ptr::eq(arguments, own)),
			})
			.collect()
	}
}

/// An event whose extrinsic has no call that could have made it.
pub fn without_call(event: &Happened) -> Failure {
	let Place {
		block, extrinsic, ..
	} = event.done.place;
	let name = &event.name;
	Failure::no(
		"EventWithoutCall",
		text!(
			"감사 결과 다름: 블록 #{block} 거래 {extrinsic}에 사건 {name}이(가) 있으나 그러한 호출이 없습니다.",
			"The audit found a difference: block #{block}, extrinsic {extrinsic} has the event {name} and no call that makes it."
		),
	)
}

/// The clock that the block itself sets.
fn clock(extrinsics: &[Extrinsic]) -> Option<Moment> {
	extrinsics.iter().find_map(|extrinsic| {
		let now = &extrinsic.call["Timestamp"]["set"]["now"];
		(!now.is_null())
			.then(|| Moment::try_from(count(now)).ok())
			.flatten()
	})
}

/// The events of polls in a block that are about the subject: place among the block's events, extrinsic, name, data.
fn events_of(records: &Json, subject: Subject) -> Vec<(u32, u32, String, Json)> {
	let mut all = Vec::new();
	for (place, record) in (0u32..).zip(records.as_array().into_iter().flatten()) {
		let Some((name, data)) = record["event"][PALLET]
			.as_object()
			.and_then(|event| event.iter().next())
		else {
			continue;
		};
		let extrinsic = record["phase"]["ApplyExtrinsic"]
			.as_u64()
			.and_then(|extrinsic| u32::try_from(extrinsic).ok());
		// Nothing of a poll happens outside of a transaction.
		if let Some(extrinsic) = extrinsic.filter(|_| subject.is_of(data)) {
			all.push((place, extrinsic, name.clone(), data.clone()));
		}
	}
	all
}

/// What a block has of the subject; nothing if it has no event of it.
async fn read(chain: Chain, state: State, subject: Subject) -> Result<Option<(u32, Block)>> {
	let records = state
		.stored("System", "Events", &[])
		.await?
		.unwrap_or_default();
	let events = events_of(&records, subject);
	if events.is_empty() {
		return Ok(None);
	}
	let body: Json = chain.rpc("chain_getBlock", &[json!(state.hash)]).await?;
	let extrinsics = body["block"]["extrinsics"]
		.as_array()
		.ok_or_else(|| chain.lost(format!("no block {:?}", state.hash)))?
		.iter()
		.map(|extrinsic| {
			let digits = extrinsic.as_str().unwrap_or_default();
			let bytes =
				hex::decode(digits.trim_start_matches("0x")).map_err(|error| chain.lost(error))?;
			state.metadata.decode_extrinsic(&bytes)
		})
		.collect::<Result<Vec<_>>>()?;
	let at = clock(&extrinsics).ok_or_else(|| lacks("Timestamp.set"))?;
	let events = events
		.into_iter()
		.map(|(event, extrinsic, name, data)| Happened {
			done: Done {
				place: Place {
					block: state.number,
					extrinsic,
					event,
				},
				at,
			},
			name,
			data,
		})
		.collect();
	Ok(Some((state.number, Block { extrinsics, events })))
}

/// Read the blocks from `first` to `last`, several at the same time, and take those that have something of the
/// subject in their order.
pub async fn scan(
	desk: &Desk,
	first: u32,
	last: u32,
	subject: Subject,
	mut take: impl FnMut(&Block) -> Result<()>,
) -> Result<()> {
	let total = last.saturating_sub(first).saturating_add(1);
	let mut next = first;
	while next <= last {
		let end = next.saturating_add(CHUNK - 1).min(last);
		tick(desk, next.saturating_sub(first), total, next);
		let mut reading = JoinSet::new();
		for state in desk.states(next, end).await? {
			reading.spawn(read(desk.chain.clone(), state, subject));
		}
		let mut found = Vec::new();
		while let Some(read) = reading.join_next().await {
			found.extend(read.map_err(|error| desk.chain.lost(error))??);
		}
		found.sort_by_key(|(number, _)| *number);
		for (_, block) in &found {
			take(block)?;
		}
		next = end.saturating_add(1);
	}
	desk.output.end_ticks();
	Ok(())
}

fn tick(desk: &Desk, done: u32, total: u32, block: u32) {
	let [done, total] = [done, total].map(|number| usize::try_from(number).unwrap_or(usize::MAX));
	let bar = bar(done, total);
	let said: Text = text!(
		"{bar} 블록 #{block} 읽는 중",
		"{bar} reading block #{block}"
	);
	desk.output.tick(&said);
}

#[cfg(test)]
mod tests {
	use super::*;

	fn event(extrinsic: u32, event: u32) -> Happened {
		Happened {
			done: Done {
				place: Place {
					block: 9,
					extrinsic,
					event,
				},
				at: 1,
			},
			name: "EncryptedBallotCast".into(),
			data: json!({"poll": 3}),
		}
	}

	fn block(call: Json) -> Block {
		Block {
			extrinsics: vec![Extrinsic {
				signer: Some(json!("5Signer")),
				call,
			}],
			events: vec![event(0, 2), event(0, 5), event(1, 7)],
		}
	}

	#[test]
	fn a_call_is_found_however_it_is_wrapped() {
		let cast = |poll: u32| json!({"MVoting": {"cast_secret": {"poll": poll, "ballot": {}}}});
		let own = block(cast(3));
		let made = own.calls(&event(0, 2), "cast_secret");
		assert_eq!(made.len(), 1);
		assert_eq!(made[0].signer, Some(&json!("5Signer")));
		for wrapped in [
			json!({"Utility": {"batch_all": {"calls": [cast(3), cast(4)]}}}),
			json!({"Proxy": {"proxy": {"real": "5", "call": {"Utility": {"batch": {"calls": [cast(3), {"Multisig": {"as_multi": {"call": cast(4)}}}]}}}}}}),
		] {
			let wrapped = block(wrapped);
			let made = wrapped.calls(&event(0, 2), "cast_secret");
			let polls: Vec<&Json> = made.iter().map(|made| &made.arguments["poll"]).collect();
			assert_eq!(polls, [&json!(3), &json!(4)]);
			assert!(made.iter().all(|made| made.signer.is_none()));
			assert!(wrapped.calls(&event(0, 2), "cast_public").is_empty());
			assert!(wrapped.calls(&event(1, 7), "cast_secret").is_empty());
		}
	}

	#[test]
	fn events_are_those_of_the_subject_in_transactions() {
		let records = json!([
			{"phase": {"ApplyExtrinsic": 0}, "event": {"System": {"ExtrinsicSuccess": {}}}},
			{"phase": {"ApplyExtrinsic": 1}, "event": {"MVoting": {"Enrolled": {"poll": 3, "alias": "0x"}}}},
			{"phase": {"ApplyExtrinsic": 2}, "event": {"MVoting": {"Enrolled": {"poll": 4, "alias": "0x"}}}},
			{"phase": "Initialization", "event": {"MVoting": {"Enrolled": {"poll": 3}}}},
			{"phase": {"ApplyExtrinsic": 4}, "event": {"MVoting": {"Dealt": {"board": 3}}}},
		]);
		let found = |subject| {
			events_of(&records, subject)
				.into_iter()
				.map(|(event, extrinsic, name, _)| (event, extrinsic, name))
				.collect::<Vec<_>>()
		};
		assert_eq!(
			found(Subject::Poll(PollId(3))),
			[(1, 1, "Enrolled".to_owned())]
		);
		assert_eq!(
			found(Subject::Board(BoardId(3))),
			[(4, 4, "Dealt".to_owned())]
		);
	}

	#[test]
	fn the_clock_is_the_blocks_own() {
		let of = |call: Json| clock(&[Extrinsic { signer: None, call }]);
		let now = json!({"Timestamp": {"set": {"now": 1_764_000_000_000u64}}});
		assert_eq!(of(now), Some(1_764_000_000_000));
		assert_eq!(of(json!({"System": {"remark": {}}})), None);
	}
}
