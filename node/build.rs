// SPDX-License-Identifier: Apache-2.0

//! Tells the node the commit it is built from; `seoul-chain-node --version` shows it.

use std::path::Path;

/// Git appends to this file whenever a commit is made or checked out.
const GIT_LOG: &str = "../.git/logs/HEAD";

fn main() {
	substrate_build_script_utils::generate_cargo_keys();

	println!("cargo:rerun-if-env-changed=SUBSTRATE_CLI_GIT_COMMIT_HASH");
	println!("cargo:rerun-if-changed=build.rs");
	// Cargo runs this script every time if the file it should watch is not there.
	if Path::new(GIT_LOG).exists() {
		println!("cargo:rerun-if-changed={GIT_LOG}");
	}
}
