// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_err, assert_noop, assert_ok};
use scale_info::{form::MetaForm, Type, TypeDef, TypeInfo, Variant};

type Error = crate::Error<Test>;
type Call = crate::Call<Test>;

fn clerk() -> RuntimeOrigin {
	RuntimeOrigin::signed(CLERK)
}

fn counters() -> (u64, u64) {
	(IssuedCards::<Test>::get(), ActiveCards::<Test>::get())
}

mod genesis {
	use super::*;

	#[test]
	fn the_cards_of_the_genesis_are_active() {
		ExtBuilder::default().build_and_execute(|| {
			assert_eq!(
				card(DAVES_CARD),
				Card {
					account: DAVE,
					status: CardStatus::Active,
					issued_by: OFFICE,
					issued_at: 0
				}
			);
			assert_eq!(CitizenIdentity::citizen_of(&EVE), Some(EVES_CARD));
			assert_eq!(counters(), (2, 2));
		});
	}

	#[test]
	fn an_empty_genesis_is_valid_whatever_the_issuer() {
		ExtBuilder::default()
			.cards(vec![])
			.issued_by(AgencyId(9))
			.build_and_execute(|| {
				assert_eq!(counters(), (0, 0));
			});
	}

	#[test]
	fn the_genesis_is_written_as_people_write_json() {
		let json = serde_json::json!({ "cards": [[1001, 1], [1002, 2]], "issuedBy": 4 });
		let genesis: GenesisConfig<Test> =
			serde_json::from_value(json.clone()).expect("the JSON is a genesis");
		assert_eq!(genesis.cards, vec![(1_001, DAVE), (1_002, EVE)]);
		assert_eq!(genesis.issued_by, OFFICE);
		assert_eq!(
			serde_json::to_value(&genesis).expect("it can be written"),
			json
		);
	}

	#[test]
	#[should_panic(expected = "citizen card 8 of the genesis")]
	fn two_cards_of_one_account_stop_the_genesis() {
		ExtBuilder::default()
			.cards(vec![(7, DAVE), (8, DAVE)])
			.build();
	}

	#[test]
	#[should_panic(expected = "the index is listed twice")]
	fn two_cards_with_one_index_stop_the_genesis() {
		ExtBuilder::default()
			.cards(vec![(7, DAVE), (7, EVE)])
			.build();
	}

	#[test]
	#[should_panic(expected = "ActsForAgency")]
	fn a_card_of_an_agencys_account_stops_the_genesis() {
		ExtBuilder::default().cards(vec![(7, CLERK)]).build();
	}

	#[test]
	#[should_panic(expected = "CannotLookup")]
	fn a_card_of_an_unknown_office_stops_the_genesis() {
		ExtBuilder::default().issued_by(AgencyId(9)).build();
	}
}

mod issuing {
	use super::*;

	#[test]
	fn the_card_office_issues_a_card_under_an_index_that_the_chain_draws() {
		ExtBuilder::default().build_and_execute(|| {
			let drawn = index_from(&FreshIds::fresh_id(INDEX_DOMAIN, 2 * MAX_DRAWS));
			assert_ok!(CitizenIdentity::issue_card(clerk(), FERDIE));
			assert_eq!(
				card(drawn),
				Card {
					account: FERDIE,
					status: CardStatus::Active,
					issued_by: OFFICE,
					issued_at: START
				}
			);
			assert_eq!(CitizenIdentity::citizen_of(&FERDIE), Some(drawn));
			assert_eq!(counters(), (3, 3));
			assert_eq!(
				take_events(),
				vec![Event::CardIssued {
					citizen: drawn,
					account: FERDIE,
					agency: OFFICE,
					by: CLERK
				}]
			);
		});
	}

	#[test]
	fn cards_issued_in_one_extrinsic_have_different_indices() {
		ExtBuilder::default().build_and_execute(|| {
			for account in 100..200 {
				assert_ok!(CitizenIdentity::issue_card(clerk(), account));
			}
			assert_eq!(counters(), (102, 102));
		});
	}

	#[test]
	fn a_taken_index_is_drawn_again() {
		ExtBuilder::default().build_and_execute(|| {
			Collisions::set(MAX_DRAWS - 1);
			assert_ok!(CitizenIdentity::issue_card(clerk(), FERDIE));
			let last = index_from(&FreshIds::fresh_id(INDEX_DOMAIN, 3 * MAX_DRAWS - 1));
			assert_eq!(CitizenIdentity::citizen_of(&FERDIE), Some(last));
			assert_eq!(card(DAVES_CARD).account, DAVE);
		});
	}

	#[test]
	fn no_card_is_issued_when_every_drawn_index_is_taken() {
		ExtBuilder::default().build_and_execute(|| {
			Collisions::set(MAX_DRAWS);
			assert_noop!(
				CitizenIdentity::issue_card(clerk(), FERDIE),
				Error::NoFreshIndex
			);
		});
	}

	#[test]
	fn an_account_has_one_card() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				CitizenIdentity::issue_card(clerk(), DAVE),
				Error::AlreadyExists
			);
		});
	}

	#[test]
	fn an_account_with_a_suspended_or_revoked_card_gets_no_other() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(CitizenIdentity::suspend_card(clerk(), DAVES_CARD));
			assert_noop!(
				CitizenIdentity::issue_card(clerk(), DAVE),
				Error::AlreadyExists
			);
			assert_ok!(CitizenIdentity::revoke_card(clerk(), DAVES_CARD));
			assert_noop!(
				CitizenIdentity::issue_card(clerk(), DAVE),
				Error::AlreadyExists
			);
		});
	}

	#[test]
	fn an_account_that_acts_for_an_agency_gets_no_card() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				CitizenIdentity::issue_card(clerk(), CLERK),
				Error::ActsForAgency
			);
		});
	}
}

mod status {
	use super::*;

	#[test]
	fn a_suspended_card_cannot_be_used_and_is_no_longer_active() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(CitizenIdentity::suspend_card(clerk(), DAVES_CARD));
			assert_eq!(
				card(DAVES_CARD).status,
				CardStatus::Suspended { since: START }
			);
			assert_eq!(counters(), (2, 1));
			assert_err!(
				CitizenIdentity::ensure_active(DAVES_CARD),
				Error::CardSuspended
			);
			assert_err!(CitizenIdentity::ensure_citizen(&DAVE), Error::CardSuspended);
			assert_eq!(
				take_events(),
				vec![Event::CardSuspended {
					citizen: DAVES_CARD,
					agency: OFFICE,
					by: CLERK
				}]
			);
		});
	}

	#[test]
	fn a_resumed_card_can_be_used_again() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(CitizenIdentity::suspend_card(clerk(), DAVES_CARD));
			take_events();
			Now::set(START + 9);
			assert_ok!(CitizenIdentity::resume_card(clerk(), DAVES_CARD));
			assert_eq!(card(DAVES_CARD).status, CardStatus::Active);
			assert_eq!(counters(), (2, 2));
			assert_ok!(CitizenIdentity::ensure_citizen(&DAVE), DAVES_CARD);
			assert_eq!(
				take_events(),
				vec![Event::CardResumed {
					citizen: DAVES_CARD,
					suspended_since: START,
					agency: OFFICE,
					by: CLERK
				}]
			);
		});
	}

	#[test]
	fn a_revoked_card_stays_on_record_and_bound_to_its_account() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(CitizenIdentity::revoke_card(clerk(), DAVES_CARD));
			assert_eq!(
				card(DAVES_CARD).status,
				CardStatus::Revoked { since: START }
			);
			assert_eq!(counters(), (2, 1));
			assert_eq!(CitizenIdentity::citizen_of(&DAVE), Some(DAVES_CARD));
			assert_eq!(CitizenIdentity::account_of(DAVES_CARD), Some(DAVE));
			assert_err!(
				CitizenIdentity::ensure_active(DAVES_CARD),
				Error::CardRevoked
			);
			assert_err!(CitizenIdentity::ensure_citizen(&DAVE), Error::CardRevoked);
			assert_eq!(
				take_events(),
				vec![Event::CardRevoked {
					citizen: DAVES_CARD,
					old_status: CardStatus::Active,
					agency: OFFICE,
					by: CLERK
				}]
			);
		});
	}

	#[test]
	fn a_suspended_card_can_be_revoked_and_is_not_counted_twice() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(CitizenIdentity::suspend_card(clerk(), DAVES_CARD));
			take_events();
			assert_ok!(CitizenIdentity::revoke_card(clerk(), DAVES_CARD));
			assert_eq!(counters(), (2, 1));
			assert_eq!(
				take_events(),
				vec![Event::CardRevoked {
					citizen: DAVES_CARD,
					old_status: CardStatus::Suspended { since: START },
					agency: OFFICE,
					by: CLERK
				}]
			);
		});
	}

	#[test]
	fn a_suspended_card_is_not_suspended_again() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(CitizenIdentity::suspend_card(clerk(), DAVES_CARD));
			assert_noop!(
				CitizenIdentity::suspend_card(clerk(), DAVES_CARD),
				Error::NotActive
			);
		});
	}

	#[test]
	fn an_active_card_cannot_be_resumed() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				CitizenIdentity::resume_card(clerk(), DAVES_CARD),
				Error::NotSuspended
			);
		});
	}

	#[test]
	fn revocation_is_final() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(CitizenIdentity::revoke_card(clerk(), DAVES_CARD));
			assert_noop!(
				CitizenIdentity::suspend_card(clerk(), DAVES_CARD),
				Error::CardRevoked
			);
			assert_noop!(
				CitizenIdentity::resume_card(clerk(), DAVES_CARD),
				Error::CardRevoked
			);
			assert_noop!(
				CitizenIdentity::revoke_card(clerk(), DAVES_CARD),
				Error::AlreadyRevoked
			);
		});
	}

	#[test]
	fn a_card_that_was_never_issued_is_not_found() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				CitizenIdentity::suspend_card(clerk(), NO_CARD),
				Error::NotFound
			);
			assert_noop!(
				CitizenIdentity::resume_card(clerk(), NO_CARD),
				Error::NotFound
			);
			assert_noop!(
				CitizenIdentity::revoke_card(clerk(), NO_CARD),
				Error::NotFound
			);
		});
	}
}

mod card_office {
	use super::*;

	#[test]
	fn only_the_card_office_passes_and_others_read_its_own_reason() {
		ExtBuilder::default().build_and_execute(|| {
			for (origin, reason) in [
				(RuntimeOrigin::signed(DAVE), NOT_THE_OFFICE),
				(RuntimeOrigin::root(), DispatchError::BadOrigin),
				(RuntimeOrigin::none(), DispatchError::BadOrigin),
			] {
				assert_noop!(CitizenIdentity::issue_card(origin.clone(), FERDIE), reason);
				assert_noop!(
					CitizenIdentity::suspend_card(origin.clone(), DAVES_CARD),
					reason
				);
				assert_noop!(
					CitizenIdentity::resume_card(origin.clone(), DAVES_CARD),
					reason
				);
				assert_noop!(CitizenIdentity::revoke_card(origin, DAVES_CARD), reason);
			}
		});
	}
}

mod answers {
	use super::*;

	#[test]
	fn a_citizen_is_known_by_account_and_by_index() {
		ExtBuilder::default().build_and_execute(|| {
			assert_eq!(CitizenIdentity::citizen_of(&DAVE), Some(DAVES_CARD));
			assert_eq!(CitizenIdentity::account_of(DAVES_CARD), Some(DAVE));
			assert_ok!(CitizenIdentity::ensure_active(DAVES_CARD));
			assert_ok!(CitizenIdentity::ensure_citizen(&DAVE), DAVES_CARD);
		});
	}

	#[test]
	fn who_has_no_card_is_no_citizen() {
		ExtBuilder::default().build_and_execute(|| {
			assert_eq!(CitizenIdentity::citizen_of(&FERDIE), None);
			assert_err!(CitizenIdentity::ensure_citizen(&FERDIE), Error::NotACitizen);
			assert_eq!(CitizenIdentity::account_of(NO_CARD), None);
			assert_err!(CitizenIdentity::ensure_active(NO_CARD), Error::NotFound);
		});
	}
}

mod texts {
	use super::*;

	fn is_hangul(letter: char) -> bool {
		('가'..='힣').contains(&letter)
	}

	fn variants(of: &Type) -> Vec<Variant<MetaForm>> {
		match &of.type_def {
			TypeDef::Variant(variants) => variants.variants.clone(),
			other => panic!("{other:?} has no variants"),
		}
	}

	fn assert_korean_then_english(what: &str, docs: &[&str]) {
		let lines: Vec<&str> = docs
			.iter()
			.map(|line| line.trim())
			.filter(|line| !line.is_empty())
			.collect();
		assert!(
			lines.len() >= 2,
			"{what} is documented in one language at most: {lines:?}"
		);
		assert!(
			lines[0].contains(is_hangul),
			"{what} does not begin in Korean: {}",
			lines[0]
		);
		assert!(
			lines[1].starts_with(|letter: char| letter.is_ascii_uppercase()),
			"{what} does not go on in English: {}",
			lines[1]
		);
	}

	#[test]
	fn clients_show_every_call_event_error_and_item_in_korean_and_english() {
		for shown in [
			Call::type_info(),
			Event::<Test>::type_info(),
			Error::type_info(),
		] {
			for variant in variants(&shown) {
				if variant.name != "__Ignore" {
					assert_korean_then_english(variant.name, &variant.docs);
				}
			}
		}
		for item in CitizenIdentity::storage_metadata().entries {
			assert_korean_then_english(item.name, &item.docs);
		}
	}

	#[test]
	fn clients_show_every_field_of_an_event_in_korean_and_english() {
		for variant in variants(&Event::<Test>::type_info()) {
			for field in variant.fields {
				let text = field.docs.join(" ");
				assert!(
					text.contains(is_hangul) && text.contains(|letter: char| letter.is_ascii()),
					"{}::{:?}: {text:?}",
					variant.name,
					field.name
				);
			}
		}
	}
}

mod try_state {
	use super::*;

	/// The invariant that `corrupt` breaks.
	fn broken_by(corrupt: impl FnOnce()) -> &'static str {
		ExtBuilder::default().build().execute_with(|| {
			assert_ok!(CitizenIdentity::do_try_state());
			corrupt();
			match CitizenIdentity::do_try_state() {
				Err(TryRuntimeError::Other(invariant)) => invariant,
				other => panic!("no invariant is broken: {other:?}"),
			}
		})
	}

	#[test]
	fn invariant_1_fails_on_a_card_whose_account_is_lost_or_leads_elsewhere() {
		assert!(broken_by(|| CitizenByAccount::<Test>::remove(DAVE)).starts_with("Invariant 1"));
		assert!(
			broken_by(|| CitizenByAccount::<Test>::insert(DAVE, EVES_CARD))
				.starts_with("Invariant 1")
		);
	}

	#[test]
	fn invariant_2_fails_on_an_account_that_leads_to_anothers_card_or_to_none() {
		assert!(
			broken_by(|| CitizenByAccount::<Test>::insert(FERDIE, EVES_CARD))
				.starts_with("Invariant 2")
		);
		assert!(
			broken_by(|| CitizenByAccount::<Test>::insert(FERDIE, NO_CARD))
				.starts_with("Invariant 2")
		);
	}

	#[test]
	fn invariant_3_fails_on_miscounted_cards() {
		assert!(broken_by(|| IssuedCards::<Test>::put(3)).starts_with("Invariant 3"));
	}

	#[test]
	fn invariant_4_fails_on_miscounted_active_cards() {
		assert!(broken_by(|| ActiveCards::<Test>::put(1)).starts_with("Invariant 4"));
		let suspended = Card {
			account: DAVE,
			status: CardStatus::Suspended { since: 0 },
			issued_by: OFFICE,
			issued_at: 0,
		};
		assert!(
			broken_by(|| Cards::<Test>::insert(DAVES_CARD, suspended)).starts_with("Invariant 4")
		);
	}

	#[test]
	fn invariant_5_fails_on_a_citizen_who_acts_for_an_agency() {
		assert!(broken_by(|| AgencyAccounts::mutate(|accounts| {
			accounts.insert(DAVE, OFFICE);
		}))
		.starts_with("Invariant 5"));
	}
}

/// Random sequences of what the card office may try.
mod sequences {
	use super::*;
	use proptest::prelude::*;
	use sp_runtime::StateVersion;
	use std::collections::BTreeMap;

	#[derive(Clone, Debug)]
	enum Step {
		Issue(AccountId),
		/// The card of the account, if it has one, otherwise an index that no card has.
		Suspend(AccountId),
		Resume(AccountId),
		Revoke(AccountId),
		/// The account begins to act for an agency, unless it is a citizen's.
		Appoint(AccountId),
		/// The account no longer acts for an agency.
		Dismiss(AccountId),
		/// The next draws hit a taken index.
		Collide(u64),
	}

	fn step() -> impl Strategy<Value = Step> {
		let account = || 1u64..8;
		prop_oneof![
			3 => account().prop_map(Step::Issue),
			2 => account().prop_map(Step::Suspend),
			2 => account().prop_map(Step::Resume),
			1 => account().prop_map(Step::Revoke),
			1 => account().prop_map(Step::Appoint),
			1 => account().prop_map(Step::Dismiss),
			1 => (0..=MAX_DRAWS).prop_map(Step::Collide),
		]
	}

	/// Whose card is what, kept beside the pallet.
	type Expected = BTreeMap<AccountId, CardStatus>;

	/// What the pallet should answer, and then hold.
	fn expect(expected: &mut Expected, step: &Step) -> Option<Result<(), Error>> {
		let now = Now::get();
		let mut change =
			|who: &AccountId, next: fn(CardStatus, Moment) -> Result<CardStatus, Error>| {
				let status = expected.get_mut(who).ok_or(Error::NotFound)?;
				*status = next(*status, now)?;
				Ok(())
			};
		match step {
			Step::Issue(who) => Some(if expected.contains_key(who) {
				Err(Error::AlreadyExists)
			} else if AgencyAccounts::get().contains_key(who) {
				Err(Error::ActsForAgency)
			} else if Collisions::get() >= MAX_DRAWS {
				Err(Error::NoFreshIndex)
			} else {
				expected.insert(*who, CardStatus::Active);
				Ok(())
			}),
			Step::Suspend(who) => Some(change(who, |status, since| match status {
				CardStatus::Active => Ok(CardStatus::Suspended { since }),
				CardStatus::Suspended { .. } => Err(Error::NotActive),
				CardStatus::Revoked { .. } => Err(Error::CardRevoked),
			})),
			Step::Resume(who) => Some(change(who, |status, _| match status {
				CardStatus::Active => Err(Error::NotSuspended),
				CardStatus::Suspended { .. } => Ok(CardStatus::Active),
				CardStatus::Revoked { .. } => Err(Error::CardRevoked),
			})),
			Step::Revoke(who) => Some(change(who, |status, since| match status {
				CardStatus::Revoked { .. } => Err(Error::AlreadyRevoked),
				_ => Ok(CardStatus::Revoked { since }),
			})),
			Step::Appoint(_) | Step::Dismiss(_) | Step::Collide(_) => None,
		}
	}

	fn take(step: &Step) -> DispatchResult {
		let card_of = |who| CitizenIdentity::citizen_of(who).unwrap_or(NO_CARD);
		match step {
			Step::Issue(who) => CitizenIdentity::issue_card(clerk(), *who),
			Step::Suspend(who) => CitizenIdentity::suspend_card(clerk(), card_of(who)),
			Step::Resume(who) => CitizenIdentity::resume_card(clerk(), card_of(who)),
			Step::Revoke(who) => CitizenIdentity::revoke_card(clerk(), card_of(who)),
			Step::Appoint(who) => {
				if CitizenIdentity::citizen_of(who).is_none() {
					AgencyAccounts::mutate(|accounts| accounts.insert(*who, OFFICE));
				}
				Ok(())
			},
			Step::Dismiss(who) => {
				AgencyAccounts::mutate(|accounts| accounts.remove(who));
				Ok(())
			},
			Step::Collide(draws) => {
				Collisions::set(*draws);
				Ok(())
			},
		}
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(256))]

		#[test]
		fn every_account_has_one_card_for_ever_and_the_counters_are_right(
			steps in prop::collection::vec(step(), 1..80)
		) {
			ExtBuilder::default().build_and_execute(|| {
				let mut expected =
					Expected::from([(DAVE, CardStatus::Active), (EVE, CardStatus::Active)]);
				let mut indices = BTreeMap::from([(DAVE, DAVES_CARD), (EVE, EVES_CARD)]);
				for step in steps {
					Now::set(Now::get() + 1);
					let before = sp_io::storage::root(StateVersion::V1);
					let answer = expect(&mut expected, &step);
					let taken = take(&step);
					if let Some(answer) = answer {
						assert_eq!(taken, answer.map_err(DispatchError::from));
					}
					if taken.is_err() {
						assert_eq!(sp_io::storage::root(StateVersion::V1), before);
					}

					CitizenIdentity::do_try_state().expect("the invariants hold after every step");
					for (who, status) in &expected {
						let citizen = CitizenIdentity::citizen_of(who).expect("the card was issued");
						assert_eq!(*indices.entry(*who).or_insert(citizen), citizen);
						assert_eq!(card(citizen).status, *status);
					}
					let active = expected.values().filter(|status| **status == CardStatus::Active);
					assert_eq!(
						counters(),
						(
							u64::try_from(expected.len()).expect("there are few accounts"),
							u64::try_from(active.count()).expect("there are few accounts"),
						)
					);
				}
			});
		}
	}
}

mod admission {
	use super::*;

	fn class_of(who: AccountId) -> Option<AccountClass> {
		<CitizenIdentity as Admission<AccountId>>::class_of(&who)
	}

	#[test]
	fn a_citizen_is_admitted_as_long_as_the_card_is_active() {
		ExtBuilder::default().build_and_execute(|| {
			assert_eq!(class_of(DAVE), Some(AccountClass::Citizen));
			assert_eq!(class_of(FERDIE), None);
			assert_ok!(CitizenIdentity::suspend_card(clerk(), DAVES_CARD));
			assert_eq!(class_of(DAVE), None);
			assert_ok!(CitizenIdentity::resume_card(clerk(), DAVES_CARD));
			assert_eq!(class_of(DAVE), Some(AccountClass::Citizen));
			assert_ok!(CitizenIdentity::revoke_card(clerk(), DAVES_CARD));
			assert_eq!(class_of(DAVE), None);
		});
	}

	#[test]
	fn each_account_that_gets_a_card_is_told_of() {
		ExtBuilder::default().build_and_execute(|| {
			assert_eq!(Admitted::get(), vec![DAVE, EVE]);
			assert_ok!(CitizenIdentity::issue_card(clerk(), FERDIE));
			assert_eq!(Admitted::get(), vec![DAVE, EVE, FERDIE]);
		});
	}
}
