// SPDX-License-Identifier: Apache-2.0

use crate::{genesis::*, mock::*, *};
use frame_support::{assert_noop, assert_ok, BoundedVec};
use seoul_chain_primitives::ParticipationReward;

fn batch(
	rows: Vec<CreditRow>,
) -> BoundedVec<CreditRow, frame_support::traits::ConstU32<MAX_BATCH>> {
	BoundedVec::truncate_from(rows)
}

#[test]
fn an_account_without_won_holds_points() {
	build_and_execute(|| {
		assert_eq!(System::account(MINA).data.free, 0);
		assert_ok!(Mileage::credit(signed(CLIMATE), ECO, row(MINA, 1, 30_000)));
		assert_eq!(shown(ECO, MINA), 30_000);
		assert_eq!(
			take_events(),
			vec![Event::Credited {
				scheme: ECO,
				member: citizen(MINA),
				period: Period(1),
				points: 30_000,
				netted: 0,
				expiry: JANUARY.plus(60),
				evidence: Evidence::Document(paper(1)),
			}]
		);
		let ledger = ledger(ECO);
		assert_eq!((ledger.issued, ledger.live), (30_000, 30_000));
	});
}

#[test]
fn a_repeated_credit_changes_nothing_and_says_so() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 30_000);
		assert_noop!(
			Mileage::credit(signed(CLIMATE), ECO, row(MINA, 1, 30_000)),
			Error::<Test>::AlreadyCredited
		);
		// Another member, another scheme: not the same.
		credit(ECO, JUNHO, 1, 30_000);
		credit(CAR, MINA, 1, 30_000);
	});
}

#[test]
fn a_batch_credits_the_good_rows_and_reports_each_bad_one() {
	build_and_execute(|| {
		credit(ECO, MINA, 1, 10_000);
		take_events();
		assert_ok!(Mileage::credit_batch(
			signed(CLERK),
			ECO,
			batch(vec![
				row(MINA, 1, 10_000),
				row(JUNHO, 1, 10_000),
				row(SORA, 1, 0),
				row(SORA, 1, 60_001),
				row(99, 1, 10_000),
				row(SORA, 1, 50_000),
				row(SORA, 2, 20_000),
			])
		));
		let refused: Vec<_> = take_events()
			.into_iter()
			.filter_map(|event| match event {
				Event::CreditRefused {
					position, reason, ..
				} => Some((position, reason)),
				_ => None,
			})
			.collect();
		assert_eq!(
			refused,
			vec![
				(0, Error::<Test>::AlreadyCredited.into()),
				(2, Error::<Test>::PointsAreZero.into()),
				(3, Error::<Test>::AboveCreditCap.into()),
				(4, Error::<Test>::NoAccount.into()),
				(6, Error::<Test>::AboveMonthlyCap.into()),
			]
		);
		assert_eq!(shown(ECO, JUNHO), 10_000);
		assert_eq!(shown(ECO, SORA), 50_000);
		assert_eq!(ledger(ECO).issued, 70_000);
	});
}

#[test]
fn running_a_batch_again_credits_only_what_is_missing() {
	build_and_execute(|| {
		let rows = |until: u64| batch((1..=until).map(|member| row(member, 7, 200)).collect());
		assert_ok!(Mileage::credit_batch(
			signed(HEALTH_OFFICE),
			HEALTH,
			rows(40)
		));
		assert_ok!(Mileage::credit_batch(
			signed(HEALTH_OFFICE),
			HEALTH,
			rows(90)
		));
		assert_eq!(ledger(HEALTH).issued, 90 * 200);
		assert_eq!(shown(HEALTH, 1), 200);
	});
}

#[test]
fn periods_may_be_credited_in_any_order_within_256() {
	build_and_execute(|| {
		for period in [300, 299, 46, 301, 100, 47] {
			credit(ETAX, MINA, period, 500);
			assert_noop!(
				Mileage::credit(signed(ETAX_OFFICE), ETAX, row(MINA, period, 500)),
				Error::<Test>::AlreadyCredited
			);
		}
		assert_noop!(
			Mileage::credit(signed(ETAX_OFFICE), ETAX, row(MINA, 45, 500)),
			Error::<Test>::PeriodTooOld
		);
		credit(ETAX, MINA, 556, 500);
		assert_noop!(
			Mileage::credit(signed(ETAX_OFFICE), ETAX, row(MINA, 300, 500)),
			Error::<Test>::PeriodTooOld
		);
		assert_noop!(
			Mileage::credit(signed(ETAX_OFFICE), ETAX, row(MINA, 301, 500)),
			Error::<Test>::AlreadyCredited
		);
		credit(ETAX, MINA, 302, 500);
	});
}

#[test]
fn the_caps_of_a_credit_a_month_and_a_year_hold() {
	build_and_execute(|| {
		let office = signed(HEALTH_OFFICE);
		let credit =
			|period, points| Mileage::credit(office.clone(), HEALTH, row(MINA, period, points));
		assert_noop!(credit(1, 6_201), Error::<Test>::AboveCreditCap);
		assert_ok!(credit(1, 6_000));
		assert_noop!(credit(2, 201), Error::<Test>::AboveMonthlyCap);
		assert_ok!(credit(2, 200));
		change_rule(HEALTH, |rule| rule.max_per_year = 10_000);
		pass_months(1);
		assert_noop!(credit(3, 3_801), Error::<Test>::AboveYearlyCap);
		assert_ok!(credit(3, 3_800));
		pass_months(1);
		assert_noop!(credit(4, 1), Error::<Test>::AboveYearlyCap);
		// January of the next year.
		pass_months(10);
		assert_ok!(credit(4, 6_200));
	});
}

#[test]
fn no_more_is_credited_than_is_funded() {
	build_and_execute(|| {
		let free = Mileage::reconciliation(ECO).expect("exists").free;
		assert_eq!(free, BUDGET);
		assert_ok!(Mileage::withdraw_budget(
			signed(CLIMATE),
			ECO,
			BUDGET - 59_999 * WON
		));
		assert_noop!(
			Mileage::credit(signed(CLIMATE), ECO, row(MINA, 1, 60_000)),
			Error::<Test>::AboveFundedBudget
		);
		credit(ECO, MINA, 1, 59_999);
		assert_noop!(
			Mileage::withdraw_budget(signed(CLIMATE), ECO, 1),
			Error::<Test>::BudgetInUse
		);
	});
}

#[test]
fn a_scheme_issues_no_more_than_its_budget_of_the_year() {
	build_and_execute(|| {
		change_rule(ECO, |rule| rule.yearly_budget = 100_000);
		credit(ECO, MINA, 1, 60_000);
		assert_noop!(
			Mileage::credit(signed(CLIMATE), ECO, row(JUNHO, 1, 40_001)),
			Error::<Test>::AboveYearlyBudget
		);
		credit(ECO, JUNHO, 1, 40_000);
		pass_months(12);
		credit(ECO, JUNHO, 2, 60_000);
	});
}

#[test]
fn an_office_credits_its_own_scheme_only() {
	build_and_execute(|| {
		assert_noop!(
			Mileage::credit(signed(ETAX_OFFICE), ECO, row(MINA, 1, 1)),
			Error::<Test>::NotTheIssuer
		);
		assert_noop!(
			Mileage::credit_batch(signed(ETAX_OFFICE), ECO, batch(vec![row(MINA, 1, 1)])),
			Error::<Test>::NotTheIssuer
		);
		assert_noop!(
			Mileage::credit(signed(MERCHANT), ECO, row(MINA, 1, 1)),
			NOT_A_DELEGATE
		);
		assert_noop!(
			Mileage::credit(signed(CLIMATE), SchemeId(6), row(MINA, 1, 1)),
			Error::<Test>::SchemeNotFound
		);
		assert_noop!(
			Mileage::credit_batch(signed(CLIMATE), ECO, batch(vec![])),
			Error::<Test>::NothingToDo
		);
	});
}

#[test]
fn two_hundred_rows_are_credited_in_one_call() {
	build_and_execute(|| {
		let rows = (1_000..1_200).map(|member| row(member, 1, 200)).collect();
		assert_ok!(Mileage::credit_batch(
			signed(HEALTH_OFFICE),
			HEALTH,
			batch(rows)
		));
		assert_eq!(ledger(HEALTH).issued, 200 * 200);
	});
}

#[test]
fn taking_part_in_a_poll_is_rewarded_once() {
	build_and_execute(|| {
		assert_ok!(Mileage::reward_participation(citizen(MINA), 17, 300));
		assert_noop!(
			Mileage::reward_participation(citizen(MINA), 17, 300),
			Error::<Test>::AlreadyCredited
		);
		assert_ok!(Mileage::reward_participation(citizen(MINA), 16, 300));
		assert_noop!(
			Mileage::reward_participation(citizen(MINA), 18, 501),
			Error::<Test>::AboveCreditCap
		);
		assert_eq!(shown(POLL, MINA), 600);
		assert!(take_events().iter().any(|event| matches!(
			event,
			Event::Credited {
				evidence: Evidence::Participation(17),
				..
			}
		)));
	});
}

#[test]
fn a_member_with_a_suspended_card_still_earns() {
	build_and_execute(|| {
		suspend(citizen(MINA));
		credit(ECO, MINA, 1, 10_000);
		assert_eq!(shown(ECO, MINA), 10_000);
	});
}

#[test]
fn a_member_takes_few_bytes_of_state() {
	use codec::Encode;
	build_and_execute(|| {
		let size = |member| Members::<Test>::get(citizen(member)).encode().len();
		credit(ECO, MINA, 1, 30_000);
		let one = size(MINA);
		credit(CAR, MINA, 1, 30_000);
		let two = size(MINA);
		// With one lot: a scheme more is so many bytes more.
		println!(
			"member with one scheme {one} bytes (account of 8), scheme {}",
			two - one
		);
		assert!(two - one <= 40);
		for period in 2..60 {
			pass_months(1);
			Mileage::credit(signed(ETAX_OFFICE), ETAX, row(MINA, period, 500)).expect("in order");
		}
		println!("a scheme with 58 monthly lots {}", size(MINA) - two);
	});
}

#[test]
fn a_row_of_a_batch_is_declared_at_a_quarter_of_a_millisecond_at_most() {
	build_and_execute(|| {
		let batch = Pallet::<Test>::weight_of_batch(200);
		assert!(batch.ref_time() / 200 <= 250_000_000, "{batch:?}");
	});
}

#[test]
fn a_payment_with_five_schemes_is_declared_at_sixteen_transfers_at_most() {
	// One `transfer_keep_alive` is declared at 97 microseconds.
	let payment = <() as WeightInfo>::pay(5);
	assert!(payment.ref_time() <= 16 * 97_000_000, "{payment:?}");
}
