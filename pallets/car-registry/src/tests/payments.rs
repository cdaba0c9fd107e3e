// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{
	assert_noop, assert_ok,
	dispatch::{DispatchResult, GetDispatchInfo},
	traits::fungible::{Inspect, InspectHold},
};
use seoul_chain_primitives::{Balance, OnAccountRotated, PartyId};

type Fault = Error<Test>;

fn pay_as(account: u64, sale: SaleId, amount: Balance) -> DispatchResult {
	CarRegistry::pay_sale(RuntimeOrigin::signed(account), sale, amount)
}

fn confirm(account: u64, sale: SaleId) -> DispatchResult {
	CarRegistry::confirm_payment(RuntimeOrigin::signed(account), sale)
}

fn receive(account: u64, sale: SaleId) -> DispatchResult {
	CarRegistry::confirm_delivery(RuntimeOrigin::signed(account), sale)
}

fn accept(sale: SaleId) -> DispatchResult {
	CarRegistry::accept_transfer(RuntimeOrigin::signed(REGISTRAR), sale, acceptance(50))
		.map(|_| ())
		.map_err(|refusal| refusal.error)
}

fn held(account: u64) -> Balance {
	Balances::balance_on_hold(&HoldReason::Sale.into(), &account)
}

fn draft(id: VehicleId, kind: ContractKind, payment: PaymentTerms) -> DispatchResult {
	let drafter = if kind == ContractKind::Dealer {
		DEALER
	} else {
		SELLER
	};
	CarRegistry::draft_sale(
		RuntimeOrigin::signed(drafter),
		id,
		citizen(BUYER),
		kind,
		paper(900),
		payment,
	)
}

#[test]
fn the_price_is_paid_out_exactly_when_the_registrar_accepts() {
	build_and_execute(|| {
		let id = register(1);
		let sale = signed_dealer_sale(id, 2, ON_CHAIN_WITH_FEE);
		events();
		assert_ok!(pay_as(BUYER, sale, PRICE + FEE));
		assert_eq!(
			events(),
			[Event::PriceHeld {
				sale,
				account: BUYER,
				amount: PRICE + FEE
			}]
		);
		assert_eq!(held(BUYER), PRICE + FEE);
		assert_ok!(receive(BUYER, sale));
		assert_eq!(events(), [Event::VehicleDelivered { sale, vehicle: id }]);
		assert_eq!(
			Balances::balance(&SELLER),
			FORTUNE,
			"nothing is paid before"
		);
		assert_ok!(accept(sale));
		assert_eq!(
			events()[..2],
			[
				Event::PricePaidOut {
					sale,
					to: citizen(SELLER),
					account: SELLER,
					amount: PRICE
				},
				Event::PricePaidOut {
					sale,
					to: dealer_party(),
					account: DEALER,
					amount: FEE
				},
			]
		);
		assert_eq!(held(BUYER), 0);
		assert_eq!(Balances::balance(&BUYER), FORTUNE - PRICE - FEE);
		assert_eq!(Balances::balance(&SELLER), FORTUNE + PRICE);
		assert_eq!(Balances::balance(&DEALER), FORTUNE + FEE);
	});
}

#[test]
fn what_was_held_before_an_account_was_frozen_is_settled_all_the_same() {
	build_and_execute(|| {
		const NEW_PHONE: u64 = 42;
		let paid = |number| {
			let sale = signed_dealer_sale(register(number), number, ON_CHAIN_WITH_FEE);
			pay(sale);
			sale
		};
		let (delivered, rejected) = (paid(1), paid(2));
		deliver(delivered);
		freeze(BUYER);
		assert!(
			Balances::transfer_allow_death(RuntimeOrigin::signed(BUYER), STRANGER, WON).is_err()
		);
		// The seller and the dealer get what is theirs.
		assert_ok!(accept(delivered));
		assert_eq!(Balances::balance(&SELLER), FORTUNE + PRICE);
		assert_eq!(Balances::balance(&DEALER), FORTUNE + FEE);
		assert_eq!(held(BUYER), PRICE + FEE);
		// What is held of the party follows it.
		assert_ok!(Balances::transfer_allow_death(
			RuntimeOrigin::signed(STRANGER),
			NEW_PHONE,
			WON
		));
		rotate(citizen(BUYER), NEW_PHONE);
		assert_ok!(CarRegistry::on_account_rotated(
			citizen(BUYER),
			&BUYER,
			&NEW_PHONE
		));
		assert_eq!((held(BUYER), held(NEW_PHONE)), (0, PRICE + FEE));
		// What goes back to a frozen account is frozen there.
		freeze(NEW_PHONE);
		assert_ok!(CarRegistry::reject_transfer(
			RuntimeOrigin::signed(REGISTRAR),
			rejected,
			paper(77)
		));
		assert_eq!(held(NEW_PHONE), 0);
		assert_eq!(Balances::balance(&NEW_PHONE), PRICE + FEE + WON);
		assert!(
			Balances::transfer_allow_death(RuntimeOrigin::signed(NEW_PHONE), STRANGER, WON)
				.is_err()
		);
	});
}

#[test]
fn acceptance_is_declared_at_its_worst_and_charged_by_what_it_did() {
	build_and_execute(|| {
		type Weights = ();
		let plate = |number| Some(PlateTag(sp_core::H256::from_low_u64_be(number)));
		for (number, payment, new_plate_tag, charged) in [
			(1, PaymentTerms::OffChain, None, Weights::accept_transfer()),
			(2, ON_CHAIN, None, Weights::accept_transfer_paying_seller()),
			(
				3,
				ON_CHAIN_WITH_FEE,
				None,
				Weights::accept_transfer_paying_seller_and_dealer(),
			),
			(
				4,
				ON_CHAIN,
				plate(400),
				Weights::accept_transfer_paying_seller()
					.saturating_add(Weights::change_plate_at_transfer()),
			),
		] {
			let sale = signed_dealer_sale(register(number), number, payment);
			if payment == PaymentTerms::OffChain {
				confirm_both(sale);
			} else {
				pay(sale);
			}
			deliver(sale);
			let acceptance = TransferAcceptance {
				new_plate_tag,
				..acceptance(50 + number)
			};
			let declared = Call::<Test>::accept_transfer { sale, acceptance }
				.get_dispatch_info()
				.call_weight;
			let worst = Weights::accept_transfer_paying_seller_and_dealer();
			assert_eq!(
				declared,
				match new_plate_tag {
					Some(_) => worst.saturating_add(Weights::change_plate_at_transfer()),
					None => worst,
				}
			);
			let outcome =
				CarRegistry::accept_transfer(RuntimeOrigin::signed(REGISTRAR), sale, acceptance)
					.expect("it is in order");
			assert_eq!(outcome.actual_weight, Some(charged));
			assert!(charged.all_lte(declared));
		}
	});
}

#[test]
fn balances_tells_wallets_of_every_share_that_is_paid_out() {
	build_and_execute(|| {
		let sale = signed_dealer_sale(register(1), 2, ON_CHAIN_WITH_FEE);
		pay(sale);
		deliver(sale);
		System::reset_events();
		assert_ok!(accept(sale));
		let told: Vec<_> = System::events()
			.into_iter()
			.filter_map(|record| match record.event {
				RuntimeEvent::Balances(event) => Some(event),
				_ => None,
			})
			.collect();
		let share = |dest, amount| pallet_balances::Event::TransferOnHold {
			reason: HoldReason::Sale.into(),
			source: BUYER,
			dest,
			amount,
		};
		assert_eq!(told, [share(SELLER, PRICE), share(DEALER, FEE)]);
	});
}

#[test]
fn the_price_goes_back_to_the_buyer_on_rejection_cancellation_and_expiry() {
	build_and_execute(|| {
		let id = register(1);
		let paid = |number| {
			let sale = draft_as(SELLER, id, ContractKind::BetweenParties, number, ON_CHAIN);
			assert_ok!(CarRegistry::waive_inspection(
				RuntimeOrigin::signed(BUYER),
				sale
			));
			sign_both(sale);
			pay(sale);
			events();
			sale
		};
		let returned = |sale| {
			assert!(events().contains(&Event::PriceReturned {
				sale,
				account: BUYER,
				amount: PRICE
			}));
			assert_eq!(held(BUYER), 0);
			assert_eq!(Balances::balance(&BUYER), FORTUNE);
			assert_eq!(vehicle_of(id).owner, citizen(SELLER));
		};

		let sale = paid(1);
		deliver(sale);
		assert_ok!(CarRegistry::reject_transfer(
			RuntimeOrigin::signed(REGISTRAR),
			sale,
			paper(77)
		));
		returned(sale);

		let sale = paid(2);
		for account in [BUYER, SELLER] {
			assert_eq!(held(BUYER), PRICE);
			assert_ok!(CarRegistry::cancel_sale(
				RuntimeOrigin::signed(account),
				sale
			));
		}
		returned(sale);

		let sale = paid(3);
		advance(60 * DAY + 1);
		assert_noop!(accept(sale), Fault::SaleExpired);
		assert_ok!(CarRegistry::expire_sale(
			RuntimeOrigin::signed(STRANGER),
			sale
		));
		returned(sale);

		// A new draft closes an overdue sale, and gives the price back too.
		let overdue = paid(4);
		advance(60 * DAY + 1);
		draft_private(id, 5);
		returned(overdue);
	});
}

#[test]
fn a_buyer_pays_just_the_price_once_and_from_its_own_account() {
	build_and_execute(|| {
		let sale = signed_dealer_sale(register(1), 2, ON_CHAIN_WITH_FEE);
		for amount in [0, PRICE, PRICE + FEE + 1] {
			assert_noop!(pay_as(BUYER, sale, amount), Fault::PriceMismatch);
		}
		for account in [SELLER, STRANGER, DEALER] {
			assert_noop!(pay_as(account, sale, PRICE + FEE), Fault::NotTheBuyer);
		}
		assert_noop!(pay_as(REGISTRAR, sale, PRICE + FEE), NO_PARTY);
		assert_noop!(pay_as(BUYER, SaleId(9), PRICE), Fault::SaleNotFound);
		assert_noop!(confirm(BUYER, sale), Fault::PaymentOnChain);
		assert_ok!(pay_as(BUYER, sale, PRICE + FEE));
		assert_noop!(pay_as(BUYER, sale, PRICE + FEE), Fault::AlreadyPaid);
		assert_noop!(confirm(BUYER, sale), Fault::AlreadyPaid);
	});
}

#[test]
fn nobody_pays_what_is_not_signed_or_with_what_it_has_not_got() {
	build_and_execute(|| {
		let (id, other) = (register(1), register(2));
		let sale = draft_as(SELLER, id, ContractKind::BetweenParties, 3, ON_CHAIN);
		assert_noop!(pay_as(BUYER, sale, PRICE), Fault::NotSigned);
		assert_noop!(confirm(BUYER, sale), Fault::NotSigned);
		assert_noop!(receive(BUYER, sale), Fault::NotPaid);
		let dear = PaymentTerms::OnChain {
			price: FORTUNE + 1,
			dealer_fee: 0,
		};
		let sale = draft_as(SELLER, other, ContractKind::BetweenParties, 4, dear);
		assert_ok!(CarRegistry::waive_inspection(
			RuntimeOrigin::signed(BUYER),
			sale
		));
		sign_both(sale);
		assert_noop!(pay_as(BUYER, sale, FORTUNE + 1), Fault::InsufficientFunds);
	});
}

#[test]
fn terms_of_payment_that_cannot_be_kept_are_refused() {
	build_and_execute(|| {
		let id = register(1);
		let terms = |price, dealer_fee| PaymentTerms::OnChain { price, dealer_fee };
		let private = ContractKind::BetweenParties;
		for (price, fee) in [(0, 0), (WON - 1, 0)] {
			assert_noop!(draft(id, private, terms(price, fee)), Fault::InvalidPrice);
		}
		assert_noop!(
			draft(id, private, terms(PRICE, FEE)),
			Fault::DealerFeeNotAllowed
		);
		assert_noop!(
			draft(id, ContractKind::Gift, terms(PRICE, 0)),
			Fault::GiftIsNotPaid
		);
		assert_ok!(CarRegistry::list_vehicle(
			RuntimeOrigin::signed(SELLER),
			id,
			DEALER_AGENCY
		));
		for (price, fee) in [(PRICE, WON - 1), (u128::MAX, WON)] {
			assert_noop!(
				draft(id, ContractKind::Dealer, terms(price, fee)),
				Fault::InvalidPrice
			);
		}
		// A dealer that sells its own car brokers nothing.
		let own = register_for(2, dealer_party());
		assert_noop!(
			draft(own, ContractKind::Dealer, terms(PRICE, FEE)),
			Fault::DealerFeeNotAllowed
		);
		assert_ok!(draft(own, ContractKind::Dealer, terms(PRICE, 0)));
	});
}

#[test]
fn a_payment_outside_the_chain_counts_when_both_sides_say_so() {
	build_and_execute(|| {
		let sale = signed_private_sale(register(1), 2);
		assert_noop!(pay_as(BUYER, sale, PRICE), Fault::PaymentOffChain);
		assert_noop!(confirm(STRANGER, sale), Fault::NotAParty);
		assert_noop!(confirm(REGISTRAR, sale), NO_PARTY);
		events();
		assert_ok!(confirm(BUYER, sale));
		assert_noop!(confirm(BUYER, sale), Fault::AlreadyConfirmed);
		assert_noop!(receive(BUYER, sale), Fault::NotPaid);
		assert_noop!(accept(sale), Fault::NotPaid);
		assert_ok!(confirm(SELLER, sale));
		assert_eq!(
			events(),
			[
				Event::PaymentConfirmed {
					sale,
					side: Side::Buyer
				},
				Event::PaymentConfirmed {
					sale,
					side: Side::Seller
				},
				Event::SalePaid { sale },
			]
		);
		assert_noop!(accept(sale), Fault::NotDelivered);
		for account in [SELLER, STRANGER] {
			assert_noop!(receive(account, sale), Fault::NotTheBuyer);
		}
		assert_noop!(receive(REGISTRAR, sale), NO_PARTY);
		assert_ok!(receive(BUYER, sale));
		assert_noop!(receive(BUYER, sale), Fault::AlreadyDelivered);
		assert_ok!(accept(sale));
	});
}

#[test]
fn a_firm_pays_from_its_pay_out_account_only() {
	build_and_execute(|| {
		let id = register(1);
		let sale = NextSaleId::<Test>::get();
		// To the firm whose pay-out account is that of its first delegate.
		assert_ok!(CarRegistry::draft_sale(
			RuntimeOrigin::signed(SELLER),
			id,
			dealer_party(),
			ContractKind::BetweenParties,
			paper(2),
			ON_CHAIN
		));
		assert_ok!(CarRegistry::waive_inspection(
			RuntimeOrigin::signed(DEALER),
			sale
		));
		for account in [SELLER, DEALER] {
			assert_ok!(CarRegistry::sign_sale(
				RuntimeOrigin::signed(account),
				sale,
				paper(2)
			));
		}
		rotate(dealer_party(), 200);
		assert_noop!(pay_as(DEALER, sale, PRICE), Fault::NotThePartysAccount);
	});
}

#[test]
fn held_won_follow_a_change_of_accounts() {
	build_and_execute(|| {
		const NEW_PHONE: u64 = 42;
		let sale = signed_dealer_sale(register(1), 2, ON_CHAIN_WITH_FEE);
		pay(sale);
		// Some won of its own, so that the account is there.
		assert_ok!(Balances::transfer_allow_death(
			RuntimeOrigin::signed(BUYER),
			NEW_PHONE,
			WON
		));
		rotate(citizen(BUYER), NEW_PHONE);
		events();
		assert_ok!(CarRegistry::on_account_rotated(
			citizen(BUYER),
			&BUYER,
			&NEW_PHONE
		));
		assert_eq!(
			events(),
			[Event::HeldFundsMoved {
				party: citizen(BUYER),
				old_account: BUYER,
				new_account: NEW_PHONE,
				amount: PRICE + FEE
			}]
		);
		assert_eq!((held(BUYER), held(NEW_PHONE)), (0, PRICE + FEE));
		assert_ok!(receive(NEW_PHONE, sale));
		assert_ok!(accept(sale));
		assert_eq!(held(NEW_PHONE), 0);
		assert_eq!(Balances::balance(&SELLER), FORTUNE + PRICE);
	});
}

#[test]
fn a_change_of_accounts_moves_only_what_is_held_of_this_party_on_this_account() {
	build_and_execute(|| {
		let sale = signed_dealer_sale(register(1), 2, ON_CHAIN_WITH_FEE);
		pay(sale);
		for (party, old, new) in [
			(citizen(SELLER), SELLER, 42),
			(citizen(BUYER), STRANGER, 42),
			(citizen(BUYER), BUYER, BUYER),
		] {
			assert_ok!(CarRegistry::on_account_rotated(party, &old, &new));
			assert_eq!(held(BUYER), PRICE + FEE);
		}
	});
}

/// A private sale of the `number`th car to `buyer`, signed by both, to be paid on chain.
fn signed_sale_to(buyer: u64, number: u64) -> SaleId {
	let sale = NextSaleId::<Test>::get();
	assert_ok!(CarRegistry::draft_sale(
		RuntimeOrigin::signed(SELLER),
		register(number),
		citizen(buyer),
		ContractKind::BetweenParties,
		paper(number),
		ON_CHAIN
	));
	assert_ok!(CarRegistry::waive_inspection(
		RuntimeOrigin::signed(buyer),
		sale
	));
	for account in [SELLER, buyer] {
		assert_ok!(CarRegistry::sign_sale(
			RuntimeOrigin::signed(account),
			sale,
			paper(number)
		));
	}
	sale
}

#[test]
fn an_account_holds_won_of_one_party_at_a_time() {
	build_and_execute(|| {
		let (first, second) = (signed_sale_to(BUYER, 1), signed_sale_to(STRANGER, 2));
		assert_ok!(pay_as(BUYER, first, PRICE));
		// Another party names the same account, as two firms may.
		rotate(citizen(STRANGER), BUYER);
		assert_ok!(CarRegistry::on_account_rotated(
			citizen(STRANGER),
			&STRANGER,
			&BUYER
		));
		assert_noop!(pay_as(BUYER, second, PRICE), Fault::FundsOfAnotherParty);
		// And nothing moves that is not its own.
		assert_ok!(CarRegistry::on_account_rotated(
			citizen(STRANGER),
			&BUYER,
			&42
		));
		assert_eq!(held(BUYER), PRICE);
		assert_ok!(CarRegistry::reject_transfer(
			RuntimeOrigin::signed(REGISTRAR),
			first,
			paper(77)
		));
		assert_ok!(pay_as(BUYER, second, PRICE));
		assert_eq!(HeldFor::<Test>::get(BUYER), Some(citizen(STRANGER)));
		assert_ok!(receive(BUYER, second));
		assert_ok!(accept(second));
		assert_eq!(held(BUYER), 0);
	});
}

#[test]
fn held_won_do_not_move_onto_an_account_that_holds_another_partys() {
	build_and_execute(|| {
		let (first, second) = (signed_sale_to(BUYER, 1), signed_sale_to(STRANGER, 2));
		assert_ok!(pay_as(BUYER, first, PRICE));
		assert_ok!(pay_as(STRANGER, second, PRICE));
		assert_noop!(
			CarRegistry::on_account_rotated(citizen(STRANGER), &STRANGER, &BUYER),
			Fault::FundsOfAnotherParty
		);
		assert_eq!((held(BUYER), held(STRANGER)), (PRICE, PRICE));
	});
}

#[test]
fn an_account_is_forgotten_when_its_party_leaves_it() {
	build_and_execute(|| {
		let sale = signed_sale_to(BUYER, 1);
		assert_ok!(pay_as(BUYER, sale, PRICE));
		assert_ok!(CarRegistry::reject_transfer(
			RuntimeOrigin::signed(REGISTRAR),
			sale,
			paper(77)
		));
		assert_eq!(HeldFor::<Test>::get(BUYER), Some(citizen(BUYER)));
		rotate(citizen(BUYER), 42);
		assert_ok!(CarRegistry::on_account_rotated(citizen(BUYER), &BUYER, &42));
		assert_eq!(HeldFor::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_sum_of_sales_is_held_of_one_party() {
	build_and_execute(|| {
		let sales: Vec<_> = (1..=3u64)
			.map(|number| {
				let sale = draft_as(
					SELLER,
					register(number),
					ContractKind::BetweenParties,
					number,
					ON_CHAIN,
				);
				assert_ok!(CarRegistry::waive_inspection(
					RuntimeOrigin::signed(BUYER),
					sale
				));
				sign_both(sale);
				pay(sale);
				sale
			})
			.collect();
		assert_eq!(held(BUYER), 3 * PRICE);
		deliver(sales[1]);
		assert_ok!(accept(sales[1]));
		assert_eq!(held(BUYER), 2 * PRICE);
	});
}

#[test]
fn a_seller_without_an_account_stops_the_transfer() {
	build_and_execute(|| {
		// An agency that nobody knows, so that it has no pay-out account.
		let nobody = PartyId::Agency(seoul_chain_primitives::AgencyId(99));
		let id = register(1);
		let sale = draft_as(SELLER, id, ContractKind::BetweenParties, 2, ON_CHAIN);
		assert_ok!(CarRegistry::waive_inspection(
			RuntimeOrigin::signed(BUYER),
			sale
		));
		sign_both(sale);
		pay(sale);
		deliver(sale);
		Sales::<Test>::mutate(sale, |sale| sale.as_mut().expect("drafted").seller = nobody);
		assert_noop!(accept(sale), Fault::NoPayoutAccount);
		Sales::<Test>::mutate(sale, |sale| {
			sale.as_mut().expect("drafted").seller = citizen(SELLER);
		});
	});
}

#[test]
fn a_gift_is_delivered_without_a_payment() {
	build_and_execute(|| {
		let id = register(1);
		let gift = draft_as(SELLER, id, ContractKind::Gift, 2, PaymentTerms::OffChain);
		assert_ok!(CarRegistry::waive_inspection(
			RuntimeOrigin::signed(BUYER),
			gift
		));
		sign_both(gift);
		assert_noop!(confirm(BUYER, gift), Fault::AlreadyPaid);
		deliver(gift);
		// 20 days for a gift, where a sale has 15.
		advance(20 * DAY);
		assert_ok!(accept(gift));
		assert!(matches!(
			sale_of(gift).stage,
			SaleStage::Transferred(Completed {
				payment: Payment::Gratuitous,
				late_fine: None,
				..
			})
		));
		assert!(matches!(
			CarRegistry::verify_document(id, DocumentKind::GiftContract, paper(2)),
			DocumentVerdict::Recorded {
				standing: Standing::InForce,
				..
			}
		));
	});
}

#[test]
fn a_gift_is_not_drafted_for_a_listed_car_nor_by_another_than_the_owner() {
	build_and_execute(|| {
		let id = register(1);
		let gift = |account| {
			CarRegistry::draft_sale(
				RuntimeOrigin::signed(account),
				id,
				citizen(BUYER),
				ContractKind::Gift,
				paper(2),
				PaymentTerms::OffChain,
			)
		};
		assert_noop!(gift(STRANGER), Fault::NotTheOwner);
		assert_ok!(CarRegistry::list_vehicle(
			RuntimeOrigin::signed(SELLER),
			id,
			DEALER_AGENCY
		));
		assert_noop!(gift(SELLER), Fault::ListedWithDealer);
	});
}

#[test]
fn a_salesperson_sells_for_the_firm_and_signs_nothing_in_its_name() {
	build_and_execute(|| {
		let id = register_for(1, dealer_party());
		let sale = draft_as(
			SALESPERSON,
			id,
			ContractKind::Dealer,
			2,
			PaymentTerms::OffChain,
		);
		assert_eq!(sale_of(sale).dealer, Some(DEALER_AGENCY));
		assert_noop!(
			CarRegistry::sign_sale(RuntimeOrigin::signed(SALESPERSON), sale, paper(2)),
			NO_PARTY
		);
	});
}
