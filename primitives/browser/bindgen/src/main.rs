// SPDX-License-Identifier: Apache-2.0

//! Makes a module's JavaScript: what `wasm-bindgen --target web` does, in the version that the lock file pins.

use std::{env, process::ExitCode};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
	let arguments: Vec<String> = env::args().skip(1).collect();
	let [module, name, folder] = &arguments[..] else {
		eprintln!("error: give the module, the name of what is made of it, and the folder for it");
		return ExitCode::FAILURE;
	};
	let mut bindgen = Bindgen::new();
	bindgen.input_path(module).out_name(name).typescript(true);
	let made = bindgen
		.web(true)
		.and_then(|bindgen| bindgen.generate(folder));
	match made {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("error: {error:#}");
			ExitCode::FAILURE
		},
	}
}
