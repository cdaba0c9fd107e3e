// SPDX-License-Identifier: Apache-2.0

mod cards;
mod counter;
mod funds;
mod invariants;
mod properties;
mod recovery;
mod rotation;
mod terms;
