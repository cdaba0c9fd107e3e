// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{
	assert_noop, assert_ok, dispatch::DispatchResult, traits::fungible::InspectHold,
};

type Fault = Error<Test>;

fn claim(account: u64, sale: SaleId) -> DispatchResult {
	CarRegistry::file_warranty_claim(RuntimeOrigin::signed(account), sale, paper(70))
}

fn answer(account: u64, sale: SaleId, number: u8, decision: ClaimDecision) -> DispatchResult {
	CarRegistry::answer_warranty_claim(
		RuntimeOrigin::signed(account),
		sale,
		ClaimNumber(number),
		decision,
		paper(71),
	)
}

fn end(account: u64, sale: SaleId) -> DispatchResult {
	CarRegistry::end_warranty(RuntimeOrigin::signed(account), sale)
}

fn request(account: u64, sale: SaleId, ground: RescissionGround) -> DispatchResult {
	CarRegistry::request_rescission(RuntimeOrigin::signed(account), sale, ground, paper(72))
}

fn agree(account: u64, sale: SaleId) -> DispatchResult {
	CarRegistry::agree_rescission(RuntimeOrigin::signed(account), sale)
}

fn order(account: u64, sale: SaleId) -> DispatchResult {
	CarRegistry::order_rescission(RuntimeOrigin::signed(account), sale, paper(73))
}

fn withdraw(account: u64, sale: SaleId) -> DispatchResult {
	CarRegistry::withdraw_rescission(RuntimeOrigin::signed(account), sale)
}

fn accept(account: u64, sale: SaleId) -> DispatchResult {
	CarRegistry::accept_rescission(RuntimeOrigin::signed(account), sale, acceptance(60))
}

fn drive(id: VehicleId, km: u32) {
	assert_ok!(CarRegistry::report_odometer(
		RuntimeOrigin::signed(REPAIR_SHOP),
		id,
		OdometerReport {
			km,
			taken_at: now(),
			source: OdometerSource::Repair
		}
	));
}

/// A dealer's sale that was paid outside the chain and accepted.
fn off_chain_sale(id: VehicleId, number: u64) -> SaleId {
	let sale = signed_dealer_sale(id, number, PaymentTerms::OffChain);
	confirm_both(sale);
	deliver(sale);
	assert_ok!(CarRegistry::accept_transfer(
		RuntimeOrigin::signed(REGISTRAR),
		sale,
		acceptance(50)
	));
	sale
}

use RescissionGround::{Accident, Flood, Mileage};

#[test]
fn a_dealer_answers_for_thirty_days_from_delivery() {
	build_and_execute(|| {
		let id = register(1);
		let sale = transferred_dealer_sale(id, 2);
		advance(30 * DAY);
		events();
		assert_ok!(claim(BUYER, sale));
		assert_eq!(
			events(),
			[Event::WarrantyClaimed {
				sale,
				claim: ClaimNumber(0),
				document: paper(70)
			}]
		);
		assert_noop!(end(STRANGER, sale), Fault::WarrantyNotExpired);
		advance(1);
		assert_noop!(claim(BUYER, sale), Fault::WarrantyExpired);
		events();
		assert_ok!(end(STRANGER, sale));
		assert_eq!(events(), [Event::WarrantyEnded { sale }]);
		assert_noop!(claim(BUYER, sale), Fault::NoWarranty);
		assert_noop!(end(STRANGER, sale), Fault::NoWarranty);
	});
}

#[test]
fn or_for_two_thousand_kilometres_whichever_comes_first() {
	build_and_execute(|| {
		let id = register(1);
		// The form says 50,000 km.
		let sale = transferred_dealer_sale(id, 2);
		advance(DAY);
		drive(id, 52_000);
		assert_ok!(claim(BUYER, sale));
		drive(id, 52_001);
		assert_noop!(claim(BUYER, sale), Fault::WarrantyExpired);
		assert_ok!(end(STRANGER, sale));
	});
}

#[test]
fn the_dealer_answers_each_claim_once() {
	build_and_execute(|| {
		let sale = transferred_dealer_sale(register(1), 2);
		assert_noop!(
			answer(DEALER, sale, 0, ClaimDecision::Grant),
			Fault::ClaimNotFound
		);
		assert_ok!(claim(BUYER, sale));
		assert_ok!(claim(BUYER, sale));
		assert_noop!(
			answer(OTHER_DEALER, sale, 0, ClaimDecision::Grant),
			Fault::NotTheDealer
		);
		assert_noop!(
			answer(SELLER, sale, 0, ClaimDecision::Grant),
			NOT_A_DELEGATE
		);
		events();
		assert_ok!(answer(SALESPERSON, sale, 0, ClaimDecision::Grant));
		assert_eq!(
			events(),
			[Event::WarrantyClaimAnswered {
				sale,
				claim: ClaimNumber(0),
				answer: ClaimAnswer::Granted {
					document: paper(71)
				}
			}]
		);
		assert_noop!(
			answer(DEALER, sale, 0, ClaimDecision::Refuse),
			Fault::ClaimAlreadyAnswered
		);
		assert_ok!(answer(DEALER, sale, 1, ClaimDecision::Refuse));
		let answers: Vec<_> = CarRegistry::sale_info(sale)
			.expect("sold")
			.warranty_claims
			.into_iter()
			.map(|(_, claim)| claim.answer)
			.collect();
		assert_eq!(
			answers,
			[
				ClaimAnswer::Granted {
					document: paper(71)
				},
				ClaimAnswer::Refused {
					document: paper(71)
				}
			]
		);
		assert_noop!(
			answer(DEALER, SaleId(9), 0, ClaimDecision::Grant),
			Fault::SaleNotFound
		);
	});
}

#[test]
fn only_a_dealers_buyer_claims_and_not_without_end() {
	build_and_execute(|| {
		let id = register(1);
		let private = delivered_private_sale(register(2), 9);
		assert_noop!(claim(BUYER, private), Fault::NoWarranty);
		assert_ok!(CarRegistry::accept_transfer(
			RuntimeOrigin::signed(REGISTRAR),
			private,
			acceptance(50)
		));
		assert_noop!(claim(BUYER, private), Fault::NoWarranty);
		assert_noop!(end(STRANGER, private), Fault::NoWarranty);
		let sale = transferred_dealer_sale(id, 2);
		for account in [SELLER, DEALER, STRANGER] {
			assert_noop!(claim(account, sale), Fault::NotTheBuyer);
		}
		assert_noop!(claim(REGISTRAR, sale), NO_PARTY);
		assert_noop!(claim(BUYER, SaleId(9)), Fault::SaleNotFound);
		assert_noop!(end(STRANGER, SaleId(9)), Fault::SaleNotFound);
		for _ in 0..MAX_WARRANTY_CLAIMS {
			assert_ok!(claim(BUYER, sale));
		}
		assert_noop!(claim(BUYER, sale), Fault::TooManyClaims);
	});
}

#[test]
fn an_agreed_rescission_gives_car_and_price_back_when_the_registrar_accepts() {
	build_and_execute(|| {
		let id = register(1);
		let sale = transferred_dealer_sale(id, 2);
		advance(30 * DAY);
		events();
		assert_ok!(request(BUYER, sale, Mileage));
		assert_noop!(accept(REGISTRAR, sale), Fault::RescissionNotAgreed);
		// The dealer brokered the sale and answers for price and fee.
		assert_ok!(agree(DEALER, sale));
		let refund = Refund::Held {
			by: dealer_party(),
			amount: PRICE + FEE,
		};
		assert_eq!(
			events(),
			[
				Event::RescissionRequested {
					sale,
					ground: Mileage,
					evidence: paper(72)
				},
				Event::RescissionAgreed {
					sale,
					refund,
					expires_at: now() + 60 * DAY
				},
			]
		);
		assert_eq!(vehicle_of(id).owner, citizen(BUYER), "not before");
		assert_noop!(accept(OTHER_REGISTRAR, sale), Fault::WrongDistrict);
		assert_noop!(accept(SELLER, sale), NOT_A_DELEGATE);
		assert_ok!(accept(REGISTRAR, sale));
		assert_eq!(
			events().last(),
			Some(&Event::SaleRescinded {
				sale,
				vehicle: id,
				old_owner: citizen(BUYER),
				new_owner: citizen(SELLER)
			})
		);
		assert_eq!(vehicle_of(id).owner, citizen(SELLER));
		assert_eq!(Balances::free_balance(BUYER), FORTUNE);
		assert_eq!(Balances::free_balance(DEALER), FORTUNE - PRICE);
		assert!(matches!(
			CarRegistry::verify_document(id, DocumentKind::ContractDealer, paper(2)),
			DocumentVerdict::Recorded {
				standing: Standing::Void,
				..
			}
		));
		assert_noop!(accept(REGISTRAR, sale), Fault::RescissionNotAgreed);
		assert_noop!(request(BUYER, sale, Mileage), Fault::NotTransferred);
	});
}

#[test]
fn mileage_and_accident_have_thirty_days_and_a_flood_ninety() {
	build_and_execute(|| {
		let sale = transferred_dealer_sale(register(1), 2);
		advance(30 * DAY + 1);
		for ground in [Mileage, Accident] {
			assert_noop!(request(BUYER, sale, ground), Fault::RescissionExpired);
		}
		// Also after the warranty has ended.
		assert_ok!(end(STRANGER, sale));
		advance(60 * DAY - 1);
		assert_ok!(request(BUYER, sale, Flood));
		assert_ok!(withdraw(BUYER, sale));
		advance(1);
		assert_noop!(request(BUYER, sale, Flood), Fault::RescissionExpired);
	});
}

#[test]
fn only_the_buyer_of_a_dealers_sale_who_still_has_the_car_rescinds() {
	build_and_execute(|| {
		let (id, other) = (register(1), register(2));
		let private = delivered_private_sale(other, 9);
		assert_noop!(request(BUYER, private, Flood), Fault::NotTransferred);
		assert_ok!(CarRegistry::accept_transfer(
			RuntimeOrigin::signed(REGISTRAR),
			private,
			acceptance(51)
		));
		assert_noop!(request(BUYER, private, Flood), Fault::NotADealersSale);
		let sale = transferred_dealer_sale(id, 2);
		for account in [SELLER, DEALER, STRANGER] {
			assert_noop!(request(account, sale, Flood), Fault::NotTheBuyer);
		}
		assert_noop!(request(REGISTRAR, sale, Flood), NO_PARTY);
		assert_noop!(request(BUYER, SaleId(9), Flood), Fault::SaleNotFound);
		assert_ok!(request(BUYER, sale, Flood));
		assert_noop!(
			request(BUYER, sale, Flood),
			Fault::RescissionAlreadyRequested
		);
		assert_ok!(withdraw(BUYER, sale));
		// The buyer gives the car away.
		assert_ok!(CarRegistry::transfer_by_title(
			RuntimeOrigin::signed(REGISTRAR),
			id,
			TitleTransfer {
				ground: TitleGround::Judgment,
				new_owner: citizen(STRANGER),
				since: now(),
				basis: paper(80)
			},
			acceptance(52)
		));
		assert_noop!(request(BUYER, sale, Flood), Fault::NotTheOwner);
	});
}

#[test]
fn seller_or_dealer_agree_with_won_of_their_own() {
	build_and_execute(|| {
		let sale = transferred_dealer_sale(register(1), 2);
		assert_noop!(agree(SELLER, sale), Fault::RescissionNotRequested);
		assert_ok!(request(BUYER, sale, Accident));
		for account in [BUYER, STRANGER, OTHER_DEALER] {
			assert_noop!(agree(account, sale), Fault::NotTheSeller);
		}
		assert_noop!(agree(REGISTRAR, sale), NO_PARTY);
		assert_noop!(agree(SELLER, SaleId(9)), Fault::SaleNotFound);
		assert_ok!(agree(SELLER, sale));
		assert_noop!(agree(DEALER, sale), Fault::RescissionAlreadyAgreed);
		assert_noop!(
			request(BUYER, sale, Accident),
			Fault::RescissionAlreadyRequested
		);
		assert_eq!(Balances::total_balance_on_hold(&SELLER), PRICE + FEE);
	});
}

#[test]
fn who_has_not_got_the_price_cannot_agree_on_chain() {
	build_and_execute(|| {
		let sale = transferred_dealer_sale(register(1), 2);
		assert_ok!(request(BUYER, sale, Accident));
		assert_ok!(Balances::transfer_allow_death(
			RuntimeOrigin::signed(DEALER),
			STRANGER,
			FORTUNE - PRICE
		));
		assert_noop!(agree(DEALER, sale), Fault::InsufficientFunds);
		rotate(dealer_party(), 42);
		assert_noop!(agree(DEALER, sale), Fault::NotThePartysAccount);
	});
}

#[test]
fn a_price_that_was_paid_outside_the_chain_goes_back_outside_it() {
	build_and_execute(|| {
		let id = register(1);
		let sale = off_chain_sale(id, 2);
		assert_ok!(request(BUYER, sale, Accident));
		assert_ok!(agree(SELLER, sale));
		assert_eq!(HeldFor::<Test>::iter().count(), 0);
		assert_ok!(accept(REGISTRAR, sale));
		assert_eq!(vehicle_of(id).owner, citizen(SELLER));
	});
}

#[test]
fn a_court_orders_what_nobody_agrees_to() {
	build_and_execute(|| {
		let id = register(1);
		let sale = transferred_dealer_sale(id, 2);
		assert_noop!(order(COURT, sale), Fault::RescissionNotRequested);
		assert_ok!(request(BUYER, sale, Flood));
		for account in [REGISTRAR, POLICE, BUYER] {
			assert_noop!(order(account, sale), NOT_A_DELEGATE);
		}
		assert_noop!(order(COURT, SaleId(9)), Fault::SaleNotFound);
		events();
		assert_ok!(order(COURT, sale));
		assert_eq!(
			events(),
			[Event::RescissionAgreed {
				sale,
				refund: Refund::ByJudgment {
					judgment: paper(73)
				},
				expires_at: now() + 60 * DAY
			}]
		);
		assert_noop!(order(COURT, sale), Fault::RescissionAlreadyAgreed);
		assert_ok!(accept(REGISTRAR, sale));
		assert_eq!(
			events(),
			[Event::SaleRescinded {
				sale,
				vehicle: id,
				old_owner: citizen(BUYER),
				new_owner: citizen(SELLER)
			}]
		);
		assert_eq!(vehicle_of(id).owner, citizen(SELLER));
		// The price was paid on chain; the court sees to it itself.
		assert_eq!(Balances::free_balance(BUYER), FORTUNE - PRICE - FEE);
		assert_eq!(Balances::free_balance(SELLER), FORTUNE + PRICE);
	});
}

#[test]
fn a_withdrawn_or_overdue_rescission_leaves_the_sale_and_gives_the_refund_back() {
	build_and_execute(|| {
		let sale = transferred_dealer_sale(register(1), 2);
		assert_noop!(withdraw(BUYER, sale), Fault::RescissionNotRequested);
		let agreed = || {
			assert_ok!(request(BUYER, sale, Flood));
			assert_ok!(agree(DEALER, sale));
			events();
		};
		agreed();
		assert_noop!(withdraw(DEALER, sale), Fault::NotTheBuyer);
		assert_noop!(withdraw(REGISTRAR, sale), NO_PARTY);
		assert_ok!(withdraw(BUYER, sale));
		assert!(events().contains(&Event::RescissionDropped { sale }));
		assert_eq!(Balances::free_balance(DEALER), FORTUNE + FEE);

		agreed();
		let expire = || CarRegistry::expire_sale(RuntimeOrigin::signed(STRANGER), sale);
		assert_noop!(expire(), Fault::SaleNotExpired);
		advance(60 * DAY + 1);
		assert_noop!(accept(REGISTRAR, sale), Fault::SaleExpired);
		assert_ok!(expire());
		assert_eq!(Balances::free_balance(DEALER), FORTUNE + FEE);
		assert!(matches!(sale_of(sale).stage, SaleStage::Transferred(_)));
	});
}

#[test]
fn a_rescission_is_accepted_only_for_a_car_that_may_change_its_owner() {
	build_and_execute(|| {
		let id = register(1);
		let sale = transferred_dealer_sale(id, 2);
		assert_noop!(accept(REGISTRAR, SaleId(9)), Fault::SaleNotFound);
		assert_ok!(request(BUYER, sale, Flood));
		assert_ok!(agree(SELLER, sale));
		assert_noop!(
			CarRegistry::accept_rescission(
				RuntimeOrigin::signed(REGISTRAR),
				sale,
				acceptance(10_002)
			),
			Fault::AccessTagAlreadyExists
		);
		suspend(citizen(SELLER));
		assert_noop!(accept(REGISTRAR, sale), SUSPENDED);
		seize(id, 90);
		assert_noop!(accept(REGISTRAR, sale), Fault::Seized);
		// The buyer sells it on instead.
		let resale = NextSaleId::<Test>::get();
		assert_ok!(CarRegistry::draft_sale(
			RuntimeOrigin::signed(BUYER),
			id,
			citizen(STRANGER),
			ContractKind::BetweenParties,
			paper(91),
			PaymentTerms::OffChain
		));
		assert_noop!(accept(REGISTRAR, sale), Fault::SaleAlreadyPending);
		assert_ok!(CarRegistry::cancel_sale(
			RuntimeOrigin::signed(BUYER),
			resale
		));
		assert_ok!(CarRegistry::transfer_by_title(
			RuntimeOrigin::signed(REGISTRAR),
			id,
			TitleTransfer {
				ground: TitleGround::PublicSale,
				new_owner: citizen(STRANGER),
				since: now(),
				basis: paper(92)
			},
			acceptance(52)
		));
		assert_noop!(accept(REGISTRAR, sale), Fault::NotTheOwner);
	});
}
