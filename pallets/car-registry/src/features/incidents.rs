// SPDX-License-Identifier: Apache-2.0

//! 사고, 침수, 화재, 도난, 전손.

use crate::{incident::*, pallet::*, runtime_api::IncidentPage, types::*, MAX_HISTORY_PAGE};
use frame_support::ensure;
use frame_system::pallet_prelude::OriginFor;
use seoul_chain_primitives::{AgencyId, DocumentCommitment, EnsureActor, EnsureActorFor, PartyId};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_report_incident(
		reporter: AgencyId,
		id: VehicleId,
		report: IncidentReport,
	) -> DispatchResult {
		let mut vehicle = Self::vehicle(id)?;
		let now = Self::now();
		ensure!(
			report.incident.may_come_from(report.source),
			Error::<T>::IncidentNotOfThisSource
		);
		Self::ensure_happened(report.happened_at, now, vehicle.first_registered_at)?;
		Self::ensure_new_document(id, DocumentKind::Incident, report.document)?;
		let number = IncidentNumber(vehicle.incidents);
		match &report.incident {
			Incident::Accident { parts, .. } => {
				let twice = parts.iter().enumerate().any(|(position, part)| {
					parts
						.iter()
						.skip(position.saturating_add(1))
						.any(|other| other == part)
				});
				ensure!(!twice, Error::<T>::DuplicatePart);
			},
			Incident::Flood | Incident::Fire => {},
			Incident::TotalLoss(_) => {
				ensure!(
					!matches!(vehicle.condition.total_loss, TotalLoss::Unrepaired { .. }),
					Error::<T>::AlreadyTotalLoss
				);
				vehicle.condition.total_loss = TotalLoss::Unrepaired { incident: number };
			},
			Incident::Theft => {
				ensure!(
					vehicle.condition.theft == Theft::None,
					Error::<T>::AlreadyStolen
				);
				vehicle.condition.theft = Theft::Stolen { incident: number };
			},
			Incident::Recovery => {
				ensure!(
					vehicle.condition.theft != Theft::None,
					Error::<T>::NotStolen
				);
				vehicle.condition.theft = Theft::None;
			},
		}

		let by = PartyId::Agency(reporter);
		let document = report.document;
		vehicle.incidents = vehicle.incidents.saturating_add(1);
		let record = Self::append_documented(
			id,
			&mut vehicle,
			by,
			now,
			(DocumentKind::Incident, document),
			RecordEntry::Incident { number, report },
		);
		Incidents::<T>::insert(
			id,
			number,
			IncidentEntry {
				record,
				by: reporter,
				standing: IncidentStanding::Reported,
			},
		);
		Vehicles::<T>::insert(id, vehicle);
		Self::deposit_event(Event::IncidentReported {
			vehicle: id,
			incident: number,
			record,
			by: reporter,
		});
		Ok(())
	}

	/// The agency that may withdraw an incident: the one that reported it, or a court.
	pub(crate) fn ensure_may_withdraw(
		origin: OriginFor<T>,
		id: VehicleId,
		number: IncidentNumber,
	) -> Result<AgencyId, DispatchError> {
		let entry = Incidents::<T>::get(id, number).ok_or(Error::<T>::IncidentNotFound)?;
		let Some(RecordEntry::Incident { report, .. }) =
			Records::<T>::get(id, entry.record).map(|record| record.entry)
		else {
			return Err(Error::<T>::IncidentNotFound.into());
		};
		let refusal = match T::IncidentOrigin::ensure_actor_for(origin.clone(), &report.source) {
			Ok(reporter) if reporter.agency == entry.by => return Ok(reporter.agency),
			Ok(_) => Error::<T>::NotTheReporter.into(),
			Err(reason) => reason,
		};
		T::CourtOrigin::ensure_actor(origin)
			.map(|court| court.agency)
			.map_err(|_| refusal)
	}

	pub(crate) fn do_withdraw_incident(
		agency: AgencyId,
		id: VehicleId,
		number: IncidentNumber,
		evidence: DocumentCommitment,
	) -> DispatchResult {
		let mut vehicle = Self::vehicle(id)?;
		let entry = Incidents::<T>::get(id, number).ok_or(Error::<T>::IncidentNotFound)?;
		ensure!(
			entry.standing == IncidentStanding::Reported,
			Error::<T>::AlreadyWithdrawn
		);
		Self::ensure_new_document(id, DocumentKind::CorrectionEvidence, evidence)?;
		// What this incident brought about ends with it.
		if vehicle.condition.theft == (Theft::Stolen { incident: number }) {
			vehicle.condition.theft = Theft::None;
		}
		match vehicle.condition.total_loss {
			TotalLoss::Unrepaired { incident } | TotalLoss::Repaired { incident, .. }
				if incident == number =>
			{
				vehicle.condition.total_loss = TotalLoss::None;
			},
			_ => {},
		}
		let now = Self::now();
		let by = PartyId::Agency(agency);
		let record = Self::append_documented(
			id,
			&mut vehicle,
			by,
			now,
			(DocumentKind::CorrectionEvidence, evidence),
			RecordEntry::IncidentWithdrawn { number, evidence },
		);
		Incidents::<T>::insert(
			id,
			number,
			IncidentEntry {
				standing: IncidentStanding::Withdrawn { record },
				..entry
			},
		);
		Vehicles::<T>::insert(id, vehicle);
		Self::deposit_event(Event::IncidentWithdrawn {
			vehicle: id,
			incident: number,
			by: agency,
		});
		Ok(())
	}

	pub(crate) fn do_pass_repair_inspection(
		inspector: AgencyId,
		id: VehicleId,
		document: DocumentCommitment,
	) -> DispatchResult {
		let mut vehicle = Self::vehicle(id)?;
		let TotalLoss::Unrepaired { incident } = vehicle.condition.total_loss else {
			return Err(Error::<T>::NoTotalLoss.into());
		};
		Self::ensure_new_document(id, DocumentKind::RepairInspection, document)?;
		let now = Self::now();
		let by = PartyId::Agency(inspector);
		let record = Self::append_documented(
			id,
			&mut vehicle,
			by,
			now,
			(DocumentKind::RepairInspection, document),
			RecordEntry::RepairInspected { document },
		);
		vehicle.condition.total_loss = TotalLoss::Repaired {
			incident,
			inspection: record,
		};
		Vehicles::<T>::insert(id, vehicle);
		Self::deposit_event(Event::RepairInspectionPassed {
			vehicle: id,
			record,
			by: inspector,
		});
		Ok(())
	}

	/// At most `limit` (and [`MAX_HISTORY_PAGE`]) incidents, from number `from` on.
	pub fn incidents_of(id: VehicleId, from: IncidentNumber, limit: u32) -> IncidentPage {
		let total = Vehicles::<T>::get(id).map_or(0, |vehicle| vehicle.incidents);
		let end = from
			.0
			.saturating_add(limit.min(MAX_HISTORY_PAGE))
			.min(total);
		IncidentPage {
			incidents: (from.0..end)
				.map(IncidentNumber)
				.filter_map(|number| {
					let entry = Incidents::<T>::get(id, number)?;
					Some((number, entry, Records::<T>::get(id, entry.record)?))
				})
				.collect(),
			next: (end < total && from.0 < end).then_some(IncidentNumber(end)),
			divergence: Divergences::<T>::get(id),
		}
	}
}
