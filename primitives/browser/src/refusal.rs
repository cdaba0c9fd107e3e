// SPDX-License-Identifier: Apache-2.0

//! Why something is not done, as JavaScript is thrown it.

use alloc::format;
use codec::DecodeAll;
use seoul_chain_ballot::Error;
use seoul_chain_ring_proofs::prover::ProveError;
use wasm_bindgen::prelude::{wasm_bindgen, JsValue};

#[wasm_bindgen(raw_module = "./refusal.js")]
extern "C" {
	/// The class of `js/refusal.js`.
	type VotingRefusal;
	#[wasm_bindgen(constructor)]
	fn new(code: &str, line: &str) -> VotingRefusal;
}

/// Why something is not done.
#[derive(Clone, Copy, Debug)]
pub enum Refusal {
	/// These bytes are not what they should be.
	Unreadable(&'static str),
	/// The key does not stand in the ring, or a key is none, or there are too many.
	NotInRing,
	/// The keys are not those of the root, or the pages are not those of the ceremony.
	OtherRoot,
	/// The library could not make the proof.
	NotMade,
	/// The ring proof is not valid.
	InvalidProof,
	/// The ballot's crate refuses it.
	Ballot(Error),
}

impl From<Error> for Refusal {
	fn from(error: Error) -> Self {
		Self::Ballot(error)
	}
}

impl From<ProveError> for Refusal {
	fn from(error: ProveError) -> Self {
		match error {
			ProveError::NotInRing => Self::NotInRing,
			ProveError::Failed => Self::NotMade,
		}
	}
}

impl From<Refusal> for JsValue {
	fn from(refusal: Refusal) -> Self {
		let thrown = match refusal {
			Refusal::Unreadable(what) => {
				VotingRefusal::new("Unreadable", &format!("{what} cannot be read"))
			},
			Refusal::NotInRing => VotingRefusal::new(
				"NotInRing",
				"the key is not among the ring's keys, or one of them is none",
			),
			Refusal::OtherRoot => VotingRefusal::new(
				"OtherRoot",
				"the keys are not those of the root, or a page is not the ceremony's",
			),
			Refusal::NotMade => VotingRefusal::new("NotMade", "the proof could not be made"),
			Refusal::InvalidProof => VotingRefusal::new(
				"InvalidProof",
				"the proof does not hold for this ring, purpose and message",
			),
			Refusal::Ballot(error) => VotingRefusal::new(&format!("{error:?}"), error.text()),
		};
		thrown.into()
	}
}

/// What `bytes` are, all of them.
pub(crate) fn read<T: DecodeAll>(mut bytes: &[u8], what: &'static str) -> Result<T, Refusal> {
	T::decode_all(&mut bytes).map_err(|_| Refusal::Unreadable(what))
}
