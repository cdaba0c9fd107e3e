// SPDX-License-Identifier: Apache-2.0

//! What an agency may do: every role of the five services, in one place.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedBTreeSet};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Code of one of Seoul's districts, the first five digits of the administrative code
/// (`11110` Jongno-gu … `11740` Gangdong-gu).
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
	Serialize,
	Deserialize,
)]
pub struct DistrictCode(pub u32);

/// What an agency, and through it a delegate, may do.
///
/// Roles of public institutions are given by the council. Roles for which
/// [`Role::open_to_companies`] holds may also be given by an agency with [`Role::AdmissionOffice`].
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
	Serialize,
	Deserialize,
)]
pub enum Role {
	/// 대표: acts in the agency's own name: owns, buys, sells and signs for it. Every agency has it.
	#[codec(index = 0)]
	Representative,
	/// 기업 등록 담당: admits, suspends and helps companies.
	#[codec(index = 1)]
	AdmissionOffice,
	/// 감사: reads and checks; may be named as auditor by a service.
	#[codec(index = 2)]
	Auditor,
	/// 금고: mints and burns KRW against bank deposits.
	#[codec(index = 3)]
	Treasury,
	/// 법원: places and releases seizures, decides disputes by judgment.
	#[codec(index = 4)]
	Court,
	/// 세무 관서: places and releases seizures for taxes.
	#[codec(index = 5)]
	TaxOffice,
	/// 경찰: reports thefts of vehicles and their recovery.
	#[codec(index = 6)]
	Police,
	/// 공휴일 관리 부서: keeps the calendar of business days.
	#[codec(index = 7)]
	CalendarOffice,

	/// 시민카드 발급 부서: issues, suspends, resumes and revokes citizen cards.
	#[codec(index = 10)]
	CardOffice,
	/// 자격 증명 발급 기관: attests predicates about citizens.
	#[codec(index = 11)]
	CredentialIssuer,
	/// 시설 운영 기관: runs facilities that citizens log in to.
	#[codec(index = 12)]
	FacilityOperator,
	/// 대면 창구: acts for citizens without a phone within a granted scope.
	#[codec(index = 13)]
	CounterService,

	/// 자동차 등록 관청 (구청): registers vehicles and accepts transfers in its district.
	#[codec(index = 20)]
	Registrar,
	/// 자동차매매업자: lists and sells used cars.
	#[codec(index = 21)]
	CarDealer,
	/// 성능·상태점검자: files performance and condition inspection records.
	#[codec(index = 22)]
	InspectionWorkshop,
	/// 자동차정비업자: reports odometer readings and repairs.
	#[codec(index = 23)]
	RepairShop,
	/// 보험 (보험개발원): reports odometer readings, accidents and total losses.
	#[codec(index = 24)]
	Insurer,
	/// 정기검사 기관: reports odometer readings and inspection validity.
	#[codec(index = 25)]
	PeriodicInspectionBody,
	/// 자동차해체재활용업자: scraps vehicles.
	#[codec(index = 26)]
	Dismantler,
	/// 저당권자: places and releases mortgages on vehicles.
	#[codec(index = 27)]
	Lienor,

	/// 마일리지 운영 부서: credits and corrects the points of its own scheme.
	#[codec(index = 30)]
	MileageIssuer,
	/// 마일리지 사용 채널: turns points into vouchers, transit money or taxes.
	#[codec(index = 31)]
	RedemptionChannel,
	/// 가맹점 (소상공인): is paid in points or in KRW.
	#[codec(index = 32)]
	Merchant,

	/// 발주 부서: orders works and approves claims.
	#[codec(index = 40)]
	OrderingDepartment,
	/// 계약·지출 담당: funds contracts and requests payments.
	#[codec(index = 41)]
	ContractOfficer,
	/// 감독: supervises works.
	#[codec(index = 42)]
	Supervisor,
	/// 검사: inspects works for payment.
	#[codec(index = 43)]
	WorksInspector,
	/// 건설업자 (원도급·하도급): performs works as prime contractor or subcontractor.
	#[codec(index = 44)]
	Contractor,
	/// 자재·장비업자: supplies works with material and equipment.
	#[codec(index = 45)]
	Supplier,
	/// 보증 기관: issues advance, payment and defect bonds.
	#[codec(index = 46)]
	Guarantor,
	/// 노무비 지급 은행: pays wages and confirms each line.
	#[codec(index = 47)]
	LabourBank,
	/// 분쟁 조정 기구: decides disputes between the parties of works.
	#[codec(index = 48)]
	DisputeBody,

	/// 투표 관리 부서: proposes, reviews and answers polls.
	#[codec(index = 50)]
	PollOffice,
	/// 투표 개표 수탁자: holds a share of a poll's decryption key.
	#[codec(index = 51)]
	PollTrustee,
	/// 현장 투표소: attests presence at a venue.
	#[codec(index = 52)]
	PollVenue,
}

impl Role {
	/// Whether a company may hold this role, so that the admission office can give it without the
	/// council. All other roles are for public institutions.
	pub const fn open_to_companies(self) -> bool {
		matches!(
			self,
			Self::Representative
				| Self::CarDealer
				| Self::InspectionWorkshop
				| Self::RepairShop
				| Self::Dismantler
				| Self::Lienor
				| Self::Merchant
				| Self::Contractor
				| Self::Supplier
		)
	}
}

/// At most this many roles are held by one agency or delegate.
pub const MAX_ROLES: u32 = 16;

/// The roles of an agency or of a delegate.
pub type Roles = BoundedBTreeSet<Role, ConstU32<MAX_ROLES>>;
