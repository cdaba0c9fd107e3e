// SPDX-License-Identifier: Apache-2.0

//! A chain of System, Balances, Assets and Mileage, with a cast of fixed accounts.

use crate::{self as pallet_mileage, genesis::*, *};
use core::{cell::RefCell, time::Duration};
use frame_support::{
	derive_impl, parameter_types,
	traits::{fungible::InspectHold, AsEnsureOriginWithArg, ConstU128, ConstU32, UnixTime},
	weights::Weight,
	BoundedVec, PalletId,
};
use seoul_chain_primitives::{
	Actor, AgencyId, AgencyRegistry, Balance, CitizenIndex, DistrictCode, DocumentCommitment,
	EnsureActor, Moment, OnAccountRotated, PartyId, PartyRegistry, Role,
};
use sp_core::H256;
use sp_runtime::{BuildStorage, DispatchError};
use std::collections::{BTreeMap, BTreeSet};

/// Citizens; any account below 100 is one.
pub const MINA: u64 = 1;
pub const JUNHO: u64 = 2;
pub const SORA: u64 = 3;
/// Offices: of climate (eco and car), of taxes paid electronically, of health, of polls.
pub const CLIMATE: u64 = 101;
pub const ETAX_OFFICE: u64 = 103;
pub const HEALTH_OFFICE: u64 = 104;
pub const POLL_OFFICE: u64 = 105;
pub const MERCHANT: u64 = 106;
pub const OTHER_MERCHANT: u64 = 107;
pub const CHANNEL: u64 = 108;
pub const TAX_OFFICE: u64 = 109;
pub const OTHER_CHANNEL: u64 = 110;
/// A clerk of the office of climate, whose account is not its pay-out account.
pub const CLERK: u64 = 111;
/// An agency that may issue and issues nothing.
pub const IDLE_OFFICE: u64 = 112;

pub const CLIMATE_AGENCY: AgencyId = AgencyId(1);
pub const ETAX_AGENCY: AgencyId = AgencyId(3);
pub const HEALTH_AGENCY: AgencyId = AgencyId(4);
pub const POLL_AGENCY: AgencyId = AgencyId(5);
pub const MERCHANT_AGENCY: AgencyId = AgencyId(6);
pub const OTHER_MERCHANT_AGENCY: AgencyId = AgencyId(7);
pub const CHANNEL_AGENCY: AgencyId = AgencyId(8);
pub const TAX_AGENCY: AgencyId = AgencyId(9);
pub const IDLE_AGENCY: AgencyId = AgencyId(12);

/// Account, agency, role.
const DELEGATES: &[(u64, u32, Role)] = &[
	(CLIMATE, 1, Role::MileageIssuer),
	(ETAX_OFFICE, 3, Role::MileageIssuer),
	(HEALTH_OFFICE, 4, Role::MileageIssuer),
	(POLL_OFFICE, 5, Role::MileageIssuer),
	(MERCHANT, 6, Role::Merchant),
	(OTHER_MERCHANT, 7, Role::Merchant),
	(CHANNEL, 8, Role::RedemptionChannel),
	(TAX_OFFICE, 9, Role::TaxOffice),
	(OTHER_CHANNEL, 10, Role::RedemptionChannel),
	(CLERK, 1, Role::MileageIssuer),
	(IDLE_OFFICE, 12, Role::MileageIssuer),
];

pub const NOT_A_DELEGATE: DispatchError = DispatchError::Other("not a delegate");
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
	#[runtime::pallet_index(14)]
	pub type Assets = pallet_assets;
	#[runtime::pallet_index(53)]
	pub type Mileage = pallet_mileage;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Self>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

/// One won.
pub const WON: Balance = 1_000_000;
/// What each office has at the start.
pub const FORTUNE: Balance = 1_000_000_000 * WON;
/// What each scheme is funded with at the start of most tests.
pub const BUDGET: Balance = 10_000_000 * WON;

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<WON>;
	type AccountStore = System;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = Balance;
	type AssetId = u32;
	type AssetIdParameter = u32;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<frame_system::EnsureSigned<u64>>;
	type ForceOrigin = frame_system::EnsureRoot<u64>;
	type AssetDeposit = ConstU128<0>;
	type AssetAccountDeposit = ConstU128<0>;
	type MetadataDepositBase = ConstU128<0>;
	type MetadataDepositPerByte = ConstU128<0>;
	type ApprovalDeposit = ConstU128<0>;
	type StringLimit = ConstU32<50>;
	type Freezer = ();
	type Holder = ();
}

thread_local! {
	static NOW: RefCell<Moment> = const { RefCell::new(0) };
	static SUSPENDED_PARTIES: RefCell<BTreeSet<PartyId>> = const { RefCell::new(BTreeSet::new()) };
	static ROTATED: RefCell<BTreeMap<PartyId, u64>> = const { RefCell::new(BTreeMap::new()) };
}

/// The time at which every test starts: 15 January 2018, 9 o'clock in Korea.
pub const START: Moment = 1_515_974_400_000;
pub const DAY: Moment = seoul_chain_primitives::chain::DAY;
/// The month of [`START`].
pub const JANUARY: Month = Month(48 * 12);

pub struct Clock;
impl UnixTime for Clock {
	fn now() -> Duration {
		Duration::from_millis(NOW.with_borrow(|now| *now))
	}
}

pub fn now() -> Moment {
	NOW.with_borrow(|now| *now)
}

pub fn set_now(at: Moment) {
	NOW.with_borrow_mut(|now| *now = at);
}

/// Let so many months begin, and stand at the 15th of the last.
pub fn pass_months(months: u32) {
	let month = Calendar::Korean.month_of(now());
	set_now(Calendar::Korean.start_of(Month(month.0 + months)) + 14 * DAY);
}

pub fn suspend(party: PartyId) {
	SUSPENDED_PARTIES.with_borrow_mut(|all| all.insert(party));
}

/// Give a party another account, as the registers do.
pub fn rotate(party: PartyId, new: u64) -> Result<(), DispatchError> {
	let old = Parties::account_of(party).expect("has an account");
	ROTATED.with_borrow_mut(|all| all.insert(party, new));
	Mileage::on_account_rotated(party, &old, &new)
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
		} else if *who < 100 || *who >= 1_000 {
			citizen(*who)
		} else {
			PartyId::Agency(Agencies::agency_of(who).ok_or(NOT_A_DELEGATE)?)
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
		let rotated = ROTATED.with_borrow(|all| all.get(&party).copied());
		if rotated.is_some() {
			return rotated;
		}
		match party {
			PartyId::Citizen(CitizenIndex(99)) => None,
			PartyId::Citizen(index) => Some(index.0),
			PartyId::Agency(agency) => DELEGATES
				.iter()
				.find(|(_, id, _)| *id == agency.0)
				.map(|(account, ..)| *account),
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
		Parties::account_of(PartyId::Agency(agency))
	}

	fn district_of(_: AgencyId) -> Option<DistrictCode> {
		None
	}

	fn ensure_active(agency: AgencyId) -> Result<(), DispatchError> {
		Parties::ensure_active(PartyId::Agency(agency))
	}

	fn ensure_agency_has(agency: AgencyId, role: Role) -> Result<(), DispatchError> {
		Self::ensure_active(agency)?;
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
			.map(|(_, agency, ..)| AgencyId(*agency))
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
					let rotated = ROTATED.with_borrow(|all| {
						all.iter().find(|(_, account)| **account == who).map(|(party, _)| *party)
					});
					let agency = match rotated {
						Some(PartyId::Agency(agency)) => agency,
						_ => Agencies::ensure_role(&who, Role::$role)?,
					};
					Ok(Actor { agency, who })
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
	IssuerOrigin MileageIssuer CLIMATE
	ChannelOrigin RedemptionChannel CHANNEL
	MerchantOrigin Merchant MERCHANT
}

parameter_types! {
	pub const MileagePalletId: PalletId = PalletId(*b"seoul/mi");
	pub const PollScheme: SchemeId = POLL;
	pub static SweepWeight: Weight = Weight::from_parts(200_000_000_000, u64::MAX);
}

#[cfg(feature = "runtime-benchmarks")]
impl crate::benchmarking::BenchmarkHelper<u64> for Test {
	fn create_citizen(seed: u32) -> (u64, PartyId) {
		let account = 1_000 + u64::from(seed);
		(account, citizen(account))
	}

	fn create_agency(seed: u32, role: Role) -> (u64, AgencyId) {
		let account = match role {
			Role::MileageIssuer if seed == 0 => CLIMATE,
			Role::MileageIssuer => ETAX_OFFICE,
			Role::RedemptionChannel => CHANNEL,
			_ if seed == 0 => MERCHANT,
			_ => OTHER_MERCHANT,
		};
		(account, Agencies::agency_of(&account).expect("known"))
	}

	fn set_time(now: Moment) {
		set_now(now);
	}
}

impl crate::Config for Test {
	type Clock = Clock;
	type Parties = Parties;
	type Agencies = Agencies;
	type GovernanceOrigin = frame_system::EnsureRoot<u64>;
	type IssuerOrigin = IssuerOrigin;
	type ChannelOrigin = ChannelOrigin;
	type MerchantOrigin = MerchantOrigin;
	type Assets = Assets;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type PalletId = MileagePalletId;
	type PollScheme = PollScheme;
	type SweepWeight = SweepWeight;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Test;
}

pub fn issuers() -> Issuers {
	Issuers {
		eco: CLIMATE_AGENCY,
		car: CLIMATE_AGENCY,
		etax: ETAX_AGENCY,
		health: HEALTH_AGENCY,
		poll: POLL_AGENCY,
	}
}

/// A chain at [`START`] with the five schemes and no won held for any.
pub fn new_test_ext() -> sp_io::TestExternalities {
	set_now(START);
	SUSPENDED_PARTIES.with_borrow_mut(BTreeSet::clear);
	ROTATED.with_borrow_mut(BTreeMap::clear);
	SweepWeight::set(Weight::from_parts(200_000_000_000, u64::MAX));
	let storage = RuntimeGenesisConfig {
		system: Default::default(),
		balances: pallet_balances::GenesisConfig {
			balances: DELEGATES
				.iter()
				.map(|(account, ..)| (*account, FORTUNE))
				.collect(),
			..Default::default()
		},
		assets: Default::default(),
		mileage: pallet_mileage::GenesisConfig {
			schemes: five_schemes_of_2018(&issuers(), WON),
			..Default::default()
		},
	}
	.build_storage()
	.expect("genesis builds");
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// The office that runs a scheme.
pub fn office(scheme: SchemeId) -> u64 {
	match scheme {
		ECO | CAR => CLIMATE,
		ETAX => ETAX_OFFICE,
		HEALTH => HEALTH_OFFICE,
		_ => POLL_OFFICE,
	}
}

/// The five.
pub const FIVE: [SchemeId; 5] = [ECO, CAR, ETAX, HEALTH, POLL];

/// Run `test` on a chain whose schemes are funded, then check every invariant.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		for scheme in FIVE {
			Mileage::fund_budget(RuntimeOrigin::signed(office(scheme)), scheme, BUDGET)
				.expect("offices have won");
		}
		System::reset_events();
		test();
		Mileage::do_try_state().expect("invariants hold after the test");
	});
}

pub fn citizen(account: u64) -> PartyId {
	PartyId::Citizen(CitizenIndex(account))
}

pub fn paper(number: u64) -> DocumentCommitment {
	DocumentCommitment(H256::from_low_u64_be(number))
}

pub fn signed(account: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

pub fn row(member: u64, period: u32, points: Points) -> CreditRow {
	CreditRow {
		member: citizen(member),
		period: Period(period),
		points,
		evidence: paper(1),
	}
}

/// Credit points; the caps of the scheme must allow it.
pub fn credit(scheme: SchemeId, member: u64, period: u32, points: Points) {
	Mileage::credit(signed(office(scheme)), scheme, row(member, period, points))
		.expect("the credit is in order");
}

/// What is shown on an account.
pub fn shown(scheme: SchemeId, account: u64) -> Balance {
	Assets::balance(scheme.0, account)
}

/// Points that a citizen can use.
pub fn spendable(scheme: SchemeId, account: u64) -> Points {
	Members::<Test>::get(citizen(account))
		.and_then(|member| {
			member
				.wallet(scheme)
				.map(|wallet| wallet.spendable(Mileage::current_month()))
		})
		.unwrap_or_default()
}

/// The wallet of a citizen.
pub fn wallet(scheme: SchemeId, account: u64) -> Wallet {
	Members::<Test>::get(citizen(account))
		.and_then(|member| member.wallet(scheme).cloned())
		.expect("has a wallet")
}

/// The ledger of a scheme.
pub fn ledger(scheme: SchemeId) -> SchemeLedger<u64> {
	Ledgers::<Test>::get()
		.iter()
		.find(|ledger| ledger.scheme == scheme)
		.cloned()
		.expect("has a ledger")
}

pub fn held(account: u64) -> Balance {
	Balances::balance_on_hold(&HoldReason::Budget.into(), &account)
}

/// Of any schemes, at most five.
pub fn any() -> Source {
	Source::Earliest { at_most: 5 }
}

pub fn only(schemes: &[SchemeId]) -> Source {
	Source::Only {
		schemes: BoundedVec::truncate_from(schemes.to_vec()),
	}
}

/// Change the rule in force of a scheme, as if it had always been so.
pub fn change_rule(scheme: SchemeId, change: impl FnOnce(&mut SchemeRule)) {
	Schemes::<Test>::mutate(|schemes| {
		let scheme = schemes
			.iter_mut()
			.find(|known| known.id == scheme)
			.expect("exists");
		change(&mut scheme.rules[0].rule);
	});
}

/// Change what a point of a scheme is worth, as if it had always been so.
pub fn change_value(scheme: SchemeId, point_value: Balance) {
	Schemes::<Test>::mutate(|schemes| {
		for known in schemes.iter_mut().filter(|known| known.id == scheme) {
			known.point_value = point_value;
		}
	});
}

/// The events of this pallet since the last call.
pub fn take_events() -> Vec<Event<Test>> {
	let events = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	events
}

/// Let blocks be idle until nothing is to be swept, and say how many it took.
pub fn sweep_all() -> u32 {
	use frame_support::traits::Hooks;
	let month = Mileage::current_month();
	let mut blocks = 0;
	while SweepState::<Test>::get() != (Sweep::Done { month }) {
		Mileage::on_idle(1, Weight::MAX);
		blocks += 1;
		assert!(blocks < 10_000, "the sweep ends");
	}
	blocks
}
