// SPDX-License-Identifier: Apache-2.0

//! Counters act for citizens without a phone, within what the citizens granted.

use crate::{pallet::*, types::*, weights::WeightInfo as _};
use alloc::vec::Vec;
use frame_support::{
	dispatch::{extract_actual_weight, DispatchResultWithPostInfo, GetDispatchInfo},
	ensure,
	traits::{InstanceFilter, IsType, OriginTrait},
};
use frame_system::{pallet_prelude::OriginFor, RawOrigin};
use seoul_chain_primitives::{
	Actor, AgencyId, AgencyRegistry, CitizenIndex, CitizenRegistry, Role,
};
use sp_runtime::{traits::Dispatchable, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Keep those grants of a citizen that `end` does not give a cause to end.
	fn end_grants(citizen: CitizenIndex, end: impl Fn(&GrantOf<T>) -> Option<GrantEnd>) {
		let grants = CounterGrants::<T>::get(citizen);
		if grants.is_empty() {
			return;
		}
		let mut ended = Vec::new();
		let mut kept = grants;
		kept.retain(|grant| match end(grant) {
			Some(cause) => {
				ended.push((grant.agency, cause));
				false
			},
			None => true,
		});
		if kept.is_empty() {
			CounterGrants::<T>::remove(citizen);
		} else if !ended.is_empty() {
			CounterGrants::<T>::insert(citizen, kept);
		}
		for (agency, cause) in ended {
			Self::deposit_event(Event::CounterGrantEnded {
				citizen,
				agency,
				cause,
			});
		}
	}

	pub(crate) fn end_all_grants(citizen: CitizenIndex) {
		Self::end_grants(citizen, |_| Some(GrantEnd::CardEnded));
	}

	/// End what a lost key signed. What stands on paper was not signed by it.
	pub(crate) fn end_signed_grants(citizen: CitizenIndex) {
		Self::end_grants(citizen, |grant| {
			(grant.given == GrantSource::Signed).then_some(GrantEnd::Recovered)
		});
	}

	pub(crate) fn do_end_grant(
		citizen: CitizenIndex,
		agency: AgencyId,
		cause: GrantEnd,
	) -> DispatchResult {
		ensure!(
			CounterGrants::<T>::get(citizen)
				.iter()
				.any(|grant| grant.agency == agency),
			Error::<T>::NoGrant
		);
		Self::end_grants(citizen, |grant| (grant.agency == agency).then_some(cause));
		Ok(())
	}

	pub(crate) fn do_grant(
		by: T::AccountId,
		citizen: CitizenIndex,
		new_grant: GrantOf<T>,
	) -> DispatchResult {
		ensure!(!new_grant.scopes.is_empty(), Error::<T>::EmptyScope);
		let now = Self::now();
		let latest = now.saturating_add(Self::terms_at(now).counter_grant_period);
		ensure!(
			now < new_grant.expires_at && new_grant.expires_at <= latest,
			Error::<T>::InvalidGrantPeriod
		);
		T::Agencies::ensure_agency_has(new_grant.agency, Role::CounterService)?;
		Self::end_grants(citizen, |grant| {
			(grant.agency != new_grant.agency && grant.expires_at <= now)
				.then_some(GrantEnd::Expired)
		});
		let old_grant = CounterGrants::<T>::try_mutate(citizen, |grants| {
			let same = grants
				.iter_mut()
				.find(|grant| grant.agency == new_grant.agency);
			if let Some(same) = same {
				return Ok(Some(core::mem::replace(same, new_grant.clone())));
			}
			grants
				.try_push(new_grant.clone())
				.map_err(|_| Error::<T>::TooManyGrants)?;
			Ok::<_, Error<T>>(None)
		})?;
		Self::deposit_event(Event::CounterGranted {
			citizen,
			old_grant,
			new_grant,
			by,
		});
		Ok(())
	}

	/// Make `call` as the citizen. What filters the counter's own calls filters this one as well, and so does
	/// what was granted, on the call and on all that it wraps.
	pub(crate) fn do_act_for(
		mut origin: OriginFor<T>,
		counter: Actor<T::AccountId>,
		citizen: CitizenIndex,
		call: <T as Config>::RuntimeCall,
	) -> DispatchResultWithPostInfo {
		<Self as CitizenRegistry<T::AccountId>>::ensure_active(citizen)?;
		let account = Self::existing_card(citizen)?.account;
		let grant = CounterGrants::<T>::get(citizen)
			.into_iter()
			.find(|grant| grant.agency == counter.agency)
			.ok_or(Error::<T>::NoGrant)?;
		ensure!(Self::now() < grant.expires_at, Error::<T>::GrantExpired);
		let scopes = grant.scopes;
		let scope = scopes
			.iter()
			.find(|scope| scope.filter(&call))
			.copied()
			.ok_or(Error::<T>::OutsideScope)?;

		origin.set_caller_from(RawOrigin::Signed(account));
		origin.add_filter(move |inner: &<T as frame_system::Config>::RuntimeCall| {
			let inner = <T as Config>::RuntimeCall::from_ref(inner);
			scopes.iter().any(|scope| scope.filter(inner))
		});
		let info = call.get_dispatch_info();
		let result = call.dispatch(origin);
		let weight = T::WeightInfo::act_for().saturating_add(extract_actual_weight(&result, &info));
		match result {
			Ok(_) => {
				Self::deposit_event(Event::CounterActed {
					citizen,
					scope,
					agency: counter.agency,
					by: counter.who,
				});
				Ok(Some(weight).into())
			},
			Err(mut refused) => {
				refused.post_info = Some(weight).into();
				Err(refused)
			},
		}
	}
}
