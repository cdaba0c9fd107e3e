// SPDX-License-Identifier: Apache-2.0

//! Collections, the static data and the terms.

use crate::{pallet::*, types::*, DispatchResult};
use alloc::vec::Vec;
use frame_support::{ensure, traits::Get};
use seoul_chain_ring_proofs::{chunks::pages, CollectionId, RingProofSystem};
use sp_io::hashing::blake2_256;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_open_collection(id: CollectionId) -> DispatchResult {
		ensure!(
			!Collections::<T>::contains_key(id),
			Error::<T>::AlreadyExists
		);
		let open = Collections::<T>::iter_keys().count();
		ensure!(
			u32::try_from(open).is_ok_and(|open| open < MAX_COLLECTIONS),
			Error::<T>::TooManyCollections
		);
		Collections::<T>::insert(id, Collection::default());
		Self::deposit_event(Event::CollectionOpened { collection: id });
		Ok(())
	}

	pub(crate) fn do_load_page(page: u32, bytes: Vec<u8>) -> DispatchResult {
		let expected =
			T::Proofs::page_hash(T::RingSize::get(), page).ok_or(Error::<T>::UnknownPage)?;
		ensure!(
			!ChunkPages::<T>::contains_key(page),
			Error::<T>::PageAlreadyLoaded
		);
		ensure!(blake2_256(&bytes) == expected, Error::<T>::WrongPage);
		let bytes = ChunkPage::try_from(bytes).map_err(|_| Error::<T>::WrongPage)?;
		ChunkPages::<T>::insert(page, bytes);
		let loaded = LoadedPages::<T>::mutate(|loaded| {
			*loaded = loaded.saturating_add(1);
			*loaded
		});
		Self::deposit_event(Event::ChunkPageLoaded {
			page,
			missing: pages(T::RingSize::get()).saturating_sub(loaded),
		});
		Ok(())
	}

	/// Whether rings can be built.
	pub(crate) fn all_pages_loaded() -> bool {
		LoadedPages::<T>::get() >= pages(T::RingSize::get())
	}

	pub(crate) fn do_set_terms(terms: RingTerms) -> DispatchResult {
		ensure!(
			terms.is_valid(T::RingSize::get().capacity()),
			Error::<T>::InvalidTerms
		);
		let old_terms = Terms::<T>::get();
		Terms::<T>::put(terms);
		// A smaller cohort may be there already. There are few collections.
		for (id, collection) in Collections::<T>::iter() {
			Self::note_if_ready(id, &collection);
		}
		Self::deposit_event(Event::TermsChanged {
			old_terms,
			new_terms: terms,
		});
		Ok(())
	}
}
