// SPDX-License-Identifier: Apache-2.0

//! The city's payments on their legal days: over Lunar New Year, when the calendar changes, in safe mode, without
//! money, from an account that changed, to a firm that is suspended. And who cannot move the won that are held.

use crate::common::{works::*, *};
use frame_support::BoundedVec;
use pallet_agencies as agencies;
use pallet_escrow_payments::{
	Call, ClaimId, ClaimKind, ClaimStatus, ContractId, Day, Debt, Duty, Error, Event, LineIndex,
	LineStatus, Millionths, Payee, Payout, SubcontractKind, Under,
};
use seoul_chain_primitives::{chain::DAY, Role};
use seoul_chain_runtime::{Balance, EscrowPayments, Runtime, RuntimeCall, RuntimeEvent};
use seoul_chain_runtime_common::{currency::KRW, ProxyType};
use sp_core::sr25519;
use sp_keyring::Sr25519Keyring::Bob;
use sp_runtime::{DispatchError, DispatchResult};

type Fault = Error<Runtime>;
type Filtered = frame_system::Error<Runtime>;

fn amend(add: &[u32], remove: &[u32]) -> Call<Runtime> {
	let days = |days: &[u32]| BoundedVec::truncate_from(days.iter().copied().map(Day).collect());
	Call::amend_holidays {
		add: days(add),
		remove: days(remove),
	}
}

fn moved(task: Duty, old_due: u32, due: u32) -> Event<Runtime> {
	Event::DeadlineMoved {
		task,
		old_due: Day(old_due),
		due: Day(due),
	}
}

/// When lines were paid, and of which claims.
fn paid_on(events: &[(Day, Event<Runtime>)]) -> Vec<(Day, ClaimId)> {
	events
		.iter()
		.filter_map(|(day, event)| match event {
			Event::LinePaid { claim, .. } => Some((*day, *claim)),
			_ => None,
		})
		.collect()
}

/// What the city owes for a line that it paid late.
fn interest(won: Balance, days: u32) -> Balance {
	Millionths(60_000).interest(won * KRW, days, KRW)
}

fn send(chain: &mut Chain, to: &sr25519::Pair, won: Balance) {
	chain.succeeds_as(
		&key(path_of(OFFICER)),
		pallet_balances::Call::<Runtime>::transfer_keep_alive {
			dest: account_of(to).into(),
			value: won * KRW,
		},
	);
}

#[test]
fn lunar_new_year_does_not_count_and_a_new_holiday_moves_what_is_open() {
	let mut chain = city();
	let id = running_contract(&mut chain, 400_000_000);
	let progress = |chain: &mut Chain| request(chain, id, ClaimKind::Progress, &[(0, 100)], &[]);

	// Thursday the 4th of February 2027. The holidays are Saturday the 6th to Tuesday the 9th, with a day in lieu.
	pass_to(&mut chain, Day(20_853));
	let before = progress(&mut chain);
	// Friday the 5th, Wednesday the 10th to Friday the 12th, Monday the 15th.
	assert_eq!(due(&mut chain, before), Day(20_864));
	// Lunar New Year's Day, a Sunday.
	pass_to(&mut chain, Day(20_856));
	let during = progress(&mut chain);
	assert_eq!(due(&mut chain, during), Day(20_865));
	// Fourteen days end on a Sunday: Monday the 22nd.
	let inspected = submit_a_tenth(&mut chain, id);
	assert_eq!(due(&mut chain, inspected), Day(20_871));

	// The office of the calendar makes Thursday the 11th and Monday the 22nd holidays.
	may_not(
		&mut chain,
		HANBIT,
		amend(&[20_860], &[]),
		Fault::NotAuthorized,
	);
	may_not(
		&mut chain,
		OFFICER,
		amend(&[20_856], &[]),
		Fault::HolidayInPast,
	);
	may_not(
		&mut chain,
		OFFICER,
		amend(&[20_858], &[]),
		Fault::HolidayKnown,
	);
	may_not(
		&mut chain,
		OFFICER,
		amend(&[], &[20_860]),
		Fault::HolidayUnknown,
	);
	let events = does(&mut chain, OFFICER, amend(&[20_860, 20_871], &[]));
	assert_eq!(
		events,
		[Event::HolidaysAmended {
			added: 2,
			removed: 0,
			first: Day(20_860),
		}]
	);
	let late = Duty::InspectionLate(inspected);
	assert_eq!(
		pass(&mut chain, SLOT),
		[
			moved(Duty::Pay(before), 20_864, 20_865),
			moved(Duty::Pay(during), 20_865, 20_866),
			moved(late, 20_871, 20_872),
			Event::CalendarApplied,
		]
	);
	assert_eq!(due(&mut chain, before), Day(20_865));
	// Of the second it thinks better.
	does(&mut chain, OFFICER, amend(&[], &[20_871]));
	assert_eq!(
		pass(&mut chain, SLOT),
		[moved(late, 20_872, 20_871), Event::CalendarApplied]
	);

	let events = pass_to(&mut chain, Day(20_872));
	assert_eq!(
		paid_on(&events),
		[(Day(20_865), before), (Day(20_866), during)]
	);
	let (day, last) = events.last().expect("something happened");
	assert_eq!(*day, Day(20_872));
	assert!(
		matches!(last, Event::InspectionEscalated { claim, old_due, .. }
			if *claim == inspected && *old_due == Day(20_871))
	);
}

#[test]
fn in_safe_mode_nothing_is_paid_and_afterwards_nothing_is_lost() {
	let mut chain = city();
	let id = running_contract(&mut chain, 400_000_000);
	let sealing = sealing(&mut chain, id, 50_000_000);
	let requested = request_half(&mut chain, id, sealing);
	assert_eq!(due(&mut chain, requested), Day(20_840));
	assert_eq!(
		chain.council_decides(pallet_safe_mode::Call::<Runtime>::force_enter {}),
		Ok(())
	);
	let claim_more = || claim_call(id, ClaimKind::Progress, &[(0, 100)], &[]);
	may_not(&mut chain, HANBIT, claim_more(), Filtered::CallFiltered);
	may_not(
		&mut chain,
		OFFICER,
		Call::bring_payment_forward { claim: requested },
		Filtered::CallFiltered,
	);
	assert_eq!(pass_to(&mut chain, Day(20_842)), []);
	assert_eq!(contract(&mut chain, id).funds.released, 0);
	assert!(matches!(
		claim(&mut chain, requested).status,
		ClaimStatus::PaymentRequested { .. }
	));

	// On Sunday it is over. What was due on Friday is paid at once, two days late.
	assert_eq!(
		chain.council_decides(pallet_safe_mode::Call::<Runtime>::force_exit {}),
		Ok(())
	);
	let paid = |line, agency, won: Balance| Event::LinePaid {
		claim: requested,
		line: LineIndex(line),
		payee: party(agency),
		account: account(agency),
		amount: won * KRW,
	};
	let owed = |line, agency, won| Event::InterestOwed {
		claim: requested,
		line: LineIndex(line),
		debtor: party(OFFICER),
		creditor: party(agency),
		days: 2,
		amount: interest(won, 2),
	};
	assert_eq!(
		pass(&mut chain, SLOT),
		[
			Event::PaymentLate {
				claim: requested,
				late_party: party(OFFICER),
				due: Day(20_840),
			},
			paid(0, NURI, 20_000_000),
			owed(0, NURI, 20_000_000),
			paid(1, HANBIT, 40_000_000),
			owed(1, HANBIT, 40_000_000),
			Event::ClaimPaid {
				claim: requested,
				on: Day(20_842),
			},
		]
	);
	assert_eq!(interest(20_000_000, 2), 6_575 * KRW);

	// Interest is a debt of the city, beside what is held.
	let debt = Debt::Line(requested, LineIndex(0));
	let held_before = held(&mut chain, &account(OFFICER));
	may_not(
		&mut chain,
		HANBIT,
		Call::pay_interest { debt },
		Fault::NotTheDebtor,
	);
	does(&mut chain, OFFICER, Call::pay_interest { debt });
	assert_eq!(won_of(&mut chain, [NURI]), [20_006_575]);
	assert_eq!(held(&mut chain, &account(OFFICER)), held_before);
	may_not(
		&mut chain,
		OFFICER,
		Call::pay_interest { debt },
		Fault::NothingOwed,
	);
}

#[test]
fn a_claim_without_money_waits_is_late_and_is_paid_when_money_comes() {
	let mut chain = city();
	let id = running_contract(&mut chain, 100_000_000);
	let other = running_contract(&mut chain, 400_000_000);
	// The first takes more than there is for it, though the same office holds four times as much for another.
	let first = request(&mut chain, id, ClaimKind::Progress, &[(0, 900)], &[]);
	let second = request(&mut chain, other, ClaimKind::Progress, &[(0, 900)], &[]);
	let events = pass_to(&mut chain, Day(20_841));
	assert_eq!(
		events,
		[
			(
				Day(20_840),
				Event::ClaimUnfunded {
					claim: first,
					missing: 8_000_000 * KRW,
				}
			),
			(
				Day(20_840),
				Event::LinePaid {
					claim: second,
					line: LineIndex(0),
					payee: party(HANBIT),
					account: account(HANBIT),
					amount: 108_000_000 * KRW,
				}
			),
			(
				Day(20_840),
				Event::ClaimPaid {
					claim: second,
					on: Day(20_840),
				}
			),
			(
				Day(20_841),
				Event::PaymentLate {
					claim: first,
					late_party: party(OFFICER),
					due: Day(20_840),
				}
			),
		]
	);
	pass_to(&mut chain, Day(20_850));
	fund(&mut chain, id, 8_000_000);
	let events = pass(&mut chain, SLOT);
	assert!(matches!(
		events.as_slice(),
		[Event::LinePaid { .. }, Event::InterestOwed { days: 10, amount, .. }, Event::ClaimPaid { .. }]
			if *amount == interest(108_000_000, 10)
	));
	assert_eq!(contract(&mut chain, id).funds.balance(), 0);
}

#[test]
fn an_officers_agency_changes_its_account_while_money_is_held() {
	let mut chain = city();
	let id = running_contract(&mut chain, 300_000_000);
	let requested = request(&mut chain, id, ClaimKind::Progress, &[(0, 500)], &[]);
	let vault = key("//vault of the finance bureau");
	let rotate = || agencies::Call::<Runtime>::set_payout_account {
		account: account_of(&vault),
	};
	// Won are not held on an account that does not exist.
	chain.refuses_as(&key(path_of(OFFICER)), rotate(), Fault::AccountCannotHold);
	assert_eq!(held(&mut chain, &account(OFFICER)), 300_000_000 * KRW);

	send(&mut chain, &vault, 150_000_000);
	let events = chain.succeeds_as(&key(path_of(OFFICER)), rotate());
	assert_eq!(
		of_works(&events),
		[Event::HeldFundsMoved {
			agency: OFFICER,
			old_account: account(OFFICER),
			new_account: account_of(&vault),
			amount: 300_000_000 * KRW,
		}]
	);
	assert_eq!(held(&mut chain, &account(OFFICER)), 0);
	assert_eq!(held(&mut chain, &account_of(&vault)), 300_000_000 * KRW);

	// What was due goes to whom it is due, out of the new account.
	pass_to(&mut chain, Day(20_840));
	assert!(is_ended(&mut chain, requested));
	assert_eq!(won_of(&mut chain, [HANBIT]), [60_000_000]);
	assert_eq!(held(&mut chain, &account_of(&vault)), 240_000_000 * KRW);

	// From now on the new account funds, and no other.
	let fund = Call::<Runtime>::fund_contract {
		contract: id,
		amount: 100_000_000 * KRW,
	};
	may_not(
		&mut chain,
		OFFICER,
		fund.clone(),
		Fault::NotThePayoutAccount,
	);
	chain.refuses_as(
		&vault,
		fund.clone(),
		agencies::Error::<Runtime>::NotADelegate,
	);
	let expires_at = chain.now() + 100 * DAY;
	chain.succeeds_as(
		&key(path_of(OFFICER)),
		agencies::Call::<Runtime>::appoint_delegate {
			delegate: account_of(&vault),
			roles: BoundedVec::truncate_from(vec![Role::ContractOfficer]),
			expires_at,
		},
	);
	let had = chain.balance(&account_of(&vault));
	chain.succeeds_as(&vault, fund);
	assert_eq!(held(&mut chain, &account_of(&vault)), 340_000_000 * KRW);
	assert_eq!(chain.balance(&account_of(&vault)), had - 100_000_000 * KRW);
}

#[test]
fn what_a_suspended_firm_is_owed_reaches_it_and_it_can_do_nothing_else() {
	let mut chain = city();
	let id = running_contract(&mut chain, 400_000_000);
	let sealing = sealing(&mut chain, id, 50_000_000);
	let requested = request_half(&mut chain, id, sealing);
	// Who acts for a suspended firm has no quota, so that fees show that money does not help.
	send(&mut chain, &key(path_of(NURI)), 1_000);
	let suspend = |agency| agencies::Call::<Runtime>::suspend {
		agency,
		reason: document(b"order of suspension"),
	};
	chain.succeeds(who::CITY_OFFICER, suspend(NURI));
	let suspended = agencies::Error::<Runtime>::AgencySuspended;
	for call in [
		Call::confirm_line {
			claim: requested,
			line: LineIndex(0),
		},
		Call::object_line {
			claim: requested,
			line: LineIndex(0),
			reason: document(b"too little"),
		},
		Call::report_work {
			subcontract: sealing,
			amount: KRW,
			evidence: document(b"more work"),
		},
	] {
		may_not(
			&mut chain,
			NURI,
			call,
			agencies::Error::<Runtime>::AgencySuspended,
		);
	}
	// Nobody buys from it, or takes it as a subcontractor anew.
	may_not(
		&mut chain,
		HANBIT,
		claim_call(
			id,
			ClaimKind::Progress,
			&[(0, 100)],
			&[purchase(Payee::Party(party(NURI)), Under::Prime, 1_000_000)],
		),
		agencies::Error::<Runtime>::AgencySuspended,
	);
	may_not(
		&mut chain,
		HANBIT,
		Call::draft_subcontract {
			contract: id,
			draft: sub_draft(NURI, None, SubcontractKind::Works, 1_000_000),
		},
		suspended,
	);

	// Nor does a suspended officer's agency keep anybody from being paid.
	assert_eq!(chain.council_decides(suspend(OFFICER)), Ok(()));
	may_not(
		&mut chain,
		OFFICER,
		Call::return_payment_request {
			claim: requested,
			reason: document(b"wait"),
		},
		agencies::Error::<Runtime>::AgencySuspended,
	);
	let had = won_of(&mut chain, [NURI, HANBIT]);
	let events = pass_to(&mut chain, Day(20_840));
	assert_eq!(paid_on(&events).len(), 2);
	assert_eq!(
		won_of(&mut chain, [NURI, HANBIT]),
		[had[0] + 20_000_000, had[1] + 40_000_000]
	);
	assert!(is_ended(&mut chain, requested));
}

/// Calls of the officer that move its won, have them held, or say where they go.
fn that_move_money(contract: ContractId) -> [RuntimeCall; 4] {
	let amount = 1_000_000 * KRW;
	[
		Call::fund_contract { contract, amount }.into(),
		Call::repay_advance { contract, amount }.into(),
		Call::pay_interest {
			debt: Debt::Line(ClaimId(0), LineIndex(0)),
		}
		.into(),
		Call::choose_payout {
			payout: Payout::Bank,
		}
		.into(),
	]
}

fn proxied(events: Vec<RuntimeEvent>) -> DispatchResult {
	events
		.into_iter()
		.find_map(|event| match event {
			RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted { result }) => Some(result),
			_ => None,
		})
		.expect("a proxied call tells its result")
}

#[test]
fn no_proxy_but_one_for_everything_moves_the_officers_won() {
	for proxy_type in [ProxyType::NonTransfer, ProxyType::EscrowPayments] {
		let mut chain = city();
		let id = running_contract(&mut chain, 100_000_000);
		let requested = request(&mut chain, id, ClaimKind::Progress, &[(0, 100)], &[]);
		chain.succeeds_as(
			&key(path_of(OFFICER)),
			pallet_proxy::Call::<Runtime>::add_proxy {
				delegate: Bob.to_account_id().into(),
				proxy_type,
				delay: 0,
			},
		);
		let through_bob = |chain: &mut Chain, call: RuntimeCall| {
			proxied(chain.succeeds(
				Bob,
				pallet_proxy::Call::<Runtime>::proxy {
					real: account(OFFICER).into(),
					force_proxy_type: None,
					call: Box::new(call),
				},
			))
		};
		let free = chain.balance(&account(OFFICER));
		let filtered: DispatchError = Filtered::CallFiltered.into();
		for call in that_move_money(id) {
			assert_eq!(through_bob(&mut chain, call.clone()), Err(filtered));
			let batch = pallet_utility::Call::<Runtime>::batch_all { calls: vec![call] };
			assert_eq!(through_bob(&mut chain, batch.into()), Err(filtered));
		}
		assert_eq!(chain.balance(&account(OFFICER)), free);
		assert_eq!(held(&mut chain, &account(OFFICER)), 100_000_000 * KRW);
		// What moves nothing it may do.
		let stop = Call::<Runtime>::return_payment_request {
			claim: requested,
			reason: document(b"the bill is not complete"),
		};
		assert_eq!(through_bob(&mut chain, stop.into()), Ok(()));
	}
}

#[test]
fn a_batch_is_done_whole_or_not_at_all_and_lends_no_role() {
	let mut chain = city();
	let id = running_contract(&mut chain, 100_000_000);
	let fund = |won: Balance| {
		RuntimeCall::from(Call::<Runtime>::fund_contract {
			contract: id,
			amount: won * KRW,
		})
	};
	let officer = key(path_of(OFFICER));
	let batch = |calls| pallet_utility::Call::<Runtime>::batch_all { calls };
	// The second would be more than the contract's amount.
	let outcome = chain.apply_as(&officer, batch(vec![fund(200_000_000), fund(200_000_000)]));
	assert_eq!(outcome.result, Err(Fault::BeyondAmount.into()));
	assert_eq!(held(&mut chain, &account(OFFICER)), 100_000_000 * KRW);

	// Another's won are out of reach, in whatever wrapper.
	let not_held: DispatchError = agencies::Error::<Runtime>::RoleNotHeld.into();
	let outcome = chain.apply_as(&key(path_of(HANBIT)), batch(vec![fund(1)]));
	assert_eq!(outcome.result, Err(not_held));
	let not_a_delegate: DispatchError = agencies::Error::<Runtime>::NotADelegate.into();
	let derived = pallet_utility::Call::<Runtime>::as_derivative {
		index: 0,
		call: Box::new(fund(1)),
	};
	assert_eq!(
		chain.apply_as(&officer, derived).result,
		Err(not_a_delegate)
	);
	let events = chain.succeeds_as(
		&key(path_of(HANBIT)),
		pallet_utility::Call::<Runtime>::force_batch {
			calls: vec![
				fund(1),
				Call::<Runtime>::refund {
					contract: id,
					amount: KRW,
				}
				.into(),
				Call::<Runtime>::confirm_payout {
					claim: ClaimId(0),
					line: LineIndex(0),
				}
				.into(),
			],
		},
	);
	let refused = events
		.iter()
		.filter(|event| {
			matches!(event, RuntimeEvent::Utility(pallet_utility::Event::ItemFailed { error })
				if *error == not_held)
		})
		.count();
	assert_eq!(refused, 3);
	assert_eq!(held(&mut chain, &account(OFFICER)), 100_000_000 * KRW);
	// Won that are held cannot be sent, whoever signs.
	let free = chain.balance(&account(OFFICER));
	let all = pallet_balances::Call::<Runtime>::transfer_keep_alive {
		dest: Bob.to_account_id().into(),
		value: free + KRW,
	};
	assert!(chain.apply_as(&officer, all).result.is_err());
	assert_eq!(contract(&mut chain, id).funds.balance(), 100_000_000 * KRW);
}

#[test]
fn a_line_that_comes_back_holds_nobody_up() {
	let mut chain = city();
	let id = running_contract(&mut chain, 400_000_000);
	let sealing = sealing(&mut chain, id, 50_000_000);
	does(
		&mut chain,
		NURI,
		Call::choose_payout {
			payout: Payout::Bank,
		},
	);
	let requested = request_half(&mut chain, id, sealing);
	pass_to(&mut chain, Day(20_840));
	assert_eq!(won_of(&mut chain, [HANBIT]), [40_000_000]);
	let returned = Call::<Runtime>::refuse_payout {
		claim: requested,
		line: LineIndex(0),
		notice: document(b"no such account"),
	};
	chain.succeeds_as(&key("//Treasury//checker"), returned);
	assert!(matches!(
		line(&mut chain, requested, 0).status,
		LineStatus::Returned { .. }
	));
	let deposit = |office| Call::deposit_line {
		claim: requested,
		line: LineIndex(0),
		office,
	};
	may_not(
		&mut chain,
		OFFICER,
		deposit(GUARANTOR),
		Fault::NotADepositOffice,
	);
	// The firm wants it on chain now, and nobody else asks for it.
	does(
		&mut chain,
		NURI,
		Call::choose_payout {
			payout: Payout::Chain,
		},
	);
	let retry = || Call::retry_line {
		claim: requested,
		line: LineIndex(0),
	};
	may_not(&mut chain, TONGIN, retry(), Fault::NotThePayee);
	does(&mut chain, NURI, retry());
	assert_eq!(won_of(&mut chain, [NURI]), [20_000_000]);
	may_not(&mut chain, OFFICER, deposit(COURT), Fault::NotReturned);
	assert!(is_ended(&mut chain, requested));
	assert_eq!(
		chain.query(|| EscrowPayments::totals().released),
		60_000_000 * KRW
	);
}
