// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};

type Fault = Error<Test>;

#[test]
fn a_payee_confirms_or_objects_and_the_others_are_paid() {
	build_and_execute(|| {
		let id = funded_contract();
		let roof = subcontract(id, LEAD, ROOFER, None, 50_000 * WON);
		let claim_id = submit(
			id,
			ClaimKind::Progress,
			4,
			&[
				work(roof, ROOFER, 20_000 * WON),
				purchase(Payee::Party(firm(MERCHANT)), 3_000 * WON),
			],
		);
		let (roofer, merchant) = (LineIndex(0), LineIndex(1));
		assert_noop!(
			Escrow::confirm_line(signed(LEAD), claim_id, roofer),
			Fault::NotThePayee
		);
		assert_ok!(Escrow::confirm_line(signed(MERCHANT), claim_id, merchant));
		assert_noop!(
			Escrow::confirm_line(signed(MERCHANT), claim_id, merchant),
			Fault::AlreadyConfirmed
		);
		approve(claim_id);
		assert_noop!(
			Escrow::object_line(signed(PAINTER), claim_id, roofer, paper(5)),
			Fault::NotThePayee
		);
		assert_noop!(
			Escrow::object_line(signed(DISPUTE_BODY), claim_id, roofer, paper(5)),
			Fault::ResolverMayNotDispute
		);
		events();
		assert_ok!(Escrow::object_line(
			signed(ROOFER),
			claim_id,
			roofer,
			paper(5)
		));
		let due = FIRST_DAY.plus(32);
		assert_eq!(
			events(),
			[Event::LineObjected {
				claim: claim_id,
				line: roofer,
				by: firm(ROOFER),
				reason: paper(5),
				due
			}]
		);
		assert_noop!(
			Escrow::object_line(signed(LEAD), claim_id, roofer, paper(5)),
			Fault::AlreadyObjected
		);
		assert_ok!(Escrow::request_payment(signed(LEAD), claim_id));
		pass_until(FIRST_DAY.plus(11));
		assert_eq!(contract(id).funds.released, 20_000 * WON);
		assert!(matches!(
			claim(claim_id).status,
			ClaimStatus::PartlyPaid { .. }
		));
		events();
		pass_until(due.plus(1));
		assert_eq!(
			events(),
			[Event::DecisionLate {
				claim: claim_id,
				line: roofer,
				late_party: firm(DISPUTE_BODY),
				due
			}]
		);
		let decide =
			|who: u64, amount| Escrow::decide_line(signed(who), claim_id, roofer, amount, paper(6));
		assert_noop!(decide(DEPARTMENT, WON), Fault::NotTheContractsOffice);
		assert_noop!(decide(DISPUTE_BODY, 20_001 * WON), Fault::AmountTooHigh);
		let (roofer_had, lead_had) = (balance(ROOFER), balance(LEAD));
		assert_ok!(decide(DISPUTE_BODY, 15_000 * WON));
		assert_eq!(balance(ROOFER), roofer_had + 15_000 * WON);
		assert_eq!(balance(LEAD), lead_had + 5_000 * WON);
		assert_noop!(decide(DISPUTE_BODY, 15_000 * WON), Fault::LineNotObjected);
		assert!(claim(claim_id).is_ended());
	});
}

#[test]
fn the_firm_that_owes_a_line_may_object_and_withdraw() {
	build_and_execute(|| {
		let id = funded_contract();
		let roof = subcontract(id, LEAD, ROOFER, None, 50_000 * WON);
		let claim_id = pay_with_objection(id, roof);
		assert_noop!(
			Escrow::withdraw_objection(signed(ROOFER), claim_id, LineIndex(0)),
			Fault::NotAParty
		);
		assert_ok!(Escrow::withdraw_objection(
			signed(LEAD),
			claim_id,
			LineIndex(0)
		));
		assert_noop!(
			Escrow::withdraw_objection(signed(LEAD), claim_id, LineIndex(0)),
			Fault::LineNotObjected
		);
		assert_eq!(balance(ROOFER), FORTUNE + 20_000 * WON);
		assert!(claim(claim_id).is_ended());
	});
}

fn pay_with_objection(id: ContractId, roof: SubcontractId) -> ClaimId {
	let claim_id = submit(
		id,
		ClaimKind::Progress,
		4,
		&[work(roof, ROOFER, 20_000 * WON)],
	);
	assert_ok!(Escrow::object_line(
		signed(LEAD),
		claim_id,
		LineIndex(0),
		paper(5)
	));
	approve(claim_id);
	assert_ok!(Escrow::request_payment(signed(LEAD), claim_id));
	pass_until(FIRST_DAY.plus(11));
	claim_id
}

#[test]
fn a_dispute_before_the_approval_lowers_the_line_and_the_rest_is_shared() {
	build_and_execute(|| {
		let id = funded_contract();
		let roof = subcontract(id, LEAD, ROOFER, None, 50_000 * WON);
		let claim_id = submit(
			id,
			ClaimKind::Progress,
			4,
			&[work(roof, ROOFER, 20_000 * WON)],
		);
		assert_ok!(Escrow::object_line(
			signed(LEAD),
			claim_id,
			LineIndex(0),
			paper(5)
		));
		assert_ok!(Escrow::decide_line(
			signed(DISPUTE_BODY),
			claim_id,
			LineIndex(0),
			10_000 * WON,
			paper(6)
		));
		assert_eq!(
			Subcontracts::<Test>::get(roof).unwrap().charged,
			10_000 * WON
		);
		approve(claim_id);
		assert_eq!(line(claim_id, 1).amount, 18_000 * WON);
	});
}

#[test]
fn the_wages_of_a_list_are_decided_whole() {
	build_and_execute(|| {
		let id = funded_contract();
		let root = merkle::root(&[paper(1)]);
		let claim_id = submit(id, ClaimKind::Progress, 4, &[wages(root, 1, 5_000 * WON)]);
		assert_ok!(Escrow::object_line(
			signed(LEAD),
			claim_id,
			LineIndex(0),
			paper(5)
		));
		assert_noop!(
			Escrow::decide_line(signed(DISPUTE_BODY), claim_id, LineIndex(0), WON, paper(6)),
			Fault::ReductionInvalid
		);
		assert_ok!(Escrow::decide_line(
			signed(DISPUTE_BODY),
			claim_id,
			LineIndex(0),
			5_000 * WON,
			paper(6)
		));
	});
}

#[test]
fn wages_of_nobody_are_decided_away_whole() {
	build_and_execute(|| {
		let id = funded_contract();
		let root = merkle::root(&[paper(1)]);
		let claim_id = submit(id, ClaimKind::Progress, 4, &[wages(root, 1, 5_000 * WON)]);
		assert_ok!(Escrow::object_line(
			signed(LEAD),
			claim_id,
			LineIndex(0),
			paper(5)
		));
		assert_ok!(Escrow::decide_line(
			signed(DISPUTE_BODY),
			claim_id,
			LineIndex(0),
			0,
			paper(6)
		));
		approve(claim_id);
		assert_ok!(Escrow::request_payment(signed(LEAD), claim_id));
		pass_until(FIRST_DAY.plus(11));
		assert!(claim(claim_id).is_ended());
		assert_eq!(balance(LABOUR_BANK), 0);
		assert_eq!(contract(id).funds.released, 40_000 * WON);
	});
}

#[test]
fn what_was_decided_is_not_disputed_again() {
	build_and_execute(|| {
		let id = funded_contract();
		let roof = subcontract(id, LEAD, ROOFER, None, 50_000 * WON);
		let claim_id = submit(
			id,
			ClaimKind::Progress,
			4,
			&[work(roof, ROOFER, 20_000 * WON)],
		);
		approve(claim_id);
		let object = |who: u64, index| {
			Escrow::object_line(signed(who), claim_id, LineIndex(index), paper(5))
		};
		assert_ok!(object(LEAD, 0));
		assert_ok!(Escrow::decide_line(
			signed(DISPUTE_BODY),
			claim_id,
			LineIndex(0),
			15_000 * WON,
			paper(6)
		));
		assert_eq!(
			line(claim_id, 0).status,
			LineStatus::Decided { on: FIRST_DAY }
		);
		// Two members, then what the decision took.
		assert_eq!(line(claim_id, 3).amount, 5_000 * WON);
		for index in [0, 3] {
			assert_noop!(object(LEAD, index), Fault::LineNotOpen);
			assert_noop!(object(ROOFER, index), Fault::LineNotOpen);
		}
		assert_noop!(
			Escrow::confirm_line(signed(ROOFER), claim_id, LineIndex(0)),
			Fault::LineNotOpen
		);
		assert_ok!(Escrow::request_payment(signed(LEAD), claim_id));
		pass_until(FIRST_DAY.plus(11));
		assert_eq!(balance(ROOFER), FORTUNE + 15_000 * WON);
		assert!(claim(claim_id).is_ended());
	});
}

#[test]
fn what_a_decision_gives_to_an_attached_firm_is_caught() {
	build_and_execute(|| {
		let id = funded_contract();
		let roof = subcontract(id, LEAD, ROOFER, None, 50_000 * WON);
		let claim_id = pay_with_objection(id, roof);
		assert_ok!(Escrow::attach_claims(
			signed(COURT),
			id,
			firm(LEAD),
			50_000 * WON,
			paper(9)
		));
		let lead = balance(LEAD);
		assert_ok!(Escrow::decide_line(
			signed(DISPUTE_BODY),
			claim_id,
			LineIndex(0),
			5_000 * WON,
			paper(6)
		));
		assert_eq!(balance(ROOFER), FORTUNE + 5_000 * WON);
		assert_eq!(balance(LEAD), lead);
		assert_eq!(
			line(claim_id, 3).status,
			LineStatus::Attached {
				on: FIRST_DAY.plus(11),
				court: agency(COURT)
			}
		);
	});
}

#[test]
fn disputes_go_to_another_body_when_the_members_and_it_have_signed() {
	build_and_execute(|| {
		let id = funded_contract();
		let roof = subcontract(id, LEAD, ROOFER, None, 50_000 * WON);
		let claim_id = pay_with_objection(id, roof);
		let propose = |body: u64| {
			Escrow::propose_change(
				signed(DEPARTMENT),
				id,
				Change::DisputeBody(agency(body)),
				paper(5),
			)
		};
		assert_noop!(propose(COURT), NOT_A_DELEGATE);
		// It has the role too, but orders the works.
		assert_noop!(propose(DEPARTMENT), Fault::DisputeBodyIsParty);
		assert_ok!(propose(OTHER_BODY));
		for account in [LEAD, MEMBER] {
			assert_ok!(Escrow::sign_change(signed(account), id, paper(5)));
		}
		assert_eq!(contract(id).dispute_body, agency(DISPUTE_BODY));
		assert_ok!(Escrow::sign_change(signed(OTHER_BODY), id, paper(5)));
		let decide = |who: u64| {
			Escrow::decide_line(signed(who), claim_id, LineIndex(0), 20_000 * WON, paper(6))
		};
		assert_noop!(decide(DISPUTE_BODY), Fault::NotTheContractsOffice);
		assert_ok!(decide(OTHER_BODY));
		assert!(claim(claim_id).is_ended());
	});
}

#[test]
fn a_court_attaches_what_a_firm_is_owed_and_nothing_of_others() {
	build_and_execute(|| {
		let id = funded_contract();
		assert_noop!(
			Escrow::attach_claims(signed(COURT), id, firm(MEMBER), 0, paper(9)),
			Fault::AmountIsZero
		);
		assert_noop!(
			Escrow::attach_claims(signed(LEAD), id, firm(MEMBER), WON, paper(9)),
			NOT_A_DELEGATE
		);
		events();
		assert_ok!(Escrow::attach_claims(
			signed(COURT),
			id,
			firm(MEMBER),
			10_000 * WON,
			paper(9)
		));
		assert_eq!(
			events(),
			[Event::ClaimsAttached {
				contract: id,
				party: firm(MEMBER),
				court: agency(COURT),
				old_amount: 0,
				amount: 10_000 * WON,
				arrival: 0
			}]
		);
		assert_noop!(
			Escrow::attach_claims(signed(OTHER_COURT), id, firm(MEMBER), WON, paper(9)),
			Fault::AlreadyAttached
		);
		let claim_id = pay(id, ClaimKind::Progress, 4, &[]);
		assert_eq!(
			line(claim_id, 1).status,
			LineStatus::Attached {
				on: FIRST_DAY,
				court: agency(COURT)
			}
		);
		assert_eq!(contract(id).funds.released, 24_000 * WON);
		// What was to be caught is caught; the next line flows.
		let next = pay(id, ClaimKind::Progress, 1, &[]);
		assert!(claim(next).is_ended());
		let settle = |who: u64, amount| {
			Escrow::settle_attached_line(signed(who), claim_id, LineIndex(1), firm(PAINTER), amount)
		};
		assert_noop!(settle(OTHER_COURT, WON), Fault::NothingAttached);
		assert_noop!(settle(COURT, 16_001 * WON), Fault::AmountTooHigh);
		let had = balance(MEMBER);
		assert_ok!(settle(COURT, 10_000 * WON));
		assert_eq!(balance(PAINTER), 10_000 * WON);
		assert_eq!(balance(MEMBER), had + 6_000 * WON);
		assert_noop!(settle(COURT, WON), Fault::NothingAttached);
		assert!(claim(claim_id).is_ended());
		assert_noop!(
			Escrow::lift_attachment(signed(OTHER_COURT), id, firm(MEMBER)),
			Fault::NothingAttached
		);
		assert_ok!(Escrow::lift_attachment(signed(COURT), id, firm(MEMBER)));
		assert_noop!(
			Escrow::lift_attachment(signed(COURT), id, firm(MEMBER)),
			Fault::NothingAttached
		);
	});
}

#[test]
fn whichever_of_attachment_and_direct_payment_arrived_first_wins() {
	for attachment_first in [true, false] {
		build_and_execute(|| {
			let id = funded_contract();
			let roof = subcontract(id, LEAD, ROOFER, None, 50_000 * WON);
			let attach = || {
				assert_ok!(Escrow::attach_claims(
					signed(COURT),
					id,
					firm(LEAD),
					15_000 * WON,
					paper(9)
				));
			};
			if attachment_first {
				attach();
			}
			assert_ok!(Escrow::request_direct_pay(
				signed(ROOFER),
				roof,
				DirectPayTrigger::Insolvency,
				paper(8)
			));
			if !attachment_first {
				attach();
			}
			assert_ok!(Escrow::submit_claim(
				signed(ROOFER),
				id,
				ClaimKind::Progress,
				units(2),
				lines(&[work(roof, ROOFER, 15_000 * WON)]),
				paper(3)
			));
			approve(ClaimId(0));
			assert_ok!(Escrow::request_payment(signed(ROOFER), ClaimId(0)));
			pass_until(FIRST_DAY.plus(11));
			let caught = matches!(line(ClaimId(0), 0).status, LineStatus::Attached { .. });
			assert_eq!(caught, attachment_first);
			// The lead's own line is caught in the other case.
			let lead_caught = matches!(line(ClaimId(0), 1).status, LineStatus::Attached { .. });
			assert_eq!(lead_caught, !attachment_first);
		});
	}
}

#[test]
fn a_dispute_may_outlive_the_works_and_its_body() {
	build_and_execute(|| {
		let id = funded_contract();
		let claim_id = submit(id, ClaimKind::Completion, 10, &[]);
		approve(claim_id);
		let propose = |change| Escrow::propose_change(signed(DEPARTMENT), id, change, paper(5));
		assert_noop!(
			propose(Change::CompleteBy(FIRST_DAY.plus(300))),
			Fault::AlreadyEnded
		);
		assert_ok!(propose(Change::DisputeBody(agency(OTHER_BODY))));
		for account in [LEAD, MEMBER, OTHER_BODY] {
			assert_ok!(Escrow::sign_change(signed(account), id, paper(5)));
		}
		assert_eq!(contract(id).dispute_body, agency(OTHER_BODY));
	});
}
