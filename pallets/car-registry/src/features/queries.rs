// SPDX-License-Identifier: Apache-2.0

//! Answers of the runtime API.

use crate::{
	pallet::*,
	runtime_api::{HistoryPage, SaleInfo},
	types::*,
	MAX_HISTORY_PAGE,
};
use seoul_chain_primitives::Moment;

impl<T: Config> Pallet<T> {
	/// The vehicle of a number, with its odometer verdict.
	pub fn vehicle_info(id: VehicleId) -> Option<VehicleInfo> {
		let vehicle = Vehicles::<T>::get(id)?;
		Some(VehicleInfo {
			verdict: vehicle.verdict(),
			odometer_km: vehicle.odometer.newest().map(|reading| reading.km),
			transfer_blocks: vehicle.transfer_blocks(),
			divergence: Divergences::<T>::get(id),
			vehicle,
		})
	}

	/// What is to be known of a sale today.
	pub fn sale_info(id: SaleId) -> Option<SaleInfo> {
		let sale = Sales::<T>::get(id)?;
		let now = Self::now();
		let terms = Self::terms_at(now);
		let late_fine = match (sale.stage.contract(), sale.stage.completed()) {
			(Some(contract), _) => terms.late_fine(contract.transfer_due, now),
			(None, Some(completed)) => completed.late_fine,
			(None, None) => None,
		};
		let claims = sale
			.stage
			.completed()
			.map_or(0, |completed| completed.claims);
		Some(SaleInfo {
			overdue: sale.is_overdue(now),
			late_fine,
			transfer_blocks: Vehicles::<T>::get(sale.vehicle)
				.map(|vehicle| vehicle.transfer_blocks())
				.unwrap_or_default(),
			warranty_claims: (0..claims)
				.map(ClaimNumber)
				.filter_map(|claim| Some((claim, WarrantyClaims::<T>::get(id, claim)?)))
				.collect(),
			divergence: Divergences::<T>::get(sale.vehicle),
			sale,
		})
	}

	/// The fine for a transfer by another title than a sale, if it were accepted now.
	pub fn title_late_fine(ground: TitleGround, since: Moment) -> Option<LateFine> {
		let now = Self::now();
		let terms = Self::terms_at(now);
		terms.late_fine(terms.title_transfer_due(ground, since), now)
	}

	/// At most `limit` (and [`MAX_HISTORY_PAGE`]) entries of a history, from number `from` on.
	pub fn history(id: VehicleId, from: RecordIndex, limit: u32) -> HistoryPage {
		let total = Vehicles::<T>::get(id).map_or(0, |vehicle| vehicle.records);
		let end = from.saturating_add(limit.min(MAX_HISTORY_PAGE)).min(total);
		HistoryPage {
			records: (from..end)
				.filter_map(|index| Some((index, Self::record(id, index)?)))
				.collect(),
			next: (end < total && from < end).then_some(end),
			divergence: Divergences::<T>::get(id),
		}
	}
}
