// SPDX-License-Identifier: Apache-2.0

//! Odometer readings and the verdict over them.
//!
//! Readings form a doubly linked chain in the order in which they were taken. The verdict needs one
//! number: how many neighbouring pairs decrease. Storing or correcting a reading touches its two
//! neighbours only, so the verdict costs the same after ten readings or ten thousand, and always equals
//! that of a recomputation over the whole chain.

use crate::{pallet::*, types::*, MAX_PLACEMENT_STEPS};
use frame_support::ensure;
use frame_system::pallet_prelude::OriginFor;
use seoul_chain_primitives::{
	AgencyId, DocumentCommitment, EnsureActor, EnsureActorFor, Moment, PartyId,
};
use sp_runtime::{DispatchError, DispatchResult};

/// A reading's place in time: the readings before and after it.
type Neighbours = (Option<RecordIndex>, Option<RecordIndex>);

impl<T: Config> Pallet<T> {
	pub(crate) fn do_report_odometer(
		reporter: AgencyId,
		id: VehicleId,
		report: OdometerReport,
	) -> Result<u32, DispatchError> {
		let mut vehicle = Self::vehicle(id)?;
		let now = Self::now();
		ensure!(
			report.source != OdometerSource::Registration,
			Error::<T>::SourceNotReportable
		);
		Self::ensure_happened(report.taken_at, now, vehicle.first_registered_at)?;
		ensure!(
			report.km <= Self::terms_at(now).max_odometer_km,
			Error::<T>::OdometerTooHigh
		);

		let (flag, steps) = Self::place_reading(
			id,
			&mut vehicle.odometer,
			vehicle.records,
			report.km,
			report.taken_at,
		);
		let record = Self::append_record(
			id,
			&mut vehicle,
			PartyId::Agency(reporter),
			now,
			RecordEntry::Odometer { report, flag },
		);
		let verdict = vehicle.verdict();
		Vehicles::<T>::insert(id, vehicle);
		Self::deposit_event(Event::OdometerReported {
			vehicle: id,
			record,
			km: report.km,
			flag,
			verdict,
		});
		Ok(steps)
	}

	/// The agency that may correct the reading in entry `reading`: the one that reported it, or the
	/// registrar of the car's district.
	pub(crate) fn ensure_may_correct(
		origin: OriginFor<T>,
		id: VehicleId,
		reading: RecordIndex,
	) -> Result<AgencyId, DispatchError> {
		let record = Records::<T>::get(id, reading).ok_or(Error::<T>::ReadingNotFound)?;
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
		let old = Readings::<T>::get(id, reading).ok_or(Error::<T>::ReadingNotFound)?;
		ensure!(old.km != new_km, Error::<T>::NothingToCorrect);

		let neighbours = (old.previous, old.next);
		let before = Self::decreases_around(id, neighbours, old.km);
		let after = Self::decreases_around(id, neighbours, new_km);
		vehicle.odometer.decreases = vehicle
			.odometer
			.decreases
			.saturating_sub(before)
			.saturating_add(after);
		Readings::<T>::insert(id, reading, Reading { km: new_km, ..old });

		let by = PartyId::Agency(agency);
		let record = Self::append_record(
			id,
			&mut vehicle,
			by,
			now,
			RecordEntry::OdometerCorrected {
				reading,
				old_km: old.km,
				new_km,
				evidence,
			},
		);
		Self::record_document(
			id,
			DocumentKind::CorrectionEvidence,
			evidence,
			by,
			now,
			DocumentSource::Record(record),
		);
		let verdict = vehicle.verdict();
		Vehicles::<T>::insert(id, vehicle);
		Self::deposit_event(Event::OdometerCorrected {
			vehicle: id,
			reading,
			old_km: old.km,
			new_km,
			verdict,
		});
		Ok(())
	}

	/// Put a reading into the chain and say how it compares with its neighbours, and how many later
	/// readings were looked at to find its place.
	pub(crate) fn place_reading(
		id: VehicleId,
		summary: &mut OdometerSummary,
		record: RecordIndex,
		km: u32,
		taken_at: Moment,
	) -> (ReadingFlag, u32) {
		let (place, steps) = Self::find_place(id, summary.newest, taken_at);
		let Some(neighbours @ (previous, next)) = place else {
			// A reading that is not placed stands in a chain of its own, so that it can be corrected.
			Readings::<T>::insert(
				id,
				record,
				Reading {
					km,
					taken_at,
					previous: None,
					next: None,
				},
			);
			return (ReadingFlag::NotPlaced, steps);
		};

		let broken_pair = match (Self::km_of(id, previous), Self::km_of(id, next)) {
			(Some(earlier), Some(later)) => u32::from(later < earlier),
			_ => 0,
		};
		summary.decreases = summary
			.decreases
			.saturating_sub(broken_pair)
			.saturating_add(Self::decreases_around(id, neighbours, km));
		summary.readings = summary.readings.saturating_add(1);

		if let Some(previous) = previous {
			Readings::<T>::mutate(id, previous, |reading| {
				if let Some(reading) = reading {
					reading.next = Some(record);
				}
			});
		}
		match next {
			None => summary.newest = Some(record),
			Some(next) => Readings::<T>::mutate(id, next, |reading| {
				if let Some(reading) = reading {
					reading.previous = Some(record);
				}
			}),
		}
		Readings::<T>::insert(
			id,
			record,
			Reading {
				km,
				taken_at,
				previous,
				next,
			},
		);

		let flag = if Self::km_of(id, previous).is_some_and(|earlier| km < earlier) {
			ReadingFlag::BelowEarlier
		} else if Self::km_of(id, next).is_some_and(|later| later < km) {
			ReadingFlag::AboveLater
		} else {
			ReadingFlag::Consistent
		};
		(flag, steps)
	}

	/// Walk back from the newest reading to the place of one taken at `taken_at`.
	fn find_place(
		id: VehicleId,
		newest: Option<RecordIndex>,
		taken_at: Moment,
	) -> (Option<Neighbours>, u32) {
		let mut next = None;
		let mut candidate = newest;
		let mut steps = 0u32;
		loop {
			let Some((index, reading)) =
				candidate.and_then(|index| Some((index, Readings::<T>::get(id, index)?)))
			else {
				return (Some((None, next)), steps);
			};
			if reading.taken_at <= taken_at {
				return (Some((Some(index), next)), steps);
			}
			if steps >= MAX_PLACEMENT_STEPS {
				return (None, steps);
			}
			steps = steps.saturating_add(1);
			next = Some(index);
			candidate = reading.previous;
		}
	}

	/// How many of the pairs (previous, `km`) and (`km`, next) decrease.
	fn decreases_around(id: VehicleId, (previous, next): Neighbours, km: u32) -> u32 {
		let below_earlier = Self::km_of(id, previous).is_some_and(|earlier| km < earlier);
		let above_later = Self::km_of(id, next).is_some_and(|later| later < km);
		u32::from(below_earlier).saturating_add(u32::from(above_later))
	}

	fn km_of(id: VehicleId, reading: Option<RecordIndex>) -> Option<u32> {
		Readings::<T>::get(id, reading?).map(|reading| reading.km)
	}
}
