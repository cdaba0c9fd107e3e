// SPDX-License-Identifier: Apache-2.0

//! What other pallets ask of the rings, and what the rings ask of others.

use crate::{HoldId, Revision, RingIndex, ServiceId};
use seoul_chain_primitives::CitizenIndex;
use seoul_chain_ring_proofs::{Alias, CollectionId, Purpose};
use sp_runtime::{DispatchError, DispatchResult};

/// Which revision of which ring a proof is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RingRef {
	/// The ring.
	pub ring: RingIndex,
	/// Its revision.
	pub revision: Revision,
}

/// One of several proofs that are verified together.
#[derive(Clone, Copy, Debug)]
pub struct FrozenProof<'a> {
	/// Which frozen revision it is of.
	pub ring: RingRef,
	/// What it binds.
	pub message: &'a [u8],
	/// The alias that it is claimed to show.
	pub alias: &'a Alias,
	/// Its bytes.
	pub proof: &'a [u8],
}

/// What the polls ask of the rings.
pub trait FrozenRings {
	/// Keep the newest revision of each ring of a collection as it is, for ever until it is released. Costs the
	/// same for one ring and for thousands. Refused while a removal is pending.
	fn freeze(collection: CollectionId) -> Result<HoldId, DispatchError>;

	/// Rebuild without waiting what waits to be rebuilt, so that a collection can be frozen soon.
	fn hasten(collection: CollectionId) -> DispatchResult;

	/// How many keys the frozen revisions have together.
	fn eligible(hold: HoldId) -> Result<u32, DispatchError>;

	/// Succeeds if a proof may be verified: the ring was frozen by this hold, and the length is right. Decodes
	/// nothing: verifying does, and once is enough.
	fn check(hold: HoldId, ring: RingRef, proof: &[u8]) -> DispatchResult;

	/// Succeeds if whoever made the proof has a key in the frozen ring, and is known by `alias` in `purpose`.
	fn verify(
		hold: HoldId,
		ring: RingRef,
		purpose: Purpose,
		message: &[u8],
		alias: &Alias,
		proof: &[u8],
	) -> DispatchResult;

	/// Succeeds if [`Self::verify`] would succeed for each, at a third of its cost. Otherwise says what is wrong with one
	/// of them and not with which: finding it would cost more than the whole, and somebody else than the forger pays.
	fn verify_all(hold: HoldId, purpose: Purpose, proofs: &[FrozenProof<'_>]) -> DispatchResult;

	/// Let the revisions go.
	fn release(hold: HoldId) -> DispatchResult;
}

/// What services ask of aliases that act in them.
pub trait AliasRegistry<AccountId> {
	/// The alias for which an account acts, and in which service, whether or not it is valid now.
	fn alias_of(who: &AccountId) -> Option<(ServiceId, CitizenIndex)>;
	/// In which service an index is that of an alias's party.
	fn service_of(party: CitizenIndex) -> Option<ServiceId>;
	/// The account of an alias.
	fn account_of(party: CitizenIndex) -> Option<AccountId>;
	/// Succeeds if the alias can act in the service now; otherwise says why not.
	fn ensure_active(service: ServiceId, party: CitizenIndex) -> DispatchResult;
	/// Whether `who` acted for an alias once and no longer does.
	fn was_an_aliases(who: &AccountId) -> bool;
}

/// In which services citizens can act under an alias.
pub trait AliasServices {
	/// Of which collection somebody must be to act in a service under an alias, if anyone can.
	///
	/// One collection for each service: whoever has a key in two of them would have two aliases.
	fn collection_of(service: ServiceId) -> Option<CollectionId>;
}
