// SPDX-License-Identifier: Apache-2.0

//! A runtime in which sessions, historical roots, authorship, offences and GRANDPA are the real ones.
//! Tests name the author of each block, and sign with keys that they make from the account's number.

use crate as pallet_validator_set;
use crate::*;
use codec::Encode;
use frame_support::{
	derive_impl,
	dispatch::DispatchResultWithPostInfo,
	parameter_types,
	traits::{ConstU32, ConstU64, FindAuthor, KeyOwnerProofSystem, OnFinalize, OnInitialize},
	ConsensusEngineId,
};
use frame_system::mocking::MockBlock;
use pallet_session::{historical as pallet_session_historical, PeriodicSessions};
use seoul_chain_primitives::{DistrictCode, Role};
use sp_consensus_grandpa::{AuthorityId, EquivocationProof, RoundNumber, SetId, KEY_TYPE};
use sp_core::{ed25519, proof_of_possession::statement_of_ownership, Pair, H256};
use sp_runtime::{
	impl_opaque_keys,
	testing::TestXt,
	traits::{Hash, OpaqueKeys},
	BuildStorage, DispatchError,
};
use sp_session::MembershipProof;

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
	#[runtime::pallet_index(30)]
	pub type Authorship = pallet_authorship;
	#[runtime::pallet_index(29)]
	pub type ValidatorSet = pallet_validator_set;
	#[runtime::pallet_index(32)]
	pub type Session = pallet_session;
	#[runtime::pallet_index(33)]
	pub type Grandpa = pallet_grandpa;
	#[runtime::pallet_index(36)]
	pub type Offences = pallet_offences;
	#[runtime::pallet_index(37)]
	pub type Historical = pallet_session_historical;
}

impl_opaque_keys! {
	pub struct TestSessionKeys {
		pub grandpa: Grandpa,
	}
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<u64>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
}

impl<C> frame_system::offchain::CreateTransactionBase<C> for Test
where
	RuntimeCall: From<C>,
{
	type RuntimeCall = RuntimeCall;
	type Extrinsic = TestXt<RuntimeCall, ()>;
}

impl<C> frame_system::offchain::CreateBare<C> for Test
where
	RuntimeCall: From<C>,
{
	fn create_bare(call: Self::RuntimeCall) -> Self::Extrinsic {
		TestXt::new_bare(call)
	}
}

/// Blocks of a session.
pub const SESSION: u32 = 5;

parameter_types! {
	pub static Author: Option<AccountId> = None;
	pub static MaxValidators: u32 = 10;
	pub static OfflineSessionsShown: u32 = 2;
	pub static ReportingSessions: SessionIndex = 3;
}

/// The author that a test named for the next block.
pub struct NamedAuthor;

impl FindAuthor<AccountId> for NamedAuthor {
	fn find_author<'a, I>(_: I) -> Option<AccountId>
	where
		I: 'a + IntoIterator<Item = (ConsensusEngineId, &'a [u8])>,
	{
		Author::get()
	}
}

impl pallet_authorship::Config for Test {
	type FindAuthor = NamedAuthor;
	type EventHandler = ValidatorSet;
}

type SessionEnd = PeriodicSessions<SessionLength<Test>, ConstU64<0>>;

impl pallet_session::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = RegisteredValidator<Self>;
	type ShouldEndSession = PlanAtBoundary<Self, SessionEnd>;
	type NextSessionRotation = SessionEnd;
	type SessionManager = historical::NoteHistoricalRoot<Self, ValidatorSet>;
	type SessionHandler = <TestSessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = TestSessionKeys;
	type DisablingStrategy = ();
	type WeightInfo = ();
	type Currency = Balances;
	type KeyDeposit = ();
}

impl historical::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = ();
	type FullIdentificationOf = NoIdentification;
}

impl pallet_offences::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type IdentificationTuple = historical::IdentificationTuple<Self>;
	type OnOffenceHandler = ValidatorSet;
}

impl pallet_grandpa::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
	type MaxAuthorities = ConstU32<100>;
	type MaxNominators = ConstU32<0>;
	type MaxSetIdSessionEntries = ConstU64<10>;
	type KeyOwnerProof = MembershipProof;
	type EquivocationReportSystem =
		pallet_grandpa::EquivocationReportSystem<Self, Offences, Historical, ConstU64<15>>;
}

/// Agencies up to this number are active.
pub const AGENCY: AgencyId = AgencyId(7);
pub const OTHER_AGENCY: AgencyId = AgencyId(8);
pub const SUSPENDED_AGENCY: AgencyId = AgencyId(66);
/// Why a suspended agency is refused.
pub const SUSPENDED: DispatchError = DispatchError::Other("suspended");

pub struct Agencies;

impl AgencyRegistry<AccountId> for Agencies {
	fn agency_of(_: &AccountId) -> Option<AgencyId> {
		None
	}
	fn payout_account(_: AgencyId) -> Option<AccountId> {
		None
	}
	fn district_of(_: AgencyId) -> Option<DistrictCode> {
		None
	}
	fn ensure_active(agency: AgencyId) -> DispatchResult {
		if agency == SUSPENDED_AGENCY {
			return Err(SUSPENDED);
		}
		Ok(())
	}
	fn ensure_agency_has(agency: AgencyId, _: Role) -> DispatchResult {
		Self::ensure_active(agency)
	}
	fn ensure_role(_: &AccountId, _: Role) -> Result<AgencyId, DispatchError> {
		Err(SUSPENDED)
	}
}

/// Gives an admitted account the reference that lets it exist without money.
pub struct Admitted;

impl OnAdmission<AccountId> for Admitted {
	fn on_admitted(who: &AccountId) {
		if System::providers(who) == 0 {
			System::inc_providers(who);
		}
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl crate::benchmarking::BenchmarkHelper for Agencies {
	fn active_agency() -> AgencyId {
		AGENCY
	}
}

impl Config for Test {
	type GovernanceOrigin = frame_system::EnsureRoot<AccountId>;
	type Agencies = Agencies;
	type OnAdmission = Admitted;
	type MaxValidators = MaxValidators;
	type OfflineSessionsShown = OfflineSessionsShown;
	type ReportingSessions = ReportingSessions;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Agencies;
}

/// An account that is no validator in any genesis.
pub const NEWCOMER: AccountId = 50;
pub const STRANGER: AccountId = 90;

pub struct ExtBuilder {
	validators: Vec<AccountId>,
	min_validators: u32,
}

impl Default for ExtBuilder {
	/// Four validators, of which two must remain.
	fn default() -> Self {
		Self {
			validators: vec![1, 2, 3, 4],
			min_validators: 2,
		}
	}
}

impl ExtBuilder {
	pub fn validators(mut self, count: u64) -> Self {
		self.validators = (1..=count).collect();
		self
	}

	pub fn min_validators(mut self, minimum: u32) -> Self {
		self.min_validators = minimum;
		self
	}

	pub fn build(self) -> sp_io::TestExternalities {
		Author::set(None);
		MaxValidators::set(10);
		OfflineSessionsShown::set(2);
		ReportingSessions::set(3);
		let storage = RuntimeGenesisConfig {
			validator_set: pallet_validator_set::GenesisConfig {
				validators: self
					.validators
					.iter()
					.map(|account| GenesisValidator {
						account: *account,
						agency: AGENCY,
					})
					.collect(),
				min_validators: self.min_validators,
				session_length: SESSION,
			},
			session: pallet_session::GenesisConfig {
				keys: self
					.validators
					.iter()
					.map(|account| (*account, *account, keys(*account)))
					.collect(),
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
			ValidatorSet::do_try_state().expect("the invariants hold after every test");
		});
	}
}

/// Go to the next block, made by `author` if one is given.
pub fn next_block(author: Option<AccountId>) {
	let now = System::block_number();
	Authorship::on_finalize(now);
	Grandpa::on_finalize(now);
	System::set_block_number(now + 1);
	Author::set(author);
	Authorship::on_initialize(now + 1);
	Session::on_initialize(now + 1);
}

/// Go to the first block of the next session. The validators of `authors` make blocks in turn, fewer
/// than a session has.
pub fn next_session_by(authors: &[AccountId]) {
	let index = Session::current_index();
	let mut authors = authors.iter();
	while Session::current_index() == index {
		next_block(authors.next().copied());
	}
}

/// Go to the first block of the next session; nobody is named as author.
pub fn next_session() {
	next_session_by(&[]);
}

/// The pair that `seed` stands for. Validators use their account's number.
pub fn pair(seed: u64) -> ed25519::Pair {
	let seed = sp_runtime::traits::BlakeTwo256::hash_of(&seed);
	ed25519::Pair::from_seed(&seed.0)
}

pub fn keys(seed: u64) -> TestSessionKeys {
	TestSessionKeys {
		grandpa: AuthorityId::from(pair(seed).public()),
	}
}

/// The proof that the keys of `seed` are those of `owner`.
pub fn ownership_proof(seed: u64, owner: AccountId) -> Vec<u8> {
	pair(seed)
		.sign(&statement_of_ownership(&owner.encode()))
		.encode()
}

/// Set the keys of `seed` as those of `who`.
pub fn set_keys(who: AccountId, seed: u64) -> DispatchResult {
	Session::set_keys(
		RuntimeOrigin::signed(who),
		keys(seed),
		ownership_proof(seed, who),
	)
}

/// Two prevotes of one round for two blocks, signed with the key of `seed`.
pub fn equivocation(seed: u64, set: SetId, round: RoundNumber) -> EquivocationProof<H256, u64> {
	let blocks = [H256::repeat_byte(1), H256::repeat_byte(2)];
	votes(seed, set, set, round, blocks)
}

/// Two prevotes of one round, signed for the set `signed` and reported as votes in the set `claimed`.
pub fn votes(
	seed: u64,
	signed: SetId,
	claimed: SetId,
	round: RoundNumber,
	blocks: [H256; 2],
) -> EquivocationProof<H256, u64> {
	let pair = pair(seed);
	let vote = |target_hash| {
		let prevote = finality_grandpa::Prevote {
			target_hash,
			target_number: 10,
		};
		let message = finality_grandpa::Message::Prevote(prevote.clone());
		let payload = sp_consensus_grandpa::localized_payload(round, signed, &message);
		(prevote, pair.sign(&payload).into())
	};
	let [first, second] = blocks;
	EquivocationProof::new(
		claimed,
		sp_consensus_grandpa::Equivocation::Prevote(finality_grandpa::Equivocation {
			round_number: round,
			identity: pair.public().into(),
			first: vote(first),
			second: vote(second),
		}),
	)
}

/// The proof that the key of `seed` is a validator's in the running session.
pub fn membership(seed: u64) -> MembershipProof {
	Historical::prove((KEY_TYPE, AuthorityId::from(pair(seed).public())))
		.expect("the trie can be read")
}

pub fn report(
	proof: EquivocationProof<H256, u64>,
	membership: MembershipProof,
) -> DispatchResultWithPostInfo {
	Grandpa::report_equivocation_unsigned(RuntimeOrigin::none(), Box::new(proof), membership)
}

/// Let the validator equivocate in the running set, and report it. Its key is that of its number.
pub fn equivocate(who: AccountId, round: RoundNumber) {
	let set = pallet_grandpa::CurrentSetId::<Test>::get();
	report(equivocation(who, set, round), membership(who)).expect("the equivocation is proven");
}

/// The GRANDPA authorities, as the validators' numbers.
pub fn voters() -> Vec<AccountId> {
	let voters = Grandpa::grandpa_authorities();
	let number = |key: &AuthorityId| {
		(1..=100)
			.find(|number| AuthorityId::from(pair(*number).public()) == *key)
			.expect("keys are made from small numbers")
	};
	voters.iter().map(|(key, _)| number(key)).collect()
}

/// The events of this pallet since the last call.
pub fn take_events() -> Vec<Event<Test>> {
	let events = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	events
}

pub fn status(who: AccountId) -> ValidatorStatus {
	Validators::<Test>::get(who)
		.expect("the validator is registered")
		.status
}

pub fn ready() -> Vec<AccountId> {
	let mut ready: Vec<_> = Validators::<Test>::iter()
		.filter(|(who, info)| info.stands() && Session::load_keys(who).is_some())
		.map(|(who, _)| who)
		.collect();
	ready.sort_unstable();
	ready
}
