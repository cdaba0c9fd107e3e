// SPDX-License-Identifier: Apache-2.0

//! 계정 변경: a party has another account, and its points and its held won follow. Lots and rules stay.

use super::book::Book;
use crate::{pallet::*, types::*};
use frame_support::{
	traits::{fungibles::Mutate as _, tokens::Preservation},
	weights::Weight,
};
use seoul_chain_primitives::{AgencyId, Balance, OnAccountRotated, PartyId};
use sp_runtime::DispatchResult;

impl<T: Config> OnAccountRotated<T::AccountId> for Pallet<T> {
	fn weight() -> Weight {
		<T::WeightInfo as crate::WeightInfo>::on_account_rotated(MAX_SCHEMES)
	}

	fn on_account_rotated(
		party: PartyId,
		old: &T::AccountId,
		new: &T::AccountId,
	) -> DispatchResult {
		if old == new {
			return Ok(());
		}
		Self::move_points(party, old, new)?;
		match party {
			PartyId::Agency(agency) => Self::move_budgets(agency, old, new),
			PartyId::Citizen(_) => Ok(()),
		}
	}
}

impl<T: Config> Pallet<T> {
	fn move_points(party: PartyId, old: &T::AccountId, new: &T::AccountId) -> DispatchResult {
		let Some(mut member) = Members::<T>::get(party) else {
			return Ok(());
		};
		if member.account != *old {
			return Ok(());
		}
		for wallet in &member.wallets {
			let points = wallet.live();
			if points > 0 {
				T::Assets::transfer(
					wallet.scheme.0,
					old,
					new,
					Balance::from(points),
					Preservation::Expendable,
				)?;
			}
		}
		member.account = new.clone();
		Members::<T>::insert(party, member);
		Self::deposit_event(Event::MemberMoved {
			member: party,
			old_account: old.clone(),
			new_account: new.clone(),
		});
		Ok(())
	}

	fn move_budgets(agency: AgencyId, old: &T::AccountId, new: &T::AccountId) -> DispatchResult {
		let schemes = Schemes::<T>::get();
		let mut book = Book::<T>::open();
		for scheme in schemes.iter().filter(|scheme| scheme.issuer == agency) {
			let ledger = book.ledger_mut(scheme.id)?;
			let Funding::Held { account, amount } = ledger.funding.clone() else {
				continue;
			};
			if account != *old {
				continue;
			}
			Self::move_hold(old, new, amount)?;
			ledger.funding = Funding::Held {
				account: new.clone(),
				amount,
			};
			Self::deposit_event(Event::BudgetMoved {
				scheme: scheme.id,
				old_account: old.clone(),
				new_account: new.clone(),
				amount,
			});
		}
		book.close();
		Ok(())
	}
}
