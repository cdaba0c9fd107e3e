// SPDX-License-Identifier: Apache-2.0

//! A board of trustees makes a key that no trustee knows.
//!
//! Pedersen's distributed key generation (*A Threshold Cryptosystem without a Trusted Party*, Eurocrypt 1991)
//! over Feldman's verifiable secret sharing (*A Practical Scheme for Non-interactive Verifiable Secret
//! Sharing*, FOCS 1987), with the chain as broadcast channel and judge. There are seats j with x-coordinate
//! j ≥ 1, and a threshold t.
//!
//! 1. **Keys.** Each trustee registers a transport key E_j = e_j·G and proves that it knows e_j
//!    ([`TransportSecret::register`]).
//! 2. **Dealings.** Dealer i draws a polynomial f_i of degree t − 1 and publishes ([`deal`]): commitments
//!    C_ik = a_ik·G to its coefficients; an ephemeral R_i = ρ_i·G; for each seat the share f_i(j) plus a mask
//!    that is a hash of S_ij = ρ_i·E_j; a proof that it knows a_i0 and ρ_i. The proof of a_i0 keeps a dealer
//!    from choosing a key that cancels those of others. The proof of ρ_i keeps a dealer from repeating another's
//!    ephemeral, by which a complaint against it would open the share of an honest dealer.
//! 3. **Complaints.** Trustee j removes the mask with S_ij = e_j·R_i and checks
//!    f_i(j)·G = Σ_k j^k·C_ik ([`receive`]). If it does not hold, it publishes S_ij with a proof that
//!    log_G E_j = log_R_i S_ij ([`complain`]). With it everyone removes the mask, and [`judge`] says who cheated:
//!    the dealer, or a trustee who complained about a good share. So a dealer has nothing to justify: the
//!    complaint carries all evidence there could be. It opens this one share and no other.
//! 4. **Key.** Of the dealings that stand, at least t, the election key is Y = Σ_i C_i0, and the verification
//!    key of seat j is V_j = Σ_i Σ_k j^k·C_ik ([`ThresholdKey::combine`]). The trustee's share of the key is
//!    x_j = Σ_i f_i(j), and V_j = x_j·G ([`DecryptionKey::assemble`]). Any t trustees decrypt, fewer learn
//!    nothing.
//!
//! Whoever deals last may choose, by standing or falling out, among a few keys (Gennaro, Jarecki, Krawczyk,
//! Rabin: *Secure Distributed Key Generation for Discrete-Log Based Cryptosystems*, J. Cryptology 20, 2007).
//! That bends the distribution of Y, but does not help against the secrecy of ballots: ElGamal under such a key
//! is as secure (the same authors: *Secure Applications of Pedersen's Distributed Key Generation Protocol*,
//! CT-RSA 2003; Cortier, Galindo, Glondu, Izabachène: *Distributed ElGamal à la Pedersen: Application to Helios*,
//! WPES 2013).

use crate::{
	group::{random_scalar, small_multiple},
	sigma::{check_equality, check_knowledge, prove_equality, prove_knowledge},
	transcript::{start, wide_scalar, COMPLAINT, DEALING, SHARE_MASK, TRANSPORT_KEY},
	ChainId, EncodedPoint, EncodedScalar, EqualityProof, Error, KnowledgeProof, MAX_TRUSTEES,
};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use curve25519_dalek::{ristretto::RistrettoPoint, scalar::Scalar};
use rand_core::{CryptoRng, RngCore};
use scale_info::TypeInfo;
use zeroize::{Zeroize, Zeroizing};

/// Seat of a trustee, from 1: the x-coordinate of its share.
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
	PartialOrd,
	Ord,
)]
pub struct TrusteeIndex(pub u8);

/// Number of a board of trustees.
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
	PartialOrd,
	Ord,
)]
pub struct BoardId(pub u32);

/// A seat and a key of its trustee.
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
pub struct Seat {
	/// The seat.
	pub trustee: TrusteeIndex,
	/// Its transport key while the key is made, its verification key afterwards.
	pub key: EncodedPoint,
}

/// Seats in ascending order.
pub type Seats = BoundedVec<Seat, ConstU32<MAX_TRUSTEES>>;

/// An attempt of a board to make a key.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Ceremony {
	/// The chain.
	pub chain: ChainId,
	/// The board.
	pub board: BoardId,
	/// Number of the attempt. A new one follows when too few dealings stand, without the seats that were absent.
	pub attempt: u32,
	/// How many trustees it takes to decrypt.
	pub threshold: u8,
	/// The seats that take part, in ascending order, with their transport keys.
	pub seats: Seats,
}

impl Ceremony {
	/// Whether such a ceremony can be.
	///
	/// # Errors
	/// [`Error::UnknownTrustee`] for a seat 0, [`Error::NotAscending`], [`Error::DuplicateTransportKey`],
	/// [`Error::InvalidThreshold`].
	pub fn check(&self) -> Result<(), Error> {
		ensure_ascending(self.seats.iter().map(|seat| seat.trustee))?;
		for (position, seat) in self.seats.iter().enumerate() {
			if self
				.seats
				.iter()
				.take(position)
				.any(|earlier| earlier.key == seat.key)
			{
				return Err(Error::DuplicateTransportKey);
			}
		}
		if self.threshold == 0 || usize::from(self.threshold) > self.seats.len() {
			return Err(Error::InvalidThreshold);
		}
		Ok(())
	}

	fn position_of(&self, trustee: TrusteeIndex) -> Result<usize, Error> {
		self.seats
			.iter()
			.position(|seat| seat.trustee == trustee)
			.ok_or(Error::UnknownTrustee)
	}

	fn transport_key_of(&self, trustee: TrusteeIndex) -> Result<EncodedPoint, Error> {
		let seat = self.seats.iter().find(|seat| seat.trustee == trustee);
		seat.map(|seat| seat.key).ok_or(Error::UnknownTrustee)
	}
}

/// Seats are numbered from 1 and in ascending order, so each is there once.
pub(crate) fn ensure_ascending(trustees: impl Iterator<Item = TrusteeIndex>) -> Result<(), Error> {
	let mut last = TrusteeIndex(0);
	for trustee in trustees {
		if trustee.0 == 0 {
			return Err(Error::UnknownTrustee);
		}
		if trustee <= last {
			return Err(Error::NotAscending);
		}
		last = trustee;
	}
	Ok(())
}

/// A trustee's transport secret e. Erased when dropped.
pub struct TransportSecret {
	secret: Scalar,
	key: EncodedPoint,
}

impl TransportSecret {
	/// A new secret.
	pub fn generate<R: RngCore + CryptoRng>(rng: &mut R) -> Self {
		Self::from_scalar(random_scalar(rng))
	}

	/// The secret that [`Self::to_bytes`] gave.
	///
	/// # Errors
	/// [`Error::NonCanonicalScalar`]; [`Error::IdentityPoint`] if it is 0.
	pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, Error> {
		let secret = Self::from_scalar(EncodedScalar(*bytes).scalar()?);
		secret.key.ensure_not_identity()?;
		Ok(secret)
	}

	fn from_scalar(secret: Scalar) -> Self {
		Self {
			secret,
			key: EncodedPoint::from(&RistrettoPoint::mul_base(&secret)),
		}
	}

	/// The secret, to be kept encrypted.
	pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
		Zeroizing::new(self.secret.to_bytes())
	}

	/// The transport key E = e·G.
	pub const fn key(&self) -> EncodedPoint {
		self.key
	}

	/// Proves that the secret is held by who takes this seat.
	pub fn register<R: RngCore + CryptoRng>(
		&self,
		chain: &ChainId,
		board: BoardId,
		trustee: TrusteeIndex,
		rng: &mut R,
	) -> KnowledgeProof {
		let transcript = start(TRANSPORT_KEY, &(chain, board, trustee, self.key));
		let [proof] = prove_knowledge(transcript, [&self.secret], rng);
		proof
	}
}

impl Drop for TransportSecret {
	fn drop(&mut self) {
		self.secret.zeroize();
	}
}

impl fmt::Debug for TransportSecret {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "TransportSecret(of {:?})", self.key)
	}
}

/// Checks the proof of a transport key.
///
/// # Errors
/// [`Error::UnknownTrustee`] for a seat 0; a key or proof that is not canonical or the identity;
/// [`Error::InvalidKeyProof`].
pub fn check_transport_key(
	chain: &ChainId,
	board: BoardId,
	seat: &Seat,
	proof: &KnowledgeProof,
) -> Result<(), Error> {
	ensure_ascending(core::iter::once(seat.trustee))?;
	let key = seat.key.element()?;
	let transcript = start(TRANSPORT_KEY, &(chain, board, seat.trustee, seat.key));
	if !check_knowledge(transcript, [&key], [proof])? {
		return Err(Error::InvalidKeyProof);
	}
	Ok(())
}

/// What a dealer publishes. 162 bytes, 32 for each unit of the threshold and 32 for each seat.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Dealing {
	/// C_k = a_k·G for each coefficient, the constant first.
	pub commitments: BoundedVec<EncodedPoint, ConstU32<MAX_TRUSTEES>>,
	/// R = ρ·G.
	pub ephemeral: EncodedPoint,
	/// For each seat in order, its share plus a mask.
	pub shares: BoundedVec<EncodedScalar, ConstU32<MAX_TRUSTEES>>,
	/// Proof of knowledge of the constant coefficient a_0.
	pub constant_proof: KnowledgeProof,
	/// Proof of knowledge of ρ.
	pub ephemeral_proof: KnowledgeProof,
}

/// What the proof of a dealing is about.
#[derive(Encode)]
struct DealingStatement<'a> {
	ceremony: &'a Ceremony,
	dealer: TrusteeIndex,
	commitments: &'a [EncodedPoint],
	ephemeral: EncodedPoint,
	shares: &'a [EncodedScalar],
}

/// What the mask of a share depends on, besides the shared point.
#[derive(Encode)]
struct MaskStatement<'a> {
	ceremony: &'a Ceremony,
	dealer: TrusteeIndex,
	trustee: TrusteeIndex,
	ephemeral: EncodedPoint,
}

fn mask(
	ceremony: &Ceremony,
	dealer: TrusteeIndex,
	trustee: TrusteeIndex,
	ephemeral: EncodedPoint,
	shared: &EncodedPoint,
) -> Zeroizing<Scalar> {
	let statement = MaskStatement {
		ceremony,
		dealer,
		trustee,
		ephemeral,
	};
	let mut transcript = Zeroizing::new(start(SHARE_MASK, &statement));
	transcript.append_message(b"shared point", &shared.0);
	Zeroizing::new(wide_scalar(&mut transcript, b"mask"))
}

/// Deals shares of a fresh secret to all seats. The polynomial is erased: even the dealer gets its own share
/// out of the dealing.
///
/// # Errors
/// As [`Ceremony::check`]; [`Error::UnknownTrustee`] if the dealer has no seat; a transport key that is
/// malformed or the identity.
pub fn deal<R: RngCore + CryptoRng>(
	ceremony: &Ceremony,
	dealer: TrusteeIndex,
	rng: &mut R,
) -> Result<Dealing, Error> {
	ceremony.check()?;
	ceremony.position_of(dealer)?;
	let mut coefficients = Zeroizing::new(Vec::with_capacity(usize::from(ceremony.threshold)));
	for _ in 0..ceremony.threshold {
		coefficients.push(random_scalar(rng));
	}
	let ephemeral_secret = Zeroizing::new(random_scalar(rng));
	let ephemeral = EncodedPoint::from(&RistrettoPoint::mul_base(&ephemeral_secret));
	let commitments: Vec<EncodedPoint> = coefficients
		.iter()
		.map(|coefficient| EncodedPoint::from(&RistrettoPoint::mul_base(coefficient)))
		.collect();
	let shares = ceremony
		.seats
		.iter()
		.map(|seat| {
			let shared = Zeroizing::new(seat.key.element()? * *ephemeral_secret);
			let shared = Zeroizing::new(EncodedPoint::from(&*shared));
			let mask = mask(ceremony, dealer, seat.trustee, ephemeral, &shared);
			let x = Scalar::from(seat.trustee.0);
			let share = Zeroizing::new(
				coefficients
					.iter()
					.rev()
					.fold(Scalar::ZERO, |sum, coefficient| sum * x + coefficient),
			);
			Ok(EncodedScalar::from(&(*share + *mask)))
		})
		.collect::<Result<Vec<_>, Error>>()?;

	let transcript = start(
		DEALING,
		&DealingStatement {
			ceremony,
			dealer,
			commitments: &commitments,
			ephemeral,
			shares: &shares,
		},
	);
	let constant = coefficients.first().ok_or(Error::InvalidThreshold)?;
	let [constant_proof, ephemeral_proof] =
		prove_knowledge(transcript, [constant, &ephemeral_secret], rng);
	Ok(Dealing {
		commitments: commitments
			.try_into()
			.map_err(|_| Error::WrongDealingSize)?,
		ephemeral,
		shares: shares.try_into().map_err(|_| Error::WrongDealingSize)?,
		constant_proof,
		ephemeral_proof,
	})
}

impl Dealing {
	/// Checks all that everyone can check. Whether the shares are good, each trustee checks for itself.
	///
	/// # Errors
	/// As [`Ceremony::check`]; [`Error::UnknownTrustee`]; [`Error::WrongDealingSize`]; anything that is not
	/// canonical or the identity; [`Error::InvalidDealingProof`].
	pub fn verify(&self, ceremony: &Ceremony, dealer: TrusteeIndex) -> Result<(), Error> {
		ceremony.check()?;
		ceremony.position_of(dealer)?;
		if self.commitments.len() != usize::from(ceremony.threshold)
			|| self.shares.len() != ceremony.seats.len()
		{
			return Err(Error::WrongDealingSize);
		}
		for share in &self.shares {
			share.scalar()?;
		}
		let commitments = self.commitment_elements()?;
		let constant = commitments.first().ok_or(Error::WrongDealingSize)?;
		let ephemeral = self.ephemeral.element()?;
		let transcript = start(
			DEALING,
			&DealingStatement {
				ceremony,
				dealer,
				commitments: &self.commitments,
				ephemeral: self.ephemeral,
				shares: &self.shares,
			},
		);
		let proofs = [&self.constant_proof, &self.ephemeral_proof];
		if !check_knowledge(transcript, [constant, &ephemeral], proofs)? {
			return Err(Error::InvalidDealingProof { dealer });
		}
		Ok(())
	}

	fn commitment_elements(&self) -> Result<Vec<RistrettoPoint>, Error> {
		self.commitments.iter().map(EncodedPoint::element).collect()
	}

	/// The share of a seat, once its shared point is known.
	fn open(
		&self,
		ceremony: &Ceremony,
		dealer: TrusteeIndex,
		trustee: TrusteeIndex,
		shared: &EncodedPoint,
	) -> Result<Zeroizing<Scalar>, Error> {
		let position = ceremony.position_of(trustee)?;
		let masked = self
			.shares
			.get(position)
			.ok_or(Error::WrongDealingSize)?
			.scalar()?;
		let mask = mask(ceremony, dealer, trustee, self.ephemeral, shared);
		Ok(Zeroizing::new(masked - *mask))
	}

	/// Whether `share` is what the dealer committed to for this seat.
	fn commits_to(&self, trustee: TrusteeIndex, share: &Scalar) -> Result<bool, Error> {
		Ok(RistrettoPoint::mul_base(share) == evaluate(&self.commitment_elements()?, trustee))
	}
}

/// Σ_k j^k·C_k.
fn evaluate(commitments: &[RistrettoPoint], trustee: TrusteeIndex) -> RistrettoPoint {
	commitments
		.iter()
		.rev()
		.fold(RistrettoPoint::default(), |sum, commitment| {
			small_multiple(&sum, trustee.0) + commitment
		})
}

/// A trustee's share of one dealing. Erased when dropped.
pub struct ReceivedShare(Zeroizing<Scalar>);

impl fmt::Debug for ReceivedShare {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("ReceivedShare(secret)")
	}
}

/// Takes a trustee's share out of a dealing that [`Dealing::verify`] accepts, and checks it.
///
/// # Errors
/// [`Error::ShareMismatch`] if it is not what the dealer committed to: the trustee must complain in time.
/// [`Error::UnknownTrustee`] if the secret is not of this seat.
pub fn receive(
	ceremony: &Ceremony,
	trustee: TrusteeIndex,
	secret: &TransportSecret,
	dealer: TrusteeIndex,
	dealing: &Dealing,
) -> Result<ReceivedShare, Error> {
	ensure_holder(ceremony, trustee, secret)?;
	let shared = Zeroizing::new(dealing.ephemeral.element()? * secret.secret);
	let shared = Zeroizing::new(EncodedPoint::from(&*shared));
	let share = dealing.open(ceremony, dealer, trustee, &shared)?;
	if !dealing.commits_to(trustee, &share)? {
		return Err(Error::ShareMismatch { dealer });
	}
	Ok(ReceivedShare(share))
}

fn ensure_holder(
	ceremony: &Ceremony,
	trustee: TrusteeIndex,
	secret: &TransportSecret,
) -> Result<(), Error> {
	if ceremony.transport_key_of(trustee)? != secret.key {
		return Err(Error::UnknownTrustee);
	}
	Ok(())
}

/// A trustee's evidence about its share of a dealing. 128 bytes.
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
pub struct Complaint {
	/// S = e·R, with which everyone opens the share.
	pub shared_point: EncodedPoint,
	/// Proof that it is the true one.
	pub proof: EqualityProof,
}

/// What the proof of a complaint is about.
#[derive(Encode)]
struct ComplaintStatement<'a> {
	ceremony: &'a Ceremony,
	dealer: TrusteeIndex,
	trustee: TrusteeIndex,
	dealing: &'a Dealing,
	shared_point: EncodedPoint,
}

/// Makes a complaint. It opens this share to everyone, so it is made only after [`Error::ShareMismatch`].
///
/// # Errors
/// [`Error::UnknownTrustee`]; an ephemeral that is malformed or the identity.
pub fn complain<R: RngCore + CryptoRng>(
	ceremony: &Ceremony,
	trustee: TrusteeIndex,
	secret: &TransportSecret,
	dealer: TrusteeIndex,
	dealing: &Dealing,
	rng: &mut R,
) -> Result<Complaint, Error> {
	ensure_holder(ceremony, trustee, secret)?;
	let ephemeral = dealing.ephemeral.element()?;
	let shared_point = EncodedPoint::from(&(ephemeral * secret.secret));
	let statement = ComplaintStatement {
		ceremony,
		dealer,
		trustee,
		dealing,
		shared_point,
	};
	let proof = prove_equality(
		start(COMPLAINT, &statement),
		&ephemeral,
		&secret.secret,
		rng,
	);
	Ok(Complaint {
		shared_point,
		proof,
	})
}

/// Who cheated.
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
pub enum Verdict {
	/// The dealer: the share is not what it committed to.
	#[codec(index = 0)]
	DealerCheated,
	/// Who complained: the share is good.
	#[codec(index = 1)]
	ComplaintUnfounded,
}

/// Judges a complaint of `trustee` about the dealing of `dealer`, which [`Dealing::verify`] accepted.
///
/// # Errors
/// [`Error::UnknownTrustee`]; anything that is not canonical or the identity;
/// [`Error::InvalidComplaintProof`]: then the complaint says nothing.
pub fn judge(
	ceremony: &Ceremony,
	dealer: TrusteeIndex,
	dealing: &Dealing,
	trustee: TrusteeIndex,
	complaint: &Complaint,
) -> Result<Verdict, Error> {
	ceremony.position_of(dealer)?;
	let transport_key = ceremony.transport_key_of(trustee)?.element()?;
	let ephemeral = dealing.ephemeral.element()?;
	let shared_element = complaint.shared_point.element()?;
	let shared_point = complaint.shared_point;
	let statement = ComplaintStatement {
		ceremony,
		dealer,
		trustee,
		dealing,
		shared_point,
	};
	let transcript = start(COMPLAINT, &statement);
	if !check_equality(
		transcript,
		&ephemeral,
		&transport_key,
		&shared_element,
		&complaint.proof,
	)? {
		return Err(Error::InvalidComplaintProof);
	}
	let share = dealing.open(ceremony, dealer, trustee, &shared_point)?;
	if dealing.commits_to(trustee, &share)? {
		Ok(Verdict::ComplaintUnfounded)
	} else {
		Ok(Verdict::DealerCheated)
	}
}

/// The key of a board: what the chain keeps of a finished ceremony.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct ThresholdKey {
	/// How many trustees it takes to decrypt.
	pub threshold: u8,
	/// Y, which ballots are encrypted under.
	pub election_key: EncodedPoint,
	/// V_j of each seat, in ascending order.
	pub verification_keys: Seats,
}

impl ThresholdKey {
	/// Adds up the dealings that stand: those that [`Dealing::verify`] accepted and against which no complaint was
	/// upheld, in ascending order of their dealers.
	///
	/// # Errors
	/// As [`Ceremony::check`]; [`Error::UnknownTrustee`], [`Error::NotAscending`];
	/// [`Error::TooFewDealings`] if there are fewer than the threshold; [`Error::WrongDealingSize`];
	/// [`Error::IdentityPoint`] if the dealings cancel each other.
	pub fn combine(
		ceremony: &Ceremony,
		dealings: &[(TrusteeIndex, &Dealing)],
	) -> Result<Self, Error> {
		ceremony.check()?;
		ensure_ascending(dealings.iter().map(|(dealer, _)| *dealer))?;
		if dealings.len() < usize::from(ceremony.threshold) {
			return Err(Error::TooFewDealings);
		}
		let mut sums = Vec::new();
		sums.resize(usize::from(ceremony.threshold), RistrettoPoint::default());
		for (dealer, dealing) in dealings {
			ceremony.position_of(*dealer)?;
			let commitments = dealing.commitment_elements()?;
			if commitments.len() != sums.len() {
				return Err(Error::WrongDealingSize);
			}
			for (sum, commitment) in sums.iter_mut().zip(&commitments) {
				*sum += commitment;
			}
		}
		let election_key = EncodedPoint::from(sums.first().ok_or(Error::InvalidThreshold)?);
		election_key.ensure_not_identity()?;
		let verification_keys = ceremony
			.seats
			.iter()
			.map(|seat| {
				let key = EncodedPoint::from(&evaluate(&sums, seat.trustee));
				key.ensure_not_identity()?;
				Ok(Seat {
					trustee: seat.trustee,
					key,
				})
			})
			.collect::<Result<Vec<_>, Error>>()?
			.try_into()
			.map_err(|_| Error::WrongDealingSize)?;
		Ok(Self {
			threshold: ceremony.threshold,
			election_key,
			verification_keys,
		})
	}

	/// The verification key of a seat.
	///
	/// # Errors
	/// [`Error::UnknownTrustee`].
	pub fn verification_key(&self, trustee: TrusteeIndex) -> Result<EncodedPoint, Error> {
		let seat = self
			.verification_keys
			.iter()
			.find(|seat| seat.trustee == trustee);
		seat.map(|seat| seat.key).ok_or(Error::UnknownTrustee)
	}
}

/// A trustee's share x of a board's key. Erased when dropped. It need not be kept: transport secret and chain
/// give it again.
pub struct DecryptionKey {
	pub(crate) trustee: TrusteeIndex,
	pub(crate) secret: Zeroizing<Scalar>,
}

impl DecryptionKey {
	/// Adds up a trustee's shares of the dealings that stand, after checking each dealing, and compares with the
	/// key on chain.
	///
	/// # Errors
	/// As [`ThresholdKey::combine`], [`Dealing::verify`] and [`receive`]; [`Error::InvalidKeyProof`] if `key` is not
	/// the key of these dealings.
	pub fn assemble(
		ceremony: &Ceremony,
		trustee: TrusteeIndex,
		secret: &TransportSecret,
		dealings: &[(TrusteeIndex, &Dealing)],
		key: &ThresholdKey,
	) -> Result<Self, Error> {
		if ThresholdKey::combine(ceremony, dealings)? != *key {
			return Err(Error::InvalidKeyProof);
		}
		let mut sum = Zeroizing::new(Scalar::ZERO);
		for (dealer, dealing) in dealings {
			dealing.verify(ceremony, *dealer)?;
			let share = receive(ceremony, trustee, secret, *dealer, dealing)?;
			*sum += *share.0;
		}
		Ok(Self {
			trustee,
			secret: sum,
		})
	}

	/// The seat that it is of.
	pub const fn trustee(&self) -> TrusteeIndex {
		self.trustee
	}

	/// The secret, for tests against another implementation.
	#[doc(hidden)]
	pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
		Zeroizing::new(self.secret.to_bytes())
	}
}

impl fmt::Debug for DecryptionKey {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "DecryptionKey(of trustee {})", self.trustee.0)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::vec;
	use rand_chacha::{rand_core::SeedableRng, ChaCha20Rng};

	/// A trustee who wants an honest dealer out shows another shared point, and proves all it can about it.
	#[test]
	fn a_trustee_cannot_prove_a_false_shared_point() {
		let rng = &mut ChaCha20Rng::seed_from_u64(1);
		let secrets = [
			TransportSecret::generate(rng),
			TransportSecret::generate(rng),
		];
		let [dealer, trustee] = [TrusteeIndex(1), TrusteeIndex(2)];
		let seats = vec![
			Seat {
				trustee: dealer,
				key: secrets[0].key(),
			},
			Seat {
				trustee,
				key: secrets[1].key(),
			},
		];
		let ceremony = Ceremony {
			chain: [1; 32],
			board: BoardId(1),
			attempt: 0,
			threshold: 2,
			seats: seats.try_into().expect("two"),
		};
		let dealing = deal(&ceremony, dealer, rng).expect("deals");
		let ephemeral = dealing.ephemeral.element().expect("an element");
		let shared = ephemeral * secrets[1].secret + RistrettoPoint::mul_base(&Scalar::ONE);
		let shared_point = EncodedPoint::from(&shared);
		let statement = ComplaintStatement {
			ceremony: &ceremony,
			dealer,
			trustee,
			dealing: &dealing,
			shared_point,
		};
		let transcript = start(COMPLAINT, &statement);
		let proof = prove_equality(transcript, &ephemeral, &secrets[1].secret, rng);
		let complaint = Complaint {
			shared_point,
			proof,
		};
		let judged = judge(&ceremony, dealer, &dealing, trustee, &complaint);
		assert_eq!(judged, Err(Error::InvalidComplaintProof));
	}
}
