// SPDX-License-Identifier: Apache-2.0

//! What it costs on this machine. `cargo test --release --all-features --test measure -- --ignored --nocapture
//! --test-threads 1 costs`

#![allow(clippy::cast_precision_loss)] // Only to be printed or compared roughly.

use seoul_chain_ring_proofs::{
	chunks,
	prover::{OpenedRing, RingSecret},
	Bandersnatch, BatchItem, CollectionId, Context, Message, PollEnrolment, Possession, Purpose,
	RingKey, RingProofSystem, RingSize, CHUNK_BYTES,
};
use sp_crypto_hashing::blake2_256;
use std::{hint::black_box, time::Instant};

/// The fastest of `times` runs, in milliseconds: what it costs when nothing else runs.
fn least<R>(times: u32, mut run: impl FnMut() -> R) -> f64 {
	let mut all: Vec<f64> = (0..times)
		.map(|_| {
			let start = Instant::now();
			black_box(run());
			start.elapsed().as_secs_f64() * 1e3
		})
		.collect();
	all.sort_by(f64::total_cmp);
	all[0]
}

#[test]
#[ignore = "measures"]
fn costs() {
	let message = PollEnrolment {
		poll: 3,
		voting_key: [9; 32],
	}
	.to_bytes(&[7; 32]);
	let context = Context::of(&[7; 32], Purpose::Poll { poll: 3 });
	for size in [RingSize::Small, RingSize::Large] {
		let capacity = size.capacity() as usize;
		println!("ring of up to {capacity}");
		let secrets: Vec<RingSecret> = (0..size.capacity())
			.map(|number| RingSecret::from_entropy(blake2_256(&number.to_le_bytes())))
			.collect();
		let keys: Vec<RingKey> = secrets.iter().map(RingSecret::key).collect();
		let data = chunks::load(size).concat();

		let start = Instant::now();
		let mut builder = Bandersnatch::start(size);
		println!(
			"  start, first time      {:8.3} ms",
			start.elapsed().as_secs_f64() * 1e3
		);
		println!(
			"  start                  {:8.3} ms",
			least(9, || Bandersnatch::start(size))
		);
		for step in [1, 8, 32, 64] {
			let time = least(5, || {
				let mut builder = Bandersnatch::start(size);
				Bandersnatch::push(
					size,
					&mut builder,
					&keys[..step],
					&data[..step * CHUNK_BYTES],
				)
			});
			println!(
				"  build, {step:2} keys a step   {:8.3} ms a key",
				time / step as f64
			);
		}
		let whole = least(3, || {
			let mut builder = Bandersnatch::start(size);
			for (number, part) in keys.chunks(64).enumerate() {
				let from = number * 64 * CHUNK_BYTES;
				Bandersnatch::push(
					size,
					&mut builder,
					part,
					&data[from..from + part.len() * CHUNK_BYTES],
				)
				.expect("fits");
			}
			Bandersnatch::finish(&builder)
		});
		println!(
			"  build, the whole ring  {whole:8.1} ms, {:.3} ms a key",
			whole / capacity as f64
		);
		for (number, part) in keys.chunks(64).enumerate() {
			let from = number * 64 * CHUNK_BYTES;
			Bandersnatch::push(
				size,
				&mut builder,
				part,
				&data[from..from + part.len() * CHUNK_BYTES],
			)
			.expect("fits");
		}
		println!(
			"  finish                 {:8.3} ms",
			least(9, || Bandersnatch::finish(&builder))
		);
		let root = Bandersnatch::finish(&builder).expect("can be finished");

		let start = Instant::now();
		let opened = OpenedRing::open(size, &secrets[7], &keys).expect("is a member");
		println!(
			"  open, first time       {:8.1} ms",
			start.elapsed().as_secs_f64() * 1e3
		);
		println!(
			"  open                   {:8.1} ms",
			least(5, || OpenedRing::open(size, &secrets[7], &keys).is_ok())
		);
		println!(
			"  prove                  {:8.1} ms",
			least(7, || opened.prove(&secrets[7], &context, &message).is_ok())
		);
		let (proof, alias) = opened
			.prove(&secrets[7], &context, &message)
			.expect("proves");
		println!(
			"  check_form             {:8.3} ms",
			least(51, || Bandersnatch::check_form(&proof))
		);
		let start = Instant::now();
		assert_eq!(
			Bandersnatch::verify(size, &root, &context, &message, &proof),
			Ok(alias)
		);
		println!(
			"  verify, first time     {:8.3} ms",
			start.elapsed().as_secs_f64() * 1e3
		);
		println!(
			"  verify                 {:8.3} ms",
			least(51, || Bandersnatch::verify(
				size, &root, &context, &message, &proof
			))
		);
		let mut forged = proof.clone();
		forged[753..].copy_from_slice(
			&OpenedRing::open(size, &secrets[8], &keys)
				.and_then(|opened| opened.prove(&secrets[8], &context, &message))
				.expect("proves")
				.0[753..],
		);
		println!(
			"  verify, forged         {:8.3} ms",
			least(21, || Bandersnatch::verify(
				size, &root, &context, &message, &forged
			))
		);
		let proofs: Vec<Vec<u8>> = secrets[..64]
			.iter()
			.map(|secret| {
				OpenedRing::open(size, secret, &keys)
					.and_then(|opened| opened.prove(secret, &context, &message))
					.expect("proves")
					.0
			})
			.collect();
		for (many, bad) in [(16, 0), (48, 0), (64, 0), (64, 1), (64, 4)] {
			let mut some = proofs[..many].to_vec();
			for number in 0..bad {
				some[number * 13 + 5].clone_from(&forged);
			}
			let items: Vec<BatchItem<'_>> = some
				.iter()
				.map(|proof| BatchItem {
					root: &root,
					context: &context,
					message: &message,
					proof,
				})
				.collect();
			let time = least(5, || Bandersnatch::verify_batch(size, &items));
			println!(
				"  batch of {many}, {bad} forged   {:8.3} ms each",
				time / many as f64
			);
			let time = least(5, || Bandersnatch::verify_all(size, &items).is_ok());
			println!(
				"    as a whole           {:8.3} ms each",
				time / many as f64
			);
		}
	}
	let secret = RingSecret::from_entropy([1; 32]);
	let key = secret.key();
	let possession = Possession {
		collection: CollectionId::City,
		key,
	}
	.to_bytes(&[7; 32]);
	let proof = secret
		.prove_possession(&[7; 32], CollectionId::City)
		.expect("signs");
	println!(
		"sign possession          {:8.3} ms",
		least(51, || secret
			.prove_possession(&[7; 32], CollectionId::City)
			.is_ok())
	);
	println!(
		"verify possession        {:8.3} ms",
		least(51, || Bandersnatch::verify_possession(
			&key,
			&possession,
			&proof
		))
	);
	println!(
		"check key                {:8.3} ms",
		least(51, || Bandersnatch::check_key(&key))
	);
	println!(
		"derive secret and key    {:8.3} ms",
		least(51, || RingSecret::derive(
			&[1; 32],
			&[7; 32],
			CollectionId::City,
			0
		)
		.key())
	);
	println!(
		"alias                    {:8.3} ms",
		least(51, || secret.alias(&context).is_ok())
	);
}

/// What the first verification of a process costs, set-up included. Run each size in a process of its own.
#[cfg(feature = "vectors")]
mod first {
	use super::*;
	use seoul_chain_ring_proofs::{vectors, ServiceBinding};

	fn verification(size: RingSize) {
		let data = chunks::load(size).concat();
		let keys: Vec<RingKey> = (0..vectors::RING_KEYS).map(vectors::key).collect();
		let mut builder = Bandersnatch::start(size);
		Bandersnatch::push(size, &mut builder, &keys, &data[..keys.len() * CHUNK_BYTES])
			.expect("fits");
		let root = Bandersnatch::finish(&builder).expect("can be finished");
		let context = Context::of(
			&vectors::CHAIN,
			Purpose::Service {
				service: vectors::SERVICE,
			},
		);
		let message = ServiceBinding {
			service: vectors::SERVICE,
			renewal: 0,
			account: &vectors::ACCOUNT,
		}
		.to_bytes(&vectors::CHAIN);
		let verify = || {
			Bandersnatch::verify(size, &root, &context, &message, vectors::proof(size))
				.expect("is valid")
		};
		println!(
			"{size:?}: first {:.1} ms, then {:.1} ms",
			least(1, verify),
			least(20, verify)
		);
	}

	#[test]
	#[ignore = "measures"]
	fn small() {
		verification(RingSize::Small);
	}

	#[test]
	#[ignore = "measures"]
	fn large() {
		verification(RingSize::Large);
	}
}

/// The constants of `chunks.rs`.
#[test]
#[ignore = "prints"]
fn page_hashes() {
	for size in [RingSize::Small, RingSize::Large] {
		println!("{size:?}");
		for page in chunks::load(size) {
			println!("\thex(b\"{}\"),", hex::encode(blake2_256(&page)));
		}
	}
}
