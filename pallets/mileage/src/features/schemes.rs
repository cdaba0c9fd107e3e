// SPDX-License-Identifier: Apache-2.0

//! 제도: schemes, their dated rules, and the won that back them.

use super::book::{lower, Book};
use crate::{pallet::*, types::*};
use frame_support::{
	ensure,
	traits::{
		fungible::{InspectHold, MutateHold},
		fungibles::{metadata::Mutate as _, Create as _},
		tokens::{Fortitude, Precision, Restriction},
	},
	BoundedVec,
};
use seoul_chain_primitives::{dated, Actor, AgencyId, AgencyRegistry, Balance, Moment, Role};
use sp_runtime::DispatchResult;

/// Points are whole.
const DECIMALS: u8 = 0;
/// An account shows an asset from the first point on.
const LEAST_BALANCE: Balance = 1;

impl<T: Config> Pallet<T> {
	/// A scheme of the first block.
	pub(crate) fn build_scheme(scheme: &GenesisScheme) -> DispatchResult {
		let bounded = |text: &str| Name::try_from(text.as_bytes().to_vec());
		Self::open_scheme(
			scheme.issuer,
			bounded(&scheme.name).map_err(|_| Error::<T>::InvalidName)?,
			bounded(&scheme.symbol).map_err(|_| Error::<T>::InvalidName)?,
			scheme.point_value,
			scheme.rule.clone(),
			0,
		)
	}

	pub(crate) fn do_create_scheme(
		issuer: AgencyId,
		name: Name,
		symbol: Name,
		point_value: Balance,
		rule: SchemeRule,
	) -> DispatchResult {
		T::Agencies::ensure_agency_has(issuer, Role::MileageIssuer)?;
		Self::open_scheme(issuer, name, symbol, point_value, rule, Self::now())
	}

	fn open_scheme(
		issuer: AgencyId,
		name: Name,
		symbol: Name,
		point_value: Balance,
		rule: SchemeRule,
		effective_from: Moment,
	) -> DispatchResult {
		ensure!(
			!name.is_empty() && !symbol.is_empty(),
			Error::<T>::InvalidName
		);
		ensure!(point_value > 0, Error::<T>::InvalidPointValue);
		ensure!(rule.is_valid(), Error::<T>::InvalidRule);
		let mut schemes = Schemes::<T>::get();
		let number = schemes.last().map_or(0, |last| last.id.0);
		let id = SchemeId(number.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?);
		let mut rules = BoundedVec::new();
		rules
			.try_push(DatedRule {
				effective_from,
				version: RuleVersion(0),
				rule: rule.clone(),
			})
			.map_err(|_| Error::<T>::TooManyScheduledRules)?;
		schemes
			.try_push(Scheme {
				id,
				issuer,
				point_value,
				status: SchemeStatus::Active,
				rules,
			})
			.map_err(|_| Error::<T>::TooManySchemes)?;
		Ledgers::<T>::try_append(SchemeLedger::new(id)).map_err(|()| Error::<T>::TooManySchemes)?;
		let owner = Self::account();
		T::Assets::create(id.0, owner.clone(), true, LEAST_BALANCE)?;
		T::Assets::set(id.0, &owner, name.to_vec(), symbol.to_vec(), DECIMALS)?;
		Schemes::<T>::put(schemes);
		Self::deposit_event(Event::SchemeCreated {
			scheme: id,
			issuer,
			name,
			symbol,
			point_value,
			rule,
		});
		Ok(())
	}

	/// Change a scheme.
	fn try_change_scheme(
		id: SchemeId,
		change: impl FnOnce(&mut Scheme) -> DispatchResult,
	) -> DispatchResult {
		Schemes::<T>::try_mutate(|schemes| {
			let scheme = schemes
				.iter_mut()
				.find(|scheme| scheme.id == id)
				.ok_or(Error::<T>::SchemeNotFound)?;
			change(scheme)
		})
	}

	pub(crate) fn do_schedule_rule(
		id: SchemeId,
		effective_from: Moment,
		rule: SchemeRule,
	) -> DispatchResult {
		ensure!(rule.is_valid(), Error::<T>::InvalidRule);
		let now = Self::now();
		ensure!(effective_from > now, Error::<T>::EffectiveDateTooEarly);
		Self::try_change_scheme(id, |scheme| {
			let last = scheme.rules.last().ok_or(Error::<T>::BooksDoNotBalance)?;
			let version = RuleVersion(last.version.0.saturating_add(1));
			let next = DatedRule {
				effective_from,
				version,
				rule: rule.clone(),
			};
			dated::schedule(&mut scheme.rules, next, now).map_err(|why| {
				why.told_as(
					Error::<T>::EffectiveDateTooEarly,
					Error::<T>::TooManyScheduledRules,
				)
			})?;
			Self::deposit_event(Event::RuleScheduled {
				scheme: id,
				version,
				effective_from,
				rule,
			});
			Ok(())
		})
	}

	pub(crate) fn do_close_scheme(id: SchemeId) -> DispatchResult {
		let at = Self::now();
		Self::try_change_scheme(id, |scheme| {
			ensure!(
				scheme.status == SchemeStatus::Active,
				Error::<T>::SchemeIsClosed
			);
			scheme.status = SchemeStatus::Closed { at };
			Self::deposit_event(Event::SchemeClosed { scheme: id });
			Ok(())
		})
	}

	pub(crate) fn do_reassign_scheme(id: SchemeId, issuer: AgencyId) -> DispatchResult {
		T::Agencies::ensure_agency_has(issuer, Role::MileageIssuer)?;
		let mut book = Book::<T>::open();
		let old_issuer = book.scheme(id)?.issuer;
		ensure!(old_issuer != issuer, Error::<T>::AlreadyTheIssuer);
		if let Funding::Held { account, amount } = book.ledger(id)?.funding.clone() {
			let new = T::Agencies::payout_account(issuer).ok_or(Error::<T>::NoAccount)?;
			Self::move_hold(&account, &new, amount)?;
			book.ledger_mut(id)?.funding = Funding::Held {
				account: new.clone(),
				amount,
			};
			book.close();
			if account != new {
				Self::deposit_event(Event::BudgetMoved {
					scheme: id,
					old_account: account,
					new_account: new,
					amount,
				});
			}
		}
		Self::try_change_scheme(id, |scheme| {
			scheme.issuer = issuer;
			Ok(())
		})?;
		Self::deposit_event(Event::SchemeReassigned {
			scheme: id,
			old_issuer,
			new_issuer: issuer,
		});
		Ok(())
	}

	/// Move held won from one account to another, where they stay held.
	pub(crate) fn move_hold(
		from: &T::AccountId,
		to: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		if from == to || amount == 0 {
			return Ok(());
		}
		ensure!(
			T::Currency::hold_available(&HoldReason::Budget.into(), to),
			Error::<T>::AccountCannotHold
		);
		T::Currency::transfer_on_hold(
			&HoldReason::Budget.into(),
			from,
			to,
			amount,
			Precision::Exact,
			Restriction::OnHold,
			Fortitude::Force,
		)?;
		Ok(())
	}

	/// The account of an issuer that has its won held: its pay-out account, which signs.
	fn ensure_payout_account(actor: &Actor<T::AccountId>) -> DispatchResult {
		ensure!(
			T::Agencies::payout_account(actor.agency).as_ref() == Some(&actor.who),
			Error::<T>::NotThePayoutAccount
		);
		Ok(())
	}

	pub(crate) fn do_fund_budget(
		actor: Actor<T::AccountId>,
		id: SchemeId,
		amount: Balance,
	) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::AmountIsZero);
		let mut book = Book::<T>::open();
		book.own_scheme(id, actor.agency)?;
		Self::ensure_payout_account(&actor)?;
		let ledger = book.ledger_mut(id)?;
		let funding = match &ledger.funding {
			Funding::Nothing => Funding::Held {
				account: actor.who.clone(),
				amount,
			},
			Funding::Held {
				account,
				amount: held,
			} => {
				ensure!(*account == actor.who, Error::<T>::FundsOnAnotherAccount);
				Funding::Held {
					account: account.clone(),
					amount: held
						.checked_add(amount)
						.ok_or(Error::<T>::InsufficientFunds)?,
				}
			},
		};
		T::Currency::hold(&HoldReason::Budget.into(), &actor.who, amount)
			.map_err(|_| Error::<T>::InsufficientFunds)?;
		let held = funding.amount();
		ledger.funding = funding;
		book.close();
		Self::deposit_event(Event::BudgetFunded {
			scheme: id,
			account: actor.who,
			amount,
			held,
		});
		Ok(())
	}

	pub(crate) fn do_withdraw_budget(
		actor: Actor<T::AccountId>,
		id: SchemeId,
		amount: Balance,
	) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::AmountIsZero);
		let mut book = Book::<T>::open();
		let point_value = book.own_scheme(id, actor.agency)?.point_value;
		Self::ensure_payout_account(&actor)?;
		let ledger = book.ledger_mut(id)?;
		ensure!(
			ledger
				.funding
				.account()
				.is_none_or(|account| *account == actor.who),
			Error::<T>::FundsOnAnotherAccount
		);
		ensure!(ledger.free(point_value) >= amount, Error::<T>::BudgetInUse);
		let mut held = ledger.funding.amount();
		lower::<T, _>(&mut held, amount)?;
		ledger.funding = ledger
			.funding
			.less(amount)
			.ok_or(Error::<T>::BooksDoNotBalance)?;
		T::Currency::release(
			&HoldReason::Budget.into(),
			&actor.who,
			amount,
			Precision::Exact,
		)?;
		book.close();
		Self::deposit_event(Event::BudgetWithdrawn {
			scheme: id,
			account: actor.who,
			amount,
			held,
		});
		Ok(())
	}
}
