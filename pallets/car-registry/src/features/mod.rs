// SPDX-License-Identifier: Apache-2.0

//! What the register does, one capability a file.

mod documents;
mod inspections;
mod listings;
mod odometer;
mod queries;
mod records;
mod sales;
mod terms;
mod transfers;
mod vehicles;
