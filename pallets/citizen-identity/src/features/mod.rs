// SPDX-License-Identifier: Apache-2.0

//! What the register does, one capability a file.

mod cards;
mod counter;
mod funds;
mod recovery;
mod rotation;
mod terms;
