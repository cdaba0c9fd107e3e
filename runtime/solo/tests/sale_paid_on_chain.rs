// SPDX-License-Identifier: Apache-2.0

//! A dealer's buyer pays on chain; the price moves exactly when the registrar accepts, and comes back when
//! the sale is undone.

use crate::common::*;
use pallet_car_registry::{
	Call, ContractKind, Error, Incident, IncidentReport, IncidentSource, PaymentTerms,
	RescissionGround, SaleId, TotalLossCause, TransferAcceptance, VehicleId,
};
use seoul_chain_primitives::{Balance, PartyRegistry};
use seoul_chain_runtime::{AccountId, CarRegistry, Runtime};
use sp_keyring::Sr25519Keyring::{One, Two};

const WON: Balance = 1_000_000;
const PRICE: Balance = 500 * WON;
const FEE: Balance = 20 * WON;
const CONTRACT: &[u8] = b"contract of a brokered sale";

fn acceptance(certificate: &str) -> TransferAcceptance {
	TransferAcceptance {
		receipt: document(format!("receipt with {certificate}").as_bytes()),
		new_access_tag: access_tag(certificate),
		new_plate_tag: None,
		new_district: None,
	}
}

/// A car of the seller, sold by the dealer, signed by both, price and fee held of the buyer.
fn paid_sale(chain: &mut Chain) -> (VehicleId, SaleId) {
	let vehicle = register_car(chain, "a brokered car", SELLER_CARD);
	chain.succeeds(
		who::SELLER,
		Call::<Runtime>::list_vehicle {
			vehicle,
			dealer: DEALER,
		},
	);
	let form = clean_form(chain.now(), 48_000);
	chain.succeeds(
		who::INSPECTOR,
		Call::<Runtime>::file_inspection {
			vehicle,
			document: document(b"inspection record"),
			form,
		},
	);
	let inspection = chain
		.query(|| CarRegistry::vehicle_info(vehicle))
		.and_then(|info| info.vehicle.latest_inspection)
		.expect("the inspection record is filed");
	let sale = drafted_sale(chain.succeeds(
		who::DEALER,
		Call::<Runtime>::draft_sale {
			vehicle,
			buyer: BUYER_CARD,
			contract_kind: ContractKind::Dealer,
			contract: document(CONTRACT),
			payment: PaymentTerms::OnChain {
				price: PRICE,
				dealer_fee: FEE,
			},
		},
	));
	chain.succeeds(
		who::BUYER,
		Call::<Runtime>::acknowledge_inspection { sale, inspection },
	);
	for side in [who::SELLER, who::BUYER] {
		chain.succeeds(
			side,
			Call::<Runtime>::sign_sale {
				sale,
				contract: document(CONTRACT),
			},
		);
	}
	chain.refuses(
		who::BUYER,
		Call::<Runtime>::pay_sale {
			sale,
			amount: PRICE,
		},
		Error::<Runtime>::PriceMismatch,
	);
	chain.succeeds(
		who::BUYER,
		Call::<Runtime>::pay_sale {
			sale,
			amount: PRICE + FEE,
		},
	);
	(vehicle, sale)
}

/// What the accounts of seller, buyer and dealer can spend.
fn purses(chain: &mut Chain) -> [Balance; 3] {
	let dealer: AccountId = chain
		.query(|| {
			<Runtime as pallet_car_registry::Config>::Parties::account_of(
				seoul_chain_primitives::PartyId::Agency(DEALER),
			)
		})
		.expect("a dealer has a pay-out account");
	[
		chain.balance(&who::SELLER.to_account_id()),
		chain.balance(&who::BUYER.to_account_id()),
		chain.balance(&dealer),
	]
}

fn accept(sale: SaleId) -> Call<Runtime> {
	Call::accept_transfer {
		sale,
		acceptance: acceptance("the buyer's certificate"),
	}
}

#[test]
fn the_price_reaches_seller_and_dealer_when_the_registrar_accepts_and_not_before() {
	let mut chain = Chain::development();
	let (vehicle, sale) = paid_sale(&mut chain);
	let deliver = || Call::<Runtime>::confirm_delivery { sale };
	chain.refuses(
		who::DONGDAEMUN,
		accept(sale),
		Error::<Runtime>::NotDelivered,
	);
	chain.succeeds(who::BUYER, deliver());

	// Meanwhile the insurer pays for the car as a total loss.
	let happened_at = chain.now();
	chain.succeeds(
		Two,
		Call::<Runtime>::report_incident {
			vehicle,
			report: IncidentReport {
				source: IncidentSource::Insurer,
				happened_at,
				document: document(b"settlement"),
				incident: Incident::TotalLoss(TotalLossCause::Flood),
			},
		},
	);
	chain.refuses(
		who::DONGDAEMUN,
		accept(sale),
		Error::<Runtime>::TotalLossNotRepaired,
	);
	chain.succeeds(
		One,
		Call::<Runtime>::pass_repair_inspection {
			vehicle,
			document: document(b"repair inspection"),
		},
	);

	let [seller, buyer, dealer] = purses(&mut chain);
	chain.succeeds(who::DONGDAEMUN, accept(sale));
	assert_eq!(owner_of(&mut chain, vehicle), BUYER_CARD);
	assert_eq!(
		purses(&mut chain),
		[seller + PRICE, buyer, dealer + FEE],
		"what was held moved, and nothing else"
	);
}

#[test]
fn a_rejected_transfer_gives_the_price_back() {
	let mut chain = Chain::development();
	let (vehicle, sale) = paid_sale(&mut chain);
	let [seller, buyer, dealer] = purses(&mut chain);
	chain.succeeds(
		who::DONGDAEMUN,
		Call::<Runtime>::reject_transfer {
			sale,
			reason: document(b"reason"),
		},
	);
	assert_eq!(owner_of(&mut chain, vehicle), SELLER_CARD);
	assert_eq!(purses(&mut chain), [seller, buyer + PRICE + FEE, dealer]);
}

#[test]
fn a_rescinded_sale_gives_car_and_price_back() {
	let mut chain = Chain::development();
	let (vehicle, sale) = paid_sale(&mut chain);
	chain.succeeds(who::BUYER, Call::<Runtime>::confirm_delivery { sale });
	chain.succeeds(who::DONGDAEMUN, accept(sale));
	chain.succeeds(
		who::BUYER,
		Call::<Runtime>::request_rescission {
			sale,
			ground: RescissionGround::Flood,
			evidence: document(b"expert's report"),
		},
	);
	chain.succeeds(who::SELLER, Call::<Runtime>::agree_rescission { sale });
	let [seller, buyer, dealer] = purses(&mut chain);
	chain.succeeds(
		who::DONGDAEMUN,
		Call::<Runtime>::accept_rescission {
			sale,
			acceptance: acceptance("the seller's certificate again"),
		},
	);
	assert_eq!(owner_of(&mut chain, vehicle), SELLER_CARD);
	assert_eq!(
		purses(&mut chain),
		[seller, buyer + PRICE + FEE, dealer],
		"what was held of the seller went to the buyer"
	);
}
