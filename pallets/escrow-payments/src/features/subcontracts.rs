// SPDX-License-Identifier: Apache-2.0

//! 하도급: the tree of payees below the prime contractor, and the inspection between payer and payee.

use crate::{pallet::*, types::*, Deadline, Period};
use frame_support::ensure;
use seoul_chain_primitives::{AgencyId, Balance, DocumentCommitment, PartyId, PartyRegistry};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The subcontract of a number.
	pub(crate) fn subcontract(id: SubcontractId) -> Result<Subcontract, DispatchError> {
		Subcontracts::<T>::get(id).ok_or_else(|| Error::<T>::NotFound.into())
	}

	/// The subcontract of a number, if both sides have signed it and it has not ended.
	pub(crate) fn subcontract_in_force(id: SubcontractId) -> Result<Subcontract, DispatchError> {
		let subcontract = Self::subcontract(id)?;
		ensure!(
			matches!(
				subcontract.status,
				SubcontractStatus::Signed | SubcontractStatus::ChangeProposed { .. }
			),
			Error::<T>::SubcontractNotInForce
		);
		Ok(subcontract)
	}

	/// Count `more` under the payer of a subcontract, and less of `less`; refuse what exceeds what it receives.
	fn recount(
		contract_id: ContractId,
		parent: Option<SubcontractId>,
		less: Balance,
		more: Balance,
	) -> DispatchResult {
		let beyond = Error::<T>::BeyondParent;
		match parent {
			None => Contracts::<T>::try_mutate(contract_id, |contract| {
				let contract = contract.as_mut().ok_or(Error::<T>::NotFound)?;
				let sum = contract.subcontracted.saturating_sub(less);
				let sum = sum.checked_add(more).ok_or(beyond)?;
				ensure!(
					sum <= contract.amount || more <= less,
					Error::<T>::BeyondParent
				);
				contract.subcontracted = sum;
				Ok(())
			}),
			Some(parent) => Subcontracts::<T>::try_mutate(parent, |parent| {
				let parent = parent.as_mut().ok_or(Error::<T>::NotFound)?;
				let sum = parent.subcontracted.saturating_sub(less);
				let sum = sum.checked_add(more).ok_or(beyond)?;
				ensure!(
					sum <= parent.amount || more <= less,
					Error::<T>::BeyondParent
				);
				parent.subcontracted = sum;
				Ok(())
			}),
		}
	}

	pub(crate) fn do_draft_subcontract(
		payer: PartyId,
		contract_id: ContractId,
		draft: SubcontractDraft,
	) -> DispatchResult {
		let contract = Self::contract(contract_id)?;
		Self::ensure_running(&contract)?;
		let level = match draft.parent {
			None => {
				ensure!(contract.has_member(payer), Error::<T>::NotThePayer);
				1
			},
			Some(parent) => {
				let parent = Self::subcontract_in_force(parent)?;
				ensure!(parent.contract == contract_id, Error::<T>::NotFound);
				ensure!(parent.contractor == payer, Error::<T>::NotThePayer);
				parent.level.saturating_add(1)
			},
		};
		ensure!(level <= MAX_DEPTH, Error::<T>::TooDeep);
		ensure!(draft.contractor != payer, Error::<T>::SelfContract);
		ensure!(
			draft.contractor != PartyId::Agency(contract.dispute_body),
			Error::<T>::DisputeBodyIsParty
		);
		ensure!(
			!contract.is_office(draft.contractor),
			Error::<T>::OfficeIsParty
		);
		T::Parties::ensure_active(draft.contractor)?;
		ensure!(draft.amount > 0, Error::<T>::AmountIsZero);
		ensure!(
			(1..=contract.terms.longest_work_payment_days).contains(&draft.payment_days),
			Error::<T>::InvalidPaymentPeriod
		);
		ensure!(
			draft.late_rate >= contract.terms.subcontract_late_rate
				&& draft.late_rate <= contract.terms.highest_late_rate,
			Error::<T>::InvalidRate
		);
		Self::recount(contract_id, draft.parent, 0, draft.amount)?;
		let id = NextSubcontractId::<T>::mutate(|next| {
			let id = *next;
			next.0 = next.0.saturating_add(1);
			id
		});
		Subcontracts::<T>::insert(
			id,
			Subcontract {
				contract: contract_id,
				parent: draft.parent,
				level,
				payer,
				contractor: draft.contractor,
				kind: draft.kind,
				amount: draft.amount,
				payment_days: draft.payment_days,
				late_rate: draft.late_rate,
				document: draft.document,
				status: SubcontractStatus::Proposed,
				since: Self::today(),
				subcontracted: 0,
				charged: 0,
				reports: 0,
				reported: 0,
				missed: 0,
				direct_pay: DirectPay::None,
			},
		);
		SubcontractsOf::<T>::insert(contract_id, id, ());
		Self::deposit_event(Event::SubcontractDrafted {
			subcontract: id,
			contract: contract_id,
			payer,
			contractor: draft.contractor,
			amount: draft.amount,
			document: draft.document,
		});
		Ok(())
	}

	pub(crate) fn do_sign_subcontract(party: PartyId, id: SubcontractId) -> DispatchResult {
		let mut subcontract = Self::subcontract(id)?;
		ensure!(
			subcontract.contractor == party,
			Error::<T>::NotTheContractor
		);
		Self::ensure_running(&Self::contract(subcontract.contract)?)?;
		let event = match subcontract.status {
			SubcontractStatus::Proposed => {
				subcontract.since = Self::today();
				Event::SubcontractSigned { subcontract: id }
			},
			SubcontractStatus::ChangeProposed { amount } => {
				Self::ensure_amount(&subcontract, amount)?;
				let old_amount = subcontract.amount;
				Self::recount(subcontract.contract, subcontract.parent, old_amount, amount)?;
				subcontract.amount = amount;
				Event::SubcontractChanged {
					subcontract: id,
					old_amount,
					amount,
				}
			},
			SubcontractStatus::Signed | SubcontractStatus::Ended { .. } => {
				return Err(Error::<T>::NothingProposed.into())
			},
		};
		subcontract.status = SubcontractStatus::Signed;
		Subcontracts::<T>::insert(id, subcontract);
		Self::deposit_event(event);
		Ok(())
	}

	/// Refuse an amount below what was used of a subcontract.
	fn ensure_amount(subcontract: &Subcontract, amount: Balance) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::AmountIsZero);
		ensure!(amount >= subcontract.used(), Error::<T>::BelowCharged);
		Ok(())
	}

	pub(crate) fn do_propose_amount(
		party: PartyId,
		id: SubcontractId,
		amount: Balance,
	) -> DispatchResult {
		let mut subcontract = Self::subcontract_in_force(id)?;
		ensure!(subcontract.payer == party, Error::<T>::NotThePayer);
		Self::ensure_amount(&subcontract, amount)?;
		subcontract.status = SubcontractStatus::ChangeProposed { amount };
		Self::deposit_event(Event::SubcontractChangeProposed {
			subcontract: id,
			old_amount: subcontract.amount,
			amount,
		});
		Subcontracts::<T>::insert(id, subcontract);
		Ok(())
	}

	pub(crate) fn do_end_subcontract(party: PartyId, id: SubcontractId) -> DispatchResult {
		let subcontract = Self::subcontract(id)?;
		// What nobody has signed yet, its payer may take back too.
		let may_end = subcontract.contractor == party
			|| (subcontract.status == SubcontractStatus::Proposed && subcontract.payer == party);
		ensure!(may_end, Error::<T>::NotTheContractor);
		Self::end_subcontract_of(id, subcontract, None)
	}

	pub(crate) fn do_end_insolvent_subcontract(
		department: AgencyId,
		id: SubcontractId,
		evidence: DocumentCommitment,
	) -> DispatchResult {
		let subcontract = Self::subcontract(id)?;
		Self::contract_of_department(department, subcontract.contract)?;
		Self::end_subcontract_of(id, subcontract, Some(evidence))
	}

	fn end_subcontract_of(
		id: SubcontractId,
		mut subcontract: Subcontract,
		evidence: Option<DocumentCommitment>,
	) -> DispatchResult {
		ensure!(
			!matches!(subcontract.status, SubcontractStatus::Ended { .. }),
			Error::<T>::SubcontractNotInForce
		);
		// What those below still have to get stays theirs, and what was reported is still to be paid.
		let kept = subcontract.used();
		let freed = subcontract.amount.saturating_sub(kept);
		Self::recount(
			subcontract.contract,
			subcontract.parent,
			subcontract.amount,
			kept,
		)?;
		subcontract.amount = kept;
		subcontract.status = SubcontractStatus::Ended { on: Self::today() };
		Subcontracts::<T>::insert(id, subcontract);
		Self::deposit_event(Event::SubcontractEnded {
			subcontract: id,
			evidence,
			freed,
		});
		Ok(())
	}

	/// The report of a number under a subcontract.
	pub(crate) fn work_report(
		id: SubcontractId,
		number: ReportNumber,
	) -> Result<WorkReport, DispatchError> {
		WorkReports::<T>::get(id, number).ok_or_else(|| Error::<T>::NotFound.into())
	}

	pub(crate) fn do_report_work(
		party: PartyId,
		id: SubcontractId,
		amount: Balance,
		evidence: DocumentCommitment,
	) -> DispatchResult {
		let mut subcontract = Self::subcontract_in_force(id)?;
		ensure!(
			subcontract.contractor == party,
			Error::<T>::NotTheContractor
		);
		ensure!(amount > 0, Error::<T>::AmountIsZero);
		let reported = subcontract.reported.checked_add(amount);
		subcontract.reported = reported
			.filter(|reported| *reported <= subcontract.amount)
			.ok_or(Error::<T>::BeyondSubcontract)?;
		let terms = Self::contract(subcontract.contract)?.terms;
		let deadline = Self::deadline_from_today(Period::Days(terms.work_inspection_days));
		let number = ReportNumber(subcontract.reports);
		subcontract.reports = subcontract.reports.saturating_add(1);
		Subcontracts::<T>::insert(id, subcontract);
		WorkReports::<T>::insert(
			id,
			number,
			WorkReport {
				amount,
				evidence,
				reported_on: deadline.from,
				status: WorkStatus::Reported { deadline },
			},
		);
		Self::schedule_after(Duty::WorkSilent(id, number), &deadline);
		Self::deposit_event(Event::WorkReported {
			subcontract: id,
			report: number,
			amount,
			due: deadline.due,
		});
		Ok(())
	}

	pub(crate) fn do_pass_work(
		party: PartyId,
		id: SubcontractId,
		number: ReportNumber,
	) -> DispatchResult {
		let subcontract = Self::subcontract(id)?;
		ensure!(subcontract.payer == party, Error::<T>::NotThePayer);
		let report = Self::work_report(id, number)?;
		ensure!(
			!matches!(report.status, WorkStatus::Passed { .. }),
			Error::<T>::WorkNotReported
		);
		Self::pass(id, &subcontract, number, report, PassedBy::Payer);
		Ok(())
	}

	pub(crate) fn do_contest_work(
		party: PartyId,
		id: SubcontractId,
		number: ReportNumber,
		reason: DocumentCommitment,
	) -> DispatchResult {
		let subcontract = Self::subcontract(id)?;
		ensure!(subcontract.payer == party, Error::<T>::NotThePayer);
		let mut report = Self::work_report(id, number)?;
		ensure!(
			matches!(report.status, WorkStatus::Reported { .. }),
			Error::<T>::WorkNotReported
		);
		let terms = Self::contract(subcontract.contract)?.terms;
		let deadline = Self::deadline_from_today(Period::Days(terms.dispute_days));
		report.status = WorkStatus::Contested {
			on: deadline.from,
			reason,
			deadline,
		};
		WorkReports::<T>::insert(id, number, report);
		Self::schedule_after(Duty::WorkDecisionLate(id, number), &deadline);
		Self::deposit_event(Event::WorkContested {
			subcontract: id,
			report: number,
			reason,
		});
		Ok(())
	}

	pub(crate) fn do_decide_work(
		body: AgencyId,
		id: SubcontractId,
		number: ReportNumber,
		amount: Balance,
	) -> DispatchResult {
		let mut subcontract = Self::subcontract(id)?;
		ensure!(
			Self::contract(subcontract.contract)?.dispute_body == body,
			Error::<T>::NotTheContractsOffice
		);
		let mut report = Self::work_report(id, number)?;
		ensure!(
			matches!(report.status, WorkStatus::Contested { .. }),
			Error::<T>::WorkNotReported
		);
		let less = report
			.amount
			.checked_sub(amount)
			.ok_or(Error::<T>::AmountTooHigh)?;
		report.amount = amount;
		subcontract.reported = subcontract.reported.saturating_sub(less);
		Subcontracts::<T>::insert(id, subcontract);
		Self::pass(id, &subcontract, number, report, PassedBy::DisputeBody);
		Ok(())
	}

	/// Work is passed, and due the subcontract's days after it was taken over.
	fn pass(
		id: SubcontractId,
		subcontract: &Subcontract,
		number: ReportNumber,
		report: WorkReport,
		by: PassedBy,
	) {
		let payment = Deadline::new(
			report.reported_on,
			Period::Days(subcontract.payment_days),
			&HolidaySet::<T>::get(),
		);
		WorkReports::<T>::insert(
			id,
			number,
			WorkReport {
				status: WorkStatus::Passed {
					on: Self::today(),
					by,
					payment,
					interest_paid: 0,
					line: None,
				},
				..report
			},
		);
		Self::schedule_work_payment(id, number, &payment);
		Self::deposit_event(Event::WorkPassed {
			subcontract: id,
			report: number,
			by,
			due: payment.due,
		});
	}

	/// What was due before it was passed is late from the day after; the agenda cannot go back.
	fn schedule_work_payment(id: SubcontractId, number: ReportNumber, payment: &Deadline) {
		let task = Duty::WorkUnpaid(id, number);
		if payment.due < Self::today() {
			Self::work_is_unpaid(
				id,
				number,
				Deadline {
					missed: true,
					..*payment
				},
			);
		} else {
			Self::schedule_after(task, payment);
		}
	}

	/// The payer was silent until the deadline.
	pub(crate) fn work_was_silent(id: SubcontractId, number: ReportNumber, deadline: Deadline) {
		let (Some(subcontract), Some(report)) = (
			Subcontracts::<T>::get(id),
			WorkReports::<T>::get(id, number),
		) else {
			return;
		};
		if subcontract.kind == SubcontractKind::Services {
			Self::set_deadline(Duty::WorkSilent(id, number), deadline);
			Self::deposit_event(Event::WorkInspectionLate {
				subcontract: id,
				report: number,
				late_party: subcontract.payer,
				due: deadline.due,
			});
		} else {
			Self::pass(id, &subcontract, number, report, PassedBy::Silence);
		}
	}

	/// The payment of passed work was due.
	pub(crate) fn work_is_unpaid(id: SubcontractId, number: ReportNumber, deadline: Deadline) {
		// A decision may have left nothing of it.
		let nothing = WorkReports::<T>::get(id, number).is_none_or(|report| report.amount == 0);
		let paid = nothing || Self::work_paid_on(id, number).is_some();
		Self::set_deadline(Duty::WorkUnpaid(id, number), deadline);
		if paid {
			return;
		}
		let payer = Subcontracts::<T>::mutate(id, |subcontract| {
			subcontract.as_mut().map(|subcontract| {
				subcontract.missed = subcontract.missed.saturating_add(1);
				subcontract.payer
			})
		});
		if let Some(late_party) = payer {
			Self::deposit_event(Event::WorkPaymentMissed {
				subcontract: id,
				report: number,
				late_party,
				due: deadline.due,
			});
		}
	}

	/// When the line that pays a report was paid.
	pub(crate) fn work_paid_on(id: SubcontractId, number: ReportNumber) -> Option<crate::Day> {
		let WorkStatus::Passed {
			line: Some((claim, line)),
			..
		} = WorkReports::<T>::get(id, number)?.status
		else {
			return None;
		};
		match Lines::<T>::get(claim, line)?.status {
			LineStatus::Paid { on, .. } | LineStatus::Deposited { on, .. } => Some(on),
			_ => None,
		}
	}
}
