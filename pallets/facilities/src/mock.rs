// SPDX-License-Identifier: Apache-2.0

//! A runtime of System and Facilities, with a clock and registers of cards and agencies that tests set by hand,
//! and a cast of citizens, offices and keys of every kind.

use crate as pallet_facilities;
use crate::*;
use core::time::Duration;
use frame_support::{derive_impl, ensure, parameter_types, traits::UnixTime, BoundedVec};
use frame_system::mocking::MockBlock;
use seoul_chain_login::{
	BatchId, Challenge, Commitment, Consent, ConsentId, CredentialTree, CredentialValue,
	Disclosure, FacilityId, LoginRequest, Message, Purpose, SchemaId, SessionPossession,
	SignedConsent,
};
use seoul_chain_primitives::{
	chain::DAY, AccountId, Actor, AgencyId, AgencyRegistry, CitizenIndex, CitizenRegistry,
	DistrictCode, EnsureActor, Moment, Role, Signature,
};
use sp_core::{ecdsa, ed25519, sr25519, Pair, H256};
use sp_io::hashing::blake2_256;
use sp_runtime::{
	traits::{IdentifyAccount, IdentityLookup},
	BuildStorage, DispatchError, DispatchResult, MultiSigner,
};
use std::collections::{BTreeMap, BTreeSet};

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
	#[runtime::pallet_index(55)]
	pub type Facilities = pallet_facilities;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
}

/// The time at which tests begin, far from the end of a cohort.
pub const START: Moment = 1_800_000_000_000;
/// The chain in what is signed.
pub const CHAIN: [u8; 32] = [7; 32];
pub const MINUTE: Moment = seoul_chain_primitives::chain::MINUTE;

/// A library, and another operator.
pub const LIBRARY: AgencyId = AgencyId(4);
pub const MUSEUM: AgencyId = AgencyId(5);
/// Two issuers of credentials.
pub const DISTRICT: AgencyId = AgencyId(6);
pub const WELFARE: AgencyId = AgencyId(7);

/// Kinds of credentials: district of residence, age band, and one that nobody requires.
pub const RESIDENCE: SchemaId = SchemaId(1);
pub const AGE: SchemaId = SchemaId(2);
pub const FAMILY: SchemaId = SchemaId(3);
pub const GANGDONG: CredentialValue = CredentialValue(11_740);
pub const JONGNO: CredentialValue = CredentialValue(11_110);
pub const YOUTH: CredentialValue = CredentialValue(19);

pub const DAVES_CARD: CitizenIndex = CitizenIndex(1_001);
pub const EVES_CARD: CitizenIndex = CitizenIndex(1_002);
pub const FACILITY: FacilityId = FacilityId(0);
pub const DOMAIN: &str = "library.seoul.go.kr";

pub const NOT_A_DELEGATE: DispatchError = DispatchError::Other("not a delegate");
pub const SUSPENDED: DispatchError = DispatchError::Other("suspended");

/// A key of one of the kinds that wallets have.
#[derive(Clone)]
#[allow(clippy::large_enum_variant)] // Few, and short-lived.
pub enum Key {
	Ed25519(ed25519::Pair),
	Sr25519(sr25519::Pair),
	Ecdsa(ecdsa::Pair),
	Eth(ecdsa::KeccakPair),
}

impl Key {
	/// The key of a name. The kind follows from the first byte of its seed.
	pub fn of(name: &str) -> Self {
		let seed = blake2_256(name.as_bytes());
		match seed[0] % 4 {
			0 => Self::Ed25519(ed25519::Pair::from_seed(&seed)),
			1 => Self::Sr25519(sr25519::Pair::from_seed(&seed)),
			2 => Self::Ecdsa(ecdsa::Pair::from_seed(&seed)),
			_ => Self::Eth(ecdsa::KeccakPair::from_seed(&seed)),
		}
	}

	/// A key of each kind.
	pub fn of_each_kind(name: &str) -> [Self; 4] {
		let seed = blake2_256(name.as_bytes());
		[
			Self::Ed25519(ed25519::Pair::from_seed(&seed)),
			Self::Sr25519(sr25519::Pair::from_seed(&seed)),
			Self::Ecdsa(ecdsa::Pair::from_seed(&seed)),
			Self::Eth(ecdsa::KeccakPair::from_seed(&seed)),
		]
	}

	pub fn account(&self) -> AccountId {
		match self {
			Self::Ed25519(pair) => MultiSigner::from(pair.public()).into_account(),
			Self::Sr25519(pair) => MultiSigner::from(pair.public()).into_account(),
			Self::Ecdsa(pair) => MultiSigner::from(pair.public()).into_account(),
			Self::Eth(pair) => MultiSigner::Eth(pair.public()).into_account(),
		}
	}

	pub fn sign(&self, message: &[u8]) -> Signature {
		match self {
			Self::Ed25519(pair) => pair.sign(message).into(),
			Self::Sr25519(pair) => pair.sign(message).into(),
			Self::Ecdsa(pair) => pair.sign(message).into(),
			Self::Eth(pair) => Signature::Eth(pair.sign(message)),
		}
	}
}

/// The account of a citizen's card.
pub fn dave() -> Key {
	Key::of("dave")
}

pub fn eve() -> Key {
	Key::of("eve")
}

/// Somebody without a card.
pub fn ferdie() -> Key {
	Key::of("ferdie")
}

/// Delegates.
pub fn librarian() -> AccountId {
	AccountId::new([40; 32])
}

pub fn curator() -> AccountId {
	AccountId::new([50; 32])
}

pub fn registrar() -> AccountId {
	AccountId::new([60; 32])
}

pub fn welfare_officer() -> AccountId {
	AccountId::new([70; 32])
}

parameter_types! {
	pub static Now: Moment = START;
	pub static Cards: BTreeMap<AccountId, CitizenIndex> = BTreeMap::new();
	pub static Former: BTreeSet<AccountId> = BTreeSet::new();
	pub static UnusableCards: BTreeSet<CitizenIndex> = BTreeSet::new();
	pub static SuspendedAgencies: BTreeSet<AgencyId> = BTreeSet::new();
	pub const ChainIdentity: [u8; 32] = CHAIN;
}

pub struct Clock;
impl UnixTime for Clock {
	fn now() -> Duration {
		Duration::from_millis(Now::get())
	}
}

pub struct Citizens;
impl CitizenRegistry<AccountId> for Citizens {
	fn citizen_of(who: &AccountId) -> Option<CitizenIndex> {
		Cards::get().get(who).copied()
	}

	fn account_of(citizen: CitizenIndex) -> Option<AccountId> {
		Cards::get()
			.into_iter()
			.find(|(_, index)| *index == citizen)
			.map(|(account, _)| account)
	}

	fn ensure_active(citizen: CitizenIndex) -> DispatchResult {
		ensure!(!UnusableCards::get().contains(&citizen), SUSPENDED);
		Ok(())
	}

	fn was_a_citizens(who: &AccountId) -> bool {
		Former::get().contains(who)
	}
}

fn delegates() -> [(AccountId, AgencyId, Role); 4] {
	[
		(librarian(), LIBRARY, Role::FacilityOperator),
		(curator(), MUSEUM, Role::FacilityOperator),
		(registrar(), DISTRICT, Role::CredentialIssuer),
		(welfare_officer(), WELFARE, Role::CredentialIssuer),
	]
}

pub struct Agencies;
impl AgencyRegistry<AccountId> for Agencies {
	fn agency_of(who: &AccountId) -> Option<AgencyId> {
		delegates()
			.into_iter()
			.find(|(account, ..)| account == who)
			.map(|(_, agency, _)| agency)
	}

	fn payout_account(_: AgencyId) -> Option<AccountId> {
		None
	}

	fn district_of(_: AgencyId) -> Option<DistrictCode> {
		None
	}

	fn ensure_active(agency: AgencyId) -> DispatchResult {
		ensure!(!SuspendedAgencies::get().contains(&agency), SUSPENDED);
		Ok(())
	}

	fn ensure_agency_has(agency: AgencyId, role: Role) -> DispatchResult {
		Self::ensure_active(agency)?;
		// In benchmarks there are more issuers than delegates.
		let holds = delegates()
			.into_iter()
			.any(|(_, id, held)| id == agency && held == role)
			|| (agency.0 >= 1_000 && role == Role::CredentialIssuer);
		ensure!(holds, NOT_A_DELEGATE);
		Ok(())
	}

	fn ensure_role(who: &AccountId, role: Role) -> Result<AgencyId, DispatchError> {
		let (_, agency, _) = delegates()
			.into_iter()
			.find(|(account, _, held)| account == who && *held == role)
			.ok_or(NOT_A_DELEGATE)?;
		Self::ensure_active(agency).map(|()| agency)
	}
}

macro_rules! role_origins {
	($($name:ident $role:ident $account:ident)+) => {
		$(
			pub struct $name;
			impl EnsureActor<RuntimeOrigin> for $name {
				type Success = Actor<AccountId>;

				fn ensure_actor(origin: RuntimeOrigin) -> Result<Self::Success, DispatchError> {
					let who = frame_system::ensure_signed(origin)?;
					let agency = Agencies::ensure_role(&who, Role::$role)?;
					Ok(Actor { agency, who })
				}

				#[cfg(feature = "runtime-benchmarks")]
				fn successful_actor() -> RuntimeOrigin {
					RuntimeOrigin::signed($account())
				}
			}
		)+
	};
}

role_origins! {
	OperatorOrigin FacilityOperator librarian
	IssuerOrigin CredentialIssuer registrar
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;
#[cfg(feature = "runtime-benchmarks")]
impl crate::benchmarking::BenchmarkHelper for Helper {
	fn create_citizen(seed: u32) -> (AccountId, CitizenIndex) {
		let account = AccountId::new(blake2_256(&seed.to_le_bytes()));
		let citizen = CitizenIndex(u64::from(seed) + 5_000);
		Cards::mutate(|cards| cards.insert(account.clone(), citizen));
		(account, citizen)
	}

	fn create_issuer(seed: u32) -> AgencyId {
		AgencyId(1_000 + seed)
	}

	fn set_time(now: Moment) {
		Now::set(now);
	}
}

impl Config for Test {
	type OperatorOrigin = OperatorOrigin;
	type IssuerOrigin = IssuerOrigin;
	type GovernanceOrigin = frame_system::EnsureRoot<AccountId>;
	type Citizens = Citizens;
	type Agencies = Agencies;
	type ChainId = ChainIdentity;
	type Clock = Clock;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

/// A chain without facilities and kinds of credentials.
pub fn empty_chain() -> sp_io::TestExternalities {
	chain_with(GenesisConfig::default())
}

pub fn chain_with(facilities: GenesisConfig<Test>) -> sp_io::TestExternalities {
	Now::set(START);
	Cards::set(BTreeMap::from([
		(dave().account(), DAVES_CARD),
		(eve().account(), EVES_CARD),
	]));
	Former::set(BTreeSet::new());
	UnusableCards::set(BTreeSet::new());
	SuspendedAgencies::set(BTreeSet::new());
	let storage = RuntimeGenesisConfig {
		facilities,
		..Default::default()
	}
	.build_storage()
	.expect("the genesis can be built");
	let mut ext = sp_io::TestExternalities::from(storage);
	ext.register_extension(sp_keystore::KeystoreExt::new(
		sp_keystore::testing::MemoryKeystore::new(),
	));
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// Run a test on a chain with three kinds of credentials and a library that requires none, and check the
/// invariants after it.
pub fn build_and_execute(test: impl FnOnce()) {
	empty_chain().execute_with(|| {
		for (schema, issuers) in [
			(RESIDENCE, vec![DISTRICT]),
			(AGE, vec![DISTRICT]),
			(FAMILY, vec![DISTRICT, WELFARE]),
		] {
			Facilities::set_schema(RuntimeOrigin::root(), schema, schema_of(&issuers))
				.expect("governance names kinds");
		}
		Facilities::register_facility(signed(&librarian()), library()).expect("it is in order");
		System::reset_events();
		test();
		Facilities::do_try_state().expect("the invariants hold after every test");
	});
}

pub fn signed(who: &AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.clone())
}

/// The events of this pallet since the last call.
pub fn take_events() -> Vec<Event<Test>> {
	let events = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	events
}

pub fn advance(span: Moment) {
	Now::set(Now::get() + span);
}

pub fn suspend_card(citizen: CitizenIndex) {
	UnusableCards::mutate(|cards| cards.insert(citizen));
}

pub fn text<Bound: frame_support::traits::Get<u32>>(text: &str) -> BoundedVec<u8, Bound> {
	text.as_bytes().to_vec().try_into().expect("it is short")
}

pub fn schema_of(issuers: &[AgencyId]) -> Schema {
	let mut set = Issuers::new();
	for agency in issuers {
		set.try_insert(*agency).expect("there is room");
	}
	Schema {
		korean_name: text("자격"),
		english_name: text("A kind of credential"),
		issuers: set,
	}
}

pub fn purpose(korean: &str, english: &str) -> FacilityPurpose {
	FacilityPurpose {
		korean: text(korean),
		english: text(english),
	}
}

/// A library that requires nothing.
pub fn library() -> FacilityDetails {
	FacilityDetails {
		korean_name: text("강동도서관"),
		english_name: text("Gangdong Library"),
		domain: text(DOMAIN),
		purposes: vec![purpose("도서 대출", "Lend books")]
			.try_into()
			.expect("one"),
		requirements: BoundedVec::new(),
		pass_lifetime: 60 * MINUTE,
	}
}

/// A library for the youth of a district.
pub fn youth_library() -> FacilityDetails {
	FacilityDetails {
		requirements: vec![
			Requirement {
				schema: RESIDENCE,
				accepted: Accepted::OneOf {
					values: vec![GANGDONG].try_into().expect("one"),
				},
			},
			Requirement {
				schema: AGE,
				accepted: Accepted::Between {
					lowest: CredentialValue(14),
					highest: CredentialValue(34),
				},
			},
		]
		.try_into()
		.expect("two"),
		..library()
	}
}

/// Change the facility of the tests.
pub fn change(details: FacilityDetails) {
	Facilities::change_facility(signed(&librarian()), FACILITY, details).expect("it is in order");
}

pub fn challenge_to(key: &Key) -> Challenge {
	Challenge {
		chain: CHAIN,
		facility: FACILITY,
		domain: DOMAIN.into(),
		account: key.account(),
		nonce: [9; 32],
		issued_at: Now::get(),
		expires_at: Now::get() + 2 * MINUTE,
	}
}

pub fn consent_of(key: &Key) -> Consent {
	Consent {
		chain: CHAIN,
		facility: FACILITY,
		domain: DOMAIN.into(),
		account: key.account(),
		purposes: vec![Purpose {
			korean: "도서 대출".into(),
			english: "Lend books".into(),
		}],
		issued_at: Now::get(),
		expires_at: Now::get() + 300 * DAY,
		salt: [3; 32],
	}
}

pub fn sign_consent(key: &Key, consent: Consent) -> SignedConsent {
	SignedConsent {
		signature: key.sign(consent.text().as_bytes()),
		consent,
	}
}

/// A login that is granted as long as nothing is revoked.
pub fn login_by(key: &Key) -> LoginRequest {
	let challenge = challenge_to(key);
	LoginRequest {
		signature: key.sign(challenge.text().as_bytes()),
		challenge,
		consent: Some(sign_consent(key, consent_of(key))),
		disclosures: vec![],
	}
}

/// Sign a challenge that was changed.
pub fn sign_again(key: &Key, request: &mut LoginRequest) {
	request.signature = key.sign(request.challenge.text().as_bytes());
}

/// Open a session with this key.
pub fn open_session(
	by: &Key,
	citizen: CitizenIndex,
	key: &Key,
	expires_at: Moment,
) -> DispatchResult {
	let message = SessionPossession {
		chain: CHAIN,
		citizen,
		key: key.account(),
		expires_at,
	};
	Facilities::open_session(
		signed(&by.account()),
		key.account(),
		expires_at,
		key.sign(&message.to_bytes()),
	)
}

/// The next end of a cohort.
pub fn cohort_end() -> Moment {
	let cohort = LoginTerms::default().credential_cohort;
	(Now::get() / cohort + 1) * cohort
}

/// A batch of an issuer with these credentials of a citizen, and their openings.
pub fn publish(
	issuer: &AccountId,
	citizen: CitizenIndex,
	credentials: &[(SchemaId, CredentialValue)],
) -> Vec<Disclosure> {
	let salt = |schema: SchemaId| {
		blake2_256(&[citizen.0.to_le_bytes().as_slice(), &schema.0.to_le_bytes()].concat())
	};
	let commitment = |schema, value| Commitment::new(&CHAIN, schema, value, citizen, &salt(schema));
	let mut count = 0u64;
	let tree = CredentialTree::new(
		credentials
			.iter()
			.map(|(schema, value)| commitment(*schema, *value)),
		|| {
			count += 1;
			blake2_256(&count.to_le_bytes())
		},
	)
	.expect("they fit");
	let batch = NextBatch::<Test>::get();
	Facilities::publish_batch(signed(issuer), tree.root(), cohort_end()).expect("it is in order");
	credentials
		.iter()
		.map(|(schema, value)| {
			let (position, path) = tree
				.path(&commitment(*schema, *value))
				.expect("it is in it");
			Disclosure {
				schema: *schema,
				value: *value,
				salt: salt(*schema),
				batch,
				position,
				path,
			}
		})
		.collect()
}

/// Numbers that nothing has.
pub const NO_FACILITY: FacilityId = FacilityId(99);
pub const NO_BATCH: BatchId = BatchId(99);

pub fn root(number: u64) -> H256 {
	H256::from_low_u64_be(number)
}

pub fn commitment(number: u64) -> Commitment {
	Commitment(root(number))
}

pub fn consent_id(number: u64) -> ConsentId {
	ConsentId(root(number))
}
