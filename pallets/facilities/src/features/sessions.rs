// SPDX-License-Identifier: Apache-2.0

//! Session keys: opened by the citizen, closed by the citizen or with the card.

use crate::{pallet::*, types::*, weights::WeightInfo};
use frame_support::{ensure, traits::Get, weights::Weight};
use frame_system::ensure_signed;
use seoul_chain_login::{is_signed_by, Message, SessionPossession};
use seoul_chain_primitives::{
	AccountId, AgencyRegistry, CardChange, CitizenIndex, CitizenRegistry, Moment, OnAccountRotated,
	OnCardStatus, PartyId, Signature,
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The citizen whose card names the signer, whatever the card's status.
	pub(crate) fn citizen_signed(origin: T::RuntimeOrigin) -> Result<CitizenIndex, DispatchError> {
		let who = ensure_signed(origin)?;
		T::Citizens::citizen_of(&who).ok_or_else(|| Error::<T>::NotACitizen.into())
	}

	pub(crate) fn do_open_session(
		who: &AccountId,
		key: AccountId,
		expires_at: Moment,
		possession: &Signature,
	) -> DispatchResult {
		let citizen = T::Citizens::citizen_of(who).ok_or(Error::<T>::NotACitizen)?;
		T::Citizens::ensure_active(citizen)?;
		let now = Self::now();
		ensure!(
			expires_at > now
				&& expires_at <= now.saturating_add(Self::terms_at(now).longest_session),
			Error::<T>::InvalidSessionPeriod
		);
		let is_others = T::Citizens::citizen_of(&key).is_some()
			|| T::Citizens::was_a_citizens(&key)
			|| T::Agencies::agency_of(&key).is_some();
		ensure!(!is_others, Error::<T>::KeyInUse);
		if let Some(known) = Sessions::<T>::get(&key) {
			// The same citizen may prolong a session that ran out. One that was closed stays closed.
			ensure!(
				known.citizen == citizen
					&& known.expires_at <= now
					&& known.status == SessionStatus::Open,
				Error::<T>::KeyInUse
			);
		}
		let message = SessionPossession {
			chain: T::ChainId::get(),
			citizen,
			key: key.clone(),
			expires_at,
		};
		ensure!(
			is_signed_by(&message.to_bytes(), &key, possession),
			Error::<T>::InvalidPossession
		);
		Self::make_room(citizen, now);
		SessionKeys::<T>::try_mutate(citizen, |keys| {
			keys.try_push(key.clone())
				.map_err(|_| Error::<T>::TooManySessions)
		})?;
		Sessions::<T>::insert(
			&key,
			Session {
				citizen,
				expires_at,
				status: SessionStatus::Open,
			},
		);
		Self::deposit_event(Event::SessionOpened {
			citizen,
			key,
			expires_at,
		});
		Ok(())
	}

	/// Forget sessions that have expired, and if the list is still full, the one that was closed first.
	fn make_room(citizen: CitizenIndex, now: Moment) {
		SessionKeys::<T>::mutate(citizen, |keys| {
			keys.retain(|key| {
				let lasts = Sessions::<T>::get(key).is_some_and(|session| now < session.expires_at);
				if !lasts {
					Sessions::<T>::remove(key);
				}
				lasts
			});
			if !keys.is_full() {
				return;
			}
			let closed_first = keys
				.iter()
				.filter_map(|key| match Sessions::<T>::get(key)?.status {
					SessionStatus::Closed { since } => Some((since, key.clone())),
					SessionStatus::Open => None,
				})
				.min_by_key(|(since, _)| *since);
			if let Some((_, oldest)) = closed_first {
				keys.retain(|key| *key != oldest);
				Sessions::<T>::remove(oldest);
			}
		});
	}

	pub(crate) fn do_close_session(citizen: CitizenIndex, key: &AccountId) -> DispatchResult {
		let session = Sessions::<T>::get(key)
			.filter(|session| session.citizen == citizen)
			.ok_or(Error::<T>::SessionNotFound)?;
		ensure!(
			session.status == SessionStatus::Open,
			Error::<T>::SessionAlreadyClosed
		);
		Self::end_session(key.clone(), session, SessionEnd::Citizen);
		Ok(())
	}

	fn end_session(key: AccountId, session: Session, cause: SessionEnd) {
		Sessions::<T>::insert(
			&key,
			Session {
				status: SessionStatus::Closed { since: Self::now() },
				..session
			},
		);
		Self::deposit_event(Event::SessionClosed {
			citizen: session.citizen,
			key,
			cause,
		});
	}

	/// Close all open sessions of a citizen, and say how many that were.
	pub(crate) fn end_sessions(citizen: CitizenIndex, cause: SessionEnd) -> u32 {
		let mut ended = 0u32;
		for key in SessionKeys::<T>::get(citizen) {
			if let Some(session) = Sessions::<T>::get(&key) {
				if session.status == SessionStatus::Open {
					Self::end_session(key, session, cause);
					ended = ended.saturating_add(1);
				}
			}
		}
		ended
	}
}

/// A card that can be used no longer ends its sessions. They stay ended when it can be used again.
impl<T: Config> OnCardStatus for Pallet<T> {
	fn weight() -> Weight {
		T::WeightInfo::end_sessions()
	}

	fn on_card_status(citizen: CitizenIndex, change: CardChange) {
		match change {
			CardChange::Suspended | CardChange::Ended => {
				Self::end_sessions(citizen, SessionEnd::Card);
			},
			CardChange::Resumed => {},
		}
	}
}

/// What the old account opened ends with it.
impl<T: Config> OnAccountRotated<AccountId> for Pallet<T> {
	fn weight() -> Weight {
		T::WeightInfo::end_sessions()
	}

	fn on_account_rotated(party: PartyId, _: &AccountId, _: &AccountId) -> DispatchResult {
		match party {
			PartyId::Citizen(citizen) => {
				Self::end_sessions(citizen, SessionEnd::AccountChanged);
			},
			PartyId::Agency(_) => {},
		}
		Ok(())
	}
}
