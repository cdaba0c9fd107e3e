// SPDX-License-Identifier: Apache-2.0

//! 노무비: wages go to the labour bank in one sum, and each is confirmed by its place in a list.
//!
//! The chain has the root of the list, how many wages there are, and their sum. A wage slip stays with the
//! worker, the employer and the bank: the bank confirms places, and only a worker who disputes a wage shows
//! the salted commitment of the slip, which says nothing to who does not have the slip.

use crate::{merkle, pallet::*, types::*, Period};
use frame_support::{ensure, BoundedVec};
use seoul_chain_primitives::{AgencyId, AgencyRegistry, DocumentCommitment, PartyId};
use sp_core::H256;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Store the list of a labour line.
	pub(crate) fn open_wage_list(
		id: ClaimId,
		index: LineIndex,
		bank: AgencyId,
		root: H256,
		workers: u32,
	) -> DispatchResult {
		ensure!(
			(1..=MAX_WORKERS).contains(&workers),
			Error::<T>::InvalidLine
		);
		let bytes = usize::try_from(workers.div_ceil(8)).map_err(|_| Error::<T>::InvalidLine)?;
		let marks = alloc::vec![0u8; bytes];
		WageLists::<T>::insert(
			id,
			index,
			WageList {
				bank,
				root,
				workers,
				deadline: None,
				confirmed: 0,
				marks: BoundedVec::try_from(marks).map_err(|_| Error::<T>::InvalidLine)?,
				disputes: BoundedVec::default(),
			},
		);
		Ok(())
	}

	/// The bank has the total: its time for confirming each wage runs.
	pub(crate) fn wages_are_with_the_bank(id: ClaimId, index: LineIndex, terms: &LegalTerms) {
		let deadline = Self::deadline_from_today(Period::Days(terms.wage_confirmation_days));
		Self::set_deadline(Duty::WagesLate(id, index), deadline);
		Self::schedule_after(Duty::WagesLate(id, index), &deadline);
	}

	/// The time for confirming wages has passed.
	pub(crate) fn wages_are_late(id: ClaimId, index: LineIndex) {
		let late = WageLists::<T>::mutate(id, index, |list| {
			let list = list.as_mut()?;
			if let Some(deadline) = &mut list.deadline {
				deadline.missed = true;
			}
			Some((list.bank, list.workers.saturating_sub(list.confirmed)))
		});
		if let Some((bank, missing)) = late.filter(|(_, missing)| *missing > 0) {
			Self::deposit_event(Event::WagesLate {
				claim: id,
				line: index,
				late_party: PartyId::Agency(bank),
				missing,
			});
		}
	}

	fn wage_list(id: ClaimId, index: LineIndex) -> Result<WageList, DispatchError> {
		WageLists::<T>::get(id, index).ok_or_else(|| Error::<T>::NotALabourLine.into())
	}

	pub(crate) fn do_confirm_wages(
		bank: AgencyId,
		id: ClaimId,
		index: LineIndex,
		indices: &[u32],
	) -> DispatchResult {
		let mut list = Self::wage_list(id, index)?;
		ensure!(list.bank == bank, Error::<T>::NotTheBank);
		ensure!(list.deadline.is_some(), Error::<T>::WagesNotPaid);
		for place in indices {
			ensure!(*place < list.workers, Error::<T>::WageNotFound);
			ensure!(
				list.open_dispute(*place).is_none(),
				Error::<T>::WageDisputeOpen
			);
			list.set_confirmed(*place, WageMark::Confirmed);
		}
		Self::deposit_event(Event::WagesConfirmed {
			claim: id,
			line: index,
			confirmed: list.confirmed,
			workers: list.workers,
		});
		WageLists::<T>::insert(id, index, list);
		Ok(())
	}

	pub(crate) fn do_dispute_wage(
		who: &T::AccountId,
		id: ClaimId,
		index: LineIndex,
		place: u32,
		slip: DocumentCommitment,
		proof: &[H256],
	) -> DispatchResult {
		let contract = Self::contract(Self::claim(id)?.contract)?;
		ensure!(
			T::Agencies::agency_of(who) != Some(contract.dispute_body),
			Error::<T>::ResolverMayNotDispute
		);
		let mut list = Self::wage_list(id, index)?;
		ensure!(
			merkle::verify(list.root, list.workers, place, slip, proof),
			Error::<T>::BadWageProof
		);
		ensure!(list.deadline.is_some(), Error::<T>::WagesNotPaid);
		let deadline = Self::deadline_from_today(Period::Days(contract.terms.dispute_days));
		let open = WageDispute {
			index: place,
			slip,
			outcome: WageOutcome::Open,
			deadline,
		};
		match list
			.disputes
			.iter_mut()
			.find(|dispute| dispute.index == place)
		{
			// After it was upheld, the bank may fail again; what was rejected stays so.
			Some(dispute) if dispute.outcome == WageOutcome::Upheld => *dispute = open,
			Some(_) => return Err(Error::<T>::WageDisputeOpen.into()),
			None => list
				.disputes
				.try_push(open)
				.map_err(|_| Error::<T>::TooManyDisputes)?,
		}
		WageLists::<T>::insert(id, index, list);
		Self::schedule_after(Duty::WageDecisionLate(id, index, place), &deadline);
		Self::deposit_event(Event::WageDisputed {
			claim: id,
			line: index,
			index: place,
		});
		Ok(())
	}

	pub(crate) fn do_decide_wage(
		body: AgencyId,
		id: ClaimId,
		index: LineIndex,
		place: u32,
		outcome: WageOutcome,
	) -> DispatchResult {
		let contract = Self::contract(Self::claim(id)?.contract)?;
		ensure!(
			contract.dispute_body == body,
			Error::<T>::NotTheContractsOffice
		);
		ensure!(outcome != WageOutcome::Open, Error::<T>::WageNotDisputed);
		let mut list = Self::wage_list(id, index)?;
		let dispute = list
			.open_dispute_mut(place)
			.ok_or(Error::<T>::WageNotDisputed)?;
		dispute.outcome = outcome;
		let upheld = outcome == WageOutcome::Upheld;
		if upheld {
			list.set_confirmed(place, WageMark::Open);
		}
		WageLists::<T>::insert(id, index, list);
		if upheld {
			// The bank has to pay this wage: its time begins anew.
			Self::wages_are_with_the_bank(id, index, &contract.terms);
		}
		Self::deposit_event(Event::WageDecided {
			claim: id,
			line: index,
			index: place,
			outcome,
		});
		Ok(())
	}
}
