// SPDX-License-Identifier: Apache-2.0

//! 정지와 해지: works that rest, works that end before their time, contracts that are closed.

use crate::{pallet::*, types::*};
use frame_support::{
	ensure,
	traits::{fungible::Mutate, tokens::Preservation},
};
use seoul_chain_primitives::{AgencyId, AgencyRegistry, Balance, DocumentCommitment};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_suspend_contract(
		department: AgencyId,
		id: ContractId,
		reason: DocumentCommitment,
	) -> DispatchResult {
		let mut contract = Self::contract_of_department(department, id)?;
		ensure!(
			contract.status == ContractStatus::Active,
			Error::<T>::NotActive
		);
		contract.status = ContractStatus::Suspended {
			since: Self::today(),
		};
		Contracts::<T>::insert(id, contract);
		Self::deposit_event(Event::ContractSuspended {
			contract: id,
			reason,
		});
		Ok(())
	}

	pub(crate) fn do_resume_contract(department: AgencyId, id: ContractId) -> DispatchResult {
		let mut contract = Self::contract_of_department(department, id)?;
		let ContractStatus::Suspended { since } = contract.status else {
			return Err(Error::<T>::NotSuspended.into());
		};
		let old_complete_by = contract.complete_by;
		let complete_by = old_complete_by.plus(Self::today().since(since));
		contract.complete_by = complete_by;
		contract.status = ContractStatus::Active;
		Contracts::<T>::insert(id, contract);
		Self::deposit_event(Event::ContractResumed {
			contract: id,
			old_complete_by,
			complete_by,
		});
		Ok(())
	}

	pub(crate) fn do_terminate_contract(
		department: AgencyId,
		id: ContractId,
		reason: DocumentCommitment,
	) -> DispatchResult {
		let mut contract = Self::contract_of_department(department, id)?;
		Self::ensure_running(&contract)?;
		ensure!(contract.pending_claims == 0, Error::<T>::ClaimsPending);
		if let ContractStatus::Suspended { since } = contract.status {
			// The days of rest are nobody's delay.
			contract.complete_by = contract.complete_by.plus(Self::today().since(since));
		}
		contract.status = ContractStatus::Terminated {
			on: Self::today(),
			settlement: Settlement::Open,
		};
		Contracts::<T>::insert(id, contract);
		PendingChanges::<T>::remove(id);
		Self::deposit_event(Event::ContractTerminated {
			contract: id,
			reason,
		});
		Ok(())
	}

	/// The settlement was approved: nothing more can be claimed, and what is left of the advance is owed back.
	pub(crate) fn settle_termination(id: ContractId, contract: &mut Contract) {
		if let ContractStatus::Terminated { settlement, .. } = &mut contract.status {
			*settlement = Settlement::Done;
		}
		let amount = contract.advance.outstanding();
		if let (Some(debtor), true) = (contract.lead(), amount > 0) {
			Self::deposit_event(Event::AdvanceOwed {
				contract: id,
				debtor,
				amount,
			});
		}
	}

	pub(crate) fn do_repay_advance(
		who: &T::AccountId,
		id: ContractId,
		amount: Balance,
	) -> DispatchResult {
		let mut contract = Self::contract(id)?;
		ensure!(
			matches!(
				contract.status,
				ContractStatus::Terminated {
					settlement: Settlement::Done,
					..
				} | ContractStatus::Closed { .. }
			),
			Error::<T>::NotSettled
		);
		ensure!(amount > 0, Error::<T>::AmountIsZero);
		let outstanding = contract
			.advance
			.outstanding()
			.checked_sub(amount)
			.ok_or(Error::<T>::NothingOwed)?;
		let to =
			T::Agencies::payout_account(contract.officer).ok_or(Error::<T>::NoPayoutAccount)?;
		T::Currency::transfer(who, &to, amount, Preservation::Preserve)
			.map_err(|_| Error::<T>::InsufficientFunds)?;
		contract.advance.repaid = contract.advance.repaid.saturating_add(amount);
		Contracts::<T>::insert(id, contract);
		Self::deposit_event(Event::AdvanceRepaid {
			contract: id,
			account: who.clone(),
			amount,
			outstanding,
		});
		Ok(())
	}

	pub(crate) fn do_close_contract(department: AgencyId, id: ContractId) -> DispatchResult {
		let mut contract = Self::contract_of_department(department, id)?;
		match contract.status {
			ContractStatus::DefectPeriod { until } => {
				ensure!(Self::today() > until, Error::<T>::DefectPeriodRuns);
			},
			ContractStatus::Terminated {
				settlement: Settlement::Done,
				..
			} => {},
			ContractStatus::Terminated { .. } => return Err(Error::<T>::NotSettled.into()),
			ContractStatus::Closed { .. } => return Err(Error::<T>::AlreadyEnded.into()),
			_ => return Err(Error::<T>::ClaimsOpen.into()),
		}
		ensure!(contract.open_claims == 0, Error::<T>::ClaimsOpen);
		ensure!(contract.funds.balance() == 0, Error::<T>::FundsRemain);
		contract.status = ContractStatus::Closed { on: Self::today() };
		Contracts::<T>::insert(id, contract);
		Self::deposit_event(Event::ContractClosed { contract: id });
		Ok(())
	}
}
