// SPDX-License-Identifier: Apache-2.0

//! A citizen loses a phone, takes another, has none, dies: what belongs to the person stays the person's, and the
//! old key can do nothing.

use crate::common::{
	cards::{complete_recovery, lose_phone, start_recovery, WAITING_TIME},
	points::*,
	*,
};
use frame_support::traits::fungible::InspectHold;
use pallet_balances::Call as Money;
use pallet_car_registry::{
	Call as Cars, ContractKind, Error as CarError, PaymentTerms, SaleId, TransferAcceptance,
	VehicleId,
};
use pallet_citizen_identity::{
	Call as Cards, CardStatus, Error, Event, GrantEnd, LeftBy, ObjectionDecision, Scopes,
};
use pallet_mileage::{
	genesis::{ECO, HEALTH},
	Call as Points,
};
use seoul_chain_primitives::{chain::DAY, AgencyId, Balance, CitizenIndex, Moment, PartyId};
use seoul_chain_runtime::{
	AccountId, Balances, CitizenIdentity, Runtime, RuntimeCall, RuntimeEvent, RuntimeHoldReason,
	TransactionQuota,
};
use seoul_chain_runtime_common::{currency::KRW, CounterScope, ProxyType};
use sp_core::sr25519;
use sp_runtime::TokenError;
use std::collections::BTreeSet;

type Fault = Error<Runtime>;

/// The citizen who buys a car and loses the phone.
const EVE: CitizenIndex = CitizenIndex(1002);
/// What a car costs here.
const PRICE: Balance = 500 * KRW;
/// The counter of the small city.
const COUNTER: AgencyId = AgencyId(31);
/// The treasury of the small city.
const TREASURY: AgencyId = AgencyId(8);
/// More than a proposal lives there.
const TOO_LATE: Moment = 36_000;

fn checker() -> sr25519::Pair {
	key("//CardOffice//checker")
}

fn new_phone() -> sr25519::Pair {
	key("//a new phone")
}

fn held(chain: &mut Chain, account: &AccountId) -> Balance {
	let reason = RuntimeHoldReason::CarRegistry(pallet_car_registry::HoldReason::Sale);
	chain.query(|| Balances::balance_on_hold(&reason, account))
}

fn send(to: &AccountId, amount: Balance) -> Money<Runtime> {
	Money::<Runtime>::transfer_keep_alive {
		dest: to.clone().into(),
		value: amount,
	}
}

fn of_cards(events: &[RuntimeEvent]) -> Vec<Event<Runtime>> {
	events
		.iter()
		.filter_map(|event| match event {
			RuntimeEvent::CitizenIdentity(event) => Some(event.clone()),
			_ => None,
		})
		.collect()
}

/// What Eve has when the phone is lost.
struct Belongings {
	/// Her car.
	car: VehicleId,
	/// A sale that she has paid.
	sale: SaleId,
	/// Her won that are not held.
	free: Balance,
}

/// Eve owns a car, has paid another, which waits for its delivery, and has points of two schemes.
fn belongings(chain: &mut Chain) -> Belongings {
	fund_all(chain);
	let car = register_car(chain, "Eve's own car", BUYER_CARD);
	let bought = register_car(chain, "a car that Eve buys", SELLER_CARD);
	let contract = document(b"contract between two citizens");
	let sale = drafted_sale(chain.succeeds(
		who::SELLER,
		Cars::<Runtime>::draft_sale {
			vehicle: bought,
			buyer: BUYER_CARD,
			contract_kind: ContractKind::BetweenParties,
			contract,
			payment: PaymentTerms::OnChain {
				price: PRICE,
				dealer_fee: 0,
			},
		},
	));
	chain.succeeds(who::BUYER, Cars::<Runtime>::waive_inspection { sale });
	for side in [who::SELLER, who::BUYER] {
		chain.succeeds(side, Cars::<Runtime>::sign_sale { sale, contract });
	}
	chain.succeeds(
		who::BUYER,
		Cars::<Runtime>::pay_sale {
			sale,
			amount: PRICE,
		},
	);
	credit(chain, ECO, BUYER_CARD, 1, 10_000);
	credit(chain, HEALTH, BUYER_CARD, 1, 6_000);
	let free = chain.balance(&who::BUYER.to_account_id());
	assert_eq!(held(chain, &who::BUYER.to_account_id()), PRICE);
	Belongings { car, sale, free }
}

/// All that Eve had is on the new phone, which can use it, and nothing is left on the old one.
fn all_is_on(chain: &mut Chain, phone: &sr25519::Pair, before: &Belongings, moved: Balance) {
	let (old, new) = (who::BUYER.to_account_id(), account_of(phone));
	assert_eq!(chain.balance(&new), moved);
	assert_eq!(held(chain, &new), PRICE);
	assert_eq!((chain.balance(&old), held(chain, &old)), (0, 0));
	for (scheme, points) in [(ECO, 10_000), (HEALTH, 6_000)] {
		assert_eq!(shown(chain, phone, scheme), points);
		assert_eq!(shown(chain, &who::BUYER.pair(), scheme), 0);
	}
	assert_eq!(owner_of(chain, before.car), BUYER_CARD);
	assert_eq!(
		chain.query(|| CitizenIdentity::ensure_citizen(&new)),
		Ok(EVE)
	);

	// The price that was held reaches the seller.
	let seller = chain.balance(&who::SELLER.to_account_id());
	let sale = before.sale;
	chain.succeeds_as(phone, Cars::<Runtime>::confirm_delivery { sale });
	chain.succeeds(
		who::DONGDAEMUN,
		Cars::<Runtime>::accept_transfer {
			sale,
			acceptance: TransferAcceptance {
				receipt: document(b"receipt of the national register"),
				new_access_tag: access_tag("second certificate"),
				new_plate_tag: None,
				new_district: None,
			},
		},
	);
	assert_eq!(held(chain, &new), 0);
	assert_eq!(chain.balance(&who::SELLER.to_account_id()), seller + PRICE);
	// The car, the points and the won are the new phone's to use.
	chain.succeeds_as(
		phone,
		Cars::<Runtime>::list_vehicle {
			vehicle: before.car,
			dealer: DEALER,
		},
	);
	chain.succeeds_as(phone, purchase(MUSEUM, 1_000));
	chain.succeeds_as(phone, send(&who::SELLER.to_account_id(), KRW));
}

/// The pool takes nothing of the old key, and the account never stands for anyone again.
fn the_old_key_can_do_nothing(chain: &mut Chain) {
	let old = who::BUYER.to_account_id();
	assert!(chain
		.query(|| TransactionQuota::quota_of(old.clone()))
		.is_none());
	let calls: [RuntimeCall; 6] = [
		send(&who::SELLER.to_account_id(), KRW).into(),
		Cards::<Runtime>::object_to_recovery {}.into(),
		Cards::<Runtime>::suspend_own_card {}.into(),
		Cards::<Runtime>::propose_rotation {
			new_account: account_of(&key("//a thief")),
		}
		.into(),
		purchase(MUSEUM, 1_000).into(),
		Cars::<Runtime>::list_vehicle {
			vehicle: VehicleId(Default::default()),
			dealer: DEALER,
		}
		.into(),
	];
	for call in calls {
		chain.cannot_pay_for(&who::BUYER.pair(), call);
	}
	chain.refuses(
		who::CITY_OFFICER,
		Cards::<Runtime>::issue_card {
			account: old.clone(),
		},
		Fault::FormerAccount,
	);
	chain.refuses(
		who::DEALER,
		pallet_agencies::Call::<Runtime>::appoint_delegate {
			delegate: old,
			roles: vec![seoul_chain_primitives::Role::CarDealer]
				.try_into()
				.expect("one role"),
			expires_at: chain.now() + DAY,
		},
		pallet_agencies::Error::<Runtime>::WasACitizens,
	);
}

fn start() -> Cards<Runtime> {
	start_recovery(EVE, &new_phone())
}

fn accept() -> Cards<Runtime> {
	Cards::<Runtime>::accept_recovery { citizen: EVE }
}

fn complete() -> Cards<Runtime> {
	Cards::<Runtime>::complete_recovery { citizen: EVE }
}

fn object() -> Cards<Runtime> {
	Cards::<Runtime>::object_to_recovery {}
}

fn decide(decision: ObjectionDecision) -> Cards<Runtime> {
	Cards::<Runtime>::decide_objection {
		citizen: EVE,
		decision,
		record: document(b"record of the meeting"),
	}
}

#[test]
fn who_loses_a_phone_has_everything_on_the_next_one_after_the_waiting_time() {
	let mut chain = Chain::development();
	let before = belongings(&mut chain);
	let (old, phone) = (who::BUYER.to_account_id(), new_phone());
	let thief = who::BUYER;
	chain.cannot_pay_for(&phone, accept());

	chain.succeeds(who::CITY_OFFICER, start());
	// From this block on whoever has the old phone neither acts nor pays for acting.
	chain.cannot_pay_for(&thief.pair(), send(&account_of(&key("//a thief")), KRW));
	// The new phone has nothing, and answers.
	assert_eq!(chain.balance(&account_of(&phone)), 0);
	chain.succeeds_as(&phone, accept());
	chain.refuses(who::BYSTANDER, complete(), Fault::TooEarly);

	// While the old key can object it is admitted, and can do no harm.
	chain.refuses(
		thief,
		send(&account_of(&key("//a thief")), KRW),
		TokenError::Frozen,
	);
	chain.refuses(
		thief,
		pallet_deposit_token::Call::<Runtime>::redeem {
			treasury: TREASURY,
			amount: 10_000 * KRW,
			instruction: document(b"to the account of a thief"),
		},
		pallet_deposit_token::Error::<Runtime>::InsufficientFunds,
	);
	chain.refuses(
		thief,
		Cars::<Runtime>::list_vehicle {
			vehicle: before.car,
			dealer: DEALER,
		},
		Fault::CardSuspended,
	);
	chain.refuses(thief, purchase(MUSEUM, 1_000), Fault::CardSuspended);
	chain.refuses(
		thief,
		Cards::<Runtime>::propose_rotation {
			new_account: account_of(&key("//a thief")),
		},
		Fault::CardSuspended,
	);

	let events = complete_recovery(&mut chain, EVE);
	assert!(of_cards(&events).contains(&Event::AccountChanged {
		citizen: EVE,
		old_account: old,
		new_account: account_of(&phone),
		reason: LeftBy::Recovery,
		moved: before.free,
		remaining: 0,
	}));
	all_is_on(&mut chain, &phone, &before, before.free);
	the_old_key_can_do_nothing(&mut chain);
}

#[test]
fn what_somebody_pays_to_a_lost_account_reaches_the_citizen() {
	let mut chain = Chain::development();
	let (old, phone) = (who::BUYER.to_account_id(), new_phone());
	lose_phone(&mut chain, EVE, &phone);
	complete_recovery(&mut chain, EVE);
	let had = chain.balance(&account_of(&phone));

	chain.succeeds(who::SELLER, send(&old, 100 * KRW));
	chain.cannot_pay_for(&who::BUYER.pair(), send(&who::SELLER.to_account_id(), KRW));
	let sweep = || Cards::<Runtime>::sweep_former_account {
		account: old.clone(),
	};
	chain.succeeds(who::BYSTANDER, sweep());
	assert_eq!(chain.balance(&account_of(&phone)), had + 100 * KRW);
	chain.refuses(who::BYSTANDER, sweep(), Fault::NothingToMove);
}

#[test]
fn who_still_has_the_phone_objects_for_nothing_and_another_official_decides() {
	let mut chain = Chain::development();
	lose_phone(&mut chain, EVE, &new_phone());
	let had = chain.balance(&who::BUYER.to_account_id());
	chain.succeeds(who::BUYER, object());
	assert_eq!(chain.balance(&who::BUYER.to_account_id()), had);

	chain.advance_with_room(WAITING_TIME);
	chain.refuses(who::BYSTANDER, complete(), Fault::ObjectionOpen);
	chain.refuses(
		who::CITY_OFFICER,
		decide(ObjectionDecision::Dismiss),
		Fault::SameOfficial,
	);
	chain.succeeds_as(&checker(), decide(ObjectionDecision::Uphold));
	chain.refuses(who::BYSTANDER, complete(), Fault::NoRecovery);
	chain.succeeds(who::BUYER, send(&who::SELLER.to_account_id(), KRW));
	chain.cannot_pay_for(&new_phone(), accept());
}

#[test]
fn a_thief_who_objects_gains_nothing_but_time() {
	let mut chain = Chain::development();
	let before = belongings(&mut chain);
	let phone = new_phone();
	lose_phone(&mut chain, EVE, &phone);
	chain.succeeds(who::BUYER, object());
	chain.succeeds_as(&checker(), decide(ObjectionDecision::Dismiss));
	// There is no second objection, and none of the quota that goes with being able to object.
	chain.cannot_pay_for(&who::BUYER.pair(), object());
	chain.refuses(who::BYSTANDER, complete(), Fault::TooEarly);
	complete_recovery(&mut chain, EVE);
	all_is_on(&mut chain, &phone, &before, before.free);
	the_old_key_can_do_nothing(&mut chain);
}

#[test]
fn who_buys_a_new_phone_moves_with_both_keys_and_without_an_office() {
	let mut chain = Chain::development();
	let before = belongings(&mut chain);
	let phone = new_phone();
	let propose = || Cards::<Runtime>::propose_rotation {
		new_account: account_of(&new_phone()),
	};
	let accept = || Cards::<Runtime>::accept_rotation { citizen: EVE };
	chain.succeeds(who::BUYER, propose());
	chain.refuses(who::BUYER, propose(), Fault::ProposedTooRecently);

	// A deposit would be stranded on the old account.
	chain.succeeds(
		who::BUYER,
		pallet_proxy::Call::<Runtime>::add_proxy {
			delegate: who::SELLER.to_account_id().into(),
			proxy_type: ProxyType::CancelProxy,
			delay: 0,
		},
	);
	chain.refuses_as(&phone, accept(), Fault::DepositsInTheWay);
	chain.succeeds(who::BUYER, pallet_proxy::Call::<Runtime>::remove_proxies {});

	let events = chain.succeeds_as(&phone, accept());
	assert_eq!(
		of_cards(&events),
		[Event::AccountChanged {
			citizen: EVE,
			old_account: who::BUYER.to_account_id(),
			new_account: account_of(&phone),
			reason: LeftBy::Rotation,
			moved: before.free,
			remaining: 0,
		}]
	);
	all_is_on(&mut chain, &phone, &before, before.free);
	the_old_key_can_do_nothing(&mut chain);
}

#[test]
fn a_proposed_phone_that_waits_too_long_is_a_stranger_again() {
	let mut chain = Chain::development();
	chain.succeeds(
		who::BUYER,
		Cards::<Runtime>::propose_rotation {
			new_account: account_of(&new_phone()),
		},
	);
	chain.advance_with_room(TOO_LATE);
	let accept = Cards::<Runtime>::accept_rotation { citizen: EVE };
	chain.cannot_pay_for(&new_phone(), accept);
}

fn scopes(of: &[CounterScope]) -> Scopes<CounterScope> {
	of.iter()
		.copied()
		.collect::<BTreeSet<_>>()
		.try_into()
		.expect("few enough scopes")
}

fn on_paper(chain: &Chain, of: &[CounterScope]) -> Cards<Runtime> {
	Cards::<Runtime>::record_counter_grant {
		citizen: EVE,
		agency: COUNTER,
		scopes: scopes(of),
		expires_at: chain.now() + 30 * DAY,
		paper: document(b"signed by a citizen without a phone"),
	}
}

fn for_eve(call: impl Into<RuntimeCall>) -> Cards<Runtime> {
	Cards::<Runtime>::act_for {
		citizen: EVE,
		call: Box::new(call.into()),
	}
}

/// What Eve can use in both schemes.
fn points_of_eve(chain: &mut Chain) -> pallet_mileage::Points {
	spendable(chain, BUYER_CARD, ECO) + spendable(chain, BUYER_CARD, HEALTH)
}

#[test]
fn a_counter_does_what_the_citizen_granted_and_no_more() {
	let mut chain = Chain::development();
	let before = belongings(&mut chain);
	let counter = key("//Counter");
	let pay = || purchase(MUSEUM, 1_000);
	let list = || Cars::<Runtime>::list_vehicle {
		vehicle: before.car,
		dealer: DEALER,
	};
	chain.refuses_as(&counter, for_eve(pay()), Fault::NoGrant);
	let grant = on_paper(&chain, &[CounterScope::Mileage]);
	chain.succeeds(who::CITY_OFFICER, grant);

	let points = points_of_eve(&mut chain);
	let events = chain.succeeds_as(&counter, for_eve(pay()));
	assert_eq!(
		of_cards(&events),
		[Event::CounterActed {
			citizen: EVE,
			scope: CounterScope::Mileage,
			agency: COUNTER,
			by: account_of(&counter),
		}]
	);
	let left = points_of_eve(&mut chain);
	assert_eq!(left, points - 1_000);

	// Another service, won, the card itself, giving points away, what wraps what is granted.
	let beyond: [RuntimeCall; 8] = [
		list().into(),
		send(&account_of(&counter), KRW).into(),
		pallet_deposit_token::Call::<Runtime>::redeem {
			treasury: TREASURY,
			amount: 10_000 * KRW,
			instruction: document(b"to the account of a clerk"),
		}
		.into(),
		Cards::<Runtime>::propose_rotation {
			new_account: account_of(&new_phone()),
		}
		.into(),
		for_eve(pay()).into(),
		Points::<Runtime>::gift {
			receiver: SELLER_CARD,
			scheme: ECO,
			points: 100,
		}
		.into(),
		pallet_utility::Call::<Runtime>::batch_all {
			calls: vec![pay().into()],
		}
		.into(),
		pallet_proxy::Call::<Runtime>::add_proxy {
			delegate: account_of(&counter).into(),
			proxy_type: ProxyType::Any,
			delay: 0,
		}
		.into(),
	];
	for call in beyond {
		chain.refuses_as(&counter, for_eve(call), Fault::OutsideScope);
	}
	// What the service itself refuses is refused with its reason.
	chain.refuses_as(
		&counter,
		for_eve(purchase(TRANSIT, 1_000)),
		pallet_agencies::Error::<Runtime>::RoleNotHeldByAgency,
	);
	// Only a counter is one.
	chain.refuses(
		who::CITY_OFFICER,
		for_eve(pay()),
		pallet_agencies::Error::<Runtime>::RoleNotHeld,
	);

	// With the scope of cars it lists her car, and pays for none.
	let grant = on_paper(&chain, &[CounterScope::Cars, CounterScope::Mileage]);
	chain.succeeds(who::CITY_OFFICER, grant);
	chain.succeeds_as(&counter, for_eve(list()));
	let sale = before.sale;
	for call in [
		Cars::<Runtime>::pay_sale {
			sale,
			amount: PRICE,
		},
		Cars::<Runtime>::agree_rescission { sale },
	] {
		chain.refuses_as(&counter, for_eve(call), Fault::OutsideScope);
	}
	chain.refuses_as(
		&counter,
		for_eve(Cars::<Runtime>::return_vehicle {
			vehicle: VehicleId(Default::default()),
		}),
		CarError::<Runtime>::VehicleNotFound,
	);

	// With a suspended card nobody acts for her, and she ends the grant when she says so.
	chain.succeeds(who::BUYER, Cards::<Runtime>::suspend_own_card {});
	chain.refuses_as(&counter, for_eve(pay()), Fault::CardSuspended);
	chain.succeeds(
		who::CITY_OFFICER,
		Cards::<Runtime>::resume_card { citizen: EVE },
	);
	let events = chain.succeeds(
		who::BUYER,
		Cards::<Runtime>::end_counter_grant { agency: COUNTER },
	);
	assert_eq!(
		of_cards(&events),
		[Event::CounterGrantEnded {
			citizen: EVE,
			agency: COUNTER,
			cause: GrantEnd::Citizen,
		}]
	);
	chain.refuses_as(&counter, for_eve(pay()), Fault::NoGrant);
}

#[test]
fn what_is_paused_or_closed_is_so_at_a_counter_too() {
	let mut chain = Chain::development();
	belongings(&mut chain);
	let counter = key("//Counter");
	let grant = on_paper(&chain, &[CounterScope::Mileage]);
	chain.succeeds(who::CITY_OFFICER, grant);
	let name = |text: &str| {
		frame_support::BoundedVec::try_from(text.as_bytes().to_vec()).expect("a short name")
	};
	let full_name = (name("Mileage"), name("pay"));
	let pause = pallet_tx_pause::Call::<Runtime>::pause {
		full_name: full_name.clone(),
	};
	assert_eq!(chain.council_decides(pause), Ok(()));
	chain.refuses_as(
		&counter,
		for_eve(purchase(MUSEUM, 1_000)),
		frame_system::Error::<Runtime>::CallFiltered,
	);
	let unpause = pallet_tx_pause::Call::<Runtime>::unpause { ident: full_name };
	assert_eq!(chain.council_decides(unpause), Ok(()));
	chain.succeeds_as(&counter, for_eve(purchase(MUSEUM, 1_000)));

	let close = pallet_safe_mode::Call::<Runtime>::force_enter {};
	assert_eq!(chain.council_decides(close), Ok(()));
	chain.refuses_as(
		&counter,
		for_eve(purchase(MUSEUM, 1_000)),
		frame_system::Error::<Runtime>::CallFiltered,
	);
}

#[test]
fn the_won_of_the_dead_go_to_heirs_by_two_officials() {
	let mut chain = Chain::development();
	let had = chain.balance(&who::BUYER.to_account_id());
	chain.succeeds(
		who::CITY_OFFICER,
		Cards::<Runtime>::report_deceased {
			citizen: EVE,
			evidence: document(b"record of the death"),
		},
	);
	assert!(matches!(
		chain
			.query(|| CitizenIdentity::card(EVE))
			.map(|card| card.status),
		Some(CardStatus::Deceased { .. })
	));
	chain.cannot_pay_for(&who::BUYER.pair(), send(&who::SELLER.to_account_id(), KRW));
	let release = |recipient: PartyId, amount| Cards::<Runtime>::release_funds {
		citizen: EVE,
		recipient,
		amount,
		papers: document(b"certificate of inheritance"),
	};
	chain.refuses(
		who::CITY_OFFICER,
		release(SELLER_CARD, KRW),
		Fault::SameOfficial,
	);
	chain.refuses_as(
		&checker(),
		release(SELLER_CARD, had + 1),
		Fault::InsufficientFunds,
	);
	let half = had / 2;
	for (heir, recipient, amount) in [
		(who::SELLER, SELLER_CARD, half),
		(who::BYSTANDER, BYSTANDER_CARD, had - half),
	] {
		let before = chain.balance(&heir.to_account_id());
		chain.succeeds_as(&checker(), release(recipient, amount));
		assert_eq!(chain.balance(&heir.to_account_id()), before + amount);
	}
	assert_eq!(chain.balance(&who::BUYER.to_account_id()), 0);
}
