// SPDX-License-Identifier: Apache-2.0

//! Polls and citizens' proposals, and what they ask of cards, credentials, rings and points.

use super::{governance::TwoThirdsOfCouncil, login::AliasPriority, quota::Registers};
use crate::{
	weights, Agencies, ChainIdentity, CitizenIdentity, CitizenRings, Facilities, Mileage, Runtime,
	Timestamp, TransactionQuota,
};
use alloc::vec::Vec;
use frame_support::{parameter_types, weights::Weight};
use pallet_citizen_rings::{FrozenProof, FrozenRings, HoldId, Revision, RingIndex, RingRef};
use pallet_mvoting::{CardRegister, Credentials, PollRings, ProofToVerify, RingAt, RingHold};
use seoul_chain_login::{BatchId, Disclosure, Refusal, SchemaId};
use seoul_chain_primitives::{AccountClass, CitizenIndex, Moment};
use seoul_chain_ring_proofs::{Alias, CollectionId, Purpose};
use seoul_chain_runtime_common::origins::{PollOfficeOrigin, PollTrusteeOrigin};
use sp_runtime::{DispatchError, DispatchResult};

parameter_types! {
	/// A voting key has a class of its own, which can only vote.
	pub const VoterClass: AccountClass = AccountClass::Voter;
	/// The kind of credential whose value is the code of the district in which its holder lives. Every preset
	/// starts with it.
	pub const ResidenceSchema: SchemaId = SchemaId(1);
}

/// The register of citizen cards.
pub struct PollCards;

impl CardRegister for PollCards {
	fn issued() -> u64 {
		pallet_citizen_identity::IssuedCards::<Runtime>::get()
	}

	fn active() -> u64 {
		pallet_citizen_identity::ActiveCards::<Runtime>::get()
	}

	fn issued_at(citizen: CitizenIndex) -> Option<Moment> {
		pallet_citizen_identity::Cards::<Runtime>::get(citizen).map(|card| card.issued_at)
	}
}

/// The register of credentials.
pub struct PollCredentials;

impl Credentials for PollCredentials {
	fn weight() -> Weight {
		<weights::Facilities as pallet_facilities::WeightInfo>::check_credential()
	}

	fn next_batch() -> BatchId {
		pallet_facilities::NextBatch::<Runtime>::get()
	}

	fn check(citizen: CitizenIndex, disclosure: &Disclosure) -> Result<(), Refusal> {
		Facilities::check_disclosed(citizen, disclosure).map(drop)
	}
}

/// The rings of citizens' keys.
pub struct CitizenPollRings;

const fn at(at: RingAt) -> RingRef {
	RingRef {
		ring: RingIndex(at.ring),
		revision: Revision(at.revision),
	}
}

impl PollRings for CitizenPollRings {
	fn freeze(collection: CollectionId) -> Result<RingHold, DispatchError> {
		CitizenRings::freeze(collection).map(|hold| RingHold(hold.0))
	}

	fn hasten(collection: CollectionId) -> DispatchResult {
		CitizenRings::hasten(collection)
	}

	fn keys(hold: RingHold) -> Result<u32, DispatchError> {
		CitizenRings::eligible(HoldId(hold.0))
	}

	fn check(hold: RingHold, ring: RingAt, proof: &[u8]) -> DispatchResult {
		<CitizenRings as FrozenRings>::check(HoldId(hold.0), at(ring), proof)
	}

	fn verify(
		hold: RingHold,
		ring: RingAt,
		purpose: Purpose,
		message: &[u8],
		alias: &Alias,
		proof: &[u8],
	) -> DispatchResult {
		let ring = at(ring);
		<CitizenRings as FrozenRings>::verify(HoldId(hold.0), ring, purpose, message, alias, proof)
	}

	fn verify_all(
		hold: RingHold,
		purpose: Purpose,
		proofs: &[ProofToVerify<'_>],
	) -> DispatchResult {
		let proofs: Vec<_> = proofs
			.iter()
			.map(|one| FrozenProof {
				ring: at(one.at),
				message: one.message,
				alias: one.alias,
				proof: one.proof,
			})
			.collect();
		<CitizenRings as FrozenRings>::verify_all(HoldId(hold.0), purpose, &proofs)
	}

	fn release(hold: RingHold) -> DispatchResult {
		CitizenRings::release(HoldId(hold.0))
	}
}

impl pallet_mvoting::Config for Runtime {
	type OfficeOrigin = PollOfficeOrigin<Self>;
	type TrusteeOrigin = PollTrusteeOrigin<Self>;
	/// Who holds the keys of polls, and how many citizens oblige the city to answer, concerns everybody, so more
	/// than half of the council must agree.
	type GovernanceOrigin = TwoThirdsOfCouncil;
	/// Of cards only: an alias of a service would be a second vote.
	type Citizens = CitizenIdentity;
	type Cards = PollCards;
	type Agencies = Agencies;
	type Credentials = PollCredentials;
	type ResidenceSchema = ResidenceSchema;
	type Rings = CitizenPollRings;
	type Rewards = Mileage;
	type ChainId = ChainIdentity;
	type Admissions = Registers;
	type VoterClass = VoterClass;
	type OnAdmission = TransactionQuota;
	type EnrolmentPriority = AliasPriority;
	type Clock = Timestamp;
	type WeightInfo = weights::MVoting;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::OtherRegisters;
}
