// SPDX-License-Identifier: Apache-2.0

//! Builds the runtime to WASM, with the hash of its metadata inside: hardware wallets show what they sign
//! only if the runtime knows that hash.

#[cfg(feature = "std")]
fn main() {
	share_compiled_crates();
	substrate_wasm_builder::WasmBuilder::init_with_defaults()
		.enable_metadata_hash("KRW", 6)
		.build();
}

/// The wasm builder compiles each runtime in a folder of its own, `wbuild/NAME/target`. Nine tenths of the crates are the
/// same in both runtimes, so this one's folder is a link to that of the other.
#[cfg(feature = "std")]
fn share_compiled_crates() {
	use std::{env, fs, path::Path};

	let out = env::var("OUT_DIR").expect("cargo says where the output goes");
	let profile = Path::new(&out)
		.ancestors()
		.nth(3)
		.expect("it is three folders below that of the profile");
	let built = profile.join("wbuild");
	let other = built.join("seoul-chain-runtime").join("target");
	let ours = built.join(env!("CARGO_PKG_NAME"));
	let link = ours.join("target");
	for folder in [&other, &ours] {
		fs::create_dir_all(folder).expect("the target folder can be written");
	}
	if fs::symlink_metadata(&link).is_err() {
		// Without it all is compiled, only later.
		#[cfg(unix)]
		std::os::unix::fs::symlink(&other, &link).ok();
	}
}

/// There is nothing to build while the crate itself is built to WASM.
#[cfg(not(feature = "std"))]
fn main() {}
