// SPDX-License-Identifier: Apache-2.0

//! Ballots, and the reward for the first of them.

use crate::{pallet::*, traits::*, types::*};
use frame_support::{ensure, storage::with_storage_layer, traits::Get};
use seoul_chain_ballot::{Ballot, BallotContext, ElectionKey, PollId, Tracker, Voter};
use seoul_chain_login::{Disclosure, Refusal};
use seoul_chain_primitives::{AccountId, CitizenIndex, ParticipationReward, PartyId};
use sp_runtime::{DispatchError, DispatchResult};

/// Why a credential is refused.
fn credential_refusal<T>(refusal: Refusal) -> DispatchError
where
	Error<T>: Into<DispatchError>,
{
	match refusal {
		Refusal::UnknownBatch(_) => Error::<T>::CredentialNotFound.into(),
		Refusal::BatchRevoked(_) | Refusal::CredentialRevoked(_) => {
			Error::<T>::CredentialRevoked.into()
		},
		Refusal::CredentialExpired(_) => Error::<T>::CredentialExpired.into(),
		Refusal::IssuerNotAuthorized(_) => Error::<T>::IssuerNotAuthorized.into(),
		// The register of agencies says why.
		Refusal::Issuer(reason) => reason,
		// A malformed path, or one that does not lead to the root. What is about logins is never said of a credential.
		_ => Error::<T>::CredentialNotProven.into(),
	}
}

/// Whether points were to be credited with a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crediting {
	/// They were, whether or not they could be.
	Tried,
	/// The poll has no reward, or the voter has voted before.
	NotTried,
}

impl Crediting {
	fn of(reward: u64, former: bool) -> Self {
		if reward > 0 && !former {
			Self::Tried
		} else {
			Self::NotTried
		}
	}
}

/// What a ballot changed.
struct Recorded {
	old: Option<EncryptedBallot>,
	new: EncryptedBallot,
}

impl<T: Config> Pallet<T> {
	/// A poll that accepts ballots now.
	pub(crate) fn poll_in_progress(id: PollId) -> Result<Poll<AccountId>, Error<T>> {
		let poll = Self::poll(id)?;
		ensure!(poll.status == PollStatus::Open, Error::<T>::NotOpen);
		ensure!(
			Self::now() < poll.settings.closes_at,
			Error::<T>::VotingEnded
		);
		Ok(poll)
	}

	/// Whether a citizen may cast the first ballot.
	fn ensure_eligible(
		id: PollId,
		poll: &Poll<AccountId>,
		citizen: CitizenIndex,
		disclosure: Option<&Disclosure>,
	) -> DispatchResult {
		let opening = Openings::<T>::get(id).ok_or(Error::<T>::Corrupted)?;
		let needed = match &poll.settings.eligibility {
			Eligibility::AllCitizens => {
				ensure!(
					T::Cards::issued_at(citizen).is_some_and(|at| at < opening.at),
					Error::<T>::CardTooNew
				);
				None
			},
			Eligibility::ListedCards => {
				ensure!(
					ListedCards::<T>::contains_key(id, citizen),
					Error::<T>::NotListed
				);
				None
			},
			Eligibility::District { district } => {
				let value = seoul_chain_login::CredentialValue(district.0);
				Some((
					T::ResidenceSchema::get(),
					Accepted::Between {
						lowest: value,
						highest: value,
					},
				))
			},
			Eligibility::Credential { schema, accepted } => Some((*schema, accepted.clone())),
		};
		let Some((schema, accepted)) = needed else {
			ensure!(disclosure.is_none(), Error::<T>::CredentialNotNeeded);
			return Ok(());
		};
		let disclosure = disclosure.ok_or(Error::<T>::CredentialMissing)?;
		ensure!(disclosure.schema == schema, Error::<T>::OtherCredential);
		ensure!(
			accepted.accepts(disclosure.value),
			Error::<T>::ValueNotAccepted
		);
		let Roll::Credentials { before, .. } = opening.roll else {
			return Err(Error::<T>::Corrupted.into());
		};
		ensure!(disclosure.batch < before, Error::<T>::CredentialTooNew);
		T::Credentials::check(citizen, disclosure).map_err(credential_refusal::<T>)
	}

	/// The credential was looked at with the first ballot.
	fn ensure_no_credential(disclosure: Option<&Disclosure>) -> DispatchResult {
		ensure!(disclosure.is_none(), Error::<T>::CredentialNotNeeded);
		Ok(())
	}

	pub(crate) fn do_cast_public(
		who: &AccountId,
		id: PollId,
		options: OptionList,
		disclosure: Option<&Disclosure>,
	) -> Result<Crediting, DispatchError> {
		let citizen = Self::acting_citizen(who)?;
		let poll = Self::poll_in_progress(id)?;
		ensure!(
			poll.settings.secrecy == Secrecy::Public,
			Error::<T>::WrongSecrecy
		);
		Self::check_options(poll.form, &options)?;
		let old = PublicBallots::<T>::get(id, citizen);
		if old.is_none() {
			Self::ensure_eligible(id, &poll, citizen, disclosure)?;
		} else {
			Self::ensure_no_credential(disclosure)?;
		}
		let mut tally = PublicTallies::<T>::get(id);
		if let Some(old) = &old {
			for option in &old.options {
				let count = tally
					.counts
					.get_mut(usize::from(*option))
					.ok_or(Error::<T>::Corrupted)?;
				*count = count.checked_sub(1).ok_or(Error::<T>::Corrupted)?;
			}
		} else {
			tally.ballots = tally
				.ballots
				.checked_add(1)
				.ok_or(Error::<T>::NumbersExhausted)?;
		}
		for option in &options {
			let count = tally
				.counts
				.get_mut(usize::from(*option))
				.ok_or(Error::<T>::Corrupted)?;
			*count = count.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;
		}
		PublicTallies::<T>::insert(id, tally);
		let crediting = Crediting::of(poll.settings.reward, old.is_some());
		let (old_options, casts, reward) = match old {
			Some(old) => (Some(old.options), old.casts, old.reward),
			None => (None, 0, Self::reward(id, citizen, poll.settings.reward)),
		};
		PublicBallots::<T>::insert(
			id,
			citizen,
			PublicBallot {
				options: options.clone(),
				casts: casts.saturating_add(1),
				reward,
			},
		);
		Self::deposit_event(Event::PublicBallotCast {
			poll: id,
			citizen,
			old_options,
			new_options: options,
		});
		Ok(crediting)
	}

	/// Credit the points for taking part, or note that they are owed.
	fn reward(id: PollId, citizen: CitizenIndex, points: u64) -> Reward {
		if points == 0 {
			return Reward::Nothing;
		}
		let party = PartyId::Citizen(citizen);
		let credited = with_storage_layer(|| T::Rewards::reward_participation(party, id.0, points));
		match credited {
			Ok(()) => {
				Self::deposit_event(Event::RewardPaid {
					poll: id,
					citizen,
					points,
				});
				Reward::Paid
			},
			Err(reason) => {
				Self::deposit_event(Event::RewardOwed {
					poll: id,
					citizen,
					points,
					reason,
				});
				Reward::Owed
			},
		}
	}

	pub(crate) fn do_claim_reward(who: &AccountId, id: PollId) -> DispatchResult {
		let citizen = Self::acting_citizen(who)?;
		let points = Self::poll(id)?.settings.reward;
		let voter = Voter::Citizen(citizen.0);
		if let Some(mut ballot) = PublicBallots::<T>::get(id, citizen) {
			ensure!(ballot.reward == Reward::Owed, Error::<T>::NothingOwed);
			ballot.reward = Reward::Paid;
			PublicBallots::<T>::insert(id, citizen, ballot);
		} else {
			let mut ballot =
				EncryptedBallots::<T>::get(id, voter).ok_or(Error::<T>::BallotNotFound)?;
			ensure!(ballot.reward == Reward::Owed, Error::<T>::NothingOwed);
			ballot.reward = Reward::Paid;
			EncryptedBallots::<T>::insert(id, voter, ballot);
		}
		T::Rewards::reward_participation(PartyId::Citizen(citizen), id.0, points)?;
		Self::deposit_event(Event::RewardPaid {
			poll: id,
			citizen,
			points,
		});
		Ok(())
	}

	/// What a ballot in a poll is bound to.
	pub fn ballot_context(poll: PollId, voter: Voter) -> BallotContext {
		BallotContext {
			chain: T::ChainId::get(),
			poll,
			voter,
		}
	}

	/// Verify a ballot and put it into the sums in place of the voter's former one. `reward` is asked for the
	/// first ballot only.
	fn record(
		id: PollId,
		poll: &Poll<AccountId>,
		voter: Voter,
		ballot: &Ballot,
		old: Option<EncryptedBallot>,
		reward: impl FnOnce() -> Reward,
	) -> Result<Recorded, DispatchError> {
		let board = poll
			.settings
			.secrecy
			.board()
			.ok_or(Error::<T>::WrongSecrecy)?;
		let key = BoardKeys::<T>::get(board).ok_or(Error::<T>::Corrupted)?;
		let key = ElectionKey::new(key.election_key).map_err(super::refusal::<T>)?;
		let context = Self::ballot_context(id, voter);
		let verified = ballot
			.verify(&key, poll.form, &context)
			.map_err(super::refusal::<T>)?;
		let mut tally = Tallies::<T>::get(id).ok_or(Error::<T>::Corrupted)?;
		match &old {
			Some(old) => tally.replace(&old.ciphertexts, &verified),
			None => tally.add(&verified),
		}
		// What came in was verified; only what the chain keeps can be wrong now.
		.map_err(|_| Error::<T>::Corrupted)?;
		Tallies::<T>::insert(id, tally);
		let (casts, reward) = match &old {
			Some(old) => (old.casts, old.reward),
			None => (0, reward()),
		};
		let new = EncryptedBallot {
			ciphertexts: verified.ciphertexts().clone(),
			tracker: ballot.tracker(&context),
			casts: casts.saturating_add(1),
			reward,
		};
		EncryptedBallots::<T>::insert(id, voter, &new);
		Ok(Recorded { old, new })
	}

	fn tell(id: PollId, voter: Voter, Recorded { old, new }: Recorded) {
		let old_tracker: Option<Tracker> = old.map(|old| old.tracker);
		Self::deposit_event(Event::EncryptedBallotCast {
			poll: id,
			voter,
			old_tracker,
			new_tracker: new.tracker,
		});
	}

	pub(crate) fn do_cast_secret(
		who: &AccountId,
		id: PollId,
		ballot: &Ballot,
		disclosure: Option<&Disclosure>,
	) -> Result<Crediting, DispatchError> {
		let citizen = Self::acting_citizen(who)?;
		let poll = Self::poll_in_progress(id)?;
		ensure!(
			matches!(poll.settings.secrecy, Secrecy::Secret { .. }),
			Error::<T>::WrongSecrecy
		);
		let voter = Voter::Citizen(citizen.0);
		let old = EncryptedBallots::<T>::get(id, voter);
		if old.is_none() {
			Self::ensure_eligible(id, &poll, citizen, disclosure)?;
		} else {
			Self::ensure_no_credential(disclosure)?;
		}
		let points = poll.settings.reward;
		let crediting = Crediting::of(points, old.is_some());
		let recorded = Self::record(id, &poll, voter, ballot, old, || {
			Self::reward(id, citizen, points)
		})?;
		Self::tell(id, voter, recorded);
		Ok(crediting)
	}

	pub(crate) fn do_cast_anonymous(
		who: &AccountId,
		id: PollId,
		ballot: &Ballot,
	) -> DispatchResult {
		let key = VotingKeys::<T>::get(who)
			.filter(|key| key.poll == id)
			.ok_or(Error::<T>::NotEnrolled)?;
		let poll = Self::poll_in_progress(id)?;
		ensure!(
			matches!(poll.settings.secrecy, Secrecy::Anonymous { .. }),
			Error::<T>::WrongSecrecy
		);
		let voter = Voter::Alias(key.alias.0);
		let old = EncryptedBallots::<T>::get(id, voter);
		let recorded = Self::record(id, &poll, voter, ballot, old, || Reward::Nothing)?;
		Self::tell(id, voter, recorded);
		Ok(())
	}
}
