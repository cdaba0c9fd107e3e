// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use seoul_chain_primitives::{AgencyId, PartyId};

type Fault = Error<Test>;

fn list(account: u64, id: VehicleId, dealer: AgencyId) -> frame_support::dispatch::DispatchResult {
	CarRegistry::list_vehicle(RuntimeOrigin::signed(account), id, dealer)
}

fn take_back(account: u64, id: VehicleId) -> frame_support::dispatch::DispatchResult {
	CarRegistry::return_vehicle(RuntimeOrigin::signed(account), id)
}

#[test]
fn the_owner_lists_and_owner_or_dealer_returns() {
	build_and_execute(|| {
		let id = register(1);
		for account in [SELLER, DEALER] {
			events();
			assert_ok!(list(SELLER, id, DEALER_AGENCY));
			assert_eq!(
				vehicle_of(id).status,
				VehicleStatus::Listed(Listing {
					dealer: DEALER_AGENCY,
					since: START
				})
			);
			assert_ok!(take_back(account, id));
			assert_eq!(vehicle_of(id).status, VehicleStatus::Registered);
			assert_eq!(
				events(),
				[
					Event::VehicleListed {
						vehicle: id,
						dealer: DEALER_AGENCY
					},
					Event::VehicleReturned {
						vehicle: id,
						dealer: DEALER_AGENCY
					}
				]
			);
		}
	});
}

#[test]
fn only_the_owner_lists_and_only_with_an_active_dealer() {
	build_and_execute(|| {
		let id = register(1);
		assert_noop!(list(BUYER, id, DEALER_AGENCY), Fault::NotTheOwner);
		assert_noop!(list(DEALER, id, DEALER_AGENCY), Fault::NotTheOwner);
		assert_noop!(list(SELLER, id, AgencyId(4)), Fault::NotADealer);
		assert_noop!(list(SELLER, id, AgencyId(99)), Fault::NotADealer);
		assert_noop!(
			list(SELLER, VehicleId([0; 16]), DEALER_AGENCY),
			Fault::VehicleNotFound
		);
		assert_noop!(list(REGISTRAR, id, DEALER_AGENCY), NO_PARTY);
		suspend(dealer_party());
		assert_noop!(list(SELLER, id, DEALER_AGENCY), Fault::NotADealer);
	});
}

#[test]
fn a_listed_car_is_not_listed_again_nor_while_a_sale_is_open() {
	build_and_execute(|| {
		let (id, other) = (register(1), register(2));
		assert_ok!(list(SELLER, id, DEALER_AGENCY));
		assert_noop!(
			list(SELLER, id, OTHER_DEALER_AGENCY),
			Fault::ListedWithDealer
		);
		draft_private(other, 1);
		assert_noop!(
			list(SELLER, other, DEALER_AGENCY),
			Fault::SaleAlreadyPending
		);
	});
}

#[test]
fn a_car_is_returned_only_by_those_concerned_and_when_listed() {
	build_and_execute(|| {
		let id = register(1);
		assert_noop!(take_back(SELLER, id), Fault::NotListed);
		assert_noop!(
			take_back(SELLER, VehicleId([0; 16])),
			Fault::VehicleNotFound
		);
		draft_by_dealer(id, 1);
		assert_noop!(take_back(SELLER, id), Fault::SaleAlreadyPending);
		assert_noop!(take_back(DEALER, id), Fault::SaleAlreadyPending);
		assert_noop!(take_back(BUYER, id), Fault::NotTheOwner);
		assert_noop!(take_back(OTHER_DEALER, id), Fault::NotTheOwner);
		assert_noop!(take_back(WORKSHOP, id), NO_PARTY);
	});
}

#[test]
fn the_owner_takes_the_car_back_from_a_suspended_dealer() {
	build_and_execute(|| {
		let id = register(1);
		assert_ok!(list(SELLER, id, DEALER_AGENCY));
		suspend(PartyId::Agency(DEALER_AGENCY));
		assert_noop!(take_back(DEALER, id), SUSPENDED);
		assert_ok!(take_back(SELLER, id));
	});
}
