// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, weights::Weight};
use seoul_chain_primitives::{chain::DAY, Balance, PartyId};
use sp_core::{sr25519, Pair, H256};

type Fault = Error<Test>;

#[test]
fn a_requested_payment_reaches_every_payee_on_the_fifth_business_day_and_nobody_sends_anything() {
	build_and_execute(|| {
		let id = funded_contract();
		let sub = subcontract(id, LEAD, ROOFER, None, 50_000 * WON);
		let named = [
			work(sub, ROOFER, 20_000 * WON),
			purchase(Payee::Party(firm(MERCHANT)), 3_000 * WON),
		];
		let (roofer, merchant, lead, member) = (
			balance(ROOFER),
			balance(MERCHANT),
			balance(LEAD),
			balance(MEMBER),
		);
		events();
		let claim_id = request(id, ClaimKind::Progress, 4, &named);
		// Lunar New Year: the fifth business day after Thursday is Monday in eleven days.
		let due = FIRST_DAY.plus(11);
		assert_eq!(
			events().last(),
			Some(&Event::PaymentRequested {
				claim: claim_id,
				due,
				pay_on: due
			})
		);
		pass_until(FIRST_DAY.plus(10));
		assert_eq!(balance(ROOFER), roofer);
		events();
		advance(DAY);
		next_block();
		assert_eq!(balance(ROOFER), roofer + 20_000 * WON);
		assert_eq!(balance(MERCHANT), merchant + 3_000 * WON);
		// 17,000 are left: 40 % to the member, the rest to the lead.
		assert_eq!(balance(MEMBER), member + 6_800 * WON);
		assert_eq!(balance(LEAD), lead + 10_200 * WON);
		let line_paid = |line, account, amount| Event::LinePaid {
			claim: claim_id,
			line: LineIndex(line),
			payee: firm(account),
			account,
			amount,
		};
		assert_eq!(
			events(),
			[
				line_paid(0, ROOFER, 20_000 * WON),
				line_paid(1, MERCHANT, 3_000 * WON),
				line_paid(2, LEAD, 10_200 * WON),
				line_paid(3, MEMBER, 6_800 * WON),
				Event::ClaimPaid {
					claim: claim_id,
					on: due
				},
			]
		);
		// Nothing is paid twice.
		pass_days(20);
		assert_eq!(balance(ROOFER), roofer + 20_000 * WON);
		let info = Escrow::contract_info(id).expect("there is such a contract");
		assert_eq!(info.money.released, 40_000 * WON);
		assert_eq!(info.money.held, 60_000 * WON);
		assert_eq!(info.money.refundable, 0);
		assert_eq!(Escrow::totals(), info.money);
	});
}

#[test]
fn ten_thousand_lines_due_in_the_same_second_are_paid_in_order_over_blocks() {
	build_and_execute(|| {
		const CLAIMS: u64 = 50;
		let mut claims = Vec::new();
		for _ in 0..CLAIMS {
			let id = funded_contract();
			let named: Vec<LineDraft> = (0..200)
				.map(|number| {
					let account = FIRMS + claims.len() as u64 * 200 + number;
					purchase(Payee::Party(firm(account)), WON * Balance::from(number + 1))
				})
				.collect();
			claims.push(request(id, ClaimKind::Progress, 9, &named));
			System::reset_events();
		}
		pass_until(FIRST_DAY.plus(10));
		advance(DAY);
		let limit = SERVICE_WEIGHT_OF_TESTS;
		let mut blocks = 0;
		let mut paid = Vec::new();
		while paid.len() < 10_100 {
			let weight = next_block();
			assert!(weight.all_lte(limit));
			let now: Vec<(ClaimId, LineIndex)> = events()
				.into_iter()
				.filter_map(|event| match event {
					Event::LinePaid { claim, line, .. } => Some((claim, line)),
					_ => None,
				})
				.collect();
			assert!(!now.is_empty(), "every block pays something");
			paid.extend(now);
			blocks += 1;
			assert!(blocks < 100);
		}
		// 10,000 merchants and two members a contract, in order of their claims.
		assert!(paid.is_sorted());
		assert_eq!(paid.len(), CLAIMS as usize * 202);
		assert!(blocks > 5, "one block would be over its weight");
		for number in 0..10_000u64 {
			assert_eq!(
				balance(FIRMS + number),
				WON * Balance::from(number % 200 + 1)
			);
		}
		next_block();
		assert_eq!(events(), []);
	});
}

#[test]
fn a_block_without_room_pays_nothing_and_loses_nothing() {
	build_and_execute(|| {
		let id = funded_contract();
		let claim_id = request(id, ClaimKind::Progress, 4, &[]);
		assert_ok!(Escrow::bring_payment_forward(signed(OFFICER), claim_id));
		set_service_weight(<Test as Config>::WeightInfo::service());
		next_block();
		assert!(matches!(
			claim(claim_id).status,
			ClaimStatus::PaymentRequested { .. }
		));
		// Room for a line at a time.
		set_service_weight(
			<Test as Config>::WeightInfo::service()
				.saturating_add(<Test as Config>::WeightInfo::pay_claim(1))
				.saturating_add(<Test as Config>::WeightInfo::service_task()),
		);
		for _ in 0..10 {
			Escrow::do_try_state().expect("invariants hold between the blocks");
			next_block();
		}
		assert!(matches!(claim(claim_id).status, ClaimStatus::Paid { .. }));
		set_service_weight(Weight::zero());
	});
}

#[test]
fn nothing_is_paid_while_the_chain_is_paused_and_everything_afterwards() {
	build_and_execute(|| {
		let id = funded_contract();
		let claim_id = request(id, ClaimKind::Progress, 4, &[]);
		pause(true);
		pass_until(FIRST_DAY.plus(14));
		assert!(matches!(
			claim(claim_id).status,
			ClaimStatus::PaymentRequested { .. }
		));
		pause(false);
		events();
		next_block();
		let late = Event::PaymentLate {
			claim: claim_id,
			late_party: firm(OFFICER),
			due: FIRST_DAY.plus(11),
		};
		assert!(events().contains(&late));
		assert_eq!(line(claim_id, 0).days_late, 3);
	});
}

#[test]
fn a_claim_that_is_not_funded_is_late_and_paid_as_soon_as_money_comes() {
	build_and_execute(|| {
		let id = active_contract();
		assert_ok!(Escrow::fund_contract(signed(OFFICER), id, 10_000 * WON));
		let claim_id = request(id, ClaimKind::Progress, 4, &[]);
		events();
		pass_until(FIRST_DAY.plus(11));
		assert_eq!(
			events(),
			[Event::ClaimUnfunded {
				claim: claim_id,
				missing: 30_000 * WON
			}]
		);
		pass_days(1);
		assert_eq!(
			events(),
			[Event::PaymentLate {
				claim: claim_id,
				late_party: firm(OFFICER),
				due: FIRST_DAY.plus(11)
			}]
		);
		pass_days(9);
		assert_eq!(Escrow::claim_info(claim_id).unwrap().days_late, 10);
		assert_ok!(Escrow::fund_contract(signed(OFFICER), id, 30_000 * WON));
		next_block();
		assert!(matches!(claim(claim_id).status, ClaimStatus::Paid { .. }));
		// 6 % a year on 24,000 won for 10 days are 39.45 won; on 16,000 won 26.3 won.
		let owed = events()
			.into_iter()
			.filter_map(|event| match event {
				Event::InterestOwed {
					debtor,
					creditor,
					days,
					amount,
					..
				} => Some((debtor, creditor, days, amount)),
				_ => None,
			})
			.collect::<Vec<_>>();
		assert_eq!(
			owed,
			[
				(firm(OFFICER), firm(LEAD), 10, 39 * WON),
				(firm(OFFICER), firm(MEMBER), 10, 26 * WON)
			]
		);
		// It is a debt of the city beside the escrow.
		let debt = Debt::Line(claim_id, LineIndex(0));
		assert_noop!(
			Escrow::pay_interest(signed(LEAD), debt),
			Fault::NotTheDebtor
		);
		let before = balance(LEAD);
		assert_ok!(Escrow::pay_interest(signed(OFFICER), debt));
		assert_eq!(balance(LEAD), before + 39 * WON);
		assert_noop!(
			Escrow::pay_interest(signed(OFFICER), debt),
			Fault::NothingOwed
		);
	});
}

#[test]
fn a_returned_request_stops_the_clock() {
	build_and_execute(|| {
		let id = funded_contract();
		let claim_id = request(id, ClaimKind::Progress, 4, &[]);
		assert_noop!(
			Escrow::return_payment_request(signed(LEAD), claim_id, paper(7)),
			NOT_A_DELEGATE
		);
		// Friday is one business day.
		pass_days(1);
		events();
		assert_ok!(Escrow::return_payment_request(
			signed(OFFICER),
			claim_id,
			paper(7)
		));
		assert_eq!(
			events(),
			[Event::PaymentReturned {
				claim: claim_id,
				reason: paper(7),
				business_days: 4
			}]
		);
		assert_noop!(
			Escrow::return_payment_request(signed(OFFICER), claim_id, paper(7)),
			Fault::WrongClaimStatus
		);
		assert_noop!(
			Escrow::bring_payment_forward(signed(OFFICER), claim_id),
			Fault::WrongClaimStatus
		);
		pass_until(FIRST_DAY.plus(20));
		assert!(matches!(
			claim(claim_id).status,
			ClaimStatus::Approved { .. }
		));
		assert_noop!(
			Escrow::request_payment(signed(ROOFER), claim_id),
			Fault::NotTheClaimant
		);
		// The department may ask too.
		assert_ok!(Escrow::request_payment(signed(DEPARTMENT), claim_id));
		let deadline = claim(claim_id).deadline().expect("the clock runs");
		// From Wednesday 24 February: Thursday, Friday, Monday, Tuesday.
		assert_eq!(deadline.due, FIRST_DAY.plus(26));
		assert_noop!(
			Escrow::request_payment(signed(LEAD), claim_id),
			Fault::WrongClaimStatus
		);
	});
}

#[test]
fn a_bank_pay_out_locks_the_sum_until_the_bank_confirms() {
	build_and_execute(|| {
		let id = funded_contract();
		assert_ok!(Escrow::choose_payout(signed(MEMBER), Payout::Bank));
		let claim_id = pay(id, ClaimKind::Progress, 4, &[]);
		assert_eq!(
			line(claim_id, 1).status,
			LineStatus::Instructed { on: FIRST_DAY }
		);
		assert_eq!(balance(MEMBER), 0);
		assert_eq!(contract(id).funds.reserved, 16_000 * WON);
		assert_noop!(
			Escrow::confirm_payout(signed(OFFICER), claim_id, LineIndex(1)),
			NOT_A_DELEGATE
		);
		assert_noop!(
			Escrow::confirm_payout(signed(TREASURY), claim_id, LineIndex(0)),
			Fault::NotInstructed
		);
		assert_noop!(
			Escrow::object_line(signed(MEMBER), claim_id, LineIndex(1), paper(8)),
			Fault::LineNotOpen
		);
		// The bank refuses; the line comes back, is tried again, and is confirmed.
		assert_ok!(Escrow::refuse_payout(
			signed(TREASURY),
			claim_id,
			LineIndex(1),
			paper(8)
		));
		assert_noop!(
			Escrow::refuse_payout(signed(TREASURY), claim_id, LineIndex(1), paper(8)),
			Fault::NotInstructed
		);
		assert_noop!(
			Escrow::retry_line(signed(ROOFER), claim_id, LineIndex(1)),
			Fault::NotThePayee
		);
		assert_ok!(Escrow::retry_line(signed(MEMBER), claim_id, LineIndex(1)));
		assert_noop!(
			Escrow::retry_line(signed(OFFICER), claim_id, LineIndex(1)),
			Fault::NotReturned
		);
		// The last day for paying is the 11th after the first; the bank takes until the 13th.
		pass_until(FIRST_DAY.plus(13));
		let treasury = balance(TREASURY);
		events();
		assert_ok!(Escrow::confirm_payout(
			signed(TREASURY),
			claim_id,
			LineIndex(1)
		));
		assert_eq!(balance(TREASURY), treasury + 16_000 * WON);
		assert_eq!(line(claim_id, 1).days_late, 2);
		assert_eq!(
			events(),
			[
				Event::PayoutConfirmed {
					claim: claim_id,
					line: LineIndex(1),
					bank: agency(TREASURY),
					payee: firm(MEMBER),
					amount: 16_000 * WON
				},
				Event::InterestOwed {
					claim: claim_id,
					line: LineIndex(1),
					debtor: firm(OFFICER),
					creditor: firm(MEMBER),
					days: 2,
					amount: 5 * WON
				},
				Event::ClaimPaid {
					claim: claim_id,
					on: FIRST_DAY.plus(13)
				}
			]
		);
		assert_ok!(Escrow::choose_payout(signed(MEMBER), Payout::Chain));
		assert_eq!(Escrow::payout_of(firm(MEMBER)), Payout::Chain);
	});
}

#[test]
fn a_payee_without_an_account_holds_nobody_up_and_is_retried_or_deposited() {
	build_and_execute(|| {
		let id = funded_contract();
		take_account(firm(MERCHANT));
		take_account(firm(PAINTER));
		let claim_id = pay(
			id,
			ClaimKind::Progress,
			4,
			&[
				purchase(Payee::Party(firm(MERCHANT)), 3_000 * WON),
				purchase(Payee::Party(firm(PAINTER)), 2_000 * WON),
			],
		);
		assert!(matches!(
			line(claim_id, 0).status,
			LineStatus::Returned {
				why: ReturnReason::NoAccount,
				..
			}
		));
		assert!(matches!(
			claim(claim_id).status,
			ClaimStatus::PartlyPaid { .. }
		));
		assert_eq!(contract(id).funds.released, 35_000 * WON);
		assert_noop!(
			Escrow::deposit_line(signed(OFFICER), claim_id, LineIndex(2), agency(COURT)),
			Fault::NotReturned
		);
		assert_noop!(
			Escrow::deposit_line(signed(OFFICER), claim_id, LineIndex(0), agency(LEAD)),
			Fault::NotADepositOffice
		);
		let court = balance(COURT);
		assert_ok!(Escrow::deposit_line(
			signed(OFFICER),
			claim_id,
			LineIndex(0),
			agency(COURT)
		));
		assert_eq!(balance(COURT), court + 3_000 * WON);
		give_account(firm(PAINTER));
		assert_ok!(Escrow::retry_line(signed(PAINTER), claim_id, LineIndex(1)));
		assert_eq!(balance(PAINTER), 2_000 * WON);
		assert!(matches!(claim(claim_id).status, ClaimStatus::Paid { .. }));
	});
}

fn redeem(claim_id: ClaimId, pair: &sr25519::Pair, party: PartyId) -> sr25519::Signature {
	pair.sign(&redeem_message(
		[7; 32],
		claim(claim_id).contract,
		claim_id,
		LineIndex(0),
		party,
	))
}

#[test]
fn a_merchant_that_is_not_admitted_is_paid_once_it_is() {
	build_and_execute(|| {
		let id = funded_contract();
		let pair = key_pair(1);
		let key = ClaimKey(pair.public().0);
		let claim_id = pay(
			id,
			ClaimKind::Progress,
			4,
			&[purchase(Payee::Key(key), 3_000 * WON)],
		);
		assert_eq!(
			line(claim_id, 0).status,
			LineStatus::Unclaimed { on: FIRST_DAY }
		);
		// The signature is worth nothing to another, nor that of another key.
		let own = redeem(claim_id, &pair, firm(MERCHANT));
		assert_noop!(
			Escrow::redeem_line(signed(ROOFER), claim_id, LineIndex(0), own),
			Fault::BadSignature
		);
		let other = redeem(claim_id, &key_pair(2), firm(MERCHANT));
		assert_noop!(
			Escrow::redeem_line(signed(MERCHANT), claim_id, LineIndex(0), other),
			Fault::BadSignature
		);
		assert_noop!(
			Escrow::redeem_line(signed(MERCHANT), claim_id, LineIndex(1), own),
			Fault::NotUnderKey
		);
		assert_noop!(
			Escrow::redeem_line(signed(OFFICERS_CLERK + 50), claim_id, LineIndex(0), own),
			NO_PARTY
		);
		assert_ok!(Escrow::redeem_line(
			signed(MERCHANT),
			claim_id,
			LineIndex(0),
			own
		));
		assert_eq!(balance(MERCHANT), 3_000 * WON);
		assert_noop!(
			Escrow::redeem_line(signed(MERCHANT), claim_id, LineIndex(0), own),
			Fault::NotUnderKey
		);
	});
}

#[test]
fn a_key_that_is_redeemed_early_is_paid_in_its_turn() {
	build_and_execute(|| {
		let id = funded_contract();
		let pair = key_pair(1);
		let claim_id = submit(
			id,
			ClaimKind::Progress,
			4,
			&[purchase(Payee::Key(ClaimKey(pair.public().0)), 3_000 * WON)],
		);
		let message = redeem_message([7; 32], id, claim_id, LineIndex(0), firm(MERCHANT));
		let wrapped = [b"<Bytes>".as_slice(), &message, b"</Bytes>"].concat();
		assert_ok!(Escrow::redeem_line(
			signed(MERCHANT),
			claim_id,
			LineIndex(0),
			pair.sign(&wrapped)
		));
		approve(claim_id);
		assert_ok!(Escrow::request_payment(signed(LEAD), claim_id));
		pass_until(FIRST_DAY.plus(11));
		assert_eq!(balance(MERCHANT), 3_000 * WON);
	});
}

#[test]
fn a_holiday_moves_open_deadlines_and_says_so() {
	build_and_execute(|| {
		let id = funded_contract();
		let claim_id = request(id, ClaimKind::Progress, 4, &[]);
		let inspected = submit(id, ClaimKind::Progress, 1, &[]);
		let due = FIRST_DAY.plus(11);
		assert_noop!(
			Escrow::amend_holidays(
				signed(LEAD),
				vec![due].try_into().unwrap(),
				Default::default()
			),
			Fault::NotAuthorized
		);
		let amend = |add: &[Day], remove: &[Day]| {
			Escrow::amend_holidays(
				RuntimeOrigin::root(),
				add.to_vec().try_into().unwrap(),
				remove.to_vec().try_into().unwrap(),
			)
		};
		assert_noop!(amend(&[], &[]), Fault::HolidayUnknown);
		assert_noop!(amend(&[FIRST_DAY], &[]), Fault::HolidayInPast);
		assert_noop!(amend(&[FIRST_DAY.plus(3)], &[]), Fault::HolidayKnown);
		assert_noop!(amend(&[], &[due]), Fault::HolidayUnknown);
		events();
		assert_ok!(amend(&[due], &[]));
		next_block();
		assert_eq!(
			events(),
			[
				Event::HolidaysAmended {
					added: 1,
					removed: 0,
					first: due
				},
				Event::DeadlineMoved {
					task: Duty::Pay(claim_id),
					old_due: due,
					due: due.plus(1)
				},
				Event::CalendarApplied
			]
		);
		pass_until(due);
		assert!(matches!(
			claim(claim_id).status,
			ClaimStatus::PaymentRequested { .. }
		));
		pass_days(1);
		assert!(matches!(claim(claim_id).status, ClaimStatus::Paid { .. }));
		// The inspection ends on Thursday in two weeks; a holiday on it moves it to Friday.
		let last = FIRST_DAY.plus(14);
		assert_eq!(claim(inspected).deadline().unwrap().due, last);
		assert_ok!(amend(&[last], &[]));
		next_block();
		assert_eq!(claim(inspected).deadline().unwrap().due, last.plus(1));
		// And back again.
		assert_ok!(amend(&[], &[last]));
		next_block();
		assert_eq!(claim(inspected).deadline().unwrap().due, last);
	});
}

#[test]
fn a_change_of_the_calendar_walks_many_deadlines_over_blocks_and_nothing_is_paid_meanwhile() {
	build_and_execute(|| {
		let mut claims = Vec::new();
		for _ in 0..20 {
			let id = funded_contract();
			claims.push(request(id, ClaimKind::Progress, 4, &[]));
		}
		let due = FIRST_DAY.plus(11);
		assert_ok!(Escrow::amend_holidays(
			RuntimeOrigin::root(),
			vec![due].try_into().unwrap(),
			Default::default()
		));
		let step = <Test as Config>::WeightInfo::move_deadline();
		set_service_weight(<Test as Config>::WeightInfo::service().saturating_add(step * 5));
		advance(11 * DAY);
		let mut blocks = 0;
		while CalendarSweep::<Test>::exists() {
			next_block();
			blocks += 1;
			Escrow::do_try_state().expect("invariants hold between the blocks");
			for id in &claims {
				assert!(!claim(*id).is_ended());
			}
		}
		assert!(blocks > 3);
		set_service_weight(Weight::zero());
		next_block();
		assert!(claims.iter().all(|id| !claim(*id).is_ended()));
		pass_days(1);
		assert!(claims.iter().all(|id| claim(*id).is_ended()));
	});
}

#[test]
fn a_deadline_that_moves_while_the_chain_is_paused_is_not_lost() {
	build_and_execute(|| {
		let id = funded_contract();
		let claim_id = submit(id, ClaimKind::Progress, 4, &[]);
		let requested = request(id, ClaimKind::Progress, 1, &[]);
		pause(true);
		// The last days of both move by one; the chain hears of it long after.
		for last in [11, 14] {
			assert_ok!(Escrow::amend_holidays(
				RuntimeOrigin::root(),
				vec![FIRST_DAY.plus(last)].try_into().unwrap(),
				Default::default()
			));
		}
		pass_until(FIRST_DAY.plus(40));
		pause(false);
		next_block();
		assert_eq!(claim(claim_id).level, Level::Department);
		assert!(claim(requested).is_ended());
		assert_eq!(line(requested, 0).days_late, 28);
	});
}

#[test]
fn a_shorter_day_runs_the_same_code() {
	build_and_execute(|| {
		const MINUTE: u64 = 60_000;
		DayLength::<Test>::put(MINUTE);
		HolidaySet::<Test>::kill();
		let id = funded_contract();
		let claim_id = request(id, ClaimKind::Progress, 4, &[]);
		let deadline = claim(claim_id).deadline().expect("it was requested");
		assert_eq!(
			deadline.due,
			Period::BusinessDays(5).last_day(Escrow::today(), &[])
		);
		for _ in 0..7 {
			advance(MINUTE);
			next_block();
		}
		assert!(matches!(claim(claim_id).status, ClaimStatus::Paid { .. }));
	});
}

#[test]
fn the_agenda_can_be_read() {
	build_and_execute(|| {
		let id = funded_contract();
		let claim_id = request(id, ClaimKind::Progress, 4, &[]);
		let other = submit(id, ClaimKind::Progress, 1, &[]);
		let page = Escrow::due(AgendaPlace::default(), 1);
		assert_eq!(page.duties, [(FIRST_DAY.plus(11), Duty::Pay(claim_id))]);
		let rest = Escrow::due(page.next.expect("there is more"), 10);
		assert_eq!(
			rest.duties,
			[(FIRST_DAY.plus(15), Duty::InspectionLate(other))]
		);
		assert_eq!(rest.next, None);
	});
}

#[test]
fn an_advance_needs_its_bond_and_is_worked_off_pro_rata() {
	build_and_execute(|| {
		let id = funded_contract();
		let advance_of = |amount| ClaimKind::Advance { amount };
		let refused = |kind, quantities, fault: Fault| {
			assert_noop!(
				Escrow::submit_claim(
					signed(LEAD),
					id,
					kind,
					quantities,
					LineDrafts::default(),
					paper(3)
				),
				fault
			);
		};
		refused(
			advance_of(70_000 * WON + 1),
			Quantities::default(),
			Fault::AdvanceTooHigh,
		);
		refused(advance_of(WON), units(1), Fault::QuantitiesNotAllowed);
		refused(advance_of(0), Quantities::default(), Fault::EmptyClaim);
		let claim_id = submit(id, advance_of(33_333 * WON), 0, &[]);
		approve(claim_id);
		assert_noop!(
			Escrow::request_payment(signed(LEAD), claim_id),
			Fault::AdvanceBondMissing
		);
		bond(id, BondKind::Advance);
		assert_ok!(Escrow::request_payment(signed(LEAD), claim_id));
		pass_until(FIRST_DAY.plus(11));
		assert!(claim(claim_id).is_ended());
		// Three tenths of the works take three tenths of the advance, in whole won.
		let progress = pay(id, ClaimKind::Progress, 3, &[]);
		assert_eq!(claim(progress).offset, 9_999 * WON);
		assert_eq!(claim(progress).net(), 20_001 * WON);
		// The last claim takes what is left.
		bond(id, BondKind::Defect);
		let last = pay(id, ClaimKind::Completion, 7, &[]);
		assert_eq!(claim(last).offset, (33_333 - 9_999) * WON);
		assert_eq!(contract(id).advance.outstanding(), 0);
		assert_eq!(contract(id).funds.released, AMOUNT);
	});
}

#[test]
fn wages_are_confirmed_by_place_and_disputed_by_slip() {
	build_and_execute(|| {
		let slips: Vec<_> = (100..110).map(paper).collect();
		let root = merkle::root(&slips);
		let id = funded_contract();
		let claim_id = request(id, ClaimKind::Progress, 4, &[wages(root, 10, 20_000 * WON)]);
		let first = LineIndex(0);
		let places = |places: &[u32]| WageIndices::truncate_from(places.to_vec());
		assert_noop!(
			Escrow::confirm_wages(signed(LABOUR_BANK), claim_id, first, places(&[0])),
			Fault::WagesNotPaid
		);
		// Wages cannot be cut, nor attached.
		assert_ok!(Escrow::attach_claims(
			signed(COURT),
			id,
			firm(LABOUR_BANK),
			AMOUNT,
			paper(9)
		));
		assert_ok!(Escrow::bring_payment_forward(signed(OFFICER), claim_id));
		next_block();
		assert_eq!(balance(LABOUR_BANK), 20_000 * WON);
		assert_noop!(
			Escrow::confirm_wages(signed(LABOUR_BANK), claim_id, LineIndex(1), places(&[0])),
			Fault::NotALabourLine
		);
		assert_noop!(
			Escrow::confirm_wages(signed(LABOUR_BANK), claim_id, first, places(&[10])),
			Fault::WageNotFound
		);
		events();
		assert_ok!(Escrow::confirm_wages(
			signed(LABOUR_BANK),
			claim_id,
			first,
			places(&[0, 1, 2, 3, 4, 5, 6, 7, 7])
		));
		assert_eq!(
			events(),
			[Event::WagesConfirmed {
				claim: claim_id,
				line: first,
				confirmed: 8,
				workers: 10
			}]
		);
		// Who has the slip disputes the wage; somebody else sends it for him.
		let proof = merkle::proof(&slips, 7);
		assert_noop!(
			Escrow::dispute_wage(signed(CITIZEN), claim_id, first, 6, slips[7], proof.clone()),
			Fault::BadWageProof
		);
		assert_ok!(Escrow::dispute_wage(
			signed(CITIZEN),
			claim_id,
			first,
			7,
			slips[7],
			proof.clone()
		));
		assert_noop!(
			Escrow::dispute_wage(signed(CITIZEN), claim_id, first, 7, slips[7], proof.clone()),
			Fault::WageDisputeOpen
		);
		assert_noop!(
			Escrow::confirm_wages(signed(LABOUR_BANK), claim_id, first, places(&[7])),
			Fault::WageDisputeOpen
		);
		let info = Escrow::wage(claim_id, first, 7, slips[7], &proof).expect("it stands there");
		assert_eq!(info.dispute, Some(WageOutcome::Open));
		assert_eq!(Escrow::wage(claim_id, first, 7, slips[6], &proof), None);
		assert_noop!(
			Escrow::decide_wage(signed(DEPARTMENT), claim_id, first, 7, WageOutcome::Upheld),
			Fault::NotTheContractsOffice
		);
		assert_noop!(
			Escrow::decide_wage(signed(DISPUTE_BODY), claim_id, first, 7, WageOutcome::Open),
			Fault::WageNotDisputed
		);
		assert_noop!(
			Escrow::decide_wage(
				signed(DISPUTE_BODY),
				claim_id,
				first,
				6,
				WageOutcome::Upheld
			),
			Fault::WageNotDisputed
		);
		assert_ok!(Escrow::decide_wage(
			signed(DISPUTE_BODY),
			claim_id,
			first,
			7,
			WageOutcome::Upheld
		));
		events();
		pass_days(10);
		let late = events()
			.into_iter()
			.filter(|event| matches!(event, Event::WagesLate { .. }))
			.collect::<Vec<_>>();
		assert_eq!(
			late,
			[Event::WagesLate {
				claim: claim_id,
				line: first,
				late_party: firm(LABOUR_BANK),
				missing: 3
			}]
		);
		assert_ok!(Escrow::confirm_wages(
			signed(LABOUR_BANK),
			claim_id,
			first,
			places(&[7, 8, 9])
		));
		assert!(
			Escrow::wage(claim_id, first, 7, slips[7], &proof)
				.unwrap()
				.confirmed
		);
	});
}

#[test]
fn the_wages_of_another_bank_cannot_be_confirmed_and_a_list_has_workers() {
	build_and_execute(|| {
		let id = funded_contract();
		for (root, workers) in [(H256::zero(), 0), (H256::zero(), MAX_WORKERS + 1)] {
			assert_noop!(
				Escrow::submit_claim(
					signed(LEAD),
					id,
					ClaimKind::Progress,
					units(1),
					lines(&[wages(root, workers, WON)]),
					paper(3)
				),
				Fault::InvalidLine
			);
		}
		let mut other = wages(H256::zero(), 1, WON);
		other.payee = Payee::Party(firm(MERCHANT));
		assert_noop!(
			Escrow::submit_claim(
				signed(LEAD),
				id,
				ClaimKind::Progress,
				units(1),
				lines(&[other]),
				paper(3)
			),
			NOT_A_DELEGATE
		);
	});
}

#[test]
fn frozen_won_fund_nothing_and_what_is_held_is_paid_and_moves_all_the_same() {
	use seoul_chain_primitives::OnAccountRotated;
	build_and_execute(|| {
		let id = active_contract();
		assert_ok!(Escrow::fund_contract(signed(OFFICER), id, 60_000 * WON));
		freeze(OFFICER);
		assert_noop!(
			Escrow::fund_contract(signed(OFFICER), id, WON),
			Fault::InsufficientFunds
		);
		let first = pay(id, ClaimKind::Progress, 2, &[]);
		assert!(claim(first).is_ended());
		assert_ok!(Balances::transfer_allow_death(
			signed(LEAD),
			OFFICERS_CLERK,
			WON
		));
		rotate(firm(OFFICER), OFFICERS_CLERK);
		assert_ok!(Escrow::on_account_rotated(
			firm(OFFICER),
			&OFFICER,
			&OFFICERS_CLERK
		));
		assert_eq!(
			HeldFunds::<Test>::get(agency(OFFICER)),
			Some(HeldAmount {
				account: OFFICERS_CLERK,
				amount: 40_000 * WON
			})
		);
		// A payee whose won are frozen receives them, and they are frozen with it.
		freeze(LEAD);
		let had = balance(LEAD);
		let second = pay(id, ClaimKind::Progress, 1, &[]);
		assert!(claim(second).is_ended());
		assert_eq!(balance(LEAD), had + 6_000 * WON);
	});
}

#[test]
fn a_claim_of_which_nothing_is_left_to_pay_ends_without_money() {
	build_and_execute(|| {
		let id = active_contract();
		let merchant = Payee::Party(firm(MERCHANT));
		let claim_id = submit(
			id,
			ClaimKind::Progress,
			1,
			&[purchase(merchant, 9_000 * WON)],
		);
		assert_ok!(Escrow::endorse_claim(signed(SUPERVISOR), claim_id));
		assert_ok!(Escrow::pass_inspection(
			signed(INSPECTOR),
			claim_id,
			Box::new(Reductions {
				quantities: units(0),
				lines: vec![(LineIndex(0), 0)].try_into().expect("one line"),
			})
		));
		assert_ok!(Escrow::approve_claim(signed(DEPARTMENT), claim_id));
		assert_ok!(Escrow::request_payment(signed(LEAD), claim_id));
		assert_eq!(HeldFunds::<Test>::iter().count(), 0);
		pass_until(FIRST_DAY.plus(11));
		assert!(claim(claim_id).is_ended());
		assert_eq!(contract(id).open_claims, 0);
	});
}

#[test]
fn a_request_that_is_late_cannot_be_returned_and_its_interest_stays_owed() {
	build_and_execute(|| {
		let id = active_contract();
		let claim_id = request(id, ClaimKind::Progress, 4, &[]);
		pass_until(FIRST_DAY.plus(41));
		assert_ok!(Escrow::fund_contract(signed(OFFICER), id, 40_000 * WON));
		assert!(matches!(
			claim(claim_id).status,
			ClaimStatus::PaymentRequested { .. }
		));
		assert_noop!(
			Escrow::return_payment_request(signed(OFFICER), claim_id, paper(7)),
			Fault::PaymentOverdue
		);
		next_block();
		assert_eq!(line(claim_id, 0).days_late, 30);
	});
}

#[test]
fn an_attached_line_can_be_deposited_by_the_city() {
	build_and_execute(|| {
		let id = funded_contract();
		assert_ok!(Escrow::attach_claims(
			signed(COURT),
			id,
			firm(MEMBER),
			10_000 * WON,
			paper(9)
		));
		let claim_id = pay(id, ClaimKind::Progress, 4, &[]);
		let court = balance(OTHER_COURT);
		assert_noop!(
			Escrow::deposit_line(signed(LEAD), claim_id, LineIndex(1), agency(OTHER_COURT)),
			NOT_A_DELEGATE
		);
		assert_ok!(Escrow::deposit_line(
			signed(OFFICER),
			claim_id,
			LineIndex(1),
			agency(OTHER_COURT)
		));
		assert_eq!(balance(OTHER_COURT), court + 16_000 * WON);
		assert!(claim(claim_id).is_ended());
		assert_noop!(
			Escrow::settle_attached_line(signed(COURT), claim_id, LineIndex(1), firm(PAINTER), WON),
			Fault::NothingAttached
		);
	});
}

#[test]
fn a_line_about_which_nobody_decides_can_be_deposited() {
	build_and_execute(|| {
		let id = funded_contract();
		let claim_id = request(id, ClaimKind::Progress, 4, &[]);
		assert_ok!(Escrow::object_line(
			signed(LEAD),
			claim_id,
			LineIndex(1),
			paper(5)
		));
		let deposit =
			|| Escrow::deposit_line(signed(OFFICER), claim_id, LineIndex(1), agency(COURT));
		assert_noop!(deposit(), Fault::WrongClaimStatus);
		pass_until(FIRST_DAY.plus(20));
		assert_noop!(deposit(), Fault::NotReturned);
		// 30 days end on Saturday; Monday is the last day.
		pass_until(FIRST_DAY.plus(33));
		let court = balance(COURT);
		assert_ok!(deposit());
		assert_eq!(balance(COURT), court + 16_000 * WON);
		assert!(claim(claim_id).is_ended());
	});
}

#[test]
fn an_upheld_wage_gives_the_bank_its_time_anew_and_a_silent_dispute_body_is_named() {
	build_and_execute(|| {
		let slips: Vec<_> = (100..103).map(paper).collect();
		let id = funded_contract();
		let claim_id = pay(
			id,
			ClaimKind::Progress,
			4,
			&[wages(merkle::root(&slips), 3, 20_000 * WON)],
		);
		let dispute = |who: u64, place: u32| {
			let slip = slips[usize::try_from(place).unwrap()];
			let proof = merkle::proof(&slips, place);
			Escrow::dispute_wage(signed(who), claim_id, LineIndex(0), place, slip, proof)
		};
		assert_ok!(Escrow::confirm_wages(
			signed(LABOUR_BANK),
			claim_id,
			LineIndex(0),
			WageIndices::truncate_from(vec![0, 1, 2])
		));
		assert_noop!(dispute(DISPUTE_BODY, 1), Fault::ResolverMayNotDispute);
		assert_ok!(dispute(CITIZEN, 1));
		assert_ok!(dispute(CITIZEN, 2));
		pass_until(FIRST_DAY.plus(32));
		events();
		pass_days(1);
		let late = |index| Event::WageDecisionLate {
			claim: claim_id,
			line: LineIndex(0),
			index,
			late_party: firm(DISPUTE_BODY),
			due: FIRST_DAY.plus(32),
		};
		assert_eq!(events(), [late(1), late(2)]);
		assert_ok!(Escrow::decide_wage(
			signed(DISPUTE_BODY),
			claim_id,
			LineIndex(0),
			1,
			WageOutcome::Rejected
		));
		assert_ok!(Escrow::decide_wage(
			signed(DISPUTE_BODY),
			claim_id,
			LineIndex(0),
			2,
			WageOutcome::Upheld
		));
		events();
		// Five days from Tuesday, 9 March end on Sunday; Monday is the last day.
		pass_days(6);
		assert_eq!(events(), []);
		pass_days(1);
		assert_eq!(
			events(),
			[Event::WagesLate {
				claim: claim_id,
				line: LineIndex(0),
				late_party: firm(LABOUR_BANK),
				missing: 1
			}]
		);
		// What was rejected stays so; what was upheld may be disputed again.
		assert_noop!(dispute(CITIZEN, 1), Fault::WageDisputeOpen);
		assert_ok!(dispute(CITIZEN, 2));
	});
}

#[test]
fn the_calendar_of_genesis_has_the_holidays_of_five_years() {
	use sp_runtime::BuildStorage;
	let storage = RuntimeGenesisConfig::default()
		.build_storage()
		.expect("genesis builds");
	sp_io::TestExternalities::new(storage).execute_with(|| {
		let holidays = HolidaySet::<Test>::get();
		assert_eq!(holidays.as_slice(), holidays::PUBLIC_HOLIDAYS);
		// Thursday before Lunar New Year: Friday, then Wednesday to Friday, then Monday.
		assert_eq!(
			Period::BusinessDays(5).last_day(FIRST_DAY, &holidays),
			FIRST_DAY.plus(11)
		);
	});
}
