// SPDX-License-Identifier: Apache-2.0

//! Life of a poll: drafted, reviewed, scheduled, opened, extended, closed, certified, answered; or cancelled.

use crate::{pallet::*, traits::*, types::*, Moment};
use frame_support::{ensure, traits::ConstU32, BoundedVec};
use seoul_chain_ballot::{Form, PollId, Tally};
use seoul_chain_primitives::{AccountId, Actor, AgencyId, CitizenIndex, DocumentCommitment};
use sp_runtime::{DispatchError, DispatchResult};

/// Cards that are put on a list or taken off it.
pub(crate) type Cards = BoundedVec<CitizenIndex, ConstU32<MAX_LISTED>>;

impl<T> From<QuestionFault> for Error<T> {
	fn from(fault: QuestionFault) -> Self {
		match fault {
			QuestionFault::Text => Self::InvalidText,
			QuestionFault::Form => Self::InvalidForm,
			QuestionFault::LabelCount => Self::WrongLabelCount,
			QuestionFault::SameLabel => Self::SameLabel,
		}
	}
}

impl<T> From<SettingsFault> for Error<T> {
	fn from(fault: SettingsFault) -> Self {
		match fault {
			SettingsFault::Period => Self::InvalidPeriod,
			SettingsFault::TooLong => Self::PollTooLong,
			SettingsFault::Values => Self::InvalidEligibility,
			SettingsFault::Eligibility => Self::EligibilityNotPossible,
			SettingsFault::Visibility => Self::VisibilityNotPossible,
			SettingsFault::Minimum => Self::MinimumNotPossible,
			SettingsFault::MinimumTooLow => Self::MinimumTooLow,
			SettingsFault::RewardTooHigh => Self::RewardTooHigh,
			SettingsFault::Reward => Self::RewardNotPossible,
		}
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn poll(id: PollId) -> Result<Poll<AccountId>, Error<T>> {
		Polls::<T>::get(id).ok_or(Error::<T>::PollNotFound)
	}

	/// A poll of this office at this stage.
	pub(crate) fn own_poll(
		id: PollId,
		office: AgencyId,
		stage: Stage,
	) -> Result<Poll<AccountId>, Error<T>> {
		let poll = Self::poll(id)?;
		ensure!(poll.office == office, Error::<T>::NotYourPoll);
		ensure!(poll.status.stage() == stage, Error::<T>::WrongStage);
		Ok(poll)
	}

	/// Write a poll's new status and tell it.
	pub(crate) fn set_status(
		id: PollId,
		mut poll: Poll<AccountId>,
		status: PollStatus<AccountId>,
		by: AccountId,
	) {
		let old = poll.status.stage();
		let new = status.stage();
		poll.status = status;
		Polls::<T>::insert(id, poll);
		Self::deposit_event(Event::PollStageChanged {
			poll: id,
			old_stage: old,
			new_stage: new,
			by,
		});
	}

	/// Whether a poll can be held so.
	pub(crate) fn check_settings(settings: &Settings, now: Moment) -> Result<(), Error<T>> {
		settings
			.check(&Terms::<T>::get(), now)
			.map_err(Error::<T>::from)
	}

	/// Create a draft.
	pub(crate) fn create_poll(
		actor: &Actor<AccountId>,
		source: Source,
		question: Question,
		settings: Settings,
	) -> Result<PollId, DispatchError> {
		question.check().map_err(Error::<T>::from)?;
		Self::check_settings(&settings, Self::now())?;
		let id = NextPoll::<T>::get().unwrap_or(PollId(0));
		let next = id.0.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;
		NextPoll::<T>::put(PollId(next));
		Polls::<T>::insert(
			id,
			Poll {
				office: actor.agency,
				source,
				form: question.form,
				settings,
				listed: 0,
				status: PollStatus::Draft,
			},
		);
		Questions::<T>::insert(id, question);
		Self::deposit_event(Event::PollDrafted {
			poll: id,
			office: actor.agency,
			source,
			by: actor.who.clone(),
		});
		Ok(id)
	}

	pub(crate) fn do_change_poll(
		actor: Actor<AccountId>,
		id: PollId,
		question: Question,
		settings: Settings,
	) -> DispatchResult {
		let mut poll = Self::own_poll(id, actor.agency, Stage::Draft)?;
		question.check().map_err(Error::<T>::from)?;
		Self::check_settings(&settings, Self::now())?;
		let old_question = Questions::<T>::get(id).ok_or(Error::<T>::Corrupted)?;
		if let Source::Citizens { .. } = poll.source {
			ensure!(old_question == question, Error::<T>::CitizensQuestion);
		}
		if poll.settings.eligibility == Eligibility::ListedCards
			&& settings.eligibility != Eligibility::ListedCards
		{
			// Otherwise cards would stay on a list that nobody sees.
			ensure!(poll.listed == 0, Error::<T>::ListNotEmpty);
		}
		let old_settings = poll.settings.clone();
		poll.form = question.form;
		poll.settings = settings.clone();
		Polls::<T>::insert(id, poll);
		Questions::<T>::insert(id, &question);
		Self::deposit_event(Event::PollChanged {
			poll: id,
			old_settings,
			new_settings: settings,
			by: actor.who,
		});
		Ok(())
	}

	pub(crate) fn do_list_cards(
		actor: Actor<AccountId>,
		id: PollId,
		cards: Cards,
	) -> DispatchResult {
		let mut poll = Self::own_poll(id, actor.agency, Stage::Draft)?;
		ensure!(
			poll.settings.eligibility == Eligibility::ListedCards,
			Error::<T>::NoList
		);
		for card in &cards {
			ensure!(
				T::Cards::issued_at(*card).is_some(),
				Error::<T>::CardNotFound
			);
			ensure!(
				!ListedCards::<T>::contains_key(id, card),
				Error::<T>::AlreadyListed
			);
			ListedCards::<T>::insert(id, card, ());
		}
		let old_listed = poll.listed;
		poll.listed = poll
			.listed
			.checked_add(super::size(cards.len()))
			.ok_or(Error::<T>::NumbersExhausted)?;
		let new_listed = poll.listed;
		Polls::<T>::insert(id, poll);
		Self::deposit_event(Event::ListChanged {
			poll: id,
			old_listed,
			new_listed,
			by: actor.who,
		});
		Ok(())
	}

	pub(crate) fn do_unlist_cards(
		actor: Actor<AccountId>,
		id: PollId,
		cards: Cards,
	) -> DispatchResult {
		let mut poll = Self::own_poll(id, actor.agency, Stage::Draft)?;
		for card in &cards {
			ensure!(
				ListedCards::<T>::take(id, card).is_some(),
				Error::<T>::NotListed
			);
		}
		let old_listed = poll.listed;
		poll.listed = poll.listed.saturating_sub(super::size(cards.len()));
		let new_listed = poll.listed;
		Polls::<T>::insert(id, poll);
		Self::deposit_event(Event::ListChanged {
			poll: id,
			old_listed,
			new_listed,
			by: actor.who,
		});
		Ok(())
	}

	/// Whether a draft could be held as it is.
	fn check_ready(poll: &Poll<AccountId>) -> Result<(), Error<T>> {
		Self::check_settings(&poll.settings, Self::now())?;
		if poll.settings.eligibility == Eligibility::ListedCards {
			ensure!(poll.listed > 0, Error::<T>::EmptyList);
		}
		Ok(())
	}

	pub(crate) fn do_submit_poll(actor: Actor<AccountId>, id: PollId) -> DispatchResult {
		let poll = Self::own_poll(id, actor.agency, Stage::Draft)?;
		Self::check_ready(&poll)?;
		let submitted_by = actor.who.clone();
		Self::set_status(id, poll, PollStatus::InReview { submitted_by }, actor.who);
		Ok(())
	}

	pub(crate) fn do_return_poll(
		actor: Actor<AccountId>,
		id: PollId,
		reason: DocumentCommitment,
	) -> DispatchResult {
		let poll = Self::own_poll(id, actor.agency, Stage::InReview)?;
		Self::set_status(id, poll, PollStatus::Draft, actor.who);
		Self::deposit_event(Event::PollReturned { poll: id, reason });
		Ok(())
	}

	pub(crate) fn do_approve_poll(actor: Actor<AccountId>, id: PollId) -> DispatchResult {
		let poll = Self::own_poll(id, actor.agency, Stage::InReview)?;
		if let PollStatus::InReview { submitted_by } = &poll.status {
			ensure!(*submitted_by != actor.who, Error::<T>::SameOfficial);
		}
		Self::check_ready(&poll)?;
		if let Some(board) = poll.settings.secrecy.board() {
			Self::assign_board(board, id, &poll)?;
		}
		Self::set_status(id, poll, PollStatus::Scheduled, actor.who);
		Ok(())
	}

	pub(crate) fn do_hasten_opening(actor: Actor<AccountId>, id: PollId) -> DispatchResult {
		let poll = Self::own_poll(id, actor.agency, Stage::Scheduled)?;
		let collection = match poll.settings.secrecy {
			Secrecy::Anonymous { .. } => poll.settings.eligibility.collection(),
			Secrecy::Public | Secrecy::Secret { .. } => None,
		};
		T::Rings::hasten(collection.ok_or(Error::<T>::NotAnonymous)?)
	}

	/// Fix who can vote.
	fn draw_roll(poll: &Poll<AccountId>) -> Result<Roll, DispatchError> {
		if let Secrecy::Anonymous { .. } = poll.settings.secrecy {
			let collection = poll
				.settings
				.eligibility
				.collection()
				.ok_or(Error::<T>::Corrupted)?;
			let hold = T::Rings::freeze(collection)?;
			return Ok(Roll::Rings {
				hold,
				key_count: T::Rings::keys(hold)?,
			});
		}
		let (issued, active) = (T::Cards::issued(), T::Cards::active());
		Ok(match poll.settings.eligibility {
			Eligibility::AllCitizens => Roll::Cards { issued, active },
			Eligibility::ListedCards => Roll::Listed { cards: poll.listed },
			Eligibility::District { .. } | Eligibility::Credential { .. } => Roll::Credentials {
				issued,
				active,
				before: T::Credentials::next_batch(),
			},
		})
	}

	pub(crate) fn do_open_poll(id: PollId, by: AccountId) -> DispatchResult {
		let poll = Self::poll(id)?;
		ensure!(poll.status == PollStatus::Scheduled, Error::<T>::WrongStage);
		let now = Self::now();
		ensure!(now >= poll.settings.opens_at, Error::<T>::TooEarly);
		ensure!(now < poll.settings.closes_at, Error::<T>::VotingEnded);
		if let Some(board) = poll.settings.secrecy.board() {
			Self::ensure_board_serves(board, id, &poll)?;
		}
		let roll = Self::draw_roll(&poll)?;
		ensure!(
			roll.at_most() >= u64::from(poll.settings.minimum_turnout),
			Error::<T>::TooFewEligible
		);
		Self::start_tally(id, &poll)?;
		Openings::<T>::insert(id, Opening { at: now, roll });
		Self::set_status(id, poll, PollStatus::Open, by);
		Self::deposit_event(Event::RollFixed { poll: id, roll });
		Ok(())
	}

	/// The sums of nothing.
	fn start_tally(id: PollId, poll: &Poll<AccountId>) -> Result<(), Error<T>> {
		match poll.settings.secrecy {
			Secrecy::Public => {
				let mut counts = Results::new();
				for _ in 0..poll.form.options() {
					counts.try_push(0).map_err(|_| Error::<T>::InvalidForm)?;
				}
				PublicTallies::<T>::insert(id, PublicTally { ballots: 0, counts });
			},
			Secrecy::Secret { .. } | Secrecy::Anonymous { .. } => {
				Tallies::<T>::insert(id, Tally::new(poll.form).map_err(super::refusal)?);
			},
		}
		Ok(())
	}

	pub(crate) fn do_extend_poll(
		actor: Actor<AccountId>,
		id: PollId,
		closes_at: Moment,
	) -> DispatchResult {
		let mut poll = Self::own_poll(id, actor.agency, Stage::Open)?;
		let old_closes_at = poll.settings.closes_at;
		ensure!(Self::now() < old_closes_at, Error::<T>::VotingEnded);
		ensure!(closes_at > old_closes_at, Error::<T>::InvalidPeriod);
		ensure!(
			closes_at.saturating_sub(poll.settings.opens_at) <= Terms::<T>::get().longest_poll,
			Error::<T>::PollTooLong
		);
		if let Some(board) = poll.settings.secrecy.board() {
			let board = Boards::<T>::get(board).ok_or(Error::<T>::BoardNotFound)?;
			ensure!(closes_at <= board.until, Error::<T>::OutsideBoardTerm);
		}
		poll.settings.closes_at = closes_at;
		Polls::<T>::insert(id, poll);
		Self::deposit_event(Event::PollExtended {
			poll: id,
			old_closes_at,
			new_closes_at: closes_at,
			by: actor.who,
		});
		Ok(())
	}

	/// Let the rings of a poll go, if it holds any.
	pub(crate) fn release_rings(id: PollId) -> DispatchResult {
		if let Some(Opening {
			roll: Roll::Rings { hold, .. },
			..
		}) = Openings::<T>::get(id)
		{
			T::Rings::release(hold)?;
		}
		Ok(())
	}

	pub(crate) fn do_certify_poll(actor: Actor<AccountId>, id: PollId) -> DispatchResult {
		let poll = Self::own_poll(id, actor.agency, Stage::Tallied)?;
		let outcome = poll.status.outcome().ok_or(Error::<T>::Corrupted)?.clone();
		let certified_at = Self::now();
		let ballots = Self::turnout(id);
		let quorum = poll.settings.quorum;
		let status = PollStatus::Certified {
			outcome: outcome.clone(),
			certified_at,
			answer_by: certified_at.saturating_add(Terms::<T>::get().answer_period),
		};
		Self::set_status(id, poll, status, actor.who);
		Self::deposit_event(Event::PollCertified {
			poll: id,
			outcome,
			ballots,
			quorum,
		});
		Ok(())
	}

	pub(crate) fn do_answer_poll(
		actor: Actor<AccountId>,
		id: PollId,
		answer: DocumentCommitment,
	) -> DispatchResult {
		let poll = Self::own_poll(id, actor.agency, Stage::Certified)?;
		let outcome = poll.status.outcome().ok_or(Error::<T>::Corrupted)?.clone();
		let status = PollStatus::Answered {
			outcome,
			answered_at: Self::now(),
			answer,
		};
		Self::set_status(id, poll, status, actor.who);
		Ok(())
	}

	pub(crate) fn do_cancel_poll(
		actor: Actor<AccountId>,
		id: PollId,
		reason: DocumentCommitment,
	) -> DispatchResult {
		let poll = Self::poll(id)?;
		ensure!(poll.office == actor.agency, Error::<T>::NotYourPoll);
		match poll.status.stage() {
			Stage::Draft | Stage::InReview | Stage::Scheduled => {},
			Stage::Open => {
				// The counts of a public poll are final from the end on, whether or not somebody has closed it.
				let ended = Self::now() >= poll.settings.closes_at;
				let public = poll.settings.secrecy == Secrecy::Public;
				ensure!(!(public && ended), Error::<T>::ResultKnown);
				Self::release_rings(id)?;
			},
			// A cancelled poll reveals nothing, so it is too late once everyone can compute the result.
			Stage::Tallying => ensure!(!Self::is_decryptable(id, &poll)?, Error::<T>::ResultKnown),
			Stage::Tallied | Stage::Certified | Stage::Answered => {
				return Err(Error::<T>::ResultKnown.into())
			},
			Stage::Cancelled => return Err(Error::<T>::WrongStage.into()),
		}
		let status = PollStatus::Cancelled {
			cancelled_at: Self::now(),
			reason,
		};
		Self::set_status(id, poll, status, actor.who);
		Ok(())
	}

	/// Options that a ballot of this form may choose.
	pub(crate) fn check_options(form: Form, options: &OptionList) -> Result<(), Error<T>> {
		let rising = options
			.iter()
			.zip(options.iter().skip(1))
			.all(|(one, next)| one < next);
		let known = options.iter().all(|option| *option < form.options());
		let number = options.len();
		let allowed = match form {
			Form::YesNo | Form::SingleChoice { .. } => number == 1,
			Form::Approval { min, max, .. } => {
				(usize::from(min)..=usize::from(max)).contains(&number)
			},
		};
		ensure!(rising && known && allowed, Error::<T>::InvalidChoice);
		Ok(())
	}
}
