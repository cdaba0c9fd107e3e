// SPDX-License-Identifier: Apache-2.0

//! 법정 시간: today, the holidays, and the terms of a day.

use crate::{pallet::*, types::*, AgendaPlace, Day, Deadline, Period};
use frame_support::ensure;
use seoul_chain_primitives::{chain, dated};
use sp_runtime::DispatchResult;

use super::size;

/// A holiday older than this many days may make room for a new one.
const DAYS_KEPT: u32 = 400;

impl<T: Config> Pallet<T> {
	/// Today, in Korea.
	pub fn today() -> Day {
		Day::at(chain::now::<T::Clock>(), DayLength::<T>::get())
	}

	/// The terms in force on a day.
	pub fn terms_on(day: Day) -> LegalTerms {
		dated::in_force(&Terms::<T>::get(), day)
			.map(|dated| dated.terms)
			.unwrap_or_default()
	}

	/// A deadline that begins today.
	pub(crate) fn deadline_from_today(period: Period) -> Deadline {
		Deadline::new(Self::today(), period, &HolidaySet::<T>::get())
	}

	pub(crate) fn do_schedule_terms(effective_from: Day, terms: LegalTerms) -> DispatchResult {
		ensure!(terms.is_valid(), Error::<T>::InvalidTerms);
		let next = DatedTerms {
			effective_from,
			terms,
		};
		Terms::<T>::try_mutate(|all| dated::schedule(all, next, Self::today())).map_err(|why| {
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

	pub(crate) fn do_amend_holidays(add: &[Day], remove: &[Day]) -> DispatchResult {
		let today = Self::today();
		let first = add.iter().chain(remove).min().copied();
		let first = first.ok_or(Error::<T>::HolidayUnknown)?;
		ensure!(first > today, Error::<T>::HolidayInPast);
		let mut holidays = HolidaySet::<T>::get();
		for day in remove {
			let place = holidays
				.binary_search(day)
				.map_err(|_| Error::<T>::HolidayUnknown)?;
			holidays.remove(place);
		}
		for day in add {
			if holidays.is_full()
				&& holidays
					.first()
					.is_some_and(|oldest| today.since(*oldest) > DAYS_KEPT)
			{
				holidays.remove(0);
			}
			match holidays.binary_search(day) {
				Ok(_) => return Err(Error::<T>::HolidayKnown.into()),
				Err(place) => holidays
					.try_insert(place, *day)
					.map_err(|_| Error::<T>::TooManyHolidays)?,
			}
		}
		HolidaySet::<T>::put(holidays);
		let from = AgendaPlace {
			day: first,
			index: 0,
		};
		CalendarSweep::<T>::mutate(|sweep| {
			*sweep = Some(sweep.map_or(from, |sweep| sweep.min(from)));
		});
		Self::deposit_event(Event::HolidaysAmended {
			added: size(add.len()),
			removed: size(remove.len()),
			first,
		});
		Ok(())
	}
}
