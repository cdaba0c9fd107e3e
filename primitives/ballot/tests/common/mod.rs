// SPDX-License-Identifier: Apache-2.0

//! A board with its key, and voters.

#![allow(dead_code)] // Each test file uses its own part.

use rand_chacha::{rand_core::SeedableRng, ChaCha20Rng};
use rand_core::RngCore;
use seoul_chain_ballot::*;

pub const CHAIN: ChainId = [0x5e; 32];
pub const POLL: PollId = PollId(42);

pub fn rng(seed: u64) -> ChaCha20Rng {
	ChaCha20Rng::seed_from_u64(seed)
}

pub fn citizen(index: u64) -> BallotContext {
	BallotContext {
		chain: CHAIN,
		poll: POLL,
		voter: Voter::Citizen(index),
	}
}

pub fn tally_context(minimum: u32) -> TallyContext {
	TallyContext {
		chain: CHAIN,
		poll: POLL,
		minimum,
	}
}

/// A board whose ceremony nobody disturbed.
pub struct Board {
	pub ceremony: Ceremony,
	pub secrets: Vec<TransportSecret>,
	pub dealings: Vec<(TrusteeIndex, Dealing)>,
	pub key: ThresholdKey,
	pub shares: Vec<DecryptionKey>,
}

/// Seats with these numbers, and their secrets.
pub fn ceremony(
	seats: &[u8],
	threshold: u8,
	rng: &mut ChaCha20Rng,
) -> (Ceremony, Vec<TransportSecret>) {
	let secrets: Vec<TransportSecret> = seats
		.iter()
		.map(|_| TransportSecret::generate(rng))
		.collect();
	let seats: Vec<Seat> = seats
		.iter()
		.zip(&secrets)
		.map(|(seat, secret)| Seat {
			trustee: TrusteeIndex(*seat),
			key: secret.key(),
		})
		.collect();
	let ceremony = Ceremony {
		chain: CHAIN,
		board: BoardId(3),
		attempt: 0,
		threshold,
		seats: seats.try_into().expect("few enough"),
	};
	(ceremony, secrets)
}

pub fn refs(dealings: &[(TrusteeIndex, Dealing)]) -> Vec<(TrusteeIndex, &Dealing)> {
	dealings
		.iter()
		.map(|(dealer, dealing)| (*dealer, dealing))
		.collect()
}

impl Board {
	pub fn with_seats(seats: &[u8], threshold: u8, rng: &mut ChaCha20Rng) -> Self {
		let (ceremony, secrets) = ceremony(seats, threshold, rng);
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
		let key = ThresholdKey::combine(&ceremony, &refs(&dealings)).expect("a key");
		let shares = ceremony
			.seats
			.iter()
			.zip(&secrets)
			.map(|(seat, secret)| {
				DecryptionKey::assemble(&ceremony, seat.trustee, secret, &refs(&dealings), &key)
					.expect("a share")
			})
			.collect();
		Self {
			ceremony,
			secrets,
			dealings,
			key,
			shares,
		}
	}

	pub fn new(trustees: u8, threshold: u8, rng: &mut ChaCha20Rng) -> Self {
		Self::with_seats(&(1..=trustees).collect::<Vec<_>>(), threshold, rng)
	}

	pub fn election_key(&self) -> ElectionKey {
		ElectionKey::new(self.key.election_key).expect("a key")
	}

	/// Decryption shares of the trustees at these positions.
	pub fn decrypt(
		&self,
		positions: &[usize],
		context: &TallyContext,
		tally: &Tally,
		rng: &mut ChaCha20Rng,
	) -> Vec<DecryptionShare> {
		positions
			.iter()
			.map(|position| {
				self.shares[*position]
					.decrypt(&self.key, context, tally, rng)
					.expect("a share")
			})
			.collect()
	}
}

/// A ballot that is cast at once.
pub fn cast(
	key: &ElectionKey,
	context: &BallotContext,
	choices: &Choices,
	rng: &mut ChaCha20Rng,
) -> Ballot {
	PreparedBallot::new(key, context, choices, rng)
		.expect("encrypts")
		.cast()
}

/// A choice that the form allows.
pub fn random_choice(form: Form, rng: &mut ChaCha20Rng) -> Choices {
	loop {
		let marks: Vec<u8> = (0..form.options())
			.map(|_| u8::from(rng.next_u32() & 1 == 1))
			.collect();
		if let Ok(choices) = Choices::new(form, &marks) {
			return choices;
		}
	}
}
