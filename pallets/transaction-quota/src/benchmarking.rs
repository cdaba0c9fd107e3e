// SPDX-License-Identifier: Apache-2.0

//! Benchmarks. The account is admitted by the register that is asked last, and is not activated yet.

use super::*;
use frame_benchmarking::v2::*;
use frame_support::{dispatch::GetDispatchInfo, weights::Weight};
use frame_system::RawOrigin;
use sp_runtime::traits::One;

/// What the benchmarks need of the rest of the runtime.
pub trait BenchmarkHelper<AccountId, RuntimeCall> {
	/// An account that is admitted, and for which all registers are asked.
	fn admitted_account() -> AccountId;

	/// A call that quota covers, in as many wrappers as are looked into.
	fn covered_call() -> RuntimeCall;
}

const PLENTY: Allowance = Allowance {
	ref_time_capacity: u64::MAX,
	ref_time_per_block: 1,
	length_capacity: u32::MAX,
	length_per_block: 1,
};

fn account_not_activated<T: Config>() -> T::AccountId {
	let who = T::BenchmarkHelper::admitted_account();
	Activated::<T>::remove(&who);
	who
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn set_allowance() -> Result<(), BenchmarkError> {
		let origin = T::GovernanceOrigin::try_successful_origin()
			.map_err(|()| BenchmarkError::Weightless)?;
		let class = AccountClass::Citizen;
		Allowances::<T>::insert(class, Allowance::default());

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, class, PLENTY);

		assert_eq!(Allowances::<T>::get(class), PLENTY);
		Ok(())
	}

	#[benchmark]
	fn activate() {
		let who = account_not_activated::<T>();
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), who.clone());

		assert!(Activated::<T>::contains_key(who));
	}

	/// What quota adds to a transaction: looking it up, taking it, and giving back what was not used.
	#[benchmark]
	fn charge_quota() {
		let who = account_not_activated::<T>();
		let call = T::BenchmarkHelper::covered_call();
		let info = call.get_dispatch_info();
		let used = Used {
			ref_time: 1,
			length: 1,
			at: frame_system::Pallet::<T>::block_number(),
		};
		Usage::<T>::insert(&who, used);
		for class in [
			AccountClass::Citizen,
			AccountClass::Business,
			AccountClass::Agency,
			AccountClass::Governance,
			AccountClass::Voter,
		] {
			Allowances::<T>::insert(class, PLENTY);
		}
		let nonce = frame_system::Pallet::<T>::account_nonce(&who).saturating_add(One::one());
		let post_info = PostDispatchInfo {
			actual_weight: Some(Weight::zero()),
			pays_fee: Pays::Yes,
		};
		let charged;

		#[block]
		{
			charged = match Pallet::<T>::standing(&who, &call) {
				Some((class, Some(_))) => {
					let cost = Pallet::<T>::cost(&info, 100);
					let gap = Pallet::<T>::nonce_gap(&who, nonce);
					let charge = Charge { who, class, cost };
					let suffices = Pallet::<T>::suffices(&charge.who, class, cost, gap);
					let taken = Pallet::<T>::take(&charge).is_ok();
					Pallet::<T>::give_back(&charge, &info, &post_info, &Ok(()));
					suffices && taken
				},
				_ => false,
			};
		}

		assert!(
			charged,
			"quota pays for a covered call of an admitted account"
		);
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
