// SPDX-License-Identifier: Apache-2.0

//! A citizen lost the key: the office gives the card a new account, slowly and in the open.

use crate::{pallet::*, types::*};
use frame_support::ensure;
use seoul_chain_primitives::{Actor, CitizenIndex, CitizenRegistry, DocumentCommitment, Moment};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	fn open_recovery(citizen: CitizenIndex) -> Result<Recovery<T::AccountId>, DispatchError> {
		Recoveries::<T>::get(citizen).ok_or_else(|| Error::<T>::NoRecovery.into())
	}

	/// Whether `who` is the account of a card in recovery and can object now.
	pub(crate) fn may_object(who: &T::AccountId) -> bool {
		Self::citizen_of(who)
			.and_then(Recoveries::<T>::get)
			.is_some_and(|recovery| match recovery.stage {
				RecoveryStage::Waiting { completes_at } => Self::now() < completes_at,
				_ => false,
			})
	}

	/// End a recovery, if there is one.
	pub(crate) fn drop_recovery(citizen: CitizenIndex) {
		if let Some(Recovery { new_account, .. }) = Recoveries::<T>::take(citizen) {
			ProposedAccounts::<T>::remove(&new_account);
			Self::deposit_event(Event::RecoveryEnded {
				citizen,
				new_account,
			});
		}
	}

	/// A recovery whose new account did not accept in time is none.
	fn is_expired(recovery: &Recovery<T::AccountId>, now: Moment) -> bool {
		match recovery.stage {
			RecoveryStage::Offered { expires_at } => now >= expires_at,
			_ => false,
		}
	}

	pub(crate) fn do_start_recovery(
		office: Actor<T::AccountId>,
		citizen: CitizenIndex,
		new_account: T::AccountId,
		evidence: DocumentCommitment,
	) -> DispatchResult {
		let card = Self::existing_card(citizen)?;
		Self::ensure_not_ended(&card)?;
		Self::ensure_may_become_a_citizens(&new_account)?;
		let now = Self::now();
		if let Some(open) = Recoveries::<T>::get(citizen) {
			ensure!(Self::is_expired(&open, now), Error::<T>::RecoveryOpen);
			Self::drop_recovery(citizen);
		}
		let old_account = card.account.clone();
		if card.status == CardStatus::Active {
			Self::set_status(citizen, card, CardStatus::Suspended { since: now })?;
		}
		Self::enter_proposed(citizen, &new_account)?;
		let expires_at = now.saturating_add(Self::terms_at(now).proposal_lifetime);
		Recoveries::<T>::insert(
			citizen,
			Recovery {
				new_account: new_account.clone(),
				evidence,
				started_at: now,
				started_by: office.who.clone(),
				stage: RecoveryStage::Offered { expires_at },
			},
		);
		Self::deposit_event(Event::RecoveryStarted {
			citizen,
			old_account,
			new_account,
			evidence,
			expires_at,
			agency: office.agency,
			by: office.who,
		});
		Ok(())
	}

	pub(crate) fn do_accept_recovery(who: &T::AccountId, citizen: CitizenIndex) -> DispatchResult {
		let recovery = Self::open_recovery(citizen)?;
		ensure!(recovery.new_account == *who, Error::<T>::NotTheNewAccount);
		let now = Self::now();
		let RecoveryStage::Offered { expires_at } = recovery.stage else {
			return Err(Error::<T>::AlreadyAccepted.into());
		};
		ensure!(now < expires_at, Error::<T>::RecoveryOfferExpired);
		Self::ensure_may_become_a_citizens(who)?;
		let completes_at = now.saturating_add(Self::terms_at(now).recovery_waiting_time);
		Self::put_stage(citizen, recovery, RecoveryStage::Waiting { completes_at });
		Self::deposit_event(Event::RecoveryAccepted {
			citizen,
			new_account: who.clone(),
			completes_at,
		});
		Ok(())
	}

	fn put_stage(citizen: CitizenIndex, recovery: Recovery<T::AccountId>, stage: RecoveryStage) {
		Recoveries::<T>::insert(citizen, Recovery { stage, ..recovery });
	}

	pub(crate) fn do_object(account: T::AccountId) -> DispatchResult {
		let citizen = Self::citizen_of(&account).ok_or(Error::<T>::NotACitizen)?;
		let recovery = Self::open_recovery(citizen)?;
		let since = Self::now();
		let completes_at = match recovery.stage {
			RecoveryStage::Offered { .. } => return Err(Error::<T>::NotYetAccepted.into()),
			RecoveryStage::Waiting { completes_at } => completes_at,
			RecoveryStage::Objected { .. } => return Err(Error::<T>::AlreadyObjected.into()),
			RecoveryStage::Dismissed { .. } => return Err(Error::<T>::AlreadyDecided.into()),
		};
		ensure!(since < completes_at, Error::<T>::WaitingTimeOver);
		let stage = RecoveryStage::Objected {
			since,
			completes_at,
		};
		Self::put_stage(citizen, recovery, stage);
		Self::deposit_event(Event::RecoveryObjected { citizen, account });
		Ok(())
	}

	pub(crate) fn do_decide_objection(
		office: Actor<T::AccountId>,
		citizen: CitizenIndex,
		decision: ObjectionDecision,
		record: DocumentCommitment,
	) -> DispatchResult {
		let recovery = Self::open_recovery(citizen)?;
		let RecoveryStage::Objected { completes_at, .. } = recovery.stage else {
			return Err(Error::<T>::NotObjected.into());
		};
		ensure!(recovery.started_by != office.who, Error::<T>::SameOfficial);
		match decision {
			ObjectionDecision::Uphold => {
				Self::drop_recovery(citizen);
				let card = Self::existing_card(citizen)?;
				Self::set_status(citizen, card, CardStatus::Active)?;
			},
			ObjectionDecision::Dismiss => {
				Self::put_stage(citizen, recovery, RecoveryStage::Dismissed { completes_at });
			},
		}
		Self::deposit_event(Event::ObjectionDecided {
			citizen,
			decision,
			record,
			agency: office.agency,
			by: office.who,
		});
		Ok(())
	}

	pub(crate) fn do_complete_recovery(citizen: CitizenIndex) -> DispatchResult {
		let recovery = Self::open_recovery(citizen)?;
		let completes_at = match recovery.stage {
			RecoveryStage::Offered { .. } => return Err(Error::<T>::NotYetAccepted.into()),
			RecoveryStage::Objected { .. } => return Err(Error::<T>::ObjectionOpen.into()),
			RecoveryStage::Waiting { completes_at } | RecoveryStage::Dismissed { completes_at } => {
				completes_at
			},
		};
		ensure!(Self::now() >= completes_at, Error::<T>::TooEarly);
		let new_account = recovery.new_account;
		// It may have become somebody else's since it accepted.
		Self::ensure_may_become_a_citizens(&new_account)?;
		Recoveries::<T>::remove(citizen);
		ProposedAccounts::<T>::remove(&new_account);
		Self::end_signed_grants(citizen);
		// Thaws the old account, so that all of it can move.
		Self::set_status(citizen, Self::existing_card(citizen)?, CardStatus::Active)?;
		let card = Self::existing_card(citizen)?;
		Self::change_account(citizen, card, new_account, LeftBy::Recovery)
	}
}
