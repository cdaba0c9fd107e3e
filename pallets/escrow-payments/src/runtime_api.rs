// SPDX-License-Identifier: Apache-2.0

//! What any node answers about contracts and payments. All of it is public; wages and names are nowhere.

use crate::{
	calendar::{Day, Deadline},
	merkle::WageProof,
	types::*,
};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use seoul_chain_primitives::{Balance, DocumentCommitment, Moment, PartyId};

/// 자금 현황: released, held, refundable and refunded are what was funded.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Money {
	/// Funded.
	pub funded: Balance,
	/// Released to payees.
	pub released: Balance,
	/// Refunded to the city.
	pub refunded: Balance,
	/// Held for what payees can claim.
	pub held: Balance,
	/// Held, but nobody can claim it any more.
	pub refundable: Balance,
}

/// A contract with what belongs to it.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct ContractInfo {
	/// The contract.
	pub contract: Contract,
	/// 내역과 예산.
	pub schedule: Schedule,
	/// A change that waits for signatures.
	pub change: Option<PendingChange>,
	/// 자금 현황.
	pub money: Money,
	/// 보증.
	pub bonds: Vec<(BondKind, Bond)>,
	/// Claims that are due and wait for money.
	pub waiting: Vec<ClaimId>,
}

/// A claim with what is derived from it.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct ClaimInfo {
	/// The claim.
	pub claim: Claim,
	/// 청구 물량.
	pub quantities: Quantities,
	/// What is paid: gross less offset and damages.
	pub net: Balance,
	/// How many days its deadline has passed, or had when it was paid.
	pub days_late: u32,
}

/// A line with the interest for its lateness.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct LineInfo {
	/// The line.
	pub line: Line,
	/// Interest that the city owes and has not paid.
	pub interest_owed: Balance,
}

/// A page of what the chain will do.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct DuePage {
	/// Days and what is done on them, in order.
	pub duties: Vec<(Day, Duty)>,
	/// Where the next page starts; nothing if this is the last.
	pub next: Option<AgendaPlace>,
}

/// The legal calendar.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct CalendarInfo {
	/// Today in Korea.
	pub today: Day,
	/// How long a day is, in milliseconds.
	pub day_length: Moment,
	/// The holidays, in order.
	pub holidays: Vec<Day>,
	/// The legal terms of today.
	pub terms: LegalTerms,
}

/// What became of a wage.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct WageInfo {
	/// Whether the bank confirmed it.
	pub confirmed: bool,
	/// Until when the bank is to confirm; nothing before it has the total.
	pub deadline: Option<Deadline>,
	/// 임금 이의, if there was one.
	pub dispute: Option<WageOutcome>,
}

sp_api::decl_runtime_apis! {
	/// 대금 지급 조회: questions about contracts and payments, answered from any block's state.
	pub trait EscrowPaymentsApi {
		/// A contract with schedule, money, bonds and pending change.
		fn contract(contract: ContractId) -> Option<ContractInfo>;
		/// At most `limit` (and 200) subcontracts of a contract, from number `from` on.
		fn tree(
			contract: ContractId,
			from: SubcontractId,
			limit: u32,
		) -> Vec<(SubcontractId, Subcontract)>;
		/// At most `limit` (and 200) reports of work under a subcontract, from number `from` on.
		fn work_reports(
			subcontract: SubcontractId,
			from: ReportNumber,
			limit: u32,
		) -> Vec<(ReportNumber, WorkReport)>;
		/// At most `limit` (and 200) claims of a contract, from number `from` on.
		fn claims(contract: ContractId, from: ClaimId, limit: u32) -> Vec<(ClaimId, ClaimInfo)>;
		/// A claim with its quantities.
		fn claim(claim: ClaimId) -> Option<ClaimInfo>;
		/// At most `limit` (and 200) lines of a claim, from `from` on.
		fn lines(claim: ClaimId, from: LineIndex, limit: u32) -> Vec<(LineIndex, LineInfo)>;
		/// One line of a claim.
		fn line(claim: ClaimId, line: LineIndex) -> Option<LineInfo>;
		/// At most `limit` (and 200) things that the chain will do by itself, from a place in its agenda on.
		fn due(from: AgendaPlace, limit: u32) -> DuePage;
		/// Sums over all contracts.
		fn totals() -> Money;
		/// The legal calendar: today, the length of a day, the holidays, the terms.
		fn calendar() -> CalendarInfo;
		/// Whether a wage slip stands in a list, and what became of the wage; nothing if it does not.
		fn wage(
			claim: ClaimId,
			line: LineIndex,
			index: u32,
			slip: DocumentCommitment,
			proof: WageProof,
		) -> Option<WageInfo>;
		/// Who owes whom how much interest for lateness, as of today.
		fn interest(debt: Debt) -> Option<(PartyId, PartyId, Balance)>;
		/// Where a payee wants its money.
		fn payout(party: PartyId) -> Payout;
	}
}
