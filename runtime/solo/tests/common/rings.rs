// SPDX-License-Identifier: Apache-2.0

//! Citizens with ring keys, the rings that the chain builds of them, and the doors that open to a proof.
//!
//! A wallet asks the chain only what any node answers, and proves with the real proof system.

pub use super::points::{account_of, key};

use super::*;
use frame_support::BoundedVec;
use pallet_citizen_rings::{
	runtime_api::{runtime_decl_for_citizen_rings_api::CitizenRingsApiV1, RingSettings, RootView},
	Call, Event, KeyEntry, KeyStatus, ProofBytes, Removal, Revision, RevisionStatus, RingIndex,
	ServiceId, MAX_BATCH,
};
use seoul_chain_primitives::chain::HOUR;
use seoul_chain_ring_proofs::{
	chunks,
	login::{
		AnonymousLogin, Facility, KnownRoot, LoginChallenge, LoginRefusal, NonceBook, RootBook,
	},
	prover::{OpenedRing, RingSecret},
	Alias, Bandersnatch, ChainId, CollectionId, Context, Message, Purpose, RingKey, RingSize,
	ServiceBinding,
};
use sp_core::{bytes::to_hex, DeriveJunction};

/// The collection of all citizens.
pub const CITY: CollectionId = CollectionId::City;
/// Services in which citizens can act under an alias.
pub const CARS: ServiceId = ServiceId(0);
/// Points.
pub const MILEAGE: ServiceId = ServiceId(1);

/// The static data, as a genesis has it.
pub fn pages() -> Vec<String> {
	chunks::load(RingSize::Large)
		.iter()
		.map(|page| to_hex(page, false))
		.collect()
}

/// The small city, which can build rings from the first block on.
pub fn development_with_rings() -> Chain {
	let patch = serde_json::json!({ "citizenRings": { "chunkPages": pages() } });
	Chain::with(genesis_config_presets::DEVELOPMENT, patch)
}

/// A chain with the periods and the cohorts of the city, on which nobody has loaded the static data yet.
pub fn city_without_static_data() -> Chain {
	let terms = pallet_citizen_rings::RingTerms::default();
	let patch = serde_json::json!({ "citizenRings": { "terms": terms } });
	Chain::with(genesis_config_presets::LOCAL, patch)
}

/// What a wallet knows of the chain.
pub fn settings(chain: &mut Chain) -> RingSettings {
	chain.query(<Runtime as CitizenRingsApiV1<Block, AccountId>>::settings)
}

/// The events of the rings among these.
pub fn of_rings(events: &[RuntimeEvent]) -> Vec<Event<Runtime>> {
	events
		.iter()
		.filter_map(|event| match event {
			RuntimeEvent::CitizenRings(event) => Some(event.clone()),
			_ => None,
		})
		.collect()
}

/// A citizen's wallet: one seed, from which the account of the card, the ring key and an account for each service come.
pub struct Wallet {
	/// The account of the card.
	pub card: sr25519::Pair,
	/// The card.
	pub citizen: CitizenIndex,
	collection: CollectionId,
	seed: [u8; 32],
	secret: RingSecret,
	chain: ChainId,
}

impl Wallet {
	/// A citizen with a new card.
	pub fn of_a_new_citizen(chain: &mut Chain, path: &str) -> Self {
		let (card, party) = points::new_citizen(chain, path);
		let PartyId::Citizen(citizen) = party else {
			panic!("a citizen is a citizen")
		};
		Self::of(chain, card, citizen, seed(path), 0)
	}

	/// The wallet of a citizen who has a card.
	pub fn of(
		chain: &mut Chain,
		card: sr25519::Pair,
		citizen: CitizenIndex,
		seed: [u8; 32],
		generation: u32,
	) -> Self {
		let chain = settings(chain).chain;
		let secret = RingSecret::derive(&seed, &chain, CITY, generation);
		Self {
			card,
			citizen,
			collection: CITY,
			seed,
			secret,
			chain,
		}
	}

	/// The same wallet with its first key of another collection than the city's.
	pub fn in_collection(self, collection: CollectionId) -> Self {
		Self {
			secret: RingSecret::derive(&self.seed, &self.chain, collection, 0),
			collection,
			..self
		}
	}

	/// The ring key.
	pub fn ring_key(&self) -> RingKey {
		self.secret.key()
	}

	/// What the card office gets.
	pub fn entry(&self) -> KeyEntry {
		KeyEntry {
			key: self.ring_key(),
			possession: self
				.secret
				.prove_possession(&self.chain, self.collection)
				.expect("the key signs"),
		}
	}

	/// By what it is known in a context, without a proof.
	pub fn alias(&self, purpose: Purpose) -> Alias {
		self.secret
			.alias(&Context::of(&self.chain, purpose))
			.expect("every context gives an alias")
	}

	/// The key that acts in a service: hard derivations of the same seed, as the command line makes them.
	pub fn alias_key(&self, service: ServiceId) -> sr25519::Pair {
		let name = match service {
			CARS => "/cars",
			MILEAGE => "/mileage",
			_ => "/payments",
		};
		let path = ["/seoul", name, "/0"].map(DeriveJunction::from);
		sr25519::Pair::from_seed(&self.seed)
			.derive(path.into_iter(), None)
			.expect("hard derivations of sr25519 never fail")
			.0
	}

	/// Find the ring that has the key, and open its newest revision. Takes as long as a proof, and serves many.
	pub fn unlock(&self, chain: &mut Chain) -> Unlocked<'_> {
		let ring = self.ring(chain).expect("the key is in a ring");
		let revision = newest_of(chain, self.collection, ring).revision;
		self.unlock_at(chain, ring, revision)
			.expect("the key is in the newest revision")
	}

	/// The ring that has the key, if one has.
	pub fn ring(&self, chain: &mut Chain) -> Option<RingIndex> {
		let key = self.ring_key();
		let known = chain.query(|| <Runtime as CitizenRingsApiV1<Block, AccountId>>::key(key))?;
		match known.record.status {
			KeyStatus::Member { ring, .. } | KeyStatus::Leaving { ring, .. } => Some(ring),
			KeyStatus::Queued { .. } | KeyStatus::Removed { .. } => None,
		}
	}

	/// Open a revision, if the key is in it.
	pub fn unlock_at(
		&self,
		chain: &mut Chain,
		ring: RingIndex,
		revision: Revision,
	) -> Option<Unlocked<'_>> {
		let keys = chain.query(|| {
			<Runtime as CitizenRingsApiV1<Block, AccountId>>::keys(self.collection, ring, revision)
		})?;
		let opened = OpenedRing::open(RingSize::Large, &self.secret, &keys).ok()?;
		Some(Unlocked {
			wallet: self,
			ring,
			revision,
			opened,
		})
	}
}

/// The seed of a path of hard derivations.
pub fn seed(path: &str) -> [u8; 32] {
	sr25519::Pair::from_string_with_seed(path, None)
		.expect("a valid path")
		.1
		.expect("only soft derivations lose the seed")
}

/// The newest revision of a ring of the city.
pub fn newest(chain: &mut Chain, ring: RingIndex) -> RootView {
	newest_of(chain, CITY, ring)
}

/// The newest revision of a ring.
pub fn newest_of(chain: &mut Chain, collection: CollectionId, ring: RingIndex) -> RootView {
	roots_of(chain, collection)
		.into_iter()
		.find(|root| root.ring == ring && root.status == RevisionStatus::Newest)
		.expect("the ring has a newest revision")
}

/// The keys of a revision, in order.
pub fn keys_of(chain: &mut Chain, ring: RingIndex, revision: Revision) -> Vec<RingKey> {
	chain
		.query(|| <Runtime as CitizenRingsApiV1<Block, AccountId>>::keys(CITY, ring, revision))
		.expect("the revision is there")
}

/// Every root of the city that is valid now.
pub fn roots(chain: &mut Chain) -> Vec<RootView> {
	roots_of(chain, CITY)
}

/// Every root of a collection that is valid now.
pub fn roots_of(chain: &mut Chain, collection: CollectionId) -> Vec<RootView> {
	chain.query(|| {
		<Runtime as CitizenRingsApiV1<Block, AccountId>>::roots(collection, RingIndex(0), u32::MAX)
	})
}

/// An opened ring, from which its citizen proves what it wants.
pub struct Unlocked<'a> {
	wallet: &'a Wallet,
	/// The ring.
	pub ring: RingIndex,
	/// Its revision.
	pub revision: Revision,
	opened: OpenedRing,
}

impl Unlocked<'_> {
	/// A proof in a context that binds these bytes, and the alias that it shows.
	pub fn prove(&self, purpose: Purpose, message: &[u8]) -> (Vec<u8>, Alias) {
		let context = Context::of(&self.wallet.chain, purpose);
		self.opened
			.prove(&self.wallet.secret, &context, message)
			.expect("who opened a ring can prove")
	}

	/// The answer to a facility's challenge.
	pub fn answer(&self, challenge: LoginChallenge) -> AnonymousLogin {
		let purpose = Purpose::Login {
			facility: challenge.facility,
		};
		let (proof, alias) = self.prove(purpose, &challenge.to_bytes(&self.wallet.chain));
		AnonymousLogin {
			challenge,
			chain: self.wallet.chain,
			ring: self.ring.0,
			revision: self.revision.0,
			alias: alias.0,
			proof,
		}
	}

	/// What binds an account in a service, for the first time or after so many renewals.
	pub fn bind(&self, service: ServiceId, account: &AccountId, renewal: u32) -> Binding {
		let message = ServiceBinding {
			service: service.0,
			renewal,
			account,
		}
		.to_bytes(&self.wallet.chain);
		let purpose = Purpose::Service { service: service.0 };
		let (proof, alias) = self.prove(purpose, &message);
		Binding {
			service,
			ring: self.ring,
			revision: self.revision,
			alias,
			account: account.clone(),
			proof,
		}
	}
}

/// The arguments of `bind_alias`.
#[derive(Clone, Debug)]
pub struct Binding {
	/// The service.
	pub service: ServiceId,
	/// The ring.
	pub ring: RingIndex,
	/// Its revision.
	pub revision: Revision,
	/// The alias that the proof shows.
	pub alias: Alias,
	/// The account that acts for it.
	pub account: AccountId,
	/// The proof.
	pub proof: Vec<u8>,
}

impl Binding {
	/// The call.
	pub fn call(&self) -> Call<Runtime> {
		Call::bind_alias {
			service: self.service,
			ring: self.ring,
			revision: self.revision,
			alias: self.alias,
			account: self.account.clone(),
			proof: ProofBytes::try_from(self.proof.clone()).expect("no longer than a proof"),
		}
	}

	/// The transaction, which nobody signs.
	pub fn transaction(&self) -> UncheckedExtrinsic {
		unsigned(self.call())
	}
}

/// Send a binding through the pool into the open block. Returns the index under which the account acts.
#[track_caller]
pub fn bound(chain: &mut Chain, binding: &Binding) -> CitizenIndex {
	let transaction = binding.transaction();
	chain
		.pool_says(&transaction)
		.expect("the pool takes a valid proof");
	let outcome = chain.apply_transaction(transaction);
	assert_eq!(outcome.result, Ok(()));
	of_rings(&outcome.events)
		.into_iter()
		.find_map(|event| match event {
			Event::AliasBound { index, .. } | Event::AliasRenewed { index, .. } => Some(index),
			_ => None,
		})
		.expect("the event names the index")
}

/// The card office admits keys of the city, a hundred in a block.
pub fn admit(chain: &mut Chain, entries: Vec<KeyEntry>) {
	admit_to(chain, CITY, entries);
}

/// The card office admits keys to a collection, a hundred in a block.
pub fn admit_to(chain: &mut Chain, collection: CollectionId, entries: Vec<KeyEntry>) {
	let most = usize::try_from(MAX_BATCH).expect("a batch is short");
	for batch in entries.chunks(most) {
		let count = u32::try_from(batch.len()).expect("a batch is short");
		chain.next_block_with_room();
		let events = chain.succeeds(
			who::CITY_OFFICER,
			Call::<Runtime>::admit_keys {
				collection,
				entries: BoundedVec::truncate_from(batch.to_vec()),
			},
		);
		let admitted = of_rings(&events)
			.into_iter()
			.any(|event| matches!(event, Event::KeysAdmitted { keys, .. } if keys == count));
		assert!(admitted, "every key is admitted: {events:?}");
	}
}

/// The card office removes keys.
pub fn remove(chain: &mut Chain, keys: &[RingKey], cause: Removal) {
	chain.succeeds(
		who::CITY_OFFICER,
		Call::<Runtime>::remove_keys {
			keys: BoundedVec::truncate_from(keys.to_vec()),
			cause,
		},
	);
}

/// Close blocks until every key that waited is in a ring. Returns how many it took.
pub fn build(chain: &mut Chain) -> u32 {
	for blocks in 0..60 {
		let waiting = chain
			.query(<Runtime as CitizenRingsApiV1<Block, AccountId>>::collections)
			.into_iter()
			.any(|collection| collection.queued > 0);
		let working = chain.query(|| pallet_citizen_rings::CurrentJob::<Runtime>::get().is_some());
		if !waiting && !working {
			return blocks;
		}
		chain.next_block();
	}
	panic!("the rings are never built");
}

/// New citizens whose keys are in a ring.
pub fn citizens_in_a_ring(chain: &mut Chain, count: usize) -> Vec<Wallet> {
	let wallets: Vec<Wallet> = (0..count)
		.map(|number| Wallet::of_a_new_citizen(chain, &format!("//citizen in a ring//{number}")))
		.collect();
	admit(chain, wallets.iter().map(Wallet::entry).collect());
	build(chain);
	chain.next_block_with_room();
	wallets
}

/// A facility that lets citizens in without knowing who they are: what it reads of the chain, and what it has asked.
pub struct Door {
	/// Who the facility is.
	pub facility: Facility,
	roots: RootBook,
	nonces: NonceBook,
	asked: u64,
}

impl Door {
	/// The door of a facility of the small city.
	pub fn of(chain: &mut Chain, number: u32, domain: &str) -> Self {
		let RingSettings {
			chain: id, size, ..
		} = settings(chain);
		let mut door = Self {
			facility: Facility {
				chain: id,
				number,
				domain: domain.into(),
				collection: CITY,
				ring_size: size,
				max_root_age: HOUR,
			},
			roots: RootBook::default(),
			nonces: NonceBook::default(),
			asked: 0,
		};
		door.read(chain);
		door
	}

	/// Read the roots of the newest block.
	pub fn read(&mut self, chain: &mut Chain) {
		let read_at = chain.now();
		for view in roots(chain) {
			let expires_at = match view.status {
				RevisionStatus::Newest => None,
				RevisionStatus::Retired { expires_at, .. } => Some(expires_at),
			};
			self.roots.insert(
				CITY,
				view.ring.0,
				view.revision.0,
				KnownRoot {
					root: view.root,
					expires_at,
					read_at,
				},
			);
		}
	}

	/// A new challenge, valid for two minutes.
	pub fn ask(&mut self, now: Moment) -> LoginChallenge {
		self.asked += 1;
		let nonce = sp_io::hashing::blake2_256(&(self.facility.number, self.asked).encode());
		let challenge = self.facility.challenge(nonce, now, 120_000);
		self.nonces.issue(&challenge);
		challenge
	}

	/// Whom an answer lets in, or why nobody.
	pub fn opens_to(&mut self, login: &AnonymousLogin, now: Moment) -> Result<Alias, LoginRefusal> {
		self.facility
			.verify::<Bandersnatch>(login, now, &self.roots, &mut self.nonces)
	}

	/// Ask and verify: whom it lets in now.
	pub fn lets_in(
		&mut self,
		chain: &Chain,
		unlocked: &Unlocked<'_>,
	) -> Result<Alias, LoginRefusal> {
		let login = unlocked.answer(self.ask(chain.now()));
		self.opens_to(&login, chain.now())
	}
}
