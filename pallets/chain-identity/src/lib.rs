// SPDX-License-Identifier: Apache-2.0

//! # 체인 식별자 · Chain identity
//!
//! 32 bytes that tell this chain from every other, for ever.
//!
//! Transactions name the chain by its genesis hash. What is signed or proven outside transactions names it by
//! this identity instead: it stays when the chain moves under a relay chain, whose collators start from
//! another genesis. A signature for a chain of tests does not hold on the city's, as long as the two were given
//! different identities.
//!
//! There are no calls. Other pallets read the identity through [`Get`](frame_support::traits::Get), clients as
//! `chainIdentity.chainId`.
//!
//! ## Invariants
//!
//! 1. The identity is not all zeros.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	target_arch = "wasm32",
	deny(
		clippy::arithmetic_side_effects,
		clippy::expect_used,
		clippy::indexing_slicing,
		clippy::unwrap_used
	)
)]

pub use pallet::*;

#[cfg(test)]
mod tests;

#[frame_support::pallet]
#[allow(clippy::expect_used)] // In what the macro generates; `scripts/check.sh` reads what we write.
pub mod pallet {
	use frame_support::{pallet_prelude::*, traits::Get};
	use frame_system::pallet_prelude::BlockNumberFor;
	use sp_core::H256;

	/// The layout of this pallet's storage.
	pub const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {}

	/// 체인 식별자.
	/// The chain's identity in what is signed or proven outside transactions.
	#[pallet::storage]
	pub type ChainId<T> = StorageValue<_, H256, ValueQuery>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// 32 random bytes, in hexadecimal. Every preset sets them; all zeros say that the chain has none.
		pub chain_id: H256,
		#[serde(skip)]
		/// Names the runtime, and holds nothing.
		pub _marker: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			ChainId::<T>::put(self.chain_id);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[cfg(any(feature = "try-runtime", test))]
	impl<T: Config> Pallet<T> {
		/// Checks the invariants.
		pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
			ensure!(
				!ChainId::<T>::get().is_zero(),
				"1: the chain has no identity"
			);
			Ok(())
		}
	}

	impl<T: Config> Get<[u8; 32]> for Pallet<T> {
		fn get() -> [u8; 32] {
			ChainId::<T>::get().0
		}
	}
}
