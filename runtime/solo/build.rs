// SPDX-License-Identifier: Apache-2.0

//! Builds the runtime to WASM, with the hash of its metadata inside: hardware wallets show what they sign
//! only if the runtime knows that hash.

#[cfg(feature = "std")]
fn main() {
	substrate_wasm_builder::WasmBuilder::init_with_defaults()
		.enable_metadata_hash("KRW", 6)
		.build();
}

/// There is nothing to build while the crate itself is built to WASM.
#[cfg(not(feature = "std"))]
fn main() {}
