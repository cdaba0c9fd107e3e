// SPDX-License-Identifier: Apache-2.0

//! What must always hold.

use crate::{pallet::*, types::*};
use frame_support::{ensure, traits::fungible::InspectFreeze};
use seoul_chain_primitives::{dated::is_in_order, AgencyRegistry, Balance};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Check the invariants, numbered as in the documentation of this crate.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_cards()?;
		Self::check_accounts()?;
		Self::check_proposals()?;
		Self::check_grants()?;
		Self::check_terms()
	}

	/// Whether all of an account is frozen; nothing if a part of it is.
	fn is_frozen(account: &T::AccountId) -> Option<bool> {
		match T::Currency::balance_frozen(&FreezeReason::Card.into(), account) {
			0 => Some(false),
			Balance::MAX => Some(true),
			_ => None,
		}
	}

	fn check_cards() -> Result<(), TryRuntimeError> {
		let mut issued = 0u64;
		let mut active = 0u64;
		for (citizen, card) in Cards::<T>::iter() {
			ensure!(
				CitizenByAccount::<T>::get(&card.account) == Some(citizen),
				"Invariant 1: a card's account does not lead back to it"
			);
			ensure!(
				T::Agencies::agency_of(&card.account).is_none(),
				"Invariant 5: a citizen's account acts for an agency"
			);
			ensure!(
				Self::is_frozen(&card.account) == Some(card.status.freezes()),
				"Invariant 7: a card's won are not frozen as its status says"
			);
			ensure!(
				EndedBy::<T>::contains_key(citizen)
					== (card.status.is_final() && card.status.freezes()),
				"Invariant 13: who ended a card with frozen won is not on record, or is without need"
			);
			issued = issued.saturating_add(1);
			if card.status == CardStatus::Active {
				active = active.saturating_add(1);
			}
		}
		ensure!(
			IssuedCards::<T>::get() == issued,
			"Invariant 3: issued cards are miscounted"
		);
		ensure!(
			ActiveCards::<T>::get() == active,
			"Invariant 4: active cards are miscounted"
		);
		for citizen in EndedBy::<T>::iter_keys() {
			ensure!(
				Cards::<T>::contains_key(citizen),
				"Invariant 13: who ended a card is on record, but not the card"
			);
		}
		Ok(())
	}

	fn check_accounts() -> Result<(), TryRuntimeError> {
		for (account, citizen) in CitizenByAccount::<T>::iter() {
			ensure!(
				Cards::<T>::get(citizen).is_some_and(|card| card.account == account),
				"Invariant 2: an account leads to a card that is not its own"
			);
		}
		for (account, former) in FormerAccounts::<T>::iter() {
			ensure!(
				!CitizenByAccount::<T>::contains_key(&account)
					&& Cards::<T>::contains_key(former.citizen),
				"Invariant 6: a former account has a card, or whose it was is unknown"
			);
			ensure!(
				Self::is_frozen(&account) == Some(former.left_by == LeftBy::Recovery),
				"Invariant 7: a former account is not frozen as it should be"
			);
		}
		Ok(())
	}

	fn check_proposals() -> Result<(), TryRuntimeError> {
		for (citizen, rotation) in Rotations::<T>::iter() {
			ensure!(
				Cards::<T>::get(citizen).is_some_and(|card| card.status == CardStatus::Active)
					&& ProposedAccounts::<T>::get(&rotation.new_account) == Some(citizen),
				"Invariant 8: a rotation is of no active card, or its account does not lead to it"
			);
		}
		for (citizen, recovery) in Recoveries::<T>::iter() {
			ensure!(
				Cards::<T>::get(citizen)
					.is_some_and(|card| matches!(card.status, CardStatus::Suspended { .. }))
					&& ProposedAccounts::<T>::get(&recovery.new_account) == Some(citizen),
				"Invariant 9: a recovery is of no suspended card, or its account does not lead to it"
			);
		}
		for (account, citizen) in ProposedAccounts::<T>::iter() {
			let by_rotation = Rotations::<T>::get(citizen)
				.is_some_and(|rotation| rotation.new_account == account);
			let by_recovery = Recoveries::<T>::get(citizen)
				.is_some_and(|recovery| recovery.new_account == account);
			ensure!(
				by_rotation || by_recovery,
				"Invariant 10: a proposed account leads to a citizen for whom it is not proposed"
			);
		}
		Ok(())
	}

	fn check_grants() -> Result<(), TryRuntimeError> {
		for (citizen, grants) in CounterGrants::<T>::iter() {
			let once = grants.iter().enumerate().all(|(position, grant)| {
				grants
					.iter()
					.skip(position.saturating_add(1))
					.all(|later| later.agency != grant.agency)
			});
			ensure!(
				once && !grants.is_empty()
					&& grants.iter().all(|grant| !grant.scopes.is_empty())
					&& Cards::<T>::get(citizen).is_some_and(|card| !card.status.is_final()),
				"Invariant 11: a counter stands twice or without scope, or its card is ended"
			);
		}
		Ok(())
	}

	fn check_terms() -> Result<(), TryRuntimeError> {
		let all = Terms::<T>::get();
		ensure!(
			all.iter().all(|dated| dated.terms.is_valid()) && is_in_order(&all),
			"Invariant 12: terms are not valid or not in order of date"
		);
		Ok(())
	}
}
