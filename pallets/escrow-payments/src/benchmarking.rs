// SPDX-License-Identifier: Apache-2.0

//! Benchmarks: each call at its worst: eight members, 64 items, lines at the deepest level, an attachment in
//! force, every line of a claim of another kind of payee.

#![allow(
	clippy::expect_used,
	clippy::unwrap_used,
	clippy::as_conversions,
	clippy::arithmetic_side_effects,
	clippy::indexing_slicing,
	clippy::extra_unused_type_parameters,
	clippy::cast_lossless,
	missing_docs
)]

use super::*;
use alloc::{boxed::Box, vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{
		fungible::{Inspect, Mutate},
		EnsureOrigin, Get,
	},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::RawOrigin;
use seoul_chain_primitives::{
	chain::DAY, AgencyId, Balance, DocumentCommitment, Moment, OnAccountRotated, PartyId, Role,
};
use sp_core::{sr25519, H256};

/// What the benchmarks need of the registers that the runtime joins to this one.
pub trait BenchmarkHelper<AccountId> {
	/// An agency with this role, and its account: pay-out account, representative and delegate with the role
	/// in one. The same at each call.
	fn office(role: Role) -> (AccountId, AgencyId);
	/// A firm with the role of a contractor, and its account as above; another for each seed.
	fn firm(seed: u32) -> (AccountId, PartyId);
	/// Set legal time.
	fn set_time(now: Moment);
	/// A key, and its signature over a message.
	fn sign(message: &[u8]) -> (ClaimKey, sr25519::Signature);
}

type Helper<T> = <T as Config>::BenchmarkHelper;

/// The day on which every benchmark begins.
const TODAY: Day = Day(20_853);
const LEAD: u32 = 0;
const TOP: u32 = 20;

fn paper(number: u64) -> DocumentCommitment {
	let mut bytes = [0; 32];
	bytes[24..].copy_from_slice(&number.to_be_bytes());
	DocumentCommitment(H256(bytes))
}

fn signer<T: Config>(role: Role) -> RawOrigin<T::AccountId> {
	RawOrigin::Signed(Helper::<T>::office(role).0)
}

fn origin<T: Config>(role: Role) -> T::RuntimeOrigin {
	signer::<T>(role).into()
}

fn firm_signer<T: Config>(seed: u32) -> RawOrigin<T::AccountId> {
	RawOrigin::Signed(Helper::<T>::firm(seed).0)
}

fn firm_origin<T: Config>(seed: u32) -> T::RuntimeOrigin {
	firm_signer::<T>(seed).into()
}

fn unit<T: Config>() -> Balance {
	// Dear enough that every line is above the smallest balance.
	T::Won::get().max(T::Currency::minimum_balance()) * 1_000
}

fn set_day<T: Config>(day: Day) {
	DayLength::<T>::put(DAY);
	Helper::<T>::set_time(day.start(DAY) + DAY / 2);
}

fn draft<T: Config>() -> ContractDraft {
	let office = |role| Helper::<T>::office(role).1;
	let items: Vec<(u64, Balance)> = (0..MAX_ITEMS).map(|_| (100, unit::<T>())).collect();
	let amount = items
		.iter()
		.map(|(units, price)| *units as Balance * price)
		.sum::<Balance>();
	let share = Millionths::WHOLE.0 / MAX_MEMBERS;
	ContractDraft {
		officer: office(Role::ContractOfficer),
		supervisor: office(Role::Supervisor),
		inspector: office(Role::WorksInspector),
		dispute_body: office(Role::DisputeBody),
		members: Members::truncate_from(
			(0..MAX_MEMBERS)
				.map(|seed| Member {
					party: Helper::<T>::firm(seed).1,
					share: Millionths(share),
				})
				.collect(),
		),
		items: items.try_into().expect("as many as fit"),
		budget: vec![BudgetYear { year: 2027, amount }]
			.try_into()
			.expect("one year"),
		complete_by: TODAY.plus(1_000),
		document: paper(1),
	}
}

fn drafted<T: Config>() -> ContractId {
	HolidaySet::<T>::put(Holidays::truncate_from(
		(0..calendar::MAX_HOLIDAYS)
			.map(|number| TODAY.plus(1_000 + number))
			.collect(),
	));
	set_day::<T>(TODAY);
	let id = NextContractId::<T>::get();
	Pallet::<T>::draft_contract(
		origin::<T>(Role::OrderingDepartment),
		Box::new(draft::<T>()),
	)
	.expect("the draft is in order");
	id
}

fn sign_all<T: Config>(id: ContractId, but: u32) {
	for seed in 0..MAX_MEMBERS - but {
		Pallet::<T>::sign_contract(firm_origin::<T>(seed), id).expect("a member signs");
	}
	for role in [
		Role::Supervisor,
		Role::WorksInspector,
		Role::ContractOfficer,
	] {
		Pallet::<T>::sign_contract(origin::<T>(role), id).expect("an office signs");
	}
}

fn signed<T: Config>() -> ContractId {
	let id = drafted::<T>();
	sign_all::<T>(id, 0);
	id
}

fn active<T: Config>() -> ContractId {
	let id = signed::<T>();
	Pallet::<T>::start_contract(origin::<T>(Role::OrderingDepartment), id).expect("they begin");
	for kind in [BondKind::Advance, BondKind::Defect] {
		Pallet::<T>::record_bond(
			origin::<T>(Role::Guarantor),
			id,
			kind,
			amount::<T>(id),
			TODAY.plus(9_000),
			paper(2),
		)
		.expect("a bond");
	}
	id
}

fn amount<T: Config>(id: ContractId) -> Balance {
	Contracts::<T>::get(id).expect("there is one").amount
}

fn rich<T: Config>(account: &T::AccountId) {
	T::Currency::set_balance(account, unit::<T>() * 10_000_000);
}

fn fund<T: Config>(id: ContractId) {
	let account = Helper::<T>::office(Role::ContractOfficer).0;
	rich::<T>(&account);
	Pallet::<T>::fund_contract(RawOrigin::Signed(account).into(), id, amount::<T>(id))
		.expect("it has the money");
}

fn sub_draft<T: Config>(
	seed: u32,
	parent: Option<SubcontractId>,
	amount: Balance,
) -> SubcontractDraft {
	SubcontractDraft {
		parent,
		contractor: Helper::<T>::firm(seed).1,
		kind: SubcontractKind::Works,
		amount,
		payment_days: 30,
		late_rate: Millionths(155_000),
		document: paper(3),
	}
}

/// Subcontracts down to the deepest level.
fn tree<T: Config>(id: ContractId) -> [SubcontractId; 3] {
	let all = amount::<T>(id);
	let mut parent = None;
	let mut ids = [SubcontractId(0); 3];
	for (level, place) in ids.iter_mut().enumerate() {
		let payer = if level == 0 {
			LEAD
		} else {
			TOP + level as u32 - 1
		};
		*place = NextSubcontractId::<T>::get();
		Pallet::<T>::draft_subcontract(
			firm_origin::<T>(payer),
			id,
			sub_draft::<T>(TOP + level as u32, parent, all),
		)
		.expect("within the parent");
		Pallet::<T>::sign_subcontract(firm_origin::<T>(TOP + level as u32), *place)
			.expect("signed");
		parent = Some(*place);
	}
	ids
}

/// As many subcontracts on the deepest level, one for each line.
fn leaves<T: Config>(id: ContractId, count: u32) -> Vec<SubcontractId> {
	let [top, middle, deepest] = tree::<T>(id);
	let all = amount::<T>(id);
	Subcontracts::<T>::mutate(middle, |known| known.as_mut().unwrap().subcontracted = 0);
	Subcontracts::<T>::mutate(deepest, |known| known.as_mut().unwrap().amount = 0);
	let _ = top;
	(0..count)
		.map(|number| {
			let sub = NextSubcontractId::<T>::get();
			Pallet::<T>::draft_subcontract(
				firm_origin::<T>(TOP + 1),
				id,
				sub_draft::<T>(100 + number, Some(middle), all / 400),
			)
			.expect("within the parent");
			Pallet::<T>::sign_subcontract(firm_origin::<T>(100 + number), sub).expect("signed");
			sub
		})
		.collect()
}

/// Lines that each touch a subcontract, a firm and a report of their own.
fn named<T: Config>(id: ContractId, count: u32) -> LineDrafts {
	named_for::<T>(id, count, unit::<T>())
}

fn named_for<T: Config>(id: ContractId, count: u32, amount: Balance) -> LineDrafts {
	LineDrafts::truncate_from(
		leaves::<T>(id, count)
			.into_iter()
			.enumerate()
			.map(|(place, sub)| {
				Pallet::<T>::report_work(
					firm_origin::<T>(100 + place as u32),
					sub,
					amount,
					paper(4),
				)
				.expect("reported");
				Pallet::<T>::pass_work(firm_origin::<T>(TOP + 1), sub, ReportNumber(0))
					.expect("passed");
				LineDraft {
					payee: Payee::Party(Helper::<T>::firm(100 + place as u32).1),
					under: Under::Subcontract(sub),
					kind: LineKind::Work {
						report: Some(ReportNumber(0)),
					},
					amount,
				}
			})
			.collect(),
	)
}

/// So many units of every item; 100 are all.
fn units_of_each(units: u64) -> Quantities {
	Quantities::truncate_from(
		(0..MAX_ITEMS)
			.map(|item| Quantity {
				item: ItemIndex(item as u16),
				units,
			})
			.collect(),
	)
}

/// Half of every item.
fn half() -> Quantities {
	units_of_each(50)
}

/// A paid labour line of as many workers as there can be, with as many disputes but one decided, and its slips.
fn disputed_wages<T: Config>() -> (ClaimId, Vec<DocumentCommitment>) {
	let id = active::<T>();
	fund::<T>(id);
	let slips: Vec<_> = (0..MAX_WORKERS)
		.map(|number| paper(number.into()))
		.collect();
	let claim = paid::<T>(id, wage_lines::<T>(1, MAX_WORKERS, merkle::root(&slips)));
	WageLists::<T>::mutate(claim, LineIndex(0), |list| {
		let list = list.as_mut().expect("there is one");
		let deadline = list.deadline.expect("the bank has the total");
		for index in (1..MAX_WAGE_DISPUTES).rev() {
			list.disputes
				.try_push(WageDispute {
					index: MAX_WORKERS - index,
					slip: paper(1),
					outcome: WageOutcome::Rejected,
					deadline,
				})
				.expect("one more fits");
		}
	});
	(claim, slips)
}

fn submit<T: Config>(id: ContractId, lines: LineDrafts) -> ClaimId {
	let claim = NextClaimId::<T>::get();
	Pallet::<T>::submit_claim(
		firm_origin::<T>(LEAD),
		id,
		ClaimKind::Progress,
		half(),
		lines,
		paper(5),
	)
	.expect("the claim is in order");
	claim
}

fn endorsed<T: Config>(id: ContractId, lines: LineDrafts) -> ClaimId {
	let claim = submit::<T>(id, lines);
	Pallet::<T>::endorse_claim(origin::<T>(Role::Supervisor), claim).expect("endorsed");
	claim
}

fn inspected<T: Config>(id: ContractId, lines: LineDrafts) -> ClaimId {
	let claim = endorsed::<T>(id, lines);
	Pallet::<T>::pass_inspection(origin::<T>(Role::WorksInspector), claim, Box::default())
		.expect("passed");
	claim
}

fn approved<T: Config>(id: ContractId, lines: LineDrafts) -> ClaimId {
	let claim = inspected::<T>(id, lines);
	Pallet::<T>::approve_claim(origin::<T>(Role::OrderingDepartment), claim).expect("approved");
	claim
}

fn requested<T: Config>(id: ContractId, lines: LineDrafts) -> ClaimId {
	let claim = approved::<T>(id, lines);
	Pallet::<T>::request_payment(firm_origin::<T>(LEAD), claim).expect("requested");
	claim
}

fn serve<T: Config>() {
	for _ in 0..100 {
		let mut meter = WeightMeter::new();
		Pallet::<T>::service(&mut meter);
	}
}

fn paid<T: Config>(id: ContractId, lines: LineDrafts) -> ClaimId {
	let claim = requested::<T>(id, lines);
	Pallet::<T>::bring_payment_forward(origin::<T>(Role::ContractOfficer), claim).expect("today");
	serve::<T>();
	claim
}

fn purchase<T: Config>(payee: Payee) -> LineDrafts {
	LineDrafts::truncate_from(vec![LineDraft {
		payee,
		under: Under::Prime,
		kind: LineKind::Purchase,
		amount: unit::<T>(),
	}])
}

fn wage_lines<T: Config>(count: u32, workers: u32, root: H256) -> LineDrafts {
	LineDrafts::truncate_from(
		(0..count)
			.map(|_| LineDraft {
				payee: Payee::Party(PartyId::Agency(Helper::<T>::office(Role::LabourBank).1)),
				under: Under::Prime,
				kind: LineKind::Labour { root, workers },
				amount: unit::<T>(),
			})
			.collect(),
	)
}

/// A paid claim whose first line is as `status` says.
fn waiting<T: Config>(
	prepare: impl FnOnce(ContractId, PartyId),
) -> (ContractId, ClaimId, LineIndex) {
	let id = active::<T>();
	fund::<T>(id);
	let payee = Helper::<T>::firm(50).1;
	prepare(id, payee);
	let claim = paid::<T>(id, purchase::<T>(Payee::Party(payee)));
	(id, claim, LineIndex(0))
}

fn attach<T: Config>(id: ContractId, party: PartyId) {
	Pallet::<T>::attach_claims(
		origin::<T>(Role::Court),
		id,
		party,
		amount::<T>(id),
		paper(6),
	)
	.expect("attached");
}

fn to_bank<T: Config>() -> (ContractId, ClaimId, LineIndex) {
	waiting::<T>(|_, _| {
		Pallet::<T>::choose_payout(firm_origin::<T>(50), Payout::Bank).expect("chosen");
	})
}

fn refused<T: Config>() -> (ContractId, ClaimId, LineIndex) {
	let (id, claim, line) = to_bank::<T>();
	Pallet::<T>::refuse_payout(origin::<T>(Role::Treasury), claim, line, paper(7))
		.expect("refused");
	Pallet::<T>::choose_payout(firm_origin::<T>(50), Payout::Chain).expect("chosen");
	(id, claim, line)
}

/// A released claim whose first line is in dispute.
fn objected<T: Config>() -> (ContractId, ClaimId, LineIndex) {
	let id = active::<T>();
	fund::<T>(id);
	let claim = requested::<T>(id, purchase::<T>(Payee::Party(Helper::<T>::firm(50).1)));
	Pallet::<T>::object_line(firm_origin::<T>(50), claim, LineIndex(0), paper(8))
		.expect("objected");
	Pallet::<T>::bring_payment_forward(origin::<T>(Role::ContractOfficer), claim).expect("today");
	serve::<T>();
	(id, claim, LineIndex(0))
}

fn settled<T: Config>() -> ContractId {
	let id = active::<T>();
	fund::<T>(id);
	let claim = NextClaimId::<T>::get();
	let advance = unit::<T>() * 100;
	Pallet::<T>::submit_claim(
		firm_origin::<T>(LEAD),
		id,
		ClaimKind::Advance { amount: advance },
		Quantities::default(),
		LineDrafts::default(),
		paper(5),
	)
	.expect("an advance");
	approve::<T>(claim);
	Pallet::<T>::request_payment(firm_origin::<T>(LEAD), claim).expect("requested");
	Pallet::<T>::bring_payment_forward(origin::<T>(Role::ContractOfficer), claim).expect("today");
	serve::<T>();
	Pallet::<T>::terminate_contract(origin::<T>(Role::OrderingDepartment), id, paper(9))
		.expect("ended");
	let claim = NextClaimId::<T>::get();
	Pallet::<T>::submit_settlement(
		origin::<T>(Role::OrderingDepartment),
		id,
		Quantities::default(),
		LineDrafts::default(),
		paper(9),
	)
	.expect("a settlement");
	approve::<T>(claim);
	id
}

fn approve<T: Config>(claim: ClaimId) {
	Pallet::<T>::endorse_claim(origin::<T>(Role::Supervisor), claim).expect("endorsed");
	Pallet::<T>::pass_inspection(origin::<T>(Role::WorksInspector), claim, Box::default())
		.expect("passed");
	Pallet::<T>::approve_claim(origin::<T>(Role::OrderingDepartment), claim).expect("approved");
}

fn reported<T: Config>() -> (SubcontractId, ReportNumber) {
	let id = active::<T>();
	let [_, _, deepest] = tree::<T>(id);
	Pallet::<T>::report_work(firm_origin::<T>(TOP + 2), deepest, unit::<T>(), paper(4))
		.expect("reported");
	(deepest, ReportNumber(0))
}

fn pending_change<T: Config>(but: u32) -> ContractId {
	let id = active::<T>();
	let draft = draft::<T>();
	Pallet::<T>::propose_change(
		origin::<T>(Role::OrderingDepartment),
		id,
		Change::Works {
			items: draft.items,
			budget: draft.budget,
		},
		paper(10),
	)
	.expect("proposed");
	for seed in 0..MAX_MEMBERS - but {
		Pallet::<T>::sign_change(firm_origin::<T>(seed), id, paper(10)).expect("signed");
	}
	id
}

/// The agenda's next entry is `task`, due today.
fn at_last_day<T: Config>(day: Day) {
	set_day::<T>(day);
	AgendaCursor::<T>::put(AgendaPlace { day, index: 0 });
}

#[benchmarks]
mod benches {
	use super::*;

	#[benchmark]
	fn schedule_terms() {
		let origin = T::GovernanceOrigin::try_successful_origin().expect("governance acts");
		set_day::<T>(TODAY);
		Terms::<T>::put(BoundedVec::truncate_from(
			(1..MAX_DATED_TERMS)
				.map(|day| DatedTerms {
					effective_from: Day(day),
					terms: LegalTerms::default(),
				})
				.collect(),
		));

		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			TODAY.plus(1),
			LegalTerms::default(),
		);
	}

	#[benchmark]
	fn amend_holidays() {
		drafted::<T>();
		let origin = T::CalendarOrigin::try_successful_origin().expect("the office acts");
		// Each new one makes an old one go.
		HolidaySet::<T>::put(Holidays::truncate_from(
			(0..calendar::MAX_HOLIDAYS)
				.map(|number| Day(TODAY.0 - 1_000 + number))
				.collect(),
		));
		let add = BoundedVec::truncate_from((1..=MAX_PAGE).map(|day| TODAY.plus(day)).collect());

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, add, BoundedVec::default());
	}

	#[benchmark]
	fn draft_contract() {
		set_day::<T>(TODAY);
		let draft = Box::new(draft::<T>());

		#[extrinsic_call]
		_(signer::<T>(Role::OrderingDepartment), draft);

		assert_eq!(NextContractId::<T>::get(), ContractId(1));
	}

	#[benchmark]
	fn discard_draft() {
		let id = drafted::<T>();

		#[extrinsic_call]
		_(signer::<T>(Role::OrderingDepartment), id);
	}

	#[benchmark]
	fn sign_contract() {
		let id = drafted::<T>();
		sign_all::<T>(id, 1);

		#[extrinsic_call]
		_(firm_signer::<T>(MAX_MEMBERS - 1), id);

		assert_eq!(
			Contracts::<T>::get(id).unwrap().status,
			ContractStatus::Signed
		);
	}

	#[benchmark]
	fn fund_contract() {
		let id = active::<T>();
		let mut waiting = Vec::new();
		for _ in 0..MAX_OPEN_CLAIMS {
			let claim = NextClaimId::<T>::get();
			let one = Quantities::truncate_from(vec![Quantity {
				item: ItemIndex(0),
				units: 1,
			}]);
			Pallet::<T>::submit_claim(
				firm_origin::<T>(LEAD),
				id,
				ClaimKind::Progress,
				one,
				LineDrafts::default(),
				paper(5),
			)
			.unwrap();
			approve::<T>(claim);
			Pallet::<T>::request_payment(firm_origin::<T>(LEAD), claim).unwrap();
			Pallet::<T>::bring_payment_forward(origin::<T>(Role::ContractOfficer), claim).unwrap();
			waiting.push(claim);
		}
		serve::<T>();
		assert_eq!(UnfundedClaims::<T>::get(id).len(), waiting.len());
		let account = Helper::<T>::office(Role::ContractOfficer).0;
		rich::<T>(&account);
		let amount = amount::<T>(id);

		#[extrinsic_call]
		_(signer::<T>(Role::ContractOfficer), id, amount);

		assert!(UnfundedClaims::<T>::get(id).is_empty());
	}

	#[benchmark]
	fn start_contract() {
		let id = signed::<T>();

		#[extrinsic_call]
		_(signer::<T>(Role::OrderingDepartment), id);
	}

	#[benchmark]
	fn propose_change() {
		let id = active::<T>();
		let draft = draft::<T>();
		let change = Change::Works {
			items: draft.items,
			budget: draft.budget,
		};

		#[extrinsic_call]
		_(signer::<T>(Role::OrderingDepartment), id, change, paper(10));
	}

	#[benchmark]
	fn withdraw_change() {
		let id = pending_change::<T>(1);

		#[extrinsic_call]
		_(signer::<T>(Role::OrderingDepartment), id);
	}

	#[benchmark]
	fn sign_change() {
		let id = pending_change::<T>(1);

		#[extrinsic_call]
		_(firm_signer::<T>(MAX_MEMBERS - 1), id, paper(10));

		assert!(!PendingChanges::<T>::contains_key(id));
	}

	#[benchmark]
	fn suspend_contract() {
		let id = active::<T>();

		#[extrinsic_call]
		_(signer::<T>(Role::OrderingDepartment), id, paper(9));
	}

	#[benchmark]
	fn resume_contract() {
		let id = active::<T>();
		Pallet::<T>::suspend_contract(origin::<T>(Role::OrderingDepartment), id, paper(9)).unwrap();

		#[extrinsic_call]
		_(signer::<T>(Role::OrderingDepartment), id);
	}

	#[benchmark]
	fn terminate_contract() {
		let id = pending_change::<T>(1);

		#[extrinsic_call]
		_(signer::<T>(Role::OrderingDepartment), id, paper(9));
	}

	#[benchmark]
	fn close_contract() {
		let id = settled::<T>();
		let left = Contracts::<T>::get(id).unwrap().refundable();
		Pallet::<T>::refund(origin::<T>(Role::ContractOfficer), id, left).unwrap();

		#[extrinsic_call]
		_(signer::<T>(Role::OrderingDepartment), id);
	}

	#[benchmark]
	fn refund() {
		let id = settled::<T>();

		#[extrinsic_call]
		_(signer::<T>(Role::ContractOfficer), id, unit::<T>());
	}

	#[benchmark]
	fn draft_subcontract() {
		let id = active::<T>();
		let [_, middle, deepest] = tree::<T>(id);
		Subcontracts::<T>::remove(deepest);
		Subcontracts::<T>::mutate(middle, |known| known.as_mut().unwrap().subcontracted = 0);

		#[extrinsic_call]
		_(
			firm_signer::<T>(TOP + 1),
			id,
			sub_draft::<T>(TOP + 2, Some(middle), unit::<T>()),
		);
	}

	#[benchmark]
	fn sign_subcontract() {
		let id = active::<T>();
		let [_, _, deepest] = tree::<T>(id);
		Pallet::<T>::propose_amount(firm_origin::<T>(TOP + 1), deepest, unit::<T>()).unwrap();

		#[extrinsic_call]
		_(firm_signer::<T>(TOP + 2), deepest);
	}

	#[benchmark]
	fn propose_amount() {
		let id = active::<T>();
		let [_, _, deepest] = tree::<T>(id);

		#[extrinsic_call]
		_(firm_signer::<T>(TOP + 1), deepest, unit::<T>());
	}

	#[benchmark]
	fn end_subcontract() {
		let id = active::<T>();
		let [_, _, deepest] = tree::<T>(id);

		#[extrinsic_call]
		_(firm_signer::<T>(TOP + 2), deepest);
	}

	#[benchmark]
	fn end_insolvent_subcontract() {
		let id = active::<T>();
		let [_, _, deepest] = tree::<T>(id);

		#[extrinsic_call]
		_(signer::<T>(Role::OrderingDepartment), deepest, paper(9));
	}

	#[benchmark]
	fn report_work() {
		let id = active::<T>();
		let [_, _, deepest] = tree::<T>(id);

		#[extrinsic_call]
		_(firm_signer::<T>(TOP + 2), deepest, unit::<T>(), paper(4));
	}

	#[benchmark]
	fn pass_work() {
		let (sub, report) = reported::<T>();

		#[extrinsic_call]
		_(firm_signer::<T>(TOP + 1), sub, report);
	}

	#[benchmark]
	fn contest_work() {
		let (sub, report) = reported::<T>();

		#[extrinsic_call]
		_(firm_signer::<T>(TOP + 1), sub, report, paper(9));
	}

	#[benchmark]
	fn decide_work() {
		let (sub, report) = reported::<T>();
		Pallet::<T>::contest_work(firm_origin::<T>(TOP + 1), sub, report, paper(9)).unwrap();

		#[extrinsic_call]
		_(signer::<T>(Role::DisputeBody), sub, report, unit::<T>());
	}

	#[benchmark]
	fn submit_claim(l: Linear<0, MAX_LINES>) {
		let id = active::<T>();
		let lines = named::<T>(id, l);

		#[extrinsic_call]
		_(
			firm_signer::<T>(LEAD),
			id,
			ClaimKind::Progress,
			half(),
			lines,
			paper(5),
		);
	}

	#[benchmark]
	fn submit_settlement(l: Linear<0, MAX_LINES>) {
		let id = active::<T>();
		let lines = named::<T>(id, l);
		Pallet::<T>::terminate_contract(origin::<T>(Role::OrderingDepartment), id, paper(9))
			.unwrap();

		#[extrinsic_call]
		_(
			signer::<T>(Role::OrderingDepartment),
			id,
			half(),
			lines,
			paper(5),
		);
	}

	#[benchmark]
	fn resubmit_claim(l: Linear<0, MAX_LINES>) {
		let id = active::<T>();
		let lines = named::<T>(id, l);
		let claim = submit::<T>(id, lines.clone());
		Pallet::<T>::order_correction(origin::<T>(Role::WorksInspector), claim, paper(9)).unwrap();

		#[extrinsic_call]
		_(firm_signer::<T>(LEAD), claim, half(), lines, paper(6));
	}

	#[benchmark]
	fn withdraw_claim(l: Linear<0, MAX_LINES>) {
		let id = active::<T>();
		let lines = named::<T>(id, l);
		let claim = submit::<T>(id, lines);

		#[extrinsic_call]
		_(firm_signer::<T>(LEAD), claim);
	}

	#[benchmark]
	fn endorse_claim() {
		let id = active::<T>();
		let claim = submit::<T>(id, LineDrafts::default());

		#[extrinsic_call]
		_(signer::<T>(Role::Supervisor), claim);
	}

	#[benchmark]
	fn order_correction() {
		let id = active::<T>();
		let claim = endorsed::<T>(id, LineDrafts::default());

		#[extrinsic_call]
		_(signer::<T>(Role::WorksInspector), claim, paper(9));
	}

	#[benchmark]
	fn pass_inspection(l: Linear<0, MAX_LINES>) {
		let id = active::<T>();
		let lines = named_for::<T>(id, l, unit::<T>() * 2);
		let claim = endorsed::<T>(id, lines);
		let reductions = Box::new(Reductions {
			quantities: Quantities::truncate_from(
				(0..MAX_ITEMS)
					.map(|item| Quantity {
						item: ItemIndex(item as u16),
						units: 49,
					})
					.collect(),
			),
			lines: BoundedVec::truncate_from(
				(0..l)
					.map(|index| (LineIndex(index as u16), unit::<T>()))
					.collect(),
			),
		});

		#[extrinsic_call]
		_(signer::<T>(Role::WorksInspector), claim, reductions);
	}

	#[benchmark]
	fn approve_claim() {
		// The last claim, with a change that falls away, and a line for each member.
		let id = pending_change::<T>(1);
		let claim = NextClaimId::<T>::get();
		Pallet::<T>::submit_claim(
			firm_origin::<T>(LEAD),
			id,
			ClaimKind::Completion,
			units_of_each(100),
			LineDrafts::default(),
			paper(5),
		)
		.unwrap();
		Pallet::<T>::endorse_claim(origin::<T>(Role::Supervisor), claim).unwrap();
		Pallet::<T>::pass_inspection(origin::<T>(Role::WorksInspector), claim, Box::default())
			.unwrap();

		#[extrinsic_call]
		_(signer::<T>(Role::OrderingDepartment), claim);

		assert!(!PendingChanges::<T>::contains_key(id));
		assert_eq!(
			u32::from(Claims::<T>::get(claim).unwrap().lines),
			MAX_MEMBERS
		);
	}

	#[benchmark]
	fn reject_claim(l: Linear<0, MAX_LINES>) {
		let id = active::<T>();
		let lines = named::<T>(id, l);
		let claim = submit::<T>(id, lines);

		#[extrinsic_call]
		_(signer::<T>(Role::OrderingDepartment), claim);
	}

	#[benchmark]
	fn request_payment() {
		let id = active::<T>();
		let claim = approved::<T>(id, LineDrafts::default());

		#[extrinsic_call]
		_(firm_signer::<T>(LEAD), claim);
	}

	#[benchmark]
	fn return_payment_request() {
		let id = active::<T>();
		let claim = requested::<T>(id, LineDrafts::default());

		#[extrinsic_call]
		_(signer::<T>(Role::ContractOfficer), claim, paper(9));
	}

	#[benchmark]
	fn bring_payment_forward() {
		let id = active::<T>();
		let claim = requested::<T>(id, LineDrafts::default());

		#[extrinsic_call]
		_(signer::<T>(Role::ContractOfficer), claim);
	}

	#[benchmark]
	fn confirm_line() {
		let id = active::<T>();
		let claim = submit::<T>(id, purchase::<T>(Payee::Party(Helper::<T>::firm(50).1)));

		#[extrinsic_call]
		_(firm_signer::<T>(50), claim, LineIndex(0));
	}

	#[benchmark]
	fn object_line() {
		let id = active::<T>();
		let lines = named::<T>(id, 1);
		let claim = submit::<T>(id, lines);

		#[extrinsic_call]
		_(firm_signer::<T>(TOP + 1), claim, LineIndex(0), paper(8));
	}

	#[benchmark]
	fn withdraw_objection() {
		let (_, claim, line) = objected::<T>();

		#[extrinsic_call]
		_(firm_signer::<T>(50), claim, line);
	}

	#[benchmark]
	fn decide_line() {
		let (_, claim, line) = objected::<T>();

		#[extrinsic_call]
		_(
			signer::<T>(Role::DisputeBody),
			claim,
			line,
			unit::<T>() / 2,
			paper(9),
		);
	}

	#[benchmark]
	fn choose_payout() {
		set_day::<T>(TODAY);

		#[extrinsic_call]
		_(firm_signer::<T>(50), Payout::Bank);
	}

	#[benchmark]
	fn confirm_payout() {
		let (_, claim, line) = to_bank::<T>();

		#[extrinsic_call]
		_(signer::<T>(Role::Treasury), claim, line);
	}

	#[benchmark]
	fn refuse_payout() {
		let (_, claim, line) = to_bank::<T>();

		#[extrinsic_call]
		_(signer::<T>(Role::Treasury), claim, line, paper(7));
	}

	#[benchmark]
	fn retry_line() {
		let (_, claim, line) = refused::<T>();

		#[extrinsic_call]
		_(firm_signer::<T>(50), claim, line);
	}

	#[benchmark]
	fn deposit_line() {
		let (_, claim, line) = refused::<T>();
		let office = Helper::<T>::office(Role::Court).1;

		#[extrinsic_call]
		_(signer::<T>(Role::ContractOfficer), claim, line, office);
	}

	#[benchmark]
	fn redeem_line() {
		let id = active::<T>();
		fund::<T>(id);
		let claim = NextClaimId::<T>::get();
		let message = redeem_message(
			T::ChainId::get(),
			id,
			claim,
			LineIndex(0),
			Helper::<T>::firm(50).1,
		);
		let (key, signature) = Helper::<T>::sign(
			&[
				b"<Bytes>".as_slice(),
				message.as_slice(),
				b"</Bytes>".as_slice(),
			]
			.concat(),
		);
		assert_eq!(paid::<T>(id, purchase::<T>(Payee::Key(key))), claim);

		#[extrinsic_call]
		_(firm_signer::<T>(50), claim, LineIndex(0), signature);
	}

	#[benchmark]
	fn attach_claims() {
		let id = active::<T>();

		#[extrinsic_call]
		_(
			signer::<T>(Role::Court),
			id,
			Helper::<T>::firm(LEAD).1,
			unit::<T>(),
			paper(6),
		);
	}

	#[benchmark]
	fn lift_attachment() {
		let id = active::<T>();
		let party = Helper::<T>::firm(LEAD).1;
		attach::<T>(id, party);

		#[extrinsic_call]
		_(signer::<T>(Role::Court), id, party);
	}

	#[benchmark]
	fn settle_attached_line() {
		let (_, claim, line) = waiting::<T>(|id, payee| attach::<T>(id, payee));
		let creditor = Helper::<T>::firm(51).1;

		#[extrinsic_call]
		_(
			signer::<T>(Role::Court),
			claim,
			line,
			creditor,
			unit::<T>() / 2,
		);
	}

	#[benchmark]
	fn request_direct_pay() {
		let id = active::<T>();
		let [top, ..] = tree::<T>(id);
		Contracts::<T>::mutate(id, |known| {
			known.as_mut().unwrap().terms.payment_bond_exempt_won = 0;
		});
		Pallet::<T>::record_bond(
			origin::<T>(Role::Guarantor),
			id,
			BondKind::Payment(top),
			unit::<T>(),
			TODAY.plus(1),
			paper(2),
		)
		.unwrap();
		set_day::<T>(TODAY.plus(40));

		#[extrinsic_call]
		_(
			firm_signer::<T>(TOP),
			top,
			DirectPayTrigger::NoBond,
			paper(8),
		);
	}

	#[benchmark]
	fn stop_direct_pay() {
		let id = active::<T>();
		let [top, ..] = tree::<T>(id);
		Pallet::<T>::request_direct_pay(
			firm_origin::<T>(TOP),
			top,
			DirectPayTrigger::Agreement,
			paper(8),
		)
		.unwrap();

		#[extrinsic_call]
		_(firm_signer::<T>(LEAD), top, paper(9));
	}

	#[benchmark]
	fn reinstate_direct_pay() {
		let id = active::<T>();
		let [top, ..] = tree::<T>(id);
		Pallet::<T>::request_direct_pay(
			firm_origin::<T>(TOP),
			top,
			DirectPayTrigger::Agreement,
			paper(8),
		)
		.unwrap();
		Pallet::<T>::stop_direct_pay(firm_origin::<T>(LEAD), top, paper(9)).unwrap();

		#[extrinsic_call]
		_(signer::<T>(Role::DisputeBody), top, paper(9));
	}

	#[benchmark]
	fn record_bond() {
		let id = active::<T>();
		let [top, ..] = tree::<T>(id);

		#[extrinsic_call]
		_(
			signer::<T>(Role::Guarantor),
			id,
			BondKind::Payment(top),
			unit::<T>(),
			TODAY.plus(9),
			paper(2),
		);
	}

	#[benchmark]
	fn confirm_wages(n: Linear<1, MAX_WORKERS>) {
		let (claim, _) = disputed_wages::<T>();
		let indices = WageIndices::truncate_from((0..n).collect());

		#[extrinsic_call]
		_(signer::<T>(Role::LabourBank), claim, LineIndex(0), indices);
	}

	#[benchmark]
	fn dispute_wage() {
		let (claim, slips) = disputed_wages::<T>();
		let proof = merkle::proof(&slips, 7);

		#[extrinsic_call]
		_(
			firm_signer::<T>(50),
			claim,
			LineIndex(0),
			7,
			slips[7],
			proof,
		);
	}

	#[benchmark]
	fn decide_wage() {
		let (claim, slips) = disputed_wages::<T>();
		Pallet::<T>::dispute_wage(
			firm_origin::<T>(50),
			claim,
			LineIndex(0),
			7,
			slips[7],
			merkle::proof(&slips, 7),
		)
		.unwrap();

		#[extrinsic_call]
		_(
			signer::<T>(Role::DisputeBody),
			claim,
			LineIndex(0),
			7,
			WageOutcome::Upheld,
		);
	}

	#[benchmark]
	fn pay_interest() {
		let (sub, report) = reported::<T>();
		Pallet::<T>::pass_work(firm_origin::<T>(TOP + 1), sub, report).unwrap();
		set_day::<T>(TODAY.plus(300));
		rich::<T>(&Helper::<T>::firm(TOP + 1).0);

		#[extrinsic_call]
		_(firm_signer::<T>(TOP + 1), Debt::Work(sub, report));
	}

	#[benchmark]
	fn repay_advance() {
		let id = settled::<T>();
		rich::<T>(&Helper::<T>::firm(LEAD).0);

		#[extrinsic_call]
		_(firm_signer::<T>(LEAD), id, unit::<T>());
	}

	#[benchmark]
	fn service() {
		drafted::<T>();
		AgendaCursor::<T>::put(AgendaPlace {
			day: TODAY,
			index: 0,
		});
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::service(&mut meter);
		}
	}

	/// An empty day more: the difference of two days and one.
	#[benchmark]
	fn service_day() {
		drafted::<T>();
		at_last_day::<T>(TODAY.plus(1));
		AgendaCursor::<T>::put(AgendaPlace {
			day: TODAY,
			index: 0,
		});
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::service(&mut meter);
		}
		assert_eq!(AgendaCursor::<T>::get().unwrap().day, TODAY.plus(1));
	}

	#[benchmark]
	fn service_task() {
		let id = active::<T>();
		let claim = submit::<T>(id, LineDrafts::default());
		let last = Claims::<T>::get(claim).unwrap().deadline().unwrap().due;
		at_last_day::<T>(last.plus(1));
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::service(&mut meter);
		}
		assert_eq!(Claims::<T>::get(claim).unwrap().level, Level::Department);
	}

	#[benchmark]
	fn move_deadline() {
		let id = active::<T>();
		let claim = requested::<T>(id, LineDrafts::default());
		let due = Claims::<T>::get(claim).unwrap().deadline().unwrap().due;
		let mut holidays: Vec<Day> = HolidaySet::<T>::get().into_inner();
		holidays.pop();
		holidays.insert(0, due);
		HolidaySet::<T>::put(Holidays::truncate_from(holidays));
		AgendaCursor::<T>::put(AgendaPlace {
			day: TODAY,
			index: 0,
		});
		CalendarSweep::<T>::put(AgendaPlace { day: due, index: 0 });
		LastAgendaDay::<T>::put(due);
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::service(&mut meter);
		}
		assert_ne!(
			Claims::<T>::get(claim).unwrap().deadline().unwrap().due,
			due
		);
	}

	/// A late claim of labour lines, each to a bank of its own: each pays, owes interest, and begins the time
	/// of the bank.
	#[benchmark]
	fn pay_claim(l: Linear<0, MAX_LINES>) {
		let id = active::<T>();
		fund::<T>(id);
		let lines = LineDrafts::truncate_from(
			(0..l)
				.map(|number| LineDraft {
					payee: Payee::Party(Helper::<T>::firm(100 + number).1),
					under: Under::Prime,
					kind: LineKind::Purchase,
					amount: unit::<T>(),
				})
				.collect(),
		);
		let claim = requested::<T>(id, lines);
		let due = Claims::<T>::get(claim).unwrap().deadline().unwrap().due;
		set_day::<T>(due.plus(30));
		let root = H256::repeat_byte(1);
		for index in (0..l as u16).map(LineIndex) {
			Lines::<T>::mutate(claim, index, |line| {
				line.as_mut().unwrap().kind = LineKind::Labour {
					root,
					workers: MAX_WORKERS,
				};
			});
			Pallet::<T>::open_wage_list(claim, index, AgencyId(0), root, MAX_WORKERS).unwrap();
		}
		// The members' lines are not what is measured.
		let shares = (l as u16..Claims::<T>::get(claim).unwrap().lines).map(LineIndex);
		let mut kept: Balance = 0;
		for index in shares {
			kept += Lines::<T>::take(claim, index).unwrap().amount;
		}
		Claims::<T>::mutate(claim, |known| {
			let known = known.as_mut().unwrap();
			known.lines = l as u16;
			known.open_lines = l as u16;
			known.gross -= kept;
		});
		let entry = AgendaPlace {
			day: due,
			index: AgendaCount::<T>::get(due) - 1,
		};
		assert_eq!(
			Agenda::<T>::get(entry.day, entry.index),
			Some(Duty::Pay(claim))
		);
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::do_entry(entry, &mut meter);
		}
		assert!(Claims::<T>::get(claim).unwrap().is_ended());
	}

	#[benchmark]
	fn on_account_rotated() {
		let id = active::<T>();
		fund::<T>(id);
		let (old, agency) = Helper::<T>::office(Role::ContractOfficer);
		let (new, _) = Helper::<T>::firm(60);
		rich::<T>(&new);

		#[block]
		{
			<Pallet<T> as OnAccountRotated<T::AccountId>>::on_account_rotated(
				PartyId::Agency(agency),
				&old,
				&new,
			)
			.expect("the won can move");
		}
		assert_eq!(HeldFunds::<T>::get(agency).unwrap().account, new);
	}

	impl_benchmark_test_suite!(Pallet, mock::new_test_ext(), mock::Test);
}
