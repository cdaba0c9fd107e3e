// SPDX-License-Identifier: Apache-2.0

//! 일정: what the chain does by itself, day by day, within its share of each block.
//!
//! An entry never moves. When a deadline moves, another entry is made on the new day, and the old one is
//! passed over when its turn comes, because the deadline is still to come, or has been done with.

use crate::{pallet::*, types::*, AgendaPlace, Day, Deadline, WeightInfo};
use frame_support::{
	traits::Get,
	weights::{Weight, WeightMeter},
};
use seoul_chain_primitives::PartyId;

/// Whether an entry is done with, or waits for the next block.
pub(crate) enum Progress {
	/// 완료.
	Done,
	/// 다음 블록.
	NextBlock,
}

impl<T: Config> Pallet<T> {
	/// Have `task` done on `day`, or today if that has passed; says on which day.
	pub(crate) fn schedule(task: Duty, day: Day) -> Day {
		let today = Self::today();
		let day = day.max(today);
		// The first entry ever says where the chain begins; genesis knows no time.
		if !AgendaCursor::<T>::exists() {
			AgendaCursor::<T>::put(AgendaPlace {
				day: today,
				index: 0,
			});
		}
		let index = AgendaCount::<T>::get(day);
		Agenda::<T>::insert(day, index, task);
		AgendaCount::<T>::insert(day, index.saturating_add(1));
		if LastAgendaDay::<T>::get() < day {
			LastAgendaDay::<T>::put(day);
		}
		day
	}

	/// Have `task` done when `deadline` has passed.
	pub(crate) fn schedule_after(task: Duty, deadline: &Deadline) {
		Self::schedule(task, deadline.due.plus(1));
	}

	/// The deadline of a task and the day on which it is done; nothing if there is no such task any more.
	pub(crate) fn deadline_of(task: Duty) -> Option<(Deadline, Day)> {
		let late =
			|deadline: Deadline| (!deadline.missed).then_some((deadline, deadline.due.plus(1)));
		match task {
			Duty::Pay(claim) => match Claims::<T>::get(claim)?.status {
				ClaimStatus::PaymentRequested { deadline, pay_on } => Some((deadline, pay_on)),
				_ => None,
			},
			Duty::PaymentLate(claim) => match Claims::<T>::get(claim)?.status {
				ClaimStatus::Unfunded { deadline } => late(deadline),
				_ => None,
			},
			Duty::InspectionLate(claim) => match Claims::<T>::get(claim)?.status {
				ClaimStatus::Submitted { deadline }
				| ClaimStatus::Inspecting { deadline }
				| ClaimStatus::Inspected { deadline } => late(deadline),
				_ => None,
			},
			Duty::DecisionLate(claim, line) => match Lines::<T>::get(claim, line)?.status {
				LineStatus::Objected { deadline, .. } => late(deadline),
				_ => None,
			},
			Duty::WagesLate(claim, line) => {
				WageLists::<T>::get(claim, line)?.deadline.and_then(late)
			},
			Duty::WorkSilent(subcontract, report) => {
				match WorkReports::<T>::get(subcontract, report)?.status {
					WorkStatus::Reported { deadline } => late(deadline),
					_ => None,
				}
			},
			Duty::WorkUnpaid(subcontract, report) => {
				match WorkReports::<T>::get(subcontract, report)?.status {
					WorkStatus::Passed { payment, .. } => late(payment),
					_ => None,
				}
			},
			Duty::WorkDecisionLate(subcontract, report) => {
				match WorkReports::<T>::get(subcontract, report)?.status {
					WorkStatus::Contested { deadline, .. } => late(deadline),
					_ => None,
				}
			},
			Duty::WageDecisionLate(claim, line, index) => WageLists::<T>::get(claim, line)?
				.open_dispute(index)
				.and_then(|dispute| late(dispute.deadline)),
		}
	}

	/// Store the deadline of a task. For a payment, the day on which the chain pays moves with it.
	pub(crate) fn set_deadline(task: Duty, moved: Deadline) {
		match task {
			Duty::Pay(claim) | Duty::PaymentLate(claim) | Duty::InspectionLate(claim) => {
				Claims::<T>::mutate(claim, |claim| {
					let Some(claim) = claim else { return };
					match &mut claim.status {
						ClaimStatus::PaymentRequested { deadline, pay_on } => {
							*deadline = moved;
							*pay_on = moved.due;
						},
						ClaimStatus::Unfunded { deadline }
						| ClaimStatus::Submitted { deadline }
						| ClaimStatus::Inspecting { deadline }
						| ClaimStatus::Inspected { deadline } => *deadline = moved,
						_ => {},
					}
				});
			},
			Duty::DecisionLate(claim, line) => Lines::<T>::mutate(claim, line, |line| {
				if let Some(Line {
					status: LineStatus::Objected { deadline, .. },
					..
				}) = line
				{
					*deadline = moved;
				}
			}),
			Duty::WagesLate(claim, line) => WageLists::<T>::mutate(claim, line, |list| {
				if let Some(list) = list {
					list.deadline = Some(moved);
				}
			}),
			Duty::WorkSilent(subcontract, report)
			| Duty::WorkUnpaid(subcontract, report)
			| Duty::WorkDecisionLate(subcontract, report) => {
				WorkReports::<T>::mutate(subcontract, report, |report| {
					let Some(report) = report else { return };
					match &mut report.status {
						WorkStatus::Reported { deadline }
						| WorkStatus::Contested { deadline, .. } => *deadline = moved,
						WorkStatus::Passed { payment, .. } => *payment = moved,
					}
				});
			},
			Duty::WageDecisionLate(claim, line, index) => {
				WageLists::<T>::mutate(claim, line, |list| {
					let Some(list) = list else { return };
					if let Some(dispute) = list.open_dispute_mut(index) {
						dispute.deadline = moved;
					}
				});
			},
		}
	}

	/// Do what is due, in order, within the meter.
	pub(crate) fn service(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::service()).is_err() || T::Paused::get() {
			return;
		}
		let Some(before) = AgendaCursor::<T>::get() else {
			return;
		};
		let today = Self::today();
		let mut place = before;
		// Nothing is done on a day of which it is not known yet whether it is the right one.
		if matches!(Self::sweep(meter), Progress::Done) {
			Self::do_what_is_due(&mut place, today, meter);
		}
		if before != place {
			AgendaCursor::<T>::put(place);
		}
	}

	fn do_what_is_due(place: &mut AgendaPlace, today: Day, meter: &mut WeightMeter) {
		let mut count = AgendaCount::<T>::get(place.day);
		loop {
			if place.index >= count {
				if place.day >= today || meter.try_consume(T::WeightInfo::service_day()).is_err() {
					return;
				}
				AgendaCount::<T>::remove(place.day);
				*place = AgendaPlace {
					day: place.day.plus(1),
					index: 0,
				};
				count = AgendaCount::<T>::get(place.day);
				continue;
			}
			// Room for the dearest entry, so that one which is taken up is never left without having been read.
			let needed = T::WeightInfo::service_task().max(T::WeightInfo::pay_claim(1));
			if !meter.can_consume(needed) {
				return;
			}
			if matches!(Self::do_entry(*place, meter), Progress::NextBlock) {
				return;
			}
			place.index = place.index.saturating_add(1);
		}
	}

	/// Do the entry at a place, and take it out of the agenda.
	pub(crate) fn do_entry(place: AgendaPlace, meter: &mut WeightMeter) -> Progress {
		if let Some(task) = Agenda::<T>::get(place.day, place.index) {
			if matches!(Self::perform(task, place.day, meter), Progress::NextBlock) {
				return Progress::NextBlock;
			}
			Agenda::<T>::remove(place.day, place.index);
		}
		Progress::Done
	}

	/// The contract of a claim.
	fn contract_of_claim(id: ClaimId) -> Option<Contract> {
		Contracts::<T>::get(Claims::<T>::get(id)?.contract)
	}

	/// Do one entry of the agenda.
	fn perform(task: Duty, day: Day, meter: &mut WeightMeter) -> Progress {
		if let Duty::Pay(claim) = task {
			return Self::pay_claim(claim, day, meter);
		}
		meter.consume(T::WeightInfo::service_task());
		let Some((mut deadline, on)) = Self::deadline_of(task) else {
			return Progress::Done;
		};
		// One that came late to the agenda stands on a later day than its own.
		if on > day {
			return Progress::Done;
		}
		deadline.missed = true;
		match task {
			Duty::Pay(_) => {},
			Duty::PaymentLate(claim) => {
				Self::set_deadline(task, deadline);
				if let Some(contract) = Self::contract_of_claim(claim) {
					Self::deposit_event(Event::PaymentLate {
						claim,
						late_party: PartyId::Agency(contract.officer),
						due: deadline.due,
					});
				}
			},
			Duty::InspectionLate(claim) => Self::escalate(claim, deadline),
			Duty::DecisionLate(claim, line) => {
				Self::set_deadline(task, deadline);
				if let Some(contract) = Self::contract_of_claim(claim) {
					Self::deposit_event(Event::DecisionLate {
						claim,
						line,
						late_party: PartyId::Agency(contract.dispute_body),
						due: deadline.due,
					});
				}
			},
			Duty::WagesLate(claim, line) => Self::wages_are_late(claim, line),
			Duty::WorkSilent(subcontract, report) => {
				Self::work_was_silent(subcontract, report, deadline);
			},
			Duty::WorkUnpaid(subcontract, report) => {
				Self::work_is_unpaid(subcontract, report, deadline);
			},
			Duty::WorkDecisionLate(subcontract, report) => {
				Self::set_deadline(task, deadline);
				let contract = Subcontracts::<T>::get(subcontract)
					.and_then(|known| Contracts::<T>::get(known.contract));
				if let Some(contract) = contract {
					Self::deposit_event(Event::WorkDecisionLate {
						subcontract,
						report,
						late_party: PartyId::Agency(contract.dispute_body),
						due: deadline.due,
					});
				}
			},
			Duty::WageDecisionLate(claim, line, index) => {
				Self::set_deadline(task, deadline);
				if let Some(contract) = Self::contract_of_claim(claim) {
					Self::deposit_event(Event::WageDecisionLate {
						claim,
						line,
						index,
						late_party: PartyId::Agency(contract.dispute_body),
						due: deadline.due,
					});
				}
			},
		}
		Progress::Done
	}

	/// Apply a change of the calendar to the deadlines from its first day on.
	fn sweep(meter: &mut WeightMeter) -> Progress {
		let Some(mut place) = CalendarSweep::<T>::get() else {
			return Progress::Done;
		};
		let holidays = HolidaySet::<T>::get();
		let last = LastAgendaDay::<T>::get();
		let mut count = AgendaCount::<T>::get(place.day);
		let step: Weight = T::WeightInfo::move_deadline().max(T::WeightInfo::service_day());
		loop {
			if meter.try_consume(step).is_err() {
				CalendarSweep::<T>::put(place);
				return Progress::NextBlock;
			}
			if place.index >= count {
				if place.day >= last {
					CalendarSweep::<T>::kill();
					Self::deposit_event(Event::CalendarApplied);
					return Progress::Done;
				}
				place = AgendaPlace {
					day: place.day.plus(1),
					index: 0,
				};
				count = AgendaCount::<T>::get(place.day);
				continue;
			}
			if let Some(task) = Agenda::<T>::get(place.day, place.index) {
				Self::move_deadline(task, place.day, &holidays);
			}
			place.index = place.index.saturating_add(1);
		}
	}

	/// Move the deadline of an entry if the calendar says so.
	pub(crate) fn move_deadline(task: Duty, day: Day, holidays: &[Day]) {
		let Some((deadline, on)) = Self::deadline_of(task) else {
			return;
		};
		// Another entry stands for it, or the officer has let it be paid on another day.
		let brought_forward = matches!(task, Duty::Pay(_)) && on != deadline.due;
		if on > day || brought_forward {
			return;
		}
		let moved = Deadline::new(deadline.from, deadline.period, holidays);
		if moved.due == deadline.due {
			return;
		}
		Self::set_deadline(task, moved);
		match task {
			Duty::Pay(claim) => {
				let pay_on = Self::schedule(task, moved.due);
				Self::set_pay_day(claim, pay_on);
			},
			_ => Self::schedule_after(task, &moved),
		}
		Self::deposit_event(Event::DeadlineMoved {
			task,
			old_due: deadline.due,
			due: moved.due,
		});
	}
}
