// SPDX-License-Identifier: Apache-2.0

//! Benchmarks: each call and each step of the work at its worst.
//!
//! A benchmark repeats inside one wasm instance and measures the proof system warm; what a fresh instance costs more is
//! [`COLD_START`].

#![allow(
	clippy::expect_used,
	clippy::unwrap_used,
	clippy::as_conversions,
	clippy::arithmetic_side_effects,
	clippy::indexing_slicing,
	missing_docs
)]

use super::*;
use alloc::vec::Vec;
use codec::Decode;
use frame_benchmarking::{account, v2::*};
use frame_support::{
	pallet_prelude::TransactionSource,
	traits::{Authorize, ConstU32, EnsureOrigin, Get},
	BoundedVec,
};
use frame_system::RawOrigin;
use seoul_chain_ring_proofs::{chunks::pages, vectors, Context, Message, Purpose, ServiceBinding};

/// What the benchmarks need of the runtime.
pub trait BenchmarkHelper {
	/// Set the identity of the chain, to which the proofs are bound.
	fn set_chain(chain: ChainId);
	/// Set the number of active cards.
	fn set_active_cards(cards: u64);
	/// Set legal time.
	fn set_time(now: Moment);
}

type Helper<T> = <T as Config>::BenchmarkHelper;

const CITY: CollectionId = CollectionId::City;
const NOW: Moment = 1_800_000_000_000;

/// The city's collection, the static data, and terms.
fn scene<T: Config>() {
	Helper::<T>::set_chain(vectors::CHAIN);
	Helper::<T>::set_active_cards(u64::from(u32::MAX));
	Helper::<T>::set_time(NOW);
	Terms::<T>::put(RingTerms {
		min_cohort: 1,
		..RingTerms::default()
	});
	if !Collections::<T>::contains_key(CITY) {
		Pallet::<T>::do_open_collection(CITY).expect("there is room");
	}
	for page in 0..pages(T::RingSize::get()) {
		if !ChunkPages::<T>::contains_key(page) {
			// Of the static data only the first page is looked into. In place of the others any points serve: what
			// a step costs does not depend on which.
			ChunkPages::<T>::insert(page, first_page::<T>());
			LoadedPages::<T>::mutate(|loaded| *loaded += 1);
		}
	}
}

/// The first page of the static data.
fn first_page<T: Config>() -> ChunkPage {
	ChunkPage::truncate_from(vectors::first_page(T::RingSize::get()).to_vec())
}

/// The service of the vectors, which must be one of all citizens.
const SERVICE: ServiceId = ServiceId(vectors::SERVICE);
const OLD_ALIAS: Alias = Alias([1; 32]);
const NEW_ALIAS: Alias = Alias([2; 32]);
const WEALTH: Balance = 1_000_000_000_000;

fn old_account<T: Config>() -> T::AccountId {
	account("old account", 0, 0)
}

fn new_account<T: Config>() -> T::AccountId {
	account("new account", 0, 0)
}

/// A party with an alias and won.
fn party<T: Config>() -> CitizenIndex {
	scene::<T>();
	let party = CitizenIndex(u64::MAX);
	Pallet::<T>::enter(SERVICE, OLD_ALIAS, party, &old_account::<T>());
	T::Currency::set_balance(&old_account::<T>(), WEALTH);
	party
}

/// The office of the service.
fn service_office<T: Config>() -> T::RuntimeOrigin {
	T::OfficeOrigin::successful_actor_for(&SERVICE)
}

/// A party whose alias is being rebound.
fn rebinding<T: Config>() -> CitizenIndex {
	let party = party::<T>();
	Pallet::<T>::start_rebinding(
		service_office::<T>(),
		SERVICE,
		party,
		NEW_ALIAS,
		DocumentCommitment::default(),
	)
	.expect("can be begun");
	party
}

fn entries(numbers: core::ops::Range<u32>) -> BoundedVec<KeyEntry, ConstU32<MAX_BATCH>> {
	let entries: Vec<KeyEntry> = numbers
		.map(|number| {
			let (key, possession) = vectors::entry(number, &vectors::CHAIN, CITY);
			KeyEntry {
				key,
				possession: possession.expect("can be signed"),
			}
		})
		.collect();
	BoundedVec::truncate_from(entries)
}

/// Let so many keys wait.
fn queue<T: Config>(keys: u32) -> Vec<RingKey> {
	let mut collection = Collections::<T>::get(CITY).expect("is open");
	let keys: Vec<RingKey> = (0..keys).map(vectors::key).collect();
	for key in &keys {
		Pallet::<T>::enqueue(CITY, &mut collection, *key);
	}
	Pallet::<T>::note_if_ready(CITY, &collection);
	Collections::<T>::insert(CITY, collection);
	keys
}

/// A ring of so many keys.
fn ring<T: Config>(keys: u32) -> Vec<RingKey> {
	let keys = queue::<T>(keys);
	finish::<T>();
	keys
}

/// The ring 0 of the city with so many keys of the vectors, in its first revision, on the chain of the vectors. For the
/// benchmarks of whoever verifies proofs of the vectors.
pub fn ring_of_vectors<T: Config>(keys: u32) {
	scene::<T>();
	if !Rings::<T>::contains_key(CITY, RingIndex(0)) {
		ring::<T>(keys);
	}
}

/// Do all the work.
fn finish<T: Config>() {
	let mut meter = WeightMeter::new();
	Pallet::<T>::work(&mut meter);
}

fn office<T: Config>() -> T::RuntimeOrigin {
	T::CardOfficeOrigin::successful_actor()
}

fn governance<T: Config>() -> T::RuntimeOrigin {
	T::GovernanceOrigin::try_successful_origin().expect("governance acts")
}

fn keys_of(keys: Vec<RingKey>) -> BoundedVec<RingKey, ConstU32<MAX_BATCH>> {
	BoundedVec::truncate_from(keys)
}

/// A call that binds the account of the vectors, against a ring of their keys.
fn binding<T: Config>() -> Call<T> {
	scene::<T>();
	ring::<T>(vectors::RING_KEYS);
	let account = T::AccountId::decode(&mut &vectors::ACCOUNT[..]).expect("an account of 32 bytes");
	let context = Context::of(
		&vectors::CHAIN,
		Purpose::Service {
			service: vectors::SERVICE,
		},
	);
	let message = ServiceBinding {
		service: vectors::SERVICE,
		renewal: 0,
		account: &account,
	}
	.to_bytes(&vectors::CHAIN);
	let proof = vectors::proof(T::RingSize::get());
	let root = Revisions::<T>::get((CITY, RingIndex(0), Revision(1)))
		.expect("was made")
		.root;
	let alias = T::Proofs::verify(T::RingSize::get(), &root, &context, &message, proof)
		.expect("the vector is valid for the static data of the ceremony");
	Call::bind_alias {
		service: SERVICE,
		ring: RingIndex(0),
		revision: Revision(1),
		alias,
		account,
		proof: ProofBytes::truncate_from(proof.to_vec()),
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn admit_keys(n: Linear<1, MAX_BATCH>) {
		scene::<T>();
		let entries = entries(0..n);

		#[extrinsic_call]
		_(office::<T>() as T::RuntimeOrigin, CITY, entries);

		assert_eq!(Collections::<T>::get(CITY).expect("is open").queued, n);
	}

	#[benchmark]
	fn remove_keys(n: Linear<1, MAX_BATCH>) {
		scene::<T>();
		let keys = ring::<T>(n);

		#[extrinsic_call]
		_(
			office::<T>() as T::RuntimeOrigin,
			keys_of(keys),
			Removal::Suspended,
		);

		assert_eq!(Collections::<T>::get(CITY).expect("is open").leaving, n);
	}

	#[benchmark]
	fn restore_keys(n: Linear<1, MAX_BATCH>) {
		scene::<T>();
		let keys = ring::<T>(n);
		let batch = keys_of(keys);
		Pallet::<T>::remove_keys(office::<T>(), batch.clone(), Removal::Suspended)
			.expect("are members");
		let terms = RingTerms::default();
		Helper::<T>::set_time(NOW + terms.removal_delay);
		finish::<T>();
		Helper::<T>::set_time(NOW + terms.removal_delay + terms.removal_grace);

		#[extrinsic_call]
		_(office::<T>() as T::RuntimeOrigin, batch);

		assert_eq!(Collections::<T>::get(CITY).expect("is open").queued, n);
	}

	#[benchmark]
	fn bind_alias() {
		let call = binding::<T>();
		let Call::bind_alias { alias, account, .. } = call.clone() else {
			panic!("binds")
		};
		// All draws but the last are taken.
		for draw in 0..MAX_DRAWS - 1 {
			let taken = Pallet::<T>::drawn(AliasCount::<T>::get(), draw);
			AliasByIndex::<T>::insert(taken, (SERVICE, OLD_ALIAS));
		}

		#[block]
		{
			use frame_support::traits::UnfilteredDispatchable;
			call.dispatch_bypass_filter(RawOrigin::<T::AccountId>::Authorized.into())
				.expect("can be bound");
		}

		assert_eq!(
			Aliases::<T>::get(SERVICE, alias).map(|record| record.account),
			Some(account)
		);
	}

	#[benchmark]
	fn authorize_bind_alias() {
		let call = binding::<T>();

		#[block]
		{
			call.authorize(TransactionSource::External)
				.expect("is authorised")
				.expect("the proof is valid");
		}
	}

	#[benchmark]
	fn load_chunk_page() {
		scene::<T>();
		let page = ChunkPages::<T>::take(0).expect("is loaded");
		LoadedPages::<T>::mutate(|loaded| *loaded -= 1);
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), 0, page);

		assert!(ChunkPages::<T>::contains_key(0));
	}

	#[benchmark]
	fn open_collection() {
		scene::<T>();
		let open = Collections::<T>::iter_keys().count() as u32;
		for district in open..MAX_COLLECTIONS - 1 {
			Collections::<T>::insert(CollectionId::District(district), Collection::default());
		}
		let last = CollectionId::District(99_999);

		#[extrinsic_call]
		_(governance::<T>() as T::RuntimeOrigin, last);

		assert!(Collections::<T>::contains_key(last));
	}

	#[benchmark]
	fn set_terms() {
		scene::<T>();
		let open = Collections::<T>::iter_keys().count() as u32;
		for district in open..MAX_COLLECTIONS {
			Collections::<T>::insert(
				CollectionId::District(district),
				Collection {
					queued: 200,
					..Collection::default()
				},
			);
		}
		let terms = RingTerms::default();

		#[extrinsic_call]
		_(governance::<T>() as T::RuntimeOrigin, terms);

		assert_eq!(Terms::<T>::get(), terms);
	}

	#[benchmark]
	fn resume_building() {
		Halted::<T>::put(true);

		#[extrinsic_call]
		_(governance::<T>() as T::RuntimeOrigin);

		assert!(!Halted::<T>::get());
	}

	#[benchmark]
	fn work_base() {
		scene::<T>();

		#[block]
		{
			Pallet::<T>::work(&mut WeightMeter::with_limit(T::WeightInfo::work_base()));
		}
	}

	/// A cohort for a new ring: it reads the queue of rebuilds too, and decodes an empty ring.
	#[benchmark]
	fn start_job() {
		scene::<T>();
		queue::<T>(1);

		#[block]
		{
			Pallet::<T>::start_next_for_benchmark();
		}

		assert!(CurrentJob::<T>::exists());
	}

	/// A rebuild of which no key leaves costs most: each is read, added and written.
	#[benchmark]
	fn build_step(n: Linear<1, PAGE_KEYS>) {
		scene::<T>();
		let keys = ring::<T>(n + 1);
		Pallet::<T>::remove_keys(
			office::<T>(),
			keys_of(alloc::vec![keys[n as usize]]),
			Removal::Suspended,
		)
		.expect("is a member");
		Helper::<T>::set_time(NOW + RingTerms::default().removal_delay);
		Pallet::<T>::start_next_for_benchmark();
		let job = CurrentJob::<T>::get().expect("a ring is rebuilt");

		#[block]
		{
			Pallet::<T>::step_for_benchmark(job, n);
		}

		assert_eq!(CurrentJob::<T>::get().expect("goes on").listed, n);
	}

	/// A rebuild of a ring with as many older revisions in their grace as can be.
	#[benchmark]
	fn finish_job() {
		scene::<T>();
		for number in 0..=MAX_IN_GRACE {
			let mut collection = Collections::<T>::get(CITY).expect("is open");
			Pallet::<T>::enqueue(CITY, &mut collection, vectors::key(number));
			Pallet::<T>::note_if_ready(CITY, &collection);
			Collections::<T>::insert(CITY, collection);
			finish::<T>();
		}
		assert_eq!(
			Rings::<T>::get(CITY, RingIndex(0))
				.expect("was made")
				.in_grace
				.len() as u32,
			MAX_IN_GRACE
		);
		Pallet::<T>::remove_keys(
			office::<T>(),
			keys_of(alloc::vec![vectors::key(0)]),
			Removal::Suspended,
		)
		.expect("is a member");
		Helper::<T>::set_time(NOW + RingTerms::default().removal_delay);
		Pallet::<T>::start_next_for_benchmark();
		let job = CurrentJob::<T>::get().expect("a ring is rebuilt");
		Pallet::<T>::step_for_benchmark(job, MAX_IN_GRACE + 1);
		let job = CurrentJob::<T>::get().expect("goes on");

		#[block]
		{
			Pallet::<T>::finish_for_benchmark(job);
		}

		assert!(!CurrentJob::<T>::exists());
	}

	/// The last revision of a full list, looked for among as many holds as can be.
	#[benchmark]
	fn sweep_revision() {
		scene::<T>();
		ring::<T>(PAGE_KEYS);
		let at = (CITY, RingIndex(0), Revision(1));
		for page in 1..pages(T::RingSize::get()) {
			KeyPages::<T>::insert(
				(CITY, RingIndex(0), Generation(0), page),
				KeyPage::truncate_from(alloc::vec![vectors::key(0); PAGE_KEYS as usize]),
			);
		}
		let eras: Vec<(Era, HoldId)> = (1..=MAX_HOLDS)
			.map(|number| (Era(number), HoldId(number.into())))
			.collect();
		HeldEras::<T>::insert(CITY, BoundedVec::truncate_from(eras));
		Revisions::<T>::mutate(at, |record| {
			record.as_mut().expect("was made").status = RevisionStatus::Retired {
				until: Era(0),
				expires_at: NOW,
			};
		});
		let place = ExpiryLine::<T>::mutate(Line::push);
		Expiries::<T>::insert(place, at);

		#[block]
		{
			Pallet::<T>::sweep(&mut WeightMeter::new());
		}

		assert!(!Revisions::<T>::contains_key(at));
	}

	/// An alias that takes over a party.
	#[benchmark]
	fn complete_rebinding() {
		let party = rebinding::<T>();
		Helper::<T>::set_time(NOW + RingTerms::default().rebinding_delay);

		#[block]
		{
			Pallet::<T>::do_bind(SERVICE, NEW_ALIAS, new_account::<T>()).expect("can be bound");
		}

		assert_eq!(AliasByIndex::<T>::get(party), Some((SERVICE, NEW_ALIAS)));
		assert_eq!(T::Currency::total_balance(&new_account::<T>()), WEALTH);
	}

	#[benchmark]
	fn start_rebinding() {
		let party = party::<T>();

		#[extrinsic_call]
		_(
			service_office::<T>() as T::RuntimeOrigin,
			SERVICE,
			party,
			NEW_ALIAS,
			DocumentCommitment::default(),
		);

		assert!(Rebindings::<T>::contains_key(party));
	}

	#[benchmark]
	fn cancel_rebinding() {
		let party = rebinding::<T>();

		#[extrinsic_call]
		_(service_office::<T>() as T::RuntimeOrigin, SERVICE, party);

		assert!(!Rebindings::<T>::contains_key(party));
	}

	#[benchmark]
	fn object_rebinding() {
		let party = rebinding::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(old_account::<T>()));

		assert!(!Rebindings::<T>::contains_key(party));
	}

	#[benchmark]
	fn sweep_former_account() {
		rebinding::<T>();
		Helper::<T>::set_time(NOW + RingTerms::default().rebinding_delay);
		Pallet::<T>::do_bind(SERVICE, NEW_ALIAS, new_account::<T>()).expect("can be bound");
		T::Currency::set_balance(&old_account::<T>(), WEALTH);
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), old_account::<T>());

		assert_eq!(T::Currency::total_balance(&new_account::<T>()), 2 * WEALTH);
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().real().build(),
		crate::mock::Test
	);

	/// A chain whose static data was not loaded yet.
	#[cfg(test)]
	mod without_static_data {
		use super::*;
		use crate::mock::{ExtBuilder, Test};
		use frame_support::assert_ok;

		#[test]
		fn what_reads_the_static_data_is_measured_as_well() {
			ExtBuilder::default()
				.real()
				.without_pages()
				.build()
				.execute_with(|| {
					assert_ok!(Pallet::<Test>::test_benchmark_authorize_bind_alias());
				});
			ExtBuilder::default()
				.real()
				.without_pages()
				.build()
				.execute_with(|| {
					assert_ok!(Pallet::<Test>::test_benchmark_load_chunk_page());
				});
			ExtBuilder::default()
				.real()
				.without_pages()
				.build()
				.execute_with(|| {
					assert_ok!(Pallet::<Test>::test_benchmark_build_step());
				});
		}
	}
}

impl<T: Config> Pallet<T> {
	fn start_next_for_benchmark() {
		let mut meter = WeightMeter::with_limit(T::WeightInfo::start_job());
		assert!(Self::work_once(&mut meter), "something was begun");
	}

	fn step_for_benchmark(job: Job, keys: u32) {
		Self::step(job, keys).expect("the keys fit");
	}

	fn finish_for_benchmark(job: Job) {
		Self::finish(job).expect("can be finished");
	}
}
