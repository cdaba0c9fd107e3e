// SPDX-License-Identifier: Apache-2.0

//! Benchmarks. A card is issued after as many collisions as are borne.

use super::*;
use frame_benchmarking::{account, v2::*};

fn issue<T: Config>() -> CitizenIndex {
	let holder: T::AccountId = account("citizen", 0, 0);
	let citizen = CitizenIndex(u64::MAX);
	Pallet::<T>::insert_card(citizen, holder, AgencyId(0), Pallet::<T>::now());
	citizen
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn issue_card() {
		let origin = T::CardOfficeOrigin::successful_actor();
		let holder: T::AccountId = account("citizen", 0, 0);
		let issued = IssuedCards::<T>::get();
		for draw in 0..MAX_DRAWS - 1 {
			let index = u32::try_from(draw).expect("there are few draws");
			let taken = Card {
				account: account("earlier citizen", index, 0),
				status: CardStatus::Suspended { since: 0 },
				issued_by: AgencyId(0),
				issued_at: 0,
			};
			Cards::<T>::insert(index_from(&Pallet::<T>::fresh_id(issued, draw)), taken);
		}

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, holder.clone());

		assert!(CitizenByAccount::<T>::contains_key(holder));
	}

	#[benchmark]
	fn suspend_card() {
		let origin = T::CardOfficeOrigin::successful_actor();
		let citizen = issue::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, citizen);

		assert!(Pallet::<T>::ensure_active(citizen).is_err());
	}

	#[benchmark]
	fn resume_card() {
		let origin = T::CardOfficeOrigin::successful_actor();
		let citizen = issue::<T>();
		let card = Cards::<T>::get(citizen).expect("the card is issued");
		Pallet::<T>::set_status(citizen, card, CardStatus::Suspended { since: 0 });

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, citizen);

		assert!(Pallet::<T>::ensure_active(citizen).is_ok());
	}

	#[benchmark]
	fn revoke_card() {
		let origin = T::CardOfficeOrigin::successful_actor();
		let citizen = issue::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, citizen);

		assert!(Pallet::<T>::ensure_active(citizen).is_err());
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
