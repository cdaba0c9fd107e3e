// SPDX-License-Identifier: Apache-2.0

//! What the register holds.

use crate::{
	encumbrance::{EncumbranceId, EncumbranceKind, EncumbranceSummary},
	form82::{AccidentHistory, InspectionForm},
	incident::{Condition, IncidentNumber, IncidentReport},
	odometer::{MeterChange, OdometerSummary},
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use seoul_chain_primitives::{
	calendar::end_of_month_after, dated, wire_types, AgencyId, Balance, DistrictCode,
	DocumentCommitment, Moment, PartyId,
};
use serde::{Deserialize, Serialize};
use sp_core::H256;

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

/// Version of the registrars' key, from 0.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
pub struct TagKeyVersion(pub u16);

/// Number of a warranty claim of one sale, from 0.
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
pub struct ClaimNumber(pub u8);

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
		/// 태그 키 버전: the version of the registrars' key with which VIN and plate tags were computed.
		pub tag_key: TagKeyVersion,
		/// 이전 키의 차대번호 태그: the VIN tag under the version before, while cars still have tags under
		/// it, so that no car is registered a second time under the new key.
		pub earlier_vin_tag: Option<VinTag>,
	}

	/// What a registrar states to register a deregistered vehicle again.
	#[derive(Copy)]
	pub struct Reregistration {
		/// 번호판 태그.
		pub plate_tag: PlateTag,
		/// 열람 태그: from the code printed on the new registration certificate.
		pub access_tag: AccessTag,
		/// 소유자.
		pub owner: PartyId,
		/// 주행거리: kilometres at the new registration.
		pub odometer_km: u32,
		/// Commitment to the papers.
		pub document: DocumentCommitment,
	}

	/// 말소 사유.
	#[derive(Copy)]
	pub enum DeregistrationReason {
		/// 폐차: for good, after a dismantler has certified that it has the car.
		Scrap,
		/// 수출.
		Export,
		/// 도난: the police has reported it.
		Theft,
		/// 직권: by the office itself.
		ExOfficio,
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
		/// 말소: no longer registered. Its plate is free; its VIN is not.
		Deregistered {
			/// 말소 사유.
			reason: DeregistrationReason,
			/// When, Unix time in milliseconds.
			at: Moment,
		},
	}

	/// 자동차 등록 사항.
	pub struct Vehicle {
		/// 차대번호 태그.
		pub vin_tag: VinTag,
		/// 번호판 태그.
		pub plate_tag: PlateTag,
		/// 열람 태그.
		pub access_tag: AccessTag,
		/// 태그 키 버전: with which VIN and plate tags were computed.
		pub tag_key: TagKeyVersion,
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
		/// 최근 접수증: the national register's receipt of the car's last transfer.
		pub latest_receipt: Option<DocumentCommitment>,
		/// 압류·저당 요약.
		pub encumbrances: EncumbranceSummary,
		/// 사고 등 건수: incidents reported.
		pub incidents: u32,
		/// 차량의 처지.
		pub condition: Condition,
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
		/// 과다: more kilometres since the reading before it than a car is taken to drive. A warning; the
		/// verdict does not depend on it.
		Implausible,
	}

	/// A reading in a batch.
	#[derive(Copy)]
	pub struct BatchReading {
		/// The car.
		pub vehicle: VehicleId,
		/// 주행거리: kilometres shown.
		pub km: u32,
		/// 측정 시각: when it was read, Unix time in milliseconds; not in the future.
		pub taken_at: Moment,
	}

	/// What a repair shop states about a new odometer.
	#[derive(Copy)]
	pub struct MeterReplacement {
		/// 교체 사유.
		pub change: MeterChange,
		/// 교체 시각: Unix time in milliseconds; not in the future.
		pub replaced_at: Moment,
		/// Kilometres that the old odometer showed last.
		pub old_km: u32,
		/// Kilometres that the new one shows first.
		pub new_km: u32,
		/// Commitment to the certificate.
		pub certificate: DocumentCommitment,
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
		/// 계기 교체: the odometer was replaced.
		MeterReplaced,
		/// 계기 한 바퀴: the odometer began at zero again.
		MeterRollover,
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
	#[allow(clippy::large_enum_variant)] // One entry is stored at a time, and a box encodes to the same bytes.
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
			old_plate_tag: PlateTag,
			/// Tag of the plate from now on.
			new_plate_tag: PlateTag,
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
			/// 지연 이전등록 과태료: what the law fines for coming late.
			late_fine: Option<LateFine>,
		},
		/// 계기 교체: the odometer was replaced, and this is the new one's first reading.
		MeterReplaced {
			/// As stated.
			replacement: MeterReplacement,
			/// How it compared with its neighbours.
			flag: ReadingFlag,
		},
		/// 압류 또는 저당 등록.
		EncumbrancePlaced {
			/// Its number.
			encumbrance: EncumbranceId,
			/// 갑 or 을.
			kind: EncumbranceKind,
			/// Commitment to the order or the contract.
			document: DocumentCommitment,
		},
		/// 압류 또는 저당 말소.
		EncumbranceReleased {
			/// Its number.
			encumbrance: EncumbranceId,
			/// 갑 or 을.
			kind: EncumbranceKind,
			/// Commitment to the release.
			document: DocumentCommitment,
		},
		/// 사고 등.
		Incident {
			/// Its number.
			number: IncidentNumber,
			/// As reported.
			report: IncidentReport,
		},
		/// 사고 등 신고 철회: it had been reported by mistake.
		IncidentWithdrawn {
			/// Its number.
			number: IncidentNumber,
			/// Commitment to the evidence.
			evidence: DocumentCommitment,
		},
		/// 수리검사 합격: a total loss was repaired and inspected.
		RepairInspected {
			/// Commitment to the certificate.
			document: DocumentCommitment,
		},
		/// 폐차 인수: a dismantler has the car.
		ScrapCertified {
			/// Commitment to the certificate.
			document: DocumentCommitment,
		},
		/// 폐차 인수 철회: a dismantler had said by mistake that it has the car.
		ScrapCertificateWithdrawn {
			/// The history entry of the certificate.
			certificate: RecordIndex,
			/// Commitment to the evidence.
			evidence: DocumentCommitment,
		},
		/// 말소.
		Deregistered {
			/// 말소 사유.
			reason: DeregistrationReason,
			/// Commitment to the papers.
			document: DocumentCommitment,
		},
		/// 재등록: registered again, with an odometer reading.
		Reregistered {
			/// Owner before.
			old_owner: PartyId,
			/// Owner from now on.
			new_owner: PartyId,
			/// District of registration.
			district: DistrictCode,
			/// Kilometres at registration.
			odometer_km: u32,
			/// Commitment to the papers.
			document: DocumentCommitment,
		},
		/// 이전등록 (매매 외): ownership moved by another title than a sale.
		TransferredByTitle {
			/// By which.
			title: TitleTransfer,
			/// Owner before.
			old_owner: PartyId,
			/// Commitment to the receipt of the national register.
			receipt: DocumentCommitment,
			/// 지연 이전등록 과태료.
			late_fine: Option<LateFine>,
			/// Encumbrances that a public sale cleared.
			cleared: EncumbranceSummary,
		},
		/// 계약 해제: the sale was undone, and the car went back.
		Rescinded {
			/// The sale.
			sale: SaleId,
			/// Owner before: the buyer.
			old_owner: PartyId,
			/// Owner from now on: the seller.
			new_owner: PartyId,
			/// Commitment to the receipt of the national register.
			receipt: DocumentCommitment,
		},
		/// 등록 불일치: the national register differs.
		DivergenceRecorded {
			/// In what.
			item: DivergentItem,
			/// Commitment to the written reason.
			reason: DocumentCommitment,
		},
		/// 등록 불일치 해소.
		DivergenceResolved {
			/// Commitment to the evidence.
			document: DocumentCommitment,
		},
		/// 태그 갱신: VIN and plate have tags under another version of the registrars' key.
		Retagged {
			/// The version.
			tag_key: TagKeyVersion,
		},
		/// 등록증 재발급: the certificate has a new code.
		CertificateRenewed,
		/// 계기 교체 철회: a replacement of the odometer had been recorded by mistake.
		MeterReplacementWithdrawn {
			/// The history entry of the replacement.
			reading: RecordIndex,
			/// Commitment to the evidence.
			evidence: DocumentCommitment,
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
		/// 증여: a gift; nothing is paid.
		Gift,
	}

	/// 대금 지급 방법, as drafted. Amounts are in millionths of a won.
	#[derive(Copy)]
	pub enum PaymentTerms {
		/// 별도 지급: outside the chain; both sides confirm. Also for a gift.
		OffChain,
		/// 예치 지급: the buyer's won are held and paid out when the registrar accepts.
		OnChain {
			/// 매매대금: for the seller.
			price: Balance,
			/// 알선 수수료: for the dealer, apart from the price. Only at a brokered sale.
			dealer_fee: Balance,
		},
	}

	/// 지급: how the price was paid.
	#[derive(Copy)]
	pub enum Payment {
		/// 무상: a gift.
		Gratuitous,
		/// 별도 지급 확인: both sides said so.
		Confirmed {
			/// When, Unix time in milliseconds.
			at: Moment,
		},
		/// 예치: held on the buyer's account.
		Held {
			/// Price and dealer's fee together.
			amount: Balance,
			/// When, Unix time in milliseconds.
			at: Moment,
		},
		/// 미확인: the seller forced the transfer, and nobody confirmed a payment.
		Unconfirmed,
	}

	/// 진행 중인 신청: what a side has asked for while a signed sale waits.
	#[derive(Copy)]
	pub enum SaleRequest {
		/// 없음.
		None,
		/// 취소: waits for the other side.
		Cancellation {
			/// The side that asks.
			by: Side,
		},
		/// 양도인 신청 이전등록: the buyer did not apply in time, and the seller does.
		ForcedTransfer {
			/// Commitment to the application.
			application: DocumentCommitment,
			/// From when the registrar may accept without the buyer, Unix time in milliseconds.
			accept_from: Moment,
		},
	}

	/// 성립된 계약.
	#[derive(Copy)]
	pub struct Concluded {
		/// What was disclosed.
		pub disclosure: Disclosure,
		/// When the second side signed, Unix time in milliseconds.
		pub signed_at: Moment,
		/// 이전등록 신청 기한: until when the law asks for the transfer, Unix time in milliseconds.
		pub transfer_due: Moment,
		/// What a side has asked for since.
		pub request: SaleRequest,
	}

	/// 보증: what the dealer answers for after delivery.
	#[derive(Copy)]
	pub enum Warranty {
		/// 없음: a private sale or a gift.
		None,
		/// 보증 중: until the time or the kilometres, whichever comes first.
		Until {
			/// Unix time in milliseconds.
			at: Moment,
			/// Kilometres.
			km: u32,
		},
	}

	/// 이전된 매매.
	#[derive(Copy)]
	pub struct Completed {
		/// What was disclosed.
		pub disclosure: Disclosure,
		/// How it was paid.
		pub payment: Payment,
		/// When the car was delivered, Unix time in milliseconds.
		pub delivered_at: Moment,
		/// When the registrar accepted, Unix time in milliseconds.
		pub transferred_at: Moment,
		/// Commitment to the receipt of the national register.
		pub receipt: DocumentCommitment,
		/// 지연 이전등록 과태료.
		pub late_fine: Option<LateFine>,
		/// 보증.
		pub warranty: Warranty,
		/// Warranty claims filed.
		pub claims: u8,
	}

	/// 지연 이전등록 과태료: computed here, collected by the office.
	#[derive(Copy)]
	pub struct LateFine {
		/// Until when the law asked for the transfer, Unix time in milliseconds.
		pub due: Moment,
		/// Days late; a day begun counts.
		pub days: u32,
		/// In millionths of a won.
		pub amount: Balance,
	}

	/// 해제 사유 (자동차관리법 §58의6).
	#[derive(Copy)]
	pub enum RescissionGround {
		/// 주행거리 상이: 30 days.
		Mileage,
		/// 사고이력 상이: 30 days.
		Accident,
		/// 침수 미고지: 90 days.
		Flood,
	}

	/// 해제 요구.
	#[derive(Copy)]
	pub struct RescissionRequest {
		/// On what ground.
		pub ground: RescissionGround,
		/// Commitment to the evidence.
		pub evidence: DocumentCommitment,
		/// When, Unix time in milliseconds.
		pub requested_at: Moment,
	}

	/// 대금 반환: how a rescinded price comes back.
	#[derive(Copy)]
	pub enum Refund {
		/// 별도 반환: outside the chain.
		OffChain,
		/// 예치 반환: held of who gives it back, and paid to the buyer when the registrar accepts.
		Held {
			/// Who gives it back.
			by: PartyId,
			/// How much.
			amount: Balance,
		},
		/// 판결: a court has ordered it.
		ByJudgment {
			/// Commitment to the judgment.
			judgment: DocumentCommitment,
		},
	}

	/// 하자 보증 청구.
	#[derive(Copy)]
	pub struct WarrantyClaim {
		/// When, Unix time in milliseconds.
		pub filed_at: Moment,
		/// Commitment to the claim.
		pub document: DocumentCommitment,
		/// The dealer's answer.
		pub answer: ClaimAnswer,
	}

	/// 보증 청구에 대한 답.
	#[derive(Copy)]
	pub enum ClaimAnswer {
		/// 답변 전.
		Pending,
		/// 수용: the dealer repairs or pays.
		Granted {
			/// Commitment to the answer.
			document: DocumentCommitment,
		},
		/// 거절.
		Refused {
			/// Commitment to the answer.
			document: DocumentCommitment,
		},
	}

	/// What a dealer decides about a warranty claim.
	#[derive(Copy)]
	pub enum ClaimDecision {
		/// 수용.
		Grant,
		/// 거절.
		Refuse,
	}

	/// 매매 외 이전 사유.
	#[derive(Copy)]
	pub enum TitleGround {
		/// 상속.
		Inheritance,
		/// 공매·경매: clears seizures and mortgages.
		PublicSale,
		/// 판결.
		Judgment,
	}

	/// What a registrar states of a transfer by another title than a sale.
	#[derive(Copy)]
	pub struct TitleTransfer {
		/// 사유.
		pub ground: TitleGround,
		/// 새 소유자.
		pub new_owner: PartyId,
		/// 사유 발생 시각: when it came about, Unix time in milliseconds; not in the future.
		pub since: Moment,
		/// Commitment to the papers: certificate of inheritance, sale order, judgment.
		pub basis: DocumentCommitment,
	}

	/// 불일치 항목.
	#[derive(Copy)]
	pub enum DivergentItem {
		/// 소유자.
		Owner,
		/// 번호판.
		Plate,
		/// 압류·저당.
		Encumbrance,
		/// 주행거리.
		Odometer,
		/// 등록 상태.
		Status,
		/// 기타.
		Other,
	}

	/// 등록 불일치: the national register differs, and prevails.
	#[derive(Copy)]
	pub struct Divergence {
		/// In what.
		pub item: DivergentItem,
		/// Commitment to the written reason.
		pub reason: DocumentCommitment,
		/// Since when it is recorded, Unix time in milliseconds.
		pub since: Moment,
		/// By which office.
		pub by: AgencyId,
		/// Its entry in the history.
		pub record: RecordIndex,
	}

	/// 태그 키: the version of the registrars' key in force, and how many cars wait for it.
	#[derive(Copy, Default)]
	pub struct TagKey {
		/// 현재 버전.
		pub version: TagKeyVersion,
		/// Cars whose tags are under an earlier version.
		pub outdated: u64,
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
		/// 계약: both sides have signed; waits for the payment.
		Signed {
			/// The contract.
			contract: Concluded,
			/// The side that has confirmed a payment outside the chain, if one has.
			payment_confirmed_by: Option<Side>,
		},
		/// 이전등록 완료: the registrar accepted.
		Transferred(Completed),
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
		/// 대금 지급: paid, or held; waits for the delivery.
		Paid {
			/// The contract.
			contract: Concluded,
			/// How.
			payment: Payment,
		},
		/// 인도: the buyer has the car; waits for the registrar.
		Delivered {
			/// The contract.
			contract: Concluded,
			/// How it was paid.
			payment: Payment,
			/// When, Unix time in milliseconds.
			delivered_at: Moment,
		},
		/// 다른 원인으로 종료: the car passed by another title, or was deregistered.
		Overtaken {
			/// When, Unix time in milliseconds.
			at: Moment,
		},
		/// 해제 요구: the buyer wants the sale undone.
		RescissionRequested {
			/// The sale as it was transferred.
			completed: Completed,
			/// The request.
			request: RescissionRequest,
		},
		/// 해제 합의: the other side or a court agreed; waits for the registrar.
		RescissionAgreed {
			/// The sale as it was transferred.
			completed: Completed,
			/// The request.
			request: RescissionRequest,
			/// How the price comes back.
			refund: Refund,
		},
		/// 해제 완료: the car went back.
		Rescinded {
			/// When, Unix time in milliseconds.
			at: Moment,
			/// Commitment to the receipt of the national register.
			receipt: DocumentCommitment,
		},
		/// 보증 종료.
		WarrantyEnded {
			/// The sale as it was transferred.
			completed: Completed,
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
		/// 대금 지급 방법. Both sides sign it with the contract; it does not change.
		pub payment: PaymentTerms,
		/// The revision of the car's encumbrances that the buyer has seen.
		pub encumbrances_seen: Option<u32>,
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
		/// 증여계약서.
		GiftContract,
		/// 압류·저당 서류: the order or contract of an encumbrance.
		Encumbrance,
		/// 압류·저당 말소 서류.
		EncumbranceRelease,
		/// 사고 등 증빙: what shows an incident.
		Incident,
		/// 수리검사증: of a total loss.
		RepairInspection,
		/// 폐차인수증명서.
		ScrapCertificate,
		/// 말소등록 서류.
		Deregistration,
		/// 재등록 서류.
		Reregistration,
		/// 계기 교체 증명서.
		MeterCertificate,
		/// 매매 외 이전 원인 서류: certificate of inheritance, sale order, judgment.
		Title,
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
		/// 실효: its sale came to nothing or was rescinded, its encumbrance was released, or its incident
		/// was withdrawn.
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

	/// 이전 불가 사유.
	#[derive(Copy)]
	pub enum TransferBlock {
		/// 말소된 차량.
		Deregistered,
		/// 압류.
		Seized,
		/// 도난.
		Stolen,
		/// 전손, 수리검사 전.
		UnrepairedTotalLoss,
	}
}

/// A vehicle with what is derived from it. Answered, never stored.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct VehicleInfo {
	/// The entry of the register.
	pub vehicle: Vehicle,
	/// 주행거리 판정.
	pub verdict: OdometerVerdict,
	/// Kilometres of the latest reading.
	pub odometer_km: Option<u32>,
	/// 이전 불가 사유: for what a registrar would refuse a transfer today.
	pub transfer_blocks: Vec<TransferBlock>,
	/// 등록 불일치, until it is resolved: the national register differs, and prevails.
	pub divergence: Option<Divergence>,
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
	/// A legal day: a calendar day. Fines and kilometres are counted by it.
	pub legal_day: Moment,
	/// Kilometres in a legal day above which a reading gets a warning.
	pub plausible_km_per_day: u32,
	/// Within what time of a sale the transfer is to be applied for: 15 days (자동차등록령 §26).
	pub transfer_period_sale: Moment,
	/// The same after a gift: 20 days.
	pub transfer_period_gift: Moment,
	/// The same after an inheritance, in months from the end of the month of death: 6.
	pub transfer_months_inheritance: u32,
	/// What a late transfer costs for the first days, in millionths of a won: 100,000 won.
	pub late_fine_base: Balance,
	/// How many days that covers: 10.
	pub late_fine_base_days: u32,
	/// What each further day costs, in millionths of a won: 10,000 won.
	pub late_fine_per_day: Balance,
	/// What it costs at most, in millionths of a won: 500,000 won.
	pub late_fine_maximum: Balance,
	/// How long the buyer is given notice before a transfer that the seller forces: 7 to 15 days
	/// (자동차등록령 §27).
	pub forced_transfer_notice: Moment,
	/// How long a dealer answers for what the inspection record says: 30 days from delivery
	/// (시행규칙 §123의8).
	pub warranty_period: Moment,
	/// For how many kilometres: 2,000.
	pub warranty_km: u32,
	/// Until when a dealer's buyer may rescind for mileage or accident: 30 days from delivery
	/// (자동차관리법 §58의6).
	pub rescission_period: Moment,
	/// The same for an undisclosed flood: 90 days.
	pub rescission_period_flood: Moment,
}

impl Default for LegalTerms {
	/// The periods of the law as of 2026.
	fn default() -> Self {
		use seoul_chain_primitives::chain::DAY;
		/// Millionths in a won.
		const WON: Balance = 1_000_000;
		Self {
			inspection_validity: DAY.saturating_mul(120),
			inspection_filing_period: DAY.saturating_mul(3),
			draft_lifetime: DAY.saturating_mul(30),
			acceptance_period: DAY.saturating_mul(60),
			max_odometer_km: 2_000_000,
			legal_day: DAY,
			plausible_km_per_day: 2_000,
			transfer_period_sale: DAY.saturating_mul(15),
			transfer_period_gift: DAY.saturating_mul(20),
			transfer_months_inheritance: 6,
			late_fine_base: WON.saturating_mul(100_000),
			late_fine_base_days: 10,
			late_fine_per_day: WON.saturating_mul(10_000),
			late_fine_maximum: WON.saturating_mul(500_000),
			forced_transfer_notice: DAY.saturating_mul(15),
			warranty_period: DAY.saturating_mul(30),
			warranty_km: 2_000,
			rescission_period: DAY.saturating_mul(30),
			rescission_period_flood: DAY.saturating_mul(90),
		}
	}
}

impl LegalTerms {
	/// Whether every period, limit and amount is above zero.
	pub fn is_valid(&self) -> bool {
		let Self {
			inspection_validity,
			inspection_filing_period,
			draft_lifetime,
			acceptance_period,
			max_odometer_km,
			legal_day,
			plausible_km_per_day,
			transfer_period_sale,
			transfer_period_gift,
			transfer_months_inheritance,
			late_fine_base,
			late_fine_base_days,
			late_fine_per_day,
			late_fine_maximum,
			forced_transfer_notice,
			warranty_period,
			warranty_km,
			rescission_period,
			rescission_period_flood,
		} = *self;
		let spans = [
			inspection_validity,
			inspection_filing_period,
			draft_lifetime,
			acceptance_period,
			legal_day,
			transfer_period_sale,
			transfer_period_gift,
			forced_transfer_notice,
			warranty_period,
			rescission_period,
			rescission_period_flood,
		];
		let counts = [
			max_odometer_km,
			plausible_km_per_day,
			transfer_months_inheritance,
			late_fine_base_days,
			warranty_km,
		];
		let amounts = [late_fine_base, late_fine_per_day, late_fine_maximum];
		spans.iter().all(|span| *span > 0)
			&& counts.iter().all(|count| *count > 0)
			&& amounts.iter().all(|amount| *amount > 0)
	}

	/// 이전등록 신청 기한: until when a transfer is to be applied for after a contract.
	pub const fn contract_transfer_due(&self, kind: ContractKind, signed_at: Moment) -> Moment {
		signed_at.saturating_add(match kind {
			ContractKind::BetweenParties | ContractKind::Dealer => self.transfer_period_sale,
			ContractKind::Gift => self.transfer_period_gift,
		})
	}

	/// The same after another title. Months are those of the Korean calendar; where a legal day is no
	/// calendar day, as on a development chain, they have 30 legal days each.
	pub fn title_transfer_due(&self, ground: TitleGround, since: Moment) -> Moment {
		match ground {
			TitleGround::Inheritance if self.legal_day == seoul_chain_primitives::chain::DAY => {
				end_of_month_after(since, self.transfer_months_inheritance)
			},
			TitleGround::Inheritance => since.saturating_add(
				self.legal_day
					.saturating_mul(30)
					.saturating_mul(Moment::from(self.transfer_months_inheritance)),
			),
			TitleGround::PublicSale | TitleGround::Judgment => {
				since.saturating_add(self.transfer_period_sale)
			},
		}
	}

	/// 지연 이전등록 과태료: what a transfer at `at` that was due at `due` is fined; nothing in time.
	pub fn late_fine(&self, due: Moment, at: Moment) -> Option<LateFine> {
		let late = at.saturating_sub(due);
		if late == 0 {
			return None;
		}
		let days = u32::try_from(late.div_ceil(self.legal_day.max(1))).unwrap_or(u32::MAX);
		let further = Balance::from(days.saturating_sub(self.late_fine_base_days));
		let amount = self
			.late_fine_base
			.saturating_add(self.late_fine_per_day.saturating_mul(further))
			.min(self.late_fine_maximum);
		Some(LateFine { due, days, amount })
	}
}

/// Terms with the time from which they apply.
pub type DatedTerms = dated::DatedTerms<Moment, LegalTerms>;

impl Vehicle {
	/// 주행거리 판정: what the readings say as a whole.
	pub fn verdict(&self) -> OdometerVerdict {
		self.odometer.verdict(self.origin)
	}

	/// 이전 불가 사유: for what a transfer is refused today.
	pub fn transfer_blocks(&self) -> Vec<TransferBlock> {
		use crate::incident::{Theft, TotalLoss};
		[
			(
				matches!(self.status, VehicleStatus::Deregistered { .. }),
				TransferBlock::Deregistered,
			),
			(self.encumbrances.seizures > 0, TransferBlock::Seized),
			(
				matches!(self.condition.theft, Theft::Stolen { .. }),
				TransferBlock::Stolen,
			),
			(
				matches!(self.condition.total_loss, TotalLoss::Unrepaired { .. }),
				TransferBlock::UnrepairedTotalLoss,
			),
		]
		.into_iter()
		.filter_map(|(blocks, why)| blocks.then_some(why))
		.collect()
	}
}

impl VehicleStatus {
	/// The listing in force, also while a sale is open.
	pub const fn listing(&self) -> Option<Listing> {
		match self {
			Self::Registered | Self::Deregistered { .. } => None,
			Self::Listed(listing) => Some(*listing),
			Self::SalePending { listing, .. } => *listing,
		}
	}

	/// The status without an open sale.
	#[must_use]
	pub const fn without_sale(self) -> Self {
		match self {
			Self::SalePending {
				listing: Some(listing),
				..
			} => Self::Listed(listing),
			Self::SalePending { listing: None, .. } => Self::Registered,
			other => other,
		}
	}
}

impl SaleStage {
	/// Whether the sale can still come about.
	pub const fn is_open(&self) -> bool {
		matches!(
			self,
			Self::Draft
				| Self::Disclosed(_)
				| Self::SignedByOne { .. }
				| Self::Signed { .. }
				| Self::Paid { .. }
				| Self::Delivered { .. }
		)
	}

	/// The contract, if both sides have signed and the registrar has not decided.
	pub const fn contract(&self) -> Option<&Concluded> {
		match self {
			Self::Signed { contract, .. }
			| Self::Paid { contract, .. }
			| Self::Delivered { contract, .. } => Some(contract),
			_ => None,
		}
	}

	/// The same stage with another contract.
	#[must_use]
	pub(crate) const fn with_request(mut self, new: SaleRequest) -> Self {
		match &mut self {
			Self::Signed { contract, .. }
			| Self::Paid { contract, .. }
			| Self::Delivered { contract, .. } => contract.request = new,
			_ => {},
		}
		self
	}

	/// What is held of the buyer.
	pub const fn held_price(&self) -> Option<Balance> {
		match self {
			Self::Paid {
				payment: Payment::Held { amount, .. },
				..
			}
			| Self::Delivered {
				payment: Payment::Held { amount, .. },
				..
			} => Some(*amount),
			_ => None,
		}
	}

	/// What is held of who gives the price back.
	pub const fn held_refund(&self) -> Option<(PartyId, Balance)> {
		match self {
			Self::RescissionAgreed {
				refund: Refund::Held { by, amount },
				..
			} => Some((*by, *amount)),
			_ => None,
		}
	}

	/// The sale as it was transferred, if it was and is not undone.
	pub const fn completed(&self) -> Option<&Completed> {
		match self {
			Self::Transferred(completed)
			| Self::RescissionRequested { completed, .. }
			| Self::RescissionAgreed { completed, .. }
			| Self::WarrantyEnded { completed, .. } => Some(completed),
			_ => None,
		}
	}
}

impl PaymentTerms {
	/// What the buyer has to pay on chain: price and dealer's fee.
	pub const fn total(&self) -> Option<Balance> {
		match self {
			Self::OffChain => None,
			Self::OnChain { price, dealer_fee } => Some(price.saturating_add(*dealer_fee)),
		}
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
			Self::Gift => DocumentKind::GiftContract,
		}
	}
}

impl RecordEntry {
	/// The receipt of the national register, if ownership moved.
	pub const fn receipt(&self) -> Option<DocumentCommitment> {
		match self {
			Self::Transferred { receipt, .. }
			| Self::TransferredByTitle { receipt, .. }
			| Self::Rescinded { receipt, .. } => Some(*receipt),
			_ => None,
		}
	}

	/// On what occasion this entry's odometer reading was taken, if it holds one.
	pub const fn odometer_source(&self) -> Option<OdometerSource> {
		match self {
			Self::Registered { .. } | Self::Reregistered { .. } => {
				Some(OdometerSource::Registration)
			},
			Self::MeterReplaced { .. } => Some(OdometerSource::Repair),
			Self::Odometer { report, .. } => Some(report.source),
			Self::Inspected(_) => Some(OdometerSource::Inspection),
			_ => None,
		}
	}
}
