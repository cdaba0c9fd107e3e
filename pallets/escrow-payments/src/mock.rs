// SPDX-License-Identifier: Apache-2.0

//! A chain with this pallet alone, and a cast of fixed accounts.

use crate::{self as pallet_escrow_payments, *};
use core::{cell::RefCell, time::Duration};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{fungible::MutateFreeze, ConstU128, ConstU32, Hooks, UnixTime},
	weights::Weight,
};
use seoul_chain_primitives::{
	chain::DAY, Actor, AgencyId, AgencyRegistry, Balance, CitizenIndex, DistrictCode,
	DocumentCommitment, EnsureActor, Moment, PartyId, PartyRegistry, Role,
};
use sp_core::{sr25519, Pair, H256};
use sp_runtime::{BuildStorage, DispatchError};
use std::collections::{BTreeMap, BTreeSet};

pub const CITIZEN: u64 = 1;
pub const DEPARTMENT: u64 = 101;
pub const OFFICER: u64 = 102;
pub const SUPERVISOR: u64 = 103;
pub const INSPECTOR: u64 = 104;
pub const LEAD: u64 = 105;
pub const MEMBER: u64 = 106;
pub const ROOFER: u64 = 107;
pub const PAINTER: u64 = 108;
pub const SCAFFOLDER: u64 = 109;
pub const MERCHANT: u64 = 110;
pub const GUARANTOR: u64 = 111;
pub const LABOUR_BANK: u64 = 112;
pub const DISPUTE_BODY: u64 = 113;
pub const TREASURY: u64 = 114;
pub const COURT: u64 = 115;
pub const OTHER_DEPARTMENT: u64 = 116;
pub const OTHER_COURT: u64 = 117;
pub const DEEPEST: u64 = 118;
/// A clerk of the officer's agency, whose account is not its pay-out account.
pub const OFFICERS_CLERK: u64 = 119;
pub const OTHER_BANK: u64 = 120;
pub const OTHER_BODY: u64 = 121;
pub const OTHER_GUARANTOR: u64 = 122;
/// Firms that appear by number only: their accounts are from here on.
pub const FIRMS: u64 = 1_000;

/// Account, agency, and role. The first account of an agency is its pay-out account.
const DELEGATES: &[(u64, u32, Role)] = &[
	(DEPARTMENT, 1, Role::OrderingDepartment),
	(OFFICER, 2, Role::ContractOfficer),
	(SUPERVISOR, 3, Role::Supervisor),
	(INSPECTOR, 4, Role::WorksInspector),
	(LEAD, 5, Role::Contractor),
	(MEMBER, 6, Role::Contractor),
	(ROOFER, 7, Role::Contractor),
	(PAINTER, 8, Role::Contractor),
	(SCAFFOLDER, 9, Role::Contractor),
	(MERCHANT, 10, Role::Merchant),
	(GUARANTOR, 11, Role::Guarantor),
	(LABOUR_BANK, 12, Role::LabourBank),
	(DISPUTE_BODY, 13, Role::DisputeBody),
	(TREASURY, 14, Role::Treasury),
	(COURT, 15, Role::Court),
	(OTHER_DEPARTMENT, 16, Role::OrderingDepartment),
	(OTHER_COURT, 17, Role::Court),
	(DEEPEST, 18, Role::Contractor),
	(OFFICERS_CLERK, 2, Role::ContractOfficer),
	(OTHER_BANK, 19, Role::LabourBank),
	(OTHER_BODY, 20, Role::DisputeBody),
	(OTHER_GUARANTOR, 21, Role::Guarantor),
	(SUPERVISOR, 3, Role::WorksInspector),
	(DEPARTMENT, 1, Role::DisputeBody),
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
	#[runtime::pallet_index(54)]
	pub type Escrow = pallet_escrow_payments;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Self>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

/// One won.
pub const WON: Balance = 1_000_000;
/// What the officer and the lead have at the start.
pub const FORTUNE: Balance = 100_000_000_000 * WON;

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
	static WITHOUT_ACCOUNT: RefCell<BTreeSet<PartyId>> = const { RefCell::new(BTreeSet::new()) };
	static IS_PAUSED: RefCell<bool> = const { RefCell::new(false) };
	static SERVICE_WEIGHT: RefCell<Weight> = const { RefCell::new(Weight::zero()) };
}

/// The day on which every test starts: Thursday, 4 February 2027, before Lunar New Year.
pub const FIRST_DAY: Day = Day(20_853);

/// What a block may use: 0.4 s of its second.
pub const SERVICE_WEIGHT_OF_TESTS: Weight = Weight::from_parts(400_000_000_000, u64::MAX);

pub struct Clock;
impl UnixTime for Clock {
	fn now() -> Duration {
		Duration::from_millis(NOW.with_borrow(|now| *now))
	}
}

pub fn advance(span: Moment) {
	NOW.with_borrow_mut(|now| *now += span);
}

pub fn set_time(moment: Moment) {
	NOW.with_borrow_mut(|now| *now = moment);
}

pub fn suspend(party: PartyId) {
	SUSPENDED_PARTIES.with_borrow_mut(|all| all.insert(party));
}

pub fn take_account(party: PartyId) {
	WITHOUT_ACCOUNT.with_borrow_mut(|all| all.insert(party));
}

pub fn give_account(party: PartyId) {
	WITHOUT_ACCOUNT.with_borrow_mut(|all| all.remove(&party));
}

pub fn rotate(party: PartyId, account: u64) {
	ROTATED.with_borrow_mut(|all| all.insert(party, account));
}

pub fn pause(paused: bool) {
	IS_PAUSED.with_borrow_mut(|all| *all = paused);
}

pub fn set_service_weight(weight: Weight) {
	SERVICE_WEIGHT.with_borrow_mut(|all| *all = weight);
}

pub struct Paused;
impl frame_support::traits::Get<bool> for Paused {
	fn get() -> bool {
		IS_PAUSED.with_borrow(|paused| *paused)
	}
}

pub struct ServiceWeight;
impl frame_support::traits::Get<Weight> for ServiceWeight {
	fn get() -> Weight {
		SERVICE_WEIGHT.with_borrow(|weight| {
			if *weight == Weight::zero() {
				SERVICE_WEIGHT_OF_TESTS
			} else {
				*weight
			}
		})
	}
}

pub struct Parties;
impl PartyRegistry<u64> for Parties {
	fn acting_party(who: &u64) -> Result<PartyId, DispatchError> {
		let party = if *who < 100 {
			citizen(*who)
		} else {
			PartyId::Agency(Agencies::agency_of(who).ok_or(NO_PARTY)?)
		};
		Self::ensure_active(party).map(|()| party)
	}

	fn ensure_active(party: PartyId) -> Result<(), DispatchError> {
		if SUSPENDED_PARTIES.with_borrow(|all| all.contains(&party)) {
			Err(SUSPENDED)
		} else {
			Ok(())
		}
	}

	fn account_of(party: PartyId) -> Option<u64> {
		if WITHOUT_ACCOUNT.with_borrow(|all| all.contains(&party)) {
			return None;
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
		if *who >= FIRMS {
			return u32::try_from(*who).ok().map(AgencyId);
		}
		DELEGATES
			.iter()
			.find(|(account, ..)| account == who)
			.map(|(_, agency, _)| AgencyId(*agency))
	}

	fn payout_account(agency: AgencyId) -> Option<u64> {
		let rotated = ROTATED.with_borrow(|all| all.get(&PartyId::Agency(agency)).copied());
		if rotated.is_some() || u64::from(agency.0) >= FIRMS {
			return rotated.or(Some(agency.0.into()));
		}
		DELEGATES
			.iter()
			.find(|(_, id, _)| *id == agency.0)
			.map(|(account, ..)| *account)
	}

	fn district_of(_: AgencyId) -> Option<DistrictCode> {
		None
	}

	fn ensure_active(agency: AgencyId) -> Result<(), DispatchError> {
		Parties::ensure_active(PartyId::Agency(agency))
	}

	fn ensure_agency_has(agency: AgencyId, role: Role) -> Result<(), DispatchError> {
		Self::ensure_active(agency)?;
		if u64::from(agency.0) >= FIRMS && role == Role::Contractor {
			return Ok(());
		}
		DELEGATES
			.iter()
			.any(|(_, id, held)| *id == agency.0 && *held == role)
			.then_some(())
			.ok_or(NOT_A_DELEGATE)
	}

	fn ensure_role(who: &u64, role: Role) -> Result<AgencyId, DispatchError> {
		let agency = DELEGATES
			.iter()
			.find(|(account, _, held)| account == who && *held == role)
			.map(|(_, agency, _)| AgencyId(*agency))
			.ok_or(NOT_A_DELEGATE)?;
		Self::ensure_active(agency).map(|()| agency)
	}
}

macro_rules! role_origins {
	($($name:ident $role:ident $account:ident)+) => {
		$(
			pub struct $name;
			impl EnsureActor<RuntimeOrigin> for $name {
				type Success = Actor<u64>;
				fn ensure_actor(origin: RuntimeOrigin) -> Result<Actor<u64>, DispatchError> {
					let who = frame_system::ensure_signed(origin)?;
					Ok(Actor {
						agency: Agencies::ensure_role(&who, Role::$role)?,
						who,
					})
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
	DepartmentOrigin OrderingDepartment DEPARTMENT
	OfficerOrigin ContractOfficer OFFICER
	SupervisorOrigin Supervisor SUPERVISOR
	InspectorOrigin WorksInspector INSPECTOR
	GuarantorOrigin Guarantor GUARANTOR
	LabourBankOrigin LabourBank LABOUR_BANK
	SettlementOrigin Treasury TREASURY
	DisputeOrigin DisputeBody DISPUTE_BODY
	CourtOrigin Court COURT
}

#[cfg(feature = "runtime-benchmarks")]
impl crate::benchmarking::BenchmarkHelper<u64> for Test {
	fn office(role: Role) -> (u64, AgencyId) {
		DELEGATES
			.iter()
			.find(|(_, _, held)| *held == role)
			.map(|(account, agency, _)| (*account, AgencyId(*agency)))
			.expect("somebody has every role")
	}

	fn firm(seed: u32) -> (u64, PartyId) {
		let account = FIRMS + u64::from(seed);
		(account, firm(account))
	}

	fn set_time(time: Moment) {
		set_time(time);
	}

	fn sign(message: &[u8]) -> (ClaimKey, sr25519::Signature) {
		let pair = key_pair(1);
		(ClaimKey(pair.public().0), pair.sign(message))
	}
}

parameter_types! {
	pub const ChainId: [u8; 32] = [7; 32];
}

impl crate::Config for Test {
	type Clock = Clock;
	type Parties = Parties;
	type Agencies = Agencies;
	type DepartmentOrigin = DepartmentOrigin;
	type OfficerOrigin = OfficerOrigin;
	type SupervisorOrigin = SupervisorOrigin;
	type InspectorOrigin = InspectorOrigin;
	type GuarantorOrigin = GuarantorOrigin;
	type LabourBankOrigin = LabourBankOrigin;
	type SettlementOrigin = SettlementOrigin;
	type DisputeOrigin = DisputeOrigin;
	type CourtOrigin = CourtOrigin;
	type GovernanceOrigin = frame_system::EnsureRoot<u64>;
	type CalendarOrigin = frame_system::EnsureRoot<u64>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type ChainId = ChainId;
	type Paused = Paused;
	type MaxServiceWeight = ServiceWeight;
	type Won = ConstU128<WON>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Test;
}

/// Lunar New Year of 2027 with the day in lieu, 6 to 9 February.
pub fn lunar_new_year() -> Vec<Day> {
	(2..6).map(|days| FIRST_DAY.plus(days)).collect()
}

/// A chain at noon of [`FIRST_DAY`] without contracts.
pub fn new_test_ext() -> sp_io::TestExternalities {
	set_time(FIRST_DAY.start(DAY) + DAY / 2);
	SUSPENDED_PARTIES.with_borrow_mut(BTreeSet::clear);
	ROTATED.with_borrow_mut(BTreeMap::clear);
	WITHOUT_ACCOUNT.with_borrow_mut(BTreeSet::clear);
	pause(false);
	set_service_weight(Weight::zero());
	let storage = RuntimeGenesisConfig {
		system: Default::default(),
		balances: pallet_balances::GenesisConfig {
			balances: [OFFICER, LEAD, GUARANTOR, TREASURY, COURT, ROOFER]
				.map(|account| (account, FORTUNE))
				.to_vec(),
			..Default::default()
		},
		escrow: pallet_escrow_payments::GenesisConfig {
			holidays: lunar_new_year(),
			..Default::default()
		},
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
		Escrow::do_try_state().expect("invariants hold after the test");
	});
}

/// Freeze all won of an account, those held among them, as when a card is suspended.
pub fn freeze(account: u64) {
	Balances::set_freeze(&0, &account, Balance::MAX).expect("an account can be frozen");
}

pub fn citizen(account: u64) -> PartyId {
	PartyId::Citizen(CitizenIndex(account))
}

/// The agency of an account.
pub fn agency(account: u64) -> AgencyId {
	Agencies::agency_of(&account).expect("the account acts for an agency")
}

/// The firm or office of an account.
pub fn firm(account: u64) -> PartyId {
	PartyId::Agency(agency(account))
}

pub fn paper(number: u64) -> DocumentCommitment {
	DocumentCommitment(H256::from_low_u64_be(number))
}

pub fn signed(account: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

pub fn key_pair(number: u8) -> sr25519::Pair {
	sr25519::Pair::from_seed(&[number; 32])
}

/// Run one block: what the chain does by itself.
pub fn next_block() -> Weight {
	System::set_block_number(System::block_number() + 1);
	let weight = Escrow::on_initialize(System::block_number());
	assert!(weight.all_lte(ServiceWeight::get_limit()));
	weight
}

impl ServiceWeight {
	fn get_limit() -> Weight {
		<Self as frame_support::traits::Get<Weight>>::get()
	}
}

/// Let days pass, with blocks on each until nothing is left to be done.
pub fn pass_days(days: u32) {
	for _ in 0..days {
		advance(DAY);
		next_block();
		next_block();
	}
}

/// Let time pass until noon of `day`.
pub fn pass_until(day: Day) {
	while Escrow::today() < day {
		pass_days(1);
	}
}

/// What was announced since the test began, or since the last look.
pub fn events() -> Vec<Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Escrow(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

pub fn contract(id: ContractId) -> Contract {
	Contracts::<Test>::get(id).expect("there is such a contract")
}

pub fn claim(id: ClaimId) -> Claim {
	Claims::<Test>::get(id).expect("there is such a claim")
}

pub fn line(id: ClaimId, index: u16) -> Line {
	Lines::<Test>::get(id, LineIndex(index)).expect("there is such a line")
}

pub fn balance(account: u64) -> Balance {
	Balances::free_balance(account)
}

/// The amount of the contract that these tests are about: 10 roofs of 10,000 won.
pub const AMOUNT: Balance = 100_000 * WON;

pub fn draft() -> ContractDraft {
	ContractDraft {
		officer: agency(OFFICER),
		supervisor: agency(SUPERVISOR),
		inspector: agency(INSPECTOR),
		dispute_body: agency(DISPUTE_BODY),
		members: Members::truncate_from(vec![
			Member {
				party: firm(LEAD),
				share: Millionths(600_000),
			},
			Member {
				party: firm(MEMBER),
				share: Millionths(400_000),
			},
		]),
		items: vec![(10, 10_000 * WON)].try_into().expect("one item"),
		budget: vec![BudgetYear {
			year: 2027,
			amount: AMOUNT,
		}]
		.try_into()
		.expect("one year"),
		complete_by: Escrow::today().plus(100),
		document: paper(1),
	}
}

/// A contract that all have signed.
pub fn signed_contract(draft: ContractDraft) -> ContractId {
	let id = NextContractId::<Test>::get();
	assert_ok!(Escrow::draft_contract(signed(DEPARTMENT), Box::new(draft)));
	for account in [LEAD, MEMBER, SUPERVISOR, INSPECTOR, OFFICER] {
		if contract(id).status == ContractStatus::Draft {
			let _ = Escrow::sign_contract(signed(account), id);
		}
	}
	assert_eq!(contract(id).status, ContractStatus::Signed);
	id
}

/// A contract under which the works go on, without money.
pub fn active_contract() -> ContractId {
	let id = signed_contract(draft());
	assert_ok!(Escrow::start_contract(signed(DEPARTMENT), id));
	id
}

/// As [`active_contract`], with all its money.
pub fn funded_contract() -> ContractId {
	let id = active_contract();
	assert_ok!(Escrow::fund_contract(signed(OFFICER), id, AMOUNT));
	id
}

/// A signed subcontract of `amount`, below `parent` if there is one.
pub fn subcontract(
	contract: ContractId,
	payer: u64,
	contractor: u64,
	parent: Option<SubcontractId>,
	amount: Balance,
) -> SubcontractId {
	let id = NextSubcontractId::<Test>::get();
	assert_ok!(Escrow::draft_subcontract(
		signed(payer),
		contract,
		sub_draft(contractor, parent, amount)
	));
	assert_ok!(Escrow::sign_subcontract(signed(contractor), id));
	id
}

pub fn sub_draft(
	contractor: u64,
	parent: Option<SubcontractId>,
	amount: Balance,
) -> SubcontractDraft {
	SubcontractDraft {
		parent,
		contractor: firm(contractor),
		kind: SubcontractKind::Works,
		amount,
		payment_days: 30,
		late_rate: Millionths(155_000),
		document: paper(2),
	}
}

/// As [`work`], for a report of work.
pub fn reported_work(
	under: SubcontractId,
	contractor: u64,
	report: ReportNumber,
	amount: Balance,
) -> LineDraft {
	LineDraft {
		kind: LineKind::Work {
			report: Some(report),
		},
		..work(under, contractor, amount)
	}
}

pub fn units(units: u64) -> Quantities {
	vec![Quantity {
		item: ItemIndex(0),
		units,
	}]
	.try_into()
	.expect("one item")
}

pub fn work(under: SubcontractId, contractor: u64, amount: Balance) -> LineDraft {
	LineDraft {
		payee: Payee::Party(firm(contractor)),
		under: Under::Subcontract(under),
		kind: LineKind::Work { report: None },
		amount,
	}
}

pub fn purchase(payee: Payee, amount: Balance) -> LineDraft {
	LineDraft {
		payee,
		under: Under::Prime,
		kind: LineKind::Purchase,
		amount,
	}
}

pub fn wages(root: H256, workers: u32, amount: Balance) -> LineDraft {
	LineDraft {
		payee: Payee::Party(firm(LABOUR_BANK)),
		under: Under::Prime,
		kind: LineKind::Labour { root, workers },
		amount,
	}
}

pub fn lines(lines: &[LineDraft]) -> LineDrafts {
	LineDrafts::truncate_from(lines.to_vec())
}

/// Submit a claim for `done` units as the lead.
pub fn submit(contract: ContractId, kind: ClaimKind, done: u64, named: &[LineDraft]) -> ClaimId {
	let id = NextClaimId::<Test>::get();
	let quantities = if done == 0 {
		Quantities::default()
	} else {
		units(done)
	};
	assert_ok!(Escrow::submit_claim(
		signed(LEAD),
		contract,
		kind,
		quantities,
		lines(named),
		paper(3)
	));
	id
}

/// Endorse, inspect and approve a claim.
pub fn approve(id: ClaimId) {
	assert_ok!(Escrow::endorse_claim(signed(SUPERVISOR), id));
	assert_ok!(Escrow::pass_inspection(
		signed(INSPECTOR),
		id,
		Box::default()
	));
	assert_ok!(Escrow::approve_claim(signed(DEPARTMENT), id));
}

/// Submit and approve a claim, and request its payment.
pub fn request(contract: ContractId, kind: ClaimKind, done: u64, named: &[LineDraft]) -> ClaimId {
	let id = submit(contract, kind, done, named);
	approve(id);
	assert_ok!(Escrow::request_payment(signed(LEAD), id));
	id
}

/// As [`request`], and let the chain pay it.
pub fn pay(contract: ContractId, kind: ClaimKind, done: u64, named: &[LineDraft]) -> ClaimId {
	let id = request(contract, kind, done, named);
	assert_ok!(Escrow::bring_payment_forward(signed(OFFICER), id));
	next_block();
	id
}

/// Record the bond of a kind that the terms ask for.
pub fn bond(contract: ContractId, kind: BondKind) {
	assert_ok!(Escrow::record_bond(
		signed(GUARANTOR),
		contract,
		kind,
		AMOUNT,
		Escrow::today().plus(4_000),
		paper(4)
	));
}
