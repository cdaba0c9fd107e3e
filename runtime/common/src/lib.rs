// SPDX-License-Identifier: Apache-2.0

//! What the city's runtimes share, written once.
//!
//! A runtime composes pallets; who may do what is decided in the runtime and only there. What does not
//! depend on whether blocks come from the city's own validators or from a relay chain stands here:
//!
//! - [`currency`]: the won and the deposits for storage;
//! - [`allowances`]: what admitted accounts can do without a fee;
//! - [`block`]: how much a block may hold;
//! - [`fees`]: what a transaction costs in won, and where the fee goes;
//! - [`proxy`]: what an account may hand to another;
//! - [`ids`]: where pallets take fresh identifiers from;
//! - [`origins`]: which role may do what;
//! - [`counter`]: in which services a counter can act for a citizen;
//! - [`districts`]: the 25 districts of Seoul;
//! - [`parties`]: who a signing account is, over both registers;
//! - [`aliases`]: citizens who act in a service under an alias.
//!
//! What names the runtime itself (how its pallets are set up, what a node can ask it, what a chain starts with)
//! cannot be in a crate below the runtimes. It lies beside this crate, in `shared/`, and each runtime includes those
//! files as modules of its own.

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

pub mod aliases;
pub mod allowances;
pub mod block;
pub mod counter;
pub mod currency;
pub mod districts;
pub mod fees;
pub mod ids;
pub mod origins;
pub mod parties;
pub mod proxy;

pub use block::RuntimeBlockLength;
pub use counter::CounterScope;
pub use districts::Districts;
pub use ids::FreshIds;
pub use parties::Parties;
pub use proxy::ProxyType;
