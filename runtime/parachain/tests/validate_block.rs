// SPDX-License-Identifier: Apache-2.0

//! Blocks of the parachain with what the city does, checked as a relay chain's validator checks them: with the code that
//! the relay chain knows, the block, and a proof of what it reads, and nothing else.

use crate::{
	common::*,
	own,
	relay::{
		city::{busy_day, encrypted_votes, pay},
		last_words, uncompressed, validation_code, Candidate, Collator, Offered, Validator,
	},
};
use codec::{Decode, Encode};
use cumulus_pallet_parachain_system as parachain;
use cumulus_primitives_core::InboundDownwardMessage;
use frame_system::SetCode as _;
use sc_executor::HostFunctions as _;
use seoul_chain_runtime::{
	block::MAXIMUM_PROOF_SIZE, genesis_config_presets::DEVELOPMENT, AccountId, Header, Runtime,
};
use seoul_chain_runtime_common::{
	currency::{EXISTENTIAL_DEPOSIT, KRW},
	fees::FeeAccount,
};
use sp_core::{sr25519, Pair, H256};
use sp_keyring::Sr25519Keyring::{Alice, Eve};
use sp_runtime::{
	traits::Header as _,
	transaction_validity::{InvalidTransaction, TransactionValidityError},
};
use std::collections::BTreeSet;

fn busy_block() -> Candidate {
	let (snapshot, transactions) = busy_day();
	Collator::ready().block(&snapshot, transactions.to_vec())
}

#[track_caller]
fn is_accepted(validator: &Validator, candidate: &Candidate) {
	let result = validator
		.validate(candidate)
		.expect("the validator accepts the block");
	let head = Header::decode(&mut &result.head_data.0[..]).expect("it is a header");
	assert_eq!(head, candidate.block.header);
	assert!(result.new_validation_code.is_none());
	assert!(
		result.upward_messages.is_empty(),
		"nothing goes to the relay chain"
	);
	assert!(
		result.horizontal_messages.is_empty(),
		"nothing goes to others"
	);
	assert_eq!(
		result.hrmp_watermark,
		candidate.relay.validation_data.relay_parent_number
	);
	let size = candidate.proof_of_validity().len();
	let most = usize::try_from(MAXIMUM_PROOF_SIZE).expect("it fits");
	assert!(size < most, "{size} bytes");
}

#[track_caller]
fn is_refused(validator: &Validator, candidate: &Candidate, reason: &str) {
	let refusal = validator
		.validate(candidate)
		.expect_err("the validator refuses the block");
	assert!(
		refusal.contains(reason),
		"not because of '{reason}': {refusal}"
	);
}

#[test]
fn a_validator_accepts_a_sale_a_vote_and_a_payment() {
	let candidate = busy_block();
	is_accepted(Validator::ready(), &candidate);
}

#[test]
fn a_validator_accepts_an_encrypted_ballot_and_an_enrolment() {
	let (snapshot, transactions) = encrypted_votes();
	let candidate = Collator::ready().block(&snapshot, transactions.to_vec());
	is_accepted(Validator::ready(), &candidate);
}

#[test]
fn a_validator_refuses_what_was_changed() {
	let validator = Validator::ready();
	let good = busy_block();
	is_accepted(validator, &good);
	let collator = Alice.pair();

	let changed = |change: &dyn Fn(&mut Candidate)| {
		let mut candidate = good.clone();
		change(&mut candidate);
		candidate
	};

	// Of the block, signed by the collator nevertheless.
	let root = changed(&|candidate| {
		candidate.block.header.set_state_root(H256::repeat_byte(7));
		candidate.seal(&collator);
	});
	is_refused(validator, &root, "Storage root must match that calculated");
	let left_out = changed(&|candidate| {
		candidate.block.extrinsics.pop();
		candidate.seal(&collator);
	});
	// Without the payment its state is another one.
	is_refused(
		validator,
		&left_out,
		"Storage root must match that calculated",
	);
	let twice = changed(&|candidate| {
		let payment = candidate.block.extrinsics.last().cloned();
		candidate.block.extrinsics.extend(payment);
		candidate.seal(&collator);
	});
	assert!(validator.validate(&twice).is_err());
	let another_parent = changed(&|candidate| {
		candidate.parent.set_state_root(H256::repeat_byte(7));
	});
	is_refused(
		validator,
		&another_parent,
		"Parachain head needs to be the parent",
	);

	// Of the signature.
	let stranger = changed(&|candidate| candidate.seal(&Eve.pair()));
	is_refused(validator, &stranger, "Invalid AuRa seal");
	let unsigned = changed(&|candidate| {
		candidate.block.header.digest_mut().pop();
	});
	is_refused(validator, &unsigned, "Could not find an AuRa seal digest");

	// Of the proof.
	for node in (0..good.proof.encoded_nodes.len()).step_by(5) {
		let damaged = changed(&|candidate| {
			let bytes = &mut candidate.proof.encoded_nodes[node];
			let last = bytes.len() - 1;
			bytes[last] ^= 1;
		});
		assert!(validator.validate(&damaged).is_err(), "node {node} changed");
	}
	let incomplete = changed(&|candidate| {
		candidate.proof.encoded_nodes.pop();
	});
	assert!(validator.validate(&incomplete).is_err());

	// Of what the relay chain is said to have said.
	let another_relay_chain = changed(&|candidate| {
		candidate.relay.validation_data.relay_parent_storage_root = H256::repeat_byte(7);
	});
	is_refused(
		validator,
		&another_relay_chain,
		"Relay parent storage root doesn't match",
	);
	let another_time = changed(&|candidate| {
		candidate.relay.validation_data.relay_parent_number += 1;
	});
	is_refused(
		validator,
		&another_time,
		"Relay parent number doesn't match",
	);

	// Bytes that are no block at all.
	assert!(validator.validate_bytes(&good, vec![0; 64]).is_err());
	assert!(validator.validate_bytes(&good, Vec::new()).is_err());
}

#[test]
fn a_collator_cannot_move_the_clock() {
	let mut chain = Chain::development();
	let mut snapshot = chain.snapshot();
	let good = Collator::ready().block(&snapshot, Vec::new());
	let validator = Validator::ready();
	is_accepted(validator, &good);

	// A block of the next slot, with what the relay chain said in this one.
	let said = good.relay.clone();
	snapshot.now += SLOT;
	let refused = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
		Collator::ready().block_after(&snapshot, said.clone(), Vec::new())
	}));
	assert!(
		refused.is_err(),
		"not even the collator's own node makes it"
	);
	let reason = last_words();
	assert!(
		reason.contains("Parachain slot must match relay-derived slot"),
		"not because of the clock: {reason}"
	);
}

#[test]
fn messages_of_the_relay_chain_are_counted_and_thrown_away() {
	let mut chain = Chain::development();
	let snapshot = chain.snapshot();
	let message = InboundDownwardMessage {
		sent_at: u32::try_from(snapshot.now / SLOT).expect("it fits"),
		msg: b"an instruction to pay everything out".to_vec(),
	};
	let said = own::relay_chain_with(&snapshot.parent, snapshot.now, vec![message]);
	let candidate = Collator::ready().block_after(&snapshot, said, Vec::new());
	let result = Validator::ready()
		.validate(&candidate)
		.expect("the validator accepts the block");
	assert_eq!(result.processed_downward_messages, 1);
	assert!(result.upward_messages.is_empty());
}

#[test]
fn new_code_waits_for_the_relay_chain() {
	let mut chain = Chain::development();
	let running = || sp_io::storage::get(b":code");
	let before = chain.query(running);
	let code = b"\0asm and so on".to_vec();
	// As `applyAuthorizedUpgrade` does after its checks.
	let outcome =
		chain.query(|| <Runtime as frame_system::Config>::OnSetCode::set_code(code.clone()));
	assert_eq!(outcome, Ok(()));
	let announced = chain.query(parachain::NewValidationCode::<Runtime>::get);
	assert_eq!(announced, Some(code));
	chain.next_block();
	assert_eq!(
		chain.query(running),
		before,
		"the relay chain has given no signal"
	);
	assert!(chain.query(parachain::PendingValidationCode::<Runtime>::exists));
}

/// How many transfers the fullest block takes, each of an account that no other touches.
#[test]
fn the_fullest_block_stays_below_what_a_relay_chain_takes() {
	const SENDERS: u32 = 30_000;
	let pairs: Vec<sr25519::Pair> = (0..SENDERS)
		.map(|number| sr25519::Pair::from_seed(&sp_io::hashing::blake2_256(&number.encode())))
		.collect();
	let balances: Vec<_> = pairs
		.iter()
		.map(|pair| (AccountId::from(pair.public()), 100 * KRW))
		.chain([(FeeAccount::get(), EXISTENTIAL_DEPOSIT)])
		.collect();
	let patch = serde_json::json!({ "balances": { "balances": balances } });
	let mut chain = Chain::with(DEVELOPMENT, patch);
	let snapshot = chain.snapshot();

	let collator = Collator::ready();
	let mut block = collator.begin(&snapshot);
	let exhausted = TransactionValidityError::from(InvalidTransaction::ExhaustsResources);
	let mut is_full = false;
	let mut wallets = snapshot.state();
	for (pair, next) in pairs.iter().zip(pairs.iter().skip(1)) {
		let payment = pay(next.public().into(), KRW).into();
		let payment = wallets.execute_with(|| sign(pair, payment, 0));
		match block.try_push(payment) {
			Ok(()) => {},
			Err(error) => {
				assert_eq!(error, exhausted);
				is_full = true;
				break;
			},
		}
	}
	assert!(is_full, "there were not senders enough");
	let transfers = block.transactions() - 2;
	let candidate = block.finish();
	let size = candidate.proof_of_validity().len();
	println!("{transfers} transfers, {size} bytes of block and proof");
	assert!(transfers > 500, "{transfers} transfers");
	let validator = Validator::ready();
	let start = std::time::Instant::now();
	is_accepted(validator, &candidate);
	println!("validated in {:?}", start.elapsed());
}

#[test]
fn the_code_calls_nothing_that_a_validator_does_not_offer() {
	let offered: BTreeSet<&str> = Offered::host_functions()
		.iter()
		.map(|function| function.name())
		.collect();
	// `validate_block` answers these itself, out of the proof.
	let answered_inside = [
		"ext_default_child_storage_",
		"ext_offchain_index_",
		"ext_storage_",
	];
	let module: parity_wasm::elements::Module =
		parity_wasm::deserialize_buffer(&uncompressed().serialize()).expect("it is wasm");
	let missing: Vec<String> = module
		.import_section()
		.expect("it imports host functions")
		.entries()
		.iter()
		.filter(|entry| {
			matches!(
				entry.external(),
				parity_wasm::elements::External::Function(_)
			)
		})
		.map(|entry| entry.field().to_string())
		.filter(|name| {
			!offered.contains(name.as_str())
				&& !answered_inside
					.iter()
					.any(|prefix| name.starts_with(prefix))
		})
		.collect();
	assert_eq!(missing, Vec::<String>::new());
	assert!(module
		.export_section()
		.expect("it exports functions")
		.entries()
		.iter()
		.any(|entry| entry.field() == "validate_block"));
}

#[test]
fn the_code_is_small_enough_for_a_relay_chain() {
	// What relay chains are configured with; the limit of their own code is 5 MiB.
	assert!(validation_code().len() < 3 * 1024 * 1024);
	let most = usize::try_from(polkadot_primitives::MAX_CODE_SIZE).expect("it fits");
	assert!(uncompressed().serialize().len() < 4 * most);
}
