// SPDX-License-Identifier: Apache-2.0

//! Random lives of wallets against a naive model. Whatever is tried, no point and no won appears or
//! vanishes, what is due first is spent first, and a refused call changes nothing.

use crate::{genesis::*, mock::*, *};
use frame_support::{traits::Hooks, weights::Weight, BoundedVec};
use proptest::prelude::*;
use seoul_chain_primitives::{Balance, OnAccountRotated};
use std::collections::BTreeMap;

const MEMBERS: [u64; 3] = [MINA, JUNHO, SORA];
/// What a point is worth: whole and broken won, so that there is change.
const VALUES: [Balance; 5] = [WON, 7 * WON, WON / 4, 10 * WON, 3 * WON];

#[derive(Clone, Debug)]
enum Attempt {
	Credit {
		scheme: usize,
		member: usize,
		period: u32,
		points: u64,
	},
	Batch {
		scheme: usize,
		rows: Vec<(usize, u32, u64)>,
	},
	Pay {
		member: usize,
		merchant: bool,
		won: u64,
		named: Option<usize>,
	},
	Redeem {
		member: usize,
		won: u64,
		named: Option<usize>,
	},
	Advance {
		redemption: u64,
		step: u8,
	},
	Gift {
		member: usize,
		to: usize,
		points: u64,
	},
	Convert {
		member: usize,
		from: usize,
		to: usize,
		points: u64,
	},
	Auto {
		member: usize,
		from: usize,
		to: Option<usize>,
	},
	ClawBack {
		scheme: usize,
		member: usize,
		points: u64,
	},
	Reverse {
		scheme: usize,
		member: usize,
		points: u64,
	},
	Freeze {
		scheme: usize,
		member: usize,
	},
	Reinstate {
		scheme: usize,
		member: usize,
	},
	Refund {
		scheme: usize,
		member: usize,
		points: u64,
	},
	Settle {
		merchant: bool,
	},
	Withdraw {
		scheme: usize,
		won: u64,
	},
	Rotate {
		member: usize,
		back: bool,
	},
	Wait {
		months: u32,
	},
	Idle,
}

fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
	use Attempt::*;
	let scheme = || 0..5usize;
	let member = || 0..3usize;
	let points = || prop_oneof![1..50u64, 1..2_000u64];
	let named = || prop::option::weighted(0.3, 0..5usize);
	prop::collection::vec(
		prop_oneof![
			6 => (scheme(), member(), 995..1_007u32, points())
				.prop_map(|(scheme, member, period, points)| Credit { scheme, member, period, points }),
			3 => (scheme(), prop::collection::vec((member(), 740..1_015u32, points()), 1..8))
				.prop_map(|(scheme, rows)| Batch { scheme, rows }),
			6 => (member(), proptest::bool::ANY, prop_oneof![1..100u64, 1..2_500u64], named())
				.prop_map(|(member, merchant, won, named)| Pay { member, merchant, won, named }),
			4 => (member(), 1..1_000u64, named())
				.prop_map(|(member, won, named)| Redeem { member, won, named }),
			4 => (0..8u64, 0..4u8).prop_map(|(redemption, step)| Advance { redemption, step }),
			2 => (member(), member(), points())
				.prop_map(|(member, to, points)| Gift { member, to, points }),
			3 => (member(), scheme(), scheme(), points())
				.prop_map(|(member, from, to, points)| Convert { member, from, to, points }),
			2 => (member(), scheme(), prop::option::of(scheme()))
				.prop_map(|(member, from, to)| Auto { member, from, to }),
			2 => (scheme(), member(), points())
				.prop_map(|(scheme, member, points)| ClawBack { scheme, member, points }),
			2 => (scheme(), member(), 1..200u64)
				.prop_map(|(scheme, member, points)| Reverse { scheme, member, points }),
			1 => (scheme(), member()).prop_map(|(scheme, member)| Freeze { scheme, member }),
			2 => (scheme(), member()).prop_map(|(scheme, member)| Reinstate { scheme, member }),
			1 => (scheme(), member(), points())
				.prop_map(|(scheme, member, points)| Refund { scheme, member, points }),
			2 => proptest::bool::ANY.prop_map(|merchant| Settle { merchant }),
			1 => (scheme(), 1..20_000u64).prop_map(|(scheme, won)| Withdraw { scheme, won }),
			1 => (member(), proptest::bool::ANY).prop_map(|(member, back)| Rotate { member, back }),
			3 => (1..3u32).prop_map(|months| Wait { months }),
			2 => Just(Idle),
		],
		1..120,
	)
}

/// What a naive book-keeper writes down from the events alone: the statement of each member.
#[derive(Default)]
struct Statements(BTreeMap<(u64, SchemeId), i128>);

impl Statements {
	fn add(&mut self, member: seoul_chain_primitives::PartyId, scheme: SchemeId, points: i128) {
		let seoul_chain_primitives::PartyId::Citizen(index) = member else {
			panic!("no company in these lives");
		};
		*self.0.entry((index.0, scheme)).or_default() += points;
	}

	fn read(&mut self, event: Event<Test>) {
		let of = i128::from;
		match event {
			Event::Credited {
				scheme,
				member,
				points,
				netted,
				..
			} => self.add(member, scheme, of(points) - of(netted)),
			Event::AutoConverted {
				member,
				from,
				to,
				points,
				received,
				..
			}
			| Event::Converted {
				member,
				from,
				to,
				points,
				received,
				..
			} => {
				self.add(member, from, -of(points));
				self.add(member, to, of(received));
			},
			Event::PointsExpired {
				scheme,
				member,
				points,
			}
			| Event::ClawedBack {
				scheme,
				member,
				points,
				..
			} => self.add(member, scheme, -of(points)),
			Event::ClawBackReversed {
				scheme,
				member,
				points,
				..
			}
			| Event::Refunded {
				scheme,
				member,
				points,
				..
			} => self.add(member, scheme, of(points)),
			Event::Paid { member, shares, .. }
			| Event::RedemptionReserved { member, shares, .. } => {
				for share in shares {
					self.add(member, share.scheme, -of(share.points));
				}
			},
			Event::RedemptionFailed { member, shares, .. }
			| Event::RedemptionCancelled { member, shares, .. } => {
				for share in shares {
					self.add(member, share.scheme, of(share.points));
				}
			},
			Event::Gifted {
				scheme,
				giver,
				receiver,
				points,
			} => {
				self.add(giver, scheme, -of(points));
				self.add(receiver, scheme, of(points));
			},
			_ => {},
		}
	}
}

/// Which account a member uses now.
struct Cast {
	accounts: [u64; 3],
}

/// A state that a refused call must not have changed.
fn root() -> Vec<u8> {
	sp_io::storage::root(sp_runtime::StateVersion::V1)
}

fn attempt(attempt: &Attempt, cast: &mut Cast) -> bool {
	let source = |named: &Option<usize>| match named {
		Some(scheme) => only(&[FIVE[*scheme]]),
		None => crate::mock::any(),
	};
	let payee = |merchant: bool| {
		if merchant {
			MERCHANT_AGENCY
		} else {
			OTHER_MERCHANT_AGENCY
		}
	};
	match attempt {
		Attempt::Credit {
			scheme,
			member,
			period,
			points,
		} => Mileage::credit(
			signed(office(FIVE[*scheme])),
			FIVE[*scheme],
			row(MEMBERS[*member], *period, *points),
		)
		.is_ok(),
		Attempt::Batch { scheme, rows } => Mileage::credit_batch(
			signed(office(FIVE[*scheme])),
			FIVE[*scheme],
			BoundedVec::truncate_from(
				rows.iter()
					.map(|(member, period, points)| row(MEMBERS[*member], *period, *points))
					.collect(),
			),
		)
		.is_ok(),
		Attempt::Pay {
			member,
			merchant,
			won,
			named,
		} => pay_and_check_order(
			MEMBERS[*member],
			cast.accounts[*member],
			payee(*merchant),
			Balance::from(*won) * WON,
			&source(named),
		),
		Attempt::Redeem { member, won, named } => Mileage::redeem(
			signed(cast.accounts[*member]),
			CHANNEL_AGENCY,
			Balance::from(*won) * WON,
			source(named),
			paper(1),
		)
		.is_ok(),
		Attempt::Advance { redemption, step } => {
			// One that is open, if there is any.
			let mut open: Vec<RedemptionId> = Redemptions::<Test>::iter_keys().collect();
			open.sort();
			let id = usize::try_from(*redemption)
				.ok()
				.and_then(|number| open.get(number % open.len().max(1)).copied())
				.unwrap_or(RedemptionId(*redemption));
			match step {
				0 => Mileage::send_redemption(signed(CHANNEL), id, paper(1)).is_ok(),
				1 => Mileage::settle_redemption(signed(CHANNEL), id).is_ok(),
				2 => Mileage::fail_redemption(signed(CHANNEL), id, paper(1)).is_ok(),
				_ => cast
					.accounts
					.iter()
					.any(|account| Mileage::cancel_redemption(signed(*account), id).is_ok()),
			}
		},
		Attempt::Gift { member, to, points } => Mileage::gift(
			signed(cast.accounts[*member]),
			citizen(MEMBERS[*to]),
			ETAX,
			*points,
		)
		.is_ok(),
		Attempt::Convert {
			member,
			from,
			to,
			points,
		} => Mileage::convert(
			signed(cast.accounts[*member]),
			FIVE[*from],
			FIVE[*to],
			*points,
		)
		.is_ok(),
		Attempt::Auto { member, from, to } => Mileage::set_auto_conversion(
			signed(cast.accounts[*member]),
			FIVE[*from],
			match to {
				Some(to) => AutoConversion::Into { scheme: FIVE[*to] },
				None => AutoConversion::Off,
			},
		)
		.is_ok(),
		Attempt::ClawBack {
			scheme,
			member,
			points,
		} => Mileage::claw_back(
			signed(office(FIVE[*scheme])),
			citizen(MEMBERS[*member]),
			FIVE[*scheme],
			*points,
			paper(1),
		)
		.is_ok(),
		Attempt::Reverse {
			scheme,
			member,
			points,
		} => Mileage::reverse_claw_back(
			signed(office(FIVE[*scheme])),
			citizen(MEMBERS[*member]),
			FIVE[*scheme],
			*points,
			paper(1),
		)
		.is_ok(),
		Attempt::Freeze { scheme, member } => Mileage::freeze(
			signed(office(FIVE[*scheme])),
			citizen(MEMBERS[*member]),
			FIVE[*scheme],
			FreezeCause::Fraud,
			paper(1),
		)
		.is_ok(),
		Attempt::Reinstate { scheme, member } => {
			// One that is frozen, if there is any.
			let frozen = Members::<Test>::get(citizen(MEMBERS[*member])).and_then(|member| {
				member
					.wallets
					.iter()
					.find(|wallet| !wallet.is_active())
					.map(|wallet| wallet.scheme)
			});
			let scheme = frozen.unwrap_or(FIVE[*scheme]);
			Mileage::reinstate(
				signed(office(scheme)),
				citizen(MEMBERS[*member]),
				scheme,
				paper(1),
			)
			.is_ok()
		},
		Attempt::Refund {
			scheme,
			member,
			points,
		} => Mileage::refund(
			signed(MERCHANT),
			citizen(MEMBERS[*member]),
			FIVE[*scheme],
			*points,
			paper(1),
		)
		.is_ok(),
		Attempt::Settle { merchant } => Mileage::settle(
			signed(SORA),
			BoundedVec::truncate_from(vec![payee(*merchant), CHANNEL_AGENCY]),
		)
		.is_ok(),
		Attempt::Withdraw { scheme, won } => Mileage::withdraw_budget(
			signed(office(FIVE[*scheme])),
			FIVE[*scheme],
			Balance::from(*won) * WON,
		)
		.is_ok(),
		Attempt::Rotate { member, back } => {
			let party = MEMBERS[*member];
			let new = if *back { party } else { party + 40 };
			let old = cast.accounts[*member];
			cast.accounts[*member] = new;
			if old == new {
				Mileage::on_account_rotated(citizen(party), &old, &new).is_ok()
			} else {
				rotate(citizen(party), new).is_ok()
			}
		},
		Attempt::Wait { months } => {
			pass_months(*months);
			true
		},
		Attempt::Idle => {
			Mileage::on_idle(1, Weight::MAX);
			true
		},
	}
}

/// A payment takes exactly what a naive payer would: point by point the earliest due, of the smallest number.
fn pay_and_check_order(
	member: u64,
	account: u64,
	payee: seoul_chain_primitives::AgencyId,
	amount: Balance,
	source: &Source,
) -> bool {
	let month = Mileage::current_month();
	let before: Vec<Wallet> = Members::<Test>::get(citizen(member))
		.map(|member| member.wallets.to_vec())
		.unwrap_or_default();
	let paid = Mileage::pay(
		signed(account),
		payee,
		Purpose::Purchase,
		amount,
		source.clone(),
		paper(1),
	)
	.is_ok();
	let mut wallets: Vec<Wallet> = before
		.into_iter()
		.filter(|wallet| {
			wallet.is_active()
				&& match source {
					Source::Only { schemes } => schemes.contains(&wallet.scheme),
					Source::Earliest { .. } => true,
				}
		})
		.collect();
	let mut left = i128::try_from(amount).expect("small");
	let mut opened = Vec::new();
	let value = |scheme: SchemeId| i128::try_from(VALUES[scheme.0 as usize - 1]).expect("small");
	while left > 0 {
		let next = wallets
			.iter_mut()
			.flat_map(|wallet| {
				let scheme = wallet.scheme;
				let change = wallet.change;
				wallet
					.lots
					.iter_mut()
					.filter(|lot| lot.expiry >= month && lot.points > 0)
					.map(move |lot| (lot.expiry, scheme, change, lot))
			})
			.min_by_key(|(expiry, scheme, ..)| (*expiry, *scheme));
		let Some((_, scheme, change, lot)) = next else {
			break;
		};
		if !opened.contains(&scheme) {
			opened.push(scheme);
			left -= i128::try_from(change).expect("small");
			if left <= 0 {
				break;
			}
		}
		lot.points -= 1;
		left -= value(scheme);
	}
	assert_eq!(paid, left <= 0, "pays if and only if there is enough");
	if paid {
		for expected in wallets {
			if !opened.contains(&expected.scheme) {
				continue;
			}
			let lots: Vec<Lot> = expected
				.lots
				.iter()
				.filter(|lot| lot.expiry >= month && lot.points > 0)
				.copied()
				.collect();
			assert_eq!(wallet(expected.scheme, member).lots.to_vec(), lots);
		}
	}
	paid
}

fn lives(cases: u32) -> ProptestConfig {
	ProptestConfig {
		cases,
		..ProptestConfig::default()
	}
}

proptest! {
	#![proptest_config(lives(400))]

	#[test]
	fn no_life_makes_or_loses_a_point_or_a_won(story in attempts()) {
		new_test_ext().execute_with(|| {
			for (scheme, value) in FIVE.iter().zip(VALUES) {
				change_value(*scheme, value);
				change_rule(*scheme, |rule| {
					rule.expiry_months = 3;
					rule.min_redemption = 2;
					rule.max_per_credit = 1_500;
					rule.max_per_month = 6_000;
					for one in [PointUse::ConversionIn, PointUse::ConversionOut] {
						rule.uses.try_insert(one).expect("there is room");
					}
				});
				Mileage::fund_budget(signed(office(*scheme)), *scheme, 30_000 * WON).expect("has won");
			}
			System::reset_events();
			for scheme in FIVE {
				for member in MEMBERS {
					credit(scheme, member, 1_000, 300);
				}
			}
			let issuance = Balances::total_issuance();
			let mut cast = Cast { accounts: MEMBERS };
			let mut statements = Statements::default();
				for event in take_events() {
					statements.read(event);
				}
			for step in &story {
				let before = root();
				let done = attempt(step, &mut cast);
				if !done {
					prop_assert_eq!(root(), before, "a refused call changed something: {:?}", step);
				}
				for event in take_events() {
					statements.read(event);
				}
				if let Err(reason) = Mileage::do_try_state() {
					prop_assert!(false, "{:?} after {:?}", reason, step);
				}
				for (number, member) in MEMBERS.iter().enumerate() {
					for scheme in FIVE {
						let stated = statements.0.get(&(*member, scheme)).copied().unwrap_or_default();
						let shown = shown(scheme, cast.accounts[number]);
						prop_assert_eq!(Balance::try_from(stated).ok(), Some(shown), "{:?}", step);
					}
				}
			}
			prop_assert_eq!(Balances::total_issuance(), issuance);
			for books in Mileage::reconcile_all() {
				prop_assert_eq!(books.difference, 0);
				prop_assert_eq!(books.supply, Balance::from(books.live));
			}
			Ok(())
		})?;
	}
}
