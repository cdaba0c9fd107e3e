// SPDX-License-Identifier: Apache-2.0

//! Fixed test vectors: one ceremony, its ballots, its count, byte for byte.
//!
//! `vectors.json` is what other implementations are checked with; `verify-vectors.mjs` is one, written from the
//! protocol's text. `UPDATE_VECTORS=1 cargo test --test vectors` writes the file anew, which is right only when
//! the protocol's version changes.

mod common;

use codec::{DecodeAll, Encode};
use common::*;
use seoul_chain_ballot::*;
use serde_json::{json, Value};

const VECTORS: &str = include_str!("vectors.json");

fn hexed(value: &impl Encode) -> Value {
	Value::String(hex::encode(value.encode()))
}

fn decoded<T: DecodeAll>(value: &Value) -> T {
	let bytes = hex::decode(value.as_str().expect("a string")).expect("hex");
	T::decode_all(&mut &bytes[..]).expect("decodes")
}

/// Everything from fixed seeds.
fn generate() -> Value {
	let rng = &mut rng(2026);
	let board = Board::with_seats(&[1, 2, 4], 2, rng);
	let key = board.election_key();
	let registrations: Vec<Value> = board
		.ceremony
		.seats
		.iter()
		.zip(&board.secrets)
		.map(|(seat, secret)| {
			let proof = secret.register(&CHAIN, board.ceremony.board, seat.trustee, rng);
			json!({ "secret": hex::encode(*secret.to_bytes()), "proof": hexed(&proof) })
		})
		.collect();
	let dealings: Vec<Value> = board.dealings.iter().map(hexed).collect();
	let shares: Vec<Value> = board
		.shares
		.iter()
		.map(|share| hex::encode(*share.to_bytes()).into())
		.collect();

	let (trustee, dealer) = (TrusteeIndex(4), TrusteeIndex(1));
	let dealing = &board.dealings[0].1;
	let complaint = complain(
		&board.ceremony,
		trustee,
		&board.secrets[2],
		dealer,
		dealing,
		rng,
	)
	.expect("complains");

	let mut ballots = Vec::new();
	let mut polls = Vec::new();
	for (form, votes) in [
		(Form::YesNo, vec![vec![1, 0], vec![0, 1], vec![1, 0]]),
		(
			Form::SingleChoice { options: 5 },
			vec![
				vec![0, 0, 1, 0, 0],
				vec![1, 0, 0, 0, 0],
				vec![0, 0, 1, 0, 0],
			],
		),
		(
			Form::Approval {
				options: 3,
				min: 1,
				max: 2,
			},
			vec![vec![1, 1, 0], vec![0, 0, 1], vec![1, 0, 0]],
		),
		(
			Form::Approval {
				options: 2,
				min: 0,
				max: 2,
			},
			vec![vec![0, 0], vec![1, 1]],
		),
	] {
		let mut tally = Tally::new(form).expect("a form");
		for (voter, marks) in (1u8..).zip(votes) {
			let voter = if voter == 2 {
				Voter::Alias([voter; 32])
			} else {
				Voter::Citizen(voter.into())
			};
			let context = BallotContext {
				chain: CHAIN,
				poll: POLL,
				voter,
			};
			let choices = Choices::new(form, &marks).expect("allowed");
			let prepared = PreparedBallot::new(&key, &context, &choices, rng).expect("encrypts");
			let tracker = prepared.tracker();
			let (ballot, opening) = prepared.challenge();
			let verified = ballot.verify(&key, form, &context).expect("verifies");
			tally.add(&verified).expect("adds");
			ballots.push(json!({
				"form": hexed(&form),
				"context": hexed(&context),
				"opening": hexed(&opening),
				"ballot": hexed(&ballot),
				"tracker": hexed(&tracker),
			}));
		}
		let context = tally_context(2);
		let shares = board.decrypt(&[0, 2], &context, &tally, rng);
		let counts = board.key.count(&context, &tally, &shares).expect("counts");
		polls.push(json!({
			"context": hexed(&context),
			"tally": hexed(&tally),
			"shares": shares.iter().map(hexed).collect::<Vec<_>>(),
			"counts": counts,
		}));
	}

	json!({
		"ceremony": hexed(&board.ceremony),
		"registrations": registrations,
		"dealings": dealings,
		"threshold_key": hexed(&board.key),
		"decryption_keys": shares,
		"complaint": {
			"trustee": trustee.0,
			"dealer": dealer.0,
			"complaint": hexed(&complaint),
		},
		"ballots": ballots,
		"polls": polls,
	})
}

#[test]
fn everything_is_as_it_was_when_the_vectors_were_made() {
	let generated = generate();
	if std::env::var_os("UPDATE_VECTORS").is_some() {
		let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors.json");
		let text = serde_json::to_string_pretty(&generated).expect("JSON") + "\n";
		std::fs::write(path, text).expect("writes");
	}
	let committed: Value = serde_json::from_str(VECTORS).expect("JSON");
	for (name, value) in committed.as_object().expect("an object") {
		assert_eq!(value, &generated[name], "{name}");
	}
	assert_eq!(committed, generated);
}

#[test]
fn the_committed_bytes_verify() {
	let vectors: Value = serde_json::from_str(VECTORS).expect("JSON");
	let list = |name: &str| vectors[name].as_array().expect("an array").clone();
	let ceremony: Ceremony = decoded(&vectors["ceremony"]);
	let key: ThresholdKey = decoded(&vectors["threshold_key"]);
	for (seat, registration) in ceremony.seats.iter().zip(list("registrations")) {
		let proof: KnowledgeProof = decoded(&registration["proof"]);
		check_transport_key(&ceremony.chain, ceremony.board, seat, &proof).expect("a proof");
	}
	let dealings: Vec<(TrusteeIndex, Dealing)> = list("dealings").iter().map(decoded).collect();
	for (dealer, dealing) in &dealings {
		dealing.verify(&ceremony, *dealer).expect("a dealing");
	}
	assert_eq!(
		ThresholdKey::combine(&ceremony, &refs(&dealings)),
		Ok(key.clone())
	);

	let complaint: Complaint = decoded(&vectors["complaint"]["complaint"]);
	let verdict = judge(
		&ceremony,
		TrusteeIndex(1),
		&dealings[0].1,
		TrusteeIndex(4),
		&complaint,
	);
	assert_eq!(verdict, Ok(Verdict::ComplaintUnfounded));

	let election_key = ElectionKey::new(key.election_key).expect("a key");
	for case in list("ballots") {
		let (form, context): (Form, BallotContext) =
			(decoded(&case["form"]), decoded(&case["context"]));
		let ballot: Ballot = decoded(&case["ballot"]);
		let opening: Opening = decoded(&case["opening"]);
		opening
			.check(&election_key, form, &context, &ballot)
			.expect("opens");
		assert_eq!(ballot.tracker(&context), decoded(&case["tracker"]));
	}
	for poll in list("polls") {
		let (context, tally): (TallyContext, Tally) =
			(decoded(&poll["context"]), decoded(&poll["tally"]));
		let shares: Vec<DecryptionShare> = poll["shares"]
			.as_array()
			.expect("an array")
			.iter()
			.map(decoded)
			.collect();
		let counts: Vec<u32> = serde_json::from_value(poll["counts"].clone()).expect("counts");
		assert_eq!(key.count(&context, &tally, &shares), Ok(counts));
	}
}
