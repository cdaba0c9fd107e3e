// SPDX-License-Identifier: Apache-2.0

//! The council names the collators. Nobody applies, nobody pays, and the last one stays.

use crate::common::{who, Chain, SLOT};
use codec::Encode;
use pallet_collator_selection::{Call as Collators, Error};
use pallet_session::{Call as Sessions, Error as SessionError};
use seoul_chain_primitives::AccountClass;
use seoul_chain_runtime::{
	block::HOURS, genesis_config_presets::LOCAL, AccountId, CollatorSelection, Runtime,
	RuntimeCall, Session, SessionKeys, TransactionQuota,
};
use sp_core::{proof_of_possession::statement_of_ownership, sr25519, Pair};
use sp_keyring::Sr25519Keyring::{Alice, AliceStash, Bob, Charlie, Dave, Eve};
use sp_runtime::DispatchError;

/// A delegate of the district office of Dongdaemun-gu, whose machine is to make blocks.
const OPERATOR: sp_keyring::Sr25519Keyring = AliceStash;

fn set_keys(owner: &AccountId) -> Sessions<Runtime> {
	let aura = sr25519::Pair::from_string("//Operator//aura", None).expect("a valid path");
	let proof = aura.sign(&statement_of_ownership(&owner.encode())).encode();
	Sessions::set_keys {
		keys: SessionKeys {
			aura: aura.public().into(),
		},
		proof,
	}
}

fn add(who: AccountId) -> Collators<Runtime> {
	Collators::add_invulnerable { who }
}

fn remove(who: AccountId) -> Collators<Runtime> {
	Collators::remove_invulnerable { who }
}

/// Close blocks until the next session runs, and one more, which has room.
fn next_session(chain: &mut Chain) {
	let index = chain.query(Session::current_index);
	for _ in 0..=HOURS {
		chain.next_block();
		if chain.query(Session::current_index) > index {
			chain.next_block();
			return;
		}
	}
	panic!("the session does not end");
}

#[test]
fn a_collator_is_an_institutions_delegate_with_keys_and_makes_blocks_in_the_session_after_next() {
	let mut chain = Chain::development();
	let operator = OPERATOR.to_account_id();
	assert_eq!(
		chain.council_decides(add(operator.clone())),
		Err(Error::<Runtime>::ValidatorNotRegistered.into())
	);

	// A citizen is not a delegate.
	let citizen = Dave.to_account_id();
	chain.refuses(
		Dave,
		set_keys(&citizen),
		SessionError::<Runtime>::NoAssociatedValidatorId,
	);
	chain.succeeds(OPERATOR, set_keys(&operator));
	assert_eq!(chain.council_decides(add(operator.clone())), Ok(()));
	let quota = chain.query(|| TransactionQuota::quota_of(operator.clone()));
	assert_eq!(
		quota.map(|quota| quota.class),
		Some(AccountClass::Governance)
	);

	assert!(!chain.query(Session::validators).contains(&operator));
	next_session(&mut chain);
	next_session(&mut chain);
	assert!(chain.query(Session::validators).contains(&operator));
	let authorities = chain.query(pallet_aura::Authorities::<Runtime>::get);
	assert_eq!(authorities.len(), 2);
}

#[test]
fn the_council_removes_a_collator_but_never_the_last() {
	let mut chain = Chain::new(LOCAL);
	for collator in [Bob, Charlie, Dave] {
		assert_eq!(
			chain.council_decides(remove(collator.to_account_id())),
			Ok(())
		);
	}
	assert_eq!(
		chain.council_decides(remove(Alice.to_account_id())),
		Err(Error::<Runtime>::TooFewEligibleCollators.into())
	);
	next_session(&mut chain);
	next_session(&mut chain);
	assert_eq!(chain.query(Session::validators), [Alice.to_account_id()]);
}

#[test]
fn nobody_applies_and_no_slip_leaves_nobody() {
	let mut chain = Chain::development();
	let closed = DispatchError::from(frame_system::Error::<Runtime>::CallFiltered);
	let calls: Vec<RuntimeCall> = vec![
		Collators::register_as_candidate {}.into(),
		Collators::leave_intent {}.into(),
		Collators::take_candidate_slot {
			deposit: 1,
			target: Eve.to_account_id(),
		}
		.into(),
		Collators::update_bond { new_deposit: 1 }.into(),
	];
	for call in calls {
		chain.refuses(Eve, call, closed);
	}
	let calls: Vec<RuntimeCall> = vec![
		Collators::set_invulnerables {
			new: vec![Eve.to_account_id()],
		}
		.into(),
		Collators::set_desired_candidates { max: 1 }.into(),
		Collators::set_candidacy_bond { bond: 1 }.into(),
	];
	for call in calls {
		assert_eq!(chain.council_decides(call), Err(closed));
	}
	let collators = chain.query(CollatorSelection::assemble_collators);
	assert_eq!(collators, [Alice.to_account_id()]);
}

#[test]
fn blocks_are_made_while_safe_mode_closes_the_services() {
	let mut chain = Chain::development();
	let enter = pallet_safe_mode::Call::<Runtime>::force_enter {};
	assert_eq!(chain.council_decides(enter), Ok(()));
	let now = chain.now();
	chain.next_block();
	assert_eq!(chain.now(), now + SLOT);
	chain.refuses(
		who::SELLER,
		pallet_balances::Call::<Runtime>::transfer_keep_alive {
			dest: Eve.to_account_id().into(),
			value: 1_000_000,
		},
		frame_system::Error::<Runtime>::CallFiltered,
	);
}
