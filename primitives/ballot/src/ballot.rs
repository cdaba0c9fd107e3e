// SPDX-License-Identifier: Apache-2.0

//! Ballots: encryption, proof and verification.
//!
//! # Encryption
//!
//! Entry i of a ballot is an exponential ElGamal ciphertext of v_i ∈ {0, 1} under the election key Y
//! (Cramer, Gennaro, Schoenmakers: *A Secure and Optimally Efficient Multi-Authority Election Scheme*,
//! Eurocrypt 1997):
//!
//! α_i = r_i·G, β_i = v_i·G + r_i·Y.
//!
//! Sums of ciphertexts are ciphertexts of sums: that is all a poll needs.
//!
//! # Proof
//!
//! Of each entry it is proven that v_i is 0 or 1, and of their sum (Σα_i, Σβ_i), whose randomness is Σr_i,
//! that it is one of the values that the form allows. Both are disjunctions over values m: *(α, β − m·G) is
//! (r·G, r·Y) for some r* (Cramer, Damgård, Schoenmakers: *Proofs of Partial Knowledge*, Crypto 1994; the form
//! of the Helios and Belenios specifications). A branch has commitments a, b, a challenge c_m and a response
//! z_m, and holds if
//!
//! - z_m·G = a + c_m·α,
//! - z_m·Y = b + c_m·(β − m·G).
//!
//! The challenges of the branches of one disjunction add up to c. There is one c for the whole ballot,
//! from a transcript of chain, poll, voter, form, key, all ciphertexts and all commitments; so no part of a
//! ballot fits into another ballot. The challenge of a disjunction's first branch is what the others leave of
//! c, and is not sent.
//!
//! # Verification
//!
//! All equations are added up with weights of 128 bits that the transcript gives after the last response,
//! and checked by one multiscalar multiplication. A block's or a whole poll's ballots can be added up
//! further.

use crate::{
	group::Equations,
	transcript::{
		absorb, challenge, start, weight, Nonces, BALLOT, BALLOT_RANDOMNESS, BALLOT_WEIGHTS,
	},
	BallotContext, Choices, EncodedPoint, EncodedScalar, Error, Form, Tracker, MAX_OPTIONS,
};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::ops::RangeInclusive;
use curve25519_dalek::{ristretto::RistrettoPoint, scalar::Scalar};
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};
use scale_info::TypeInfo;
use subtle::{ConditionallySelectable, ConstantTimeEq};
use zeroize::{Zeroize, Zeroizing};

/// The key that ballots of a poll are encrypted under, checked to be an element other than the identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ElectionKey {
	encoded: EncodedPoint,
	point: RistrettoPoint,
}

impl ElectionKey {
	/// Decodes and checks a key.
	///
	/// # Errors
	/// [`Error::MalformedPoint`], [`Error::IdentityPoint`].
	pub fn new(encoded: EncodedPoint) -> Result<Self, Error> {
		Ok(Self {
			encoded,
			point: encoded.element()?,
		})
	}

	/// The key as it stands on chain.
	pub const fn encoded(&self) -> EncodedPoint {
		self.encoded
	}
}

/// An exponential ElGamal ciphertext. 64 bytes.
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
pub struct Ciphertext {
	/// α = r·G.
	pub alpha: EncodedPoint,
	/// β = v·G + r·Y.
	pub beta: EncodedPoint,
}

/// One ciphertext for each entry of a poll's form.
pub type Ciphertexts = BoundedVec<Ciphertext, ConstU32<MAX_OPTIONS>>;

/// Commitments of a branch. 64 bytes.
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
pub struct Commitment {
	/// a, over the generator.
	pub a: EncodedPoint,
	/// b, over the election key.
	pub b: EncodedPoint,
}

/// Branch of a disjunction whose challenge follows from those of the others. 96 bytes.
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
pub struct FirstBranch {
	/// Commitments.
	pub commitment: Commitment,
	/// z.
	pub response: EncodedScalar,
}

/// Branch of a disjunction. 128 bytes.
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
pub struct Branch {
	/// Commitments.
	pub commitment: Commitment,
	/// This branch's part of the ballot's challenge.
	pub challenge: EncodedScalar,
	/// z.
	pub response: EncodedScalar,
}

/// An entry of a ballot: a ciphertext, and the proof that it is of 0 or 1. 288 bytes.
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
pub struct Entry {
	/// The encrypted mark.
	pub ciphertext: Ciphertext,
	/// Branch of the value 0.
	pub zero: FirstBranch,
	/// Branch of the value 1.
	pub one: Branch,
}

/// Proof that the sum of the entries is one of the values that the form allows.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct SumProof {
	/// Branch of the smallest value.
	pub first: FirstBranch,
	/// Branches of the further values, in ascending order.
	pub further: BoundedVec<Branch, ConstU32<MAX_OPTIONS>>,
}

/// An encrypted ballot with its proofs, as it is cast.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Ballot {
	/// One entry for each option; for a yes/no poll one in all.
	pub entries: BoundedVec<Entry, ConstU32<MAX_OPTIONS>>,
	/// The proof about the sum, where the form restricts it.
	pub sum: Option<SumProof>,
}

/// What the proof of a ballot is about.
#[derive(Encode)]
struct Statement<'a> {
	context: &'a BallotContext,
	form: Form,
	election_key: EncodedPoint,
	ciphertexts: Vec<Ciphertext>,
}

/// The ciphertexts of a ballot whose proofs were found to hold: what a tally accepts.
#[derive(Clone, Debug)]
pub struct VerifiedBallot {
	pub(crate) form: Form,
	pub(crate) ciphertexts: Ciphertexts,
	pub(crate) elements: Vec<(RistrettoPoint, RistrettoPoint)>,
}

impl VerifiedBallot {
	/// What the chain keeps of a ballot until the voter casts another.
	pub const fn ciphertexts(&self) -> &Ciphertexts {
		&self.ciphertexts
	}
}

/// Which ballot of a batch is refused, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchError {
	/// Position in the batch, from 0.
	pub position: usize,
	/// Why this ballot is refused.
	pub error: Error,
}

impl Ballot {
	/// Checks the ballot: its shape, that everything is canonically encoded and nothing the identity, and
	/// all proofs.
	///
	/// # Errors
	/// The first reason found, cheap ones first: [`Error::InvalidForm`], [`Error::WrongEntryCount`],
	/// [`Error::WrongSumProof`], [`Error::NonCanonicalScalar`], [`Error::IdentityPoint`],
	/// [`Error::MalformedPoint`], [`Error::InvalidBallotProof`].
	pub fn verify(
		&self,
		key: &ElectionKey,
		form: Form,
		context: &BallotContext,
	) -> Result<VerifiedBallot, Error> {
		let parsed = Parsed::new(self, key, form, context)?;
		if !hold(key, core::slice::from_ref(&parsed)) {
			return Err(Error::InvalidBallotProof);
		}
		Ok(parsed.into_verified(form))
	}

	/// Checks many ballots of one poll at once, which costs about three quarters of each alone. Decoding is most
	/// of it; batches of 16 to 64 gain all there is to gain.
	///
	/// # Errors
	/// The position of the first ballot that [`Self::verify`] refuses, and why.
	pub fn verify_batch(
		key: &ElectionKey,
		form: Form,
		ballots: &[(BallotContext, &Self)],
	) -> Result<Vec<VerifiedBallot>, BatchError> {
		let parsed = ballots
			.iter()
			.map(|(context, ballot)| Parsed::new(ballot, key, form, context))
			.collect::<Result<Vec<_>, _>>();
		if let Ok(parsed) = parsed {
			if hold(key, &parsed) {
				return Ok(parsed
					.into_iter()
					.map(|parsed| parsed.into_verified(form))
					.collect());
			}
		}
		// One is wrong; which one, each alone will tell.
		ballots
			.iter()
			.enumerate()
			.map(|(position, (context, ballot))| {
				ballot
					.verify(key, form, context)
					.map_err(|error| BatchError { position, error })
			})
			.collect()
	}

	/// The ballot's tracker, by which its voter finds it again.
	pub fn tracker(&self, context: &BallotContext) -> Tracker {
		Tracker::new(context, self)
	}

	fn statement(&self, key: &ElectionKey, form: Form, context: &BallotContext) -> Transcript {
		let ciphertexts = self.entries.iter().map(|entry| entry.ciphertext).collect();
		start(
			BALLOT,
			&Statement {
				context,
				form,
				election_key: key.encoded,
				ciphertexts,
			},
		)
	}

	fn ensure_shape(&self, form: Form) -> Result<(), Error> {
		form.check()?;
		if self.entries.len() != usize::from(form.entries()) {
			return Err(Error::WrongEntryCount);
		}
		let further = form.sum_range().map(|range| range.skip(1).count());
		if self.sum.as_ref().map(|sum| sum.further.len()) != further {
			return Err(Error::WrongSumProof);
		}
		Ok(())
	}
}

/// A disjunction as it goes over the wire.
struct WireDisjunction<'a> {
	first: &'a FirstBranch,
	further: &'a [Branch],
}

impl WireDisjunction<'_> {
	fn commitments(&self) -> impl Iterator<Item = Commitment> + '_ {
		core::iter::once(self.first.commitment)
			.chain(self.further.iter().map(|branch| branch.commitment))
	}

	fn answers(&self) -> impl Iterator<Item = EncodedScalar> + '_ {
		core::iter::once(self.first.response).chain(
			self.further
				.iter()
				.flat_map(|branch| [branch.challenge, branch.response]),
		)
	}

	/// The branches' challenges and responses, the first challenge being what the others leave.
	fn scalars(&self, challenge: Scalar) -> Result<Vec<(Scalar, Scalar)>, Error> {
		let mut first = (challenge, self.first.response.scalar()?);
		let further = self
			.further
			.iter()
			.map(|branch| Ok((branch.challenge.scalar()?, branch.response.scalar()?)))
			.collect::<Result<Vec<_>, Error>>()?;
		first.0 -= further
			.iter()
			.map(|(challenge, _)| challenge)
			.sum::<Scalar>();
		Ok(core::iter::once(first).chain(further).collect())
	}
}

/// A branch whose encodings were checked.
struct ParsedBranch {
	a: RistrettoPoint,
	b: RistrettoPoint,
	challenge: Scalar,
	response: Scalar,
}

/// A ballot whose shape and encodings were checked, but not its equations.
struct Parsed {
	ciphertexts: Ciphertexts,
	elements: Vec<(RistrettoPoint, RistrettoPoint)>,
	/// The branches of each entry's disjunction.
	entries: Vec<Vec<ParsedBranch>>,
	/// The smallest value of the sum, and its branches.
	sum: Option<(u8, Vec<ParsedBranch>)>,
	/// Depends on everything in the ballot.
	digest: [u8; 32],
}

impl Parsed {
	fn new(
		ballot: &Ballot,
		key: &ElectionKey,
		form: Form,
		context: &BallotContext,
	) -> Result<Self, Error> {
		ballot.ensure_shape(form)?;

		let disjunctions: Vec<WireDisjunction<'_>> = ballot
			.entries
			.iter()
			.map(|entry| WireDisjunction {
				first: &entry.zero,
				further: core::slice::from_ref(&entry.one),
			})
			.chain(ballot.sum.iter().map(|sum| WireDisjunction {
				first: &sum.first,
				further: &sum.further,
			}))
			.collect();

		let mut transcript = ballot.statement(key, form, context);
		let commitments: Vec<Commitment> = disjunctions
			.iter()
			.flat_map(WireDisjunction::commitments)
			.collect();
		absorb(&mut transcript, b"commitments", &commitments);
		let challenge = challenge(&mut transcript);
		let answers: Vec<EncodedScalar> = disjunctions
			.iter()
			.flat_map(WireDisjunction::answers)
			.collect();
		absorb(&mut transcript, b"responses", &answers);
		let mut digest = [0; 32];
		transcript.challenge_bytes(b"digest", &mut digest);

		// Cheap refusals first: scalars, then the identity, then decoding of elements.
		let scalars = disjunctions
			.iter()
			.map(|disjunction| disjunction.scalars(challenge))
			.collect::<Result<Vec<_>, _>>()?;
		for ciphertext in ballot.entries.iter().map(|entry| &entry.ciphertext) {
			ciphertext.alpha.ensure_not_identity()?;
			ciphertext.beta.ensure_not_identity()?;
		}
		for commitment in &commitments {
			commitment.a.ensure_not_identity()?;
			commitment.b.ensure_not_identity()?;
		}

		let elements = ballot
			.entries
			.iter()
			.map(|entry| {
				Ok((
					entry.ciphertext.alpha.element()?,
					entry.ciphertext.beta.element()?,
				))
			})
			.collect::<Result<Vec<_>, Error>>()?;
		let mut entries = disjunctions
			.iter()
			.zip(scalars)
			.map(|(disjunction, scalars)| {
				disjunction
					.commitments()
					.zip(scalars)
					.map(|(commitment, (challenge, response))| {
						Ok(ParsedBranch {
							a: commitment.a.element()?,
							b: commitment.b.element()?,
							challenge,
							response,
						})
					})
					.collect::<Result<Vec<_>, Error>>()
			})
			.collect::<Result<Vec<_>, Error>>()?;
		let sum = match form.sum_range() {
			Some(range) => entries.pop().map(|branches| (*range.start(), branches)),
			None => None,
		};
		let ciphertexts = ballot
			.entries
			.iter()
			.map(|entry| entry.ciphertext)
			.collect::<Vec<_>>()
			.try_into()
			.map_err(|_| Error::WrongEntryCount)?;
		Ok(Self {
			ciphertexts,
			elements,
			entries,
			sum,
			digest,
		})
	}

	fn into_verified(self, form: Form) -> VerifiedBallot {
		VerifiedBallot {
			form,
			ciphertexts: self.ciphertexts,
			elements: self.elements,
		}
	}
}

/// Coefficients that the equations of a disjunction have in a weighted sum.
#[derive(Clone, Copy, Default)]
struct Coefficients {
	alpha: Scalar,
	beta: Scalar,
	key: Scalar,
}

/// Adds the equations of a disjunction over the values from `low` on, and returns the coefficients of what
/// it shares with others.
fn add_disjunction(
	equations: &mut Equations,
	weights: &mut Transcript,
	low: u8,
	branches: &[ParsedBranch],
) -> Coefficients {
	let mut shared = Coefficients::default();
	for (value, branch) in (low..=u8::MAX).zip(branches) {
		let first = weight(weights);
		let second = weight(weights);
		let second_challenge = second * branch.challenge;
		// first · (z·G − a − c·α) + second · (z·Y − b − c·(β − m·G))
		equations.add_generator(first * branch.response + second_challenge * Scalar::from(value));
		equations.add(-first, branch.a);
		equations.add(-second, branch.b);
		shared.key += second * branch.response;
		shared.alpha -= first * branch.challenge;
		shared.beta -= second_challenge;
	}
	shared
}

/// Whether all equations of all ballots hold.
fn hold(key: &ElectionKey, ballots: &[Parsed]) -> bool {
	let mut weights = Transcript::new(BALLOT_WEIGHTS);
	for ballot in ballots {
		weights.append_message(b"ballot", &ballot.digest);
	}
	let mut equations = Equations::default();
	let mut key_coefficient = Scalar::ZERO;
	for ballot in ballots {
		let sum = ballot
			.sum
			.as_ref()
			.map(|(low, branches)| add_disjunction(&mut equations, &mut weights, *low, branches))
			.unwrap_or_default();
		key_coefficient += sum.key;
		for ((alpha, beta), branches) in ballot.elements.iter().zip(&ballot.entries) {
			let entry = add_disjunction(&mut equations, &mut weights, 0, branches);
			key_coefficient += entry.key;
			equations.add(entry.alpha + sum.alpha, *alpha);
			equations.add(entry.beta + sum.beta, *beta);
		}
	}
	equations.add(key_coefficient, key.point);
	equations.hold()
}

/// A disjunction in the making.
///
/// All branches are computed in the same way, so that neither the time nor the memory touched tells which one
/// is true. For the true branch the challenge is first 0, which makes the commitments those of an honest
/// prover with nonce z; for the others challenge and response are random, which makes them simulated. As
/// α = r·G and β = v·G + r·Y, the commitments are
///
/// - a = z·G − c·α = u·G with u = z − c·r,
/// - b = z·Y − c·(β − m·G) = u·Y + c·(m − v)·G.
struct Proving {
	values: RangeInclusive<u8>,
	value: Zeroizing<u8>,
	branches: Vec<ProvingBranch>,
}

struct ProvingBranch {
	commitment: Commitment,
	challenge: Scalar,
	response: Scalar,
}

impl Drop for ProvingBranch {
	fn drop(&mut self) {
		self.challenge.zeroize();
		self.response.zeroize();
	}
}

impl Proving {
	fn commit(
		key: &ElectionKey,
		randomness: &Scalar,
		value: u8,
		values: RangeInclusive<u8>,
		nonces: &mut Nonces,
	) -> Self {
		let branches = values
			.clone()
			.map(|candidate| {
				let mut challenge = nonces.scalar();
				challenge.conditional_assign(&Scalar::ZERO, candidate.ct_eq(&value));
				let response = nonces.scalar();
				let nonce = Zeroizing::new(response - challenge * randomness);
				let difference = Zeroizing::new(Scalar::from(candidate) - Scalar::from(value));
				let a = RistrettoPoint::mul_base(&nonce);
				let b = key.point * *nonce + RistrettoPoint::mul_base(&(challenge * *difference));
				let commitment = Commitment {
					a: EncodedPoint::from(&a),
					b: EncodedPoint::from(&b),
				};
				ProvingBranch {
					commitment,
					challenge,
					response,
				}
			})
			.collect();
		Self {
			values,
			value: Zeroizing::new(value),
			branches,
		}
	}

	fn commitments(&self) -> impl Iterator<Item = Commitment> + '_ {
		self.branches.iter().map(|branch| branch.commitment)
	}

	/// Gives the true branch what the others leave of the challenge.
	fn answer(mut self, challenge: Scalar, randomness: &Scalar) -> Vec<Branch> {
		let rest = challenge
			- self
				.branches
				.iter()
				.map(|branch| branch.challenge)
				.sum::<Scalar>();
		let answer = Zeroizing::new(rest * randomness);
		for (candidate, branch) in self.values.clone().zip(&mut self.branches) {
			let here = candidate.ct_eq(&self.value);
			branch.challenge += Scalar::conditional_select(&Scalar::ZERO, &rest, here);
			branch.response += Scalar::conditional_select(&Scalar::ZERO, &answer, here);
		}
		self.branches
			.iter()
			.map(|branch| Branch {
				commitment: branch.commitment,
				challenge: EncodedScalar::from(&branch.challenge),
				response: EncodedScalar::from(&branch.response),
			})
			.collect()
	}
}

/// Encrypts and proves. Returns the ballot and the randomness of its entries.
pub(crate) fn encrypt<R: RngCore + CryptoRng>(
	key: &ElectionKey,
	context: &BallotContext,
	choices: &Choices,
	rng: &mut R,
) -> Result<(Ballot, Zeroizing<Vec<Scalar>>), Error> {
	let form = choices.form();
	form.check()?;
	encrypt_bits(key, context, form, choices.bits(), rng)
}

/// The same for any bits, whether or not the form allows them. If it does not, the proof does not hold.
fn encrypt_bits<R: RngCore + CryptoRng>(
	key: &ElectionKey,
	context: &BallotContext,
	form: Form,
	bits: &[u8],
	rng: &mut R,
) -> Result<(Ballot, Zeroizing<Vec<Scalar>>), Error> {
	let about = start(BALLOT_RANDOMNESS, &(context, form, key.encoded));
	let mut scalars = Nonces::new(&about, [bits], rng);
	let mut randomness = Zeroizing::new(Vec::with_capacity(bits.len()));
	for _ in bits {
		randomness.push(scalars.scalar());
	}
	let ciphertexts: Vec<Ciphertext> = bits
		.iter()
		.zip(randomness.iter())
		.map(|(bit, randomness)| encrypt_bit(key, *bit, randomness))
		.collect();

	let statement = Statement {
		context,
		form,
		election_key: key.encoded,
		ciphertexts,
	};
	let mut transcript = start(BALLOT, &statement);
	let mut nonces = Nonces::new(
		&transcript,
		randomness.iter().map(|r| r.as_bytes().as_slice()),
		rng,
	);
	let mut proofs: Vec<Proving> = bits
		.iter()
		.zip(randomness.iter())
		.map(|(bit, randomness)| Proving::commit(key, randomness, *bit, 0..=1, &mut nonces))
		.collect();
	let sum_randomness = Zeroizing::new(randomness.iter().sum::<Scalar>());
	let sum_value = Zeroizing::new(bits.iter().fold(0u8, |sum, bit| sum.saturating_add(*bit)));
	if let Some(range) = form.sum_range() {
		proofs.push(Proving::commit(
			key,
			&sum_randomness,
			*sum_value,
			range,
			&mut nonces,
		));
	}
	let commitments: Vec<Commitment> = proofs.iter().flat_map(Proving::commitments).collect();
	absorb(&mut transcript, b"commitments", &commitments);
	let challenge = challenge(&mut transcript);

	let mut answered: Vec<Vec<Branch>> = proofs
		.into_iter()
		.zip(randomness.iter().chain(core::iter::once(&*sum_randomness)))
		.map(|(proof, randomness)| proof.answer(challenge, randomness))
		.collect();
	let sum = match form.sum_range() {
		Some(_) => Some(SumProof::from_branches(
			&answered.pop().unwrap_or_default(),
		)?),
		None => None,
	};
	let entries = statement
		.ciphertexts
		.iter()
		.zip(&answered)
		.map(|(ciphertext, branches)| Entry::from_branches(*ciphertext, branches))
		.collect::<Result<Vec<_>, _>>()?
		.try_into()
		.map_err(|_| Error::WrongEntryCount)?;
	Ok((Ballot { entries, sum }, randomness))
}

/// (r·G, v·G + r·Y).
pub(crate) fn encrypt_bit(key: &ElectionKey, bit: u8, randomness: &Scalar) -> Ciphertext {
	let alpha = RistrettoPoint::mul_base(randomness);
	let mask = Zeroizing::new(key.point * randomness);
	let beta = RistrettoPoint::mul_base(&Scalar::from(bit)) + *mask;
	Ciphertext {
		alpha: EncodedPoint::from(&alpha),
		beta: EncodedPoint::from(&beta),
	}
}

impl FirstBranch {
	const fn from_branch(branch: &Branch) -> Self {
		Self {
			commitment: branch.commitment,
			response: branch.response,
		}
	}
}

impl Entry {
	fn from_branches(ciphertext: Ciphertext, branches: &[Branch]) -> Result<Self, Error> {
		let [zero, one] = branches else {
			return Err(Error::WrongEntryCount);
		};
		Ok(Self {
			ciphertext,
			zero: FirstBranch::from_branch(zero),
			one: *one,
		})
	}
}

impl SumProof {
	fn from_branches(branches: &[Branch]) -> Result<Self, Error> {
		let (first, further) = branches.split_first().ok_or(Error::WrongSumProof)?;
		let further = further
			.to_vec()
			.try_into()
			.map_err(|_| Error::WrongSumProof)?;
		Ok(Self {
			first: FirstBranch::from_branch(first),
			further,
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{group::random_scalar, PollId, Voter};
	use alloc::vec;
	use rand_chacha::{rand_core::SeedableRng, ChaCha20Rng};

	fn key(rng: &mut ChaCha20Rng) -> ElectionKey {
		let point = RistrettoPoint::mul_base(&random_scalar(rng));
		ElectionKey::new(EncodedPoint::from(&point)).expect("not the identity")
	}

	fn context() -> BallotContext {
		BallotContext {
			chain: [7; 32],
			poll: PollId(1),
			voter: Voter::Citizen(9),
		}
	}

	/// What an honest prover with dishonest bits makes is refused.
	fn refused(form: Form, bits: &[u8]) {
		let rng = &mut ChaCha20Rng::seed_from_u64(1);
		let key = key(rng);
		let (ballot, _) = encrypt_bits(&key, &context(), form, bits, rng).expect("encrypts");
		let verified = ballot.verify(&key, form, &context());
		assert_eq!(
			verified.map(|_| ()),
			Err(Error::InvalidBallotProof),
			"{form:?} {bits:?}"
		);
	}

	#[test]
	fn a_mark_counts_once() {
		refused(Form::YesNo, &[2]);
		refused(Form::YesNo, &[255]);
		refused(
			Form::Approval {
				options: 3,
				min: 0,
				max: 3,
			},
			&[2, 0, 0],
		);
	}

	#[test]
	fn a_ballot_has_as_many_marks_as_the_form_allows() {
		let single = Form::SingleChoice { options: 3 };
		refused(single, &[0, 0, 0]);
		refused(single, &[1, 1, 0]);
		let approval = Form::Approval {
			options: 4,
			min: 1,
			max: 2,
		};
		refused(approval, &[0, 0, 0, 0]);
		refused(approval, &[1, 1, 1, 0]);
		// The sum is right, the marks are not.
		refused(single, &[2, 0, 255]);
	}

	#[test]
	fn each_allowed_choice_verifies() {
		let rng = &mut ChaCha20Rng::seed_from_u64(2);
		let key = key(rng);
		let form = Form::Approval {
			options: 4,
			min: 1,
			max: 3,
		};
		for bits in 1u8..15 {
			let bits = [bits & 1, bits >> 1 & 1, bits >> 2 & 1, bits >> 3 & 1];
			let (ballot, _) = encrypt_bits(&key, &context(), form, &bits, rng).expect("encrypts");
			ballot
				.verify(&key, form, &context())
				.expect("an allowed choice");
		}
	}

	/// A prover who knows the secret key, as t colluding trustees do, still cannot prove a false statement.
	/// It could, were both equations of a branch folded into one before the challenge.
	#[test]
	fn knowing_the_secret_key_does_not_help_to_forge() {
		let rng = &mut ChaCha20Rng::seed_from_u64(3);
		let secret = random_scalar(rng);
		let point = RistrettoPoint::mul_base(&secret);
		let key = ElectionKey::new(EncodedPoint::from(&point)).expect("not the identity");
		let form = Form::YesNo;
		// β = 5·G + r·Y = (r + 5/y)·Y: a true logarithm to base Y, but not that of α.
		let (honest, randomness) =
			encrypt_bits(&key, &context(), form, &[5], rng).expect("encrypts");
		let other = randomness[0] + Scalar::from(5u8) * secret.invert();
		let mut nonces = Nonces::new(&Transcript::new(BALLOT), [other.as_bytes().as_slice()], rng);
		let proof = Proving::commit(&key, &other, 0, 0..=1, &mut nonces);
		let mut entry = honest.entries[0];
		let commitments: Vec<Commitment> = proof.commitments().collect();
		let mut ballot = honest.clone();
		let mut transcript = honest.statement(&key, form, &context());
		absorb(&mut transcript, b"commitments", &commitments);
		let branches = proof.answer(challenge(&mut transcript), &other);
		entry.zero = FirstBranch::from_branch(&branches[0]);
		entry.one = branches[1];
		ballot.entries = vec![entry].try_into().expect("one");
		let verified = ballot.verify(&key, form, &context());
		assert_eq!(verified.map(|_| ()), Err(Error::InvalidBallotProof));
	}
}
