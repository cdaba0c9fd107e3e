// SPDX-License-Identifier: Apache-2.0

//! Legal time, and the periods of logins.

use crate::{pallet::*, types::*};
use frame_support::{
	ensure,
	traits::{EnsureOrigin, UnixTime},
};
use seoul_chain_primitives::Moment;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Legal time: Unix time in milliseconds.
	pub(crate) fn now() -> Moment {
		Moment::try_from(T::Clock::now().as_millis()).unwrap_or(Moment::MAX)
	}

	pub(crate) fn ensure_governance(origin: T::RuntimeOrigin) -> DispatchResult {
		T::GovernanceOrigin::ensure_origin(origin).map_err(|_| Error::<T>::NotAuthorized)?;
		Ok(())
	}

	/// The terms in force at `at`, or the oldest that are kept.
	pub fn terms_at(at: Moment) -> LoginTerms {
		let all = Terms::<T>::get();
		all.iter()
			.rev()
			.find(|dated| dated.effective_from <= at)
			.or_else(|| all.first())
			.map(|dated| dated.terms)
			.unwrap_or_default()
	}

	pub(crate) fn do_schedule_terms(effective_from: Moment, terms: LoginTerms) -> DispatchResult {
		let now = Self::now();
		ensure!(terms.is_valid(), Error::<T>::InvalidTerms);
		ensure!(effective_from > now, Error::<T>::EffectiveDateTooEarly);
		Terms::<T>::try_mutate(|all| -> DispatchResult {
			if let Some(last) = all.last() {
				ensure!(
					effective_from > last.effective_from,
					Error::<T>::EffectiveDateTooEarly
				);
			}
			if all.is_full() {
				// The oldest terms make room, unless they are the ones in force.
				ensure!(
					all.get(1)
						.is_some_and(|second| second.effective_from <= now),
					Error::<T>::TooManyScheduledTerms
				);
				all.remove(0);
			}
			all.try_push(DatedTerms {
				effective_from,
				terms,
			})
			.map_err(|_| Error::<T>::TooManyScheduledTerms)?;
			Ok(())
		})?;
		Self::deposit_event(Event::TermsScheduled {
			effective_from,
			terms,
		});
		Ok(())
	}
}
