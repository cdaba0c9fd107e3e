// SPDX-License-Identifier: Apache-2.0

//! A runtime of System, Balances and DepositToken, with a clock and a register of agencies that tests
//! set by hand.

use crate as pallet_deposit_token;
use crate::*;
use core::time::Duration;
use frame_support::{
	derive_impl, parameter_types,
	traits::{fungible::MutateFreeze, ConstU128, ConstU32},
};
use frame_system::mocking::MockBlock;
use seoul_chain_primitives::{chain::DAY, DistrictCode, Hash};
use sp_runtime::BuildStorage;

pub type AccountId = u64;

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
	#[runtime::pallet_index(12)]
	pub type DepositToken = pallet_deposit_token;
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
	type FreezeIdentifier = u8;
	type MaxFreezes = ConstU32<1>;
}

/// The time at which tests begin: midnight in Korea, 2 January 2026.
pub const START: Moment = 20_455 * DAY - 9 * 3_600_000;
/// The treasury and its three delegates.
pub const TREASURY: AgencyId = AgencyId(8);
pub const MAKER: AccountId = 80;
pub const CHECKER: AccountId = 81;
pub const THIRD: AccountId = 82;
/// Another treasury and its delegate.
pub const OTHER: AgencyId = AgencyId(9);
pub const OTHER_CLERK: AccountId = 90;
/// An agency that is no treasury.
pub const DEALER: AgencyId = AgencyId(3);
/// Holders of won at the start, and an account without any.
pub const DAVE: AccountId = 1;
pub const EVE: AccountId = 2;
pub const NEWCOMER: AccountId = 3;
/// What Dave and Eve have at the start.
pub const FORTUNE: Balance = 100_000 * WON;

/// What is said to whoever acts for no treasury, and of what is none.
pub const NOT_A_TREASURER: DispatchError = DispatchError::Other("not a delegate of a treasury");
pub const SUSPENDED: DispatchError = DispatchError::Other("the treasury is suspended");
pub const NOT_A_TREASURY: DispatchError = DispatchError::Other("not a treasury");

parameter_types! {
	pub static Now: Moment = START;
	pub static TreasurySuspended: bool = false;
	pub const Won: Balance = WON;
	pub const MaxProposals: u32 = 3;
	pub const MaxRedemptions: u32 = 2;
}

pub struct Clock;
impl UnixTime for Clock {
	fn now() -> Duration {
		Duration::from_millis(Now::get())
	}
}

pub struct EnsureTreasury;
impl EnsureActor<RuntimeOrigin> for EnsureTreasury {
	type Success = Actor<AccountId>;

	fn ensure_actor(origin: RuntimeOrigin) -> Result<Self::Success, DispatchError> {
		let who = ensure_signed(origin)?;
		let agency = Agencies::agency_of(&who).ok_or(NOT_A_TREASURER)?;
		Agencies::ensure_active(agency)?;
		Ok(Actor { agency, who })
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn successful_actor() -> RuntimeOrigin {
		RuntimeOrigin::signed(CHECKER)
	}
}

/// A register of two treasuries, of which the first can be suspended.
pub struct Agencies;
impl AgencyRegistry<AccountId> for Agencies {
	fn agency_of(who: &AccountId) -> Option<AgencyId> {
		match *who {
			MAKER | CHECKER | THIRD => Some(TREASURY),
			OTHER_CLERK => Some(OTHER),
			_ => None,
		}
	}
	fn payout_account(_: AgencyId) -> Option<AccountId> {
		None
	}
	fn district_of(_: AgencyId) -> Option<DistrictCode> {
		None
	}
	fn ensure_active(agency: AgencyId) -> DispatchResult {
		ensure!(agency != TREASURY || !TreasurySuspended::get(), SUSPENDED);
		Ok(())
	}
	fn ensure_agency_has(agency: AgencyId, role: Role) -> DispatchResult {
		Self::ensure_active(agency)?;
		ensure!(
			role == Role::Treasury && [TREASURY, OTHER].contains(&agency),
			NOT_A_TREASURY
		);
		Ok(())
	}
	fn ensure_role(who: &AccountId, _: Role) -> Result<AgencyId, DispatchError> {
		Self::agency_of(who).ok_or(NOT_A_TREASURER)
	}
}

impl Config for Test {
	type TreasuryOrigin = EnsureTreasury;
	type GovernanceOrigin = frame_system::EnsureRoot<AccountId>;
	type Agencies = Agencies;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Clock = Clock;
	type Won = Won;
	type MaxProposals = MaxProposals;
	type MaxRedemptions = MaxRedemptions;
	type WeightInfo = ();
}

/// The limits with which tests begin.
pub const LIMITS: IssuanceLimits = IssuanceLimits {
	daily_mint: 50_000,
	daily_burn: 30_000,
	supply_ceiling: 400_000,
	min_redemption: 1_000,
	approval_period: DAY,
	payout_period: 2 * DAY,
};

pub struct ExtBuilder {
	limits: IssuanceLimits,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self { limits: LIMITS }
	}
}

impl ExtBuilder {
	pub fn limits(mut self, limits: IssuanceLimits) -> Self {
		self.limits = limits;
		self
	}

	pub fn build(self) -> sp_io::TestExternalities {
		Now::set(START);
		TreasurySuspended::set(false);
		let storage = RuntimeGenesisConfig {
			balances: pallet_balances::GenesisConfig {
				balances: vec![(DAVE, FORTUNE), (EVE, FORTUNE)],
				..Default::default()
			},
			deposit_token: pallet_deposit_token::GenesisConfig {
				limits: self.limits,
				..Default::default()
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
			DepositToken::do_try_state().expect("the invariants hold after every test");
		});
	}
}

/// The events of this pallet since the last call.
pub fn take_events() -> Vec<Event<Test>> {
	let events = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	events
}

/// The reference of a bank transaction.
pub fn bank(number: u8) -> BankReference {
	BankReference(Hash::repeat_byte(number))
}

/// What is held of an account.
pub fn held(who: AccountId) -> Balance {
	Balances::balance_on_hold(&HoldReason::Redemption.into(), &who)
}

/// Freeze won of an account, as when a card is suspended.
pub fn freeze(who: AccountId, amount: Balance) {
	Balances::set_freeze(&0, &who, amount).expect("an account can be frozen");
}
