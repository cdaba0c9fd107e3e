// SPDX-License-Identifier: Apache-2.0

//! What was made before is still valid, and how it was made.

use seoul_chain_ring_proofs::{
	chunks,
	prover::{OpenedRing, RingSecret},
	vectors::*,
	Alias, Bandersnatch, CollectionId, Context, Message, PollEnrolment, Possession, Purpose,
	RingKey, RingProofSystem, RingRoot, RingSize, ServiceBinding, CHUNK_BYTES,
};

const PURPOSE: Purpose = Purpose::Service { service: SERVICE };
const SIZES: [RingSize; 2] = [RingSize::Small, RingSize::Large];

const VOTE: Purpose = Purpose::Poll { poll: POLL };
/// The ring of the enrolments is one of the chain's.
const VOTERS: RingSize = RingSize::Large;

fn keys(count: u32) -> Vec<RingKey> {
	(0..count).map(key).collect()
}

fn root_of(size: RingSize, count: u32) -> RingRoot {
	let data = chunks::load(size).concat();
	let mut builder = Bandersnatch::start(size);
	Bandersnatch::push(
		size,
		&mut builder,
		&keys(count),
		&data[..count as usize * CHUNK_BYTES],
	)
	.expect("the keys fit");
	Bandersnatch::finish(&builder).expect("can be finished")
}

fn root(size: RingSize) -> RingRoot {
	root_of(size, RING_KEYS)
}

fn enrolment_message(number: u32) -> Vec<u8> {
	PollEnrolment {
		poll: POLL,
		voting_key: voting_key(number),
	}
	.to_bytes(&CHAIN)
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
	let enrolments: Vec<String> = (0..ENROLMENTS)
		.map(|number| {
			let (alias, _) = enrolment(number).expect("there is one of each key");
			format!(
				"    {{\n      \"entropy\": \"{}\",\n      \"key\": \"{}\",\n      \"votingKey\": \"{}\",\n      \"message\": \"{}\",\n      \"alias\": \"{}\"\n    }}",
				hex::encode(entropy(number)),
				hex::encode(key(number).0),
				hex::encode(voting_key(number)),
				hex::encode(enrolment_message(number)),
				hex::encode(alias.0),
			)
		})
		.collect();
	format!(
		"{{\n  \"chain\": \"{}\",\n  \"keys\": [\n{}\n  ],\n  \"service\": {SERVICE},\n  \"account\": \"{}\",\n  \"context\": \"{}\",\n  \"message\": \"{}\",\n  \"prover\": {PROVER},\n  \"alias\": \"{}\",\n  \"rings\": [\n{}\n  ],\n  \"poll\": {POLL},\n  \"pollContext\": \"{}\",\n  \"pollRoot\": \"{}\",\n  \"enrolments\": [\n{}\n  ]\n}}\n",
		hex::encode(CHAIN),
		keys.join(",\n"),
		hex::encode(ACCOUNT),
		hex::encode(context.as_bytes()),
		hex::encode(message()),
		hex::encode(alias().0),
		rings.join(",\n"),
		hex::encode(Context::of(&CHAIN, VOTE).as_bytes()),
		hex::encode(root_of(VOTERS, ENROLMENTS).0),
		enrolments.join(",\n"),
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

/// Whether the enrolment of a number is valid in the ring of this root.
fn is_enrolled(root: &RingRoot, number: u32) -> bool {
	enrolment(number).is_some_and(|(alias, proof)| {
		let context = Context::of(&CHAIN, VOTE);
		let shown = Bandersnatch::verify(VOTERS, root, &context, &enrolment_message(number), proof);
		shown == Ok(alias)
	})
}

#[test]
fn each_enrolment_is_valid_for_its_own_voting_key_and_for_no_other() {
	let root = root_of(VOTERS, ENROLMENTS);
	for number in 0..ENROLMENTS {
		assert!(is_enrolled(&root, number), "{number}");
		let (_, proof) = enrolment(number).expect("there is one of each key");
		let message = enrolment_message((number + 1) % ENROLMENTS);
		let context = Context::of(&CHAIN, VOTE);
		assert!(Bandersnatch::verify(VOTERS, &root, &context, &message, proof).is_err());
	}
	assert!(enrolment(ENROLMENTS).is_none());
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

/// Writes the proofs that do not hold. Run it a second time for the description, which includes some of them.
#[test]
#[ignore = "writes the vectors; only when the proof system changes"]
fn vectors_are_written_anew() {
	let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors");
	let secret = RingSecret::from_entropy(entropy(PROVER));
	for (size, name) in SIZES.into_iter().zip(["proof-255.bin", "proof-767.bin"]) {
		let page = name.replace("proof", "page").replace(".bin", "-0.bin");
		std::fs::write(format!("{folder}/{page}"), &chunks::load(size)[0]).expect("can be written");
		let (proof, _) = OpenedRing::open(size, &secret, &keys(RING_KEYS))
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
	let voters = root_of(VOTERS, ENROLMENTS);
	if !(0..ENROLMENTS).all(|number| is_enrolled(&voters, number)) {
		let proofs: Vec<u8> = (0..ENROLMENTS)
			.flat_map(|number| {
				let secret = RingSecret::from_entropy(entropy(number));
				let (proof, _) = OpenedRing::open(VOTERS, &secret, &keys(ENROLMENTS))
					.and_then(|opened| {
						let context = Context::of(&CHAIN, VOTE);
						opened.prove(&secret, &context, &enrolment_message(number))
					})
					.expect("is a member");
				proof
			})
			.collect();
		std::fs::write(format!("{folder}/enrolments-767.bin"), proofs).expect("can be written");
	}
	std::fs::write(format!("{folder}/rings.json"), described()).expect("can be written");
}
