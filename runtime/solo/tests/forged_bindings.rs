// SPDX-License-Identifier: Apache-2.0

//! Whoever forges, cuts, stretches, replays or moves a proof is told by the pool which of these it was, and what can be
//! told without verifying a proof costs no verification.

use crate::common::{rings::*, *};
use codec::{Decode, Encode};
use pallet_citizen_rings::{BindRefusal, Error, Revision, RingIndex, ServiceId};
use seoul_chain_primitives::chain::MINUTE;
use seoul_chain_ring_proofs::{
	Alias, Message, PollEnrolment, Purpose, ServiceBinding, PROOF_BYTES,
};
use seoul_chain_runtime::{AccountId, Runtime, UncheckedExtrinsic};
use sp_runtime::{
	traits::BadOrigin,
	transaction_validity::{InvalidTransaction, TransactionValidityError},
};
use std::time::{Duration, Instant};

/// The number with which the pool refuses a binding; nothing if it takes it.
fn refusal(chain: &mut Chain, binding: &Binding) -> Option<u8> {
	match chain.pool_says(&binding.transaction()) {
		Ok(_) => None,
		Err(TransactionValidityError::Invalid(InvalidTransaction::Custom(code))) => Some(code),
		Err(other) => panic!("refused otherwise: {other:?}"),
	}
}

#[track_caller]
fn refused(chain: &mut Chain, binding: &Binding, because: BindRefusal) {
	assert_eq!(refusal(chain, binding), Some(because.code()), "{because:?}");
}

/// A binding that is valid, and the same with one thing wrong.
fn changed(good: &Binding, change: impl FnOnce(&mut Binding)) -> Binding {
	let mut binding = good.clone();
	change(&mut binding);
	binding
}

fn fresh(name: &str) -> AccountId {
	account_of(&key(name))
}

#[test]
fn a_valid_binding_waits_in_the_pool_once_for_each_alias() {
	let mut chain = development_with_rings();
	let citizens = citizens_in_a_ring(&mut chain, 4);
	let unlocked = citizens[0].unlock(&mut chain);
	let one = unlocked.bind(CARS, &fresh("//one"), 0);
	let two = unlocked.bind(CARS, &fresh("//two"), 0);
	let valid = |chain: &mut Chain, binding: &Binding| {
		chain
			.pool_says(&binding.transaction())
			.expect("a valid proof is taken")
	};
	let (first, second) = (valid(&mut chain, &one), valid(&mut chain, &two));
	assert_eq!(
		first.provides, second.provides,
		"one alias waits with one transaction"
	);
	let other = citizens[1]
		.unlock(&mut chain)
		.bind(CARS, &fresh("//three"), 0);
	assert_ne!(valid(&mut chain, &other).provides, first.provides);
	// It comes after everybody who pays.
	let paying = chain.query(|| {
		let call = frame_system::Call::<Runtime>::remark { remark: vec![0] };
		sign(&who::SELLER.pair(), call.into(), 0)
	});
	let paying = chain.pool_says(&paying).expect("who pays is taken");
	assert!(first.priority < paying.priority);
	assert!(first.propagate && first.longevity <= 64);
}

#[test]
fn every_wrong_binding_is_refused_with_its_own_number() {
	let mut chain = development_with_rings();
	let citizens = citizens_in_a_ring(&mut chain, 4);
	let account = fresh("//a fresh account");
	let unlocked = citizens[0].unlock(&mut chain);
	let good = unlocked.bind(CARS, &account, 0);
	assert_eq!(refusal(&mut chain, &good), None);

	// Truncated, garbled, forged.
	let cut = changed(&good, |binding| {
		binding.proof.pop();
	});
	refused(&mut chain, &cut, BindRefusal::WrongProofLength);
	let empty = changed(&good, |binding| binding.proof.clear());
	refused(&mut chain, &empty, BindRefusal::WrongProofLength);
	let garbled = changed(&good, |binding| binding.proof = vec![0xAB; PROOF_BYTES]);
	refused(&mut chain, &garbled, BindRefusal::MalformedProof);
	let claimed = changed(&good, |binding| binding.alias = Alias([7; 32]));
	refused(&mut chain, &claimed, BindRefusal::OtherAlias);
	// What another member proved for itself, under the same message.
	let others = citizens[1].unlock(&mut chain).bind(CARS, &account, 0);
	let stolen = changed(&good, |binding| binding.proof = others.proof.clone());
	refused(&mut chain, &stolen, BindRefusal::OtherAlias);

	// For another account, renewal, service, or purpose; for what a poll or a facility would ask.
	let redirected = changed(&good, |binding| binding.account = fresh("//a thief"));
	refused(&mut chain, &redirected, BindRefusal::InvalidProof);
	let later = unlocked.bind(CARS, &account, 1);
	refused(&mut chain, &later, BindRefusal::InvalidProof);
	let moved = changed(&good, |binding| binding.service = MILEAGE);
	refused(&mut chain, &moved, BindRefusal::InvalidProof);
	let message = ServiceBinding {
		service: CARS.0,
		renewal: 0,
		account: &account,
	}
	.to_bytes(&settings(&mut chain).chain);
	for purpose in [
		Purpose::Login { facility: CARS.0 },
		Purpose::Poll { poll: CARS.0 },
	] {
		let (proof, alias) = unlocked.prove(purpose, &message);
		let wrong = changed(&good, |binding| {
			(binding.proof, binding.alias) = (proof, alias);
		});
		refused(&mut chain, &wrong, BindRefusal::InvalidProof);
	}
	let enrolment = PollEnrolment {
		poll: CARS.0,
		voting_key: [3; 32],
	}
	.to_bytes(&settings(&mut chain).chain);
	let (proof, alias) = unlocked.prove(Purpose::Service { service: CARS.0 }, &enrolment);
	let signed_for_a_poll = changed(&good, |binding| {
		(binding.proof, binding.alias) = (proof, alias);
	});
	refused(&mut chain, &signed_for_a_poll, BindRefusal::InvalidProof);
	let elsewhere = ServiceBinding {
		service: CARS.0,
		renewal: 0,
		account: &account,
	}
	.to_bytes(&[9; 32]);
	let (proof, alias) = unlocked.prove(Purpose::Service { service: CARS.0 }, &elsewhere);
	let of_another_chain = changed(&good, |binding| {
		(binding.proof, binding.alias) = (proof, alias);
	});
	refused(&mut chain, &of_another_chain, BindRefusal::InvalidProof);

	// Against what is not there.
	let nowhere = changed(&good, |binding| binding.service = ServiceId(99));
	refused(&mut chain, &nowhere, BindRefusal::UnknownService);
	let no_ring = changed(&good, |binding| binding.ring = RingIndex(9));
	refused(&mut chain, &no_ring, BindRefusal::UnknownRevision);
	let to_come = changed(&good, |binding| binding.revision = Revision(9));
	refused(&mut chain, &to_come, BindRefusal::UnknownRevision);

	// To an account that is somebody's: of a card, of an agency, of the council.
	for taken in [
		account_of(&citizens[1].card),
		who::DONGDAEMUN.to_account_id(),
		sp_keyring::Sr25519Keyring::Alice.to_account_id(),
	] {
		let to_somebody = unlocked.bind(CARS, &taken, 0);
		refused(&mut chain, &to_somebody, BindRefusal::AccountInUse);
	}
	assert_eq!(refusal(&mut chain, &good), None);
}

#[test]
fn a_replayed_binding_is_refused_at_once_and_for_ever() {
	let mut chain = development_with_rings();
	let citizens = citizens_in_a_ring(&mut chain, 4);
	let validity = settings(&mut chain).terms.alias_validity;
	let unlocked = citizens[0].unlock(&mut chain);
	let first = unlocked.bind(CARS, &fresh("//one"), 0);
	let second = unlocked.bind(CARS, &fresh("//two"), 0);
	bound(&mut chain, &first);
	refused(&mut chain, &first, BindRefusal::NotYetRenewable);
	refused(&mut chain, &second, BindRefusal::AliasInUse);
	// The account of one alias is not that of another, in whatever service.
	let of_another = citizens[1]
		.unlock(&mut chain)
		.bind(MILEAGE, &fresh("//one"), 0);
	refused(&mut chain, &of_another, BindRefusal::AccountInUse);

	chain.advance(validity / 2 + MINUTE);
	refused(&mut chain, &first, BindRefusal::InvalidProof);
	chain.advance(validity);
	refused(&mut chain, &first, BindRefusal::InvalidProof);
	refused(&mut chain, &second, BindRefusal::AliasInUse);
}

#[test]
fn a_binding_is_no_call_for_a_signer_and_none_for_a_wrapper() {
	let mut chain = development_with_rings();
	let citizens = citizens_in_a_ring(&mut chain, 4);
	let binding = citizens[0]
		.unlock(&mut chain)
		.bind(CARS, &fresh("//one"), 0);
	chain.refuses(who::SELLER, binding.call(), BadOrigin);
	// What carries it without a signer is not taken, either.
	let wrapped = pallet_utility::Call::<Runtime>::batch_all {
		calls: vec![binding.call().into()],
	};
	assert!(chain.pool_says(&unsigned(wrapped)).is_err());
	let bare = UncheckedExtrinsic::new_bare(binding.call().into());
	assert!(chain.pool_says(&bare).is_err());
	// And nothing else is taken without a signer.
	let admit = pallet_citizen_rings::Call::<Runtime>::resume_building {};
	assert!(chain.pool_says(&unsigned(admit)).is_err());
}

#[test]
fn a_longer_proof_is_not_even_a_transaction() {
	let mut chain = development_with_rings();
	let citizens = citizens_in_a_ring(&mut chain, 4);
	let binding = citizens[0]
		.unlock(&mut chain)
		.bind(CARS, &fresh("//one"), 0);
	let good = binding.transaction().encode();
	assert!(UncheckedExtrinsic::decode(&mut &good[..]).is_ok());
	// The proof is the last of the call. Its length before it, and one byte more behind it.
	let mut long = good.clone();
	let before = codec::Compact(u32::try_from(PROOF_BYTES).expect("short")).encode();
	let at = long.len() - PROOF_BYTES - before.len();
	assert_eq!(&long[at..at + before.len()], before);
	let longer = codec::Compact(u32::try_from(PROOF_BYTES + 1).expect("short")).encode();
	long.splice(at..at + before.len(), longer);
	long.push(0);
	let inner: Vec<u8> = long[2..].to_vec();
	let mut framed = codec::Compact(u32::try_from(inner.len()).expect("short")).encode();
	framed.extend(inner);
	assert!(UncheckedExtrinsic::decode(&mut &framed[..]).is_err());
}

/// What a block that was made by somebody else contains is checked again: a transaction that the pool would have
/// refused makes the block invalid.
#[test]
fn a_block_with_a_forged_binding_is_no_block() {
	let mut chain = development_with_rings();
	let citizens = citizens_in_a_ring(&mut chain, 4);
	let good = citizens[0]
		.unlock(&mut chain)
		.bind(CARS, &fresh("//one"), 0);
	let forged = changed(&good, |binding| binding.account = fresh("//a thief"));
	let before = chain.registers();
	let answer =
		chain.query(|| seoul_chain_runtime::Executive::apply_extrinsic(forged.transaction()));
	assert_eq!(
		answer,
		Err(InvalidTransaction::Custom(BindRefusal::InvalidProof.code()).into())
	);
	assert_eq!(chain.registers(), before);
	let names: Error<Runtime> = BindRefusal::InvalidProof.into();
	assert!(matches!(names, Error::InvalidProof));
}

/// The fastest of some runs: what it costs when nothing else runs.
fn cost(chain: &mut Chain, binding: &Binding) -> Duration {
	let transaction = binding.transaction();
	(0..15)
		.map(|_| {
			let start = Instant::now();
			assert!(chain.pool_says(&transaction).is_err());
			start.elapsed()
		})
		.min()
		.expect("some runs")
}

#[test]
fn what_is_refused_before_a_verification_costs_a_fraction_of_one() {
	let mut chain = development_with_rings();
	let citizens = citizens_in_a_ring(&mut chain, 4);
	let unlocked = citizens[0].unlock(&mut chain);
	let good = unlocked.bind(CARS, &fresh("//one"), 0);
	let forged = changed(&good, |binding| binding.alias = Alias([7; 32]));
	refused(&mut chain, &forged, BindRefusal::OtherAlias);
	let verified = cost(&mut chain, &forged);

	let taken = account_of(&citizens[1].card);
	let cheap: [(BindRefusal, Binding); 6] = [
		(
			BindRefusal::WrongProofLength,
			changed(&good, |binding| {
				binding.proof.pop();
			}),
		),
		(
			BindRefusal::UnknownService,
			changed(&good, |binding| binding.service = ServiceId(99)),
		),
		(
			BindRefusal::AccountInUse,
			changed(&good, |binding| binding.account = taken),
		),
		(
			BindRefusal::UnknownRevision,
			changed(&good, |binding| binding.revision = Revision(9)),
		),
		(
			BindRefusal::MalformedProof,
			changed(&good, |binding| binding.proof = vec![0xAB; PROOF_BYTES]),
		),
		(
			BindRefusal::MalformedProof,
			changed(&good, |binding| binding.proof[0] ^= 1),
		),
	];
	for (because, binding) in cheap {
		let code = refusal(&mut chain, &binding);
		if because == BindRefusal::MalformedProof && code != Some(because.code()) {
			// One flipped bit of a point is another point half of the time, and then only a verification tells.
			assert_eq!(code, Some(BindRefusal::InvalidProof.code()));
			continue;
		}
		assert_eq!(code, Some(because.code()));
		let refused = cost(&mut chain, &binding);
		assert!(
			refused * 2 < verified,
			"{because:?} costs {refused:?}, a verification {verified:?}"
		);
	}
}
