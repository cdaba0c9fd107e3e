// SPDX-License-Identifier: Apache-2.0

//! Answers of the runtime API.

use crate::{pallet::*, runtime_api::HistoryPage, types::*, MAX_HISTORY_PAGE};

impl<T: Config> Pallet<T> {
	/// The vehicle of a number, with its odometer verdict.
	pub fn vehicle_info(id: VehicleId) -> Option<VehicleInfo> {
		let vehicle = Vehicles::<T>::get(id)?;
		let odometer_km = vehicle
			.odometer
			.newest
			.and_then(|newest| Readings::<T>::get(id, newest))
			.map(|reading| reading.km);
		Some(VehicleInfo {
			verdict: vehicle.verdict(),
			odometer_km,
			vehicle,
		})
	}

	/// At most `limit` (and [`MAX_HISTORY_PAGE`]) entries of a history, from number `from` on.
	pub fn history(id: VehicleId, from: RecordIndex, limit: u32) -> HistoryPage {
		let total = Vehicles::<T>::get(id).map_or(0, |vehicle| vehicle.records);
		let end = from.saturating_add(limit.min(MAX_HISTORY_PAGE)).min(total);
		HistoryPage {
			records: (from..end)
				.filter_map(|index| Some((index, Records::<T>::get(id, index)?)))
				.collect(),
			next: (end < total && from < end).then_some(end),
		}
	}
}
