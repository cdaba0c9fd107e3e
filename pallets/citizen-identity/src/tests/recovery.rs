// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_err, assert_noop, assert_ok, traits::ReservableCurrency};
use seoul_chain_primitives::CardChange;

type Fault = Error<Test>;

fn start() -> DispatchResult {
	CitizenIdentity::start_recovery(signed(CLERK), DAVES_CARD, DAVES_NEW, paper(1))
}

fn accept() -> DispatchResult {
	CitizenIdentity::accept_recovery(signed(DAVES_NEW), DAVES_CARD)
}

fn object() -> DispatchResult {
	CitizenIdentity::object_to_recovery(signed(DAVE))
}

fn decide(who: AccountId, decision: ObjectionDecision) -> DispatchResult {
	CitizenIdentity::decide_objection(signed(who), DAVES_CARD, decision, paper(2))
}

fn complete() -> DispatchResult {
	CitizenIdentity::complete_recovery(signed(FERDIE), DAVES_CARD)
}

fn cancel() -> DispatchResult {
	CitizenIdentity::cancel_recovery(signed(CLERK), DAVES_CARD)
}

fn terms() -> CardTerms {
	CardTerms::default()
}

fn stage() -> Option<RecoveryStage> {
	CitizenIdentity::recovery(DAVES_CARD).map(|recovery| recovery.stage)
}

fn class_of(who: AccountId) -> Option<AccountClass> {
	<CitizenIdentity as Admission<AccountId>>::class_of(&who)
}

#[test]
fn a_lost_phone_costs_nobody_index_or_won() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(start());
		assert_eq!(
			card(DAVES_CARD).status,
			CardStatus::Suspended { since: START }
		);
		assert!(!can_spend(DAVE));
		assert_ok!(accept());
		let completes_at = START + terms().recovery_waiting_time;
		advance(terms().recovery_waiting_time);
		assert_ok!(complete());
		assert_eq!(
			take_events(),
			[
				Event::RecoveryStarted {
					citizen: DAVES_CARD,
					old_account: DAVE,
					new_account: DAVES_NEW,
					evidence: paper(1),
					expires_at: START + terms().proposal_lifetime,
					agency: OFFICE,
					by: CLERK
				},
				Event::RecoveryAccepted {
					citizen: DAVES_CARD,
					new_account: DAVES_NEW,
					completes_at
				},
				Event::AccountChanged {
					citizen: DAVES_CARD,
					old_account: DAVE,
					new_account: DAVES_NEW,
					reason: LeftBy::Recovery,
					moved: FORTUNE,
					remaining: 0
				}
			]
		);
		assert_ok!(CitizenIdentity::ensure_citizen(&DAVES_NEW), DAVES_CARD);
		assert_err!(CitizenIdentity::ensure_citizen(&DAVE), Fault::NotACitizen);
		assert_eq!((won(DAVE), won(DAVES_NEW)), (0, FORTUNE));
		assert!(can_spend(DAVES_NEW));
		assert_eq!(
			Told::get(),
			[
				(DAVES_CARD, CardChange::Suspended),
				(DAVES_CARD, CardChange::Resumed)
			]
		);
		assert_eq!(
			Rotated::get(),
			[(PartyId::Citizen(DAVES_CARD), DAVE, DAVES_NEW)]
		);
		assert_eq!(
			(IssuedCards::<Test>::get(), ActiveCards::<Test>::get()),
			(2, 2)
		);
	});
}

#[test]
fn a_card_that_was_suspended_before_is_recovered_as_well() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(CitizenIdentity::suspend_own_card(signed(DAVE)));
		assert_ok!(start());
		assert_ok!(accept());
		advance(terms().recovery_waiting_time);
		assert_ok!(complete());
		assert_eq!(card(DAVES_CARD).account, DAVES_NEW);
	});
}

#[test]
fn nothing_is_completed_before_acceptance_and_waiting_time() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(complete(), Fault::NoRecovery);
		assert_ok!(start());
		assert_noop!(complete(), Fault::NotYetAccepted);
		assert_ok!(accept());
		advance(terms().recovery_waiting_time - 1);
		assert_noop!(complete(), Fault::TooEarly);
		advance(1);
		assert_ok!(complete());
	});
}

#[test]
fn the_new_account_must_accept_once_and_in_time() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(accept(), Fault::NoRecovery);
		assert_ok!(start());
		assert_noop!(
			CitizenIdentity::accept_recovery(signed(FERDIE), DAVES_CARD),
			Fault::NotTheNewAccount
		);
		assert_ok!(accept());
		assert_noop!(accept(), Fault::AlreadyAccepted);
	});
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(start());
		advance(terms().proposal_lifetime);
		assert_noop!(accept(), Fault::RecoveryOfferExpired);
		assert_ok!(start());
		assert_ok!(accept());
	});
}

#[test]
fn the_new_account_accepts_and_the_old_one_objects_without_won() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(start());
		assert_eq!(class_of(DAVES_NEW), Some(AccountClass::Citizen));
		assert_eq!(class_of(DAVE), None);
		assert_ok!(accept());
		assert_eq!(class_of(DAVES_NEW), None);
		assert_eq!(class_of(DAVE), Some(AccountClass::Citizen));
		assert_ok!(object());
		assert_eq!(class_of(DAVE), None);
	});
}

#[test]
fn an_objection_stops_the_recovery_until_it_is_decided() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(start());
		assert_noop!(object(), Fault::NotYetAccepted);
		assert_ok!(accept());
		take_events();
		assert_ok!(object());
		assert_eq!(
			take_events(),
			[Event::RecoveryObjected {
				citizen: DAVES_CARD,
				account: DAVE
			}]
		);
		assert_eq!(
			stage(),
			Some(RecoveryStage::Objected {
				since: START,
				completes_at: START + terms().recovery_waiting_time
			})
		);
		assert_noop!(object(), Fault::AlreadyObjected);
		advance(terms().recovery_waiting_time);
		assert_noop!(complete(), Fault::ObjectionOpen);
	});
}

#[test]
fn an_upheld_objection_ends_the_recovery_and_the_card_can_be_used() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(start());
		assert_ok!(accept());
		assert_ok!(object());
		take_events();
		assert_ok!(decide(CHIEF, ObjectionDecision::Uphold));
		assert_eq!(
			take_events(),
			[
				Event::RecoveryEnded {
					citizen: DAVES_CARD,
					new_account: DAVES_NEW
				},
				Event::ObjectionDecided {
					citizen: DAVES_CARD,
					decision: ObjectionDecision::Uphold,
					record: paper(2),
					agency: OFFICE,
					by: CHIEF
				}
			]
		);
		assert_ok!(CitizenIdentity::ensure_citizen(&DAVE), DAVES_CARD);
		assert!(can_spend(DAVE));
		assert_noop!(complete(), Fault::NoRecovery);
	});
}

#[test]
fn a_dismissed_objection_cannot_be_repeated() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(start());
		assert_ok!(accept());
		assert_ok!(object());
		assert_ok!(decide(CHIEF, ObjectionDecision::Dismiss));
		assert_noop!(object(), Fault::AlreadyDecided);
		assert_eq!(class_of(DAVE), None);
		assert_noop!(complete(), Fault::TooEarly);
		advance(terms().recovery_waiting_time);
		assert_ok!(complete());
		assert_eq!(card(DAVES_CARD).account, DAVES_NEW);
	});
}

#[test]
fn whoever_started_a_recovery_does_not_decide_the_objection() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(decide(CHIEF, ObjectionDecision::Dismiss), Fault::NoRecovery);
		assert_ok!(start());
		assert_ok!(accept());
		assert_noop!(
			decide(CHIEF, ObjectionDecision::Dismiss),
			Fault::NotObjected
		);
		assert_ok!(object());
		assert_noop!(
			decide(CLERK, ObjectionDecision::Dismiss),
			Fault::SameOfficial
		);
		assert_noop!(decide(EVE, ObjectionDecision::Dismiss), NOT_THE_OFFICE);
	});
}

#[test]
fn after_the_waiting_time_it_is_too_late_to_object() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(object(), Fault::NoRecovery);
		assert_noop!(
			CitizenIdentity::object_to_recovery(signed(FERDIE)),
			Fault::NotACitizen
		);
		assert_ok!(start());
		assert_ok!(accept());
		advance(terms().recovery_waiting_time);
		assert_noop!(object(), Fault::WaitingTimeOver);
		assert_eq!(class_of(DAVE), None);
	});
}

#[test]
fn a_card_in_recovery_is_not_resumed_past_it() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(start());
		assert_noop!(
			CitizenIdentity::resume_card(signed(CLERK), DAVES_CARD),
			Fault::RecoveryOpen
		);
		assert_noop!(start(), Fault::RecoveryOpen);
		take_events();
		assert_ok!(cancel());
		assert_eq!(
			take_events(),
			[Event::RecoveryEnded {
				citizen: DAVES_CARD,
				new_account: DAVES_NEW
			}]
		);
		assert_noop!(cancel(), Fault::NoRecovery);
		assert_ok!(CitizenIdentity::resume_card(signed(CLERK), DAVES_CARD));
	});
}

#[test]
fn only_the_card_office_starts_and_cancels() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			CitizenIdentity::start_recovery(signed(EVE), DAVES_CARD, DAVES_NEW, paper(1)),
			NOT_THE_OFFICE
		);
		assert_noop!(
			CitizenIdentity::cancel_recovery(signed(EVE), DAVES_CARD),
			NOT_THE_OFFICE
		);
	});
}

#[test]
fn an_ended_card_is_not_recovered_and_a_recovery_ends_with_the_card() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			CitizenIdentity::start_recovery(signed(CLERK), NO_CARD, DAVES_NEW, paper(1)),
			Fault::NotFound
		);
		assert_ok!(start());
		assert_ok!(accept());
		assert_ok!(CitizenIdentity::report_deceased(
			signed(CLERK),
			DAVES_CARD,
			paper(3)
		));
		advance(terms().recovery_waiting_time);
		assert_noop!(complete(), Fault::NoRecovery);
		assert_noop!(start(), Fault::CardDeceased);
		assert_ok!(CitizenIdentity::revoke_card(signed(CLERK), EVES_CARD));
		assert_noop!(
			CitizenIdentity::start_recovery(signed(CLERK), EVES_CARD, DAVES_NEW, paper(1)),
			Fault::CardRevoked
		);
	});
}

#[test]
fn the_new_account_must_be_nobodys_at_the_start_and_at_the_end() {
	ExtBuilder::default().build_and_execute(|| {
		let start_with =
			|new| CitizenIdentity::start_recovery(signed(CLERK), DAVES_CARD, new, paper(1));
		assert_noop!(start_with(DAVE), Fault::AlreadyExists);
		assert_noop!(start_with(EVE), Fault::AlreadyExists);
		assert_noop!(start_with(TELLER), Fault::ActsForAgency);
		assert_ok!(CitizenIdentity::propose_rotation(signed(EVE), 12));
		assert_noop!(start_with(12), Fault::ProposedElsewhere);
		assert_ok!(start());
		assert_ok!(CitizenIdentity::issue_card(signed(CLERK), DAVES_NEW));
		assert_noop!(accept(), Fault::AlreadyExists);
	});
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(start());
		assert_ok!(accept());
		AgencyAccounts::mutate(|accounts| accounts.insert(DAVES_NEW, COUNTER));
		advance(terms().recovery_waiting_time);
		assert_noop!(complete(), Fault::ActsForAgency);
		assert_ok!(cancel());
	});
}

#[test]
fn deposits_of_a_lost_key_stay_frozen_and_reach_the_citizen_when_they_come_free() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Balances::reserve(&DAVE, 7 * WON));
		assert_ok!(start());
		assert_ok!(accept());
		advance(terms().recovery_waiting_time);
		take_events();
		assert_ok!(complete());
		assert_eq!(
			take_events(),
			[Event::AccountChanged {
				citizen: DAVES_CARD,
				old_account: DAVE,
				new_account: DAVES_NEW,
				reason: LeftBy::Recovery,
				moved: FORTUNE - 7 * WON,
				remaining: 7 * WON
			}]
		);
		let sweep = |who| CitizenIdentity::sweep_former_account(signed(FERDIE), who);
		assert_noop!(sweep(DAVE), Fault::NothingToMove);
		// The thief takes the deposit back and can do nothing with it.
		Balances::unreserve(&DAVE, 7 * WON);
		assert!(!can_spend(DAVE));
		assert_ok!(sweep(DAVE));
		assert_eq!(
			take_events(),
			[Event::FormerAccountSwept {
				citizen: DAVES_CARD,
				old_account: DAVE,
				new_account: DAVES_NEW,
				amount: 7 * WON
			}]
		);
		assert_eq!(won(DAVES_NEW), FORTUNE);
		// Wages that still come to the lost account are the citizen's as well.
		assert_ok!(Balances::transfer_allow_death(signed(EVE), DAVE, 5 * WON));
		assert!(!can_spend(DAVE));
		assert_ok!(sweep(DAVE));
		assert_eq!(won(DAVES_NEW), FORTUNE + 5 * WON);
		assert_noop!(sweep(EVE), Fault::NotALostAccount);
		assert_noop!(sweep(FERDIE), Fault::NotALostAccount);
	});
}

#[test]
fn an_account_that_was_given_up_with_both_keys_is_not_swept() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(CitizenIdentity::propose_rotation(signed(DAVE), DAVES_NEW));
		assert_ok!(CitizenIdentity::accept_rotation(
			signed(DAVES_NEW),
			DAVES_CARD
		));
		assert_ok!(Balances::transfer_allow_death(signed(EVE), DAVE, 5 * WON));
		assert_noop!(
			CitizenIdentity::sweep_former_account(signed(FERDIE), DAVE),
			Fault::NotALostAccount
		);
	});
}

#[test]
fn what_services_hold_moves_with_a_recovered_card() {
	ExtBuilder::default().build_and_execute(|| {
		hold(DAVE, 3 * WON);
		assert_ok!(start());
		assert_ok!(accept());
		advance(terms().recovery_waiting_time);
		assert_ok!(complete());
		assert_eq!(held_by_service(DAVES_NEW), 3 * WON);
		assert_eq!(Balances::free_balance(DAVES_NEW), FORTUNE - 3 * WON);
	});
}
