// SPDX-License-Identifier: Apache-2.0

//! A runtime of System and MVoting, with registers, rings and a clock that tests set by hand. Ballots, boards and
//! shares are real; proofs of membership are those of the proof system without cryptography.

#![allow(clippy::unnecessary_box_returns)] // The calls take them so.

use crate as pallet_mvoting;
use crate::*;
use codec::{Decode, Encode};
use core::time::Duration;
use frame_support::{
	derive_impl, ensure, parameter_types,
	traits::{Authorize, ConstU64, UnixTime},
	weights::Weight,
	BoundedVec,
};
use frame_system::mocking::MockBlock;
use rand_chacha::{rand_core::SeedableRng, ChaCha20Rng};
use seoul_chain_ballot::{
	deal, Ballot, BoardId, ChainId, Choices, Complaint, Dealing, DecryptionKey, DecryptionShare,
	ElectionKey, Form, PollId, PreparedBallot, TransportSecret, TrusteeIndex, Voter,
};
use seoul_chain_login::{
	BatchId, Commitment, CredentialTree, CredentialValue, Disclosure, Refusal, SchemaId,
};
use seoul_chain_primitives::{
	chain::DAY, AccountClass, AccountId, Actor, Admission, AgencyId, AgencyRegistry, CitizenIndex,
	CitizenRegistry, DistrictCode, DocumentCommitment, EnsureActor, OnAdmission,
	ParticipationReward, PartyId, Role,
};
use seoul_chain_ring_proofs::{
	mock::{self, Mock},
	Alias, CollectionId, Context, ProofError, Purpose, RingKey, RingProofSystem, RingRoot,
	RingSize,
};
use sp_core::H256;
use sp_runtime::{
	traits::{Dispatchable, IdentityLookup},
	transaction_validity::TransactionSource,
	BuildStorage, DispatchError, DispatchResult,
};
use std::collections::{BTreeMap, BTreeSet};

pub type Fault = Error<Test>;

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
	#[runtime::pallet_index(57)]
	pub type MVoting = pallet_mvoting;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
}

/// The time at which tests begin.
pub const START: Moment = 1_800_000_000_000;
pub const CHAIN: ChainId = [7; 32];
pub const OFFICE: AgencyId = AgencyId(10);
pub const OTHER_OFFICE: AgencyId = AgencyId(11);
pub const RESIDENCE: SchemaId = SchemaId(1);
pub const AGE: SchemaId = SchemaId(2);
pub const GANGDONG: DistrictCode = DistrictCode(11_740);
pub const CITY_RINGS: CollectionId = CollectionId::City;
pub const GANGDONG_RINGS: CollectionId = CollectionId::District(11_740);
/// Said to whoever is not of the office.
pub const NOT_THE_OFFICE: DispatchError = DispatchError::Other("not the poll office");
/// Said to whoever is no trustee of anything.
pub const NO_TRUSTEE: DispatchError = DispatchError::Other("not a trustee");
/// Said of an agency that has not the role.
pub const NO_ROLE: DispatchError = DispatchError::Other("role not held");
/// Said of a card that cannot be used.
pub const SUSPENDED: DispatchError = DispatchError::Other("card suspended");
/// Said when points cannot be credited.
pub const NO_BUDGET: DispatchError = DispatchError::Other("no budget");
/// Said of rings that wait to be rebuilt.
pub const REMOVAL_PENDING: DispatchError = DispatchError::Other("removal pending");
/// Said of proofs.
pub const NOT_FROZEN: DispatchError = DispatchError::Other("not frozen");
pub const MALFORMED: DispatchError = DispatchError::Other("malformed proof");
pub const INVALID: DispatchError = DispatchError::Other("invalid proof");
pub const OTHER_ALIAS: DispatchError = DispatchError::Other("other alias");

/// Terms with small numbers.
pub const TERMS: PollTerms = PollTerms {
	debate_mark: 3,
	answer_mark: 6,
	gathering_period: 60 * DAY,
	answer_period: 30 * DAY,
	most_proposals: 2,
	least_minimum: 3,
	longest_poll: 90 * DAY,
	most_points: 500,
	least_trustees: 3,
	longest_term: 400 * DAY,
	registration_period: 7 * DAY,
	dealing_period: 7 * DAY,
	checking_period: 7 * DAY,
	share_period: 14 * DAY,
	retention: 365 * DAY,
};

/// The rings that a hold keeps, with their keys.
type Frozen = Vec<(RingAt, RingRoot, u32)>;

parameter_types! {
	pub static Now: Moment = START;
	pub static ChainIdentity: ChainId = CHAIN;
	pub static Issued: u64 = 100;
	pub static IssuedLate: BTreeMap<CitizenIndex, Moment> = BTreeMap::new();
	pub static UnusableCards: BTreeSet<CitizenIndex> = BTreeSet::new();
	pub static Roots: BTreeMap<u64, H256> = BTreeMap::new();
	pub static ForcedRefusal: Option<Refusal> = None;
	pub static Rings: BTreeMap<CollectionId, Vec<Vec<RingKey>>> = BTreeMap::new();
	pub static Holds: BTreeMap<u64, Frozen> = BTreeMap::new();
	pub static NextHold: u64 = 0;
	pub static RemovalIsPending: bool = false;
	pub static Hastened: Vec<CollectionId> = Vec::new();
	pub static Rewarded: Vec<(PartyId, u32, u64)> = Vec::new();
	pub static BudgetIsEmpty: bool = false;
	pub static AdmittedElsewhere: Vec<AccountId> = Vec::new();
	pub static Told: Vec<AccountId> = Vec::new();
	pub const ResidenceSchema: SchemaId = RESIDENCE;
	pub const VoterClass: AccountClass = AccountClass::Citizen;
}

/// An account of its own for each number.
pub fn account(number: u64) -> AccountId {
	let mut bytes = [0; 32];
	bytes[..8].copy_from_slice(&number.to_le_bytes());
	AccountId::new(bytes)
}

/// Two officials of the office, and one of another.
pub fn clerk() -> AccountId {
	account(1)
}
pub fn reviewer() -> AccountId {
	account(2)
}
pub fn other_clerk() -> AccountId {
	account(3)
}
/// Somebody of no register.
pub fn anyone() -> AccountId {
	account(9)
}

/// The agency of a trustee, by seat.
pub fn trustee_agency(seat: u8) -> AgencyId {
	AgencyId(20 + u32::from(seat))
}

/// The account of a trustee, by seat.
pub fn trustee(seat: u8) -> AccountId {
	account(20 + u64::from(seat))
}

/// The account of a citizen.
pub fn citizen(index: u64) -> AccountId {
	account(1_000_000 + index)
}

fn number_of(who: &AccountId) -> u64 {
	let bytes: &[u8; 32] = who.as_ref();
	u64::from_le_bytes(bytes[..8].try_into().expect("eight bytes"))
}

pub struct Clock;
impl UnixTime for Clock {
	fn now() -> Duration {
		Duration::from_millis(Now::get())
	}
}

pub struct EnsureOffice;
impl EnsureActor<RuntimeOrigin> for EnsureOffice {
	type Success = Actor<AccountId>;

	fn ensure_actor(origin: RuntimeOrigin) -> Result<Self::Success, DispatchError> {
		let who = frame_system::ensure_signed(origin)?;
		let agency = if who == clerk() || who == reviewer() {
			OFFICE
		} else if who == other_clerk() {
			OTHER_OFFICE
		} else {
			return Err(NOT_THE_OFFICE);
		};
		Ok(Actor { agency, who })
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn successful_actor() -> RuntimeOrigin {
		RuntimeOrigin::signed(clerk())
	}
}

pub struct EnsureTrustee;
impl EnsureActor<RuntimeOrigin> for EnsureTrustee {
	type Success = Actor<AccountId>;

	fn ensure_actor(origin: RuntimeOrigin) -> Result<Self::Success, DispatchError> {
		let who = frame_system::ensure_signed(origin)?;
		let number = number_of(&who);
		ensure!((21..=50).contains(&number), NO_TRUSTEE);
		let agency = AgencyId(u32::try_from(number).expect("small"));
		Ok(Actor { agency, who })
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn successful_actor() -> RuntimeOrigin {
		RuntimeOrigin::signed(trustee(1))
	}
}

pub struct Cards;
impl CitizenRegistry<AccountId> for Cards {
	fn citizen_of(who: &AccountId) -> Option<CitizenIndex> {
		let index = number_of(who).checked_sub(1_000_000)?;
		(index < Issued::get()).then_some(CitizenIndex(index))
	}

	fn account_of(of: CitizenIndex) -> Option<AccountId> {
		Some(citizen(of.0))
	}

	fn ensure_active(citizen: CitizenIndex) -> Result<(), DispatchError> {
		ensure!(!UnusableCards::get().contains(&citizen), SUSPENDED);
		Ok(())
	}
}
impl CardRegister for Cards {
	fn issued() -> u64 {
		Issued::get()
	}

	fn active() -> u64 {
		Issued::get() - u64::try_from(UnusableCards::get().len()).expect("few")
	}

	fn issued_at(citizen: CitizenIndex) -> Option<Moment> {
		(citizen.0 < Issued::get())
			.then(|| *IssuedLate::get().get(&citizen).unwrap_or(&(START - DAY)))
	}
}

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
	fn ensure_active(_: AgencyId) -> Result<(), DispatchError> {
		Ok(())
	}
	fn ensure_agency_has(agency: AgencyId, role: Role) -> Result<(), DispatchError> {
		let known = (21..=50).contains(&agency.0) || agency == OFFICE;
		ensure!(role == Role::PollTrustee && known, NO_ROLE);
		Ok(())
	}
	fn ensure_role(_: &AccountId, _: Role) -> Result<AgencyId, DispatchError> {
		Err(NO_ROLE)
	}
}

pub struct CredentialBook;
impl Credentials for CredentialBook {
	fn weight() -> Weight {
		Weight::from_parts(5, 0)
	}

	fn next_batch() -> BatchId {
		BatchId(u64::try_from(Roots::get().len()).expect("few"))
	}

	fn check(citizen: CitizenIndex, disclosure: &Disclosure) -> Result<(), Refusal> {
		if let Some(refusal) = ForcedRefusal::get() {
			return Err(refusal);
		}
		let schema = disclosure.schema;
		ensure!(disclosure.has_form(), Refusal::MalformedPath(schema));
		let root = *Roots::get()
			.get(&disclosure.batch.0)
			.ok_or(Refusal::UnknownBatch(disclosure.batch))?;
		let commitment = disclosure.commitment(&CHAIN, citizen);
		ensure!(
			disclosure.leads_to(&commitment, &root),
			Refusal::NotInBatch(schema)
		);
		Ok(())
	}
}

pub struct MockRings;
impl MockRings {
	fn root(hold: RingHold, at: RingAt) -> Result<RingRoot, DispatchError> {
		Holds::get()
			.get(&hold.0)
			.and_then(|rings| rings.iter().find(|(ring, ..)| *ring == at).copied())
			.map(|(_, root, _)| root)
			.ok_or(NOT_FROZEN)
	}
}
impl PollRings for MockRings {
	fn freeze(collection: CollectionId) -> Result<RingHold, DispatchError> {
		ensure!(!RemovalIsPending::get(), REMOVAL_PENDING);
		let rings = Rings::get().get(&collection).cloned().unwrap_or_default();
		let frozen = (0u32..)
			.zip(&rings)
			.map(|(ring, keys)| {
				let members = u32::try_from(keys.len()).expect("few");
				(RingAt { ring, revision: 1 }, mock::root_of(keys), members)
			})
			.collect();
		let hold = NextHold::get();
		NextHold::set(hold + 1);
		Holds::mutate(|holds| holds.insert(hold, frozen));
		Ok(RingHold(hold))
	}

	fn hasten(collection: CollectionId) -> DispatchResult {
		Hastened::mutate(|all| all.push(collection));
		Ok(())
	}

	fn keys(hold: RingHold) -> Result<u32, DispatchError> {
		let holds = Holds::get();
		let rings = holds.get(&hold.0).ok_or(NOT_FROZEN)?;
		Ok(rings.iter().map(|(_, _, members)| members).sum())
	}

	fn check(hold: RingHold, at: RingAt, proof: &[u8]) -> DispatchResult {
		Self::root(hold, at)?;
		Mock::check_form(proof).map_err(|_| MALFORMED)
	}

	fn verify(
		hold: RingHold,
		at: RingAt,
		purpose: Purpose,
		message: &[u8],
		alias: &Alias,
		proof: &[u8],
	) -> DispatchResult {
		let root = Self::root(hold, at)?;
		let context = Context::of(&ChainIdentity::get(), purpose);
		let shown =
			Mock::verify(RingSize::Small, &root, &context, message, proof).map_err(|error| {
				match error {
					ProofError::Malformed | ProofError::WrongLength => MALFORMED,
					_ => INVALID,
				}
			})?;
		ensure!(shown == *alias, OTHER_ALIAS);
		Ok(())
	}

	fn verify_all(
		hold: RingHold,
		purpose: Purpose,
		proofs: &[ProofToVerify<'_>],
	) -> DispatchResult {
		proofs.iter().try_for_each(|one| {
			Self::verify(hold, one.at, purpose, one.message, one.alias, one.proof)
		})
	}

	fn release(hold: RingHold) -> DispatchResult {
		let known = Holds::mutate(|holds| holds.remove(&hold.0));
		ensure!(known.is_some(), NOT_FROZEN);
		Ok(())
	}
}

pub struct Points;
impl ParticipationReward for Points {
	fn weight() -> Weight {
		Weight::from_parts(7, 0)
	}

	fn reward_participation(party: PartyId, poll: u32, points: u64) -> DispatchResult {
		ensure!(!BudgetIsEmpty::get(), NO_BUDGET);
		let again = Rewarded::get()
			.iter()
			.any(|(who, of, _)| *who == party && *of == poll);
		ensure!(!again, DispatchError::Other("rewarded already"));
		Rewarded::mutate(|all| all.push((party, poll, points)));
		Ok(())
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
		Told::mutate(|told| told.push(who.clone()));
	}
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;
#[cfg(feature = "runtime-benchmarks")]
impl crate::benchmarking::BenchmarkHelper for Helper {
	fn set_time(now: Moment) {
		Now::set(now);
	}
	fn create_citizen(seed: u32) -> (AccountId, CitizenIndex) {
		Issued::set(1_000);
		(citizen(seed.into()), CitizenIndex(seed.into()))
	}
	fn create_trustee(seed: u32) -> (AccountId, AgencyId) {
		let seat = u8::try_from(seed + 1).expect("few");
		(trustee(seat), trustee_agency(seat))
	}
	fn office() -> AgencyId {
		OFFICE
	}
	fn enrolments(poll: PollId, number: u32) -> Vec<Enrolment<AccountId>> {
		set_rings(CITY_RINGS, &[(0, 100)]);
		(0..number)
			.map(|member| enrolment(poll, CITY_RINGS, member, &voting_key(member)))
			.collect()
	}
}

impl Config for Test {
	type OfficeOrigin = EnsureOffice;
	type TrusteeOrigin = EnsureTrustee;
	type GovernanceOrigin = frame_system::EnsureRoot<AccountId>;
	type Citizens = Cards;
	type Cards = Cards;
	type Agencies = Agencies;
	type Credentials = CredentialBook;
	type ResidenceSchema = ResidenceSchema;
	type Rings = MockRings;
	type Rewards = Points;
	type ChainId = ChainIdentity;
	type Admissions = (MVoting, Elsewhere);
	type VoterClass = VoterClass;
	type OnAdmission = Recorder;
	type EnrolmentPriority = ConstU64<7>;
	type Clock = Clock;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	Now::set(START);
	ChainIdentity::set(CHAIN);
	Issued::set(100);
	IssuedLate::set(BTreeMap::new());
	UnusableCards::set(BTreeSet::new());
	Roots::set(BTreeMap::new());
	ForcedRefusal::set(None);
	Rings::set(BTreeMap::new());
	Holds::set(BTreeMap::new());
	NextHold::set(0);
	RemovalIsPending::set(false);
	Hastened::set(Vec::new());
	Rewarded::set(Vec::new());
	BudgetIsEmpty::set(false);
	AdmittedElsewhere::set(Vec::new());
	Told::set(Vec::new());
	let storage = RuntimeGenesisConfig {
		m_voting: pallet_mvoting::GenesisConfig {
			terms: TERMS,
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
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		MVoting::do_try_state().expect("the invariants hold after every test");
	});
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
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

pub fn rng(seed: u64) -> ChaCha20Rng {
	ChaCha20Rng::seed_from_u64(seed)
}

pub fn text<Bound: frame_support::traits::Get<u32>>(text: &str) -> BoundedVec<u8, Bound> {
	text.as_bytes().to_vec().try_into().expect("it is short")
}

/// A reason as it comes back out of the state, without what is not stored.
pub fn stored(reason: impl Into<DispatchError>) -> DispatchError {
	let bytes = reason.into().encode();
	DispatchError::decode(&mut &bytes[..]).expect("was encoded")
}

pub fn paper(number: u8) -> DocumentCommitment {
	DocumentCommitment(H256::repeat_byte(number))
}

/// A question of this form.
pub fn question(form: Form) -> Box<Question> {
	let labels: Vec<Label> = (0..form.options())
		.map(|number| Label {
			korean: text(&format!("{number}번")),
			english: text(&format!("Number {number}")),
		})
		.collect();
	Box::new(Question {
		title: Title {
			korean: text("나무를 더 심을까요?"),
			english: text("Shall more trees be planted?"),
		},
		labels: labels.try_into().expect("few"),
		form,
		documents: BoundedVec::new(),
	})
}

pub const SINGLE: Form = Form::SingleChoice { options: 3 };

/// A poll of all citizens from tomorrow on, for a week.
pub fn settings(secrecy: Secrecy) -> Settings {
	let public = secrecy == Secrecy::Public;
	Settings {
		secrecy,
		visibility: if public {
			Visibility::Live
		} else {
			Visibility::TurnoutOnly
		},
		eligibility: Eligibility::AllCitizens,
		opens_at: Now::get() + DAY,
		closes_at: Now::get() + 8 * DAY,
		quorum: 5,
		minimum_turnout: if public { 0 } else { 3 },
		reward: 0,
	}
}

pub fn gangdong() -> Eligibility {
	Eligibility::District { district: GANGDONG }
}

pub fn status(poll: PollId) -> PollStatus<AccountId> {
	Polls::<Test>::get(poll).expect("is there").status
}

/// A draft.
pub fn draft(form: Form, settings: Settings) -> PollId {
	let id = NextPoll::<Test>::get().unwrap_or(PollId(0));
	MVoting::draft_poll(signed(clerk()), question(form), settings).expect("can be drafted");
	id
}

/// Let a draft be reviewed.
pub fn schedule(poll: PollId) {
	MVoting::submit_poll(signed(clerk()), poll).expect("can be submitted");
	MVoting::approve_poll(signed(reviewer()), poll).expect("can be approved");
}

/// A poll that is open. A day passes.
pub fn open(form: Form, settings: Settings) -> PollId {
	let poll = draft(form, settings);
	open_draft(poll);
	poll
}

/// Schedule a draft and open it. A day passes.
pub fn open_draft(poll: PollId) {
	schedule(poll);
	advance(DAY);
	MVoting::open_poll(signed(anyone()), poll).expect("can be opened");
}

/// A poll's time is over, and it is closed.
pub fn close(poll: PollId) {
	let closes_at = Polls::<Test>::get(poll)
		.expect("is there")
		.settings
		.closes_at;
	Now::set(Now::get().max(closes_at));
	MVoting::close_poll(signed(anyone()), poll).expect("can be closed");
}

pub fn options(chosen: &[u8]) -> OptionList {
	chosen.to_vec().try_into().expect("few")
}

/// The error of a call that says what it cost.
pub fn plain(result: frame_support::dispatch::DispatchResultWithPostInfo) -> DispatchResult {
	result.map(drop).map_err(|refused| refused.error)
}

pub fn cast_public(index: u64, poll: PollId, chosen: &[u8]) -> DispatchResult {
	plain(MVoting::cast_public(
		signed(citizen(index)),
		poll,
		options(chosen),
		None,
	))
}

/// An encrypted ballot.
pub fn ballot(poll: PollId, voter: Voter, chosen: &[u8], seed: u64) -> Box<Ballot> {
	let details = Polls::<Test>::get(poll).expect("is there");
	let key = MVoting::election_key(poll).expect("has a key");
	let key = ElectionKey::new(key.election_key).expect("is a key");
	let mut marks = vec![0; usize::from(details.form.options())];
	for option in chosen {
		marks[usize::from(*option)] = 1;
	}
	let choices = Choices::new(details.form, &marks).expect("is allowed");
	let context = MVoting::ballot_context(poll, voter);
	let prepared =
		PreparedBallot::new(&key, &context, &choices, &mut rng(seed)).expect("can be made");
	Box::new(prepared.cast())
}

pub fn cast_secret(index: u64, poll: PollId, chosen: &[u8]) -> DispatchResult {
	let seed = index * 1_000 + Now::get();
	let ballot = ballot(poll, Voter::Citizen(index), chosen, seed);
	plain(MVoting::cast_secret(
		signed(citizen(index)),
		poll,
		ballot,
		None,
	))
}

/// Trustees with their secrets.
pub struct Trustees {
	pub board: BoardId,
	pub secrets: Vec<TransportSecret>,
}

/// The number of the next board.
pub fn next_board() -> BoardId {
	NextBoard::<Test>::get().unwrap_or(BoardId(0))
}

pub fn agencies(seats: u8) -> BoundedVec<AgencyId, frame_support::traits::ConstU32<MAX_SEATS>> {
	(1..=seats)
		.map(trustee_agency)
		.collect::<Vec<_>>()
		.try_into()
		.expect("few")
}

impl Trustees {
	/// A standing board for 400 days, not begun.
	pub fn convene(seats: u8, threshold: u8) -> Self {
		let board = next_board();
		MVoting::convene_standing_board(
			RuntimeOrigin::root(),
			agencies(seats),
			threshold,
			Now::get(),
			Now::get() + 400 * DAY,
		)
		.expect("can be convened");
		Self::of(board, seats)
	}

	pub fn of(board: BoardId, seats: u8) -> Self {
		let secrets = (1..=seats)
			.map(|seat| {
				TransportSecret::generate(&mut rng(u64::from(board.0) * 100 + u64::from(seat)))
			})
			.collect();
		Self { board, secrets }
	}

	/// A standing board whose key is made.
	pub fn ready(seats: u8, threshold: u8) -> Self {
		let trustees = Self::convene(seats, threshold);
		trustees.make_key();
		trustees
	}

	pub fn seats(&self) -> u8 {
		u8::try_from(self.secrets.len()).expect("few")
	}

	pub fn secret(&self, seat: u8) -> &TransportSecret {
		&self.secrets[usize::from(seat - 1)]
	}

	pub fn register(&self, seat: u8) -> DispatchResult {
		let secret = self.secret(seat);
		let proof = secret.register(&CHAIN, self.board, TrusteeIndex(seat), &mut rng(5));
		MVoting::register_transport_key(signed(trustee(seat)), self.board, secret.key(), proof)
	}

	pub fn attempt(&self) -> u32 {
		self.details().status.attempt().expect("is in progress")
	}

	pub fn details(&self) -> Board {
		Boards::<Test>::get(self.board).expect("is there")
	}

	pub fn dealing(&self, seat: u8) -> Dealing {
		let ceremony =
			MVoting::ceremony(self.board, &self.details(), self.attempt()).expect("can be");
		deal(
			&ceremony,
			TrusteeIndex(seat),
			&mut rng(900 + u64::from(self.board.0) * 100 + u64::from(seat)),
		)
		.expect("deals")
	}

	pub fn deal(&self, seat: u8) -> DispatchResult {
		let dealing = Box::new(self.dealing(seat));
		MVoting::deal(signed(trustee(seat)), self.board, dealing)
	}

	pub fn confirm(&self, seat: u8) -> DispatchResult {
		MVoting::confirm_shares(signed(trustee(seat)), self.board)
	}

	pub fn finish(&self) -> DispatchResult {
		MVoting::finish_board(signed(anyone()), self.board)
	}

	/// What a trustee says of a dealing, whether or not it has ground to.
	pub fn complaint(&self, seat: u8, dealer: u8) -> Complaint {
		let ceremony =
			MVoting::ceremony(self.board, &self.details(), self.attempt()).expect("can be");
		let dealing = Dealings::<Test>::get((self.board, self.attempt(), TrusteeIndex(dealer)))
			.expect("has dealt");
		seoul_chain_ballot::complain(
			&ceremony,
			TrusteeIndex(seat),
			self.secret(seat),
			TrusteeIndex(dealer),
			&dealing,
			&mut rng(3),
		)
		.expect("can complain")
	}

	pub fn complain(&self, seat: u8, dealer: u8) -> DispatchResult {
		let complaint = self.complaint(seat, dealer);
		MVoting::complain(
			signed(trustee(seat)),
			self.board,
			TrusteeIndex(dealer),
			complaint,
		)
	}

	/// All steps, by all trustees.
	pub fn make_key(&self) {
		for seat in 1..=self.seats() {
			self.register(seat).expect("registers");
		}
		for seat in 1..=self.seats() {
			self.deal(seat).expect("deals");
		}
		for seat in 1..=self.seats() {
			self.confirm(seat).expect("confirms");
		}
		self.finish().expect("makes the key");
	}

	/// A trustee's share of the key, out of what is on the chain and its own secret.
	pub fn key_of(&self, seat: u8) -> DecryptionKey {
		let info = MVoting::board_info(self.board).expect("is there");
		let dealings: Vec<(TrusteeIndex, &Dealing)> = info
			.dealings
			.iter()
			.filter(|(dealer, _)| {
				info.board.trustee(*dealer).expect("has a seat").dealing == DealingState::Standing
			})
			.map(|(dealer, dealing)| (*dealer, dealing))
			.collect();
		DecryptionKey::assemble(
			&info.ceremony.expect("was there"),
			TrusteeIndex(seat),
			self.secret(seat),
			&dealings,
			&info.key.expect("is made"),
		)
		.expect("has a share")
	}

	pub fn share(&self, poll: PollId, seat: u8) -> Box<DecryptionShare> {
		let info = MVoting::decryption_info(poll).expect("is decrypted");
		let share = self
			.key_of(seat)
			.decrypt(&info.key, &info.context, &info.tally, &mut rng(4))
			.expect("can be decrypted");
		Box::new(share)
	}

	pub fn post(&self, poll: PollId, seat: u8) -> DispatchResult {
		MVoting::post_share(signed(trustee(seat)), poll, self.share(poll, seat))
	}
}

/// What the sums of a poll are, out of the shares on the chain.
pub fn count(poll: PollId) -> Results {
	let info = MVoting::decryption_info(poll).expect("is decrypted");
	info.key
		.count(&info.context, &info.tally, &info.shares)
		.expect("can be counted")
		.try_into()
		.expect("few")
}

pub fn results(poll: PollId) -> Option<Vec<u32>> {
	match status(poll).outcome() {
		Some(Outcome::Counted { results }) => Some(results.to_vec()),
		_ => None,
	}
}

/// Rings of members with the numbers from the first to before the second.
pub fn set_rings(collection: CollectionId, rings: &[(u32, u32)]) {
	let keys = rings
		.iter()
		.map(|(first, end)| {
			(*first..*end)
				.map(|number| mock::key_of(&secret(number)))
				.collect()
		})
		.collect();
	Rings::mutate(|all| all.insert(collection, keys));
}

fn secret(number: u32) -> [u8; 32] {
	let mut secret = [1; 32];
	secret[..4].copy_from_slice(&number.to_le_bytes());
	secret
}

pub fn alias(poll: PollId, member: u32) -> Alias {
	let context = Context::of(&ChainIdentity::get(), Purpose::Poll { poll: poll.0 });
	mock::alias_of(&secret(member), &context)
}

/// The voting key of a member in the tests.
pub fn voting_key(member: u32) -> AccountId {
	account(500_000 + u64::from(member))
}

/// An enrolment of a member of some ring of the collection.
pub fn enrolment(
	poll: PollId,
	collection: CollectionId,
	member: u32,
	key: &AccountId,
) -> Enrolment<AccountId> {
	let rings = Rings::get()
		.get(&collection)
		.cloned()
		.expect("there are rings");
	let own = mock::key_of(&secret(member));
	let (ring, keys) = (0u32..)
		.zip(&rings)
		.find(|(_, keys)| keys.contains(&own))
		.expect("is a member");
	let context = Context::of(&ChainIdentity::get(), Purpose::Poll { poll: poll.0 });
	let message = MVoting::enrolment_message(poll, key);
	let proof = mock::prove(&secret(member), keys, &context, &message).expect("is a member");
	Enrolment {
		at: RingAt { ring, revision: 1 },
		alias: alias(poll, member),
		voting_key: key.clone(),
		proof: proof.try_into().expect("785 bytes"),
	}
}

/// Send an enrolment as the pool and a block do: authorise, then dispatch.
pub fn send(poll: PollId, enrolment: Enrolment<AccountId>) -> Result<(), String> {
	let call = RuntimeCall::MVoting(crate::Call::enrol { poll, enrolment });
	call.authorize(TransactionSource::External)
		.expect("has an authorisation")
		.map_err(|refusal| format!("{refusal:?}"))?;
	call.dispatch(frame_system::RawOrigin::Authorized.into())
		.map(drop)
		.map_err(|error| format!("{:?}", error.error))
}

/// Enrol a member with its voting key of the tests.
pub fn enrol(poll: PollId, collection: CollectionId, member: u32) {
	send(
		poll,
		enrolment(poll, collection, member, &voting_key(member)),
	)
	.expect("can enrol");
}

pub fn cast_anonymous(member: u32, poll: PollId, chosen: &[u8]) -> DispatchResult {
	let voter = Voter::Alias(alias(poll, member).0);
	let seed = u64::from(member) * 1_000 + Now::get();
	let ballot = ballot(poll, voter, chosen, seed);
	MVoting::cast_anonymous(signed(voting_key(member)), poll, ballot)
}

/// A batch with one credential of a citizen, and its opening.
pub fn credential(index: u64, schema: SchemaId, value: u32) -> Box<Disclosure> {
	let salt = [9; 32];
	let citizen = CitizenIndex(index);
	let value = CredentialValue(value);
	let commitment = Commitment::new(&CHAIN, schema, value, citizen, &salt);
	let mut filler = 0u8;
	let tree = CredentialTree::new([commitment], || {
		filler = filler.wrapping_add(1);
		[filler; 32]
	})
	.expect("it fits");
	let batch = CredentialBook::next_batch();
	Roots::mutate(|roots| roots.insert(batch.0, tree.root()));
	let (position, path) = tree.path(&commitment).expect("it is in it");
	Box::new(Disclosure {
		schema,
		value,
		salt,
		batch,
		position,
		path,
	})
}
