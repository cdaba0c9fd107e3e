// SPDX-License-Identifier: Apache-2.0

//! Whole lives, as clerks and firms live them.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use seoul_chain_primitives::Balance;
use sp_core::Pair;

type Fault = Error<Test>;

#[test]
fn a_school_roof_with_two_subs_a_merchant_and_ten_workers() {
	build_and_execute(|| {
		let id = signed_contract(draft());
		assert_ok!(Escrow::fund_contract(signed(OFFICER), id, 40_000 * WON));
		assert_ok!(Escrow::start_contract(signed(DEPARTMENT), id));
		let roof = subcontract(id, LEAD, ROOFER, None, 50_000 * WON);
		let paint = subcontract(id, ROOFER, PAINTER, Some(roof), 15_000 * WON);
		let slips: Vec<_> = (500..510).map(paper).collect();
		let pair = key_pair(9);
		let claim_id = request(
			id,
			ClaimKind::Progress,
			4,
			&[
				work(roof, ROOFER, 12_000 * WON),
				work(paint, PAINTER, 6_000 * WON),
				purchase(Payee::Key(ClaimKey(pair.public().0)), 2_000 * WON),
				wages(merkle::root(&slips), 10, 10_000 * WON),
			],
		);
		let before: Vec<Balance> = [ROOFER, PAINTER, MERCHANT, LABOUR_BANK, LEAD, MEMBER]
			.map(balance)
			.to_vec();
		pass_until(FIRST_DAY.plus(11));
		let received: Vec<Balance> = [ROOFER, PAINTER, MERCHANT, LABOUR_BANK, LEAD, MEMBER]
			.map(balance)
			.iter()
			.zip(&before)
			.map(|(now, before)| (now - before) / WON)
			.collect();
		assert_eq!(received, [12_000, 6_000, 0, 10_000, 6_000, 4_000]);
		let all = WageIndices::truncate_from((0..10).collect());
		assert_ok!(Escrow::confirm_wages(
			signed(LABOUR_BANK),
			claim_id,
			LineIndex(3),
			all
		));
		let message = redeem_message([7; 32], id, claim_id, LineIndex(2), firm(MERCHANT));
		assert_ok!(Escrow::redeem_line(
			signed(MERCHANT),
			claim_id,
			LineIndex(2),
			pair.sign(&message)
		));
		assert_eq!(balance(MERCHANT), 2_000 * WON);
		// The second year's money comes, and the works are completed.
		assert_ok!(Escrow::fund_contract(signed(OFFICER), id, 60_000 * WON));
		bond(id, BondKind::Defect);
		let last = request(
			id,
			ClaimKind::Completion,
			6,
			&[work(roof, ROOFER, 30_000 * WON)],
		);
		pass_days(14);
		assert!(claim(last).is_ended());
		assert_eq!(contract(id).funds.released, AMOUNT);
		assert_eq!(contract(id).funds.balance(), 0);
		assert!(matches!(
			contract(id).status,
			ContractStatus::DefectPeriod { .. }
		));
	});
}

#[test]
fn the_inspector_sleeps() {
	build_and_execute(|| {
		let id = funded_contract();
		let claim_id = submit(id, ClaimKind::Progress, 4, &[]);
		assert_ok!(Escrow::endorse_claim(signed(SUPERVISOR), claim_id));
		pass_days(300);
		assert_eq!(contract(id).funds.released, 0);
		assert_ok!(Escrow::pass_inspection(
			signed(OFFICER),
			claim_id,
			Box::default()
		));
		assert_ok!(Escrow::approve_claim(signed(DEPARTMENT), claim_id));
		assert_ok!(Escrow::request_payment(signed(LEAD), claim_id));
		pass_days(10);
		assert!(claim(claim_id).is_ended());
	});
}

#[test]
fn a_sub_goes_bankrupt() {
	build_and_execute(|| {
		let id = funded_contract();
		let roof = subcontract(id, LEAD, ROOFER, None, 50_000 * WON);
		let paint = subcontract(id, ROOFER, PAINTER, Some(roof), 15_000 * WON);
		assert_ok!(Escrow::attach_claims(
			signed(COURT),
			id,
			firm(ROOFER),
			50_000 * WON,
			paper(9)
		));
		let claim_id = pay(
			id,
			ClaimKind::Progress,
			4,
			&[
				work(roof, ROOFER, 20_000 * WON),
				work(paint, PAINTER, 10_000 * WON),
			],
		);
		// Its own line waits for the court; the painter below it is paid.
		assert!(matches!(
			line(claim_id, 0).status,
			LineStatus::Attached { .. }
		));
		assert_eq!(balance(PAINTER), 10_000 * WON);
		assert_noop!(
			Escrow::end_insolvent_subcontract(signed(OTHER_DEPARTMENT), roof, paper(8)),
			Fault::NotTheContractsOffice
		);
		assert_ok!(Escrow::end_insolvent_subcontract(
			signed(DEPARTMENT),
			roof,
			paper(8)
		));
		assert_eq!(contract(id).subcontracted, 30_000 * WON);
		// Another roofer takes over, and the court gives the line to a creditor.
		subcontract(id, LEAD, SCAFFOLDER, None, 20_000 * WON);
		assert_ok!(Escrow::settle_attached_line(
			signed(COURT),
			claim_id,
			LineIndex(0),
			firm(GUARANTOR),
			20_000 * WON
		));
		assert_eq!(balance(GUARANTOR), FORTUNE + 20_000 * WON);
		assert!(claim(claim_id).is_ended());
	});
}

#[test]
fn termination_after_the_advance() {
	build_and_execute(|| {
		let id = funded_contract();
		bond(id, BondKind::Advance);
		pay(
			id,
			ClaimKind::Advance {
				amount: 50_000 * WON,
			},
			0,
			&[],
		);
		let open = submit(id, ClaimKind::Progress, 1, &[]);
		let terminate = || Escrow::terminate_contract(signed(DEPARTMENT), id, paper(9));
		assert_noop!(terminate(), Fault::ClaimsPending);
		assert_ok!(Escrow::reject_claim(signed(DEPARTMENT), open));
		assert_ok!(terminate());
		assert_noop!(terminate(), Fault::AlreadyEnded);
		assert_noop!(
			Escrow::close_contract(signed(DEPARTMENT), id),
			Fault::NotSettled
		);
		assert_noop!(
			Escrow::submit_claim(
				signed(LEAD),
				id,
				ClaimKind::Progress,
				units(1),
				lines(&[]),
				paper(3)
			),
			Fault::SettlementMissing
		);
		assert_noop!(
			Escrow::repay_advance(signed(LEAD), id, WON),
			Fault::NotSettled
		);
		assert_noop!(
			Escrow::submit_settlement(signed(OTHER_DEPARTMENT), id, units(2), lines(&[]), paper(3)),
			Fault::NotTheContractsOffice
		);
		assert_ok!(Escrow::submit_settlement(
			signed(DEPARTMENT),
			id,
			units(2),
			lines(&[]),
			paper(3)
		));
		let settlement = ClaimId(2);
		events();
		approve(settlement);
		// Work for 20,000 won against an advance of 50,000.
		assert!(events().contains(&Event::AdvanceOwed {
			contract: id,
			debtor: firm(LEAD),
			amount: 30_000 * WON
		}));
		assert!(claim(settlement).is_ended());
		assert_noop!(
			Escrow::submit_settlement(signed(DEPARTMENT), id, units(2), lines(&[]), paper(3)),
			Fault::SettlementMissing
		);
		assert_noop!(
			Escrow::close_contract(signed(DEPARTMENT), id),
			Fault::FundsRemain
		);
		assert_ok!(Escrow::refund(signed(OFFICER), id, 50_000 * WON));
		// The guarantor pays the advance back in the lead's place.
		assert_noop!(
			Escrow::repay_advance(signed(GUARANTOR), id, 30_001 * WON),
			Fault::NothingOwed
		);
		let officer = balance(OFFICER);
		assert_ok!(Escrow::repay_advance(signed(GUARANTOR), id, 30_000 * WON));
		assert_eq!(balance(OFFICER), officer + 30_000 * WON);
		assert_ok!(Escrow::close_contract(signed(DEPARTMENT), id));
		assert!(matches!(contract(id).status, ContractStatus::Closed { .. }));
	});
}

#[test]
fn works_that_rest_get_their_days_back() {
	build_and_execute(|| {
		let id = funded_contract();
		assert_noop!(
			Escrow::resume_contract(signed(DEPARTMENT), id),
			Fault::NotSuspended
		);
		let approved = request(id, ClaimKind::Progress, 1, &[]);
		assert_ok!(Escrow::suspend_contract(signed(DEPARTMENT), id, paper(9)));
		assert_noop!(
			Escrow::suspend_contract(signed(DEPARTMENT), id, paper(9)),
			Fault::NotActive
		);
		assert_noop!(
			Escrow::submit_claim(
				signed(LEAD),
				id,
				ClaimKind::Progress,
				units(1),
				lines(&[]),
				paper(3)
			),
			Fault::NotActive
		);
		pass_days(30);
		assert!(claim(approved).is_ended());
		assert_ok!(Escrow::resume_contract(signed(DEPARTMENT), id));
		assert_eq!(contract(id).complete_by, FIRST_DAY.plus(130));
	});
}

#[test]
fn lunar_new_year_deadlines() {
	build_and_execute(|| {
		let id = funded_contract();
		// Requested on Thursday before the holidays: Friday, then Wednesday to Friday, then Monday.
		let before = request(id, ClaimKind::Progress, 1, &[]);
		assert_eq!(claim(before).deadline().unwrap().due, FIRST_DAY.plus(11));
		// Requested on the holiday itself: Wednesday is the first business day.
		pass_days(4);
		let during = request(id, ClaimKind::Progress, 1, &[]);
		assert_eq!(claim(during).deadline().unwrap().due, FIRST_DAY.plus(12));
		pass_until(FIRST_DAY.plus(11));
		assert!(claim(before).is_ended());
		assert!(!claim(during).is_ended());
		pass_days(1);
		assert!(claim(during).is_ended());
	});
}

#[test]
fn an_advance_that_nobody_asked_for_ends_with_the_contract() {
	build_and_execute(|| {
		let id = funded_contract();
		let advance = ClaimKind::Advance {
			amount: 50_000 * WON,
		};
		let claim_id = submit(id, advance, 0, &[]);
		approve(claim_id);
		let reject = || Escrow::reject_claim(signed(DEPARTMENT), claim_id);
		assert_noop!(reject(), Fault::WrongClaimStatus);
		assert_ok!(Escrow::terminate_contract(signed(DEPARTMENT), id, paper(9)));
		assert_ok!(reject());
		assert_noop!(reject(), Fault::WrongClaimStatus);
		assert_eq!(contract(id).advance, Advance::default());
		assert_ok!(Escrow::submit_settlement(
			signed(DEPARTMENT),
			id,
			units(2),
			lines(&[]),
			paper(3)
		));
		let settlement = ClaimId(1);
		approve(settlement);
		assert_eq!(claim(settlement).net(), 20_000 * WON);
		assert_ok!(Escrow::request_payment(signed(DEPARTMENT), settlement));
		pass_until(FIRST_DAY.plus(11));
		assert_ok!(Escrow::refund(signed(OFFICER), id, 80_000 * WON));
		assert_ok!(Escrow::close_contract(signed(DEPARTMENT), id));
	});
}
