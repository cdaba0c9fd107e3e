// SPDX-License-Identifier: Apache-2.0

mod anonymous;
mod boards;
#[path = "../../../../primitives/ballot/tests/common/dishonest.rs"]
mod dishonest;
mod invariants;
mod journeys;
mod polls;
mod properties;
mod proposals;
mod public;
mod queries;
mod refusals;
mod secret;
mod sweeping;
mod tallying;
