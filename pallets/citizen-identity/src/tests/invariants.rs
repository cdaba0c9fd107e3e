// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::assert_ok;
use sp_runtime::TryRuntimeError;

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
		broken_by(|| CitizenByAccount::<Test>::insert(DAVE, EVES_CARD)).starts_with("Invariant 1")
	);
}

#[test]
fn invariant_2_fails_on_an_account_that_leads_to_anothers_card_or_to_none() {
	assert!(
		broken_by(|| CitizenByAccount::<Test>::insert(FERDIE, EVES_CARD))
			.starts_with("Invariant 2")
	);
	assert!(
		broken_by(|| CitizenByAccount::<Test>::insert(FERDIE, NO_CARD)).starts_with("Invariant 2")
	);
}

#[test]
fn invariant_3_fails_on_miscounted_cards() {
	assert!(broken_by(|| IssuedCards::<Test>::put(3)).starts_with("Invariant 3"));
}

#[test]
fn invariant_4_fails_on_miscounted_active_cards() {
	assert!(broken_by(|| ActiveCards::<Test>::put(1)).starts_with("Invariant 4"));
	let revoked = Card {
		account: DAVE,
		status: CardStatus::Revoked {
			since: 0,
			funds: Funds::Free,
		},
		issued_by: OFFICE,
		issued_at: 0,
		validity: Validity::Unlimited,
	};
	assert!(broken_by(|| Cards::<Test>::insert(DAVES_CARD, revoked)).starts_with("Invariant 4"));
}

#[test]
fn invariant_5_fails_on_a_citizen_who_acts_for_an_agency() {
	assert!(broken_by(|| AgencyAccounts::mutate(|accounts| {
		accounts.insert(DAVE, OFFICE);
	}))
	.starts_with("Invariant 5"));
}

fn rotation_to(new_account: AccountId) -> Rotation<AccountId> {
	Rotation {
		new_account,
		expires_at: START,
	}
}

fn recovery_to(new_account: AccountId) -> Recovery<AccountId> {
	Recovery {
		new_account,
		evidence: paper(1),
		started_at: START,
		started_by: CLERK,
		stage: RecoveryStage::Offered { expires_at: START },
	}
}

#[test]
fn invariant_6_fails_on_a_former_account_with_a_card_or_of_nobody() {
	let former = |citizen| FormerAccount {
		citizen,
		left_by: LeftBy::Rotation,
	};
	assert!(
		broken_by(|| FormerAccounts::<Test>::insert(DAVE, former(DAVES_CARD)))
			.starts_with("Invariant 6")
	);
	assert!(
		broken_by(|| FormerAccounts::<Test>::insert(FERDIE, former(NO_CARD)))
			.starts_with("Invariant 6")
	);
}

#[test]
fn invariant_7_fails_on_won_that_are_frozen_or_free_against_the_card() {
	assert!(broken_by(|| {
		CitizenIdentity::freeze(&DAVE).expect("Dave exists");
	})
	.starts_with("Invariant 7"));
	assert!(broken_by(|| {
		CitizenIdentity::do_suspend(DAVES_CARD).expect("the card is active");
		CitizenIdentity::thaw(&DAVE).expect("Dave exists");
	})
	.starts_with("Invariant 7"));
	assert!(broken_by(|| {
		let former = FormerAccount {
			citizen: DAVES_CARD,
			left_by: LeftBy::Recovery,
		};
		FormerAccounts::<Test>::insert(FERDIE, former);
	})
	.starts_with("Invariant 7"));
}

#[test]
fn invariant_8_fails_on_a_rotation_of_no_active_card_or_to_elsewhere() {
	assert!(
		broken_by(|| Rotations::<Test>::insert(DAVES_CARD, rotation_to(DAVES_NEW)))
			.starts_with("Invariant 8")
	);
	assert!(broken_by(|| {
		ProposedAccounts::<Test>::insert(DAVES_NEW, NO_CARD);
		Rotations::<Test>::insert(NO_CARD, rotation_to(DAVES_NEW));
	})
	.starts_with("Invariant 8"));
}

#[test]
fn invariant_9_fails_on_a_recovery_of_a_card_that_is_not_suspended() {
	assert!(broken_by(|| {
		ProposedAccounts::<Test>::insert(DAVES_NEW, DAVES_CARD);
		Recoveries::<Test>::insert(DAVES_CARD, recovery_to(DAVES_NEW));
	})
	.starts_with("Invariant 9"));
	assert!(broken_by(|| {
		CitizenIdentity::do_suspend(DAVES_CARD).expect("the card is active");
		Recoveries::<Test>::insert(DAVES_CARD, recovery_to(DAVES_NEW));
	})
	.starts_with("Invariant 9"));
}

#[test]
fn invariant_10_fails_on_an_account_that_is_proposed_for_nobody() {
	assert!(
		broken_by(|| ProposedAccounts::<Test>::insert(DAVES_NEW, DAVES_CARD))
			.starts_with("Invariant 10")
	);
}

#[test]
fn invariant_11_fails_on_a_counter_without_scope_twice_or_of_no_card() {
	let grant = |scopes: Scopes<Scope>| CounterGrant {
		agency: COUNTER,
		scopes,
		expires_at: START,
		given: GrantSource::Signed,
	};
	let mut one = Scopes::new();
	one.try_insert(Scope::Remarks).expect("there is room");
	let put = |citizen, grants: Vec<CounterGrant<Scope>>| {
		CounterGrants::<Test>::insert(citizen, frame_support::BoundedVec::truncate_from(grants));
	};
	assert!(broken_by(|| put(DAVES_CARD, vec![grant(Scopes::new())])).starts_with("Invariant 11"));
	assert!(
		broken_by(|| put(DAVES_CARD, vec![grant(one.clone()), grant(one.clone())]))
			.starts_with("Invariant 11")
	);
	assert!(broken_by(|| put(DAVES_CARD, vec![])).starts_with("Invariant 11"));
	assert!(broken_by(|| put(NO_CARD, vec![grant(one.clone())])).starts_with("Invariant 11"));
}

#[test]
fn invariant_12_fails_on_terms_out_of_order_or_of_zero() {
	let dated = |effective_from, terms| DatedTerms {
		effective_from,
		terms,
	};
	let put = |all: Vec<DatedTerms>| {
		Terms::<Test>::put(frame_support::BoundedVec::truncate_from(all));
	};
	let standard = CardTerms::default();
	assert!(
		broken_by(|| put(vec![dated(2, standard), dated(1, standard)])).starts_with("Invariant 12")
	);
	let zero = CardTerms {
		card_validity: 0,
		..standard
	};
	assert!(broken_by(|| put(vec![dated(2, zero)])).starts_with("Invariant 12"));
}

#[test]
fn invariant_13_fails_on_an_unknown_clerk_of_an_ended_card_and_on_a_known_one_of_another() {
	assert!(broken_by(|| EndedBy::<Test>::insert(DAVES_CARD, CLERK)).starts_with("Invariant 13"));
	assert!(broken_by(|| EndedBy::<Test>::insert(NO_CARD, CLERK)).starts_with("Invariant 13"));
	assert!(broken_by(|| {
		CitizenIdentity::report_deceased(signed(CLERK), DAVES_CARD, paper(1))
			.expect("the card is active");
		EndedBy::<Test>::remove(DAVES_CARD);
	})
	.starts_with("Invariant 13"));
}
