// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use seoul_chain_primitives::{chain::DAY, Balance};

type Fault = Error<Test>;

#[allow(clippy::unnecessary_box_returns)] // The call takes it so.
fn draft_with(change: impl FnOnce(&mut ContractDraft)) -> Box<ContractDraft> {
	let mut draft = draft();
	change(&mut draft);
	Box::new(draft)
}

#[test]
fn a_contract_is_signed_by_all_and_funded_and_started() {
	build_and_execute(|| {
		let id = ContractId(0);
		assert_ok!(Escrow::draft_contract(
			signed(DEPARTMENT),
			Box::new(draft())
		));
		assert_noop!(
			Escrow::fund_contract(signed(OFFICER), id, AMOUNT),
			Fault::NotSigned
		);
		assert_noop!(
			Escrow::start_contract(signed(DEPARTMENT), id),
			Fault::NotSigned
		);
		assert_noop!(Escrow::sign_contract(signed(ROOFER), id), Fault::NotAParty);
		for account in [LEAD, MEMBER, SUPERVISOR, INSPECTOR] {
			assert_ok!(Escrow::sign_contract(signed(account), id));
		}
		assert_noop!(
			Escrow::sign_contract(signed(LEAD), id),
			Fault::AlreadySigned
		);
		assert_eq!(contract(id).status, ContractStatus::Draft);
		events();
		assert_ok!(Escrow::sign_contract(signed(OFFICER), id));
		assert_eq!(
			events(),
			[
				Event::ContractSignedBy {
					contract: id,
					party: firm(OFFICER)
				},
				Event::ContractSigned {
					contract: id,
					document: paper(1)
				}
			]
		);
		assert_noop!(Escrow::sign_contract(signed(LEAD), id), Fault::NotADraft);
		assert_noop!(
			Escrow::discard_draft(signed(DEPARTMENT), id),
			Fault::NotADraft
		);
		assert_ok!(Escrow::fund_contract(signed(OFFICER), id, 30_000 * WON));
		assert_eq!(contract(id).status, ContractStatus::Funded);
		assert_noop!(
			Escrow::start_contract(signed(OTHER_DEPARTMENT), id),
			Fault::NotTheContractsOffice
		);
		assert_ok!(Escrow::start_contract(signed(DEPARTMENT), id));
		assert_noop!(
			Escrow::start_contract(signed(DEPARTMENT), id),
			Fault::AlreadyStarted
		);
		assert_eq!(contract(id).status, ContractStatus::Active);
	});
}

#[test]
fn a_draft_can_be_discarded_before_all_have_signed() {
	build_and_execute(|| {
		let id = ContractId(0);
		assert_ok!(Escrow::draft_contract(
			signed(DEPARTMENT),
			Box::new(draft())
		));
		assert_noop!(
			Escrow::discard_draft(signed(OTHER_DEPARTMENT), id),
			Fault::NotTheContractsOffice
		);
		assert_ok!(Escrow::discard_draft(signed(DEPARTMENT), id));
		assert_noop!(Escrow::sign_contract(signed(LEAD), id), Fault::NotFound);
	});
}

#[test]
fn a_draft_that_cannot_be_is_refused() {
	build_and_execute(|| {
		let refused = |change: fn(&mut ContractDraft), fault: Fault| {
			assert_noop!(
				Escrow::draft_contract(signed(DEPARTMENT), draft_with(change)),
				fault
			);
		};
		// This agency has both roles.
		refused(
			|draft| draft.inspector = agency(SUPERVISOR),
			Fault::SupervisorIsInspector,
		);
		refused(
			|draft| draft.dispute_body = agency(DEPARTMENT),
			Fault::DisputeBodyIsParty,
		);
		refused(
			|draft| draft.members = Members::default(),
			Fault::InvalidMembers,
		);
		refused(
			|draft| draft.members[0].share = Millionths(1),
			Fault::InvalidMembers,
		);
		refused(
			|draft| draft.members[1].party = firm(LEAD),
			Fault::InvalidMembers,
		);
		refused(
			|draft| draft.items = Default::default(),
			Fault::InvalidSchedule,
		);
		refused(|draft| draft.items[0] = (0, WON), Fault::InvalidSchedule);
		refused(
			|draft| draft.items[0] = (1, WON + 1),
			Fault::InvalidSchedule,
		);
		refused(
			|draft| draft.items[0] = (u64::MAX, Balance::MAX / 1_000_000 * 1_000_000),
			Fault::InvalidSchedule,
		);
		refused(|draft| draft.budget[0].amount = WON, Fault::BudgetMismatch);
		refused(|draft| draft.complete_by = FIRST_DAY, Fault::DeadlineInPast);
		assert_noop!(
			Escrow::draft_contract(signed(LEAD), Box::new(draft())),
			NOT_A_DELEGATE
		);
		assert_noop!(
			Escrow::draft_contract(
				signed(DEPARTMENT),
				draft_with(|draft| draft.inspector = agency(LEAD))
			),
			NOT_A_DELEGATE
		);
		refused(
			|draft| draft.members[1].party = firm(INSPECTOR),
			Fault::OfficeIsParty,
		);
		suspend(firm(MEMBER));
		assert_noop!(
			Escrow::draft_contract(signed(DEPARTMENT), Box::new(draft())),
			SUSPENDED
		);
	});
}

#[test]
fn the_terms_of_the_day_of_the_draft_stay_with_a_contract() {
	build_and_execute(|| {
		let slower = LegalTerms {
			payment_business_days: 9,
			..LegalTerms::default()
		};
		assert_noop!(
			Escrow::schedule_terms(signed(LEAD), FIRST_DAY.plus(1), slower),
			Fault::NotAuthorized
		);
		assert_noop!(
			Escrow::schedule_terms(RuntimeOrigin::root(), FIRST_DAY, slower),
			Fault::EffectiveDateTooEarly
		);
		assert_noop!(
			Escrow::schedule_terms(
				RuntimeOrigin::root(),
				FIRST_DAY.plus(1),
				LegalTerms {
					dispute_days: 0,
					..slower
				}
			),
			Fault::InvalidTerms
		);
		assert_ok!(Escrow::schedule_terms(
			RuntimeOrigin::root(),
			FIRST_DAY.plus(1),
			slower
		));
		let earlier = signed_contract(draft());
		advance(DAY);
		let later = signed_contract(draft());
		assert_eq!(contract(earlier).terms, LegalTerms::default());
		assert_eq!(contract(later).terms, slower);
	});
}

#[test]
fn more_terms_than_can_be_kept_are_refused_while_the_oldest_are_in_force() {
	build_and_execute(|| {
		for day in 1..MAX_DATED_TERMS {
			assert_ok!(Escrow::schedule_terms(
				RuntimeOrigin::root(),
				FIRST_DAY.plus(day),
				LegalTerms::default()
			));
		}
		let next = FIRST_DAY.plus(100);
		assert_noop!(
			Escrow::schedule_terms(RuntimeOrigin::root(), next, LegalTerms::default()),
			Fault::TooManyScheduledTerms
		);
		advance(DAY);
		assert_ok!(Escrow::schedule_terms(
			RuntimeOrigin::root(),
			next,
			LegalTerms::default()
		));
	});
}

#[test]
fn only_the_pay_out_account_of_the_officer_funds_and_not_more_than_needed() {
	build_and_execute(|| {
		let id = active_contract();
		assert_noop!(
			Escrow::fund_contract(signed(OFFICERS_CLERK), id, WON),
			Fault::NotThePayoutAccount
		);
		assert_noop!(Escrow::fund_contract(signed(LEAD), id, WON), NOT_A_DELEGATE);
		assert_noop!(
			Escrow::fund_contract(signed(OFFICER), id, 0),
			Fault::AmountIsZero
		);
		assert_noop!(
			Escrow::fund_contract(signed(OFFICER), id, AMOUNT + 1),
			Fault::BeyondAmount
		);
		assert_noop!(
			Escrow::fund_contract(signed(OFFICER), ContractId(9), WON),
			Fault::NotFound
		);
		assert_ok!(Escrow::fund_contract(signed(OFFICER), id, AMOUNT / 2));
		assert_ok!(Escrow::fund_contract(signed(OFFICER), id, AMOUNT / 2));
		assert_noop!(
			Escrow::fund_contract(signed(OFFICER), id, 1),
			Fault::BeyondAmount
		);
		assert_eq!(balance(OFFICER), FORTUNE - AMOUNT);
		assert_noop!(
			Escrow::refund(signed(OFFICER), id, 1),
			Fault::NothingRefundable
		);
	});
}

#[test]
fn an_account_without_the_money_cannot_fund() {
	build_and_execute(|| {
		let mut rich = draft();
		rich.items[0].1 = FORTUNE;
		rich.budget[0].amount = 10 * FORTUNE;
		let id = signed_contract(rich);
		assert_noop!(
			Escrow::fund_contract(signed(OFFICER), id, 2 * FORTUNE),
			Fault::InsufficientFunds
		);
	});
}

#[test]
fn what_is_held_moves_with_the_pay_out_account() {
	use seoul_chain_primitives::OnAccountRotated;
	build_and_execute(|| {
		let id = funded_contract();
		rotate(firm(OFFICER), OFFICERS_CLERK);
		assert_noop!(
			Escrow::fund_contract(signed(OFFICERS_CLERK), id, 1),
			Fault::BeyondAmount
		);
		let other = active_contract();
		assert_noop!(
			Escrow::fund_contract(signed(OFFICERS_CLERK), other, 1),
			Fault::FundsOnAnotherAccount
		);
		events();
		// The other account must exist.
		assert_noop!(
			Escrow::on_account_rotated(firm(OFFICER), &OFFICER, &OFFICERS_CLERK),
			Fault::AccountCannotHold
		);
		assert_ok!(Balances::transfer_allow_death(
			signed(LEAD),
			OFFICERS_CLERK,
			WON
		));
		assert_ok!(Escrow::on_account_rotated(
			firm(OFFICER),
			&OFFICER,
			&OFFICERS_CLERK
		));
		assert_eq!(
			events(),
			[Event::HeldFundsMoved {
				agency: agency(OFFICER),
				old_account: OFFICER,
				new_account: OFFICERS_CLERK,
				amount: AMOUNT
			}]
		);
		// Nothing of another party moves, nor twice.
		assert_ok!(Escrow::on_account_rotated(
			firm(LEAD),
			&OFFICERS_CLERK,
			&LEAD
		));
		assert_ok!(Escrow::on_account_rotated(
			citizen(CITIZEN),
			&OFFICERS_CLERK,
			&LEAD
		));
		assert_ok!(Escrow::on_account_rotated(
			firm(OFFICER),
			&OFFICER,
			&OFFICERS_CLERK
		));
		assert_eq!(events(), []);
		let paid = pay_as(id);
		assert!(matches!(claim(paid).status, ClaimStatus::Paid { .. }));
	});
}

fn pay_as(id: ContractId) -> ClaimId {
	let claim = request(id, ClaimKind::Progress, 2, &[]);
	assert_ok!(Escrow::bring_payment_forward(signed(OFFICERS_CLERK), claim));
	next_block();
	claim
}

#[test]
fn a_change_holds_when_all_whom_it_touches_have_signed() {
	build_and_execute(|| {
		let id = active_contract();
		let later = FIRST_DAY.plus(200);
		assert_noop!(
			Escrow::propose_change(
				signed(OTHER_DEPARTMENT),
				id,
				Change::CompleteBy(later),
				paper(5)
			),
			Fault::NotTheContractsOffice
		);
		assert_noop!(
			Escrow::propose_change(
				signed(DEPARTMENT),
				id,
				Change::CompleteBy(FIRST_DAY),
				paper(5)
			),
			Fault::DeadlineInPast
		);
		assert_ok!(Escrow::propose_change(
			signed(DEPARTMENT),
			id,
			Change::CompleteBy(later),
			paper(5)
		));
		assert_noop!(
			Escrow::propose_change(signed(DEPARTMENT), id, Change::CompleteBy(later), paper(5)),
			Fault::ChangePending
		);
		assert_noop!(
			Escrow::sign_change(signed(LEAD), id, paper(6)),
			Fault::NoChangePending
		);
		assert_noop!(
			Escrow::sign_change(signed(INSPECTOR), id, paper(5)),
			Fault::NotAParty
		);
		assert_ok!(Escrow::sign_change(signed(LEAD), id, paper(5)));
		assert_noop!(
			Escrow::sign_change(signed(LEAD), id, paper(5)),
			Fault::NotAParty
		);
		assert_eq!(contract(id).complete_by, FIRST_DAY.plus(100));
		events();
		assert_ok!(Escrow::sign_change(signed(MEMBER), id, paper(5)));
		assert_eq!(
			events(),
			[
				Event::ChangeSignedBy {
					contract: id,
					party: firm(MEMBER)
				},
				Event::ContractChanged {
					contract: id,
					document: paper(5),
					old_amount: AMOUNT,
					amount: AMOUNT,
					old_complete_by: FIRST_DAY.plus(100),
					complete_by: later
				}
			]
		);
		assert_noop!(
			Escrow::withdraw_change(signed(DEPARTMENT), id),
			Fault::NoChangePending
		);
	});
}

#[test]
fn a_change_of_works_keeps_what_was_claimed() {
	build_and_execute(|| {
		let id = funded_contract();
		submit(id, ClaimKind::Progress, 4, &[]);
		let works = |items: &[(u64, Balance)]| Change::Works {
			items: items.to_vec().try_into().expect("few items"),
			budget: vec![BudgetYear {
				year: 2027,
				amount: items
					.iter()
					.map(|(units, price)| Balance::from(*units) * price)
					.sum(),
			}]
			.try_into()
			.expect("one year"),
		};
		for items in [&[(3, 10_000 * WON)][..], &[(10, 11_000 * WON)][..], &[][..]] {
			assert_noop!(
				Escrow::propose_change(signed(DEPARTMENT), id, works(items), paper(5)),
				Fault::BelowClaimed
			);
		}
		subcontract(id, LEAD, ROOFER, None, 60_000 * WON);
		assert_noop!(
			Escrow::propose_change(
				signed(DEPARTMENT),
				id,
				works(&[(5, 10_000 * WON)]),
				paper(5)
			),
			Fault::BelowSubcontracts
		);
		assert_ok!(Escrow::propose_change(
			signed(DEPARTMENT),
			id,
			works(&[(8, 10_000 * WON), (1, 50_000 * WON)]),
			paper(5)
		));
		assert_ok!(Escrow::sign_change(signed(LEAD), id, paper(5)));
		assert_ok!(Escrow::sign_change(signed(MEMBER), id, paper(5)));
		assert_eq!(contract(id).amount, 130_000 * WON);
	});
}

#[test]
fn a_new_office_signs_its_own_appointment() {
	build_and_execute(|| {
		let id = active_contract();
		// It has both roles, and supervises already.
		assert_noop!(
			Escrow::propose_change(
				signed(DEPARTMENT),
				id,
				Change::Inspector(agency(SUPERVISOR)),
				paper(5)
			),
			Fault::SupervisorIsInspector
		);
		assert_noop!(
			Escrow::propose_change(
				signed(DEPARTMENT),
				id,
				Change::Supervisor(agency(INSPECTOR)),
				paper(5)
			),
			NOT_A_DELEGATE
		);
		assert_ok!(Escrow::propose_change(
			signed(DEPARTMENT),
			id,
			Change::Inspector(agency(INSPECTOR)),
			paper(5)
		));
		assert_ok!(Escrow::sign_change(signed(INSPECTOR), id, paper(5)));
		assert_eq!(contract(id).document, paper(5));
	});
}

#[test]
fn new_members_need_the_signatures_of_old_and_new() {
	build_and_execute(|| {
		let id = active_contract();
		let alone = Members::truncate_from(vec![Member {
			party: firm(ROOFER),
			share: Millionths::WHOLE,
		}]);
		assert_ok!(Escrow::propose_change(
			signed(DEPARTMENT),
			id,
			Change::Members(alone.clone()),
			paper(5)
		));
		for account in [LEAD, MEMBER] {
			assert_ok!(Escrow::sign_change(signed(account), id, paper(5)));
			assert_ne!(contract(id).members, alone);
		}
		assert_ok!(Escrow::sign_change(signed(ROOFER), id, paper(5)));
		assert_eq!(contract(id).members, alone);
	});
}

#[test]
fn an_office_of_a_contract_performs_nothing_under_it() {
	build_and_execute(|| {
		let id = active_contract();
		for office in [DEPARTMENT, OFFICER, SUPERVISOR, INSPECTOR] {
			assert_noop!(
				Escrow::draft_subcontract(signed(LEAD), id, sub_draft(office, None, WON)),
				Fault::OfficeIsParty
			);
		}
		let alone = Members::truncate_from(vec![Member {
			party: firm(SUPERVISOR),
			share: Millionths::WHOLE,
		}]);
		assert_noop!(
			Escrow::propose_change(signed(DEPARTMENT), id, Change::Members(alone), paper(5)),
			Fault::OfficeIsParty
		);
	});
}

#[test]
fn works_are_not_cut_below_the_advance_that_is_still_to_be_worked_off() {
	build_and_execute(|| {
		let id = funded_contract();
		bond(id, BondKind::Advance);
		let advance = ClaimKind::Advance {
			amount: 50_000 * WON,
		};
		pay(id, advance, 0, &[]);
		// Work for 60,000 won takes 30,000 of it.
		pay(id, ClaimKind::Progress, 6, &[]);
		let cut = |quantity: u64| {
			let amount = Balance::from(quantity) * 10_000 * WON;
			Escrow::propose_change(
				signed(DEPARTMENT),
				id,
				Change::Works {
					items: vec![(quantity, 10_000 * WON)].try_into().expect("one item"),
					budget: vec![BudgetYear { year: 2027, amount }]
						.try_into()
						.expect("one year"),
				},
				paper(5),
			)
		};
		// 20,000 won are still to be worked off.
		assert_noop!(cut(7), Fault::BelowSubcontracts);
		assert_ok!(cut(8));
	});
}
