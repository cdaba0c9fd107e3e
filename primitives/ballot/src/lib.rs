// SPDX-License-Identifier: Apache-2.0

//! Secret ballots: everyone sees that the count is right, nobody sees a vote.
//!
//! | who | does | with |
//! |---|---|---|
//! | trustees | make a key that none of them knows | [`TransportSecret`], [`deal`], [`receive`], [`complain`] |
//! | the chain | judges, and adds up the key | [`Dealing::verify`], [`judge`], [`ThresholdKey::combine`] |
//! | a voter | encrypts and proves; casts, or challenges the device | [`Choices`], [`PreparedBallot`], [`Opening`] |
//! | the chain | verifies a ballot and adds it to the sums | [`Ballot::verify`], [`Tally`] |
//! | trustees | decrypt the sums, with a proof | [`DecryptionKey::decrypt`] |
//! | the chain | checks shares and claimed counts | [`ThresholdKey::verify_share`], [`ThresholdKey::check_counts`] |
//! | an auditor | does all of it again | the same, [`Ballot::verify_batch`], [`ThresholdKey::count`] |
//!
//! The equations stand in the modules' documentation, each with the paper that it comes from: ballots
//! (`ballot`), proofs of logarithms (`sigma`), key generation (`dkg`), decryption (`decryption`), transcripts
//! (`transcript`), the voter's check of the device (`voter`).
//!
//! # Terms
//!
//! - *Election key* Y: what ballots are encrypted under. *Transport key*: what shares travel under.
//!   *Verification key*: what decryption shares are checked with.
//! - *Entry*: one ciphertext of a ballot, for one option. *Tally*: the sums of all entries.
//! - *Tracker*: hash of a ballot, by which its voter finds it again.
//!
//! # Rules
//!
//! 1. Everything proven names the chain, the poll or board, and the prover. A proof made for another context does
//!    not hold.
//! 2. Encodings are canonical, elements are not the identity; anything else is refused with its own reason.
//! 3. Secrets take no part in branches or addresses and are erased when dropped. Only verification, which is about
//!    public values, takes a time that depends on them.
//! 4. Nothing panics, and nothing allocates more than a ballot's, a board's or a batch's size.

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

mod ballot;
mod context;
mod decryption;
mod dkg;
mod error;
mod form;
mod group;
mod sigma;
mod tally;
mod transcript;
mod voter;

pub use ballot::{
	Ballot, BatchError, Branch, Ciphertext, Ciphertexts, Commitment, ElectionKey, Entry,
	FirstBranch, SumProof, VerifiedBallot,
};
pub use context::{BallotContext, ChainId, PollId, Voter};
pub use decryption::{DecryptionShare, TallyContext};
pub use dkg::{
	check_transport_key, complain, deal, judge, receive, BoardId, Ceremony, Complaint, Dealing,
	DecryptionKey, ReceivedShare, Seat, Seats, ThresholdKey, TransportSecret, TrusteeIndex,
	Verdict,
};
pub use error::Error;
pub use form::{Choices, Form};
pub use group::{EncodedPoint, EncodedScalar};
pub use sigma::{EqualityProof, KnowledgeProof};
pub use tally::{CountTable, Tally};
pub use voter::{Opening, PreparedBallot, Tracker};

/// Most options of a poll.
pub const MAX_OPTIONS: u32 = 32;

/// Most trustees of a board.
pub const MAX_TRUSTEES: u32 = 32;
