// SPDX-License-Identifier: Apache-2.0

//! Legal time and the periods of cards.

use crate::{pallet::*, types::*};
use frame_support::ensure;
use seoul_chain_primitives::{chain, dated, Moment};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Legal time: Unix time in milliseconds.
	pub(crate) fn now() -> Moment {
		chain::now::<T::Clock>()
	}

	/// The terms in force at `now`.
	pub fn terms_at(now: Moment) -> CardTerms {
		dated::in_force(&Terms::<T>::get(), now)
			.map(|dated| dated.terms)
			.unwrap_or_default()
	}

	pub(crate) fn do_schedule_terms(effective_from: Moment, terms: CardTerms) -> DispatchResult {
		ensure!(terms.is_valid(), Error::<T>::InvalidTerms);
		let next = DatedTerms {
			effective_from,
			terms,
		};
		Terms::<T>::try_mutate(|all| dated::schedule(all, next, Self::now())).map_err(|why| {
			why.told_as(
				Error::<T>::EffectiveDateTooEarly,
				Error::<T>::TooManyScheduledTerms,
			)
		})?;
		Self::deposit_event(Event::TermsScheduled {
			effective_from,
			terms,
		});
		Ok(())
	}
}
