// SPDX-License-Identifier: Apache-2.0

//! What polls cost, in the runtime's own wasm as a node runs it. The numbers of `docs/benchmarks.md`.
//!
//! `cargo test --release --workspace --test runtime poll_costs -- --ignored --nocapture`, with nothing else running.

use crate::common::wasm::*;
use crate::common::{
	polls::*,
	rings::{citizens_in_a_ring, development_with_rings},
	*,
};
use codec::Encode;
use frame_support::BoundedVec;
use pallet_mvoting::{Call, Secrecy, MAX_ENROLMENTS};
use seoul_chain_ballot::{PollId, Voter};
use seoul_chain_runtime::{AccountId, Runtime, RuntimeCall, UncheckedExtrinsic};
use seoul_chain_runtime_common::currency::KRW;
use sp_core::sr25519;
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use std::time::Instant;

/// How many of each kind a block has beside the first, which is slower.
const MORE: usize = 16;
/// Ballots of the large poll.
const MANY: usize = 10_000;

/// What must not be exceeded.
struct Mark {
	what: &'static str,
	measured: f64,
	most: f64,
}

fn sign_at(
	snapshot: &Snapshot,
	pair: &sr25519::Pair,
	call: impl Into<RuntimeCall>,
) -> UncheckedExtrinsic {
	snapshot.state().execute_with(|| sign(pair, call.into(), 0))
}

/// What each transaction costs but the first of a block, in a block that a node imports.
#[allow(clippy::cast_precision_loss)] // Only to be printed or compared roughly.
fn each(wasm: &Wasm, snapshot: &Snapshot, transactions: &[UncheckedExtrinsic]) -> f64 {
	let one = wasm.import(snapshot, &snapshot.block(transactions[..1].to_vec()));
	let all = wasm.import(snapshot, &snapshot.block(transactions.to_vec()));
	(all - one) / (transactions.len() - 1) as f64
}

/// What a block with this transaction costs, beyond an empty one.
fn alone(wasm: &Wasm, snapshot: &Snapshot, transaction: UncheckedExtrinsic) -> f64 {
	let empty = wasm.import(snapshot, &snapshot.block(Vec::new()));
	wasm.import(snapshot, &snapshot.block(vec![transaction])) - empty
}

fn secret(trustees: &Trustees) -> Secrecy {
	Secrecy::Secret {
		board: trustees.board,
	}
}

/// Ballots in clear and encrypted ones, against transfers of won.
#[allow(clippy::cast_precision_loss)] // Only to be printed or compared roughly.
fn votes(wasm: &Wasm) -> Vec<Mark> {
	let mut chain = Chain::development();
	let citizens = citizens(&mut chain, "voter", MORE + 1);
	let send = |to: AccountId, won: u128| {
		RuntimeCall::from(pallet_balances::Call::<Runtime>::transfer_keep_alive {
			dest: to.into(),
			value: won * KRW,
		})
	};
	let gifts = citizens
		.iter()
		.map(|(card, _)| send(account_of(card), 1_000))
		.collect();
	chain.succeeds(
		Alice,
		pallet_utility::Call::<Runtime>::batch_all { calls: gifts },
	);
	let trustees = Trustees::ready(&mut chain, 5, 3);
	let public = settings(&chain, Secrecy::Public);
	let public = open(&mut chain, ONE_OF_FIVE, public);
	let encrypted = settings(&chain, secret(&trustees));
	let encrypted = open(&mut chain, ONE_OF_FIVE, encrypted);
	let booth = Booth::of(&mut chain, encrypted);
	let votes: Vec<(Voter, Vec<u8>)> = citizens
		.iter()
		.map(|citizen| (voter_of(citizen), vec![2]))
		.collect();
	away_from_the_end_of_a_session(&mut chain);
	let snapshot = chain.snapshot();
	let of_all = |call: &dyn Fn(usize) -> RuntimeCall| -> Vec<UncheckedExtrinsic> {
		citizens
			.iter()
			.enumerate()
			.map(|(number, (card, _))| sign_at(&snapshot, card, call(number)))
			.collect()
	};
	let transfers = of_all(&|_| send(Bob.to_account_id(), 1));
	let in_clear = of_all(&|_| {
		Call::<Runtime>::cast_public {
			poll: public,
			options: options(&[2]),
			credential: None,
		}
		.into()
	});
	let ballots = booth.ballots(&votes, 0);
	let size = ballots[0].encoded_size();
	let secret = of_all(&|number| booth.secret(ballots[number].clone()).into());
	let length = secret[0].encoded_size();

	let transfer = each(wasm, &snapshot, &transfers);
	let open_vote = each(wasm, &snapshot, &in_clear);
	let first = each(wasm, &snapshot, &secret);
	// The same voters once more: the former ballot is subtracted.
	for ((card, _), ballot) in citizens.iter().zip(ballots) {
		chain.succeeds_as(card, booth.secret(ballot));
	}
	away_from_the_end_of_a_session(&mut chain);
	let snapshot = chain.snapshot();
	let again: Vec<UncheckedExtrinsic> = citizens
		.iter()
		.zip(booth.ballots(&votes, 1))
		.map(|((card, _), ballot)| sign_at(&snapshot, card, booth.secret(ballot)))
		.collect();
	let again = each(wasm, &snapshot, &again);
	println!("in a block that a node imports, each but the first:");
	println!("  transfer_keep_alive              {transfer:7.3} ms");
	println!("  a public vote                    {open_vote:7.3} ms");
	println!("  a secret vote, one of five       {first:7.3} ms");
	println!("  the same, in place of a former   {again:7.3} ms");
	println!("  the ballot {size} bytes, the transaction {length} bytes");
	vec![
		Mark {
			what: "verification of a ballot of five options, with all of its transaction, ms",
			measured: first.max(again),
			most: 2.5,
		},
		Mark {
			what: "a ballot of five options, bytes",
			measured: size as f64,
			most: 1_600.0,
		},
		Mark {
			what: "a public vote, in transfers",
			measured: open_vote / transfer,
			most: 3.0,
		},
	]
}

/// Voting keys, alone and in full batches.
fn enrolments(wasm: &Wasm) -> Vec<Mark> {
	let mut chain = development_with_rings();
	let most = usize::try_from(MAX_ENROLMENTS).expect("few");
	let citizens = citizens_in_a_ring(&mut chain, most + 1);
	let trustees = Trustees::ready(&mut chain, 5, 3);
	let board = trustees.board;
	let settings = settings(&chain, Secrecy::Anonymous { board });
	let poll: PollId = open(&mut chain, ONE_OF_FIVE, settings);
	let keys: Vec<VotingKey> = citizens
		.iter()
		.enumerate()
		.map(|(number, citizen)| {
			let ring = citizen.unlock(&mut chain);
			VotingKey::prove(&mut chain, &ring, poll, &format!("//voting key//{number}"))
		})
		.collect();
	away_from_the_end_of_a_session(&mut chain);
	let snapshot = chain.snapshot();
	// The first call compiles the code.
	let (said, _) = wasm.validate(&snapshot, &enrol(PollId(99), keys[0].enrolment.clone()));
	assert!(said.is_err());
	let (said, cold) = wasm.validate(&snapshot, &keys[0].transaction(poll));
	said.expect("a valid proof is taken");
	let transactions: Vec<UncheckedExtrinsic> =
		keys.iter().map(|key| key.transaction(poll)).collect();
	let further = each(wasm, &snapshot, &transactions[..9]);
	let batch = |count: usize| {
		let enrolments = keys[..count]
			.iter()
			.map(|key| key.enrolment.clone())
			.collect();
		let call = Call::<Runtime>::enrol_batch {
			poll,
			enrolments: BoundedVec::truncate_from(enrolments),
		};
		alone(wasm, &snapshot, sign_at(&snapshot, &Alice.pair(), call))
	};
	let (one, full) = (batch(1), batch(most));
	let each_further = (full - one) / f64::from(MAX_ENROLMENTS.saturating_sub(1));
	println!("enrolment in a ring of up to 767:");
	println!("  enrol in the pool, cold          {cold:7.2} ms");
	println!("  enrol in a block, warm           {further:7.2} ms");
	println!("  enrol_batch of one               {one:7.2} ms");
	println!("  enrol_batch of {most}              {full:7.2} ms");
	println!("  each further of a batch          {each_further:7.2} ms");
	vec![
		Mark {
			what: "enrolment alone, cold, ms",
			measured: cold,
			most: 35.0,
		},
		Mark {
			what: "enrolment in a full batch, cold, each, ms",
			measured: full / f64::from(MAX_ENROLMENTS),
			most: 10.0,
		},
	]
}

fn took<R>(run: impl FnOnce() -> R) -> (R, f64) {
	let start = Instant::now();
	let result = run();
	(result, start.elapsed().as_secs_f64() * 1e3)
}

/// Import a block with these transactions of others, then go on with them.
fn step(wasm: &Wasm, chain: &mut Chain, calls: Vec<(sr25519::Pair, Call<Runtime>)>) -> f64 {
	away_from_the_end_of_a_session(chain);
	let snapshot = chain.snapshot();
	let transactions = calls
		.iter()
		.map(|(pair, call)| sign_at(&snapshot, pair, call.clone()))
		.collect();
	let took = wasm.import(&snapshot, &snapshot.block(transactions));
	for (pair, call) in calls {
		chain.succeeds_as(&pair, call);
	}
	took
}

/// From the last of ten thousand encrypted ballots to the certified result: all that trustees, nodes and the office
/// compute for it.
fn from_last_ballot_to_result(wasm: &Wasm) -> Vec<Mark> {
	let mut chain = Chain::development();
	let citizens = citizens(&mut chain, "one of many", MANY);
	let trustees = Trustees::ready(&mut chain, 5, 3);
	let settings = settings(&chain, secret(&trustees));
	let poll = open(&mut chain, ONE_OF_FIVE, settings);
	let booth = Booth::of(&mut chain, poll);
	let chosen: Vec<Vec<u8>> = (0..MANY)
		.map(|number| vec![u8::try_from(number % 5 % 4).expect("small")])
		.collect();
	let votes: Vec<(Voter, Vec<u8>)> = citizens
		.iter()
		.map(voter_of)
		.zip(chosen.iter().cloned())
		.collect();
	let ballots = booth.ballots(&votes, 0);
	cast_all(
		&mut chain,
		&booth,
		&citizens.iter().collect::<Vec<_>>(),
		ballots,
	);
	let closes_at = info(&mut chain, poll).poll.settings.closes_at;
	wait_until(&mut chain, closes_at);

	let anyone = who::BYSTANDER.pair();
	let close = Call::<Runtime>::close_poll { poll };
	let closing = step(wasm, &mut chain, vec![(anyone.clone(), close)]);
	let (posts, decrypting) = took(|| {
		[1, 3, 5].map(|seat| (Trustees::pair(seat), trustees.post(&mut chain, poll, seat)))
	});
	let sharing = step(wasm, &mut chain, posts.to_vec());
	let (counts, counting) = took(|| counts(&mut chain, poll));
	let posting = step(wasm, &mut chain, vec![(anyone, counts)]);
	let certify = Call::<Runtime>::certify_poll { poll };
	let certifying = step(wasm, &mut chain, vec![(key(CLERK), certify)]);
	let result = info(&mut chain, poll);
	assert_eq!(result.votes, Some(naive(ONE_OF_FIVE, &chosen)));
	assert_eq!(result.turnout, u32::try_from(MANY).ok());
	let sum = closing + decrypting + sharing + counting + posting + certifying;
	println!("{MANY} encrypted ballots, from the last to the certified result:");
	println!("  close_poll, a block              {closing:7.1} ms");
	println!("  three trustees decrypt           {decrypting:7.1} ms");
	println!("  three post_share, a block        {sharing:7.1} ms");
	println!("  the counts are found             {counting:7.1} ms");
	println!("  post_counts, a block             {posting:7.1} ms");
	println!("  certify_poll, a block            {certifying:7.1} ms");
	println!("  together                         {sum:7.1} ms");
	vec![Mark {
		what: "from the last of 10,000 ballots to the certified result, ms",
		measured: sum,
		most: 10_000.0,
	}]
}

#[test]
#[ignore = "measures"]
fn costs() {
	let wasm = Wasm::new();
	let marks: Vec<Mark> = [
		votes as fn(&Wasm) -> Vec<Mark>,
		enrolments,
		from_last_ballot_to_result,
	]
	.into_iter()
	.flat_map(|measure| measure(&wasm))
	.collect();
	for mark in &marks {
		println!("{}: {:.2} of {}", mark.what, mark.measured, mark.most);
	}
	for mark in marks {
		assert!(mark.measured <= mark.most, "too much: {}", mark.what);
	}
}
