// SPDX-License-Identifier: Apache-2.0

//! A citizen changes accounts: the old one proposes, the new one accepts.

use crate::{pallet::*, types::*};
use frame_support::ensure;
use seoul_chain_primitives::{CitizenIndex, Moment, OnAdmission};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Whether the proposal of an account, by rotation or recovery, can still become a citizen's account.
	fn is_live(citizen: CitizenIndex, now: Moment) -> bool {
		if let Some(recovery) = Recoveries::<T>::get(citizen) {
			return match recovery.stage {
				RecoveryStage::Offered { expires_at } => now < expires_at,
				_ => true,
			};
		}
		Rotations::<T>::get(citizen).is_some_and(|rotation| now < rotation.expires_at)
	}

	/// Whether `who` is asked to accept something that it can accept now.
	pub(crate) fn is_asked_to_accept(who: &T::AccountId) -> bool {
		let Some(citizen) = ProposedAccounts::<T>::get(who) else {
			return false;
		};
		match Recoveries::<T>::get(citizen) {
			Some(recovery) => {
				matches!(recovery.stage, RecoveryStage::Offered { .. })
					&& Self::is_live(citizen, Self::now())
			},
			None => Self::is_live(citizen, Self::now()),
		}
	}

	/// Note that `account` is proposed for `citizen`, for whom none is. Proposals of it for others that have
	/// expired end.
	pub(crate) fn enter_proposed(citizen: CitizenIndex, account: &T::AccountId) -> DispatchResult {
		if let Some(other) = ProposedAccounts::<T>::get(account) {
			ensure!(
				!Self::is_live(other, Self::now()),
				Error::<T>::ProposedElsewhere
			);
			Self::drop_rotation(other);
			Self::drop_recovery(other);
		}
		ProposedAccounts::<T>::insert(account, citizen);
		// So that it can send its answer without won.
		T::OnAdmission::on_admitted(account);
		Ok(())
	}

	/// End the proposal of another account, if there is one.
	pub(crate) fn drop_rotation(citizen: CitizenIndex) {
		if let Some(Rotation { new_account, .. }) = Rotations::<T>::take(citizen) {
			ProposedAccounts::<T>::remove(&new_account);
			Self::deposit_event(Event::RotationDropped {
				citizen,
				new_account,
			});
		}
	}

	pub(crate) fn do_propose_rotation(
		citizen: CitizenIndex,
		new_account: T::AccountId,
	) -> DispatchResult {
		Self::ensure_may_become_a_citizens(&new_account)?;
		let now = Self::now();
		let terms = Self::terms_at(now);
		if let Some(last) = LastProposals::<T>::get(citizen) {
			ensure!(
				now >= last.saturating_add(terms.proposal_interval),
				Error::<T>::ProposedTooRecently
			);
		}
		let old_proposed = Rotations::<T>::take(citizen).map(|rotation| rotation.new_account);
		if let Some(old) = &old_proposed {
			ProposedAccounts::<T>::remove(old);
		}
		Self::enter_proposed(citizen, &new_account)?;
		let expires_at = now.saturating_add(terms.proposal_lifetime);
		Rotations::<T>::insert(
			citizen,
			Rotation {
				new_account: new_account.clone(),
				expires_at,
			},
		);
		LastProposals::<T>::insert(citizen, now);
		Self::deposit_event(Event::RotationProposed {
			citizen,
			old_proposed,
			new_account,
			expires_at,
		});
		Ok(())
	}

	pub(crate) fn do_accept_rotation(who: T::AccountId, citizen: CitizenIndex) -> DispatchResult {
		let card = Self::existing_card(citizen)?;
		let rotation = Rotations::<T>::get(citizen).ok_or(Error::<T>::NoProposal)?;
		ensure!(rotation.new_account == who, Error::<T>::NotTheNewAccount);
		ensure!(
			Self::now() < rotation.expires_at,
			Error::<T>::ProposalExpired
		);
		<Self as seoul_chain_primitives::CitizenRegistry<T::AccountId>>::ensure_active(citizen)?;
		Self::ensure_may_become_a_citizens(&who)?;
		Rotations::<T>::remove(citizen);
		ProposedAccounts::<T>::remove(&who);
		Self::change_account(citizen, card, who, LeftBy::Rotation)
	}
}
