// SPDX-License-Identifier: Apache-2.0

//! Roots are kept for as long as somebody holds them.

use crate::{
	features::aliases::proof_error, pallet::*, traits::*, types::*, DispatchError, DispatchResult,
};
use alloc::vec::Vec;
use frame_support::{ensure, traits::Get};
use seoul_chain_ring_proofs::{
	Alias, BatchItem, CollectionId, Context, Purpose, RingProofSystem, RingRoot, PROOF_BYTES,
};

impl<T: Config> Pallet<T> {
	/// The root of a frozen revision.
	fn frozen_root(hold: HoldId, at: RingRef) -> Result<RingRoot, DispatchError> {
		let hold = Holds::<T>::get(hold).ok_or(Error::<T>::UnknownHold)?;
		Revisions::<T>::get((hold.collection, at.ring, at.revision))
			.filter(|revision| revision.was_newest_in(hold.era))
			.map(|revision| revision.root)
			.ok_or(Error::<T>::NotFrozen.into())
	}

	/// Whether a ring still has a removed key, or is being rebuilt because it had.
	fn removal_pending(id: CollectionId, collection: &Collection) -> bool {
		collection.leaving > 0
			|| CurrentJob::<T>::get()
				.is_some_and(|job| job.collection == id && matches!(job.task, Task::Rebuild { .. }))
	}
}

impl<T: Config> FrozenRings for Pallet<T> {
	fn freeze(id: CollectionId) -> Result<HoldId, DispatchError> {
		let mut collection = Collections::<T>::get(id).ok_or(Error::<T>::UnknownCollection)?;
		ensure!(collection.provable > 0, Error::<T>::NoRing);
		ensure!(
			!Self::removal_pending(id, &collection),
			Error::<T>::RemovalPending
		);
		let hold = NextHold::<T>::get();
		let era = collection.era;
		HeldEras::<T>::try_mutate(id, |eras| {
			eras.try_push((era, hold))
				.map_err(|_| Error::<T>::TooManyHolds)
		})?;
		collection.era = Era(era.0.saturating_add(1));
		let provable = collection.provable;
		Collections::<T>::insert(id, collection);
		Holds::<T>::insert(
			hold,
			Hold {
				collection: id,
				era,
				provable,
				since: Self::now(),
			},
		);
		NextHold::<T>::put(hold.next());
		Self::deposit_event(Event::Frozen {
			hold,
			collection: id,
			era,
			provable,
		});
		Ok(hold)
	}

	fn hasten(id: CollectionId) -> DispatchResult {
		ensure!(
			Collections::<T>::contains_key(id),
			Error::<T>::UnknownCollection
		);
		HastenedUntil::<T>::put(RebuildLine::<T>::get().tail);
		Ok(())
	}

	fn eligible(hold: HoldId) -> Result<u32, DispatchError> {
		Holds::<T>::get(hold)
			.map(|hold| hold.provable)
			.ok_or(Error::<T>::UnknownHold.into())
	}

	fn check(hold: HoldId, ring: RingRef, proof: &[u8]) -> DispatchResult {
		ensure!(proof.len() == PROOF_BYTES, Error::<T>::WrongProofLength);
		Self::frozen_root(hold, ring)?;
		Ok(())
	}

	fn verify(
		hold: HoldId,
		ring: RingRef,
		purpose: Purpose,
		message: &[u8],
		alias: &Alias,
		proof: &[u8],
	) -> DispatchResult {
		let root = Self::frozen_root(hold, ring)?;
		let context = Context::of(&T::ChainId::get(), purpose);
		let shown = T::Proofs::verify(T::RingSize::get(), &root, &context, message, proof)
			.map_err(proof_error::<T>)?;
		ensure!(shown == *alias, Error::<T>::OtherAlias);
		Ok(())
	}

	fn verify_all(hold: HoldId, purpose: Purpose, proofs: &[FrozenProof<'_>]) -> DispatchResult {
		let context = Context::of(&T::ChainId::get(), purpose);
		let roots = proofs
			.iter()
			.map(|proof| Self::frozen_root(hold, proof.ring))
			.collect::<Result<Vec<RingRoot>, DispatchError>>()?;
		let items: Vec<BatchItem<'_>> = proofs
			.iter()
			.zip(&roots)
			.map(|(proof, root)| BatchItem {
				root,
				context: &context,
				message: proof.message,
				proof: proof.proof,
			})
			.collect();
		let shown = T::Proofs::verify_all(T::RingSize::get(), &items).map_err(proof_error::<T>)?;
		let claimed = proofs.iter().map(|proof| *proof.alias);
		ensure!(claimed.eq(shown), Error::<T>::OtherAlias);
		Ok(())
	}

	fn release(hold: HoldId) -> DispatchResult {
		let Hold { collection, .. } = Holds::<T>::take(hold).ok_or(Error::<T>::UnknownHold)?;
		HeldEras::<T>::mutate(collection, |eras| eras.retain(|(_, other)| *other != hold));
		let place = ReleaseLine::<T>::mutate(Line::push);
		ReleasedHolds::<T>::insert(place, hold);
		Self::deposit_event(Event::Released { hold });
		Ok(())
	}
}
