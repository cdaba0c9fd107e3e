// SPDX-License-Identifier: Apache-2.0

//! Transfers by another title than a sale, and those that come late or are forced.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use seoul_chain_primitives::Moment;

type Fault = Error<Test>;

fn title(ground: TitleGround, to: u64, since: Moment) -> TitleTransfer {
	TitleTransfer {
		ground,
		new_owner: citizen(to),
		since,
		basis: paper(500),
	}
}

fn transfer(account: u64, id: VehicleId, title: TitleTransfer) -> DispatchResult {
	CarRegistry::transfer_by_title(RuntimeOrigin::signed(account), id, title, acceptance(50))
}

fn accept(sale: SaleId) -> DispatchResult {
	CarRegistry::accept_transfer(RuntimeOrigin::signed(REGISTRAR), sale, acceptance(50))
		.map(|_| ())
		.map_err(|refusal| refusal.error)
}

fn force(account: u64, sale: SaleId) -> DispatchResult {
	CarRegistry::force_transfer(RuntimeOrigin::signed(account), sale, paper(600))
}

#[test]
fn an_heir_gets_the_car_on_the_registrars_papers() {
	build_and_execute(|| {
		let id = register(1);
		mortgage(id, 1);
		events();
		assert_ok!(transfer(
			REGISTRAR,
			id,
			title(TitleGround::Inheritance, BUYER, START)
		));
		assert_eq!(
			events(),
			[Event::TransferredByTitle {
				vehicle: id,
				ground: TitleGround::Inheritance,
				old_owner: citizen(SELLER),
				new_owner: citizen(BUYER),
				late_fine: None,
				cleared: EncumbranceSummary::default(),
			}]
		);
		let car = vehicle_of(id);
		assert_eq!(car.owner, citizen(BUYER));
		assert_eq!(
			car.encumbrances.mortgages, 1,
			"a mortgage goes with the car"
		);
		assert_eq!(car.access_tag, acceptance(50).new_access_tag);
		for (kind, document) in [
			(DocumentKind::Title, 500),
			(DocumentKind::RegisterReceipt, 50),
		] {
			assert!(matches!(
				CarRegistry::verify_document(id, kind, paper(document)),
				DocumentVerdict::Recorded {
					standing: Standing::InForce,
					..
				}
			));
		}
	});
}

#[test]
fn a_seizure_stops_an_heir_and_a_public_sale_clears_everything() {
	build_and_execute(|| {
		let id = register(1);
		mortgage(id, 1);
		seize(id, 2);
		for ground in [TitleGround::Inheritance, TitleGround::Judgment] {
			assert_noop!(
				transfer(REGISTRAR, id, title(ground, BUYER, START)),
				Fault::Seized
			);
		}
		assert_ok!(transfer(
			REGISTRAR,
			id,
			title(TitleGround::PublicSale, BUYER, START)
		));
		let car = vehicle_of(id);
		assert_eq!(car.owner, citizen(BUYER));
		assert!(car.encumbrances.is_clear());
		assert_eq!(CarRegistry::encumbrances_of(id), []);
		assert!(matches!(
			events().last(),
			Some(Event::TransferredByTitle { cleared, .. })
				if cleared.seizures == 1 && cleared.mortgages == 1
		));
	});
}

#[test]
fn theft_and_total_loss_stop_every_title() {
	build_and_execute(|| {
		let (stolen, lost) = (register(1), register(2));
		report(stolen, Incident::Theft, 1);
		report(lost, Incident::TotalLoss(TotalLossCause::Fire), 1);
		for ground in [
			TitleGround::Inheritance,
			TitleGround::PublicSale,
			TitleGround::Judgment,
		] {
			assert_noop!(
				transfer(REGISTRAR, stolen, title(ground, BUYER, START)),
				Fault::Stolen
			);
			assert_noop!(
				transfer(REGISTRAR, lost, title(ground, BUYER, START)),
				Fault::TotalLossNotRepaired
			);
		}
	});
}

#[test]
fn another_title_ends_an_open_sale_and_gives_the_price_back() {
	build_and_execute(|| {
		let id = register(1);
		let sale = signed_dealer_sale(id, 2, ON_CHAIN_WITH_FEE);
		pay(sale);
		assert_ok!(transfer(
			REGISTRAR,
			id,
			title(TitleGround::Judgment, STRANGER, START)
		));
		assert_eq!(sale_of(sale).stage, SaleStage::Overtaken { at: START });
		assert_eq!(Balances::reserved_balance(BUYER), 0);
		assert_eq!(Balances::free_balance(BUYER), FORTUNE);
		assert_eq!(vehicle_of(id).status, VehicleStatus::Registered);
		assert!(events().contains(&Event::SaleOvertaken { sale }));
		assert_noop!(accept(sale), Fault::SaleClosed);
	});
}

#[test]
fn a_title_is_registered_by_the_cars_registrar_and_must_be_true() {
	build_and_execute(|| {
		let id = register(1);
		let heir = title(TitleGround::Inheritance, BUYER, START);
		assert_noop!(transfer(SELLER, id, heir), NOT_A_DELEGATE);
		assert_noop!(transfer(OTHER_REGISTRAR, id, heir), Fault::WrongDistrict);
		assert_noop!(
			transfer(REGISTRAR_WITHOUT_DISTRICT, id, heir),
			Fault::NoDistrict
		);
		assert_noop!(
			transfer(REGISTRAR, VehicleId([0; 16]), heir),
			Fault::VehicleNotFound
		);
		assert_noop!(
			transfer(
				REGISTRAR,
				id,
				title(TitleGround::Inheritance, SELLER, START)
			),
			Fault::BuyerIsSeller
		);
		assert_noop!(
			transfer(
				REGISTRAR,
				id,
				title(TitleGround::Inheritance, BUYER, START + 1)
			),
			Fault::TimeInFuture
		);
		assert_noop!(
			transfer(REGISTRAR, id, title(TitleGround::Inheritance, BUYER, 0)),
			Fault::TimeBeforeFirstRegistration
		);
		let with = |acceptance| {
			CarRegistry::transfer_by_title(RuntimeOrigin::signed(REGISTRAR), id, heir, acceptance)
		};
		assert_noop!(
			with(TransferAcceptance {
				new_access_tag: registration(1).access_tag,
				..acceptance(50)
			}),
			Fault::AccessTagAlreadyExists
		);
		assert_noop!(
			with(TransferAcceptance {
				new_plate_tag: Some(registration(1).plate_tag),
				..acceptance(50)
			}),
			Fault::PlateAlreadyExists
		);
		assert_noop!(
			with(TransferAcceptance {
				new_district: Some(seoul_chain_primitives::DistrictCode(1)),
				..acceptance(50)
			}),
			Fault::UnknownDistrict
		);
		suspend(citizen(BUYER));
		assert_noop!(transfer(REGISTRAR, id, heir), SUSPENDED);
		let other = title(TitleGround::Inheritance, STRANGER, START);
		assert_ok!(transfer(REGISTRAR, id, other));
		let back = title(TitleGround::Judgment, SELLER, START);
		assert_noop!(transfer(REGISTRAR, id, back), Fault::AccessTagAlreadyExists);
		let again = |receipt, basis| {
			CarRegistry::transfer_by_title(
				RuntimeOrigin::signed(REGISTRAR),
				id,
				TitleTransfer { basis, ..back },
				TransferAcceptance {
					receipt,
					..acceptance(51)
				},
			)
		};
		assert_noop!(again(paper(50), paper(501)), Fault::DocumentAlreadyRecorded);
		assert_noop!(again(paper(51), paper(500)), Fault::DocumentAlreadyRecorded);
		assert_ok!(again(paper(51), paper(501)));
	});
}

/// Days late, and the fine in won.
fn fine_after(days: Moment) -> Option<(u32, u128)> {
	let terms = LegalTerms::default();
	terms
		.late_fine(START, START + days * DAY)
		.map(|fine| (fine.days, fine.amount / WON))
}

#[test]
fn the_fine_grows_by_the_day_up_to_its_maximum() {
	assert_eq!(fine_after(0), None);
	assert_eq!(fine_after(1), Some((1, 100_000)));
	assert_eq!(fine_after(10), Some((10, 100_000)));
	assert_eq!(fine_after(11), Some((11, 110_000)));
	assert_eq!(fine_after(49), Some((49, 490_000)));
	assert_eq!(fine_after(50), Some((50, 500_000)));
	assert_eq!(fine_after(1_000), Some((1_000, 500_000)));
	// A day begun counts.
	let terms = LegalTerms::default();
	assert_eq!(
		terms.late_fine(START, START + 1).map(|fine| fine.days),
		Some(1)
	);
}

#[test]
fn a_late_transfer_is_accepted_and_shows_its_fine() {
	build_and_execute(|| {
		let id = register(1);
		let sale = delivered_private_sale(id, 2);
		advance(15 * DAY);
		assert_eq!(
			CarRegistry::sale_info(sale).and_then(|info| info.late_fine),
			None
		);
		advance(12 * DAY);
		let fine = Some(LateFine {
			due: START + 15 * DAY,
			days: 12,
			amount: 120_000 * WON,
		});
		assert_eq!(
			CarRegistry::sale_info(sale).and_then(|info| info.late_fine),
			fine,
			"shown before"
		);
		events();
		assert_ok!(accept(sale));
		assert!(matches!(
			events().last(),
			Some(Event::OwnershipTransferred { late_fine, .. }) if *late_fine == fine
		));
		assert_eq!(
			CarRegistry::sale_info(sale).and_then(|info| info.late_fine),
			fine,
			"and after"
		);
	});
}

#[test]
fn an_inheritance_is_due_six_months_after_the_month_of_death() {
	build_and_execute(|| {
		// START is 23 November 2026: until 31 May 2027, Korean time.
		let due = 1_811_775_599_999;
		advance(due - START);
		assert_eq!(
			CarRegistry::title_late_fine(TitleGround::Inheritance, START),
			None
		);
		advance(1);
		let fine = CarRegistry::title_late_fine(TitleGround::Inheritance, START);
		assert_eq!(fine.map(|fine| (fine.due, fine.days)), Some((due, 1)));
		let id = register(1);
		assert_ok!(transfer(
			REGISTRAR,
			id,
			title(TitleGround::Inheritance, BUYER, START)
		));
		assert!(matches!(
			events().last(),
			Some(Event::TransferredByTitle { late_fine, .. }) if *late_fine == fine
		));
		// Where a legal day is shorter, so are its months.
		let compressed = LegalTerms {
			legal_day: 5_000,
			..LegalTerms::default()
		};
		assert_eq!(
			compressed.title_transfer_due(TitleGround::Inheritance, START),
			START + 6 * 30 * 5_000
		);
	});
}

#[test]
fn a_seller_forces_the_transfer_after_the_buyers_time_and_notice() {
	build_and_execute(|| {
		let id = register(1);
		// The buyer has the car and says neither that it paid nor that it has it.
		let sale = signed_private_sale(id, 2);
		advance(15 * DAY);
		assert_noop!(force(SELLER, sale), Fault::TransferNotLate);
		advance(1);
		for account in [BUYER, STRANGER] {
			assert_noop!(force(account, sale), Fault::NotTheSeller);
		}
		assert_noop!(force(REGISTRAR, sale), NO_PARTY);
		events();
		assert_ok!(force(SELLER, sale));
		let accept_from = now() + 15 * DAY;
		assert_eq!(
			events(),
			[Event::ForcedTransferRequested {
				sale,
				buyer: citizen(BUYER),
				application: paper(600),
				accept_from
			}]
		);
		assert_noop!(force(SELLER, sale), Fault::ForcedTransferAlreadyRequested);
		// The buyer cannot stop it by asking for something else.
		assert_noop!(
			CarRegistry::cancel_sale(RuntimeOrigin::signed(BUYER), sale),
			Fault::ForcedTransferAlreadyRequested
		);
		assert_noop!(accept(sale), Fault::NoticePeriodRunning);
		advance(15 * DAY - 1);
		assert_noop!(accept(sale), Fault::NoticePeriodRunning);
		advance(1);
		assert_ok!(accept(sale));
		assert_eq!(vehicle_of(id).owner, citizen(BUYER));
		assert!(matches!(
			sale_of(sale).stage,
			SaleStage::Transferred(Completed {
				payment: Payment::Unconfirmed,
				late_fine: Some(_),
				..
			})
		));
	});
}

#[test]
fn a_buyer_who_is_given_notice_may_still_do_its_part() {
	build_and_execute(|| {
		let id = register(1);
		let sale = signed_dealer_sale(id, 2, ON_CHAIN_WITH_FEE);
		advance(16 * DAY);
		// A price that is to be paid on chain is not left to a notice.
		assert_noop!(force(SELLER, sale), Fault::NotPaid);
		pay(sale);
		assert_ok!(force(SELLER, sale));
		deliver(sale);
		assert_ok!(accept(sale));
		assert_eq!(Balances::free_balance(SELLER), FORTUNE + PRICE);
	});
}

#[test]
fn a_seller_drops_a_forced_transfer_by_asking_to_cancel() {
	build_and_execute(|| {
		let sale = signed_private_sale(register(1), 2);
		advance(16 * DAY);
		assert_noop!(force(SELLER, SaleId(9)), Fault::SaleNotFound);
		assert_ok!(force(SELLER, sale));
		assert_ok!(CarRegistry::cancel_sale(
			RuntimeOrigin::signed(SELLER),
			sale
		));
		assert_ok!(CarRegistry::cancel_sale(RuntimeOrigin::signed(BUYER), sale));
		assert!(matches!(sale_of(sale).stage, SaleStage::Cancelled { .. }));
	});
}

#[test]
fn nobody_forces_what_is_not_signed() {
	build_and_execute(|| {
		let sale = draft_private(register(1), 2);
		advance(16 * DAY);
		assert_noop!(force(SELLER, sale), Fault::NotSigned);
	});
}
