// SPDX-License-Identifier: Apache-2.0

use crate::{genesis::*, mock::*, *};
use frame_support::{assert_noop, assert_ok, traits::Hooks, weights::Weight};

fn short_lived() {
	change_rule(ECO, |rule| rule.expiry_months = 1);
}

#[test]
fn points_can_be_used_until_the_end_of_their_month_and_not_a_moment_longer() {
	build_and_execute(|| {
		short_lived();
		credit(ECO, MINA, 1, 1_000);
		let due = Calendar::Korean.due_at(JANUARY.plus(1));
		set_now(due - 1);
		assert_eq!(spendable(ECO, MINA), 1_000);
		set_now(due);
		assert_eq!(spendable(ECO, MINA), 0);
		let view = &Mileage::wallet_of(citizen(MINA), 30)[0];
		assert_eq!((view.balance, view.spendable, view.value), (1_000, 0, 0));
		assert_noop!(
			Mileage::pay(
				signed(MINA),
				MERCHANT_AGENCY,
				Purpose::Purchase,
				WON,
				any(),
				paper(1)
			),
			Error::<Test>::InsufficientPoints
		);
		assert_noop!(
			Mileage::convert(signed(MINA), ECO, CAR, 1),
			Error::<Test>::InsufficientPoints
		);
	});
}

#[test]
fn due_points_leave_the_wallet_at_its_next_use() {
	build_and_execute(|| {
		short_lived();
		credit(ECO, MINA, 1, 1_000);
		pass_months(2);
		take_events();
		credit(ECO, MINA, 2, 10);
		assert_eq!(shown(ECO, MINA), 10);
		assert_eq!(
			take_events()[0],
			Event::PointsExpired {
				scheme: ECO,
				member: citizen(MINA),
				points: 1_000
			}
		);
	});
}

#[test]
fn due_points_are_swept_out_of_all_wallets_in_bounded_steps() {
	build_and_execute(|| {
		short_lived();
		for member in 1_000..1_100 {
			credit(ECO, member, 1, 100);
			credit(CAR, member, 1, 100);
		}
		pass_months(2);
		SweepWeight::set(
			<() as WeightInfo>::sweep_base() + <() as WeightInfo>::sweep_member(MAX_SCHEMES) * 2,
		);
		let blocks = sweep_all();
		assert!((5..100).contains(&blocks), "{blocks}");
		assert_eq!(ledger(ECO).expired, 10_000);
		assert_eq!((ledger(ECO).live, ledger(CAR).live), (0, 10_000));
		assert_eq!(
			SweepState::<Test>::get(),
			Sweep::Done {
				month: JANUARY.plus(2)
			}
		);
		// Nothing more is to be done this month.
		assert_eq!(
			Mileage::on_idle(1, Weight::MAX),
			<() as WeightInfo>::sweep_base()
		);
	});
}

#[test]
fn a_full_block_sweeps_nothing_and_loses_nothing() {
	build_and_execute(|| {
		short_lived();
		credit(ECO, MINA, 1, 100);
		pass_months(2);
		assert_eq!(Mileage::on_idle(1, Weight::zero()), Weight::zero());
		let little = <() as WeightInfo>::sweep_base();
		assert_eq!(Mileage::on_idle(1, little), little);
		assert_eq!(ledger(ECO).live, 100);
		sweep_all();
		assert_eq!(ledger(ECO).expired, 100);
	});
}

#[test]
fn a_pass_that_a_month_interrupts_is_followed_by_another() {
	build_and_execute(|| {
		short_lived();
		for member in 1_000..1_020 {
			credit(ECO, member, 1, 100);
		}
		pass_months(1);
		for member in 1_000..1_020 {
			credit(ECO, member, 2, 100);
		}
		pass_months(1);
		SweepWeight::set(
			<() as WeightInfo>::sweep_base() + <() as WeightInfo>::sweep_member(MAX_SCHEMES),
		);
		Mileage::on_idle(1, Weight::MAX);
		assert!(matches!(SweepState::<Test>::get(), Sweep::Running { .. }));
		pass_months(1);
		sweep_all();
		assert_eq!(ledger(ECO).expired, 20 * 200);
	});
}

#[test]
fn points_due_soon_can_be_read() {
	build_and_execute(|| {
		short_lived();
		credit(ECO, MINA, 1, 1_000);
		pass_months(1);
		credit(ECO, MINA, 2, 500);
		let view = |days| Mileage::wallet_of(citizen(MINA), days)[0].clone();
		// 15 February: the first are due on 1 March.
		assert_eq!(view(13).expiring, 0);
		assert_eq!(view(14).expiring, 1_000);
		assert_eq!(view(45).expiring, 1_500);
		assert_eq!(
			view(0).next_expiry,
			Some(runtime_api::NextExpiry {
				expiry: JANUARY.plus(1),
				due_at: Calendar::Korean.start_of(JANUARY.plus(2)),
				points: 1_000
			})
		);
	});
}

#[test]
fn freezing_stops_expiry_and_reinstatement_gives_grace() {
	build_and_execute(|| {
		short_lived();
		credit(ECO, MINA, 1, 1_000);
		assert_ok!(Mileage::freeze(
			signed(CLIMATE),
			citizen(MINA),
			ECO,
			FreezeCause::Fraud,
			paper(1)
		));
		pass_months(5);
		sweep_all();
		assert_eq!((shown(ECO, MINA), spendable(ECO, MINA)), (1_000, 0));
		take_events();
		assert_ok!(Mileage::reinstate(
			signed(CLIMATE),
			citizen(MINA),
			ECO,
			paper(2)
		));
		assert_eq!(spendable(ECO, MINA), 1_000);
		assert_eq!(wallet(ECO, MINA).lots[0].expiry, JANUARY.plus(6));
		assert_eq!(
			take_events(),
			vec![Event::WalletReinstated {
				scheme: ECO,
				member: citizen(MINA),
				given_grace: 1_000,
				decision: paper(2)
			}]
		);
	});
}

#[test]
fn a_full_wallet_puts_points_to_a_later_lot() {
	let mut wallet = Wallet::new(ECO);
	for month in 0..MAX_LOTS {
		wallet.add_lot(Lot {
			expiry: Month(2 * month + 10),
			points: 1,
		});
	}
	wallet.add_lot(Lot {
		expiry: Month(11),
		points: 5,
	});
	assert_eq!(
		wallet.lots[1],
		Lot {
			expiry: Month(12),
			points: 6
		}
	);
	wallet.add_lot(Lot {
		expiry: Month(500),
		points: 5,
	});
	assert_eq!(
		wallet.lots.last().copied(),
		Some(Lot {
			expiry: Month(500),
			points: 6
		})
	);
	assert_eq!(wallet.live(), u64::from(MAX_LOTS) + 10);
}

mod periods {
	use super::*;
	use proptest::prelude::*;
	use std::collections::BTreeSet;

	proptest! {
		#[test]
		fn the_bitmap_remembers_what_a_set_would(numbers in prop::collection::vec(0u32..1_200, 1..120)) {
			let mut periods = Periods::default();
			let mut all = BTreeSet::new();
			for number in numbers {
				let latest = all.last().copied();
				let expected = match latest {
					Some(latest) if number + REMEMBERED_PERIODS <= latest => Err(PeriodRefusal::TooOld),
					_ if all.contains(&number) => Err(PeriodRefusal::Credited),
					_ => Ok(()),
				};
				prop_assert_eq!(periods.check(Period(number)), expected);
				if expected.is_ok() {
					periods.mark(Period(number));
					all.insert(number);
				}
				prop_assert!(periods.seen.last().is_some_and(|last| *last != 0));
			}
		}
	}
}
