// SPDX-License-Identifier: Apache-2.0

//! Shows operators a validator that makes two blocks in one slot.
//!
//! # Why
//!
//! Such a validator runs twice with the same keys (a spare that woke up while the first still lived), or
//! somebody else has its keys. Nobody is punished on chain for it: Aura has no report of this
//! equivocation, and GRANDPA decides which block stays. But operators must learn of it.
//!
//! # What the SDK does, and what it does not
//!
//! The check in the SDK's import queue (`sc_consensus_slots::check_equivocation`) only writes a line of
//! level `info`. It **rejects nothing**: the second block is imported like the first, as a fork of equal
//! height, and both stay until one of them is final. The check also never sees the blocks that this node
//! makes itself, since they do not pass the import queue: of two machines with the same keys, each sees
//! the block of the other only.
//!
//! # What is watched here
//!
//! Every block that the node imports, its own too, whether or not it becomes the best one
//! (`every_import_notification_stream`; the other stream is silent while the node catches up). A validator
//! is known by its key among the authorities in the state of the block's parent, which is the set against
//! which the import queue checked the seal. So forks with different validators do not accuse anybody.
//!
//! Each pair of slot and validator is reported once, with a warning under the target `aura-watch` and in
//! the counter `seoul_aura_double_authored_slots_total`. However many blocks a validator makes in one
//! slot, it fills neither memory nor log.
//!
//! # What it does not see
//!
//! - a second block that reaches the node after its height is final, or that is invalid: it is not
//!   imported (the SDK's line may still show it);
//! - two blocks with a restart of the node in between, as nothing is kept on disk;
//! - blocks older than [`WATCHED_SLOTS`], which a node imports while it catches up.

use futures::StreamExt;
use sc_client_api::{BlockImportNotification, BlockchainEvents};
use sc_consensus_aura::standalone::{
	fetch_authorities, find_pre_digest, slot_author, slot_duration_at,
};
use seoul_chain_runtime::opaque::{Block, Hash, Header};
use sp_api::ProvideRuntimeApi;
use sp_consensus_aura::{
	sr25519::{
		AuthorityId as AuraId, AuthorityPair as AuraPair, AuthoritySignature as AuraSignature,
	},
	AuraApi, Slot, SlotDuration,
};
use sp_runtime::traits::Header as _;
use sp_timestamp::Timestamp;
use std::{
	collections::{btree_map::Entry, BTreeMap},
	future::Future,
	sync::Arc,
};
use substrate_prometheus_endpoint::{register, Counter, PrometheusError, Registry, U64};

const LOG_TARGET: &str = "aura-watch";

/// For how many slots back a validator's block is remembered: half an hour, as long as in the SDK's check.
const WATCHED_SLOTS: u64 = 1_000;

/// Watches the blocks that `client` imports from now on, for as long as the node runs.
pub fn watch<C>(
	client: Arc<C>,
	registry: Option<&Registry>,
) -> Result<impl Future<Output = ()> + Send + 'static, PrometheusError>
where
	C: BlockchainEvents<Block> + ProvideRuntimeApi<Block> + Send + Sync + 'static,
	C::Api: AuraApi<Block, AuraId>,
{
	let double_authored_slots = registry
		.map(|registry| {
			let counter = Counter::<U64>::new(
				"seoul_aura_double_authored_slots_total",
				"Slots in which a validator made more than one block, as far as this node saw it",
			)?;
			register(counter, registry)
		})
		.transpose()?;
	// Subscribed here and not in the task, which may run only after the first import.
	let mut imported = client.every_import_notification_stream();
	let mut watch = Watch {
		client,
		slot_duration: None,
		made: MadeBlocks::default(),
	};

	Ok(async move {
		while let Some(block) = imported.next().await {
			match watch.look_at(&block) {
				Ok(None) => (),
				Ok(Some(seen)) => {
					if let Some(counter) = &double_authored_slots {
						counter.inc();
					}
					log::warn!(
						target: LOG_TARGET,
						"Validator made two blocks in one slot: slot {}, authority {}, blocks {:?} \
						 and {:?}. If it is yours, see that only one machine has its keys",
						seen.slot,
						seen.author,
						seen.first,
						seen.second,
					);
				},
				// The state may be gone, as at the target of a warp sync.
				Err(reason) => log::debug!(
					target: LOG_TARGET,
					"Block {:?} is not watched: {reason}",
					block.hash,
				),
			}
		}
	})
}

struct Watch<C> {
	client: Arc<C>,
	/// Of the genesis, and the same for ever; asked when there is a state to ask.
	slot_duration: Option<SlotDuration>,
	made: MadeBlocks,
}

impl<C> Watch<C>
where
	C: ProvideRuntimeApi<Block>,
	C::Api: AuraApi<Block, AuraId>,
{
	fn look_at(
		&mut self,
		block: &BlockImportNotification<Block>,
	) -> Result<Option<DoubleAuthoring>, String> {
		let parent = *block.header.parent_hash();
		let slot_duration = if let Some(known) = self.slot_duration {
			known
		} else {
			let asked = slot_duration_at::<AuraId, Block, C>(&self.client, parent)
				.map_err(|error| error.to_string())?;
			*self.slot_duration.insert(asked)
		};
		let slot = slot_of(&block.header)?;
		let now = Slot::from_timestamp(Timestamp::current(), slot_duration);
		// Before the runtime is asked: a node that syncs years of blocks has better things to do.
		if slot < oldest_watched(now) {
			return Ok(None);
		}
		let authorities = fetch_authorities::<AuraId, Block, C>(&self.client, parent)
			.map_err(|error| error.to_string())?;
		Ok(self
			.made
			.record(now, &block.header, block.hash, &authorities))
	}
}

/// Two blocks of one validator for one slot.
#[derive(Debug, PartialEq, Eq)]
struct DoubleAuthoring {
	slot: Slot,
	author: AuraId,
	first: Hash,
	second: Hash,
}

/// What a validator made in a slot.
#[derive(Debug)]
enum Made {
	One(Hash),
	/// And that was reported.
	Several,
}

/// The blocks of the last [`WATCHED_SLOTS`] slots.
///
/// Bounded, whatever validators do: there is one entry for each slot and authority, a slot has another
/// authority only on a fork with other validators, and the import queue lets no slot of the future pass.
#[derive(Debug, Default)]
struct MadeBlocks(BTreeMap<Slot, BTreeMap<AuraId, Made>>);

impl MadeBlocks {
	/// Remembers a block. Tells when it is the second of its author in its slot.
	fn record(
		&mut self,
		now: Slot,
		header: &Header,
		hash: Hash,
		authorities: &[AuraId],
	) -> Option<DoubleAuthoring> {
		let oldest = oldest_watched(now);
		self.forget_before(oldest);
		let slot = slot_of(header).ok()?;
		if slot < oldest {
			return None;
		}
		let author = slot_author::<AuraPair>(slot, authorities)?.clone();

		match self.0.entry(slot).or_default().entry(author) {
			Entry::Vacant(nothing) => {
				nothing.insert(Made::One(hash));
				None
			},
			Entry::Occupied(mut made) => match *made.get() {
				Made::One(first) if first != hash => {
					made.insert(Made::Several);
					Some(DoubleAuthoring {
						slot,
						author: made.key().clone(),
						first,
						second: hash,
					})
				},
				Made::One(_) | Made::Several => None,
			},
		}
	}

	fn forget_before(&mut self, oldest: Slot) {
		while let Some(first) = self.0.first_entry().filter(|first| *first.key() < oldest) {
			first.remove();
		}
	}
}

fn oldest_watched(now: Slot) -> Slot {
	now.saturating_sub(WATCHED_SLOTS)
}

fn slot_of(header: &Header) -> Result<Slot, String> {
	find_pre_digest::<Block, AuraSignature>(header).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
	use super::*;
	use sc_consensus_aura::CompatibleDigestItem;
	use sp_core::sr25519;
	use sp_runtime::{Digest, DigestItem};

	const NOW: u64 = 10_000;

	fn authority(number: u8) -> AuraId {
		sr25519::Public::from_raw([number; 32]).into()
	}

	/// Four validators: the author of a slot is the number of the slot, modulo four.
	fn authorities() -> Vec<AuraId> {
		(0..4).map(authority).collect()
	}

	/// A block for `slot`; another `variant` is another block.
	fn block(slot: u64, variant: u8) -> Header {
		let pre_digest =
			<DigestItem as CompatibleDigestItem<AuraSignature>>::aura_pre_digest(slot.into());
		Header::new(
			1,
			Hash::repeat_byte(variant),
			Hash::zero(),
			Hash::zero(),
			Digest {
				logs: vec![pre_digest],
			},
		)
	}

	#[derive(Default)]
	struct Chain(MadeBlocks);

	impl Chain {
		fn sees(&mut self, header: &Header) -> Option<DoubleAuthoring> {
			self.sees_among(header, &authorities())
		}

		fn sees_among(
			&mut self,
			header: &Header,
			authorities: &[AuraId],
		) -> Option<DoubleAuthoring> {
			self.0
				.record(NOW.into(), header, header.hash(), authorities)
		}
	}

	#[test]
	fn a_second_block_of_the_same_validator_in_a_slot_is_reported_with_both_hashes() {
		let mut chain = Chain::default();
		let (first, second) = (block(9_998, 1), block(9_998, 2));

		assert_eq!(chain.sees(&first), None);
		assert_eq!(
			chain.sees(&second),
			Some(DoubleAuthoring {
				slot: Slot::from(9_998_u64),
				author: authority(2),
				first: first.hash(),
				second: second.hash(),
			})
		);
	}

	#[test]
	fn the_second_block_is_found_also_when_other_blocks_came_in_between() {
		let mut chain = Chain::default();
		for slot in 9_000..NOW {
			assert_eq!(chain.sees(&block(slot, 1)), None);
		}

		let seen = chain
			.sees(&block(9_123, 2))
			.expect("slot 9,123 has two blocks");
		assert_eq!(seen.slot, Slot::from(9_123_u64));
		assert_eq!(seen.first, block(9_123, 1).hash());
	}

	#[test]
	fn a_third_block_in_the_slot_is_not_reported_again() {
		let mut chain = Chain::default();
		chain.sees(&block(9_998, 1));
		assert!(chain.sees(&block(9_998, 2)).is_some());

		for variant in 1..=200 {
			assert_eq!(chain.sees(&block(9_998, variant)), None);
		}
		assert_eq!(chain.0 .0.len(), 1);
	}

	#[test]
	fn the_same_block_twice_is_one_block() {
		let mut chain = Chain::default();
		assert_eq!(chain.sees(&block(9_998, 1)), None);
		assert_eq!(chain.sees(&block(9_998, 1)), None);
		assert!(chain.sees(&block(9_998, 2)).is_some());
	}

	#[test]
	fn the_blocks_of_two_slots_are_not_confused() {
		let mut chain = Chain::default();
		// The same validator, four slots apart.
		assert_eq!(chain.sees(&block(9_994, 1)), None);
		assert_eq!(chain.sees(&block(9_998, 2)), None);
	}

	#[test]
	fn forks_with_different_validators_accuse_nobody() {
		let mut chain = Chain::default();
		let others: Vec<_> = (10..14).map(authority).collect();
		assert_eq!(chain.sees(&block(9_998, 1)), None);
		assert_eq!(chain.sees_among(&block(9_998, 2), &others), None);
	}

	#[test]
	fn a_validator_is_known_by_its_key_not_by_its_place_in_the_list() {
		let mut chain = Chain::default();
		// Slot 9,998 falls to place 2 of four, and to place 0 of two.
		let fewer = [authority(2), authority(0)];
		assert_eq!(chain.sees(&block(9_998, 1)), None);

		let seen = chain
			.sees_among(&block(9_998, 2), &fewer)
			.expect("authority 2 made both blocks");
		assert_eq!(seen.author, authority(2));
	}

	#[test]
	fn only_the_watched_slots_are_kept() {
		let mut made = MadeBlocks::default();
		for slot in 1..=3 * WATCHED_SLOTS {
			let header = block(slot, 1);
			made.record(slot.into(), &header, header.hash(), &authorities());
			let kept = u64::try_from(made.0.len()).expect("a few slots");
			assert!(kept <= WATCHED_SLOTS + 1);
		}
		assert_eq!(made.0.keys().next(), Some(&Slot::from(2 * WATCHED_SLOTS)));
	}

	#[test]
	fn a_block_older_than_the_watched_slots_is_passed_over() {
		let mut chain = Chain::default();
		let old = NOW - WATCHED_SLOTS - 1;
		assert_eq!(chain.sees(&block(old, 1)), None);
		assert_eq!(chain.sees(&block(old, 2)), None);
		assert!(chain.0 .0.is_empty());
	}

	#[test]
	fn a_header_without_a_slot_or_a_chain_without_validators_is_passed_over() {
		let mut chain = Chain::default();
		let mut header = block(9_998, 1);
		assert_eq!(chain.sees_among(&header, &[]), None);
		header.digest_mut().logs.clear();
		assert_eq!(chain.sees(&header), None);
	}
}
