// SPDX-License-Identifier: Apache-2.0

//! # 시민카드 · Citizen identity
//!
//! Citizen cards: an account stands for a citizen under a random index, and nothing personal is stored.
//!
//! | call | who | what |
//! |---|---|---|
//! | `issue_card` | card office | binds an account to a new card under an index that the chain draws |
//! | `suspend_card` | card office | makes a card unusable, as when a phone is lost |
//! | `resume_card` | card office | makes a suspended card usable again |
//! | `revoke_card` | card office | ends a card for ever |
//!
//! ## Overview
//!
//! The card office checks a person as the law asks, off chain, and issues a card for the account that
//! the person brings. The chain draws the card's *index*. Cars, points and ballots belong to the index,
//! not to the account. Who is behind an index is written only in the office's own register; erasing a
//! person means deleting that link there and revoking the card here.
//!
//! Other pallets ask [`CitizenRegistry`]: whose card an account is, which account a card names, and
//! whether the card can be used, or exactly why not. [`Pallet::ensure_citizen`] answers all of it for a
//! signing account.
//!
//! What the chain shows to everyone: that an account holds a citizen card, its index, its status, and
//! which office issued it when. Whoever learns whose account it is can read what was done with it.
//!
//! ## Terminology
//!
//! * **Card**: what makes an account a citizen's.
//! * **Index**: the random number of a card, [`CitizenIndex`]. It never changes and is never given to
//!   another card.
//! * **Card office**: whoever passes [`Config::CardOfficeOrigin`].
//!
//! ## Example
//!
//! The index is drawn from a fresh identifier of the block, so neither the office nor the citizen
//! chooses it:
//!
//! ```
//! use pallet_citizen_identity::index_from;
//! use seoul_chain_primitives::CitizenIndex;
//!
//! let mut fresh = [0u8; 32];
//! fresh[0] = 233;
//! fresh[1] = 3;
//! assert_eq!(index_from(&fresh), CitizenIndex(1_001));
//! ```
//!
//! ## Invariants
//!
//! Checked by [`Pallet::do_try_state`]:
//!
//! 1. Every card's account leads back to the card.
//! 2. Every account that leads to a card is the account of that card.
//! 3. [`IssuedCards`] counts all cards.
//! 4. [`ActiveCards`] counts the active ones.
//! 5. No card's account acts for an agency.

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
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use frame_support::{dispatch::DispatchResult, ensure, traits::UnixTime};
use seoul_chain_primitives::{
	id::FreshId, AccountClass, Actor, Admission, AgencyId, AgencyRegistry, CitizenIndex,
	CitizenRegistry, EnsureActor, Moment, OnAdmission,
};
use sp_runtime::{DispatchError, SaturatedConversion, TryRuntimeError};

/// How often an index is drawn before a card is refused. With a card for everyone in
/// the city, about one draw in 2^41 collides.
pub const MAX_DRAWS: u64 = 4;

/// What separates citizen indices from other fresh identifiers.
pub const INDEX_DOMAIN: &[u8] = b"seoul/citizen-index";

/// The citizen index in a fresh identifier: its first eight bytes, little endian.
pub fn index_from(fresh: &[u8; 32]) -> CitizenIndex {
	let [b0, b1, b2, b3, b4, b5, b6, b7, ..] = *fresh;
	CitizenIndex(u64::from_le_bytes([b0, b1, b2, b3, b4, b5, b6, b7]))
}

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
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// The card office: issues, suspends, resumes and revokes cards.
		type CardOfficeOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;

		/// The register of agencies. An account that acts for an agency is never a citizen's.
		type Agencies: AgencyRegistry<Self::AccountId>;

		/// Is told of each account that gets a card.
		type OnAdmission: OnAdmission<Self::AccountId>;

		/// Where indices are drawn from.
		type FreshIds: FreshId;

		/// The time that is recorded with a card's issue and status.
		type Clock: UnixTime;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// 카드 번호별 시민카드.
	///
	/// Every card that was ever issued, by its index.
	#[pallet::storage]
	pub type Cards<T: Config> =
		StorageMap<_, Twox64Concat, CitizenIndex, Card<T::AccountId>, OptionQuery>;

	/// 계정별 카드 번호.
	///
	/// The index of the card that names an account, whatever the card's status.
	#[pallet::storage]
	pub type CitizenByAccount<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, CitizenIndex, OptionQuery>;

	/// 발급된 카드 수.
	///
	/// How many cards were ever issued.
	#[pallet::storage]
	pub type IssuedCards<T: Config> = StorageValue<_, u64, ValueQuery>;

	/// 사용 중인 카드 수.
	///
	/// How many cards are active. Published so that anyone can compare it with the census.
	#[pallet::storage]
	pub type ActiveCards<T: Config> = StorageValue<_, u64, ValueQuery>;

	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// Cards that exist from the first block on: index and account.
		pub cards: Vec<(u64, T::AccountId)>,
		/// The agency that is recorded as their issuer.
		pub issued_by: AgencyId,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			Self {
				cards: Vec::new(),
				issued_by: AgencyId(0),
			}
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for (index, account) in &self.cards {
				let entered = Pallet::<T>::insert_genesis_card(
					CitizenIndex(*index),
					account.clone(),
					self.issued_by,
				);
				if let Err(reason) = entered {
					panic!("citizen card {index} of the genesis: {reason:?}");
				}
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// 시민카드가 발급되었다.
		///
		/// A card was issued.
		CardIssued {
			/// 카드 번호. The card's index.
			citizen: CitizenIndex,
			/// 계정. The account that stands for the citizen.
			account: T::AccountId,
			/// 발급 기관. The agency that issued it.
			agency: AgencyId,
			/// 서명한 계정. The agency's delegate who signed.
			by: T::AccountId,
		},
		/// 시민카드가 정지되었다.
		///
		/// An active card was suspended.
		CardSuspended {
			/// 카드 번호. The card's index.
			citizen: CitizenIndex,
			/// 결정 기관. The agency that decided.
			agency: AgencyId,
			/// 서명한 계정. The agency's delegate who signed.
			by: T::AccountId,
		},
		/// 시민카드의 정지가 해제되었다.
		///
		/// A suspended card is active again.
		CardResumed {
			/// 카드 번호. The card's index.
			citizen: CitizenIndex,
			/// 정지되었던 시각. Since when it had been suspended.
			suspended_since: Moment,
			/// 결정 기관. The agency that decided.
			agency: AgencyId,
			/// 서명한 계정. The agency's delegate who signed.
			by: T::AccountId,
		},
		/// 시민카드가 폐기되었다.
		///
		/// A card was revoked for ever.
		CardRevoked {
			/// 카드 번호. The card's index.
			citizen: CitizenIndex,
			/// 이전 상태. Its status before.
			old_status: CardStatus,
			/// 결정 기관. The agency that decided.
			agency: AgencyId,
			/// 서명한 계정. The agency's delegate who signed.
			by: T::AccountId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// 해당 번호의 시민카드가 없습니다.
		///
		/// There is no card with this index. Check the index.
		NotFound,
		/// 이 계정에는 이미 시민카드가 있거나 있었습니다.
		///
		/// The account already has a card, or had one that is revoked: an account never becomes another
		/// person's. Use a new account.
		AlreadyExists,
		/// 기관을 위해 일하는 계정입니다.
		///
		/// The account administers an agency or is a delegate of one, and such an account is never a
		/// citizen's. Use a separate account for private matters.
		ActsForAgency,
		/// 사용 중인 시민카드가 아닙니다.
		///
		/// The card is suspended already, so there is nothing to suspend.
		NotActive,
		/// 정지된 시민카드가 아닙니다.
		///
		/// The card is active, so there is nothing to resume.
		NotSuspended,
		/// 이미 폐기된 시민카드입니다.
		///
		/// The card is revoked already.
		AlreadyRevoked,
		/// 정지된 시민카드입니다.
		///
		/// The card is suspended and cannot be used. The card office can resume it.
		CardSuspended,
		/// 폐기된 시민카드입니다.
		///
		/// The card is revoked, and that is final. The card office can issue a new card for a new account.
		CardRevoked,
		/// 시민카드가 없는 계정입니다.
		///
		/// No citizen card names this account. The card office can issue one.
		NotACitizen,
		/// 새 카드 번호를 뽑지 못했습니다.
		///
		/// Every index that was drawn is taken. Submit the call again in a later block.
		NoFreshIndex,
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
		/// 시민카드를 발급한다 (시민카드 발급 부서).
		///
		/// Issues a card for an account, under a random index that the chain draws. By the card office.
		///
		/// - `account`: must not have a card, must never have had one, and must not act for an agency.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::issue_card())]
		pub fn issue_card(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
			let Actor { agency, who } = T::CardOfficeOrigin::ensure_actor(origin)?;
			Self::ensure_may_become_a_citizens(&account)?;
			let citizen = Self::draw_index()?;
			Self::insert_card(citizen, account.clone(), agency, Self::now());
			Self::deposit_event(Event::CardIssued {
				citizen,
				account,
				agency,
				by: who,
			});
			Ok(())
		}

		/// 시민카드를 정지한다 (시민카드 발급 부서).
		///
		/// Suspends an active card, as when a phone is lost. By the card office.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::suspend_card())]
		pub fn suspend_card(origin: OriginFor<T>, citizen: CitizenIndex) -> DispatchResult {
			let Actor { agency, who } = T::CardOfficeOrigin::ensure_actor(origin)?;
			let card = Cards::<T>::get(citizen).ok_or(Error::<T>::NotFound)?;
			match card.status {
				CardStatus::Active => {},
				CardStatus::Suspended { .. } => return Err(Error::<T>::NotActive.into()),
				CardStatus::Revoked { .. } => return Err(Error::<T>::CardRevoked.into()),
			}
			Self::set_status(citizen, card, CardStatus::Suspended { since: Self::now() });
			Self::deposit_event(Event::CardSuspended {
				citizen,
				agency,
				by: who,
			});
			Ok(())
		}

		/// 시민카드의 정지를 해제한다 (시민카드 발급 부서).
		///
		/// Makes a suspended card usable again. By the card office.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::resume_card())]
		pub fn resume_card(origin: OriginFor<T>, citizen: CitizenIndex) -> DispatchResult {
			let Actor { agency, who } = T::CardOfficeOrigin::ensure_actor(origin)?;
			let card = Cards::<T>::get(citizen).ok_or(Error::<T>::NotFound)?;
			let suspended_since = match card.status {
				CardStatus::Suspended { since } => since,
				CardStatus::Active => return Err(Error::<T>::NotSuspended.into()),
				CardStatus::Revoked { .. } => return Err(Error::<T>::CardRevoked.into()),
			};
			Self::set_status(citizen, card, CardStatus::Active);
			Self::deposit_event(Event::CardResumed {
				citizen,
				suspended_since,
				agency,
				by: who,
			});
			Ok(())
		}

		/// 시민카드를 폐기한다. 되돌릴 수 없다 (시민카드 발급 부서).
		///
		/// Revokes a card for ever. By the card office. What belongs to the card stays with its index, and
		/// its account can never become another person's.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::revoke_card())]
		pub fn revoke_card(origin: OriginFor<T>, citizen: CitizenIndex) -> DispatchResult {
			let Actor { agency, who } = T::CardOfficeOrigin::ensure_actor(origin)?;
			let card = Cards::<T>::get(citizen).ok_or(Error::<T>::NotFound)?;
			let old_status = card.status;
			ensure!(
				!matches!(old_status, CardStatus::Revoked { .. }),
				Error::<T>::AlreadyRevoked
			);
			Self::set_status(citizen, card, CardStatus::Revoked { since: Self::now() });
			Self::deposit_event(Event::CardRevoked {
				citizen,
				old_status,
				agency,
				by: who,
			});
			Ok(())
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Unix time in milliseconds.
	fn now() -> Moment {
		T::Clock::now().as_millis().saturated_into()
	}

	/// The citizen for whom `who` may act now; otherwise why not.
	pub fn ensure_citizen(who: &T::AccountId) -> Result<CitizenIndex, DispatchError> {
		let citizen = Self::citizen_of(who).ok_or(Error::<T>::NotACitizen)?;
		Self::ensure_active(citizen)?;
		Ok(citizen)
	}

	/// Succeed if a card may be issued for `account`.
	fn ensure_may_become_a_citizens(account: &T::AccountId) -> DispatchResult {
		ensure!(
			!CitizenByAccount::<T>::contains_key(account),
			Error::<T>::AlreadyExists
		);
		ensure!(
			T::Agencies::agency_of(account).is_none(),
			Error::<T>::ActsForAgency
		);
		Ok(())
	}

	/// The fresh identifier for a draw of the card that is issued as number `issued`. No two draws of
	/// the chain share a counter.
	fn fresh_id(issued: u64, draw: u64) -> [u8; 32] {
		let counter = issued.saturating_mul(MAX_DRAWS).saturating_add(draw);
		T::FreshIds::fresh_id(INDEX_DOMAIN, counter)
	}

	/// Draw an index that no card has.
	fn draw_index() -> Result<CitizenIndex, DispatchError> {
		let issued = IssuedCards::<T>::get();
		(0..MAX_DRAWS)
			.map(|draw| index_from(&Self::fresh_id(issued, draw)))
			.find(|citizen| !Cards::<T>::contains_key(citizen))
			.ok_or_else(|| Error::<T>::NoFreshIndex.into())
	}

	/// Enter a new active card.
	fn insert_card(
		citizen: CitizenIndex,
		account: T::AccountId,
		issued_by: AgencyId,
		issued_at: Moment,
	) {
		CitizenByAccount::<T>::insert(&account, citizen);
		T::OnAdmission::on_admitted(&account);
		let card = Card {
			account,
			status: CardStatus::Active,
			issued_by,
			issued_at,
		};
		Cards::<T>::insert(citizen, card);
		IssuedCards::<T>::mutate(|count| *count = count.saturating_add(1));
		ActiveCards::<T>::mutate(|count| *count = count.saturating_add(1));
	}

	/// Give `card` another status, and count.
	fn set_status(citizen: CitizenIndex, card: Card<T::AccountId>, status: CardStatus) {
		let was_active = card.status == CardStatus::Active;
		let is_active = status == CardStatus::Active;
		if was_active != is_active {
			ActiveCards::<T>::mutate(|count| {
				*count = if is_active {
					count.saturating_add(1)
				} else {
					count.saturating_sub(1)
				};
			});
		}
		Cards::<T>::insert(citizen, Card { status, ..card });
	}

	/// Enter a card of the genesis.
	fn insert_genesis_card(
		citizen: CitizenIndex,
		account: T::AccountId,
		issued_by: AgencyId,
	) -> DispatchResult {
		T::Agencies::ensure_active(issued_by)?;
		Self::ensure_may_become_a_citizens(&account)?;
		ensure!(
			!Cards::<T>::contains_key(citizen),
			DispatchError::Other("the index is listed twice")
		);
		Self::insert_card(citizen, account, issued_by, 0);
		Ok(())
	}

	/// Check the invariants, numbered as in the documentation of this crate.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut issued = 0u64;
		let mut active = 0u64;
		for (citizen, card) in Cards::<T>::iter() {
			ensure!(
				CitizenByAccount::<T>::get(&card.account) == Some(citizen),
				"Invariant 1: a card's account does not lead back to it"
			);
			ensure!(
				T::Agencies::agency_of(&card.account).is_none(),
				"Invariant 5: a citizen's account acts for an agency"
			);
			issued = issued.saturating_add(1);
			if card.status == CardStatus::Active {
				active = active.saturating_add(1);
			}
		}
		for (account, citizen) in CitizenByAccount::<T>::iter() {
			ensure!(
				Cards::<T>::get(citizen).is_some_and(|card| card.account == account),
				"Invariant 2: an account leads to a card that is not its own"
			);
		}
		ensure!(
			IssuedCards::<T>::get() == issued,
			"Invariant 3: issued cards are miscounted"
		);
		ensure!(
			ActiveCards::<T>::get() == active,
			"Invariant 4: active cards are miscounted"
		);
		Ok(())
	}
}

impl<T: Config> CitizenRegistry<T::AccountId> for Pallet<T> {
	fn citizen_of(who: &T::AccountId) -> Option<CitizenIndex> {
		CitizenByAccount::<T>::get(who)
	}

	fn account_of(citizen: CitizenIndex) -> Option<T::AccountId> {
		Cards::<T>::get(citizen).map(|card| card.account)
	}

	fn ensure_active(citizen: CitizenIndex) -> DispatchResult {
		match Cards::<T>::get(citizen).ok_or(Error::<T>::NotFound)?.status {
			CardStatus::Active => Ok(()),
			CardStatus::Suspended { .. } => Err(Error::<T>::CardSuspended.into()),
			CardStatus::Revoked { .. } => Err(Error::<T>::CardRevoked.into()),
		}
	}
}

/// A citizen whose card is active is admitted.
impl<T: Config> Admission<T::AccountId> for Pallet<T> {
	fn class_of(who: &T::AccountId) -> Option<AccountClass> {
		Self::ensure_citizen(who)
			.ok()
			.map(|_| AccountClass::Citizen)
	}
}
