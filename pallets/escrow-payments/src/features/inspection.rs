// SPDX-License-Identifier: Apache-2.0

//! 검사: endorsing, inspecting, correcting, approving, and what happens when somebody sleeps.

use crate::{features::claims::Tree, pallet::*, types::*, Deadline, Period};
use frame_support::{
	ensure,
	traits::{fungible::Inspect, Get},
};
use frame_system::pallet_prelude::OriginFor;
use seoul_chain_primitives::{Actor, AgencyId, Balance, DocumentCommitment, EnsureActor, PartyId};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The agency that may inspect a claim now: the inspector, and after a timeout the next level too. Never
	/// the supervisor.
	pub(crate) fn inspecting_agency(
		origin: OriginFor<T>,
		id: ClaimId,
	) -> Result<AgencyId, DispatchError> {
		let claim = Self::claim(id)?;
		let contract = Self::contract(claim.contract)?;
		let of = |actor: Actor<T::AccountId>, office: AgencyId| {
			(actor.agency == office && office != contract.supervisor).then_some(office)
		};
		// Who approves may send it back.
		let department_may = claim.level >= Level::Department
			|| matches!(claim.status, ClaimStatus::Inspected { .. });
		if department_may {
			let department = T::DepartmentOrigin::ensure_actor(origin.clone()).ok();
			if let Some(agency) = department.and_then(|actor| of(actor, contract.department)) {
				return Ok(agency);
			}
		}
		if claim.level >= Level::Officer {
			let officer = T::OfficerOrigin::ensure_actor(origin.clone()).ok();
			if let Some(agency) = officer.and_then(|actor| of(actor, contract.officer)) {
				return Ok(agency);
			}
		}
		let inspector = T::InspectorOrigin::ensure_actor(origin)?;
		of(inspector, contract.inspector).ok_or_else(|| Error::<T>::NotTheContractsOffice.into())
	}

	/// The agency that may approve a claim now: the department, and after its timeout the officer too.
	pub(crate) fn approving_agency(
		origin: OriginFor<T>,
		id: ClaimId,
	) -> Result<AgencyId, DispatchError> {
		let claim = Self::claim(id)?;
		let contract = Self::contract(claim.contract)?;
		if claim.level >= Level::Officer {
			if let Ok(officer) = T::OfficerOrigin::ensure_actor(origin.clone()) {
				if officer.agency == contract.officer {
					return Ok(officer.agency);
				}
			}
		}
		let department = T::DepartmentOrigin::ensure_actor(origin)?;
		ensure!(
			department.agency == contract.department,
			Error::<T>::NotTheContractsOffice
		);
		Ok(department.agency)
	}

	pub(crate) fn do_endorse_claim(supervisor: AgencyId, id: ClaimId) -> DispatchResult {
		let mut claim = Self::claim(id)?;
		ensure!(
			Self::contract(claim.contract)?.supervisor == supervisor,
			Error::<T>::NotTheContractsOffice
		);
		let ClaimStatus::Submitted { deadline } = claim.status else {
			return Err(Error::<T>::WrongClaimStatus.into());
		};
		claim.status = ClaimStatus::Inspecting { deadline };
		Claims::<T>::insert(id, claim);
		Self::deposit_event(Event::ClaimEndorsed {
			claim: id,
			by: supervisor,
		});
		Ok(())
	}

	pub(crate) fn do_order_correction(
		agency: AgencyId,
		id: ClaimId,
		reason: DocumentCommitment,
	) -> DispatchResult {
		let mut claim = Self::claim(id)?;
		ensure!(
			matches!(
				claim.status,
				ClaimStatus::Submitted { .. }
					| ClaimStatus::Inspecting { .. }
					| ClaimStatus::Inspected { .. }
			),
			Error::<T>::WrongClaimStatus
		);
		claim.status = ClaimStatus::CorrectionOrdered { on: Self::today() };
		Claims::<T>::insert(id, claim);
		Self::deposit_event(Event::CorrectionOrdered {
			claim: id,
			by: agency,
			reason,
		});
		Ok(())
	}

	pub(crate) fn do_pass_inspection(
		agency: AgencyId,
		id: ClaimId,
		reductions: &Reductions,
	) -> DispatchResult {
		let mut claim = Self::claim(id)?;
		let deadline = match claim.status {
			ClaimStatus::Inspecting { deadline } => deadline,
			// The supervisor slept too.
			ClaimStatus::Submitted { deadline } if claim.level > Level::Inspector => deadline,
			ClaimStatus::Submitted { .. } => return Err(Error::<T>::NotEndorsed.into()),
			_ => return Err(Error::<T>::WrongClaimStatus.into()),
		};
		let contract = Self::contract(claim.contract)?;
		let old_gross = claim.gross;
		if !reductions.quantities.is_empty() {
			claim.gross = Self::reduce_quantities(claim.contract, id, &reductions.quantities)?;
			ensure!(
				claim.kind != ClaimKind::Completion,
				Error::<T>::WorksIncomplete
			);
		}
		let cut = Self::reduce_lines(id, &reductions.lines)?;
		claim.named = claim.named.saturating_sub(cut);
		Self::ensure_lines_fit(&contract, &claim)?;
		claim.status = ClaimStatus::Inspected { deadline };
		Claims::<T>::insert(id, claim);
		Self::deposit_event(Event::InspectionPassed {
			claim: id,
			by: agency,
			old_gross,
			gross: claim.gross,
		});
		Ok(())
	}

	/// Lower lines, and say by how much in all.
	fn reduce_lines(id: ClaimId, lines: &[(LineIndex, Balance)]) -> Result<Balance, DispatchError> {
		let least = T::Currency::minimum_balance();
		let mut tree = Tree::new();
		let mut cut: Balance = 0;
		for (index, amount) in lines {
			let mut line = Self::line(id, *index)?;
			// The wages of a list cannot be cut without making another list.
			ensure!(
				!matches!(line.kind, LineKind::Labour { .. }) && (*amount == 0 || *amount >= least),
				Error::<T>::ReductionInvalid
			);
			Self::ensure_won(*amount)?;
			let less = line
				.amount
				.checked_sub(*amount)
				.filter(|less| *less > 0)
				.ok_or(Error::<T>::ReductionInvalid)?;
			tree.discharge::<T>(line.under, less)?;
			cut = cut.saturating_add(less);
			line.amount = *amount;
			Lines::<T>::insert(id, index, line);
		}
		tree.store::<T>();
		Ok(cut)
	}

	pub(crate) fn do_approve_claim(_agency: AgencyId, id: ClaimId) -> DispatchResult {
		let mut claim = Self::claim(id)?;
		ensure!(
			matches!(claim.status, ClaimStatus::Inspected { .. }),
			Error::<T>::WrongClaimStatus
		);
		let mut contract = Self::contract(claim.contract)?;
		let today = Self::today();
		let (offset, damages) =
			Self::deductions(&contract, claim.kind, claim.gross, claim.submitted_on);
		claim.offset = offset;
		claim.damages = damages;
		let net = claim.net();
		let rest = net
			.checked_sub(claim.named)
			.ok_or(Error::<T>::LinesExceedValue)?;
		match claim.kind {
			ClaimKind::Advance { amount } => {
				Self::ensure_advance(&contract, amount)?;
				contract.advance.paid = contract.advance.paid.saturating_add(amount);
			},
			ClaimKind::Progress | ClaimKind::Completion | ClaimKind::Settlement => {
				contract.gross = contract.gross.saturating_add(claim.gross);
			},
		}
		contract.advance.offset = contract.advance.offset.saturating_add(offset);
		contract.damages = contract.damages.saturating_add(damages);
		contract.net = contract.net.saturating_add(net);
		contract.pending_claims = contract.pending_claims.saturating_sub(1);
		Self::add_shares(id, &mut claim, &contract, rest);
		Self::deposit_event(Event::ClaimApproved {
			claim: id,
			gross: claim.gross,
			offset,
			damages,
			net,
		});
		claim.status = ClaimStatus::Approved {
			on: today,
			business_days: contract.terms.payment_business_days,
		};
		match claim.kind {
			ClaimKind::Completion => {
				ensure!(
					contract.gross == contract.amount,
					Error::<T>::WorksIncomplete
				);
				contract.status = ContractStatus::Completed { on: today };
				PendingChanges::<T>::remove(claim.contract);
				Self::deposit_event(Event::ContractCompleted {
					contract: claim.contract,
					on: today,
				});
			},
			ClaimKind::Settlement => {
				Self::settle_termination(claim.contract, &mut contract);
			},
			_ => {},
		}
		if claim.open_lines == 0 {
			// Everything was worked off against the advance, or taken as damages.
			claim.status = ClaimStatus::Paid {
				deadline: Deadline {
					from: today,
					period: Period::Days(0),
					due: today,
					missed: false,
				},
				on: today,
			};
			Self::claim_ended(id, claim.contract, &mut contract);
		}
		Contracts::<T>::insert(claim.contract, contract);
		Claims::<T>::insert(id, claim);
		Ok(())
	}

	/// What no line names a payee for goes to the members by their shares; the lead has what rounding leaves.
	fn add_shares(id: ClaimId, claim: &mut Claim, contract: &Contract, rest: Balance) {
		let won = T::Won::get();
		let others = contract
			.members
			.iter()
			.skip(1)
			.map(|member| (member.party, member.share.of(rest, won)));
		let to_others = others
			.clone()
			.fold(0, |sum: Balance, (_, amount)| sum.saturating_add(amount));
		let lead = contract
			.lead()
			.map(|lead| (lead, rest.saturating_sub(to_others)));
		for (party, amount) in lead.into_iter().chain(others) {
			if amount > 0 {
				Self::append_line(
					id,
					claim,
					Line {
						payee: Payee::Party(party),
						under: Under::Prime,
						kind: LineKind::Share,
						amount,
						days_late: 0,
						interest_paid: 0,
						status: LineStatus::Pending,
					},
				);
			}
		}
	}

	/// Add a line at the end of a claim.
	pub(crate) fn append_line(id: ClaimId, claim: &mut Claim, line: Line) -> LineIndex {
		let index = LineIndex(claim.lines);
		Lines::<T>::insert(id, index, line);
		claim.lines = claim.lines.saturating_add(1);
		claim.open_lines = claim.open_lines.saturating_add(1);
		index
	}

	/// The last day for an inspection has passed: the next level answers, and nothing is approved.
	pub(crate) fn escalate(id: ClaimId, missed: Deadline) {
		let Some(mut claim) = Claims::<T>::get(id) else {
			return;
		};
		let Some(contract) = Contracts::<T>::get(claim.contract) else {
			return;
		};
		let extended = Deadline::new(
			Self::today(),
			Period::Days(contract.terms.inspection_extension_days),
			&HolidaySet::<T>::get(),
		);
		let (late, level) = match (&mut claim.status, claim.level) {
			(ClaimStatus::Submitted { deadline }, Level::Inspector) => {
				*deadline = extended;
				(contract.supervisor, Level::Department)
			},
			(ClaimStatus::Inspecting { deadline }, Level::Inspector) => {
				*deadline = extended;
				(contract.inspector, Level::Department)
			},
			(ClaimStatus::Submitted { deadline } | ClaimStatus::Inspecting { deadline }, level) => {
				*deadline = extended;
				match level {
					Level::Officer => (contract.officer, Level::Officer),
					_ => (contract.department, level.next()),
				}
			},
			(ClaimStatus::Inspected { deadline }, level) => {
				*deadline = extended;
				match level {
					Level::Officer => (contract.officer, Level::Officer),
					_ => (contract.department, Level::Officer),
				}
			},
			_ => return,
		};
		claim.level = level;
		Claims::<T>::insert(id, claim);
		Self::schedule_after(Duty::InspectionLate(id), &extended);
		Self::deposit_event(Event::InspectionEscalated {
			claim: id,
			late_party: PartyId::Agency(late),
			old_due: missed.due,
			level,
			due: extended.due,
		});
	}
}
