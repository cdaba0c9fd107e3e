// SPDX-License-Identifier: Apache-2.0

//! What the polls ask of others. The runtime joins them.

use crate::types::{RingAt, RingHold};
use frame_support::weights::Weight;
use seoul_chain_login::{BatchId, Disclosure, Refusal};
use seoul_chain_primitives::{CitizenIndex, Moment};
use seoul_chain_ring_proofs::{Alias, CollectionId, Purpose};
use sp_runtime::{DispatchError, DispatchResult};

/// What the polls ask of the register of cards, besides who may act.
pub trait CardRegister {
	/// How many cards were ever issued. A card issued later is counted later.
	fn issued() -> u64;
	/// How many cards are active.
	fn active() -> u64;
	/// When a card was issued; nothing if there is none.
	fn issued_at(citizen: CitizenIndex) -> Option<Moment>;
}

/// What the polls ask of the register of credentials.
pub trait Credentials {
	/// What [`Self::check`] costs at most.
	fn weight() -> Weight;
	/// The number that the next batch will have. Numbers rise.
	fn next_batch() -> BatchId;
	/// Succeeds if the credential counts now and is about this citizen.
	fn check(citizen: CitizenIndex, disclosure: &Disclosure) -> Result<(), Refusal>;
}

/// One of several proofs that are verified together.
#[derive(Clone, Copy, Debug)]
pub struct ProofToVerify<'a> {
	/// Of which revision it is.
	pub at: RingAt,
	/// What it binds.
	pub message: &'a [u8],
	/// The alias that it is claimed to show.
	pub alias: &'a Alias,
	/// Its bytes.
	pub proof: &'a [u8],
}

/// What the polls ask of the rings.
pub trait PollRings {
	/// Keep the newest revision of each ring of a collection until they are released. Costs the same for one ring
	/// and for thousands. Refused while a removal is pending.
	fn freeze(collection: CollectionId) -> Result<RingHold, DispatchError>;
	/// Rebuild what waits to be rebuilt without waiting.
	fn hasten(collection: CollectionId) -> DispatchResult;
	/// How many keys the kept revisions have together.
	fn keys(hold: RingHold) -> Result<u32, DispatchError>;
	/// Succeeds if a proof may be verified: kept, of the right length. Costs no verification.
	fn check(hold: RingHold, at: RingAt, proof: &[u8]) -> DispatchResult;
	/// Succeeds if whoever made the proof has a key in the kept ring, and is known by `alias` in `purpose`.
	fn verify(
		hold: RingHold,
		at: RingAt,
		purpose: Purpose,
		message: &[u8],
		alias: &Alias,
		proof: &[u8],
	) -> DispatchResult;
	/// Succeeds if [`Self::verify`] would succeed for each, at less cost. Otherwise says what is wrong with one of them.
	fn verify_all(hold: RingHold, purpose: Purpose, proofs: &[ProofToVerify<'_>])
		-> DispatchResult;
	/// Let the revisions go.
	fn release(hold: RingHold) -> DispatchResult;
}
