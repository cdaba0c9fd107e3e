// SPDX-License-Identifier: Apache-2.0

//! Measures, on this machine and natively, what each step costs.
//!
//! ```sh
//! cargo run --release --example bench
//! ```

use codec::Encode;
use rand_chacha::{rand_core::SeedableRng, ChaCha20Rng};
use seoul_chain_ballot::*;
use std::{hint::black_box, time::Instant};

/// Ballots in the poll that is measured.
const BALLOTS: u32 = 1_000;

/// Prints the median of `times` runs, divided by `parts`, in milliseconds.
fn measure<T>(name: &str, times: usize, parts: f64, mut run: impl FnMut() -> T) -> T {
	let mut last = None;
	let mut durations: Vec<f64> = (0..times)
		.map(|_| {
			let start = Instant::now();
			last = Some(black_box(run()));
			start.elapsed().as_secs_f64() * 1_000.0 / parts
		})
		.collect();
	durations.sort_by(f64::total_cmp);
	println!("{name:<58} {:>9.3} ms", durations[times / 2]);
	last.expect("run at least once")
}

fn main() {
	let rng = &mut ChaCha20Rng::seed_from_u64(1);
	let chain = [1; 32];
	let (trustees, threshold) = (7u8, 4u8);

	println!("Key of a board of {trustees}, threshold {threshold}");
	let secrets: Vec<TransportSecret> = (0..trustees)
		.map(|_| TransportSecret::generate(rng))
		.collect();
	let seats: Vec<Seat> = (1..=trustees)
		.zip(&secrets)
		.map(|(seat, secret)| Seat {
			trustee: TrusteeIndex(seat),
			key: secret.key(),
		})
		.collect();
	let ceremony = Ceremony {
		chain,
		board: BoardId(1),
		attempt: 0,
		threshold,
		seats: seats.try_into().expect("few enough"),
	};
	let first = TrusteeIndex(1);
	let dealing = measure("deal", 51, 1.0, || {
		deal(&ceremony, first, rng).expect("deals")
	});
	println!("{:<58} {:>9} bytes", "  dealing", dealing.encode().len());
	measure("verify a dealing", 51, 1.0, || {
		dealing.verify(&ceremony, first).expect("verifies");
	});
	measure("receive a share", 51, 1.0, || {
		receive(&ceremony, first, &secrets[0], first, &dealing).expect("a share")
	});
	let complaint = measure("complain", 51, 1.0, || {
		complain(&ceremony, first, &secrets[0], first, &dealing, rng).expect("complains")
	});
	measure("judge a complaint", 51, 1.0, || {
		judge(&ceremony, first, &dealing, first, &complaint).expect("judges")
	});
	let dealings: Vec<(TrusteeIndex, Dealing)> = ceremony
		.seats
		.iter()
		.map(|seat| {
			(
				seat.trustee,
				deal(&ceremony, seat.trustee, rng).expect("deals"),
			)
		})
		.collect();
	let dealings: Vec<(TrusteeIndex, &Dealing)> = dealings
		.iter()
		.map(|(dealer, dealing)| (*dealer, dealing))
		.collect();
	let key = measure("add up the key", 51, 1.0, || {
		ThresholdKey::combine(&ceremony, &dealings).expect("a key")
	});
	let shares: Vec<DecryptionKey> = ceremony
		.seats
		.iter()
		.zip(&secrets)
		.map(|(seat, secret)| {
			DecryptionKey::assemble(&ceremony, seat.trustee, secret, &dealings, &key)
				.expect("a share")
		})
		.collect();

	let election_key = ElectionKey::new(key.election_key).expect("a key");
	for form in [
		Form::YesNo,
		Form::SingleChoice { options: 5 },
		Form::Approval {
			options: 5,
			min: 1,
			max: 3,
		},
		Form::Approval {
			options: 5,
			min: 0,
			max: 5,
		},
		Form::SingleChoice { options: 32 },
	] {
		poll(&key, &election_key, &shares, threshold, form, rng);
	}

	let context = BallotContext {
		chain,
		poll: PollId(1),
		voter: Voter::Citizen(1),
	};
	leakage(&election_key, &context, rng);

	println!("\nCounting");
	let table = measure("table for 4,000,000 votes", 11, 1.0, || {
		CountTable::new(4_000_000)
	});
	let point = EncodedPoint::from(&curve25519_dalek::RistrettoPoint::mul_base(
		&curve25519_dalek::Scalar::from(3_999_999u32),
	));
	let point = point.element().expect("an element");
	measure("find 3,999,999", 11, 1.0, || {
		table.find(&point).expect("found")
	});
}

/// Whether the time to encrypt depends on the choice: Welch's t of the times for the first and the last option,
/// taken in turns, without the slowest tenth of each (Reparaz, Balasch, Verbauwhede: *Dude, is my code constant
/// time?*, DATE 2017). Beyond 4.5 it would be suspected to.
fn leakage(election_key: &ElectionKey, context: &BallotContext, rng: &mut ChaCha20Rng) {
	const ROUNDS: usize = 4_000;
	let form = Form::SingleChoice { options: 5 };
	let choices = [0, 4].map(|option| Choices::single(form, option).expect("allowed"));
	let mut times = [Vec::new(), Vec::new()];
	for round in 0..ROUNDS {
		// Which one goes first changes.
		for turn in [round % 2, 1 - round % 2] {
			let start = Instant::now();
			black_box(PreparedBallot::new(election_key, context, &choices[turn], rng).is_ok());
			times[turn].push(start.elapsed().as_secs_f64());
		}
	}
	let [first, last] = times.map(|mut times| {
		times.sort_by(f64::total_cmp);
		times.truncate(ROUNDS * 9 / 10);
		let count = f64::from(u32::try_from(times.len()).expect("small"));
		let mean = times.iter().sum::<f64>() / count;
		let variance = times.iter().map(|time| (time - mean).powi(2)).sum::<f64>() / (count - 1.0);
		(mean, variance / count)
	});
	let t = (first.0 - last.0) / (first.1 + last.1).sqrt();
	println!("\nTime to encrypt the first and the last of five options");
	println!("{:<58} {:>9.3} ms", "first", first.0 * 1_000.0);
	println!("{:<58} {:>9.3} ms", "last", last.0 * 1_000.0);
	println!("{:<58} {t:>9.2}", "t");
}

fn poll(
	key: &ThresholdKey,
	election_key: &ElectionKey,
	shares: &[DecryptionKey],
	threshold: u8,
	form: Form,
	rng: &mut ChaCha20Rng,
) {
	println!("\n{form:?}");
	let context_of = |voter: u32| BallotContext {
		chain: [1; 32],
		poll: PollId(1),
		voter: Voter::Citizen(voter.into()),
	};
	let choices = Choices::single(form, 0).expect("allowed");
	let context = context_of(0);
	let ballot = measure("encrypt and prove", 101, 1.0, || {
		PreparedBallot::new(election_key, &context, &choices, rng)
			.expect("encrypts")
			.cast()
	});
	println!("{:<58} {:>9} bytes", "  ballot", ballot.encode().len());
	let verified = measure("verify one", 101, 1.0, || {
		ballot
			.verify(election_key, form, &context)
			.expect("verifies")
	});
	let mut tally = Tally::new(form).expect("a form");
	tally.add(&verified).expect("adds");
	let old = verified.ciphertexts().clone();
	measure("replace one in the sums", 101, 1.0, || {
		tally.replace(&old, &verified).expect("replaces");
	});
	measure("tracker", 101, 1.0, || ballot.tracker(&context));

	let ballots: Vec<(BallotContext, Ballot)> = (0..BALLOTS)
		.map(|voter| {
			let context = context_of(voter);
			let prepared = PreparedBallot::new(election_key, &context, &choices, rng);
			(context, prepared.expect("encrypts").cast())
		})
		.collect();
	for size in [10usize, 64, 256] {
		let batch: Vec<_> = ballots
			.iter()
			.take(size)
			.map(|(context, ballot)| (*context, ballot))
			.collect();
		let parts = f64::from(u32::try_from(size).expect("small"));
		measure(
			&format!("verify in a batch of {size}, each"),
			11,
			parts,
			|| Ballot::verify_batch(election_key, form, &batch).expect("verifies"),
		);
	}
	let batch: Vec<_> = ballots
		.iter()
		.map(|(context, ballot)| (*context, ballot))
		.collect();
	let verified = Ballot::verify_batch(election_key, form, &batch).expect("verifies");
	let tally = measure("add up in bulk, each", 11, f64::from(BALLOTS), || {
		let mut tally = Tally::new(form).expect("a form");
		tally.add_all(&verified).expect("adds");
		tally
	});

	let context = TallyContext {
		chain: [1; 32],
		poll: PollId(1),
		minimum: 10,
	};
	let posted: Vec<DecryptionShare> = shares
		.iter()
		.take(usize::from(threshold))
		.map(|share| share.decrypt(key, &context, &tally, rng).expect("a share"))
		.collect();
	measure("decryption share of all sums", 51, 1.0, || {
		shares[0]
			.decrypt(key, &context, &tally, rng)
			.expect("a share")
	});
	println!("{:<58} {:>9} bytes", "  share", posted[0].encode().len());
	measure("verify a decryption share", 51, 1.0, || {
		key.verify_share(&context, &tally, &posted[0])
			.expect("verifies");
	});
	let counts = measure("verify all shares and find the counts", 11, 1.0, || {
		key.count(&context, &tally, &posted).expect("counts")
	});
	measure("check the counts", 51, 1.0, || {
		key.check_counts(&context, &tally, &posted, &counts)
			.expect("right");
	});
}
