// SPDX-License-Identifier: Apache-2.0

//! Elements and scalars as they go over the wire, and sums of equations.
//!
//! The group is ristretto255 (RFC 9496), of prime order
//! ℓ = 2^252 + 27742317777372353535851937790883648493, written additively with generator G. There is no
//! cofactor, so an equation that holds in the sum with random weights holds by itself.

use crate::Error;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use curve25519_dalek::{
	constants::RISTRETTO_BASEPOINT_POINT,
	ristretto::{CompressedRistretto, RistrettoPoint},
	scalar::Scalar,
	traits::{IsIdentity, VartimeMultiscalarMul},
};
use rand_core::{CryptoRng, RngCore};
use scale_info::TypeInfo;
use zeroize::Zeroize;

/// 32 bytes that should be an element of ristretto255. Whether they are is only known once
/// [`Self::element`] has decoded them.
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
pub struct EncodedPoint(pub [u8; 32]);

impl EncodedPoint {
	/// The identity, which only an empty sum is.
	pub const IDENTITY: Self = Self([0; 32]);

	/// The element, which is not the identity.
	///
	/// # Errors
	/// [`Error::IdentityPoint`]; [`Error::MalformedPoint`] if the bytes are not a canonical encoding.
	pub fn element(&self) -> Result<RistrettoPoint, Error> {
		self.ensure_not_identity()?;
		self.element_or_identity()
	}

	/// The element, or the identity. Only sums may be the identity.
	///
	/// # Errors
	/// [`Error::MalformedPoint`] if the bytes are not a canonical encoding.
	pub fn element_or_identity(&self) -> Result<RistrettoPoint, Error> {
		CompressedRistretto(self.0)
			.decompress()
			.ok_or(Error::MalformedPoint)
	}

	/// The identity has one encoding, so it is found without decoding.
	pub(crate) fn ensure_not_identity(&self) -> Result<(), Error> {
		if *self == Self::IDENTITY {
			return Err(Error::IdentityPoint);
		}
		Ok(())
	}
}

impl From<&RistrettoPoint> for EncodedPoint {
	fn from(point: &RistrettoPoint) -> Self {
		Self(point.compress().to_bytes())
	}
}

impl Zeroize for EncodedPoint {
	fn zeroize(&mut self) {
		self.0.zeroize();
	}
}

impl fmt::Debug for EncodedPoint {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		hex(&self.0, f)
	}
}

/// 32 bytes, little endian, that should be a scalar below ℓ.
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
pub struct EncodedScalar(pub [u8; 32]);

impl EncodedScalar {
	/// The scalar.
	///
	/// # Errors
	/// [`Error::NonCanonicalScalar`] if the number is ℓ or more.
	pub fn scalar(&self) -> Result<Scalar, Error> {
		Option::from(Scalar::from_canonical_bytes(self.0)).ok_or(Error::NonCanonicalScalar)
	}
}

impl From<&Scalar> for EncodedScalar {
	fn from(scalar: &Scalar) -> Self {
		Self(scalar.to_bytes())
	}
}

impl Zeroize for EncodedScalar {
	fn zeroize(&mut self) {
		self.0.zeroize();
	}
}

impl fmt::Debug for EncodedScalar {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		hex(&self.0, f)
	}
}

pub(crate) fn hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
	f.write_str("0x")?;
	bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

/// A uniform scalar: 64 random bytes reduced modulo ℓ, so that its bias is below 2^-256.
pub(crate) fn random_scalar<R: RngCore + CryptoRng>(rng: &mut R) -> Scalar {
	let mut bytes = [0; 64];
	rng.fill_bytes(&mut bytes);
	let scalar = Scalar::from_bytes_mod_order_wide(&bytes);
	bytes.zeroize();
	scalar
}

/// `factor · point` for public values: double and add over the bits of a byte.
pub(crate) fn small_multiple(point: &RistrettoPoint, factor: u8) -> RistrettoPoint {
	let mut sum = RistrettoPoint::default();
	for bit in (0..u8::BITS).rev() {
		sum += sum;
		if factor.checked_shr(bit).unwrap_or_default() & 1 == 1 {
			sum += point;
		}
	}
	sum
}

/// A sum of weighted equations, each of the form "this combination of elements is the identity".
///
/// With weights that nobody could foresee, the sum is the identity only if every equation holds, up to a
/// chance of 2^-128 (Bellare, Garay, Rabin: *Fast Batch Verification for Modular Exponentiation and
/// Digital Signatures*, Eurocrypt 1998). One multiscalar multiplication checks them all. Everything in it
/// is public, so it may take a time that depends on it.
#[derive(Default)]
pub(crate) struct Equations {
	generator: Scalar,
	scalars: Vec<Scalar>,
	points: Vec<RistrettoPoint>,
}

impl Equations {
	pub(crate) fn add_generator(&mut self, scalar: Scalar) {
		self.generator += scalar;
	}

	pub(crate) fn add(&mut self, scalar: Scalar, point: RistrettoPoint) {
		self.scalars.push(scalar);
		self.points.push(point);
	}

	pub(crate) fn hold(mut self) -> bool {
		self.add(self.generator, RISTRETTO_BASEPOINT_POINT);
		RistrettoPoint::vartime_multiscalar_mul(&self.scalars, &self.points).is_identity()
	}
}
