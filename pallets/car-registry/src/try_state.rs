// SPDX-License-Identifier: Apache-2.0

//! The pallet's invariants, as numbered in the crate's documentation.

use crate::{
	encumbrance::*,
	incident::*,
	odometer::{MeterStart, Reading, ReadingPlace},
	pallet::*,
	types::*,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungible::InspectHold};
use seoul_chain_primitives::{dated::is_in_order, Balance, PartyId, PartyRegistry};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Check every invariant over the whole state.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_tags()?;
		Self::check_sales()?;
		Self::check_records()?;
		Self::check_odometers()?;
		Self::check_documents()?;
		Self::check_terms()?;
		Self::check_encumbrances()?;
		Self::check_incidents()?;
		Self::check_funds()?;
		Self::check_claims()?;
		Self::check_divergences()
	}

	/// Invariant 1.
	fn check_tags() -> Result<(), TryRuntimeError> {
		let (mut vehicles, mut plates, mut outdated) = (0usize, 0usize, 0u64);
		let key = CurrentTagKey::<T>::get();
		for (id, vehicle) in Vehicles::<T>::iter() {
			vehicles = vehicles.saturating_add(1);
			outdated = outdated.saturating_add(u64::from(vehicle.tag_key != key.version));
			let plate_leads_here = VehicleByPlate::<T>::get(vehicle.plate_tag) == Some(id);
			let registered = !matches!(vehicle.status, VehicleStatus::Deregistered { .. });
			plates = plates.saturating_add(usize::from(registered));
			ensure!(
				VehicleByVin::<T>::get(vehicle.vin_tag) == Some(id)
					&& plate_leads_here == registered
					&& VehicleByAccess::<T>::get(vehicle.access_tag) == Some(id),
				"invariant 1: a tag of a car does not lead to it"
			);
		}
		ensure!(
			outdated == key.outdated,
			"invariant 1: the count of cars under an earlier key is wrong"
		);
		ensure!(
			VehicleByVin::<T>::iter_keys().count() == vehicles
				&& VehicleByPlate::<T>::iter_keys().count() == plates
				&& VehicleByAccess::<T>::iter_keys().count() == vehicles,
			"invariant 1: a tag leads to no car"
		);
		ensure!(
			u64::try_from(vehicles) == Ok(RegisteredVehicles::<T>::get()),
			"invariant 1: the count of cars is wrong"
		);
		Ok(())
	}

	/// Invariant 2.
	fn check_sales() -> Result<(), TryRuntimeError> {
		for (id, vehicle) in Vehicles::<T>::iter() {
			if let VehicleStatus::SalePending { sale, .. } = vehicle.status {
				ensure!(
					Sales::<T>::get(sale)
						.is_some_and(|sale| sale.stage.is_open() && sale.vehicle == id),
					"invariant 2: a car names a sale that is not open or not its own"
				);
			}
		}
		for (id, sale) in Sales::<T>::iter() {
			ensure!(
				id < NextSaleId::<T>::get(),
				"invariant 2: a sale has a number to come"
			);
			if !sale.stage.is_open() {
				continue;
			}
			let vehicle =
				Vehicles::<T>::get(sale.vehicle).ok_or("invariant 2: an open sale names no car")?;
			ensure!(
				matches!(vehicle.status, VehicleStatus::SalePending { sale, .. } if sale == id),
				"invariant 2: the car of an open sale does not name it"
			);
			ensure!(
				vehicle.owner == sale.seller,
				"invariant 2: the seller of an open sale is not the owner"
			);
		}
		Ok(())
	}

	/// Invariant 3.
	fn check_records() -> Result<(), TryRuntimeError> {
		let mut counts = BTreeMap::<VehicleId, u32>::new();
		let mut count = |id, index| -> Result<(), TryRuntimeError> {
			let vehicle = Vehicles::<T>::get(id).ok_or("invariant 3: a record of no car")?;
			ensure!(
				index < vehicle.records,
				"invariant 3: a record beyond the car's count"
			);
			let count = counts.entry(id).or_default();
			*count = count.saturating_add(1);
			Ok(())
		};
		for (id, index, _) in Records::<T>::iter() {
			count(id, index)?;
		}
		// A reading is an entry of its own, or a part of one that is there.
		let mut reading = |id, reading: &Reading| match reading.place {
			ReadingPlace::OwnEntry => {
				ensure!(
					!Records::<T>::contains_key(id, reading.record),
					"invariant 3: an entry stands in two places"
				);
				count(id, reading.record)
			},
			ReadingPlace::PartOfEntry => {
				ensure!(
					Records::<T>::contains_key(id, reading.record),
					"invariant 3: a reading is part of an entry that is not there"
				);
				Ok(())
			},
		};
		for (id, index, settled) in Readings::<T>::iter() {
			ensure!(
				Vehicles::<T>::get(id)
					.is_some_and(|vehicle| vehicle.odometer.recent_reading(index).is_none())
					&& settled.reading.record == index,
				"invariant 3: a reading stands in two places"
			);
			reading(id, &settled.reading)?;
		}
		for (id, vehicle) in Vehicles::<T>::iter() {
			for recent in &vehicle.odometer.recent {
				reading(id, recent)?;
			}
		}
		for (id, vehicle) in Vehicles::<T>::iter() {
			ensure!(
				counts.get(&id).copied().unwrap_or_default() == vehicle.records,
				"invariant 3: a car's records have a gap"
			);
		}
		Ok(())
	}

	/// Invariant 4.
	fn check_odometers() -> Result<(), TryRuntimeError> {
		for (id, vehicle) in Vehicles::<T>::iter() {
			let odometer = &vehicle.odometer;
			let mut chain: alloc::vec::Vec<Reading> =
				odometer.recent.iter().rev().copied().collect();
			let mut next = odometer.recent.first().map(|reading| reading.record);
			let mut index = odometer.last_settled.map(|reading| reading.record);
			while let Some(current) = index {
				let settled = Readings::<T>::get(id, current)
					.ok_or("invariant 4: the chain of readings is broken")?;
				ensure!(
					settled.next == next && settled.reading.record == current,
					"invariant 4: a reading does not name the one after it"
				);
				chain.push(settled.reading);
				ensure!(
					u32::try_from(chain.len()).is_ok_and(|length| length <= vehicle.records),
					"invariant 4: the chain of readings is a ring"
				);
				next = Some(current);
				index = settled.previous;
			}
			let mut decreases = 0u32;
			for (later, earlier) in chain.iter().zip(chain.iter().skip(1)) {
				ensure!(
					earlier.report.taken_at <= later.report.taken_at,
					"invariant 4: readings are not in time order"
				);
				if later.start == MeterStart::Continues && later.km < earlier.km {
					decreases = decreases.saturating_add(1);
				}
			}
			let last_settled = odometer
				.last_settled
				.and_then(|reading| Readings::<T>::get(id, reading.record))
				.map(|settled| settled.reading);
			ensure!(
				u32::try_from(chain.len()) == Ok(odometer.readings())
					&& decreases == odometer.decreases()
					&& last_settled == odometer.last_settled,
				"invariant 4: a car's summary differs from its readings"
			);
		}
		Ok(())
	}

	/// Invariant 5.
	fn check_documents() -> Result<(), TryRuntimeError> {
		for (id, (kind, commitment), entry) in Documents::<T>::iter() {
			let stands = match entry.source {
				DocumentSource::Sale(sale) => Sales::<T>::get(sale).is_some_and(|sale| {
					sale.vehicle == id
						&& sale.contract == commitment
						&& sale.contract_kind.document_kind() == kind
				}),
				DocumentSource::Record(index) => {
					Records::<T>::get(id, index).is_some_and(|record| match (kind, record.entry) {
						(DocumentKind::InspectionRecord, RecordEntry::Inspected(filed)) => {
							filed.document == commitment
						},
						(
							DocumentKind::CorrectionEvidence,
							RecordEntry::OdometerCorrected { evidence, .. }
							| RecordEntry::IncidentWithdrawn { evidence, .. }
							| RecordEntry::ScrapCertificateWithdrawn { evidence, .. }
							| RecordEntry::MeterReplacementWithdrawn { evidence, .. },
						) => evidence == commitment,
						(DocumentKind::Title, RecordEntry::TransferredByTitle { title, .. }) => {
							title.basis == commitment
						},
						(DocumentKind::Incident, RecordEntry::Incident { report, .. }) => {
							report.document == commitment
						},
						(
							DocumentKind::MeterCertificate,
							RecordEntry::MeterReplaced { replacement, .. },
						) => replacement.certificate == commitment,
						(
							DocumentKind::Encumbrance,
							RecordEntry::EncumbrancePlaced { document, .. },
						)
						| (
							DocumentKind::EncumbranceRelease,
							RecordEntry::EncumbranceReleased { document, .. },
						)
						| (
							DocumentKind::RepairInspection,
							RecordEntry::RepairInspected { document },
						)
						| (
							DocumentKind::ScrapCertificate,
							RecordEntry::ScrapCertified { document },
						)
						| (
							DocumentKind::Deregistration,
							RecordEntry::Deregistered { document, .. },
						)
						| (
							DocumentKind::Reregistration,
							RecordEntry::Reregistered { document, .. },
						) => document == commitment,
						_ => false,
					})
				},
			};
			ensure!(
				stands,
				"invariant 5: a document does not stand where its entry says"
			);
		}
		for (id, vehicle) in Vehicles::<T>::iter() {
			let latest = Records::<T>::iter_prefix(id)
				.filter_map(|(index, record)| Some((index, record.entry.receipt()?)))
				.max_by_key(|(index, _)| *index)
				.map(|(_, receipt)| receipt);
			ensure!(
				vehicle.latest_receipt == latest,
				"invariant 5: a car's latest receipt is not that of its last transfer"
			);
		}
		Ok(())
	}

	/// Invariant 6.
	fn check_terms() -> Result<(), TryRuntimeError> {
		let all = Terms::<T>::get();
		ensure!(
			all.iter().all(|dated| dated.terms.is_valid()),
			"invariant 6: terms are not valid"
		);
		ensure!(
			is_in_order(&all),
			"invariant 6: terms are not in order of date"
		);
		Ok(())
	}

	/// Invariant 7.
	fn check_encumbrances() -> Result<(), TryRuntimeError> {
		for (id, all) in Encumbrances::<T>::iter() {
			ensure!(
				Vehicles::<T>::contains_key(id) && !all.is_empty(),
				"invariant 7: encumbrances of no car, or none"
			);
			ensure!(
				all.iter()
					.zip(all.iter().skip(1))
					.all(|(earlier, later)| earlier.id < later.id
						&& earlier.received_at <= later.received_at),
				"invariant 7: encumbrances are not in order of receipt"
			);
			for encumbrance in &all {
				ensure!(
					encumbrance.id < NextEncumbranceId::<T>::get()
						&& Records::<T>::get(id, encumbrance.record).is_some_and(|record| {
							record.by == PartyId::Agency(encumbrance.holder)
								&& record.entry
									== RecordEntry::EncumbrancePlaced {
										encumbrance: encumbrance.id,
										kind: encumbrance.kind,
										document: encumbrance.document,
									}
						}),
					"invariant 7: an encumbrance does not stand where it says"
				);
			}
		}
		for (id, vehicle) in Vehicles::<T>::iter() {
			let all = Encumbrances::<T>::get(id);
			let count = |kind| all.iter().filter(|entry| entry.kind == kind).count();
			ensure!(
				count(EncumbranceKind::Seizure) == usize::from(vehicle.encumbrances.seizures)
					&& count(EncumbranceKind::Mortgage)
						== usize::from(vehicle.encumbrances.mortgages),
				"invariant 7: a car's count of encumbrances is wrong"
			);
		}
		Ok(())
	}

	/// Invariant 8.
	fn check_incidents() -> Result<(), TryRuntimeError> {
		let mut counts = BTreeMap::<VehicleId, u32>::new();
		for (id, number, entry) in Incidents::<T>::iter() {
			let count = counts.entry(id).or_default();
			*count = count.saturating_add(1);
			let reported = Records::<T>::get(id, entry.record).is_some_and(|record| {
				record.by == PartyId::Agency(entry.by)
					&& matches!(record.entry, RecordEntry::Incident { number: named, .. } if named == number)
			});
			let withdrawn = match entry.standing {
				IncidentStanding::Reported => true,
				IncidentStanding::Withdrawn { record } => Records::<T>::get(id, record).is_some_and(
					|record| matches!(record.entry, RecordEntry::IncidentWithdrawn { number: named, .. } if named == number),
				),
			};
			ensure!(
				reported && withdrawn,
				"invariant 8: an incident does not stand where it says"
			);
		}
		for (id, vehicle) in Vehicles::<T>::iter() {
			ensure!(
				counts.remove(&id).unwrap_or_default() == vehicle.incidents,
				"invariant 8: a car's incidents have a gap"
			);
			let counts_still = |number| {
				Incidents::<T>::get(id, number)
					.is_some_and(|entry| entry.standing == IncidentStanding::Reported)
			};
			let theft_is_named = match vehicle.condition.theft {
				Theft::None => true,
				Theft::Stolen { incident } => counts_still(incident),
			};
			let loss_is_named = match vehicle.condition.total_loss {
				TotalLoss::None => true,
				TotalLoss::Unrepaired { incident } => counts_still(incident),
				TotalLoss::Repaired {
					incident,
					inspection,
				} => {
					counts_still(incident)
						&& Records::<T>::get(id, inspection).is_some_and(|record| {
							matches!(record.entry, RecordEntry::RepairInspected { .. })
						})
				},
			};
			ensure!(
				theft_is_named && loss_is_named,
				"invariant 8: a theft or total loss names no incident that counts"
			);
			ensure!(
				match vehicle.condition.scrapping {
					Scrapping::None => true,
					Scrapping::Certified { record, dismantler } => Records::<T>::get(id, record)
						.is_some_and(|record| {
							record.by == PartyId::Agency(dismantler)
								&& matches!(record.entry, RecordEntry::ScrapCertified { .. })
						}),
				},
				"invariant 8: a car is with a dismantler that has not certified it"
			);
		}
		ensure!(counts.is_empty(), "invariant 8: an incident of no car");
		Ok(())
	}

	/// Invariant 9.
	fn check_funds() -> Result<(), TryRuntimeError> {
		let mut by_party = BTreeMap::<PartyId, Balance>::new();
		for sale in Sales::<T>::iter_values() {
			let holds = [
				sale.stage.held_price().map(|amount| (sale.buyer, amount)),
				sale.stage.held_refund(),
			];
			for (party, amount) in holds.into_iter().flatten() {
				let sum = by_party.entry(party).or_default();
				*sum = sum.saturating_add(amount);
			}
		}
		let held_on = |account: &T::AccountId| {
			T::Currency::balance_on_hold(&HoldReason::Sale.into(), account)
		};
		for (party, amount) in &by_party {
			let account = T::Parties::account_of(*party)
				.ok_or("invariant 9: won are held of a party without an account")?;
			ensure!(
				held_on(&account) == *amount,
				"invariant 9: another amount is on hold than the sales say"
			);
			ensure!(
				HeldFor::<T>::get(&account) == Some(*party),
				"invariant 9: an account does not say whose won it holds"
			);
		}
		for (account, party) in HeldFor::<T>::iter() {
			let is_its_account = T::Parties::account_of(party).as_ref() == Some(&account);
			ensure!(
				held_on(&account) == 0 || is_its_account && by_party.contains_key(&party),
				"invariant 9: won are on hold for no sale"
			);
		}
		Ok(())
	}

	/// Invariant 10.
	fn check_claims() -> Result<(), TryRuntimeError> {
		let mut counts = BTreeMap::<SaleId, u8>::new();
		for (sale, _, _) in WarrantyClaims::<T>::iter() {
			let count = counts.entry(sale).or_default();
			*count = count.saturating_add(1);
		}
		for (id, sale) in Sales::<T>::iter() {
			let Some(completed) = sale.stage.completed() else {
				// A rescinded sale says no more how many there were.
				if matches!(sale.stage, SaleStage::Rescinded { .. }) {
					counts.remove(&id);
				}
				continue;
			};
			ensure!(
				counts.remove(&id).unwrap_or_default() == completed.claims,
				"invariant 10: a sale's count of warranty claims is wrong"
			);
		}
		ensure!(
			counts.is_empty(),
			"invariant 10: a warranty claim of no transferred sale"
		);
		Ok(())
	}

	/// Invariant 11.
	fn check_divergences() -> Result<(), TryRuntimeError> {
		for (id, divergence) in Divergences::<T>::iter() {
			ensure!(
				Records::<T>::get(id, divergence.record).is_some_and(|record| {
					record.by == PartyId::Agency(divergence.by)
						&& record.entry
							== RecordEntry::DivergenceRecorded {
								item: divergence.item,
								reason: divergence.reason,
							}
				}),
				"invariant 11: a divergence does not stand where it says"
			);
		}
		Ok(())
	}
}
