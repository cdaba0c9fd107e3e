// SPDX-License-Identifier: Apache-2.0

//! Reading from a proof instead of a database.

use crate::error::{text, Failure, Result};
use sp_core::H256;
use sp_runtime::traits::BlakeTwo256;
use sp_state_machine::{
	create_proof_check_backend, prove_read_on_trie_backend, read_proof_check_on_proving_backend,
	TrieBackend,
};
use sp_trie::{MemoryDB, StorageProof};
use std::{cell::RefCell, collections::BTreeSet};

/// What is wrong with a proof.
pub fn broken(what: &str) -> Failure {
	Failure::no(
		"ProofBroken",
		text!(
			"확인서의 증명이 맞지 않습니다({what}). 바뀌었거나 온전하지 않은 확인서입니다.",
			"The certificate's proof does not hold ({what}). It was altered, or is not whole."
		),
	)
}

/// The part of a state that a proof holds.
pub struct Backend {
	trie: TrieBackend<MemoryDB<BlakeTwo256>, BlakeTwo256>,
	read: RefCell<Vec<Vec<u8>>>,
}

impl Backend {
	pub fn new(root: H256, nodes: impl IntoIterator<Item = Vec<u8>>) -> Result<Self> {
		let trie = create_proof_check_backend(root, StorageProof::new(nodes))
			.map_err(|_| broken("it is of another state"))?;
		Ok(Self {
			trie,
			read: RefCell::default(),
		})
	}

	/// The value under a key, or proof that there is none.
	pub fn value(&self, key: Vec<u8>) -> Result<Option<Vec<u8>>> {
		let value = read_proof_check_on_proving_backend(&self.trie, &key)
			.map_err(|_| broken("a part is missing"))?;
		self.read.borrow_mut().push(key);
		Ok(value)
	}

	/// The nodes that were needed for what was read, and no others.
	pub fn needed(&self) -> Result<BTreeSet<Vec<u8>>> {
		prove_read_on_trie_backend(&self.trie, self.read.borrow().iter())
			.map(StorageProof::into_nodes)
			.map_err(|_| broken("a part is missing"))
	}
}
