// SPDX-License-Identifier: Apache-2.0

//! # 예금 토큰 · Deposit token
//!
//! KRW is made and removed by the city's treasury only, by two people, each time against one bank
//! transaction.
//!
//! | call | who | what |
//! |---|---|---|
//! | `propose_mint` | treasury, maker | enters money that has come in at the bank |
//! | `approve_mint` | treasury, checker | checks it, and the won are made |
//! | `redeem` | any holder | asks the treasury to pay won out at the bank; they are held |
//! | `propose_burn` | treasury, maker | enters the payment, and the holder can no longer withdraw |
//! | `approve_burn` | treasury, checker | checks it, and the held won are removed |
//! | `cancel_proposal` | treasury | takes a proposal back |
//! | `expire_proposal` | anyone | clears a proposal that was not approved in time |
//! | `decline_redemption` | treasury | refuses to pay out, and releases the won |
//! | `withdraw_redemption` | holder | takes the request back, and has the won again |
//! | `set_limits` | governance | says how much may be made and removed, from when |
//!
//! ## Overview
//!
//! One KRW stands for one won in the city's bank account, so KRW appears when money has come in and goes
//! when money goes out. Each time a *maker* enters the bank transaction and a *checker*, another delegate
//! of the same treasury, approves it. The bank transaction is named by a [`BankReference`] that says
//! nothing to others. A reference is used once for ever; one whose proposal was cancelled or expired is
//! free again. What was made and removed stands in [`MintRecords`] and [`BurnRecords`] for everyone to read.
//!
//! Limits are checked when a proposal is approved, against the Korean calendar day of that moment.
//!
//! ## Terminology
//!
//! * **Treasury**: an agency with the role `Treasury`.
//! * **Maker, checker**: who enters and who approves; never the same account.
//! * **Redemption**: won that a holder wants paid out by the bank. They are held until they are burned,
//!   or released because the treasury declines or the holder withdraws.
//!
//! ## Invariants
//!
//! Checked by [`Pallet::do_try_state`]:
//!
//! 1. Records of mints and of burns are numbered from 0 without a gap, and the counts say how many.
//! 2. Each record has used its own bank reference, and nothing else has used one.
//! 3. No record has the same maker and checker, or no amount.
//! 4. No proposal stands under a used reference.
//! 5. A proposal to burn and its redemption name each other and the same treasury.
//! 6. Each treasury's and each holder's count is that of its proposals or redemptions, not 0, and not
//!    above its maximum. Redemptions have numbers that were given.
//! 7. What is held of an account for redemptions is the sum of its redemptions.
//! 8. The totals of the latest day are the sums of that day's records.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	target_arch = "wasm32",
	deny(
		clippy::arithmetic_side_effects,
		clippy::expect_used,
		clippy::indexing_slicing,
		clippy::unwrap_used
	)
)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{
		fungible::{Inspect, InspectHold, Mutate, MutateHold},
		tokens::{DepositConsequence, Fortitude, Precision, Preservation, Provenance},
		EnsureOrigin, Get, UnixTime,
	},
};
use frame_system::ensure_signed;
use seoul_chain_primitives::{
	chain, Actor, AgencyId, AgencyRegistry, Balance, DocumentCommitment, EnsureActor, Moment, Role,
};
use sp_runtime::{traits::Zero, DispatchError, TryRuntimeError};

/// At most this many records are returned at once.
pub const RECORDS_PER_PAGE: u32 = 100;

#[frame_support::pallet]
#[allow(clippy::expect_used)] // In what the macro generates; `scripts/check.sh` reads what we write.
pub mod pallet {
	use super::*;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;

	/// The in-code storage version.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Delegates of a treasury, makers and checkers alike.
		type TreasuryOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;

		/// Governance: sets the limits.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The register of agencies. Won are redeemed at a treasury.
		type Agencies: AgencyRegistry<Self::AccountId>;

		/// The balances of KRW.
		type Currency: Inspect<Self::AccountId, Balance = Balance>
			+ Mutate<Self::AccountId>
			+ InspectHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ MutateHold<Self::AccountId>;

		/// Why balances are held.
		type RuntimeHoldReason: From<HoldReason>;

		/// The time against which proposals expire, and which says what day it is.
		type Clock: UnixTime;

		/// 1원의 단위 수.
		///
		/// One won in the units of balances.
		#[pallet::constant]
		type Won: Get<Balance>;

		/// 금고당 최대 미결 제안 수.
		///
		/// At most this many proposals of one treasury stand at a time, expired ones included.
		#[pallet::constant]
		type MaxProposals: Get<u32>;

		/// 계정당 최대 미결 환급 신청 수.
		///
		/// At most this many redemptions of one account stand at a time.
		#[pallet::constant]
		type MaxRedemptions: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// 보류 사유. Why this pallet holds balances.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// 환급 신청. The won wait for being paid out by the bank.
		#[codec(index = 0)]
		Redemption,
	}

	/// 한도.
	///
	/// The limits. If [`PendingLimits`] have come into force, those count instead.
	#[pallet::storage]
	pub type Limits<T: Config> = StorageValue<_, IssuanceLimits, ValueQuery>;

	/// 예정 한도.
	///
	/// Limits that replace the others at a moment. They stay here until the next decision.
	#[pallet::storage]
	pub type PendingLimits<T: Config> = StorageValue<_, ScheduledLimits, OptionQuery>;

	/// 은행 거래 참조별 제안.
	///
	/// What waits for approval, by the bank transaction.
	#[pallet::storage]
	pub type Proposals<T: Config> =
		StorageMap<_, Blake2_128Concat, BankReference, Proposal<T::AccountId>, OptionQuery>;

	/// 금고별 제안 수.
	///
	/// How many proposals of a treasury stand. None if none.
	#[pallet::storage]
	pub type OpenProposals<T: Config> = StorageMap<_, Twox64Concat, AgencyId, u32, OptionQuery>;

	/// 사용된 은행 거래 참조.
	///
	/// The bank transactions that were used, for ever.
	#[pallet::storage]
	pub type UsedReferences<T: Config> =
		StorageMap<_, Blake2_128Concat, BankReference, ReferenceUse, OptionQuery>;

	/// 번호별 환급 신청.
	///
	/// The redemptions that are neither paid out nor released.
	#[pallet::storage]
	pub type Redemptions<T: Config> =
		StorageMap<_, Twox64Concat, RedemptionId, Redemption<T::AccountId>, OptionQuery>;

	/// 다음 환급 신청 번호.
	///
	/// The number that the next redemption gets.
	#[pallet::storage]
	pub type NextRedemptionId<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// 계정별 환급 신청 수.
	///
	/// How many redemptions of an account stand. None if none.
	#[pallet::storage]
	pub type OpenRedemptions<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, u32, OptionQuery>;

	/// 발행 기록.
	///
	/// Every mint, numbered from 0.
	#[pallet::storage]
	pub type MintRecords<T: Config> =
		StorageMap<_, Twox64Concat, u32, MintRecord<T::AccountId>, OptionQuery>;

	/// 발행 기록 수.
	///
	/// How many mints there are.
	#[pallet::storage]
	pub type MintCount<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// 소각 기록.
	///
	/// Every burn, numbered from 0.
	#[pallet::storage]
	pub type BurnRecords<T: Config> =
		StorageMap<_, Twox64Concat, u32, BurnRecord<T::AccountId>, OptionQuery>;

	/// 소각 기록 수.
	///
	/// How many burns there are.
	#[pallet::storage]
	pub type BurnCount<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// 최근 거래일 합계.
	///
	/// The totals of the latest day on which anything was minted or burned.
	#[pallet::storage]
	pub type LatestDay<T: Config> = StorageValue<_, DayTotals, ValueQuery>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The limits of the first block.
		pub limits: IssuanceLimits,
		/// Nothing.
		#[serde(skip)]
		pub(crate) _marker: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			if let Err(reason) = Pallet::<T>::ensure_valid(&self.limits) {
				panic!("the limits of the genesis: {reason:?}");
			}
			Limits::<T>::put(self.limits);
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// 발행이 제안되었다.
		///
		/// A maker entered money that has come in. Nothing is minted before another approves.
		MintProposed {
			/// 은행 거래 참조. The bank transaction.
			reference: BankReference,
			/// 금고. The treasury.
			treasury: AgencyId,
			/// 입력자. Who entered it.
			maker: T::AccountId,
			/// 수취 계정. Who is to receive the won.
			beneficiary: T::AccountId,
			/// 금액. How much.
			amount: Balance,
			/// 만료 시각. The first moment at which it can no longer be approved.
			expires_at: Moment,
		},
		/// 발행되었다.
		///
		/// Won were minted.
		Minted {
			/// 기록 번호. Number of the record.
			record: u32,
			/// 은행 거래 참조. The bank transaction.
			reference: BankReference,
			/// 금고. The treasury.
			treasury: AgencyId,
			/// 수취 계정. Who received the won.
			beneficiary: T::AccountId,
			/// 금액. How much.
			amount: Balance,
			/// 입력자. Who entered it.
			maker: T::AccountId,
			/// 승인자. Who approved it.
			checker: T::AccountId,
		},
		/// 환급이 신청되었다.
		///
		/// A holder asked a treasury to pay won out. They are held from now on.
		RedemptionRequested {
			/// 환급 신청. Number of the redemption.
			redemption: RedemptionId,
			/// 신청 계정. The holder.
			holder: T::AccountId,
			/// 금고. The treasury.
			treasury: AgencyId,
			/// 금액. How much.
			amount: Balance,
			/// 지급 지시 문서. Commitment to the document that says where to pay.
			instruction: DocumentCommitment,
			/// 지급 기한. The first moment at which the treasury can no longer propose to burn.
			due_at: Moment,
		},
		/// 소각이 제안되었다.
		///
		/// A maker entered the bank's payment. The holder cannot withdraw while the proposal stands.
		BurnProposed {
			/// 환급 신청. The redemption.
			redemption: RedemptionId,
			/// 은행 거래 참조. The bank transaction.
			reference: BankReference,
			/// 금고. The treasury.
			treasury: AgencyId,
			/// 입력자. Who entered it.
			maker: T::AccountId,
			/// 금액. How much.
			amount: Balance,
			/// 만료 시각. The first moment at which it can no longer be approved.
			expires_at: Moment,
		},
		/// 소각되었다.
		///
		/// Held won were burned.
		Burned {
			/// 기록 번호. Number of the record.
			record: u32,
			/// 환급 신청. The redemption that is paid out.
			redemption: RedemptionId,
			/// 은행 거래 참조. The bank transaction.
			reference: BankReference,
			/// 금고. The treasury.
			treasury: AgencyId,
			/// 신청 계정. Whose won they were.
			holder: T::AccountId,
			/// 금액. How much.
			amount: Balance,
			/// 입력자. Who entered it.
			maker: T::AccountId,
			/// 승인자. Who approved it.
			checker: T::AccountId,
		},
		/// 제안이 취소되었다.
		///
		/// A proposal was taken back. Its bank reference is free again.
		ProposalCancelled {
			/// 은행 거래 참조. The bank transaction.
			reference: BankReference,
			/// 금고. The treasury.
			treasury: AgencyId,
			/// 입력자. Who had entered it.
			maker: T::AccountId,
			/// 취소자. Who took it back.
			by: T::AccountId,
		},
		/// 제안이 만료되어 정리되었다.
		///
		/// A proposal that was not approved in time was cleared. Its bank reference is free again.
		ProposalExpired {
			/// 은행 거래 참조. The bank transaction.
			reference: BankReference,
			/// 금고. The treasury.
			treasury: AgencyId,
			/// 입력자. Who had entered it.
			maker: T::AccountId,
		},
		/// 환급 신청이 거절되었다.
		///
		/// The treasury does not pay out. The holder has the won again.
		RedemptionDeclined {
			/// 환급 신청. The redemption.
			redemption: RedemptionId,
			/// 신청 계정. The holder.
			holder: T::AccountId,
			/// 금고. The treasury.
			treasury: AgencyId,
			/// 금액. How much is released.
			amount: Balance,
			/// 거절 사유 문서. Commitment to the document that gives the reason.
			reason: DocumentCommitment,
			/// 결정자. Who decided.
			by: T::AccountId,
		},
		/// 환급 신청이 철회되었다.
		///
		/// The holder took the request back and has the won again.
		RedemptionWithdrawn {
			/// 환급 신청. The redemption.
			redemption: RedemptionId,
			/// 신청 계정. The holder.
			holder: T::AccountId,
			/// 금고. The treasury.
			treasury: AgencyId,
			/// 금액. How much is released.
			amount: Balance,
		},
		/// 한도가 정해졌다.
		///
		/// Governance set limits. Limits that were decided earlier and not yet in force are dropped.
		LimitsSet {
			/// 시행 시각. From when they count; at once if none.
			effective_from: Option<Moment>,
			/// 이전 한도. The limits in force at the decision.
			old_limits: IssuanceLimits,
			/// 새 한도. The new limits.
			new_limits: IssuanceLimits,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// 한도를 정할 권한이 없습니다.
		///
		/// Only governance sets the limits. Bring a motion to the council.
		NotAuthorized,
		/// 금액이 0입니다.
		///
		/// The amount is 0. Enter that of the bank transaction.
		AmountIsZero,
		/// 금액이 원 단위가 아닙니다.
		///
		/// The bank knows whole won only. Enter a multiple of 1,000,000 units.
		NotWholeWon,
		/// 금액이 환급 신청액과 다릅니다.
		///
		/// The amount is not that of the redemption. Check that the bank pays what was asked for.
		AmountMismatch,
		/// 금액이 너무 큽니다.
		///
		/// The account cannot hold so much. Check the amount.
		AmountTooLarge,
		/// 계정이 존재하기에 부족한 금액입니다.
		///
		/// The account would have less than the existential deposit. Mint at least one won.
		BelowExistentialDeposit,
		/// 이 계정은 입금을 받을 수 없습니다.
		///
		/// The account cannot receive won. Choose another.
		CannotReceive,
		/// 이미 사용된 은행 거래입니다.
		///
		/// This bank transaction was used already. Look it up in the records; do not enter it again.
		ReferenceAlreadyUsed,
		/// 이미 제안된 은행 거래입니다.
		///
		/// This bank transaction is proposed already. Approve or cancel that proposal.
		ReferenceAlreadyProposed,
		/// 그런 제안이 없습니다.
		///
		/// No proposal stands under this reference. It may be approved, cancelled or expired.
		ProposalNotFound,
		/// 발행 제안이 아닙니다.
		///
		/// The proposal is one to burn. Approve it with `approve_burn`.
		NotAMint,
		/// 다른 금고의 건입니다.
		///
		/// It belongs to another treasury. Let a delegate of that one act.
		OtherTreasury,
		/// 입력자는 승인할 수 없습니다.
		///
		/// Who entered it cannot approve it. Ask another delegate of the treasury.
		MakerIsChecker,
		/// 승인 기간이 지났습니다.
		///
		/// The time for approval is over. Clear the proposal with `expire_proposal`, then propose again.
		ProposalExpired,
		/// 아직 만료되지 않았습니다.
		///
		/// The proposal can still be approved. Wait, or let the treasury cancel it.
		NotExpired,
		/// 금고의 미결 제안이 너무 많습니다.
		///
		/// The treasury has as many proposals as it may have. Approve, cancel or expire some.
		TooManyProposals,
		/// 일일 발행 한도를 넘습니다.
		///
		/// More would be minted today than is allowed. Approve it tomorrow, or ask for a higher limit.
		DailyMintLimitExceeded,
		/// 일일 소각 한도를 넘습니다.
		///
		/// More would be burned today than is allowed. Approve it tomorrow, or ask for a higher limit.
		DailyBurnLimitExceeded,
		/// 총발행 한도를 넘습니다.
		///
		/// There would be more won than is allowed. Ask governance for a higher ceiling.
		SupplyCeilingExceeded,
		/// 최소 환급액보다 적습니다.
		///
		/// The amount is below the least that is paid out. Ask for more.
		BelowMinimumRedemption,
		/// 잔액이 부족합니다.
		///
		/// The account has less than the amount that it can part with. Ask for less.
		InsufficientFunds,
		/// 미결 환급 신청이 너무 많습니다.
		///
		/// The account has as many redemptions as it may have. Wait for the bank, or withdraw one.
		TooManyRedemptions,
		/// 그런 환급 신청이 없습니다.
		///
		/// No such redemption stands. It may be paid out, declined or withdrawn.
		RedemptionNotFound,
		/// 본인의 환급 신청이 아닙니다.
		///
		/// Only the account that asked can withdraw. Sign with that account.
		NotTheHolder,
		/// 소각이 제안되어 있습니다.
		///
		/// A burn is proposed for it. Wait until it is approved, or until that proposal is gone.
		BurnProposed,
		/// 소각이 제안되지 않았습니다.
		///
		/// No burn is proposed for it. Propose it first.
		NoBurnProposed,
		/// 지급 기한이 지났습니다.
		///
		/// The treasury is too late to propose the burn. Decline it, and let the holder ask again.
		PayoutPeriodOver,
		/// 같은 사람이 다시 제안할 수 없습니다.
		///
		/// Your proposal for it came to nothing. Let another delegate of the treasury propose.
		MakerIsBarred,
		/// 번호가 소진되었습니다.
		///
		/// No number is left. Report this to the operators of the chain.
		NumbersExhausted,
		/// 시행 시각이 이미 지났습니다.
		///
		/// The moment is not in the future. Name a later one, or none for at once.
		EffectiveDateTooEarly,
		/// 기간이 0입니다.
		///
		/// A period is 0, so that nothing could be done in it. Enter milliseconds.
		PeriodIsZero,
		/// 제안된 내용이 승인하려는 내용과 다릅니다.
		///
		/// The proposal has another beneficiary, amount or reference than you approve. Compare both with the
		/// bank's statement; cancel the proposal if it is the one that is wrong.
		ProposalDiffers,
		/// 최소 환급액이 너무 적습니다.
		///
		/// The least redemption is below the existential deposit, so that it might not be released.
		/// Enter at least one won.
		MinimumRedemptionTooLow,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::Won::get() > 0, "Won must be above 0");
			assert!(T::MaxProposals::get() > 0, "MaxProposals must be above 0");
			assert!(
				T::MaxRedemptions::get() > 0,
				"MaxRedemptions must be above 0"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// 입금을 근거로 발행을 제안한다 (금고, 입력자).
		///
		/// Enters a bank transaction by which money has come in. Another delegate of the treasury approves.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::propose_mint())]
		pub fn propose_mint(
			origin: OriginFor<T>,
			reference: BankReference,
			beneficiary: T::AccountId,
			amount: Balance,
		) -> DispatchResult {
			let Actor { agency, who } = T::TreasuryOrigin::ensure_actor(origin)?;
			ensure!(!amount.is_zero(), Error::<T>::AmountIsZero);
			Self::ensure_can_receive(&beneficiary, amount)?;
			Self::ensure_whole_won(amount)?;
			let action = ProposalAction::Mint {
				beneficiary: beneficiary.clone(),
				amount,
			};
			let expires_at = Self::insert_proposal(reference, agency, who.clone(), action)?;
			Self::deposit_event(Event::MintProposed {
				reference,
				treasury: agency,
				maker: who,
				beneficiary,
				amount,
				expires_at,
			});
			Ok(())
		}

		/// 발행 제안을 승인한다 (금고, 승인자).
		///
		/// Mints. By a delegate of the same treasury who is not the maker, within the limits, in time. Enter
		/// beneficiary and amount from the bank's statement, not from the proposal: they must agree with it.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::approve_mint())]
		pub fn approve_mint(
			origin: OriginFor<T>,
			reference: BankReference,
			beneficiary: T::AccountId,
			amount: Balance,
		) -> DispatchResult {
			let actor = T::TreasuryOrigin::ensure_actor(origin)?;
			let proposal = Self::ensure_approvable(&actor, reference)?;
			ensure!(
				matches!(proposal.action, ProposalAction::Mint { .. }),
				Error::<T>::NotAMint
			);
			let checked = ProposalAction::Mint {
				beneficiary: beneficiary.clone(),
				amount,
			};
			ensure!(proposal.action == checked, Error::<T>::ProposalDiffers);
			Self::do_mint(reference, proposal, actor.who, beneficiary, amount)
		}

		/// 환급을 신청한다 (보유자).
		///
		/// Asks a treasury to pay won out at the bank. They are held until they are paid out or released.
		/// The instruction says where to pay; the document itself goes to the treasury, not on chain.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::redeem())]
		pub fn redeem(
			origin: OriginFor<T>,
			treasury: AgencyId,
			amount: Balance,
			instruction: DocumentCommitment,
		) -> DispatchResult {
			let holder = ensure_signed(origin)?;
			T::Agencies::ensure_agency_has(treasury, Role::Treasury)?;
			ensure!(!amount.is_zero(), Error::<T>::AmountIsZero);
			let limits = Self::limits_at(Self::now());
			ensure!(
				amount >= Self::in_units(limits.min_redemption),
				Error::<T>::BelowMinimumRedemption
			);
			Self::ensure_whole_won(amount)?;
			Self::do_redeem(holder, treasury, amount, instruction, limits.payout_period)
		}

		/// 은행 지급을 근거로 소각을 제안한다 (금고, 입력자).
		///
		/// Enters the bank's payment for a redemption, before its payout period is over. The amount must be
		/// that of the redemption. From now on the holder cannot withdraw.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::propose_burn())]
		pub fn propose_burn(
			origin: OriginFor<T>,
			redemption: RedemptionId,
			reference: BankReference,
			amount: Balance,
		) -> DispatchResult {
			let Actor { agency, who } = T::TreasuryOrigin::ensure_actor(origin)?;
			let mut record = Self::ensure_redemption_of(agency, redemption)?;
			let RedemptionStatus::Waiting { barred } = &record.status else {
				return Err(Error::<T>::BurnProposed.into());
			};
			ensure!(barred.as_ref() != Some(&who), Error::<T>::MakerIsBarred);
			ensure!(record.due_at > Self::now(), Error::<T>::PayoutPeriodOver);
			ensure!(amount == record.amount, Error::<T>::AmountMismatch);
			let action = ProposalAction::Burn { redemption };
			let expires_at = Self::insert_proposal(reference, agency, who.clone(), action)?;
			record.status = RedemptionStatus::BurnProposed { reference };
			Redemptions::<T>::insert(redemption, record);
			Self::deposit_event(Event::BurnProposed {
				redemption,
				reference,
				treasury: agency,
				maker: who,
				amount,
				expires_at,
			});
			Ok(())
		}

		/// 소각 제안을 승인한다 (금고, 승인자).
		///
		/// Burns what is held. By a delegate of the same treasury who is not the maker, within the limit of
		/// the day, in time. Enter the reference of the payment that the bank's statement shows.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::approve_burn())]
		pub fn approve_burn(
			origin: OriginFor<T>,
			redemption: RedemptionId,
			reference: BankReference,
		) -> DispatchResult {
			let actor = T::TreasuryOrigin::ensure_actor(origin)?;
			let record = Self::ensure_redemption_of(actor.agency, redemption)?;
			let RedemptionStatus::BurnProposed {
				reference: proposed,
			} = record.status
			else {
				return Err(Error::<T>::NoBurnProposed.into());
			};
			let proposal = Self::ensure_approvable(&actor, proposed)?;
			ensure!(proposed == reference, Error::<T>::ProposalDiffers);
			Self::do_burn(reference, proposal, actor.who, redemption, record)
		}

		/// 제안을 취소한다 (금고).
		///
		/// Takes a proposal back; its reference is free again. By any delegate of the same treasury.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::cancel_proposal())]
		pub fn cancel_proposal(origin: OriginFor<T>, reference: BankReference) -> DispatchResult {
			let Actor { agency, who } = T::TreasuryOrigin::ensure_actor(origin)?;
			let proposal = Self::ensure_proposal(reference)?;
			ensure!(proposal.treasury == agency, Error::<T>::OtherTreasury);
			Self::drop_proposal(reference, &proposal);
			Self::deposit_event(Event::ProposalCancelled {
				reference,
				treasury: agency,
				maker: proposal.maker,
				by: who,
			});
			Ok(())
		}

		/// 만료된 제안을 정리한다 (누구나).
		///
		/// Clears a proposal that was not approved in time; its reference is free again. By anyone.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::expire_proposal())]
		pub fn expire_proposal(origin: OriginFor<T>, reference: BankReference) -> DispatchResult {
			ensure_signed(origin)?;
			let proposal = Self::ensure_proposal(reference)?;
			ensure!(proposal.is_expired(Self::now()), Error::<T>::NotExpired);
			Self::do_expire(reference, proposal);
			Ok(())
		}

		/// 환급을 거절한다 (금고).
		///
		/// Releases the won to the holder, because they cannot be paid out. Not while a burn is proposed.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::decline_redemption())]
		pub fn decline_redemption(
			origin: OriginFor<T>,
			redemption: RedemptionId,
			reason: DocumentCommitment,
		) -> DispatchResult {
			let Actor { agency, who } = T::TreasuryOrigin::ensure_actor(origin)?;
			let record = Self::ensure_redemption_of(agency, redemption)?;
			ensure!(
				matches!(record.status, RedemptionStatus::Waiting { .. }),
				Error::<T>::BurnProposed
			);
			Self::release(redemption, &record)?;
			Self::deposit_event(Event::RedemptionDeclined {
				redemption,
				holder: record.holder,
				treasury: agency,
				amount: record.amount,
				reason,
				by: who,
			});
			Ok(())
		}

		/// 환급 신청을 철회한다 (신청자).
		///
		/// Releases the won to the holder. Not while a burn is proposed, unless the payout period is over
		/// and the proposal expired.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::withdraw_redemption())]
		pub fn withdraw_redemption(
			origin: OriginFor<T>,
			redemption: RedemptionId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let record = Self::ensure_redemption(redemption)?;
			ensure!(record.holder == who, Error::<T>::NotTheHolder);
			if let RedemptionStatus::BurnProposed { reference } = record.status {
				let now = Self::now();
				let proposal = Self::ensure_proposal(reference)?;
				ensure!(
					record.due_at <= now && proposal.is_expired(now),
					Error::<T>::BurnProposed
				);
				Self::do_expire(reference, proposal);
			}
			Self::release(redemption, &record)?;
			Self::deposit_event(Event::RedemptionWithdrawn {
				redemption,
				holder: who,
				treasury: record.treasury,
				amount: record.amount,
			});
			Ok(())
		}

		/// 한도를 정한다 (협의회).
		///
		/// Sets the limits at once, or from a moment in the future on. Limits that were decided earlier and
		/// are not yet in force are dropped.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::set_limits())]
		pub fn set_limits(
			origin: OriginFor<T>,
			effective_from: Option<Moment>,
			limits: IssuanceLimits,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin).map_err(|_| Error::<T>::NotAuthorized)?;
			Self::ensure_valid(&limits)?;
			let now = Self::now();
			let old_limits = Self::limits_at(now);
			if let Some(effective_from) = effective_from {
				ensure!(effective_from > now, Error::<T>::EffectiveDateTooEarly);
				Limits::<T>::put(old_limits);
				PendingLimits::<T>::put(ScheduledLimits {
					effective_from,
					limits,
				});
			} else {
				Limits::<T>::put(limits);
				PendingLimits::<T>::kill();
			}
			Self::deposit_event(Event::LimitsSet {
				effective_from,
				old_limits,
				new_limits: limits,
			});
			Ok(())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// 지금 시행 중인 한도.
		///
		/// The limits that are in force now.
		pub fn limits_in_force() -> IssuanceLimits {
			Self::limits_at(Self::now())
		}

		/// 오늘의 합계.
		///
		/// What was minted and burned today, by the Korean calendar.
		pub fn totals_of_today() -> DayTotals {
			Self::totals_at(Self::now())
		}

		/// 발행 기록 한 쪽.
		///
		/// The mints from number `first` on, at most 100 of them.
		pub fn mint_record_page(first: u32) -> Vec<MintRecord<T::AccountId>> {
			(first..MintCount::<T>::get().min(first.saturating_add(RECORDS_PER_PAGE)))
				.filter_map(MintRecords::<T>::get)
				.collect()
		}

		/// 소각 기록 한 쪽.
		///
		/// The burns from number `first` on, at most 100 of them.
		pub fn burn_record_page(first: u32) -> Vec<BurnRecord<T::AccountId>> {
			(first..BurnCount::<T>::get().min(first.saturating_add(RECORDS_PER_PAGE)))
				.filter_map(BurnRecords::<T>::get)
				.collect()
		}
	}
}

// What is asked before anything is done.
impl<T: Config> Pallet<T> {
	/// Unix time in milliseconds.
	fn now() -> Moment {
		chain::now::<T::Clock>()
	}

	fn in_units(won: u64) -> Balance {
		Balance::from(won).saturating_mul(T::Won::get())
	}

	fn limits_at(now: Moment) -> IssuanceLimits {
		PendingLimits::<T>::get()
			.filter(|pending| pending.effective_from <= now)
			.map_or_else(Limits::<T>::get, |pending| pending.limits)
	}

	fn totals_at(now: Moment) -> DayTotals {
		let day = KoreanDay::of(now);
		let latest = LatestDay::<T>::get();
		if latest.day == day {
			latest
		} else {
			DayTotals {
				day,
				..Default::default()
			}
		}
	}

	fn ensure_valid(limits: &IssuanceLimits) -> DispatchResult {
		ensure!(
			limits.approval_period > 0 && limits.payout_period > 0,
			Error::<T>::PeriodIsZero
		);
		let minimum = Self::in_units(limits.min_redemption);
		ensure!(
			minimum > 0 && minimum >= T::Currency::minimum_balance(),
			Error::<T>::MinimumRedemptionTooLow
		);
		Ok(())
	}

	fn ensure_whole_won(amount: Balance) -> DispatchResult {
		let rest = amount.checked_rem(T::Won::get());
		ensure!(rest == Some(0), Error::<T>::NotWholeWon);
		Ok(())
	}

	fn ensure_can_receive(who: &T::AccountId, amount: Balance) -> DispatchResult {
		match T::Currency::can_deposit(who, amount, Provenance::Minted) {
			DepositConsequence::Success => Ok(()),
			DepositConsequence::BelowMinimum => Err(Error::<T>::BelowExistentialDeposit.into()),
			DepositConsequence::Overflow => Err(Error::<T>::AmountTooLarge.into()),
			DepositConsequence::CannotCreate
			| DepositConsequence::UnknownAsset
			| DepositConsequence::Blocked => Err(Error::<T>::CannotReceive.into()),
		}
	}

	fn ensure_proposal(reference: BankReference) -> Result<Proposal<T::AccountId>, DispatchError> {
		Proposals::<T>::get(reference).ok_or_else(|| Error::<T>::ProposalNotFound.into())
	}

	/// The proposal, if `actor` may approve it now.
	fn ensure_approvable(
		actor: &Actor<T::AccountId>,
		reference: BankReference,
	) -> Result<Proposal<T::AccountId>, DispatchError> {
		let proposal = Self::ensure_proposal(reference)?;
		ensure!(proposal.treasury == actor.agency, Error::<T>::OtherTreasury);
		ensure!(proposal.maker != actor.who, Error::<T>::MakerIsChecker);
		ensure!(
			!proposal.is_expired(Self::now()),
			Error::<T>::ProposalExpired
		);
		Ok(proposal)
	}

	fn ensure_redemption(id: RedemptionId) -> Result<Redemption<T::AccountId>, DispatchError> {
		Redemptions::<T>::get(id).ok_or_else(|| Error::<T>::RedemptionNotFound.into())
	}

	fn ensure_redemption_of(
		treasury: AgencyId,
		id: RedemptionId,
	) -> Result<Redemption<T::AccountId>, DispatchError> {
		let record = Self::ensure_redemption(id)?;
		ensure!(record.treasury == treasury, Error::<T>::OtherTreasury);
		Ok(record)
	}
}

// What is done.
impl<T: Config> Pallet<T> {
	/// Enter a proposal under a reference that is free. Returns when it expires.
	fn insert_proposal(
		reference: BankReference,
		treasury: AgencyId,
		maker: T::AccountId,
		action: ProposalAction<T::AccountId>,
	) -> Result<Moment, DispatchError> {
		ensure!(
			!UsedReferences::<T>::contains_key(reference),
			Error::<T>::ReferenceAlreadyUsed
		);
		ensure!(
			!Proposals::<T>::contains_key(reference),
			Error::<T>::ReferenceAlreadyProposed
		);
		let open = OpenProposals::<T>::get(treasury).unwrap_or_default();
		ensure!(open < T::MaxProposals::get(), Error::<T>::TooManyProposals);
		let now = Self::now();
		let expires_at = now.saturating_add(Self::limits_at(now).approval_period);
		OpenProposals::<T>::insert(treasury, open.saturating_add(1));
		Proposals::<T>::insert(
			reference,
			Proposal {
				treasury,
				maker,
				proposed_at: now,
				expires_at,
				action,
			},
		);
		Ok(expires_at)
	}

	fn remove_proposal(reference: BankReference, treasury: AgencyId) {
		Proposals::<T>::remove(reference);
		OpenProposals::<T>::mutate_exists(treasury, Self::one_less);
	}

	fn one_less(count: &mut Option<u32>) {
		*count = count
			.map(|count| count.saturating_sub(1))
			.filter(|count| *count > 0);
	}

	/// Remove a proposal that comes to nothing. Its redemption waits again, for another maker: one person
	/// alone cannot keep the holder from withdrawing by proposing again and again.
	fn drop_proposal(reference: BankReference, proposal: &Proposal<T::AccountId>) {
		Self::remove_proposal(reference, proposal.treasury);
		if let ProposalAction::Burn { redemption } = proposal.action {
			Redemptions::<T>::mutate_extant(redemption, |record| {
				record.status = RedemptionStatus::Waiting {
					barred: Some(proposal.maker.clone()),
				};
			});
		}
	}

	fn do_expire(reference: BankReference, proposal: Proposal<T::AccountId>) {
		Self::drop_proposal(reference, &proposal);
		Self::deposit_event(Event::ProposalExpired {
			reference,
			treasury: proposal.treasury,
			maker: proposal.maker,
		});
	}

	fn do_mint(
		reference: BankReference,
		proposal: Proposal<T::AccountId>,
		checker: T::AccountId,
		beneficiary: T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		let now = Self::now();
		let limits = Self::limits_at(now);
		let mut totals = Self::totals_at(now);
		totals.minted = totals.minted.saturating_add(amount);
		ensure!(
			totals.minted <= Self::in_units(limits.daily_mint),
			Error::<T>::DailyMintLimitExceeded
		);
		ensure!(
			T::Currency::total_issuance().saturating_add(amount)
				<= Self::in_units(limits.supply_ceiling),
			Error::<T>::SupplyCeilingExceeded
		);
		// The account may have changed since the proposal.
		Self::ensure_can_receive(&beneficiary, amount)?;
		let number = MintCount::<T>::get();
		let count = number.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;

		T::Currency::mint_into(&beneficiary, amount)?;
		Self::remove_proposal(reference, proposal.treasury);
		UsedReferences::<T>::insert(reference, ReferenceUse::Mint(number));
		LatestDay::<T>::put(totals);
		MintCount::<T>::put(count);
		let Proposal {
			treasury,
			maker,
			proposed_at,
			..
		} = proposal;
		MintRecords::<T>::insert(
			number,
			MintRecord {
				reference,
				treasury,
				beneficiary: beneficiary.clone(),
				amount,
				maker: maker.clone(),
				checker: checker.clone(),
				proposed_at,
				at: now,
			},
		);
		Self::deposit_event(Event::Minted {
			record: number,
			reference,
			treasury,
			beneficiary,
			amount,
			maker,
			checker,
		});
		Ok(())
	}

	fn do_redeem(
		holder: T::AccountId,
		treasury: AgencyId,
		amount: Balance,
		instruction: DocumentCommitment,
		payout_period: Moment,
	) -> DispatchResult {
		let open = OpenRedemptions::<T>::get(&holder).unwrap_or_default();
		ensure!(
			open < T::MaxRedemptions::get(),
			Error::<T>::TooManyRedemptions
		);
		let number = NextRedemptionId::<T>::get();
		let next = number.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;
		let reason = HoldReason::Redemption.into();
		ensure!(
			T::Currency::can_hold(&reason, &holder, amount),
			Error::<T>::InsufficientFunds
		);
		// Won can be held although they are frozen, as those of a suspended card. They must not leave at the bank.
		ensure!(
			amount
				<= T::Currency::reducible_balance(
					&holder,
					Preservation::Protect,
					Fortitude::Polite
				),
			Error::<T>::InsufficientFunds
		);
		T::Currency::hold(&reason, &holder, amount)?;

		let redemption = RedemptionId(number);
		let now = Self::now();
		let due_at = now.saturating_add(payout_period);
		NextRedemptionId::<T>::put(next);
		OpenRedemptions::<T>::insert(&holder, open.saturating_add(1));
		Redemptions::<T>::insert(
			redemption,
			Redemption {
				holder: holder.clone(),
				treasury,
				amount,
				instruction,
				requested_at: now,
				due_at,
				status: RedemptionStatus::Waiting { barred: None },
			},
		);
		Self::deposit_event(Event::RedemptionRequested {
			redemption,
			holder,
			treasury,
			amount,
			instruction,
			due_at,
		});
		Ok(())
	}

	fn do_burn(
		reference: BankReference,
		proposal: Proposal<T::AccountId>,
		checker: T::AccountId,
		redemption: RedemptionId,
		record: Redemption<T::AccountId>,
	) -> DispatchResult {
		let now = Self::now();
		let mut totals = Self::totals_at(now);
		totals.burned = totals.burned.saturating_add(record.amount);
		ensure!(
			totals.burned <= Self::in_units(Self::limits_at(now).daily_burn),
			Error::<T>::DailyBurnLimitExceeded
		);
		let number = BurnCount::<T>::get();
		let count = number.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;

		T::Currency::burn_held(
			&HoldReason::Redemption.into(),
			&record.holder,
			record.amount,
			Precision::Exact,
			Fortitude::Force,
		)?;
		Self::remove_proposal(reference, proposal.treasury);
		Self::remove_redemption(redemption, &record.holder);
		UsedReferences::<T>::insert(reference, ReferenceUse::Burn(number));
		LatestDay::<T>::put(totals);
		BurnCount::<T>::put(count);
		let Proposal {
			treasury,
			maker,
			proposed_at,
			..
		} = proposal;
		let Redemption { holder, amount, .. } = record;
		BurnRecords::<T>::insert(
			number,
			BurnRecord {
				reference,
				treasury,
				redemption,
				holder: holder.clone(),
				amount,
				maker: maker.clone(),
				checker: checker.clone(),
				proposed_at,
				at: now,
			},
		);
		Self::deposit_event(Event::Burned {
			record: number,
			redemption,
			reference,
			treasury,
			holder,
			amount,
			maker,
			checker,
		});
		Ok(())
	}

	fn remove_redemption(id: RedemptionId, holder: &T::AccountId) {
		Redemptions::<T>::remove(id);
		OpenRedemptions::<T>::mutate_exists(holder, Self::one_less);
	}

	/// End a redemption that is not paid out.
	fn release(id: RedemptionId, record: &Redemption<T::AccountId>) -> DispatchResult {
		T::Currency::release(
			&HoldReason::Redemption.into(),
			&record.holder,
			record.amount,
			Precision::Exact,
		)?;
		Self::remove_redemption(id, &record.holder);
		Ok(())
	}
}

// What must always hold.
impl<T: Config> Pallet<T> {
	/// Check the invariants, numbered as in the documentation of this crate.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_records()?;
		Self::try_state_proposals()?;
		Self::try_state_redemptions()
	}

	/// Invariants 1 to 3, and 8.
	fn try_state_records() -> Result<(), TryRuntimeError> {
		let latest = LatestDay::<T>::get();
		let mut totals = DayTotals {
			day: latest.day,
			..Default::default()
		};
		let (mut mints, mut burns, mut used) = (0u32, 0u32, 0u32);
		for (number, record) in MintRecords::<T>::iter() {
			mints = mints.saturating_add(1);
			ensure!(
				number < MintCount::<T>::get(),
				"Invariant 1: a mint has a number that was not given yet"
			);
			ensure!(
				UsedReferences::<T>::get(record.reference) == Some(ReferenceUse::Mint(number)),
				"Invariant 2: a mint has not used its bank reference"
			);
			ensure!(
				record.maker != record.checker && record.amount > 0,
				"Invariant 3: a mint was not checked by another, or is of nothing"
			);
			if KoreanDay::of(record.at) == latest.day {
				totals.minted = totals.minted.saturating_add(record.amount);
			}
		}
		for (number, record) in BurnRecords::<T>::iter() {
			burns = burns.saturating_add(1);
			ensure!(
				number < BurnCount::<T>::get(),
				"Invariant 1: a burn has a number that was not given yet"
			);
			ensure!(
				UsedReferences::<T>::get(record.reference) == Some(ReferenceUse::Burn(number)),
				"Invariant 2: a burn has not used its bank reference"
			);
			ensure!(
				record.maker != record.checker && record.amount > 0,
				"Invariant 3: a burn was not checked by another, or is of nothing"
			);
			if KoreanDay::of(record.at) == latest.day {
				totals.burned = totals.burned.saturating_add(record.amount);
			}
		}
		for reference in UsedReferences::<T>::iter_keys() {
			used = used.saturating_add(1);
			ensure!(
				!Proposals::<T>::contains_key(reference),
				"Invariant 4: a proposal stands under a used reference"
			);
		}
		ensure!(
			mints == MintCount::<T>::get() && burns == BurnCount::<T>::get(),
			"Invariant 1: a record is missing"
		);
		ensure!(
			used == mints.saturating_add(burns),
			"Invariant 2: a bank reference is used by no record"
		);
		ensure!(
			totals == latest,
			"Invariant 8: the totals of the day are not those of its records"
		);
		Ok(())
	}

	/// Invariants 5 and 6, as far as proposals go.
	fn try_state_proposals() -> Result<(), TryRuntimeError> {
		let mut open = BTreeMap::<AgencyId, u32>::new();
		for (reference, proposal) in Proposals::<T>::iter() {
			if let ProposalAction::Burn { redemption } = proposal.action {
				ensure!(
					Redemptions::<T>::get(redemption).is_some_and(|record| {
						record.treasury == proposal.treasury
							&& record.status == RedemptionStatus::BurnProposed { reference }
					}),
					"Invariant 5: a proposal's redemption does not name it"
				);
			}
			let count = open.entry(proposal.treasury).or_default();
			*count = count.saturating_add(1);
		}
		ensure!(
			open == OpenProposals::<T>::iter().collect::<BTreeMap<_, _>>(),
			"Invariant 6: a treasury's proposals are miscounted"
		);
		ensure!(
			open.values().all(|count| *count <= T::MaxProposals::get()),
			"Invariant 6: a treasury has too many proposals"
		);
		Ok(())
	}

	/// Invariants 5 to 7, as far as redemptions go.
	fn try_state_redemptions() -> Result<(), TryRuntimeError> {
		let mut open = BTreeMap::<T::AccountId, (u32, Balance)>::new();
		for (id, record) in Redemptions::<T>::iter() {
			ensure!(
				id.0 < NextRedemptionId::<T>::get(),
				"Invariant 6: a redemption's number was not given yet"
			);
			if let RedemptionStatus::BurnProposed { reference } = record.status {
				ensure!(
					Proposals::<T>::get(reference).is_some_and(|proposal| {
						proposal.action == ProposalAction::Burn { redemption: id }
					}),
					"Invariant 5: a redemption's proposal does not name it"
				);
			}
			let (count, amount) = open.entry(record.holder).or_default();
			*count = count.saturating_add(1);
			*amount = amount.saturating_add(record.amount);
		}
		let counted: BTreeSet<T::AccountId> = OpenRedemptions::<T>::iter_keys().collect();
		ensure!(
			open.len() == counted.len(),
			"Invariant 6: a holder's redemptions are miscounted"
		);
		for (holder, (count, amount)) in open {
			ensure!(
				OpenRedemptions::<T>::get(&holder) == Some(count),
				"Invariant 6: a holder's redemptions are miscounted"
			);
			ensure!(
				count <= T::MaxRedemptions::get(),
				"Invariant 6: a holder has too many redemptions"
			);
			ensure!(
				T::Currency::balance_on_hold(&HoldReason::Redemption.into(), &holder) == amount,
				"Invariant 7: what is held is not what is to be paid out"
			);
		}
		Ok(())
	}
}
