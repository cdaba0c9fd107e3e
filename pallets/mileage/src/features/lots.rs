// SPDX-License-Identifier: Apache-2.0

//! 소멸: points that are due are taken out of wallets.
//!
//! They cannot be used from the moment on at which they are due, whether they are taken out or not. Once a
//! month the hook goes through all members, in the order of storage, a bounded number in each block. An
//! index of who has what due would tell it little: most members have something due in most months.

use super::book::Book;
use crate::{calendar::Month, pallet::*, types::*, weights::WeightInfo};
use alloc::vec::Vec;
use frame_support::{ensure, storage::with_storage_layer, traits::Defensive, weights::WeightMeter};
use seoul_chain_primitives::PartyId;
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// Take points of one scheme out of a member's record, those first that are due first; with them what
	/// is due already. Says which lots, and how many points were due.
	pub(crate) fn take_from(
		book: &Book<T>,
		member: &mut Member<T::AccountId>,
		scheme: SchemeId,
		points: Points,
	) -> Result<(Vec<Lot>, Points), Error<T>> {
		book.scheme(scheme)?;
		let wallet = member.wallet_mut(scheme).ok_or(Error::<T>::NoWallet)?;
		ensure!(wallet.is_active(), Error::<T>::WalletIsFrozen);
		ensure!(
			wallet.spendable(book.month) >= points,
			Error::<T>::InsufficientPoints
		);
		let due = wallet.take_due(book.month);
		Ok((wallet.take_points(points), due))
	}

	/// Go on taking due points out of wallets, as far as the meter allows.
	pub(crate) fn sweep(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::sweep_base()).is_err() {
			return;
		}
		let now = Months::<T>::get().month_of(Self::now());
		let (month, mut last) = match SweepState::<T>::get() {
			Sweep::Done { month } if month >= now => return,
			Sweep::Done { .. } | Sweep::Never => (now, None),
			Sweep::Running { month, last } => (month, Some(last)),
		};
		let mut members = match last {
			None => Members::<T>::iter(),
			Some(last) => Members::<T>::iter_from(Members::<T>::hashed_key_for(last)),
		};
		let mut book = Book::<T>::open();
		let worst = T::WeightInfo::sweep_member(MAX_SCHEMES);
		let finished = loop {
			if !meter.can_consume(worst) {
				break false;
			}
			let Some((party, member)) = members.next() else {
				break true;
			};
			let swept = Self::sweep_member(&mut book, party, member, month);
			meter.consume(T::WeightInfo::sweep_member(swept));
			last = Some(party);
		};
		book.close();
		SweepState::<T>::put(match (finished, last) {
			(false, Some(last)) => Sweep::Running { month, last },
			(false, None) => return,
			(true, _) => Sweep::Done { month },
		});
	}

	/// Take out what a member has due, and say in how many wallets.
	///
	/// What cannot be taken out stays due; the next use of the wallet or the next month tries again.
	pub(crate) fn sweep_member(
		book: &mut Book<T>,
		party: PartyId,
		mut member: Member<T::AccountId>,
		month: Month,
	) -> u32 {
		let due: Vec<(SchemeId, Points)> = member
			.wallets
			.iter_mut()
			.map(|wallet| (wallet.scheme, wallet.take_due(month)))
			.filter(|(_, points)| *points > 0)
			.collect();
		if due.is_empty() {
			return 0;
		}
		let burned = with_storage_layer::<(), DispatchError, _>(|| {
			for (scheme, points) in &due {
				Self::adjust_asset(*scheme, &member.account, 0, *points)?;
				ensure!(
					book.ledger(*scheme)?.live >= *points,
					Error::<T>::BooksDoNotBalance
				);
			}
			Members::<T>::insert(party, &member);
			for (scheme, points) in &due {
				book.expire(party, *scheme, *points)?;
			}
			Ok(())
		});
		// Told in the node's log, because nobody called.
		let _ = burned.defensive_proof("what is in a wallet is on the account");
		u32::try_from(due.len()).unwrap_or(MAX_SCHEMES)
	}
}
