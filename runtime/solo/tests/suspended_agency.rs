// SPDX-License-Identifier: Apache-2.0

//! An agency is suspended, and none of its people can act until it is reinstated.

use crate::common::*;
use frame_support::BoundedVec;
use pallet_agencies as agencies;
use pallet_car_registry::{Call, ContractKind, OdometerReport, OdometerSource, PaymentTerms};
use seoul_chain_primitives::{chain::DAY, AgencyId, Role};
use seoul_chain_runtime::{Runtime, RuntimeCall};
use sp_core::{sr25519, Pair};
use sp_keyring::Sr25519Keyring;
use sp_runtime::AccountId32;

const REPAIR_SHOP: AgencyId = AgencyId(7);

fn suspend(agency: AgencyId) -> agencies::Call<Runtime> {
	agencies::Call::suspend {
		agency,
		reason: document(b"order of suspension"),
	}
}

#[test]
fn no_delegate_of_a_suspended_company_acts_until_it_is_reinstated() {
	let mut chain = Chain::development();
	let vehicle = register_car(&mut chain, "a used car", SELLER_CARD);
	let taken_at = chain.now();

	// The administrator appoints a second mechanic, whose account needs won for its fees.
	let second = sr25519::Pair::from_string("//second mechanic", None).expect("a valid path");
	let second_account = AccountId32::from(second.public());
	chain.succeeds(
		who::MECHANIC,
		pallet_balances::Call::<Runtime>::transfer_keep_alive {
			dest: second_account.clone().into(),
			value: 1_000_000_000,
		},
	);
	chain.succeeds(
		who::MECHANIC,
		agencies::Call::<Runtime>::appoint_delegate {
			delegate: second_account,
			roles: BoundedVec::truncate_from(vec![Role::RepairShop]),
			expires_at: taken_at + 30 * DAY,
		},
	);

	let report = |km| {
		RuntimeCall::from(Call::<Runtime>::report_odometer {
			vehicle,
			report: OdometerReport {
				km,
				taken_at,
				source: OdometerSource::Repair,
			},
		})
	};
	assert_eq!(chain.apply_as(&second, report(100)).result, Ok(()));

	chain.succeeds(who::CITY_OFFICER, suspend(REPAIR_SHOP));
	let suspended = agencies::Error::<Runtime>::AgencySuspended;
	chain.refuses(who::MECHANIC, report(200), suspended);
	let suspended = agencies::Error::<Runtime>::AgencySuspended;
	assert_eq!(
		chain.apply_as(&second, report(200)).result,
		Err(suspended.into())
	);

	chain.succeeds(
		who::CITY_OFFICER,
		agencies::Call::<Runtime>::reinstate {
			agency: REPAIR_SHOP,
		},
	);
	chain.succeeds(who::MECHANIC, report(300));
	assert_eq!(chain.apply_as(&second, report(400)).result, Ok(()));
}

#[test]
fn no_car_is_placed_with_a_suspended_dealer_and_it_sells_none() {
	let mut chain = Chain::development();
	let listed = register_car(&mut chain, "a listed car", SELLER_CARD);
	let other = register_car(&mut chain, "another car", SELLER_CARD);
	chain.succeeds(
		who::SELLER,
		Call::<Runtime>::list_vehicle {
			vehicle: listed,
			dealer: DEALER,
		},
	);

	chain.succeeds(who::CITY_OFFICER, suspend(DEALER));
	chain.refuses(
		who::DEALER,
		Call::<Runtime>::draft_sale {
			vehicle: listed,
			buyer: BUYER_CARD,
			contract_kind: ContractKind::Dealer,
			contract: document(b"contract"),
			payment: PaymentTerms::OffChain,
		},
		agencies::Error::<Runtime>::AgencySuspended,
	);
	chain.refuses(
		who::SELLER,
		Call::<Runtime>::list_vehicle {
			vehicle: other,
			dealer: DEALER,
		},
		pallet_car_registry::Error::<Runtime>::NotADealer,
	);
	// The owner gets the car back without the dealer.
	chain.succeeds(
		who::SELLER,
		Call::<Runtime>::return_vehicle { vehicle: listed },
	);
}

#[test]
fn the_admission_office_decides_about_companies_only() {
	let mut chain = Chain::development();
	let dongdaemun = AgencyId(1);
	chain.refuses(
		who::CITY_OFFICER,
		suspend(dongdaemun),
		agencies::Error::<Runtime>::NotACompany,
	);
	chain.refuses(
		who::DONGDAEMUN,
		suspend(DEALER),
		agencies::Error::<Runtime>::RoleNotHeld,
	);
	// A councillor's own signature is not the council.
	chain.refuses(
		Sr25519Keyring::Alice,
		suspend(dongdaemun),
		agencies::Error::<Runtime>::NotADelegate,
	);
}

#[test]
fn a_delegation_ends_when_it_expires() {
	let mut chain = Chain::development();
	let vehicle = register_car(&mut chain, "a used car", SELLER_CARD);
	let now = chain.now();
	// The administrator shortens its own delegation.
	chain.succeeds(
		who::MECHANIC,
		agencies::Call::<Runtime>::appoint_delegate {
			delegate: who::MECHANIC.to_account_id(),
			roles: BoundedVec::truncate_from(vec![Role::RepairShop]),
			expires_at: now + 10_000,
		},
	);
	let report = |taken_at| Call::<Runtime>::report_odometer {
		vehicle,
		report: OdometerReport {
			km: 1_000,
			taken_at,
			source: OdometerSource::Repair,
		},
	};
	chain.advance(8_000);
	chain.succeeds(who::MECHANIC, report(now));
	chain.advance(2_000);
	chain.refuses(
		who::MECHANIC,
		report(now),
		agencies::Error::<Runtime>::DelegationExpired,
	);
}
