// SPDX-License-Identifier: Apache-2.0

//! Which role may do what.
//!
//! | origin | role | may |
//! |---|---|---|
//! | [`RegistrarOrigin`] | `Registrar` | register vehicles, change plates, accept and reject transfers |
//! | [`InspectorOrigin`] | `InspectionWorkshop` | file inspection records |
//! | [`DealerOrigin`] | `CarDealer` | sell its own and listed cars |
//! | [`CardOfficeOrigin`] | `CardOffice` | issue, suspend, resume and revoke citizen cards |
//! | [`TreasuryOrigin`] | `Treasury` | propose and approve mints and burns of won |
//! | [`EnsureOdometerReporter`] | by source | report odometer readings |

use core::marker::PhantomData;
use frame_support::parameter_types;
use pallet_agencies::EnsureRole;
use pallet_car_registry::OdometerSource;
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
	/// 금고.
	pub const TreasuryRole: Role = Role::Treasury;
}

/// A delegate of a registrar: a district office.
pub type RegistrarOrigin<T> = EnsureRole<T, RegistrarRole>;
/// A delegate of an inspection workshop.
pub type InspectorOrigin<T> = EnsureRole<T, InspectionWorkshopRole>;
/// A delegate of a car dealer.
pub type DealerOrigin<T> = EnsureRole<T, CarDealerRole>;
/// A delegate of the office that issues citizen cards.
pub type CardOfficeOrigin<T> = EnsureRole<T, CardOfficeRole>;
/// A delegate of a treasury.
pub type TreasuryOrigin<T> = EnsureRole<T, TreasuryRole>;

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
