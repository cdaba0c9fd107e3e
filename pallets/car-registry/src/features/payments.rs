// SPDX-License-Identifier: Apache-2.0

//! 대금: the buyer's price is held, and paid out when the registrar accepts.
//!
//! Who pays on chain signs with the party's own account, the one under which wallets show its money: a
//! citizen's account, a firm's pay-out account. A sale names the party, and the party's account is where its
//! won are held: whoever changes the account takes them along ([`OnAccountRotated`]). [`HeldFor`] says whose
//! they are, so that one account never holds won of two parties.

use crate::{pallet::*, types::*, weights::WeightInfo as _};
use alloc::vec::Vec;
use frame_support::{
	ensure,
	traits::{
		fungible::{Inspect, InspectHold, MutateHold, Unbalanced, UnbalancedHold},
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
		Self::reserve_account(party, who)?;
		T::Currency::hold(&HoldReason::Sale.into(), who, amount)
			.map_err(|_| Error::<T>::InsufficientFunds)?;
		Ok(())
	}

	/// Note that what is held on an account for sales is this party's. Refused while another party's won are
	/// held there: nothing would say whose is how much.
	fn reserve_account(party: PartyId, account: &T::AccountId) -> DispatchResult {
		match HeldFor::<T>::get(account) {
			Some(named) if named == party => return Ok(()),
			Some(_) => ensure!(Self::held_on(account) == 0, Error::<T>::FundsOfAnotherParty),
			None => {},
		}
		HeldFor::<T>::insert(account, party);
		Ok(())
	}

	/// What is held on an account for sales.
	fn held_on(account: &T::AccountId) -> Balance {
		T::Currency::balance_on_hold(&HoldReason::Sale.into(), account)
	}

	/// The account on which won of a party are held: always the party's own, since they move with it.
	fn holding_account(party: PartyId) -> Result<T::AccountId, DispatchError> {
		T::Parties::account_of(party).ok_or_else(|| Error::<T>::NoPayoutAccount.into())
	}

	/// Give held won back to the party that they are held of.
	pub(crate) fn return_funds(id: SaleId, party: PartyId, amount: Balance) -> DispatchResult {
		let account = Self::holding_account(party)?;
		T::Currency::release(&HoldReason::Sale.into(), &account, amount, Precision::Exact)?;
		Self::deposit_event(Event::PriceReturned {
			sale: id,
			account,
			amount,
		});
		Ok(())
	}

	/// Pay held won of a party to others: what `transfer_on_hold` does for one receiver, with the hold written
	/// once for all of them. With force: what was promised before an account was frozen stays promised.
	pub(crate) fn pay_out_funds(
		id: SaleId,
		party: PartyId,
		shares: &[(PartyId, Balance)],
	) -> DispatchResult {
		let account = Self::holding_account(party)?;
		let shares = shares
			.iter()
			.map(|(to, amount)| Ok((*to, Self::holding_account(*to)?, *amount)))
			.collect::<Result<Vec<_>, DispatchError>>()?;
		let total = shares.iter().fold(0, |sum: Balance, (_, _, amount)| {
			sum.saturating_add(*amount)
		});
		let reason = HoldReason::Sale.into();
		T::Currency::decrease_balance_on_hold(&reason, &account, total, Precision::Exact)?;
		for (to, receiver, amount) in shares {
			T::Currency::increase_balance(&receiver, amount, Precision::Exact)?;
			T::Currency::done_transfer_on_hold(&reason, &account, &receiver, amount);
			Self::deposit_event(Event::PricePaidOut {
				sale: id,
				to,
				account: receiver,
				amount,
			});
		}
		Ok(())
	}

	/// What accepting a transfer costs, by who is paid and whether the plate changes.
	pub(crate) fn acceptance_weight(paid: Paid, acceptance: &TransferAcceptance) -> Weight {
		let weight = match paid {
			Paid::Nobody => T::WeightInfo::accept_transfer(),
			Paid::Seller => T::WeightInfo::accept_transfer_paying_seller(),
			Paid::SellerAndDealer => T::WeightInfo::accept_transfer_paying_seller_and_dealer(),
		};
		match acceptance.new_plate_tag {
			Some(_) => weight.saturating_add(T::WeightInfo::change_plate_at_transfer()),
			None => weight,
		}
	}

	/// The registrar accepts: the seller gets the price, the dealer its fee. Says who was paid.
	pub(crate) fn pay_out_price(id: SaleId, sale: &Sale) -> Result<Paid, DispatchError> {
		let (Some(_), PaymentTerms::OnChain { price, dealer_fee }) =
			(sale.stage.held_price(), sale.payment)
		else {
			return Ok(Paid::Nobody);
		};
		let seller = (sale.seller, price);
		match sale.dealer {
			Some(dealer) if dealer_fee > 0 => {
				let dealer = (PartyId::Agency(dealer), dealer_fee);
				Self::pay_out_funds(id, sale.buyer, &[seller, dealer])?;
				Ok(Paid::SellerAndDealer)
			},
			_ => {
				Self::pay_out_funds(id, sale.buyer, &[seller])?;
				Ok(Paid::Seller)
			},
		}
	}
}

/// Who was paid when a sale was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Paid {
	/// The price was paid outside the chain, or there is none.
	Nobody,
	/// The seller.
	Seller,
	/// The seller the price, the dealer its fee.
	SellerAndDealer,
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
		T::WeightInfo::on_account_rotated()
	}

	/// Move what is held of the party for sales, all of it in one step.
	fn on_account_rotated(
		party: PartyId,
		old: &T::AccountId,
		new: &T::AccountId,
	) -> DispatchResult {
		// Several parties may name one account: only what is held for this one moves.
		if old == new || HeldFor::<T>::get(old) != Some(party) {
			return Ok(());
		}
		let amount = Self::held_on(old);
		if amount == 0 {
			HeldFor::<T>::remove(old);
			return Ok(());
		}
		Self::reserve_account(party, new)?;
		T::Currency::transfer_on_hold(
			&HoldReason::Sale.into(),
			old,
			new,
			amount,
			Precision::Exact,
			Restriction::OnHold,
			// They are the party's, whosever account was frozen.
			Fortitude::Force,
		)?;
		HeldFor::<T>::remove(old);
		Self::deposit_event(Event::HeldFundsMoved {
			party,
			old_account: old.clone(),
			new_account: new.clone(),
			amount,
		});
		Ok(())
	}
}
