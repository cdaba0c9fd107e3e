// SPDX-License-Identifier: Apache-2.0

//! Legal time and legal periods.

use crate::{pallet::*, types::*};
use frame_support::{ensure, traits::UnixTime};
use seoul_chain_primitives::Moment;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Legal time: Unix time in milliseconds.
	pub(crate) fn now() -> Moment {
		Moment::try_from(T::Clock::now().as_millis()).unwrap_or(Moment::MAX)
	}

	/// The terms in force at `now`.
	pub fn terms_at(now: Moment) -> LegalTerms {
		Terms::<T>::get()
			.iter()
			.rev()
			.find(|dated| dated.effective_from <= now)
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
		ensure!(
			effective_from > Self::now(),
			Error::<T>::EffectiveDateTooEarly
		);
		Terms::<T>::try_mutate(|all| -> DispatchResult {
			if let Some(last) = all.last() {
				ensure!(
					effective_from > last.effective_from,
					Error::<T>::EffectiveDateTooEarly
				);
			}
			if all.is_full() {
				// The oldest terms make room. Those in force must stay: refuse when the second oldest are
				// not in force yet.
				let now = Self::now();
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
