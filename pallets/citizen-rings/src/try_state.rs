// SPDX-License-Identifier: Apache-2.0

//! What must always hold.

use crate::{pallet::*, types::*, CitizenRegistry};
use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::{
	ensure,
	traits::{fungible::InspectFreeze, Get},
};
use seoul_chain_ring_proofs::{chunks::pages, CollectionId, RingKey, RingProofSystem};
use sp_io::hashing::blake2_256;
use sp_runtime::TryRuntimeError;

/// What the keys say of a collection.
#[derive(Default)]
struct Count {
	queued: u32,
	members: u32,
	leaving: u32,
}

impl<T: Config> Pallet<T> {
	/// Check the invariants, numbered as in the documentation of this crate.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_keys()?;
		Self::check_rings()?;
		Self::check_revisions()?;
		Self::check_lists()?;
		Self::check_holds()?;
		Self::check_aliases()?;
		Self::check_rebindings()?;
		Self::check_setup()
	}

	/// The key at a place of a list.
	fn listed(
		id: CollectionId,
		ring: RingIndex,
		generation: Generation,
		slot: u32,
	) -> Option<RingKey> {
		let page = KeyPages::<T>::get((id, ring, generation, slot.checked_div(PAGE_KEYS)?));
		page.get(usize::try_from(slot.checked_rem(PAGE_KEYS)?).ok()?)
			.copied()
	}

	/// The work in progress, if it is on this ring.
	fn job_of(id: CollectionId, ring: RingIndex) -> Option<Job> {
		CurrentJob::<T>::get().filter(|job| job.collection == id && job.ring == ring)
	}

	fn check_keys() -> Result<(), TryRuntimeError> {
		let mut counts: BTreeMap<CollectionId, Count> = BTreeMap::new();
		let mut leaving: BTreeMap<(CollectionId, RingIndex), u32> = BTreeMap::new();
		for (key, record) in Keys::<T>::iter() {
			let id = record.collection;
			let count = counts.entry(id).or_default();
			let slot = match record.status {
				KeyStatus::Queued { position } => {
					count.queued = count.queued.saturating_add(1);
					ensure!(
						Queue::<T>::get(id, position) == Some(key),
						"Invariant 1: a queued key does not stand at its place"
					);
					None
				},
				KeyStatus::Member { ring, slot } => {
					count.members = count.members.saturating_add(1);
					Some((ring, slot))
				},
				KeyStatus::Leaving { ring, slot, .. } => {
					count.leaving = count.leaving.saturating_add(1);
					let of_ring = leaving.entry((id, ring)).or_default();
					*of_ring = of_ring.saturating_add(1);
					Some((ring, slot))
				},
				KeyStatus::Removed { .. } => None,
			};
			if let Some((ring, slot)) = slot {
				let generation = Rings::<T>::get(id, ring).map(|ring| ring.generation);
				let written = Self::job_of(id, ring).map(|job| job.generation);
				ensure!(
					[generation, written]
						.into_iter()
						.flatten()
						.any(|generation| {
							Self::listed(id, ring, generation, slot) == Some(key)
						}),
					"Invariant 2: a key of a ring does not stand at its place"
				);
			}
		}
		for (id, position, key) in Queue::<T>::iter() {
			ensure!(
				Keys::<T>::get(key).is_some_and(|record| record.collection == id
					&& record.status == KeyStatus::Queued { position }),
				"Invariant 1: a place of the queue has a key that does not say so"
			);
		}
		for (id, collection) in Collections::<T>::iter() {
			let count = counts.remove(&id).unwrap_or_default();
			let job = CurrentJob::<T>::get().filter(|job| job.collection == id);
			let dropped = match job.map(|job| job.task) {
				Some(Task::Rebuild { dropped, .. }) => dropped,
				_ => 0,
			};
			let departing = Departures::<T>::iter_values()
				.filter(|departure| departure.collection == id)
				.fold(dropped, |sum, departure| sum.saturating_add(departure.keys));
			let rings = Rings::<T>::iter_prefix_values(id);
			let provable = rings.fold(0u32, |sum, ring| sum.saturating_add(ring.members));
			ensure!(
				collection.queued == count.queued
					&& collection.members == count.members
					&& collection.leaving == count.leaving
					&& collection.departing == departing
					&& collection.provable == provable
					&& usize::try_from(collection.rings).ok()
						== Some(Rings::<T>::iter_key_prefix(id).count()),
				"Invariant 3: a collection counts wrongly"
			);
		}
		ensure!(counts.is_empty(), "Invariant 3: a key is of no collection");
		for (id, index, ring) in Rings::<T>::iter() {
			let count = leaving.get(&(id, index)).copied().unwrap_or(0);
			let rebuilding =
				Self::job_of(id, index).is_some_and(|job| matches!(job.task, Task::Rebuild { .. }));
			ensure!(
				ring.leaving == count && (count == 0 || ring.rebuild_queued || rebuilding),
				"Invariant 4: a ring counts its leaving keys wrongly, or does not wait to be rebuilt"
			);
			let waiting = Rebuilds::<T>::iter_values()
				.filter(|rebuild| rebuild.collection == id && rebuild.ring == index)
				.count();
			ensure!(
				waiting == usize::from(ring.rebuild_queued),
				"Invariant 4: a ring waits to be rebuilt twice, or does not know it"
			);
		}
		Ok(())
	}

	fn check_rings() -> Result<(), TryRuntimeError> {
		for (id, index, ring) in Rings::<T>::iter() {
			let newest = Revisions::<T>::get((id, index, ring.revision));
			ensure!(
				if ring.revision == Revision(0) {
					newest.is_none() && ring.members == 0
				} else {
					newest.is_some_and(|newest| {
						newest.status == RevisionStatus::Newest
							&& newest.generation == ring.generation
							&& newest.members == ring.members
							&& newest.members <= T::RingSize::get().capacity()
					})
				},
				"Invariant 5: a ring's newest revision is not as the ring says"
			);
			if let Some(builder) = Builders::<T>::get(id, index) {
				let root = T::Proofs::finish(&builder).ok();
				ensure!(
					newest.is_none_or(|newest| root == Some(newest.root)),
					"Invariant 8: what a ring is filled from is not what its root was made from"
				);
			}
			ensure!(
				Refills::<T>::iter_prefix_values(id)
					.filter(|other| *other == index)
					.count() == usize::from(ring.refill_queued),
				"Invariant 8: a ring waits to be filled twice, or does not know it"
			);
		}
		for (id, collection) in Collections::<T>::iter() {
			ensure!(
				collection
					.filling
					.is_none_or(|ring| Builders::<T>::contains_key(id, ring)),
				"Invariant 8: a ring that is filled has nothing to add to"
			);
		}
		Ok(())
	}

	fn check_revisions() -> Result<(), TryRuntimeError> {
		let waiting: BTreeSet<_> = Expiries::<T>::iter_values().collect();
		let mut held: BTreeSet<_> = BTreeSet::new();
		for (hold, at, ()) in HeldRevisions::<T>::iter() {
			let covered = Holds::<T>::get(hold).is_none_or(|hold| {
				Revisions::<T>::get(at).is_some_and(|record| record.was_newest_in(hold.era))
			});
			ensure!(
				covered && held.insert(at),
				"Invariant 6: a hold keeps a revision that it does not cover, or that another keeps"
			);
		}
		for ((id, ring, revision), record) in Revisions::<T>::iter() {
			let at = (id, ring, revision);
			let known = Rings::<T>::get(id, ring).is_some_and(|ring| {
				ring.revision >= revision
					&& (ring.revision == revision) == (record.status == RevisionStatus::Newest)
			});
			let places =
				usize::from(waiting.contains(&at)).saturating_add(usize::from(held.contains(&at)));
			ensure!(
				known && places == usize::from(record.status != RevisionStatus::Newest),
				"Invariant 6: a retired revision neither waits to be let go nor is kept, or both"
			);
		}
		Ok(())
	}

	fn check_lists() -> Result<(), TryRuntimeError> {
		let mut uses: BTreeMap<_, u32> = BTreeMap::new();
		let mut longest: BTreeMap<_, u32> = BTreeMap::new();
		for ((id, ring, _), record) in Revisions::<T>::iter() {
			let list = (id, ring, record.generation);
			let count = uses.entry(list).or_default();
			*count = count.saturating_add(1);
			let length = longest.entry(list).or_default();
			*length = record.members.max(*length);
		}
		for (list, count) in GenerationUses::<T>::iter() {
			ensure!(
				uses.remove(&list) == Some(count),
				"Invariant 7: the revisions of a list are counted wrongly"
			);
		}
		ensure!(
			uses.is_empty(),
			"Invariant 7: the revisions of a list are not counted"
		);
		if let Some(job) = CurrentJob::<T>::get() {
			let length = longest
				.entry((job.collection, job.ring, job.generation))
				.or_default();
			*length = job.listed.max(*length);
		}
		let mut lengths: BTreeMap<_, u32> = BTreeMap::new();
		for ((id, ring, generation, _), page) in KeyPages::<T>::iter() {
			let length = lengths.entry((id, ring, generation)).or_default();
			*length = length.saturating_add(u32::try_from(page.len()).unwrap_or(u32::MAX));
		}
		// A list can be longer than the revisions that are left of it, not shorter.
		ensure!(
			longest
				.iter()
				.all(|(list, length)| lengths.get(list).copied().unwrap_or(0) >= *length),
			"Invariant 7: a list is shorter than a revision or the work in progress needs"
		);
		ensure!(
			lengths
				.iter()
				.all(|(list, length)| *length == 0 || longest.contains_key(list)),
			"Invariant 7: there is a list that nothing needs"
		);
		Ok(())
	}

	fn check_holds() -> Result<(), TryRuntimeError> {
		for (hold, record) in Holds::<T>::iter() {
			ensure!(
				HeldEras::<T>::get(record.collection).contains(&(record.era, hold)),
				"Invariant 9: a hold's era is not held"
			);
		}
		for (id, eras) in HeldEras::<T>::iter() {
			let current = Collections::<T>::get(id).map(|collection| collection.era);
			for (era, hold) in eras {
				ensure!(
					Holds::<T>::get(hold)
						.is_some_and(|record| record.collection == id && record.era == era)
						&& current.is_some_and(|current| era < current),
					"Invariant 9: an era is held by no hold, or has not come yet"
				);
			}
		}
		Ok(())
	}

	fn check_aliases() -> Result<(), TryRuntimeError> {
		for (service, alias, record) in Aliases::<T>::iter() {
			ensure!(
				AliasByAccount::<T>::get(&record.account) == Some((service, alias))
					&& AliasByIndex::<T>::get(record.index) == Some((service, alias)),
				"Invariant 10: an alias's account or number does not lead back to it"
			);
		}
		let aliases = Aliases::<T>::iter_keys().count();
		ensure!(
			AliasByAccount::<T>::iter_keys().count() == aliases
				&& AliasByIndex::<T>::iter_keys().count() == aliases
				&& usize::try_from(AliasCount::<T>::get()).ok() == Some(aliases),
			"Invariant 10: an account or an index leads to no alias, or they are miscounted"
		);
		ensure!(
			AliasByIndex::<T>::iter_keys().all(|index| T::Citizens::account_of(index).is_none()),
			"Invariant 10: an alias has the index of a card"
		);
		Ok(())
	}

	fn check_rebindings() -> Result<(), TryRuntimeError> {
		for (party, rebinding) in Rebindings::<T>::iter() {
			let Rebinding {
				service, new_alias, ..
			} = rebinding;
			ensure!(
				AliasByIndex::<T>::get(party).is_some_and(|(of, _)| of == service)
					&& ProposedAliases::<T>::get(service, new_alias) == Some(party)
					&& !Aliases::<T>::contains_key(service, new_alias)
					&& !ReplacedAliases::<T>::contains_key(service, new_alias),
				"Invariant 13: a rebinding is of no alias of its service, or its new alias is bound or was"
			);
		}
		ensure!(
			ProposedAliases::<T>::iter_keys().count() == Rebindings::<T>::iter_keys().count(),
			"Invariant 13: an alias waits for no party"
		);
		for (service, alias, party) in ReplacedAliases::<T>::iter() {
			ensure!(
				AliasByIndex::<T>::get(party)
					.is_some_and(|(of, other)| of == service && other != alias)
					&& !Aliases::<T>::contains_key(service, alias),
				"Invariant 14: a replaced alias is bound, or leads to no party of its service"
			);
		}
		for (account, party) in FormerAccounts::<T>::iter() {
			ensure!(
				AliasByIndex::<T>::contains_key(party)
					&& !AliasByAccount::<T>::contains_key(&account),
				"Invariant 14: a former account acts for an alias, or leads to no party"
			);
			ensure!(
				Self::is_frozen(&account),
				"Invariant 15: the won of a former account are not frozen"
			);
		}
		for (_, _, record) in Aliases::<T>::iter() {
			ensure!(
				Self::is_frozen(&record.account) == Rebindings::<T>::contains_key(record.index),
				"Invariant 15: won are frozen without a rebinding, or not frozen with one"
			);
		}
		Ok(())
	}

	fn is_frozen(account: &T::AccountId) -> bool {
		T::Currency::balance_frozen(&FreezeReason::Rebinding.into(), account) > 0
	}

	fn check_setup() -> Result<(), TryRuntimeError> {
		let mut loaded = 0u32;
		for (number, page) in ChunkPages::<T>::iter() {
			ensure!(
				number < pages(T::RingSize::get())
					&& T::Proofs::page_hash(T::RingSize::get(), number) == Some(blake2_256(&page)),
				"Invariant 11: a page of the static data is not the known one"
			);
			loaded = loaded.saturating_add(1);
		}
		ensure!(
			LoadedPages::<T>::get() == loaded,
			"Invariant 11: the pages of the static data are miscounted"
		);
		ensure!(
			Terms::<T>::get().is_valid(T::RingSize::get().capacity()),
			"Invariant 12: the terms are not valid"
		);
		Ok(())
	}
}
