// SPDX-License-Identifier: Apache-2.0

//! Whatever happens to a card, it has one vote; and an office that is suspended holds no polls, while those that are
//! open are counted without it.

use crate::common::{
	cards::{complete_recovery, start_recovery},
	polls::*,
	*,
};
use pallet_agencies as agencies;
use pallet_citizen_identity::{Call as Cards, Error as CardError};
use pallet_mvoting::{runtime_api::BallotInfo, Call, Outcome, Secrecy};
use seoul_chain_ballot::{PollId, Voter};
use seoul_chain_primitives::{AgencyId, CitizenIndex};
use seoul_chain_runtime::{CitizenIdentity, Runtime};
use sp_core::sr25519;

/// The citizen who loses the phone.
const EVE: CitizenIndex = CitizenIndex(1002);

fn casts(chain: &mut Chain, poll: PollId, voter: Voter) -> Option<u32> {
	ballot_of(chain, poll, voter).map(|ballot| match ballot {
		BallotInfo::Encrypted { casts, .. } => casts,
		BallotInfo::Public(ballot) => ballot.casts,
	})
}

/// A secret poll of a board of three, that is open, and in which four citizens have voted for the second plan.
fn running(chain: &mut Chain) -> (Trustees, Booth, Vec<Citizen>) {
	let citizens = citizens(chain, "voter", 4);
	let trustees = Trustees::ready(chain, 3, 2);
	let secrecy = Secrecy::Secret {
		board: trustees.board,
	};
	let settings = settings(chain, secrecy);
	let poll = open(chain, ONE_OF_FIVE, settings);
	let booth = Booth::of(chain, poll);
	for citizen in &citizens {
		let ballot = booth.ballot(voter_of(citizen), &[1], 0);
		chain.succeeds_as(&citizen.0, booth.secret(ballot));
	}
	(trustees, booth, citizens)
}

fn phone() -> sr25519::Pair {
	key("//a new phone")
}

#[test]
fn who_votes_with_one_phone_and_again_with_the_next_counts_once() {
	let mut chain = Chain::development();
	let (trustees, booth, _) = running(&mut chain);
	let eve = Voter::Citizen(EVE.0);
	let (old, new) = (who::BUYER.pair(), phone());
	let ballot = booth.ballot(eve, &[0], 0);
	chain.succeeds_as(&old, booth.secret(ballot));

	// The phone is lost. Whoever has it votes no more, and neither does the next one before the card is its own.
	chain.succeeds(who::CITY_OFFICER, start_recovery(EVE, &new));
	let second = booth.ballot(eve, &[2], 1);
	chain.cannot_pay_for(&old, booth.secret(second.clone()));
	chain.succeeds_as(&new, Cards::<Runtime>::accept_recovery { citizen: EVE });
	chain.refuses_as(
		&old,
		booth.secret(second.clone()),
		CardError::<Runtime>::CardSuspended,
	);
	chain.cannot_pay_for(&new, booth.secret(second.clone()));
	complete_recovery(&mut chain, EVE);

	// The new phone votes for the same card: its ballot takes the place of the first.
	chain.succeeds_as(&new, booth.secret(second));
	assert_eq!(casts(&mut chain, booth.poll, eve), Some(2));
	let third = booth.ballot(eve, &[3], 2);
	chain.cannot_pay_for(&old, booth.secret(third));
	assert_eq!(info(&mut chain, booth.poll).turnout, Some(5));
	close(&mut chain, booth.poll);
	let counted = count(&mut chain, &trustees, booth.poll, &[1, 3]);
	assert_eq!(counted, [0, 4, 1, 0, 0]);
}

#[test]
fn a_suspended_card_does_not_vote_and_what_it_has_cast_counts() {
	let mut chain = Chain::development();
	let (trustees, booth, citizens) = running(&mut chain);
	let (card, citizen) = &citizens[0];
	let voter = Voter::Citizen(citizen.0);
	let card_of = |citizen: CitizenIndex| Cards::<Runtime>::suspend_card { citizen };
	chain.succeeds(who::CITY_OFFICER, card_of(*citizen));
	let again = booth.ballot(voter, &[4], 1);
	chain.cannot_pay_for(card, booth.secret(again.clone()));
	let suspended =
		chain.query(|| pallet_mvoting::Pallet::<Runtime>::voter(booth.poll, &account_of(card)));
	assert_eq!(suspended, Err(CardError::<Runtime>::CardSuspended.into()));
	assert_eq!(casts(&mut chain, booth.poll, voter), Some(1));

	// Somebody else's account does not vote for it, with a ballot that was made for it.
	let (other, _) = &citizens[1];
	chain.refuses_as(
		other,
		booth.secret(again.clone()),
		pallet_mvoting::Error::<Runtime>::InvalidBallotProof,
	);
	let citizen = *citizen;
	chain.succeeds(who::CITY_OFFICER, Cards::<Runtime>::resume_card { citizen });
	chain.succeeds_as(card, booth.secret(again));
	close(&mut chain, booth.poll);
	let counted = count(&mut chain, &trustees, booth.poll, &[2, 3]);
	assert_eq!(counted, [0, 3, 0, 0, 1]);
}

#[test]
fn a_card_issued_after_the_opening_does_not_vote_whatever_account_it_has() {
	let mut chain = Chain::development();
	let (_, booth, _) = running(&mut chain);
	let late = citizens(&mut chain, "newcomer", 1);
	let (card, citizen) = &late[0];
	let ballot = booth.ballot(voter_of(&late[0]), &[0], 0);
	let too_new = pallet_mvoting::Error::<Runtime>::CardTooNew;
	chain.refuses_as(card, booth.secret(ballot.clone()), too_new);
	// A new account for the card does not make it older.
	let new = phone();
	chain.succeeds_as(
		card,
		Cards::<Runtime>::propose_rotation {
			new_account: account_of(&new),
		},
	);
	let citizen = *citizen;
	chain.succeeds_as(&new, Cards::<Runtime>::accept_rotation { citizen });
	assert_eq!(
		chain.query(|| CitizenIdentity::ensure_citizen(&account_of(&new))),
		Ok(citizen)
	);
	let too_new = pallet_mvoting::Error::<Runtime>::CardTooNew;
	chain.refuses_as(&new, booth.secret(ballot), too_new);
}

fn suspend(agency: AgencyId) -> agencies::Call<Runtime> {
	agencies::Call::suspend {
		agency,
		reason: document(b"order of suspension"),
	}
}

#[test]
fn a_suspended_office_holds_no_polls_and_cannot_keep_a_result_back() {
	let mut chain = Chain::development();
	let (trustees, booth, citizens) = running(&mut chain);
	let poll = booth.poll;
	assert_eq!(chain.council_decides(suspend(OFFICE)), Ok(()));

	let suspended = || agencies::Error::<Runtime>::AgencySuspended;
	let now = chain.now();
	let closes_at = info(&mut chain, poll).poll.settings.closes_at;
	let of_the_office = [
		Call::<Runtime>::draft_poll {
			question: question(ONE_OF_FIVE),
			settings: settings(&chain, Secrecy::Public),
		},
		Call::<Runtime>::extend_poll {
			poll,
			closes_at: now + 2 * OPEN_FOR,
		},
		Call::<Runtime>::cancel_poll {
			poll,
			reason: document(b"no reason"),
		},
	];
	for call in of_the_office {
		chain.refuses_as(&key(CLERK), call, suspended());
	}

	// Citizens go on, anyone closes, trustees decrypt, and anyone shows the result.
	let ballot = booth.ballot(voter_of(&citizens[3]), &[2], 1);
	chain.succeeds_as(&citizens[3].0, booth.secret(ballot));
	wait_until(&mut chain, closes_at);
	close(&mut chain, poll);
	// A suspended trustee decrypts nothing either.
	let (third, _) = TRUSTEES[2];
	assert_eq!(chain.council_decides(suspend(third)), Ok(()));
	let share = trustees.post(&mut chain, poll, 3);
	chain.cannot_pay_for(&Trustees::pair(3), share);
	let counted = count(&mut chain, &trustees, poll, &[1, 2]);
	assert_eq!(counted, [0, 3, 1, 0, 0]);
	chain.refuses_as(
		&key(CLERK),
		Call::<Runtime>::certify_poll { poll },
		suspended(),
	);
	let agency = OFFICE;
	let reinstate = agencies::Call::<Runtime>::reinstate { agency };
	assert_eq!(chain.council_decides(reinstate), Ok(()));
	certify(&mut chain, poll);
	assert_eq!(
		info(&mut chain, poll).poll.status.outcome(),
		Some(&Outcome::Counted {
			results: counted.try_into().expect("few")
		})
	);
}
