// SPDX-License-Identifier: Apache-2.0

//! The office that holds polls, trustees who keep a key together, and citizens whose devices encrypt.
//!
//! Everything goes through transactions. A device and a trustee's tool know what any node answers, and their secrets.

pub use super::points::{account_of, key, new_citizens};

use super::{
	rings::{Unlocked, Wallet},
	*,
};
use frame_support::BoundedVec;
use pallet_mvoting::{
	runtime_api::{
		runtime_decl_for_m_voting_api::MVotingApiV1, BallotInfo, BoardInfo, DecryptionInfo,
		PollInfo,
	},
	Call, DealingState, Eligibility, Enrolment, Event, Label, OptionList, Question, RingAt,
	Secrecy, Settings, Title, Visibility,
};
use rand_chacha::{rand_core::SeedableRng, ChaCha20Rng};
use seoul_chain_ballot::{
	complain, deal, receive, Ballot, BallotContext, BoardId, Ceremony, ChainId, Choices, Complaint,
	Dealing, DecryptionKey, DecryptionShare, ElectionKey, Form, PollId, PreparedBallot, Tracker,
	TransportSecret, TrusteeIndex, Voter,
};
use seoul_chain_primitives::{
	chain::{DAY, MINUTE, SECOND},
	DistrictCode,
};
use seoul_chain_ring_proofs::{Alias, CollectionId, Message, PollEnrolment, Purpose};

/// Who is the office of polls: drafts, and certifies.
pub const CLERK: &str = "//PublicRelations";
/// Another official of the same office, who approves.
pub const REVIEWER: &str = "//PublicRelations//reviewer";
/// The office itself.
pub const OFFICE: AgencyId = AgencyId(17);
/// Who can be a trustee, with the path of the key that acts for it. In this order they have seats.
pub const TRUSTEES: [(AgencyId, &str); 5] = [
	(AgencyId(34), "//BarAssociation"),
	(AgencyId(35), "//University"),
	(AgencyId(36), "//Consumers"),
	(AgencyId(37), "//Ombudsman"),
	(AgencyId(38), "//Gyeonggi"),
];

/// One of five.
pub const ONE_OF_FIVE: Form = Form::SingleChoice { options: 5 };
/// How long a poll of these tests is open.
pub const OPEN_FOR: Moment = 10 * MINUTE;

/// A citizen: the key of the card, and the card.
pub type Citizen = (sr25519::Pair, CitizenIndex);

/// Randomness that is the same in each run.
pub fn rng(seed: impl Encode) -> ChaCha20Rng {
	ChaCha20Rng::from_seed(sp_io::hashing::blake2_256(&seed.encode()))
}

/// The events of polls among these.
pub fn of_polls(events: &[RuntimeEvent]) -> Vec<Event<Runtime>> {
	events
		.iter()
		.filter_map(|event| match event {
			RuntimeEvent::MVoting(event) => Some(event.clone()),
			_ => None,
		})
		.collect()
}

/// So many citizens with cards and without won.
pub fn citizens(chain: &mut Chain, name: &str, count: usize) -> Vec<Citizen> {
	let paths: Vec<String> = (0..count)
		.map(|number| format!("//{name}//{number}"))
		.collect();
	new_citizens(chain, &paths)
}

/// Residents of a district whose keys are in its ring.
pub fn residents(
	chain: &mut Chain,
	district: DistrictCode,
	name: &str,
	count: usize,
) -> Vec<Wallet> {
	let collection = CollectionId::District(district.0);
	let wallets: Vec<Wallet> = (0..count)
		.map(|number| {
			let path = format!("//{name}//{number}");
			Wallet::of_a_new_citizen(chain, &path).in_collection(collection)
		})
		.collect();
	let entries = wallets.iter().map(Wallet::entry).collect();
	rings::admit_to(chain, collection, entries);
	rings::build(chain);
	chain.next_block_with_room();
	wallets
}

fn line<Bound: frame_support::traits::Get<u32>>(text: &str) -> BoundedVec<u8, Bound> {
	text.as_bytes().to_vec().try_into().expect("it is short")
}

/// A question of this form, boxed as the calls take it.
#[allow(clippy::unnecessary_box_returns)] // The call takes it so.
pub fn question(form: Form) -> Box<Question> {
	let labels: Vec<Label> = (1..=form.options())
		.map(|number| Label {
			korean: line(&format!("{number}안")),
			english: line(&format!("Plan {number}")),
		})
		.collect();
	Box::new(Question {
		title: Title {
			korean: line("서울광장을 어떻게 바꿀까요?"),
			english: line("How shall Seoul Plaza change?"),
		},
		labels: labels.try_into().expect("few"),
		form,
		documents: BoundedVec::truncate_from(vec![document(b"the plans")]),
	})
}

/// A poll of all citizens that opens in ten seconds.
pub fn settings(chain: &Chain, secrecy: Secrecy) -> Settings {
	let public = secrecy == Secrecy::Public;
	let opens_at = chain.now() + 10 * SECOND;
	Settings {
		secrecy,
		visibility: if public {
			Visibility::Live
		} else {
			Visibility::TurnoutOnly
		},
		eligibility: Eligibility::AllCitizens,
		opens_at,
		closes_at: opens_at + OPEN_FOR,
		quorum: 0,
		minimum_turnout: if public { 0 } else { 3 },
		reward: 0,
	}
}

/// Close blocks until this time.
pub fn wait_until(chain: &mut Chain, time: Moment) {
	let left = time.saturating_sub(chain.now());
	if left > 0 {
		chain.advance_with_room(left);
	} else {
		chain.next_block_with_room();
	}
}

/// The clerk writes a draft.
pub fn draft(chain: &mut Chain, form: Form, settings: Settings) -> PollId {
	let events = chain.succeeds_as(
		&key(CLERK),
		Call::<Runtime>::draft_poll {
			question: question(form),
			settings,
		},
	);
	drafted(&events)
}

/// The number of the poll that these events drafted.
pub fn drafted(events: &[RuntimeEvent]) -> PollId {
	of_polls(events)
		.into_iter()
		.find_map(|event| match event {
			Event::PollDrafted { poll, .. } => Some(poll),
			_ => None,
		})
		.expect("the event names the poll")
}

/// The clerk submits a draft, the other official approves it, and somebody opens it when it is time.
pub fn open_draft(chain: &mut Chain, poll: PollId) {
	chain.succeeds_as(&key(CLERK), Call::<Runtime>::submit_poll { poll });
	chain.succeeds_as(&key(REVIEWER), Call::<Runtime>::approve_poll { poll });
	let opens_at = info(chain, poll).poll.settings.opens_at;
	wait_until(chain, opens_at);
	chain.succeeds(who::BYSTANDER, Call::<Runtime>::open_poll { poll });
	// Ballots are of a later block than the opening.
	chain.next_block_with_room();
}

/// A poll that is open.
pub fn open(chain: &mut Chain, form: Form, settings: Settings) -> PollId {
	let poll = draft(chain, form, settings);
	open_draft(chain, poll);
	poll
}

/// Time is over, and somebody closes the poll.
pub fn close(chain: &mut Chain, poll: PollId) {
	let closes_at = info(chain, poll).poll.settings.closes_at;
	wait_until(chain, closes_at);
	chain.succeeds(who::BYSTANDER, Call::<Runtime>::close_poll { poll });
}

/// The office signs the outcome. Returns the events.
pub fn certify(chain: &mut Chain, poll: PollId) -> Vec<Event<Runtime>> {
	of_polls(&chain.succeeds_as(&key(CLERK), Call::<Runtime>::certify_poll { poll }))
}

/// What any node answers of a poll.
pub fn info(chain: &mut Chain, poll: PollId) -> PollInfo {
	chain
		.query(|| <Runtime as MVotingApiV1<Block>>::poll(poll))
		.expect("the poll is there")
}

/// What any node answers of a voter's ballot.
pub fn ballot_of(chain: &mut Chain, poll: PollId, voter: Voter) -> Option<BallotInfo> {
	chain.query(|| <Runtime as MVotingApiV1<Block>>::ballot(poll, voter))
}

/// What trustees and auditors get of a closed poll.
pub fn decryption(chain: &mut Chain, poll: PollId) -> Option<DecryptionInfo> {
	chain.query(|| <Runtime as MVotingApiV1<Block>>::decryption(poll))
}

/// What any node answers of a board.
pub fn board_info(chain: &mut Chain, board: BoardId) -> BoardInfo {
	chain
		.query(|| <Runtime as MVotingApiV1<Block>>::board(board))
		.expect("the board is there")
}

fn chain_id(chain: &mut Chain) -> ChainId {
	chain.query(<Runtime as MVotingApiV1<Block>>::voting_chain_id)
}

/// The votes of each option, counted from what everyone chose.
pub fn naive<'a>(form: Form, votes: impl IntoIterator<Item = &'a Vec<u8>>) -> Vec<u32> {
	let mut counts = vec![0; usize::from(form.options())];
	for option in votes.into_iter().flatten() {
		counts[usize::from(*option)] += 1;
	}
	counts
}

/// Positions as a public vote names them.
pub fn options(chosen: &[u8]) -> OptionList {
	chosen.to_vec().try_into().expect("few")
}

/// What a voter's device knows of an encrypted poll.
#[derive(Clone, Copy)]
pub struct Booth {
	/// The poll.
	pub poll: PollId,
	form: Form,
	key: ElectionKey,
	chain: ChainId,
}

impl Booth {
	/// Ask any node.
	pub fn of(chain: &mut Chain, poll: PollId) -> Self {
		let key = chain
			.query(|| <Runtime as MVotingApiV1<Block>>::election_key(poll))
			.expect("the poll has a key");
		Self {
			poll,
			form: info(chain, poll).poll.form,
			key: ElectionKey::new(key.election_key).expect("it is a key"),
			chain: chain_id(chain),
		}
	}

	fn context(&self, voter: Voter) -> BallotContext {
		BallotContext {
			chain: self.chain,
			poll: self.poll,
			voter,
		}
	}

	/// Encrypt and prove. `turn` is how often the voter has voted before.
	pub fn ballot(&self, voter: Voter, chosen: &[u8], turn: u32) -> Ballot {
		let mut marks = vec![0; usize::from(self.form.options())];
		for option in chosen {
			marks[usize::from(*option)] = 1;
		}
		let choices = Choices::new(self.form, &marks).expect("the choice is allowed");
		let mut rng = rng((self.poll, voter, turn));
		let prepared = PreparedBallot::new(&self.key, &self.context(voter), &choices, &mut rng)
			.expect("the form is possible");
		prepared.cast()
	}

	/// The same for many, on two devices at once.
	pub fn ballots(&self, votes: &[(Voter, Vec<u8>)], turn: u32) -> Vec<Ballot> {
		let half = votes.len().div_ceil(2).max(1);
		std::thread::scope(|scope| {
			let devices: Vec<_> = votes
				.chunks(half)
				.map(|part| {
					scope.spawn(move || -> Vec<Ballot> {
						part.iter()
							.map(|(voter, chosen)| self.ballot(*voter, chosen, turn))
							.collect()
					})
				})
				.collect();
			devices
				.into_iter()
				.flat_map(|device| device.join().expect("a device encrypts"))
				.collect()
		})
	}

	/// By which a voter finds a ballot again.
	pub fn tracker(&self, voter: Voter, ballot: &Ballot) -> Tracker {
		ballot.tracker(&self.context(voter))
	}

	/// The call of a citizen.
	pub fn secret(&self, ballot: Ballot) -> Call<Runtime> {
		Call::cast_secret {
			poll: self.poll,
			ballot: Box::new(ballot),
			credential: None,
		}
	}

	/// The call of a voting key.
	pub fn anonymous(&self, ballot: Ballot) -> Call<Runtime> {
		Call::cast_anonymous {
			poll: self.poll,
			ballot: Box::new(ballot),
		}
	}
}

/// Who a citizen is in a secret poll.
pub fn voter_of((_, card): &Citizen) -> Voter {
	Voter::Citizen(card.0)
}

/// Every citizen sends a ballot, a hundred in a block. Returns the events of polls.
pub fn cast_all(
	chain: &mut Chain,
	booth: &Booth,
	voters: &[&Citizen],
	ballots: Vec<Ballot>,
) -> Vec<Event<Runtime>> {
	assert_eq!(voters.len(), ballots.len());
	let mut events = Vec::new();
	for (position, (voter, ballot)) in voters.iter().zip(ballots).enumerate() {
		if position % 100 == 0 {
			chain.next_block_with_room();
		}
		events.extend(of_polls(&chain.succeeds_as(&voter.0, booth.secret(ballot))));
	}
	events
}

/// A resident's fresh key for one poll, and what binds it.
pub struct VotingKey {
	/// The key.
	pub pair: sr25519::Pair,
	/// The alias for which it votes.
	pub alias: Alias,
	/// The arguments of `enrol`.
	pub enrolment: Enrolment<AccountId>,
}

impl VotingKey {
	/// Prove in a ring that was opened, for a poll.
	pub fn prove(chain: &mut Chain, ring: &Unlocked<'_>, poll: PollId, path: &str) -> Self {
		let pair = key(path);
		let message = PollEnrolment {
			poll: poll.0,
			voting_key: pair.public().0,
		}
		.to_bytes(&chain_id(chain));
		let (proof, alias) = ring.prove(Purpose::Poll { poll: poll.0 }, &message);
		let enrolment = Enrolment {
			at: RingAt {
				ring: ring.ring.0,
				revision: ring.revision.0,
			},
			alias,
			voting_key: account_of(&pair),
			proof: proof.try_into().expect("as long as a proof"),
		};
		Self {
			pair,
			alias,
			enrolment,
		}
	}

	/// The transaction, which nobody signs.
	pub fn transaction(&self, poll: PollId) -> UncheckedExtrinsic {
		enrol(poll, self.enrolment.clone())
	}

	/// Who it is in the poll.
	pub fn voter(&self) -> Voter {
		Voter::Alias(self.alias.0)
	}
}

/// The transaction of an enrolment.
pub fn enrol(poll: PollId, enrolment: Enrolment<AccountId>) -> UncheckedExtrinsic {
	unsigned(Call::<Runtime>::enrol { poll, enrolment })
}

/// The trustees of a board, each with its secret.
pub struct Trustees {
	/// Their board.
	pub board: BoardId,
	secrets: Vec<TransportSecret>,
}

impl Trustees {
	/// Governance names the first so many trustees for a term of a hundred days. They have no key yet.
	pub fn convene(chain: &mut Chain, seats: u8, threshold: u8) -> Self {
		let board = chain
			.query(pallet_mvoting::NextBoard::<Runtime>::get)
			.unwrap_or(BoardId(0));
		let trustees: Vec<AgencyId> = TRUSTEES
			.iter()
			.take(seats.into())
			.map(|(agency, _)| *agency)
			.collect();
		let result = chain.council_decides(Call::<Runtime>::convene_standing_board {
			trustees: BoundedVec::truncate_from(trustees),
			threshold,
			from: chain.now(),
			until: chain.now() + 100 * DAY,
		});
		assert_eq!(result, Ok(()));
		let secrets = (1..=seats)
			.map(|seat| TransportSecret::generate(&mut rng(("transport", board, seat))))
			.collect();
		Self { board, secrets }
	}

	/// The same, and all of them make the key.
	pub fn ready(chain: &mut Chain, seats: u8, threshold: u8) -> Self {
		let trustees = Self::convene(chain, seats, threshold);
		trustees.register_all(chain);
		chain.next_block_with_room();
		for seat in trustees.seats() {
			trustees.deal(chain, seat);
		}
		trustees.confirm_all(chain);
		trustees.finish(chain);
		chain.next_block_with_room();
		trustees
	}

	/// The numbers of the seats.
	pub fn seats(&self) -> std::ops::RangeInclusive<u8> {
		1..=u8::try_from(self.secrets.len()).expect("few")
	}

	/// The key that acts for a seat.
	pub fn pair(seat: u8) -> sr25519::Pair {
		key(TRUSTEES[usize::from(seat - 1)].1)
	}

	fn secret(&self, seat: u8) -> &TransportSecret {
		&self.secrets[usize::from(seat - 1)]
	}

	/// Every trustee registers the key under which shares travel to it.
	pub fn register_all(&self, chain: &mut Chain) {
		let id = chain_id(chain);
		for seat in self.seats() {
			let secret = self.secret(seat);
			let mut rng = rng(("registration", self.board, seat));
			chain.succeeds_as(
				&Self::pair(seat),
				Call::<Runtime>::register_transport_key {
					board: self.board,
					key: secret.key(),
					proof: secret.register(&id, self.board, TrusteeIndex(seat), &mut rng),
				},
			);
		}
	}

	/// The attempt in progress.
	pub fn ceremony(&self, chain: &mut Chain) -> Ceremony {
		board_info(chain, self.board)
			.ceremony
			.expect("keys are registered")
	}

	/// A trustee deals as it should.
	pub fn deal(&self, chain: &mut Chain, seat: u8) {
		let ceremony = self.ceremony(chain);
		let mut rng = rng(("dealing", self.board, seat));
		let dealing = deal(&ceremony, TrusteeIndex(seat), &mut rng).expect("the board is possible");
		self.publish(chain, seat, dealing);
	}

	/// A trustee publishes this dealing.
	pub fn publish(&self, chain: &mut Chain, seat: u8, dealing: Dealing) {
		let board = self.board;
		let dealing = Box::new(dealing);
		chain.succeeds_as(&Self::pair(seat), Call::<Runtime>::deal { board, dealing });
	}

	/// The seats of the dealers whose shares a trustee's tool refuses.
	pub fn refused_by(&self, chain: &mut Chain, seat: u8) -> Vec<u8> {
		let ceremony = self.ceremony(chain);
		board_info(chain, self.board)
			.dealings
			.iter()
			.filter(|(dealer, dealing)| {
				let trustee = TrusteeIndex(seat);
				receive(&ceremony, trustee, self.secret(seat), *dealer, dealing).is_err()
			})
			.map(|(dealer, _)| dealer.0)
			.collect()
	}

	/// What a trustee complains with, whether or not it has ground to.
	pub fn complaint(&self, chain: &mut Chain, seat: u8, dealer: u8) -> Call<Runtime> {
		let ceremony = self.ceremony(chain);
		let dealer = TrusteeIndex(dealer);
		let dealings = board_info(chain, self.board).dealings;
		let (_, dealing) = dealings
			.iter()
			.find(|(of, _)| *of == dealer)
			.expect("it has dealt");
		let mut rng = rng(("complaint", self.board, seat, dealer));
		let complaint: Complaint = complain(
			&ceremony,
			TrusteeIndex(seat),
			self.secret(seat),
			dealer,
			dealing,
			&mut rng,
		)
		.expect("both have seats");
		Call::complain {
			board: self.board,
			dealer,
			complaint,
		}
	}

	/// Every trustee says that the shares that count are good.
	pub fn confirm_all(&self, chain: &mut Chain) {
		for seat in self.seats() {
			let board = self.board;
			chain.succeeds_as(&Self::pair(seat), Call::<Runtime>::confirm_shares { board });
		}
	}

	/// Somebody adds up the key.
	pub fn finish(&self, chain: &mut Chain) {
		chain.next_block_with_room();
		let board = self.board;
		chain.succeeds(who::BYSTANDER, Call::<Runtime>::finish_board { board });
	}

	/// A trustee's share of the key, out of what is on the chain and its own secret.
	pub fn key_of(&self, chain: &mut Chain, seat: u8) -> DecryptionKey {
		let info = board_info(chain, self.board);
		let standing: Vec<(TrusteeIndex, &Dealing)> = info
			.dealings
			.iter()
			.filter(|(dealer, _)| {
				info.board
					.trustee(*dealer)
					.is_some_and(|trustee| trustee.dealing == DealingState::Standing)
			})
			.map(|(dealer, dealing)| (*dealer, dealing))
			.collect();
		DecryptionKey::assemble(
			&info.ceremony.expect("there was one"),
			TrusteeIndex(seat),
			self.secret(seat),
			&standing,
			&info.key.expect("the key is made"),
		)
		.expect("every share is good")
	}

	/// A trustee decrypts the sums of a closed poll.
	pub fn share(&self, chain: &mut Chain, poll: PollId, seat: u8) -> DecryptionShare {
		let info = decryption(chain, poll).expect("the poll is closed and has enough ballots");
		let mut rng = rng(("share", poll, seat));
		self.key_of(chain, seat)
			.decrypt(&info.key, &info.context, &info.tally, &mut rng)
			.expect("the sums can be decrypted")
	}

	/// The call with which a trustee posts a share.
	pub fn post(&self, chain: &mut Chain, poll: PollId, seat: u8) -> Call<Runtime> {
		let share = Box::new(self.share(chain, poll, seat));
		Call::post_share { poll, share }
	}

	/// These trustees post shares.
	pub fn post_all(&self, chain: &mut Chain, poll: PollId, seats: &[u8]) {
		for seat in seats {
			let call = self.post(chain, poll, *seat);
			chain.succeeds_as(&Self::pair(*seat), call);
		}
	}
}

/// The call that shows what the sums of a poll are, out of the shares on the chain.
pub fn counts(chain: &mut Chain, poll: PollId) -> Call<Runtime> {
	let info = decryption(chain, poll).expect("the poll is closed and has enough ballots");
	let counts = info
		.key
		.count(&info.context, &info.tally, &info.shares)
		.expect("enough shares are there");
	Call::post_counts {
		poll,
		counts: counts.try_into().expect("few"),
	}
}

/// These trustees decrypt a closed poll, and somebody shows what comes out. Returns the votes.
pub fn count(chain: &mut Chain, trustees: &Trustees, poll: PollId, seats: &[u8]) -> Vec<u32> {
	trustees.post_all(chain, poll, seats);
	let counts = counts(chain, poll);
	chain.succeeds(who::BYSTANDER, counts);
	info(chain, poll).votes.expect("the result is there")
}
