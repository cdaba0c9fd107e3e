// SPDX-License-Identifier: Apache-2.0

//! Weights for `pallet_agencies`
//!
//! Regenerate with `scripts/benchmark.sh`.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]
#![allow(unused_imports)]
#![allow(missing_docs)]

use frame_support::{traits::Get, weights::{Weight, constants::RocksDbWeight}};
use core::marker::PhantomData;

/// Weight functions needed for `pallet_agencies`.
pub trait WeightInfo {
	fn register_institution(r: u32, ) -> Weight;
	fn set_roles(r: u32, ) -> Weight;
	fn suspend() -> Weight;
	fn reinstate() -> Weight;
	fn retire() -> Weight;
	fn admit_company(r: u32, ) -> Weight;
	fn replace_administrator() -> Weight;
	fn appoint_delegate(r: u32, ) -> Weight;
	fn dismiss_delegate() -> Weight;
	fn resign() -> Weight;
	fn propose_administrator() -> Weight;
	fn accept_administration() -> Weight;
	fn withdraw_administrator_proposal() -> Weight;
	fn set_payout_account() -> Weight;
}

/// Weights for `pallet_agencies` using the Substrate node and recommended hardware.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// The range of component `r` is `[1, 16]`.
	fn register_institution(r: u32, ) -> Weight {
		Weight::from_parts(50_000_000, 12000)
			.saturating_add(Weight::from_parts(150_000, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	/// The range of component `r` is `[1, 16]`.
	fn set_roles(r: u32, ) -> Weight {
		Weight::from_parts(35_000_000, 12000)
			.saturating_add(Weight::from_parts(150_000, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn suspend() -> Weight {
		Weight::from_parts(40_000_000, 12000)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn reinstate() -> Weight {
		Weight::from_parts(35_000_000, 12000)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn retire() -> Weight {
		Weight::from_parts(45_000_000, 12000)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// The range of component `r` is `[1, 16]`.
	fn admit_company(r: u32, ) -> Weight {
		Weight::from_parts(60_000_000, 12000)
			.saturating_add(Weight::from_parts(150_000, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn replace_administrator() -> Weight {
		Weight::from_parts(65_000_000, 12000)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	/// The range of component `r` is `[1, 16]`.
	fn appoint_delegate(r: u32, ) -> Weight {
		Weight::from_parts(50_000_000, 12000)
			.saturating_add(Weight::from_parts(150_000, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn dismiss_delegate() -> Weight {
		Weight::from_parts(35_000_000, 12000)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn resign() -> Weight {
		Weight::from_parts(30_000_000, 12000)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn propose_administrator() -> Weight {
		Weight::from_parts(55_000_000, 12000)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn accept_administration() -> Weight {
		Weight::from_parts(55_000_000, 12000)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn withdraw_administrator_proposal() -> Weight {
		Weight::from_parts(35_000_000, 12000)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn set_payout_account() -> Weight {
		Weight::from_parts(30_000_000, 12000)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}

// For backwards compatibility and tests.
impl WeightInfo for () {
	/// The range of component `r` is `[1, 16]`.
	fn register_institution(r: u32, ) -> Weight {
		Weight::from_parts(50_000_000, 12000)
			.saturating_add(Weight::from_parts(150_000, 0).saturating_mul(r.into()))
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	/// The range of component `r` is `[1, 16]`.
	fn set_roles(r: u32, ) -> Weight {
		Weight::from_parts(35_000_000, 12000)
			.saturating_add(Weight::from_parts(150_000, 0).saturating_mul(r.into()))
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn suspend() -> Weight {
		Weight::from_parts(40_000_000, 12000)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn reinstate() -> Weight {
		Weight::from_parts(35_000_000, 12000)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn retire() -> Weight {
		Weight::from_parts(45_000_000, 12000)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	/// The range of component `r` is `[1, 16]`.
	fn admit_company(r: u32, ) -> Weight {
		Weight::from_parts(60_000_000, 12000)
			.saturating_add(Weight::from_parts(150_000, 0).saturating_mul(r.into()))
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn replace_administrator() -> Weight {
		Weight::from_parts(65_000_000, 12000)
			.saturating_add(RocksDbWeight::get().reads(9_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	/// The range of component `r` is `[1, 16]`.
	fn appoint_delegate(r: u32, ) -> Weight {
		Weight::from_parts(50_000_000, 12000)
			.saturating_add(Weight::from_parts(150_000, 0).saturating_mul(r.into()))
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn dismiss_delegate() -> Weight {
		Weight::from_parts(35_000_000, 12000)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn resign() -> Weight {
		Weight::from_parts(30_000_000, 12000)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn propose_administrator() -> Weight {
		Weight::from_parts(55_000_000, 12000)
			.saturating_add(RocksDbWeight::get().reads(7_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn accept_administration() -> Weight {
		Weight::from_parts(55_000_000, 12000)
			.saturating_add(RocksDbWeight::get().reads(7_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn withdraw_administrator_proposal() -> Weight {
		Weight::from_parts(35_000_000, 12000)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn set_payout_account() -> Weight {
		Weight::from_parts(30_000_000, 12000)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
}
