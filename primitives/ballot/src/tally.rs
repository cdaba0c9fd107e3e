// SPDX-License-Identifier: Apache-2.0

//! Sums of ballots, and the counts in them.
//!
//! (Σα_i, Σβ_i) is a ciphertext of Σv_i. The chain keeps one sum for each entry and adds the difference when a
//! voter votes again, so that closing a poll costs the same for ten voters or ten million.

use crate::{
	ballot::{Ciphertext, Ciphertexts},
	EncodedPoint, Error, Form, VerifiedBallot,
};
use alloc::{collections::BTreeMap, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use curve25519_dalek::{
	ristretto::{CompressedRistretto, RistrettoPoint},
	scalar::Scalar,
};
use scale_info::TypeInfo;

/// The encrypted sums of a poll.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Tally {
	/// Form of the poll.
	pub form: Form,
	/// Number of voters whose ballot is in the sums.
	pub ballots: u32,
	/// One sum for each entry.
	pub sums: Ciphertexts,
}

impl Tally {
	/// A tally without ballots: every sum is the identity.
	///
	/// # Errors
	/// [`Error::InvalidForm`].
	pub fn new(form: Form) -> Result<Self, Error> {
		form.check()?;
		let empty = Ciphertext {
			alpha: EncodedPoint::IDENTITY,
			beta: EncodedPoint::IDENTITY,
		};
		let mut sums = Vec::new();
		sums.resize(usize::from(form.entries()), empty);
		Ok(Self {
			form,
			ballots: 0,
			sums: sums.try_into().map_err(|_| Error::InvalidForm)?,
		})
	}

	/// Adds the first ballot of a voter.
	///
	/// # Errors
	/// As [`Self::add_all`].
	pub fn add(&mut self, ballot: &VerifiedBallot) -> Result<(), Error> {
		self.add_all(core::slice::from_ref(ballot))
	}

	/// Adds the ballots of voters who have none in the sums. Nothing is changed on refusal.
	///
	/// # Errors
	/// [`Error::WrongTally`] if a ballot is of another form; [`Error::TooManyBallots`] above
	/// 4,294,967,295; [`Error::MalformedPoint`] if the sums are corrupt.
	pub fn add_all(&mut self, ballots: &[VerifiedBallot]) -> Result<(), Error> {
		let added = u32::try_from(ballots.len()).map_err(|_| Error::TooManyBallots)?;
		let count = self
			.ballots
			.checked_add(added)
			.ok_or(Error::TooManyBallots)?;
		let mut sums = self.elements()?;
		for ballot in ballots {
			self.ensure_form_of(ballot)?;
			shift(&mut sums, &ballot.elements, |sum, element| *sum += element);
		}
		self.set(&sums)?;
		self.ballots = count;
		Ok(())
	}

	/// Replaces a voter's ballot. `old` is what [`VerifiedBallot::ciphertexts`] was when it was added; whoever
	/// calls this answers for that. Nothing is changed on refusal.
	///
	/// # Errors
	/// [`Error::WrongTally`] if a ballot is of another form or there is none to replace;
	/// [`Error::MalformedPoint`] or [`Error::IdentityPoint`] if `old` or the sums are corrupt.
	pub fn replace(&mut self, old: &Ciphertexts, new: &VerifiedBallot) -> Result<(), Error> {
		self.ensure_form_of(new)?;
		if self.ballots == 0 || old.len() != self.sums.len() {
			return Err(Error::WrongTally);
		}
		let old = old
			.iter()
			.map(|ciphertext| Ok((ciphertext.alpha.element()?, ciphertext.beta.element()?)))
			.collect::<Result<Vec<_>, Error>>()?;
		let mut sums = self.elements()?;
		shift(&mut sums, &old, |sum, element| *sum -= element);
		shift(&mut sums, &new.elements, |sum, element| *sum += element);
		self.set(&sums)
	}

	/// Whether form and sums fit together.
	///
	/// # Errors
	/// [`Error::InvalidForm`], [`Error::WrongTally`].
	pub fn check(&self) -> Result<(), Error> {
		self.form.check()?;
		if self.sums.len() != usize::from(self.form.entries()) {
			return Err(Error::WrongTally);
		}
		Ok(())
	}

	pub(crate) fn elements(&self) -> Result<Vec<(RistrettoPoint, RistrettoPoint)>, Error> {
		self.check()?;
		self.sums
			.iter()
			.map(|sum| {
				Ok((
					sum.alpha.element_or_identity()?,
					sum.beta.element_or_identity()?,
				))
			})
			.collect()
	}

	fn ensure_form_of(&self, ballot: &VerifiedBallot) -> Result<(), Error> {
		if ballot.form != self.form {
			return Err(Error::WrongTally);
		}
		Ok(())
	}

	fn set(&mut self, sums: &[(RistrettoPoint, RistrettoPoint)]) -> Result<(), Error> {
		self.sums = sums
			.iter()
			.map(|(alpha, beta)| Ciphertext {
				alpha: EncodedPoint::from(alpha),
				beta: EncodedPoint::from(beta),
			})
			.collect::<Vec<_>>()
			.try_into()
			.map_err(|_| Error::WrongTally)?;
		Ok(())
	}
}

fn shift(
	sums: &mut [(RistrettoPoint, RistrettoPoint)],
	by: &[(RistrettoPoint, RistrettoPoint)],
	step: impl Fn(&mut RistrettoPoint, &RistrettoPoint),
) {
	for ((alpha, beta), (alpha_by, beta_by)) in sums.iter_mut().zip(by) {
		step(alpha, alpha_by);
		step(beta, beta_by);
	}
}

/// Finds how often the generator was added up, for counts up to a bound (Shanks' baby-step giant-step):
/// √bound group operations and 36 bytes of memory times √bound.
///
/// The table holds 2·i·G for i below the step s = ⌊√bound⌋ + 1. If P = x·G and x = k·s + i, then
/// 2·(P − k·s·G) is in it. Everything is doubled because many doubled elements are encoded at once for the
/// price of one inversion.
pub struct CountTable {
	bound: u32,
	step: u32,
	baby_steps: BTreeMap<[u8; 32], u32>,
}

/// Giant steps that are encoded together.
const GIANT_STEPS_AT_ONCE: u32 = 128;

impl CountTable {
	/// A table for counts from 0 to `bound`.
	pub fn new(bound: u32) -> Self {
		let step = bound.isqrt().saturating_add(1);
		let generator = RistrettoPoint::mul_base(&Scalar::ONE);
		let mut multiple = RistrettoPoint::default();
		let mut multiples = Vec::new();
		for _ in 0..step {
			multiples.push(multiple);
			multiple += generator;
		}
		let encoded = RistrettoPoint::double_and_compress_batch(&multiples);
		let baby_steps = encoded
			.iter()
			.map(CompressedRistretto::to_bytes)
			.zip(0..step)
			.collect();
		Self {
			bound,
			step,
			baby_steps,
		}
	}

	/// The count x with `point` = x·G, or `None` if there is none up to the bound.
	pub fn find(&self, point: &RistrettoPoint) -> Option<u32> {
		let giant = RistrettoPoint::mul_base(&Scalar::from(self.step));
		let mut rest = *point;
		let mut first = 0u32;
		loop {
			let mut rests = Vec::new();
			for _ in 0..GIANT_STEPS_AT_ONCE {
				rests.push(rest);
				rest -= giant;
			}
			let encoded = RistrettoPoint::double_and_compress_batch(&rests);
			for (giants, point) in (first..).zip(&encoded) {
				let passed = giants.checked_mul(self.step)?;
				if passed > self.bound {
					return None;
				}
				if let Some(further) = self.baby_steps.get(point.as_bytes()) {
					return passed
						.checked_add(*further)
						.filter(|count| *count <= self.bound);
				}
			}
			first = first.checked_add(GIANT_STEPS_AT_ONCE)?;
		}
	}
}
