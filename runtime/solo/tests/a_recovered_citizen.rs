// SPDX-License-Identifier: Apache-2.0

//! A citizen with something in every service loses the phone. The next phone has car, points, consents that were taken
//! back, and what the city's works owe; its votes take the place of the old ones. The lost one does nothing anywhere, and a
//! ring key that takes the place of a lost one enters no poll whose roll was fixed before.

use crate::common::{
	cards::{complete_recovery, lose_phone},
	cars, logins,
	points::{self, credit, fund_all, MUSEUM},
	polls::*,
	rings::{self, citizens_in_a_ring, development_with_rings, remove, Wallet},
	works, *,
};
use frame_support::BoundedVec;
use pallet_balances::Call as Money;
use pallet_car_registry::{PaymentTerms, VehicleId};
use pallet_citizen_identity::{Error as CardError, Event as CardEvent};
use pallet_citizen_rings::{Error as RingError, Removal, Revision, RingIndex};
use pallet_escrow_payments::{
	Call as Works, ClaimId, ClaimKind, ContractId, Event as WorksEvent, LineIndex, LineStatus,
	Payee, Under,
};
use pallet_facilities::{Call as Doors, Error as DoorError, Event as DoorEvent, SessionEnd};
use pallet_mileage::genesis::{ECO, POLL};
use pallet_mvoting::{
	runtime_api::BallotInfo, Call, EnrolRefusal, Error, Event, Reward, Secrecy, Settings,
};
use seoul_chain_ballot::{BoardId, PollId, Voter};
use seoul_chain_login::{Refusal, SignedConsent, Subject};
use seoul_chain_primitives::{chain::DAY, Balance, CitizenIndex, PartyId};
use seoul_chain_runtime::{AccountId, Runtime, RuntimeCall, RuntimeEvent};
use seoul_chain_runtime_common::currency::KRW;
use sp_core::sr25519;
use sp_runtime::{transaction_validity::InvalidTransaction, DispatchError};

type Fault = Error<Runtime>;

/// Points for a vote in the open.
const REWARD: u64 = 100;
/// What the works owe to Lee for each of two claims, in won.
const FEE: Balance = 2_000_000;

fn phone() -> sr25519::Pair {
	key("//Lee's next phone")
}

/// A citizen with a ring key, and what is Lee's.
struct Lee {
	wallet: Wallet,
	citizen: CitizenIndex,
	party: PartyId,
	car: VehicleId,
	/// A key that logs Lee in.
	app: sr25519::Pair,
	/// A consent to the library.
	given: SignedConsent,
	/// A consent to the museum that Lee took back.
	taken_back: SignedConsent,
	/// Claims that name Lee, and are approved.
	claims: [ClaimId; 2],
}

impl Lee {
	fn voter(&self) -> Voter {
		Voter::Citizen(self.citizen.0)
	}
}

/// A claim of the works with a line for what Lee did. Approved.
fn owed_to(chain: &mut Chain, contract: ContractId, party: PartyId) -> ClaimId {
	let fee = works::purchase(Payee::Party(party), Under::Prime, FEE);
	let progress = ClaimKind::Progress;
	let claim = works::submit(
		chain,
		works::HANBIT,
		contract,
		progress,
		&[(0, 100)],
		&[fee],
	);
	works::approve(chain, claim);
	claim
}

/// The lead asks for payment.
fn requests(chain: &mut Chain, claim: ClaimId) {
	works::does(chain, works::HANBIT, Works::request_payment { claim });
}

fn lee(chain: &mut Chain, wallet: Wallet) -> Lee {
	let (citizen, party) = (wallet.citizen, PartyId::Citizen(wallet.citizen));
	chain.succeeds(
		who::SELLER,
		Money::<Runtime>::transfer_keep_alive {
			dest: account_of(&wallet.card).into(),
			value: 1_000 * KRW,
		},
	);
	credit(chain, ECO, party, 1, 9_000);
	let car = register_car(chain, "Lee's car", party);
	let app = key("//an application of Lee's");
	let end = chain.now() + 30 * DAY;
	let open = logins::open_session(chain, citizen, &app, end);
	chain.succeeds_as(&wallet.card, open);
	let given = logins::consent(chain, logins::LIBRARY, &wallet.card);
	let taken_back = logins::consent(chain, logins::MUSEUM, &wallet.card);
	let consent = logins::id_of(&taken_back);
	chain.succeeds_as(&wallet.card, Doors::<Runtime>::revoke_consent { consent });

	chain.next_block_with_room();
	let contract = works::running_contract(chain, 200_000_000);
	let claims = [(); 2].map(|()| owed_to(chain, contract, party));
	Lee {
		wallet,
		citizen,
		party,
		car,
		app,
		given,
		taken_back,
		claims,
	}
}

/// Three polls that are open: in the open, in secret, and anonymous.
struct Polls {
	public: PollId,
	secret: PollId,
	anonymous: PollId,
}

fn anonymous_poll(chain: &mut Chain, board: BoardId) -> PollId {
	let settings = settings(chain, Secrecy::Anonymous { board });
	open(chain, ONE_OF_FIVE, settings)
}

fn three_polls(chain: &mut Chain, board: BoardId) -> Polls {
	let settings_of_public = Settings {
		reward: REWARD,
		..settings(chain, Secrecy::Public)
	};
	let public = open(chain, ONE_OF_FIVE, settings_of_public);
	let settings_of_secret = settings(chain, Secrecy::Secret { board });
	let secret = open(chain, ONE_OF_FIVE, settings_of_secret);
	Polls {
		public,
		secret,
		anonymous: anonymous_poll(chain, board),
	}
}

fn in_the_open(poll: PollId, chosen: &[u8]) -> Call<Runtime> {
	Call::cast_public {
		poll,
		options: options(chosen),
		credential: None,
	}
}

/// Prove in the newest revision of the own ring, and bind a voting key.
fn enrolment_of(chain: &mut Chain, wallet: &Wallet, poll: PollId, path: &str) -> VotingKey {
	let ring = wallet.unlock(chain);
	VotingKey::prove(chain, &ring, poll, path)
}

fn enrols(chain: &mut Chain, poll: PollId, voter: &VotingKey) {
	let outcome = chain.apply_transaction(voter.transaction(poll));
	assert_eq!(outcome.result, Ok(()));
}

#[track_caller]
fn is_not_enrolled(chain: &mut Chain, poll: PollId, voter: &VotingKey, refusal: EnrolRefusal) {
	assert_eq!(
		chain.pool_says(&voter.transaction(poll)),
		Err(InvalidTransaction::Custom(refusal.code()).into())
	);
}

fn not_frozen() -> DispatchError {
	RingError::<Runtime>::NotFrozen.into()
}

/// These events enrol the second of a batch of two, and skip the first for this reason.
#[track_caller]
fn enrol_only_the_second(events: &[RuntimeEvent], second: &VotingKey, why: DispatchError) {
	assert!(matches!(
		&of_polls(events)[..],
		[
			Event::EnrolmentSkipped { position: 0, reason, .. },
			Event::Enrolled { alias, .. },
		] if *reason == why && *alias == second.alias
	));
}

fn of_batch(poll: PollId, keys: &[&VotingKey]) -> Call<Runtime> {
	let enrolments = keys.iter().map(|key| key.enrolment.clone()).collect();
	Call::enrol_batch {
		poll,
		enrolments: BoundedVec::truncate_from(enrolments),
	}
}

/// How often Lee has voted, in the open and in secret.
fn casts(chain: &mut Chain, polls: &Polls, lee: &Lee) -> [u32; 2] {
	[polls.public, polls.secret].map(|poll| match ballot_of(chain, poll, lee.voter()) {
		Some(BallotInfo::Public(ballot)) => {
			assert_eq!(ballot.reward, Reward::Paid);
			ballot.casts
		},
		Some(BallotInfo::Encrypted { casts, .. }) => casts,
		None => 0,
	})
}

fn turnout(chain: &mut Chain, polls: &Polls) -> [Option<u32>; 3] {
	[polls.public, polls.secret, polls.anonymous].map(|poll| info(chain, poll).turnout)
}

/// The pool takes nothing that the account of the lost phone signs, in whatever service.
fn the_lost_phone_does_nothing(chain: &mut Chain, lee: &Lee, polls: &Polls, booth: &Booth) {
	let secret = booth.secret(booth.ballot(lee.voter(), &[0], 7));
	let confirm = Works::<Runtime>::confirm_line {
		claim: lee.claims[1],
		line: LineIndex(0),
	};
	let consent = logins::id_of(&lee.given);
	let calls: [RuntimeCall; 9] = [
		cars::draft(lee.car, BUYER_CARD, PaymentTerms::OffChain).into(),
		points::purchase(MUSEUM, 1_000).into(),
		in_the_open(polls.public, &[0]).into(),
		secret.into(),
		Call::<Runtime>::claim_reward { poll: polls.public }.into(),
		confirm.into(),
		Doors::<Runtime>::revoke_consent { consent }.into(),
		Doors::<Runtime>::close_all_sessions {}.into(),
		Money::<Runtime>::transfer_keep_alive {
			dest: account_of(&key("//a thief")).into(),
			value: KRW,
		}
		.into(),
	];
	for call in calls {
		chain.cannot_pay_for(&lee.wallet.card, call);
	}
}

/// What the chain paid to Lee in these events, and on which account.
fn paid_to_lee(events: &[WorksEvent<Runtime>], lee: &Lee) -> Vec<(ClaimId, AccountId, Balance)> {
	events
		.iter()
		.filter_map(|event| match event {
			WorksEvent::LinePaid {
				claim,
				payee,
				account,
				amount,
				..
			} if *payee == lee.party => Some((*claim, account.clone(), amount / KRW)),
			_ => None,
		})
		.collect()
}

/// The ring key is removed for ever, and when it is out another one is admitted and in a ring.
fn another_ring_key(chain: &mut Chain, lee: &Lee, next: &sr25519::Pair) -> Wallet {
	let terms = rings::settings(chain).terms;
	remove(chain, &[lee.wallet.ring_key()], Removal::Final);
	chain.advance_with_room(terms.removal_delay);
	for _ in 0..10 {
		chain.next_block_with_room();
	}
	chain.advance_with_room(terms.removal_grace);
	assert_eq!(lee.wallet.ring(chain), None);
	let seed = rings::seed("//Lee's next seed");
	let replaced = Wallet::of(chain, next.clone(), lee.citizen, seed, 0);
	let others: Vec<Wallet> = (0..3)
		.map(|number| Wallet::of_a_new_citizen(chain, &format!("//cohort//{number}")))
		.collect();
	let entries = others.iter().chain([&replaced]).map(Wallet::entry);
	rings::admit(chain, entries.collect());
	rings::build(chain);
	chain.next_block_with_room();
	replaced
}

#[test]
fn a_citizen_who_lost_the_phone_has_everything_on_the_next_one_and_one_vote() {
	let mut chain = development_with_rings();
	fund_all(&mut chain);
	let mut members = citizens_in_a_ring(&mut chain, 6);
	let lee = {
		let wallet = members.remove(2);
		lee(&mut chain, wallet)
	};
	let others = citizens(&mut chain, "voter", 3);
	let trustees = Trustees::ready(&mut chain, 3, 2);
	let polls = three_polls(&mut chain, trustees.board);
	let booth = Booth::of(&mut chain, polls.secret);
	let hidden = Booth::of(&mut chain, polls.anonymous);
	let (old, new) = (lee.wallet.card.clone(), phone());

	// Everybody votes for the second plan, and Lee for the first.
	for citizen in &others {
		chain.succeeds_as(&citizen.0, in_the_open(polls.public, &[1]));
		let ballot = booth.ballot(voter_of(citizen), &[1], 0);
		chain.succeeds_as(&citizen.0, booth.secret(ballot));
	}
	chain.succeeds_as(&old, in_the_open(polls.public, &[0]));
	let ballot = booth.ballot(lee.voter(), &[0], 0);
	chain.succeeds_as(&old, booth.secret(ballot));
	let enrolled = enrolment_of(
		&mut chain,
		&lee.wallet,
		polls.anonymous,
		"//Lee's voting key",
	);
	let frozen = enrolled.enrolment.at;
	enrols(&mut chain, polls.anonymous, &enrolled);
	let keys: Vec<VotingKey> = members[..2]
		.iter()
		.zip(["//hidden//0", "//hidden//1"])
		.map(|(member, path)| enrolment_of(&mut chain, member, polls.anonymous, path))
		.collect();
	for key in &keys {
		enrols(&mut chain, polls.anonymous, key);
	}
	chain.next_block_with_room();
	for (key, chosen) in keys.iter().chain([&enrolled]).zip([1, 1, 0]) {
		let ballot = hidden.ballot(key.voter(), &[chosen], 0);
		chain.succeeds_as(&key.pair, hidden.anonymous(ballot));
	}
	assert_eq!(turnout(&mut chain, &polls), [Some(4), Some(4), Some(3)]);
	assert_eq!(casts(&mut chain, &polls, &lee), [1, 1]);
	let with_the_app = logins::login_with(&mut chain, logins::LIBRARY, &lee.app, &lee.given);
	let subject = logins::authenticate(&mut chain, &with_the_app)
		.expect("is let in")
		.subject;
	let (won, eco, poll) = (
		chain.balance(&account_of(&old)),
		points::shown(&mut chain, &old, ECO),
		points::shown(&mut chain, &old, POLL),
	);
	assert_eq!((eco, poll), (9_000, REWARD.into()));

	// The phone is lost. What falls due meanwhile is paid to the card's account, from which nobody takes it.
	chain.next_block_with_room();
	let [meanwhile, _] = lee.claims;
	requests(&mut chain, meanwhile);
	lose_phone(&mut chain, lee.citizen, &new);
	assert_eq!(
		logins::authenticate(&mut chain, &with_the_app),
		Err(Refusal::SessionClosed)
	);
	let suspended = || CardError::<Runtime>::CardSuspended;
	chain.refuses_as(&old, in_the_open(polls.public, &[2]), suspended());
	chain.refuses_as(&old, points::purchase(MUSEUM, 1_000), suspended());
	let events = works::pay_now(&mut chain, meanwhile);
	assert_eq!(
		paid_to_lee(&events, &lee),
		[(meanwhile, account_of(&old), FEE)]
	);
	let events = complete_recovery(&mut chain, lee.citizen);
	assert!(events.iter().any(|event| matches!(
		event,
		RuntimeEvent::CitizenIdentity(CardEvent::AccountChanged { moved, remaining: 0, .. })
			if *moved == won + FEE * KRW
	)));

	// All is there, and nothing is on the lost account.
	for (phone, won, eco, poll) in [(&new, won + FEE * KRW, eco, poll), (&old, 0, 0, 0)] {
		assert_eq!(chain.balance(&account_of(phone)), won);
		assert_eq!(points::shown(&mut chain, phone, ECO), eco);
		assert_eq!(points::shown(&mut chain, phone, POLL), poll);
	}
	assert_eq!(owner_of(&mut chain, lee.car), lee.party);
	the_lost_phone_does_nothing(&mut chain, &lee, &polls, &booth);

	// A vote with the next phone takes the place of the old one, and is worth no more points.
	let events = chain.succeeds_as(&new, in_the_open(polls.public, &[3]));
	assert_eq!(
		of_polls(&events),
		[Event::PublicBallotCast {
			poll: polls.public,
			citizen: lee.citizen,
			old_options: Some(options(&[0])),
			new_options: options(&[3]),
		}]
	);
	let ballot = booth.ballot(lee.voter(), &[3], 1);
	let events = chain.succeeds_as(&new, booth.secret(ballot));
	assert!(matches!(
		of_polls(&events)[..],
		[Event::EncryptedBallotCast {
			old_tracker: Some(_),
			..
		}]
	));
	assert_eq!(turnout(&mut chain, &polls), [Some(4), Some(4), Some(3)]);
	assert_eq!(casts(&mut chain, &polls, &lee), [2, 2]);
	chain.refuses_as(
		&new,
		Call::<Runtime>::claim_reward { poll: polls.public },
		Fault::NothingOwed,
	);

	the_works_pay_to_the_next_phone(&mut chain, &lee, &new);
	doors_know_the_next_phone(&mut chain, &lee, &new, subject);

	// The points pay, and the car is sold.
	chain.succeeds_as(&new, points::purchase(MUSEUM, 9_100));
	for scheme in [ECO, POLL] {
		assert_eq!(points::shown(&mut chain, &new, scheme), 0);
	}
	cars::sell(&mut chain, lee.car, &new, (&who::BUYER.pair(), BUYER_CARD));

	// The same ring key on the next phone is the same alias: it enrols no second voting key, alone or among others.
	let second = enrolment_of(
		&mut chain,
		&lee.wallet,
		polls.anonymous,
		"//a second voting key",
	);
	assert_eq!(second.alias, enrolled.alias);
	is_not_enrolled(
		&mut chain,
		polls.anonymous,
		&second,
		EnrolRefusal::AliasEnrolled,
	);
	chain.refuses(
		who::BYSTANDER,
		of_batch(polls.anonymous, &[&second]),
		Fault::NothingEnrolled,
	);
	let fourth = enrolment_of(&mut chain, &members[2], polls.anonymous, "//hidden//2");
	let events = chain.succeeds(
		who::BYSTANDER,
		of_batch(polls.anonymous, &[&second, &fourth]),
	);
	enrol_only_the_second(&events, &fourth, Fault::AliasEnrolled.into());
	// The voting key is no card's: who has it from a backup changes that vote, and makes no other.
	chain.next_block_with_room();
	let ballot = hidden.ballot(enrolled.voter(), &[3], 1);
	chain.succeeds_as(&enrolled.pair, hidden.anonymous(ballot));
	assert_eq!(info(&mut chain, polls.anonymous).enrolled, Some(4));
	assert_eq!(turnout(&mut chain, &polls), [Some(4), Some(4), Some(3)]);

	// A ring key in the place of the lost one was not there when the roll was fixed. Who was there enrols all the same.
	let (ring, revision) = (RingIndex(frozen.ring), Revision(frozen.revision));
	let replaced = another_ring_key(&mut chain, &lee, &new);
	assert!(replaced.unlock_at(&mut chain, ring, revision).is_none());
	let mut third = enrolment_of(
		&mut chain,
		&replaced,
		polls.anonymous,
		"//a third voting key",
	);
	let refused = EnrolRefusal::Proof(not_frozen());
	is_not_enrolled(&mut chain, polls.anonymous, &third, refused);
	let then = members[3]
		.unlock_at(&mut chain, ring, revision)
		.expect("the poll keeps the revision");
	let fifth = VotingKey::prove(&mut chain, &then, polls.anonymous, "//hidden//3");
	let events = chain.succeeds(who::BYSTANDER, of_batch(polls.anonymous, &[&third, &fifth]));
	enrol_only_the_second(&events, &fifth, not_frozen());
	third.enrolment.at = frozen;
	let refused = EnrolRefusal::Proof(RingError::<Runtime>::InvalidProof.into());
	is_not_enrolled(&mut chain, polls.anonymous, &third, refused);
	chain.refuses(
		who::BYSTANDER,
		of_batch(polls.anonymous, &[&third]),
		Fault::FalseProof,
	);

	// In a poll that opens now it is the other way round.
	let later = anonymous_poll(&mut chain, trustees.board);
	let before = lee
		.wallet
		.unlock_at(&mut chain, ring, revision)
		.expect("the poll keeps the revision");
	let lost = VotingKey::prove(&mut chain, &before, later, "//a lost voting key");
	let found = enrolment_of(&mut chain, &replaced, later, "//a voting key of later");
	let refused = EnrolRefusal::Proof(not_frozen());
	is_not_enrolled(&mut chain, later, &lost, refused);
	let events = chain.succeeds(who::BYSTANDER, of_batch(later, &[&lost, &found]));
	enrol_only_the_second(&events, &found, not_frozen());

	// Lee counts once in each.
	for poll in [polls.public, polls.secret, polls.anonymous] {
		close(&mut chain, poll);
	}
	assert_eq!(
		info(&mut chain, polls.public).votes,
		Some(vec![0, 3, 0, 1, 0])
	);
	let counted = count(&mut chain, &trustees, polls.secret, &[1, 3]);
	assert_eq!(counted, [0, 3, 0, 1, 0]);
	let counted = count(&mut chain, &trustees, polls.anonymous, &[2, 3]);
	assert_eq!(counted, [0, 2, 0, 1, 0]);
	the_lost_phone_does_nothing(&mut chain, &lee, &polls, &booth);
}

/// Lee confirms with the next phone what the works owe, and is paid there.
fn the_works_pay_to_the_next_phone(chain: &mut Chain, lee: &Lee, new: &sr25519::Pair) {
	let [_, claim] = lee.claims;
	let line = LineIndex(0);
	chain.succeeds_as(new, Works::<Runtime>::confirm_line { claim, line });
	let confirmed = works::line(chain, claim, 0).status;
	assert!(matches!(confirmed, LineStatus::Confirmed { .. }));
	requests(chain, claim);
	let had = chain.balance(&account_of(new));
	let events = works::pay_now(chain, claim);
	assert_eq!(paid_to_lee(&events, lee), [(claim, account_of(new), FEE)]);
	assert_eq!(chain.balance(&account_of(new)), had + FEE * KRW);
}

/// Facilities know Lee again, and ask for a consent and a session of the next phone.
fn doors_know_the_next_phone(chain: &mut Chain, lee: &Lee, new: &sr25519::Pair, subject: Subject) {
	// What the lost phone signed is worth nothing now; what Lee took back stays taken back.
	let by_the_lost = logins::login_with(chain, logins::LIBRARY, &lee.wallet.card, &lee.given);
	assert_eq!(
		logins::authenticate(chain, &by_the_lost),
		Err(Refusal::UnknownSigner)
	);
	let with_the_old = logins::login_with(chain, logins::LIBRARY, new, &lee.given);
	assert_eq!(
		logins::authenticate(chain, &with_the_old),
		Err(Refusal::ConsentOfAnother)
	);
	let again = Doors::<Runtime>::revoke_consent {
		consent: logins::id_of(&lee.taken_back),
	};
	let already = DoorError::<Runtime>::ConsentAlreadyRevoked;
	chain.refuses_as(new, again, already);
	let given = logins::consent(chain, logins::LIBRARY, new);
	let by_the_next = logins::login_with(chain, logins::LIBRARY, new, &given);
	let granted = logins::authenticate(chain, &by_the_next).expect("is let in");
	assert_eq!(granted.subject, subject, "the library knows Lee again");

	// A session that was closed with the card stays closed, and the next phone opens its own.
	let end = chain.now() + 30 * DAY;
	let closed = logins::open_session(chain, lee.citizen, &lee.app, end);
	chain.refuses_as(new, closed, DoorError::<Runtime>::KeyInUse);
	let app = key("//the application again");
	let open = logins::open_session(chain, lee.citizen, &app, end);
	chain.succeeds_as(new, open);
	let by_the_app = logins::login_with(chain, logins::LIBRARY, &app, &given);
	let granted = logins::authenticate(chain, &by_the_app).expect("is let in");
	assert_eq!(granted.subject, subject);
	let events = chain.succeeds_as(new, Doors::<Runtime>::close_all_sessions {});
	assert_eq!(
		logins::of_facilities(&events),
		[DoorEvent::SessionClosed {
			citizen: lee.citizen,
			key: account_of(&app),
			cause: SessionEnd::Citizen,
		}]
	);
	assert_eq!(
		logins::authenticate(chain, &by_the_app),
		Err(Refusal::SessionClosed)
	);
}
