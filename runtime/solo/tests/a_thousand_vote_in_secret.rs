// SPDX-License-Identifier: Apache-2.0

//! A policy poll of a thousand citizens in secret, from the making of the key to the answer of the city: what is
//! counted is what they chose, and nobody ever sees a vote.

use crate::common::{points, polls::*, *};
use pallet_mileage::{genesis::POLL, Call as Points};
use pallet_mvoting::{
	runtime_api::BallotInfo, Call, Error, Event, Outcome, Reward, Roll, Secrecy, Settings, Stage,
};
use seoul_chain_ballot::Voter;
use seoul_chain_primitives::PartyId;
use seoul_chain_runtime::Runtime;

type Fault = Error<Runtime>;

const VOTERS: usize = 1_000;
/// Points for taking part.
const POINTS: u64 = 100;
/// Every so many vote again.
const SECOND_THOUGHTS: usize = 10;

/// Somebody has voted so often, and was credited points once.
fn has_voted(chain: &mut Chain, booth: &Booth, citizen: &Citizen, times: u32) {
	let ballot = ballot_of(chain, booth.poll, voter_of(citizen));
	assert!(
		matches!(ballot, Some(BallotInfo::Encrypted { casts, reward: Reward::Paid, .. }) if casts == times),
		"{ballot:?}"
	);
	let party = PartyId::Citizen(citizen.1);
	assert_eq!(points::spendable(chain, party, POLL), POINTS);
}

#[test]
fn a_thousand_citizens_vote_in_secret_and_what_is_counted_is_what_they_chose() {
	let mut chain = Chain::development();
	chain.succeeds_as(
		&points::issuer(POLL),
		Points::<Runtime>::fund_budget {
			scheme: POLL,
			amount: points::BUDGET,
		},
	);
	let citizens = citizens(&mut chain, "voter", VOTERS);
	let trustees = Trustees::ready(&mut chain, 5, 3);
	let secrecy = Secrecy::Secret {
		board: trustees.board,
	};
	let settings = Settings {
		minimum_turnout: 100,
		quorum: 500,
		reward: POINTS,
		..settings(&chain, secrecy)
	};
	let poll = open(&mut chain, ONE_OF_FIVE, settings);
	let booth = Booth::of(&mut chain, poll);
	let roll = info(&mut chain, poll).opening.expect("it is open").roll;
	assert!(matches!(roll, Roll::Cards { issued, .. } if issued == 1_003));

	// Everyone votes, and the credits come with the ballots.
	let mut chosen: Vec<Vec<u8>> = (0..VOTERS)
		.map(|number| vec![u8::try_from(number * number % 7 % 5).expect("small")])
		.collect();
	let votes: Vec<(Voter, Vec<u8>)> = citizens
		.iter()
		.map(voter_of)
		.zip(chosen.iter().cloned())
		.collect();
	let ballots = booth.ballots(&votes, 0);
	let everyone: Vec<&Citizen> = citizens.iter().collect();
	let trackers: Vec<_> = votes
		.iter()
		.zip(&ballots)
		.map(|((voter, _), ballot)| booth.tracker(*voter, ballot))
		.collect();
	let events = cast_all(&mut chain, &booth, &everyone, ballots);
	let credited = events
		.iter()
		.filter(|event| matches!(event, Event::RewardPaid { points: POINTS, .. }))
		.count();
	assert_eq!(credited, VOTERS);
	// Each finds its own ballot again.
	for ((voter, _), own) in votes.iter().zip(&trackers) {
		let ballot = ballot_of(&mut chain, poll, *voter);
		assert!(matches!(ballot, Some(BallotInfo::Encrypted { tracker, .. }) if tracker == *own));
	}

	// Every tenth votes again: the new ballot replaces the old one, and is worth no points.
	let again: Vec<usize> = (0..VOTERS).step_by(SECOND_THOUGHTS).collect();
	let second: Vec<(Voter, Vec<u8>)> = again
		.iter()
		.map(|number| {
			chosen[*number] = vec![4];
			(voter_of(&citizens[*number]), vec![4])
		})
		.collect();
	let ballots = booth.ballots(&second, 1);
	let some: Vec<&Citizen> = again.iter().map(|number| &citizens[*number]).collect();
	let events = cast_all(&mut chain, &booth, &some, ballots);
	assert!(events.iter().all(|event| matches!(
		event,
		Event::EncryptedBallotCast {
			old_tracker: Some(_),
			..
		}
	)));
	for (number, citizen) in citizens.iter().enumerate() {
		let times = if number % SECOND_THOUGHTS == 0 { 2 } else { 1 };
		has_voted(&mut chain, &booth, citizen, times);
	}
	points::books(&mut chain, POLL);

	// Until the end nobody learns more than how many have voted, and no trustee can decrypt.
	let running = info(&mut chain, poll);
	assert_eq!(running.turnout, Some(1_000));
	assert_eq!((running.votes, decryption(&mut chain, poll)), (None, None));
	chain.refuses(
		who::BYSTANDER,
		Call::<Runtime>::close_poll { poll },
		Fault::TooEarly,
	);
	close(&mut chain, poll);
	let late = booth.ballot(voter_of(&citizens[1]), &[0], 2);
	chain.refuses_as(&citizens[1].0, booth.secret(late), Fault::NotOpen);

	// Two trustees are too few to learn anything, the third opens the sums.
	trustees.post_all(&mut chain, poll, &[5, 2]);
	let guess = Call::<Runtime>::post_counts {
		poll,
		counts: naive(ONE_OF_FIVE, &chosen).try_into().expect("few"),
	};
	chain.refuses(who::BYSTANDER, guess, Fault::TooFewShares);
	trustees.post_all(&mut chain, poll, &[3]);
	let mut wrong = naive(ONE_OF_FIVE, &chosen);
	wrong[0] += 1;
	wrong[1] -= 1;
	let wrong = Call::<Runtime>::post_counts {
		poll,
		counts: wrong.try_into().expect("few"),
	};
	chain.refuses(who::BYSTANDER, wrong, Fault::WrongCounts);
	let counts = counts(&mut chain, poll);
	chain.succeeds(who::BYSTANDER, counts);
	let votes = naive(ONE_OF_FIVE, &chosen);
	assert_eq!(votes.iter().sum::<u32>(), 1_000);
	assert_eq!(info(&mut chain, poll).votes, Some(votes.clone()));

	let certified = certify(&mut chain, poll);
	assert!(certified.contains(&Event::PollCertified {
		poll,
		outcome: Outcome::Counted {
			results: votes.try_into().expect("few"),
		},
		ballots: 1_000,
		quorum: 500,
	}));
	assert_eq!(info(&mut chain, poll).quorum_reached, Some(true));
	let answer = document(b"what the city does about it");
	chain.succeeds_as(
		&key(REVIEWER),
		Call::<Runtime>::answer_poll { poll, answer },
	);
	assert_eq!(info(&mut chain, poll).poll.status.stage(), Stage::Answered);
}
