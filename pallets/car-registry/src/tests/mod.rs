// SPDX-License-Identifier: Apache-2.0

//! One file a capability; each test is named as the sentence it proves.

mod inspections;
mod invariants;
mod listings;
mod odometer;
mod properties;
mod sales;
mod terms;
mod transfers;
mod vehicles;
