// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use seoul_chain_primitives::{chain::DAY, Hash};

type Error = crate::Error<Test>;
type Event = crate::Event<Test>;

const PAPER: DocumentCommitment = DocumentCommitment(Hash::repeat_byte(7));

fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

fn won(amount: Balance) -> Balance {
	amount * WON
}

fn propose(reference: u8, beneficiary: AccountId, amount: Balance) -> DispatchResult {
	DepositToken::propose_mint(signed(MAKER), bank(reference), beneficiary, amount)
}

/// Approve what stands there, as a checker does who finds that it agrees with the bank's statement.
fn approve_as(who: AccountId, reference: u8) -> DispatchResult {
	let reference = bank(reference);
	let (beneficiary, amount) = match Proposals::<Test>::get(reference).map(|it| it.action) {
		Some(ProposalAction::Mint {
			beneficiary,
			amount,
		}) => (beneficiary, amount),
		_ => (DAVE, won(1)),
	};
	DepositToken::approve_mint(signed(who), reference, beneficiary, amount)
}

fn approve(reference: u8) -> DispatchResult {
	approve_as(CHECKER, reference)
}

fn redeem(who: AccountId, amount: Balance) -> DispatchResult {
	DepositToken::redeem(signed(who), TREASURY, amount, PAPER)
}

fn propose_burn(who: AccountId, id: u32, reference: u8, amount: Balance) -> DispatchResult {
	DepositToken::propose_burn(signed(who), RedemptionId(id), bank(reference), amount)
}

fn approve_burn(who: AccountId, id: u32) -> DispatchResult {
	let id = RedemptionId(id);
	let reference = match Redemptions::<Test>::get(id).map(|it| it.status) {
		Some(RedemptionStatus::BurnProposed { reference }) => reference,
		_ => bank(0),
	};
	DepositToken::approve_burn(signed(who), id, reference)
}

fn withdraw(who: AccountId, id: u32) -> DispatchResult {
	DepositToken::withdraw_redemption(signed(who), RedemptionId(id))
}

fn decline(who: AccountId, id: u32) -> DispatchResult {
	DepositToken::decline_redemption(signed(who), RedemptionId(id), PAPER)
}

fn cancel(who: AccountId, reference: u8) -> DispatchResult {
	DepositToken::cancel_proposal(signed(who), bank(reference))
}

fn expire(who: AccountId, reference: u8) -> DispatchResult {
	DepositToken::expire_proposal(signed(who), bank(reference))
}

fn set_limits(effective_from: Option<Moment>, limits: IssuanceLimits) -> DispatchResult {
	DepositToken::set_limits(RuntimeOrigin::root(), effective_from, limits)
}

fn free(who: AccountId) -> Balance {
	<Balances as Inspect<AccountId>>::balance(&who)
}

fn issuance() -> Balance {
	<Balances as Inspect<AccountId>>::total_issuance()
}

/// Dave's redemption 0 of 2,000 won.
fn a_redemption() {
	assert_ok!(redeem(DAVE, won(2_000)));
}

/// As above, with a burn proposed under reference 1.
fn a_proposed_burn() {
	a_redemption();
	assert_ok!(propose_burn(MAKER, 0, 1, won(2_000)));
}

fn status(id: u32) -> RedemptionStatus<AccountId> {
	Redemptions::<Test>::get(RedemptionId(id))
		.expect("the redemption stands")
		.status
}

mod genesis {
	use super::*;

	#[test]
	fn the_limits_of_the_genesis_are_in_force() {
		ExtBuilder::default().build_and_execute(|| {
			assert_eq!(DepositToken::limits_in_force(), LIMITS);
		});
	}

	#[test]
	fn without_limits_nothing_can_be_minted() {
		ExtBuilder::default()
			.limits(IssuanceLimits::default())
			.build_and_execute(|| {
				assert_ok!(propose(1, DAVE, won(1)));
				assert_noop!(approve(1), Error::DailyMintLimitExceeded);
			});
	}

	#[test]
	#[should_panic(expected = "the limits of the genesis")]
	fn limits_that_cannot_work_are_refused() {
		let _ = ExtBuilder::default()
			.limits(IssuanceLimits {
				payout_period: 0,
				..LIMITS
			})
			.build();
	}

	#[test]
	fn the_json_names_won_and_periods() {
		let json = r#"{"limits":{"dailyMintWon":50000,"dailyBurnWon":30000,"supplyCeilingWon":400000,
			"minRedemptionWon":1000,"approvalPeriod":86400000,"payoutPeriod":172800000}}"#;
		let genesis: GenesisConfig<Test> = serde_json::from_str(json).expect("the JSON is read");
		assert_eq!(genesis.limits, LIMITS);
	}
}

mod mint {
	use super::*;

	#[test]
	fn two_people_make_won_and_leave_a_record() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(propose(1, NEWCOMER, won(10)));
			assert_eq!(free(NEWCOMER), 0);
			Now::set(START + 5);
			assert_ok!(approve(1));
			assert_eq!(free(NEWCOMER), won(10));
			assert_eq!(issuance(), 2 * FORTUNE + won(10));
			assert_eq!(
				take_events(),
				vec![
					Event::MintProposed {
						reference: bank(1),
						treasury: TREASURY,
						maker: MAKER,
						beneficiary: NEWCOMER,
						amount: won(10),
						expires_at: START + DAY,
					},
					Event::Minted {
						record: 0,
						reference: bank(1),
						treasury: TREASURY,
						beneficiary: NEWCOMER,
						amount: won(10),
						maker: MAKER,
						checker: CHECKER,
					},
				]
			);
			let record = MintRecord {
				reference: bank(1),
				treasury: TREASURY,
				beneficiary: NEWCOMER,
				amount: won(10),
				maker: MAKER,
				checker: CHECKER,
				proposed_at: START,
				at: START + 5,
			};
			assert_eq!(DepositToken::mint_record_page(0), vec![record]);
			assert_eq!(DepositToken::mint_record_page(1), vec![]);
			assert_eq!(DepositToken::totals_of_today().minted, won(10));
			assert_eq!(OpenProposals::<Test>::get(TREASURY), None);
		});
	}

	#[test]
	fn an_approval_is_of_what_the_checker_saw_and_of_nothing_else() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(propose(1, DAVE, won(10)));
			let approve = |beneficiary, amount| {
				DepositToken::approve_mint(signed(CHECKER), bank(1), beneficiary, amount)
			};
			// While the approval is on its way the maker puts another proposal under the same reference.
			assert_ok!(cancel(MAKER, 1));
			assert_ok!(propose(1, EVE, won(99)));
			assert_noop!(approve(DAVE, won(10)), Error::ProposalDiffers);
			assert_noop!(approve(EVE, won(98)), Error::ProposalDiffers);
			assert_noop!(approve(DAVE, won(99)), Error::ProposalDiffers);
			assert_ok!(approve(EVE, won(99)));
			assert_eq!(free(EVE), FORTUNE + won(99));
		});
	}

	#[test]
	fn only_delegates_of_an_active_treasury_propose_and_approve() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				DepositToken::propose_mint(signed(DAVE), bank(1), DAVE, won(1)),
				NOT_A_TREASURER
			);
			assert_ok!(propose(1, DAVE, won(1)));
			assert_noop!(approve_as(DAVE, 1), NOT_A_TREASURER);
			assert_noop!(approve_as(OTHER_CLERK, 1), Error::OtherTreasury);
			assert_noop!(approve_as(MAKER, 1), Error::MakerIsChecker);
			TreasurySuspended::set(true);
			assert_noop!(propose(2, DAVE, won(1)), SUSPENDED);
			assert_noop!(approve(1), SUSPENDED);
			TreasurySuspended::set(false);
			assert_ok!(approve(1));
		});
	}

	#[test]
	fn amounts_that_no_bank_transaction_has_are_refused() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(propose(1, DAVE, 0), Error::AmountIsZero);
			assert_noop!(propose(1, NEWCOMER, 1), Error::BelowExistentialDeposit);
			assert_noop!(propose(1, DAVE, WON + 1), Error::NotWholeWon);
			assert_noop!(propose(1, DAVE, Balance::MAX), Error::AmountTooLarge);
		});
	}

	#[test]
	fn a_bank_transaction_is_used_once_for_ever() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(propose(1, DAVE, won(1)));
			assert_noop!(propose(1, EVE, won(2)), Error::ReferenceAlreadyProposed);
			assert_ok!(approve(1));
			assert_noop!(approve(1), Error::ProposalNotFound);
			assert_noop!(propose(1, DAVE, won(1)), Error::ReferenceAlreadyUsed);
			a_redemption();
			assert_noop!(
				propose_burn(MAKER, 0, 1, won(2_000)),
				Error::ReferenceAlreadyUsed
			);
		});
	}

	#[test]
	fn a_treasury_has_a_bounded_number_of_proposals() {
		ExtBuilder::default().build_and_execute(|| {
			for reference in 1..=3 {
				assert_ok!(propose(reference, DAVE, won(1)));
			}
			assert_noop!(propose(4, DAVE, won(1)), Error::TooManyProposals);
			assert_ok!(cancel(MAKER, 2));
			assert_ok!(propose(4, DAVE, won(1)));
		});
	}

	#[test]
	fn a_proposal_to_burn_is_not_approved_as_a_mint() {
		ExtBuilder::default().build_and_execute(|| {
			a_proposed_burn();
			assert_noop!(approve(1), Error::NotAMint);
		});
	}

	#[test]
	fn numbers_that_run_out_stop_everything() {
		ExtBuilder::default().build().execute_with(|| {
			assert_ok!(propose(1, DAVE, won(1)));
			MintCount::<Test>::put(u32::MAX);
			assert_noop!(approve(1), Error::NumbersExhausted);
			NextRedemptionId::<Test>::put(u32::MAX);
			assert_noop!(redeem(DAVE, won(2_000)), Error::NumbersExhausted);
			NextRedemptionId::<Test>::put(0);
			a_redemption();
			assert_ok!(propose_burn(MAKER, 0, 2, won(2_000)));
			BurnCount::<Test>::put(u32::MAX);
			assert_noop!(approve_burn(CHECKER, 0), Error::NumbersExhausted);
		});
	}
}

mod limits {
	use super::*;

	#[test]
	fn a_day_ends_at_midnight_in_korea() {
		ExtBuilder::default().build_and_execute(|| {
			Now::set(START + DAY - 1);
			assert_ok!(propose(1, DAVE, won(50_000)));
			assert_ok!(approve(1));
			assert_ok!(propose(2, DAVE, won(1)));
			assert_noop!(approve(2), Error::DailyMintLimitExceeded);
			Now::set(START + DAY);
			assert_eq!(DepositToken::totals_of_today().minted, 0);
			assert_ok!(approve(2));
		});
	}

	#[test]
	fn the_ceiling_counts_all_there_is() {
		ExtBuilder::default().build_and_execute(|| {
			let supply_ceiling = 200_010;
			assert_ok!(set_limits(
				None,
				IssuanceLimits {
					supply_ceiling,
					..LIMITS
				}
			));
			assert_ok!(propose(1, DAVE, won(11)));
			assert_noop!(approve(1), Error::SupplyCeilingExceeded);
			assert_ok!(propose(2, DAVE, won(10)));
			assert_ok!(approve(2));
		});
	}

	#[test]
	fn the_burns_of_a_day_are_limited() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(redeem(DAVE, won(30_001)));
			assert_ok!(propose_burn(MAKER, 0, 1, won(30_001)));
			assert_noop!(approve_burn(CHECKER, 0), Error::DailyBurnLimitExceeded);
			assert_ok!(redeem(EVE, won(30_000)));
			assert_ok!(propose_burn(MAKER, 1, 2, won(30_000)));
			assert_ok!(approve_burn(CHECKER, 1));
		});
	}

	#[test]
	fn only_governance_sets_them_and_not_to_nonsense() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				DepositToken::set_limits(signed(MAKER), None, LIMITS),
				Error::NotAuthorized
			);
			for limits in [
				IssuanceLimits {
					approval_period: 0,
					..LIMITS
				},
				IssuanceLimits {
					payout_period: 0,
					..LIMITS
				},
			] {
				assert_noop!(set_limits(None, limits), Error::PeriodIsZero);
			}
			let limits = IssuanceLimits {
				min_redemption: 0,
				..LIMITS
			};
			assert_noop!(set_limits(None, limits), Error::MinimumRedemptionTooLow);
			assert_noop!(
				set_limits(Some(START), LIMITS),
				Error::EffectiveDateTooEarly
			);
		});
	}

	#[test]
	fn limits_come_into_force_when_governance_says() {
		ExtBuilder::default().build_and_execute(|| {
			let next = IssuanceLimits {
				daily_mint: 1,
				..LIMITS
			};
			assert_ok!(set_limits(Some(START + 10), next));
			assert_eq!(DepositToken::limits_in_force(), LIMITS);
			Now::set(START + 10);
			assert_eq!(DepositToken::limits_in_force(), next);
			assert_ok!(set_limits(Some(START + 20), LIMITS));
			assert_eq!(DepositToken::limits_in_force(), next);
			assert_ok!(set_limits(None, LIMITS));
			Now::set(START + 20);
			assert_eq!(DepositToken::limits_in_force(), LIMITS);
			let set = |effective_from, old_limits, new_limits| Event::LimitsSet {
				effective_from,
				old_limits,
				new_limits,
			};
			assert_eq!(
				take_events(),
				vec![
					set(Some(START + 10), LIMITS, next),
					set(Some(START + 20), next, LIMITS),
					set(None, next, LIMITS),
				]
			);
		});
	}
}

mod redemption {
	use super::*;

	#[test]
	fn won_are_held_then_burned_by_two_people_and_recorded() {
		ExtBuilder::default().build_and_execute(|| {
			a_redemption();
			assert_eq!((free(DAVE), held(DAVE)), (FORTUNE - won(2_000), won(2_000)));
			assert_eq!(issuance(), 2 * FORTUNE);
			assert_ok!(propose_burn(MAKER, 0, 1, won(2_000)));
			assert_ok!(approve_burn(CHECKER, 0));
			assert_eq!((free(DAVE), held(DAVE)), (FORTUNE - won(2_000), 0));
			assert_eq!(issuance(), 2 * FORTUNE - won(2_000));
			assert_eq!(
				take_events(),
				vec![
					Event::RedemptionRequested {
						redemption: RedemptionId(0),
						holder: DAVE,
						treasury: TREASURY,
						amount: won(2_000),
						instruction: PAPER,
						due_at: START + 2 * DAY,
					},
					Event::BurnProposed {
						redemption: RedemptionId(0),
						reference: bank(1),
						treasury: TREASURY,
						maker: MAKER,
						amount: won(2_000),
						expires_at: START + DAY,
					},
					Event::Burned {
						record: 0,
						redemption: RedemptionId(0),
						reference: bank(1),
						treasury: TREASURY,
						holder: DAVE,
						amount: won(2_000),
						maker: MAKER,
						checker: CHECKER,
					},
				]
			);
			let record = BurnRecord {
				reference: bank(1),
				treasury: TREASURY,
				redemption: RedemptionId(0),
				holder: DAVE,
				amount: won(2_000),
				maker: MAKER,
				checker: CHECKER,
				proposed_at: START,
				at: START,
			};
			assert_eq!(DepositToken::burn_record_page(0), vec![record]);
			assert_eq!(DepositToken::totals_of_today().burned, won(2_000));
			assert_noop!(approve_burn(CHECKER, 0), Error::RedemptionNotFound);
			assert_noop!(propose(1, DAVE, won(1)), Error::ReferenceAlreadyUsed);
		});
	}

	#[test]
	fn what_cannot_be_paid_out_is_refused_at_once() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				DepositToken::redeem(signed(DAVE), DEALER, won(2_000), PAPER),
				NOT_A_TREASURY
			);
			assert_noop!(redeem(DAVE, 0), Error::AmountIsZero);
			assert_noop!(redeem(DAVE, won(999)), Error::BelowMinimumRedemption);
			assert_noop!(redeem(DAVE, won(2_000) + 1), Error::NotWholeWon);
			assert_noop!(redeem(DAVE, FORTUNE + won(1)), Error::InsufficientFunds);
			assert_noop!(redeem(NEWCOMER, won(1_000)), Error::InsufficientFunds);
			TreasurySuspended::set(true);
			assert_noop!(redeem(DAVE, won(2_000)), SUSPENDED);
		});
	}

	#[test]
	fn frozen_won_are_not_redeemed_but_what_was_asked_before_is_settled() {
		ExtBuilder::default().build_and_execute(|| {
			a_proposed_burn();
			freeze(DAVE, Balance::MAX);
			assert_noop!(redeem(DAVE, won(1_000)), Error::InsufficientFunds);
			// What was asked before is paid out.
			assert_ok!(approve_burn(CHECKER, 0));
			assert_eq!(held(DAVE), 0);
			assert_eq!(free(DAVE), FORTUNE - won(2_000));
			// What is not frozen is the holder's.
			freeze(DAVE, FORTUNE - won(4_000));
			assert_noop!(redeem(DAVE, won(2_001)), Error::InsufficientFunds);
			assert_ok!(redeem(DAVE, won(2_000)));
			// What the treasury declines comes back, and is frozen with the rest.
			freeze(DAVE, Balance::MAX);
			assert_ok!(decline(CHECKER, 1));
			assert_eq!(free(DAVE), FORTUNE - won(2_000));
			assert_noop!(redeem(DAVE, won(1_000)), Error::InsufficientFunds);
		});
	}

	#[test]
	fn a_holder_has_a_bounded_number_of_redemptions() {
		ExtBuilder::default().build_and_execute(|| {
			a_redemption();
			a_redemption();
			assert_noop!(redeem(DAVE, won(2_000)), Error::TooManyRedemptions);
			assert_ok!(withdraw(DAVE, 1));
			a_redemption();
		});
	}

	#[test]
	fn a_burn_is_proposed_and_approved_by_the_treasury_that_was_asked() {
		ExtBuilder::default().build_and_execute(|| {
			a_redemption();
			let amount = won(2_000);
			assert_noop!(propose_burn(DAVE, 0, 1, amount), NOT_A_TREASURER);
			assert_noop!(
				propose_burn(OTHER_CLERK, 0, 1, amount),
				Error::OtherTreasury
			);
			assert_noop!(propose_burn(MAKER, 7, 1, amount), Error::RedemptionNotFound);
			assert_noop!(propose_burn(MAKER, 0, 1, won(1)), Error::AmountMismatch);
			assert_noop!(approve_burn(CHECKER, 0), Error::NoBurnProposed);
			assert_ok!(propose_burn(MAKER, 0, 1, amount));
			assert_noop!(propose_burn(THIRD, 0, 2, amount), Error::BurnProposed);
			assert_noop!(approve_burn(DAVE, 0), NOT_A_TREASURER);
			assert_noop!(approve_burn(OTHER_CLERK, 0), Error::OtherTreasury);
			assert_noop!(approve_burn(MAKER, 0), Error::MakerIsChecker);
			assert_noop!(
				DepositToken::approve_burn(signed(CHECKER), RedemptionId(0), bank(2)),
				Error::ProposalDiffers
			);
			Now::set(START + DAY);
			assert_noop!(approve_burn(CHECKER, 0), Error::ProposalExpired);
		});
	}

	#[test]
	fn the_treasury_can_be_too_late() {
		ExtBuilder::default().build_and_execute(|| {
			a_redemption();
			Now::set(START + 2 * DAY);
			assert_noop!(
				propose_burn(MAKER, 0, 1, won(2_000)),
				Error::PayoutPeriodOver
			);
			assert_ok!(withdraw(DAVE, 0));
		});
	}

	#[test]
	fn the_treasury_declines_and_the_holder_has_the_won_again() {
		ExtBuilder::default().build_and_execute(|| {
			a_redemption();
			assert_noop!(decline(DAVE, 0), NOT_A_TREASURER);
			assert_noop!(decline(OTHER_CLERK, 0), Error::OtherTreasury);
			assert_noop!(decline(MAKER, 1), Error::RedemptionNotFound);
			assert_ok!(propose_burn(MAKER, 0, 1, won(2_000)));
			assert_noop!(decline(CHECKER, 0), Error::BurnProposed);
			assert_ok!(cancel(MAKER, 1));
			take_events();
			assert_ok!(decline(CHECKER, 0));
			assert_eq!((free(DAVE), held(DAVE)), (FORTUNE, 0));
			assert_eq!(
				take_events(),
				vec![Event::RedemptionDeclined {
					redemption: RedemptionId(0),
					holder: DAVE,
					treasury: TREASURY,
					amount: won(2_000),
					reason: PAPER,
					by: CHECKER,
				}]
			);
		});
	}

	#[test]
	fn the_holder_withdraws_but_not_while_a_payment_is_entered() {
		ExtBuilder::default().build_and_execute(|| {
			a_proposed_burn();
			assert_noop!(withdraw(EVE, 0), Error::NotTheHolder);
			assert_noop!(withdraw(DAVE, 7), Error::RedemptionNotFound);
			assert_noop!(withdraw(DAVE, 0), Error::BurnProposed);
			assert_ok!(cancel(THIRD, 1));
			take_events();
			assert_ok!(withdraw(DAVE, 0));
			assert_eq!((free(DAVE), held(DAVE)), (FORTUNE, 0));
			assert_eq!(
				take_events(),
				vec![Event::RedemptionWithdrawn {
					redemption: RedemptionId(0),
					holder: DAVE,
					treasury: TREASURY,
					amount: won(2_000),
				}]
			);
		});
	}

	#[test]
	fn after_the_payout_period_an_expired_proposal_keeps_nobody_from_withdrawing() {
		ExtBuilder::default().build_and_execute(|| {
			a_redemption();
			Now::set(START + 2 * DAY - 1);
			assert_ok!(propose_burn(MAKER, 0, 1, won(2_000)));
			Now::set(START + 3 * DAY - 2);
			assert_noop!(withdraw(DAVE, 0), Error::BurnProposed);
			Now::set(START + 3 * DAY - 1);
			take_events();
			assert_ok!(withdraw(DAVE, 0));
			assert_eq!(
				take_events(),
				vec![
					Event::ProposalExpired {
						reference: bank(1),
						treasury: TREASURY,
						maker: MAKER,
					},
					Event::RedemptionWithdrawn {
						redemption: RedemptionId(0),
						holder: DAVE,
						treasury: TREASURY,
						amount: won(2_000),
					},
				]
			);
		});
	}

	#[test]
	fn whose_proposal_came_to_nothing_does_not_propose_again() {
		ExtBuilder::default().build_and_execute(|| {
			a_proposed_burn();
			assert_ok!(cancel(MAKER, 1));
			let barred = Some(MAKER);
			assert_eq!(status(0), RedemptionStatus::Waiting { barred });
			assert_noop!(propose_burn(MAKER, 0, 1, won(2_000)), Error::MakerIsBarred);
			assert_ok!(propose_burn(CHECKER, 0, 1, won(2_000)));
			assert_ok!(approve_burn(MAKER, 0));
		});
	}
}

mod proposals {
	use super::*;

	#[test]
	fn a_delegate_of_the_treasury_cancels_and_the_reference_is_free() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(propose(1, DAVE, won(1)));
			take_events();
			assert_noop!(cancel(DAVE, 1), NOT_A_TREASURER);
			assert_noop!(cancel(OTHER_CLERK, 1), Error::OtherTreasury);
			assert_noop!(cancel(MAKER, 2), Error::ProposalNotFound);
			assert_ok!(cancel(CHECKER, 1));
			assert_eq!(
				take_events(),
				vec![Event::ProposalCancelled {
					reference: bank(1),
					treasury: TREASURY,
					maker: MAKER,
					by: CHECKER,
				}]
			);
			assert_noop!(approve(1), Error::ProposalNotFound);
			assert_ok!(propose(1, EVE, won(2)));
			assert_ok!(approve(1));
		});
	}

	#[test]
	fn anyone_clears_an_expired_proposal_and_the_reference_is_free() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(propose(1, DAVE, won(1)));
			take_events();
			Now::set(START + DAY - 1);
			assert_noop!(expire(EVE, 1), Error::NotExpired);
			assert_noop!(expire(EVE, 2), Error::ProposalNotFound);
			Now::set(START + DAY);
			assert_noop!(approve(1), Error::ProposalExpired);
			assert_ok!(expire(EVE, 1));
			assert_eq!(
				take_events(),
				vec![Event::ProposalExpired {
					reference: bank(1),
					treasury: TREASURY,
					maker: MAKER,
				}]
			);
			assert_ok!(propose(1, DAVE, won(1)));
		});
	}
}

mod invariants {
	use super::*;

	/// Corrupt the state after a mint, a proposed mint and a proposed burn, and read what is said.
	fn corrupted(corrupt: impl FnOnce()) -> TryRuntimeError {
		ExtBuilder::default().build().execute_with(|| {
			assert_ok!(propose(5, DAVE, won(1)));
			assert_ok!(approve(5));
			a_proposed_burn();
			assert_ok!(propose(6, DAVE, won(1)));
			assert_ok!(DepositToken::do_try_state());
			corrupt();
			DepositToken::do_try_state().expect_err("the state is corrupted")
		})
	}

	fn assert_says(error: TryRuntimeError, number: u32) {
		let TryRuntimeError::Other(text) = error else {
			panic!("the invariant is not named: {error:?}");
		};
		assert!(text.starts_with(&format!("Invariant {number}:")), "{text}");
	}

	#[test]
	fn each_is_checked() {
		assert_says(corrupted(|| MintCount::<Test>::put(0)), 1);
		assert_says(corrupted(|| MintCount::<Test>::put(2)), 1);
		assert_says(corrupted(|| UsedReferences::<Test>::remove(bank(5))), 2);
		let stray = || UsedReferences::<Test>::insert(bank(9), ReferenceUse::Burn(0));
		assert_says(corrupted(stray), 2);
		let unchecked = || {
			MintRecords::<Test>::mutate_extant(0, |record| record.checker = record.maker);
		};
		assert_says(corrupted(unchecked), 3);
		let used = || UsedReferences::<Test>::insert(bank(6), ReferenceUse::Mint(1));
		assert_says(corrupted(used), 4);
		let waits = || {
			Redemptions::<Test>::mutate_extant(RedemptionId(0), |record| {
				record.status = RedemptionStatus::Waiting { barred: None };
			});
		};
		assert_says(corrupted(waits), 5);
		assert_says(corrupted(|| OpenProposals::<Test>::remove(TREASURY)), 6);
		assert_says(corrupted(|| OpenRedemptions::<Test>::insert(DAVE, 2)), 6);
		assert_says(corrupted(|| NextRedemptionId::<Test>::put(0)), 6);
		let more = || {
			Redemptions::<Test>::mutate_extant(RedemptionId(0), |record| record.amount += 1);
		};
		assert_says(corrupted(more), 7);
		assert_says(
			corrupted(|| LatestDay::<Test>::mutate(|day| day.minted = 0)),
			8,
		);
	}
}

mod properties {
	use super::*;
	use proptest::prelude::*;
	use sp_runtime::StateVersion;

	const PEOPLE: [AccountId; 7] = [MAKER, CHECKER, THIRD, OTHER_CLERK, DAVE, EVE, NEWCOMER];

	#[derive(Clone, Debug)]
	enum Step {
		ProposeMint(AccountId, u8, AccountId, u32),
		ApproveMint(AccountId, u8),
		Redeem(AccountId, u32),
		ProposeBurn(AccountId, u32, u8),
		ApproveBurn(AccountId, u32),
		Cancel(AccountId, u8),
		Expire(AccountId, u8),
		Decline(AccountId, u32),
		Withdraw(AccountId, u32),
		SetLimits(Option<u32>, u32),
		Wait(u32),
	}

	fn step() -> impl Strategy<Value = Step> {
		let who = || prop::sample::select(PEOPLE.to_vec());
		let clerk = || prop::sample::select(PEOPLE[..4].to_vec());
		let holder = || prop::sample::select(PEOPLE[4..].to_vec());
		let reference = || 0..8u8;
		let id = || 0..8u32;
		let amount = || 0..40_000u32;
		prop_oneof![
			3 => (clerk(), reference(), holder(), amount())
				.prop_map(|(a, b, c, d)| Step::ProposeMint(a, b, c, d)),
			3 => (who(), reference()).prop_map(|(a, b)| Step::ApproveMint(a, b)),
			3 => (holder(), amount()).prop_map(|(a, b)| Step::Redeem(a, b)),
			3 => (clerk(), id(), reference()).prop_map(|(a, b, c)| Step::ProposeBurn(a, b, c)),
			3 => (who(), id()).prop_map(|(a, b)| Step::ApproveBurn(a, b)),
			1 => (who(), reference()).prop_map(|(a, b)| Step::Cancel(a, b)),
			1 => (who(), reference()).prop_map(|(a, b)| Step::Expire(a, b)),
			1 => (who(), id()).prop_map(|(a, b)| Step::Decline(a, b)),
			1 => (who(), id()).prop_map(|(a, b)| Step::Withdraw(a, b)),
			1 => (prop::option::of(0..200_000_000u32), amount())
				.prop_map(|(a, b)| Step::SetLimits(a, b)),
			1 => (0..100_000_000u32).prop_map(Step::Wait),
		]
	}

	fn take(step: Step) -> DispatchResult {
		match step {
			Step::ProposeMint(who, reference, beneficiary, amount) => DepositToken::propose_mint(
				signed(who),
				bank(reference),
				beneficiary,
				won(amount.into()),
			),
			Step::ApproveMint(who, reference) => approve_as(who, reference),
			Step::Redeem(who, amount) => redeem(who, won(amount.into())),
			Step::ProposeBurn(who, id, reference) => {
				let amount = Redemptions::<Test>::get(RedemptionId(id)).map_or(0, |it| it.amount);
				propose_burn(who, id, reference, amount)
			},
			Step::ApproveBurn(who, id) => approve_burn(who, id),
			Step::Cancel(who, reference) => cancel(who, reference),
			Step::Expire(who, reference) => expire(who, reference),
			Step::Decline(who, id) => decline(who, id),
			Step::Withdraw(who, id) => withdraw(who, id),
			Step::SetLimits(after, daily_mint) => set_limits(
				after.map(|after| Now::get() + Moment::from(after)),
				IssuanceLimits {
					daily_mint: daily_mint.into(),
					..LIMITS
				},
			),
			Step::Wait(span) => {
				Now::mutate(|now| *now += Moment::from(span));
				Ok(())
			},
		}
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(256))]

		#[test]
		fn what_there_is_is_what_the_record_says_and_a_refusal_changes_nothing(
			steps in prop::collection::vec(step(), 1..100)
		) {
			ExtBuilder::default().build_and_execute(|| {
				for step in steps {
					let before = sp_io::storage::root(StateVersion::V1);
					if take(step).is_err() {
						assert_eq!(sp_io::storage::root(StateVersion::V1), before);
					}
					DepositToken::do_try_state().expect("the invariants hold after every step");
					let minted: Balance = MintRecords::<Test>::iter_values().map(|it| it.amount).sum();
					let burned: Balance = BurnRecords::<Test>::iter_values().map(|it| it.amount).sum();
					assert_eq!(issuance(), 2 * FORTUNE + minted - burned);
					let balances: Balance = PEOPLE.iter().map(|who| free(*who) + held(*who)).sum();
					assert_eq!(issuance(), balances);
				}
			});
		}
	}
}
