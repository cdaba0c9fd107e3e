// SPDX-License-Identifier: Apache-2.0

//! A citizen buys and sells a car under an alias: one proof binds a fresh account, which needs no won, is a party of its
//! own in this service alone, and leads nobody to the card.

use crate::common::{cars::*, points, rings::*, *};
use pallet_car_registry::{Call as Cars, Error as CarError, PaymentTerms};
use pallet_citizen_rings::{BindRefusal, Call, Error, Event, Removal};
use seoul_chain_primitives::{chain::MINUTE, AccountClass, CitizenIndex, PartyId};
use seoul_chain_runtime::{AccountId, CitizenIdentity, Runtime, RuntimeEvent, TransactionQuota};
use seoul_chain_runtime_common::currency::KRW;
use sp_core::sr25519;
use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};

/// A citizen who acts in the car registry under an alias: wallet, key of the alias, party.
struct Hidden {
	wallet: Wallet,
	key: sr25519::Pair,
	party: PartyId,
}

impl Hidden {
	fn account(&self) -> AccountId {
		account_of(&self.key)
	}

	fn index(&self) -> CitizenIndex {
		match self.party {
			PartyId::Citizen(index) => index,
			PartyId::Agency(_) => panic!("an alias is no agency"),
		}
	}
}

/// The first of some citizens binds an account in the car registry.
fn hidden(chain: &mut Chain) -> Hidden {
	let wallet = citizens_in_a_ring(chain, 5).swap_remove(0);
	let key = wallet.alias_key(CARS);
	let binding = wallet.unlock(chain).bind(CARS, &account_of(&key), 0);
	let index = bound(chain, &binding);
	Hidden {
		wallet,
		key,
		party: PartyId::Citizen(index),
	}
}

#[test]
fn a_citizen_buys_and_sells_a_car_under_an_alias_without_a_won() {
	let mut chain = development_with_rings();
	let kim = hidden(&mut chain);
	assert_eq!(chain.balance(&kim.account()), 0);
	let quota = chain
		.query(|| TransactionQuota::quota_of(kim.account()))
		.expect("an alias is admitted");
	assert_eq!(quota.class, AccountClass::Citizen);

	let car = register_car(&mut chain, "a used car", SELLER_CARD);
	sell(&mut chain, car, &who::SELLER.pair(), (&kim.key, kim.party));
	// It is the alias's, and of nobody behind it.
	chain.refuses_as(
		&kim.wallet.card,
		draft(car, BYSTANDER_CARD, PaymentTerms::OffChain),
		CarError::<Runtime>::NotTheOwner,
	);
	sell(
		&mut chain,
		car,
		&kim.key,
		(&who::BYSTANDER.pair(), BYSTANDER_CARD),
	);
	assert_eq!(chain.balance(&kim.account()), 0);
	let left = chain
		.query(|| TransactionQuota::quota_of(kim.account()))
		.expect("an alias is admitted")
		.left;
	assert!(
		left.ref_time < quota.left.ref_time,
		"the alias used its own quota"
	);
	assert_eq!(
		chain.query(|| CitizenIdentity::ensure_citizen(&kim.account())),
		Err(pallet_citizen_identity::Error::<Runtime>::NotACitizen.into()),
		"no card names the account"
	);
}

#[test]
fn a_price_that_is_paid_on_chain_reaches_the_alias_that_sold() {
	let mut chain = development_with_rings();
	let kim = hidden(&mut chain);
	let car = register_car(&mut chain, "a car of an alias", kim.party);
	let price = 300 * KRW;
	let terms = PaymentTerms::OnChain {
		price,
		dealer_fee: 0,
	};
	let buyer = (&who::BUYER.pair(), BUYER_CARD);
	let sale = signed_sale(&mut chain, car, &kim.key, buyer, terms);
	chain.succeeds(
		who::BUYER,
		Cars::<Runtime>::pay_sale {
			sale,
			amount: price,
		},
	);
	chain.succeeds(who::BUYER, Cars::<Runtime>::confirm_delivery { sale });
	chain.succeeds(who::DONGDAEMUN, accept(sale, "the buyer's certificate"));
	assert_eq!(chain.balance(&kim.account()), price);
}

#[test]
fn an_alias_is_nobody_in_another_service() {
	let mut chain = development_with_rings();
	let kim = hidden(&mut chain);
	// Points can neither be paid by it nor given to it.
	chain.refuses_as(
		&kim.key,
		points::purchase(points::MUSEUM, 1_000),
		pallet_agencies::Error::<Runtime>::NotADelegate,
	);
	points::fund_all(&mut chain);
	let credit = points::credit_call(pallet_mileage::genesis::ECO, kim.party, 1, 1_000);
	chain.refuses_as(
		&points::issuer(pallet_mileage::genesis::ECO),
		credit,
		pallet_mileage::Error::<Runtime>::NoAccount,
	);
	// And the alias of another service does nothing with cars.
	let other = kim.wallet.alias_key(MILEAGE);
	let binding = kim
		.wallet
		.unlock(&mut chain)
		.bind(MILEAGE, &account_of(&other), 0);
	let in_mileage = bound(&mut chain, &binding);
	assert_ne!(in_mileage, kim.index());
	let car = register_car(&mut chain, "a car of an alias", kim.party);
	chain.refuses_as(
		&other,
		draft(car, BUYER_CARD, PaymentTerms::OffChain),
		pallet_agencies::Error::<Runtime>::NotADelegate,
	);
	// While it saves points as a party of its own.
	let saver = PartyId::Citizen(in_mileage);
	points::credit(&mut chain, pallet_mileage::genesis::ECO, saver, 1, 5_000);
	chain.succeeds_as(&other, points::purchase(points::MUSEUM, 1_000));
	assert_eq!(
		points::spendable(&mut chain, saver, pallet_mileage::genesis::ECO),
		4_000
	);
}

#[test]
fn an_alias_is_no_card_and_its_account_stands_for_nobody_else() {
	let mut chain = development_with_rings();
	let kim = hidden(&mut chain);
	chain.refuses(
		who::CITY_OFFICER,
		pallet_citizen_identity::Call::<Runtime>::issue_card {
			account: kim.account(),
		},
		pallet_citizen_identity::Error::<Runtime>::ReservedAccount,
	);
	// Nor does it log in with a wallet: a login shows the card.
	let request = logins::login(&mut chain, logins::LIBRARY, &kim.key);
	assert_eq!(
		logins::authenticate(&mut chain, &request),
		Err(seoul_chain_login::Refusal::UnknownSigner)
	);
}

#[test]
fn an_alias_expires_and_is_renewed_with_another_proof_and_keeps_what_it_has() {
	let mut chain = development_with_rings();
	let kim = hidden(&mut chain);
	let car = register_car(&mut chain, "a car of an alias", kim.party);
	let list = || Cars::<Runtime>::list_vehicle {
		vehicle: car,
		dealer: DEALER,
	};
	let validity = settings(&mut chain).terms.alias_validity;
	let unlocked = kim.wallet.unlock(&mut chain);
	let renewal = unlocked.bind(CARS, &kim.account(), 1);
	let early = chain.pool_says(&renewal.transaction());
	assert_eq!(
		early,
		Err(InvalidTransaction::Custom(BindRefusal::NotYetRenewable.code()).into())
	);

	chain.advance_with_room(validity + MINUTE);
	// It is admitted no more, so the pool takes nothing of it, and nobody can trade with it.
	chain.cannot_pay_for(&kim.key, list());
	let other = register_car(&mut chain, "another car", SELLER_CARD);
	chain.refuses(
		who::SELLER,
		draft(other, kim.party, PaymentTerms::OffChain),
		Error::<Runtime>::AliasExpired,
	);

	let outcome = chain.apply_transaction(renewal.transaction());
	assert_eq!(outcome.result, Ok(()));
	let renewed = of_rings(&outcome.events);
	assert!(
		matches!(
			renewed[..],
			[Event::AliasRenewed { index, .. }] if index == kim.index()
		),
		"{renewed:?}"
	);
	assert_eq!(owner_of(&mut chain, car), kim.party);
	chain.succeeds_as(&kim.key, list());
}

#[test]
fn who_was_removed_from_the_ring_renews_nothing() {
	let mut chain = development_with_rings();
	let kim = hidden(&mut chain);
	let terms = settings(&mut chain).terms;
	let old = kim.wallet.unlock(&mut chain);
	remove(&mut chain, &[kim.wallet.ring_key()], Removal::Suspended);
	chain.advance_with_room(terms.removal_delay);
	for _ in 0..10 {
		chain.next_block();
	}
	chain.advance_with_room(terms.alias_validity);
	let renewal = old.bind(CARS, &kim.account(), 1);
	let answer = chain.pool_says(&renewal.transaction());
	assert!(
		[BindRefusal::RevisionExpired, BindRefusal::UnknownRevision]
			.map(|refusal| {
				Err::<sp_runtime::transaction_validity::ValidTransaction, TransactionValidityError>(
					InvalidTransaction::Custom(refusal.code()).into(),
				)
			})
			.contains(&answer),
		"{answer:?}"
	);
	assert_eq!(kim.wallet.ring(&mut chain), None);
}

/// A phone is lost with its seed: the citizen gets another ring key, and the office of the service gives what the lost
/// alias has to the alias of that key, unless the lost one objects.
#[test]
fn the_office_gives_what_a_lost_alias_has_to_another_alias_after_the_waiting_time() {
	let mut chain = development_with_rings();
	let kim = hidden(&mut chain);
	let car = register_car(&mut chain, "a car of a lost alias", kim.party);
	chain.succeeds(
		who::SELLER,
		pallet_balances::Call::<Runtime>::transfer_keep_alive {
			dest: kim.account().into(),
			value: 50 * KRW,
		},
	);
	let terms = settings(&mut chain).terms;

	// Another seed, another ring key, when the old one is out.
	remove(&mut chain, &[kim.wallet.ring_key()], Removal::Final);
	chain.advance_with_room(terms.removal_delay);
	for _ in 0..10 {
		chain.next_block_with_room();
	}
	let next_path = "//another seed";
	let next = Wallet::of(
		&mut chain,
		key(next_path),
		kim.wallet.citizen,
		seed(next_path),
		0,
	);
	let others: Vec<Wallet> = (0..3)
		.map(|number| Wallet::of_a_new_citizen(&mut chain, &format!("//cohort//{number}")))
		.collect();
	let entries = others.iter().chain([&next]).map(Wallet::entry).collect();
	admit(&mut chain, entries);
	build(&mut chain);
	let unlocked = next.unlock(&mut chain);
	let account = account_of(&next.alias_key(CARS));
	let binding = unlocked.bind(CARS, &account, 0);

	chain.next_block_with_room();
	let start = Call::<Runtime>::start_rebinding {
		service: CARS,
		party: kim.index(),
		new_alias: binding.alias,
		evidence: document(b"what the office saw"),
	};
	chain.refuses(
		who::DEALER,
		start.clone(),
		pallet_agencies::Error::<Runtime>::RoleNotHeld,
	);
	chain.succeeds(who::DONGDAEMUN, start);
	// From this block on the lost key does nothing in the service, and moves no won.
	chain.refuses_as(
		&kim.key,
		draft(car, BUYER_CARD, PaymentTerms::OffChain),
		Error::<Runtime>::AliasSuspended,
	);
	chain.refuses_as(
		&kim.key,
		pallet_balances::Call::<Runtime>::transfer_keep_alive {
			dest: who::SELLER.to_account_id().into(),
			value: KRW,
		},
		sp_runtime::TokenError::Frozen,
	);
	assert_eq!(
		chain.pool_says(&binding.transaction()),
		Err(InvalidTransaction::Custom(BindRefusal::RebindingWaiting.code()).into())
	);

	chain.advance_with_room(terms.rebinding_delay);
	let index = {
		let transaction = binding.transaction();
		chain
			.pool_says(&transaction)
			.expect("the waiting time is over");
		let outcome = chain.apply_transaction(transaction);
		assert_eq!(outcome.result, Ok(()));
		assert!(outcome
			.events
			.iter()
			.any(|event| matches!(event, RuntimeEvent::CitizenRings(_))));
		kim.index()
	};
	assert_eq!(owner_of(&mut chain, car), PartyId::Citizen(index));
	assert_eq!(chain.balance(&account), 50 * KRW);
	let new_key = next.alias_key(CARS);
	sell(
		&mut chain,
		car,
		&new_key,
		(&who::BYSTANDER.pair(), BYSTANDER_CARD),
	);
	chain.cannot_pay_for(&kim.key, draft(car, BUYER_CARD, PaymentTerms::OffChain));
}

#[test]
fn who_still_has_the_alias_objects_and_keeps_it() {
	let mut chain = development_with_rings();
	let kim = hidden(&mut chain);
	let car = register_car(&mut chain, "a car of an alias", kim.party);
	chain.succeeds(
		who::DONGDAEMUN,
		Call::<Runtime>::start_rebinding {
			service: CARS,
			party: kim.index(),
			new_alias: seoul_chain_ring_proofs::Alias([5; 32]),
			evidence: document(b"what somebody said"),
		},
	);
	chain.succeeds_as(&kim.key, Call::<Runtime>::object_rebinding {});
	chain.succeeds_as(
		&kim.key,
		Cars::<Runtime>::list_vehicle {
			vehicle: car,
			dealer: DEALER,
		},
	);
}
