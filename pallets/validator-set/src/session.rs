// SPDX-License-Identifier: Apache-2.0

//! What consensus asks of the register of validators, and tells it.

use crate::{
	BlocksMade, BlocksPerSession, Config, Event, KeysToPurge, MissedSessions, Pallet, Validators,
	WeightInfo,
};
use alloc::vec::Vec;
use core::marker::PhantomData;
use frame_support::{dispatch::DispatchClass, traits::Get, weights::Weight};
use frame_system::pallet_prelude::BlockNumberFor;
use pallet_session::{historical, Pallet as Session, ShouldEndSession};
use sp_runtime::{traits::Convert, Perbill};
use sp_staking::{
	offence::{OffenceDetails, OnOffenceHandler},
	SessionIndex,
};

/// Length of a session in blocks, as the genesis set it. For `pallet_session::PeriodicSessions`.
pub struct SessionLength<T>(PhantomData<T>);

impl<T: Config> Get<BlockNumberFor<T>> for SessionLength<T> {
	fn get() -> BlockNumberFor<T> {
		// Periodic sessions divide by this.
		BlocksPerSession::<T>::get().max(1).into()
	}
}

/// Only a registered validator may set session keys. For `pallet_session::Config::ValidatorIdOf`.
pub struct RegisteredValidator<T>(PhantomData<T>);

impl<T: Config> Convert<T::AccountId, Option<T::AccountId>> for RegisteredValidator<T> {
	fn convert(who: T::AccountId) -> Option<T::AccountId> {
		Validators::<T>::contains_key(&who).then_some(who)
	}
}

/// A validator is identified by its account alone, also when it is not registered any more. For
/// `pallet_session::historical::Config::FullIdentificationOf`.
pub struct NoIdentification;

impl<AccountId> Convert<AccountId, Option<()>> for NoIdentification {
	fn convert(_: AccountId) -> Option<()> {
		Some(())
	}
}

/// Ends sessions when `Boundary` does, and plans the coming one anew right before.
///
/// `pallet-session` asks once per block, in its `on_initialize`, and rotates at once if the answer is
/// yes. Whatever was decided during the session that ends therefore counts in the one that begins,
/// instead of the one after.
pub struct PlanAtBoundary<T, Boundary>(PhantomData<(T, Boundary)>);

impl<T: Config, Boundary: ShouldEndSession<BlockNumberFor<T>>> ShouldEndSession<BlockNumberFor<T>>
	for PlanAtBoundary<T, Boundary>
{
	fn should_end_session(now: BlockNumberFor<T>) -> bool {
		let ends = Boundary::should_end_session(now);
		if ends {
			Pallet::<T>::replace_plan();
		}
		ends
	}
}

impl<T: Config> Pallet<T> {
	/// The validators that stand and have keys, in the order of their accounts.
	fn ready_validators() -> Vec<(T::AccountId, T::Keys)> {
		let mut ready: Vec<_> = Validators::<T>::iter()
			.filter(|(_, info)| info.stands())
			.filter_map(|(who, _)| Session::<T>::load_keys(&who).map(|keys| (who, keys)))
			.collect();
		ready.sort_by(|(left, _), (right, _)| left.cmp(right));
		ready
	}

	/// The validators of session `index`, if they or their keys differ from those queued.
	///
	/// Changed keys count: only a plan that is given makes the root against which key ownership of that
	/// session is proven. It is also given where the session before has no such root, from which this
	/// one's would be copied.
	fn plan(index: SessionIndex) -> Option<Vec<T::AccountId>> {
		let ready = Self::ready_validators();
		let provable = historical::HistoricalSessions::<T>::contains_key(index.saturating_sub(1));
		if ready.is_empty() || (provable && ready == pallet_session::QueuedKeys::<T>::get()) {
			return None;
		}
		Some(ready.into_iter().map(|(who, _)| who).collect())
	}

	/// Plan the coming session once more.
	fn replace_plan() {
		let next = Session::<T>::current_index().saturating_add(1);
		// Asked first without the runtime's manager: where nothing changed, that one would copy the root
		// of the running session over the one of the plan that stays.
		if Self::plan(next).is_none() {
			return;
		}
		let planned =
			<T::SessionManager as pallet_session::SessionManager<T::AccountId>>::new_session(next);
		if let Some(validators) = planned {
			let queued: Vec<_> = validators
				.into_iter()
				.filter_map(|who| Session::<T>::load_keys(&who).map(|keys| (who, keys)))
				.collect();
			pallet_session::QueuedKeys::<T>::put(queued);
			pallet_session::QueuedChanged::<T>::put(true);
		}
	}

	/// Count who was there in the session that ends.
	fn count_absences() {
		let disabled = Self::disabled_in_session();
		for validator in Session::<T>::validators() {
			let made_blocks = BlocksMade::<T>::take(&validator).is_some();
			// A removed validator has no counts; a disabled one was not allowed to be there.
			if !Validators::<T>::contains_key(&validator) || disabled.contains(&validator) {
				continue;
			}
			let missed = MissedSessions::<T>::get(&validator).unwrap_or_default();
			if made_blocks {
				Self::end_absence(validator, missed);
			} else {
				Self::extend_absence(validator, missed);
			}
		}
	}

	fn end_absence(validator: T::AccountId, missed_sessions: u32) {
		MissedSessions::<T>::remove(&validator);
		if missed_sessions >= T::OfflineSessionsShown::get() {
			Self::deposit_event(Event::ValidatorOnline {
				validator,
				missed_sessions,
			});
		}
	}

	fn extend_absence(validator: T::AccountId, missed: u32) {
		let missed_sessions = missed.saturating_add(1);
		MissedSessions::<T>::insert(&validator, missed_sessions);
		if missed_sessions == T::OfflineSessionsShown::get() {
			Self::deposit_event(Event::ValidatorOffline {
				validator,
				missed_sessions,
			});
		}
	}

	/// Purge the keys of removed validators that do not run any more.
	fn purge_keys_of_removed() {
		let running = Session::<T>::validators();
		KeysToPurge::<T>::mutate(|removed| {
			removed.retain(|who| {
				let runs = running.contains(who);
				if !runs {
					Self::purge_keys(who);
				}
				runs
			});
		});
	}

	/// Forget the roots of sessions whose offences can be reported no more.
	fn prune_roots(running: SessionIndex) {
		let first_kept = running.saturating_sub(T::ReportingSessions::get());
		let prunes =
			historical::StoredRange::<T>::get().is_some_and(|(first, _)| first < first_kept);
		if prunes {
			historical::Pallet::<T>::prune_up_to(first_kept);
		}
	}
}

impl<T: Config> pallet_session::SessionManager<T::AccountId> for Pallet<T> {
	fn new_session(index: SessionIndex) -> Option<Vec<T::AccountId>> {
		Self::plan(index)
	}

	fn end_session(_: SessionIndex) {
		Self::count_absences();
	}

	fn start_session(index: SessionIndex) {
		Self::purge_keys_of_removed();
		Self::prune_roots(index);
	}
}

impl<T: Config> historical::SessionManager<T::AccountId, ()> for Pallet<T> {
	fn new_session(index: SessionIndex) -> Option<Vec<(T::AccountId, ())>> {
		let planned = <Self as pallet_session::SessionManager<T::AccountId>>::new_session(index)?;
		Some(planned.into_iter().map(|who| (who, ())).collect())
	}

	fn end_session(index: SessionIndex) {
		<Self as pallet_session::SessionManager<T::AccountId>>::end_session(index);
	}

	fn start_session(index: SessionIndex) {
		<Self as pallet_session::SessionManager<T::AccountId>>::start_session(index);
	}
}

impl<T: Config> pallet_authorship::EventHandler<T::AccountId, BlockNumberFor<T>> for Pallet<T> {
	fn note_author(author: T::AccountId) {
		if Validators::<T>::contains_key(&author) {
			BlocksMade::<T>::mutate(&author, |made| {
				*made = Some(made.unwrap_or_default().saturating_add(1));
			});
		}
		frame_system::Pallet::<T>::register_extra_weight_unchecked(
			<T as Config>::WeightInfo::note_author(),
			DispatchClass::Mandatory,
		);
	}
}

impl<T: Config> OnOffenceHandler<T::AccountId, (T::AccountId, ()), Weight> for Pallet<T> {
	fn on_offence(
		offenders: &[OffenceDetails<T::AccountId, (T::AccountId, ())>],
		_: &[Perbill],
		committed_in: SessionIndex,
	) -> Weight {
		let mut weight = Weight::zero();
		for OffenceDetails {
			offender: (validator, ()),
			..
		} in offenders
		{
			Self::note_offence(validator, committed_in);
			weight.saturating_accrue(<T as Config>::WeightInfo::note_offence(
				T::MaxValidators::get(),
			));
		}
		// `pallet-offences` drops the weight that it is told.
		frame_system::Pallet::<T>::register_extra_weight_unchecked(
			weight,
			DispatchClass::Mandatory,
		);
		weight
	}
}
