// SPDX-License-Identifier: Apache-2.0

//! # 기관 등록부 · Agencies
//!
//! Which institutions and companies take part, what each may do, and which accounts act for it.
//!
//! | call | who | what |
//! |---|---|---|
//! | `register_institution` | council | registers a public institution with its roles and administrator |
//! | `set_roles` | governor | replaces an agency's roles |
//! | `suspend`, `reinstate` | governor | stops all delegates of an agency at once; lets them act again |
//! | `retire` | governor | ends an agency for ever and sets its people free |
//! | `admit_company` | admission office | registers a company, without the council |
//! | `replace_administrator` | governor | gives an agency whose administrator's key is lost a new one |
//! | `appoint_delegate` | administrator | lets an account use some of the agency's roles until a date |
//! | `dismiss_delegate` | administrator | ends that |
//! | `resign` | delegate | ends one's own delegation |
//! | `propose_administrator` | administrator | first step of handing over |
//! | `accept_administration` | proposed account | second step of handing over |
//! | `withdraw_administrator_proposal` | administrator | takes the first step back |
//! | `set_payout_account` | administrator | says where the agency's money goes |
//!
//! ## Overview
//!
//! City departments, district offices and national bodies are *public institutions*: few, and each
//! registered by the council. Dealers, workshops, contractors and merchants are *companies*: tens of
//! thousands, admitted one by one or in batches by an office that the council trusts with
//! [`Role::AdmissionOffice`]. A company can only hold roles that are
//! [open to companies](Role::open_to_companies), whoever gives them.
//!
//! An agency acts through *delegates*: accounts to which its administrator lent some of its roles
//! until a date. Other pallets ask [`AgencyRegistry::ensure_role`], or take [`EnsureRole`] as the
//! origin of a call, and learn for which agency an account acts or exactly why it may not. The answer
//! is put together from the delegation *and* the agency at the moment of asking, so suspending an
//! agency, or taking a role from it, reaches every delegate at once and costs the same for one
//! delegate as for hundreds.
//!
//! ## Terminology
//!
//! * **Governor**: who decides about an agency: the council for any, a delegate with
//!   [`Role::AdmissionOffice`] for companies only.
//! * **Administrator**: the one account that appoints delegates and names the pay-out account. To use
//!   the agency's roles itself it is appointed as a delegate too.
//! * **Delegate**: an account that may use some of the agency's roles until a date.
//! * **Ended delegation**: one that expired or whose agency is retired. It counts for nothing, and is
//!   cleared when its account begins to act for another agency.
//! * **Acts for**: an account acts for the agency that it administers or is a delegate of, unless that
//!   delegation has ended.
//!
//! ## Example
//!
//! A pallet lets the city's card office call something; the runtime says who that is:
//!
//! ```
//! use pallet_agencies::EnsureRole;
//! use seoul_chain_primitives::Role;
//!
//! frame_support::parameter_types! {
//!     pub const CardOfficeRole: Role = Role::CardOffice;
//! }
//!
//! // `impl pallet_citizen_identity::Config for Runtime { type CardOfficeOrigin = CardOffice<Runtime>; }`
//! type CardOffice<Runtime> = EnsureRole<Runtime, CardOfficeRole>;
//! ```
//!
//! ## Invariants
//!
//! Checked by [`Pallet::do_try_state`]:
//!
//! 1. Agencies are numbered from 0 without a gap, and [`NextAgencyId`] is the next number.
//! 2. Every agency holds `Representative`, and a company only roles that are open to companies.
//! 3. Every agency has a Korean and an English name that are UTF-8 and not blank.
//! 4. Every agency that is not retired has exactly one administrator, who administers no other;
//!    retired agencies have none.
//! 5. A proposed administrator stands only for an agency that is not retired, and is not its
//!    administrator already.
//! 6. Every delegation names a registered agency and at least one role, and each agency counts the
//!    delegations that are stored for it.
//! 7. No agency has more than [`Config::MaxDelegates`] delegations.
//! 8. No account that administers an agency holds a delegation of another.
//! 9. No account that acts for an agency is or was a citizen's.

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
mod ensure_role;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use ensure_role::EnsureRole;
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Contains, EnsureOrigin, Get, UnixTime},
	BoundedVec,
};
use frame_system::ensure_signed;
use seoul_chain_primitives::{
	chain, AccountClass, Admission, AgencyId, AgencyRegistry, CitizenRegistry, DistrictCode,
	DocumentCommitment, Moment, OnAccountRotated, OnAdmission, PartyId, Role, Roles,
};
use sp_runtime::{DispatchError, SaturatedConversion, TryRuntimeError};

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
		/// The council: registers public institutions and governs every agency.
		type CouncilOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The register of citizens. A citizen's account never acts for an agency.
		type Citizens: CitizenRegistry<Self::AccountId>;

		/// The time against which delegations expire.
		type Clock: UnixTime;

		/// The districts that there are.
		type Districts: Contains<DistrictCode>;

		/// Is told of each account that becomes an administrator or a delegate.
		type OnAdmission: OnAdmission<Self::AccountId>;

		/// Is told when an agency has another pay-out account, and moves what is held of it.
		type OnAccountRotated: OnAccountRotated<Self::AccountId>;

		/// 기관당 최대 위임 수.
		///
		/// At most this many delegations are stored for one agency, expired ones included.
		#[pallet::constant]
		type MaxDelegates: Get<u32>;

		/// 위임 최장 기간 (밀리초).
		///
		/// A delegation ends at most this many milliseconds after it is given. It can be renewed.
		#[pallet::constant]
		type MaxDelegationPeriod: Get<Moment>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// 기관 번호별 기관.
	///
	/// Every agency that was ever registered, by its number.
	#[pallet::storage]
	pub type Agencies<T: Config> =
		StorageMap<_, Twox64Concat, AgencyId, Agency<T::AccountId>, OptionQuery>;

	/// 다음 기관 번호.
	///
	/// The number that the next agency gets, which is also how many there are.
	#[pallet::storage]
	pub type NextAgencyId<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// 관리자 계정별 기관.
	///
	/// The agency that an account administers. Retired agencies have no administrator.
	#[pallet::storage]
	pub type Administrators<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, AgencyId, OptionQuery>;

	/// 기관별 관리자 후보 계정.
	///
	/// The account to which an administrator offered to hand over.
	#[pallet::storage]
	pub type ProposedAdministrators<T: Config> =
		StorageMap<_, Twox64Concat, AgencyId, T::AccountId, OptionQuery>;

	/// 담당자 계정별 위임.
	///
	/// What an account may do for an agency, and until when. An ended delegation stays here until it
	/// is dismissed, resigned, renewed or cleared.
	#[pallet::storage]
	pub type Delegations<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Delegation, OptionQuery>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The agencies of the first block. They are numbered from 0 in this order.
		pub agencies: Vec<GenesisAgency<T::AccountId>>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for (index, agency) in self.agencies.iter().enumerate() {
				if let Err(reason) = Pallet::<T>::insert_genesis_agency(agency) {
					panic!(
						"agency {index} of the genesis ({}): {reason:?}",
						agency.name_en
					);
				}
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// 기관이 등록되었다.
		///
		/// An agency was registered.
		AgencyRegistered {
			/// 기관 번호. The agency's number.
			agency: AgencyId,
			/// 기관 종류. Public institution or company.
			kind: AgencyKind,
			/// 역할. What the agency may do.
			roles: Roles,
			/// 관할 자치구. The district for which it acts, if it acts for one.
			district: Option<DistrictCode>,
			/// 관리자 계정. The account that appoints its delegates.
			administrator: T::AccountId,
			/// 대금 수취 계정. The account that receives its money.
			payout_account: T::AccountId,
			/// 등록 주체. Who registered it.
			by: Governor<T::AccountId>,
		},
		/// 기관의 역할이 변경되었다.
		///
		/// The roles of an agency changed, for all its delegates at once.
		RolesChanged {
			/// 기관 번호. The agency's number.
			agency: AgencyId,
			/// 이전 역할. The roles before.
			old_roles: Roles,
			/// 새 역할. The roles from now on.
			new_roles: Roles,
			/// 결정 주체. Who decided.
			by: Governor<T::AccountId>,
		},
		/// 기관이 정지되었다.
		///
		/// An agency was suspended: none of its delegates can act.
		AgencySuspended {
			/// 기관 번호. The agency's number.
			agency: AgencyId,
			/// 정지 사유 문서. Commitment to the document that gives the reason.
			reason: DocumentCommitment,
			/// 결정 주체. Who decided.
			by: Governor<T::AccountId>,
		},
		/// 기관의 정지가 해제되었다.
		///
		/// A suspended agency is active again.
		AgencyReinstated {
			/// 기관 번호. The agency's number.
			agency: AgencyId,
			/// 정지되었던 시각. Since when it had been suspended.
			suspended_since: Moment,
			/// 결정 주체. Who decided.
			by: Governor<T::AccountId>,
		},
		/// 기관이 폐지되었다.
		///
		/// An agency was retired for ever.
		AgencyRetired {
			/// 기관 번호. The agency's number.
			agency: AgencyId,
			/// 이전 상태. Its status before.
			old_status: AgencyStatus,
			/// 결정 주체. Who decided.
			by: Governor<T::AccountId>,
		},
		/// 감독 주체가 관리자를 교체하였다.
		///
		/// A governor gave an agency a new administrator.
		AdministratorReplaced {
			/// 기관 번호. The agency's number.
			agency: AgencyId,
			/// 이전 관리자. The administrator before.
			old_administrator: T::AccountId,
			/// 새 관리자. The administrator from now on.
			new_administrator: T::AccountId,
			/// 결정 주체. Who decided.
			by: Governor<T::AccountId>,
		},
		/// 담당자가 지정되었다.
		///
		/// An account became a delegate of an agency.
		DelegateAppointed {
			/// 기관 번호. The agency's number.
			agency: AgencyId,
			/// 담당자 계정. The delegate.
			delegate: T::AccountId,
			/// 역할. The roles that it may use.
			roles: Roles,
			/// 만료 시각. The first moment at which it may no longer act.
			expires_at: Moment,
		},
		/// 위임 내용이 변경되었다.
		///
		/// A delegate's roles or expiry changed.
		DelegationChanged {
			/// 기관 번호. The agency's number.
			agency: AgencyId,
			/// 담당자 계정. The delegate.
			delegate: T::AccountId,
			/// 이전 역할. The roles before.
			old_roles: Roles,
			/// 새 역할. The roles from now on.
			new_roles: Roles,
			/// 이전 만료 시각. The expiry before.
			old_expires_at: Moment,
			/// 새 만료 시각. The expiry from now on.
			new_expires_at: Moment,
		},
		/// 담당자가 해제되었다.
		///
		/// An account is no longer a delegate of the agency, by decision of its administrator or because a
		/// governor replaced the administrator it belonged to.
		DelegateDismissed {
			/// 기관 번호. The agency's number.
			agency: AgencyId,
			/// 담당자 계정. The former delegate.
			delegate: T::AccountId,
		},
		/// 담당자가 사임하였다.
		///
		/// A delegate gave its delegation back.
		DelegateResigned {
			/// 기관 번호. The agency's number.
			agency: AgencyId,
			/// 담당자 계정. The former delegate.
			delegate: T::AccountId,
		},
		/// 이미 끝난 위임이 정리되었다.
		///
		/// A delegation that had expired, or whose agency is retired, was cleared because its account
		/// begins to act for another agency.
		EndedDelegationCleared {
			/// 기관 번호. The agency of the ended delegation.
			agency: AgencyId,
			/// 담당자 계정. The former delegate.
			delegate: T::AccountId,
		},
		/// 새 관리자가 제안되었다.
		///
		/// An administrator offered to hand over to another account.
		AdministratorProposed {
			/// 기관 번호. The agency's number.
			agency: AgencyId,
			/// 이전 후보. The account that was proposed before, if any.
			old_proposed: Option<T::AccountId>,
			/// 새 후보. The account that may now accept.
			new_proposed: T::AccountId,
		},
		/// 관리자 제안이 철회되었다.
		///
		/// The offer to hand over no longer stands: it was withdrawn, or the agency was retired or got a
		/// new administrator from its governor.
		AdministratorProposalWithdrawn {
			/// 기관 번호. The agency's number.
			agency: AgencyId,
			/// 후보였던 계정. The account that had been proposed.
			proposed: T::AccountId,
		},
		/// 관리자가 인수인계되었다.
		///
		/// The proposed account accepted and is the administrator now.
		AdministrationHandedOver {
			/// 기관 번호. The agency's number.
			agency: AgencyId,
			/// 이전 관리자. The administrator before.
			old_administrator: T::AccountId,
			/// 새 관리자. The administrator from now on.
			new_administrator: T::AccountId,
		},
		/// 대금 수취 계정이 변경되었다.
		///
		/// The account that receives the agency's money changed.
		PayoutAccountChanged {
			/// 기관 번호. The agency's number.
			agency: AgencyId,
			/// 이전 계정. The account before.
			old_account: T::AccountId,
			/// 새 계정. The account from now on.
			new_account: T::AccountId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// 해당 번호의 기관이 없습니다.
		///
		/// There is no agency with this number. Check the number.
		NotFound,
		/// 관리자로 제안된 계정이 아닙니다.
		///
		/// The offer to hand over names another account. Sign with the proposed account, or ask the
		/// administrator to propose this one.
		NotTheProposedAdministrator,
		/// 이 계정은 이미 다른 기관을 위해 일하고 있습니다.
		///
		/// The account administers another agency or is a delegate of one, and an account acts for one
		/// agency only. Use another account, or end its work there first.
		AlreadyActsForAnotherAgency,
		/// 시민카드에 연결된 계정입니다.
		///
		/// The account is a citizen's, and a citizen's account never acts for an agency. Use a separate
		/// account for work.
		IsACitizen,
		/// 기관의 담당자가 아닙니다.
		///
		/// The account is not a delegate of the agency in question, or of any. The agency's administrator
		/// can appoint it.
		NotADelegate,
		/// 위임 기간이 만료되었습니다.
		///
		/// The delegation has expired. The agency's administrator can renew it by appointing the account
		/// again.
		DelegationExpired,
		/// 담당자에게 이 업무의 역할이 위임되지 않았습니다.
		///
		/// The delegate was not given the role that this needs. The agency's administrator can appoint it
		/// again with that role.
		RoleNotHeld,
		/// 기관에 이 역할이 없습니다.
		///
		/// The agency itself does not hold the role, so none of its delegates can use it or be given it.
		/// The council, or for a company the admission office, decides about an agency's roles.
		RoleNotHeldByAgency,
		/// 정지된 기관입니다.
		///
		/// The agency is suspended and nobody can act for it. The council, or for a company the admission
		/// office, can reinstate it.
		AgencySuspended,
		/// 폐지된 기관입니다.
		///
		/// The agency is retired, and that is final. Its successor must be registered as a new agency.
		AgencyRetired,
		/// 이미 정지된 기관입니다.
		///
		/// The agency is suspended already. To record another reason, reinstate it first.
		AlreadySuspended,
		/// 정지 상태의 기관이 아닙니다.
		///
		/// The agency is not suspended, so there is nothing to reinstate.
		NotSuspended,
		/// 기업이 아닙니다.
		///
		/// The admission office decides about companies only, and this is a public institution. The
		/// council decides about it.
		NotACompany,
		/// 기업이 가질 수 없는 역할입니다.
		///
		/// One of the roles is for public institutions only. Leave it out.
		RoleNotOpenToCompanies,
		/// 역할이 너무 많습니다.
		///
		/// An agency holds at most 16 roles, `Representative` included. Leave some out.
		TooManyRoles,
		/// 역할이 하나도 없습니다.
		///
		/// A delegate needs at least one role. To take all roles away, dismiss the delegate.
		NoRoles,
		/// 만료 시각이 이미 지났습니다.
		///
		/// The expiry is not in the future. Times are in milliseconds since 1970, UTC.
		ExpiryInThePast,
		/// 만료 시각이 허용된 위임 기간을 넘습니다.
		///
		/// The expiry is further away than the constant `MaxDelegationPeriod` allows. Choose an earlier one
		/// and renew the delegation in time.
		ExpiryTooFar,
		/// 기관의 위임 수가 한도에 이르렀습니다.
		///
		/// The agency has as many delegations as the constant `MaxDelegates` allows. Dismiss one that has
		/// expired or is no longer needed.
		TooManyDelegates,
		/// 더 이상 기관을 등록할 수 없습니다.
		///
		/// All agency numbers are used up.
		TooManyAgencies,
		/// 협의회의 의결이 필요합니다.
		///
		/// Only the council registers a public institution. Propose a motion with this call to the council.
		NotTheCouncil,
		/// 없는 자치구 코드입니다.
		///
		/// No district has this code. Use the first five digits of the administrative code, such as 11110.
		UnknownDistrict,
		/// 기관의 관리자가 아닙니다.
		///
		/// The account administers no agency. Sign with the administrator's account.
		NotTheAdministrator,
		/// 이미 이 기관의 관리자입니다.
		///
		/// The account administers this agency already.
		AlreadyAdministrator,
		/// 관리자 제안이 없습니다.
		///
		/// No offer to hand over this agency stands. Its administrator can propose an account.
		NoProposal,
		/// 기관 이름이 비어 있습니다.
		///
		/// The Korean or the English name is blank. Give both.
		NameEmpty,
		/// 기관 이름이 UTF-8이 아닙니다.
		///
		/// The Korean or the English name is not UTF-8 text.
		NameNotUtf8,
		/// 예전에 시민카드에 연결되었던 계정입니다.
		///
		/// The account stood for a citizen once, and such an account never stands for anyone again. Use a new
		/// account for work.
		WasACitizens,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(
				T::MaxDelegates::get() > 0,
				"MaxDelegates is 0: no agency could ever act"
			);
			assert!(
				T::MaxDelegationPeriod::get() > 0,
				"MaxDelegationPeriod is 0: no delegation could ever be given"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// 공공기관을 등록한다 (협의회).
		///
		/// Registers a public institution. By the council.
		///
		/// - `name`: in Korean and English, each UTF-8 and at most 96 bytes.
		/// - `roles`: what it may do. `Representative` is added if it is not listed.
		/// - `district`: the district for which it acts, if it acts for one.
		/// - `administrator`: the account that will appoint its delegates. It must neither act for another
		///   agency nor be a citizen's.
		/// - `payout_account`: the account that receives its money.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register_institution(roles.len().saturated_into()))]
		pub fn register_institution(
			origin: OriginFor<T>,
			name: AgencyName,
			roles: RoleList,
			district: Option<DistrictCode>,
			administrator: T::AccountId,
			payout_account: T::AccountId,
		) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin).map_err(|_| Error::<T>::NotTheCouncil)?;
			let kind = AgencyKind::PublicInstitution;
			let agency = Agency {
				name,
				kind,
				status: AgencyStatus::Active,
				roles: Self::agency_roles(kind, roles)?,
				district,
				administrator,
				payout_account,
				delegates: 0,
				registered_at: Self::now(),
			};
			Self::do_register(agency, Governor::Council)
		}

		/// 기관의 역할을 바꾼다 (협의회; 기업은 기업 등록 담당도 가능).
		///
		/// Replaces an agency's roles. By the council, or for a company by the admission office.
		///
		/// A role that is taken away is lost to all delegates at once; those who had it regain it if it is
		/// given back. `Representative` is added if it is not listed.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::set_roles(roles.len().saturated_into()))]
		pub fn set_roles(
			origin: OriginFor<T>,
			agency: AgencyId,
			roles: RoleList,
		) -> DispatchResult {
			let (mut record, by) = Self::ensure_governor(origin, agency)?;
			ensure!(!record.is_retired(), Error::<T>::AgencyRetired);
			let new_roles = Self::agency_roles(record.kind, roles)?;
			let old_roles = core::mem::replace(&mut record.roles, new_roles.clone());
			Agencies::<T>::insert(agency, record);
			Self::deposit_event(Event::RolesChanged {
				agency,
				old_roles,
				new_roles,
				by,
			});
			Ok(())
		}

		/// 기관을 정지한다 (협의회; 기업은 기업 등록 담당도 가능).
		///
		/// Suspends an agency: from now on none of its delegates can act. By the council, or for a company
		/// by the admission office.
		///
		/// - `reason`: commitment to the document that gives the reason.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::suspend())]
		pub fn suspend(
			origin: OriginFor<T>,
			agency: AgencyId,
			reason: DocumentCommitment,
		) -> DispatchResult {
			let (mut record, by) = Self::ensure_governor(origin, agency)?;
			match record.status {
				AgencyStatus::Active => {},
				AgencyStatus::Suspended { .. } => return Err(Error::<T>::AlreadySuspended.into()),
				AgencyStatus::Retired { .. } => return Err(Error::<T>::AgencyRetired.into()),
			}
			record.status = AgencyStatus::Suspended {
				since: Self::now(),
				reason,
			};
			Agencies::<T>::insert(agency, record);
			Self::deposit_event(Event::AgencySuspended { agency, reason, by });
			Ok(())
		}

		/// 기관의 정지를 해제한다 (협의회; 기업은 기업 등록 담당도 가능).
		///
		/// Lets a suspended agency act again. By the council, or for a company by the admission office.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::reinstate())]
		pub fn reinstate(origin: OriginFor<T>, agency: AgencyId) -> DispatchResult {
			let (mut record, by) = Self::ensure_governor(origin, agency)?;
			let suspended_since = match record.status {
				AgencyStatus::Suspended { since, .. } => since,
				AgencyStatus::Active => return Err(Error::<T>::NotSuspended.into()),
				AgencyStatus::Retired { .. } => return Err(Error::<T>::AgencyRetired.into()),
			};
			record.status = AgencyStatus::Active;
			Agencies::<T>::insert(agency, record);
			Self::deposit_event(Event::AgencyReinstated {
				agency,
				suspended_since,
				by,
			});
			Ok(())
		}

		/// 기관을 폐지한다. 되돌릴 수 없다 (협의회; 기업은 기업 등록 담당도 가능).
		///
		/// Retires an agency for ever. Its administrator and delegates are free to act for another agency.
		/// By the council, or for a company by the admission office.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::retire())]
		pub fn retire(origin: OriginFor<T>, agency: AgencyId) -> DispatchResult {
			let (mut record, by) = Self::ensure_governor(origin, agency)?;
			ensure!(!record.is_retired(), Error::<T>::AgencyRetired);
			Administrators::<T>::remove(&record.administrator);
			Self::drop_proposal(agency);
			let retired = AgencyStatus::Retired { since: Self::now() };
			let old_status = core::mem::replace(&mut record.status, retired);
			Agencies::<T>::insert(agency, record);
			Self::deposit_event(Event::AgencyRetired {
				agency,
				old_status,
				by,
			});
			Ok(())
		}

		/// 기업을 등록한다 (기업 등록 담당).
		///
		/// Admits a company. By a delegate with the role `AdmissionOffice`. Many companies are admitted in
		/// one transaction by `utility.forceBatch`, where each row succeeds or fails on its own.
		///
		/// - `name`: in Korean and English, each UTF-8 and at most 96 bytes.
		/// - `roles`: what it may do; all must be open to companies. `Representative` is added if it is not
		///   listed.
		/// - `administrator`: the account that will appoint its delegates. It must neither act for another
		///   agency nor be a citizen's.
		/// - `payout_account`: the account that receives its money.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::admit_company(roles.len().saturated_into()))]
		pub fn admit_company(
			origin: OriginFor<T>,
			name: AgencyName,
			roles: RoleList,
			administrator: T::AccountId,
			payout_account: T::AccountId,
		) -> DispatchResult {
			let by = Self::ensure_admission_office(origin)?;
			let kind = AgencyKind::Company;
			let agency = Agency {
				name,
				kind,
				status: AgencyStatus::Active,
				roles: Self::agency_roles(kind, roles)?,
				district: None,
				administrator,
				payout_account,
				delegates: 0,
				registered_at: Self::now(),
			};
			Self::do_register(agency, by)
		}

		/// 키를 잃은 관리자를 교체한다 (협의회; 기업은 기업 등록 담당도 가능).
		///
		/// Gives an agency whose administrator lost the key a new administrator. By the council, or for a
		/// company by the admission office.
		///
		/// The lost key can do nothing more for the agency: a delegation of the old administrator and an
		/// offer to hand over end with it. A suspended agency can be helped too.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::replace_administrator())]
		pub fn replace_administrator(
			origin: OriginFor<T>,
			agency: AgencyId,
			new_administrator: T::AccountId,
		) -> DispatchResult {
			let (record, by) = Self::ensure_governor(origin, agency)?;
			ensure!(!record.is_retired(), Error::<T>::AgencyRetired);
			ensure!(
				record.administrator != new_administrator,
				Error::<T>::AlreadyAdministrator
			);
			Self::ensure_may_act_for(&new_administrator, Some(agency))?;

			Self::drop_proposal(agency);
			let old_administrator =
				Self::install_administrator(agency, record, new_administrator.clone());
			if Delegations::<T>::get(&old_administrator).is_some_and(|old| old.agency == agency) {
				Self::remove_delegation(&old_administrator, agency);
				Self::deposit_event(Event::DelegateDismissed {
					agency,
					delegate: old_administrator.clone(),
				});
			}
			Self::deposit_event(Event::AdministratorReplaced {
				agency,
				old_administrator,
				new_administrator,
				by,
			});
			Ok(())
		}

		/// 담당자를 지정하거나 위임 내용을 바꾼다 (관리자).
		///
		/// Lets an account use some of the agency's roles until a date. By the administrator of an active
		/// agency, who may also appoint the own account. Appointing a delegate again replaces its roles and
		/// expiry.
		///
		/// - `delegate`: must neither act for another agency nor be a citizen's.
		/// - `roles`: at least one, all held by the agency.
		/// - `expires_at`: the first moment at which it may no longer act, in milliseconds since 1970, UTC.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::appoint_delegate(roles.len().saturated_into()))]
		pub fn appoint_delegate(
			origin: OriginFor<T>,
			delegate: T::AccountId,
			roles: RoleList,
			expires_at: Moment,
		) -> DispatchResult {
			let (agency, record) = Self::ensure_administrator(origin)?;
			Self::ensure_is_active(&record)?;
			let roles = Self::role_set(roles.into_iter().collect())?;
			let now = Self::now();
			ensure!(expires_at > now, Error::<T>::ExpiryInThePast);
			ensure!(
				expires_at <= now.saturating_add(T::MaxDelegationPeriod::get()),
				Error::<T>::ExpiryTooFar
			);
			Self::do_appoint(
				agency,
				&record,
				delegate,
				Delegation {
					agency,
					roles,
					expires_at,
				},
			)
		}

		/// 담당자를 해제한다 (관리자).
		///
		/// Ends a delegation at once, or clears one that has expired. By the administrator, also while the
		/// agency is suspended.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::dismiss_delegate())]
		pub fn dismiss_delegate(origin: OriginFor<T>, delegate: T::AccountId) -> DispatchResult {
			let (agency, _) = Self::ensure_administrator(origin)?;
			let delegation = Delegations::<T>::get(&delegate).ok_or(Error::<T>::NotADelegate)?;
			ensure!(delegation.agency == agency, Error::<T>::NotADelegate);
			Self::remove_delegation(&delegate, agency);
			Self::deposit_event(Event::DelegateDismissed { agency, delegate });
			Ok(())
		}

		/// 담당자가 스스로 사임한다.
		///
		/// Gives one's own delegation back, whatever the state of the agency.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::resign())]
		pub fn resign(origin: OriginFor<T>) -> DispatchResult {
			let delegate = ensure_signed(origin)?;
			let Delegation { agency, .. } =
				Delegations::<T>::get(&delegate).ok_or(Error::<T>::NotADelegate)?;
			Self::remove_delegation(&delegate, agency);
			Self::deposit_event(Event::DelegateResigned { agency, delegate });
			Ok(())
		}

		/// 새 관리자를 제안한다. 인수인계의 첫 단계 (관리자).
		///
		/// Offers to hand the agency over to another account, which takes it by `accept_administration`. By
		/// the administrator of an active agency. A new offer replaces an earlier one.
		///
		/// - `new_administrator`: must neither act for another agency nor be a citizen's.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::propose_administrator())]
		pub fn propose_administrator(
			origin: OriginFor<T>,
			new_administrator: T::AccountId,
		) -> DispatchResult {
			let (agency, record) = Self::ensure_administrator(origin)?;
			Self::ensure_is_active(&record)?;
			ensure!(
				record.administrator != new_administrator,
				Error::<T>::AlreadyAdministrator
			);
			Self::ensure_may_act_for(&new_administrator, Some(agency))?;

			let old_proposed = ProposedAdministrators::<T>::get(agency);
			ProposedAdministrators::<T>::insert(agency, &new_administrator);
			Self::deposit_event(Event::AdministratorProposed {
				agency,
				old_proposed,
				new_proposed: new_administrator,
			});
			Ok(())
		}

		/// 관리자 제안을 수락한다. 인수인계의 둘째 단계 (제안된 계정).
		///
		/// Takes over the administration of an active agency. By the account that its administrator
		/// proposed. A delegation of the former administrator stays until it is dismissed or expires.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::accept_administration())]
		pub fn accept_administration(origin: OriginFor<T>, agency: AgencyId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let record = Agencies::<T>::get(agency).ok_or(Error::<T>::NotFound)?;
			Self::ensure_is_active(&record)?;
			let proposed =
				ProposedAdministrators::<T>::get(agency).ok_or(Error::<T>::NoProposal)?;
			ensure!(proposed == who, Error::<T>::NotTheProposedAdministrator);
			Self::ensure_may_act_for(&who, Some(agency))?;

			ProposedAdministrators::<T>::remove(agency);
			let old_administrator = Self::install_administrator(agency, record, who.clone());
			Self::deposit_event(Event::AdministrationHandedOver {
				agency,
				old_administrator,
				new_administrator: who,
			});
			Ok(())
		}

		/// 관리자 제안을 철회한다 (관리자).
		///
		/// Takes the offer to hand over back. By the administrator, also while the agency is suspended.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::withdraw_administrator_proposal())]
		pub fn withdraw_administrator_proposal(origin: OriginFor<T>) -> DispatchResult {
			let (agency, _) = Self::ensure_administrator(origin)?;
			ensure!(
				ProposedAdministrators::<T>::contains_key(agency),
				Error::<T>::NoProposal
			);
			Self::drop_proposal(agency);
			Ok(())
		}

		/// 대금 수취 계정을 정한다 (관리자).
		///
		/// Says which account receives the agency's money from now on. By the administrator of an active
		/// agency. What is held of the agency, as the price of a car that it is buying, moves with it.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::set_payout_account()
			.saturating_add(T::OnAccountRotated::weight()))]
		pub fn set_payout_account(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
			let (agency, mut record) = Self::ensure_administrator(origin)?;
			Self::ensure_is_active(&record)?;
			let old_account = core::mem::replace(&mut record.payout_account, account.clone());
			Agencies::<T>::insert(agency, record);
			T::OnAccountRotated::on_account_rotated(
				PartyId::Agency(agency),
				&old_account,
				&account,
			)?;
			Self::deposit_event(Event::PayoutAccountChanged {
				agency,
				old_account,
				new_account: account,
			});
			Ok(())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// 이 계정이 지금 쓸 수 있는 역할.
		///
		/// The roles that `who` may use now: none if its delegation has expired, or if its agency is
		/// suspended or retired.
		pub fn effective_roles(who: T::AccountId) -> Roles {
			Self::usable_roles(&who)
		}
	}
}

// Who passes.
impl<T: Config> Pallet<T> {
	/// Unix time in milliseconds.
	fn now() -> Moment {
		chain::now::<T::Clock>()
	}

	/// Let a delegate pass who may act with [`Role::AdmissionOffice`].
	fn ensure_admission_office(
		origin: T::RuntimeOrigin,
	) -> Result<Governor<T::AccountId>, DispatchError> {
		let who = ensure_signed(origin)?;
		let agency = Self::ensure_role(&who, Role::AdmissionOffice)?;
		Ok(Governor::AdmissionOffice { agency, who })
	}

	/// Let the council pass for any agency, and the admission office for a company.
	fn ensure_governor(
		origin: T::RuntimeOrigin,
		agency: AgencyId,
	) -> Result<(Agency<T::AccountId>, Governor<T::AccountId>), DispatchError> {
		let by = match T::CouncilOrigin::try_origin(origin) {
			Ok(_) => Governor::Council,
			Err(origin) => Self::ensure_admission_office(origin)?,
		};
		let record = Agencies::<T>::get(agency).ok_or(Error::<T>::NotFound)?;
		ensure!(
			by == Governor::Council || record.kind == AgencyKind::Company,
			Error::<T>::NotACompany
		);
		Ok((record, by))
	}

	/// Let an administrator pass.
	fn ensure_administrator(
		origin: T::RuntimeOrigin,
	) -> Result<(AgencyId, Agency<T::AccountId>), DispatchError> {
		let who = ensure_signed(origin)?;
		let agency = Administrators::<T>::get(&who).ok_or(Error::<T>::NotTheAdministrator)?;
		let record = Agencies::<T>::get(agency).ok_or(Error::<T>::NotFound)?;
		Ok((agency, record))
	}

	/// Succeed if anyone may act for the agency.
	fn ensure_is_active(record: &Agency<T::AccountId>) -> DispatchResult {
		match record.status {
			AgencyStatus::Active => Ok(()),
			AgencyStatus::Suspended { .. } => Err(Error::<T>::AgencySuspended.into()),
			AgencyStatus::Retired { .. } => Err(Error::<T>::AgencyRetired.into()),
		}
	}

	/// Succeed if `who` may begin, or go on, to act for `agency`; `None` is an agency that is yet to
	/// get its number.
	fn ensure_may_act_for(who: &T::AccountId, agency: Option<AgencyId>) -> DispatchResult {
		ensure!(
			T::Citizens::citizen_of(who).is_none(),
			Error::<T>::IsACitizen
		);
		ensure!(!T::Citizens::was_a_citizens(who), Error::<T>::WasACitizens);
		let current = Self::agency_of(who);
		ensure!(
			current.is_none() || current == agency,
			Error::<T>::AlreadyActsForAnotherAgency
		);
		Ok(())
	}

	/// The delegation of `who` with its agency, unless it has ended.
	fn standing_delegation(who: &T::AccountId) -> Option<(Delegation, Agency<T::AccountId>)> {
		let delegation =
			Delegations::<T>::get(who).filter(|delegation| !delegation.is_expired(Self::now()))?;
		let record = Agencies::<T>::get(delegation.agency).filter(|record| !record.is_retired())?;
		Some((delegation, record))
	}

	/// The roles that `who` may use now.
	fn usable_roles(who: &T::AccountId) -> Roles {
		let Some((delegation, record)) = Self::standing_delegation(who) else {
			return Roles::default();
		};
		if record.status != AgencyStatus::Active {
			return Roles::default();
		}
		let shared: BTreeSet<Role> = delegation
			.roles
			.intersection(&record.roles)
			.copied()
			.collect();
		Roles::try_from(shared).unwrap_or_default()
	}
}

// What a caller gives, checked.
impl<T: Config> Pallet<T> {
	fn role_set(roles: BTreeSet<Role>) -> Result<Roles, DispatchError> {
		Roles::try_from(roles).map_err(|()| Error::<T>::TooManyRoles.into())
	}

	/// The role set of an agency of this kind, `Representative` included.
	fn agency_roles(
		kind: AgencyKind,
		roles: impl IntoIterator<Item = Role>,
	) -> Result<Roles, DispatchError> {
		let mut roles: BTreeSet<Role> = roles.into_iter().collect();
		ensure!(
			kind == AgencyKind::PublicInstitution
				|| roles.iter().all(|role| role.open_to_companies()),
			Error::<T>::RoleNotOpenToCompanies
		);
		roles.insert(Role::Representative);
		Self::role_set(roles)
	}

	fn ensure_valid_name(name: &AgencyName) -> DispatchResult {
		for text in [&name.ko, &name.en] {
			let text = core::str::from_utf8(text).map_err(|_| Error::<T>::NameNotUtf8)?;
			ensure!(!text.trim().is_empty(), Error::<T>::NameEmpty);
		}
		Ok(())
	}
}

// What changes the register.
impl<T: Config> Pallet<T> {
	/// Check what is independent of the caller, and enter a new agency. Returns its number.
	fn insert_agency(agency: Agency<T::AccountId>) -> Result<AgencyId, DispatchError> {
		Self::ensure_valid_name(&agency.name)?;
		if let Some(district) = agency.district {
			ensure!(
				T::Districts::contains(&district),
				Error::<T>::UnknownDistrict
			);
		}
		Self::ensure_may_act_for(&agency.administrator, None)?;
		let number = NextAgencyId::<T>::get();
		let next = number.checked_add(1).ok_or(Error::<T>::TooManyAgencies)?;

		let id = AgencyId(number);
		NextAgencyId::<T>::put(next);
		Self::clear_ended_delegation(&agency.administrator, id);
		Administrators::<T>::insert(&agency.administrator, id);
		T::OnAdmission::on_admitted(&agency.administrator);
		Agencies::<T>::insert(id, agency);
		Ok(id)
	}

	fn do_register(agency: Agency<T::AccountId>, by: Governor<T::AccountId>) -> DispatchResult {
		let Agency { kind, district, .. } = agency;
		let roles = agency.roles.clone();
		let administrator = agency.administrator.clone();
		let payout_account = agency.payout_account.clone();
		let agency = Self::insert_agency(agency)?;
		Self::deposit_event(Event::AgencyRegistered {
			agency,
			kind,
			roles,
			district,
			administrator,
			payout_account,
			by,
		});
		Ok(())
	}

	/// Make `new` the administrator of `agency`. Returns the former one.
	fn install_administrator(
		agency: AgencyId,
		mut record: Agency<T::AccountId>,
		new: T::AccountId,
	) -> T::AccountId {
		Self::clear_ended_delegation(&new, agency);
		Administrators::<T>::insert(&new, agency);
		T::OnAdmission::on_admitted(&new);
		let old = core::mem::replace(&mut record.administrator, new);
		Administrators::<T>::remove(&old);
		Agencies::<T>::insert(agency, record);
		old
	}

	/// Store `delegation` for `delegate`, new or in place of the one it has from the same agency.
	fn do_appoint(
		agency: AgencyId,
		record: &Agency<T::AccountId>,
		delegate: T::AccountId,
		delegation: Delegation,
	) -> DispatchResult {
		ensure!(!delegation.roles.is_empty(), Error::<T>::NoRoles);
		ensure!(
			delegation.roles.is_subset(&record.roles),
			Error::<T>::RoleNotHeldByAgency
		);
		Self::ensure_may_act_for(&delegate, Some(agency))?;

		let old = Delegations::<T>::get(&delegate).filter(|old| old.agency == agency);
		if old.is_none() {
			ensure!(
				record.delegates < T::MaxDelegates::get(),
				Error::<T>::TooManyDelegates
			);
			Self::clear_ended_delegation(&delegate, agency);
			Self::change_count(agency, |count| count.saturating_add(1));
		}
		Delegations::<T>::insert(&delegate, &delegation);
		T::OnAdmission::on_admitted(&delegate);

		let Delegation {
			roles, expires_at, ..
		} = delegation;
		Self::deposit_event(match old {
			None => Event::DelegateAppointed {
				agency,
				delegate,
				roles,
				expires_at,
			},
			Some(old) => Event::DelegationChanged {
				agency,
				delegate,
				old_roles: old.roles,
				new_roles: roles,
				old_expires_at: old.expires_at,
				new_expires_at: expires_at,
			},
		});
		Ok(())
	}

	/// Remove the delegation that `delegate` has from `agency`.
	fn remove_delegation(delegate: &T::AccountId, agency: AgencyId) {
		Delegations::<T>::remove(delegate);
		Self::change_count(agency, |count| count.saturating_sub(1));
	}

	/// Clear what `who` still holds from another agency than `agency`. The caller made sure that it has
	/// ended.
	fn clear_ended_delegation(who: &T::AccountId, agency: AgencyId) {
		let Some(ended) = Delegations::<T>::get(who).filter(|old| old.agency != agency) else {
			return;
		};
		Self::remove_delegation(who, ended.agency);
		Self::deposit_event(Event::EndedDelegationCleared {
			agency: ended.agency,
			delegate: who.clone(),
		});
	}

	fn change_count(agency: AgencyId, change: impl FnOnce(u32) -> u32) {
		Agencies::<T>::mutate_extant(agency, |record| {
			record.delegates = change(record.delegates);
		});
	}

	/// Drop the offer to hand over, if there is one.
	fn drop_proposal(agency: AgencyId) {
		if let Some(proposed) = ProposedAdministrators::<T>::take(agency) {
			Self::deposit_event(Event::AdministratorProposalWithdrawn { agency, proposed });
		}
	}

	/// Enter an agency of the genesis. The clock does not run yet, so no expiry is compared with it.
	fn insert_genesis_agency(entry: &GenesisAgency<T::AccountId>) -> DispatchResult {
		let text = |text: &str| {
			BoundedVec::try_from(text.as_bytes().to_vec())
				.map_err(|_| DispatchError::Other("a name is longer than 96 bytes"))
		};
		let id = Self::insert_agency(Agency {
			name: AgencyName {
				ko: text(&entry.name_ko)?,
				en: text(&entry.name_en)?,
			},
			kind: entry.kind,
			status: AgencyStatus::Active,
			roles: Self::agency_roles(entry.kind, entry.roles.iter().copied())?,
			district: entry.district,
			administrator: entry.administrator.clone(),
			payout_account: entry.payout_account.clone(),
			delegates: 0,
			registered_at: 0,
		})?;
		for GenesisDelegate {
			account,
			roles,
			expires_at,
		} in &entry.delegates
		{
			ensure!(
				!Delegations::<T>::contains_key(account),
				DispatchError::Other("an account is listed as a delegate twice")
			);
			let record = Agencies::<T>::get(id).ok_or(Error::<T>::NotFound)?;
			let delegation = Delegation {
				agency: id,
				roles: Self::role_set(roles.iter().copied().collect())?,
				expires_at: *expires_at,
			};
			Self::do_appoint(id, &record, account.clone(), delegation)?;
		}
		Ok(())
	}
}

impl<T: Config> AgencyRegistry<T::AccountId> for Pallet<T> {
	fn agency_of(who: &T::AccountId) -> Option<AgencyId> {
		Administrators::<T>::get(who)
			.or_else(|| Self::standing_delegation(who).map(|(delegation, _)| delegation.agency))
	}

	fn payout_account(agency: AgencyId) -> Option<T::AccountId> {
		Agencies::<T>::get(agency).map(|record| record.payout_account)
	}

	fn district_of(agency: AgencyId) -> Option<DistrictCode> {
		Agencies::<T>::get(agency).and_then(|record| record.district)
	}

	fn ensure_active(agency: AgencyId) -> DispatchResult {
		let record = Agencies::<T>::get(agency).ok_or(Error::<T>::NotFound)?;
		Self::ensure_is_active(&record)
	}

	fn ensure_agency_has(agency: AgencyId, role: Role) -> DispatchResult {
		let record = Agencies::<T>::get(agency).ok_or(Error::<T>::NotFound)?;
		Self::ensure_is_active(&record)?;
		ensure!(
			record.roles.contains(&role),
			Error::<T>::RoleNotHeldByAgency
		);
		Ok(())
	}

	fn ensure_role(who: &T::AccountId, role: Role) -> Result<AgencyId, DispatchError> {
		let Delegation {
			agency,
			roles,
			expires_at,
		} = Delegations::<T>::get(who).ok_or(Error::<T>::NotADelegate)?;
		ensure!(expires_at > Self::now(), Error::<T>::DelegationExpired);
		ensure!(roles.contains(&role), Error::<T>::RoleNotHeld);
		Self::ensure_agency_has(agency, role)?;
		Ok(agency)
	}
}

/// Who acts for an active agency is admitted.
impl<T: Config> Admission<T::AccountId> for Pallet<T> {
	fn class_of(who: &T::AccountId) -> Option<AccountClass> {
		let record = match Administrators::<T>::get(who) {
			Some(agency) => Agencies::<T>::get(agency)?,
			None => Self::standing_delegation(who)?.1,
		};
		Self::ensure_is_active(&record).ok()?;
		Some(match record.kind {
			AgencyKind::PublicInstitution => AccountClass::Agency,
			AgencyKind::Company => AccountClass::Business,
		})
	}
}

// What must always hold.
impl<T: Config> Pallet<T> {
	/// Check the invariants, numbered as in the documentation of this crate.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_agencies()?;
		Self::try_state_administrators()?;
		Self::try_state_delegations()?;
		Self::try_state_citizens()
	}

	/// Invariants 1 to 3.
	fn try_state_agencies() -> Result<(), TryRuntimeError> {
		let next = NextAgencyId::<T>::get();
		let mut registered = 0u32;
		for (id, record) in Agencies::<T>::iter() {
			registered = registered.saturating_add(1);
			ensure!(
				id.0 < next,
				"Invariant 1: an agency's number was not given yet"
			);
			ensure!(
				record.roles.contains(&Role::Representative),
				"Invariant 2: an agency cannot represent itself"
			);
			ensure!(
				record.kind == AgencyKind::PublicInstitution
					|| record.roles.iter().all(|role| role.open_to_companies()),
				"Invariant 2: a company holds a role of public institutions"
			);
			ensure!(
				Self::ensure_valid_name(&record.name).is_ok(),
				"Invariant 3: an agency has no readable name"
			);
		}
		ensure!(
			registered == next,
			"Invariant 1: a number was given to no agency"
		);
		Ok(())
	}

	/// Invariants 4 and 5.
	fn try_state_administrators() -> Result<(), TryRuntimeError> {
		for (id, record) in Agencies::<T>::iter() {
			ensure!(
				record.is_retired() || Administrators::<T>::get(&record.administrator) == Some(id),
				"Invariant 4: an agency's administrator does not administer it"
			);
		}
		for (who, id) in Administrators::<T>::iter() {
			ensure!(
				Agencies::<T>::get(id)
					.is_some_and(|record| !record.is_retired() && record.administrator == who),
				"Invariant 4: an account administers an agency that does not know it"
			);
		}
		for (id, proposed) in ProposedAdministrators::<T>::iter() {
			ensure!(
				Agencies::<T>::get(id)
					.is_some_and(|record| !record.is_retired() && record.administrator != proposed),
				"Invariant 5: an offer to hand over stands that nobody could have made"
			);
		}
		Ok(())
	}

	/// Invariants 6 to 8.
	fn try_state_delegations() -> Result<(), TryRuntimeError> {
		let mut stored = BTreeMap::<AgencyId, u32>::new();
		for (who, delegation) in Delegations::<T>::iter() {
			let id = delegation.agency;
			ensure!(
				Agencies::<T>::contains_key(id),
				"Invariant 6: a delegation names no registered agency"
			);
			ensure!(
				!delegation.roles.is_empty(),
				"Invariant 6: a delegation has no roles"
			);
			ensure!(
				Administrators::<T>::get(&who).is_none_or(|administered| administered == id),
				"Invariant 8: an administrator is a delegate of another agency"
			);
			let count = stored.entry(id).or_default();
			*count = count.saturating_add(1);
		}
		for (id, record) in Agencies::<T>::iter() {
			ensure!(
				stored.get(&id).copied().unwrap_or_default() == record.delegates,
				"Invariant 6: an agency miscounts its delegations"
			);
			ensure!(
				record.delegates <= T::MaxDelegates::get(),
				"Invariant 7: an agency has too many delegations"
			);
		}
		Ok(())
	}

	/// Invariant 9.
	fn try_state_citizens() -> Result<(), TryRuntimeError> {
		for who in Administrators::<T>::iter_keys().chain(Delegations::<T>::iter_keys()) {
			ensure!(
				Self::agency_of(&who).is_none()
					|| (T::Citizens::citizen_of(&who).is_none()
						&& !T::Citizens::was_a_citizens(&who)),
				"Invariant 9: a citizen's account, or one that a citizen left, acts for an agency"
			);
		}
		Ok(())
	}
}
