// SPDX-License-Identifier: Apache-2.0

//! A party whose alias was lost gets another one, slowly and in the open.

use crate::{
	pallet::*, traits::*, types::*, Actor, Balance, CitizenIndex, DispatchError, DispatchResult,
	DocumentCommitment, OnAccountRotated, PartyId,
};
use frame_support::{
	ensure,
	traits::{
		fungible::{Inspect, Mutate, MutateFreeze},
		tokens::{Fortitude, Preservation, Provenance},
	},
};
use seoul_chain_ring_proofs::Alias;

impl<T: Config> Pallet<T> {
	pub(crate) fn freeze_won(account: &T::AccountId) -> DispatchResult {
		T::Currency::set_freeze(&FreezeReason::Rebinding.into(), account, Balance::MAX)
	}

	fn thaw_won(account: &T::AccountId) -> DispatchResult {
		T::Currency::thaw(&FreezeReason::Rebinding.into(), account)
	}

	/// Move all won that can be moved, if the new account can have them.
	fn move_free(old: &T::AccountId, new: &T::AccountId) -> Result<Balance, DispatchError> {
		let amount =
			T::Currency::reducible_balance(old, Preservation::Expendable, Fortitude::Polite);
		let can_have = T::Currency::can_deposit(new, amount, Provenance::Extant)
			.into_result()
			.is_ok();
		if amount == 0 || !can_have {
			return Ok(0);
		}
		T::Currency::transfer(old, new, amount, Preservation::Expendable)?;
		Ok(amount)
	}

	/// The alias of a party of a service.
	fn alias_in(
		service: ServiceId,
		party: CitizenIndex,
	) -> Result<(Alias, AliasRecord<T::AccountId>), DispatchError> {
		let (_, alias) = AliasByIndex::<T>::get(party)
			.filter(|(of, _)| *of == service)
			.ok_or(Error::<T>::UnknownAlias)?;
		let record = Aliases::<T>::get(service, alias).ok_or(Error::<T>::UnknownAlias)?;
		Ok((alias, record))
	}

	pub(crate) fn do_start_rebinding(
		office: Actor<T::AccountId>,
		service: ServiceId,
		party: CitizenIndex,
		new_alias: Alias,
		evidence: DocumentCommitment,
	) -> DispatchResult {
		ensure!(
			T::Services::collection_of(service).is_some(),
			Error::<T>::UnknownService
		);
		let (old_alias, record) = Self::alias_in(service, party)?;
		ensure!(
			!Rebindings::<T>::contains_key(party),
			Error::<T>::RebindingOpen
		);
		ensure!(
			!Aliases::<T>::contains_key(service, new_alias),
			Error::<T>::NewAliasInUse
		);
		ensure!(
			!ReplacedAliases::<T>::contains_key(service, new_alias),
			Error::<T>::AliasReplaced
		);
		ensure!(
			!ProposedAliases::<T>::contains_key(service, new_alias),
			Error::<T>::NewAliasProposed
		);
		Self::freeze_won(&record.account)?;
		let completes_at = Self::now().saturating_add(Terms::<T>::get().rebinding_delay);
		ProposedAliases::<T>::insert(service, new_alias, party);
		Rebindings::<T>::insert(
			party,
			Rebinding {
				service,
				new_alias,
				evidence,
				completes_at,
				agency: office.agency,
				by: office.who.clone(),
			},
		);
		Self::deposit_event(Event::RebindingStarted {
			service,
			party,
			old_alias,
			new_alias,
			old_account: record.account,
			evidence,
			completes_at,
			agency: office.agency,
			by: office.who,
		});
		Ok(())
	}

	/// Forget a rebinding.
	fn drop_rebinding(party: CitizenIndex, rebinding: &Rebinding<T::AccountId>) {
		Rebindings::<T>::remove(party);
		ProposedAliases::<T>::remove(rebinding.service, rebinding.new_alias);
	}

	pub(crate) fn do_cancel_rebinding(
		office: Actor<T::AccountId>,
		service: ServiceId,
		party: CitizenIndex,
	) -> DispatchResult {
		let (_, record) = Self::alias_in(service, party)?;
		let rebinding = Rebindings::<T>::get(party).ok_or(Error::<T>::NoRebinding)?;
		Self::drop_rebinding(party, &rebinding);
		Self::thaw_won(&record.account)?;
		Self::deposit_event(Event::RebindingCancelled {
			service,
			party,
			agency: office.agency,
			by: office.who,
		});
		Ok(())
	}

	pub(crate) fn do_object_rebinding(account: T::AccountId) -> DispatchResult {
		let (service, alias) = AliasByAccount::<T>::get(&account).ok_or(Error::<T>::NotAnAlias)?;
		let record = Aliases::<T>::get(service, alias).ok_or(Error::<T>::NotAnAlias)?;
		let party = record.index;
		let rebinding = Rebindings::<T>::get(party).ok_or(Error::<T>::NoRebinding)?;
		let now = Self::now();
		ensure!(now < rebinding.completes_at, Error::<T>::WaitingTimeOver);
		ensure!(now < record.valid_until, Error::<T>::AliasExpired);
		Self::drop_rebinding(party, &rebinding);
		Self::thaw_won(&account)?;
		Self::deposit_event(Event::RebindingObjected {
			service,
			party,
			account,
		});
		Ok(())
	}

	/// Let an alias whose proof was verified take over the party that waits for it.
	pub(crate) fn complete_rebinding(
		party: CitizenIndex,
		new_alias: Alias,
		new_account: T::AccountId,
	) -> DispatchResult {
		let rebinding = Rebindings::<T>::get(party).ok_or(Error::<T>::NoRebinding)?;
		let service = rebinding.service;
		let (old_alias, record) = Self::alias_in(service, party)?;
		let old_account = record.account;
		Self::drop_rebinding(party, &rebinding);
		Aliases::<T>::remove(service, old_alias);
		ReplacedAliases::<T>::insert(service, old_alias, party);
		AliasByAccount::<T>::remove(&old_account);
		FormerAccounts::<T>::insert(&old_account, party);
		let valid_until = Self::enter(service, new_alias, party, &new_account);
		Self::thaw_won(&old_account)?;
		T::OnAccountRotated::on_account_rotated(
			PartyId::Citizen(party),
			&old_account,
			&new_account,
		)?;
		let moved = Self::move_free(&old_account, &new_account)?;
		// Whoever has the lost account must not get what comes on it later.
		Self::freeze_won(&old_account)?;
		Self::deposit_event(Event::AliasRebound {
			service,
			party,
			old_alias,
			new_alias,
			remaining: T::Currency::total_balance(&old_account),
			old_account,
			new_account,
			valid_until,
			moved,
		});
		Ok(())
	}

	pub(crate) fn do_sweep(old_account: T::AccountId) -> DispatchResult {
		let party = FormerAccounts::<T>::get(&old_account).ok_or(Error::<T>::NotAFormerAccount)?;
		let new_account = <Self as AliasRegistry<T::AccountId>>::account_of(party)
			.ok_or(Error::<T>::UnknownAlias)?;
		Self::thaw_won(&old_account)?;
		let amount = Self::move_free(&old_account, &new_account)?;
		ensure!(amount > 0, Error::<T>::NothingToMove);
		Self::freeze_won(&old_account)?;
		Self::deposit_event(Event::FormerAccountSwept {
			party,
			old_account,
			new_account,
			amount,
		});
		Ok(())
	}
}
