// SPDX-License-Identifier: Apache-2.0

//! The admission office admits a hundred companies by one transaction.

use crate::common::*;
use frame_support::{
	dispatch::{DispatchClass, GetDispatchInfo},
	BoundedVec,
};
use pallet_agencies::{Agencies as Register, AgencyKind, AgencyName, Call, Error};
use seoul_chain_primitives::{AgencyId, Role};
use seoul_chain_runtime::block::RuntimeBlockWeights;
use seoul_chain_runtime::{AccountId, Runtime, RuntimeCall, RuntimeEvent, System};
use sp_runtime::DispatchError;

/// Agencies of the small city.
const BEFORE: u32 = 39;

fn administrator(row: u32) -> AccountId {
	AccountId::new(sp_io::hashing::blake2_256(
		format!("administrator {row}").as_bytes(),
	))
}

fn admission(row: u32, administrator: AccountId, role: Role) -> RuntimeCall {
	let name = |text: String| BoundedVec::truncate_from(text.into_bytes());
	RuntimeCall::from(Call::<Runtime>::admit_company {
		name: AgencyName {
			ko: name(format!("업체 {row}")),
			en: name(format!("Company {row}")),
		},
		roles: BoundedVec::truncate_from(vec![role]),
		payout_account: administrator.clone(),
		administrator,
	})
}

fn rows() -> Vec<RuntimeCall> {
	(0..100)
		.map(|row| admission(row, administrator(row), Role::CarDealer))
		.collect()
}

/// What became of each row.
fn results(events: &[RuntimeEvent]) -> Vec<Result<(), DispatchError>> {
	events
		.iter()
		.filter_map(|event| match event {
			RuntimeEvent::Utility(pallet_utility::Event::ItemCompleted) => Some(Ok(())),
			RuntimeEvent::Utility(pallet_utility::Event::ItemFailed { error }) => Some(Err(*error)),
			_ => None,
		})
		.collect()
}

#[test]
fn a_hundred_companies_fit_into_one_transaction_and_into_one_block() {
	let mut chain = Chain::development();
	let batch = pallet_utility::Call::<Runtime>::force_batch { calls: rows() };
	let declared = RuntimeCall::from(batch.clone()).get_dispatch_info();
	assert_eq!(declared.class, DispatchClass::Normal);

	let events = chain.succeeds(who::CITY_OFFICER, batch);
	assert_eq!(results(&events), vec![Ok(()); 100]);
	chain.query(|| {
		assert_eq!(
			pallet_agencies::NextAgencyId::<Runtime>::get(),
			BEFORE + 100
		);
		let used = System::block_weight();
		let limit = RuntimeBlockWeights::get()
			.get(DispatchClass::Normal)
			.max_total;
		let used = used.get(DispatchClass::Normal).ref_time();
		let limit = limit.expect("normal transactions are limited").ref_time();
		assert!(
			used < limit / 5,
			"{used} of {limit} used: a block has room for five such batches"
		);
	});
	chain.next_block();
}

#[test]
fn bad_rows_are_reported_and_good_ones_land() {
	let mut chain = Chain::development();
	let mut calls = rows();
	calls[10] = admission(10, administrator(10), Role::Registrar);
	calls[20] = admission(20, administrator(19), Role::CarDealer);
	calls[30] = admission(30, who::BUYER.to_account_id(), Role::CarDealer);
	calls[40] = RuntimeCall::from(Call::<Runtime>::admit_company {
		name: AgencyName {
			ko: Default::default(),
			en: Default::default(),
		},
		roles: Default::default(),
		administrator: administrator(40),
		payout_account: administrator(40),
	});

	let events = chain.succeeds(
		who::CITY_OFFICER,
		pallet_utility::Call::<Runtime>::force_batch { calls },
	);
	let results = results(&events);
	assert_eq!(results.len(), 100);
	let failures: Vec<_> = results
		.iter()
		.enumerate()
		.filter_map(|(row, result)| result.err().map(|error| (row, error)))
		.collect();
	assert_eq!(
		failures,
		[
			(10, Error::<Runtime>::RoleNotOpenToCompanies.into()),
			(20, Error::<Runtime>::AlreadyActsForAnotherAgency.into()),
			(30, Error::<Runtime>::IsACitizen.into()),
			(40, Error::<Runtime>::NameEmpty.into()),
		]
	);
	assert!(events.iter().any(|event| matches!(
		event,
		RuntimeEvent::Utility(pallet_utility::Event::BatchCompletedWithErrors)
	)));
	chain.query(|| {
		assert_eq!(pallet_agencies::NextAgencyId::<Runtime>::get(), BEFORE + 96);
		let last = Register::<Runtime>::get(AgencyId(BEFORE + 95)).expect("the last row landed");
		assert_eq!(last.kind, AgencyKind::Company);
		assert_eq!(last.administrator, administrator(99));
	});
}

#[test]
fn who_is_not_the_admission_office_admits_nobody() {
	let mut chain = Chain::development();
	let events = chain.succeeds(
		who::DONGDAEMUN,
		pallet_utility::Call::<Runtime>::force_batch { calls: rows() },
	);
	let refused: DispatchError = Error::<Runtime>::RoleNotHeld.into();
	assert_eq!(results(&events), vec![Err(refused); 100]);
}
