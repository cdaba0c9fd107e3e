// SPDX-License-Identifier: Apache-2.0

//! What any node answers about rings.

use crate::types::{KeyRecord, Revision, RevisionStatus, RingIndex, RingTerms, ServiceId};
use alloc::vec::Vec;
use codec::{Codec, Decode, Encode};
use scale_info::TypeInfo;
use seoul_chain_primitives::{CitizenIndex, Moment};
use seoul_chain_ring_proofs::{Alias, ChainId, CollectionId, RingKey, RingRoot, RingSize};

/// What a wallet and a facility need to know once.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct RingSettings {
	/// 체인 식별자: bound to everything that is proven.
	pub chain: ChainId,
	/// 링의 크기.
	pub size: RingSize,
	/// 기준.
	pub terms: RingTerms,
	/// 고정 자료 여부: whether rings can be built.
	pub chunks_loaded: bool,
	/// 중단 여부: whether the work stands still.
	pub halted: bool,
}

/// A collection at a block.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct CollectionView {
	/// 모음.
	pub collection: CollectionId,
	/// 유효 열쇠 수: with which somebody can prove something, now or later. At most as many as active cards.
	pub live: u32,
	/// 대기 열쇠 수.
	pub queued: u32,
	/// 증명 가능 열쇠 수: in the newest revisions.
	pub provable: u32,
	/// 삭제 예정 열쇠 수: in rings that are not rebuilt yet.
	pub leaving: u32,
	/// 유예 열쇠 수: in older revisions that are not void yet.
	pub departing: u32,
	/// 링 수.
	pub rings: u32,
	/// 사용 중인 카드 수, to compare with.
	pub active_cards: u64,
	/// 보존 수: how many holders keep its roots.
	pub holds: u32,
}

/// Where a key is.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct KeyView {
	/// 상태.
	pub record: KeyRecord,
	/// 나감 여부: no valid root has it. Only then may a key in its place be admitted.
	pub out: bool,
}

/// A revision against which proofs are accepted.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct RootView {
	/// 링.
	pub ring: RingIndex,
	/// 판.
	pub revision: Revision,
	/// 뿌리.
	pub root: RingRoot,
	/// 열쇠 수: among so many is whoever proves.
	pub members: u32,
	/// 상태: the newest, or until when it is valid.
	pub status: RevisionStatus,
}

/// An alias that acts in a service.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct AliasView<AccountId> {
	/// 당사자 번호: of its party, random as that of a card.
	pub index: CitizenIndex,
	/// 계정.
	pub account: AccountId,
	/// 연장 횟수: bound by the proof that renews it, one more.
	pub renewals: u32,
	/// 유효 기한.
	pub valid_until: Moment,
	/// 재연결: another alias is to take over its party. Until then it cannot act.
	pub rebinding: Option<RebindingView>,
}

/// Another alias is to take over a party.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct RebindingView {
	/// 새 가명.
	pub new_alias: Alias,
	/// 완료 가능 시각: from when on it can be bound. Before, the old account can object.
	pub completes_at: Moment,
}

sp_api::decl_runtime_apis! {
	/// 익명 링 조회: questions about rings, answered from any block's state.
	pub trait CitizenRingsApi<AccountId: Codec> {
		/// What a wallet and a facility need to know once.
		fn settings() -> RingSettings;
		/// All collections with their counts.
		fn collections() -> Vec<CollectionView>;
		/// Where a key is.
		fn key(key: RingKey) -> Option<KeyView>;
		/// The newest revision of each ring from one on, at most `limit`, and older ones that are valid now.
		fn roots(collection: CollectionId, from: RingIndex, limit: u32) -> Vec<RootView>;
		/// A revision that is valid or kept.
		fn root(collection: CollectionId, ring: RingIndex, revision: Revision) -> Option<RootView>;
		/// The keys of a revision in order, as whoever makes a proof needs them.
		fn keys(collection: CollectionId, ring: RingIndex, revision: Revision) -> Option<Vec<RingKey>>;
		/// An alias that acts in a service.
		fn alias(service: ServiceId, alias: Alias) -> Option<AliasView<AccountId>>;
	}
}
