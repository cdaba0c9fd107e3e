// SPDX-License-Identifier: Apache-2.0

//! What nobody needs any more is let go.

use crate::{pallet::*, types::*, WeightInfo, WeightMeter};
use frame_support::traits::Get;
use seoul_chain_ring_proofs::{chunks::pages, CollectionId};

impl<T: Config> Pallet<T> {
	/// Let go what is void, as far as the meter allows.
	pub(crate) fn sweep(meter: &mut WeightMeter) {
		let weight = T::WeightInfo::sweep_revision();
		while Self::next_departure() && meter.try_consume(weight).is_ok() {
			Self::sweep_departure();
		}
		while Self::next_expiry() && meter.try_consume(weight).is_ok() {
			if let Some(place) = ExpiryLine::<T>::mutate(Line::pop) {
				if let Some((id, ring, revision)) = Expiries::<T>::take(place) {
					Self::let_go(id, ring, revision);
				}
			}
		}
		while !ReleaseLine::<T>::get().is_empty() && meter.try_consume(weight).is_ok() {
			Self::sweep_release();
		}
	}

	fn next_departure() -> bool {
		Departures::<T>::get(DepartureLine::<T>::get().head)
			.is_some_and(|departure| departure.out_at <= Self::now())
	}

	fn sweep_departure() {
		let Some(departure) = DepartureLine::<T>::mutate(Line::pop).and_then(Departures::<T>::take)
		else {
			return;
		};
		Collections::<T>::mutate(departure.collection, |collection| {
			if let Some(collection) = collection {
				collection.departing = collection.departing.saturating_sub(departure.keys);
			}
		});
	}

	/// Whether the grace of the revision that waits longest is over. One whose grace was shortened may wait behind
	/// another: it is void at once and let go later.
	fn next_expiry() -> bool {
		Expiries::<T>::get(ExpiryLine::<T>::get().head).is_some_and(|at| {
			Revisions::<T>::get(at).is_none_or(|revision| !revision.is_valid_at(Self::now()))
		})
	}

	/// Look again at one revision that a released hold kept.
	fn sweep_release() {
		let mut line = ReleaseLine::<T>::get();
		let Some(hold) = ReleasedHolds::<T>::get(line.head) else {
			line.pop();
			ReleaseLine::<T>::put(line);
			return;
		};
		if let Some(at) = HeldRevisions::<T>::iter_key_prefix(hold).next() {
			HeldRevisions::<T>::remove(hold, at);
			let (id, ring, revision) = at;
			Self::let_go(id, ring, revision);
		} else {
			ReleasedHolds::<T>::remove(line.head);
			line.pop();
			ReleaseLine::<T>::put(line);
		}
	}

	/// Remove a void revision, or let a hold that covers it keep it.
	pub(crate) fn let_go(id: CollectionId, index: RingIndex, revision: Revision) {
		let Some(record) = Revisions::<T>::get((id, index, revision)) else {
			return;
		};
		Rings::<T>::mutate(id, index, |ring| {
			if let Some(ring) = ring {
				ring.in_grace.retain(|other| *other != revision);
			}
		});
		let keeper = HeldEras::<T>::get(id)
			.into_iter()
			.find(|(era, _)| record.was_newest_in(*era));
		if let Some((_, hold)) = keeper {
			HeldRevisions::<T>::insert(hold, (id, index, revision), ());
			return;
		}
		Revisions::<T>::remove((id, index, revision));
		let generation = (id, index, record.generation);
		let uses = GenerationUses::<T>::get(generation).saturating_sub(1);
		if uses > 0 {
			GenerationUses::<T>::insert(generation, uses);
		} else {
			GenerationUses::<T>::remove(generation);
			for page in 0..pages(T::RingSize::get()) {
				KeyPages::<T>::remove((id, index, record.generation, page));
			}
		}
		Self::deposit_event(Event::RevisionReleased {
			collection: id,
			ring: index,
			revision,
		});
	}
}
