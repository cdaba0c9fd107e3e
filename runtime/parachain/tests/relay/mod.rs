// SPDX-License-Identifier: Apache-2.0

//! A collator, which makes a block and the proof of what it read, and a validator of the relay chain, which has nothing
//! else.

pub mod city;

use crate::{
	common::{first_header, Snapshot},
	own,
};
use codec::{Decode, Encode};
use cumulus_primitives_core::ParachainBlockData;
use cumulus_primitives_parachain_inherent::ParachainInherentData;
use cumulus_primitives_proof_size_hostfunction::storage_proof_size;
use polkadot_parachain_primitives::primitives::{
	BlockData, HeadData, ValidationParams, ValidationResult,
};
use polkadot_primitives::executor_params::{DEFAULT_LOGICAL_STACK_MAX, DEFAULT_NATIVE_STACK_MAX};
use sc_executor::WasmExecutor;
use sc_executor_wasmtime::{
	create_runtime, Config, DeterministicStackLimit, HeapAllocStrategy, InstantiationStrategy,
	RuntimeBlob, Semantics, WasmModule, WasmtimeRuntime,
};
use seoul_chain_runtime::{Block, Header, UncheckedExtrinsic, WASM_BINARY};
use sp_consensus_aura::digests::CompatibleDigestItem;
use sp_core::{
	sr25519,
	traits::{CallContext, CodeExecutor, RuntimeCode, WrappedRuntimeCode},
	Blake2Hasher, Pair,
};
use sp_externalities::{set_and_run_with_externalities, Extensions};
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
	generic::DigestItem, traits::Header as _, transaction_validity::TransactionValidityError,
	ApplyExtrinsicResult,
};
use sp_state_machine::{
	BasicExternalities, Ext, InMemoryBackend, OverlayedChanges, TrieBackendBuilder,
};
use sp_trie::{proof_size_extension::ProofSizeExt, recorder::Recorder, CompactProof};
use std::{cell::RefCell, sync::LazyLock};

/// The code that the relay chain knows, compressed.
pub fn validation_code() -> &'static [u8] {
	WASM_BINARY.expect("built with its wasm")
}

/// The same as it is run.
pub fn uncompressed() -> RuntimeBlob {
	RuntimeBlob::uncompress_if_needed(validation_code()).expect("it is wasm")
}

/// What a collator sends to the relay chain.
#[derive(Clone)]
pub struct Candidate {
	/// The head that the relay chain knows.
	pub parent: Header,
	/// The block that follows it.
	pub block: Block,
	/// What the block reads of the state of `parent`.
	pub proof: CompactProof,
	/// What the relay chain said when the block was made.
	pub relay: ParachainInherentData,
}

impl Candidate {
	/// The bytes that the validator gets.
	pub fn proof_of_validity(&self) -> Vec<u8> {
		ParachainBlockData::new(vec![self.block.clone()], self.proof.clone(), None).encode()
	}

	/// Sign the block, in the place of a signature that it has.
	pub fn seal(&mut self, by: &sr25519::Pair) {
		let digest = self.block.header.digest_mut();
		digest.logs.retain(|item| item.as_seal().is_none());
		let signature = by.sign(self.block.header.hash().as_bytes());
		let seal = <DigestItem as CompatibleDigestItem<sr25519::Signature>>::aura_seal(signature);
		self.block.header.digest_mut().push(seal);
	}
}

type State = InMemoryBackend<Blake2Hasher>;

/// A collator's node, as far as it makes blocks.
pub struct Collator {
	executor: WasmExecutor<(
		sp_io::SubstrateHostFunctions,
		storage_proof_size::HostFunctions,
	)>,
}

impl Collator {
	/// With the runtime that is built beside this test. One for all tests, as its code is compiled when it is first
	/// called.
	pub fn ready() -> &'static Self {
		static READY: LazyLock<Collator> = LazyLock::new(|| Collator {
			executor: WasmExecutor::builder().build(),
		});
		&READY
	}

	/// Begin a block on a state.
	pub fn begin(&self, snapshot: &Snapshot) -> OpenBlock<'_> {
		self.begin_after(snapshot, own::relay_chain(snapshot.now, &snapshot.parent))
	}

	/// Begin a block when the relay chain has said this.
	pub fn begin_after(&self, snapshot: &Snapshot, relay: ParachainInherentData) -> OpenBlock<'_> {
		let mut block = OpenBlock {
			executor: self,
			state: snapshot.state(),
			parent: snapshot.parent.clone(),
			relay,
			overlay: OverlayedChanges::default(),
			recorder: Recorder::default(),
			extrinsics: Vec::new(),
		};
		let header = first_header(snapshot.now, &snapshot.parent);
		block.call("Core_initialize_block", &header.encode());
		let inherents = block
			.state
			.execute_with(|| own::with_relay_chain(snapshot.now, block.relay.clone()));
		for inherent in inherents {
			block.push(inherent);
		}
		block
	}

	/// The block of these transactions, which must all succeed.
	pub fn block(&self, snapshot: &Snapshot, transactions: Vec<UncheckedExtrinsic>) -> Candidate {
		self.block_after(
			snapshot,
			own::relay_chain(snapshot.now, &snapshot.parent),
			transactions,
		)
	}

	/// The same when the relay chain has said this.
	pub fn block_after(
		&self,
		snapshot: &Snapshot,
		relay: ParachainInherentData,
		transactions: Vec<UncheckedExtrinsic>,
	) -> Candidate {
		let mut block = self.begin_after(snapshot, relay);
		for transaction in transactions {
			block.push(transaction);
		}
		block.finish()
	}
}

/// A block that takes transactions, in the runtime's wasm, and what it has read so far.
pub struct OpenBlock<'a> {
	executor: &'a Collator,
	state: TestExternalities,
	parent: Header,
	relay: ParachainInherentData,
	overlay: OverlayedChanges<Blake2Hasher>,
	recorder: Recorder<Blake2Hasher>,
	extrinsics: Vec<UncheckedExtrinsic>,
}

impl OpenBlock<'_> {
	fn call(&mut self, name: &str, input: &[u8]) -> Vec<u8> {
		let state: &State = &self.state.backend;
		let recorded = TrieBackendBuilder::wrap(state)
			.with_recorder(self.recorder.clone())
			.build();
		let mut extensions = Extensions::new();
		extensions.register(ProofSizeExt::new(self.recorder.clone()));
		let mut ext = Ext::new(&mut self.overlay, &recorded, Some(&mut extensions));
		let fetcher = WrappedRuntimeCode(validation_code().into());
		let code = RuntimeCode {
			code_fetcher: &fetcher,
			heap_pages: None,
			hash: vec![1],
		};
		let context = CallContext::Onchain { import: false };
		let (answer, _) = self
			.executor
			.executor
			.call(&mut ext, &code, name, input, context);
		answer.expect("the runtime answers")
	}

	/// Take a transaction, or leave everything as it was and say why.
	pub fn try_push(
		&mut self,
		transaction: UncheckedExtrinsic,
	) -> Result<(), TransactionValidityError> {
		self.overlay.start_transaction();
		self.recorder.start_transaction();
		let answer = self.call("BlockBuilder_apply_extrinsic", &transaction.encode());
		let answer = ApplyExtrinsicResult::decode(&mut &answer[..]).expect("it is an answer");
		match answer {
			Ok(result) => {
				self.overlay.commit_transaction().expect("it was begun");
				self.recorder.commit_transaction().expect("it was begun");
				result.expect("the call succeeds");
				self.extrinsics.push(transaction);
				Ok(())
			},
			Err(error) => {
				self.overlay.rollback_transaction().expect("it was begun");
				self.recorder.rollback_transaction().expect("it was begun");
				Err(error)
			},
		}
	}

	/// Take a transaction, which must succeed.
	pub fn push(&mut self, transaction: UncheckedExtrinsic) {
		self.try_push(transaction)
			.expect("the transaction is valid and fits into the block");
	}

	/// How many transactions the block has.
	pub fn transactions(&self) -> usize {
		self.extrinsics.len()
	}

	/// Close the block and sign it as the collator of the small city.
	pub fn finish(mut self) -> Candidate {
		let header = self.call("BlockBuilder_finalize_block", &[]);
		let header = Header::decode(&mut &header[..]).expect("it is a header");
		let proof = self
			.recorder
			.drain_storage_proof()
			.into_compact_proof::<Blake2Hasher>(*self.parent.state_root())
			.expect("the proof is of this state");
		let mut candidate = Candidate {
			parent: self.parent,
			block: Block {
				header,
				extrinsics: self.extrinsics,
			},
			proof,
			relay: self.relay,
		};
		candidate.seal(&Sr25519Keyring::Alice.pair());
		candidate
	}
}

/// Host functions that the validators of a relay chain offer: no storage, nothing off chain, nothing that measures.
pub type Offered = (
	sp_io::misc::HostFunctions,
	sp_io::crypto::HostFunctions,
	sp_io::hashing::HostFunctions,
	sp_io::allocator::HostFunctions,
	sp_io::logging::HostFunctions,
	sp_io::trie::HostFunctions,
);

/// Keeps what the code says when it gives up: a validator learns only that it did.
struct LastWords;

thread_local! {
	static SAID: RefCell<String> = const { RefCell::new(String::new()) };
}

impl log::Log for LastWords {
	fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
		metadata.target() == "runtime"
	}

	fn log(&self, record: &log::Record<'_>) {
		if self.enabled(record.metadata()) {
			SAID.with_borrow_mut(|said| *said = record.args().to_string());
		}
	}

	fn flush(&self) {}
}

/// What the code said when it last gave up on this thread.
pub fn last_words() -> String {
	SAID.take()
}

/// Pages of memory that a validator gives: 2 MiB for the code itself, 128 MiB for its work.
const MEMORY: HeapAllocStrategy = HeapAllocStrategy::Dynamic {
	maximum_pages: Some(32 + 2_048),
};

/// A validator of the relay chain, with the settings that relay chains begin with.
pub struct Validator {
	code: WasmtimeRuntime,
}

impl Validator {
	/// One for all tests: a validator prepares each version of the code once.
	pub fn ready() -> &'static Self {
		static READY: LazyLock<Validator> = LazyLock::new(Validator::prepare);
		&READY
	}

	fn prepare() -> Self {
		let semantics = Semantics {
			instantiation_strategy: InstantiationStrategy::RecreateInstanceCopyOnWrite,
			deterministic_stack_limit: Some(DeterministicStackLimit {
				logical_max: DEFAULT_LOGICAL_STACK_MAX,
				native_stack_max: DEFAULT_NATIVE_STACK_MAX,
			}),
			canonicalize_nans: true,
			parallel_compilation: false,
			heap_alloc_strategy: MEMORY,
			wasm_multi_value: false,
			wasm_bulk_memory: false,
			wasm_reference_types: false,
			wasm_simd: false,
		};
		let config = Config {
			// What is not offered ends the run when it is called.
			allow_missing_func_imports: true,
			cache_path: None,
			semantics,
		};
		// A program may have begun to listen before.
		if log::set_logger(&LastWords).is_ok() {
			log::set_max_level(log::LevelFilter::Error);
		}
		Self {
			code: create_runtime::<Offered>(uncompressed(), config).expect("the code compiles"),
		}
	}

	/// Run `validate_block`, on a stack as large as a validator's. A refusal is what the code said.
	pub fn validate(&self, candidate: &Candidate) -> Result<ValidationResult, String> {
		self.validate_bytes(candidate, candidate.proof_of_validity())
	}

	/// The same with other bytes in the place of block and proof.
	pub fn validate_bytes(
		&self,
		candidate: &Candidate,
		bytes: Vec<u8>,
	) -> Result<ValidationResult, String> {
		let data = &candidate.relay.validation_data;
		let params = ValidationParams {
			parent_head: HeadData(candidate.parent.encode()),
			block_data: BlockData(bytes),
			relay_parent_number: data.relay_parent_number,
			relay_parent_storage_root: data.relay_parent_storage_root,
		}
		.encode();
		let run = || {
			let mut ext = BasicExternalities::default();
			let answer = set_and_run_with_externalities(&mut ext, || {
				let mut instance = self.code.new_instance(MEMORY)?;
				instance.call("validate_block", &params)
			});
			answer.map_err(|error| format!("{error}: {}", last_words()))
		};
		// As much as a validator's thread has: the code's own limit is reached first.
		let stack = usize::try_from(DEFAULT_NATIVE_STACK_MAX).expect("it fits") + 2 * 1024 * 1024;
		let answer = std::thread::scope(|scope| {
			std::thread::Builder::new()
				.stack_size(stack)
				.spawn_scoped(scope, run)
				.expect("there is room for a stack")
				.join()
				.expect("a refusal does not panic")
		})?;
		Ok(ValidationResult::decode(&mut &answer[..]).expect("it is a result"))
	}
}
