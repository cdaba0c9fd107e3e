// SPDX-License-Identifier: Apache-2.0

//! The seam for anonymous login by ring proof.
//!
//! A ring proof shows that somebody is one of a collection of citizens, and yields an alias by which this facility
//! alone knows that citizen. The proof is verified natively, against a root that was read from a final block; this
//! crate does not know how. What goes over the wire is JSON of the implementation's own.

use async_trait::async_trait;
use seoul_chain_primitives::Moment;
use serde_json::Value;

/// Who logged in, by alias.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnonymousGrant {
	/// The alias in the facility's context.
	pub alias: [u8; 32],
	/// Until when the facility may act on it. Unix time in milliseconds.
	pub expires_at: Moment,
}

/// Why an anonymous login is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnonymousRefusal {
	/// The name of the reason.
	pub reason: String,
	/// The reason in words.
	pub message: String,
}

/// Anonymous login, for a provider that offers it.
#[async_trait]
pub trait AnonymousLogins: Send + Sync + 'static {
	/// A challenge of its own, to be answered once.
	async fn challenge(&self, now: Moment) -> Result<Value, AnonymousRefusal>;
	/// Who answered, or why it is refused.
	///
	/// - `asked`: the challenge that was given to this browser. It is answered once, and no other is.
	async fn verify(
		&self,
		asked: &Value,
		answer: &Value,
		now: Moment,
	) -> Result<AnonymousGrant, AnonymousRefusal>;
}
