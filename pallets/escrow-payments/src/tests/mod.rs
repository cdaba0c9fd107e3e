// SPDX-License-Identifier: Apache-2.0

//! One file a capability; each test is named as the sentence it proves.

mod claims;
mod contracts;
mod disputes;
mod invariants;
mod journeys;
mod payments;
mod properties;
mod refusals;
mod subcontracts;
