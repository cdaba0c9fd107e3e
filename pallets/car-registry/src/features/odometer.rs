// SPDX-License-Identifier: Apache-2.0

//! Odometer readings: reported one by one or in batches, corrected, and begun anew by another odometer.
//! How they are chained stands in [`crate::odometer`].

use crate::{
	odometer::{MeterStart, Placement, Plausibility, Reading, ReadingPlace, SettledReading},
	pallet::*,
	types::*,
};
use frame_support::ensure;
use frame_system::pallet_prelude::OriginFor;
use seoul_chain_primitives::{
	AgencyId, DocumentCommitment, EnsureActor, EnsureActorFor, Moment, PartyId,
};
use sp_runtime::{DispatchError, DispatchResult};

/// What is known of a reading before it has its place.
pub(crate) struct NewReading {
	pub place: ReadingPlace,
	pub km: u32,
	pub taken_at: Moment,
	pub source: OdometerSource,
	pub by: AgencyId,
	pub now: Moment,
}

impl NewReading {
	/// The reading as the next entry of the history.
	fn as_entry(&self, record: RecordIndex) -> Reading {
		Reading {
			record,
			place: self.place,
			report: OdometerReport {
				km: self.km,
				taken_at: self.taken_at,
				source: self.source,
			},
			km: self.km,
			start: MeterStart::Continues,
			flag: ReadingFlag::Consistent,
			by: self.by,
			recorded_at: self.now,
		}
	}
}

/// Whether a reading had to be stored apart from its car.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum StoredApart {
	No,
	Yes,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_report_odometer(
		reporter: AgencyId,
		id: VehicleId,
		report: OdometerReport,
	) -> Result<StoredApart, DispatchError> {
		let now = Self::now();
		Self::store_report(reporter, id, report, now, &Self::terms_at(now))
	}

	/// Store each reading that can be one. Says how many were stored, and how many of them had to be
	/// stored apart.
	pub(crate) fn do_report_batch(
		reporter: AgencyId,
		source: OdometerSource,
		readings: impl IntoIterator<Item = BatchReading>,
	) -> Result<(u32, u32), DispatchError> {
		let now = Self::now();
		let terms = Self::terms_at(now);
		let (mut stored, mut apart) = (0u32, 0u32);
		for (position, reading) in (0u32..).zip(readings) {
			let BatchReading {
				vehicle,
				km,
				taken_at,
			} = reading;
			let report = OdometerReport {
				km,
				taken_at,
				source,
			};
			match Self::store_report(reporter, vehicle, report, now, &terms) {
				Ok(where_to) => {
					stored = stored.saturating_add(1);
					apart = apart.saturating_add(u32::from(where_to == StoredApart::Yes));
				},
				Err(reason) => Self::deposit_event(Event::ReadingRefused {
					position,
					vehicle,
					reason,
				}),
			}
		}
		ensure!(stored > 0, Error::<T>::NoReadingAccepted);
		Ok((stored, apart))
	}

	fn store_report(
		reporter: AgencyId,
		id: VehicleId,
		report: OdometerReport,
		now: Moment,
		terms: &LegalTerms,
	) -> Result<StoredApart, DispatchError> {
		let mut vehicle = Self::vehicle(id)?;
		ensure!(
			report.source != OdometerSource::Registration,
			Error::<T>::SourceNotReportable
		);
		Self::ensure_not_deregistered(&vehicle)?;
		Self::ensure_happened(report.taken_at, now, vehicle.first_registered_at)?;
		ensure!(
			report.km <= terms.max_odometer_km,
			Error::<T>::OdometerTooHigh
		);
		let record = vehicle.records;
		let (flag, apart) = Self::place_reading(
			id,
			&mut vehicle,
			terms,
			&NewReading {
				place: ReadingPlace::OwnEntry,
				km: report.km,
				taken_at: report.taken_at,
				source: report.source,
				by: reporter,
				now,
			},
		);
		vehicle.records = record.saturating_add(1);
		let verdict = vehicle.verdict();
		Vehicles::<T>::insert(id, vehicle);
		Self::deposit_event(Event::OdometerReported {
			vehicle: id,
			record,
			km: report.km,
			flag,
			verdict,
		});
		Ok(apart)
	}

	/// Put a reading into the chain as the next entry of the history, which the caller counts, and say how
	/// it compares with its neighbours.
	pub(crate) fn place_reading(
		id: VehicleId,
		vehicle: &mut Vehicle,
		terms: &LegalTerms,
		new: &NewReading,
	) -> (ReadingFlag, StoredApart) {
		let reading = new.as_entry(vehicle.records);
		let plausible = Plausibility {
			km_per_day: terms.plausible_km_per_day,
			day: terms.legal_day,
		};
		Self::store_placement(id, &vehicle.odometer.place(reading, plausible))
	}

	fn store_placement(id: VehicleId, placement: &Placement) -> (ReadingFlag, StoredApart) {
		let apart = match placement.to_store {
			Some(settled) => {
				Readings::<T>::insert(id, settled.reading.record, settled);
				StoredApart::Yes
			},
			None => StoredApart::No,
		};
		(placement.flag, apart)
	}

	/// The agency that may correct the reading in entry `reading`: the one that reported it, or the
	/// registrar of the car's district.
	pub(crate) fn ensure_may_correct(
		origin: OriginFor<T>,
		id: VehicleId,
		reading: RecordIndex,
	) -> Result<AgencyId, DispatchError> {
		let record = Self::record(id, reading).ok_or(Error::<T>::ReadingNotFound)?;
		let source = record
			.entry
			.odometer_source()
			.ok_or(Error::<T>::ReadingNotFound)?;
		let refusal = match T::OdometerOrigin::ensure_actor_for(origin.clone(), &source) {
			Ok(reporter) if record.by == PartyId::Agency(reporter.agency) => {
				return Ok(reporter.agency)
			},
			Ok(_) => Error::<T>::NotTheReporter.into(),
			Err(reason) => reason,
		};
		let registrar = T::RegistrarOrigin::ensure_actor(origin).map_err(|_| refusal)?;
		Self::ensure_district(registrar.agency, &Self::vehicle(id)?)?;
		Ok(registrar.agency)
	}

	pub(crate) fn do_correct_odometer(
		agency: AgencyId,
		id: VehicleId,
		reading: RecordIndex,
		new_km: u32,
		evidence: DocumentCommitment,
	) -> DispatchResult {
		let mut vehicle = Self::vehicle(id)?;
		let now = Self::now();
		ensure!(
			new_km <= Self::terms_at(now).max_odometer_km,
			Error::<T>::OdometerTooHigh
		);
		Self::ensure_new_document(id, DocumentKind::CorrectionEvidence, evidence)?;
		let old = Self::reading(id, &vehicle, reading)?;
		let old_km = old.km;
		ensure!(old_km != new_km, Error::<T>::NothingToCorrect);
		Self::change_reading(id, &mut vehicle, Reading { km: new_km, ..old });

		let entry = RecordEntry::OdometerCorrected {
			reading,
			old_km,
			new_km,
			evidence,
		};
		let verdict = Self::store_correction(agency, id, vehicle, now, entry, evidence);
		Self::deposit_event(Event::OdometerCorrected {
			vehicle: id,
			reading,
			old_km,
			new_km,
			verdict,
		});
		Ok(())
	}

	/// The reading in an entry of the history, wherever it stands.
	fn reading(
		id: VehicleId,
		vehicle: &Vehicle,
		record: RecordIndex,
	) -> Result<Reading, DispatchError> {
		vehicle
			.odometer
			.recent_reading(record)
			.copied()
			.or_else(|| Readings::<T>::get(id, record).map(|settled| settled.reading))
			.ok_or_else(|| Error::<T>::ReadingNotFound.into())
	}

	/// Put another reading in the place of one that stands in the same entry.
	fn change_reading(id: VehicleId, vehicle: &mut Vehicle, new: Reading) {
		if vehicle.odometer.replace_recent(new) {
			return;
		}
		let Some(old) = Readings::<T>::get(id, new.record) else {
			return;
		};
		if old.reading.flag != ReadingFlag::NotPlaced {
			// A neighbour that is not settled is compared with the last settled one whenever the verdict is
			// asked for.
			let settled = |record: Option<RecordIndex>| {
				Readings::<T>::get(id, record?).map(|settled| settled.reading)
			};
			vehicle.odometer.correct_settled(
				&old.reading,
				&new,
				settled(old.previous).as_ref(),
				settled(old.next).as_ref(),
			);
		}
		Readings::<T>::insert(
			id,
			new.record,
			SettledReading {
				reading: new,
				..old
			},
		);
	}

	/// Enter into the history that an agency changed a reading, with the evidence, and store the car. Says what all
	/// readings say now.
	fn store_correction(
		agency: AgencyId,
		id: VehicleId,
		mut vehicle: Vehicle,
		now: Moment,
		entry: RecordEntry,
		evidence: DocumentCommitment,
	) -> OdometerVerdict {
		let by = PartyId::Agency(agency);
		let paper = (DocumentKind::CorrectionEvidence, evidence);
		Self::append_documented(id, &mut vehicle, by, now, paper, entry);
		let verdict = vehicle.verdict();
		Vehicles::<T>::insert(id, vehicle);
		verdict
	}

	/// A replacement that was recorded by mistake: its reading is compared with the one before again.
	pub(crate) fn do_withdraw_meter_replacement(
		agency: AgencyId,
		id: VehicleId,
		record: RecordIndex,
		evidence: DocumentCommitment,
	) -> DispatchResult {
		let mut vehicle = Self::vehicle(id)?;
		let Some(RecordEntry::MeterReplaced { replacement, .. }) =
			Records::<T>::get(id, record).map(|record| record.entry)
		else {
			return Err(Error::<T>::ReplacementNotFound.into());
		};
		let old = Self::reading(id, &vehicle, record)?;
		ensure!(
			old.start == MeterStart::Begins,
			Error::<T>::AlreadyWithdrawn
		);
		Self::ensure_new_document(id, DocumentKind::CorrectionEvidence, evidence)?;
		vehicle.odometer.uncount_meter(replacement.change);
		Self::change_reading(
			id,
			&mut vehicle,
			Reading {
				start: MeterStart::Continues,
				..old
			},
		);
		let entry = RecordEntry::MeterReplacementWithdrawn {
			reading: record,
			evidence,
		};
		let verdict = Self::store_correction(agency, id, vehicle, Self::now(), entry, evidence);
		Self::deposit_event(Event::MeterReplacementWithdrawn {
			vehicle: id,
			record,
			verdict,
		});
		Ok(())
	}

	pub(crate) fn do_replace_meter(
		agency: AgencyId,
		id: VehicleId,
		replacement: MeterReplacement,
	) -> DispatchResult {
		let MeterReplacement {
			change,
			replaced_at,
			old_km,
			new_km,
			certificate,
		} = replacement;
		let mut vehicle = Self::vehicle(id)?;
		let now = Self::now();
		let terms = Self::terms_at(now);
		Self::ensure_not_deregistered(&vehicle)?;
		Self::ensure_happened(replaced_at, now, vehicle.first_registered_at)?;
		ensure!(
			old_km.max(new_km) <= terms.max_odometer_km,
			Error::<T>::OdometerTooHigh
		);
		Self::ensure_new_document(id, DocumentKind::MeterCertificate, certificate)?;
		let reading = |km, place| NewReading {
			place,
			km,
			taken_at: replaced_at,
			source: OdometerSource::Repair,
			by: agency,
			now,
		};

		// The last reading of the old odometer is an entry of its own.
		let old_record = vehicle.records;
		let (old_flag, _) = Self::place_reading(
			id,
			&mut vehicle,
			&terms,
			&reading(old_km, ReadingPlace::OwnEntry),
		);
		vehicle.records = old_record.saturating_add(1);
		Self::deposit_event(Event::OdometerReported {
			vehicle: id,
			record: old_record,
			km: old_km,
			flag: old_flag,
			verdict: vehicle.verdict(),
		});

		let first = reading(new_km, ReadingPlace::PartOfEntry).as_entry(vehicle.records);
		let placement = vehicle
			.odometer
			.begin_meter(first, change)
			.ok_or(Error::<T>::ReplacementTooLate)?;
		let (flag, _) = Self::store_placement(id, &placement);
		let by = PartyId::Agency(agency);
		let record = Self::append_documented(
			id,
			&mut vehicle,
			by,
			now,
			(DocumentKind::MeterCertificate, certificate),
			RecordEntry::MeterReplaced { replacement, flag },
		);
		let verdict = vehicle.verdict();
		Vehicles::<T>::insert(id, vehicle);
		Self::deposit_event(Event::MeterReplaced {
			vehicle: id,
			record,
			change,
			old_km,
			new_km,
			verdict,
		});
		Ok(())
	}
}
