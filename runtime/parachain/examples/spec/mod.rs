// SPDX-License-Identifier: Apache-2.0

//! What a relay chain and the collators need to begin with: the chain specification, the first head, the code.

use codec::Encode;
use sc_chain_spec::{
	construct_genesis_block, ChainType, GenericChainSpec, NoExtension, Properties,
};
use seoul_chain_parachain_runtime::{
	authors::PARACHAIN,
	configs::system::SS58Prefix,
	genesis_config_presets::{get_preset, DEVELOPMENT, LOCAL, SEOUL},
	Block, Header, WASM_BINARY,
};
use seoul_chain_ring_proofs::{chunks, RingSize};
use seoul_chain_runtime_common::currency;
use serde_json::{json, Value};
use sp_core::{
	storage::{well_known_keys, Storage},
	Bytes,
};
use sp_runtime::{
	traits::{BlakeTwo256, Block as _},
	BuildStorage, StateVersion,
};
use sp_state_machine::InMemoryBackend;
use std::path::Path;

/// What `polkadot-omni-node` begins a chain with.
pub type Specification = GenericChainSpec<NoExtension>;

/// A chain that can be asked for by name.
struct Named {
	name: &'static str,
	id: &'static str,
	kind: ChainType,
}

fn named(preset: &str) -> Result<Named, String> {
	let (name, id, kind) = match preset {
		DEVELOPMENT => (
			"Seoul Chain, a parachain under development",
			"seoul_chain_parachain_dev",
			ChainType::Development,
		),
		LOCAL => (
			"Seoul Chain, a local parachain",
			"seoul_chain_parachain_local",
			ChainType::Local,
		),
		SEOUL => (
			"Seoul Chain, a parachain",
			"seoul_chain_parachain",
			ChainType::Live,
		),
		other => {
			return Err(format!(
				"There is no preset '{other}'. Name one of {DEVELOPMENT}, {LOCAL} and {SEOUL}, or a file that ends in .json."
			))
		},
	};
	Ok(Named { name, id, kind })
}

/// The preset with another number, if one is given, and with the data from which rings are built.
fn genesis(preset: &str, parachain: u32) -> Result<Value, String> {
	let unreadable = || format!("The runtime has no preset '{preset}' that can be read.");
	let patch = get_preset(&preset.into()).ok_or_else(unreadable)?;
	let mut patch: Value = serde_json::from_slice(&patch).map_err(|_| unreadable())?;
	patch["parachainInfo"]["parachainId"] = json!(parachain);
	let pages: Vec<Bytes> = chunks::load(RingSize::Large)
		.into_iter()
		.map(Bytes)
		.collect();
	patch["citizenRings"]["chunkPages"] = json!(pages);
	Ok(patch)
}

/// The specification of a preset, with the number of the chain at its relay chain; or that of a file, as [`plain`] wrote it and
/// somebody edited it.
pub fn specification(source: &str, parachain: Option<u32>) -> Result<Specification, String> {
	if Path::new(source)
		.extension()
		.is_some_and(|end| end == "json")
	{
		if parachain.is_some() {
			return Err(format!(
				"The number of the chain stands in '{source}' already, as parachainInfo.parachainId."
			));
		}
		return Specification::from_json_file(source.into())
			.map_err(|error| format!("'{source}' is no specification that can be read: {error}"));
	}
	let chain = named(source)?;
	let parachain = parachain.unwrap_or(PARACHAIN);
	let code = WASM_BINARY
		.ok_or("This was built without the runtime (SKIP_WASM_BUILD was set). Build it again.")?;
	Ok(Specification::builder(code, None)
		.with_name(chain.name)
		.with_id(chain.id)
		.with_chain_type(chain.kind)
		.with_properties(properties())
		.with_genesis_config_patch(genesis(source, parachain)?)
		.build())
}

/// A specification as it can be read and edited.
pub fn plain(specification: &Specification) -> Result<String, String> {
	specification.as_json(false)
}

/// The file of a specification: raw, so that every node gets the same genesis, with the relay chain that the collators
/// follow.
pub fn file(specification: &Specification, relay_chain: &str) -> Result<String, String> {
	let raw = specification.as_json(true)?;
	let mut file: Value = serde_json::from_str(&raw).map_err(|error| error.to_string())?;
	file["relay_chain"] = json!(relay_chain);
	serde_json::to_string_pretty(&file).map_err(|error| error.to_string())
}

/// The state that a chain begins with.
pub fn storage(specification: &Specification) -> Result<Storage, String> {
	specification.build_storage()
}

/// The code in that state, compressed.
pub fn code(storage: &Storage) -> Result<&[u8], String> {
	let code = storage.top.get(well_known_keys::CODE);
	code.map(Vec::as_slice)
		.ok_or_else(|| "The specification has no code.".into())
}

/// The head that the relay chain is told when the chain is registered.
pub fn head(storage: Storage) -> Header {
	let root = *InMemoryBackend::<BlakeTwo256>::from((storage, StateVersion::V1)).root();
	let block: Block = construct_genesis_block(root, StateVersion::V1);
	block.deconstruct().0
}

/// The bytes of a head, as registration takes them.
pub fn head_data(head: &Header) -> String {
	format!("0x{}", hex::encode(head.encode()))
}

/// What wallets show amounts and addresses with.
fn properties() -> Properties {
	Properties::from_iter([
		("tokenSymbol".into(), currency::SYMBOL.into()),
		("tokenDecimals".into(), currency::DECIMALS.into()),
		("ss58Format".into(), SS58Prefix::get().into()),
	])
}
