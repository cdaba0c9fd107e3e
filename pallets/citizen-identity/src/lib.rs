// SPDX-License-Identifier: Apache-2.0

//! # 시민카드 · Citizen identity
//!
//! Citizen cards: an account stands for a citizen under a random index, and nothing personal is stored.
//!
//! | call | who | what |
//! |---|---|---|
//! | `issue_card`, `issue_cards` | card office | binds an account to a new card under an index that the chain draws; up to 100 |
//! | `suspend_card`, `suspend_own_card` | card office; the citizen | makes a card unusable and freezes its won, as when a phone is lost |
//! | `resume_card` | card office | makes a suspended card usable again |
//! | `renew_card` | card office | makes a card valid for another period |
//! | `revoke_card` | card office | ends a card for ever |
//! | `report_deceased` | card office | ends a card for ever because its holder died, and keeps its won frozen |
//! | `release_funds` | card office, another clerk | pays frozen won of an ended card to an heir |
//! | `propose_rotation`, `withdraw_rotation` | the citizen | wants to change accounts; does not |
//! | `accept_rotation` | the new account | becomes the citizen's |
//! | `start_recovery`, `cancel_recovery` | card office | gives a citizen who lost the key a new account; does not |
//! | `accept_recovery` | the new account | is there, and begins the waiting time |
//! | `object_to_recovery` | the old account | says that the key is not lost |
//! | `decide_objection` | card office, another clerk | decides in person |
//! | `complete_recovery` | anyone | changes the account after the waiting time |
//! | `sweep_former_account` | anyone | takes won that reached a lost account to the citizen |
//! | `grant_counter`, `end_counter_grant` | the citizen | lets an office act for it, and ends that at once |
//! | `record_counter_grant`, `end_recorded_counter_grant` | card office | the same on a signed paper |
//! | `renounce_counter_grant` | counter service | does not want to act any more |
//! | `act_for` | counter service | makes a call for the citizen within what was granted |
//! | `schedule_terms` | governance | sets periods from a date on |
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
//! A card lives longer than a phone. *Rotation* changes its account with the signatures of both; *recovery*
//! changes it without the old key, slowly and in the open. Either way the index stays, and what must lie on an
//! account moves: what other pallets hold ([`OnAccountRotated`]) first, then the free won.
//!
//! While a card is suspended its account's won are frozen, and other services are told ([`OnCardStatus`]).
//!
//! A new account, and the old account of a card in recovery while it can object, are admitted
//! ([`Admission`]) although they stand for nobody who can act: else they could not pay for their answer.
//! So that this gives nobody quota at will, a citizen proposes one account in a period.
//!
//! A counter acts with the citizen's signed origin. The incoming origin's filter is kept and the granted
//! scopes are added to it, so that what a call wraps is looked at as well, however deep.
//!
//! What the chain shows to everyone: that an account holds a citizen card, its index, its status, its former
//! accounts, its counters, and which office issued it when. Whoever learns whose account it is can read what
//! was done with it.
//!
//! ## Terminology
//!
//! * **Card**: what makes an account a citizen's.
//! * **Index**: the random number of a card, [`CitizenIndex`]. It never changes and is never given to
//!   another card.
//! * **Card office**: whoever passes [`Config::CardOfficeOrigin`].
//! * **Counter**: an agency that serves people without a phone, [`Config::CounterOrigin`].
//! * **Former account**: one that stood for a citizen once. It never stands for anyone again.
//! * **Terms**: periods that the city sets, with the date from which they apply.
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
//! 4. [`ActiveCards`] counts the active ones, expired ones among them.
//! 5. No card's account acts for an agency.
//! 6. A former account has no card, and whose it was is on record.
//! 7. An account's won are frozen if and only if its card says so, or its key was lost.
//! 8. A rotation is of an active card, and its new account leads to it.
//! 9. A recovery is of a suspended card, and its new account leads to it.
//! 10. A proposed account is that of the rotation or the recovery to which it leads.
//! 11. A card's counters are not ended with it, each stands there once and with a scope.
//! 12. Terms are valid and in order of date.
//! 13. Who ended a card is on record if and only if its won are frozen for ever.

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
mod features;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
mod try_state;
mod types;
pub mod weights;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use frame_support::{
	dispatch::{DispatchResult, GetDispatchInfo, PostDispatchInfo},
	ensure,
	traits::{
		fungible::{Inspect, InspectHold, Mutate, MutateFreeze},
		Contains, InstanceFilter, IsType, UnixTime,
	},
};
use seoul_chain_primitives::{
	id::FreshId, AccountClass, Actor, Admission, AgencyId, AgencyRegistry, Balance, CitizenIndex,
	CitizenRegistry, DocumentCommitment, EnsureActor, Moment, OnAccountRotated, OnAdmission,
	OnCardStatus, PartyId,
};
use sp_runtime::{traits::Dispatchable, DispatchError};

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
	use alloc::{boxed::Box, vec::Vec};
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;

	/// The in-code storage version.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// A grant of this runtime.
	pub type GrantOf<T> = CounterGrant<<T as Config>::CounterScope>;

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// The calls that a counter can make for a citizen.
		type RuntimeCall: Parameter
			+ Dispatchable<RuntimeOrigin = Self::RuntimeOrigin, PostInfo = PostDispatchInfo>
			+ GetDispatchInfo
			+ From<frame_system::Call<Self>>
			+ IsType<<Self as frame_system::Config>::RuntimeCall>;

		/// The card office: issues, suspends, resumes, renews, recovers and ends cards.
		type CardOfficeOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;

		/// A counter service: acts for citizens who let it.
		type CounterOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;

		/// Which calls a citizen can let a counter make. What a scope does not list is refused: a call that
		/// wraps others must not be in a scope unless what it wraps keeps the origin and its filter.
		type CounterScope: Parameter
			+ Member
			+ Copy
			+ Ord
			+ MaxEncodedLen
			+ InstanceFilter<<Self as Config>::RuntimeCall>;

		/// The register of agencies. An account that acts for an agency is never a citizen's.
		type Agencies: AgencyRegistry<Self::AccountId>;

		/// Is told of each account that gets a card, or is proposed for one.
		type OnAdmission: OnAdmission<Self::AccountId>;

		/// Moves what other pallets keep on the account of a citizen who changes it.
		type OnAccountRotated: OnAccountRotated<Self::AccountId>;

		/// Is told when a card can be used no longer, or again.
		type OnCardStatus: OnCardStatus;

		/// The balances of KRW.
		type Currency: Inspect<Self::AccountId, Balance = Balance>
			+ Mutate<Self::AccountId>
			+ InspectHold<Self::AccountId>
			+ MutateFreeze<Self::AccountId, Id = Self::RuntimeFreezeReason>;

		/// Why balances are frozen.
		type RuntimeFreezeReason: From<FreezeReason>;

		/// Where indices are drawn from.
		type FreshIds: FreshId;

		/// Indices that aliases have. No card gets one of them.
		type Reserved: Contains<CitizenIndex>;

		/// Accounts that act for an alias, or did once. None of them becomes a citizen's.
		type ReservedAccounts: Contains<Self::AccountId>;

		/// Legal time.
		type Clock: UnixTime;

		/// Governance: sets periods.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// What benchmarks need of the runtime.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: benchmarking::BenchmarkHelper<
			Self::CounterScope,
			<Self as Config>::RuntimeCall,
		>;
	}

	/// 동결 사유.
	///
	/// Why won are frozen.
	#[pallet::composite_enum]
	pub enum FreezeReason {
		/// 카드 정지, 사망 또는 분실. The card of the account is suspended or its holder dead, or its key was
		/// lost.
		#[codec(index = 0)]
		Card,
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

	/// 이전 계정.
	///
	/// Accounts that stood for a citizen once. None of them ever stands for anyone again.
	#[pallet::storage]
	pub type FormerAccounts<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, FormerAccount, OptionQuery>;

	/// 발급된 카드 수.
	///
	/// How many cards were ever issued.
	#[pallet::storage]
	pub type IssuedCards<T: Config> = StorageValue<_, u64, ValueQuery>;

	/// 사용 중인 카드 수.
	///
	/// How many cards are active, whether or not they have expired. Published so that anyone can compare it
	/// with the census.
	#[pallet::storage]
	pub type ActiveCards<T: Config> = StorageValue<_, u64, ValueQuery>;

	/// 계정 변경 제안.
	///
	/// To which account a citizen wants to change.
	#[pallet::storage]
	pub type Rotations<T: Config> =
		StorageMap<_, Twox64Concat, CitizenIndex, Rotation<T::AccountId>, OptionQuery>;

	/// 마지막 제안 시각.
	///
	/// When a citizen last proposed an account.
	#[pallet::storage]
	pub type LastProposals<T: Config> =
		StorageMap<_, Twox64Concat, CitizenIndex, Moment, OptionQuery>;

	/// 분실 복구.
	///
	/// Recoveries that are neither completed nor ended.
	#[pallet::storage]
	pub type Recoveries<T: Config> =
		StorageMap<_, Twox64Concat, CitizenIndex, Recovery<T::AccountId>, OptionQuery>;

	/// 제안된 계정.
	///
	/// For whom an account is proposed, by rotation or recovery.
	#[pallet::storage]
	pub type ProposedAccounts<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, CitizenIndex, OptionQuery>;

	/// 카드를 종료한 담당자.
	///
	/// Who ended a card whose won are frozen. Somebody else pays them out.
	#[pallet::storage]
	pub type EndedBy<T: Config> =
		StorageMap<_, Twox64Concat, CitizenIndex, T::AccountId, OptionQuery>;

	/// 대면 창구 위임.
	///
	/// Which offices may act for a citizen, in what, and until when.
	#[pallet::storage]
	pub type CounterGrants<T: Config> = StorageMap<
		_,
		Twox64Concat,
		CitizenIndex,
		BoundedVec<GrantOf<T>, ConstU32<MAX_GRANTS>>,
		ValueQuery,
	>;

	/// 카드 기준.
	///
	/// Periods with the dates from which they apply, in order of date.
	#[pallet::storage]
	pub type Terms<T> =
		StorageValue<_, BoundedVec<DatedTerms, ConstU32<MAX_DATED_TERMS>>, ValueQuery>;

	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// Cards that exist from the first block on: index and account. They are valid without a date.
		pub cards: Vec<(u64, T::AccountId)>,
		/// The agency that is recorded as their issuer.
		pub issued_by: AgencyId,
		/// The periods that apply from the first block on.
		pub terms: CardTerms,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			Self {
				cards: Vec::new(),
				issued_by: AgencyId(0),
				terms: CardTerms::default(),
			}
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(
				self.terms.is_valid(),
				"a period of citizen cards in the genesis is zero"
			);
			Terms::<T>::put(BoundedVec::truncate_from(alloc::vec![DatedTerms {
				effective_from: 0,
				terms: self.terms,
			}]));
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
		/// 일괄 발급 중 한 건이 거부되었다.
		///
		/// One account of a batch got no card.
		CardRefused {
			/// 순번. Its place in the batch, from 0.
			position: u32,
			/// 계정. The account.
			account: T::AccountId,
			/// 사유. Why.
			reason: DispatchError,
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
		/// 시민이 자신의 카드를 정지했다.
		///
		/// A citizen suspended the own card.
		OwnCardSuspended {
			/// 카드 번호. The card's index.
			citizen: CitizenIndex,
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
		/// 시민카드가 갱신되었다.
		///
		/// A card is valid for another period.
		CardRenewed {
			/// 카드 번호. The card's index.
			citizen: CitizenIndex,
			/// 이전 유효 기간. Until when it was valid.
			old_validity: Validity,
			/// 새 유효 기간. Until when it is valid now.
			new_validity: Validity,
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
		/// 카드 소지자의 사망이 기록되었다.
		///
		/// The holder of a card died. The card is ended for ever and its won are frozen.
		DeathRecorded {
			/// 카드 번호. The card's index.
			citizen: CitizenIndex,
			/// 이전 상태. Its status before.
			old_status: CardStatus,
			/// 증빙의 커밋. Commitment to the evidence.
			evidence: DocumentCommitment,
			/// 결정 기관. The agency that decided.
			agency: AgencyId,
			/// 서명한 계정. The agency's delegate who signed.
			by: T::AccountId,
		},
		/// 동결된 원화가 지급되었다.
		///
		/// Frozen won of an ended card were paid out.
		FundsReleased {
			/// 카드 번호. The card's index.
			citizen: CitizenIndex,
			/// 받는 당사자. Who received them.
			recipient: PartyId,
			/// 받는 계정. On which account.
			account: T::AccountId,
			/// 금액. How much, in millionths of a won.
			amount: Balance,
			/// 남은 금액. What is still on the card's account, held or not.
			remaining: Balance,
			/// 상속 서류의 커밋. Commitment to the papers.
			papers: DocumentCommitment,
			/// 결정 기관. The agency that decided.
			agency: AgencyId,
			/// 서명한 계정. The agency's delegate who signed.
			by: T::AccountId,
		},
		/// 계정 변경이 제안되었다.
		///
		/// A citizen wants to change accounts. The new one must accept.
		RotationProposed {
			/// 카드 번호. The card's index.
			citizen: CitizenIndex,
			/// 이전 제안 계정. The account that was proposed before, if one was.
			old_proposed: Option<T::AccountId>,
			/// 새 계정. The account that is proposed now.
			new_account: T::AccountId,
			/// 제안 만료 시각. From when on it cannot be accepted.
			expires_at: Moment,
		},
		/// 계정 변경 제안이 취소되었다.
		///
		/// A proposed account is proposed no longer: withdrawn by the citizen, or dropped because the card was
		/// suspended or ended or the account is proposed for somebody else.
		RotationDropped {
			/// 카드 번호. The card's index.
			citizen: CitizenIndex,
			/// 제안되었던 계정. The account that was proposed.
			new_account: T::AccountId,
		},
		/// 시민의 계정이 변경되었다.
		///
		/// Another account stands for a citizen. What other services kept on the old one has moved as well.
		AccountChanged {
			/// 카드 번호. The card's index.
			citizen: CitizenIndex,
			/// 이전 계정. The account before.
			old_account: T::AccountId,
			/// 새 계정. The account now.
			new_account: T::AccountId,
			/// 변경 사유. By rotation or by recovery.
			reason: LeftBy,
			/// 이체된 금액. How many won moved along, in millionths of a won.
			moved: Balance,
			/// 남은 금액. What could not move, as deposits for proxies of a lost key.
			remaining: Balance,
		},
		/// 분실 복구가 시작되었다.
		///
		/// A citizen lost the key and is to get a new account. The card is suspended, and the old key can object
		/// once the new account has accepted.
		RecoveryStarted {
			/// 카드 번호. The card's index.
			citizen: CitizenIndex,
			/// 현재 계정. The account whose key was lost.
			old_account: T::AccountId,
			/// 새 계정. The account that is to stand for the citizen.
			new_account: T::AccountId,
			/// 본인 확인 자료의 커밋. Commitment to the evidence that the office saw.
			evidence: DocumentCommitment,
			/// 수락 기한. Until when the new account must accept.
			expires_at: Moment,
			/// 결정 기관. The agency that decided.
			agency: AgencyId,
			/// 서명한 계정. The agency's delegate who signed.
			by: T::AccountId,
		},
		/// 새 계정이 복구를 수락했다.
		///
		/// The new account of a recovery accepted. The old key can object until the time given.
		RecoveryAccepted {
			/// 카드 번호. The card's index.
			citizen: CitizenIndex,
			/// 새 계정. The new account.
			new_account: T::AccountId,
			/// 완료 가능 시각. Until when the old key can object, and from when on anyone can complete it.
			completes_at: Moment,
		},
		/// 이전 열쇠가 복구에 이의를 제기했다.
		///
		/// The old key objected to a recovery. The office decides in person.
		RecoveryObjected {
			/// 카드 번호. The card's index.
			citizen: CitizenIndex,
			/// 이의를 제기한 계정. The account that objected.
			account: T::AccountId,
		},
		/// 이의가 결정되었다.
		///
		/// The office decided an objection.
		ObjectionDecided {
			/// 카드 번호. The card's index.
			citizen: CitizenIndex,
			/// 결정. Whether the recovery ended or goes on.
			decision: ObjectionDecision,
			/// 결정 기록의 커밋. Commitment to the record of the meeting.
			record: DocumentCommitment,
			/// 결정 기관. The agency that decided.
			agency: AgencyId,
			/// 서명한 계정. The agency's delegate who signed.
			by: T::AccountId,
		},
		/// 복구가 완료되지 않고 끝났다.
		///
		/// A recovery ended without another account: cancelled by the office, or because the card was ended or
		/// the offer expired.
		RecoveryEnded {
			/// 카드 번호. The card's index.
			citizen: CitizenIndex,
			/// 제안되었던 계정. The account that was to stand for the citizen.
			new_account: T::AccountId,
		},
		/// 이전 계정에 들어온 원화가 시민에게 옮겨졌다.
		///
		/// Won that reached an account whose key was lost were taken to the citizen's account.
		FormerAccountSwept {
			/// 카드 번호. The card's index.
			citizen: CitizenIndex,
			/// 이전 계정. The account whose key was lost.
			old_account: T::AccountId,
			/// 현재 계정. The citizen's account.
			new_account: T::AccountId,
			/// 금액. How much, in millionths of a won.
			amount: Balance,
		},
		/// 대면 창구에 위임되었다.
		///
		/// A counter may act for a citizen.
		CounterGranted {
			/// 카드 번호. The card's index.
			citizen: CitizenIndex,
			/// 이전 위임. What the same counter was granted before, if anything.
			old_grant: Option<GrantOf<T>>,
			/// 새 위임. What it is granted now.
			new_grant: GrantOf<T>,
			/// 서명한 계정. The citizen, or the card office's delegate who saw the paper.
			by: T::AccountId,
		},
		/// 대면 창구 위임이 끝났다.
		///
		/// A counter may act for a citizen no longer.
		CounterGrantEnded {
			/// 카드 번호. The card's index.
			citizen: CitizenIndex,
			/// 창구 기관. The counter.
			agency: AgencyId,
			/// 끝난 사유. Who ended it, or why it ended.
			cause: GrantEnd,
		},
		/// 대면 창구가 시민을 대리했다.
		///
		/// A counter made a call for a citizen. What it did stands in the events before.
		CounterActed {
			/// 카드 번호. The card's index.
			citizen: CitizenIndex,
			/// 위임 범위. The scope that let it.
			scope: T::CounterScope,
			/// 창구 기관. The counter.
			agency: AgencyId,
			/// 서명한 계정. The counter's delegate who signed.
			by: T::AccountId,
		},
		/// 카드 기준이 고시되었다.
		///
		/// Periods were set from a date on.
		TermsScheduled {
			/// 시행 시각. From when on they apply.
			effective_from: Moment,
			/// 기준. The periods.
			terms: CardTerms,
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
		/// 사망자의 시민카드입니다.
		///
		/// The death of the card's holder is recorded, and that is final. If it was a mistake, the card office
		/// issues a new card for a new account and pays the won to it.
		CardDeceased,
		/// 유효 기간이 지난 시민카드입니다.
		///
		/// The card has expired and cannot be used. The card office can renew it.
		CardExpired,
		/// 이전에 시민카드에 쓰이던 계정입니다.
		///
		/// The account stood for a citizen once and was given up or lost. It never stands for anyone again. Use
		/// a new account.
		FormerAccount,
		/// 발급할 수 있는 계정이 하나도 없습니다.
		///
		/// None of the accounts can get a card. Send each alone to read why.
		NoCardIssued,
		/// 제안한 지 얼마 되지 않았습니다.
		///
		/// The citizen proposed an account a short while ago. Wait for the interval that the terms set.
		ProposedTooRecently,
		/// 계정 변경 제안이 없습니다.
		///
		/// The citizen has not proposed to change accounts.
		NoProposal,
		/// 제안의 유효 기간이 지났습니다.
		///
		/// The proposal has expired. The citizen can propose the account again.
		ProposalExpired,
		/// 제안된 계정이 아닙니다.
		///
		/// Another account is proposed for this citizen. Sign with that one.
		NotTheNewAccount,
		/// 다른 시민에게 제안된 계정입니다.
		///
		/// The account is proposed for another citizen already. Use another account, or wait until that
		/// proposal expires.
		ProposedElsewhere,
		/// 이전 계정에 보증금이나 세션 키가 남아 있습니다.
		///
		/// Deposits of a multisig call or of proxies, session keys, or funds that a service holds are on the old
		/// account and would be stranded. Remove the proxies, cancel the multisig calls, then try again.
		DepositsInTheWay,
		/// 진행 중인 복구가 있습니다.
		///
		/// A recovery of this card is open. Complete or cancel it first.
		RecoveryOpen,
		/// 진행 중인 복구가 없습니다.
		///
		/// No recovery of this card is open.
		NoRecovery,
		/// 복구의 수락 기한이 지났습니다.
		///
		/// The new account did not accept in time. The card office can start again.
		RecoveryOfferExpired,
		/// 새 계정이 아직 수락하지 않았습니다.
		///
		/// The new account has not accepted the recovery yet.
		NotYetAccepted,
		/// 이미 수락되었습니다.
		///
		/// The new account has accepted the recovery already.
		AlreadyAccepted,
		/// 이미 이의가 제기되었습니다.
		///
		/// The old key has objected already. Go to the card office in person.
		AlreadyObjected,
		/// 이의가 이미 기각되었습니다.
		///
		/// An objection was decided already, and there is no second one. Go to the card office in person.
		AlreadyDecided,
		/// 이의 제기 기간이 지났습니다.
		///
		/// The waiting time is over, so the old key can object no longer. Go to the card office in person.
		WaitingTimeOver,
		/// 이의가 제기되지 않았습니다.
		///
		/// Nobody objected to this recovery, so there is nothing to decide.
		NotObjected,
		/// 결정되지 않은 이의가 있습니다.
		///
		/// The old key objected. The card office must decide first.
		ObjectionOpen,
		/// 대기 기간이 끝나지 않았습니다.
		///
		/// The waiting time is not over. Try again after it.
		TooEarly,
		/// 같은 담당자가 할 수 없습니다.
		///
		/// Whoever began this must not decide it as well. Another delegate of a card office must sign.
		SameOfficial,
		/// 분실로 바뀐 이전 계정이 아닙니다.
		///
		/// The account is not one whose key a citizen lost, so nothing on it can be taken to anyone.
		NotALostAccount,
		/// 옮기거나 지급할 원화가 없습니다.
		///
		/// There are no won to move, or the amount is zero.
		NothingToMove,
		/// 종료되지 않은 시민카드입니다.
		///
		/// The card is neither revoked nor its holder dead, so its won are not paid to anybody else.
		NotEnded,
		/// 동결되지 않은 원화입니다.
		///
		/// The won of this revoked card are not frozen: whoever has the account's key moves them.
		FundsNotFrozen,
		/// 받는 사람이 같은 시민입니다.
		///
		/// The recipient is the citizen whose card was ended. Name another party.
		SameParty,
		/// 받는 당사자의 계정을 찾을 수 없습니다.
		///
		/// The recipient does not exist or has no account. Check its number.
		RecipientNotFound,
		/// 지급할 원화가 부족합니다.
		///
		/// The account has less than this that is not held by a service. Pay less, or wait until the service
		/// lets it go.
		InsufficientFunds,
		/// 최소 잔액보다 적게 남습니다.
		///
		/// Less than one won would remain and be lost. Pay all of it, or leave at least one won.
		WouldLeaveDust,
		/// 위임이 없습니다.
		///
		/// The citizen did not let this counter act. The citizen can grant it, or the card office on a signed
		/// paper.
		NoGrant,
		/// 위임 기간이 끝났습니다.
		///
		/// What the citizen granted this counter has expired. Ask the citizen again.
		GrantExpired,
		/// 위임 범위를 벗어납니다.
		///
		/// The citizen did not let this counter make such a call. Ask the citizen for the scope that it needs,
		/// if there is one.
		OutsideScope,
		/// 위임 범위가 비어 있습니다.
		///
		/// A grant without a scope lets nobody do anything. Name at least one.
		EmptyScope,
		/// 위임 기간이 올바르지 않습니다.
		///
		/// The grant must end in the future and within the period that the terms set.
		InvalidGrantPeriod,
		/// 위임이 너무 많습니다.
		///
		/// As many counters as can be may act for this citizen already. End one of them first.
		TooManyGrants,
		/// 카드 기준을 정할 권한이 없습니다.
		///
		/// Only governance sets the periods of cards.
		NotAuthorized,
		/// 기준 값이 올바르지 않습니다.
		///
		/// Every period must be above zero.
		InvalidTerms,
		/// 시행일이 너무 이릅니다.
		///
		/// Terms must take effect in the future and after those scheduled before.
		EffectiveDateTooEarly,
		/// 예정된 기준이 너무 많습니다.
		///
		/// Too many terms are scheduled. Wait until the next ones are in force.
		TooManyScheduledTerms,
		/// 가명으로 쓰이는 계정입니다.
		///
		/// The account acts for an alias of a service, or did once. It can never be a citizen's: everybody would see
		/// whose alias it is. Take another account.
		ReservedAccount,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
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
			let office = T::CardOfficeOrigin::ensure_actor(origin)?;
			Self::do_issue(&office, account)
		}

		/// 시민카드를 정지한다 (시민카드 발급 부서).
		///
		/// Suspends an active card, as when a phone is lost, and freezes its won. By the card office.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::suspend_card().saturating_add(T::OnCardStatus::weight()))]
		pub fn suspend_card(origin: OriginFor<T>, citizen: CitizenIndex) -> DispatchResult {
			let Actor { agency, who } = T::CardOfficeOrigin::ensure_actor(origin)?;
			Self::do_suspend(citizen)?;
			Self::deposit_event(Event::CardSuspended {
				citizen,
				agency,
				by: who,
			});
			Ok(())
		}

		/// 시민카드의 정지를 해제한다 (시민카드 발급 부서).
		///
		/// Makes a suspended card usable again, and its won. By the card office, while no recovery is open.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::resume_card().saturating_add(T::OnCardStatus::weight()))]
		pub fn resume_card(origin: OriginFor<T>, citizen: CitizenIndex) -> DispatchResult {
			let office = T::CardOfficeOrigin::ensure_actor(origin)?;
			Self::do_resume(office, citizen)
		}

		/// 시민카드를 폐기한다. 되돌릴 수 없다 (시민카드 발급 부서).
		///
		/// Revokes a card for ever. By the card office. What belongs to the card stays with its index, and
		/// its account can never become another person's. The won of a card that was suspended stay frozen
		/// until the office pays them out; others are their holder's.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::revoke_card().saturating_add(T::OnCardStatus::weight()))]
		pub fn revoke_card(origin: OriginFor<T>, citizen: CitizenIndex) -> DispatchResult {
			let office = T::CardOfficeOrigin::ensure_actor(origin)?;
			Self::do_revoke(office, citizen)
		}

		/// 시민카드를 일괄 발급한다 (시민카드 발급 부서).
		///
		/// Issues up to 100 cards. Each account that cannot get one is named with the reason in an event; the
		/// others get theirs. By the card office. Refused if none can.
		///
		/// - `accounts`: as in `issue_card`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::issue_cards(
			u32::try_from(accounts.len()).unwrap_or(u32::MAX)
		))]
		pub fn issue_cards(
			origin: OriginFor<T>,
			accounts: BoundedVec<T::AccountId, ConstU32<MAX_BATCH>>,
		) -> DispatchResult {
			let office = T::CardOfficeOrigin::ensure_actor(origin)?;
			Self::do_issue_batch(&office, accounts)
		}

		/// 시민카드를 갱신한다 (시민카드 발급 부서).
		///
		/// Makes an active card valid for another period from now on, whether or not it has expired. By the
		/// card office.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::renew_card())]
		pub fn renew_card(origin: OriginFor<T>, citizen: CitizenIndex) -> DispatchResult {
			let office = T::CardOfficeOrigin::ensure_actor(origin)?;
			Self::do_renew(office, citizen)
		}

		/// 카드 소지자의 사망을 기록한다. 되돌릴 수 없다 (시민카드 발급 부서).
		///
		/// Ends a card because its holder died, and keeps its won frozen for the heirs. By the card office.
		///
		/// - `evidence`: commitment to the record of the death.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::report_deceased().saturating_add(T::OnCardStatus::weight()))]
		pub fn report_deceased(
			origin: OriginFor<T>,
			citizen: CitizenIndex,
			evidence: DocumentCommitment,
		) -> DispatchResult {
			let office = T::CardOfficeOrigin::ensure_actor(origin)?;
			Self::do_report_deceased(office, citizen, evidence)
		}

		/// 자신의 시민카드를 정지한다 (시민).
		///
		/// Suspends the own card and freezes its won, as when a phone is stolen and the seed phrase is at home.
		/// Only the card office can make it usable again.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::suspend_own_card().saturating_add(T::OnCardStatus::weight()))]
		pub fn suspend_own_card(origin: OriginFor<T>) -> DispatchResult {
			let citizen = Self::citizen_signed(origin)?;
			Self::do_suspend(citizen)?;
			Self::deposit_event(Event::OwnCardSuspended { citizen });
			Ok(())
		}

		/// 계정 변경을 제안한다 (시민).
		///
		/// Proposes another account for the own card. That account must accept. A later proposal replaces this
		/// one.
		///
		/// - `new_account`: must not have a card, must never have had one, and must not act for an agency.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::propose_rotation())]
		pub fn propose_rotation(origin: OriginFor<T>, new_account: T::AccountId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let citizen = Self::ensure_citizen(&who)?;
			Self::do_propose_rotation(citizen, new_account)
		}

		/// 계정 변경을 수락한다 (새 계정).
		///
		/// Becomes the account of a citizen who proposed it. The index stays; won and what services keep on the
		/// account move. Refused while deposits on the old account would be stranded.
		///
		/// - `citizen`: the card's index.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::accept_rotation()
			.saturating_add(T::OnAccountRotated::weight()))]
		pub fn accept_rotation(origin: OriginFor<T>, citizen: CitizenIndex) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_accept_rotation(who, citizen)
		}

		/// 계정 변경 제안을 철회한다 (시민).
		///
		/// Takes the proposal of another account back.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::withdraw_rotation())]
		pub fn withdraw_rotation(origin: OriginFor<T>) -> DispatchResult {
			let citizen = Self::citizen_signed(origin)?;
			ensure!(
				Rotations::<T>::contains_key(citizen),
				Error::<T>::NoProposal
			);
			Self::drop_rotation(citizen);
			Ok(())
		}

		/// 분실 복구를 시작한다 (시민카드 발급 부서).
		///
		/// Begins to give a citizen who lost the key a new account, and suspends the card. The new account must
		/// accept; then the old key can object for the waiting time. By the card office, which has checked the
		/// person.
		///
		/// - `citizen`: the card's index.
		/// - `new_account`: must not have a card, must never have had one, and must not act for an agency.
		/// - `evidence`: commitment to what the office saw.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::start_recovery().saturating_add(T::OnCardStatus::weight()))]
		pub fn start_recovery(
			origin: OriginFor<T>,
			citizen: CitizenIndex,
			new_account: T::AccountId,
			evidence: DocumentCommitment,
		) -> DispatchResult {
			let office = T::CardOfficeOrigin::ensure_actor(origin)?;
			Self::do_start_recovery(office, citizen, new_account, evidence)
		}

		/// 복구를 수락한다 (새 계정).
		///
		/// Says that the new account's key is there, and begins the waiting time.
		///
		/// - `citizen`: the card's index.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::accept_recovery())]
		pub fn accept_recovery(origin: OriginFor<T>, citizen: CitizenIndex) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_accept_recovery(&who, citizen)
		}

		/// 복구에 이의를 제기한다 (현재 계정).
		///
		/// Says with the card's account that its key is not lost. The card stays suspended until the office has
		/// decided in person.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::object_to_recovery())]
		pub fn object_to_recovery(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_object(who)
		}

		/// 이의를 결정한다 (시민카드 발급 부서).
		///
		/// Records what was decided in person about an objection. By the card office, and not by the delegate
		/// who started the recovery.
		///
		/// - `citizen`: the card's index.
		/// - `decision`: the recovery ends and the card can be used again, or it goes on.
		/// - `record`: commitment to the record of the meeting.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::decide_objection().saturating_add(T::OnCardStatus::weight()))]
		pub fn decide_objection(
			origin: OriginFor<T>,
			citizen: CitizenIndex,
			decision: ObjectionDecision,
			record: DocumentCommitment,
		) -> DispatchResult {
			let office = T::CardOfficeOrigin::ensure_actor(origin)?;
			Self::do_decide_objection(office, citizen, decision, record)
		}

		/// 복구를 취소한다 (시민카드 발급 부서).
		///
		/// Ends a recovery, as when the phone was found. The card stays suspended until it is resumed.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::cancel_recovery())]
		pub fn cancel_recovery(origin: OriginFor<T>, citizen: CitizenIndex) -> DispatchResult {
			T::CardOfficeOrigin::ensure_actor(origin)?;
			ensure!(
				Recoveries::<T>::contains_key(citizen),
				Error::<T>::NoRecovery
			);
			Self::drop_recovery(citizen);
			Ok(())
		}

		/// 복구를 완료한다 (누구나).
		///
		/// Gives the citizen the new account after the waiting time: the index stays, and all won that can be
		/// moved, with what services keep on the account, move. The card can be used again. What the old key
		/// granted to counters ends.
		///
		/// - `citizen`: the card's index.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::complete_recovery()
			.saturating_add(T::OnAccountRotated::weight())
			.saturating_add(T::OnCardStatus::weight()))]
		pub fn complete_recovery(origin: OriginFor<T>, citizen: CitizenIndex) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_complete_recovery(citizen)
		}

		/// 분실한 계정에 들어온 원화를 시민에게 옮긴다 (누구나).
		///
		/// Takes won that reached an account whose key was lost to the account of its citizen.
		///
		/// - `account`: the lost account.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::sweep_former_account())]
		pub fn sweep_former_account(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_sweep(account)
		}

		/// 종료된 카드의 동결된 원화를 지급한다 (시민카드 발급 부서).
		///
		/// Pays frozen won of an ended card to an heir, or to whom else the papers name. By the card office, and
		/// not by the delegate who ended the card. Can be repeated, as for several heirs.
		///
		/// - `citizen`: the index of the ended card.
		/// - `recipient`: a citizen whose card can be used, or an active agency.
		/// - `amount`: in millionths of a won.
		/// - `papers`: commitment to the papers.
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::release_funds())]
		pub fn release_funds(
			origin: OriginFor<T>,
			citizen: CitizenIndex,
			recipient: PartyId,
			amount: Balance,
			papers: DocumentCommitment,
		) -> DispatchResult {
			let office = T::CardOfficeOrigin::ensure_actor(origin)?;
			Self::do_release_funds(office, citizen, recipient, amount, papers)
		}

		/// 대면 창구에 위임한다 (시민).
		///
		/// Lets a counter act for the citizen. A later grant to the same counter replaces this one.
		///
		/// - `agency`: the counter's agency number.
		/// - `scopes`: in which services.
		/// - `expires_at`: Unix time in milliseconds, within the period that the terms set.
		#[pallet::call_index(19)]
		#[pallet::weight(T::WeightInfo::grant_counter())]
		pub fn grant_counter(
			origin: OriginFor<T>,
			agency: AgencyId,
			scopes: Scopes<T::CounterScope>,
			expires_at: Moment,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let citizen = Self::ensure_citizen(&who)?;
			Self::do_grant(
				who,
				citizen,
				CounterGrant {
					agency,
					scopes,
					expires_at,
					given: GrantSource::Signed,
				},
			)
		}

		/// 위임장에 따라 대면 창구 위임을 기록한다 (시민카드 발급 부서).
		///
		/// Records that a citizen without a phone let a counter act, on a signed paper. By the card office.
		///
		/// - `citizen`: the card's index.
		/// - `agency`, `scopes`, `expires_at`: as in `grant_counter`.
		/// - `paper`: commitment to the signed paper.
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::record_counter_grant())]
		pub fn record_counter_grant(
			origin: OriginFor<T>,
			citizen: CitizenIndex,
			agency: AgencyId,
			scopes: Scopes<T::CounterScope>,
			expires_at: Moment,
			paper: DocumentCommitment,
		) -> DispatchResult {
			let office = T::CardOfficeOrigin::ensure_actor(origin)?;
			Self::ensure_active(citizen)?;
			Self::do_grant(
				office.who,
				citizen,
				CounterGrant {
					agency,
					scopes,
					expires_at,
					given: GrantSource::Paper {
						office: office.agency,
						paper,
					},
				},
			)
		}

		/// 대면 창구 위임을 끝낸다 (시민).
		///
		/// Ends at once what a counter may do for the citizen, also while the card cannot be used.
		///
		/// - `agency`: the counter's agency number.
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::end_counter_grant())]
		pub fn end_counter_grant(origin: OriginFor<T>, agency: AgencyId) -> DispatchResult {
			let citizen = Self::citizen_signed(origin)?;
			Self::do_end_grant(citizen, agency, GrantEnd::Citizen)
		}

		/// 서면 요청에 따라 대면 창구 위임을 끝낸다 (시민카드 발급 부서).
		///
		/// Ends at once what a counter may do for a citizen who says so on paper. By the card office.
		///
		/// - `citizen`: the card's index.
		/// - `agency`: the counter's agency number.
		/// - `paper`: commitment to the signed paper.
		#[pallet::call_index(22)]
		#[pallet::weight(T::WeightInfo::end_recorded_counter_grant())]
		pub fn end_recorded_counter_grant(
			origin: OriginFor<T>,
			citizen: CitizenIndex,
			agency: AgencyId,
			paper: DocumentCommitment,
		) -> DispatchResult {
			let office = T::CardOfficeOrigin::ensure_actor(origin)?;
			Self::do_end_grant(
				citizen,
				agency,
				GrantEnd::Office {
					office: office.agency,
					paper,
				},
			)
		}

		/// 대면 창구 위임을 포기한다 (대면 창구).
		///
		/// Ends what the counter may do for a citizen, by the counter itself.
		///
		/// - `citizen`: the card's index.
		#[pallet::call_index(23)]
		#[pallet::weight(T::WeightInfo::renounce_counter_grant())]
		pub fn renounce_counter_grant(
			origin: OriginFor<T>,
			citizen: CitizenIndex,
		) -> DispatchResult {
			let counter = T::CounterOrigin::ensure_actor(origin)?;
			Self::do_end_grant(citizen, counter.agency, GrantEnd::Counter)
		}

		/// 시민을 대리하여 호출한다 (대면 창구).
		///
		/// Makes a call as the citizen, within what the citizen granted. If the call is refused, this is refused
		/// with the same reason.
		///
		/// - `citizen`: the card's index.
		/// - `call`: what the citizen wants to be done.
		#[pallet::call_index(24)]
		#[pallet::weight({
			let info = call.get_dispatch_info();
			(
				T::WeightInfo::act_for().saturating_add(info.call_weight),
				info.class,
			)
		})]
		pub fn act_for(
			origin: OriginFor<T>,
			citizen: CitizenIndex,
			call: Box<<T as Config>::RuntimeCall>,
		) -> DispatchResultWithPostInfo {
			let counter = T::CounterOrigin::ensure_actor(origin.clone())?;
			Self::do_act_for(origin, counter, citizen, *call)
		}

		/// 카드 기준을 고시한다.
		///
		/// Sets the periods of cards from a date on. What was decided before keeps its dates.
		///
		/// - `effective_from`: Unix time in milliseconds; in the future, and after the last ones set.
		/// - `terms`: the periods in milliseconds.
		#[pallet::call_index(25)]
		#[pallet::weight(T::WeightInfo::schedule_terms())]
		pub fn schedule_terms(
			origin: OriginFor<T>,
			effective_from: Moment,
			terms: CardTerms,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin).map_err(|_| Error::<T>::NotAuthorized)?;
			Self::do_schedule_terms(effective_from, terms)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// 카드 번호로 조회한 시민카드.
		///
		/// The card of an index.
		pub fn card(citizen: CitizenIndex) -> Option<Card<T::AccountId>> {
			Cards::<T>::get(citizen)
		}

		/// 지금 이 카드를 쓸 수 없는 사유.
		///
		/// Why a card cannot be used now; nothing if it can.
		pub fn refusal(citizen: CitizenIndex) -> Option<DispatchError> {
			<Self as CitizenRegistry<T::AccountId>>::ensure_active(citizen).err()
		}

		/// 진행 중인 계정 변경 제안.
		///
		/// To which account a citizen wants to change.
		pub fn rotation(citizen: CitizenIndex) -> Option<Rotation<T::AccountId>> {
			Rotations::<T>::get(citizen)
		}

		/// 진행 중인 복구.
		///
		/// How far the recovery of a card has come.
		pub fn recovery(citizen: CitizenIndex) -> Option<Recovery<T::AccountId>> {
			Recoveries::<T>::get(citizen)
		}

		/// 시민을 대리할 수 있는 창구.
		///
		/// Which counters may act for a citizen; expired grants are left out.
		pub fn counters(citizen: CitizenIndex) -> Vec<GrantOf<T>> {
			let now = Self::now();
			CounterGrants::<T>::get(citizen)
				.into_iter()
				.filter(|grant| now < grant.expires_at)
				.collect()
		}

		/// 현재 카드 기준.
		///
		/// The periods that apply now.
		pub fn terms() -> CardTerms {
			Self::terms_at(Self::now())
		}
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
		let card = Cards::<T>::get(citizen).ok_or(Error::<T>::NotFound)?;
		Self::ensure_usable(&card)?;
		ensure!(card.validity.covers(Self::now()), Error::<T>::CardExpired);
		Ok(())
	}

	fn was_a_citizens(who: &T::AccountId) -> bool {
		FormerAccounts::<T>::contains_key(who)
	}
}

/// Admitted are a citizen whose card can be used, an account that is asked to become a citizen's, and the
/// account of a card in recovery as long as it can object.
impl<T: Config> Admission<T::AccountId> for Pallet<T> {
	fn class_of(who: &T::AccountId) -> Option<AccountClass> {
		let is_admitted = Self::ensure_citizen(who).is_ok()
			|| Self::may_object(who)
			|| Self::is_asked_to_accept(who);
		is_admitted.then_some(AccountClass::Citizen)
	}
}
