// SPDX-License-Identifier: Apache-2.0

//! A shop is paid by the city's works and by citizens with points. Both arrive on its one account; the finance bureau holds
//! won for both on its own. What a court catches of the one, and what is held for the one, is not the other's.

use crate::common::{
	points::{books, credit, fund_all, issuer, of_mileage, only, shown, BUDGET, FIVE},
	works::*,
	*,
};
use frame_support::{traits::fungible::InspectHold, BoundedVec};
use pallet_agencies::Call as Agencies;
use pallet_escrow_payments::{
	Call, ClaimId, ClaimKind, ContractId, Error, Event, LineIndex, LineStatus, Payee, Under,
};
use pallet_mileage::{
	genesis::{ETAX, HEALTH},
	Call as Points, Error as PointError, Event as PointEvent, HoldReason, Purpose, SchemeId,
};
use seoul_chain_primitives::{Balance, PartyId};
use seoul_chain_runtime::{AccountId, Balances, EscrowPayments, Runtime, RuntimeHoldReason};
use seoul_chain_runtime_common::currency::KRW;
use sp_core::sr25519;
use sp_keyring::Sr25519Keyring::Ferdie;
use std::collections::BTreeMap;

type Fault = Error<Runtime>;

/// What citizens spend at the shop, in points of a won each.
const OF_TAXES: u64 = 2_500;
const OF_HEALTH: u64 = 2_000;

/// What is held on an account for points.
fn held_for_points(chain: &mut Chain, account: &AccountId) -> Balance {
	let reason = RuntimeHoldReason::Mileage(HoldReason::Budget);
	chain.query(|| Balances::balance_on_hold(&reason, account))
}

/// Three citizens with points of two schemes, and without won.
fn customers(chain: &mut Chain) -> Vec<(sr25519::Pair, PartyId)> {
	fund_all(chain);
	(0..3)
		.map(|number| {
			let (card, citizen) = points::new_citizen(chain, &format!("//customer//{number}"));
			credit(chain, ETAX, citizen, 1, 3_000);
			credit(chain, HEALTH, citizen, 1, 3_000);
			(card, citizen)
		})
		.collect()
}

/// A citizen pays the shop with points of one scheme.
fn shopping(scheme: SchemeId, points: u64) -> Points<Runtime> {
	Points::pay {
		payee: TONGIN,
		purpose: Purpose::Purchase,
		amount: Balance::from(points) * KRW,
		source: only(&[scheme]),
		reference: document(b"bill of the shop"),
	}
}

/// Somebody has the shop paid for points. Returns the account that was paid, and how many won.
fn settle(chain: &mut Chain) -> (AccountId, Balance) {
	let payees = BoundedVec::truncate_from(vec![TONGIN]);
	let events = chain.succeeds(Ferdie, Points::<Runtime>::settle { payees });
	of_mileage(&events)
		.into_iter()
		.find_map(|event| match event {
			PointEvent::ClaimsPaid {
				payee: TONGIN,
				account,
				amount,
				..
			} => Some((account, amount / KRW)),
			_ => None,
		})
		.expect("the shop is paid")
}

/// The lead claims 60,000,000 won, of which so many are the shop's, and payment is requested.
fn buys_at_the_shop(chain: &mut Chain, id: ContractId, won: Balance) -> ClaimId {
	let line = purchase(Payee::Party(party(TONGIN)), Under::Prime, won);
	request(chain, id, ClaimKind::Progress, &[(0, 500)], &[line])
}

/// Everybody's points, scheme by scheme: given, spent, and left.
fn points_of_all(chain: &mut Chain) -> BTreeMap<SchemeId, (u64, u64, u64)> {
	FIVE.into_iter()
		.map(|scheme| {
			let books = books(chain, scheme);
			(scheme, (books.issued, books.spent, books.live))
		})
		.collect()
}

#[test]
fn works_and_points_reach_one_account_and_an_attachment_catches_the_works_alone() {
	let mut chain = city();
	let issued = chain.query(Balances::total_issuance);
	let customers = customers(&mut chain);
	let id = running_contract(&mut chain, 400_000_000);
	let bureau = account(OFFICER);
	let shop = account(TONGIN);
	let health = account_of(&issuer(HEALTH));
	assert_eq!(
		account_of(&issuer(ETAX)),
		bureau,
		"one office pays for works and for points of taxes"
	);
	let had = points_of_all(&mut chain);
	assert_eq!(chain.balance(&shop), 0);

	// The works buy at the shop, a court catches 2,000,000 of that, and citizens buy there with points.
	let first = buys_at_the_shop(&mut chain, id, 3_000_000);
	does(
		&mut chain,
		COURT,
		Call::attach_claims {
			contract: id,
			party: party(TONGIN),
			amount: 2_000_000 * KRW,
			document: document(b"order of attachment"),
		},
	);
	for (card, _) in &customers {
		chain.succeeds_as(card, shopping(ETAX, OF_TAXES));
	}
	chain.succeeds_as(&customers[0].0, shopping(HEALTH, OF_HEALTH));

	// The attachment is of a contract: what the offices of points owe comes at once, and out of what is held for points.
	let for_works = held(&mut chain, &bureau);
	let for_points = held_for_points(&mut chain, &bureau);
	let of_points = Balance::from(3 * OF_TAXES + OF_HEALTH);
	assert_eq!(settle(&mut chain), (shop.clone(), of_points));
	assert_eq!(chain.balance(&shop), of_points * KRW);
	assert_eq!(held(&mut chain, &bureau), for_works);
	let for_points_left = for_points - Balance::from(3 * OF_TAXES) * KRW;
	assert_eq!(held_for_points(&mut chain, &bureau), for_points_left);
	assert_eq!(
		held_for_points(&mut chain, &health),
		BUDGET - Balance::from(OF_HEALTH) * KRW
	);

	// On the day of the works the shop's line is caught, and no budget of points is touched.
	let day = due(&mut chain, first);
	pass_to(&mut chain, day);
	let status = line(&mut chain, first, 0).status;
	assert!(matches!(status, LineStatus::Attached { court, .. } if court == COURT));
	assert!(is_paid(&mut chain, first, 1));
	assert_eq!(
		won_of(&mut chain, [TONGIN, HANBIT]),
		[of_points, 57_000_000]
	);
	assert_eq!(
		held(&mut chain, &bureau),
		for_works - 57_000_000 * KRW,
		"what was caught is still held"
	);
	assert_eq!(held_for_points(&mut chain, &bureau), for_points_left);

	// Nor is what is held for the one free for the other.
	may_not(
		&mut chain,
		OFFICER,
		Call::refund {
			contract: id,
			amount: KRW,
		},
		Fault::NothingRefundable,
	);
	let more_than_free = books(&mut chain, ETAX).free + 1;
	chain.refuses_as(
		&issuer(ETAX),
		Points::<Runtime>::withdraw_budget {
			scheme: ETAX,
			amount: more_than_free,
		},
		PointError::<Runtime>::BudgetInUse,
	);

	// The court gives 2,000,000 to the creditor and the rest to the shop. What is bought later is not caught.
	does(
		&mut chain,
		COURT,
		Call::settle_attached_line {
			claim: first,
			line: LineIndex(0),
			creditor: party(GUARANTOR),
			amount: 2_000_000 * KRW,
		},
	);
	let second = buys_at_the_shop(&mut chain, id, 500_000);
	chain.succeeds_as(&customers[1].0, shopping(HEALTH, OF_HEALTH));
	pay_now(&mut chain, second);
	assert!(is_ended(&mut chain, first) && is_ended(&mut chain, second));
	assert_eq!(settle(&mut chain), (shop, OF_HEALTH.into()));
	let from_points = of_points + Balance::from(OF_HEALTH);
	assert_eq!(
		won_of(&mut chain, [TONGIN, GUARANTOR, HANBIT]),
		[from_points + 1_500_000, 2_000_000, 57_000_000 + 59_500_000]
	);

	// Won and points add up to what there was.
	assert_eq!(chain.query(Balances::total_issuance), issued);
	let funds = chain.query(EscrowPayments::totals);
	assert_eq!(
		(funds.funded, funds.released, funds.held),
		(400_000_000 * KRW, 120_000_000 * KRW, 280_000_000 * KRW)
	);
	assert_eq!(held(&mut chain, &bureau), funds.held);
	let mut expected = had;
	for (scheme, points) in [(ETAX, 3 * OF_TAXES), (HEALTH, 2 * OF_HEALTH)] {
		let (_, spent, left) = expected.get_mut(&scheme).expect("it is one of the five");
		*spent += points;
		*left -= points;
	}
	assert_eq!(points_of_all(&mut chain), expected);
	for scheme in FIVE {
		let books = books(&mut chain, scheme);
		assert_eq!(books.owed, 0);
		assert_eq!(
			books.funded,
			BUDGET - Balance::from(books.spent) * KRW,
			"each point that was spent took its won along"
		);
	}
	assert_eq!(shown(&mut chain, &customers[2].0, ETAX), 500);
}

#[test]
fn bureau_and_shop_change_their_accounts_and_both_payments_follow() {
	let mut chain = city();
	let customers = customers(&mut chain);
	let id = running_contract(&mut chain, 400_000_000);
	let claim = buys_at_the_shop(&mut chain, id, 3_000_000);
	chain.succeeds_as(&customers[0].0, shopping(ETAX, OF_TAXES));
	let (bureau, vault) = (account(OFFICER), key("//vault of the finance bureau"));
	let (shop, till) = (account(TONGIN), key("//till of the shop"));

	// Won are held on accounts that exist.
	chain.succeeds_as(
		&key(path_of(OFFICER)),
		pallet_balances::Call::<Runtime>::transfer_keep_alive {
			dest: account_of(&vault).into(),
			value: KRW,
		},
	);
	let events = chain.succeeds_as(
		&key(path_of(OFFICER)),
		Agencies::<Runtime>::set_payout_account {
			account: account_of(&vault),
		},
	);
	assert_eq!(
		of_works(&events),
		[Event::HeldFundsMoved {
			agency: OFFICER,
			old_account: bureau.clone(),
			new_account: account_of(&vault),
			amount: 400_000_000 * KRW,
		}]
	);
	assert!(of_mileage(&events).contains(&PointEvent::BudgetMoved {
		scheme: ETAX,
		old_account: bureau.clone(),
		new_account: account_of(&vault),
		amount: BUDGET,
	}));
	chain.succeeds_as(
		&key(path_of(TONGIN)),
		Agencies::<Runtime>::set_payout_account {
			account: account_of(&till),
		},
	);
	for (account, for_works, for_points) in [
		(bureau, 0, 0),
		(account_of(&vault), 400_000_000 * KRW, BUDGET),
	] {
		assert_eq!(held(&mut chain, &account), for_works);
		assert_eq!(held_for_points(&mut chain, &account), for_points);
	}

	let events = pay_now(&mut chain, claim);
	assert!(events.contains(&Event::LinePaid {
		claim,
		line: LineIndex(0),
		payee: party(TONGIN),
		account: account_of(&till),
		amount: 3_000_000 * KRW,
	}));
	assert_eq!(settle(&mut chain), (account_of(&till), OF_TAXES.into()));
	let both = 3_000_000 + Balance::from(OF_TAXES);
	assert_eq!(chain.balance(&account_of(&till)), both * KRW);
	assert_eq!(chain.balance(&shop), 0);
	assert_eq!(held(&mut chain, &account_of(&vault)), 340_000_000 * KRW);
	assert_eq!(
		held_for_points(&mut chain, &account_of(&vault)),
		BUDGET - Balance::from(OF_TAXES) * KRW
	);
}
