// SPDX-License-Identifier: Apache-2.0

//! Types and traits that the city's pallets share.
//!
//! A pallet never depends on another pallet's crate. It names what it needs as a trait from this
//! crate, and the runtime joins the pallets. What lasts (a car, a claim, a ballot) belongs to a
//! [`PartyId`], never to a key, so that a lost phone costs nobody anything.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	target_arch = "wasm32",
	deny(
		clippy::arithmetic_side_effects,
		clippy::expect_used,
		clippy::indexing_slicing,
		clippy::unwrap_used
	)
)]

extern crate alloc;

pub mod actor;
pub mod admission;
pub mod calendar;
pub mod card;
pub mod chain;
pub mod dated;
pub mod district;
pub mod document;
pub mod id;
pub mod party;
pub mod reward;
pub mod role;
pub mod rotation;
mod wire;

pub use actor::{Actor, EnsureActor, EnsureActorFor};
pub use admission::{AccountClass, Admission, OnAdmission};
pub use card::{CardChange, OnCardStatus};
pub use chain::{AccountId, Balance, BlockNumber, Hash, Moment, Nonce, Signature};
pub use document::DocumentCommitment;
pub use party::{AgencyId, AgencyRegistry, CitizenIndex, CitizenRegistry, PartyId, PartyRegistry};
pub use reward::ParticipationReward;
pub use role::{DistrictCode, Role, Roles};
pub use rotation::OnAccountRotated;
