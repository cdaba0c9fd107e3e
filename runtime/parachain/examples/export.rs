// SPDX-License-Identifier: Apache-2.0

//! Writes what a relay chain and the collators need to begin with. `scripts/parachain.sh` runs it.

mod spec;

use std::{env, fs, path::Path, process::ExitCode};

fn main() -> ExitCode {
	match export(&env::args().skip(1).collect::<Vec<_>>()) {
		Ok(()) => ExitCode::SUCCESS,
		Err(reason) => {
			eprintln!("{reason}");
			ExitCode::FAILURE
		},
	}
}

fn export(arguments: &[String]) -> Result<(), String> {
	let [source, relay_chain, folder, number @ ..] = arguments else {
		return Err(
			"export PRESET|FILE RELAY_CHAIN FOLDER [NUMBER]; see scripts/parachain.sh --help"
				.into(),
		);
	};
	let parachain = number
		.first()
		.map(|number| {
			number
				.parse::<u32>()
				.map_err(|_| format!("'{number}' is not the number of a parachain"))
		})
		.transpose()?;
	let folder = Path::new(folder);
	fs::create_dir_all(folder)
		.map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
	let write = |name: &str, content: &[u8]| {
		let path = folder.join(name);
		fs::write(&path, content)
			.map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
		println!("{}  {} bytes", path.display(), content.len());
		Ok::<(), String>(())
	};

	let specification = spec::specification(source, parachain)?;
	let storage = spec::storage(&specification)?;
	let code = spec::code(&storage)?.to_vec();
	let head = spec::head(storage);
	write("plain.json", spec::plain(&specification)?.as_bytes())?;
	write(
		"chain-spec.json",
		spec::file(&specification, relay_chain)?.as_bytes(),
	)?;
	write("genesis-head", spec::head_data(&head).as_bytes())?;
	write("validation-code.wasm", &code)?;
	println!(
		"code hash  0x{}",
		hex::encode(sp_io::hashing::blake2_256(&code))
	);
	Ok(())
}
