// SPDX-License-Identifier: Apache-2.0

//! Life of a poll up to its opening, its extension, and its cancelling.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, BoundedVec};
use seoul_chain_ballot::{BoardId, Form, PollId};
use seoul_chain_login::{BatchId, CredentialValue};
use seoul_chain_primitives::{chain::DAY, AgencyId, CitizenIndex};

const POLL: PollId = PollId(0);
const NO_POLL: PollId = PollId(99);

fn public() -> Settings {
	settings(Secrecy::Public)
}

fn draft_with(question: Question, settings: Settings) -> frame_support::dispatch::DispatchResult {
	MVoting::draft_poll(signed(clerk()), Box::new(question), settings)
}

fn cards(of: &[u64]) -> BoundedVec<CitizenIndex, frame_support::traits::ConstU32<MAX_LISTED>> {
	of.iter()
		.copied()
		.map(CitizenIndex)
		.collect::<Vec<_>>()
		.try_into()
		.expect("few")
}

#[test]
fn an_office_drafts_a_poll() {
	build_and_execute(|| {
		assert_ok!(MVoting::draft_poll(
			signed(clerk()),
			question(SINGLE),
			public()
		));
		assert_eq!(
			take_events(),
			[Event::PollDrafted {
				poll: POLL,
				office: OFFICE,
				source: Source::Office,
				by: clerk(),
			}]
		);
		assert_eq!(status(POLL), PollStatus::Draft);
		assert_eq!(Questions::<Test>::get(POLL), Some(*question(SINGLE)));
	});
}

#[test]
fn nobody_else_drafts_or_changes_it() {
	build_and_execute(|| {
		let call = MVoting::draft_poll(signed(anyone()), question(SINGLE), public());
		assert_noop!(call, NOT_THE_OFFICE);
		let poll = draft(SINGLE, public());
		assert_noop!(
			MVoting::change_poll(signed(other_clerk()), poll, question(SINGLE), public()),
			Fault::NotYourPoll
		);
		assert_noop!(
			MVoting::submit_poll(signed(other_clerk()), poll),
			Fault::NotYourPoll
		);
		assert_noop!(
			MVoting::cancel_poll(signed(other_clerk()), poll, paper(1)),
			Fault::NotYourPoll
		);
		assert_noop!(
			MVoting::submit_poll(signed(clerk()), NO_POLL),
			Fault::PollNotFound
		);
	});
}

#[test]
fn a_question_is_readable_and_its_labels_differ() {
	build_and_execute(|| {
		let good = *question(SINGLE);
		let mut hidden = good.clone();
		hidden.title.english = text("Yes\u{202e}oN");
		assert_noop!(draft_with(hidden, public()), Fault::InvalidText);
		let mut unseen = good.clone();
		unseen.labels[0].korean = text("1번\u{200b}");
		assert_noop!(draft_with(unseen, public()), Fault::InvalidText);
		let mut blank = good.clone();
		blank.title.korean = text("  ");
		assert_noop!(draft_with(blank, public()), Fault::InvalidText);
		let mut lines = good.clone();
		lines.title.korean = text("하나\n둘");
		assert_noop!(draft_with(lines, public()), Fault::InvalidText);
		let mut bytes = good.clone();
		bytes.labels[1].english = vec![0xff, 0xfe].try_into().expect("short");
		assert_noop!(draft_with(bytes, public()), Fault::InvalidText);
		let mut same = good.clone();
		same.labels[2].korean = same.labels[0].korean.clone();
		assert_noop!(draft_with(same, public()), Fault::SameLabel);
		let mut fewer = good.clone();
		fewer.labels.pop();
		assert_noop!(draft_with(fewer, public()), Fault::WrongLabelCount);
		let mut impossible = good.clone();
		impossible.form = Form::Approval {
			options: 3,
			min: 3,
			max: 2,
		};
		assert_noop!(draft_with(impossible, public()), Fault::InvalidForm);
		assert_ok!(draft_with(good, public()));
	});
}

#[test]
fn settings_must_be_possible() {
	build_and_execute(|| {
		let refused = |settings: Settings, fault: Fault| {
			assert_noop!(draft_with(*question(SINGLE), settings), fault);
		};
		let board = BoardId(0);
		let secret = settings(Secrecy::Secret { board });
		let anonymous = settings(Secrecy::Anonymous { board });
		refused(
			Settings {
				closes_at: START + DAY,
				..public()
			},
			Fault::InvalidPeriod,
		);
		refused(
			Settings {
				opens_at: START - 2 * DAY,
				closes_at: START,
				..public()
			},
			Fault::InvalidPeriod,
		);
		refused(
			Settings {
				closes_at: START + 92 * DAY,
				..public()
			},
			Fault::PollTooLong,
		);
		refused(
			Settings {
				reward: 501,
				..public()
			},
			Fault::RewardTooHigh,
		);
		for visibility in [Visibility::TurnoutOnly, Visibility::AfterClose] {
			refused(
				Settings {
					visibility,
					..public()
				},
				Fault::VisibilityNotPossible,
			);
		}
		for encrypted in [&secret, &anonymous] {
			refused(
				Settings {
					visibility: Visibility::Live,
					..encrypted.clone()
				},
				Fault::VisibilityNotPossible,
			);
			refused(
				Settings {
					minimum_turnout: 2,
					..encrypted.clone()
				},
				Fault::MinimumTooLow,
			);
		}
		refused(
			Settings {
				minimum_turnout: 3,
				..public()
			},
			Fault::MinimumNotPossible,
		);
		refused(
			Settings {
				reward: 1,
				..anonymous.clone()
			},
			Fault::RewardNotPossible,
		);
		let by_age = |accepted| Eligibility::Credential {
			schema: AGE,
			accepted,
		};
		let youth = Accepted::Between {
			lowest: CredentialValue(14),
			highest: CredentialValue(34),
		};
		for eligibility in [Eligibility::ListedCards, by_age(youth)] {
			refused(
				Settings {
					eligibility,
					..anonymous.clone()
				},
				Fault::EligibilityNotPossible,
			);
		}
		for accepted in [
			Accepted::Between {
				lowest: CredentialValue(2),
				highest: CredentialValue(1),
			},
			Accepted::OneOf {
				values: BoundedVec::new(),
			},
			Accepted::OneOf {
				values: vec![CredentialValue(2), CredentialValue(2)]
					.try_into()
					.expect("two"),
			},
		] {
			refused(
				Settings {
					eligibility: by_age(accepted),
					..secret.clone()
				},
				Fault::InvalidEligibility,
			);
		}
	});
}

#[test]
fn a_draft_can_be_changed_until_it_is_submitted() {
	build_and_execute(|| {
		let poll = draft(SINGLE, public());
		take_events();
		let longer = Settings {
			closes_at: START + 20 * DAY,
			..public()
		};
		let call = MVoting::change_poll(
			signed(reviewer()),
			poll,
			question(Form::YesNo),
			longer.clone(),
		);
		assert_ok!(call);
		assert_eq!(
			take_events(),
			[Event::PollChanged {
				poll,
				old_settings: public(),
				new_settings: longer.clone(),
				by: reviewer(),
			}]
		);
		assert_eq!(
			Polls::<Test>::get(poll).expect("is there").form,
			Form::YesNo
		);
		assert_ok!(MVoting::submit_poll(signed(clerk()), poll));
		assert_noop!(
			MVoting::change_poll(signed(clerk()), poll, question(SINGLE), longer),
			Fault::WrongStage
		);
		assert_noop!(
			MVoting::submit_poll(signed(clerk()), poll),
			Fault::WrongStage
		);
	});
}

#[test]
fn who_submits_does_not_approve() {
	build_and_execute(|| {
		let poll = draft(SINGLE, public());
		assert_ok!(MVoting::submit_poll(signed(clerk()), poll));
		assert_noop!(
			MVoting::approve_poll(signed(clerk()), poll),
			Fault::SameOfficial
		);
		assert_noop!(
			MVoting::approve_poll(signed(other_clerk()), poll),
			Fault::NotYourPoll
		);
		take_events();
		assert_ok!(MVoting::approve_poll(signed(reviewer()), poll));
		assert_eq!(
			take_events(),
			[Event::PollStageChanged {
				poll,
				old_stage: Stage::InReview,
				new_stage: Stage::Scheduled,
				by: reviewer(),
			}]
		);
	});
}

#[test]
fn a_reviewer_gives_a_poll_back() {
	build_and_execute(|| {
		let poll = draft(SINGLE, public());
		assert_noop!(
			MVoting::return_poll(signed(reviewer()), poll, paper(1)),
			Fault::WrongStage
		);
		assert_ok!(MVoting::submit_poll(signed(clerk()), poll));
		take_events();
		assert_ok!(MVoting::return_poll(signed(reviewer()), poll, paper(1)));
		assert_eq!(
			take_events(),
			[
				Event::PollStageChanged {
					poll,
					old_stage: Stage::InReview,
					new_stage: Stage::Draft,
					by: reviewer(),
				},
				Event::PollReturned {
					poll,
					reason: paper(1)
				},
			]
		);
	});
}

#[test]
fn a_poll_that_waited_too_long_for_review_is_not_approved() {
	build_and_execute(|| {
		let poll = draft(SINGLE, public());
		assert_ok!(MVoting::submit_poll(signed(clerk()), poll));
		advance(8 * DAY);
		assert_noop!(
			MVoting::approve_poll(signed(reviewer()), poll),
			Fault::InvalidPeriod
		);
	});
}

#[test]
fn a_list_is_kept_while_the_poll_is_a_draft() {
	build_and_execute(|| {
		let listed = Settings {
			eligibility: Eligibility::ListedCards,
			..public()
		};
		let poll = draft(SINGLE, listed.clone());
		assert_noop!(
			MVoting::submit_poll(signed(clerk()), poll),
			Fault::EmptyList
		);
		take_events();
		assert_ok!(MVoting::list_cards(
			signed(clerk()),
			poll,
			cards(&[1, 2, 3])
		));
		assert_eq!(
			take_events(),
			[Event::ListChanged {
				poll,
				old_listed: 0,
				new_listed: 3,
				by: clerk(),
			}]
		);
		assert_noop!(
			MVoting::list_cards(signed(clerk()), poll, cards(&[4, 2])),
			Fault::AlreadyListed
		);
		assert_noop!(
			MVoting::list_cards(signed(clerk()), poll, cards(&[5, 5])),
			Fault::AlreadyListed
		);
		assert_noop!(
			MVoting::list_cards(signed(clerk()), poll, cards(&[4, 100])),
			Fault::CardNotFound
		);
		assert_noop!(
			MVoting::unlist_cards(signed(clerk()), poll, cards(&[1, 4])),
			Fault::NotListed
		);
		assert_ok!(MVoting::unlist_cards(signed(clerk()), poll, cards(&[2])));
		assert_noop!(
			MVoting::change_poll(signed(clerk()), poll, question(SINGLE), public()),
			Fault::ListNotEmpty
		);
		schedule(poll);
		assert_noop!(
			MVoting::list_cards(signed(clerk()), poll, cards(&[4])),
			Fault::WrongStage
		);
		assert_noop!(
			MVoting::unlist_cards(signed(clerk()), poll, cards(&[1])),
			Fault::WrongStage
		);
	});
}

#[test]
fn a_poll_that_is_not_by_list_has_none() {
	build_and_execute(|| {
		let poll = draft(SINGLE, public());
		assert_noop!(
			MVoting::list_cards(signed(clerk()), poll, cards(&[1])),
			Fault::NoList
		);
	});
}

#[test]
fn anyone_opens_a_scheduled_poll_at_its_time() {
	build_and_execute(|| {
		let poll = draft(SINGLE, public());
		assert_noop!(
			MVoting::open_poll(signed(anyone()), poll),
			Fault::WrongStage
		);
		schedule(poll);
		assert_noop!(MVoting::open_poll(signed(anyone()), poll), Fault::TooEarly);
		advance(DAY - 1);
		assert_noop!(MVoting::open_poll(signed(clerk()), poll), Fault::TooEarly);
		advance(1);
		take_events();
		assert_ok!(MVoting::open_poll(signed(anyone()), poll));
		let roll = Roll::Cards {
			issued: 100,
			active: 100,
		};
		assert_eq!(
			take_events(),
			[
				Event::PollStageChanged {
					poll,
					old_stage: Stage::Scheduled,
					new_stage: Stage::Open,
					by: anyone(),
				},
				Event::RollFixed { poll, roll },
			]
		);
		let at = START + DAY;
		assert_eq!(MVoting::eligible(poll), Some(Opening { at, roll }));
		assert_noop!(
			MVoting::open_poll(signed(anyone()), poll),
			Fault::WrongStage
		);
	});
}

#[test]
fn a_poll_whose_time_is_over_is_not_opened() {
	build_and_execute(|| {
		let poll = draft(SINGLE, public());
		schedule(poll);
		advance(8 * DAY);
		assert_noop!(
			MVoting::open_poll(signed(anyone()), poll),
			Fault::VotingEnded
		);
		assert_ok!(MVoting::cancel_poll(signed(clerk()), poll, paper(1)));
	});
}

#[test]
fn an_encrypted_poll_needs_a_board_that_serves_it() {
	build_and_execute(|| {
		let board = next_board();
		let poll = draft(SINGLE, settings(Secrecy::Secret { board }));
		assert_ok!(MVoting::submit_poll(signed(clerk()), poll));
		let approve = || MVoting::approve_poll(signed(reviewer()), poll);
		assert_noop!(approve(), Fault::BoardNotFound);
		let trustees = Trustees::convene(3, 2);
		assert_noop!(approve(), Fault::BoardNotReady);
		trustees.make_key();
		assert_ok!(approve());
		// A board that was retired since opens no poll.
		assert_ok!(MVoting::retire_board(RuntimeOrigin::root(), board));
		advance(DAY);
		assert_noop!(
			MVoting::open_poll(signed(anyone()), poll),
			Fault::BoardNotReady
		);
	});
}

#[test]
fn a_poll_opens_and_closes_within_the_term_of_its_board() {
	build_and_execute(|| {
		let trustees = Trustees::ready(3, 2);
		let secrecy = Secrecy::Secret {
			board: trustees.board,
		};
		advance(395 * DAY);
		let poll = draft(SINGLE, settings(secrecy));
		assert_ok!(MVoting::submit_poll(signed(clerk()), poll));
		assert_noop!(
			MVoting::approve_poll(signed(reviewer()), poll),
			Fault::OutsideBoardTerm
		);
		let shorter = Settings {
			closes_at: START + 399 * DAY,
			..settings(secrecy)
		};
		let poll = open(SINGLE, shorter);
		assert_ok!(MVoting::extend_poll(
			signed(clerk()),
			poll,
			START + 400 * DAY
		));
		assert_noop!(
			MVoting::extend_poll(signed(clerk()), poll, START + 401 * DAY),
			Fault::OutsideBoardTerm
		);
	});
}

#[test]
fn a_board_for_one_poll_serves_that_poll_of_its_office() {
	build_and_execute(|| {
		let board = next_board();
		assert_ok!(MVoting::convene_poll_board(
			signed(clerk()),
			agencies(3),
			2,
			START,
			START + 100 * DAY
		));
		Trustees::of(board, 3).make_key();
		let secret = settings(Secrecy::Secret { board });
		let foreign = NextPoll::<Test>::get().unwrap_or(POLL);
		assert_ok!(MVoting::draft_poll(
			signed(other_clerk()),
			question(SINGLE),
			secret.clone()
		));
		assert_ok!(MVoting::submit_poll(signed(other_clerk()), foreign));
		// The other office has one clerk here, so somebody else must have submitted it.
		Polls::<Test>::mutate(foreign, |poll| {
			let poll = poll.as_mut().expect("is there");
			poll.status = PollStatus::InReview {
				submitted_by: account(4),
			};
		});
		assert_noop!(
			MVoting::approve_poll(signed(other_clerk()), foreign),
			Fault::NotYourBoard
		);
		let first = draft(SINGLE, secret.clone());
		let second = draft(SINGLE, secret);
		schedule(first);
		assert_eq!(
			Boards::<Test>::get(board).expect("is there").kind,
			BoardKind::Assigned {
				office: OFFICE,
				poll: first
			}
		);
		assert_ok!(MVoting::submit_poll(signed(clerk()), second));
		assert_noop!(
			MVoting::approve_poll(signed(reviewer()), second),
			Fault::BoardAssigned
		);
		advance(DAY);
		assert_ok!(MVoting::open_poll(signed(anyone()), first));
	});
}

#[test]
fn a_poll_with_fewer_voters_than_its_minimum_is_not_opened() {
	build_and_execute(|| {
		let trustees = Trustees::ready(3, 2);
		set_rings(CITY_RINGS, &[(0, 2)]);
		let poll = draft(
			SINGLE,
			settings(Secrecy::Anonymous {
				board: trustees.board,
			}),
		);
		schedule(poll);
		advance(DAY);
		assert_noop!(
			MVoting::open_poll(signed(anyone()), poll),
			Fault::TooFewEligible
		);
	});
}

#[test]
fn each_eligibility_has_its_roll() {
	build_and_execute(|| {
		let trustees = Trustees::ready(3, 2);
		let board = trustees.board;
		set_rings(GANGDONG_RINGS, &[(0, 7), (7, 10)]);
		UnusableCards::mutate(|cards| cards.insert(CitizenIndex(4)));
		credential(1, RESIDENCE, 11_740);
		let with = |secrecy, eligibility| Settings {
			eligibility,
			..settings(secrecy)
		};
		let roll = |poll| MVoting::eligible(poll).expect("was opened").roll;
		let poll = open(SINGLE, with(Secrecy::Public, gangdong()));
		let credentials = Roll::Credentials {
			issued: 100,
			active: 99,
			before: BatchId(1),
		};
		assert_eq!(roll(poll), credentials);
		assert_eq!(credentials.at_most(), 100);
		let poll = open(SINGLE, with(Secrecy::Anonymous { board }, gangdong()));
		let Roll::Rings { key_count, .. } = roll(poll) else {
			panic!("an anonymous poll has rings");
		};
		assert_eq!(key_count, 10);
		let poll = draft(
			SINGLE,
			with(Secrecy::Secret { board }, Eligibility::ListedCards),
		);
		assert_ok!(MVoting::list_cards(
			signed(clerk()),
			poll,
			cards(&[1, 2, 3, 4])
		));
		open_draft(poll);
		assert_eq!(roll(poll), Roll::Listed { cards: 4 });
	});
}

#[test]
fn an_anonymous_poll_waits_for_its_rings_and_the_office_hastens_them() {
	build_and_execute(|| {
		let trustees = Trustees::ready(3, 2);
		set_rings(CITY_RINGS, &[(0, 10)]);
		let poll = draft(
			SINGLE,
			settings(Secrecy::Anonymous {
				board: trustees.board,
			}),
		);
		assert_noop!(
			MVoting::hasten_opening(signed(clerk()), poll),
			Fault::WrongStage
		);
		schedule(poll);
		RemovalIsPending::set(true);
		advance(DAY);
		assert_noop!(MVoting::open_poll(signed(anyone()), poll), REMOVAL_PENDING);
		assert_ok!(MVoting::hasten_opening(signed(clerk()), poll));
		assert_eq!(Hastened::get(), [CITY_RINGS]);
		RemovalIsPending::set(false);
		assert_ok!(MVoting::open_poll(signed(anyone()), poll));

		let public = draft(SINGLE, public());
		schedule(public);
		assert_noop!(
			MVoting::hasten_opening(signed(clerk()), public),
			Fault::NotAnonymous
		);
	});
}

#[test]
fn only_the_end_of_an_open_poll_moves_outwards_and_before_it_is_reached() {
	build_and_execute(|| {
		let poll = open(SINGLE, public());
		let end = START + 8 * DAY;
		assert_noop!(
			MVoting::extend_poll(signed(clerk()), poll, end),
			Fault::InvalidPeriod
		);
		assert_noop!(
			MVoting::extend_poll(signed(clerk()), poll, START + 92 * DAY),
			Fault::PollTooLong
		);
		take_events();
		assert_ok!(MVoting::extend_poll(signed(clerk()), poll, end + DAY));
		assert_eq!(
			take_events(),
			[Event::PollExtended {
				poll,
				old_closes_at: end,
				new_closes_at: end + DAY,
				by: clerk(),
			}]
		);
		Now::set(end + DAY);
		assert_noop!(
			MVoting::extend_poll(signed(clerk()), poll, end + 2 * DAY),
			Fault::VotingEnded
		);
		assert_noop!(
			MVoting::change_poll(signed(clerk()), poll, question(SINGLE), public()),
			Fault::WrongStage
		);
	});
}

#[test]
fn a_poll_is_cancelled_at_any_stage_before_a_result() {
	build_and_execute(|| {
		let stages: [fn(PollId); 4] = [
			|_| {},
			|poll| {
				assert_ok!(MVoting::submit_poll(signed(clerk()), poll));
			},
			schedule,
			open_draft,
		];
		for reach in stages {
			let poll = draft(SINGLE, public());
			reach(poll);
			let old = status(poll).stage();
			take_events();
			assert_ok!(MVoting::cancel_poll(signed(clerk()), poll, paper(3)));
			assert_eq!(
				take_events(),
				[Event::PollStageChanged {
					poll,
					old_stage: old,
					new_stage: Stage::Cancelled,
					by: clerk(),
				}]
			);
			assert_eq!(
				status(poll),
				PollStatus::Cancelled {
					cancelled_at: Now::get(),
					reason: paper(3)
				}
			);
			assert_noop!(
				MVoting::cancel_poll(signed(clerk()), poll, paper(3)),
				Fault::WrongStage
			);
			assert_noop!(cast_public(1, poll, &[0]), Fault::NotOpen);
		}
		let poll = open(SINGLE, public());
		close(poll);
		assert_noop!(
			MVoting::cancel_poll(signed(clerk()), poll, paper(3)),
			Fault::ResultKnown
		);
	});
}

#[test]
fn a_public_poll_is_not_cancelled_once_its_counts_are_final() {
	build_and_execute(|| {
		let trustees = Trustees::ready(3, 2);
		let public = open(SINGLE, public());
		let secret = open(
			SINGLE,
			settings(Secrecy::Secret {
				board: trustees.board,
			}),
		);
		Now::set(START + 9 * DAY);
		// Nobody has closed either. Of the secret one nobody knows anything yet.
		assert_noop!(
			MVoting::cancel_poll(signed(clerk()), public, paper(3)),
			Fault::ResultKnown
		);
		assert_ok!(MVoting::cancel_poll(signed(clerk()), secret, paper(3)));
	});
}

#[test]
fn a_cancelled_anonymous_poll_lets_its_rings_go() {
	build_and_execute(|| {
		let trustees = Trustees::ready(3, 2);
		set_rings(CITY_RINGS, &[(0, 10)]);
		let poll = open(
			SINGLE,
			settings(Secrecy::Anonymous {
				board: trustees.board,
			}),
		);
		assert_eq!(Holds::get().len(), 1);
		assert_ok!(MVoting::cancel_poll(signed(clerk()), poll, paper(3)));
		assert!(Holds::get().is_empty());
	});
}

#[test]
fn an_outcome_is_certified_and_answered_by_its_office() {
	build_and_execute(|| {
		let poll = open(SINGLE, public());
		assert_ok!(cast_public(1, poll, &[2]));
		assert_noop!(
			MVoting::certify_poll(signed(clerk()), poll),
			Fault::WrongStage
		);
		close(poll);
		assert_noop!(
			MVoting::certify_poll(signed(other_clerk()), poll),
			Fault::NotYourPoll
		);
		assert_noop!(
			MVoting::answer_poll(signed(clerk()), poll, paper(5)),
			Fault::WrongStage
		);
		take_events();
		assert_ok!(MVoting::certify_poll(signed(clerk()), poll));
		let outcome = Outcome::Counted {
			results: vec![0, 0, 1].try_into().expect("three"),
		};
		assert_eq!(
			take_events(),
			[
				Event::PollStageChanged {
					poll,
					old_stage: Stage::Tallied,
					new_stage: Stage::Certified,
					by: clerk(),
				},
				Event::PollCertified {
					poll,
					outcome: outcome.clone(),
					ballots: 1,
					quorum: 5,
				},
			]
		);
		advance(DAY);
		assert_ok!(MVoting::answer_poll(signed(reviewer()), poll, paper(5)));
		assert_eq!(
			status(poll),
			PollStatus::Answered {
				outcome,
				answered_at: Now::get(),
				answer: paper(5)
			}
		);
	});
}

#[test]
fn terms_are_set_by_governance_and_must_be_possible() {
	build_and_execute(|| {
		let shorter = PollTerms {
			longest_poll: DAY,
			..TERMS
		};
		assert_noop!(
			MVoting::set_terms(signed(clerk()), shorter),
			Fault::NotAuthorized
		);
		for impossible in [
			PollTerms {
				debate_mark: 7,
				..TERMS
			},
			PollTerms {
				debate_mark: 0,
				..TERMS
			},
			PollTerms {
				share_period: 0,
				..TERMS
			},
			PollTerms {
				least_minimum: 1,
				..TERMS
			},
			PollTerms {
				least_trustees: 1,
				..TERMS
			},
			PollTerms {
				least_trustees: 16,
				..TERMS
			},
		] {
			assert_noop!(
				MVoting::set_terms(RuntimeOrigin::root(), impossible),
				Fault::InvalidTerms
			);
		}
		let open = open(SINGLE, public());
		take_events();
		assert_ok!(MVoting::set_terms(RuntimeOrigin::root(), shorter));
		assert_eq!(
			take_events(),
			[Event::TermsChanged {
				old_terms: TERMS,
				new_terms: shorter
			}]
		);
		// What is open keeps its end.
		assert_ok!(cast_public(1, open, &[0]));
		assert_noop!(
			MVoting::draft_poll(signed(clerk()), question(SINGLE), public()),
			Fault::PollTooLong
		);
		assert!(PollTerms::default().is_valid());
	});
}

#[test]
fn numbers_end() {
	build_and_execute(|| {
		NextPoll::<Test>::put(PollId(u32::MAX));
		assert_noop!(
			MVoting::draft_poll(signed(clerk()), question(SINGLE), public()),
			Fault::NumbersExhausted
		);
		NextBoard::<Test>::put(BoardId(u32::MAX));
		let agencies: BoundedVec<AgencyId, _> = agencies(3);
		assert_noop!(
			MVoting::convene_standing_board(RuntimeOrigin::root(), agencies, 2, START, START + DAY),
			Fault::NumbersExhausted
		);
		NextProposal::<Test>::put(ProposalId(u32::MAX));
		assert_noop!(
			MVoting::propose(signed(citizen(1)), question(SINGLE)),
			Fault::NumbersExhausted
		);
	});
}
