// SPDX-License-Identifier: Apache-2.0

//! One test per behaviour, named as the sentence it proves.

use crate::mock::*;
use crate::{
	BlocksMade, Duty, Error, Event, KeysToPurge, MinValidators, MissedSessions, SessionLength,
	ValidatorInfo, ValidatorStatus, Validators,
};
use frame_support::{assert_noop, assert_ok, traits::Get};
use pallet_session::historical::{HistoricalSessions, StoredRange};
use seoul_chain_primitives::admission::{AccountClass, Admission};
use sp_core::H256;
use sp_runtime::{
	transaction_validity::{InvalidTransaction, TransactionSource},
	DispatchError,
};

type GrandpaError = pallet_grandpa::Error<Test>;

fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

fn disabled(committed_in: u32, reported_in: u32) -> ValidatorStatus {
	ValidatorStatus::Disabled {
		committed_in,
		reported_in,
	}
}

fn reported(committed_in: u32, reported_in: u32) -> ValidatorStatus {
	ValidatorStatus::Reported {
		committed_in,
		reported_in,
	}
}

/// Register a newcomer with keys of its number.
fn add_with_keys(who: AccountId) {
	assert_ok!(ValidatorSet::add_validator(root(), who, AGENCY));
	assert_ok!(set_keys(who, who));
}

mod the_set {
	use super::*;

	#[test]
	fn the_genesis_runs_with_its_validators_and_its_session_length() {
		ExtBuilder::default().build_and_execute(|| {
			assert_eq!(Session::validators(), [1, 2, 3, 4]);
			assert_eq!(voters(), [1, 2, 3, 4]);
			assert_eq!(MinValidators::<Test>::get(), 2);
			assert_eq!(<SessionLength<Test> as Get<u64>>::get(), u64::from(SESSION));
			assert!(HistoricalSessions::<Test>::contains_key(0));
			assert_eq!(
				Validators::<Test>::get(1),
				Some(ValidatorInfo::new(AGENCY, 0))
			);
		});
	}

	#[test]
	#[should_panic(expected = "validator 1 stands twice in the genesis")]
	fn the_genesis_refuses_a_validator_twice() {
		use sp_runtime::BuildStorage;
		let validator = || crate::GenesisValidator {
			account: 1,
			agency: AGENCY,
		};
		let _ = crate::GenesisConfig::<Test> {
			validators: vec![validator(), validator()],
			..Default::default()
		}
		.build_storage();
	}

	#[test]
	#[should_panic(expected = "fewer than minValidators")]
	fn the_genesis_refuses_a_minimum_that_it_breaks() {
		ExtBuilder::default().min_validators(5).build();
	}

	#[test]
	fn sessions_are_as_long_as_the_genesis_says() {
		ExtBuilder::default().build_and_execute(|| {
			next_session();
			assert_eq!(System::block_number(), 5);
			next_session();
			assert_eq!(System::block_number(), 10);
		});
	}

	#[test]
	fn a_new_validator_runs_from_the_next_boundary_after_its_keys_are_set() {
		ExtBuilder::default().build_and_execute(|| {
			next_session();
			assert_ok!(ValidatorSet::add_validator(root(), NEWCOMER, AGENCY));
			assert_eq!(
				take_events(),
				[Event::ValidatorAdded {
					validator: NEWCOMER,
					agency: AGENCY
				}]
			);
			assert_ok!(set_keys(NEWCOMER, NEWCOMER));
			assert_eq!(Session::validators(), [1, 2, 3, 4]);

			next_session();
			assert_eq!(Session::validators(), [1, 2, 3, 4, NEWCOMER]);
			next_block(None);
			assert_eq!(voters(), [1, 2, 3, 4, NEWCOMER]);
		});
	}

	#[test]
	fn a_new_validator_sets_its_keys_without_money() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(ValidatorSet::add_validator(root(), NEWCOMER, AGENCY));
			assert_eq!(Balances::free_balance(NEWCOMER), 0);
			assert_ok!(set_keys(NEWCOMER, NEWCOMER));
		});
	}

	#[test]
	fn a_validator_without_keys_is_not_planned_and_is_shown_as_such() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(ValidatorSet::add_validator(root(), NEWCOMER, AGENCY));
			next_session();
			next_session();
			assert_eq!(Session::validators(), [1, 2, 3, 4]);
			let views = ValidatorSet::validators();
			let view = views.last().expect("five validators are registered");
			assert_eq!(view.validator, NEWCOMER);
			assert_eq!(view.duty, Duty::WithoutKeys);
		});
	}

	#[test]
	fn only_validators_set_keys() {
		ExtBuilder::default().build_and_execute(|| {
			System::inc_providers(&STRANGER);
			assert_noop!(
				set_keys(STRANGER, STRANGER),
				pallet_session::Error::<Test>::NoAssociatedValidatorId
			);
		});
	}

	#[test]
	fn nobody_sets_keys_that_are_not_its_own() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(ValidatorSet::add_validator(root(), NEWCOMER, AGENCY));
			assert_noop!(
				Session::set_keys(
					RuntimeOrigin::signed(NEWCOMER),
					keys(77),
					ownership_proof(78, NEWCOMER)
				),
				pallet_session::Error::<Test>::InvalidProof
			);
			// Copied from the validator whose keys they are.
			assert_noop!(
				Session::set_keys(
					RuntimeOrigin::signed(NEWCOMER),
					keys(77),
					ownership_proof(77, 1)
				),
				pallet_session::Error::<Test>::InvalidProof
			);
		});
	}

	#[test]
	fn rotated_keys_count_from_the_next_boundary() {
		ExtBuilder::default().build_and_execute(|| {
			next_session();
			assert_ok!(set_keys(2, 22));
			next_block(None);
			assert_eq!(voters(), [1, 2, 3, 4]);
			next_session();
			next_block(None);
			assert_eq!(voters(), [1, 22, 3, 4]);
			assert_eq!(Session::validators(), [1, 2, 3, 4]);
		});
	}

	#[test]
	fn a_set_that_did_not_change_is_not_planned_anew() {
		ExtBuilder::default().build_and_execute(|| {
			for _ in 0..4 {
				next_session();
				assert!(!pallet_session::QueuedChanged::<Test>::get());
			}
			assert_eq!(pallet_grandpa::CurrentSetId::<Test>::get(), 0);
			assert_ok!(set_keys(2, 22));
			next_session();
			assert_eq!(pallet_grandpa::CurrentSetId::<Test>::get(), 1);
			next_session();
			assert_eq!(pallet_grandpa::CurrentSetId::<Test>::get(), 1);
		});
	}

	#[test]
	fn a_removed_validator_leaves_at_the_next_boundary_and_its_keys_with_it() {
		ExtBuilder::default().build_and_execute(|| {
			next_session();
			assert_ok!(ValidatorSet::remove_validator(root(), 2));
			assert_eq!(
				take_events(),
				[Event::ValidatorRemoved {
					validator: 2,
					agency: AGENCY,
					old_status: ValidatorStatus::Active
				}]
			);
			assert_eq!(Session::validators(), [1, 2, 3, 4]);
			assert_eq!(KeysToPurge::<Test>::get().into_inner(), [2]);
			assert!(Session::load_keys(&2).is_some());

			next_session();
			assert_eq!(Session::validators(), [1, 3, 4]);
			assert!(KeysToPurge::<Test>::get().is_empty());
			assert_eq!(Session::load_keys(&2), None);
			assert_eq!(System::consumers(&2), 0);
			next_block(None);
			assert_eq!(voters(), [1, 3, 4]);
		});
	}

	#[test]
	fn the_keys_of_a_removed_validator_that_never_ran_are_purged_at_once() {
		ExtBuilder::default().build_and_execute(|| {
			add_with_keys(NEWCOMER);
			assert_ok!(ValidatorSet::remove_validator(root(), NEWCOMER));
			assert_eq!(Session::load_keys(&NEWCOMER), None);
		});
	}

	#[test]
	fn a_validator_that_is_taken_back_within_the_session_keeps_its_keys() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(ValidatorSet::remove_validator(root(), 2));
			assert_ok!(ValidatorSet::add_validator(root(), 2, OTHER_AGENCY));
			next_session();
			assert_eq!(Session::validators(), [1, 2, 3, 4]);
			assert!(Session::load_keys(&2).is_some());
		});
	}

	#[test]
	fn an_empty_plan_keeps_the_running_set() {
		ExtBuilder::default().build_and_execute(|| {
			// No decision comes to this; the state is written here.
			let _ = Validators::<Test>::clear(u32::MAX, None);
			next_session();
			next_session();
			assert_eq!(Session::validators(), [1, 2, 3, 4]);
		});
	}

	#[test]
	fn a_plan_that_was_queued_ahead_keeps_its_root() {
		ExtBuilder::default().build_and_execute(|| {
			add_with_keys(NEWCOMER);
			// Without the wrapper: queued for the session after.
			Session::rotate_session();
			let planned = HistoricalSessions::<Test>::get(2).expect("session 2 was planned");
			assert_eq!(planned.1, 5);
			next_session();
			assert_eq!(Session::validators(), [1, 2, 3, 4, NEWCOMER]);
			assert_eq!(HistoricalSessions::<Test>::get(2), Some(planned));
		});
	}

	#[test]
	fn roots_are_provable_again_where_the_genesis_made_none() {
		ExtBuilder::default().build_and_execute(|| {
			let _ = HistoricalSessions::<Test>::clear(u32::MAX, None);
			next_session();
			assert!(HistoricalSessions::<Test>::contains_key(1));
			assert!(HistoricalSessions::<Test>::contains_key(2));
		});
	}

	#[test]
	fn roots_older_than_the_reporting_period_are_pruned() {
		ExtBuilder::default().build_and_execute(|| {
			for _ in 0..6 {
				next_session();
			}
			assert_eq!(Session::current_index(), 6);
			assert_eq!(StoredRange::<Test>::get(), Some((3, 8)));
			assert!(!HistoricalSessions::<Test>::contains_key(2));
			assert!(HistoricalSessions::<Test>::contains_key(3));
		});
	}

	#[test]
	fn validators_count_as_governance() {
		ExtBuilder::default().build_and_execute(|| {
			assert_eq!(ValidatorSet::class_of(&1), Some(AccountClass::Governance));
			assert_eq!(ValidatorSet::class_of(&STRANGER), None);
		});
	}
}

mod decisions {
	use super::*;

	#[test]
	fn only_the_council_decides() {
		ExtBuilder::default().build_and_execute(|| {
			let stranger = || RuntimeOrigin::signed(1);
			assert_noop!(
				ValidatorSet::add_validator(stranger(), NEWCOMER, AGENCY),
				Error::<Test>::NotTheCouncil
			);
			assert_noop!(
				ValidatorSet::remove_validator(stranger(), 1),
				Error::<Test>::NotTheCouncil
			);
			assert_noop!(
				ValidatorSet::reinstate_validator(stranger(), 1),
				Error::<Test>::NotTheCouncil
			);
			assert_noop!(
				ValidatorSet::set_min_validators(stranger(), 1),
				Error::<Test>::NotTheCouncil
			);
		});
	}

	#[test]
	fn nobody_is_registered_twice() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				ValidatorSet::add_validator(root(), 1, OTHER_AGENCY),
				Error::<Test>::AlreadyValidator
			);
		});
	}

	#[test]
	fn a_validator_needs_an_active_agency() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				ValidatorSet::add_validator(root(), NEWCOMER, SUSPENDED_AGENCY),
				SUSPENDED
			);
		});
	}

	#[test]
	fn there_are_at_most_so_many_validators() {
		ExtBuilder::default().build_and_execute(|| {
			MaxValidators::set(4);
			assert_noop!(
				ValidatorSet::add_validator(root(), NEWCOMER, AGENCY),
				Error::<Test>::TooManyValidators
			);
		});
	}

	#[test]
	fn a_stranger_is_neither_removed_nor_reinstated() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				ValidatorSet::remove_validator(root(), STRANGER),
				Error::<Test>::NotAValidator
			);
			assert_noop!(
				ValidatorSet::reinstate_validator(root(), STRANGER),
				Error::<Test>::NotAValidator
			);
		});
	}

	#[test]
	fn nobody_is_removed_below_the_minimum() {
		ExtBuilder::default()
			.min_validators(4)
			.build_and_execute(|| {
				assert_noop!(
					ValidatorSet::remove_validator(root(), 1),
					Error::<Test>::BelowMinimum
				);
			});
	}

	#[test]
	fn a_validator_without_keys_does_not_count_for_the_minimum() {
		ExtBuilder::default()
			.min_validators(4)
			.build_and_execute(|| {
				assert_ok!(ValidatorSet::add_validator(root(), NEWCOMER, AGENCY));
				assert_noop!(
					ValidatorSet::remove_validator(root(), 1),
					Error::<Test>::BelowMinimum
				);
				assert_ok!(ValidatorSet::remove_validator(root(), NEWCOMER));

				add_with_keys(NEWCOMER);
				assert_ok!(ValidatorSet::remove_validator(root(), 1));
			});
	}

	#[test]
	fn the_minimum_changes() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(ValidatorSet::set_min_validators(root(), 4));
			assert_eq!(
				take_events(),
				[Event::MinValidatorsChanged {
					old_minimum: 2,
					new_minimum: 4
				}]
			);
		});
	}

	#[test]
	fn the_minimum_is_neither_zero_nor_more_than_there_are() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				ValidatorSet::set_min_validators(root(), 0),
				Error::<Test>::MinimumIsZero
			);
			assert_ok!(ValidatorSet::add_validator(root(), NEWCOMER, AGENCY));
			assert_noop!(
				ValidatorSet::set_min_validators(root(), 5),
				Error::<Test>::MinimumTooHigh
			);
		});
	}

	#[test]
	fn an_active_validator_needs_no_reinstatement() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				ValidatorSet::reinstate_validator(root(), 1),
				Error::<Test>::NotReported
			);
		});
	}
}

mod offences {
	use super::*;

	#[test]
	fn a_grandpa_equivocation_disables_at_once_and_excludes_from_the_next_boundary() {
		ExtBuilder::default().build_and_execute(|| {
			next_session();
			take_events();
			equivocate(2, 1);
			assert_eq!(
				take_events(),
				[Event::ValidatorDisabled {
					validator: 2,
					committed_in: 1
				}]
			);
			assert_eq!(status(2), disabled(1, 1));
			assert_eq!(Session::disabled_validators(), [1]);

			next_session();
			assert_eq!(Session::validators(), [1, 3, 4]);
			assert!(Session::disabled_validators().is_empty());
			next_block(None);
			assert_eq!(voters(), [1, 3, 4]);
			next_session();
			assert_eq!(Session::validators(), [1, 3, 4]);
		});
	}

	#[test]
	fn an_offence_of_an_earlier_session_is_proven_by_its_root() {
		ExtBuilder::default().build_and_execute(|| {
			next_session();
			let set = pallet_grandpa::CurrentSetId::<Test>::get();
			let proof = membership(2);
			// Another set, and other keys.
			assert_ok!(set_keys(2, 22));
			next_session();
			next_session();
			assert_ok!(report(equivocation(2, set, 1), proof));
			assert_eq!(status(2), disabled(1, 3));
		});
	}

	#[test]
	fn an_offence_older_than_the_reporting_period_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			next_session();
			let set = pallet_grandpa::CurrentSetId::<Test>::get();
			let proof = membership(2);
			for _ in 0..4 {
				next_session();
			}
			assert_noop!(
				report(equivocation(2, set, 1), proof),
				GrandpaError::InvalidKeyOwnershipProof
			);
		});
	}

	#[test]
	fn a_proof_of_anothers_key_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			next_session();
			assert_noop!(
				report(equivocation(2, 0, 1), membership(3)),
				GrandpaError::InvalidKeyOwnershipProof
			);
		});
	}

	#[test]
	fn two_votes_for_one_block_are_no_equivocation() {
		ExtBuilder::default().build_and_execute(|| {
			next_session();
			let block = H256::repeat_byte(1);
			assert_noop!(
				report(votes(2, 0, 0, 1, [block, block]), membership(2)),
				GrandpaError::InvalidEquivocationProof
			);
		});
	}

	#[test]
	fn votes_that_the_validator_did_not_sign_are_no_equivocation() {
		ExtBuilder::default().build_and_execute(|| {
			next_session();
			let blocks = [H256::repeat_byte(1), H256::repeat_byte(2)];
			// Signed for set 9, and reported as votes in set 0.
			let forged = votes(2, 9, 0, 1, blocks);
			assert_noop!(
				report(forged, membership(2)),
				GrandpaError::InvalidEquivocationProof
			);
		});
	}

	#[test]
	fn an_equivocation_is_reported_once() {
		ExtBuilder::default().build_and_execute(|| {
			next_session();
			let proof = membership(2);
			assert_ok!(report(equivocation(2, 0, 1), proof.clone()));
			assert_noop!(
				report(equivocation(2, 0, 1), proof),
				GrandpaError::DuplicateOffenceReport
			);
		});
	}

	#[test]
	fn the_pool_takes_reports_of_this_node_only() {
		ExtBuilder::default().build_and_execute(|| {
			next_session();
			let report_of =
				|membership| pallet_grandpa::Call::<Test>::report_equivocation_unsigned {
					equivocation_proof: Box::new(equivocation(2, 0, 1)),
					key_owner_proof: membership,
				};
			let valid = report_of(membership(2));
			assert!(Grandpa::validate_unsigned(TransactionSource::Local, &valid).is_ok());
			assert_eq!(
				Grandpa::validate_unsigned(TransactionSource::External, &valid),
				InvalidTransaction::Call.into()
			);
			assert_eq!(
				Grandpa::validate_unsigned(TransactionSource::Local, &report_of(membership(3))),
				InvalidTransaction::BadProof.into()
			);
		});
	}

	#[test]
	fn a_third_and_no_more_are_disabled() {
		ExtBuilder::default().validators(7).build_and_execute(|| {
			next_session();
			equivocate(1, 1);
			equivocate(2, 2);
			take_events();
			equivocate(3, 3);
			assert_eq!(
				take_events(),
				[Event::ValidatorReported {
					validator: 3,
					committed_in: 1
				}]
			);
			assert_eq!(status(3), reported(1, 1));
			assert_eq!(Session::disabled_validators(), [0, 1]);

			// Nor are more in the sessions to come, while the council has not decided.
			next_session();
			assert_eq!(Session::validators(), [3, 4, 5, 6, 7]);
			equivocate(4, 4);
			assert_eq!(status(4), reported(2, 2));

			// A decision makes room.
			assert_ok!(ValidatorSet::remove_validator(root(), 1));
			assert_ok!(ValidatorSet::remove_validator(root(), 2));
			equivocate(4, 5);
			assert_eq!(status(4), disabled(2, 2));
		});
	}

	#[test]
	fn nobody_is_disabled_below_the_minimum() {
		ExtBuilder::default()
			.min_validators(4)
			.build_and_execute(|| {
				next_session();
				take_events();
				equivocate(2, 1);
				assert_eq!(
					take_events(),
					[Event::ValidatorReported {
						validator: 2,
						committed_in: 1
					}]
				);
				next_session();
				assert_eq!(Session::validators(), [1, 2, 3, 4]);
			});
	}

	#[test]
	fn a_lone_validator_is_reported_and_goes_on() {
		ExtBuilder::default()
			.validators(1)
			.min_validators(1)
			.build_and_execute(|| {
				next_session();
				equivocate(1, 1);
				assert_eq!(status(1), reported(1, 1));
				next_session();
				assert_eq!(Session::validators(), [1]);
			});
	}

	#[test]
	fn the_council_confirms_by_removing() {
		ExtBuilder::default()
			.min_validators(3)
			.build_and_execute(|| {
				next_session();
				equivocate(2, 1);
				next_session();
				take_events();
				// Three are left, which is the minimum: a disabled one does not count.
				assert_ok!(ValidatorSet::remove_validator(root(), 2));
				assert_eq!(
					take_events(),
					[Event::ValidatorRemoved {
						validator: 2,
						agency: AGENCY,
						old_status: disabled(1, 1)
					}]
				);
				assert_eq!(Session::load_keys(&2), None);
				assert_noop!(
					ValidatorSet::remove_validator(root(), 1),
					Error::<Test>::BelowMinimum
				);
			});
	}

	#[test]
	fn a_reinstated_validator_runs_again() {
		ExtBuilder::default().build_and_execute(|| {
			next_session();
			equivocate(2, 1);
			next_session();
			take_events();
			assert_ok!(ValidatorSet::reinstate_validator(root(), 2));
			assert_eq!(
				take_events(),
				[Event::ValidatorReinstated {
					validator: 2,
					old_status: disabled(1, 1)
				}]
			);
			next_session();
			assert_eq!(Session::validators(), [1, 2, 3, 4]);
			assert!(Session::disabled_validators().is_empty());
		});
	}

	#[test]
	fn a_validator_reinstated_within_the_session_makes_blocks_at_once() {
		ExtBuilder::default().build_and_execute(|| {
			next_session();
			equivocate(2, 1);
			assert_eq!(Session::disabled_validators(), [1]);
			assert_ok!(ValidatorSet::reinstate_validator(root(), 2));
			assert!(Session::disabled_validators().is_empty());
			next_session();
			assert_eq!(Session::validators(), [1, 2, 3, 4]);
		});
	}

	#[test]
	fn an_offender_that_is_registered_anew_makes_blocks_at_once() {
		ExtBuilder::default().build_and_execute(|| {
			next_session();
			equivocate(2, 1);
			assert_ok!(ValidatorSet::remove_validator(root(), 2));
			assert_ok!(ValidatorSet::add_validator(root(), 2, AGENCY));
			assert!(Session::disabled_validators().is_empty());
			assert_eq!(status(2), ValidatorStatus::Active);
		});
	}

	#[test]
	fn anothers_equivocation_in_the_same_round_does_not_disable_a_reinstated_validator() {
		ExtBuilder::default().build_and_execute(|| {
			next_session();
			equivocate(2, 1);
			assert_ok!(ValidatorSet::reinstate_validator(root(), 2));
			take_events();
			equivocate(3, 1);
			let events = take_events();
			assert!(events.contains(&Event::SettledOffenceReported {
				validator: 2,
				committed_in: 1
			}));
			assert_eq!(status(2), ValidatorStatus::Active);
			assert_eq!(status(3), disabled(1, 1));
		});
	}

	#[test]
	fn a_reinstated_validator_that_offends_again_later_is_disabled_again() {
		ExtBuilder::default().build_and_execute(|| {
			next_session();
			equivocate(2, 1);
			assert_ok!(ValidatorSet::reinstate_validator(root(), 2));
			next_session();
			equivocate(2, 2);
			assert_eq!(status(2), disabled(2, 2));
		});
	}

	#[test]
	fn a_removed_validator_that_offends_before_it_leaves_makes_no_more_blocks() {
		ExtBuilder::default().build_and_execute(|| {
			next_session();
			assert_ok!(ValidatorSet::remove_validator(root(), 2));
			take_events();
			equivocate(2, 1);
			assert_eq!(
				take_events(),
				[Event::FormerValidatorReported {
					account: 2,
					committed_in: 1
				}]
			);
			assert_eq!(Session::disabled_validators(), [1]);
		});
	}

	#[test]
	fn what_a_validator_did_before_it_was_registered_anew_is_settled() {
		ExtBuilder::default().build_and_execute(|| {
			next_session();
			let proof = membership(2);
			assert_ok!(ValidatorSet::remove_validator(root(), 2));
			next_session();
			assert_ok!(ValidatorSet::add_validator(root(), 2, AGENCY));
			take_events();
			assert_ok!(report(equivocation(2, 0, 1), proof));
			assert_eq!(
				take_events(),
				[Event::SettledOffenceReported {
					validator: 2,
					committed_in: 1
				}]
			);
		});
	}
}

mod absences {
	use super::*;

	#[test]
	fn a_validator_that_makes_no_blocks_is_shown_as_offline_and_not_removed() {
		ExtBuilder::default().build_and_execute(|| {
			next_session_by(&[1, 2, 3, 4]);
			take_events();
			next_session_by(&[1, 2, 3]);
			assert!(take_events().is_empty());
			assert_eq!(MissedSessions::<Test>::get(4), Some(1));
			assert!(ValidatorSet::offline_validators().is_empty());

			next_session_by(&[1, 2, 3]);
			assert_eq!(
				take_events(),
				[Event::ValidatorOffline {
					validator: 4,
					missed_sessions: 2
				}]
			);
			let offline = ValidatorSet::offline_validators();
			assert_eq!(offline.len(), 1);
			assert_eq!(offline[0].validator, 4);
			assert_eq!(offline[0].missed_sessions, 2);
			assert_eq!(offline[0].duty, Duty::Running);

			// Shown once.
			next_session_by(&[1, 2, 3]);
			assert!(take_events().is_empty());
			assert_eq!(Session::validators(), [1, 2, 3, 4]);
		});
	}

	#[test]
	fn a_validator_that_comes_back_is_not_shown_any_more() {
		ExtBuilder::default().build_and_execute(|| {
			next_session_by(&[1, 2, 3]);
			next_session_by(&[1, 2, 3]);
			take_events();
			next_session_by(&[1, 2, 3, 4]);
			assert_eq!(
				take_events(),
				[Event::ValidatorOnline {
					validator: 4,
					missed_sessions: 2
				}]
			);
			assert_eq!(MissedSessions::<Test>::get(4), None);
		});
	}

	#[test]
	fn blocks_are_counted_by_author_and_session() {
		ExtBuilder::default().build_and_execute(|| {
			next_block(Some(1));
			next_block(Some(1));
			next_block(Some(STRANGER));
			assert_eq!(BlocksMade::<Test>::get(1), Some(2));
			assert_eq!(BlocksMade::<Test>::get(STRANGER), None);
			assert_eq!(ValidatorSet::validators()[0].blocks, 2);
			next_session();
			assert_eq!(BlocksMade::<Test>::iter().count(), 0);
		});
	}

	#[test]
	fn a_disabled_validator_is_not_absent() {
		ExtBuilder::default().build_and_execute(|| {
			next_session_by(&[1, 2, 3, 4]);
			equivocate(2, 1);
			next_session_by(&[1, 3, 4]);
			assert_eq!(MissedSessions::<Test>::get(2), None);
		});
	}

	#[test]
	fn a_removed_validator_takes_its_counts_with_it() {
		ExtBuilder::default().build_and_execute(|| {
			next_session_by(&[1, 2, 3]);
			next_block(Some(4));
			assert_ok!(ValidatorSet::remove_validator(root(), 4));
			assert_eq!(MissedSessions::<Test>::get(4), None);
			assert_eq!(BlocksMade::<Test>::get(4), None);
		});
	}
}

mod views {
	use super::*;

	#[test]
	fn operators_see_every_validator_with_what_it_does() {
		ExtBuilder::default().build_and_execute(|| {
			next_session();
			add_with_keys(NEWCOMER);
			equivocate(2, 1);
			let duties: Vec<_> = ValidatorSet::validators()
				.into_iter()
				.map(|view| (view.validator, view.duty))
				.collect();
			assert_eq!(
				duties,
				[
					(1, Duty::Running),
					(2, Duty::Stopped),
					(3, Duty::Running),
					(4, Duty::Running),
					(NEWCOMER, Duty::Waiting),
				]
			);
		});
	}
}

mod invariants {
	use super::*;

	fn broken(corrupt: impl FnOnce()) -> DispatchError {
		ExtBuilder::default().build().execute_with(|| {
			next_session();
			assert_ok!(ValidatorSet::do_try_state());
			corrupt();
			ValidatorSet::do_try_state().expect_err("the state is corrupted")
		})
	}

	#[test]
	fn invariant_1_sees_too_many_validators() {
		assert_eq!(
			broken(|| MaxValidators::set(3)),
			DispatchError::Other("Invariant 1: there are too many validators")
		);
	}

	#[test]
	fn invariant_2_sees_a_minimum_of_none_and_one_that_nobody_could_keep() {
		for minimum in [0, 11] {
			assert_eq!(
				broken(|| MinValidators::<Test>::put(minimum)),
				DispatchError::Other("Invariant 2: the minimum cannot be kept")
			);
		}
	}

	#[test]
	fn invariant_2_sees_sessions_without_blocks() {
		assert_eq!(
			broken(|| crate::BlocksPerSession::<Test>::put(0)),
			DispatchError::Other("Invariant 2: a session has no block")
		);
	}

	#[test]
	fn invariant_3_sees_reports_of_sessions_to_come() {
		for status in [disabled(1, 9), reported(1, 0)] {
			assert_eq!(
				broken(|| Validators::<Test>::mutate(1, |info| {
					info.as_mut().expect("1 is registered").status = status;
				})),
				DispatchError::Other("Invariant 3: a report is of a session to come")
			);
		}
	}

	#[test]
	fn invariant_3_sees_decisions_of_sessions_to_come() {
		assert_eq!(
			broken(|| Validators::<Test>::insert(1, ValidatorInfo::new(AGENCY, 9))),
			DispatchError::Other("Invariant 3: a decision is of a session to come")
		);
	}

	#[test]
	fn invariant_4_sees_counts_of_strangers_and_empty_counts() {
		assert_eq!(
			broken(|| BlocksMade::<Test>::insert(STRANGER, 1)),
			DispatchError::Other("Invariant 4: blocks or absences are counted for a stranger")
		);
		assert_eq!(
			broken(|| MissedSessions::<Test>::insert(1, 0)),
			DispatchError::Other("Invariant 4: a count is 0")
		);
	}

	#[test]
	fn invariant_5_sees_a_standing_validator_that_is_disabled() {
		assert_eq!(
			broken(|| {
				Session::disable_index(0);
			}),
			DispatchError::Other("Invariant 5: a standing validator is disabled")
		);
	}

	#[test]
	fn invariant_6_sees_keys_that_wait_for_nothing() {
		let list =
			|accounts: &[AccountId]| frame_support::BoundedVec::truncate_from(accounts.to_vec());
		assert_eq!(
			broken(|| KeysToPurge::<Test>::set(list(&[STRANGER]))),
			DispatchError::Other("Invariant 6: keys wait to be purged without a reason")
		);
		assert_eq!(
			broken(|| {
				assert_ok!(ValidatorSet::remove_validator(root(), 1));
				KeysToPurge::<Test>::set(list(&[1, 1]));
			}),
			DispatchError::Other("Invariant 6: keys are to be purged twice")
		);
	}
}

mod properties {
	use super::*;
	use proptest::prelude::*;

	const ACCOUNTS: core::ops::RangeInclusive<u64> = 1..=8;

	#[derive(Clone, Debug)]
	enum Step {
		Add(AccountId),
		Remove(AccountId),
		Reinstate(AccountId),
		SetMinimum(u32),
		/// The account sets keys: its own, or other ones.
		SetKeys(AccountId, u64),
		/// The account committed an offence so many sessions ago.
		Offend(AccountId, u32),
		Block(AccountId),
		Session,
	}

	fn step() -> impl Strategy<Value = Step> {
		prop_oneof![
			ACCOUNTS.prop_map(Step::Add),
			ACCOUNTS.prop_map(Step::Remove),
			ACCOUNTS.prop_map(Step::Reinstate),
			(0..6u32).prop_map(Step::SetMinimum),
			(ACCOUNTS, 0..2u64).prop_map(|(who, other)| Step::SetKeys(who, who + 10 * other)),
			(ACCOUNTS, 0..2u32).prop_map(|(who, ago)| Step::Offend(who, ago)),
			ACCOUNTS.prop_map(Step::Block),
			Just(Step::Session),
		]
	}

	/// Refusals are part of the game.
	fn take(step: Step) {
		match step {
			Step::Add(who) => {
				let _ = ValidatorSet::add_validator(root(), who, AGENCY);
			},
			Step::Remove(who) => {
				let _ = ValidatorSet::remove_validator(root(), who);
			},
			Step::Reinstate(who) => {
				let _ = ValidatorSet::reinstate_validator(root(), who);
			},
			Step::SetMinimum(minimum) => {
				let _ = ValidatorSet::set_min_validators(root(), minimum);
			},
			Step::SetKeys(who, seed) => {
				let _ = set_keys(who, seed);
			},
			Step::Offend(who, ago) => {
				let session = Session::current_index().saturating_sub(ago);
				ValidatorSet::note_offence(&who, session);
			},
			Step::Block(author) => {
				let running = Session::validators().contains(&author);
				next_block(running.then_some(author));
			},
			Step::Session => next_session(),
		}
	}

	fn check_that_the_network_can_go_on() {
		let minimum = usize::try_from(MinValidators::<Test>::get()).expect("small");
		assert!(
			ready().len() >= minimum,
			"fewer are ready than there must be"
		);
		let running = Session::validators().len();
		assert!(running > 0, "nobody makes blocks");
		let stopped = Session::disabled_validators().len();
		assert!(
			stopped <= (running - 1) / 3,
			"{stopped} of {running} are disabled"
		);
	}

	fn check_that_consensus_knows_the_running_set() {
		// What is scheduled for the end of this block, or in force already.
		let voters = pallet_grandpa::PendingChange::<Test>::get()
			.map_or_else(Grandpa::grandpa_authorities, |change| {
				change.next_authorities.into_inner()
			});
		assert_eq!(voters.len(), Session::validators().len());
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(128))]

		#[test]
		fn whatever_is_decided_and_committed_enough_validators_go_on(
			steps in prop::collection::vec(step(), 1..80)
		) {
			ExtBuilder::default().build_and_execute(|| {
				for step in steps {
					let boundary = matches!(step, Step::Session);
					take(step);
					ValidatorSet::do_try_state().expect("the invariants hold after every step");
					check_that_the_network_can_go_on();
					check_that_consensus_knows_the_running_set();
					if boundary {
						assert_eq!(Session::validators(), ready());
					}
				}
			});
		}
	}
}
