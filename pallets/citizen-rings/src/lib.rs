// SPDX-License-Identifier: Apache-2.0

//! # 익명 링 · Citizen rings
//!
//! Rings of keys in which citizens prove membership without saying who they are.
//!
//! | call | who | what |
//! |---|---|---|
//! | `admit_keys` | card office | puts up to 100 new keys into the queue of a collection |
//! | `remove_keys` | card office | takes keys out, for a time or for ever |
//! | `restore_keys` | card office | puts suspended keys back into the queue |
//! | `bind_alias` | whoever has a valid proof, without signer | lets a fresh account act in a service under an alias, or renews that |
//! | `load_chunk_page` | anyone | brings a page of the static data into the state |
//! | `open_collection` | governance | begins a collection |
//! | `set_terms` | governance | sets periods and the size of cohorts |
//! | `resume_building` | governance | tries again what could not be built |
//! | `start_rebinding`, `cancel_rebinding` | office of the service | gives a party whose alias was lost another alias; does not |
//! | `object_rebinding` | the old account of the alias | says that the alias is not lost |
//! | `sweep_former_account` | anyone | takes won that reached a lost account to its party |
//!
//! ## Overview
//!
//! The card office admits *ring keys* to a *collection*: all citizens, or the residents of a district. Which key is
//! whose is written in the office's own register and nowhere on the chain. Keys wait in a queue until there are
//! enough for a *cohort*; then the cohort joins a *ring* of up to 767 keys, in bounded steps at the end of blocks.
//! Each change of a ring makes a *revision* with a *root* against which proofs are verified. Older revisions are
//! valid for a grace, so that a proof made a minute ago still counts.
//!
//! A removed key stays in its ring until the ring is rebuilt without it. Removals are gathered for a while, because
//! a rebuild costs a second of computing. Revisions that have the key are void after a shorter grace. So a removed
//! key can prove nothing after at most `removal_delay`, the time of the rebuild, and `removal_grace`.
//!
//! Polls *freeze* a collection ([`FrozenRings`]): the newest revision of each ring is kept until the poll lets go,
//! with the list of its keys. Freezing counts up the collection's *era* and writes nothing else, because each
//! revision knows in which eras it was the newest.
//!
//! In a service a citizen can act under an *alias*: one proof binds a fresh account, which is admitted
//! ([`Admission`]) and is a party of its own. Such an account is valid for a period and renewed with another proof,
//! so that a removed key loses its aliases although nobody knows which they are.
//!
//! The *party* of an alias has a random index of the same kind as that of a card ([`CitizenIndex`]), so that services
//! treat both alike. Cars and points belong to the party. Who lost the wallet for good has another key and with it
//! another alias; *rebinding* gives that alias the party. The office of the service begins it, for whatever it can
//! tell whose that is. The old account can do nothing from then on but object, and its won are frozen. After a
//! waiting time the new alias is bound with a proof: the index stays, and what must lie on an account moves.
//!
//! The proof system is [`Config::Proofs`]; its static data is state ([`ChunkPages`]), checked against known hashes.
//!
//! ## Terminology
//!
//! * **Collection**: keys of one kind of people, from which rings are made.
//! * **Cohort**: keys that join a ring together, so that the moment of joining tells nothing of one.
//! * **Generation**: a list of a ring's keys. Cohorts are appended to it; a rebuild begins another.
//! * **Revision**: a ring at a moment: the first so many keys of a generation, with their root.
//! * **Hold**: somebody keeps the revisions of a moment.
//! * **Live keys**: those with which somebody can prove something, now or later.
//!
//! ## Example
//!
//! A revision that was the newest when a poll opened counts for that poll, although it is void for all else:
//!
//! ```
//! use pallet_citizen_rings::{Era, Generation, RevisionRecord, RevisionStatus};
//! use seoul_chain_ring_proofs::{RingRoot, ROOT_BYTES};
//!
//! let revision = RevisionRecord {
//!     root: RingRoot([0; ROOT_BYTES]),
//!     generation: Generation(0),
//!     members: 128,
//!     since: Era(3),
//!     status: RevisionStatus::Retired { until: Era(5), expires_at: 1_000 },
//! };
//! assert!(!revision.is_valid_at(1_000));
//! assert!(revision.was_newest_in(Era(3)) && revision.was_newest_in(Era(4)));
//! assert!(!revision.was_newest_in(Era(2)) && !revision.was_newest_in(Era(5)));
//! ```
//!
//! ## Invariants
//!
//! Checked by [`Pallet::do_try_state`]:
//!
//! 1. A queued key stands at its place of the queue, and each place of the queue has a key that says so.
//! 2. A key of a ring stands at its place of the newest list, or of the list that is being written.
//! 3. A collection counts its queued, present, leaving and departing keys, its provable keys and its rings.
//! 4. A ring counts the keys that leave it, and one with such keys waits to be rebuilt or is being rebuilt.
//! 5. A ring's newest revision is marked so, and has as many keys as the ring.
//! 6. A retired revision waits to be let go, or is kept by a hold that covers it.
//! 7. A list of keys is there as long as a revision or the work in progress needs it, and no longer.
//! 8. A ring that is filled has the state from which keys can be added, with as many keys as its list.
//! 9. Holds and the eras of their collections agree.
//! 10. An alias, its account and its index lead to each other, no card has the index, and all of them are counted.
//! 11. A page of the static data has the known hash.
//! 12. Terms are valid.
//! 13. A rebinding is of an alias in the service that it names, and its new alias leads to it and is bound nowhere.
//! 14. A replaced alias and a former account lead to a party that has another alias and another account.
//! 15. An account's won are frozen if its alias is being rebound or it is a former account, and no other alias's are.

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
pub mod runtime_api;
#[cfg(test)]
mod tests;
pub mod traits;
mod try_state;
mod types;
pub mod weights;

pub use features::aliases::{AliasAccounts, BindRefusal};
pub use pallet::*;
pub use traits::{AliasRegistry, AliasServices, FrozenProof, FrozenRings, RingRef};
pub use types::*;
pub use weights::WeightInfo;

use frame_support::{
	dispatch::DispatchResult,
	traits::{
		fungible::{Inspect, Mutate, MutateFreeze},
		UnixTime,
	},
	weights::{constants::WEIGHT_REF_TIME_PER_MILLIS, Weight, WeightMeter},
};
use seoul_chain_primitives::{
	id::FreshId, AccountClass, Actor, Admission, AgencyId, AgencyRegistry, Balance, CitizenIndex,
	CitizenRegistry, DocumentCommitment, EnsureActor, EnsureActorFor, Moment, OnAccountRotated,
	OnAdmission, PartyId,
};
use seoul_chain_ring_proofs::{
	Alias, ChainId, CollectionId, RingBuilder, RingKey, RingProofSystem, RingSize,
};
use sp_runtime::DispatchError;

/// How often an index is drawn before a binding is refused. With a card and an alias for everyone in the city, about
/// one draw in 2^40 collides.
pub const MAX_DRAWS: u64 = 4;

/// What separates the indices of aliases from other fresh identifiers.
pub const INDEX_DOMAIN: &[u8] = b"seoul/alias-index";

/// The index in a fresh identifier: its first eight bytes, little endian, as of a card.
pub fn index_from(fresh: &[u8; 32]) -> CitizenIndex {
	let [b0, b1, b2, b3, b4, b5, b6, b7, ..] = *fresh;
	CitizenIndex(u64::from_le_bytes([b0, b1, b2, b3, b4, b5, b6, b7]))
}

/// What the first verification in a fresh wasm instance costs more than the next.
///
/// The proof system keeps its set-up in statics, which live as long as the instance. The node starts a fresh one for
/// each transaction that it validates and for each block, while a benchmark repeats inside one and measures it warm. So
/// the weight of authorising a binding is what was measured, and this.
///
/// Measured with `verifiable` 0.4.1 in wasm on a machine of two cores (AMD EPYC): rings of 767, 32 ms cold and 24 ms
/// warm; rings of 255, 37 ms and 25 to 32 ms. Twenty milliseconds are more than one and a half times the largest
/// difference. Measure again with `runtime/solo/tests/ring_costs.rs`, which makes both in the runtime's own wasm.
pub const COLD_START: Weight = Weight::from_parts(20 * WEIGHT_REF_TIME_PER_MILLIS, 0);

#[frame_support::pallet]
#[allow(clippy::expect_used)] // In what the macro generates; `scripts/check.sh` reads what we write.
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::pallet_prelude::*;
	use frame_system::{ensure_authorized, pallet_prelude::*};

	/// The in-code storage version.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// The identity of the chain, bound to everything that is proven.
		type ChainId: Get<ChainId>;

		/// The proof system.
		type Proofs: RingProofSystem;

		/// How many keys a ring can have.
		type RingSize: Get<RingSize>;

		/// The card office: admits and removes keys.
		type CardOfficeOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;

		/// The office of a service: gives a party whose alias was lost another one.
		type OfficeOrigin: EnsureActorFor<
			Self::RuntimeOrigin,
			ServiceId,
			Success = Actor<Self::AccountId>,
		>;

		/// Governance: opens collections, sets terms.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// How many citizen cards are active. No collection has more live keys.
		type ActiveCards: Get<u64>;

		/// In which services citizens can act under an alias.
		type Services: AliasServices;

		/// The register of cards. No alias gets the index or the account of a card.
		type Citizens: CitizenRegistry<Self::AccountId>;

		/// The register of agencies. No alias gets the account of somebody who acts for one, in whatever state it is.
		type Agencies: AgencyRegistry<Self::AccountId>;

		/// Where the indices of aliases are drawn from.
		type FreshIds: FreshId;

		/// Who is admitted already. Such an account cannot be that of an alias.
		type Admissions: Admission<Self::AccountId>;

		/// As what the account of an alias is admitted.
		type AliasClass: Get<AccountClass>;

		/// The priority in the pool of a transaction that binds an alias. It pays nothing.
		type AliasPriority: Get<TransactionPriority>;

		/// Is told of each account that is bound to an alias.
		type OnAdmission: OnAdmission<Self::AccountId>;

		/// Moves what other pallets keep on the account of a party that gets another one.
		type OnAccountRotated: OnAccountRotated<Self::AccountId>;

		/// The balances of KRW.
		type Currency: Inspect<Self::AccountId, Balance = Balance>
			+ Mutate<Self::AccountId>
			+ MutateFreeze<Self::AccountId, Id = Self::RuntimeFreezeReason>;

		/// Why balances are frozen.
		type RuntimeFreezeReason: From<FreezeReason>;

		/// Legal time.
		type Clock: UnixTime;

		/// How much of a block the work on rings may take at most.
		type WorkWeight: Get<Weight>;

		/// Weights of the calls and of the steps of the work.
		type WeightInfo: WeightInfo;

		/// What benchmarks need of the runtime.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: benchmarking::BenchmarkHelper;
	}

	/// 동결 사유.
	///
	/// Why won are frozen.
	#[pallet::composite_enum]
	pub enum FreezeReason {
		/// 가명 재연결. The alias of the account is being rebound, or was.
		#[codec(index = 0)]
		Rebinding,
	}

	/// 열쇠별 상태.
	///
	/// Every key that was ever admitted. No key is admitted twice, in whatever collection.
	#[pallet::storage]
	pub type Keys<T: Config> = StorageMap<_, Blake2_128Concat, RingKey, KeyRecord, OptionQuery>;

	/// 모음.
	///
	/// The collections, with how many keys they have. Published so that anyone can compare them with the census
	/// and with the number of cards.
	#[pallet::storage]
	pub type Collections<T: Config> =
		StorageMap<_, Twox64Concat, CollectionId, Collection, OptionQuery>;

	/// 대기열.
	///
	/// Keys that wait for a cohort, in order of admission.
	#[pallet::storage]
	pub type Queue<T: Config> =
		StorageDoubleMap<_, Twox64Concat, CollectionId, Twox64Concat, u64, RingKey, OptionQuery>;

	/// 집단이 준비된 모음.
	///
	/// Collections that may have enough waiting keys for a cohort.
	#[pallet::storage]
	pub type ReadyCollections<T: Config> =
		StorageValue<_, BoundedVec<CollectionId, ConstU32<MAX_COLLECTIONS>>, ValueQuery>;

	/// 링.
	///
	/// The rings of each collection.
	#[pallet::storage]
	pub type Rings<T: Config> =
		StorageDoubleMap<_, Twox64Concat, CollectionId, Twox64Concat, RingIndex, Ring, OptionQuery>;

	/// 링의 명단.
	///
	/// The keys of each list, 64 in a page. Whoever makes a proof needs those of the revision, in this order.
	#[pallet::storage]
	pub type KeyPages<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Twox64Concat, CollectionId>,
			NMapKey<Twox64Concat, RingIndex>,
			NMapKey<Twox64Concat, Generation>,
			NMapKey<Twox64Concat, u32>,
		),
		KeyPage,
		ValueQuery,
	>;

	/// 명단별 판의 수.
	///
	/// How many revisions are of a list. It is let go with the last of them.
	#[pallet::storage]
	pub type GenerationUses<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Twox64Concat, CollectionId>,
			NMapKey<Twox64Concat, RingIndex>,
			NMapKey<Twox64Concat, Generation>,
		),
		u32,
		ValueQuery,
	>;

	/// 링의 판.
	///
	/// The revisions that are valid or kept, with their roots.
	#[pallet::storage]
	pub type Revisions<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Twox64Concat, CollectionId>,
			NMapKey<Twox64Concat, RingIndex>,
			NMapKey<Twox64Concat, Revision>,
		),
		RevisionRecord,
		OptionQuery,
	>;

	/// 추가할 수 있는 링의 상태.
	///
	/// What is needed to add keys to a ring that has room for a cohort.
	#[pallet::storage]
	pub type Builders<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		CollectionId,
		Twox64Concat,
		RingIndex,
		RingBuilder,
		OptionQuery,
	>;

	/// 진행 중인 작업.
	///
	/// The ring that is being built. One at a time: the limit is computing, not order.
	#[pallet::storage]
	pub type CurrentJob<T: Config> = StorageValue<_, Job, OptionQuery>;

	/// 작업 중단 여부.
	///
	/// Whether the work stands still because a step failed that never should. Governance resumes it.
	#[pallet::storage]
	pub type Halted<T: Config> = StorageValue<_, bool, ValueQuery>;

	/// 재구성 대기열.
	///
	/// Rings that wait to be rebuilt, in order.
	#[pallet::storage]
	pub type Rebuilds<T: Config> = StorageMap<_, Twox64Concat, u64, Rebuild, OptionQuery>;

	/// 재구성 대기열의 위치.
	///
	/// The places of [`Rebuilds`] that are taken.
	#[pallet::storage]
	pub type RebuildLine<T: Config> = StorageValue<_, Line, ValueQuery>;

	/// 즉시 재구성 순번.
	///
	/// What stands before this place of [`Rebuilds`] is rebuilt without waiting.
	#[pallet::storage]
	pub type HastenedUntil<T: Config> = StorageValue<_, u64, ValueQuery>;

	/// 자리가 있는 링.
	///
	/// Rings that have room for a cohort because keys were removed, in order.
	#[pallet::storage]
	pub type Refills<T: Config> =
		StorageDoubleMap<_, Twox64Concat, CollectionId, Twox64Concat, u64, RingIndex, OptionQuery>;

	/// 자리가 있는 링의 위치.
	///
	/// The places of [`Refills`] that are taken.
	#[pallet::storage]
	pub type RefillLines<T: Config> = StorageMap<_, Twox64Concat, CollectionId, Line, ValueQuery>;

	/// 지난 판의 대기열.
	///
	/// Retired revisions that wait until their grace is over.
	#[pallet::storage]
	pub type Expiries<T: Config> =
		StorageMap<_, Twox64Concat, u64, (CollectionId, RingIndex, Revision), OptionQuery>;

	/// 지난 판의 대기열의 위치.
	///
	/// The places of [`Expiries`] that are taken.
	#[pallet::storage]
	pub type ExpiryLine<T: Config> = StorageValue<_, Line, ValueQuery>;

	/// 유예 중인 열쇠의 대기열.
	///
	/// Removed keys that older roots may have, until those are void.
	#[pallet::storage]
	pub type Departures<T: Config> = StorageMap<_, Twox64Concat, u64, Departure, OptionQuery>;

	/// 유예 중인 열쇠의 대기열의 위치.
	///
	/// The places of [`Departures`] that are taken.
	#[pallet::storage]
	pub type DepartureLine<T: Config> = StorageValue<_, Line, ValueQuery>;

	/// 보존.
	///
	/// Who keeps the roots of which collection, as of when.
	#[pallet::storage]
	pub type Holds<T: Config> = StorageMap<_, Twox64Concat, HoldId, Hold, OptionQuery>;

	/// 다음 보존 번호.
	///
	/// The number of the next hold.
	#[pallet::storage]
	pub type NextHold<T: Config> = StorageValue<_, HoldId, ValueQuery>;

	/// 보존된 시대.
	///
	/// The eras of a collection that are held.
	#[pallet::storage]
	pub type HeldEras<T: Config> = StorageMap<
		_,
		Twox64Concat,
		CollectionId,
		BoundedVec<(Era, HoldId), ConstU32<MAX_HOLDS>>,
		ValueQuery,
	>;

	/// 보존된 판.
	///
	/// Retired revisions whose grace is over and which a hold keeps.
	#[pallet::storage]
	pub type HeldRevisions<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		HoldId,
		Twox64Concat,
		(CollectionId, RingIndex, Revision),
		(),
		OptionQuery,
	>;

	/// 끝난 보존의 대기열.
	///
	/// Holds that were released and whose revisions are not all let go yet.
	#[pallet::storage]
	pub type ReleasedHolds<T: Config> = StorageMap<_, Twox64Concat, u64, HoldId, OptionQuery>;

	/// 끝난 보존의 대기열의 위치.
	///
	/// The places of [`ReleasedHolds`] that are taken.
	#[pallet::storage]
	pub type ReleaseLine<T: Config> = StorageValue<_, Line, ValueQuery>;

	/// 고정 자료.
	///
	/// The static data from which rings are built, 64 chunks in a page.
	#[pallet::storage]
	pub type ChunkPages<T: Config> = StorageMap<_, Twox64Concat, u32, ChunkPage, OptionQuery>;

	/// 고정 자료의 쪽수.
	///
	/// How many pages of the static data are there.
	#[pallet::storage]
	pub type LoadedPages<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// 서비스별 가명.
	///
	/// Aliases that act in a service.
	#[pallet::storage]
	pub type Aliases<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		ServiceId,
		Blake2_128Concat,
		Alias,
		AliasRecord<T::AccountId>,
		OptionQuery,
	>;

	/// 계정별 가명.
	///
	/// For which alias of which service an account acts.
	#[pallet::storage]
	pub type AliasByAccount<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, (ServiceId, Alias), OptionQuery>;

	/// 당사자 번호별 가명.
	///
	/// The service and the alias of a party.
	#[pallet::storage]
	pub type AliasByIndex<T: Config> =
		StorageMap<_, Twox64Concat, CitizenIndex, (ServiceId, Alias), OptionQuery>;

	/// 가명 당사자 수.
	///
	/// How many parties have an alias.
	#[pallet::storage]
	pub type AliasCount<T: Config> = StorageValue<_, u64, ValueQuery>;

	/// 재연결.
	///
	/// Parties whose alias was lost and which wait for another.
	#[pallet::storage]
	pub type Rebindings<T: Config> =
		StorageMap<_, Twox64Concat, CitizenIndex, Rebinding<T::AccountId>, OptionQuery>;

	/// 재연결될 가명.
	///
	/// Which party an alias is to take over.
	#[pallet::storage]
	pub type ProposedAliases<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		ServiceId,
		Blake2_128Concat,
		Alias,
		CitizenIndex,
		OptionQuery,
	>;

	/// 대체된 가명.
	///
	/// Aliases that were lost, with their party. None of them is ever bound again.
	#[pallet::storage]
	pub type ReplacedAliases<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		ServiceId,
		Blake2_128Concat,
		Alias,
		CitizenIndex,
		OptionQuery,
	>;

	/// 이전 계정.
	///
	/// Accounts that acted for an alias that was lost, with the party. None of them ever acts for anyone again.
	#[pallet::storage]
	pub type FormerAccounts<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, CitizenIndex, OptionQuery>;

	/// 링 기준.
	///
	/// Periods and the size of cohorts. What began before another was set keeps its own.
	#[pallet::storage]
	pub type Terms<T: Config> = StorageValue<_, RingTerms, ValueQuery>;

	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// Districts that have a collection from the first block on, beside the city's: administrative codes.
		pub districts: Vec<u32>,
		/// The static data, in hexadecimal. Without it, it is loaded by transactions.
		pub chunk_pages: Vec<sp_core::Bytes>,
		/// Periods and the size of cohorts.
		pub terms: RingTerms,
		#[serde(skip)]
		/// Names the runtime, and holds nothing.
		pub _marker: PhantomData<T>,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			Self {
				districts: Vec::new(),
				chunk_pages: Vec::new(),
				terms: RingTerms::default(),
				_marker: PhantomData,
			}
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(
				self.terms.is_valid(T::RingSize::get().capacity()),
				"the terms of rings in the genesis are not valid"
			);
			Terms::<T>::put(self.terms);
			let districts = self.districts.iter().copied().map(CollectionId::District);
			for collection in core::iter::once(CollectionId::City).chain(districts) {
				if let Err(reason) = Pallet::<T>::do_open_collection(collection) {
					panic!("collection {collection:?} of the genesis: {reason:?}");
				}
			}
			for (number, page) in (0u32..).zip(&self.chunk_pages) {
				if let Err(reason) = Pallet::<T>::do_load_page(number, page.to_vec()) {
					panic!("page {number} of the static data in the genesis: {reason:?}");
				}
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// 모음이 시작되었다.
		///
		/// A collection began.
		CollectionOpened {
			/// 모음. The collection.
			collection: CollectionId,
		},
		/// 열쇠가 등록되었다.
		///
		/// Keys were admitted and wait for a cohort.
		KeysAdmitted {
			/// 모음. The collection.
			collection: CollectionId,
			/// 열쇠 수. How many.
			keys: u32,
			/// 결정 기관. The agency that decided.
			agency: AgencyId,
			/// 서명한 계정. The agency's delegate who signed.
			by: T::AccountId,
		},
		/// 일괄 처리 중 한 열쇠가 거부되었다.
		///
		/// One key of a batch was refused.
		KeyRefused {
			/// 순번. Its place in the batch, from 0.
			position: u32,
			/// 열쇠. The key.
			key: RingKey,
			/// 사유. Why.
			reason: DispatchError,
		},
		/// 열쇠가 삭제되었다.
		///
		/// Keys were removed: from the queue at once, from rings when these are rebuilt.
		KeysRemoved {
			/// 열쇠 수. How many.
			keys: u32,
			/// 사유. Why.
			cause: Removal,
			/// 결정 기관. The agency that decided.
			agency: AgencyId,
			/// 서명한 계정. The agency's delegate who signed.
			by: T::AccountId,
		},
		/// 정지되었던 열쇠가 다시 대기한다.
		///
		/// Suspended keys wait for a cohort again.
		KeysRestored {
			/// 열쇠 수. How many.
			keys: u32,
			/// 결정 기관. The agency that decided.
			agency: AgencyId,
			/// 서명한 계정. The agency's delegate who signed.
			by: T::AccountId,
		},
		/// 링의 새 판이 나왔다.
		///
		/// A ring has a new revision. Make proofs against it from now on.
		RevisionMade {
			/// 모음. The collection.
			collection: CollectionId,
			/// 링. The ring.
			ring: RingIndex,
			/// 이전 판. The revision before; 0 if there was none.
			old_revision: Revision,
			/// 새 판. The revision now.
			new_revision: Revision,
			/// 열쇠 수. Its keys.
			members: u32,
			/// 이전 판의 만료 시각. Until when proofs against the revision before are accepted.
			old_expires_at: Moment,
		},
		/// 지난 판이 삭제되었다.
		///
		/// A revision was let go.
		RevisionReleased {
			/// 모음. The collection.
			collection: CollectionId,
			/// 링. The ring.
			ring: RingIndex,
			/// 판. The revision.
			revision: Revision,
		},
		/// 모음의 뿌리가 보존되었다.
		///
		/// The newest revisions of a collection are kept.
		Frozen {
			/// 보존 번호. By which number.
			hold: HoldId,
			/// 모음. The collection.
			collection: CollectionId,
			/// 시대. The era.
			era: Era,
			/// 열쇠 수. Keys in those revisions together.
			provable: u32,
		},
		/// 보존이 끝났다.
		///
		/// The revisions are kept no longer.
		Released {
			/// 보존 번호. The hold.
			hold: HoldId,
		},
		/// 가명 계정이 연결되었다.
		///
		/// An account acts in a service under an alias.
		AliasBound {
			/// 서비스. The service.
			service: ServiceId,
			/// 가명. The alias.
			alias: Alias,
			/// 당사자 번호. The index of its party.
			index: CitizenIndex,
			/// 계정. The account.
			account: T::AccountId,
			/// 유효 기한. Until when.
			valid_until: Moment,
		},
		/// 가명 계정이 연장되었다.
		///
		/// An alias was renewed.
		AliasRenewed {
			/// 서비스. The service.
			service: ServiceId,
			/// 가명. The alias.
			alias: Alias,
			/// 당사자 번호. The index of its party.
			index: CitizenIndex,
			/// 이전 유효 기한. Until when it was valid.
			old_valid_until: Moment,
			/// 새 유효 기한. Until when it is valid now.
			new_valid_until: Moment,
		},
		/// 고정 자료의 한 쪽이 들어왔다.
		///
		/// A page of the static data was loaded.
		ChunkPageLoaded {
			/// 쪽. Which.
			page: u32,
			/// 남은 쪽수. How many are missing. Rings are built when none is.
			missing: u32,
		},
		/// 기준이 바뀌었다.
		///
		/// Periods or the size of cohorts changed.
		TermsChanged {
			/// 이전 기준. The terms before.
			old_terms: RingTerms,
			/// 새 기준. The terms now.
			new_terms: RingTerms,
		},
		/// 작업이 중단되었다.
		///
		/// A step of the work on a ring failed that never should. Nothing is lost; all work stands still. Compare
		/// the node's log, then call `resumeBuilding`.
		BuildingHalted {
			/// 모음. The collection.
			collection: CollectionId,
			/// 링. The ring.
			ring: RingIndex,
		},
		/// 작업이 재개되었다.
		///
		/// The work goes on.
		BuildingResumed,
		/// 가명 재연결이 시작되었다.
		///
		/// The alias of a party was lost: another is to take over. From now on the account can do nothing in the
		/// service but object, and its won are frozen.
		RebindingStarted {
			/// 서비스. The service.
			service: ServiceId,
			/// 당사자 번호. The index of the party.
			party: CitizenIndex,
			/// 이전 가명. The alias that was lost.
			old_alias: Alias,
			/// 새 가명. The alias that is to take over.
			new_alias: Alias,
			/// 이전 계정. The account that can object.
			old_account: T::AccountId,
			/// 근거 서류. Why the office knows whose the party is.
			evidence: DocumentCommitment,
			/// 완료 가능 시각. Until when it can object, Unix time in milliseconds.
			completes_at: Moment,
			/// 결정 기관. The agency that decided.
			agency: AgencyId,
			/// 서명한 계정. The agency's delegate who signed.
			by: T::AccountId,
		},
		/// 가명 재연결에 이의가 제기되었다.
		///
		/// The old account objected. Nothing changes; it can act again.
		RebindingObjected {
			/// 서비스. The service.
			service: ServiceId,
			/// 당사자 번호. The index of the party.
			party: CitizenIndex,
			/// 계정. The account that objected.
			account: T::AccountId,
		},
		/// 가명 재연결이 취소되었다.
		///
		/// The office ended a rebinding. Nothing changes; the old account can act again.
		RebindingCancelled {
			/// 서비스. The service.
			service: ServiceId,
			/// 당사자 번호. The index of the party.
			party: CitizenIndex,
			/// 결정 기관. The agency that decided.
			agency: AgencyId,
			/// 서명한 계정. The agency's delegate who signed.
			by: T::AccountId,
		},
		/// 가명이 재연결되었다.
		///
		/// Another alias took over a party, with another account. What the party owns stays its own.
		AliasRebound {
			/// 서비스. The service.
			service: ServiceId,
			/// 당사자 번호. The index of the party.
			party: CitizenIndex,
			/// 이전 가명. The alias that was lost. It is never bound again.
			old_alias: Alias,
			/// 새 가명. The alias now.
			new_alias: Alias,
			/// 이전 계정. The account before.
			old_account: T::AccountId,
			/// 새 계정. The account now.
			new_account: T::AccountId,
			/// 유효 기한. Until when the alias is valid.
			valid_until: Moment,
			/// 옮긴 금액. The KRW that moved, in millionths of a won.
			moved: Balance,
			/// 남은 금액. The KRW that lie frozen on the old account, in millionths of a won.
			remaining: Balance,
		},
		/// 이전 계정의 원화가 옮겨졌다.
		///
		/// KRW that had reached a lost account were moved to the account of its party.
		FormerAccountSwept {
			/// 당사자 번호. The index of the party.
			party: CitizenIndex,
			/// 이전 계정. The lost account.
			old_account: T::AccountId,
			/// 새 계정. The account of the party.
			new_account: T::AccountId,
			/// 금액. The KRW that moved, in millionths of a won.
			amount: Balance,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// 모음이 없습니다.
		///
		/// There is no such collection. Governance opens it.
		UnknownCollection,
		/// 이미 있는 모음입니다.
		///
		/// The collection is open already.
		AlreadyExists,
		/// 모음이 너무 많습니다.
		///
		/// As many collections as there can be are open.
		TooManyCollections,
		/// 권한이 없습니다.
		///
		/// Only governance may do this.
		NotAuthorized,
		/// 이미 등록된 열쇠입니다.
		///
		/// The key was admitted before, here or in another collection, and no key is admitted twice. Make another
		/// key, or restore this one if it was suspended.
		KeyAlreadyAdmitted,
		/// 올바른 열쇠가 아닙니다.
		///
		/// The bytes are no key of the proof system.
		InvalidKey,
		/// 소유 증명이 올바르지 않습니다.
		///
		/// The signature is not that of the key over this chain, this collection and this key.
		NotPossessed,
		/// 사용 중인 카드보다 열쇠가 많아집니다.
		///
		/// The collection would have more live keys than there are active cards. Removed keys count until every
		/// root with them is void.
		MoreKeysThanCards,
		/// 처리할 수 있는 열쇠가 하나도 없습니다.
		///
		/// Nothing could be done with any of the keys. Send each alone to read why.
		NothingDone,
		/// 등록되지 않은 열쇠입니다.
		///
		/// The key was never admitted.
		UnknownKey,
		/// 이미 삭제된 열쇠입니다.
		///
		/// The key is removed already, or will be when its ring is rebuilt.
		AlreadyRemoved,
		/// 정지된 열쇠가 아닙니다.
		///
		/// The key is in use, or was removed for ever.
		NotSuspended,
		/// 아직 유효한 링에 있는 열쇠입니다.
		///
		/// A valid root still has the key. Wait until its ring is rebuilt and the grace is over.
		StillProvable,
		/// 삭제 예정인 열쇠가 있습니다.
		///
		/// A ring of the collection waits to be rebuilt without a removed key. Hasten it and try again.
		RemovalPending,
		/// 링이 없습니다.
		///
		/// The collection has no ring with keys yet.
		NoRing,
		/// 보존이 너무 많습니다.
		///
		/// As many holders as there can be keep roots of this collection. Wait until one lets go.
		TooManyHolds,
		/// 보존이 없습니다.
		///
		/// There is no such hold, or it was released.
		UnknownHold,
		/// 보존된 판이 아닙니다.
		///
		/// This revision of this ring was not the newest when the roots were frozen. Prove against the one that
		/// was.
		NotFrozen,
		/// 판이 없습니다.
		///
		/// There is no such revision of such a ring, or it was let go. Prove against the newest.
		UnknownRevision,
		/// 판의 유예 기간이 지났습니다.
		///
		/// The revision is void. Prove against the newest.
		RevisionExpired,
		/// 증명의 길이가 올바르지 않습니다.
		///
		/// A proof in one context has 785 bytes, no more and no less.
		WrongProofLength,
		/// 증명의 형식이 올바르지 않습니다.
		///
		/// The bytes are no proof in one context.
		MalformedProof,
		/// 증명이 올바르지 않습니다.
		///
		/// The proof is not of a key in this ring, or is for another context or message.
		InvalidProof,
		/// 다른 가명의 증명입니다.
		///
		/// The proof is valid, and of another alias than the one that is claimed.
		OtherAlias,
		/// 가명을 쓸 수 없는 서비스입니다.
		///
		/// Nobody can act in this service under an alias.
		UnknownService,
		/// 이미 쓰이는 계정입니다.
		///
		/// The account is admitted already, as a citizen's, an agency's or another alias's. Use a fresh account.
		AccountInUse,
		/// 이미 쓰이는 가명입니다.
		///
		/// The alias has another account. It is derived from the same seed phrase; use that one.
		AliasInUse,
		/// 아직 연장할 수 없습니다.
		///
		/// The alias is valid for more than half of its period. Renew it later.
		NotYetRenewable,
		/// 가명이 없습니다.
		///
		/// There is no such alias in this service.
		UnknownAlias,
		/// 가명의 유효 기간이 지났습니다.
		///
		/// The alias has expired. Renew it with a proof.
		AliasExpired,
		/// 그런 쪽이 없습니다.
		///
		/// The static data has no such page.
		UnknownPage,
		/// 이미 들어온 쪽입니다.
		///
		/// The page is there already.
		PageAlreadyLoaded,
		/// 고정 자료와 다릅니다.
		///
		/// The bytes are not those of this page: their hash is another.
		WrongPage,
		/// 기준이 올바르지 않습니다.
		///
		/// Periods must be above zero, the grace after a removal at most as long as the other, and a cohort must
		/// fit into a ring.
		InvalidTerms,
		/// 중단되지 않았습니다.
		///
		/// The work is not halted.
		NotHalted,
		/// 다른 가명으로 대체된 가명입니다.
		///
		/// The alias was lost and another took over its party. It is never bound again. Prove with the new key.
		AliasReplaced,
		/// 재연결 대기 기간입니다.
		///
		/// The alias is to take over a party, and the waiting time is not over. Bind it later.
		RebindingWaiting,
		/// 이전에 쓰이던 계정입니다.
		///
		/// The account stood for an alias or a citizen once and never does again. Use a fresh account.
		FormerAccount,
		/// 재연결 중인 가명입니다.
		///
		/// The service's office began to give the party another alias. Object if the wallet is not lost.
		AliasSuspended,
		/// 쓸 수 있는 번호를 찾지 못했습니다.
		///
		/// Every index that was drawn is taken. Send the transaction again.
		NoFreshIndex,
		/// 이미 재연결 중입니다.
		///
		/// The party waits for another alias already. Cancel that first.
		RebindingOpen,
		/// 재연결이 없습니다.
		///
		/// The party does not wait for another alias.
		NoRebinding,
		/// 새 가명이 이미 쓰이고 있습니다.
		///
		/// The new alias is a party of its own in this service already, or is this party's.
		NewAliasInUse,
		/// 다른 당사자에게 재연결될 가명입니다.
		///
		/// The new alias is to take over another party of this service.
		NewAliasProposed,
		/// 이의 제기 기간이 지났습니다.
		///
		/// The waiting time is over, and with it the time to object. Go to the office of the service.
		WaitingTimeOver,
		/// 가명 계정이 아닙니다.
		///
		/// The account acts for no alias.
		NotAnAlias,
		/// 분실된 가명 계정이 아닙니다.
		///
		/// The account never acted for an alias that was lost.
		NotAFormerAccount,
		/// 옮길 원화가 없습니다.
		///
		/// No KRW that could be moved lie on the account.
		NothingToMove,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
			let mut meter = WeightMeter::with_limit(remaining.min(T::WorkWeight::get()));
			Self::work(&mut meter);
			meter.consumed()
		}

		fn integrity_test() {
			let largest = [
				T::WeightInfo::start_job(),
				T::WeightInfo::build_step(MIN_STEP),
				T::WeightInfo::finish_job(),
				T::WeightInfo::sweep_revision(),
			]
			.into_iter()
			.fold(Weight::zero(), |largest, step| largest.max(step));
			assert!(
				T::WeightInfo::work_base()
					.saturating_add(largest)
					.all_lte(T::WorkWeight::get()),
				"WorkWeight must suffice for each step of the work"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// 익명 열쇠를 등록한다 (시민카드 발급 부서).
		///
		/// Admits up to 100 keys to a collection. Each key that cannot be admitted is named with the reason in an
		/// event; the others wait for a cohort. By the card office. Refused if none can.
		///
		/// Send the keys in random order and gathered over some time: the chain shows when a key was admitted, and
		/// when a card was issued.
		///
		/// - `collection`: the city or a district.
		/// - `entries`: keys that were never admitted, each with its signature over `Possession`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::admit_keys(
			u32::try_from(entries.len()).unwrap_or(u32::MAX)
		))]
		pub fn admit_keys(
			origin: OriginFor<T>,
			collection: CollectionId,
			entries: BoundedVec<KeyEntry, ConstU32<MAX_BATCH>>,
		) -> DispatchResult {
			let office = T::CardOfficeOrigin::ensure_actor(origin)?;
			Self::do_admit(office, collection, entries)
		}

		/// 익명 열쇠를 삭제한다 (시민카드 발급 부서).
		///
		/// Removes up to 100 keys: those that wait at once, those in a ring when it is rebuilt. Each key that
		/// cannot be removed is named with the reason in an event. By the card office. Refused if none can.
		///
		/// - `keys`: of any collections, in random order.
		/// - `cause`: for a time, or for ever. A suspended key can be removed for ever as well.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::remove_keys(
			u32::try_from(keys.len()).unwrap_or(u32::MAX)
		))]
		pub fn remove_keys(
			origin: OriginFor<T>,
			keys: BoundedVec<RingKey, ConstU32<MAX_BATCH>>,
			cause: Removal,
		) -> DispatchResult {
			let office = T::CardOfficeOrigin::ensure_actor(origin)?;
			Self::do_remove(office, keys, cause)
		}

		/// 정지된 익명 열쇠를 다시 대기시킨다 (시민카드 발급 부서).
		///
		/// Puts up to 100 suspended keys back into the queue of their collection, so that their holders keep their
		/// aliases. Each that cannot be is named with the reason in an event. By the card office. Refused if none
		/// can.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::restore_keys(
			u32::try_from(keys.len()).unwrap_or(u32::MAX)
		))]
		pub fn restore_keys(
			origin: OriginFor<T>,
			keys: BoundedVec<RingKey, ConstU32<MAX_BATCH>>,
		) -> DispatchResult {
			let office = T::CardOfficeOrigin::ensure_actor(origin)?;
			Self::do_restore(office, keys)
		}

		/// 서비스 가명에 새 계정을 연결하거나 연장한다 (서명 없이, 증명으로).
		///
		/// Lets an account act in a service under an alias, or renews that in the second half of its period. It is
		/// a general transaction without signer: who sends it is not known. The proof is made in the context of the
		/// service and binds the account and the number of renewals so far.
		///
		/// An alias that is to take over a party does so, when the waiting time is over: the party keeps its index and
		/// all that it owns, and its free KRW move to the account.
		///
		/// - `service`: the service.
		/// - `ring`, `revision`: against which root the proof is made.
		/// - `alias`: that the proof shows.
		/// - `account`: fresh, or for a renewal the account of the alias. One that stood for somebody once is refused.
		/// - `proof`: 785 bytes.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::bind_alias().max(
			T::WeightInfo::complete_rebinding().saturating_add(T::OnAccountRotated::weight())
		))]
		#[pallet::authorize(Self::authorize_bind_alias)]
		#[pallet::weight_of_authorize(
			T::WeightInfo::authorize_bind_alias().saturating_add(COLD_START)
		)]
		pub fn bind_alias(
			origin: OriginFor<T>,
			service: ServiceId,
			ring: RingIndex,
			revision: Revision,
			alias: Alias,
			account: T::AccountId,
			proof: ProofBytes,
		) -> DispatchResultWithPostInfo {
			ensure_authorized(origin)?;
			// What is not looked at again was verified when the transaction was authorised, in the same block.
			let _ = (ring, revision, proof);
			Self::do_bind(service, alias, account)
		}

		/// 고정 자료의 한 쪽을 올린다 (누구나).
		///
		/// Brings a page of the static data into the state. By anyone: only the right bytes are accepted. Rings are
		/// built when all pages are there.
		///
		/// - `page`: which, from 0.
		/// - `bytes`: 64 chunks of 96 bytes.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::load_chunk_page())]
		pub fn load_chunk_page(
			origin: OriginFor<T>,
			page: u32,
			bytes: ChunkPage,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_load_page(page, bytes.into_inner())
		}

		/// 모음을 시작한다 (거버넌스).
		///
		/// Begins a collection, as for a new district.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::open_collection())]
		pub fn open_collection(origin: OriginFor<T>, collection: CollectionId) -> DispatchResult {
			Self::ensure_governance(origin)?;
			Self::do_open_collection(collection)
		}

		/// 링 기준을 정한다 (거버넌스).
		///
		/// Sets periods and the size of cohorts, for what begins from now on. Revisions and aliases that have a
		/// date keep it.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::set_terms())]
		pub fn set_terms(origin: OriginFor<T>, terms: RingTerms) -> DispatchResult {
			Self::ensure_governance(origin)?;
			Self::do_set_terms(terms)
		}

		/// 중단된 작업을 재개한다 (거버넌스).
		///
		/// Tries again what could not be built.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::resume_building())]
		pub fn resume_building(origin: OriginFor<T>) -> DispatchResult {
			Self::ensure_governance(origin)?;
			ensure!(Halted::<T>::take(), Error::<T>::NotHalted);
			Self::deposit_event(Event::BuildingResumed);
			Ok(())
		}

		/// 분실된 가명의 당사자에게 새 가명을 준비한다 (서비스 담당 부서).
		///
		/// Begins to give a party whose alias was lost another alias, as when the wallet and its seed phrase are gone.
		/// By the office of the service, for what it can tell whose that is. From now on the old account cannot act in
		/// the service and its KRW are frozen; it can object until the waiting time is over. Then whoever has the new
		/// alias binds it.
		///
		/// - `service`: the service.
		/// - `party`: the index of the party.
		/// - `new_alias`: what the person shows: 32 bytes, of the key that the card office admitted since.
		/// - `evidence`: a document of the office that says why.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::start_rebinding())]
		pub fn start_rebinding(
			origin: OriginFor<T>,
			service: ServiceId,
			party: CitizenIndex,
			new_alias: Alias,
			evidence: DocumentCommitment,
		) -> DispatchResult {
			let office = T::OfficeOrigin::ensure_actor_for(origin, &service)?;
			Self::do_start_rebinding(office, service, party, new_alias, evidence)
		}

		/// 가명 재연결을 취소한다 (서비스 담당 부서).
		///
		/// Ends a rebinding, as when the wallet was found. By an office of the service. The old account can act again.
		///
		/// - `service`: the service.
		/// - `party`: the index of the party.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::cancel_rebinding())]
		pub fn cancel_rebinding(
			origin: OriginFor<T>,
			service: ServiceId,
			party: CitizenIndex,
		) -> DispatchResult {
			let office = T::OfficeOrigin::ensure_actor_for(origin, &service)?;
			Self::do_cancel_rebinding(office, service, party)
		}

		/// 가명 재연결에 이의를 제기한다 (가명 계정).
		///
		/// Says that the alias is not lost, which ends the rebinding at once. By the account of the alias, before the
		/// waiting time is over. Who lets the alias expire must renew it first, with a proof.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::object_rebinding())]
		pub fn object_rebinding(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_object_rebinding(who)
		}

		/// 분실된 가명 계정의 원화를 당사자에게 옮긴다 (누구나).
		///
		/// Moves the KRW that reached the account of a lost alias to the account of its party. By anyone.
		///
		/// - `account`: the lost account.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::sweep_former_account())]
		pub fn sweep_former_account(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_sweep(account)
		}
	}

	impl<T: Config> Pallet<T> {
		fn ensure_governance(origin: OriginFor<T>) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)
				.map(drop)
				.map_err(|_| Error::<T>::NotAuthorized.into())
		}
	}
}
