// SPDX-License-Identifier: Apache-2.0

//! Legal time and legal periods.

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
	pub fn terms_at(now: Moment) -> LegalTerms {
		dated::in_force(&Terms::<T>::get(), now)
			.map(|dated| dated.terms)
			.unwrap_or_default()
	}

	/// Refuse a time in the future or before the car's first registration.
	pub(crate) fn ensure_happened(
		at: Moment,
		now: Moment,
		first_registered_at: Moment,
	) -> DispatchResult {
		ensure!(at <= now, Error::<T>::TimeInFuture);
		ensure!(
			at >= first_registered_at,
			Error::<T>::TimeBeforeFirstRegistration
		);
		Ok(())
	}

	pub(crate) fn do_schedule_terms(effective_from: Moment, terms: LegalTerms) -> DispatchResult {
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
