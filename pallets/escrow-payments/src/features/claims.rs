// SPDX-License-Identifier: Apache-2.0

//! 청구: what was done, and who is to be paid for it.

use crate::{pallet::*, types::*, Day, Period};
use alloc::collections::BTreeMap;
use frame_support::{
	ensure,
	traits::{fungible::Inspect, Get},
};
use frame_system::{ensure_signed, pallet_prelude::OriginFor};
use seoul_chain_primitives::{
	AgencyId, AgencyRegistry, Balance, DocumentCommitment, EnsureActor, PartyId, PartyRegistry,
	Role,
};
use sp_runtime::{DispatchError, DispatchResult};

/// Subcontracts that one call touches, read and written once.
pub(crate) struct Tree(BTreeMap<SubcontractId, Subcontract>);

impl Tree {
	pub(crate) fn new() -> Self {
		Self(BTreeMap::new())
	}

	fn get<T: Config>(&mut self, id: SubcontractId) -> Result<&mut Subcontract, DispatchError> {
		use alloc::collections::btree_map::Entry;
		match self.0.entry(id) {
			Entry::Occupied(entry) => Ok(entry.into_mut()),
			Entry::Vacant(entry) => Ok(entry.insert(Pallet::<T>::subcontract(id)?)),
		}
	}

	/// Charge `amount` to a subcontract and all above it.
	fn charge<T: Config>(&mut self, under: Under, amount: Balance) -> DispatchResult {
		let mut next = match under {
			Under::Prime => None,
			Under::Subcontract(id) => Some(id),
		};
		while let Some(id) = next {
			let subcontract = self.get::<T>(id)?;
			let charged = subcontract.charged.saturating_add(amount);
			ensure!(charged <= subcontract.amount, Error::<T>::BeyondSubcontract);
			subcontract.charged = charged;
			next = subcontract.parent;
		}
		Ok(())
	}

	/// Take back what was charged.
	pub(crate) fn discharge<T: Config>(&mut self, under: Under, amount: Balance) -> DispatchResult {
		let mut next = match under {
			Under::Prime => None,
			Under::Subcontract(id) => Some(id),
		};
		while let Some(id) = next {
			let subcontract = self.get::<T>(id)?;
			subcontract.charged = subcontract.charged.saturating_sub(amount);
			next = subcontract.parent;
		}
		Ok(())
	}

	/// Whether a line stands under `top` or below it.
	fn stands_under<T: Config>(
		&mut self,
		under: Under,
		top: SubcontractId,
	) -> Result<bool, DispatchError> {
		let mut next = match under {
			Under::Prime => None,
			Under::Subcontract(id) => Some(id),
		};
		while let Some(id) = next {
			if id == top {
				return Ok(true);
			}
			next = self.get::<T>(id)?.parent;
		}
		Ok(false)
	}

	pub(crate) fn store<T: Config>(self) {
		for (id, subcontract) in self.0 {
			Subcontracts::<T>::insert(id, subcontract);
		}
	}
}

impl<T: Config> Pallet<T> {
	/// The claim of a number.
	pub(crate) fn claim(id: ClaimId) -> Result<Claim, DispatchError> {
		Claims::<T>::get(id).ok_or_else(|| Error::<T>::NotFound.into())
	}

	/// A line of a claim.
	pub(crate) fn line(id: ClaimId, index: LineIndex) -> Result<Line, DispatchError> {
		Lines::<T>::get(id, index).ok_or_else(|| Error::<T>::NotFound.into())
	}

	/// As whom an account may act for a claim: its claimant, or the department.
	pub(crate) fn claimant_of(
		origin: OriginFor<T>,
		id: ClaimId,
	) -> Result<Claimant, DispatchError> {
		let claim = Self::claim(id)?;
		let contract = Self::contract(claim.contract)?;
		if let Ok(actor) = T::DepartmentOrigin::ensure_actor(origin.clone()) {
			if actor.agency == contract.department {
				return Ok(Claimant::Department);
			}
		}
		let party = T::Parties::acting_party(&ensure_signed(origin)?)?;
		let is_claimant = match claim.claimant {
			Claimant::Lead => contract.lead() == Some(party),
			Claimant::Subcontractor(id) => Self::subcontract(id)?.contractor == party,
			Claimant::Department => false,
		};
		ensure!(is_claimant, Error::<T>::NotTheClaimant);
		Ok(claim.claimant)
	}

	/// Refuse a subcontractor that claims past its payer while its direct payment is stopped.
	pub(crate) fn ensure_may_claim(who: Claimant) -> DispatchResult {
		if let Claimant::Subcontractor(id) = who {
			ensure!(
				matches!(
					Self::subcontract(id)?.direct_pay,
					DirectPay::Requested { .. }
				),
				Error::<T>::NoDirectPay
			);
		}
		Ok(())
	}

	/// Refuse a sum of which no bank could pay the last part.
	pub(crate) fn ensure_won(amount: Balance) -> DispatchResult {
		ensure!(
			amount.checked_rem(T::Won::get()) == Some(0),
			Error::<T>::NotWholeWon
		);
		Ok(())
	}

	/// What is taken off `gross`: the offset against the advance, and damages for delay.
	pub(crate) fn deductions(
		contract: &Contract,
		kind: ClaimKind,
		gross: Balance,
		submitted_on: Day,
	) -> (Balance, Balance) {
		let won = T::Won::get();
		let advance = &contract.advance;
		let after = contract.gross.saturating_add(gross);
		let worked_off = match kind {
			ClaimKind::Advance { .. } => return (0, 0),
			ClaimKind::Progress if after < contract.amount => {
				round_down(part(advance.paid, after, contract.amount), won)
			},
			// The last claim takes what is left of the advance.
			ClaimKind::Progress | ClaimKind::Completion | ClaimKind::Settlement => advance.paid,
		};
		let offset = worked_off.saturating_sub(advance.offset).min(gross);
		let day = match contract.status {
			ContractStatus::Terminated { on, .. } => on,
			_ => submitted_on,
		};
		let damages = contract
			.damages_until(day, won)
			.saturating_sub(contract.damages)
			.min(gross.saturating_sub(offset));
		(offset, damages)
	}

	/// Refuse a kind of claim for which it is not the time.
	fn ensure_claimable(contract: &Contract, kind: ClaimKind) -> DispatchResult {
		match (contract.status, kind) {
			(ContractStatus::Draft, _) => Err(Error::<T>::NotSigned.into()),
			(
				ContractStatus::Terminated {
					settlement: Settlement::Open,
					..
				},
				ClaimKind::Settlement,
			) => {
				// One at a time: there is only one settlement.
				ensure!(contract.pending_claims == 0, Error::<T>::ClaimsPending);
				Ok(())
			},
			(ContractStatus::Terminated { .. }, _) => Err(Error::<T>::SettlementMissing.into()),
			(_, ClaimKind::Settlement) => Err(Error::<T>::NotTerminated.into()),
			(ContractStatus::Active, _)
			| (ContractStatus::Signed | ContractStatus::Funded, ClaimKind::Advance { .. }) => Ok(()),
			_ => Err(Error::<T>::NotActive.into()),
		}
	}

	/// Whom `party` claims for: itself as the lead, or its subcontract with direct payment among the lines.
	fn claimant(
		contract: &Contract,
		party: PartyId,
		lines: &[LineDraft],
	) -> Result<Claimant, DispatchError> {
		if contract.lead() == Some(party) {
			return Ok(Claimant::Lead);
		}
		lines
			.iter()
			.find_map(|line| match line.under {
				Under::Subcontract(id) => Subcontracts::<T>::get(id)
					.filter(|subcontract| {
						subcontract.contractor == party
							&& matches!(subcontract.direct_pay, DirectPay::Requested { .. })
					})
					.map(|_| Claimant::Subcontractor(id)),
				Under::Prime => None,
			})
			.ok_or_else(|| Error::<T>::NotTheClaimant.into())
	}

	pub(crate) fn do_submit_claim(
		party: PartyId,
		contract_id: ContractId,
		kind: ClaimKind,
		quantities: Quantities,
		lines: &[LineDraft],
		evidence: DocumentCommitment,
	) -> DispatchResult {
		let contract = Self::contract(contract_id)?;
		Self::ensure_claimable(&contract, kind)?;
		let claimant = Self::claimant(&contract, party, lines)?;
		ensure!(
			claimant == Claimant::Lead || kind == ClaimKind::Progress,
			Error::<T>::NotTheClaimant
		);
		Self::open_claim(
			contract_id,
			contract,
			claimant,
			kind,
			quantities,
			lines,
			evidence,
		)
	}

	pub(crate) fn do_submit_settlement(
		department: AgencyId,
		contract_id: ContractId,
		quantities: Quantities,
		lines: &[LineDraft],
		evidence: DocumentCommitment,
	) -> DispatchResult {
		let contract = Self::contract_of_department(department, contract_id)?;
		Self::ensure_claimable(&contract, ClaimKind::Settlement)?;
		Self::open_claim(
			contract_id,
			contract,
			Claimant::Department,
			ClaimKind::Settlement,
			quantities,
			lines,
			evidence,
		)
	}

	fn open_claim(
		contract_id: ContractId,
		mut contract: Contract,
		claimant: Claimant,
		kind: ClaimKind,
		quantities: Quantities,
		lines: &[LineDraft],
		evidence: DocumentCommitment,
	) -> DispatchResult {
		ensure!(
			u32::from(contract.open_claims) < MAX_OPEN_CLAIMS,
			Error::<T>::TooManyClaims
		);
		let id = NextClaimId::<T>::mutate(|next| {
			let id = *next;
			next.0 = next.0.saturating_add(1);
			id
		});
		let deadline = Self::deadline_from_today(Period::Days(contract.terms.inspection_days));
		let claim = Claim {
			contract: contract_id,
			kind,
			claimant,
			evidence,
			submitted_on: deadline.from,
			round: 1,
			level: Level::Inspector,
			gross: 0,
			offset: 0,
			damages: 0,
			named: 0,
			lines: 0,
			open_lines: 0,
			objections: 0,
			status: ClaimStatus::Submitted { deadline },
		};
		let claim = Self::fill(id, claim, &contract, quantities, lines)?;
		contract.open_claims = contract.open_claims.saturating_add(1);
		contract.pending_claims = contract.pending_claims.saturating_add(1);
		Contracts::<T>::insert(contract_id, contract);
		ClaimsOf::<T>::insert(contract_id, id, ());
		Self::schedule_after(Duty::InspectionLate(id), &deadline);
		Self::deposit_event(Event::ClaimSubmitted {
			claim: id,
			contract: contract_id,
			kind,
			gross: claim.gross,
			due: deadline.due,
		});
		Ok(())
	}

	/// Store a claim with its quantities and lines, which count from now on.
	fn fill(
		id: ClaimId,
		mut claim: Claim,
		contract: &Contract,
		quantities: Quantities,
		lines: &[LineDraft],
	) -> Result<Claim, DispatchError> {
		claim.gross = match claim.kind {
			ClaimKind::Advance { amount } => {
				ensure!(quantities.is_empty(), Error::<T>::QuantitiesNotAllowed);
				ensure!(amount > 0, Error::<T>::EmptyClaim);
				Self::ensure_advance(contract, amount)?;
				Self::ensure_won(amount)?;
				amount
			},
			// Everything may have been claimed as progress.
			ClaimKind::Settlement | ClaimKind::Completion if quantities.is_empty() => 0,
			_ => Self::take_quantities(claim.contract, &quantities)?,
		};
		if claim.kind == ClaimKind::Completion {
			ensure!(
				contract.gross.saturating_add(claim.gross) == contract.amount,
				Error::<T>::WorksIncomplete
			);
		}
		ClaimedQuantities::<T>::insert(id, quantities);
		claim.named = Self::charge_lines(id, &claim, lines)?;
		let count = u16::try_from(lines.len()).map_err(|_| Error::<T>::InvalidLine)?;
		claim.lines = count;
		claim.open_lines = count;
		claim.objections = 0;
		Self::ensure_lines_fit(contract, &claim)?;
		Claims::<T>::insert(id, claim);
		Ok(claim)
	}

	/// Refuse lines that add up to more than is paid by today's reckoning.
	pub(crate) fn ensure_lines_fit(contract: &Contract, claim: &Claim) -> DispatchResult {
		let (offset, damages) =
			Self::deductions(contract, claim.kind, claim.gross, claim.submitted_on);
		let net = claim.gross.saturating_sub(offset).saturating_sub(damages);
		ensure!(claim.named <= net, Error::<T>::LinesExceedValue);
		Ok(())
	}

	pub(crate) fn ensure_advance(contract: &Contract, amount: Balance) -> DispatchResult {
		let most = contract
			.terms
			.highest_advance
			.of(contract.amount, T::Won::get());
		// Nor more than what is left to be worked off.
		let left = contract.amount.saturating_sub(contract.gross);
		ensure!(
			contract.advance.paid.saturating_add(amount) <= most
				&& contract.advance.outstanding().saturating_add(amount) <= left,
			Error::<T>::AdvanceTooHigh
		);
		Ok(())
	}

	/// Count units as claimed, and say what they are worth.
	fn take_quantities(
		contract: ContractId,
		quantities: &[Quantity],
	) -> Result<Balance, DispatchError> {
		ensure!(!quantities.is_empty(), Error::<T>::EmptyClaim);
		ensure!(
			quantities
				.iter()
				.zip(quantities.iter().skip(1))
				.all(|(earlier, later)| earlier.item < later.item),
			Error::<T>::QuantityTwice
		);
		Schedules::<T>::try_mutate(contract, |schedule| {
			for quantity in quantities {
				ensure!(quantity.units > 0, Error::<T>::EmptyClaim);
				let item = schedule
					.items
					.get_mut(usize::from(quantity.item.0))
					.ok_or(Error::<T>::UnknownItem)?;
				let claimed = item.claimed.checked_add(quantity.units);
				item.claimed = claimed
					.filter(|claimed| *claimed <= item.quantity)
					.ok_or(Error::<T>::QuantityClaimed)?;
			}
			Ok(schedule.value(quantities))
		})
	}

	/// Give units back, so that they can be claimed again.
	pub(crate) fn return_quantities(contract: ContractId, quantities: &[Quantity]) {
		if quantities.is_empty() {
			return;
		}
		Schedules::<T>::mutate(contract, |schedule| {
			for quantity in quantities {
				if let Some(item) = schedule.items.get_mut(usize::from(quantity.item.0)) {
					item.claimed = item.claimed.saturating_sub(quantity.units);
				}
			}
		});
	}

	/// Check and store the lines of a claim, charge them, and say what they add up to.
	fn charge_lines(
		id: ClaimId,
		claim: &Claim,
		lines: &[LineDraft],
	) -> Result<Balance, DispatchError> {
		let mut tree = Tree::new();
		let mut named: Balance = 0;
		let least = T::Currency::minimum_balance();
		for (place, draft) in lines.iter().enumerate() {
			let index = LineIndex(u16::try_from(place).map_err(|_| Error::<T>::InvalidLine)?);
			ensure!(
				draft.amount >= least && draft.amount > 0,
				Error::<T>::LineTooSmall
			);
			Self::ensure_won(draft.amount)?;
			if let Claimant::Subcontractor(own) = claim.claimant {
				// It claims for itself and those below it.
				ensure!(
					tree.stands_under::<T>(draft.under, own)?,
					Error::<T>::InvalidLine
				);
			}
			if let Under::Subcontract(under) = draft.under {
				let subcontract = tree.get::<T>(under)?;
				ensure!(
					subcontract.contract == claim.contract
						&& subcontract.status != SubcontractStatus::Proposed,
					Error::<T>::SubcontractNotInForce
				);
			}
			match draft.kind {
				LineKind::Work { report } => {
					let Under::Subcontract(under) = draft.under else {
						return Err(Error::<T>::InvalidLine.into());
					};
					let contractor = tree.get::<T>(under)?.contractor;
					ensure!(
						draft.payee == Payee::Party(contractor),
						Error::<T>::InvalidLine
					);
					if let Some(number) = report {
						Self::link_report(under, number, (id, index), draft.amount)?;
					}
				},
				LineKind::Purchase => {
					if let Payee::Party(party) = draft.payee {
						T::Parties::ensure_active(party)?;
					}
				},
				LineKind::Labour { root, workers } => {
					let Payee::Party(PartyId::Agency(bank)) = draft.payee else {
						return Err(Error::<T>::InvalidLine.into());
					};
					T::Agencies::ensure_agency_has(bank, Role::LabourBank)?;
					Self::open_wage_list(id, index, bank, root, workers)?;
				},
				LineKind::Share | LineKind::Decision { .. } => {
					return Err(Error::<T>::InvalidLine.into())
				},
			}
			tree.charge::<T>(draft.under, draft.amount)?;
			named = named
				.checked_add(draft.amount)
				.ok_or(Error::<T>::LinesExceedValue)?;
			Lines::<T>::insert(
				id,
				index,
				Line {
					payee: draft.payee,
					under: draft.under,
					kind: draft.kind,
					amount: draft.amount,
					days_late: 0,
					interest_paid: 0,
					status: LineStatus::Pending,
				},
			);
		}
		tree.store::<T>();
		Ok(named)
	}

	/// Say in a report of work which line pays it.
	fn link_report(
		subcontract: SubcontractId,
		number: ReportNumber,
		place: (ClaimId, LineIndex),
		amount: Balance,
	) -> DispatchResult {
		WorkReports::<T>::try_mutate(subcontract, number, |report| {
			let report = report.as_mut().ok_or(Error::<T>::NotFound)?;
			match &mut report.status {
				WorkStatus::Passed { line, .. } => {
					ensure!(line.is_none(), Error::<T>::WorkAlreadyClaimed);
					// A part would end the payer's debt for the whole.
					ensure!(amount == report.amount, Error::<T>::InvalidLine);
					*line = Some(place);
					Ok(())
				},
				_ => Err(Error::<T>::WorkNotPassed.into()),
			}
		})
	}

	/// Take the lines of a claim away, and what was charged for them.
	fn discharge_lines(id: ClaimId, claim: &Claim) -> DispatchResult {
		let mut tree = Tree::new();
		for index in (0..claim.lines).map(LineIndex) {
			let Some(line) = Lines::<T>::take(id, index) else {
				continue;
			};
			tree.discharge::<T>(line.under, line.amount)?;
			match (line.kind, line.under) {
				(
					LineKind::Work {
						report: Some(number),
					},
					Under::Subcontract(under),
				) => WorkReports::<T>::mutate(under, number, |report| {
					if let Some(WorkReport {
						status: WorkStatus::Passed { line, .. },
						..
					}) = report
					{
						*line = None;
					}
				}),
				(LineKind::Labour { .. }, _) => WageLists::<T>::remove(id, index),
				_ => {},
			}
		}
		tree.store::<T>();
		Ok(())
	}

	pub(crate) fn do_resubmit_claim(
		who: Claimant,
		id: ClaimId,
		quantities: Quantities,
		lines: &[LineDraft],
		evidence: DocumentCommitment,
	) -> DispatchResult {
		let mut claim = Self::claim(id)?;
		ensure!(who == claim.claimant, Error::<T>::NotTheClaimant);
		Self::ensure_may_claim(who)?;
		ensure!(
			matches!(claim.status, ClaimStatus::CorrectionOrdered { .. }),
			Error::<T>::WrongClaimStatus
		);
		let contract = Self::contract(claim.contract)?;
		Self::return_quantities(claim.contract, &ClaimedQuantities::<T>::take(id));
		Self::discharge_lines(id, &claim)?;
		let deadline = Self::deadline_from_today(Period::Days(contract.terms.inspection_days));
		claim.evidence = evidence;
		claim.submitted_on = deadline.from;
		claim.round = claim.round.saturating_add(1);
		claim.level = Level::Inspector;
		claim.status = ClaimStatus::Submitted { deadline };
		let claim = Self::fill(id, claim, &contract, quantities, lines)?;
		Self::schedule_after(Duty::InspectionLate(id), &deadline);
		Self::deposit_event(Event::ClaimResubmitted {
			claim: id,
			gross: claim.gross,
			due: deadline.due,
		});
		Ok(())
	}

	pub(crate) fn do_withdraw_claim(who: Claimant, id: ClaimId) -> DispatchResult {
		let claim = Self::claim(id)?;
		ensure!(who == claim.claimant, Error::<T>::NotTheClaimant);
		Self::take_back(id, claim)
	}

	pub(crate) fn do_reject_claim(department: AgencyId, id: ClaimId) -> DispatchResult {
		let claim = Self::claim(id)?;
		Self::contract_of_department(department, claim.contract)?;
		Self::take_back(id, claim)
	}

	/// A claim ends without a payment.
	fn take_back(id: ClaimId, mut claim: Claim) -> DispatchResult {
		let mut contract = Self::contract(claim.contract)?;
		if claim.is_before_approval() {
			contract.pending_claims = contract.pending_claims.saturating_sub(1);
		} else {
			Self::take_advance_back(&claim, &mut contract)?;
		}
		contract.open_claims = contract.open_claims.saturating_sub(1);
		Self::return_quantities(claim.contract, &ClaimedQuantities::<T>::take(id));
		Self::discharge_lines(id, &claim)?;
		claim.lines = 0;
		claim.open_lines = 0;
		claim.objections = 0;
		claim.named = 0;
		claim.status = ClaimStatus::Withdrawn { on: Self::today() };
		Claims::<T>::insert(id, claim);
		Contracts::<T>::insert(claim.contract, contract);
		Self::deposit_event(Event::ClaimWithdrawn { claim: id });
		Ok(())
	}

	/// An advance that was approved and not asked for ends with the contract: nothing more is worked off
	/// against it.
	fn take_advance_back(claim: &Claim, contract: &mut Contract) -> DispatchResult {
		let ended = matches!(
			contract.status,
			ContractStatus::Terminated {
				settlement: Settlement::Open,
				..
			}
		);
		let approved = matches!(claim.status, ClaimStatus::Approved { .. });
		let is_advance = matches!(claim.kind, ClaimKind::Advance { .. });
		// Decisions may have added lines beyond what is paid for in this call.
		let most = MAX_LINES.saturating_add(MAX_MEMBERS);
		ensure!(
			ended && approved && is_advance && u32::from(claim.lines) <= most,
			Error::<T>::WrongClaimStatus
		);
		contract.advance.paid = contract.advance.paid.saturating_sub(claim.gross);
		contract.net = contract.net.saturating_sub(claim.net());
		Ok(())
	}

	/// The quantities of a claim with those that an inspector passes in their place.
	pub(crate) fn reduce_quantities(
		contract: ContractId,
		id: ClaimId,
		passed: &[Quantity],
	) -> Result<Balance, DispatchError> {
		let mut quantities = ClaimedQuantities::<T>::get(id);
		let mut given_back = Quantities::default();
		for reduction in passed {
			let quantity = quantities
				.iter_mut()
				.find(|quantity| quantity.item == reduction.item)
				.ok_or(Error::<T>::ReductionInvalid)?;
			let less = quantity
				.units
				.checked_sub(reduction.units)
				.filter(|less| *less > 0)
				.ok_or(Error::<T>::ReductionInvalid)?;
			quantity.units = reduction.units;
			given_back
				.try_push(Quantity {
					item: reduction.item,
					units: less,
				})
				.map_err(|_| Error::<T>::ReductionInvalid)?;
		}
		Self::return_quantities(contract, &given_back);
		let value = Schedules::<T>::get(contract).value(&quantities);
		ClaimedQuantities::<T>::insert(id, quantities);
		Ok(value)
	}
}
