// SPDX-License-Identifier: Apache-2.0

//! Whatever is sent in whatever order: quota holds what it promises, and nobody uses more.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

const ACCOUNTS: [AccountId; 7] = [
	CITIZEN,
	RICH_CITIZEN,
	BUSINESS,
	AGENCY,
	COUNCILLOR,
	PAYER,
	STRANGER,
];

/// What a transaction weighs and how long it is, in thousandths of what a rested account can use.
#[derive(Clone, Copy, Debug)]
struct Size {
	compute: u64,
	bytes: u32,
}

/// How the call of a transaction ends, and how much of its weight it used, in per cent.
#[derive(Clone, Copy, Debug)]
struct End {
	used: u64,
	succeeds: bool,
	pays: Pays,
}

#[derive(Clone, Debug)]
struct Sent {
	who: AccountId,
	ahead: Nonce,
	tip: u64,
	covered: bool,
	size: Size,
	end: End,
}

#[derive(Clone, Debug)]
enum Step {
	Send(Sent),
	Blocks(u64),
	Admit(AccountId, AccountClass),
	Expel(AccountId),
	SetAllowance(AccountClass, Allowance),
}

fn account() -> impl Strategy<Value = AccountId> {
	prop::sample::select(&ACCOUNTS[..])
}

fn class() -> impl Strategy<Value = AccountClass> {
	prop::sample::select(&CLASSES[..])
}

fn size() -> impl Strategy<Value = Size> {
	(0..500u64, 1..500u32).prop_map(|(compute, bytes)| Size { compute, bytes })
}

fn end() -> impl Strategy<Value = End> {
	let pays = prop_oneof![9 => Just(Pays::Yes), 1 => Just(Pays::No)];
	(0..=100u64, prop::bool::weighted(0.7), pays).prop_map(|(used, succeeds, pays)| End {
		used,
		succeeds,
		pays,
	})
}

fn sent() -> impl Strategy<Value = Sent> {
	let ahead = prop_oneof![9 => Just(0), 1 => 1..3u32];
	let tip = prop_oneof![9 => Just(0), 1 => 1..1_000u64];
	let covered = prop::bool::weighted(0.9);
	(account(), ahead, tip, covered, size(), end()).prop_map(
		|(who, ahead, tip, covered, size, end)| Sent {
			who,
			ahead,
			tip,
			covered,
			size,
			end,
		},
	)
}

/// An allowance of so many thousandths of the usual one.
fn some_allowance() -> impl Strategy<Value = Allowance> {
	(0..2_000u64, 0..2_000u64, 0..2_000u32, 0..2_000u32).prop_map(
		|(compute, compute_back, bytes, bytes_back)| {
			let usual = allowance();
			Allowance {
				ref_time_capacity: usual.ref_time_capacity / 1_000 * compute,
				ref_time_per_block: usual.ref_time_per_block / 1_000 * compute_back,
				length_capacity: usual.length_capacity * bytes / 1_000,
				length_per_block: usual.length_per_block * bytes_back / 1_000,
			}
		},
	)
}

/// An allowance of any numbers.
fn any_allowance() -> impl Strategy<Value = Allowance> {
	any::<(u64, u64, u32, u32)>().prop_map(
		|(ref_time_capacity, ref_time_per_block, length_capacity, length_per_block)| Allowance {
			ref_time_capacity,
			ref_time_per_block,
			length_capacity,
			length_per_block,
		},
	)
}

fn step() -> impl Strategy<Value = Step> {
	prop_oneof![
		12 => sent().prop_map(Step::Send),
		4 => (0..4u64).prop_map(Step::Blocks),
		1 => (account(), class()).prop_map(|(who, class)| Step::Admit(who, class)),
		1 => account().prop_map(Step::Expel),
		1 => (class(), some_allowance()).prop_map(|(class, to)| Step::SetAllowance(class, to)),
	]
}

/// What a transaction of this size is said to weigh, and its length.
fn weighed(Size { compute, bytes }: Size) -> (DispatchInfo, usize) {
	let usual = allowance();
	let mut info = info(&transfer(0));
	info.call_weight = Weight::from_parts(usual.ref_time_capacity / 1_000 * compute, 0);
	let length = usual.length_capacity * bytes / 1_000;
	(info, usize::try_from(length).expect("small"))
}

fn call(covered: bool) -> RuntimeCall {
	if covered {
		transfer(0)
	} else {
		remark()
	}
}

/// Put a transaction in the block, if it is let in.
fn include(who: AccountId, nonce: Nonce, sent: &Sent) -> Result<(), TransactionValidityError> {
	let (info, length) = weighed(sent.size);
	let End {
		used,
		succeeds,
		pays,
	} = sent.end;
	let used = Weight::from_parts(info.call_weight.ref_time() / 100 * used, 0);
	let post_info = PostDispatchInfo {
		actual_weight: Some(used),
		pays_fee: pays,
	};
	next_block_is_empty();
	extension(nonce, sent.tip)
		.test_run(signed(who), &call(sent.covered), &info, length, 0, |_| {
			if succeeds {
				Ok(post_info)
			} else {
				refused_with(post_info.actual_weight, post_info.pays_fee)
			}
		})
		.map(|_| ())
}

/// The root of all state, but for what the block holds.
fn state() -> Vec<u8> {
	next_block_is_empty();
	sp_io::storage::root(sp_runtime::StateVersion::V1)
}

/// Ask the pool's question.
fn is_let_in(who: AccountId, nonce: Nonce, sent: &Sent) -> bool {
	let (info, length) = weighed(sent.size);
	next_block_is_empty();
	extension(nonce, sent.tip)
		.validate_only(
			signed(who),
			&call(sent.covered),
			&info,
			length,
			TransactionSource::External,
			0,
		)
		.is_ok()
}

/// What an account has used, as plain arithmetic has it.
#[derive(Clone, Copy, Debug, Default)]
struct Plain {
	ref_time: u128,
	length: u128,
}

impl Plain {
	fn after(self, blocks: u64, allowance: &Allowance) -> Self {
		let blocks = u128::from(blocks);
		Self {
			ref_time: self
				.ref_time
				.saturating_sub(u128::from(allowance.ref_time_per_block) * blocks),
			length: self
				.length
				.saturating_sub(u128::from(allowance.length_per_block) * blocks),
		}
	}

	fn holds(self, cost: Amount, allowance: &Allowance) -> bool {
		self.ref_time + u128::from(cost.ref_time) <= u128::from(allowance.ref_time_capacity)
			&& self.length + u128::from(cost.length) <= u128::from(allowance.length_capacity)
	}
}

/// Keeps the books of all accounts beside the pallet.
#[derive(Default)]
struct Books {
	used: BTreeMap<AccountId, (Plain, u64)>,
}

impl Books {
	fn of(&self, who: AccountId, allowance: &Allowance) -> Plain {
		let (used, at) = self.used.get(&who).copied().unwrap_or_default();
		used.after(System::block_number() - at, allowance)
	}

	/// Run a transaction and say beforehand what comes of it.
	fn send(&mut self, sent: &Sent) {
		let who = sent.who;
		let nonce = System::account_nonce(who) + sent.ahead;
		let (info, length) = weighed(sent.size);
		let cost = TransactionQuota::cost(&info, length);
		let class = Classes::get().get(&who).copied();
		let allowance = class.map(Allowances::<Test>::get).unwrap_or_default();
		let before = self.of(who, &allowance);
		let quota_pays = class.is_some()
			&& System::account_exists(&who)
			&& sent.covered
			&& sent.tip == 0
			&& sent.ahead == 0
			&& before.holds(cost, &allowance);

		System::reset_events();
		let state = state();
		let balance = Balances::free_balance(who);
		if include(who, nonce, sent).is_err() {
			assert_eq!(
				self::state(),
				state,
				"a refused transaction changed something"
			);
			assert!(!quota_pays, "what quota holds was refused");
			return;
		}
		assert_eq!(sent.ahead, 0, "a nonce was used before its turn");
		assert_eq!(fees_paid().is_empty(), quota_pays);
		if !quota_pays {
			return;
		}
		assert_eq!(Balances::free_balance(who), balance);
		let after = if sent.end.succeeds && sent.end.pays == Pays::No {
			before
		} else {
			let unused =
				info.call_weight.ref_time() - info.call_weight.ref_time() / 100 * sent.end.used;
			Plain {
				ref_time: before.ref_time + u128::from(cost.ref_time - unused - fee_work()),
				length: before.length + u128::from(cost.length),
			}
		};
		self.used.insert(who, (after, System::block_number()));
		let capacity = allowance.capacity();
		assert!(after.ref_time <= u128::from(capacity.ref_time));
		assert!(after.length <= u128::from(capacity.length));
	}

	fn check(&self) {
		for who in ACCOUNTS {
			let Some(quota) = TransactionQuota::quota_of(who) else {
				assert!(!Classes::get().contains_key(&who));
				continue;
			};
			let capacity = quota.allowance.capacity();
			let used = self.of(who, &quota.allowance);
			assert_eq!(
				u128::from(quota.left.ref_time),
				u128::from(capacity.ref_time).saturating_sub(used.ref_time)
			);
			assert_eq!(
				u128::from(quota.left.length),
				u128::from(capacity.length).saturating_sub(used.length)
			);
		}
	}
}

fn net(before: Amount, after: Amount) -> (u128, u128) {
	(
		u128::from(after.ref_time - before.ref_time),
		u128::from(after.length - before.length),
	)
}

/// Transactions of which none costs less than the one before it.
fn rising() -> impl Strategy<Value = Vec<Sent>> {
	prop::collection::vec(sent(), 1..20).prop_map(|mut all| {
		let mut compute: Vec<_> = all.iter().map(|sent| sent.size.compute).collect();
		let mut bytes: Vec<_> = all.iter().map(|sent| sent.size.bytes).collect();
		compute.sort_unstable();
		bytes.sort_unstable();
		for (sent, (compute, bytes)) in all.iter_mut().zip(compute.into_iter().zip(bytes)) {
			sent.size = Size { compute, bytes };
			sent.tip = 0;
		}
		all
	})
}

/// Those of `all` that the pool takes when it validates each against the same state, with the nonces that
/// follow.
fn waiting(who: AccountId, all: &[Sent]) -> Vec<(Nonce, &Sent)> {
	(System::account_nonce(who)..)
		.zip(all)
		.take_while(|(nonce, sent)| is_let_in(who, *nonce, sent))
		.collect()
}

fn layers() -> impl Strategy<Value = RuntimeCall> {
	let plain = prop_oneof![
		6 => Just(transfer(1)),
		2 => Just(upgrade()),
		1 => Just(remark()),
	];
	plain.prop_recursive(7, 40, 4, |inner| {
		prop_oneof![
			prop::collection::vec(inner.clone(), 0..4).prop_map(batch),
			(inner.clone(), inner.clone()).prop_map(|(main, fallback)| if_else(main, fallback)),
			inner.clone().prop_map(|call| proxy(RICH_CITIZEN, call)),
			inner.prop_map(multisig),
		]
	})
}

/// The plain calls in a call, each with the number of wrappers around it; nothing where an empty batch is.
fn leaves(call: &RuntimeCall, wrappers: usize) -> Vec<(usize, Option<&RuntimeCall>)> {
	let inner: Vec<&RuntimeCall> = match call {
		RuntimeCall::Utility(pallet_utility::Call::batch { calls }) => calls.iter().collect(),
		RuntimeCall::Utility(pallet_utility::Call::if_else { main, fallback }) => {
			vec![main, fallback]
		},
		RuntimeCall::Proxy(pallet_proxy::Call::proxy { call, .. })
		| RuntimeCall::Multisig(pallet_multisig::Call::as_multi_threshold_1 { call, .. }) => {
			vec![call]
		},
		plain => return vec![(wrappers, Some(plain))],
	};
	if inner.is_empty() {
		return vec![(wrappers, None)];
	}
	inner
		.into_iter()
		.flat_map(|call| leaves(call, wrappers + 1))
		.collect()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(256))]

	#[test]
	fn whatever_is_sent_quota_is_what_plain_arithmetic_says_and_a_refusal_changes_nothing(
		steps in prop::collection::vec(step(), 1..60)
	) {
		ExtBuilder::default().build_and_execute(|| {
			let mut books = Books::default();
			for step in steps {
				match step {
					Step::Send(sent) => books.send(&sent),
					Step::Blocks(blocks) => skip_blocks(blocks),
					Step::Admit(who, class) => admit(who, class),
					Step::Expel(who) => expel(who),
					Step::SetAllowance(class, allowance) => set_allowance(class, allowance),
				}
				books.check();
				assert_ok!(TransactionQuota::do_try_state());
			}
		});
	}

	#[test]
	fn no_span_of_blocks_holds_more_than_the_capacity_and_what_came_back(
		blocks in prop::collection::vec(prop::collection::vec(sent(), 0..8), 1..30)
	) {
		ExtBuilder::default().build_and_execute(|| {
			let mut used = Vec::new();
			for block in blocks {
				let before = missing(CITIZEN);
				for sent in block {
					let _ = include(CITIZEN, System::account_nonce(CITIZEN), &sent);
				}
				used.push(net(before, missing(CITIZEN)));
				skip_blocks(1);
			}
			let allowance = allowance();
			for first in 0..used.len() {
				let (mut compute, mut bytes) = (0, 0);
				for (passed, (of_block, bytes_of_block)) in (0u64..).zip(&used[first..]) {
					compute += of_block;
					bytes += bytes_of_block;
					let refill = allowance.refill(passed);
					let most = allowance.capacity().plus(refill);
					assert!(compute <= u128::from(most.ref_time));
					assert!(bytes <= u128::from(most.length));
				}
			}
		});
	}

	#[test]
	fn what_is_left_never_falls_while_an_account_rests_and_never_exceeds_the_capacity(
		allowance in any_allowance(),
		(ref_time, length) in any::<(u64, u32)>(),
		rests in prop::collection::vec(prop_oneof![0..5u64, any::<u32>().prop_map(u64::from)], 1..20),
	) {
		ExtBuilder::default().build_and_execute(|| {
			set_allowance(AccountClass::Citizen, allowance);
			Usage::<Test>::insert(CITIZEN, Used { ref_time, length, at: 1 });
			let used = Plain { ref_time: ref_time.into(), length: length.into() };
			let capacity = allowance.capacity();
			let mut before = left(CITIZEN);
			for blocks in rests {
				skip_blocks(blocks);
				let now = left(CITIZEN);
				assert!(now.ref_time >= before.ref_time && now.length >= before.length);
				assert!(now.ref_time <= capacity.ref_time && now.length <= capacity.length);
				let rest = used.after(System::block_number() - 1, &allowance);
				assert_eq!(
					u128::from(now.ref_time),
					u128::from(capacity.ref_time).saturating_sub(rest.ref_time)
				);
				assert_eq!(
					u128::from(now.length),
					u128::from(capacity.length).saturating_sub(rest.length)
				);
				before = now;
			}
		});
	}

	#[test]
	fn nothing_that_the_pool_takes_in_rising_order_lacks_quota_or_balance_in_a_block(
		earlier in prop::collection::vec(sent(), 0..4),
		all in rising(),
		balance in prop_oneof![Just(0), 0..20_000_000_000u64],
		blocks in prop::collection::vec(0..3u64, 20),
	) {
		ExtBuilder::default().build_and_execute(|| {
			for sent in earlier {
				let _ = include(CITIZEN, System::account_nonce(CITIZEN), &sent);
			}
			set_balance(CITIZEN, balance);
			for ((nonce, sent), blocks) in waiting(CITIZEN, &all).into_iter().zip(blocks) {
				skip_blocks(blocks);
				assert_eq!(include(CITIZEN, nonce, sent), Ok(()));
			}
		});
	}

	#[test]
	fn what_the_pool_takes_in_any_order_runs_or_cannot_pay_and_then_changes_nothing(
		all in prop::collection::vec(sent(), 1..20)
	) {
		ExtBuilder::default().build_and_execute(|| {
			for (nonce, sent) in waiting(CITIZEN, &all) {
				let before = state();
				if let Err(refusal) = include(CITIZEN, nonce, sent) {
					assert_eq!(refusal, cannot_pay());
					assert_eq!(state(), before);
					break;
				}
			}
		});
	}

	#[test]
	fn a_call_is_covered_if_all_that_is_in_it_is_and_nothing_is_too_deep(call in layers()) {
		for class in CLASSES {
			let tiers: Option<Vec<Tier>> = leaves(&call, 0)
				.into_iter()
				.map(|(wrappers, plain)| {
					plain
						.filter(|_| wrappers <= usize::from(MAX_DEPTH))
						.and_then(|plain| Calls::plain_tier(class, plain))
				})
				.collect();
			let lowest = tiers.and_then(|tiers| tiers.into_iter().min());
			assert_eq!(Policy::tier(class, &call), lowest);
		}
	}

	#[test]
	fn whatever_is_offered_tiers_keep_their_order(high in any::<u64>(), low in any::<u64>()) {
		let tiers = [Tier::Governance, Tier::Agency, Tier::Paying, Tier::Quota];
		for pair in tiers.windows(2) {
			assert!(pair[0].priority(high) > pair[1].priority(low));
		}
		let top = Tier::BAND - 1;
		for tier in tiers {
			assert_eq!(
				tier.priority(high).cmp(&tier.priority(low)),
				high.min(top).cmp(&low.min(top))
			);
		}
	}
}

/// The stories are worth something only if they reach what they are about.
#[test]
fn random_transactions_are_often_paid_by_quota_often_by_a_fee_and_often_refused() {
	use proptest::{strategy::ValueTree, test_runner::TestRunner};
	let mut runner = TestRunner::deterministic();
	let stories = prop::collection::vec(step(), 30..60);
	let (mut by_quota, mut by_fee, mut refused) = (0, 0, 0);
	for _ in 0..100 {
		let story = stories.new_tree(&mut runner).expect("a story").current();
		ExtBuilder::default().build_and_execute(|| {
			for step in story {
				match step {
					Step::Send(sent) => {
						System::reset_events();
						let nonce = System::account_nonce(sent.who) + sent.ahead;
						match include(sent.who, nonce, &sent) {
							Ok(()) if fees_paid().is_empty() => by_quota += 1,
							Ok(()) => by_fee += 1,
							Err(_) => refused += 1,
						}
					},
					Step::Blocks(blocks) => skip_blocks(blocks),
					Step::Admit(who, class) => admit(who, class),
					Step::Expel(who) => expel(who),
					Step::SetAllowance(class, allowance) => set_allowance(class, allowance),
				}
			}
		});
	}
	assert!(
		by_quota >= 300 && by_fee >= 300 && refused >= 300,
		"{by_quota} by quota, {by_fee} by a fee, {refused} refused"
	);
}
