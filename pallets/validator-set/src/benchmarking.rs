// SPDX-License-Identifier: Apache-2.0

//! Benchmarks. The register is as full as it can be where its size matters, and whoever is decided
//! about runs in the session.

use super::*;
use codec::Decode;
use frame_benchmarking::{account, v2::*};
use pallet_authorship::EventHandler;
use sp_runtime::traits::TrailingZeroInput;

/// What the benchmarks need of the register of agencies.
pub trait BenchmarkHelper {
	/// An agency that is active. It may be registered now.
	fn active_agency() -> AgencyId;
}

/// Session keys. Nothing here asks whether they are anybody's.
fn keys<T: Config>() -> T::Keys {
	T::Keys::decode(&mut TrailingZeroInput::zeroes()).expect("keys decode from zeroes")
}

fn validator<T: Config>(index: u32) -> T::AccountId {
	account("validator", index, 0)
}

/// Let exactly `count` validators be registered, ready and running.
fn register<T: Config>(count: u32) {
	let _ = Validators::<T>::clear(u32::MAX, None);
	let mut running = Vec::new();
	for index in 0..count {
		let who = validator::<T>(index);
		Validators::<T>::insert(&who, ValidatorInfo::new(AgencyId(0), 0));
		T::OnAdmission::on_admitted(&who);
		pallet_session::NextKeys::<T>::insert(&who, keys::<T>());
		running.push(who);
	}
	MinValidators::<T>::put(1);
	pallet_session::Validators::<T>::put(running);
	pallet_session::DisabledValidators::<T>::kill();
}

/// Disable a running validator for an offence of the running session.
fn disable<T: Config>(who: &T::AccountId) {
	let now = Session::<T>::current_index();
	Validators::<T>::mutate(who, |info| {
		if let Some(info) = info {
			info.status = ValidatorStatus::Disabled {
				committed_in: now,
				reported_in: now,
			};
		}
	});
	Pallet::<T>::disable_in_session(who);
}

fn council<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::GovernanceOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn add_validator() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let agency = T::BenchmarkHelper::active_agency();
		register::<T>(T::MaxValidators::get());
		// Removed and disabled in this session, and now taken back.
		let who = validator::<T>(0);
		disable::<T>(&who);
		Validators::<T>::remove(&who);
		let mut removed = KeysToPurge::<T>::get();
		for index in 0..T::MaxValidators::get() {
			let _ = removed.try_push(validator::<T>(index));
		}
		KeysToPurge::<T>::set(removed);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone(), agency);

		assert!(Validators::<T>::contains_key(who));
		Ok(())
	}

	#[benchmark]
	fn remove_validator(v: Linear<2, { T::MaxValidators::get() }>) -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		register::<T>(v);
		// Not in the running session: its keys are purged within the call, which costs more.
		let who = validator::<T>(0);
		pallet_session::Validators::<T>::mutate(|running| running.retain(|other| *other != who));
		BlocksMade::<T>::insert(&who, 1);
		MissedSessions::<T>::insert(&who, 1);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone());

		assert!(!Validators::<T>::contains_key(&who));
		assert!(!pallet_session::NextKeys::<T>::contains_key(who));
		Ok(())
	}

	#[benchmark]
	fn reinstate_validator() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		register::<T>(T::MaxValidators::get());
		let who = validator::<T>(T::MaxValidators::get().saturating_sub(1));
		disable::<T>(&who);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone());

		assert!(Validators::<T>::get(who).is_some_and(|info| info.stands()));
		Ok(())
	}

	#[benchmark]
	fn set_min_validators(v: Linear<1, { T::MaxValidators::get() }>) -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		register::<T>(v);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, v);

		assert_eq!(MinValidators::<T>::get(), v);
		Ok(())
	}

	#[benchmark]
	fn note_author() {
		register::<T>(1);
		let who = validator::<T>(0);
		BlocksMade::<T>::insert(&who, 1);

		#[block]
		{
			<Pallet<T> as EventHandler<_, _>>::note_author(who.clone());
		}

		assert_eq!(BlocksMade::<T>::get(who), Some(2));
	}

	#[benchmark]
	fn note_offence(v: Linear<4, { T::MaxValidators::get() }>) {
		register::<T>(v);
		let who = validator::<T>(v.saturating_sub(1));
		let now = Session::<T>::current_index();

		#[block]
		{
			Pallet::<T>::note_offence(&who, now);
		}

		assert!(Validators::<T>::get(who).is_some_and(|info| !info.stands()));
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
