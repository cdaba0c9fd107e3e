// SPDX-License-Identifier: Apache-2.0

//! What any node answers.

use crate::{pallet::*, runtime_api::*, types::*};
use alloc::vec::Vec;
use frame_support::traits::Get;
use seoul_chain_ring_proofs::{Alias, CollectionId, RingKey};

/// At most so many rings in one answer.
const MAX_RINGS: u32 = 256;

impl<T: Config> Pallet<T> {
	/// What a wallet and a facility need to know once.
	pub fn settings() -> RingSettings {
		RingSettings {
			chain: T::ChainId::get(),
			size: T::RingSize::get(),
			terms: Terms::<T>::get(),
			chunks_loaded: Self::all_pages_loaded(),
			halted: Halted::<T>::get(),
		}
	}

	/// All collections with their counts.
	pub fn collections() -> Vec<CollectionView> {
		let active_cards = T::ActiveCards::get();
		let mut all: Vec<CollectionView> = Collections::<T>::iter()
			.map(|(id, collection)| CollectionView {
				collection: id,
				live: collection.live(),
				queued: collection.queued,
				provable: collection.provable,
				leaving: collection.leaving,
				departing: collection.departing,
				rings: collection.rings,
				active_cards,
				holds: u32::try_from(HeldEras::<T>::get(id).len()).unwrap_or(u32::MAX),
			})
			.collect();
		all.sort_by_key(|view| view.collection);
		all
	}

	/// Where a key is.
	pub fn key(key: RingKey) -> Option<KeyView> {
		let record = Keys::<T>::get(key)?;
		let out = match record.status {
			KeyStatus::Removed { left, .. } => Self::is_out(record.collection, left),
			_ => false,
		};
		Some(KeyView { record, out })
	}

	/// The newest revision of each ring from one on, and older ones that are valid now.
	pub fn roots(id: CollectionId, from: RingIndex, limit: u32) -> Vec<RootView> {
		let rings = Collections::<T>::get(id).map_or(0, |collection| collection.rings);
		let now = Self::now();
		(from.0..rings)
			.take(usize::try_from(limit.min(MAX_RINGS)).unwrap_or(0))
			.filter_map(|ring| {
				let ring = RingIndex(ring);
				Rings::<T>::get(id, ring).map(|record| (ring, record))
			})
			.flat_map(|(ring, record)| {
				record
					.in_grace
					.into_iter()
					.chain(core::iter::once(record.revision))
					.filter_map(move |revision| {
						Revisions::<T>::get((id, ring, revision))
							.filter(|stored| stored.is_valid_at(now))
							.map(|stored| root_view(ring, revision, &stored))
					})
			})
			.collect()
	}

	/// A revision that is valid or kept.
	pub fn root(id: CollectionId, ring: RingIndex, revision: Revision) -> Option<RootView> {
		Revisions::<T>::get((id, ring, revision)).map(|stored| root_view(ring, revision, &stored))
	}

	/// The keys of a revision in order.
	pub fn keys(id: CollectionId, ring: RingIndex, revision: Revision) -> Option<Vec<RingKey>> {
		let stored = Revisions::<T>::get((id, ring, revision))?;
		let pages = stored.members.div_ceil(PAGE_KEYS);
		Some(
			(0..pages)
				.flat_map(|page| KeyPages::<T>::get((id, ring, stored.generation, page)))
				.take(usize::try_from(stored.members).unwrap_or(0))
				.collect(),
		)
	}

	/// An alias that acts in a service.
	pub fn alias(service: ServiceId, alias: Alias) -> Option<AliasView<T::AccountId>> {
		Aliases::<T>::get(service, alias).map(|record| AliasView {
			index: record.index,
			account: record.account,
			renewals: record.renewals,
			valid_until: record.valid_until,
			rebinding: Rebindings::<T>::get(record.index).map(|rebinding| RebindingView {
				new_alias: rebinding.new_alias,
				completes_at: rebinding.completes_at,
			}),
		})
	}
}

fn root_view(ring: RingIndex, revision: Revision, stored: &RevisionRecord) -> RootView {
	RootView {
		ring,
		revision,
		root: stored.root,
		members: stored.members,
		status: stored.status,
	}
}
