// SPDX-License-Identifier: Apache-2.0

//! A chain with this pallet alone, and a cast of fixed accounts.

use crate::{self as pallet_car_registry, form82::*, incident::*, types::*, EncumbranceKind};
use core::{cell::RefCell, time::Duration};
use frame_support::{
	derive_impl,
	traits::{fungible::MutateFreeze, ConstU128, ConstU32, Contains, UnixTime},
};
use seoul_chain_primitives::{
	id::{derive_fresh_id, FreshId},
	Actor, AgencyId, AgencyRegistry, Balance, CitizenIndex, DistrictCode, DocumentCommitment,
	EnsureActor, EnsureActorFor, Moment, PartyId, PartyRegistry, Role,
};
use sp_core::H256;
use sp_runtime::{BuildStorage, DispatchError};
use std::collections::{BTreeMap, BTreeSet};

pub const SELLER: u64 = 1;
pub const BUYER: u64 = 2;
pub const STRANGER: u64 = 3;
pub const REGISTRAR: u64 = 101;
pub const OTHER_REGISTRAR: u64 = 102;
pub const DEALER: u64 = 103;
pub const WORKSHOP: u64 = 104;
pub const REPAIR_SHOP: u64 = 105;
pub const INSURER: u64 = 106;
pub const OTHER_DEALER: u64 = 107;
pub const PERIODIC_INSPECTION: u64 = 108;
pub const REGISTRAR_WITHOUT_DISTRICT: u64 = 109;
pub const DEALERS_INSPECTOR: u64 = 110;
pub const OTHER_REPAIR_SHOP: u64 = 111;
pub const COURT: u64 = 112;
pub const TAX_OFFICE: u64 = 113;
pub const LIENOR: u64 = 114;
pub const OTHER_LIENOR: u64 = 115;
pub const POLICE: u64 = 116;
pub const DISMANTLER: u64 = 117;
pub const OTHER_INSURER: u64 = 118;
/// A salesperson of [`DEALER`]'s firm: sells for it, and does not act in its own name.
pub const SALESPERSON: u64 = 119;
pub const OTHER_DISMANTLER: u64 = 120;

pub const LIENOR_AGENCY: AgencyId = AgencyId(13);

pub const DONGDAEMUN: DistrictCode = DistrictCode(11230);
pub const GANGNAM: DistrictCode = DistrictCode(11680);
pub const DEALER_AGENCY: AgencyId = AgencyId(3);
pub const OTHER_DEALER_AGENCY: AgencyId = AgencyId(7);

/// Account, agency, role, and whether it acts in the agency's own name.
const DELEGATES: &[(u64, u32, Role, bool)] = &[
	(REGISTRAR, 1, Role::Registrar, false),
	(OTHER_REGISTRAR, 2, Role::Registrar, false),
	(DEALER, 3, Role::CarDealer, true),
	(WORKSHOP, 4, Role::InspectionWorkshop, false),
	(REPAIR_SHOP, 5, Role::RepairShop, false),
	(INSURER, 6, Role::Insurer, false),
	(OTHER_DEALER, 7, Role::CarDealer, true),
	(PERIODIC_INSPECTION, 8, Role::PeriodicInspectionBody, false),
	(REGISTRAR_WITHOUT_DISTRICT, 9, Role::Registrar, false),
	(DEALERS_INSPECTOR, 3, Role::InspectionWorkshop, false),
	(OTHER_REPAIR_SHOP, 10, Role::RepairShop, false),
	(COURT, 11, Role::Court, false),
	(TAX_OFFICE, 12, Role::TaxOffice, false),
	(LIENOR, 13, Role::Lienor, false),
	(OTHER_LIENOR, 14, Role::Lienor, false),
	(POLICE, 15, Role::Police, false),
	(DISMANTLER, 16, Role::Dismantler, false),
	(OTHER_INSURER, 17, Role::Insurer, false),
	(SALESPERSON, 3, Role::CarDealer, false),
	(OTHER_DISMANTLER, 18, Role::Dismantler, false),
];

pub const NOT_A_DELEGATE: DispatchError = DispatchError::Other("not a delegate");
pub const NO_PARTY: DispatchError = DispatchError::Other("acts for no party");
pub const SUSPENDED: DispatchError = DispatchError::Other("suspended");

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(10)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(52)]
	pub type CarRegistry = pallet_car_registry;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Self>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

/// One won.
pub const WON: Balance = 1_000_000;
/// What each citizen and each firm that sells has at the start.
pub const FORTUNE: Balance = 100_000_000 * WON;
/// The price of every sale that is paid on chain in these tests.
pub const PRICE: Balance = 9_000_000 * WON;
/// The dealer's fee at a brokered sale.
pub const FEE: Balance = 300_000 * WON;

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<WON>;
	type AccountStore = System;
	type FreezeIdentifier = u8;
	type MaxFreezes = ConstU32<1>;
}

thread_local! {
	static NOW: RefCell<Moment> = const { RefCell::new(0) };
	static SUSPENDED_PARTIES: RefCell<BTreeSet<PartyId>> = const { RefCell::new(BTreeSet::new()) };
	static ROTATED: RefCell<BTreeMap<PartyId, u64>> = const { RefCell::new(BTreeMap::new()) };
}

/// The time at which every test starts: 2026-11-23 in Unix milliseconds.
pub const START: Moment = 1_795_392_000_000;
pub const DAY: Moment = seoul_chain_primitives::chain::DAY;

pub struct Clock;
impl UnixTime for Clock {
	fn now() -> Duration {
		Duration::from_millis(NOW.with_borrow(|now| *now))
	}
}

pub fn now() -> Moment {
	NOW.with_borrow(|now| *now)
}

pub fn advance(span: Moment) {
	NOW.with_borrow_mut(|now| *now += span);
}

pub fn suspend(party: PartyId) {
	SUSPENDED_PARTIES.with_borrow_mut(|all| all.insert(party));
}

/// Give a citizen another account, as the register of cards would.
pub fn rotate(party: PartyId, new: u64) {
	ROTATED.with_borrow_mut(|all| all.insert(party, new));
}

pub struct FreshIds;
impl FreshId for FreshIds {
	fn fresh_id(domain: &[u8], counter: u64) -> [u8; 32] {
		derive_fresh_id(domain, H256::zero(), None, counter)
	}
}

fn is_suspended(party: PartyId) -> bool {
	SUSPENDED_PARTIES.with_borrow(|all| all.contains(&party))
}

pub struct Parties;
impl PartyRegistry<u64> for Parties {
	fn acting_party(who: &u64) -> Result<PartyId, DispatchError> {
		let rotated = ROTATED.with_borrow(|all| {
			all.iter()
				.find(|(_, account)| *account == who)
				.map(|(party, _)| *party)
		});
		let party = if let Some(party) = rotated {
			party
		} else if *who < 100 {
			citizen(*who)
		} else {
			DELEGATES
				.iter()
				.find(|(account, _, _, represents)| account == who && *represents)
				.map(|(_, agency, _, _)| PartyId::Agency(AgencyId(*agency)))
				.ok_or(NO_PARTY)?
		};
		Self::ensure_active(party).map(|()| party)
	}

	fn ensure_active(party: PartyId) -> Result<(), DispatchError> {
		if is_suspended(party) {
			Err(SUSPENDED)
		} else {
			Ok(())
		}
	}

	fn account_of(party: PartyId) -> Option<u64> {
		let rotated = ROTATED.with_borrow(|all| all.get(&party).copied());
		if rotated.is_some() {
			return rotated;
		}
		match party {
			PartyId::Citizen(index) => Some(index.0),
			PartyId::Agency(agency) => Agencies::payout_account(agency),
		}
	}
}

pub struct Agencies;
impl AgencyRegistry<u64> for Agencies {
	fn agency_of(who: &u64) -> Option<AgencyId> {
		DELEGATES
			.iter()
			.find(|(account, ..)| account == who)
			.map(|(_, agency, ..)| AgencyId(*agency))
	}

	fn payout_account(agency: AgencyId) -> Option<u64> {
		DELEGATES
			.iter()
			.find(|(_, id, ..)| *id == agency.0)
			.map(|(account, ..)| *account)
	}

	fn district_of(agency: AgencyId) -> Option<DistrictCode> {
		match agency.0 {
			1 => Some(DONGDAEMUN),
			2 => Some(GANGNAM),
			_ => None,
		}
	}

	fn ensure_active(agency: AgencyId) -> Result<(), DispatchError> {
		Parties::ensure_active(PartyId::Agency(agency))
	}

	fn ensure_agency_has(agency: AgencyId, role: Role) -> Result<(), DispatchError> {
		Self::ensure_active(agency)?;
		DELEGATES
			.iter()
			.any(|(_, id, held, _)| *id == agency.0 && *held == role)
			.then_some(())
			.ok_or(NOT_A_DELEGATE)
	}

	fn ensure_role(who: &u64, role: Role) -> Result<AgencyId, DispatchError> {
		let agency = DELEGATES
			.iter()
			.find(|(account, _, held, _)| account == who && *held == role)
			.map(|(_, agency, ..)| AgencyId(*agency))
			.ok_or(NOT_A_DELEGATE)?;
		Self::ensure_active(agency).map(|()| agency)
	}
}

fn ensure(origin: RuntimeOrigin, role: Role) -> Result<Actor<u64>, DispatchError> {
	let who = frame_system::ensure_signed(origin)?;
	Ok(Actor {
		agency: Agencies::ensure_role(&who, role)?,
		who,
	})
}

macro_rules! role_origins {
	($($name:ident $role:ident $account:ident)+) => {
		$(
			pub struct $name;
			impl EnsureActor<RuntimeOrigin> for $name {
				type Success = Actor<u64>;
				fn ensure_actor(origin: RuntimeOrigin) -> Result<Actor<u64>, DispatchError> {
					ensure(origin, Role::$role)
				}
				#[cfg(feature = "runtime-benchmarks")]
				fn successful_actor() -> RuntimeOrigin {
					RuntimeOrigin::signed($account)
				}
			}
		)+
	};
}

role_origins! {
	RegistrarOrigin Registrar REGISTRAR
	InspectorOrigin InspectionWorkshop WORKSHOP
	DealerOrigin CarDealer DEALER
	RepairInspectionOrigin PeriodicInspectionBody PERIODIC_INSPECTION
	DismantlerOrigin Dismantler DISMANTLER
	CourtOrigin Court COURT
}

pub struct EncumbranceOrigin;
impl EnsureActorFor<RuntimeOrigin, EncumbranceKind> for EncumbranceOrigin {
	type Success = Actor<u64>;
	fn ensure_actor_for(
		origin: RuntimeOrigin,
		kind: &EncumbranceKind,
	) -> Result<Actor<u64>, DispatchError> {
		match kind {
			EncumbranceKind::Seizure => {
				ensure(origin.clone(), Role::Court).or_else(|_| ensure(origin, Role::TaxOffice))
			},
			EncumbranceKind::Mortgage => ensure(origin, Role::Lienor),
		}
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn successful_actor_for(kind: &EncumbranceKind) -> RuntimeOrigin {
		RuntimeOrigin::signed(match kind {
			EncumbranceKind::Seizure => TAX_OFFICE,
			EncumbranceKind::Mortgage => LIENOR,
		})
	}
}

pub struct IncidentOrigin;
impl EnsureActorFor<RuntimeOrigin, IncidentSource> for IncidentOrigin {
	type Success = Actor<u64>;
	fn ensure_actor_for(
		origin: RuntimeOrigin,
		source: &IncidentSource,
	) -> Result<Actor<u64>, DispatchError> {
		ensure(
			origin,
			match source {
				IncidentSource::Insurer => Role::Insurer,
				IncidentSource::RepairShop => Role::RepairShop,
				IncidentSource::Police => Role::Police,
			},
		)
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn successful_actor_for(source: &IncidentSource) -> RuntimeOrigin {
		RuntimeOrigin::signed(match source {
			IncidentSource::Insurer => INSURER,
			IncidentSource::RepairShop => REPAIR_SHOP,
			IncidentSource::Police => POLICE,
		})
	}
}

pub struct OdometerOrigin;
impl EnsureActorFor<RuntimeOrigin, OdometerSource> for OdometerOrigin {
	type Success = Actor<u64>;
	fn ensure_actor_for(
		origin: RuntimeOrigin,
		source: &OdometerSource,
	) -> Result<Actor<u64>, DispatchError> {
		ensure(
			origin,
			match source {
				OdometerSource::Registration => Role::Registrar,
				OdometerSource::Inspection => Role::InspectionWorkshop,
				OdometerSource::Repair => Role::RepairShop,
				OdometerSource::Insurance => Role::Insurer,
				OdometerSource::PeriodicInspection => Role::PeriodicInspectionBody,
			},
		)
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn successful_actor_for(_: &OdometerSource) -> RuntimeOrigin {
		RuntimeOrigin::signed(REPAIR_SHOP)
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl crate::benchmarking::BenchmarkHelper<u64> for Test {
	fn create_party(seed: u32) -> (u64, PartyId) {
		let account = u64::from(seed % 90 + 1);
		(account, citizen(account))
	}

	fn set_time(time: Moment) {
		NOW.with_borrow_mut(|now| *now = time);
	}
}

pub struct Districts;
impl Contains<DistrictCode> for Districts {
	fn contains(district: &DistrictCode) -> bool {
		[DONGDAEMUN, GANGNAM].contains(district)
	}
}

impl crate::Config for Test {
	type Clock = Clock;
	type FreshIds = FreshIds;
	type Parties = Parties;
	type Agencies = Agencies;
	type Districts = Districts;
	type RegistrarOrigin = RegistrarOrigin;
	type OdometerOrigin = OdometerOrigin;
	type InspectorOrigin = InspectorOrigin;
	type DealerOrigin = DealerOrigin;
	type EncumbranceOrigin = EncumbranceOrigin;
	type IncidentOrigin = IncidentOrigin;
	type RepairInspectionOrigin = RepairInspectionOrigin;
	type DismantlerOrigin = DismantlerOrigin;
	type CourtOrigin = CourtOrigin;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type GovernanceOrigin = frame_system::EnsureRoot<u64>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Test;
}

/// A chain at [`START`] without cars.
pub fn new_test_ext() -> sp_io::TestExternalities {
	NOW.with_borrow_mut(|now| *now = START);
	SUSPENDED_PARTIES.with_borrow_mut(BTreeSet::clear);
	ROTATED.with_borrow_mut(BTreeMap::clear);
	let storage = RuntimeGenesisConfig {
		system: Default::default(),
		balances: pallet_balances::GenesisConfig {
			balances: [SELLER, BUYER, STRANGER, DEALER, OTHER_DEALER]
				.map(|account| (account, FORTUNE))
				.to_vec(),
			..Default::default()
		},
		car_registry: Default::default(),
	}
	.build_storage()
	.expect("genesis builds");
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// Run `test` on a fresh chain, then check every invariant.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		CarRegistry::do_try_state().expect("invariants hold after the test");
	});
}

/// Freeze all won of an account, those held among them, as when a card is suspended.
pub fn freeze(account: u64) {
	Balances::set_freeze(&0, &account, Balance::MAX).expect("an account can be frozen");
}

pub fn citizen(account: u64) -> PartyId {
	PartyId::Citizen(CitizenIndex(account))
}

pub fn dealer_party() -> PartyId {
	PartyId::Agency(DEALER_AGENCY)
}

pub fn paper(number: u64) -> DocumentCommitment {
	DocumentCommitment(H256::from_low_u64_be(number))
}

/// What a registrar states about the `number`th car of these tests, owned by [`SELLER`].
pub fn registration(number: u64) -> VehicleRegistration {
	VehicleRegistration {
		vin_tag: VinTag(H256::from_low_u64_be(number)),
		plate_tag: PlateTag(H256::from_low_u64_be(number)),
		access_tag: AccessTag(H256::from_low_u64_be(number)),
		usage: VehicleUse::Private,
		fuel: Fuel::Gasoline,
		origin: VehicleOrigin::New,
		first_registered_at: START - 1_000 * DAY,
		odometer_km: 10,
		owner: citizen(SELLER),
		tag_key: TagKeyVersion(0),
		earlier_vin_tag: None,
	}
}

/// Register the `number`th car and return its number in the register.
pub fn register(number: u64) -> VehicleId {
	register_for(number, citizen(SELLER))
}

pub fn register_for(number: u64, owner: PartyId) -> VehicleId {
	let registration = VehicleRegistration {
		owner,
		..registration(number)
	};
	let tag = registration.vin_tag;
	CarRegistry::register_vehicle(RuntimeOrigin::signed(REGISTRAR), registration)
		.expect("the registration is in order");
	crate::VehicleByVin::<Test>::get(tag).expect("the car was registered")
}

/// A form without findings, inspected now, boxed as the call takes it.
#[allow(clippy::unnecessary_box_returns)] // The call takes it so.
pub fn form() -> Box<InspectionForm> {
	Box::new(InspectionForm {
		inspected_at: now(),
		odometer_km: 50_000,
		meter_state: MeterState::Good,
		usage_level: UsageLevel::Normal,
		vin_marking: VinMarking::Good,
		emissions: Emissions {
			carbon_monoxide: 2,
			hydrocarbons: 12,
			smoke: 0,
		},
		tuning: Tuning::None,
		special_history: SpecialHistory::None,
		use_change: UseChange::None,
		recall: Recall::NotApplicable,
		warranty: WarrantyType::Insurer,
		panels: Default::default(),
		details: DetailCodes::default(),
	})
}

pub fn finding(panel: Panel, position: Position, codes: &[PanelCode]) -> PanelFinding {
	PanelFinding {
		panel,
		position,
		codes: codes
			.iter()
			.copied()
			.collect::<BTreeSet<_>>()
			.try_into()
			.expect("at most 6"),
		cut_or_welded: false,
	}
}

/// File an inspection record and return its number in the history.
pub fn inspect(vehicle: VehicleId, document: u64) -> RecordIndex {
	CarRegistry::file_inspection(
		RuntimeOrigin::signed(WORKSHOP),
		vehicle,
		paper(document),
		form(),
	)
	.expect("the form is in order");
	vehicle_of(vehicle).latest_inspection.expect("it was filed")
}

pub fn vehicle_of(id: VehicleId) -> Vehicle {
	crate::Vehicles::<Test>::get(id).expect("the car is registered")
}

pub fn sale_of(id: SaleId) -> Sale {
	crate::Sales::<Test>::get(id).expect("the sale was drafted")
}

/// Draft a private sale from [`SELLER`] to [`BUYER`].
pub fn draft_private(vehicle: VehicleId, contract: u64) -> SaleId {
	draft_as(
		SELLER,
		vehicle,
		ContractKind::BetweenParties,
		contract,
		PaymentTerms::OffChain,
	)
}

/// Draft a sale to [`BUYER`].
pub fn draft_as(
	account: u64,
	vehicle: VehicleId,
	kind: ContractKind,
	contract: u64,
	payment: PaymentTerms,
) -> SaleId {
	let sale = crate::NextSaleId::<Test>::get();
	CarRegistry::draft_sale(
		RuntimeOrigin::signed(account),
		vehicle,
		citizen(BUYER),
		kind,
		paper(contract),
		payment,
	)
	.expect("who drafts may sell");
	sale
}

/// List a car with [`DEALER`] and have it draft a sale to [`BUYER`].
pub fn draft_by_dealer(vehicle: VehicleId, contract: u64) -> SaleId {
	draft_by_dealer_with(vehicle, contract, PaymentTerms::OffChain)
}

/// The same with these terms of payment.
pub fn draft_by_dealer_with(vehicle: VehicleId, contract: u64, payment: PaymentTerms) -> SaleId {
	CarRegistry::list_vehicle(RuntimeOrigin::signed(SELLER), vehicle, DEALER_AGENCY)
		.expect("the owner may list");
	draft_as(DEALER, vehicle, ContractKind::Dealer, contract, payment)
}

/// Payment on chain without a fee.
pub const ON_CHAIN: PaymentTerms = PaymentTerms::OnChain {
	price: PRICE,
	dealer_fee: 0,
};

/// Payment on chain with the dealer's fee.
pub const ON_CHAIN_WITH_FEE: PaymentTerms = PaymentTerms::OnChain {
	price: PRICE,
	dealer_fee: FEE,
};

/// Have both sides confirm that a sale was paid outside the chain.
pub fn confirm_both(sale: SaleId) {
	for side in [SELLER, BUYER] {
		CarRegistry::confirm_payment(RuntimeOrigin::signed(side), sale)
			.expect("both sides may confirm");
	}
}

/// Have the buyer pay what was drafted.
pub fn pay(sale: SaleId) {
	let amount = sale_of(sale).payment.total().expect("it is paid on chain");
	CarRegistry::pay_sale(RuntimeOrigin::signed(BUYER), sale, amount).expect("the buyer has it");
}

/// Have the buyer confirm the delivery.
pub fn deliver(sale: SaleId) {
	CarRegistry::confirm_delivery(RuntimeOrigin::signed(BUYER), sale).expect("it is paid");
}

/// A private sale of `vehicle` that waits for the registrar.
pub fn delivered_private_sale(vehicle: VehicleId, contract: u64) -> SaleId {
	let sale = signed_private_sale(vehicle, contract);
	confirm_both(sale);
	deliver(sale);
	sale
}

/// A sale that the dealer brokered and that both have signed.
pub fn signed_dealer_sale(vehicle: VehicleId, number: u64, payment: PaymentTerms) -> SaleId {
	let inspection = inspect(vehicle, number);
	let sale = draft_by_dealer_with(vehicle, number, payment);
	CarRegistry::acknowledge_inspection(RuntimeOrigin::signed(BUYER), sale, inspection)
		.expect("the record is young");
	sign_both(sale);
	sale
}

/// A sale that the dealer brokered, paid on chain with a fee, accepted.
pub fn transferred_dealer_sale(vehicle: VehicleId, number: u64) -> SaleId {
	let sale = signed_dealer_sale(vehicle, number, ON_CHAIN_WITH_FEE);
	pay(sale);
	deliver(sale);
	CarRegistry::accept_transfer(
		RuntimeOrigin::signed(REGISTRAR),
		sale,
		acceptance(10_000 + number),
	)
	.expect("it is in order");
	sale
}

/// Seize a car.
pub fn seize(vehicle: VehicleId, document: u64) {
	CarRegistry::place_encumbrance(
		RuntimeOrigin::signed(TAX_OFFICE),
		vehicle,
		EncumbranceKind::Seizure,
		paper(document),
	)
	.expect("a tax office may");
}

/// Mortgage a car, with the consent of [`SELLER`].
pub fn mortgage(vehicle: VehicleId, document: u64) {
	CarRegistry::agree_mortgage(
		RuntimeOrigin::signed(SELLER),
		vehicle,
		LIENOR_AGENCY,
		paper(document),
	)
	.expect("the owner may");
	CarRegistry::place_encumbrance(
		RuntimeOrigin::signed(LIENOR),
		vehicle,
		EncumbranceKind::Mortgage,
		paper(document),
	)
	.expect("the owner has agreed");
}

/// Report an incident of a car, by who may.
pub fn report(vehicle: VehicleId, incident: Incident, document: u64) {
	let (source, account) = match &incident {
		Incident::Theft | Incident::Recovery => (IncidentSource::Police, POLICE),
		_ => (IncidentSource::Insurer, INSURER),
	};
	CarRegistry::report_incident(
		RuntimeOrigin::signed(account),
		vehicle,
		IncidentReport {
			source,
			happened_at: now(),
			document: paper(document),
			incident,
		},
	)
	.expect("it may have happened");
}

/// Have both sides sign a sale whose disclosure was made.
pub fn sign_both(sale: SaleId) {
	let contract = sale_of(sale).contract;
	for side in [SELLER, BUYER] {
		CarRegistry::sign_sale(RuntimeOrigin::signed(side), sale, contract)
			.expect("both sides may sign");
	}
}

/// A private sale of `vehicle`, signed by both.
pub fn signed_private_sale(vehicle: VehicleId, contract: u64) -> SaleId {
	let sale = draft_private(vehicle, contract);
	CarRegistry::waive_inspection(RuntimeOrigin::signed(BUYER), sale).expect("private parties may");
	sign_both(sale);
	sale
}

pub fn acceptance(number: u64) -> TransferAcceptance {
	TransferAcceptance {
		receipt: paper(number),
		new_access_tag: AccessTag(H256::from_low_u64_be(number)),
		new_plate_tag: None,
		new_district: None,
	}
}

/// The events of this pallet since the last call.
pub fn events() -> Vec<crate::Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::CarRegistry(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}
