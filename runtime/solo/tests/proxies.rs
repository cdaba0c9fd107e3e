// SPDX-License-Identifier: Apache-2.0

//! An account hands some of what it may do to another, and no more than that.

use crate::common::*;
use pallet_balances::Call as Money;
use pallet_car_registry::Call as Cars;
use pallet_citizen_identity::Call as Cards;
use pallet_proxy::{Call, Event};
use seoul_chain_primitives::{AgencyId, CitizenIndex};
use seoul_chain_runtime::{Runtime, RuntimeCall, RuntimeEvent};
use seoul_chain_runtime_common::{currency::KRW, CounterScope, ProxyType};
use sp_core::Pair as _;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob};
use sp_runtime::{DispatchError, DispatchResult};

/// Name Bob as a proxy of `owner`.
fn name_bob(chain: &mut Chain, owner: Sr25519Keyring, proxy_type: ProxyType) {
	chain.succeeds(
		owner,
		Call::<Runtime>::add_proxy {
			delegate: Bob.to_account_id().into(),
			proxy_type,
			delay: 0,
		},
	);
}

/// Let Bob make a call for `owner`. Returns what became of it.
fn through_bob(
	chain: &mut Chain,
	owner: Sr25519Keyring,
	call: impl Into<RuntimeCall>,
) -> DispatchResult {
	let events = chain.succeeds(
		Bob,
		Call::<Runtime>::proxy {
			real: owner.to_account_id().into(),
			force_proxy_type: None,
			call: Box::new(call.into()),
		},
	);
	events
		.into_iter()
		.find_map(|event| match event {
			RuntimeEvent::Proxy(Event::ProxyExecuted { result }) => Some(result),
			_ => None,
		})
		.expect("a proxied call tells its result")
}

fn transfer() -> RuntimeCall {
	RuntimeCall::from(Money::<Runtime>::transfer_keep_alive {
		dest: Bob.to_account_id().into(),
		value: 1_000 * KRW,
	})
}

fn filtered() -> DispatchResult {
	let error: DispatchError = frame_system::Error::<Runtime>::CallFiltered.into();
	Err(error)
}

#[test]
fn a_proxy_for_cars_lists_a_car_and_moves_no_won() {
	let mut chain = Chain::development();
	let vehicle = register_car(&mut chain, "a used car", SELLER_CARD);
	name_bob(&mut chain, who::SELLER, ProxyType::CarRegistry);

	let list = Cars::<Runtime>::list_vehicle {
		vehicle,
		dealer: DEALER,
	};
	assert_eq!(through_bob(&mut chain, who::SELLER, list), Ok(()));
	assert_eq!(through_bob(&mut chain, who::SELLER, transfer()), filtered());
}

#[test]
fn neither_a_proxy_for_cars_nor_one_without_transfers_pays_for_a_car() {
	for proxy_type in [ProxyType::CarRegistry, ProxyType::NonTransfer] {
		let mut chain = Chain::development();
		name_bob(&mut chain, who::SELLER, proxy_type);
		let sale = pallet_car_registry::SaleId(0);
		let pay = Cars::<Runtime>::pay_sale { sale, amount: 1 };
		assert_eq!(through_bob(&mut chain, who::SELLER, pay), filtered());
		let agree = Cars::<Runtime>::agree_rescission { sale };
		assert_eq!(through_bob(&mut chain, who::SELLER, agree), filtered());
	}
}

#[test]
fn a_proxy_for_cards_leads_neither_won_nor_a_card_elsewhere_and_is_no_second_official() {
	let citizen = CitizenIndex(1001);
	let paper = document(b"paper");
	let stranger = sp_core::sr25519::Pair::from_string("//a stranger", None)
		.expect("a valid path")
		.public()
		.into();
	let decisions: [Cards<Runtime>; 8] = [
		Cards::release_funds {
			citizen,
			recipient: BUYER_CARD,
			amount: KRW,
			papers: paper,
		},
		Cards::report_deceased {
			citizen,
			evidence: paper,
		},
		Cards::revoke_card { citizen },
		Cards::start_recovery {
			citizen,
			new_account: stranger,
			evidence: paper,
		},
		Cards::decide_objection {
			citizen,
			decision: pallet_citizen_identity::ObjectionDecision::Dismiss,
			record: paper,
		},
		Cards::record_counter_grant {
			citizen,
			agency: AgencyId(31),
			scopes: Default::default(),
			expires_at: 0,
			paper,
		},
		Cards::accept_recovery { citizen },
		Cards::accept_rotation { citizen },
	];
	for proxy_type in [ProxyType::CitizenCards, ProxyType::NonTransfer] {
		let mut chain = Chain::development();
		name_bob(&mut chain, who::CITY_OFFICER, proxy_type);
		for call in decisions.clone() {
			assert_eq!(through_bob(&mut chain, who::CITY_OFFICER, call), filtered());
		}
		let suspend = Cards::<Runtime>::suspend_card { citizen };
		assert_eq!(through_bob(&mut chain, who::CITY_OFFICER, suspend), Ok(()));

		name_bob(&mut chain, who::BUYER, proxy_type);
		let propose = Cards::<Runtime>::propose_rotation {
			new_account: Bob.to_account_id(),
		};
		assert_eq!(through_bob(&mut chain, who::BUYER, propose), filtered());
		let grant = Cards::<Runtime>::grant_counter {
			agency: AgencyId(31),
			scopes: Default::default(),
			expires_at: 0,
		};
		assert_eq!(through_bob(&mut chain, who::BUYER, grant), filtered());
		let own = Cards::<Runtime>::suspend_own_card {};
		assert_eq!(through_bob(&mut chain, who::BUYER, own), Ok(()));
	}
}

#[test]
fn a_proxy_for_polls_does_what_the_office_does_and_neither_votes_nor_supports_for_a_citizen() {
	use pallet_mvoting::{Call as Polls, Error};
	use seoul_chain_ballot::PollId;
	for proxy_type in [ProxyType::Voting, ProxyType::NonTransfer] {
		let mut chain = Chain::development();
		name_bob(&mut chain, who::BUYER, proxy_type);
		let poll = PollId(0);
		let vote = Polls::<Runtime>::cast_public {
			poll,
			options: Default::default(),
			credential: None,
		};
		assert_eq!(through_bob(&mut chain, who::BUYER, vote), filtered());
		let support = Polls::<Runtime>::support {
			proposal: pallet_mvoting::ProposalId(0),
		};
		assert_eq!(through_bob(&mut chain, who::BUYER, support), filtered());
		assert_eq!(
			through_bob(
				&mut chain,
				who::BUYER,
				Polls::<Runtime>::close_poll { poll }
			),
			Err(Error::<Runtime>::PollNotFound.into())
		);
	}
}

#[test]
fn a_proxy_of_a_counter_does_for_a_citizen_no_more_than_it_may_do_for_the_counter() {
	let mut chain = Chain::development();
	let citizen = CitizenIndex(1002);
	let counter = points::key("//Counter");
	points::fund_all(&mut chain);
	points::credit(
		&mut chain,
		pallet_mileage::genesis::ECO,
		BUYER_CARD,
		1,
		10_000,
	);
	let vehicle = register_car(&mut chain, "a used car", BUYER_CARD);
	let scopes = [CounterScope::Cars, CounterScope::Mileage];
	let grant = Cards::<Runtime>::grant_counter {
		agency: AgencyId(31),
		scopes: std::collections::BTreeSet::from(scopes)
			.try_into()
			.expect("two scopes"),
		expires_at: chain.now() + seoul_chain_primitives::chain::DAY,
	};
	chain.succeeds(who::BUYER, grant);
	chain.succeeds(
		Alice,
		Money::<Runtime>::transfer_keep_alive {
			dest: points::account_of(&counter).into(),
			value: 10_000 * KRW,
		},
	);
	chain.succeeds_as(
		&counter,
		Call::<Runtime>::add_proxy {
			delegate: Bob.to_account_id().into(),
			proxy_type: ProxyType::NonTransfer,
			delay: 0,
		},
	);
	let mut through_bob = |call: RuntimeCall| {
		let act = Cards::<Runtime>::act_for {
			citizen,
			call: Box::new(call),
		};
		let events = chain.succeeds(
			Bob,
			Call::<Runtime>::proxy {
				real: points::account_of(&counter).into(),
				force_proxy_type: None,
				call: Box::new(act.into()),
			},
		);
		events
			.into_iter()
			.find_map(|event| match event {
				RuntimeEvent::Proxy(Event::ProxyExecuted { result }) => Some(result),
				_ => None,
			})
			.expect("a proxied call tells its result")
	};
	let list = Cars::<Runtime>::list_vehicle {
		vehicle,
		dealer: DEALER,
	};
	assert_eq!(through_bob(list.into()), Ok(()));
	let pay = points::purchase(points::MUSEUM, 1_000);
	assert_eq!(through_bob(pay.into()), filtered());
}

#[test]
fn a_batch_does_not_widen_what_a_proxy_may_do() {
	let mut chain = Chain::development();
	name_bob(&mut chain, who::SELLER, ProxyType::CarRegistry);
	let had = chain.balance(&who::SELLER.to_account_id());
	let batch = pallet_utility::Call::<Runtime>::batch_all {
		calls: vec![transfer()],
	};
	assert_eq!(through_bob(&mut chain, who::SELLER, batch), filtered());
	assert_eq!(chain.balance(&who::SELLER.to_account_id()), had);
}

#[test]
fn who_administers_an_agency_by_proxy_cannot_redirect_its_money() {
	let mut chain = Chain::development();
	let redirect = || pallet_agencies::Call::<Runtime>::set_payout_account {
		account: Bob.to_account_id(),
	};
	for proxy_type in [ProxyType::AgencyAdministration, ProxyType::NonTransfer] {
		let owner = match proxy_type {
			ProxyType::NonTransfer => who::DEALER,
			_ => who::MECHANIC,
		};
		name_bob(&mut chain, owner, proxy_type);
		assert_eq!(through_bob(&mut chain, owner, redirect()), filtered());
		let dismiss = pallet_agencies::Call::<Runtime>::dismiss_delegate {
			delegate: owner.to_account_id(),
		};
		assert_eq!(through_bob(&mut chain, owner, dismiss), Ok(()));
	}
}

#[test]
fn a_proxy_that_may_not_transfer_does_everything_else() {
	let mut chain = Chain::development();
	let vehicle = register_car(&mut chain, "a used car", SELLER_CARD);
	name_bob(&mut chain, who::SELLER, ProxyType::NonTransfer);
	let list = Cars::<Runtime>::list_vehicle {
		vehicle,
		dealer: AgencyId(6),
	};
	assert_eq!(through_bob(&mut chain, who::SELLER, list), Ok(()));
	assert_eq!(through_bob(&mut chain, who::SELLER, transfer()), filtered());
	// Nor does it name a proxy that may.
	let wider = Call::<Runtime>::add_proxy {
		delegate: Alice.to_account_id().into(),
		proxy_type: ProxyType::Any,
		delay: 0,
	};
	assert_eq!(through_bob(&mut chain, who::SELLER, wider), filtered());
}

#[test]
fn a_proxy_for_governance_votes_and_does_nothing_else() {
	let mut chain = Chain::development();
	name_bob(&mut chain, Alice, ProxyType::Governance);
	let motion = RuntimeCall::from(frame_system::Call::<Runtime>::remark { remark: Vec::new() });
	let propose = pallet_collective::Call::<Runtime, pallet_collective::Instance1>::propose {
		threshold: 2,
		proposal: Box::new(motion),
		length_bound: 100,
	};
	assert_eq!(through_bob(&mut chain, Alice, propose), Ok(()));
	assert_eq!(through_bob(&mut chain, Alice, transfer()), filtered());
}

#[test]
fn the_deposit_for_a_proxy_is_returned_with_it() {
	let mut chain = Chain::development();
	name_bob(&mut chain, Alice, ProxyType::Any);
	let reserved = |chain: &mut Chain| {
		chain.query(|| seoul_chain_runtime::Balances::reserved_balance(Alice.to_account_id()))
	};
	assert_eq!(reserved(&mut chain), 1_410 * KRW);
	chain.succeeds(Alice, Call::<Runtime>::remove_proxies {});
	assert_eq!(reserved(&mut chain), 0);
}

#[test]
fn a_proxy_for_facilities_takes_a_consent_back_and_lets_no_key_log_in() {
	use crate::common::logins::*;
	use pallet_facilities::Call as Doors;
	let mut chain = Chain::development();
	let phone = key("//Bob's own phone");
	let end = chain.now() + 60_000;
	for proxy_type in [ProxyType::Facilities, ProxyType::NonTransfer] {
		name_bob(&mut chain, who::SELLER, proxy_type);
		let open = open_session(&mut chain, CitizenIndex(1001), &phone, end);
		assert_eq!(through_bob(&mut chain, who::SELLER, open), filtered());
		let given = consent(&mut chain, LIBRARY, &who::SELLER.pair());
		let mut other = given.consent;
		other.salt = [proxy_type as u8; 32];
		let revoke = Doors::<Runtime>::revoke_consent {
			consent: other.id(),
		};
		assert_eq!(through_bob(&mut chain, who::SELLER, revoke), Ok(()));
		chain.succeeds(who::SELLER, Call::<Runtime>::remove_proxies {});
	}
}
