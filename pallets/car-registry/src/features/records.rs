// SPDX-License-Identifier: Apache-2.0

//! The history: append only.
//!
//! A plain odometer reading is an entry too, and stands where readings are kept; every other entry stands
//! in [`Records`].

use crate::{
	odometer::{Reading, ReadingPlace},
	pallet::*,
	types::*,
};
use seoul_chain_primitives::{DocumentCommitment, Moment, PartyId};

impl<T: Config> Pallet<T> {
	/// Append an entry to the history of `id` and return its number. The caller stores `vehicle`.
	pub(crate) fn append_record(
		id: VehicleId,
		vehicle: &mut Vehicle,
		by: PartyId,
		recorded_at: Moment,
		entry: RecordEntry,
	) -> RecordIndex {
		let index = vehicle.records;
		Records::<T>::insert(
			id,
			index,
			Record {
				recorded_at,
				by,
				entry,
			},
		);
		vehicle.records = index.saturating_add(1);
		index
	}

	/// Append an entry that a paper shows, and record the paper. Returns the entry's number. The caller stores `vehicle`.
	pub(crate) fn append_documented(
		id: VehicleId,
		vehicle: &mut Vehicle,
		by: PartyId,
		recorded_at: Moment,
		(kind, paper): (DocumentKind, DocumentCommitment),
		entry: RecordEntry,
	) -> RecordIndex {
		let record = Self::append_record(id, vehicle, by, recorded_at, entry);
		Self::record_document(
			id,
			kind,
			paper,
			by,
			recorded_at,
			DocumentSource::Record(record),
		);
		record
	}

	/// The entry of a number, wherever it stands.
	pub fn record(id: VehicleId, index: RecordIndex) -> Option<Record> {
		Records::<T>::get(id, index).or_else(|| {
			Readings::<T>::get(id, index)
				.map(|settled| settled.reading)
				.or_else(|| {
					Vehicles::<T>::get(id)?
						.odometer
						.recent_reading(index)
						.copied()
				})
				.filter(|reading| reading.place == ReadingPlace::OwnEntry)
				.map(|reading| Record::from(&reading))
		})
	}
}

/// A plain reading as an entry of the history.
impl From<&Reading> for Record {
	fn from(reading: &Reading) -> Self {
		Self {
			recorded_at: reading.recorded_at,
			by: PartyId::Agency(reading.by),
			entry: RecordEntry::Odometer {
				report: reading.report,
				flag: reading.flag,
			},
		}
	}
}
