// SPDX-License-Identifier: Apache-2.0

//! A full ring of 767 citizens is built on chain while blocks are full of other transactions, and no block is heavier
//! for it than it may be.

use crate::common::{points, rings::*, *};
use frame_support::{
	dispatch::{DispatchClass, GetDispatchInfo},
	weights::Weight,
	BoundedVec,
};
use pallet_citizen_rings::{Call, Config, Event, Removal, Revision, RingIndex, WeightInfo};
use seoul_chain_primitives::chain::HOUR;
use seoul_chain_ring_proofs::{chunks, Bandersnatch, RingProofSystem, RingSize, CHUNK_BYTES};
use seoul_chain_runtime::block::{RuntimeBlockWeights, MAXIMUM_BLOCK_WEIGHT};
use seoul_chain_runtime::{Balance, Runtime, RuntimeCall, RuntimeEvent, System};
use seoul_chain_runtime_common::currency::KRW;
use sp_keyring::Sr25519Keyring::{Alice, Bob};

/// Keys of a full ring.
const FULL: u32 = 767;
/// In how many blocks the documentation says that it is built.
const STATED_BLOCKS: u64 = 10;

type Rings = <Runtime as Config>::WeightInfo;

/// As many citizens as a ring has room for, with cards and without won.
fn citizens(chain: &mut Chain) -> Vec<Wallet> {
	let paths: Vec<String> = (0..FULL)
		.map(|number| format!("//one of a full ring//{number}"))
		.collect();
	points::new_citizens(chain, &paths)
		.into_iter()
		.zip(&paths)
		.map(|((card, citizen), path)| Wallet::of(chain, card, citizen, seed(path), 0))
		.collect()
}

/// Anyone loads the static data, a page at a time.
fn load_static_data(chain: &mut Chain) {
	for (page, bytes) in (0..).zip(chunks::load(RingSize::Large)) {
		let load = Call::<Runtime>::load_chunk_page {
			page,
			bytes: BoundedVec::truncate_from(bytes),
		};
		if page % 6 == 0 {
			chain.next_block_with_room();
		}
		chain.succeeds(who::BYSTANDER, load);
	}
}

/// In how many blocks a full ring is built at most, from the weights alone: a page of keys joins in one step, and a step
/// that does not fit is cut.
fn blocks_to_build() -> u64 {
	let left = <Runtime as Config>::WorkWeight::get()
		.saturating_sub(Rings::work_base())
		.saturating_sub(Rings::start_job())
		.saturating_sub(Rings::finish_job())
		.saturating_sub(Rings::sweep_revision());
	let pages = left.ref_time() / Rings::build_step(64).ref_time();
	assert!(pages > 0, "a page fits into the work of a block");
	u64::from(FULL.div_ceil(64)).div_ceil(pages) + 1
}

/// Transactions that take what normal ones may take of a block, but for some percent: the longest that there can be, and
/// another beside it.
fn all_that_a_block_takes() -> [RuntimeCall; 2] {
	let transfer = RuntimeCall::from(pallet_balances::Call::<Runtime>::transfer_keep_alive {
		dest: Bob.to_account_id().into(),
		value: KRW,
	});
	let batch = |count: u64| {
		RuntimeCall::from(pallet_utility::Call::<Runtime>::batch_all {
			calls: vec![transfer.clone(); usize::try_from(count).expect("a count fits")],
		})
	};
	let weight = |count| batch(count).get_dispatch_info().call_weight.ref_time();
	let weights = RuntimeBlockWeights::get();
	let normal = weights.get(DispatchClass::Normal);
	let limit = |most: Option<Weight>| most.expect("normal transactions are limited").ref_time();
	let (longest, all) = (limit(normal.max_extrinsic), limit(normal.max_total));
	let each = (weight(1_001) - weight(1)) / 1_000;
	[longest, all - longest].map(|part| batch(part / each * 97 / 100))
}

/// What happens in a block, and what it weighs.
struct Block {
	/// Without what the chain does at the end.
	transactions: Weight,
	/// With it.
	total: Weight,
	revisions: Vec<(Revision, u32)>,
}

/// Fill the open block with transactions of others, and close it.
fn full_block(chain: &mut Chain, others: &[RuntimeCall]) -> Block {
	for other in others {
		chain.succeeds(Alice, other.clone());
	}
	let transactions = chain.query(|| System::block_weight().total());
	chain.next_block_after(|| Block {
		transactions,
		total: System::block_weight().total(),
		revisions: System::events()
			.into_iter()
			.filter_map(|record| match record.event {
				RuntimeEvent::CitizenRings(Event::RevisionMade {
					new_revision,
					members,
					..
				}) => Some((new_revision, members)),
				_ => None,
			})
			.collect(),
	})
}

/// Blocks full of other transactions until a ring has another revision. Says how many that took.
#[track_caller]
fn until_a_revision(chain: &mut Chain, members: u32) -> u64 {
	let others = all_that_a_block_takes();
	let work = <Runtime as Config>::WorkWeight::get();
	let mut blocks = 0;
	loop {
		// The last block of a session takes no transactions, and does no work either.
		let is_full = chain
			.query(|| System::block_weight().total().ref_time() >= MAXIMUM_BLOCK_WEIGHT.ref_time());
		if is_full {
			chain.next_block();
			continue;
		}
		let block = full_block(chain, &others);
		blocks += 1;
		assert!(
			block.total.ref_time() <= MAXIMUM_BLOCK_WEIGHT.ref_time(),
			"block {blocks} weighs {:?}",
			block.total
		);
		let share = block.total.saturating_sub(block.transactions).ref_time();
		assert!(
			share <= work.ref_time(),
			"the rings take {share} of block {blocks}"
		);
		if let [(_, of)] = block.revisions[..] {
			assert_eq!(of, members);
			return blocks;
		}
		assert!(blocks < 100, "the ring is never built");
	}
}

/// The root of a revision is that of a ring that is built at once from the keys that the node gives.
fn assert_root_is_that_of_its_keys(chain: &mut Chain, ring: RingIndex) -> u32 {
	let view = newest(chain, ring);
	let keys = keys_of(chain, ring, view.revision);
	let data = chunks::load(RingSize::Large).concat();
	let mut builder = Bandersnatch::start(RingSize::Large);
	for (number, part) in keys.chunks(64).enumerate() {
		let from = number * 64 * CHUNK_BYTES;
		let to = from + part.len() * CHUNK_BYTES;
		Bandersnatch::push(RingSize::Large, &mut builder, part, &data[from..to])
			.expect("the keys fit");
	}
	assert_eq!(Bandersnatch::finish(&builder), Ok(view.root));
	view.members
}

#[test]
fn a_full_ring_is_built_and_rebuilt_while_blocks_are_full_of_other_transactions() {
	let mut chain = city_without_static_data();
	let rich: Balance = chain.balance(&Alice.to_account_id());
	let citizens = citizens(&mut chain);
	let entries = citizens.iter().map(Wallet::entry).collect();
	admit(&mut chain, entries);
	chain.next_block_with_room();
	assert!(roots(&mut chain).is_empty(), "nothing can be built yet");

	load_static_data(&mut chain);
	let built = until_a_revision(&mut chain, FULL);
	assert!(built <= blocks_to_build(), "built in {built} blocks");
	assert!(built <= STATED_BLOCKS, "built in {built} blocks");
	assert!(
		chain.balance(&Alice.to_account_id()) < rich,
		"the other transactions were made"
	);
	let ring = RingIndex(0);
	assert_eq!(assert_root_is_that_of_its_keys(&mut chain, ring), FULL);

	// The last of the ring is let in, and after a removal everybody but who left.
	let mut library = Door::of(&mut chain, 0, "library.localhost");
	let last = citizens[766].unlock(&mut chain);
	let alias = library.lets_in(&chain, &last).expect("a member is let in");
	remove(
		&mut chain,
		&[citizens[3].ring_key(), citizens[700].ring_key()],
		Removal::Final,
	);
	chain.advance_with_room(HOUR);
	let rebuilt = until_a_revision(&mut chain, FULL - 2);
	assert!(rebuilt <= STATED_BLOCKS, "rebuilt in {rebuilt} blocks");
	assert_eq!(assert_root_is_that_of_its_keys(&mut chain, ring), FULL - 2);
	library.read(&mut chain);
	let last = citizens[766].unlock(&mut chain);
	assert_eq!(library.lets_in(&chain, &last), Ok(alias));
	let revision = newest(&mut chain, ring).revision;
	for gone in [3, 700] {
		assert!(citizens[gone]
			.unlock_at(&mut chain, ring, revision)
			.is_none());
	}
}
