// SPDX-License-Identifier: Apache-2.0

//! What the module made in a browser is what the chain reads, verifies and counts.
//!
//! `SEOUL_BROWSER_MADE` names the file that `test/ballots.test.js` writes; `scripts/browser.sh` sets it.

use codec::{DecodeAll, Encode};
use rand_core::OsRng;
use seoul_chain_ballot::{
	Ballot, BallotContext, Ceremony, Dealing, DecryptionKey, DecryptionShare, ElectionKey,
	EncodedPoint, EncodedScalar, Form, Opening, Tally, TallyContext, ThresholdKey, Tracker,
	TransportSecret, TrusteeIndex, Voter,
};
use seoul_chain_ring_proofs::{
	Alias, Bandersnatch, ChainId, Context, Message, PollEnrolment, Purpose, RingProofSystem,
	RingRoot, RingSize,
};
use serde_json::Value;
use std::{env, fs};

const VECTORS: &str = include_str!("../../../ballot/tests/vectors.json");

fn made() -> Value {
	let path = env::var("SEOUL_BROWSER_MADE").expect("SEOUL_BROWSER_MADE names a file");
	let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
	serde_json::from_str(&text).expect("JSON")
}

fn list(value: &Value) -> &[Value] {
	let list = value.as_array().expect("an array");
	assert!(!list.is_empty());
	list
}

fn bytes(value: &Value) -> Vec<u8> {
	let digits = value.as_str().expect("a string");
	hex::decode(digits.strip_prefix("0x").unwrap_or(digits)).expect("hexadecimal digits")
}

/// All bytes, in the one encoding that they have.
fn decoded<T: DecodeAll + Encode>(value: &Value) -> T {
	let bytes = bytes(value);
	let decoded = T::decode_all(&mut &bytes[..]).expect("decodes");
	assert_eq!(decoded.encode(), bytes);
	decoded
}

/// The options that were chosen in the browser, as marks.
fn marks(form: Form, choice: &Value) -> Vec<u8> {
	let mut marks = vec![0; form.options().into()];
	for option in choice.as_array().expect("an array") {
		let option = usize::try_from(option.as_u64().expect("a number")).expect("fits");
		marks[option] += 1;
	}
	marks
}

struct Made {
	key: ElectionKey,
	form: Form,
	context: BallotContext,
	ballot: Ballot,
	marks: Vec<u8>,
}

fn ballot(case: &Value) -> Made {
	let form: Form = decoded(&case["form"]);
	let key: EncodedPoint = decoded(&case["electionKey"]);
	Made {
		key: ElectionKey::new(key).expect("a key"),
		form,
		context: decoded(&case["context"]),
		ballot: decoded(&case["ballot"]),
		marks: marks(form, &case["choice"]),
	}
}

#[test]
fn each_ballot_verifies_and_its_tracker_is_the_chains() {
	let made = made();
	for case in list(&made["cast"]) {
		let Made {
			key,
			form,
			context,
			ballot,
			..
		} = self::ballot(case);
		assert_eq!(ballot.encode().len(), form.encoded_length());
		ballot.verify(&key, form, &context).expect("verifies");
		assert_eq!(
			ballot.tracker(&context),
			decoded::<Tracker>(&case["tracker"])
		);
		let other = BallotContext {
			voter: Voter::Citizen(999),
			..context
		};
		assert!(ballot.verify(&key, form, &other).is_err());
	}
}

/// The trustees of the vectors decrypt the sums of the browser's ballots, form by form.
#[test]
fn trustees_count_what_was_chosen() {
	let vectors: Value = serde_json::from_str(VECTORS).expect("JSON");
	let key: ThresholdKey = decoded(&vectors["threshold_key"]);
	let ceremony: Ceremony = decoded(&vectors["ceremony"]);
	let dealings: Vec<(TrusteeIndex, Dealing)> =
		list(&vectors["dealings"]).iter().map(decoded).collect();
	let dealings: Vec<_> = dealings
		.iter()
		.map(|(dealer, dealing)| (*dealer, dealing))
		.collect();
	let trustees: Vec<DecryptionKey> = ceremony
		.seats
		.iter()
		.zip(list(&vectors["registrations"]))
		.map(|(seat, registration)| {
			let secret = bytes(&registration["secret"]).try_into().expect("32 bytes");
			let secret = TransportSecret::from_bytes(&secret).expect("a secret");
			DecryptionKey::assemble(&ceremony, seat.trustee, &secret, &dealings, &key)
				.expect("a key")
		})
		.collect();
	let made = made();
	let cast: Vec<Made> = list(&made["cast"]).iter().map(ballot).collect();
	let mut forms: Vec<Form> = Vec::new();
	for Made { form, .. } in &cast {
		if !forms.contains(form) {
			forms.push(*form);
		}
	}
	for form in forms {
		let mut tally = Tally::new(form).expect("a form");
		let mut chosen = vec![0u32; form.options().into()];
		let mut ballots = 0;
		let mut context = None;
		for made in cast.iter().filter(|made| made.form == form) {
			let verified = made
				.ballot
				.verify(&made.key, form, &made.context)
				.expect("verifies");
			tally.add(&verified).expect("adds");
			ballots += 1;
			for (sum, mark) in chosen.iter_mut().zip(&made.marks) {
				*sum += u32::from(*mark);
			}
			context = Some(TallyContext {
				chain: made.context.chain,
				poll: made.context.poll,
				minimum: 1,
			});
		}
		let context = context.expect("a ballot");
		let shares: Vec<DecryptionShare> = trustees
			.iter()
			.map(|trustee| {
				trustee
					.decrypt(&key, &context, &tally, &mut OsRng)
					.expect("decrypts")
			})
			.collect();
		let counts = key.count(&context, &tally, &shares).expect("counts");
		assert_eq!(form.results(&counts, ballots), Ok(chosen), "{form:?}");
	}
}

#[test]
fn a_challenged_ballot_opens_to_what_was_chosen() {
	for case in list(&made()["challenged"]) {
		let made = ballot(case);
		let opened = &case["opened"];
		assert_eq!(case["ballot"], opened["ballot"]);
		let said: Vec<u8> = serde_json::from_value(opened["marks"].clone()).expect("marks");
		let randomness: Vec<EncodedScalar> =
			list(&opened["randomness"]).iter().map(decoded).collect();
		let opening = Opening {
			marks: said.try_into().expect("few enough"),
			randomness: randomness.try_into().expect("few enough"),
		};
		let choices = opening
			.check(&made.key, made.form, &made.context, &made.ballot)
			.expect("opens");
		assert_eq!(choices.marks(), made.marks);
	}
}

#[test]
fn an_enrolment_verifies_as_the_chain_verifies_it() {
	for case in list(&made()["enrolments"]) {
		let poll = u32::try_from(case["poll"].as_u64().expect("a number")).expect("fits");
		let chain: ChainId = decoded(&case["chain"]);
		let size = match case["size"].as_u64() {
			Some(255) => RingSize::Small,
			Some(767) => RingSize::Large,
			other => panic!("no size: {other:?}"),
		};
		let root: RingRoot = decoded(&case["root"]);
		let enrolment = PollEnrolment {
			poll,
			voting_key: decoded(&case["votingKey"]),
		};
		let context = Context::of(&chain, Purpose::Poll { poll });
		let message = enrolment.to_bytes(&chain);
		assert_eq!(message, bytes(&case["message"]));
		let alias =
			Bandersnatch::verify(size, &root, &context, &message, &bytes(&case["proof"])).ok();
		assert_eq!(alias, Some(decoded::<Alias>(&case["alias"])));
	}
}
