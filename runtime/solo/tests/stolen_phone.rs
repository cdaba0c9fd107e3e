// SPDX-License-Identifier: Apache-2.0

//! A phone is stolen and its owner suspends the card: won, points and sessions are shut in the same block, and the ring
//! key within a time that is stated.

use crate::common::{logins, points, rings::*, *};
use pallet_balances::Call as Money;
use pallet_citizen_identity::Call as Cards;
use pallet_citizen_rings::{KeyStatus, Removal};
use pallet_facilities::{Event as DoorEvent, SessionEnd};
use pallet_mileage::genesis::ECO;
use seoul_chain_login::Refusal;
use seoul_chain_primitives::{chain::DAY, Moment, PartyId};
use seoul_chain_ring_proofs::login::LoginRefusal;
use seoul_chain_runtime::Runtime;
use seoul_chain_runtime_common::currency::KRW;
use sp_core::sr25519;
use sp_runtime::TokenError;

/// A citizen with won, points, a session and a ring key.
struct Owner {
	wallet: Wallet,
	phone: sr25519::Pair,
}

fn owner(chain: &mut Chain) -> Owner {
	let wallet = citizens_in_a_ring(chain, 6).swap_remove(2);
	chain.next_block_with_room();
	points::fund_all(chain);
	chain.succeeds(
		who::SELLER,
		Money::<Runtime>::transfer_keep_alive {
			dest: account_of(&wallet.card).into(),
			value: 1_000 * KRW,
		},
	);
	points::credit(chain, ECO, PartyId::Citizen(wallet.citizen), 1, 9_000);
	let phone = key("//a stolen phone");
	let end = chain.now() + 30 * DAY;
	let open = logins::open_session(chain, wallet.citizen, &phone, end);
	chain.succeeds_as(&wallet.card, open);
	Owner { wallet, phone }
}

#[test]
fn who_suspends_the_own_card_shuts_won_points_and_sessions_in_one_call() {
	let mut chain = development_with_rings();
	let kim = owner(&mut chain);
	let consent = logins::consent(&mut chain, logins::LIBRARY, &kim.wallet.card);
	let by_phone = logins::login_with(&mut chain, logins::LIBRARY, &kim.phone, &consent);
	let by_card = logins::login_with(&mut chain, logins::LIBRARY, &kim.wallet.card, &consent);
	assert!(logins::authenticate(&mut chain, &by_phone).is_ok());
	assert!(logins::authenticate(&mut chain, &by_card).is_ok());
	let pay = || points::purchase(points::MUSEUM, 1_000);
	chain.succeeds_as(&kim.wallet.card, pay());

	// From another device with the same key: it costs no won and no visit.
	let events = chain.succeeds_as(&kim.wallet.card, Cards::<Runtime>::suspend_own_card {});
	assert!(
		logins::of_facilities(&events).contains(&DoorEvent::SessionClosed {
			citizen: kim.wallet.citizen,
			key: account_of(&kim.phone),
			cause: SessionEnd::Card,
		})
	);
	let send = || Money::<Runtime>::transfer_keep_alive {
		dest: account_of(&key("//a thief")).into(),
		value: KRW,
	};
	chain.cannot_pay_for(&kim.wallet.card, send());
	chain.cannot_pay_for(&kim.wallet.card, pay());
	// Not as somebody's proxy, either: what is frozen is the account, whoever sends the transaction.
	let frozen = chain.query(|| {
		use frame_support::traits::{fungible::Mutate, tokens::Preservation};
		seoul_chain_runtime::Balances::transfer(
			&account_of(&kim.wallet.card),
			&account_of(&key("//a thief")),
			KRW,
			Preservation::Expendable,
		)
	});
	assert_eq!(frozen, Err(TokenError::Frozen.into()));

	chain.next_block();
	assert_eq!(
		logins::authenticate(&mut chain, &by_phone),
		Err(Refusal::SessionClosed)
	);
	let suspended = pallet_citizen_identity::Error::<Runtime>::CardSuspended;
	assert_eq!(
		logins::authenticate(&mut chain, &by_card),
		Err(Refusal::Card(suspended.into()))
	);
}

/// The longest time from the removal of a key until no facility that reads each block lets it in: removals are
/// gathered, the ring is rebuilt in so many blocks, and roots with the key are valid for their grace.
fn stated_delay(chain: &mut Chain) -> Moment {
	let terms = settings(chain).terms;
	terms.removal_delay + REBUILD_BLOCKS * SLOT + terms.removal_grace
}

/// In how many blocks a ring of a few keys is rebuilt, when its turn comes.
const REBUILD_BLOCKS: Moment = 2;

#[test]
fn a_removed_key_logs_in_until_its_ring_is_rebuilt_and_nowhere_after_the_stated_delay() {
	let mut chain = development_with_rings();
	let kim = owner(&mut chain);
	let mut library = Door::of(&mut chain, 0, "library.localhost");
	let unlocked = kim.wallet.unlock(&mut chain);
	let alias = library.lets_in(&chain, &unlocked).expect("is a member");

	chain.succeeds_as(&kim.wallet.card, Cards::<Runtime>::suspend_own_card {});
	// The chain does not know which ring key is the card's. The office does.
	library.read(&mut chain);
	assert_eq!(library.lets_in(&chain, &unlocked), Ok(alias));
	let delay = stated_delay(&mut chain);
	let removed_at = chain.now();
	remove(&mut chain, &[kim.wallet.ring_key()], Removal::Suspended);

	let terms = settings(&mut chain).terms;
	let mut refused_at = None;
	let mut rebuilt_at = None;
	while chain.now() < removed_at + 2 * delay {
		chain.next_block();
		library.read(&mut chain);
		let newest = newest(&mut chain, unlocked.ring).revision;
		if newest != unlocked.revision {
			rebuilt_at.get_or_insert(chain.now());
		}
		match library.lets_in(&chain, &unlocked) {
			Ok(shown) => {
				assert_eq!(shown, alias);
				assert_eq!(refused_at, None, "who was refused once stays refused");
			},
			Err(refusal) => {
				assert_eq!(refusal, LoginRefusal::RootExpired);
				refused_at.get_or_insert(chain.now());
			},
		}
	}
	let rebuilt_at = rebuilt_at.expect("the ring is rebuilt");
	let refused_at = refused_at.expect("the key is refused");
	// Not before: who proves against the old root a moment ago is let in.
	assert!(rebuilt_at >= removed_at + terms.removal_delay);
	assert!(refused_at >= removed_at + terms.removal_delay + terms.removal_grace);
	assert!(
		refused_at <= removed_at + delay,
		"refused {} ms after the removal, stated are {delay}",
		refused_at - removed_at
	);
	// The ring without the key opens to no proof of it.
	let revision = newest(&mut chain, unlocked.ring).revision;
	assert!(kim
		.wallet
		.unlock_at(&mut chain, unlocked.ring, revision)
		.is_none());
}

#[test]
fn a_facility_that_stops_reading_lets_nobody_in_on_what_it_read_too_long_ago() {
	let mut chain = development_with_rings();
	let kim = owner(&mut chain);
	let mut library = Door::of(&mut chain, 0, "library.localhost");
	library.facility.max_root_age = 20_000;
	let unlocked = kim.wallet.unlock(&mut chain);
	remove(&mut chain, &[kim.wallet.ring_key()], Removal::Suspended);
	// Whatever the chain did meanwhile, it lets in for so long and no longer.
	chain.advance(20_000);
	assert!(library.lets_in(&chain, &unlocked).is_ok());
	chain.next_block();
	assert_eq!(
		library.lets_in(&chain, &unlocked),
		Err(LoginRefusal::RootTooOld)
	);
}

#[test]
fn a_found_phone_is_the_same_citizen_again_at_every_door() {
	let mut chain = development_with_rings();
	let kim = owner(&mut chain);
	let mut library = Door::of(&mut chain, 0, "library.localhost");
	let alias = {
		let unlocked = kim.wallet.unlock(&mut chain);
		library.lets_in(&chain, &unlocked).expect("is a member")
	};
	let ring_key = kim.wallet.ring_key();
	remove(&mut chain, &[ring_key], Removal::Suspended);
	let restore = || pallet_citizen_rings::Call::<Runtime>::restore_keys {
		keys: vec![ring_key].try_into().expect("one key"),
	};
	// A key that a valid root still has would stand twice among those who can prove.
	chain.refuses(
		who::CITY_OFFICER,
		restore(),
		pallet_citizen_rings::Error::<Runtime>::StillProvable,
	);
	let delay = stated_delay(&mut chain);
	chain.advance_with_room(delay);
	for _ in 0..10 {
		chain.next_block_with_room();
	}
	chain.succeeds(who::CITY_OFFICER, restore());
	// It waits for a cohort as everybody does.
	let status = chain
		.query(|| pallet_citizen_rings::Keys::<Runtime>::get(ring_key))
		.expect("the key is on record for ever")
		.status;
	assert!(matches!(status, KeyStatus::Queued { .. }));
	let others: Vec<Wallet> = (0..3)
		.map(|number| Wallet::of_a_new_citizen(&mut chain, &format!("//cohort//{number}")))
		.collect();
	admit(&mut chain, others.iter().map(Wallet::entry).collect());
	build(&mut chain);
	library.read(&mut chain);
	let unlocked = kim.wallet.unlock(&mut chain);
	assert_eq!(library.lets_in(&chain, &unlocked), Ok(alias));
}
