// SPDX-License-Identifier: Apache-2.0

//! The chain of a car's odometer readings, and the verdict over it.
//!
//! The latest readings, in the order in which they were taken, stand in the car's own entry: a new one is
//! placed among them without another read. When there are more than [`RECENT_READINGS`], the oldest is
//! *settled*: it is stored apart, with its two neighbours, which no longer change. So storing a reading
//! writes the car and at most one settled reading, and the verdict needs only what the entry holds,
//! however long the history is.

use crate::{
	types::{
		NoJudgementReason, OdometerReport, OdometerVerdict, ReadingFlag, RecordIndex, VehicleOrigin,
	},
	MAX_PLACEMENT_STEPS, RECENT_READINGS,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use seoul_chain_primitives::{wire_types, AgencyId, Moment};

wire_types! {
	/// 계기 교체 사유: why the kilometres start anew.
	#[derive(Copy)]
	pub enum MeterChange {
		/// 고장: the odometer was broken.
		Broken,
		/// 사고: it was damaged in an accident.
		Accident,
		/// 리콜: the maker replaced it.
		Recall,
		/// 한 바퀴: it has no more digits and began at zero again.
		Rollover,
	}

	/// Whether a reading is an odometer's first. It is then not compared with the one taken before, which is
	/// of the odometer before.
	#[derive(Copy)]
	pub enum MeterStart {
		/// 같은 계기.
		Continues,
		/// 새 계기의 첫 주행거리.
		Begins,
	}

	/// Where a reading stands in the history.
	#[derive(Copy)]
	pub enum ReadingPlace {
		/// 주행거리 기록: it is an entry of its own.
		OwnEntry,
		/// 다른 기록의 일부: of a registration, an inspection record or a replacement of the odometer.
		PartOfEntry,
	}

	/// One odometer reading.
	#[derive(Copy)]
	pub struct Reading {
		/// The entry of the history that it is, or is part of.
		pub record: RecordIndex,
		/// Which of the two.
		pub place: ReadingPlace,
		/// As reported.
		pub report: OdometerReport,
		/// Kilometres in force: as reported, or as corrected last.
		pub km: u32,
		/// Whether a new odometer begins with it.
		pub start: MeterStart,
		/// How it compared with its neighbours when it was stored.
		pub flag: ReadingFlag,
		/// The agency that reported it.
		pub by: AgencyId,
		/// When it was stored, Unix time in milliseconds.
		pub recorded_at: Moment,
	}

	/// A reading whose neighbours no longer change.
	#[derive(Copy)]
	pub struct SettledReading {
		/// The reading.
		pub reading: Reading,
		/// The reading taken before.
		pub previous: Option<RecordIndex>,
		/// The reading taken after.
		pub next: Option<RecordIndex>,
	}

	/// 주행거리 요약: what the verdict needs, kept up to date with every reading.
	#[derive(Default)]
	pub struct OdometerSummary {
		/// Readings that are settled.
		pub settled: u32,
		/// Neighbouring settled readings of which the later one is lower.
		pub settled_decreases: u32,
		/// The settled reading taken last.
		pub last_settled: Option<Reading>,
		/// The latest readings, in the order in which they were taken.
		pub recent: BoundedVec<Reading, ConstU32<RECENT_READINGS>>,
		/// Replacements of the odometer.
		pub replacements: u16,
		/// Times that the odometer began at zero again.
		pub rollovers: u16,
	}
}

/// What became of a reading that was placed.
pub(crate) struct Placement {
	/// How it compares with its neighbours.
	pub flag: ReadingFlag,
	/// What is to be stored apart: the reading that is now settled, or the new one if it found no place.
	pub to_store: Option<SettledReading>,
}

/// How many kilometres a car is taken to drive.
#[derive(Clone, Copy)]
pub(crate) struct Plausibility {
	/// In a legal day.
	pub km_per_day: u32,
	/// Milliseconds of a legal day.
	pub day: Moment,
}

impl Plausibility {
	/// Whether the kilometres from `earlier` to `later` can be driven in the time between.
	fn allows(&self, earlier: &Reading, later: &Reading) -> bool {
		let time = later
			.report
			.taken_at
			.saturating_sub(earlier.report.taken_at);
		let days = time.div_ceil(self.day.max(1)).max(1);
		u64::from(later.km.saturating_sub(earlier.km))
			<= days.saturating_mul(u64::from(self.km_per_day))
	}
}

/// Whether the later of two neighbouring readings is lower. Those of two odometers are not compared.
fn decreases(earlier: &Reading, later: &Reading) -> bool {
	later.start == MeterStart::Continues && later.km < earlier.km
}

impl OdometerSummary {
	/// Readings that have their place in the chain.
	pub fn readings(&self) -> u32 {
		self.settled
			.saturating_add(u32::try_from(self.recent.len()).unwrap_or(u32::MAX))
	}

	/// Neighbouring readings of which the later one is lower.
	pub fn decreases(&self) -> u32 {
		let among_recent = self
			.recent
			.iter()
			.zip(self.recent.iter().skip(1))
			.filter(|(earlier, later)| decreases(earlier, later))
			.count();
		let at_the_edge = matches!(
			(&self.last_settled, self.recent.first()),
			(Some(earlier), Some(later)) if decreases(earlier, later)
		);
		self.settled_decreases
			.saturating_add(u32::try_from(among_recent).unwrap_or(u32::MAX))
			.saturating_add(u32::from(at_the_edge))
	}

	/// The reading taken last.
	pub fn newest(&self) -> Option<&Reading> {
		self.recent.last()
	}

	/// A reading that is not settled.
	pub fn recent_reading(&self, record: RecordIndex) -> Option<&Reading> {
		self.recent.iter().find(|reading| reading.record == record)
	}

	/// 주행거리 판정: what the readings of a car of this origin say as a whole.
	pub fn verdict(&self, origin: VehicleOrigin) -> OdometerVerdict {
		if self.decreases() > 0 {
			return OdometerVerdict::Illogical;
		}
		let reason = match origin {
			VehicleOrigin::ImportedUsed => NoJudgementReason::Import,
			VehicleOrigin::Legacy => NoJudgementReason::Legacy,
			VehicleOrigin::New if self.replacements > 0 => NoJudgementReason::MeterReplaced,
			VehicleOrigin::New if self.rollovers > 0 => NoJudgementReason::MeterRollover,
			VehicleOrigin::New if self.readings() < 2 => NoJudgementReason::TooFewReadings,
			VehicleOrigin::New => return OdometerVerdict::Logical,
		};
		OdometerVerdict::NoJudgement(reason)
	}

	/// Put a reading into the chain. Its flag is found here.
	pub(crate) fn place(&mut self, mut reading: Reading, plausible: Plausibility) -> Placement {
		let Some(place) = self.find_place(reading.report.taken_at) else {
			reading.flag = ReadingFlag::NotPlaced;
			return Placement {
				flag: reading.flag,
				to_store: Some(SettledReading {
					reading,
					previous: None,
					next: None,
				}),
			};
		};
		let previous = match place.checked_sub(1) {
			Some(before) => self.recent.get(before).copied(),
			None => self.last_settled,
		};
		let next = self.recent.get(place).copied();
		reading.flag = match (previous, next) {
			(Some(earlier), _) if decreases(&earlier, &reading) => ReadingFlag::BelowEarlier,
			(_, Some(later)) if decreases(&reading, &later) => ReadingFlag::AboveLater,
			(Some(earlier), _) if !plausible.allows(&earlier, &reading) => ReadingFlag::Implausible,
			_ => ReadingFlag::Consistent,
		};
		Placement {
			flag: reading.flag,
			to_store: self.insert(place, reading),
		}
	}

	/// Begin a new odometer with `reading`; nothing if that was before too many later readings to find its
	/// place.
	pub(crate) fn begin_meter(
		&mut self,
		mut reading: Reading,
		change: MeterChange,
	) -> Option<Placement> {
		let place = self.find_place(reading.report.taken_at)?;
		match change {
			MeterChange::Rollover => self.rollovers = self.rollovers.saturating_add(1),
			MeterChange::Broken | MeterChange::Accident | MeterChange::Recall => {
				self.replacements = self.replacements.saturating_add(1);
			},
		}
		reading.start = MeterStart::Begins;
		reading.flag = match self.recent.get(place) {
			Some(later) if decreases(&reading, later) => ReadingFlag::AboveLater,
			_ => ReadingFlag::Consistent,
		};
		Some(Placement {
			flag: reading.flag,
			to_store: self.insert(place, reading),
		})
	}

	/// A new odometer that was recorded by mistake is none.
	pub(crate) fn uncount_meter(&mut self, change: MeterChange) {
		match change {
			MeterChange::Rollover => self.rollovers = self.rollovers.saturating_sub(1),
			MeterChange::Broken | MeterChange::Accident | MeterChange::Recall => {
				self.replacements = self.replacements.saturating_sub(1);
			},
		}
	}

	/// Walk back from the newest reading to the place of one taken at `taken_at`.
	fn find_place(&self, taken_at: Moment) -> Option<usize> {
		let mut place = self.recent.len();
		let mut steps = 0u32;
		while let Some(before) = place.checked_sub(1) {
			if self
				.recent
				.get(before)
				.is_some_and(|earlier| earlier.report.taken_at <= taken_at)
			{
				return Some(place);
			}
			if steps >= MAX_PLACEMENT_STEPS {
				return None;
			}
			steps = steps.saturating_add(1);
			place = before;
		}
		// The neighbours of a settled reading no longer change.
		self.last_settled.is_none().then_some(place)
	}

	/// Insert at a place, and return the reading that is settled by it.
	fn insert(&mut self, place: usize, reading: Reading) -> Option<SettledReading> {
		let mut settled = None;
		let mut place = place;
		if self.recent.is_full() {
			settled = self.settle_oldest();
			place = place.saturating_sub(1);
		}
		// There is room: a full list has just given one up.
		let _ = self.recent.try_insert(place, reading);
		settled
	}

	/// Take the oldest of the recent readings out of the entry. A new one never takes its place: it is
	/// compared with fewer readings than there are.
	fn settle_oldest(&mut self) -> Option<SettledReading> {
		let next = self.recent.get(1).map(|reading| reading.record);
		let oldest = *self.recent.first()?;
		self.recent.remove(0);
		if self
			.last_settled
			.is_some_and(|before| decreases(&before, &oldest))
		{
			self.settled_decreases = self.settled_decreases.saturating_add(1);
		}
		let previous = self.last_settled.map(|reading| reading.record);
		self.last_settled = Some(oldest);
		self.settled = self.settled.saturating_add(1);
		Some(SettledReading {
			reading: oldest,
			previous,
			next,
		})
	}

	/// Put another reading in the place of one that is not settled. Says whether there is one.
	pub(crate) fn replace_recent(&mut self, new: Reading) -> bool {
		match self
			.recent
			.iter_mut()
			.find(|reading| reading.record == new.record)
		{
			Some(reading) => {
				*reading = new;
				true
			},
			None => false,
		}
	}

	/// Count a correction of a settled reading, given its settled neighbours.
	pub(crate) fn correct_settled(
		&mut self,
		old: &Reading,
		new: &Reading,
		previous: Option<&Reading>,
		next: Option<&Reading>,
	) {
		let pairs = |reading: &Reading| {
			let before = previous.is_some_and(|earlier| decreases(earlier, reading));
			let after = next.is_some_and(|later| decreases(reading, later));
			u32::from(before).saturating_add(u32::from(after))
		};
		self.settled_decreases = self
			.settled_decreases
			.saturating_sub(pairs(old))
			.saturating_add(pairs(new));
		if let Some(last) = &mut self.last_settled {
			if last.record == new.record {
				*last = *new;
			}
		}
	}
}
