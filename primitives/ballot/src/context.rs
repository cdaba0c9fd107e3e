// SPDX-License-Identifier: Apache-2.0

//! What a ballot is bound to.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The chain's random number, set at genesis and kept when the chain moves. Never the hash of a block.
pub type ChainId = [u8; 32];

/// Number of a poll, in order of creation.
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
pub struct PollId(pub u32);

/// Who casts a ballot.
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
pub enum Voter {
	/// A citizen, by the index of the card: everyone sees who took part.
	#[codec(index = 0)]
	Citizen(u64),
	/// An alias in the poll's context: nobody sees who took part.
	#[codec(index = 1)]
	Alias([u8; 32]),
}

/// What a ballot is for. A ballot that was made for another context does not verify, so nobody can cast a
/// copy of somebody else's.
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
pub struct BallotContext {
	/// The chain.
	pub chain: ChainId,
	/// The poll.
	pub poll: PollId,
	/// The voter.
	pub voter: Voter,
}
