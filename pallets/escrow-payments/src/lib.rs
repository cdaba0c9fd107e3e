// SPDX-License-Identifier: Apache-2.0

//! # 대금 지급 · Escrow payments
//!
//! The city's money reaches every payee of a contract by itself and on time: the prime contractor, each
//! subcontractor, merchant and labour bank, with nobody's account in between.
//!
//! | call | who | what |
//! |---|---|---|
//! | `schedule_terms`, `amend_holidays` | governance; the calendar office | legal periods and rates from a day on; the business-day calendar |
//! | `draft_contract`, `discard_draft` | ordering department | drafts a contract with its firms, offices, schedule and budget; throws it away |
//! | `sign_contract` | members, supervisor, inspector, officer | signs; the terms stand when all have |
//! | `fund_contract`, `refund` | contract officer | holds money for a contract; takes back what nobody can claim |
//! | `start_contract`, `suspend_contract`, `resume_contract`, `terminate_contract`, `close_contract` | ordering department | what becomes of the works |
//! | `propose_change`, `withdraw_change`; `sign_change` | department; whom it touches | changes a contract |
//! | `draft_subcontract`, `propose_amount` | payer | drafts a subcontract; proposes another amount |
//! | `sign_subcontract`; `end_subcontract`; `end_insolvent_subcontract` | its contractor; its contractor, or its payer while it is proposed; department | signs it or its new amount; ends it |
//! | `report_work`; `pass_work`, `contest_work`; `decide_work` | contractor; payer; dispute body | inspection between payer and subcontractor |
//! | `submit_claim`, `resubmit_claim`, `withdraw_claim` | lead, or a subcontractor with direct payment | claims an advance, progress, completion or settlement |
//! | `submit_settlement` | department | the settlement of a terminated contract, if the lead does not |
//! | `endorse_claim` | supervisor | endorses a claim |
//! | `pass_inspection`, `order_correction` | inspector, or the next level after a timeout | passes all or part; orders a correction |
//! | `approve_claim`; `reject_claim` | department, or the next level; department | approves what passed; refuses a claim |
//! | `request_payment`; `return_payment_request`, `bring_payment_forward` | claimant or department; officer | starts, stops and shortens the time for paying |
//! | `confirm_line`; `object_line`, `withdraw_objection`; `decide_line` | payee; payee or its payer; dispute body | confirms a line; disputes by line |
//! | `choose_payout` | payee | KRW on chain, or its bank |
//! | `confirm_payout`, `refuse_payout` | settling bank | says what became of an instruction |
//! | `retry_line`, `deposit_line` | payee or officer; officer | after a line came back, or waits for somebody who does not come |
//! | `redeem_line` | a merchant that is admitted now | takes the lines of its key |
//! | `attach_claims`, `lift_attachment`, `settle_attached_line` | court | attaches what a party is owed |
//! | `request_direct_pay`; `stop_direct_pay`; `reinstate_direct_pay` | subcontractor; its payer; dispute body | claims past the firm above |
//! | `record_bond` | guarantor | advance, performance, payment and defect bonds |
//! | `confirm_wages` | labour bank | confirms wages by their place in the list |
//! | `dispute_wage`; `decide_wage` | who has the slip; dispute body | disputes a wage; decides |
//! | `pay_interest`, `repay_advance` | the late party; anyone for the lead | pays what is owed beside the escrow |
//!
//! ## Overview
//!
//! A contract names its firms and offices, and the legal terms of the day on which it was drafted. Money
//! for it is *held* on the officer's own pay-out account, counted per contract. A claim says which
//! quantities were done and which payees receive how much of it; what no payee is named for goes to the
//! members by their shares, so that the lines always add up to what was approved.
//!
//! All legal time is counted in days of Korea. The *agenda* says what the chain does on which day: pay a
//! claim, call an inspection late, pass work that its payer was silent about. At the start of each block the
//! chain takes entries from it, in the order in which they fall due, until the block's share of weight
//! ([`Config::MaxServiceWeight`]) is used; the next block goes on where this one stopped. While
//! [`Config::Paused`] answers yes, it waits. A change of the calendar walks the agenda in the same way and
//! moves what it touches.
//!
//! The city's silence never releases money: it makes the next level answer. A payer's silence passes the work
//! of its subcontractor where the statute applies, and that makes a debt of the payer, nothing more.
//!
//! ## Terminology
//!
//! - *Line* (지급 명세): one payee of a claim.
//! - *Named*: of a line, that the claim names its payee; the others are the members' shares.
//! - *Gross*: the value of quantities. *Net*: gross less offset (선금 정산) and damages (지체상금).
//! - *Charged*: a line counts against the subcontract under which it stands, and all above it.
//! - *Late party*: who must act and has not.
//! - *Slip*: the salted commitment to one worker's wage.
//!
//! ## Invariants
//!
//! 1. Of every contract: funded is what was released, refunded and is held; what is set aside is the sum of
//!    its unpaid lines in claims being paid, and is held.
//! 2. Released is the sum of the contract's paid and deposited lines. No line is counted twice.
//! 3. What is held of an agency is the sum of its contracts, and is on hold on its account; the totals are
//!    the sums of all contracts.
//! 4. The lines of an approved claim add up to its net; a claim has as many lines, open lines and objections
//!    as it says.
//! 5. Units in claims are those that the schedule counts, and no more than were ordered; the schedule and
//!    budget add up to the amount.
//! 6. A subcontract is charged with what its lines and those below say, and says how much was reported, both
//!    not above its amount; the subcontracts under a payer do not exceed what it receives. None is deeper than
//!    three levels.
//! 7. Whatever has a deadline that runs stands in the agenda, on its day or after.
//! 8. The agenda's entries are numbered without a gap, and none is before the chain's place in it.
//! 9. Contract sums (gross, net, advance, offset, damages) are those of its approved claims; open and
//!    pending claims are counted.
//! 10. Supervisor and inspector differ, no office performs, the dispute body is none of them, shares are the
//!     whole, terms are valid and in order, holidays in order.
//! 11. A wage list's count is that of its marks; it pays the line that names it.
//! 12. Attachments are as many as the contract says.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	target_arch = "wasm32",
	deny(
		clippy::arithmetic_side_effects,
		clippy::expect_used,
		clippy::indexing_slicing,
		clippy::unwrap_used
	)
)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
pub mod calendar;
mod features;
pub mod holidays;
pub mod merkle;
#[cfg(test)]
mod mock;
pub mod runtime_api;
#[cfg(test)]
mod tests;
mod try_state;
pub mod types;
pub mod weights;

pub use calendar::{Day, Deadline, Holidays, Period};
pub use features::redeem_message;
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

#[frame_support::pallet]
#[allow(clippy::expect_used)] // In what the macro generates; `scripts/check.sh` reads what we write.
pub mod pallet {
	use super::*;
	use alloc::boxed::Box;
	use frame_support::{
		pallet_prelude::*,
		traits::{
			fungible::{Inspect, InspectHold, Mutate, MutateHold},
			UnixTime,
		},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;
	use seoul_chain_primitives::{
		chain::DAY, Actor, AgencyId, AgencyRegistry, Balance, DocumentCommitment, EnsureActor,
		Moment, PartyId, PartyRegistry,
	};
	use sp_core::sr25519;

	/// The layout of this pallet's storage.
	pub const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Legal time.
		type Clock: UnixTime;
		/// Who a signing account is, and where a party's money goes.
		type Parties: PartyRegistry<Self::AccountId>;
		/// Agencies, their roles and pay-out accounts.
		type Agencies: AgencyRegistry<Self::AccountId>;
		/// Ordering departments.
		type DepartmentOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
		/// Contract officers.
		type OfficerOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
		/// Supervisors.
		type SupervisorOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
		/// Inspectors of works.
		type InspectorOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
		/// Guarantors.
		type GuarantorOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
		/// Labour banks.
		type LabourBankOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
		/// The bank that pays instructions out and receives the won for them.
		type SettlementOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
		/// Dispute bodies.
		type DisputeOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
		/// Courts.
		type CourtOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
		/// Governance: sets legal terms.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// Who keeps the calendar.
		type CalendarOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// The balances of KRW, in which money is held.
		type Currency: Inspect<Self::AccountId, Balance = Balance>
			+ Mutate<Self::AccountId>
			+ InspectHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ MutateHold<Self::AccountId>;
		/// Why balances are held.
		type RuntimeHoldReason: From<HoldReason>;
		/// The chain's identity in signatures of claim keys.
		type ChainId: Get<[u8; 32]>;
		/// Whether the chain waits with what is due (safe mode).
		type Paused: Get<bool>;
		/// 블록당 자동 지급 한도.
		/// What the chain uses of a block for what is due, at most.
		#[pallet::constant]
		type MaxServiceWeight: Get<Weight>;
		/// 1원.
		/// One won. Shares, offsets, damages and interest are whole won.
		#[pallet::constant]
		type Won: Get<Balance>;
		/// Weights of the calls.
		type WeightInfo: WeightInfo;
		/// What benchmarks need of the other registers.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: benchmarking::BenchmarkHelper<Self::AccountId>;
	}

	/// Why won are held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// 공사대금: money for the payees of a contract.
		#[codec(index = 0)]
		Contract,
	}

	/// 계약.
	/// Every contract.
	#[pallet::storage]
	pub type Contracts<T> = StorageMap<_, Twox64Concat, ContractId, Contract>;

	/// 내역과 예산.
	/// The schedule of each contract.
	#[pallet::storage]
	pub type Schedules<T> = StorageMap<_, Twox64Concat, ContractId, Schedule, ValueQuery>;

	/// 다음 계약 번호.
	/// The number of the next contract.
	#[pallet::storage]
	pub type NextContractId<T> = StorageValue<_, ContractId, ValueQuery>;

	/// 계약 변경.
	/// Changes that wait for signatures.
	#[pallet::storage]
	pub type PendingChanges<T> = StorageMap<_, Twox64Concat, ContractId, PendingChange>;

	/// 하도급.
	/// Every subcontract.
	#[pallet::storage]
	pub type Subcontracts<T> = StorageMap<_, Twox64Concat, SubcontractId, Subcontract>;

	/// 계약별 하도급.
	/// The subcontracts of each contract.
	#[pallet::storage]
	pub type SubcontractsOf<T> =
		StorageDoubleMap<_, Twox64Concat, ContractId, Twox64Concat, SubcontractId, ()>;

	/// 다음 하도급 번호.
	/// The number of the next subcontract.
	#[pallet::storage]
	pub type NextSubcontractId<T> = StorageValue<_, SubcontractId, ValueQuery>;

	/// 하도급 기성.
	/// Reports of work under each subcontract.
	#[pallet::storage]
	pub type WorkReports<T> =
		StorageDoubleMap<_, Twox64Concat, SubcontractId, Twox64Concat, ReportNumber, WorkReport>;

	/// 청구.
	/// Every claim.
	#[pallet::storage]
	pub type Claims<T> = StorageMap<_, Twox64Concat, ClaimId, Claim>;

	/// 계약별 청구.
	/// The claims of each contract.
	#[pallet::storage]
	pub type ClaimsOf<T> = StorageDoubleMap<_, Twox64Concat, ContractId, Twox64Concat, ClaimId, ()>;

	/// 다음 청구 번호.
	/// The number of the next claim.
	#[pallet::storage]
	pub type NextClaimId<T> = StorageValue<_, ClaimId, ValueQuery>;

	/// 청구 물량.
	/// The quantities of each claim.
	#[pallet::storage]
	pub type ClaimedQuantities<T> = StorageMap<_, Twox64Concat, ClaimId, Quantities, ValueQuery>;

	/// 지급 명세.
	/// The payee lines of each claim.
	#[pallet::storage]
	pub type Lines<T> = StorageDoubleMap<_, Twox64Concat, ClaimId, Twox64Concat, LineIndex, Line>;

	/// 노무비 명부.
	/// The wage list of each labour line.
	#[pallet::storage]
	pub type WageLists<T> =
		StorageDoubleMap<_, Twox64Concat, ClaimId, Twox64Concat, LineIndex, WageList>;

	/// 자금 부족 청구.
	/// Claims that are due and wait for money, in the order in which they fell due.
	#[pallet::storage]
	pub type UnfundedClaims<T> = StorageMap<
		_,
		Twox64Concat,
		ContractId,
		BoundedVec<ClaimId, ConstU32<MAX_OPEN_CLAIMS>>,
		ValueQuery,
	>;

	/// 보증.
	/// Bonds of each contract.
	#[pallet::storage]
	pub type Bonds<T> =
		StorageDoubleMap<_, Twox64Concat, ContractId, Blake2_128Concat, BondKind, Bond>;

	/// 압류.
	/// What courts attached of each party's claims under a contract.
	#[pallet::storage]
	pub type Attachments<T> =
		StorageDoubleMap<_, Twox64Concat, ContractId, Blake2_128Concat, PartyId, Attachment>;

	/// 은행 지급 선택.
	/// Payees that want their bank.
	#[pallet::storage]
	pub type BankPayouts<T> = StorageMap<_, Blake2_128Concat, PartyId, ()>;

	/// 예치금.
	/// What is held of each officer's agency, and on which account.
	#[pallet::storage]
	pub type HeldFunds<T: Config> = StorageMap<_, Twox64Concat, AgencyId, HeldAmount<T::AccountId>>;

	/// 합계.
	/// Sums over all contracts.
	#[pallet::storage]
	pub type AllFunds<T> = StorageValue<_, Totals, ValueQuery>;

	/// 일정.
	/// What the chain does on each day, in order.
	#[pallet::storage]
	pub type Agenda<T> = StorageDoubleMap<_, Twox64Concat, Day, Twox64Concat, u32, Duty>;

	/// 일정 수.
	/// How many entries were made for each day.
	#[pallet::storage]
	pub type AgendaCount<T> = StorageMap<_, Twox64Concat, Day, u32, ValueQuery>;

	/// 일정 위치.
	/// The entry that comes next.
	#[pallet::storage]
	pub type AgendaCursor<T> = StorageValue<_, AgendaPlace>;

	/// 마지막 일정일.
	/// The last day with an entry.
	#[pallet::storage]
	pub type LastAgendaDay<T> = StorageValue<_, Day, ValueQuery>;

	/// 공휴일 변경 반영 위치.
	/// How far a change of the calendar has been applied.
	#[pallet::storage]
	pub type CalendarSweep<T> = StorageValue<_, AgendaPlace>;

	/// 공휴일.
	/// The holidays, in order. Saturdays and Sundays are none by themselves.
	#[pallet::storage]
	pub type HolidaySet<T> = StorageValue<_, Holidays, ValueQuery>;

	/// 하루의 길이.
	/// How long a day is, in milliseconds.
	#[pallet::storage]
	pub type DayLength<T> = StorageValue<_, Moment, ValueQuery, FullDay>;

	/// A day has 24 hours.
	#[pallet::type_value]
	pub fn FullDay() -> Moment {
		DAY
	}

	/// 법정 기준.
	/// Legal terms, each with the day from which it applies, in order.
	#[pallet::storage]
	pub type Terms<T> =
		StorageValue<_, BoundedVec<DatedTerms, ConstU32<MAX_DATED_TERMS>>, ValueQuery>;

	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// The legal terms in force from the start.
		pub terms: LegalTerms,
		/// The holidays, as days from 1 January 1970; by default those of [`holidays::PUBLIC_HOLIDAYS`].
		pub holidays: alloc::vec::Vec<Day>,
		/// How long a day is, in milliseconds.
		pub day_length: Moment,
		#[serde(skip)]
		/// Names the runtime, and holds nothing.
		pub _marker: PhantomData<T>,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			Self {
				terms: LegalTerms::default(),
				holidays: holidays::PUBLIC_HOLIDAYS.to_vec(),
				day_length: DAY,
				_marker: PhantomData,
			}
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(
				self.terms.is_valid(),
				"legal terms must be valid: see LegalTerms::is_valid"
			);
			assert!(self.day_length > 0, "a day must have a length");
			let mut holidays = self.holidays.clone();
			holidays.sort_unstable();
			holidays.dedup();
			assert!(
				u32::try_from(holidays.len()).is_ok_and(|count| count <= calendar::MAX_HOLIDAYS),
				"too many holidays"
			);
			HolidaySet::<T>::put(Holidays::truncate_from(holidays));
			DayLength::<T>::put(self.day_length);
			Terms::<T>::put(BoundedVec::truncate_from(alloc::vec![DatedTerms {
				effective_from: Day(0),
				terms: self.terms,
			}]));
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			let mut meter = WeightMeter::with_limit(T::MaxServiceWeight::get());
			Self::service(&mut meter);
			meter.consumed()
		}

		fn integrity_test() {
			let least = T::WeightInfo::service()
				.saturating_add(T::WeightInfo::pay_claim(1))
				.saturating_add(T::WeightInfo::service_task())
				.saturating_add(T::WeightInfo::move_deadline())
				.saturating_add(T::WeightInfo::service_day());
			assert!(
				T::MaxServiceWeight::get().all_gte(least),
				"a block must have room for a line, or nothing is ever paid"
			);
			assert!(!T::Won::get().is_zero(), "a won is something");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// 법정 기준이 고시되었다.
		/// Legal terms were set from a day on.
		TermsScheduled {
			/// 시행일. The first day on which they apply.
			effective_from: Day,
			/// 법정 기준. The terms.
			terms: LegalTerms,
		},
		/// 공휴일이 변경되었다.
		/// The calendar changed; open deadlines move with it.
		HolidaysAmended {
			/// 추가된 공휴일 수. Days that became holidays.
			added: u32,
			/// 삭제된 공휴일 수. Days that are none any more.
			removed: u32,
			/// 가장 이른 날. The earliest of them.
			first: Day,
		},
		/// 공휴일 변경으로 기한이 변경되었다.
		/// A change of the calendar moved an open deadline.
		DeadlineMoved {
			/// 할 일. What the deadline is for.
			task: Duty,
			/// 이전 기한. The last day before.
			old_due: Day,
			/// 기한. The last day.
			due: Day,
		},
		/// 공휴일 변경이 모든 기한에 반영되었다.
		/// A change of the calendar has reached every open deadline.
		CalendarApplied,
		/// 계약이 작성되었다.
		/// A contract was drafted.
		ContractDrafted {
			/// 계약. The contract.
			contract: ContractId,
			/// 발주 부서. Who orders.
			department: AgencyId,
			/// 대표 수급인. Who leads the contractors.
			lead: PartyId,
			/// 금액. How much.
			amount: Balance,
			/// 문서. Commitment to the document.
			document: DocumentCommitment,
		},
		/// 계약 초안이 폐기되었다.
		/// A draft was discarded before all had signed.
		DraftDiscarded {
			/// 계약. The contract.
			contract: ContractId,
		},
		/// 계약 당사자 일방이 서명하였다.
		/// One party signed a contract.
		ContractSignedBy {
			/// 계약. The contract.
			contract: ContractId,
			/// 당사자. The party.
			party: PartyId,
		},
		/// 모든 당사자가 서명하여 계약이 체결되었다.
		/// All have signed; the terms stand.
		ContractSigned {
			/// 계약. The contract.
			contract: ContractId,
			/// 문서. Commitment to the document.
			document: DocumentCommitment,
		},
		/// 계약 자금이 예치되었다.
		/// Money was held for a contract.
		ContractFunded {
			/// 계약. The contract.
			contract: ContractId,
			/// 계정. Which account.
			account: T::AccountId,
			/// 이전 예치 총액. Funded before.
			old_funded: Balance,
			/// 예치 총액. Funded from now on.
			funded: Balance,
		},
		/// 계약 이행이 시작되었다.
		/// The works began.
		ContractStarted {
			/// 계약. The contract.
			contract: ContractId,
			/// 날짜. The day.
			on: Day,
		},
		/// 계약 변경이 제안되었다.
		/// A change of a contract waits for the signatures of those it touches.
		ChangeProposed {
			/// 계약. The contract.
			contract: ContractId,
			/// 문서. Commitment to the document.
			document: DocumentCommitment,
		},
		/// 계약 변경 제안이 철회되었다.
		/// A proposed change was withdrawn.
		ChangeWithdrawn {
			/// 계약. The contract.
			contract: ContractId,
		},
		/// 계약 변경에 일방이 서명하였다.
		/// One party signed a change.
		ChangeSignedBy {
			/// 계약. The contract.
			contract: ContractId,
			/// 당사자. The party.
			party: PartyId,
		},
		/// 계약이 변경되었다.
		/// All whom a change touches have signed it.
		ContractChanged {
			/// 계약. The contract.
			contract: ContractId,
			/// 문서. Commitment to the document.
			document: DocumentCommitment,
			/// 이전 금액. Amount before.
			old_amount: Balance,
			/// 금액. How much.
			amount: Balance,
			/// 이전 준공 기한. Last day for completion before.
			old_complete_by: Day,
			/// 준공 기한. Last day for completion from now on.
			complete_by: Day,
		},
		/// 계약 이행이 정지되었다.
		/// The works rest. What was approved is paid all the same.
		ContractSuspended {
			/// 계약. The contract.
			contract: ContractId,
			/// 사유서. Commitment to the written reason.
			reason: DocumentCommitment,
		},
		/// 계약 이행이 재개되었다.
		/// The works go on; the time of rest is added to the deadline.
		ContractResumed {
			/// 계약. The contract.
			contract: ContractId,
			/// 이전 준공 기한. Last day for completion before.
			old_complete_by: Day,
			/// 준공 기한. Last day for completion from now on.
			complete_by: Day,
		},
		/// 계약이 해지되었다.
		/// A contract ended before its time. The work done is to be settled.
		ContractTerminated {
			/// 계약. The contract.
			contract: ContractId,
			/// 사유서. Commitment to the written reason.
			reason: DocumentCommitment,
		},
		/// 준공이 승인되었다.
		/// The completion was approved.
		ContractCompleted {
			/// 계약. The contract.
			contract: ContractId,
			/// 날짜. The day.
			on: Day,
		},
		/// 하자담보책임 기간이 시작되었다.
		/// All claims are paid; the firms answer for defects.
		DefectPeriodBegan {
			/// 계약. The contract.
			contract: ContractId,
			/// 마지막 날. The last day.
			until: Day,
		},
		/// 계약이 종결되었다.
		/// A contract was closed.
		ContractClosed {
			/// 계약. The contract.
			contract: ContractId,
		},
		/// 아무도 청구할 수 없는 자금이 환급되었다.
		/// Money that nobody can claim went back to the city.
		FundsRefunded {
			/// 계약. The contract.
			contract: ContractId,
			/// 계정. Which account.
			account: T::AccountId,
			/// 금액. How much.
			amount: Balance,
		},
		/// 예치 계좌가 변경되었다.
		/// What is held of an agency moved to its new account.
		HeldFundsMoved {
			/// 기관. The agency.
			agency: AgencyId,
			/// 이전 계정. The account before.
			old_account: T::AccountId,
			/// 새 계정. The account from now on.
			new_account: T::AccountId,
			/// 금액. How much.
			amount: Balance,
		},
		/// 하도급계약이 작성되었다.
		/// A payer drafted and signed a subcontract.
		SubcontractDrafted {
			/// 하도급. The subcontract.
			subcontract: SubcontractId,
			/// 계약. The contract.
			contract: ContractId,
			/// 원사업자. Who pays.
			payer: PartyId,
			/// 하수급인. Who performs.
			contractor: PartyId,
			/// 금액. How much.
			amount: Balance,
			/// 문서. Commitment to the document.
			document: DocumentCommitment,
		},
		/// 하도급계약이 체결되었다.
		/// Both sides have signed a subcontract.
		SubcontractSigned {
			/// 하도급. The subcontract.
			subcontract: SubcontractId,
		},
		/// 하도급대금 변경이 제안되었다.
		/// A payer proposed another amount.
		SubcontractChangeProposed {
			/// 하도급. The subcontract.
			subcontract: SubcontractId,
			/// 현재 금액. Amount in force.
			old_amount: Balance,
			/// 금액. How much.
			amount: Balance,
		},
		/// 하도급대금이 변경되었다.
		/// Both sides agreed on another amount.
		SubcontractChanged {
			/// 하도급. The subcontract.
			subcontract: SubcontractId,
			/// 이전 금액. Amount before.
			old_amount: Balance,
			/// 금액. How much.
			amount: Balance,
		},
		/// 하도급계약이 종료되었다.
		/// A subcontract ended; what was not charged is free again.
		SubcontractEnded {
			/// 하도급. The subcontract.
			subcontract: SubcontractId,
			/// 지급불능 통지서. Commitment to the notice of insolvency, if that is why.
			evidence: Option<DocumentCommitment>,
			/// 풀린 금액. How much became free.
			freed: Balance,
		},
		/// 하도급 기성이 보고되었다.
		/// A subcontractor reported work to its payer.
		WorkReported {
			/// 하도급. The subcontract.
			subcontract: SubcontractId,
			/// 기성 보고. The report of work.
			report: ReportNumber,
			/// 금액. How much.
			amount: Balance,
			/// 기한. The last day.
			due: Day,
		},
		/// 원사업자가 하도급 기성에 이의를 제출하였다.
		/// The payer filed a reason; the clock stands still.
		WorkContested {
			/// 하도급. The subcontract.
			subcontract: SubcontractId,
			/// 기성 보고. The report of work.
			report: ReportNumber,
			/// 사유서. Commitment to the written reason.
			reason: DocumentCommitment,
		},
		/// 하도급 기성이 합격되었다.
		/// Work was passed; its payer owes it. No money of the city moved.
		WorkPassed {
			/// 하도급. The subcontract.
			subcontract: SubcontractId,
			/// 기성 보고. The report of work.
			report: ReportNumber,
			/// 합격 방법. How.
			by: PassedBy,
			/// 기한. The last day.
			due: Day,
		},
		/// 하도급 기성 검사 기한이 지났다.
		/// A payer was silent where silence does not pass the work.
		WorkInspectionLate {
			/// 하도급. The subcontract.
			subcontract: SubcontractId,
			/// 기성 보고. The report of work.
			report: ReportNumber,
			/// 지체한 자. Who is late.
			late_party: PartyId,
			/// 기한. The last day.
			due: Day,
		},
		/// 하도급대금 지급기일이 지났다.
		/// A payer is late with what it owes.
		WorkPaymentMissed {
			/// 하도급. The subcontract.
			subcontract: SubcontractId,
			/// 기성 보고. The report of work.
			report: ReportNumber,
			/// 지체한 자. Who is late.
			late_party: PartyId,
			/// 기한. The last day.
			due: Day,
		},
		/// 대금이 청구되었다.
		/// A claim was submitted.
		ClaimSubmitted {
			/// 청구. The claim.
			claim: ClaimId,
			/// 계약. The contract.
			contract: ContractId,
			/// 종류. Of which kind.
			kind: ClaimKind,
			/// 청구액. What it is worth.
			gross: Balance,
			/// 기한. The last day.
			due: Day,
		},
		/// 보완된 청구가 제출되었다.
		/// A claim was corrected; the time for inspection starts anew.
		ClaimResubmitted {
			/// 청구. The claim.
			claim: ClaimId,
			/// 청구액. What it is worth.
			gross: Balance,
			/// 기한. The last day.
			due: Day,
		},
		/// 감독이 청구를 확인하였다.
		/// The supervisor endorsed a claim.
		ClaimEndorsed {
			/// 청구. The claim.
			claim: ClaimId,
			/// 처리 기관. Who did it.
			by: AgencyId,
		},
		/// 보완이 요구되었다.
		/// A claim must be corrected.
		CorrectionOrdered {
			/// 청구. The claim.
			claim: ClaimId,
			/// 처리 기관. Who did it.
			by: AgencyId,
			/// 사유서. Commitment to the written reason.
			reason: DocumentCommitment,
		},
		/// 검사에 합격하였다.
		/// A claim passed the inspection, whole or in part.
		InspectionPassed {
			/// 청구. The claim.
			claim: ClaimId,
			/// 처리 기관. Who did it.
			by: AgencyId,
			/// 이전 청구액. What was claimed.
			old_gross: Balance,
			/// 합격액. What was passed.
			gross: Balance,
		},
		/// 청구가 승인되었다.
		/// A claim was approved.
		ClaimApproved {
			/// 청구. The claim.
			claim: ClaimId,
			/// 기성액. Value of the work.
			gross: Balance,
			/// 선금 정산. Offset against the advance.
			offset: Balance,
			/// 지체상금. Damages for delay.
			damages: Balance,
			/// 지급액. What is paid.
			net: Balance,
		},
		/// 청구가 취하되거나 반려되었다.
		/// A claim was withdrawn or refused; its quantities can be claimed again.
		ClaimWithdrawn {
			/// 청구. The claim.
			claim: ClaimId,
		},
		/// 검사 기한이 지나 상급 단계로 넘어갔다.
		/// An inspection was not done in time; the next level answers. Nothing was approved.
		InspectionEscalated {
			/// 청구. The claim.
			claim: ClaimId,
			/// 지체한 자. Who is late.
			late_party: PartyId,
			/// 이전 기한. The last day before.
			old_due: Day,
			/// 담당 단계. Who answers now.
			level: Level,
			/// 기한. The last day.
			due: Day,
		},
		/// 대금 지급이 청구되었다.
		/// Payment was requested; the chain pays by itself.
		PaymentRequested {
			/// 청구. The claim.
			claim: ClaimId,
			/// 기한. The last day.
			due: Day,
			/// 지급일. The day on which it pays.
			pay_on: Day,
		},
		/// 지급 청구가 반려되었다.
		/// A payment request was returned; the clock stands still.
		PaymentReturned {
			/// 청구. The claim.
			claim: ClaimId,
			/// 사유서. Commitment to the written reason.
			reason: DocumentCommitment,
			/// 남은 영업일. Business days that are left after the next request.
			business_days: u32,
		},
		/// 지급일이 앞당겨졌다.
		/// The officer lets the chain pay earlier.
		PaymentBroughtForward {
			/// 청구. The claim.
			claim: ClaimId,
			/// 이전 지급일. The day before.
			old_pay_on: Day,
			/// 새 지급일. The day from now on.
			pay_on: Day,
		},
		/// 자금이 부족하여 지급하지 못하였다.
		/// A claim is due, and the city has not funded it. It is paid as soon as it has.
		ClaimUnfunded {
			/// 청구. The claim.
			claim: ClaimId,
			/// 부족액. How much is missing.
			missing: Balance,
		},
		/// 대금 지급 기한이 지났다.
		/// The last day for paying a claim has passed.
		PaymentLate {
			/// 청구. The claim.
			claim: ClaimId,
			/// 지체한 자. Who is late.
			late_party: PartyId,
			/// 기한. The last day.
			due: Day,
		},
		/// 대금이 수취인에게 지급되었다.
		/// A payee was paid on chain.
		LinePaid {
			/// 청구. The claim.
			claim: ClaimId,
			/// 지급 명세. The line.
			line: LineIndex,
			/// 수취인. Who is paid.
			payee: PartyId,
			/// 계정. Which account.
			account: T::AccountId,
			/// 금액. How much.
			amount: Balance,
		},
		/// 은행 지급이 지시되었다.
		/// The sum is locked, and the bank is to pay it.
		PayoutInstructed {
			/// 청구. The claim.
			claim: ClaimId,
			/// 지급 명세. The line.
			line: LineIndex,
			/// 수취인. Who is paid.
			payee: PartyId,
			/// 금액. How much.
			amount: Balance,
		},
		/// 은행 지급이 확인되었다.
		/// The bank has paid.
		PayoutConfirmed {
			/// 청구. The claim.
			claim: ClaimId,
			/// 지급 명세. The line.
			line: LineIndex,
			/// 은행. The bank.
			bank: AgencyId,
			/// 수취인. Who is paid.
			payee: PartyId,
			/// 금액. How much.
			amount: Balance,
		},
		/// 지급이 반환되었다.
		/// A line could not be paid; it waits for another attempt or a deposit.
		LineReturned {
			/// 청구. The claim.
			claim: ClaimId,
			/// 지급 명세. The line.
			line: LineIndex,
			/// 사유. Why.
			why: ReturnReason,
		},
		/// 압류로 지급이 보류되었다.
		/// A line is held for a court.
		LineAttached {
			/// 청구. The claim.
			claim: ClaimId,
			/// 지급 명세. The line.
			line: LineIndex,
			/// 법원. The court.
			court: AgencyId,
			/// 금액. How much.
			amount: Balance,
		},
		/// 미등록 수취인의 대금이 보관된다.
		/// A line waits until its payee is admitted.
		LineUnclaimed {
			/// 청구. The claim.
			claim: ClaimId,
			/// 지급 명세. The line.
			line: LineIndex,
			/// 지급 키. The payee's key.
			key: ClaimKey,
		},
		/// 대금이 공탁되었다.
		/// A line was deposited with an office.
		LineDeposited {
			/// 청구. The claim.
			claim: ClaimId,
			/// 지급 명세. The line.
			line: LineIndex,
			/// 공탁 기관. The office.
			office: AgencyId,
			/// 계정. Which account.
			account: T::AccountId,
			/// 금액. How much.
			amount: Balance,
		},
		/// 수취인이 지급 명세를 확인하였다.
		/// A payee confirmed its line.
		LineConfirmed {
			/// 청구. The claim.
			claim: ClaimId,
			/// 지급 명세. The line.
			line: LineIndex,
		},
		/// 지급 명세에 이의가 제기되었다.
		/// A line is in dispute; the others are paid.
		LineObjected {
			/// 청구. The claim.
			claim: ClaimId,
			/// 지급 명세. The line.
			line: LineIndex,
			/// 이의를 제기한 자. Who objected.
			by: PartyId,
			/// 사유서. Commitment to the written reason.
			reason: DocumentCommitment,
			/// 기한. The last day.
			due: Day,
		},
		/// 이의가 철회되었다.
		/// An objection was withdrawn.
		ObjectionWithdrawn {
			/// 청구. The claim.
			claim: ClaimId,
			/// 지급 명세. The line.
			line: LineIndex,
		},
		/// 분쟁이 결정되었다.
		/// A dispute was decided.
		LineDecided {
			/// 청구. The claim.
			claim: ClaimId,
			/// 지급 명세. The line.
			line: LineIndex,
			/// 이전 금액. The line before.
			old_amount: Balance,
			/// 금액. How much.
			amount: Balance,
			/// 결정문. Commitment to the decision.
			decision: DocumentCommitment,
		},
		/// 분쟁 결정 기한이 지났다.
		/// A dispute was not decided in time.
		DecisionLate {
			/// 청구. The claim.
			claim: ClaimId,
			/// 지급 명세. The line.
			line: LineIndex,
			/// 지체한 자. Who is late.
			late_party: PartyId,
			/// 기한. The last day.
			due: Day,
		},
		/// 하도급 기성 분쟁의 결정 기한이 지났다.
		/// The dispute body has not decided in time about work that its payer contested.
		WorkDecisionLate {
			/// 하도급. The subcontract.
			subcontract: SubcontractId,
			/// 기성 보고. The report of work.
			report: ReportNumber,
			/// 지체한 자. Who is late.
			late_party: PartyId,
			/// 기한. The last day.
			due: Day,
		},
		/// 임금 이의의 결정 기한이 지났다.
		/// The dispute body has not decided in time about a wage.
		WageDecisionLate {
			/// 청구. The claim.
			claim: ClaimId,
			/// 지급 명세. The line.
			line: LineIndex,
			/// 명부의 순번. Its place in the list.
			index: u32,
			/// 지체한 자. Who is late.
			late_party: PartyId,
			/// 기한. The last day.
			due: Day,
		},
		/// 미등록 수취인이 등록되어 수취인이 확정되었다.
		/// A payee that had only a key is admitted.
		LineRedeemed {
			/// 청구. The claim.
			claim: ClaimId,
			/// 지급 명세. The line.
			line: LineIndex,
			/// 지급 키. The key.
			key: ClaimKey,
			/// 당사자. The party.
			party: PartyId,
		},
		/// 청구의 모든 명세가 지급되었다.
		/// All lines of a claim are paid.
		ClaimPaid {
			/// 청구. The claim.
			claim: ClaimId,
			/// 날짜. The day.
			on: Day,
		},
		/// 지급 방법이 변경되었다.
		/// A payee chose where it wants its money.
		PayoutChosen {
			/// 당사자. The party.
			party: PartyId,
			/// 이전 방법. Before.
			old_payout: Payout,
			/// 새 방법. From now on.
			new_payout: Payout,
		},
		/// 지연이자가 발생하였다.
		/// A line was paid late; the late party owes interest.
		InterestOwed {
			/// 청구. The claim.
			claim: ClaimId,
			/// 지급 명세. The line.
			line: LineIndex,
			/// 채무자. Who owes it.
			debtor: PartyId,
			/// 채권자. Who waited.
			creditor: PartyId,
			/// 지연 일수. Days late.
			days: u32,
			/// 금액. How much.
			amount: Balance,
		},
		/// 지연이자가 지급되었다.
		/// Interest for lateness was paid.
		InterestPaid {
			/// 채무. For what.
			debt: Debt,
			/// 지체한 자. Who was late.
			debtor: PartyId,
			/// 채권자. Who waited.
			creditor: PartyId,
			/// 금액. How much.
			amount: Balance,
		},
		/// 정산 결과 반환할 선금이 있다.
		/// After the settlement, an advance is owed back.
		AdvanceOwed {
			/// 계약. The contract.
			contract: ContractId,
			/// 채무자. Who owes it.
			debtor: PartyId,
			/// 금액. How much.
			amount: Balance,
		},
		/// 선금이 반환되었다.
		/// An advance was paid back.
		AdvanceRepaid {
			/// 계약. The contract.
			contract: ContractId,
			/// 계정. Which account.
			account: T::AccountId,
			/// 금액. How much.
			amount: Balance,
			/// 남은 금액. What is still owed.
			outstanding: Balance,
		},
		/// 법원이 대금채권을 압류하였다.
		/// A court attached what a party is owed under a contract.
		ClaimsAttached {
			/// 계약. The contract.
			contract: ContractId,
			/// 당사자. The party.
			party: PartyId,
			/// 법원. The court.
			court: AgencyId,
			/// 이전 압류액. What was to be caught before.
			old_amount: Balance,
			/// 금액. How much.
			amount: Balance,
			/// 도달 순번. Its place among the orders and requests that reached the city.
			arrival: u32,
		},
		/// 압류가 해제되었다.
		/// An attachment was lifted.
		AttachmentLifted {
			/// 계약. The contract.
			contract: ContractId,
			/// 당사자. The party.
			party: PartyId,
			/// 법원. The court.
			court: AgencyId,
		},
		/// 압류된 대금이 처리되었다.
		/// A court settled a line that was held for it.
		AttachedLineSettled {
			/// 청구. The claim.
			claim: ClaimId,
			/// 지급 명세. The line.
			line: LineIndex,
			/// 법원. The court.
			court: AgencyId,
			/// 채권자 수령액. What the creditor receives.
			to_creditor: Balance,
		},
		/// 직접지급이 청구되었다.
		/// A subcontractor may claim from the city itself.
		DirectPayRequested {
			/// 하도급. The subcontract.
			subcontract: SubcontractId,
			/// 사유. Why.
			trigger: DirectPayTrigger,
			/// 증빙. Commitment to the evidence.
			evidence: DocumentCommitment,
			/// 도달 순번. Its place among the orders and requests that reached the city.
			arrival: u32,
		},
		/// 직접지급이 중지되었다.
		/// Direct payment was stopped.
		DirectPayStopped {
			/// 하도급. The subcontract.
			subcontract: SubcontractId,
			/// 사유서. Commitment to the written reason.
			reason: DocumentCommitment,
		},
		/// 직접지급이 재개되었다.
		/// The dispute body let direct payment go on.
		DirectPayReinstated {
			/// 하도급. The subcontract.
			subcontract: SubcontractId,
			/// 결정문. Commitment to the decision.
			decision: DocumentCommitment,
		},
		/// 보증이 기록되었다.
		/// A guarantor recorded a bond.
		BondRecorded {
			/// 계약. The contract.
			contract: ContractId,
			/// 종류. Of which kind.
			kind: BondKind,
			/// 보증 기관. Who guarantees.
			guarantor: AgencyId,
			/// 금액. How much.
			amount: Balance,
			/// 마지막 날. Its last day.
			until: Day,
		},
		/// 임금 지급이 확인되었다.
		/// The labour bank confirmed wages.
		WagesConfirmed {
			/// 청구. The claim.
			claim: ClaimId,
			/// 지급 명세. The line.
			line: LineIndex,
			/// 확인된 인원. Confirmed so far.
			confirmed: u32,
			/// 총인원. How many there are.
			workers: u32,
		},
		/// 임금 확인 기한이 지났다.
		/// The labour bank has not confirmed every wage in time.
		WagesLate {
			/// 청구. The claim.
			claim: ClaimId,
			/// 지급 명세. The line.
			line: LineIndex,
			/// 지체한 자. Who is late.
			late_party: PartyId,
			/// 확인되지 않은 인원. How many are not confirmed.
			missing: u32,
		},
		/// 임금 이의가 제기되었다.
		/// A wage is in dispute.
		WageDisputed {
			/// 청구. The claim.
			claim: ClaimId,
			/// 지급 명세. The line.
			line: LineIndex,
			/// 명부의 순번. Its place in the list.
			index: u32,
		},
		/// 임금 이의가 결정되었다.
		/// A dispute over a wage was decided.
		WageDecided {
			/// 청구. The claim.
			claim: ClaimId,
			/// 지급 명세. The line.
			line: LineIndex,
			/// 명부의 순번. Its place in the list.
			index: u32,
			/// 결정. How.
			outcome: WageOutcome,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// 대상이 없습니다.
		/// There is no such contract, claim, line, subcontract or report. Check the number.
		NotFound,
		/// 권한이 없습니다.
		/// Only governance sets this. Have it decide.
		NotAuthorized,
		/// 이 계약의 담당 기관이 아닙니다.
		/// Your agency does not have this task in this contract. The contract names who has.
		NotTheContractsOffice,
		/// 계약 당사자가 아닙니다.
		/// You are none of those whose signature or act this needs.
		NotAParty,
		/// 청구인이 아닙니다.
		/// Only who submitted the claim may do this.
		NotTheClaimant,
		/// 수취인이 아닙니다.
		/// The line names another payee.
		NotThePayee,
		/// 수급인이 아닙니다.
		/// The subcontract names another contractor.
		NotTheContractor,
		/// 원사업자가 아닙니다.
		/// The subcontract names another payer.
		NotThePayer,
		/// 법정 기준이 올바르지 않습니다.
		/// Periods must be from 1 to 180 days, shares at most the whole, and rates within the highest rate.
		InvalidTerms,
		/// 시행일이 너무 이릅니다.
		/// Terms apply from a later day than today and than the terms before.
		EffectiveDateTooEarly,
		/// 예정된 법정 기준이 너무 많습니다.
		/// Wait until some of the scheduled terms are in force.
		TooManyScheduledTerms,
		/// 지난 날은 변경할 수 없습니다.
		/// Only days after today can become holidays or cease to be.
		HolidayInPast,
		/// 공휴일이 아닙니다.
		/// The day to remove is no holiday.
		HolidayUnknown,
		/// 이미 공휴일입니다.
		/// The day to add is a holiday already.
		HolidayKnown,
		/// 공휴일이 너무 많습니다.
		/// Name fewer days in one call, or wait until older ones make room.
		TooManyHolidays,
		/// 감독과 검사가 같을 수 없습니다.
		/// Supervisor and inspector must be different agencies. Name another.
		SupervisorIsInspector,
		/// 분쟁 조정 기구가 당사자입니다.
		/// Who decides disputes may be no party or office of the contract. Name another.
		DisputeBodyIsParty,
		/// 구성원 또는 지분이 올바르지 않습니다.
		/// Name at least one firm, each once; their shares must be the whole (1,000,000 millionths).
		InvalidMembers,
		/// 내역이 올바르지 않습니다.
		/// Quantities must be above zero and prices whole won above zero, and their sum must be possible.
		InvalidSchedule,
		/// 연도별 예산이 계약금액과 다릅니다.
		/// The budget years must be in order and their sum the amount of the contract.
		BudgetMismatch,
		/// 기한이 이미 지났습니다.
		/// Name a day after today.
		DeadlineInPast,
		/// 이미 서명하였습니다.
		/// You have signed already.
		AlreadySigned,
		/// 계약이 체결되지 않았습니다.
		/// All must have signed first.
		NotSigned,
		/// 초안이 아닙니다.
		/// All have signed; the contract can only be changed or terminated.
		NotADraft,
		/// 이행 중인 계약이 아닙니다.
		/// The works must be going on.
		NotActive,
		/// 정지된 계약이 아닙니다.
		/// The works do not rest.
		NotSuspended,
		/// 해지된 계약이 아닙니다.
		/// A settlement needs a terminated contract.
		NotTerminated,
		/// 이미 착공되었습니다.
		/// The works have begun already.
		AlreadyStarted,
		/// 이미 끝났습니다.
		/// The contract was completed, terminated or closed.
		AlreadyEnded,
		/// 변경이 이미 제안되었습니다.
		/// Have the pending change signed or withdraw it first.
		ChangePending,
		/// 제안된 변경이 없습니다.
		/// Nothing waits for a signature.
		NoChangePending,
		/// 이미 청구된 물량보다 적습니다.
		/// Less than what was claimed cannot be ordered, and the price of claimed units stays. Add another item.
		BelowClaimed,
		/// 하도급 합계보다 적습니다.
		/// The amount is below the sum of the subcontracts under it, of what was approved, or of the work done and
		/// the advance that is still to be worked off. Change those first.
		BelowSubcontracts,
		/// 기관의 지급 계좌가 아닙니다.
		/// Sign with the pay-out account of the agency itself.
		NotThePayoutAccount,
		/// 예치금이 다른 계좌에 있습니다.
		/// What the agency holds lies on another account than its pay-out account. Move it first.
		FundsOnAnotherAccount,
		/// 계약금액을 초과합니다.
		/// More than the contract's amount is not needed. Fund less, or change the contract.
		BeyondAmount,
		/// 잔액이 부족합니다.
		/// The account has not enough KRW that are free: what is frozen or held already does not count.
		InsufficientFunds,
		/// 환급할 수 있는 자금이 아닙니다.
		/// Somebody can still claim this money. Refund less.
		NothingRefundable,
		/// 금액이 없습니다.
		/// Name an amount above zero.
		AmountIsZero,
		/// 승인 전 청구가 있습니다.
		/// Approve or refuse the claims that are not approved first.
		ClaimsPending,
		/// 끝나지 않은 청구가 있습니다.
		/// Some claims are not paid whole. See to their lines first.
		ClaimsOpen,
		/// 예치금이 남아 있습니다.
		/// Refund what nobody can claim first.
		FundsRemain,
		/// 하자담보책임 기간이 끝나지 않았습니다.
		/// Wait until the period for defects has ended.
		DefectPeriodRuns,
		/// 정산되지 않았습니다.
		/// Settle the work done first.
		NotSettled,
		/// 하도급 단계가 너무 많습니다.
		/// Subcontracts go three levels below the prime contractor.
		TooDeep,
		/// 상위 계약금액을 초과합니다.
		/// The subcontracts under one payer may not exceed what it receives. Name less.
		BeyondParent,
		/// 자기 자신과 계약할 수 없습니다.
		/// Payer and contractor must differ.
		SelfContract,
		/// 지연이자율이 법정 범위를 벗어났습니다.
		/// The rate must lie between the lowest and the highest of the contract's terms.
		InvalidRate,
		/// 지급기일이 법정 범위를 벗어났습니다.
		/// Name from 1 to the most days that the contract's terms allow.
		InvalidPaymentPeriod,
		/// 체결된 하도급계약이 아닙니다.
		/// Both sides must have signed the subcontract, and it must not have ended.
		SubcontractNotInForce,
		/// 제안된 변경이 없습니다.
		/// The payer has proposed nothing that waits for your signature.
		NothingProposed,
		/// 이미 청구된 금액보다 적습니다.
		/// The amount is below what was charged to the subcontract, passed on under it, or reported as done.
		BelowCharged,
		/// 검사할 기성이 아닙니다.
		/// The report was passed already.
		WorkNotReported,
		/// 합격한 기성이 아닙니다.
		/// The payer must have passed the work first.
		WorkNotPassed,
		/// 이미 청구된 기성입니다.
		/// Another line pays this report of work.
		WorkAlreadyClaimed,
		/// 진행 중인 청구가 너무 많습니다.
		/// Wait until earlier claims are paid.
		TooManyClaims,
		/// 청구 내용이 없습니다.
		/// Name at least one unit, or an amount.
		EmptyClaim,
		/// 선금 청구에는 물량을 적을 수 없습니다.
		/// An advance names an amount and no quantities.
		QuantitiesNotAllowed,
		/// 항목이 중복되었습니다.
		/// Name each item once, in order.
		QuantityTwice,
		/// 이미 청구된 물량입니다.
		/// More units than are left of the item. Quantities are claimed once.
		QuantityClaimed,
		/// 내역에 없는 항목입니다.
		/// The schedule has no such item.
		UnknownItem,
		/// 선금 한도를 초과합니다.
		/// The advance exceeds its largest share of the amount.
		AdvanceTooHigh,
		/// 선금보증이 없습니다.
		/// Have a guarantor record a bond for the advance that is not past its last day.
		AdvanceBondMissing,
		/// 준공에 필요한 물량이 부족합니다.
		/// The last claim must complete all quantities. Claim progress, or change the contract.
		WorksIncomplete,
		/// 지급 명세가 청구액을 초과합니다.
		/// The lines add up to more than is paid. Lower them.
		LinesExceedValue,
		/// 지급 명세가 올바르지 않습니다.
		/// Work goes to the contractor of a subcontract and is the sum of its report, wages go to a labour bank
		/// with 1 to 1024 workers; shares are added by the chain; a subcontractor names only lines of its own
		/// subcontract and those below.
		InvalidLine,
		/// 지급액이 너무 적습니다.
		/// A line must pay at least the smallest balance of an account.
		LineTooSmall,
		/// 하도급대금을 초과합니다.
		/// The lines or the reports of work under a subcontract add up to more than its amount.
		BeyondSubcontract,
		/// 정산 청구만 할 수 있습니다.
		/// After a termination only its settlement can be claimed, once.
		SettlementMissing,
		/// 현재 상태에서는 할 수 없습니다.
		/// The claim is at another step. Look at its status.
		WrongClaimStatus,
		/// 감독의 확인이 없습니다.
		/// The supervisor has to endorse the claim first, or its time has to pass.
		NotEndorsed,
		/// 감액이 올바르지 않습니다.
		/// Name items and lines of this claim once, with less than was claimed.
		ReductionInvalid,
		/// 하자보수보증이 없습니다.
		/// Have a guarantor record a defect bond of the amount and time that the terms ask for.
		DefectBondMissing,
		/// 이미 처리된 명세입니다.
		/// The line was paid or deposited, is with a bank or a court, or was decided by the dispute body.
		LineNotOpen,
		/// 이의가 제기된 명세가 아닙니다.
		/// The line is not in dispute.
		LineNotObjected,
		/// 이미 확인하였습니다.
		/// The payee confirmed this line already.
		AlreadyConfirmed,
		/// 이미 이의가 제기되었습니다.
		/// The line is in dispute already.
		AlreadyObjected,
		/// 분쟁 조정 기구는 이의를 제기할 수 없습니다.
		/// Who decides disputes may not open them.
		ResolverMayNotDispute,
		/// 금액이 너무 큽니다.
		/// At most the line's amount.
		AmountTooHigh,
		/// 은행 지급 지시가 없습니다.
		/// The line is not with the bank.
		NotInstructed,
		/// 반환된 명세가 아닙니다.
		/// Only a line that came back can be retried. Deposited is one that came back, that nobody has redeemed,
		/// that a court attached, or about which the dispute body is late.
		NotReturned,
		/// 공탁 기관이 아닙니다.
		/// Name an agency with the role of a court.
		NotADepositOffice,
		/// 지급 계좌가 없습니다.
		/// The receiver has no account. Have it registered.
		NoPayoutAccount,
		/// 미등록 수취인의 명세가 아닙니다.
		/// The line names an admitted payee.
		NotUnderKey,
		/// 서명이 올바르지 않습니다.
		/// The line's key must sign chain, contract, claim, line and your party.
		BadSignature,
		/// 압류된 것이 없습니다.
		/// Nothing is attached there by your court.
		NothingAttached,
		/// 이미 압류되었습니다.
		/// Another court has attached this party's claims. Its order comes first.
		AlreadyAttached,
		/// 압류가 너무 많습니다.
		/// The contract has as many attachments as it can have. Lift one.
		TooManyAttachments,
		/// 이미 직접지급이 청구되었습니다.
		/// The request was made already.
		DirectPayHeld,
		/// 직접지급 청구가 없습니다.
		/// Direct payment was not asked for, or it is stopped.
		NoDirectPay,
		/// 직접지급 사유가 없습니다.
		/// Too few payments were missed; or a payment bond is recorded, not due yet, or not needed for so small a
		/// subcontract.
		TriggerNotMet,
		/// 노무비 명세가 아닙니다.
		/// The line pays no wages.
		NotALabourLine,
		/// 담당 은행이 아닙니다.
		/// The line names another bank.
		NotTheBank,
		/// 노무비가 은행에 지급되지 않았습니다.
		/// The bank has not received the total yet.
		WagesNotPaid,
		/// 명부에 없는 임금입니다.
		/// The list has no wage at this place.
		WageNotFound,
		/// 심리 중인 임금입니다.
		/// The wage is in dispute. Wait for the decision.
		WageDisputeOpen,
		/// 이의가 제기된 임금이 아닙니다.
		/// No dispute over this wage is open.
		WageNotDisputed,
		/// 임금 명부와 일치하지 않습니다.
		/// The slip and its proof do not lead to the list's root.
		BadWageProof,
		/// 이의가 너무 많습니다.
		/// The list has as many disputes as it can have. Turn to the dispute body.
		TooManyDisputes,
		/// 지급할 것이 없습니다.
		/// Nothing is owed there, or it was paid.
		NothingOwed,
		/// 채무자가 아닙니다.
		/// Another party is late.
		NotTheDebtor,
		/// 보증이 올바르지 않습니다.
		/// A bond has an amount above zero and ends after today; that of another guarantor, while it is in force, is
		/// only replaced by one that is no smaller and no shorter.
		InvalidBond,
		/// 계약의 담당 기관은 수급인이 될 수 없습니다.
		/// The department, officer, supervisor and inspector of a contract perform nothing under it. Name another.
		OfficeIsParty,
		/// 지급 기한이 이미 지났습니다.
		/// The last day for paying has passed, and the city is late: the request can no longer be returned.
		PaymentOverdue,
		/// 원 단위 금액이 아닙니다.
		/// Banks pay whole won. Name a sum without a fraction of a won.
		NotWholeWon,
		/// 자금을 보관할 계정이 아직 없습니다.
		/// Won cannot be held on the new account, because it is not on the chain yet. Send it a won first.
		AccountCannotHold,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// 법정 기준을 고시한다.
		/// Sets legal terms from a day on. Contracts drafted before keep theirs.
		///
		/// - `effective_from`: the first day, after today and after the terms before, counted from 1 January 1970.
		/// - `terms`: the terms: periods in days, rates and shares in millionths.
		///
		/// Refused if the caller is not governance, a period or rate is impossible (periods 1 to 180 days, shares
		/// at most 1,000,000 millionths), the day is not after today and after the terms before, or 32 terms wait.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::schedule_terms())]
		pub fn schedule_terms(
			origin: OriginFor<T>,
			effective_from: Day,
			terms: LegalTerms,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin).map_err(|_| Error::<T>::NotAuthorized)?;
			Self::do_schedule_terms(effective_from, terms)
		}

		/// 공휴일을 변경한다 (달력 담당).
		/// Amends the calendar. Open deadlines move with it, over the next blocks.
		///
		/// - `add`: days after today that become holidays, counted from 1 January 1970 in Korea; at most 200.
		/// - `remove`: days after today that are none any more; at most 200.
		///
		/// Refused if the caller is not the office of the calendar, a day is not after today, a day to add is a
		/// holiday already or one to remove is none, or more than 512 would be known.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::amend_holidays())]
		pub fn amend_holidays(
			origin: OriginFor<T>,
			add: BoundedVec<Day, ConstU32<MAX_PAGE>>,
			remove: BoundedVec<Day, ConstU32<MAX_PAGE>>,
		) -> DispatchResult {
			T::CalendarOrigin::ensure_origin(origin).map_err(|_| Error::<T>::NotAuthorized)?;
			Self::do_amend_holidays(&add, &remove)
		}

		/// 계약을 작성한다 (발주 부서).
		/// Drafts a contract, as the ordering department, which signs it thereby.
		///
		/// - `draft`: the firms with their shares, the offices, schedule, budget years, last day and document.
		///
		/// Refused if supervisor and inspector are one agency, the dispute body or a member is one of the offices,
		/// an agency has not its role or is suspended, shares are not the whole, a price is not in whole won,
		/// budget years and schedule do not add up to one amount, or the last day is not after today.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::draft_contract())]
		pub fn draft_contract(origin: OriginFor<T>, draft: Box<ContractDraft>) -> DispatchResult {
			let department = T::DepartmentOrigin::ensure_actor(origin)?;
			Self::do_draft_contract(department.agency, *draft)
		}

		/// 계약 초안을 폐기한다 (발주 부서).
		/// Discards a contract that not all have signed.
		///
		/// - `contract`: the contract's number.
		///
		/// Refused if the contract is not your department's, or all have signed.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::discard_draft())]
		pub fn discard_draft(origin: OriginFor<T>, contract: ContractId) -> DispatchResult {
			let department = T::DepartmentOrigin::ensure_actor(origin)?;
			Self::do_discard_draft(department.agency, contract)
		}

		/// 계약에 서명한다.
		/// Signs a contract, as a member, supervisor, inspector or officer. When all have, its terms stand.
		///
		/// - `contract`: the contract's number.
		///
		/// Refused if you are none of those who sign, have signed, or all have.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::sign_contract())]
		pub fn sign_contract(origin: OriginFor<T>, contract: ContractId) -> DispatchResult {
			let party = Self::party(origin)?;
			Self::do_sign_contract(party, contract)
		}

		/// 계약 자금을 예치한다 (계약·지출 담당의 지급 계좌).
		/// Holds money for a contract on the officer's pay-out account, which signs. Claims that waited are paid.
		///
		/// - `contract`: the contract's number.
		/// - `amount`: how much more, in the smallest unit of KRW (a millionth of a won).
		///
		/// Refused if the signing account is not the pay-out account of the contract's officer, the contract is not
		/// signed or is closed, more than can be claimed would be held, or the account has not so many free won.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::fund_contract())]
		pub fn fund_contract(
			origin: OriginFor<T>,
			contract: ContractId,
			amount: Balance,
		) -> DispatchResult {
			let officer = T::OfficerOrigin::ensure_actor(origin)?;
			Self::do_fund_contract(&officer, contract, amount)
		}

		/// 착공을 기록한다 (발주 부서).
		/// Says that the works begin.
		///
		/// - `contract`: the contract's number.
		///
		/// Refused if the contract is not your department's, not signed, begun already, or ended.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::start_contract())]
		pub fn start_contract(origin: OriginFor<T>, contract: ContractId) -> DispatchResult {
			let department = T::DepartmentOrigin::ensure_actor(origin)?;
			Self::do_start_contract(department.agency, contract)
		}

		/// 계약 변경을 제안한다 (발주 부서).
		/// Proposes a change, as the department, which signs it thereby. It holds when all whom it touches have signed.
		///
		/// - `contract`: the contract's number.
		/// - `change`: what changes.
		/// - `document`: commitment to the amended contract.
		///
		/// Refused if the contract is not your department's, not signed or ended, another change waits, or it
		/// cannot be applied: less than what was claimed, subcontracted, approved or paid in advance, another price
		/// of claimed units, or an agency without the role.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::propose_change())]
		pub fn propose_change(
			origin: OriginFor<T>,
			contract: ContractId,
			change: Change,
			document: DocumentCommitment,
		) -> DispatchResult {
			let department = T::DepartmentOrigin::ensure_actor(origin)?;
			Self::do_propose_change(department.agency, contract, change, document)
		}

		/// 계약 변경 제안을 철회한다 (발주 부서).
		/// Withdraws a change that is not signed by all.
		///
		/// - `contract`: the contract's number.
		///
		/// Refused if the contract is not your department's, or no change waits.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::withdraw_change())]
		pub fn withdraw_change(origin: OriginFor<T>, contract: ContractId) -> DispatchResult {
			let department = T::DepartmentOrigin::ensure_actor(origin)?;
			Self::do_withdraw_change(department.agency, contract)
		}

		/// 계약 변경에 서명한다.
		/// Signs a change, as one whom it touches.
		///
		/// - `contract`: the contract's number.
		/// - `document`: the change that is signed, so that nobody signs another one.
		///
		/// Refused if no such change waits, your signature is not needed or was given, or the change cannot be
		/// applied any more.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::sign_change())]
		pub fn sign_change(
			origin: OriginFor<T>,
			contract: ContractId,
			document: DocumentCommitment,
		) -> DispatchResult {
			let party = Self::party(origin)?;
			Self::do_sign_change(party, contract, document)
		}

		/// 계약 이행을 정지한다 (발주 부서).
		/// Lets the works rest. Nothing is claimed meanwhile; what was claimed goes on.
		///
		/// - `contract`: the contract's number.
		/// - `reason`: commitment to the written reason.
		///
		/// Refused if the contract is not your department's, or the works do not go on.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::suspend_contract())]
		pub fn suspend_contract(
			origin: OriginFor<T>,
			contract: ContractId,
			reason: DocumentCommitment,
		) -> DispatchResult {
			let department = T::DepartmentOrigin::ensure_actor(origin)?;
			Self::do_suspend_contract(department.agency, contract, reason)
		}

		/// 계약 이행을 재개한다 (발주 부서).
		/// Lets the works go on. The days of rest are added to the last day for completion.
		///
		/// - `contract`: the contract's number.
		///
		/// Refused if the contract is not your department's, or the works do not rest.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::resume_contract())]
		pub fn resume_contract(origin: OriginFor<T>, contract: ContractId) -> DispatchResult {
			let department = T::DepartmentOrigin::ensure_actor(origin)?;
			Self::do_resume_contract(department.agency, contract)
		}

		/// 계약을 해지한다 (발주 부서).
		/// Ends a contract before its time. Claims that are not approved must be decided first; those approved are paid.
		///
		/// - `contract`: the contract's number.
		/// - `reason`: commitment to the written reason.
		///
		/// Refused if the contract is not your department's, is not signed or has ended, or a claim is not approved
		/// yet.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::terminate_contract())]
		pub fn terminate_contract(
			origin: OriginFor<T>,
			contract: ContractId,
			reason: DocumentCommitment,
		) -> DispatchResult {
			let department = T::DepartmentOrigin::ensure_actor(origin)?;
			Self::do_terminate_contract(department.agency, contract, reason)
		}

		/// 계약을 종결한다 (발주 부서).
		/// Closes a contract whose claims are paid, whose period for defects has ended or whose termination is settled, and for which nothing is held.
		///
		/// - `contract`: the contract's number.
		///
		/// Refused if the contract is not your department's, a claim is open, the period for defects runs, a
		/// termination is not settled, or won are held.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::close_contract())]
		pub fn close_contract(origin: OriginFor<T>, contract: ContractId) -> DispatchResult {
			let department = T::DepartmentOrigin::ensure_actor(origin)?;
			Self::do_close_contract(department.agency, contract)
		}

		/// 청구할 수 없는 자금을 환급한다 (계약·지출 담당).
		/// Takes back money that nobody can claim any more, onto the free balance of the officer's pay-out account.
		///
		/// - `contract`: the contract's number.
		/// - `amount`: how much, in the smallest unit of KRW.
		///
		/// Refused if you are not the contract's officer, or somebody can still claim so much.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::refund())]
		pub fn refund(
			origin: OriginFor<T>,
			contract: ContractId,
			amount: Balance,
		) -> DispatchResult {
			let officer = T::OfficerOrigin::ensure_actor(origin)?;
			Self::do_refund(officer.agency, contract, amount)
		}

		/// 하도급계약을 작성한다 (원사업자).
		/// Drafts a subcontract, as its payer, who signs it thereby.
		///
		/// - `contract`: the city's contract.
		/// - `draft`: the parent, the contractor, kind, amount, days for payment, rate for lateness and document.
		///
		/// Refused if you do not pay at that place of the tree, it would be deeper than three levels or beyond what
		/// you receive, the contractor is you, the dispute body, an office of the contract or suspended, or days or
		/// rate are outside the contract's terms.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::draft_subcontract())]
		pub fn draft_subcontract(
			origin: OriginFor<T>,
			contract: ContractId,
			draft: SubcontractDraft,
		) -> DispatchResult {
			let party = Self::party(origin)?;
			Self::do_draft_subcontract(party, contract, draft)
		}

		/// 하도급계약 또는 그 변경에 서명한다 (하수급인).
		/// Signs a subcontract, or the amount that its payer proposed, as its contractor.
		///
		/// - `subcontract`: the subcontract's number.
		///
		/// Refused if you are not the contractor, nothing waits for you, the contract has ended, or the new amount
		/// is below what was used or beyond what the payer receives.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::sign_subcontract())]
		pub fn sign_subcontract(
			origin: OriginFor<T>,
			subcontract: SubcontractId,
		) -> DispatchResult {
			let party = Self::party(origin)?;
			Self::do_sign_subcontract(party, subcontract)
		}

		/// 하도급대금 변경을 제안한다 (원사업자).
		/// Proposes another amount, as the payer. It holds when the contractor signs.
		///
		/// - `subcontract`: the subcontract's number.
		/// - `amount`: the amount, in the smallest unit of KRW.
		///
		/// Refused if you are not the payer, the subcontract is not in force, or the amount is zero or below what
		/// was charged, passed on or reported.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::propose_amount())]
		pub fn propose_amount(
			origin: OriginFor<T>,
			subcontract: SubcontractId,
			amount: Balance,
		) -> DispatchResult {
			let party = Self::party(origin)?;
			Self::do_propose_amount(party, subcontract, amount)
		}

		/// 하도급계약을 종료한다 (하수급인).
		/// Ends a subcontract, as its contractor. What was not charged to it is free for others.
		///
		/// - `subcontract`: the subcontract's number.
		///
		/// Refused if you are not the contractor (or the payer, before it is signed), or it has ended.
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::end_subcontract())]
		pub fn end_subcontract(origin: OriginFor<T>, subcontract: SubcontractId) -> DispatchResult {
			let party = Self::party(origin)?;
			Self::do_end_subcontract(party, subcontract)
		}

		/// 파산한 하수급인의 하도급계약을 종료한다 (발주 부서).
		/// Ends the subcontract of a contractor that is insolvent, as the department. What was not charged is free for others.
		///
		/// - `subcontract`: the subcontract's number.
		/// - `evidence`: commitment to the court's notice.
		///
		/// Refused if the contract is not your department's, or the subcontract has ended.
		#[pallet::call_index(19)]
		#[pallet::weight(T::WeightInfo::end_insolvent_subcontract())]
		pub fn end_insolvent_subcontract(
			origin: OriginFor<T>,
			subcontract: SubcontractId,
			evidence: DocumentCommitment,
		) -> DispatchResult {
			let department = T::DepartmentOrigin::ensure_actor(origin)?;
			Self::do_end_insolvent_subcontract(department.agency, subcontract, evidence)
		}

		/// 하도급 기성을 보고한다 (하수급인).
		/// Reports work to the payer. It counts as passed after the period of silence, but not for services.
		///
		/// - `subcontract`: the subcontract's number.
		/// - `amount`: its value, in the smallest unit of KRW (a millionth of a won).
		/// - `evidence`: commitment to the evidence.
		///
		/// Refused if you are not the contractor, the subcontract is not in force, the amount is zero, or all
		/// reports would exceed the subcontract.
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::report_work())]
		pub fn report_work(
			origin: OriginFor<T>,
			subcontract: SubcontractId,
			amount: Balance,
			evidence: DocumentCommitment,
		) -> DispatchResult {
			let party = Self::party(origin)?;
			Self::do_report_work(party, subcontract, amount, evidence)
		}

		/// 하도급 기성을 합격시킨다 (원사업자).
		/// Passes work, as the payer. It is due after the days that the subcontract names.
		///
		/// - `subcontract`: the subcontract's number.
		/// - `report`: the report's number.
		///
		/// Refused if you are not the payer, or the report was passed.
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::pass_work())]
		pub fn pass_work(
			origin: OriginFor<T>,
			subcontract: SubcontractId,
			report: ReportNumber,
		) -> DispatchResult {
			let party = Self::party(origin)?;
			Self::do_pass_work(party, subcontract, report)
		}

		/// 하도급 기성에 이의를 제출한다 (원사업자).
		/// Files a reason against work, as the payer. The clock stands still until the payer passes it or the dispute body decides.
		///
		/// - `subcontract`: the subcontract's number.
		/// - `report`: the report's number.
		/// - `reason`: commitment to the written reason.
		///
		/// Refused if you are not the payer, or the report does not wait for you.
		#[pallet::call_index(22)]
		#[pallet::weight(T::WeightInfo::contest_work())]
		pub fn contest_work(
			origin: OriginFor<T>,
			subcontract: SubcontractId,
			report: ReportNumber,
			reason: DocumentCommitment,
		) -> DispatchResult {
			let party = Self::party(origin)?;
			Self::do_contest_work(party, subcontract, report, reason)
		}

		/// 이의가 있는 하도급 기성을 결정한다 (분쟁 조정 기구).
		/// Passes contested work, as the dispute body, at the value that it finds.
		///
		/// - `subcontract`: the subcontract's number.
		/// - `report`: the report's number.
		/// - `amount`: its value, at most what was reported, in the smallest unit of KRW.
		///
		/// Refused if your body does not decide for the contract, the report is not contested, or the amount is
		/// above it.
		#[pallet::call_index(23)]
		#[pallet::weight(T::WeightInfo::decide_work())]
		pub fn decide_work(
			origin: OriginFor<T>,
			subcontract: SubcontractId,
			report: ReportNumber,
			amount: Balance,
		) -> DispatchResult {
			let body = T::DisputeOrigin::ensure_actor(origin)?;
			Self::do_decide_work(body.agency, subcontract, report, amount)
		}

		/// 대금을 청구한다 (대표 수급인, 직접지급 하수급인).
		/// Submits a claim. What no line names a payee for goes to the members by their shares.
		///
		/// - `contract`: the contract's number.
		/// - `kind`: advance, progress, completion, or settlement after a termination.
		/// - `quantities`: units done of each item, in order; none for an advance.
		/// - `lines`: the payees other than the members, each with its sum in whole won (a million of the smallest
		///   unit each).
		/// - `evidence`: commitment to the evidence.
		///
		/// Refused if the contract is not signed, works do not go on, or it was terminated (then only its
		/// settlement); if you are neither the lead nor a subcontractor with direct payment; if units were claimed,
		/// a line is below the smallest balance, not in whole won, beyond its subcontract or the claim, or names a
		/// payee that it may not; if 16 claims are open.
		#[pallet::call_index(24)]
		#[pallet::weight(T::WeightInfo::submit_claim(features::size(lines.len())))]
		pub fn submit_claim(
			origin: OriginFor<T>,
			contract: ContractId,
			kind: ClaimKind,
			quantities: Quantities,
			lines: LineDrafts,
			evidence: DocumentCommitment,
		) -> DispatchResult {
			let party = Self::party(origin)?;
			Self::do_submit_claim(party, contract, kind, quantities, &lines, evidence)
		}

		/// 해지 정산을 제출한다 (발주 부서).
		/// Submits the settlement of a terminated contract, as the department, when the lead does not. It is inspected and approved as any claim.
		///
		/// - `contract`: the contract's number.
		/// - `quantities`: units done of each item, in order.
		/// - `lines`: the payees other than the members, each with its sum in whole won (a million of the smallest
		///   unit each).
		/// - `evidence`: commitment to the evidence.
		///
		/// Refused if the contract is not your department's or was not terminated, it is settled or its settlement
		/// waits; otherwise as `submit_claim`.
		#[pallet::call_index(25)]
		#[pallet::weight(T::WeightInfo::submit_settlement(features::size(lines.len())))]
		pub fn submit_settlement(
			origin: OriginFor<T>,
			contract: ContractId,
			quantities: Quantities,
			lines: LineDrafts,
			evidence: DocumentCommitment,
		) -> DispatchResult {
			let department = T::DepartmentOrigin::ensure_actor(origin)?;
			Self::do_submit_settlement(department.agency, contract, quantities, &lines, evidence)
		}

		/// 보완한 청구를 제출한다 (청구인).
		/// Submits a corrected claim. It replaces quantities and lines; the time for inspection starts anew.
		///
		/// - `claim`: the claim's number.
		/// - `quantities`, `lines`, `evidence`: as for a new claim.
		///
		/// Refused if you did not submit the claim, no correction was ordered, or your direct payment is stopped;
		/// otherwise as `submit_claim`.
		#[pallet::call_index(26)]
		#[pallet::weight(T::WeightInfo::resubmit_claim(MAX_LINES))]
		pub fn resubmit_claim(
			origin: OriginFor<T>,
			claim: ClaimId,
			quantities: Quantities,
			lines: LineDrafts,
			evidence: DocumentCommitment,
		) -> DispatchResult {
			let who = Self::claimant_of(origin, claim)?;
			Self::do_resubmit_claim(who, claim, quantities, &lines, evidence)
		}

		/// 청구를 취하한다 (청구인).
		/// Withdraws a claim that is not approved.
		///
		/// - `claim`: the claim's number.
		///
		/// Refused if you did not submit the claim, or it is approved.
		#[pallet::call_index(27)]
		#[pallet::weight(T::WeightInfo::withdraw_claim(MAX_LINES))]
		pub fn withdraw_claim(origin: OriginFor<T>, claim: ClaimId) -> DispatchResult {
			let who = Self::claimant_of(origin, claim)?;
			Self::do_withdraw_claim(who, claim)
		}

		/// 청구를 확인한다 (감독).
		/// Endorses a claim, as the supervisor. The inspector goes on; the time for inspection runs from the submission.
		///
		/// - `claim`: the claim's number.
		///
		/// Refused if you are not the contract's supervisor, or the claim is past this step.
		#[pallet::call_index(28)]
		#[pallet::weight(T::WeightInfo::endorse_claim())]
		pub fn endorse_claim(origin: OriginFor<T>, claim: ClaimId) -> DispatchResult {
			let supervisor = T::SupervisorOrigin::ensure_actor(origin)?;
			Self::do_endorse_claim(supervisor.agency, claim)
		}

		/// 보완을 요구한다 (검사, 기한 경과 시 상급 단계).
		/// Orders a correction. The time for inspection starts anew when the claim is submitted again.
		///
		/// - `claim`: the claim's number.
		/// - `reason`: commitment to what is to be corrected.
		///
		/// Refused if you are not the inspector (or the next level after a timeout, or the department once it
		/// passed), or the claim is approved.
		#[pallet::call_index(29)]
		#[pallet::weight(T::WeightInfo::order_correction())]
		pub fn order_correction(
			origin: OriginFor<T>,
			claim: ClaimId,
			reason: DocumentCommitment,
		) -> DispatchResult {
			let agency = Self::inspecting_agency(origin, claim)?;
			Self::do_order_correction(agency, claim, reason)
		}

		/// 청구를 검사 합격시킨다 (검사, 기한 경과 시 상급 단계).
		/// Passes a claim, whole or in part.
		///
		/// - `claim`: the claim's number.
		/// - `reductions`: items of which fewer units and lines of which less is passed; empty to pass all.
		///
		/// Refused if you are not the inspector (or the next level after a timeout), the supervisor has not
		/// endorsed it in its time, a reduction names nothing of this claim, more than was claimed or a part of a
		/// won, wages would be cut, a completion would be incomplete, or the lines exceed what is left.
		#[pallet::call_index(30)]
		#[pallet::weight(T::WeightInfo::pass_inspection(features::size(reductions.lines.len())))]
		pub fn pass_inspection(
			origin: OriginFor<T>,
			claim: ClaimId,
			reductions: Box<Reductions>,
		) -> DispatchResult {
			let agency = Self::inspecting_agency(origin, claim)?;
			Self::do_pass_inspection(agency, claim, &reductions)
		}

		/// 검사에 합격한 청구를 승인한다 (발주 부서, 기한 경과 시 상급 단계).
		/// Approves what passed the inspection. The members' lines are added, and nothing of the claim changes any more.
		///
		/// - `claim`: the claim's number.
		///
		/// Refused if you are not the department (or, after its timeout, the officer), the inspection is not
		/// passed, the lines exceed what is paid by now, or the advance exceeds its limit.
		#[pallet::call_index(31)]
		#[pallet::weight(T::WeightInfo::approve_claim())]
		pub fn approve_claim(origin: OriginFor<T>, claim: ClaimId) -> DispatchResult {
			let agency = Self::approving_agency(origin, claim)?;
			Self::do_approve_claim(agency, claim)
		}

		/// 청구를 반려한다 (발주 부서).
		/// Refuses a claim that is not approved, as the department. Its quantities can be claimed again.
		///
		/// - `claim`: the claim's number.
		///
		/// Refused if the contract is not your department's, or the claim is approved. An approved advance whose
		/// payment was not requested can be refused after a termination.
		#[pallet::call_index(32)]
		#[pallet::weight(T::WeightInfo::reject_claim(MAX_LINES.saturating_add(MAX_MEMBERS)))]
		pub fn reject_claim(origin: OriginFor<T>, claim: ClaimId) -> DispatchResult {
			let department = T::DepartmentOrigin::ensure_actor(origin)?;
			Self::do_reject_claim(department.agency, claim)
		}

		/// 대금 지급을 청구한다 (청구인).
		/// Requests the payment of an approved claim. The chain pays it by itself. The last one needs the defect bond, an advance its bond.
		///
		/// - `claim`: the claim's number.
		///
		/// Refused if you are neither the claimant nor the department, the claim is not approved, a bond is
		/// missing, or your direct payment is stopped.
		#[pallet::call_index(33)]
		#[pallet::weight(T::WeightInfo::request_payment())]
		pub fn request_payment(origin: OriginFor<T>, claim: ClaimId) -> DispatchResult {
			let who = Self::claimant_of(origin, claim)?;
			Self::do_request_payment(who, claim)
		}

		/// 지급 청구를 반려한다 (계약·지출 담당).
		/// Returns a payment request. The clock stands still until the next one.
		///
		/// - `claim`: the claim's number.
		/// - `reason`: commitment to what is wrong.
		///
		/// Refused if you are not the contract's officer, no payment is requested, or its last day has passed.
		#[pallet::call_index(34)]
		#[pallet::weight(T::WeightInfo::return_payment_request())]
		pub fn return_payment_request(
			origin: OriginFor<T>,
			claim: ClaimId,
			reason: DocumentCommitment,
		) -> DispatchResult {
			let officer = T::OfficerOrigin::ensure_actor(origin)?;
			Self::do_return_payment_request(officer.agency, claim, reason)
		}

		/// 지급일을 오늘로 앞당긴다 (계약·지출 담당).
		/// Lets the chain pay a requested claim today.
		///
		/// - `claim`: the claim's number.
		///
		/// Refused if you are not the contract's officer, no payment is requested, or it is paid today anyway.
		#[pallet::call_index(35)]
		#[pallet::weight(T::WeightInfo::bring_payment_forward())]
		pub fn bring_payment_forward(origin: OriginFor<T>, claim: ClaimId) -> DispatchResult {
			let officer = T::OfficerOrigin::ensure_actor(origin)?;
			Self::do_bring_payment_forward(officer.agency, claim)
		}

		/// 지급 명세를 확인한다 (수취인).
		/// Confirms a line, as its payee.
		///
		/// - `claim`, `line`: the line.
		///
		/// Refused if you are not the payee, it is confirmed, or it is in dispute, decided, paid or on its way.
		#[pallet::call_index(36)]
		#[pallet::weight(T::WeightInfo::confirm_line())]
		pub fn confirm_line(
			origin: OriginFor<T>,
			claim: ClaimId,
			line: LineIndex,
		) -> DispatchResult {
			let party = Self::party(origin)?;
			Self::do_confirm_line(party, claim, line)
		}

		/// 지급 명세에 이의를 제기한다 (수취인, 그 원사업자).
		/// Objects to a line, as its payee or the firm that owes it. It waits for the dispute body; the others are paid.
		///
		/// - `claim`, `line`: the line.
		/// - `reason`: commitment to the written reason.
		///
		/// Refused if you are neither payee nor payer, or decide disputes of this contract; if it is in dispute,
		/// decided, paid or on its way.
		#[pallet::call_index(37)]
		#[pallet::weight(T::WeightInfo::object_line())]
		pub fn object_line(
			origin: OriginFor<T>,
			claim: ClaimId,
			line: LineIndex,
			reason: DocumentCommitment,
		) -> DispatchResult {
			let party = Self::party(origin)?;
			Self::do_object_line(party, claim, line, reason)
		}

		/// 이의를 철회한다 (이의를 제기한 자).
		/// Withdraws an objection. The line is paid if its turn has been.
		///
		/// - `claim`, `line`: the line.
		///
		/// Refused if there is no dispute, or you did not open it.
		#[pallet::call_index(38)]
		#[pallet::weight(T::WeightInfo::withdraw_objection())]
		pub fn withdraw_objection(
			origin: OriginFor<T>,
			claim: ClaimId,
			line: LineIndex,
		) -> DispatchResult {
			let party = Self::party(origin)?;
			Self::do_withdraw_objection(party, claim, line)
		}

		/// 이의가 제기된 명세를 결정한다 (분쟁 조정 기구).
		/// Decides a dispute. What the payee does not receive goes to the firm that owes the line.
		///
		/// - `claim`, `line`: the line.
		/// - `amount`: what the payee receives, at most the line, in whole won (a million of the smallest unit
		///   each).
		/// - `decision`: commitment to the decision.
		///
		/// Refused if your body does not decide for the contract, the line is not in dispute, the amount is above
		/// it or has a part of a won, or wages would be paid in part.
		#[pallet::call_index(39)]
		#[pallet::weight(T::WeightInfo::decide_line())]
		pub fn decide_line(
			origin: OriginFor<T>,
			claim: ClaimId,
			line: LineIndex,
			amount: Balance,
			decision: DocumentCommitment,
		) -> DispatchResult {
			let body = T::DisputeOrigin::ensure_actor(origin)?;
			Self::do_decide_line(body.agency, claim, line, amount, decision)
		}

		/// 지급 방법을 선택한다 (수취인).
		/// Chooses where the money of who signs goes from now on.
		///
		/// - `payout`: KRW on chain, or the bank.
		///
		/// Refused if you act for no party. Wages are always paid on chain to their bank.
		#[pallet::call_index(40)]
		#[pallet::weight(T::WeightInfo::choose_payout())]
		pub fn choose_payout(origin: OriginFor<T>, payout: Payout) -> DispatchResult {
			let party = Self::party(origin)?;
			Self::do_choose_payout(party, payout);
			Ok(())
		}

		/// 은행 지급을 확인한다 (금고).
		/// Confirms that the bank paid a line. The won that were locked for it go to the bank.
		///
		/// - `claim`, `line`: the line.
		///
		/// Refused if you are not the treasury's delegate, the line is not with the bank, or the treasury has no
		/// pay-out account.
		#[pallet::call_index(41)]
		#[pallet::weight(T::WeightInfo::confirm_payout())]
		pub fn confirm_payout(
			origin: OriginFor<T>,
			claim: ClaimId,
			line: LineIndex,
		) -> DispatchResult {
			let bank = T::SettlementOrigin::ensure_actor(origin)?;
			Self::do_confirm_payout(bank.agency, claim, line)
		}

		/// 은행 지급을 거절한다 (금고).
		/// Says that the bank could not pay a line. It comes back.
		///
		/// - `claim`, `line`: the line.
		/// - `notice`: commitment to the bank's notice.
		///
		/// Refused if you are not the treasury's delegate, or the line is not with the bank.
		#[pallet::call_index(42)]
		#[pallet::weight(T::WeightInfo::refuse_payout())]
		pub fn refuse_payout(
			origin: OriginFor<T>,
			claim: ClaimId,
			line: LineIndex,
			notice: DocumentCommitment,
		) -> DispatchResult {
			T::SettlementOrigin::ensure_actor(origin)?;
			Self::do_refuse_payout(claim, line, notice)
		}

		/// 반환된 명세를 다시 지급한다 (수취인, 계약·지출 담당).
		/// Pays a line again that came back, in the way that its payee has chosen by now.
		///
		/// - `claim`, `line`: the line.
		///
		/// Refused if you are neither the payee nor the officer, or the line has not come back.
		#[pallet::call_index(43)]
		#[pallet::weight(T::WeightInfo::retry_line())]
		pub fn retry_line(origin: OriginFor<T>, claim: ClaimId, line: LineIndex) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_retry_line(&who, claim, line)
		}

		/// 반환되거나 수취인이 없는 대금을 공탁한다 (계약·지출 담당).
		/// Deposits a line with a court's office: one that came back, that nobody has redeemed, that a court attached,
		/// or about which the dispute body has not decided in time.
		///
		/// - `claim`, `line`: the line.
		/// - `office`: the court's agency, whose pay-out account receives it.
		///
		/// Refused if you are not the contract's officer, the office is no court or has no account, or the line is
		/// none of those that can be deposited.
		#[pallet::call_index(44)]
		#[pallet::weight(T::WeightInfo::deposit_line())]
		pub fn deposit_line(
			origin: OriginFor<T>,
			claim: ClaimId,
			line: LineIndex,
			office: AgencyId,
		) -> DispatchResult {
			let officer = T::OfficerOrigin::ensure_actor(origin)?;
			Self::do_deposit_line(officer.agency, claim, line, office)
		}

		/// 미등록 수취인의 대금을 받는다 (등록된 가맹점).
		/// Takes a line that names a key, as the party that has the key and is admitted now. If its turn has been, it is paid.
		///
		/// - `claim`, `line`: the line.
		/// - `signature`: the key's signature over chain, contract, claim, line and your party.
		///
		/// Refused if you act for no party, the line names no key or is paid, or the signature is not the key's
		/// over this line and your party.
		#[pallet::call_index(45)]
		#[pallet::weight(T::WeightInfo::redeem_line())]
		pub fn redeem_line(
			origin: OriginFor<T>,
			claim: ClaimId,
			line: LineIndex,
			signature: sr25519::Signature,
		) -> DispatchResult {
			let party = Self::party(origin)?;
			Self::do_redeem_line(party, claim, line, &signature)
		}

		/// 대금채권을 압류한다 (법원).
		/// Attaches what a party is owed under a contract, up to an amount. Wages are never caught.
		///
		/// - `contract`: the contract's number.
		/// - `party`: the debtor.
		/// - `amount`: how much is to be caught, in the smallest unit of KRW.
		/// - `document`: commitment to the order.
		///
		/// Refused if you are not a court's delegate, the amount is zero, another court attached the party's
		/// claims, or 255 attachments are in force.
		#[pallet::call_index(46)]
		#[pallet::weight(T::WeightInfo::attach_claims())]
		pub fn attach_claims(
			origin: OriginFor<T>,
			contract: ContractId,
			party: PartyId,
			amount: Balance,
			document: DocumentCommitment,
		) -> DispatchResult {
			let court = T::CourtOrigin::ensure_actor(origin)?;
			Self::do_attach_claims(court.agency, contract, party, amount, document)
		}

		/// 압류를 해제한다 (법원).
		/// Lifts an attachment. Lines that were caught wait until they are settled one by one.
		///
		/// - `contract`: the contract's number.
		/// - `party`: the debtor.
		///
		/// Refused if your court has attached nothing there.
		#[pallet::call_index(47)]
		#[pallet::weight(T::WeightInfo::lift_attachment())]
		pub fn lift_attachment(
			origin: OriginFor<T>,
			contract: ContractId,
			party: PartyId,
		) -> DispatchResult {
			let court = T::CourtOrigin::ensure_actor(origin)?;
			Self::do_lift_attachment(court.agency, contract, party)
		}

		/// 압류된 대금을 처리한다 (법원).
		/// Settles a line that was caught: a creditor receives a part or all, the payee the rest.
		///
		/// - `claim`, `line`: the line.
		/// - `creditor`: who receives.
		/// - `amount`: how much, in whole won (a million of the smallest unit each); 0 to release the line to its
		///   payee.
		///
		/// Refused if your court has not caught the line, the amount is above it or has a part of a won, or the
		/// creditor is suspended.
		#[pallet::call_index(48)]
		#[pallet::weight(T::WeightInfo::settle_attached_line())]
		pub fn settle_attached_line(
			origin: OriginFor<T>,
			claim: ClaimId,
			line: LineIndex,
			creditor: PartyId,
			amount: Balance,
		) -> DispatchResult {
			let court = T::CourtOrigin::ensure_actor(origin)?;
			Self::do_settle_attached_line(court.agency, claim, line, creditor, amount)
		}

		/// 직접지급을 청구한다 (하수급인).
		/// Asks the city for direct payment. It holds from its arrival: the subcontractor may submit claims itself.
		///
		/// - `subcontract`: the subcontract's number.
		/// - `trigger`: why.
		/// - `evidence`: commitment to the evidence.
		///
		/// Refused if you are not the contractor, the subcontract is not in force, a request was made, or its cause
		/// is not there: fewer payments missed than the terms say; a bond in force, not due yet (30 days) or not
		/// needed (10,000,000 won).
		#[pallet::call_index(49)]
		#[pallet::weight(T::WeightInfo::request_direct_pay())]
		pub fn request_direct_pay(
			origin: OriginFor<T>,
			subcontract: SubcontractId,
			trigger: DirectPayTrigger,
			evidence: DocumentCommitment,
		) -> DispatchResult {
			let party = Self::party(origin)?;
			Self::do_request_direct_pay(party, subcontract, trigger, evidence)
		}

		/// 직접지급을 중지시킨다 (원사업자).
		/// Stops direct payment, as the payer, with evidence of wages that the subcontractor owes.
		///
		/// - `subcontract`: the subcontract's number.
		/// - `reason`: commitment to the evidence.
		///
		/// Refused if you are not the payer, or no request holds.
		#[pallet::call_index(50)]
		#[pallet::weight(T::WeightInfo::stop_direct_pay())]
		pub fn stop_direct_pay(
			origin: OriginFor<T>,
			subcontract: SubcontractId,
			reason: DocumentCommitment,
		) -> DispatchResult {
			let party = Self::party(origin)?;
			Self::do_stop_direct_pay(party, subcontract, reason)
		}

		/// 직접지급을 재개시킨다 (분쟁 조정 기구).
		/// Lets direct payment go on that was stopped. It keeps its place in order of arrival.
		///
		/// - `subcontract`: the subcontract's number.
		/// - `decision`: commitment to the decision.
		///
		/// Refused if your body does not decide for the contract, or nothing is stopped.
		#[pallet::call_index(51)]
		#[pallet::weight(T::WeightInfo::reinstate_direct_pay())]
		pub fn reinstate_direct_pay(
			origin: OriginFor<T>,
			subcontract: SubcontractId,
			decision: DocumentCommitment,
		) -> DispatchResult {
			let body = T::DisputeOrigin::ensure_actor(origin)?;
			Self::do_reinstate_direct_pay(body.agency, subcontract, decision)
		}

		/// 보증을 기록한다 (보증 기관).
		/// Records a bond. A later one of the same kind takes its place; that of another guarantor only if it has
		/// ended or the new one is no smaller and no shorter.
		///
		/// - `contract`: the contract's number.
		/// - `kind`: which.
		/// - `amount`: how much.
		/// - `until`: its last day, counted from 1 January 1970 in Korea.
		/// - `document`: commitment to the bond.
		///
		/// Refused if you are not a guarantor's delegate, the contract is not signed, the subcontract is of another
		/// contract, the amount is zero, or the last day is not after today.
		#[pallet::call_index(52)]
		#[pallet::weight(T::WeightInfo::record_bond())]
		pub fn record_bond(
			origin: OriginFor<T>,
			contract: ContractId,
			kind: BondKind,
			amount: Balance,
			until: Day,
			document: DocumentCommitment,
		) -> DispatchResult {
			let guarantor = T::GuarantorOrigin::ensure_actor(origin)?;
			let bond = Bond {
				guarantor: guarantor.agency,
				amount,
				until,
				document,
			};
			Self::do_record_bond(contract, kind, bond)
		}

		/// 임금 지급을 확인한다 (노무비 지급 은행).
		/// Confirms wages that were paid, by their place in the list. No name and no sum is shown.
		///
		/// - `claim`, `line`: the labour line.
		/// - `indices`: the places, from 0.
		///
		/// Refused if your bank is not the line's, has not received the total, a place is not in the list, or a
		/// wage there is in dispute.
		#[pallet::call_index(53)]
		#[pallet::weight(T::WeightInfo::confirm_wages(features::size(indices.len())))]
		pub fn confirm_wages(
			origin: OriginFor<T>,
			claim: ClaimId,
			line: LineIndex,
			indices: WageIndices,
		) -> DispatchResult {
			let bank = T::LabourBankOrigin::ensure_actor(origin)?;
			Self::do_confirm_wages(bank.agency, claim, line, &indices)
		}

		/// 임금에 이의를 제기한다.
		/// Disputes a wage, by showing the slip and its way to the list's root. Anyone but the dispute body may send it
		/// for a worker.
		///
		/// - `claim`, `line`: the labour line.
		/// - `index`: the place in the list, from 0.
		/// - `slip`: the commitment to the wage slip.
		/// - `proof`: the neighbours from the leaf to the root.
		///
		/// Refused if you act for the dispute body, the slip and its proof do not lead to the root, the bank has
		/// not received the total, the wage is in dispute or was decided, or 64 disputes are known.
		#[pallet::call_index(54)]
		#[pallet::weight(T::WeightInfo::dispute_wage())]
		pub fn dispute_wage(
			origin: OriginFor<T>,
			claim: ClaimId,
			line: LineIndex,
			index: u32,
			slip: DocumentCommitment,
			proof: SlipProof,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_dispute_wage(&who, claim, line, index, slip, &proof)
		}

		/// 임금 이의를 결정한다 (분쟁 조정 기구).
		/// Decides a dispute over a wage. If it is upheld, the wage counts as not confirmed, and the bank's time for
		/// confirming it begins anew.
		///
		/// - `claim`, `line`: the labour line.
		/// - `index`: the place in the list.
		/// - `outcome`: upheld or rejected.
		///
		/// Refused if your body does not decide for the contract, or the wage is not in dispute.
		#[pallet::call_index(55)]
		#[pallet::weight(T::WeightInfo::decide_wage())]
		pub fn decide_wage(
			origin: OriginFor<T>,
			claim: ClaimId,
			line: LineIndex,
			index: u32,
			outcome: WageOutcome,
		) -> DispatchResult {
			let body = T::DisputeOrigin::ensure_actor(origin)?;
			Self::do_decide_wage(body.agency, claim, line, index, outcome)
		}

		/// 지연이자를 지급한다 (지체한 자의 지급 계좌).
		/// Pays interest for lateness, with the late party's own account, which signs.
		///
		/// - `debt`: for which line or report of work.
		///
		/// Refused if nothing is owed, the signing account is not the debtor's, the creditor has no account, or the
		/// won do not suffice.
		#[pallet::call_index(56)]
		#[pallet::weight(T::WeightInfo::pay_interest())]
		pub fn pay_interest(origin: OriginFor<T>, debt: Debt) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_pay_interest(&who, debt)
		}

		/// 정산 후 남은 선금을 반환한다.
		/// Pays back an advance that is owed after a settlement, as the lead, its guarantor or anyone for it, with the signing account.
		///
		/// - `contract`: the contract's number.
		/// - `amount`: how much, at most what is owed, in the smallest unit of KRW.
		///
		/// Refused if the settlement is not approved, the amount is zero or above what is owed, or the won do not
		/// suffice.
		#[pallet::call_index(57)]
		#[pallet::weight(T::WeightInfo::repay_advance())]
		pub fn repay_advance(
			origin: OriginFor<T>,
			contract: ContractId,
			amount: Balance,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_repay_advance(&who, contract, amount)
		}
	}

	impl<T: Config> Pallet<T> {
		/// The party for which a signing account acts.
		pub(crate) fn party(origin: OriginFor<T>) -> Result<PartyId, DispatchError> {
			T::Parties::acting_party(&ensure_signed(origin)?)
		}
	}
}
