// SPDX-License-Identifier: Apache-2.0

//! Journeys and properties of this runtime. One program, so that the runtime is compiled for tests once;
//! `scripts/check.sh` refuses a file that is not named here.

// The harness is written for the city's own chain. Here it runs on this runtime.
extern crate seoul_chain_parachain_runtime as seoul_chain_runtime;

// These tests use a part of it; those of the city's own chain use all.
#[allow(dead_code, unused_imports)]
#[path = "../../solo/tests/common/mod.rs"]
mod common;
mod own;
mod relay;
#[path = "../examples/spec/mod.rs"]
mod spec;

mod collators;
mod first_block;
mod proof_sizes;
mod validate_block;
