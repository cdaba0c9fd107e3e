// SPDX-License-Identifier: Apache-2.0

//! 지급: from the payment request to every payee.

use super::agenda::Progress;
use crate::{pallet::*, types::*, Day, Period, WeightInfo};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{
		fungible::{Mutate, MutateHold},
		tokens::{Fortitude, Precision, Preservation, Restriction},
		Get,
	},
	weights::WeightMeter,
};
use seoul_chain_primitives::{
	AgencyId, AgencyRegistry, Balance, DocumentCommitment, PartyId, PartyRegistry, Role,
};
use sp_core::sr25519;
use sp_runtime::{traits::Verify, DispatchError, DispatchResult, TokenError};

/// What the key of a merchant signs to be redeemed: `SCALE("seoul/escrow/redeem", chain, contract, claim,
/// line, party)`. It names the party, so that it is worth nothing to anybody else.
pub fn redeem_message(
	chain: [u8; 32],
	contract: ContractId,
	claim: ClaimId,
	line: LineIndex,
	party: PartyId,
) -> Vec<u8> {
	(b"seoul/escrow/redeem", chain, contract, claim, line, party).encode()
}

/// What wallets put around the bytes that they sign.
fn as_wallets_sign(message: &[u8]) -> Vec<u8> {
	[b"<Bytes>".as_slice(), message, b"</Bytes>".as_slice()].concat()
}

/// Whether a line can be caught by an attachment.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Catch {
	/// 압류 확인.
	Attachments,
	/// 압류 처리 후: a court has settled it.
	Nothing,
}

/// A claim whose lines are being paid, with what that changes.
pub(crate) struct Release<T: Config> {
	pub(crate) id: ClaimId,
	pub(crate) claim: Claim,
	pub(crate) contract: Contract,
	/// Nothing is held of the officer's agency if all lines that are left are of zero.
	held: Option<HeldAmount<T::AccountId>>,
	released: Balance,
	today: Day,
	due: Day,
}

impl<T: Config> Release<T> {
	/// A claim, and what is held for its contract.
	pub(crate) fn load(id: ClaimId, claim: Claim, contract: Contract) -> Self {
		let today = Pallet::<T>::today();
		Self {
			id,
			held: HeldFunds::<T>::get(contract.officer),
			due: claim.deadline().map_or(today, |deadline| deadline.due),
			claim,
			contract,
			released: 0,
			today,
		}
	}

	/// Pay a line, or put it where it waits.
	pub(crate) fn settle(&mut self, index: LineIndex, mut line: Line, catch: Catch) {
		line.status = self.paid_status(index, &mut line, catch);
		Lines::<T>::insert(self.id, index, line);
	}

	fn paid_status(&mut self, index: LineIndex, line: &mut Line, catch: Catch) -> LineStatus {
		let on = self.today;
		if line.amount == 0 {
			self.claim.open_lines = self.claim.open_lines.saturating_sub(1);
			return LineStatus::Paid {
				on,
				via: PaidVia::Chain,
			};
		}
		let wages = matches!(line.kind, LineKind::Labour { .. });
		if catch == Catch::Attachments && !wages && self.contract.attachments > 0 {
			if let Some(court) = self.catch(index, line) {
				return LineStatus::Attached { on, court };
			}
		}
		let payee = match line.payee {
			Payee::Party(party) => party,
			Payee::Key(key) => {
				Pallet::<T>::deposit_event(Event::LineUnclaimed {
					claim: self.id,
					line: index,
					key,
				});
				return LineStatus::Unclaimed { on };
			},
		};
		if !wages && BankPayouts::<T>::contains_key(payee) {
			Pallet::<T>::deposit_event(Event::PayoutInstructed {
				claim: self.id,
				line: index,
				payee,
				amount: line.amount,
			});
			return LineStatus::Instructed { on };
		}
		let paid = T::Parties::account_of(payee)
			.ok_or(DispatchError::CannotLookup)
			.and_then(|account| self.transfer(&account, line.amount).map(|()| account));
		let Ok(account) = paid else {
			let why = ReturnReason::NoAccount;
			Pallet::<T>::deposit_event(Event::LineReturned {
				claim: self.id,
				line: index,
				why,
			});
			return LineStatus::Returned { on, why };
		};
		Pallet::<T>::deposit_event(Event::LinePaid {
			claim: self.id,
			line: index,
			payee,
			account,
			amount: line.amount,
		});
		self.count_interest(index, line, payee);
		if wages {
			Pallet::<T>::wages_are_with_the_bank(self.id, index, &self.contract.terms);
		}
		LineStatus::Paid {
			on,
			via: PaidVia::Chain,
		}
	}

	/// Say what interest is owed for a line that is paid now.
	fn count_interest(&self, index: LineIndex, line: &Line, creditor: PartyId) {
		let amount =
			self.contract
				.terms
				.city_late_rate
				.interest(line.amount, line.days_late, T::Won::get());
		if amount > 0 {
			Pallet::<T>::deposit_event(Event::InterestOwed {
				claim: self.id,
				line: index,
				debtor: PartyId::Agency(self.contract.officer),
				creditor,
				days: line.days_late,
				amount,
			});
		}
	}

	/// The court that catches a line: of its payee, or of the firm past which the payee claims, if its order
	/// arrived before the request for direct payment.
	fn catch(&mut self, index: LineIndex, line: &Line) -> Option<AgencyId> {
		let payee = match line.payee {
			Payee::Party(party) => Some(party),
			Payee::Key(_) => None,
		};
		let past = match self.claim.claimant {
			Claimant::Subcontractor(id) => Subcontracts::<T>::get(id),
			Claimant::Lead | Claimant::Department => None,
		};
		let contract = self.claim.contract;
		let found = payee
			.and_then(|party| Some((party, Attachments::<T>::get(contract, party)?)))
			.or_else(|| {
				let past = past?;
				let order = Attachments::<T>::get(contract, past.payer)?;
				order
					.came_before(&past.direct_pay)
					.then_some((past.payer, order))
			})
			.filter(|(_, order)| order.amount > 0);
		let (party, mut order) = found?;
		let caught = order.amount.min(line.amount);
		order.amount = order.amount.saturating_sub(caught);
		let court = order.court;
		Attachments::<T>::insert(contract, party, order);
		Pallet::<T>::deposit_event(Event::LineAttached {
			claim: self.id,
			line: index,
			court,
			amount: caught,
		});
		Some(court)
	}

	/// Move held won to a receiver, and count them as released.
	pub(crate) fn transfer(&mut self, to: &T::AccountId, amount: Balance) -> DispatchResult {
		let held = self.held.as_mut().ok_or(TokenError::FundsUnavailable)?;
		// A line that cannot be paid must leave nothing behind; the others are paid all the same.
		with_storage_layer(|| {
			T::Currency::transfer_on_hold(
				&HoldReason::Contract.into(),
				&held.account,
				to,
				amount,
				Precision::Exact,
				Restriction::Free,
				// They are promised to the payee, whatever becomes of the officer's account.
				Fortitude::Force,
			)
		})?;
		held.amount = held.amount.saturating_sub(amount);
		self.released = self.released.saturating_add(amount);
		let funds = &mut self.contract.funds;
		funds.released = funds.released.saturating_add(amount);
		funds.reserved = funds.reserved.saturating_sub(amount);
		self.claim.open_lines = self.claim.open_lines.saturating_sub(1);
		Ok(())
	}

	/// Store everything; end the claim if its last line is paid.
	pub(crate) fn store(mut self) {
		let all_reached = matches!(self.claim.status, ClaimStatus::PartlyPaid { .. });
		if let (true, 0, Some(deadline)) =
			(all_reached, self.claim.open_lines, self.claim.deadline())
		{
			self.claim.status = ClaimStatus::Paid {
				deadline,
				on: self.today,
			};
			Pallet::<T>::claim_ended(self.id, self.claim.contract, &mut self.contract);
		}
		if self.released > 0 {
			AllFunds::<T>::mutate(|all| all.released = all.released.saturating_add(self.released));
		}
		if let Some(held) = self.held {
			Pallet::<T>::store_held(self.contract.officer, held);
		}
		Contracts::<T>::insert(self.claim.contract, self.contract);
		Claims::<T>::insert(self.id, self.claim);
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_request_payment(who: Claimant, id: ClaimId) -> DispatchResult {
		Self::ensure_may_claim(who)?;
		let mut claim = Self::claim(id)?;
		let ClaimStatus::Approved { business_days, .. } = claim.status else {
			return Err(Error::<T>::WrongClaimStatus.into());
		};
		let contract = Self::contract(claim.contract)?;
		Self::ensure_bonds(claim.contract, &contract, claim.kind)?;
		let deadline = Self::deadline_from_today(Period::BusinessDays(business_days));
		let pay_on = Self::schedule(Duty::Pay(id), deadline.due);
		claim.status = ClaimStatus::PaymentRequested { deadline, pay_on };
		Claims::<T>::insert(id, claim);
		Self::deposit_event(Event::PaymentRequested {
			claim: id,
			due: deadline.due,
			pay_on,
		});
		Ok(())
	}

	/// The claim whose payment was requested, for the contract's officer.
	fn requested(officer: AgencyId, id: ClaimId) -> Result<Claim, DispatchError> {
		let claim = Self::claim(id)?;
		ensure!(
			Self::contract(claim.contract)?.officer == officer,
			Error::<T>::NotTheContractsOffice
		);
		Ok(claim)
	}

	pub(crate) fn do_return_payment_request(
		officer: AgencyId,
		id: ClaimId,
		reason: DocumentCommitment,
	) -> DispatchResult {
		let mut claim = Self::requested(officer, id)?;
		let ClaimStatus::PaymentRequested { deadline, .. } = claim.status else {
			return Err(Error::<T>::WrongClaimStatus.into());
		};
		let today = Self::today();
		// A clock that has run out cannot be stopped: the days of lateness stay owed.
		ensure!(today <= deadline.due, Error::<T>::PaymentOverdue);
		let business_days = match deadline.period {
			Period::BusinessDays(days) => days
				.saturating_sub(deadline.business_days_used(today, &HolidaySet::<T>::get()))
				.max(1),
			Period::Days(_) => 1,
		};
		claim.status = ClaimStatus::Approved {
			on: today,
			business_days,
		};
		Claims::<T>::insert(id, claim);
		Self::deposit_event(Event::PaymentReturned {
			claim: id,
			reason,
			business_days,
		});
		Ok(())
	}

	pub(crate) fn do_bring_payment_forward(officer: AgencyId, id: ClaimId) -> DispatchResult {
		let mut claim = Self::requested(officer, id)?;
		let ClaimStatus::PaymentRequested {
			deadline,
			pay_on: old_pay_on,
		} = claim.status
		else {
			return Err(Error::<T>::WrongClaimStatus.into());
		};
		ensure!(old_pay_on > Self::today(), Error::<T>::WrongClaimStatus);
		let pay_on = Self::schedule(Duty::Pay(id), Self::today());
		claim.status = ClaimStatus::PaymentRequested { deadline, pay_on };
		Claims::<T>::insert(id, claim);
		Self::deposit_event(Event::PaymentBroughtForward {
			claim: id,
			old_pay_on,
			pay_on,
		});
		Ok(())
	}

	/// Store on which day the chain pays a claim.
	pub(crate) fn set_pay_day(id: ClaimId, day: Day) {
		Claims::<T>::mutate(id, |claim| {
			if let Some(Claim {
				status: ClaimStatus::PaymentRequested { pay_on, .. },
				..
			}) = claim
			{
				*pay_on = day;
			}
		});
	}

	/// Pay a claim that is due, as far as the meter allows.
	pub(crate) fn pay_claim(id: ClaimId, day: Day, meter: &mut WeightMeter) -> Progress {
		let base = T::WeightInfo::pay_claim(0);
		let per_line = T::WeightInfo::pay_claim(1).saturating_sub(base);
		if meter.try_consume(base).is_err() {
			return Progress::NextBlock;
		}
		let Some(mut claim) = Claims::<T>::get(id) else {
			return Progress::Done;
		};
		let Some(mut contract) = Contracts::<T>::get(claim.contract) else {
			return Progress::Done;
		};
		let mut next = match claim.status {
			ClaimStatus::PaymentRequested {
				mut deadline,
				pay_on,
			} if pay_on <= day => {
				let net = claim.net();
				let funds = contract.funds;
				let available = funds.balance().saturating_sub(funds.reserved);
				if available < net {
					Self::wait_for_money(id, claim, net.saturating_sub(available));
					return Progress::Done;
				}
				contract.funds.reserved = funds.reserved.saturating_add(net);
				if Self::today() > deadline.due && !deadline.missed {
					deadline.missed = true;
					Self::deposit_event(Event::PaymentLate {
						claim: id,
						late_party: PartyId::Agency(contract.officer),
						due: deadline.due,
					});
				}
				claim.status = ClaimStatus::Releasing {
					deadline,
					next: LineIndex(0),
				};
				0
			},
			ClaimStatus::Releasing { next, .. } => next.0,
			// Another entry stands for it, or it was returned.
			_ => return Progress::Done,
		};
		let mut release = Release::<T>::load(id, claim, contract);
		while next < release.claim.lines && meter.try_consume(per_line).is_ok() {
			let index = LineIndex(next);
			if let Some(mut line) = Lines::<T>::get(id, index) {
				line.days_late = release.today.since(release.due);
				if line.status.is_payable() {
					release.settle(index, line, Catch::Attachments);
				} else {
					// It waits for the dispute body; the days that it waits are not the city's.
					Lines::<T>::insert(id, index, line);
				}
			}
			next = next.saturating_add(1);
		}
		let Some(deadline) = release.claim.deadline() else {
			return Progress::Done;
		};
		let progress = if next < release.claim.lines {
			release.claim.status = ClaimStatus::Releasing {
				deadline,
				next: LineIndex(next),
			};
			Progress::NextBlock
		} else {
			release.claim.status = ClaimStatus::PartlyPaid { deadline };
			Progress::Done
		};
		release.store();
		progress
	}

	/// A claim is due, and the city has not funded it: it is paid as soon as it has.
	fn wait_for_money(id: ClaimId, mut claim: Claim, missing: Balance) {
		let Some(deadline) = claim.deadline() else {
			return;
		};
		claim.status = ClaimStatus::Unfunded { deadline };
		Claims::<T>::insert(id, claim);
		UnfundedClaims::<T>::mutate(claim.contract, |waiting| {
			// As many as a contract can have open claims find room.
			let _ = waiting.try_push(id);
		});
		if !deadline.missed {
			Self::schedule_after(Duty::PaymentLate(id), &deadline);
		}
		Self::deposit_event(Event::ClaimUnfunded { claim: id, missing });
	}

	/// Money has come: pay the claims of a contract that waited for it, in the order in which they fell due.
	pub(crate) fn pay_what_waited(contract: ContractId) {
		for id in UnfundedClaims::<T>::take(contract) {
			let Some(mut claim) = Claims::<T>::get(id) else {
				continue;
			};
			if let ClaimStatus::Unfunded { deadline } = claim.status {
				let pay_on = Self::schedule(Duty::Pay(id), Self::today());
				claim.status = ClaimStatus::PaymentRequested { deadline, pay_on };
				Claims::<T>::insert(id, claim);
			}
		}
	}

	/// Nothing more happens to a claim.
	pub(crate) fn claim_ended(id: ClaimId, contract_id: ContractId, contract: &mut Contract) {
		let on = Self::today();
		contract.open_claims = contract.open_claims.saturating_sub(1);
		Self::deposit_event(Event::ClaimPaid { claim: id, on });
		if contract.open_claims == 0 && matches!(contract.status, ContractStatus::Completed { .. })
		{
			let until = on.plus(contract.terms.defect_days);
			contract.status = ContractStatus::DefectPeriod { until };
			Self::deposit_event(Event::DefectPeriodBegan {
				contract: contract_id,
				until,
			});
		}
	}

	/// A line whose claim is being paid, or was.
	pub(crate) fn released(id: ClaimId) -> Result<Release<T>, DispatchError> {
		let claim = Self::claim(id)?;
		ensure!(claim.is_released(), Error::<T>::WrongClaimStatus);
		let contract = Self::contract(claim.contract)?;
		Ok(Release::load(id, claim, contract))
	}

	/// Pay a line that waited, if its turn has been; otherwise its turn will come.
	pub(crate) fn resume(
		id: ClaimId,
		claim: Claim,
		index: LineIndex,
		line: Line,
		catch: Catch,
	) -> DispatchResult {
		if !claim.has_reached(index) {
			Lines::<T>::insert(id, index, line);
			Claims::<T>::insert(id, claim);
			return Ok(());
		}
		let contract = Self::contract(claim.contract)?;
		let mut release = Release::<T>::load(id, claim, contract);
		release.settle(index, line, catch);
		release.store();
		Ok(())
	}

	pub(crate) fn do_choose_payout(party: PartyId, payout: Payout) {
		let old_payout = Self::payout_of(party);
		match payout {
			Payout::Bank => BankPayouts::<T>::insert(party, ()),
			Payout::Chain => BankPayouts::<T>::remove(party),
		}
		Self::deposit_event(Event::PayoutChosen {
			party,
			old_payout,
			new_payout: payout,
		});
	}

	/// Where a payee wants its money.
	pub fn payout_of(party: PartyId) -> Payout {
		if BankPayouts::<T>::contains_key(party) {
			Payout::Bank
		} else {
			Payout::Chain
		}
	}

	pub(crate) fn do_confirm_payout(
		bank: AgencyId,
		id: ClaimId,
		index: LineIndex,
	) -> DispatchResult {
		let mut line = Self::line(id, index)?;
		let (LineStatus::Instructed { on }, Payee::Party(payee)) = (line.status, line.payee) else {
			return Err(Error::<T>::NotInstructed.into());
		};
		let account = T::Agencies::payout_account(bank).ok_or(Error::<T>::NoPayoutAccount)?;
		let mut release = Self::released(id)?;
		release.transfer(&account, line.amount)?;
		// Interest ends when the bank has paid.
		let waited = release.today.since(on.max(release.due));
		line.days_late = line.days_late.saturating_add(waited);
		line.status = LineStatus::Paid {
			on: release.today,
			via: PaidVia::Bank(bank),
		};
		Lines::<T>::insert(id, index, line);
		Self::deposit_event(Event::PayoutConfirmed {
			claim: id,
			line: index,
			bank,
			payee,
			amount: line.amount,
		});
		release.count_interest(index, &line, payee);
		release.store();
		Ok(())
	}

	pub(crate) fn do_refuse_payout(
		id: ClaimId,
		index: LineIndex,
		notice: DocumentCommitment,
	) -> DispatchResult {
		let mut line = Self::line(id, index)?;
		ensure!(
			matches!(line.status, LineStatus::Instructed { .. }),
			Error::<T>::NotInstructed
		);
		let why = ReturnReason::RefusedByBank { notice };
		line.status = LineStatus::Returned {
			on: Self::today(),
			why,
		};
		Lines::<T>::insert(id, index, line);
		Self::deposit_event(Event::LineReturned {
			claim: id,
			line: index,
			why,
		});
		Ok(())
	}

	pub(crate) fn do_retry_line(
		who: &T::AccountId,
		id: ClaimId,
		index: LineIndex,
	) -> DispatchResult {
		let line = Self::line(id, index)?;
		ensure!(
			matches!(line.status, LineStatus::Returned { .. }),
			Error::<T>::NotReturned
		);
		let mut release = Self::released(id)?;
		let is_officer = T::Agencies::agency_of(who) == Some(release.contract.officer);
		ensure!(
			is_officer || line.payee == Payee::Party(T::Parties::acting_party(who)?),
			Error::<T>::NotThePayee
		);
		release.settle(index, line, Catch::Attachments);
		release.store();
		Ok(())
	}

	pub(crate) fn do_deposit_line(
		officer: AgencyId,
		id: ClaimId,
		index: LineIndex,
		office: AgencyId,
	) -> DispatchResult {
		let mut line = Self::line(id, index)?;
		let mut release = Self::released(id)?;
		ensure!(
			release.contract.officer == officer,
			Error::<T>::NotTheContractsOffice
		);
		match line.status {
			LineStatus::Returned { .. }
			| LineStatus::Unclaimed { .. }
			| LineStatus::Attached { .. } => {},
			// Who is to be paid is not known, and those who should say so are late (민법 §487).
			LineStatus::Objected { deadline, .. }
				if deadline.missed && release.claim.has_reached(index) =>
			{
				release.claim.objections = release.claim.objections.saturating_sub(1);
			},
			_ => return Err(Error::<T>::NotReturned.into()),
		}
		T::Agencies::ensure_agency_has(office, Role::Court)
			.map_err(|_| Error::<T>::NotADepositOffice)?;
		let account = T::Agencies::payout_account(office).ok_or(Error::<T>::NoPayoutAccount)?;
		release.transfer(&account, line.amount)?;
		line.status = LineStatus::Deposited {
			on: release.today,
			office,
		};
		Lines::<T>::insert(id, index, line);
		Self::deposit_event(Event::LineDeposited {
			claim: id,
			line: index,
			office,
			account,
			amount: line.amount,
		});
		if let Payee::Party(payee) = line.payee {
			release.count_interest(index, &line, payee);
		}
		release.store();
		Ok(())
	}

	pub(crate) fn do_redeem_line(
		party: PartyId,
		id: ClaimId,
		index: LineIndex,
		signature: &sr25519::Signature,
	) -> DispatchResult {
		let claim = Self::claim(id)?;
		let mut line = Self::line(id, index)?;
		let Payee::Key(key) = line.payee else {
			return Err(Error::<T>::NotUnderKey.into());
		};
		ensure!(!line.status.is_final(), Error::<T>::LineNotOpen);
		let message = redeem_message(T::ChainId::get(), claim.contract, id, index, party);
		let public = sr25519::Public::from_raw(key.0);
		ensure!(
			signature.verify(message.as_slice(), &public)
				|| signature.verify(as_wallets_sign(&message).as_slice(), &public),
			Error::<T>::BadSignature
		);
		line.payee = Payee::Party(party);
		Self::deposit_event(Event::LineRedeemed {
			claim: id,
			line: index,
			key,
			party,
		});
		if matches!(line.status, LineStatus::Unclaimed { .. }) {
			line.status = LineStatus::Pending;
			return Self::resume(id, claim, index, line, Catch::Attachments);
		}
		Lines::<T>::insert(id, index, line);
		Ok(())
	}

	/// What is owed for lateness: debtor, creditor and how much is not paid yet.
	pub fn interest_of(debt: Debt) -> Option<(PartyId, PartyId, Balance)> {
		match debt {
			Debt::Line(id, index) => {
				let line = Lines::<T>::get(id, index)?;
				let Payee::Party(creditor) = line.payee else {
					return None;
				};
				let contract = Contracts::<T>::get(Claims::<T>::get(id)?.contract)?;
				if !line.status.is_final() {
					return None;
				}
				let owed = contract.terms.city_late_rate.interest(
					line.amount,
					line.days_late,
					T::Won::get(),
				);
				Some((
					PartyId::Agency(contract.officer),
					creditor,
					owed.saturating_sub(line.interest_paid),
				))
			},
			Debt::Work(id, number) => {
				let subcontract = Subcontracts::<T>::get(id)?;
				let report = WorkReports::<T>::get(id, number)?;
				let WorkStatus::Passed {
					payment,
					interest_paid,
					..
				} = report.status
				else {
					return None;
				};
				// While it is not paid, interest is counted until today.
				let until = Self::work_paid_on(id, number).unwrap_or_else(Self::today);
				let owed = subcontract.late_rate.interest(
					report.amount,
					until.since(payment.due),
					T::Won::get(),
				);
				Some((
					subcontract.payer,
					subcontract.contractor,
					owed.saturating_sub(interest_paid),
				))
			},
		}
	}

	pub(crate) fn do_pay_interest(who: &T::AccountId, debt: Debt) -> DispatchResult {
		let (debtor, creditor, amount) = Self::interest_of(debt).ok_or(Error::<T>::NothingOwed)?;
		ensure!(amount > 0, Error::<T>::NothingOwed);
		ensure!(
			T::Parties::account_of(debtor).as_ref() == Some(who),
			Error::<T>::NotTheDebtor
		);
		let to = T::Parties::account_of(creditor).ok_or(Error::<T>::NoPayoutAccount)?;
		T::Currency::transfer(who, &to, amount, Preservation::Preserve)
			.map_err(|_| Error::<T>::InsufficientFunds)?;
		match debt {
			Debt::Line(id, index) => Lines::<T>::mutate(id, index, |line| {
				if let Some(line) = line {
					line.interest_paid = line.interest_paid.saturating_add(amount);
				}
			}),
			Debt::Work(id, number) => WorkReports::<T>::mutate(id, number, |report| {
				if let Some(WorkReport {
					status: WorkStatus::Passed { interest_paid, .. },
					..
				}) = report
				{
					*interest_paid = interest_paid.saturating_add(amount);
				}
			}),
		}
		Self::deposit_event(Event::InterestPaid {
			debt,
			debtor,
			creditor,
			amount,
		});
		Ok(())
	}
}
