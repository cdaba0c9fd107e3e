// SPDX-License-Identifier: Apache-2.0

//! That every error is met by a test, and refusals that no other test meets.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use scale_info::{TypeDef, TypeInfo};

#[test]
fn every_error_is_met_by_a_test() {
	let tests = [
		include_str!("anonymous.rs"),
		include_str!("boards.rs"),
		include_str!("journeys.rs"),
		include_str!("polls.rs"),
		include_str!("proposals.rs"),
		include_str!("public.rs"),
		include_str!("secret.rs"),
		include_str!("sweeping.rs"),
		include_str!("tallying.rs"),
		include_str!("refusals.rs"),
	]
	.concat();
	let met: std::collections::BTreeSet<&str> = tests
		.split("Fault::")
		.skip(1)
		.filter_map(|rest| rest.split(|letter: char| !letter.is_alphanumeric()).next())
		.collect();
	let TypeDef::Variant(errors) = Fault::type_info().type_def else {
		panic!("an error is an enum");
	};
	for error in errors.variants {
		assert!(
			error.name.starts_with("__") || met.contains(error.name),
			"no test is refused with {}",
			error.name
		);
	}
}

#[test]
fn no_call_takes_ciphertexts_to_decrypt() {
	// Shares name a poll and are of its sums. Whatever else is called decrypt or takes a ciphertext would be new.
	let TypeDef::Variant(calls) = crate::Call::<Test>::type_info().type_def else {
		panic!("calls are an enum");
	};
	let takes = |needle: &str| -> Vec<&str> {
		calls
			.variants
			.iter()
			.filter(|call| {
				call.fields
					.iter()
					.any(|field| field.type_name.is_some_and(|name| name.contains(needle)))
			})
			.map(|call| call.name)
			.collect()
	};
	assert_eq!(takes("DecryptionShare"), ["post_share"]);
	assert_eq!(takes("Ballot"), ["cast_secret", "cast_anonymous"]);
	assert!(takes("Ciphertext").is_empty());
	assert!(takes("Tally").is_empty());
}

#[test]
fn a_suspended_voter_claims_no_reward() {
	build_and_execute(|| {
		let poll = open(
			SINGLE,
			Settings {
				reward: 10,
				..settings(Secrecy::Public)
			},
		);
		BudgetIsEmpty::set(true);
		assert_ok!(cast_public(1, poll, &[0]));
		BudgetIsEmpty::set(false);
		UnusableCards::mutate(|cards| cards.insert(seoul_chain_primitives::CitizenIndex(1)));
		assert_noop!(MVoting::claim_reward(signed(citizen(1)), poll), SUSPENDED);
	});
}
