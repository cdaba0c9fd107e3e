// SPDX-License-Identifier: Apache-2.0

//! 보증: what guarantors recorded, and what cannot be paid without it.

use crate::{pallet::*, types::*, Day};
use frame_support::{ensure, traits::Get};
use seoul_chain_primitives::Balance;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_record_bond(id: ContractId, kind: BondKind, bond: Bond) -> DispatchResult {
		let contract = Self::contract(id)?;
		ensure!(
			contract.status != ContractStatus::Draft,
			Error::<T>::NotSigned
		);
		if let BondKind::Payment(subcontract) = kind {
			ensure!(
				Self::subcontract(subcontract)?.contract == id,
				Error::<T>::NotFound
			);
		}
		let today = Self::today();
		// Nobody weakens what another guarantees.
		let may_replace = Bonds::<T>::get(id, kind).is_none_or(|old| {
			old.guarantor == bond.guarantor
				|| old.until < today
				|| (bond.amount >= old.amount && bond.until >= old.until)
		});
		ensure!(
			bond.amount > 0 && bond.until > today && may_replace,
			Error::<T>::InvalidBond
		);
		Bonds::<T>::insert(id, kind, bond);
		Self::deposit_event(Event::BondRecorded {
			contract: id,
			kind,
			guarantor: bond.guarantor,
			amount: bond.amount,
			until: bond.until,
		});
		Ok(())
	}

	/// Refuse to pay an advance without its bond, or the last claim without the defect bond.
	pub(crate) fn ensure_bonds(
		id: ContractId,
		contract: &Contract,
		kind: ClaimKind,
	) -> DispatchResult {
		let recorded = |kind: BondKind, amount: Balance, until: Day| {
			Bonds::<T>::get(id, kind)
				.is_some_and(|bond| bond.amount >= amount && bond.until >= until)
		};
		let today = Self::today();
		match kind {
			ClaimKind::Advance { .. } => {
				ensure!(
					recorded(BondKind::Advance, contract.advance.outstanding(), today),
					Error::<T>::AdvanceBondMissing
				);
			},
			ClaimKind::Progress | ClaimKind::Completion if contract.gross >= contract.amount => {
				ensure!(
					recorded(
						BondKind::Defect,
						contract
							.terms
							.lowest_defect_bond
							.of(contract.amount, T::Won::get()),
						today.plus(contract.terms.defect_days)
					),
					Error::<T>::DefectBondMissing
				);
			},
			ClaimKind::Progress | ClaimKind::Completion | ClaimKind::Settlement => {},
		}
		Ok(())
	}
}
