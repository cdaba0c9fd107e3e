// SPDX-License-Identifier: Apache-2.0

//! What rings and logins cost, in the runtime's own wasm as a node runs it. The numbers of `docs/benchmarks.md`.
//!
//! A node starts a fresh instance of the runtime for each transaction that it validates, and one for each block that it
//! imports. So a verification is *cold* in the pool and *warm* from the second of a block on.
//!
//! `cargo test --release --workspace --test runtime ring_costs -- --ignored --nocapture`, with nothing else running.

use crate::common::wasm::*;
use crate::common::{logins, rings::*, *};
use codec::{Decode, Encode};
use frame_support::BoundedVec;
use pallet_citizen_rings::{Call, CurrentJob, RingIndex, Rings, ServiceId};
use seoul_chain_login::{Granted, Refusal};
use seoul_chain_ring_proofs::{chunks, Alias, RingSize};
use seoul_chain_runtime::{genesis_config_presets, Runtime, RuntimeCall};
use std::time::Instant;

/// The last of the twelve pages.
const LAST_PAGE: u32 = 11;

/// The fastest of some runs in this process, in milliseconds.
fn native<R>(mut run: impl FnMut() -> R) -> f64 {
	fastest(25, || {
		let start = Instant::now();
		std::hint::black_box(run());
		start.elapsed().as_secs_f64() * 1e3
	})
}

#[test]
#[ignore = "measures"]
#[allow(clippy::cast_precision_loss)] // Only to be printed or compared roughly.
fn costs() {
	let wasm = Wasm::new();
	let mut chain = development_with_rings();
	let citizens = citizens_in_a_ring(&mut chain, 20);
	let bindings: Vec<Binding> = citizens
		.iter()
		.map(|wallet| {
			let account = account_of(&wallet.alias_key(CARS));
			wallet.unlock(&mut chain).bind(CARS, &account, 0)
		})
		.collect();
	let login = logins::login(&mut chain, logins::LIBRARY, &citizens[0].card);
	let mut library = Door::of(&mut chain, 0, "library.localhost");
	let unlocked = citizens[0].unlock(&mut chain);
	let proving = fastest(5, || {
		let start = Instant::now();
		std::hint::black_box(unlocked.answer(library.ask(chain.now())));
		start.elapsed().as_secs_f64() * 1e3
	});
	let opening = native(|| citizens[0].unlock(&mut chain).revision);
	let answers: Vec<_> = (0..25)
		.map(|_| unlocked.answer(library.ask(chain.now())))
		.collect();
	let now = chain.now();
	let mut each = answers.iter();
	let anonymous = native(|| {
		let answer = each.next().expect("an answer for each run");
		library.opens_to(answer, now).expect("is let in")
	});
	let wallet_login = native(|| logins::authenticate(&mut chain, &login).expect("is let in"));

	away_from_the_end_of_a_session(&mut chain);
	let snapshot = chain.snapshot();
	println!("made natively, ring of up to 767:");
	println!("  open a ring              {opening:8.1} ms");
	println!("  prove                    {proving:8.1} ms");
	println!("  anonymous login verified {anonymous:8.2} ms");
	println!("  wallet login             {wallet_login:8.2} ms");

	// A refusal before anything is computed: what an instance and the frame of a validation cost.
	let mut cheap = bindings[0].clone();
	cheap.service = ServiceId(99);
	// The first call compiles the code.
	let (compiled, _) = wasm.validate(&snapshot, &cheap.transaction());
	assert!(compiled.is_err());
	let (said, frame) = wasm.validate(&snapshot, &cheap.transaction());
	assert!(said.is_err());
	let (said, cold) = wasm.validate(&snapshot, &bindings[0].transaction());
	said.expect("a valid proof is taken");
	let mut forged = bindings[0].clone();
	forged.alias = Alias([7; 32]);
	let (said, refused) = wasm.validate(&snapshot, &forged.transaction());
	assert!(said.is_err());
	let (input, mut answer) = (login.encode(), Vec::new());
	let in_wasm = fastest(15, || {
		let (said, took) = wasm.call(
			&mut snapshot.state(),
			"CitizenIdentityApi_authenticate",
			&input,
		);
		answer = said;
		took
	});
	let granted = <Result<Granted, Refusal>>::decode(&mut &answer[..]).expect("it is an answer");
	granted.expect("is let in");
	println!("in the runtime's wasm, in a fresh instance:");
	println!("  a refusal without a proof {frame:7.2} ms");
	println!("  bind_alias, cold          {cold:7.2} ms");
	println!("  the same, another's alias {refused:7.2} ms");
	println!("  authenticate              {in_wasm:7.2} ms");

	let import = |count: usize| {
		let transactions = bindings[..count].iter().map(Binding::transaction).collect();
		wasm.import(&snapshot, &snapshot.block(transactions))
	};
	let (empty, one, nine) = (import(0), import(1), import(9));
	println!("in a block that a node imports:");
	println!("  the first bind_alias      {:7.2} ms", one - empty);
	println!("  each further one, warm    {:7.2} ms", (nine - one) / 8.0);

	println!("  an empty block            {empty:7.2} ms");
	for binding in &bindings[..8] {
		bound(&mut chain, binding);
	}
	println!("in the state, keys included, with 8 aliases:");
	bytes_of(
		&mut chain,
		&[
			("CitizenRings", "Aliases"),
			("CitizenRings", "AliasByAccount"),
			("CitizenRings", "AliasByIndex"),
		],
	);
	building(&wasm);
}

/// The last page of the static data, with which the work begins, in a block of its own.
fn last_page() -> RuntimeCall {
	let bytes = chunks::load(RingSize::Large)
		.pop()
		.expect("there are pages");
	Call::<Runtime>::load_chunk_page {
		page: LAST_PAGE,
		bytes: BoundedVec::truncate_from(bytes),
	}
	.into()
}

/// What each key costs that joins a ring: a block in which so many keys join, against one in which none waits.
#[allow(clippy::cast_precision_loss)] // Only to be printed or compared roughly.
fn building(wasm: &Wasm) {
	let mut pages = pages();
	pages.pop();
	let patch = serde_json::json!({ "citizenRings": { "chunkPages": pages } });
	let time = |keys: u32| {
		let mut chain = Chain::with(genesis_config_presets::DEVELOPMENT, patch.clone());
		let wallets: Vec<Wallet> = (0..keys)
			.map(|number| Wallet::of_a_new_citizen(&mut chain, &format!("//newcomer//{number}")))
			.collect();
		admit(&mut chain, wallets.iter().map(Wallet::entry).collect());
		away_from_the_end_of_a_session(&mut chain);
		let snapshot = chain.snapshot();
		let load = snapshot
			.state()
			.execute_with(|| sign(&who::BYSTANDER.pair(), last_page(), 0));
		let took = wasm.import(&snapshot, &snapshot.block(vec![load]));
		// The same block natively, to see how many keys it built.
		chain.succeeds(who::BYSTANDER, last_page());
		let built = chain.next_block_after(|| {
			let job = CurrentJob::<Runtime>::get().map(|job| job.listed);
			job.or_else(|| Rings::<Runtime>::get(CITY, RingIndex(0)).map(|ring| ring.members))
				.unwrap_or_default()
		});
		bytes_of_state(&mut chain, keys);
		(took, built)
	};
	let (idle, none) = time(0);
	let (busy, built) = time(128);
	assert_eq!(none, 0);
	println!(
		"  {built} keys join a ring    {:7.2} ms, {:.2} ms each",
		busy - idle,
		(busy - idle) / f64::from(built)
	);
}

/// What lies in the state for so many citizens with a ring key.
fn bytes_of_state(chain: &mut Chain, keys: u32) {
	if keys == 0 {
		return;
	}
	println!("in the state, keys included, with {keys} ring keys:");
	bytes_of(
		chain,
		&[
			("CitizenIdentity", "Cards"),
			("CitizenIdentity", "CitizenByAccount"),
			("CitizenRings", "Keys"),
			("CitizenRings", "KeyPages"),
			("CitizenRings", "Revisions"),
			("CitizenRings", "Rings"),
			("CitizenRings", "Builders"),
			("CitizenRings", "ChunkPages"),
		],
	);
}

/// How many items of each kind there are, and how long they are together with the keys of the storage.
#[allow(clippy::cast_precision_loss)] // Only to be printed or compared roughly.
fn bytes_of(chain: &mut Chain, kinds: &[(&str, &str)]) {
	for (pallet, item) in kinds {
		let prefix = frame_support::storage::storage_prefix(pallet.as_bytes(), item.as_bytes());
		let (items, bytes) = chain.query(|| {
			let (mut items, mut bytes) = (0u32, 0usize);
			let mut key = prefix.to_vec();
			while let Some(next) = sp_io::storage::next_key(&key) {
				if !next.starts_with(&prefix) {
					break;
				}
				let value = sp_io::storage::get(&next).expect("the key is there");
				items += 1;
				bytes += next.len() + value.len();
				key = next;
			}
			(items, bytes)
		});
		println!(
			"  {pallet}.{item}: {items} items, {bytes} bytes, {:.0} each",
			bytes as f64 / f64::from(items.max(1))
		);
	}
}
