// SPDX-License-Identifier: Apache-2.0

//! Points over months: a year with all five schemes, a redemption that fails, fraud that is found after
//! spending, an office with a new account, and what stops the services.

use crate::common::{points::*, *};
use pallet_agencies as agencies;
use pallet_citizen_identity as cards;
use pallet_mileage::{
	genesis::{CAR, ECO, ETAX, HEALTH, POLL},
	rules::{
		car_points, eco_points, etax_points, health_points, poll_points, CarTable, EcoSeason,
		EcoTable, EtaxTable, HealthTable, PollTable,
	},
	AutoConversion, Call, Error, Event, FreezeCause, Funding, HoldReason, Ledgers, Lot, Members,
	Month, OpenClaims, Points, Purpose, Redemption, RedemptionId, Redemptions, SchemeId, Source,
	SweepState,
};
use seoul_chain_primitives::{AgencyId, ParticipationReward, PartyId};
use seoul_chain_runtime::{
	AccountId, Balance, Balances, Mileage, Runtime, RuntimeCall, RuntimeEvent, RuntimeHoldReason,
};
use seoul_chain_runtime_common::currency::KRW;
use sp_core::sr25519;
use sp_keyring::Sr25519Keyring::Ferdie;
use sp_runtime::DispatchError;
use std::collections::BTreeMap;

type Filtered = frame_system::Error<Runtime>;

/// What the events say that a member has in each scheme.
struct Statement {
	member: PartyId,
	points: BTreeMap<SchemeId, i128>,
}

impl Statement {
	fn of(member: PartyId) -> Self {
		Self {
			member,
			points: BTreeMap::new(),
		}
	}

	fn add(&mut self, scheme: SchemeId, points: Points) {
		*self.points.entry(scheme).or_default() += i128::from(points);
	}

	fn take(&mut self, scheme: SchemeId, points: Points) {
		*self.points.entry(scheme).or_default() -= i128::from(points);
	}

	fn read(&mut self, events: &[RuntimeEvent]) {
		let me = self.member;
		for event in of_mileage(events) {
			match event {
				Event::Credited {
					scheme,
					member,
					points,
					netted,
					..
				} if member == me => self.add(scheme, points - netted),
				Event::AutoConverted {
					member,
					from,
					to,
					points,
					received,
					..
				}
				| Event::Converted {
					member,
					from,
					to,
					points,
					received,
					..
				} if member == me => {
					self.take(from, points);
					self.add(to, received);
				},
				Event::Gifted {
					scheme,
					giver,
					points,
					..
				} if giver == me => self.take(scheme, points),
				Event::Paid { member, shares, .. }
				| Event::RedemptionReserved { member, shares, .. }
					if member == me =>
				{
					for share in shares {
						self.take(share.scheme, share.points);
					}
				},
				_ => {},
			}
		}
	}

	#[track_caller]
	fn agrees(&self, chain: &mut Chain) {
		for (scheme, points) in &self.points {
			let balance = chain
				.query(|| Mileage::wallet_of(self.member, 0))
				.into_iter()
				.find(|wallet| wallet.scheme == *scheme)
				.map_or(0, |wallet| wallet.balance);
			assert_eq!(i128::from(balance), *points, "{scheme:?}");
		}
	}
}

fn held(chain: &mut Chain, account: &AccountId) -> Balance {
	use frame_support::traits::fungible::InspectHold;
	chain.query(|| {
		Balances::balance_on_hold(&RuntimeHoldReason::Mileage(HoldReason::Budget), account)
	})
}

fn settle(chain: &mut Chain, payees: &[AgencyId]) -> Vec<RuntimeEvent> {
	chain.succeeds(
		Ferdie,
		Call::<Runtime>::settle {
			payees: frame_support::BoundedVec::truncate_from(payees.to_vec()),
		},
	)
}

fn redeem(won: Balance, schemes: &[SchemeId]) -> Call<Runtime> {
	Call::redeem {
		channel: TRANSIT,
		amount: won * KRW,
		source: only(schemes),
		instruction: document(b"charge the card of the member"),
	}
}

fn send(redemption: RedemptionId) -> Call<Runtime> {
	Call::send_redemption {
		redemption,
		reference: document(b"order of the channel"),
	}
}

fn fail(redemption: RedemptionId) -> Call<Runtime> {
	Call::fail_redemption {
		redemption,
		reason: document(b"no such card"),
	}
}

fn failed(events: &[RuntimeEvent]) -> Option<Points> {
	of_mileage(events)
		.into_iter()
		.find_map(|event| match event {
			Event::RedemptionFailed { given_grace, .. } => Some(given_grace),
			_ => None,
		})
}

fn redemption(chain: &mut Chain, id: RedemptionId) -> Option<Redemption> {
	chain.query(|| Redemptions::<Runtime>::get(id))
}

fn this_month(chain: &mut Chain) -> Month {
	chain.query(Mileage::current_month)
}

/// Where the won of a scheme are held, and how many.
fn funding(chain: &mut Chain, scheme: SchemeId) -> Option<(AccountId, Balance)> {
	chain
		.query(Ledgers::<Runtime>::get)
		.into_iter()
		.find(|ledger| ledger.scheme == scheme)
		.and_then(|ledger| match ledger.funding {
			Funding::Held { account, amount } => Some((account, amount)),
			Funding::Nothing => None,
		})
}

#[test]
fn a_year_of_a_citizen_with_all_five() {
	let mut chain = Chain::development();
	fund_all(&mut chain);
	let (citizen, party) = new_citizen(&mut chain, "//a citizen for a year");
	let (neighbour, neighbours) = new_citizen(&mut chain, "//a neighbour");
	let mut statement = Statement::of(party);
	let mut walked: Points = 0;
	let mut spent: Points = 0;
	let museum_had = chain.balance(&account_of(&key("//Museum")));
	statement.read(&chain.succeeds_as(
		&citizen,
		Call::<Runtime>::set_auto_conversion {
			scheme: CAR,
			rule: AutoConversion::Into { scheme: ECO },
		},
	));

	for month in 0..12u32 {
		let period = month + 1;
		let mut today = Vec::new();
		// The health bureau counts steps, every month.
		let points = health_points(&[9_000; 30], 40, walked, &HealthTable::default());
		walked += points;
		today.extend(credit(&mut chain, HEALTH, party, period, points));
		// A poll in each quarter.
		if month % 3 == 2 {
			let points = poll_points(&[20], 40, &PollTable::default());
			today.extend(credit(&mut chain, POLL, party, period, points));
		}
		match month {
			// The taxes of June and September, paid on time.
			5 | 8 => {
				let points = etax_points(&[299_999, 310_000], &EtaxTable::default());
				assert_eq!(points, 1_500);
				today.extend(credit(&mut chain, ETAX, party, period, points));
			},
			// Energy saved in summer, and in winter.
			6 | 11 => {
				let season = if month == 6 {
					EcoSeason::Ordinary
				} else {
					EcoSeason::Winter
				};
				let points = eco_points(10_000, 8_500, season, &EcoTable::default());
				today.extend(credit(&mut chain, ECO, party, period, points));
			},
			// A car that was driven less. The member wants these points as Eco points.
			10 => {
				let points = car_points(12_000, 8_000, &CarTable::default());
				assert_eq!(points, 70_000);
				today.extend(credit(&mut chain, CAR, party, period, points));
				assert_eq!(spendable(&mut chain, party, CAR), 0);
			},
			_ => {},
		}
		if month == 7 {
			today.extend(chain.succeeds_as(
				&citizen,
				Call::<Runtime>::pay {
					payee: TAX_OFFICE,
					purpose: Purpose::Tax,
					amount: 20_000 * KRW,
					source: only(&[ECO]),
					reference: document(b"bill of a tax"),
				},
			));
			today.extend(chain.succeeds_as(
				&citizen,
				Call::<Runtime>::pay {
					payee: TRANSIT,
					purpose: Purpose::Donation,
					amount: 500 * KRW,
					source: only(&[ETAX]),
					reference: document(b"for the neighbours in need"),
				},
			));
		}
		if month == 9 {
			today.extend(chain.succeeds_as(
				&citizen,
				Call::<Runtime>::gift {
					receiver: neighbours,
					scheme: ETAX,
					points: 500,
				},
			));
			today.extend(chain.succeeds_as(&citizen, redeem(5_000, &[HEALTH])));
			chain.succeeds_as(&key("//Transit"), send(RedemptionId(0)));
			chain.succeeds_as(
				&key("//Transit"),
				Call::<Runtime>::settle_redemption {
					redemption: RedemptionId(0),
				},
			);
		}
		// A visit to the museum, with whatever is due first.
		let visit: Points = if month == 11 { 100_000 } else { 3_000 };
		let expected = expected_shares(&lots(&mut chain, party), visit);
		let paid = chain.succeeds_as(&citizen, purchase(MUSEUM, visit.into()));
		assert!(of_mileage(&paid).iter().any(|event| matches!(
			event,
			Event::Paid { shares, .. } if shares.to_vec() == expected
		)));
		today.extend(paid);
		spent += visit;
		statement.read(&today);
		statement.agrees(&mut chain);
		if month < 11 {
			chain.advance_with_room(MONTH);
		}
	}

	// What the caps of the year leave open.
	chain.refuses_as(
		&issuer(CAR),
		credit_call(CAR, party, 20, 1),
		Error::<Runtime>::AboveYearlyCap,
	);
	chain.refuses_as(
		&issuer(HEALTH),
		credit_call(HEALTH, party, 20, 201),
		Error::<Runtime>::AboveMonthlyCap,
	);
	// A poll that ends on the chain rewards by itself.
	let had = spendable(&mut chain, party, POLL);
	assert_eq!(
		chain.query(|| Mileage::reward_participation(party, 30, 300)),
		Ok(())
	);
	assert_eq!(spendable(&mut chain, party, POLL), had + 300);
	assert_eq!(shown(&mut chain, &neighbour, ETAX), 500);

	// Everybody is paid what was owed, to the won.
	let owed = |chain: &mut Chain, payee| -> Balance {
		chain
			.query(|| OpenClaims::<Runtime>::get(payee))
			.unwrap_or_default()
			.iter()
			.map(|claim| claim.amount)
			.sum()
	};
	assert_eq!(owed(&mut chain, MUSEUM), Balance::from(spent) * KRW);
	assert_eq!(owed(&mut chain, TAX_OFFICE), 20_000 * KRW);
	assert_eq!(owed(&mut chain, TRANSIT), 5_500 * KRW);
	settle(&mut chain, &[MUSEUM, TAX_OFFICE, TRANSIT]);
	assert_eq!(
		chain.balance(&account_of(&key("//Museum"))),
		museum_had + Balance::from(spent) * KRW
	);
	let mut paid_out = 0;
	for scheme in FIVE {
		let books = books(&mut chain, scheme);
		assert_eq!(books.owed, 0);
		paid_out += BUDGET - books.funded;
	}
	assert_eq!(
		paid_out,
		(Balance::from(spent) + 25_500) * KRW,
		"conversions move won between schemes and lose none"
	);

	// Nobody uses the rest. Five years and a month later all of it is gone, and the books say where.
	let rest: Points = lots(&mut chain, party)
		.iter()
		.chain(&lots(&mut chain, neighbours))
		.map(|(_, lot)| lot.points)
		.sum();
	assert!(rest > 0);
	chain.advance_with_room(62 * MONTH);
	for scheme in FIVE {
		assert_eq!(spendable(&mut chain, party, scheme), 0);
	}
	chain.refuses_as(
		&citizen,
		purchase(MUSEUM, 1),
		Error::<Runtime>::InsufficientPoints,
	);
	chain.next_block_with_room();
	assert_eq!(lots(&mut chain, party), []);
	let mut expired = 0;
	for scheme in FIVE {
		assert_eq!(shown(&mut chain, &citizen, scheme), 0);
		let books = books(&mut chain, scheme);
		assert_eq!(books.live, 0);
		expired += books.expired;
	}
	assert_eq!(expired, rest);
	assert_eq!(
		chain.balance(&account_of(&citizen)),
		0,
		"all that without a won"
	);
}

#[test]
fn points_that_a_transit_card_did_not_take_are_where_they_were() {
	let mut chain = Chain::development();
	fund_all(&mut chain);
	let (citizen, party) = new_citizen(&mut chain, "//a rider");
	credit(&mut chain, HEALTH, party, 1, 6_000);
	chain.advance_with_room(MONTH);
	credit(&mut chain, HEALTH, party, 2, 6_000);
	credit(&mut chain, ETAX, party, 1, 1_000);
	let before = lots(&mut chain, party);
	assert_eq!(before.len(), 3);

	chain.refuses_as(
		&citizen,
		redeem(4_999, &[HEALTH]),
		Error::<Runtime>::BelowMinimumRedemption,
	);
	chain.succeeds_as(&citizen, redeem(8_000, &[ETAX, HEALTH]));
	assert_eq!(shown(&mut chain, &citizen, HEALTH), 5_000);
	assert_eq!(shown(&mut chain, &citizen, ETAX), 0);
	assert_eq!(books(&mut chain, HEALTH).reserved, 7_000);
	// Nobody uses reserved points.
	chain.refuses_as(
		&citizen,
		purchase(MUSEUM, 5_001),
		Error::<Runtime>::InsufficientPoints,
	);
	let transit = key("//Transit");
	let first = RedemptionId(0);
	chain.succeeds_as(&transit, send(first));
	chain.refuses_as(
		&citizen,
		Call::<Runtime>::cancel_redemption { redemption: first },
		Error::<Runtime>::AlreadySent,
	);
	chain.refuses_as(
		&key("//Museum"),
		fail(first),
		agencies::Error::<Runtime>::RoleNotHeld,
	);
	let events = chain.succeeds_as(&transit, fail(first));
	assert_eq!(failed(&events), Some(0));
	assert_eq!(lots(&mut chain, party), before, "lots and expiry");
	assert_eq!(redemption(&mut chain, first), None);
	assert_eq!(books(&mut chain, HEALTH).reserved, 0);
	assert_eq!(
		chain.query(|| OpenClaims::<Runtime>::get(TRANSIT)),
		None,
		"nothing is owed for what was not delivered"
	);
}

#[test]
fn a_channel_that_never_answers_costs_the_citizen_nothing() {
	let mut chain = Chain::development();
	fund_all(&mut chain);
	let (citizen, party) = new_citizen(&mut chain, "//a patient rider");
	credit(&mut chain, HEALTH, party, 1, 6_000);
	chain.succeeds_as(&citizen, redeem(5_000, &[HEALTH]));
	let transit = key("//Transit");
	let first = RedemptionId(0);
	chain.succeeds_as(&transit, send(first));
	// Who acts for a suspended agency has no quota. The fee shows that money does not help either.
	chain.succeeds(
		Ferdie,
		pallet_balances::Call::<Runtime>::transfer_keep_alive {
			dest: account_of(&transit).into(),
			value: 100 * KRW,
		},
	);
	assert_eq!(
		chain.council_decides(agencies::Call::<Runtime>::suspend {
			agency: TRANSIT,
			reason: document(b"does not answer"),
		}),
		Ok(())
	);
	chain.refuses_as(
		&transit,
		fail(first),
		agencies::Error::<Runtime>::AgencySuspended,
	);
	chain.refuses_as(
		&citizen,
		redeem(1_000, &[HEALTH]),
		agencies::Error::<Runtime>::AgencySuspended,
	);

	chain.advance_with_room(62 * MONTH);
	chain.next_block_with_room();
	assert_eq!(shown(&mut chain, &citizen, HEALTH), 0, "the rest is due");
	assert_eq!(chain.council_decides(fail(first)), Ok(()));
	let expiry = this_month(&mut chain).plus(1);
	assert_eq!(
		lots(&mut chain, party),
		[(
			HEALTH,
			Lot {
				expiry,
				points: 5_000
			}
		)],
		"what became due meanwhile lives on for the grace of the rule"
	);
	chain.succeeds_as(&citizen, purchase(MUSEUM, 5_000));
	assert_eq!(books(&mut chain, HEALTH).expired, 1_000);
}

#[test]
fn fraud_is_found_after_the_points_were_spent() {
	let mut chain = Chain::development();
	fund_all(&mut chain);
	let climate = issuer(ECO);
	let (citizen, party) = new_citizen(&mut chain, "//a cheat");
	credit(&mut chain, ECO, party, 1, 50_000);
	credit(&mut chain, HEALTH, party, 1, 1_000);
	chain.succeeds_as(
		&citizen,
		Call::<Runtime>::pay {
			payee: MUSEUM,
			purpose: Purpose::Purchase,
			amount: 40_000 * KRW,
			source: only(&[ECO]),
			reference: document(b"order"),
		},
	);
	settle(&mut chain, &[MUSEUM]);
	let museum = account_of(&key("//Museum"));
	let museum_has = chain.balance(&museum);

	// The office stops the wallet, looks into it, and takes the points back.
	chain.succeeds_as(
		&climate,
		Call::<Runtime>::freeze {
			member: party,
			scheme: ECO,
			cause: FreezeCause::Fraud,
			evidence: document(b"meter readings do not match"),
		},
	);
	chain.refuses_as(
		&citizen,
		Call::<Runtime>::pay {
			payee: MUSEUM,
			purpose: Purpose::Purchase,
			amount: KRW,
			source: only(&[ECO]),
			reference: document(b"order"),
		},
		Error::<Runtime>::WalletIsFrozen,
	);
	// Points of other schemes are not concerned.
	chain.succeeds_as(&citizen, purchase(MUSEUM, 1_000));
	let claw_back = |points| Call::<Runtime>::claw_back {
		member: party,
		scheme: ECO,
		points,
		reason: document(b"report of the investigation"),
	};
	chain.refuses_as(
		&issuer(HEALTH),
		claw_back(50_000),
		Error::<Runtime>::NotTheIssuer,
	);
	let events = chain.succeeds_as(&climate, claw_back(50_000));
	assert!(of_mileage(&events).iter().any(|event| matches!(
		event,
		Event::ClawedBack {
			points: 10_000,
			debt_added: 40_000,
			..
		}
	)));
	assert_eq!(shown(&mut chain, &citizen, ECO), 0);
	assert_eq!(
		chain.balance(&museum),
		museum_has,
		"the merchant keeps what it was paid"
	);

	// The member appeals, governance rejects; the member appeals again and the office gives in.
	let appeal = || Call::<Runtime>::appeal {
		scheme: ECO,
		grounds: document(b"the meter was changed"),
	};
	chain.succeeds_as(&citizen, appeal());
	chain.refuses_as(
		&climate,
		Call::<Runtime>::reject_appeal {
			member: party,
			scheme: ECO,
			decision: document(b"no"),
		},
		Error::<Runtime>::NotAuthorized,
	);
	assert_eq!(
		chain.council_decides(Call::<Runtime>::reject_appeal {
			member: party,
			scheme: ECO,
			decision: document(b"no"),
		}),
		Ok(())
	);
	chain.succeeds_as(&citizen, appeal());
	chain.advance_with_room(MONTH);
	chain.refuses_as(
		&climate,
		credit_call(ECO, party, 2, 30_000),
		Error::<Runtime>::WalletIsFrozen,
	);
	chain.succeeds_as(
		&climate,
		Call::<Runtime>::reinstate {
			member: party,
			scheme: ECO,
			decision: document(b"the wallet is free, the debt remains"),
		},
	);

	// Later credits pay the debt first.
	credit(&mut chain, ECO, party, 2, 30_000);
	assert_eq!(shown(&mut chain, &citizen, ECO), 0);
	credit(&mut chain, ECO, party, 3, 20_000);
	assert_eq!(shown(&mut chain, &citizen, ECO), 10_000);
	let books = books(&mut chain, ECO);
	assert_eq!(books.issued, 100_000);
	assert_eq!(books.clawed_back, 50_000);
	assert_eq!(books.spent, 40_000);
	assert_eq!(books.live, 10_000);
}

#[test]
fn an_office_changes_its_account_and_everything_of_it_follows() {
	let mut chain = Chain::development();
	fund_all(&mut chain);
	let climate = issuer(ECO);
	let (citizen, party) = new_citizen(&mut chain, "//a customer");
	credit(&mut chain, ECO, party, 1, 10_000);
	// The office is a member too, and has points of another office.
	let office = PartyId::Agency(AgencyId(14));
	credit(&mut chain, ETAX, office, 1, 700);
	let vault = key("//a vault of the office");
	let had = lots(&mut chain, office);
	let rotate = || agencies::Call::<Runtime>::set_payout_account {
		account: account_of(&vault),
	};

	// Won cannot be held on an account that does not exist yet.
	chain.refuses_as(&climate, rotate(), Error::<Runtime>::AccountCannotHold);
	chain.succeeds(
		Ferdie,
		pallet_balances::Call::<Runtime>::transfer_keep_alive {
			dest: account_of(&vault).into(),
			value: KRW,
		},
	);
	let events = chain.succeeds_as(&climate, rotate());
	let moved: Vec<_> = of_mileage(&events)
		.into_iter()
		.filter_map(|event| match event {
			Event::BudgetMoved {
				scheme,
				new_account,
				amount,
				..
			} => Some((scheme, new_account, amount)),
			_ => None,
		})
		.collect();
	let vault_account = account_of(&vault);
	assert_eq!(
		moved,
		[
			(ECO, vault_account.clone(), BUDGET),
			(CAR, vault_account.clone(), BUDGET)
		]
	);
	assert_eq!(held(&mut chain, &account_of(&climate)), 0);
	assert_eq!(held(&mut chain, &vault_account), 2 * BUDGET);
	assert_eq!(
		funding(&mut chain, ECO),
		Some((vault_account.clone(), BUDGET))
	);
	assert_eq!(shown(&mut chain, &climate, ETAX), 0);
	assert_eq!(shown(&mut chain, &vault, ETAX), 700);
	assert_eq!(lots(&mut chain, office), had, "lots and expiry stay");

	// Its delegates credit and pay as before; its customers notice nothing.
	credit(&mut chain, ECO, party, 2, 10_000);
	chain.succeeds_as(&climate, purchase(MUSEUM, 200));
	assert_eq!(shown(&mut chain, &vault, ETAX), 500);
	chain.succeeds_as(&citizen, purchase(MUSEUM, 15_000));
	settle(&mut chain, &[MUSEUM]);
	assert_eq!(
		held(&mut chain, &vault_account),
		2 * BUDGET - 15_000 * KRW,
		"purchases are paid out of the new account"
	);
	chain.refuses_as(
		&climate,
		Call::<Runtime>::fund_budget {
			scheme: ECO,
			amount: KRW,
		},
		Error::<Runtime>::NotThePayoutAccount,
	);
}

#[test]
fn a_suspended_citizen_earns_but_does_not_use_points() {
	let mut chain = Chain::development();
	fund_all(&mut chain);
	let (citizen, party) = new_citizen(&mut chain, "//a suspended citizen");
	let (_, friend) = new_citizen(&mut chain, "//a friend");
	credit(&mut chain, ETAX, party, 1, 1_000);
	credit(&mut chain, HEALTH, party, 1, 6_000);
	let PartyId::Citizen(index) = party else {
		panic!("a citizen is a citizen");
	};
	// With a suspended card there is no quota, and the won are frozen. A key that can object to a recovery is heard,
	// and shows that it uses nothing.
	let next = key("//the next phone");
	chain.succeeds(
		who::CITY_OFFICER,
		cards::Call::<Runtime>::start_recovery {
			citizen: index,
			new_account: account_of(&next),
			evidence: document(b"what the office saw"),
		},
	);
	chain.succeeds_as(
		&next,
		cards::Call::<Runtime>::accept_recovery { citizen: index },
	);
	let uses: [RuntimeCall; 5] = [
		purchase(MUSEUM, 100).into(),
		redeem(5_000, &[HEALTH]).into(),
		Call::<Runtime>::gift {
			receiver: friend,
			scheme: ETAX,
			points: 100,
		}
		.into(),
		Call::<Runtime>::convert {
			from: ETAX,
			to: ECO,
			points: 100,
		}
		.into(),
		Call::<Runtime>::set_auto_conversion {
			scheme: ETAX,
			rule: AutoConversion::Into { scheme: ECO },
		}
		.into(),
	];
	for call in &uses {
		chain.refuses_as(
			&citizen,
			call.clone(),
			cards::Error::<Runtime>::CardSuspended,
		);
	}
	credit(&mut chain, ETAX, party, 2, 1_000);
	assert_eq!(shown(&mut chain, &citizen, ETAX), 2_000);

	for call in [
		cards::Call::<Runtime>::cancel_recovery { citizen: index },
		cards::Call::<Runtime>::resume_card { citizen: index },
	] {
		chain.succeeds(who::CITY_OFFICER, call);
	}
	for call in uses {
		chain.succeeds_as(&citizen, call);
	}
}

#[test]
fn a_suspended_office_credits_nothing_but_its_points_are_good() {
	let mut chain = Chain::development();
	fund_all(&mut chain);
	let (citizen, party) = new_citizen(&mut chain, "//a holder");
	credit(&mut chain, ECO, party, 1, 10_000);
	let suspend = |agency| agencies::Call::<Runtime>::suspend {
		agency,
		reason: document(b"order of suspension"),
	};
	assert_eq!(chain.council_decides(suspend(AgencyId(14))), Ok(()));
	chain.refuses_as(
		&issuer(ECO),
		credit_call(ECO, party, 2, 1_000),
		agencies::Error::<Runtime>::AgencySuspended,
	);
	chain.succeeds_as(&citizen, purchase(MUSEUM, 4_000));
	let had = chain.balance(&account_of(&key("//Museum")));
	settle(&mut chain, &[MUSEUM]);
	assert_eq!(
		chain.balance(&account_of(&key("//Museum"))),
		had + 4_000 * KRW
	);

	assert_eq!(chain.council_decides(suspend(MUSEUM)), Ok(()));
	chain.refuses_as(
		&citizen,
		purchase(MUSEUM, 1),
		agencies::Error::<Runtime>::AgencySuspended,
	);
}

#[test]
fn in_safe_mode_no_point_moves() {
	let mut chain = Chain::development();
	fund_all(&mut chain);
	let (citizen, party) = new_citizen(&mut chain, "//a citizen in an emergency");
	let (_, friend) = new_citizen(&mut chain, "//a friend in need");
	credit(&mut chain, ETAX, party, 1, 2_000);
	chain.succeeds(
		Ferdie,
		pallet_balances::Call::<Runtime>::transfer_keep_alive {
			dest: account_of(&citizen).into(),
			value: 100 * KRW,
		},
	);
	assert_eq!(
		chain.council_decides(pallet_safe_mode::Call::<Runtime>::force_enter {}),
		Ok(())
	);

	let by_citizen: [RuntimeCall; 4] = [
		purchase(MUSEUM, 100).into(),
		redeem(100, &[ETAX]).into(),
		Call::<Runtime>::gift {
			receiver: friend,
			scheme: ETAX,
			points: 100,
		}
		.into(),
		pallet_utility::Call::<Runtime>::batch_all {
			calls: vec![purchase(MUSEUM, 100).into()],
		}
		.into(),
	];
	for call in by_citizen {
		chain.refuses_as(&citizen, call, Filtered::CallFiltered);
	}
	let batch = Call::<Runtime>::credit_batch {
		scheme: ETAX,
		rows: frame_support::BoundedVec::truncate_from(vec![row(party, 2, 1_000)]),
	};
	chain.refuses_as(&issuer(ETAX), batch, Filtered::CallFiltered);
	let settle_museum = Call::<Runtime>::settle {
		payees: frame_support::BoundedVec::truncate_from(vec![MUSEUM]),
	};
	chain.refuses(Ferdie, settle_museum, Filtered::CallFiltered);

	assert_eq!(
		chain.council_decides(pallet_safe_mode::Call::<Runtime>::force_exit {}),
		Ok(())
	);
	chain.succeeds_as(&citizen, purchase(MUSEUM, 100));
	assert_eq!(shown(&mut chain, &citizen, ETAX), 1_900);
}

/// The hook is bounded in each block, so many members take several.
#[test]
fn due_points_of_many_members_leave_in_more_than_one_block_and_none_is_forgotten() {
	let mut chain = Chain::development();
	fund_all(&mut chain);
	let citizens: Vec<(sr25519::Pair, PartyId)> = (0..200)
		.map(|number| new_citizen(&mut chain, &format!("//one of many//{number}")))
		.collect();
	chain.next_block_with_room();
	let rows = |scheme: SchemeId, points| Call::<Runtime>::credit_batch {
		scheme,
		rows: frame_support::BoundedVec::truncate_from(
			citizens
				.iter()
				.map(|(_, party)| row(*party, 1, points))
				.collect(),
		),
	};
	for scheme in FIVE {
		let events = chain.succeeds_as(&issuer(scheme), rows(scheme, 400));
		let credited = of_mileage(&events)
			.iter()
			.filter(|event| matches!(event, Event::Credited { .. }))
			.count();
		assert_eq!(credited, 200);
		chain.next_block_with_room();
	}
	// Again: nothing, and it says so.
	let events = chain.succeeds_as(&issuer(POLL), rows(POLL, 400));
	let refused = of_mileage(&events)
		.iter()
		.filter(|event| {
			let again: DispatchError = Error::<Runtime>::AlreadyCredited.into();
			matches!(event, Event::CreditRefused { reason, .. } if *reason == again)
		})
		.count();
	assert_eq!(refused, 200);

	chain.advance_with_room(62 * MONTH);
	let mut blocks = 0u32;
	while chain.query(|| {
		Members::<Runtime>::iter_values()
			.any(|member| member.wallets.iter().any(|wallet| !wallet.lots.is_empty()))
	}) {
		chain.next_block_with_room();
		blocks += 1;
		assert!(
			blocks < 100,
			"the sweep stands: {:?}",
			chain.query(SweepState::<Runtime>::get)
		);
	}
	assert!(blocks > 1, "200 members do not fit into one block");
	for scheme in FIVE {
		let books = books(&mut chain, scheme);
		assert_eq!((books.live, books.expired), (0, 80_000));
	}
	let (citizen, _) = citizens.first().expect("there are some");
	assert_eq!(shown(&mut chain, citizen, ECO), 0);
	chain.refuses_as(
		citizen,
		Call::<Runtime>::pay {
			payee: MUSEUM,
			purpose: Purpose::Purchase,
			amount: KRW,
			source: Source::Earliest { at_most: 16 },
			reference: document(b"order"),
		},
		Error::<Runtime>::InsufficientPoints,
	);
}
