// SPDX-License-Identifier: Apache-2.0

//! 압류와 저당: placed and released in order of receipt.

use crate::{encumbrance::*, pallet::*, types::*};
use frame_support::ensure;
use frame_system::pallet_prelude::OriginFor;
use seoul_chain_primitives::{
	AgencyId, AgencyRegistry, DocumentCommitment, EnsureActor, EnsureActorFor, PartyId, Role,
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_agree_mortgage(
		owner: PartyId,
		id: VehicleId,
		lienor: AgencyId,
		document: DocumentCommitment,
	) -> DispatchResult {
		let vehicle = Self::vehicle(id)?;
		ensure!(vehicle.owner == owner, Error::<T>::NotTheOwner);
		Self::ensure_may_be_mortgaged(&vehicle)?;
		T::Agencies::ensure_agency_has(lienor, Role::Lienor).map_err(|_| Error::<T>::NotALienor)?;
		MortgageConsents::<T>::insert(
			id,
			MortgageConsent {
				owner,
				lienor,
				document,
			},
		);
		Self::deposit_event(Event::MortgageAgreed {
			vehicle: id,
			owner,
			lienor,
			document,
		});
		Ok(())
	}

	/// Whatever the car's state: an agreement taken back can only spare its owner a burden.
	pub(crate) fn do_revoke_mortgage_agreement(owner: PartyId, id: VehicleId) -> DispatchResult {
		ensure!(Self::vehicle(id)?.owner == owner, Error::<T>::NotTheOwner);
		let agreed = MortgageConsents::<T>::take(id).ok_or(Error::<T>::NoMortgageAgreement)?;
		Self::deposit_event(Event::MortgageAgreementRevoked {
			vehicle: id,
			owner: agreed.owner,
			lienor: agreed.lienor,
			document: agreed.document,
		});
		Ok(())
	}

	/// While a sale is open the buyer must be able to rely on what was disclosed.
	fn ensure_may_be_mortgaged(vehicle: &Vehicle) -> DispatchResult {
		Self::ensure_not_deregistered(vehicle)?;
		ensure!(
			!matches!(vehicle.status, VehicleStatus::SalePending { .. }),
			Error::<T>::SaleAlreadyPending
		);
		Ok(())
	}

	pub(crate) fn do_place_encumbrance(
		holder: AgencyId,
		id: VehicleId,
		kind: EncumbranceKind,
		document: DocumentCommitment,
	) -> DispatchResult {
		let mut vehicle = Self::vehicle(id)?;
		Self::ensure_not_deregistered(&vehicle)?;
		Self::ensure_new_document(id, DocumentKind::Encumbrance, document)?;
		if kind == EncumbranceKind::Mortgage {
			Self::ensure_may_be_mortgaged(&vehicle)?;
			let agreed = MortgageConsent {
				owner: vehicle.owner,
				lienor: holder,
				document,
			};
			ensure!(
				MortgageConsents::<T>::get(id) == Some(agreed),
				Error::<T>::MortgageNotAgreed
			);
			MortgageConsents::<T>::remove(id);
		}
		let now = Self::now();
		let number = NextEncumbranceId::<T>::get();
		let encumbrance = Encumbrance {
			id: number,
			kind,
			holder,
			received_at: now,
			document,
			record: vehicle.records,
		};
		Encumbrances::<T>::try_append(id, encumbrance)
			.map_err(|()| Error::<T>::TooManyEncumbrances)?;
		NextEncumbranceId::<T>::put(EncumbranceId(number.0.saturating_add(1)));
		vehicle.encumbrances.add(kind);
		let by = PartyId::Agency(holder);
		Self::append_documented(
			id,
			&mut vehicle,
			by,
			now,
			(DocumentKind::Encumbrance, document),
			RecordEntry::EncumbrancePlaced {
				encumbrance: number,
				kind,
				document,
			},
		);
		Vehicles::<T>::insert(id, vehicle);
		Self::deposit_event(Event::EncumbrancePlaced {
			vehicle: id,
			encumbrance: number,
			kind,
			holder,
			document,
		});
		Ok(())
	}

	/// The agency that may release an encumbrance: the one that placed it, or a court.
	pub(crate) fn ensure_may_release(
		origin: OriginFor<T>,
		id: VehicleId,
		number: EncumbranceId,
	) -> Result<AgencyId, DispatchError> {
		let encumbrance = Self::encumbrances_of(id)
			.into_iter()
			.find(|encumbrance| encumbrance.id == number)
			.ok_or(Error::<T>::EncumbranceNotFound)?;
		let refusal =
			match T::EncumbranceOrigin::ensure_actor_for(origin.clone(), &encumbrance.kind) {
				Ok(holder) if holder.agency == encumbrance.holder => return Ok(holder.agency),
				Ok(_) => Error::<T>::NotTheHolder.into(),
				Err(reason) => reason,
			};
		T::CourtOrigin::ensure_actor(origin)
			.map(|court| court.agency)
			.map_err(|_| refusal)
	}

	pub(crate) fn do_release_encumbrance(
		by: AgencyId,
		id: VehicleId,
		number: EncumbranceId,
		document: DocumentCommitment,
	) -> DispatchResult {
		let mut vehicle = Self::vehicle(id)?;
		Self::ensure_new_document(id, DocumentKind::EncumbranceRelease, document)?;
		let mut all = Encumbrances::<T>::get(id);
		let position = all
			.iter()
			.position(|encumbrance| encumbrance.id == number)
			.ok_or(Error::<T>::EncumbranceNotFound)?;
		let kind = all.remove(position).kind;
		if all.is_empty() {
			Encumbrances::<T>::remove(id);
		} else {
			Encumbrances::<T>::insert(id, all);
		}
		vehicle.encumbrances.remove(kind);
		let now = Self::now();
		let party = PartyId::Agency(by);
		Self::append_documented(
			id,
			&mut vehicle,
			party,
			now,
			(DocumentKind::EncumbranceRelease, document),
			RecordEntry::EncumbranceReleased {
				encumbrance: number,
				kind,
				document,
			},
		);
		Vehicles::<T>::insert(id, vehicle);
		Self::deposit_event(Event::EncumbranceReleased {
			vehicle: id,
			encumbrance: number,
			kind,
			by,
		});
		Ok(())
	}

	/// A public sale clears seizures and mortgages. Returns what was cleared. The caller stores `vehicle`.
	pub(crate) fn clear_encumbrances(id: VehicleId, vehicle: &mut Vehicle) -> EncumbranceSummary {
		let cleared = vehicle.encumbrances;
		if !cleared.is_clear() {
			Encumbrances::<T>::remove(id);
			vehicle.encumbrances = EncumbranceSummary {
				seizures: 0,
				mortgages: 0,
				revision: cleared.revision.saturating_add(1),
			};
		}
		cleared
	}

	/// Seizures and mortgages in force, in order of receipt.
	pub fn encumbrances_of(id: VehicleId) -> alloc::vec::Vec<Encumbrance> {
		Encumbrances::<T>::get(id).into_inner()
	}
}
