// SPDX-License-Identifier: Apache-2.0

//! Boards of trustees, and how they make a key that none of them knows.

use crate::{pallet::*, types::*, Moment};
use alloc::vec::Vec;
use frame_support::{
	ensure,
	traits::{ConstU32, Get},
	BoundedVec,
};
use seoul_chain_ballot::{
	check_transport_key, judge, BoardId, Ceremony, Complaint, Dealing, EncodedPoint,
	KnowledgeProof, PollId, Seat, ThresholdKey, TrusteeIndex, Verdict,
};
use seoul_chain_primitives::{AccountId, Actor, AgencyId, AgencyRegistry, Role};
use sp_runtime::DispatchResult;

/// Who is to sit on a board.
pub(crate) type Agencies = BoundedVec<AgencyId, ConstU32<MAX_SEATS>>;

impl<T: Config> Pallet<T> {
	pub(crate) fn board(id: BoardId) -> Result<Board, Error<T>> {
		Boards::<T>::get(id).ok_or(Error::<T>::BoardNotFound)
	}

	pub(crate) fn do_convene_board(
		kind: BoardKind,
		agencies: &Agencies,
		threshold: u8,
		from: Moment,
		until: Moment,
	) -> DispatchResult {
		let terms = Terms::<T>::get();
		let now = Self::now();
		let number = agencies.len();
		ensure!(
			number >= usize::from(terms.least_trustees),
			Error::<T>::TooFewTrustees
		);
		let needed = usize::from(threshold);
		ensure!(
			needed <= number && needed.saturating_mul(2) > number,
			Error::<T>::InvalidThreshold
		);
		ensure!(
			from < until && now < until && until.saturating_sub(from) <= terms.longest_term,
			Error::<T>::InvalidTerm
		);
		let mut trustees = BoundedVec::new();
		for (agency, next) in agencies.iter().zip(1usize..) {
			ensure!(
				!agencies.iter().skip(next).any(|other| other == agency),
				Error::<T>::SameTrustee
			);
			if let BoardKind::Unassigned { office } = kind {
				ensure!(*agency != office, Error::<T>::OfficeIsTrustee);
			}
			T::Agencies::ensure_agency_has(*agency, Role::PollTrustee)?;
			trustees
				.try_push(Trustee {
					agency: *agency,
					seat: SeatState::Vacant,
					dealing: DealingState::Missing,
					check: ShareCheck::Pending,
				})
				.map_err(|_| Error::<T>::Corrupted)?;
		}
		let id = NextBoard::<T>::get().unwrap_or(BoardId(0));
		let next = id.0.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;
		NextBoard::<T>::put(BoardId(next));
		let registered_by = now.saturating_add(terms.registration_period);
		Boards::<T>::insert(
			id,
			Board {
				kind,
				threshold,
				from,
				until,
				trustees,
				status: BoardStatus::Registering {
					until: registered_by,
				},
			},
		);
		Self::deposit_event(Event::BoardConvened {
			board: id,
			kind,
			threshold,
			from,
			until,
			registered_by,
		});
		Ok(())
	}

	fn seat_of(board: &Board, agency: AgencyId) -> Result<TrusteeIndex, Error<T>> {
		board.seat_of(agency).ok_or(Error::<T>::NotATrustee)
	}

	/// Write a board's new status and tell it.
	fn set_board_status(id: BoardId, mut board: Board, status: BoardStatus) {
		let old = board.status;
		board.status = status;
		Boards::<T>::insert(id, board);
		Self::deposit_event(Event::BoardStatusChanged {
			board: id,
			old_status: old,
			new_status: status,
		});
	}

	pub(crate) fn do_register_transport_key(
		actor: &Actor<AccountId>,
		id: BoardId,
		key: EncodedPoint,
		proof: &KnowledgeProof,
	) -> DispatchResult {
		let mut board = Self::board(id)?;
		let trustee = Self::seat_of(&board, actor.agency)?;
		let BoardStatus::Registering { until } = board.status else {
			return Err(Error::<T>::WrongBoardStage.into());
		};
		ensure!(Self::now() < until, Error::<T>::DeadlinePassed);
		let taken = SeatState::Taken { key };
		ensure!(
			!board.trustees.iter().any(|other| other.seat == taken),
			Error::<T>::TransportKeyInUse
		);
		let seat = Seat { trustee, key };
		let member = board.trustee_mut(trustee).ok_or(Error::<T>::Corrupted)?;
		ensure!(
			member.seat == SeatState::Vacant,
			Error::<T>::AlreadyRegistered
		);
		check_transport_key(&T::ChainId::get(), id, &seat, proof).map_err(super::refusal::<T>)?;
		member.seat = taken;
		Self::deposit_event(Event::TransportKeyRegistered {
			board: id,
			trustee,
			key,
			by: actor.who.clone(),
		});
		if board.taken() == board.trustees.len() {
			Self::begin_dealing(id, board, 0);
		} else {
			Boards::<T>::insert(id, board);
		}
		Ok(())
	}

	/// The trustees who take part deal.
	fn begin_dealing(id: BoardId, mut board: Board, attempt: u32) {
		for trustee in &mut board.trustees {
			trustee.dealing = DealingState::Missing;
			trustee.check = ShareCheck::Pending;
		}
		let until = Self::now().saturating_add(Terms::<T>::get().dealing_period);
		Self::set_board_status(id, board, BoardStatus::Dealing { attempt, until });
	}

	/// Leave out whoever was absent, and name it.
	fn leave_out(id: BoardId, board: &mut Board, absent: impl Fn(&Trustee) -> bool) {
		for (seat, trustee) in (1..=u8::MAX).zip(&mut board.trustees) {
			if absent(trustee) {
				trustee.seat = SeatState::LeftOut;
				Self::deposit_event(Event::TrusteeNamed {
					board: id,
					trustee: TrusteeIndex(seat),
					agency: trustee.agency,
					misconduct: Misconduct::Absent,
				});
			}
		}
	}

	/// Deal with who is left, or give up.
	fn deal_or_fail(id: BoardId, board: Board, attempt: u32) {
		if board.taken() >= usize::from(board.threshold) {
			Self::begin_dealing(id, board, attempt);
		} else {
			let since = Self::now();
			Self::set_board_status(id, board, BoardStatus::Failed { since });
		}
	}

	pub(crate) fn do_advance_board(id: BoardId) -> DispatchResult {
		let mut board = Self::board(id)?;
		let now = Self::now();
		match board.status {
			BoardStatus::Registering { until } => {
				ensure!(now >= until, Error::<T>::TooEarly);
				Self::leave_out(id, &mut board, |trustee| trustee.seat == SeatState::Vacant);
				Self::deal_or_fail(id, board, 0);
			},
			BoardStatus::Dealing { attempt, until } => {
				ensure!(now >= until, Error::<T>::TooEarly);
				Self::leave_out(id, &mut board, |trustee| {
					matches!(trustee.seat, SeatState::Taken { .. })
						&& trustee.dealing == DealingState::Missing
				});
				Self::deal_or_fail(id, board, attempt.saturating_add(1));
			},
			_ => return Err(Error::<T>::WrongBoardStage.into()),
		}
		Ok(())
	}

	/// The attempt of a board in progress, as its proofs name it.
	pub fn ceremony(id: BoardId, board: &Board, attempt: u32) -> Option<Ceremony> {
		let seats: Vec<Seat> = (1..=u8::MAX)
			.zip(&board.trustees)
			.filter_map(|(seat, trustee)| match trustee.seat {
				SeatState::Taken { key } => Some(Seat {
					trustee: TrusteeIndex(seat),
					key,
				}),
				SeatState::Vacant | SeatState::LeftOut => None,
			})
			.collect();
		Some(Ceremony {
			chain: T::ChainId::get(),
			board: id,
			attempt,
			threshold: board.threshold,
			seats: seats.try_into().ok()?,
		})
	}

	pub(crate) fn do_deal(
		actor: &Actor<AccountId>,
		id: BoardId,
		dealing: Dealing,
	) -> DispatchResult {
		let mut board = Self::board(id)?;
		let dealer = Self::seat_of(&board, actor.agency)?;
		let BoardStatus::Dealing { attempt, until } = board.status else {
			return Err(Error::<T>::WrongBoardStage.into());
		};
		ensure!(Self::now() < until, Error::<T>::DeadlinePassed);
		let ceremony = Self::ceremony(id, &board, attempt).ok_or(Error::<T>::Corrupted)?;
		let member = board.trustee_mut(dealer).ok_or(Error::<T>::Corrupted)?;
		ensure!(
			matches!(member.seat, SeatState::Taken { .. }),
			Error::<T>::LeftOut
		);
		ensure!(
			member.dealing == DealingState::Missing,
			Error::<T>::AlreadyDealt
		);
		dealing
			.verify(&ceremony, dealer)
			.map_err(super::refusal::<T>)?;
		member.dealing = DealingState::Standing;
		Dealings::<T>::insert((id, attempt, dealer), dealing);
		Self::deposit_event(Event::Dealt {
			board: id,
			attempt,
			trustee: dealer,
			by: actor.who.clone(),
		});
		if board.standing() == board.taken() {
			let until = Self::now().saturating_add(Terms::<T>::get().checking_period);
			Self::set_board_status(id, board, BoardStatus::Checking { attempt, until });
		} else {
			Boards::<T>::insert(id, board);
		}
		Ok(())
	}

	/// A board whose shares are checked, the attempt, and the seat of a trustee who takes part.
	fn checking(id: BoardId, agency: AgencyId) -> Result<(Board, u32, TrusteeIndex), Error<T>> {
		let board = Self::board(id)?;
		let seat = Self::seat_of(&board, agency)?;
		let BoardStatus::Checking { attempt, until } = board.status else {
			return Err(Error::<T>::WrongBoardStage);
		};
		ensure!(Self::now() < until, Error::<T>::DeadlinePassed);
		let takes_part = board
			.trustee(seat)
			.is_some_and(|trustee| matches!(trustee.seat, SeatState::Taken { .. }));
		ensure!(takes_part, Error::<T>::LeftOut);
		Ok((board, attempt, seat))
	}

	pub(crate) fn do_confirm_shares(actor: &Actor<AccountId>, id: BoardId) -> DispatchResult {
		let (mut board, _, seat) = Self::checking(id, actor.agency)?;
		let member = board.trustee_mut(seat).ok_or(Error::<T>::Corrupted)?;
		ensure!(
			member.check == ShareCheck::Pending,
			Error::<T>::AlreadyConfirmed
		);
		member.check = ShareCheck::Confirmed;
		Boards::<T>::insert(id, board);
		Self::deposit_event(Event::SharesConfirmed {
			board: id,
			trustee: seat,
			by: actor.who.clone(),
		});
		Ok(())
	}

	pub(crate) fn do_complain(
		actor: &Actor<AccountId>,
		id: BoardId,
		dealer: TrusteeIndex,
		complaint: &Complaint,
	) -> DispatchResult {
		let (mut board, attempt, seat) = Self::checking(id, actor.agency)?;
		let state = board.trustee(dealer).map(|trustee| trustee.dealing);
		ensure!(
			state == Some(DealingState::Standing),
			Error::<T>::DealingNotFound
		);
		ensure!(
			!Complaints::<T>::contains_key((id, attempt, dealer, seat)),
			Error::<T>::AlreadyComplained
		);
		let dealing = Dealings::<T>::get((id, attempt, dealer)).ok_or(Error::<T>::Corrupted)?;
		let ceremony = Self::ceremony(id, &board, attempt).ok_or(Error::<T>::Corrupted)?;
		let verdict =
			judge(&ceremony, dealer, &dealing, seat, complaint).map_err(super::refusal::<T>)?;
		Complaints::<T>::insert((id, attempt, dealer, seat), verdict);
		let (guilty, misconduct) = match verdict {
			Verdict::DealerCheated => (dealer, Misconduct::FalseShare),
			Verdict::ComplaintUnfounded => (seat, Misconduct::UnfoundedComplaint),
		};
		let member = board.trustee_mut(guilty).ok_or(Error::<T>::Corrupted)?;
		if verdict == Verdict::DealerCheated {
			member.dealing = DealingState::Rejected;
		}
		let agency = member.agency;
		Boards::<T>::insert(id, board);
		Self::deposit_event(Event::TrusteeNamed {
			board: id,
			trustee: guilty,
			agency,
			misconduct,
		});
		Ok(())
	}

	pub(crate) fn do_finish_board(id: BoardId) -> DispatchResult {
		let board = Self::board(id)?;
		let BoardStatus::Checking { attempt, until } = board.status else {
			return Err(Error::<T>::WrongBoardStage.into());
		};
		let all_confirmed = board.trustees.iter().all(|trustee| {
			!matches!(trustee.seat, SeatState::Taken { .. })
				|| trustee.check == ShareCheck::Confirmed
		});
		let enough = board.standing() >= usize::from(board.threshold);
		let now = Self::now();
		ensure!(
			now >= until || all_confirmed || !enough,
			Error::<T>::TooEarly
		);
		if !enough {
			// Everyone who takes part has dealt, so fewer than the threshold are left who deal rightly.
			Self::set_board_status(id, board, BoardStatus::Failed { since: now });
			return Ok(());
		}
		let dealings: Vec<(TrusteeIndex, Dealing)> = (1..=u8::MAX)
			.map(TrusteeIndex)
			.zip(&board.trustees)
			.filter(|(_, trustee)| trustee.dealing == DealingState::Standing)
			.map(|(seat, _)| {
				let dealing = Dealings::<T>::get((id, attempt, seat));
				Ok((seat, dealing.ok_or(Error::<T>::Corrupted)?))
			})
			.collect::<Result<_, Error<T>>>()?;
		let standing: Vec<(TrusteeIndex, &Dealing)> = dealings
			.iter()
			.map(|(seat, dealing)| (*seat, dealing))
			.collect();
		let ceremony = Self::ceremony(id, &board, attempt).ok_or(Error::<T>::Corrupted)?;
		// Dealings that cancel each other make no key; then the board has failed, all of it.
		let status = match ThresholdKey::combine(&ceremony, &standing) {
			Ok(key) => {
				BoardKeys::<T>::insert(id, &key);
				Self::deposit_event(Event::BoardKeyMade {
					board: id,
					election_key: key.election_key,
				});
				BoardStatus::Ready {
					attempt,
					since: now,
				}
			},
			Err(_) => BoardStatus::Failed { since: now },
		};
		Self::set_board_status(id, board, status);
		Ok(())
	}

	pub(crate) fn do_retire_board(id: BoardId) -> DispatchResult {
		let board = Self::board(id)?;
		let BoardStatus::Ready { attempt, .. } = board.status else {
			return Err(Error::<T>::WrongBoardStage.into());
		};
		let since = Self::now();
		Self::set_board_status(id, board, BoardStatus::Retired { attempt, since });
		Ok(())
	}

	/// Whether a board can serve a poll.
	pub(crate) fn ensure_board_serves(
		id: BoardId,
		poll_id: PollId,
		poll: &Poll<AccountId>,
	) -> Result<Board, Error<T>> {
		let board = Self::board(id)?;
		ensure!(
			matches!(board.status, BoardStatus::Ready { .. }),
			Error::<T>::BoardNotReady
		);
		ensure!(
			board.from <= poll.settings.opens_at && poll.settings.closes_at <= board.until,
			Error::<T>::OutsideBoardTerm
		);
		match board.kind {
			BoardKind::Standing => {},
			BoardKind::Unassigned { office } => {
				ensure!(office == poll.office, Error::<T>::NotYourBoard);
			},
			BoardKind::Assigned { poll: of, .. } => {
				ensure!(of == poll_id, Error::<T>::BoardAssigned);
			},
		}
		Ok(board)
	}

	/// Let a board serve a poll, and no other if it is for one only.
	pub(crate) fn assign_board(
		id: BoardId,
		poll_id: PollId,
		poll: &Poll<AccountId>,
	) -> Result<(), Error<T>> {
		let mut board = Self::ensure_board_serves(id, poll_id, poll)?;
		if let BoardKind::Unassigned { office } = board.kind {
			board.kind = BoardKind::Assigned {
				office,
				poll: poll_id,
			};
			Boards::<T>::insert(id, board);
		}
		Ok(())
	}
}
