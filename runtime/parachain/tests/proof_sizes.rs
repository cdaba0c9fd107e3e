// SPDX-License-Identifier: Apache-2.0

//! How much of a block's proof the city's transactions take, declared and measured, and that each call fits into a block.
//!
//! `SEOUL_WRITE_TABLE=1` writes the table of `docs/benchmarks.md` anew; otherwise the test says whether it is still true.

use crate::{
	common::Snapshot,
	relay::{
		city::{busy_day, encrypted_votes},
		Collator,
	},
};
use frame_support::dispatch::GetDispatchInfo;
use pallet_citizen_identity::WeightInfo as _;
use pallet_citizen_rings::WeightInfo as _;
use pallet_escrow_payments::WeightInfo as _;
use pallet_mileage::WeightInfo as _;
use seoul_chain_primitives::AccountClass;
use seoul_chain_runtime::{
	block::{RuntimeBlockWeights, HOURS},
	configs::{escrow::MaxServiceWeight, login::WorkWeight},
	weights, UncheckedExtrinsic,
};
use seoul_chain_runtime_common::allowances::allowances;
use std::{fmt::Write as _, fs, path::Path};

/// Where the table stands in its document.
const BEGIN: &str = "<!-- proofs: written by proof_sizes.rs of runtime/parachain -->\n";
const END: &str = "<!-- end of proofs -->\n";

/// Identifiers are random, and with them the depth at which an entry lies: sizes differ a little from run to run.
const TOLERANCE: usize = 1;

/// More than these, says the design note.
const FEWEST_CITIZENS: u64 = 1_100;

/// Kibibytes, rounded up.
fn kibibytes(bytes: usize) -> usize {
	bytes.div_ceil(1_024)
}

/// Bytes that transactions add to what a collator sends, each after those before it.
fn added(snapshot: &Snapshot, transactions: &[UncheckedExtrinsic]) -> Vec<usize> {
	let collator = Collator::ready();
	let size = |count: usize| {
		collator
			.block(snapshot, transactions[..count].to_vec())
			.proof_of_validity()
			.len()
	};
	let sizes: Vec<usize> = (0..=transactions.len()).map(size).collect();
	sizes.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

/// The name of a transaction, and kibibytes of proof that it declares and adds.
fn rows() -> Vec<(&'static str, usize, usize)> {
	let (day, transactions) = busy_day();
	let (votes, encrypted) = encrypted_votes();
	let names = [
		"carRegistry.paySale",
		"carRegistry.confirmDelivery",
		"carRegistry.acceptTransfer",
		"mVoting.castPublic",
		"balances.transferKeepAlive",
	];
	let encrypted_names = ["mVoting.castSecret", "mVoting.enrol"];
	let of = |names: &[&'static str], snapshot: &Snapshot, transactions: &[UncheckedExtrinsic]| {
		names
			.iter()
			.zip(transactions)
			.zip(added(snapshot, transactions))
			.map(|((name, transaction), added)| {
				let declared = transaction.get_dispatch_info().total_weight().proof_size();
				let declared = usize::try_from(declared).expect("it fits");
				assert!(
					added <= declared,
					"{name} adds {added} and declares {declared}"
				);
				(*name, kibibytes(declared), kibibytes(added))
			})
			.collect::<Vec<_>>()
	};
	let mut rows = of(&names, &day, &transactions);
	rows.extend(of(&encrypted_names, &votes, &encrypted));
	rows
}

#[test]
fn the_table_of_proofs_is_true() {
	let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/benchmarks.md");
	let document = fs::read_to_string(&path).expect("the document is there");
	let (before, rest) = document.split_once(BEGIN).expect("the table begins");
	let (table, after) = rest.split_once(END).expect("the table ends");
	let rows = rows();
	if std::env::var_os("SEOUL_WRITE_TABLE").is_some() {
		let mut table = String::from("| call | declared, KiB | added, KiB |\n|---|---|---|\n");
		for (name, declared, added) in rows {
			writeln!(table, "| `{name}` | {declared} | {added} |")
				.expect("a string takes all text");
		}
		fs::write(path, [before, BEGIN, &table, END, after].concat()).expect("it can be written");
		return;
	}
	let stated: Vec<&str> = table.lines().skip(2).collect();
	assert_eq!(stated.len(), rows.len());
	for (line, (name, declared, added)) in stated.into_iter().zip(rows) {
		let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
		assert_eq!(cells[0], format!("`{name}`"));
		assert_eq!(cells[1], declared.to_string());
		let stated: usize = cells[2].parse().expect("it is a number");
		assert!(
			stated.abs_diff(added) <= TOLERANCE,
			"{name} adds {added} KiB, not {stated}"
		);
	}
}

/// Quota counts compute, and not proof (docs/design/0014-parachain.md). So an allowance of compute is one of proof as well.
#[test]
fn it_takes_as_many_citizens_as_the_design_note_says_to_fill_a_third_of_the_proof() {
	let weights = RuntimeBlockWeights::get();
	let normal = weights.get(frame_support::dispatch::DispatchClass::Normal);
	let room = normal
		.max_total
		.expect("normal transactions are limited")
		.proof_size()
		/ 3;
	let (_, allowance) = allowances(HOURS)
		.into_iter()
		.find(|(class, _)| *class == AccountClass::Citizen)
		.expect("citizens have an allowance");
	let (_, day) = busy_day();
	let (_, [ballot, _]) = encrypted_votes();
	let fewest = day
		.iter()
		.chain([&ballot])
		.map(|transaction| {
			let weight = transaction
				.get_dispatch_info()
				.total_weight()
				.saturating_add(normal.base_extrinsic);
			let proof_per_block =
				allowance.ref_time_per_block * weight.proof_size() / weight.ref_time();
			println!("{weight}: {} citizens", room / proof_per_block);
			room / proof_per_block
		})
		.min();
	assert!(fewest >= Some(FEWEST_CITIZENS), "{fewest:?}");
}

#[test]
fn calls_with_the_longest_proofs_fit_into_a_block() {
	let weights = RuntimeBlockWeights::get();
	let most = weights
		.get(frame_support::dispatch::DispatchClass::Normal)
		.max_extrinsic
		.expect("normal transactions are limited");
	for (name, weight) in [
		("creditBatch", weights::Mileage::credit_batch(200, 0, 15)),
		(
			"creditBatch, new members",
			weights::Mileage::credit_batch(0, 200, 0),
		),
		("issueCards", weights::CitizenIdentity::issue_cards(100)),
		("submitClaim", weights::EscrowPayments::submit_claim(200)),
		(
			"passInspection",
			weights::EscrowPayments::pass_inspection(200),
		),
		("admitKeys", weights::CitizenRings::admit_keys(100)),
	] {
		assert!(weight.all_lte(most), "{name}: {weight} of {most}");
	}
}

#[test]
fn what_the_chain_does_by_itself_fits_into_its_part_of_a_block() {
	let longest = weights::EscrowPayments::pay_claim(200);
	assert!(longest.all_lte(MaxServiceWeight::get()));
	let step = weights::CitizenRings::build_step(64);
	assert!(step.all_lte(WorkWeight::get()));
}
