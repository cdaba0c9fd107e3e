// SPDX-License-Identifier: Apache-2.0

//! A trustee cheats and is named, another complains without ground and is named, one disappears, too many do; and
//! what was encrypted is revealed just as far as the protocol says.

/// A dealer that cheats, which the library's own cannot.
#[path = "../../../primitives/ballot/tests/common/dishonest.rs"]
mod dishonest;

use crate::common::{polls::*, *};
use pallet_mvoting::{
	BoardStage, Call, DealingState, Error, Event, Misconduct, Outcome, PollStatus, Secrecy,
	Settings, Stage,
};
use seoul_chain_ballot::{PollId, TrusteeIndex};
use seoul_chain_primitives::{
	chain::{MINUTE, SECOND},
	AgencyId,
};
use seoul_chain_runtime::Runtime;

type Fault = Error<Runtime>;

/// Who is said to have done what, in these events.
fn named(events: &[Event<Runtime>]) -> Vec<(TrusteeIndex, AgencyId, Misconduct)> {
	events
		.iter()
		.filter_map(|event| match event {
			Event::TrusteeNamed {
				trustee,
				agency,
				misconduct,
				..
			} => Some((*trustee, *agency, *misconduct)),
			_ => None,
		})
		.collect()
}

fn stage(chain: &mut Chain, trustees: &Trustees) -> BoardStage {
	board_info(chain, trustees.board).board.status.stage()
}

/// A poll of this board in which so many vote, and that is over. Returns what they chose.
fn voted(chain: &mut Chain, trustees: &Trustees, turnout: usize) -> (PollId, Vec<Vec<u8>>) {
	let citizens = citizens(chain, "voter", turnout);
	let secrecy = Secrecy::Secret {
		board: trustees.board,
	};
	let settings = Settings {
		minimum_turnout: 10,
		..settings(chain, secrecy)
	};
	let poll = open(chain, ONE_OF_FIVE, settings);
	let booth = Booth::of(chain, poll);
	let chosen: Vec<Vec<u8>> = (0..turnout)
		.map(|number| vec![u8::try_from(number * 3 % 5).expect("small")])
		.collect();
	let votes: Vec<_> = citizens
		.iter()
		.map(voter_of)
		.zip(chosen.iter().cloned())
		.collect();
	let ballots = booth.ballots(&votes, 0);
	cast_all(chain, &booth, &citizens.iter().collect::<Vec<_>>(), ballots);
	close(chain, poll);
	(poll, chosen)
}

/// Nobody learns anything of a poll beyond how many voted.
#[track_caller]
fn nothing_is_revealed(chain: &mut Chain, poll: PollId, outcome: &Outcome) {
	let ended = info(chain, poll);
	assert_eq!(ended.poll.status.outcome(), Some(outcome));
	assert_eq!(ended.votes, None);
	assert!(decryption(chain, poll).is_none());
}

#[test]
fn who_deals_a_false_share_is_named_and_so_is_who_accuses_an_honest_one() {
	let mut chain = Chain::development();
	let trustees = Trustees::convene(&mut chain, 5, 3);
	trustees.register_all(&mut chain);
	for honest in [1, 2, 3, 5] {
		trustees.deal(&mut chain, honest);
	}
	// The fourth deals the second a share that is not what it commits to. Nobody can see that but the second.
	let ceremony = trustees.ceremony(&mut chain);
	let false_dealing = dishonest::deal(
		&ceremony,
		TrusteeIndex(4),
		TrusteeIndex(2),
		&mut rng("a cheat"),
	);
	trustees.publish(&mut chain, 4, false_dealing);
	assert_eq!(stage(&mut chain, &trustees), BoardStage::Checking);
	for seat in trustees.seats() {
		let expected: &[u8] = if seat == 2 { &[4] } else { &[] };
		assert_eq!(trustees.refused_by(&mut chain, seat), expected);
	}

	let complaint = trustees.complaint(&mut chain, 2, 4);
	let events = of_polls(&chain.succeeds_as(&Trustees::pair(2), complaint.clone()));
	assert_eq!(
		named(&events),
		[(TrusteeIndex(4), TRUSTEES[3].0, Misconduct::FalseShare)]
	);
	chain.refuses_as(&Trustees::pair(2), complaint, Fault::DealingNotFound);
	// The first accuses the third, which has dealt rightly: the first is named, and the dealing stands.
	let slander = trustees.complaint(&mut chain, 1, 3);
	let events = of_polls(&chain.succeeds_as(&Trustees::pair(1), slander));
	assert_eq!(
		named(&events),
		[(
			TrusteeIndex(1),
			TRUSTEES[0].0,
			Misconduct::UnfoundedComplaint
		)]
	);
	// Evidence of one trustee is none of another.
	let borrowed = trustees.complaint(&mut chain, 1, 5);
	chain.refuses_as(&Trustees::pair(2), borrowed, Fault::InvalidComplaintProof);
	let states: Vec<DealingState> = board_info(&mut chain, trustees.board)
		.board
		.trustees
		.iter()
		.map(|trustee| trustee.dealing)
		.collect();
	let standing = DealingState::Standing;
	assert_eq!(
		states,
		[
			standing,
			standing,
			standing,
			DealingState::Rejected,
			standing
		]
	);

	// The key is made of the dealings that stand, and even the cheat has a share of it.
	trustees.confirm_all(&mut chain);
	trustees.finish(&mut chain);
	assert_eq!(stage(&mut chain, &trustees), BoardStage::Ready);
	let (poll, chosen) = voted(&mut chain, &trustees, 20);
	let counted = count(&mut chain, &trustees, poll, &[2, 4, 5]);
	assert_eq!(counted, naive(ONE_OF_FIVE, &chosen));
}

#[test]
fn a_trustee_disappears_and_the_poll_is_counted_all_the_same() {
	let mut chain = Chain::development();
	let trustees = Trustees::ready(&mut chain, 5, 3);
	let (poll, chosen) = voted(&mut chain, &trustees, 15);
	// The fifth is never heard of again. The first posts what another decrypted, and then a share of other sums.
	let of_another = trustees.post(&mut chain, poll, 2);
	chain.refuses_as(&Trustees::pair(1), of_another, Fault::NotYourSeat);
	let mut share = trustees.share(&mut chain, poll, 1);
	share.factors[0] = share.factors[1];
	let wrong = Call::<Runtime>::post_share {
		poll,
		share: Box::new(share),
	};
	chain.refuses_as(&Trustees::pair(1), wrong, Fault::InvalidDecryptionShare);
	let counted = count(&mut chain, &trustees, poll, &[3, 1, 4]);
	assert_eq!(counted, naive(ONE_OF_FIVE, &chosen));
	certify(&mut chain, poll);
}

#[test]
fn with_too_few_trustees_a_poll_is_undecryptable_and_nothing_is_revealed() {
	let mut chain = Chain::development();
	let trustees = Trustees::ready(&mut chain, 5, 3);
	let (poll, chosen) = voted(&mut chain, &trustees, 15);
	trustees.post_all(&mut chain, poll, &[1, 2]);
	let give_up = || Call::<Runtime>::declare_undecryptable { poll };
	chain.refuses(who::BYSTANDER, give_up(), Fault::TooEarly);
	let PollStatus::Tallying { shares_until } = info(&mut chain, poll).poll.status else {
		panic!("shares are awaited")
	};
	let third = trustees.post(&mut chain, poll, 3);
	wait_until(&mut chain, shares_until);
	chain.refuses_as(&Trustees::pair(3), third.clone(), Fault::DeadlinePassed);
	// Who guesses right cannot say so either.
	let guess = Call::<Runtime>::post_counts {
		poll,
		counts: naive(ONE_OF_FIVE, &chosen).try_into().expect("few"),
	};
	chain.refuses(who::BYSTANDER, guess.clone(), Fault::TooFewShares);
	chain.succeeds(who::BYSTANDER, give_up());
	nothing_is_revealed(&mut chain, poll, &Outcome::Undecryptable);
	chain.refuses_as(&Trustees::pair(3), third, Fault::WrongStage);
	chain.refuses(who::BYSTANDER, guess, Fault::WrongStage);
	certify(&mut chain, poll);
	nothing_is_revealed(&mut chain, poll, &Outcome::Undecryptable);
}

#[test]
fn below_the_minimum_no_share_is_accepted_and_there_is_no_result() {
	let mut chain = Chain::development();
	let trustees = Trustees::ready(&mut chain, 5, 3);
	let (poll, _) = voted(&mut chain, &trustees, 9);
	nothing_is_revealed(&mut chain, poll, &Outcome::BelowMinimum);
	assert_eq!(info(&mut chain, poll).turnout, Some(9));

	// A trustee that decrypts all the same, out of what lies in the state, finds that the chain does not take it.
	let key = trustees.key_of(&mut chain, 1);
	let (board_key, context, tally) = chain.query(|| {
		let key = pallet_mvoting::BoardKeys::<Runtime>::get(trustees.board);
		let tally = pallet_mvoting::Tallies::<Runtime>::get(poll);
		let context = pallet_mvoting::Pallet::<Runtime>::tally_context(poll, 9);
		(
			key.expect("the key is made"),
			context,
			tally.expect("there are sums"),
		)
	});
	let share = key
		.decrypt(&board_key, &context, &tally, &mut rng("a share"))
		.expect("a tool that lies about the minimum decrypts");
	let share = Box::new(share);
	chain.refuses_as(
		&Trustees::pair(1),
		Call::<Runtime>::post_share { poll, share },
		Fault::WrongStage,
	);
	certify(&mut chain, poll);
	assert_eq!(info(&mut chain, poll).poll.status.stage(), Stage::Certified);
	nothing_is_revealed(&mut chain, poll, &Outcome::BelowMinimum);
}

#[test]
fn who_does_not_deal_is_left_out_and_with_too_few_there_is_no_board() {
	let mut chain = Chain::development();
	let trustees = Trustees::convene(&mut chain, 5, 3);
	trustees.register_all(&mut chain);
	for seat in [1, 2, 3] {
		trustees.deal(&mut chain, seat);
	}
	let advance = || Call::<Runtime>::advance_board {
		board: trustees.board,
	};
	chain.refuses(who::BYSTANDER, advance(), Fault::TooEarly);
	chain.advance_with_room(2 * MINUTE + SECOND);
	let events = of_polls(&chain.succeeds(who::BYSTANDER, advance()));
	assert_eq!(
		named(&events),
		[
			(TrusteeIndex(4), TRUSTEES[3].0, Misconduct::Absent),
			(TrusteeIndex(5), TRUSTEES[4].0, Misconduct::Absent)
		]
	);
	// The three who are left begin again, and one of them is absent now.
	assert_eq!(stage(&mut chain, &trustees), BoardStage::Dealing);
	for seat in [1, 2] {
		trustees.deal(&mut chain, seat);
	}
	chain.advance_with_room(2 * MINUTE + SECOND);
	let events = of_polls(&chain.succeeds(who::BYSTANDER, advance()));
	assert_eq!(
		named(&events),
		[(TrusteeIndex(3), TRUSTEES[2].0, Misconduct::Absent)]
	);
	assert_eq!(stage(&mut chain, &trustees), BoardStage::Failed);
	// Such a board serves no poll.
	let secrecy = Secrecy::Secret {
		board: trustees.board,
	};
	let settings = settings(&chain, secrecy);
	let poll = draft(&mut chain, ONE_OF_FIVE, settings);
	chain.succeeds_as(&key(CLERK), Call::<Runtime>::submit_poll { poll });
	chain.refuses_as(
		&key(REVIEWER),
		Call::<Runtime>::approve_poll { poll },
		Fault::BoardNotReady,
	);
}
