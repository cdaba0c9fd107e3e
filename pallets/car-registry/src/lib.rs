// SPDX-License-Identifier: Apache-2.0

//! # 자동차 등록 · Car registry
//!
//! Vehicles, their odometers, inspection records and sale contracts, for a used-car market in which
//! nobody can forge a paper or turn back a meter unseen.
//!
//! | call | who | what |
//! |---|---|---|
//! | `register_vehicle` | registrar | registers a car of its district, with its first reading |
//! | `change_plate`, `renew_certificate` | registrar of the car's district | replaces the plate; prints a new certificate code |
//! | `report_odometer`, `report_odometer_batch` | inspector, repair shop, insurer, periodic-inspection body | stores readings |
//! | `correct_odometer` | the reporter, or the registrar of the car's district | appends a correction |
//! | `replace_meter` | repair shop | begins a new odometer |
//! | `withdraw_meter_replacement` | the reporter, or the registrar of the car's district | says that it was a mistake |
//! | `file_inspection` | inspection workshop | files form 82 |
//! | `list_vehicle`, `return_vehicle` | owner; owner or dealer | places the car with a dealer, takes it back |
//! | `draft_sale` | owner, or the dealer with whom the car is listed | opens a sale or a gift |
//! | `acknowledge_inspection`, `waive_inspection` | buyer | has seen the inspection record; does without (private sale, gift) |
//! | `acknowledge_encumbrances` | buyer | has seen the seizures and mortgages |
//! | `sign_sale` | seller, buyer | signs the contract |
//! | `pay_sale` | buyer | has the price held until the registrar decides |
//! | `confirm_payment` | seller, buyer | says that the price was paid outside the chain |
//! | `confirm_delivery` | buyer | has the car |
//! | `cancel_sale` | seller, buyer, drafting dealer | ends the sale; a signed one needs both sides |
//! | `expire_sale` | anyone | closes a sale or an agreed rescission whose deadline passed |
//! | `force_transfer` | seller | applies for the transfer in the buyer's place, after notice |
//! | `accept_transfer`, `reject_transfer` | registrar of the car's district | moves ownership and the price, or refuses |
//! | `transfer_by_title` | registrar of the car's district | moves ownership by inheritance, public sale or judgment |
//! | `file_warranty_claim`, `answer_warranty_claim`, `end_warranty` | buyer; dealer; anyone | what the dealer answers for after delivery |
//! | `request_rescission`, `withdraw_rescission` | buyer | wants a dealer's sale undone |
//! | `agree_rescission`, `order_rescission` | seller or dealer; court | agrees, and has the price held |
//! | `accept_rescission` | registrar of the car's district | gives the car and the price back |
//! | `agree_mortgage`, `revoke_mortgage_agreement` | owner | lets a lienor place a mortgage; takes that back until it is placed |
//! | `place_encumbrance` | court, tax office; lienor | places a seizure; a mortgage |
//! | `release_encumbrance` | who placed it, or a court | releases it |
//! | `report_incident`, `withdraw_incident` | insurer, repair shop, police; the reporter or a court | accident, flood, fire, total loss, theft, recovery |
//! | `pass_repair_inspection` | periodic-inspection body | lets a total loss be transferred again |
//! | `certify_scrapping`, `withdraw_scrapping` | dismantler; the one that certified | has the car; says that this was wrong |
//! | `deregister_vehicle`, `reregister_vehicle` | registrar | ends a registration, begins it again |
//! | `record_divergence`, `resolve_divergence` | registrar of the car's district | says that the national register differs |
//! | `retag_vehicle` | registrar of the car's district | gives tags under the new key |
//! | `schedule_terms`, `advance_tag_key` | governance | sets legal periods from a date on; says that the registrars have a new key |
//!
//! ## Overview
//!
//! A car is known by tags: keyed hashes of VIN and plate that institutions can compute, and an access
//! tag that whoever is shown the registration certificate can compute. Neither VIN nor plate is on
//! chain. Everything that happens to a car is appended to its history; nothing is overwritten. A paper
//! is recorded as a [`DocumentCommitment`](seoul_chain_primitives::DocumentCommitment), so that a copy
//! with one byte changed is exposed by [`verify_document`](runtime_api::CarRegistryApi).
//!
//! Ownership moves only when a registrar acts (자동차관리법 §6): it accepts a sale that both sides signed,
//! a rescission, or papers of another title. The cost of that does not depend on the length of the
//! history. A price that is paid on chain is held on the buyer's account and paid out in the very call
//! that moves ownership, or goes back to the buyer.
//!
//! Nothing happens by itself: there is no hook. A deadline is compared with the clock whenever somebody
//! takes the next step, and what is overdue is closed by whoever calls `expire_sale`.
//!
//! ## Terminology
//!
//! - *Record*: one entry of a car's history, numbered from 0.
//! - *Reading*: what an odometer showed and when. Readings form a chain in the order in which they were
//!   taken, so that each new one is compared with its two neighbours only.
//! - *Verdict*: what the readings say as a whole, after the Dutch vehicle authority (RDW).
//! - *Listing* (제시): the car stands with a dealer for sale.
//! - *Disclosure* (고지): what the buyer saw of the car's condition before signing.
//! - *Encumbrance*: a seizure (갑구 압류) or a mortgage (을구 저당), in order of receipt.
//! - *Title*: why ownership moves without a sale: inheritance, public sale, judgment.
//! - *Divergence*: the national register says otherwise, and prevails.
//! - *Terms*: periods and limits that law or an office sets, with the date from which they apply.
//!
//! ## Invariants
//!
//! 1. Each of a car's tags leads to it, and no tag leads elsewhere; the plate of a deregistered car leads
//!    nowhere. As many cars as are counted have tags under an earlier key.
//! 2. A car's status names an open sale if and only if that sale names the car; its seller is the owner.
//! 3. A car's entries are numbered without a gap, each stands in one place, and they are as many as it says.
//! 4. A car's readings are chained in time order, and its count of decreases is that of the chain.
//! 5. Each recorded document stands where its entry says, and a car's latest receipt is that of its last
//!    transfer.
//! 6. Terms are in order of date and valid.
//! 7. A car's encumbrances are in order of receipt, and its counts are theirs.
//! 8. A car's incidents are numbered without a gap and stand where they say; theft and total loss name
//!    incidents that count, and a certificate of scrapping who gave it.
//! 9. What is held of a party is the sum of what its sales hold, and is held on its account, which holds won
//!    of no other party.
//! 10. A sale has as many warranty claims as it says.
//! 11. A divergence stands where it says.

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
pub mod encumbrance;
mod features;
pub mod form82;
pub mod incident;
#[cfg(test)]
mod mock;
pub mod odometer;
pub mod runtime_api;
#[cfg(test)]
mod tests;
mod try_state;
pub mod types;
pub mod weights;

pub use encumbrance::*;
pub use incident::*;
pub use odometer::{
	MeterChange, MeterStart, OdometerSummary, Reading, ReadingPlace, SettledReading,
};
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

/// A late reading is compared with at most this many later ones to find its place; one from before
/// that is stored without being placed.
pub const MAX_PLACEMENT_STEPS: u32 = 8;

/// This many of a car's latest readings stand in its own entry. More than [`MAX_PLACEMENT_STEPS`] and two,
/// so that a reading that is settled never gets another neighbour.
pub const RECENT_READINGS: u32 = 12;
const _: () = assert!(RECENT_READINGS > MAX_PLACEMENT_STEPS + 2);

/// At most this many readings are in one batch.
pub const MAX_BATCH: u32 = 200;

/// At most this many seizures and mortgages burden a car.
pub const MAX_ENCUMBRANCES: u32 = 20;

/// At most this many damaged parts are in one accident.
pub const MAX_DAMAGED_PARTS: u32 = 20;

/// At most this many warranty claims are filed for one sale.
pub const MAX_WARRANTY_CLAIMS: u8 = 16;

/// At most this many dated terms are kept; the oldest make room for new ones.
pub const MAX_DATED_TERMS: u32 = 32;

/// At most this many records are in one page of a history.
pub const MAX_HISTORY_PAGE: u32 = 100;

#[frame_support::pallet]
#[allow(clippy::expect_used)] // In what the macro generates; `scripts/check.sh` reads what we write.
pub mod pallet {
	use super::*;
	use crate::{
		features::{Draft, Paid, StoredApart},
		form82::{AccidentHistory, InspectionForm},
	};
	use alloc::boxed::Box;
	use frame_support::{
		pallet_prelude::*,
		traits::{
			fungible::{Inspect, InspectHold, Mutate, MutateHold},
			Contains, UnixTime,
		},
	};
	use frame_system::pallet_prelude::*;
	use seoul_chain_primitives::{
		id::FreshId, Actor, AgencyId, AgencyRegistry, Balance, DistrictCode, DocumentCommitment,
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
		/// Who places and releases an encumbrance of a given kind.
		type EncumbranceOrigin: EnsureActorFor<
			Self::RuntimeOrigin,
			EncumbranceKind,
			Success = Actor<Self::AccountId>,
		>;
		/// Who reports an incident in a given role.
		type IncidentOrigin: EnsureActorFor<
			Self::RuntimeOrigin,
			IncidentSource,
			Success = Actor<Self::AccountId>,
		>;
		/// Who inspects the repair of a total loss.
		type RepairInspectionOrigin: EnsureActor<
			Self::RuntimeOrigin,
			Success = Actor<Self::AccountId>,
		>;
		/// Who scraps cars.
		type DismantlerOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
		/// Courts: release any encumbrance, withdraw any incident, order a rescission.
		type CourtOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
		/// The balances of KRW, in which prices are held.
		type Currency: Inspect<Self::AccountId, Balance = Balance>
			+ Mutate<Self::AccountId>
			+ InspectHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ MutateHold<Self::AccountId>;
		/// Why balances are held.
		type RuntimeHoldReason: From<HoldReason>;
		/// Governance: sets legal periods, and says that the registrars have a new key.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// Weights of the calls.
		type WeightInfo: WeightInfo;
		/// What benchmarks need of the other registers.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: benchmarking::BenchmarkHelper<Self::AccountId>;
	}

	/// Why won are held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// 자동차 매매대금: the price of a car, or its refund, until the registrar decides.
		#[codec(index = 0)]
		Sale,
	}

	/// 차량.
	/// Every registered vehicle.
	#[pallet::storage]
	pub type Vehicles<T> = StorageMap<_, Identity, VehicleId, Vehicle>;

	/// 차대번호 태그로 찾기.
	/// The vehicle of a VIN tag.
	#[pallet::storage]
	pub type VehicleByVin<T> = StorageMap<_, Blake2_128Concat, VinTag, VehicleId>;

	/// 번호판 태그로 찾기.
	/// The vehicle of a plate tag.
	#[pallet::storage]
	pub type VehicleByPlate<T> = StorageMap<_, Blake2_128Concat, PlateTag, VehicleId>;

	/// 열람 태그로 찾기.
	/// The vehicle of the code on a registration certificate.
	#[pallet::storage]
	pub type VehicleByAccess<T> = StorageMap<_, Blake2_128Concat, AccessTag, VehicleId>;

	/// 등록 대수.
	/// Vehicles registered so far.
	#[pallet::storage]
	pub type RegisteredVehicles<T> = StorageValue<_, u64, ValueQuery>;

	/// 이력.
	/// The entries of each vehicle's history.
	#[pallet::storage]
	pub type Records<T> =
		StorageDoubleMap<_, Identity, VehicleId, Twox64Concat, RecordIndex, Record>;

	/// 주행거리.
	/// Each vehicle's readings but the latest, which stand with the vehicle, by their number in the history.
	#[pallet::storage]
	pub type Readings<T> =
		StorageDoubleMap<_, Identity, VehicleId, Twox64Concat, RecordIndex, SettledReading>;

	/// 압류·저당.
	/// Seizures and mortgages of each vehicle, in order of receipt.
	#[pallet::storage]
	pub type Encumbrances<T> = StorageMap<
		_,
		Identity,
		VehicleId,
		BoundedVec<Encumbrance, ConstU32<MAX_ENCUMBRANCES>>,
		ValueQuery,
	>;

	/// 다음 압류·저당 번호.
	/// The number of the next encumbrance.
	#[pallet::storage]
	pub type NextEncumbranceId<T> = StorageValue<_, EncumbranceId, ValueQuery, FirstEncumbranceId>;

	/// Encumbrances are numbered from 0.
	#[pallet::type_value]
	pub fn FirstEncumbranceId() -> EncumbranceId {
		EncumbranceId(0)
	}

	/// 저당 동의.
	/// Mortgages that an owner has agreed to and that are not placed yet.
	#[pallet::storage]
	pub type MortgageConsents<T> = StorageMap<_, Identity, VehicleId, MortgageConsent>;

	/// 사고 등.
	/// Incidents of each vehicle.
	#[pallet::storage]
	pub type Incidents<T> =
		StorageDoubleMap<_, Identity, VehicleId, Twox64Concat, IncidentNumber, IncidentEntry>;

	/// 등록 불일치.
	/// Where the national register differs.
	#[pallet::storage]
	pub type Divergences<T> = StorageMap<_, Identity, VehicleId, Divergence>;

	/// 예치 계정.
	/// Whose won are held on an account for sales. Stays until the party changes its account, so that paying a
	/// price out has not to write it.
	#[pallet::storage]
	pub type HeldFor<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, PartyId>;

	/// 보증 청구.
	/// Warranty claims of each sale.
	#[pallet::storage]
	pub type WarrantyClaims<T> =
		StorageDoubleMap<_, Twox64Concat, SaleId, Twox64Concat, ClaimNumber, WarrantyClaim>;

	/// 태그 키.
	/// The version of the registrars' key in force.
	#[pallet::storage]
	pub type CurrentTagKey<T> = StorageValue<_, TagKey, ValueQuery>;

	/// 문서.
	/// What was recorded for each vehicle, by kind and commitment.
	#[pallet::storage]
	pub type Documents<T> = StorageDoubleMap<
		_,
		Identity,
		VehicleId,
		Blake2_128Concat,
		(DocumentKind, DocumentCommitment),
		DocumentEntry,
	>;

	/// 매매.
	/// Every sale.
	#[pallet::storage]
	pub type Sales<T> = StorageMap<_, Twox64Concat, SaleId, Sale>;

	/// 다음 매매 번호.
	/// The number of the next sale.
	#[pallet::storage]
	pub type NextSaleId<T> = StorageValue<_, SaleId, ValueQuery, FirstSaleId>;

	/// Sales are numbered from 0.
	#[pallet::type_value]
	pub fn FirstSaleId() -> SaleId {
		SaleId(0)
	}

	/// 법정 기준.
	/// Legal periods and limits, each with the date from which it applies, in order of date.
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
		/// 차량이 등록되었다.
		/// A vehicle was registered.
		VehicleRegistered {
			/// 차량 번호. Its number in this register.
			vehicle: VehicleId,
			/// 소유자. Its owner.
			owner: PartyId,
			/// 관할 구역. The district whose registrar keeps it.
			district: DistrictCode,
		},
		/// 번호판이 변경되었다.
		/// A vehicle's plate was changed.
		PlateChanged {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 이전 번호판 태그. Tag of the plate before.
			old_plate_tag: PlateTag,
			/// 새 번호판 태그. Tag of the plate from now on.
			new_plate_tag: PlateTag,
		},
		/// 주행거리가 기록되었다.
		/// An odometer reading was stored.
		OdometerReported {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 이력 번호. The history entry that holds the reading.
			record: RecordIndex,
			/// 주행거리 (km). Kilometres shown.
			km: u32,
			/// 주행거리 표시. How it compares with its neighbours in time.
			flag: ReadingFlag,
			/// 주행거리 판정. What all readings say now.
			verdict: OdometerVerdict,
		},
		/// 주행거리가 정정되었다.
		/// An odometer reading was corrected.
		OdometerCorrected {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 이력 번호. The history entry that holds the reading.
			reading: RecordIndex,
			/// 이전 주행거리 (km). Kilometres in force before.
			old_km: u32,
			/// 새 주행거리 (km). Kilometres in force from now on.
			new_km: u32,
			/// 주행거리 판정. What all readings say now.
			verdict: OdometerVerdict,
		},
		/// 성능·상태점검기록이 제출되었다.
		/// An inspection record was filed.
		InspectionFiled {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 이력 번호. The history entry that holds it.
			record: RecordIndex,
			/// 성능·상태점검자. The workshop.
			workshop: AgencyId,
			/// 문서. Commitment to the document.
			document: DocumentCommitment,
			/// 사고이력. What the panels say.
			accident: AccidentHistory,
			/// 유효기간. Until when a dealer may disclose it, Unix time in milliseconds.
			valid_until: Moment,
		},
		/// 차량이 매매업자에게 제시되었다.
		/// A vehicle was listed with a dealer.
		VehicleListed {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 매매업자. The dealer.
			dealer: AgencyId,
		},
		/// 제시가 철회되었다.
		/// A vehicle went back from the dealer.
		VehicleReturned {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 매매업자. The dealer.
			dealer: AgencyId,
		},
		/// 매매가 작성되었다.
		/// A sale was drafted.
		SaleDrafted {
			/// 매매. The sale.
			sale: SaleId,
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 양도인. The owner.
			seller: PartyId,
			/// 양수인. The buyer.
			buyer: PartyId,
			/// 서명 기한. Until when both sides must have signed, Unix time in milliseconds.
			expires_at: Moment,
		},
		/// 매수인이 성능·상태점검기록을 확인하였다.
		/// The buyer acknowledged the inspection record.
		InspectionAcknowledged {
			/// 매매. The sale.
			sale: SaleId,
			/// 성능·상태점검기록 이력 번호. The history entry that holds the record.
			inspection: RecordIndex,
		},
		/// 매수인이 점검기록 없이 매매하기로 하였다.
		/// The buyer of a private sale agreed to do without an inspection record.
		InspectionWaived {
			/// 매매. The sale.
			sale: SaleId,
		},
		/// 당사자 일방이 서명하였다.
		/// One side signed the contract.
		SaleSignedByOne {
			/// 매매. The sale.
			sale: SaleId,
			/// 서명한 쪽. The side that signed.
			side: Side,
		},
		/// 양 당사자가 서명하여 매매계약이 성립하였다.
		/// Both sides signed the contract.
		SaleSigned {
			/// 매매. The sale.
			sale: SaleId,
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 계약서. Commitment to the contract.
			contract: DocumentCommitment,
			/// 수리 기한. Until when the registrar may accept, Unix time in milliseconds.
			expires_at: Moment,
			/// 압류·저당. What burdens the car, as the buyer has acknowledged it.
			encumbrances: EncumbranceSummary,
		},
		/// 일방이 성립된 매매의 취소를 요청하였다.
		/// One side asked to cancel a signed sale; the other side must agree.
		CancellationRequested {
			/// 매매. The sale.
			sale: SaleId,
			/// 요청한 쪽. The side that asks.
			side: Side,
		},
		/// 매매가 취소되었다.
		/// A sale was cancelled.
		SaleCancelled {
			/// 매매. The sale.
			sale: SaleId,
			/// 취소하거나 동의한 쪽. The side that cancelled, or agreed to.
			side: Side,
		},
		/// 매매의 기한이 지났다.
		/// A sale's deadline had passed, and it was closed.
		SaleExpired {
			/// 매매. The sale.
			sale: SaleId,
		},
		/// 이전등록이 완료되어 소유자가 변경되었다.
		/// The registrar accepted a transfer, and ownership moved.
		OwnershipTransferred {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 매매. The sale.
			sale: SaleId,
			/// 이전 소유자. Owner before.
			old_owner: PartyId,
			/// 새 소유자. Owner from now on.
			new_owner: PartyId,
			/// 지연 과태료. What the law fines for coming late.
			late_fine: Option<LateFine>,
		},
		/// 이전등록이 반려되었다.
		/// The registrar refused a transfer.
		TransferRejected {
			/// 매매. The sale.
			sale: SaleId,
			/// 사유서. Commitment to the written reason.
			reason: DocumentCommitment,
		},
		/// 법정 기준이 고시되었다.
		/// Legal periods were set from a date on.
		TermsScheduled {
			/// 시행 시각. From when they apply, Unix time in milliseconds.
			effective_from: Moment,
			/// 법정 기준. The terms.
			terms: LegalTerms,
		},
		/// 일괄 보고한 주행거리 중 한 건이 거부되었다.
		/// A reading of a batch was refused; the others were stored.
		ReadingRefused {
			/// 순번. Its place in the batch, from 0.
			position: u32,
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 사유. Why.
			reason: DispatchError,
		},
		/// 주행거리계가 교체되었다.
		/// A vehicle has a new odometer.
		MeterReplaced {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 이력 번호. The history entry of the new odometer's first reading.
			record: RecordIndex,
			/// 사유. Why.
			change: MeterChange,
			/// 이전 계기의 마지막 주행거리 (km). Kilometres that the old one showed last.
			old_km: u32,
			/// 새 계기의 첫 주행거리 (km). Kilometres that the new one shows first.
			new_km: u32,
			/// 주행거리 판정. What all readings say now.
			verdict: OdometerVerdict,
		},
		/// 소유자가 저당 설정에 동의하였다.
		/// The owner agreed to a mortgage.
		MortgageAgreed {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 소유자. The owner.
			owner: PartyId,
			/// 저당권자. Who may place it.
			lienor: AgencyId,
			/// 저당 계약서. Commitment to the mortgage contract.
			document: DocumentCommitment,
		},
		/// 소유자가 저당 설정 동의를 철회하였다.
		/// The owner took back its agreement to a mortgage that was not placed yet.
		MortgageAgreementRevoked {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 소유자. The owner.
			owner: PartyId,
			/// 저당권자. Who could have placed it.
			lienor: AgencyId,
			/// 저당 계약서. Commitment to the mortgage contract.
			document: DocumentCommitment,
		},
		/// 압류 또는 저당이 등록되었다.
		/// A seizure or a mortgage was placed.
		EncumbrancePlaced {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 접수 번호. Its number, in order of receipt.
			encumbrance: EncumbranceId,
			/// 종류. Which.
			kind: EncumbranceKind,
			/// 등록 기관. Who placed it.
			holder: AgencyId,
			/// 결정문 또는 계약서. Commitment to the order or the contract.
			document: DocumentCommitment,
		},
		/// 압류 또는 저당이 말소되었다.
		/// A seizure or a mortgage was released.
		EncumbranceReleased {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 접수 번호. Its number.
			encumbrance: EncumbranceId,
			/// 종류. Which.
			kind: EncumbranceKind,
			/// 말소 기관. Who released it.
			by: AgencyId,
		},
		/// 매수인이 압류·저당을 확인하였다.
		/// The buyer acknowledged what burdens the car.
		EncumbrancesAcknowledged {
			/// 매매. The sale.
			sale: SaleId,
			/// 확인한 압류·저당. What was seen.
			encumbrances: EncumbranceSummary,
		},
		/// 사고 등이 신고되었다.
		/// An incident was reported.
		IncidentReported {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 신고 번호. Its number.
			incident: IncidentNumber,
			/// 이력 번호. The history entry that holds it.
			record: RecordIndex,
			/// 신고 기관. Who reported it.
			by: AgencyId,
		},
		/// 사고 등 신고가 철회되었다.
		/// An incident was withdrawn.
		IncidentWithdrawn {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 신고 번호. Its number.
			incident: IncidentNumber,
			/// 철회 기관. Who withdrew it.
			by: AgencyId,
		},
		/// 전손 차량이 수리검사에 합격하였다.
		/// A total loss passed its repair inspection.
		RepairInspectionPassed {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 이력 번호. The history entry that says so.
			record: RecordIndex,
			/// 검사 기관. Who inspected.
			by: AgencyId,
		},
		/// 매매대금이 예치되었다.
		/// The price is held on the buyer's account.
		PriceHeld {
			/// 매매. The sale.
			sale: SaleId,
			/// 예치 계정. On which account.
			account: T::AccountId,
			/// 금액. Price and dealer's fee together.
			amount: Balance,
		},
		/// 예치금이 지급되었다.
		/// Held won were paid out.
		PricePaidOut {
			/// 매매. The sale.
			sale: SaleId,
			/// 수취인. To whom.
			to: PartyId,
			/// 수취 계정. To which account.
			account: T::AccountId,
			/// 금액. How much.
			amount: Balance,
		},
		/// 예치금이 반환되었다.
		/// Held won went back to who had paid.
		PriceReturned {
			/// 매매. The sale.
			sale: SaleId,
			/// 수취 계정. To which account.
			account: T::AccountId,
			/// 금액. How much.
			amount: Balance,
		},
		/// 계정 변경에 따라 예치금이 옮겨졌다.
		/// Held won moved with their party's account.
		HeldFundsMoved {
			/// 당사자. The party.
			party: PartyId,
			/// 이전 계정. Account before.
			old_account: T::AccountId,
			/// 새 계정. Account from now on.
			new_account: T::AccountId,
			/// 금액. How much.
			amount: Balance,
		},
		/// 당사자 일방이 대금 지급을 확인하였다.
		/// One side said that the price was paid outside the chain.
		PaymentConfirmed {
			/// 매매. The sale.
			sale: SaleId,
			/// 확인한 쪽. The side.
			side: Side,
		},
		/// 대금이 지급되었다.
		/// Both sides said that the price was paid outside the chain.
		SalePaid {
			/// 매매. The sale.
			sale: SaleId,
		},
		/// 차량이 인도되었다.
		/// The buyer has the car.
		VehicleDelivered {
			/// 매매. The sale.
			sale: SaleId,
			/// 차량. The vehicle.
			vehicle: VehicleId,
		},
		/// 양도인이 이전등록을 신청하였다. 양수인에게 통지된다.
		/// The seller applied for the transfer in the buyer's place; the buyer is given notice.
		ForcedTransferRequested {
			/// 매매. The sale.
			sale: SaleId,
			/// 양수인. Who is given notice.
			buyer: PartyId,
			/// 신청서. Commitment to the application.
			application: DocumentCommitment,
			/// 수리 가능 시각. From when the registrar may accept, Unix time in milliseconds.
			accept_from: Moment,
		},
		/// 다른 원인으로 매매가 종료되었다.
		/// A sale ended because the car passed by another title or was deregistered.
		SaleOvertaken {
			/// 매매. The sale.
			sale: SaleId,
		},
		/// 매매 외의 원인으로 소유자가 변경되었다.
		/// Ownership moved by inheritance, public sale or judgment.
		TransferredByTitle {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 이전 원인. Why.
			ground: TitleGround,
			/// 이전 소유자. Owner before.
			old_owner: PartyId,
			/// 새 소유자. Owner from now on.
			new_owner: PartyId,
			/// 지연 과태료. What the law fines for coming late.
			late_fine: Option<LateFine>,
			/// 말소된 압류·저당. Encumbrances that a public sale cleared.
			cleared: EncumbranceSummary,
		},
		/// 하자 보증이 청구되었다.
		/// The buyer filed a warranty claim.
		WarrantyClaimed {
			/// 매매. The sale.
			sale: SaleId,
			/// 청구 번호. Its number.
			claim: ClaimNumber,
			/// 청구서. Commitment to the claim.
			document: DocumentCommitment,
		},
		/// 매매업자가 보증 청구에 답하였다.
		/// The dealer answered a warranty claim.
		WarrantyClaimAnswered {
			/// 매매. The sale.
			sale: SaleId,
			/// 청구 번호. Its number.
			claim: ClaimNumber,
			/// 답변. The answer.
			answer: ClaimAnswer,
		},
		/// 보증이 종료되었다.
		/// A warranty ended, by time or by kilometres.
		WarrantyEnded {
			/// 매매. The sale.
			sale: SaleId,
		},
		/// 매수인이 매매계약 해제를 요구하였다.
		/// The buyer wants a sale undone.
		RescissionRequested {
			/// 매매. The sale.
			sale: SaleId,
			/// 해제 사유. On what ground.
			ground: RescissionGround,
			/// 증빙. Commitment to the evidence.
			evidence: DocumentCommitment,
		},
		/// 해제가 합의되었거나 판결되었다.
		/// The other side agreed to undo a sale, or a court ordered it.
		RescissionAgreed {
			/// 매매. The sale.
			sale: SaleId,
			/// 대금 반환 방법. How the price comes back.
			refund: Refund,
			/// 수리 기한. Until when the registrar may accept, Unix time in milliseconds.
			expires_at: Moment,
		},
		/// 해제 요구가 철회되었거나 기한이 지났다.
		/// A rescission was withdrawn, or its deadline passed; the sale stands.
		RescissionDropped {
			/// 매매. The sale.
			sale: SaleId,
		},
		/// 매매계약이 해제되어 차량이 되돌아갔다.
		/// A sale was undone, and ownership went back.
		SaleRescinded {
			/// 매매. The sale.
			sale: SaleId,
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 이전 소유자. Owner before: the buyer.
			old_owner: PartyId,
			/// 새 소유자. Owner from now on: the seller.
			new_owner: PartyId,
		},
		/// 폐차인수가 증명되었다.
		/// A dismantler certified that it has the car.
		ScrapCertified {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 해체재활용업자. The dismantler.
			dismantler: AgencyId,
			/// 이력 번호. The history entry that says so.
			record: RecordIndex,
		},
		/// 폐차인수증명이 철회되었다.
		/// A dismantler withdrew its certificate that it has the car.
		ScrapCertificateWithdrawn {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 해체재활용업자. The dismantler.
			dismantler: AgencyId,
			/// 인수증명서 이력 번호. The history entry of the certificate.
			certificate: RecordIndex,
		},
		/// 차량이 말소되었다.
		/// A vehicle was deregistered.
		VehicleDeregistered {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 말소 사유. Why.
			reason: DeregistrationReason,
			/// 시각. When, Unix time in milliseconds.
			at: Moment,
		},
		/// 차량이 재등록되었다.
		/// A deregistered vehicle was registered again.
		VehicleReregistered {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 이전 소유자. Owner before.
			old_owner: PartyId,
			/// 새 소유자. Owner from now on.
			new_owner: PartyId,
			/// 관할 구역. The district whose registrar keeps it.
			district: DistrictCode,
		},
		/// 전국 등록원부와의 불일치가 기록되었다.
		/// The national register differs.
		DivergenceRecorded {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 항목. In what.
			item: DivergentItem,
			/// 사유서. Commitment to the written reason.
			reason: DocumentCommitment,
		},
		/// 불일치가 해소되었다.
		/// The registers agree again.
		DivergenceResolved {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 항목. In what they differed.
			item: DivergentItem,
		},
		/// 등록 관청의 태그 키가 바뀌었다.
		/// The registrars have a new key; every car is to be given new tags.
		TagKeyAdvanced {
			/// 이전 판. Version before.
			old_version: TagKeyVersion,
			/// 새 판. Version from now on.
			new_version: TagKeyVersion,
		},
		/// 차량의 태그가 갱신되었다.
		/// A vehicle has tags under the new key.
		VehicleRetagged {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 태그 키의 판. The version of the key.
			tag_key: TagKeyVersion,
		},
		/// 자동차등록증이 재발급되었다.
		/// A registration certificate has a new code.
		CertificateRenewed {
			/// 차량. The vehicle.
			vehicle: VehicleId,
		},
		/// 주행거리계 교체 기록이 철회되었다.
		/// A replacement of an odometer was withdrawn.
		MeterReplacementWithdrawn {
			/// 차량. The vehicle.
			vehicle: VehicleId,
			/// 이력 번호. The history entry of the replacement.
			record: RecordIndex,
			/// 주행거리 판정. What all readings say now.
			verdict: OdometerVerdict,
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
		/// 법정 기준이나 태그 키를 정할 권한이 없습니다.
		/// Only the council sets legal periods and limits, and says that the registrars have a new key. Propose a
		/// motion with this call to the council.
		NotAuthorized,
		/// 번호를 발급할 수 없습니다.
		/// No number could be drawn. Try again in the next block.
		NumberNotAvailable,
		/// 말소된 차량입니다.
		/// The car is deregistered. Register it again first.
		VehicleDeregistered,
		/// 말소되지 않은 차량입니다.
		/// The car is registered, so it cannot be registered again.
		NotDeregistered,
		/// 폐차된 차량은 다시 등록할 수 없습니다.
		/// A car that was scrapped is not registered again (자동차관리법 §43).
		ScrappedForGood,
		/// 폐차인수증명이 없습니다.
		/// No dismantler has certified that it has the car. The dismantler does so first.
		ScrappingNotCertified,
		/// 이미 폐차인수가 증명되었습니다.
		/// A dismantler has certified already that it has the car. If that was a mistake, that dismantler withdraws
		/// the certificate.
		AlreadyCertified,
		/// 압류 또는 저당이 있습니다.
		/// The car is seized or mortgaged. Have all of it released first.
		Encumbered,
		/// 압류된 차량입니다.
		/// The car is seized, so its owner cannot change but by a public sale. Have the seizure released.
		Seized,
		/// 도난 신고된 차량입니다.
		/// The car was reported stolen. The police reports its recovery first.
		Stolen,
		/// 수리검사를 받지 않은 전손 차량입니다.
		/// An insurer has paid for the car as a total loss. It needs a repair inspection first
		/// (자동차관리법 §12⑥).
		TotalLossNotRepaired,
		/// 일괄 보고한 주행거리가 모두 거부되었습니다.
		/// No reading of the batch can be stored. Report one of them alone to see why.
		NoReadingAccepted,
		/// 계기 교체 시점 이후의 주행거리가 너무 많습니다.
		/// Too many readings were taken after the replacement to put it before them. Have those corrected.
		ReplacementTooLate,
		/// 저당권자가 아닙니다.
		/// The agency is no active lienor. Check its number.
		NotALienor,
		/// 소유자가 동의하지 않은 저당입니다.
		/// The owner has not agreed to this mortgage. The owner names this lienor and this very contract
		/// first.
		MortgageNotAgreed,
		/// 압류·저당이 너무 많습니다.
		/// The car has as many seizures and mortgages as fit. Have some released.
		TooManyEncumbrances,
		/// 압류·저당을 찾을 수 없습니다.
		/// The car has no encumbrance of this number in force.
		EncumbranceNotFound,
		/// 해당 압류·저당의 권리자가 아닙니다.
		/// Another agency placed this encumbrance. Only that one or a court releases it.
		NotTheHolder,
		/// 압류·저당이 달라졌습니다.
		/// The car's encumbrances have another revision by now. Look at them again.
		EncumbrancesChanged,
		/// 매수인이 압류·저당을 확인하지 않았습니다.
		/// The car is seized or mortgaged, and the buyer has not acknowledged what burdens it now. The buyer
		/// acknowledges the revision of today first.
		EncumbrancesNotAcknowledged,
		/// 해당 기관이 신고할 수 없는 내용입니다.
		/// This kind of incident is not reported in this role. Total losses come from insurers, thefts and
		/// recoveries from the police.
		IncidentNotOfThisSource,
		/// 같은 부위가 두 번 있습니다.
		/// The accident names a part twice. Leave one out.
		DuplicatePart,
		/// 이미 전손 처리된 차량입니다.
		/// The car is a total loss already. If the first report was a mistake, its insurer or a court withdraws it.
		AlreadyTotalLoss,
		/// 전손 차량이 아닙니다.
		/// The car is no total loss that waits for a repair inspection.
		NoTotalLoss,
		/// 이미 도난 신고된 차량입니다.
		/// The car was reported stolen already. Nothing more to report until it is recovered.
		AlreadyStolen,
		/// 도난 신고된 차량이 아닙니다.
		/// The car was not reported stolen. The police reports a theft first.
		NotStolen,
		/// 사고 등 신고를 찾을 수 없습니다.
		/// The car has no incident of this number. Look up the numbers of its incidents.
		IncidentNotFound,
		/// 이미 철회된 신고입니다.
		/// The incident, or the replacement of an odometer, was withdrawn already. Nothing to withdraw.
		AlreadyWithdrawn,
		/// 증여는 대금이 없습니다.
		/// Nothing is paid for a gift. Draft it without a price.
		GiftIsNotPaid,
		/// 알선 수수료를 정할 수 없는 매매입니다.
		/// Only a dealer that brokers another's car gets a fee. Draft with a fee of zero.
		DealerFeeNotAllowed,
		/// 대금이 올바르지 않습니다.
		/// Price and fee must be at least what an account needs, or the fee zero. Draft with other amounts, or with
		/// payment outside the chain.
		InvalidPrice,
		/// 대금을 체인 밖에서 지급하기로 한 매매입니다.
		/// The sale was drafted with payment outside the chain. Both sides confirm it instead.
		PaymentOffChain,
		/// 대금을 예치하기로 한 매매입니다.
		/// The sale was drafted with payment on chain. The buyer pays the price instead.
		PaymentOnChain,
		/// 금액이 매매대금과 다릅니다.
		/// The amount is not price and dealer's fee together. Look up the sale's terms of payment, and state their
		/// sum.
		PriceMismatch,
		/// 당사자 본인의 계정이 아닙니다.
		/// On chain a party pays with its own account: a citizen with that of the card, a firm with its pay-out
		/// account. Sign with that account.
		NotThePartysAccount,
		/// 이 계정에는 다른 당사자의 예치금이 있습니다.
		/// Won of another party are held on this account for its sales. Wait until those have ended, or take
		/// another account.
		FundsOfAnotherParty,
		/// 잔액이 부족합니다.
		/// The account has not got the won to be held. Bring won onto the account first.
		InsufficientFunds,
		/// 수취 계정이 없습니다.
		/// The party that is to be paid, or whose won are held, has no account. Its register gives it one.
		NoPayoutAccount,
		/// 이미 지급되었습니다.
		/// The price is paid already. The buyer confirms the delivery next.
		AlreadyPaid,
		/// 이미 확인하였습니다.
		/// This side has confirmed the payment already. The other side must.
		AlreadyConfirmed,
		/// 대금이 지급되지 않았습니다.
		/// The price is not paid yet. The buyer pays, or both sides confirm that it was paid.
		NotPaid,
		/// 이미 인도되었습니다.
		/// The buyer has confirmed the delivery already. The registrar accepts next.
		AlreadyDelivered,
		/// 인도되지 않았습니다.
		/// The buyer has not confirmed the delivery yet. The buyer confirms it; if it does not, the seller can force
		/// the transfer when it is late.
		NotDelivered,
		/// 매도인이 아닙니다.
		/// Only the seller of this sale may do this, or at a rescission the dealer. Sign with an account of that
		/// party.
		NotTheSeller,
		/// 매매업자가 아닙니다 (해당 매매).
		/// Only the dealer of this sale may do this. Sign for the dealer that drafted it.
		NotTheDealer,
		/// 이전등록 신청 기한이 지나지 않았습니다.
		/// The buyer still has time to apply for the transfer. Wait until it is due.
		TransferNotLate,
		/// 이미 양도인이 이전등록을 신청하였습니다.
		/// The seller has applied for the transfer already. The registrar accepts when the notice is over; only the
		/// seller can drop it, by asking to cancel.
		ForcedTransferAlreadyRequested,
		/// 양수인에게 통지한 기간이 지나지 않았습니다.
		/// The buyer's notice is still running. Accept after it, or once the buyer has confirmed delivery.
		NoticePeriodRunning,
		/// 이전등록되지 않은 매매입니다.
		/// The sale was not transferred, or was undone. Look up the sale's stage.
		NotTransferred,
		/// 보증이 없는 매매입니다.
		/// There is no warranty in force for this sale. Only a dealer answers, and only until the warranty is noted
		/// to be over.
		NoWarranty,
		/// 보증 기간이 지났습니다.
		/// The warranty is over, by time or by kilometres. What is wrong by then is no matter of this register.
		WarrantyExpired,
		/// 보증 기간이 지나지 않았습니다.
		/// The warranty is not over yet. Note it when it is.
		WarrantyNotExpired,
		/// 보증 청구가 너무 많습니다.
		/// As many warranty claims were filed for this sale as fit. Settle further ones with the dealer or a court.
		TooManyClaims,
		/// 보증 청구를 찾을 수 없습니다.
		/// The sale has no warranty claim of this number. Look up the sale's claims.
		ClaimNotFound,
		/// 이미 답변한 보증 청구입니다.
		/// The claim was answered already. An answer is final.
		ClaimAlreadyAnswered,
		/// 매매업자의 매매가 아닙니다.
		/// Only a sale with the dealer's contract can be rescinded here (자동차관리법 §58의6). Private parties go to a
		/// court, and its judgment is registered as a title.
		NotADealersSale,
		/// 해제 기간이 지났습니다.
		/// The period in which the buyer may rescind on this ground is over. A court can still decide, and its
		/// judgment is registered as a title.
		RescissionExpired,
		/// 이미 해제를 요구하였습니다.
		/// The buyer has asked to rescind already. The seller or the dealer agrees, or a court orders it.
		RescissionAlreadyRequested,
		/// 해제를 요구하지 않은 매매입니다.
		/// The buyer has not asked to rescind. The buyer asks first.
		RescissionNotRequested,
		/// 이미 해제가 합의되었습니다.
		/// The rescission is agreed already. The registrar accepts it.
		RescissionAlreadyAgreed,
		/// 해제가 합의되지 않았습니다.
		/// Neither the other side nor a court has agreed to the rescission. One of them does so first.
		RescissionNotAgreed,
		/// 이미 불일치가 기록되어 있습니다.
		/// A divergence is recorded already. Resolve it first.
		DivergenceAlreadyRecorded,
		/// 기록된 불일치가 없습니다.
		/// No divergence is recorded for this car. Nothing to resolve.
		NoDivergence,
		/// 태그 키 버전이 맞지 않습니다.
		/// The tags were computed with another version of the registrars' key than the one in force. Compute them
		/// with that one, and state its version.
		WrongTagKey,
		/// 이전 키의 차대번호 태그가 필요합니다.
		/// Cars still have tags under the key before. State the VIN tag under that key too, so that no car is
		/// registered twice.
		EarlierTagRequired,
		/// 태그 갱신이 끝나지 않았습니다.
		/// Cars still have tags under the key before. Give them new ones first.
		RetaggingNotFinished,
		/// 이미 태그가 갱신된 차량입니다.
		/// The car has tags under the key in force. Nothing to do.
		AlreadyRetagged,
		/// 계기 교체 기록이 아닙니다.
		/// The history entry of this number is no replacement of an odometer. Look up the entry.
		ReplacementNotFound,
		/// 철회할 저당 동의가 없습니다.
		/// The car's owner has agreed to no mortgage that waits to be placed. One that is placed is released by
		/// the lienor or a court.
		NoMortgageAgreement,
		/// 폐차인수를 증명한 기관이 아닙니다.
		/// Another dismantler certified that it has the car. Only that one withdraws the certificate.
		NotTheCertifier,
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
		/// 차량을 신규 등록한다 (구청).
		/// Registers a vehicle in the registrar's district.
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

		/// 번호판을 변경한다 (관할 구청).
		/// Replaces a vehicle's plate.
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

		/// 주행거리를 기록한다 (점검자, 정비업자, 보험, 정기검사 기관, 구청).
		/// Stores an odometer reading.
		///
		/// A reading below an earlier one is stored and flagged, never refused.
		///
		/// - `vehicle`: the car's number.
		/// - `report`: kilometres, when they were read, and in which role the reporter acts.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::report_odometer(1))]
		pub fn report_odometer(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			report: OdometerReport,
		) -> DispatchResultWithPostInfo {
			let reporter = T::OdometerOrigin::ensure_actor_for(origin, &report.source)?;
			let apart = Self::do_report_odometer(reporter.agency, vehicle, report)?;
			let settled = u32::from(apart == StoredApart::Yes);
			Ok(Some(T::WeightInfo::report_odometer(settled)).into())
		}

		/// 주행거리를 정정한다 (기록한 기관, 관할 구청).
		/// Corrects an odometer reading. The reading stays in the history as it was reported.
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

		/// 성능·상태점검기록부를 제출한다 (점검자).
		/// Files a performance and condition inspection record (form 82).
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

		/// 차량을 매매업자에게 제시한다 (소유자).
		/// Lists a car with a dealer, who may then draft its sale. The owner still signs it.
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

		/// 제시를 철회한다 (소유자, 매매업자).
		/// Takes a listed car back from the dealer.
		///
		/// - `vehicle`: the car's number.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::return_vehicle())]
		pub fn return_vehicle(origin: OriginFor<T>, vehicle: VehicleId) -> DispatchResult {
			let by = Self::ensure_owner_or_dealer(origin, vehicle)?;
			Self::do_return_vehicle(by, vehicle)
		}

		/// 매매 또는 증여를 작성한다 (소유자 또는 제시받은 매매업자).
		/// Drafts a sale or a gift. With the dealer's contract form the dealer drafts, otherwise the owner.
		///
		/// - `vehicle`: the car's number.
		/// - `buyer`: a citizen by card index, or an agency.
		/// - `contract_kind`: which contract form.
		/// - `contract`: commitment to the contract document.
		/// - `payment`: outside the chain, or on chain with the price and, at a brokered sale, the dealer's fee
		///   in millionths of a won. It cannot be changed later: cancel, and draft anew.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::draft_sale())]
		pub fn draft_sale(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			buyer: PartyId,
			contract_kind: ContractKind,
			contract: DocumentCommitment,
			payment: PaymentTerms,
		) -> DispatchResult {
			let draft = Draft {
				buyer,
				kind: contract_kind,
				contract,
				payment,
			};
			match contract_kind {
				ContractKind::BetweenParties | ContractKind::Gift => {
					let owner = T::Parties::acting_party(&ensure_signed(origin)?)?;
					Self::do_draft_private_sale(owner, vehicle, draft)
				},
				ContractKind::Dealer => {
					let dealer = T::DealerOrigin::ensure_actor(origin)?;
					Self::do_draft_dealer_sale(dealer.agency, vehicle, draft)
				},
			}
		}

		/// 성능·상태점검기록을 확인한다 (매수인).
		/// Acknowledges the inspection record, as the buyer.
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

		/// 성능·상태점검기록 없이 매매하기로 한다 (매수인, 당사자 거래).
		/// Agrees to a private sale without an inspection record, as the buyer.
		///
		/// - `sale`: the sale's number.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::waive_inspection())]
		pub fn waive_inspection(origin: OriginFor<T>, sale: SaleId) -> DispatchResult {
			let party = T::Parties::acting_party(&ensure_signed(origin)?)?;
			Self::do_waive_inspection(party, sale)
		}

		/// 매매계약에 서명한다 (매도인, 매수인).
		/// Signs the contract, as seller or buyer.
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

		/// 매매를 취소한다 (매도인, 매수인, 매매업자).
		/// Cancels a sale. Before both have signed, any side may; after that one side asks and the other
		/// agrees by the same call.
		///
		/// - `sale`: the sale's number.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::cancel_sale())]
		pub fn cancel_sale(origin: OriginFor<T>, sale: SaleId) -> DispatchResult {
			let side = Self::ensure_side(origin, sale)?;
			Self::do_cancel_sale(side, sale)
		}

		/// 기한이 지난 매매를 종료한다 (누구나).
		/// Closes a sale whose deadline has passed. Anyone may. A price that is held goes back to the buyer; an
		/// agreed rescission that no registrar accepted is dropped, and what is held for it goes back.
		///
		/// - `sale`: the sale's number.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::expire_sale())]
		pub fn expire_sale(origin: OriginFor<T>, sale: SaleId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_expire_sale(sale)
		}

		/// 이전등록을 수리한다 (관할 구청).
		/// Accepts a transfer: ownership moves to the buyer, and a price that is held to the seller, the
		/// dealer's fee to the dealer. The buyer must have confirmed the delivery, or the seller forced the
		/// transfer and the buyer's notice is over. What comes later than the law allows shows its fine.
		///
		/// Refused while the car is seized, stolen, or a total loss without a repair inspection.
		///
		/// - `sale`: the sale's number.
		/// - `acceptance`: commitment to the national register's receipt, the access tag of the new
		///   certificate, and new plate and district where they change.
		#[pallet::call_index(13)]
		#[pallet::weight(Pallet::<T>::acceptance_weight(Paid::SellerAndDealer, acceptance))]
		pub fn accept_transfer(
			origin: OriginFor<T>,
			sale: SaleId,
			acceptance: TransferAcceptance,
		) -> DispatchResultWithPostInfo {
			let registrar = T::RegistrarOrigin::ensure_actor(origin)?;
			let paid = Self::do_accept_transfer(registrar.agency, sale, acceptance)?;
			Ok(Some(Self::acceptance_weight(paid, &acceptance)).into())
		}

		/// 이전등록을 반려한다 (관할 구청).
		/// Refuses a transfer; the sale ends and the car stays with its owner.
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

		/// 법정 기준을 고시한다.
		/// Sets legal periods and limits from a date on. What was decided before keeps its terms.
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
			T::GovernanceOrigin::ensure_origin(origin).map_err(|_| Error::<T>::NotAuthorized)?;
			Self::do_schedule_terms(effective_from, terms)
		}

		/// 주행거리를 일괄 보고한다 (점검자, 정비업자, 보험, 정기검사 기관).
		/// Stores up to 200 odometer readings of one reporter. Each that cannot be stored is named with its
		/// reason in an event; the others are stored.
		///
		/// - `source`: in which role the reporter acts.
		/// - `readings`: car, kilometres and time of each.
		///
		/// Refused if none of them can be stored.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::report_odometer_batch(
			0,
			u32::try_from(readings.len()).unwrap_or(u32::MAX)
		))]
		pub fn report_odometer_batch(
			origin: OriginFor<T>,
			source: OdometerSource,
			readings: BoundedVec<BatchReading, ConstU32<MAX_BATCH>>,
		) -> DispatchResultWithPostInfo {
			let reporter = T::OdometerOrigin::ensure_actor_for(origin, &source)?;
			let total = u32::try_from(readings.len()).unwrap_or(u32::MAX);
			let (_, settled) = Self::do_report_batch(reporter.agency, source, readings)?;
			Ok(Some(T::WeightInfo::report_odometer_batch(
				total.saturating_sub(settled),
				settled,
			))
			.into())
		}

		/// 주행거리계 교체를 기록한다 (정비업자).
		/// Records that the odometer was replaced or began at zero again, with its certificate
		/// (자동차관리법 §71②). The verdict says so from now on.
		///
		/// - `vehicle`: the car's number.
		/// - `replacement`: why and when, the old odometer's last and the new one's first kilometres, and the
		///   commitment to the certificate.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::replace_meter())]
		pub fn replace_meter(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			replacement: MeterReplacement,
		) -> DispatchResult {
			let shop = T::OdometerOrigin::ensure_actor_for(origin, &OdometerSource::Repair)?;
			Self::do_replace_meter(shop.agency, vehicle, replacement)
		}

		/// 저당 설정에 동의한다 (소유자).
		/// Lets a lienor place a mortgage under this very contract. A later consent replaces it, and
		/// `revoke_mortgage_agreement` takes it back.
		///
		/// - `vehicle`: the car's number.
		/// - `lienor`: the lienor's agency number.
		/// - `document`: commitment to the mortgage contract.
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::agree_mortgage())]
		pub fn agree_mortgage(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			lienor: AgencyId,
			document: DocumentCommitment,
		) -> DispatchResult {
			let owner = T::Parties::acting_party(&ensure_signed(origin)?)?;
			Self::do_agree_mortgage(owner, vehicle, lienor, document)
		}

		/// 압류 또는 저당을 등록한다 (법원, 세무 관서; 저당권자).
		/// Places a seizure, or a mortgage that the owner has agreed to. They rank in order of receipt.
		///
		/// - `vehicle`: the car's number.
		/// - `kind`: seizure or mortgage.
		/// - `document`: commitment to the order or the contract.
		#[pallet::call_index(19)]
		#[pallet::weight(T::WeightInfo::place_encumbrance())]
		pub fn place_encumbrance(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			kind: EncumbranceKind,
			document: DocumentCommitment,
		) -> DispatchResult {
			let holder = T::EncumbranceOrigin::ensure_actor_for(origin, &kind)?;
			Self::do_place_encumbrance(holder.agency, vehicle, kind, document)
		}

		/// 압류 또는 저당을 말소한다 (등록한 기관, 법원).
		/// Releases an encumbrance: only who placed it, or a court.
		///
		/// - `vehicle`: the car's number.
		/// - `encumbrance`: its number.
		/// - `document`: commitment to the release.
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::release_encumbrance(MAX_ENCUMBRANCES))]
		pub fn release_encumbrance(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			encumbrance: EncumbranceId,
			document: DocumentCommitment,
		) -> DispatchResult {
			let agency = Self::ensure_may_release(origin, vehicle, encumbrance)?;
			Self::do_release_encumbrance(agency, vehicle, encumbrance, document)
		}

		/// 사고, 침수, 화재, 전손, 도난, 회수를 신고한다 (보험, 정비업자, 경찰).
		/// Reports an incident. A theft and a total loss block transfers.
		///
		/// - `vehicle`: the car's number.
		/// - `report`: in which role, when, what, and the commitment to the document that shows it.
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::report_incident(match &report.incident {
			Incident::Accident { parts, .. } => u32::try_from(parts.len()).unwrap_or(u32::MAX),
			_ => 0,
		}))]
		pub fn report_incident(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			report: IncidentReport,
		) -> DispatchResult {
			let reporter = T::IncidentOrigin::ensure_actor_for(origin, &report.source)?;
			Self::do_report_incident(reporter.agency, vehicle, report)
		}

		/// 잘못된 사고 등 신고를 철회한다 (신고한 기관, 법원).
		/// Withdraws an incident that was reported by mistake. It stays in the history, and what it brought
		/// about ends. A withdrawn recovery does not bring the theft back: report it anew.
		///
		/// - `vehicle`: the car's number.
		/// - `incident`: its number.
		/// - `evidence`: commitment to the document that shows the mistake.
		#[pallet::call_index(22)]
		#[pallet::weight(T::WeightInfo::withdraw_incident())]
		pub fn withdraw_incident(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			incident: IncidentNumber,
			evidence: DocumentCommitment,
		) -> DispatchResult {
			let agency = Self::ensure_may_withdraw(origin, vehicle, incident)?;
			Self::do_withdraw_incident(agency, vehicle, incident, evidence)
		}

		/// 전손 차량의 수리검사 합격을 기록한다 (정기검사 기관).
		/// Records that a total loss passed its repair inspection, so that it may be transferred again
		/// (자동차관리법 §12⑥).
		///
		/// - `vehicle`: the car's number.
		/// - `document`: commitment to the certificate.
		#[pallet::call_index(23)]
		#[pallet::weight(T::WeightInfo::pass_repair_inspection())]
		pub fn pass_repair_inspection(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			document: DocumentCommitment,
		) -> DispatchResult {
			let inspector = T::RepairInspectionOrigin::ensure_actor(origin)?;
			Self::do_pass_repair_inspection(inspector.agency, vehicle, document)
		}

		/// 압류·저당을 확인한다 (매수인).
		/// Acknowledges what burdens the car, as the buyer. Needed before either side signs, if anything does.
		///
		/// - `sale`: the sale's number.
		/// - `revision`: the revision of the encumbrances that was seen. If it has changed by then, the call is
		///   refused; if it changes before both have signed, the buyer acknowledges again, and a signature
		///   given before that counts no more.
		#[pallet::call_index(24)]
		#[pallet::weight(T::WeightInfo::acknowledge_encumbrances())]
		pub fn acknowledge_encumbrances(
			origin: OriginFor<T>,
			sale: SaleId,
			revision: u32,
		) -> DispatchResult {
			let party = T::Parties::acting_party(&ensure_signed(origin)?)?;
			Self::do_acknowledge_encumbrances(party, sale, revision)
		}

		/// 매매대금을 예치한다 (매수인 본인 계정).
		/// Has the price held on the buyer's own account. It is paid to the seller when the registrar accepts,
		/// and goes back to the buyer on rejection, cancellation or expiry.
		///
		/// - `sale`: the sale's number.
		/// - `amount`: price and dealer's fee together, in millionths of a won; must be what was drafted.
		#[pallet::call_index(25)]
		#[pallet::weight(T::WeightInfo::pay_sale())]
		pub fn pay_sale(origin: OriginFor<T>, sale: SaleId, amount: Balance) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let party = T::Parties::acting_party(&who)?;
			Self::do_pay_sale(party, &who, sale, amount)
		}

		/// 체인 밖의 대금 지급을 확인한다 (매도인, 매수인).
		/// Confirms that the price was paid outside the chain. Both sides must.
		///
		/// - `sale`: the sale's number.
		#[pallet::call_index(26)]
		#[pallet::weight(T::WeightInfo::confirm_payment())]
		pub fn confirm_payment(origin: OriginFor<T>, sale: SaleId) -> DispatchResult {
			let party = T::Parties::acting_party(&ensure_signed(origin)?)?;
			Self::do_confirm_payment(party, sale)
		}

		/// 차량을 인도받았음을 확인한다 (매수인).
		/// Confirms that the car was delivered, as the buyer. Warranty and rescission count from here.
		///
		/// - `sale`: the sale's number.
		#[pallet::call_index(27)]
		#[pallet::weight(T::WeightInfo::confirm_delivery())]
		pub fn confirm_delivery(origin: OriginFor<T>, sale: SaleId) -> DispatchResult {
			let party = T::Parties::acting_party(&ensure_signed(origin)?)?;
			Self::do_confirm_delivery(party, sale)
		}

		/// 양수인을 대신하여 이전등록을 신청한다 (매도인).
		/// Applies for the transfer in the buyer's place, after the buyer's time for it is over
		/// (자동차등록령 §27). When the buyer's notice is over, the registrar may accept without the buyer.
		///
		/// - `sale`: the sale's number.
		/// - `application`: commitment to the application.
		#[pallet::call_index(28)]
		#[pallet::weight(T::WeightInfo::force_transfer())]
		pub fn force_transfer(
			origin: OriginFor<T>,
			sale: SaleId,
			application: DocumentCommitment,
		) -> DispatchResult {
			let party = T::Parties::acting_party(&ensure_signed(origin)?)?;
			Self::do_force_transfer(party, sale, application)
		}

		/// 상속, 공매·경매, 판결에 따른 이전등록을 한다 (관할 구청).
		/// Transfers a car by inheritance, public sale or judgment, on papers alone. An open sale of the car
		/// ends. A public sale clears seizures and mortgages.
		///
		/// - `vehicle`: the car's number.
		/// - `title`: why, to whom, since when, and the commitment to the papers.
		/// - `acceptance`: as for a sale.
		#[pallet::call_index(29)]
		#[pallet::weight(T::WeightInfo::transfer_by_title())]
		pub fn transfer_by_title(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			title: TitleTransfer,
			acceptance: TransferAcceptance,
		) -> DispatchResult {
			let registrar = T::RegistrarOrigin::ensure_actor(origin)?;
			Self::do_transfer_by_title(registrar.agency, vehicle, title, acceptance)
		}

		/// 하자 보증을 청구한다 (매수인).
		/// Files a warranty claim, as the buyer of a dealer's sale.
		///
		/// - `sale`: the sale's number.
		/// - `document`: commitment to the claim.
		#[pallet::call_index(30)]
		#[pallet::weight(T::WeightInfo::file_warranty_claim())]
		pub fn file_warranty_claim(
			origin: OriginFor<T>,
			sale: SaleId,
			document: DocumentCommitment,
		) -> DispatchResult {
			let party = T::Parties::acting_party(&ensure_signed(origin)?)?;
			Self::do_file_warranty_claim(party, sale, document)
		}

		/// 보증 청구에 답한다 (매매업자).
		/// Answers a warranty claim, as the dealer of the sale.
		///
		/// - `sale`: the sale's number.
		/// - `claim`: the claim's number.
		/// - `decision`: granted or refused.
		/// - `document`: commitment to the answer.
		#[pallet::call_index(31)]
		#[pallet::weight(T::WeightInfo::answer_warranty_claim())]
		pub fn answer_warranty_claim(
			origin: OriginFor<T>,
			sale: SaleId,
			claim: ClaimNumber,
			decision: ClaimDecision,
			document: DocumentCommitment,
		) -> DispatchResult {
			let dealer = T::DealerOrigin::ensure_actor(origin)?;
			Self::do_answer_warranty_claim(dealer.agency, sale, claim, decision, document)
		}

		/// 지난 보증을 종료한다 (누구나).
		/// Notes that a warranty is over, by time or by kilometres. Anyone may.
		///
		/// - `sale`: the sale's number.
		#[pallet::call_index(32)]
		#[pallet::weight(T::WeightInfo::end_warranty())]
		pub fn end_warranty(origin: OriginFor<T>, sale: SaleId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_end_warranty(sale)
		}

		/// 매매계약 해제를 요구한다 (매수인).
		/// Asks to undo a dealer's sale (자동차관리법 §58의6): for mileage or accident within 30 days of delivery,
		/// for an undisclosed flood within 90.
		///
		/// - `sale`: the sale's number.
		/// - `ground`: why.
		/// - `evidence`: commitment to the evidence.
		#[pallet::call_index(33)]
		#[pallet::weight(T::WeightInfo::request_rescission())]
		pub fn request_rescission(
			origin: OriginFor<T>,
			sale: SaleId,
			ground: RescissionGround,
			evidence: DocumentCommitment,
		) -> DispatchResult {
			let party = T::Parties::acting_party(&ensure_signed(origin)?)?;
			Self::do_request_rescission(party, sale, ground, evidence)
		}

		/// 해제에 동의한다 (매도인, 매매업자).
		/// Agrees to undo the sale, as its seller or dealer. If the price was paid on chain, as much is held on
		/// the account that agrees, price and fee, and paid to the buyer when the registrar accepts.
		///
		/// - `sale`: the sale's number.
		#[pallet::call_index(34)]
		#[pallet::weight(T::WeightInfo::agree_rescission())]
		pub fn agree_rescission(origin: OriginFor<T>, sale: SaleId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let party = T::Parties::acting_party(&who)?;
			Self::do_agree_rescission(party, &who, sale)
		}

		/// 해제를 판결한다 (법원).
		/// Orders a sale undone. The court sees to the price itself.
		///
		/// - `sale`: the sale's number.
		/// - `judgment`: commitment to the judgment.
		#[pallet::call_index(35)]
		#[pallet::weight(T::WeightInfo::order_rescission())]
		pub fn order_rescission(
			origin: OriginFor<T>,
			sale: SaleId,
			judgment: DocumentCommitment,
		) -> DispatchResult {
			T::CourtOrigin::ensure_actor(origin)?;
			Self::do_order_rescission(sale, judgment)
		}

		/// 해제 요구를 철회한다 (매수인).
		/// Withdraws a rescission, as the buyer. The sale stands, and what is held for the refund goes back.
		///
		/// - `sale`: the sale's number.
		#[pallet::call_index(36)]
		#[pallet::weight(T::WeightInfo::withdraw_rescission())]
		pub fn withdraw_rescission(origin: OriginFor<T>, sale: SaleId) -> DispatchResult {
			let party = T::Parties::acting_party(&ensure_signed(origin)?)?;
			Self::do_withdraw_rescission(party, sale)
		}

		/// 해제에 따른 이전등록을 수리한다 (관할 구청).
		/// Accepts an agreed rescission: the car goes back to the seller, and what is held to the buyer.
		///
		/// - `sale`: the sale's number.
		/// - `acceptance`: as for a sale.
		#[pallet::call_index(37)]
		#[pallet::weight(T::WeightInfo::accept_rescission())]
		pub fn accept_rescission(
			origin: OriginFor<T>,
			sale: SaleId,
			acceptance: TransferAcceptance,
		) -> DispatchResult {
			let registrar = T::RegistrarOrigin::ensure_actor(origin)?;
			Self::do_accept_rescission(registrar.agency, sale, acceptance)
		}

		/// 폐차 인수를 증명한다 (자동차해체재활용업자).
		/// Certifies that the dismantler has the car. The registrar deregisters it then; until it has, the
		/// dismantler can withdraw the certificate.
		///
		/// - `vehicle`: the car's number.
		/// - `document`: commitment to the certificate.
		#[pallet::call_index(38)]
		#[pallet::weight(T::WeightInfo::certify_scrapping())]
		pub fn certify_scrapping(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			document: DocumentCommitment,
		) -> DispatchResult {
			let dismantler = T::DismantlerOrigin::ensure_actor(origin)?;
			Self::do_certify_scrapping(dismantler.agency, vehicle, document)
		}

		/// 차량을 말소한다 (관할 구청).
		/// Deregisters a car. For scrap and export it must be free of seizures, mortgages, listing and sale;
		/// theft needs the report of the police; ex officio the office decides. An open sale then ends.
		///
		/// - `vehicle`: the car's number.
		/// - `reason`: why.
		/// - `document`: commitment to the papers.
		#[pallet::call_index(39)]
		#[pallet::weight(T::WeightInfo::deregister_vehicle())]
		pub fn deregister_vehicle(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			reason: DeregistrationReason,
			document: DocumentCommitment,
		) -> DispatchResult {
			let registrar = T::RegistrarOrigin::ensure_actor(origin)?;
			Self::do_deregister_vehicle(registrar.agency, vehicle, reason, document)
		}

		/// 말소된 차량을 다시 등록한다 (구청).
		/// Registers a deregistered car again, in the registrar's district. Not after it was scrapped, nor
		/// while it is stolen.
		///
		/// - `vehicle`: the car's number.
		/// - `reregistration`: the tags of plate and certificate code, owner, kilometres, and the commitment
		///   to the papers.
		#[pallet::call_index(40)]
		#[pallet::weight(T::WeightInfo::reregister_vehicle())]
		pub fn reregister_vehicle(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			reregistration: Reregistration,
		) -> DispatchResult {
			let registrar = T::RegistrarOrigin::ensure_actor(origin)?;
			Self::do_reregister_vehicle(registrar.agency, vehicle, reregistration)
		}

		/// 전국 등록원부와의 불일치를 기록한다 (관할 구청).
		/// Records that the national register differs, and prevails. Every answer shows it until it is
		/// resolved.
		///
		/// - `vehicle`: the car's number.
		/// - `item`: in what it differs.
		/// - `reason`: commitment to the written reason.
		#[pallet::call_index(41)]
		#[pallet::weight(T::WeightInfo::record_divergence())]
		pub fn record_divergence(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			item: DivergentItem,
			reason: DocumentCommitment,
		) -> DispatchResult {
			let registrar = T::RegistrarOrigin::ensure_actor(origin)?;
			Self::do_record_divergence(registrar.agency, vehicle, item, reason)
		}

		/// 불일치 해소를 기록한다 (관할 구청).
		/// Records that the registers agree again.
		///
		/// - `vehicle`: the car's number.
		/// - `document`: commitment to the evidence.
		#[pallet::call_index(42)]
		#[pallet::weight(T::WeightInfo::resolve_divergence())]
		pub fn resolve_divergence(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			document: DocumentCommitment,
		) -> DispatchResult {
			let registrar = T::RegistrarOrigin::ensure_actor(origin)?;
			Self::do_resolve_divergence(registrar.agency, vehicle, document)
		}

		/// 등록 관청의 태그 키가 바뀌었음을 고시한다.
		/// Says that the registrars have a new key. Every car is then given tags under it; until all have them,
		/// a registration states the VIN tag under the key before too.
		#[pallet::call_index(43)]
		#[pallet::weight(T::WeightInfo::advance_tag_key())]
		pub fn advance_tag_key(origin: OriginFor<T>) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin).map_err(|_| Error::<T>::NotAuthorized)?;
			Self::do_advance_tag_key()
		}

		/// 차량의 태그를 새 키로 갱신한다 (관할 구청).
		/// Gives a car tags under the registrars' new key.
		///
		/// - `vehicle`: the car's number.
		/// - `tag_key`: the version of the key with which they were computed.
		/// - `vin_tag`, `plate_tag`: the tags.
		#[pallet::call_index(44)]
		#[pallet::weight(T::WeightInfo::retag_vehicle())]
		pub fn retag_vehicle(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			tag_key: TagKeyVersion,
			vin_tag: VinTag,
			plate_tag: PlateTag,
		) -> DispatchResult {
			let registrar = T::RegistrarOrigin::ensure_actor(origin)?;
			Self::do_retag_vehicle(registrar.agency, vehicle, tag_key, vin_tag, plate_tag)
		}

		/// 자동차등록증을 재발급한다 (관할 구청).
		/// Prints a new certificate code, when the certificate was lost or seen by the wrong people.
		///
		/// - `vehicle`: the car's number.
		/// - `new_access_tag`: the tag of the new code.
		#[pallet::call_index(45)]
		#[pallet::weight(T::WeightInfo::renew_certificate())]
		pub fn renew_certificate(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			new_access_tag: AccessTag,
		) -> DispatchResult {
			let registrar = T::RegistrarOrigin::ensure_actor(origin)?;
			Self::do_renew_certificate(registrar.agency, vehicle, new_access_tag)
		}

		/// 잘못된 주행거리계 교체 기록을 철회한다 (기록한 정비업자, 관할 구청).
		/// Withdraws a replacement of an odometer that was recorded by mistake. It stays in the history; its
		/// readings count as those of the same odometer, and are corrected by `correct_odometer`.
		///
		/// - `vehicle`: the car's number.
		/// - `replacement`: the history entry of the replacement.
		/// - `evidence`: commitment to the document that shows the mistake.
		#[pallet::call_index(46)]
		#[pallet::weight(T::WeightInfo::withdraw_meter_replacement())]
		pub fn withdraw_meter_replacement(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			replacement: RecordIndex,
			evidence: DocumentCommitment,
		) -> DispatchResult {
			let agency = Self::ensure_may_correct(origin, vehicle, replacement)?;
			Self::do_withdraw_meter_replacement(agency, vehicle, replacement, evidence)
		}

		/// 저당 설정 동의를 철회한다 (소유자).
		/// Takes back the agreement to a mortgage that the lienor has not placed yet, as the car's owner. Also
		/// one that an owner before gave, which counts no more.
		///
		/// - `vehicle`: the car's number.
		#[pallet::call_index(47)]
		#[pallet::weight(T::WeightInfo::revoke_mortgage_agreement())]
		pub fn revoke_mortgage_agreement(
			origin: OriginFor<T>,
			vehicle: VehicleId,
		) -> DispatchResult {
			let owner = T::Parties::acting_party(&ensure_signed(origin)?)?;
			Self::do_revoke_mortgage_agreement(owner, vehicle)
		}

		/// 폐차인수증명을 철회한다 (증명한 자동차해체재활용업자).
		/// Withdraws the certificate that the dismantler has the car, while the car is still registered. It stays
		/// in the history, and the car cannot be deregistered as scrap any more.
		///
		/// - `vehicle`: the car's number.
		/// - `evidence`: commitment to the document that shows the mistake.
		#[pallet::call_index(48)]
		#[pallet::weight(T::WeightInfo::withdraw_scrapping())]
		pub fn withdraw_scrapping(
			origin: OriginFor<T>,
			vehicle: VehicleId,
			evidence: DocumentCommitment,
		) -> DispatchResult {
			let dismantler = T::DismantlerOrigin::ensure_actor(origin)?;
			Self::do_withdraw_scrapping(dismantler.agency, vehicle, evidence)
		}
	}
}
