// SPDX-License-Identifier: Apache-2.0

//! The pallet's invariants, as numbered in the crate's documentation.

use crate::{pallet::*, types::*};
use alloc::collections::BTreeMap;
use frame_support::{
	ensure,
	traits::{fungible::InspectHold, fungibles::Inspect as _},
};
use seoul_chain_primitives::Balance;
use sp_runtime::TryRuntimeError;

/// What all members have in a scheme.
#[derive(Default)]
struct Held {
	live: Points,
	change: Balance,
}

impl<T: Config> Pallet<T> {
	/// Check every invariant over the whole state.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_schemes()?;
		let held = Self::check_members()?;
		Self::check_ledgers(&held)?;
		Self::check_funds()
	}

	/// Invariant 1.
	fn check_schemes() -> Result<(), TryRuntimeError> {
		let schemes = Schemes::<T>::get();
		ensure!(
			schemes.is_sorted_by(|one, next| one.id < next.id)
				&& schemes
					.iter()
					.map(|scheme| scheme.id)
					.eq(Ledgers::<T>::get().iter().map(|ledger| ledger.scheme)),
			"invariant 1: schemes and ledgers do not correspond"
		);
		for scheme in &schemes {
			ensure!(
				T::Assets::asset_exists(scheme.id.0),
				"invariant 1: a scheme has no asset"
			);
			ensure!(
				scheme.point_value > 0
					&& !scheme.rules.is_empty()
					&& scheme.rules.iter().all(|dated| dated.rule.is_valid())
					&& scheme
						.rules
						.is_sorted_by(|one, next| one.effective_from < next.effective_from
							&& one.version < next.version),
				"invariant 1: rules are not in order, or not valid"
			);
		}
		Ok(())
	}

	/// Invariants 2, 4, 9 and 10, and what members have together.
	fn check_members() -> Result<BTreeMap<SchemeId, Held>, TryRuntimeError> {
		let schemes = Schemes::<T>::get();
		let mut held = BTreeMap::<SchemeId, Held>::new();
		let mut shown = BTreeMap::<(T::AccountId, SchemeId), Balance>::new();
		for (_, member) in Members::<T>::iter() {
			ensure!(
				member
					.wallets
					.is_sorted_by(|one, next| one.scheme < next.scheme)
					&& member
						.wallets
						.iter()
						.all(|wallet| schemes.iter().any(|scheme| scheme.id == wallet.scheme)),
				"invariant 2: wallets are not in order, or of no scheme"
			);
			for wallet in &member.wallets {
				ensure!(
					wallet
						.lots
						.is_sorted_by(|one, next| one.expiry < next.expiry)
						&& wallet.lots.iter().all(|lot| lot.points > 0),
					"invariant 2: lots are not in order, or empty"
				);
				ensure!(
					wallet.debt <= wallet.clawed_back,
					"invariant 9: a debt is more than what was clawed back"
				);
				let seen = &wallet.periods.seen;
				ensure!(
					seen.is_empty()
						|| (seen.first().is_some_and(|first| first & 1 == 1)
							&& seen.last().is_some_and(|last| *last != 0)),
					"invariant 10: the memory of credited periods is wrong"
				);
				let live = wallet.live();
				let in_scheme = held.entry(wallet.scheme).or_default();
				in_scheme.live = in_scheme.live.saturating_add(live);
				in_scheme.change = in_scheme.change.saturating_add(wallet.change);
				let on_account = shown
					.entry((member.account.clone(), wallet.scheme))
					.or_default();
				*on_account = on_account.saturating_add(Balance::from(live));
			}
		}
		for ((account, scheme), points) in shown {
			ensure!(
				T::Assets::balance(scheme.0, &account) == points,
				"invariant 4: an account shows other points than its members have"
			);
		}
		Ok(held)
	}

	/// Invariants 3, 5, 6 and 7.
	fn check_ledgers(held: &BTreeMap<SchemeId, Held>) -> Result<(), TryRuntimeError> {
		let mut reserved = BTreeMap::<SchemeId, Points>::new();
		for (id, redemption) in Redemptions::<T>::iter() {
			ensure!(
				id < NextRedemption::<T>::get(),
				"invariant 6: a redemption has a number that was not given yet"
			);
			for part in &redemption.lots {
				let points = reserved.entry(part.scheme).or_default();
				*points = points.saturating_add(part.lot.points);
			}
		}
		let mut owed = BTreeMap::<SchemeId, Balance>::new();
		for (_, claims) in OpenClaims::<T>::iter() {
			ensure!(
				!claims.is_empty() && claims.is_sorted_by(|one, next| one.scheme < next.scheme),
				"invariant 7: claims are not in order, or empty"
			);
			for claim in &claims {
				let amount = owed.entry(claim.scheme).or_default();
				*amount = amount.saturating_add(claim.amount);
			}
		}
		for ledger in &Ledgers::<T>::get() {
			let scheme = ledger.scheme;
			let (live, change) = held
				.get(&scheme)
				.map_or((0, 0), |held| (held.live, held.change));
			ensure!(
				ledger.live == live && T::Assets::total_issuance(scheme.0) == Balance::from(live),
				"invariant 3: lots, live points and supply differ"
			);
			ensure!(
				ledger.balances(),
				"invariant 5: the books of a scheme do not balance"
			);
			ensure!(
				ledger.reserved == reserved.get(&scheme).copied().unwrap_or_default(),
				"invariant 6: other points are reserved than redemptions say"
			);
			ensure!(
				ledger.owed == owed.get(&scheme).copied().unwrap_or_default()
					&& ledger.change == change,
				"invariant 7: a scheme owes something else than is claimed"
			);
		}
		Ok(())
	}

	/// Invariant 8.
	fn check_funds() -> Result<(), TryRuntimeError> {
		let mut accounts = BTreeMap::<T::AccountId, Balance>::new();
		for (ledger, scheme) in Ledgers::<T>::get().iter().zip(&Schemes::<T>::get()) {
			ensure!(
				ledger.liability(scheme.point_value) <= ledger.funding.amount(),
				"invariant 8: less is held than may have to be paid"
			);
			if let Funding::Held { account, amount } = &ledger.funding {
				ensure!(*amount > 0, "invariant 8: nothing is held somewhere");
				let total = accounts.entry(account.clone()).or_default();
				*total = total.saturating_add(*amount);
			}
		}
		for (account, amount) in accounts {
			ensure!(
				T::Currency::balance_on_hold(&HoldReason::Budget.into(), &account) == amount,
				"invariant 8: an account holds something else than its schemes say"
			);
		}
		Ok(())
	}
}
