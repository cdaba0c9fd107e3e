// SPDX-License-Identifier: Apache-2.0

//! Transactions, signed or general, as the metadata lays them out.

use crate::{
	chain::State,
	error::{text, Failure, Result},
	keys::{self, SigningKey},
	metadata::Call,
	scale::Types,
};
use codec::{Compact, Encode};
use serde_json::json;
use sp_core::H256;
use sp_crypto_hashing::blake2_256;
use sp_runtime::generic::Era;

/// How many blocks a transaction lives: about two minutes.
pub const LIFETIME_BLOCKS: u32 = 64;
/// Version 4, signed.
pub const SIGNED: u8 = 0b1000_0100;
/// Version 5, general: no signature, but what the extensions have.
pub const GENERAL: u8 = 0b0100_0101;
/// The version of the extensions of a general transaction.
pub const EXTENSIONS: u8 = 0;
/// What is longer than this is signed by its hash.
const LONGEST_PAYLOAD: usize = 256;

/// What a transaction is bound to.
#[derive(Clone, Copy)]
struct Bound {
	genesis: H256,
	block: H256,
	number: u32,
	spec_version: u32,
	transaction_version: u32,
	nonce: u64,
}

/// An extension of a transaction: its name, and the types of what it adds to the transaction and to what
/// is signed.
#[derive(Clone, Copy)]
struct Extension<'a> {
	name: &'a str,
	explicit: u32,
	implicit: u32,
}

/// What the extensions add to the transaction, and what they add to what is signed.
fn extended<'a>(
	types: &Types<'_>,
	extensions: impl IntoIterator<Item = Extension<'a>>,
	bound: &Bound,
) -> Result<(Vec<u8>, Vec<u8>)> {
	let (mut explicit, mut implicit) = (Vec::new(), Vec::new());
	for extension in extensions {
		match extension.name {
			"CheckSpecVersion" => bound.spec_version.encode_to(&mut implicit),
			"CheckTxVersion" => bound.transaction_version.encode_to(&mut implicit),
			"CheckGenesis" => bound.genesis.encode_to(&mut implicit),
			"CheckMortality" => {
				Era::mortal(LIFETIME_BLOCKS.into(), bound.number.into()).encode_to(&mut explicit);
				bound.block.encode_to(&mut implicit);
			},
			"CheckNonce" => Compact(bound.nonce).encode_to(&mut explicit),
			// No tip: what is free has none, and none makes a transaction faster here.
			"ChargeTransactionPayment" => Compact(0u128).encode_to(&mut explicit),
			// The hash of the metadata is not signed: this program shows no transaction to anybody.
			"CheckMetadataHash" => {
				explicit.push(0);
				None::<[u8; 32]>.encode_to(&mut implicit);
			},
			_ if types.is_empty(extension.explicit) && types.is_empty(extension.implicit) => {},
			unknown => {
				return Err(Failure::network(
					"ExtensionUnknown",
					text!(
						"이 체인의 거래에는 이 프로그램이 모르는 항목 {unknown}이(가) 있습니다. --prepare로 지갑에서 서명하십시오.",
						"Transactions of this chain have an extension that this program does not know, {unknown}. Use --prepare and sign in a wallet."
					),
				));
			},
		}
	}
	Ok((explicit, implicit))
}

/// What the extensions of transactions of a version add on this chain.
fn extended_by(
	state: &State,
	genesis: H256,
	nonce: u64,
	version: u8,
) -> Result<(Vec<u8>, Vec<u8>)> {
	let bound = Bound {
		genesis,
		block: state.hash,
		number: state.number,
		spec_version: state.runtime.spec_version,
		transaction_version: state.runtime.transaction_version,
		nonce,
	};
	let extensions = state
		.metadata
		.extensions(version)?
		.into_iter()
		.map(|extension| Extension {
			name: &extension.identifier,
			explicit: extension.ty.id,
			implicit: extension.implicit.id,
		});
	extended(&state.metadata.types(), extensions, &bound)
}

/// A call as a general transaction that nobody signs. The call itself carries what it is accepted for.
pub fn general(state: &State, genesis: H256, call: &Call) -> Result<Vec<u8>> {
	let (explicit, _) = extended_by(state, genesis, 0, 5)?;
	Ok(general_of(&explicit, &call.data))
}

fn general_of(explicit: &[u8], call: &[u8]) -> Vec<u8> {
	// The whole of it is preceded by its length.
	[&[GENERAL, EXTENSIONS][..], explicit, call]
		.concat()
		.encode()
}

/// Sign a call as a transaction.
pub fn sign(
	state: &State,
	genesis: H256,
	nonce: u64,
	call: &Call,
	key: &SigningKey,
) -> Result<Vec<u8>> {
	let metadata = &state.metadata;
	let types = metadata.types();
	let (explicit, implicit) = extended_by(state, genesis, nonce, 4)?;
	let payload = [call.data.as_slice(), &explicit, &implicit].concat();
	let signature = if payload.len() > LONGEST_PAYLOAD {
		key.sign(&blake2_256(&payload))
	} else {
		key.sign(&payload)
	};
	let mut transaction = vec![SIGNED];
	let address = json!(keys::address(key.account(), metadata.ss58_prefix()));
	types.encode(
		metadata.address_type(),
		&address,
		"address",
		&mut transaction,
	)?;
	signature.encode_to(&mut transaction);
	transaction.extend(explicit);
	transaction.extend(&call.data);
	// The whole of it is preceded by its length.
	Ok(transaction.encode())
}

#[cfg(test)]
mod tests {
	use super::*;
	use scale_info::{MetaType, PortableRegistry, Registry};

	const BOUND: Bound = Bound {
		genesis: H256([1; 32]),
		block: H256([2; 32]),
		number: 42,
		spec_version: 1_000,
		transaction_version: 1,
		nonce: 5,
	};

	/// A registry with the type `()` as number 0 and `u32` as number 1.
	fn types() -> PortableRegistry {
		let mut registry = Registry::new();
		assert_eq!(registry.register_type(&MetaType::new::<()>()).id, 0);
		assert_eq!(registry.register_type(&MetaType::new::<u32>()).id, 1);
		registry.into()
	}

	fn extension(name: &str, explicit: u32) -> Extension<'_> {
		Extension {
			name,
			explicit,
			implicit: 0,
		}
	}

	/// The extensions of this chain, in its order, against the bytes that polkadot.js makes of them.
	#[test]
	fn the_extensions_of_this_chain_are_encoded_in_their_order() {
		let registry = types();
		let names = [
			"CheckNonZeroSender",
			"CheckSpecVersion",
			"CheckTxVersion",
			"CheckGenesis",
			"CheckMortality",
			"CheckNonce",
			"CheckWeight",
			"ChargeTransactionPayment",
			"CheckMetadataHash",
			"WeightReclaim",
		];
		let (explicit, implicit) = extended(
			&Types::new(&registry, 42),
			names.map(|name| extension(name, 0)),
			&BOUND,
		)
		.unwrap();
		// Era of 64 blocks from block 42 (0xa5 0x02), nonce 5, no tip, mode 0.
		assert_eq!(explicit, [0xa5, 0x02, 5 << 2, 0, 0]);
		assert_eq!(
			implicit,
			[
				&1_000u32.to_le_bytes()[..],
				&1u32.to_le_bytes(),
				&[1; 32],
				&[2; 32],
				&[0],
			]
			.concat()
		);
	}

	/// As `sp_runtime::generic::UncheckedExtrinsic` encodes one.
	#[test]
	fn a_general_transaction_is_that_of_the_sdk() {
		use sp_runtime::generic::UncheckedExtrinsic;
		type Transaction = UncheckedExtrinsic<u64, (u8, u8), u64, u16>;
		let ours = general_of(&0x0201u16.encode(), &(7u8, 9u8).encode());
		assert_eq!(ours, Transaction::new_transaction((7, 9), 0x0201).encode());
	}

	#[test]
	fn an_extension_that_adds_something_unknown_is_not_guessed_at() {
		let registry = types();
		let types = Types::new(&registry, 42);
		assert!(extended(&types, [extension("SomethingNew", 0)], &BOUND).is_ok());
		let failure = extended(&types, [extension("SomethingNew", 1)], &BOUND).unwrap_err();
		assert_eq!(failure.code, "ExtensionUnknown");
		assert!(failure.text.en.contains("SomethingNew"));
	}
}
