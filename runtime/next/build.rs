// SPDX-License-Identifier: Apache-2.0

//! Builds the runtime of `../solo` to WASM once more, as its own next version.
//!
//! In the same folder as that runtime's own build, so that what both share is compiled once. Without the
//! metadata hash, which would take a third build.

use std::{env, path::Path};
use substrate_wasm_builder::WasmBuilder;

/// Begins the name of the built file, and is the name of the Rust file that includes it.
const FILE_NAME: &str = "seoul_chain_runtime_next";

fn main() {
	let here = env::var("CARGO_MANIFEST_DIR").expect("cargo says where the crate is");
	let runtime = Path::new(&here).with_file_name("solo").join("Cargo.toml");

	WasmBuilder::new()
		.with_project(runtime)
		.expect("the runtime lies beside this crate")
		.import_memory()
		.export_heap_base()
		.enable_feature("next-version")
		.set_file_name(FILE_NAME)
		.build();
}
