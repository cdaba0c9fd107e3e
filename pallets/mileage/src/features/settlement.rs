// SPDX-License-Identifier: Apache-2.0

//! 정산: payees are paid what they are owed, each scheme's part out of its own held won.
//!
//! Claims are exact, so nothing is rounded and no dust remains.

use super::book::{lower, raise, Book};
use crate::{pallet::*, types::*};
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{
		fungible::MutateHold,
		tokens::{Fortitude, Precision, Restriction},
	},
	weights::Weight,
};
use seoul_chain_primitives::{AgencyId, AgencyRegistry, Balance};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// What a settlement with so many payees costs at most.
	pub(crate) fn weight_of_settlement(payees: usize) -> Weight {
		let payees = u32::try_from(payees).unwrap_or(u32::MAX);
		<T::WeightInfo as crate::WeightInfo>::settle(payees, payees.saturating_mul(MAX_SCHEMES))
	}

	/// Pay payees, and say how many there were and how many claims of theirs were paid.
	pub(crate) fn do_settle(payees: &[AgencyId]) -> Result<(u32, u32), DispatchError> {
		ensure!(!payees.is_empty(), Error::<T>::NothingToDo);
		let settlement = NextSettlement::<T>::get();
		let next = settlement
			.0
			.checked_add(1)
			.ok_or(Error::<T>::NumbersExhausted)?;
		NextSettlement::<T>::put(SettlementId(next));
		let mut book = Book::<T>::open();
		let (mut count, mut settled) = (0u32, 0u32);
		for payee in payees {
			count = count.saturating_add(1);
			match Self::pay_claims(&mut book, *payee) {
				Ok((account, amount, claims)) => {
					settled =
						settled.saturating_add(u32::try_from(claims.len()).unwrap_or(MAX_SCHEMES));
					Self::deposit_event(Event::ClaimsPaid {
						settlement,
						payee: *payee,
						account,
						amount,
						claims,
					});
				},
				Err(reason) => Self::deposit_event(Event::ClaimsNotPaid {
					settlement,
					payee: *payee,
					reason,
				}),
			}
		}
		book.close();
		Ok((count, settled))
	}

	/// Pay one payee all that it is owed. If that fails, nothing has changed.
	fn pay_claims(
		book: &mut Book<T>,
		payee: AgencyId,
	) -> Result<(T::AccountId, Balance, Claims), DispatchError> {
		let claims = OpenClaims::<T>::get(payee).ok_or(Error::<T>::NothingOwed)?;
		let account = T::Agencies::payout_account(payee).ok_or(Error::<T>::NoAccount)?;
		let mut amount: Balance = 0;
		let mut ledgers = alloc::vec::Vec::with_capacity(claims.len());
		with_storage_layer::<(), DispatchError, _>(|| {
			for claim in &claims {
				raise::<T, _>(&mut amount, claim.amount)?;
				let mut ledger = book.ledger(claim.scheme)?.clone();
				let issuer = ledger
					.funding
					.account()
					.cloned()
					.ok_or(Error::<T>::BooksDoNotBalance)?;
				lower::<T, _>(&mut ledger.owed, claim.amount)?;
				ledger.funding = ledger
					.funding
					.less(claim.amount)
					.ok_or(Error::<T>::BooksDoNotBalance)?;
				T::Currency::transfer_on_hold(
					&HoldReason::Budget.into(),
					&issuer,
					&account,
					claim.amount,
					Precision::Exact,
					Restriction::Free,
					Fortitude::Force,
				)?;
				ledgers.push(ledger);
			}
			OpenClaims::<T>::remove(payee);
			Ok(())
		})?;
		for ledger in ledgers {
			book.replace(ledger);
		}
		Ok((account, amount, claims))
	}
}
