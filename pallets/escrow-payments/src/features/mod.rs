// SPDX-License-Identifier: Apache-2.0

//! What the pallet does, one capability a file.

mod agenda;
mod bonds;
mod calendar;
mod claims;
mod contracts;
mod disputes;
mod funding;
mod inspection;
mod labour;
mod payment;
mod queries;
mod subcontracts;
mod termination;

pub use payment::redeem_message;

/// The length of a list, as weights count it.
pub(crate) fn size(length: usize) -> u32 {
	u32::try_from(length).unwrap_or(u32::MAX)
}
