// SPDX-License-Identifier: Apache-2.0

//! A runtime of System and CitizenIdentity, with a clock, a register of agencies and a source of fresh
//! identifiers that tests set by hand.

use crate as pallet_citizen_identity;
use crate::*;
use core::time::Duration;
use frame_support::{derive_impl, parameter_types};
use frame_system::mocking::MockBlock;
use seoul_chain_primitives::{id::derive_fresh_id, DistrictCode, Hash, Role};
use sp_runtime::BuildStorage;
use std::collections::BTreeMap;

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
	#[runtime::pallet_index(51)]
	pub type CitizenIdentity = pallet_citizen_identity;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
}

/// The time at which tests begin.
pub const START: Moment = 1_800_000_000_000;
/// The agency that is the card office, and its delegate.
pub const OFFICE: AgencyId = AgencyId(4);
pub const CLERK: AccountId = 40;
/// Holders of the cards of the genesis.
pub const DAVE: AccountId = 1;
pub const DAVES_CARD: CitizenIndex = CitizenIndex(1_001);
pub const EVE: AccountId = 2;
pub const EVES_CARD: CitizenIndex = CitizenIndex(1_002);
/// An account without a card.
pub const FERDIE: AccountId = 3;
/// An index that no card has.
pub const NO_CARD: CitizenIndex = CitizenIndex(7);
/// What is said to whoever is not the card office.
pub const NOT_THE_OFFICE: DispatchError = DispatchError::Other("not the card office");

parameter_types! {
	pub static Now: Moment = START;
	pub static AgencyAccounts: BTreeMap<AccountId, AgencyId> = BTreeMap::new();
	pub static Admitted: Vec<AccountId> = Vec::new();
	/// How many of the next draws give Dave's index.
	pub static Collisions: u64 = 0;
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

pub struct EnsureCardOffice;
impl EnsureActor<RuntimeOrigin> for EnsureCardOffice {
	type Success = Actor<AccountId>;

	fn ensure_actor(origin: RuntimeOrigin) -> Result<Self::Success, DispatchError> {
		let who = frame_system::ensure_signed(origin)?;
		ensure!(who == CLERK, NOT_THE_OFFICE);
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

/// A register that knows of one agency, the card office.
pub struct Agencies;
impl AgencyRegistry<AccountId> for Agencies {
	fn agency_of(who: &AccountId) -> Option<AgencyId> {
		AgencyAccounts::get().get(who).copied()
	}
	fn payout_account(agency: AgencyId) -> Option<AccountId> {
		Self::ensure_active(agency).ok().map(|()| CLERK)
	}
	fn district_of(_: AgencyId) -> Option<DistrictCode> {
		None
	}
	fn ensure_active(agency: AgencyId) -> DispatchResult {
		ensure!(agency == OFFICE, DispatchError::CannotLookup);
		Ok(())
	}
	fn ensure_agency_has(agency: AgencyId, _: Role) -> DispatchResult {
		Self::ensure_active(agency)
	}
	fn ensure_role(who: &AccountId, _: Role) -> Result<AgencyId, DispatchError> {
		Self::agency_of(who).ok_or(DispatchError::CannotLookup)
	}
}

/// Remembers who was admitted, in order.
pub struct Recorder;
impl OnAdmission<AccountId> for Recorder {
	fn on_admitted(who: &AccountId) {
		Admitted::mutate(|admitted| admitted.push(*who));
	}
}

impl Config for Test {
	type CardOfficeOrigin = EnsureCardOffice;
	type Agencies = Agencies;
	type OnAdmission = Recorder;
	type FreshIds = FreshIds;
	type Clock = Clock;
	type WeightInfo = ();
}

pub struct ExtBuilder {
	cards: Vec<(u64, AccountId)>,
	issued_by: AgencyId,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self {
			cards: vec![(DAVES_CARD.0, DAVE), (EVES_CARD.0, EVE)],
			issued_by: OFFICE,
		}
	}
}

impl ExtBuilder {
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
		AgencyAccounts::set(BTreeMap::from([(CLERK, OFFICE)]));
		Collisions::set(0);
		Admitted::set(Vec::new());
		let storage = RuntimeGenesisConfig {
			citizen_identity: GenesisConfig {
				cards: self.cards,
				issued_by: self.issued_by,
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
