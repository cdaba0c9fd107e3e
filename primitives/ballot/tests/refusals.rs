// SPDX-License-Identifier: Apache-2.0

//! Ballots that are not what they should be are refused, each with its reason.

mod common;

use codec::{Decode, DecodeAll, Encode, MaxEncodedLen};
use common::*;
use curve25519_dalek::{
	ristretto::{CompressedRistretto, RistrettoPoint},
	scalar::Scalar,
};
use proptest::prelude::*;
use seoul_chain_ballot::*;

const FIVE: Form = Form::SingleChoice { options: 5 };

/// Every form, each of its kinds of sum.
const FORMS: [Form; 7] = [
	Form::YesNo,
	Form::SingleChoice { options: 2 },
	FIVE,
	Form::Approval {
		options: 5,
		min: 0,
		max: 5,
	},
	Form::Approval {
		options: 5,
		min: 1,
		max: 3,
	},
	Form::Approval {
		options: 3,
		min: 3,
		max: 3,
	},
	Form::Approval {
		options: 32,
		min: 0,
		max: 31,
	},
];

/// The order of the group, little endian.
const ORDER: [u8; 32] = [
	0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

struct Case {
	key: ElectionKey,
	form: Form,
	ballot: Ballot,
}

fn case(form: Form) -> Case {
	let rng = &mut rng(11);
	let key = Board::new(3, 2, rng).election_key();
	let choices = random_choice(form, rng);
	let ballot = cast(&key, &citizen(1), &choices, rng);
	Case { key, form, ballot }
}

impl Case {
	fn verify(&self, ballot: &Ballot) -> Result<(), Error> {
		ballot.verify(&self.key, self.form, &citizen(1)).map(|_| ())
	}
}

/// Whether the 32-byte field at each position of an encoded ballot is a scalar, in order.
fn fields(form: Form) -> Vec<(usize, bool)> {
	const ENTRY: [bool; 9] = [false, false, false, false, true, false, false, true, true];
	let mut fields = Vec::new();
	let mut offset = 1;
	let mut push = |offset: &mut usize, kinds: &[bool]| {
		for scalar in kinds {
			fields.push((*offset, *scalar));
			*offset += 32;
		}
	};
	for _ in 0..form.entries() {
		push(&mut offset, &ENTRY);
	}
	offset += 1;
	if let Some(range) = form.sum_range() {
		push(&mut offset, &[false, false, true]);
		offset += 1;
		for _ in range.skip(1) {
			push(&mut offset, &[false, false, true, true]);
		}
	}
	assert_eq!(offset, form.encoded_length());
	fields
}

fn with_field(ballot: &Ballot, offset: usize, field: &[u8; 32]) -> Ballot {
	let mut bytes = ballot.encode();
	bytes[offset..offset + 32].copy_from_slice(field);
	Ballot::decode_all(&mut &bytes[..]).expect("same shape")
}

#[test]
fn every_form_verifies_and_has_its_length() {
	for form in FORMS {
		let case = case(form);
		assert_eq!(case.verify(&case.ballot), Ok(()), "{form:?}");
		assert_eq!(
			case.ballot.encode().len(),
			form.encoded_length(),
			"{form:?}"
		);
		assert!(form.encoded_length() <= Ballot::max_encoded_len());
	}
}

#[test]
fn a_ballot_of_five_options_is_below_1600_bytes() {
	assert_eq!(FIVE.encoded_length(), 1539);
	assert_eq!(case(FIVE).ballot.encode().len(), 1539);
}

#[test]
fn impossible_forms_are_refused() {
	for form in [
		Form::SingleChoice { options: 0 },
		Form::SingleChoice { options: 1 },
		Form::SingleChoice { options: 33 },
		Form::Approval {
			options: 4,
			min: 3,
			max: 2,
		},
		Form::Approval {
			options: 4,
			min: 0,
			max: 0,
		},
		Form::Approval {
			options: 4,
			min: 0,
			max: 5,
		},
	] {
		assert_eq!(form.check(), Err(Error::InvalidForm), "{form:?}");
		assert_eq!(
			Choices::single(form, 0).map(|_| ()),
			Err(Error::InvalidForm)
		);
		assert_eq!(Tally::new(form), Err(Error::InvalidForm));
		let case = case(FIVE);
		let verified = case.ballot.verify(&case.key, form, &citizen(1));
		assert_eq!(verified.map(|_| ()), Err(Error::InvalidForm));
	}
}

#[test]
fn choices_that_the_form_does_not_allow_are_refused() {
	let refused = |form, marks: &[u8]| {
		let choices = Choices::new(form, marks).map(|_| ());
		assert_eq!(choices, Err(Error::ChoiceNotAllowed), "{form:?} {marks:?}");
	};
	refused(Form::YesNo, &[1]);
	refused(Form::YesNo, &[1, 1]);
	refused(Form::YesNo, &[0, 0]);
	refused(FIVE, &[0, 0, 0, 0, 0]);
	refused(FIVE, &[1, 0, 0, 0]);
	refused(FIVE, &[1, 0, 1, 0, 0]);
	refused(FIVE, &[2, 0, 0, 0, 0]);
	refused(
		Form::Approval {
			options: 3,
			min: 2,
			max: 2,
		},
		&[2, 0, 0],
	);
	refused(
		Form::Approval {
			options: 3,
			min: 2,
			max: 3,
		},
		&[1, 0, 0],
	);
	assert_eq!(
		Choices::single(FIVE, 5).map(|_| ()),
		Err(Error::ChoiceNotAllowed)
	);
	assert_eq!(
		Choices::single(FIVE, 3).expect("allowed").marks(),
		&[0, 0, 0, 1, 0]
	);
}

#[test]
fn each_scalar_must_be_canonical() {
	for form in FORMS {
		let case = case(form);
		let bytes = case.ballot.encode();
		for (offset, is_scalar) in fields(form) {
			if !is_scalar {
				continue;
			}
			// The same scalar, written as s + ℓ.
			let mut sum = [0; 32];
			let mut carry = 0;
			for (position, byte) in sum.iter_mut().enumerate() {
				let digit =
					u16::from(bytes[offset + position]) + u16::from(ORDER[position]) + carry;
				*byte = digit.to_le_bytes()[0];
				carry = digit >> 8;
			}
			let ballot = with_field(&case.ballot, offset, &sum);
			assert_eq!(
				case.verify(&ballot),
				Err(Error::NonCanonicalScalar),
				"{form:?} {offset}"
			);
			let ballot = with_field(&case.ballot, offset, &[0xff; 32]);
			assert_eq!(
				case.verify(&ballot),
				Err(Error::NonCanonicalScalar),
				"{form:?} {offset}"
			);
		}
	}
}

#[test]
fn each_point_must_be_an_element_and_not_the_identity() {
	// Not canonical (p, p + 1, above 2^255), negative, and not on the curve: kinds of RFC 9496 §A.2.
	let mut p = [0xff; 32];
	p[0] = 0xed;
	p[31] = 0x7f;
	let mut above_p = p;
	above_p[0] = 0xee;
	let mut negative = [0; 32];
	negative[0] = 1;
	let mut not_square = [0; 32];
	not_square[0] = 2;
	let bad = [p, above_p, [0xff; 32], negative, not_square]
		.into_iter()
		.filter(|bytes| CompressedRistretto(*bytes).decompress().is_none())
		.collect::<Vec<_>>();
	assert!(bad.len() >= 4);
	for form in FORMS {
		let case = case(form);
		for (offset, is_scalar) in fields(form) {
			if is_scalar {
				continue;
			}
			for bytes in &bad {
				let ballot = with_field(&case.ballot, offset, bytes);
				assert_eq!(
					case.verify(&ballot),
					Err(Error::MalformedPoint),
					"{form:?} {offset}"
				);
			}
			let ballot = with_field(&case.ballot, offset, &[0; 32]);
			assert_eq!(
				case.verify(&ballot),
				Err(Error::IdentityPoint),
				"{form:?} {offset}"
			);
		}
	}
}

#[test]
fn each_field_changed_to_another_valid_one_is_refused() {
	for form in FORMS {
		let case = case(form);
		let point = EncodedPoint::from(&RistrettoPoint::mul_base(&Scalar::from(77u8))).0;
		for (offset, is_scalar) in fields(form) {
			let field = if is_scalar {
				Scalar::from(77u8).to_bytes()
			} else {
				point
			};
			let ballot = with_field(&case.ballot, offset, &field);
			assert_eq!(
				case.verify(&ballot),
				Err(Error::InvalidBallotProof),
				"{form:?} {offset}"
			);
		}
	}
}

#[test]
fn keys_must_be_elements_and_not_the_identity() {
	assert_eq!(
		ElectionKey::new(EncodedPoint::IDENTITY),
		Err(Error::IdentityPoint)
	);
	assert_eq!(
		ElectionKey::new(EncodedPoint([0xff; 32])),
		Err(Error::MalformedPoint)
	);
}

#[test]
fn a_ballot_fits_only_its_voter_poll_chain_key_and_form() {
	let case = case(FIVE);
	let context = citizen(1);
	let mut alias = [0; 32];
	alias[0] = 1;
	for other in [
		BallotContext {
			voter: Voter::Citizen(2),
			..context
		},
		BallotContext {
			voter: Voter::Alias(alias),
			..context
		},
		BallotContext {
			poll: PollId(43),
			..context
		},
		BallotContext {
			chain: [0x5f; 32],
			..context
		},
	] {
		let verified = case.ballot.verify(&case.key, FIVE, &other);
		assert_eq!(
			verified.map(|_| ()),
			Err(Error::InvalidBallotProof),
			"{other:?}"
		);
	}
	let other_key = Board::new(3, 2, &mut rng(12)).election_key();
	let verified = case.ballot.verify(&other_key, FIVE, &context);
	assert_eq!(verified.map(|_| ()), Err(Error::InvalidBallotProof));

	// The same shape, another meaning.
	let exactly_one = Form::Approval {
		options: 5,
		min: 1,
		max: 1,
	};
	let exactly_two = Form::Approval {
		options: 5,
		min: 2,
		max: 2,
	};
	for form in [exactly_one, exactly_two] {
		let verified = case.ballot.verify(&case.key, form, &context);
		assert_eq!(verified.map(|_| ()), Err(Error::InvalidBallotProof));
	}
}

#[test]
fn a_ballot_of_another_shape_is_refused() {
	let case = case(FIVE);
	let verify = |ballot: &Ballot, form| {
		ballot
			.verify(&case.key, form, &citizen(1))
			.map(|_| ())
			.expect_err("another shape")
	};
	assert_eq!(verify(&case.ballot, Form::YesNo), Error::WrongEntryCount);
	assert_eq!(
		verify(&case.ballot, Form::SingleChoice { options: 6 }),
		Error::WrongEntryCount
	);
	assert_eq!(
		verify(
			&case.ballot,
			Form::Approval {
				options: 5,
				min: 0,
				max: 5
			}
		),
		Error::WrongSumProof
	);
	assert_eq!(
		verify(
			&case.ballot,
			Form::Approval {
				options: 5,
				min: 1,
				max: 2
			}
		),
		Error::WrongSumProof
	);
	let without = Ballot {
		sum: None,
		..case.ballot.clone()
	};
	assert_eq!(verify(&without, FIVE), Error::WrongSumProof);
	let mut short = case.ballot.clone();
	short.entries.pop();
	assert_eq!(verify(&short, FIVE), Error::WrongEntryCount);
	short.entries = Default::default();
	assert_eq!(verify(&short, FIVE), Error::WrongEntryCount);
}

#[test]
fn swapped_entries_ciphertexts_and_proofs_are_refused() {
	let case = case(FIVE);
	let mut entries = case.ballot.clone();
	entries.entries[..].swap(0, 1);
	assert_eq!(case.verify(&entries), Err(Error::InvalidBallotProof));

	let mut ciphertexts = case.ballot.clone();
	ciphertexts.entries[0].ciphertext = case.ballot.entries[1].ciphertext;
	ciphertexts.entries[1].ciphertext = case.ballot.entries[0].ciphertext;
	assert_eq!(case.verify(&ciphertexts), Err(Error::InvalidBallotProof));

	let mut proofs = case.ballot.clone();
	(proofs.entries[0].zero, proofs.entries[0].one) =
		(case.ballot.entries[1].zero, case.ballot.entries[1].one);
	assert_eq!(case.verify(&proofs), Err(Error::InvalidBallotProof));

	// The branches of one entry exchanged, with their challenges: a yes that would read no.
	let mut flipped = case.ballot.clone();
	let entry = &mut flipped.entries[2];
	(entry.zero.commitment, entry.one.commitment) = (entry.one.commitment, entry.zero.commitment);
	(entry.zero.response, entry.one.response) = (entry.one.response, entry.zero.response);
	assert_eq!(case.verify(&flipped), Err(Error::InvalidBallotProof));
}

#[test]
fn parts_of_two_ballots_of_one_voter_do_not_fit_together() {
	let case = case(FIVE);
	let rng = &mut rng(13);
	let choices = Choices::single(FIVE, 2).expect("allowed");
	let other = cast(&case.key, &citizen(1), &choices, rng);
	let mut mixed = case.ballot.clone();
	mixed.entries[4] = other.entries[4];
	assert_eq!(case.verify(&mixed), Err(Error::InvalidBallotProof));
	let mixed = Ballot {
		sum: other.sum.clone(),
		..case.ballot.clone()
	};
	assert_eq!(case.verify(&mixed), Err(Error::InvalidBallotProof));
	let mixed = Ballot {
		sum: case.ballot.sum.clone(),
		..other
	};
	assert_eq!(case.verify(&mixed), Err(Error::InvalidBallotProof));
}

/// Without the binding, anyone could cast an unrecognisable copy of somebody's ballot.
#[test]
fn a_rerandomised_ballot_is_refused() {
	let case = case(FIVE);
	let key = case.key.encoded().element().expect("a key");
	let shift = Scalar::from(5u8);
	let mut ballot = case.ballot.clone();
	for entry in &mut ballot.entries {
		let alpha = entry.ciphertext.alpha.element().expect("an element");
		let beta = entry.ciphertext.beta.element().expect("an element");
		entry.ciphertext = Ciphertext {
			alpha: EncodedPoint::from(&(alpha + RistrettoPoint::mul_base(&shift))),
			beta: EncodedPoint::from(&(beta + key * shift)),
		};
	}
	assert_eq!(case.verify(&ballot), Err(Error::InvalidBallotProof));
	// Not for the voter from whom it was copied, nor for who copied it.
	let copied = ballot.verify(&case.key, FIVE, &citizen(2));
	assert_eq!(copied.map(|_| ()), Err(Error::InvalidBallotProof));
}

/// z + d with a + d·G and b + d·Y solves the same equations: the challenge must not.
#[test]
fn a_proof_cannot_be_made_into_another() {
	let case = case(FIVE);
	let key = case.key.encoded().element().expect("a key");
	let shift = Scalar::from(9u8);
	let mut ballot = case.ballot.clone();
	let branch = &mut ballot.entries[0].zero;
	let a = branch.commitment.a.element().expect("an element");
	let b = branch.commitment.b.element().expect("an element");
	branch.commitment.a = EncodedPoint::from(&(a + RistrettoPoint::mul_base(&shift)));
	branch.commitment.b = EncodedPoint::from(&(b + key * shift));
	let response = branch.response.scalar().expect("a scalar");
	branch.response = EncodedScalar::from(&(response + shift));
	assert_eq!(case.verify(&ballot), Err(Error::InvalidBallotProof));
}

/// Errors that cancel each other when equations are added up without weights.
#[test]
fn errors_do_not_cancel_each_other() {
	let case = case(FIVE);
	let shift = Scalar::from(1u8);
	let mut ballot = case.ballot.clone();
	for (entry, shift) in [(0, shift), (1, -shift)] {
		let response = &mut ballot.entries[entry].zero.response;
		*response = EncodedScalar::from(&(response.scalar().expect("a scalar") + shift));
	}
	assert_eq!(case.verify(&ballot), Err(Error::InvalidBallotProof));

	// The same across two ballots of a batch.
	let rng = &mut rng(14);
	let choices = Choices::single(FIVE, 0).expect("allowed");
	let mut ballots = [1, 2].map(|voter| {
		(
			citizen(voter),
			cast(&case.key, &citizen(voter), &choices, rng),
		)
	});
	for ((_, ballot), shift) in ballots.iter_mut().zip([shift, -shift]) {
		let response = &mut ballot.entries[0].zero.response;
		*response = EncodedScalar::from(&(response.scalar().expect("a scalar") + shift));
	}
	let batch: Vec<_> = ballots
		.iter()
		.map(|(context, ballot)| (*context, ballot))
		.collect();
	let refused = Ballot::verify_batch(&case.key, FIVE, &batch)
		.map(|_| ())
		.expect_err("refused");
	assert_eq!(
		refused,
		BatchError {
			position: 0,
			error: Error::InvalidBallotProof
		}
	);
}

#[test]
fn a_batch_names_the_first_ballot_that_is_wrong() {
	let case = case(FIVE);
	let rng = &mut rng(15);
	let choices = Choices::single(FIVE, 0).expect("allowed");
	let ballots: Vec<(BallotContext, Ballot)> = (1..=9)
		.map(|voter| {
			(
				citizen(voter),
				cast(&case.key, &citizen(voter), &choices, rng),
			)
		})
		.collect();
	let batch: Vec<_> = ballots
		.iter()
		.map(|(context, ballot)| (*context, ballot))
		.collect();
	let verified = Ballot::verify_batch(&case.key, FIVE, &batch).expect("all are good");
	assert_eq!(verified.len(), 9);
	for (verified, (_, ballot)) in verified.iter().zip(&batch) {
		let ciphertexts: Vec<_> = ballot
			.entries
			.iter()
			.map(|entry| entry.ciphertext)
			.collect();
		assert_eq!(verified.ciphertexts().to_vec(), ciphertexts);
	}
	assert_eq!(
		Ballot::verify_batch(&case.key, FIVE, &[])
			.expect("nothing is wrong")
			.len(),
		0
	);

	// A replayed ballot, then a malformed one: the first is named, although the second is cheaper to find.
	let mut malformed = ballots[7].1.clone();
	malformed.entries[0].ciphertext.alpha = EncodedPoint([0xff; 32]);
	let mut wrong = batch.clone();
	wrong[4].1 = &ballots[3].1;
	wrong[7].1 = &malformed;
	let refused = Ballot::verify_batch(&case.key, FIVE, &wrong)
		.map(|_| ())
		.expect_err("refused");
	assert_eq!(
		refused,
		BatchError {
			position: 4,
			error: Error::InvalidBallotProof
		}
	);
	wrong[4].1 = &ballots[4].1;
	let refused = Ballot::verify_batch(&case.key, FIVE, &wrong)
		.map(|_| ())
		.expect_err("refused");
	assert_eq!(
		refused,
		BatchError {
			position: 7,
			error: Error::MalformedPoint
		}
	);
}

#[test]
fn trailing_bytes_and_too_many_entries_do_not_decode() {
	let case = case(FIVE);
	let mut bytes = case.ballot.encode();
	bytes.push(0);
	assert!(Ballot::decode_all(&mut &bytes[..]).is_err());
	bytes.truncate(bytes.len() - 2);
	assert!(Ballot::decode(&mut &bytes[..]).is_err());

	let entries: Vec<Entry> = vec![case.ballot.entries[0]; 33];
	assert!(Ballot::decode(&mut &(entries, None::<SumProof>).encode()[..]).is_err());
}

#[test]
fn the_same_choice_never_looks_the_same() {
	let case = case(FIVE);
	let rng = &mut rng(16);
	let choices = Choices::single(FIVE, 1).expect("allowed");
	let first = cast(&case.key, &citizen(1), &choices, rng);
	let second = cast(&case.key, &citizen(1), &choices, rng);
	for (first, second) in first.entries.iter().zip(second.entries.iter()) {
		assert_ne!(first.ciphertext.alpha, second.ciphertext.alpha);
		assert_ne!(first.ciphertext.beta, second.ciphertext.beta);
		assert_ne!(first.zero.commitment, second.zero.commitment);
		assert_ne!(first.one.commitment, second.one.commitment);
	}
	assert_ne!(first.tracker(&citizen(1)), second.tracker(&citizen(1)));
	assert_ne!(first.tracker(&citizen(1)), first.tracker(&citizen(2)));
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(512))]

	/// No bit of a ballot is free: flipped, it does not decode or does not verify.
	#[test]
	fn each_bit_matters(form in 0..FORMS.len() - 1, position in any::<prop::sample::Index>(), bit in 0..8u8) {
		let case = case(FORMS[form]);
		let mut bytes = case.ballot.encode();
		let position = position.index(bytes.len());
		bytes[position] ^= 1 << bit;
		if let Ok(ballot) = Ballot::decode_all(&mut &bytes[..]) {
			prop_assert!(case.verify(&ballot).is_err(), "bit {bit} of byte {position}");
		}
	}

	/// Arbitrary bytes are refused without a panic.
	#[test]
	fn garbage_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
		let case = case(FIVE);
		if let Ok(ballot) = Ballot::decode(&mut &bytes[..]) {
			prop_assert!(case.verify(&ballot).is_err());
		}
	}
}
