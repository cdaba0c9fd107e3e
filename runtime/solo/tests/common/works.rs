// SPDX-License-Identifier: Apache-2.0

//! Works of the city, and whom their money reaches: who acts, and what is done again and again.
//!
//! A day is a day here. Whatever has legal days is tried on the `local` preset, with the calendar of Korea.

pub use super::points::{account_of, key};

use super::*;
use frame_support::traits::fungible::InspectHold;
use frame_system::Phase;
use pallet_escrow_payments::{
	BondKind, BudgetYear, Call, Claim, ClaimId, ClaimKind, ClaimStatus, Contract, ContractDraft,
	ContractId, Day, DayLength, Event, HoldReason, ItemIndex, Line, LineDraft, LineDrafts,
	LineIndex, LineKind, LineStatus, Member, Members, Millionths, Payee, Quantities, Quantity,
	SubcontractDraft, SubcontractId, SubcontractKind, Under,
};
use seoul_chain_runtime::{EscrowPayments, RuntimeHoldReason};
use seoul_chain_runtime_common::currency::KRW;

/// The treasury, which pays at the bank.
pub const TREASURY: AgencyId = AgencyId(8);
/// A court.
pub const COURT: AgencyId = AgencyId(9);
/// The finance bureau, contract officer.
pub const OFFICER: AgencyId = AgencyId(16);
/// The infrastructure headquarters, an ordering department.
pub const DEPARTMENT: AgencyId = AgencyId(20);
/// The supervision office.
pub const SUPERVISOR: AgencyId = AgencyId(21);
/// The inspection office.
pub const INSPECTOR: AgencyId = AgencyId(22);
/// A contractor.
pub const HANBIT: AgencyId = AgencyId(23);
/// Another contractor.
pub const NURI: AgencyId = AgencyId(24);
/// A third contractor.
pub const DAEHAN: AgencyId = AgencyId(25);
/// A supplier.
pub const CEMENT: AgencyId = AgencyId(26);
/// The bank of wages.
pub const LABOUR_BANK: AgencyId = AgencyId(27);
/// Who decides disputes.
pub const DISPUTE_BODY: AgencyId = AgencyId(28);
/// Who guarantees.
pub const GUARANTOR: AgencyId = AgencyId(29);
/// A small merchant.
pub const TONGIN: AgencyId = AgencyId(30);

/// The day on which every chain of these tests begins: Friday, 15 January 2027, at five in the afternoon.
pub const FIRST_DAY: Day = Day(20_833);

/// A chain on which legal days are days, with the calendar of Korea.
pub fn city() -> Chain {
	let mut chain = Chain::new(genesis_config_presets::LOCAL);
	assert_eq!(today(&mut chain), FIRST_DAY);
	chain
}

/// The path of the key that acts for an agency of the works.
pub fn path_of(agency: AgencyId) -> &'static str {
	match agency {
		COURT => "//Court",
		OFFICER => "//FinanceBureau",
		DEPARTMENT => "//Infrastructure",
		SUPERVISOR => "//Supervisor",
		INSPECTOR => "//WorksInspector",
		HANBIT => "//Hanbit",
		NURI => "//Nuri",
		DAEHAN => "//Daehan",
		CEMENT => "//Cement",
		LABOUR_BANK => "//LabourBank",
		DISPUTE_BODY => "//DisputeBody",
		GUARANTOR => "//Guarantor",
		TONGIN => "//Tongin",
		_ => panic!("{agency:?} has no part in works"),
	}
}

/// The account of an agency of the works: its administrator's, its delegate's and its pay-out account.
pub fn account(agency: AgencyId) -> AccountId {
	account_of(&key(path_of(agency)))
}

/// A firm or office as a party.
pub const fn party(agency: AgencyId) -> PartyId {
	PartyId::Agency(agency)
}

/// The events of contracts and payments among these.
pub fn of_works(events: &[RuntimeEvent]) -> Vec<Event<Runtime>> {
	events
		.iter()
		.filter_map(|event| match event {
			RuntimeEvent::EscrowPayments(event) => Some(event.clone()),
			_ => None,
		})
		.collect()
}

/// An agency's delegate makes a call, which must succeed. Says what it did.
#[track_caller]
pub fn does(chain: &mut Chain, agency: AgencyId, call: Call<Runtime>) -> Vec<Event<Runtime>> {
	of_works(&chain.succeeds_as(&key(path_of(agency)), call))
}

/// An agency's delegate makes a call, which must be refused with this error and change nothing.
#[track_caller]
pub fn may_not(
	chain: &mut Chain,
	agency: AgencyId,
	call: Call<Runtime>,
	error: impl Into<DispatchError>,
) {
	chain.refuses_as(&key(path_of(agency)), call, error);
}

/// Today in Korea.
pub fn today(chain: &mut Chain) -> Day {
	chain.query(EscrowPayments::today)
}

/// What the chain did by itself at the start of the open block.
pub fn by_itself(chain: &mut Chain) -> Vec<Event<Runtime>> {
	let events: Vec<_> = chain.query(|| {
		System::events()
			.into_iter()
			.filter(|record| record.phase == Phase::Initialization)
			.map(|record| record.event)
			.collect()
	});
	of_works(&events)
}

/// Close the block and open one `span` later that takes transactions. Every invariant of the payments is checked at
/// each block. Says what the chain did by itself.
pub fn pass(chain: &mut Chain, span: Moment) -> Vec<Event<Runtime>> {
	chain.advance(span);
	let mut events = check_and_look(chain);
	// The block that ends a session is counted as full.
	let is_full =
		chain.query(|| System::block_weight().total().ref_time() >= BLOCK_WEIGHTS_FULL.ref_time());
	if is_full {
		chain.next_block();
		events.extend(check_and_look(chain));
	}
	events
}

#[track_caller]
fn check_and_look(chain: &mut Chain) -> Vec<Event<Runtime>> {
	chain
		.query(EscrowPayments::do_try_state)
		.expect("contracts and payments hold");
	by_itself(chain)
}

/// Let days pass until `day`, with two blocks on each, and nobody sends anything. Says what the chain did by itself,
/// and on which day.
pub fn pass_to(chain: &mut Chain, day: Day) -> Vec<(Day, Event<Runtime>)> {
	let length = chain.query(DayLength::<Runtime>::get);
	let mut all = Vec::new();
	while today(chain) < day {
		// A block acts on what was due at the time of the one before it.
		for span in [length, SLOT] {
			let events = pass(chain, span);
			let on = today(chain);
			all.extend(events.into_iter().map(|event| (on, event)));
			assert_eq!(
				chain.query(System::extrinsic_index),
				Some(1),
				"a block has the time in it, and nothing else"
			);
		}
	}
	all
}

/// The contract of a number.
pub fn contract(chain: &mut Chain, id: ContractId) -> Contract {
	chain
		.query(|| pallet_escrow_payments::Contracts::<Runtime>::get(id))
		.expect("there is such a contract")
}

/// The claim of a number.
pub fn claim(chain: &mut Chain, id: ClaimId) -> Claim {
	chain
		.query(|| pallet_escrow_payments::Claims::<Runtime>::get(id))
		.expect("there is such a claim")
}

/// A line of a claim.
pub fn line(chain: &mut Chain, id: ClaimId, index: u16) -> Line {
	chain
		.query(|| pallet_escrow_payments::Lines::<Runtime>::get(id, LineIndex(index)))
		.expect("there is such a line")
}

/// What is held on an account for contracts.
pub fn held(chain: &mut Chain, account: &AccountId) -> Balance {
	chain.query(|| {
		Balances::balance_on_hold(
			&RuntimeHoldReason::EscrowPayments(HoldReason::Contract),
			account,
		)
	})
}

/// What accounts can spend, in won.
pub fn won_of<const COUNT: usize>(
	chain: &mut Chain,
	agencies: [AgencyId; COUNT],
) -> [Balance; COUNT] {
	agencies.map(|agency| chain.balance(&account(agency)) / KRW)
}

/// A school roof of 400,000,000 won, by Hanbit: 1,000 m² of sealing, 1,000 m² of insulation, 40 t of steel.
pub fn school_roof(chain: &mut Chain) -> ContractDraft {
	let complete_by = today(chain).plus(200);
	ContractDraft {
		officer: OFFICER,
		supervisor: SUPERVISOR,
		inspector: INSPECTOR,
		dispute_body: DISPUTE_BODY,
		members: Members::truncate_from(vec![Member {
			party: party(HANBIT),
			share: Millionths::WHOLE,
		}]),
		items: vec![
			(1_000, 120_000 * KRW),
			(1_000, 80_000 * KRW),
			(40, 5_000_000 * KRW),
		]
		.try_into()
		.expect("three items"),
		budget: vec![
			BudgetYear {
				year: 2027,
				amount: 200_000_000 * KRW,
			},
			BudgetYear {
				year: 2028,
				amount: 200_000_000 * KRW,
			},
		]
		.try_into()
		.expect("two years"),
		complete_by,
		document: document(b"contract of the school roof"),
	}
}

/// The number of the contract that these events drafted.
pub fn drafted_contract(events: &[Event<Runtime>]) -> ContractId {
	events
		.iter()
		.find_map(|event| match event {
			Event::ContractDrafted { contract, .. } => Some(*contract),
			_ => None,
		})
		.expect("the event names the contract")
}

/// A contract that all have signed.
pub fn signed_contract(chain: &mut Chain, draft: ContractDraft) -> ContractId {
	let members: Vec<_> = draft.members.iter().map(|member| member.party).collect();
	let events = does(
		chain,
		DEPARTMENT,
		Call::draft_contract {
			draft: Box::new(draft),
		},
	);
	let id = drafted_contract(&events);
	let mut last = Vec::new();
	for signatory in members
		.into_iter()
		.chain([SUPERVISOR, INSPECTOR, OFFICER].map(party))
	{
		let PartyId::Agency(agency) = signatory else {
			panic!("these contractors are firms");
		};
		last = does(chain, agency, Call::sign_contract { contract: id });
	}
	assert!(last
		.iter()
		.any(|event| matches!(event, Event::ContractSigned { contract, .. } if *contract == id)));
	id
}

/// A contract under which the works go on, with `won` held for it.
pub fn running_contract(chain: &mut Chain, won: Balance) -> ContractId {
	let draft = school_roof(chain);
	let id = signed_contract(chain, draft);
	fund(chain, id, won);
	does(chain, DEPARTMENT, Call::start_contract { contract: id });
	id
}

/// The officer has `won` held for a contract.
pub fn fund(chain: &mut Chain, contract: ContractId, won: Balance) {
	does(
		chain,
		OFFICER,
		Call::fund_contract {
			contract,
			amount: won * KRW,
		},
	);
}

/// A subcontract of `won` that both sides have signed, payable 30 days after the work.
pub fn subcontract(
	chain: &mut Chain,
	contract: ContractId,
	payer: AgencyId,
	contractor: AgencyId,
	parent: Option<SubcontractId>,
	kind: SubcontractKind,
	won: Balance,
) -> SubcontractId {
	let draft = sub_draft(contractor, parent, kind, won);
	let events = does(chain, payer, Call::draft_subcontract { contract, draft });
	let id = events
		.into_iter()
		.find_map(|event| match event {
			Event::SubcontractDrafted { subcontract, .. } => Some(subcontract),
			_ => None,
		})
		.expect("the event names the subcontract");
	does(
		chain,
		contractor,
		Call::sign_subcontract { subcontract: id },
	);
	id
}

/// Hanbit has Nuri do the sealing.
pub fn sealing(chain: &mut Chain, contract: ContractId, won: Balance) -> SubcontractId {
	let kind = SubcontractKind::Works;
	subcontract(chain, contract, HANBIT, NURI, None, kind, won)
}

/// What a payer drafts.
pub fn sub_draft(
	contractor: AgencyId,
	parent: Option<SubcontractId>,
	kind: SubcontractKind,
	won: Balance,
) -> SubcontractDraft {
	SubcontractDraft {
		parent,
		contractor: party(contractor),
		kind,
		amount: won * KRW,
		payment_days: 30,
		late_rate: Millionths(155_000),
		document: document(b"subcontract"),
	}
}

/// Units of items, in order.
pub fn units(units: &[(u16, u64)]) -> Quantities {
	Quantities::truncate_from(
		units
			.iter()
			.map(|(item, units)| Quantity {
				item: ItemIndex(*item),
				units: *units,
			})
			.collect(),
	)
}

/// A line for the work of a subcontract's contractor.
pub fn work(under: SubcontractId, contractor: AgencyId, won: Balance) -> LineDraft {
	LineDraft {
		payee: Payee::Party(party(contractor)),
		under: Under::Subcontract(under),
		kind: LineKind::Work { report: None },
		amount: won * KRW,
	}
}

/// A line for what was bought under whom.
pub fn purchase(payee: Payee, under: Under, won: Balance) -> LineDraft {
	LineDraft {
		payee,
		under,
		kind: LineKind::Purchase,
		amount: won * KRW,
	}
}

/// The call with which the lead claims.
pub fn claim_call(
	contract: ContractId,
	kind: ClaimKind,
	quantities: &[(u16, u64)],
	lines: &[LineDraft],
) -> Call<Runtime> {
	Call::submit_claim {
		contract,
		kind,
		quantities: units(quantities),
		lines: LineDrafts::truncate_from(lines.to_vec()),
		evidence: document(b"photographs and measurements"),
	}
}

/// A firm claims. Returns the claim's number.
#[track_caller]
pub fn submit(
	chain: &mut Chain,
	claimant: AgencyId,
	contract: ContractId,
	kind: ClaimKind,
	quantities: &[(u16, u64)],
	lines: &[LineDraft],
) -> ClaimId {
	does(
		chain,
		claimant,
		claim_call(contract, kind, quantities, lines),
	)
	.into_iter()
	.find_map(|event| match event {
		Event::ClaimSubmitted { claim, .. } => Some(claim),
		_ => None,
	})
	.expect("the event names the claim")
}

/// The lead claims for 100 m² of sealing, 12,000,000 won, and names nobody else.
pub fn submit_a_tenth(chain: &mut Chain, contract: ContractId) -> ClaimId {
	let progress = ClaimKind::Progress;
	submit(chain, HANBIT, contract, progress, &[(0, 100)], &[])
}

/// Supervisor and inspector say yes.
pub fn inspect(chain: &mut Chain, claim: ClaimId) {
	does(chain, SUPERVISOR, Call::endorse_claim { claim });
	let reductions = Box::default();
	does(
		chain,
		INSPECTOR,
		Call::pass_inspection { claim, reductions },
	);
}

/// Supervisor, inspector and department say yes.
pub fn approve(chain: &mut Chain, claim: ClaimId) -> Vec<Event<Runtime>> {
	inspect(chain, claim);
	does(chain, DEPARTMENT, Call::approve_claim { claim })
}

/// The lead claims; the claim is approved, and its payment requested.
#[track_caller]
pub fn request(
	chain: &mut Chain,
	contract: ContractId,
	kind: ClaimKind,
	quantities: &[(u16, u64)],
	lines: &[LineDraft],
) -> ClaimId {
	let claim = submit(chain, HANBIT, contract, kind, quantities, lines);
	approve(chain, claim);
	does(chain, HANBIT, Call::request_payment { claim });
	claim
}

/// The same for half of the sealing, 60,000,000 won, of which 20,000,000 are Nuri's.
#[track_caller]
pub fn request_half(chain: &mut Chain, contract: ContractId, sealing: SubcontractId) -> ClaimId {
	let lines = [work(sealing, NURI, 20_000_000)];
	request(chain, contract, ClaimKind::Progress, &[(0, 500)], &lines)
}

/// The officer lets the chain pay a requested claim today. Returns what the chain did.
pub fn pay_now(chain: &mut Chain, claim: ClaimId) -> Vec<Event<Runtime>> {
	does(chain, OFFICER, Call::bring_payment_forward { claim });
	pass(chain, SLOT)
}

/// The last day for what a claim waits for.
#[track_caller]
pub fn due(chain: &mut Chain, id: ClaimId) -> Day {
	claim(chain, id)
		.deadline()
		.expect("the claim has a deadline")
		.due
}

/// The guarantor records a bond until `until`.
pub fn bond(chain: &mut Chain, contract: ContractId, kind: BondKind, won: Balance, until: Day) {
	does(
		chain,
		GUARANTOR,
		Call::record_bond {
			contract,
			kind,
			amount: won * KRW,
			until,
			document: document(b"bond"),
		},
	);
}

/// Whether a line was paid.
pub fn is_paid(chain: &mut Chain, id: ClaimId, index: u16) -> bool {
	matches!(line(chain, id, index).status, LineStatus::Paid { .. })
}

/// Whether every line of a claim was paid.
pub fn is_ended(chain: &mut Chain, id: ClaimId) -> bool {
	matches!(claim(chain, id).status, ClaimStatus::Paid { .. })
}

/// Two people of the treasury make `won` for what somebody paid in at the bank.
pub fn mint(chain: &mut Chain, beneficiary: AccountId, won: Balance) {
	use pallet_deposit_token::Call;
	let amount = won * KRW;
	let transaction = (&beneficiary, amount, chain.now()).encode();
	let reference =
		pallet_deposit_token::BankReference(H256(sp_io::hashing::blake2_256(&transaction)));
	chain.succeeds_as(
		&key("//Treasury//maker"),
		Call::<Runtime>::propose_mint {
			reference,
			beneficiary: beneficiary.clone(),
			amount,
		},
	);
	chain.succeeds_as(
		&key("//Treasury//checker"),
		Call::<Runtime>::approve_mint {
			reference,
			beneficiary,
			amount,
		},
	);
}
