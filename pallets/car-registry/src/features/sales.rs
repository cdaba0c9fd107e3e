// SPDX-License-Identifier: Apache-2.0

//! Sales from the draft to both signatures, the ends without a transfer, and what a side may ask for
//! between signature and transfer.

use super::payments::Channel;
use crate::{pallet::*, types::*};
use frame_support::ensure;
use frame_system::{ensure_signed, pallet_prelude::OriginFor};
use seoul_chain_primitives::{
	AgencyId, AgencyRegistry, DocumentCommitment, EnsureActor, PartyId, PartyRegistry, Role,
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The sale of a number.
	pub(crate) fn sale(id: SaleId) -> Result<Sale, Error<T>> {
		Sales::<T>::get(id).ok_or(Error::<T>::SaleNotFound)
	}

	/// The sale of a number, if its next step may still happen.
	pub(crate) fn open_sale(id: SaleId) -> Result<Sale, Error<T>> {
		let sale = Self::sale(id)?;
		ensure!(sale.stage.is_open(), Error::<T>::SaleClosed);
		ensure!(!sale.is_overdue(Self::now()), Error::<T>::SaleExpired);
		Ok(sale)
	}

	pub(crate) fn do_draft_private_sale(
		owner: PartyId,
		id: VehicleId,
		draft: Draft,
	) -> DispatchResult {
		let vehicle = Self::vehicle_for_new_sale(id)?;
		ensure!(vehicle.owner == owner, Error::<T>::NotTheOwner);
		ensure!(
			vehicle.status.listing().is_none(),
			Error::<T>::ListedWithDealer
		);
		if let (PartyId::Agency(agency), ContractKind::BetweenParties) = (owner, draft.kind) {
			ensure!(
				T::Agencies::ensure_agency_has(agency, Role::CarDealer).is_err(),
				Error::<T>::DealerContractRequired
			);
		}
		Self::insert_draft(id, vehicle, None, draft)
	}

	pub(crate) fn do_draft_dealer_sale(
		dealer: AgencyId,
		id: VehicleId,
		draft: Draft,
	) -> DispatchResult {
		let vehicle = Self::vehicle_for_new_sale(id)?;
		let may_sell = match vehicle.status.listing() {
			Some(listing) => listing.dealer == dealer,
			None => vehicle.owner == PartyId::Agency(dealer),
		};
		ensure!(may_sell, Error::<T>::NotListedWithThisDealer);
		Self::insert_draft(id, vehicle, Some(dealer), draft)
	}

	/// The vehicle, freed of a sale whose deadline has passed, if no other sale is open.
	pub(crate) fn vehicle_for_new_sale(id: VehicleId) -> Result<Vehicle, DispatchError> {
		if let VehicleStatus::SalePending { sale, .. } = Self::vehicle(id)?.status {
			ensure!(
				Self::sale(sale)?.is_overdue(Self::now()),
				Error::<T>::SaleAlreadyPending
			);
			Self::do_expire_sale(sale)?;
		}
		let vehicle = Self::vehicle(id)?;
		Self::ensure_not_deregistered(&vehicle)?;
		Ok(vehicle)
	}

	fn insert_draft(
		id: VehicleId,
		mut vehicle: Vehicle,
		dealer: Option<AgencyId>,
		draft: Draft,
	) -> DispatchResult {
		let Draft {
			buyer,
			kind: contract_kind,
			contract,
			payment,
		} = draft;
		let seller = vehicle.owner;
		ensure!(buyer != seller, Error::<T>::BuyerIsSeller);
		T::Parties::ensure_active(buyer)?;
		let channel = match dealer {
			None => Channel::Private,
			Some(dealer) if seller == PartyId::Agency(dealer) => Channel::Direct,
			Some(_) => Channel::Brokered,
		};
		Self::ensure_payable(&payment, contract_kind, channel)?;
		Self::ensure_new_document(id, contract_kind.document_kind(), contract)?;
		let now = Self::now();
		let expires_at = now.saturating_add(Self::terms_at(now).draft_lifetime);

		let sale = NextSaleId::<T>::mutate(|next| {
			let sale = *next;
			next.0 = next.0.saturating_add(1);
			sale
		});
		vehicle.status = VehicleStatus::SalePending {
			sale,
			listing: vehicle.status.listing(),
		};
		Vehicles::<T>::insert(id, vehicle);
		Sales::<T>::insert(
			sale,
			Sale {
				vehicle: id,
				contract_kind,
				seller,
				dealer,
				buyer,
				contract,
				payment,
				encumbrances_seen: None,
				drafted_at: now,
				expires_at,
				stage: SaleStage::Draft,
			},
		);
		Self::deposit_event(Event::SaleDrafted {
			sale,
			vehicle: id,
			seller,
			buyer,
			expires_at,
		});
		Ok(())
	}

	pub(crate) fn do_acknowledge_inspection(
		party: PartyId,
		id: SaleId,
		inspection: RecordIndex,
	) -> DispatchResult {
		let sale = Self::open_sale(id)?;
		ensure!(party == sale.buyer, Error::<T>::NotTheBuyer);
		match sale.stage {
			SaleStage::Draft => {},
			// A later record was filed: the buyer sees that one too, and both sign anew.
			SaleStage::Disclosed(Disclosure::Inspection { record })
			| SaleStage::SignedByOne {
				disclosure: Disclosure::Inspection { record },
				..
			} => ensure!(record != inspection, Error::<T>::AlreadyDisclosed),
			_ => return Err(Error::<T>::AlreadyDisclosed.into()),
		}
		Self::ensure_disclosable(&sale, inspection)?;
		Self::disclose(id, &sale, Disclosure::Inspection { record: inspection });
		Self::deposit_event(Event::InspectionAcknowledged {
			sale: id,
			inspection,
		});
		Ok(())
	}

	pub(crate) fn do_waive_inspection(party: PartyId, id: SaleId) -> DispatchResult {
		let sale = Self::open_sale(id)?;
		ensure!(party == sale.buyer, Error::<T>::NotTheBuyer);
		ensure!(sale.stage == SaleStage::Draft, Error::<T>::AlreadyDisclosed);
		ensure!(
			sale.contract_kind != ContractKind::Dealer,
			Error::<T>::WaiverNotAllowed
		);
		Self::disclose(id, &sale, Disclosure::Waived);
		Self::deposit_event(Event::InspectionWaived { sale: id });
		Ok(())
	}

	/// The buyer has seen what burdens the car. A signature given before that counts no more.
	pub(crate) fn do_acknowledge_encumbrances(
		party: PartyId,
		id: SaleId,
		revision: u32,
	) -> DispatchResult {
		let sale = Self::open_sale(id)?;
		ensure!(party == sale.buyer, Error::<T>::NotTheBuyer);
		ensure!(sale.stage.contract().is_none(), Error::<T>::AlreadySigned);
		let summary = Self::vehicle(sale.vehicle)?.encumbrances;
		ensure!(
			summary.revision == revision,
			Error::<T>::EncumbrancesChanged
		);
		ensure!(
			sale.encumbrances_seen != Some(revision),
			Error::<T>::AlreadyDisclosed
		);
		let stage = match sale.stage {
			SaleStage::SignedByOne { disclosure, .. } => SaleStage::Disclosed(disclosure),
			stage => stage,
		};
		Sales::<T>::insert(
			id,
			Sale {
				encumbrances_seen: Some(revision),
				stage,
				..sale
			},
		);
		Self::deposit_event(Event::EncumbrancesAcknowledged {
			sale: id,
			encumbrances: summary,
		});
		Ok(())
	}

	/// What burdens the car must have been seen by the buyer.
	fn ensure_encumbrances_seen(sale: &Sale) -> DispatchResult {
		let summary = Self::vehicle(sale.vehicle)?.encumbrances;
		ensure!(
			summary.is_clear() || sale.encumbrances_seen == Some(summary.revision),
			Error::<T>::EncumbrancesNotAcknowledged
		);
		Ok(())
	}

	fn disclose(id: SaleId, sale: &Sale, disclosure: Disclosure) {
		Sales::<T>::insert(
			id,
			Sale {
				stage: SaleStage::Disclosed(disclosure),
				..*sale
			},
		);
	}

	pub(crate) fn do_sign_sale(
		party: PartyId,
		id: SaleId,
		contract: DocumentCommitment,
	) -> DispatchResult {
		let sale = Self::open_sale(id)?;
		let side = sale.side_of(party).ok_or(Error::<T>::NotAParty)?;
		ensure!(contract == sale.contract, Error::<T>::ContractMismatch);
		match sale.stage {
			SaleStage::Disclosed(disclosure) => {
				Self::ensure_still_disclosed(&sale, disclosure)?;
				Self::ensure_encumbrances_seen(&sale)?;
				let stage = SaleStage::SignedByOne {
					disclosure,
					by: side,
				};
				Sales::<T>::insert(id, Sale { stage, ..sale });
				Self::deposit_event(Event::SaleSignedByOne { sale: id, side });
				Ok(())
			},
			SaleStage::SignedByOne { disclosure, by } => {
				ensure!(side != by, Error::<T>::AlreadySigned);
				Self::ensure_still_disclosed(&sale, disclosure)?;
				Self::ensure_encumbrances_seen(&sale)?;
				Self::conclude(id, &sale, disclosure, party, side)
			},
			SaleStage::Signed { .. } | SaleStage::Paid { .. } | SaleStage::Delivered { .. } => {
				Err(Error::<T>::AlreadySigned.into())
			},
			_ => Err(Error::<T>::InspectionNotAcknowledged.into()),
		}
	}

	/// What was disclosed must still be true when a side signs.
	fn ensure_still_disclosed(sale: &Sale, disclosure: Disclosure) -> DispatchResult {
		match disclosure {
			Disclosure::Inspection { record } => Self::ensure_disclosable(sale, record),
			Disclosure::Waived => Ok(()),
		}
	}

	/// The second signature: the contract is concluded and its document recorded.
	fn conclude(
		id: SaleId,
		sale: &Sale,
		disclosure: Disclosure,
		party: PartyId,
		side: Side,
	) -> DispatchResult {
		let Sale {
			vehicle: vehicle_id,
			contract,
			contract_kind,
			..
		} = *sale;
		let document_kind = contract_kind.document_kind();
		Self::ensure_new_document(vehicle_id, document_kind, contract)?;
		let mut vehicle = Self::vehicle(vehicle_id)?;
		let now = Self::now();
		let terms = Self::terms_at(now);
		let expires_at = now.saturating_add(terms.acceptance_period);

		Self::record_document(
			vehicle_id,
			document_kind,
			contract,
			party,
			now,
			DocumentSource::Sale(id),
		);
		Self::append_record(
			vehicle_id,
			&mut vehicle,
			party,
			now,
			RecordEntry::SaleSigned { sale: id, contract },
		);
		let encumbrances = vehicle.encumbrances;
		Vehicles::<T>::insert(vehicle_id, vehicle);
		let concluded = Concluded {
			disclosure,
			signed_at: now,
			transfer_due: terms.contract_transfer_due(contract_kind, now),
			request: SaleRequest::None,
		};
		let stage = match contract_kind {
			ContractKind::BetweenParties | ContractKind::Dealer => SaleStage::Signed {
				contract: concluded,
				payment_confirmed_by: None,
			},
			// Nothing is to be paid.
			ContractKind::Gift => SaleStage::Paid {
				contract: concluded,
				payment: Payment::Gratuitous,
			},
		};
		Sales::<T>::insert(
			id,
			Sale {
				expires_at,
				stage,
				..*sale
			},
		);
		Self::deposit_event(Event::SaleSignedByOne { sale: id, side });
		Self::deposit_event(Event::SaleSigned {
			sale: id,
			vehicle: vehicle_id,
			contract,
			expires_at,
			encumbrances,
		});
		Ok(())
	}

	/// The side of the sale for which the origin acts: seller, buyer, or the dealer that drafted it.
	pub(crate) fn ensure_side(origin: OriginFor<T>, id: SaleId) -> Result<Side, DispatchError> {
		let sale = Self::sale(id)?;
		let who = ensure_signed(origin.clone())?;
		let party = T::Parties::acting_party(&who);
		if let Some(side) = party.ok().and_then(|party| sale.side_of(party)) {
			return Ok(side);
		}
		match (sale.dealer, T::DealerOrigin::ensure_actor(origin)) {
			(Some(dealer), Ok(actor)) if actor.agency == dealer => Ok(Side::Dealer),
			// An account that acts for nobody is told why; any other is told that it is not concerned.
			_ => {
				party?;
				Err(Error::<T>::NotAParty.into())
			},
		}
	}

	pub(crate) fn do_cancel_sale(side: Side, id: SaleId) -> DispatchResult {
		let sale = Self::open_sale(id)?;
		if let Some(contract) = sale.stage.contract() {
			ensure!(side != Side::Dealer, Error::<T>::NotAParty);
			match contract.request {
				SaleRequest::Cancellation { by } => {
					ensure!(side != by, Error::<T>::CancellationAlreadyRequested);
				},
				request @ (SaleRequest::None | SaleRequest::ForcedTransfer { .. }) => {
					// A buyer who is given notice does not stop it by asking for something else.
					ensure!(
						request == SaleRequest::None || side == Side::Seller,
						Error::<T>::ForcedTransferAlreadyRequested
					);
					let stage = sale
						.stage
						.with_request(SaleRequest::Cancellation { by: side });
					Sales::<T>::insert(id, Sale { stage, ..sale });
					Self::deposit_event(Event::CancellationRequested { sale: id, side });
					return Ok(());
				},
			}
		}
		let by = match side {
			Side::Seller => sale.seller,
			Side::Buyer => sale.buyer,
			Side::Dealer => sale.dealer.map_or(sale.seller, PartyId::Agency),
		};
		Self::end_sale(
			id,
			&sale,
			SaleStage::Cancelled {
				at: Self::now(),
				by: side,
			},
			by,
		)?;
		Self::deposit_event(Event::SaleCancelled { sale: id, side });
		Ok(())
	}

	/// 양도인 신청 이전등록: the buyer did not apply in time, so the seller does.
	pub(crate) fn do_force_transfer(
		party: PartyId,
		id: SaleId,
		application: DocumentCommitment,
	) -> DispatchResult {
		let sale = Self::open_sale(id)?;
		ensure!(party == sale.seller, Error::<T>::NotTheSeller);
		let contract = sale.stage.contract().ok_or(Error::<T>::NotSigned)?;
		// A price that is to be paid on chain is paid there, or the sale is cancelled.
		ensure!(
			!matches!(
				(sale.stage, sale.payment),
				(SaleStage::Signed { .. }, PaymentTerms::OnChain { .. })
			),
			Error::<T>::NotPaid
		);
		ensure!(
			!matches!(contract.request, SaleRequest::ForcedTransfer { .. }),
			Error::<T>::ForcedTransferAlreadyRequested
		);
		let now = Self::now();
		ensure!(now > contract.transfer_due, Error::<T>::TransferNotLate);
		let terms = Self::terms_at(now);
		let accept_from = now.saturating_add(terms.forced_transfer_notice);
		let expires_at = accept_from.saturating_add(terms.acceptance_period);
		let stage = sale.stage.with_request(SaleRequest::ForcedTransfer {
			application,
			accept_from,
		});
		Sales::<T>::insert(
			id,
			Sale {
				expires_at,
				stage,
				..sale
			},
		);
		Self::deposit_event(Event::ForcedTransferRequested {
			sale: id,
			buyer: sale.buyer,
			application,
			accept_from,
		});
		Ok(())
	}

	pub(crate) fn do_expire_sale(id: SaleId) -> DispatchResult {
		let sale = Self::sale(id)?;
		let now = Self::now();
		if let SaleStage::RescissionAgreed { completed, .. } = sale.stage {
			ensure!(now > sale.expires_at, Error::<T>::SaleNotExpired);
			return Self::drop_rescission(id, &sale, completed);
		}
		ensure!(sale.stage.is_open(), Error::<T>::SaleClosed);
		ensure!(sale.is_overdue(now), Error::<T>::SaleNotExpired);
		Self::end_sale(id, &sale, SaleStage::Expired { at: now }, sale.seller)?;
		Self::deposit_event(Event::SaleExpired { sale: id });
		Ok(())
	}

	/// End an open sale without a transfer, give the car back to where it was and the price to the buyer.
	/// The history notes the end of a contract that was concluded.
	pub(crate) fn end_sale(
		id: SaleId,
		sale: &Sale,
		stage: SaleStage,
		by: PartyId,
	) -> DispatchResult {
		let mut vehicle = Self::vehicle(sale.vehicle)?;
		Self::end_sale_of(id, sale, stage, by, &mut vehicle)?;
		Vehicles::<T>::insert(sale.vehicle, vehicle);
		Ok(())
	}

	/// The same, where the caller stores `vehicle`.
	pub(crate) fn end_sale_of(
		id: SaleId,
		sale: &Sale,
		stage: SaleStage,
		by: PartyId,
		vehicle: &mut Vehicle,
	) -> DispatchResult {
		vehicle.status = vehicle.status.without_sale();
		if sale.stage.contract().is_some() {
			Self::append_record(
				sale.vehicle,
				vehicle,
				by,
				Self::now(),
				RecordEntry::SaleEnded { sale: id },
			);
		}
		if let Some(amount) = sale.stage.held_price() {
			Self::return_funds(id, sale.buyer, amount)?;
		}
		Sales::<T>::insert(id, Sale { stage, ..*sale });
		Ok(())
	}

	/// End the sale of a car that passes by another title or is deregistered. The caller stores `vehicle`.
	pub(crate) fn overtake_sale(vehicle: &mut Vehicle, by: PartyId) -> DispatchResult {
		if let VehicleStatus::SalePending { sale: id, .. } = vehicle.status {
			let sale = Self::sale(id)?;
			let stage = SaleStage::Overtaken { at: Self::now() };
			Self::end_sale_of(id, &sale, stage, by, vehicle)?;
			Self::deposit_event(Event::SaleOvertaken { sale: id });
		}
		Ok(())
	}
}

/// What is agreed when a sale is drafted.
pub(crate) struct Draft {
	pub buyer: PartyId,
	pub kind: ContractKind,
	pub contract: DocumentCommitment,
	pub payment: PaymentTerms,
}
