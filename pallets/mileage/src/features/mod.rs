// SPDX-License-Identifier: Apache-2.0

//! What the ledger of points does, one capability a file.

mod book;
mod conversion;
mod correcting;
mod earning;
mod lots;
mod moving;
mod queries;
mod schemes;
mod settlement;
mod using;

#[cfg(feature = "runtime-benchmarks")]
pub(crate) use book::Book;
