// SPDX-License-Identifier: Apache-2.0

//! Checks with the chain's crates what the module made in a browser. All of it is in `tests/made.rs`.
