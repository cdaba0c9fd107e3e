// SPDX-License-Identifier: Apache-2.0

//! A used car goes from one citizen to another, without a dealer.

use crate::common::*;
use pallet_car_registry::{
	Call, ContractKind, Error, PaymentTerms, SaleId, SaleStage, Sales, TransferAcceptance,
	VehicleId,
};
use pallet_citizen_identity as cards;
use seoul_chain_primitives::CitizenIndex;
use seoul_chain_runtime::Runtime;

const CONTRACT: &[u8] = b"contract between private parties";

fn draft_to(vehicle: VehicleId, buyer: seoul_chain_primitives::PartyId) -> Call<Runtime> {
	Call::draft_sale {
		vehicle,
		buyer,
		contract_kind: ContractKind::BetweenParties,
		contract: document(CONTRACT),
		payment: PaymentTerms::OffChain,
	}
}

fn sign(sale: SaleId) -> Call<Runtime> {
	Call::sign_sale {
		sale,
		contract: document(CONTRACT),
	}
}

fn accept(sale: SaleId) -> Call<Runtime> {
	Call::accept_transfer {
		sale,
		acceptance: TransferAcceptance {
			receipt: document(b"receipt of the national register"),
			new_access_tag: access_tag("second certificate"),
			new_plate_tag: None,
			new_district: None,
		},
	}
}

/// A sale that seller and buyer have signed.
fn signed_sale(chain: &mut Chain, vehicle: VehicleId) -> SaleId {
	let sale = drafted_sale(chain.succeeds(who::SELLER, draft_to(vehicle, BUYER_CARD)));
	chain.succeeds(who::BUYER, Call::<Runtime>::waive_inspection { sale });
	chain.succeeds(who::BUYER, sign(sale));
	chain.succeeds(who::SELLER, sign(sale));
	sale
}

#[test]
fn a_car_goes_from_one_citizen_to_another_without_an_inspection_record() {
	let mut chain = Chain::development();
	let vehicle = register_car(&mut chain, "a family car", SELLER_CARD);
	let sale = signed_sale(&mut chain, vehicle);
	chain.next_block();
	chain.refuses(who::DONGDAEMUN, accept(sale), Error::<Runtime>::NotPaid);
	paid_and_delivered(&mut chain, sale);
	chain.succeeds(who::DONGDAEMUN, accept(sale));
	assert_eq!(owner_of(&mut chain, vehicle), BUYER_CARD);

	// What the seller had is the buyer's to sell now.
	chain.refuses(
		who::SELLER,
		draft_to(vehicle, BYSTANDER_CARD),
		Error::<Runtime>::NotTheOwner,
	);
}

#[test]
fn nobody_sells_a_car_of_somebody_else() {
	let mut chain = Chain::development();
	let vehicle = register_car(&mut chain, "a family car", SELLER_CARD);
	chain.refuses(
		who::BYSTANDER,
		draft_to(vehicle, BYSTANDER_CARD),
		Error::<Runtime>::NotTheOwner,
	);
	chain.refuses(
		who::DONGDAEMUN,
		draft_to(vehicle, BUYER_CARD),
		Error::<Runtime>::NotTheOwner,
	);
	chain.refuses(
		who::DEALER,
		Call::<Runtime>::draft_sale {
			vehicle,
			buyer: BUYER_CARD,
			contract_kind: ContractKind::Dealer,
			contract: document(CONTRACT),
			payment: PaymentTerms::OffChain,
		},
		Error::<Runtime>::NotListedWithThisDealer,
	);
}

#[test]
fn a_car_is_in_one_sale_at_a_time() {
	let mut chain = Chain::development();
	let vehicle = register_car(&mut chain, "a family car", SELLER_CARD);
	let sale = drafted_sale(chain.succeeds(who::SELLER, draft_to(vehicle, BUYER_CARD)));
	chain.refuses(
		who::SELLER,
		draft_to(vehicle, BYSTANDER_CARD),
		Error::<Runtime>::SaleAlreadyPending,
	);
	chain.succeeds(who::BUYER, Call::<Runtime>::cancel_sale { sale });
	chain.succeeds(who::SELLER, draft_to(vehicle, BYSTANDER_CARD));
}

#[test]
fn a_sale_that_is_not_signed_in_time_ends() {
	let mut chain = Chain::development();
	let vehicle = register_car(&mut chain, "a family car", SELLER_CARD);
	let sale = drafted_sale(chain.succeeds(who::SELLER, draft_to(vehicle, BUYER_CARD)));
	let expire = || Call::<Runtime>::expire_sale { sale };
	chain.refuses(who::BYSTANDER, expire(), Error::<Runtime>::SaleNotExpired);

	let deadline = chain
		.query(|| Sales::<Runtime>::get(sale))
		.expect("the sale is there")
		.expires_at;
	let span = deadline - chain.now();
	chain.advance(span + SLOT);
	chain.refuses(
		who::BUYER,
		Call::<Runtime>::waive_inspection { sale },
		Error::<Runtime>::SaleExpired,
	);
	chain.succeeds(who::BYSTANDER, expire());
	let stage = chain
		.query(|| Sales::<Runtime>::get(sale))
		.expect("the sale is there")
		.stage;
	assert!(matches!(stage, SaleStage::Expired { .. }));
	assert_eq!(owner_of(&mut chain, vehicle), SELLER_CARD);
}

#[test]
fn one_car_is_registered_once() {
	let mut chain = Chain::development();
	register_car(&mut chain, "a family car", SELLER_CARD);
	let registered_at = chain.now() - SLOT;
	let mut again = registration("another car", BUYER_CARD, registered_at);
	again.vin_tag = registration("a family car", SELLER_CARD, registered_at).vin_tag;
	chain.refuses(
		who::GANGNAM,
		Call::<Runtime>::register_vehicle {
			registration: again,
		},
		Error::<Runtime>::VinAlreadyExists,
	);
}

#[test]
fn a_citizen_whose_card_is_suspended_neither_buys_nor_sells() {
	let mut chain = Chain::development();
	let vehicle = register_car(&mut chain, "a family car", SELLER_CARD);
	let citizen = CitizenIndex(1001);
	chain.succeeds(
		who::CITY_OFFICER,
		cards::Call::<Runtime>::suspend_card { citizen },
	);
	// It has no quota, and its won are frozen.
	chain.cannot_pay_for(&who::SELLER.pair(), draft_to(vehicle, BUYER_CARD));
	chain.succeeds(
		who::CITY_OFFICER,
		cards::Call::<Runtime>::resume_card { citizen },
	);

	let sale = signed_sale(&mut chain, vehicle);
	paid_and_delivered(&mut chain, sale);
	let buyer = CitizenIndex(1002);
	chain.succeeds(
		who::CITY_OFFICER,
		cards::Call::<Runtime>::suspend_card { citizen: buyer },
	);
	chain.refuses(
		who::DONGDAEMUN,
		accept(sale),
		cards::Error::<Runtime>::CardSuspended,
	);
	chain.succeeds(
		who::CITY_OFFICER,
		cards::Call::<Runtime>::resume_card { citizen: buyer },
	);
	chain.succeeds(who::DONGDAEMUN, accept(sale));
}
