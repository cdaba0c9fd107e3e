// SPDX-License-Identifier: Apache-2.0

//! 정정: clawbacks, frozen wallets, appeals.

use super::book::{lower, raise, Book};
use crate::{pallet::*, types::*};
use frame_support::ensure;
use seoul_chain_primitives::{AgencyId, DocumentCommitment, PartyId};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Take points back. The member loses first what is due first, which is worth least to it.
	pub(crate) fn do_claw_back(
		issuer: AgencyId,
		party: PartyId,
		scheme: SchemeId,
		points: Points,
		reason: DocumentCommitment,
	) -> DispatchResult {
		ensure!(points > 0, Error::<T>::PointsAreZero);
		let mut book = Book::<T>::open();
		book.own_scheme(scheme, issuer)?;
		let mut member = Self::member(party)?;
		let wallet = member.wallet_mut(scheme).ok_or(Error::<T>::NoWallet)?;
		let due = wallet.take_due(book.month);
		let taken = total(&wallet.take_points(points));
		let debt_added = points.saturating_sub(taken);
		raise::<T, _>(&mut wallet.debt, debt_added)?;
		raise::<T, _>(&mut wallet.clawed_back, points)?;
		Self::adjust_asset(scheme, &member.account, 0, taken.saturating_add(due))?;
		book.expire(party, scheme, due)?;
		let ledger = book.ledger_mut(scheme)?;
		lower::<T, _>(&mut ledger.live, taken)?;
		raise::<T, _>(&mut ledger.clawed_back, taken)?;
		book.close();
		Members::<T>::insert(party, member);
		Self::deposit_event(Event::ClawedBack {
			scheme,
			member: party,
			points: taken,
			debt_added,
			reason,
		});
		Ok(())
	}

	/// Give points again that were clawed back: first the debt goes, the rest comes back and lives as long
	/// as points that are credited now.
	pub(crate) fn do_reverse_claw_back(
		issuer: AgencyId,
		party: PartyId,
		scheme: SchemeId,
		points: Points,
		decision: DocumentCommitment,
	) -> DispatchResult {
		ensure!(points > 0, Error::<T>::PointsAreZero);
		let mut book = Book::<T>::open();
		let point_value = book.own_scheme(scheme, issuer)?.point_value;
		let expiry = book.month.plus(book.rule(scheme)?.expiry_months);
		let mut member = Self::member(party)?;
		let wallet = member.wallet_mut(scheme).ok_or(Error::<T>::NoWallet)?;
		ensure!(wallet.clawed_back >= points, Error::<T>::AboveClawedBack);
		lower::<T, _>(&mut wallet.clawed_back, points)?;
		let debt_lifted = wallet.debt.min(points);
		lower::<T, _>(&mut wallet.debt, debt_lifted)?;
		let given = points.saturating_sub(debt_lifted);
		let due = wallet.take_due(book.month);
		wallet.add_lot(Lot {
			expiry,
			points: given,
		});
		book.expire(party, scheme, due)?;
		let ledger = book.ledger_mut(scheme)?;
		ensure!(
			ledger.free(point_value) >= value_of(given, point_value),
			Error::<T>::AboveFundedBudget
		);
		lower::<T, _>(&mut ledger.clawed_back, given)?;
		raise::<T, _>(&mut ledger.live, given)?;
		Self::adjust_asset(scheme, &member.account, given, due)?;
		book.close();
		Members::<T>::insert(party, member);
		Self::deposit_event(Event::ClawBackReversed {
			scheme,
			member: party,
			points: given,
			debt_lifted,
			expiry,
			decision,
		});
		Ok(())
	}

	pub(crate) fn do_freeze(
		issuer: AgencyId,
		party: PartyId,
		scheme: SchemeId,
		cause: FreezeCause,
		evidence: DocumentCommitment,
	) -> DispatchResult {
		let mut book = Book::<T>::open();
		book.own_scheme(scheme, issuer)?;
		let mut member = Self::member(party)?;
		let wallet = member.wallet_mut(scheme).ok_or(Error::<T>::NoWallet)?;
		ensure!(wallet.is_active(), Error::<T>::WalletIsFrozen);
		// What was due before is gone.
		let due = wallet.take_due(book.month);
		wallet.status = WalletStatus::Frozen {
			cause,
			at: book.now,
		};
		Self::adjust_asset(scheme, &member.account, 0, due)?;
		book.expire(party, scheme, due)?;
		book.close();
		Members::<T>::insert(party, member);
		Self::deposit_event(Event::WalletFrozen {
			scheme,
			member: party,
			cause,
			evidence,
		});
		Ok(())
	}

	pub(crate) fn do_appeal(
		party: PartyId,
		scheme: SchemeId,
		grounds: DocumentCommitment,
	) -> DispatchResult {
		let mut member = Self::member(party)?;
		let wallet = member.wallet_mut(scheme).ok_or(Error::<T>::NoWallet)?;
		wallet.status = match wallet.status {
			WalletStatus::Active => return Err(Error::<T>::WalletNotFrozen.into()),
			WalletStatus::Appealed { .. } => return Err(Error::<T>::AlreadyAppealed.into()),
			WalletStatus::Frozen { cause, at } => WalletStatus::Appealed {
				cause,
				at,
				appealed_at: Self::now(),
			},
		};
		Members::<T>::insert(party, member);
		Self::deposit_event(Event::Appealed {
			scheme,
			member: party,
			grounds,
		});
		Ok(())
	}

	/// Let a wallet be used again. `by` is the issuer, or nobody if governance does it.
	pub(crate) fn do_reinstate(
		by: Option<AgencyId>,
		party: PartyId,
		scheme: SchemeId,
		decision: DocumentCommitment,
	) -> DispatchResult {
		let book = Book::<T>::open();
		let issuer = book.scheme(scheme)?.issuer;
		ensure!(by.is_none_or(|by| by == issuer), Error::<T>::NotTheIssuer);
		let grace = book.grace(scheme)?;
		let mut member = Self::member(party)?;
		let wallet = member.wallet_mut(scheme).ok_or(Error::<T>::NoWallet)?;
		ensure!(!wallet.is_active(), Error::<T>::WalletNotFrozen);
		wallet.status = WalletStatus::Active;
		let given_grace = wallet.take_due(book.month);
		wallet.add_lot(Lot {
			expiry: grace,
			points: given_grace,
		});
		Members::<T>::insert(party, member);
		Self::deposit_event(Event::WalletReinstated {
			scheme,
			member: party,
			given_grace,
			decision,
		});
		Ok(())
	}

	pub(crate) fn do_reject_appeal(
		party: PartyId,
		scheme: SchemeId,
		decision: DocumentCommitment,
	) -> DispatchResult {
		let mut member = Self::member(party)?;
		let wallet = member.wallet_mut(scheme).ok_or(Error::<T>::NoWallet)?;
		let WalletStatus::Appealed { cause, at, .. } = wallet.status else {
			return Err(Error::<T>::NoAppeal.into());
		};
		wallet.status = WalletStatus::Frozen { cause, at };
		Members::<T>::insert(party, member);
		Self::deposit_event(Event::AppealRejected {
			scheme,
			member: party,
			decision,
		});
		Ok(())
	}
}
