// SPDX-License-Identifier: Apache-2.0

//! Wallet login: what is signed, how it is verified, and why it is refused.
//!
//! A facility sends a [`Challenge`]. The citizen signs its text with the account of the card or with a session
//! key, shows a [`Consent`] and, where the facility requires it, opens credentials ([`Disclosure`]). Any node
//! answers whether that is a login ([`LoginRequest`]) with [`Granted`] or the exact [`Refusal`].
//!
//! | module | what |
//! |---|---|
//! | [`message`] | what separates the kinds of messages from each other and from those of other chains |
//! | [`challenge`] | what a facility asks, and the text that is signed |
//! | [`consent`] | for what a citizen lets a facility use the login |
//! | [`session`] | what a session key signs to show that it is there |
//! | [`credential`] | predicates about citizens as salted commitments under a Merkle root |
//! | [`request`] | what a node is asked, and what it answers |
//! | [`refusal`] | why a login is refused |
//! | [`signature`] | signatures of every kind, over a message plain or as wallets wrap it |
//! | [`gate`] | what a facility checks before it asks a node: its own challenge, its own clock, once |
//! | [`text`] | times, addresses and host names as they are signed, and the lines that every text has |
//!
//! # What is signed
//!
//! The digest of each message is `blake2_256(SCALE(tag, chain, fields …))`, with a tag of its own for each kind.
//! A wallet must show its holder what is signed, so a challenge and a consent are signed as text in the manner of
//! CAIP-122, which says the fields and carries the digest. The text is computed from the fields and never given by
//! anybody. It is never a transaction: it is longer than 256 bytes, and of such a transaction only the hash is
//! signed. It is never a message in SCALE of this chain: those begin with a tag, and every tag has a slash, which
//! no host name has.
//!
//! # Example
//!
//! ```
//! use seoul_chain_login::{Challenge, FacilityId, Message};
//! use seoul_chain_primitives::AccountId;
//!
//! let challenge = Challenge {
//!     chain: [7; 32],
//!     facility: FacilityId(3),
//!     domain: "library.seoul.go.kr".into(),
//!     account: AccountId::new([1; 32]),
//!     nonce: [2; 32],
//!     issued_at: 1_800_000_000_000,
//!     expires_at: 1_800_000_120_000,
//! };
//! let text = challenge.text();
//! assert!(text.starts_with("library.seoul.go.kr wants you to sign in with your Seoul Chain account:"));
//! assert!(text.contains("Issued At: 2027-01-15T08:00:00.000Z"));
//! ```

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

pub mod challenge;
pub mod consent;
pub mod credential;
pub mod gate;
pub mod message;
pub mod refusal;
pub mod request;
pub mod session;
pub mod signature;
pub mod text;

pub use challenge::{Challenge, CLOCK_TOLERANCE, MAX_CHALLENGE_LIFETIME};
pub use consent::{Consent, ConsentId, Purpose, MAX_CONSENT_LIFETIME, MAX_PURPOSES};
pub use credential::{
	Commitment, CredentialTree, CredentialValue, Disclosure, SchemaId, TREE_DEPTH,
};
pub use gate::{Gate, NonceBook, Nonces};
pub use message::{ChainId, Message};
pub use refusal::Refusal;
pub use request::{
	subject_of, BatchId, FacilityId, Granted, LoginRequest, Predicate, SignedConsent, Standing,
	Subject, MAX_REQUIREMENTS,
};
pub use session::SessionPossession;
pub use signature::{is_signed_by, wrapped};
