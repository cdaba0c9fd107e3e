// SPDX-License-Identifier: Apache-2.0

//! Facilities: registered, changed, closed.

use crate::{pallet::*, types::*};
use frame_support::ensure;
use seoul_chain_login::{text, FacilityId};
use seoul_chain_primitives::{AccountId, Actor, AgencyId, Moment};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Succeeds if what is said of a facility can be said at `now`.
	pub(crate) fn check_details(details: &FacilityDetails, now: Moment) -> DispatchResult {
		Self::check_form(details)?;
		ensure!(
			details.pass_lifetime <= Self::terms_at(now).longest_pass,
			Error::<T>::InvalidPassLifetime
		);
		for requirement in &details.requirements {
			ensure!(
				Schemas::<T>::contains_key(requirement.schema),
				Error::<T>::SchemaNotFound
			);
		}
		Ok(())
	}

	/// Succeeds if what is said of a facility makes sense whatever else is on the chain.
	pub(crate) fn check_form(details: &FacilityDetails) -> DispatchResult {
		let FacilityDetails {
			korean_name,
			english_name,
			domain,
			purposes,
			requirements,
			pass_lifetime,
		} = details;
		ensure!(
			is_name(korean_name) && is_name(english_name),
			Error::<T>::InvalidName
		);
		ensure!(
			core::str::from_utf8(domain).is_ok_and(text::is_domain),
			Error::<T>::InvalidDomain
		);
		ensure!(!purposes.is_empty(), Error::<T>::NoPurpose);
		let each_once = purposes
			.iter()
			.zip(1usize..)
			.all(|(purpose, next)| !purposes.iter().skip(next).any(|other| other == purpose));
		ensure!(
			each_once && purposes.iter().all(FacilityPurpose::is_valid),
			Error::<T>::InvalidPurpose
		);
		let in_order = requirements
			.iter()
			.zip(requirements.iter().skip(1))
			.all(|(one, next)| one.schema < next.schema);
		ensure!(
			in_order
				&& requirements
					.iter()
					.all(|requirement| requirement.accepted.is_valid()),
			Error::<T>::InvalidRequirement
		);
		ensure!(*pass_lifetime > 0, Error::<T>::InvalidPassLifetime);
		Ok(())
	}

	/// Write down a facility whose details were checked.
	pub(crate) fn insert_facility(
		agency: AgencyId,
		details: FacilityDetails,
	) -> Result<FacilityId, DispatchError> {
		let id = NextFacility::<T>::get();
		let next = id.0.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;
		NextFacility::<T>::put(FacilityId(next));
		Facilities::<T>::insert(
			id,
			Facility {
				agency,
				details,
				status: FacilityStatus::Open,
			},
		);
		Ok(id)
	}

	pub(crate) fn do_register_facility(
		operator: Actor<AccountId>,
		details: FacilityDetails,
	) -> DispatchResult {
		Self::check_details(&details, Self::now())?;
		let facility = Self::insert_facility(operator.agency, details.clone())?;
		Self::deposit_event(Event::FacilityRegistered {
			facility,
			agency: operator.agency,
			details,
			by: operator.who,
		});
		Ok(())
	}

	/// A facility that is open and run by this agency.
	fn own_facility(agency: AgencyId, facility: FacilityId) -> Result<Facility, DispatchError> {
		let known = Facilities::<T>::get(facility).ok_or(Error::<T>::FacilityNotFound)?;
		ensure!(known.agency == agency, Error::<T>::NotTheOperator);
		ensure!(
			known.status == FacilityStatus::Open,
			Error::<T>::FacilityClosed
		);
		Ok(known)
	}

	pub(crate) fn do_change_facility(
		operator: Actor<AccountId>,
		facility: FacilityId,
		details: FacilityDetails,
	) -> DispatchResult {
		let known = Self::own_facility(operator.agency, facility)?;
		Self::check_details(&details, Self::now())?;
		Facilities::<T>::insert(
			facility,
			Facility {
				details: details.clone(),
				..known.clone()
			},
		);
		Self::deposit_event(Event::FacilityChanged {
			facility,
			old_details: known.details,
			new_details: details,
			by: operator.who,
		});
		Ok(())
	}

	pub(crate) fn do_close_facility(
		operator: Actor<AccountId>,
		facility: FacilityId,
	) -> DispatchResult {
		let known = Self::own_facility(operator.agency, facility)?;
		Facilities::<T>::insert(
			facility,
			Facility {
				status: FacilityStatus::Closed { since: Self::now() },
				..known
			},
		);
		Self::deposit_event(Event::FacilityClosed {
			facility,
			by: operator.who,
		});
		Ok(())
	}
}
