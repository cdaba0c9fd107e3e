// SPDX-License-Identifier: Apache-2.0

//! Random polls against a naive model. Whoever votes how often and in whatever order: the outcome is what adding up the
//! last choices gives, ballots are at most as many as can vote, a change of mind replaces, and nobody counts twice.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use proptest::prelude::*;
use seoul_chain_ballot::{Form, PollId};
use std::collections::BTreeMap;

fn form() -> impl Strategy<Value = Form> {
	prop_oneof![
		Just(Form::YesNo),
		(2u8..6).prop_map(|options| Form::SingleChoice { options }),
		(2u8..6)
			.prop_flat_map(|options| (Just(options), 0..=options, 1..=options))
			.prop_map(|(options, one, other)| Form::Approval {
				options,
				min: one.min(other),
				max: one.max(other),
			}),
	]
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
	Public,
	Secret,
	Anonymous,
}

fn kind() -> impl Strategy<Value = Kind> {
	prop_oneof![
		Just(Kind::Public),
		Just(Kind::Secret),
		Just(Kind::Anonymous)
	]
}

/// Who, and of which options how gladly.
type Wish = (u32, Vec<u8>);

fn wishes() -> impl Strategy<Value = Vec<Wish>> {
	prop::collection::vec((0u32..12, prop::collection::vec(any::<u8>(), 6)), 0..40)
}

/// Options that the form allows, out of how gladly each would be chosen.
fn chosen(form: Form, gladly: &[u8]) -> Vec<u8> {
	let mut order: Vec<u8> = (0..form.options()).collect();
	order.sort_by_key(|option| std::cmp::Reverse(gladly[usize::from(*option)]));
	let number = match form {
		Form::YesNo | Form::SingleChoice { .. } => 1,
		Form::Approval { min, max, .. } => min + gladly[5] % (max - min + 1),
	};
	order.truncate(usize::from(number));
	order.sort_unstable();
	order
}

/// A poll of this kind that is open.
fn open_of(kind: Kind, form: Form, board: seoul_chain_ballot::BoardId) -> PollId {
	let secrecy = match kind {
		Kind::Public => Secrecy::Public,
		Kind::Secret => Secrecy::Secret { board },
		Kind::Anonymous => Secrecy::Anonymous { board },
	};
	open(
		form,
		Settings {
			reward: if kind == Kind::Anonymous { 0 } else { 100 },
			..settings(secrecy)
		},
	)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]

	#[test]
	fn the_outcome_is_what_adding_up_the_last_choices_gives(
		kind in kind(),
		form in form(),
		wishes in wishes(),
		seats in 3u8..6,
		first in 0u8..6,
	) {
		build_and_execute(|| {
			let threshold = seats / 2 + 1;
			let trustees = Trustees::ready(seats, threshold);
			set_rings(CITY_RINGS, &[(0, 5), (5, 12)]);
			let poll = open_of(kind, form, trustees.board);
			let mut last: BTreeMap<u32, Vec<u8>> = BTreeMap::new();
			for (who, gladly) in &wishes {
				let options = chosen(form, gladly);
				// A ballot of the same voter with the same randomness would be the same bytes.
				advance(1);
				match kind {
					Kind::Public => {
						assert_ok!(cast_public(u64::from(*who), poll, &options));
					},
					Kind::Secret => {
						assert_ok!(cast_secret(u64::from(*who), poll, &options));
					},
					Kind::Anonymous => {
						if !last.contains_key(who) {
							enrol(poll, CITY_RINGS, *who);
						}
						assert_ok!(cast_anonymous(*who, poll, &options));
					},
				}
				last.insert(*who, options);
				let ballots = MVoting::turnout(poll);
				assert_eq!(usize::try_from(ballots).expect("few"), last.len());
				let most = MVoting::eligible(poll).expect("was opened").roll.at_most();
				assert!(u64::from(ballots) <= most);
				MVoting::do_try_state().expect("the invariants hold after every ballot");
			}
			if kind != Kind::Anonymous {
				assert_eq!(Rewarded::get().len(), last.len());
			}

			close(poll);
			let mut naive = vec![0u32; usize::from(form.options())];
			for options in last.values() {
				for option in options {
					naive[usize::from(*option)] += 1;
				}
			}
			if kind != Kind::Public {
				if last.len() < 3 {
					assert_eq!(status(poll).outcome(), Some(&Outcome::BelowMinimum));
					assert_eq!(MVoting::decryption_info(poll), None);
					return;
				}
				for number in 0..threshold {
					assert_ok!(trustees.post(poll, (first + number) % seats + 1));
				}
				let counts = count(poll);
				for entry in 0..counts.len() {
					let mut wrong = counts.clone();
					wrong[entry] += 1;
					assert_noop!(
						MVoting::post_counts(signed(anyone()), poll, wrong),
						Fault::WrongCounts
					);
				}
				assert_ok!(MVoting::post_counts(signed(anyone()), poll, counts));
			}
			assert_eq!(results(poll), Some(naive));
		});
	}

	#[test]
	fn an_alias_is_used_once_whatever_comes_in_which_order(
		attempts in prop::collection::vec((0u32..8, 0u64..8, any::<bool>()), 1..30),
	) {
		build_and_execute(|| {
			let trustees = Trustees::ready(3, 2);
			set_rings(CITY_RINGS, &[(0, 8)]);
			let poll = open_of(Kind::Anonymous, SINGLE, trustees.board);
			let mut enrolled: BTreeMap<u32, u64> = BTreeMap::new();
			for (member, key, by_relayer) in attempts {
				let account = account(600_000 + key);
				let enrolment = enrolment(poll, CITY_RINGS, member, &account);
				let free = !enrolled.contains_key(&member)
					&& !enrolled.values().any(|used| *used == key);
				let done = if by_relayer {
					let batch = vec![enrolment.clone(), enrolment].try_into().expect("two");
					MVoting::enrol_batch(signed(anyone()), poll, batch).is_ok()
				} else {
					send(poll, enrolment).is_ok()
				};
				assert_eq!(done, free);
				if done {
					enrolled.insert(member, key);
				}
				assert_eq!(
					usize::try_from(Enrolled::<Test>::get(poll)).expect("few"),
					enrolled.len()
				);
			}
		});
	}

	#[test]
	fn a_proposal_counts_each_citizen_once(
		acts in prop::collection::vec((0u64..10, any::<bool>()), 1..60),
	) {
		build_and_execute(|| {
			assert_ok!(MVoting::propose(signed(citizen(50)), question(SINGLE)));
			let id = ProposalId(0);
			let mut supporters = std::collections::BTreeSet::new();
			let mut most = 0;
			for (who, stands) in acts {
				let call = if stands {
					MVoting::support(signed(citizen(who)), id)
				} else {
					MVoting::withdraw_support(signed(citizen(who)), id)
				};
				let expected = if stands {
					supporters.insert(who)
				} else {
					supporters.remove(&who)
				};
				assert_eq!(call.is_ok(), expected);
				most = most.max(supporters.len());
				let proposal = Proposals::<Test>::get(id).expect("is there");
				assert_eq!(usize::try_from(proposal.supporters).expect("few"), supporters.len());
				let due = matches!(proposal.status, ProposalStatus::AnswerDue { .. });
				assert_eq!(due, most >= 6, "a duty that has begun stays");
			}
		});
	}
}
