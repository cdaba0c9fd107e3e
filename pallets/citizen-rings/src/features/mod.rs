// SPDX-License-Identifier: Apache-2.0

//! What the calls and the hook do, by capability.

mod admission;
pub(crate) mod aliases;
mod building;
mod freezing;
mod queries;
mod rebinding;
mod removal;
mod setup;
mod sweeping;

use crate::{pallet::*, types::*, Moment};
use seoul_chain_primitives::chain;
use seoul_chain_ring_proofs::CollectionId;

impl<T: Config> Pallet<T> {
	/// Legal time: Unix time in milliseconds.
	pub(crate) fn now() -> Moment {
		chain::now::<T::Clock>()
	}

	/// Note that a collection has enough waiting keys for a cohort, if it has.
	pub(crate) fn note_if_ready(id: CollectionId, collection: &Collection) {
		if collection.queued < Terms::<T>::get().min_cohort {
			return;
		}
		ReadyCollections::<T>::mutate(|ready| {
			if !ready.contains(&id) {
				// There are as many places as collections.
				let _ = ready.try_push(id);
			}
		});
	}

	/// Put a key at the end of the queue.
	pub(crate) fn enqueue(
		id: CollectionId,
		collection: &mut Collection,
		key: seoul_chain_ring_proofs::RingKey,
	) {
		let position = collection.tail;
		Queue::<T>::insert(id, position, key);
		Keys::<T>::insert(
			key,
			KeyRecord {
				collection: id,
				status: KeyStatus::Queued { position },
			},
		);
		collection.tail = position.saturating_add(1);
		collection.queued = collection.queued.saturating_add(1);
	}
}

impl Line {
	/// Whether nothing stands in it.
	pub(crate) const fn is_empty(&self) -> bool {
		self.head >= self.tail
	}

	/// The place at its end, which is taken from now on.
	pub(crate) fn push(&mut self) -> u64 {
		let place = self.tail;
		self.tail = place.saturating_add(1);
		place
	}

	/// Its first place, which is free from now on.
	pub(crate) fn pop(&mut self) -> Option<u64> {
		if self.is_empty() {
			return None;
		}
		let place = self.head;
		self.head = place.saturating_add(1);
		Some(place)
	}
}
