// SPDX-License-Identifier: Apache-2.0

//! A trustee's own place on a board, and what it checks there before it says or makes anything. No network here: what
//! the node answers comes in.

use super::key::TrusteeKey;
use crate::{
	desk::Desk,
	error::{text, Failure, Result},
	voting::Voting,
};
use pallet_mvoting::{
	runtime_api::{BoardInfo, DecryptionInfo, PollInfo},
	Board, DealingState, SeatState,
};
use rand_core::OsRng;
use seoul_chain_ballot::{
	complain, deal, receive, BoardId, Ceremony, ChainId, Complaint, Dealing, DecryptionKey,
	DecryptionShare, Error, PollId, Tally, TallyContext, ThresholdKey, TransportSecret,
	TrusteeIndex,
};

/// What the node says that does not fit together. Nothing is made of it.
pub fn contradiction(what: &str) -> Failure {
	Failure::network(
		"NodeContradicts",
		text!(
			"노드의 답이 서로 맞지 않습니다({what}). 아무것도 만들지 않았습니다. 다른 노드를 --url로 지정하십시오.",
			"What the node answers does not fit together: {what}. Nothing was made. Name another node with --url."
		),
	)
}

fn does_not_hold(error: Error) -> Failure {
	contradiction(&error.to_string())
}

/// A trustee's seat on a board, with the secret that belongs to it.
pub struct Own {
	pub board: BoardId,
	pub info: BoardInfo,
	pub ceremony: Ceremony,
	pub seat: TrusteeIndex,
	secret: TransportSecret,
}

/// Whether a ceremony is that of the board, on this chain.
fn is_of(ceremony: &Ceremony, chain: &ChainId, id: BoardId, board: &Board) -> bool {
	let listed = (1..=u8::MAX)
		.zip(&board.trustees)
		.filter_map(|(seat, trustee)| match trustee.seat {
			SeatState::Taken { key } => Some((TrusteeIndex(seat), key)),
			SeatState::Vacant | SeatState::LeftOut => None,
		});
	ceremony.chain == *chain
		&& ceremony.board == id
		&& ceremony.threshold == board.threshold
		&& Some(ceremony.attempt) == board.status.attempt()
		&& ceremony
			.seats
			.iter()
			.map(|seat| (seat.trustee, seat.key))
			.eq(listed)
}

impl Own {
	/// The seat whose key a file has.
	pub async fn find(
		desk: &Desk,
		voting: &Voting<'_>,
		board: BoardId,
		key: &TrusteeKey,
	) -> Result<Self> {
		let info = voting.board(board).await?;
		let chain = voting.chain_id().await?;
		desk.output
			.progress(&text!("전송 열쇠를 엽니다.", "Opening the transport key."));
		Self::of(info, &chain, board, key.open()?)
	}

	/// The seat that a secret belongs to.
	pub fn of(
		info: BoardInfo,
		chain: &ChainId,
		board: BoardId,
		secret: TransportSecret,
	) -> Result<Self> {
		let number = board.0;
		let ceremony = info.ceremony.clone().ok_or_else(|| {
			Failure::no(
				"BoardHasNoShares",
				text!(
					"{number}번 수탁자단은 아직 분배를 시작하지 않았거나 실패하였습니다. seoul board show {number}을(를) 보십시오.",
					"Board {number} deals no shares yet, or has failed. See seoul board show {number}."
				),
			)
		})?;
		if !is_of(&ceremony, chain, board, &info.board) {
			return Err(contradiction("the ceremony of the board"));
		}
		let seat = ceremony
			.seats
			.iter()
			.find(|seat| seat.key == secret.key())
			.map(|seat| seat.trustee)
			.ok_or_else(|| {
				Failure::no(
					"KeyNotOfBoard",
					text!(
						"이 파일의 전송 열쇠는 {number}번 수탁자단의 것이 아닙니다. 등록할 때 쓴 파일을 지정하십시오.",
						"The transport key of this file is not on board {number}. Name the file with which you registered."
					),
				)
			})?;
		Ok(Self {
			board,
			info,
			ceremony,
			seat,
			secret,
		})
	}

	/// Shares of a fresh secret for all seats.
	pub fn deal(&self) -> Result<Dealing> {
		let dealing = deal(&self.ceremony, self.seat, &mut OsRng).map_err(does_not_hold)?;
		dealing
			.verify(&self.ceremony, self.seat)
			.map_err(does_not_hold)?;
		Ok(dealing)
	}

	/// The dealings that count, each with whether the share for this seat is what its dealer committed to.
	pub fn checked(&self) -> Result<Vec<(TrusteeIndex, bool)>> {
		self.standing()
			.into_iter()
			.map(|(dealer, dealing)| {
				dealing
					.verify(&self.ceremony, dealer)
					.map_err(does_not_hold)?;
				match receive(&self.ceremony, self.seat, &self.secret, dealer, dealing) {
					Ok(_) => Ok((dealer, true)),
					Err(Error::ShareMismatch { .. }) => Ok((dealer, false)),
					Err(other) => Err(does_not_hold(other)),
				}
			})
			.collect()
	}

	/// The dealings that count.
	fn standing(&self) -> Vec<(TrusteeIndex, &Dealing)> {
		self.info
			.dealings
			.iter()
			.filter(|(dealer, _)| {
				let trustee = self.info.board.trustee(*dealer);
				trustee.is_some_and(|trustee| trustee.dealing == DealingState::Standing)
			})
			.map(|(dealer, dealing)| (*dealer, dealing))
			.collect()
	}

	/// What proves that the share of a dealing is false. It opens that share to everyone.
	pub fn complain(&self, dealer: TrusteeIndex) -> Result<Complaint> {
		let number = dealer.0;
		let found = self
			.standing()
			.into_iter()
			.find(|(seat, _)| *seat == dealer);
		let Some((_, dealing)) = found else {
			return Err(Failure::no(
				"DealingNotFound",
				text!(
					"자리 {number}의 유효한 분배가 없습니다.",
					"Seat {number} has no dealing that counts."
				),
			));
		};
		if self.checked()?.contains(&(dealer, true)) {
			return Err(Failure::no(
				"ShareIsGood",
				text!(
					"자리 {number}에서 받은 몫은 올바릅니다. 이의를 내면 몫이 공개되고 이쪽의 잘못으로 기록됩니다. 보내지 않았습니다.",
					"The share from seat {number} is good. A complaint would show it to everyone and name you. Nothing was sent."
				),
			));
		}
		complain(
			&self.ceremony,
			self.seat,
			&self.secret,
			dealer,
			dealing,
			&mut OsRng,
		)
		.map_err(does_not_hold)
	}

	/// The share of the sums of a closed poll, after all that the node says of them was compared. `sums` are the sums as
	/// they were added up from the ballots.
	pub fn decrypt(
		&self,
		chain: &ChainId,
		id: PollId,
		poll: &PollInfo,
		asked: &DecryptionInfo,
		sums: &Tally,
	) -> Result<DecryptionShare> {
		let context = TallyContext {
			chain: *chain,
			poll: id,
			minimum: poll.poll.settings.minimum_turnout,
		};
		if asked.board != self.board || poll.poll.settings.secrecy.board() != Some(self.board) {
			return Err(contradiction("the board of the poll"));
		}
		if asked.context != context {
			return Err(contradiction("what the shares are bound to"));
		}
		if asked.tally.form != poll.poll.form || Some(asked.tally.ballots) != poll.turnout {
			return Err(contradiction("form or turnout of the sums"));
		}
		if asked.tally != *sums {
			return Err(contradiction("the sums are not those of the ballots"));
		}
		let key: &ThresholdKey = self
			.info
			.key
			.as_ref()
			.filter(|key| **key == asked.key)
			.ok_or_else(|| contradiction("the key of the board"))?;
		let own = DecryptionKey::assemble(
			&self.ceremony,
			self.seat,
			&self.secret,
			&self.standing(),
			key,
		)
		.map_err(|error| match error {
			Error::ShareMismatch { dealer } => {
				let number = dealer.0;
				Failure::no(
					"ShareIsFalse",
					text!(
						"자리 {number}의 거짓 몫에 제때 이의를 내지 않아 이 자리로는 개표할 수 없습니다.",
						"The share from seat {number} is false, and nobody complained in time: this seat cannot decrypt."
					),
				)
			},
			other => does_not_hold(other),
		})?;
		let share = own
			.decrypt(key, &context, &asked.tally, &mut OsRng)
			.map_err(does_not_hold)?;
		key.verify_share(&context, &asked.tally, &share)
			.map_err(does_not_hold)?;
		Ok(share)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		dishonest,
		scale::{json_of, tests::both_ways},
		trustee::sums,
	};
	use pallet_mvoting::{
		BoardKind, BoardStatus, Eligibility, Label, Poll, PollStatus, Question, Secrecy, Settings,
		ShareCheck, Source, Title, Trustee, Visibility,
	};
	use rand_chacha::{rand_core::SeedableRng, ChaCha20Rng};
	use seoul_chain_ballot::{
		judge, BallotContext, Choices, Ciphertexts, ElectionKey, Form, PreparedBallot, Seat,
		Verdict, Voter,
	};
	use seoul_chain_primitives::AgencyId;

	const CHAIN: ChainId = [7; 32];
	const BOARD: BoardId = BoardId(3);
	const POLL: PollId = PollId(9);
	const FORM: Form = Form::SingleChoice { options: 3 };

	/// A board of three that has dealt, with the secrets of its seats.
	fn board(rng: &mut ChaCha20Rng) -> (Vec<TransportSecret>, BoardInfo) {
		let secrets: Vec<TransportSecret> =
			(0..3).map(|_| TransportSecret::generate(rng)).collect();
		let seats: Vec<Seat> = (1..)
			.zip(&secrets)
			.map(|(seat, secret)| Seat {
				trustee: TrusteeIndex(seat),
				key: secret.key(),
			})
			.collect();
		let ceremony = Ceremony {
			chain: CHAIN,
			board: BOARD,
			attempt: 1,
			threshold: 2,
			seats: seats.clone().try_into().unwrap(),
		};
		let dealings: Vec<(TrusteeIndex, Dealing)> = seats
			.iter()
			.map(|seat| (seat.trustee, deal(&ceremony, seat.trustee, rng).unwrap()))
			.collect();
		let trustees: Vec<Trustee> = (40..)
			.zip(&seats)
			.map(|(agency, seat)| Trustee {
				agency: AgencyId(agency),
				seat: SeatState::Taken { key: seat.key },
				dealing: DealingState::Standing,
				check: ShareCheck::Pending,
			})
			.collect();
		let board = Board {
			kind: BoardKind::Standing,
			threshold: 2,
			from: 0,
			until: 100,
			trustees: trustees.try_into().unwrap(),
			status: BoardStatus::Checking {
				attempt: 1,
				until: 50,
			},
		};
		let mut info = BoardInfo {
			board,
			ceremony: Some(ceremony),
			dealings,
			key: None,
		};
		finish(&mut info);
		(secrets, info)
	}

	/// Make the key of the dealings that are there.
	fn finish(info: &mut BoardInfo) {
		let dealings: Vec<_> = info.dealings.iter().map(|(seat, of)| (*seat, of)).collect();
		info.key = ThresholdKey::combine(info.ceremony.as_ref().unwrap(), &dealings).ok();
	}

	fn again(secret: &TransportSecret) -> TransportSecret {
		TransportSecret::from_bytes(&secret.to_bytes()).unwrap()
	}

	fn own(info: &BoardInfo, secret: &TransportSecret) -> Result<Own> {
		Own::of(info.clone(), &CHAIN, BOARD, again(secret))
	}

	fn code<T>(made: Result<T>) -> String {
		made.err().expect("refused").code
	}

	#[test]
	fn a_false_share_is_found_by_who_got_it_and_proven() {
		let rng = &mut ChaCha20Rng::seed_from_u64(1);
		let (secrets, mut info) = board(rng);
		let [one, two, three] = [1, 2, 3].map(TrusteeIndex);
		let all_good = vec![(one, true), (two, true), (three, true)];
		for secret in &secrets {
			assert_eq!(own(&info, secret).unwrap().checked(), Ok(all_good.clone()));
		}
		let ceremony = info.ceremony.clone().unwrap();
		info.dealings[1].1 = dishonest::deal(&ceremony, two, three, rng);
		assert_eq!(own(&info, &secrets[0]).unwrap().checked(), Ok(all_good));
		let victim = own(&info, &secrets[2]).unwrap();
		assert_eq!(
			victim.checked(),
			Ok(vec![(one, true), (two, false), (three, true)])
		);
		let complaint = victim.complain(two).unwrap();
		both_ways(&complaint, &json_of(&complaint).unwrap());
		assert_eq!(
			judge(&ceremony, two, &info.dealings[1].1, three, &complaint),
			Ok(Verdict::DealerCheated)
		);
		// Nobody is helped to complain about a good share, or about one that counts no more.
		assert_eq!(code(victim.complain(one)), "ShareIsGood");
		assert_eq!(
			code(own(&info, &secrets[0]).unwrap().complain(two)),
			"ShareIsGood"
		);
		info.board.trustees[1].dealing = DealingState::Rejected;
		let victim = own(&info, &secrets[2]).unwrap();
		assert_eq!(victim.checked(), Ok(vec![(one, true), (three, true)]));
		assert_eq!(code(victim.complain(two)), "DealingNotFound");
	}

	#[test]
	fn a_dealing_is_for_every_seat_of_this_ceremony() {
		let rng = &mut ChaCha20Rng::seed_from_u64(2);
		let (secrets, mut info) = board(rng);
		let dealing = own(&info, &secrets[1]).unwrap().deal().unwrap();
		// What is sent is what was made.
		both_ways(&dealing, &json_of(&dealing).unwrap());
		info.dealings[1].1 = dealing;
		for secret in &secrets {
			let checked = own(&info, secret).unwrap().checked().unwrap();
			assert!(checked.iter().all(|(_, good)| *good));
		}
	}

	#[test]
	fn nothing_is_made_for_a_ceremony_that_is_not_that_of_the_board() {
		let rng = &mut ChaCha20Rng::seed_from_u64(3);
		let (secrets, info) = board(rng);
		let other = TransportSecret::generate(rng);
		assert_eq!(code(own(&info, &other)), "KeyNotOfBoard");
		let changes: [fn(&mut Ceremony, &TransportSecret); 5] = [
			|ceremony, _| ceremony.chain = [8; 32],
			|ceremony, _| ceremony.board = BoardId(4),
			|ceremony, _| ceremony.attempt = 0,
			|ceremony, _| ceremony.threshold = 1,
			// A seat of somebody who is not on the board, who would get a share.
			|ceremony, other| ceremony.seats[2].key = other.key(),
		];
		for change in changes {
			let mut false_info = info.clone();
			change(false_info.ceremony.as_mut().unwrap(), &other);
			assert_eq!(code(own(&false_info, &secrets[0])), "NodeContradicts");
		}
		let mut none = info;
		none.ceremony = None;
		assert_eq!(code(own(&none, &secrets[0])), "BoardHasNoShares");
	}

	/// A closed poll with these votes: what a node says of it, and its ballots.
	fn closed(
		info: &BoardInfo,
		votes: &[u8],
		rng: &mut ChaCha20Rng,
	) -> (PollInfo, DecryptionInfo, Vec<Ciphertexts>) {
		let key = info.key.clone().unwrap();
		let election_key = ElectionKey::new(key.election_key).unwrap();
		let mut tally = Tally::new(FORM).unwrap();
		let mut ballots = Vec::new();
		for (citizen, vote) in (0..).zip(votes) {
			let context = BallotContext {
				chain: CHAIN,
				poll: POLL,
				voter: Voter::Citizen(citizen),
			};
			let choices = Choices::single(FORM, *vote).unwrap();
			let ballot = PreparedBallot::new(&election_key, &context, &choices, rng).unwrap();
			let verified = ballot.cast().verify(&election_key, FORM, &context).unwrap();
			tally.add(&verified).unwrap();
			ballots.push(verified.ciphertexts().clone());
		}
		let turnout = Some(tally.ballots);
		let settings = Settings {
			secrecy: Secrecy::Secret { board: BOARD },
			visibility: Visibility::AfterClose,
			eligibility: Eligibility::AllCitizens,
			opens_at: 1,
			closes_at: 2,
			quorum: 0,
			minimum_turnout: 4,
			reward: 0,
		};
		let poll = PollInfo {
			poll: Poll {
				office: AgencyId(1),
				source: Source::Office,
				form: FORM,
				settings,
				listed: 0,
				status: PollStatus::Tallying { shares_until: 9 },
			},
			question: Question {
				title: Title {
					korean: b"-".to_vec().try_into().unwrap(),
					english: b"-".to_vec().try_into().unwrap(),
				},
				labels: Vec::<Label>::new().try_into().unwrap(),
				form: FORM,
				documents: Vec::new().try_into().unwrap(),
			},
			opening: None,
			turnout,
			enrolled: None,
			votes: None,
			quorum_reached: None,
			answer_is_late: false,
		};
		let asked = DecryptionInfo {
			board: BOARD,
			key,
			context: TallyContext {
				chain: CHAIN,
				poll: POLL,
				minimum: 4,
			},
			tally,
			shares: Vec::new(),
		};
		(poll, asked, ballots)
	}

	#[test]
	fn any_two_seats_decrypt_the_sums_that_were_added_up_from_the_ballots() {
		let rng = &mut ChaCha20Rng::seed_from_u64(4);
		let (secrets, info) = board(rng);
		let (poll, mut asked, ballots) = closed(&info, &[0, 2, 2, 1, 2], rng);
		let sums = sums::add_up(FORM, &ballots).unwrap();
		assert_eq!(sums, asked.tally);
		for seat in [0, 2] {
			let own = own(&info, &secrets[seat]).unwrap();
			let share = own.decrypt(&CHAIN, POLL, &poll, &asked, &sums).unwrap();
			both_ways(&share, &json_of(&share).unwrap());
			asked.shares.push(share);
		}
		let counts = asked.key.count(&asked.context, &asked.tally, &asked.shares);
		assert_eq!(counts, Ok(vec![1, 1, 3]));
	}

	#[test]
	fn nothing_else_than_the_sums_of_the_closed_poll_is_decrypted() {
		let rng = &mut ChaCha20Rng::seed_from_u64(5);
		let (secrets, info) = board(rng);
		let (poll, asked, ballots) = closed(&info, &[0, 2, 2, 1, 2], rng);
		let sums = sums::add_up(FORM, &ballots).unwrap();
		let one = sums::add_up(FORM, &ballots[..1]).unwrap();
		let own = own(&info, &secrets[0]).unwrap();
		let refused = |change: &dyn Fn(&mut PollInfo, &mut DecryptionInfo), sums: &Tally| {
			let (mut poll, mut asked) = (poll.clone(), asked.clone());
			change(&mut poll, &mut asked);
			code(own.decrypt(&CHAIN, POLL, &poll, &asked, sums))
		};
		// One voter's ballot, alone or under the number of all.
		let single = |poll: &mut PollInfo, asked: &mut DecryptionInfo| {
			asked.tally = one.clone();
			poll.turnout = Some(1);
		};
		let disguised = |_: &mut PollInfo, asked: &mut DecryptionInfo| {
			asked.tally.sums = one.sums.clone();
		};
		assert_eq!(refused(&single, &sums), "NodeContradicts");
		assert_eq!(refused(&disguised, &sums), "NodeContradicts");
		// Below the minimum nothing is decrypted even if the ballots are those of the state.
		assert_eq!(refused(&single, &one), "NodeContradicts");
		for change in [
			|_: &mut PollInfo, asked: &mut DecryptionInfo| asked.context.poll = PollId(8),
			|_: &mut PollInfo, asked: &mut DecryptionInfo| asked.context.chain = [8; 32],
			|_: &mut PollInfo, asked: &mut DecryptionInfo| asked.context.minimum = 0,
			|_: &mut PollInfo, asked: &mut DecryptionInfo| asked.board = BoardId(4),
			|poll: &mut PollInfo, _: &mut DecryptionInfo| poll.turnout = None,
			|poll: &mut PollInfo, _: &mut DecryptionInfo| poll.poll.form = Form::YesNo,
			|poll: &mut PollInfo, _: &mut DecryptionInfo| {
				poll.poll.settings.secrecy = Secrecy::Public;
			},
			|_: &mut PollInfo, asked: &mut DecryptionInfo| asked.key.threshold = 1,
		] {
			assert_eq!(refused(&change, &sums), "NodeContradicts");
		}
	}

	#[test]
	fn a_seat_with_a_false_share_that_counts_cannot_decrypt_and_is_told_whose_it_is() {
		let rng = &mut ChaCha20Rng::seed_from_u64(6);
		let (secrets, mut info) = board(rng);
		let ceremony = info.ceremony.clone().unwrap();
		info.dealings[1].1 = dishonest::deal(&ceremony, TrusteeIndex(2), TrusteeIndex(3), rng);
		finish(&mut info);
		let (poll, asked, ballots) = closed(&info, &[1, 1, 1, 1], rng);
		let sums = sums::add_up(FORM, &ballots).unwrap();
		let decrypt = |seat: usize| {
			let own = own(&info, &secrets[seat]).unwrap();
			own.decrypt(&CHAIN, POLL, &poll, &asked, &sums)
		};
		assert!(decrypt(0).is_ok());
		let failure = decrypt(2).unwrap_err();
		assert_eq!(failure.code, "ShareIsFalse");
		assert!(failure.text.en.contains("seat 2"), "{}", failure.text.en);
	}
}
