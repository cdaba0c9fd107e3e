// SPDX-License-Identifier: Apache-2.0

//! Benchmarks: each call at its worst. Texts are as long as they can be, boards as large, and lists as full.
//!
//! The proof system of the rings keeps its set-up in statics, which live as long as the wasm instance, and the node
//! starts a fresh one for each transaction that it validates. A benchmark repeats inside one instance and measures
//! it warm; the calls add [`COLD_START`].

#![allow(
	clippy::expect_used,
	clippy::unwrap_used,
	clippy::as_conversions,
	clippy::indexing_slicing,
	clippy::arithmetic_side_effects,
	missing_docs
)]

use super::*;
use alloc::{boxed::Box, vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
	pallet_prelude::TransactionSource,
	traits::{Authorize, EnsureOrigin, Get},
	BoundedVec,
};
use frame_system::RawOrigin;
use rand_chacha::{rand_core::SeedableRng, ChaCha20Rng};
use seoul_chain_ballot::{
	complain as make_complaint, deal as make_dealing, Ballot, BoardId, Choices, Dealing,
	DecryptionKey, ElectionKey, EncodedPoint, Form, PollId, PreparedBallot, Seat, Tally,
	ThresholdKey, TransportSecret, TrusteeIndex, Voter, MAX_OPTIONS,
};
use seoul_chain_login::CredentialValue;
use seoul_chain_primitives::{
	chain::DAY, AccountId, AgencyId, CitizenIndex, DocumentCommitment, EnsureActor,
};
use seoul_chain_ring_proofs::Alias;

/// What the benchmarks need of the rest of the runtime.
pub trait BenchmarkHelper {
	/// Set legal time.
	fn set_time(now: Moment);
	/// The account and index of a citizen of its own for each seed, whose card was issued before the benchmarks' time.
	fn create_citizen(seed: u32) -> (AccountId, CitizenIndex);
	/// An agency of its own for each seed with the role of a trustee, and an account that acts as one for it.
	fn create_trustee(seed: u32) -> (AccountId, AgencyId);
	/// Of the office of `OfficeOrigin::successful_actor`: its number.
	fn office() -> AgencyId;
	/// So many valid enrolments of different members of the city in this poll. Prepares the rings, so that a freeze
	/// afterwards keeps those of which the proofs are, and the identity of the chain.
	fn enrolments(poll: PollId, number: u32) -> Vec<Enrolment<AccountId>>;
}

type Helper<T> = <T as Config>::BenchmarkHelper;

const NOW: Moment = 1_800_000_000_000;
const POLL: PollId = PollId(0);
const BOARD: BoardId = BoardId(0);

fn rng(seed: u64) -> ChaCha20Rng {
	ChaCha20Rng::seed_from_u64(seed)
}

fn paper() -> DocumentCommitment {
	DocumentCommitment::default()
}

fn official<T: Config>() -> T::RuntimeOrigin {
	T::OfficeOrigin::successful_actor()
}

fn governance<T: Config>() -> T::RuntimeOrigin {
	T::GovernanceOrigin::try_successful_origin().expect("governance acts")
}

fn signed<T: Config>(who: &AccountId) -> T::RuntimeOrigin {
	RawOrigin::Signed(who.clone()).into()
}

/// Somebody of the office who did not submit what is reviewed.
fn somebody() -> AccountId {
	AccountId::new([0xee; 32])
}

/// A question with so many options, all texts as long as they can be.
fn question(options: u32) -> Question {
	let label = |number: u32| {
		let mut korean = vec![b'x'; MAX_LABEL as usize];
		korean[0] = b'a' + (number % 26) as u8;
		korean[1] = b'a' + (number / 26) as u8;
		let line = BoundedVec::truncate_from(korean);
		Label {
			korean: line.clone(),
			english: line,
		}
	};
	let title = BoundedVec::truncate_from(vec![b'x'; MAX_TITLE as usize]);
	Question {
		title: Title {
			korean: title.clone(),
			english: title,
		},
		labels: BoundedVec::truncate_from((0..options).map(label).collect()),
		form: Form::Approval {
			options: options as u8,
			min: 0,
			max: options as u8,
		},
		documents: BoundedVec::truncate_from(vec![paper(); MAX_DOCUMENTS as usize]),
	}
}

fn settings(secrecy: Secrecy) -> Settings {
	let public = secrecy == Secrecy::Public;
	Settings {
		secrecy,
		visibility: if public {
			Visibility::Live
		} else {
			Visibility::TurnoutOnly
		},
		eligibility: if let Secrecy::Anonymous { .. } = secrecy {
			Eligibility::AllCitizens
		} else {
			Eligibility::Credential {
				schema: T_SCHEMA,
				accepted: Accepted::OneOf {
					values: BoundedVec::truncate_from(
						(0..MAX_VALUES).map(CredentialValue).collect(),
					),
				},
			}
		},
		opens_at: NOW + DAY,
		closes_at: NOW + 8 * DAY,
		quorum: 0,
		minimum_turnout: if public { 0 } else { 10 },
		reward: 0,
	}
}

const T_SCHEMA: seoul_chain_login::SchemaId = seoul_chain_login::SchemaId(1);

fn scene<T: Config>() {
	Helper::<T>::set_time(NOW);
	Terms::<T>::put(PollTerms::default());
}

/// A poll as it stands in the state.
fn put_poll<T: Config>(form: Form, settings: Settings, status: PollStatus<AccountId>) {
	Polls::<T>::insert(
		POLL,
		Poll {
			office: Helper::<T>::office(),
			source: Source::Office,
			form,
			settings,
			listed: 0,
			status,
		},
	);
	NextPoll::<T>::put(PollId(1));
	Questions::<T>::insert(POLL, question(MAX_OPTIONS));
}

/// A poll that is open for all citizens, and in which time has come.
fn put_open<T: Config>(form: Form, secrecy: Secrecy) {
	scene::<T>();
	let settings = Settings {
		eligibility: Eligibility::AllCitizens,
		..settings(secrecy)
	};
	put_poll::<T>(form, settings, PollStatus::Open);
	Openings::<T>::insert(
		POLL,
		Opening {
			at: NOW + DAY,
			roll: Roll::Cards {
				issued: u64::MAX,
				active: u64::MAX,
			},
		},
	);
	match secrecy {
		Secrecy::Public => PublicTallies::<T>::insert(
			POLL,
			PublicTally {
				ballots: 1_000,
				counts: BoundedVec::truncate_from(vec![900; usize::from(form.options())]),
			},
		),
		_ => Tallies::<T>::insert(POLL, Tally::new(form).expect("possible")),
	}
	Helper::<T>::set_time(NOW + 2 * DAY);
}

/// A board with its secrets.
struct Trustees {
	accounts: Vec<AccountId>,
	secrets: Vec<TransportSecret>,
}

/// A board of so many, who have registered keys and are at this step.
fn put_board<T: Config>(seats: u32, threshold: u8, status: BoardStatus) -> Trustees {
	let secrets: Vec<TransportSecret> = (0..seats)
		.map(|seat| TransportSecret::generate(&mut rng(u64::from(seat))))
		.collect();
	let mut accounts = Vec::new();
	let mut trustees = Vec::new();
	for (seed, secret) in (0..seats).zip(&secrets) {
		let (account, agency) = Helper::<T>::create_trustee(seed);
		accounts.push(account);
		trustees.push(Trustee {
			agency,
			seat: SeatState::Taken { key: secret.key() },
			dealing: DealingState::Missing,
			check: ShareCheck::Pending,
		});
	}
	Boards::<T>::insert(
		BOARD,
		Board {
			kind: BoardKind::Standing,
			threshold,
			from: NOW,
			until: NOW + 100 * DAY,
			trustees: BoundedVec::truncate_from(trustees),
			status,
		},
	);
	NextBoard::<T>::put(BoardId(1));
	Trustees { accounts, secrets }
}

const CHECKING: BoardStatus = BoardStatus::Checking {
	attempt: 0,
	until: NOW + DAY,
};
const READY: BoardStatus = BoardStatus::Ready {
	attempt: 0,
	since: NOW,
};

fn ceremony<T: Config>() -> seoul_chain_ballot::Ceremony {
	let board = Boards::<T>::get(BOARD).expect("is there");
	Pallet::<T>::ceremony(BOARD, &board, 0).expect("can be")
}

/// Every seat has dealt.
fn put_dealings<T: Config>() -> Vec<(TrusteeIndex, Dealing)> {
	let ceremony = ceremony::<T>();
	let dealings: Vec<(TrusteeIndex, Dealing)> = ceremony
		.seats
		.iter()
		.map(|Seat { trustee, .. }| {
			let dealing =
				make_dealing(&ceremony, *trustee, &mut rng(trustee.0.into())).expect("deals");
			Dealings::<T>::insert((BOARD, 0, *trustee), &dealing);
			(*trustee, dealing)
		})
		.collect();
	Boards::<T>::mutate(BOARD, |board| {
		for trustee in &mut board.as_mut().expect("is there").trustees {
			trustee.dealing = DealingState::Standing;
		}
	});
	dealings
}

/// The board has a key; returns the trustees' shares of it.
fn put_key<T: Config>(seats: u32, threshold: u8) -> (Trustees, Vec<DecryptionKey>) {
	let trustees = put_board::<T>(seats, threshold, READY);
	let dealings = put_dealings::<T>();
	let references: Vec<(TrusteeIndex, &Dealing)> = dealings
		.iter()
		.map(|(seat, dealing)| (*seat, dealing))
		.collect();
	let ceremony = ceremony::<T>();
	let key = ThresholdKey::combine(&ceremony, &references).expect("a key");
	BoardKeys::<T>::insert(BOARD, &key);
	let shares = ceremony
		.seats
		.iter()
		.zip(&trustees.secrets)
		.take(usize::from(threshold))
		.map(|(seat, secret)| {
			DecryptionKey::assemble(&ceremony, seat.trustee, secret, &references, &key)
				.expect("a share")
		})
		.collect();
	(trustees, shares)
}

/// A form whose ballots have about so many elements.
fn form_of(elements: u32) -> Form {
	let options = (elements / 6).clamp(2, MAX_OPTIONS);
	let further = elements.saturating_sub(options * 6).div_ceil(2);
	let further = further.saturating_sub(1).min(options - 1);
	let options = options as u8;
	if elements <= u32::from(options) * 6 {
		Form::Approval {
			options,
			min: 0,
			max: options,
		}
	} else {
		Form::Approval {
			options,
			min: options - further as u8,
			max: options,
		}
	}
}

fn ballot<T: Config>(voter: Voter, form: Form, seed: u64) -> Box<Ballot> {
	let key = BoardKeys::<T>::get(BOARD).expect("is made");
	let key = ElectionKey::new(key.election_key).expect("is a key");
	let choices = Choices::new(form, &vec![1; usize::from(form.options())]).expect("allowed");
	let context = Pallet::<T>::ballot_context(POLL, voter);
	let prepared =
		PreparedBallot::new(&key, &context, &choices, &mut rng(seed)).expect("can be made");
	Box::new(prepared.cast())
}

/// Somebody has voted before, so that sums are subtracted too.
fn put_former<T: Config>(voter: Voter, form: Form) {
	let key = BoardKeys::<T>::get(BOARD).expect("is made");
	let key = ElectionKey::new(key.election_key).expect("is a key");
	let context = Pallet::<T>::ballot_context(POLL, voter);
	let former = ballot::<T>(voter, form, 1);
	let verified = former.verify(&key, form, &context).expect("verifies");
	Tallies::<T>::mutate(POLL, |tally| {
		tally
			.as_mut()
			.expect("is there")
			.add(&verified)
			.expect("is added");
	});
	EncryptedBallots::<T>::insert(
		POLL,
		voter,
		EncryptedBallot {
			ciphertexts: verified.ciphertexts().clone(),
			tracker: former.tracker(&context),
			casts: 1,
			reward: Reward::Nothing,
		},
	);
}

/// A closed poll of so many options with ten ballots for each, and the shares of all trustees it takes.
fn put_tallying<T: Config>(
	options: u32,
	threshold: u32,
) -> (Trustees, Vec<seoul_chain_ballot::DecryptionShare>) {
	let (trustees, keys) = put_key::<T>(MAX_SEATS, threshold as u8);
	let form = if options == 1 {
		Form::YesNo
	} else {
		Form::Approval {
			options: options as u8,
			min: 0,
			max: options as u8,
		}
	};
	let secrecy = Secrecy::Secret { board: BOARD };
	put_open::<T>(form, secrecy);
	let key = BoardKeys::<T>::get(BOARD).expect("is made");
	let election_key = ElectionKey::new(key.election_key).expect("is a key");
	let mut marks = vec![1; usize::from(form.options())];
	if options == 1 {
		marks[1] = 0;
	}
	let choices = Choices::new(form, &marks).expect("allowed");
	let mut tally = Tally::new(form).expect("possible");
	for index in 0..10 {
		let context = Pallet::<T>::ballot_context(POLL, Voter::Citizen(index));
		let made = PreparedBallot::new(&election_key, &context, &choices, &mut rng(index))
			.expect("can be made")
			.cast();
		let verified = made
			.verify(&election_key, form, &context)
			.expect("verifies");
		tally.add(&verified).expect("is added");
	}
	Tallies::<T>::insert(POLL, &tally);
	Polls::<T>::mutate(POLL, |poll| {
		poll.as_mut().expect("is there").status = PollStatus::Tallying {
			shares_until: NOW + 50 * DAY,
		};
	});
	let context = Pallet::<T>::tally_context(POLL, 10);
	let shares = keys
		.iter()
		.map(|own| {
			own.decrypt(&key, &context, &tally, &mut rng(1))
				.expect("decrypts")
		})
		.collect();
	(trustees, shares)
}

fn put_proposal<T: Config>(status: ProposalStatus, supporters: u32) -> (AccountId, CitizenIndex) {
	scene::<T>();
	let (account, proposer) = Helper::<T>::create_citizen(0);
	Proposals::<T>::insert(
		ProposalId(0),
		Proposal {
			proposer,
			question: question(MAX_OPTIONS),
			debate_mark: 100,
			answer_mark: 1_000,
			answer_period: DAY,
			until: NOW + DAY,
			supporters,
			status,
		},
	);
	NextProposal::<T>::put(ProposalId(1));
	GatheringProposals::<T>::insert(proposer, 1);
	(account, proposer)
}

const DUE: ProposalStatus = ProposalStatus::AnswerDue {
	by: NOW,
	lateness: Lateness::NotRecorded,
};

fn stage<T: Config>() -> Stage {
	Polls::<T>::get(POLL).expect("is there").status.stage()
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn draft_poll(o: Linear<2, MAX_OPTIONS>) {
		scene::<T>();
		let question = Box::new(question(o));
		#[extrinsic_call]
		_(
			official::<T>() as T::RuntimeOrigin,
			question,
			settings(Secrecy::Public),
		);
		assert!(Pallet::<T>::poll_infos(PollId(0), 100).len() == 1);
	}

	#[benchmark]
	fn change_poll(o: Linear<2, MAX_OPTIONS>) {
		scene::<T>();
		let form = question(MAX_OPTIONS).form;
		put_poll::<T>(form, settings(Secrecy::Public), PollStatus::Draft);
		let changed = settings(Secrecy::Secret { board: BOARD });
		#[extrinsic_call]
		_(
			official::<T>() as T::RuntimeOrigin,
			POLL,
			Box::new(question(o)),
			changed.clone(),
		);
		assert_eq!(Polls::<T>::get(POLL).expect("is there").settings, changed);
	}

	#[benchmark]
	fn list_cards(n: Linear<1, MAX_LISTED>) {
		scene::<T>();
		let listed = Settings {
			eligibility: Eligibility::ListedCards,
			..settings(Secrecy::Public)
		};
		put_poll::<T>(question(MAX_OPTIONS).form, listed, PollStatus::Draft);
		let cards: Vec<CitizenIndex> = (0..n)
			.map(|seed| Helper::<T>::create_citizen(seed).1)
			.collect();
		#[extrinsic_call]
		_(
			official::<T>() as T::RuntimeOrigin,
			POLL,
			BoundedVec::truncate_from(cards),
		);
		assert_eq!(Polls::<T>::get(POLL).expect("is there").listed, n);
	}

	#[benchmark]
	fn unlist_cards(n: Linear<1, MAX_LISTED>) {
		scene::<T>();
		let listed = Settings {
			eligibility: Eligibility::ListedCards,
			..settings(Secrecy::Public)
		};
		put_poll::<T>(question(MAX_OPTIONS).form, listed, PollStatus::Draft);
		let cards: Vec<CitizenIndex> = (0..u64::from(n)).map(CitizenIndex).collect();
		for card in &cards {
			ListedCards::<T>::insert(POLL, card, ());
		}
		Polls::<T>::mutate(POLL, |poll| poll.as_mut().expect("is there").listed = n);
		#[extrinsic_call]
		_(
			official::<T>() as T::RuntimeOrigin,
			POLL,
			BoundedVec::truncate_from(cards),
		);
		assert_eq!(Polls::<T>::get(POLL).expect("is there").listed, 0);
	}

	#[benchmark]
	fn submit_poll() {
		scene::<T>();
		let form = question(MAX_OPTIONS).form;
		put_poll::<T>(form, settings(Secrecy::Public), PollStatus::Draft);
		#[extrinsic_call]
		_(official::<T>() as T::RuntimeOrigin, POLL);
		assert_eq!(stage::<T>(), Stage::InReview);
	}

	#[benchmark]
	fn return_poll() {
		scene::<T>();
		let submitted_by = somebody();
		let form = question(MAX_OPTIONS).form;
		put_poll::<T>(
			form,
			settings(Secrecy::Public),
			PollStatus::InReview { submitted_by },
		);
		#[extrinsic_call]
		_(official::<T>() as T::RuntimeOrigin, POLL, paper());
		assert_eq!(stage::<T>(), Stage::Draft);
	}

	#[benchmark]
	fn approve_poll() {
		scene::<T>();
		put_board::<T>(MAX_SEATS, 8, READY);
		Boards::<T>::mutate(BOARD, |board| {
			board.as_mut().expect("is there").kind = BoardKind::Unassigned {
				office: Helper::<T>::office(),
			};
		});
		let submitted_by = somebody();
		put_poll::<T>(
			question(MAX_OPTIONS).form,
			settings(Secrecy::Secret { board: BOARD }),
			PollStatus::InReview { submitted_by },
		);
		#[extrinsic_call]
		_(official::<T>() as T::RuntimeOrigin, POLL);
		assert_eq!(stage::<T>(), Stage::Scheduled);
	}

	#[benchmark]
	fn hasten_opening() {
		scene::<T>();
		Helper::<T>::enrolments(POLL, 1);
		Helper::<T>::set_time(NOW);
		put_poll::<T>(
			question(MAX_OPTIONS).form,
			settings(Secrecy::Anonymous { board: BOARD }),
			PollStatus::Scheduled,
		);
		#[extrinsic_call]
		_(official::<T>() as T::RuntimeOrigin, POLL);
	}

	#[benchmark]
	fn open_poll() {
		scene::<T>();
		// Rings of ten members at least, so that the minimum can be reached.
		Helper::<T>::enrolments(POLL, 1);
		put_board::<T>(MAX_SEATS, 8, READY);
		let minimum_turnout = 1;
		put_poll::<T>(
			question(MAX_OPTIONS).form,
			Settings {
				minimum_turnout,
				..settings(Secrecy::Anonymous { board: BOARD })
			},
			PollStatus::Scheduled,
		);
		Helper::<T>::set_time(NOW + DAY);
		#[extrinsic_call]
		_(RawOrigin::Signed(somebody()), POLL);
		assert_eq!(stage::<T>(), Stage::Open);
	}

	#[benchmark]
	fn extend_poll() {
		put_board::<T>(MAX_SEATS, 8, READY);
		put_open::<T>(question(MAX_OPTIONS).form, Secrecy::Secret { board: BOARD });
		#[extrinsic_call]
		_(official::<T>() as T::RuntimeOrigin, POLL, NOW + 9 * DAY);
		let closes_at = Polls::<T>::get(POLL).expect("is there").settings.closes_at;
		assert_eq!(closes_at, NOW + 9 * DAY);
	}

	/// Freeze the rings of the poll.
	fn freeze<T: Config>() {
		let hold =
			T::Rings::freeze(seoul_chain_ring_proofs::CollectionId::City).expect("can be frozen");
		Openings::<T>::insert(
			POLL,
			Opening {
				at: NOW + DAY,
				roll: Roll::Rings {
					hold,
					key_count: 100,
				},
			},
		);
	}

	/// A poll that is open and anonymous, with so many enrolments to come.
	fn put_enrolling<T: Config>(number: u32) -> Vec<Enrolment<AccountId>> {
		let enrolments = Helper::<T>::enrolments(POLL, number);
		let secrecy = Secrecy::Anonymous { board: BOARD };
		put_open::<T>(question(MAX_OPTIONS).form, secrecy);
		freeze::<T>();
		enrolments
	}

	#[benchmark]
	fn close_poll() {
		put_enrolling::<T>(1);
		Tallies::<T>::mutate(POLL, |tally| {
			tally.as_mut().expect("is there").ballots = 1_000_000;
		});
		Helper::<T>::set_time(NOW + 8 * DAY);
		#[extrinsic_call]
		_(RawOrigin::Signed(somebody()), POLL);
		assert_eq!(stage::<T>(), Stage::Tallying);
	}

	#[benchmark]
	fn cancel_poll() {
		let (_, shares) = put_tallying::<T>(MAX_OPTIONS, MAX_SEATS);
		for share in shares.into_iter().skip(1) {
			Shares::<T>::insert(POLL, share.trustee, share);
		}
		#[extrinsic_call]
		_(official::<T>() as T::RuntimeOrigin, POLL, paper());
		assert_eq!(stage::<T>(), Stage::Cancelled);
	}

	#[benchmark]
	fn post_share(e: Linear<1, MAX_OPTIONS>) {
		let (trustees, mut shares) = put_tallying::<T>(e, MAX_SEATS);
		let share = Box::new(shares.remove(0));
		#[extrinsic_call]
		_(RawOrigin::Signed(trustees.accounts[0].clone()), POLL, share);
		assert!(Shares::<T>::contains_key(POLL, TrusteeIndex(1)));
	}

	#[benchmark]
	fn post_counts(e: Linear<1, MAX_OPTIONS>, t: Linear<2, MAX_SEATS>) {
		let (_, shares) = put_tallying::<T>(e, t);
		for share in shares {
			Shares::<T>::insert(POLL, share.trustee, share);
		}
		let counts = BoundedVec::truncate_from(vec![10; e as usize]);
		#[extrinsic_call]
		_(RawOrigin::Signed(somebody()), POLL, counts);
		assert_eq!(stage::<T>(), Stage::Tallied);
	}

	#[benchmark]
	fn declare_undecryptable() {
		let (_, shares) = put_tallying::<T>(MAX_OPTIONS, MAX_SEATS);
		for share in shares.into_iter().skip(1) {
			Shares::<T>::insert(POLL, share.trustee, share);
		}
		Helper::<T>::set_time(NOW + 50 * DAY);
		#[extrinsic_call]
		_(RawOrigin::Signed(somebody()), POLL);
		assert_eq!(stage::<T>(), Stage::Tallied);
	}

	fn counted() -> Outcome {
		Outcome::Counted {
			results: BoundedVec::truncate_from(vec![7; MAX_OPTIONS as usize]),
		}
	}

	#[benchmark]
	fn certify_poll() {
		put_open::<T>(question(MAX_OPTIONS).form, Secrecy::Secret { board: BOARD });
		Polls::<T>::mutate(POLL, |poll| {
			poll.as_mut().expect("is there").status = PollStatus::Tallied { outcome: counted() };
		});
		#[extrinsic_call]
		_(official::<T>() as T::RuntimeOrigin, POLL);
		assert_eq!(stage::<T>(), Stage::Certified);
	}

	#[benchmark]
	fn answer_poll() {
		put_open::<T>(question(MAX_OPTIONS).form, Secrecy::Secret { board: BOARD });
		Polls::<T>::mutate(POLL, |poll| {
			poll.as_mut().expect("is there").status = PollStatus::Certified {
				outcome: counted(),
				certified_at: NOW,
				answer_by: NOW + DAY,
			};
		});
		#[extrinsic_call]
		_(official::<T>() as T::RuntimeOrigin, POLL, paper());
		assert_eq!(stage::<T>(), Stage::Answered);
	}

	#[benchmark]
	fn sweep_poll(n: Linear<1, MAX_SWEPT>) {
		scene::<T>();
		put_poll::<T>(
			question(MAX_OPTIONS).form,
			settings(Secrecy::Anonymous { board: BOARD }),
			PollStatus::Cancelled {
				cancelled_at: NOW,
				reason: paper(),
			},
		);
		for number in 0..n {
			let alias = Alias([number as u8; 32]);
			let key = AccountId::new([number as u8; 32]);
			Enrolments::<T>::insert(POLL, alias, &key);
			VotingKeys::<T>::insert(&key, VotingKey { poll: POLL, alias });
		}
		Helper::<T>::set_time(NOW + 400 * DAY);
		#[extrinsic_call]
		_(RawOrigin::Signed(somebody()), POLL);
		assert_eq!(Enrolments::<T>::iter_prefix(POLL).count(), 0);
	}

	#[benchmark]
	fn cast_public() {
		put_open::<T>(question(MAX_OPTIONS).form, Secrecy::Public);
		let (account, citizen) = Helper::<T>::create_citizen(1);
		Helper::<T>::set_time(NOW + 2 * DAY);
		let options = BoundedVec::truncate_from((0..MAX_OPTIONS as u8).collect());
		PublicBallots::<T>::insert(
			POLL,
			citizen,
			PublicBallot {
				options: OptionList::truncate_from((0..MAX_OPTIONS as u8).collect()),
				casts: 1,
				reward: Reward::Nothing,
			},
		);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), POLL, options, None);
		let casts = PublicBallots::<T>::get(POLL, citizen).map(|ballot| ballot.casts);
		assert_eq!(casts, Some(2));
	}

	#[benchmark]
	fn cast_secret(p: Linear<12, MAX_ELEMENTS>) {
		put_key::<T>(MAX_SEATS, 2);
		let form = form_of(p);
		put_open::<T>(form, Secrecy::Secret { board: BOARD });
		let (account, citizen) = Helper::<T>::create_citizen(1);
		Helper::<T>::set_time(NOW + 2 * DAY);
		let voter = Voter::Citizen(citizen.0);
		put_former::<T>(voter, form);
		let ballot = ballot::<T>(voter, form, 2);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), POLL, ballot, None);
		let casts = EncryptedBallots::<T>::get(POLL, voter).map(|ballot| ballot.casts);
		assert_eq!(casts, Some(2));
	}

	#[benchmark]
	fn cast_anonymous(p: Linear<12, MAX_ELEMENTS>) {
		put_key::<T>(MAX_SEATS, 2);
		let form = form_of(p);
		put_open::<T>(form, Secrecy::Anonymous { board: BOARD });
		let alias = Alias([5; 32]);
		VotingKeys::<T>::insert(somebody(), VotingKey { poll: POLL, alias });
		let voter = Voter::Alias(alias.0);
		put_former::<T>(voter, form);
		let ballot = ballot::<T>(voter, form, 2);
		#[extrinsic_call]
		_(RawOrigin::Signed(somebody()), POLL, ballot);
		let casts = EncryptedBallots::<T>::get(POLL, voter).map(|ballot| ballot.casts);
		assert_eq!(casts, Some(2));
	}

	#[benchmark]
	fn claim_reward() {
		put_key::<T>(3, 2);
		let form = question(MAX_OPTIONS).form;
		put_open::<T>(form, Secrecy::Secret { board: BOARD });
		let (account, citizen) = Helper::<T>::create_citizen(1);
		let voter = Voter::Citizen(citizen.0);
		put_former::<T>(voter, form);
		EncryptedBallots::<T>::mutate(POLL, voter, |ballot| {
			ballot.as_mut().expect("is there").reward = Reward::Owed;
		});
		// What crediting costs is the rewards' own weight; whether it succeeds does not matter here.
		#[block]
		{
			let _ = Pallet::<T>::do_claim_reward(&account, POLL);
		}
		let reward = EncryptedBallots::<T>::get(POLL, voter).map(|ballot| ballot.reward);
		assert_eq!(reward, Some(Reward::Paid));
	}

	#[benchmark]
	fn enrol() {
		let enrolment = put_enrolling::<T>(1).remove(0);
		let alias = enrolment.alias;
		#[extrinsic_call]
		_(RawOrigin::Authorized, POLL, enrolment);
		assert!(Enrolments::<T>::contains_key(POLL, alias));
	}

	#[benchmark]
	fn authorize_enrol() {
		let enrolment = put_enrolling::<T>(1).remove(0);
		let call = Call::<T>::enrol {
			poll: POLL,
			enrolment,
		};
		let verdict;
		#[block]
		{
			verdict = call.authorize(TransactionSource::External);
		}
		assert!(verdict.expect("has an authorisation").is_ok());
	}

	#[benchmark]
	fn enrol_batch(n: Linear<1, MAX_ENROLMENTS>) {
		let enrolments = BoundedVec::truncate_from(put_enrolling::<T>(n));
		#[extrinsic_call]
		_(RawOrigin::Signed(somebody()), POLL, enrolments);
		assert_eq!(Enrolled::<T>::get(POLL), n);
	}

	#[benchmark]
	fn propose(o: Linear<2, MAX_OPTIONS>) {
		scene::<T>();
		let (account, _) = Helper::<T>::create_citizen(0);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), Box::new(question(o)));
		assert!(Proposals::<T>::contains_key(ProposalId(0)));
	}

	#[benchmark]
	fn support() {
		put_proposal::<T>(ProposalStatus::Debate { since: NOW }, 999);
		let (account, citizen) = Helper::<T>::create_citizen(1);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), ProposalId(0));
		assert!(Supporters::<T>::contains_key(ProposalId(0), citizen));
	}

	#[benchmark]
	fn withdraw_support() {
		put_proposal::<T>(ProposalStatus::Gathering, 1);
		let (account, citizen) = Helper::<T>::create_citizen(1);
		Supporters::<T>::insert(ProposalId(0), citizen, ());
		#[extrinsic_call]
		_(RawOrigin::Signed(account), ProposalId(0));
		assert!(!Supporters::<T>::contains_key(ProposalId(0), citizen));
	}

	fn proposal_status<T: Config>() -> ProposalStatus {
		Proposals::<T>::get(ProposalId(0)).expect("is there").status
	}

	#[benchmark]
	fn withdraw_proposal() {
		let (account, _) = put_proposal::<T>(ProposalStatus::Gathering, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), ProposalId(0));
		assert!(proposal_status::<T>().ended_at().is_some());
	}

	#[benchmark]
	fn lapse_proposal() {
		put_proposal::<T>(ProposalStatus::Gathering, 0);
		Helper::<T>::set_time(NOW + DAY);
		#[extrinsic_call]
		_(RawOrigin::Signed(somebody()), ProposalId(0));
		assert!(proposal_status::<T>().ended_at().is_some());
	}

	#[benchmark]
	fn answer_proposal() {
		put_proposal::<T>(DUE, 1_000);
		#[extrinsic_call]
		_(
			official::<T>() as T::RuntimeOrigin,
			ProposalId(0),
			Reply::Accepted,
			paper(),
		);
		assert!(proposal_status::<T>().ended_at().is_some());
	}

	#[benchmark]
	fn adopt_proposal() {
		put_proposal::<T>(ProposalStatus::Debate { since: NOW }, 500);
		#[extrinsic_call]
		_(
			official::<T>() as T::RuntimeOrigin,
			ProposalId(0),
			settings(Secrecy::Public),
			paper(),
		);
		assert!(proposal_status::<T>().ended_at().is_some());
	}

	#[benchmark]
	fn record_lateness() {
		put_proposal::<T>(DUE, 1_000);
		#[extrinsic_call]
		_(RawOrigin::Signed(somebody()), ProposalId(0));
		assert!(proposal_status::<T>() != DUE);
	}

	#[benchmark]
	fn sweep_proposal(n: Linear<1, MAX_SWEPT>) {
		put_proposal::<T>(ProposalStatus::Withdrawn { at: NOW }, n);
		for number in 0..u64::from(n) {
			Supporters::<T>::insert(ProposalId(0), CitizenIndex(number), ());
		}
		Helper::<T>::set_time(NOW + 400 * DAY);
		#[extrinsic_call]
		_(RawOrigin::Signed(somebody()), ProposalId(0));
		assert_eq!(Supporters::<T>::iter_prefix(ProposalId(0)).count(), 0);
	}

	#[benchmark]
	fn convene_board(n: Linear<3, MAX_SEATS>) {
		scene::<T>();
		let agencies: Vec<AgencyId> = (0..n)
			.map(|seed| Helper::<T>::create_trustee(seed).1)
			.collect();
		let agencies = BoundedVec::truncate_from(agencies);
		#[block]
		{
			Pallet::<T>::convene_standing_board(
				governance::<T>(),
				agencies,
				n as u8,
				NOW,
				NOW + 100 * DAY,
			)
			.expect("can be convened");
		}
		assert!(Boards::<T>::contains_key(BOARD));
	}

	#[benchmark]
	fn register_transport_key() {
		scene::<T>();
		let until = NOW + DAY;
		let trustees = put_board::<T>(MAX_SEATS, 8, BoardStatus::Registering { until });
		Boards::<T>::mutate(BOARD, |board| {
			board.as_mut().expect("is there").trustees[0].seat = SeatState::Vacant;
		});
		let secret = &trustees.secrets[0];
		let key: EncodedPoint = secret.key();
		let proof = secret.register(&T::ChainId::get(), BOARD, TrusteeIndex(1), &mut rng(1));
		#[extrinsic_call]
		_(
			RawOrigin::Signed(trustees.accounts[0].clone()),
			BOARD,
			key,
			proof,
		);
		let status = Boards::<T>::get(BOARD).expect("is there").status;
		assert_eq!(status.stage(), BoardStage::Dealing);
	}

	#[benchmark]
	fn deal(n: Linear<3, MAX_SEATS>) {
		scene::<T>();
		let status = BoardStatus::Dealing {
			attempt: 0,
			until: NOW + DAY,
		};
		let trustees = put_board::<T>(n, n as u8, status);
		let dealing = make_dealing(&ceremony::<T>(), TrusteeIndex(1), &mut rng(1)).expect("deals");
		Boards::<T>::mutate(BOARD, |board| {
			for other in board
				.as_mut()
				.expect("is there")
				.trustees
				.iter_mut()
				.skip(1)
			{
				other.dealing = DealingState::Standing;
			}
		});
		#[extrinsic_call]
		_(
			RawOrigin::Signed(trustees.accounts[0].clone()),
			BOARD,
			Box::new(dealing),
		);
		let status = Boards::<T>::get(BOARD).expect("is there").status;
		assert_eq!(status.stage(), BoardStage::Checking);
	}

	#[benchmark]
	fn confirm_shares() {
		scene::<T>();
		let trustees = put_board::<T>(MAX_SEATS, 8, CHECKING);
		#[extrinsic_call]
		_(RawOrigin::Signed(trustees.accounts[0].clone()), BOARD);
		let board = Boards::<T>::get(BOARD).expect("is there");
		assert_eq!(board.trustees[0].check, ShareCheck::Confirmed);
	}

	#[benchmark]
	fn complain() {
		scene::<T>();
		let trustees = put_board::<T>(MAX_SEATS, MAX_SEATS as u8, CHECKING);
		let dealings = put_dealings::<T>();
		// An unfounded one costs as much as one with ground.
		let complaint = make_complaint(
			&ceremony::<T>(),
			TrusteeIndex(1),
			&trustees.secrets[0],
			TrusteeIndex(2),
			&dealings[1].1,
			&mut rng(1),
		)
		.expect("can complain");
		#[extrinsic_call]
		_(
			RawOrigin::Signed(trustees.accounts[0].clone()),
			BOARD,
			TrusteeIndex(2),
			complaint,
		);
		assert!(Complaints::<T>::contains_key((
			BOARD,
			0,
			TrusteeIndex(2),
			TrusteeIndex(1)
		)));
	}

	#[benchmark]
	fn advance_board() {
		scene::<T>();
		let status = BoardStatus::Dealing {
			attempt: 0,
			until: NOW,
		};
		put_board::<T>(MAX_SEATS, 8, status);
		#[extrinsic_call]
		_(RawOrigin::Signed(somebody()), BOARD);
		let status = Boards::<T>::get(BOARD).expect("is there").status;
		assert_eq!(status.stage(), BoardStage::Failed);
	}

	#[benchmark]
	fn finish_board() {
		scene::<T>();
		put_board::<T>(MAX_SEATS, MAX_SEATS as u8, CHECKING);
		put_dealings::<T>();
		Helper::<T>::set_time(NOW + DAY);
		#[extrinsic_call]
		_(RawOrigin::Signed(somebody()), BOARD);
		assert!(BoardKeys::<T>::contains_key(BOARD));
	}

	#[benchmark]
	fn retire_board() {
		scene::<T>();
		put_board::<T>(MAX_SEATS, 8, READY);
		#[block]
		{
			Pallet::<T>::retire_board(governance::<T>(), BOARD).expect("can be retired");
		}
		let status = Boards::<T>::get(BOARD).expect("is there").status;
		assert_eq!(status.stage(), BoardStage::Retired);
	}

	#[benchmark]
	fn set_terms() {
		scene::<T>();
		let terms = PollTerms {
			debate_mark: 7,
			..PollTerms::default()
		};
		#[block]
		{
			Pallet::<T>::set_terms(governance::<T>(), terms).expect("can be set");
		}
		assert_eq!(Terms::<T>::get(), terms);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
