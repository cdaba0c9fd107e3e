// SPDX-License-Identifier: Apache-2.0

//! 조회: what any node answers.

use super::book::Book;
use crate::{
	calendar::Month,
	pallet::*,
	runtime_api::{NextExpiry, Reconciliation, WalletView},
	types::*,
};
use alloc::vec::Vec;
use frame_support::traits::fungibles::Inspect as _;
use seoul_chain_primitives::{chain::DAY, Moment, PartyId};

impl<T: Config> Pallet<T> {
	/// What a party has in each scheme, and what of it is due within so many days.
	pub fn wallet_of(party: PartyId, days: u32) -> Vec<WalletView> {
		let book = Book::<T>::open();
		let calendar = Months::<T>::get();
		let until = book
			.now
			.saturating_add(Moment::from(days).saturating_mul(DAY));
		let Some(member) = Members::<T>::get(party) else {
			return Vec::new();
		};
		member
			.wallets
			.iter()
			.filter_map(|wallet| {
				let point_value = book.scheme(wallet.scheme).ok()?.point_value;
				let spendable = wallet.spendable(book.month);
				let usable = || {
					wallet
						.lots
						.iter()
						.filter(|lot| wallet.is_active() && lot.expiry >= book.month)
				};
				Some(WalletView {
					scheme: wallet.scheme,
					balance: wallet.live(),
					spendable,
					value: value_of(spendable, point_value).saturating_add(wallet.change),
					expiring: sum(usable()
						.filter(|lot| calendar.due_at(lot.expiry) <= until)
						.map(|lot| lot.points)),
					next_expiry: usable().next().map(|lot| NextExpiry {
						expiry: lot.expiry,
						due_at: calendar.due_at(lot.expiry),
						points: lot.points,
					}),
					change: wallet.change,
					debt: wallet.debt,
					auto: wallet.auto,
					status: wallet.status,
				})
			})
			.collect()
	}

	/// The books of a scheme.
	pub fn reconciliation(scheme: SchemeId) -> Option<Reconciliation> {
		let book = Book::<T>::open();
		let point_value = book.scheme(scheme).ok()?.point_value;
		let ledger = book.ledger(scheme).ok()?;
		let sum = |parts: &[Points]| -> i128 { parts.iter().copied().map(i128::from).sum() };
		Some(Reconciliation {
			scheme,
			issued: ledger.issued,
			converted_in: ledger.converted_in,
			live: ledger.live,
			reserved: ledger.reserved,
			spent: ledger.spent,
			converted_out: ledger.converted_out,
			expired: ledger.expired,
			clawed_back: ledger.clawed_back,
			supply: T::Assets::total_issuance(scheme.0),
			funded: ledger.funding.amount(),
			liability: ledger.liability(point_value),
			owed: ledger.owed,
			change: ledger.change,
			free: ledger.free(point_value),
			issued_this_year: ledger.issued_in(book.month.year()),
			difference: sum(&[ledger.issued, ledger.converted_in]).saturating_sub(sum(&[
				ledger.live,
				ledger.reserved,
				ledger.spent,
				ledger.converted_out,
				ledger.expired,
				ledger.clawed_back,
			])),
		})
	}

	/// The books of all schemes.
	pub fn reconcile_all() -> Vec<Reconciliation> {
		Schemes::<T>::get()
			.iter()
			.filter_map(|scheme| Self::reconciliation(scheme.id))
			.collect()
	}

	/// The month that it is now.
	pub fn current_month() -> Month {
		Months::<T>::get().month_of(Self::now())
	}
}
