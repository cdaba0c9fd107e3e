// SPDX-License-Identifier: Apache-2.0

//! Who may do a thing: origin checks that say why they refuse.
//!
//! `frame_support::traits::EnsureOrigin` can only answer `BadOrigin`. A clerk whose delegation
//! expired yesterday needs to read just that, so the city's pallets take [`EnsureActor`] in their
//! `Config`, one per kind of action, and the runtime decides who passes.

use crate::AgencyId;
use sp_runtime::DispatchError;

/// An account that acts for an agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor<AccountId> {
	/// The agency that answers for the act.
	pub agency: AgencyId,
	/// The account that signed.
	pub who: AccountId,
}

/// An origin check whose refusal carries its reason.
pub trait EnsureActor<Origin> {
	/// Who passed the check.
	type Success;

	/// Let `origin` pass, or say why not.
	fn ensure_actor(origin: Origin) -> Result<Self::Success, DispatchError>;

	/// An origin that passes. It may write to storage what the check needs.
	#[cfg(feature = "runtime-benchmarks")]
	fn successful_actor() -> Origin;
}

/// As [`EnsureActor`], where the answer depends on an argument of the call.
pub trait EnsureActorFor<Origin, Argument> {
	/// Who passed the check.
	type Success;

	/// Let `origin` pass for `argument`, or say why not.
	fn ensure_actor_for(
		origin: Origin,
		argument: &Argument,
	) -> Result<Self::Success, DispatchError>;

	/// An origin that passes for `argument`. It may write to storage what the check needs.
	#[cfg(feature = "runtime-benchmarks")]
	fn successful_actor_for(argument: &Argument) -> Origin;
}
