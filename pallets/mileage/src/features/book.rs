// SPDX-License-Identifier: Apache-2.0

//! The books of all schemes, read once for each operation and written once.

use crate::{calendar::Month, pallet::*, types::*};
use frame_support::{
	ensure,
	traits::{
		fungibles::Mutate as _,
		tokens::{Fortitude, Precision, Preservation},
		ConstU32, Get,
	},
	BoundedVec,
};
use frame_system::pallet_prelude::OriginFor;
use seoul_chain_primitives::{chain, AgencyId, Balance, Moment, PartyId, PartyRegistry};
use sp_runtime::{
	traits::{AccountIdConversion, CheckedAdd, CheckedSub},
	DispatchError, DispatchResult,
};

/// Add to a number of the books.
pub(crate) fn raise<T: Config, N: CheckedAdd>(number: &mut N, by: N) -> Result<(), Error<T>> {
	*number = number.checked_add(&by).ok_or(Error::BooksDoNotBalance)?;
	Ok(())
}

/// Take from a number of the books.
pub(crate) fn lower<T: Config, N: CheckedSub>(number: &mut N, by: N) -> Result<(), Error<T>> {
	*number = number.checked_sub(&by).ok_or(Error::BooksDoNotBalance)?;
	Ok(())
}

/// All schemes and their ledgers at a moment.
pub(crate) struct Book<T: Config> {
	/// Legal time.
	pub(crate) now: Moment,
	/// The month that it is.
	pub(crate) month: Month,
	schemes: BoundedVec<Scheme, ConstU32<MAX_SCHEMES>>,
	ledgers: BoundedVec<SchemeLedger<T::AccountId>, ConstU32<MAX_SCHEMES>>,
}

impl<T: Config> Book<T> {
	/// Read the books.
	pub(crate) fn open() -> Self {
		let now = Pallet::<T>::now();
		Self {
			now,
			month: Months::<T>::get().month_of(now),
			schemes: Schemes::<T>::get(),
			ledgers: Ledgers::<T>::get(),
		}
	}

	/// Write the books.
	pub(crate) fn close(self) {
		Ledgers::<T>::put(self.ledgers);
	}

	/// A scheme.
	pub(crate) fn scheme(&self, id: SchemeId) -> Result<&Scheme, Error<T>> {
		self.schemes
			.iter()
			.find(|scheme| scheme.id == id)
			.ok_or(Error::SchemeNotFound)
	}

	/// A scheme that this agency runs.
	pub(crate) fn own_scheme(&self, id: SchemeId, issuer: AgencyId) -> Result<&Scheme, Error<T>> {
		let scheme = self.scheme(id)?;
		ensure!(scheme.issuer == issuer, Error::NotTheIssuer);
		Ok(scheme)
	}

	/// The rule of a scheme that is in force.
	pub(crate) fn rule(&self, id: SchemeId) -> Result<&SchemeRule, Error<T>> {
		self.scheme(id)?
			.rule_at(self.now)
			.ok_or(Error::BooksDoNotBalance)
	}

	/// The month until which points live that come back when their lot is due.
	pub(crate) fn grace(&self, id: SchemeId) -> Result<Month, Error<T>> {
		Ok(self.month.plus(self.rule(id)?.grace_months))
	}

	/// The ledger of a scheme.
	pub(crate) fn ledger(&self, id: SchemeId) -> Result<&SchemeLedger<T::AccountId>, Error<T>> {
		self.ledgers
			.iter()
			.find(|ledger| ledger.scheme == id)
			.ok_or(Error::SchemeNotFound)
	}

	/// The ledger of a scheme.
	pub(crate) fn ledger_mut(
		&mut self,
		id: SchemeId,
	) -> Result<&mut SchemeLedger<T::AccountId>, Error<T>> {
		self.ledgers
			.iter_mut()
			.find(|ledger| ledger.scheme == id)
			.ok_or(Error::SchemeNotFound)
	}

	/// Put a changed ledger in the place of the old one.
	pub(crate) fn replace(&mut self, ledger: SchemeLedger<T::AccountId>) {
		if let Some(old) = self
			.ledgers
			.iter_mut()
			.find(|old| old.scheme == ledger.scheme)
		{
			*old = ledger;
		}
	}

	/// Enter that due points were taken out of a wallet, and say so.
	pub(crate) fn expire(
		&mut self,
		member: PartyId,
		scheme: SchemeId,
		points: Points,
	) -> DispatchResult {
		if points == 0 {
			return Ok(());
		}
		let ledger = self.ledger_mut(scheme)?;
		lower::<T, _>(&mut ledger.live, points)?;
		raise::<T, _>(&mut ledger.expired, points)?;
		Pallet::<T>::deposit_event(Event::PointsExpired {
			scheme,
			member,
			points,
		});
		Ok(())
	}
}

impl<T: Config> Pallet<T> {
	/// Legal time: Unix time in milliseconds.
	pub(crate) fn now() -> Moment {
		chain::now::<T::Clock>()
	}

	/// The account that owns the assets. Nobody has a key to it.
	pub fn account() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	/// Let governance pass.
	pub(crate) fn ensure_governance(origin: OriginFor<T>) -> DispatchResult {
		use frame_support::traits::EnsureOrigin;
		T::GovernanceOrigin::ensure_origin(origin).map_err(|_| Error::<T>::NotAuthorized)?;
		Ok(())
	}

	/// The party for which the signer may act.
	pub(crate) fn acting_member(origin: OriginFor<T>) -> Result<PartyId, DispatchError> {
		let who = frame_system::ensure_signed(origin)?;
		T::Parties::acting_party(&who)
	}

	/// A member's record.
	pub(crate) fn member(party: PartyId) -> Result<Member<T::AccountId>, Error<T>> {
		Members::<T>::get(party).ok_or(Error::NoWallet)
	}

	/// A member's record, new if there is none.
	pub(crate) fn member_or_new(party: PartyId) -> Result<Member<T::AccountId>, Error<T>> {
		match Members::<T>::get(party) {
			Some(member) => Ok(member),
			None => T::Parties::account_of(party)
				.map(Member::new)
				.ok_or(Error::NoAccount),
		}
	}

	/// Change what an account shows of an asset, in one step.
	pub(crate) fn adjust_asset(
		scheme: SchemeId,
		account: &T::AccountId,
		plus: Points,
		minus: Points,
	) -> DispatchResult {
		if let Some(more) = plus.checked_sub(minus) {
			if more > 0 {
				T::Assets::mint_into(scheme.0, account, Balance::from(more))?;
			}
		} else {
			let less = minus.saturating_sub(plus);
			T::Assets::burn_from(
				scheme.0,
				account,
				Balance::from(less),
				Preservation::Expendable,
				Precision::Exact,
				Fortitude::Force,
			)?;
		}
		Ok(())
	}
}
