// SPDX-License-Identifier: Apache-2.0

//! What goes over the wire and into storage.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use seoul_chain_primitives::{
	chain::{DAY, HOUR},
	AgencyId, CitizenIndex, DocumentCommitment, Moment,
};
use seoul_chain_ring_proofs::{
	chunks::{PAGE_BYTES, PAGE_CHUNKS},
	Alias, CollectionId, PossessionProof, RingBuilder, RingKey, RingRoot, PROOF_BYTES,
};
use serde::{Deserialize, Serialize};

/// At most this many keys in one call.
pub const MAX_BATCH: u32 = 100;
/// At most this many collections: the city, its 25 districts, and room.
pub const MAX_COLLECTIONS: u32 = 64;
/// At most this many older revisions of a ring are valid at once. One more voids the oldest.
pub const MAX_IN_GRACE: u32 = 8;
/// At most this many holders keep roots of one collection frozen at once.
pub const MAX_HOLDS: u32 = 128;
/// Keys in a page of a ring's list: as many as chunks in a page, so that a step reads one of each.
pub const PAGE_KEYS: u32 = PAGE_CHUNKS;
/// A step that could take fewer keys than this waits for the next block, unless fewer are left.
pub const MIN_STEP: u32 = 8;

const PAGE_BYTES_U32: u32 = 6_144;
const PROOF_BYTES_U32: u32 = 785;
const _: () = assert!(PAGE_BYTES == 6_144 && PROOF_BYTES == 785);

/// A page of the static data.
pub type ChunkPage = BoundedVec<u8, ConstU32<PAGE_BYTES_U32>>;
/// A page of the list of a ring's keys.
pub type KeyPage = BoundedVec<RingKey, ConstU32<PAGE_KEYS>>;
/// A proof. Valid ones have just this length; shorter ones are refused with a reason.
pub type ProofBytes = BoundedVec<u8, ConstU32<PROOF_BYTES_U32>>;

macro_rules! number {
	($(#[$doc:meta])* $name:ident($inner:ty)) => {
		$(#[$doc])*
		#[derive(
			Encode,
			Decode,
			DecodeWithMemTracking,
			MaxEncodedLen,
			TypeInfo,
			Clone,
			Copy,
			Debug,
			Default,
			PartialEq,
			Eq,
			PartialOrd,
			Ord,
			Serialize,
			Deserialize,
		)]
		pub struct $name(pub $inner);

		impl $name {
			/// The next number.
			#[must_use]
			pub const fn next(self) -> Self {
				Self(self.0.saturating_add(1))
			}
		}
	};
}

number! {
	/// 링 번호. Number of a ring in its collection, from 0.
	RingIndex(u32)
}
number! {
	/// 링 판. Number of a revision of a ring, from 1. 0 stands for none.
	Revision(u32)
}
number! {
	/// 명단 세대. A list of a ring's keys. Keys are appended to it; a removal begins another.
	Generation(u32)
}
number! {
	/// 보존 번호. Number of a hold on the roots of a collection.
	HoldId(u64)
}
number! {
	/// 시대. How often roots of a collection were frozen before.
	Era(u32)
}
number! {
	/// 서비스 번호. Number of a service in which citizens can act under an alias.
	ServiceId(u32)
}

/// 등록 신청. A key with the proof that somebody has its secret.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct KeyEntry {
	/// 열쇠. The key.
	pub key: RingKey,
	/// 소유 증명. Its signature over `Possession`.
	pub possession: PossessionProof,
}

/// 삭제 사유. Why a key is removed.
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
pub enum Removal {
	/// 정지. For a time: the same key can be put back.
	#[codec(index = 0)]
	Suspended,
	/// 종료. For ever.
	#[codec(index = 1)]
	Final,
}

/// 열쇠 상태. Where a key is.
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
pub enum KeyStatus {
	/// 대기. Waits for a cohort.
	#[codec(index = 0)]
	Queued {
		/// 순번. Its place in the queue.
		position: u64,
	},
	/// 소속. In a ring, or in one that is being built.
	#[codec(index = 1)]
	Member {
		/// 링. The ring.
		ring: RingIndex,
		/// 자리. Its place in the ring.
		slot: u32,
	},
	/// 삭제 예정. In a ring that will be rebuilt without it.
	#[codec(index = 2)]
	Leaving {
		/// 링. The ring.
		ring: RingIndex,
		/// 자리. Its place in the ring.
		slot: u32,
		/// 사유. Why.
		cause: Removal,
	},
	/// 삭제됨. In no newest revision. Older ones can be valid for the grace.
	#[codec(index = 3)]
	Removed {
		/// 나온 판. The ring it was in, and the first revision without it; nothing if it was never in a ring.
		left: Option<(RingIndex, Revision)>,
		/// 사유. Why.
		cause: Removal,
	},
}

/// 열쇠. A key that was admitted, for ever on record so that it is never admitted again.
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
pub struct KeyRecord {
	/// 모음. The collection.
	pub collection: CollectionId,
	/// 상태. Where it is.
	pub status: KeyStatus,
}

/// 모음. The state of a collection.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
)]
pub struct Collection {
	/// 대기 열쇠 수. Keys that wait for a cohort.
	pub queued: u32,
	/// 소속 열쇠 수. Keys in rings that are not to be removed.
	pub members: u32,
	/// 삭제 예정 열쇠 수. Keys in rings that will be rebuilt without them.
	pub leaving: u32,
	/// 유예 열쇠 수. Keys that older roots may still have, which are not all void yet.
	pub departing: u32,
	/// 증명 가능 열쇠 수. Keys in the newest revisions of all rings.
	pub provable: u32,
	/// 링 수. Rings.
	pub rings: u32,
	/// 대기열 앞. The first place of the queue that may be taken.
	pub head: u64,
	/// 대기열 뒤. The place of the next key that is admitted.
	pub tail: u64,
	/// 채우는 링. The ring to which the next cohort is added, if it has room.
	pub filling: Option<RingIndex>,
	/// 시대. How often its roots were frozen.
	pub era: Era,
}

impl Collection {
	/// Keys with which somebody can prove something now or later without being admitted again: never more than
	/// there are active cards when a key is admitted.
	pub const fn live(&self) -> u32 {
		self.queued
			.saturating_add(self.members)
			.saturating_add(self.leaving)
			.saturating_add(self.departing)
	}
}

/// 링. A ring.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Debug,
	Default,
	PartialEq,
	Eq,
)]
pub struct Ring {
	/// 최신 판. The newest revision; 0 if there is none yet.
	pub revision: Revision,
	/// 명단 세대. The list of the newest revision.
	pub generation: Generation,
	/// 열쇠 수. Keys in the newest revision.
	pub members: u32,
	/// 삭제 예정 열쇠 수. Of those, or of a cohort that is joining, keys to be removed.
	pub leaving: u32,
	/// 재구성 예정 여부. Whether it stands in the queue of rings to be rebuilt.
	pub rebuild_queued: bool,
	/// 채움 대기 여부. Whether it stands in the queue of rings with room.
	pub refill_queued: bool,
	/// 유예 중인 판. Older revisions that may be valid.
	pub in_grace: BoundedVec<Revision, ConstU32<MAX_IN_GRACE>>,
}

/// 판의 상태. Whether a revision is the newest.
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
pub enum RevisionStatus {
	/// 최신. The newest of its ring.
	#[codec(index = 0)]
	Newest,
	/// 지난 판. Another took its place.
	#[codec(index = 1)]
	Retired {
		/// 시대. In which era.
		until: Era,
		/// 만료 시각. Proofs against it are accepted before this, Unix time in milliseconds.
		expires_at: Moment,
	},
}

/// 링의 판. A root with what belongs to it.
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
pub struct RevisionRecord {
	/// 뿌리. The root.
	pub root: RingRoot,
	/// 명단 세대. Which list its keys are in.
	pub generation: Generation,
	/// 열쇠 수. The first so many of that list.
	pub members: u32,
	/// 시대. In which era it was made.
	pub since: Era,
	/// 상태. Whether it is the newest.
	pub status: RevisionStatus,
}

impl RevisionRecord {
	/// Whether it was the newest when its collection was frozen in `era`.
	pub fn was_newest_in(&self, era: Era) -> bool {
		self.since <= era
			&& match self.status {
				RevisionStatus::Newest => true,
				RevisionStatus::Retired { until, .. } => era < until,
			}
	}

	/// Whether proofs against it are accepted, for other purposes than the holder's of a frozen root.
	pub fn is_valid_at(&self, now: Moment) -> bool {
		match self.status {
			RevisionStatus::Newest => true,
			RevisionStatus::Retired { expires_at, .. } => now < expires_at,
		}
	}
}

/// 작업 내용. What is done to a ring.
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
pub enum Task {
	/// 추가. A cohort joins it.
	#[codec(index = 0)]
	Join {
		/// 끝 순번. The cohort is what waits before this place of the queue.
		until: u64,
	},
	/// 재구성. It is built again without the keys that leave.
	#[codec(index = 1)]
	Rebuild {
		/// 이전 명단. The list that is copied.
		from: Generation,
		/// 이전 열쇠 수. How many keys that list has.
		of: u32,
		/// 읽은 열쇠 수. How many of them were looked at.
		read: u32,
		/// 뺀 열쇠 수. How many of them are left out.
		dropped: u32,
	},
}

/// 진행 중인 작업. The ring that is being built.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Job {
	/// 모음. The collection.
	pub collection: CollectionId,
	/// 링. The ring.
	pub ring: RingIndex,
	/// 명단 세대. The list that is written.
	pub generation: Generation,
	/// 명단의 열쇠 수. Keys in that list.
	pub listed: u32,
	/// 작업 내용. What is done.
	pub task: Task,
	/// 만드는 중인 링. What was built so far.
	pub builder: RingBuilder,
}

/// 보존. Somebody keeps the roots of a collection as they were at one moment.
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
pub struct Hold {
	/// 모음. The collection.
	pub collection: CollectionId,
	/// 시대. Which revisions: those that were the newest in this era.
	pub era: Era,
	/// 열쇠 수. Keys in those revisions together.
	pub provable: u32,
	/// 보존 시각. When they were frozen.
	pub since: Moment,
}

/// 줄. A queue in a map: places from `head` to before `tail`.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
)]
pub struct Line {
	/// 앞. The first place.
	pub head: u64,
	/// 뒤. The place after the last.
	pub tail: u64,
}

/// 재구성 예정. A ring to be rebuilt.
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
pub struct Rebuild {
	/// 모음. The collection.
	pub collection: CollectionId,
	/// 링. The ring.
	pub ring: RingIndex,
	/// 시작 시각. Not before this, so that one rebuild serves several removals.
	pub due_at: Moment,
}

/// 유예 만료 예정. Keys that no valid root has from a moment on.
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
pub struct Departure {
	/// 모음. The collection.
	pub collection: CollectionId,
	/// 열쇠 수. How many.
	pub keys: u32,
	/// 만료 시각. From when on.
	pub out_at: Moment,
}

/// 가명. An alias that acts in a service through an account.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct AliasRecord<AccountId> {
	/// 당사자 번호. By which number its party is known: as random as the index of a card.
	pub index: CitizenIndex,
	/// 계정. Its account.
	pub account: AccountId,
	/// 연장 횟수. How often it was renewed.
	pub renewals: u32,
	/// 유효 기한. Until when it can act, Unix time in milliseconds.
	pub valid_until: Moment,
}

/// 가명 재연결. A party that lost its alias gets another one and another account.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Rebinding<AccountId> {
	/// 서비스. In which service.
	pub service: ServiceId,
	/// 새 가명. The alias that takes over.
	pub new_alias: Alias,
	/// 근거 서류. Why the office knows whose the party is.
	pub evidence: DocumentCommitment,
	/// 완료 가능 시각. From then on the new alias can be bound, Unix time in milliseconds.
	pub completes_at: Moment,
	/// 시작한 기관. The office that began it.
	pub agency: AgencyId,
	/// 서명한 계정. Its delegate who signed.
	pub by: AccountId,
}

/// 링 기준. Periods and the size of a cohort.
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
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RingTerms {
	/// 유예 기간. For how long a revision is valid after a cohort joined, in milliseconds.
	pub grace: Moment,
	/// 삭제 유예 기간. For how long revisions with a removed key are valid after the rebuild, in milliseconds.
	pub removal_grace: Moment,
	/// 재구성 대기 시간. For how long removals of a ring are gathered before it is rebuilt, in milliseconds.
	pub removal_delay: Moment,
	/// 최소 집단 크기. Fewer keys than this wait.
	pub min_cohort: u32,
	/// 가명 유효 기간. For how long an alias can act before it is renewed, in milliseconds.
	pub alias_validity: Moment,
	/// 재연결 대기 기간. For how long whoever has the old account of an alias can object before another alias takes
	/// over its party, in milliseconds.
	pub rebinding_delay: Moment,
}

impl RingTerms {
	/// Whether a ring of `capacity` keys can live by them.
	pub const fn is_valid(&self, capacity: u32) -> bool {
		self.grace > 0
			&& self.removal_grace <= self.grace
			&& self.min_cohort > 0
			&& self.min_cohort <= capacity
			&& self.alias_validity > 0
			&& self.rebinding_delay > 0
	}
}

impl Default for RingTerms {
	fn default() -> Self {
		Self {
			grace: DAY,
			removal_grace: HOUR,
			removal_delay: HOUR,
			min_cohort: 128,
			alias_validity: 90 * DAY,
			rebinding_delay: 7 * DAY,
		}
	}
}
