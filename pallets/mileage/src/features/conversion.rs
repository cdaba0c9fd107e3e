// SPDX-License-Identifier: Apache-2.0

//! 전환: points of one scheme become those of another, worth the same.

use super::book::{lower, raise, Book};
use crate::{pallet::*, types::*};
use alloc::vec::Vec;
use frame_support::ensure;
use seoul_chain_primitives::{Balance, PartyId};
use sp_runtime::DispatchResult;

/// What a conversion comes to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Conversion {
	/// The scheme of which the points will be.
	pub(crate) to: SchemeId,
	/// How many there were.
	pub(crate) points: Points,
	/// How many there will be.
	pub(crate) received: Points,
	/// Won, in millionths, left over.
	pub(crate) change: Balance,
	/// Won, in millionths, that they are all worth.
	pub(crate) amount: Balance,
}

/// Lots worth the same in points of another value, and the rest. What is left over of one lot goes to the
/// next, which is due later.
pub(crate) fn exchanged(
	lots: &[Lot],
	from_value: Balance,
	to_value: Balance,
) -> Option<(Vec<Lot>, Balance)> {
	let mut rest: Balance = 0;
	let mut received = Vec::with_capacity(lots.len());
	for lot in lots {
		let worth = value_of(lot.points, from_value).checked_add(rest)?;
		let points = Points::try_from(worth.checked_div(to_value)?).ok()?;
		rest = worth.checked_rem(to_value)?;
		if points > 0 {
			received.push(Lot {
				expiry: lot.expiry,
				points,
			});
		}
	}
	Some((received, rest))
}

/// Enter a conversion in both ledgers. Points of the first are not in its `live` (any more).
pub(crate) fn converted<T: Config>(
	from: &mut SchemeLedger<T::AccountId>,
	to: &mut SchemeLedger<T::AccountId>,
	plan: &Conversion,
) -> Result<(), Error<T>> {
	raise::<T, _>(&mut from.converted_out, plan.points)?;
	raise::<T, _>(&mut to.converted_in, plan.received)?;
	raise::<T, _>(&mut to.live, plan.received)?;
	raise::<T, _>(&mut to.change, plan.change)?;
	from.funding = from
		.funding
		.less(plan.amount)
		.ok_or(Error::BooksDoNotBalance)?;
	to.funding = to
		.funding
		.more(plan.amount)
		.ok_or(Error::BooksDoNotBalance)?;
	Ok(())
}

impl<T: Config> Pallet<T> {
	/// Put the lots into the member's wallet of the other scheme and say what that comes to. If it is
	/// refused, the member is as before.
	pub(crate) fn plan_conversion(
		book: &Book<T>,
		member: &mut Member<T::AccountId>,
		from: SchemeId,
		to: SchemeId,
		lots: &[Lot],
	) -> Result<Conversion, Error<T>> {
		ensure!(from != to, Error::<T>::SameScheme);
		ensure!(
			book.rule(from)?.allows(PointUse::ConversionOut)
				&& book.rule(to)?.allows(PointUse::ConversionIn),
			Error::<T>::UseNotAllowed
		);
		let target = book.scheme(to)?;
		ensure!(
			target.status == SchemeStatus::Active,
			Error::<T>::SchemeIsClosed
		);
		ensure!(
			book.ledger(to)?.funding != Funding::Nothing,
			Error::<T>::TargetNotFunded
		);
		let from_value = book.scheme(from)?.point_value;
		let (received, change) =
			exchanged(lots, from_value, target.point_value).ok_or(Error::<T>::BooksDoNotBalance)?;
		ensure!(!received.is_empty(), Error::<T>::TooFewToConvert);
		ensure!(
			member.wallet(to).is_none_or(Wallet::is_active),
			Error::<T>::WalletIsFrozen
		);
		let points = total(lots);
		let wallet = member.open_wallet(to).ok_or(Error::<T>::TooManyWallets)?;
		wallet.change = wallet
			.change
			.checked_add(change)
			.ok_or(Error::<T>::BooksDoNotBalance)?;
		for lot in &received {
			wallet.add_lot(*lot);
		}
		Ok(Conversion {
			to,
			points,
			received: total(&received),
			change,
			amount: value_of(points, from_value),
		})
	}

	pub(crate) fn do_convert(
		party: PartyId,
		from: SchemeId,
		to: SchemeId,
		points: Points,
	) -> DispatchResult {
		ensure!(points > 0, Error::<T>::PointsAreZero);
		let mut book = Book::<T>::open();
		let mut member = Self::member(party)?;
		let (lots, due) = Self::take_from(&book, &mut member, from, points)?;
		// What is due in the other wallet makes room first.
		let due_there = member
			.wallet_mut(to)
			.map_or(0, |wallet| wallet.take_due(book.month));
		let plan = Self::plan_conversion(&book, &mut member, from, to, &lots)?;
		book.expire(party, from, due)?;
		book.expire(party, to, due_there)?;
		let mut source = book.ledger(from)?.clone();
		let mut target = book.ledger(to)?.clone();
		let payer = source.funding.account().cloned();
		lower::<T, _>(&mut source.live, points)?;
		converted::<T>(&mut source, &mut target, &plan)?;
		if let (Some(payer), Some(receiver)) = (payer, target.funding.account()) {
			Self::move_hold(&payer, receiver, plan.amount)?;
		}
		Self::adjust_asset(from, &member.account, 0, points.saturating_add(due))?;
		Self::adjust_asset(to, &member.account, plan.received, due_there)?;
		book.replace(source);
		book.replace(target);
		book.close();
		Members::<T>::insert(party, member);
		Self::deposit_event(Event::Converted {
			member: party,
			from,
			to,
			points,
			received: plan.received,
			change: plan.change,
		});
		Ok(())
	}

	pub(crate) fn do_set_auto_conversion(
		party: PartyId,
		scheme: SchemeId,
		new_rule: AutoConversion,
	) -> DispatchResult {
		let book = Book::<T>::open();
		book.scheme(scheme)?;
		if let AutoConversion::Into { scheme: to } = new_rule {
			ensure!(scheme != to, Error::<T>::SameScheme);
			ensure!(
				book.rule(scheme)?.allows(PointUse::ConversionOut)
					&& book.rule(to)?.allows(PointUse::ConversionIn),
				Error::<T>::UseNotAllowed
			);
		}
		let mut member = Self::member_or_new(party)?;
		let wallet = member
			.open_wallet(scheme)
			.ok_or(Error::<T>::TooManyWallets)?;
		let old_rule = wallet.auto;
		wallet.auto = new_rule;
		Members::<T>::insert(party, member);
		Self::deposit_event(Event::AutoConversionSet {
			member: party,
			scheme,
			old_rule,
			new_rule,
		});
		Ok(())
	}
}
