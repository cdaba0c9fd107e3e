// SPDX-License-Identifier: Apache-2.0

//! Registration of vehicles and their plates.

use super::odometer::NewReading;
use crate::{
	encumbrance::EncumbranceSummary,
	incident::Condition,
	odometer::{OdometerSummary, ReadingPlace},
	pallet::*,
	types::*,
};
use frame_support::ensure;
use seoul_chain_primitives::{
	id::FreshId, AgencyId, AgencyRegistry, DistrictCode, Moment, PartyId, PartyRegistry,
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The vehicle of a number.
	pub(crate) fn vehicle(id: VehicleId) -> Result<Vehicle, Error<T>> {
		Vehicles::<T>::get(id).ok_or(Error::<T>::VehicleNotFound)
	}

	/// Refuse an agency that is not the registrar of the vehicle's district.
	pub(crate) fn ensure_district(registrar: AgencyId, vehicle: &Vehicle) -> DispatchResult {
		let district = T::Agencies::district_of(registrar).ok_or(Error::<T>::NoDistrict)?;
		ensure!(district == vehicle.district, Error::<T>::WrongDistrict);
		Ok(())
	}

	pub(crate) fn do_register_vehicle(
		registrar: AgencyId,
		district: DistrictCode,
		registration: VehicleRegistration,
	) -> DispatchResult {
		let VehicleRegistration {
			vin_tag,
			plate_tag,
			access_tag,
			usage,
			fuel,
			origin,
			first_registered_at,
			odometer_km,
			owner,
			tag_key,
			earlier_vin_tag: _,
		} = registration;
		let now = Self::now();
		let terms = Self::terms_at(now);
		Self::ensure_tag_key(&registration)?;
		ensure!(
			!VehicleByVin::<T>::contains_key(vin_tag),
			Error::<T>::VinAlreadyExists
		);
		ensure!(
			!VehicleByPlate::<T>::contains_key(plate_tag),
			Error::<T>::PlateAlreadyExists
		);
		ensure!(
			!VehicleByAccess::<T>::contains_key(access_tag),
			Error::<T>::AccessTagAlreadyExists
		);
		ensure!(first_registered_at <= now, Error::<T>::TimeInFuture);
		ensure!(
			odometer_km <= terms.max_odometer_km,
			Error::<T>::OdometerTooHigh
		);
		T::Parties::ensure_active(owner)?;
		let id = Self::fresh_vehicle_id()?;

		VehicleByVin::<T>::insert(vin_tag, id);
		VehicleByPlate::<T>::insert(plate_tag, id);
		VehicleByAccess::<T>::insert(access_tag, id);
		let mut vehicle = Vehicle {
			vin_tag,
			plate_tag,
			access_tag,
			tag_key,
			usage,
			fuel,
			origin,
			first_registered_at,
			district,
			owner,
			status: VehicleStatus::Registered,
			records: 0,
			latest_inspection: None,
			latest_receipt: None,
			encumbrances: EncumbranceSummary::default(),
			incidents: 0,
			condition: Condition::default(),
			odometer: OdometerSummary::default(),
		};
		Self::place_reading(
			id,
			&mut vehicle,
			&terms,
			&NewReading {
				place: ReadingPlace::PartOfEntry,
				km: odometer_km,
				taken_at: now,
				source: OdometerSource::Registration,
				by: registrar,
				now,
			},
		);
		Self::append_record(
			id,
			&mut vehicle,
			PartyId::Agency(registrar),
			now,
			RecordEntry::Registered {
				owner,
				district,
				odometer_km,
			},
		);
		Vehicles::<T>::insert(id, vehicle);
		Self::deposit_event(Event::VehicleRegistered {
			vehicle: id,
			owner,
			district,
		});
		Ok(())
	}

	fn fresh_vehicle_id() -> Result<VehicleId, DispatchError> {
		let count = RegisteredVehicles::<T>::get();
		let [id @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] =
			T::FreshIds::fresh_id(b"car-registry/vehicle", count);
		let id = VehicleId(id);
		ensure!(
			!Vehicles::<T>::contains_key(id),
			Error::<T>::NumberNotAvailable
		);
		RegisteredVehicles::<T>::put(count.saturating_add(1));
		Ok(id)
	}

	pub(crate) fn do_change_plate(
		registrar: AgencyId,
		id: VehicleId,
		new_plate_tag: PlateTag,
	) -> DispatchResult {
		let mut vehicle = Self::vehicle(id)?;
		Self::ensure_district(registrar, &vehicle)?;
		Self::ensure_not_deregistered(&vehicle)?;
		let by = PartyId::Agency(registrar);
		Self::change_plate_of(id, &mut vehicle, by, Self::now(), new_plate_tag)?;
		Vehicles::<T>::insert(id, vehicle);
		Ok(())
	}

	/// Give the car a new plate, and say so in its history. The caller stores `vehicle`.
	pub(crate) fn change_plate_of(
		id: VehicleId,
		vehicle: &mut Vehicle,
		by: PartyId,
		now: Moment,
		new_plate_tag: PlateTag,
	) -> DispatchResult {
		let old_plate_tag = Self::replace_plate(id, vehicle, new_plate_tag)?;
		Self::append_record(
			id,
			vehicle,
			by,
			now,
			RecordEntry::PlateChanged {
				old_plate_tag,
				new_plate_tag,
			},
		);
		Self::deposit_event(Event::PlateChanged {
			vehicle: id,
			old_plate_tag,
			new_plate_tag,
		});
		Ok(())
	}

	/// Give the car a plate that no car has, and return the tag of the plate before.
	pub(crate) fn replace_plate(
		id: VehicleId,
		vehicle: &mut Vehicle,
		new: PlateTag,
	) -> Result<PlateTag, DispatchError> {
		ensure!(
			!VehicleByPlate::<T>::contains_key(new),
			Error::<T>::PlateAlreadyExists
		);
		let old = core::mem::replace(&mut vehicle.plate_tag, new);
		VehicleByPlate::<T>::remove(old);
		VehicleByPlate::<T>::insert(new, id);
		Ok(old)
	}
}
