// SPDX-License-Identifier: Apache-2.0

//! What holds at every block. The numbers are those of the crate's documentation.

use crate::{pallet::*, types::*, Day};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use frame_support::{ensure, traits::fungible::InspectHold};
use seoul_chain_primitives::{dated::is_in_order, AgencyId, Balance, PartyId};
use sp_runtime::TryRuntimeError;

fn sum(values: impl Iterator<Item = Balance>) -> Balance {
	values.fold(0, Balance::saturating_add)
}

impl<T: Config> Pallet<T> {
	/// Check every invariant.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_contracts()?;
		Self::check_held()?;
		Self::check_claims()?;
		Self::check_subcontracts()?;
		Self::check_agenda()?;
		Self::check_settings()?;
		Self::check_wages()
	}

	fn lines_of_claim(id: ClaimId) -> Vec<(LineIndex, Line)> {
		Lines::<T>::iter_prefix(id).collect()
	}

	/// Invariants 1, 2, 5, 9 and 12.
	fn check_contracts() -> Result<(), TryRuntimeError> {
		let mut claims = BTreeMap::<ContractId, Vec<(ClaimId, Claim)>>::new();
		for (id, claim) in Claims::<T>::iter() {
			ensure!(
				ClaimsOf::<T>::contains_key(claim.contract, id)
					&& Contracts::<T>::contains_key(claim.contract),
				"invariant 9: a claim of no contract"
			);
			claims.entry(claim.contract).or_default().push((id, claim));
		}
		for (id, contract) in Contracts::<T>::iter() {
			let own = claims.remove(&id).unwrap_or_default();
			let funds = contract.funds;
			ensure!(
				funds.released.saturating_add(funds.refunded) <= funds.funded
					&& funds.reserved <= funds.balance(),
				"invariant 1: more went than came, or more is set aside than is held"
			);
			let mut reserved: Balance = 0;
			let mut released: Balance = 0;
			for (claim_id, claim) in &own {
				for (_, line) in Self::lines_of_claim(*claim_id) {
					if line.status.is_final() {
						released = released.saturating_add(line.amount);
					} else if claim.is_released() {
						reserved = reserved.saturating_add(line.amount);
					}
				}
			}
			ensure!(
				funds.reserved == reserved,
				"invariant 1: another sum is set aside than the unpaid lines"
			);
			ensure!(
				funds.released == released,
				"invariant 2: another sum was released than the paid lines"
			);
			Self::check_schedule(id, &contract, &own)?;
			let approved = || {
				own.iter().map(|(_, claim)| claim).filter(|claim| {
					!claim.is_before_approval()
						&& !matches!(claim.status, ClaimStatus::Withdrawn { .. })
				})
			};
			let is_advance = |claim: &&Claim| matches!(claim.kind, ClaimKind::Advance { .. });
			ensure!(
				contract.gross
					== sum(approved()
						.filter(|claim| !is_advance(claim))
						.map(|claim| claim.gross))
					&& contract.advance.paid
						== sum(approved().filter(is_advance).map(|claim| claim.gross))
					&& contract.advance.offset == sum(approved().map(|claim| claim.offset))
					&& contract.damages == sum(approved().map(|claim| claim.damages))
					&& contract.net == sum(approved().map(Claim::net)),
				"invariant 9: a contract's sums are not those of its claims"
			);
			ensure!(
				contract
					.advance
					.offset
					.saturating_add(contract.advance.repaid)
					<= contract.advance.paid
					&& contract.gross <= contract.amount,
				"invariant 9: more was worked off than paid, or approved than ordered"
			);
			let pending = own
				.iter()
				.filter(|(_, claim)| claim.is_before_approval())
				.count();
			let open = own.iter().filter(|(_, claim)| !claim.is_ended()).count();
			ensure!(
				usize::from(contract.pending_claims) == pending
					&& usize::from(contract.open_claims) == open,
				"invariant 9: a contract's claims are not counted"
			);
			let unfunded: BTreeSet<ClaimId> = own
				.iter()
				.filter(|(_, claim)| matches!(claim.status, ClaimStatus::Unfunded { .. }))
				.map(|(claim, _)| *claim)
				.collect();
			let waiting: BTreeSet<ClaimId> = UnfundedClaims::<T>::get(id).into_iter().collect();
			ensure!(
				unfunded == waiting,
				"invariant 9: a claim waits for money and nobody knows"
			);
			ensure!(
				Attachments::<T>::iter_prefix(id).count() == usize::from(contract.attachments),
				"invariant 12: a contract's attachments are not counted"
			);
		}
		ensure!(claims.is_empty(), "invariant 9: a claim of no contract");
		Ok(())
	}

	/// Invariant 5.
	fn check_schedule(
		id: ContractId,
		contract: &Contract,
		claims: &[(ClaimId, Claim)],
	) -> Result<(), TryRuntimeError> {
		let schedule = Schedules::<T>::get(id);
		ensure!(
			schedule.amount() == Some(contract.amount)
				&& sum(schedule.budget.iter().map(|year| year.amount)) == contract.amount,
			"invariant 5: schedule or budget is not the amount"
		);
		let mut claimed = BTreeMap::<u16, u64>::new();
		for (claim_id, claim) in claims {
			let quantities = ClaimedQuantities::<T>::get(claim_id);
			for quantity in &quantities {
				let units = claimed.entry(quantity.item.0).or_default();
				*units = units.saturating_add(quantity.units);
			}
			let value = match claim.kind {
				ClaimKind::Advance { amount } => amount,
				_ => schedule.value(&quantities),
			};
			ensure!(
				matches!(claim.status, ClaimStatus::Withdrawn { .. }) || claim.gross == value,
				"invariant 5: a claim is not worth its quantities"
			);
		}
		for (place, item) in schedule.items.iter().enumerate() {
			let units = u16::try_from(place)
				.ok()
				.and_then(|place| claimed.remove(&place))
				.unwrap_or_default();
			ensure!(
				units == item.claimed && item.claimed <= item.quantity,
				"invariant 5: units are claimed that the schedule does not count"
			);
		}
		ensure!(
			claimed.is_empty(),
			"invariant 5: units of an item that is not ordered"
		);
		Ok(())
	}

	/// Invariant 3.
	fn check_held() -> Result<(), TryRuntimeError> {
		let mut by_agency = BTreeMap::<AgencyId, Balance>::new();
		let mut totals = Totals::default();
		for contract in Contracts::<T>::iter_values() {
			let held = by_agency.entry(contract.officer).or_default();
			*held = held.saturating_add(contract.funds.balance());
			totals.funded = totals.funded.saturating_add(contract.funds.funded);
			totals.released = totals.released.saturating_add(contract.funds.released);
			totals.refunded = totals.refunded.saturating_add(contract.funds.refunded);
		}
		ensure!(
			totals == AllFunds::<T>::get(),
			"invariant 3: the totals are not the sums"
		);
		let mut by_account = Vec::<(T::AccountId, Balance)>::new();
		for (agency, held) in HeldFunds::<T>::iter() {
			ensure!(
				by_agency.remove(&agency) == Some(held.amount),
				"invariant 3: what is held of an agency is not the sum of its contracts"
			);
			match by_account
				.iter_mut()
				.find(|(account, _)| *account == held.account)
			{
				Some((_, amount)) => *amount = amount.saturating_add(held.amount),
				None => by_account.push((held.account, held.amount)),
			}
		}
		ensure!(
			by_agency.values().all(|amount| *amount == 0),
			"invariant 3: nothing is held of an agency for its contract"
		);
		for (account, amount) in by_account {
			ensure!(
				T::Currency::balance_on_hold(&HoldReason::Contract.into(), &account) == amount,
				"invariant 3: another amount is on hold than the contracts say"
			);
		}
		Ok(())
	}

	/// Invariant 4.
	fn check_claims() -> Result<(), TryRuntimeError> {
		for (id, claim) in Claims::<T>::iter() {
			let lines = Self::lines_of_claim(id);
			let total = sum(lines.iter().map(|(_, line)| line.amount));
			ensure!(
				lines.len() == usize::from(claim.lines)
					&& lines.iter().all(|(index, _)| index.0 < claim.lines),
				"invariant 4: a claim's lines have a gap"
			);
			let open = lines
				.iter()
				.filter(|(_, line)| !line.status.is_final())
				.count();
			ensure!(
				open == usize::from(claim.open_lines),
				"invariant 4: a claim's open lines are not counted"
			);
			let objections = lines
				.iter()
				.filter(|(_, line)| matches!(line.status, LineStatus::Objected { .. }))
				.count();
			ensure!(
				objections == usize::from(claim.objections),
				"invariant 4: a claim's objections are not counted"
			);
			if claim.is_before_approval() {
				ensure!(
					total == claim.named,
					"invariant 4: the named lines are another sum"
				);
			} else if !matches!(claim.status, ClaimStatus::Withdrawn { .. }) {
				ensure!(
					total == claim.net(),
					"invariant 4: the lines of an approved claim are not its net"
				);
			}
			if let ClaimStatus::Paid { .. } = claim.status {
				ensure!(open == 0, "invariant 4: a paid claim has an open line");
			}
		}
		for (id, index, _) in Lines::<T>::iter() {
			ensure!(
				Claims::<T>::get(id).is_some_and(|claim| index.0 < claim.lines),
				"invariant 4: a line of no claim"
			);
		}
		Ok(())
	}

	/// Invariant 6.
	fn check_subcontracts() -> Result<(), TryRuntimeError> {
		let mut reported = BTreeMap::<SubcontractId, Balance>::new();
		for (id, _, report) in WorkReports::<T>::iter() {
			let known = reported.entry(id).or_default();
			*known = known.saturating_add(report.amount);
		}
		let mut charged = BTreeMap::<SubcontractId, Balance>::new();
		for (_, _, line) in Lines::<T>::iter() {
			let mut next = match line.under {
				Under::Prime => None,
				Under::Subcontract(id) => Some(id),
			};
			while let Some(id) = next {
				let known = charged.entry(id).or_default();
				*known = known.saturating_add(line.amount);
				next = Subcontracts::<T>::get(id).and_then(|subcontract| subcontract.parent);
			}
		}
		let mut under_contract = BTreeMap::<ContractId, Balance>::new();
		let mut under_parent = BTreeMap::<SubcontractId, Balance>::new();
		for (id, subcontract) in Subcontracts::<T>::iter() {
			ensure!(
				subcontract.charged == charged.remove(&id).unwrap_or_default()
					&& subcontract.charged <= subcontract.amount,
				"invariant 6: a subcontract is charged with another sum"
			);
			ensure!(
				subcontract.reported == reported.remove(&id).unwrap_or_default()
					&& subcontract.reported <= subcontract.amount,
				"invariant 6: another sum was reported under a subcontract"
			);
			ensure!(
				SubcontractsOf::<T>::contains_key(subcontract.contract, id)
					&& (1..=MAX_DEPTH).contains(&subcontract.level),
				"invariant 6: a subcontract is too deep or of no contract"
			);
			match subcontract.parent {
				None => {
					ensure!(
						subcontract.level == 1,
						"invariant 6: a subcontract without a parent is on the first level"
					);
					let known = under_contract.entry(subcontract.contract).or_default();
					*known = known.saturating_add(subcontract.amount);
				},
				Some(parent) => {
					ensure!(
						Subcontracts::<T>::get(parent).is_some_and(|above| {
							above.contract == subcontract.contract
								&& above.level.saturating_add(1) == subcontract.level
								&& above.contractor == subcontract.payer
						}),
						"invariant 6: a subcontract does not stand under its payer"
					);
					let known = under_parent.entry(parent).or_default();
					*known = known.saturating_add(subcontract.amount);
				},
			}
		}
		for (id, subcontract) in Subcontracts::<T>::iter() {
			ensure!(
				subcontract.subcontracted == under_parent.remove(&id).unwrap_or_default()
					&& subcontract.subcontracted <= subcontract.amount,
				"invariant 6: the subcontracts under one exceed it"
			);
		}
		for (id, contract) in Contracts::<T>::iter() {
			ensure!(
				contract.subcontracted == under_contract.remove(&id).unwrap_or_default()
					&& contract.subcontracted <= contract.amount,
				"invariant 6: the subcontracts under a contract exceed it"
			);
		}
		Ok(())
	}

	/// Every task whose deadline runs.
	fn running_tasks() -> Vec<Duty> {
		let mut tasks = Vec::new();
		for (id, claim) in Claims::<T>::iter() {
			tasks.extend([
				Duty::Pay(id),
				Duty::PaymentLate(id),
				Duty::InspectionLate(id),
			]);
			for index in (0..claim.lines).map(LineIndex) {
				tasks.extend([Duty::DecisionLate(id, index), Duty::WagesLate(id, index)]);
			}
		}
		for (id, line, list) in WageLists::<T>::iter() {
			let disputes = list.disputes.iter();
			tasks.extend(disputes.map(|known| Duty::WageDecisionLate(id, line, known.index)));
		}
		for (id, number, _) in WorkReports::<T>::iter() {
			tasks.extend([
				Duty::WorkSilent(id, number),
				Duty::WorkUnpaid(id, number),
				Duty::WorkDecisionLate(id, number),
			]);
		}
		tasks
	}

	/// Invariants 7 and 8.
	fn check_agenda() -> Result<(), TryRuntimeError> {
		let cursor = AgendaCursor::<T>::get();
		let mut standing = BTreeMap::<Vec<u8>, Day>::new();
		let mut per_day = BTreeMap::<Day, BTreeSet<u32>>::new();
		for (day, index, task) in Agenda::<T>::iter() {
			ensure!(
				cursor.is_none_or(|cursor| crate::AgendaPlace { day, index } >= cursor),
				"invariant 8: an entry was passed over"
			);
			ensure!(
				day <= LastAgendaDay::<T>::get(),
				"invariant 8: an entry after the last day"
			);
			per_day.entry(day).or_default().insert(index);
			let last = standing.entry(codec::Encode::encode(&task)).or_default();
			*last = day.max(*last);
		}
		for (day, indices) in per_day {
			let first = match cursor {
				Some(cursor) if cursor.day == day => cursor.index,
				_ => 0,
			};
			ensure!(
				indices.into_iter().eq(first..AgendaCount::<T>::get(day)),
				"invariant 8: the entries of a day have a gap"
			);
		}
		for task in Self::running_tasks() {
			if let Some((_, on)) = Self::deadline_of(task) {
				ensure!(
					standing
						.get(&codec::Encode::encode(&task))
						.is_some_and(|day| *day >= on),
					"invariant 7: a deadline runs and is not in the agenda"
				);
			}
		}
		for (id, claim) in Claims::<T>::iter() {
			if matches!(claim.status, ClaimStatus::Releasing { .. }) {
				let entry = cursor.and_then(|cursor| Agenda::<T>::get(cursor.day, cursor.index));
				ensure!(
					entry == Some(Duty::Pay(id)),
					"invariant 7: a claim is being paid and the chain is elsewhere"
				);
			}
		}
		Ok(())
	}

	/// Invariant 10.
	fn check_settings() -> Result<(), TryRuntimeError> {
		for contract in Contracts::<T>::iter_values() {
			ensure!(
				contract.supervisor != contract.inspector,
				"invariant 10: supervisor and inspector are the same"
			);
			ensure!(
				!contract.is_office(PartyId::Agency(contract.dispute_body))
					&& contract
						.members
						.iter()
						.all(|member| !contract.is_office(member.party)),
				"invariant 10: an office performs, or decides its own disputes"
			);
			let shares = contract
				.members
				.iter()
				.fold(0u32, |sum, member| sum.saturating_add(member.share.0));
			ensure!(
				shares == Millionths::WHOLE.0,
				"invariant 10: the shares are not the whole"
			);
		}
		let terms = Terms::<T>::get();
		ensure!(
			terms.iter().all(|dated| dated.terms.is_valid()) && is_in_order(&terms),
			"invariant 10: terms are not valid or not in order"
		);
		let holidays = HolidaySet::<T>::get();
		ensure!(
			holidays
				.iter()
				.zip(holidays.iter().skip(1))
				.all(|(earlier, later)| earlier < later),
			"invariant 10: holidays are not in order"
		);
		Ok(())
	}

	/// Invariant 11.
	fn check_wages() -> Result<(), TryRuntimeError> {
		for (id, index, list) in WageLists::<T>::iter() {
			let marks = list
				.marks
				.iter()
				.fold(0u32, |sum, marks| sum.saturating_add(marks.count_ones()));
			ensure!(
				list.confirmed == marks && list.confirmed <= list.workers,
				"invariant 11: confirmed wages are not counted"
			);
			ensure!(
				Lines::<T>::get(id, index).is_some_and(|line| {
					line.kind
						== LineKind::Labour {
							root: list.root,
							workers: list.workers,
						}
				}),
				"invariant 11: a wage list that no line pays"
			);
		}
		Ok(())
	}
}
