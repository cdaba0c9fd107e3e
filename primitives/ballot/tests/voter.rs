// SPDX-License-Identifier: Apache-2.0

//! A voter challenges the device, or casts and finds the ballot again.

mod common;

use codec::{Decode, Encode};
use common::*;
use seoul_chain_ballot::*;

const FORM: Form = Form::Approval {
	options: 4,
	min: 1,
	max: 2,
};

#[test]
fn an_honest_device_passes_every_challenge() {
	let rng = &mut rng(51);
	let key = Board::new(3, 2, rng).election_key();
	for form in [Form::YesNo, Form::SingleChoice { options: 5 }, FORM] {
		for _ in 0..8 {
			let choices = random_choice(form, rng);
			let prepared = PreparedBallot::new(&key, &citizen(1), &choices, rng).expect("encrypts");
			let tracker = prepared.tracker();
			let (ballot, opening) = prepared.challenge();
			assert_eq!(ballot.tracker(&citizen(1)), tracker);
			// The other device gets it as bytes.
			let opening = Opening::decode(&mut &opening.encode()[..]).expect("decodes");
			let shown = opening
				.check(&key, form, &citizen(1), &ballot)
				.expect("opens");
			assert_eq!(shown.marks(), choices.marks());
		}
	}
}

#[test]
fn a_device_that_encrypted_something_else_is_caught() {
	let rng = &mut rng(52);
	let key = Board::new(3, 2, rng).election_key();
	let asked = Choices::new(FORM, &[1, 0, 0, 0]).expect("allowed");
	let other = Choices::new(FORM, &[0, 1, 0, 0]).expect("allowed");
	let prepare = |choices: &Choices, rng: &mut _| {
		PreparedBallot::new(&key, &citizen(1), choices, rng)
			.expect("encrypts")
			.challenge()
	};
	let (cheated, mut opening) = prepare(&other, rng);
	// It says that it encrypted what was asked for.
	opening.marks = asked.marks().to_vec().try_into().expect("few enough");
	let check = |opening: &Opening, ballot: &Ballot| {
		opening.check(&key, FORM, &citizen(1), ballot).map(|_| ())
	};
	assert_eq!(check(&opening, &cheated), Err(Error::OpeningMismatch));

	// It opens another ballot than the one whose tracker it showed.
	let (_, honest) = prepare(&asked, rng);
	assert_eq!(check(&honest, &cheated), Err(Error::OpeningMismatch));

	// It reveals too little, or something impossible.
	let (ballot, opening) = prepare(&asked, rng);
	assert_eq!(check(&opening, &ballot), Ok(()));
	let mut short = opening.clone();
	short.randomness.pop();
	assert_eq!(check(&short, &ballot), Err(Error::OpeningMismatch));
	let mut impossible = opening.clone();
	impossible.marks[3] = 2;
	assert_eq!(check(&impossible, &ballot), Err(Error::ChoiceNotAllowed));
	let mut large = opening.clone();
	large.randomness[0] = EncodedScalar([0xff; 32]);
	assert_eq!(check(&large, &ballot), Err(Error::NonCanonicalScalar));

	// The ballot would not have been accepted.
	let refused = opening.check(&key, FORM, &citizen(2), &ballot).map(|_| ());
	assert_eq!(refused, Err(Error::InvalidBallotProof));
}

#[test]
fn the_tracker_is_that_of_the_ballot_that_is_cast() {
	let rng = &mut rng(53);
	let key = Board::new(3, 2, rng).election_key();
	let choices = Choices::single(FORM, 3).expect("allowed");
	let prepared = PreparedBallot::new(&key, &citizen(1), &choices, rng).expect("encrypts");
	let tracker = prepared.tracker();
	let ballot = prepared.cast();
	assert_eq!(ballot.tracker(&citizen(1)), tracker);
	let mut changed = ballot.clone();
	changed.entries[..].swap(0, 1);
	assert_ne!(changed.tracker(&citizen(1)), tracker);
}

/// A copied virtual machine has the same random generator twice. Other choices then still have other randomness,
/// else the difference of two ciphertexts would tell the choices apart; and other contexts have other nonces, else
/// two answers to one commitment would tell the randomness.
#[test]
fn a_generator_that_repeats_itself_gives_nothing_away() {
	let key = Board::new(3, 2, &mut rng(54)).election_key();
	let ballot = |voter, option| {
		let choices = Choices::single(FORM, option).expect("allowed");
		cast(&key, &citizen(voter), &choices, &mut rng(55))
	};
	let (first, again) = (ballot(1, 0), ballot(1, 0));
	assert_eq!(first, again, "the generator repeats itself");
	for other in [ballot(1, 1), ballot(2, 0)] {
		for (first, other) in first.entries.iter().zip(other.entries.iter()) {
			assert_ne!(first.ciphertext.alpha, other.ciphertext.alpha);
			assert_ne!(first.ciphertext.beta, other.ciphertext.beta);
			assert_ne!(first.zero.commitment.a, other.zero.commitment.a);
			assert_ne!(first.one.commitment.a, other.one.commitment.a);
		}
	}
}
