// SPDX-License-Identifier: Apache-2.0

//! The chain's runtime with a spec version one higher, and nothing else new.
//!
//! It exists so that tests can carry out a real upgrade, from the council's motion to the first block
//! under the new version. It has no metadata hash, so hardware wallets would refuse to sign for it: no
//! chain of the city may run it.
//!
//! The journeys of `../solo/tests` take [`NEXT_RUNTIME`]. Tests from outside find it in cargo's target directory, at
//! `release/wbuild/seoul-chain-runtime/seoul_chain_runtime_next.compact.compressed.wasm`. Only a build of
//! the whole workspace, or of this crate, makes it.

/// What the build script wrote.
mod built {
	#![allow(dead_code)]

	include!(concat!(env!("OUT_DIR"), "/seoul_chain_runtime_next"));
}

/// The code of the next runtime, compressed, as an upgrade takes it. Nothing if its build was skipped
/// (`SKIP_WASM_BUILD`).
pub const NEXT_RUNTIME: Option<&[u8]> = built::WASM_BINARY;
