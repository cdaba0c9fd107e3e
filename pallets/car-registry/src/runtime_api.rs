// SPDX-License-Identifier: Apache-2.0

//! What any node answers about cars.

use crate::types::{
	AccessTag, DocumentKind, DocumentVerdict, PlateTag, Record, RecordIndex, Sale, SaleId,
	VehicleId, VehicleInfo, VinTag,
};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use seoul_chain_primitives::DocumentCommitment;

/// A page of a car's history.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct HistoryPage {
	/// Entries with their numbers, in order.
	pub records: Vec<(RecordIndex, Record)>,
	/// Where the next page starts; nothing if this is the last.
	pub next: Option<RecordIndex>,
}

sp_api::decl_runtime_apis! {
	/// 자동차 조회: questions about cars, answered from any block's state.
	pub trait CarRegistryApi {
		/// The vehicle of a number, with its odometer verdict.
		fn vehicle(vehicle: VehicleId) -> Option<VehicleInfo>;
		/// The vehicle of the code on a registration certificate.
		fn find_by_access_tag(tag: AccessTag) -> Option<VehicleId>;
		/// The vehicle of a VIN tag (for institutions that have the registrars' key).
		fn find_by_vin_tag(tag: VinTag) -> Option<VehicleId>;
		/// The vehicle of a plate tag (for institutions that have the registrars' key).
		fn find_by_plate_tag(tag: PlateTag) -> Option<VehicleId>;
		/// At most `limit` (and 100) entries of a vehicle's history, from number `from` on.
		fn history(vehicle: VehicleId, from: RecordIndex, limit: u32) -> HistoryPage;
		/// The sale of a number.
		fn sale(sale: SaleId) -> Option<Sale>;
		/// Whether a document was recorded for a vehicle, and what it is worth today.
		fn verify_document(
			vehicle: VehicleId,
			kind: DocumentKind,
			commitment: DocumentCommitment,
		) -> DocumentVerdict;
	}
}
