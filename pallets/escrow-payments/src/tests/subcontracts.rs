// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};

type Fault = Error<Test>;

#[test]
fn a_subcontract_is_signed_by_both_sides_and_stays_within_its_parent_and_three_levels() {
	build_and_execute(|| {
		let id = active_contract();
		let draft = |payer: u64, draft: SubcontractDraft| {
			Escrow::draft_subcontract(signed(payer), id, draft)
		};
		assert_noop!(
			draft(ROOFER, sub_draft(PAINTER, None, WON)),
			Fault::NotThePayer
		);
		assert_noop!(draft(LEAD, sub_draft(LEAD, None, WON)), Fault::SelfContract);
		assert_noop!(
			draft(LEAD, sub_draft(DISPUTE_BODY, None, WON)),
			Fault::DisputeBodyIsParty
		);
		assert_noop!(draft(LEAD, sub_draft(ROOFER, None, 0)), Fault::AmountIsZero);
		assert_noop!(
			draft(LEAD, sub_draft(ROOFER, None, AMOUNT + 1)),
			Fault::BeyondParent
		);
		let with = |change: fn(&mut SubcontractDraft)| {
			let mut draft = sub_draft(ROOFER, None, WON);
			change(&mut draft);
			draft
		};
		assert_noop!(
			draft(LEAD, with(|draft| draft.payment_days = 61)),
			Fault::InvalidPaymentPeriod
		);
		assert_noop!(
			draft(LEAD, with(|draft| draft.late_rate = Millionths(1))),
			Fault::InvalidRate
		);
		assert_noop!(
			draft(LEAD, with(|draft| draft.late_rate = Millionths(250_001))),
			Fault::InvalidRate
		);
		let roof = subcontract(id, MEMBER, ROOFER, None, 50_000 * WON);
		assert_noop!(
			draft(ROOFER, sub_draft(PAINTER, Some(roof), 50_001 * WON)),
			Fault::BeyondParent
		);
		assert_noop!(
			draft(LEAD, sub_draft(PAINTER, Some(roof), WON)),
			Fault::NotThePayer
		);
		let paint = SubcontractId(1);
		assert_ok!(draft(ROOFER, sub_draft(PAINTER, Some(roof), 40_000 * WON)));
		assert_noop!(
			draft(PAINTER, sub_draft(SCAFFOLDER, Some(paint), WON)),
			Fault::SubcontractNotInForce
		);
		assert_noop!(
			Escrow::sign_subcontract(signed(SCAFFOLDER), paint),
			Fault::NotTheContractor
		);
		assert_ok!(Escrow::sign_subcontract(signed(PAINTER), paint));
		assert_noop!(
			Escrow::sign_subcontract(signed(PAINTER), paint),
			Fault::NothingProposed
		);
		let scaffold = subcontract(id, PAINTER, SCAFFOLDER, Some(paint), 30_000 * WON);
		assert_noop!(
			draft(SCAFFOLDER, sub_draft(DEEPEST, Some(scaffold), WON)),
			Fault::TooDeep
		);
		assert_eq!(Escrow::tree(id, SubcontractId(1), 1).len(), 1);
		assert_eq!(Escrow::tree(id, SubcontractId(0), 10).len(), 3);
	});
}

#[test]
fn an_amount_changes_when_both_sides_have_signed() {
	build_and_execute(|| {
		let id = active_contract();
		let roof = subcontract(id, LEAD, ROOFER, None, 50_000 * WON);
		subcontract(id, ROOFER, PAINTER, Some(roof), 30_000 * WON);
		assert_noop!(
			Escrow::propose_amount(signed(ROOFER), roof, WON),
			Fault::NotThePayer
		);
		assert_noop!(
			Escrow::propose_amount(signed(LEAD), roof, 29_999 * WON),
			Fault::BelowCharged
		);
		assert_ok!(Escrow::propose_amount(signed(LEAD), roof, AMOUNT + 1));
		assert_noop!(
			Escrow::sign_subcontract(signed(ROOFER), roof),
			Fault::BeyondParent
		);
		assert_ok!(Escrow::propose_amount(signed(LEAD), roof, 60_000 * WON));
		assert_eq!(
			Subcontracts::<Test>::get(roof).unwrap().amount,
			50_000 * WON
		);
		assert_ok!(Escrow::sign_subcontract(signed(ROOFER), roof));
		assert_eq!(
			Subcontracts::<Test>::get(roof).unwrap().amount,
			60_000 * WON
		);
	});
}

#[test]
fn a_subcontract_that_ended_frees_what_was_not_charged() {
	build_and_execute(|| {
		let id = funded_contract();
		let roof = subcontract(id, LEAD, ROOFER, None, 50_000 * WON);
		submit(
			id,
			ClaimKind::Progress,
			2,
			&[work(roof, ROOFER, 20_000 * WON)],
		);
		assert_noop!(
			Escrow::end_subcontract(signed(LEAD), roof),
			Fault::NotTheContractor
		);
		events();
		assert_ok!(Escrow::end_subcontract(signed(ROOFER), roof));
		assert_eq!(
			events(),
			[Event::SubcontractEnded {
				subcontract: roof,
				evidence: None,
				freed: 30_000 * WON
			}]
		);
		assert_noop!(
			Escrow::end_insolvent_subcontract(signed(DEPARTMENT), roof, paper(6)),
			Fault::SubcontractNotInForce
		);
		assert_noop!(
			Escrow::report_work(signed(ROOFER), roof, WON, paper(6)),
			Fault::SubcontractNotInForce
		);
		assert_eq!(contract(id).subcontracted, 20_000 * WON);
	});
}

#[test]
fn silence_passes_the_work_of_a_subcontractor_and_releases_no_money_of_the_city() {
	build_and_execute(|| {
		let id = funded_contract();
		let roof = subcontract(id, LEAD, ROOFER, None, 50_000 * WON);
		assert_noop!(
			Escrow::report_work(signed(LEAD), roof, WON, paper(6)),
			Fault::NotTheContractor
		);
		assert_noop!(
			Escrow::report_work(signed(ROOFER), roof, 50_001 * WON, paper(6)),
			Fault::BeyondSubcontract
		);
		assert_ok!(Escrow::report_work(
			signed(ROOFER),
			roof,
			20_000 * WON,
			paper(6)
		));
		let number = ReportNumber(0);
		// Ten days end on Sunday; Monday is the last day.
		events();
		pass_until(FIRST_DAY.plus(11));
		assert_eq!(events(), []);
		pass_days(1);
		// 30 days from taking over end on Saturday; Monday is the last day.
		let due = FIRST_DAY.plus(32);
		assert_eq!(
			events(),
			[Event::WorkPassed {
				subcontract: roof,
				report: number,
				by: PassedBy::Silence,
				due
			}]
		);
		assert_eq!(contract(id).funds.released, 0);
		assert_noop!(
			Escrow::pass_work(signed(LEAD), roof, number),
			Fault::WorkNotReported
		);
		assert_noop!(
			Escrow::contest_work(signed(LEAD), roof, number, paper(7)),
			Fault::WorkNotReported
		);
		pass_until(due.plus(1));
		assert_eq!(
			events(),
			[Event::WorkPaymentMissed {
				subcontract: roof,
				report: number,
				late_party: firm(LEAD),
				due
			}]
		);
		// 15.5 % a year on 20,000 won for ten days are 84.9 won.
		pass_until(due.plus(10));
		let debt = Debt::Work(roof, number);
		assert_eq!(
			Escrow::interest_of(debt),
			Some((firm(LEAD), firm(ROOFER), 84 * WON))
		);
		assert_ok!(Escrow::pay_interest(signed(LEAD), debt));
		assert_noop!(Escrow::pay_interest(signed(LEAD), debt), Fault::NothingOwed);
		// The line pays the report, once.
		let mut named = work(roof, ROOFER, 20_000 * WON);
		named.kind = LineKind::Work {
			report: Some(number),
		};
		let claim_id = pay(id, ClaimKind::Progress, 3, &[named]);
		assert!(claim(claim_id).is_ended());
		assert_noop!(
			Escrow::submit_claim(
				signed(LEAD),
				id,
				ClaimKind::Progress,
				units(3),
				lines(&[named]),
				paper(3)
			),
			Fault::WorkAlreadyClaimed
		);
		pass_days(100);
		assert_eq!(Escrow::interest_of(debt).unwrap().2, 0);
	});
}

#[test]
fn a_filed_reason_stops_the_clock_and_services_are_not_passed_by_silence() {
	build_and_execute(|| {
		let id = funded_contract();
		let roof = subcontract(id, LEAD, ROOFER, None, 50_000 * WON);
		let number = ReportNumber(0);
		assert_ok!(Escrow::report_work(
			signed(ROOFER),
			roof,
			20_000 * WON,
			paper(6)
		));
		assert_noop!(
			Escrow::contest_work(signed(ROOFER), roof, number, paper(7)),
			Fault::NotThePayer
		);
		assert_ok!(Escrow::contest_work(signed(LEAD), roof, number, paper(7)));
		let services = SubcontractId(1);
		assert_ok!(Escrow::draft_subcontract(
			signed(LEAD),
			id,
			SubcontractDraft {
				kind: SubcontractKind::Services,
				..sub_draft(PAINTER, None, 10_000 * WON)
			}
		));
		assert_ok!(Escrow::sign_subcontract(signed(PAINTER), services));
		assert_ok!(Escrow::report_work(
			signed(PAINTER),
			services,
			WON,
			paper(6)
		));
		events();
		pass_days(40);
		assert_eq!(
			events(),
			[
				Event::WorkInspectionLate {
					subcontract: services,
					report: number,
					late_party: firm(LEAD),
					due: FIRST_DAY.plus(11)
				},
				Event::WorkDecisionLate {
					subcontract: roof,
					report: number,
					late_party: firm(DISPUTE_BODY),
					due: FIRST_DAY.plus(32)
				}
			]
		);
		// Work that is not passed is not claimed by its report.
		let mut named = work(roof, ROOFER, WON);
		named.kind = LineKind::Work {
			report: Some(number),
		};
		assert_noop!(
			Escrow::submit_claim(
				signed(LEAD),
				id,
				ClaimKind::Progress,
				units(1),
				lines(&[named]),
				paper(3)
			),
			Fault::WorkNotPassed
		);
		assert_noop!(
			Escrow::decide_work(signed(DISPUTE_BODY), roof, number, 20_001 * WON),
			Fault::AmountTooHigh
		);
		assert_noop!(
			Escrow::decide_work(signed(DEPARTMENT), roof, number, WON),
			Fault::NotTheContractsOffice
		);
		assert_noop!(
			Escrow::decide_work(signed(DISPUTE_BODY), services, number, WON),
			Fault::WorkNotReported
		);
		assert_ok!(Escrow::decide_work(
			signed(DISPUTE_BODY),
			roof,
			number,
			15_000 * WON
		));
		// It was due before it was decided, and is late at once.
		assert_eq!(Subcontracts::<Test>::get(roof).unwrap().missed, 1);
		assert_ok!(Escrow::pass_work(signed(LEAD), services, number));
	});
}

#[test]
fn direct_payment_is_asked_for_with_cause_stopped_and_reinstated() {
	build_and_execute(|| {
		let id = funded_contract();
		let roof = subcontract(id, LEAD, ROOFER, None, 50_000 * WON);
		let ask =
			|who: u64, trigger| Escrow::request_direct_pay(signed(who), roof, trigger, paper(8));
		assert_noop!(
			ask(LEAD, DirectPayTrigger::Insolvency),
			Fault::NotTheContractor
		);
		assert_noop!(
			ask(ROOFER, DirectPayTrigger::MissedPayments),
			Fault::TriggerNotMet
		);
		bond(id, BondKind::Payment(roof));
		assert_noop!(ask(ROOFER, DirectPayTrigger::NoBond), Fault::TriggerNotMet);
		assert_noop!(
			Escrow::stop_direct_pay(signed(LEAD), roof, paper(9)),
			Fault::NoDirectPay
		);
		for _ in 0..2 {
			assert_ok!(Escrow::report_work(signed(ROOFER), roof, WON, paper(6)));
		}
		assert_ok!(Escrow::pass_work(signed(LEAD), roof, ReportNumber(0)));
		assert_ok!(Escrow::pass_work(signed(LEAD), roof, ReportNumber(1)));
		pass_days(40);
		assert_ok!(ask(ROOFER, DirectPayTrigger::MissedPayments));
		assert_noop!(
			ask(ROOFER, DirectPayTrigger::Insolvency),
			Fault::DirectPayHeld
		);
		let submit_as_roofer = || {
			Escrow::submit_claim(
				signed(ROOFER),
				id,
				ClaimKind::Progress,
				units(2),
				lines(&[work(roof, ROOFER, 15_000 * WON)]),
				paper(3),
			)
		};
		assert_noop!(
			Escrow::stop_direct_pay(signed(ROOFER), roof, paper(9)),
			Fault::NotThePayer
		);
		assert_ok!(Escrow::stop_direct_pay(signed(LEAD), roof, paper(9)));
		assert_noop!(submit_as_roofer(), Fault::NotTheClaimant);
		assert_noop!(
			Escrow::reinstate_direct_pay(signed(DEPARTMENT), roof, paper(9)),
			Fault::NotTheContractsOffice
		);
		assert_ok!(Escrow::reinstate_direct_pay(
			signed(DISPUTE_BODY),
			roof,
			paper(9)
		));
		assert_noop!(
			Escrow::reinstate_direct_pay(signed(DISPUTE_BODY), roof, paper(9)),
			Fault::NoDirectPay
		);
		assert_ok!(submit_as_roofer());
		// What the roofer does not have is the members', as ever.
		let before = balance(ROOFER);
		approve(ClaimId(0));
		assert_ok!(Escrow::request_payment(signed(ROOFER), ClaimId(0)));
		assert_ok!(Escrow::bring_payment_forward(signed(OFFICER), ClaimId(0)));
		next_block();
		assert_eq!(balance(ROOFER), before + 15_000 * WON);
		assert_eq!(balance(MEMBER), 2_000 * WON);
	});
}

#[test]
fn no_more_work_is_reported_than_was_agreed_and_a_decision_frees_what_it_takes() {
	build_and_execute(|| {
		let id = funded_contract();
		let roof = subcontract(id, LEAD, ROOFER, None, 50_000 * WON);
		let report = |won: u128| Escrow::report_work(signed(ROOFER), roof, won * WON, paper(6));
		assert_ok!(report(30_000));
		assert_noop!(report(20_001), Fault::BeyondSubcontract);
		assert_ok!(report(20_000));
		assert_noop!(
			Escrow::propose_amount(signed(LEAD), roof, 49_999 * WON),
			Fault::BelowCharged
		);
		assert_ok!(Escrow::contest_work(
			signed(LEAD),
			roof,
			ReportNumber(1),
			paper(7)
		));
		events();
		// 30 days end on Saturday; Monday is the last day.
		pass_until(FIRST_DAY.plus(33));
		assert!(events().contains(&Event::WorkDecisionLate {
			subcontract: roof,
			report: ReportNumber(1),
			late_party: firm(DISPUTE_BODY),
			due: FIRST_DAY.plus(32)
		}));
		assert_ok!(Escrow::decide_work(
			signed(DISPUTE_BODY),
			roof,
			ReportNumber(1),
			0
		));
		// Of nothing nothing is late.
		assert_eq!(Subcontracts::<Test>::get(roof).unwrap().missed, 1);
		assert_eq!(
			Subcontracts::<Test>::get(roof).unwrap().reported,
			30_000 * WON
		);
		assert_ok!(report(20_000));
		// What was reported stays payable when the subcontract ends.
		assert_ok!(Escrow::end_insolvent_subcontract(
			signed(DEPARTMENT),
			roof,
			paper(8)
		));
		assert_eq!(
			Subcontracts::<Test>::get(roof).unwrap().amount,
			50_000 * WON
		);
	});
}

#[test]
fn a_part_of_reported_work_does_not_end_the_debt_for_the_whole() {
	build_and_execute(|| {
		let id = funded_contract();
		let roof = subcontract(id, LEAD, ROOFER, None, 50_000 * WON);
		assert_ok!(Escrow::report_work(
			signed(ROOFER),
			roof,
			20_000 * WON,
			paper(6)
		));
		assert_ok!(Escrow::pass_work(signed(LEAD), roof, ReportNumber(0)));
		let claim_for = |won: u128| {
			let named = reported_work(roof, ROOFER, ReportNumber(0), won * WON);
			Escrow::submit_claim(
				signed(LEAD),
				id,
				ClaimKind::Progress,
				units(3),
				lines(&[named]),
				paper(3),
			)
		};
		assert_noop!(claim_for(1), Fault::InvalidLine);
		assert_noop!(claim_for(20_001), Fault::InvalidLine);
		assert_ok!(claim_for(20_000));
	});
}

#[test]
fn a_missing_payment_bond_counts_after_its_time_and_not_for_small_subcontracts() {
	build_and_execute(|| {
		let mut large = draft();
		large.items[0].1 = 10_000_000 * WON;
		large.budget[0].amount = 100_000_000 * WON;
		let id = signed_contract(large);
		assert_ok!(Escrow::start_contract(signed(DEPARTMENT), id));
		let large = subcontract(id, LEAD, ROOFER, None, 10_000_001 * WON);
		let small = subcontract(id, LEAD, PAINTER, None, 10_000_000 * WON);
		let ask = |who: u64, sub| {
			Escrow::request_direct_pay(signed(who), sub, DirectPayTrigger::NoBond, paper(8))
		};
		assert_ok!(Escrow::record_bond(
			signed(GUARANTOR),
			id,
			BondKind::Payment(large),
			WON,
			FIRST_DAY.plus(40),
			paper(4)
		));
		pass_until(FIRST_DAY.plus(31));
		assert_noop!(ask(PAINTER, small), Fault::TriggerNotMet);
		// Its last day has not passed.
		assert_noop!(ask(ROOFER, large), Fault::TriggerNotMet);
		pass_until(FIRST_DAY.plus(41));
		assert_ok!(ask(ROOFER, large));
		let later = subcontract(id, LEAD, SCAFFOLDER, None, 10_000_001 * WON);
		assert_noop!(ask(SCAFFOLDER, later), Fault::TriggerNotMet);
		pass_days(30);
		assert_noop!(ask(SCAFFOLDER, later), Fault::TriggerNotMet);
		pass_days(1);
		assert_ok!(ask(SCAFFOLDER, later));
	});
}

#[test]
fn a_subcontractor_claims_for_itself_and_those_below_and_not_while_it_is_stopped() {
	build_and_execute(|| {
		let id = funded_contract();
		let roof = subcontract(id, LEAD, ROOFER, None, 50_000 * WON);
		let paint = subcontract(id, ROOFER, PAINTER, Some(roof), 15_000 * WON);
		let scaffold = subcontract(id, LEAD, SCAFFOLDER, None, 15_000 * WON);
		assert_ok!(Escrow::request_direct_pay(
			signed(ROOFER),
			roof,
			DirectPayTrigger::Agreement,
			paper(8)
		));
		let own = work(roof, ROOFER, 5_000 * WON);
		let claim_with = |other: LineDraft| {
			Escrow::submit_claim(
				signed(ROOFER),
				id,
				ClaimKind::Progress,
				units(2),
				lines(&[own, other]),
				paper(3),
			)
		};
		let merchant = Payee::Party(firm(MERCHANT));
		assert_noop!(claim_with(purchase(merchant, WON)), Fault::InvalidLine);
		assert_noop!(
			claim_with(work(scaffold, SCAFFOLDER, WON)),
			Fault::InvalidLine
		);
		assert_ok!(claim_with(work(paint, PAINTER, 5_000 * WON)));
		let claim_id = ClaimId(0);
		assert_ok!(Escrow::order_correction(
			signed(INSPECTOR),
			claim_id,
			paper(5)
		));
		let again =
			|| Escrow::resubmit_claim(signed(ROOFER), claim_id, units(2), lines(&[own]), paper(6));
		assert_ok!(Escrow::stop_direct_pay(signed(LEAD), roof, paper(9)));
		assert_noop!(again(), Fault::NoDirectPay);
		assert_ok!(Escrow::reinstate_direct_pay(
			signed(DISPUTE_BODY),
			roof,
			paper(9)
		));
		assert_ok!(again());
		approve(claim_id);
		assert_ok!(Escrow::stop_direct_pay(signed(LEAD), roof, paper(9)));
		assert_noop!(
			Escrow::request_payment(signed(ROOFER), claim_id),
			Fault::NoDirectPay
		);
		// The others' shares need not wait for it: the department may ask.
		assert_ok!(Escrow::request_payment(signed(DEPARTMENT), claim_id));
	});
}
