// SPDX-License-Identifier: Apache-2.0

//! What is exported for a relay chain is what the chain begins with: the first block follows the exported head, and a
//! validator accepts it.

use crate::{
	common::{Snapshot, START},
	relay::{validation_code, Collator, Validator},
	spec,
};
use codec::Decode;
use seoul_chain_runtime::{
	authors::PARACHAIN,
	genesis_config_presets::{DEVELOPMENT, SEOUL},
	Header, ParachainInfo,
};
use sp_io::TestExternalities;

/// Why there is no such specification.
fn refusal(source: &str, parachain: Option<u32>) -> String {
	spec::specification(source, parachain)
		.map(|_| ())
		.expect_err("it is refused")
}

#[test]
fn the_first_block_follows_the_exported_head() {
	let specification = spec::specification(DEVELOPMENT, None).expect("the preset is known");
	let storage = spec::storage(&specification).expect("the preset builds");
	let head = spec::head(storage.clone());
	let exported = spec::head_data(&head);
	let bytes = hex::decode(exported.trim_start_matches("0x")).expect("it is hexadecimal");
	assert_eq!(Header::decode(&mut &bytes[..]), Ok(head.clone()));

	// The code is part of the state, and of its root.
	let state = TestExternalities::new_with_code(validation_code(), storage);
	let snapshot = Snapshot::of_genesis(state, head, START);
	let candidate = Collator::ready().block(&snapshot, Vec::new());
	let result = Validator::ready()
		.validate(&candidate)
		.expect("the validator accepts the block");
	assert_eq!(
		Header::decode(&mut &result.head_data.0[..]),
		Ok(candidate.block.header)
	);
}

#[test]
fn a_chain_begins_with_the_number_that_its_relay_chain_gave_it() {
	for (given, expected) in [(None, PARACHAIN), (Some(4_321), 4_321)] {
		let specification = spec::specification(DEVELOPMENT, given).expect("the preset is known");
		let storage = spec::storage(&specification).expect("the preset builds");
		let number = TestExternalities::from(storage).execute_with(ParachainInfo::parachain_id);
		assert_eq!(u32::from(number), expected);
	}
}

#[test]
fn the_file_names_the_relay_chain_and_holds_the_code() {
	let specification = spec::specification(DEVELOPMENT, None).expect("the preset is known");
	let file = spec::file(&specification, "paseo").expect("it can be written");
	let file: serde_json::Value = serde_json::from_str(&file).expect("it is JSON");
	assert_eq!(file["relay_chain"], "paseo");
	let code = file["genesis"]["raw"]["top"]["0x3a636f6465"]
		.as_str()
		.expect("the genesis has code");
	assert_eq!(code, format!("0x{}", hex::encode(validation_code())));
	let storage = spec::storage(&specification).expect("the preset builds");
	assert_eq!(spec::code(&storage), Ok(validation_code()));
}

#[test]
fn an_edited_specification_is_the_one_that_is_exported() {
	let preset = spec::specification(SEOUL, None).expect("the preset is known");
	let plain = spec::plain(&preset).expect("it can be written");
	let mut edited: serde_json::Value = serde_json::from_str(&plain).expect("it is JSON");
	let patch = &mut edited["genesis"]["runtimeGenesis"]["patch"];
	assert_eq!(patch["parachainInfo"]["parachainId"], PARACHAIN);
	patch["parachainInfo"]["parachainId"] = 4_321.into();
	let file = std::env::temp_dir().join(format!("seoul-parachain-{}.json", std::process::id()));
	std::fs::write(&file, edited.to_string()).expect("it can be written");
	let name = file.to_str().expect("it is text").to_string();

	let both = refusal(&name, Some(7));
	assert!(both.starts_with("The number of the chain stands in"));
	let edited = spec::specification(&name, None).expect("it can be read");
	let storage = spec::storage(&edited).expect("it builds");
	std::fs::remove_file(&file).expect("it is there");
	let original = spec::storage(&preset).expect("the preset builds");
	assert_ne!(spec::head(storage.clone()), spec::head(original));
	let number = TestExternalities::from(storage).execute_with(ParachainInfo::parachain_id);
	assert_eq!(u32::from(number), 4_321);
}

#[test]
fn an_unknown_preset_is_refused() {
	let error = refusal("busan", None);
	assert!(error.starts_with("There is no preset 'busan'."));
}
