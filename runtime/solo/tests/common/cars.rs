// SPDX-License-Identifier: Apache-2.0

//! A car that goes from one to another without a dealer.

use super::*;
use pallet_car_registry::{Call, ContractKind, PaymentTerms, TransferAcceptance};

/// The paper of a sale, of which no two are the same.
pub fn contract(vehicle: VehicleId, buyer: PartyId) -> DocumentCommitment {
	document(format!("{buyer:?} buys {vehicle:?}").as_bytes())
}

/// The owner drafts a sale.
pub fn draft(vehicle: VehicleId, buyer: PartyId, payment: PaymentTerms) -> Call<Runtime> {
	Call::draft_sale {
		vehicle,
		buyer,
		contract_kind: ContractKind::BetweenParties,
		contract: contract(vehicle, buyer),
		payment,
	}
}

/// The registrar accepts a sale.
pub fn accept(sale: SaleId, certificate: &str) -> Call<Runtime> {
	Call::accept_transfer {
		sale,
		acceptance: TransferAcceptance {
			receipt: document(certificate.as_bytes()),
			new_access_tag: access_tag(certificate),
			new_plate_tag: None,
			new_district: None,
		},
	}
}

/// A sale that both have signed.
pub fn signed_sale(
	chain: &mut Chain,
	vehicle: VehicleId,
	seller: &sr25519::Pair,
	(buyer, party): (&sr25519::Pair, PartyId),
	payment: PaymentTerms,
) -> SaleId {
	let sale = drafted_sale(chain.succeeds_as(seller, draft(vehicle, party, payment)));
	chain.succeeds_as(buyer, Call::<Runtime>::waive_inspection { sale });
	for side in [seller, buyer] {
		let contract = contract(vehicle, party);
		chain.succeeds_as(side, Call::<Runtime>::sign_sale { sale, contract });
	}
	sale
}

/// One sells to the other, paid beside the chain, and the registrar accepts.
pub fn sell(
	chain: &mut Chain,
	vehicle: VehicleId,
	seller: &sr25519::Pair,
	(buyer, party): (&sr25519::Pair, PartyId),
) {
	let payment = PaymentTerms::OffChain;
	let sale = signed_sale(chain, vehicle, seller, (buyer, party), payment);
	for side in [seller, buyer] {
		chain.succeeds_as(side, Call::<Runtime>::confirm_payment { sale });
	}
	chain.succeeds_as(buyer, Call::<Runtime>::confirm_delivery { sale });
	chain.succeeds(
		who::DONGDAEMUN,
		accept(sale, &format!("certificate {}", sale.0)),
	);
	assert_eq!(owner_of(chain, vehicle), party);
}
