// SPDX-License-Identifier: Apache-2.0

//! Council and technical committee: what each may do, what only both may, and how services are stopped.

use crate::common::*;
use frame_support::BoundedVec;
use pallet_car_registry::Call as Cars;
use pallet_collective::{Instance1, Instance2};
use pallet_whitelist::Event as Whitelisted;
use seoul_chain_runtime::{Hash, Runtime, RuntimeCall, RuntimeEvent, SafeMode, System};
use sp_core::H256;
use sp_keyring::Sr25519Keyring::{Alice, Dave};
use sp_runtime::DispatchError;

type Filtered = frame_system::Error<Runtime>;

/// Carry a motion of the council.
fn council(chain: &mut Chain, motion: impl Into<RuntimeCall>) -> Vec<RuntimeEvent> {
	chain.carry::<Instance1>(motion.into())
}

/// Carry a motion of the technical committee.
fn committee(chain: &mut Chain, motion: impl Into<RuntimeCall>) -> Vec<RuntimeEvent> {
	chain.carry::<Instance2>(motion.into())
}

fn authorize_upgrade() -> RuntimeCall {
	frame_system::Call::<Runtime>::authorize_upgrade {
		code_hash: Hash::repeat_byte(7),
	}
	.into()
}

fn upgrade_is_authorized(chain: &mut Chain) -> bool {
	chain.query(|| System::authorized_upgrade().is_some())
}

#[test]
fn an_upgrade_takes_council_and_committee() {
	let mut chain = Chain::development();
	let upgrade = authorize_upgrade();
	let events = council(&mut chain, whitelist(&upgrade));
	assert_eq!(executed(&events), Some(Ok(())));
	assert!(!upgrade_is_authorized(&mut chain));

	let events = committee(&mut chain, dispatch(&upgrade));
	assert_eq!(executed(&events), Some(Ok(())));
	assert!(events.iter().any(|event| matches!(
		event,
		RuntimeEvent::Whitelist(Whitelisted::WhitelistedCallDispatched { result: Ok(_), .. })
	)));
	assert!(upgrade_is_authorized(&mut chain));

	// Code that is not the authorized one is refused, whoever brings it.
	let other = frame_system::Call::<Runtime>::apply_authorized_upgrade {
		code: vec![1, 2, 3],
	};
	let refusal = frame_system::Error::<Runtime>::Unauthorized;
	assert_eq!(chain.apply(Dave, other).result, Err(refusal.into()));
}

#[test]
fn what_the_committee_dispatches_first_waits_for_the_council() {
	let mut chain = Chain::development();
	let upgrade = authorize_upgrade();
	let events = committee(&mut chain, dispatch(&upgrade));
	assert_eq!(executed(&events), Some(Ok(())));
	assert!(!upgrade_is_authorized(&mut chain));
	// Nobody can run it before the council has spoken, and then anybody can.
	chain.refuses(
		Dave,
		dispatch(&upgrade),
		pallet_whitelist::Error::<Runtime>::CallIsNotWhitelisted,
	);
	council(&mut chain, whitelist(&upgrade));
	chain.succeeds(Dave, dispatch(&upgrade));
	assert!(upgrade_is_authorized(&mut chain));
}

#[test]
fn neither_body_reaches_root_alone() {
	let mut chain = Chain::development();
	let upgrade = authorize_upgrade();
	let bad_origin = Some(Err(DispatchError::BadOrigin));
	assert_eq!(executed(&council(&mut chain, upgrade.clone())), bad_origin);
	assert_eq!(
		executed(&committee(&mut chain, upgrade.clone())),
		bad_origin
	);
	assert_eq!(
		executed(&committee(&mut chain, whitelist(&upgrade))),
		bad_origin
	);
	assert_eq!(
		executed(&council(&mut chain, dispatch(&upgrade))),
		bad_origin
	);
	chain.refuses(Alice, upgrade, DispatchError::BadOrigin);
	assert!(!upgrade_is_authorized(&mut chain));
}

fn cars_call(chain: &Chain, name: &str) -> Cars<Runtime> {
	Cars::register_vehicle {
		registration: registration(name, SELLER_CARD, chain.now() - SLOT),
	}
}

#[test]
fn safe_mode_stops_the_services_and_leaves_governance_open() {
	let mut chain = Chain::development();
	let enter = pallet_safe_mode::Call::<Runtime>::force_enter {};
	// One member of the committee is not two thirds of it.
	chain.refuses(Alice, enter.clone(), DispatchError::BadOrigin);
	assert_eq!(executed(&committee(&mut chain, enter)), Some(Ok(())));
	assert!(chain.query(SafeMode::is_entered));

	let call = cars_call(&chain, "a car in an emergency");
	chain.refuses(who::DONGDAEMUN, call, Filtered::CallFiltered);
	// Not through a batch either: the batch runs, and stops at the call.
	let batch = pallet_utility::Call::<Runtime>::batch_all {
		calls: vec![cars_call(&chain, "a car in a batch").into()],
	};
	chain.refuses(who::DONGDAEMUN, batch, Filtered::CallFiltered);

	// The council can still take power from an institution, and both can upgrade.
	let suspend = pallet_agencies::Call::<Runtime>::suspend {
		agency: seoul_chain_primitives::AgencyId(1),
		reason: document(b"order of suspension"),
	};
	assert_eq!(executed(&council(&mut chain, suspend)), Some(Ok(())));
	let upgrade = authorize_upgrade();
	council(&mut chain, whitelist(&upgrade));
	committee(&mut chain, dispatch(&upgrade));
	assert!(upgrade_is_authorized(&mut chain));
	chain.next_block();

	let exit = pallet_safe_mode::Call::<Runtime>::force_exit {};
	assert_eq!(executed(&council(&mut chain, exit)), Some(Ok(())));
	let call = cars_call(&chain, "a car after the emergency");
	chain.succeeds(who::GANGNAM, call);
}

#[test]
fn nobody_enters_safe_mode_by_paying() {
	let mut chain = Chain::development();
	chain.refuses(
		Dave,
		pallet_safe_mode::Call::<Runtime>::enter {},
		pallet_safe_mode::Error::<Runtime>::NotConfigured,
	);
}

fn name_of(pallet: &str, call: &str) -> pallet_tx_pause::RuntimeCallNameOf<Runtime> {
	let name = |text: &str| BoundedVec::truncate_from(text.as_bytes().to_vec());
	(name(pallet), name(call))
}

#[test]
fn a_paused_call_is_closed_and_no_other() {
	let mut chain = Chain::development();
	let full_name = name_of("CarRegistry", "register_vehicle");
	let pause = pallet_tx_pause::Call::<Runtime>::pause {
		full_name: full_name.clone(),
	};
	chain.refuses(Dave, pause.clone(), DispatchError::BadOrigin);
	assert_eq!(executed(&council(&mut chain, pause)), Some(Ok(())));
	let call = cars_call(&chain, "a car while registering is paused");
	chain.refuses(who::DONGDAEMUN, call, Filtered::CallFiltered);
	chain.succeeds(
		who::CITY_OFFICER,
		pallet_citizen_identity::Call::<Runtime>::suspend_card {
			citizen: seoul_chain_primitives::CitizenIndex(1003),
		},
	);

	let unpause = pallet_tx_pause::Call::<Runtime>::unpause { ident: full_name };
	assert_eq!(executed(&committee(&mut chain, unpause)), Some(Ok(())));
	let call = cars_call(&chain, "a car after the pause");
	chain.succeeds(who::DONGDAEMUN, call);
}

#[test]
fn consensus_and_governance_cannot_be_paused() {
	let mut chain = Chain::development();
	let refusal: DispatchError = pallet_tx_pause::Error::<Runtime>::Unpausable.into();
	for (pallet, call) in [
		("Council", "vote"),
		("TechnicalCommittee", "vote"),
		("Whitelist", "whitelist_call"),
		("SafeMode", "force_exit"),
		("TxPause", "unpause"),
		("ValidatorSet", "remove_validator"),
		("Session", "set_keys"),
		("Grandpa", "report_equivocation_unsigned"),
		("Timestamp", "set"),
		("System", "apply_authorized_upgrade"),
	] {
		let pause = pallet_tx_pause::Call::<Runtime>::pause {
			full_name: name_of(pallet, call),
		};
		let events = council(&mut chain, pause);
		assert_eq!(executed(&events), Some(Err(refusal)), "{pallet}.{call}");
	}
}

#[test]
fn what_is_never_open_is_closed_to_everybody() {
	let mut chain = Chain::development();
	let burn = pallet_balances::Call::<Runtime>::burn {
		value: 1_000_000,
		keep_alive: true,
	};
	chain.refuses(Dave, burn, Filtered::CallFiltered);
	let purge = pallet_session::Call::<Runtime>::purge_keys {};
	chain.refuses(Alice, purge, Filtered::CallFiltered);
}

#[test]
fn the_hash_that_the_council_whitelists_is_that_of_the_whole_call() {
	let mut chain = Chain::development();
	let upgrade = authorize_upgrade();
	council(&mut chain, whitelist(&upgrade));
	let other: RuntimeCall = frame_system::Call::<Runtime>::authorize_upgrade {
		code_hash: H256::repeat_byte(8),
	}
	.into();
	committee(&mut chain, dispatch(&other));
	assert!(!upgrade_is_authorized(&mut chain));
}

#[test]
fn a_failed_migration_stops_the_services_and_not_the_governance() {
	use frame_support::migrations::{FailedMigrationHandler, FailedMigrationHandling};
	type Handler = <Runtime as pallet_migrations::Config>::FailedMigrationHandler;

	let mut chain = Chain::development();
	for _ in 0..2 {
		let handling = chain.query(|| Handler::failed(Some(0)));
		assert_eq!(handling, FailedMigrationHandling::ForceUnstuck);
		assert!(chain.query(SafeMode::is_entered));
	}
	let call = cars_call(&chain, "a car after a failed migration");
	chain.refuses(who::DONGDAEMUN, call, Filtered::CallFiltered);
	let exit = pallet_safe_mode::Call::<Runtime>::force_exit {};
	assert_eq!(executed(&council(&mut chain, exit)), Some(Ok(())));
	assert!(!chain.query(SafeMode::is_entered));
}
