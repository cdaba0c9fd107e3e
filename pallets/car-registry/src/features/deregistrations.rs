// SPDX-License-Identifier: Apache-2.0

//! 말소와 재등록.

use super::odometer::NewReading;
use crate::{incident::*, odometer::ReadingPlace, pallet::*, types::*};
use frame_support::ensure;
use seoul_chain_primitives::{
	AgencyId, AgencyRegistry, DocumentCommitment, PartyId, PartyRegistry,
};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// 폐차 인수: a dismantler has the car.
	pub(crate) fn do_certify_scrapping(
		dismantler: AgencyId,
		id: VehicleId,
		document: DocumentCommitment,
	) -> DispatchResult {
		let mut vehicle = Self::vehicle(id)?;
		Self::ensure_not_deregistered(&vehicle)?;
		ensure!(
			vehicle.condition.scrapping == Scrapping::None,
			Error::<T>::AlreadyCertified
		);
		Self::ensure_new_document(id, DocumentKind::ScrapCertificate, document)?;
		let now = Self::now();
		let by = PartyId::Agency(dismantler);
		let record = Self::append_documented(
			id,
			&mut vehicle,
			by,
			now,
			(DocumentKind::ScrapCertificate, document),
			RecordEntry::ScrapCertified { document },
		);
		vehicle.condition.scrapping = Scrapping::Certified { record, dismantler };
		Vehicles::<T>::insert(id, vehicle);
		Self::deposit_event(Event::ScrapCertified {
			vehicle: id,
			dismantler,
			record,
		});
		Ok(())
	}

	/// 폐차 인수 철회: the dismantler has not got the car after all.
	pub(crate) fn do_withdraw_scrapping(
		dismantler: AgencyId,
		id: VehicleId,
		evidence: DocumentCommitment,
	) -> DispatchResult {
		let mut vehicle = Self::vehicle(id)?;
		Self::ensure_not_deregistered(&vehicle)?;
		let Scrapping::Certified {
			record: certificate,
			dismantler: certifier,
		} = vehicle.condition.scrapping
		else {
			return Err(Error::<T>::ScrappingNotCertified.into());
		};
		ensure!(dismantler == certifier, Error::<T>::NotTheCertifier);
		Self::ensure_new_document(id, DocumentKind::CorrectionEvidence, evidence)?;
		let now = Self::now();
		let by = PartyId::Agency(dismantler);
		Self::append_documented(
			id,
			&mut vehicle,
			by,
			now,
			(DocumentKind::CorrectionEvidence, evidence),
			RecordEntry::ScrapCertificateWithdrawn {
				certificate,
				evidence,
			},
		);
		vehicle.condition.scrapping = Scrapping::None;
		Vehicles::<T>::insert(id, vehicle);
		Self::deposit_event(Event::ScrapCertificateWithdrawn {
			vehicle: id,
			dismantler,
			certificate,
		});
		Ok(())
	}

	pub(crate) fn do_deregister_vehicle(
		registrar: AgencyId,
		id: VehicleId,
		reason: DeregistrationReason,
		document: DocumentCommitment,
	) -> DispatchResult {
		let mut vehicle = Self::vehicle(id)?;
		Self::ensure_district(registrar, &vehicle)?;
		Self::ensure_not_deregistered(&vehicle)?;
		Self::ensure_new_document(id, DocumentKind::Deregistration, document)?;
		let by = PartyId::Agency(registrar);
		match reason {
			DeregistrationReason::Scrap => {
				ensure!(
					matches!(vehicle.condition.scrapping, Scrapping::Certified { .. }),
					Error::<T>::ScrappingNotCertified
				);
				Self::ensure_may_leave(&vehicle)?;
			},
			DeregistrationReason::Export => {
				ensure!(vehicle.condition.theft == Theft::None, Error::<T>::Stolen);
				Self::ensure_may_leave(&vehicle)?;
			},
			DeregistrationReason::Theft => {
				ensure!(
					vehicle.condition.theft != Theft::None,
					Error::<T>::NotStolen
				);
				Self::overtake_sale(&mut vehicle, by)?;
			},
			DeregistrationReason::ExOfficio => Self::overtake_sale(&mut vehicle, by)?,
		}
		let now = Self::now();
		VehicleByPlate::<T>::remove(vehicle.plate_tag);
		vehicle.status = VehicleStatus::Deregistered { reason, at: now };
		Self::append_documented(
			id,
			&mut vehicle,
			by,
			now,
			(DocumentKind::Deregistration, document),
			RecordEntry::Deregistered { reason, document },
		);
		Vehicles::<T>::insert(id, vehicle);
		Self::deposit_event(Event::VehicleDeregistered {
			vehicle: id,
			reason,
			at: now,
		});
		Ok(())
	}

	/// On the owner's application a car leaves the register only free of other people's rights.
	fn ensure_may_leave(vehicle: &Vehicle) -> DispatchResult {
		ensure!(vehicle.encumbrances.is_clear(), Error::<T>::Encumbered);
		match vehicle.status {
			VehicleStatus::SalePending { .. } => Err(Error::<T>::SaleAlreadyPending.into()),
			VehicleStatus::Listed(_) => Err(Error::<T>::ListedWithDealer.into()),
			VehicleStatus::Registered | VehicleStatus::Deregistered { .. } => Ok(()),
		}
	}

	pub(crate) fn do_reregister_vehicle(
		registrar: AgencyId,
		id: VehicleId,
		again: Reregistration,
	) -> DispatchResult {
		let Reregistration {
			plate_tag,
			access_tag,
			owner,
			odometer_km,
			document,
		} = again;
		let district = T::Agencies::district_of(registrar).ok_or(Error::<T>::NoDistrict)?;
		let mut vehicle = Self::vehicle(id)?;
		let VehicleStatus::Deregistered { reason, .. } = vehicle.status else {
			return Err(Error::<T>::NotDeregistered.into());
		};
		ensure!(
			reason != DeregistrationReason::Scrap,
			Error::<T>::ScrappedForGood
		);
		ensure!(vehicle.condition.theft == Theft::None, Error::<T>::Stolen);
		if owner != vehicle.owner {
			ensure!(vehicle.encumbrances.seizures == 0, Error::<T>::Seized);
			ensure!(
				!matches!(vehicle.condition.total_loss, TotalLoss::Unrepaired { .. }),
				Error::<T>::TotalLossNotRepaired
			);
		}
		ensure!(
			!VehicleByPlate::<T>::contains_key(plate_tag),
			Error::<T>::PlateAlreadyExists
		);
		ensure!(
			!VehicleByAccess::<T>::contains_key(access_tag),
			Error::<T>::AccessTagAlreadyExists
		);
		let now = Self::now();
		let terms = Self::terms_at(now);
		ensure!(
			odometer_km <= terms.max_odometer_km,
			Error::<T>::OdometerTooHigh
		);
		T::Parties::ensure_active(owner)?;
		Self::ensure_new_document(id, DocumentKind::Reregistration, document)?;

		vehicle.plate_tag = plate_tag;
		VehicleByPlate::<T>::insert(plate_tag, id);
		Self::replace_access_tag(id, &mut vehicle, access_tag);
		vehicle.status = VehicleStatus::Registered;
		vehicle.condition.scrapping = Scrapping::None;
		vehicle.district = district;
		let old_owner = core::mem::replace(&mut vehicle.owner, owner);
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
		let by = PartyId::Agency(registrar);
		Self::append_documented(
			id,
			&mut vehicle,
			by,
			now,
			(DocumentKind::Reregistration, document),
			RecordEntry::Reregistered {
				old_owner,
				new_owner: owner,
				district,
				odometer_km,
				document,
			},
		);
		Vehicles::<T>::insert(id, vehicle);
		Self::deposit_event(Event::VehicleReregistered {
			vehicle: id,
			old_owner,
			new_owner: owner,
			district,
		});
		Ok(())
	}
}
