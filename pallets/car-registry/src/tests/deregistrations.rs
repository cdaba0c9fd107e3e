// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use seoul_chain_primitives::AgencyId;
use sp_core::H256;

type Fault = Error<Test>;

fn deregister(
	account: u64,
	id: VehicleId,
	reason: DeregistrationReason,
	document: u64,
) -> DispatchResult {
	CarRegistry::deregister_vehicle(RuntimeOrigin::signed(account), id, reason, paper(document))
}

fn certify(account: u64, id: VehicleId, document: u64) -> DispatchResult {
	CarRegistry::certify_scrapping(RuntimeOrigin::signed(account), id, paper(document))
}

fn again(number: u64, owner: u64) -> Reregistration {
	Reregistration {
		plate_tag: PlateTag(H256::from_low_u64_be(number)),
		access_tag: AccessTag(H256::from_low_u64_be(number)),
		owner: citizen(owner),
		odometer_km: 2_000,
		document: paper(number),
	}
}

fn reregister(account: u64, id: VehicleId, again: Reregistration) -> DispatchResult {
	CarRegistry::reregister_vehicle(RuntimeOrigin::signed(account), id, again)
}

use DeregistrationReason::{ExOfficio, Export, Scrap, Theft as ForTheft};

#[test]
fn a_deregistered_car_gives_its_plate_free_and_takes_no_step() {
	build_and_execute(|| {
		let id = register(1);
		events();
		assert_ok!(deregister(REGISTRAR, id, Export, 1));
		assert_eq!(
			events(),
			[Event::VehicleDeregistered {
				vehicle: id,
				reason: Export,
				at: START
			}]
		);
		assert_eq!(VehicleByPlate::<Test>::get(registration(1).plate_tag), None);
		assert_eq!(VehicleByVin::<Test>::get(registration(1).vin_tag), Some(id));
		assert_eq!(
			vehicle_of(id).transfer_blocks(),
			[TransferBlock::Deregistered]
		);
		let gone = Fault::VehicleDeregistered;
		assert_noop!(deregister(REGISTRAR, id, ExOfficio, 2), gone);
		assert_noop!(certify(DISMANTLER, id, 2), Fault::VehicleDeregistered);
		assert_noop!(
			CarRegistry::list_vehicle(RuntimeOrigin::signed(SELLER), id, DEALER_AGENCY),
			Fault::VehicleDeregistered
		);
		assert_noop!(
			CarRegistry::draft_sale(
				RuntimeOrigin::signed(SELLER),
				id,
				citizen(BUYER),
				ContractKind::BetweenParties,
				paper(3),
				PaymentTerms::OffChain
			),
			Fault::VehicleDeregistered
		);
		assert_noop!(
			CarRegistry::change_plate(
				RuntimeOrigin::signed(REGISTRAR),
				id,
				PlateTag(H256::repeat_byte(7))
			),
			Fault::VehicleDeregistered
		);
		assert_noop!(
			CarRegistry::file_inspection(RuntimeOrigin::signed(WORKSHOP), id, paper(4), form()),
			Fault::VehicleDeregistered
		);
		assert_noop!(
			CarRegistry::report_odometer(
				RuntimeOrigin::signed(REPAIR_SHOP),
				id,
				OdometerReport {
					km: 20,
					taken_at: now(),
					source: OdometerSource::Repair
				}
			),
			Fault::VehicleDeregistered
		);
		assert_noop!(
			CarRegistry::place_encumbrance(
				RuntimeOrigin::signed(COURT),
				id,
				EncumbranceKind::Seizure,
				paper(5)
			),
			Fault::VehicleDeregistered
		);
		assert_noop!(
			CarRegistry::agree_mortgage(RuntimeOrigin::signed(SELLER), id, LIENOR_AGENCY, paper(5)),
			Fault::VehicleDeregistered
		);
		assert_noop!(
			CarRegistry::replace_meter(
				RuntimeOrigin::signed(REPAIR_SHOP),
				id,
				MeterReplacement {
					change: MeterChange::Broken,
					replaced_at: now(),
					old_km: 10,
					new_km: 0,
					certificate: paper(6)
				}
			),
			Fault::VehicleDeregistered
		);
		for ground in [TitleGround::Inheritance, TitleGround::PublicSale] {
			assert_noop!(
				CarRegistry::transfer_by_title(
					RuntimeOrigin::signed(REGISTRAR),
					id,
					TitleTransfer {
						ground,
						new_owner: citizen(BUYER),
						since: START,
						basis: paper(7)
					},
					acceptance(50)
				),
				Fault::VehicleDeregistered
			);
		}
		// Its plate is another car's now.
		let registration = VehicleRegistration {
			plate_tag: registration(1).plate_tag,
			..registration(2)
		};
		assert_ok!(CarRegistry::register_vehicle(
			RuntimeOrigin::signed(REGISTRAR),
			registration
		));
	});
}

#[test]
fn a_scrapped_car_is_certified_by_a_dismantler_and_never_comes_back() {
	build_and_execute(|| {
		let id = register(1);
		assert_noop!(
			deregister(REGISTRAR, id, Scrap, 1),
			Fault::ScrappingNotCertified
		);
		for account in [SELLER, DEALER, REGISTRAR] {
			assert_noop!(certify(account, id, 2), NOT_A_DELEGATE);
		}
		events();
		assert_ok!(certify(DISMANTLER, id, 2));
		assert_eq!(
			events(),
			[Event::ScrapCertified {
				vehicle: id,
				dismantler: AgencyId(16),
				record: 1
			}]
		);
		assert_noop!(certify(DISMANTLER, id, 3), Fault::AlreadyCertified);
		assert_ok!(deregister(REGISTRAR, id, Scrap, 1));
		assert_noop!(
			reregister(REGISTRAR, id, again(9, SELLER)),
			Fault::ScrappedForGood
		);
	});
}

#[test]
fn a_dismantler_withdraws_its_certificate_while_the_car_is_registered() {
	build_and_execute(|| {
		let id = register(1);
		let withdraw = |account, document| {
			CarRegistry::withdraw_scrapping(RuntimeOrigin::signed(account), id, paper(document))
		};
		let standing =
			|| match CarRegistry::verify_document(id, DocumentKind::ScrapCertificate, paper(2)) {
				DocumentVerdict::Recorded { standing, .. } => Some(standing),
				DocumentVerdict::NotRecorded => None,
			};
		assert_noop!(withdraw(DISMANTLER, 3), Fault::ScrappingNotCertified);
		assert_ok!(certify(DISMANTLER, id, 2));
		assert_eq!(standing(), Some(Standing::InForce));
		for account in [SELLER, REGISTRAR, COURT] {
			assert_noop!(withdraw(account, 3), NOT_A_DELEGATE);
		}
		assert_noop!(withdraw(OTHER_DISMANTLER, 3), Fault::NotTheCertifier);
		assert_noop!(
			CarRegistry::withdraw_scrapping(
				RuntimeOrigin::signed(DISMANTLER),
				VehicleId([0; 16]),
				paper(3)
			),
			Fault::VehicleNotFound
		);
		events();
		assert_ok!(withdraw(DISMANTLER, 3));
		assert_eq!(
			events(),
			[Event::ScrapCertificateWithdrawn {
				vehicle: id,
				dismantler: AgencyId(16),
				certificate: 1
			}]
		);
		assert_eq!(
			CarRegistry::record(id, 2).map(|record| record.entry),
			Some(RecordEntry::ScrapCertificateWithdrawn {
				certificate: 1,
				evidence: paper(3)
			})
		);
		assert_eq!(standing(), Some(Standing::Void));
		assert_noop!(
			deregister(REGISTRAR, id, Scrap, 4),
			Fault::ScrappingNotCertified
		);
		assert_noop!(withdraw(DISMANTLER, 5), Fault::ScrappingNotCertified);
		// Another dismantler has it in truth.
		assert_noop!(
			certify(OTHER_DISMANTLER, id, 2),
			Fault::DocumentAlreadyRecorded
		);
		assert_ok!(certify(OTHER_DISMANTLER, id, 6));
		assert_noop!(
			CarRegistry::withdraw_scrapping(RuntimeOrigin::signed(OTHER_DISMANTLER), id, paper(3)),
			Fault::DocumentAlreadyRecorded
		);
		assert_ok!(deregister(REGISTRAR, id, Scrap, 4));
		assert_noop!(withdraw(OTHER_DISMANTLER, 7), Fault::VehicleDeregistered);
	});
}

#[test]
fn an_exported_car_comes_back_with_its_history_and_a_reading_below_is_seen() {
	build_and_execute(|| {
		let id = register(1);
		inspect(id, 1);
		assert_ok!(deregister(REGISTRAR, id, Export, 2));
		let before = vehicle_of(id).records;
		advance(400 * DAY);
		// It went out with 50,000 km and comes back with 2,000.
		assert_ok!(reregister(OTHER_REGISTRAR, id, again(9, BUYER)));
		let info = CarRegistry::vehicle_info(id).expect("registered");
		assert_eq!(info.verdict, OdometerVerdict::Illogical);
		assert_eq!(info.vehicle.records, before + 1);
		assert_eq!(info.vehicle.owner, citizen(BUYER));
		assert_eq!(
			CarRegistry::record(id, before).map(|record| record.entry),
			Some(RecordEntry::Reregistered {
				old_owner: citizen(SELLER),
				new_owner: citizen(BUYER),
				district: GANGNAM,
				odometer_km: 2_000,
				document: paper(9),
			})
		);
		// The certificate before finds it no more, and it can be sold again.
		assert_eq!(
			VehicleByAccess::<Test>::get(registration(1).access_tag),
			None
		);
		assert_ok!(CarRegistry::draft_sale(
			RuntimeOrigin::signed(BUYER),
			id,
			citizen(SELLER),
			ContractKind::BetweenParties,
			paper(3),
			PaymentTerms::OffChain
		));
	});
}

#[test]
fn on_the_owners_application_a_car_leaves_free_of_other_peoples_rights() {
	build_and_execute(|| {
		let (seized, mortgaged, listed, pending) =
			(register(1), register(2), register(3), register(4));
		seize(seized, 1);
		mortgage(mortgaged, 1);
		assert_ok!(CarRegistry::list_vehicle(
			RuntimeOrigin::signed(SELLER),
			listed,
			DEALER_AGENCY
		));
		draft_private(pending, 1);
		for id in [seized, mortgaged, listed, pending] {
			assert_ok!(certify(DISMANTLER, id, 2));
		}
		for (id, fault) in [
			(seized, Fault::Encumbered),
			(mortgaged, Fault::Encumbered),
			(listed, Fault::ListedWithDealer),
			(pending, Fault::SaleAlreadyPending),
		] {
			for reason in [Scrap, Export] {
				assert_eq!(
					deregister(REGISTRAR, id, reason, 3),
					Err(sp_runtime::DispatchError::from(match fault {
						Fault::Encumbered => Fault::Encumbered,
						Fault::ListedWithDealer => Fault::ListedWithDealer,
						_ => Fault::SaleAlreadyPending,
					}))
				);
			}
			// The office itself is bound by none of it.
			assert_ok!(deregister(REGISTRAR, id, ExOfficio, 3));
		}
		assert_eq!(sale_of(SaleId(0)).stage, SaleStage::Overtaken { at: START });
	});
}

#[test]
fn a_stolen_car_is_deregistered_for_theft_and_comes_back_when_it_is_recovered() {
	build_and_execute(|| {
		let id = register(1);
		assert_noop!(deregister(REGISTRAR, id, ForTheft, 1), Fault::NotStolen);
		let sale = signed_dealer_sale(id, 2, ON_CHAIN_WITH_FEE);
		pay(sale);
		report(id, Incident::Theft, 3);
		assert_noop!(deregister(REGISTRAR, id, Export, 1), Fault::Stolen);
		assert_ok!(deregister(REGISTRAR, id, ForTheft, 1));
		assert_eq!(Balances::free_balance(BUYER), FORTUNE);
		assert_noop!(reregister(REGISTRAR, id, again(9, SELLER)), Fault::Stolen);
		report(id, Incident::Recovery, 4);
		events();
		assert_ok!(reregister(REGISTRAR, id, again(9, SELLER)));
		assert_eq!(
			events().last(),
			Some(&Event::VehicleReregistered {
				vehicle: id,
				old_owner: citizen(SELLER),
				new_owner: citizen(SELLER),
				district: DONGDAEMUN
			})
		);
		let info = CarRegistry::vehicle_info(id).expect("registered");
		assert_eq!(info.vehicle.status, VehicleStatus::Registered);
		assert_eq!(info.odometer_km, Some(2_000));
		assert_eq!(
			VehicleByPlate::<Test>::get(again(9, SELLER).plate_tag),
			Some(id)
		);
		assert_noop!(
			reregister(REGISTRAR, id, again(10, SELLER)),
			Fault::NotDeregistered
		);
	});
}

#[test]
fn only_the_cars_registrar_deregisters_and_with_a_new_paper() {
	build_and_execute(|| {
		let id = register(1);
		assert_noop!(
			deregister(OTHER_REGISTRAR, id, Export, 1),
			Fault::WrongDistrict
		);
		assert_noop!(
			deregister(REGISTRAR_WITHOUT_DISTRICT, id, Export, 1),
			Fault::NoDistrict
		);
		for account in [SELLER, DEALER, DISMANTLER] {
			assert_noop!(deregister(account, id, Export, 1), NOT_A_DELEGATE);
		}
		assert_noop!(
			deregister(REGISTRAR, VehicleId([0; 16]), Export, 1),
			Fault::VehicleNotFound
		);
		assert_ok!(deregister(REGISTRAR, id, Export, 1));
		// Another district may register it again, and keeps it then.
		assert_ok!(reregister(OTHER_REGISTRAR, id, again(9, BUYER)));
		assert_eq!(vehicle_of(id).district, GANGNAM);
		assert_eq!(vehicle_of(id).owner, citizen(BUYER));
		assert_noop!(
			deregister(OTHER_REGISTRAR, id, Export, 1),
			Fault::DocumentAlreadyRecorded
		);
		assert_ok!(deregister(OTHER_REGISTRAR, id, Export, 2));
	});
}

#[test]
fn a_registration_again_that_cannot_be_true_is_refused() {
	build_and_execute(|| {
		let (id, other) = (register(1), register(2));
		assert_noop!(
			reregister(REGISTRAR, VehicleId([0; 16]), again(9, SELLER)),
			Fault::VehicleNotFound
		);
		assert_noop!(
			reregister(REGISTRAR, id, again(9, SELLER)),
			Fault::NotDeregistered
		);
		seize(id, 1);
		assert_ok!(deregister(REGISTRAR, id, ExOfficio, 1));
		assert_noop!(reregister(SELLER, id, again(9, SELLER)), NOT_A_DELEGATE);
		assert_noop!(
			reregister(REGISTRAR_WITHOUT_DISTRICT, id, again(9, SELLER)),
			Fault::NoDistrict
		);
		// A seizure binds the owner also across a deregistration.
		assert_noop!(reregister(REGISTRAR, id, again(9, BUYER)), Fault::Seized);
		let with = |change: fn(&mut Reregistration)| {
			let mut stated = again(9, SELLER);
			change(&mut stated);
			reregister(REGISTRAR, id, stated)
		};
		assert_eq!(vehicle_of(other).plate_tag, registration(2).plate_tag);
		assert_noop!(
			with(|stated| stated.plate_tag = registration(2).plate_tag),
			Fault::PlateAlreadyExists
		);
		assert_noop!(
			with(|stated| stated.access_tag = registration(2).access_tag),
			Fault::AccessTagAlreadyExists
		);
		assert_noop!(
			with(|stated| stated.odometer_km = 10_000_000),
			Fault::OdometerTooHigh
		);
		suspend(citizen(SELLER));
		assert_noop!(reregister(REGISTRAR, id, again(9, SELLER)), SUSPENDED);
	});
}

#[test]
fn a_total_loss_gets_no_new_owner_by_registering_it_again() {
	build_and_execute(|| {
		let id = register(1);
		report(id, Incident::TotalLoss(TotalLossCause::Flood), 1);
		assert_ok!(deregister(REGISTRAR, id, Export, 1));
		assert_noop!(
			reregister(REGISTRAR, id, again(9, BUYER)),
			Fault::TotalLossNotRepaired
		);
		assert_ok!(reregister(REGISTRAR, id, again(9, SELLER)));
	});
}
