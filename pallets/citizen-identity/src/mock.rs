// SPDX-License-Identifier: Apache-2.0

//! A runtime of System, Balances, Utility and CitizenIdentity, with a clock, a register of agencies and a
//! source of fresh identifiers that tests set by hand.

use crate as pallet_citizen_identity;
use crate::*;
use core::time::Duration;
use frame_support::{
	derive_impl, parameter_types,
	traits::{
		fungible::MutateHold,
		tokens::{Fortitude, Precision, Restriction},
		ConstU128, VariantCountOf,
	},
	weights::Weight,
};
use frame_system::mocking::MockBlock;
use seoul_chain_primitives::{id::derive_fresh_id, CardChange, DistrictCode, Hash, Role};
use sp_runtime::BuildStorage;
use std::collections::BTreeMap;

pub type AccountId = u64;

/// Another service, which holds won for an agreement.
#[frame_support::pallet(dev_mode)]
pub mod service {
	#[pallet::pallet]
	pub struct Pallet<T>(_);
	#[pallet::config]
	pub trait Config: frame_system::Config {}
	/// Why.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// An agreement.
		Agreement,
	}
}

impl service::Config for Test {}

#[frame_support::runtime]
mod test_runtime {
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
	pub type Utility = pallet_utility;
	#[runtime::pallet_index(20)]
	pub type Service = service;
	#[runtime::pallet_index(51)]
	pub type CitizenIdentity = pallet_citizen_identity;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

/// One won.
pub const WON: Balance = 1_000_000;

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<WON>;
	type AccountStore = System;
	type RuntimeHoldReason = RuntimeHoldReason;
	type FreezeIdentifier = RuntimeFreezeReason;
	type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
}

impl pallet_utility::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = ();
}

/// The time at which tests begin.
pub const START: Moment = 1_800_000_000_000;
/// The agency that is the card office, and its delegate.
pub const OFFICE: AgencyId = AgencyId(4);
pub const CLERK: AccountId = 40;
/// Another delegate of it.
pub const CHIEF: AccountId = 41;
/// A counter service, its delegate and its pay-out account.
pub const COUNTER: AgencyId = AgencyId(5);
pub const TELLER: AccountId = 50;
pub const COUNTERS_ACCOUNT: AccountId = 51;
/// Agencies from this number on are counters as well, without delegates.
pub const MORE_COUNTERS: u32 = 100;
/// Holders of the cards of the genesis.
pub const DAVE: AccountId = 1;
pub const DAVES_CARD: CitizenIndex = CitizenIndex(1_001);
pub const EVE: AccountId = 2;
pub const EVES_CARD: CitizenIndex = CitizenIndex(1_002);
/// An account without a card.
pub const FERDIE: AccountId = 3;
/// A new account for Dave.
pub const DAVES_NEW: AccountId = 11;
/// What Dave and Eve have at the start.
pub const FORTUNE: Balance = 100_000 * WON;
/// An index that no card has.
pub const NO_CARD: CitizenIndex = CitizenIndex(7);
/// What is said to whoever is not the card office.
pub const NOT_THE_OFFICE: DispatchError = DispatchError::Other("not the card office");
/// What is said to and of whoever is no counter.
pub const NOT_A_COUNTER: DispatchError = DispatchError::Other("not a counter");

parameter_types! {
	pub static Now: Moment = START;
	pub static AgencyAccounts: BTreeMap<AccountId, AgencyId> = BTreeMap::new();
	pub static Admitted: Vec<AccountId> = Vec::new();
	pub static Told: Vec<(CitizenIndex, CardChange)> = Vec::new();
	pub static Rotated: Vec<(PartyId, AccountId, AccountId)> = Vec::new();
	pub static RotationRefused: bool = false;
	/// How many of the next draws give Dave's index.
	pub static Collisions: u64 = 0;
	/// Indices and accounts of aliases.
	pub static AliasIndices: Vec<CitizenIndex> = Vec::new();
	pub static AliasAccounts: Vec<AccountId> = Vec::new();
}

pub struct Clock;
impl UnixTime for Clock {
	fn now() -> Duration {
		Duration::from_millis(Now::get())
	}
}

pub struct FreshIds;
impl FreshId for FreshIds {
	fn fresh_id(domain: &[u8], counter: u64) -> [u8; 32] {
		let collisions = Collisions::get();
		if collisions > 0 {
			Collisions::set(collisions - 1);
			let mut taken = [0; 32];
			taken[..8].copy_from_slice(&DAVES_CARD.0.to_le_bytes());
			return taken;
		}
		derive_fresh_id(domain, Hash::zero(), Some(0), counter)
	}
}

/// Aliases that act in services.
pub struct Aliases;
impl Contains<CitizenIndex> for Aliases {
	fn contains(index: &CitizenIndex) -> bool {
		AliasIndices::get().contains(index)
	}
}
impl Contains<AccountId> for Aliases {
	fn contains(who: &AccountId) -> bool {
		AliasAccounts::get().contains(who)
	}
}

pub struct EnsureCardOffice;
impl EnsureActor<RuntimeOrigin> for EnsureCardOffice {
	type Success = Actor<AccountId>;

	fn ensure_actor(origin: RuntimeOrigin) -> Result<Self::Success, DispatchError> {
		let who = frame_system::ensure_signed(origin)?;
		ensure!([CLERK, CHIEF].contains(&who), NOT_THE_OFFICE);
		Ok(Actor {
			agency: OFFICE,
			who,
		})
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn successful_actor() -> RuntimeOrigin {
		RuntimeOrigin::signed(CLERK)
	}
}

pub struct EnsureCounter;
impl EnsureActor<RuntimeOrigin> for EnsureCounter {
	type Success = Actor<AccountId>;

	fn ensure_actor(origin: RuntimeOrigin) -> Result<Self::Success, DispatchError> {
		let who = frame_system::ensure_signed(origin)?;
		ensure!(who == TELLER, NOT_A_COUNTER);
		Ok(Actor {
			agency: COUNTER,
			who,
		})
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn successful_actor() -> RuntimeOrigin {
		RuntimeOrigin::signed(TELLER)
	}
}

/// A register that knows of the card office and of counters.
pub struct Agencies;
impl AgencyRegistry<AccountId> for Agencies {
	fn agency_of(who: &AccountId) -> Option<AgencyId> {
		AgencyAccounts::get().get(who).copied()
	}
	fn payout_account(agency: AgencyId) -> Option<AccountId> {
		match agency {
			OFFICE => Some(CLERK),
			COUNTER => Some(COUNTERS_ACCOUNT),
			_ => None,
		}
	}
	fn district_of(_: AgencyId) -> Option<DistrictCode> {
		None
	}
	fn ensure_active(agency: AgencyId) -> DispatchResult {
		ensure!(
			[OFFICE, COUNTER].contains(&agency) || agency.0 >= MORE_COUNTERS,
			DispatchError::CannotLookup
		);
		Ok(())
	}
	fn ensure_agency_has(agency: AgencyId, role: Role) -> DispatchResult {
		Self::ensure_active(agency)?;
		ensure!(
			role == Role::CounterService && agency != OFFICE,
			NOT_A_COUNTER
		);
		Ok(())
	}
	fn ensure_role(who: &AccountId, _: Role) -> Result<AgencyId, DispatchError> {
		Self::agency_of(who).ok_or(DispatchError::CannotLookup)
	}
}

/// Remembers who was admitted, in order, and makes each exist for ever, as the runtime does.
pub struct Recorder;
impl OnAdmission<AccountId> for Recorder {
	fn on_admitted(who: &AccountId) {
		if !Admitted::get().contains(who) {
			System::inc_providers(who);
		}
		Admitted::mutate(|admitted| admitted.push(*who));
	}
}

impl OnCardStatus for Recorder {
	fn weight() -> Weight {
		Weight::from_parts(7, 0)
	}

	fn on_card_status(citizen: CitizenIndex, change: CardChange) {
		Told::mutate(|told| told.push((citizen, change)));
	}
}

/// Moves what the other service holds.
pub struct Mover;
impl OnAccountRotated<AccountId> for Mover {
	fn weight() -> Weight {
		Weight::from_parts(1_000, 0)
	}

	fn on_account_rotated(party: PartyId, old: &AccountId, new: &AccountId) -> DispatchResult {
		ensure!(
			!RotationRefused::get(),
			DispatchError::Other("a service cannot move")
		);
		// The register stored the new account before it told.
		assert_eq!(
			CitizenIdentity::citizen_of(new).map(PartyId::Citizen),
			Some(party)
		);
		let held = held_by_service(*old);
		if held > 0 {
			Balances::transfer_on_hold(
				&service::HoldReason::Agreement.into(),
				old,
				new,
				held,
				Precision::Exact,
				Restriction::OnHold,
				Fortitude::Polite,
			)?;
		}
		Rotated::mutate(|rotated| rotated.push((party, *old, *new)));
		Ok(())
	}
}

/// What a citizen can let a counter do.
#[derive(
	codec::Encode,
	codec::Decode,
	codec::DecodeWithMemTracking,
	codec::MaxEncodedLen,
	scale_info::TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
pub enum Scope {
	/// Remarks.
	Remarks,
	/// Transfers.
	Transfers,
	/// Batches of whatever else is granted.
	Batches,
}

impl InstanceFilter<RuntimeCall> for Scope {
	fn filter(&self, call: &RuntimeCall) -> bool {
		match self {
			Self::Remarks => matches!(
				call,
				RuntimeCall::System(frame_system::Call::remark_with_event { .. })
			),
			Self::Transfers => matches!(call, RuntimeCall::Balances(..)),
			Self::Batches => matches!(
				call,
				RuntimeCall::Utility(
					pallet_utility::Call::batch_all { .. } | pallet_utility::Call::batch { .. }
				)
			),
		}
	}
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;
#[cfg(feature = "runtime-benchmarks")]
impl crate::benchmarking::BenchmarkHelper<Scope, RuntimeCall> for Helper {
	fn scopes() -> Vec<Scope> {
		vec![Scope::Remarks, Scope::Transfers, Scope::Batches]
	}
	fn call() -> RuntimeCall {
		frame_system::Call::remark_with_event { remark: vec![7] }.into()
	}
	fn set_time(now: Moment) {
		Now::set(now);
	}
}

impl Config for Test {
	type RuntimeCall = RuntimeCall;
	type CardOfficeOrigin = EnsureCardOffice;
	type CounterOrigin = EnsureCounter;
	type CounterScope = Scope;
	type Agencies = Agencies;
	type OnAdmission = Recorder;
	type OnAccountRotated = Mover;
	type OnCardStatus = Recorder;
	type Currency = Balances;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type FreshIds = FreshIds;
	type Reserved = Aliases;
	type ReservedAccounts = Aliases;
	type Clock = Clock;
	type GovernanceOrigin = frame_system::EnsureRoot<AccountId>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

pub struct ExtBuilder {
	cards: Vec<(u64, AccountId)>,
	issued_by: AgencyId,
	terms: CardTerms,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self {
			cards: vec![(DAVES_CARD.0, DAVE), (EVES_CARD.0, EVE)],
			issued_by: OFFICE,
			terms: CardTerms::default(),
		}
	}
}

impl ExtBuilder {
	pub fn terms(mut self, terms: CardTerms) -> Self {
		self.terms = terms;
		self
	}

	pub fn cards(mut self, cards: Vec<(u64, AccountId)>) -> Self {
		self.cards = cards;
		self
	}

	pub fn issued_by(mut self, agency: AgencyId) -> Self {
		self.issued_by = agency;
		self
	}

	pub fn build(self) -> sp_io::TestExternalities {
		Now::set(START);
		AgencyAccounts::set(BTreeMap::from([
			(CLERK, OFFICE),
			(CHIEF, OFFICE),
			(TELLER, COUNTER),
		]));
		Told::set(Vec::new());
		Rotated::set(Vec::new());
		RotationRefused::set(false);
		Collisions::set(0);
		AliasIndices::set(Vec::new());
		AliasAccounts::set(Vec::new());
		Admitted::set(Vec::new());
		let storage = RuntimeGenesisConfig {
			balances: pallet_balances::GenesisConfig {
				balances: vec![(DAVE, FORTUNE), (EVE, FORTUNE)],
				..Default::default()
			},
			citizen_identity: GenesisConfig {
				cards: self.cards,
				issued_by: self.issued_by,
				terms: self.terms,
			},
			..Default::default()
		}
		.build_storage()
		.expect("the genesis can be built");
		let mut ext = sp_io::TestExternalities::from(storage);
		ext.execute_with(|| System::set_block_number(1));
		ext
	}

	/// Run a test, and check the invariants after it.
	pub fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			CitizenIdentity::do_try_state().expect("the invariants hold after every test");
		});
	}
}

/// The events of this pallet since the last call.
pub fn take_events() -> Vec<Event<Test>> {
	let events = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	events
}

pub fn card(citizen: CitizenIndex) -> Card<AccountId> {
	Cards::<Test>::get(citizen).expect("the card is issued")
}

/// Let `span` pass.
pub fn advance(span: Moment) {
	Now::set(Now::get() + span);
}

/// A document nobody reads.
pub fn paper(number: u8) -> DocumentCommitment {
	DocumentCommitment(Hash::repeat_byte(number))
}

pub fn won(account: AccountId) -> Balance {
	<Balances as Inspect<AccountId>>::total_balance(&account)
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// Whether `who` can send a won to Ferdie.
pub fn can_spend(who: AccountId) -> bool {
	frame_support::storage::with_transaction(|| {
		sp_runtime::TransactionOutcome::Rollback(Ok::<bool, DispatchError>(
			Balances::transfer_allow_death(signed(who), FERDIE, WON).is_ok(),
		))
	})
	.unwrap_or(false)
}

/// Let the other service hold won.
pub fn hold(who: AccountId, amount: Balance) {
	Balances::hold(&service::HoldReason::Agreement.into(), &who, amount).expect("there is as much");
}

/// What the other service holds.
pub fn held_by_service(who: AccountId) -> Balance {
	Balances::balance_on_hold(&service::HoldReason::Agreement.into(), &who)
}
