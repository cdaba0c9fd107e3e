// SPDX-License-Identifier: Apache-2.0

//! What a voter's device does: prepare a ballot, then cast *or* challenge it.
//!
//! A device that encrypts could encrypt something else. So it first commits to the ballot by showing its
//! tracker; only then does the voter say whether to cast it or to challenge it. A challenged ballot is
//! opened: any other device encrypts the choice with the revealed randomness and compares (Benaloh: *Ballot
//! Casting Assurance via Voter-Initiated Poll Station Auditing*, EVT 2007). A device that cheats in one of
//! ten ballots is caught by one of ten challenges. A ballot that was opened is not secret any more, so
//! [`PreparedBallot::challenge`] and [`PreparedBallot::cast`] both consume it.

use crate::{
	ballot::{encrypt, encrypt_bit},
	group::hex,
	Ballot, BallotContext, Choices, ElectionKey, EncodedScalar, Error, Form, MAX_OPTIONS,
};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use rand_core::{CryptoRng, RngCore};
use scale_info::TypeInfo;
use zeroize::{Zeroize, Zeroizing};

/// A ballot's tracker: BLAKE2b-256 of the SCALE encoding of ("seoul-chain/tracker/1", context, ballot).
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
pub struct Tracker(pub [u8; 32]);

impl Tracker {
	pub(crate) fn new(context: &BallotContext, ballot: &Ballot) -> Self {
		let mut digest = [0; 32];
		let preimage = ("seoul-chain/tracker/1", context, ballot).encode();
		let hash = blake2b_simd::Params::new().hash_length(32).hash(&preimage);
		for (to, from) in digest.iter_mut().zip(hash.as_bytes()) {
			*to = *from;
		}
		Self(digest)
	}
}

impl fmt::Debug for Tracker {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		hex(&self.0, f)
	}
}

/// A ballot that is encrypted and proven, but neither cast nor challenged.
pub struct PreparedBallot {
	context: BallotContext,
	ballot: Ballot,
	opening: Opening,
}

impl PreparedBallot {
	/// Encrypts `choices` under `key` for `context`, and proves that they are allowed.
	///
	/// # Errors
	/// [`Error::InvalidForm`].
	pub fn new<R: RngCore + CryptoRng>(
		key: &ElectionKey,
		context: &BallotContext,
		choices: &Choices,
		rng: &mut R,
	) -> Result<Self, Error> {
		let (ballot, randomness) = encrypt(key, context, choices, rng)?;
		let mut revealed = Vec::with_capacity(randomness.len());
		revealed.extend(randomness.iter().map(EncodedScalar::from));
		let opening = Opening {
			marks: choices
				.marks()
				.to_vec()
				.try_into()
				.map_err(|_| Error::WrongEntryCount)?,
			randomness: revealed.try_into().map_err(|_| Error::WrongEntryCount)?,
		};
		Ok(Self {
			context: *context,
			ballot,
			opening,
		})
	}

	/// The tracker, to be shown before the voter decides.
	pub fn tracker(&self) -> Tracker {
		self.ballot.tracker(&self.context)
	}

	/// The ballot to be cast. What could open it is erased.
	pub fn cast(self) -> Ballot {
		self.ballot
	}

	/// The ballot and what opens it. It must never be cast.
	pub fn challenge(self) -> (Ballot, Opening) {
		(self.ballot, self.opening)
	}
}

/// What opens a challenged ballot: the choice and the randomness of each entry. Erased when dropped.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone)]
pub struct Opening {
	/// One mark for each option.
	pub marks: BoundedVec<u8, ConstU32<MAX_OPTIONS>>,
	/// r of each entry.
	pub randomness: BoundedVec<EncodedScalar, ConstU32<MAX_OPTIONS>>,
}

impl Opening {
	/// Whether `ballot` encrypts these choices and could be cast by this voter in this poll; returns the
	/// choices, for the voter to compare with what was asked for.
	///
	/// # Errors
	/// As [`Ballot::verify`]; [`Error::ChoiceNotAllowed`]; [`Error::NonCanonicalScalar`];
	/// [`Error::OpeningMismatch`] if the ballot encrypts something else.
	pub fn check(
		&self,
		key: &ElectionKey,
		form: Form,
		context: &BallotContext,
		ballot: &Ballot,
	) -> Result<Choices, Error> {
		ballot.verify(key, form, context)?;
		let choices = Choices::new(form, &self.marks)?;
		let bits = choices.bits();
		if self.randomness.len() != bits.len() {
			return Err(Error::OpeningMismatch);
		}
		for ((bit, randomness), entry) in bits.iter().zip(&self.randomness).zip(&ballot.entries) {
			let randomness = Zeroizing::new(randomness.scalar()?);
			if encrypt_bit(key, *bit, &randomness) != entry.ciphertext {
				return Err(Error::OpeningMismatch);
			}
		}
		Ok(choices)
	}
}

impl Drop for Opening {
	fn drop(&mut self) {
		self.marks.iter_mut().for_each(Zeroize::zeroize);
		self.randomness.iter_mut().for_each(Zeroize::zeroize);
	}
}

impl fmt::Debug for Opening {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("Opening(secret)")
	}
}
