// SPDX-License-Identifier: Apache-2.0

//! 대금: the buyer's price is held, and paid out when the registrar accepts.
//!
//! Who pays on chain signs with the party's own account, the one under which wallets show its money: a
//! citizen's account, a firm's pay-out account. A sale names the party; [`HeldFunds`] says on which
//! account its won are held, so that a change of accounts moves them in one step.

use crate::{pallet::*, types::*};
use frame_support::{
	ensure,
	traits::{
		fungible::{Inspect, MutateHold},
		tokens::{Fortitude, Precision, Restriction},
	},
	weights::Weight,
};
use seoul_chain_primitives::{Balance, OnAccountRotated, PartyId, PartyRegistry};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Refuse terms of payment that cannot be carried out.
	pub(crate) fn ensure_payable(
		terms: &PaymentTerms,
		kind: ContractKind,
		channel: Channel,
	) -> DispatchResult {
		let PaymentTerms::OnChain { price, dealer_fee } = *terms else {
			return Ok(());
		};
		ensure!(kind != ContractKind::Gift, Error::<T>::GiftIsNotPaid);
		ensure!(
			dealer_fee == 0 || channel == Channel::Brokered,
			Error::<T>::DealerFeeNotAllowed
		);
		// Less than that cannot be paid into an account that has nothing.
		let least = T::Currency::minimum_balance();
		ensure!(
			price >= least
				&& (dealer_fee == 0 || dealer_fee >= least)
				&& price.checked_add(dealer_fee).is_some(),
			Error::<T>::InvalidPrice
		);
		Ok(())
	}

	pub(crate) fn do_pay_sale(
		party: PartyId,
		who: &T::AccountId,
		id: SaleId,
		amount: Balance,
	) -> DispatchResult {
		let sale = Self::open_sale(id)?;
		ensure!(party == sale.buyer, Error::<T>::NotTheBuyer);
		let contract = match sale.stage {
			SaleStage::Signed { contract, .. } => contract,
			SaleStage::Paid { .. } | SaleStage::Delivered { .. } => {
				return Err(Error::<T>::AlreadyPaid.into())
			},
			_ => return Err(Error::<T>::NotSigned.into()),
		};
		let total = sale.payment.total().ok_or(Error::<T>::PaymentOffChain)?;
		ensure!(amount == total, Error::<T>::PriceMismatch);
		Self::hold_funds(party, who, amount)?;
		let stage = SaleStage::Paid {
			contract,
			payment: Payment::Held {
				amount,
				at: Self::now(),
			},
		};
		Sales::<T>::insert(id, Sale { stage, ..sale });
		Self::deposit_event(Event::PriceHeld {
			sale: id,
			account: who.clone(),
			amount,
		});
		Ok(())
	}

	pub(crate) fn do_confirm_payment(party: PartyId, id: SaleId) -> DispatchResult {
		let sale = Self::open_sale(id)?;
		let side = sale.side_of(party).ok_or(Error::<T>::NotAParty)?;
		let (contract, payment_confirmed_by) = match sale.stage {
			SaleStage::Signed {
				contract,
				payment_confirmed_by,
			} => (contract, payment_confirmed_by),
			SaleStage::Paid { .. } | SaleStage::Delivered { .. } => {
				return Err(Error::<T>::AlreadyPaid.into())
			},
			_ => return Err(Error::<T>::NotSigned.into()),
		};
		ensure!(
			sale.payment == PaymentTerms::OffChain,
			Error::<T>::PaymentOnChain
		);
		let stage = match payment_confirmed_by {
			None => SaleStage::Signed {
				contract,
				payment_confirmed_by: Some(side),
			},
			Some(by) => {
				ensure!(by != side, Error::<T>::AlreadyConfirmed);
				SaleStage::Paid {
					contract,
					payment: Payment::Confirmed { at: Self::now() },
				}
			},
		};
		Sales::<T>::insert(id, Sale { stage, ..sale });
		Self::deposit_event(Event::PaymentConfirmed { sale: id, side });
		if matches!(stage, SaleStage::Paid { .. }) {
			Self::deposit_event(Event::SalePaid { sale: id });
		}
		Ok(())
	}

	pub(crate) fn do_confirm_delivery(party: PartyId, id: SaleId) -> DispatchResult {
		let sale = Self::open_sale(id)?;
		ensure!(party == sale.buyer, Error::<T>::NotTheBuyer);
		let (contract, payment) = match sale.stage {
			SaleStage::Paid { contract, payment } => (contract, payment),
			SaleStage::Delivered { .. } => return Err(Error::<T>::AlreadyDelivered.into()),
			_ => return Err(Error::<T>::NotPaid.into()),
		};
		let stage = SaleStage::Delivered {
			contract,
			payment,
			delivered_at: Self::now(),
		};
		Sales::<T>::insert(id, Sale { stage, ..sale });
		Self::deposit_event(Event::VehicleDelivered {
			sale: id,
			vehicle: sale.vehicle,
		});
		Ok(())
	}

	/// Hold won of a party, on its own account.
	pub(crate) fn hold_funds(
		party: PartyId,
		who: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		ensure!(
			T::Parties::account_of(party).as_ref() == Some(who),
			Error::<T>::NotThePartysAccount
		);
		let held = match HeldFunds::<T>::get(party) {
			Some(held) => {
				// The party has changed accounts, and nobody has moved what is held.
				ensure!(held.account == *who, Error::<T>::FundsOnAnotherAccount);
				held.amount
			},
			None => 0,
		};
		let held = held
			.checked_add(amount)
			.ok_or(Error::<T>::InsufficientFunds)?;
		T::Currency::hold(&HoldReason::Sale.into(), who, amount)
			.map_err(|_| Error::<T>::InsufficientFunds)?;
		HeldFunds::<T>::insert(
			party,
			HeldAmount {
				account: who.clone(),
				amount: held,
			},
		);
		Ok(())
	}

	/// Count that less is held of a party, and return its account.
	fn take_funds(party: PartyId, amount: Balance) -> Result<T::AccountId, DispatchError> {
		let held = HeldFunds::<T>::get(party).ok_or(Error::<T>::InsufficientFunds)?;
		let rest = held
			.amount
			.checked_sub(amount)
			.ok_or(Error::<T>::InsufficientFunds)?;
		if rest == 0 {
			HeldFunds::<T>::remove(party);
		} else {
			HeldFunds::<T>::insert(
				party,
				HeldAmount {
					account: held.account.clone(),
					amount: rest,
				},
			);
		}
		Ok(held.account)
	}

	/// Give held won back to the party that they are held of.
	pub(crate) fn return_funds(id: SaleId, party: PartyId, amount: Balance) -> DispatchResult {
		let account = Self::take_funds(party, amount)?;
		T::Currency::release(&HoldReason::Sale.into(), &account, amount, Precision::Exact)?;
		Self::deposit_event(Event::PriceReturned {
			sale: id,
			account,
			amount,
		});
		Ok(())
	}

	/// Pay held won to another party.
	pub(crate) fn pay_out_funds(
		id: SaleId,
		party: PartyId,
		to: PartyId,
		amount: Balance,
	) -> DispatchResult {
		let receiver = T::Parties::account_of(to).ok_or(Error::<T>::NoPayoutAccount)?;
		let account = Self::take_funds(party, amount)?;
		T::Currency::transfer_on_hold(
			&HoldReason::Sale.into(),
			&account,
			&receiver,
			amount,
			Precision::Exact,
			Restriction::Free,
			Fortitude::Polite,
		)?;
		Self::deposit_event(Event::PricePaidOut {
			sale: id,
			to,
			account: receiver,
			amount,
		});
		Ok(())
	}

	/// The registrar accepts: the seller gets the price, the dealer its fee. Says how many were paid.
	pub(crate) fn pay_out_price(id: SaleId, sale: &Sale) -> Result<u32, DispatchError> {
		let (Some(_), PaymentTerms::OnChain { price, dealer_fee }) =
			(sale.stage.held_price(), sale.payment)
		else {
			return Ok(0);
		};
		Self::pay_out_funds(id, sale.buyer, sale.seller, price)?;
		match sale.dealer {
			Some(dealer) if dealer_fee > 0 => {
				Self::pay_out_funds(id, sale.buyer, PartyId::Agency(dealer), dealer_fee)?;
				Ok(2)
			},
			_ => Ok(1),
		}
	}
}

/// Whether a dealer sells its own car, brokers another's, or has no part.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Channel {
	/// 당사자 거래.
	Private,
	/// 매매업자 직접 매매.
	Direct,
	/// 매매업자 알선.
	Brokered,
}

impl<T: Config> OnAccountRotated<T::AccountId> for Pallet<T> {
	fn weight() -> Weight {
		<T::WeightInfo as crate::WeightInfo>::on_account_rotated()
	}

	/// Move what is held of the party for sales, all of it in one step.
	fn on_account_rotated(
		party: PartyId,
		old: &T::AccountId,
		new: &T::AccountId,
	) -> DispatchResult {
		let Some(held) = HeldFunds::<T>::get(party) else {
			return Ok(());
		};
		if held.account != *old || old == new {
			return Ok(());
		}
		T::Currency::transfer_on_hold(
			&HoldReason::Sale.into(),
			old,
			new,
			held.amount,
			Precision::Exact,
			Restriction::OnHold,
			Fortitude::Polite,
		)?;
		HeldFunds::<T>::insert(
			party,
			HeldAmount {
				account: new.clone(),
				amount: held.amount,
			},
		);
		Self::deposit_event(Event::HeldFundsMoved {
			party,
			old: old.clone(),
			new: new.clone(),
			amount: held.amount,
		});
		Ok(())
	}
}
