// SPDX-License-Identifier: Apache-2.0

//! 보증과 해제: what a dealer answers for after the transfer.

use crate::{pallet::*, types::*, MAX_WARRANTY_CLAIMS};
use frame_support::ensure;
use seoul_chain_primitives::{AgencyId, DocumentCommitment, PartyId};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Whether a warranty is over at `now`, by time or by kilometres.
	fn warranty_is_over(sale: &Sale, at: seoul_chain_primitives::Moment, km: u32) -> bool {
		let driven = Vehicles::<T>::get(sale.vehicle)
			.and_then(|vehicle| vehicle.odometer.newest().map(|reading| reading.km))
			.unwrap_or_default();
		Self::now() > at || driven > km
	}

	pub(crate) fn do_file_warranty_claim(
		party: PartyId,
		id: SaleId,
		document: DocumentCommitment,
	) -> DispatchResult {
		let sale = Self::sale(id)?;
		ensure!(party == sale.buyer, Error::<T>::NotTheBuyer);
		let SaleStage::Transferred(completed) = sale.stage else {
			return Err(Error::<T>::NoWarranty.into());
		};
		let Warranty::Until { at, km } = completed.warranty else {
			return Err(Error::<T>::NoWarranty.into());
		};
		ensure!(
			!Self::warranty_is_over(&sale, at, km),
			Error::<T>::WarrantyExpired
		);
		ensure!(
			completed.claims < MAX_WARRANTY_CLAIMS,
			Error::<T>::TooManyClaims
		);
		let claim = ClaimNumber(completed.claims);
		WarrantyClaims::<T>::insert(
			id,
			claim,
			WarrantyClaim {
				filed_at: Self::now(),
				document,
				answer: ClaimAnswer::Pending,
			},
		);
		let stage = SaleStage::Transferred(Completed {
			claims: completed.claims.saturating_add(1),
			..completed
		});
		Sales::<T>::insert(id, Sale { stage, ..sale });
		Self::deposit_event(Event::WarrantyClaimed {
			sale: id,
			claim,
			document,
		});
		Ok(())
	}

	pub(crate) fn do_answer_warranty_claim(
		dealer: AgencyId,
		id: SaleId,
		claim: ClaimNumber,
		decision: ClaimDecision,
		document: DocumentCommitment,
	) -> DispatchResult {
		let sale = Self::sale(id)?;
		ensure!(sale.dealer == Some(dealer), Error::<T>::NotTheDealer);
		let entry = WarrantyClaims::<T>::get(id, claim).ok_or(Error::<T>::ClaimNotFound)?;
		ensure!(
			entry.answer == ClaimAnswer::Pending,
			Error::<T>::ClaimAlreadyAnswered
		);
		let answer = match decision {
			ClaimDecision::Grant => ClaimAnswer::Granted { document },
			ClaimDecision::Refuse => ClaimAnswer::Refused { document },
		};
		WarrantyClaims::<T>::insert(id, claim, WarrantyClaim { answer, ..entry });
		Self::deposit_event(Event::WarrantyClaimAnswered {
			sale: id,
			claim,
			answer,
		});
		Ok(())
	}

	pub(crate) fn do_end_warranty(id: SaleId) -> DispatchResult {
		let sale = Self::sale(id)?;
		let SaleStage::Transferred(completed) = sale.stage else {
			return Err(Error::<T>::NoWarranty.into());
		};
		let Warranty::Until { at, km } = completed.warranty else {
			return Err(Error::<T>::NoWarranty.into());
		};
		ensure!(
			Self::warranty_is_over(&sale, at, km),
			Error::<T>::WarrantyNotExpired
		);
		let stage = SaleStage::WarrantyEnded {
			completed,
			at: Self::now(),
		};
		Sales::<T>::insert(id, Sale { stage, ..sale });
		Self::deposit_event(Event::WarrantyEnded { sale: id });
		Ok(())
	}

	pub(crate) fn do_request_rescission(
		party: PartyId,
		id: SaleId,
		ground: RescissionGround,
		evidence: DocumentCommitment,
	) -> DispatchResult {
		let sale = Self::sale(id)?;
		ensure!(party == sale.buyer, Error::<T>::NotTheBuyer);
		let completed = match sale.stage {
			SaleStage::Transferred(completed) | SaleStage::WarrantyEnded { completed, .. } => {
				completed
			},
			SaleStage::RescissionRequested { .. } | SaleStage::RescissionAgreed { .. } => {
				return Err(Error::<T>::RescissionAlreadyRequested.into())
			},
			_ => return Err(Error::<T>::NotTransferred.into()),
		};
		ensure!(
			sale.contract_kind == ContractKind::Dealer,
			Error::<T>::NotADealersSale
		);
		ensure!(
			Self::vehicle(sale.vehicle)?.owner == party,
			Error::<T>::NotTheOwner
		);
		let now = Self::now();
		let terms = Self::terms_at(completed.transferred_at);
		let period = match ground {
			RescissionGround::Mileage | RescissionGround::Accident => terms.rescission_period,
			RescissionGround::Flood => terms.rescission_period_flood,
		};
		ensure!(
			now <= completed.delivered_at.saturating_add(period),
			Error::<T>::RescissionExpired
		);
		let stage = SaleStage::RescissionRequested {
			completed,
			request: RescissionRequest {
				ground,
				evidence,
				requested_at: now,
			},
		};
		Sales::<T>::insert(id, Sale { stage, ..sale });
		Self::deposit_event(Event::RescissionRequested {
			sale: id,
			ground,
			evidence,
		});
		Ok(())
	}

	/// Seller or dealer agree. A price that was paid on chain is held of who agrees.
	pub(crate) fn do_agree_rescission(
		party: PartyId,
		who: &T::AccountId,
		id: SaleId,
	) -> DispatchResult {
		let sale = Self::sale(id)?;
		ensure!(
			party == sale.seller || sale.dealer.map(PartyId::Agency) == Some(party),
			Error::<T>::NotTheSeller
		);
		let (completed, request) = Self::requested_rescission(&sale)?;
		let refund = match (completed.payment, sale.payment.total()) {
			(Payment::Held { .. }, Some(amount)) => {
				Self::hold_funds(party, who, amount)?;
				Refund::Held { by: party, amount }
			},
			_ => Refund::OffChain,
		};
		Self::set_rescission_agreed(id, &sale, completed, request, refund);
		Ok(())
	}

	pub(crate) fn do_order_rescission(id: SaleId, judgment: DocumentCommitment) -> DispatchResult {
		let sale = Self::sale(id)?;
		let (completed, request) = Self::requested_rescission(&sale)?;
		Self::set_rescission_agreed(
			id,
			&sale,
			completed,
			request,
			Refund::ByJudgment { judgment },
		);
		Ok(())
	}

	fn requested_rescission(sale: &Sale) -> Result<(Completed, RescissionRequest), DispatchError> {
		match sale.stage {
			SaleStage::RescissionRequested { completed, request } => Ok((completed, request)),
			SaleStage::RescissionAgreed { .. } => Err(Error::<T>::RescissionAlreadyAgreed.into()),
			_ => Err(Error::<T>::RescissionNotRequested.into()),
		}
	}

	fn set_rescission_agreed(
		id: SaleId,
		sale: &Sale,
		completed: Completed,
		request: RescissionRequest,
		refund: Refund,
	) {
		let now = Self::now();
		let expires_at = now.saturating_add(Self::terms_at(now).acceptance_period);
		let stage = SaleStage::RescissionAgreed {
			completed,
			request,
			refund,
		};
		Sales::<T>::insert(
			id,
			Sale {
				expires_at,
				stage,
				..*sale
			},
		);
		Self::deposit_event(Event::RescissionAgreed {
			sale: id,
			refund,
			expires_at,
		});
	}

	pub(crate) fn do_withdraw_rescission(party: PartyId, id: SaleId) -> DispatchResult {
		let sale = Self::sale(id)?;
		ensure!(party == sale.buyer, Error::<T>::NotTheBuyer);
		match sale.stage {
			SaleStage::RescissionRequested { completed, .. }
			| SaleStage::RescissionAgreed { completed, .. } => Self::drop_rescission(id, &sale, completed),
			_ => Err(Error::<T>::RescissionNotRequested.into()),
		}
	}

	/// The sale stands as it was transferred; what was held for the refund goes back.
	pub(crate) fn drop_rescission(id: SaleId, sale: &Sale, completed: Completed) -> DispatchResult {
		if let Some((by, amount)) = sale.stage.held_refund() {
			Self::return_funds(id, by, amount)?;
		}
		let stage = SaleStage::Transferred(completed);
		Sales::<T>::insert(id, Sale { stage, ..*sale });
		Self::deposit_event(Event::RescissionDropped { sale: id });
		Ok(())
	}
}
