// SPDX-License-Identifier: Apache-2.0

use crate::mock::Facilities;
use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use seoul_chain_login::{wrapped, Message, SessionPossession};
use seoul_chain_primitives::{
	AgencyId, CardChange, CitizenIndex, Moment, OnAccountRotated, OnCardStatus, PartyId,
};
use sp_runtime::DispatchError;

type Error = crate::Error<Test>;

const SOON: Moment = START + 24 * 60 * MINUTE;

fn phone(number: u8) -> Key {
	Key::of(&format!("phone {number}"))
}

fn open(key: &Key) {
	assert_ok!(open_session(&dave(), DAVES_CARD, key, SOON));
}

fn status(key: &Key) -> Option<SessionStatus> {
	Sessions::<Test>::get(key.account()).map(|session| session.status)
}

#[test]
fn a_citizen_lets_a_key_of_any_kind_log_in() {
	build_and_execute(|| {
		for key in Key::of_each_kind("phone") {
			open(&key);
			assert_eq!(
				Sessions::<Test>::get(key.account()),
				Some(Session {
					citizen: DAVES_CARD,
					expires_at: SOON,
					status: SessionStatus::Open,
				})
			);
			assert_eq!(
				take_events(),
				[Event::SessionOpened {
					citizen: DAVES_CARD,
					key: key.account(),
					expires_at: SOON,
				}]
			);
		}
		assert_eq!(SessionKeys::<Test>::get(DAVES_CARD).len(), 4);
	});
}

#[test]
fn the_key_signs_wrapped_as_well() {
	build_and_execute(|| {
		let key = phone(1);
		let message = SessionPossession {
			chain: CHAIN,
			citizen: DAVES_CARD,
			key: key.account(),
			expires_at: SOON,
		};
		assert_ok!(Facilities::open_session(
			signed(&dave().account()),
			key.account(),
			SOON,
			key.sign(&wrapped(&message.to_bytes())),
		));
	});
}

#[test]
fn whoever_has_no_card_or_one_that_cannot_be_used_opens_no_session() {
	build_and_execute(|| {
		assert_noop!(
			open_session(&ferdie(), DAVES_CARD, &phone(1), SOON),
			Error::NotACitizen
		);
		suspend_card(DAVES_CARD);
		assert_noop!(
			open_session(&dave(), DAVES_CARD, &phone(1), SOON),
			SUSPENDED
		);
		assert_noop!(
			Facilities::open_session(
				RuntimeOrigin::root(),
				phone(1).account(),
				SOON,
				phone(1).sign(b"")
			),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn a_session_ends_within_the_period_of_the_terms() {
	build_and_execute(|| {
		let longest = LoginTerms::default().longest_session;
		for expires_at in [0, START, START + longest + 1, Moment::MAX] {
			assert_noop!(
				open_session(&dave(), DAVES_CARD, &phone(1), expires_at),
				Error::InvalidSessionPeriod
			);
		}
		assert_ok!(open_session(
			&dave(),
			DAVES_CARD,
			&phone(1),
			START + longest
		));
	});
}

#[test]
fn an_account_that_stands_for_somebody_is_no_session_key() {
	build_and_execute(|| {
		for key in [dave(), eve()] {
			assert_noop!(
				open_session(&dave(), DAVES_CARD, &key, SOON),
				Error::KeyInUse
			);
		}
		let lost = Key::of("lost");
		Former::mutate(|former| former.insert(lost.account()));
		assert_noop!(
			open_session(&dave(), DAVES_CARD, &lost, SOON),
			Error::KeyInUse
		);
		assert_noop!(
			Facilities::open_session(
				signed(&dave().account()),
				librarian(),
				SOON,
				phone(1).sign(b"")
			),
			Error::KeyInUse
		);
	});
}

#[test]
fn a_key_has_one_session_and_is_not_taken_from_another_citizen() {
	build_and_execute(|| {
		open(&phone(1));
		assert_noop!(
			open_session(&dave(), DAVES_CARD, &phone(1), SOON + 1),
			Error::KeyInUse
		);
		assert_noop!(
			open_session(&eve(), EVES_CARD, &phone(1), SOON),
			Error::KeyInUse
		);
	});
}

#[test]
fn only_the_key_itself_says_that_it_opens_a_session() {
	build_and_execute(|| {
		let key = phone(1);
		let message = SessionPossession {
			chain: CHAIN,
			citizen: DAVES_CARD,
			key: key.account(),
			expires_at: SOON,
		};
		let others = [
			(phone(2), message.clone()),
			(
				phone(1),
				SessionPossession {
					chain: [8; 32],
					..message.clone()
				},
			),
			(
				phone(1),
				SessionPossession {
					citizen: EVES_CARD,
					..message.clone()
				},
			),
			(
				phone(1),
				SessionPossession {
					key: phone(2).account(),
					..message.clone()
				},
			),
			(
				phone(1),
				SessionPossession {
					expires_at: SOON - 1,
					..message
				},
			),
		];
		for (signer, message) in others {
			assert_noop!(
				Facilities::open_session(
					signed(&dave().account()),
					key.account(),
					SOON,
					signer.sign(&message.to_bytes()),
				),
				Error::InvalidPossession
			);
		}
	});
}

#[test]
fn what_one_citizen_had_signed_opens_nothing_for_another() {
	build_and_execute(|| {
		let key = phone(1);
		let message = SessionPossession {
			chain: CHAIN,
			citizen: DAVES_CARD,
			key: key.account(),
			expires_at: SOON,
		};
		assert_noop!(
			Facilities::open_session(
				signed(&eve().account()),
				key.account(),
				SOON,
				key.sign(&message.to_bytes()),
			),
			Error::InvalidPossession
		);
	});
}

#[test]
fn a_citizen_closes_a_session_also_with_a_suspended_card() {
	build_and_execute(|| {
		open(&phone(1));
		open(&phone(2));
		take_events();
		suspend_card(DAVES_CARD);
		assert_ok!(Facilities::close_session(
			signed(&dave().account()),
			phone(1).account()
		));
		assert_eq!(
			status(&phone(1)),
			Some(SessionStatus::Closed { since: START })
		);
		assert_eq!(status(&phone(2)), Some(SessionStatus::Open));
		assert_eq!(
			take_events(),
			[Event::SessionClosed {
				citizen: DAVES_CARD,
				key: phone(1).account(),
				cause: SessionEnd::Citizen,
			}]
		);
	});
}

#[test]
fn only_an_own_open_session_is_closed() {
	build_and_execute(|| {
		open(&phone(1));
		let close =
			|by: &Key, key: &Key| Facilities::close_session(signed(&by.account()), key.account());
		assert_noop!(close(&eve(), &phone(1)), Error::SessionNotFound);
		assert_noop!(close(&dave(), &phone(2)), Error::SessionNotFound);
		assert_noop!(close(&ferdie(), &phone(1)), Error::NotACitizen);
		// A session key does nothing but log in.
		assert_noop!(close(&phone(1), &phone(1)), Error::NotACitizen);
		assert_ok!(close(&dave(), &phone(1)));
		assert_noop!(close(&dave(), &phone(1)), Error::SessionAlreadyClosed);
	});
}

#[test]
fn a_closed_session_is_not_opened_again() {
	build_and_execute(|| {
		open(&phone(1));
		assert_ok!(Facilities::close_session(
			signed(&dave().account()),
			phone(1).account()
		));
		assert_noop!(
			open_session(&dave(), DAVES_CARD, &phone(1), SOON),
			Error::KeyInUse
		);
	});
}

#[test]
fn all_sessions_are_closed_at_once() {
	build_and_execute(|| {
		assert_noop!(
			Facilities::close_all_sessions(signed(&dave().account())),
			Error::NoOpenSession
		);
		assert_noop!(
			Facilities::close_all_sessions(signed(&ferdie().account())),
			Error::NotACitizen
		);
		open(&phone(1));
		open(&phone(2));
		assert_ok!(open_session(&eve(), EVES_CARD, &phone(3), SOON));
		assert_ok!(Facilities::close_all_sessions(signed(&dave().account())));
		for key in [phone(1), phone(2)] {
			assert_eq!(status(&key), Some(SessionStatus::Closed { since: START }));
		}
		assert_eq!(status(&phone(3)), Some(SessionStatus::Open));
	});
}

#[test]
fn a_session_that_ran_out_is_prolonged_with_the_same_key() {
	build_and_execute(|| {
		open(&phone(1));
		Now::set(SOON - 1);
		assert_noop!(
			open_session(&dave(), DAVES_CARD, &phone(1), SOON + MINUTE),
			Error::KeyInUse
		);
		Now::set(SOON);
		assert_noop!(
			open_session(&eve(), EVES_CARD, &phone(1), SOON + MINUTE),
			Error::KeyInUse
		);
		assert_ok!(open_session(&dave(), DAVES_CARD, &phone(1), SOON + MINUTE));
		assert_eq!(SessionKeys::<Test>::get(DAVES_CARD).len(), 1);
	});
}

#[test]
fn there_are_eight_open_sessions_at_most() {
	build_and_execute(|| {
		for number in 1..=8 {
			open(&phone(number));
		}
		assert_noop!(
			open_session(&dave(), DAVES_CARD, &phone(9), SOON),
			Error::TooManySessions
		);
		// Others are not in the way.
		assert_ok!(open_session(&eve(), EVES_CARD, &phone(9), SOON));
	});
}

#[test]
fn the_session_that_was_closed_first_makes_room() {
	build_and_execute(|| {
		for number in 1..=8 {
			open(&phone(number));
		}
		for number in [5, 3] {
			advance(1);
			assert_ok!(Facilities::close_session(
				signed(&dave().account()),
				phone(number).account()
			));
		}
		open(&phone(9));
		assert_eq!(status(&phone(5)), None);
		assert_eq!(
			status(&phone(3)),
			Some(SessionStatus::Closed { since: START + 2 })
		);
	});
}

#[test]
fn sessions_that_ran_out_make_room_first() {
	build_and_execute(|| {
		for number in 1..=8 {
			open(&phone(number));
		}
		Now::set(SOON);
		assert_ok!(open_session(&dave(), DAVES_CARD, &phone(9), SOON + 1));
		assert_eq!(
			SessionKeys::<Test>::get(DAVES_CARD).to_vec(),
			[phone(9).account()]
		);
		assert_eq!(Sessions::<Test>::iter().count(), 1);
	});
}

#[test]
fn a_card_that_is_suspended_or_ended_ends_its_sessions_for_ever() {
	for change in [CardChange::Suspended, CardChange::Ended] {
		build_and_execute(|| {
			open(&phone(1));
			assert_ok!(open_session(&eve(), EVES_CARD, &phone(2), SOON));
			take_events();
			Facilities::on_card_status(DAVES_CARD, change);
			assert_eq!(
				status(&phone(1)),
				Some(SessionStatus::Closed { since: START })
			);
			assert_eq!(status(&phone(2)), Some(SessionStatus::Open));
			assert_eq!(
				take_events(),
				[Event::SessionClosed {
					citizen: DAVES_CARD,
					key: phone(1).account(),
					cause: SessionEnd::Card,
				}]
			);
			Facilities::on_card_status(DAVES_CARD, CardChange::Resumed);
			assert_eq!(
				status(&phone(1)),
				Some(SessionStatus::Closed { since: START })
			);
			assert!(take_events().is_empty());
		});
	}
}

#[test]
fn a_change_of_accounts_ends_what_the_old_account_opened() {
	build_and_execute(|| {
		open(&phone(1));
		take_events();
		let (old, new) = (dave().account(), ferdie().account());
		assert_ok!(Facilities::on_account_rotated(
			PartyId::Agency(AgencyId(1_001)),
			&old,
			&new
		));
		assert_eq!(status(&phone(1)), Some(SessionStatus::Open));
		assert_ok!(Facilities::on_account_rotated(
			PartyId::Citizen(DAVES_CARD),
			&old,
			&new
		));
		assert_eq!(
			take_events(),
			[Event::SessionClosed {
				citizen: DAVES_CARD,
				key: phone(1).account(),
				cause: SessionEnd::AccountChanged,
			}]
		);
	});
}

#[test]
fn the_register_of_cards_is_told_what_the_end_of_sessions_costs() {
	let declared = <() as WeightInfo>::end_sessions();
	assert_eq!(<Facilities as OnCardStatus>::weight(), declared);
	assert_eq!(<Facilities as OnAccountRotated<_>>::weight(), declared);
}

#[test]
fn wallets_list_the_sessions_that_have_not_run_out() {
	build_and_execute(|| {
		open(&phone(1));
		assert_ok!(open_session(&dave(), DAVES_CARD, &phone(2), SOON + MINUTE));
		Now::set(SOON);
		let listed: Vec<_> = Facilities::sessions_of(DAVES_CARD)
			.into_iter()
			.map(|(key, _)| key)
			.collect();
		assert_eq!(listed, [phone(2).account()]);
		assert!(Facilities::sessions_of(CitizenIndex(1)).is_empty());
	});
}
