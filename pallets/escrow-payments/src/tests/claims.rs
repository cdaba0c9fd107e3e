// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};

type Fault = Error<Test>;

fn refused(
	who: u64,
	contract: ContractId,
	kind: ClaimKind,
	quantities: Quantities,
	named: &[LineDraft],
	fault: impl Into<sp_runtime::DispatchError>,
) {
	let fault = fault.into();
	assert_noop!(
		Escrow::submit_claim(
			signed(who),
			contract,
			kind,
			quantities,
			lines(named),
			paper(3)
		),
		fault
	);
}

#[test]
fn quantities_cannot_be_claimed_twice() {
	build_and_execute(|| {
		let id = funded_contract();
		let progress = ClaimKind::Progress;
		submit(id, progress, 6, &[]);
		refused(LEAD, id, progress, units(5), &[], Fault::QuantityClaimed);
		refused(
			LEAD,
			id,
			progress,
			units(u64::MAX),
			&[],
			Fault::QuantityClaimed,
		);
		refused(LEAD, id, progress, units(0), &[], Fault::EmptyClaim);
		refused(
			LEAD,
			id,
			progress,
			Quantities::default(),
			&[],
			Fault::EmptyClaim,
		);
		let unknown = Quantities::truncate_from(vec![Quantity {
			item: ItemIndex(1),
			units: 1,
		}]);
		refused(LEAD, id, progress, unknown, &[], Fault::UnknownItem);
		let twice = Quantities::truncate_from([units(1).to_vec(), units(1).to_vec()].concat());
		refused(LEAD, id, progress, twice, &[], Fault::QuantityTwice);
		refused(ROOFER, id, progress, units(1), &[], Fault::NotTheClaimant);
		refused(MEMBER, id, progress, units(1), &[], Fault::NotTheClaimant);
		refused(
			LEAD,
			id,
			ClaimKind::Completion,
			units(3),
			&[],
			Fault::WorksIncomplete,
		);
		refused(
			LEAD,
			id,
			ClaimKind::Settlement,
			units(1),
			&[],
			Fault::NotTerminated,
		);
		// What is withdrawn or refused can be claimed again.
		assert_noop!(
			Escrow::withdraw_claim(signed(ROOFER), ClaimId(0)),
			Fault::NotTheClaimant
		);
		assert_noop!(
			Escrow::withdraw_claim(signed(DEPARTMENT), ClaimId(0)),
			Fault::NotTheClaimant
		);
		assert_ok!(Escrow::withdraw_claim(signed(LEAD), ClaimId(0)));
		let again = submit(id, progress, 10, &[]);
		assert_noop!(
			Escrow::reject_claim(signed(OTHER_DEPARTMENT), again),
			Fault::NotTheContractsOffice
		);
		assert_ok!(Escrow::reject_claim(signed(DEPARTMENT), again));
		assert_noop!(
			Escrow::reject_claim(signed(DEPARTMENT), again),
			Fault::WrongClaimStatus
		);
		submit(id, progress, 10, &[]);
	});
}

#[test]
fn works_are_claimed_only_while_they_go_on() {
	build_and_execute(|| {
		let id = signed_contract(draft());
		refused(
			LEAD,
			id,
			ClaimKind::Progress,
			units(1),
			&[],
			Fault::NotActive,
		);
		assert_noop!(
			Escrow::submit_claim(
				signed(LEAD),
				ContractId(7),
				ClaimKind::Progress,
				units(1),
				lines(&[]),
				paper(3)
			),
			Fault::NotFound
		);
		assert_ok!(Escrow::draft_contract(
			signed(DEPARTMENT),
			Box::new(draft())
		));
		refused(
			LEAD,
			ContractId(1),
			ClaimKind::Progress,
			units(1),
			&[],
			Fault::NotSigned,
		);
	});
}

#[test]
fn no_more_claims_are_open_than_can_be_watched() {
	build_and_execute(|| {
		let mut many = draft();
		many.items[0] = (100, 1_000 * WON);
		let id = signed_contract(many);
		assert_ok!(Escrow::start_contract(signed(DEPARTMENT), id));
		for _ in 0..MAX_OPEN_CLAIMS {
			submit(id, ClaimKind::Progress, 1, &[]);
		}
		refused(
			LEAD,
			id,
			ClaimKind::Progress,
			units(1),
			&[],
			Fault::TooManyClaims,
		);
	});
}

#[test]
fn lines_go_to_whom_the_tree_names_and_not_beyond_its_amounts() {
	build_and_execute(|| {
		let id = funded_contract();
		let progress = ClaimKind::Progress;
		let roof = subcontract(id, LEAD, ROOFER, None, 20_000 * WON);
		let paint = subcontract(id, ROOFER, PAINTER, Some(roof), 15_000 * WON);
		let line = |named: LineDraft, fault: Fault| {
			refused(LEAD, id, progress, units(5), &[named], fault);
		};
		line(work(roof, MERCHANT, WON), Fault::InvalidLine);
		line(
			LineDraft {
				under: Under::Prime,
				..work(roof, ROOFER, WON)
			},
			Fault::InvalidLine,
		);
		line(
			LineDraft {
				kind: LineKind::Share,
				..work(roof, ROOFER, WON)
			},
			Fault::InvalidLine,
		);
		line(work(roof, ROOFER, WON - 1), Fault::LineTooSmall);
		line(work(roof, ROOFER, 20_001 * WON), Fault::BeyondSubcontract);
		line(work(paint, PAINTER, 15_001 * WON), Fault::BeyondSubcontract);
		line(work(SubcontractId(9), ROOFER, WON), Fault::NotFound);
		line(
			purchase(Payee::Party(firm(MERCHANT)), 50_001 * WON),
			Fault::LinesExceedValue,
		);
		// What stands under the painter counts against the roofer too.
		refused(
			LEAD,
			id,
			progress,
			units(5),
			&[
				work(paint, PAINTER, 15_000 * WON),
				work(roof, ROOFER, 5_001 * WON),
			],
			Fault::BeyondSubcontract,
		);
		let claim_id = submit(
			id,
			progress,
			5,
			&[
				work(paint, PAINTER, 15_000 * WON),
				work(roof, ROOFER, 5_000 * WON),
			],
		);
		line(work(roof, ROOFER, WON), Fault::BeyondSubcontract);
		assert_ok!(Escrow::withdraw_claim(signed(LEAD), claim_id));
		submit(id, progress, 5, &[work(roof, ROOFER, WON)]);
		// A subcontract of another contract, or one that is not signed, pays nobody.
		let other = funded_contract();
		refused(
			LEAD,
			other,
			progress,
			units(5),
			&[work(roof, ROOFER, WON)],
			Fault::SubcontractNotInForce,
		);
		assert_ok!(Escrow::draft_subcontract(
			signed(LEAD),
			id,
			sub_draft(SCAFFOLDER, None, WON)
		));
		line(
			work(SubcontractId(2), SCAFFOLDER, WON),
			Fault::SubcontractNotInForce,
		);
		suspend(firm(MERCHANT));
		refused(
			LEAD,
			id,
			progress,
			units(1),
			&[purchase(Payee::Party(firm(MERCHANT)), WON)],
			SUSPENDED,
		);
	});
}

#[test]
fn a_claim_is_endorsed_inspected_and_approved_in_that_order_by_those_the_contract_names() {
	build_and_execute(|| {
		let id = funded_contract();
		let claim_id = submit(id, ClaimKind::Progress, 4, &[]);
		assert_noop!(
			Escrow::pass_inspection(signed(INSPECTOR), claim_id, Box::default()),
			Fault::NotEndorsed
		);
		assert_noop!(
			Escrow::approve_claim(signed(DEPARTMENT), claim_id),
			Fault::WrongClaimStatus
		);
		assert_noop!(
			Escrow::endorse_claim(signed(INSPECTOR), claim_id),
			NOT_A_DELEGATE
		);
		assert_ok!(Escrow::endorse_claim(signed(SUPERVISOR), claim_id));
		assert_noop!(
			Escrow::endorse_claim(signed(SUPERVISOR), claim_id),
			Fault::WrongClaimStatus
		);
		// The supervisor's agency has the role of an inspector too, but not in this contract.
		assert_noop!(
			Escrow::pass_inspection(signed(SUPERVISOR), claim_id, Box::default()),
			Fault::NotTheContractsOffice
		);
		assert_noop!(
			Escrow::pass_inspection(signed(DEPARTMENT), claim_id, Box::default()),
			NOT_A_DELEGATE
		);
		assert_ok!(Escrow::pass_inspection(
			signed(INSPECTOR),
			claim_id,
			Box::default()
		));
		assert_noop!(
			Escrow::pass_inspection(signed(INSPECTOR), claim_id, Box::default()),
			Fault::WrongClaimStatus
		);
		assert_noop!(
			Escrow::approve_claim(signed(OFFICER), claim_id),
			NOT_A_DELEGATE
		);
		assert_noop!(
			Escrow::approve_claim(signed(OTHER_DEPARTMENT), claim_id),
			Fault::NotTheContractsOffice
		);
		assert_noop!(
			Escrow::request_payment(signed(LEAD), claim_id),
			Fault::WrongClaimStatus
		);
		assert_ok!(Escrow::approve_claim(signed(DEPARTMENT), claim_id));
		assert_noop!(
			Escrow::withdraw_claim(signed(LEAD), claim_id),
			Fault::WrongClaimStatus
		);
		assert_noop!(
			Escrow::order_correction(signed(INSPECTOR), claim_id, paper(5)),
			Fault::WrongClaimStatus
		);
	});
}

#[test]
fn a_correction_starts_the_time_for_inspection_anew() {
	build_and_execute(|| {
		let id = funded_contract();
		let claim_id = submit(id, ClaimKind::Progress, 4, &[]);
		pass_days(10);
		assert_noop!(
			Escrow::resubmit_claim(signed(LEAD), claim_id, units(3), lines(&[]), paper(6)),
			Fault::WrongClaimStatus
		);
		assert_ok!(Escrow::order_correction(
			signed(INSPECTOR),
			claim_id,
			paper(5)
		));
		pass_days(20);
		events();
		assert_noop!(
			Escrow::resubmit_claim(signed(DEPARTMENT), claim_id, units(3), lines(&[]), paper(6)),
			Fault::NotTheClaimant
		);
		assert_ok!(Escrow::resubmit_claim(
			signed(LEAD),
			claim_id,
			units(3),
			lines(&[]),
			paper(6)
		));
		// 14 days from Saturday 6 March end on a Saturday; Monday is the last day.
		let due = FIRST_DAY.plus(46);
		assert_eq!(
			events(),
			[Event::ClaimResubmitted {
				claim: claim_id,
				gross: 30_000 * WON,
				due
			}]
		);
		assert_eq!(claim(claim_id).round, 2);
		assert_eq!(Schedules::<Test>::get(id).items[0].claimed, 3);
		approve(claim_id);
	});
}

#[test]
fn an_inspection_that_nobody_does_escalates_and_approves_nothing() {
	build_and_execute(|| {
		let id = funded_contract();
		let claim_id = submit(id, ClaimKind::Progress, 4, &[]);
		let escalated = |late: u64, old_due: u32, level, due: u32| Event::InspectionEscalated {
			claim: claim_id,
			late_party: firm(late),
			old_due: FIRST_DAY.plus(old_due),
			level,
			due: FIRST_DAY.plus(due),
		};
		events();
		pass_until(FIRST_DAY.plus(14));
		assert_eq!(events(), []);
		pass_days(1);
		assert_eq!(events(), [escalated(SUPERVISOR, 14, Level::Department, 22)]);
		pass_until(FIRST_DAY.plus(23));
		assert_eq!(events(), [escalated(DEPARTMENT, 22, Level::Officer, 32)]);
		pass_until(FIRST_DAY.plus(33));
		assert_eq!(events(), [escalated(OFFICER, 32, Level::Officer, 40)]);
		assert!(matches!(
			claim(claim_id).status,
			ClaimStatus::Submitted { .. }
		));
		assert_eq!(contract(id).funds.released, 0);
		// The next levels may act now; the department inspects, the officer approves.
		assert_noop!(
			Escrow::pass_inspection(signed(OTHER_DEPARTMENT), claim_id, Box::default()),
			NOT_A_DELEGATE
		);
		assert_ok!(Escrow::pass_inspection(
			signed(DEPARTMENT),
			claim_id,
			Box::default()
		));
		assert_ok!(Escrow::approve_claim(signed(OFFICER), claim_id));
	});
}

#[test]
fn a_department_that_does_not_approve_is_late_itself() {
	build_and_execute(|| {
		let id = funded_contract();
		let claim_id = submit(id, ClaimKind::Progress, 4, &[]);
		assert_ok!(Escrow::endorse_claim(signed(SUPERVISOR), claim_id));
		let inspecting = submit(id, ClaimKind::Progress, 1, &[]);
		assert_ok!(Escrow::endorse_claim(signed(SUPERVISOR), inspecting));
		assert_ok!(Escrow::pass_inspection(
			signed(INSPECTOR),
			claim_id,
			Box::default()
		));
		events();
		pass_days(15);
		let late: Vec<_> = events()
			.into_iter()
			.filter_map(|event| match event {
				Event::InspectionEscalated {
					claim,
					late_party,
					level,
					..
				} => Some((claim, late_party, level)),
				_ => None,
			})
			.collect();
		assert_eq!(
			late,
			[
				(claim_id, firm(DEPARTMENT), Level::Officer),
				(inspecting, firm(INSPECTOR), Level::Department)
			]
		);
		assert_ok!(Escrow::approve_claim(signed(OFFICER), claim_id));
	});
}

#[test]
fn a_part_can_be_approved_and_the_rest_claimed_again() {
	build_and_execute(|| {
		let id = funded_contract();
		let sub = subcontract(id, LEAD, ROOFER, None, 40_000 * WON);
		let claim_id = submit(
			id,
			ClaimKind::Progress,
			4,
			&[work(sub, ROOFER, 40_000 * WON)],
		);
		assert_ok!(Escrow::endorse_claim(signed(SUPERVISOR), claim_id));
		let pass = |quantities: Quantities, lines: &[(u16, u128)]| {
			Escrow::pass_inspection(
				signed(INSPECTOR),
				claim_id,
				Box::new(Reductions {
					quantities,
					lines: lines
						.iter()
						.map(|(index, amount)| (LineIndex(*index), *amount))
						.collect::<Vec<_>>()
						.try_into()
						.expect("few lines"),
				}),
			)
		};
		assert_noop!(pass(units(4), &[]), Fault::ReductionInvalid);
		assert_noop!(pass(units(3), &[]), Fault::LinesExceedValue);
		assert_noop!(
			pass(Quantities::default(), &[(0, 40_000 * WON)]),
			Fault::ReductionInvalid
		);
		assert_noop!(
			pass(Quantities::default(), &[(0, 1)]),
			Fault::ReductionInvalid
		);
		assert_noop!(pass(Quantities::default(), &[(1, 0)]), Fault::NotFound);
		events();
		assert_ok!(pass(units(3), &[(0, 25_000 * WON)]));
		assert_eq!(
			events(),
			[Event::InspectionPassed {
				claim: claim_id,
				by: agency(INSPECTOR),
				old_gross: 40_000 * WON,
				gross: 30_000 * WON
			}]
		);
		assert_ok!(Escrow::approve_claim(signed(DEPARTMENT), claim_id));
		assert_eq!(claim(claim_id).net(), 30_000 * WON);
		assert_eq!(line(claim_id, 1).amount, 3_000 * WON);
		assert_eq!(
			Subcontracts::<Test>::get(sub).unwrap().charged,
			25_000 * WON
		);
		submit(id, ClaimKind::Progress, 7, &[]);
	});
}

#[test]
fn damages_for_delay_are_taken_up_to_their_cap() {
	build_and_execute(|| {
		let id = funded_contract();
		pass_until(FIRST_DAY.plus(110));
		// Ten days late at 0.05 % a day of 100,000 won are 500 won.
		let claim_id = submit(id, ClaimKind::Progress, 5, &[]);
		approve(claim_id);
		assert_eq!(claim(claim_id).damages, 500 * WON);
		pass_until(FIRST_DAY.plus(1_000));
		bond(id, BondKind::Defect);
		let last = submit(id, ClaimKind::Completion, 5, &[]);
		approve(last);
		assert_eq!(contract(id).damages, 30_000 * WON);
		assert_eq!(claim(last).net(), 20_500 * WON);
		// What was taken off can be refunded, as nobody can claim it.
		assert_noop!(
			Escrow::refund(signed(OFFICER), id, 30_001 * WON),
			Fault::NothingRefundable
		);
		assert_noop!(Escrow::refund(signed(OFFICER), id, 0), Fault::AmountIsZero);
		assert_ok!(Escrow::refund(signed(OFFICER), id, 30_000 * WON));
	});
}

#[test]
fn the_last_payment_needs_the_defect_bond_and_the_contract_is_closed_after_its_time() {
	build_and_execute(|| {
		let id = funded_contract();
		let claim_id = submit(id, ClaimKind::Completion, 10, &[]);
		approve(claim_id);
		assert!(matches!(
			contract(id).status,
			ContractStatus::Completed { .. }
		));
		assert_noop!(
			Escrow::request_payment(signed(LEAD), claim_id),
			Fault::DefectBondMissing
		);
		assert_noop!(
			Escrow::record_bond(
				signed(LEAD),
				id,
				BondKind::Defect,
				WON,
				FIRST_DAY.plus(9),
				paper(4)
			),
			NOT_A_DELEGATE
		);
		assert_noop!(
			Escrow::record_bond(
				signed(GUARANTOR),
				id,
				BondKind::Defect,
				WON,
				FIRST_DAY,
				paper(4)
			),
			Fault::InvalidBond
		);
		// Too small, then too short.
		for (amount, until) in [(2_999 * WON, 4_000), (3_000 * WON, 700)] {
			assert_ok!(Escrow::record_bond(
				signed(GUARANTOR),
				id,
				BondKind::Defect,
				amount,
				FIRST_DAY.plus(until),
				paper(4)
			));
			assert_noop!(
				Escrow::request_payment(signed(LEAD), claim_id),
				Fault::DefectBondMissing
			);
		}
		bond(id, BondKind::Defect);
		assert_ok!(Escrow::request_payment(signed(LEAD), claim_id));
		assert_noop!(
			Escrow::close_contract(signed(DEPARTMENT), id),
			Fault::ClaimsOpen
		);
		pass_until(FIRST_DAY.plus(11));
		let until = FIRST_DAY.plus(11 + 730);
		assert_eq!(contract(id).status, ContractStatus::DefectPeriod { until });
		assert_noop!(
			Escrow::close_contract(signed(DEPARTMENT), id),
			Fault::DefectPeriodRuns
		);
		pass_until(until.plus(1));
		assert_ok!(Escrow::close_contract(signed(DEPARTMENT), id));
		assert_noop!(
			Escrow::close_contract(signed(DEPARTMENT), id),
			Fault::AlreadyEnded
		);
		assert_noop!(
			Escrow::fund_contract(signed(OFFICER), id, 1),
			Fault::AlreadyEnded
		);
	});
}
