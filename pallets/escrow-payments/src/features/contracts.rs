// SPDX-License-Identifier: Apache-2.0

//! 계약: drafting, signing, starting, changing.

use crate::{pallet::*, types::*};
use frame_support::{ensure, traits::Get};
use seoul_chain_primitives::{
	AgencyId, AgencyRegistry, Balance, DocumentCommitment, PartyId, PartyRegistry, Role,
};
use sp_runtime::{DispatchError, DispatchResult};

/// An item before anything of it is claimed.
fn fresh(item: &(u64, Balance)) -> Item {
	Item {
		quantity: item.0,
		unit_price: item.1,
		claimed: 0,
	}
}

impl<T: Config> Pallet<T> {
	/// The contract of a number.
	pub(crate) fn contract(id: ContractId) -> Result<Contract, DispatchError> {
		Contracts::<T>::get(id).ok_or_else(|| Error::<T>::NotFound.into())
	}

	/// The contract of a number, if `department` ordered it.
	pub(crate) fn contract_of_department(
		department: AgencyId,
		id: ContractId,
	) -> Result<Contract, DispatchError> {
		let contract = Self::contract(id)?;
		ensure!(
			contract.department == department,
			Error::<T>::NotTheContractsOffice
		);
		Ok(contract)
	}

	/// Refuse prices and quantities that cannot be, and say what they add up to.
	fn ensure_schedule(schedule: &Schedule) -> Result<Balance, DispatchError> {
		let won = T::Won::get();
		ensure!(
			!schedule.items.is_empty()
				&& schedule.items.iter().all(|item| item.quantity > 0
					&& item.unit_price > 0
					&& item.unit_price.checked_rem(won) == Some(0)),
			Error::<T>::InvalidSchedule
		);
		let amount = schedule.amount().ok_or(Error::<T>::InvalidSchedule)?;
		let budgeted = schedule
			.budget
			.iter()
			.try_fold(0, |sum: Balance, year| sum.checked_add(year.amount));
		let in_order = schedule
			.budget
			.iter()
			.zip(schedule.budget.iter().skip(1))
			.all(|(earlier, later)| earlier.year < later.year);
		ensure!(
			in_order && budgeted == Some(amount),
			Error::<T>::BudgetMismatch
		);
		Ok(amount)
	}

	fn ensure_members(
		members: &Members,
		offices: [AgencyId; 4],
		dispute_body: AgencyId,
	) -> DispatchResult {
		let shares = members
			.iter()
			.fold(0u32, |sum, member| sum.saturating_add(member.share.0));
		let distinct = members.iter().enumerate().all(|(place, member)| {
			!members
				.iter()
				.skip(place.saturating_add(1))
				.any(|other| other.party == member.party)
		});
		ensure!(
			!members.is_empty()
				&& distinct && shares == Millionths::WHOLE.0
				&& members.iter().all(|member| member.share.0 > 0),
			Error::<T>::InvalidMembers
		);
		for member in members {
			ensure!(
				member.party != PartyId::Agency(dispute_body),
				Error::<T>::DisputeBodyIsParty
			);
			ensure!(
				!offices.map(PartyId::Agency).contains(&member.party),
				Error::<T>::OfficeIsParty
			);
			T::Parties::ensure_active(member.party)?;
			if let PartyId::Agency(agency) = member.party {
				T::Agencies::ensure_agency_has(agency, Role::Contractor)?;
			}
		}
		Ok(())
	}

	pub(crate) fn do_draft_contract(department: AgencyId, draft: ContractDraft) -> DispatchResult {
		let ContractDraft {
			officer,
			supervisor,
			inspector,
			dispute_body,
			members,
			items,
			budget,
			complete_by,
			document,
		} = draft;
		ensure!(supervisor != inspector, Error::<T>::SupervisorIsInspector);
		let offices = [department, officer, supervisor, inspector];
		ensure!(
			!offices.contains(&dispute_body),
			Error::<T>::DisputeBodyIsParty
		);
		T::Agencies::ensure_agency_has(officer, Role::ContractOfficer)?;
		T::Agencies::ensure_agency_has(supervisor, Role::Supervisor)?;
		T::Agencies::ensure_agency_has(inspector, Role::WorksInspector)?;
		T::Agencies::ensure_agency_has(dispute_body, Role::DisputeBody)?;
		Self::ensure_members(&members, offices, dispute_body)?;
		let today = Self::today();
		ensure!(complete_by > today, Error::<T>::DeadlineInPast);
		let mut schedule = Schedule {
			budget,
			..Schedule::default()
		};
		for item in &items {
			schedule
				.items
				.try_push(fresh(item))
				.map_err(|_| Error::<T>::InvalidSchedule)?;
		}
		let amount = Self::ensure_schedule(&schedule)?;
		let id = NextContractId::<T>::mutate(|next| {
			let id = *next;
			next.0 = next.0.saturating_add(1);
			id
		});
		let lead = members
			.first()
			.map(|member| member.party)
			.ok_or(Error::<T>::InvalidMembers)?;
		Contracts::<T>::insert(
			id,
			Contract {
				department,
				officer,
				supervisor,
				inspector,
				dispute_body,
				members,
				amount,
				complete_by,
				document,
				terms: Self::terms_on(today),
				signatures: Signatures::default(),
				status: ContractStatus::Draft,
				funds: Funds::default(),
				advance: Advance::default(),
				gross: 0,
				net: 0,
				damages: 0,
				subcontracted: 0,
				open_claims: 0,
				pending_claims: 0,
				attachments: 0,
				arrivals: 0,
			},
		);
		Schedules::<T>::insert(id, schedule);
		Self::deposit_event(Event::ContractDrafted {
			contract: id,
			department,
			lead,
			amount,
			document,
		});
		Ok(())
	}

	pub(crate) fn do_discard_draft(department: AgencyId, id: ContractId) -> DispatchResult {
		let contract = Self::contract_of_department(department, id)?;
		ensure!(
			contract.status == ContractStatus::Draft,
			Error::<T>::NotADraft
		);
		Contracts::<T>::remove(id);
		Schedules::<T>::remove(id);
		Self::deposit_event(Event::DraftDiscarded { contract: id });
		Ok(())
	}

	/// Whose signatures a contract needs beside that of the department.
	fn signatories(contract: &Contract) -> Signatures {
		let mut all = Signatures::default();
		let offices =
			[contract.supervisor, contract.inspector, contract.officer].map(PartyId::Agency);
		let members = contract.members.iter().map(|member| member.party);
		for party in members.chain(offices) {
			// The department has signed by drafting; an office that does two things signs once.
			if party != PartyId::Agency(contract.department) && !all.contains(&party) {
				// The bound has room for all members and three offices.
				let _ = all.try_push(party);
			}
		}
		all
	}

	pub(crate) fn do_sign_contract(party: PartyId, id: ContractId) -> DispatchResult {
		let mut contract = Self::contract(id)?;
		ensure!(
			contract.status == ContractStatus::Draft,
			Error::<T>::NotADraft
		);
		let signatories = Self::signatories(&contract);
		ensure!(signatories.contains(&party), Error::<T>::NotAParty);
		ensure!(
			!contract.signatures.contains(&party),
			Error::<T>::AlreadySigned
		);
		contract
			.signatures
			.try_push(party)
			.map_err(|_| Error::<T>::AlreadySigned)?;
		let complete = contract.signatures.len() == signatories.len();
		let document = contract.document;
		if complete {
			contract.status = ContractStatus::Signed;
		}
		Contracts::<T>::insert(id, contract);
		Self::deposit_event(Event::ContractSignedBy {
			contract: id,
			party,
		});
		if complete {
			Self::deposit_event(Event::ContractSigned {
				contract: id,
				document,
			});
		}
		Ok(())
	}

	pub(crate) fn do_start_contract(department: AgencyId, id: ContractId) -> DispatchResult {
		let mut contract = Self::contract_of_department(department, id)?;
		match contract.status {
			ContractStatus::Draft => return Err(Error::<T>::NotSigned.into()),
			ContractStatus::Signed | ContractStatus::Funded => {},
			ContractStatus::Active | ContractStatus::Suspended { .. } => {
				return Err(Error::<T>::AlreadyStarted.into())
			},
			_ => return Err(Error::<T>::AlreadyEnded.into()),
		}
		contract.status = ContractStatus::Active;
		Contracts::<T>::insert(id, contract);
		Self::deposit_event(Event::ContractStarted {
			contract: id,
			on: Self::today(),
		});
		Ok(())
	}

	/// Refuse what can only be done between the signatures and the end of the works.
	pub(crate) fn ensure_running(contract: &Contract) -> DispatchResult {
		match contract.status {
			ContractStatus::Draft => Err(Error::<T>::NotSigned.into()),
			ContractStatus::Signed
			| ContractStatus::Funded
			| ContractStatus::Active
			| ContractStatus::Suspended { .. } => Ok(()),
			_ => Err(Error::<T>::AlreadyEnded.into()),
		}
	}

	/// Refuse a change for which it is too early or too late. Disputes outlive the works, and so may their body.
	fn ensure_changeable(contract: &Contract, change: &Change) -> DispatchResult {
		match (contract.status, change) {
			(ContractStatus::Draft, _) => Err(Error::<T>::NotSigned.into()),
			(ContractStatus::Closed { .. }, _) => Err(Error::<T>::AlreadyEnded.into()),
			(_, Change::DisputeBody(_)) => Ok(()),
			_ => Self::ensure_running(contract),
		}
	}

	pub(crate) fn do_propose_change(
		department: AgencyId,
		id: ContractId,
		change: Change,
		document: DocumentCommitment,
	) -> DispatchResult {
		let contract = Self::contract_of_department(department, id)?;
		Self::ensure_changeable(&contract, &change)?;
		ensure!(
			!PendingChanges::<T>::contains_key(id),
			Error::<T>::ChangePending
		);
		let mut unsigned = Signatures::default();
		match &change {
			Change::Works { .. }
			| Change::CompleteBy(_)
			| Change::Members(_)
			| Change::DisputeBody(_) => {
				for member in &contract.members {
					let _ = unsigned.try_push(member.party);
				}
			},
			Change::Supervisor(office) | Change::Inspector(office) => {
				if *office != department {
					let _ = unsigned.try_push(PartyId::Agency(*office));
				}
			},
		}
		if let Change::DisputeBody(office) = &change {
			let _ = unsigned.try_push(PartyId::Agency(*office));
		}
		if let Change::Members(members) = &change {
			for member in members {
				if !unsigned.contains(&member.party) {
					let _ = unsigned.try_push(member.party);
				}
			}
		}
		// Whatever cannot be applied now is refused at once.
		Self::changed(id, contract, &change)?;
		PendingChanges::<T>::insert(
			id,
			PendingChange {
				change,
				document,
				unsigned,
			},
		);
		Self::deposit_event(Event::ChangeProposed {
			contract: id,
			document,
		});
		Self::apply_change_if_signed(id)
	}

	pub(crate) fn do_withdraw_change(department: AgencyId, id: ContractId) -> DispatchResult {
		Self::contract_of_department(department, id)?;
		PendingChanges::<T>::take(id).ok_or(Error::<T>::NoChangePending)?;
		Self::deposit_event(Event::ChangeWithdrawn { contract: id });
		Ok(())
	}

	pub(crate) fn do_sign_change(
		party: PartyId,
		id: ContractId,
		document: DocumentCommitment,
	) -> DispatchResult {
		let mut pending = PendingChanges::<T>::get(id).ok_or(Error::<T>::NoChangePending)?;
		Self::ensure_changeable(&Self::contract(id)?, &pending.change)?;
		ensure!(pending.document == document, Error::<T>::NoChangePending);
		let place = pending
			.unsigned
			.iter()
			.position(|other| *other == party)
			.ok_or(Error::<T>::NotAParty)?;
		pending.unsigned.remove(place);
		PendingChanges::<T>::insert(id, pending);
		Self::deposit_event(Event::ChangeSignedBy {
			contract: id,
			party,
		});
		Self::apply_change_if_signed(id)
	}

	fn apply_change_if_signed(id: ContractId) -> DispatchResult {
		let Some(pending) = PendingChanges::<T>::get(id) else {
			return Ok(());
		};
		if !pending.unsigned.is_empty() {
			return Ok(());
		}
		let before = Self::contract(id)?;
		let (old_amount, old_complete_by) = (before.amount, before.complete_by);
		let (mut contract, schedule) = Self::changed(id, before, &pending.change)?;
		contract.document = pending.document;
		let (amount, complete_by) = (contract.amount, contract.complete_by);
		PendingChanges::<T>::remove(id);
		Contracts::<T>::insert(id, contract);
		if let Some(schedule) = schedule {
			Schedules::<T>::insert(id, schedule);
		}
		Self::deposit_event(Event::ContractChanged {
			contract: id,
			document: pending.document,
			old_amount,
			amount,
			old_complete_by,
			complete_by,
		});
		Ok(())
	}

	/// Whether an office may supervise or inspect from now on: it has the role, it is not the `other` of the two, and it is no party.
	fn ensure_inspecting_office(
		contract: &Contract,
		office: AgencyId,
		role: Role,
		other: AgencyId,
	) -> DispatchResult {
		T::Agencies::ensure_agency_has(office, role)?;
		ensure!(office != other, Error::<T>::SupervisorIsInspector);
		ensure!(
			!contract.has_member(PartyId::Agency(office)),
			Error::<T>::OfficeIsParty
		);
		ensure!(
			office != contract.dispute_body,
			Error::<T>::DisputeBodyIsParty
		);
		Ok(())
	}

	/// The contract as a change makes it, and the schedule if it touches that.
	fn changed(
		id: ContractId,
		mut contract: Contract,
		change: &Change,
	) -> Result<(Contract, Option<Schedule>), DispatchError> {
		match change {
			Change::Works { items, budget } => {
				let old = Schedules::<T>::get(id);
				let mut schedule = Schedule {
					budget: budget.clone(),
					..Schedule::default()
				};
				ensure!(items.len() >= old.items.len(), Error::<T>::BelowClaimed);
				for (place, item) in items.iter().enumerate() {
					let mut fresh = fresh(item);
					if let Some(before) = old.items.get(place) {
						ensure!(
							before.claimed == 0
								|| (before.unit_price == fresh.unit_price
									&& before.claimed <= fresh.quantity),
							Error::<T>::BelowClaimed
						);
						fresh.claimed = before.claimed;
					}
					schedule
						.items
						.try_push(fresh)
						.map_err(|_| Error::<T>::InvalidSchedule)?;
				}
				contract.amount = Self::ensure_schedule(&schedule)?;
				// The advance must still be worked off by what is left of the works.
				let bound = contract
					.gross
					.saturating_add(contract.advance.outstanding());
				ensure!(
					contract.amount >= contract.subcontracted
						&& contract.amount >= contract.advance.paid
						&& contract.amount >= bound
						&& contract.amount >= contract.net,
					Error::<T>::BelowSubcontracts
				);
				return Ok((contract, Some(schedule)));
			},
			Change::CompleteBy(day) => {
				ensure!(*day > Self::today(), Error::<T>::DeadlineInPast);
				contract.complete_by = *day;
			},
			Change::Members(members) => {
				let offices = [
					contract.department,
					contract.officer,
					contract.supervisor,
					contract.inspector,
				];
				Self::ensure_members(members, offices, contract.dispute_body)?;
				contract.members = members.clone();
			},
			Change::Supervisor(office) => {
				Self::ensure_inspecting_office(
					&contract,
					*office,
					Role::Supervisor,
					contract.inspector,
				)?;
				contract.supervisor = *office;
			},
			Change::Inspector(office) => {
				Self::ensure_inspecting_office(
					&contract,
					*office,
					Role::WorksInspector,
					contract.supervisor,
				)?;
				contract.inspector = *office;
			},
			Change::DisputeBody(office) => {
				T::Agencies::ensure_agency_has(*office, Role::DisputeBody)?;
				let party = PartyId::Agency(*office);
				ensure!(
					!contract.is_office(party) && !contract.has_member(party),
					Error::<T>::DisputeBodyIsParty
				);
				contract.dispute_body = *office;
			},
		}
		Ok((contract, None))
	}
}
