// SPDX-License-Identifier: Apache-2.0

//! Cards: issued, suspended, resumed, renewed, ended.

use crate::{pallet::*, types::*, INDEX_DOMAIN, MAX_DRAWS};
use frame_support::{ensure, traits::Contains};
use frame_system::{ensure_signed, pallet_prelude::OriginFor};
use seoul_chain_primitives::{
	id::FreshId, Actor, AgencyId, AgencyRegistry, CardChange, CitizenIndex, CitizenRegistry,
	DocumentCommitment, Moment, OnAdmission, OnCardStatus,
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The citizen for whom `who` may act now; otherwise why not.
	pub fn ensure_citizen(who: &T::AccountId) -> Result<CitizenIndex, DispatchError> {
		let citizen = Self::citizen_of(who).ok_or(Error::<T>::NotACitizen)?;
		Self::ensure_active(citizen)?;
		Ok(citizen)
	}

	/// Whose card the signing account is, whether or not it can be used.
	pub(crate) fn citizen_signed(origin: OriginFor<T>) -> Result<CitizenIndex, DispatchError> {
		let who = ensure_signed(origin)?;
		Self::citizen_of(&who).ok_or_else(|| Error::<T>::NotACitizen.into())
	}

	pub(crate) fn existing_card(
		citizen: CitizenIndex,
	) -> Result<Card<T::AccountId>, DispatchError> {
		Cards::<T>::get(citizen).ok_or_else(|| Error::<T>::NotFound.into())
	}

	/// Refuse a card that is ended, with the reason.
	pub(crate) fn ensure_not_ended(card: &Card<T::AccountId>) -> DispatchResult {
		match card.status {
			CardStatus::Active | CardStatus::Suspended { .. } => Ok(()),
			CardStatus::Revoked { .. } => Err(Error::<T>::CardRevoked.into()),
			CardStatus::Deceased { .. } => Err(Error::<T>::CardDeceased.into()),
		}
	}

	/// Refuse a card that is ended or suspended, with the reason.
	pub(crate) fn ensure_usable(card: &Card<T::AccountId>) -> DispatchResult {
		Self::ensure_not_ended(card)?;
		ensure!(card.status == CardStatus::Active, Error::<T>::CardSuspended);
		Ok(())
	}

	/// Succeed if a card may name `account`.
	pub(crate) fn ensure_may_become_a_citizens(account: &T::AccountId) -> DispatchResult {
		ensure!(
			!CitizenByAccount::<T>::contains_key(account),
			Error::<T>::AlreadyExists
		);
		ensure!(
			!FormerAccounts::<T>::contains_key(account),
			Error::<T>::FormerAccount
		);
		ensure!(
			T::Agencies::agency_of(account).is_none(),
			Error::<T>::ActsForAgency
		);
		ensure!(
			!T::ReservedAccounts::contains(account),
			Error::<T>::ReservedAccount
		);
		Ok(())
	}

	/// The fresh identifier for a draw of the card that is issued as number `issued`. No two draws of
	/// the chain share a counter.
	pub(crate) fn fresh_id(issued: u64, draw: u64) -> [u8; 32] {
		let counter = issued.saturating_mul(MAX_DRAWS).saturating_add(draw);
		T::FreshIds::fresh_id(INDEX_DOMAIN, counter)
	}

	/// Draw an index that neither a card nor an alias has.
	fn draw_index() -> Result<CitizenIndex, DispatchError> {
		let issued = IssuedCards::<T>::get();
		(0..MAX_DRAWS)
			.map(|draw| crate::index_from(&Self::fresh_id(issued, draw)))
			.find(|citizen| !Cards::<T>::contains_key(citizen) && !T::Reserved::contains(citizen))
			.ok_or_else(|| Error::<T>::NoFreshIndex.into())
	}

	/// Enter a new active card.
	pub(crate) fn insert_card(
		citizen: CitizenIndex,
		account: T::AccountId,
		issued_by: AgencyId,
		issued_at: Moment,
		validity: Validity,
	) {
		CitizenByAccount::<T>::insert(&account, citizen);
		T::OnAdmission::on_admitted(&account);
		let card = Card {
			account,
			status: CardStatus::Active,
			issued_by,
			issued_at,
			validity,
		};
		Cards::<T>::insert(citizen, card);
		IssuedCards::<T>::mutate(|count| *count = count.saturating_add(1));
		ActiveCards::<T>::mutate(|count| *count = count.saturating_add(1));
	}

	/// Enter a card of the genesis.
	pub(crate) fn insert_genesis_card(
		citizen: CitizenIndex,
		account: T::AccountId,
		issued_by: AgencyId,
	) -> DispatchResult {
		T::Agencies::ensure_active(issued_by)?;
		Self::ensure_may_become_a_citizens(&account)?;
		ensure!(
			!Cards::<T>::contains_key(citizen),
			DispatchError::Other("the index is listed twice")
		);
		// The clock does not run yet, so no period can be counted from now.
		Self::insert_card(citizen, account, issued_by, 0, Validity::Unlimited);
		Ok(())
	}

	/// Until when a card is valid that is issued or renewed now.
	pub(crate) fn validity_from(now: Moment) -> Validity {
		Validity::Until(now.saturating_add(Self::terms_at(now).card_validity))
	}

	pub(crate) fn do_issue(office: &Actor<T::AccountId>, account: T::AccountId) -> DispatchResult {
		Self::ensure_may_become_a_citizens(&account)?;
		let citizen = Self::draw_index()?;
		let now = Self::now();
		Self::insert_card(
			citizen,
			account.clone(),
			office.agency,
			now,
			Self::validity_from(now),
		);
		Self::deposit_event(Event::CardIssued {
			citizen,
			account,
			agency: office.agency,
			by: office.who.clone(),
		});
		Ok(())
	}

	/// Issue a card for each account that can get one, and name the others.
	pub(crate) fn do_issue_batch(
		office: &Actor<T::AccountId>,
		accounts: impl IntoIterator<Item = T::AccountId>,
	) -> DispatchResult {
		let mut issued = 0u32;
		for (position, account) in (0u32..).zip(accounts) {
			match Self::do_issue(office, account.clone()) {
				Ok(()) => issued = issued.saturating_add(1),
				Err(reason) => Self::deposit_event(Event::CardRefused {
					position,
					account,
					reason,
				}),
			}
		}
		ensure!(issued > 0, Error::<T>::NoCardIssued);
		Ok(())
	}

	/// Give a card another status, count, freeze or thaw its won, and tell the other services. What only
	/// an active card can have ends with it.
	pub(crate) fn set_status(
		citizen: CitizenIndex,
		card: Card<T::AccountId>,
		status: CardStatus,
	) -> DispatchResult {
		let was_active = card.status == CardStatus::Active;
		let is_active = status == CardStatus::Active;
		if was_active != is_active {
			ActiveCards::<T>::mutate(|count| {
				*count = if is_active {
					count.saturating_add(1)
				} else {
					count.saturating_sub(1)
				};
			});
		}
		match (card.status.freezes(), status.freezes()) {
			(false, true) => Self::freeze(&card.account)?,
			(true, false) => Self::thaw(&card.account)?,
			(true, true) | (false, false) => {},
		}
		Cards::<T>::insert(citizen, Card { status, ..card });
		if !is_active {
			Self::drop_rotation(citizen);
		}
		let change = if status.is_final() {
			Self::drop_recovery(citizen);
			Self::end_all_grants(citizen);
			CardChange::Ended
		} else if is_active {
			CardChange::Resumed
		} else {
			CardChange::Suspended
		};
		T::OnCardStatus::on_card_status(citizen, change);
		Ok(())
	}

	pub(crate) fn do_suspend(citizen: CitizenIndex) -> DispatchResult {
		let card = Self::existing_card(citizen)?;
		Self::ensure_not_ended(&card)?;
		ensure!(card.status == CardStatus::Active, Error::<T>::NotActive);
		Self::set_status(citizen, card, CardStatus::Suspended { since: Self::now() })
	}

	pub(crate) fn do_resume(office: Actor<T::AccountId>, citizen: CitizenIndex) -> DispatchResult {
		let card = Self::existing_card(citizen)?;
		Self::ensure_not_ended(&card)?;
		let CardStatus::Suspended { since } = card.status else {
			return Err(Error::<T>::NotSuspended.into());
		};
		ensure!(
			!Recoveries::<T>::contains_key(citizen),
			Error::<T>::RecoveryOpen
		);
		Self::set_status(citizen, card, CardStatus::Active)?;
		Self::deposit_event(Event::CardResumed {
			citizen,
			suspended_since: since,
			agency: office.agency,
			by: office.who,
		});
		Ok(())
	}

	pub(crate) fn do_renew(office: Actor<T::AccountId>, citizen: CitizenIndex) -> DispatchResult {
		let card = Self::existing_card(citizen)?;
		Self::ensure_usable(&card)?;
		let old_validity = card.validity;
		let new_validity = Self::validity_from(Self::now());
		Cards::<T>::insert(
			citizen,
			Card {
				validity: new_validity,
				..card
			},
		);
		Self::deposit_event(Event::CardRenewed {
			citizen,
			old_validity,
			new_validity,
			agency: office.agency,
			by: office.who,
		});
		Ok(())
	}

	pub(crate) fn do_revoke(office: Actor<T::AccountId>, citizen: CitizenIndex) -> DispatchResult {
		let card = Self::existing_card(citizen)?;
		let old_status = card.status;
		let funds = match old_status {
			CardStatus::Active => Funds::Free,
			CardStatus::Suspended { .. } => {
				EndedBy::<T>::insert(citizen, &office.who);
				Funds::Frozen
			},
			CardStatus::Revoked { .. } => return Err(Error::<T>::AlreadyRevoked.into()),
			CardStatus::Deceased { .. } => return Err(Error::<T>::CardDeceased.into()),
		};
		let since = Self::now();
		Self::set_status(citizen, card, CardStatus::Revoked { since, funds })?;
		Self::deposit_event(Event::CardRevoked {
			citizen,
			old_status,
			agency: office.agency,
			by: office.who,
		});
		Ok(())
	}

	pub(crate) fn do_report_deceased(
		office: Actor<T::AccountId>,
		citizen: CitizenIndex,
		evidence: DocumentCommitment,
	) -> DispatchResult {
		let card = Self::existing_card(citizen)?;
		Self::ensure_not_ended(&card)?;
		let old_status = card.status;
		EndedBy::<T>::insert(citizen, &office.who);
		Self::set_status(citizen, card, CardStatus::Deceased { since: Self::now() })?;
		Self::deposit_event(Event::DeathRecorded {
			citizen,
			old_status,
			evidence,
			agency: office.agency,
			by: office.who,
		});
		Ok(())
	}
}
