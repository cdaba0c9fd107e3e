// SPDX-License-Identifier: Apache-2.0

//! What the provider asks of a node. The command line asks a real one over its RPC; tests ask one of their own.

use async_trait::async_trait;
use seoul_chain_login::{FacilityId, Granted, LoginRequest, Purpose, Refusal, SchemaId, Standing};
use seoul_chain_primitives::Moment;
use sp_runtime::DispatchError;
use std::fmt;

/// What a provider needs to know of its facility.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacilityView {
	/// The host name under which it is registered.
	pub domain: String,
	/// Its name in Korean.
	pub korean_name: String,
	/// Its name in English.
	pub english_name: String,
	/// For what it uses logins.
	pub purposes: Vec<Purpose>,
	/// The kinds of credentials that it requires.
	pub requirements: Vec<SchemaId>,
	/// For how long a citizen can consent now, in milliseconds.
	pub longest_consent: Moment,
}

/// Why a node did not answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeError {
	/// It cannot be reached, or says something that is not understood. The text is for the operator's log.
	Unreachable(String),
}

impl fmt::Display for NodeError {
	fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Unreachable(why) => write!(to, "the node does not answer: {why}"),
		}
	}
}

impl std::error::Error for NodeError {}

/// A reason in the chain's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
	/// Such as `citizenIdentity.CardSuspended`.
	pub name: String,
	/// What it means.
	pub words: String,
}

/// A node, at its newest block.
#[async_trait]
pub trait Node: Send + Sync + 'static {
	/// The facility, if there is one with this number that is open.
	async fn facility(&self, facility: FacilityId) -> Result<Option<FacilityView>, NodeError>;
	/// Who logged in, or why nobody did.
	async fn authenticate(
		&self,
		request: &LoginRequest,
	) -> Result<Result<Granted, Refusal>, NodeError>;
	/// Whether a login still stands, or why not.
	async fn standing(
		&self,
		standing: &Standing,
	) -> Result<Result<Option<Moment>, Refusal>, NodeError>;
	/// What an error means that is inside a refusal; nothing if the node does not say.
	async fn explain(&self, _reason: DispatchError) -> Option<Explained> {
		None
	}
}
