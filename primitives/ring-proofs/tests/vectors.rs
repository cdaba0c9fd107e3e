// SPDX-License-Identifier: Apache-2.0

//! What was made before is still valid, and how it was made.

use seoul_chain_ring_proofs::{
	chunks,
	prover::{OpenedRing, RingSecret},
	vectors::*,
	Alias, Bandersnatch, CollectionId, Context, Message, Possession, Purpose, RingKey,
	RingProofSystem, RingRoot, RingSize, ServiceBinding, CHUNK_BYTES,
};

const PURPOSE: Purpose = Purpose::Service { service: SERVICE };
const SIZES: [RingSize; 2] = [RingSize::Small, RingSize::Large];

fn keys() -> Vec<RingKey> {
	(0..RING_KEYS).map(key).collect()
}

fn root(size: RingSize) -> RingRoot {
	let data = chunks::load(size).concat();
	let mut builder = Bandersnatch::start(size);
	Bandersnatch::push(
		size,
		&mut builder,
		&keys(),
		&data[..RING_KEYS as usize * CHUNK_BYTES],
	)
	.expect("the keys fit");
	Bandersnatch::finish(&builder).expect("can be finished")
}

fn message() -> Vec<u8> {
	ServiceBinding {
		service: SERVICE,
		renewal: 0,
		account: &ACCOUNT,
	}
	.to_bytes(&CHAIN)
}

fn alias() -> Alias {
	RingSecret::from_entropy(entropy(PROVER))
		.alias(&Context::of(&CHAIN, PURPOSE))
		.expect("has one")
}

/// Everything that does not need randomness, as JSON.
fn described() -> String {
	let context = Context::of(&CHAIN, PURPOSE);
	let keys: Vec<String> = (0..RING_KEYS)
		.map(|number| {
			let (key, possession) = entry(number, &CHAIN, CollectionId::City);
			let message = Possession {
				collection: CollectionId::City,
				key,
			}
			.to_bytes(&CHAIN);
			format!(
				"    {{\n      \"entropy\": \"{}\",\n      \"key\": \"{}\",\n      \"message\": \"{}\",\n      \"possession\": \"{}\"\n    }}",
				hex::encode(entropy(number)),
				hex::encode(key.0),
				hex::encode(message),
				hex::encode(possession.expect("can be signed").0),
			)
		})
		.collect();
	let rings: Vec<String> = SIZES
		.iter()
		.map(|size| {
			format!(
				"    {{\n      \"capacity\": {},\n      \"root\": \"{}\",\n      \"proof\": \"{}\"\n    }}",
				size.capacity(),
				hex::encode(root(*size).0),
				hex::encode(proof(*size)),
			)
		})
		.collect();
	format!(
		"{{\n  \"chain\": \"{}\",\n  \"keys\": [\n{}\n  ],\n  \"service\": {SERVICE},\n  \"account\": \"{}\",\n  \"context\": \"{}\",\n  \"message\": \"{}\",\n  \"prover\": {PROVER},\n  \"alias\": \"{}\",\n  \"rings\": [\n{}\n  ]\n}}\n",
		hex::encode(CHAIN),
		keys.join(",\n"),
		hex::encode(ACCOUNT),
		hex::encode(context.as_bytes()),
		hex::encode(message()),
		hex::encode(alias().0),
		rings.join(",\n"),
	)
}

#[test]
fn proofs_that_were_made_before_are_valid() {
	for size in SIZES {
		assert_eq!(
			Bandersnatch::verify(
				size,
				&root(size),
				&Context::of(&CHAIN, PURPOSE),
				&message(),
				proof(size)
			),
			Ok(alias())
		);
	}
}

#[test]
fn the_first_pages_are_those_of_the_ceremony() {
	for size in SIZES {
		assert_eq!(first_page(size)[..], chunks::load(size)[0]);
	}
}

#[test]
fn keys_signatures_roots_and_aliases_are_what_they_were() {
	assert_eq!(described(), include_str!("../vectors/rings.json"));
}

/// Writes the proofs. Run it a second time for the description, which includes them.
#[test]
#[ignore = "writes the vectors; only when the proof system changes"]
fn vectors_are_written_anew() {
	let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors");
	let secret = RingSecret::from_entropy(entropy(PROVER));
	for (size, name) in SIZES.into_iter().zip(["proof-255.bin", "proof-767.bin"]) {
		let page = name.replace("proof", "page").replace(".bin", "-0.bin");
		std::fs::write(format!("{folder}/{page}"), &chunks::load(size)[0]).expect("can be written");
		let (proof, _) = OpenedRing::open(size, &secret, &keys())
			.and_then(|opened| opened.prove(&secret, &Context::of(&CHAIN, PURPOSE), &message()))
			.expect("is a member");
		if Bandersnatch::verify(
			size,
			&root(size),
			&Context::of(&CHAIN, PURPOSE),
			&message(),
			seoul_chain_ring_proofs::vectors::proof(size),
		)
		.is_err()
		{
			std::fs::write(format!("{folder}/{name}"), proof).expect("can be written");
		}
	}
	std::fs::write(format!("{folder}/rings.json"), described()).expect("can be written");
}
