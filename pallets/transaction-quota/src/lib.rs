// SPDX-License-Identifier: Apache-2.0

//! # 무료 거래 한도 · Transaction quota
//!
//! Whoever the city has admitted sends transactions without owning tokens, as many as a quota allows that
//! refills with every block.
//!
//! | call | who | what |
//! |---|---|---|
//! | `set_allowance` | governance | sets what the accounts of a class can use |
//! | `activate` | anyone | lets an admitted account exist without a balance |
//!
//! ## Overview
//!
//! [`ChargeQuotaOrFee`] stands in the place of `CheckNonce`, `CheckWeight` and `ChargeTransactionPayment`
//! among the extensions of a transaction. It does what they do, except that the quota of an admitted
//! signer pays instead of the balance where it can; its documentation says when. Wallets see the three.
//!
//! A quota has two measures, compute and bytes, and both must suffice. A transaction takes of it exactly
//! what it takes of its block. The [`Allowance`] of each class of accounts says how much there is and how
//! much of it comes back with each block. What an account has used
//! is written down with the block at which that was so; the refill is reckoned when somebody asks, so that
//! idle accounts cost nothing. It is reckoned with the allowance that is in force then.
//!
//! Which calls quota pays for, and in which [`Tier`] a transaction stands, the runtime's [`CallPolicy`]
//! says. [`Recursive`] makes one that looks into batches, proxies and multisig calls.
//!
//! ## Accounts without a balance
//!
//! The first admission of an account gives it a provider reference, which is never dropped: not when a
//! card is revoked, and not when the balance is given away. So the account goes on to exist, its nonce
//! never starts anew, and no old transaction of it can be sent a second time. Registers tell this pallet of
//! admissions through [`OnAdmission`]. Of councillors and members of the committee nobody tells it; they
//! are activated by a call, or by their first transaction if they have a balance.
//!
//! ## Terminology
//!
//! * **Admitted**: [`Config::Admission`] knows a class for the account, now.
//! * **Activated**: the account has the provider reference. It stays when the account is no longer
//!   admitted, and gives no quota then.
//! * **Covered**: the policy knows a tier for the call.
//!
//! ## Example
//!
//! A policy that covers transfers, alone and in batches:
//!
//! ```
//! use pallet_transaction_quota::{CallPolicy, Inspect, Recursive, Tier, Wrapped};
//! use seoul_chain_primitives::AccountClass;
//!
//! enum Call {
//!     Transfer,
//!     Remark,
//!     Batch(Vec<Call>),
//! }
//!
//! struct Calls;
//!
//! impl Inspect<Call> for Calls {
//!     fn wrapped(call: &Call) -> Wrapped<'_, Call> {
//!         match call {
//!             Call::Batch(calls) => Wrapped::Many(calls),
//!             _ => Wrapped::Nothing,
//!         }
//!     }
//!
//!     fn plain_tier(_: AccountClass, call: &Call) -> Option<Tier> {
//!         matches!(call, Call::Transfer).then_some(Tier::Quota)
//!     }
//! }
//!
//! type Policy = Recursive<Calls>;
//!
//! let citizen = AccountClass::Citizen;
//! let transfers = Call::Batch(vec![Call::Transfer, Call::Transfer]);
//! assert_eq!(Policy::tier(citizen, &transfers), Some(Tier::Quota));
//! let mixed = Call::Batch(vec![Call::Transfer, Call::Remark]);
//! assert_eq!(Policy::tier(citizen, &mixed), None);
//! ```
//!
//! ## Invariants
//!
//! Checked by [`Pallet::do_try_state`]:
//!
//! 1. Every activated account has a provider reference.
//! 2. Whoever has used quota is activated.
//! 3. No use is written down for a block that is yet to come.

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

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
mod extension;
#[cfg(test)]
mod mock;
mod policy;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use extension::{ChargeQuotaOrFee, Inner};
pub use pallet::*;
pub use policy::{CallPolicy, Inspect, Recursive, Tier, Wrapped, MAX_DEPTH};
pub use types::*;
pub use weights::WeightInfo;

use frame_support::{
	dispatch::{DispatchInfo, DispatchResult, Pays, PostDispatchInfo},
	ensure,
	traits::{EnsureOrigin, Get},
};
use frame_system::{ensure_signed, pallet_prelude::BlockNumberFor};
use pallet_transaction_payment::OnChargeTransaction;
use seoul_chain_primitives::{AccountClass, Admission, OnAdmission};
use sp_runtime::{
	traits::{Saturating, Zero},
	transaction_validity::{InvalidTransaction, TransactionValidityError},
	SaturatedConversion, TryRuntimeError,
};

/// What fees are counted in.
pub type BalanceOf<T> =
	<<T as pallet_transaction_payment::Config>::OnChargeTransaction as OnChargeTransaction<T>>::Balance;

#[frame_support::pallet]
#[allow(clippy::expect_used)] // In what the macro generates; `scripts/check.sh` reads what we write.
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;

	/// The in-code storage version.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config:
		frame_system::Config<RuntimeEvent: From<Event<Self>>> + pallet_transaction_payment::Config
	{
		/// Governance: sets allowances.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Says who is admitted. Asked at each transaction.
		type Admission: Admission<Self::AccountId>;

		/// Says which calls quota pays for, and which transactions come first.
		type CallPolicy: CallPolicy<<Self as frame_system::Config>::RuntimeCall>;

		/// Weights of the calls and of the extension.
		type WeightInfo: WeightInfo;

		/// What the benchmarks need of the rest of the runtime.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::benchmarking::BenchmarkHelper<
			Self::AccountId,
			<Self as frame_system::Config>::RuntimeCall,
		>;
	}

	/// 등급별 무료 한도.
	///
	/// What an account of a class can use without a fee. Nothing, for a class that is not listed.
	#[pallet::storage]
	pub type Allowances<T: Config> =
		StorageMap<_, Twox64Concat, AccountClass, Allowance, ValueQuery>;

	/// 계정별 사용 기록.
	///
	/// What an account had used at a block. What came back since then is yet to be taken off.
	#[pallet::storage]
	pub type Usage<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Used<BlockNumberFor<T>>, ValueQuery>;

	/// 활성화된 계정.
	///
	/// The accounts that were ever admitted. Each exists without a balance, for ever.
	#[pallet::storage]
	pub type Activated<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, (), OptionQuery>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// What the accounts of each class can use. A class that is not listed has nothing.
		pub allowances: Vec<(AccountClass, Allowance)>,
		/// Accounts that are activated in the first block, besides those of which registers tell.
		pub accounts: Vec<T::AccountId>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for (class, allowance) in &self.allowances {
				assert!(
					!Allowances::<T>::contains_key(class),
					"the genesis lists the allowance of {class:?} twice"
				);
				Allowances::<T>::insert(class, allowance);
			}
			for account in &self.accounts {
				Pallet::<T>::on_admitted(account);
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// 등급의 무료 한도가 변경되었다.
		///
		/// The allowance of a class changed, for all its accounts at once.
		AllowanceSet {
			/// 등급. The class of accounts.
			class: AccountClass,
			/// 이전 한도. The allowance before.
			old_allowance: Allowance,
			/// 새 한도. The allowance from now on.
			new_allowance: Allowance,
		},
		/// 계정이 활성화되었다.
		///
		/// An account was admitted for the first time. It exists without a balance from now on.
		AccountActivated {
			/// 계정. The account.
			account: T::AccountId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// 한도를 정할 권한이 없습니다.
		///
		/// Only the council sets allowances. Propose a motion with this call to the council.
		NotAuthorized,
		/// 승인된 계정이 아닙니다.
		///
		/// The city has not admitted the account, or no longer does. The card office issues cards to
		/// citizens, the administrator of an agency appoints its delegates.
		NotAdmitted,
		/// 이미 활성화된 계정입니다.
		///
		/// The account is activated already, so there is nothing to do.
		AlreadyActivated,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// 등급의 무료 한도를 정한다 (협의회).
		///
		/// Sets what the accounts of a class can use without a fee. By the council. In force at once; what
		/// an account has used stays used. An allowance of 0 makes everything cost the fee.
		///
		/// - `class`: the class of accounts.
		/// - `allowance`: capacity and refill per block, in picoseconds of compute and in bytes.
		#[pallet::call_index(0)]
		#[pallet::weight(<T as Config>::WeightInfo::set_allowance())]
		pub fn set_allowance(
			origin: OriginFor<T>,
			class: AccountClass,
			allowance: Allowance,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin).map_err(|_| Error::<T>::NotAuthorized)?;
			let old_allowance = Allowances::<T>::get(class);
			Allowances::<T>::insert(class, allowance);
			Self::deposit_event(Event::AllowanceSet {
				class,
				old_allowance,
				new_allowance: allowance,
			});
			Ok(())
		}

		/// 승인된 계정을 활성화한다 (누구나).
		///
		/// Lets an admitted account exist without a balance. By anyone. Only councillors and members of the
		/// technical committee need it: whoever gets a card, a delegation or a validator is activated by
		/// that.
		///
		/// - `account`: must be admitted, and not activated yet.
		#[pallet::call_index(1)]
		#[pallet::weight(<T as Config>::WeightInfo::activate())]
		pub fn activate(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
			ensure_signed(origin)?;
			ensure!(
				T::Admission::class_of(&account).is_some(),
				Error::<T>::NotAdmitted
			);
			ensure!(
				!Activated::<T>::contains_key(&account),
				Error::<T>::AlreadyActivated
			);
			Self::on_admitted(&account);
			Ok(())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// 이 계정의 현재 무료 한도.
		///
		/// The class and allowance of `account` and what is left of it now; nothing if it is not admitted.
		pub fn quota_of(account: T::AccountId) -> Option<Quota> {
			let class = T::Admission::class_of(&account)?;
			let allowance = Allowances::<T>::get(class);
			Some(Quota {
				class,
				allowance,
				left: Self::left(&account, &allowance),
			})
		}
	}
}

// What can be used.
impl<T: Config> Pallet<T> {
	fn now() -> BlockNumberFor<T> {
		frame_system::Pallet::<T>::block_number()
	}

	/// What `who` has used and what has not come back by now.
	fn used(who: &T::AccountId, allowance: &Allowance) -> Amount {
		let Used {
			ref_time,
			length,
			at,
		} = Usage::<T>::get(who);
		let blocks = Self::now().saturating_sub(at).saturated_into();
		Amount { ref_time, length }.minus(allowance.refill(blocks))
	}

	/// What `who` can use now.
	fn left(who: &T::AccountId, allowance: &Allowance) -> Amount {
		allowance.capacity().minus(Self::used(who, allowance))
	}

	/// How many transactions of `who` run before the one with this nonce.
	pub(crate) fn nonce_gap(who: &T::AccountId, nonce: T::Nonce) -> u64 {
		nonce
			.saturating_sub(frame_system::Pallet::<T>::account_nonce(who))
			.saturated_into()
	}

	/// For what `who` is admitted, and in which tier quota pays for the call.
	pub(crate) fn standing(
		who: &T::AccountId,
		call: &<T as frame_system::Config>::RuntimeCall,
	) -> Option<(AccountClass, Option<Tier>)> {
		let class = T::Admission::class_of(who)?;
		Some((class, T::CallPolicy::tier(class, call)))
	}

	/// Whether what is left suffices for a transaction of this cost and for as many of the same cost as
	/// run before it.
	pub(crate) fn suffices(
		who: &T::AccountId,
		class: AccountClass,
		cost: Amount,
		gap: u64,
	) -> bool {
		let allowance = Allowances::<T>::get(class);
		let times = u128::from(gap).saturating_add(1);
		Self::left(who, &allowance).holds(cost, times)
	}

	/// The most that a transaction can take: what it takes of a block before it runs.
	pub fn cost(info: &DispatchInfo, len: usize) -> Amount {
		let base = T::BlockWeights::get().get(info.class).base_extrinsic;
		Amount::of(info.total_weight().saturating_add(base), len)
	}

	/// Whether quota would pay for a transaction that `who` signs with this nonce and tip. An account that
	/// does not exist signs nothing, also if it is admitted.
	pub fn suffices_for(
		who: &T::AccountId,
		nonce: T::Nonce,
		call: &<T as frame_system::Config>::RuntimeCall,
		info: &DispatchInfo,
		len: usize,
		tip: BalanceOf<T>,
	) -> bool {
		let account = frame_system::Account::<T>::get(who);
		if account.providers.is_zero() && account.sufficients.is_zero() {
			return false;
		}
		match Self::standing(who, call) {
			Some((class, Some(_))) if tip.is_zero() => {
				let gap = Self::nonce_gap(who, nonce);
				Self::suffices(who, class, Self::cost(info, len), gap)
			},
			_ => false,
		}
	}
}

// What is used.
impl<T: Config> Pallet<T> {
	/// Take the most that a transaction can use.
	pub(crate) fn take(charge: &Charge<T::AccountId>) -> Result<(), TransactionValidityError> {
		let Charge { who, class, cost } = charge;
		let allowance = Allowances::<T>::get(class);
		let used = Self::used(who, &allowance);
		ensure!(
			allowance.capacity().minus(used).holds(*cost, 1),
			InvalidTransaction::Payment
		);
		// Whoever uses quota must never lose the nonce, also if it is a balance that let the account exist
		// until now.
		Self::on_admitted(who);
		let Amount { ref_time, length } = used.plus(*cost);
		let at = Self::now();
		Usage::<T>::insert(
			who,
			Used {
				ref_time,
				length,
				at,
			},
		);
		Ok(())
	}

	/// Give back what a transaction did not use of what was taken in this block.
	pub(crate) fn give_back(
		charge: &Charge<T::AccountId>,
		info: &DispatchInfo,
		post_info: &PostDispatchInfo,
		result: &DispatchResult,
	) {
		let Charge { who, cost, .. } = charge;
		let unused = if result.is_ok() && post_info.pays_fee(info) == Pays::No {
			*cost
		} else {
			let actual = post_info.calc_actual_weight(info);
			Amount::of(info.total_weight().saturating_sub(actual), 0)
		};
		Usage::<T>::mutate(who, |used| {
			used.ref_time = used.ref_time.saturating_sub(unused.ref_time);
			used.length = used.length.saturating_sub(unused.length);
		});
	}
}

impl<T: Config> OnAdmission<T::AccountId> for Pallet<T> {
	fn on_admitted(who: &T::AccountId) {
		if Activated::<T>::contains_key(who) {
			return;
		}
		frame_system::Pallet::<T>::inc_providers(who);
		Activated::<T>::insert(who, ());
		Self::deposit_event(Event::AccountActivated {
			account: who.clone(),
		});
	}
}

// What must always hold.
impl<T: Config> Pallet<T> {
	/// Check the invariants, numbered as in the documentation of this crate.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		for who in Activated::<T>::iter_keys() {
			ensure!(
				frame_system::Pallet::<T>::providers(&who) > 0,
				"Invariant 1: an activated account has no provider reference"
			);
		}
		for (who, used) in Usage::<T>::iter() {
			ensure!(
				Activated::<T>::contains_key(&who),
				"Invariant 2: an account that is not activated has used quota"
			);
			ensure!(
				used.at <= Self::now(),
				"Invariant 3: quota was used in a block that is yet to come"
			);
		}
		Ok(())
	}
}
