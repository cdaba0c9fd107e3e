// SPDX-License-Identifier: Apache-2.0

//! Ring keys and proofs as WebAssembly, for wallets in browsers.
//!
//! The module has one import, `seoul.random(at, length)`, which fills memory with random bytes, and four functions:
//!
//! | function | what |
//! |---|---|
//! | `input(length)` | where so many bytes of a request are to be written |
//! | `run()` | carries the request out; 0, or the number of a refusal |
//! | `output()`, `output_length()` | where the answer is |
//! | `forget()` | wipes request and answer from memory |
//!
//! Requests are SCALE. `js/seoul-ring.js` speaks it, so that nobody else has to. Messages are structures, as
//! everywhere: nobody can have bytes of their own bound to a proof.

#![no_std]

extern crate alloc;

use alloc::{collections::BTreeMap, vec::Vec};
use codec::{Decode, DecodeAll};
use seoul_chain_ring_proofs::{
	chunks::{pages, PAGE_BYTES},
	login::LoginChallenge,
	prover::{OpenedRing, RingSecret},
	Alias, Bandersnatch, ChainId, CollectionId, Context, Message, PollEnrolment, Purpose, RingKey,
	RingProofSystem, RingRoot, RingSize, ServiceBinding, CHUNK_BYTES,
};
use sp_crypto_hashing::blake2_256;
use spin::Mutex;
use zeroize::{Zeroize, Zeroizing};

#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
	core::arch::wasm32::unreachable()
}

#[link(wasm_import_module = "seoul")]
extern "C" {
	/// Fill `length` bytes at `at` with random bytes.
	fn random(at: *mut u8, length: usize);
}

fn fill(bytes: &mut [u8]) -> Result<(), getrandom::Error> {
	// SAFETY: the place is that of `bytes`, which nobody else uses meanwhile.
	unsafe { random(bytes.as_mut_ptr(), bytes.len()) };
	Ok(())
}

getrandom::register_custom_getrandom!(fill);

/// What is asked for.
#[derive(Decode)]
enum Request {
	/// The entropy of a key, which a wallet keeps, and the key.
	#[codec(index = 0)]
	Derive {
		seed: [u8; 32],
		chain: ChainId,
		collection: CollectionId,
		generation: u32,
	},
	/// The key of an entropy.
	#[codec(index = 1)]
	Key { entropy: [u8; 32] },
	/// The proof of possession for the card office.
	#[codec(index = 2)]
	Possession {
		entropy: [u8; 32],
		chain: ChainId,
		collection: CollectionId,
	},
	/// The alias of a key for a purpose.
	#[codec(index = 3)]
	Alias {
		entropy: [u8; 32],
		chain: ChainId,
		purpose: Purpose,
	},
	/// Open a ring, after its root was computed from the keys; gives its handle.
	#[codec(index = 4)]
	Open {
		size: RingSize,
		entropy: [u8; 32],
		keys: Vec<RingKey>,
		root: RingRoot,
		pages: Vec<Vec<u8>>,
	},
	/// The answer to a facility's challenge: an alias and a proof.
	#[codec(index = 5)]
	ProveLogin {
		handle: u32,
		chain: ChainId,
		challenge: LoginChallenge,
	},
	/// The proof that binds an account for a service: an alias and a proof.
	#[codec(index = 6)]
	ProveService {
		handle: u32,
		chain: ChainId,
		service: u32,
		renewal: u32,
		account: [u8; 32],
	},
	/// The proof that enrols a voting key in a poll: an alias and a proof.
	#[codec(index = 7)]
	ProvePoll {
		handle: u32,
		chain: ChainId,
		poll: u32,
		voting_key: [u8; 32],
	},
	/// Forget an opened ring and its secret.
	#[codec(index = 8)]
	Close { handle: u32 },
	/// Check a proof that binds an account for a service; gives the alias.
	#[codec(index = 9)]
	VerifyService {
		size: RingSize,
		root: RingRoot,
		chain: ChainId,
		service: u32,
		renewal: u32,
		account: [u8; 32],
		proof: Vec<u8>,
	},
	/// The root of keys, as whoever audits a ring compares it.
	#[codec(index = 10)]
	Root {
		size: RingSize,
		keys: Vec<RingKey>,
		pages: Vec<Vec<u8>>,
	},
}

/// Why a request is not carried out.
#[derive(Clone, Copy)]
enum Refusal {
	/// The bytes are no request.
	Unreadable = 1,
	/// The key does not stand in the ring, or a key is none, or there are too many.
	NotInRing = 2,
	/// The keys are not those of the root, or the pages are not those of the ceremony.
	OtherRoot = 3,
	/// No ring is open under this handle.
	NotOpen = 4,
	/// The library could not make the proof.
	NotMade = 5,
	/// The proof is not valid.
	Invalid = 6,
}

/// A ring that is open, with the secret that stands in it.
struct Opened {
	ring: OpenedRing,
	secret: RingSecret,
}

struct State {
	input: Vec<u8>,
	output: Vec<u8>,
	rings: BTreeMap<u32, Opened>,
	next: u32,
}

static STATE: Mutex<State> = Mutex::new(State {
	input: Vec::new(),
	output: Vec::new(),
	rings: BTreeMap::new(),
	next: 0,
});

/// The root of keys, computed from pages that are checked against the ceremony's hashes.
fn root_of(size: RingSize, keys: &[RingKey], given: &[Vec<u8>]) -> Option<RingRoot> {
	let mut chunks = Vec::new();
	for (page, bytes) in (0u32..pages(size)).zip(given) {
		if bytes.len() != PAGE_BYTES
			|| Bandersnatch::page_hash(size, page) != Some(blake2_256(bytes))
		{
			return None;
		}
		chunks.extend_from_slice(bytes);
	}
	let needed = chunks.get(..keys.len().checked_mul(CHUNK_BYTES)?)?;
	let mut builder = Bandersnatch::start(size);
	Bandersnatch::push(size, &mut builder, keys, needed).ok()?;
	Bandersnatch::finish(&builder).ok()
}

/// A proof by an open ring: the alias, then the proof.
fn prove(
	state: &State,
	handle: u32,
	chain: &ChainId,
	purpose: Purpose,
	message: &impl Message,
) -> Result<Vec<u8>, Refusal> {
	let opened = state.rings.get(&handle).ok_or(Refusal::NotOpen)?;
	let (proof, Alias(alias)) = opened
		.ring
		.prove(
			&opened.secret,
			&Context::of(chain, purpose),
			&message.to_bytes(chain),
		)
		.map_err(|_| Refusal::NotMade)?;
	Ok([&alias[..], &proof].concat())
}

fn carry_out(state: &mut State, request: Request) -> Result<Vec<u8>, Refusal> {
	match request {
		Request::Derive {
			seed,
			chain,
			collection,
			generation,
		} => {
			let seed = Zeroizing::new(seed);
			let entropy = RingSecret::entropy(&seed, &chain, collection, generation);
			let key = RingSecret::from_entropy(*entropy).key();
			Ok([&entropy[..], &key.0].concat())
		},
		Request::Key { entropy } => Ok(RingSecret::from_entropy(entropy).key().0.to_vec()),
		Request::Possession {
			entropy,
			chain,
			collection,
		} => RingSecret::from_entropy(entropy)
			.prove_possession(&chain, collection)
			.map(|possession| possession.0.to_vec())
			.map_err(|_| Refusal::NotMade),
		Request::Alias {
			entropy,
			chain,
			purpose,
		} => RingSecret::from_entropy(entropy)
			.alias(&Context::of(&chain, purpose))
			.map(|alias| alias.0.to_vec())
			.map_err(|_| Refusal::NotMade),
		Request::Open {
			size,
			entropy,
			keys,
			root,
			pages,
		} => {
			let secret = RingSecret::from_entropy(entropy);
			if !keys.contains(&secret.key()) {
				return Err(Refusal::NotInRing);
			}
			// A list that is not that of the root gives proofs that nobody accepts, or that single somebody out.
			if root_of(size, &keys, &pages) != Some(root) {
				return Err(Refusal::OtherRoot);
			}
			let ring = OpenedRing::open(size, &secret, &keys).map_err(|_| Refusal::NotInRing)?;
			let handle = state.next;
			state.next = handle.wrapping_add(1);
			state.rings.insert(handle, Opened { ring, secret });
			Ok(handle.to_le_bytes().to_vec())
		},
		Request::ProveLogin {
			handle,
			chain,
			challenge,
		} => {
			let purpose = Purpose::Login {
				facility: challenge.facility,
			};
			prove(state, handle, &chain, purpose, &challenge)
		},
		Request::ProveService {
			handle,
			chain,
			service,
			renewal,
			account,
		} => {
			let message = ServiceBinding {
				service,
				renewal,
				account: &account,
			};
			prove(
				state,
				handle,
				&chain,
				Purpose::Service { service },
				&message,
			)
		},
		Request::ProvePoll {
			handle,
			chain,
			poll,
			voting_key,
		} => {
			let message = PollEnrolment { poll, voting_key };
			prove(state, handle, &chain, Purpose::Poll { poll }, &message)
		},
		Request::Close { handle } => state
			.rings
			.remove(&handle)
			.map(|_| Vec::new())
			.ok_or(Refusal::NotOpen),
		Request::Root { size, keys, pages } => root_of(size, &keys, &pages)
			.map(|root| root.0.to_vec())
			.ok_or(Refusal::OtherRoot),
		Request::VerifyService {
			size,
			root,
			chain,
			service,
			renewal,
			account,
			proof,
		} => {
			let message = ServiceBinding {
				service,
				renewal,
				account: &account,
			};
			let context = Context::of(&chain, Purpose::Service { service });
			Bandersnatch::verify(size, &root, &context, &message.to_bytes(&chain), &proof)
				.map(|alias| alias.0.to_vec())
				.map_err(|_| Refusal::Invalid)
		},
	}
}

/// Where a request of so many bytes is to be written.
#[no_mangle]
pub extern "C" fn input(length: usize) -> *mut u8 {
	let mut state = STATE.lock();
	state.input.zeroize();
	state.input.resize(length, 0);
	state.input.as_mut_ptr()
}

/// Carry the request out: 0, or the number of a refusal.
#[no_mangle]
pub extern "C" fn run() -> u32 {
	let mut state = STATE.lock();
	let request = Request::decode_all(&mut &state.input[..]);
	state.input.zeroize();
	state.output.zeroize();
	let answer = match request {
		Ok(request) => carry_out(&mut state, request),
		Err(_) => Err(Refusal::Unreadable),
	};
	match answer {
		Ok(answer) => {
			state.output = answer;
			0
		},
		Err(refusal) => refusal as u32,
	}
}

/// Where the answer is.
#[no_mangle]
pub extern "C" fn output() -> *const u8 {
	STATE.lock().output.as_ptr()
}

/// How many bytes the answer has.
#[no_mangle]
pub extern "C" fn output_length() -> usize {
	STATE.lock().output.len()
}

/// Wipe the answer from memory, once it was read.
#[no_mangle]
pub extern "C" fn forget() {
	let mut state = STATE.lock();
	state.input.zeroize();
	state.output.zeroize();
}
