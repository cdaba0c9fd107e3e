// SPDX-License-Identifier: Apache-2.0

//! Every reason for which something is refused.

use crate::TrusteeIndex;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// Why a ballot, key, dealing, complaint, share or count is refused.
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
pub enum Error {
	/// 32 bytes are not the canonical encoding of an element of ristretto255 (RFC 9496 §4.3.1).
	#[codec(index = 0)]
	MalformedPoint,
	/// An element is the identity, which no honest party ever sends.
	#[codec(index = 1)]
	IdentityPoint,
	/// 32 bytes are not a scalar below the group's order.
	#[codec(index = 2)]
	NonCanonicalScalar,
	/// The poll's form is impossible: too few or too many options, or a range of approvals that is
	/// empty or above the number of options.
	#[codec(index = 3)]
	InvalidForm,
	/// The marks are not what the poll's form allows.
	#[codec(index = 4)]
	ChoiceNotAllowed,
	/// The number of entries is not that of the poll's form.
	#[codec(index = 5)]
	WrongEntryCount,
	/// The proof about the sum is missing, superfluous or of another range.
	#[codec(index = 6)]
	WrongSumProof,
	/// The ballot's proof does not hold: a value other than 0 or 1, a sum out of range, or a ballot made
	/// for another chain, poll, voter or key, or changed since.
	#[codec(index = 7)]
	InvalidBallotProof,
	/// The revealed choices and randomness do not give this ballot: the device encrypted something else.
	#[codec(index = 8)]
	OpeningMismatch,
	/// The threshold is 0 or above the number of seats.
	#[codec(index = 9)]
	InvalidThreshold,
	/// The number is no seat of this board.
	#[codec(index = 10)]
	UnknownTrustee,
	/// Seats, dealers or shares are not in ascending order, or one is there twice.
	#[codec(index = 11)]
	NotAscending,
	/// Two seats have the same transport key.
	#[codec(index = 12)]
	DuplicateTransportKey,
	/// Who registers a transport key does not hold its secret, or proved it for another seat.
	#[codec(index = 13)]
	InvalidKeyProof,
	/// A dealing has more or fewer commitments than the threshold, or shares than there are seats.
	#[codec(index = 14)]
	WrongDealingSize,
	/// The dealing's proof does not hold, or was made for another board, attempt or dealer.
	#[codec(index = 15)]
	InvalidDealingProof {
		/// Who dealt.
		dealer: TrusteeIndex,
	},
	/// The share does not lie on the polynomial that its dealer committed to: complain.
	#[codec(index = 16)]
	ShareMismatch {
		/// Who dealt.
		dealer: TrusteeIndex,
	},
	/// The complaint's proof does not hold, so it says nothing about the dealer.
	#[codec(index = 17)]
	InvalidComplaintProof,
	/// Fewer dealings stand than the threshold.
	#[codec(index = 18)]
	TooFewDealings,
	/// Fewer ballots than the poll's minimum turnout: its result is never revealed.
	#[codec(index = 19)]
	TooFewBallots,
	/// Fewer decryption shares than the threshold.
	#[codec(index = 20)]
	TooFewShares,
	/// A decryption share is false, or was made for another poll or other sums.
	#[codec(index = 21)]
	InvalidDecryptionShare {
		/// Who posted it.
		trustee: TrusteeIndex,
	},
	/// A count is not what the shares decrypt to.
	#[codec(index = 22)]
	CountMismatch {
		/// Position of the entry, from 0.
		entry: u8,
	},
	/// There are more ballots than can be counted.
	#[codec(index = 23)]
	TooManyBallots,
	/// The tally is of a poll of another form, or has sums that cannot be.
	#[codec(index = 24)]
	WrongTally,
}

impl Error {
	/// The reason in one sentence.
	pub const fn text(&self) -> &'static str {
		match self {
			Self::MalformedPoint => "an element is not canonically encoded",
			Self::IdentityPoint => "an element is the identity",
			Self::NonCanonicalScalar => "a scalar is not below the group's order",
			Self::InvalidForm => "the poll's form is impossible",
			Self::ChoiceNotAllowed => "the poll does not allow this choice",
			Self::WrongEntryCount => "the ballot does not have the poll's number of entries",
			Self::WrongSumProof => "the proof about the sum is not of the poll's form",
			Self::InvalidBallotProof => "the ballot's proof does not hold for this poll and voter",
			Self::OpeningMismatch => "the device encrypted something else",
			Self::InvalidThreshold => "the threshold is 0 or above the number of seats",
			Self::UnknownTrustee => "no such seat",
			Self::NotAscending => "not in ascending order, or there twice",
			Self::DuplicateTransportKey => "two seats have the same transport key",
			Self::InvalidKeyProof => "the transport key's proof does not hold for this seat",
			Self::WrongDealingSize => "the dealing does not fit threshold and seats",
			Self::InvalidDealingProof { .. } => "the dealing's proof does not hold",
			Self::ShareMismatch { .. } => "the share is not what the dealer committed to",
			Self::InvalidComplaintProof => "the complaint's proof does not hold",
			Self::TooFewDealings => "fewer dealings than the threshold",
			Self::TooFewBallots => "fewer ballots than the minimum turnout",
			Self::TooFewShares => "fewer decryption shares than the threshold",
			Self::InvalidDecryptionShare { .. } => "a decryption share is false",
			Self::CountMismatch { .. } => "a count is not what the shares decrypt to",
			Self::TooManyBallots => "more ballots than can be counted",
			Self::WrongTally => "the tally is not of this poll's form",
		}
	}
}

impl fmt::Display for Error {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(self.text())?;
		match self {
			Self::InvalidDealingProof { dealer } | Self::ShareMismatch { dealer } => {
				write!(f, " (trustee {})", dealer.0)
			},
			Self::InvalidDecryptionShare { trustee } => write!(f, " (trustee {})", trustee.0),
			Self::CountMismatch { entry } => write!(f, " (entry {entry})"),
			_ => Ok(()),
		}
	}
}

impl core::error::Error for Error {}
