// SPDX-License-Identifier: Apache-2.0

//! Inspection records (form 82).

use super::odometer::NewReading;
use crate::{
	form82::{FormFault, InspectionForm},
	odometer::ReadingPlace,
	pallet::*,
	types::*,
};
use frame_support::ensure;
use seoul_chain_primitives::{AgencyId, DocumentCommitment, PartyId};
use sp_runtime::DispatchResult;

impl<T: Config> From<FormFault> for Error<T> {
	fn from(fault: FormFault) -> Self {
		match fault {
			FormFault::PanelWithoutCode => Self::PanelWithoutCode,
			FormFault::DuplicatePanel => Self::DuplicatePanel,
			FormFault::UnusedDetailBits => Self::UnusedDetailBits,
		}
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_file_inspection(
		workshop: AgencyId,
		id: VehicleId,
		document: DocumentCommitment,
		form: InspectionForm,
	) -> DispatchResult {
		let mut vehicle = Self::vehicle(id)?;
		let now = Self::now();
		let terms = Self::terms_at(now);
		Self::ensure_not_deregistered(&vehicle)?;
		form.check().map_err(Error::<T>::from)?;
		Self::ensure_happened(form.inspected_at, now, vehicle.first_registered_at)?;
		ensure!(
			form.odometer_km <= terms.max_odometer_km,
			Error::<T>::OdometerTooHigh
		);
		if let Some(listing) = vehicle.status.listing() {
			ensure!(listing.dealer != workshop, Error::<T>::InspectorIsTheDealer);
		}
		Self::ensure_new_document(id, DocumentKind::InspectionRecord, document)?;

		let (flag, _) = Self::place_reading(
			id,
			&mut vehicle,
			&terms,
			&NewReading {
				place: ReadingPlace::PartOfEntry,
				km: form.odometer_km,
				taken_at: form.inspected_at,
				source: OdometerSource::Inspection,
				by: workshop,
				now,
			},
		);
		let accident = form.accident_history();
		let valid_until = form.inspected_at.saturating_add(terms.inspection_validity);
		let filed_late = now
			> form
				.inspected_at
				.saturating_add(terms.inspection_filing_period);
		let by = PartyId::Agency(workshop);
		let record = Self::append_documented(
			id,
			&mut vehicle,
			by,
			now,
			(DocumentKind::InspectionRecord, document),
			RecordEntry::Inspected(InspectionRecord {
				document,
				form,
				accident,
				flag,
				filed_late,
				valid_until,
			}),
		);
		vehicle.latest_inspection = Some(record);
		Vehicles::<T>::insert(id, vehicle);
		Self::deposit_event(Event::InspectionFiled {
			vehicle: id,
			record,
			workshop,
			document,
			accident,
			valid_until,
		});
		Ok(())
	}

	/// Refuse an inspection record that may not be disclosed at `sale` today.
	pub(crate) fn ensure_disclosable(sale: &Sale, inspection: RecordIndex) -> DispatchResult {
		let record =
			Records::<T>::get(sale.vehicle, inspection).ok_or(Error::<T>::InspectionNotFound)?;
		let RecordEntry::Inspected(filed) = record.entry else {
			return Err(Error::<T>::InspectionNotFound.into());
		};
		ensure!(
			Self::vehicle(sale.vehicle)?.latest_inspection == Some(inspection),
			Error::<T>::InspectionSuperseded
		);
		ensure!(
			Self::now() <= filed.valid_until,
			Error::<T>::InspectionOutOfDate
		);
		if let Some(dealer) = sale.dealer {
			ensure!(
				record.by != PartyId::Agency(dealer),
				Error::<T>::InspectorIsTheDealer
			);
		}
		Ok(())
	}
}
