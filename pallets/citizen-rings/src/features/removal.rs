// SPDX-License-Identifier: Apache-2.0

//! Keys go out, and some come back.

use crate::{pallet::*, types::*, DispatchResult, Moment};
use frame_support::{ensure, traits::ConstU32, BoundedVec};
use seoul_chain_primitives::Actor;
use seoul_chain_ring_proofs::{CollectionId, RingKey};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_remove(
		office: Actor<T::AccountId>,
		keys: BoundedVec<RingKey, ConstU32<MAX_BATCH>>,
		cause: Removal,
	) -> DispatchResult {
		let due_at = Self::now().saturating_add(Terms::<T>::get().removal_delay);
		let results = keys
			.into_iter()
			.map(|key| (key, Self::remove(key, cause, due_at)));
		let keys = Self::count_batch(results)?;
		Self::deposit_event(Event::KeysRemoved {
			keys,
			cause,
			agency: office.agency,
			by: office.who,
		});
		Ok(())
	}

	fn remove(key: RingKey, cause: Removal, due_at: Moment) -> DispatchResult {
		let KeyRecord {
			collection: id,
			status,
		} = Keys::<T>::get(key).ok_or(Error::<T>::UnknownKey)?;
		let status = match status {
			KeyStatus::Queued { position } => {
				Queue::<T>::remove(id, position);
				Self::with_collection(id, |collection| {
					collection.queued = collection.queued.saturating_sub(1);
				})?;
				KeyStatus::Removed { left: None, cause }
			},
			KeyStatus::Member { ring, slot } => {
				Self::with_collection(id, |collection| {
					collection.members = collection.members.saturating_sub(1);
					collection.leaving = collection.leaving.saturating_add(1);
				})?;
				let mut record = Rings::<T>::get(id, ring).ok_or(Error::<T>::UnknownKey)?;
				record.leaving = record.leaving.saturating_add(1);
				Self::queue_rebuild(id, ring, &mut record, due_at);
				Rings::<T>::insert(id, ring, record);
				KeyStatus::Leaving { ring, slot, cause }
			},
			// What was suspended can end.
			KeyStatus::Leaving {
				ring,
				slot,
				cause: Removal::Suspended,
			} if cause == Removal::Final => KeyStatus::Leaving { ring, slot, cause },
			KeyStatus::Removed {
				left,
				cause: Removal::Suspended,
			} if cause == Removal::Final => KeyStatus::Removed { left, cause },
			KeyStatus::Leaving { .. } | KeyStatus::Removed { .. } => {
				return Err(Error::<T>::AlreadyRemoved.into());
			},
		};
		Keys::<T>::insert(
			key,
			KeyRecord {
				collection: id,
				status,
			},
		);
		Ok(())
	}

	/// Let a ring wait to be rebuilt, unless it does.
	pub(crate) fn queue_rebuild(
		id: CollectionId,
		ring: RingIndex,
		record: &mut Ring,
		due_at: Moment,
	) {
		if record.rebuild_queued {
			return;
		}
		record.rebuild_queued = true;
		let place = RebuildLine::<T>::mutate(Line::push);
		Rebuilds::<T>::insert(
			place,
			Rebuild {
				collection: id,
				ring,
				due_at,
			},
		);
	}

	pub(crate) fn do_restore(
		office: Actor<T::AccountId>,
		keys: BoundedVec<RingKey, ConstU32<MAX_BATCH>>,
	) -> DispatchResult {
		let results = keys.into_iter().map(|key| (key, Self::restore(key)));
		let keys = Self::count_batch(results)?;
		Self::deposit_event(Event::KeysRestored {
			keys,
			agency: office.agency,
			by: office.who,
		});
		Ok(())
	}

	fn restore(key: RingKey) -> DispatchResult {
		let KeyRecord {
			collection: id,
			status,
		} = Keys::<T>::get(key).ok_or(Error::<T>::UnknownKey)?;
		let left = match status {
			KeyStatus::Removed {
				left,
				cause: Removal::Suspended,
			} => left,
			KeyStatus::Leaving {
				cause: Removal::Suspended,
				..
			} => return Err(Error::<T>::StillProvable.into()),
			_ => return Err(Error::<T>::NotSuspended.into()),
		};
		ensure!(Self::is_out(id, left), Error::<T>::StillProvable);
		let mut collection = Collections::<T>::get(id).ok_or(Error::<T>::UnknownCollection)?;
		Self::ensure_room(&collection)?;
		Self::enqueue(id, &mut collection, key);
		Self::note_if_ready(id, &collection);
		Collections::<T>::insert(id, collection);
		Ok(())
	}

	/// Whether no valid root has a removed key any more.
	pub(crate) fn is_out(id: CollectionId, left: Option<(RingIndex, Revision)>) -> bool {
		let Some((ring, without)) = left else {
			return true;
		};
		let made = Rings::<T>::get(id, ring).is_some_and(|ring| ring.revision >= without);
		// Making `without` shortened the grace of all older revisions to that of the last one before.
		let last = Revision(without.0.saturating_sub(1));
		let void = Revisions::<T>::get((id, ring, last))
			.is_none_or(|revision| !revision.is_valid_at(Self::now()));
		made && void
	}

	fn with_collection(id: CollectionId, change: impl FnOnce(&mut Collection)) -> DispatchResult {
		Collections::<T>::try_mutate(id, |collection| {
			change(collection.as_mut().ok_or(Error::<T>::UnknownCollection)?);
			Ok(())
		})
	}
}
