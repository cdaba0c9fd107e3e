// SPDX-License-Identifier: Apache-2.0

//! A chain in memory: blocks are opened and closed as a validator does, and transactions are signed,
//! encoded and applied as a node does. When a test ends, every pallet's invariants are checked.

pub mod cards;
pub mod cars;
pub mod logins;
pub mod points;
pub mod polls;
pub mod rings;
pub mod wasm;
pub mod works;

pub use crate::own::SLOT;

use crate::own;
use codec::Encode;
use frame_support::{dispatch::GetDispatchInfo, genesis_builder_helper::build_state};
use pallet_car_registry::{
	form82::{
		DetailCodes, Emissions, InspectionForm, MeterState, Recall, SpecialHistory, Tuning,
		UsageLevel, UseChange, VinMarking, WarrantyType,
	},
	AccessTag, Fuel, PlateTag, SaleId, TagKeyVersion, VehicleId, VehicleOrigin,
	VehicleRegistration, VehicleUse, VinTag,
};
use pallet_collective::{Instance1, Instance2};
use seoul_chain_primitives::{AgencyId, CitizenIndex, DocumentCommitment, Hash, Moment, PartyId};
use seoul_chain_runtime::{
	genesis_config_presets, AccountId, Address, Agencies, Balance, Balances, Block, CarRegistry,
	CitizenIdentity, CitizenRings, DepositToken, EscrowPayments, Executive, Facilities, Header,
	MVoting, Mileage, Runtime, RuntimeCall, RuntimeEvent, RuntimeGenesisConfig, SignedPayload,
	System, TransactionQuota, UncheckedExtrinsic, VERSION,
};
use sp_consensus_aura::{Slot, AURA_ENGINE_ID};
use sp_core::{sr25519, Pair, H256};
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
	generic::{Digest, DigestItem},
	traits::{BlakeTwo256, Hash as _, Header as _, TransactionExtension},
	transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidity},
	ApplyExtrinsicResult, DispatchError, DispatchResult, ExtrinsicInclusionMode, MultiSignature,
	StateVersion,
};
use std::collections::BTreeMap;

/// What a block that takes nothing more has used up.
const BLOCK_WEIGHTS_FULL: frame_support::weights::Weight =
	seoul_chain_runtime::block::MAXIMUM_BLOCK_WEIGHT;

/// The city's pallets, of whose state tests ask whether it changed.
const REGISTERS: [&str; 11] = [
	"Agencies",
	"CitizenIdentity",
	"CitizenRings",
	"Facilities",
	"CarRegistry",
	"Mileage",
	"Assets",
	"EscrowPayments",
	"MVoting",
	"DepositToken",
	own::AUTHORS,
];

/// When every chain of these tests begins: 15 January 2027.
pub const START: Moment = 1_800_000_000_000;

/// Who acts in the small city of the `development` preset.
pub mod who {
	use super::*;

	/// Delegate of the card and admission office.
	pub const CITY_OFFICER: Sr25519Keyring = Sr25519Keyring::CharlieStash;
	/// Delegate of the district office of Dongdaemun-gu.
	pub const DONGDAEMUN: Sr25519Keyring = Sr25519Keyring::AliceStash;
	/// Delegate of the district office of Gangnam-gu.
	pub const GANGNAM: Sr25519Keyring = Sr25519Keyring::FerdieStash;
	/// Delegate of the inspection workshop.
	pub const INSPECTOR: Sr25519Keyring = Sr25519Keyring::BobStash;
	/// Delegate of the dealer.
	pub const DEALER: Sr25519Keyring = Sr25519Keyring::DaveStash;
	/// Delegate of the repair shop.
	pub const MECHANIC: Sr25519Keyring = Sr25519Keyring::EveStash;
	/// A citizen with a car.
	pub const SELLER: Sr25519Keyring = Sr25519Keyring::Dave;
	/// A citizen who wants one.
	pub const BUYER: Sr25519Keyring = Sr25519Keyring::Eve;
	/// A citizen who has nothing to do with it.
	pub const BYSTANDER: Sr25519Keyring = Sr25519Keyring::Ferdie;
}

/// Dealer of the small city.
pub const DEALER: AgencyId = AgencyId(6);
/// Card of the seller.
pub const SELLER_CARD: PartyId = PartyId::Citizen(CitizenIndex(1001));
/// Card of the buyer.
pub const BUYER_CARD: PartyId = PartyId::Citizen(CitizenIndex(1002));
/// Card of the bystander.
pub const BYSTANDER_CARD: PartyId = PartyId::Citizen(CitizenIndex(1003));

/// What a transaction did.
pub struct Outcome {
	/// What the call returned.
	pub result: DispatchResult,
	/// Events of this transaction alone.
	pub events: Vec<RuntimeEvent>,
}

/// A chain with an open block.
pub struct Chain {
	state: TestExternalities,
	now: Moment,
	/// What runs the blocks, if they do not run natively.
	machine: Option<wasm::Machine>,
}

impl Chain {
	/// The chain of a preset, with its first block open.
	pub fn new(preset: &str) -> Self {
		Self::with(preset, serde_json::Value::Null)
	}

	/// The chain of a preset with a patch over it, with its first block open.
	pub fn with(preset: &str, patch: serde_json::Value) -> Self {
		Self::begin(genesis_with(preset, patch), None)
	}

	/// The chain of a preset as a node runs it: each block in wasm, by the code that stands in the state before it.
	pub fn in_wasm(preset: &str) -> Self {
		let mut state = genesis(preset);
		let machine = wasm::Machine::new(&mut state);
		Self::begin(state, Some(machine))
	}

	fn begin(state: TestExternalities, machine: Option<wasm::Machine>) -> Self {
		let mut chain = Self {
			state,
			now: START,
			machine,
		};
		let genesis = chain.genesis_header();
		chain.open_block(&genesis);
		chain
	}

	/// The small city, in which a legal day is a few seconds.
	pub fn development() -> Self {
		Self::new(genesis_config_presets::DEVELOPMENT)
	}

	/// The time of the open block.
	pub fn now(&self) -> Moment {
		self.now
	}

	/// Look into the state.
	pub fn query<R>(&mut self, question: impl FnOnce() -> R) -> R {
		self.state.execute_with(question)
	}

	/// Close the block and open the next one.
	pub fn next_block(&mut self) {
		self.advance(SLOT);
	}

	/// As [`Self::next_block`], but never the block that ends a session: it is counted as full, and takes
	/// no normal transactions.
	pub fn next_block_with_room(&mut self) {
		self.advance_with_room(SLOT);
	}

	/// As [`Self::advance`], with room in the block.
	pub fn advance_with_room(&mut self, span: Moment) {
		self.advance(span);
		let is_full = |chain: &mut Self| {
			chain.query(|| {
				System::block_weight().total().ref_time() >= BLOCK_WEIGHTS_FULL.ref_time()
			})
		};
		if is_full(self) {
			self.next_block();
		}
	}

	/// Close the block and open one `span` milliseconds later, as after a pause.
	pub fn advance(&mut self, span: Moment) {
		self.advance_after(span, || ());
	}

	/// As [`Self::next_block`], with a look at the block that was closed, when its events and its weight are complete.
	pub fn next_block_after<R>(&mut self, look: impl FnOnce() -> R) -> R {
		self.advance_after(SLOT, look)
	}

	fn advance_after<R>(&mut self, span: Moment, look: impl FnOnce() -> R) -> R {
		let header = self.finalize();
		let seen = self.query(look);
		self.now += span.next_multiple_of(SLOT);
		self.open_block(&header);
		seen
	}

	/// The header that the genesis has.
	fn genesis_header(&mut self) -> Header {
		let root = *self.committed().backend.root();
		let extrinsics = BlakeTwo256::trie_root(Vec::new(), StateVersion::V1);
		Header::new(0, extrinsics, root, Hash::default(), Digest::default())
	}

	fn open_block(&mut self, parent: &Header) {
		let now = self.now;
		let Some(machine) = &mut self.machine else {
			self.state.execute_with(|| initialize(now, parent));
			return;
		};
		machine.load(&mut self.state);
		let header = first_header(now, parent);
		let _: ExtrinsicInclusionMode =
			machine.call(&mut self.state, "Core_initialize_block", header);
		for inherent in self.query(|| own::inherents(now, parent)) {
			self.push(inherent)
				.expect("the block takes it")
				.expect("it is right");
		}
	}

	/// Put something into the open block.
	fn push(&mut self, extrinsic: UncheckedExtrinsic) -> ApplyExtrinsicResult {
		match &self.machine {
			None => self
				.state
				.execute_with(|| Executive::apply_extrinsic(extrinsic)),
			Some(machine) => {
				machine.call(&mut self.state, "BlockBuilder_apply_extrinsic", extrinsic)
			},
		}
	}

	/// Close the block.
	fn finalize(&mut self) -> Header {
		match &self.machine {
			None => self.state.execute_with(Executive::finalize_block),
			Some(machine) => machine.call(&mut self.state, "BlockBuilder_finalize_block", ()),
		}
	}

	/// The version of the runtime that runs the open block.
	pub fn spec_version(&self) -> u32 {
		self.machine
			.as_ref()
			.map_or(VERSION.spec_version, wasm::Machine::spec_version)
	}

	/// A transaction for the runtime that runs, with the sender's next nonce.
	pub fn signed(
		&mut self,
		pair: &sr25519::Pair,
		call: impl Into<RuntimeCall>,
	) -> UncheckedExtrinsic {
		let (version, call) = (self.spec_version(), call.into());
		self.query(|| sign_for(version, pair, call, 0))
	}

	/// Sign a transaction and apply it to the open block. The block must take it; whether the call
	/// succeeds is in the outcome.
	pub fn apply_as(&mut self, pair: &sr25519::Pair, call: impl Into<RuntimeCall>) -> Outcome {
		let transaction = self.signed(pair, call);
		self.apply_transaction(transaction)
	}

	/// Apply a transaction to the open block, which must take it.
	pub fn apply_transaction(&mut self, transaction: UncheckedExtrinsic) -> Outcome {
		let before = self.query(System::event_count);
		let result = self
			.push(transaction)
			.expect("the transaction is valid and fits into the block");
		let events = self
			.query(System::events)
			.into_iter()
			.skip(usize::try_from(before).expect("a count of events fits"))
			.map(|record| record.event)
			.collect();
		Outcome { result, events }
	}

	/// As [`Self::apply_as`] with a well-known key.
	pub fn apply(&mut self, signer: Sr25519Keyring, call: impl Into<RuntimeCall>) -> Outcome {
		self.apply_as(&signer.pair(), call)
	}

	/// Apply a transaction whose call must succeed. Returns its events.
	#[track_caller]
	pub fn succeeds(
		&mut self,
		signer: Sr25519Keyring,
		call: impl Into<RuntimeCall>,
	) -> Vec<RuntimeEvent> {
		self.succeeds_as(&signer.pair(), call)
	}

	/// As [`Self::succeeds`] with a key that is not well known.
	#[track_caller]
	pub fn succeeds_as(
		&mut self,
		pair: &sr25519::Pair,
		call: impl Into<RuntimeCall>,
	) -> Vec<RuntimeEvent> {
		let outcome = self.apply_as(pair, call);
		assert_eq!(outcome.result, Ok(()));
		outcome.events
	}

	/// Apply a transaction whose call must be refused with just this error, and must leave the city's
	/// registers as they were.
	#[track_caller]
	pub fn refuses(
		&mut self,
		signer: Sr25519Keyring,
		call: impl Into<RuntimeCall>,
		error: impl Into<DispatchError>,
	) {
		self.refuses_as(&signer.pair(), call, error);
	}

	/// As [`Self::refuses`] with a key that is not well known.
	#[track_caller]
	pub fn refuses_as(
		&mut self,
		pair: &sr25519::Pair,
		call: impl Into<RuntimeCall>,
		error: impl Into<DispatchError>,
	) {
		let before = self.registers();
		let outcome = self.apply_as(pair, call);
		assert_eq!(outcome.result, Err(error.into()));
		assert_eq!(
			self.registers(),
			before,
			"a refused call changed a register"
		);
	}

	/// The pool must not take a transaction, because its signer is not admitted and cannot pay for it.
	#[track_caller]
	pub fn cannot_pay_for(&mut self, pair: &sr25519::Pair, call: impl Into<RuntimeCall>) {
		let transaction = self.signed(pair, call);
		assert_eq!(
			self.pool_says(&transaction),
			Err(InvalidTransaction::Payment.into())
		);
	}

	/// What the pool says of a transaction. Leaves the open block as it is.
	pub fn pool_says(&mut self, transaction: &UncheckedExtrinsic) -> TransactionValidity {
		let (source, parent) = (TransactionSource::External, H256::zero());
		self.query(sp_io::storage::start_transaction);
		let answer = match &self.machine {
			None => self.state.execute_with(|| {
				Executive::validate_transaction(source, transaction.clone(), parent)
			}),
			Some(machine) => machine.call(
				&mut self.state,
				"TaggedTransactionQueue_validate_transaction",
				(source, transaction, parent),
			),
		};
		self.query(sp_io::storage::rollback_transaction);
		answer
	}

	/// Let the council decide with two votes of three. The motion must be carried out; whether its call
	/// succeeds is the result.
	#[track_caller]
	pub fn council_decides(&mut self, motion: impl Into<RuntimeCall>) -> DispatchResult {
		executed(&self.carry::<Instance1>(motion.into())).expect("the motion is carried out")
	}

	/// The same of the technical committee.
	#[track_caller]
	pub fn committee_decides(&mut self, motion: impl Into<RuntimeCall>) -> DispatchResult {
		executed(&self.carry::<Instance2>(motion.into())).expect("the motion is carried out")
	}

	/// Carry a motion of the council or of the technical committee with two votes of three, which are two thirds.
	/// Returns the events of closing it.
	#[track_caller]
	pub fn carry<I: 'static>(&mut self, motion: RuntimeCall) -> Vec<RuntimeEvent>
	where
		Runtime: pallet_collective::Config<I, Proposal = RuntimeCall>,
		RuntimeCall: From<pallet_collective::Call<Runtime, I>>,
	{
		use pallet_collective::{Call, ProposalCount};
		let length_bound = u32::try_from(motion.encoded_size()).expect("a motion is short");
		let proposal_weight_bound = motion.get_dispatch_info().call_weight;
		let proposal = BlakeTwo256::hash_of(&motion);
		let index = self.query(ProposalCount::<Runtime, I>::get);
		self.succeeds(
			Sr25519Keyring::Alice,
			Call::<Runtime, I>::propose {
				threshold: 2,
				proposal: Box::new(motion),
				length_bound,
			},
		);
		for voter in [Sr25519Keyring::Alice, Sr25519Keyring::Bob] {
			self.succeeds(
				voter,
				Call::<Runtime, I>::vote {
					proposal,
					index,
					approve: true,
				},
			);
		}
		self.succeeds(
			Sr25519Keyring::Bob,
			Call::<Runtime, I>::close {
				proposal_hash: proposal,
				index,
				proposal_weight_bound,
				length_bound,
			},
		)
	}

	/// Every key and value under the city's pallets.
	pub fn registers(&mut self) -> Vec<(Vec<u8>, Vec<u8>)> {
		REGISTERS
			.iter()
			.flat_map(|pallet| self.entries(pallet))
			.collect()
	}

	/// The root of what each of the city's pallets has stored, but of who makes blocks, which changes with each block.
	pub fn roots(&mut self) -> BTreeMap<&'static str, H256> {
		REGISTERS
			.iter()
			.filter(|pallet| **pallet != own::AUTHORS)
			.map(|pallet| {
				let root = BlakeTwo256::trie_root(self.entries(pallet), StateVersion::V1);
				(*pallet, root)
			})
			.collect()
	}

	/// Every key and value under a pallet.
	fn entries(&mut self, pallet: &str) -> Vec<(Vec<u8>, Vec<u8>)> {
		self.query(|| {
			let prefix = sp_io::hashing::twox_128(pallet.as_bytes());
			let mut entries = Vec::new();
			let mut key = prefix.to_vec();
			while let Some(next) = sp_io::storage::next_key(&key) {
				if !next.starts_with(&prefix) {
					break;
				}
				let value = sp_io::storage::get(&next).expect("the key is there");
				entries.push((next.clone(), value.to_vec()));
				key = next;
			}
			entries
		})
	}

	/// What an account can spend.
	pub fn balance(&mut self, account: &AccountId) -> Balance {
		self.query(|| Balances::free_balance(account))
	}

	/// The externalities themselves, with everything written to the trie.
	pub fn committed(&mut self) -> &mut TestExternalities {
		self.state
			.commit_all()
			.expect("no storage transaction is open");
		&mut self.state
	}

	/// Close the block, take what a node would have on disk then, and go on.
	pub fn snapshot(&mut self) -> Snapshot {
		let parent = self.finalize();
		self.state
			.commit_all()
			.expect("no storage transaction is open");
		let (raw, root) = std::mem::take(&mut self.state).into_raw_snapshot();
		self.now += SLOT;
		let snapshot = Snapshot {
			raw,
			root,
			parent: parent.clone(),
			now: self.now,
		};
		self.state = snapshot.state();
		self.open_block(&parent);
		snapshot
	}

	/// Check the invariants of every pallet.
	#[track_caller]
	pub fn check(&mut self) {
		self.state.execute_with(check_invariants);
	}
}

/// The state after a block, on which others can be made.
pub struct Snapshot {
	raw: Vec<(Vec<u8>, (Vec<u8>, i32))>,
	root: H256,
	/// The header of that block.
	pub parent: Header,
	/// The time of the next block.
	pub now: Moment,
}

impl Snapshot {
	/// A chain that has no block yet.
	#[allow(dead_code)] // The parachain's tests begin with one.
	pub fn of_genesis(state: TestExternalities, head: Header, now: Moment) -> Self {
		let (raw, root) = state.into_raw_snapshot();
		Self {
			raw,
			root,
			parent: head,
			now,
		}
	}

	/// A copy of the state.
	pub fn state(&self) -> TestExternalities {
		TestExternalities::from_raw_snapshot(self.raw.clone(), self.root, StateVersion::V1)
	}

	/// The block of these transactions, as a validator makes it.
	pub fn block(&self, transactions: Vec<UncheckedExtrinsic>) -> Block {
		self.state().execute_with(|| {
			let inherents = initialize(self.now, &self.parent);
			for transaction in &transactions {
				Executive::apply_extrinsic(transaction.clone())
					.expect("the transaction is valid and fits into the block")
					.expect("the call succeeds");
			}
			let header = Executive::finalize_block();
			let extrinsics = inherents.into_iter().chain(transactions).collect();
			Block { header, extrinsics }
		})
	}
}

/// The header with which the author of the next block begins.
pub fn first_header(now: Moment, parent: &Header) -> Header {
	let slot = Slot::from(now / SLOT);
	let digest = Digest {
		logs: vec![DigestItem::PreRuntime(AURA_ENGINE_ID, slot.encode())],
	};
	Header::new(
		parent.number + 1,
		Hash::default(),
		Hash::default(),
		parent.hash(),
		digest,
	)
}

/// Begin a block with what its author puts before the transactions.
fn initialize(now: Moment, parent: &Header) -> Vec<UncheckedExtrinsic> {
	Executive::initialize_block(&first_header(now, parent));
	let inherents = own::inherents(now, parent);
	for inherent in &inherents {
		Executive::apply_extrinsic(inherent.clone())
			.expect("the block takes it")
			.expect("it is right");
	}
	inherents
}

impl Drop for Chain {
	fn drop(&mut self) {
		if !std::thread::panicking() {
			self.check();
		}
	}
}

/// The state of a preset before the first block.
pub fn genesis(preset: &str) -> TestExternalities {
	genesis_with(preset, serde_json::Value::Null)
}

/// The same with a patch over the preset; none if it is null.
pub fn genesis_with(preset: &str, more: serde_json::Value) -> TestExternalities {
	let patch = genesis_config_presets::get_preset(&preset.into()).expect("the preset is known");
	let patch: serde_json::Value = serde_json::from_slice(&patch).expect("a preset is JSON");
	let mut config =
		serde_json::to_value(RuntimeGenesisConfig::default()).expect("the default is JSON");
	merge(&mut config, patch);
	if !more.is_null() {
		merge(&mut config, more);
	}
	let mut state = TestExternalities::default();
	state
		.execute_with(|| build_state::<RuntimeGenesisConfig>(config.to_string().into_bytes()))
		.expect("the preset builds");
	state
}

/// A patch over a JSON document, as chain specifications are put together (RFC 7396).
fn merge(target: &mut serde_json::Value, patch: serde_json::Value) {
	match (target, patch) {
		(serde_json::Value::Object(target), serde_json::Value::Object(patch)) => {
			for (key, value) in patch {
				merge(target.entry(key).or_insert(serde_json::Value::Null), value);
			}
		},
		(target, patch) => *target = patch,
	}
}

/// The invariants of every pallet, those of the SDK included if they are built in.
#[track_caller]
pub fn check_invariants() {
	Agencies::do_try_state().expect("the register of agencies holds");
	CitizenIdentity::do_try_state().expect("the register of citizens holds");
	CitizenRings::do_try_state().expect("the rings hold");
	Facilities::do_try_state().expect("facilities and sessions hold");
	CarRegistry::do_try_state().expect("the register of cars holds");
	Mileage::do_try_state().expect("the books of points hold");
	EscrowPayments::do_try_state().expect("contracts and payments hold");
	MVoting::do_try_state().expect("polls, boards and proposals hold");
	own::check_authors();
	DepositToken::do_try_state().expect("the record of won holds");
	TransactionQuota::do_try_state().expect("the quotas hold");
	#[cfg(feature = "try-runtime")]
	{
		use frame_support::traits::{TryState, TryStateSelect};
		seoul_chain_runtime::AllPalletsWithSystem::try_state(
			System::block_number(),
			TryStateSelect::All,
		)
		.expect("the pallets of the SDK hold");
	}
}

/// A transaction that has no signer, because what it does carries its own proof.
pub fn unsigned(call: impl Into<RuntimeCall>) -> UncheckedExtrinsic {
	UncheckedExtrinsic::new_transaction(call.into(), own::extension(0, 0))
}

/// A transaction with the sender's next nonce. To be called with the state at hand.
pub fn sign(pair: &sr25519::Pair, call: RuntimeCall, tip: Balance) -> UncheckedExtrinsic {
	sign_for(VERSION.spec_version, pair, call, tip)
}

/// The same for a runtime of this version.
fn sign_for(
	spec_version: u32,
	pair: &sr25519::Pair,
	call: RuntimeCall,
	tip: Balance,
) -> UncheckedExtrinsic {
	let account = AccountId::from(pair.public());
	let extension = own::extension(System::account_nonce(&account), tip);
	let mut implicit = TransactionExtension::<RuntimeCall>::implicit(&extension)
		.expect("the implicit data can be computed");
	implicit.2 = spec_version;
	let payload = SignedPayload::from_raw(call, extension, implicit);
	let signature = MultiSignature::Sr25519(payload.using_encoded(|bytes| pair.sign(bytes)));
	let (call, extension, _) = payload.deconstruct();
	UncheckedExtrinsic::new_signed(call, Address::Id(account), signature, extension)
}

/// What became of the motion that was carried out in these events.
pub fn executed(events: &[RuntimeEvent]) -> Option<DispatchResult> {
	use pallet_collective::Event;
	events.iter().find_map(|event| match event {
		RuntimeEvent::Council(Event::Executed { result, .. })
		| RuntimeEvent::TechnicalCommittee(Event::Executed { result, .. }) => Some(*result),
		_ => None,
	})
}

/// The council lets the technical committee have a call dispatched by root.
pub fn whitelist(call: &RuntimeCall) -> pallet_whitelist::Call<Runtime> {
	pallet_whitelist::Call::whitelist_call {
		call_hash: BlakeTwo256::hash_of(call),
	}
}

/// The technical committee has a call dispatched by root, once the council lets it.
pub fn dispatch(call: &RuntimeCall) -> pallet_whitelist::Call<Runtime> {
	pallet_whitelist::Call::dispatch_whitelisted_call_with_preimage {
		call: Box::new(call.clone()),
	}
}

/// A commitment to a document whose bytes are these.
pub fn document(bytes: &[u8]) -> DocumentCommitment {
	DocumentCommitment::new(&[7; 32], bytes)
}

fn digest(text: &str) -> H256 {
	H256(sp_io::hashing::blake2_256(text.as_bytes()))
}

/// Tag of the code on a registration certificate.
pub fn access_tag(certificate: &str) -> AccessTag {
	AccessTag(digest(certificate))
}

/// What a registrar states of a car. Cars with different names have different tags.
pub fn registration(
	name: &str,
	owner: PartyId,
	first_registered_at: Moment,
) -> VehicleRegistration {
	VehicleRegistration {
		vin_tag: VinTag(digest(&format!("vin of {name}"))),
		plate_tag: PlateTag(digest(&format!("plate of {name}"))),
		access_tag: access_tag(&format!("first certificate of {name}")),
		usage: VehicleUse::Private,
		fuel: Fuel::Gasoline,
		origin: VehicleOrigin::New,
		first_registered_at,
		odometer_km: 10,
		owner,
		tag_key: TagKeyVersion(0),
		earlier_vin_tag: None,
	}
}

/// Form 82 of a car without any finding, boxed as the call takes it.
#[allow(clippy::unnecessary_box_returns)] // The call takes it so.
pub fn clean_form(inspected_at: Moment, odometer_km: u32) -> Box<InspectionForm> {
	Box::new(InspectionForm {
		inspected_at,
		odometer_km,
		meter_state: MeterState::Good,
		usage_level: UsageLevel::Normal,
		vin_marking: VinMarking::Good,
		emissions: Emissions {
			carbon_monoxide: 5,
			hydrocarbons: 20,
			smoke: 0,
		},
		tuning: Tuning::None,
		special_history: SpecialHistory::None,
		use_change: UseChange::None,
		recall: Recall::NotApplicable,
		warranty: WarrantyType::Insurer,
		panels: Default::default(),
		details: DetailCodes::default(),
	})
}

/// The registrar of Dongdaemun-gu registers a car. Returns its number.
pub fn register_car(chain: &mut Chain, name: &str, owner: PartyId) -> VehicleId {
	let registration = registration(name, owner, chain.now() - SLOT);
	let events = chain.succeeds(
		who::DONGDAEMUN,
		pallet_car_registry::Call::<Runtime>::register_vehicle { registration },
	);
	events
		.into_iter()
		.find_map(|event| match event {
			RuntimeEvent::CarRegistry(pallet_car_registry::Event::VehicleRegistered {
				vehicle,
				..
			}) => Some(vehicle),
			_ => None,
		})
		.expect("the event names the car")
}

/// The number of the sale that these events drafted.
pub fn drafted_sale(events: Vec<RuntimeEvent>) -> SaleId {
	events
		.into_iter()
		.find_map(|event| match event {
			RuntimeEvent::CarRegistry(pallet_car_registry::Event::SaleDrafted { sale, .. }) => {
				Some(sale)
			},
			_ => None,
		})
		.expect("the event names the sale")
}

/// The owner of a car.
pub fn owner_of(chain: &mut Chain, vehicle: VehicleId) -> PartyId {
	chain
		.query(|| pallet_car_registry::Vehicles::<Runtime>::get(vehicle))
		.expect("the car is registered")
		.owner
}

/// Seller and buyer say that the price was paid outside the chain, and the buyer that it has the car.
pub fn paid_and_delivered(chain: &mut Chain, sale: SaleId) {
	use pallet_car_registry::Call;
	for side in [who::SELLER, who::BUYER] {
		chain.succeeds(side, Call::<Runtime>::confirm_payment { sale });
	}
	chain.succeeds(who::BUYER, Call::<Runtime>::confirm_delivery { sale });
}
