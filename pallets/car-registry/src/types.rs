// SPDX-License-Identifier: Apache-2.0

//! What the register holds.

use crate::form82::{AccidentHistory, InspectionForm};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use seoul_chain_primitives::{AgencyId, DistrictCode, DocumentCommitment, Moment, PartyId};
use serde::{Deserialize, Serialize};
use sp_core::H256;

/// Derives what every type of this pallet that goes over the wire needs.
macro_rules! wire_types {
	($($(#[$attribute:meta])* $visibility:vis $kind:ident $name:ident $body:tt $(;)?)+) => {
		$(
			$(#[$attribute])*
			#[derive(
				Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
			)]
			$visibility $kind $name $body
		)+
	};
}
pub(crate) use wire_types;

/// Number of a vehicle in this register: 16 random bytes, which say nothing of the VIN or plate.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
pub struct VehicleId(pub [u8; 16]);

/// Number of a sale, in order of drafting.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
pub struct SaleId(pub u64);

/// Number of an entry in one vehicle's history, from 0.
pub type RecordIndex = u32;

macro_rules! tags {
	($($(#[$attribute:meta])* $name:ident)+) => {
		$(
			$(#[$attribute])*
			#[derive(
				Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, PartialEq,
				Eq,
			)]
			pub struct $name(pub H256);
		)+
	};
}

tags! {
	/// 차대번호 태그: BLAKE2b-256 of the vehicle identification number, keyed with the registrars'
	/// shared key. Unique per car; tells nothing to who does not have the key.
	VinTag
	/// 번호판 태그: BLAKE2b-256 of the registration plate, keyed as [`VinTag`].
	PlateTag
	/// 열람 태그: BLAKE2b-256 of the VIN and the secret code printed on the registration certificate.
	/// Whoever is shown the certificate finds the car by it. A transfer issues a new code.
	AccessTag
}

wire_types! {
	/// 용도: what the vehicle is registered for.
	#[derive(Copy)]
	pub enum VehicleUse {
		/// 자가용: private use.
		Private,
		/// 영업용: for hire, such as taxis and freight.
		Business,
		/// 대여용: rental.
		Rental,
		/// 관용: official use.
		Official,
	}

	/// 연료: what drives the vehicle.
	#[derive(Copy)]
	pub enum Fuel {
		/// 휘발유: petrol.
		Gasoline,
		/// 경유: diesel.
		Diesel,
		/// 액화석유가스: liquefied petroleum gas.
		Lpg,
		/// 압축천연가스: compressed natural gas.
		Cng,
		/// 하이브리드: hybrid of any kind.
		Hybrid,
		/// 전기: battery electric.
		Electric,
		/// 수소: hydrogen fuel cell.
		Hydrogen,
		/// 기타: any other.
		Other,
	}

	/// 이력의 시작: what is known of the car from before its registration here.
	#[derive(Copy)]
	pub enum VehicleOrigin {
		/// 신차: registered here as a new car, so that its history is whole.
		New,
		/// 중고 수입차: imported used; its readings abroad are unknown.
		ImportedUsed,
		/// 기존 등록차: taken over from the earlier register; its readings before are unknown.
		Legacy,
	}

	/// What a registrar states to register a vehicle.
	pub struct VehicleRegistration {
		/// 차대번호 태그.
		pub vin_tag: VinTag,
		/// 번호판 태그.
		pub plate_tag: PlateTag,
		/// 열람 태그: from the code printed on the registration certificate.
		pub access_tag: AccessTag,
		/// 용도.
		pub usage: VehicleUse,
		/// 연료.
		pub fuel: Fuel,
		/// 이력의 시작.
		pub origin: VehicleOrigin,
		/// 최초등록일: Unix time in milliseconds; not in the future.
		pub first_registered_at: Moment,
		/// 등록 시 주행거리: kilometres at registration.
		pub odometer_km: u32,
		/// 소유자: a citizen by card index, or an agency.
		pub owner: PartyId,
	}

	/// 제시: the car stands with a dealer for sale.
	#[derive(Copy)]
	pub struct Listing {
		/// 매매업자.
		pub dealer: AgencyId,
		/// 제시일: Unix time in milliseconds.
		pub since: Moment,
	}

	/// 차량 상태.
	#[derive(Copy)]
	pub enum VehicleStatus {
		/// 등록: with its owner, not for sale.
		Registered,
		/// 제시: with a dealer for sale.
		Listed(Listing),
		/// 매매 진행 중: an open sale names this car.
		SalePending {
			/// The open sale.
			sale: SaleId,
			/// The listing to which the car returns if the sale does not come about.
			listing: Option<Listing>,
		},
	}

	/// 주행거리 요약: what the verdict needs, kept up to date with every reading.
	#[derive(Copy, Default)]
	pub struct OdometerSummary {
		/// Readings placed in time order.
		pub readings: u32,
		/// Neighbouring readings of which the later one is lower.
		pub decreases: u32,
		/// The latest reading by the time it was taken.
		pub newest: Option<RecordIndex>,
	}

	/// 자동차 등록 사항.
	pub struct Vehicle {
		/// 차대번호 태그.
		pub vin_tag: VinTag,
		/// 번호판 태그.
		pub plate_tag: PlateTag,
		/// 열람 태그.
		pub access_tag: AccessTag,
		/// 용도.
		pub usage: VehicleUse,
		/// 연료.
		pub fuel: Fuel,
		/// 이력의 시작.
		pub origin: VehicleOrigin,
		/// 최초등록일: Unix time in milliseconds.
		pub first_registered_at: Moment,
		/// 사용본거지: the district whose registrar keeps this car.
		pub district: DistrictCode,
		/// 소유자.
		pub owner: PartyId,
		/// 차량 상태.
		pub status: VehicleStatus,
		/// 이력 건수: entries in the history.
		pub records: u32,
		/// 최근 성능·상태점검기록: the inspection record filed last.
		pub latest_inspection: Option<RecordIndex>,
		/// 주행거리 요약.
		pub odometer: OdometerSummary,
	}

	/// 주행거리 출처: who read the odometer, and on what occasion.
	#[derive(Copy)]
	pub enum OdometerSource {
		/// 등록 시: read by the registrar at registration.
		Registration,
		/// 성능·상태점검: read by the inspector for form 82.
		Inspection,
		/// 정비: read by a repair shop (자동차정비업자).
		Repair,
		/// 보험: read by an insurer.
		Insurance,
		/// 정기검사: read by the periodic-inspection body.
		PeriodicInspection,
	}

	/// What a reporter states about an odometer.
	#[derive(Copy)]
	pub struct OdometerReport {
		/// 주행거리: kilometres shown.
		pub km: u32,
		/// 측정 시각: when it was read, Unix time in milliseconds; not in the future.
		pub taken_at: Moment,
		/// 출처: which of the reporter's roles it acts in.
		pub source: OdometerSource,
	}

	/// 주행거리 표시: how a reading compared with its neighbours in time when it was stored.
	#[derive(Copy)]
	pub enum ReadingFlag {
		/// 정상: neither below the reading before it nor above the one after it.
		Consistent,
		/// 감소: below the reading before it.
		BelowEarlier,
		/// 초과: above the reading after it (filed late).
		AboveLater,
		/// 미판정: taken before so many later readings that it was stored without being placed.
		NotPlaced,
	}

	/// 주행거리 판정: after the Dutch vehicle authority (RDW): what the readings say as a whole.
	#[derive(Copy)]
	pub enum OdometerVerdict {
		/// 정상: at least two readings, none of which decreases.
		Logical,
		/// 비정상: at least one reading is below an earlier one and has not been corrected.
		Illogical,
		/// 판정 불가.
		NoJudgement(NoJudgementReason),
	}

	/// 판정 불가 사유.
	#[derive(Copy)]
	pub enum NoJudgementReason {
		/// 기록 부족: fewer than two readings.
		TooFewReadings,
		/// 중고 수입차: the readings before import are unknown.
		Import,
		/// 기존 등록차: the readings before the take-over are unknown.
		Legacy,
	}

	/// One odometer reading in time order; a link of the chain over which the verdict is kept.
	#[derive(Copy)]
	pub struct Reading {
		/// Kilometres in force: as reported, or as corrected last.
		pub km: u32,
		/// When it was read, Unix time in milliseconds.
		pub taken_at: Moment,
		/// The reading taken before.
		pub previous: Option<RecordIndex>,
		/// The reading taken after.
		pub next: Option<RecordIndex>,
	}

	/// 이력 한 건: one entry of a vehicle's history. Entries are appended and never changed.
	pub struct Record {
		/// 기록 시각: Unix time in milliseconds.
		pub recorded_at: Moment,
		/// 기록자: the party that answers for the entry.
		pub by: PartyId,
		/// 내용.
		pub entry: RecordEntry,
	}

	/// 이력 내용.
	#[allow(clippy::large_enum_variant)]
	pub enum RecordEntry {
		/// 신규 등록: the car was registered, with its first odometer reading.
		Registered {
			/// First owner in this register.
			owner: PartyId,
			/// District of registration.
			district: DistrictCode,
			/// Kilometres at registration.
			odometer_km: u32,
		},
		/// 번호 변경: the plate was changed.
		PlateChanged {
			/// Tag of the plate before.
			old: PlateTag,
			/// Tag of the plate from now on.
			new: PlateTag,
		},
		/// 주행거리: an odometer reading.
		Odometer {
			/// As reported.
			report: OdometerReport,
			/// How it compared with its neighbours.
			flag: ReadingFlag,
		},
		/// 주행거리 정정: a reading was corrected; the reading itself stays as it was reported.
		OdometerCorrected {
			/// The history entry that holds the reading.
			reading: RecordIndex,
			/// Kilometres in force before.
			old_km: u32,
			/// Kilometres in force from now on.
			new_km: u32,
			/// Commitment to the evidence.
			evidence: DocumentCommitment,
		},
		/// 성능·상태점검기록: an inspection record (form 82).
		Inspected(InspectionRecord),
		/// 제시: the owner placed the car with a dealer.
		Listed {
			/// The dealer.
			dealer: AgencyId,
		},
		/// 제시 철회: the car went back from the dealer.
		Returned {
			/// The dealer.
			dealer: AgencyId,
		},
		/// 매매계약: seller and buyer signed.
		SaleSigned {
			/// The sale.
			sale: SaleId,
			/// Commitment to the contract both signed.
			contract: DocumentCommitment,
		},
		/// 매매 불성립: a signed sale ended without a transfer.
		SaleEnded {
			/// The sale, whose stage tells why.
			sale: SaleId,
		},
		/// 이전등록: the registrar accepted the transfer, and ownership moved.
		Transferred {
			/// The sale.
			sale: SaleId,
			/// Owner before.
			old_owner: PartyId,
			/// Owner from now on.
			new_owner: PartyId,
			/// Commitment to the receipt of the national register.
			receipt: DocumentCommitment,
		},
	}

	/// 성능·상태점검기록: as filed, with what the register derives from it.
	pub struct InspectionRecord {
		/// Commitment to the document.
		pub document: DocumentCommitment,
		/// The form's codes.
		pub form: InspectionForm,
		/// 사고이력: derived from the panels, never stated by the caller.
		pub accident: AccidentHistory,
		/// How its odometer reading compared with its neighbours.
		pub flag: ReadingFlag,
		/// 제출 기한 경과: filed after the legal period.
		pub filed_late: bool,
		/// 유효기간 만료: until when a dealer may disclose it, Unix time in milliseconds.
		pub valid_until: Moment,
	}

	/// 계약서 종류: which statutory contract form a sale uses.
	#[derive(Copy)]
	pub enum ContractKind {
		/// 당사자 거래용: between private parties.
		BetweenParties,
		/// 매매업자 거래용: by a dealer, of its own or a listed car.
		Dealer,
	}

	/// 당사자: a side of a sale.
	#[derive(Copy)]
	pub enum Side {
		/// 양도인: the owner.
		Seller,
		/// 양수인.
		Buyer,
		/// 매매업자: the dealer that drafted the sale.
		Dealer,
	}

	/// 고지: what the buyer saw of the car's condition before signing.
	#[derive(Copy)]
	pub enum Disclosure {
		/// 점검기록 확인: the buyer acknowledged this inspection record.
		Inspection {
			/// Its entry in the history.
			record: RecordIndex,
		},
		/// 점검기록 없음: private parties agreed to do without.
		Waived,
	}

	/// 매매 단계.
	#[derive(Copy)]
	pub enum SaleStage {
		/// 작성: drafted.
		Draft,
		/// 고지: the buyer acknowledged the inspection record, or waived it.
		Disclosed(Disclosure),
		/// 일방 서명: one side has signed.
		SignedByOne {
			/// What was disclosed.
			disclosure: Disclosure,
			/// The side that has signed.
			by: Side,
		},
		/// 계약: both sides have signed; waits for the registrar.
		Signed {
			/// What was disclosed.
			disclosure: Disclosure,
			/// When the second side signed, Unix time in milliseconds.
			signed_at: Moment,
			/// The side that asked to cancel, if one did.
			cancellation_requested_by: Option<Side>,
		},
		/// 이전등록 완료: the registrar accepted.
		Transferred {
			/// What was disclosed.
			disclosure: Disclosure,
			/// When, Unix time in milliseconds.
			at: Moment,
			/// Commitment to the receipt of the national register.
			receipt: DocumentCommitment,
		},
		/// 취소.
		Cancelled {
			/// When, Unix time in milliseconds.
			at: Moment,
			/// By whom (of a signed sale: the side that agreed).
			by: Side,
		},
		/// 이전등록 반려: the registrar refused.
		Rejected {
			/// When, Unix time in milliseconds.
			at: Moment,
			/// Commitment to the written reason.
			reason: DocumentCommitment,
		},
		/// 기한 경과: its deadline passed.
		Expired {
			/// When it was noted, Unix time in milliseconds.
			at: Moment,
		},
	}

	/// 매매.
	#[derive(Copy)]
	pub struct Sale {
		/// The car.
		pub vehicle: VehicleId,
		/// 계약서 종류.
		pub contract_kind: ContractKind,
		/// 양도인: the owner when the sale was drafted.
		pub seller: PartyId,
		/// 매매업자, at a dealer's sale.
		pub dealer: Option<AgencyId>,
		/// 양수인.
		pub buyer: PartyId,
		/// Commitment to the contract document.
		pub contract: DocumentCommitment,
		/// When it was drafted, Unix time in milliseconds.
		pub drafted_at: Moment,
		/// Until when its next step must happen, Unix time in milliseconds.
		pub expires_at: Moment,
		/// 단계.
		pub stage: SaleStage,
	}

	/// What a registrar states to accept a transfer.
	#[derive(Copy)]
	pub struct TransferAcceptance {
		/// Commitment to the receipt of the national register.
		pub receipt: DocumentCommitment,
		/// 새 열람 태그: from the code printed on the new owner's certificate.
		pub new_access_tag: AccessTag,
		/// 새 번호판 태그, if the plate changes with the owner.
		pub new_plate_tag: Option<PlateTag>,
		/// 새 사용본거지, if the new owner keeps the car in another district.
		pub new_district: Option<DistrictCode>,
	}

	/// 문서 종류.
	#[derive(Copy)]
	pub enum DocumentKind {
		/// 성능·상태점검기록부 (form 82).
		InspectionRecord,
		/// 자동차양도증명서 (당사자 거래용).
		ContractBetweenParties,
		/// 자동차양도증명서 (매매업자 거래용).
		ContractDealer,
		/// 등록원부 접수증: receipt of the national register.
		RegisterReceipt,
		/// 정정 증빙: evidence for an odometer correction.
		CorrectionEvidence,
	}

	/// Where a recorded document stands.
	#[derive(Copy)]
	pub enum DocumentSource {
		/// In an entry of the car's history.
		Record(RecordIndex),
		/// In a sale that both sides signed.
		Sale(SaleId),
	}

	/// A document that was recorded for a vehicle.
	#[derive(Copy)]
	pub struct DocumentEntry {
		/// When, Unix time in milliseconds.
		pub recorded_at: Moment,
		/// By which party.
		pub by: PartyId,
		/// Where it stands.
		pub source: DocumentSource,
	}

	/// 효력: what a recorded document is worth today.
	#[derive(Copy)]
	pub enum Standing {
		/// 유효: in force.
		InForce,
		/// 대체됨: a later document of its kind replaced it.
		Superseded,
		/// 유효기간 경과: too old to be disclosed at a sale.
		OutOfDate,
		/// 불성립: its sale was cancelled, rejected or expired.
		Void,
	}

	/// 문서 확인 결과.
	#[derive(Copy)]
	pub enum DocumentVerdict {
		/// 기록 없음: no such document was recorded for this car. A forged or altered copy shows this.
		NotRecorded,
		/// 기록됨: these very bytes were recorded.
		Recorded {
			/// Who recorded it, when and where.
			entry: DocumentEntry,
			/// What it is worth today.
			standing: Standing,
		},
	}

	/// A vehicle with what is derived from it.
	pub struct VehicleInfo {
		/// The entry of the register.
		pub vehicle: Vehicle,
		/// 주행거리 판정.
		pub verdict: OdometerVerdict,
		/// Kilometres of the latest reading.
		pub odometer_km: Option<u32>,
	}
}

/// 법정 기준: periods and limits that law or an office sets, dated by the calls that set them.
///
/// Spans are in milliseconds. A development chain compresses a legal day into seconds.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct LegalTerms {
	/// How old an inspection record may be when a dealer's buyer acknowledges it and signs:
	/// 120 days (자동차관리법 §58①1, 시행규칙 §120②).
	pub inspection_validity: Moment,
	/// Within what time of the inspection its record is to be filed: 3 days (시행규칙 §116②).
	pub inspection_filing_period: Moment,
	/// How long a sale may take from its draft to the second signature.
	pub draft_lifetime: Moment,
	/// How long after the second signature the registrar may accept. The new owner must apply within
	/// 15 days (자동차등록령 §26); what comes later is accepted but fined.
	pub acceptance_period: Moment,
	/// The highest reading that is taken for one, in kilometres.
	pub max_odometer_km: u32,
}

impl Default for LegalTerms {
	/// The periods of the law as of 2026.
	fn default() -> Self {
		use seoul_chain_primitives::chain::DAY;
		Self {
			inspection_validity: DAY.saturating_mul(120),
			inspection_filing_period: DAY.saturating_mul(3),
			draft_lifetime: DAY.saturating_mul(30),
			acceptance_period: DAY.saturating_mul(60),
			max_odometer_km: 2_000_000,
		}
	}
}

impl LegalTerms {
	/// Whether every period and limit is above zero.
	pub fn is_valid(&self) -> bool {
		self.inspection_validity > 0
			&& self.inspection_filing_period > 0
			&& self.draft_lifetime > 0
			&& self.acceptance_period > 0
			&& self.max_odometer_km > 0
	}
}

/// Terms with the time from which they apply.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub struct DatedTerms {
	/// Unix time in milliseconds.
	pub effective_from: Moment,
	/// The terms.
	pub terms: LegalTerms,
}

impl Vehicle {
	/// 주행거리 판정: what the readings say as a whole.
	pub fn verdict(&self) -> OdometerVerdict {
		if self.odometer.decreases > 0 {
			return OdometerVerdict::Illogical;
		}
		match self.origin {
			VehicleOrigin::ImportedUsed => OdometerVerdict::NoJudgement(NoJudgementReason::Import),
			VehicleOrigin::Legacy => OdometerVerdict::NoJudgement(NoJudgementReason::Legacy),
			VehicleOrigin::New if self.odometer.readings < 2 => {
				OdometerVerdict::NoJudgement(NoJudgementReason::TooFewReadings)
			},
			VehicleOrigin::New => OdometerVerdict::Logical,
		}
	}
}

impl VehicleStatus {
	/// The listing in force, also while a sale is open.
	pub const fn listing(&self) -> Option<Listing> {
		match self {
			Self::Registered => None,
			Self::Listed(listing) => Some(*listing),
			Self::SalePending { listing, .. } => *listing,
		}
	}

	/// The status without an open sale.
	#[must_use]
	pub const fn without_sale(self) -> Self {
		match self.listing() {
			Some(listing) => Self::Listed(listing),
			None => Self::Registered,
		}
	}
}

impl SaleStage {
	/// Whether the sale can still come about.
	pub const fn is_open(&self) -> bool {
		matches!(
			self,
			Self::Draft | Self::Disclosed(_) | Self::SignedByOne { .. } | Self::Signed { .. }
		)
	}
}

impl Sale {
	/// Whether the sale is open and its deadline has passed at `now`.
	pub const fn is_overdue(&self, now: Moment) -> bool {
		self.stage.is_open() && now > self.expires_at
	}

	/// The side that `party` is on, as seller or buyer.
	pub fn side_of(&self, party: PartyId) -> Option<Side> {
		if party == self.seller {
			Some(Side::Seller)
		} else if party == self.buyer {
			Some(Side::Buyer)
		} else {
			None
		}
	}
}

impl ContractKind {
	/// The kind of document that a contract of this kind is.
	pub const fn document_kind(self) -> DocumentKind {
		match self {
			Self::BetweenParties => DocumentKind::ContractBetweenParties,
			Self::Dealer => DocumentKind::ContractDealer,
		}
	}
}

impl RecordEntry {
	/// On what occasion this entry's odometer reading was taken, if it holds one.
	pub const fn odometer_source(&self) -> Option<OdometerSource> {
		match self {
			Self::Registered { .. } => Some(OdometerSource::Registration),
			Self::Odometer { report, .. } => Some(report.source),
			Self::Inspected(_) => Some(OdometerSource::Inspection),
			_ => None,
		}
	}
}
