// SPDX-License-Identifier: Apache-2.0

//! The residents of a district vote, and nobody learns who of them did, nor for what: proofs of the district's ring
//! bind voting keys, and voting keys can vote and nothing else.

use crate::common::{
	polls::*,
	rings::{development_with_rings, remove, Wallet},
	*,
};
use frame_support::BoundedVec;
use pallet_citizen_rings::Removal;
use pallet_mvoting::{
	Call, EnrolRefusal, Error, Event, Roll, Secrecy, Settings, Visibility, ADMITTED_CASTS,
};
use seoul_chain_ballot::{BoardId, PollId};
use seoul_chain_primitives::{AccountClass, DistrictCode};
use seoul_chain_runtime::{Runtime, RuntimeCall, TransactionQuota};
use seoul_chain_runtime_common::currency::KRW;
use sp_runtime::{transaction_validity::InvalidTransaction, DispatchError};

type Fault = Error<Runtime>;

const DONGDAEMUN: DistrictCode = DistrictCode(11_230);
const GANGNAM: DistrictCode = DistrictCode(11_680);
/// Residents of Dongdaemun-gu with a key in its ring.
const RESIDENTS: usize = 8;

/// A poll of a district, from the end of which on anything is told.
fn district_poll(chain: &mut Chain, board: BoardId) -> PollId {
	let settings = Settings {
		eligibility: pallet_mvoting::Eligibility::District {
			district: DONGDAEMUN,
		},
		visibility: Visibility::AfterClose,
		..settings(chain, Secrecy::Anonymous { board })
	};
	open(chain, ONE_OF_FIVE, settings)
}

fn voting_keys(
	chain: &mut Chain,
	residents: &[Wallet],
	poll: PollId,
	name: &str,
) -> Vec<VotingKey> {
	residents
		.iter()
		.enumerate()
		.map(|(number, resident)| {
			let ring = resident.unlock(chain);
			VotingKey::prove(chain, &ring, poll, &format!("//{name}//{number}"))
		})
		.collect()
}

/// Send an enrolment through the pool into the open block. Nobody pays for it.
#[track_caller]
fn enrols(chain: &mut Chain, poll: PollId, voter: &VotingKey) {
	let transaction = voter.transaction(poll);
	chain
		.pool_says(&transaction)
		.expect("the pool takes a valid proof");
	let outcome = chain.apply_transaction(transaction);
	assert_eq!(outcome.result, Ok(()));
	assert!(of_polls(&outcome.events).contains(&Event::Enrolled {
		poll,
		alias: voter.alias,
		voting_key: account_of(&voter.pair),
	}));
}

#[track_caller]
fn pool_refuses(
	chain: &mut Chain,
	poll: PollId,
	enrolment: &pallet_mvoting::Enrolment<seoul_chain_runtime::AccountId>,
	refusal: EnrolRefusal,
) {
	let answer = chain.pool_says(&enrol(poll, enrolment.clone()));
	assert_eq!(
		answer,
		Err(InvalidTransaction::Custom(refusal.code()).into())
	);
}

#[track_caller]
fn votes(chain: &mut Chain, booth: &Booth, voter: &VotingKey, chosen: &[u8], turn: u32) {
	let ballot = booth.ballot(voter.voter(), chosen, turn);
	chain.succeeds_as(&voter.pair, booth.anonymous(ballot));
}

#[test]
fn a_district_votes_anonymously_and_the_count_is_what_its_residents_chose() {
	let mut chain = development_with_rings();
	let residents = residents(&mut chain, DONGDAEMUN, "resident", RESIDENTS);
	let neighbours = polls::residents(&mut chain, GANGNAM, "neighbour", 3);
	let trustees = Trustees::ready(&mut chain, 5, 3);
	let poll = district_poll(&mut chain, trustees.board);
	let opening = info(&mut chain, poll).opening.expect("it is open");
	assert!(matches!(opening.roll, Roll::Rings { key_count: 8, .. }));

	// Who leaves the district after the opening was a resident when the roll was fixed.
	let keys = voting_keys(&mut chain, &residents, poll, "voting key");
	remove(&mut chain, &[residents[7].ring_key()], Removal::Final);
	let left = (0..30).any(|_| {
		chain.next_block_with_room();
		residents[7].ring(&mut chain).is_none()
	});
	assert!(left, "the ring is rebuilt without it");

	// Three send their proofs themselves, without a signer; the others' are relayed by somebody who pays.
	for voter in &keys[..3] {
		enrols(&mut chain, poll, voter);
		let quota = chain.query(|| TransactionQuota::quota_of(account_of(&voter.pair)));
		assert_eq!(quota.map(|quota| quota.class), Some(AccountClass::Voter));
		assert_eq!(chain.balance(&account_of(&voter.pair)), 0);
	}
	let mut stolen = keys[3].enrolment.clone();
	stolen.voting_key = account_of(&key("//a thief"));
	let mut batch: Vec<_> = keys[3..].iter().map(|key| key.enrolment.clone()).collect();
	batch.push(keys[0].enrolment.clone());
	let mut with_a_stolen_one = batch.clone();
	with_a_stolen_one.push(stolen.clone());
	chain.refuses(
		who::BYSTANDER,
		Call::<Runtime>::enrol_batch {
			poll,
			enrolments: BoundedVec::truncate_from(with_a_stolen_one),
		},
		Fault::FalseProof,
	);
	let events = of_polls(&chain.succeeds(
		who::BYSTANDER,
		Call::<Runtime>::enrol_batch {
			poll,
			enrolments: BoundedVec::truncate_from(batch),
		},
	));
	let skipped: Vec<(u32, DispatchError)> = events
		.iter()
		.filter_map(|event| match event {
			Event::EnrolmentSkipped {
				position, reason, ..
			} => Some((*position, *reason)),
			_ => None,
		})
		.collect();
	assert_eq!(skipped, [(5, Fault::AliasEnrolled.into())]);
	assert_eq!(events.len(), RESIDENTS - 3 + skipped.len());
	assert_eq!(
		chain.query(|| pallet_mvoting::Enrolled::<Runtime>::get(poll)),
		8
	);

	// A second key for the same resident, somebody else's proof, and a neighbour's are refused by the pool.
	let ring = residents[1].unlock(&mut chain);
	let second = VotingKey::prove(&mut chain, &ring, poll, "//a second voting key");
	assert_eq!(second.alias, keys[1].alias);
	pool_refuses(
		&mut chain,
		poll,
		&second.enrolment,
		EnrolRefusal::AliasEnrolled,
	);
	pool_refuses(&mut chain, poll, &stolen, EnrolRefusal::AliasEnrolled);
	let ring = neighbours[0].unlock(&mut chain);
	let neighbour = VotingKey::prove(&mut chain, &ring, poll, "//a neighbour's voting key");
	let refused: DispatchError = pallet_citizen_rings::Error::<Runtime>::InvalidProof.into();
	pool_refuses(
		&mut chain,
		poll,
		&neighbour.enrolment,
		EnrolRefusal::Proof(refused),
	);
	// A card cannot be a voting key, and a card cannot vote here under its own name.
	let booth = Booth::of(&mut chain, poll);
	let mut own = neighbour.enrolment.clone();
	own.voting_key = account_of(&residents[2].card);
	pool_refuses(&mut chain, poll, &own, EnrolRefusal::KeyInUse);
	let named = booth.ballot(
		seoul_chain_ballot::Voter::Citizen(residents[2].citizen.0),
		&[0],
		0,
	);
	chain.refuses_as(&residents[2].card, booth.secret(named), Fault::WrongSecrecy);

	chain.next_block_with_room();
	let mut chosen: Vec<Vec<u8>> = (0..RESIDENTS)
		.map(|number| vec![u8::try_from(number % 3).expect("small")])
		.collect();
	for (voter, chosen) in keys.iter().zip(&chosen) {
		votes(&mut chain, &booth, voter, chosen, 0);
	}
	// One changes its mind.
	chosen[0] = vec![4];
	votes(&mut chain, &booth, &keys[0], &chosen[0], 1);
	// A ballot of one alias is none of another.
	let foreign = booth.ballot(keys[0].voter(), &[1], 2);
	chain.refuses_as(
		&keys[1].pair,
		booth.anonymous(foreign),
		Fault::InvalidBallotProof,
	);
	let running = info(&mut chain, poll);
	assert_eq!(
		(running.turnout, running.enrolled, running.votes),
		(None, None, None),
		"nothing is told before the end"
	);

	close(&mut chain, poll);
	let counted = count(&mut chain, &trustees, poll, &[1, 4, 5]);
	assert_eq!(counted, naive(ONE_OF_FIVE, &chosen));
	certify(&mut chain, poll);
	let closed = info(&mut chain, poll);
	assert_eq!((closed.turnout, closed.enrolled), (Some(8), Some(8)));
}

#[test]
fn a_voting_key_can_vote_a_few_times_and_nothing_else() {
	let mut chain = development_with_rings();
	let residents = residents(&mut chain, DONGDAEMUN, "resident", 3);
	let trustees = Trustees::ready(&mut chain, 3, 2);
	let other = district_poll(&mut chain, trustees.board);
	let poll = district_poll(&mut chain, trustees.board);
	let keys = voting_keys(&mut chain, &residents, poll, "voting key");
	let booth = Booth::of(&mut chain, poll);
	let (voter, silent) = (&keys[0], &keys[1]);

	// Before it is enrolled it can do nothing at all.
	let first = booth.ballot(voter.voter(), &[0], 0);
	chain.cannot_pay_for(&voter.pair, booth.anonymous(first.clone()));
	enrols(&mut chain, poll, voter);
	enrols(&mut chain, poll, silent);

	let transfer = RuntimeCall::from(pallet_balances::Call::<Runtime>::transfer_all {
		dest: who::BYSTANDER.to_account_id().into(),
		keep_alive: false,
	});
	let vote = RuntimeCall::from(booth.anonymous(first.clone()));
	let others: [RuntimeCall; 6] = [
		transfer.clone(),
		frame_system::Call::<Runtime>::remark { remark: vec![0] }.into(),
		Call::<Runtime>::propose {
			question: question(ONE_OF_FIVE),
		}
		.into(),
		Call::<Runtime>::open_poll { poll }.into(),
		Call::<Runtime>::enrol_batch {
			poll,
			enrolments: BoundedVec::truncate_from(vec![keys[2].enrolment.clone()]),
		}
		.into(),
		pallet_utility::Call::<Runtime>::batch_all {
			calls: vec![vote, transfer],
		}
		.into(),
	];
	for call in others {
		chain.cannot_pay_for(&voter.pair, call);
	}
	// Its quota lets it name another poll, in which it is nobody.
	let elsewhere = Booth::of(&mut chain, other);
	let ballot = elsewhere.ballot(voter.voter(), &[0], 0);
	chain.refuses_as(&voter.pair, elsewhere.anonymous(ballot), Fault::NotEnrolled);

	for turn in 0..ADMITTED_CASTS {
		chain.next_block_with_room();
		let option = u8::try_from(turn % 5).expect("small");
		votes(&mut chain, &booth, voter, &[option], turn);
	}
	// After so many ballots it is admitted no more. Whoever pays its fee lets it go on.
	let ninth = booth.ballot(voter.voter(), &[4], ADMITTED_CASTS);
	chain.cannot_pay_for(&voter.pair, booth.anonymous(ninth.clone()));
	chain.succeeds(
		who::BYSTANDER,
		pallet_balances::Call::<Runtime>::transfer_keep_alive {
			dest: account_of(&voter.pair).into(),
			value: 100_000 * KRW,
		},
	);
	chain.succeeds_as(&voter.pair, booth.anonymous(ninth));

	// From the end on no voting key is admitted, closed or not.
	let closes_at = info(&mut chain, poll).poll.settings.closes_at;
	wait_until(&mut chain, closes_at);
	let late = booth.ballot(silent.voter(), &[0], 0);
	chain.cannot_pay_for(&silent.pair, booth.anonymous(late.clone()));
	pool_refuses(
		&mut chain,
		poll,
		&keys[2].enrolment,
		EnrolRefusal::VotingEnded,
	);
	close(&mut chain, poll);
	chain.cannot_pay_for(&silent.pair, booth.anonymous(late));
	pool_refuses(&mut chain, poll, &keys[2].enrolment, EnrolRefusal::NotOpen);
	let quota = chain.query(|| TransactionQuota::quota_of(account_of(&silent.pair)));
	assert!(quota.is_none());
	// One ballot is less than the minimum, so what it says is never revealed.
	let closed = info(&mut chain, poll);
	assert_eq!((closed.turnout, closed.votes), (Some(1), None));
}
