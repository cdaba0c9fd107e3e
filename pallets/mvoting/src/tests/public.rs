// SPDX-License-Identifier: Apache-2.0

//! Public ballots, who may cast them, and the reward.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, BoundedVec};
use seoul_chain_ballot::{Form, PollId};
use seoul_chain_login::{BatchId, CredentialValue, Disclosure, Refusal};
use seoul_chain_primitives::{chain::DAY, CitizenIndex, PartyId};
use sp_runtime::DispatchError;

fn counts(poll: PollId) -> (u32, Vec<u32>) {
	let tally = PublicTallies::<Test>::get(poll);
	(tally.ballots, tally.counts.to_vec())
}

fn with(eligibility: Eligibility) -> Settings {
	Settings {
		eligibility,
		..settings(Secrecy::Public)
	}
}

fn cast_with(
	index: u64,
	poll: PollId,
	credential: Option<Box<Disclosure>>,
) -> frame_support::dispatch::DispatchResult {
	plain(MVoting::cast_public(
		signed(citizen(index)),
		poll,
		options(&[1]),
		credential,
	))
}

#[test]
fn a_citizen_votes_once_and_a_change_of_mind_replaces() {
	build_and_execute(|| {
		let poll = open(SINGLE, settings(Secrecy::Public));
		take_events();
		assert_ok!(cast_public(1, poll, &[0]));
		assert_ok!(cast_public(2, poll, &[0]));
		assert_eq!(counts(poll), (2, vec![2, 0, 0]));
		assert_ok!(cast_public(1, poll, &[2]));
		assert_eq!(counts(poll), (2, vec![1, 0, 1]));
		let told = |citizen, old: Option<&[u8]>, new: &[u8]| Event::PublicBallotCast {
			poll,
			citizen: CitizenIndex(citizen),
			old_options: old.map(options),
			new_options: options(new),
		};
		assert_eq!(
			take_events(),
			[
				told(1, None, &[0]),
				told(2, None, &[0]),
				told(1, Some(&[0]), &[2])
			]
		);
		assert_eq!(
			PublicBallots::<Test>::get(poll, CitizenIndex(1)),
			Some(PublicBallot {
				options: options(&[2]),
				casts: 2,
				reward: Reward::Nothing
			})
		);
	});
}

/// Choices of several ballots.
type Choices = &'static [&'static [u8]];

#[test]
fn choices_are_what_the_form_allows() {
	build_and_execute(|| {
		let approval = Form::Approval {
			options: 4,
			min: 1,
			max: 2,
		};
		let cases: [(Form, Choices, Choices); 3] = [
			(Form::YesNo, &[&[0], &[1]], &[&[], &[2], &[0, 1]]),
			(SINGLE, &[&[0], &[2]], &[&[], &[3], &[0, 1]]),
			(
				approval,
				&[&[0], &[1, 3]],
				&[&[], &[1, 1], &[3, 1], &[0, 1, 2], &[0, 4]],
			),
		];
		for (form, allowed, refused) in cases {
			let poll = open(form, settings(Secrecy::Public));
			for chosen in allowed {
				assert_ok!(cast_public(1, poll, chosen));
			}
			for chosen in refused {
				assert_noop!(cast_public(1, poll, chosen), Fault::InvalidChoice);
			}
		}
		let blank = Form::Approval {
			options: 2,
			min: 0,
			max: 2,
		};
		let poll = open(blank, settings(Secrecy::Public));
		assert_ok!(cast_public(1, poll, &[]));
		assert_eq!(counts(poll), (1, vec![0, 0]));
	});
}

#[test]
fn no_ballot_counts_before_the_opening_or_from_the_end_on() {
	build_and_execute(|| {
		let poll = draft(SINGLE, settings(Secrecy::Public));
		assert_noop!(cast_public(1, PollId(9), &[0]), Fault::PollNotFound);
		assert_noop!(cast_public(1, poll, &[0]), Fault::NotOpen);
		open_draft(poll);
		Now::set(START + 8 * DAY - 1);
		assert_ok!(cast_public(1, poll, &[0]));
		advance(1);
		// Nobody has closed it, and it is closed all the same.
		assert_noop!(cast_public(2, poll, &[0]), Fault::VotingEnded);
		assert_noop!(cast_public(1, poll, &[1]), Fault::VotingEnded);
		close(poll);
		assert_noop!(cast_public(2, poll, &[0]), Fault::NotOpen);
		assert_eq!(results(poll), Some(vec![1, 0, 0]));
	});
}

#[test]
fn only_a_citizen_whose_card_can_be_used_votes() {
	build_and_execute(|| {
		let poll = open(SINGLE, settings(Secrecy::Public));
		let stranger = plain(MVoting::cast_public(
			signed(anyone()),
			poll,
			options(&[0]),
			None,
		));
		assert_noop!(stranger, Fault::NotACitizen);
		UnusableCards::mutate(|cards| cards.insert(CitizenIndex(1)));
		assert_noop!(cast_public(1, poll, &[0]), SUSPENDED);
		UnusableCards::mutate(|cards| cards.remove(&CitizenIndex(1)));
		assert_ok!(cast_public(1, poll, &[0]));
	});
}

#[test]
fn a_card_that_was_issued_after_the_opening_does_not_vote() {
	build_and_execute(|| {
		let poll = open(SINGLE, settings(Secrecy::Public));
		let opened_at = Now::get();
		for (index, issued_at) in [(1, opened_at), (2, opened_at + 1), (3, opened_at - 1)] {
			IssuedLate::mutate(|late| late.insert(CitizenIndex(index), issued_at));
		}
		assert_noop!(cast_public(1, poll, &[0]), Fault::CardTooNew);
		assert_noop!(cast_public(2, poll, &[0]), Fault::CardTooNew);
		assert_ok!(cast_public(3, poll, &[0]));
	});
}

#[test]
fn only_listed_cards_vote_in_a_poll_by_list() {
	build_and_execute(|| {
		let poll = draft(SINGLE, with(Eligibility::ListedCards));
		let cards = BoundedVec::truncate_from(vec![CitizenIndex(1), CitizenIndex(2)]);
		assert_ok!(MVoting::list_cards(signed(clerk()), poll, cards));
		open_draft(poll);
		assert_ok!(cast_public(1, poll, &[0]));
		assert_noop!(cast_public(3, poll, &[0]), Fault::NotListed);
	});
}

#[test]
fn a_resident_opens_the_credential_once() {
	build_and_execute(|| {
		let own = credential(1, RESIDENCE, 11_740);
		let elsewhere = credential(2, RESIDENCE, 11_110);
		let age = credential(1, AGE, 11_740);
		let poll = open(SINGLE, with(gangdong()));
		assert_noop!(cast_with(1, poll, None), Fault::CredentialMissing);
		assert_noop!(cast_with(1, poll, Some(age)), Fault::OtherCredential);
		assert_noop!(cast_with(2, poll, Some(elsewhere)), Fault::ValueNotAccepted);
		// Of another citizen.
		assert_noop!(
			cast_with(3, poll, Some(own.clone())),
			Fault::CredentialNotProven
		);
		let mut short = own.clone();
		short.path.pop();
		assert_noop!(cast_with(1, poll, Some(short)), Fault::CredentialNotProven);
		assert_ok!(cast_with(1, poll, Some(own.clone())));
		assert_noop!(
			cast_with(1, poll, Some(own.clone())),
			Fault::CredentialNotNeeded
		);
		// It expired since; who has voted may change the vote all the same.
		ForcedRefusal::set(Some(Refusal::CredentialExpired(RESIDENCE)));
		assert_ok!(cast_with(1, poll, None));

		let poll = open(SINGLE, settings(Secrecy::Public));
		assert_noop!(cast_with(1, poll, Some(own)), Fault::CredentialNotNeeded);
	});
}

#[test]
fn a_credential_that_was_published_after_the_opening_does_not_count() {
	build_and_execute(|| {
		credential(9, RESIDENCE, 11_740);
		let poll = open(SINGLE, with(gangdong()));
		let late = credential(1, RESIDENCE, 11_740);
		assert_eq!(late.batch, BatchId(1));
		assert_noop!(cast_with(1, poll, Some(late)), Fault::CredentialTooNew);
	});
}

#[test]
fn each_refusal_of_a_credential_has_its_own_error() {
	build_and_execute(|| {
		let own = credential(1, RESIDENCE, 11_740);
		let poll = open(SINGLE, with(gangdong()));
		let retired = DispatchError::Other("agency retired");
		let cases: [(Refusal, DispatchError); 8] = [
			(
				Refusal::UnknownBatch(BatchId(0)),
				Fault::CredentialNotFound.into(),
			),
			(
				Refusal::BatchRevoked(BatchId(0)),
				Fault::CredentialRevoked.into(),
			),
			(
				Refusal::CredentialRevoked(RESIDENCE),
				Fault::CredentialRevoked.into(),
			),
			(
				Refusal::CredentialExpired(RESIDENCE),
				Fault::CredentialExpired.into(),
			),
			(
				Refusal::IssuerNotAuthorized(RESIDENCE),
				Fault::IssuerNotAuthorized.into(),
			),
			(Refusal::Issuer(retired), retired),
			(
				Refusal::NotInBatch(RESIDENCE),
				Fault::CredentialNotProven.into(),
			),
			(
				Refusal::MalformedPath(RESIDENCE),
				Fault::CredentialNotProven.into(),
			),
		];
		for (refusal, expected) in cases {
			ForcedRefusal::set(Some(refusal));
			assert_noop!(cast_with(1, poll, Some(own.clone())), expected);
		}
	});
}

#[test]
fn other_predicates_are_of_a_kind_and_a_range_or_list() {
	build_and_execute(|| {
		let youth = credential(1, AGE, 20);
		let child = credential(2, AGE, 13);
		let poll = open(
			SINGLE,
			with(Eligibility::Credential {
				schema: AGE,
				accepted: Accepted::Between {
					lowest: CredentialValue(14),
					highest: CredentialValue(34),
				},
			}),
		);
		assert_ok!(cast_with(1, poll, Some(youth)));
		assert_noop!(cast_with(2, poll, Some(child)), Fault::ValueNotAccepted);
	});
}

#[test]
fn taking_part_is_rewarded_once_and_whatever_is_chosen() {
	build_and_execute(|| {
		let rewarding = Settings {
			reward: 300,
			..settings(Secrecy::Public)
		};
		let poll = open(SINGLE, rewarding);
		take_events();
		for (index, chosen) in [(1, 0), (2, 1), (3, 2), (1, 1), (2, 0)] {
			assert_ok!(cast_public(index, poll, &[chosen]));
		}
		let party = |index| PartyId::Citizen(CitizenIndex(index));
		assert_eq!(
			Rewarded::get(),
			[
				(party(1), poll.0, 300),
				(party(2), poll.0, 300),
				(party(3), poll.0, 300)
			]
		);
		assert_eq!(
			take_events()[0],
			Event::RewardPaid {
				poll,
				citizen: CitizenIndex(1),
				points: 300
			}
		);
		let claim = MVoting::claim_reward(signed(citizen(1)), poll);
		assert_noop!(claim, Fault::NothingOwed);
	});
}

#[test]
fn a_ballot_stands_when_points_cannot_be_credited_and_they_are_claimed_later() {
	build_and_execute(|| {
		let rewarding = Settings {
			reward: 300,
			..settings(Secrecy::Public)
		};
		let poll = open(SINGLE, rewarding);
		BudgetIsEmpty::set(true);
		take_events();
		assert_ok!(cast_public(1, poll, &[0]));
		assert_eq!(
			take_events()[0],
			Event::RewardOwed {
				poll,
				citizen: CitizenIndex(1),
				points: 300,
				reason: stored(NO_BUDGET),
			}
		);
		assert_eq!(counts(poll).0, 1);
		let claim = |index| MVoting::claim_reward(signed(citizen(index)), poll);
		assert_noop!(claim(1), NO_BUDGET);
		assert_noop!(claim(2), Fault::BallotNotFound);
		// A change of the vote does not ask again.
		BudgetIsEmpty::set(false);
		assert_ok!(cast_public(1, poll, &[1]));
		assert!(Rewarded::get().is_empty());
		close(poll);
		assert_ok!(claim(1));
		assert_noop!(claim(1), Fault::NothingOwed);
		assert_eq!(Rewarded::get().len(), 1);
	});
}

#[test]
fn nothing_is_owed_where_there_is_no_reward() {
	build_and_execute(|| {
		let poll = open(SINGLE, settings(Secrecy::Public));
		assert_ok!(cast_public(1, poll, &[0]));
		assert_noop!(
			MVoting::claim_reward(signed(citizen(1)), poll),
			Fault::NothingOwed
		);
	});
}

#[test]
fn a_voter_pays_for_the_reward_only_when_there_is_one() {
	build_and_execute(|| {
		let cast = |poll, credential: Option<Box<Disclosure>>| {
			MVoting::cast_public(signed(citizen(1)), poll, options(&[1]), credential)
				.expect("can vote")
				.actual_weight
		};
		let unrewarded = open(SINGLE, settings(Secrecy::Public));
		let alone = <() as WeightInfo>::cast_public();
		assert_eq!(cast(unrewarded, None), Some(alone));
		let rewarding = open(
			SINGLE,
			Settings {
				reward: 10,
				..settings(Secrecy::Public)
			},
		);
		assert_eq!(cast(rewarding, None), None);
		assert_eq!(cast(rewarding, None), Some(alone));
		let own = credential(1, RESIDENCE, 11_740);
		let local = open(SINGLE, with(gangdong()));
		let opened = alone.saturating_add(<CredentialBook as Credentials>::weight());
		assert_eq!(cast(local, Some(own)), Some(opened));
	});
}
