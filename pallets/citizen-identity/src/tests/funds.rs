// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_err, assert_noop, assert_ok, traits::ReservableCurrency};
use seoul_chain_primitives::CardChange;

type Fault = Error<Test>;

fn deceased() {
	assert_ok!(CitizenIdentity::report_deceased(
		signed(CLERK),
		DAVES_CARD,
		paper(1)
	));
}

fn release(who: AccountId, recipient: PartyId, amount: Balance) -> DispatchResult {
	CitizenIdentity::release_funds(signed(who), DAVES_CARD, recipient, amount, paper(2))
}

const HEIR: PartyId = PartyId::Citizen(EVES_CARD);

#[test]
fn a_suspended_cards_won_are_frozen_and_thawed_with_it() {
	ExtBuilder::default().build_and_execute(|| {
		assert!(can_spend(DAVE));
		assert_ok!(CitizenIdentity::suspend_card(signed(CLERK), DAVES_CARD));
		assert!(!can_spend(DAVE));
		// What comes later is frozen too.
		assert_ok!(Balances::transfer_allow_death(signed(EVE), DAVE, 5 * WON));
		assert!(!can_spend(DAVE));
		assert_ok!(CitizenIdentity::resume_card(signed(CLERK), DAVES_CARD));
		assert!(can_spend(DAVE));
		assert_eq!(
			Told::get(),
			[
				(DAVES_CARD, CardChange::Suspended),
				(DAVES_CARD, CardChange::Resumed)
			]
		);
	});
}

#[test]
fn a_card_without_won_is_frozen_as_well() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(CitizenIdentity::issue_card(signed(CLERK), 12));
		let citizen = CitizenIdentity::citizen_of(&12).expect("the card was issued");
		assert_ok!(CitizenIdentity::suspend_card(signed(CLERK), citizen));
		assert_ok!(Balances::transfer_allow_death(signed(EVE), 12, 5 * WON));
		assert!(!can_spend(12));
		assert_ok!(CitizenIdentity::resume_card(signed(CLERK), citizen));
		assert!(can_spend(12));
	});
}

#[test]
fn a_citizen_suspends_the_own_card_and_cannot_resume_it() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(CitizenIdentity::suspend_own_card(signed(DAVE)));
		assert_eq!(
			take_events(),
			[Event::OwnCardSuspended {
				citizen: DAVES_CARD
			}]
		);
		assert!(!can_spend(DAVE));
		assert_noop!(
			CitizenIdentity::suspend_own_card(signed(DAVE)),
			Fault::NotActive
		);
		assert_noop!(
			CitizenIdentity::resume_card(signed(DAVE), DAVES_CARD),
			NOT_THE_OFFICE
		);
		assert_noop!(
			CitizenIdentity::suspend_own_card(signed(FERDIE)),
			Fault::NotACitizen
		);
	});
}

#[test]
fn a_recorded_death_is_final_and_keeps_the_won_frozen() {
	ExtBuilder::default().build_and_execute(|| {
		deceased();
		assert_eq!(
			take_events(),
			[Event::DeathRecorded {
				citizen: DAVES_CARD,
				old_status: CardStatus::Active,
				evidence: paper(1),
				agency: OFFICE,
				by: CLERK
			}]
		);
		assert_eq!(
			card(DAVES_CARD).status,
			CardStatus::Deceased { since: START }
		);
		assert!(!can_spend(DAVE));
		assert_err!(CitizenIdentity::ensure_citizen(&DAVE), Fault::CardDeceased);
		assert_eq!(
			CitizenIdentity::refusal(DAVES_CARD),
			Some(Fault::CardDeceased.into())
		);
		assert_eq!(ActiveCards::<Test>::get(), 1);
		assert_eq!(Told::get(), [(DAVES_CARD, CardChange::Ended)]);
		for refused in [
			CitizenIdentity::suspend_card(signed(CLERK), DAVES_CARD),
			CitizenIdentity::resume_card(signed(CLERK), DAVES_CARD),
			CitizenIdentity::renew_card(signed(CLERK), DAVES_CARD),
			CitizenIdentity::revoke_card(signed(CLERK), DAVES_CARD),
			CitizenIdentity::report_deceased(signed(CLERK), DAVES_CARD, paper(1)),
		] {
			assert_err!(refused, Fault::CardDeceased);
		}
		assert_noop!(
			CitizenIdentity::issue_card(signed(CLERK), DAVE),
			Fault::AlreadyExists
		);
	});
}

#[test]
fn a_death_is_reported_by_the_office_of_a_card_that_stands() {
	ExtBuilder::default().build_and_execute(|| {
		let report =
			|who, citizen| CitizenIdentity::report_deceased(signed(who), citizen, paper(1));
		assert_noop!(report(EVE, DAVES_CARD), NOT_THE_OFFICE);
		assert_noop!(report(CLERK, NO_CARD), Fault::NotFound);
		assert_ok!(CitizenIdentity::revoke_card(signed(CLERK), DAVES_CARD));
		assert_noop!(report(CLERK, DAVES_CARD), Fault::CardRevoked);
	});
}

#[test]
fn heirs_are_paid_by_another_clerk_in_parts_until_nothing_remains() {
	ExtBuilder::default().build_and_execute(|| {
		deceased();
		take_events();
		assert_ok!(release(CHIEF, HEIR, FORTUNE - 10 * WON));
		assert_eq!(
			take_events(),
			[Event::FundsReleased {
				citizen: DAVES_CARD,
				recipient: HEIR,
				account: EVE,
				amount: FORTUNE - 10 * WON,
				remaining: 10 * WON,
				papers: paper(2),
				agency: OFFICE,
				by: CHIEF
			}]
		);
		assert!(!can_spend(DAVE));
		assert_ok!(release(CHIEF, PartyId::Agency(COUNTER), 10 * WON));
		assert_eq!(won(EVE), 2 * FORTUNE - 10 * WON);
		assert_eq!(won(COUNTERS_ACCOUNT), 10 * WON);
		assert_eq!(won(DAVE), 0);
		assert_noop!(release(CHIEF, HEIR, WON), Fault::InsufficientFunds);
		// What a service lets go later is paid out later.
		assert_ok!(Balances::transfer_allow_death(signed(EVE), DAVE, 5 * WON));
		assert!(!can_spend(DAVE));
		assert_ok!(release(CHIEF, HEIR, 5 * WON));
	});
}

#[test]
fn what_a_service_holds_is_not_paid_out() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Balances::reserve(&DAVE, 10 * WON));
		deceased();
		assert_noop!(release(CHIEF, HEIR, FORTUNE), Fault::InsufficientFunds);
		assert_ok!(release(CHIEF, HEIR, FORTUNE - 10 * WON));
		assert_eq!(won(DAVE), 10 * WON);
		Balances::unreserve(&DAVE, 10 * WON);
		assert!(!can_spend(DAVE));
		assert_ok!(release(CHIEF, HEIR, 10 * WON));
	});
}

#[test]
fn every_wrong_payment_is_refused_with_its_reason() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(release(CHIEF, HEIR, WON), Fault::NotEnded);
		deceased();
		assert_noop!(release(EVE, HEIR, WON), NOT_THE_OFFICE);
		assert_noop!(release(CLERK, HEIR, WON), Fault::SameOfficial);
		assert_noop!(release(CHIEF, HEIR, 0), Fault::NothingToMove);
		assert_noop!(release(CHIEF, HEIR, FORTUNE + 1), Fault::InsufficientFunds);
		assert_noop!(release(CHIEF, HEIR, FORTUNE - 1), Fault::WouldLeaveDust);
		assert_noop!(
			release(CHIEF, PartyId::Citizen(DAVES_CARD), WON),
			Fault::SameParty
		);
		assert_noop!(
			release(CHIEF, PartyId::Citizen(NO_CARD), WON),
			Fault::NotFound
		);
		assert_noop!(
			release(CHIEF, PartyId::Agency(AgencyId(9)), WON),
			DispatchError::CannotLookup
		);
		assert_noop!(
			release(CHIEF, PartyId::Agency(AgencyId(MORE_COUNTERS)), WON),
			Fault::RecipientNotFound
		);
		assert_noop!(
			CitizenIdentity::release_funds(signed(CHIEF), NO_CARD, HEIR, WON, paper(2)),
			Fault::NotFound
		);
		assert_ok!(CitizenIdentity::suspend_card(signed(CLERK), EVES_CARD));
		assert_noop!(release(CHIEF, HEIR, WON), Fault::CardSuspended);
	});
}

#[test]
fn the_won_of_a_revoked_card_are_its_holders_unless_it_was_suspended() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(CitizenIdentity::revoke_card(signed(CLERK), DAVES_CARD));
		assert!(can_spend(DAVE));
		assert_noop!(release(CHIEF, HEIR, WON), Fault::FundsNotFrozen);
	});
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(CitizenIdentity::suspend_card(signed(CLERK), DAVES_CARD));
		assert_ok!(CitizenIdentity::revoke_card(signed(CLERK), DAVES_CARD));
		assert_eq!(
			card(DAVES_CARD).status,
			CardStatus::Revoked {
				since: START,
				funds: Funds::Frozen
			}
		);
		assert!(!can_spend(DAVE));
		assert_noop!(release(CLERK, HEIR, FORTUNE), Fault::SameOfficial);
		assert_ok!(release(CHIEF, HEIR, FORTUNE));
	});
}

#[test]
fn an_expired_card_cannot_act_until_it_is_renewed() {
	ExtBuilder::default()
		.terms(CardTerms {
			card_validity: 10,
			..CardTerms::default()
		})
		.build_and_execute(|| {
			assert_ok!(CitizenIdentity::issue_card(signed(CLERK), FERDIE));
			let citizen = CitizenIdentity::citizen_of(&FERDIE).expect("the card was issued");
			advance(9);
			assert_ok!(CitizenIdentity::ensure_citizen(&FERDIE), citizen);
			advance(1);
			assert_err!(CitizenIdentity::ensure_citizen(&FERDIE), Fault::CardExpired);
			assert_err!(CitizenIdentity::ensure_active(citizen), Fault::CardExpired);
			assert_eq!(
				<CitizenIdentity as Admission<AccountId>>::class_of(&FERDIE),
				None
			);
			assert_noop!(
				CitizenIdentity::propose_rotation(signed(FERDIE), 12),
				Fault::CardExpired
			);
			take_events();
			assert_ok!(CitizenIdentity::renew_card(signed(CLERK), citizen));
			assert_eq!(
				take_events(),
				[Event::CardRenewed {
					citizen,
					old_validity: Validity::Until(START + 10),
					new_validity: Validity::Until(START + 20),
					agency: OFFICE,
					by: CLERK
				}]
			);
			assert_ok!(CitizenIdentity::ensure_citizen(&FERDIE), citizen);
			assert_eq!(CitizenIdentity::refusal(citizen), None);
		});
}

#[test]
fn only_a_card_that_stands_is_renewed_and_by_the_office() {
	ExtBuilder::default().build_and_execute(|| {
		let renew = |who, citizen| CitizenIdentity::renew_card(signed(who), citizen);
		assert_noop!(renew(EVE, DAVES_CARD), NOT_THE_OFFICE);
		assert_noop!(renew(CLERK, NO_CARD), Fault::NotFound);
		assert_ok!(CitizenIdentity::suspend_card(signed(CLERK), DAVES_CARD));
		assert_noop!(renew(CLERK, DAVES_CARD), Fault::CardSuspended);
		assert_ok!(CitizenIdentity::revoke_card(signed(CLERK), DAVES_CARD));
		assert_noop!(renew(CLERK, DAVES_CARD), Fault::CardRevoked);
	});
}

#[test]
fn a_batch_issues_what_it_can_and_names_the_rest() {
	ExtBuilder::default().build_and_execute(|| {
		let issue = |accounts: Vec<AccountId>| {
			CitizenIdentity::issue_cards(
				signed(CLERK),
				accounts.try_into().expect("few enough accounts"),
			)
		};
		assert_ok!(issue(vec![100, DAVE, 101, CLERK, 100]));
		let index = |who| CitizenIdentity::citizen_of(&who).expect("the card was issued");
		let issued = |account| Event::CardIssued {
			citizen: index(account),
			account,
			agency: OFFICE,
			by: CLERK,
		};
		let refused = |position, account, reason: Fault| Event::CardRefused {
			position,
			account,
			reason: reason.into(),
		};
		assert_eq!(
			take_events(),
			[
				issued(100),
				refused(1, DAVE, Fault::AlreadyExists),
				issued(101),
				refused(3, CLERK, Fault::ActsForAgency),
				refused(4, 100, Fault::AlreadyExists),
			]
		);
		assert_eq!(IssuedCards::<Test>::get(), 4);
		assert_noop!(issue(vec![DAVE, EVE]), Fault::NoCardIssued);
		assert_noop!(issue(vec![]), Fault::NoCardIssued);
		assert_noop!(
			CitizenIdentity::issue_cards(signed(DAVE), vec![102].try_into().expect("one account")),
			NOT_THE_OFFICE
		);
		let hundred: Vec<AccountId> = (200..300).collect();
		assert_ok!(issue(hundred));
		assert_eq!(IssuedCards::<Test>::get(), 104);
	});
}
