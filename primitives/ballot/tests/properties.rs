// SPDX-License-Identifier: Apache-2.0

//! Random polls: what is decrypted is what was cast.

mod common;

use common::*;
use proptest::prelude::*;
use rand_core::RngCore;
use seoul_chain_ballot::*;
use std::collections::BTreeMap;

fn form() -> impl Strategy<Value = Form> {
	prop_oneof![
		Just(Form::YesNo),
		(2..8u8).prop_map(|options| Form::SingleChoice { options }),
		(2..7u8)
			.prop_flat_map(|options| (Just(options), 1..=options))
			.prop_flat_map(|(options, max)| (Just(options), 0..=max, Just(max)))
			.prop_map(|(options, min, max)| Form::Approval { options, min, max }),
	]
}

/// Seats, threshold, and a subset of seats as large as the threshold or larger.
fn board() -> impl Strategy<Value = (u8, u8, Vec<usize>)> {
	(1..8u8)
		.prop_flat_map(|trustees| (Just(trustees), 1..=trustees))
		.prop_flat_map(|(trustees, threshold)| {
			let seats: Vec<usize> = (0..usize::from(trustees)).collect();
			let subset =
				prop::sample::subsequence(seats, usize::from(threshold)..=usize::from(trustees));
			(Just(trustees), Just(threshold), subset)
		})
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]

	/// Voters vote and vote again; any qualified subset of any board decrypts the naive count.
	#[test]
	fn the_encrypted_tally_is_the_naive_tally(
		form in form(),
		(trustees, threshold, subset) in board(),
		votes in prop::collection::vec(0..6u64, 1..20),
		seed in any::<u64>(),
	) {
		let rng = &mut rng(seed);
		let board = Board::new(trustees, threshold, rng);
		let key = board.election_key();
		let mut tally = Tally::new(form).expect("a form");
		let mut kept: BTreeMap<u64, Ciphertexts> = BTreeMap::new();
		let mut naive: BTreeMap<u64, Vec<u8>> = BTreeMap::new();
		for voter in votes {
			let choices = random_choice(form, rng);
			let ballot = cast(&key, &citizen(voter), &choices, rng);
			let verified = ballot.verify(&key, form, &citizen(voter)).expect("verifies");
			match kept.insert(voter, verified.ciphertexts().clone()) {
				None => tally.add(&verified).expect("adds"),
				Some(old) => tally.replace(&old, &verified).expect("replaces"),
			}
			naive.insert(voter, choices.marks().to_vec());
		}
		let expected: Vec<u32> = (0..usize::from(form.options()))
			.map(|option| naive.values().map(|marks| u32::from(marks[option])).sum())
			.collect();

		prop_assert_eq!(usize::try_from(tally.ballots), Ok(naive.len()));
		let context = tally_context(1);
		let shares = board.decrypt(&subset, &context, &tally, rng);
		let counts = board.key.count(&context, &tally, &shares).expect("counts");
		board.key.check_counts(&context, &tally, &shares, &counts).expect("the chain agrees");
		prop_assert_eq!(form.results(&counts, tally.ballots), Ok(expected));
		prop_assert!(counts.iter().all(|count| *count <= tally.ballots));
	}

	/// The order of ballots does not matter, and adding all at once is adding each.
	#[test]
	fn sums_do_not_depend_on_the_order(form in form(), seed in any::<u64>(), voters in 1..12u64) {
		let rng = &mut rng(seed);
		let key = Board::new(2, 2, rng).election_key();
		let mut ballots: Vec<VerifiedBallot> = (0..voters)
			.map(|voter| {
				let choices = random_choice(form, rng);
				cast(&key, &citizen(voter), &choices, rng)
					.verify(&key, form, &citizen(voter))
					.expect("verifies")
			})
			.collect();
		let mut one_by_one = Tally::new(form).expect("a form");
		for ballot in &ballots {
			one_by_one.add(ballot).expect("adds");
		}
		ballots.reverse();
		let mut at_once = Tally::new(form).expect("a form");
		at_once.add_all(&ballots).expect("adds");
		prop_assert_eq!(&one_by_one, &at_once);

		// Replacing a ballot by itself changes nothing.
		at_once.replace(ballots[0].ciphertexts(), &ballots[0]).expect("replaces");
		prop_assert_eq!(&one_by_one, &at_once);
	}

	/// A batch is accepted exactly when each of its ballots is.
	#[test]
	fn a_batch_agrees_with_its_ballots(
		form in form(),
		seed in any::<u64>(),
		bad in prop::collection::btree_set(0..10usize, 0..3),
	) {
		let rng = &mut rng(seed);
		let key = Board::new(2, 1, rng).election_key();
		let ballots: Vec<(BallotContext, Ballot)> = (0..10usize)
			.map(|position| {
				let context = citizen(rng.next_u64());
				let choices = random_choice(form, rng);
				let ballot = cast(&key, &context, &choices, rng);
				let shown = if bad.contains(&position) { citizen(0) } else { context };
				(shown, ballot)
			})
			.collect();
		let batch: Vec<_> = ballots.iter().map(|(context, ballot)| (*context, ballot)).collect();
		let verified = Ballot::verify_batch(&key, form, &batch).map(|verified| verified.len());
		let expected = match bad.first() {
			None => Ok(10),
			Some(first) =>
				Err(BatchError { position: *first, error: Error::InvalidBallotProof }),
		};
		prop_assert_eq!(verified, expected);
		for (position, (context, ballot)) in batch.iter().enumerate() {
			prop_assert_eq!(ballot.verify(&key, form, context).is_ok(), !bad.contains(&position));
		}
	}

	/// Every count up to the bound is found, and none above it.
	#[test]
	fn counts_are_found_up_to_the_bound(bound in 0..200_000u32, count in 0..250_000u32) {
		use curve25519_dalek::{ristretto::RistrettoPoint, scalar::Scalar};
		let table = CountTable::new(bound);
		let find = |count: Scalar| table.find(&RistrettoPoint::mul_base(&count));
		prop_assert_eq!(find(Scalar::from(count)), (count <= bound).then_some(count));
		prop_assert_eq!(find(Scalar::from(bound)), Some(bound));
		prop_assert_eq!(find(Scalar::from(bound) + Scalar::ONE), None);
		prop_assert_eq!(find(Scalar::ZERO), Some(0));
		prop_assert_eq!(find(-Scalar::ONE), None);
	}
}

#[test]
fn four_million_votes_are_counted() {
	use curve25519_dalek::{ristretto::RistrettoPoint, scalar::Scalar};
	let table = CountTable::new(4_000_000);
	for count in [0, 1, 1_999, 2_000, 2_001, 3_918_000, 4_000_000] {
		assert_eq!(
			table.find(&RistrettoPoint::mul_base(&Scalar::from(count))),
			Some(count)
		);
	}
}

#[test]
fn a_tally_refuses_what_is_not_of_its_form() {
	let rng = &mut rng(61);
	let key = Board::new(2, 2, rng).election_key();
	let three = Form::SingleChoice { options: 3 };
	let approval = Form::Approval {
		options: 3,
		min: 1,
		max: 1,
	};
	let verified = |form, rng: &mut _| {
		let choices = Choices::single(form, 0).expect("allowed");
		cast(&key, &citizen(1), &choices, rng)
			.verify(&key, form, &citizen(1))
			.expect("verifies")
	};
	let (good, other) = (verified(three, rng), verified(approval, rng));
	let mut tally = Tally::new(three).expect("a form");
	let empty = tally.clone();
	assert_eq!(tally.add(&other), Err(Error::WrongTally));
	assert_eq!(
		tally.replace(good.ciphertexts(), &good),
		Err(Error::WrongTally)
	);
	assert_eq!(
		tally.add_all(&[good.clone(), other.clone()]),
		Err(Error::WrongTally)
	);
	assert_eq!(tally, empty);

	tally.add(&good).expect("adds");
	let one = tally.clone();
	assert_eq!(
		tally.replace(good.ciphertexts(), &other),
		Err(Error::WrongTally)
	);
	let mut short = good.ciphertexts().clone();
	short.pop();
	assert_eq!(tally.replace(&short, &good), Err(Error::WrongTally));
	let mut corrupt = good.ciphertexts().clone();
	corrupt[0].alpha = EncodedPoint([0xff; 32]);
	assert_eq!(tally.replace(&corrupt, &good), Err(Error::MalformedPoint));
	assert_eq!(tally, one);

	tally.ballots = u32::MAX;
	assert_eq!(tally.add(&good), Err(Error::TooManyBallots));
}

#[test]
fn counts_that_no_ballots_can_give_are_no_result() {
	let three = Form::SingleChoice { options: 3 };
	assert_eq!(three.results(&[1, 2], 3), Err(Error::WrongTally));
	assert_eq!(three.results(&[1, 2, 0], 3), Ok(vec![1, 2, 0]));
	assert_eq!(three.results(&[1, 1, 0], 3), Err(Error::WrongTally));
	assert_eq!(three.results(&[2, 2, 0], 3), Err(Error::WrongTally));
	let approval = Form::Approval {
		options: 3,
		min: 1,
		max: 2,
	};
	assert_eq!(approval.results(&[3, 3, 0], 3), Ok(vec![3, 3, 0]));
	assert_eq!(approval.results(&[3, 3, 1], 3), Err(Error::WrongTally));
	assert_eq!(approval.results(&[1, 1, 0], 3), Err(Error::WrongTally));
	assert_eq!(approval.results(&[4, 0, 0], 3), Err(Error::WrongTally));
	let any = Form::Approval {
		options: 3,
		min: 0,
		max: 3,
	};
	assert_eq!(any.results(&[0, 0, 0], 3), Ok(vec![0, 0, 0]));
	assert_eq!(any.results(&[3, 3, 3], 3), Ok(vec![3, 3, 3]));
	assert_eq!(Form::YesNo.results(&[4], 3), Err(Error::WrongTally));
	assert_eq!(Form::YesNo.results(&[4], 9), Ok(vec![4, 5]));
}
