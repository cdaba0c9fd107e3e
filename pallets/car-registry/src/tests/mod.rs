// SPDX-License-Identifier: Apache-2.0

//! One file a capability; each test is named as the sentence it proves.

mod deregistrations;
mod divergences;
mod encumbrances;
mod incidents;
mod inspections;
mod invariants;
mod listings;
mod odometer;
mod payments;
mod properties;
mod sales;
mod tags;
mod terms;
mod titles;
mod transfers;
mod vehicles;
mod warranty;
