// SPDX-License-Identifier: Apache-2.0

//! Points for taking part in a poll: they are in the wallet with the first ballot, once, as many whatever is chosen; they
//! pay a museum, which is paid in won. If no won were held for them the vote stands all the same, and they come later.

use crate::common::{
	points::{books, credit_call, issuer, of_mileage, purchase, shown, spendable, MUSEUM},
	polls::*,
	*,
};
use frame_support::BoundedVec;
use pallet_mileage::{
	genesis::POLL, Call as Points, Claim, Error as PointError, Event as PointEvent, Evidence,
	Period, Share,
};
use pallet_mvoting::{
	runtime_api::BallotInfo, Call, Error, Event, Outcome, Reward, Secrecy, Settings,
};
use seoul_chain_ballot::PollId;
use seoul_chain_primitives::{Balance, PartyId};
use seoul_chain_runtime::{Balances, Runtime, RuntimeEvent};
use seoul_chain_runtime_common::currency::KRW;
use sp_runtime::DispatchError;

type Fault = Error<Runtime>;

/// Points for a vote in the open, and for one in secret.
const IN_THE_OPEN: u64 = 300;
const IN_SECRET: u64 = 500;

/// The office has won held for the points of polls.
fn fund(chain: &mut Chain, won: Balance) {
	chain.succeeds_as(
		&issuer(POLL),
		Points::<Runtime>::fund_budget {
			scheme: POLL,
			amount: won * KRW,
		},
	);
}

/// A poll that is open, with points for taking part.
fn rewarded(chain: &mut Chain, secrecy: Secrecy, reward: u64) -> PollId {
	let settings = Settings {
		reward,
		..settings(chain, secrecy)
	};
	open(chain, ONE_OF_FIVE, settings)
}

fn in_the_open(poll: PollId, chosen: &[u8]) -> Call<Runtime> {
	Call::cast_public {
		poll,
		options: options(chosen),
		credential: None,
	}
}

fn claim(poll: PollId) -> Call<Runtime> {
	Call::claim_reward { poll }
}

fn party((_, citizen): &Citizen) -> PartyId {
	PartyId::Citizen(*citizen)
}

/// What became of a voter's reward, and how often the voter has voted.
fn reward_of(chain: &mut Chain, poll: PollId, citizen: &Citizen) -> (Reward, u32) {
	match ballot_of(chain, poll, voter_of(citizen)).expect("there is a ballot") {
		BallotInfo::Public(ballot) => (ballot.reward, ballot.casts),
		BallotInfo::Encrypted { reward, casts, .. } => (reward, casts),
	}
}

/// These events credit so many points to a citizen for a poll, and nothing else.
#[track_caller]
fn credits(events: &[RuntimeEvent], poll: PollId, citizen: &Citizen, points: u64) {
	let paid: Vec<_> = of_polls(events)
		.into_iter()
		.filter(|event| matches!(event, Event::RewardPaid { .. } | Event::RewardOwed { .. }))
		.collect();
	assert_eq!(
		paid,
		[Event::RewardPaid {
			poll,
			citizen: citizen.1,
			points,
		}]
	);
	let of_mileage = of_mileage(events);
	assert!(
		matches!(
			&of_mileage[..],
			[PointEvent::Credited {
				scheme: POLL,
				member,
				period,
				points: credited,
				netted: 0,
				evidence,
				..
			}] if *member == party(citizen)
				&& *period == Period(poll.0)
				&& *credited == points
				&& *evidence == Evidence::Participation(poll.0)
		),
		"{of_mileage:?}"
	);
}

/// These events say nothing of a reward, and no point moved.
#[track_caller]
fn credits_nothing(events: &[RuntimeEvent]) {
	assert_eq!(of_mileage(events), []);
	assert!(!of_polls(events)
		.iter()
		.any(|event| matches!(event, Event::RewardPaid { .. } | Event::RewardOwed { .. })));
}

/// The vote is recorded, and its reward is owed because no won are held for it.
#[track_caller]
fn owes(events: &[RuntimeEvent], poll: PollId, citizen: &Citizen, points: u64) {
	let reason: DispatchError = PointError::<Runtime>::AboveFundedBudget.into();
	assert!(of_polls(events).contains(&Event::RewardOwed {
		poll,
		citizen: citizen.1,
		points,
		reason,
	}));
	assert_eq!(
		of_mileage(events),
		[],
		"what could not be credited left nothing"
	);
}

/// Somebody settles the museum. Returns what it was paid, in won.
fn settle(chain: &mut Chain) -> Balance {
	let had = chain.balance(&account_of(&key("//Museum")));
	let payees = BoundedVec::truncate_from(vec![MUSEUM]);
	let events = chain.succeeds(who::BYSTANDER, Points::<Runtime>::settle { payees });
	let events = of_mileage(&events);
	let [PointEvent::ClaimsPaid {
		payee: MUSEUM,
		account,
		amount,
		claims,
		..
	}] = &events[..]
	else {
		panic!("the museum is paid: {events:?}");
	};
	assert_eq!(*account, account_of(&key("//Museum")));
	assert_eq!(
		claims[..],
		[Claim {
			scheme: POLL,
			amount: *amount,
		}]
	);
	assert_eq!(chain.balance(account), had + amount);
	amount / KRW
}

#[test]
fn a_vote_is_paid_once_and_alike_whatever_is_chosen_and_buys_tickets_that_are_paid_in_won() {
	let mut chain = Chain::development();
	let issued = chain.query(Balances::total_issuance);
	fund(&mut chain, 10_000);
	let voters = citizens(&mut chain, "voter", 5);
	let absent = citizens(&mut chain, "absent", 1);
	let trustees = Trustees::ready(&mut chain, 3, 2);
	let board = trustees.board;
	let public = rewarded(&mut chain, Secrecy::Public, IN_THE_OPEN);
	let secret = rewarded(&mut chain, Secrecy::Secret { board }, IN_SECRET);
	let booth = Booth::of(&mut chain, secret);

	// Each chooses something else, and has the same for it.
	for (voter, chosen) in voters.iter().zip(0u8..) {
		let events = chain.succeeds_as(&voter.0, in_the_open(public, &[chosen]));
		credits(&events, public, voter, IN_THE_OPEN);
		assert_eq!(spendable(&mut chain, party(voter), POLL), IN_THE_OPEN);
		let ballot = booth.ballot(voter_of(voter), &[4 - chosen], 0);
		let events = chain.succeeds_as(&voter.0, booth.secret(ballot));
		credits(&events, secret, voter, IN_SECRET);
		for poll in [public, secret] {
			assert_eq!(reward_of(&mut chain, poll, voter), (Reward::Paid, 1));
			chain.refuses_as(&voter.0, claim(poll), Fault::NothingOwed);
		}
	}
	// Who changes the mind has no second reward, by whatever way.
	let again = &voters[0];
	credits_nothing(&chain.succeeds_as(&again.0, in_the_open(public, &[3])));
	let ballot = booth.ballot(voter_of(again), &[3], 1);
	credits_nothing(&chain.succeeds_as(&again.0, booth.secret(ballot)));
	for (poll, points) in [(public, IN_THE_OPEN), (secret, IN_SECRET)] {
		assert_eq!(reward_of(&mut chain, poll, again), (Reward::Paid, 2));
		chain.refuses_as(&again.0, claim(poll), Fault::NothingOwed);
		chain.refuses_as(
			&issuer(POLL),
			credit_call(POLL, party(again), poll.0, points),
			PointError::<Runtime>::AlreadyCredited,
		);
		chain.refuses_as(&absent[0].0, claim(poll), Fault::BallotNotFound);
	}
	let each = IN_THE_OPEN + IN_SECRET;
	for voter in &voters {
		assert_eq!(spendable(&mut chain, party(voter), POLL), each);
		assert_eq!(shown(&mut chain, &voter.0, POLL), each.into());
	}
	assert_eq!(shown(&mut chain, &absent[0].0, POLL), 0);

	// The points are worth won at the museum, although nobody here has a won.
	let spent = 700;
	let too_much = purchase(MUSEUM, Balance::from(each) + 1);
	chain.refuses_as(
		&voters[1].0,
		too_much,
		PointError::<Runtime>::InsufficientPoints,
	);
	for voter in &voters {
		let events = chain.succeeds_as(&voter.0, purchase(MUSEUM, spent.into()));
		let share = Share {
			scheme: POLL,
			points: spent,
			amount: Balance::from(spent) * KRW,
		};
		assert!(of_mileage(&events).iter().any(|event| matches!(
			event,
			PointEvent::Paid { member, payee: MUSEUM, shares, .. }
				if *member == party(voter) && shares[..] == [share]
		)));
		assert_eq!(shown(&mut chain, &voter.0, POLL), (each - spent).into());
		assert_eq!(chain.balance(&account_of(&voter.0)), 0);
	}
	assert_eq!(settle(&mut chain), 5 * Balance::from(spent));
	let books = books(&mut chain, POLL);
	assert_eq!(
		(books.issued, books.spent, books.live, books.owed),
		(5 * each, 5 * spent, 5 * (each - spent), 0)
	);
	assert_eq!(books.funded, (10_000 - 5 * Balance::from(spent)) * KRW);
	assert_eq!(chain.query(Balances::total_issuance), issued);

	// What was paid changed no count.
	close(&mut chain, public);
	close(&mut chain, secret);
	count(&mut chain, &trustees, secret, &[1, 2]);
	for (poll, counted) in [(public, vec![0, 1, 1, 2, 1]), (secret, vec![1, 1, 1, 2, 0])] {
		assert!(certify(&mut chain, poll).contains(&Event::PollCertified {
			poll,
			outcome: Outcome::Counted {
				results: counted.try_into().expect("few"),
			},
			ballots: 5,
			quorum: 0,
		}));
	}
}

#[test]
fn without_won_for_it_a_reward_is_owed_and_is_claimed_when_there_are() {
	const POINTS: u64 = 200;
	let mut chain = Chain::development();
	let voters = citizens(&mut chain, "voter", 3);
	let trustees = Trustees::ready(&mut chain, 3, 2);
	let board = trustees.board;
	let public = rewarded(&mut chain, Secrecy::Public, POINTS);
	let secret = rewarded(&mut chain, Secrecy::Secret { board }, POINTS);
	let booth = Booth::of(&mut chain, secret);
	let unfunded = || PointError::<Runtime>::AboveFundedBudget;

	// Nothing is held for the first poll.
	for voter in &voters {
		let events = chain.succeeds_as(&voter.0, in_the_open(public, &[2]));
		owes(&events, public, voter, POINTS);
		assert_eq!(reward_of(&mut chain, public, voter), (Reward::Owed, 1));
		chain.refuses_as(&voter.0, claim(public), unfunded());
	}
	// For the second poll there is enough for two of three.
	fund(&mut chain, 400);
	for (number, voter) in voters.iter().enumerate() {
		let ballot = booth.ballot(voter_of(voter), &[1], 0);
		let events = chain.succeeds_as(&voter.0, booth.secret(ballot));
		if number < 2 {
			credits(&events, secret, voter, POINTS);
		} else {
			owes(&events, secret, voter, POINTS);
		}
	}
	// Voting again asks for nothing, and leaves what is owed.
	let last = &voters[2];
	credits_nothing(&chain.succeeds_as(&last.0, in_the_open(public, &[0])));
	let ballot = booth.ballot(voter_of(last), &[0], 1);
	credits_nothing(&chain.succeeds_as(&last.0, booth.secret(ballot)));
	for poll in [public, secret] {
		assert_eq!(reward_of(&mut chain, poll, last), (Reward::Owed, 2));
		chain.refuses_as(&last.0, claim(poll), unfunded());
	}
	assert_eq!(spendable(&mut chain, party(last), POLL), 0);
	assert_eq!(info(&mut chain, public).votes, Some(vec![1, 0, 2, 0, 0]));
	assert_eq!(info(&mut chain, secret).turnout, Some(3));

	// Won come while the polls go on: all that the first poll owes.
	fund(&mut chain, 600);
	for voter in &voters {
		let events = chain.succeeds_as(&voter.0, claim(public));
		credits(&events, public, voter, POINTS);
		chain.refuses_as(&voter.0, claim(public), Fault::NothingOwed);
	}
	chain.refuses_as(&last.0, claim(secret), unfunded());

	// The last reward is claimed when the poll is over and certified.
	close(&mut chain, secret);
	let counted = count(&mut chain, &trustees, secret, &[2, 3]);
	assert_eq!(counted, [1, 2, 0, 0, 0]);
	certify(&mut chain, secret);
	chain.refuses_as(&last.0, claim(secret), unfunded());
	fund(&mut chain, 200);
	let events = chain.succeeds_as(&last.0, claim(secret));
	credits(&events, secret, last, POINTS);
	assert_eq!(reward_of(&mut chain, secret, last), (Reward::Paid, 2));
	for poll in [public, secret] {
		chain.refuses_as(&last.0, claim(poll), Fault::NothingOwed);
	}

	for voter in &voters {
		assert_eq!(spendable(&mut chain, party(voter), POLL), 2 * POINTS);
		chain.succeeds_as(&voter.0, purchase(MUSEUM, (2 * POINTS).into()));
	}
	assert_eq!(settle(&mut chain), 6 * Balance::from(POINTS));
	let books = books(&mut chain, POLL);
	assert_eq!((books.funded, books.live, books.owed), (0, 0, 0));
}
