// SPDX-License-Identifier: Apache-2.0

//! One poll with everything that its result follows from, in one file that needs no node.
//!
//! The file is JSON by the types below: numbers, texts and choices as the command line always writes them. What only
//! programs read (ballots, dealings, complaints, shares, proofs) is the SCALE encoding of the ballots' crate in
//! hexadecimal digits.

use crate::{
	error::{text, Failure, Result},
	files::{self, Replacement},
	keys::SS58_PREFIX,
	scale::{json_of, registry_of, Types},
};
use codec::{Decode, DecodeAll, Encode, Input, Output};
use pallet_mvoting::{
	runtime_api::PollInfo, BoardKind, Misconduct, OptionList, Outcome, Results, RingAt, Roll,
};
use scale_info::{PortableRegistry, Type, TypeInfo};
use seoul_chain_ballot::{
	Ballot, BoardId, ChainId, Complaint, Dealing, DecryptionShare, EncodedPoint, KnowledgeProof,
	PollId, Tally, ThresholdKey, Tracker, TrusteeIndex, Voter,
};
use seoul_chain_login::{BatchId, Disclosure, SchemaId};
use seoul_chain_primitives::{AccountId, AgencyId, CitizenIndex, DocumentCommitment, Moment};
use seoul_chain_ring_proofs::{Alias, CollectionId, RingKey, RingRoot, RingSize};
use serde_json::Value as Json;
use sp_core::H256;
use std::{marker::PhantomData, path::Path};

/// What such a file calls itself.
pub const FORMAT: &str = "seoul-chain/poll-export/1";

/// A type of our own crates, to read many values of it.
pub struct Shape<T> {
	registry: PortableRegistry,
	id: u32,
	of: PhantomData<fn() -> T>,
}

impl<T: TypeInfo + DecodeAll + 'static> Shape<T> {
	pub fn new() -> Self {
		let (registry, id) = registry_of::<T>();
		Self {
			registry,
			id,
			of: PhantomData,
		}
	}

	/// A value as JSON has it. `what` is what it is called in a refusal.
	pub fn read(&self, json: &Json, what: &str) -> Result<T> {
		let mut bytes = Vec::new();
		Types::new(&self.registry, SS58_PREFIX).encode(self.id, json, what, &mut bytes)?;
		T::decode_all(&mut bytes.as_slice()).map_err(|error| {
			Failure::input(
				"ValueUnsuitable",
				text!(
					"{what}: 값의 형식이 맞지 않습니다({error}).",
					"{what}: the value does not fit: {error}."
				),
			)
		})
	}
}

/// What is written as hexadecimal digits of its encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed<T>(pub T);

impl<T: Encode> Encode for Sealed<T> {
	fn encode_to<O: Output + ?Sized>(&self, output: &mut O) {
		self.0.encode().encode_to(output);
	}
}

impl<T: DecodeAll> Decode for Sealed<T> {
	fn decode<I: Input>(input: &mut I) -> Result<Self, codec::Error> {
		let bytes = Vec::<u8>::decode(input)?;
		T::decode_all(&mut bytes.as_slice()).map(Self)
	}
}

impl<T: 'static> TypeInfo for Sealed<T> {
	type Identity = Vec<u8>;

	fn type_info() -> Type {
		Vec::<u8>::type_info()
	}
}

/// Where something stands in the chain.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
	/// The block.
	pub block: u32,
	/// The extrinsic in that block, from 0.
	pub extrinsic: u32,
	/// The event in that block, from 0.
	pub event: u32,
}

/// Where and when something was done.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
	/// Where.
	pub place: Place,
	/// The clock of that block: Unix time in milliseconds.
	pub at: Moment,
}

/// A transport key that was registered.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Registration {
	pub done: Done,
	pub trustee: TrusteeIndex,
	pub key: EncodedPoint,
	pub proof: Sealed<KnowledgeProof>,
}

/// A trustee that the chain named.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Named {
	pub done: Done,
	pub trustee: TrusteeIndex,
	pub misconduct: Misconduct,
}

/// A dealing of the attempt that made the key.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Dealt {
	pub done: Done,
	pub trustee: TrusteeIndex,
	pub dealing: Sealed<Dealing>,
}

/// A complaint about a dealing of that attempt, and whom the chain named for it.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Complained {
	pub done: Done,
	pub dealer: TrusteeIndex,
	pub complaint: Sealed<Complaint>,
	pub named: TrusteeIndex,
	pub misconduct: Misconduct,
}

/// A board, and how its key was made.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct BoardRecord {
	pub board: BoardId,
	pub kind: BoardKind,
	pub threshold: u8,
	/// From when on its polls open.
	pub from: Moment,
	/// Until when its polls close.
	pub until: Moment,
	/// Who has the seats, from 1.
	pub trustees: Vec<AgencyId>,
	pub registrations: Vec<Registration>,
	/// The attempt that made the key.
	pub attempt: u32,
	/// Who was left out before that attempt.
	pub absent: Vec<Named>,
	pub dealings: Vec<Dealt>,
	pub complaints: Vec<Complained>,
	/// The election key as the chain told it.
	pub told: EncodedPoint,
	/// The key as the chain keeps it.
	pub key: ThresholdKey,
}

/// A card of somebody who voted, as it was at the opening.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct CardAt {
	pub card: CitizenIndex,
	pub issued_at: Moment,
}

/// The root of a batch of credentials that was shown.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchRoot {
	pub batch: BatchId,
	pub root: H256,
}

/// A ring as the poll froze it.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct FrozenRing {
	pub at: RingAt,
	pub members: u32,
	/// Root and keys, if somebody enrolled with a key of it.
	pub used: Option<UsedRing>,
}

/// What the enrolments of a ring are verified against.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct UsedRing {
	pub root: Sealed<RingRoot>,
	pub keys: Vec<RingKey>,
}

/// With what the roll is compared.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub enum Electorate {
	/// Cards that were ever issued, before the block of the opening and after it.
	#[codec(index = 0)]
	Cards {
		before: u64,
		after: u64,
		/// The cards of those who voted.
		voters: Vec<CardAt>,
	},
	/// The list, as calls made it.
	#[codec(index = 1)]
	Listed { cards: Vec<CitizenIndex> },
	/// Cards that were ever issued, and the batches of the credentials that were shown.
	#[codec(index = 2)]
	Credentials {
		before: u64,
		after: u64,
		/// The kind of credential that says in which district somebody lives.
		residence: SchemaId,
		batches: Vec<BatchRoot>,
	},
	/// The rings.
	#[codec(index = 3)]
	Rings {
		collection: CollectionId,
		size: RingSize,
		rings: Vec<FrozenRing>,
	},
}

/// The opening.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Opened {
	pub done: Done,
	/// The roll as the chain told it.
	pub roll: Roll,
	pub electorate: Electorate,
}

/// The end of voting was moved.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Extension {
	pub done: Done,
	pub old_closes_at: Moment,
	pub new_closes_at: Moment,
}

/// An alias that was enrolled.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct EnrolledAt {
	pub done: Done,
	pub at: RingAt,
	pub alias: Alias,
	pub voting_key: AccountId,
	pub proof: Vec<u8>,
}

/// What was chosen, in clear or encrypted.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub enum Content {
	#[codec(index = 0)]
	Public {
		options: OptionList,
		/// What the chain says that this ballot replaces.
		former: Option<OptionList>,
	},
	#[codec(index = 1)]
	Encrypted {
		ballot: Sealed<Ballot>,
		tracker: Tracker,
		/// The tracker of what the chain says that this ballot replaces.
		former: Option<Tracker>,
	},
}

/// A ballot that was accepted.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Cast {
	pub done: Done,
	pub voter: Voter,
	/// Who signed; nothing if the call stood inside of another.
	pub signer: Option<AccountId>,
	pub content: Content,
	/// The credential that was opened with it.
	pub credential: Option<Disclosure>,
}

/// What the chain says that the ballots add up to.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub enum Sums {
	#[codec(index = 0)]
	Public { turnout: u32, votes: Vec<u32> },
	#[codec(index = 1)]
	Encrypted(Tally),
}

/// The closing.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Closing {
	pub done: Done,
	/// Until when shares were accepted; nothing if none ever are.
	pub shares_until: Option<Moment>,
}

/// A decryption share that was accepted.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Posted {
	pub done: Done,
	pub share: Sealed<DecryptionShare>,
}

/// Counts that were accepted.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Counted {
	pub done: Done,
	pub counts: Results,
}

/// The outcome as it came to stand on the chain.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Ending {
	pub done: Done,
	pub outcome: Outcome,
}

/// What the office signed.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Certification {
	pub done: Done,
	pub outcome: Outcome,
	pub ballots: u32,
	pub quorum: u32,
}

/// The poll was given up.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Cancellation {
	pub done: Done,
	pub reason: DocumentCommitment,
}

/// A poll with everything that its result follows from.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Export {
	pub format: String,
	/// The chain's identity in what is proven.
	pub chain: ChainId,
	pub genesis: H256,
	/// The final block as of which it was read, and its hash.
	pub block: u32,
	pub hash: H256,
	pub poll: PollId,
	/// The poll as it was approved.
	pub approved: PollInfo,
	/// The poll as of that block.
	pub finally: PollInfo,
	/// The board of an encrypted poll.
	pub board: Option<BoardRecord>,
	pub opened: Opened,
	pub extensions: Vec<Extension>,
	/// In the order of the blocks.
	pub enrolments: Vec<EnrolledAt>,
	/// In the order of the blocks.
	pub ballots: Vec<Cast>,
	pub closing: Option<Closing>,
	/// At the closing, or as of that block; nothing while the chain does not tell.
	pub sums: Option<Sums>,
	pub shares: Vec<Posted>,
	pub counts: Option<Counted>,
	pub ending: Option<Ending>,
	pub certification: Option<Certification>,
	pub cancelled: Option<Cancellation>,
}

impl Export {
	/// Write it to a file, in the place of what may be there.
	pub fn write(&self, path: &Path) -> Result<()> {
		let mut file = Replacement::begin(path)?;
		file.add(&format!("{}\n", json_of(self)?))?;
		file.finish()
	}

	/// Read it from a file.
	///
	/// # Errors
	/// `ExportUnreadable`.
	pub fn read(path: &Path) -> Result<Self> {
		let content = files::read_long_text(path)?;
		let file = path.display();
		let unreadable = |reason: &str| {
			Failure::input(
				"ExportUnreadable",
				text!(
					"{file}은(는) 투표 감사 자료가 아닙니다({reason}). seoul poll export로 다시 만드십시오.",
					"{file} is no export of a poll ({reason}). Make it anew with seoul poll export."
				),
			)
		};
		let json: Json =
			serde_json::from_str(&content).map_err(|error| unreadable(&error.to_string()))?;
		if json["format"] != FORMAT {
			return Err(unreadable(&format!("format: {FORMAT}")));
		}
		Shape::<Self>::new()
			.read(&json, "export")
			.map_err(|failure| unreadable(&failure.text.en))
	}
}
