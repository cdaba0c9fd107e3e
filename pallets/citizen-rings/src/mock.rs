// SPDX-License-Identifier: Apache-2.0

//! A runtime of System, Balances and CitizenRings, with a clock, a register of cards and a source of fresh identifiers
//! that tests set by hand. The proof system is without cryptography unless a test asks for the real one.

use crate as pallet_citizen_rings;
use crate::*;
use core::time::Duration;
use frame_support::{
	derive_impl, ensure, parameter_types,
	traits::{
		fungible::{InspectHold, MutateHold},
		tokens::{Fortitude, Precision, Restriction},
		Authorize, ConstU128, Hooks, VariantCountOf,
	},
	weights::Weight,
	BoundedVec,
};
use frame_system::mocking::MockBlock;
use seoul_chain_primitives::{
	chain::{DAY, HOUR, MINUTE},
	id::derive_fresh_id,
	DistrictCode, Hash, Role,
};
use seoul_chain_ring_proofs::{
	chunks,
	mock::{self, Mock},
	prover::{OpenedRing, RingSecret},
	Bandersnatch, BatchItem, BuildError, Context, KeyError, Message, Possession, PossessionProof,
	ProofError, Purpose, RingRoot, ServiceBinding,
};
use sp_runtime::{
	traits::IdentityLookup, transaction_validity::TransactionSource, AccountId32, BuildStorage,
};
use std::collections::BTreeMap;

pub type AccountId = AccountId32;

/// A service, which holds won for an agreement.
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
	#[runtime::pallet_index(20)]
	pub type Service = service;
	#[runtime::pallet_index(54)]
	pub type CitizenRings = pallet_citizen_rings;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
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

impl service::Config for Test {}

/// The time at which tests begin.
pub const START: Moment = 1_800_000_000_000;
pub const CHAIN: ChainId = [7; 32];
pub const OFFICE: AgencyId = AgencyId(4);
pub const CITY: CollectionId = CollectionId::City;
pub const GANGDONG: CollectionId = CollectionId::District(11_740);
/// Services in which citizens can act under an alias, and one of the residents of a district.
pub const CARS: ServiceId = ServiceId(0);
pub const MILEAGE: ServiceId = ServiceId(1);
pub const GANGDONG_GYM: ServiceId = ServiceId(60);
/// The office of all services.
pub const REGISTRAR: AgencyId = AgencyId(5);
/// What is said to whoever is not the office of the service.
pub const NOT_THE_SERVICES_OFFICE: DispatchError = DispatchError::Other("not the service's office");
/// What is said to whoever is not the card office.
pub const NOT_THE_OFFICE: DispatchError = DispatchError::Other("not the card office");
/// The terms of the tests: small cohorts, so that rings have room for several.
pub const TERMS: RingTerms = RingTerms {
	grace: DAY,
	removal_grace: HOUR,
	removal_delay: 10 * MINUTE,
	min_cohort: 16,
	alias_validity: 30 * DAY,
	rebinding_delay: 7 * DAY,
};
/// As many keys as fit into a ring.
pub const CAPACITY: u32 = 255;

parameter_types! {
	pub static Now: Moment = START;
	pub static ChainIdentity: ChainId = CHAIN;
	pub static Cards: u64 = 10_000;
	pub static Size: RingSize = RingSize::Small;
	pub static AdmittedElsewhere: Vec<AccountId> = Vec::new();
	pub static Told: Vec<AccountId> = Vec::new();
	/// Cards: index and account.
	pub static CardsOf: Vec<(CitizenIndex, AccountId)> = Vec::new();
	/// Accounts that were a citizen's.
	pub static FormerCitizens: Vec<AccountId> = Vec::new();
	/// What the next draws give, the first first.
	pub static Draws: Vec<CitizenIndex> = Vec::new();
	pub static Rotated: Vec<(PartyId, AccountId, AccountId)> = Vec::new();
	pub static RotationRefused: bool = false;
	/// Whether proofs are real.
	pub static Real: bool = false;
	/// Whether adding keys fails although it never should.
	pub static Broken: bool = false;
	/// What the work may take in a block.
	pub static Budget: Weight = Weight::from_parts(200_000_000_000, u64::MAX);
	pub const AliasClass: AccountClass = AccountClass::Citizen;
	pub const Priority: u64 = 7;
}

/// The clerk of the card office.
pub fn clerk() -> AccountId {
	AccountId::new([40; 32])
}

/// The clerk of the office of all services.
pub fn registrar() -> AccountId {
	AccountId::new([50; 32])
}

/// An account of nobody known.
pub fn account(number: u8) -> AccountId {
	AccountId::new([number; 32])
}

pub struct Clock;
impl UnixTime for Clock {
	fn now() -> Duration {
		Duration::from_millis(Now::get())
	}
}

pub struct EnsureCardOffice;
impl EnsureActor<RuntimeOrigin> for EnsureCardOffice {
	type Success = Actor<AccountId>;

	fn ensure_actor(origin: RuntimeOrigin) -> Result<Self::Success, DispatchError> {
		let who = frame_system::ensure_signed(origin)?;
		ensure!(who == clerk(), NOT_THE_OFFICE);
		Ok(Actor {
			agency: OFFICE,
			who,
		})
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn successful_actor() -> RuntimeOrigin {
		RuntimeOrigin::signed(clerk())
	}
}

/// The registrar is the office of the services that there are.
pub struct EnsureServiceOffice;
impl EnsureActorFor<RuntimeOrigin, ServiceId> for EnsureServiceOffice {
	type Success = Actor<AccountId>;

	fn ensure_actor_for(
		origin: RuntimeOrigin,
		_: &ServiceId,
	) -> Result<Self::Success, DispatchError> {
		let who = frame_system::ensure_signed(origin)?;
		ensure!(who == registrar(), NOT_THE_SERVICES_OFFICE);
		Ok(Actor {
			agency: REGISTRAR,
			who,
		})
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn successful_actor_for(_: &ServiceId) -> RuntimeOrigin {
		RuntimeOrigin::signed(registrar())
	}
}

/// The register of cards.
pub struct Citizens;
impl CitizenRegistry<AccountId> for Citizens {
	fn citizen_of(who: &AccountId) -> Option<CitizenIndex> {
		CardsOf::get()
			.into_iter()
			.find_map(|(index, account)| (account == *who).then_some(index))
	}
	fn account_of(citizen: CitizenIndex) -> Option<AccountId> {
		CardsOf::get()
			.into_iter()
			.find_map(|(index, account)| (index == citizen).then_some(account))
	}
	fn ensure_active(citizen: CitizenIndex) -> DispatchResult {
		Self::account_of(citizen)
			.map(drop)
			.ok_or(DispatchError::CannotLookup)
	}
	fn was_a_citizens(who: &AccountId) -> bool {
		FormerCitizens::get().contains(who)
	}
}

/// A register of agencies for one of which the registrar acts.
pub struct Agencies;
impl AgencyRegistry<AccountId> for Agencies {
	fn agency_of(who: &AccountId) -> Option<AgencyId> {
		(*who == registrar()).then_some(REGISTRAR)
	}
	fn payout_account(_: AgencyId) -> Option<AccountId> {
		None
	}
	fn district_of(_: AgencyId) -> Option<DistrictCode> {
		None
	}
	fn ensure_active(_: AgencyId) -> DispatchResult {
		Ok(())
	}
	fn ensure_agency_has(_: AgencyId, _: Role) -> DispatchResult {
		Ok(())
	}
	fn ensure_role(who: &AccountId, _: Role) -> Result<AgencyId, DispatchError> {
		Self::agency_of(who).ok_or(DispatchError::CannotLookup)
	}
}

pub struct FreshIds;
impl FreshId for FreshIds {
	fn fresh_id(domain: &[u8], counter: u64) -> [u8; 32] {
		let mut left = Draws::get();
		if !left.is_empty() {
			let mut drawn = [0; 32];
			drawn[..8].copy_from_slice(&left.remove(0).0.to_le_bytes());
			Draws::set(left);
			return drawn;
		}
		derive_fresh_id(domain, Hash::zero(), Some(0), counter)
	}
}

/// The index that the draw number `draw` of the alias after `bound` others gives.
pub fn drawn(bound: u64, draw: u64) -> CitizenIndex {
	index_from(&derive_fresh_id(
		INDEX_DOMAIN,
		Hash::zero(),
		Some(0),
		bound * MAX_DRAWS + draw,
	))
}

/// Moves what the service holds.
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
			CitizenRings::alias_of(new).map(|(_, index)| PartyId::Citizen(index)),
			Some(party)
		);
		let reason = service::HoldReason::Agreement.into();
		let held = Balances::balance_on_hold(&reason, old);
		if held > 0 {
			Balances::transfer_on_hold(
				&reason,
				old,
				new,
				held,
				Precision::Exact,
				Restriction::OnHold,
				Fortitude::Polite,
			)?;
		}
		Rotated::mutate(|rotated| rotated.push((party, old.clone(), new.clone())));
		Ok(())
	}
}

/// Let the service hold won.
pub fn hold(who: &AccountId, amount: Balance) {
	Balances::hold(&service::HoldReason::Agreement.into(), who, amount).expect("there is as much");
}

/// What the service holds.
pub fn held(who: &AccountId) -> Balance {
	Balances::balance_on_hold(&service::HoldReason::Agreement.into(), who)
}

/// All won of an account.
pub fn won(who: &AccountId) -> Balance {
	<Balances as Inspect<AccountId>>::total_balance(who)
}

/// Give an account won.
pub fn give(who: &AccountId, amount: Balance) {
	<Balances as Mutate<AccountId>>::mint_into(who, amount).expect("can be given");
}

/// Send won to the clerk.
pub fn spend(who: &AccountId, amount: Balance) -> DispatchResult {
	Balances::transfer_allow_death(signed(who.clone()), clerk(), amount)
}

pub struct Services;
impl AliasServices for Services {
	fn collection_of(service: ServiceId) -> Option<CollectionId> {
		match service {
			CARS | MILEAGE => Some(CITY),
			GANGDONG_GYM => Some(GANGDONG),
			_ => None,
		}
	}
}

pub struct Elsewhere;
impl Admission<AccountId> for Elsewhere {
	fn class_of(who: &AccountId) -> Option<AccountClass> {
		AdmittedElsewhere::get()
			.contains(who)
			.then_some(AccountClass::Citizen)
	}
}

pub struct Recorder;
impl OnAdmission<AccountId> for Recorder {
	fn on_admitted(who: &AccountId) {
		// Such an account exists for ever, as in the runtime.
		if !Told::get().contains(who) {
			System::inc_providers(who);
		}
		Told::mutate(|told| told.push(who.clone()));
	}
}

/// The real proof system, or the one without cryptography, as the test says.
pub struct Proofs;
impl RingProofSystem for Proofs {
	fn check_key(key: &RingKey) -> Result<(), KeyError> {
		if Real::get() {
			Bandersnatch::check_key(key)
		} else {
			Mock::check_key(key)
		}
	}
	fn verify_possession(
		key: &RingKey,
		message: &[u8],
		proof: &PossessionProof,
	) -> Result<(), KeyError> {
		if Real::get() {
			Bandersnatch::verify_possession(key, message, proof)
		} else {
			Mock::verify_possession(key, message, proof)
		}
	}
	fn page_hash(size: RingSize, page: u32) -> Option<[u8; 32]> {
		if Real::get() {
			Bandersnatch::page_hash(size, page)
		} else {
			Mock::page_hash(size, page)
		}
	}
	fn start(size: RingSize) -> RingBuilder {
		if Real::get() {
			Bandersnatch::start(size)
		} else {
			Mock::start(size)
		}
	}
	fn push(
		size: RingSize,
		builder: &mut RingBuilder,
		keys: &[RingKey],
		chunks: &[u8],
	) -> Result<(), BuildError> {
		if Broken::get() {
			return Err(BuildError::Corrupted);
		}
		if Real::get() {
			Bandersnatch::push(size, builder, keys, chunks)
		} else {
			Mock::push(size, builder, keys, chunks)
		}
	}
	fn finish(builder: &RingBuilder) -> Result<RingRoot, BuildError> {
		if Real::get() {
			Bandersnatch::finish(builder)
		} else {
			Mock::finish(builder)
		}
	}
	fn check_form(proof: &[u8]) -> Result<(), ProofError> {
		if Real::get() {
			Bandersnatch::check_form(proof)
		} else {
			Mock::check_form(proof)
		}
	}
	fn verify(
		size: RingSize,
		root: &RingRoot,
		context: &Context,
		message: &[u8],
		proof: &[u8],
	) -> Result<Alias, ProofError> {
		if Real::get() {
			Bandersnatch::verify(size, root, context, message, proof)
		} else {
			Mock::verify(size, root, context, message, proof)
		}
	}
	fn verify_all(size: RingSize, items: &[BatchItem<'_>]) -> Result<Vec<Alias>, ProofError> {
		if Real::get() {
			Bandersnatch::verify_all(size, items)
		} else {
			Mock::verify_all(size, items)
		}
	}
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;
#[cfg(feature = "runtime-benchmarks")]
impl crate::benchmarking::BenchmarkHelper for Helper {
	fn set_chain(chain: ChainId) {
		ChainIdentity::set(chain);
	}
	fn set_active_cards(cards: u64) {
		Cards::set(cards);
	}
	fn set_time(now: Moment) {
		Now::set(now);
	}
}

impl Config for Test {
	type ChainId = ChainIdentity;
	type Proofs = Proofs;
	type RingSize = Size;
	type CardOfficeOrigin = EnsureCardOffice;
	type OfficeOrigin = EnsureServiceOffice;
	type GovernanceOrigin = frame_system::EnsureRoot<AccountId>;
	type ActiveCards = Cards;
	type Services = Services;
	type Citizens = Citizens;
	type Agencies = Agencies;
	type FreshIds = FreshIds;
	type Admissions = (CitizenRings, Elsewhere);
	type AliasClass = AliasClass;
	type AliasPriority = Priority;
	type OnAdmission = Recorder;
	type OnAccountRotated = Mover;
	type Currency = Balances;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type Clock = Clock;
	type WorkWeight = Budget;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

pub struct ExtBuilder {
	real: bool,
	pages: bool,
	terms: RingTerms,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self {
			real: false,
			pages: true,
			terms: TERMS,
		}
	}
}

impl ExtBuilder {
	/// With real proofs.
	pub fn real(mut self) -> Self {
		self.real = true;
		self
	}

	pub fn without_pages(mut self) -> Self {
		self.pages = false;
		self
	}

	pub fn terms(mut self, terms: RingTerms) -> Self {
		self.terms = terms;
		self
	}

	pub fn build(self) -> sp_io::TestExternalities {
		Now::set(START);
		ChainIdentity::set(CHAIN);
		Cards::set(10_000);
		Size::set(RingSize::Small);
		AdmittedElsewhere::set(Vec::new());
		Told::set(Vec::new());
		CardsOf::set(Vec::new());
		FormerCitizens::set(Vec::new());
		Draws::set(Vec::new());
		Rotated::set(Vec::new());
		RotationRefused::set(false);
		Real::set(self.real);
		Broken::set(false);
		Budget::set(Weight::from_parts(200_000_000_000, u64::MAX));
		mock::take_verifications();
		let chunk_pages = if self.pages {
			pages().into_iter().map(sp_core::Bytes).collect()
		} else {
			Vec::new()
		};
		let storage = RuntimeGenesisConfig {
			citizen_rings: GenesisConfig {
				districts: vec![11_740],
				chunk_pages,
				terms: self.terms,
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
			CitizenRings::do_try_state().expect("the invariants hold after every test");
		});
	}
}

/// The pages of the static data.
pub fn pages() -> Vec<Vec<u8>> {
	if Real::get() {
		chunks::load(RingSize::Small)
	} else {
		(0..chunks::pages(RingSize::Small))
			.map(|page| mock::page(RingSize::Small, page))
			.collect()
	}
}

/// The events of this pallet since the last call.
pub fn take_events() -> Vec<Event<Test>> {
	let events = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	events
}

/// Let `span` pass.
pub fn advance(span: Moment) {
	Now::set(Now::get() + span);
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// The secret of citizen `number`.
pub fn secret(number: u32) -> [u8; 32] {
	let mut secret = [1; 32];
	secret[..4].copy_from_slice(&number.to_le_bytes());
	secret
}

/// The key of citizen `number`.
pub fn key(number: u32) -> RingKey {
	if Real::get() {
		RingSecret::from_entropy(secret(number)).key()
	} else {
		mock::key_of(&secret(number))
	}
}

/// The key of citizen `number` with the proof of possession.
pub fn entry(collection: CollectionId, number: u32) -> KeyEntry {
	let key = key(number);
	let possession = if Real::get() {
		RingSecret::from_entropy(secret(number))
			.prove_possession(&CHAIN, collection)
			.expect("can be signed")
	} else {
		mock::sign(&key, &Possession { collection, key }.to_bytes(&CHAIN))
	};
	KeyEntry { key, possession }
}

pub fn entries(
	entries: impl IntoIterator<Item = KeyEntry>,
) -> BoundedVec<KeyEntry, frame_support::traits::ConstU32<MAX_BATCH>> {
	BoundedVec::try_from(entries.into_iter().collect::<Vec<_>>()).expect("fits into a batch")
}

pub fn batch(
	numbers: impl IntoIterator<Item = u32>,
) -> BoundedVec<RingKey, frame_support::traits::ConstU32<MAX_BATCH>> {
	BoundedVec::try_from(numbers.into_iter().map(key).collect::<Vec<_>>())
		.expect("fits into a batch")
}

/// Admit the keys of citizens.
pub fn admit(collection: CollectionId, numbers: core::ops::Range<u32>) {
	for chunk in numbers.collect::<Vec<_>>().chunks(100) {
		CitizenRings::admit_keys(
			signed(clerk()),
			collection,
			entries(chunk.iter().map(|number| entry(collection, *number))),
		)
		.expect("can be admitted");
	}
}

/// Remove the keys of citizens.
pub fn remove(numbers: impl IntoIterator<Item = u32>, cause: Removal) {
	CitizenRings::remove_keys(signed(clerk()), batch(numbers), cause).expect("can be removed");
}

/// One block whose other transactions left room for the work. How much it took.
pub fn idle() -> Weight {
	System::set_block_number(System::block_number() + 1);
	CitizenRings::on_idle(System::block_number(), Weight::MAX)
}

/// Blocks until nothing is left to do now.
pub fn work() {
	let base = <() as WeightInfo>::work_base();
	for _ in 0..1_000 {
		if idle() == base {
			return;
		}
	}
	panic!("the work never ends");
}

pub fn collection(id: CollectionId) -> Collection {
	Collections::<Test>::get(id).expect("is open")
}

pub fn ring(id: CollectionId, ring: u32) -> Ring {
	Rings::<Test>::get(id, RingIndex(ring)).expect("there is the ring")
}

pub fn status(number: u32) -> KeyStatus {
	Keys::<Test>::get(key(number)).expect("was admitted").status
}

/// The newest revision of a ring.
pub fn newest(id: CollectionId, index: u32) -> RingRef {
	RingRef {
		ring: RingIndex(index),
		revision: ring(id, index).revision,
	}
}

/// The root that a revision has, and the one of a ring that is built from its keys at once.
pub fn roots(id: CollectionId, at: RingRef) -> (RingRoot, RingRoot) {
	let stored = Revisions::<Test>::get((id, at.ring, at.revision)).expect("there is the revision");
	let keys = CitizenRings::keys(id, at.ring, at.revision).expect("there is the list");
	assert_eq!(keys.len(), stored.members as usize);
	let mut builder = Proofs::start(Size::get());
	let chunks: Vec<u8> = pages().concat();
	Proofs::push(
		Size::get(),
		&mut builder,
		&keys,
		&chunks[..keys.len() * seoul_chain_ring_proofs::CHUNK_BYTES],
	)
	.expect("the keys fit");
	(
		stored.root,
		Proofs::finish(&builder).expect("can be finished"),
	)
}

/// Check that every revision that is there has the root of a ring that is built from scratch.
pub fn assert_roots_are_those_built_from_scratch() {
	let mut checked = 0;
	for ((id, ring, revision), _) in Revisions::<Test>::iter() {
		let (stored, fresh) = roots(id, RingRef { ring, revision });
		assert_eq!(stored, fresh, "{id:?} {ring:?} {revision:?}");
		checked += 1;
	}
	assert!(checked > 0, "there is a revision");
}

/// A proof by citizen `number` with the alias that it shows, if the citizen's key is in the ring.
pub fn try_prove(
	number: u32,
	id: CollectionId,
	at: RingRef,
	purpose: Purpose,
	message: &[u8],
) -> Option<(Alias, Vec<u8>)> {
	let keys = CitizenRings::keys(id, at.ring, at.revision)?;
	let context = Context::of(&CHAIN, purpose);
	if Real::get() {
		let secret = RingSecret::from_entropy(secret(number));
		let opened = OpenedRing::open(Size::get(), &secret, &keys).ok()?;
		let (proof, alias) = opened.prove(&secret, &context, message).ok()?;
		return Some((alias, proof));
	}
	let proof = mock::prove(&secret(number), &keys, &context, message)?;
	Some((mock::alias_of(&secret(number), &context), proof))
}

/// A transaction that binds an account to the alias of citizen `number`.
#[derive(Clone, Debug)]
pub struct Binding {
	pub service: ServiceId,
	pub at: RingRef,
	pub alias: Alias,
	pub account: AccountId,
	pub proof: Vec<u8>,
}

impl Binding {
	pub fn new(
		number: u32,
		service: ServiceId,
		at: RingRef,
		account: AccountId,
		renewal: u32,
	) -> Self {
		Self::try_new(number, service, at, account, renewal).expect("a member")
	}

	/// The same of whoever may not be in the ring.
	pub fn try_new(
		number: u32,
		service: ServiceId,
		at: RingRef,
		account: AccountId,
		renewal: u32,
	) -> Option<Self> {
		let message = ServiceBinding {
			service: service.0,
			renewal,
			account: &account,
		}
		.to_bytes(&CHAIN);
		let purpose = Purpose::Service { service: service.0 };
		let id = Services::collection_of(service).expect("a service with aliases");
		let (alias, proof) = try_prove(number, id, at, purpose, &message)?;
		Some(Self {
			service,
			at,
			alias,
			account,
			proof,
		})
	}

	pub fn call(&self) -> Call<Test> {
		Call::bind_alias {
			service: self.service,
			ring: self.at.ring,
			revision: self.at.revision,
			alias: self.alias,
			account: self.account.clone(),
			proof: ProofBytes::try_from(self.proof.clone()).expect("not too long for a call"),
		}
	}

	/// What the pool says: nothing if it takes the transaction, or the number of the refusal.
	pub fn refusal(&self) -> Option<u8> {
		use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};
		match self
			.call()
			.authorize(TransactionSource::External)
			.expect("the call is authorised")
		{
			Ok((validity, _)) => {
				assert_eq!(validity.priority, 7);
				assert_eq!(validity.provides.len(), 1);
				None
			},
			Err(TransactionValidityError::Invalid(InvalidTransaction::Custom(code))) => Some(code),
			Err(other) => panic!("refused otherwise: {other:?}"),
		}
	}

	/// Send it through the pool into a block.
	pub fn send(&self) -> Result<(), u8> {
		use frame_support::traits::UnfilteredDispatchable;
		if let Some(code) = self.refusal() {
			return Err(code);
		}
		self.call()
			.dispatch_bypass_filter(frame_system::RawOrigin::Authorized.into())
			.expect("what the pool took can be included");
		Ok(())
	}

	/// Include what another block would not have taken.
	pub fn include(&self) -> frame_support::dispatch::DispatchResultWithPostInfo {
		use frame_support::traits::UnfilteredDispatchable;
		self.call()
			.dispatch_bypass_filter(frame_system::RawOrigin::Authorized.into())
	}
}

/// Alias of citizen `number` in a service.
pub fn alias_record(binding: &Binding) -> AliasRecord<AccountId> {
	Aliases::<Test>::get(binding.service, binding.alias).expect("is bound")
}

/// The index of a binding's party.
pub fn party(binding: &Binding) -> CitizenIndex {
	alias_record(binding).index
}

/// All lists that are stored, by ring, with their lengths.
pub fn lists() -> BTreeMap<(CollectionId, RingIndex, Generation), usize> {
	let mut lists = BTreeMap::new();
	for ((id, ring, generation, _), page) in KeyPages::<Test>::iter() {
		*lists.entry((id, ring, generation)).or_default() += page.len();
	}
	lists
}
