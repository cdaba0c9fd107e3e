// SPDX-License-Identifier: Apache-2.0

//! The council registers an institution, which then acts through a delegate of its own.

use crate::common::*;
use codec::Encode;
use frame_support::{dispatch::GetDispatchInfo, weights::Weight, BoundedVec};
use pallet_agencies::{Agencies as Register, AgencyKind, AgencyName, AgencyStatus, Call, Error};
use pallet_collective::{Call as Collective, Event as Motion, Instance1};
use seoul_chain_primitives::{chain::DAY, AgencyId, DistrictCode, Role};
use seoul_chain_runtime::{AccountId, Runtime, RuntimeCall, RuntimeEvent};
use sp_core::{sr25519, Pair};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave};
use sp_runtime::{
	traits::{BlakeTwo256, Hash},
	DispatchError, DispatchResult,
};

type Council = Collective<Runtime, Instance1>;

/// The number that the next agency of the small city gets.
const NEW: AgencyId = AgencyId(39);

fn key(name: &str) -> sr25519::Pair {
	sr25519::Pair::from_string(&format!("//{name}"), None).expect("a valid path")
}

fn account(name: &str) -> AccountId {
	key(name).public().into()
}

fn registration() -> RuntimeCall {
	let name = |text: &str| BoundedVec::truncate_from(text.as_bytes().to_vec());
	RuntimeCall::from(Call::<Runtime>::register_institution {
		name: AgencyName {
			ko: name("종로구청"),
			en: name("Jongno-gu Office"),
		},
		roles: BoundedVec::truncate_from(vec![Role::Registrar]),
		district: Some(DistrictCode(11_110)),
		administrator: account("head of Jongno"),
		payout_account: account("treasury of Jongno"),
	})
}

fn hash(motion: &RuntimeCall) -> seoul_chain_runtime::Hash {
	BlakeTwo256::hash_of(motion)
}

fn length(motion: &RuntimeCall) -> u32 {
	u32::try_from(motion.encoded_size()).expect("a motion is short")
}

fn propose(threshold: u32, motion: &RuntimeCall) -> Council {
	Council::propose {
		threshold,
		proposal: Box::new(motion.clone()),
		length_bound: length(motion),
	}
}

fn vote(motion: &RuntimeCall, approve: bool) -> Council {
	Council::vote {
		proposal: hash(motion),
		index: 0,
		approve,
	}
}

fn close(motion: &RuntimeCall) -> Council {
	Council::close {
		proposal_hash: hash(motion),
		index: 0,
		proposal_weight_bound: motion.get_dispatch_info().call_weight,
		length_bound: length(motion),
	}
}

/// What became of the motion that was carried out in these events.
fn executed(events: &[RuntimeEvent]) -> Option<DispatchResult> {
	events.iter().find_map(|event| match event {
		RuntimeEvent::Council(Motion::Executed { result, .. }) => Some(*result),
		_ => None,
	})
}

/// Give an account won for its fees.
fn endow(chain: &mut Chain, name: &str) {
	chain.succeeds(
		Sr25519Keyring::Two,
		pallet_balances::Call::<Runtime>::transfer_keep_alive {
			dest: account(name).into(),
			value: 1_000_000_000,
		},
	);
}

#[test]
fn the_council_registers_a_district_office_and_its_clerk_registers_a_car() {
	let mut chain = Chain::development();
	let motion = registration();
	chain.succeeds(Alice, propose(2, &motion));
	chain.succeeds(Alice, vote(&motion, true));
	chain.next_block();
	chain.succeeds(Bob, vote(&motion, true));
	// Anyone may close a motion that is decided.
	let events = chain.succeeds(Dave, close(&motion));
	assert_eq!(executed(&events), Some(Ok(())));

	let agency = chain
		.query(|| Register::<Runtime>::get(NEW))
		.expect("the office is registered");
	assert_eq!(agency.kind, AgencyKind::PublicInstitution);
	assert_eq!(agency.status, AgencyStatus::Active);
	assert_eq!(agency.district, Some(DistrictCode(11_110)));
	assert_eq!(agency.administrator, account("head of Jongno"));

	endow(&mut chain, "head of Jongno");
	endow(&mut chain, "clerk of Jongno");
	let expires_at = chain.now() + 365 * DAY;
	let appointed = chain.apply_as(
		&key("head of Jongno"),
		Call::<Runtime>::appoint_delegate {
			delegate: account("clerk of Jongno"),
			roles: BoundedVec::truncate_from(vec![Role::Registrar]),
			expires_at,
		},
	);
	assert_eq!(appointed.result, Ok(()));

	let registration = registration_of_a_car(&chain);
	let registered = chain.apply_as(
		&key("clerk of Jongno"),
		pallet_car_registry::Call::<Runtime>::register_vehicle { registration },
	);
	assert_eq!(registered.result, Ok(()));
	assert!(registered.events.iter().any(|event| matches!(
		event,
		RuntimeEvent::CarRegistry(pallet_car_registry::Event::VehicleRegistered {
			district: DistrictCode(11_110),
			..
		})
	)));
}

fn registration_of_a_car(chain: &Chain) -> pallet_car_registry::VehicleRegistration {
	crate::common::registration("a car of Jongno", SELLER_CARD, chain.now() - SLOT)
}

#[test]
fn a_single_councillor_is_not_the_council() {
	let mut chain = Chain::development();
	let refusal: DispatchError = Error::<Runtime>::NotTheCouncil.into();
	// A motion that one vote carries is carried out at once, and fails.
	let events = chain.succeeds(Alice, propose(1, &registration()));
	assert_eq!(executed(&events), Some(Err(refusal)));
	// So does what a member does in its own name.
	let motion = registration();
	let execute = Council::execute {
		length_bound: length(&motion),
		proposal: Box::new(motion),
	};
	let events = chain.succeeds(Alice, execute);
	assert!(events.iter().any(|event| matches!(
		event,
		RuntimeEvent::Council(Motion::MemberExecuted { result: Err(reason), .. })
			if *reason == refusal
	)));
	chain.refuses(Alice, registration(), refusal);
	assert!(chain.query(|| Register::<Runtime>::get(NEW)).is_none());
}

#[test]
fn a_motion_that_the_council_votes_down_does_nothing() {
	let mut chain = Chain::development();
	let motion = registration();
	chain.succeeds(Alice, propose(2, &motion));
	chain.succeeds(Bob, vote(&motion, false));
	chain.succeeds(Charlie, vote(&motion, false));
	let events = chain.succeeds(Dave, close(&motion));
	assert!(events
		.iter()
		.any(|event| matches!(event, RuntimeEvent::Council(Motion::Disapproved { .. }))));
	assert!(chain.query(|| Register::<Runtime>::get(NEW)).is_none());
}

#[test]
fn only_councillors_propose_and_vote() {
	let mut chain = Chain::development();
	let motion = registration();
	let not_member = || pallet_collective::Error::<Runtime, Instance1>::NotMember;
	chain.refuses(Dave, propose(2, &motion), not_member());
	chain.succeeds(Alice, propose(2, &motion));
	chain.refuses(Dave, vote(&motion, true), not_member());
}

#[test]
fn the_council_changes_its_own_members_by_two_thirds() {
	let mut chain = Chain::development();
	let members = vec![
		Alice.to_account_id(),
		Bob.to_account_id(),
		Dave.to_account_id(),
	];
	let motion = RuntimeCall::from(Council::set_members {
		new_members: members.clone(),
		prime: None,
		old_count: 3,
	});
	chain.succeeds(Alice, propose(2, &motion));
	chain.succeeds(Alice, vote(&motion, true));
	chain.succeeds(Bob, vote(&motion, true));
	let events = chain.succeeds(Alice, close(&motion));
	assert_eq!(executed(&events), Some(Ok(())));
	let mut expected = members;
	expected.sort();
	assert_eq!(
		chain.query(pallet_collective::Members::<Runtime, Instance1>::get),
		expected
	);
}

#[test]
fn root_is_out_of_the_councils_reach() {
	let mut chain = Chain::development();
	let motion = RuntimeCall::from(frame_system::Call::<Runtime>::authorize_upgrade {
		code_hash: Default::default(),
	});
	chain.succeeds(Alice, propose(3, &motion));
	for member in [Alice, Bob, Charlie] {
		chain.succeeds(member, vote(&motion, true));
	}
	let close = Council::close {
		proposal_hash: hash(&motion),
		index: 0,
		proposal_weight_bound: Weight::from_parts(1_000_000_000, 1_000_000),
		length_bound: length(&motion),
	};
	let events = chain.succeeds(Alice, close);
	assert_eq!(executed(&events), Some(Err(DispatchError::BadOrigin)));
}
