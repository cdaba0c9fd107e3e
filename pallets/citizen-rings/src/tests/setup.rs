// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};

fn page(number: u32) -> ChunkPage {
	ChunkPage::try_from(pages()[number as usize].clone()).expect("a page")
}

#[test]
fn anyone_loads_a_page_of_the_static_data() {
	ExtBuilder::default().without_pages().build_and_execute(|| {
		assert!(!CitizenRings::settings().chunks_loaded);
		for (number, missing) in [(2, 3), (0, 2), (1, 1), (3, 0)] {
			assert_ok!(CitizenRings::load_chunk_page(
				signed(account(1)),
				number,
				page(number)
			));
			assert_eq!(
				take_events(),
				[Event::ChunkPageLoaded {
					page: number,
					missing,
				}]
			);
		}
		assert!(CitizenRings::settings().chunks_loaded);
	});
}

#[test]
fn only_the_right_bytes_are_loaded_and_once() {
	ExtBuilder::default().without_pages().build_and_execute(|| {
		let load = |number, bytes| CitizenRings::load_chunk_page(signed(account(1)), number, bytes);
		let mut wrong = page(0);
		wrong[77] ^= 1;
		let mut short = page(0);
		short.pop();
		for bytes in [wrong, short, page(1), ChunkPage::default()] {
			assert_noop!(load(0, bytes), Error::<Test>::WrongPage);
		}
		assert_noop!(load(4, page(0)), Error::<Test>::UnknownPage);
		assert_ok!(load(0, page(0)));
		assert_noop!(load(0, page(0)), Error::<Test>::PageAlreadyLoaded);
	});
}

#[test]
fn governance_opens_collections() {
	ExtBuilder::default().build_and_execute(|| {
		let jongno = CollectionId::District(11_110);
		let open = |origin, id| CitizenRings::open_collection(origin, id);
		assert_noop!(open(signed(clerk()), jongno), Error::<Test>::NotAuthorized);
		take_events();
		assert_ok!(open(RuntimeOrigin::root(), jongno));
		assert_eq!(
			take_events(),
			[Event::CollectionOpened { collection: jongno }]
		);
		assert_noop!(
			open(RuntimeOrigin::root(), jongno),
			Error::<Test>::AlreadyExists
		);
		for district in 0..MAX_COLLECTIONS - 3 {
			assert_ok!(open(
				RuntimeOrigin::root(),
				CollectionId::District(district)
			));
		}
		assert_noop!(
			open(RuntimeOrigin::root(), CollectionId::District(99_999)),
			Error::<Test>::TooManyCollections
		);
	});
}

#[test]
fn governance_sets_terms_that_make_sense() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			CitizenRings::set_terms(signed(clerk()), TERMS),
			Error::<Test>::NotAuthorized
		);
		for wrong in [
			RingTerms { grace: 0, ..TERMS },
			RingTerms {
				removal_grace: TERMS.grace + 1,
				..TERMS
			},
			RingTerms {
				min_cohort: 0,
				..TERMS
			},
			RingTerms {
				min_cohort: CAPACITY + 1,
				..TERMS
			},
			RingTerms {
				alias_validity: 0,
				..TERMS
			},
			RingTerms {
				rebinding_delay: 0,
				..TERMS
			},
		] {
			assert_noop!(
				CitizenRings::set_terms(RuntimeOrigin::root(), wrong),
				Error::<Test>::InvalidTerms
			);
		}
		take_events();
		let new_terms = RingTerms {
			min_cohort: 4,
			..TERMS
		};
		assert_ok!(CitizenRings::set_terms(RuntimeOrigin::root(), new_terms));
		assert_eq!(
			take_events(),
			[Event::TermsChanged {
				old_terms: TERMS,
				new_terms
			}]
		);
	});
}

#[test]
fn keys_that_are_enough_for_a_smaller_cohort_need_not_wait_for_more() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..5);
		work();
		assert_eq!(collection(CITY).rings, 0);
		assert_ok!(CitizenRings::set_terms(
			RuntimeOrigin::root(),
			RingTerms {
				min_cohort: 4,
				..TERMS
			}
		));
		work();
		assert_eq!(ring(CITY, 0).members, 5);
	});
}

#[test]
fn a_revision_keeps_the_date_that_it_had_when_terms_change() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..16);
		work();
		admit(CITY, 16..32);
		work();
		assert_ok!(CitizenRings::set_terms(
			RuntimeOrigin::root(),
			RingTerms {
				grace: 1,
				removal_grace: 1,
				..TERMS
			}
		));
		let first = CitizenRings::root(CITY, RingIndex(0), Revision(1)).expect("is valid");
		assert_eq!(
			first.status,
			RevisionStatus::Retired {
				until: Era(0),
				expires_at: START + TERMS.grace,
			}
		);
	});
}

#[test]
#[should_panic(expected = "not valid")]
fn a_genesis_with_wrong_terms_is_refused() {
	ExtBuilder::default()
		.terms(RingTerms { grace: 0, ..TERMS })
		.build();
}

#[test]
fn every_refusal_of_a_binding_has_a_number_of_its_own() {
	let all = [
		BindRefusal::UnknownService,
		BindRefusal::AccountInUse,
		BindRefusal::AliasInUse,
		BindRefusal::NotYetRenewable,
		BindRefusal::UnknownRevision,
		BindRefusal::RevisionExpired,
		BindRefusal::WrongProofLength,
		BindRefusal::MalformedProof,
		BindRefusal::InvalidProof,
		BindRefusal::OtherAlias,
		BindRefusal::AliasReplaced,
		BindRefusal::RebindingWaiting,
		BindRefusal::FormerAccount,
	];
	for (number, refusal) in (1u8..).zip(all) {
		assert_eq!(refusal.code(), number);
		assert_eq!(refusal as u8, number);
	}
}
