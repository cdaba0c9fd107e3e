// SPDX-License-Identifier: Apache-2.0

//! 태그: the registrars' key has a version, and a certificate has a code.

use crate::{pallet::*, types::*};
use frame_support::ensure;
use seoul_chain_primitives::{AgencyId, PartyId};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// The registrars have a new key. Every car must have been given tags under the one before.
	pub(crate) fn do_advance_tag_key() -> DispatchResult {
		let old = CurrentTagKey::<T>::get();
		ensure!(old.outdated == 0, Error::<T>::RetaggingNotFinished);
		let version = TagKeyVersion(
			old.version
				.0
				.checked_add(1)
				.ok_or(Error::<T>::NumberNotAvailable)?,
		);
		CurrentTagKey::<T>::put(TagKey {
			version,
			outdated: RegisteredVehicles::<T>::get(),
		});
		Self::deposit_event(Event::TagKeyAdvanced {
			old_version: old.version,
			new_version: version,
		});
		Ok(())
	}

	/// Refuse tags that were not computed with the key in force, and a car that stands here under the key
	/// before.
	pub(crate) fn ensure_tag_key(registration: &VehicleRegistration) -> DispatchResult {
		let key = CurrentTagKey::<T>::get();
		ensure!(registration.tag_key == key.version, Error::<T>::WrongTagKey);
		if key.outdated > 0 {
			let earlier = registration
				.earlier_vin_tag
				.ok_or(Error::<T>::EarlierTagRequired)?;
			ensure!(
				!VehicleByVin::<T>::contains_key(earlier),
				Error::<T>::VinAlreadyExists
			);
		}
		Ok(())
	}

	pub(crate) fn do_retag_vehicle(
		registrar: AgencyId,
		id: VehicleId,
		tag_key: TagKeyVersion,
		vin_tag: VinTag,
		plate_tag: PlateTag,
	) -> DispatchResult {
		let mut vehicle = Self::vehicle(id)?;
		Self::ensure_district(registrar, &vehicle)?;
		let key = CurrentTagKey::<T>::get();
		ensure!(tag_key == key.version, Error::<T>::WrongTagKey);
		ensure!(vehicle.tag_key != tag_key, Error::<T>::AlreadyRetagged);
		ensure!(
			!VehicleByVin::<T>::contains_key(vin_tag),
			Error::<T>::VinAlreadyExists
		);
		VehicleByVin::<T>::remove(vehicle.vin_tag);
		VehicleByVin::<T>::insert(vin_tag, id);
		vehicle.vin_tag = vin_tag;
		match vehicle.status {
			// Its plate may be another car's by now.
			VehicleStatus::Deregistered { .. } => vehicle.plate_tag = plate_tag,
			// A plate that was changed since may have a tag under the new key already.
			_ if vehicle.plate_tag == plate_tag => {},
			_ => {
				Self::replace_plate(id, &mut vehicle, plate_tag)?;
			},
		}
		vehicle.tag_key = tag_key;
		CurrentTagKey::<T>::put(TagKey {
			outdated: key.outdated.saturating_sub(1),
			..key
		});
		Self::append_record(
			id,
			&mut vehicle,
			PartyId::Agency(registrar),
			Self::now(),
			RecordEntry::Retagged { tag_key },
		);
		Vehicles::<T>::insert(id, vehicle);
		Self::deposit_event(Event::VehicleRetagged {
			vehicle: id,
			tag_key,
		});
		Ok(())
	}

	pub(crate) fn do_renew_certificate(
		registrar: AgencyId,
		id: VehicleId,
		new_access_tag: AccessTag,
	) -> DispatchResult {
		let mut vehicle = Self::vehicle(id)?;
		Self::ensure_district(registrar, &vehicle)?;
		ensure!(
			!VehicleByAccess::<T>::contains_key(new_access_tag),
			Error::<T>::AccessTagAlreadyExists
		);
		Self::replace_access_tag(id, &mut vehicle, new_access_tag);
		Self::append_record(
			id,
			&mut vehicle,
			PartyId::Agency(registrar),
			Self::now(),
			RecordEntry::CertificateRenewed,
		);
		Vehicles::<T>::insert(id, vehicle);
		Self::deposit_event(Event::CertificateRenewed { vehicle: id });
		Ok(())
	}

	/// Give the certificate a new code, which [`Self::do_renew_certificate`] and transfers have checked.
	pub(crate) fn replace_access_tag(id: VehicleId, vehicle: &mut Vehicle, new: AccessTag) {
		let old = core::mem::replace(&mut vehicle.access_tag, new);
		VehicleByAccess::<T>::remove(old);
		VehicleByAccess::<T>::insert(new, id);
	}
}
