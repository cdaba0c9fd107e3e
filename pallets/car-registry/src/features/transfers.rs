// SPDX-License-Identifier: Apache-2.0

//! 이전등록: the registrar decides, and ownership moves. Nowhere else does it.

use crate::{pallet::*, types::*};
use frame_support::{ensure, traits::Contains};
use seoul_chain_primitives::{AgencyId, DocumentCommitment, PartyId, PartyRegistry};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_accept_transfer(
		registrar: AgencyId,
		id: SaleId,
		acceptance: TransferAcceptance,
	) -> DispatchResult {
		let TransferAcceptance {
			receipt,
			new_access_tag,
			new_plate_tag,
			new_district,
		} = acceptance;
		let sale = Self::open_sale(id)?;
		let mut vehicle = Self::vehicle(sale.vehicle)?;
		Self::ensure_district(registrar, &vehicle)?;
		let SaleStage::Signed { disclosure, .. } = sale.stage else {
			return Err(Error::<T>::NotSigned.into());
		};
		T::Parties::ensure_active(sale.buyer)?;
		ensure!(
			!VehicleByAccess::<T>::contains_key(new_access_tag),
			Error::<T>::AccessTagAlreadyExists
		);
		Self::ensure_new_document(sale.vehicle, DocumentKind::RegisterReceipt, receipt)?;
		if let Some(new) = new_plate_tag {
			ensure!(
				!VehicleByPlate::<T>::contains_key(new),
				Error::<T>::PlateAlreadyExists
			);
		}

		if let Some(new) = new_district {
			ensure!(T::Districts::contains(&new), Error::<T>::UnknownDistrict);
		}

		let now = Self::now();
		let by = PartyId::Agency(registrar);
		if let Some(new) = new_plate_tag {
			let old = Self::replace_plate(sale.vehicle, &mut vehicle, new)?;
			Self::append_record(
				sale.vehicle,
				&mut vehicle,
				by,
				now,
				RecordEntry::PlateChanged { old, new },
			);
			Self::deposit_event(Event::PlateChanged {
				vehicle: sale.vehicle,
				old,
				new,
			});
		}
		VehicleByAccess::<T>::remove(vehicle.access_tag);
		VehicleByAccess::<T>::insert(new_access_tag, sale.vehicle);
		vehicle.access_tag = new_access_tag;
		if let Some(new_district) = new_district {
			vehicle.district = new_district;
		}
		let old_owner = core::mem::replace(&mut vehicle.owner, sale.buyer);
		vehicle.status = VehicleStatus::Registered;
		let record = Self::append_record(
			sale.vehicle,
			&mut vehicle,
			by,
			now,
			RecordEntry::Transferred {
				sale: id,
				old_owner,
				new_owner: sale.buyer,
				receipt,
			},
		);
		Self::record_document(
			sale.vehicle,
			DocumentKind::RegisterReceipt,
			receipt,
			by,
			now,
			DocumentSource::Record(record),
		);
		Vehicles::<T>::insert(sale.vehicle, vehicle);
		let stage = SaleStage::Transferred {
			disclosure,
			at: now,
			receipt,
		};
		Sales::<T>::insert(id, Sale { stage, ..sale });
		Self::deposit_event(Event::OwnershipTransferred {
			vehicle: sale.vehicle,
			sale: id,
			old_owner,
			new_owner: sale.buyer,
		});
		Ok(())
	}

	pub(crate) fn do_reject_transfer(
		registrar: AgencyId,
		id: SaleId,
		reason: DocumentCommitment,
	) -> DispatchResult {
		let sale = Self::open_sale(id)?;
		Self::ensure_district(registrar, &Self::vehicle(sale.vehicle)?)?;
		ensure!(
			matches!(sale.stage, SaleStage::Signed { .. }),
			Error::<T>::NotSigned
		);
		let stage = SaleStage::Rejected {
			at: Self::now(),
			reason,
		};
		Self::end_sale(id, sale, stage, PartyId::Agency(registrar))?;
		Self::deposit_event(Event::TransferRejected { sale: id, reason });
		Ok(())
	}
}
