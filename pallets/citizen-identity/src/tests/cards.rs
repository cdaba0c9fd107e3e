// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_err, assert_noop, assert_ok};

type Error = crate::Error<Test>;

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
					issued_at: 0,
					validity: Validity::Unlimited
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
		let json = serde_json::json!({
			"cards": [[1001, 1], [1002, 2]],
			"issuedBy": 4,
			"terms": {
				"cardValidity": 1,
				"proposalLifetime": 2,
				"proposalInterval": 3,
				"recoveryWaitingTime": 4,
				"counterGrantPeriod": 5,
			},
		});
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
					issued_at: START,
					validity: Validity::Until(START + CardTerms::default().card_validity)
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
	fn an_index_that_an_alias_has_is_drawn_again() {
		ExtBuilder::default().build_and_execute(|| {
			let draw = |draw| index_from(&FreshIds::fresh_id(INDEX_DOMAIN, 2 * MAX_DRAWS + draw));
			AliasIndices::set(vec![draw(0)]);
			assert_ok!(CitizenIdentity::issue_card(clerk(), FERDIE));
			assert_eq!(CitizenIdentity::citizen_of(&FERDIE), Some(draw(1)));
		});
	}

	#[test]
	fn an_account_of_an_alias_never_becomes_a_citizens() {
		ExtBuilder::default().build_and_execute(|| {
			AliasAccounts::set(vec![FERDIE]);
			assert_noop!(
				CitizenIdentity::issue_card(clerk(), FERDIE),
				Error::ReservedAccount
			);
			assert_noop!(
				CitizenIdentity::propose_rotation(signed(DAVE), FERDIE),
				Error::ReservedAccount
			);
			assert_noop!(
				CitizenIdentity::start_recovery(clerk(), DAVES_CARD, FERDIE, paper(1)),
				Error::ReservedAccount
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
				CardStatus::Revoked {
					since: START,
					funds: Funds::Free
				}
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
