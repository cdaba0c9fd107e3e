// SPDX-License-Identifier: Apache-2.0

//! Recorded documents and what they are worth.

use crate::{
	incident::{IncidentStanding, Scrapping},
	pallet::*,
	types::*,
};
use frame_support::ensure;
use seoul_chain_primitives::{DocumentCommitment, Moment, PartyId};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Refuse a document that was recorded for the vehicle before.
	pub(crate) fn ensure_new_document(
		vehicle: VehicleId,
		kind: DocumentKind,
		commitment: DocumentCommitment,
	) -> DispatchResult {
		ensure!(
			!Documents::<T>::contains_key(vehicle, (kind, commitment)),
			Error::<T>::DocumentAlreadyRecorded
		);
		Ok(())
	}

	/// Record a document that [`Self::ensure_new_document`] let pass.
	pub(crate) fn record_document(
		vehicle: VehicleId,
		kind: DocumentKind,
		commitment: DocumentCommitment,
		by: PartyId,
		recorded_at: Moment,
		source: DocumentSource,
	) {
		Documents::<T>::insert(
			vehicle,
			(kind, commitment),
			DocumentEntry {
				recorded_at,
				by,
				source,
			},
		);
	}

	/// Whether a document was recorded for `id`, and what it is worth today.
	pub fn verify_document(
		id: VehicleId,
		kind: DocumentKind,
		commitment: DocumentCommitment,
	) -> DocumentVerdict {
		let entry = match kind {
			DocumentKind::RegisterReceipt => Self::receipt_entry(id, commitment),
			_ => Documents::<T>::get(id, (kind, commitment)),
		};
		match entry {
			None => DocumentVerdict::NotRecorded,
			Some(entry) => DocumentVerdict::Recorded {
				entry,
				standing: Self::standing(id, entry.source),
			},
		}
	}

	/// Where a receipt of the national register stands. It is named by the very entry that moved ownership,
	/// so this reads through the history instead of having every transfer write an entry more.
	fn receipt_entry(id: VehicleId, receipt: DocumentCommitment) -> Option<DocumentEntry> {
		Records::<T>::iter_prefix(id)
			.filter(|(_, record)| record.entry.receipt() == Some(receipt))
			.max_by_key(|(index, _)| *index)
			.map(|(index, record)| DocumentEntry {
				recorded_at: record.recorded_at,
				by: record.by,
				source: DocumentSource::Record(index),
			})
	}

	fn standing(id: VehicleId, source: DocumentSource) -> Standing {
		match source {
			DocumentSource::Sale(sale) => match Sales::<T>::get(sale).map(|sale| sale.stage) {
				Some(stage) if stage.contract().is_some() || stage.completed().is_some() => {
					Standing::InForce
				},
				_ => Standing::Void,
			},
			DocumentSource::Record(index) => {
				let inspection = match Records::<T>::get(id, index).map(|record| record.entry) {
					Some(RecordEntry::Inspected(inspection)) => inspection,
					Some(RecordEntry::Incident { number, .. }) => {
						return match Incidents::<T>::get(id, number).map(|entry| entry.standing) {
							Some(IncidentStanding::Reported) => Standing::InForce,
							_ => Standing::Void,
						}
					},
					Some(RecordEntry::EncumbrancePlaced { encumbrance, .. }) => {
						let in_force = Encumbrances::<T>::get(id)
							.iter()
							.any(|entry| entry.id == encumbrance);
						return if in_force {
							Standing::InForce
						} else {
							Standing::Void
						};
					},
					Some(RecordEntry::ScrapCertified { .. }) => {
						let counts = Vehicles::<T>::get(id).is_some_and(|vehicle| {
							matches!(
								vehicle.condition.scrapping,
								Scrapping::Certified { record, .. } if record == index
							)
						});
						return if counts {
							Standing::InForce
						} else {
							Standing::Void
						};
					},
					_ => return Standing::InForce,
				};
				if Vehicles::<T>::get(id).and_then(|vehicle| vehicle.latest_inspection)
					!= Some(index)
				{
					Standing::Superseded
				} else if inspection.valid_until < Self::now() {
					Standing::OutOfDate
				} else {
					Standing::InForce
				}
			},
		}
	}
}
