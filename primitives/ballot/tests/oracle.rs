// SPDX-License-Identifier: Apache-2.0

//! Another implementation of the same protocols, `elastic-elgamal`, agrees where they coincide: ElGamal and its
//! sums, Shamir's secret sharing, decryption by shares, and which choices can be proven. (The proofs themselves
//! have other transcripts, so neither accepts the other's.)

mod common;

use common::*;
use elastic_elgamal::{
	app::{ChoiceParams, EncryptedChoice},
	group::Ristretto,
	sharing::{Params, PublicKeySet},
	CandidateDecryption, Ciphertext as OracleCiphertext, DiscreteLogTable, Keypair, PublicKey,
	SecretKey,
};
use seoul_chain_ballot::*;

/// A board of one, whose secret both implementations know.
fn one_trustee(seed: u64) -> (Board, ElectionKey, Keypair<Ristretto>) {
	let board = Board::new(1, 1, &mut rng(seed));
	let key = board.election_key();
	let secret = SecretKey::<Ristretto>::from_bytes(&*board.shares[0].to_bytes()).expect("a key");
	let pair = Keypair::from(secret);
	assert_eq!(pair.public().as_bytes(), key.encoded().0);
	(board, key, pair)
}

fn base64url(bytes: &[u8]) -> String {
	const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	let bits = bytes
		.iter()
		.flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
	let bits: Vec<u8> = bits.collect();
	bits.chunks(6)
		.map(|chunk| {
			let digit = (0..6).fold(0, |sum, bit| {
				sum << 1 | chunk.get(bit).copied().unwrap_or(0)
			});
			char::from(DIGITS[usize::from(digit)])
		})
		.collect()
}

fn to_oracle(ciphertext: &Ciphertext) -> OracleCiphertext<Ristretto> {
	serde_json::from_value(serde_json::json!({
		"random_element": base64url(&ciphertext.alpha.0),
		"blinded_element": base64url(&ciphertext.beta.0),
	}))
	.expect("the oracle decodes what we encode")
}

fn from_oracle(ciphertext: &OracleCiphertext<Ristretto>) -> Ciphertext {
	let bytes = ciphertext.to_bytes();
	let half = |from: usize| EncodedPoint(bytes[from..from + 32].try_into().expect("32 bytes"));
	Ciphertext {
		alpha: half(0),
		beta: half(32),
	}
}

#[test]
fn the_oracle_decrypts_our_ballots() {
	let (_, key, pair) = one_trustee(71);
	let table = DiscreteLogTable::new(0..=1);
	let rng = &mut rng(72);
	for form in [
		Form::YesNo,
		Form::SingleChoice { options: 5 },
		Form::Approval {
			options: 6,
			min: 2,
			max: 4,
		},
	] {
		for _ in 0..10 {
			let choices = random_choice(form, rng);
			let ballot = cast(&key, &citizen(1), &choices, rng);
			let decrypted: Vec<u64> = ballot
				.entries
				.iter()
				.map(|entry| {
					let ciphertext = to_oracle(&entry.ciphertext);
					pair.secret().decrypt(ciphertext, &table).expect("0 or 1")
				})
				.collect();
			let expected: Vec<u64> = choices
				.marks()
				.iter()
				.take(usize::from(form.entries()))
				.map(|mark| u64::from(*mark))
				.collect();
			assert_eq!(decrypted, expected);
		}
	}
}

#[test]
fn we_count_the_oracles_ballots() {
	let (board, _, pair) = one_trustee(73);
	let form = Form::SingleChoice { options: 4 };
	let params = ChoiceParams::single(pair.public().clone(), 4);
	let rng = &mut rng(74);
	let mut sums = [OracleCiphertext::<Ristretto>::zero(); 4];
	let mut expected = vec![0u32; 4];
	for vote in [0usize, 3, 3, 1, 3, 0, 3] {
		let choice = EncryptedChoice::single(&params, vote, rng);
		for (sum, ciphertext) in sums
			.iter_mut()
			.zip(choice.verify(&params).expect("verifies"))
		{
			*sum += *ciphertext;
		}
		expected[vote] += 1;
	}
	let tally = Tally {
		form,
		ballots: 7,
		sums: sums
			.each_ref()
			.map(from_oracle)
			.to_vec()
			.try_into()
			.expect("few enough"),
	};
	let context = tally_context(1);
	let shares = board.decrypt(&[0], &context, &tally, rng);
	assert_eq!(board.key.count(&context, &tally, &shares), Ok(expected));
}

#[test]
fn sums_are_the_same_bytes() {
	let (_, key, _) = one_trustee(75);
	let form = Form::Approval {
		options: 3,
		min: 0,
		max: 3,
	};
	let rng = &mut rng(76);
	let mut tally = Tally::new(form).expect("a form");
	let mut sums = [OracleCiphertext::<Ristretto>::zero(); 3];
	let mut kept = None;
	for voter in 0..12 {
		let choices = random_choice(form, rng);
		let ballot = cast(&key, &citizen(voter), &choices, rng);
		let verified = ballot
			.verify(&key, form, &citizen(voter))
			.expect("verifies");
		for (sum, ciphertext) in sums.iter_mut().zip(verified.ciphertexts()) {
			*sum += to_oracle(ciphertext);
		}
		tally.add(&verified).expect("adds");
		kept = Some(verified.ciphertexts().clone());
	}
	let as_ours =
		|sums: &[OracleCiphertext<Ristretto>; 3]| sums.each_ref().map(from_oracle).to_vec();
	assert_eq!(tally.sums.to_vec(), as_ours(&sums));

	// And after the last voter has voted again.
	let old = kept.expect("a ballot");
	let choices = random_choice(form, rng);
	let ballot = cast(&key, &citizen(11), &choices, rng);
	let verified = ballot.verify(&key, form, &citizen(11)).expect("verifies");
	tally.replace(&old, &verified).expect("replaces");
	for (sum, (old, new)) in sums.iter_mut().zip(old.iter().zip(verified.ciphertexts())) {
		*sum += to_oracle(new);
		*sum -= to_oracle(old);
	}
	assert_eq!(tally.sums.to_vec(), as_ours(&sums));
}

#[test]
fn the_oracle_interpolates_the_same_key_from_our_trustees() {
	let rng = &mut rng(77);
	for trustees in 1..=7u8 {
		for threshold in 1..=trustees {
			let board = Board::new(trustees, threshold, rng);
			let params = Params::new(trustees.into(), threshold.into());
			let keys: Vec<PublicKey<Ristretto>> = board
				.key
				.verification_keys
				.iter()
				.map(|seat| PublicKey::from_bytes(&seat.key.0).expect("a key"))
				.collect();
			// Also checks that all keys lie on one polynomial of the degree.
			let set = PublicKeySet::from_participants(params, keys).expect("consistent");
			assert_eq!(set.shared_key().as_bytes(), board.key.election_key.0);
			// Each trustee's secret is that of its key.
			for (share, seat) in board.shares.iter().zip(&board.key.verification_keys) {
				let secret = SecretKey::<Ristretto>::from_bytes(&*share.to_bytes()).expect("a key");
				assert_eq!(PublicKey::from(&secret).as_bytes(), seat.key.0);
			}
		}
	}
}

#[test]
fn the_oracle_combines_our_decryption_shares() {
	let rng = &mut rng(78);
	let form = Form::SingleChoice { options: 3 };
	let board = Board::new(5, 3, rng);
	let key = board.election_key();
	let mut tally = Tally::new(form).expect("a form");
	for voter in 0..9 {
		let choices = Choices::single(form, if voter < 6 { 2 } else { 0 }).expect("allowed");
		let ballot = cast(&key, &citizen(voter), &choices, rng);
		tally
			.add(
				&ballot
					.verify(&key, form, &citizen(voter))
					.expect("verifies"),
			)
			.expect("adds");
	}
	let context = tally_context(1);
	let table = DiscreteLogTable::new(0..=9);
	let params = Params::new(5, 3);
	for positions in [[0usize, 1, 2], [0, 2, 4], [2, 3, 4]] {
		let shares = board.decrypt(&positions, &context, &tally, rng);
		let ours = board.key.count(&context, &tally, &shares).expect("counts");
		let oracles: Vec<u32> = tally
			.sums
			.iter()
			.enumerate()
			.map(|(entry, sum)| {
				let factors = shares.iter().map(|share| {
					let factor =
						CandidateDecryption::<Ristretto>::from_bytes(&share.factors[entry].0)
							.expect("an element")
							.into_unchecked();
					(usize::from(share.trustee.0) - 1, factor)
				});
				let combined = params.combine_shares(factors).expect("enough shares");
				let count = combined.decrypt(to_oracle(sum), &table).expect("a count");
				u32::try_from(count).expect("small")
			})
			.collect();
		assert_eq!(ours, vec![3, 0, 6]);
		assert_eq!(oracles, ours);
	}
}

/// The same choices can be proven: all 32 of five options, for the two kinds that the oracle has.
#[test]
fn the_oracle_accepts_the_same_choices() {
	let (_, key, pair) = one_trustee(79);
	let rng = &mut rng(80);
	let single = ChoiceParams::single(pair.public().clone(), 5);
	let multi = ChoiceParams::multi(pair.public().clone(), 5);
	let accepted = |form, marks: &[u8], rng: &mut _| {
		Choices::new(form, marks).is_ok_and(|choices| {
			cast(&key, &citizen(1), &choices, rng)
				.verify(&key, form, &citizen(1))
				.is_ok()
		})
	};
	for choice in 0..32u8 {
		let marks: Vec<u8> = (0..5).map(|option| choice >> option & 1).collect();
		let flags: Vec<bool> = marks.iter().map(|mark| *mark == 1).collect();
		let theirs = EncryptedChoice::new(&single, &flags, rng)
			.verify(&single)
			.is_ok();
		assert_eq!(
			accepted(Form::SingleChoice { options: 5 }, &marks, rng),
			theirs,
			"{marks:?}"
		);
		let theirs = EncryptedChoice::new(&multi, &flags, rng)
			.verify(&multi)
			.is_ok();
		let any = Form::Approval {
			options: 5,
			min: 0,
			max: 5,
		};
		assert_eq!(accepted(any, &marks, rng), theirs, "{marks:?}");
	}
}
