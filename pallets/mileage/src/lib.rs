// SPDX-License-Identifier: Apache-2.0

//! # 마일리지 · Mileage
//!
//! The city's point schemes in one wallet: offices credit points against funded won, citizens pay with
//! all of them at once, and the books of each scheme balance to the point in every block.
//!
//! | call | who | what |
//! |---|---|---|
//! | `create_scheme`, `schedule_rule` | governance | opens a scheme; sets its rule from a date on |
//! | `close_scheme`, `reassign_scheme` | governance | ends credits; gives a scheme to another issuer |
//! | `fund_budget`, `withdraw_budget` | issuer, with its pay-out account | has won held for its scheme; takes free ones back |
//! | `credit`, `credit_batch` | issuer | credits points |
//! | `pay` | member | pays a merchant, a tax, a fee, or donates |
//! | `refund` | merchant | gives points of a purchase back |
//! | `redeem`, `cancel_redemption` | member | asks a channel for vouchers, transit money, a bank transfer; takes it back |
//! | `send_redemption`, `settle_redemption` | channel | delivers; has delivered |
//! | `fail_redemption` | channel, governance | could not deliver |
//! | `gift` | member | gives points to another member |
//! | `convert`, `set_auto_conversion` | member | makes points of one scheme those of another, now or at each credit |
//! | `claw_back`, `reverse_claw_back` | issuer | takes points back; gives them again |
//! | `freeze` | issuer | freezes a wallet |
//! | `appeal` | member | appeals against it |
//! | `reinstate`, `reject_appeal` | issuer or governance; governance | decides |
//! | `settle` | anyone | pays payees what they are owed |
//!
//! ## Overview
//!
//! Points are balances of `pallet-assets`, one sufficient asset for each scheme, so that any wallet shows
//! them on an account that owns no won. The assets belong to this pallet's own account, for which nobody
//! has a key; the runtime lets nobody else call that pallet. Beside each balance stand *lots*: how much of
//! it is due at the end of which month. All that a party has in all schemes is one record.
//!
//! Each point is worth a fixed, whole number of millionths of a won. The issuer has the won held on its own
//! pay-out account before it credits, and what a scheme may have to pay never exceeds what is held. A
//! payment makes the issuer owe won to the payee; a settlement pays them out of the held won. Every amount
//! is exact: where points do not divide an amount, the member keeps the rest as *change*.
//!
//! Points that are due cannot be used from that moment on. They are taken out of the wallet at its next
//! use, or by a hook that goes through all members once a month, bounded in each block.
//!
//! ## Terminology
//!
//! - *Scheme* (제도): points of one kind, with an issuer and rules.
//! - *Rule* (규칙): caps, expiry, uses, with the date from which they apply.
//! - *Lot* (묶음): points of a wallet that are due in the same month.
//! - *Change* (잔돈): won in parts of points.
//! - *Debt* (미회수 환수): points that are to be taken back from later credits.
//! - *Claim* (정산 예정액): won that an issuer owes to a payee.
//!
//! ## A member's statement
//!
//! Each change of a wallet is an event with the field `member`, or with `giver` and `receiver`, and names
//! the scheme and the points; their sum is the wallet. Points come in by `Credited` (less `netted`),
//! `AutoConverted` and `Converted` (to the other scheme), `Gifted`, `Refunded`, `RedemptionFailed`,
//! `RedemptionCancelled` and `ClawBackReversed`; they go out by `Paid`, `RedemptionReserved`, `Gifted`,
//! `AutoConverted`, `Converted`, `PointsExpired` and `ClawedBack`.
//!
//! ## Invariants
//!
//! 1. Schemes and their ledgers are in the same order of numbers; rules are in order of date and valid.
//! 2. Wallets are in order of scheme, lots in order of expiry, neither empty nor for a scheme that is not.
//! 3. The lots of all members in a scheme are its live points and the supply of its asset.
//! 4. On each account the balance of each asset is the lots of the members whose account it is.
//! 5. In each scheme `issued + converted_in = live + reserved + spent + converted_out + expired + clawed_back`.
//! 6. What is reserved in a scheme is what redemptions have reserved of it.
//! 7. What a scheme owes is the sum of the claims on it, and its change that of its members.
//! 8. What a scheme may have to pay is held; what is held on an account is what its schemes say.
//! 9. A debt is not more than what was clawed back.
//! 10. The memory of credited periods begins with the latest and ends with a credited one.

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
pub mod benchmarking;
pub mod calendar;
mod features;
pub mod genesis;
#[cfg(test)]
mod mock;
pub mod rules;
pub mod runtime_api;
#[cfg(test)]
mod tests;
mod try_state;
pub mod types;
pub mod weights;

pub use calendar::{Calendar, Month};
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

#[frame_support::pallet]
#[allow(clippy::expect_used)] // In what the macro generates; `scripts/check.sh` reads what we write.
pub mod pallet {
	use super::*;
	use crate::types::Member;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{
			fungible::{Inspect, InspectHold, Mutate, MutateHold},
			fungibles::{self, metadata::Mutate as MutateMetadata},
			UnixTime,
		},
		weights::WeightMeter,
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use seoul_chain_primitives::{
		Actor, AgencyId, AgencyRegistry, Balance, DocumentCommitment, EnsureActor, Moment, PartyId,
		PartyRegistry,
	};

	/// The layout of this pallet's storage.
	pub const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Legal time.
		type Clock: UnixTime;
		/// Who a signing account is.
		type Parties: PartyRegistry<Self::AccountId>;
		/// Agencies and their roles.
		type Agencies: AgencyRegistry<Self::AccountId>;
		/// Governance: opens schemes, sets rules, decides appeals.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// Who credits and corrects points for an issuing agency.
		type IssuerOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
		/// Who delivers for a redemption channel.
		type ChannelOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
		/// Who gives points back for a merchant.
		type MerchantOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
		/// The balances of points, one asset for each scheme. Metadata must cost no deposit.
		type Assets: fungibles::Inspect<Self::AccountId, AssetId = u32, Balance = Balance>
			+ fungibles::Mutate<Self::AccountId>
			+ fungibles::Create<Self::AccountId>
			+ MutateMetadata<Self::AccountId>;
		/// The balances of KRW, in which budgets are held.
		type Currency: Inspect<Self::AccountId, Balance = Balance>
			+ Mutate<Self::AccountId>
			+ InspectHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ MutateHold<Self::AccountId>;
		/// Why balances are held.
		type RuntimeHoldReason: From<HoldReason>;
		/// 팔레트 계정.
		///
		/// The account that owns the assets is derived from this.
		#[pallet::constant]
		type PalletId: Get<PalletId>;
		/// 여론조사 제도.
		///
		/// The scheme in which taking part in polls is rewarded.
		#[pallet::constant]
		type PollScheme: Get<SchemeId>;
		/// 소멸 처리 한도.
		///
		/// Taking due points out of wallets takes at most so much of a block.
		#[pallet::constant]
		type SweepWeight: Get<Weight>;
		/// Weights of the calls.
		type WeightInfo: WeightInfo;
		/// What benchmarks need of the other registers.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: benchmarking::BenchmarkHelper<Self::AccountId>;
	}

	/// 보류 사유. Why won are held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// 마일리지 재원. The won that back a scheme's points.
		#[codec(index = 0)]
		Budget,
	}

	/// 제도.
	///
	/// All schemes with their rules, in order of their numbers.
	#[pallet::storage]
	pub type Schemes<T> = StorageValue<_, BoundedVec<Scheme, ConstU32<MAX_SCHEMES>>, ValueQuery>;

	/// 제도별 장부.
	///
	/// The totals of each scheme, in order of their numbers.
	#[pallet::storage]
	pub type Ledgers<T: Config> =
		StorageValue<_, BoundedVec<SchemeLedger<T::AccountId>, ConstU32<MAX_SCHEMES>>, ValueQuery>;

	/// 달력.
	///
	/// What a month is; set at genesis.
	#[pallet::storage]
	pub type Months<T> = StorageValue<_, Calendar, ValueQuery>;

	/// 회원.
	///
	/// What each party has in all schemes.
	#[pallet::storage]
	pub type Members<T: Config> = StorageMap<_, Blake2_128Concat, PartyId, Member<T::AccountId>>;

	/// 정산 예정액.
	///
	/// What is owed to each payee, by scheme.
	#[pallet::storage]
	pub type OpenClaims<T> = StorageMap<_, Twox64Concat, AgencyId, Claims>;

	/// 전환 신청.
	///
	/// Redemptions that are neither delivered nor given back.
	#[pallet::storage]
	pub type Redemptions<T> = StorageMap<_, Twox64Concat, RedemptionId, Redemption>;

	/// 다음 전환 신청 번호.
	///
	/// The number of the next redemption.
	#[pallet::storage]
	pub type NextRedemption<T> = StorageValue<_, RedemptionId, ValueQuery>;

	/// 다음 정산 번호.
	///
	/// The number of the next settlement.
	#[pallet::storage]
	pub type NextSettlement<T> = StorageValue<_, SettlementId, ValueQuery>;

	/// 소멸 처리 상태.
	///
	/// How far due points are taken out of wallets.
	#[pallet::storage]
	pub type SweepState<T> = StorageValue<_, Sweep, ValueQuery>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The schemes of the first block, numbered from 1.
		pub schemes: Vec<GenesisScheme>,
		/// What a month is.
		pub calendar: Calendar,
		#[serde(skip)]
		pub(crate) _marker: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(
				!matches!(self.calendar, Calendar::Fixed { month: 0 }),
				"a month must have a length"
			);
			Months::<T>::put(self.calendar);
			for scheme in &self.schemes {
				if let Err(reason) = Pallet::<T>::build_scheme(scheme) {
					panic!("the scheme {} of the genesis: {reason:?}", scheme.symbol);
				}
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// 마일리지 제도가 만들어졌다.
		/// A scheme was created.
		SchemeCreated {
			/// 제도. The scheme, and its asset.
			scheme: SchemeId,
			/// 운영 기관. Who runs it.
			issuer: AgencyId,
			/// 이름. Its name.
			name: Name,
			/// 기호. Its symbol.
			symbol: Name,
			/// 1포인트의 값. What a point is worth, in millionths of a won.
			point_value: Balance,
			/// 규칙. Its first rule, in force at once.
			rule: SchemeRule,
		},
		/// 제도 규칙이 예고되었다.
		/// A rule was set from a date on. What was earned before keeps its expiry.
		RuleScheduled {
			/// 제도. The scheme.
			scheme: SchemeId,
			/// 판. Version of the rule.
			version: RuleVersion,
			/// 시행 시각. From when it applies.
			effective_from: Moment,
			/// 규칙. The rule.
			rule: SchemeRule,
		},
		/// 적립이 종료되었다.
		/// A scheme credits no more points.
		SchemeClosed {
			/// 제도. The scheme.
			scheme: SchemeId,
		},
		/// 운영 기관이 바뀌었다.
		/// A scheme has another issuer. Its held won are on that one's account.
		SchemeReassigned {
			/// 제도. The scheme.
			scheme: SchemeId,
			/// 이전 운영 기관. Who ran it.
			old_issuer: AgencyId,
			/// 새 운영 기관. Who runs it.
			new_issuer: AgencyId,
		},
		/// 재원이 예치되었다.
		/// Won are held for a scheme.
		BudgetFunded {
			/// 제도. The scheme.
			scheme: SchemeId,
			/// 계정. Where they are held.
			account: T::AccountId,
			/// 금액. How much was added.
			amount: Balance,
			/// 예치 총액. How much is held now.
			held: Balance,
		},
		/// 재원이 반환되었다.
		/// Won that backed nothing are free again.
		BudgetWithdrawn {
			/// 제도. The scheme.
			scheme: SchemeId,
			/// 계정. Where they were held.
			account: T::AccountId,
			/// 금액. How much was released.
			amount: Balance,
			/// 예치 총액. How much is held now.
			held: Balance,
		},
		/// 재원 예치 계정이 바뀌었다.
		/// An issuer has another account, and what it has held for a scheme is there now.
		BudgetMoved {
			/// 제도. The scheme.
			scheme: SchemeId,
			/// 이전 계정. Where it was held.
			old_account: T::AccountId,
			/// 새 계정. Where it is held.
			new_account: T::AccountId,
			/// 금액. How much.
			amount: Balance,
		},
		/// 포인트가 적립되었다.
		/// Points were credited. The wallet grew by `points - netted`.
		Credited {
			/// 제도. The scheme.
			scheme: SchemeId,
			/// 회원. Who earned them.
			member: PartyId,
			/// 기간. For which period.
			period: Period,
			/// 포인트. How many.
			points: Points,
			/// 미회수 환수 상계. How many of them paid a debt.
			netted: Points,
			/// 만료 월. The last month in which they can be used.
			expiry: Month,
			/// 근거. On what it rests.
			evidence: Evidence,
		},
		/// 적립이 거절되었다.
		/// A row of a batch was refused; it changed nothing.
		CreditRefused {
			/// 순번. Its place in the batch, from 0.
			position: u32,
			/// 제도. The scheme.
			scheme: SchemeId,
			/// 회원. The member.
			member: PartyId,
			/// 기간. The period.
			period: Period,
			/// 사유. Why.
			reason: DispatchError,
		},
		/// 자동전환되었다.
		/// Points that were just credited became points of another scheme, by the member's standing rule.
		AutoConverted {
			/// 회원. The member.
			member: PartyId,
			/// 원 제도. The scheme that credited them.
			from: SchemeId,
			/// 전환 제도. The scheme that they are of now.
			to: SchemeId,
			/// 포인트. How many there were.
			points: Points,
			/// 받은 포인트. How many there are.
			received: Points,
			/// 잔돈. Won, in millionths, left over for the member.
			change: Balance,
		},
		/// 포인트가 소멸되었다.
		/// Points that were due were taken out of a wallet.
		PointsExpired {
			/// 제도. The scheme.
			scheme: SchemeId,
			/// 회원. Whose they were.
			member: PartyId,
			/// 포인트. How many.
			points: Points,
		},
		/// 포인트로 결제되었다.
		/// A member paid with points.
		Paid {
			/// 회원. Who paid.
			member: PartyId,
			/// 수취 기관. Who is owed the won.
			payee: AgencyId,
			/// 용도. What for.
			purpose: Purpose,
			/// 금액. How much, in millionths of a won.
			amount: Balance,
			/// 제도별 내역. What each scheme gave.
			shares: Shares,
			/// 거래 문서. Commitment to the bill or order.
			reference: DocumentCommitment,
		},
		/// 결제가 환불되었다.
		/// A merchant gave points of a purchase back.
		Refunded {
			/// 회원. Who has them again.
			member: PartyId,
			/// 가맹점. The merchant.
			payee: AgencyId,
			/// 제도. The scheme.
			scheme: SchemeId,
			/// 포인트. How many.
			points: Points,
			/// 금액. What the merchant is no longer owed.
			amount: Balance,
			/// 만료 월. The last month in which they can be used.
			expiry: Month,
			/// 사유 문서. Commitment to the reason.
			reason: DocumentCommitment,
		},
		/// 전환이 신청되었다.
		/// Points are reserved for a channel.
		RedemptionReserved {
			/// 신청. The redemption.
			redemption: RedemptionId,
			/// 회원. Whose points.
			member: PartyId,
			/// 채널. Who delivers.
			channel: AgencyId,
			/// 금액. What they are worth, in millionths of a won.
			amount: Balance,
			/// 제도별 내역. What each scheme gave.
			shares: Shares,
			/// 지급 지시 문서. Commitment to what is to be delivered where.
			instruction: DocumentCommitment,
		},
		/// 전환이 진행 중이다.
		/// The channel is delivering; the member can no longer take the points back.
		RedemptionSent {
			/// 신청. The redemption.
			redemption: RedemptionId,
			/// 회원. Whose points.
			member: PartyId,
			/// 채널. Who delivers.
			channel: AgencyId,
			/// 전송 문서. Commitment to the channel's order.
			reference: DocumentCommitment,
		},
		/// 전환이 완료되었다.
		/// The channel delivered and is owed the won.
		RedemptionSettled {
			/// 신청. The redemption.
			redemption: RedemptionId,
			/// 회원. Whose points they were.
			member: PartyId,
			/// 채널. Who delivered.
			channel: AgencyId,
			/// 금액. What it is owed.
			amount: Balance,
			/// 제도별 내역. By which scheme.
			shares: Shares,
		},
		/// 전환이 실패하였다.
		/// The channel could not deliver. The points are where they were.
		RedemptionFailed {
			/// 신청. The redemption.
			redemption: RedemptionId,
			/// 회원. Who has the points again.
			member: PartyId,
			/// 채널. Who could not deliver.
			channel: AgencyId,
			/// 제도별 내역. What came back to each scheme.
			shares: Shares,
			/// 유예 포인트. How many of them would have been due meanwhile and got a later expiry.
			given_grace: Points,
			/// 사유 문서. Commitment to the reason.
			reason: DocumentCommitment,
		},
		/// 전환이 취소되었다.
		/// The member took the points back. They are where they were.
		RedemptionCancelled {
			/// 신청. The redemption.
			redemption: RedemptionId,
			/// 회원. Who has the points again.
			member: PartyId,
			/// 채널. Who was to deliver.
			channel: AgencyId,
			/// 제도별 내역. What came back to each scheme.
			shares: Shares,
			/// 유예 포인트. How many of them would have been due meanwhile and got a later expiry.
			given_grace: Points,
		},
		/// 포인트를 선물하였다.
		/// A member gave points to another. They keep their expiry.
		Gifted {
			/// 제도. The scheme.
			scheme: SchemeId,
			/// 보낸 회원. Who gave.
			giver: PartyId,
			/// 받은 회원. Who received.
			receiver: PartyId,
			/// 포인트. How many.
			points: Points,
		},
		/// 포인트가 전환되었다.
		/// Points became those of another scheme, worth the same. They keep their expiry.
		Converted {
			/// 회원. The member.
			member: PartyId,
			/// 원 제도. Of which scheme they were.
			from: SchemeId,
			/// 전환 제도. Of which scheme they are.
			to: SchemeId,
			/// 포인트. How many there were.
			points: Points,
			/// 받은 포인트. How many there are.
			received: Points,
			/// 잔돈. Won, in millionths, left over for the member.
			change: Balance,
		},
		/// 자동전환 설정이 바뀌었다.
		/// A member's standing rule changed.
		AutoConversionSet {
			/// 회원. The member.
			member: PartyId,
			/// 제도. Whose credits it concerns.
			scheme: SchemeId,
			/// 이전 설정. What was.
			old_rule: AutoConversion,
			/// 새 설정. What is.
			new_rule: AutoConversion,
		},
		/// 포인트가 환수되었다.
		/// An issuer took points back.
		ClawedBack {
			/// 제도. The scheme.
			scheme: SchemeId,
			/// 회원. From whom.
			member: PartyId,
			/// 환수 포인트. How many were taken.
			points: Points,
			/// 미회수 포인트. How many more will be taken from later credits.
			debt_added: Points,
			/// 사유 문서. Commitment to the reason.
			reason: DocumentCommitment,
		},
		/// 환수가 취소되었다.
		/// An issuer undid a clawback, or part of one.
		ClawBackReversed {
			/// 제도. The scheme.
			scheme: SchemeId,
			/// 회원. Who has the points again.
			member: PartyId,
			/// 돌려준 포인트. How many came back to the wallet.
			points: Points,
			/// 면제된 미회수 포인트. How many are no longer to be taken.
			debt_lifted: Points,
			/// 만료 월. The last month in which they can be used.
			expiry: Month,
			/// 결정 문서. Commitment to the decision.
			decision: DocumentCommitment,
		},
		/// 지갑이 정지되었다.
		/// A wallet was frozen: nothing comes in, goes out or expires.
		WalletFrozen {
			/// 제도. The scheme.
			scheme: SchemeId,
			/// 회원. Whose wallet.
			member: PartyId,
			/// 사유. Why.
			cause: FreezeCause,
			/// 증빙 문서. Commitment to what shows it.
			evidence: DocumentCommitment,
		},
		/// 이의가 신청되었다.
		/// A member appealed against the freezing of a wallet.
		Appealed {
			/// 제도. The scheme.
			scheme: SchemeId,
			/// 회원. Whose wallet.
			member: PartyId,
			/// 이의 문서. Commitment to the grounds.
			grounds: DocumentCommitment,
		},
		/// 지갑 정지가 해제되었다.
		/// A wallet can be used again.
		WalletReinstated {
			/// 제도. The scheme.
			scheme: SchemeId,
			/// 회원. Whose wallet.
			member: PartyId,
			/// 유예 포인트. How many points would have been due meanwhile and got a later expiry.
			given_grace: Points,
			/// 결정 문서. Commitment to the decision.
			decision: DocumentCommitment,
		},
		/// 이의가 기각되었다.
		/// An appeal was rejected; the wallet stays frozen.
		AppealRejected {
			/// 제도. The scheme.
			scheme: SchemeId,
			/// 회원. Whose wallet.
			member: PartyId,
			/// 결정 문서. Commitment to the decision.
			decision: DocumentCommitment,
		},
		/// 정산금이 지급되었다.
		/// A payee was paid all that it was owed.
		ClaimsPaid {
			/// 정산. The settlement.
			settlement: SettlementId,
			/// 수취 기관. Who was paid.
			payee: AgencyId,
			/// 계정. On which account.
			account: T::AccountId,
			/// 금액. How much.
			amount: Balance,
			/// 제도별 내역. What each scheme's issuer paid.
			claims: Claims,
		},
		/// 정산금이 지급되지 못하였다.
		/// A payee could not be paid; it is owed as much as before.
		ClaimsNotPaid {
			/// 정산. The settlement.
			settlement: SettlementId,
			/// 수취 기관. Who was not paid.
			payee: AgencyId,
			/// 사유. Why.
			reason: DispatchError,
		},
		/// 회원의 포인트가 새 계정으로 옮겨졌다.
		/// A member has another account, and its points are shown there.
		MemberMoved {
			/// 회원. The member.
			member: PartyId,
			/// 이전 계정. Where they were.
			old_account: T::AccountId,
			/// 새 계정. Where they are.
			new_account: T::AccountId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// 제도를 정할 권한이 없습니다.
		/// Only governance does this. Bring a motion to the council.
		NotAuthorized,
		/// 그런 제도가 없습니다.
		/// There is no such scheme. Check its number.
		SchemeNotFound,
		/// 제도가 너무 많습니다.
		/// There are as many schemes as there can be. Change the rule of one instead.
		TooManySchemes,
		/// 제도의 이름이나 기호가 잘못되었습니다.
		/// The name or the symbol is empty or too long. Use at most 50 bytes.
		InvalidName,
		/// 1포인트의 값이 0입니다.
		/// A point is worth nothing. State its value in millionths of a won.
		InvalidPointValue,
		/// 규칙이 잘못되었습니다.
		/// A period is not from 1 to 60 months, or a cap is 0. Correct the rule.
		InvalidRule,
		/// 시행 시각이 너무 이릅니다.
		/// The rule would apply at once or before the last one. Choose a later date.
		EffectiveDateTooEarly,
		/// 예고된 규칙이 너무 많습니다.
		/// Too many rules wait for their date. Wait until one applies.
		TooManyScheduledRules,
		/// 적립이 종료된 제도입니다.
		/// The scheme credits no more points. Use another.
		SchemeIsClosed,
		/// 이미 이 기관의 제도입니다.
		/// The agency runs the scheme already. Nothing is to be done.
		AlreadyTheIssuer,
		/// 다른 기관의 제도입니다.
		/// The scheme is another agency's. Let that one act.
		NotTheIssuer,
		/// 기관의 지급 계정이 아닙니다.
		/// Won are held on the agency's pay-out account only. Sign with that account.
		NotThePayoutAccount,
		/// 재원이 다른 계정에 있습니다.
		/// The scheme's won are held on another account. Withdraw them there first.
		FundsOnAnotherAccount,
		/// 재원을 보관할 계정이 아직 없습니다.
		/// Won cannot be held on the new account, because it is not on the chain yet. Send it a won first.
		AccountCannotHold,
		/// 계정의 원화가 부족합니다.
		/// The account has not so many free won. Deposit more.
		InsufficientFunds,
		/// 여유 재원이 부족합니다.
		/// So many won do not lie free: they back points or are owed to payees. Withdraw less.
		BudgetInUse,
		/// 금액이 0입니다.
		/// The amount is 0. Enter another.
		AmountIsZero,
		/// 포인트가 0입니다.
		/// There are no points. Enter how many.
		PointsAreZero,
		/// 회원의 계정이 없습니다.
		/// No account is known of this party. It must have a citizen card or a pay-out account.
		NoAccount,
		/// 적립한 적 없는 회원입니다.
		/// The party has no points yet in this scheme. Check the member and the scheme.
		NoWallet,
		/// 이미 적립된 기간입니다.
		/// The member was credited for this period already. Nothing is to be done.
		AlreadyCredited,
		/// 너무 오래된 기간입니다.
		/// The period is so long before the latest that nobody knows whether it was credited. Use a later number.
		PeriodTooOld,
		/// 1회 한도를 넘습니다.
		/// So much is not credited at once. Look up the scheme's rule.
		AboveCreditCap,
		/// 월 한도를 넘습니다.
		/// The member would have more than the cap of the month. Credit less, or next month.
		AboveMonthlyCap,
		/// 연 한도를 넘습니다.
		/// The member would have more than the cap of the year. Credit less, or next year.
		AboveYearlyCap,
		/// 제도의 연간 예산을 넘습니다.
		/// The scheme would issue more than its budget of the year. Ask governance for another rule.
		AboveYearlyBudget,
		/// 예치된 재원을 넘습니다.
		/// Not enough won are held for these points. Fund the scheme first.
		AboveFundedBudget,
		/// 지갑이 정지되었습니다.
		/// The wallet is frozen. The member can appeal.
		WalletIsFrozen,
		/// 지갑이 정지되지 않았습니다.
		/// The wallet is not frozen. Nothing is to be done.
		WalletNotFrozen,
		/// 이미 이의를 신청하였습니다.
		/// The member has appealed already. Wait for the decision.
		AlreadyAppealed,
		/// 이의 신청이 없습니다.
		/// The member has not appealed. Nothing is to be decided.
		NoAppeal,
		/// 이 제도의 포인트는 그렇게 쓸 수 없습니다.
		/// The scheme's rule does not allow this use. Choose another scheme.
		UseNotAllowed,
		/// 포인트가 부족합니다.
		/// The points that may be used so do not suffice. Due and frozen points do not count.
		InsufficientPoints,
		/// 온전한 포인트로 나누어지지 않습니다.
		/// The amount is not that of whole points. Choose another amount.
		NotWholePoints,
		/// 최소 전환 포인트보다 적습니다.
		/// A redemption takes more of this scheme, or nothing. Take more, or name other schemes.
		BelowMinimumRedemption,
		/// 한 번에 쓸 수 있는 묶음보다 많습니다.
		/// The redemption would take points of too many months. Redeem a smaller amount first.
		TooManyLots,
		/// 자신에게는 할 수 없습니다.
		/// Payer and receiver are the same. Choose another receiver.
		SameParty,
		/// 같은 제도입니다.
		/// Both schemes are the same. Choose another.
		SameScheme,
		/// 전환할 제도에 재원이 없습니다.
		/// No won are held for the scheme into which the points would go. Try again when its issuer has funded it.
		TargetNotFunded,
		/// 전환하기에 너무 적습니다.
		/// The points are worth less than one point of the other scheme. Convert more.
		TooFewToConvert,
		/// 그런 전환 신청이 없습니다.
		/// There is no such redemption. It may be settled, failed or cancelled.
		RedemptionNotFound,
		/// 이 회원의 전환 신청이 아닙니다.
		/// The redemption is another member's. Check its number.
		NotTheMember,
		/// 다른 채널의 전환 신청입니다.
		/// The redemption is another channel's. Check its number.
		NotTheChannel,
		/// 이미 전송되었습니다.
		/// The channel is delivering. Ask it whether it can stop.
		AlreadySent,
		/// 아직 전송되지 않았습니다.
		/// The channel has not begun to deliver. Send the redemption first.
		NotSent,
		/// 정산 예정액보다 많습니다.
		/// The merchant is not owed so much by this scheme, or was paid already. Refund in won.
		AboveClaim,
		/// 환수된 것보다 많습니다.
		/// Not so much was clawed back. Look up the member's statement.
		AboveClawedBack,
		/// 받을 돈이 없습니다.
		/// Nothing is owed to this payee. Check the agency.
		NothingOwed,
		/// 목록이 비어 있습니다.
		/// The list is empty. Enter something.
		NothingToDo,
		/// 지갑이 너무 많습니다.
		/// The party has as many wallets as it can have. Nothing can be done.
		TooManyWallets,
		/// 정산 예정 내역이 너무 많습니다.
		/// The payee is owed by as many schemes as it can be. Settle first.
		TooManyClaims,
		/// 번호가 모두 쓰였습니다.
		/// All numbers are given. Tell those who maintain the chain.
		NumbersExhausted,
		/// 장부가 맞지 않습니다.
		/// The books do not allow this. Tell those who maintain the chain.
		BooksDoNotBalance,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
			let mut meter = WeightMeter::with_limit(remaining.min(T::SweepWeight::get()));
			Self::sweep(&mut meter);
			meter.consumed()
		}

		fn integrity_test() {
			assert!(
				T::WeightInfo::sweep_base()
					.saturating_add(T::WeightInfo::sweep_member(MAX_SCHEMES))
					.all_lte(T::SweepWeight::get()),
				"SweepWeight must suffice for one member at least"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// 제도를 만든다 (거버넌스).
		/// Creates a scheme and its asset. The rule is in force at once; the value of a point is fixed for
		/// ever, because another value would change what was earned.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::create_scheme())]
		pub fn create_scheme(
			origin: OriginFor<T>,
			issuer: AgencyId,
			name: Name,
			symbol: Name,
			point_value: Balance,
			rule: SchemeRule,
		) -> DispatchResult {
			Self::ensure_governance(origin)?;
			Self::do_create_scheme(issuer, name, symbol, point_value, rule)
		}

		/// 제도의 규칙을 예고한다 (거버넌스).
		/// Sets a scheme's rule from a date on.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::schedule_rule())]
		pub fn schedule_rule(
			origin: OriginFor<T>,
			scheme: SchemeId,
			effective_from: Moment,
			rule: SchemeRule,
		) -> DispatchResult {
			Self::ensure_governance(origin)?;
			Self::do_schedule_rule(scheme, effective_from, rule)
		}

		/// 적립을 끝낸다 (거버넌스).
		/// Ends the credits of a scheme. Points that are there can be used until they are due.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::close_scheme())]
		pub fn close_scheme(origin: OriginFor<T>, scheme: SchemeId) -> DispatchResult {
			Self::ensure_governance(origin)?;
			Self::do_close_scheme(scheme)
		}

		/// 운영 기관을 바꾼다 (거버넌스).
		/// Gives a scheme to another issuer, and its held won to that one's pay-out account.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::reassign_scheme())]
		pub fn reassign_scheme(
			origin: OriginFor<T>,
			scheme: SchemeId,
			issuer: AgencyId,
		) -> DispatchResult {
			Self::ensure_governance(origin)?;
			Self::do_reassign_scheme(scheme, issuer)
		}

		/// 재원을 예치한다 (운영 기관의 지급 계좌).
		/// Has won of the issuer's pay-out account held for a scheme. That account signs.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::fund_budget())]
		pub fn fund_budget(
			origin: OriginFor<T>,
			scheme: SchemeId,
			amount: Balance,
		) -> DispatchResult {
			let actor = T::IssuerOrigin::ensure_actor(origin)?;
			Self::do_fund_budget(actor, scheme, amount)
		}

		/// 여유 재원을 돌려받는다 (운영 기관의 지급 계좌).
		/// Releases held won that back nothing. The account on which they are held signs.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::withdraw_budget())]
		pub fn withdraw_budget(
			origin: OriginFor<T>,
			scheme: SchemeId,
			amount: Balance,
		) -> DispatchResult {
			let actor = T::IssuerOrigin::ensure_actor(origin)?;
			Self::do_withdraw_budget(actor, scheme, amount)
		}

		/// 포인트를 적립한다 (운영 기관).
		/// Credits points to one member for one period.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::credit())]
		pub fn credit(origin: OriginFor<T>, scheme: SchemeId, row: CreditRow) -> DispatchResult {
			let actor = T::IssuerOrigin::ensure_actor(origin)?;
			Self::do_credit(actor.agency, scheme, row)
		}

		/// 포인트를 일괄 적립한다 (운영 기관).
		/// Credits points to many members. A bad row is reported and changes nothing; the others count.
		#[pallet::call_index(7)]
		#[pallet::weight(Pallet::<T>::weight_of_batch(rows.len()))]
		pub fn credit_batch(
			origin: OriginFor<T>,
			scheme: SchemeId,
			rows: BoundedVec<CreditRow, ConstU32<MAX_BATCH>>,
		) -> DispatchResultWithPostInfo {
			let actor = T::IssuerOrigin::ensure_actor(origin)?;
			let done = Self::do_credit_batch(actor.agency, scheme, &rows)?;
			Ok(Some(T::WeightInfo::credit_batch(
				done.credited,
				done.refused,
				done.targets,
			))
			.into())
		}

		/// 포인트로 결제한다 (회원).
		/// Pays a merchant, a tax or a fee, or donates, with points of several schemes. Points that are due
		/// first are taken first.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::pay(source.limit()))]
		pub fn pay(
			origin: OriginFor<T>,
			payee: AgencyId,
			purpose: Purpose,
			amount: Balance,
			source: Source,
			reference: DocumentCommitment,
		) -> DispatchResultWithPostInfo {
			let member = Self::acting_member(origin)?;
			let used = Self::do_pay(member, payee, purpose, amount, &source, reference)?;
			Ok(Some(T::WeightInfo::pay(used)).into())
		}

		/// 전환을 신청한다 (회원).
		/// Asks a channel to turn points into a voucher, transit money or a bank transfer. They are reserved.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::redeem(source.limit()))]
		pub fn redeem(
			origin: OriginFor<T>,
			channel: AgencyId,
			amount: Balance,
			source: Source,
			instruction: DocumentCommitment,
		) -> DispatchResultWithPostInfo {
			let member = Self::acting_member(origin)?;
			let used = Self::do_redeem(member, channel, amount, &source, instruction)?;
			Ok(Some(T::WeightInfo::redeem(used)).into())
		}

		/// 전환 전송을 시작한다 (사용 채널).
		/// Says that delivery has begun. From now on the member cannot take the points back.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::send_redemption())]
		pub fn send_redemption(
			origin: OriginFor<T>,
			redemption: RedemptionId,
			reference: DocumentCommitment,
		) -> DispatchResult {
			let actor = T::ChannelOrigin::ensure_actor(origin)?;
			Self::do_send_redemption(actor.agency, redemption, reference)
		}

		/// 전환을 완료한다 (사용 채널).
		/// Says that it was delivered. The channel is owed the won.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::settle_redemption())]
		pub fn settle_redemption(origin: OriginFor<T>, redemption: RedemptionId) -> DispatchResult {
			let actor = T::ChannelOrigin::ensure_actor(origin)?;
			Self::do_settle_redemption(actor.agency, redemption)
		}

		/// 전환할 수 없음을 알린다 (사용 채널, 거버넌스).
		/// Says that it could not be delivered. The points go back to where they were. Governance can say so
		/// for a channel that does not answer.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::fail_redemption(MAX_SCHEMES))]
		pub fn fail_redemption(
			origin: OriginFor<T>,
			redemption: RedemptionId,
			reason: DocumentCommitment,
		) -> DispatchResultWithPostInfo {
			let by = match T::GovernanceOrigin::try_origin(origin) {
				Ok(_) => None,
				Err(origin) => Some(T::ChannelOrigin::ensure_actor(origin)?.agency),
			};
			let used = Self::do_fail_redemption(by, redemption, reason)?;
			Ok(Some(T::WeightInfo::fail_redemption(used)).into())
		}

		/// 전환 신청을 취소한다 (회원).
		/// Takes reserved points back, as long as the channel has not begun to deliver.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::fail_redemption(MAX_SCHEMES))]
		pub fn cancel_redemption(
			origin: OriginFor<T>,
			redemption: RedemptionId,
		) -> DispatchResultWithPostInfo {
			let member = Self::acting_member(origin)?;
			let used = Self::do_cancel_redemption(member, redemption)?;
			Ok(Some(T::WeightInfo::fail_redemption(used)).into())
		}

		/// 포인트를 선물한다 (회원).
		/// Gives points of one scheme to another member, those first that are due first.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::gift())]
		pub fn gift(
			origin: OriginFor<T>,
			receiver: PartyId,
			scheme: SchemeId,
			points: Points,
		) -> DispatchResult {
			let member = Self::acting_member(origin)?;
			Self::do_gift(member, receiver, scheme, points)
		}

		/// 포인트를 다른 제도의 포인트로 전환한다 (회원).
		/// Makes points of one scheme those of another, worth the same.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::convert())]
		pub fn convert(
			origin: OriginFor<T>,
			from: SchemeId,
			to: SchemeId,
			points: Points,
		) -> DispatchResult {
			let member = Self::acting_member(origin)?;
			Self::do_convert(member, from, to, points)
		}

		/// 자동전환을 설정한다 (회원).
		/// Says what happens to points of a scheme whenever they are credited. If the rules do not allow it at
		/// that time, they stay what they are.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::set_auto_conversion())]
		pub fn set_auto_conversion(
			origin: OriginFor<T>,
			scheme: SchemeId,
			rule: AutoConversion,
		) -> DispatchResult {
			let member = Self::acting_member(origin)?;
			Self::do_set_auto_conversion(member, scheme, rule)
		}

		/// 결제를 환불한다 (가맹점).
		/// Gives points of a purchase back. The merchant is owed as much less; what it was paid already it
		/// refunds in won.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::refund())]
		pub fn refund(
			origin: OriginFor<T>,
			member: PartyId,
			scheme: SchemeId,
			points: Points,
			reason: DocumentCommitment,
		) -> DispatchResult {
			let actor = T::MerchantOrigin::ensure_actor(origin)?;
			Self::do_refund(actor.agency, member, scheme, points, reason)
		}

		/// 포인트를 환수한다 (운영 기관).
		/// Takes points back. What the wallet does not have is taken from later credits.
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::claw_back())]
		pub fn claw_back(
			origin: OriginFor<T>,
			member: PartyId,
			scheme: SchemeId,
			points: Points,
			reason: DocumentCommitment,
		) -> DispatchResult {
			let actor = T::IssuerOrigin::ensure_actor(origin)?;
			Self::do_claw_back(actor.agency, member, scheme, points, reason)
		}

		/// 환수를 취소한다 (운영 기관).
		/// Undos a clawback or part of it: first what is still owed, then what was taken.
		#[pallet::call_index(19)]
		#[pallet::weight(T::WeightInfo::reverse_claw_back())]
		pub fn reverse_claw_back(
			origin: OriginFor<T>,
			member: PartyId,
			scheme: SchemeId,
			points: Points,
			decision: DocumentCommitment,
		) -> DispatchResult {
			let actor = T::IssuerOrigin::ensure_actor(origin)?;
			Self::do_reverse_claw_back(actor.agency, member, scheme, points, decision)
		}

		/// 지갑을 정지한다 (운영 기관).
		/// Freezes a member's wallet of the issuer's own scheme. Nothing comes in, goes out or expires.
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::freeze())]
		pub fn freeze(
			origin: OriginFor<T>,
			member: PartyId,
			scheme: SchemeId,
			cause: FreezeCause,
			evidence: DocumentCommitment,
		) -> DispatchResult {
			let actor = T::IssuerOrigin::ensure_actor(origin)?;
			Self::do_freeze(actor.agency, member, scheme, cause, evidence)
		}

		/// 지갑 정지에 이의를 신청한다 (회원).
		/// Appeals against the freezing of one's wallet.
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::appeal())]
		pub fn appeal(
			origin: OriginFor<T>,
			scheme: SchemeId,
			grounds: DocumentCommitment,
		) -> DispatchResult {
			let member = Self::acting_member(origin)?;
			Self::do_appeal(member, scheme, grounds)
		}

		/// 지갑의 정지를 해제한다 (운영 기관, 거버넌스).
		/// Lets a frozen wallet be used again. Points that would have been due meanwhile get a later expiry.
		#[pallet::call_index(22)]
		#[pallet::weight(T::WeightInfo::reinstate())]
		pub fn reinstate(
			origin: OriginFor<T>,
			member: PartyId,
			scheme: SchemeId,
			decision: DocumentCommitment,
		) -> DispatchResult {
			let by = match T::GovernanceOrigin::try_origin(origin) {
				Ok(_) => None,
				Err(origin) => Some(T::IssuerOrigin::ensure_actor(origin)?.agency),
			};
			Self::do_reinstate(by, member, scheme, decision)
		}

		/// 이의를 기각한다 (거버넌스).
		/// Rejects an appeal. Nobody judges its own case, so the issuer cannot.
		#[pallet::call_index(23)]
		#[pallet::weight(T::WeightInfo::reject_appeal())]
		pub fn reject_appeal(
			origin: OriginFor<T>,
			member: PartyId,
			scheme: SchemeId,
			decision: DocumentCommitment,
		) -> DispatchResult {
			Self::ensure_governance(origin)?;
			Self::do_reject_appeal(member, scheme, decision)
		}

		/// 정산금을 지급한다 (누구나).
		/// Pays payees all that they are owed, each scheme's part out of its own held won. Who cannot be paid
		/// is reported and stays owed.
		#[pallet::call_index(24)]
		#[pallet::weight(Pallet::<T>::weight_of_settlement(payees.len()))]
		pub fn settle(
			origin: OriginFor<T>,
			payees: BoundedVec<AgencyId, ConstU32<MAX_SETTLED>>,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let (count, claims) = Self::do_settle(&payees)?;
			Ok(Some(T::WeightInfo::settle(count, claims)).into())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// 지갑 조회.
		///
		/// What a party has in each scheme, and what of it is due within `days` days.
		pub fn wallet(party: PartyId, days: u32) -> Vec<runtime_api::WalletView> {
			Self::wallet_of(party, days)
		}

		/// 제도별 대사.
		///
		/// The books of a scheme.
		pub fn reconcile(scheme: SchemeId) -> Option<runtime_api::Reconciliation> {
			Self::reconciliation(scheme)
		}

		/// 정산 예정액 조회.
		///
		/// What is owed to a payee, by scheme.
		pub fn open_claims_of(payee: AgencyId) -> Vec<Claim> {
			OpenClaims::<T>::get(payee).unwrap_or_default().into_inner()
		}

		/// 시행 중인 규칙.
		///
		/// The rule of a scheme that is in force now.
		pub fn rule_in_force(scheme: SchemeId) -> Option<SchemeRule> {
			let now = Self::now();
			Schemes::<T>::get()
				.iter()
				.find(|known| known.id == scheme)
				.and_then(|known| known.rule_at(now).cloned())
		}
	}
}
