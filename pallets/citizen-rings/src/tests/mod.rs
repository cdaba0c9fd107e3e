// SPDX-License-Identifier: Apache-2.0

//! One test for each behaviour, named as the sentence it proves.

mod admission;
mod aliases;
mod binding_properties;
mod building;
mod freezing;
mod invariants;
mod properties;
mod real;
mod rebinding;
mod removal;
mod setup;
