// SPDX-License-Identifier: Apache-2.0

//! 등록 불일치: the national register differs, and prevails.

use crate::{pallet::*, types::*};
use frame_support::ensure;
use seoul_chain_primitives::{AgencyId, DocumentCommitment, PartyId};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_record_divergence(
		registrar: AgencyId,
		id: VehicleId,
		item: DivergentItem,
		reason: DocumentCommitment,
	) -> DispatchResult {
		let mut vehicle = Self::vehicle(id)?;
		Self::ensure_district(registrar, &vehicle)?;
		ensure!(
			!Divergences::<T>::contains_key(id),
			Error::<T>::DivergenceAlreadyRecorded
		);
		let now = Self::now();
		let record = Self::append_record(
			id,
			&mut vehicle,
			PartyId::Agency(registrar),
			now,
			RecordEntry::DivergenceRecorded { item, reason },
		);
		Vehicles::<T>::insert(id, vehicle);
		Divergences::<T>::insert(
			id,
			Divergence {
				item,
				reason,
				since: now,
				by: registrar,
				record,
			},
		);
		Self::deposit_event(Event::DivergenceRecorded {
			vehicle: id,
			item,
			reason,
		});
		Ok(())
	}

	pub(crate) fn do_resolve_divergence(
		registrar: AgencyId,
		id: VehicleId,
		document: DocumentCommitment,
	) -> DispatchResult {
		let mut vehicle = Self::vehicle(id)?;
		Self::ensure_district(registrar, &vehicle)?;
		let divergence = Divergences::<T>::take(id).ok_or(Error::<T>::NoDivergence)?;
		Self::append_record(
			id,
			&mut vehicle,
			PartyId::Agency(registrar),
			Self::now(),
			RecordEntry::DivergenceResolved { document },
		);
		Vehicles::<T>::insert(id, vehicle);
		Self::deposit_event(Event::DivergenceResolved {
			vehicle: id,
			item: divergence.item,
		});
		Ok(())
	}
}
