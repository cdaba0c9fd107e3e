// SPDX-License-Identifier: Apache-2.0

//! Which role may do what.
//!
//! | origin | role | may |
//! |---|---|---|
//! | [`RegistrarOrigin`] | `Registrar` | register vehicles, change plates, accept and reject transfers |
//! | [`InspectorOrigin`] | `InspectionWorkshop` | file inspection records |
//! | [`DealerOrigin`] | `CarDealer` | sell its own and listed cars |
//! | [`MileageIssuerOrigin`] | `MileageIssuer` | fund, credit and correct the points of its own schemes |
//! | [`RedemptionChannelOrigin`] | `RedemptionChannel` | turn points into vouchers, transit money, bank transfers |
//! | [`MerchantOrigin`] | `Merchant` | give points of a purchase back |
//! | [`CardOfficeOrigin`] | `CardOffice` | issue, renew, suspend, resume, recover and end citizen cards, pay won of ended ones to heirs; admit and remove ring keys |
//! | [`CounterOrigin`] | `CounterService` | act for citizens who let it, within the scope that they granted |
//! | [`FacilityOperatorOrigin`] | `FacilityOperator` | register, change and close facilities that citizens log in to |
//! | [`CredentialIssuerOrigin`] | `CredentialIssuer` | publish and revoke credentials |
//! | [`TreasuryOrigin`] | `Treasury` | propose and approve mints and burns of won |
//! | [`DepartmentOrigin`] | `OrderingDepartment` | draft, change and end contracts of works, approve claims |
//! | [`OfficerOrigin`] | `ContractOfficer` | fund contracts, return or advance payments, refund |
//! | [`SupervisorOrigin`] | `Supervisor` | sign contracts, endorse claims |
//! | [`WorksInspectorOrigin`] | `WorksInspector` | sign contracts, inspect claims |
//! | [`GuarantorOrigin`] | `Guarantor` | record bonds |
//! | [`LabourBankOrigin`] | `LabourBank` | confirm wages |
//! | [`DisputeOrigin`] | `DisputeBody` | decide disputes of works |
//! | [`PollOfficeOrigin`] | `PollOffice` | draft, review, certify and answer polls, answer proposals of citizens |
//! | [`PollTrusteeOrigin`] | `PollTrustee` | make the keys of encrypted polls with others, decrypt their sums |
//! | [`CalendarOrigin`] | `CalendarOffice` | amend the holidays |
//! | [`EnsureOdometerReporter`] | by source | report odometer readings, replace odometers |
//! | [`EnsureServiceOffice`] | by service | give a party whose alias was lost another alias |
//! | [`EnsureEncumbrancer`] | by kind | place and release seizures and mortgages |
//! | [`EnsureIncidentReporter`] | by source | report accidents, floods, fires, total losses, thefts |
//! | [`RepairInspectionOrigin`] | `PeriodicInspectionBody` | inspect the repair of a total loss |
//! | [`DismantlerOrigin`] | `Dismantler` | certify that a car is to be scrapped |
//! | [`CourtOrigin`] | `Court` | release any encumbrance, withdraw any incident, order a rescission |

use crate::aliases::{CARS, MILEAGE, PAYMENTS};
use core::marker::PhantomData;
use frame_support::parameter_types;
use pallet_agencies::EnsureRole;
use pallet_car_registry::{EncumbranceKind, IncidentSource, OdometerSource};
use pallet_citizen_rings::ServiceId;
use seoul_chain_primitives::{Actor, EnsureActor, EnsureActorFor, Role};
use sp_runtime::DispatchError;

parameter_types! {
	/// 자동차 등록 관청.
	pub const RegistrarRole: Role = Role::Registrar;
	/// 성능·상태점검자.
	pub const InspectionWorkshopRole: Role = Role::InspectionWorkshop;
	/// 자동차매매업자.
	pub const CarDealerRole: Role = Role::CarDealer;
	/// 자동차정비업자.
	pub const RepairShopRole: Role = Role::RepairShop;
	/// 보험.
	pub const InsurerRole: Role = Role::Insurer;
	/// 정기검사 기관.
	pub const PeriodicInspectionBodyRole: Role = Role::PeriodicInspectionBody;
	/// 시민카드 발급 부서.
	pub const CardOfficeRole: Role = Role::CardOffice;
	/// 시설 운영 기관.
	pub const FacilityOperatorRole: Role = Role::FacilityOperator;
	/// 자격 증명 발급 기관.
	pub const CredentialIssuerRole: Role = Role::CredentialIssuer;
	/// 대면 창구.
	pub const CounterServiceRole: Role = Role::CounterService;
	/// 금고.
	pub const TreasuryRole: Role = Role::Treasury;
	/// 법원.
	pub const CourtRole: Role = Role::Court;
	/// 세무 관서.
	pub const TaxOfficeRole: Role = Role::TaxOffice;
	/// 경찰.
	pub const PoliceRole: Role = Role::Police;
	/// 마일리지 운영 부서.
	pub const MileageIssuerRole: Role = Role::MileageIssuer;
	/// 마일리지 사용 채널.
	pub const RedemptionChannelRole: Role = Role::RedemptionChannel;
	/// 가맹점.
	pub const MerchantRole: Role = Role::Merchant;
	/// 저당권자.
	pub const LienorRole: Role = Role::Lienor;
	/// 자동차해체재활용업자.
	pub const DismantlerRole: Role = Role::Dismantler;
	/// 발주 부서.
	pub const OrderingDepartmentRole: Role = Role::OrderingDepartment;
	/// 계약·지출 담당.
	pub const ContractOfficerRole: Role = Role::ContractOfficer;
	/// 감독.
	pub const SupervisorRole: Role = Role::Supervisor;
	/// 검사.
	pub const WorksInspectorRole: Role = Role::WorksInspector;
	/// 보증 기관.
	pub const GuarantorRole: Role = Role::Guarantor;
	/// 노무비 지급 은행.
	pub const LabourBankRole: Role = Role::LabourBank;
	/// 분쟁 조정 기구.
	pub const DisputeBodyRole: Role = Role::DisputeBody;
	/// 투표 관리 부서.
	pub const PollOfficeRole: Role = Role::PollOffice;
	/// 투표 개표 수탁자.
	pub const PollTrusteeRole: Role = Role::PollTrustee;
	/// 공휴일 관리 부서.
	pub const CalendarOfficeRole: Role = Role::CalendarOffice;
}

/// A delegate of a registrar: a district office.
pub type RegistrarOrigin<T> = EnsureRole<T, RegistrarRole>;
/// A delegate of an inspection workshop.
pub type InspectorOrigin<T> = EnsureRole<T, InspectionWorkshopRole>;
/// A delegate of a car dealer.
pub type DealerOrigin<T> = EnsureRole<T, CarDealerRole>;
/// A delegate of the office that issues citizen cards.
pub type CardOfficeOrigin<T> = EnsureRole<T, CardOfficeRole>;
/// A delegate of an agency that runs facilities.
pub type FacilityOperatorOrigin<T> = EnsureRole<T, FacilityOperatorRole>;
/// A delegate of an agency that attests predicates about citizens.
pub type CredentialIssuerOrigin<T> = EnsureRole<T, CredentialIssuerRole>;
/// A delegate of an office that serves people without a phone.
pub type CounterOrigin<T> = EnsureRole<T, CounterServiceRole>;
/// A delegate of an office that gives points.
pub type MileageIssuerOrigin<T> = EnsureRole<T, MileageIssuerRole>;
/// A delegate of a channel that turns points into something else.
pub type RedemptionChannelOrigin<T> = EnsureRole<T, RedemptionChannelRole>;
/// A delegate of a merchant.
pub type MerchantOrigin<T> = EnsureRole<T, MerchantRole>;
/// A delegate of a treasury.
pub type TreasuryOrigin<T> = EnsureRole<T, TreasuryRole>;
/// A delegate of the body that inspects the repair of a total loss.
pub type RepairInspectionOrigin<T> = EnsureRole<T, PeriodicInspectionBodyRole>;
/// A delegate of a dismantler.
pub type DismantlerOrigin<T> = EnsureRole<T, DismantlerRole>;
/// A delegate of a court.
pub type CourtOrigin<T> = EnsureRole<T, CourtRole>;
/// A delegate of a department that orders works.
pub type DepartmentOrigin<T> = EnsureRole<T, OrderingDepartmentRole>;
/// A delegate of an office that funds contracts and has them paid.
pub type OfficerOrigin<T> = EnsureRole<T, ContractOfficerRole>;
/// A delegate of an office that supervises works.
pub type SupervisorOrigin<T> = EnsureRole<T, SupervisorRole>;
/// A delegate of an office that inspects works for payment.
pub type WorksInspectorOrigin<T> = EnsureRole<T, WorksInspectorRole>;
/// A delegate of a guarantor.
pub type GuarantorOrigin<T> = EnsureRole<T, GuarantorRole>;
/// A delegate of a bank that pays wages.
pub type LabourBankOrigin<T> = EnsureRole<T, LabourBankRole>;
/// A delegate of a body that decides disputes of works.
pub type DisputeOrigin<T> = EnsureRole<T, DisputeBodyRole>;
/// A delegate of an office that holds polls.
pub type PollOfficeOrigin<T> = EnsureRole<T, PollOfficeRole>;
/// A delegate of an agency that holds a share of the keys of polls.
pub type PollTrusteeOrigin<T> = EnsureRole<T, PollTrusteeRole>;
/// A delegate of the office that keeps the calendar of business days.
pub type CalendarOrigin<T> = EnsureRole<T, CalendarOfficeRole>;

/// A delegate who may place an encumbrance of the kind it states.
///
/// | kind | role |
/// |---|---|
/// | `Seizure` | `Court`, or else `TaxOffice` |
/// | `Mortgage` | `Lienor` |
pub struct EnsureEncumbrancer<T>(PhantomData<T>);

impl<T: pallet_agencies::Config> EnsureActorFor<T::RuntimeOrigin, EncumbranceKind>
	for EnsureEncumbrancer<T>
{
	type Success = Actor<T::AccountId>;

	fn ensure_actor_for(
		origin: T::RuntimeOrigin,
		kind: &EncumbranceKind,
	) -> Result<Self::Success, DispatchError> {
		match kind {
			// Of an account that may do neither, the reason is the tax office's.
			EncumbranceKind::Seizure => EnsureRole::<T, CourtRole>::ensure_actor(origin.clone())
				.or_else(|_| EnsureRole::<T, TaxOfficeRole>::ensure_actor(origin)),
			EncumbranceKind::Mortgage => EnsureRole::<T, LienorRole>::ensure_actor(origin),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn successful_actor_for(kind: &EncumbranceKind) -> T::RuntimeOrigin {
		match kind {
			// Who is asked last.
			EncumbranceKind::Seizure => EnsureRole::<T, TaxOfficeRole>::successful_actor(),
			EncumbranceKind::Mortgage => EnsureRole::<T, LienorRole>::successful_actor(),
		}
	}
}

/// A delegate of the office that knows whose the parties of a service are.
///
/// | service | role |
/// |---|---|
/// | 0, cars | `Registrar` |
/// | 1, mileage | `MileageIssuer` |
/// | 2, payments | `OrderingDepartment` |
pub struct EnsureServiceOffice<T>(PhantomData<T>);

impl<T: pallet_agencies::Config + pallet_citizen_rings::Config>
	EnsureActorFor<T::RuntimeOrigin, ServiceId> for EnsureServiceOffice<T>
{
	type Success = Actor<T::AccountId>;

	fn ensure_actor_for(
		origin: T::RuntimeOrigin,
		service: &ServiceId,
	) -> Result<Self::Success, DispatchError> {
		match *service {
			CARS => EnsureRole::<T, RegistrarRole>::ensure_actor(origin),
			MILEAGE => EnsureRole::<T, MileageIssuerRole>::ensure_actor(origin),
			PAYMENTS => EnsureRole::<T, OrderingDepartmentRole>::ensure_actor(origin),
			_ => Err(pallet_citizen_rings::Error::<T>::UnknownService.into()),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn successful_actor_for(service: &ServiceId) -> T::RuntimeOrigin {
		match *service {
			MILEAGE => EnsureRole::<T, MileageIssuerRole>::successful_actor(),
			PAYMENTS => EnsureRole::<T, OrderingDepartmentRole>::successful_actor(),
			_ => EnsureRole::<T, RegistrarRole>::successful_actor(),
		}
	}
}

/// A delegate who may report an incident in the role it states.
///
/// | source | role |
/// |---|---|
/// | `Insurer` | `Insurer` |
/// | `RepairShop` | `RepairShop` |
/// | `Police` | `Police` |
pub struct EnsureIncidentReporter<T>(PhantomData<T>);

impl<T: pallet_agencies::Config> EnsureActorFor<T::RuntimeOrigin, IncidentSource>
	for EnsureIncidentReporter<T>
{
	type Success = Actor<T::AccountId>;

	fn ensure_actor_for(
		origin: T::RuntimeOrigin,
		source: &IncidentSource,
	) -> Result<Self::Success, DispatchError> {
		match source {
			IncidentSource::Insurer => EnsureRole::<T, InsurerRole>::ensure_actor(origin),
			IncidentSource::RepairShop => EnsureRole::<T, RepairShopRole>::ensure_actor(origin),
			IncidentSource::Police => EnsureRole::<T, PoliceRole>::ensure_actor(origin),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn successful_actor_for(source: &IncidentSource) -> T::RuntimeOrigin {
		match source {
			IncidentSource::Insurer => EnsureRole::<T, InsurerRole>::successful_actor(),
			IncidentSource::RepairShop => EnsureRole::<T, RepairShopRole>::successful_actor(),
			IncidentSource::Police => EnsureRole::<T, PoliceRole>::successful_actor(),
		}
	}
}

/// A delegate who may report a reading from the source it states.
///
/// | source | role |
/// |---|---|
/// | `Registration` | `Registrar` |
/// | `Inspection` | `InspectionWorkshop` |
/// | `Repair` | `RepairShop` |
/// | `Insurance` | `Insurer` |
/// | `PeriodicInspection` | `PeriodicInspectionBody` |
pub struct EnsureOdometerReporter<T>(PhantomData<T>);

impl<T: pallet_agencies::Config> EnsureActorFor<T::RuntimeOrigin, OdometerSource>
	for EnsureOdometerReporter<T>
{
	type Success = Actor<T::AccountId>;

	fn ensure_actor_for(
		origin: T::RuntimeOrigin,
		source: &OdometerSource,
	) -> Result<Self::Success, DispatchError> {
		match source {
			OdometerSource::Registration => EnsureRole::<T, RegistrarRole>::ensure_actor(origin),
			OdometerSource::Inspection => {
				EnsureRole::<T, InspectionWorkshopRole>::ensure_actor(origin)
			},
			OdometerSource::Repair => EnsureRole::<T, RepairShopRole>::ensure_actor(origin),
			OdometerSource::Insurance => EnsureRole::<T, InsurerRole>::ensure_actor(origin),
			OdometerSource::PeriodicInspection => {
				EnsureRole::<T, PeriodicInspectionBodyRole>::ensure_actor(origin)
			},
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn successful_actor_for(source: &OdometerSource) -> T::RuntimeOrigin {
		match source {
			OdometerSource::Registration => EnsureRole::<T, RegistrarRole>::successful_actor(),
			OdometerSource::Inspection => {
				EnsureRole::<T, InspectionWorkshopRole>::successful_actor()
			},
			OdometerSource::Repair => EnsureRole::<T, RepairShopRole>::successful_actor(),
			OdometerSource::Insurance => EnsureRole::<T, InsurerRole>::successful_actor(),
			OdometerSource::PeriodicInspection => {
				EnsureRole::<T, PeriodicInspectionBodyRole>::successful_actor()
			},
		}
	}
}
