// SPDX-License-Identifier: Apache-2.0

//! The council decides who validates; whoever votes twice is disabled when somebody proves it.

use crate::common::*;
use codec::Encode;
use frame_support::{assert_ok, traits::KeyOwnerProofSystem};
use pallet_collective::{Call as Collective, Event as Motion, Instance1};
use pallet_validator_set::{Call, Error, ValidatorStatus, Validators};
use seoul_chain_primitives::AgencyId;
use seoul_chain_runtime::{
	genesis_config_presets::LOCAL, AccountId, Executive, Grandpa, Historical, Runtime, RuntimeCall,
	RuntimeEvent, Session, SessionKeys, UncheckedExtrinsic,
};
use sp_core::{ed25519, proof_of_possession::statement_of_ownership, sr25519, Pair, H256};
use sp_keyring::{
	Ed25519Keyring,
	Sr25519Keyring::{Alice, Bob, Dave, Eve},
};
use sp_runtime::{
	traits::{BlakeTwo256, Hash},
	DispatchError, DispatchResult,
};

/// Blocks of a session in the preset `local`.
const SESSION: u32 = 30;

/// Carry a motion of the council with two votes of three.
fn council(chain: &mut Chain, motion: impl Into<RuntimeCall>) -> DispatchResult {
	let motion = motion.into();
	let length = u32::try_from(motion.encoded_size()).expect("a motion is short");
	let proposal = BlakeTwo256::hash_of(&motion);
	let index = chain.query(pallet_collective::ProposalCount::<Runtime, Instance1>::get);
	chain.succeeds(
		Alice,
		Collective::<Runtime, Instance1>::propose {
			threshold: 2,
			proposal: Box::new(motion.clone()),
			length_bound: length,
		},
	);
	let vote = Collective::<Runtime, Instance1>::vote {
		proposal,
		index,
		approve: true,
	};
	chain.succeeds(Alice, vote.clone());
	chain.succeeds(Bob, vote);
	let events = chain.succeeds(
		Bob,
		Collective::<Runtime, Instance1>::close {
			proposal_hash: proposal,
			index,
			proposal_weight_bound: frame_support::dispatch::GetDispatchInfo::get_dispatch_info(
				&motion,
			)
			.call_weight,
			length_bound: length,
		},
	);
	events
		.into_iter()
		.find_map(|event| match event {
			RuntimeEvent::Council(Motion::Executed { result, .. }) => Some(result),
			_ => None,
		})
		.expect("the motion was carried out")
}

fn session(chain: &mut Chain) -> u32 {
	chain.query(Session::current_index)
}

fn running(chain: &mut Chain) -> Vec<AccountId> {
	chain.query(Session::validators)
}

fn next_session(chain: &mut Chain) {
	let index = session(chain);
	for _ in 0..=SESSION {
		chain.next_block();
		if session(chain) > index {
			// The block that ends a session has no room for transactions.
			chain.next_block();
			return;
		}
	}
	panic!("the session does not end");
}

/// Keys of a new validator, and the proof that they are `owner`'s.
fn keys_of(owner: &AccountId) -> (SessionKeys, Vec<u8>) {
	let aura = sr25519::Pair::from_string("//Fifth//aura", None).expect("a valid path");
	let grandpa = ed25519::Pair::from_string("//Fifth//grandpa", None).expect("a valid path");
	let statement = statement_of_ownership(&owner.encode());
	let proof = (aura.sign(&statement), grandpa.sign(&statement)).encode();
	let keys = SessionKeys {
		aura: aura.public().into(),
		grandpa: grandpa.public().into(),
	};
	(keys, proof)
}

#[test]
fn a_fifth_validator_joins_at_the_next_session_and_leaves_when_removed() {
	let mut chain = Chain::new(LOCAL);
	next_session(&mut chain);
	let fifth = Eve.to_account_id();
	let (keys, proof) = keys_of(&fifth);
	let set_keys = pallet_session::Call::<Runtime>::set_keys {
		keys: keys.clone(),
		proof: proof.clone(),
	};
	chain.refuses(
		Eve,
		set_keys.clone(),
		pallet_session::Error::<Runtime>::NoAssociatedValidatorId,
	);
	let add = Call::<Runtime>::add_validator {
		validator: fifth.clone(),
		agency: AgencyId(4),
	};
	chain.refuses(Eve, add.clone(), Error::<Runtime>::NotTheCouncil);
	assert_ok!(council(&mut chain, add));
	let not_mine = pallet_session::Call::<Runtime>::set_keys {
		keys,
		proof: keys_of(&Dave.to_account_id()).1,
	};
	chain.refuses(
		Eve,
		not_mine,
		pallet_session::Error::<Runtime>::InvalidProof,
	);
	chain.succeeds(Eve, set_keys);
	assert_eq!(running(&mut chain).len(), 4);
	next_session(&mut chain);
	assert!(running(&mut chain).contains(&fifth));
	assert_eq!(
		chain.query(|| pallet_aura::Authorities::<Runtime>::get().len()),
		5
	);
	chain.next_block();
	assert_eq!(chain.query(|| Grandpa::grandpa_authorities().len()), 5);

	let remove = Call::<Runtime>::remove_validator {
		validator: fifth.clone(),
	};
	assert_ok!(council(&mut chain, remove));
	next_session(&mut chain);
	assert_eq!(running(&mut chain).len(), 4);
	assert!(!running(&mut chain).contains(&fifth));
}

#[test]
fn validators_never_get_fewer_than_the_minimum() {
	let mut chain = Chain::new(LOCAL);
	let remove = |validator: sp_keyring::Sr25519Keyring| Call::<Runtime>::remove_validator {
		validator: validator.to_account_id(),
	};
	assert_ok!(council(&mut chain, remove(Dave)));
	let refusal: DispatchError = Error::<Runtime>::BelowMinimum.into();
	assert_eq!(council(&mut chain, remove(Alice)), Err(refusal));
	next_session(&mut chain);
	assert_eq!(running(&mut chain).len(), 3);
}

/// Two prevotes of one round for two blocks, signed with Dave's key.
fn equivocation() -> sp_consensus_grandpa::EquivocationProof<H256, u32> {
	let pair = Ed25519Keyring::Dave.pair();
	let signed = |target_hash| {
		let prevote = finality_grandpa::Prevote {
			target_hash,
			target_number: 2,
		};
		let message = finality_grandpa::Message::Prevote(prevote.clone());
		let payload = sp_consensus_grandpa::localized_payload(1, 0, &message);
		(prevote, pair.sign(&payload).into())
	};
	sp_consensus_grandpa::EquivocationProof::new(
		0,
		sp_consensus_grandpa::Equivocation::Prevote(finality_grandpa::Equivocation {
			round_number: 1,
			identity: pair.public().into(),
			first: signed(H256::repeat_byte(1)),
			second: signed(H256::repeat_byte(2)),
		}),
	)
}

#[test]
fn a_validator_that_votes_twice_is_disabled_and_the_council_confirms() {
	let mut chain = Chain::new(LOCAL);
	let dave = Dave.to_account_id();
	chain.query(|| {
		let owner = (
			sp_consensus_grandpa::KEY_TYPE,
			sp_consensus_grandpa::AuthorityId::from(Ed25519Keyring::Dave.public()),
		);
		let key_owner_proof = Historical::prove(owner).expect("the key is a validator's");
		let report = pallet_grandpa::Call::<Runtime>::report_equivocation_unsigned {
			equivocation_proof: Box::new(equivocation()),
			key_owner_proof,
		};
		assert_ok!(
			Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(report.into()))
				.expect("the block takes the report")
		);
		assert!(matches!(
			Validators::<Runtime>::get(&dave)
				.expect("Dave is registered")
				.status,
			ValidatorStatus::Disabled { .. }
		));
		let index = Session::validator_id_to_index(&dave).expect("Dave runs");
		assert_eq!(Session::disabled_validators(), [index]);
	});

	// Dave makes no more blocks: the slots that are his stay empty.
	let index = session(&mut chain);
	while session(&mut chain) == index {
		let validators = running(&mut chain);
		let author_of = |time: u64| {
			let slot = usize::try_from(time / SLOT).expect("a slot fits");
			validators[slot % validators.len()].clone()
		};
		let next = chain.now() + SLOT;
		let skips = author_of(next) == dave;
		chain.advance(if skips { 2 * SLOT } else { SLOT });
	}
	assert!(!running(&mut chain).contains(&dave));
	chain.next_block();
	let remove = Call::<Runtime>::remove_validator { validator: dave };
	assert_ok!(council(&mut chain, remove));
	assert_eq!(running(&mut chain).len(), 3);
}
