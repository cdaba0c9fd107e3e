// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_err, assert_noop, assert_ok};
use sp_runtime::DispatchErrorWithPostInfo;

type Fault = Error<Test>;

fn scopes(of: &[Scope]) -> Scopes<Scope> {
	let mut scopes = Scopes::new();
	for scope in of {
		scopes.try_insert(*scope).expect("few enough scopes");
	}
	scopes
}

fn end_of_day() -> Moment {
	Now::get() + 86_400_000
}

fn grant(agency: AgencyId, of: &[Scope]) -> DispatchResult {
	CitizenIdentity::grant_counter(signed(DAVE), agency, scopes(of), end_of_day())
}

fn granted(of: &[Scope]) -> CounterGrant<Scope> {
	CounterGrant {
		agency: COUNTER,
		scopes: scopes(of),
		expires_at: end_of_day(),
		given: GrantSource::Signed,
	}
}

fn remark() -> RuntimeCall {
	frame_system::Call::remark_with_event { remark: vec![7] }.into()
}

fn transfer() -> RuntimeCall {
	pallet_balances::Call::transfer_allow_death {
		dest: FERDIE,
		value: 5 * WON,
	}
	.into()
}

fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
	pallet_utility::Call::batch_all { calls }.into()
}

fn act(call: RuntimeCall) -> DispatchResult {
	act_as(TELLER, call)
}

fn act_as(who: AccountId, call: RuntimeCall) -> DispatchResult {
	CitizenIdentity::act_for(signed(who), DAVES_CARD, Box::new(call))
		.map(|_| ())
		.map_err(|refused| refused.error)
}

#[test]
fn a_counter_acts_as_the_citizen_within_what_was_granted() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(grant(COUNTER, &[Scope::Transfers]));
		assert_eq!(
			take_events(),
			[Event::CounterGranted {
				citizen: DAVES_CARD,
				old_grant: None,
				new_grant: granted(&[Scope::Transfers]),
				by: DAVE
			}]
		);
		assert_ok!(act(transfer()));
		assert_eq!(won(FERDIE), 5 * WON);
		assert_eq!(won(DAVE), FORTUNE - 5 * WON);
		assert_eq!(
			take_events(),
			[Event::CounterActed {
				citizen: DAVES_CARD,
				scope: Scope::Transfers,
				agency: COUNTER,
				by: TELLER
			}]
		);
	});
}

#[test]
fn what_was_not_granted_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(act(remark()), Fault::NoGrant);
		assert_ok!(grant(COUNTER, &[Scope::Remarks]));
		assert_noop!(act(transfer()), Fault::OutsideScope);
		// What no scope lists is closed, whatever was granted.
		assert_ok!(grant(
			COUNTER,
			&[Scope::Remarks, Scope::Transfers, Scope::Batches]
		));
		for call in [
			Call::suspend_own_card {}.into(),
			Call::propose_rotation { new_account: 12 }.into(),
			Call::act_for {
				citizen: EVES_CARD,
				call: Box::new(remark()),
			}
			.into(),
			pallet_utility::Call::force_batch {
				calls: vec![remark()],
			}
			.into(),
			pallet_utility::Call::as_derivative {
				index: 0,
				call: Box::new(remark()),
			}
			.into(),
		] {
			assert_noop!(act(call), Fault::OutsideScope);
		}
		assert_ok!(act(remark()));
	});
}

#[test]
fn what_a_call_wraps_is_looked_at_however_deep() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(grant(COUNTER, &[Scope::Remarks, Scope::Batches]));
		let loose = |calls| -> RuntimeCall { pallet_utility::Call::batch { calls }.into() };
		assert_ok!(act(batch(vec![remark(), loose(vec![remark()])])));
		// Such a batch goes on without what is refused.
		assert_ok!(act(loose(vec![transfer()])));
		assert_ok!(act(batch(vec![loose(vec![loose(vec![transfer()])])])));
		assert_eq!(won(FERDIE), 0);
		for call in [
			batch(vec![transfer()]),
			batch(vec![remark(), transfer()]),
			batch(vec![Call::suspend_own_card {}.into()]),
			batch(vec![Call::act_for {
				citizen: DAVES_CARD,
				call: Box::new(remark()),
			}
			.into()]),
		] {
			assert_noop!(act(call), frame_system::Error::<Test>::CallFiltered);
		}
		// Without the scope for it, a wrapper is refused even if it wraps only what was granted.
		assert_ok!(grant(COUNTER, &[Scope::Remarks]));
		assert_noop!(act(batch(vec![remark()])), Fault::OutsideScope);
	});
}

#[test]
fn what_filters_the_delegate_filters_what_it_does_for_the_citizen() {
	use frame_support::traits::OriginTrait;
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(grant(COUNTER, &[Scope::Transfers, Scope::Remarks]));
		let mut narrow = signed(TELLER);
		narrow.add_filter(|call: &RuntimeCall| !matches!(call, RuntimeCall::Balances(..)));
		let act = |call| {
			CitizenIdentity::act_for(narrow.clone(), DAVES_CARD, Box::new(call))
				.map_err(|refused| refused.error)
		};
		assert_noop!(
			act(transfer()),
			DispatchError::from(frame_system::Error::<Test>::CallFiltered)
		);
		assert_ok!(act(remark()));
	});
}

#[test]
fn a_refused_call_is_refused_with_its_own_reason_and_changes_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(grant(COUNTER, &[Scope::Transfers]));
		let too_much: RuntimeCall = pallet_balances::Call::transfer_allow_death {
			dest: FERDIE,
			value: 2 * FORTUNE,
		}
		.into();
		let weight = too_much.get_dispatch_info().call_weight;
		let refused: DispatchErrorWithPostInfo<PostDispatchInfo> =
			CitizenIdentity::act_for(signed(TELLER), DAVES_CARD, Box::new(too_much))
				.expect_err("Dave has less");
		assert!(matches!(refused.error, DispatchError::Token(_)));
		assert_eq!(
			refused.post_info.actual_weight,
			Some(<() as WeightInfo>::act_for().saturating_add(weight))
		);
		take_events();
		assert_eq!(won(DAVE), FORTUNE);
	});
}

#[test]
fn the_weight_and_class_are_those_of_the_call_and_of_looking() {
	let inner = remark();
	let call = Call::<Test>::act_for {
		citizen: DAVES_CARD,
		call: Box::new(inner.clone()),
	};
	let info = call.get_dispatch_info();
	assert_eq!(info.class, inner.get_dispatch_info().class);
	assert_eq!(
		info.call_weight,
		<() as WeightInfo>::act_for().saturating_add(inner.get_dispatch_info().call_weight)
	);
}

#[test]
fn only_a_counter_acts_and_only_the_one_that_was_named() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(grant(AgencyId(MORE_COUNTERS), &[Scope::Remarks]));
		assert_noop!(act_as(EVE, remark()), NOT_A_COUNTER);
		assert_noop!(act_as(CLERK, remark()), NOT_A_COUNTER);
		assert_noop!(act(remark()), Fault::NoGrant);
		assert_noop!(grant(OFFICE, &[Scope::Remarks]), NOT_A_COUNTER);
		assert_noop!(
			grant(AgencyId(9), &[Scope::Remarks]),
			DispatchError::CannotLookup
		);
	});
}

#[test]
fn a_counter_cannot_act_for_a_card_that_cannot_be_used() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(grant(COUNTER, &[Scope::Remarks]));
		assert_ok!(CitizenIdentity::suspend_card(signed(CLERK), DAVES_CARD));
		assert_noop!(act(remark()), Fault::CardSuspended);
		assert_noop!(grant(COUNTER, &[Scope::Remarks]), Fault::CardSuspended);
		assert_ok!(CitizenIdentity::resume_card(signed(CLERK), DAVES_CARD));
		assert_ok!(act(remark()));
		take_events();
		assert_ok!(CitizenIdentity::revoke_card(signed(CLERK), DAVES_CARD));
		assert_eq!(
			take_events()[0],
			Event::CounterGrantEnded {
				citizen: DAVES_CARD,
				agency: COUNTER,
				cause: GrantEnd::CardEnded
			}
		);
		assert_noop!(act(remark()), Fault::CardRevoked);
		assert_err!(
			CitizenIdentity::act_for(signed(TELLER), NO_CARD, Box::new(remark()))
				.map_err(|refused| refused.error),
			Fault::NotFound
		);
	});
}

#[test]
fn a_grant_ends_by_itself() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(grant(COUNTER, &[Scope::Remarks]));
		assert_eq!(CitizenIdentity::counters(DAVES_CARD).len(), 1);
		advance(86_400_000);
		assert_noop!(act(remark()), Fault::GrantExpired);
		assert_eq!(CitizenIdentity::counters(DAVES_CARD), vec![]);
	});
}

#[test]
fn citizen_office_and_counter_each_end_a_grant_at_once() {
	ExtBuilder::default().build_and_execute(|| {
		let end = || CitizenIdentity::end_counter_grant(signed(DAVE), COUNTER);
		let office = || {
			CitizenIdentity::end_recorded_counter_grant(
				signed(CLERK),
				DAVES_CARD,
				COUNTER,
				paper(1),
			)
		};
		let counter = || CitizenIdentity::renounce_counter_grant(signed(TELLER), DAVES_CARD);
		assert_noop!(end(), Fault::NoGrant);
		assert_noop!(office(), Fault::NoGrant);
		assert_noop!(counter(), Fault::NoGrant);
		let ends: [(&dyn Fn() -> DispatchResult, GrantEnd); 3] = [
			(&end, GrantEnd::Citizen),
			(
				&office,
				GrantEnd::Office {
					office: OFFICE,
					paper: paper(1),
				},
			),
			(&counter, GrantEnd::Counter),
		];
		for (end, cause) in ends {
			assert_ok!(grant(COUNTER, &[Scope::Remarks]));
			take_events();
			assert_ok!(end());
			assert_eq!(
				take_events(),
				[Event::CounterGrantEnded {
					citizen: DAVES_CARD,
					agency: COUNTER,
					cause
				}]
			);
			assert_noop!(act(remark()), Fault::NoGrant);
		}
		assert_noop!(
			CitizenIdentity::end_counter_grant(signed(FERDIE), COUNTER),
			Fault::NotACitizen
		);
		assert_noop!(
			CitizenIdentity::end_recorded_counter_grant(signed(EVE), DAVES_CARD, COUNTER, paper(1)),
			NOT_THE_OFFICE
		);
		assert_noop!(
			CitizenIdentity::renounce_counter_grant(signed(EVE), DAVES_CARD),
			NOT_A_COUNTER
		);
	});
}

#[test]
fn a_citizen_with_a_suspended_card_still_ends_a_grant() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(grant(COUNTER, &[Scope::Remarks]));
		assert_ok!(CitizenIdentity::suspend_card(signed(CLERK), DAVES_CARD));
		assert_ok!(CitizenIdentity::end_counter_grant(signed(DAVE), COUNTER));
	});
}

#[test]
fn a_citizen_without_a_phone_grants_on_paper() {
	ExtBuilder::default().build_and_execute(|| {
		let record = |who, citizen| {
			CitizenIdentity::record_counter_grant(
				signed(who),
				citizen,
				COUNTER,
				scopes(&[Scope::Remarks]),
				end_of_day(),
				paper(4),
			)
		};
		assert_noop!(record(EVE, DAVES_CARD), NOT_THE_OFFICE);
		assert_noop!(record(CLERK, NO_CARD), Fault::NotFound);
		assert_ok!(record(CLERK, DAVES_CARD));
		let given = GrantSource::Paper {
			office: OFFICE,
			paper: paper(4),
		};
		assert_eq!(
			take_events(),
			[Event::CounterGranted {
				citizen: DAVES_CARD,
				old_grant: None,
				new_grant: CounterGrant {
					given,
					..granted(&[Scope::Remarks])
				},
				by: CLERK
			}]
		);
		assert_ok!(act(remark()));
		assert_ok!(CitizenIdentity::suspend_card(signed(CLERK), EVES_CARD));
		assert_noop!(record(CLERK, EVES_CARD), Fault::CardSuspended);
	});
}

#[test]
fn a_later_grant_to_the_same_counter_replaces_the_earlier_one() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(grant(COUNTER, &[Scope::Remarks]));
		take_events();
		assert_ok!(grant(COUNTER, &[Scope::Transfers]));
		assert_eq!(
			take_events(),
			[Event::CounterGranted {
				citizen: DAVES_CARD,
				old_grant: Some(granted(&[Scope::Remarks])),
				new_grant: granted(&[Scope::Transfers]),
				by: DAVE
			}]
		);
		assert_noop!(act(remark()), Fault::OutsideScope);
	});
}

#[test]
fn a_grant_names_a_scope_and_a_time_within_the_terms() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(grant(COUNTER, &[]), Fault::EmptyScope);
		let until = |end| {
			CitizenIdentity::grant_counter(signed(DAVE), COUNTER, scopes(&[Scope::Remarks]), end)
		};
		let longest = CardTerms::default().counter_grant_period;
		assert_noop!(until(START), Fault::InvalidGrantPeriod);
		assert_noop!(until(START + longest + 1), Fault::InvalidGrantPeriod);
		assert_ok!(until(START + longest));
		assert_noop!(
			CitizenIdentity::grant_counter(
				signed(FERDIE),
				COUNTER,
				scopes(&[Scope::Remarks]),
				end_of_day()
			),
			Fault::NotACitizen
		);
	});
}

#[test]
fn there_are_so_many_counters_and_expired_ones_make_room() {
	ExtBuilder::default().build_and_execute(|| {
		for more in 0..MAX_GRANTS {
			assert_ok!(grant(AgencyId(MORE_COUNTERS + more), &[Scope::Remarks]));
		}
		assert_noop!(grant(COUNTER, &[Scope::Remarks]), Fault::TooManyGrants);
		advance(86_400_000);
		assert_ok!(grant(COUNTER, &[Scope::Remarks]));
		assert_eq!(CounterGrants::<Test>::get(DAVES_CARD).len(), 1);
	});
}

#[test]
fn grants_stay_with_the_citizen_but_not_those_of_a_lost_key() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(grant(COUNTER, &[Scope::Transfers]));
		assert_ok!(CitizenIdentity::propose_rotation(signed(DAVE), DAVES_NEW));
		assert_ok!(CitizenIdentity::accept_rotation(
			signed(DAVES_NEW),
			DAVES_CARD
		));
		assert_ok!(act(transfer()));
		assert_eq!(won(DAVES_NEW), FORTUNE - 5 * WON);
		assert_ok!(CitizenIdentity::record_counter_grant(
			signed(CLERK),
			DAVES_CARD,
			AgencyId(MORE_COUNTERS),
			scopes(&[Scope::Remarks]),
			end_of_day(),
			paper(4),
		));
		assert_ok!(CitizenIdentity::start_recovery(
			signed(CLERK),
			DAVES_CARD,
			12,
			paper(1)
		));
		assert_ok!(CitizenIdentity::accept_recovery(signed(12), DAVES_CARD));
		advance(CardTerms::default().recovery_waiting_time);
		take_events();
		assert_ok!(CitizenIdentity::complete_recovery(signed(EVE), DAVES_CARD));
		assert_eq!(
			take_events()[0],
			Event::CounterGrantEnded {
				citizen: DAVES_CARD,
				agency: COUNTER,
				cause: GrantEnd::Recovered
			}
		);
		let left = CounterGrants::<Test>::get(DAVES_CARD);
		assert_eq!(left.len(), 1);
		assert_eq!(left[0].agency, AgencyId(MORE_COUNTERS));
	});
}
