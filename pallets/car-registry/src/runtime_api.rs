// SPDX-License-Identifier: Apache-2.0

//! What any node answers about cars.

use crate::{
	encumbrance::Encumbrance,
	incident::{IncidentEntry, IncidentNumber},
	types::{
		AccessTag, ClaimNumber, Divergence, DocumentKind, DocumentVerdict, LateFine, PlateTag,
		Record, RecordIndex, Sale, SaleId, TitleGround, TransferBlock, VehicleId, VehicleInfo,
		VinTag, WarrantyClaim,
	},
};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use seoul_chain_primitives::{DocumentCommitment, Moment};

/// A page of a car's history.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct HistoryPage {
	/// Entries with their numbers, in order.
	pub records: Vec<(RecordIndex, Record)>,
	/// Where the next page starts; nothing if this is the last.
	pub next: Option<RecordIndex>,
	/// 등록 불일치, until it is resolved.
	pub divergence: Option<Divergence>,
}

/// A page of a car's incidents.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct IncidentPage {
	/// Incidents with their numbers, in order: where each stands, whether it counts, and its entry of the
	/// history.
	pub incidents: Vec<(IncidentNumber, IncidentEntry, Record)>,
	/// Where the next page starts; nothing if this is the last.
	pub next: Option<IncidentNumber>,
	/// 등록 불일치, until it is resolved.
	pub divergence: Option<Divergence>,
}

/// A sale with what is derived from it.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct SaleInfo {
	/// The sale.
	pub sale: Sale,
	/// Whether its deadline has passed, so that anyone may close it.
	pub overdue: bool,
	/// 지연 이전등록 과태료: what was fined, or would be if the registrar accepted now.
	pub late_fine: Option<LateFine>,
	/// 이전 불가 사유: for what the registrar would refuse the transfer now.
	pub transfer_blocks: Vec<TransferBlock>,
	/// 보증 청구.
	pub warranty_claims: Vec<(ClaimNumber, WarrantyClaim)>,
	/// 등록 불일치 of the car, until it is resolved.
	pub divergence: Option<Divergence>,
}

sp_api::decl_runtime_apis! {
	/// 자동차 조회: questions about cars, answered from any block's state.
	pub trait CarRegistryApi {
		/// The vehicle of a number, with its odometer verdict, what blocks a transfer, and whether the
		/// national register differs.
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
		/// Seizures and mortgages in force, in order of receipt.
		fn encumbrances(vehicle: VehicleId) -> Vec<Encumbrance>;
		/// At most `limit` (and 100) incidents, from number `from` on.
		fn incidents(vehicle: VehicleId, from: IncidentNumber, limit: u32) -> IncidentPage;
		/// Whether the national register differs, and in what.
		fn divergence(vehicle: VehicleId) -> Option<Divergence>;
		/// The sale of a number, with its fine, what blocks it, and its warranty claims.
		fn sale_info(sale: SaleId) -> Option<SaleInfo>;
		/// The fine for a transfer by another title that came about at `since`, if it were accepted now.
		fn title_late_fine(ground: TitleGround, since: Moment) -> Option<LateFine>;
	}
}
