// SPDX-License-Identifier: Apache-2.0

//! The pallet's invariants, as numbered in the crate's documentation.

use crate::{pallet::*, types::*};
use alloc::collections::BTreeMap;
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Check every invariant over the whole state.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_tags()?;
		Self::check_sales()?;
		Self::check_records()?;
		Self::check_odometers()?;
		Self::check_documents()?;
		Self::check_terms()
	}

	/// Invariant 1.
	fn check_tags() -> Result<(), TryRuntimeError> {
		let mut vehicles = 0usize;
		for (id, vehicle) in Vehicles::<T>::iter() {
			vehicles = vehicles.saturating_add(1);
			ensure!(
				VehicleByVin::<T>::get(vehicle.vin_tag) == Some(id)
					&& VehicleByPlate::<T>::get(vehicle.plate_tag) == Some(id)
					&& VehicleByAccess::<T>::get(vehicle.access_tag) == Some(id),
				"invariant 1: a tag of a car does not lead to it"
			);
		}
		ensure!(
			VehicleByVin::<T>::iter_keys().count() == vehicles
				&& VehicleByPlate::<T>::iter_keys().count() == vehicles
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
		for (id, index, _) in Records::<T>::iter() {
			let vehicle = Vehicles::<T>::get(id).ok_or("invariant 3: a record of no car")?;
			ensure!(
				index < vehicle.records,
				"invariant 3: a record beyond the car's count"
			);
			let count = counts.entry(id).or_default();
			*count = count.saturating_add(1);
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
			let mut length = 0u32;
			let mut decreases = 0u32;
			let mut later: Option<(RecordIndex, Reading)> = None;
			let mut index = vehicle.odometer.newest;
			while let Some(current) = index {
				let reading = Readings::<T>::get(id, current)
					.ok_or("invariant 4: the chain of readings is broken")?;
				ensure!(
					reading.next == later.map(|(index, _)| index),
					"invariant 4: a reading does not name the one after it"
				);
				if let Some((_, later)) = later {
					ensure!(
						reading.taken_at <= later.taken_at,
						"invariant 4: readings are not in time order"
					);
					if later.km < reading.km {
						decreases = decreases.saturating_add(1);
					}
				}
				length = length.saturating_add(1);
				ensure!(
					length <= vehicle.records,
					"invariant 4: the chain of readings is a ring"
				);
				later = Some((current, reading));
				index = reading.previous;
			}
			ensure!(
				length == vehicle.odometer.readings && decreases == vehicle.odometer.decreases,
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
							RecordEntry::OdometerCorrected { evidence, .. },
						) => evidence == commitment,
						(
							DocumentKind::RegisterReceipt,
							RecordEntry::Transferred { receipt, .. },
						) => receipt == commitment,
						_ => false,
					})
				},
			};
			ensure!(
				stands,
				"invariant 5: a document does not stand where its entry says"
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
			all.iter()
				.zip(all.iter().skip(1))
				.all(|(earlier, later)| earlier.effective_from < later.effective_from),
			"invariant 6: terms are not in order of date"
		);
		Ok(())
	}
}
