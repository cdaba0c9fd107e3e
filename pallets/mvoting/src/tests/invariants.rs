// SPDX-License-Identifier: Apache-2.0

//! Each invariant notices its own corruption.

use crate::{mock::*, *};
use frame_support::{assert_ok, BoundedVec};
use seoul_chain_ballot::{BoardId, PollId, Tracker, TrusteeIndex, Voter};
use seoul_chain_primitives::CitizenIndex;
use seoul_chain_ring_proofs::Alias;
use sp_runtime::TryRuntimeError;

const PUBLIC: PollId = PollId(0);
const SECRET: PollId = PollId(1);
const ANONYMOUS: PollId = PollId(2);
const LISTED: PollId = PollId(3);
const BOARD: BoardId = BoardId(0);
const PROPOSAL: ProposalId = ProposalId(0);

/// A public, a secret that is being decrypted, an anonymous poll and one by list; a proposal.
fn notices(invariant: u8, corrupt: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		let trustees = Trustees::ready(3, 2);
		let board = trustees.board;
		set_rings(CITY_RINGS, &[(0, 10)]);
		open(SINGLE, settings(Secrecy::Public));
		open(SINGLE, settings(Secrecy::Secret { board }));
		for index in 0..3 {
			assert_ok!(cast_public(index, PUBLIC, &[1]));
			assert_ok!(cast_secret(index, SECRET, &[1]));
		}
		open(SINGLE, settings(Secrecy::Anonymous { board }));
		for member in 0..3 {
			enrol(ANONYMOUS, CITY_RINGS, member);
			assert_ok!(cast_anonymous(member, ANONYMOUS, &[0]));
		}
		enrol(ANONYMOUS, CITY_RINGS, 3);
		let listed = Settings {
			eligibility: Eligibility::ListedCards,
			..settings(Secrecy::Public)
		};
		draft(SINGLE, listed);
		let cards = BoundedVec::truncate_from(vec![CitizenIndex(1), CitizenIndex(2)]);
		assert_ok!(MVoting::list_cards(signed(clerk()), LISTED, cards));
		close(SECRET);
		assert_ok!(trustees.post(SECRET, 1));
		assert_ok!(MVoting::propose(signed(citizen(1)), question(SINGLE)));
		for index in 1..5 {
			assert_ok!(MVoting::support(signed(citizen(index)), PROPOSAL));
		}
		assert_ok!(MVoting::do_try_state());
		corrupt();
		let Err(TryRuntimeError::Other(reason)) = MVoting::do_try_state() else {
			panic!("invariant {invariant} noticed nothing");
		};
		assert!(
			reason.starts_with(&format!("Invariant {invariant}:")),
			"{reason}"
		);
	});
}

fn change_poll(id: PollId, change: impl FnOnce(&mut Poll<seoul_chain_primitives::AccountId>)) {
	Polls::<Test>::mutate(id, |poll| change(poll.as_mut().expect("is there")));
}

#[test]
fn invariant_1_question() {
	notices(1, || NextPoll::<Test>::put(PollId(2)));
	notices(1, || Questions::<Test>::remove(PUBLIC));
	notices(1, || {
		change_poll(LISTED, |poll| poll.form = seoul_chain_ballot::Form::YesNo);
	});
}

#[test]
fn invariant_2_roll_and_sums() {
	notices(2, || Openings::<Test>::remove(PUBLIC));
	notices(2, || Tallies::<Test>::remove(SECRET));
	notices(2, || {
		PublicTallies::<Test>::insert(SECRET, PublicTally::default());
	});
	notices(2, || {
		change_poll(PUBLIC, |poll| poll.status = PollStatus::Scheduled);
	});
}

#[test]
fn invariant_3_ballots() {
	notices(3, || {
		Tallies::<Test>::mutate(ANONYMOUS, |tally| {
			tally.as_mut().expect("is there").ballots += 1;
		});
	});
	notices(3, || {
		EncryptedBallots::<Test>::remove(SECRET, Voter::Citizen(1));
	});
	notices(3, || {
		PublicTallies::<Test>::mutate(PUBLIC, |tally| tally.ballots = 1_000);
	});
	notices(3, || {
		Openings::<Test>::mutate(ANONYMOUS, |opening| {
			opening.as_mut().expect("is there").roll = Roll::Rings {
				hold: RingHold(0),
				key_count: 3,
			};
		});
	});
}

#[test]
fn invariant_4_public_counts() {
	notices(4, || {
		PublicTallies::<Test>::mutate(PUBLIC, |tally| tally.counts[0] += 1);
	});
	notices(4, || {
		PublicBallots::<Test>::mutate(PUBLIC, CitizenIndex(1), |ballot| {
			ballot.as_mut().expect("is there").options = options(&[0, 1]);
		});
	});
}

#[test]
fn invariant_5_encrypted_ballots() {
	let foreign = || EncryptedBallot {
		ciphertexts: BoundedVec::new(),
		tracker: Tracker([0; 32]),
		casts: 1,
		reward: Reward::Nothing,
	};
	notices(5, || {
		EncryptedBallots::<Test>::insert(SECRET, Voter::Citizen(1), foreign());
	});
	notices(5, || {
		let ballot = EncryptedBallots::<Test>::take(SECRET, Voter::Citizen(1));
		EncryptedBallots::<Test>::insert(SECRET, Voter::Alias([1; 32]), ballot.expect("is there"));
	});
	notices(5, || {
		let voter = Voter::Alias(alias(ANONYMOUS, 1).0);
		let ballot = EncryptedBallots::<Test>::take(ANONYMOUS, voter);
		EncryptedBallots::<Test>::insert(
			ANONYMOUS,
			Voter::Alias([1; 32]),
			ballot.expect("is there"),
		);
	});
}

#[test]
fn invariant_6_list() {
	notices(6, || {
		ListedCards::<Test>::insert(LISTED, CitizenIndex(7), ());
	});
	notices(6, || change_poll(LISTED, |poll| poll.listed = 1));
}

#[test]
fn invariant_7_decryption() {
	notices(7, || {
		change_poll(SECRET, |poll| poll.status = PollStatus::Open);
	});
	notices(7, || {
		change_poll(SECRET, |poll| poll.settings.minimum_turnout = 4);
	});
}

#[test]
fn invariant_8_enrolments() {
	notices(8, || VotingKeys::<Test>::remove(voting_key(3)));
	notices(8, || {
		Enrolments::<Test>::remove(ANONYMOUS, alias(ANONYMOUS, 3));
	});
	notices(8, || {
		Enrolments::<Test>::insert(ANONYMOUS, Alias([3; 32]), voting_key(3));
	});
	notices(8, || Enrolled::<Test>::insert(ANONYMOUS, 3));
}

#[test]
fn invariant_9_boards() {
	notices(9, || BoardKeys::<Test>::remove(BOARD));
	notices(9, || NextBoard::<Test>::put(BOARD));
	notices(9, || {
		Dealings::<Test>::remove((BOARD, 0, TrusteeIndex(1)));
	});
	notices(9, || {
		Boards::<Test>::mutate(BOARD, |board| {
			board.as_mut().expect("is there").threshold = 3;
		});
	});
}

#[test]
fn invariant_10_terms() {
	notices(10, || {
		Terms::<Test>::mutate(|terms| terms.answer_period = 0);
	});
}

#[test]
fn invariant_11_proposals() {
	notices(11, || NextProposal::<Test>::put(PROPOSAL));
	notices(11, || Supporters::<Test>::remove(PROPOSAL, CitizenIndex(1)));
	notices(11, || {
		Proposals::<Test>::mutate(PROPOSAL, |proposal| {
			proposal.as_mut().expect("is there").answer_mark = 4;
		});
	});
}

#[test]
fn invariant_12_gathering() {
	notices(12, || {
		GatheringProposals::<Test>::insert(CitizenIndex(1), 2);
	});
}
