// SPDX-License-Identifier: Apache-2.0

//! 분쟁과 압류: objections by line, attachments by courts, direct payment past the firm above.

use super::payment::{Catch, Release};
use crate::{pallet::*, types::*, Period};
use frame_support::{ensure, traits::Get};
use seoul_chain_primitives::{AgencyId, Balance, DocumentCommitment, PartyId, PartyRegistry};
use sp_runtime::{DispatchError, DispatchResult};

use super::claims::Tree;

impl<T: Config> Pallet<T> {
	/// The firm that owes a line to its payee.
	fn payer_of(contract: &Contract, line: &Line) -> Result<PartyId, DispatchError> {
		let lead = contract.lead().ok_or(Error::<T>::NotFound)?;
		match (line.under, line.kind) {
			(Under::Prime, _) => Ok(lead),
			(Under::Subcontract(id), LineKind::Work { .. }) => Ok(Self::subcontract(id)?.payer),
			(Under::Subcontract(id), _) => Ok(Self::subcontract(id)?.contractor),
		}
	}

	/// Refuse what can only be done to a line that is neither paid nor on its way.
	fn ensure_open(line: &Line) -> DispatchResult {
		match line.status {
			LineStatus::Pending | LineStatus::Confirmed { .. } => Ok(()),
			LineStatus::Objected { .. } => Err(Error::<T>::AlreadyObjected.into()),
			_ => Err(Error::<T>::LineNotOpen.into()),
		}
	}

	pub(crate) fn do_confirm_line(party: PartyId, id: ClaimId, index: LineIndex) -> DispatchResult {
		let mut line = Self::line(id, index)?;
		ensure!(line.payee == Payee::Party(party), Error::<T>::NotThePayee);
		Self::ensure_open(&line)?;
		ensure!(
			line.status == LineStatus::Pending,
			Error::<T>::AlreadyConfirmed
		);
		line.status = LineStatus::Confirmed { on: Self::today() };
		Lines::<T>::insert(id, index, line);
		Self::deposit_event(Event::LineConfirmed {
			claim: id,
			line: index,
		});
		Ok(())
	}

	pub(crate) fn do_object_line(
		party: PartyId,
		id: ClaimId,
		index: LineIndex,
		reason: DocumentCommitment,
	) -> DispatchResult {
		let mut claim = Self::claim(id)?;
		let contract = Self::contract(claim.contract)?;
		let mut line = Self::line(id, index)?;
		ensure!(
			party != PartyId::Agency(contract.dispute_body),
			Error::<T>::ResolverMayNotDispute
		);
		ensure!(
			line.payee == Payee::Party(party) || Self::payer_of(&contract, &line)? == party,
			Error::<T>::NotThePayee
		);
		Self::ensure_open(&line)?;
		let deadline = Self::deadline_from_today(Period::Days(contract.terms.dispute_days));
		line.status = LineStatus::Objected {
			by: party,
			reason,
			deadline,
		};
		Lines::<T>::insert(id, index, line);
		claim.objections = claim.objections.saturating_add(1);
		Claims::<T>::insert(id, claim);
		Self::schedule_after(Duty::DecisionLate(id, index), &deadline);
		Self::deposit_event(Event::LineObjected {
			claim: id,
			line: index,
			by: party,
			reason,
			due: deadline.due,
		});
		Ok(())
	}

	pub(crate) fn do_withdraw_objection(
		party: PartyId,
		id: ClaimId,
		index: LineIndex,
	) -> DispatchResult {
		let mut claim = Self::claim(id)?;
		let mut line = Self::line(id, index)?;
		let LineStatus::Objected { by, .. } = line.status else {
			return Err(Error::<T>::LineNotObjected.into());
		};
		ensure!(by == party, Error::<T>::NotAParty);
		claim.objections = claim.objections.saturating_sub(1);
		line.status = LineStatus::Pending;
		Self::deposit_event(Event::ObjectionWithdrawn {
			claim: id,
			line: index,
		});
		Self::resume(id, claim, index, line, Catch::Attachments)
	}

	pub(crate) fn do_decide_line(
		body: AgencyId,
		id: ClaimId,
		index: LineIndex,
		amount: Balance,
		decision: DocumentCommitment,
	) -> DispatchResult {
		let mut claim = Self::claim(id)?;
		let contract = Self::contract(claim.contract)?;
		ensure!(
			contract.dispute_body == body,
			Error::<T>::NotTheContractsOffice
		);
		let mut line = Self::line(id, index)?;
		ensure!(
			matches!(line.status, LineStatus::Objected { .. }),
			Error::<T>::LineNotObjected
		);
		let less = line
			.amount
			.checked_sub(amount)
			.ok_or(Error::<T>::AmountTooHigh)?;
		// The wages of a list are paid whole or not at all.
		ensure!(
			less == 0 || amount == 0 || !matches!(line.kind, LineKind::Labour { .. }),
			Error::<T>::ReductionInvalid
		);
		Self::ensure_won(amount)?;
		claim.objections = claim.objections.saturating_sub(1);
		Self::deposit_event(Event::LineDecided {
			claim: id,
			line: index,
			old_amount: line.amount,
			amount,
			decision,
		});
		line.status = LineStatus::Decided { on: Self::today() };
		if less > 0 && claim.is_before_approval() {
			// What it loses goes to the members with the rest, when the claim is approved.
			let mut tree = Tree::new();
			tree.discharge::<T>(line.under, less)?;
			tree.store::<T>();
			claim.named = claim.named.saturating_sub(less);
			line.amount = amount;
			Lines::<T>::insert(id, index, line);
			Claims::<T>::insert(id, claim);
			return Ok(());
		}
		let receiver = Self::payer_of(&contract, &line)?;
		Self::split(id, claim, index, line, amount, receiver, Catch::Attachments)
	}

	/// Leave `amount` of a line to its payee, and the rest to another. Both are paid if the line's turn has
	/// been.
	fn split(
		id: ClaimId,
		mut claim: Claim,
		index: LineIndex,
		mut line: Line,
		amount: Balance,
		receiver: PartyId,
		catch: Catch,
	) -> DispatchResult {
		let less = line.amount.saturating_sub(amount);
		line.amount = amount;
		let rest = Line {
			payee: Payee::Party(receiver),
			kind: LineKind::Decision { from: index },
			amount: less,
			..line
		};
		let reached = claim.has_reached(index);
		let appended = (less > 0).then(|| Self::append_line(id, &mut claim, rest));
		if !reached {
			Lines::<T>::insert(id, index, line);
			Claims::<T>::insert(id, claim);
			return Ok(());
		}
		let contract = Self::contract(claim.contract)?;
		let mut release = Release::<T>::load(id, claim, contract);
		release.settle(index, line, catch);
		if let Some(appended) = appended {
			release.settle(appended, rest, catch);
		}
		release.store();
		Ok(())
	}

	pub(crate) fn do_attach_claims(
		court: AgencyId,
		id: ContractId,
		party: PartyId,
		amount: Balance,
		document: DocumentCommitment,
	) -> DispatchResult {
		let mut contract = Self::contract(id)?;
		ensure!(amount > 0, Error::<T>::AmountIsZero);
		let old = Attachments::<T>::get(id, party);
		if let Some(old) = &old {
			ensure!(old.court == court, Error::<T>::AlreadyAttached);
		} else {
			contract.attachments = contract
				.attachments
				.checked_add(1)
				.ok_or(Error::<T>::TooManyAttachments)?;
		}
		// An order that is amended keeps its place.
		let arrival = old.map_or(contract.arrivals, |old| old.arrival);
		if old.is_none() {
			contract.arrivals = contract.arrivals.saturating_add(1);
		}
		Contracts::<T>::insert(id, contract);
		Attachments::<T>::insert(
			id,
			party,
			Attachment {
				court,
				amount,
				document,
				arrival,
			},
		);
		Self::deposit_event(Event::ClaimsAttached {
			contract: id,
			party,
			court,
			old_amount: old.map_or(0, |old| old.amount),
			amount,
			arrival,
		});
		Ok(())
	}

	pub(crate) fn do_lift_attachment(
		court: AgencyId,
		id: ContractId,
		party: PartyId,
	) -> DispatchResult {
		let mut contract = Self::contract(id)?;
		let order = Attachments::<T>::get(id, party).ok_or(Error::<T>::NothingAttached)?;
		ensure!(order.court == court, Error::<T>::NothingAttached);
		Attachments::<T>::remove(id, party);
		contract.attachments = contract.attachments.saturating_sub(1);
		Contracts::<T>::insert(id, contract);
		Self::deposit_event(Event::AttachmentLifted {
			contract: id,
			party,
			court,
		});
		Ok(())
	}

	pub(crate) fn do_settle_attached_line(
		court: AgencyId,
		id: ClaimId,
		index: LineIndex,
		creditor: PartyId,
		amount: Balance,
	) -> DispatchResult {
		let claim = Self::claim(id)?;
		let mut line = Self::line(id, index)?;
		ensure!(
			matches!(line.status, LineStatus::Attached { court: by, .. } if by == court),
			Error::<T>::NothingAttached
		);
		let left = line
			.amount
			.checked_sub(amount)
			.ok_or(Error::<T>::AmountTooHigh)?;
		Self::ensure_won(amount)?;
		if amount > 0 {
			T::Parties::ensure_active(creditor)?;
		}
		line.status = LineStatus::Pending;
		Self::deposit_event(Event::AttachedLineSettled {
			claim: id,
			line: index,
			court,
			to_creditor: amount,
		});
		Self::split(id, claim, index, line, left, creditor, Catch::Nothing)
	}

	pub(crate) fn do_request_direct_pay(
		party: PartyId,
		id: SubcontractId,
		trigger: DirectPayTrigger,
		evidence: DocumentCommitment,
	) -> DispatchResult {
		let mut subcontract = Self::subcontract_in_force(id)?;
		ensure!(
			subcontract.contractor == party,
			Error::<T>::NotTheContractor
		);
		ensure!(
			subcontract.direct_pay == DirectPay::None,
			Error::<T>::DirectPayHeld
		);
		let mut contract = Self::contract(subcontract.contract)?;
		let today = Self::today();
		let met = match trigger {
			DirectPayTrigger::MissedPayments => {
				subcontract.missed >= contract.terms.missed_payments
			},
			DirectPayTrigger::NoBond => {
				let exempt =
					T::Won::get().saturating_mul(contract.terms.payment_bond_exempt_won.into());
				let last = subcontract.since.plus(contract.terms.payment_bond_days);
				subcontract.amount > exempt
					&& today > last && Bonds::<T>::get(subcontract.contract, BondKind::Payment(id))
					.is_none_or(|bond| bond.until < today)
			},
			DirectPayTrigger::Insolvency
			| DirectPayTrigger::Agreement
			| DirectPayTrigger::Judgment => true,
		};
		ensure!(met, Error::<T>::TriggerNotMet);
		let arrival = contract.arrivals;
		contract.arrivals = arrival.saturating_add(1);
		Contracts::<T>::insert(subcontract.contract, contract);
		subcontract.direct_pay = DirectPay::Requested { trigger, arrival };
		Subcontracts::<T>::insert(id, subcontract);
		Self::deposit_event(Event::DirectPayRequested {
			subcontract: id,
			trigger,
			evidence,
			arrival,
		});
		Ok(())
	}

	pub(crate) fn do_stop_direct_pay(
		party: PartyId,
		id: SubcontractId,
		reason: DocumentCommitment,
	) -> DispatchResult {
		let mut subcontract = Self::subcontract(id)?;
		ensure!(subcontract.payer == party, Error::<T>::NotThePayer);
		let DirectPay::Requested { arrival, trigger } = subcontract.direct_pay else {
			return Err(Error::<T>::NoDirectPay.into());
		};
		subcontract.direct_pay = DirectPay::Stopped { arrival, trigger };
		Subcontracts::<T>::insert(id, subcontract);
		Self::deposit_event(Event::DirectPayStopped {
			subcontract: id,
			reason,
		});
		Ok(())
	}

	pub(crate) fn do_reinstate_direct_pay(
		body: AgencyId,
		id: SubcontractId,
		decision: DocumentCommitment,
	) -> DispatchResult {
		let mut subcontract = Self::subcontract(id)?;
		ensure!(
			Self::contract(subcontract.contract)?.dispute_body == body,
			Error::<T>::NotTheContractsOffice
		);
		let DirectPay::Stopped { arrival, trigger } = subcontract.direct_pay else {
			return Err(Error::<T>::NoDirectPay.into());
		};
		subcontract.direct_pay = DirectPay::Requested { arrival, trigger };
		Subcontracts::<T>::insert(id, subcontract);
		Self::deposit_event(Event::DirectPayReinstated {
			subcontract: id,
			decision,
		});
		Ok(())
	}
}
