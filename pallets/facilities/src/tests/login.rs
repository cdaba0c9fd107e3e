// SPDX-License-Identifier: Apache-2.0

use crate::mock::Facilities;
use crate::{mock::*, *};
use frame_support::assert_ok;
use seoul_chain_login::{
	challenge::MAX_CHALLENGE_LIFETIME, subject_of, wrapped, BatchId, CredentialValue, Disclosure,
	Granted, LoginRequest, Predicate, Purpose, Refusal, Standing, CLOCK_TOLERANCE,
	MAX_CONSENT_LIFETIME,
};
use seoul_chain_primitives::{chain::DAY, CardChange, OnAccountRotated, OnCardStatus, PartyId};

fn phone() -> Key {
	Key::of("phone")
}

fn authenticate(request: &LoginRequest) -> Result<Granted, Refusal> {
	let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
	let answer = Facilities::authenticate(request);
	assert_eq!(
		before,
		sp_io::storage::root(sp_runtime::StateVersion::V1),
		"a login changed the state"
	);
	answer
}

#[track_caller]
fn refused(request: &LoginRequest, refusal: Refusal) {
	assert_eq!(authenticate(request), Err(refusal));
}

/// A login of Dave, changed before it is signed.
fn changed(change: impl FnOnce(&mut LoginRequest)) -> LoginRequest {
	let mut request = login_by(&dave());
	change(&mut request);
	sign_again(&dave(), &mut request);
	request
}

/// A login of Dave, with a consent that is changed before it is signed.
fn with_consent(change: impl FnOnce(&mut seoul_chain_login::Consent)) -> LoginRequest {
	let mut request = login_by(&dave());
	let mut consent = consent_of(&dave());
	change(&mut consent);
	request.consent = Some(sign_consent(&dave(), consent));
	request
}

/// Dave's credentials for the library of the youth.
fn credentials() -> Vec<Disclosure> {
	publish(
		&registrar(),
		DAVES_CARD,
		&[(RESIDENCE, GANGDONG), (AGE, YOUTH)],
	)
}

/// A login of Dave that opens credentials.
fn opening(disclosures: Vec<Disclosure>) -> LoginRequest {
	LoginRequest {
		disclosures,
		..login_by(&dave())
	}
}

#[test]
fn a_citizen_logs_in_with_the_account_of_the_card() {
	build_and_execute(|| {
		assert_eq!(
			authenticate(&login_by(&dave())),
			Ok(Granted {
				subject: subject_of(&CHAIN, FACILITY, DAVES_CARD),
				predicates: vec![],
				expires_at: START + 60 * MINUTE,
			})
		);
	});
}

#[test]
fn every_kind_of_key_logs_in_with_messages_plain_and_wrapped() {
	for key in Key::of_each_kind("dave of each kind") {
		build_and_execute(|| {
			Cards::mutate(|cards| {
				cards.retain(|_, citizen| *citizen != DAVES_CARD);
				cards.insert(key.account(), DAVES_CARD);
			});
			let plain = login_by(&key);
			let mut other = plain.clone();
			other.signature = key.sign(&wrapped(plain.challenge.text().as_bytes()));
			let signed = other.consent.as_mut().expect("there is one");
			signed.signature = key.sign(&wrapped(signed.consent.text().as_bytes()));
			assert_ok!(authenticate(&plain));
			assert_eq!(authenticate(&plain), authenticate(&other));
		});
	}
}

#[test]
fn a_session_key_logs_its_citizen_in_until_the_session_ends() {
	build_and_execute(|| {
		let end = START + 10 * MINUTE;
		assert_ok!(open_session(&dave(), DAVES_CARD, &phone(), end));
		let granted = authenticate(&login_by(&phone())).expect("the session is open");
		assert_eq!(granted.subject, subject_of(&CHAIN, FACILITY, DAVES_CARD));
		assert_eq!(granted.expires_at, end);
		// The consent was given once, with the card's account.
		let mut request = login_by(&phone());
		request.consent = login_by(&dave()).consent;
		assert_eq!(authenticate(&request), Ok(granted));
	});
}

#[test]
fn the_subject_stays_when_the_account_changes_and_is_another_elsewhere() {
	build_and_execute(|| {
		let before = authenticate(&login_by(&dave())).expect("a citizen").subject;
		Cards::mutate(|cards| {
			cards.remove(&dave().account());
			cards.insert(ferdie().account(), DAVES_CARD);
		});
		let after = authenticate(&login_by(&ferdie()))
			.expect("a citizen")
			.subject;
		assert_eq!(before, after);
		assert_ne!(
			before,
			authenticate(&login_by(&eve())).expect("a citizen").subject
		);
		assert_ok!(Facilities::register_facility(signed(&curator()), library()));
		let mut request = login_by(&ferdie());
		request.challenge.facility = seoul_chain_login::FacilityId(1);
		sign_again(&ferdie(), &mut request);
		let mut consent = consent_of(&ferdie());
		consent.facility = seoul_chain_login::FacilityId(1);
		request.consent = Some(sign_consent(&ferdie(), consent));
		assert_ne!(authenticate(&request).expect("a citizen").subject, after);
	});
}

#[test]
fn a_challenge_of_bad_form_is_refused() {
	build_and_execute(|| {
		refused(
			&changed(|request| request.challenge.domain = "a b".into()),
			Refusal::MalformedDomain,
		);
		refused(
			&changed(|request| request.challenge.expires_at = request.challenge.issued_at),
			Refusal::MalformedPeriod,
		);
		refused(
			&changed(|request| {
				request.challenge.expires_at =
					request.challenge.issued_at + MAX_CHALLENGE_LIFETIME + 1;
			}),
			Refusal::LifetimeTooLong,
		);
	});
}

#[test]
fn a_challenge_of_another_chain_facility_or_host_is_refused() {
	build_and_execute(|| {
		refused(
			&changed(|request| request.challenge.chain = [8; 32]),
			Refusal::OtherChain,
		);
		refused(
			&changed(|request| request.challenge.facility = NO_FACILITY),
			Refusal::UnknownFacility,
		);
		refused(
			&changed(|request| request.challenge.domain = "museum.seoul.go.kr".into()),
			Refusal::OtherDomain,
		);
	});
}

#[test]
fn an_answer_is_not_replayed_at_another_facility_chain_or_time() {
	build_and_execute(|| {
		assert_ok!(Facilities::register_facility(signed(&curator()), library()));
		let good = login_by(&dave());
		let replays: [fn(&mut LoginRequest); 5] = [
			|request| request.challenge.facility = seoul_chain_login::FacilityId(1),
			|request| request.challenge.nonce = [10; 32],
			|request| request.challenge.issued_at += 1,
			|request| request.challenge.expires_at += 1,
			|request| request.challenge.account = eve().account(),
		];
		for replay in replays {
			let mut request = good.clone();
			replay(&mut request);
			assert!(
				matches!(
					authenticate(&request),
					// Of another facility or citizen the consent is refused before the signature is looked at.
					Err(Refusal::InvalidSignature
						| Refusal::ConsentElsewhere
						| Refusal::ConsentOfAnother)
				),
				"{:?}",
				authenticate(&request)
			);
		}
		// With a consent of its own the signature alone refuses the other facility.
		let mut request = good.clone();
		request.challenge.facility = seoul_chain_login::FacilityId(1);
		let mut consent = consent_of(&dave());
		consent.facility = seoul_chain_login::FacilityId(1);
		request.consent = Some(sign_consent(&dave(), consent));
		refused(&request, Refusal::InvalidSignature);
		// Time passes.
		Now::set(good.challenge.expires_at);
		refused(&good, Refusal::ChallengeExpired);
	});
}

#[test]
fn a_facilitys_clock_may_be_a_minute_ahead_of_the_newest_block() {
	build_and_execute(|| {
		let at = |offset| {
			changed(|request| {
				request.challenge.issued_at = START + offset;
				request.challenge.expires_at = START + offset + MINUTE;
			})
		};
		assert_ok!(authenticate(&at(CLOCK_TOLERANCE)));
		refused(&at(CLOCK_TOLERANCE + 1), Refusal::NotYetValid);
	});
}

#[test]
fn a_closed_facility_or_one_whose_operator_is_suspended_lets_nobody_in() {
	build_and_execute(|| {
		SuspendedAgencies::mutate(|agencies| agencies.insert(LIBRARY));
		refused(&login_by(&dave()), Refusal::Operator(SUSPENDED));
		SuspendedAgencies::set(Default::default());
		assert_ok!(Facilities::close_facility(signed(&librarian()), FACILITY));
		refused(&login_by(&dave()), Refusal::FacilityClosed);
	});
}

#[test]
fn an_account_that_is_nobodys_is_refused() {
	build_and_execute(|| {
		refused(&login_by(&ferdie()), Refusal::UnknownSigner);
		refused(&login_by(&phone()), Refusal::UnknownSigner);
	});
}

#[test]
fn a_closed_or_expired_session_is_refused_at_once() {
	build_and_execute(|| {
		let end = START + 10 * MINUTE;
		assert_ok!(open_session(&dave(), DAVES_CARD, &phone(), end));
		assert_ok!(authenticate(&login_by(&phone())));
		Now::set(end);
		refused(&login_by(&phone()), Refusal::SessionExpired);
		Now::set(START);
		assert_ok!(Facilities::close_session(
			signed(&dave().account()),
			phone().account()
		));
		refused(&login_by(&phone()), Refusal::SessionClosed);
		// The card's account goes on.
		assert_ok!(authenticate(&login_by(&dave())));
	});
}

#[test]
fn a_suspended_card_is_refused_at_once_and_its_sessions_stay_closed() {
	build_and_execute(|| {
		assert_ok!(open_session(&dave(), DAVES_CARD, &phone(), START + DAY));
		suspend_card(DAVES_CARD);
		Facilities::on_card_status(DAVES_CARD, CardChange::Suspended);
		refused(&login_by(&dave()), Refusal::Card(SUSPENDED));
		refused(&login_by(&phone()), Refusal::SessionClosed);
		UnusableCards::set(Default::default());
		Facilities::on_card_status(DAVES_CARD, CardChange::Resumed);
		assert_ok!(authenticate(&login_by(&dave())));
		refused(&login_by(&phone()), Refusal::SessionClosed);
	});
}

#[test]
fn a_session_of_a_card_that_expired_is_refused_by_the_card() {
	build_and_execute(|| {
		assert_ok!(open_session(&dave(), DAVES_CARD, &phone(), START + DAY));
		// A card that runs out tells nobody.
		suspend_card(DAVES_CARD);
		refused(&login_by(&phone()), Refusal::Card(SUSPENDED));
	});
}

#[test]
fn after_a_change_of_accounts_the_old_account_and_its_sessions_are_refused() {
	build_and_execute(|| {
		assert_ok!(open_session(&dave(), DAVES_CARD, &phone(), START + DAY));
		Cards::mutate(|cards| {
			cards.remove(&dave().account());
			cards.insert(ferdie().account(), DAVES_CARD);
		});
		assert_ok!(Facilities::on_account_rotated(
			PartyId::Citizen(DAVES_CARD),
			&dave().account(),
			&ferdie().account()
		));
		refused(&login_by(&dave()), Refusal::UnknownSigner);
		refused(&login_by(&phone()), Refusal::SessionClosed);
		// What the old account consented to is asked again.
		let mut request = login_by(&ferdie());
		request.consent = login_by(&dave()).consent;
		refused(&request, Refusal::ConsentOfAnother);
		assert_ok!(authenticate(&login_by(&ferdie())));
	});
}

#[test]
fn without_a_consent_nobody_logs_in() {
	build_and_execute(|| {
		let request = LoginRequest {
			consent: None,
			..login_by(&dave())
		};
		refused(&request, Refusal::ConsentMissing);
	});
}

#[test]
fn a_consent_of_bad_form_is_refused() {
	build_and_execute(|| {
		refused(
			&with_consent(|consent| consent.purposes = vec![]),
			Refusal::ConsentMalformed,
		);
		refused(
			&with_consent(|consent| {
				consent.expires_at = consent.issued_at + MAX_CONSENT_LIFETIME + 1;
			}),
			Refusal::ConsentTooLong,
		);
	});
}

#[test]
fn a_consent_for_another_chain_facility_or_host_is_refused() {
	build_and_execute(|| {
		refused(
			&with_consent(|consent| consent.chain = [8; 32]),
			Refusal::ConsentElsewhere,
		);
		refused(
			&with_consent(|consent| consent.facility = NO_FACILITY),
			Refusal::ConsentElsewhere,
		);
		refused(
			&with_consent(|consent| consent.domain = "museum.seoul.go.kr".into()),
			Refusal::ConsentElsewhere,
		);
	});
}

#[test]
fn a_consent_counts_from_its_issue_to_its_end_and_no_longer_than_the_terms_allow() {
	build_and_execute(|| {
		refused(
			&with_consent(|consent| {
				consent.issued_at = START + CLOCK_TOLERANCE + 1;
			}),
			Refusal::ConsentNotYetValid,
		);
		refused(
			&with_consent(|consent| {
				consent.issued_at = START - DAY;
				consent.expires_at = START;
			}),
			Refusal::ConsentExpired,
		);
		let longest = LoginTerms::default().longest_consent;
		refused(
			&with_consent(|consent| consent.expires_at = START + longest + 1),
			Refusal::ConsentTooLong,
		);
		let soon = with_consent(|consent| consent.expires_at = START + MINUTE);
		assert_eq!(
			authenticate(&soon).map(|granted| granted.expires_at),
			Ok(START + MINUTE)
		);
	});
}

#[test]
fn a_consent_given_before_the_terms_changed_stays_as_it_is() {
	build_and_execute(|| {
		let shorter = LoginTerms {
			longest_consent: DAY,
			..Default::default()
		};
		assert_ok!(Facilities::schedule_terms(
			RuntimeOrigin::root(),
			START + 1,
			shorter
		));
		let before = consent_of(&dave());
		advance(1);
		let mut request = login_by(&dave());
		refused(&request, Refusal::ConsentTooLong);
		request.consent = Some(sign_consent(&dave(), before));
		assert_ok!(authenticate(&request));
	});
}

#[test]
fn a_consent_of_another_citizen_is_refused() {
	build_and_execute(|| {
		for other in [eve(), ferdie()] {
			let request = LoginRequest {
				consent: login_by(&other).consent,
				..login_by(&dave())
			};
			refused(&request, Refusal::ConsentOfAnother);
		}
	});
}

#[test]
fn a_new_purpose_or_other_words_need_a_new_consent() {
	build_and_execute(|| {
		let request = login_by(&dave());
		change(FacilityDetails {
			purposes: vec![
				purpose("도서 대출", "Lend books"),
				purpose("행사 안내", "Announce events"),
			]
			.try_into()
			.expect("two"),
			..library()
		});
		refused(&request, Refusal::ConsentDoesNotCover);
		let both = with_consent(|consent| {
			consent.purposes.push(Purpose {
				korean: "행사 안내".into(),
				english: "Announce events".into(),
			});
		});
		assert_ok!(authenticate(&both));
		// The English is the same, and the citizen read other Korean words.
		change(FacilityDetails {
			purposes: vec![purpose("광고", "Lend books")].try_into().expect("one"),
			..library()
		});
		refused(&both, Refusal::ConsentDoesNotCover);
	});
}

#[test]
fn a_revoked_consent_is_refused_at_once_and_another_is_not() {
	build_and_execute(|| {
		let request = login_by(&dave());
		let consent = &request.consent.as_ref().expect("there is one").consent;
		assert_ok!(Facilities::revoke_consent(
			signed(&eve().account()),
			consent.id()
		));
		assert_ok!(authenticate(&request));
		assert_ok!(Facilities::revoke_consent(
			signed(&dave().account()),
			consent.id()
		));
		refused(&request, Refusal::ConsentRevoked);
		assert_ok!(authenticate(
			&with_consent(|consent| consent.salt = [4; 32])
		));
	});
}

#[test]
fn a_revocation_that_was_forgotten_lets_no_consent_live_again() {
	build_and_execute(|| {
		let request = with_consent(|consent| {
			consent.issued_at = START + CLOCK_TOLERANCE;
			consent.expires_at = consent.issued_at + LoginTerms::default().longest_consent;
		});
		let consent = request.consent.clone().expect("there is one").consent;
		assert_ok!(Facilities::revoke_consent(
			signed(&dave().account()),
			consent.id()
		));
		Now::set(RevokedConsents::<Test>::get(DAVES_CARD, consent.id()).expect("it is revoked"));
		assert_ok!(Facilities::forget_consents(
			signed(&ferdie().account()),
			DAVES_CARD,
			vec![consent.id()].try_into().expect("one")
		));
		let mut later = login_by(&dave());
		later.consent = request.consent;
		refused(&later, Refusal::ConsentExpired);
	});
}

#[test]
fn predicates_that_hold_are_told_and_bound_the_pass() {
	build_and_execute(|| {
		change(youth_library());
		let disclosures = credentials();
		let granted = authenticate(&opening(disclosures.clone())).expect("both hold");
		assert_eq!(
			granted.predicates,
			[
				Predicate {
					schema: RESIDENCE,
					value: GANGDONG,
				},
				Predicate {
					schema: AGE,
					value: YOUTH,
				},
			]
		);
		let end = cohort_end();
		Now::set(end - MINUTE);
		assert_eq!(
			authenticate(&opening(disclosures.clone())).map(|granted| granted.expires_at),
			Ok(end)
		);
		Now::set(end);
		refused(&opening(disclosures), Refusal::CredentialExpired(RESIDENCE));
	});
}

#[test]
fn each_required_predicate_is_shown_once_and_no_other() {
	build_and_execute(|| {
		change(youth_library());
		let [residence, age]: [Disclosure; 2] = credentials().try_into().expect("two");
		refused(&opening(vec![]), Refusal::PredicateMissing(RESIDENCE));
		refused(
			&opening(vec![residence.clone()]),
			Refusal::PredicateMissing(AGE),
		);
		refused(
			&opening(vec![residence.clone(), age.clone(), age.clone()]),
			Refusal::TooManyDisclosures,
		);
		let family = publish(&registrar(), DAVES_CARD, &[(FAMILY, CredentialValue(2))]);
		refused(
			&opening([vec![residence.clone(), age.clone()], family].concat()),
			Refusal::NotRequired(FAMILY),
		);
		refused(
			&opening(vec![residence.clone(); 9]),
			Refusal::TooManyDisclosures,
		);
		// The order does not matter.
		assert_ok!(authenticate(&opening(vec![age, residence])));
	});
}

#[test]
fn a_facility_without_requirements_is_shown_nothing() {
	build_and_execute(|| {
		let disclosures = credentials();
		refused(&opening(disclosures), Refusal::NotRequired(RESIDENCE));
	});
}

#[test]
fn a_predicate_that_does_not_hold_is_refused() {
	build_and_execute(|| {
		change(youth_library());
		for (district, age, refusal) in [
			(JONGNO, YOUTH, Refusal::ValueNotAccepted(RESIDENCE)),
			(
				GANGDONG,
				CredentialValue(35),
				Refusal::ValueNotAccepted(AGE),
			),
			(
				GANGDONG,
				CredentialValue(13),
				Refusal::ValueNotAccepted(AGE),
			),
		] {
			let disclosures = publish(
				&registrar(),
				DAVES_CARD,
				&[(RESIDENCE, district), (AGE, age)],
			);
			refused(&opening(disclosures), refusal);
		}
	});
}

#[test]
fn a_credential_that_was_not_attested_is_refused() {
	build_and_execute(|| {
		change(youth_library());
		let good = credentials();
		let with = |bend: fn(&mut Disclosure)| {
			let mut bent = good.clone();
			bend(&mut bent[0]);
			opening(bent)
		};
		assert_ok!(authenticate(&opening(good.clone())));
		refused(
			&with(|disclosure| disclosure.salt[0] ^= 1),
			Refusal::NotInBatch(RESIDENCE),
		);
		refused(
			&with(|disclosure| disclosure.path[3].0[7] ^= 1),
			Refusal::NotInBatch(RESIDENCE),
		);
		refused(
			&with(|disclosure| disclosure.position ^= 1),
			Refusal::NotInBatch(RESIDENCE),
		);
		refused(
			&with(|disclosure| disclosure.position |= 1 << 16),
			Refusal::MalformedPath(RESIDENCE),
		);
		refused(
			&with(|disclosure| disclosure.path.truncate(15)),
			Refusal::MalformedPath(RESIDENCE),
		);
		refused(
			&with(|disclosure| disclosure.path = vec![Default::default(); 1_000]),
			Refusal::MalformedPath(RESIDENCE),
		);
		refused(
			&with(|disclosure| disclosure.batch = NO_BATCH),
			Refusal::UnknownBatch(NO_BATCH),
		);
	});
}

#[test]
fn a_credential_of_another_citizen_is_refused() {
	build_and_execute(|| {
		change(youth_library());
		let eves = publish(
			&registrar(),
			EVES_CARD,
			&[(RESIDENCE, GANGDONG), (AGE, YOUTH)],
		);
		refused(&opening(eves), Refusal::NotInBatch(RESIDENCE));
	});
}

#[test]
fn a_revoked_credential_is_refused_at_once_and_the_others_of_its_batch_are_not() {
	build_and_execute(|| {
		change(youth_library());
		let disclosures = credentials();
		let eves = publish(
			&registrar(),
			EVES_CARD,
			&[(RESIDENCE, GANGDONG), (AGE, YOUTH)],
		);
		assert_ok!(Facilities::revoke_credentials(
			signed(&registrar()),
			BatchId(0),
			vec![disclosures[1].commitment(&CHAIN, DAVES_CARD)]
				.try_into()
				.expect("one")
		));
		refused(
			&opening(disclosures.clone()),
			Refusal::CredentialRevoked(AGE),
		);
		assert_ok!(authenticate(&LoginRequest {
			disclosures: eves.clone(),
			..login_by(&eve())
		}));
		assert_ok!(Facilities::revoke_batch(signed(&registrar()), BatchId(1)));
		refused(
			&LoginRequest {
				disclosures: eves,
				..login_by(&eve())
			},
			Refusal::BatchRevoked(BatchId(1)),
		);
	});
}

#[test]
fn an_issuer_attests_only_what_governance_lets_it_and_only_while_it_can_act() {
	build_and_execute(|| {
		change(youth_library());
		let forged = publish(
			&welfare_officer(),
			DAVES_CARD,
			&[(RESIDENCE, GANGDONG), (AGE, YOUTH)],
		);
		refused(&opening(forged), Refusal::IssuerNotAuthorized(RESIDENCE));
		let good = credentials();
		SuspendedAgencies::mutate(|agencies| agencies.insert(DISTRICT));
		refused(&opening(good.clone()), Refusal::Issuer(SUSPENDED));
		SuspendedAgencies::set(Default::default());
		assert_ok!(Facilities::set_schema(
			RuntimeOrigin::root(),
			AGE,
			schema_of(&[WELFARE])
		));
		refused(&opening(good), Refusal::IssuerNotAuthorized(AGE));
	});
}

#[test]
fn a_shorter_longest_pass_applies_at_once() {
	build_and_execute(|| {
		let shorter = LoginTerms {
			longest_pass: MINUTE,
			..Default::default()
		};
		assert_ok!(Facilities::schedule_terms(
			RuntimeOrigin::root(),
			START + 1,
			shorter
		));
		advance(1);
		assert_eq!(
			authenticate(&login_by(&dave())).map(|granted| granted.expires_at),
			Ok(START + 1 + MINUTE)
		);
	});
}

#[test]
fn a_forged_signature_is_refused() {
	build_and_execute(|| {
		let mut request = login_by(&dave());
		sign_again(&eve(), &mut request);
		refused(&request, Refusal::InvalidSignature);
		let mut request = login_by(&dave());
		let consent = consent_of(&dave());
		request.consent = Some(seoul_chain_login::SignedConsent {
			signature: eve().sign(consent.text().as_bytes()),
			consent,
		});
		refused(&request, Refusal::InvalidConsentSignature);
	});
}

#[test]
fn what_costs_least_refuses_first() {
	build_and_execute(|| {
		change(youth_library());
		// Everything is wrong; each step puts one more thing right, from the cheapest on.
		let mut request = login_by(&dave());
		request.signature = eve().sign(b"");
		request.consent = None;
		request.challenge.domain = "a b".into();
		refused(&request, Refusal::MalformedDomain);
		request.challenge.domain = "museum.seoul.go.kr".into();
		request.challenge.chain = [8; 32];
		refused(&request, Refusal::OtherChain);
		request.challenge.chain = CHAIN;
		request.disclosures = vec![
			Disclosure {
				schema: FAMILY,
				value: YOUTH,
				salt: [0; 32],
				batch: NO_BATCH,
				position: 0,
				path: vec![],
			};
			9
		];
		refused(&request, Refusal::TooManyDisclosures);
		request.disclosures.truncate(1);
		refused(&request, Refusal::OtherDomain);
		request.challenge.domain = DOMAIN.into();
		request.challenge.account = ferdie().account();
		refused(&request, Refusal::UnknownSigner);
		request.challenge.account = dave().account();
		refused(&request, Refusal::ConsentMissing);
		request.consent = login_by(&eve()).consent;
		refused(&request, Refusal::ConsentOfAnother);
		let consent = consent_of(&dave());
		request.consent = Some(seoul_chain_login::SignedConsent {
			signature: eve().sign(b""),
			consent: consent.clone(),
		});
		refused(&request, Refusal::NotRequired(FAMILY));
		request.disclosures = credentials();
		refused(&request, Refusal::InvalidSignature);
		sign_again(&dave(), &mut request);
		refused(&request, Refusal::InvalidConsentSignature);
		request.consent = Some(sign_consent(&dave(), consent));
		assert_ok!(authenticate(&request));
	});
}

#[test]
fn a_login_stands_as_long_as_what_it_rests_on() {
	build_and_execute(|| {
		let consent = consent_of(&dave()).id();
		let end = START + 10 * MINUTE;
		assert_ok!(open_session(&dave(), DAVES_CARD, &phone(), end));
		let of = |key: &Key| Standing {
			facility: FACILITY,
			account: key.account(),
			consent,
		};
		assert_eq!(Facilities::standing(&of(&dave())), Ok(None));
		assert_eq!(Facilities::standing(&of(&phone())), Ok(Some(end)));
		assert_eq!(
			Facilities::standing(&of(&ferdie())),
			Err(Refusal::UnknownSigner)
		);
		assert_eq!(
			Facilities::standing(&Standing {
				facility: NO_FACILITY,
				..of(&dave())
			}),
			Err(Refusal::UnknownFacility)
		);
		assert_ok!(Facilities::close_session(
			signed(&dave().account()),
			phone().account()
		));
		assert_eq!(
			Facilities::standing(&of(&phone())),
			Err(Refusal::SessionClosed)
		);
		assert_ok!(Facilities::revoke_consent(
			signed(&dave().account()),
			consent
		));
		assert_eq!(
			Facilities::standing(&of(&dave())),
			Err(Refusal::ConsentRevoked)
		);
		suspend_card(DAVES_CARD);
		assert_eq!(
			Facilities::standing(&of(&dave())),
			Err(Refusal::Card(SUSPENDED))
		);
		assert_ok!(Facilities::close_facility(signed(&librarian()), FACILITY));
		assert_eq!(
			Facilities::standing(&of(&dave())),
			Err(Refusal::FacilityClosed)
		);
	});
}

#[test]
fn what_a_facility_stores_of_purposes_is_what_a_consent_names() {
	let known = purpose("도서 대출", "Lend books");
	let named = Purpose::from(&known);
	assert!(named.is_valid());
	let mut consent = consent_of(&dave());
	consent.purposes = vec![named];
	assert!(known.is_named_in(&consent));
	assert!(!purpose("도서 대출", "Lend book").is_named_in(&consent));
}
