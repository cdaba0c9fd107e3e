// SPDX-License-Identifier: Apache-2.0

//! A citizen logs in with a wallet or a session key, without a transaction; and what ends a login anywhere ends it
//! everywhere from the next block on.

use crate::common::{
	cards::{complete_recovery, start_recovery},
	logins::*,
	*,
};
use pallet_agencies::Call as Agents;
use pallet_citizen_identity::Call as Cards;
use pallet_facilities::{Accepted, Call as Doors, Event, FacilityDetails, Requirement, SessionEnd};
use seoul_chain_login::{
	subject_of, wrapped, Challenge, CredentialValue, LoginRequest, Predicate, Refusal,
	SignedConsent, CLOCK_TOLERANCE,
};
use seoul_chain_primitives::{
	chain::{DAY, MINUTE},
	CitizenIndex,
};
use seoul_chain_runtime::{Runtime, RuntimeCall, RuntimeEvent};
use sp_core::{sr25519, Pair};
use sp_runtime::DispatchError;

const EVE: CitizenIndex = CitizenIndex(1002);

fn phone() -> sr25519::Pair {
	key("//Eve's phone")
}

fn card_suspended() -> DispatchError {
	pallet_citizen_identity::Error::<Runtime>::CardSuspended.into()
}

/// What is asked after the block in which something changed is what counts.
#[track_caller]
fn refused_from_the_next_block(chain: &mut Chain, request: &LoginRequest, refusal: Refusal) {
	chain.next_block();
	assert_eq!(authenticate(chain, request), Err(refusal));
	assert_eq!(standing(chain, request).err(), Some(refusal));
}

/// A consent of Eve to the library, and a session of her phone.
fn eve_with_a_phone(chain: &mut Chain) -> SignedConsent {
	let end = chain.now() + 30 * DAY;
	let open = open_session(chain, EVE, &phone(), end);
	chain.succeeds(who::BUYER, open);
	consent(chain, LIBRARY, &who::BUYER.pair())
}

fn suspend(citizen: CitizenIndex) -> Cards<Runtime> {
	Cards::<Runtime>::suspend_card { citizen }
}

#[test]
fn a_citizen_logs_in_with_the_account_of_the_card_and_with_a_session_key() {
	let mut chain = Chain::development();
	let consent = eve_with_a_phone(&mut chain);
	chain.next_block();
	let subject = subject_of(&chain_id(&mut chain), LIBRARY, EVE);
	let pass = details(&mut chain, LIBRARY).pass_lifetime;
	let end = chain.now() + pass;
	for by in [who::BUYER.pair(), phone()] {
		let request = login_with(&mut chain, LIBRARY, &by, &consent);
		let granted = authenticate(&mut chain, &request).expect("is let in");
		assert_eq!(
			(granted.subject, granted.predicates, granted.expires_at),
			(subject, vec![], end)
		);
		assert!(standing(&mut chain, &request).is_ok());
		// As wallets wrap what is no transaction.
		let mut in_a_wallet = request.clone();
		let text = request.challenge.text();
		in_a_wallet.signature = by.sign(&wrapped(text.as_bytes())).into();
		assert!(authenticate(&mut chain, &in_a_wallet).is_ok());
	}
	// Another facility, and another citizen, have other subjects.
	let at_museum = login(&mut chain, MUSEUM, &who::BUYER.pair());
	let elsewhere = authenticate(&mut chain, &at_museum).expect("is let in");
	let another = login(&mut chain, LIBRARY, &who::SELLER.pair());
	let another = authenticate(&mut chain, &another).expect("is let in");
	assert!(elsewhere.subject != subject && another.subject != subject);
}

#[test]
fn a_suspended_card_is_refused_from_the_next_block_on_and_its_sessions_stay_closed() {
	let mut chain = Chain::development();
	let consent = eve_with_a_phone(&mut chain);
	let by_card = login_with(&mut chain, LIBRARY, &who::BUYER.pair(), &consent);
	let by_phone = login_with(&mut chain, LIBRARY, &phone(), &consent);
	assert!(authenticate(&mut chain, &by_card).is_ok());
	assert!(authenticate(&mut chain, &by_phone).is_ok());

	let events = chain.succeeds(who::CITY_OFFICER, suspend(EVE));
	assert_eq!(
		of_facilities(&events),
		[Event::SessionClosed {
			citizen: EVE,
			key: account_of(&phone()),
			cause: SessionEnd::Card,
		}]
	);
	refused_from_the_next_block(&mut chain, &by_card, Refusal::Card(card_suspended()));
	refused_from_the_next_block(&mut chain, &by_phone, Refusal::SessionClosed);

	chain.succeeds(
		who::CITY_OFFICER,
		Cards::<Runtime>::resume_card { citizen: EVE },
	);
	chain.next_block();
	assert!(authenticate(&mut chain, &by_card).is_ok());
	assert_eq!(
		authenticate(&mut chain, &by_phone),
		Err(Refusal::SessionClosed)
	);
}

#[test]
fn a_session_that_its_citizen_closed_is_refused_from_the_next_block_on() {
	let mut chain = Chain::development();
	let consent = eve_with_a_phone(&mut chain);
	let request = login_with(&mut chain, LIBRARY, &phone(), &consent);
	chain.refuses(
		who::SELLER,
		Doors::<Runtime>::close_session {
			key: account_of(&phone()),
		},
		pallet_facilities::Error::<Runtime>::SessionNotFound,
	);
	chain.succeeds(
		who::BUYER,
		Doors::<Runtime>::close_session {
			key: account_of(&phone()),
		},
	);
	refused_from_the_next_block(&mut chain, &request, Refusal::SessionClosed);
	// The key was for logins only: it never moved anything, and has no quota.
	chain.cannot_pay_for(&phone(), Doors::<Runtime>::close_all_sessions {});
}

#[test]
fn a_session_key_does_nothing_but_log_in() {
	let mut chain = Chain::development();
	let _ = eve_with_a_phone(&mut chain);
	let calls: [RuntimeCall; 4] = [
		Doors::<Runtime>::close_all_sessions {}.into(),
		Cards::<Runtime>::suspend_own_card {}.into(),
		points::purchase(points::MUSEUM, 1).into(),
		pallet_balances::Call::<Runtime>::transfer_keep_alive {
			dest: account_of(&phone()).into(),
			value: 1,
		}
		.into(),
	];
	for call in calls {
		chain.cannot_pay_for(&phone(), call);
	}
}

#[test]
fn a_revoked_consent_is_refused_from_the_next_block_on_and_another_is_not() {
	let mut chain = Chain::development();
	let given = consent(&mut chain, LIBRARY, &who::BUYER.pair());
	let request = login_with(&mut chain, LIBRARY, &who::BUYER.pair(), &given);
	assert!(authenticate(&mut chain, &request).is_ok());
	let revoke = || Doors::<Runtime>::revoke_consent {
		consent: id_of(&given),
	};
	// Another citizen's revocation of the same number ends nothing.
	chain.succeeds(who::SELLER, revoke());
	chain.next_block();
	assert!(authenticate(&mut chain, &request).is_ok());

	chain.succeeds(who::BUYER, revoke());
	refused_from_the_next_block(&mut chain, &request, Refusal::ConsentRevoked);
	chain.next_block();
	let mut again = given.consent.clone();
	again.salt = [5; 32];
	let again = SignedConsent {
		signature: who::BUYER.pair().sign(again.text().as_bytes()).into(),
		consent: again,
	};
	let request = login_with(&mut chain, LIBRARY, &who::BUYER.pair(), &again);
	assert!(authenticate(&mut chain, &request).is_ok());
}

#[test]
fn a_closed_facility_and_one_whose_agency_is_suspended_let_nobody_in() {
	let mut chain = Chain::development();
	let at_library = login(&mut chain, LIBRARY, &who::BUYER.pair());
	let at_hall = login(&mut chain, SPORTS_HALL, &who::BUYER.pair());
	let at_museum = login(&mut chain, MUSEUM, &who::BUYER.pair());
	for request in [&at_library, &at_hall, &at_museum] {
		assert!(authenticate(&mut chain, request).is_ok());
	}
	chain.succeeds_as(
		&key(LIBRARIAN),
		Doors::<Runtime>::close_facility { facility: LIBRARY },
	);
	refused_from_the_next_block(&mut chain, &at_library, Refusal::FacilityClosed);
	assert!(authenticate(&mut chain, &at_hall).is_ok());

	// A suspended agency's other facilities, too, until it is reinstated.
	let suspend = Agents::<Runtime>::suspend {
		agency: LIBRARIES,
		reason: document(b"why"),
	};
	assert_eq!(chain.council_decides(suspend), Ok(()));
	let suspended = pallet_agencies::Error::<Runtime>::AgencySuspended;
	refused_from_the_next_block(&mut chain, &at_hall, Refusal::Operator(suspended.into()));
	assert!(authenticate(&mut chain, &at_museum).is_ok());
	let reinstate = Agents::<Runtime>::reinstate { agency: LIBRARIES };
	assert_eq!(chain.council_decides(reinstate), Ok(()));
	chain.next_block();
	assert!(authenticate(&mut chain, &at_hall).is_ok());
}

#[test]
fn an_answer_is_worth_nothing_elsewhere_on_another_chain_or_at_another_time() {
	let mut chain = Chain::development();
	let good = login(&mut chain, LIBRARY, &who::BUYER.pair());
	assert!(authenticate(&mut chain, &good).is_ok());

	// The museum shows the library's answer to a node.
	let at_museum = login(&mut chain, MUSEUM, &who::BUYER.pair());
	let mut relayed = at_museum.clone();
	relayed.signature = good.signature.clone();
	assert_eq!(
		authenticate(&mut chain, &relayed),
		Err(Refusal::InvalidSignature)
	);
	let mut shown = good.clone();
	shown.consent = at_museum.consent;
	assert_eq!(
		authenticate(&mut chain, &shown),
		Err(Refusal::ConsentElsewhere)
	);

	// Another chain of the same city.
	let mut other = Chain::new(seoul_chain_runtime::genesis_config_presets::LOCAL);
	assert_eq!(authenticate(&mut other, &good), Err(Refusal::OtherChain));
	let mut renamed = good.clone();
	renamed.challenge.chain = chain_id(&mut other);
	let elsewhere = login(&mut other, LIBRARY, &who::BUYER.pair());
	renamed.consent = elsewhere.consent;
	assert_eq!(
		authenticate(&mut other, &renamed),
		Err(Refusal::InvalidSignature)
	);

	// Too early by more than clocks may differ, and too late.
	let mut early = good.clone();
	early.challenge = Challenge {
		issued_at: chain.now() + CLOCK_TOLERANCE + 1,
		expires_at: chain.now() + CLOCK_TOLERANCE + MINUTE,
		..early.challenge
	};
	early.signature = who::BUYER
		.pair()
		.sign(early.challenge.text().as_bytes())
		.into();
	assert_eq!(authenticate(&mut chain, &early), Err(Refusal::NotYetValid));
	chain.advance(2 * MINUTE);
	assert_eq!(
		authenticate(&mut chain, &good),
		Err(Refusal::ChallengeExpired)
	);
}

/// Adults who live in Gangdong-gu.
fn for_adults_of_gangdong(chain: &mut Chain) -> FacilityDetails {
	let one_of = |value| Accepted::OneOf {
		values: vec![value].try_into().expect("one value"),
	};
	FacilityDetails {
		requirements: vec![
			Requirement {
				schema: RESIDENCE,
				accepted: one_of(GANGDONG),
			},
			Requirement {
				schema: AGE,
				accepted: Accepted::Between {
					lowest: ADULT,
					highest: CredentialValue(3),
				},
			},
		]
		.try_into()
		.expect("two requirements"),
		..details(chain, LIBRARY)
	}
}

#[test]
fn a_predicate_that_an_office_attested_opens_the_door_until_the_office_takes_it_back() {
	let mut chain = Chain::development();
	let changed = for_adults_of_gangdong(&mut chain);
	chain.succeeds_as(
		&key(LIBRARIAN),
		Doors::<Runtime>::change_facility {
			facility: LIBRARY,
			details: changed,
		},
	);
	let eve = who::BUYER.pair();
	let of_eve = attest(&mut chain, EVE, &[(RESIDENCE, GANGDONG), (AGE, ADULT)]);
	let child = attest(
		&mut chain,
		CitizenIndex(1003),
		&[(RESIDENCE, GANGDONG), (AGE, CredentialValue(0))],
	);
	chain.next_block();
	let plain = login(&mut chain, LIBRARY, &eve);
	assert_eq!(
		authenticate(&mut chain, &plain),
		Err(Refusal::PredicateMissing(RESIDENCE))
	);
	let opening = LoginRequest {
		disclosures: of_eve.clone(),
		..plain.clone()
	};
	let granted = authenticate(&mut chain, &opening).expect("both hold");
	assert_eq!(
		granted.predicates,
		[(RESIDENCE, GANGDONG), (AGE, ADULT)].map(|(schema, value)| Predicate { schema, value })
	);

	// A child shows its own, and then another's.
	let by_child = LoginRequest {
		disclosures: child,
		..login(&mut chain, LIBRARY, &who::BYSTANDER.pair())
	};
	assert_eq!(
		authenticate(&mut chain, &by_child),
		Err(Refusal::ValueNotAccepted(AGE))
	);
	let borrowed = LoginRequest {
		disclosures: of_eve.clone(),
		..by_child
	};
	assert_eq!(
		authenticate(&mut chain, &borrowed),
		Err(Refusal::NotInBatch(RESIDENCE))
	);

	// Eve moves away.
	let id = chain_id(&mut chain);
	chain.succeeds_as(
		&key(RESIDENTS_OFFICER),
		Doors::<Runtime>::revoke_credentials {
			batch: of_eve[0].batch,
			commitments: vec![of_eve[0].commitment(&id, EVE)]
				.try_into()
				.expect("one"),
		},
	);
	chain.next_block();
	assert_eq!(
		authenticate(&mut chain, &opening),
		Err(Refusal::CredentialRevoked(RESIDENCE))
	);
}

#[test]
fn a_citizen_with_a_recovered_card_is_the_same_everywhere_and_the_lost_phone_logs_in_nowhere() {
	let mut chain = Chain::development();
	let given = eve_with_a_phone(&mut chain);
	let before = login_with(&mut chain, LIBRARY, &phone(), &given);
	let subject = authenticate(&mut chain, &before)
		.expect("is let in")
		.subject;

	let new_phone = key("//Eve's next phone");
	chain.succeeds(who::CITY_OFFICER, start_recovery(EVE, &new_phone));
	refused_from_the_next_block(&mut chain, &before, Refusal::SessionClosed);
	chain.succeeds_as(
		&new_phone,
		Cards::<Runtime>::accept_recovery { citizen: EVE },
	);
	let events = complete_recovery(&mut chain, EVE);
	assert!(
		!of_facilities(&events)
			.iter()
			.any(|event| matches!(event, Event::SessionOpened { .. })),
		"nothing is opened by a recovery"
	);
	assert!(events.iter().any(|event| matches!(
		event,
		RuntimeEvent::CitizenIdentity(pallet_citizen_identity::Event::AccountChanged { .. })
	)));
	chain.next_block();

	// The lost account is nobody's, and what it consented to needs another signature.
	let by_lost = login_with(&mut chain, LIBRARY, &who::BUYER.pair(), &given);
	assert_eq!(
		authenticate(&mut chain, &by_lost),
		Err(Refusal::UnknownSigner)
	);
	let with_old_consent = login_with(&mut chain, LIBRARY, &new_phone, &given);
	assert_eq!(
		authenticate(&mut chain, &with_old_consent),
		Err(Refusal::ConsentOfAnother)
	);
	let after = login(&mut chain, LIBRARY, &new_phone);
	assert_eq!(
		authenticate(&mut chain, &after).expect("is let in").subject,
		subject
	);
}
