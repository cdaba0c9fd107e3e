// SPDX-License-Identifier: Apache-2.0

//! Random lives of cards beside a naive model, which says of each step whether it succeeds, whose each
//! account is, and whose won can be spent.

use crate::{mock::*, *};
use frame_support::traits::ReservableCurrency;
use proptest::prelude::*;
use sp_runtime::StateVersion;
use std::collections::{BTreeMap, BTreeSet};

const TERMS: CardTerms = CardTerms {
	card_validity: 200,
	proposal_lifetime: 20,
	proposal_interval: 5,
	recovery_waiting_time: 10,
	counter_grant_period: 100,
};

/// Stands for the account that would be right: the proposed one, or the citizen's.
const THE_RIGHT_ONE: AccountId = 0;

/// Few accounts, so that they meet. The clerks are among them.
const ACCOUNTS: [AccountId; 14] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, CLERK, TELLER];

#[derive(Clone, Copy, Debug)]
enum Step {
	Issue(AccountId),
	Suspend(usize),
	SuspendOwn(AccountId),
	Resume(usize),
	Renew(usize),
	Revoke(usize),
	Bury(usize),
	Propose(AccountId, AccountId),
	Withdraw(AccountId),
	Accept(AccountId, usize),
	Start(usize, AccountId),
	AcceptRecovery(AccountId, usize),
	Object(AccountId),
	Decide(usize, AccountId, ObjectionDecision),
	Cancel(usize),
	Complete(usize),
	Sweep(AccountId),
	Release(usize, usize, AccountId, Balance),
	Pay(AccountId, AccountId),
	Deposit(AccountId),
	TakeBack(AccountId),
	Pass(Moment),
}

fn step() -> impl Strategy<Value = Step> {
	use Step::*;
	let account = || prop::sample::select(&ACCOUNTS[..]);
	let or_right = || prop_oneof![1 => account(), 3 => Just(THE_RIGHT_ONE)];
	let citizen = || 0..3usize;
	let decision = prop_oneof![
		Just(ObjectionDecision::Uphold),
		Just(ObjectionDecision::Dismiss)
	];
	let clerk = || prop::sample::select(&[CLERK, CHIEF][..]);
	prop_oneof![
		6 => account().prop_map(Issue),
		4 => citizen().prop_map(Suspend),
		4 => account().prop_map(SuspendOwn),
		8 => citizen().prop_map(Resume),
		4 => citizen().prop_map(Renew),
		1 => citizen().prop_map(Revoke),
		1 => citizen().prop_map(Bury),
		16 => (account(), account()).prop_map(|(who, new)| Propose(who, new)),
		4 => account().prop_map(Withdraw),
		24 => (or_right(), citizen()).prop_map(|(who, of)| Accept(who, of)),
		10 => (citizen(), account()).prop_map(|(of, new)| Start(of, new)),
		24 => (or_right(), citizen()).prop_map(|(who, of)| AcceptRecovery(who, of)),
		10 => account().prop_map(Object),
		12 => (citizen(), clerk(), decision).prop_map(|(of, who, how)| Decide(of, who, how)),
		2 => citizen().prop_map(Cancel),
		24 => citizen().prop_map(Complete),
		8 => account().prop_map(Sweep),
		8 => (citizen(), citizen(), clerk(), 1..200_000u128)
			.prop_map(|(of, to, who, amount)| Release(of, to, who, amount * WON)),
		16 => (account(), account()).prop_map(|(from, to)| Pay(from, to)),
		4 => account().prop_map(Deposit),
		6 => account().prop_map(TakeBack),
		16 => (1..12u64).prop_map(Pass),
	]
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
	Active,
	Suspended,
	Revoked,
	RevokedWhileSuspended,
	Dead,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
	Offered(Moment),
	Waiting(Moment),
	Objected(Moment),
	Dismissed(Moment),
}

#[derive(Clone, Debug)]
struct Life {
	index: CitizenIndex,
	account: AccountId,
	standing: Standing,
	valid_until: Moment,
	rotation: Option<(AccountId, Moment)>,
	recovery: Option<(AccountId, Stage)>,
	last_proposal: Option<Moment>,
}

impl Life {
	fn new(index: CitizenIndex, account: AccountId, valid_until: Moment) -> Self {
		Self {
			index,
			account,
			standing: Standing::Active,
			valid_until,
			rotation: None,
			recovery: None,
			last_proposal: None,
		}
	}

	fn stands(&self) -> bool {
		matches!(self.standing, Standing::Active | Standing::Suspended)
	}

	fn can_act(&self, now: Moment) -> bool {
		self.standing == Standing::Active && now < self.valid_until
	}

	fn is_frozen(&self) -> bool {
		!matches!(self.standing, Standing::Active | Standing::Revoked)
	}

	fn end(&mut self, standing: Standing) {
		self.standing = standing;
		self.rotation = None;
		self.recovery = None;
	}

	fn proposal_is_live(&self, now: Moment) -> bool {
		match (self.recovery, self.rotation) {
			(Some((_, Stage::Offered(end))), _) | (None, Some((_, end))) => now < end,
			(Some(_), _) => true,
			(None, None) => false,
		}
	}
}

#[derive(Default)]
struct Model {
	lives: Vec<Life>,
	given_up: BTreeSet<AccountId>,
	lost: BTreeMap<AccountId, CitizenIndex>,
	free: BTreeMap<AccountId, Balance>,
	deposits: BTreeMap<AccountId, Balance>,
}

impl Model {
	fn of(&mut self, account: AccountId) -> Option<&mut Life> {
		self.lives.iter_mut().find(|life| life.account == account)
	}

	fn is_nobodys(&self, account: AccountId) -> bool {
		!self.lives.iter().any(|life| life.account == account)
			&& !self.given_up.contains(&account)
			&& !self.lost.contains_key(&account)
			&& ![CLERK, TELLER].contains(&account)
	}

	fn is_frozen(&self, account: AccountId) -> bool {
		self.lost.contains_key(&account)
			|| self
				.lives
				.iter()
				.any(|life| life.account == account && life.is_frozen())
	}

	fn free(&self, account: AccountId) -> Balance {
		self.free.get(&account).copied().unwrap_or(0)
	}

	fn deposit(&self, account: AccountId) -> Balance {
		self.deposits.get(&account).copied().unwrap_or(0)
	}

	fn send(&mut self, from: AccountId, to: AccountId, amount: Balance) {
		*self.free.entry(from).or_default() -= amount;
		*self.free.entry(to).or_default() += amount;
	}

	fn send_all(&mut self, from: AccountId, to: AccountId) {
		self.send(from, to, self.free(from));
	}

	/// Whether `account` can be proposed for the life at `of`; ends what stands in its way and has expired.
	fn clear(&mut self, of: usize, account: AccountId, now: Moment) -> bool {
		for (place, life) in self.lives.iter_mut().enumerate() {
			let proposed = [life.rotation.map(|it| it.0), life.recovery.map(|it| it.0)];
			if place != of && proposed.contains(&Some(account)) {
				if life.proposal_is_live(now) {
					return false;
				}
				life.rotation = None;
				life.recovery = None;
			}
		}
		true
	}

	/// The step with the right account in its place.
	fn resolve(&self, step: Step) -> Step {
		let rotation = |of: usize| self.lives.get(of).and_then(|life| life.rotation);
		let recovery = |of: usize| self.lives.get(of).and_then(|life| life.recovery);
		match step {
			Step::Accept(THE_RIGHT_ONE, of) => {
				Step::Accept(rotation(of).map_or(THE_RIGHT_ONE, |it| it.0), of)
			},
			Step::AcceptRecovery(THE_RIGHT_ONE, of) => {
				Step::AcceptRecovery(recovery(of).map_or(THE_RIGHT_ONE, |it| it.0), of)
			},
			other => other,
		}
	}

	/// Whether the step succeeds; if so, take it.
	fn take(&mut self, step: Step) -> Option<()> {
		let now = Now::get();
		let ok = |condition: bool| condition.then_some(());
		match step {
			Step::Issue(who) => {
				ok(self.is_nobodys(who))?;
				let index = CitizenIdentity::citizen_of(&who).expect("the pallet issued a card");
				let valid_until = now + TERMS.card_validity;
				self.lives.push(Life::new(index, who, valid_until));
			},
			Step::Suspend(of) => {
				let life = self.lives.get_mut(of)?;
				ok(life.standing == Standing::Active)?;
				life.standing = Standing::Suspended;
				life.rotation = None;
			},
			Step::SuspendOwn(who) => {
				let life = self.of(who)?;
				ok(life.standing == Standing::Active)?;
				life.standing = Standing::Suspended;
				life.rotation = None;
			},
			Step::Resume(of) => {
				let life = self.lives.get_mut(of)?;
				ok(life.standing == Standing::Suspended && life.recovery.is_none())?;
				life.standing = Standing::Active;
			},
			Step::Renew(of) => {
				let life = self.lives.get_mut(of)?;
				ok(life.standing == Standing::Active)?;
				life.valid_until = now + TERMS.card_validity;
			},
			Step::Revoke(of) => {
				let life = self.lives.get_mut(of)?;
				ok(life.stands())?;
				life.end(match life.standing {
					Standing::Active => Standing::Revoked,
					_ => Standing::RevokedWhileSuspended,
				});
			},
			Step::Bury(of) => {
				let life = self.lives.get_mut(of)?;
				ok(life.stands())?;
				life.end(Standing::Dead);
			},
			Step::Propose(who, new) => {
				let of = self.lives.iter().position(|life| life.account == who)?;
				ok(self.lives[of].can_act(now) && self.is_nobodys(new))?;
				ok(self.lives[of]
					.last_proposal
					.is_none_or(|last| now >= last + TERMS.proposal_interval))?;
				ok(self.clear(of, new, now))?;
				let life = &mut self.lives[of];
				life.rotation = Some((new, now + TERMS.proposal_lifetime));
				life.last_proposal = Some(now);
			},
			Step::Withdraw(who) => {
				self.of(who)?.rotation.take()?;
			},
			Step::Accept(who, of) => {
				let life = self.lives.get(of)?;
				let (new, end) = life.rotation?;
				let old = life.account;
				ok(new == who && now < end && life.can_act(now) && self.is_nobodys(who))?;
				ok(self.deposit(old) == 0)?;
				self.lives[of].rotation = None;
				self.lives[of].account = who;
				self.given_up.insert(old);
				self.send_all(old, who);
			},
			Step::Start(of, new) => {
				let life = self.lives.get(of)?;
				ok(life.stands() && self.is_nobodys(new))?;
				ok(life.recovery.is_none() || !life.proposal_is_live(now))?;
				ok(self.clear(of, new, now))?;
				let life = &mut self.lives[of];
				life.end(Standing::Suspended);
				life.recovery = Some((new, Stage::Offered(now + TERMS.proposal_lifetime)));
			},
			Step::AcceptRecovery(who, of) => {
				let (new, stage) = self.lives.get(of)?.recovery?;
				let Stage::Offered(end) = stage else {
					return None;
				};
				ok(new == who && now < end && self.is_nobodys(who))?;
				let waiting = Stage::Waiting(now + TERMS.recovery_waiting_time);
				self.lives[of].recovery = Some((new, waiting));
			},
			Step::Object(who) => {
				let life = self.of(who)?;
				match life.recovery? {
					(new, Stage::Waiting(end)) if now < end => {
						life.recovery = Some((new, Stage::Objected(end)));
					},
					_ => return None,
				}
			},
			Step::Decide(of, who, decision) => {
				let life = self.lives.get_mut(of)?;
				let (new, Stage::Objected(end)) = life.recovery? else {
					return None;
				};
				// The clerk starts each recovery.
				ok(who != CLERK)?;
				match decision {
					ObjectionDecision::Uphold => life.end(Standing::Active),
					ObjectionDecision::Dismiss => {
						life.recovery = Some((new, Stage::Dismissed(end)));
					},
				}
			},
			Step::Cancel(of) => {
				self.lives.get_mut(of)?.recovery.take()?;
			},
			Step::Complete(of) => {
				let life = self.lives.get(of)?;
				let (new, Stage::Waiting(end) | Stage::Dismissed(end)) = life.recovery? else {
					return None;
				};
				ok(now >= end && self.is_nobodys(new))?;
				let (old, index) = (life.account, life.index);
				self.lives[of].end(Standing::Active);
				self.lives[of].account = new;
				self.lost.insert(old, index);
				self.send_all(old, new);
			},
			Step::Sweep(who) => {
				let index = *self.lost.get(&who)?;
				ok(self.free(who) > 0)?;
				let to = self
					.lives
					.iter()
					.find(|life| life.index == index)
					.expect("the citizen exists")
					.account;
				self.send_all(who, to);
			},
			Step::Release(of, to, who, amount) => {
				let (life, heir) = (self.lives.get(of)?, self.lives.get(to)?);
				ok(!life.stands() && life.is_frozen() && who != CLERK)?;
				ok(of != to && heir.can_act(now))?;
				let (from, to) = (life.account, heir.account);
				ok(self.free(from) >= amount)?;
				self.send(from, to, amount);
			},
			Step::Pay(from, to) => {
				ok(!self.is_frozen(from) && self.free(from) >= WON)?;
				self.send(from, to, WON);
			},
			Step::Deposit(who) => {
				self.of(who)?;
				// A freeze does not keep anybody from a deposit: it cannot be spent either.
				ok(self.free(who) >= WON)?;
				*self.free.entry(who).or_default() -= WON;
				*self.deposits.entry(who).or_default() += WON;
			},
			Step::TakeBack(who) => {
				let amount = self.deposits.remove(&who)?;
				*self.free.entry(who).or_default() += amount;
			},
			Step::Pass(_) => {},
		}
		Some(())
	}
}

fn take(step: Step, index: impl Fn(usize) -> CitizenIndex) -> DispatchResult {
	let office = || signed(CLERK);
	match step {
		Step::Issue(who) => CitizenIdentity::issue_card(office(), who),
		Step::Suspend(of) => CitizenIdentity::suspend_card(office(), index(of)),
		Step::SuspendOwn(who) => CitizenIdentity::suspend_own_card(signed(who)),
		Step::Resume(of) => CitizenIdentity::resume_card(office(), index(of)),
		Step::Renew(of) => CitizenIdentity::renew_card(office(), index(of)),
		Step::Revoke(of) => CitizenIdentity::revoke_card(office(), index(of)),
		Step::Bury(of) => CitizenIdentity::report_deceased(office(), index(of), paper(1)),
		Step::Propose(who, new) => CitizenIdentity::propose_rotation(signed(who), new),
		Step::Withdraw(who) => CitizenIdentity::withdraw_rotation(signed(who)),
		Step::Accept(who, of) => CitizenIdentity::accept_rotation(signed(who), index(of)),
		Step::Start(of, new) => CitizenIdentity::start_recovery(office(), index(of), new, paper(2)),
		Step::AcceptRecovery(who, of) => CitizenIdentity::accept_recovery(signed(who), index(of)),
		Step::Object(who) => CitizenIdentity::object_to_recovery(signed(who)),
		Step::Decide(of, who, decision) => {
			CitizenIdentity::decide_objection(signed(who), index(of), decision, paper(3))
		},
		Step::Cancel(of) => CitizenIdentity::cancel_recovery(office(), index(of)),
		Step::Complete(of) => CitizenIdentity::complete_recovery(signed(CLERK), index(of)),
		Step::Sweep(who) => CitizenIdentity::sweep_former_account(signed(CLERK), who),
		Step::Release(of, to, who, amount) => CitizenIdentity::release_funds(
			signed(who),
			index(of),
			PartyId::Citizen(index(to)),
			amount,
			paper(4),
		),
		Step::Pay(from, to) => Balances::transfer_allow_death(signed(from), to, WON),
		Step::Deposit(who) => {
			CitizenIdentity::citizen_of(&who).ok_or(DispatchError::Unavailable)?;
			Balances::reserve(&who, WON)
		},
		Step::TakeBack(who) => {
			let amount = Balances::reserved_balance(who);
			frame_support::ensure!(amount > 0, DispatchError::Unavailable);
			Balances::unreserve(&who, amount);
			Ok(())
		},
		Step::Pass(span) => {
			advance(span);
			Ok(())
		},
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(256))]

	#[test]
	fn whatever_happens_a_citizen_keeps_index_and_won_and_nobody_else_gets_either(
		steps in prop::collection::vec(step(), 1..300)
	) {
		ExtBuilder::default().terms(TERMS).build_and_execute(|| {
			let mut model = Model {
				lives: vec![
					Life::new(DAVES_CARD, DAVE, Moment::MAX),
					Life::new(EVES_CARD, EVE, Moment::MAX),
				],
				free: BTreeMap::from([(DAVE, FORTUNE), (EVE, FORTUNE)]),
				..Default::default()
			};
			for step in steps {
				let step = model.resolve(step);
				let indices: Vec<_> = model.lives.iter().map(|life| life.index).collect();
				let index = |of: usize| indices.get(of).copied().unwrap_or(NO_CARD);
				let before = sp_io::storage::root(StateVersion::V1);
				let taken = take(step, index);
				let expected = model.take(step);
				assert_eq!(taken.is_ok(), expected.is_some(), "{step:?}: {taken:?}");
				if taken.is_err() {
					assert_eq!(sp_io::storage::root(StateVersion::V1), before);
				}

				CitizenIdentity::do_try_state().expect("the invariants hold after every step");
				let now = Now::get();
				for life in &model.lives {
					assert_eq!(CitizenIdentity::account_of(life.index), Some(life.account));
					assert_eq!(CitizenIdentity::citizen_of(&life.account), Some(life.index));
					assert_eq!(
						CitizenIdentity::ensure_active(life.index).is_ok(),
						life.can_act(now)
					);
				}
				for former in model.given_up.iter().chain(model.lost.keys()) {
					assert_eq!(CitizenIdentity::citizen_of(former), None);
					assert!(System::account_exists(former), "an account that was admitted is gone");
				}
				for account in ACCOUNTS {
					assert_eq!(Balances::free_balance(account), model.free(account));
					assert_eq!(Balances::reserved_balance(account), model.deposit(account));
				}
				assert_eq!(
					usize::try_from(IssuedCards::<Test>::get()).expect("there are few cards"),
					model.lives.len()
				);
			}
		});
	}
}
