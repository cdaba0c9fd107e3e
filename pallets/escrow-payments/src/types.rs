// SPDX-License-Identifier: Apache-2.0

//! What the chain knows of contracts, claims and payments.

use crate::{
	calendar::{Day, Deadline},
	merkle::WageProof,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use seoul_chain_primitives::{
	dated, numbers, wire_types, AgencyId, Balance, DocumentCommitment, PartyId,
};
use serde::{Deserialize, Serialize};
use sp_core::H256;

/// At most this many firms make up a joint venture, the lead included.
pub const MAX_MEMBERS: u32 = 8;
/// At most this many items are in a schedule of works.
pub const MAX_ITEMS: u32 = 64;
/// At most this many budget years fund a contract.
pub const MAX_BUDGET_YEARS: u32 = 12;
/// At most this many payee lines are submitted with a claim.
pub const MAX_LINES: u32 = 200;
/// At most this many claims of a contract are open at once.
pub const MAX_OPEN_CLAIMS: u32 = 16;
/// Subcontracts are at most this many levels below the prime contractor.
pub const MAX_DEPTH: u8 = 3;
/// At most this many workers are in one wage list.
pub const MAX_WORKERS: u32 = 1_024;
/// A proof of a wage slip has at most this many neighbours.
pub const MAX_WAGE_PROOF: u32 = 10;
/// At most this many wage slips of one list are disputed.
pub const MAX_WAGE_DISPUTES: u32 = 64;
/// At most this many dated terms are kept; the oldest make room for new ones.
pub const MAX_DATED_TERMS: u32 = 32;
/// At most this many entries are in one page of an answer.
pub const MAX_PAGE: u32 = 200;

numbers! {
	/// Number of a contract, in order of drafting.
	ContractId(u64)
	/// Number of a claim, in order of submission.
	ClaimId(u64)
	/// Number of a subcontract, in order of drafting.
	SubcontractId(u64)
	/// Place of a payee line in its claim, from 0.
	LineIndex(u16)
	/// Place of an item in its schedule, from 0.
	ItemIndex(u16)
	/// Number of a report of work under one subcontract, from 0.
	ReportNumber(u32)
	/// 백만분율: a share in millionths.
	Millionths(u32)
	/// Key of a merchant that is not admitted yet: an sr25519 public key.
	ClaimKey([u8; 32])
}

/// The whole, in millionths.
const WHOLE: u32 = 1_000_000;

/// Days of a year for which a rate of interest holds.
const DAYS_OF_YEAR: u128 = 365;

impl Millionths {
	/// The whole.
	pub const WHOLE: Self = Self(WHOLE);

	/// This share of `amount`, rounded down to a multiple of `unit`.
	pub fn of(self, amount: Balance, unit: Balance) -> Balance {
		round_down(part(amount, self.0.into(), WHOLE.into()), unit)
	}

	/// Interest at this rate a year on `amount` for `days`, rounded down to a multiple of `unit`.
	pub fn interest(self, amount: Balance, days: u32, unit: Balance) -> Balance {
		let weight = u128::from(self.0).saturating_mul(days.into());
		let year = DAYS_OF_YEAR.saturating_mul(WHOLE.into());
		round_down(part(amount, weight, year), unit)
	}
}

/// `amount × numerator ÷ denominator`, rounded down.
pub(crate) fn part(amount: Balance, numerator: u128, denominator: u128) -> Balance {
	sp_runtime::helpers_128bit::multiply_by_rational_with_rounding(
		amount,
		numerator,
		denominator,
		sp_runtime::Rounding::Down,
	)
	.unwrap_or(Balance::MAX)
}

/// `amount` rounded down to a multiple of `unit`.
pub(crate) fn round_down(amount: Balance, unit: Balance) -> Balance {
	amount.saturating_sub(amount.checked_rem(unit).unwrap_or_default())
}

wire_types! {
	/// 법정 기준: periods and rates that law or an office sets. Those in force when a contract is drafted
	/// stay with it.
	#[derive(Copy, Serialize, Deserialize)]
	#[serde(rename_all = "camelCase", deny_unknown_fields)]
	pub struct LegalTerms {
		/// 검사 기간: days for inspecting a claim (14).
		pub inspection_days: u32,
		/// 검사 연장: days that the next level has after a timeout (7).
		pub inspection_extension_days: u32,
		/// 지급 기간: business days for paying after the request (5).
		pub payment_business_days: u32,
		/// 하도급 검사 기간: days after which a silent payer counts as having passed work (10).
		pub work_inspection_days: u32,
		/// 하도급대금 지급기일 상한: the most days from taking over that a subcontract may allow (60).
		pub longest_work_payment_days: u32,
		/// 분쟁 조정 기간: days for deciding a dispute (30).
		pub dispute_days: u32,
		/// 노무비 확인 기간: days in which the labour bank confirms each wage (5).
		pub wage_confirmation_days: u32,
		/// 발주자 지연이자율: yearly rate of the city's interest.
		pub city_late_rate: Millionths,
		/// 지연이자율 상한: the highest yearly rate that a subcontract may agree.
		pub highest_late_rate: Millionths,
		/// 하도급 지연이자율: the lowest yearly rate of a subcontract (15.5 %).
		pub subcontract_late_rate: Millionths,
		/// 선금 한도: the largest share of the amount paid in advance (70 %).
		pub highest_advance: Millionths,
		/// 지체상금률: damages for each day of delay.
		pub delay_damages_per_day: Millionths,
		/// 지체상금 한도: the largest share of the amount taken as damages (30 %).
		pub highest_delay_damages: Millionths,
		/// 하자보수보증금률: the smallest defect bond (2 to 10 %).
		pub lowest_defect_bond: Millionths,
		/// 하자담보책임기간: days for which defects are answered for.
		pub defect_days: u32,
		/// 직접지급 사유: payments missed before a subcontractor may ask the city.
		pub missed_payments: u32,
		/// 지급보증 기한: days from the signatures in which a payer has a payment bond recorded (30).
		#[serde(default = "payment_bond_days")]
		pub payment_bond_days: u32,
		/// 지급보증 면제: a subcontract of at most so many won needs no payment bond (10,000,000).
		#[serde(default = "payment_bond_exempt_won")]
		pub payment_bond_exempt_won: u64,
	}
}

/// 하도급법 §13의2.
const fn payment_bond_days() -> u32 {
	30
}

/// 하도급법 시행령 §8.
const fn payment_bond_exempt_won() -> u64 {
	10_000_000
}

impl Default for LegalTerms {
	fn default() -> Self {
		Self {
			inspection_days: 14,
			inspection_extension_days: 7,
			payment_business_days: 5,
			work_inspection_days: 10,
			longest_work_payment_days: 60,
			dispute_days: 30,
			wage_confirmation_days: 5,
			city_late_rate: Millionths(60_000),
			highest_late_rate: Millionths(250_000),
			subcontract_late_rate: Millionths(155_000),
			highest_advance: Millionths(700_000),
			delay_damages_per_day: Millionths(500),
			highest_delay_damages: Millionths(300_000),
			lowest_defect_bond: Millionths(30_000),
			defect_days: 730,
			missed_payments: 2,
			payment_bond_days: payment_bond_days(),
			payment_bond_exempt_won: payment_bond_exempt_won(),
		}
	}
}

impl LegalTerms {
	/// Whether they can be applied.
	pub fn is_valid(&self) -> bool {
		let short = [
			self.inspection_days,
			self.inspection_extension_days,
			self.payment_business_days,
			self.work_inspection_days,
			self.longest_work_payment_days,
			self.dispute_days,
			self.wage_confirmation_days,
			self.payment_bond_days,
		];
		let shares = [
			self.highest_late_rate,
			self.highest_advance,
			self.highest_delay_damages,
			self.lowest_defect_bond,
		];
		short.iter().all(|days| (1..=180).contains(days))
			&& shares.iter().all(|share| *share <= Millionths::WHOLE)
			&& self.city_late_rate <= self.highest_late_rate
			&& self.subcontract_late_rate <= self.highest_late_rate
			&& self.delay_damages_per_day <= self.highest_delay_damages
			&& self.defect_days > 0
			&& self.missed_payments > 0
	}
}

/// Terms with the first day on which they apply.
pub type DatedTerms = dated::DatedTerms<Day, LegalTerms>;

wire_types! {
	/// 공동수급체 구성원: a firm that performs the works, and its share.
	#[derive(Copy)]
	pub struct Member {
		/// The firm.
		pub party: PartyId,
		/// 지분율: its share in what the members receive. All shares are the whole.
		pub share: Millionths,
	}

	/// 내역: an item of the schedule of works.
	#[derive(Copy)]
	pub struct Item {
		/// How many units are ordered.
		pub quantity: u64,
		/// What a unit costs.
		pub unit_price: Balance,
		/// How many units stand in claims that were not refused.
		pub claimed: u64,
	}

	/// 연도별 예산: what one budget year is to pay.
	#[derive(Copy)]
	pub struct BudgetYear {
		/// The year.
		pub year: u16,
		/// How much.
		pub amount: Balance,
	}

	/// 착공 전 계약: what the ordering department drafts.
	pub struct ContractDraft {
		/// 계약·지출 담당: who funds the contract.
		pub officer: AgencyId,
		/// 감독.
		pub supervisor: AgencyId,
		/// 검사: never the same office as the supervisor.
		pub inspector: AgencyId,
		/// 분쟁 조정 기구.
		pub dispute_body: AgencyId,
		/// 수급인: the lead first.
		pub members: Members,
		/// 내역: quantities and unit prices. Their sum is the amount.
		pub items: BoundedVec<(u64, Balance), ConstU32<MAX_ITEMS>>,
		/// 연도별 예산: their sum is the amount.
		pub budget: Budget,
		/// 준공기한: the last day for completing the works.
		pub complete_by: Day,
		/// Commitment to the contract.
		pub document: DocumentCommitment,
	}

	/// 내역과 예산: what is ordered, and from which years' money.
	#[derive(Default)]
	pub struct Schedule {
		/// 내역.
		pub items: BoundedVec<Item, ConstU32<MAX_ITEMS>>,
		/// 연도별 예산.
		pub budget: Budget,
	}

	/// 계약 상태.
	#[derive(Copy)]
	pub enum ContractStatus {
		/// 작성: waits for signatures.
		#[codec(index = 0)]
		Draft,
		/// 체결: all have signed.
		#[codec(index = 1)]
		Signed,
		/// 자금 배정: money was held for it before the works began.
		#[codec(index = 2)]
		Funded,
		/// 이행 중: the works go on.
		#[codec(index = 3)]
		Active,
		/// 준공: the completion was approved and is not paid whole yet.
		#[codec(index = 4)]
		Completed {
			/// When it was approved.
			on: Day,
		},
		/// 하자담보 기간: all is paid; defects are answered for.
		#[codec(index = 5)]
		DefectPeriod {
			/// Its last day.
			until: Day,
		},
		/// 종결.
		#[codec(index = 6)]
		Closed {
			/// When.
			on: Day,
		},
		/// 정지: the works rest.
		#[codec(index = 7)]
		Suspended {
			/// Since when.
			since: Day,
		},
		/// 해지: the works ended before their time.
		#[codec(index = 8)]
		Terminated {
			/// When.
			on: Day,
			/// Whether the work done is settled.
			settlement: Settlement,
		},
	}

	/// 해지 정산.
	#[derive(Copy)]
	pub enum Settlement {
		/// 정산 전: the work done is not settled.
		#[codec(index = 0)]
		Open,
		/// 정산됨: the work done is settled, and nothing more can be claimed.
		#[codec(index = 1)]
		Done,
	}

	/// 자금: what came and went for a contract.
	#[derive(Copy, Default)]
	pub struct Funds {
		/// Funded in all.
		pub funded: Balance,
		/// Released to payees in all.
		pub released: Balance,
		/// Refunded to the city in all.
		pub refunded: Balance,
		/// Of what is held: set aside for lines whose claim is being paid.
		pub reserved: Balance,
	}

	/// 선금: what was paid in advance, and what of it was worked off.
	#[derive(Copy, Default)]
	pub struct Advance {
		/// Approved in advance.
		pub paid: Balance,
		/// Offset against work.
		pub offset: Balance,
		/// Paid back after a termination.
		pub repaid: Balance,
	}

	/// A contract of the city.
	pub struct Contract {
		/// 발주 부서.
		pub department: AgencyId,
		/// 계약·지출 담당: who funds it, from its pay-out account.
		pub officer: AgencyId,
		/// 감독.
		pub supervisor: AgencyId,
		/// 검사.
		pub inspector: AgencyId,
		/// 분쟁 조정 기구.
		pub dispute_body: AgencyId,
		/// 수급인: the lead first.
		pub members: Members,
		/// 계약금액.
		pub amount: Balance,
		/// 준공기한.
		pub complete_by: Day,
		/// Commitment to the contract with its changes.
		pub document: DocumentCommitment,
		/// 법정 기준 of the day of the draft.
		pub terms: LegalTerms,
		/// Who has signed.
		pub signatures: Signatures,
		/// 상태.
		pub status: ContractStatus,
		/// 자금.
		pub funds: Funds,
		/// 선금.
		pub advance: Advance,
		/// Value of the work approved.
		pub gross: Balance,
		/// What was approved for payment: advances, and work less offsets and damages.
		pub net: Balance,
		/// 지체상금 taken.
		pub damages: Balance,
		/// Sum of the subcontracts directly under the members.
		pub subcontracted: Balance,
		/// Claims that are not approved yet.
		pub pending_claims: u8,
		/// Claims that are not ended.
		pub open_claims: u8,
		/// Attachments in force.
		pub attachments: u8,
		/// Orders of court and direct-payment requests so far.
		pub arrivals: u32,
	}

	/// 변경: what a change of a contract says.
	pub enum Change {
		/// 설계변경: new quantities and unit prices of the items, in their order, and further ones.
		#[codec(index = 0)]
		Works {
			/// The items. Less than was claimed is not possible.
			items: BoundedVec<(u64, Balance), ConstU32<MAX_ITEMS>>,
			/// 연도별 예산 of the new amount.
			budget: Budget,
		},
		/// 기한 연장 or shortening.
		#[codec(index = 1)]
		CompleteBy(Day),
		/// 지분 변경: the members and their shares.
		#[codec(index = 2)]
		Members(Members),
		/// 감독 변경.
		#[codec(index = 3)]
		Supervisor(AgencyId),
		/// 검사 변경.
		#[codec(index = 4)]
		Inspector(AgencyId),
		/// 분쟁 조정 기구 변경: for disputes to come and those that are open.
		#[codec(index = 5)]
		DisputeBody(AgencyId),
	}

	/// A change that waits for signatures.
	pub struct PendingChange {
		/// What it says.
		pub change: Change,
		/// Commitment to the amended contract.
		pub document: DocumentCommitment,
		/// Whom it touches and who has not signed yet.
		pub unsigned: Signatures,
	}

	/// 하도급 종류.
	#[derive(Copy)]
	pub enum SubcontractKind {
		/// 공사 하도급.
		#[codec(index = 0)]
		Works,
		/// 자재.
		#[codec(index = 1)]
		Material,
		/// 장비.
		#[codec(index = 2)]
		Equipment,
		/// 용역: services. Silence does not pass them.
		#[codec(index = 3)]
		Services,
	}

	/// 하도급 상태.
	#[derive(Copy)]
	pub enum SubcontractStatus {
		/// 체결 전: the payer signed by drafting it.
		#[codec(index = 0)]
		Proposed,
		/// 체결: both sides have signed.
		#[codec(index = 1)]
		Signed,
		/// 변경 협의: the payer proposed another amount.
		#[codec(index = 2)]
		ChangeProposed {
			/// The amount proposed.
			amount: Balance,
		},
		/// 종료: nothing more is performed under it.
		#[codec(index = 3)]
		Ended {
			/// When.
			on: Day,
		},
	}

	/// 직접지급: whether the subcontractor may claim from the city itself.
	#[derive(Copy)]
	pub enum DirectPay {
		/// 해당 없음.
		#[codec(index = 0)]
		None,
		/// 청구됨: it reached the city, and holds.
		#[codec(index = 1)]
		Requested {
			/// Why.
			trigger: DirectPayTrigger,
			/// When it reached the city among orders of court and other requests.
			arrival: u32,
		},
		/// 중지됨: stopped with evidence of wages that the subcontractor owes.
		#[codec(index = 2)]
		Stopped {
			/// The place of the request in order of arrival.
			arrival: u32,
			/// Why it had been requested.
			trigger: DirectPayTrigger,
		},
	}

	/// 직접지급 사유.
	#[derive(Copy)]
	pub enum DirectPayTrigger {
		/// 파산·지급정지.
		#[codec(index = 0)]
		Insolvency,
		/// 삼자 합의.
		#[codec(index = 1)]
		Agreement,
		/// 대금 미지급 (2회분 이상).
		#[codec(index = 2)]
		MissedPayments,
		/// 지급보증 미이행.
		#[codec(index = 3)]
		NoBond,
		/// 확정판결.
		#[codec(index = 4)]
		Judgment,
	}

	/// What a payer drafts for a subcontract.
	#[derive(Copy)]
	pub struct SubcontractDraft {
		/// The subcontract above it; none if a member of the prime contractor is the payer.
		pub parent: Option<SubcontractId>,
		/// Who performs.
		pub contractor: PartyId,
		/// 종류.
		pub kind: SubcontractKind,
		/// 하도급대금.
		pub amount: Balance,
		/// 지급기일: days from taking over.
		pub payment_days: u32,
		/// 지연이자율 a year.
		pub late_rate: Millionths,
		/// Commitment to the subcontract.
		pub document: DocumentCommitment,
	}

	/// 하도급.
	#[derive(Copy)]
	pub struct Subcontract {
		/// The city's contract.
		pub contract: ContractId,
		/// The subcontract above it.
		pub parent: Option<SubcontractId>,
		/// 1 directly under the prime contractor.
		pub level: u8,
		/// Who pays.
		pub payer: PartyId,
		/// Who performs.
		pub contractor: PartyId,
		/// 종류.
		pub kind: SubcontractKind,
		/// 하도급대금.
		pub amount: Balance,
		/// Days from taking over until payment is due.
		pub payment_days: u32,
		/// 지연이자율 a year.
		pub late_rate: Millionths,
		/// Commitment to the subcontract.
		pub document: DocumentCommitment,
		/// 상태.
		pub status: SubcontractStatus,
		/// 체결일: when both sides had signed; until then, when it was drafted.
		pub since: Day,
		/// Sum of the subcontracts directly under it.
		pub subcontracted: Balance,
		/// Sum of the lines charged to it in claims that were not refused.
		pub charged: Balance,
		/// Reports of work so far.
		pub reports: u32,
		/// Sum of the work reported, as far as a decision has not lowered it.
		pub reported: Balance,
		/// Payments that were late.
		pub missed: u32,
		/// 직접지급.
		pub direct_pay: DirectPay,
	}

	/// 하도급 기성 보고: work that a subcontractor reported to its payer.
	#[derive(Copy)]
	pub struct WorkReport {
		/// Its value.
		pub amount: Balance,
		/// Commitment to the evidence.
		pub evidence: DocumentCommitment,
		/// When it was reported.
		pub reported_on: Day,
		/// 상태.
		pub status: WorkStatus,
	}

	/// 하도급 기성 상태.
	#[derive(Copy)]
	pub enum WorkStatus {
		/// 검사 중: the payer has until the deadline to object.
		#[codec(index = 0)]
		Reported {
			/// After it silence passes the work, where the statute applies.
			deadline: Deadline,
		},
		/// 이의: the payer filed a reason, and the clock stands still.
		#[codec(index = 1)]
		Contested {
			/// When.
			on: Day,
			/// Commitment to the reason.
			reason: DocumentCommitment,
			/// When the dispute body is to have decided.
			deadline: Deadline,
		},
		/// 합격: the payer owes it.
		#[codec(index = 2)]
		Passed {
			/// When.
			on: Day,
			/// By whom.
			by: PassedBy,
			/// When it is due.
			payment: Deadline,
			/// Interest paid for lateness.
			interest_paid: Balance,
			/// The line in which the city is asked to pay it.
			line: Option<(ClaimId, LineIndex)>,
		},
	}

	/// How work was passed.
	#[derive(Copy)]
	pub enum PassedBy {
		/// 원사업자.
		#[codec(index = 0)]
		Payer,
		/// 침묵 (합격 간주).
		#[codec(index = 1)]
		Silence,
		/// 분쟁 조정.
		#[codec(index = 2)]
		DisputeBody,
	}

	/// 청구 종류.
	#[derive(Copy)]
	pub enum ClaimKind {
		/// 선금.
		#[codec(index = 0)]
		Advance {
			/// How much.
			amount: Balance,
		},
		/// 기성.
		#[codec(index = 1)]
		Progress,
		/// 준공.
		#[codec(index = 2)]
		Completion,
		/// 해지 정산: work done before a termination, against the advance.
		#[codec(index = 3)]
		Settlement,
	}

	/// Who submitted a claim.
	#[derive(Copy)]
	pub enum Claimant {
		/// 원도급: the lead.
		#[codec(index = 0)]
		Lead,
		/// 하도급 직접지급: a subcontractor whose request for direct payment holds.
		#[codec(index = 1)]
		Subcontractor(SubcontractId),
		/// 발주 부서: for a settlement that the lead does not submit.
		#[codec(index = 2)]
		Department,
	}

	/// 검사 책임 단계: who answers for the inspection.
	#[derive(Copy, PartialOrd, Ord)]
	pub enum Level {
		/// 감독·검사.
		#[codec(index = 0)]
		Inspector,
		/// 발주 부서.
		#[codec(index = 1)]
		Department,
		/// 계약·지출 담당.
		#[codec(index = 2)]
		Officer,
	}

	/// 청구 상태.
	#[derive(Copy)]
	pub enum ClaimStatus {
		/// 제출: the supervisor is to endorse it.
		#[codec(index = 0)]
		Submitted {
			/// 검사 기한.
			deadline: Deadline,
		},
		/// 검사 중: the inspector is to inspect it.
		#[codec(index = 1)]
		Inspecting {
			/// 검사 기한.
			deadline: Deadline,
		},
		/// 검사 합격: the department is to approve it.
		#[codec(index = 2)]
		Inspected {
			/// 검사 기한.
			deadline: Deadline,
		},
		/// 보완 요구: the claimant is to correct it.
		#[codec(index = 3)]
		CorrectionOrdered {
			/// Since when.
			on: Day,
		},
		/// 승인: waits for the payment request.
		#[codec(index = 4)]
		Approved {
			/// Since when.
			on: Day,
			/// 지급 기한 영업일: business days that the city still has.
			business_days: u32,
		},
		/// 지급 청구됨: the chain pays on the day named.
		#[codec(index = 5)]
		PaymentRequested {
			/// 지급 기한.
			deadline: Deadline,
			/// The day on which the chain pays.
			pay_on: Day,
		},
		/// 자금 부족: due, but the city has not funded it.
		#[codec(index = 6)]
		Unfunded {
			/// 지급 기한.
			deadline: Deadline,
		},
		/// 지급 중: the chain pays its lines.
		#[codec(index = 7)]
		Releasing {
			/// 지급 기한.
			deadline: Deadline,
			/// The next line.
			next: LineIndex,
		},
		/// 일부 지급: some lines wait for somebody.
		#[codec(index = 8)]
		PartlyPaid {
			/// 지급 기한.
			deadline: Deadline,
		},
		/// 지급 완료.
		#[codec(index = 9)]
		Paid {
			/// 지급 기한.
			deadline: Deadline,
			/// When the last line was paid.
			on: Day,
		},
		/// 취하·반려: withdrawn or refused; its quantities can be claimed again.
		#[codec(index = 10)]
		Withdrawn {
			/// When.
			on: Day,
		},
	}

	/// 청구.
	#[derive(Copy)]
	pub struct Claim {
		/// The contract.
		pub contract: ContractId,
		/// 종류.
		pub kind: ClaimKind,
		/// Who submitted it.
		pub claimant: Claimant,
		/// Commitment to the evidence.
		pub evidence: DocumentCommitment,
		/// When it was submitted last.
		pub submitted_on: Day,
		/// How often it was submitted.
		pub round: u16,
		/// Who answers for the inspection.
		pub level: Level,
		/// Value of the quantities, or the advance.
		pub gross: Balance,
		/// 선금 정산: offset against the advance.
		pub offset: Balance,
		/// 지체상금.
		pub damages: Balance,
		/// Sum of the lines that name a payee.
		pub named: Balance,
		/// Its lines; those of the members come last, when it is approved.
		pub lines: u16,
		/// Lines that are not ended.
		pub open_lines: u16,
		/// Lines to which a payee objected.
		pub objections: u16,
		/// 상태.
		pub status: ClaimStatus,
	}

	/// A quantity of an item in a claim.
	#[derive(Copy)]
	pub struct Quantity {
		/// The item.
		pub item: ItemIndex,
		/// Units.
		pub units: u64,
	}

	/// Who is paid.
	#[derive(Copy, PartialOrd, Ord)]
	pub enum Payee {
		/// An agency or a citizen.
		#[codec(index = 0)]
		Party(PartyId),
		/// A merchant that is not admitted yet.
		#[codec(index = 1)]
		Key(ClaimKey),
	}

	/// Under which subcontract a line stands.
	#[derive(Copy)]
	pub enum Under {
		/// 원도급.
		#[codec(index = 0)]
		Prime,
		/// 하도급.
		#[codec(index = 1)]
		Subcontract(SubcontractId),
	}

	/// For what a line pays.
	#[derive(Copy)]
	pub enum LineKind {
		/// 하도급 대금: the contractor of the subcontract.
		#[codec(index = 0)]
		Work {
			/// The report of work that it pays, if one was filed.
			report: Option<ReportNumber>,
		},
		/// 자재·장비 구매: a merchant.
		#[codec(index = 1)]
		Purchase,
		/// 노무비: the labour bank, for the workers of a list.
		#[codec(index = 2)]
		Labour {
			/// Root of the tree over the wage slips.
			root: H256,
			/// How many there are.
			workers: u32,
		},
		/// 구성원 대금: a member's share of what is left.
		#[codec(index = 3)]
		Share,
		/// 결정: what a decision took from another line.
		#[codec(index = 4)]
		Decision {
			/// The line.
			from: LineIndex,
		},
	}

	/// A line as a claim names it.
	#[derive(Copy)]
	pub struct LineDraft {
		/// Who is paid.
		pub payee: Payee,
		/// Under whom.
		pub under: Under,
		/// For what: work, a purchase or wages.
		pub kind: LineKind,
		/// How much.
		pub amount: Balance,
	}

	/// 지급 명세: one payee of a claim.
	#[derive(Copy)]
	pub struct Line {
		/// Who is paid.
		pub payee: Payee,
		/// Under whom.
		pub under: Under,
		/// For what.
		pub kind: LineKind,
		/// How much.
		pub amount: Balance,
		/// Days that the city was late with it.
		pub days_late: u32,
		/// Interest paid for lateness.
		pub interest_paid: Balance,
		/// 상태.
		pub status: LineStatus,
	}

	/// 지급 명세 상태.
	#[derive(Copy)]
	pub enum LineStatus {
		/// 대기.
		#[codec(index = 0)]
		Pending,
		/// 확인: the payee confirmed it.
		#[codec(index = 1)]
		Confirmed {
			/// When.
			on: Day,
		},
		/// 이의: in dispute.
		#[codec(index = 2)]
		Objected {
			/// Who objected.
			by: PartyId,
			/// Commitment to the reason.
			reason: DocumentCommitment,
			/// When the dispute body is to have decided.
			deadline: Deadline,
		},
		/// 압류: attached by a court.
		#[codec(index = 3)]
		Attached {
			/// When payment reached it.
			on: Day,
			/// The court.
			court: AgencyId,
		},
		/// 미등록 수취인: waits for its payee to be admitted.
		#[codec(index = 4)]
		Unclaimed {
			/// When payment reached it.
			on: Day,
		},
		/// 은행 지급 지시: the bank is to pay it; the sum is locked.
		#[codec(index = 5)]
		Instructed {
			/// Since when.
			on: Day,
		},
		/// 지급 반환: it could not be paid, and is to be retried or deposited.
		#[codec(index = 6)]
		Returned {
			/// Since when.
			on: Day,
			/// Why.
			why: ReturnReason,
		},
		/// 지급 완료.
		#[codec(index = 7)]
		Paid {
			/// When.
			on: Day,
			/// How.
			via: PaidVia,
		},
		/// 공탁.
		#[codec(index = 8)]
		Deposited {
			/// When.
			on: Day,
			/// With which office.
			office: AgencyId,
		},
		/// 결정: the dispute body decided; it waits for its turn, and nobody objects any more.
		#[codec(index = 9)]
		Decided {
			/// When.
			on: Day,
		},
	}

	/// Why a line came back.
	#[derive(Copy)]
	pub enum ReturnReason {
		/// 계좌 없음: the payee has no account, or it cannot receive.
		#[codec(index = 0)]
		NoAccount,
		/// 은행 거절.
		#[codec(index = 1)]
		RefusedByBank {
			/// Commitment to the bank's notice.
			notice: DocumentCommitment,
		},
	}

	/// How a line was paid.
	#[derive(Copy)]
	pub enum PaidVia {
		/// 체인 위 원화.
		#[codec(index = 0)]
		Chain,
		/// 은행.
		#[codec(index = 1)]
		Bank(AgencyId),
	}

	/// 지급 방법: where a payee wants its money.
	#[derive(Copy)]
	pub enum Payout {
		/// 체인 위 원화: KRW on the payee's account.
		#[codec(index = 0)]
		Chain,
		/// 은행 계좌: the bank account that the payee told the bank.
		#[codec(index = 1)]
		Bank,
	}

	/// What an inspector takes off a claim. Empty to pass all of it.
	#[derive(Default)]
	pub struct Reductions {
		/// Items of which fewer units are passed.
		pub quantities: Quantities,
		/// Lines that are paid less.
		pub lines: BoundedVec<(LineIndex, Balance), ConstU32<MAX_LINES>>,
	}

	/// 노무비 명부: wages that a labour bank pays.
	pub struct WageList {
		/// The bank.
		pub bank: AgencyId,
		/// Root of the tree over the wage slips.
		pub root: H256,
		/// How many wages there are.
		pub workers: u32,
		/// When the bank is to have confirmed each, once it has the total.
		pub deadline: Option<Deadline>,
		/// How many the bank confirmed.
		pub confirmed: u32,
		/// Which the bank confirmed, one bit each.
		pub marks: BoundedVec<u8, ConstU32<{ MAX_WORKERS / 8 }>>,
		/// Wages in dispute.
		pub disputes: BoundedVec<WageDispute, ConstU32<MAX_WAGE_DISPUTES>>,
	}

	/// 임금 이의.
	#[derive(Copy)]
	pub struct WageDispute {
		/// Place in the list.
		pub index: u32,
		/// The slip.
		pub slip: DocumentCommitment,
		/// What was decided.
		pub outcome: WageOutcome,
		/// When the dispute body is to have decided.
		pub deadline: Deadline,
	}

	/// 임금 이의 결과.
	#[derive(Copy)]
	pub enum WageOutcome {
		/// 심리 중.
		#[codec(index = 0)]
		Open,
		/// 인용: the bank is to pay, and the confirmation is taken back.
		#[codec(index = 1)]
		Upheld,
		/// 기각.
		#[codec(index = 2)]
		Rejected,
	}

	/// 보증.
	#[derive(Copy)]
	pub enum BondKind {
		/// 선금보증.
		#[codec(index = 0)]
		Advance,
		/// 계약보증.
		#[codec(index = 1)]
		Performance,
		/// 하도급대금 지급보증.
		#[codec(index = 2)]
		Payment(SubcontractId),
		/// 하자보수보증.
		#[codec(index = 3)]
		Defect,
	}

	/// A bond that a guarantor recorded.
	#[derive(Copy)]
	pub struct Bond {
		/// Who guarantees.
		pub guarantor: AgencyId,
		/// How much.
		pub amount: Balance,
		/// Its last day.
		pub until: Day,
		/// Commitment to the bond.
		pub document: DocumentCommitment,
	}

	/// 압류: what a court caught of a party's claims under one contract.
	#[derive(Copy)]
	pub struct Attachment {
		/// The court.
		pub court: AgencyId,
		/// What is still to be caught.
		pub amount: Balance,
		/// Commitment to the order.
		pub document: DocumentCommitment,
		/// When it reached the city among other orders and requests for direct payment.
		pub arrival: u32,
	}

	/// What interest is owed for.
	#[derive(Copy)]
	pub enum Debt {
		/// 발주자 지연: a line that the city paid late.
		#[codec(index = 0)]
		Line(ClaimId, LineIndex),
		/// 원사업자 지연: work that a payer paid late.
		#[codec(index = 1)]
		Work(SubcontractId, ReportNumber),
	}

	/// What is done on a day, by the chain itself.
	#[derive(Copy)]
	pub enum Duty {
		/// 지급.
		#[codec(index = 0)]
		Pay(ClaimId),
		/// 지급 지연: the day after the last day for paying.
		#[codec(index = 1)]
		PaymentLate(ClaimId),
		/// 검사 지연.
		#[codec(index = 2)]
		InspectionLate(ClaimId),
		/// 분쟁 결정 지연.
		#[codec(index = 3)]
		DecisionLate(ClaimId, LineIndex),
		/// 임금 확인 지연.
		#[codec(index = 4)]
		WagesLate(ClaimId, LineIndex),
		/// 하도급 기성 합격 간주.
		#[codec(index = 5)]
		WorkSilent(SubcontractId, ReportNumber),
		/// 하도급대금 지급 지연.
		#[codec(index = 6)]
		WorkUnpaid(SubcontractId, ReportNumber),
		/// 하도급 기성 결정 지연.
		#[codec(index = 7)]
		WorkDecisionLate(SubcontractId, ReportNumber),
		/// 임금 이의 결정 지연: the last is the place in the list.
		#[codec(index = 8)]
		WageDecisionLate(ClaimId, LineIndex, u32),
	}

	/// Where the chain stands in its agenda.
	#[derive(Copy, Default, PartialOrd, Ord)]
	pub struct AgendaPlace {
		/// The day.
		pub day: Day,
		/// The entry of that day.
		pub index: u32,
	}

	/// 합계: what came and went over all contracts.
	#[derive(Copy, Default)]
	pub struct Totals {
		/// Funded.
		pub funded: Balance,
		/// Released to payees.
		pub released: Balance,
		/// Refunded to the city.
		pub refunded: Balance,
	}
}

/// What is held of an officer's agency, and on which account.
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
pub struct HeldAmount<AccountId> {
	/// The account.
	pub account: AccountId,
	/// How much, over all contracts.
	pub amount: Balance,
}

/// 수급인: the firms that perform, the lead first.
pub type Members = BoundedVec<Member, ConstU32<MAX_MEMBERS>>;
/// 연도별 예산.
pub type Budget = BoundedVec<BudgetYear, ConstU32<MAX_BUDGET_YEARS>>;
/// Who signed, or is still to sign: the members, supervisor, inspector and officer.
pub type Signatures = BoundedVec<PartyId, ConstU32<{ 2 * MAX_MEMBERS + 3 }>>;
/// Quantities of a claim, in order of their items.
pub type Quantities = BoundedVec<Quantity, ConstU32<MAX_ITEMS>>;
/// Lines as a claim names them.
pub type LineDrafts = BoundedVec<LineDraft, ConstU32<MAX_LINES>>;

impl Funds {
	/// What is held.
	pub fn balance(&self) -> Balance {
		self.funded
			.saturating_sub(self.released)
			.saturating_sub(self.refunded)
	}
}

impl Totals {
	/// What is held.
	pub fn balance(&self) -> Balance {
		self.funded
			.saturating_sub(self.released)
			.saturating_sub(self.refunded)
	}
}

impl Advance {
	/// What of it was neither worked off nor paid back.
	pub fn outstanding(&self) -> Balance {
		self.paid
			.saturating_sub(self.offset)
			.saturating_sub(self.repaid)
	}
}

impl Contract {
	/// The firm that leads.
	pub fn lead(&self) -> Option<PartyId> {
		self.members.first().map(|member| member.party)
	}

	/// Whether a party is one of the members.
	pub fn has_member(&self, party: PartyId) -> bool {
		self.members.iter().any(|member| member.party == party)
	}

	/// Whether a party is the department, officer, supervisor or inspector.
	pub fn is_office(&self, party: PartyId) -> bool {
		[
			self.department,
			self.officer,
			self.supervisor,
			self.inspector,
		]
		.map(PartyId::Agency)
		.contains(&party)
	}

	/// The most that payees can still be paid.
	pub fn claimable(&self) -> Balance {
		let ceiling = match self.status {
			ContractStatus::Completed { .. }
			| ContractStatus::DefectPeriod { .. }
			| ContractStatus::Closed { .. }
			| ContractStatus::Terminated {
				settlement: Settlement::Done,
				..
			} => self.net,
			_ => self.amount.max(self.net),
		};
		ceiling.saturating_sub(self.funds.released)
	}

	/// What nobody can claim.
	pub fn refundable(&self) -> Balance {
		self.funds.balance().saturating_sub(self.claimable())
	}

	/// 지체상금 of all days of delay until `day`, of which some may have been taken.
	pub fn damages_until(&self, day: Day, unit: Balance) -> Balance {
		let days = day.since(self.complete_by);
		let rate = u128::from(self.terms.delay_damages_per_day.0).saturating_mul(days.into());
		let rate = rate.min(self.terms.highest_delay_damages.0.into());
		round_down(part(self.amount, rate, WHOLE.into()), unit)
	}
}

impl Subcontract {
	/// What its amount cannot go below: what was charged to it, passed on under it, or reported.
	pub fn used(&self) -> Balance {
		self.charged.max(self.subcontracted).max(self.reported)
	}
}

impl Schedule {
	/// The sum of the items.
	pub fn amount(&self) -> Option<Balance> {
		self.items.iter().try_fold(0, |sum: Balance, item| {
			item.unit_price
				.checked_mul(item.quantity.into())
				.and_then(|value| sum.checked_add(value))
		})
	}

	/// What quantities are worth.
	pub fn value(&self, quantities: &[Quantity]) -> Balance {
		quantities.iter().fold(0, |sum: Balance, quantity| {
			let price = self
				.items
				.get(usize::from(quantity.item.0))
				.map_or(0, |item| item.unit_price);
			sum.saturating_add(price.saturating_mul(quantity.units.into()))
		})
	}
}

impl Claim {
	/// What is paid.
	pub fn net(&self) -> Balance {
		self.gross
			.saturating_sub(self.offset)
			.saturating_sub(self.damages)
	}

	/// The deadline that runs, or ran.
	pub fn deadline(&self) -> Option<Deadline> {
		match self.status {
			ClaimStatus::Submitted { deadline }
			| ClaimStatus::Inspecting { deadline }
			| ClaimStatus::Inspected { deadline }
			| ClaimStatus::PaymentRequested { deadline, .. }
			| ClaimStatus::Unfunded { deadline }
			| ClaimStatus::Releasing { deadline, .. }
			| ClaimStatus::PartlyPaid { deadline }
			| ClaimStatus::Paid { deadline, .. } => Some(deadline),
			_ => None,
		}
	}

	/// Whether its lines, quantities and value still can change.
	pub fn is_before_approval(&self) -> bool {
		matches!(
			self.status,
			ClaimStatus::Submitted { .. }
				| ClaimStatus::Inspecting { .. }
				| ClaimStatus::Inspected { .. }
				| ClaimStatus::CorrectionOrdered { .. }
		)
	}

	/// Whether the turn of a line has been: it was paid then, or waits for somebody.
	pub fn has_reached(&self, line: LineIndex) -> bool {
		match self.status {
			ClaimStatus::Releasing { next, .. } => line < next,
			ClaimStatus::PartlyPaid { .. } | ClaimStatus::Paid { .. } => true,
			_ => false,
		}
	}

	/// Whether nothing more happens to it.
	pub fn is_ended(&self) -> bool {
		matches!(
			self.status,
			ClaimStatus::Paid { .. } | ClaimStatus::Withdrawn { .. }
		)
	}

	/// Whether its sum is set aside and its lines are being paid or were paid.
	pub fn is_released(&self) -> bool {
		matches!(
			self.status,
			ClaimStatus::Releasing { .. }
				| ClaimStatus::PartlyPaid { .. }
				| ClaimStatus::Paid { .. }
		)
	}
}

impl LineStatus {
	/// Whether the money has left.
	pub fn is_final(&self) -> bool {
		matches!(self, Self::Paid { .. } | Self::Deposited { .. })
	}

	/// Whether it is paid when its turn comes.
	pub fn is_payable(&self) -> bool {
		matches!(
			self,
			Self::Pending | Self::Confirmed { .. } | Self::Decided { .. }
		)
	}
}

impl Level {
	/// Who answers next.
	#[must_use]
	pub fn next(self) -> Self {
		match self {
			Self::Inspector => Self::Department,
			Self::Department | Self::Officer => Self::Officer,
		}
	}
}

impl Attachment {
	/// Whether it caught what a subcontractor asked the city for directly.
	pub fn came_before(&self, direct_pay: &DirectPay) -> bool {
		match direct_pay {
			DirectPay::Requested { arrival, .. } => self.arrival < *arrival,
			DirectPay::None | DirectPay::Stopped { .. } => true,
		}
	}
}

impl WageList {
	/// Whether the bank confirmed a wage.
	pub fn is_confirmed(&self, index: u32) -> bool {
		let (byte, bit) = mark(index);
		self.marks.get(byte).is_some_and(|marks| marks & bit != 0)
	}

	/// The dispute over a wage that is not decided.
	pub fn open_dispute(&self, index: u32) -> Option<&WageDispute> {
		self.disputes
			.iter()
			.find(|dispute| dispute.index == index && dispute.outcome == WageOutcome::Open)
	}

	/// As [`Self::open_dispute`], to change it.
	pub(crate) fn open_dispute_mut(&mut self, index: u32) -> Option<&mut WageDispute> {
		self.disputes
			.iter_mut()
			.find(|dispute| dispute.index == index && dispute.outcome == WageOutcome::Open)
	}

	/// Set or take back the confirmation of a wage; says whether that changed anything.
	pub(crate) fn set_confirmed(&mut self, index: u32, outcome: WageMark) -> bool {
		let (byte, bit) = mark(index);
		let Some(marks) = self.marks.get_mut(byte) else {
			return false;
		};
		let before = *marks;
		match outcome {
			WageMark::Confirmed => {
				*marks |= bit;
				if *marks != before {
					self.confirmed = self.confirmed.saturating_add(1);
				}
			},
			WageMark::Open => {
				*marks &= !bit;
				if *marks != before {
					self.confirmed = self.confirmed.saturating_sub(1);
				}
			},
		}
		before != self.marks.get(byte).copied().unwrap_or_default()
	}
}

/// Whether a wage counts as paid.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum WageMark {
	/// 확인됨.
	Confirmed,
	/// 미확인.
	Open,
}

/// Where the mark of a wage stands.
fn mark(index: u32) -> (usize, u8) {
	let byte = usize::try_from(index / 8).unwrap_or(usize::MAX);
	(byte, 1u8.checked_shl(index % 8).unwrap_or_default())
}

/// A proof that a wage slip stands in a list.
pub type SlipProof = WageProof;

/// Indices of wages in one call.
pub type WageIndices = BoundedVec<u32, ConstU32<MAX_WORKERS>>;
