// SPDX-License-Identifier: Apache-2.0

//! A runtime of System and Agencies, with a clock and a register of citizens that tests set by hand.

use crate as pallet_agencies;
use crate::*;
use core::time::Duration;
use frame_support::{derive_impl, parameter_types, traits::Contains, weights::Weight};
use frame_system::mocking::MockBlock;
use seoul_chain_primitives::CitizenIndex;
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
	#[runtime::pallet_index(50)]
	pub type Agencies = pallet_agencies;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
}

/// The time at which tests begin.
pub const START: Moment = 1_800_000_000_000;
/// The longest delegation.
pub const MAX_PERIOD: Moment = 1_000_000;

parameter_types! {
	pub static Now: Moment = START;
	pub static CitizenAccounts: BTreeSet<AccountId> = BTreeSet::new();
	pub static FormerAccounts: BTreeSet<AccountId> = BTreeSet::new();
	pub static MaxDelegates: u32 = 3;
	pub static MaxDelegationPeriod: Moment = MAX_PERIOD;
	pub static Admitted: Vec<AccountId> = Vec::new();
	pub static Rotated: Vec<(PartyId, AccountId, AccountId)> = Vec::new();
}

pub struct Clock;
impl UnixTime for Clock {
	fn now() -> Duration {
		Duration::from_millis(Now::get())
	}
}

/// A register in which the index of a citizen is the number of the account.
pub struct Citizens;
impl CitizenRegistry<AccountId> for Citizens {
	fn citizen_of(who: &AccountId) -> Option<CitizenIndex> {
		CitizenAccounts::get()
			.contains(who)
			.then_some(CitizenIndex(*who))
	}
	fn account_of(citizen: CitizenIndex) -> Option<AccountId> {
		CitizenAccounts::get()
			.contains(&citizen.0)
			.then_some(citizen.0)
	}
	fn ensure_active(citizen: CitizenIndex) -> DispatchResult {
		Self::account_of(citizen)
			.map(|_| ())
			.ok_or(DispatchError::CannotLookup)
	}
	fn was_a_citizens(who: &AccountId) -> bool {
		FormerAccounts::get().contains(who)
	}
}

/// Every code is a district's but this one.
pub const NO_DISTRICT: DistrictCode = DistrictCode(99_999);

pub struct Districts;

impl Contains<DistrictCode> for Districts {
	fn contains(district: &DistrictCode) -> bool {
		*district != NO_DISTRICT
	}
}

/// Remembers who was admitted, in order.
pub struct Recorder;
impl OnAdmission<AccountId> for Recorder {
	fn on_admitted(who: &AccountId) {
		Admitted::mutate(|admitted| admitted.push(*who));
	}
}

/// Moves nothing, and refuses the account that cannot receive.
pub struct Mover;
impl OnAccountRotated<AccountId> for Mover {
	fn weight() -> Weight {
		Weight::from_parts(7, 0)
	}

	fn on_account_rotated(
		party: PartyId,
		old: &AccountId,
		new: &AccountId,
	) -> sp_runtime::DispatchResult {
		if *new == CANNOT_RECEIVE {
			return Err(CANNOT_MOVE);
		}
		Rotated::mutate(|rotated| rotated.push((party, *old, *new)));
		Ok(())
	}
}

impl Config for Test {
	type CouncilOrigin = frame_system::EnsureRoot<AccountId>;
	type Citizens = Citizens;
	type Clock = Clock;
	type Districts = Districts;
	type OnAdmission = Recorder;
	type OnAccountRotated = Mover;
	type MaxDelegates = MaxDelegates;
	type MaxDelegationPeriod = MaxDelegationPeriod;
	type WeightInfo = ();
}

/// City department with the roles of a card office and of an admission office.
pub const CITY: AgencyId = AgencyId(0);
pub const CITY_ADMIN: AccountId = 10;
pub const CITY_DELEGATE: AccountId = 11;
/// District office, registrar of Dongdaemun-gu.
pub const DISTRICT: AgencyId = AgencyId(1);
pub const DISTRICT_ADMIN: AccountId = 20;
pub const DISTRICT_DELEGATE: AccountId = 21;
/// Used-car dealer.
pub const DEALER: AgencyId = AgencyId(2);
pub const DEALER_ADMIN: AccountId = 30;
pub const DEALER_DELEGATE: AccountId = 31;
/// An agency that does not exist, and the number that the next one gets.
pub const NEXT: AgencyId = AgencyId(3);
/// Accounts that act for nobody.
/// Nothing can be moved to this account.
pub const CANNOT_RECEIVE: AccountId = 88;
pub const CANNOT_MOVE: DispatchError = DispatchError::Other("what is held cannot move");

pub const NEWCOMER: AccountId = 90;
pub const STRANGER: AccountId = 91;
pub const CITIZEN: AccountId = 99;
/// An account that a citizen left.
pub const FORMER_CITIZEN: AccountId = 98;

pub const DONGDAEMUN: DistrictCode = DistrictCode(11_230);

fn genesis_agency(
	name: (&str, &str),
	kind: AgencyKind,
	roles: &[Role],
	district: Option<DistrictCode>,
	administrator: AccountId,
) -> GenesisAgency<AccountId> {
	GenesisAgency {
		name_ko: name.0.into(),
		name_en: name.1.into(),
		kind,
		roles: roles.to_vec(),
		district,
		administrator,
		payout_account: administrator + 5,
		delegates: vec![GenesisDelegate {
			account: administrator + 1,
			roles: roles.to_vec(),
			expires_at: START + MAX_PERIOD,
		}],
	}
}

/// The agencies with which every test begins: each has its administrator and one delegate with all
/// its roles.
pub fn genesis_agencies() -> Vec<GenesisAgency<AccountId>> {
	vec![
		genesis_agency(
			("디지털도시국", "Digital City Bureau"),
			AgencyKind::PublicInstitution,
			&[Role::CardOffice, Role::AdmissionOffice],
			None,
			CITY_ADMIN,
		),
		genesis_agency(
			("동대문구청", "Dongdaemun-gu Office"),
			AgencyKind::PublicInstitution,
			&[Role::Registrar, Role::Auditor],
			Some(DONGDAEMUN),
			DISTRICT_ADMIN,
		),
		genesis_agency(
			("장안평 모터스", "Janganpyeong Motors"),
			AgencyKind::Company,
			&[Role::CarDealer, Role::Representative],
			None,
			DEALER_ADMIN,
		),
	]
}

pub struct ExtBuilder {
	agencies: Vec<GenesisAgency<AccountId>>,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self {
			agencies: genesis_agencies(),
		}
	}
}

impl ExtBuilder {
	pub fn agencies(mut self, agencies: Vec<GenesisAgency<AccountId>>) -> Self {
		self.agencies = agencies;
		self
	}

	pub fn build(self) -> sp_io::TestExternalities {
		Now::set(START);
		CitizenAccounts::set(BTreeSet::from([CITIZEN]));
		FormerAccounts::set(BTreeSet::from([FORMER_CITIZEN]));
		MaxDelegates::set(3);
		MaxDelegationPeriod::set(MAX_PERIOD);
		Admitted::set(Vec::new());
		Rotated::set(Vec::new());
		let storage = RuntimeGenesisConfig {
			agencies: pallet_agencies::GenesisConfig {
				agencies: self.agencies,
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
			Agencies::do_try_state().expect("the invariants hold after every test");
		});
	}
}

/// The events of this pallet since the last call.
pub fn take_events() -> Vec<Event<Test>> {
	let events = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	events
}

pub fn record(agency: AgencyId) -> Agency<AccountId> {
	pallet_agencies::Agencies::<Test>::get(agency).expect("the agency is registered")
}

pub fn role_list(roles: &[Role]) -> RoleList {
	BoundedVec::truncate_from(roles.to_vec())
}

pub fn role_set(roles: &[Role]) -> Roles {
	Roles::try_from(roles.iter().copied().collect::<BTreeSet<_>>()).expect("at most 16 roles")
}

pub fn name(ko: &str, en: &str) -> AgencyName {
	let text = |text: &str| BoundedVec::truncate_from(text.as_bytes().to_vec());
	AgencyName {
		ko: text(ko),
		en: text(en),
	}
}
