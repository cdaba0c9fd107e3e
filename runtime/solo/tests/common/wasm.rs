// SPDX-License-Identifier: Apache-2.0

//! What the runtime's own wasm takes, as a node runs it: of the profile `release`, or of another build that `SEOUL_RUNTIME` names.

use crate::common::*;
use codec::{Decode, Encode};
use sc_executor::WasmExecutor;
use seoul_chain_runtime::{Block, System, UncheckedExtrinsic, WASM_BINARY};
use sp_core::{
	traits::{CallContext, CodeExecutor, RuntimeCode, WrappedRuntimeCode},
	H256,
};
use sp_io::{SubstrateHostFunctions, TestExternalities};
use sp_runtime::transaction_validity::{TransactionSource, TransactionValidity};
use std::time::Instant;

/// The runtime as nodes run it.
pub struct Wasm {
	executor: WasmExecutor<SubstrateHostFunctions>,
	code: Vec<u8>,
}

impl Wasm {
	/// With the code that is built beside this test, or that of the file `SEOUL_RUNTIME`.
	pub fn new() -> Self {
		let named = std::env::var_os("SEOUL_RUNTIME")
			.map(|file| std::fs::read(file).expect("SEOUL_RUNTIME names a file"));
		let built = || WASM_BINARY.expect("built with its wasm").to_vec();
		Self {
			executor: WasmExecutor::builder().build(),
			code: named.unwrap_or_else(built),
		}
	}

	/// Call a function in a fresh instance. Returns what it answers and how long it took in milliseconds.
	pub fn call(&self, state: &mut TestExternalities, name: &str, input: &[u8]) -> (Vec<u8>, f64) {
		let fetcher = WrappedRuntimeCode(self.code.as_slice().into());
		let code = RuntimeCode {
			code_fetcher: &fetcher,
			heap_pages: None,
			hash: vec![1],
		};
		let start = Instant::now();
		let (answer, _) =
			self.executor
				.call(&mut state.ext(), &code, name, input, CallContext::Offchain);
		let took = start.elapsed().as_secs_f64() * 1e3;
		(answer.expect("the runtime answers"), took)
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
