// SPDX-License-Identifier: Apache-2.0

//! The won of a card's account: frozen, moved with the citizen, paid out when the card is ended.
//!
//! A freeze covers all that is or comes on an account. It also covers what services hold there: they settle
//! it with force, since what was promised before a phone was lost stays promised.

use crate::{pallet::*, types::*};
use frame_support::{
	ensure,
	traits::{
		fungible::{Inspect, InspectHold, Mutate, MutateFreeze},
		tokens::{Fortitude, Preservation},
	},
};
use seoul_chain_primitives::{
	Actor, AgencyRegistry, Balance, CitizenIndex, CitizenRegistry, DocumentCommitment,
	OnAccountRotated, PartyId,
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn freeze(account: &T::AccountId) -> DispatchResult {
		T::Currency::set_freeze(&FreezeReason::Card.into(), account, Balance::MAX)
	}

	pub(crate) fn thaw(account: &T::AccountId) -> DispatchResult {
		T::Currency::thaw(&FreezeReason::Card.into(), account)
	}

	/// What of an account can be moved.
	fn transferable(account: &T::AccountId) -> Balance {
		T::Currency::reducible_balance(account, Preservation::Expendable, Fortitude::Polite)
	}

	/// Move all won that can be moved.
	fn move_free(old: &T::AccountId, new: &T::AccountId) -> Result<Balance, DispatchError> {
		let amount = Self::transferable(old);
		if amount > 0 {
			T::Currency::transfer(old, new, amount, Preservation::Expendable)?;
		}
		Ok(amount)
	}

	/// Let another account stand for a citizen: an admitted one that may become a citizen's. The old account
	/// must not be frozen. Moves what services keep there, then the won.
	pub(crate) fn change_account(
		citizen: CitizenIndex,
		card: Card<T::AccountId>,
		new_account: T::AccountId,
		reason: LeftBy,
	) -> DispatchResult {
		let old_account = card.account;
		CitizenByAccount::<T>::remove(&old_account);
		CitizenByAccount::<T>::insert(&new_account, citizen);
		FormerAccounts::<T>::insert(
			&old_account,
			FormerAccount {
				citizen,
				left_by: reason,
			},
		);
		Cards::<T>::insert(
			citizen,
			Card {
				account: new_account.clone(),
				..card
			},
		);
		T::OnAccountRotated::on_account_rotated(
			PartyId::Citizen(citizen),
			&old_account,
			&new_account,
		)?;
		let moved = Self::move_free(&old_account, &new_account)?;
		let remaining = T::Currency::total_balance(&old_account);
		match reason {
			LeftBy::Rotation => ensure!(
				remaining == 0
					&& T::Currency::total_balance_on_hold(&old_account) == 0
					&& frame_system::Pallet::<T>::consumers(&old_account) == 0,
				Error::<T>::DepositsInTheWay
			),
			// Whoever has the lost key must not get the deposits back.
			LeftBy::Recovery => Self::freeze(&old_account)?,
		}
		Self::deposit_event(Event::AccountChanged {
			citizen,
			old_account,
			new_account,
			reason,
			moved,
			remaining,
		});
		Ok(())
	}

	pub(crate) fn do_sweep(old_account: T::AccountId) -> DispatchResult {
		let Some(FormerAccount {
			citizen,
			left_by: LeftBy::Recovery,
		}) = FormerAccounts::<T>::get(&old_account)
		else {
			return Err(Error::<T>::NotALostAccount.into());
		};
		let new_account = Self::existing_card(citizen)?.account;
		Self::thaw(&old_account)?;
		let amount = Self::move_free(&old_account, &new_account)?;
		ensure!(amount > 0, Error::<T>::NothingToMove);
		Self::freeze(&old_account)?;
		Self::deposit_event(Event::FormerAccountSwept {
			citizen,
			old_account,
			new_account,
			amount,
		});
		Ok(())
	}

	/// The account of a party that may receive won of an ended card.
	fn recipient_account(recipient: PartyId) -> Result<T::AccountId, DispatchError> {
		let account = match recipient {
			PartyId::Citizen(citizen) => {
				Self::ensure_active(citizen)?;
				Self::account_of(citizen)
			},
			PartyId::Agency(agency) => {
				T::Agencies::ensure_active(agency)?;
				T::Agencies::payout_account(agency)
			},
		};
		account.ok_or_else(|| Error::<T>::RecipientNotFound.into())
	}

	pub(crate) fn do_release_funds(
		office: Actor<T::AccountId>,
		citizen: CitizenIndex,
		recipient: PartyId,
		amount: Balance,
		papers: DocumentCommitment,
	) -> DispatchResult {
		let card = Self::existing_card(citizen)?;
		ensure!(card.status.is_final(), Error::<T>::NotEnded);
		ensure!(card.status.freezes(), Error::<T>::FundsNotFrozen);
		ensure!(
			EndedBy::<T>::get(citizen).as_ref() != Some(&office.who),
			Error::<T>::SameOfficial
		);
		ensure!(
			recipient != PartyId::Citizen(citizen),
			Error::<T>::SameParty
		);
		ensure!(amount > 0, Error::<T>::NothingToMove);
		let account = Self::recipient_account(recipient)?;
		Self::thaw(&card.account)?;
		let left = Self::transferable(&card.account)
			.checked_sub(amount)
			.ok_or(Error::<T>::InsufficientFunds)?;
		ensure!(
			left == 0 || left >= T::Currency::minimum_balance(),
			Error::<T>::WouldLeaveDust
		);
		T::Currency::transfer(&card.account, &account, amount, Preservation::Expendable)?;
		Self::freeze(&card.account)?;
		Self::deposit_event(Event::FundsReleased {
			citizen,
			recipient,
			account,
			amount,
			remaining: T::Currency::total_balance(&card.account),
			papers,
			agency: office.agency,
			by: office.who,
		});
		Ok(())
	}
}
