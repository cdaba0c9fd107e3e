// SPDX-License-Identifier: Apache-2.0

//! An agency is suspended, and none of its people can act until it is reinstated: in no service, from one block to the
//! next. What citizens and firms have of it stays theirs.

use crate::common::{
	cars,
	logins::{self, details, LIBRARY},
	points::{self, account_of, key, only, row, spendable, MUSEUM},
	polls::{self, question, ONE_OF_FIVE},
	wasm::away_from_the_end_of_a_session,
	works::{self, HANBIT, INSPECTOR, SUPERVISOR},
	*,
};
use frame_support::{traits::fungible::InspectHold, BoundedVec};
use pallet_agencies as agencies;
use pallet_car_registry::{
	Call, ContractKind, OdometerReport, OdometerSource, PaymentTerms, SaleId, VehicleId,
};
use pallet_citizen_identity::Call as Cards;
use pallet_escrow_payments::{
	BudgetYear, Call as Works, ClaimId, ClaimKind, ContractDraft, ContractId, Event as WorksEvent,
	LineIndex,
};
use pallet_facilities::{Call as Doors, Event as DoorEvent, FacilityDetails};
use pallet_mileage::{genesis::HEALTH, Call as Points, FreezeCause, Purpose};
use pallet_mvoting::{Call as Polls, Event as PollEvent, Outcome, Secrecy, Settings};
use seoul_chain_ballot::PollId;
use seoul_chain_login::{FacilityId, Refusal};
use seoul_chain_primitives::{
	chain::{DAY, MINUTE},
	AgencyId, Balance, CitizenIndex, PartyId, Role,
};
use seoul_chain_runtime::{Balances, Runtime, RuntimeCall, RuntimeHoldReason, System};
use seoul_chain_runtime_common::currency::KRW;
use sp_core::{sr25519, Pair, H256};
use sp_keyring::Sr25519Keyring;
use sp_runtime::{AccountId32, DispatchError};

const REPAIR_SHOP: AgencyId = AgencyId(7);
/// The district office of Dongdaemun-gu.
const DISTRICT: AgencyId = AgencyId(1);
/// What a car costs here.
const PRICE: Balance = 500 * KRW;
/// Points for a vote in the district's poll.
const REWARD: u64 = 100;

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

/// Who approves what the district office drafts.
fn reviewer() -> sr25519::Pair {
	key("//Dongdaemun//reviewer")
}

/// What the district office is doing when it is suspended.
struct Affairs {
	/// A citizen with points of its scheme: key, party and card.
	member: (sr25519::Pair, PartyId, CitizenIndex),
	/// A sale between citizens that waits for the registrar, paid and delivered.
	sale: SaleId,
	/// Its own car, and one of the seller's.
	car: VehicleId,
	other: VehicleId,
	/// Its poll, which is open, and the draft of another.
	poll: PollId,
	draft: PollId,
	/// Its works, a claim that it has approved, and one that waits for that.
	contract: ContractId,
	approved: ClaimId,
	inspected: ClaimId,
	/// Its facility.
	facility: FacilityId,
}

/// The council gives the district office something to do in each service, and the office lends it to its people.
fn roles_in_every_service(chain: &mut Chain) {
	let roles = vec![
		Role::Registrar,
		Role::PollOffice,
		Role::MileageIssuer,
		Role::Merchant,
		Role::OrderingDepartment,
		Role::ContractOfficer,
		Role::CardOffice,
		Role::FacilityOperator,
		Role::CredentialIssuer,
	];
	let set_roles = agencies::Call::<Runtime>::set_roles {
		agency: DISTRICT,
		roles: BoundedVec::truncate_from(roles.clone()),
	};
	assert_eq!(chain.council_decides(set_roles), Ok(()));
	let reassign = Points::<Runtime>::reassign_scheme {
		scheme: HEALTH,
		issuer: DISTRICT,
	};
	assert_eq!(chain.council_decides(reassign), Ok(()));
	let all = roles.into_iter().chain([Role::Representative]).collect();
	let expires_at = chain.now() + 30 * DAY;
	for (delegate, roles) in [
		(who::DONGDAEMUN.to_account_id(), all),
		(account_of(&reviewer()), vec![Role::PollOffice]),
	] {
		chain.succeeds(
			who::DONGDAEMUN,
			agencies::Call::<Runtime>::appoint_delegate {
				delegate,
				roles: BoundedVec::truncate_from(roles),
				expires_at,
			},
		);
	}
}

/// Pay somebody with points of the office's scheme, each worth a won.
fn pays(payee: AgencyId, points: Balance) -> Points<Runtime> {
	Points::pay {
		payee,
		purpose: Purpose::Purchase,
		amount: points * KRW,
		source: only(&[HEALTH]),
		reference: document(b"a ticket"),
	}
}

/// The office drafts a poll in the open, with points.
fn drafts_a_poll(chain: &mut Chain) -> Polls<Runtime> {
	Polls::draft_poll {
		question: question(ONE_OF_FIVE),
		settings: Settings {
			reward: REWARD,
			..polls::settings(chain, Secrecy::Public)
		},
	}
}

fn votes(poll: PollId, chosen: u8) -> Polls<Runtime> {
	Polls::cast_public {
		poll,
		options: polls::options(&[chosen]),
		credential: None,
	}
}

/// Works of 5,000,000 won that the office orders and pays.
fn works_of_the_district(chain: &mut Chain) -> ContractDraft {
	ContractDraft {
		officer: DISTRICT,
		items: vec![(1_000, 5_000 * KRW)].try_into().expect("one item"),
		budget: vec![BudgetYear {
			year: 2027,
			amount: 5_000_000 * KRW,
		}]
		.try_into()
		.expect("one year"),
		..works::school_roof(chain)
	}
}

/// The lead claims for so many units, and supervisor and inspector pass it.
fn inspected(chain: &mut Chain, contract: ContractId, units: u64) -> ClaimId {
	let progress = ClaimKind::Progress;
	let claim = works::submit(chain, HANBIT, contract, progress, &[(0, units)], &[]);
	works::inspect(chain, claim);
	claim
}

fn facility_at(chain: &mut Chain, domain: &str) -> FacilityDetails {
	FacilityDetails {
		domain: domain.as_bytes().to_vec().try_into().expect("it is short"),
		..details(chain, LIBRARY)
	}
}

fn affairs(chain: &mut Chain) -> Affairs {
	let office = who::DONGDAEMUN;
	points::fund_all(chain);
	roles_in_every_service(chain);

	// A sale of which only the registrar's word is missing, and a car of its own.
	let vehicle = register_car(chain, "a car between citizens", SELLER_CARD);
	let buyer = (&who::BUYER.pair(), BUYER_CARD);
	let terms = PaymentTerms::OnChain {
		price: PRICE,
		dealer_fee: 0,
	};
	let sale = cars::signed_sale(chain, vehicle, &who::SELLER.pair(), buyer, terms);
	let amount = PRICE;
	chain.succeeds(who::BUYER, Call::<Runtime>::pay_sale { sale, amount });
	chain.succeeds(who::BUYER, Call::<Runtime>::confirm_delivery { sale });
	let car = register_car(chain, "a car of the office", PartyId::Agency(DISTRICT));
	let other = register_car(chain, "another car of the seller's", SELLER_CARD);

	// Points of its own, some of which were spent at its own counter.
	let (card, party) = points::new_citizen(chain, "//a member");
	let PartyId::Citizen(citizen) = party else {
		panic!("a citizen is a citizen");
	};
	chain.succeeds(
		office,
		Points::<Runtime>::credit {
			scheme: HEALTH,
			row: row(party, 1, 3_000),
		},
	);
	chain.succeeds_as(&card, pays(DISTRICT, 500));

	// Works that have begun.
	chain.next_block_with_room();
	let draft = Box::new(works_of_the_district(chain));
	let events = chain.succeeds(office, Works::<Runtime>::draft_contract { draft });
	let contract = works::drafted_contract(&works::of_works(&events));
	for signatory in [HANBIT, SUPERVISOR, INSPECTOR] {
		works::does(chain, signatory, Works::sign_contract { contract });
	}
	chain.succeeds(
		office,
		Works::<Runtime>::fund_contract {
			contract,
			amount: 3_000_000 * KRW,
		},
	);
	chain.succeeds(office, Works::<Runtime>::start_contract { contract });

	// A facility, a poll that is open and one that is not.
	let details = facility_at(chain, "office.dongdaemun.localhost");
	let events = chain.succeeds(office, Doors::<Runtime>::register_facility { details });
	let facility = logins::of_facilities(&events)
		.into_iter()
		.find_map(|event| match event {
			DoorEvent::FacilityRegistered { facility, .. } => Some(facility),
			_ => None,
		})
		.expect("the event names the facility");
	let [draft, poll] = [(); 2].map(|()| {
		let call = drafts_a_poll(chain);
		polls::drafted(&chain.succeeds(office, call))
	});
	chain.succeeds(office, Polls::<Runtime>::submit_poll { poll });
	chain.succeeds_as(&reviewer(), Polls::<Runtime>::approve_poll { poll });
	let opens_at = polls::info(chain, poll).poll.settings.opens_at;
	polls::wait_until(chain, opens_at);
	chain.succeeds(who::BYSTANDER, Polls::<Runtime>::open_poll { poll });
	chain.next_block_with_room();
	chain.succeeds(who::SELLER, votes(poll, 1));

	let approved = inspected(chain, contract, 200);
	chain.succeeds(office, Works::<Runtime>::approve_claim { claim: approved });
	let inspected = inspected(chain, contract, 100);
	Affairs {
		member: (card, party, citizen),
		sale,
		car,
		other,
		poll,
		draft,
		contract,
		approved,
		inspected,
		facility,
	}
}

/// What the office would do next, in each service. All of it is possible in this order.
fn acts(chain: &mut Chain, affairs: &Affairs) -> Vec<RuntimeCall> {
	let Affairs {
		member: (_, member, citizen),
		contract,
		poll,
		..
	} = *affairs;
	let closes_at = polls::info(chain, poll).poll.settings.closes_at + MINUTE;
	let half = details(chain, affairs.facility).pass_lifetime / 2;
	let in_cars: [RuntimeCall; 3] = [
		Call::<Runtime>::register_vehicle {
			registration: registration("a new car", SELLER_CARD, chain.now() - SLOT),
		}
		.into(),
		cars::accept(affairs.sale, "the buyer's certificate").into(),
		Call::<Runtime>::list_vehicle {
			vehicle: affairs.car,
			dealer: DEALER,
		}
		.into(),
	];
	let in_polls: [RuntimeCall; 3] = [
		drafts_a_poll(chain).into(),
		Polls::<Runtime>::submit_poll {
			poll: affairs.draft,
		}
		.into(),
		Polls::<Runtime>::extend_poll { poll, closes_at }.into(),
	];
	let scheme = HEALTH;
	let in_points: [RuntimeCall; 7] = [
		Points::<Runtime>::credit {
			scheme,
			row: row(member, 2, 500),
		}
		.into(),
		Points::<Runtime>::credit_batch {
			scheme,
			rows: BoundedVec::truncate_from(vec![row(member, 3, 100)]),
		}
		.into(),
		Points::<Runtime>::refund {
			member,
			scheme,
			points: 200,
			reason: document(b"a course that was cancelled"),
		}
		.into(),
		Points::<Runtime>::freeze {
			member,
			scheme,
			cause: FreezeCause::Fraud,
			evidence: document(b"a complaint"),
		}
		.into(),
		Points::<Runtime>::reinstate {
			member,
			scheme,
			decision: document(b"there was nothing in it"),
		}
		.into(),
		Points::<Runtime>::fund_budget {
			scheme,
			amount: KRW,
		}
		.into(),
		Points::<Runtime>::withdraw_budget {
			scheme,
			amount: KRW,
		}
		.into(),
	];
	let in_works: [RuntimeCall; 5] = [
		Works::<Runtime>::draft_contract {
			draft: Box::new(works_of_the_district(chain)),
		}
		.into(),
		Works::<Runtime>::fund_contract {
			contract,
			amount: KRW,
		}
		.into(),
		Works::<Runtime>::approve_claim {
			claim: affairs.inspected,
		}
		.into(),
		Works::<Runtime>::suspend_contract {
			contract,
			reason: document(b"rain"),
		}
		.into(),
		Works::<Runtime>::resume_contract { contract }.into(),
	];
	let with_cards_and_doors: [RuntimeCall; 6] = [
		Cards::<Runtime>::issue_card {
			account: account_of(&key("//a newcomer")),
		}
		.into(),
		Cards::<Runtime>::suspend_card { citizen }.into(),
		Cards::<Runtime>::resume_card { citizen }.into(),
		Doors::<Runtime>::register_facility {
			details: facility_at(chain, "pool.dongdaemun.localhost"),
		}
		.into(),
		Doors::<Runtime>::change_facility {
			facility: affairs.facility,
			details: FacilityDetails {
				pass_lifetime: half,
				..details(chain, affairs.facility)
			},
		}
		.into(),
		Doors::<Runtime>::publish_batch {
			root: H256::repeat_byte(7),
			expires_at: logins::end_of_cohort(chain),
		}
		.into(),
	];
	let in_the_register = agencies::Call::<Runtime>::appoint_delegate {
		delegate: account_of(&key("//another clerk")),
		roles: BoundedVec::truncate_from(vec![Role::Registrar]),
		expires_at: chain.now() + DAY,
	};
	[RuntimeCall::from(in_the_register)]
		.into_iter()
		.chain(in_cars)
		.chain(in_polls)
		.chain(in_points)
		.chain(in_works)
		.chain(with_cards_and_doors)
		.collect()
}

fn is_suspended() -> DispatchError {
	agencies::Error::<Runtime>::AgencySuspended.into()
}

/// What is held of the buyer for the sale.
fn held_price(chain: &mut Chain) -> Balance {
	let reason = RuntimeHoldReason::CarRegistry(pallet_car_registry::HoldReason::Sale);
	let buyer = who::BUYER.to_account_id();
	chain.query(|| Balances::balance_on_hold(&reason, &buyer))
}

#[test]
fn an_office_with_roles_in_every_service_stops_in_all_of_them_from_one_block_to_the_next() {
	let mut chain = Chain::development();
	let affairs = affairs(&mut chain);
	let (member, party, _) = &affairs.member;
	let at_the_office = logins::login(&mut chain, affairs.facility, &who::BUYER.pair());
	assert!(logins::authenticate(&mut chain, &at_the_office).is_ok());
	away_from_the_end_of_a_session(&mut chain);
	let claim = affairs.approved;
	works::does(&mut chain, HANBIT, Works::request_payment { claim });
	let decided_in = chain.query(System::block_number);
	assert_eq!(chain.council_decides(suspend(DISTRICT)), Ok(()));

	// In the next block it does nothing in any service, and what it would have done changed nothing. It has won for its
	// fees: money does not help.
	chain.next_block();
	let roots = chain.roots();
	for act in acts(&mut chain, &affairs) {
		chain.refuses(who::DONGDAEMUN, act, is_suspended());
	}
	let draft = drafts_a_poll(&mut chain);
	chain.cannot_pay_for(&reviewer(), draft);
	// Nobody deals with it, and its facility lets nobody in.
	chain.refuses_as(member, pays(DISTRICT, 100), is_suspended());
	let buyer = PartyId::Agency(DISTRICT);
	chain.refuses(
		who::SELLER,
		cars::draft(affairs.other, buyer, PaymentTerms::OffChain),
		is_suspended(),
	);
	assert_eq!(
		logins::authenticate(&mut chain, &at_the_office),
		Err(Refusal::Operator(is_suspended()))
	);
	assert_eq!(chain.roots(), roots);
	assert_eq!(chain.query(System::block_number), decided_in + 1);

	// What citizens and firms have stays theirs. They vote in its poll, and have points for that.
	chain.next_block_with_room();
	assert_eq!(held_price(&mut chain), PRICE);
	let events = chain.succeeds_as(member, votes(affairs.poll, 2));
	assert!(polls::of_polls(&events)
		.iter()
		.any(|event| matches!(event, PollEvent::RewardPaid { points: REWARD, .. })));
	assert_eq!(spendable(&mut chain, *party, HEALTH), 2_500);
	chain.succeeds_as(member, pays(MUSEUM, 1_000));
	// The chain pays its contractor on the day, out of what is held of it.
	let office = who::DONGDAEMUN.to_account_id();
	let held = works::held(&mut chain, &office);
	let day = works::due(&mut chain, claim);
	let mut events = Vec::new();
	while works::today(&mut chain) <= day {
		events.extend(works::pass(&mut chain, SLOT));
	}
	assert_eq!(
		events,
		[
			WorksEvent::LinePaid {
				claim,
				line: LineIndex(0),
				payee: works::party(HANBIT),
				account: works::account(HANBIT),
				amount: 1_000_000 * KRW,
			},
			WorksEvent::ClaimPaid { claim, on: day },
		]
	);
	assert_eq!(works::held(&mut chain, &office), held - 1_000_000 * KRW);

	// Reinstated, it does all of that.
	let agency = DISTRICT;
	let reinstate = agencies::Call::<Runtime>::reinstate { agency };
	assert_eq!(chain.council_decides(reinstate), Ok(()));
	chain.next_block_with_room();
	let seller = chain.balance(&who::SELLER.to_account_id());
	for act in acts(&mut chain, &affairs) {
		chain.succeeds(who::DONGDAEMUN, act);
	}
	let draft = drafts_a_poll(&mut chain);
	chain.succeeds_as(&reviewer(), draft);
	chain.succeeds_as(member, pays(DISTRICT, 100));
	let again = logins::login(&mut chain, affairs.facility, &who::BUYER.pair());
	assert!(logins::authenticate(&mut chain, &again).is_ok());
	assert_eq!(held_price(&mut chain), 0);
	assert_eq!(chain.balance(&who::SELLER.to_account_id()), seller + PRICE);
	assert_eq!(spendable(&mut chain, *party, HEALTH), 2_200);
	polls::close(&mut chain, affairs.poll);
	let certify = Polls::<Runtime>::certify_poll { poll: affairs.poll };
	let events = chain.succeeds(who::DONGDAEMUN, certify);
	assert!(
		polls::of_polls(&events).contains(&PollEvent::PollCertified {
			poll: affairs.poll,
			outcome: Outcome::Counted {
				results: vec![0, 1, 1, 0, 0].try_into().expect("few"),
			},
			ballots: 2,
			quorum: 0,
		})
	);
}
