// SPDX-License-Identifier: Apache-2.0

//! Rings are built, a step at a time, at the end of blocks.

use crate::{pallet::*, types::*, Moment, WeightInfo, WeightMeter};
use alloc::vec::Vec;
use frame_support::{storage::with_storage_layer, traits::Get};
use seoul_chain_ring_proofs::{CollectionId, RingBuilder, RingKey, RingProofSystem, CHUNK_BYTES};
use sp_runtime::DispatchError;

/// What never happens as long as the invariants hold.
const BROKEN: DispatchError = DispatchError::Corruption;

impl<T: Config> Pallet<T> {
	/// Let go what is void, then build, as far as the meter allows.
	pub(crate) fn work(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::work_base()).is_err() {
			return;
		}
		Self::sweep(meter);
		if Halted::<T>::get() || !Self::all_pages_loaded() {
			return;
		}
		while Self::work_once(meter) {}
	}

	/// Do one thing, and say whether there may be another within the meter.
	pub(crate) fn work_once(meter: &mut WeightMeter) -> bool {
		let Some(job) = CurrentJob::<T>::get() else {
			return Self::start_rebuild(meter) || Self::start_cohort(meter);
		};
		let (id, ring) = (job.collection, job.ring);
		let left = Self::left_to_do(&job);
		let outcome = if left == 0 {
			if meter.try_consume(T::WeightInfo::finish_job()).is_err() {
				return false;
			}
			with_storage_layer(|| Self::finish(job))
		} else {
			let Some(keys) = Self::affordable(meter, left) else {
				return false;
			};
			meter.consume(T::WeightInfo::build_step(keys));
			with_storage_layer(|| Self::step(job, keys))
		};
		if let Err(error) = outcome {
			log::error!(
				target: "runtime::citizen-rings",
				"ring {ring:?} of {id:?} cannot be built: {error:?}"
			);
			Halted::<T>::put(true);
			Self::deposit_event(Event::BuildingHalted {
				collection: id,
				ring,
			});
			return false;
		}
		true
	}

	/// How many keys of at most `most` the meter allows in one step. Nothing if the rest of the block is not worth
	/// it.
	fn affordable(meter: &WeightMeter, most: u32) -> Option<u32> {
		let least = MIN_STEP.min(most);
		let mut keys = most;
		while !meter.can_consume(T::WeightInfo::build_step(keys)) {
			if keys <= least {
				return None;
			}
			keys = keys.checked_div(2)?.max(least);
		}
		Some(keys)
	}

	/// How many keys, or places of the queue, the next step can look at; 0 if all were.
	fn left_to_do(job: &Job) -> u32 {
		let page = PAGE_KEYS.saturating_sub(job.listed.checked_rem(PAGE_KEYS).unwrap_or(0));
		let left = match job.task {
			Task::Join { until } => {
				let room = T::RingSize::get().capacity().saturating_sub(job.listed);
				let head = Collections::<T>::get(job.collection).map_or(until, |all| all.head);
				let waiting = u32::try_from(until.saturating_sub(head)).unwrap_or(u32::MAX);
				room.min(waiting)
			},
			Task::Rebuild { of, read, .. } => {
				let old_page = PAGE_KEYS.saturating_sub(read.checked_rem(PAGE_KEYS).unwrap_or(0));
				of.saturating_sub(read).min(old_page)
			},
		};
		left.min(page)
	}

	/// Begin to rebuild the ring that waits longest, if it is due.
	fn start_rebuild(meter: &mut WeightMeter) -> bool {
		let mut line = RebuildLine::<T>::get();
		let Some(rebuild) = Rebuilds::<T>::get(line.head).filter(|_| !line.is_empty()) else {
			return false;
		};
		let due = rebuild.due_at <= Self::now() || line.head < HastenedUntil::<T>::get();
		if !due || meter.try_consume(T::WeightInfo::start_job()).is_err() {
			return false;
		}
		if let Some(place) = line.pop() {
			Rebuilds::<T>::remove(place);
		}
		RebuildLine::<T>::put(line);
		let Rebuild {
			collection, ring, ..
		} = rebuild;
		let Some(mut record) = Rings::<T>::get(collection, ring) else {
			return true;
		};
		record.rebuild_queued = false;
		if record.leaving > 0 {
			CurrentJob::<T>::put(Job {
				collection,
				ring,
				generation: record.generation.next(),
				listed: 0,
				task: Task::Rebuild {
					from: record.generation,
					of: record.members,
					read: 0,
					dropped: 0,
				},
				builder: T::Proofs::start(T::RingSize::get()),
			});
		}
		Rings::<T>::insert(collection, ring, record);
		true
	}

	/// Begin to add a cohort to a ring, if there is one.
	fn start_cohort(meter: &mut WeightMeter) -> bool {
		let mut ready = ReadyCollections::<T>::get();
		let Some(id) = ready.first().copied() else {
			return false;
		};
		if meter.try_consume(T::WeightInfo::start_job()).is_err() {
			return false;
		}
		let cohort = Collections::<T>::get(id)
			.filter(|collection| collection.queued >= Terms::<T>::get().min_cohort);
		let Some(mut collection) = cohort else {
			ready.retain(|other| *other != id);
			ReadyCollections::<T>::put(ready);
			return true;
		};
		let Some((ring, record, builder)) = Self::ring_with_room(id, &mut collection) else {
			// A ring that seemed to have room has none. The next one will be looked at.
			Collections::<T>::insert(id, collection);
			return true;
		};
		CurrentJob::<T>::put(Job {
			collection: id,
			ring,
			generation: record.generation,
			listed: record.members,
			task: Task::Join {
				until: collection.tail,
			},
			builder,
		});
		collection.filling = Some(ring);
		Collections::<T>::insert(id, collection);
		true
	}

	/// A ring that a cohort can join: the one that is being filled, one from which keys were removed, or a new one.
	fn ring_with_room(
		id: CollectionId,
		collection: &mut Collection,
	) -> Option<(RingIndex, Ring, RingBuilder)> {
		let filling = collection.filling.take();
		let refill = || {
			let place = RefillLines::<T>::mutate(id, Line::pop)?;
			let ring = Refills::<T>::take(id, place)?;
			Rings::<T>::mutate(id, ring, |record| {
				if let Some(record) = record {
					record.refill_queued = false;
				}
			});
			Some(ring)
		};
		if let Some(ring) = filling.or_else(refill) {
			let record = Rings::<T>::get(id, ring)?;
			let builder = Builders::<T>::get(id, ring)?;
			return Self::has_room(record.members).then_some((ring, record, builder));
		}
		let ring = RingIndex(collection.rings);
		collection.rings = collection.rings.saturating_add(1);
		let builder = T::Proofs::start(T::RingSize::get());
		Rings::<T>::insert(id, ring, Ring::default());
		Builders::<T>::insert(id, ring, builder);
		Some((ring, Ring::default(), builder))
	}

	/// Whether a cohort fits beside so many keys.
	fn has_room(members: u32) -> bool {
		T::RingSize::get().capacity().saturating_sub(members) >= Terms::<T>::get().min_cohort
	}

	/// Look at so many keys and add those that belong into the ring.
	pub(crate) fn step(mut job: Job, keys: u32) -> Result<(), DispatchError> {
		let mut collection = Collections::<T>::get(job.collection).ok_or(BROKEN)?;
		let mut ring = Rings::<T>::get(job.collection, job.ring).ok_or(BROKEN)?;
		let added = match &mut job.task {
			Task::Join { .. } => Self::take_from_queue(job.collection, &mut collection, keys),
			Task::Rebuild {
				from,
				read,
				dropped,
				..
			} => {
				let old = KeyPages::<T>::get((
					job.collection,
					job.ring,
					*from,
					read.checked_div(PAGE_KEYS).unwrap_or(0),
				));
				let offset = read.checked_rem(PAGE_KEYS).unwrap_or(0);
				let looked_at: Vec<RingKey> = old
					.iter()
					.skip(usize::try_from(offset).map_err(|_| BROKEN)?)
					.take(usize::try_from(keys).map_err(|_| BROKEN)?)
					.copied()
					.collect();
				*read = read.saturating_add(keys);
				Self::keep_those_that_stay(
					job.ring,
					&mut ring,
					&mut collection,
					dropped,
					looked_at,
				)?
			},
		};
		let (page, offset) = (
			job.listed.checked_div(PAGE_KEYS).unwrap_or(0),
			job.listed.checked_rem(PAGE_KEYS).unwrap_or(0),
		);
		let chunks = ChunkPages::<T>::get(page).ok_or(BROKEN)?;
		let from = usize::try_from(offset)
			.ok()
			.and_then(|offset| offset.checked_mul(CHUNK_BYTES))
			.ok_or(BROKEN)?;
		let to = added
			.len()
			.checked_mul(CHUNK_BYTES)
			.and_then(|length| from.checked_add(length))
			.ok_or(BROKEN)?;
		T::Proofs::push(
			T::RingSize::get(),
			&mut job.builder,
			&added,
			chunks.get(from..to).ok_or(BROKEN)?,
		)
		.map_err(|_| BROKEN)?;
		KeyPages::<T>::try_mutate((job.collection, job.ring, job.generation, page), |list| {
			// A list is as long as its ring, or longer by what was begun.
			for key in &added {
				Keys::<T>::insert(
					key,
					KeyRecord {
						collection: job.collection,
						status: KeyStatus::Member {
							ring: job.ring,
							slot: job.listed,
						},
					},
				);
				list.try_push(*key).map_err(|_| BROKEN)?;
				job.listed = job.listed.saturating_add(1);
			}
			Ok::<(), DispatchError>(())
		})?;
		Collections::<T>::insert(job.collection, collection);
		Rings::<T>::insert(job.collection, job.ring, ring);
		CurrentJob::<T>::put(job);
		Ok(())
	}

	/// The keys at the next places of the queue. Places of removed keys are empty.
	fn take_from_queue(id: CollectionId, collection: &mut Collection, places: u32) -> Vec<RingKey> {
		let from = collection.head;
		let to = from.saturating_add(u64::from(places));
		let keys: Vec<RingKey> = (from..to)
			.filter_map(|place| Queue::<T>::take(id, place))
			.collect();
		let taken = u32::try_from(keys.len()).unwrap_or(u32::MAX);
		collection.head = to;
		collection.queued = collection.queued.saturating_sub(taken);
		collection.members = collection.members.saturating_add(taken);
		keys
	}

	/// Those of the keys that are not to leave. The others leave.
	fn keep_those_that_stay(
		index: RingIndex,
		ring: &mut Ring,
		collection: &mut Collection,
		dropped: &mut u32,
		keys: Vec<RingKey>,
	) -> Result<Vec<RingKey>, DispatchError> {
		let without = ring.revision.next();
		let mut stay = Vec::with_capacity(keys.len());
		for key in keys {
			let mut record = Keys::<T>::get(key).ok_or(BROKEN)?;
			let KeyStatus::Leaving { cause, .. } = record.status else {
				stay.push(key);
				continue;
			};
			record.status = KeyStatus::Removed {
				left: Some((index, without)),
				cause,
			};
			Keys::<T>::insert(key, record);
			*dropped = dropped.saturating_add(1);
			ring.leaving = ring.leaving.saturating_sub(1);
			collection.leaving = collection.leaving.saturating_sub(1);
			collection.departing = collection.departing.saturating_add(1);
		}
		Ok(stay)
	}

	/// Make what was built the newest revision of its ring.
	pub(crate) fn finish(job: Job) -> Result<(), DispatchError> {
		let Job {
			collection: id,
			ring: index,
			generation,
			listed,
			task,
			builder,
		} = job;
		CurrentJob::<T>::kill();
		let mut collection = Collections::<T>::get(id).ok_or(BROKEN)?;
		let mut ring = Rings::<T>::get(id, index).ok_or(BROKEN)?;
		if matches!(task, Task::Join { .. }) && listed == ring.members {
			// Every key of the cohort was removed while it waited.
			return Ok(());
		}
		let root = T::Proofs::finish(&builder).map_err(|_| BROKEN)?;
		let now = Self::now();
		let terms = Terms::<T>::get();
		let grace = match task {
			Task::Join { .. } => terms.grace,
			Task::Rebuild { .. } => terms.removal_grace,
		};
		let old_expires_at = now.saturating_add(grace);
		let old_revision = ring.revision;
		if old_revision != Revision(0) {
			Self::retire(id, index, &mut ring, collection.era, now, old_expires_at)?;
		}
		if let Task::Rebuild { dropped, .. } = task {
			for revision in &ring.in_grace {
				Self::shorten(id, index, *revision, old_expires_at);
			}
			if dropped > 0 {
				let place = DepartureLine::<T>::mutate(Line::push);
				Departures::<T>::insert(
					place,
					Departure {
						collection: id,
						keys: dropped,
						out_at: old_expires_at,
					},
				);
			}
		}
		collection.provable = collection
			.provable
			.saturating_sub(ring.members)
			.saturating_add(listed);
		ring.revision = old_revision.next();
		ring.generation = generation;
		ring.members = listed;
		Revisions::<T>::insert(
			(id, index, ring.revision),
			RevisionRecord {
				root,
				generation,
				members: listed,
				since: collection.era,
				status: RevisionStatus::Newest,
			},
		);
		GenerationUses::<T>::mutate((id, index, generation), |uses| {
			*uses = uses.saturating_add(1);
		});
		Self::keep_builder(id, index, &mut ring, &mut collection, &builder);
		Self::deposit_event(Event::RevisionMade {
			collection: id,
			ring: index,
			old_revision,
			new_revision: ring.revision,
			members: listed,
			old_expires_at,
		});
		Rings::<T>::insert(id, index, ring);
		Collections::<T>::insert(id, collection);
		Ok(())
	}

	/// Another revision takes the place of the newest.
	fn retire(
		id: CollectionId,
		index: RingIndex,
		ring: &mut Ring,
		era: Era,
		now: Moment,
		expires_at: Moment,
	) -> Result<(), DispatchError> {
		let revision = ring.revision;
		Revisions::<T>::try_mutate((id, index, revision), |record| {
			record.as_mut().ok_or(BROKEN)?.status = RevisionStatus::Retired {
				until: era,
				expires_at,
			};
			Ok::<(), DispatchError>(())
		})?;
		if ring.in_grace.is_full() {
			let oldest = ring.in_grace.remove(0);
			Self::shorten(id, index, oldest, now);
		}
		ring.in_grace.try_push(revision).map_err(|_| BROKEN)?;
		let place = ExpiryLine::<T>::mutate(Line::push);
		Expiries::<T>::insert(place, (id, index, revision));
		Ok(())
	}

	/// Make a retired revision void not later than `at`.
	fn shorten(id: CollectionId, ring: RingIndex, revision: Revision, at: Moment) {
		Revisions::<T>::mutate((id, ring, revision), |record| {
			if let Some(RevisionStatus::Retired { expires_at, .. }) =
				record.as_mut().map(|record| &mut record.status)
			{
				*expires_at = at.min(*expires_at);
			}
		});
	}

	/// Keep what is needed to add a cohort, as long as one fits.
	fn keep_builder(
		id: CollectionId,
		index: RingIndex,
		ring: &mut Ring,
		collection: &mut Collection,
		builder: &RingBuilder,
	) {
		if !Self::has_room(ring.members) {
			Builders::<T>::remove(id, index);
			if collection.filling == Some(index) {
				collection.filling = None;
			}
			return;
		}
		Builders::<T>::insert(id, index, builder);
		if collection.filling != Some(index) && !ring.refill_queued {
			ring.refill_queued = true;
			let place = RefillLines::<T>::mutate(id, Line::push);
			Refills::<T>::insert(id, place, index);
		}
	}
}
