// SPDX-License-Identifier: Apache-2.0

//! Ten thousand payees are due on one day.

use crate::common::{works::*, *};
use frame_support::{dispatch::GetDispatchInfo, weights::Weight, BoundedVec};
use pallet_agencies as agencies;
use pallet_escrow_payments::{
	BudgetYear, Call, ClaimId, ClaimKind, Config, ContractDraft, ContractId, Day, Event, LineDraft,
	LineIndex, Payee, Under, WeightInfo,
};
use seoul_chain_primitives::{chain::DAY, AgencyId, PartyId, Role};
use seoul_chain_runtime::block::MAXIMUM_BLOCK_WEIGHT;
use seoul_chain_runtime::{
	AccountId, Balance, EscrowPayments, Runtime, RuntimeCall, RuntimeEvent, System,
};
use seoul_chain_runtime_common::currency::KRW;
use sp_keyring::Sr25519Keyring::{Alice, Bob};

const CONTRACTS: u32 = 5;
const CLAIMS: u32 = 10;
/// As many lines as a claim can name.
const LINES: u32 = 200;
/// What each line pays, in won.
const WON: Balance = 1_000;

/// A firm that sells something: nobody acts for it here.
fn shop(number: u32) -> AccountId {
	AccountId::new(sp_io::hashing::blake2_256(
		format!("shop {number}").as_bytes(),
	))
}

/// The admission office admits the shops.
fn admit_shops(chain: &mut Chain) -> Vec<AgencyId> {
	let name = |text: String| BoundedVec::truncate_from(text.into_bytes());
	let mut admitted = Vec::new();
	for start in [0, 100] {
		let calls = (start..start + 100)
			.map(|number| {
				agencies::Call::<Runtime>::admit_company {
					name: agencies::AgencyName {
						ko: name(format!("가게 {number}")),
						en: name(format!("Shop {number}")),
					},
					roles: BoundedVec::truncate_from(vec![Role::Merchant]),
					administrator: shop(number),
					payout_account: shop(number),
				}
				.into()
			})
			.collect();
		let batch = pallet_utility::Call::<Runtime>::batch_all { calls };
		let events = chain.succeeds(who::CITY_OFFICER, batch);
		admitted.extend(events.into_iter().filter_map(|event| match event {
			RuntimeEvent::Agencies(agencies::Event::AgencyRegistered { agency, .. }) => {
				Some(agency)
			},
			_ => None,
		}));
		chain.next_block_with_room();
	}
	admitted
}

fn ten_claims(chain: &mut Chain) -> ContractId {
	// The last unit is never claimed: with it the contract would be complete, and need the bond for defects.
	let units = CLAIMS + 1;
	let amount = Balance::from(units * LINES) * WON * KRW;
	let draft = school_roof(chain);
	let draft = ContractDraft {
		items: vec![(u64::from(units), Balance::from(LINES) * WON * KRW)]
			.try_into()
			.expect("one item"),
		budget: vec![BudgetYear { year: 2027, amount }]
			.try_into()
			.expect("one year"),
		..draft
	};
	let id = signed_contract(chain, draft);
	fund(chain, id, amount / KRW);
	does(chain, DEPARTMENT, Call::start_contract { contract: id });
	id
}

/// What the open block has used, but for the end of a session, which counts as a whole block.
fn used(chain: &mut Chain) -> Weight {
	chain.query(|| {
		let used = System::block_weight().total();
		let session_ended = System::events().into_iter().any(|record| {
			matches!(
				record.event,
				RuntimeEvent::Session(pallet_session::Event::NewSession { .. })
			)
		});
		if session_ended {
			used.saturating_sub(Weight::from_parts(MAXIMUM_BLOCK_WEIGHT.ref_time(), 0))
		} else {
			used
		}
	})
}

/// A transaction that fills half of a block, to one part in fifty.
fn half_a_block() -> RuntimeCall {
	let transfer = RuntimeCall::from(pallet_balances::Call::<Runtime>::transfer_keep_alive {
		dest: Bob.to_account_id().into(),
		value: KRW,
	});
	let batch = |count: u64| {
		RuntimeCall::from(pallet_utility::Call::<Runtime>::batch_all {
			calls: vec![transfer.clone(); usize::try_from(count).expect("a count fits")],
		})
	};
	let weight = |count| batch(count).get_dispatch_info().call_weight.ref_time();
	let half = MAXIMUM_BLOCK_WEIGHT.ref_time() / 2;
	let each = (weight(1_001) - weight(1)) / 1_000;
	let count = half / each * 99 / 100;
	assert!((half / 50 * 49..half).contains(&weight(count)));
	batch(count)
}

#[test]
fn ten_thousand_lines_of_one_day_are_paid_in_order_and_half_of_each_block_is_left() {
	let mut chain = Chain::new(seoul_chain_runtime::genesis_config_presets::LOCAL);
	chain.next_block();
	let idle = used(&mut chain);
	let shops = admit_shops(&mut chain);
	// So many long claims are more than a firm has free in an hour. It pays fees.
	mint(&mut chain, account(HANBIT), 1_000_000);
	let lines: Vec<LineDraft> = shops
		.iter()
		.map(|shop| purchase(Payee::Party(party(*shop)), Under::Prime, WON))
		.collect();

	let mut claims: Vec<ClaimId> = Vec::new();
	for _ in 0..CONTRACTS {
		let contract = ten_claims(&mut chain);
		chain.next_block_with_room();
		for _ in 0..CLAIMS {
			claims.push(request(
				&mut chain,
				contract,
				ClaimKind::Progress,
				&[(0, 1)],
				&lines,
			));
			chain.next_block_with_room();
		}
	}
	for claim in &claims {
		assert_eq!(due(&mut chain, *claim), Day(20_840));
	}
	let mut expected: Vec<(ClaimId, LineIndex, PartyId)> = Vec::new();
	for claim in &claims {
		for (index, shop) in (0..).zip(&shops) {
			expected.push((*claim, LineIndex(index), party(*shop)));
		}
	}
	assert_eq!(expected.len(), 10_000);

	// With fifty open claims a block in which nothing is due costs what it did without any.
	chain.next_block_with_room();
	assert_eq!(used(&mut chain), idle);

	let half = MAXIMUM_BLOCK_WEIGHT.ref_time() / 2;
	let filler = half_a_block();
	// To the evening of the day.
	assert_eq!(pass(&mut chain, 7 * DAY), []);
	assert_eq!(today(&mut chain), Day(20_840));
	let mut paid = Vec::new();
	let mut blocks = 0;
	let mut with_others = 0;
	while paid.len() < expected.len() {
		chain.next_block();
		chain
			.query(EscrowPayments::do_try_state)
			.expect("every won is accounted for in the middle of the payments");
		blocks += 1;
		assert!(blocks < 60, "the payments stand");
		let before = paid.len();
		paid.extend(
			by_itself(&mut chain)
				.into_iter()
				.filter_map(|event| match event {
					Event::LinePaid {
						claim, line, payee, ..
					} => Some((claim, line, payee)),
					_ => None,
				}),
		);
		assert!(
			paid.len() > before,
			"no block is idle while something is due"
		);
		let used = used(&mut chain).ref_time();
		assert!(used <= half, "{used} of {half} used in block {blocks}");
		// Somebody else takes all of the other half. The block that ends a session is closed to everybody.
		let is_open = chain
			.query(|| System::block_weight().total().ref_time() < MAXIMUM_BLOCK_WEIGHT.ref_time());
		if is_open {
			chain.succeeds(Alice, filler.clone());
			with_others += 1;
			let total = chain.query(|| System::block_weight().total().ref_time());
			assert!(total <= MAXIMUM_BLOCK_WEIGHT.ref_time());
		}
	}
	assert!(blocks > 3, "they do not fit into three blocks");
	assert!(with_others >= blocks - 2);
	assert!(
		paid == expected,
		"in the order in which they were requested"
	);
	for claim in claims {
		assert!(is_ended(&mut chain, claim));
	}
	for number in [0, 99, 199] {
		let received = Balance::from(CONTRACTS * CLAIMS) * WON * KRW;
		assert_eq!(chain.balance(&shop(number)), received);
	}
	let unclaimed = Balance::from(CONTRACTS * LINES) * WON * KRW;
	assert_eq!(held(&mut chain, &account(OFFICER)), unclaimed);
	assert_eq!(today(&mut chain), Day(20_840), "nobody is late");
}

#[test]
fn a_line_and_a_claim_cost_no_more_than_was_asked_for() {
	type Weights = <Runtime as Config>::WeightInfo;
	let microseconds = |weight: Weight| weight.ref_time() / 1_000_000;
	let claim = Weights::pay_claim(0);
	let full = Weights::pay_claim(LINES);
	let line = full.saturating_sub(claim) / u64::from(LINES);
	assert!(
		microseconds(claim) <= 700,
		"{} µs a claim",
		microseconds(claim)
	);
	assert!(
		microseconds(line) <= 400,
		"{} µs a line",
		microseconds(line)
	);
}
