// SPDX-License-Identifier: Apache-2.0

//! What the register does, one capability a file.

mod deregistrations;
mod divergences;
mod documents;
mod encumbrances;
mod incidents;
mod inspections;
mod listings;
mod odometer;
mod payments;
mod queries;
mod records;
mod sales;
mod tags;
mod terms;
mod transfers;
mod vehicles;
mod warranty;

pub(crate) use odometer::StoredApart;
pub(crate) use payments::Paid;
pub(crate) use sales::Draft;
