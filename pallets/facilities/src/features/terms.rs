// SPDX-License-Identifier: Apache-2.0

//! Legal time, and the periods of logins.

use crate::{pallet::*, types::*};
use frame_support::{ensure, traits::EnsureOrigin};
use seoul_chain_primitives::{chain, dated, Moment};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Legal time: Unix time in milliseconds.
	pub(crate) fn now() -> Moment {
		chain::now::<T::Clock>()
	}

	pub(crate) fn ensure_governance(origin: T::RuntimeOrigin) -> DispatchResult {
		T::GovernanceOrigin::ensure_origin(origin).map_err(|_| Error::<T>::NotAuthorized)?;
		Ok(())
	}

	/// The terms in force at `at`, or the oldest that are kept.
	pub fn terms_at(at: Moment) -> LoginTerms {
		let all = Terms::<T>::get();
		dated::in_force(&all, at)
			.or_else(|| all.first())
			.map(|dated| dated.terms)
			.unwrap_or_default()
	}

	pub(crate) fn do_schedule_terms(effective_from: Moment, terms: LoginTerms) -> DispatchResult {
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
