// SPDX-License-Identifier: Apache-2.0

//! 이전등록: the registrar decides, and ownership moves. By a sale that both sides signed, by another title
//! (inheritance, public sale, judgment), or back by a rescission.

use super::payments::Paid;
use crate::{incident::*, pallet::*, types::*};
use frame_support::{ensure, traits::Contains};
use seoul_chain_primitives::{AgencyId, DocumentCommitment, Moment, PartyId, PartyRegistry};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Refuse a car that is not registered.
	pub(crate) fn ensure_not_deregistered(vehicle: &Vehicle) -> DispatchResult {
		ensure!(
			!matches!(vehicle.status, VehicleStatus::Deregistered { .. }),
			Error::<T>::VehicleDeregistered
		);
		Ok(())
	}

	/// Refuse a car that may not change its owner today.
	pub(crate) fn ensure_transferable(vehicle: &Vehicle) -> DispatchResult {
		Self::ensure_not_deregistered(vehicle)?;
		ensure!(vehicle.encumbrances.seizures == 0, Error::<T>::Seized);
		Self::ensure_neither_stolen_nor_lost(vehicle)
	}

	fn ensure_neither_stolen_nor_lost(vehicle: &Vehicle) -> DispatchResult {
		ensure!(vehicle.condition.theft == Theft::None, Error::<T>::Stolen);
		ensure!(
			!matches!(vehicle.condition.total_loss, TotalLoss::Unrepaired { .. }),
			Error::<T>::TotalLossNotRepaired
		);
		Ok(())
	}

	/// Check what a registrar states to accept a transfer.
	fn ensure_acceptance(vehicle: &Vehicle, acceptance: &TransferAcceptance) -> DispatchResult {
		ensure!(
			!VehicleByAccess::<T>::contains_key(acceptance.new_access_tag),
			Error::<T>::AccessTagAlreadyExists
		);
		ensure!(
			vehicle.latest_receipt != Some(acceptance.receipt),
			Error::<T>::DocumentAlreadyRecorded
		);
		if let Some(new) = acceptance.new_plate_tag {
			ensure!(
				!VehicleByPlate::<T>::contains_key(new),
				Error::<T>::PlateAlreadyExists
			);
		}
		if let Some(new) = acceptance.new_district {
			ensure!(T::Districts::contains(&new), Error::<T>::UnknownDistrict);
		}
		Ok(())
	}

	/// Give the car its new owner, certificate, plate and district, and return the owner before. The caller
	/// appends what happened and stores `vehicle`.
	fn change_owner(
		id: VehicleId,
		vehicle: &mut Vehicle,
		by: PartyId,
		now: Moment,
		new_owner: PartyId,
		acceptance: &TransferAcceptance,
	) -> Result<PartyId, DispatchError> {
		if let Some(new) = acceptance.new_plate_tag {
			Self::change_plate_of(id, vehicle, by, now, new)?;
		}
		Self::replace_access_tag(id, vehicle, acceptance.new_access_tag);
		if let Some(new_district) = acceptance.new_district {
			vehicle.district = new_district;
		}
		vehicle.latest_receipt = Some(acceptance.receipt);
		vehicle.status = VehicleStatus::Registered;
		Ok(core::mem::replace(&mut vehicle.owner, new_owner))
	}

	/// How and when a sale was carried out, if the registrar may accept it now.
	fn ensure_acceptable(
		stage: &SaleStage,
		now: Moment,
	) -> Result<(Concluded, Payment, Moment), DispatchError> {
		let (contract, payment) = match *stage {
			SaleStage::Delivered {
				contract,
				payment,
				delivered_at,
			} => return Ok((contract, payment, delivered_at)),
			SaleStage::Paid { contract, payment } => (contract, Some(payment)),
			SaleStage::Signed { contract, .. } => (contract, None),
			_ => return Err(Error::<T>::NotSigned.into()),
		};
		match (contract.request, payment) {
			(SaleRequest::ForcedTransfer { accept_from, .. }, payment) => {
				ensure!(now >= accept_from, Error::<T>::NoticePeriodRunning);
				Ok((contract, payment.unwrap_or(Payment::Unconfirmed), now))
			},
			(_, Some(_)) => Err(Error::<T>::NotDelivered.into()),
			(_, None) => Err(Error::<T>::NotPaid.into()),
		}
	}

	pub(crate) fn do_accept_transfer(
		registrar: AgencyId,
		id: SaleId,
		acceptance: TransferAcceptance,
	) -> Result<Paid, DispatchError> {
		let sale = Self::open_sale(id)?;
		let mut vehicle = Self::vehicle(sale.vehicle)?;
		Self::ensure_district(registrar, &vehicle)?;
		let now = Self::now();
		let (contract, payment, delivered_at) = Self::ensure_acceptable(&sale.stage, now)?;
		Self::ensure_transferable(&vehicle)?;
		T::Parties::ensure_active(sale.buyer)?;
		Self::ensure_acceptance(&vehicle, &acceptance)?;

		let terms = Self::terms_at(now);
		let late_fine = terms.late_fine(contract.transfer_due, now);
		let paid = Self::pay_out_price(id, &sale)?;
		let by = PartyId::Agency(registrar);
		let old_owner =
			Self::change_owner(sale.vehicle, &mut vehicle, by, now, sale.buyer, &acceptance)?;
		let receipt = acceptance.receipt;
		Self::append_record(
			sale.vehicle,
			&mut vehicle,
			by,
			now,
			RecordEntry::Transferred {
				sale: id,
				old_owner,
				new_owner: sale.buyer,
				receipt,
				late_fine,
			},
		);
		let warranty = match sale.contract_kind {
			ContractKind::Dealer => Warranty::Until {
				at: delivered_at.saturating_add(terms.warranty_period),
				km: vehicle
					.odometer
					.newest()
					.map_or(0, |reading| reading.km)
					.saturating_add(terms.warranty_km),
			},
			ContractKind::BetweenParties | ContractKind::Gift => Warranty::None,
		};
		Vehicles::<T>::insert(sale.vehicle, vehicle);
		let stage = SaleStage::Transferred(Completed {
			disclosure: contract.disclosure,
			payment,
			delivered_at,
			transferred_at: now,
			receipt,
			late_fine,
			warranty,
			claims: 0,
		});
		Sales::<T>::insert(id, Sale { stage, ..sale });
		Self::deposit_event(Event::OwnershipTransferred {
			vehicle: sale.vehicle,
			sale: id,
			old_owner,
			new_owner: sale.buyer,
			late_fine,
		});
		Ok(paid)
	}

	pub(crate) fn do_reject_transfer(
		registrar: AgencyId,
		id: SaleId,
		reason: DocumentCommitment,
	) -> DispatchResult {
		let sale = Self::open_sale(id)?;
		Self::ensure_district(registrar, &Self::vehicle(sale.vehicle)?)?;
		ensure!(sale.stage.contract().is_some(), Error::<T>::NotSigned);
		let stage = SaleStage::Rejected {
			at: Self::now(),
			reason,
		};
		Self::end_sale(id, &sale, stage, PartyId::Agency(registrar))?;
		Self::deposit_event(Event::TransferRejected { sale: id, reason });
		Ok(())
	}

	/// 상속, 공매, 판결: ownership moves on the registrar's papers alone.
	pub(crate) fn do_transfer_by_title(
		registrar: AgencyId,
		id: VehicleId,
		title: TitleTransfer,
		acceptance: TransferAcceptance,
	) -> DispatchResult {
		let mut vehicle = Self::vehicle(id)?;
		Self::ensure_district(registrar, &vehicle)?;
		let now = Self::now();
		match title.ground {
			TitleGround::PublicSale => {
				Self::ensure_not_deregistered(&vehicle)?;
				Self::ensure_neither_stolen_nor_lost(&vehicle)?;
			},
			TitleGround::Inheritance | TitleGround::Judgment => {
				Self::ensure_transferable(&vehicle)?;
			},
		}
		ensure!(title.new_owner != vehicle.owner, Error::<T>::BuyerIsSeller);
		Self::ensure_happened(title.since, now, vehicle.first_registered_at)?;
		T::Parties::ensure_active(title.new_owner)?;
		Self::ensure_acceptance(&vehicle, &acceptance)?;
		Self::ensure_new_document(id, DocumentKind::Title, title.basis)?;

		let by = PartyId::Agency(registrar);
		Self::overtake_sale(&mut vehicle, by)?;
		let terms = Self::terms_at(now);
		let late_fine = terms.late_fine(terms.title_transfer_due(title.ground, title.since), now);
		let cleared = match title.ground {
			TitleGround::PublicSale => Self::clear_encumbrances(id, &mut vehicle),
			TitleGround::Inheritance | TitleGround::Judgment => {
				crate::encumbrance::EncumbranceSummary::default()
			},
		};
		let old_owner =
			Self::change_owner(id, &mut vehicle, by, now, title.new_owner, &acceptance)?;
		let receipt = acceptance.receipt;
		Self::append_documented(
			id,
			&mut vehicle,
			by,
			now,
			(DocumentKind::Title, title.basis),
			RecordEntry::TransferredByTitle {
				title,
				old_owner,
				receipt,
				late_fine,
				cleared,
			},
		);
		Vehicles::<T>::insert(id, vehicle);
		Self::deposit_event(Event::TransferredByTitle {
			vehicle: id,
			ground: title.ground,
			old_owner,
			new_owner: title.new_owner,
			late_fine,
			cleared,
		});
		Ok(())
	}

	/// 해제: the registrar gives the car back to the seller, and the price to the buyer.
	pub(crate) fn do_accept_rescission(
		registrar: AgencyId,
		id: SaleId,
		acceptance: TransferAcceptance,
	) -> DispatchResult {
		let sale = Self::sale(id)?;
		let SaleStage::RescissionAgreed { refund, .. } = sale.stage else {
			return Err(Error::<T>::RescissionNotAgreed.into());
		};
		let now = Self::now();
		ensure!(now <= sale.expires_at, Error::<T>::SaleExpired);
		let mut vehicle = Self::vehicle(sale.vehicle)?;
		Self::ensure_district(registrar, &vehicle)?;
		ensure!(vehicle.owner == sale.buyer, Error::<T>::NotTheOwner);
		ensure!(
			!matches!(vehicle.status, VehicleStatus::SalePending { .. }),
			Error::<T>::SaleAlreadyPending
		);
		Self::ensure_transferable(&vehicle)?;
		T::Parties::ensure_active(sale.seller)?;
		Self::ensure_acceptance(&vehicle, &acceptance)?;

		if let Refund::Held { by, amount } = refund {
			Self::pay_out_funds(id, by, &[(sale.buyer, amount)])?;
		}
		let by = PartyId::Agency(registrar);
		let old_owner = Self::change_owner(
			sale.vehicle,
			&mut vehicle,
			by,
			now,
			sale.seller,
			&acceptance,
		)?;
		let receipt = acceptance.receipt;
		Self::append_record(
			sale.vehicle,
			&mut vehicle,
			by,
			now,
			RecordEntry::Rescinded {
				sale: id,
				old_owner,
				new_owner: sale.seller,
				receipt,
			},
		);
		Vehicles::<T>::insert(sale.vehicle, vehicle);
		Sales::<T>::insert(
			id,
			Sale {
				stage: SaleStage::Rescinded { at: now, receipt },
				..sale
			},
		);
		Self::deposit_event(Event::SaleRescinded {
			sale: id,
			vehicle: sale.vehicle,
			old_owner,
			new_owner: sale.seller,
		});
		Ok(())
	}
}
