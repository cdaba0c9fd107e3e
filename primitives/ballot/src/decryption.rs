// SPDX-License-Identifier: Apache-2.0

//! Trustees decrypt sums, and only sums.
//!
//! Of the sums (A_i, B_i) trustee j posts D_ji = x_j·A_i for every entry, and one proof that all of them have the
//! logarithm of its verification key V_j. With weights w_i, which the transcript gives after all A_i and D_ji,
//! it is the Chaum–Pedersen proof of log_G V_j = log_A D for A = Σw_i·A_i and D = Σw_i·D_ji (the batching of
//! RFC 9497 §2.2). If one D_ji were false, D would be x_j·A only by a chance of 2^-128.
//!
//! From t true shares follows Σv·G = B_i − Σ_j λ_j·D_ji with the Lagrange coefficients
//! λ_j = Π_{m ≠ j} m / (m − j) of their seats (Desmedt, Frankel: *Threshold Cryptosystems*, Crypto 1989).
//! Counts are claimed by whoever has searched for them ([`CountTable`]); that count·G is what the shares decrypt to
//! is checked without a search.
//!
//! There is no function that decrypts a single ballot. A share is of a [`Tally`], and neither made nor accepted
//! while the tally has fewer ballots than the poll's minimum.

use crate::{
	dkg::ensure_ascending,
	sigma::{check_equality, prove_equality},
	transcript::{start, weight, DECRYPTION},
	ChainId, CountTable, DecryptionKey, EncodedPoint, EqualityProof, Error, PollId, Tally,
	ThresholdKey, TrusteeIndex, MAX_OPTIONS,
};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use curve25519_dalek::{
	ristretto::RistrettoPoint,
	scalar::Scalar,
	traits::{IsIdentity, VartimeMultiscalarMul},
};
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};
use scale_info::TypeInfo;

/// Which tally is decrypted.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub struct TallyContext {
	/// The chain.
	pub chain: ChainId,
	/// The poll.
	pub poll: PollId,
	/// Fewest ballots with which a result is revealed.
	pub minimum: u32,
}

/// A trustee's decryption share of all sums of a poll. 98 bytes, and 32 for each entry.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct DecryptionShare {
	/// Whose it is.
	pub trustee: TrusteeIndex,
	/// D_i = x·A_i for each entry.
	pub factors: BoundedVec<EncodedPoint, ConstU32<MAX_OPTIONS>>,
	/// Proof that they have the logarithm of the trustee's verification key.
	pub proof: EqualityProof,
}

/// What the proof of a share is about.
#[derive(Encode)]
struct Statement<'a> {
	context: &'a TallyContext,
	trustee: TrusteeIndex,
	verification_key: EncodedPoint,
	tally: &'a Tally,
	factors: &'a [EncodedPoint],
}

/// The sums' elements, of a tally with enough ballots.
fn open_sums(
	context: &TallyContext,
	tally: &Tally,
) -> Result<Vec<(RistrettoPoint, RistrettoPoint)>, Error> {
	tally.check()?;
	if tally.ballots == 0 || tally.ballots < context.minimum {
		return Err(Error::TooFewBallots);
	}
	tally
		.sums
		.iter()
		.map(|sum| Ok((sum.alpha.element()?, sum.beta.element_or_identity()?)))
		.collect()
}

/// One weight for each entry.
fn weights(transcript: &mut Transcript, entries: usize) -> Vec<Scalar> {
	core::iter::repeat_with(|| weight(transcript))
		.take(entries)
		.collect()
}

impl DecryptionKey {
	/// A share of the sums of a closed poll.
	///
	/// # Errors
	/// [`Error::TooFewBallots`]; [`Error::UnknownTrustee`], [`Error::InvalidKeyProof`] if `key` is of another board;
	/// [`Error::InvalidForm`], [`Error::WrongTally`]; sums that are malformed or the identity.
	pub fn decrypt<R: RngCore + CryptoRng>(
		&self,
		key: &ThresholdKey,
		context: &TallyContext,
		tally: &Tally,
		rng: &mut R,
	) -> Result<DecryptionShare, Error> {
		let sums = open_sums(context, tally)?;
		let verification_key = key.verification_key(self.trustee)?;
		if EncodedPoint::from(&RistrettoPoint::mul_base(&self.secret)) != verification_key {
			return Err(Error::InvalidKeyProof);
		}
		let factors: Vec<EncodedPoint> = sums
			.iter()
			.map(|(alpha, _)| EncodedPoint::from(&(alpha * *self.secret)))
			.collect();
		let statement = Statement {
			context,
			trustee: self.trustee,
			verification_key,
			tally,
			factors: &factors,
		};
		let mut transcript = start(DECRYPTION, &statement);
		let weights = weights(&mut transcript, sums.len());
		let base =
			RistrettoPoint::vartime_multiscalar_mul(&weights, sums.iter().map(|(alpha, _)| alpha));
		let proof = prove_equality(transcript, &base, &self.secret, rng);
		Ok(DecryptionShare {
			trustee: self.trustee,
			factors: factors.try_into().map_err(|_| Error::WrongTally)?,
			proof,
		})
	}
}

impl ThresholdKey {
	/// Checks a decryption share.
	///
	/// # Errors
	/// [`Error::TooFewBallots`]; [`Error::UnknownTrustee`]; [`Error::InvalidForm`], [`Error::WrongTally`];
	/// [`Error::WrongEntryCount`]; anything that is not canonical or the identity;
	/// [`Error::InvalidDecryptionShare`], which names the trustee.
	pub fn verify_share(
		&self,
		context: &TallyContext,
		tally: &Tally,
		share: &DecryptionShare,
	) -> Result<(), Error> {
		let sums = open_sums(context, tally)?;
		let verification_key = self.verification_key(share.trustee)?;
		if share.factors.len() != sums.len() {
			return Err(Error::WrongEntryCount);
		}
		let factors = share
			.factors
			.iter()
			.map(EncodedPoint::element)
			.collect::<Result<Vec<_>, _>>()?;
		let statement = Statement {
			context,
			trustee: share.trustee,
			verification_key,
			tally,
			factors: &share.factors,
		};
		let mut transcript = start(DECRYPTION, &statement);
		let weights = weights(&mut transcript, sums.len());
		let base =
			RistrettoPoint::vartime_multiscalar_mul(&weights, sums.iter().map(|(alpha, _)| alpha));
		let image = RistrettoPoint::vartime_multiscalar_mul(&weights, &factors);
		let element = verification_key.element()?;
		if !check_equality(transcript, &base, &element, &image, &share.proof)? {
			return Err(Error::InvalidDecryptionShare {
				trustee: share.trustee,
			});
		}
		Ok(())
	}

	/// Lagrange coefficients of the first t shares, and the shares.
	fn coefficients<'a>(
		&self,
		tally: &Tally,
		shares: &'a [DecryptionShare],
	) -> Result<Vec<(Scalar, &'a DecryptionShare)>, Error> {
		ensure_ascending(shares.iter().map(|share| share.trustee))?;
		let threshold = usize::from(self.threshold);
		if threshold == 0 {
			return Err(Error::InvalidThreshold);
		}
		let used = shares.get(..threshold).ok_or(Error::TooFewShares)?;
		used.iter()
			.map(|share| {
				self.verification_key(share.trustee)?;
				if share.factors.len() != tally.sums.len() {
					return Err(Error::WrongEntryCount);
				}
				let own = Scalar::from(share.trustee.0);
				let (numerator, denominator) = used
					.iter()
					.filter(|other| other.trustee != share.trustee)
					.map(|other| Scalar::from(other.trustee.0))
					.fold(
						(Scalar::ONE, Scalar::ONE),
						|(numerator, denominator), other| {
							(numerator * other, denominator * (other - own))
						},
					);
				Ok((numerator * denominator.invert(), share))
			})
			.collect()
	}

	/// count·G of each entry, from the first t shares.
	fn decrypt(
		&self,
		context: &TallyContext,
		tally: &Tally,
		shares: &[DecryptionShare],
	) -> Result<Vec<RistrettoPoint>, Error> {
		let sums = open_sums(context, tally)?;
		let shares = self.coefficients(tally, shares)?;
		let coefficients: Vec<Scalar> =
			shares.iter().map(|(coefficient, _)| *coefficient).collect();
		sums.iter()
			.enumerate()
			.map(|(entry, (_, beta))| {
				let factors = shares
					.iter()
					.map(|(_, share)| {
						share
							.factors
							.get(entry)
							.ok_or(Error::WrongEntryCount)?
							.element()
					})
					.collect::<Result<Vec<_>, _>>()?;
				Ok(beta - RistrettoPoint::vartime_multiscalar_mul(&coefficients, &factors))
			})
			.collect()
	}

	/// Checks claimed counts against shares that [`Self::verify_share`] accepted, in ascending order of their
	/// trustees. More than t shares may be given; any t give the same.
	///
	/// # Errors
	/// [`Error::TooFewBallots`]; [`Error::TooFewShares`]; [`Error::NotAscending`], [`Error::UnknownTrustee`];
	/// [`Error::WrongEntryCount`]; [`Error::CountMismatch`], which names the entry.
	pub fn check_counts(
		&self,
		context: &TallyContext,
		tally: &Tally,
		shares: &[DecryptionShare],
		counts: &[u32],
	) -> Result<(), Error> {
		let results = self.decrypt(context, tally, shares)?;
		if counts.len() != results.len() {
			return Err(Error::WrongEntryCount);
		}
		for (entry, (result, count)) in (0..=u8::MAX).zip(results.iter().zip(counts)) {
			let claimed = RistrettoPoint::mul_base(&Scalar::from(*count));
			if *count > tally.ballots || !(result - claimed).is_identity() {
				return Err(Error::CountMismatch { entry });
			}
		}
		Ok(())
	}

	/// Verifies all shares and finds the counts.
	///
	/// # Errors
	/// As [`Self::verify_share`] for the first share that is refused; [`Error::TooFewShares`],
	/// [`Error::NotAscending`]; [`Error::CountMismatch`] if an entry's count is not between 0 and the
	/// number of ballots, which proven ballots cannot give.
	pub fn count(
		&self,
		context: &TallyContext,
		tally: &Tally,
		shares: &[DecryptionShare],
	) -> Result<Vec<u32>, Error> {
		for share in shares {
			self.verify_share(context, tally, share)?;
		}
		let results = self.decrypt(context, tally, shares)?;
		let table = CountTable::new(tally.ballots);
		(0..=u8::MAX)
			.zip(&results)
			.map(|(entry, result)| table.find(result).ok_or(Error::CountMismatch { entry }))
			.collect()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{deal, BoardId, Ceremony, Ciphertext, Form, Seat, TransportSecret};
	use alloc::vec;
	use rand_chacha::{rand_core::SeedableRng, ChaCha20Rng};

	/// A trustee who shifts two factors so that they cancel in an unweighted sum, and proves all it can about them.
	#[test]
	fn a_trustee_cannot_prove_factors_that_are_false() {
		let rng = &mut ChaCha20Rng::seed_from_u64(1);
		let transport = TransportSecret::generate(rng);
		let seat = Seat {
			trustee: TrusteeIndex(1),
			key: transport.key(),
		};
		let ceremony = Ceremony {
			chain: [1; 32],
			board: BoardId(1),
			attempt: 0,
			threshold: 1,
			seats: vec![seat].try_into().expect("one"),
		};
		let dealing = deal(&ceremony, seat.trustee, rng).expect("deals");
		let dealings = [(seat.trustee, &dealing)];
		let key = ThresholdKey::combine(&ceremony, &dealings).expect("a key");
		let secret = DecryptionKey::assemble(&ceremony, seat.trustee, &transport, &dealings, &key)
			.expect("a share");

		let point = |scalar: u8| RistrettoPoint::mul_base(&Scalar::from(scalar));
		let sum = |scalar| Ciphertext {
			alpha: EncodedPoint::from(&point(scalar)),
			beta: EncodedPoint::from(&point(scalar)),
		};
		let tally = Tally {
			form: Form::SingleChoice { options: 2 },
			ballots: 9,
			sums: vec![sum(3), sum(5)].try_into().expect("two"),
		};
		let context = TallyContext {
			chain: [1; 32],
			poll: PollId(1),
			minimum: 1,
		};
		let share_with = |shift: RistrettoPoint, rng: &mut ChaCha20Rng| {
			let factors = vec![
				EncodedPoint::from(&(point(3) * *secret.secret + shift)),
				EncodedPoint::from(&(point(5) * *secret.secret - shift)),
			];
			let statement = Statement {
				context: &context,
				trustee: seat.trustee,
				verification_key: key.verification_keys[0].key,
				tally: &tally,
				factors: &factors,
			};
			let mut transcript = start(DECRYPTION, &statement);
			let weights = weights(&mut transcript, 2);
			let base = point(3) * weights[0] + point(5) * weights[1];
			let proof = prove_equality(transcript, &base, &secret.secret, rng);
			let factors = factors.try_into().expect("two");
			DecryptionShare {
				trustee: seat.trustee,
				factors,
				proof,
			}
		};
		let honest = share_with(RistrettoPoint::default(), rng);
		assert_eq!(key.verify_share(&context, &tally, &honest), Ok(()));
		let cheating = share_with(point(1), rng);
		let refused = Err(Error::InvalidDecryptionShare {
			trustee: seat.trustee,
		});
		assert_eq!(key.verify_share(&context, &tally, &cheating), refused);
	}
}
