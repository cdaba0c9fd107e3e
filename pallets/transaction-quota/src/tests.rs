// SPDX-License-Identifier: Apache-2.0

//! One test per behaviour, named as the sentence it proves.

mod properties;

use crate::{mock::*, *};
use codec::{Decode, Encode};
use frame_support::{
	assert_noop, assert_ok, assert_storage_noop,
	dispatch::{
		DispatchClass, DispatchErrorWithPostInfo, DispatchResultWithPostInfo, GetDispatchInfo,
	},
	weights::Weight,
};
use frame_system::{
	limits::BlockWeights, CheckMortality, CheckNonce, CheckWeight, RawOrigin, WeightReclaim,
};
use pallet_transaction_payment::{ChargeTransactionPayment, WeightInfo as _};
use sp_runtime::{
	generic::{Era, UncheckedExtrinsic},
	testing::TestSignature,
	traits::{DispatchTransaction, TransactionExtension},
	transaction_validity::{
		TransactionLongevity, TransactionPriority, TransactionSource, ValidTransaction,
	},
	DispatchError, TokenError,
};

type Error = crate::Error<Test>;
type Policy = <Test as Config>::CallPolicy;

const CLASSES: [AccountClass; 5] = [
	AccountClass::Citizen,
	AccountClass::Business,
	AccountClass::Agency,
	AccountClass::Governance,
	AccountClass::Voter,
];

fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// The refusal of the pool when neither quota nor balance pays.
fn cannot_pay() -> TransactionValidityError {
	InvalidTransaction::Payment.into()
}

/// The weight of withdrawing a fee, which a transaction does not use if quota pays for it.
fn fee_work() -> u64 {
	<Test as pallet_transaction_payment::Config>::WeightInfo::charge_transaction_payment()
		.ref_time()
}

/// What is gone after a transaction with this call that used all of the call's weight.
fn taken(call: &RuntimeCall) -> Amount {
	cost(call).minus(Amount {
		ref_time: fee_work(),
		length: 0,
	})
}

fn fee_of(call: &RuntimeCall) -> u64 {
	TransactionPayment::compute_fee(100, &info(call), 0)
}

/// Run a transaction that the pool lets in; gives what became of the call.
fn dispatched(who: AccountId, call: RuntimeCall) -> DispatchResult {
	run(who, call)
		.expect("the transaction is valid")
		.map(|_| ())
		.map_err(|failed| failed.error)
}

fn refused_with(actual_weight: Option<Weight>, pays_fee: Pays) -> DispatchResultWithPostInfo {
	Err(DispatchErrorWithPostInfo {
		post_info: PostDispatchInfo {
			actual_weight,
			pays_fee,
		},
		error: DispatchError::Other("refused"),
	})
}

fn set_allowance(class: AccountClass, allowance: Allowance) {
	assert_ok!(TransactionQuota::set_allowance(root(), class, allowance));
}

fn set_balance(who: AccountId, balance: u64) {
	assert_ok!(Balances::force_set_balance(root(), who, balance));
}

/// Use up the bytes of a rested account.
fn exhaust(who: AccountId) {
	for _ in 0..TRANSFERS {
		run_to(who, &transfer(0), Ok(().into()));
	}
	assert_eq!(left(who).length, 0);
}

mod accounts {
	use super::*;

	#[test]
	fn whoever_the_genesis_lists_exists_without_a_balance() {
		ExtBuilder::default().build_and_execute(|| {
			assert!(Activated::<Test>::contains_key(CITIZEN));
			assert_eq!(System::providers(&CITIZEN), 1);
			assert_eq!(System::sufficients(&CITIZEN), 0);
			assert_eq!(Balances::free_balance(CITIZEN), 0);
			assert_eq!(System::providers(&RICH_CITIZEN), 2);
		});
	}

	#[test]
	fn an_account_is_activated_by_its_first_admission_and_by_no_other() {
		ExtBuilder::default().build_and_execute(|| {
			admit(NEWCOMER, AccountClass::Citizen);
			assert_eq!(
				take_events(),
				[Event::AccountActivated { account: NEWCOMER }]
			);
			assert_eq!(System::providers(&NEWCOMER), 1);

			expel(NEWCOMER);
			admit(NEWCOMER, AccountClass::Business);
			assert_eq!(take_events(), []);
			assert_eq!(System::providers(&NEWCOMER), 1);
		});
	}

	#[test]
	fn an_account_that_is_no_longer_admitted_goes_on_to_exist() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(dispatched(CITIZEN, transfer(0)));
			expel(CITIZEN);
			assert!(Activated::<Test>::contains_key(CITIZEN));
			assert_eq!(System::providers(&CITIZEN), 1);
			assert_eq!(System::account_nonce(CITIZEN), 1);
		});
	}

	#[test]
	fn anyone_activates_an_admitted_account() {
		ExtBuilder::default().build_and_execute(|| {
			Classes::mutate(|classes| classes.insert(NEWCOMER, AccountClass::Governance));
			assert_noop!(run(NEWCOMER, upgrade()), cannot_pay());

			assert_ok!(TransactionQuota::activate(signed(STRANGER), NEWCOMER));
			assert_eq!(
				take_events(),
				[Event::AccountActivated { account: NEWCOMER }]
			);
			assert_eq!(System::providers(&NEWCOMER), 1);
			assert_ok!(run(NEWCOMER, upgrade()).map(|_| ()));
		});
	}

	#[test]
	fn a_stranger_is_not_activated() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				TransactionQuota::activate(signed(CITIZEN), STRANGER),
				Error::NotAdmitted
			);
			expel(CITIZEN);
			assert_noop!(
				TransactionQuota::activate(signed(STRANGER), CITIZEN),
				Error::NotAdmitted
			);
		});
	}

	#[test]
	fn an_account_is_not_activated_twice() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				TransactionQuota::activate(signed(STRANGER), CITIZEN),
				Error::AlreadyActivated
			);
		});
	}

	#[test]
	fn activating_needs_a_signature() {
		ExtBuilder::default().build_and_execute(|| {
			for origin in [RuntimeOrigin::none(), root()] {
				assert_noop!(
					TransactionQuota::activate(origin, COUNCILLOR),
					DispatchError::BadOrigin
				);
			}
		});
	}

	#[test]
	fn the_first_transaction_activates_an_admitted_account_with_a_balance_whatever_pays() {
		for tip in [0, 1] {
			ExtBuilder::default().build_and_execute(|| {
				assert_eq!(System::providers(&COUNCILLOR), 1);
				assert_ok!(run_with(COUNCILLOR, 0, tip, transfer(1)).map(|_| ()));
				assert_eq!(fees_paid().len(), usize::from(tip > 0));
				assert_eq!(
					take_events(),
					[Event::AccountActivated {
						account: COUNCILLOR
					}]
				);
				assert_eq!(System::providers(&COUNCILLOR), 2);

				assert_ok!(run_with(COUNCILLOR, 1, tip, transfer(1)).map(|_| ()));
				assert_eq!(take_events(), []);
			});
		}
	}

	#[test]
	fn validating_a_transaction_activates_nobody() {
		ExtBuilder::default().build_and_execute(|| {
			assert_storage_noop!(assert_ok!(validate(COUNCILLOR, &transfer(1))));
		});
	}

	#[test]
	fn a_stranger_who_pays_is_not_activated() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(dispatched(PAYER, transfer(1)));
			assert!(!Activated::<Test>::contains_key(PAYER));
			assert_eq!(take_events(), []);
		});
	}

	#[test]
	fn an_admitted_account_outlives_its_balance_and_a_strangers_does_not() {
		ExtBuilder::default().build_and_execute(|| {
			for who in [RICH_CITIZEN, COUNCILLOR, PAYER] {
				let keep_alive = false;
				let dest = PAYEE;
				assert_ok!(dispatched(who, transfer(1)));
				assert_ok!(Balances::transfer_all(signed(who), dest, keep_alive));
				assert_eq!(Balances::free_balance(who), 0);
			}
			assert_eq!(System::account_nonce(RICH_CITIZEN), 1);
			assert_eq!(System::account_nonce(COUNCILLOR), 1);
			assert_eq!(System::account_nonce(PAYER), 0);
		});
	}

	#[test]
	fn whoever_knows_an_account_first_says_its_class() {
		struct Everybody;
		impl Admission<AccountId> for Everybody {
			fn class_of(_: &AccountId) -> Option<AccountClass> {
				Some(AccountClass::Agency)
			}
		}
		type First = (Everybody, Register);
		type Last = (Register, Everybody);
		ExtBuilder::default().build_and_execute(|| {
			assert_eq!(Last::class_of(&CITIZEN), Some(AccountClass::Citizen));
			assert_eq!(Last::class_of(&STRANGER), Some(AccountClass::Agency));
			assert_eq!(First::class_of(&CITIZEN), Some(AccountClass::Agency));
		});
	}

	#[test]
	fn classes_are_stored_under_numbers_that_never_change() {
		for (class, number) in CLASSES.into_iter().zip(0u8..) {
			assert_eq!(class.encode(), [number]);
		}
	}
}

mod genesis {
	use super::*;

	#[test]
	#[should_panic(expected = "the genesis lists the allowance of Agency twice")]
	fn an_allowance_that_is_listed_twice_stops_the_genesis() {
		ExtBuilder {
			allowances: vec![
				(AccountClass::Agency, allowance()),
				(AccountClass::Agency, allowance()),
			],
		}
		.build();
	}

	#[test]
	fn a_class_that_the_genesis_does_not_list_has_nothing() {
		let allowances = vec![(AccountClass::Agency, allowance())];
		ExtBuilder { allowances }.build_and_execute(|| {
			assert_eq!(
				Allowances::<Test>::get(AccountClass::Citizen),
				Allowance::default()
			);
			assert_noop!(run(CITIZEN, transfer(0)), cannot_pay());
			assert_ok!(dispatched(AGENCY, transfer(0)));
		});
	}

	#[test]
	fn the_genesis_is_written_as_people_write_json() {
		let json = serde_json::json!({
			"allowances": [["Citizen", {
				"refTimeCapacity": 4,
				"refTimePerBlock": 3,
				"lengthCapacity": 2,
				"lengthPerBlock": 1,
			}]],
			"accounts": [7],
		});
		let genesis: GenesisConfig<Test> =
			serde_json::from_value(json.clone()).expect("the JSON is a genesis");
		let allowance = Allowance {
			ref_time_capacity: 4,
			ref_time_per_block: 3,
			length_capacity: 2,
			length_per_block: 1,
		};
		assert_eq!(genesis.allowances, [(AccountClass::Citizen, allowance)]);
		assert_eq!(genesis.accounts, [7]);
		assert_eq!(
			serde_json::to_value(&genesis).expect("it can be written"),
			json
		);
	}

	#[test]
	fn a_misspelt_field_of_the_json_is_refused() {
		let refused = serde_json::from_value::<GenesisConfig<Test>>(serde_json::json!({
			"allowances": [["Citizen", { "capacity": 4 }]],
			"accounts": [],
		}));
		assert!(refused.is_err_and(|error| error.to_string().contains("unknown field `capacity`")));
	}
}

mod allowances {
	use super::*;

	fn twice() -> Allowance {
		let Allowance {
			ref_time_capacity,
			length_capacity,
			..
		} = allowance();
		Allowance {
			ref_time_capacity: ref_time_capacity * 2,
			length_capacity: length_capacity * 2,
			..allowance()
		}
	}

	#[test]
	fn governance_sets_the_allowance_of_a_class() {
		ExtBuilder::default().build_and_execute(|| {
			let class = AccountClass::Citizen;
			assert_ok!(TransactionQuota::set_allowance(root(), class, twice()));
			assert_eq!(Allowances::<Test>::get(class), twice());
			assert_eq!(
				take_events(),
				[Event::AllowanceSet {
					class,
					old_allowance: allowance(),
					new_allowance: twice(),
				}]
			);
		});
	}

	#[test]
	fn nobody_else_sets_allowances() {
		ExtBuilder::default().build_and_execute(|| {
			for origin in [RuntimeOrigin::none(), signed(COUNCILLOR)] {
				assert_noop!(
					TransactionQuota::set_allowance(origin, AccountClass::Citizen, twice()),
					Error::NotAuthorized
				);
			}
		});
	}

	#[test]
	fn a_new_allowance_is_in_force_at_once_for_its_class_alone() {
		ExtBuilder::default().build_and_execute(|| {
			set_allowance(AccountClass::Citizen, twice());
			assert_eq!(left(CITIZEN), twice().capacity());
			assert_eq!(left(BUSINESS), allowance().capacity());
			let last = u32::try_from(TRANSFERS * 2 - 1).expect("small");
			assert_ok!(validate_with(CITIZEN, last, 0, &transfer(1)));
			assert_noop!(validate_with(BUSINESS, last, 0, &transfer(1)), cannot_pay());
		});
	}

	#[test]
	fn what_was_used_stays_used_under_a_new_allowance() {
		ExtBuilder::default().build_and_execute(|| {
			exhaust(CITIZEN);
			let used = missing(CITIZEN);
			set_allowance(AccountClass::Citizen, twice());
			assert_eq!(left(CITIZEN), twice().capacity().minus(used));
			set_allowance(AccountClass::Citizen, allowance());
			assert_eq!(missing(CITIZEN), used);
		});
	}

	#[test]
	fn whoever_has_used_more_than_a_lower_capacity_waits_until_it_has_refilled() {
		ExtBuilder::default().build_and_execute(|| {
			exhaust(CITIZEN);
			let half = Allowance {
				length_capacity: allowance().length_capacity / 2,
				..allowance()
			};
			set_allowance(AccountClass::Citizen, half);
			assert_eq!(left(CITIZEN).length, 0);
			// Half of what was used is above the new capacity; then one transfer's worth has to come back.
			let blocks = BLOCKS_PER_TRANSFER * (TRANSFERS / 2 + 1);
			skip_blocks(blocks - 1);
			assert_noop!(run(CITIZEN, transfer(0)), cannot_pay());
			skip_blocks(1);
			assert_ok!(dispatched(CITIZEN, transfer(0)));
		});
	}

	#[test]
	fn an_allowance_of_nothing_makes_everything_cost_the_fee() {
		ExtBuilder::default().build_and_execute(|| {
			set_allowance(AccountClass::Citizen, Allowance::default());
			assert_noop!(run(CITIZEN, transfer(0)), cannot_pay());
			assert_ok!(dispatched(RICH_CITIZEN, transfer(1)));
			assert_eq!(fees_paid(), [(RICH_CITIZEN, fee_of(&transfer(1)))]);
		});
	}

	#[test]
	fn an_account_that_changes_its_class_keeps_what_it_used() {
		ExtBuilder::default().build_and_execute(|| {
			exhaust(CITIZEN);
			let used = missing(CITIZEN);
			admit(CITIZEN, AccountClass::Business);
			assert_eq!(missing(CITIZEN), used);
			assert_noop!(run(CITIZEN, transfer(0)), cannot_pay());
		});
	}

	#[test]
	fn the_largest_numbers_do_not_wrap() {
		let most = Amount {
			ref_time: u64::MAX,
			length: u32::MAX,
		};
		assert_eq!(most.plus(most), most);
		assert_eq!(Amount::default().minus(most), Amount::default());
		assert!(most.holds(most, 1));
		assert!(!most.holds(most, 2));
		assert!(!most.holds(most, u128::MAX));
		assert!(Amount::default().holds(Amount::default(), u128::MAX));
		assert_eq!(
			Amount::of(Weight::MAX, usize::MAX),
			Amount {
				ref_time: u64::MAX,
				length: u32::MAX
			}
		);
		let allowance = Allowance {
			ref_time_capacity: u64::MAX,
			ref_time_per_block: u64::MAX,
			length_capacity: u32::MAX,
			length_per_block: u32::MAX,
		};
		assert_eq!(allowance.refill(u64::MAX), most);
		assert_eq!(allowance.refill(0), Amount::default());
	}
}

mod paying {
	use super::*;

	#[test]
	fn a_citizen_without_a_balance_sends_transactions() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(dispatched(CITIZEN, transfer(0)));
			assert_eq!(System::account_nonce(CITIZEN), 1);
			assert_eq!(Balances::free_balance(CITIZEN), 0);
			assert_eq!(fees_paid(), []);
			assert_eq!(missing(CITIZEN), taken(&transfer(0)));
		});
	}

	#[test]
	fn quota_pays_before_the_balance() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(dispatched(RICH_CITIZEN, transfer(1)));
			assert_eq!(Balances::free_balance(RICH_CITIZEN), RICH - 1);
			assert_eq!(fees_paid(), []);
			assert_eq!(missing(RICH_CITIZEN), taken(&transfer(1)));
		});
	}

	#[test]
	fn every_class_sends_without_a_fee() {
		for class in CLASSES {
			ExtBuilder::default().build_and_execute(|| {
				admit(NEWCOMER, class);
				assert_ok!(dispatched(NEWCOMER, transfer(0)));
				assert_eq!(missing(NEWCOMER), taken(&transfer(0)));
			});
		}
	}

	#[test]
	fn a_stranger_without_a_balance_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(validate(STRANGER, &transfer(0)), cannot_pay());
			assert_noop!(run(STRANGER, transfer(0)), cannot_pay());
		});
	}

	#[test]
	fn a_stranger_pays_the_normal_fee() {
		ExtBuilder::default().build_and_execute(|| {
			let fee = fee_of(&transfer(1));
			assert!(fee > 0);
			assert_ok!(dispatched(PAYER, transfer(1)));
			assert_eq!(Balances::free_balance(PAYER), RICH - 1 - fee);
			assert_eq!(fees_paid(), [(PAYER, fee)]);
			assert!(!Usage::<Test>::contains_key(PAYER));
		});
	}

	#[test]
	fn a_call_that_is_not_covered_costs_the_fee() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(run(CITIZEN, remark()), cannot_pay());
			assert_ok!(dispatched(RICH_CITIZEN, remark()));
			assert_eq!(fees_paid(), [(RICH_CITIZEN, fee_of(&remark()))]);
			assert_eq!(missing(RICH_CITIZEN), Amount::default());
		});
	}

	#[test]
	fn a_call_that_is_covered_for_another_class_costs_the_fee() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(run(CITIZEN, upgrade()), cannot_pay());
			admit(CITIZEN, AccountClass::Governance);
			assert_eq!(
				dispatched(CITIZEN, upgrade()),
				Err(DispatchError::BadOrigin)
			);
		});
	}

	#[test]
	fn a_transaction_with_a_tip_is_never_free() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(run_with(CITIZEN, 0, 1, transfer(0)), cannot_pay());
			assert_ok!(run_with(RICH_CITIZEN, 0, 1, transfer(1)).map(|_| ()));
			assert_eq!(fees_paid(), [(RICH_CITIZEN, fee_of(&transfer(1)) + 1)]);
			assert_eq!(missing(RICH_CITIZEN), Amount::default());
		});
	}

	#[test]
	fn a_used_up_quota_leaves_the_fee_to_the_balance() {
		ExtBuilder::default().build_and_execute(|| {
			exhaust(RICH_CITIZEN);
			assert_eq!(fees_paid(), []);
			let used = missing(RICH_CITIZEN);
			assert_ok!(dispatched(RICH_CITIZEN, transfer(1)));
			assert_eq!(fees_paid(), [(RICH_CITIZEN, fee_of(&transfer(1)))]);
			assert_eq!(missing(RICH_CITIZEN), used);
		});
	}

	#[test]
	fn a_used_up_quota_without_a_balance_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			exhaust(CITIZEN);
			assert_noop!(validate(CITIZEN, &transfer(0)), cannot_pay());
			assert_noop!(run(CITIZEN, transfer(0)), cannot_pay());
		});
	}

	#[test]
	fn compute_and_bytes_must_both_suffice_and_just_suffice() {
		ExtBuilder::default().build_and_execute(|| {
			let cost = cost(&transfer(0));
			let exact = Allowance {
				ref_time_capacity: cost.ref_time,
				ref_time_per_block: 0,
				length_capacity: cost.length,
				length_per_block: 0,
			};
			let no_compute = Allowance {
				ref_time_capacity: cost.ref_time - 1,
				..exact
			};
			let no_bytes = Allowance {
				length_capacity: cost.length - 1,
				..exact
			};
			for too_little in [no_compute, no_bytes] {
				set_allowance(AccountClass::Citizen, too_little);
				assert_noop!(run(CITIZEN, transfer(0)), cannot_pay());
			}
			set_allowance(AccountClass::Citizen, exact);
			assert_ok!(dispatched(CITIZEN, transfer(0)));
		});
	}

	#[test]
	fn a_call_that_fails_uses_quota_all_the_same() {
		ExtBuilder::default().build_and_execute(|| {
			assert_eq!(
				dispatched(CITIZEN, transfer(1)),
				Err(TokenError::FundsUnavailable.into())
			);
			assert_eq!(missing(CITIZEN), taken(&transfer(1)));
			assert_eq!(System::account_nonce(CITIZEN), 1);
		});
	}

	#[test]
	fn compute_that_was_not_used_comes_back_and_bytes_do_not() {
		ExtBuilder::default().build_and_execute(|| {
			let call = transfer(1);
			let unused = Weight::from_parts(1_000, 0);
			let used = info(&call).call_weight - unused;
			let post_info = PostDispatchInfo {
				actual_weight: Some(used),
				pays_fee: Pays::Yes,
			};
			let after = taken(&call).minus(Amount::of(unused, 0));
			run_to(CITIZEN, &call, Ok(post_info));
			assert_eq!(missing(CITIZEN), after);

			// Also if it fails.
			run_to(BUSINESS, &call, refused_with(Some(used), Pays::Yes));
			assert_eq!(missing(BUSINESS), after);
		});
	}

	#[test]
	fn a_call_that_takes_nothing_still_costs_its_checks_and_its_bytes() {
		ExtBuilder::default().build_and_execute(|| {
			let call = transfer(1);
			run_to(CITIZEN, &call, Ok(Some(Weight::zero()).into()));
			let of_the_call = Amount::of(info(&call).call_weight, 0);
			let rest = missing(CITIZEN);
			assert_eq!(rest, taken(&call).minus(of_the_call));
			assert!(rest.ref_time > 0 && rest.length > 0);
		});
	}

	#[test]
	fn a_call_that_succeeds_and_pays_no_fee_gives_everything_back() {
		ExtBuilder::default().build_and_execute(|| {
			run_to(CITIZEN, &transfer(1), Ok(Pays::No.into()));
			assert_eq!(missing(CITIZEN), Amount::default());
			assert_eq!(System::account_nonce(CITIZEN), 1);
		});
	}

	#[test]
	fn a_call_that_fails_is_not_free_even_if_it_says_so() {
		ExtBuilder::default().build_and_execute(|| {
			let call = transfer(1);
			run_to(CITIZEN, &call, refused_with(None, Pays::No));
			assert_eq!(missing(CITIZEN), taken(&call));
		});
	}

	#[test]
	fn quota_is_charged_what_the_block_is() {
		ExtBuilder::default().build_and_execute(|| {
			let call = transfer(1);
			let extensions = (extension(0, 0), WeightReclaim::<Test>::new());
			let mut info = call.get_dispatch_info();
			info.extension_weight = extensions.weight(&call);
			let of_block = || System::block_weight().get(DispatchClass::Normal).ref_time();

			let before = of_block();
			assert_ok!(extensions
				.test_run(signed(CITIZEN), &call, &info, LEN, 0, |_| {
					Ok(Some(info.call_weight / 3).into())
				})
				.map(|_| ()));
			let of_quota = missing(CITIZEN);
			assert_eq!(of_quota.ref_time, of_block() - before);
			assert_eq!(of_quota.length, System::block_size());
		});
	}

	#[test]
	fn the_block_gets_back_what_a_call_did_not_use_whatever_pays() {
		for who in [CITIZEN, PAYER] {
			ExtBuilder::default().build_and_execute(|| {
				let call = transfer(1);
				let used = info(&call).call_weight / 3;
				let unused = info(&call).call_weight - used;
				let of_block = || System::block_weight().get(DispatchClass::Normal).ref_time();
				let before = of_block();
				run_to(who, &call, Ok(Some(used).into()));
				assert_eq!(
					of_block() - before,
					cost(&call).ref_time - unused.ref_time()
				);
			});
		}
	}

	#[test]
	fn withdrawing_a_fee_is_weighed_only_if_a_fee_is_withdrawn() {
		ExtBuilder::default().build_and_execute(|| {
			let call = transfer(1);
			let weight_of = |who| {
				run(who, call.clone())
					.expect("valid")
					.expect("successful")
					.actual_weight
					.map(|weight| weight.ref_time())
			};
			let total = info(&call).total_weight().ref_time();
			assert_eq!(weight_of(PAYER), Some(total));
			assert_eq!(weight_of(RICH_CITIZEN), Some(total - fee_work()));
		});
	}

	#[test]
	fn an_account_that_is_no_longer_admitted_pays_the_fee_and_keeps_what_it_used() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(dispatched(RICH_CITIZEN, transfer(1)));
			expel(RICH_CITIZEN);
			assert_ok!(dispatched(RICH_CITIZEN, transfer(1)));
			assert_eq!(fees_paid(), [(RICH_CITIZEN, fee_of(&transfer(1)))]);

			admit(RICH_CITIZEN, AccountClass::Citizen);
			assert_eq!(missing(RICH_CITIZEN), taken(&transfer(1)));
			assert_ok!(dispatched(RICH_CITIZEN, transfer(1)));
			assert_eq!(fees_paid().len(), 1);
		});
	}

	#[test]
	fn an_account_without_a_balance_that_is_no_longer_admitted_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(validate(CITIZEN, &transfer(0)));
			expel(CITIZEN);
			assert_noop!(validate(CITIZEN, &transfer(0)), cannot_pay());
			assert_noop!(run(CITIZEN, transfer(0)), cannot_pay());
		});
	}

	#[test]
	fn quota_is_of_whoever_signs_and_not_of_the_account_that_is_acted_for() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Proxy::add_proxy(signed(RICH_CITIZEN), CITIZEN, (), 0));
			let before = Balances::free_balance(RICH_CITIZEN);
			let call = proxy(RICH_CITIZEN, transfer(5));
			assert_ok!(dispatched(CITIZEN, call.clone()));
			assert_eq!(Balances::free_balance(RICH_CITIZEN), before - 5);
			assert_eq!(missing(RICH_CITIZEN), Amount::default());
			assert_eq!(missing(CITIZEN), taken(&call));
		});
	}

	#[test]
	fn a_batch_that_is_interrupted_gives_back_what_did_not_run() {
		ExtBuilder::default().build_and_execute(|| {
			let call = batch(vec![transfer(1), transfer(1), transfer(1)]);
			assert_ok!(dispatched(CITIZEN, call.clone()));
			assert!(missing(CITIZEN).ref_time < taken(&call).ref_time);
			assert!(missing(CITIZEN).ref_time > taken(&transfer(1)).ref_time);
		});
	}

	#[test]
	fn a_transaction_that_is_too_large_for_a_block_is_refused_as_such() {
		ExtBuilder::default().build_and_execute(|| {
			let call = transfer(0);
			let mut info = info(&call);
			info.call_weight = Weight::MAX;
			let validity = extension(0, 0).validate_only(
				signed(CITIZEN),
				&call,
				&info,
				LEN,
				TransactionSource::External,
				0,
			);
			assert_eq!(
				validity.map(|(valid, ..)| valid),
				Err(InvalidTransaction::ExhaustsResources.into())
			);
		});
	}
}

mod refilling {
	use super::*;

	#[test]
	fn each_block_brings_back_what_the_allowance_says() {
		ExtBuilder::default().build_and_execute(|| {
			exhaust(CITIZEN);
			let Amount { ref_time, length } = missing(CITIZEN);
			for block in 1..=3 {
				skip_blocks(1);
				assert_eq!(
					missing(CITIZEN),
					Amount {
						ref_time: ref_time - block * allowance().ref_time_per_block,
						length: length
							- u32::try_from(block).expect("small") * allowance().length_per_block,
					}
				);
			}
		});
	}

	#[test]
	fn nothing_comes_back_within_a_block() {
		ExtBuilder::default().build_and_execute(|| {
			exhaust(CITIZEN);
			skip_blocks(0);
			assert_noop!(run(CITIZEN, transfer(0)), cannot_pay());
		});
	}

	#[test]
	fn a_transaction_runs_once_its_worth_has_come_back_and_not_earlier() {
		ExtBuilder::default().build_and_execute(|| {
			exhaust(CITIZEN);
			skip_blocks(BLOCKS_PER_TRANSFER - 1);
			assert_noop!(run(CITIZEN, transfer(0)), cannot_pay());
			skip_blocks(1);
			assert_ok!(dispatched(CITIZEN, transfer(0)));
			assert_eq!(left(CITIZEN).length, 0);
		});
	}

	#[test]
	fn an_account_that_rests_long_has_its_capacity_and_no_more() {
		ExtBuilder::default().build_and_execute(|| {
			exhaust(CITIZEN);
			skip_blocks(u64::MAX / 2);
			assert_eq!(left(CITIZEN), allowance().capacity());
			assert_eq!(left(BUSINESS), allowance().capacity());
		});
	}

	#[test]
	fn what_has_come_back_is_settled_when_the_account_sends_again() {
		ExtBuilder::default().build_and_execute(|| {
			let taken = taken(&transfer(0));
			assert_ok!(dispatched(CITIZEN, transfer(0)));
			assert_eq!(
				Usage::<Test>::get(CITIZEN),
				Used {
					ref_time: taken.ref_time,
					length: taken.length,
					at: 1,
				}
			);
			skip_blocks(2);
			assert_ok!(dispatched(CITIZEN, transfer(0)));
			let left_over = taken.minus(allowance().refill(2));
			assert_eq!(
				Usage::<Test>::get(CITIZEN),
				Used {
					ref_time: left_over.ref_time + taken.ref_time,
					length: left_over.length + taken.length,
					at: 3,
				}
			);
		});
	}
}

mod waiting {
	use super::*;

	fn nonce(number: u64) -> Nonce {
		number.try_into().expect("small")
	}

	#[test]
	fn so_many_transactions_wait_as_fit_together() {
		ExtBuilder::default().build_and_execute(|| {
			for waiting in 0..TRANSFERS {
				assert_ok!(validate_with(CITIZEN, nonce(waiting), 0, &transfer(0)));
			}
			for waiting in [nonce(TRANSFERS), 1_000_000, Nonce::MAX] {
				assert_noop!(
					validate_with(CITIZEN, waiting, 0, &transfer(0)),
					cannot_pay()
				);
			}
		});
	}

	#[test]
	fn a_transaction_that_was_refused_for_those_before_it_fits_when_they_have_run_and_refilled() {
		ExtBuilder::default().build_and_execute(|| {
			let last = nonce(TRANSFERS);
			assert_ok!(dispatched(CITIZEN, transfer(0)));
			// One less waits before it, and as much less is left.
			assert_noop!(validate_with(CITIZEN, last, 0, &transfer(0)), cannot_pay());
			assert_ok!(validate_with(CITIZEN, last - 1, 0, &transfer(0)));
			skip_blocks(BLOCKS_PER_TRANSFER);
			assert_ok!(validate_with(CITIZEN, last, 0, &transfer(0)));
		});
	}

	#[test]
	fn a_cheap_transaction_may_wait_behind_more_than_a_dear_one() {
		ExtBuilder::default().build_and_execute(|| {
			let dear = batch(vec![transfer(0), transfer(0), transfer(0)]);
			let gap = nonce(TRANSFERS - 1);
			assert_ok!(validate_with(CITIZEN, gap, 0, &transfer(0)));
			assert_noop!(validate_with(CITIZEN, gap, 0, &dear), cannot_pay());
			assert_ok!(validate_with(CITIZEN, 0, 0, &dear));
		});
	}

	#[test]
	fn a_dear_transaction_can_use_what_a_cheap_one_behind_it_was_let_in_for() {
		ExtBuilder::default().build_and_execute(|| {
			let cost = cost(&transfer(0));
			set_allowance(
				AccountClass::Citizen,
				Allowance {
					length_capacity: cost.length * 2,
					..allowance()
				},
			);
			assert_ok!(validate_with(CITIZEN, 1, 0, &transfer(0)));
			let call = transfer(0);
			let info = info(&call);
			let length = LEN * 2;
			assert_ok!(extension(0, 0)
				.test_run(signed(CITIZEN), &call, &info, length, 0, |_| Ok(().into()))
				.map(|_| ()));
			assert_noop!(run(CITIZEN, transfer(0)), cannot_pay());
		});
	}

	#[test]
	fn the_balance_must_cover_the_fees_of_all_that_wait() {
		ExtBuilder::default().build_and_execute(|| {
			set_balance(PAYER, 3 * fee_of(&transfer(0)) + 1);
			for waiting in 0..3 {
				assert_ok!(validate_with(PAYER, waiting, 0, &transfer(0)));
			}
			for waiting in [3, Nonce::MAX] {
				assert_noop!(validate_with(PAYER, waiting, 0, &transfer(0)), cannot_pay());
			}
			assert_ok!(dispatched(PAYER, transfer(0)));
			assert_ok!(validate_with(PAYER, 2, 0, &transfer(0)));
			assert_noop!(validate_with(PAYER, 3, 0, &transfer(0)), cannot_pay());
		});
	}

	#[test]
	fn the_balance_must_cover_the_tips_of_all_that_wait() {
		ExtBuilder::default().build_and_execute(|| {
			let tip = 1_000;
			set_balance(PAYER, 2 * (fee_of(&transfer(0)) + tip) + 1);
			assert_ok!(validate_with(PAYER, 1, tip, &transfer(0)));
			assert_noop!(validate_with(PAYER, 1, tip + 1, &transfer(0)), cannot_pay());
		});
	}

	#[test]
	fn what_quota_does_not_hold_waits_at_the_cost_of_the_balance() {
		ExtBuilder::default().build_and_execute(|| {
			let last = nonce(TRANSFERS);
			let priority = |nonce| {
				let valid = validate_with(RICH_CITIZEN, nonce, 0, &transfer(1));
				valid.expect("it is paid for").priority
			};
			assert_eq!(priority(last - 1) / Tier::BAND, 0);
			assert_eq!(priority(last) / Tier::BAND, 1);
		});
	}

	#[test]
	fn the_pool_orders_transactions_by_nonce_whatever_pays() {
		ExtBuilder::default().build_and_execute(|| {
			for who in [CITIZEN, PAYER] {
				let tag = |nonce: Nonce| (who, nonce).encode();
				let first = validate_with(who, 0, 0, &transfer(0)).expect("it is paid for");
				assert_eq!(first.requires, Vec::<Vec<u8>>::new());
				assert_eq!(first.provides, [tag(0)]);
				let third = validate_with(who, 2, 0, &transfer(0)).expect("it is paid for");
				assert_eq!(third.requires, [tag(1)]);
				assert_eq!(third.provides, [tag(2)]);
				assert_eq!(third.longevity, TransactionLongevity::MAX);
				assert!(third.propagate);
			}
		});
	}

	#[test]
	fn a_nonce_is_used_in_its_turn_and_once() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				run_with(CITIZEN, 1, 0, transfer(0)),
				TransactionValidityError::from(InvalidTransaction::Future)
			);
			assert_ok!(run_with(CITIZEN, 0, 0, transfer(0)).map(|_| ()));
			assert_noop!(
				run_with(CITIZEN, 0, 0, transfer(0)),
				TransactionValidityError::from(InvalidTransaction::Stale)
			);
		});
	}

	#[test]
	fn validating_changes_nothing() {
		ExtBuilder::default().build_and_execute(|| {
			for who in [CITIZEN, RICH_CITIZEN, COUNCILLOR, PAYER, STRANGER] {
				for (nonce, tip) in [(0, 0), (0, 1), (3, 0), (1_000, 0)] {
					assert_storage_noop!({
						let _ = validate_with(who, nonce, tip, &transfer(0));
					});
				}
			}
		});
	}
}

mod wrappers {
	use super::*;

	fn citizens_tier(call: &RuntimeCall) -> Option<Tier> {
		Policy::tier(AccountClass::Citizen, call)
	}

	/// Every way to wrap one call.
	fn wrappers() -> [fn(RuntimeCall) -> RuntimeCall; 10] {
		[
			|call| batch(vec![call]),
			|call| RuntimeCall::Utility(pallet_utility::Call::batch_all { calls: vec![call] }),
			|call| RuntimeCall::Utility(pallet_utility::Call::force_batch { calls: vec![call] }),
			|call| if_else(transfer(1), call),
			|call| if_else(call, transfer(1)),
			|call| {
				RuntimeCall::Utility(pallet_utility::Call::as_derivative {
					index: 0,
					call: Box::new(call),
				})
			},
			|call| proxy(RICH_CITIZEN, call),
			|call| {
				RuntimeCall::Proxy(pallet_proxy::Call::proxy_announced {
					delegate: CITIZEN,
					real: RICH_CITIZEN,
					force_proxy_type: None,
					call: Box::new(call),
				})
			},
			multisig,
			|call| {
				RuntimeCall::Multisig(pallet_multisig::Call::as_multi {
					threshold: 2,
					other_signatories: vec![BUSINESS],
					maybe_timepoint: None,
					call: Box::new(call),
					max_weight: Weight::zero(),
				})
			},
		]
	}

	#[test]
	fn a_wrapper_is_covered_if_what_it_wraps_is() {
		for wrap in wrappers() {
			assert_eq!(citizens_tier(&wrap(transfer(1))), Some(Tier::Quota));
			assert_eq!(citizens_tier(&wrap(remark())), None);
		}
	}

	#[test]
	fn a_wrapper_in_any_other_is_looked_into() {
		for outer in wrappers() {
			for inner in wrappers() {
				assert_eq!(citizens_tier(&outer(inner(transfer(1)))), Some(Tier::Quota));
				assert_eq!(citizens_tier(&outer(inner(remark()))), None);
			}
		}
	}

	#[test]
	fn every_wrapper_is_closed_at_the_depth_cap() {
		assert_eq!(MAX_DEPTH, 4);
		for wrap in wrappers() {
			let within = |wrappers| (0..wrappers).fold(transfer(1), |call, _| wrap(call));
			assert_eq!(citizens_tier(&within(MAX_DEPTH)), Some(Tier::Quota));
			assert_eq!(citizens_tier(&within(MAX_DEPTH + 1)), None);
			assert_eq!(citizens_tier(&within(MAX_DEPTH + 50)), None);
		}
	}

	#[test]
	fn one_call_that_is_too_deep_closes_the_whole_batch() {
		let too_deep = nested(usize::from(MAX_DEPTH), transfer(1));
		assert_eq!(
			citizens_tier(&batch(vec![transfer(1), too_deep, transfer(1)])),
			None
		);
	}

	#[test]
	fn one_call_that_is_not_covered_closes_the_whole_batch() {
		for at in 0..3 {
			let mut calls = vec![transfer(1); 3];
			calls[at] = remark();
			assert_eq!(citizens_tier(&batch(calls)), None);
		}
	}

	#[test]
	fn an_empty_batch_is_not_covered() {
		assert_eq!(citizens_tier(&batch(vec![])), None);
		assert_eq!(
			citizens_tier(&batch(vec![transfer(1), batch(vec![])])),
			None
		);
	}

	#[test]
	fn a_wrapper_that_shows_only_a_hash_is_a_call_like_any_other() {
		let approval = RuntimeCall::Multisig(pallet_multisig::Call::approve_as_multi {
			threshold: 2,
			other_signatories: vec![BUSINESS],
			maybe_timepoint: None,
			call_hash: [0; 32],
			max_weight: Weight::zero(),
		});
		assert_eq!(citizens_tier(&approval), None);
	}

	#[test]
	fn a_wrapper_stands_in_the_lowest_tier_of_what_it_wraps() {
		let governments_tier = |call| Policy::tier(AccountClass::Governance, &call);
		assert_eq!(
			governments_tier(batch(vec![upgrade(), upgrade()])),
			Some(Tier::Governance)
		);
		for mixed in [
			batch(vec![upgrade(), transfer(1), upgrade()]),
			if_else(upgrade(), transfer(1)),
			if_else(transfer(1), upgrade()),
			batch(vec![upgrade(), batch(vec![transfer(1)])]),
		] {
			assert_eq!(governments_tier(mixed), Some(Tier::Quota));
		}
	}

	#[test]
	fn a_batch_of_what_is_covered_runs_without_a_fee() {
		ExtBuilder::default().build_and_execute(|| {
			let call = batch(vec![transfer(0), transfer(0)]);
			assert_ok!(dispatched(CITIZEN, call.clone()));
			assert_eq!(missing(CITIZEN), taken(&call));
		});
	}

	#[test]
	fn a_batch_with_one_call_that_is_not_covered_costs_the_fee() {
		ExtBuilder::default().build_and_execute(|| {
			let call = batch(vec![transfer(1), remark()]);
			assert_noop!(run(CITIZEN, call.clone()), cannot_pay());
			assert_ok!(dispatched(RICH_CITIZEN, call.clone()));
			assert_eq!(fees_paid(), [(RICH_CITIZEN, fee_of(&call))]);
			assert_eq!(missing(RICH_CITIZEN), Amount::default());
		});
	}

	#[test]
	fn a_covered_call_in_too_many_wrappers_costs_the_fee() {
		ExtBuilder::default().build_and_execute(|| {
			let depth = usize::from(MAX_DEPTH);
			assert_ok!(dispatched(CITIZEN, nested(depth, transfer(0))));
			assert_noop!(run(CITIZEN, nested(depth + 1, transfer(0))), cannot_pay());
		});
	}

	#[test]
	fn quota_counts_all_that_a_wrapper_can_dispatch() {
		ExtBuilder::default().build_and_execute(|| {
			let call_weight = |call: &RuntimeCall| info(call).call_weight;
			let many = batch(vec![transfer(0); 100]);
			assert!(call_weight(&many).all_gt(call_weight(&transfer(0)) * 100));
			assert_noop!(run(CITIZEN, many), cannot_pay());
		});
	}
}

mod tiers {
	use super::*;

	fn priority(who: AccountId, tip: u64, call: &RuntimeCall) -> TransactionPriority {
		validate_with(who, 0, tip, call)
			.expect("it is paid for")
			.priority
	}

	fn tier(who: AccountId, tip: u64, call: &RuntimeCall) -> TransactionPriority {
		priority(who, tip, call) / Tier::BAND
	}

	#[test]
	fn governance_comes_before_agencies_these_before_payers_and_payers_before_quota() {
		ExtBuilder::default().build_and_execute(|| {
			assert_eq!(tier(COUNCILLOR, 0, &upgrade()), 3);
			assert_eq!(tier(AGENCY, 0, &transfer(1)), 2);
			assert_eq!(tier(PAYER, 0, &transfer(1)), 1);
			assert_eq!(tier(CITIZEN, 0, &transfer(1)), 0);
			assert_eq!(tier(BUSINESS, 0, &transfer(1)), 0);
			assert_eq!(tier(COUNCILLOR, 0, &transfer(1)), 0);
		});
	}

	#[test]
	fn no_tip_lifts_a_transaction_into_a_higher_tier() {
		ExtBuilder::default().build_and_execute(|| {
			for tip in [1, RICH / 2] {
				assert_eq!(tier(PAYER, tip, &transfer(1)), 1);
				assert_eq!(tier(RICH_CITIZEN, tip, &transfer(1)), 1);
				assert_eq!(tier(COUNCILLOR, tip, &upgrade()), 3);
			}
			assert!(priority(PAYER, RICH / 2, &transfer(1)) < priority(AGENCY, 0, &transfer(1)));
		});
	}

	#[test]
	fn an_agency_that_pays_the_fee_stays_in_its_tier() {
		ExtBuilder::default().build_and_execute(|| {
			set_balance(AGENCY, RICH);
			assert_eq!(tier(AGENCY, 1, &transfer(1)), 2);
			set_allowance(AccountClass::Agency, Allowance::default());
			assert_eq!(tier(AGENCY, 0, &transfer(1)), 2);
		});
	}

	#[test]
	fn a_citizen_who_pays_the_fee_is_a_payer() {
		ExtBuilder::default().build_and_execute(|| {
			set_allowance(AccountClass::Citizen, Allowance::default());
			assert_eq!(tier(RICH_CITIZEN, 0, &transfer(1)), 1);
		});
	}

	#[test]
	fn a_call_that_is_not_covered_is_a_payers_whoever_signs_it() {
		ExtBuilder::default().build_and_execute(|| {
			set_balance(AGENCY, RICH);
			assert_eq!(tier(AGENCY, 0, &remark()), 1);
			assert_eq!(tier(COUNCILLOR, 0, &remark()), 1);
			assert_eq!(tier(AGENCY, 0, &batch(vec![transfer(1), remark()])), 1);
		});
	}

	#[test]
	fn among_payers_the_tip_counts() {
		ExtBuilder::default().build_and_execute(|| {
			let rising: Vec<_> = [0, 1, 1_000, 1_000_000]
				.map(|tip| priority(PAYER, tip, &transfer(1)))
				.to_vec();
			assert!(rising.windows(2).all(|pair| pair[0] < pair[1]));
		});
	}

	#[test]
	fn within_a_tier_a_transaction_stands_where_the_sdk_puts_it() {
		ExtBuilder::default().build_and_execute(|| {
			for (who, tip, call) in [
				(CITIZEN, 0, transfer(1)),
				(PAYER, 0, transfer(1)),
				(PAYER, 77, transfer(1)),
				(AGENCY, 0, batch(vec![transfer(1), transfer(1)])),
				(COUNCILLOR, 0, upgrade()),
			] {
				let info = info(&call);
				let fee = TransactionPayment::compute_fee(100, &info, tip);
				let inner = ChargeTransactionPayment::<Test>::get_priority(&info, LEN, tip, fee);
				assert!(inner < Tier::BAND);
				assert_eq!(priority(who, tip, &call) % Tier::BAND, inner);
			}
		});
	}

	#[test]
	fn the_bands_are_those_of_the_documentation_and_do_not_touch() {
		let band = 1u64 << 61;
		let tiers = [Tier::Quota, Tier::Paying, Tier::Agency, Tier::Governance];
		for (tier, floor) in tiers.into_iter().zip([0, band, 2 * band, 3 * band]) {
			assert_eq!(tier.priority(0), floor);
			assert_eq!(tier.priority(band - 1), floor + band - 1);
			assert_eq!(tier.priority(band), floor + band - 1);
			assert_eq!(tier.priority(u64::MAX), floor + band - 1);
		}
		assert!(tiers.is_sorted());
	}
}

mod replay {
	use super::*;

	type Old = (CheckMortality<Test>, ChargeQuotaOrFee<Test>);

	/// A transaction that is valid for ever, but for its nonce.
	fn immortal(nonce: Nonce) -> Old {
		(CheckMortality::from(Era::Immortal), extension(nonce, 0))
	}

	fn send(old: &Old, who: AccountId) -> Result<(), TransactionValidityError> {
		let call = transfer(1);
		old.clone()
			.dispatch_transaction(signed(who), call.clone(), &info(&call), LEN, 0)
			.map(|_| ())
	}

	fn stale() -> TransactionValidityError {
		InvalidTransaction::Stale.into()
	}

	#[test]
	fn an_old_transaction_is_stale_after_its_account_was_revoked_and_admitted_again() {
		ExtBuilder::default().build_and_execute(|| {
			let old = immortal(0);
			assert_ok!(send(&old, CITIZEN));
			assert_noop!(send(&old, CITIZEN), stale());
			expel(CITIZEN);
			assert_noop!(send(&old, CITIZEN), stale());
			skip_blocks(1_000);
			admit(CITIZEN, AccountClass::Citizen);
			assert_noop!(send(&old, CITIZEN), stale());
			assert_ok!(send(&immortal(1), CITIZEN));
		});
	}

	#[test]
	fn an_old_transaction_is_stale_after_its_account_was_emptied_and_filled_again() {
		ExtBuilder::default().build_and_execute(|| {
			let old = immortal(0);
			// The councillor is activated by this transaction; the stranger never is.
			for who in [RICH_CITIZEN, COUNCILLOR, PAYER] {
				assert_ok!(send(&old, who));
				expel(who);
				assert_ok!(Balances::transfer_all(signed(who), PAYEE, false));
				assert_eq!(Balances::free_balance(who), 0);
				set_balance(who, RICH);
			}
			assert_noop!(send(&old, RICH_CITIZEN), stale());
			assert_noop!(send(&old, COUNCILLOR), stale());
			// What the provider reference is for: without it the old transaction runs again.
			assert_ok!(send(&old, PAYER));
		});
	}
}

mod wire {
	use super::*;

	type Ours = (ChargeQuotaOrFee<Test>, WeightReclaim<Test>);
	type Known = (
		CheckNonce<Test>,
		CheckWeight<Test>,
		ChargeTransactionPayment<Test>,
		WeightReclaim<Test>,
	);

	fn ours(nonce: Nonce, tip: u64) -> Ours {
		(extension(nonce, tip), WeightReclaim::new())
	}

	fn known(nonce: Nonce, tip: u64) -> Known {
		let (nonce, weight, payment) = inner(nonce, tip);
		(nonce, weight, payment, WeightReclaim::new())
	}

	#[test]
	fn clients_see_the_three_extensions_that_they_know_and_not_this_one() {
		let shown = <Ours as TransactionExtension<RuntimeCall>>::metadata();
		let expected = <Known as TransactionExtension<RuntimeCall>>::metadata();
		let names = |list: &[_]| -> Vec<_> {
			list.iter()
				.map(|entry: &sp_runtime::traits::TransactionExtensionMetadata| entry.identifier)
				.collect()
		};
		assert_eq!(
			names(&shown),
			[
				"CheckNonce",
				"CheckWeight",
				"ChargeTransactionPayment",
				"WeightReclaim"
			]
		);
		assert_eq!(names(&shown), names(&expected));
		for (shown, expected) in shown.iter().zip(&expected) {
			assert_eq!(shown.ty, expected.ty);
			assert_eq!(shown.implicit, expected.implicit);
		}
	}

	#[test]
	fn its_type_is_that_of_the_three_extensions() {
		use scale_info::{meta_type, TypeInfo};
		assert_eq!(
			meta_type::<ChargeQuotaOrFee<Test>>(),
			meta_type::<Inner<Test>>()
		);
		assert_eq!(
			ChargeQuotaOrFee::<Test>::type_info(),
			Inner::<Test>::type_info()
		);
	}

	#[test]
	fn it_is_encoded_as_the_three_extensions_are() {
		for (nonce, tip) in [
			(0, 0),
			(1, 0),
			(63, 64),
			(1 << 20, 1 << 40),
			(u32::MAX, u64::MAX),
		] {
			let bytes = extension(nonce, tip).encode();
			assert_eq!(bytes, inner(nonce, tip).encode());
			assert_eq!(
				ChargeQuotaOrFee::decode(&mut &bytes[..]),
				Ok(extension(nonce, tip))
			);
		}
		assert_eq!(extension(0, 0).encode(), [0, 0]);
	}

	#[test]
	fn a_signed_transaction_has_the_bytes_that_a_wallet_makes() {
		type Transaction<Extensions> =
			UncheckedExtrinsic<AccountId, RuntimeCall, TestSignature, Extensions>;
		let signature = || TestSignature(CITIZEN, vec![7; 64]);
		let made = Transaction::<Known>::new_signed(transfer(5), CITIZEN, signature(), known(3, 0))
			.encode();
		let expected =
			Transaction::<Ours>::new_signed(transfer(5), CITIZEN, signature(), ours(3, 0));
		assert_eq!(made, expected.encode());
		assert_eq!(Transaction::<Ours>::decode(&mut &made[..]), Ok(expected));
	}

	#[test]
	fn it_signs_nothing_that_the_three_extensions_do_not() {
		fn signed(extensions: impl TransactionExtension<RuntimeCall>) -> Vec<u8> {
			let implicit = extensions.implicit();
			implicit.expect("nothing is looked up").encode()
		}
		assert_eq!(signed(ours(3, 0)), signed(known(3, 0)));
		assert_eq!(signed(ours(3, 0)), Vec::<u8>::new());
	}

	#[test]
	fn it_weighs_what_the_three_extensions_weigh_and_the_charge() {
		let call = transfer(1);
		assert_eq!(
			extension(0, 0).weight(&call),
			inner(0, 0).weight(&call) + <() as WeightInfo>::charge_quota()
		);
	}

	#[test]
	fn it_is_made_of_the_three_extensions_and_shows_them() {
		assert_eq!(ChargeQuotaOrFee::from(inner(3, 4)), extension(3, 4));
		assert_eq!(
			format!("{:?}", extension(3, 4)),
			"ChargeQuotaOrFee(CheckNonce(3), CheckWeight, ChargeTransactionPayment<4>)"
		);
	}
}

mod without_a_signer {
	use super::*;

	fn authorized() -> RuntimeOrigin {
		RawOrigin::<AccountId>::Authorized.into()
	}

	#[test]
	fn an_authorized_transaction_is_neither_paid_for_nor_ordered_here() {
		ExtBuilder::default().build_and_execute(|| {
			let call = transfer(1);
			for origin in [authorized(), root()] {
				let (valid, ..) = extension(5, 0)
					.validate_only(
						origin,
						&call,
						&info(&call),
						LEN,
						TransactionSource::External,
						0,
					)
					.expect("nobody has to pay");
				assert_eq!(valid, ValidTransaction::default());
			}
		});
	}

	#[test]
	fn an_authorized_transaction_does_not_weigh_what_is_not_done_for_it() {
		ExtBuilder::default().build_and_execute(|| {
			let call = transfer(1);
			let info = info(&call);
			let post_info = extension(0, 0)
				.test_run(authorized(), &call, &info, LEN, 0, |_| Ok(().into()))
				.expect("valid")
				.expect("successful");
			let check_weight = CheckWeight::<Test>::new().weight(&call);
			assert_eq!(
				post_info.actual_weight,
				Some(info.call_weight + check_weight)
			);
			assert_eq!(fees_paid(), []);
			assert_eq!(take_events(), []);
		});
	}

	#[test]
	fn a_general_transaction_that_nobody_authorized_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			let call = transfer(1);
			let refused = extension(0, 0).validate_only(
				RuntimeOrigin::none(),
				&call,
				&info(&call),
				LEN,
				TransactionSource::External,
				0,
			);
			assert_eq!(
				refused.map(|(valid, ..)| valid),
				Err(InvalidTransaction::UnknownOrigin.into())
			);
		});
	}

	#[test]
	fn a_bare_transaction_is_checked_as_by_the_three_extensions() {
		type Ours = ChargeQuotaOrFee<Test>;
		ExtBuilder::default().build_and_execute(|| {
			let call = transfer(1);
			let info = call.get_dispatch_info();
			assert_eq!(
				Ours::bare_validate(&call, &info, LEN),
				Inner::<Test>::bare_validate(&call, &info, LEN)
			);
			let mut too_heavy = info;
			too_heavy.call_weight = Weight::MAX;
			assert_eq!(
				Ours::bare_validate(&call, &too_heavy, LEN),
				Err(InvalidTransaction::ExhaustsResources.into())
			);

			let block = || (System::block_weight(), System::block_size());
			let empty = block();
			assert_ok!(Ours::bare_validate_and_prepare(&call, &info, LEN));
			let full = block();
			next_block_is_empty();
			assert_eq!(block(), empty);
			assert_ok!(Inner::<Test>::bare_validate_and_prepare(&call, &info, LEN));
			assert_eq!(block(), full);

			let mut post_info = PostDispatchInfo::from(Some(Weight::zero()));
			assert_ok!(Ours::bare_post_dispatch(
				&info,
				&mut post_info,
				LEN,
				&Ok(())
			));
			let limits: BlockWeights = <Test as frame_system::Config>::BlockWeights::get();
			let base = limits.get(DispatchClass::Normal).base_extrinsic;
			assert_eq!(
				System::block_weight().total(),
				empty.0.total() + base + Weight::from_parts(0, 100)
			);
		});
	}

	#[test]
	fn what_was_not_used_is_told_to_whoever_asks_for_it_alone() {
		ExtBuilder::default().build_and_execute(|| {
			let call = transfer(1);
			let info = info(&call);
			let post_info = PostDispatchInfo::from(Some(info.total_weight()));
			for (who, unused) in [(CITIZEN, fee_work()), (PAYER, 0)] {
				let (pre, _) = extension(0, 0)
					.validate_and_prepare(signed(who), &call, &info, LEN, 0)
					.expect("it is paid for");
				let told = ChargeQuotaOrFee::<Test>::post_dispatch_details(
					pre,
					&info,
					&post_info,
					LEN,
					&Ok(()),
				);
				assert_eq!(told.map(|weight| weight.ref_time()), Ok(unused));
			}
			assert_eq!(missing(CITIZEN), taken(&call));
		});
	}
}

mod questions {
	use super::*;

	fn is_free(who: AccountId, nonce: Nonce, tip: u64, call: &RuntimeCall) -> bool {
		extension(nonce, tip).is_free_for(&who, call, &info(call), LEN)
	}

	#[test]
	fn a_wallet_is_told_what_is_left() {
		ExtBuilder::default().build_and_execute(|| {
			let quota = |class, left| Quota {
				class,
				allowance: allowance(),
				left,
			};
			let capacity = allowance().capacity();
			assert_eq!(
				TransactionQuota::quota_of(CITIZEN),
				Some(quota(AccountClass::Citizen, capacity))
			);
			assert_ok!(dispatched(CITIZEN, transfer(0)));
			assert_eq!(
				TransactionQuota::quota_of(CITIZEN),
				Some(quota(
					AccountClass::Citizen,
					capacity.minus(taken(&transfer(0)))
				))
			);
			assert_eq!(
				TransactionQuota::quota_of(AGENCY),
				Some(quota(AccountClass::Agency, capacity))
			);
		});
	}

	#[test]
	fn whoever_is_not_admitted_has_no_quota() {
		ExtBuilder::default().build_and_execute(|| {
			assert_eq!(TransactionQuota::quota_of(PAYER), None);
			expel(CITIZEN);
			assert_eq!(TransactionQuota::quota_of(CITIZEN), None);
		});
	}

	#[test]
	fn a_fee_query_is_told_that_it_is_free_where_quota_pays_and_nowhere_else() {
		ExtBuilder::default().build_and_execute(|| {
			assert!(is_free(CITIZEN, 0, 0, &transfer(1)));
			assert!(is_free(COUNCILLOR, 0, 0, &upgrade()));
			assert!(!is_free(CITIZEN, 0, 1, &transfer(1)));
			assert!(!is_free(CITIZEN, 0, 0, &remark()));
			assert!(!is_free(PAYER, 0, 0, &transfer(1)));
			assert!(!is_free(STRANGER, 0, 0, &transfer(1)));
			exhaust(CITIZEN);
			let next = System::account_nonce(CITIZEN);
			assert!(!is_free(CITIZEN, next, 0, &transfer(1)));
		});
	}

	#[test]
	fn a_fee_query_counts_the_transactions_that_wait_before() {
		ExtBuilder::default().build_and_execute(|| {
			let last = Nonce::try_from(TRANSFERS).expect("small");
			assert!(is_free(CITIZEN, last - 1, 0, &transfer(1)));
			assert!(!is_free(CITIZEN, last, 0, &transfer(1)));
		});
	}

	#[test]
	fn a_fee_query_promises_nothing_to_an_account_that_does_not_exist_yet() {
		ExtBuilder::default().build_and_execute(|| {
			Classes::mutate(|classes| classes.insert(NEWCOMER, AccountClass::Governance));
			assert!(TransactionQuota::quota_of(NEWCOMER).is_some());
			assert!(!is_free(NEWCOMER, 0, 0, &upgrade()));
			assert_ok!(TransactionQuota::activate(signed(STRANGER), NEWCOMER));
			assert!(is_free(NEWCOMER, 0, 0, &upgrade()));
		});
	}
}

mod invariants {
	use super::*;

	fn broken(corrupt: impl FnOnce()) -> DispatchError {
		ExtBuilder::default().build().execute_with(|| {
			assert_ok!(dispatched(CITIZEN, transfer(0)));
			assert_ok!(TransactionQuota::do_try_state());
			corrupt();
			TransactionQuota::do_try_state().expect_err("the state is corrupted")
		})
	}

	#[test]
	fn invariant_1_sees_an_activated_account_that_nothing_keeps() {
		for corrupt in [
			|| Activated::<Test>::insert(STRANGER, ()),
			|| {
				assert_ok!(System::dec_providers(&BUSINESS));
			},
		] {
			assert_eq!(
				broken(corrupt),
				DispatchError::Other("Invariant 1: an activated account has no provider reference")
			);
		}
	}

	#[test]
	fn invariant_2_sees_quota_that_was_used_without_activation() {
		assert_eq!(
			broken(|| Activated::<Test>::remove(CITIZEN)),
			DispatchError::Other("Invariant 2: an account that is not activated has used quota")
		);
	}

	#[test]
	fn invariant_3_sees_use_in_a_block_to_come() {
		assert_eq!(
			broken(|| Usage::<Test>::mutate(CITIZEN, |used| used.at = 2)),
			DispatchError::Other("Invariant 3: quota was used in a block that is yet to come")
		);
	}
}
