// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_err, assert_noop, assert_ok, traits::ReservableCurrency};
use sp_runtime::traits::Dispatchable;

type Fault = Error<Test>;

fn propose(new: AccountId) -> DispatchResult {
	CitizenIdentity::propose_rotation(signed(DAVE), new)
}

fn accept(new: AccountId) -> DispatchResult {
	CitizenIdentity::accept_rotation(signed(new), DAVES_CARD)
}

fn class_of(who: AccountId) -> Option<AccountClass> {
	<CitizenIdentity as Admission<AccountId>>::class_of(&who)
}

#[test]
fn a_citizen_changes_accounts_and_keeps_index_and_won() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(propose(DAVES_NEW));
		let expires_at = START + CardTerms::default().proposal_lifetime;
		assert_eq!(
			CitizenIdentity::rotation(DAVES_CARD),
			Some(Rotation {
				new_account: DAVES_NEW,
				expires_at
			})
		);
		assert_ok!(accept(DAVES_NEW));
		assert_eq!(
			take_events(),
			[
				Event::RotationProposed {
					citizen: DAVES_CARD,
					old_proposed: None,
					new_account: DAVES_NEW,
					expires_at
				},
				Event::AccountChanged {
					citizen: DAVES_CARD,
					old_account: DAVE,
					new_account: DAVES_NEW,
					reason: LeftBy::Rotation,
					moved: FORTUNE,
					remaining: 0
				}
			]
		);
		assert_ok!(CitizenIdentity::ensure_citizen(&DAVES_NEW), DAVES_CARD);
		assert_err!(CitizenIdentity::ensure_citizen(&DAVE), Fault::NotACitizen);
		assert_eq!(CitizenIdentity::account_of(DAVES_CARD), Some(DAVES_NEW));
		assert_eq!((won(DAVE), won(DAVES_NEW)), (0, FORTUNE));
		assert!(can_spend(DAVES_NEW));
		assert_eq!(
			Rotated::get(),
			[(PartyId::Citizen(DAVES_CARD), DAVE, DAVES_NEW)]
		);
		assert_eq!(
			(IssuedCards::<Test>::get(), ActiveCards::<Test>::get()),
			(2, 2)
		);
		assert_eq!(CitizenIdentity::rotation(DAVES_CARD), None);
		assert!(CitizenIdentity::was_a_citizens(&DAVE));
		for account in [DAVES_NEW, EVE, FERDIE] {
			assert!(!CitizenIdentity::was_a_citizens(&account));
		}
	});
}

#[test]
fn what_services_hold_moves_before_the_won() {
	ExtBuilder::default().build_and_execute(|| {
		hold(DAVE, 3 * WON);
		assert_ok!(propose(DAVES_NEW));
		assert_ok!(accept(DAVES_NEW));
		assert_eq!(held_by_service(DAVES_NEW), 3 * WON);
		assert_eq!(Balances::free_balance(DAVES_NEW), FORTUNE - 3 * WON);
		assert_eq!(won(DAVE), 0);
	});
}

#[test]
fn the_new_account_can_answer_without_won_and_the_old_one_is_admitted_no_longer() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(class_of(DAVES_NEW), None);
		assert_ok!(propose(DAVES_NEW));
		assert_eq!(class_of(DAVES_NEW), Some(AccountClass::Citizen));
		assert!(System::providers(&DAVES_NEW) > 0);
		assert_ok!(accept(DAVES_NEW));
		assert_eq!(class_of(DAVES_NEW), Some(AccountClass::Citizen));
		assert_eq!(class_of(DAVE), None);
	});
}

#[test]
fn a_proposed_account_is_admitted_only_as_long_as_it_can_accept() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(propose(DAVES_NEW));
		advance(CardTerms::default().proposal_lifetime);
		assert_eq!(class_of(DAVES_NEW), None);
		assert_noop!(accept(DAVES_NEW), Fault::ProposalExpired);
	});
}

#[test]
fn only_the_proposed_account_accepts() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(accept(DAVES_NEW), Fault::NoProposal);
		assert_ok!(propose(DAVES_NEW));
		assert_noop!(accept(FERDIE), Fault::NotTheNewAccount);
		assert_noop!(
			CitizenIdentity::accept_rotation(signed(DAVES_NEW), NO_CARD),
			Fault::NotFound
		);
		assert_noop!(
			CitizenIdentity::accept_rotation(RuntimeOrigin::none(), DAVES_CARD),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn a_withdrawn_proposal_cannot_be_accepted() {
	ExtBuilder::default().build_and_execute(|| {
		let withdraw = || CitizenIdentity::withdraw_rotation(signed(DAVE));
		assert_noop!(withdraw(), Fault::NoProposal);
		assert_ok!(propose(DAVES_NEW));
		take_events();
		assert_ok!(withdraw());
		assert_eq!(
			take_events(),
			[Event::RotationDropped {
				citizen: DAVES_CARD,
				new_account: DAVES_NEW
			}]
		);
		assert_noop!(accept(DAVES_NEW), Fault::NoProposal);
		assert_eq!(class_of(DAVES_NEW), None);
		assert_noop!(
			CitizenIdentity::withdraw_rotation(signed(FERDIE)),
			Fault::NotACitizen
		);
	});
}

#[test]
fn one_account_is_proposed_in_an_interval_so_that_nobody_multiplies_quota() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(propose(DAVES_NEW));
		assert_noop!(propose(12), Fault::ProposedTooRecently);
		assert_ok!(CitizenIdentity::withdraw_rotation(signed(DAVE)));
		assert_noop!(propose(12), Fault::ProposedTooRecently);
		advance(CardTerms::default().proposal_interval);
		assert_ok!(propose(12));
	});
}

#[test]
fn a_later_proposal_replaces_the_earlier_one() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(propose(DAVES_NEW));
		advance(CardTerms::default().proposal_interval);
		take_events();
		assert_ok!(propose(12));
		assert_eq!(
			take_events(),
			[Event::RotationProposed {
				citizen: DAVES_CARD,
				old_proposed: Some(DAVES_NEW),
				new_account: 12,
				expires_at: Now::get() + CardTerms::default().proposal_lifetime
			}]
		);
		assert_noop!(accept(DAVES_NEW), Fault::NotTheNewAccount);
		assert_ok!(accept(12));
	});
}

#[test]
fn an_account_that_is_or_was_somebodys_cannot_be_proposed() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(propose(EVE), Fault::AlreadyExists);
		assert_noop!(propose(DAVE), Fault::AlreadyExists);
		assert_noop!(propose(CLERK), Fault::ActsForAgency);
		assert_ok!(CitizenIdentity::propose_rotation(signed(EVE), 12));
		assert_noop!(propose(12), Fault::ProposedElsewhere);
		assert_ok!(CitizenIdentity::accept_rotation(signed(12), EVES_CARD));
		assert_noop!(propose(12), Fault::AlreadyExists);
		assert_noop!(propose(EVE), Fault::FormerAccount);
		assert_noop!(
			CitizenIdentity::issue_card(signed(CLERK), EVE),
			Fault::FormerAccount
		);
	});
}

#[test]
fn an_expired_proposal_of_another_makes_room() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(CitizenIdentity::propose_rotation(signed(EVE), 12));
		advance(CardTerms::default().proposal_lifetime);
		assert_ok!(propose(12));
		assert_eq!(CitizenIdentity::rotation(EVES_CARD), None);
		assert_ok!(accept(12));
	});
}

#[test]
fn an_account_that_became_somebodys_since_cannot_accept() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(propose(DAVES_NEW));
		assert_ok!(CitizenIdentity::issue_card(signed(CLERK), DAVES_NEW));
		assert_noop!(accept(DAVES_NEW), Fault::AlreadyExists);
	});
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(propose(DAVES_NEW));
		AgencyAccounts::mutate(|accounts| accounts.insert(DAVES_NEW, OFFICE));
		assert_noop!(accept(DAVES_NEW), Fault::ActsForAgency);
	});
}

#[test]
fn who_cannot_act_proposes_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			CitizenIdentity::propose_rotation(signed(FERDIE), 12),
			Fault::NotACitizen
		);
		assert_ok!(CitizenIdentity::suspend_card(signed(CLERK), DAVES_CARD));
		assert_noop!(propose(DAVES_NEW), Fault::CardSuspended);
	});
}

#[test]
fn a_thief_s_proposal_ends_with_the_suspension_and_does_not_come_back() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(propose(DAVES_NEW));
		assert_ok!(CitizenIdentity::suspend_card(signed(CLERK), DAVES_CARD));
		assert_noop!(accept(DAVES_NEW), Fault::NoProposal);
		assert_ok!(CitizenIdentity::resume_card(signed(CLERK), DAVES_CARD));
		assert_noop!(accept(DAVES_NEW), Fault::NoProposal);
	});
}

#[test]
fn a_card_that_expired_since_keeps_its_account() {
	ExtBuilder::default()
		.terms(CardTerms {
			card_validity: 10,
			..CardTerms::default()
		})
		.build_and_execute(|| {
			assert_ok!(CitizenIdentity::renew_card(signed(CLERK), DAVES_CARD));
			assert_ok!(propose(DAVES_NEW));
			advance(10);
			assert_noop!(accept(DAVES_NEW), Fault::CardExpired);
		});
}

#[test]
fn nothing_changes_while_deposits_or_session_keys_would_be_stranded() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(propose(DAVES_NEW));
		assert_ok!(Balances::reserve(&DAVE, 2 * WON));
		assert_noop!(accept(DAVES_NEW), Fault::DepositsInTheWay);
		Balances::unreserve(&DAVE, 2 * WON);
		assert_ok!(System::inc_consumers(&DAVE));
		assert_noop!(accept(DAVES_NEW), Fault::DepositsInTheWay);
		System::dec_consumers(&DAVE);
		assert_ok!(accept(DAVES_NEW));
	});
}

#[test]
fn nothing_changes_when_a_service_cannot_move_what_it_holds() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(propose(DAVES_NEW));
		RotationRefused::set(true);
		assert_noop!(
			accept(DAVES_NEW),
			DispatchError::Other("a service cannot move")
		);
	});
}

#[test]
fn the_old_account_lives_on_so_that_nothing_can_be_replayed() {
	ExtBuilder::default().build_and_execute(|| {
		System::inc_account_nonce(DAVE);
		System::inc_account_nonce(DAVE);
		assert_ok!(propose(DAVES_NEW));
		assert_ok!(accept(DAVES_NEW));
		// Without won, and with its nonce.
		assert_eq!(won(DAVE), 0);
		assert!(System::account_exists(&DAVE));
		assert_eq!(System::account_nonce(DAVE), 2);
		// What was signed before finds no card.
		assert_noop!(
			CitizenIdentity::propose_rotation(signed(DAVE), 12),
			Fault::NotACitizen
		);
		assert_noop!(
			CitizenIdentity::suspend_own_card(signed(DAVE)),
			Fault::NotACitizen
		);
	});
}

#[test]
fn the_weight_covers_what_other_services_do() {
	let call = Call::<Test>::accept_rotation {
		citizen: DAVES_CARD,
	};
	assert_eq!(
		call.get_dispatch_info().call_weight,
		<() as WeightInfo>::accept_rotation()
			.saturating_add(<Mover as OnAccountRotated<AccountId>>::weight())
	);
	let call = Call::<Test>::complete_recovery {
		citizen: DAVES_CARD,
	};
	assert_eq!(
		call.get_dispatch_info().call_weight,
		<() as WeightInfo>::complete_recovery()
			.saturating_add(<Mover as OnAccountRotated<AccountId>>::weight())
			.saturating_add(<Recorder as OnCardStatus>::weight())
	);
}

#[test]
fn a_new_account_may_have_won_of_its_own() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Balances::transfer_allow_death(
			signed(EVE),
			DAVES_NEW,
			5 * WON
		));
		assert_ok!(propose(DAVES_NEW));
		let call: RuntimeCall = Call::accept_rotation {
			citizen: DAVES_CARD,
		}
		.into();
		assert_ok!(call.dispatch(signed(DAVES_NEW)));
		assert_eq!(won(DAVES_NEW), FORTUNE + 5 * WON);
	});
}
