// SPDX-License-Identifier: Apache-2.0

//! A car with a thousand records costs no more to transfer than one with ten.

use crate::common::*;
use frame_support::{dispatch::GetDispatchInfo, weights::Weight};
use pallet_car_registry::{
	Call, ContractKind, OdometerReport, OdometerSource, PaymentTerms, SaleId, TransferAcceptance,
	VehicleId, Vehicles,
};
use seoul_chain_runtime::{Executive, Runtime, RuntimeCall, RuntimeEvent, System};
use std::collections::{BTreeMap, HashMap};

/// What a transaction read: how many keys of each storage item, by the item's hashed name.
type Reads = BTreeMap<Vec<u8>, usize>;

/// A car with `records` entries in its history and a sale that both sides have signed.
fn signed_sale(chain: &mut Chain, name: &str, records: u32) -> (VehicleId, SaleId) {
	let vehicle = register_car(chain, name, SELLER_CARD);
	// The registration is one entry, and the signed contract will be another.
	for reading in 0..records - 2 {
		if reading % 200 == 0 {
			chain.next_block();
		}
		let report = OdometerReport {
			km: 1_000 + reading,
			taken_at: chain.now(),
			source: OdometerSource::Repair,
		};
		let outcome = chain.apply(
			who::MECHANIC,
			Call::<Runtime>::report_odometer { vehicle, report },
		);
		assert_eq!(outcome.result, Ok(()));
	}
	chain.next_block();

	let contract = document(name.as_bytes());
	let sale = drafted_sale(chain.succeeds(
		who::SELLER,
		Call::<Runtime>::draft_sale {
			vehicle,
			buyer: BUYER_CARD,
			contract_kind: ContractKind::BetweenParties,
			contract,
			payment: PaymentTerms::OffChain,
		},
	));
	chain.succeeds(who::BUYER, Call::<Runtime>::waive_inspection { sale });
	chain.succeeds(who::BUYER, Call::<Runtime>::sign_sale { sale, contract });
	chain.succeeds(who::SELLER, Call::<Runtime>::sign_sale { sale, contract });
	paid_and_delivered(chain, sale);
	let vehicle_record = chain.query(|| Vehicles::<Runtime>::get(vehicle));
	assert_eq!(vehicle_record.map(|vehicle| vehicle.records), Some(records));
	(vehicle, sale)
}

/// Accept the transfer. Returns the declared weight, the weight charged, and what was read.
fn accept(chain: &mut Chain, name: &str, sale: SaleId) -> (Weight, Weight, Reads) {
	let call = RuntimeCall::from(Call::<Runtime>::accept_transfer {
		sale,
		acceptance: TransferAcceptance {
			receipt: document(format!("receipt of {name}").as_bytes()),
			new_access_tag: access_tag(&format!("second certificate of {name}")),
			new_plate_tag: None,
			new_district: None,
		},
	});
	let declared = call.get_dispatch_info().call_weight;
	let transaction = chain.query(|| sign(&who::DONGDAEMUN.pair(), call, 0));

	let recorder = Default::default();
	chain
		.committed()
		.execute_with_recorder(Clone::clone(&recorder), || {
			Executive::apply_extrinsic(transaction)
				.expect("valid")
				.expect("the transfer is accepted");
		});
	let charged = chain
		.query(System::events)
		.into_iter()
		.rev()
		.find_map(|record| match record.event {
			RuntimeEvent::System(frame_system::Event::ExtrinsicSuccess { dispatch_info }) => {
				Some(dispatch_info.weight)
			},
			_ => None,
		})
		.expect("a transaction that succeeds says so");
	let mut reads = Reads::new();
	for key in recorder
		.recorded_keys()
		.into_values()
		.flat_map(HashMap::into_keys)
	{
		*reads
			.entry(key.iter().take(32).copied().collect())
			.or_default() += 1;
	}
	(declared, charged, reads)
}

#[test]
fn a_car_with_a_thousand_records_costs_no_more_to_transfer_than_one_with_ten() {
	let mut chain = Chain::development();
	let (young, young_sale) = signed_sale(&mut chain, "a young car", 10);
	let (old, old_sale) = signed_sale(&mut chain, "an old car", 1_000);

	// Each is the first transaction of its block, which does a little more than those after it.
	chain.next_block_with_room();
	let (declared_young, charged_young, read_young) = accept(&mut chain, "a young car", young_sale);
	chain.next_block_with_room();
	let (declared_old, charged_old, read_old) = accept(&mut chain, "an old car", old_sale);

	assert_eq!(declared_young, declared_old);
	assert_eq!(charged_young, charged_old);
	let vehicles = Vehicles::<Runtime>::hashed_key_for(young)[..32].to_vec();
	assert_eq!(
		read_young.get(&vehicles),
		Some(&1),
		"the recorder sees the car being read"
	);
	assert_eq!(read_young, read_old);
	assert_eq!(owner_of(&mut chain, young), BUYER_CARD);
	assert_eq!(owner_of(&mut chain, old), BUYER_CARD);
}
