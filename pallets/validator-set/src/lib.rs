// SPDX-License-Identifier: Apache-2.0

//! # 검증인 등록부 · Validator set
//!
//! Which institutions run validators, and what happens when one misbehaves or is away.
//!
//! | call | who | what |
//! |---|---|---|
//! | `add_validator` | council | registers a validator of an agency |
//! | `remove_validator` | council | ends a registration; confirms the disabling of an offender |
//! | `reinstate_validator` | council | finds a reported validator honest |
//! | `set_min_validators` | council | sets how many validators there must be at least |
//!
//! ## Overview
//!
//! The pallet is the session manager of `pallet-session`. Each session runs with the *standing*
//! validators that have session keys, in the order of their accounts. A registered account sets its
//! keys itself with `session.set_keys`; [`RegisteredValidator`] makes `pallet-session` refuse anybody
//! else, and `pallet-session` checks that the keys are the signer's. [`Config::OnAdmission`] is told of
//! each account that is registered, so that a runtime can let it act without money.
//!
//! **When changes count.** `pallet-session` queues validators one session ahead, so that a change would
//! wait for two boundaries. [`PlanAtBoundary`] plans once more right before a session ends: validators
//! added, removed, disabled, reinstated, and keys that were set, count from the *next boundary* on. A
//! set that did not change is not planned anew, so GRANDPA's authority set changes only when
//! validators or their keys do. A plan without validators is never made: the running set stays.
//!
//! **Offences.** `pallet-offences` reports a proven equivocation to this pallet, which disables the
//! validator at once: it makes no more blocks in the running session, and from the next boundary on it
//! is no validator at all. (In the rest of the running session it can still vote: GRANDPA knows no
//! disabled voters. Votes of one in three do no harm.) The council then decides: `remove_validator`
//! confirms, `reinstate_validator` takes it back. An honest validator can equivocate after a crash that
//! lost its last votes, which is why this is no verdict.
//!
//! Disabling must not do what the attacker could not. It happens only if
//!
//! 1. fewer than a third of the running validators are then disabled in the session, and fewer than a
//!    third of the registered ones wait for the council's decision (of `n` at most `(n - 1) / 3`);
//! 2. at least [`MinValidators`] ready ones remain.
//!
//! Otherwise the validator is only [reported](ValidatorStatus::Reported): it goes on, everybody sees it,
//! and the council acts. A network of up to three validators therefore disables nobody by itself.
//!
//! **Offline.** A validator that makes no block in a session missed it. From
//! [`Config::OfflineSessionsShown`] missed sessions in a row on it is shown as offline, by an event and
//! the view function `offline_validators`. Nothing else happens.
//!
//! ## Terminology
//!
//! * **Standing**: registered and not disabled.
//! * **Ready**: standing and with session keys. Only ready validators count for the minimum: a disabled
//!   one, and one that never set its keys, can always be removed.
//! * **Settled offence**: committed in a session that ended before the council registered the validator,
//!   or in one up to that of the offence for which it last reinstated it. It is shown and changes
//!   nothing. Reports of one GRANDPA round arrive together with all earlier reports of that round, so
//!   that without this a reinstated validator would be disabled by another's offence.
//!
//! ## Example
//!
//! How a runtime plugs it into `pallet-session`:
//!
//! ```ignore
//! type SessionEnd = PeriodicSessions<SessionLength<Runtime>, ConstU32<0>>;
//!
//! impl pallet_session::Config for Runtime {
//!     type ValidatorIdOf = RegisteredValidator<Self>;
//!     type ShouldEndSession = PlanAtBoundary<Self, SessionEnd>;
//!     type NextSessionRotation = SessionEnd;
//!     type SessionManager = NoteHistoricalRoot<Self, ValidatorSet>;
//!     type DisablingStrategy = ();
//!     // ...
//! }
//! ```
//!
//! This pallet has a *smaller index* than `pallet-session` in the runtime, since the genesis is built in
//! the order of the indices, and that of `pallet-session` asks it for the first validators. The runtime's call filter refuses `session.purge_keys`: a running
//! validator that purged its keys would leave unasked, below the minimum too. The keys of a removed
//! validator are purged when it has left the session, with the deposit given back.
//!
//! ## Invariants
//!
//! Checked by [`Pallet::do_try_state`]:
//!
//! 1. There are at most [`Config::MaxValidators`] validators.
//! 2. The minimum is at least 1 and at most [`Config::MaxValidators`]; a session has at least one block.
//! 3. No registration, report or judgement lies in a session to come, and no offence after its report.
//! 4. Only registered validators have counts of blocks and of missed sessions, and no count is 0.
//! 5. No standing validator is disabled in the running session.
//! 6. Keys to be purged belong to accounts that run in this session, are not registered any more, and are
//!    listed once.

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
#[cfg(test)]
mod mock;
mod session;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use pallet::*;
pub use session::{NoIdentification, PlanAtBoundary, RegisteredValidator, SessionLength};
pub use types::*;
pub use weights::WeightInfo;

use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{EnsureOrigin, Get},
	BoundedVec,
};
use frame_system::RawOrigin;
use pallet_session::{historical, Pallet as Session};
use seoul_chain_primitives::{
	admission::{AccountClass, Admission, OnAdmission},
	AgencyId, AgencyRegistry,
};
use sp_runtime::{SaturatedConversion, TryRuntimeError};
use sp_staking::SessionIndex;

#[frame_support::pallet]
#[allow(clippy::expect_used)] // In what the macro generates; `scripts/check.sh` reads what we write.
pub mod pallet {
	use super::*;
	use frame_support::{pallet_prelude::*, traits::ConstU32};
	use frame_system::pallet_prelude::*;

	/// The in-code storage version.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config:
		frame_system::Config<RuntimeEvent: From<Event<Self>>>
		+ pallet_session::Config<ValidatorId = <Self as frame_system::Config>::AccountId>
		+ historical::Config<FullIdentification = ()>
	{
		/// Governance: decides who validates.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The register of agencies. A validator is registered for an active one.
		type Agencies: AgencyRegistry<Self::AccountId>;

		/// Told of each account that becomes a validator's.
		type OnAdmission: OnAdmission<Self::AccountId>;

		/// 최대 검증인 수.
		///
		/// At most this many validators are registered, disabled ones included. Not more than the consensus
		/// pallets take.
		#[pallet::constant]
		type MaxValidators: Get<u32>;

		/// 오프라인으로 표시되는 연속 결근 세션 수.
		///
		/// A validator that made no block in this many sessions in a row is shown as offline.
		#[pallet::constant]
		type OfflineSessionsShown: Get<u32>;

		/// 위반 신고가 가능한 세션 수.
		///
		/// An offence can be proven for this many sessions after that in which it was committed.
		#[pallet::constant]
		type ReportingSessions: Get<SessionIndex>;

		/// Weights of the calls, and of what consensus tells this pallet.
		type WeightInfo: WeightInfo;

		/// What the benchmarks need of the register of agencies.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: benchmarking::BenchmarkHelper;
	}

	/// 계정별 검증인.
	///
	/// The registered validators, by account.
	#[pallet::storage]
	pub type Validators<T: Config> =
		CountedStorageMap<_, Blake2_128Concat, T::AccountId, ValidatorInfo, OptionQuery>;

	/// 최소 검증인 수.
	///
	/// No decision may leave fewer ready validators than this.
	#[pallet::storage]
	pub type MinValidators<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<1>>;

	/// 세션 길이 (블록).
	///
	/// Length of a session in blocks. Set at genesis only.
	#[pallet::storage]
	pub type BlocksPerSession<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<1>>;

	/// 검증인별 이번 세션 블록 수.
	///
	/// How many blocks a validator made in the running session. None if it made no block.
	#[pallet::storage]
	pub type BlocksMade<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, u32, OptionQuery>;

	/// 검증인별 연속 결근 세션 수.
	///
	/// In how many sessions in a row a validator made no block. None if it made one in the last.
	#[pallet::storage]
	pub type MissedSessions<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, u32, OptionQuery>;

	/// 세션 키를 삭제할 계정.
	///
	/// Removed validators that still run in this session. Their keys are purged when they have left it, and
	/// not before: the proof of an offence that they commit until then needs the keys.
	#[pallet::storage]
	pub type KeysToPurge<T: Config> =
		StorageValue<_, BoundedVec<T::AccountId, T::MaxValidators>, ValueQuery>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The validators of the first session.
		pub validators: Vec<GenesisValidator<T::AccountId>>,
		/// How many there must be at least. 0 is read as 1.
		pub min_validators: u32,
		/// Length of a session in blocks. 0 is read as 1.
		pub session_length: u32,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			let count: u32 = self.validators.len().saturated_into();
			assert!(
				count <= T::MaxValidators::get(),
				"the genesis has {count} validators, more than MaxValidators"
			);
			assert!(
				self.min_validators <= count,
				"the genesis has {count} validators, fewer than minValidators"
			);
			for GenesisValidator { account, agency } in &self.validators {
				assert!(
					!Validators::<T>::contains_key(account),
					"validator {account:?} stands twice in the genesis"
				);
				Validators::<T>::insert(account, ValidatorInfo::new(*agency, 0));
				T::OnAdmission::on_admitted(account);
			}
			MinValidators::<T>::put(self.min_validators.max(1));
			BlocksPerSession::<T>::put(self.session_length.max(1));
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// 검증인이 등록되었다.
		///
		/// A validator was registered. It runs from the first session boundary after its keys are set.
		ValidatorAdded {
			/// 검증인 계정. The validator's account.
			validator: T::AccountId,
			/// 기관 번호. The agency that answers for it.
			agency: AgencyId,
		},
		/// 검증인 등록이 끝났다.
		///
		/// A validator was removed. It leaves at the next session boundary.
		ValidatorRemoved {
			/// 검증인 계정. The former validator's account.
			validator: T::AccountId,
			/// 기관 번호. The agency that answered for it.
			agency: AgencyId,
			/// 이전 상태. Its status before: for an offender, the disabling that is now confirmed.
			old_status: ValidatorStatus,
		},
		/// 검증인이 복귀하였다.
		///
		/// The council found a reported validator honest.
		ValidatorReinstated {
			/// 검증인 계정. The validator's account.
			validator: T::AccountId,
			/// 이전 상태. Its status before.
			old_status: ValidatorStatus,
		},
		/// 최소 검증인 수가 변경되었다.
		///
		/// The minimum changed.
		MinValidatorsChanged {
			/// 이전 최소 수. The minimum before.
			old_minimum: u32,
			/// 새 최소 수. The minimum from now on.
			new_minimum: u32,
		},
		/// 위반이 증명되어 검증인이 정지되었다. 협의회의 결정이 필요하다.
		///
		/// A validator was disabled for a proven offence. The council has to confirm or to reinstate. The
		/// kind of the offence is in the event of `pallet-offences` in the same block.
		ValidatorDisabled {
			/// 검증인 계정. The validator's account.
			validator: T::AccountId,
			/// 위반 세션. The session in which the offence was committed.
			committed_in: SessionIndex,
		},
		/// 위반이 증명되었으나 검증인 수가 부족하여 정지하지 않았다. 협의회의 결정이 필요하다.
		///
		/// An offence was proven, but the network could not spare the validator, which goes on. The council
		/// has to act: add validators, then remove this one; or reinstate it.
		ValidatorReported {
			/// 검증인 계정. The validator's account.
			validator: T::AccountId,
			/// 위반 세션. The session in which the offence was committed.
			committed_in: SessionIndex,
		},
		/// 이미 등록이 끝난 검증인의 위반이 증명되었다.
		///
		/// An offence was proven of an account that is no validator any more. If it still runs in this
		/// session and can be spared, it makes no more blocks.
		FormerValidatorReported {
			/// 계정. The former validator's account.
			account: T::AccountId,
			/// 위반 세션. The session in which the offence was committed.
			committed_in: SessionIndex,
		},
		/// 협의회가 이미 판단한 위반이 다시 신고되었다.
		///
		/// An offence was reported that was committed before the council last decided about the validator.
		/// Nothing changed.
		SettledOffenceReported {
			/// 검증인 계정. The validator's account.
			validator: T::AccountId,
			/// 위반 세션. The session in which the offence was committed.
			committed_in: SessionIndex,
		},
		/// 검증인이 오프라인으로 보인다.
		///
		/// A validator made no block in so many sessions that it is shown as offline.
		ValidatorOffline {
			/// 검증인 계정. The validator's account.
			validator: T::AccountId,
			/// 연속 결근 세션 수. Sessions in a row without a block.
			missed_sessions: u32,
		},
		/// 오프라인이던 검증인이 다시 블록을 만들었다.
		///
		/// A validator that was shown as offline makes blocks again.
		ValidatorOnline {
			/// 검증인 계정. The validator's account.
			validator: T::AccountId,
			/// 연속 결근하였던 세션 수. For how many sessions it had made no block.
			missed_sessions: u32,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// 협의회의 의결이 필요합니다.
		///
		/// Only the council decides about validators. Propose a motion with this call to the council.
		NotTheCouncil,
		/// 이미 등록된 검증인입니다.
		///
		/// The account is a validator already. To name another agency, remove it first.
		AlreadyValidator,
		/// 등록된 검증인이 아닙니다.
		///
		/// The account is not a registered validator. Check the account.
		NotAValidator,
		/// 검증인 수가 한도에 이르렀습니다.
		///
		/// There are as many validators as the constant `MaxValidators` allows. Remove one first.
		TooManyValidators,
		/// 검증인 수가 최소 수 아래로 내려갑니다.
		///
		/// Fewer validators with session keys would remain than `MinValidators`. Add one, wait until it has
		/// set its keys, and try again; or lower the minimum.
		BelowMinimum,
		/// 신고된 검증인이 아닙니다.
		///
		/// The validator is active: no offence of it waits for a decision.
		NotReported,
		/// 최소 검증인 수는 1 이상이어야 합니다.
		///
		/// A chain needs at least one validator. Choose 1 or more.
		MinimumIsZero,
		/// 최소 검증인 수가 현재 검증인 수보다 많습니다.
		///
		/// Fewer validators than this stand and have session keys now. Add validators first.
		MinimumTooHigh,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(
				T::MaxValidators::get() > 0,
				"MaxValidators is 0: nobody could make a block"
			);
			assert!(
				T::OfflineSessionsShown::get() > 0,
				"OfflineSessionsShown is 0: everybody would be shown as offline"
			);
			assert!(
				T::ReportingSessions::get() > 0,
				"ReportingSessions is 0: no offence could be proven after its session"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// 검증인을 등록한다 (협의회).
		///
		/// Registers a validator. By the council.
		///
		/// Its operator then sets the session keys with `session.setKeys`, signed by this account. From the
		/// next session boundary on it runs.
		///
		/// - `validator`: the account of the validator.
		/// - `agency`: the agency that answers for it, which must be active now.
		#[pallet::call_index(0)]
		#[pallet::weight(<T as Config>::WeightInfo::add_validator())]
		pub fn add_validator(
			origin: OriginFor<T>,
			validator: T::AccountId,
			agency: AgencyId,
		) -> DispatchResult {
			Self::ensure_council(origin)?;
			ensure!(
				!Validators::<T>::contains_key(&validator),
				Error::<T>::AlreadyValidator
			);
			ensure!(
				Validators::<T>::count() < T::MaxValidators::get(),
				Error::<T>::TooManyValidators
			);
			T::Agencies::ensure_active(agency)?;

			let info = ValidatorInfo::new(agency, Session::<T>::current_index());
			Validators::<T>::insert(&validator, info);
			KeysToPurge::<T>::mutate(|removed| removed.retain(|who| *who != validator));
			Self::enable_in_session(&validator);
			T::OnAdmission::on_admitted(&validator);
			Self::deposit_event(Event::ValidatorAdded { validator, agency });
			Ok(())
		}

		/// 검증인 등록을 끝낸다. 위반으로 정지된 검증인이면 정지를 확정한다 (협의회).
		///
		/// Removes a validator; of a disabled one, that confirms the disabling. By the council.
		///
		/// It leaves at the next session boundary, and its session keys are purged then. Refused if fewer
		/// ready validators than the minimum would remain. Disabled validators and those without keys do
		/// not count for the minimum, and can always be removed.
		#[pallet::call_index(1)]
		#[pallet::weight(<T as Config>::WeightInfo::remove_validator(T::MaxValidators::get()))]
		pub fn remove_validator(origin: OriginFor<T>, validator: T::AccountId) -> DispatchResult {
			Self::ensure_council(origin)?;
			let info = Validators::<T>::get(&validator).ok_or(Error::<T>::NotAValidator)?;
			ensure!(
				!Self::is_ready(&validator, &info)
					|| Self::count_ready() > MinValidators::<T>::get(),
				Error::<T>::BelowMinimum
			);

			Validators::<T>::remove(&validator);
			BlocksMade::<T>::remove(&validator);
			MissedSessions::<T>::remove(&validator);
			Self::purge_keys_after_session(&validator);
			Self::deposit_event(Event::ValidatorRemoved {
				validator,
				agency: info.agency,
				old_status: info.status,
			});
			Ok(())
		}

		/// 신고되거나 정지된 검증인을 복귀시킨다 (협의회).
		///
		/// Finds a reported or disabled validator honest. By the council.
		///
		/// It may make blocks again at once if it still runs in this session; otherwise it runs from the
		/// next session boundary on. Its offences up to the session of the latest known one are settled.
		#[pallet::call_index(2)]
		#[pallet::weight(<T as Config>::WeightInfo::reinstate_validator())]
		pub fn reinstate_validator(
			origin: OriginFor<T>,
			validator: T::AccountId,
		) -> DispatchResult {
			Self::ensure_council(origin)?;
			let mut info = Validators::<T>::get(&validator).ok_or(Error::<T>::NotAValidator)?;
			let committed_in = info.status.offence().ok_or(Error::<T>::NotReported)?;

			let old_status = core::mem::replace(&mut info.status, ValidatorStatus::Active);
			info.judged_up_to = Some(committed_in);
			Validators::<T>::insert(&validator, info);
			Self::enable_in_session(&validator);
			Self::deposit_event(Event::ValidatorReinstated {
				validator,
				old_status,
			});
			Ok(())
		}

		/// 최소 검증인 수를 정한다 (협의회).
		///
		/// Sets how many ready validators there must be at least. By the council.
		///
		/// - `minimum`: at least 1, and at most as many as are ready now.
		#[pallet::call_index(3)]
		#[pallet::weight(<T as Config>::WeightInfo::set_min_validators(T::MaxValidators::get()))]
		pub fn set_min_validators(origin: OriginFor<T>, minimum: u32) -> DispatchResult {
			Self::ensure_council(origin)?;
			ensure!(minimum > 0, Error::<T>::MinimumIsZero);
			ensure!(minimum <= Self::count_ready(), Error::<T>::MinimumTooHigh);
			let old_minimum = MinValidators::<T>::get();
			MinValidators::<T>::put(minimum);
			Self::deposit_event(Event::MinValidatorsChanged {
				old_minimum,
				new_minimum: minimum,
			});
			Ok(())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// 등록된 모든 검증인의 현황.
		///
		/// Every registered validator with its status, in the order of the accounts.
		pub fn validators() -> Vec<ValidatorView<T::AccountId>> {
			Self::views()
		}

		/// 오프라인으로 보이는 검증인.
		///
		/// The validators that made no block in at least `OfflineSessionsShown` sessions in a row.
		pub fn offline_validators() -> Vec<ValidatorView<T::AccountId>> {
			let mut views = Self::views();
			views.retain(|view| view.missed_sessions >= T::OfflineSessionsShown::get());
			views
		}
	}
}

// What the calls need.
impl<T: Config> Pallet<T> {
	fn ensure_council(origin: T::RuntimeOrigin) -> DispatchResult {
		T::GovernanceOrigin::ensure_origin(origin).map_err(|_| Error::<T>::NotTheCouncil)?;
		Ok(())
	}

	/// Whether the validator stands and has session keys.
	fn is_ready(who: &T::AccountId, info: &ValidatorInfo) -> bool {
		info.stands() && pallet_session::NextKeys::<T>::contains_key(who)
	}

	fn count_ready() -> u32 {
		Validators::<T>::iter()
			.filter(|(who, info)| Self::is_ready(who, info))
			.count()
			.saturated_into()
	}

	fn views() -> Vec<ValidatorView<T::AccountId>> {
		let running = Session::<T>::validators();
		let stopped = Self::disabled_in_session();
		let mut views: Vec<_> = Validators::<T>::iter()
			.map(|(validator, info)| {
				let duty = if stopped.contains(&validator) {
					Duty::Stopped
				} else if running.contains(&validator) {
					Duty::Running
				} else if pallet_session::NextKeys::<T>::contains_key(&validator) {
					Duty::Waiting
				} else {
					Duty::WithoutKeys
				};
				ValidatorView {
					info,
					duty,
					blocks: BlocksMade::<T>::get(&validator).unwrap_or_default(),
					missed_sessions: MissedSessions::<T>::get(&validator).unwrap_or_default(),
					validator,
				}
			})
			.collect();
		views.sort_by(|left, right| left.validator.cmp(&right.validator));
		views
	}

	/// The running validators that may make no blocks.
	fn disabled_in_session() -> Vec<T::AccountId> {
		let disabled = Session::<T>::disabled_validators();
		Session::<T>::validators()
			.into_iter()
			.enumerate()
			.filter(|(index, _)| disabled.contains(&(*index).saturated_into()))
			.map(|(_, validator)| validator)
			.collect()
	}

	/// Let the validator make blocks in the running session, if it was disabled in it.
	fn enable_in_session(who: &T::AccountId) {
		if let Some(index) = Session::<T>::validator_id_to_index(who) {
			Session::<T>::reenable_index(index);
		}
	}

	/// Purge the keys of a removed validator, as soon as it is not in the running session.
	fn purge_keys_after_session(who: &T::AccountId) {
		let waits = Session::<T>::validator_id_to_index(who).is_some()
			&& KeysToPurge::<T>::mutate(|removed| removed.try_push(who.clone())).is_ok();
		if !waits {
			Self::purge_keys(who);
		}
	}

	/// Purge the account's session keys and give back their deposit.
	fn purge_keys(who: &T::AccountId) {
		// The only refusal is that there are no keys.
		let _ = Session::<T>::purge_keys(RawOrigin::Signed(who.clone()).into());
	}
}

// What offences do.
impl<T: Config> Pallet<T> {
	/// Disable the validator, or report it where it cannot be spared.
	pub(crate) fn note_offence(who: &T::AccountId, committed_in: SessionIndex) {
		let Some(mut info) = Validators::<T>::get(who) else {
			if Self::session_can_spare_one() {
				Self::disable_in_session(who);
			}
			Self::deposit_event(Event::FormerValidatorReported {
				account: who.clone(),
				committed_in,
			});
			return;
		};
		if info.is_settled(committed_in) {
			Self::deposit_event(Event::SettledOffenceReported {
				validator: who.clone(),
				committed_in,
			});
			return;
		}

		let known = info.status.offence();
		let latest = known.map_or(committed_in, |known| known.max(committed_in));
		let reported_in = Session::<T>::current_index();
		let was_disabled = !info.stands();
		let disable = was_disabled || Self::can_spare(who, &info);
		info.status = if disable {
			ValidatorStatus::Disabled {
				committed_in: latest,
				reported_in,
			}
		} else {
			ValidatorStatus::Reported {
				committed_in: latest,
				reported_in,
			}
		};
		Validators::<T>::insert(who, info);

		if disable && !was_disabled {
			Self::disable_in_session(who);
			Self::deposit_event(Event::ValidatorDisabled {
				validator: who.clone(),
				committed_in,
			});
		} else if !disable && known != Some(latest) {
			Self::deposit_event(Event::ValidatorReported {
				validator: who.clone(),
				committed_in,
			});
		}
	}

	/// Whether the network stays safe and large enough without this standing validator.
	fn can_spare(who: &T::AccountId, info: &ValidatorInfo) -> bool {
		let ready = Self::count_ready();
		let remaining = ready.saturating_sub(u32::from(Self::is_ready(who, info)));
		let disabled: u32 = Validators::<T>::iter_values()
			.filter(|info| !info.stands())
			.count()
			.saturated_into();
		let runs = Session::<T>::validator_id_to_index(who).is_some();

		remaining >= MinValidators::<T>::get()
			&& disabled < most_disabled(ready.saturating_add(disabled))
			&& (!runs || Self::session_can_spare_one())
	}

	/// Whether one more of the running validators can be disabled.
	fn session_can_spare_one() -> bool {
		let running = Session::<T>::validators().len().saturated_into();
		let disabled: u32 = Session::<T>::disabled_validators().len().saturated_into();
		disabled < most_disabled(running)
	}

	/// Let the validator make no more blocks in the running session, if it runs.
	fn disable_in_session(who: &T::AccountId) {
		if let Some(index) = Session::<T>::validator_id_to_index(who) {
			Session::<T>::disable_index(index);
		}
	}
}

/// How many of this many validators can be disabled so that two thirds and one more remain.
const fn most_disabled(validators: u32) -> u32 {
	validators.saturating_sub(1) / 3
}

impl<T: Config> Admission<T::AccountId> for Pallet<T> {
	fn class_of(who: &T::AccountId) -> Option<AccountClass> {
		Validators::<T>::contains_key(who).then_some(AccountClass::Governance)
	}
}

// Invariants.
impl<T: Config> Pallet<T> {
	/// Check the invariants of the module documentation.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let most = T::MaxValidators::get();
		ensure!(
			Validators::<T>::iter_keys().count() <= most.saturated_into(),
			"Invariant 1: there are too many validators"
		);
		let minimum = MinValidators::<T>::get();
		ensure!(
			minimum > 0 && minimum <= most,
			"Invariant 2: the minimum cannot be kept"
		);
		ensure!(
			BlocksPerSession::<T>::get() > 0,
			"Invariant 2: a session has no block"
		);
		Self::try_state_sessions()?;
		Self::try_state_counts()?;
		Self::try_state_running()
	}

	/// Invariant 3.
	fn try_state_sessions() -> Result<(), TryRuntimeError> {
		let now = Session::<T>::current_index();
		for info in Validators::<T>::iter_values() {
			let reported_well = match info.status {
				ValidatorStatus::Active => true,
				ValidatorStatus::Reported {
					committed_in,
					reported_in,
				}
				| ValidatorStatus::Disabled {
					committed_in,
					reported_in,
				} => committed_in <= reported_in && reported_in <= now,
			};
			ensure!(
				reported_well,
				"Invariant 3: a report is of a session to come"
			);
			ensure!(
				info.since <= now && info.judged_up_to.is_none_or(|last| last <= now),
				"Invariant 3: a decision is of a session to come"
			);
		}
		Ok(())
	}

	/// Invariant 4.
	fn try_state_counts() -> Result<(), TryRuntimeError> {
		for (who, count) in BlocksMade::<T>::iter().chain(MissedSessions::<T>::iter()) {
			ensure!(
				Validators::<T>::contains_key(who),
				"Invariant 4: blocks or absences are counted for a stranger"
			);
			ensure!(count > 0, "Invariant 4: a count is 0");
		}
		Ok(())
	}

	/// Invariants 5 and 6.
	fn try_state_running() -> Result<(), TryRuntimeError> {
		for who in Self::disabled_in_session() {
			ensure!(
				Validators::<T>::get(who).is_none_or(|info| !info.stands()),
				"Invariant 5: a standing validator is disabled"
			);
		}
		let running = Session::<T>::validators();
		let mut listed = BTreeSet::new();
		for who in KeysToPurge::<T>::get() {
			ensure!(
				running.contains(&who) && !Validators::<T>::contains_key(&who),
				"Invariant 6: keys wait to be purged without a reason"
			);
			ensure!(
				listed.insert(who),
				"Invariant 6: keys are to be purged twice"
			);
		}
		Ok(())
	}
}
