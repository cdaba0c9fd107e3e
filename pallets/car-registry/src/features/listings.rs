// SPDX-License-Identifier: Apache-2.0

//! 제시: cars that stand with a dealer for sale.

use crate::{pallet::*, types::*};
use frame_support::ensure;
use frame_system::{ensure_signed, pallet_prelude::OriginFor};
use seoul_chain_primitives::{AgencyId, AgencyRegistry, EnsureActor, PartyId, PartyRegistry, Role};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_list_vehicle(
		owner: PartyId,
		id: VehicleId,
		dealer: AgencyId,
	) -> DispatchResult {
		let mut vehicle = Self::vehicle(id)?;
		ensure!(vehicle.owner == owner, Error::<T>::NotTheOwner);
		match vehicle.status {
			VehicleStatus::Registered => {},
			VehicleStatus::Listed(_) => return Err(Error::<T>::ListedWithDealer.into()),
			VehicleStatus::SalePending { .. } => return Err(Error::<T>::SaleAlreadyPending.into()),
			VehicleStatus::Deregistered { .. } => {
				return Err(Error::<T>::VehicleDeregistered.into())
			},
		}
		T::Agencies::ensure_agency_has(dealer, Role::CarDealer)
			.map_err(|_| Error::<T>::NotADealer)?;

		let now = Self::now();
		vehicle.status = VehicleStatus::Listed(Listing { dealer, since: now });
		Self::append_record(id, &mut vehicle, owner, now, RecordEntry::Listed { dealer });
		Vehicles::<T>::insert(id, vehicle);
		Self::deposit_event(Event::VehicleListed {
			vehicle: id,
			dealer,
		});
		Ok(())
	}

	/// The owner of a listed car, or the dealer with whom it is listed.
	pub(crate) fn ensure_owner_or_dealer(
		origin: OriginFor<T>,
		id: VehicleId,
	) -> Result<PartyId, DispatchError> {
		let vehicle = Self::vehicle(id)?;
		if let Some(listing) = vehicle.status.listing() {
			if let Ok(actor) = T::DealerOrigin::ensure_actor(origin.clone()) {
				if actor.agency == listing.dealer {
					return Ok(PartyId::Agency(actor.agency));
				}
			}
		}
		let party = T::Parties::acting_party(&ensure_signed(origin)?)?;
		ensure!(vehicle.owner == party, Error::<T>::NotTheOwner);
		Ok(party)
	}

	pub(crate) fn do_return_vehicle(by: PartyId, id: VehicleId) -> DispatchResult {
		let mut vehicle = Self::vehicle(id)?;
		let dealer = match vehicle.status {
			VehicleStatus::Listed(listing) => listing.dealer,
			VehicleStatus::Registered | VehicleStatus::Deregistered { .. } => {
				return Err(Error::<T>::NotListed.into())
			},
			VehicleStatus::SalePending { .. } => return Err(Error::<T>::SaleAlreadyPending.into()),
		};
		vehicle.status = VehicleStatus::Registered;
		Self::append_record(
			id,
			&mut vehicle,
			by,
			Self::now(),
			RecordEntry::Returned { dealer },
		);
		Vehicles::<T>::insert(id, vehicle);
		Self::deposit_event(Event::VehicleReturned {
			vehicle: id,
			dealer,
		});
		Ok(())
	}
}
