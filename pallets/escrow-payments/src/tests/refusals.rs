// SPDX-License-Identifier: Apache-2.0

//! Refusals that no other test meets, and that every error is met by one.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use scale_info::{TypeDef, TypeInfo};
use seoul_chain_primitives::Balance;

type Fault = Error<Test>;

#[test]
fn every_error_is_met_by_a_test() {
	let tests = [
		include_str!("claims.rs"),
		include_str!("contracts.rs"),
		include_str!("disputes.rs"),
		include_str!("journeys.rs"),
		include_str!("payments.rs"),
		include_str!("refusals.rs"),
		include_str!("subcontracts.rs"),
	]
	.concat();
	let met: std::collections::BTreeSet<&str> = tests
		.split("Fault::")
		.skip(1)
		.filter_map(|rest| rest.split(|letter: char| !letter.is_alphanumeric()).next())
		.collect();
	let TypeDef::Variant(errors) = Fault::type_info().type_def else {
		panic!("an error is an enum");
	};
	for error in errors.variants {
		assert!(
			error.name.starts_with("__") || met.contains(error.name),
			"no test is refused with {}",
			error.name
		);
	}
}

#[test]
fn no_more_holidays_are_known_than_can_be_kept() {
	build_and_execute(|| {
		let amend = |days: core::ops::Range<u32>| {
			let days: Vec<Day> = days.map(|day| FIRST_DAY.plus(day)).collect();
			Escrow::amend_holidays(
				RuntimeOrigin::root(),
				days.try_into().expect("few enough"),
				Default::default(),
			)
		};
		// Four are known.
		assert_ok!(amend(10..210));
		assert_ok!(amend(210..410));
		assert_ok!(amend(410..518));
		assert_noop!(amend(600..601), Fault::TooManyHolidays);
		// Those of more than 400 days ago make room.
		pass_until(FIRST_DAY.plus(450));
		assert_ok!(amend(600..601));
	});
}

#[test]
fn a_contract_has_at_most_255_attachments() {
	build_and_execute(|| {
		let id = active_contract();
		let attach = |number: u64| {
			Escrow::attach_claims(signed(COURT), id, firm(FIRMS + number), WON, paper(9))
		};
		for number in 0..255 {
			assert_ok!(attach(number));
		}
		assert_noop!(attach(255), Fault::TooManyAttachments);
		assert_ok!(Escrow::lift_attachment(signed(COURT), id, firm(FIRMS)));
		assert_ok!(attach(255));
	});
}

#[test]
fn only_the_bank_of_a_list_confirms_its_wages_and_a_list_has_at_most_64_disputes() {
	build_and_execute(|| {
		let slips: Vec<_> = (100..165).map(paper).collect();
		let id = funded_contract();
		let claim_id = pay(
			id,
			ClaimKind::Progress,
			4,
			&[wages(merkle::root(&slips), 65, 20_000 * WON)],
		);
		assert_noop!(
			Escrow::confirm_wages(
				signed(OTHER_BANK),
				claim_id,
				LineIndex(0),
				WageIndices::truncate_from(vec![0])
			),
			Fault::NotTheBank
		);
		let dispute = |place: u32| {
			let slip = slips[usize::try_from(place).unwrap()];
			let proof = merkle::proof(&slips, place);
			Escrow::dispute_wage(signed(CITIZEN), claim_id, LineIndex(0), place, slip, proof)
		};
		for place in 0..MAX_WAGE_DISPUTES {
			assert_ok!(dispute(place));
		}
		assert_noop!(dispute(MAX_WAGE_DISPUTES), Fault::TooManyDisputes);
	});
}

#[test]
fn interest_waits_for_the_creditors_account() {
	build_and_execute(|| {
		let id = active_contract();
		let claim_id = request(id, ClaimKind::Progress, 4, &[]);
		pass_until(FIRST_DAY.plus(41));
		assert_ok!(Escrow::fund_contract(signed(OFFICER), id, 40_000 * WON));
		next_block();
		take_account(firm(LEAD));
		let debt = Debt::Line(claim_id, LineIndex(0));
		assert_noop!(
			Escrow::pay_interest(signed(OFFICER), debt),
			Fault::NoPayoutAccount
		);
		give_account(firm(LEAD));
		assert_ok!(Escrow::pay_interest(signed(OFFICER), debt));
	});
}

#[test]
fn no_part_of_a_won_is_paid() {
	build_and_execute(|| {
		let id = funded_contract();
		let half: Balance = WON / 2;
		let merchant = Payee::Party(firm(MERCHANT));
		assert_noop!(
			Escrow::submit_claim(
				signed(LEAD),
				id,
				ClaimKind::Progress,
				units(1),
				lines(&[purchase(merchant, WON + half)]),
				paper(3)
			),
			Fault::NotWholeWon
		);
		let advance = ClaimKind::Advance { amount: WON + half };
		assert_noop!(
			Escrow::submit_claim(
				signed(LEAD),
				id,
				advance,
				Quantities::default(),
				lines(&[]),
				paper(3)
			),
			Fault::NotWholeWon
		);
		let claim_id = submit(id, ClaimKind::Progress, 1, &[purchase(merchant, 5 * WON)]);
		assert_ok!(Escrow::endorse_claim(signed(SUPERVISOR), claim_id));
		let reductions = Reductions {
			lines: vec![(LineIndex(0), WON + half)]
				.try_into()
				.expect("one line"),
			..Reductions::default()
		};
		assert_noop!(
			Escrow::pass_inspection(signed(INSPECTOR), claim_id, Box::new(reductions)),
			Fault::NotWholeWon
		);
		assert_ok!(Escrow::object_line(
			signed(LEAD),
			claim_id,
			LineIndex(0),
			paper(5)
		));
		assert_noop!(
			Escrow::decide_line(
				signed(DISPUTE_BODY),
				claim_id,
				LineIndex(0),
				WON + half,
				paper(6)
			),
			Fault::NotWholeWon
		);
	});
}

#[test]
fn no_guarantor_weakens_the_bond_of_another() {
	build_and_execute(|| {
		let id = active_contract();
		let record = |who: u64, won: Balance, days: u32| {
			Escrow::record_bond(
				signed(who),
				id,
				BondKind::Performance,
				won * WON,
				FIRST_DAY.plus(days),
				paper(4),
			)
		};
		assert_ok!(record(GUARANTOR, 1_000, 100));
		assert_noop!(record(OTHER_GUARANTOR, 999, 200), Fault::InvalidBond);
		assert_noop!(record(OTHER_GUARANTOR, 2_000, 99), Fault::InvalidBond);
		assert_ok!(record(GUARANTOR, 500, 50));
		assert_ok!(record(OTHER_GUARANTOR, 500, 50));
		pass_until(FIRST_DAY.plus(51));
		assert_ok!(record(GUARANTOR, 1, 60));
	});
}
