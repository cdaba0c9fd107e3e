// SPDX-License-Identifier: Apache-2.0

//! The runtime is upgraded while all five services are in use: a sale, a secret poll, points, claims of the works and a
//! session are under way. Council and committee authorize the code of `runtime/next`, a citizen brings it, and everything that
//! was begun under the old version is finished under the new one.
//!
//! Every block here is run in wasm, by the code that stands in the state before it: first the built runtime, and from the
//! block after the upgrade on the next one. So the first block of the new version runs `on_runtime_upgrade` of all pallets
//! and whatever migrations there are, as on a node. Only what tests look up is computed natively.

use crate::common::{
	cars, logins,
	points::{
		books, credit, fund_all, lots, new_citizen, of_mileage, only, shown, spendable, MUSEUM,
	},
	polls::*,
	wasm::code_of,
	works, *,
};
use frame_support::{
	migrations::MultiStepMigrator,
	traits::{GetStorageVersion, PalletInfoAccess, StorageVersion},
	BoundedVec,
};
use pallet_car_registry::{Call as Cars, PaymentTerms, SaleId, VehicleId};
use pallet_escrow_payments::{Call as Works, ClaimId, Event as WorksEvent, LineIndex};
use pallet_facilities::Call as Doors;
use pallet_mileage::{genesis::ETAX, Call as Points, Event as PointEvent, Lot, Purpose, SchemeId};
use pallet_mvoting::{Call as Polls, Event, Outcome, Secrecy};
use seoul_chain_login::{LoginRequest, Refusal};
use seoul_chain_primitives::{chain::DAY, Balance, CitizenIndex, Moment, PartyId};
use seoul_chain_runtime::{
	genesis_config_presets::LOCAL, Balances, Runtime, RuntimeCall, RuntimeEvent, SafeMode, System,
	VERSION,
};
use seoul_chain_runtime_common::currency::KRW;
use seoul_chain_runtime_next::NEXT_RUNTIME;
use sp_core::{
	sr25519,
	storage::well_known_keys::{CODE, PENDING_CODE},
};
use sp_runtime::{
	traits::{BlakeTwo256, Hash as _},
	transaction_validity::InvalidTransaction,
};

type Migrator = <Runtime as frame_system::Config>::MultiBlockMigrator;

/// What the car costs.
const PRICE: Balance = 500 * KRW;
/// A month of at most 31 days.
const LONG_MONTH: Moment = 31 * DAY;

/// What is under way in the five services.
struct Affairs {
	/// A sale that both have signed, and whose price is not paid.
	car: VehicleId,
	sale: SaleId,
	/// A secret poll in which all but the last have voted.
	trustees: Trustees,
	poll: PollIn,
	/// Who has points: key and party. They are due in two different months.
	saver: (sr25519::Pair, PartyId),
	lots: Vec<(SchemeId, Lot)>,
	/// A claim that the chain is to pay on a day, and one that was approved and waits to be asked for.
	requested: ClaimId,
	approved: ClaimId,
	/// A login with the key of a session that is open.
	app: sr25519::Pair,
	login: LoginRequest,
}

/// A poll, and who has or will have voted in it.
struct PollIn {
	booth: Booth,
	voters: Vec<Citizen>,
}

fn a_sale(chain: &mut Chain) -> (VehicleId, SaleId) {
	let car = register_car(chain, "a car in a sale", SELLER_CARD);
	let buyer = (&who::BUYER.pair(), BUYER_CARD);
	let terms = PaymentTerms::OnChain {
		price: PRICE,
		dealer_fee: 0,
	};
	let sale = cars::signed_sale(chain, car, &who::SELLER.pair(), buyer, terms);
	(car, sale)
}

fn a_poll(chain: &mut Chain) -> (Trustees, PollIn) {
	let voters = citizens(chain, "voter", 5);
	let trustees = Trustees::ready(chain, 3, 2);
	let board = trustees.board;
	let settings = settings(chain, Secrecy::Secret { board });
	let poll = open(chain, ONE_OF_FIVE, settings);
	let booth = Booth::of(chain, poll);
	for (voter, chosen) in voters[..4].iter().zip([0, 1, 1, 2]) {
		let ballot = booth.ballot(voter_of(voter), &[chosen], 0);
		chain.succeeds_as(&voter.0, booth.secret(ballot));
	}
	(trustees, PollIn { booth, voters })
}

/// Points of two months.
fn a_saver(chain: &mut Chain) -> (sr25519::Pair, PartyId) {
	let (card, party) = new_citizen(chain, "//a saver");
	credit(chain, ETAX, party, 1, 3_000);
	chain.advance_with_room(LONG_MONTH);
	credit(chain, ETAX, party, 2, 2_000);
	(card, party)
}

/// A tenth of the sealing twice: both claims are approved, and the payment of the first is requested.
fn two_claims(chain: &mut Chain) -> [ClaimId; 2] {
	let contract = works::running_contract(chain, 200_000_000);
	[true, false].map(|requested| {
		let claim = works::submit_a_tenth(chain, contract);
		works::approve(chain, claim);
		if requested {
			works::does(chain, works::HANBIT, Works::request_payment { claim });
		}
		claim
	})
}

/// A citizen's application is logged in to the library.
fn a_session(chain: &mut Chain) -> (sr25519::Pair, LoginRequest) {
	let app = key("//an application");
	let end = chain.now() + 30 * DAY;
	let open = logins::open_session(chain, CitizenIndex(1002), &app, end);
	chain.succeeds(who::BUYER, open);
	let given = logins::consent(chain, logins::LIBRARY, &who::BUYER.pair());
	let login = logins::login_with(chain, logins::LIBRARY, &app, &given);
	assert!(logins::authenticate(chain, &login).is_ok());
	(app, login)
}

fn affairs(chain: &mut Chain) -> Affairs {
	fund_all(chain);
	let saver = a_saver(chain);
	let (car, sale) = a_sale(chain);
	let (trustees, poll) = a_poll(chain);
	chain.next_block_with_room();
	let [requested, approved] = two_claims(chain);
	chain.next_block_with_room();
	let (app, login) = a_session(chain);
	let lots = lots(chain, saver.1);
	assert_eq!(lots.len(), 2);
	Affairs {
		car,
		sale,
		trustees,
		poll,
		saver,
		lots,
		requested,
		approved,
		app,
		login,
	}
}

/// A pallet's name, the version of what it has stored, and that of its code.
fn version_of<P>() -> (&'static str, StorageVersion, StorageVersion)
where
	P: GetStorageVersion<InCodeStorageVersion = StorageVersion> + PalletInfoAccess,
{
	let (stored, in_code) = (P::on_chain_storage_version(), P::in_code_storage_version());
	(P::name(), stored, in_code)
}

macro_rules! versions_of {
	($($pallet:ident),* $(,)?) => {
		[$(version_of::<seoul_chain_runtime::$pallet>()),*]
	};
}

/// Everything that pallets have stored is of the version that their code expects, and holds.
fn state_is_sound(chain: &mut Chain) {
	let versions = chain.query(|| {
		versions_of!(
			Agencies,
			Assets,
			Balances,
			CarRegistry,
			ChainIdentity,
			CitizenIdentity,
			CitizenRings,
			Council,
			DepositToken,
			EscrowPayments,
			Facilities,
			Grandpa,
			MVoting,
			Migrations,
			Mileage,
			Multisig,
			Offences,
			Session,
			TechnicalCommittee,
			TransactionQuota,
			ValidatorSet,
		)
	});
	for (pallet, stored, in_code) in versions {
		assert_eq!(stored, in_code, "{pallet}");
	}
	chain.check();
}

/// The version under which migrations ran last.
fn last_upgrade(chain: &mut Chain) -> u32 {
	chain.query(System::last_runtime_upgrade_spec_version)
}

fn code_in(chain: &mut Chain, place: &[u8]) -> Option<Vec<u8>> {
	chain
		.query(|| sp_io::storage::get(place))
		.map(|code| code.to_vec())
}

/// Council and committee authorize code together, and a citizen brings it.
fn upgrade(chain: &mut Chain, code: &[u8]) {
	let code_hash = BlakeTwo256::hash(code);
	let authorize =
		RuntimeCall::from(frame_system::Call::<Runtime>::authorize_upgrade { code_hash });
	assert_eq!(chain.council_decides(whitelist(&authorize)), Ok(()));
	assert_eq!(chain.committee_decides(dispatch(&authorize)), Ok(()));
	assert!(chain.query(|| System::authorized_upgrade().is_some()));
	chain.next_block_with_room();
	let events = chain.succeeds(
		who::BYSTANDER,
		frame_system::Call::<Runtime>::apply_authorized_upgrade {
			code: code.to_vec(),
		},
	);
	assert!(events.iter().any(|event| matches!(
		event,
		RuntimeEvent::System(frame_system::Event::CodeUpdated { hash }) if *hash == code_hash
	)));
}

/// The first block of the new version: the migrations run in it, and there is none that changes anything.
fn the_first_block(chain: &mut Chain, code: &[u8]) {
	let before = chain.roots();
	let by_the_old = chain.signed(&who::SELLER.pair(), Doors::<Runtime>::close_all_sessions {});
	assert_eq!(last_upgrade(chain), VERSION.spec_version);
	chain.next_block();
	assert_eq!(chain.spec_version(), VERSION.spec_version + 1);
	assert_eq!(last_upgrade(chain), VERSION.spec_version + 1);
	assert_eq!(chain.roots(), before, "what no migration is to change");
	assert!(!chain.query(Migrator::ongoing), "no migration goes on");
	assert!(!chain.query(SafeMode::is_entered), "no migration failed");
	let events = chain.query(System::events);
	assert!(!events
		.iter()
		.any(|record| matches!(record.event, RuntimeEvent::Migrations(_))));
	// Who signed for the old version has to sign again.
	assert_eq!(
		chain.pool_says(&by_the_old),
		Err(InvalidTransaction::BadProof.into())
	);
	state_is_sound(chain);
	// With this block the code that waited is in force.
	chain.next_block_with_room();
	assert_eq!(code_in(chain, CODE).as_deref(), Some(code));
	assert_eq!(code_in(chain, PENDING_CODE), None);
}

fn the_sale_ends(chain: &mut Chain, affairs: &Affairs) {
	let (sale, amount) = (affairs.sale, PRICE);
	let seller = chain.balance(&who::SELLER.to_account_id());
	let buyer = chain.balance(&who::BUYER.to_account_id());
	chain.succeeds(who::BUYER, Cars::<Runtime>::pay_sale { sale, amount });
	chain.succeeds(who::BUYER, Cars::<Runtime>::confirm_delivery { sale });
	assert_eq!(owner_of(chain, affairs.car), SELLER_CARD);
	chain.succeeds(
		who::DONGDAEMUN,
		cars::accept(sale, "the buyer's certificate"),
	);
	assert_eq!(owner_of(chain, affairs.car), BUYER_CARD);
	assert_eq!(chain.balance(&who::SELLER.to_account_id()), seller + PRICE);
	assert_eq!(chain.balance(&who::BUYER.to_account_id()), buyer - PRICE);
}

/// The first voter changes the mind, the last votes at all, and all of that is counted.
fn the_poll_ends(chain: &mut Chain, affairs: &Affairs) {
	let PollIn { booth, voters } = &affairs.poll;
	let poll = booth.poll;
	assert_eq!(info(chain, poll).turnout, Some(4));
	for (voter, chosen, turn) in [(&voters[0], 3, 1), (&voters[4], 4, 0)] {
		let ballot = booth.ballot(voter_of(voter), &[chosen], turn);
		let events = chain.succeeds_as(&voter.0, booth.secret(ballot));
		assert!(matches!(
			&of_polls(&events)[..],
			[Event::EncryptedBallotCast { old_tracker, .. }] if old_tracker.is_some() == (turn > 0)
		));
	}
	close(chain, poll);
	let counted = count(chain, &affairs.trustees, poll, &[1, 3]);
	assert_eq!(counted, [0, 2, 1, 1, 1]);
	assert!(certify(chain, poll).contains(&Event::PollCertified {
		poll,
		outcome: Outcome::Counted {
			results: counted.try_into().expect("few"),
		},
		ballots: 5,
		quorum: 0,
	}));
	let answer = document(b"what the city does about it");
	chain.succeeds_as(
		&key(REVIEWER),
		Polls::<Runtime>::answer_poll { poll, answer },
	);
}

/// Points that were earned before pay a ticket, which is paid in won.
fn the_points_pay(chain: &mut Chain, affairs: &Affairs) {
	let (card, party) = &affairs.saver;
	assert_eq!(lots(chain, *party), affairs.lots, "points and expiry");
	let museum = account_of(&key("//Museum"));
	let had = chain.balance(&museum);
	let ticket = 4_000 * KRW;
	chain.succeeds_as(
		card,
		Points::<Runtime>::pay {
			payee: MUSEUM,
			purpose: Purpose::Purchase,
			amount: ticket,
			source: only(&[ETAX]),
			reference: document(b"a ticket"),
		},
	);
	let payees = BoundedVec::truncate_from(vec![MUSEUM]);
	chain.succeeds(who::BYSTANDER, Points::<Runtime>::settle { payees });
	assert_eq!(chain.balance(&museum), had + ticket);
	let [_, (_, last)] = affairs.lots[..] else {
		panic!("there are two lots");
	};
	let left = Lot {
		points: 1_000,
		..last
	};
	assert_eq!(
		lots(chain, *party),
		[(ETAX, left)],
		"what was due first is spent"
	);
}

/// The application is let in as before, until its citizen closes the session.
fn the_session_ends(chain: &mut Chain, affairs: &Affairs) {
	assert!(logins::authenticate(chain, &affairs.login).is_ok());
	let key = account_of(&affairs.app);
	chain.succeeds(who::BUYER, Doors::<Runtime>::close_session { key });
	chain.next_block_with_room();
	assert_eq!(
		logins::authenticate(chain, &affairs.login),
		Err(Refusal::SessionClosed)
	);
}

/// What was requested under the old version and what is requested under the new one is paid on its day, by itself.
fn the_claims_are_paid(chain: &mut Chain, affairs: &Affairs) {
	let (first, second) = (affairs.requested, affairs.approved);
	let [had] = works::won_of(chain, [works::HANBIT]);
	works::does(
		chain,
		works::HANBIT,
		Works::request_payment { claim: second },
	);
	let days = [first, second].map(|claim| works::due(chain, claim));
	let events = works::pass_to(chain, days[1]);
	for (claim, day) in [first, second].into_iter().zip(days) {
		let paid = WorksEvent::LinePaid {
			claim,
			line: LineIndex(0),
			payee: works::party(works::HANBIT),
			account: works::account(works::HANBIT),
			amount: 12_000_000 * KRW,
		};
		assert!(events.contains(&(day, paid)), "{events:?}");
		assert!(works::is_ended(chain, claim));
	}
	let [has] = works::won_of(chain, [works::HANBIT]);
	assert_eq!(has, had + 24_000_000);
}

/// What nobody uses is gone after its month, as it was said under the old version.
fn the_rest_expires(chain: &mut Chain, affairs: &Affairs) {
	let (card, party) = &affairs.saver;
	let live = books(chain, ETAX).live;
	assert_eq!(spendable(chain, *party, ETAX), 1_000);
	chain.advance(62 * LONG_MONTH);
	assert_eq!(spendable(chain, *party, ETAX), 0);
	let mut swept = false;
	for _ in 0..5 {
		let events = chain.next_block_after(System::events);
		let events: Vec<RuntimeEvent> = events.into_iter().map(|record| record.event).collect();
		swept |= of_mileage(&events).contains(&PointEvent::PointsExpired {
			scheme: ETAX,
			member: *party,
			points: 1_000,
		});
	}
	assert!(swept, "the points are taken out of the wallet");
	assert_eq!(shown(chain, card, ETAX), 0);
	assert_eq!(books(chain, ETAX).live, live - 1_000);
}

#[test]
fn what_was_begun_in_five_services_before_an_upgrade_is_finished_after_it() {
	let mut chain = Chain::in_wasm(LOCAL);
	let issued = chain.query(Balances::total_issuance);
	let affairs = affairs(&mut chain);
	state_is_sound(&mut chain);

	let code = code_of(NEXT_RUNTIME, "SEOUL_NEXT_RUNTIME");
	upgrade(&mut chain, &code);
	the_first_block(&mut chain, &code);

	the_session_ends(&mut chain, &affairs);
	the_sale_ends(&mut chain, &affairs);
	the_points_pay(&mut chain, &affairs);
	the_poll_ends(&mut chain, &affairs);
	the_claims_are_paid(&mut chain, &affairs);
	assert_eq!(chain.query(Balances::total_issuance), issued);
	state_is_sound(&mut chain);
	the_rest_expires(&mut chain, &affairs);
}
