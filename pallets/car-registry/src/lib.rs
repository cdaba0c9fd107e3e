// SPDX-License-Identifier: Apache-2.0

//! # Car registry
//!
//! Vehicles, their odometers, inspection records and sale contracts, for a used-car market in which
//! nobody can forge a paper or turn back a meter unseen.
//!
//! | call | who | what |
//! |---|---|---|
//! | `register_vehicle` | registrar | registers a car of its district, with its first reading |
//! | `change_plate` | registrar of the car's district | replaces the plate |
//! | `report_odometer` | inspector, repair shop, insurer, periodic-inspection body, registrar | stores a reading |
//! | `correct_odometer` | the reporter, or the registrar of the car's district | appends a correction |
//! | `file_inspection` | inspection workshop | files form 82 |
//! | `list_vehicle`, `return_vehicle` | owner; owner or dealer | places the car with a dealer, takes it back |
//! | `draft_sale` | owner, or the dealer with whom the car is listed | opens a sale |
//! | `acknowledge_inspection`, `waive_inspection` | buyer | has seen the inspection record; does without (private sale) |
//! | `sign_sale` | seller, buyer | signs the contract |
//! | `cancel_sale` | seller, buyer, drafting dealer | ends the sale; a signed one needs both sides |
//! | `expire_sale` | anyone | closes a sale whose deadline passed |
//! | `accept_transfer`, `reject_transfer` | registrar of the car's district | moves ownership, or refuses |
//! | `schedule_terms` | governance | sets legal periods from a date on |
//!
//! ## Overview
//!
//! A car is known by tags: keyed hashes of VIN and plate that institutions can compute, and an access
//! tag that whoever is shown the registration certificate can compute. Neither VIN nor plate is on
//! chain. Everything that happens to a car is appended to its history; nothing is overwritten. A paper
//! is recorded as a [`DocumentCommitment`](seoul_chain_primitives::DocumentCommitment), so that a copy
//! with one byte changed is exposed by [`verify_document`](runtime_api::CarRegistryApi).
//!
//! Ownership moves in one place only: when the registrar accepts a sale that both sides signed
//! (자동차관리법 §6). The cost of a transfer does not depend on the length of the history.
//!
//! ## Terminology
//!
//! - *Record*: one entry of a car's history, numbered from 0.
//! - *Reading*: what an odometer showed and when. Readings form a chain in the order in which they were
//!   taken, so that each new one is compared with its two neighbours only.
//! - *Verdict*: what the readings say as a whole, after the Dutch vehicle authority (RDW).
//! - *Listing* (제시): the car stands with a dealer for sale.
//! - *Disclosure* (고지): what the buyer saw of the car's condition before signing.
//! - *Terms*: periods and limits that law or an office sets, with the date from which they apply.
//!
//! ## Invariants
//!
//! 1. Each of a car's three tags leads to it, and no tag leads elsewhere.
//! 2. A car's status names an open sale if and only if that sale names the car; its seller is the owner.
//! 3. A car's records are numbered without a gap, and as many as it says.
//! 4. A car's readings are chained in time order, and its count of decreases is that of the chain.
//! 5. Each recorded document stands where its entry says.
//! 6. Terms are in order of date and valid.

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
pub mod form82;
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

/// A late reading is compared with at most this many later ones to find its place; one from before
/// that is stored without being placed.
pub const MAX_PLACEMENT_STEPS: u32 = 8;

/// At most this many dated terms are kept; the oldest make room for new ones.
pub const MAX_DATED_TERMS: u32 = 32;

/// At most this many records are in one page of a history.
pub const MAX_HISTORY_PAGE: u32 = 100;

#[frame_support::pallet]
#[allow(clippy::expect_used)] // In what the macro generates; `scripts/check.sh` reads what we write.
pub mod pallet {
	use super::*;
	use crate::form82::{AccidentHistory, InspectionForm};
	use alloc::boxed::Box;
	use frame_support::{
		pallet_prelude::*,
		traits::{Contains, UnixTime},
	};
	use frame_system::pallet_prelude::*;
	use seoul_chain_primitives::{
		id::FreshId, Actor, AgencyId, AgencyRegistry, DistrictCode, DocumentCommitment,
		EnsureActor, EnsureActorFor, Moment, PartyId, PartyRegistry,
	};

	/// The layout of this pallet's storage.
	pub const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Legal time.
		type Clock: UnixTime;
		/// Where vehicle numbers come from.
		type FreshIds: FreshId;
		/// Who a signing account is.
		type Parties: PartyRegistry<Self::AccountId>;
		/// Agencies, their roles and districts.
		type Agencies: AgencyRegistry<Self::AccountId>;
		/// The districts that there are.
		type Districts: Contains<DistrictCode>;
		/// Who registers vehicles and accepts transfers.
		type RegistrarOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
		/// Who reports an odometer reading from a given source.
		type OdometerOrigin: EnsureActorFor<
			Self::RuntimeOrigin,
			OdometerSource,
			Success = Actor<Self::AccountId>,
		>;
		/// Who files inspection records.
		type InspectorOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
		/// Who sells for a dealer.
		type DealerOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
		/// Who sets legal periods.
		type TermsOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// Weights of the calls.
		type WeightInfo: WeightInfo;
		/// What benchmarks need of the other registers.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: benchmarking::BenchmarkHelper<Self::AccountId>;
	}

	/// 차량: every registered vehicle.
	#[pallet::storage]
	pub type Vehicles<T> = StorageMap<_, Identity, VehicleId, Vehicle>;

	/// 차대번호 태그로 찾기: the vehicle of a VIN tag.
	#[pallet::storage]
	pub type VehicleByVin<T> = StorageMap<_, Blake2_128Concat, VinTag, VehicleId>;

	/// 번호판 태그로 찾기: the vehicle of a plate tag.
	#[pallet::storage]
	pub type VehicleByPlate<T> = StorageMap<_, Blake2_128Concat, PlateTag, VehicleId>;

	/// 열람 태그로 찾기: the vehicle of the code on a registration certificate.
	#[pallet::storage]
	pub type VehicleByAccess<T> = StorageMap<_, Blake2_128Concat, AccessTag, VehicleId>;

	/// 등록 대수: vehicles registered so far.
	#[pallet::storage]
	pub type RegisteredVehicles<T> = StorageValue<_, u64, ValueQuery>;

	/// 이력: the entries of each vehicle's history.
	#[pallet::storage]
	pub type Records<T> =
		StorageDoubleMap<_, Identity, VehicleId, Twox64Concat, RecordIndex, Record>;

	/// 주행거리: each vehicle's readings in time order, by the history entry that holds them.
	#[pallet::storage]
	pub type Readings<T> =
		StorageDoubleMap<_, Identity, VehicleId, Twox64Concat, RecordIndex, Reading>;

	/// 문서: what was recorded for each vehicle, by kind and commitment.
	#[pallet::storage]
	pub type Documents<T> = StorageDoubleMap<
		_,
		Identity,
		VehicleId,
		Blake2_128Concat,
		(DocumentKind, DocumentCommitment),
		DocumentEntry,
	>;

	/// 매매: every sale.
	#[pallet::storage]
	pub type Sales<T> = StorageMap<_, Twox64Concat, SaleId, Sale>;

	/// 다음 매매 번호: the number of the next sale.
	#[pallet::storage]
	pub type NextSaleId<T> = StorageValue<_, SaleId, ValueQuery, FirstSaleId>;

	/// Sales are numbered from 0.
	#[pallet::type_value]
	pub fn FirstSaleId() -> SaleId {
		SaleId(0)
	}

	/// 법정 기준: legal periods and limits, each with the date from which it applies, in order of date.
	#[pallet::storage]
	pub type Terms<T> =
		StorageValue<_, BoundedVec<DatedTerms, ConstU32<MAX_DATED_TERMS>>, ValueQuery>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The legal periods in force from the start.
		pub terms: LegalTerms,
		#[serde(skip)]
		_marker: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(
				self.terms.is_valid(),
				"every legal period and limit must be above zero"
			);
			Terms::<T>::put(BoundedVec::truncate_from(alloc::vec![DatedTerms {
				effective_from: 0,
				terms: self.terms,
			}]));
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// 차량이 등록되었습니다.
		/// A vehicle was registered.
		VehicleRegistered {
			/// Its number in this register.
			vehicle: VehicleId,
			/// Its owner.
			owner: PartyId,
			/// The district whose registrar keeps it.
			district: DistrictCode,
		},
		/// 번호판이 변경되었습니다.
		/// A vehicle's plate was changed.
		PlateChanged {
			/// The vehicle.
			vehicle: VehicleId,
			/// Tag of the plate before.
			old: PlateTag,
			/// Tag of the plate from now on.
			new: PlateTag,
		},
		/// 주행거리가 기록되었습니다.
		/// An odometer reading was stored.
		OdometerReported {
			/// The vehicle.
			vehicle: VehicleId,
			/// The history entry that holds the reading.
			record: RecordIndex,
			/// Kilometres shown.
			km: u32,
			/// How it compares with its neighbours in time.
			flag: ReadingFlag,
			/// What all readings say now.
			verdict: OdometerVerdict,
		},
		/// 주행거리가 정정되었습니다.
		/// An odometer reading was corrected.
		OdometerCorrected {
			/// The vehicle.
			vehicle: VehicleId,
			/// The history entry that holds the reading.
			reading: RecordIndex,
			/// Kilometres in force before.
			old_km: u32,
			/// Kilometres in force from now on.
			new_km: u32,
			/// What all readings say now.
			verdict: OdometerVerdict,
		},
		/// 성능·상태점검기록이 제출되었습니다.
		/// An inspection record was filed.
		InspectionFiled {
			/// The vehicle.
			vehicle: VehicleId,
			/// The history entry that holds it.
			record: RecordIndex,
			/// The workshop.
			workshop: AgencyId,
			/// Commitment to the document.
			document: DocumentCommitment,
			/// What the panels say.
			accident: AccidentHistory,
			/// Until when a dealer may disclose it, Unix time in milliseconds.
			valid_until: Moment,
		},
		/// 차량이 매매업자에게 제시되었습니다.
		/// A vehicle was listed with a dealer.
		VehicleListed {
			/// The vehicle.
			vehicle: VehicleId,
			/// The dealer.
			dealer: AgencyId,
		},
		/// 제시가 철회되었습니다.
		/// A vehicle went back from the dealer.
		VehicleReturned {
			/// The vehicle.
			vehicle: VehicleId,
			/// The dealer.
			dealer: AgencyId,
		},
		/// 매매가 작성되었습니다.
		/// A sale was drafted.
		SaleDrafted {
			/// The sale.
			sale: SaleId,
			/// The vehicle.
			vehicle: VehicleId,
			/// The owner.
			seller: PartyId,
			/// The buyer.
			buyer: PartyId,
			/// Until when both sides must have signed, Unix time in milliseconds.
			expires_at: Moment,
		},
		/// 매수인이 성능·상태점검기록을 확인하였습니다.
		/// The buyer acknowledged the inspection record.
		InspectionAcknowledged {
			/// The sale.
			sale: SaleId,
			/// The history entry that holds the record.
			inspection: RecordIndex,
		},
		/// 매수인이 점검기록 없이 매매하기로 하였습니다.
		/// The buyer of a private sale agreed to do without an inspection record.
		InspectionWaived {
			/// The sale.
			sale: SaleId,
		},
		/// 당사자 일방이 서명하였습니다.
		/// One side signed the contract.
		SaleSignedByOne {
			/// The sale.
			sale: SaleId,
			/// The side that signed.
			side: Side,
		},
		/// 양 당사자가 서명하여 매매계약이 성립하였습니다.
		/// Both sides signed the contract.
		SaleSigned {
			/// The sale.
			sale: SaleId,
			/// The vehicle.
			vehicle: VehicleId,
			/// Commitment to the contract.
			contract: DocumentCommitment,
			/// Until when the registrar may accept, Unix time in milliseconds.
			expires_at: Moment,
		},
		/// 일방이 성립된 매매의 취소를 요청하였습니다.
		/// One side asked to cancel a signed sale; the other side must agree.
		CancellationRequested {
			/// The sale.
			sale: SaleId,
			/// The side that asks.
			side: Side,
		},
		/// 매매가 취소되었습니다.
		/// A sale was cancelled.
		SaleCancelled {
			/// The sale.
			sale: SaleId,
			/// The side that cancelled, or agreed to.
			side: Side,
		},
		/// 매매의 기한이 지났습니다.
		/// A sale's deadline had passed, and it was closed.
		SaleExpired {
			/// The sale.
			sale: SaleId,
		},
		/// 이전등록이 완료되어 소유자가 변경되었습니다.
		/// The registrar accepted a transfer, and ownership moved.
		OwnershipTransferred {
			/// The vehicle.
			vehicle: VehicleId,
			/// The sale.
			sale: SaleId,
			/// Owner before.
			old_owner: PartyId,
			/// Owner from now on.
			new_owner: PartyId,
		},
		/// 이전등록이 반려되었습니다.
		/// The registrar refused a transfer.
		TransferRejected {
			/// The sale.
			sale: SaleId,
			/// Commitment to the written reason.
			reason: DocumentCommitment,
		},
		/// 법정 기준이 고시되었습니다.
		/// Legal periods were set from a date on.
		TermsScheduled {
			/// From when they apply, Unix time in milliseconds.
			effective_from: Moment,
			/// The terms.
			terms: LegalTerms,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// 차량을 찾을 수 없습니다.
		/// There is no vehicle of this number. Check the number, or find the car by its certificate.
		VehicleNotFound,
		/// 매매를 찾을 수 없습니다.
		/// There is no sale of this number. Check the number.
		SaleNotFound,
		/// 해당 이력에 주행거리가 없습니다.
		/// The history entry of this number holds no odometer reading. Look up the entry to correct.
		ReadingNotFound,
		/// 이미 등록된 차대번호입니다.
		/// A car with this VIN is registered already. It cannot be registered a second time.
		VinAlreadyExists,
		/// 이미 사용 중인 번호판입니다.
		/// Another car has this plate. Check the plate tag.
		PlateAlreadyExists,
		/// 이미 사용된 열람 코드입니다.
		/// This access tag is in use. Print a certificate with a new code.
		AccessTagAlreadyExists,
		/// 미래의 시각입니다.
		/// The time stated is in the future. State when it really happened.
		TimeInFuture,
		/// 최초등록일 이전의 시각입니다.
		/// The time stated is before the car's first registration.
		TimeBeforeFirstRegistration,
		/// 주행거리가 한도를 넘습니다.
		/// The reading is higher than any odometer is taken for. Check the kilometres.
		OdometerTooHigh,
		/// 등록 시 주행거리는 등록으로만 기록됩니다.
		/// A reading on registration is stored by the registration itself. State the occasion on which
		/// this one was taken.
		SourceNotReportable,
		/// 관할 구청이 아닙니다.
		/// The car is kept by the registrar of another district. Ask that office.
		WrongDistrict,
		/// 관할 구역이 없는 기관입니다.
		/// The agency was registered without a district, so it keeps no cars. The council registers the
		/// office of a district together with its district.
		NoDistrict,
		/// 해당 주행거리를 기록한 기관이 아닙니다.
		/// Another agency reported this reading. Only that one, or the registrar of the car's district,
		/// corrects it.
		NotTheReporter,
		/// 정정 전후의 주행거리가 같습니다.
		/// The correction states the kilometres already in force.
		NothingToCorrect,
		/// 소유자가 아닙니다.
		/// Only the car's owner may do this.
		NotTheOwner,
		/// 매매업자가 아닙니다.
		/// The agency is no active car dealer, so a car cannot be listed with it.
		NotADealer,
		/// 이미 제시된 차량입니다.
		/// The car is listed with a dealer. Return it first, or let that dealer sell it.
		ListedWithDealer,
		/// 제시되지 않은 차량입니다.
		/// The car is not listed with a dealer.
		NotListed,
		/// 해당 매매업자에게 제시된 차량이 아닙니다.
		/// The dealer neither owns the car nor has it listed, so it may not sell it.
		NotListedWithThisDealer,
		/// 매매업자는 매매업자 거래용 계약서를 사용하여야 합니다.
		/// A dealer sells its own car with the dealer's contract form, which binds it to disclose the
		/// inspection record.
		DealerContractRequired,
		/// 이미 진행 중인 매매가 있습니다.
		/// Another sale of this car is open. Cancel it, or wait for it to end.
		SaleAlreadyPending,
		/// 매도인과 매수인이 같습니다.
		/// The buyer is the owner already.
		BuyerIsSeller,
		/// 매매 당사자가 아닙니다.
		/// The account acts for neither side of this sale.
		NotAParty,
		/// 매수인이 아닙니다.
		/// Only the buyer of this sale may do this.
		NotTheBuyer,
		/// 종료된 매매입니다.
		/// The sale was transferred, cancelled, rejected or has expired.
		SaleClosed,
		/// 매매의 기한이 지났습니다.
		/// The sale's deadline has passed. Draft a new one.
		SaleExpired,
		/// 매매의 기한이 아직 지나지 않았습니다.
		/// The sale's deadline has not passed. Cancel it instead.
		SaleNotExpired,
		/// 이미 고지가 끝난 매매입니다.
		/// The buyer has acknowledged this inspection record, or waived one, already.
		AlreadyDisclosed,
		/// 해당 차량의 성능·상태점검기록이 아닙니다.
		/// The history entry of this number is no inspection record of this car.
		InspectionNotFound,
		/// 성능·상태점검기록의 유효기간이 지났습니다.
		/// The inspection record is older than the law allows at a sale. Have the car inspected again.
		InspectionOutOfDate,
		/// 더 최근의 성능·상태점검기록이 있습니다.
		/// A later inspection record exists. The buyer must see that one.
		InspectionSuperseded,
		/// 매매업자와 점검자가 같습니다.
		/// The workshop that filed the record is the dealer that sells the car. Have another inspect it.
		InspectorIsTheDealer,
		/// 매매업자는 점검기록 없이 판매할 수 없습니다.
		/// Only private parties may do without an inspection record.
		WaiverNotAllowed,
		/// 성능·상태점검기록을 먼저 확인하여야 합니다.
		/// The buyer must acknowledge the inspection record (or, at a private sale, waive it) before
		/// either side signs.
		InspectionNotAcknowledged,
		/// 계약서가 작성된 것과 다릅니다.
		/// The document signed is not the one the sale was drafted with. Compare the papers.
		ContractMismatch,
		/// 이미 서명하였습니다.
		/// This side has signed already. The other side must sign.
		AlreadySigned,
		/// 양 당사자가 서명하지 않았습니다.
		/// Seller and buyer must both have signed before the registrar decides.
		NotSigned,
		/// 이미 취소를 요청하였습니다.
		/// This side has asked to cancel already. The other side must agree.
		CancellationAlreadyRequested,
		/// 이미 기록된 문서입니다.
		/// This very document was recorded for this car before.
		DocumentAlreadyRecorded,
		/// 부위 표시에 부호가 없습니다.
		/// A panel finding has no code. State X, W, C, A, U or T, or leave the panel out.
		PanelWithoutCode,
		/// 같은 부위가 두 번 표시되었습니다.
		/// Two findings name the same panel and position. Merge their codes.
		DuplicatePanel,
		/// 세부상태 부호가 잘못되었습니다.
		/// Bits beyond the 42 items of the detail section are set. Encode the items anew.
		UnusedDetailBits,
		/// 법정 기준 값이 잘못되었습니다.
		/// Every period and limit must be above zero.
		InvalidTerms,
		/// 법정 기준의 시행일이 잘못되었습니다.
		/// Terms must take effect in the future and after those scheduled before.
		EffectiveDateTooEarly,
		/// 예정된 법정 기준이 너무 많습니다.
		/// Too many terms are scheduled for the future. Wait until some are in force.
		TooManyScheduledTerms,
		/// 없는 자치구 코드입니다.
		/// No district has this code. Use the first five digits of the administrative code, such as 11110.
		UnknownDistrict,
		/// 법정 기준을 고시할 권한이 없습니다.
		/// Only the council sets legal periods and limits. Propose a motion with this call to the council.
		NotAuthorized,
		/// 번호를 발급할 수 없습니다.
		/// No number could be drawn. Try again in the next block.
		NumberNotAvailable,
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
		/// 차량을 신규 등록합니다 (구청).
		/// Register a vehicle in the registrar's district.
		///
		/// - `registration`: the tags of VIN, plate and certificate code, use, fuel, time of first
		///   registration, kilometres and owner. Tags are computed by the office's own tools.
		///
		/// Refused if the VIN, plate or access tag is in use, the time is in the future, the reading is
		/// too high, or the owner is not an active citizen or agency.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register_vehicle())]
		pub fn register_vehicle(
			origin: OriginFor<T>,
			registration: VehicleRegistration,
		) -> DispatchResult {
			let registrar = T::RegistrarOrigin::ensure_actor(origin)?;
			let district =
				T::Agencies::district_of(registrar.agency).ok_or(Error::<T>::NoDistrict)?;
			Self::do_register_vehicle(registrar.agency, district, registration)
		}

		/// 번호판을 변경합니다 (관할 구청).
		/// Replace a vehicle's plate.
		///
		/// - `vehicle`: the car's number.
		/// - `new_plate_tag`: the tag of the new plate.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::change_plate())]
		pub fn change_plate(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			new_plate_tag: PlateTag,
		) -> DispatchResult {
			let registrar = T::RegistrarOrigin::ensure_actor(origin)?;
			Self::do_change_plate(registrar.agency, vehicle, new_plate_tag)
		}

		/// 주행거리를 기록합니다 (점검자, 정비업자, 보험, 정기검사 기관, 구청).
		/// Store an odometer reading.
		///
		/// A reading below an earlier one is stored and flagged, never refused.
		///
		/// - `vehicle`: the car's number.
		/// - `report`: kilometres, when they were read, and in which role the reporter acts.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::report_odometer(MAX_PLACEMENT_STEPS))]
		pub fn report_odometer(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			report: OdometerReport,
		) -> DispatchResultWithPostInfo {
			let reporter = T::OdometerOrigin::ensure_actor_for(origin, &report.source)?;
			let steps = Self::do_report_odometer(reporter.agency, vehicle, report)?;
			Ok(Some(T::WeightInfo::report_odometer(steps)).into())
		}

		/// 주행거리를 정정합니다 (기록한 기관, 관할 구청).
		/// Correct an odometer reading. The reading stays in the history as it was reported.
		///
		/// - `vehicle`: the car's number.
		/// - `reading`: the history entry that holds the reading.
		/// - `km`: the right kilometres.
		/// - `evidence`: commitment to the document that shows it.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::correct_odometer())]
		pub fn correct_odometer(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			reading: RecordIndex,
			km: u32,
			evidence: DocumentCommitment,
		) -> DispatchResult {
			let agency = Self::ensure_may_correct(origin, vehicle, reading)?;
			Self::do_correct_odometer(agency, vehicle, reading, km, evidence)
		}

		/// 성능·상태점검기록부를 제출합니다 (점검자).
		/// File a performance and condition inspection record (form 82).
		///
		/// Whether the car is an accident car follows from the panels; it cannot be stated.
		///
		/// - `vehicle`: the car's number.
		/// - `document`: commitment to the signed form.
		/// - `form`: the form's codes.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::file_inspection(
			u32::try_from(form.panels.len()).unwrap_or(u32::MAX)
		))]
		pub fn file_inspection(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			document: DocumentCommitment,
			form: Box<InspectionForm>,
		) -> DispatchResult {
			let inspector = T::InspectorOrigin::ensure_actor(origin)?;
			Self::do_file_inspection(inspector.agency, vehicle, document, *form)
		}

		/// 차량을 매매업자에게 제시합니다 (소유자).
		/// List a car with a dealer, who may then draft its sale. The owner still signs it.
		///
		/// - `vehicle`: the car's number.
		/// - `dealer`: the dealer's agency number.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::list_vehicle())]
		pub fn list_vehicle(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			dealer: AgencyId,
		) -> DispatchResult {
			let owner = T::Parties::acting_party(&ensure_signed(origin)?)?;
			Self::do_list_vehicle(owner, vehicle, dealer)
		}

		/// 제시를 철회합니다 (소유자, 매매업자).
		/// Take a listed car back from the dealer.
		///
		/// - `vehicle`: the car's number.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::return_vehicle())]
		pub fn return_vehicle(origin: OriginFor<T>, vehicle: VehicleId) -> DispatchResult {
			let by = Self::ensure_owner_or_dealer(origin, vehicle)?;
			Self::do_return_vehicle(by, vehicle)
		}

		/// 매매를 작성합니다 (소유자 또는 제시받은 매매업자).
		/// Draft a sale. With the dealer's contract form the dealer drafts, with the private form the owner.
		///
		/// - `vehicle`: the car's number.
		/// - `buyer`: a citizen by card index, or an agency.
		/// - `contract_kind`: which contract form.
		/// - `contract`: commitment to the contract document.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::draft_sale())]
		pub fn draft_sale(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			buyer: PartyId,
			contract_kind: ContractKind,
			contract: DocumentCommitment,
		) -> DispatchResult {
			match contract_kind {
				ContractKind::BetweenParties => {
					let owner = T::Parties::acting_party(&ensure_signed(origin)?)?;
					Self::do_draft_private_sale(owner, vehicle, buyer, contract)
				},
				ContractKind::Dealer => {
					let dealer = T::DealerOrigin::ensure_actor(origin)?;
					Self::do_draft_dealer_sale(dealer.agency, vehicle, buyer, contract)
				},
			}
		}

		/// 성능·상태점검기록을 확인합니다 (매수인).
		/// Acknowledge the inspection record, as the buyer.
		///
		/// - `sale`: the sale's number.
		/// - `inspection`: the history entry of the inspection record that was shown. It must be the car's
		///   latest and not too old.
		///
		/// If a later record is filed before both have signed, the buyer acknowledges that one by the same
		/// call, and a signature given before it counts no more.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::acknowledge_inspection())]
		pub fn acknowledge_inspection(
			origin: OriginFor<T>,
			sale: SaleId,
			inspection: RecordIndex,
		) -> DispatchResult {
			let party = T::Parties::acting_party(&ensure_signed(origin)?)?;
			Self::do_acknowledge_inspection(party, sale, inspection)
		}

		/// 성능·상태점검기록 없이 매매하기로 합니다 (매수인, 당사자 거래).
		/// Agree to a private sale without an inspection record, as the buyer.
		///
		/// - `sale`: the sale's number.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::waive_inspection())]
		pub fn waive_inspection(origin: OriginFor<T>, sale: SaleId) -> DispatchResult {
			let party = T::Parties::acting_party(&ensure_signed(origin)?)?;
			Self::do_waive_inspection(party, sale)
		}

		/// 매매계약에 서명합니다 (매도인, 매수인).
		/// Sign the contract, as seller or buyer.
		///
		/// - `sale`: the sale's number.
		/// - `contract`: commitment to the contract that the signer holds; must be the one drafted.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::sign_sale())]
		pub fn sign_sale(
			origin: OriginFor<T>,
			sale: SaleId,
			contract: DocumentCommitment,
		) -> DispatchResult {
			let party = T::Parties::acting_party(&ensure_signed(origin)?)?;
			Self::do_sign_sale(party, sale, contract)
		}

		/// 매매를 취소합니다 (매도인, 매수인, 매매업자).
		/// Cancel a sale. Before both have signed, any side may; after that one side asks and the other
		/// agrees by the same call.
		///
		/// - `sale`: the sale's number.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::cancel_sale())]
		pub fn cancel_sale(origin: OriginFor<T>, sale: SaleId) -> DispatchResult {
			let side = Self::ensure_side(origin, sale)?;
			Self::do_cancel_sale(side, sale)
		}

		/// 기한이 지난 매매를 종료합니다 (누구나).
		/// Close a sale whose deadline has passed. Anyone may.
		///
		/// - `sale`: the sale's number.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::expire_sale())]
		pub fn expire_sale(origin: OriginFor<T>, sale: SaleId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_expire_sale(sale)
		}

		/// 이전등록을 수리합니다 (관할 구청).
		/// Accept a transfer: ownership moves to the buyer.
		///
		/// - `sale`: the sale's number.
		/// - `acceptance`: commitment to the national register's receipt, the access tag of the new
		///   certificate, and new plate and district where they change.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::accept_transfer())]
		pub fn accept_transfer(
			origin: OriginFor<T>,
			sale: SaleId,
			acceptance: TransferAcceptance,
		) -> DispatchResult {
			let registrar = T::RegistrarOrigin::ensure_actor(origin)?;
			Self::do_accept_transfer(registrar.agency, sale, acceptance)
		}

		/// 이전등록을 반려합니다 (관할 구청).
		/// Refuse a transfer; the sale ends and the car stays with its owner.
		///
		/// - `sale`: the sale's number.
		/// - `reason`: commitment to the written reason.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::reject_transfer())]
		pub fn reject_transfer(
			origin: OriginFor<T>,
			sale: SaleId,
			reason: DocumentCommitment,
		) -> DispatchResult {
			let registrar = T::RegistrarOrigin::ensure_actor(origin)?;
			Self::do_reject_transfer(registrar.agency, sale, reason)
		}

		/// 법정 기준을 고시합니다.
		/// Set legal periods and limits from a date on. What was decided before keeps its terms.
		///
		/// - `effective_from`: Unix time in milliseconds; in the future, and after the last ones set.
		/// - `terms`: the periods in milliseconds and the limits.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::schedule_terms())]
		pub fn schedule_terms(
			origin: OriginFor<T>,
			effective_from: Moment,
			terms: LegalTerms,
		) -> DispatchResult {
			T::TermsOrigin::ensure_origin(origin).map_err(|_| Error::<T>::NotAuthorized)?;
			Self::do_schedule_terms(effective_from, terms)
		}
	}
}
