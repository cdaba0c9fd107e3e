// SPDX-License-Identifier: Apache-2.0

//! Encrypted ballots of citizens.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use seoul_chain_ballot::{Ballot, EncodedPoint, EncodedScalar, Form, PollId, Tracker, Voter};
use seoul_chain_primitives::{CitizenIndex, ParticipationReward, PartyId};

/// A secret poll that is open, with its trustees.
fn opened(form: Form) -> (Trustees, PollId) {
	let trustees = Trustees::ready(3, 2);
	let poll = open(
		form,
		settings(Secrecy::Secret {
			board: trustees.board,
		}),
	);
	take_events();
	(trustees, poll)
}

fn cast(index: u64, poll: PollId, ballot: Box<Ballot>) -> frame_support::dispatch::DispatchResult {
	plain(MVoting::cast_secret(
		signed(citizen(index)),
		poll,
		ballot,
		None,
	))
}

fn ballots(poll: PollId) -> u32 {
	MVoting::tally(poll).expect("is encrypted").ballots
}

#[test]
fn a_ballot_is_added_and_a_change_of_mind_replaces_it() {
	build_and_execute(|| {
		let (trustees, poll) = opened(SINGLE);
		let voter = Voter::Citizen(1);
		let first = ballot(poll, voter, &[0], 1);
		let second = ballot(poll, voter, &[2], 2);
		let context = MVoting::ballot_context(poll, voter);
		let (old, new) = (first.tracker(&context), second.tracker(&context));
		assert_ok!(cast(1, poll, first));
		assert_ok!(cast(1, poll, second));
		assert_eq!(
			take_events(),
			[
				Event::EncryptedBallotCast {
					poll,
					voter,
					old_tracker: None,
					new_tracker: old
				},
				Event::EncryptedBallotCast {
					poll,
					voter,
					old_tracker: Some(old),
					new_tracker: new
				},
			]
		);
		assert_eq!(ballots(poll), 1);
		for index in 2..5 {
			assert_ok!(cast_secret(index, poll, &[1]));
		}
		close(poll);
		for seat in [1, 3] {
			assert_ok!(trustees.post(poll, seat));
		}
		assert_ok!(MVoting::post_counts(signed(anyone()), poll, count(poll)));
		assert_eq!(results(poll), Some(vec![0, 3, 1]));
	});
}

#[test]
fn nobody_casts_the_ballot_of_another() {
	build_and_execute(|| {
		let (_, poll) = opened(SINGLE);
		let copied = ballot(poll, Voter::Citizen(1), &[0], 1);
		assert_ok!(cast(1, poll, copied.clone()));
		assert_noop!(cast(2, poll, copied), Fault::InvalidBallotProof);
	});
}

#[test]
fn no_ballot_is_carried_to_another_poll_or_chain() {
	build_and_execute(|| {
		let (trustees, poll) = opened(SINGLE);
		let other = open(
			SINGLE,
			settings(Secrecy::Secret {
				board: trustees.board,
			}),
		);
		let carried = ballot(poll, Voter::Citizen(1), &[0], 1);
		assert_noop!(cast(1, other, carried.clone()), Fault::InvalidBallotProof);
		ChainIdentity::set([8; 32]);
		assert_noop!(cast(1, poll, carried.clone()), Fault::InvalidBallotProof);
		ChainIdentity::set(CHAIN);
		assert_ok!(cast(1, poll, carried));
	});
}

/// What spoils a ballot.
type Change = fn(&mut Ballot);

#[test]
fn each_fault_of_a_ballot_has_its_own_error() {
	build_and_execute(|| {
		let (_, poll) = opened(SINGLE);
		let good = ballot(poll, Voter::Citizen(1), &[0], 1);
		let spoilt = |change: Change| {
			let mut bad = good.clone();
			change(&mut bad);
			bad
		};
		let cases: [(Fault, Change); 7] = [
			(Fault::MalformedElement, |ballot| {
				ballot.entries[0].ciphertext.alpha = EncodedPoint([0xff; 32]);
			}),
			(Fault::IdentityElement, |ballot| {
				ballot.entries[0].ciphertext.beta = EncodedPoint::IDENTITY;
			}),
			(Fault::NonCanonicalScalar, |ballot| {
				ballot.entries[0].zero.response = EncodedScalar([0xff; 32]);
			}),
			(Fault::WrongBallotShape, |ballot| {
				ballot.entries.pop();
			}),
			(Fault::WrongBallotShape, |ballot| ballot.sum = None),
			(Fault::InvalidBallotProof, |ballot| {
				ballot.entries.as_mut().swap(0, 1);
			}),
			(Fault::InvalidBallotProof, |ballot| {
				ballot.entries[0].one.response = ballot.entries[1].one.response;
			}),
		];
		for (fault, change) in cases {
			assert_noop!(cast(1, poll, spoilt(change)), fault);
		}
		assert_ok!(cast(1, poll, good));
	});
}

#[test]
fn each_kind_of_poll_takes_its_own_ballots() {
	build_and_execute(|| {
		let (_, secret) = opened(SINGLE);
		let public = open(SINGLE, settings(Secrecy::Public));
		let encrypted = ballot(secret, Voter::Citizen(1), &[0], 1);
		assert_noop!(cast(1, public, encrypted), Fault::WrongSecrecy);
		assert_noop!(cast_public(1, secret, &[0]), Fault::WrongSecrecy);
	});
}

#[test]
fn a_secret_poll_asks_for_the_same_eligibility() {
	build_and_execute(|| {
		let trustees = Trustees::ready(3, 2);
		let own = credential(1, RESIDENCE, 11_740);
		let poll = open(
			SINGLE,
			Settings {
				eligibility: gangdong(),
				..settings(Secrecy::Secret {
					board: trustees.board,
				})
			},
		);
		let made = |index| ballot(poll, Voter::Citizen(index), &[0], index);
		assert_noop!(cast(1, poll, made(1)), Fault::CredentialMissing);
		let with = |index, credential| {
			plain(MVoting::cast_secret(
				signed(citizen(index)),
				poll,
				made(index),
				Some(credential),
			))
		};
		assert_noop!(with(2, own.clone()), Fault::CredentialNotProven);
		assert_ok!(with(1, own.clone()));
		assert_noop!(with(1, own), Fault::CredentialNotNeeded);
		assert_ok!(cast(1, poll, made(1)));
		let stranger = plain(MVoting::cast_secret(signed(anyone()), poll, made(1), None));
		assert_noop!(stranger, Fault::NotACitizen);
	});
}

#[test]
fn a_secret_ballot_is_rewarded_once_and_claimed_when_owed() {
	build_and_execute(|| {
		let trustees = Trustees::ready(3, 2);
		let poll = open(
			SINGLE,
			Settings {
				reward: 400,
				..settings(Secrecy::Secret {
					board: trustees.board,
				})
			},
		);
		assert_ok!(cast_secret(1, poll, &[0]));
		advance(1);
		assert_ok!(cast_secret(1, poll, &[2]));
		let paid = (PartyId::Citizen(CitizenIndex(1)), poll.0, 400);
		assert_eq!(Rewarded::get(), [paid]);
		BudgetIsEmpty::set(true);
		assert_ok!(cast_secret(2, poll, &[0]));
		BudgetIsEmpty::set(false);
		assert_ok!(MVoting::claim_reward(signed(citizen(2)), poll));
		assert_eq!(Rewarded::get().len(), 2);
		assert_noop!(
			MVoting::claim_reward(signed(citizen(2)), poll),
			Fault::NothingOwed
		);
	});
}

#[test]
fn a_refused_ballot_is_not_rewarded() {
	build_and_execute(|| {
		let trustees = Trustees::ready(3, 2);
		let poll = open(
			SINGLE,
			Settings {
				reward: 400,
				..settings(Secrecy::Secret {
					board: trustees.board,
				})
			},
		);
		let of_another = ballot(poll, Voter::Citizen(1), &[0], 1);
		assert_noop!(cast(2, poll, of_another), Fault::InvalidBallotProof);
		assert!(Rewarded::get().is_empty());
	});
}

#[test]
fn a_voter_finds_the_ballot_by_its_tracker() {
	build_and_execute(|| {
		let (_, poll) = opened(SINGLE);
		let voter = Voter::Citizen(1);
		let own = ballot(poll, voter, &[0], 1);
		let tracker: Tracker = own.tracker(&MVoting::ballot_context(poll, voter));
		assert_eq!(MVoting::ballot_info(poll, voter), None);
		assert_ok!(cast(1, poll, own));
		assert_eq!(
			MVoting::ballot_info(poll, voter),
			Some(runtime_api::BallotInfo::Encrypted {
				tracker,
				casts: 1,
				reward: Reward::Nothing
			})
		);
	});
}

#[test]
fn a_corrupted_state_is_said_and_changes_nothing() {
	build_and_execute(|| {
		let (_, poll) = opened(SINGLE);
		let own = ballot(poll, Voter::Citizen(1), &[0], 1);
		let tally = MVoting::tally(poll).expect("is there");
		Tallies::<Test>::remove(poll);
		assert_noop!(cast(1, poll, own.clone()), Fault::Corrupted);
		Tallies::<Test>::insert(poll, tally);
		assert_ok!(cast(1, poll, own));
	});
}

#[test]
fn a_ballot_is_charged_by_its_elements() {
	use frame_support::dispatch::GetDispatchInfo;
	build_and_execute(|| {
		let (trustees, poll) = opened(SINGLE);
		let approval = Form::Approval {
			options: 4,
			min: 1,
			max: 3,
		};
		let second = open(
			approval,
			settings(Secrecy::Secret {
				board: trustees.board,
			}),
		);
		let yes_no = open(
			Form::YesNo,
			settings(Secrecy::Secret {
				board: trustees.board,
			}),
		);
		let charged = |poll, chosen: &[u8]| {
			let ballot = ballot(poll, Voter::Citizen(1), chosen, 1);
			crate::Call::<Test>::cast_secret {
				poll,
				ballot,
				credential: None,
			}
			.get_dispatch_info()
			.call_weight
		};
		let expected = |elements| {
			<() as WeightInfo>::cast_secret(elements)
				.saturating_add(<Points as ParticipationReward>::weight())
		};
		// Three entries and one sum; four entries and three sums; one entry.
		assert_eq!(charged(poll, &[0]), expected(3 * 6 + 2));
		assert_eq!(charged(second, &[0, 1]), expected(4 * 6 + 3 * 2));
		assert_eq!(charged(yes_no, &[0]), expected(6));
	});
}
