// SPDX-License-Identifier: Apache-2.0

//! Random lives of contracts. Whatever is tried, no won appears or vanishes, nobody is paid twice, payment
//! deadlines equal those of a naive calendar, and a contract can always be ended with nothing left.

use crate::{mock::*, *};
use frame_support::assert_ok;
use proptest::prelude::*;
use seoul_chain_primitives::{Balance, DocumentCommitment};
use sp_core::{Pair, H256};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug)]
enum Attempt {
	Fund(u8, u64),
	Refund(u8, u64),
	Claim {
		contract: u8,
		kind: u8,
		units: u64,
		work: u64,
		purchase: u64,
		wages: u64,
	},
	Drive(u64, u8),
	Endorse(u64),
	Inspect {
		claim: u64,
		units: u64,
		line: u16,
		amount: u64,
	},
	Correct(u64),
	Resubmit(u64, u64),
	Withdraw(u64),
	Approve(u64),
	Request(u64),
	Return(u64),
	Forward(u64),
	Object(u64, u16),
	Withdrawn(u64, u16),
	Decide(u64, u16, u64),
	Bank(u8),
	Confirm(u64, u16),
	Refuse(u64, u16),
	Retry(u64, u16),
	Deposit(u64, u16),
	Lose(u8),
	Attach(u8, u8, u64),
	Lift(u8, u8),
	Settle(u64, u16, u64),
	Suspend(u8),
	Resume(u8),
	Terminate(u8),
	Settlement(u8, u64),
	Rotate,
	Holiday(u32),
	Workday(u32),
	Report(u64),
	Contest(u32),
	DecideWork(u32, u64),
	PassWork(u32),
	ClaimReport(u32),
	DirectPay,
	StopDirectPay,
	ClaimDirectly(u64),
	BuyByKey(u8, u64),
	Redeem(u64, u16),
	DisputeWage(u64, u16, u32),
	DecideWage(u64, u16, u32, bool),
	ConfirmWages(u64, u16),
	PayInterest(u64, u16),
	PayWorkInterest(u32),
	Wait(u8),
	Pause(bool),
	Narrow(u8),
}

/// The wage slips of every list.
const SLIPS: [DocumentCommitment; 2] = [
	DocumentCommitment(H256::repeat_byte(1)),
	DocumentCommitment(H256::repeat_byte(2)),
];
const FIRMS_IN_STORIES: [u64; 4] = [LEAD, MEMBER, ROOFER, MERCHANT];
/// Contracts of a story.
const CONTRACTS: u8 = 2;

fn which(number: u8) -> ContractId {
	ContractId(u64::from(number % CONTRACTS))
}

fn who(number: u8) -> u64 {
	FIRMS_IN_STORIES[usize::from(number) % FIRMS_IN_STORIES.len()]
}

fn attempt() -> impl Strategy<Value = Attempt> {
	use Attempt::*;
	let claim = 0..8u64;
	let line = 0..6u16;
	let won = 0..60_000u64;
	prop_oneof![
		5 => (any::<u8>(), won.clone()).prop_map(|(a, b)| Fund(a, b)),
		1 => (any::<u8>(), won.clone()).prop_map(|(a, b)| Refund(a, b)),
		6 => (any::<u8>(), 0..4u8, 0..8u64, 0..20_000u64, 0..9_000u64, 0..9_000u64).prop_map(
			|(contract, kind, units, work, purchase, wages)| Claim {
				contract, kind, units, work, purchase, wages
			}
		),
		14 => (claim.clone(), 1..7u8).prop_map(|(a, b)| Drive(a, b)),
		2 => claim.clone().prop_map(Endorse),
		2 => (claim.clone(), 0..8u64, line.clone(), won.clone())
			.prop_map(|(claim, units, line, amount)| Inspect { claim, units, line, amount }),
		1 => claim.clone().prop_map(Correct),
		2 => (claim.clone(), 0..8u64).prop_map(|(a, b)| Resubmit(a, b)),
		1 => claim.clone().prop_map(Withdraw),
		2 => claim.clone().prop_map(Approve),
		2 => claim.clone().prop_map(Request),
		1 => claim.clone().prop_map(Return),
		3 => claim.clone().prop_map(Forward),
		3 => (claim.clone(), line.clone()).prop_map(|(a, b)| Object(a, b)),
		1 => (claim.clone(), line.clone()).prop_map(|(a, b)| Withdrawn(a, b)),
		3 => (claim.clone(), line.clone(), won.clone()).prop_map(|(a, b, c)| Decide(a, b, c)),
		2 => any::<u8>().prop_map(Bank),
		3 => (claim.clone(), line.clone()).prop_map(|(a, b)| Confirm(a, b)),
		1 => (claim.clone(), line.clone()).prop_map(|(a, b)| Refuse(a, b)),
		2 => (claim.clone(), line.clone()).prop_map(|(a, b)| Retry(a, b)),
		1 => (claim.clone(), line.clone()).prop_map(|(a, b)| Deposit(a, b)),
		1 => any::<u8>().prop_map(Lose),
		2 => (any::<u8>(), any::<u8>(), won.clone()).prop_map(|(a, b, c)| Attach(a, b, c)),
		1 => (any::<u8>(), any::<u8>()).prop_map(|(a, b)| Lift(a, b)),
		2 => (claim.clone(), line.clone(), won).prop_map(|(a, b, c)| Settle(a, b, c)),
		1 => any::<u8>().prop_map(Suspend),
		1 => any::<u8>().prop_map(Resume),
		1 => any::<u8>().prop_map(Terminate),
		1 => (any::<u8>(), 0..4u64).prop_map(|(a, b)| Settlement(a, b)),
		1 => Just(Rotate),
		2 => (1..40u32).prop_map(Holiday),
		1 => (1..40u32).prop_map(Workday),
		2 => (1..30_000u64).prop_map(Report),
		1 => (0..4u32).prop_map(Contest),
		1 => (0..4u32, 0..30_000u64).prop_map(|(a, b)| DecideWork(a, b)),
		1 => (0..4u32).prop_map(PassWork),
		2 => (0..4u32).prop_map(ClaimReport),
		1 => Just(DirectPay),
		1 => Just(StopDirectPay),
		2 => (1..9_000u64).prop_map(ClaimDirectly),
		2 => (any::<u8>(), 1..9_000u64).prop_map(|(a, b)| BuyByKey(a, b)),
		3 => (claim.clone(), line.clone()).prop_map(|(a, b)| Redeem(a, b)),
		2 => (claim.clone(), line.clone(), 0..2u32).prop_map(|(a, b, c)| DisputeWage(a, b, c)),
		1 => (claim.clone(), line.clone(), 0..2u32, any::<bool>())
			.prop_map(|(a, b, c, d)| DecideWage(a, b, c, d)),
		1 => (claim.clone(), line.clone()).prop_map(|(a, b)| ConfirmWages(a, b)),
		1 => (claim.clone(), line.clone()).prop_map(|(a, b)| PayInterest(a, b)),
		1 => (0..4u32).prop_map(PayWorkInterest),
		8 => (1..9u8).prop_map(Wait),
		1 => (0..4u8).prop_map(|number| Pause(number == 0)),
		1 => (0..4u8).prop_map(Narrow),
	]
}

fn won(amount: u64) -> Balance {
	Balance::from(amount) * WON
}

/// The officer's account: one of two, as it was rotated last.
fn officer() -> u64 {
	use seoul_chain_primitives::AgencyRegistry;
	Agencies::payout_account(agency(OFFICER)).expect("the officer has an account")
}

fn named(contract: ContractId, work_won: u64, purchase_won: u64, wage_won: u64) -> Vec<LineDraft> {
	let sub = SubcontractId(contract.0);
	let mut all = Vec::new();
	if work_won > 0 {
		all.push(work(sub, ROOFER, won(work_won)));
	}
	if purchase_won > 0 {
		all.push(purchase(Payee::Party(firm(MERCHANT)), won(purchase_won)));
	}
	if wage_won > 0 {
		let root = merkle::root(&SLIPS);
		all.push(wages(root, 2, won(wage_won)));
	}
	all
}

fn quantities(done: u64) -> Quantities {
	if done == 0 {
		Quantities::default()
	} else {
		units(done)
	}
}

/// A claim that there is.
fn some_claim(number: u64) -> ClaimId {
	ClaimId(number % NextClaimId::<Test>::get().0.max(1))
}

/// A line that is as wanted, if there is one; now and then any.
fn pick(number: u64, index: u16, wanted: fn(&Line) -> bool) -> (ClaimId, LineIndex) {
	let mut all: Vec<_> = Lines::<Test>::iter()
		.filter(|(_, _, line)| number == 0 || wanted(line))
		.map(|(claim, index, _)| (claim, index))
		.collect();
	all.sort();
	let place = usize::try_from(number * 6).expect("small") + usize::from(index);
	match all.len() {
		0 => (some_claim(number), LineIndex(index)),
		count => all[place % count],
	}
}

fn is_objected(line: &Line) -> bool {
	matches!(line.status, LineStatus::Objected { .. })
}

fn is_instructed(line: &Line) -> bool {
	matches!(line.status, LineStatus::Instructed { .. })
}

fn is_paid_labour(line: &Line) -> bool {
	line.status.is_final() && matches!(line.kind, LineKind::Labour { .. })
}

/// The next step of a claim, by who has it.
fn drive(id: ClaimId) {
	let Some(claim) = Claims::<Test>::get(id) else {
		return;
	};
	let _ = match claim.status {
		ClaimStatus::Submitted { .. } => Escrow::endorse_claim(signed(SUPERVISOR), id),
		ClaimStatus::Inspecting { .. } => {
			Escrow::pass_inspection(signed(INSPECTOR), id, Box::default())
		},
		ClaimStatus::Inspected { .. } => Escrow::approve_claim(signed(DEPARTMENT), id),
		ClaimStatus::Approved { .. } => {
			bond(claim.contract, BondKind::Defect);
			Escrow::request_payment(signed(DEPARTMENT), id)
		},
		ClaimStatus::PaymentRequested { .. } => Escrow::bring_payment_forward(signed(OFFICER), id),
		_ => Ok(()),
	};
}

/// Try it; whether it is refused does not matter here.
fn try_it(attempt: &Attempt) {
	let at = LineIndex;
	let _ = match attempt.clone() {
		Attempt::Fund(id, amount) => {
			Escrow::fund_contract(signed(officer()), which(id), won(amount))
		},
		Attempt::Refund(id, amount) => Escrow::refund(signed(OFFICER), which(id), won(amount)),
		Attempt::Claim {
			contract,
			kind,
			units,
			work,
			purchase,
			wages,
		} => {
			let id = which(contract);
			let (kind, quantities) = match kind {
				0 => (
					ClaimKind::Advance {
						amount: won(work * 3 + 1),
					},
					Quantities::default(),
				),
				1 => (ClaimKind::Settlement, quantities(units)),
				2 if units > 5 => {
					let item = Schedules::<Test>::get(id).items[0];
					let left = item.quantity - item.claimed;
					(ClaimKind::Completion, quantities(left))
				},
				_ => (ClaimKind::Progress, quantities(units)),
			};
			Escrow::submit_claim(
				signed(LEAD),
				id,
				kind,
				quantities,
				lines(&named(id, work, purchase, wages)),
				paper(3),
			)
		},
		Attempt::Drive(id, steps) => {
			for _ in 0..steps {
				drive(some_claim(id));
			}
			Ok(())
		},
		Attempt::Endorse(id) => Escrow::endorse_claim(signed(SUPERVISOR), some_claim(id)),
		Attempt::Inspect {
			claim,
			units: done,
			line,
			amount,
		} => {
			let cut = if amount % 3 == 0 {
				vec![(at(line), won(amount))]
			} else {
				vec![]
			};
			Escrow::pass_inspection(
				signed(INSPECTOR),
				some_claim(claim),
				Box::new(Reductions {
					quantities: if done > 4 {
						quantities(done - 4)
					} else {
						Quantities::default()
					},
					lines: cut.try_into().expect("one line"),
				}),
			)
		},
		Attempt::Correct(id) => {
			Escrow::order_correction(signed(INSPECTOR), some_claim(id), paper(4))
		},
		Attempt::Resubmit(id, done) => {
			let id = some_claim(id);
			let contract = Claims::<Test>::get(id).map_or(ContractId(0), |c| c.contract);
			Escrow::resubmit_claim(
				signed(LEAD),
				id,
				quantities(done),
				lines(&named(contract, 1_000, 0, 0)),
				paper(5),
			)
		},
		Attempt::Withdraw(id) => Escrow::withdraw_claim(signed(LEAD), some_claim(id)),
		Attempt::Approve(id) => Escrow::approve_claim(signed(DEPARTMENT), some_claim(id)),
		Attempt::Request(id) => Escrow::request_payment(signed(LEAD), some_claim(id)),
		Attempt::Return(id) => {
			Escrow::return_payment_request(signed(OFFICER), some_claim(id), paper(6))
		},
		Attempt::Forward(id) => Escrow::bring_payment_forward(signed(OFFICER), some_claim(id)),
		Attempt::Object(id, index) => {
			let (id, index) = pick(id, index, |line| line.status == LineStatus::Pending);
			let payee = Lines::<Test>::get(id, index).map(|line| line.payee);
			let account = FIRMS_IN_STORIES
				.into_iter()
				.find(|account| payee == Some(Payee::Party(firm(*account))))
				.unwrap_or(LEAD);
			Escrow::object_line(signed(account), id, index, paper(7))
		},
		Attempt::Withdrawn(id, index) => {
			let (id, index) = pick(id, index, is_objected);
			Escrow::withdraw_objection(signed(LEAD), id, index)
		},
		Attempt::Decide(id, index, amount) => {
			let (id, index) = pick(id, index, is_objected);
			let whole = Lines::<Test>::get(id, index).map_or(0, |line| line.amount);
			let amount = match amount % 4 {
				0 => 0,
				1 => whole,
				_ => won(amount / 4),
			};
			Escrow::decide_line(signed(DISPUTE_BODY), id, index, amount, paper(8))
		},
		Attempt::Bank(number) => Escrow::choose_payout(
			signed(who(number)),
			if number % 2 == 0 {
				Payout::Bank
			} else {
				Payout::Chain
			},
		),
		Attempt::Confirm(id, index) => {
			let (id, index) = pick(id, index, is_instructed);
			Escrow::confirm_payout(signed(TREASURY), id, index)
		},
		Attempt::Refuse(id, index) => {
			let (id, index) = pick(id, index, is_instructed);
			Escrow::refuse_payout(signed(TREASURY), id, index, paper(9))
		},
		Attempt::Retry(id, index) => {
			let (id, index) = pick(id, index, |line| {
				matches!(line.status, LineStatus::Returned { .. })
			});
			Escrow::retry_line(signed(OFFICER), id, index)
		},
		Attempt::Deposit(id, index) => {
			let (id, index) = pick(id, index, |line| {
				!line.status.is_final() && !line.status.is_payable()
			});
			Escrow::deposit_line(signed(OFFICER), id, index, agency(COURT))
		},
		Attempt::Lose(number) => {
			if number % 2 == 0 {
				take_account(firm(who(number)));
			} else {
				for account in FIRMS_IN_STORIES {
					give_account(firm(account));
				}
			}
			Ok(())
		},
		Attempt::Attach(id, number, amount) => Escrow::attach_claims(
			signed(COURT),
			which(id),
			firm(who(number)),
			won(amount),
			paper(10),
		),
		Attempt::Lift(id, number) => {
			Escrow::lift_attachment(signed(COURT), which(id), firm(who(number)))
		},
		Attempt::Settle(id, index, amount) => {
			let (id, index) = pick(id, index, |line| {
				matches!(line.status, LineStatus::Attached { .. })
			});
			let amount = won(amount / 3);
			Escrow::settle_attached_line(signed(COURT), id, index, firm(GUARANTOR), amount)
		},
		Attempt::Suspend(id) => Escrow::suspend_contract(signed(DEPARTMENT), which(id), paper(11)),
		Attempt::Resume(id) => Escrow::resume_contract(signed(DEPARTMENT), which(id)),
		Attempt::Terminate(id) => {
			Escrow::terminate_contract(signed(DEPARTMENT), which(id), paper(12))
		},
		Attempt::Settlement(id, done) => {
			let id = which(id);
			for claim_id in (0..NextClaimId::<Test>::get().0).map(ClaimId) {
				if claim(claim_id).contract == id {
					let _ = Escrow::reject_claim(signed(DEPARTMENT), claim_id);
				}
			}
			let _ = Escrow::terminate_contract(signed(DEPARTMENT), id, paper(12));
			let settlement = NextClaimId::<Test>::get();
			let result = Escrow::submit_settlement(
				signed(DEPARTMENT),
				id,
				quantities(done),
				LineDrafts::default(),
				paper(21),
			);
			for _ in 0..3 {
				drive(settlement);
			}
			result
		},
		Attempt::Rotate => {
			use seoul_chain_primitives::OnAccountRotated;
			let old = officer();
			let new = if old == OFFICER {
				OFFICERS_CLERK
			} else {
				OFFICER
			};
			rotate(firm(OFFICER), new);
			Escrow::on_account_rotated(firm(OFFICER), &old, &new)
		},
		Attempt::Holiday(days) => amend(&[Escrow::today().plus(days)], &[]),
		Attempt::Workday(days) => amend(&[], &[Escrow::today().plus(days)]),
		Attempt::Report(amount) => {
			Escrow::report_work(signed(ROOFER), SubcontractId(0), won(amount), paper(13))
		},
		Attempt::Contest(number) => Escrow::contest_work(
			signed(LEAD),
			SubcontractId(0),
			ReportNumber(number),
			paper(14),
		),
		Attempt::DecideWork(number, amount) => Escrow::decide_work(
			signed(DISPUTE_BODY),
			SubcontractId(0),
			ReportNumber(number),
			won(amount),
		),
		Attempt::PassWork(number) => {
			Escrow::pass_work(signed(LEAD), SubcontractId(0), ReportNumber(number))
		},
		Attempt::ClaimReport(number) => {
			let (sub, number) = (SubcontractId(0), ReportNumber(number));
			let amount = WorkReports::<Test>::get(sub, number).map_or(WON, |report| report.amount);
			Escrow::submit_claim(
				signed(LEAD),
				ContractId(0),
				ClaimKind::Progress,
				units(3),
				lines(&[reported_work(sub, ROOFER, number, amount)]),
				paper(15),
			)
		},
		Attempt::DirectPay => Escrow::request_direct_pay(
			signed(ROOFER),
			SubcontractId(0),
			DirectPayTrigger::Agreement,
			paper(16),
		),
		Attempt::StopDirectPay => {
			Escrow::stop_direct_pay(signed(LEAD), SubcontractId(0), paper(17))
		},
		Attempt::ClaimDirectly(amount) => Escrow::submit_claim(
			signed(ROOFER),
			ContractId(0),
			ClaimKind::Progress,
			units(1),
			lines(&[work(SubcontractId(0), ROOFER, won(amount))]),
			paper(18),
		),
		Attempt::BuyByKey(id, amount) => {
			let key = Payee::Key(ClaimKey(key_pair(1).public().0));
			Escrow::submit_claim(
				signed(LEAD),
				which(id),
				ClaimKind::Progress,
				units(1),
				lines(&[purchase(key, won(amount))]),
				paper(19),
			)
		},
		Attempt::Redeem(id, index) => {
			let (id, index) = pick(id, index, |line| matches!(line.payee, Payee::Key(_)));
			let contract = Claims::<Test>::get(id).map_or(ContractId(0), |c| c.contract);
			let message = redeem_message([7; 32], contract, id, index, firm(MERCHANT));
			let signature = key_pair(1).sign(&message);
			Escrow::redeem_line(signed(MERCHANT), id, index, signature)
		},
		Attempt::DisputeWage(id, index, place) => {
			let (id, index) = pick(id, index, is_paid_labour);
			Escrow::dispute_wage(
				signed(CITIZEN),
				id,
				index,
				place,
				SLIPS[usize::from(place == 1)],
				merkle::proof(&SLIPS, place),
			)
		},
		Attempt::DecideWage(id, index, place, upheld) => {
			let (id, index) = pick(id, index, is_paid_labour);
			let outcome = if upheld {
				WageOutcome::Upheld
			} else {
				WageOutcome::Rejected
			};
			Escrow::decide_wage(signed(DISPUTE_BODY), id, index, place, outcome)
		},
		Attempt::ConfirmWages(id, index) => {
			let (id, index) = pick(id, index, is_paid_labour);
			Escrow::confirm_wages(
				signed(LABOUR_BANK),
				id,
				index,
				WageIndices::truncate_from(vec![0, 1]),
			)
		},
		Attempt::PayInterest(id, index) => {
			let (id, index) = pick(id, index, |line| line.days_late > 0);
			Escrow::pay_interest(signed(officer()), Debt::Line(id, index))
		},
		Attempt::PayWorkInterest(number) => Escrow::pay_interest(
			signed(LEAD),
			Debt::Work(SubcontractId(0), ReportNumber(number)),
		),
		Attempt::Wait(days) => {
			pass_days(days.into());
			Ok(())
		},
		Attempt::Pause(paused) => {
			pause(paused);
			Ok(())
		},
		Attempt::Narrow(lines) => {
			set_service_weight(
				<Test as Config>::WeightInfo::service()
					.saturating_add(<Test as Config>::WeightInfo::pay_claim(
						1 + u32::from(lines),
					))
					.saturating_add(<Test as Config>::WeightInfo::service_task()),
			);
			Ok(())
		},
	};
	next_block();
}

fn amend(add: &[Day], remove: &[Day]) -> sp_runtime::DispatchResult {
	Escrow::amend_holidays(
		RuntimeOrigin::root(),
		add.to_vec().try_into().expect("one day"),
		remove.to_vec().try_into().expect("one day"),
	)
}

/// What a naive bookkeeper writes down from what is announced.
#[derive(Default)]
struct Book {
	paid: BTreeMap<(ClaimId, LineIndex), Balance>,
}

impl Book {
	fn read(&mut self) {
		for event in events() {
			let (Event::LinePaid {
				claim,
				line,
				amount,
				..
			}
			| Event::PayoutConfirmed {
				claim,
				line,
				amount,
				..
			}
			| Event::LineDeposited {
				claim,
				line,
				amount,
				..
			}) = event
			else {
				continue;
			};
			assert!(
				self.paid.insert((claim, line), amount).is_none(),
				"a line was paid twice"
			);
		}
	}

	fn check(&self, issuance: Balance) {
		assert_eq!(Balances::total_issuance(), issuance);
		for id in 0..u64::from(CONTRACTS) {
			let info = Escrow::contract_info(ContractId(id)).expect("there is such a contract");
			let money = info.money;
			assert_eq!(
				money.released + money.held + money.refundable + money.refunded,
				money.funded
			);
			let paid: Balance = self
				.paid
				.iter()
				.filter(|((claim_id, _), _)| claim(*claim_id).contract == ContractId(id))
				.map(|(_, amount)| amount)
				.sum();
			assert_eq!(paid, money.released);
		}
		let totals = Escrow::totals();
		assert_eq!(
			totals.released + totals.held + totals.refundable + totals.refunded,
			totals.funded
		);
		assert_eq!(self.paid.values().sum::<Balance>(), totals.released);
	}
}

/// The last of `count` business days after `from`, day by day.
fn naive_last_day(from: Day, count: u32, holidays: &BTreeSet<u32>) -> Day {
	let mut day = from.0;
	let mut left = count;
	while left > 0 {
		day += 1;
		if ![0, 6].contains(&((day + 4) % 7)) && !holidays.contains(&day) {
			left -= 1;
		}
	}
	Day(day)
}

fn check_deadlines() {
	if CalendarSweep::<Test>::exists() {
		return;
	}
	let holidays: BTreeSet<u32> = HolidaySet::<Test>::get().iter().map(|day| day.0).collect();
	for claim in Claims::<Test>::iter_values() {
		if let ClaimStatus::PaymentRequested { deadline, pay_on } = claim.status {
			let Period::BusinessDays(count) = deadline.period else {
				panic!("the city pays in business days");
			};
			// A claim that the officer brought forward keeps its deadline, whatever days become holidays.
			if deadline.due >= Escrow::today() && pay_on >= deadline.due {
				assert_eq!(
					deadline.due,
					naive_last_day(deadline.from, count, &holidays)
				);
			}
			assert!(pay_on <= deadline.due || pay_on <= Escrow::today());
		}
	}
}

/// Do what a line waits for.
fn finish_line(id: ClaimId, index: LineIndex) {
	let line = Lines::<Test>::get(id, index).expect("the line is there");
	match line.status {
		LineStatus::Objected { .. } => {
			assert_ok!(Escrow::decide_line(
				signed(DISPUTE_BODY),
				id,
				index,
				line.amount,
				paper(22)
			));
		},
		LineStatus::Instructed { .. } => {
			assert_ok!(Escrow::confirm_payout(signed(TREASURY), id, index));
		},
		LineStatus::Unclaimed { .. } => {
			assert_ok!(Escrow::deposit_line(
				signed(OFFICER),
				id,
				index,
				agency(COURT)
			));
		},
		LineStatus::Returned { .. } => {
			assert_ok!(Escrow::retry_line(signed(OFFICER), id, index));
		},
		LineStatus::Attached { .. } => {
			assert_ok!(Escrow::settle_attached_line(
				signed(COURT),
				id,
				index,
				firm(GUARANTOR),
				0
			));
		},
		_ => {},
	}
}

/// End every contract: decide what is open, settle, pay, refund, close.
fn end_everything() {
	pause(false);
	set_service_weight(frame_support::weights::Weight::zero());
	for account in FIRMS_IN_STORIES {
		give_account(firm(account));
		assert_ok!(Escrow::choose_payout(signed(account), Payout::Chain));
	}
	let claims = || (0..NextClaimId::<Test>::get().0).map(ClaimId);
	for id in 0..u64::from(CONTRACTS) {
		let id = ContractId(id);
		for claim_id in claims().filter(|other| claim(*other).contract == id) {
			let _ = Escrow::reject_claim(signed(DEPARTMENT), claim_id);
		}
		let _ = Escrow::terminate_contract(signed(DEPARTMENT), id, paper(20));
		if matches!(
			contract(id).status,
			ContractStatus::Terminated {
				settlement: Settlement::Open,
				..
			}
		) {
			let claim_id = NextClaimId::<Test>::get();
			assert_ok!(Escrow::submit_settlement(
				signed(DEPARTMENT),
				id,
				Quantities::default(),
				LineDrafts::default(),
				paper(21)
			));
			approve(claim_id);
		}
		bond(id, BondKind::Advance);
		bond(id, BondKind::Defect);
		let account = officer();
		let missing = contract(id)
			.claimable()
			.saturating_sub(contract(id).funds.balance());
		if missing > 0 {
			assert_ok!(Escrow::fund_contract(signed(account), id, missing));
		}
	}
	for claim_id in claims() {
		let _ = Escrow::request_payment(signed(DEPARTMENT), claim_id);
	}
	pass_days(60);
	for claim_id in claims() {
		// Decisions and settlements add lines.
		let mut index = LineIndex(0);
		while index.0 < claim(claim_id).lines {
			// Decided, it may wait for its merchant, a bank or a court.
			for _ in 0..4 {
				finish_line(claim_id, index);
			}
			index.0 += 1;
		}
		next_block();
		assert!(claim(claim_id).is_ended(), "{:?}", claim(claim_id));
	}
	for id in 0..u64::from(CONTRACTS) {
		let id = ContractId(id);
		let left = contract(id).funds.balance();
		assert_eq!(contract(id).refundable(), left, "nobody can claim any more");
		if left > 0 {
			assert_ok!(Escrow::refund(signed(OFFICER), id, left));
		}
		if let ContractStatus::DefectPeriod { until } = contract(id).status {
			set_time(until.plus(1).start(DayLength::<Test>::get()));
		}
		assert_ok!(Escrow::close_contract(signed(DEPARTMENT), id));
	}
	assert_eq!(HeldFunds::<Test>::iter().count(), 0);
}

/// Two contracts with a roofer each.
fn begin() {
	assert_ok!(Balances::transfer_allow_death(
		signed(LEAD),
		OFFICERS_CLERK,
		FORTUNE / 2
	));
	for _ in 0..CONTRACTS {
		let id = active_contract();
		subcontract(id, LEAD, ROOFER, None, 50_000 * WON);
		bond(id, BondKind::Advance);
	}
}

#[test]
fn the_stories_reach_whatever_can_become_of_a_line() {
	use proptest::{strategy::ValueTree, test_runner::TestRunner};
	let mut runner = TestRunner::deterministic();
	let mut seen = BTreeSet::new();
	for _ in 0..400 {
		let story = prop::collection::vec(attempt(), 60..120)
			.new_tree(&mut runner)
			.expect("a story is told")
			.current();
		new_test_ext().execute_with(|| {
			begin();
			for attempt in &story {
				try_it(attempt);
				seen.extend(events().iter().filter_map(|event| {
					let text = format!("{event:?}");
					let path = text.split([' ', '{']).next()?;
					path.rsplit("::").next().map(str::to_owned)
				}));
			}
		});
	}
	let mut missing = vec![
		"AdvanceOwed",
		"AttachedLineSettled",
		"CalendarApplied",
		"ClaimPaid",
		"ClaimUnfunded",
		"ContractCompleted",
		"ContractTerminated",
		"DeadlineMoved",
		"DecisionLate",
		"FundsRefunded",
		"HeldFundsMoved",
		"InspectionEscalated",
		"InterestOwed",
		"InterestPaid",
		"LineAttached",
		"LineDecided",
		"LineDeposited",
		"LineObjected",
		"LinePaid",
		"LineRedeemed",
		"LineReturned",
		"LineUnclaimed",
		"ObjectionWithdrawn",
		"PaymentLate",
		"PaymentReturned",
		"PayoutConfirmed",
		"PayoutInstructed",
		"WageDecided",
		"WagesLate",
		"WorkDecisionLate",
		"WorkPassed",
		"WorkPaymentMissed",
	];
	missing.retain(|name| !seen.contains(*name));
	assert!(missing.is_empty(), "no story says {missing:?}");
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(192))]

	#[test]
	fn no_won_appears_or_vanishes_and_every_contract_ends(
		story in prop::collection::vec(attempt(), 1..120)
	) {
		new_test_ext().execute_with(|| {
			begin();
			let issuance = Balances::total_issuance();
			let mut book = Book::default();
			for attempt in &story {
				try_it(attempt);
				book.read();
				book.check(issuance);
				check_deadlines();
			}
			Escrow::do_try_state().expect("invariants hold after the story");
			end_everything();
			book.read();
			book.check(issuance);
			Escrow::do_try_state().expect("invariants hold at the end");
		});
	}

	#[test]
	fn offsets_and_shares_never_leave_a_remainder(
		advance in 0..70_000u64,
		parts in prop::collection::vec(1..5u64, 1..10),
		share in 1..1_000_000u32,
	) {
		new_test_ext().execute_with(|| {
			let mut shared = draft();
			shared.members[0].share = Millionths(1_000_000 - share);
			shared.members[1].share = Millionths(share);
			let id = signed_contract(shared);
			assert_ok!(Escrow::start_contract(signed(DEPARTMENT), id));
			assert_ok!(Escrow::fund_contract(signed(OFFICER), id, AMOUNT));
			bond(id, BondKind::Advance);
			bond(id, BondKind::Defect);
			if advance > 0 {
				pay(id, ClaimKind::Advance { amount: won(advance) }, 0, &[]);
			}
			let mut left = 10;
			for part in parts {
				let done = part.min(left);
				if done == 0 {
					break;
				}
				left -= done;
				let kind = if left == 0 { ClaimKind::Completion } else { ClaimKind::Progress };
				pay(id, kind, done, &[]);
			}
			if left > 0 {
				pay(id, ClaimKind::Completion, left, &[]);
			}
			let end = contract(id);
			assert_eq!(end.funds.released, AMOUNT);
			assert_eq!(end.advance.outstanding(), 0);
			assert_eq!(end.funds.balance(), 0);
			Escrow::do_try_state().expect("invariants hold");
		});
	}

	#[test]
	fn every_claim_is_paid_on_the_day_of_a_naive_calendar_and_in_order(
		waits in prop::collection::vec(0..4u32, 1..12),
		rest in prop::collection::btree_set(1..60u32, 0..20),
		room in 1..4u32,
	) {
		new_test_ext().execute_with(|| {
			let holidays: BTreeSet<u32> = rest.iter().map(|day| FIRST_DAY.plus(*day).0).collect();
			HolidaySet::<Test>::put(Holidays::truncate_from(
				holidays.iter().copied().map(Day).collect(),
			));
			set_service_weight(
				<Test as Config>::WeightInfo::service()
					.saturating_add(<Test as Config>::WeightInfo::pay_claim(room))
					.saturating_add(<Test as Config>::WeightInfo::service_day()),
			);
			let mut expected = Vec::new();
			let mut paid = Vec::new();
			let mut day = |days: u32| {
				for _ in 0..days {
					pass_days(1);
					// Each day has blocks enough for all that is due.
					for _ in 0..60 {
						next_block();
					}
					paid.extend(events().into_iter().filter_map(|event| match event {
						Event::ClaimPaid { claim, on } => Some((on, claim)),
						_ => None,
					}));
				}
			};
			for wait in waits {
				day(wait);
				let id = funded_contract();
				let claim_id = request(id, ClaimKind::Progress, 3, &[]);
				expected.push((naive_last_day(Escrow::today(), 5, &holidays), claim_id));
			}
			day(100);
			expected.sort();
			assert_eq!(paid, expected);
			Escrow::do_try_state().expect("invariants hold");
		});
	}

	#[test]
	fn a_period_of_days_ends_as_a_naive_calendar_says(
		from in 20_000..22_000u32,
		days in 1..60u32,
		rest in prop::collection::btree_set(20_000..22_100u32, 0..400),
	) {
		let holidays: Vec<Day> = rest.iter().copied().map(Day).collect();
		let mut last = from + days;
		while [0, 6].contains(&((last + 4) % 7)) || rest.contains(&last) {
			last += 1;
		}
		assert_eq!(Period::Days(days).last_day(Day(from), &holidays), Day(last));
		assert_eq!(
			Period::BusinessDays(days).last_day(Day(from), &holidays),
			naive_last_day(Day(from), days, &rest)
		);
	}

	#[test]
	fn interest_is_that_of_exact_arithmetic_rounded_down_to_the_won(
		amount in 0..100_000_000_000u64,
		days in 0..4_000u32,
		rate in 0..250_000u32,
	) {
		let exact = won(amount) * Balance::from(rate) * Balance::from(days) / (365 * 1_000_000);
		assert_eq!(
			Millionths(rate).interest(won(amount), days, WON),
			exact / WON * WON
		);
	}
}
