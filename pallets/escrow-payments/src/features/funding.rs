// SPDX-License-Identifier: Apache-2.0

//! 자금: what is held for a contract, on the officer's own pay-out account.
//!
//! [`HeldFunds`] says on which account the won of an agency are held, over all its contracts, so that a
//! change of accounts moves them in one step. How much of it is whose, each contract counts for itself.

use crate::{pallet::*, types::*, WeightInfo};
use frame_support::{
	ensure,
	traits::{
		fungible::{Inspect, InspectHold, MutateHold},
		tokens::{Fortitude, Precision, Preservation, Restriction},
	},
	weights::Weight,
};
use seoul_chain_primitives::{Actor, AgencyId, AgencyRegistry, Balance, OnAccountRotated, PartyId};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_fund_contract(
		officer: &Actor<T::AccountId>,
		id: ContractId,
		amount: Balance,
	) -> DispatchResult {
		let mut contract = Self::contract(id)?;
		ensure!(
			contract.officer == officer.agency,
			Error::<T>::NotTheContractsOffice
		);
		ensure!(amount > 0, Error::<T>::AmountIsZero);
		match contract.status {
			ContractStatus::Draft => return Err(Error::<T>::NotSigned.into()),
			ContractStatus::Closed { .. } => return Err(Error::<T>::AlreadyEnded.into()),
			_ => {},
		}
		// Naming an account gives no power over its won: it signs itself.
		ensure!(
			T::Agencies::payout_account(officer.agency).as_ref() == Some(&officer.who),
			Error::<T>::NotThePayoutAccount
		);
		let needed = contract
			.claimable()
			.saturating_sub(contract.funds.balance());
		ensure!(amount <= needed, Error::<T>::BeyondAmount);
		let held = match HeldFunds::<T>::get(officer.agency) {
			Some(held) => {
				ensure!(
					held.account == officer.who,
					Error::<T>::FundsOnAnotherAccount
				);
				held.amount
			},
			None => 0,
		};
		// A hold alone would take frozen won too.
		let free =
			T::Currency::reducible_balance(&officer.who, Preservation::Protect, Fortitude::Polite);
		ensure!(amount <= free, Error::<T>::InsufficientFunds);
		T::Currency::hold(&HoldReason::Contract.into(), &officer.who, amount)
			.map_err(|_| Error::<T>::InsufficientFunds)?;
		HeldFunds::<T>::insert(
			officer.agency,
			HeldAmount {
				account: officer.who.clone(),
				amount: held.saturating_add(amount),
			},
		);
		AllFunds::<T>::mutate(|all| all.funded = all.funded.saturating_add(amount));
		let old_funded = contract.funds.funded;
		contract.funds.funded = old_funded.saturating_add(amount);
		if contract.status == ContractStatus::Signed {
			contract.status = ContractStatus::Funded;
		}
		let funded = contract.funds.funded;
		Contracts::<T>::insert(id, contract);
		Self::deposit_event(Event::ContractFunded {
			contract: id,
			account: officer.who.clone(),
			old_funded,
			funded,
		});
		Self::pay_what_waited(id);
		Ok(())
	}

	pub(crate) fn do_refund(officer: AgencyId, id: ContractId, amount: Balance) -> DispatchResult {
		let mut contract = Self::contract(id)?;
		ensure!(
			contract.officer == officer,
			Error::<T>::NotTheContractsOffice
		);
		ensure!(amount > 0, Error::<T>::AmountIsZero);
		ensure!(
			amount <= contract.refundable(),
			Error::<T>::NothingRefundable
		);
		let held = HeldFunds::<T>::get(officer).ok_or(Error::<T>::InsufficientFunds)?;
		T::Currency::release(
			&HoldReason::Contract.into(),
			&held.account,
			amount,
			Precision::Exact,
		)?;
		contract.funds.refunded = contract.funds.refunded.saturating_add(amount);
		let account = held.account.clone();
		Self::store_held(
			officer,
			HeldAmount {
				amount: held.amount.saturating_sub(amount),
				..held
			},
		);
		AllFunds::<T>::mutate(|all| all.refunded = all.refunded.saturating_add(amount));
		Contracts::<T>::insert(id, contract);
		Self::deposit_event(Event::FundsRefunded {
			contract: id,
			account,
			amount,
		});
		Ok(())
	}

	/// Store what is held of an agency; nothing is not stored.
	pub(crate) fn store_held(agency: AgencyId, held: HeldAmount<T::AccountId>) {
		if held.amount == 0 {
			HeldFunds::<T>::remove(agency);
		} else {
			HeldFunds::<T>::insert(agency, held);
		}
	}
}

impl<T: Config> OnAccountRotated<T::AccountId> for Pallet<T> {
	fn weight() -> Weight {
		<T::WeightInfo as WeightInfo>::on_account_rotated()
	}

	/// Move what is held of an agency, all of it in one step.
	fn on_account_rotated(
		party: PartyId,
		old: &T::AccountId,
		new: &T::AccountId,
	) -> DispatchResult {
		let PartyId::Agency(agency) = party else {
			return Ok(());
		};
		let Some(held) = HeldFunds::<T>::get(agency) else {
			return Ok(());
		};
		if held.account != *old || old == new {
			return Ok(());
		}
		ensure!(
			T::Currency::hold_available(&HoldReason::Contract.into(), new),
			Error::<T>::AccountCannotHold
		);
		T::Currency::transfer_on_hold(
			&HoldReason::Contract.into(),
			old,
			new,
			held.amount,
			Precision::Exact,
			Restriction::OnHold,
			// They are promised to payees, whatever becomes of the account.
			Fortitude::Force,
		)?;
		HeldFunds::<T>::insert(
			agency,
			HeldAmount {
				account: new.clone(),
				amount: held.amount,
			},
		);
		Self::deposit_event(Event::HeldFundsMoved {
			agency,
			old_account: old.clone(),
			new_account: new.clone(),
			amount: held.amount,
		});
		Ok(())
	}
}
