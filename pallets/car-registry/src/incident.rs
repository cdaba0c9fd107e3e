// SPDX-License-Identifier: Apache-2.0

//! 사고, 침수, 화재, 도난, 전손: what happens to a car.

use crate::{
	form82::{Panel, Position},
	types::RecordIndex,
	MAX_DAMAGED_PARTS,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use seoul_chain_primitives::{wire_types, AgencyId, DocumentCommitment, Moment};

/// Number of an incident of one vehicle, from 0.
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
pub struct IncidentNumber(pub u32);

wire_types! {
	/// 수리비 구간: what a repair cost.
	#[derive(Copy)]
	pub enum RepairCost {
		/// 50만 원 미만.
		Below500Thousand,
		/// 50만–100만 원.
		Below1Million,
		/// 100만–200만 원.
		Below2Million,
		/// 200만–500만 원.
		Below5Million,
		/// 500만–1,000만 원.
		Below10Million,
		/// 1,000만 원 이상.
		From10Million,
		/// 미확정: not known yet.
		Unknown,
	}

	/// 손상 부위.
	#[derive(Copy)]
	pub struct DamagedPart {
		/// 부위.
		pub panel: Panel,
		/// 위치.
		pub position: Position,
	}

	/// 전손 사유.
	#[derive(Copy)]
	pub enum TotalLossCause {
		/// 사고.
		Accident,
		/// 침수.
		Flood,
		/// 화재.
		Fire,
		/// 도난: paid for as stolen.
		Theft,
	}

	/// 사고 등의 내용.
	pub enum Incident {
		/// 사고: with what the repair cost and the parts that were hit.
		Accident {
			/// 수리비.
			repair: RepairCost,
			/// 손상 부위: each once.
			parts: BoundedVec<DamagedPart, ConstU32<MAX_DAMAGED_PARTS>>,
		},
		/// 침수.
		Flood,
		/// 화재.
		Fire,
		/// 전손: the insurer paid for the whole car. It transfers only after a repair inspection.
		TotalLoss(TotalLossCause),
		/// 도난: blocks every transfer until the car is recovered.
		Theft,
		/// 회수: the stolen car was found.
		Recovery,
	}

	/// 신고 기관: in which role an incident is reported.
	#[derive(Copy)]
	pub enum IncidentSource {
		/// 보험: accident, flood, fire, total loss.
		Insurer,
		/// 정비: accident, flood, fire.
		RepairShop,
		/// 경찰: theft, recovery.
		Police,
	}

	/// What a reporter states about an incident.
	pub struct IncidentReport {
		/// 신고 기관.
		pub source: IncidentSource,
		/// 발생 시각: Unix time in milliseconds; not in the future.
		pub happened_at: Moment,
		/// Commitment to the document that shows it.
		pub document: DocumentCommitment,
		/// 내용.
		pub incident: Incident,
	}

	/// Where an incident stands, and whether it counts.
	#[derive(Copy)]
	pub struct IncidentEntry {
		/// Its entry in the history.
		pub record: RecordIndex,
		/// The agency that reported it.
		pub by: AgencyId,
		/// 효력.
		pub standing: IncidentStanding,
	}

	/// Whether an incident counts.
	#[derive(Copy)]
	pub enum IncidentStanding {
		/// 유효.
		Reported,
		/// 철회: it was reported by mistake.
		Withdrawn {
			/// The entry of the history that says so.
			record: RecordIndex,
		},
	}

	/// 도난 여부.
	#[derive(Copy, Default)]
	pub enum Theft {
		/// 해당 없음.
		#[default]
		None,
		/// 도난 중.
		Stolen {
			/// The incident that says so.
			incident: IncidentNumber,
		},
	}

	/// 전손 여부.
	#[derive(Copy, Default)]
	pub enum TotalLoss {
		/// 해당 없음.
		#[default]
		None,
		/// 전손, 수리검사 전: no transfer.
		Unrepaired {
			/// The incident that says so.
			incident: IncidentNumber,
		},
		/// 전손, 수리검사 합격.
		Repaired {
			/// The incident.
			incident: IncidentNumber,
			/// The entry of the repair inspection in the history.
			inspection: RecordIndex,
		},
	}

	/// 폐차 인수 여부.
	#[derive(Copy, Default)]
	pub enum Scrapping {
		/// 해당 없음.
		#[default]
		None,
		/// 폐차인수증명: a dismantler has the car.
		Certified {
			/// Its entry in the history.
			record: RecordIndex,
			/// The dismantler.
			dismantler: AgencyId,
		},
	}

	/// 차량의 처지: what the incidents say today.
	#[derive(Copy, Default)]
	pub struct Condition {
		/// 도난.
		pub theft: Theft,
		/// 전손.
		pub total_loss: TotalLoss,
		/// 폐차.
		pub scrapping: Scrapping,
	}
}

impl Incident {
	/// Whether a reporter in this role may state it.
	pub const fn may_come_from(&self, source: IncidentSource) -> bool {
		match self {
			Self::Accident { .. } | Self::Flood | Self::Fire => {
				matches!(source, IncidentSource::Insurer | IncidentSource::RepairShop)
			},
			Self::TotalLoss(_) => matches!(source, IncidentSource::Insurer),
			Self::Theft | Self::Recovery => matches!(source, IncidentSource::Police),
		}
	}
}
