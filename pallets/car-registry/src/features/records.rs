// SPDX-License-Identifier: Apache-2.0

//! The history: append only.

use crate::{pallet::*, types::*};
use seoul_chain_primitives::{Moment, PartyId};

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
}
