// SPDX-License-Identifier: Apache-2.0

//! Corrupted state is found.

use crate::{mock::*, *};
use frame_support::{assert_ok, traits::fungible::MutateHold};

/// A chain in the middle of things.
fn build_scene() -> (ContractId, ClaimId) {
	let id = funded_contract();
	let sub = subcontract(id, LEAD, ROOFER, None, 50_000 * WON);
	take_account(firm(MERCHANT));
	let root = merkle::root(&[paper(1), paper(2)]);
	let claim_id = pay(
		id,
		ClaimKind::Progress,
		4,
		&[
			work(sub, ROOFER, 20_000 * WON),
			purchase(Payee::Party(firm(MERCHANT)), 3_000 * WON),
			wages(root, 2, 2_000 * WON),
		],
	);
	request(id, ClaimKind::Progress, 1, &[]);
	submit(id, ClaimKind::Progress, 1, &[]);
	(id, claim_id)
}

fn corrupted(number: u8, corrupt: fn(ContractId, ClaimId)) {
	new_test_ext().execute_with(|| {
		let (id, claim_id) = build_scene();
		assert_ok!(Escrow::do_try_state());
		corrupt(id, claim_id);
		let error = Escrow::do_try_state().expect_err("corrupted state is found");
		let sp_runtime::DispatchError::Other(text) = error else {
			panic!("another error: {error:?}");
		};
		assert!(
			text.starts_with(&format!("invariant {number}:")),
			"{number}: {text}"
		);
	});
}

fn with_contract(id: ContractId, change: fn(&mut Contract)) {
	Contracts::<Test>::mutate(id, |contract| {
		change(contract.as_mut().expect("it is there"));
	});
}

fn with_claim(id: ClaimId, change: fn(&mut Claim)) {
	Claims::<Test>::mutate(id, |claim| {
		change(claim.as_mut().expect("it is there"));
	});
}

#[test]
fn corrupted_state_is_found() {
	corrupted(1, |id, _| {
		with_contract(id, |contract| contract.funds.reserved -= 1);
	});
	corrupted(1, |id, _| {
		with_contract(id, |contract| contract.funds.funded = 0);
	});
	corrupted(2, |id, _| {
		with_contract(id, |contract| contract.funds.released += 1);
	});
	corrupted(3, |_, _| {
		AllFunds::<Test>::mutate(|all| all.funded += 1);
	});
	corrupted(3, |_, _| {
		HeldFunds::<Test>::remove(agency(OFFICER));
	});
	corrupted(3, |_, _| {
		assert_ok!(Balances::hold(&HoldReason::Contract.into(), &OFFICER, WON));
	});
	corrupted(4, |_, id| {
		with_claim(id, |claim| claim.open_lines += 1);
	});
	corrupted(4, |_, id| {
		with_claim(id, |claim| claim.objections += 1);
	});
	corrupted(4, |_, id| {
		with_claim(id, |claim| claim.lines += 1);
	});
	corrupted(5, |id, _| {
		Schedules::<Test>::mutate(id, |schedule| schedule.items[0].claimed += 1);
	});
	corrupted(5, |id, _| {
		Schedules::<Test>::mutate(id, |schedule| schedule.items[0].quantity += 1);
	});
	corrupted(6, |_, _| {
		Subcontracts::<Test>::mutate(SubcontractId(0), |sub| {
			sub.as_mut().expect("it is there").charged += 1;
		});
	});
	corrupted(6, |id, _| {
		with_contract(id, |contract| contract.subcontracted += 1);
	});
	corrupted(6, |_, _| {
		Subcontracts::<Test>::mutate(SubcontractId(0), |sub| {
			sub.as_mut().expect("it is there").reported += 1;
		});
	});
	corrupted(7, |_, _| {
		let _ = Agenda::<Test>::clear(100, None);
	});
	corrupted(8, |_, _| {
		AgendaCursor::<Test>::put(AgendaPlace {
			day: FIRST_DAY.plus(500),
			index: 0,
		});
	});
	corrupted(8, |_, _| {
		AgendaCount::<Test>::insert(FIRST_DAY.plus(11), 7);
	});
	corrupted(9, |id, _| {
		with_contract(id, |contract| contract.net += 1);
	});
	corrupted(9, |id, _| {
		with_contract(id, |contract| contract.open_claims += 1);
	});
	corrupted(10, |id, _| {
		with_contract(id, |contract| contract.inspector = contract.supervisor);
	});
	corrupted(10, |id, _| {
		with_contract(id, |contract| contract.dispute_body = contract.officer);
	});
	corrupted(10, |id, _| {
		with_contract(id, |contract| contract.members[1].share = Millionths(1));
	});
	corrupted(10, |_, _| {
		HolidaySet::<Test>::mutate(|days| days.sort_by_key(|day| u32::MAX - day.0));
	});
	corrupted(11, |_, id| {
		WageLists::<Test>::mutate(id, LineIndex(2), |list| {
			list.as_mut().expect("it is there").confirmed += 1;
		});
	});
	corrupted(12, |id, _| {
		with_contract(id, |contract| contract.attachments += 1);
	});
}
