// SPDX-License-Identifier: Apache-2.0

//! Answers of the runtime API.

use super::size;
use crate::{merkle, pallet::*, runtime_api::*, types::*, AgendaPlace, Day};
use alloc::vec::Vec;
use seoul_chain_primitives::{Balance, DocumentCommitment};
use sp_core::H256;

/// An answer looks at no more entries of the agenda than this.
const MAX_STEPS: u32 = 5_000;

fn page<Id: Ord + Copy>(mut ids: Vec<Id>, from: Id, limit: u32) -> Vec<Id> {
	ids.retain(|id| *id >= from);
	ids.sort_unstable();
	ids.truncate(usize::try_from(limit.min(MAX_PAGE)).unwrap_or(usize::MAX));
	ids
}

impl<T: Config> Pallet<T> {
	/// What came and went for a contract.
	fn money(funds: Funds, refundable: Balance) -> Money {
		Money {
			funded: funds.funded,
			released: funds.released,
			refunded: funds.refunded,
			held: funds.balance().saturating_sub(refundable),
			refundable,
		}
	}

	/// A contract with its schedule, money, bonds and pending change.
	pub fn contract_info(id: ContractId) -> Option<ContractInfo> {
		let contract = Contracts::<T>::get(id)?;
		Some(ContractInfo {
			money: Self::money(contract.funds, contract.refundable()),
			schedule: Schedules::<T>::get(id),
			change: PendingChanges::<T>::get(id),
			bonds: Bonds::<T>::iter_prefix(id).collect(),
			waiting: UnfundedClaims::<T>::get(id).into_inner(),
			contract,
		})
	}

	/// Subcontracts of a contract, in order of drafting, from one number on.
	pub fn tree(
		contract: ContractId,
		from: SubcontractId,
		limit: u32,
	) -> Vec<(SubcontractId, Subcontract)> {
		page(
			SubcontractsOf::<T>::iter_key_prefix(contract).collect(),
			from,
			limit,
		)
		.into_iter()
		.filter_map(|id| Some((id, Subcontracts::<T>::get(id)?)))
		.collect()
	}

	/// Reports of work under a subcontract, from one number on.
	pub fn work_reports(
		subcontract: SubcontractId,
		from: ReportNumber,
		limit: u32,
	) -> Vec<(ReportNumber, WorkReport)> {
		let count = Subcontracts::<T>::get(subcontract).map_or(0, |known| known.reports);
		let end = from.0.saturating_add(limit.min(MAX_PAGE)).min(count);
		(from.0..end)
			.map(ReportNumber)
			.filter_map(|number| Some((number, WorkReports::<T>::get(subcontract, number)?)))
			.collect()
	}

	/// Claims of a contract, in order of submission, from one number on.
	pub fn claims_of(contract: ContractId, from: ClaimId, limit: u32) -> Vec<(ClaimId, ClaimInfo)> {
		page(
			ClaimsOf::<T>::iter_key_prefix(contract).collect(),
			from,
			limit,
		)
		.into_iter()
		.filter_map(|id| Some((id, Self::claim_info(id)?)))
		.collect()
	}

	/// A claim with its quantities and how late it is.
	pub fn claim_info(id: ClaimId) -> Option<ClaimInfo> {
		let claim = Claims::<T>::get(id)?;
		let until = match claim.status {
			ClaimStatus::Paid { on, .. } => on,
			_ => Self::today(),
		};
		Some(ClaimInfo {
			net: claim.net(),
			quantities: ClaimedQuantities::<T>::get(id),
			days_late: claim
				.deadline()
				.map_or(0, |deadline| until.since(deadline.due)),
			claim,
		})
	}

	/// A line with the interest that is owed for it.
	pub fn line_info(id: ClaimId, index: LineIndex) -> Option<LineInfo> {
		let line = Lines::<T>::get(id, index)?;
		Some(LineInfo {
			interest_owed: Self::interest_of(Debt::Line(id, index)).map_or(0, |(_, _, owed)| owed),
			line,
		})
	}

	/// Lines of a claim, from one on.
	pub fn lines_of(id: ClaimId, from: LineIndex, limit: u32) -> Vec<(LineIndex, LineInfo)> {
		let count = Claims::<T>::get(id).map_or(0, |claim| claim.lines);
		(from.0..count)
			.map(LineIndex)
			.take(usize::try_from(limit.min(MAX_PAGE)).unwrap_or(usize::MAX))
			.filter_map(|index| Some((index, Self::line_info(id, index)?)))
			.collect()
	}

	/// What the chain will do, in order, from a place in its agenda on.
	pub fn due(from: AgendaPlace, limit: u32) -> DuePage {
		let mut place = from.max(AgendaCursor::<T>::get().unwrap_or_default());
		let last = LastAgendaDay::<T>::get();
		let limit = limit.min(MAX_PAGE);
		let mut duties = Vec::new();
		for _ in 0..MAX_STEPS {
			if place.day > last {
				return DuePage { duties, next: None };
			}
			if size(duties.len()) >= limit {
				break;
			}
			if place.index >= AgendaCount::<T>::get(place.day) {
				place = AgendaPlace {
					day: place.day.plus(1),
					index: 0,
				};
				continue;
			}
			if let Some(task) = Agenda::<T>::get(place.day, place.index) {
				let stands = Self::deadline_of(task).is_some_and(|(_, on)| on <= place.day);
				if stands && !duties.iter().any(|(_, other)| *other == task) {
					duties.push((place.day, task));
				}
			}
			place.index = place.index.saturating_add(1);
		}
		DuePage {
			duties,
			next: Some(place),
		}
	}

	/// Sums over all contracts.
	pub fn totals() -> Money {
		let all = AllFunds::<T>::get();
		let refundable = Contracts::<T>::iter_values().fold(0, |sum: Balance, contract| {
			sum.saturating_add(contract.refundable())
		});
		Self::money(
			Funds {
				funded: all.funded,
				released: all.released,
				refunded: all.refunded,
				reserved: 0,
			},
			refundable,
		)
	}

	/// The legal calendar.
	pub fn calendar_info() -> CalendarInfo {
		CalendarInfo {
			today: Self::today(),
			day_length: DayLength::<T>::get(),
			holidays: HolidaySet::<T>::get().into_inner(),
			terms: Self::terms_on(Self::today()),
		}
	}

	/// When a day begins, in Unix milliseconds.
	pub fn start_of(day: Day) -> seoul_chain_primitives::Moment {
		day.start(DayLength::<T>::get())
	}

	/// Whether a slip stands in a wage list, and what became of the wage.
	pub fn wage(
		id: ClaimId,
		index: LineIndex,
		place: u32,
		slip: DocumentCommitment,
		proof: &[H256],
	) -> Option<WageInfo> {
		let list = WageLists::<T>::get(id, index)?;
		merkle::verify(list.root, list.workers, place, slip, proof).then(|| WageInfo {
			confirmed: list.is_confirmed(place),
			deadline: list.deadline,
			dispute: list
				.disputes
				.iter()
				.find(|dispute| dispute.index == place)
				.map(|dispute| dispute.outcome),
		})
	}
}
