// SPDX-License-Identifier: Apache-2.0

//! 중고자동차 성능·상태점검기록부: the codes of the performance and condition inspection record,
//! form 82 of the Enforcement Rule of the Motor Vehicle Management Act (자동차관리법 시행규칙 별지
//! 제82호서식), and what the register derives from them.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedBTreeSet, BoundedVec};
use scale_info::TypeInfo;
use seoul_chain_primitives::{wire_types, Moment};

/// At most this many panel findings are on one form.
pub const MAX_PANEL_FINDINGS: u32 = 40;

/// Items of the form's detail section, in its order: self-diagnosis 2, engine 10, transmission 7,
/// drivetrain 4, steering 6, brakes 3, electrical 6, high voltage 3, fuel leak 1.
pub const DETAIL_ITEMS: usize = 42;

/// Bytes that hold [`DETAIL_ITEMS`] items of 2 bits.
pub const DETAIL_BYTES: usize = 11;

wire_types! {
	/// 계기 상태: whether the odometer works.
	#[derive(Copy)]
	pub enum MeterState {
		/// 양호.
		Good,
		/// 불량.
		Bad,
	}

	/// 주행거리 상태: how the distance compares with the car's age.
	#[derive(Copy)]
	pub enum UsageLevel {
		/// 많음.
		Many,
		/// 보통.
		Normal,
		/// 적음.
		Few,
	}

	/// 차대번호 표기.
	#[derive(Copy)]
	pub enum VinMarking {
		/// 양호.
		Good,
		/// 상이: differs from the papers.
		Different,
		/// 부식.
		Corroded,
		/// 훼손(오손).
		Damaged,
		/// 변조(변타).
		Altered,
		/// 도말.
		Erased,
	}

	/// 튜닝.
	#[derive(Copy)]
	pub enum Tuning {
		/// 없음.
		None,
		/// 적법.
		Lawful,
		/// 불법.
		Unlawful,
	}

	/// 특별이력: damage that no panel shows.
	#[derive(Copy)]
	pub enum SpecialHistory {
		/// 없음.
		None,
		/// 침수.
		Flood,
		/// 화재.
		Fire,
		/// 침수 및 화재.
		FloodAndFire,
	}

	/// 용도변경: an earlier use that the buyer must know.
	#[derive(Copy)]
	pub enum UseChange {
		/// 없음.
		None,
		/// 렌트.
		Rental,
		/// 리스.
		Lease,
		/// 영업용.
		Business,
	}

	/// 리콜 대상.
	#[derive(Copy)]
	pub enum Recall {
		/// 해당 없음.
		NotApplicable,
		/// 이행.
		Done,
		/// 미이행.
		Pending,
	}

	/// 보증유형: who answers for the record.
	#[derive(Copy)]
	pub enum WarrantyType {
		/// 자가보증.
		SelfWarranty,
		/// 보험사보증.
		Insurer,
	}

	/// 배출가스.
	#[derive(Copy)]
	pub struct Emissions {
		/// 일산화탄소, in hundredths of a percent by volume.
		pub carbon_monoxide: u16,
		/// 탄화수소, in ppm.
		pub hydrocarbons: u16,
		/// 매연, in percent.
		pub smoke: u8,
	}

	/// 부위: the panels of the form, in its order.
	#[derive(Copy, PartialOrd, Ord)]
	pub enum Panel {
		/// 1. 후드 (외판 1랭크).
		Hood,
		/// 2. 프론트펜더 (외판 1랭크).
		FrontFender,
		/// 3. 도어 (외판 1랭크).
		Door,
		/// 4. 트렁크리드 (외판 1랭크).
		TrunkLid,
		/// 5. 라디에이터서포트, 볼트체결 (외판 1랭크).
		RadiatorSupport,
		/// 6. 쿼터패널 (외판 2랭크).
		QuarterPanel,
		/// 7. 루프패널 (외판 2랭크).
		RoofPanel,
		/// 8. 사이드실패널 (외판 2랭크).
		SideSillPanel,
		/// 9. 프론트패널 (주요골격 A랭크).
		FrontPanel,
		/// 10. 크로스멤버 (주요골격 A랭크).
		Crossmember,
		/// 11. 인사이드패널 (주요골격 A랭크).
		InsidePanel,
		/// 17. 트렁크플로어 (주요골격 A랭크).
		TrunkFloor,
		/// 18. 리어패널 (주요골격 A랭크).
		RearPanel,
		/// 12. 사이드멤버 (주요골격 B랭크).
		SideMember,
		/// 13. 휠하우스 (주요골격 B랭크).
		Wheelhouse,
		/// 14. 필러패널 (주요골격 B랭크).
		PillarPanel,
		/// 19. 패키지트레이 (주요골격 B랭크).
		PackageTray,
		/// 15. 대쉬패널 (주요골격 C랭크).
		DashPanel,
		/// 16. 플로어패널 (주요골격 C랭크).
		FloorPanel,
	}

	/// 위치: which of several panels of a kind.
	#[derive(Copy, PartialOrd, Ord)]
	pub enum Position {
		/// 중앙 또는 하나뿐인 부위.
		Centre,
		/// 좌.
		Left,
		/// 우.
		Right,
		/// 전.
		Front,
		/// 후.
		Rear,
		/// 좌전.
		FrontLeft,
		/// 우전.
		FrontRight,
		/// 좌후.
		RearLeft,
		/// 우후.
		RearRight,
	}

	/// 상태 표시 부호.
	#[derive(Copy, PartialOrd, Ord)]
	pub enum PanelCode {
		/// X 교환.
		Exchange,
		/// W 판금 또는 용접.
		WeldOrSheetMetal,
		/// C 부식.
		Corrosion,
		/// A 흠집.
		Scratch,
		/// U 요철.
		Dent,
		/// T 손상.
		Damage,
	}

	/// 부위별 표시: what the inspector marks on one panel.
	pub struct PanelFinding {
		/// 부위.
		pub panel: Panel,
		/// 위치.
		pub position: Position,
		/// 부호: at least one.
		pub codes: BoundedBTreeSet<PanelCode, ConstU32<6>>,
		/// 절단·용접 여부: the panel was cut or welded. Decides about quarter, roof and side sill panels.
		pub cut_or_welded: bool,
	}

	/// 성능·상태점검기록부의 기재 사항.
	pub struct InspectionForm {
		/// 점검일: Unix time in milliseconds; not in the future.
		pub inspected_at: Moment,
		/// 주행거리: kilometres shown.
		pub odometer_km: u32,
		/// 계기 상태.
		pub meter_state: MeterState,
		/// 주행거리 상태.
		pub usage_level: UsageLevel,
		/// 차대번호 표기.
		pub vin_marking: VinMarking,
		/// 배출가스.
		pub emissions: Emissions,
		/// 튜닝.
		pub tuning: Tuning,
		/// 특별이력.
		pub special_history: SpecialHistory,
		/// 용도변경.
		pub use_change: UseChange,
		/// 리콜.
		pub recall: Recall,
		/// 보증유형.
		pub warranty: WarrantyType,
		/// 부위별 표시.
		pub panels: BoundedVec<PanelFinding, ConstU32<MAX_PANEL_FINDINGS>>,
		/// 세부상태.
		pub details: DetailCodes,
	}

	/// 사고이력: what the panels say. 사고 is work on the frame, or a quarter, roof or side sill panel that
	/// was cut or welded; bolt-on work is 단순수리.
	#[derive(Copy)]
	pub struct AccidentHistory {
		/// 사고 유무.
		pub accident: bool,
		/// 단순수리 유무.
		pub simple_repair: bool,
	}
}

/// 세부상태: 42 items of 2 bits in the form's order, the first in the lowest bits of the first byte.
/// 0 good or none, 1 slight (미세누유), 2 bad (누유·불량), 3 not applicable. The 4 bits left over are 0.
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
)]
pub struct DetailCodes(pub [u8; DETAIL_BYTES]);

/// Ranks of the panels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
	/// 외판 1랭크: bolted on.
	Outer1,
	/// 외판 2랭크: welded on.
	Outer2,
	/// 주요골격 A, B and C 랭크.
	Frame,
}

/// What is wrong with a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormFault {
	/// A finding without a code.
	PanelWithoutCode,
	/// Two findings for one panel and position.
	DuplicatePanel,
	/// Bits set beyond the 42 items.
	UnusedDetailBits,
}

impl Panel {
	/// The form's rank of the panel.
	pub const fn rank(self) -> Rank {
		match self {
			Self::Hood
			| Self::FrontFender
			| Self::Door
			| Self::TrunkLid
			| Self::RadiatorSupport => Rank::Outer1,
			Self::QuarterPanel | Self::RoofPanel | Self::SideSillPanel => Rank::Outer2,
			_ => Rank::Frame,
		}
	}
}

impl PanelFinding {
	/// Whether the panel was exchanged, beaten out or welded (X or W).
	fn was_worked_on(&self) -> bool {
		self.codes.contains(&PanelCode::Exchange)
			|| self.codes.contains(&PanelCode::WeldOrSheetMetal)
			|| self.cut_or_welded
	}

	/// Whether this finding alone makes the car an accident car.
	pub fn is_accident(&self) -> bool {
		match self.panel.rank() {
			Rank::Frame => self.was_worked_on(),
			Rank::Outer2 => self.cut_or_welded,
			Rank::Outer1 => false,
		}
	}

	/// Whether this finding is a simple repair.
	pub fn is_simple_repair(&self) -> bool {
		self.was_worked_on() && !self.is_accident()
	}
}

impl InspectionForm {
	/// Refuse a form that contradicts itself.
	pub fn check(&self) -> Result<(), FormFault> {
		let mut seen = alloc::collections::BTreeSet::new();
		for finding in &self.panels {
			if finding.codes.is_empty() {
				return Err(FormFault::PanelWithoutCode);
			}
			if !seen.insert((finding.panel, finding.position)) {
				return Err(FormFault::DuplicatePanel);
			}
		}
		if self
			.details
			.0
			.last()
			.is_some_and(|last| last & 0b1111_0000 != 0)
		{
			return Err(FormFault::UnusedDetailBits);
		}
		Ok(())
	}

	/// 사고이력: derived from the panels.
	pub fn accident_history(&self) -> AccidentHistory {
		AccidentHistory {
			accident: self.panels.iter().any(PanelFinding::is_accident),
			simple_repair: self.panels.iter().any(PanelFinding::is_simple_repair),
		}
	}
}
