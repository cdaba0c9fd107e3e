// SPDX-License-Identifier: Apache-2.0

//! The chains this node knows by name, and chain specs from files.
//!
//! A named chain is a genesis preset of the runtime with the static data of rings, which is too large for the
//! runtime's own code. Nodes of one network start from one file, exported once, because a runtime that is
//! compiled again gives a different genesis.

use sc_service::{ChainSpec, ChainType, GenericChainSpec, NoExtension, Properties};
use seoul_chain_ring_proofs::{chunks, RingSize};
use seoul_chain_runtime::{
	configs::system::SS58Prefix,
	genesis_config_presets::{get_preset, DEVELOPMENT, LOCAL, SEOUL},
};
use seoul_chain_runtime_common::currency;
use serde_json::{json, Value};
use sp_core::{storage::well_known_keys, Bytes};
use sp_runtime::BuildStorage;
use std::path::Path;

type FileOrPreset = GenericChainSpec<NoExtension>;

struct NamedChain {
	name: &'static str,
	id: &'static str,
	protocol_id: &'static str,
	chain_type: ChainType,
	preset: &'static str,
}

/// The chain spec that `--chain` names: `dev`, `local`, `seoul`, or the path of a file.
///
/// The empty name is what the SDK asks for when a command that only needs a place for keys is not told
/// a chain; it is the city's chain. Commands that act on a chain refuse earlier.
pub fn load(name: &str) -> Result<Box<dyn ChainSpec>, String> {
	let chain = match name {
		"dev" | "development" => NamedChain {
			name: "Seoul Chain Development",
			id: "seoul_chain_dev",
			protocol_id: "seoul-dev",
			chain_type: ChainType::Development,
			preset: DEVELOPMENT,
		},
		"local" => NamedChain {
			name: "Seoul Chain Local",
			id: "seoul_chain_local",
			protocol_id: "seoul-local",
			chain_type: ChainType::Local,
			preset: LOCAL,
		},
		"" | "seoul" => NamedChain {
			name: "Seoul Chain",
			id: "seoul_chain",
			protocol_id: "seoul",
			chain_type: ChainType::Live,
			preset: SEOUL,
		},
		path => return from_file(Path::new(path)),
	};
	Ok(Box::new(from_preset(chain)?))
}

fn from_preset(chain: NamedChain) -> Result<FileOrPreset, String> {
	let runtime = seoul_chain_runtime::WASM_BINARY.ok_or(
		"This node was built without its runtime (SKIP_WASM_BUILD was set); build it again",
	)?;
	Ok(FileOrPreset::builder(runtime, None)
		.with_name(chain.name)
		.with_id(chain.id)
		.with_protocol_id(chain.protocol_id)
		.with_chain_type(chain.chain_type)
		.with_properties(properties())
		.with_genesis_config_patch(genesis_of(chain.preset)?)
		.build())
}

/// The preset, with the data from which rings are built. The runtime checks each page against its known hash.
fn genesis_of(preset: &str) -> Result<Value, String> {
	let unreadable =
		|| format!("The runtime has no preset '{preset}' that can be read; build it again");
	let patch = get_preset(&preset.into()).ok_or_else(unreadable)?;
	let mut patch: Value = serde_json::from_slice(&patch).map_err(|_| unreadable())?;
	let pages: Vec<Bytes> = chunks::load(RingSize::Large)
		.into_iter()
		.map(Bytes)
		.collect();
	let rings = patch
		.get_mut("citizenRings")
		.and_then(Value::as_object_mut)
		.ok_or_else(unreadable)?;
	rings.insert("chunkPages".into(), json!(pages));
	Ok(patch)
}

/// What wallets show amounts and addresses with.
fn properties() -> Properties {
	Properties::from_iter([
		("tokenSymbol".into(), currency::SYMBOL.into()),
		("tokenDecimals".into(), currency::DECIMALS.into()),
		("ss58Format".into(), SS58Prefix::get().into()),
	])
}

fn from_file(path: &Path) -> Result<Box<dyn ChainSpec>, String> {
	let file = path.display();
	if !path.exists() {
		return Err(format!(
			"Unknown chain '{file}': it is none of dev, local and seoul, and there is no chain spec \
			 file of that name",
		));
	}
	let damaged = |reason: String| {
		let reason = reason.lines().next().unwrap_or_default();
		format!(
			"The chain spec file '{file}' is damaged ({reason}); get a fresh copy of it, or export \
			 it again with export-chain-spec",
		)
	};

	let spec = FileOrPreset::from_json_file(path.into()).map_err(damaged)?;
	// The genesis is read only when a database is made from it, much later, and by then the file's name
	// is forgotten.
	let genesis = spec.build_storage().map_err(damaged)?;
	if !genesis.top.contains_key(well_known_keys::CODE) {
		return Err(damaged("its genesis has no runtime".into()));
	}
	Ok(Box::new(spec))
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::{env, fs, path::PathBuf, process};

	struct TemporaryFile(PathBuf);

	impl TemporaryFile {
		fn new(name: &str, content: &str) -> Self {
			let path = env::temp_dir().join(format!("seoul-chain-{}-{name}", process::id()));
			fs::write(&path, content).expect("the temporary directory is writable");
			Self(path)
		}

		fn load(&self) -> Result<Box<dyn ChainSpec>, String> {
			load(self.0.to_str().expect("the path is UTF-8"))
		}
	}

	impl Drop for TemporaryFile {
		fn drop(&mut self) {
			let _ = fs::remove_file(&self.0);
		}
	}

	#[test]
	fn every_named_chain_has_a_genesis() {
		for (name, id) in [
			("dev", "seoul_chain_dev"),
			("local", "seoul_chain_local"),
			("seoul", "seoul_chain"),
		] {
			let spec = load(name).expect("the chain is known");
			assert_eq!(spec.id(), id);
			assert_eq!(spec.properties()["tokenSymbol"], "KRW");
			assert_eq!(spec.properties()["tokenDecimals"], 6);
			assert_eq!(spec.properties()["ss58Format"], 42);
			assert!(spec.boot_nodes().is_empty());
			assert!(spec.telemetry_endpoints().is_none());
			let genesis = spec
				.as_storage_builder()
				.build_storage()
				.expect("the preset is good");
			assert!(genesis.top.contains_key(well_known_keys::CODE), "{name}");
		}
	}

	#[test]
	fn an_exported_chain_spec_is_read_back_in_both_forms() {
		let spec = load("dev").expect("the chain is known");
		let genesis = spec
			.as_storage_builder()
			.build_storage()
			.expect("the preset is good");
		for raw in [false, true] {
			let json = spec.as_json(raw).expect("the chain spec can be written");
			let file = TemporaryFile::new(if raw { "raw.json" } else { "plain.json" }, &json);
			let read = file.load().expect("what was written can be read");
			assert_eq!(read.id(), spec.id());
			let read = read
				.as_storage_builder()
				.build_storage()
				.expect("the genesis is good");
			assert_eq!(read.top, genesis.top);
		}
	}

	#[test]
	fn an_unknown_chain_is_refused_by_name() {
		let error = load("busan").expect_err("there is no such chain");
		assert!(error.starts_with("Unknown chain 'busan'"), "{error}");
		assert!(error.contains("dev, local and seoul"), "{error}");
	}

	#[test]
	fn a_damaged_chain_spec_file_is_refused_by_name() {
		let good = load("dev")
			.and_then(|spec| spec.as_json(true))
			.expect("the chain spec can be written");
		let cut = good.get(..good.len() / 2).expect("the text is ASCII");
		let without_code = good.replace("0x3a636f6465\"", "0x3a636f6466\"");
		for (name, content) in [
			("empty.json", ""),
			("cut.json", cut),
			("other.json", "{\"hello\": 1}"),
			("without-code.json", &without_code),
		] {
			let file = TemporaryFile::new(name, content);
			let error = file.load().expect_err("the file is damaged");
			assert!(
				error.contains("is damaged") && error.contains(name),
				"{error}"
			);
			assert_eq!(error.lines().count(), 1, "{error}");
		}
	}
}
