// SPDX-License-Identifier: Apache-2.0

//! The real proof system: what it accepts, and what it refuses.

use proptest::prelude::*;
use seoul_chain_ring_proofs::{
	chunks,
	login::{AnonymousLogin, Facility, KnownRoot, LoginRefusal, NonceBook, RootBook},
	prover::{OpenedRing, ProveError, RingSecret},
	Alias, Bandersnatch, BatchItem, BuildError, ChainId, CollectionId, Context, KeyError, Message,
	PollEnrolment, Possession, PossessionProof, ProofError, Purpose, RingBuilder, RingKey,
	RingProofSystem, RingRoot, RingSize, CHUNK_BYTES, PROOF_BYTES,
};
use sp_crypto_hashing::blake2_256;

const CHAIN: ChainId = [7; 32];
const SIZE: RingSize = RingSize::Small;
const POLL: Purpose = Purpose::Poll { poll: 3 };

fn secret(number: u8) -> RingSecret {
	RingSecret::from_entropy([number; 32])
}

fn keys(count: u8) -> Vec<RingKey> {
	(0..count).map(|number| secret(number).key()).collect()
}

/// A ring that is built in steps of `step` keys.
fn build(size: RingSize, keys: &[RingKey], step: usize) -> (RingBuilder, RingRoot) {
	let data = chunks::load(size).concat();
	let mut builder = Bandersnatch::start(size);
	for (number, part) in keys.chunks(step).enumerate() {
		let from = number * step * CHUNK_BYTES;
		Bandersnatch::push(
			size,
			&mut builder,
			part,
			&data[from..from + part.len() * CHUNK_BYTES],
		)
		.expect("the keys fit");
	}
	let root = Bandersnatch::finish(&builder).expect("can be finished");
	(builder, root)
}

fn message() -> Vec<u8> {
	PollEnrolment {
		poll: 3,
		voting_key: [9; 32],
	}
	.to_bytes(&CHAIN)
}

/// Ten keys, their root, and a proof of the fourth.
struct Scene {
	root: RingRoot,
	context: Context,
	alias: Alias,
	proof: Vec<u8>,
}

fn scene() -> Scene {
	let keys = keys(10);
	let (_, root) = build(SIZE, &keys, 10);
	let context = Context::of(&CHAIN, POLL);
	let (proof, alias) = OpenedRing::open(SIZE, &secret(3), &keys)
		.and_then(|opened| opened.prove(&secret(3), &context, &message()))
		.expect("is a member");
	Scene {
		root,
		context,
		alias,
		proof,
	}
}

impl Scene {
	fn verify(&self, proof: &[u8]) -> Result<Alias, ProofError> {
		Bandersnatch::verify(SIZE, &self.root, &self.context, &message(), proof)
	}
}

#[test]
fn a_member_proves_membership_and_shows_the_alias_of_the_context() {
	let scene = scene();
	assert_eq!(scene.proof.len(), PROOF_BYTES);
	assert_eq!(Bandersnatch::check_form(&scene.proof), Ok(()));
	assert_eq!(scene.verify(&scene.proof), Ok(scene.alias));
	assert_eq!(secret(3).alias(&scene.context), Ok(scene.alias));
}

#[test]
fn proofs_of_one_member_differ_and_show_the_same_alias() {
	let keys = keys(10);
	let context = Context::of(&CHAIN, POLL);
	let opened = OpenedRing::open(SIZE, &secret(3), &keys).expect("is a member");
	let first = opened
		.prove(&secret(3), &context, &message())
		.expect("proves");
	let second = opened
		.prove(&secret(3), &context, &message())
		.expect("proves");
	assert_ne!(first.0, second.0);
	assert_eq!(first.1, second.1);
}

#[test]
fn aliases_of_two_contexts_and_of_two_members_differ() {
	let other = Context::of(&CHAIN, Purpose::Poll { poll: 4 });
	let scene = scene();
	assert_ne!(secret(3).alias(&other), Ok(scene.alias));
	assert_ne!(secret(4).alias(&scene.context), Ok(scene.alias));
}

#[test]
fn who_is_not_in_the_ring_can_make_no_proof() {
	assert_eq!(
		OpenedRing::open(SIZE, &secret(11), &keys(10)).err(),
		Some(ProveError::NotInRing)
	);
	// Nor with the place of another.
	let scene = scene();
	let opened = OpenedRing::open(SIZE, &secret(3), &keys(10)).expect("is a member");
	if let Ok((proof, _)) = opened.prove(&secret(11), &scene.context, &message()) {
		assert_eq!(scene.verify(&proof), Err(ProofError::Invalid));
	}
}

#[test]
fn a_proof_is_refused_in_another_context_or_for_another_message_or_ring() {
	let scene = scene();
	let (_, other_root) = build(SIZE, &keys(11), 11);
	let verify = |root: &RingRoot, purpose, message: &[u8]| {
		Bandersnatch::verify(
			SIZE,
			root,
			&Context::of(&CHAIN, purpose),
			message,
			&scene.proof,
		)
	};
	let invalid = Err(ProofError::Invalid);
	assert_eq!(verify(&scene.root, POLL, &message()), Ok(scene.alias));
	assert_eq!(
		verify(&scene.root, Purpose::Poll { poll: 4 }, &message()),
		invalid
	);
	assert_eq!(
		verify(&scene.root, Purpose::Login { facility: 3 }, &message()),
		invalid
	);
	assert_eq!(verify(&scene.root, POLL, b""), invalid);
	assert_eq!(verify(&other_root, POLL, &message()), invalid);
	assert_eq!(
		Bandersnatch::verify(
			SIZE,
			&scene.root,
			&Context::of(&[8; 32], POLL),
			&message(),
			&scene.proof
		),
		invalid
	);
}

#[test]
fn other_lengths_are_refused_before_anything_is_decoded() {
	let scene = scene();
	for length in [0, 1, 752, 753, 784, 786, 817, 2_000] {
		let mut proof = scene.proof.clone();
		proof.resize(length, 0);
		assert_eq!(
			Bandersnatch::check_form(&proof),
			Err(ProofError::WrongLength)
		);
		assert_eq!(scene.verify(&proof), Err(ProofError::WrongLength));
	}
}

#[test]
fn what_is_no_proof_is_refused_by_its_form() {
	let scene = scene();
	let form = |change: &dyn Fn(&mut Vec<u8>)| {
		let mut proof = scene.proof.clone();
		change(&mut proof);
		(Bandersnatch::check_form(&proof), scene.verify(&proof))
	};
	let malformed = (Err(ProofError::Malformed), Err(ProofError::Malformed));
	// Another number of contexts.
	for count in [0, 2, 16, 255] {
		assert_eq!(form(&|proof| proof[752] = count), malformed, "{count}");
	}
	assert_eq!(form(&|proof| proof.fill(0)), malformed);
	assert_eq!(form(&|proof| proof.fill(0xAB)), malformed);
	assert_eq!(form(&|proof| proof.fill(0xFF)), malformed);
	// No point for an alias.
	assert_eq!(form(&|proof| proof[753..].fill(0xFF)), malformed);
}

#[test]
fn no_changed_byte_is_accepted() {
	let scene = scene();
	for place in (0..PROOF_BYTES).step_by(23).chain([752, 753, 784]) {
		let mut proof = scene.proof.clone();
		proof[place] ^= 1;
		assert!(scene.verify(&proof).is_err(), "byte {place}");
	}
}

#[test]
fn the_alias_of_another_cannot_be_put_into_a_proof() {
	let scene = scene();
	let keys = keys(10);
	let (other, _) = OpenedRing::open(SIZE, &secret(4), &keys)
		.and_then(|opened| opened.prove(&secret(4), &scene.context, &message()))
		.expect("is a member");
	let mut mixed = scene.proof.clone();
	mixed[753..].copy_from_slice(&other[753..]);
	assert_eq!(Bandersnatch::check_form(&mixed), Ok(()));
	assert_eq!(scene.verify(&mixed), Err(ProofError::Invalid));
}

#[test]
fn a_batch_says_of_each_proof_what_it_is() {
	let keys = keys(10);
	let (_, root) = build(SIZE, &keys, 10);
	let context = Context::of(&CHAIN, POLL);
	let proofs: Vec<(Vec<u8>, Alias)> = (0..5)
		.map(|number| {
			OpenedRing::open(SIZE, &secret(number), &keys)
				.and_then(|opened| opened.prove(&secret(number), &context, &message()))
				.expect("is a member")
		})
		.collect();
	let check = |proofs: &[Vec<u8>]| {
		let message = message();
		let items: Vec<BatchItem<'_>> = proofs
			.iter()
			.map(|proof| BatchItem {
				root: &root,
				context: &context,
				message: &message,
				proof,
			})
			.collect();
		let each = Bandersnatch::verify_batch(SIZE, &items);
		let all = Bandersnatch::verify_all(SIZE, &items);
		assert_eq!(all.is_ok(), each.iter().all(Result::is_ok));
		if let Ok(all) = all {
			assert_eq!(all.into_iter().map(Ok).collect::<Vec<_>>(), each);
		}
		each
	};
	let good: Vec<Vec<u8>> = proofs.iter().map(|(proof, _)| proof.clone()).collect();
	let aliases: Vec<Result<Alias, ProofError>> =
		proofs.iter().map(|(_, alias)| Ok(*alias)).collect();
	assert_eq!(check(&good), aliases);
	assert_eq!(check(&[]), []);
	for number in 0..good.len() {
		let mut one_bad = good.clone();
		one_bad[number][753..].copy_from_slice(&proofs[(number + 1) % good.len()].0[753..]);
		assert_eq!(check(&one_bad)[number], Err(ProofError::Invalid));
	}
	let mut bad = good;
	bad[1].truncate(784);
	bad[3][753..].copy_from_slice(&proofs[0].0[753..]);
	bad[4].fill(0xAB);
	assert_eq!(
		check(&bad),
		[
			aliases[0],
			Err(ProofError::WrongLength),
			aliases[2],
			Err(ProofError::Invalid),
			Err(ProofError::Malformed),
		]
	);
}

#[test]
fn whoever_has_the_secret_shows_it_for_one_collection_of_one_chain() {
	let secret = secret(1);
	let key = secret.key();
	let proof = secret
		.prove_possession(&CHAIN, CollectionId::City)
		.expect("can be signed");
	let verify = |key: &RingKey, collection, chain: &ChainId, proof: &PossessionProof| {
		let message = Possession {
			collection,
			key: *key,
		}
		.to_bytes(chain);
		Bandersnatch::verify_possession(key, &message, proof)
	};
	assert_eq!(verify(&key, CollectionId::City, &CHAIN, &proof), Ok(()));
	let refused = Err(KeyError::NotPossessed);
	assert_eq!(
		verify(&key, CollectionId::District(11_740), &CHAIN, &proof),
		refused
	);
	assert_eq!(verify(&key, CollectionId::City, &[8; 32], &proof), refused);
	let other = RingSecret::from_entropy([2; 32]).key();
	assert_eq!(verify(&other, CollectionId::City, &CHAIN, &proof), refused);
	for place in [0, 31, 32, 63] {
		let mut forged = proof;
		forged.0[place] ^= 1;
		assert_eq!(verify(&key, CollectionId::City, &CHAIN, &forged), refused);
	}
}

/// A point of the curve that is not of the prime subgroup.
fn outside_of_the_subgroup() -> [u8; 32] {
	use verifiable::ring::ark_vrf::{
		reexports::ark_serialize::{CanonicalDeserialize, Valid},
		suites::bandersnatch::AffinePoint,
	};
	(2..=u8::MAX)
		.map(|first| {
			let mut bytes = [0; 32];
			bytes[0] = first;
			bytes
		})
		.find(|bytes| {
			AffinePoint::deserialize_compressed_unchecked(&bytes[..])
				.is_ok_and(|point| point.is_on_curve() && point.check().is_err())
		})
		.expect("three of four points are outside")
}

/// A point of order four, the identity, bytes above the modulus, and a point outside the prime subgroup.
#[test]
fn bytes_that_are_no_key_are_refused_everywhere() {
	let proof = secret(1)
		.prove_possession(&CHAIN, CollectionId::City)
		.expect("can be signed");
	let mut identity = [0; 32];
	identity[0] = 1;
	for key in [[0; 32], identity, [0xFF; 32], outside_of_the_subgroup()].map(RingKey) {
		assert_eq!(
			Bandersnatch::verify_possession(&key, b"", &proof),
			Err(KeyError::InvalidKey)
		);
		let mut builder = Bandersnatch::start(SIZE);
		let data = chunks::load(SIZE).concat();
		assert_eq!(
			Bandersnatch::push(SIZE, &mut builder, &[key], &data[..CHUNK_BYTES]),
			Err(BuildError::InvalidKey)
		);
		assert_eq!(builder, Bandersnatch::start(SIZE));
	}
}

#[test]
fn a_ring_takes_as_many_keys_as_its_size_says_and_the_right_chunks() {
	let key = secret(1).key();
	let keys = vec![key; 255];
	let (mut builder, _) = build(SIZE, &keys, 64);
	let before = builder;
	let data = chunks::load(SIZE).concat();
	assert_eq!(
		Bandersnatch::push(
			SIZE,
			&mut builder,
			&[key],
			&data[255 * CHUNK_BYTES..256 * CHUNK_BYTES]
		),
		Err(BuildError::Full)
	);
	assert_eq!(builder, before);
	for length in [0, CHUNK_BYTES - 1, 2 * CHUNK_BYTES] {
		let mut builder = Bandersnatch::start(SIZE);
		assert_eq!(
			Bandersnatch::push(SIZE, &mut builder, &[key], &data[..length]),
			Err(BuildError::WrongChunks)
		);
	}
}

#[test]
fn the_static_data_is_that_of_the_ceremony() {
	for size in [RingSize::Small, RingSize::Large] {
		let pages = chunks::load(size);
		assert_eq!(pages.len(), chunks::pages(size) as usize);
		for (number, page) in (0u32..).zip(&pages) {
			assert_eq!(page.len(), chunks::PAGE_BYTES);
			assert_eq!(
				Bandersnatch::page_hash(size, number),
				Some(blake2_256(page)),
				"{size:?} {number}: {}",
				hex::encode(blake2_256(page))
			);
		}
		assert_eq!(Bandersnatch::page_hash(size, chunks::pages(size)), None);
	}
}

/// The prover takes the powers of tau, the builder the chunks: proofs of members at both ends of full rings are
/// valid only if all chunks are right.
#[test]
fn full_rings_of_both_sizes_verify() {
	for (size, members) in [(RingSize::Small, 255u32), (RingSize::Large, 767)] {
		let secrets: Vec<RingSecret> = (0..members)
			.map(|number| RingSecret::from_entropy(blake2_256(&number.to_le_bytes())))
			.collect();
		let keys: Vec<RingKey> = secrets.iter().map(RingSecret::key).collect();
		let (_, root) = build(size, &keys, 64);
		let context = Context::of(&CHAIN, POLL);
		for place in [0, keys.len() - 1] {
			let secret = &secrets[place];
			let (proof, alias) = OpenedRing::open(size, secret, &keys)
				.and_then(|opened| opened.prove(secret, &context, &message()))
				.expect("is a member");
			assert_eq!(
				Bandersnatch::verify(size, &root, &context, &message(), &proof),
				Ok(alias)
			);
			// Not under the size of other rings.
			let other = match size {
				RingSize::Small => RingSize::Large,
				RingSize::Large => RingSize::Small,
			};
			assert!(Bandersnatch::verify(other, &root, &context, &message(), &proof).is_err());
		}
	}
}

#[test]
fn a_seed_gives_the_same_secret_again_and_another_for_each_chain_collection_and_generation() {
	let seed = [1; 32];
	let derive = |seed: &[u8; 32], chain: &ChainId, collection, generation| {
		RingSecret::derive(seed, chain, collection, generation).key()
	};
	let first = derive(&seed, &CHAIN, CollectionId::City, 0);
	assert_eq!(first, derive(&seed, &CHAIN, CollectionId::City, 0));
	let all = [
		first,
		derive(&[2; 32], &CHAIN, CollectionId::City, 0),
		derive(&seed, &[8; 32], CollectionId::City, 0),
		derive(&seed, &CHAIN, CollectionId::District(11_740), 0),
		derive(&seed, &CHAIN, CollectionId::City, 1),
	];
	for (place, key) in all.iter().enumerate() {
		assert!(!all[..place].contains(key));
	}
	// Pinned, so that no update of a library takes a citizen's aliases away.
	assert_eq!(
		hex::encode(first.0),
		"647a48c42e4cdc42299db9228f66df79c5f609de0c74fe8a2d31a055897180e9"
	);
	assert_eq!(
		hex::encode(
			RingSecret::derive(&seed, &CHAIN, CollectionId::City, 0)
				.alias(&Context::of(&CHAIN, POLL))
				.expect("has one")
				.0
		),
		"cd4d5712706582a4a4fec0b971c6361a47e0a76d05078ae2eec71d23c7bb3314"
	);
}

#[test]
fn a_citizen_logs_in_anonymously_at_a_facility() {
	let keys = keys(10);
	let (_, root) = build(SIZE, &keys, 10);
	let facility = Facility {
		chain: CHAIN,
		number: 3,
		domain: "library.seoul.go.kr".into(),
		collection: CollectionId::City,
		ring_size: SIZE,
		max_root_age: 10_000,
	};
	let mut roots = RootBook::default();
	roots.insert(
		CollectionId::City,
		0,
		1,
		KnownRoot {
			root,
			expires_at: None,
			read_at: 0,
		},
	);
	let mut nonces = NonceBook::default();
	let opened = OpenedRing::open(SIZE, &secret(3), &keys).expect("is a member");
	let answer = |nonce: u8, facility: &Facility, nonces: &mut NonceBook| {
		let challenge = facility.challenge([nonce; 32], 1_000, 60_000);
		nonces.issue(&challenge);
		let (proof, alias) = opened
			.prove(
				&secret(3),
				&facility.context(),
				&challenge.to_bytes(&facility.chain),
			)
			.expect("proves");
		AnonymousLogin {
			challenge,
			chain: facility.chain,
			ring: 0,
			revision: 1,
			alias: alias.0,
			proof,
		}
	};
	let first = answer(1, &facility, &mut nonces);
	let second = answer(2, &facility, &mut nonces);
	let alias = facility
		.verify::<Bandersnatch>(&first, 2_000, &roots, &mut nonces)
		.expect("is let in");
	assert_eq!(
		facility.verify::<Bandersnatch>(&second, 2_000, &roots, &mut nonces),
		Ok(alias)
	);
	assert_eq!(
		facility.verify::<Bandersnatch>(&first, 2_000, &roots, &mut nonces),
		Err(LoginRefusal::NonceNotOpen)
	);
	// Another facility knows the citizen by another alias, and cannot use what this one received.
	let museum = Facility {
		number: 4,
		domain: "museum.seoul.go.kr".into(),
		..facility.clone()
	};
	let there = answer(3, &museum, &mut nonces);
	let other = museum
		.verify::<Bandersnatch>(&there, 2_000, &roots, &mut nonces)
		.expect("is let in");
	assert_ne!(other, alias);
	let mut passed_on = answer(4, &facility, &mut nonces);
	assert_eq!(
		museum.verify::<Bandersnatch>(&passed_on, 2_000, &roots, &mut nonces),
		Err(LoginRefusal::OtherFacility)
	);
	passed_on.challenge.facility = museum.number;
	passed_on.challenge.domain = museum.domain.clone();
	assert_eq!(
		museum.verify::<Bandersnatch>(&passed_on, 2_000, &roots, &mut nonces),
		Err(LoginRefusal::InvalidProof)
	);
}

/// Two proofs of the same citizen have no 8 bytes in common: neither the key, nor what hides it, nor a constant of
/// the prover.
#[test]
fn what_two_facilities_receive_shares_nothing() {
	let keys = keys(10);
	let opened = OpenedRing::open(SIZE, &secret(3), &keys).expect("is a member");
	let received: Vec<Vec<u8>> = [1, 2]
		.map(|facility| {
			let context = Context::of(&CHAIN, Purpose::Login { facility });
			let (mut proof, alias) = opened
				.prove(&secret(3), &context, &message())
				.expect("proves");
			proof.extend(alias.0);
			proof
		})
		.to_vec();
	for window in received[0].windows(8) {
		assert!(!received[1].windows(8).any(|other| other == window));
		assert!(!secret(3).key().0.windows(8).any(|part| part == window));
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(12))]

	/// However the keys come in.
	#[test]
	fn a_root_does_not_depend_on_the_steps_in_which_a_ring_was_built(
		count in 1u8..80,
		step in 1usize..70,
	) {
		let keys = keys(count);
		prop_assert_eq!(build(SIZE, &keys, step), build(SIZE, &keys, keys.len()));
	}

	/// Bytes of nobody.
	#[test]
	fn random_bytes_are_no_proof(bytes in prop::collection::vec(any::<u8>(), PROOF_BYTES)) {
		prop_assert!(Bandersnatch::check_form(&bytes).is_err());
	}
}
