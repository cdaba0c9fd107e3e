// SPDX-License-Identifier: Apache-2.0

//! What holds from a date on, as legal terms and rules do, and how the next of its kind is scheduled.
//!
//! A register keeps a bounded list, in order of date. What is in it keeps its date: a change is scheduled, and never made
//! for what has happened.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{ensure, traits::Get, BoundedVec};
use scale_info::TypeInfo;

/// Something that holds from a date on, until the next of its kind does.
pub trait Dated {
	/// What its date is counted in.
	type Date: Copy + Ord;

	/// From when on it holds.
	fn effective_from(&self) -> Self::Date;
}

/// 시행일이 있는 기준. Terms, and the date from which they apply.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub struct DatedTerms<Date, Terms> {
	/// 시행일. From when on they apply.
	pub effective_from: Date,
	/// 기준. The terms.
	pub terms: Terms,
}

impl<Date: Copy + Ord, Terms> Dated for DatedTerms<Date, Terms> {
	type Date = Date;

	fn effective_from(&self) -> Date {
		self.effective_from
	}
}

/// Why something cannot be scheduled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotScheduled {
	/// Its date has come, or is not after the last one that is scheduled.
	TooEarly,
	/// There are as many as may be, and all but the one in force are yet to come.
	NoRoom,
}

impl NotScheduled {
	/// What a register calls it.
	pub fn told_as<E>(self, too_early: E, no_room: E) -> E {
		match self {
			Self::TooEarly => too_early,
			Self::NoRoom => no_room,
		}
	}
}

/// What is in force at `at`: the newest of which the date has come by then. `all` is in order of date.
pub fn in_force<D: Dated>(all: &[D], at: D::Date) -> Option<&D> {
	all.iter().rev().find(|dated| dated.effective_from() <= at)
}

/// Whether each is dated after the one before.
pub fn is_in_order<D: Dated>(all: &[D]) -> bool {
	all.is_sorted_by(|earlier, later| earlier.effective_from() < later.effective_from())
}

/// Schedule `next` as the last of `all`, which is in order of date. If there are as many as may be, the oldest makes room,
/// unless it is the one in force `now`. Nothing is changed if this is refused.
pub fn schedule<D: Dated, Most: Get<u32>>(
	all: &mut BoundedVec<D, Most>,
	next: D,
	now: D::Date,
) -> Result<(), NotScheduled> {
	let from = next.effective_from();
	ensure!(from > now, NotScheduled::TooEarly);
	ensure!(
		all.last().is_none_or(|last| from > last.effective_from()),
		NotScheduled::TooEarly
	);
	if all.is_full() {
		ensure!(
			all.get(1)
				.is_some_and(|second| second.effective_from() <= now),
			NotScheduled::NoRoom
		);
		all.remove(0);
	}
	all.try_push(next).map_err(|_| NotScheduled::NoRoom)
}

#[cfg(test)]
mod tests {
	use super::*;
	use frame_support::traits::ConstU32;
	use proptest::prelude::*;

	#[derive(Clone, Copy, Debug, PartialEq, Eq)]
	struct Rule {
		from: u64,
		text: char,
	}

	impl Dated for Rule {
		type Date = u64;

		fn effective_from(&self) -> u64 {
			self.from
		}
	}

	const fn rule(from: u64, text: char) -> Rule {
		Rule { from, text }
	}

	type Rules<const MOST: u32> = BoundedVec<Rule, ConstU32<MOST>>;

	fn rules<const MOST: u32>(all: &[Rule]) -> Rules<MOST> {
		all.to_vec().try_into().expect("they are few enough")
	}

	#[test]
	fn the_newest_whose_date_has_come_is_in_force() {
		let all = [rule(0, 'a'), rule(10, 'b'), rule(20, 'c')];
		for (at, text) in [(0, 'a'), (9, 'a'), (10, 'b'), (19, 'b'), (20, 'c')] {
			assert_eq!(in_force(&all, at).map(|rule| rule.text), Some(text));
		}
		assert_eq!(in_force(&all[1..], 9), None);
		assert_eq!(in_force::<Rule>(&[], 9), None);
	}

	#[test]
	fn each_is_dated_after_the_one_before() {
		assert!(is_in_order::<Rule>(&[]));
		assert!(is_in_order(&[rule(3, 'a'), rule(4, 'b')]));
		assert!(!is_in_order(&[rule(3, 'a'), rule(3, 'b')]));
		assert!(!is_in_order(&[rule(4, 'a'), rule(3, 'b')]));
	}

	#[test]
	fn nothing_is_scheduled_for_now_or_for_a_date_that_is_not_the_last() {
		let before = rules::<4>(&[rule(0, 'a'), rule(10, 'b')]);
		for (from, now) in [(5, 5), (5, 6), (9, 5), (10, 5)] {
			let mut all = before.clone();
			assert_eq!(
				schedule(&mut all, rule(from, 'c'), now),
				Err(NotScheduled::TooEarly)
			);
			assert_eq!(all, before);
		}
		let mut all = before;
		assert_eq!(schedule(&mut all, rule(11, 'c'), 5), Ok(()));
		assert_eq!(all[..], [rule(0, 'a'), rule(10, 'b'), rule(11, 'c')]);
	}

	#[test]
	fn the_first_is_scheduled_for_any_date_to_come() {
		let mut all = rules::<4>(&[]);
		assert_eq!(
			schedule(&mut all, rule(5, 'a'), 5),
			Err(NotScheduled::TooEarly)
		);
		assert_eq!(schedule(&mut all, rule(6, 'a'), 5), Ok(()));
		assert_eq!(all[..], [rule(6, 'a')]);
	}

	#[test]
	fn the_oldest_makes_room_unless_it_is_in_force() {
		let before = rules::<2>(&[rule(0, 'a'), rule(10, 'b')]);
		let mut all = before.clone();
		assert_eq!(
			schedule(&mut all, rule(20, 'c'), 9),
			Err(NotScheduled::NoRoom)
		);
		assert_eq!(all, before);
		assert_eq!(schedule(&mut all, rule(20, 'c'), 10), Ok(()));
		assert_eq!(all[..], [rule(10, 'b'), rule(20, 'c')]);
	}

	#[test]
	fn a_register_calls_each_reason_by_its_own_name() {
		assert_eq!(NotScheduled::TooEarly.told_as('e', 'r'), 'e');
		assert_eq!(NotScheduled::NoRoom.told_as('e', 'r'), 'r');
	}

	#[test]
	fn a_list_with_one_place_keeps_what_it_has() {
		let mut all = rules::<1>(&[rule(0, 'a')]);
		assert_eq!(
			schedule(&mut all, rule(20, 'b'), 10),
			Err(NotScheduled::NoRoom)
		);
		assert_eq!(all[..], [rule(0, 'a')]);
	}

	proptest! {
		/// What is in force is what it would be if nothing ever made room.
		#[test]
		fn what_is_in_force_is_never_forgotten(
			steps in prop::collection::vec((0u64..6, 0u64..30), 1..80),
		) {
			let mut kept = rules::<4>(&[rule(0, 'a')]);
			let mut every = kept.to_vec();
			let mut now = 0;
			for (number, (passed, ahead)) in (0u8..).zip(steps) {
				now += passed;
				let next = rule(now + ahead, char::from(number));
				let last = every.last().expect("there is one").from;
				let to_come = every.iter().filter(|rule| rule.from > now).count();
				let before = kept.clone();
				let told = schedule(&mut kept, next, now);
				if next.from <= now || next.from <= last {
					prop_assert_eq!(told, Err(NotScheduled::TooEarly));
				} else if to_come == 3 {
					prop_assert_eq!(told, Err(NotScheduled::NoRoom));
				} else {
					prop_assert_eq!(told, Ok(()));
					every.push(next);
				}
				if told.is_err() {
					prop_assert_eq!(&kept, &before);
				}
				prop_assert!(is_in_order(&kept));
				for at in now..now + 40 {
					prop_assert_eq!(in_force(&kept, at), in_force(&every, at));
				}
			}
		}
	}
}
