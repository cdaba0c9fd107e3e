// SPDX-License-Identifier: Apache-2.0

//! # 시설과 로그인 · Facilities
//!
//! Facilities that citizens log in to with their card, what must hold for whoever logs in, and what ends a login
//! everywhere at once. Nothing about a login itself is stored.
//!
//! | call | who | what |
//! |---|---|---|
//! | `register_facility` | facility operator | registers a facility with its purposes and requirements |
//! | `change_facility` | the operator that runs it | changes them |
//! | `close_facility` | the operator that runs it | closes it for ever |
//! | `set_schema` | governance | names a kind of credential and who attests it |
//! | `publish_batch` | credential issuer | publishes the root of many credentials |
//! | `revoke_credentials`, `revoke_batch` | the issuer that published it | makes some or all of them count no more |
//! | `forget_batch` | anyone | removes a batch that has expired |
//! | `open_session` | the citizen | lets a key log in for a time |
//! | `close_session`, `close_all_sessions` | the citizen | ends that everywhere |
//! | `revoke_consent` | the citizen | takes a consent back |
//! | `forget_consents` | anyone | removes revocations of consents that have expired |
//! | `schedule_terms` | governance | sets periods from a date on |
//!
//! ## Overview
//!
//! A facility asks a citizen to sign a *challenge* and shows the answer to any node. The runtime API
//! [`authenticate`](runtime_api::CitizenIdentityApi) answers with the citizen's pairwise subject or the exact reason of
//! a refusal, from the state of the block that is asked. There is no transaction, and nothing is stored: forty-six
//! million logins a year would be more than all else that the chain does.
//!
//! What is signed, and in what order it is checked, stands in the crate `seoul-chain-login`. What costs a
//! verification of a signature comes last.
//!
//! A *consent* is a statement that the citizen signs once and the facility keeps. On the chain stands only that
//! one was revoked, by a digest that a salt keeps from being guessed: the chain never lists who uses what.
//!
//! A *credential* is a salted commitment under a root. Neither its kind nor its value shows. Its issuer and its
//! expiry are those of its whole batch, which is filled up with random leaves and expires at the end of a cohort.
//!
//! A *session key* is what an application signs with, so that the key of the account stays where it is. It is
//! opened and closed by the citizen, and closed when the card is suspended or ended or the account changes.
//!
//! The facility must let each challenge be answered once, and look at its own clock: a node has no memory of
//! challenges and knows the time of the newest block only.
//!
//! ## Terminology
//!
//! * **Facility** (시설): a place or a web site that citizens log in to, run by an agency.
//! * **Purpose** (이용 목적): for what it uses logins, in the words to which citizens consent.
//! * **Requirement** (자격 요건): a predicate that must hold for whoever logs in.
//! * **Pass** (출입 허가): how long one login counts.
//! * **Schema** (자격 종류): a kind of credential.
//! * **Batch** (자격 일괄): many credentials under one root.
//! * **Cohort** (만료 단위): the multiples of a period at which credentials expire.
//! * **Session** (세션): a key that logs a citizen in for a time.
//!
//! ## Example
//!
//! A library lets citizens of one district in:
//!
//! ```
//! use pallet_facilities::{Accepted, Requirement};
//! use seoul_chain_login::{CredentialValue, SchemaId};
//!
//! let gangdong = CredentialValue(11_740);
//! let resident = Requirement {
//!     schema: SchemaId(1),
//!     accepted: Accepted::OneOf { values: vec![gangdong].try_into().unwrap() },
//! };
//! assert!(resident.accepted.accepts(gangdong));
//! assert!(!resident.accepted.accepts(CredentialValue(11_110)));
//! ```
//!
//! ## Invariants
//!
//! Checked by [`Pallet::do_try_state`]:
//!
//! 1. Facilities are numbered without a gap below the next number.
//! 2. What a facility says of itself is valid.
//! 3. Names of kinds of credentials are valid.
//! 4. Batches have numbers below the next number and a root.
//! 5. Revoked credentials are of a batch that is there.
//! 6. Every session stands in its citizen's list.
//! 7. A citizen's list is not empty, names each key once, and each is a session of this citizen.
//! 8. A revoked consent is remembered for no longer than one can last.
//! 9. Terms are valid and in order of date.

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
pub mod genesis;
#[cfg(test)]
mod mock;
pub mod runtime_api;
#[cfg(test)]
mod tests;
mod try_state;
pub mod types;
pub mod weights;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

#[frame_support::pallet]
#[allow(clippy::expect_used)] // In what the macro generates; `scripts/check.sh` reads what we write.
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{pallet_prelude::*, traits::UnixTime};
	use frame_system::pallet_prelude::*;
	use genesis::{GenesisFacility, GenesisSchema};
	use seoul_chain_login::{BatchId, ChainId, Commitment, ConsentId, FacilityId, SchemaId};
	use seoul_chain_primitives::{
		AccountId, Actor, AgencyId, AgencyRegistry, CitizenIndex, CitizenRegistry, EnsureActor,
		Moment, Signature,
	};
	use sp_core::H256;

	/// The layout of this pallet's storage.
	pub const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config:
		frame_system::Config<AccountId = AccountId, RuntimeEvent: From<Event<Self>>>
	{
		/// Who runs facilities for an agency.
		type OperatorOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;

		/// Who attests predicates for an agency.
		type IssuerOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;

		/// Governance: names kinds of credentials, sets periods.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The register of cards.
		type Citizens: CitizenRegistry<Self::AccountId>;

		/// The register of agencies.
		type Agencies: AgencyRegistry<Self::AccountId>;

		/// What tells this chain from every other in what is signed.
		type ChainId: Get<ChainId>;

		/// Legal time.
		type Clock: UnixTime;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// What benchmarks need of the other registers.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: benchmarking::BenchmarkHelper;
	}

	/// 시설.
	///
	/// All facilities, by number.
	#[pallet::storage]
	pub type Facilities<T> = StorageMap<_, Twox64Concat, FacilityId, Facility>;

	/// 다음 시설 번호.
	///
	/// The number of the next facility.
	#[pallet::storage]
	pub type NextFacility<T> = StorageValue<_, FacilityId, ValueQuery>;

	/// 자격 종류.
	///
	/// Kinds of credentials, and who attests them.
	#[pallet::storage]
	pub type Schemas<T> = StorageMap<_, Twox64Concat, SchemaId, Schema>;

	/// 자격 일괄.
	///
	/// Batches of credentials, by number.
	#[pallet::storage]
	pub type Batches<T> = StorageMap<_, Twox64Concat, BatchId, Batch>;

	/// 다음 자격 일괄 번호.
	///
	/// The number of the next batch.
	#[pallet::storage]
	pub type NextBatch<T> = StorageValue<_, BatchId, ValueQuery>;

	/// 폐기된 자격.
	///
	/// Credentials that were revoked one by one, by batch. A commitment says neither kind nor value.
	#[pallet::storage]
	pub type RevokedCredentials<T> =
		StorageDoubleMap<_, Twox64Concat, BatchId, Blake2_128Concat, Commitment, ()>;

	/// 로그인 세션.
	///
	/// Session keys, open ones and those that were closed and would not have expired yet.
	#[pallet::storage]
	pub type Sessions<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Session>;

	/// 시민별 세션 키.
	///
	/// The session keys of each citizen.
	#[pallet::storage]
	pub type SessionKeys<T: Config> = StorageMap<
		_,
		Twox64Concat,
		CitizenIndex,
		BoundedVec<T::AccountId, ConstU32<MAX_SESSIONS>>,
		ValueQuery,
	>;

	/// 철회된 동의.
	///
	/// Consents that citizens revoked, and until when that must be remembered. The number is a salted digest: it
	/// says neither which facility nor for what.
	#[pallet::storage]
	pub type RevokedConsents<T> =
		StorageDoubleMap<_, Twox64Concat, CitizenIndex, Blake2_128Concat, ConsentId, Moment>;

	/// 로그인 기준.
	///
	/// Periods with the dates from which they apply, in order of date.
	#[pallet::storage]
	pub type Terms<T> =
		StorageValue<_, BoundedVec<DatedTerms, ConstU32<MAX_DATED_TERMS>>, ValueQuery>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The periods that apply from the first block on.
		pub terms: LoginTerms,
		/// Kinds of credentials.
		pub schemas: Vec<GenesisSchema>,
		/// Facilities, numbered from 0.
		pub facilities: Vec<GenesisFacility>,
		#[serde(skip)]
		pub(crate) _marker: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(
				self.terms.is_valid(),
				"the periods of logins in the genesis are not valid"
			);
			Terms::<T>::put(BoundedVec::truncate_from(alloc::vec![DatedTerms {
				effective_from: 0,
				terms: self.terms,
			}]));
			for schema in &self.schemas {
				if let Err(reason) = Pallet::<T>::build_schema(schema) {
					panic!(
						"the kind of credential {} of the genesis: {reason:?}",
						schema.id
					);
				}
			}
			for facility in &self.facilities {
				if let Err(reason) = Pallet::<T>::build_facility(facility) {
					panic!(
						"the facility {} of the genesis: {reason:?}",
						facility.english_name
					);
				}
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// 시설이 등록되었다.
		/// A facility was registered.
		FacilityRegistered {
			/// 시설 번호. Its number.
			facility: FacilityId,
			/// 운영 기관. Who runs it.
			agency: AgencyId,
			/// 시설 정보. What the agency says of it.
			details: FacilityDetails,
			/// 서명한 계정. The agency's delegate who signed.
			by: T::AccountId,
		},
		/// 시설 정보가 바뀌었다.
		/// What an agency says of a facility changed. A consent that does not name each purpose word for word
		/// covers it no more.
		FacilityChanged {
			/// 시설 번호. The facility.
			facility: FacilityId,
			/// 이전 정보. What was said before.
			old_details: FacilityDetails,
			/// 새 정보. What is said now.
			new_details: FacilityDetails,
			/// 서명한 계정. The agency's delegate who signed.
			by: T::AccountId,
		},
		/// 시설이 폐쇄되었다.
		/// Citizens can log in to a facility no more.
		FacilityClosed {
			/// 시설 번호. The facility.
			facility: FacilityId,
			/// 서명한 계정. The agency's delegate who signed.
			by: T::AccountId,
		},
		/// 자격 종류가 정해졌다.
		/// A kind of credential was named or changed.
		SchemaSet {
			/// 자격 종류. Its number.
			schema: SchemaId,
			/// 이전 정보. What stood there before, if anything.
			old_details: Option<Schema>,
			/// 새 정보. What stands there now.
			new_details: Schema,
		},
		/// 자격 일괄이 게시되었다.
		/// The root of many credentials was published.
		BatchPublished {
			/// 자격 일괄 번호. Its number.
			batch: BatchId,
			/// 발급 기관. Who published it.
			agency: AgencyId,
			/// 루트. The root.
			root: H256,
			/// 만료 시각. When all of them expire.
			expires_at: Moment,
			/// 서명한 계정. The agency's delegate who signed.
			by: T::AccountId,
		},
		/// 자격이 폐기되었다.
		/// Credentials of a batch were revoked.
		CredentialsRevoked {
			/// 자격 일괄 번호. The batch.
			batch: BatchId,
			/// 자격 커밋먼트. Their commitments.
			commitments: BoundedVec<Commitment, ConstU32<MAX_REVOKED>>,
			/// 서명한 계정. The agency's delegate who signed.
			by: T::AccountId,
		},
		/// 자격 일괄이 폐기되었다.
		/// All credentials of a batch were revoked.
		BatchRevoked {
			/// 자격 일괄 번호. The batch.
			batch: BatchId,
			/// 서명한 계정. The agency's delegate who signed.
			by: T::AccountId,
		},
		/// 만료된 자격 일괄의 폐기 기록이 지워졌다.
		/// Entries of a batch that has expired were removed.
		BatchForgotten {
			/// 자격 일괄 번호. The batch.
			batch: BatchId,
			/// 지운 폐기 기록 수. How many revocations were removed.
			removed: u32,
			/// 남은 기록. What is left of it.
			left: Remainder,
		},
		/// 로그인 세션이 열렸다.
		/// A key logs a citizen in.
		SessionOpened {
			/// 카드 번호. The citizen.
			citizen: CitizenIndex,
			/// 세션 키. The key.
			key: T::AccountId,
			/// 세션 만료 시각. Until when.
			expires_at: Moment,
		},
		/// 로그인 세션이 닫혔다.
		/// A key logs a citizen in no more, at no facility.
		SessionClosed {
			/// 카드 번호. The citizen.
			citizen: CitizenIndex,
			/// 세션 키. The key.
			key: T::AccountId,
			/// 종료 사유. Why.
			cause: SessionEnd,
		},
		/// 동의가 철회되었다.
		/// A citizen took a consent back.
		ConsentRevoked {
			/// 카드 번호. The citizen.
			citizen: CitizenIndex,
			/// 동의 번호. The salted digest of the consent.
			consent: ConsentId,
			/// 기록 보존 기한. Until when that is remembered: no consent lasts longer.
			kept_until: Moment,
		},
		/// 만료된 동의의 철회 기록이 지워졌다.
		/// Revocations of consents that have expired were removed.
		ConsentsForgotten {
			/// 카드 번호. Whose.
			citizen: CitizenIndex,
			/// 지운 기록 수. How many.
			removed: u32,
		},
		/// 로그인 기준이 고시되었다.
		/// Periods were set from a date on.
		TermsScheduled {
			/// 시행 시각. From when on they apply.
			effective_from: Moment,
			/// 기준. The periods.
			terms: LoginTerms,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// 해당 번호의 시설이 없습니다.
		/// No facility has this number. Check the number.
		FacilityNotFound,
		/// 이 시설을 운영하는 기관이 아닙니다.
		/// Another agency runs this facility. Sign with a delegate of that one.
		NotTheOperator,
		/// 폐쇄된 시설입니다.
		/// The facility is closed, and that is final. Register another.
		FacilityClosed,
		/// 이름이 올바르지 않습니다.
		/// A name is empty, not UTF-8, or has a line break. Correct it.
		InvalidName,
		/// 주소가 올바르지 않습니다.
		/// The host name must be in lower case, without https:// and without a path, as library.seoul.go.kr.
		InvalidDomain,
		/// 이용 목적이 없습니다.
		/// A facility that uses logins says for what. State at least one purpose.
		NoPurpose,
		/// 이용 목적이 올바르지 않습니다.
		/// A purpose is empty, has a line break, is stated twice, or its English has letters that wallets do not
		/// show. Correct it.
		InvalidPurpose,
		/// 자격 요건이 올바르지 않습니다.
		/// Requirements must be in rising order of kind, each kind once, and each must accept some value; listed
		/// values must be in rising order. Correct them.
		InvalidRequirement,
		/// 등록되지 않은 자격 종류입니다.
		/// No kind of credential has this number. Governance must name it first.
		SchemaNotFound,
		/// 출입 허가 유효 기간이 올바르지 않습니다.
		/// The pass must last for some time and no longer than the terms allow.
		InvalidPassLifetime,
		/// 발급 기관이 없습니다.
		/// A kind of credential needs an agency that attests it. Name at least one.
		NoIssuer,
		/// 루트가 비어 있습니다.
		/// The root is all zeros, so no credential is under it. Check what was computed.
		EmptyRoot,
		/// 만료 시각이 올바르지 않습니다.
		/// The credentials must expire in the future, no later than the terms allow, and at a multiple of the
		/// cohort that the terms set. Round the time up.
		InvalidExpiry,
		/// 해당 번호의 자격 일괄이 없습니다.
		/// No batch has this number, or it expired and was removed. Check the number.
		BatchNotFound,
		/// 이 자격 일괄을 게시한 기관이 아닙니다.
		/// Another agency published this batch. Sign with a delegate of that one.
		NotTheIssuer,
		/// 이미 폐기된 자격 일괄입니다.
		/// All of the batch is revoked already.
		BatchAlreadyRevoked,
		/// 이미 폐기된 자격입니다.
		/// One of the credentials is revoked already, or is listed twice. Leave it out.
		AlreadyRevoked,
		/// 목록이 비어 있습니다.
		/// The list is empty. Enter something.
		NothingToDo,
		/// 아직 만료되지 않았습니다.
		/// The batch, or one of the consents, has not expired. Wait until then.
		NotExpired,
		/// 시민카드가 없는 계정입니다.
		/// No citizen card names this account. Sign with the account of the card.
		NotACitizen,
		/// 세션 기간이 올바르지 않습니다.
		/// The session must end in the future and within the period that the terms set.
		InvalidSessionPeriod,
		/// 세션 키로 쓸 수 없는 계정입니다.
		/// The key is an account of a card, past or present, or of an agency, or is a session key already, perhaps
		/// a closed one. Make a new key.
		KeyInUse,
		/// 세션이 너무 많습니다.
		/// The citizen has as many open sessions as there can be. Close one first.
		TooManySessions,
		/// 세션 키의 서명이 올바르지 않습니다.
		/// The session key did not sign that it opens this session for this citizen until this time. Sign again
		/// with that key.
		InvalidPossession,
		/// 해당 세션이 없습니다.
		/// The citizen has no session with this key. Check the key.
		SessionNotFound,
		/// 이미 닫힌 세션입니다.
		/// The session is closed already.
		SessionAlreadyClosed,
		/// 열린 세션이 없습니다.
		/// The citizen has no open session, so there is nothing to close.
		NoOpenSession,
		/// 이미 철회된 동의입니다.
		/// The citizen revoked this consent already.
		ConsentAlreadyRevoked,
		/// 철회 기록이 없습니다.
		/// One of the consents was not revoked by this citizen, or is listed twice. Check the list.
		ConsentNotRevoked,
		/// 번호가 모두 쓰였습니다.
		/// All numbers are given. Tell those who maintain the chain.
		NumbersExhausted,
		/// 기준을 정할 권한이 없습니다.
		/// Only governance names kinds of credentials and sets periods.
		NotAuthorized,
		/// 기준 값이 올바르지 않습니다.
		/// Every period must be above zero, a consent must not last longer than the chain remembers its
		/// revocation (1,096 days), and a credential must last for a cohort at least.
		InvalidTerms,
		/// 시행일이 너무 이릅니다.
		/// Terms must take effect in the future and after those scheduled before.
		EffectiveDateTooEarly,
		/// 예정된 기준이 너무 많습니다.
		/// Too many terms are scheduled. Wait until the next ones are in force.
		TooManyScheduledTerms,
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
		/// 시설을 등록한다 (시설 운영 기관).
		///
		/// Registers a facility that citizens log in to. By a facility operator.
		///
		/// - `details`: names, host name, purposes, requirements, and how long a login counts, in milliseconds.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register_facility(
			u32::try_from(details.requirements.len()).unwrap_or(u32::MAX)
		))]
		pub fn register_facility(origin: OriginFor<T>, details: FacilityDetails) -> DispatchResult {
			let operator = T::OperatorOrigin::ensure_actor(origin)?;
			Self::do_register_facility(operator, details)
		}

		/// 시설 정보를 변경한다 (시설 운영 기관).
		///
		/// Changes all that is said of a facility. By the operator that runs it. Citizens who did not consent to a
		/// new purpose, word for word, are asked again.
		///
		/// - `facility`: its number.
		/// - `details`: as in `register_facility`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::change_facility(
			u32::try_from(details.requirements.len()).unwrap_or(u32::MAX)
		))]
		pub fn change_facility(
			origin: OriginFor<T>,
			facility: FacilityId,
			details: FacilityDetails,
		) -> DispatchResult {
			let operator = T::OperatorOrigin::ensure_actor(origin)?;
			Self::do_change_facility(operator, facility, details)
		}

		/// 시설을 폐쇄한다. 되돌릴 수 없다 (시설 운영 기관).
		///
		/// Closes a facility for ever. Nobody can log in from the next block on. By the operator that runs it.
		///
		/// - `facility`: its number.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::close_facility())]
		pub fn close_facility(origin: OriginFor<T>, facility: FacilityId) -> DispatchResult {
			let operator = T::OperatorOrigin::ensure_actor(origin)?;
			Self::do_close_facility(operator, facility)
		}

		/// 자격 종류를 정한다.
		///
		/// Names a kind of credential and the agencies that attest it, or changes them. By governance.
		///
		/// - `schema`: its number, which never gets another meaning.
		/// - `details`: names and issuers. Credentials of an agency that is left out count no more.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::set_schema())]
		pub fn set_schema(
			origin: OriginFor<T>,
			schema: SchemaId,
			details: Schema,
		) -> DispatchResult {
			Self::ensure_governance(origin)?;
			Self::do_set_schema(schema, details)
		}

		/// 자격 일괄을 게시한다 (자격 증명 발급 기관).
		///
		/// Publishes the root of many credentials of any kinds. By a credential issuer.
		///
		/// - `root`: of the tree of commitments, filled up with random ones.
		/// - `expires_at`: Unix time in milliseconds, a multiple of the cohort that the terms set.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::publish_batch())]
		pub fn publish_batch(
			origin: OriginFor<T>,
			root: H256,
			expires_at: Moment,
		) -> DispatchResult {
			let issuer = T::IssuerOrigin::ensure_actor(origin)?;
			Self::do_publish_batch(issuer, root, expires_at)
		}

		/// 자격을 폐기한다 (자격 증명 발급 기관).
		///
		/// Makes credentials count no more from the next block on. By the issuer that published the batch.
		///
		/// - `batch`: its number.
		/// - `commitments`: up to 100; none of them revoked before.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::revoke_credentials(
			u32::try_from(commitments.len()).unwrap_or(u32::MAX)
		))]
		pub fn revoke_credentials(
			origin: OriginFor<T>,
			batch: BatchId,
			commitments: BoundedVec<Commitment, ConstU32<MAX_REVOKED>>,
		) -> DispatchResult {
			let issuer = T::IssuerOrigin::ensure_actor(origin)?;
			Self::do_revoke_credentials(issuer, batch, commitments)
		}

		/// 자격 일괄을 폐기한다. 되돌릴 수 없다 (자격 증명 발급 기관).
		///
		/// Makes all credentials of a batch count no more, as when a salt leaked. By the issuer that published it.
		///
		/// - `batch`: its number.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::revoke_batch())]
		pub fn revoke_batch(origin: OriginFor<T>, batch: BatchId) -> DispatchResult {
			let issuer = T::IssuerOrigin::ensure_actor(origin)?;
			Self::do_revoke_batch(issuer, batch)
		}

		/// 만료된 자격 일괄을 지운다 (누구나).
		///
		/// Removes up to 100 revocations of a batch that has expired, and the batch when none is left. Call it
		/// again if some are left.
		///
		/// - `batch`: its number.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::forget_batch(MAX_FORGOTTEN))]
		pub fn forget_batch(origin: OriginFor<T>, batch: BatchId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let removed = Self::do_forget_batch(batch)?;
			Ok(Some(T::WeightInfo::forget_batch(removed)).into())
		}

		/// 로그인 세션을 연다 (시민).
		///
		/// Lets a key log the citizen in, at every facility and for a time. Nothing else can be done with it.
		///
		/// - `key`: a new key of any kind, as an account.
		/// - `expires_at`: Unix time in milliseconds, within the period that the terms set.
		/// - `possession`: the key's signature that it opens this session.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::open_session())]
		pub fn open_session(
			origin: OriginFor<T>,
			key: T::AccountId,
			expires_at: Moment,
			possession: Signature,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_open_session(&who, key, expires_at, &possession)
		}

		/// 로그인 세션을 닫는다 (시민).
		///
		/// Ends a session everywhere from the next block on, also while the card cannot be used.
		///
		/// - `key`: the session key.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::close_session())]
		pub fn close_session(origin: OriginFor<T>, key: T::AccountId) -> DispatchResult {
			let citizen = Self::citizen_signed(origin)?;
			Self::do_close_session(citizen, &key)
		}

		/// 모든 로그인 세션을 닫는다 (시민).
		///
		/// Ends all sessions of the citizen everywhere from the next block on.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::close_all_sessions())]
		pub fn close_all_sessions(origin: OriginFor<T>) -> DispatchResult {
			let citizen = Self::citizen_signed(origin)?;
			ensure!(
				Self::end_sessions(citizen, SessionEnd::Citizen) > 0,
				Error::<T>::NoOpenSession
			);
			Ok(())
		}

		/// 동의를 철회한다 (시민).
		///
		/// Takes a consent back. Its facility is refused from the next block on, and nobody else learns which it
		/// is.
		///
		/// - `consent`: the digest of the consent, as its text shows it (Request ID).
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::revoke_consent())]
		pub fn revoke_consent(origin: OriginFor<T>, consent: ConsentId) -> DispatchResult {
			let citizen = Self::citizen_signed(origin)?;
			Self::do_revoke_consent(citizen, consent)
		}

		/// 만료된 동의의 철회 기록을 지운다 (누구나).
		///
		/// Removes revocations of consents that have expired.
		///
		/// - `citizen`: whose.
		/// - `consents`: up to 100.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::forget_consents(
			u32::try_from(consents.len()).unwrap_or(u32::MAX)
		))]
		pub fn forget_consents(
			origin: OriginFor<T>,
			citizen: CitizenIndex,
			consents: BoundedVec<ConsentId, ConstU32<MAX_FORGOTTEN>>,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_forget_consents(citizen, &consents)
		}

		/// 로그인 기준을 고시한다.
		///
		/// Sets periods from a date on. What was decided before keeps its dates. By governance.
		///
		/// - `effective_from`: Unix time in milliseconds; in the future, and after the last ones set.
		/// - `terms`: the periods in milliseconds.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::schedule_terms())]
		pub fn schedule_terms(
			origin: OriginFor<T>,
			effective_from: Moment,
			terms: LoginTerms,
		) -> DispatchResult {
			Self::ensure_governance(origin)?;
			Self::do_schedule_terms(effective_from, terms)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// 시설 조회.
		///
		/// A facility by its number.
		pub fn facility(facility: FacilityId) -> Option<Facility> {
			Facilities::<T>::get(facility)
		}

		/// 시민의 세션 키 조회.
		///
		/// The session keys of a citizen; expired ones are left out.
		pub fn sessions_of(citizen: CitizenIndex) -> Vec<(AccountId, Session)> {
			let now = Self::now();
			SessionKeys::<T>::get(citizen)
				.into_iter()
				.filter_map(|key| Sessions::<T>::get(&key).map(|session| (key, session)))
				.filter(|(_, session)| now < session.expires_at)
				.collect()
		}

		/// 동의 철회 여부 조회.
		///
		/// Until when it is remembered that a citizen revoked a consent; nothing if that did not happen.
		pub fn consent_revocation(citizen: CitizenIndex, consent: ConsentId) -> Option<Moment> {
			RevokedConsents::<T>::get(citizen, consent)
		}

		/// 현재 로그인 기준.
		///
		/// The periods that apply now.
		pub fn login_terms() -> LoginTerms {
			Self::terms_at(Self::now())
		}
	}
}
