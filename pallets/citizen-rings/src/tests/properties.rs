// SPDX-License-Identifier: Apache-2.0

//! Random lives of collections against a naive model. Whatever happens in whatever order and however small the
//! steps are: every root is that of a ring built from scratch, every key is where the model has it, what is frozen
//! stays as it was, and a removed key is out after the stated time.

use crate::{mock::*, *};
use frame_support::weights::Weight;
use proptest::prelude::*;
use seoul_chain_primitives::chain::MINUTE;
use seoul_chain_ring_proofs::RingRoot;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug)]
enum Act {
	Admit { many: u32 },
	Remove { numbers: Vec<u32>, last: bool },
	Restore { number: u32 },
	Freeze,
	Hasten,
	Release { hold: usize },
	Wait { minutes: u64 },
	Blocks { many: u32, millis: u64 },
}

fn act() -> impl Strategy<Value = Act> {
	prop_oneof![
		3 => (1u32..60).prop_map(|many| Act::Admit { many }),
		3 => (prop::collection::vec(0u32..200, 1..6), any::<bool>())
			.prop_map(|(numbers, last)| Act::Remove { numbers, last }),
		1 => (0u32..200).prop_map(|number| Act::Restore { number }),
		1 => Just(Act::Freeze),
		1 => Just(Act::Hasten),
		1 => (0usize..4).prop_map(|hold| Act::Release { hold }),
		2 => (1u64..200).prop_map(|minutes| Act::Wait { minutes }),
		6 => (1u32..8, 25u64..300).prop_map(|(many, millis)| Act::Blocks { many, millis }),
	]
}

/// What was frozen: each ring's revision with its root and keys.
type Frozen = Vec<(RingRef, RingRoot, Vec<RingKey>)>;

#[derive(Default)]
struct Model {
	admitted: u32,
	removed: BTreeMap<u32, (Moment, Removal)>,
	frozen: BTreeMap<HoldId, Frozen>,
}

impl Model {
	fn snapshot() -> Frozen {
		(0..collection(CITY).rings)
			.filter(|index| ring(CITY, *index).revision != Revision(0))
			.map(|index| {
				let at = newest(CITY, index);
				let view = CitizenRings::root(CITY, at.ring, at.revision).expect("is the newest");
				let keys = CitizenRings::keys(CITY, at.ring, at.revision).expect("has a list");
				(at, view.root, keys)
			})
			.collect()
	}

	fn go(&mut self, act: Act) {
		match act {
			Act::Admit { many } => {
				admit(CITY, self.admitted..self.admitted + many);
				self.admitted += many;
			},
			Act::Remove { numbers, last } => {
				let cause = if last {
					Removal::Final
				} else {
					Removal::Suspended
				};
				for number in numbers {
					let result = CitizenRings::remove_keys(signed(clerk()), batch([number]), cause);
					let expected = match self.removed.get(&number) {
						_ if number >= self.admitted => Err(Error::<Test>::UnknownKey.into()),
						None => Ok(()),
						Some((_, Removal::Suspended)) if last => Ok(()),
						Some(_) => Err(Error::<Test>::AlreadyRemoved.into()),
					};
					assert_eq!(result, expected);
					if result.is_ok() {
						let since = self
							.removed
							.get(&number)
							.map_or_else(Now::get, |(since, _)| *since);
						self.removed.insert(number, (since, cause));
					}
				}
			},
			Act::Restore { number } => {
				if CitizenRings::restore_keys(signed(clerk()), batch([number])).is_ok() {
					let (_, cause) = self.removed.remove(&number).expect("was removed");
					assert_eq!(cause, Removal::Suspended);
				}
			},
			Act::Freeze => {
				let snapshot = Self::snapshot();
				match CitizenRings::freeze(CITY) {
					Ok(hold) => {
						for (_, _, keys) in &snapshot {
							assert!(
								self.removed
									.keys()
									.all(|number| !keys.contains(&key(*number))),
								"no removed key is in a frozen ring"
							);
						}
						self.frozen.insert(hold, snapshot);
					},
					Err(reason) => assert!(
						reason == Error::<Test>::RemovalPending.into()
							|| reason == Error::<Test>::NoRing.into()
					),
				}
			},
			Act::Hasten => CitizenRings::hasten(CITY).expect("is open"),
			Act::Release { hold } => {
				if let Some(hold) = self.frozen.keys().nth(hold).copied() {
					self.frozen.remove(&hold);
					CitizenRings::release(hold).expect("is held");
				}
			},
			Act::Wait { minutes } => advance(minutes * MINUTE),
			Act::Blocks { many, millis } => {
				Budget::set(Weight::from_parts(millis * 1_000_000_000, u64::MAX));
				for _ in 0..many {
					assert!(idle().all_lte(Budget::get()));
				}
			},
		}
	}

	fn check(&self) {
		CitizenRings::do_try_state().expect("the invariants hold");
		for frozen in self.frozen.values() {
			for (at, root, keys) in frozen {
				let view = CitizenRings::root(CITY, at.ring, at.revision).expect("is kept");
				assert_eq!(view.root, *root);
				assert_eq!(
					CitizenRings::keys(CITY, at.ring, at.revision).as_ref(),
					Some(keys)
				);
			}
		}
	}

	/// After everything is done: who is in a newest revision is whoever was admitted and not removed.
	fn check_at_rest(&self) {
		let present: BTreeSet<RingKey> = Self::snapshot()
			.into_iter()
			.flat_map(|(_, _, keys)| keys)
			.collect();
		assert_eq!(present.len(), collection(CITY).provable as usize);
		let waiting: BTreeSet<RingKey> = Queue::<Test>::iter_prefix_values(CITY).collect();
		for number in 0..self.admitted {
			let key = key(number);
			let expected = !self.removed.contains_key(&number);
			assert_eq!(
				present.contains(&key) || waiting.contains(&key),
				expected,
				"citizen {number}"
			);
			if !expected {
				assert!(CitizenRings::key(key).expect("is on record").out);
			}
		}
		assert!((waiting.len() as u32) < TERMS.min_cohort);
		assert_roots_are_those_built_from_scratch_if_any();
		// Only what is newest or frozen is left.
		let kept: BTreeSet<(u32, u32)> = self
			.frozen
			.values()
			.flatten()
			.map(|(at, _, _)| (at.ring.0, at.revision.0))
			.chain(
				Self::snapshot()
					.iter()
					.map(|(at, _, _)| (at.ring.0, at.revision.0)),
			)
			.collect();
		let stored: BTreeSet<(u32, u32)> = Revisions::<Test>::iter_keys()
			.map(|(_, ring, revision)| (ring.0, revision.0))
			.collect();
		assert_eq!(stored, kept);
	}
}

fn assert_roots_are_those_built_from_scratch_if_any() {
	if Revisions::<Test>::iter().next().is_some() {
		assert_roots_are_those_built_from_scratch();
	}
}

fn live(acts: Vec<Act>, real: bool) {
	let builder = if real {
		ExtBuilder::default().real()
	} else {
		ExtBuilder::default()
	};
	builder.build().execute_with(|| {
		let mut model = Model::default();
		for act in acts {
			model.go(act);
			model.check();
		}
		// Everything that waits comes to its end.
		Budget::set(Weight::from_parts(500_000_000_000, u64::MAX));
		for span in [TERMS.removal_delay, TERMS.removal_grace, TERMS.grace] {
			work();
			advance(span);
		}
		work();
		model.check();
		model.check_at_rest();
	});
}

proptest! {
	#![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

	#[test]
	fn a_collection_lives(acts in prop::collection::vec(act(), 1..60)) {
		live(acts, false);
	}
}

proptest! {
	#![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(8) })]

	#[test]
	fn a_collection_lives_with_real_proofs(acts in prop::collection::vec(act(), 1..20)) {
		live(acts, true);
	}
}
