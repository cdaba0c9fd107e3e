// SPDX-License-Identifier: Apache-2.0

//! Keys come in.

use crate::{pallet::*, types::*, DispatchError, DispatchResult};
use frame_support::{
	ensure,
	traits::{ConstU32, Get},
	BoundedVec,
};
use seoul_chain_primitives::Actor;
use seoul_chain_ring_proofs::{
	CollectionId, KeyError, Message, Possession, RingKey, RingProofSystem,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_admit(
		office: Actor<T::AccountId>,
		id: CollectionId,
		entries: BoundedVec<KeyEntry, ConstU32<MAX_BATCH>>,
	) -> DispatchResult {
		let mut collection = Collections::<T>::get(id).ok_or(Error::<T>::UnknownCollection)?;
		let results = entries
			.into_iter()
			.map(|entry| (entry.key, Self::admit(id, &mut collection, &entry)));
		let keys = Self::count_batch(results)?;
		Self::note_if_ready(id, &collection);
		Collections::<T>::insert(id, collection);
		Self::deposit_event(Event::KeysAdmitted {
			collection: id,
			keys,
			agency: office.agency,
			by: office.who,
		});
		Ok(())
	}

	fn admit(id: CollectionId, collection: &mut Collection, entry: &KeyEntry) -> DispatchResult {
		let KeyEntry { key, possession } = entry;
		ensure!(
			!Keys::<T>::contains_key(key),
			Error::<T>::KeyAlreadyAdmitted
		);
		Self::ensure_room(collection)?;
		let message = Possession {
			collection: id,
			key: *key,
		}
		.to_bytes(&T::ChainId::get());
		T::Proofs::verify_possession(key, &message, possession).map_err(|error| match error {
			KeyError::InvalidKey => Error::<T>::InvalidKey,
			KeyError::NotPossessed => Error::<T>::NotPossessed,
		})?;
		Self::enqueue(id, collection, *key);
		Ok(())
	}

	/// Succeeds if one more key may be live.
	pub(crate) fn ensure_room(collection: &Collection) -> DispatchResult {
		ensure!(
			u64::from(collection.live()) < T::ActiveCards::get(),
			Error::<T>::MoreKeysThanCards
		);
		Ok(())
	}

	/// How many of a batch succeeded; each other one is told with its reason. Fails if none did: with the reason,
	/// if there was one key.
	pub(crate) fn count_batch(
		results: impl ExactSizeIterator<Item = (RingKey, DispatchResult)>,
	) -> Result<u32, DispatchError> {
		let alone = results.len() == 1;
		let mut done = 0u32;
		for (position, (key, result)) in (0u32..).zip(results) {
			match result {
				Ok(()) => done = done.saturating_add(1),
				Err(reason) if alone => return Err(reason),
				Err(reason) => Self::deposit_event(Event::KeyRefused {
					position,
					key,
					reason,
				}),
			}
		}
		ensure!(done > 0, Error::<T>::NothingDone);
		Ok(done)
	}
}
