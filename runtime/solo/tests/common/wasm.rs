// SPDX-License-Identifier: Apache-2.0

//! The runtime's own wasm, as a node runs it: of the profile `release`, or of another build that `SEOUL_RUNTIME` names.

use crate::common::*;
use codec::{Decode, Encode};
use sc_executor::WasmExecutor;
use seoul_chain_runtime::{Block, System, UncheckedExtrinsic, WASM_BINARY};
use sp_core::{
	storage::well_known_keys::{CODE, PENDING_CODE},
	traits::{
		CallContext, CodeExecutor, ReadRuntimeVersion, ReadRuntimeVersionExt, RuntimeCode,
		WrappedRuntimeCode,
	},
	H256,
};
use sp_io::{SubstrateHostFunctions, TestExternalities};
use sp_runtime::transaction_validity::{TransactionSource, TransactionValidity};
use sp_version::RuntimeVersion;
use std::time::Instant;

/// Runs the code of runtimes.
type Executor = WasmExecutor<SubstrateHostFunctions>;

/// The code that is built beside this test, or that of the file which a variable names.
pub fn code_of(built: Option<&[u8]>, variable: &str) -> Vec<u8> {
	let named = std::env::var_os(variable)
		.map(|file| std::fs::read(&file).unwrap_or_else(|error| panic!("{variable}: {error}")));
	named.unwrap_or_else(|| built.expect("built with its wasm").to_vec())
}

/// The code that is built beside this test, or that of the file `SEOUL_RUNTIME`.
fn built_code() -> Vec<u8> {
	code_of(WASM_BINARY, "SEOUL_RUNTIME")
}

/// Call a function of a runtime in a fresh instance. `hash` tells one code from another.
fn call(
	executor: &Executor,
	(code, hash): (&[u8], &[u8]),
	context: CallContext,
	state: &mut TestExternalities,
	name: &str,
	input: &[u8],
) -> Vec<u8> {
	let fetcher = WrappedRuntimeCode(code.into());
	let code = RuntimeCode {
		code_fetcher: &fetcher,
		heap_pages: None,
		hash: hash.to_vec(),
	};
	let (answer, _) = executor.call(&mut state.ext(), &code, name, input, context);
	answer.expect("the runtime answers")
}

/// Runs the blocks of a chain as a node does: each by the code that stands in the state before it.
pub struct Machine {
	executor: Executor,
	code: Vec<u8>,
	hash: H256,
	version: RuntimeVersion,
}

impl Machine {
	/// Put the built code into the state of a genesis, and run that.
	pub fn new(state: &mut TestExternalities) -> Self {
		let executor: Executor = WasmExecutor::builder().build();
		state.register_extension(ReadRuntimeVersionExt::new(executor.clone()));
		state.execute_with(|| sp_io::storage::set(CODE, &built_code()));
		let mut machine = Self {
			executor,
			code: Vec::new(),
			hash: H256::zero(),
			version: RuntimeVersion::default(),
		};
		machine.load(state);
		machine
	}

	/// Take the code of the next block: what waits to be in force, or else what is.
	pub fn load(&mut self, state: &mut TestExternalities) {
		let code = state
			.execute_with(|| {
				sp_io::storage::get(PENDING_CODE).or_else(|| sp_io::storage::get(CODE))
			})
			.expect("the chain has code");
		let hash = H256(sp_io::hashing::blake2_256(&code));
		if hash == self.hash {
			return;
		}
		let version = self
			.executor
			.read_runtime_version(&code, &mut state.ext())
			.expect("the code has a version");
		self.version = RuntimeVersion::decode(&mut &version[..]).expect("it is a version");
		self.code = code.to_vec();
		self.hash = hash;
	}

	/// The version of the code.
	pub fn spec_version(&self) -> u32 {
		self.version.spec_version
	}

	/// Call a function.
	pub fn call<Answer: Decode>(
		&self,
		state: &mut TestExternalities,
		name: &str,
		input: impl Encode,
	) -> Answer {
		let code = (self.code.as_slice(), self.hash.as_bytes());
		let context = CallContext::Onchain { import: false };
		let answer = call(&self.executor, code, context, state, name, &input.encode());
		Answer::decode(&mut &answer[..]).expect("it is an answer")
	}
}

/// The runtime as nodes run it, to measure.
pub struct Wasm {
	executor: Executor,
	code: Vec<u8>,
}

impl Wasm {
	/// With the code that is built beside this test, or that of the file `SEOUL_RUNTIME`.
	pub fn new() -> Self {
		Self {
			executor: WasmExecutor::builder().build(),
			code: built_code(),
		}
	}

	/// Call a function in a fresh instance. Returns what it answers and how long it took in milliseconds.
	pub fn call(&self, state: &mut TestExternalities, name: &str, input: &[u8]) -> (Vec<u8>, f64) {
		let start = Instant::now();
		let code = (self.code.as_slice(), [1].as_slice());
		let context = CallContext::Offchain;
		let answer = call(&self.executor, code, context, state, name, input);
		(answer, start.elapsed().as_secs_f64() * 1e3)
	}

	/// What the pool says of a transaction, and the fastest of some runs in milliseconds.
	pub fn validate(
		&self,
		snapshot: &Snapshot,
		transaction: &UncheckedExtrinsic,
	) -> (TransactionValidity, f64) {
		let input = (TransactionSource::External, transaction, H256::zero()).encode();
		let name = "TaggedTransactionQueue_validate_transaction";
		let mut answer = Vec::new();
		let took = fastest(15, || {
			let (said, took) = self.call(&mut snapshot.state(), name, &input);
			answer = said;
			took
		});
		let answer = TransactionValidity::decode(&mut &answer[..]).expect("it is an answer");
		(answer, took)
	}

	/// Import a block. The fastest of some runs in milliseconds.
	pub fn import(&self, snapshot: &Snapshot, block: &Block) -> f64 {
		let input = block.encode();
		fastest(9, || {
			self.call(&mut snapshot.state(), "Core_execute_block", &input)
				.1
		})
	}
}

/// The fastest of so many runs.
pub fn fastest(times: u32, run: impl FnMut() -> f64) -> f64 {
	let mut all: Vec<f64> = std::iter::repeat_with(run)
		.take(usize::try_from(times).expect("few"))
		.collect();
	all.sort_by(f64::total_cmp);
	all[0]
}

/// The last block of a session takes nothing.
pub fn away_from_the_end_of_a_session(chain: &mut Chain) {
	while chain.query(|| !(2..6).contains(&(System::block_number() % 10))) {
		chain.next_block();
	}
}
