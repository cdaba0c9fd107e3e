// SPDX-License-Identifier: Apache-2.0

//! How many points a figure earns. Pure functions, for the offices' tools: each takes its table, because
//! an office changes it from year to year.
//!
//! The tables that are given as defaults are the published ones of 2017 to 2021. What is earned by a part
//! of a step is rounded in the citizen's favour only where the office says so; a step that is not reached
//! earns nothing.

use crate::types::Points;

/// Hundredths of a percent.
pub type BasisPoints = u32;

/// 절감률: by how much `now` is below `before`, in hundredths of a percent, rounded up.
///
/// Nothing if it is not below, or if there is nothing to compare with.
pub fn saved(before: u64, now: u64) -> BasisPoints {
	if before == 0 {
		return 0;
	}
	let difference = u128::from(before.saturating_sub(now)).saturating_mul(10_000);
	BasisPoints::try_from(difference.div_ceil(u128::from(before))).unwrap_or(BasisPoints::MAX)
}

/// 에코마일리지: points for energy saved over six months against the average of the two years before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EcoTable {
	/// From which saving on how many points, the smallest saving first.
	pub steps: [(BasisPoints, Points); 3],
	/// Added in the winter season, if anything was earned.
	pub winter_bonus: Points,
}

impl Default for EcoTable {
	fn default() -> Self {
		Self {
			steps: [(500, 10_000), (1_000, 30_000), (1_500, 50_000)],
			winter_bonus: 10_000,
		}
	}
}

/// Which half of the year a saving was made in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EcoSeason {
	/// Without bonus.
	Ordinary,
	/// 겨울철: with bonus.
	Winter,
}

/// Points for using `now` where `before` was used.
pub fn eco_points(before: u64, now: u64, season: EcoSeason, table: &EcoTable) -> Points {
	let earned = step(saved(before, now), &table.steps);
	match season {
		EcoSeason::Winter if earned > 0 => earned.saturating_add(table.winter_bonus),
		_ => earned,
	}
}

/// 승용차마일리지: points for driving less than the year before, by percent or by kilometres, whichever
/// earns more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarTable {
	/// From which saving on how many points.
	pub by_percent: [(BasisPoints, Points); 4],
	/// From how many kilometres less on how many points.
	pub by_kilometres: [(u32, Points); 4],
}

impl Default for CarTable {
	fn default() -> Self {
		Self {
			by_percent: [
				(500, 20_000),
				(1_000, 30_000),
				(2_000, 50_000),
				(3_000, 70_000),
			],
			by_kilometres: [
				(500, 20_000),
				(1_000, 30_000),
				(2_000, 50_000),
				(3_000, 70_000),
			],
		}
	}
}

/// Points for driving `now` kilometres in the year where `before` were to be expected.
pub fn car_points(before: u32, now: u32, table: &CarTable) -> Points {
	let by_percent = step(saved(u64::from(before), u64::from(now)), &table.by_percent);
	let by_kilometres = step(before.saturating_sub(now), &table.by_kilometres);
	by_percent.max(by_kilometres)
}

/// 이택스: points for bills that were sent electronically and paid on time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EtaxTable {
	/// For a bill.
	pub per_bill: Points,
	/// For a large bill.
	pub per_large_bill: Points,
	/// From how many won on a bill is large.
	pub large_from: u64,
}

impl Default for EtaxTable {
	fn default() -> Self {
		Self {
			per_bill: 500,
			per_large_bill: 1_000,
			large_from: 300_000,
		}
	}
}

/// Points for bills of so many won each. A bill of nothing earns nothing.
pub fn etax_points(bills: &[u64], table: &EtaxTable) -> Points {
	bills
		.iter()
		.map(|won| match won {
			0 => 0,
			won if *won >= table.large_from => table.per_large_bill,
			_ => table.per_bill,
		})
		.fold(0, Points::saturating_add)
}

/// 시민건강: points for days on which enough steps were walked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HealthTable {
	/// For a day.
	pub per_day: Points,
	/// Steps in a day.
	pub steps: u32,
	/// Steps in a day for seniors.
	pub senior_steps: u32,
	/// Who is this old is a senior.
	pub senior_age: u8,
	/// Most in a year.
	pub yearly_cap: Points,
}

impl Default for HealthTable {
	fn default() -> Self {
		Self {
			per_day: 200,
			steps: 8_000,
			senior_steps: 5_000,
			senior_age: 70,
			yearly_cap: 100_000,
		}
	}
}

/// Points for days of so many steps each, for somebody of this age who has earned so much this year.
pub fn health_points(days: &[u32], age: u8, earned: Points, table: &HealthTable) -> Points {
	let needed = if age >= table.senior_age {
		table.senior_steps
	} else {
		table.steps
	};
	days.iter()
		.filter(|steps| **steps >= needed)
		.fold(0, |points: Points, _| points.saturating_add(table.per_day))
		.min(table.yearly_cap.saturating_sub(earned))
}

/// 여론조사: points for surveys that were answered to the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PollTable {
	/// For a short survey.
	pub least: Points,
	/// For each question.
	pub per_question: Points,
	/// For a survey, at most.
	pub most: Points,
	/// Who is younger takes part without points.
	pub least_age: u8,
}

impl Default for PollTable {
	fn default() -> Self {
		Self {
			least: 300,
			per_question: 20,
			most: 500,
			least_age: 14,
		}
	}
}

/// Points for surveys of so many questions each, for somebody of this age.
pub fn poll_points(surveys: &[u32], age: u8, table: &PollTable) -> Points {
	if age < table.least_age {
		return 0;
	}
	surveys
		.iter()
		.filter(|questions| **questions > 0)
		.map(|questions| {
			table
				.per_question
				.saturating_mul(Points::from(*questions))
				.min(table.most)
				.max(table.least)
		})
		.fold(0, Points::saturating_add)
}

/// What the highest step earns that was reached.
fn step(figure: u32, steps: &[(u32, Points)]) -> Points {
	steps
		.iter()
		.filter(|(from, _)| figure >= *from)
		.map(|(_, points)| *points)
		.max()
		.unwrap_or_default()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn saving_energy_earns_by_steps() {
		let table = EcoTable::default();
		let earned = |now| eco_points(10_000, now, EcoSeason::Ordinary, &table);
		assert_eq!(earned(10_001), 0);
		assert_eq!(earned(9_501), 0);
		assert_eq!(earned(9_500), 10_000);
		assert_eq!(earned(9_001), 10_000);
		assert_eq!(earned(9_000), 30_000);
		assert_eq!(earned(8_500), 50_000);
		assert_eq!(earned(0), 50_000);
	}

	#[test]
	fn a_winter_bonus_needs_a_saving() {
		let table = EcoTable::default();
		let earned = |now| eco_points(10_000, now, EcoSeason::Winter, &table);
		assert_eq!(earned(9_500), 20_000);
		assert_eq!(earned(9_600), 0);
	}

	#[test]
	fn a_saving_is_rounded_in_the_citizens_favour() {
		// Of 33,333 are 1,667 saved 5.0011 %, 1,666 are 4.9981 %, 1,663 are 4.9891 %.
		assert_eq!(saved(33_333, 33_333 - 1_667), 501);
		assert_eq!(saved(33_333, 33_333 - 1_666), 500);
		assert_eq!(saved(33_333, 33_333 - 1_663), 499);
		assert_eq!(saved(0, 0), 0);
		assert_eq!(saved(u64::MAX, 0), 10_000);
	}

	#[test]
	fn driving_less_earns_by_percent_or_by_kilometres_whichever_is_more() {
		let table = CarTable::default();
		assert_eq!(car_points(10_000, 9_600, &table), 0);
		assert_eq!(car_points(10_000, 9_500, &table), 20_000);
		// 5 % and 1,000 km.
		assert_eq!(car_points(20_000, 19_000, &table), 30_000);
		// 30 % and 300 km.
		assert_eq!(car_points(1_000, 700, &table), 70_000);
		assert_eq!(car_points(30_000, 27_000, &table), 70_000);
		assert_eq!(car_points(0, 5_000, &table), 0);
	}

	#[test]
	fn a_bill_of_300_000_won_earns_double() {
		let table = EtaxTable::default();
		assert_eq!(etax_points(&[299_999], &table), 500);
		assert_eq!(etax_points(&[300_000, 1, 0], &table), 1_500);
	}

	#[test]
	fn seniors_walk_fewer_steps() {
		let table = HealthTable::default();
		assert_eq!(health_points(&[8_000, 7_999, 5_000], 69, 0, &table), 200);
		assert_eq!(health_points(&[8_000, 7_999, 5_000], 70, 0, &table), 600);
	}

	#[test]
	fn walking_earns_up_to_the_cap_of_the_year() {
		let table = HealthTable::default();
		assert_eq!(health_points(&[9_000; 365], 30, 0, &table), 73_000);
		assert_eq!(health_points(&[9_000; 365], 30, 90_000, &table), 10_000);
		assert_eq!(health_points(&[9_000], 30, 100_000, &table), 0);
	}

	#[test]
	fn a_survey_earns_300_to_500() {
		let table = PollTable::default();
		assert_eq!(poll_points(&[1], 14, &table), 300);
		assert_eq!(poll_points(&[20], 14, &table), 400);
		assert_eq!(poll_points(&[100, 1], 14, &table), 800);
		assert_eq!(poll_points(&[100], 13, &table), 0);
		assert_eq!(poll_points(&[0], 20, &table), 0);
	}
}
