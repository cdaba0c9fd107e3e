// SPDX-License-Identifier: Apache-2.0

//! The origin of an account that may act for an agency with a given role.

use crate::{Config, Pallet};
use core::marker::PhantomData;
use frame_support::traits::{EnsureOrigin, Get, OriginTrait};
use frame_system::ensure_signed;
use seoul_chain_primitives::{Actor, AgencyRegistry, EnsureActor, Role};
use sp_runtime::DispatchError;

/// Lets a delegate pass who may act with the role `R` now, and says for which agency.
///
/// Through [`EnsureActor`] the refusal carries the exact error of this pallet; through
/// [`EnsureOrigin`] it is `BadOrigin`, as always there.
pub struct EnsureRole<T, R>(PhantomData<(T, R)>);

impl<T: Config, R: Get<Role>> EnsureActor<T::RuntimeOrigin> for EnsureRole<T, R> {
	type Success = Actor<T::AccountId>;

	fn ensure_actor(origin: T::RuntimeOrigin) -> Result<Self::Success, DispatchError> {
		let who = ensure_signed(origin)?;
		let agency = Pallet::<T>::ensure_role(&who, R::get())?;
		Ok(Actor { agency, who })
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn successful_actor() -> T::RuntimeOrigin {
		frame_system::RawOrigin::Signed(Pallet::<T>::benchmark_delegate(R::get())).into()
	}
}

impl<T: Config, R: Get<Role>> EnsureOrigin<T::RuntimeOrigin> for EnsureRole<T, R> {
	type Success = Actor<T::AccountId>;

	fn try_origin(origin: T::RuntimeOrigin) -> Result<Self::Success, T::RuntimeOrigin> {
		let Some(who) = origin.as_signer().cloned() else {
			return Err(origin);
		};
		match Pallet::<T>::ensure_role(&who, R::get()) {
			Ok(agency) => Ok(Actor { agency, who }),
			Err(_) => Err(origin),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<T::RuntimeOrigin, ()> {
		Ok(Self::successful_actor())
	}
}
