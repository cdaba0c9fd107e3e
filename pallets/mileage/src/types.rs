// SPDX-License-Identifier: Apache-2.0

//! What the ledger of points holds.

use crate::calendar::Month;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedBTreeSet, BoundedVec};
use scale_info::TypeInfo;
use seoul_chain_primitives::{
	dated::{self, Dated},
	numbers, wire_types, AgencyId, Balance, DocumentCommitment, Moment, PartyId,
};
use serde::{Deserialize, Serialize};

/// At most this many schemes exist.
pub const MAX_SCHEMES: u32 = 16;
/// At most this many dated rules of a scheme are kept; the oldest make room for new ones.
pub const MAX_DATED_RULES: u32 = 8;
/// Points live at most this many months.
pub const MAX_EXPIRY_MONTHS: u16 = 60;
/// At most this many lots are in a wallet: one for each month in which points can be due, and room for
/// points that came back.
pub const MAX_LOTS: u32 = 64;
/// At most this many lots are reserved by one redemption.
pub const MAX_REDEMPTION_LOTS: u32 = 128;
/// The credits of this many periods, counted back from the latest, are remembered: bits.
pub const REMEMBERED_PERIODS: u32 = 256;
/// The same in bytes.
pub const REMEMBERED_BYTES: u32 = REMEMBERED_PERIODS / 8;
/// At most this many credits are in a batch.
pub const MAX_BATCH: u32 = 500;
/// At most this many payees are in a settlement.
pub const MAX_SETTLED: u32 = 100;
/// At most this many bytes are in a scheme's name, and in its symbol.
pub const MAX_NAME: u32 = 50;
/// A cap that caps nothing: the largest number that JavaScript, and so the tools that edit a chain
/// specification, read exactly.
pub const NO_LIMIT: Points = (1 << 53) - 1;

/// An amount of points. Points are whole.
pub type Points = u64;

numbers! {
	/// Number of a scheme, and of its asset.
	SchemeId(#[codec(compact)] u32)
	/// Number of a period for which points are credited: a day, a half-year, a survey, as the scheme counts.
	Period(#[codec(compact)] u32)
	/// Version of a scheme's rule, from 0.
	RuleVersion(#[codec(compact)] u32)
	/// Number of a redemption, in order of reservation.
	RedemptionId(#[codec(compact)] u64)
	/// Number of a settlement, in order.
	SettlementId(#[codec(compact)] u64)
}

/// 쓰임새. What points of a scheme may be used for.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Serialize,
	Deserialize,
)]
pub enum PointUse {
	/// 가맹점 결제: pay a merchant.
	#[codec(index = 0)]
	Purchase,
	/// 세금: pay a tax.
	#[codec(index = 1)]
	Tax,
	/// 요금: pay a fee.
	#[codec(index = 2)]
	Fee,
	/// 기부: donate.
	#[codec(index = 3)]
	Donation,
	/// 상품권·교통카드·계좌: redeem through a channel.
	#[codec(index = 4)]
	Redemption,
	/// 선물: give to another member.
	#[codec(index = 5)]
	Gift,
	/// 다른 제도로 전환: become points of another scheme.
	#[codec(index = 6)]
	ConversionOut,
	/// 다른 제도에서 전환: come from another scheme.
	#[codec(index = 7)]
	ConversionIn,
}

/// What a scheme's points may be used for.
pub type PointUses = BoundedBTreeSet<PointUse, ConstU32<8>>;

/// 제도 규칙. What applies to a scheme from a date on. What was earned under an earlier rule keeps the
/// expiry that it got then.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Debug,
	PartialEq,
	Eq,
	Serialize,
	Deserialize,
)]
pub struct SchemeRule {
	/// 유효 기간(월): points are due at the end of the month this many months after the credit.
	pub expiry_months: u16,
	/// 반환 유예(월): points that come back when their lot is due live until the end of the month this many
	/// months later.
	pub grace_months: u16,
	/// 1회 한도: most points in one credit, that is for one period of a member.
	pub max_per_credit: Points,
	/// 월 한도: most points credited to a member in a calendar month.
	pub max_per_month: Points,
	/// 연 한도: most points credited to a member in a calendar year.
	pub max_per_year: Points,
	/// 최소 전환 포인트: fewest points that a redemption takes of this scheme, if it takes any.
	pub min_redemption: Points,
	/// 연간 예산: most points issued in a calendar year, whatever is funded.
	pub yearly_budget: Points,
	/// 쓰임새: what the points may be used for.
	pub uses: PointUses,
}

impl SchemeRule {
	/// Whether the rule can be carried out.
	pub fn is_valid(&self) -> bool {
		(1..=MAX_EXPIRY_MONTHS).contains(&self.expiry_months)
			&& (1..=MAX_EXPIRY_MONTHS).contains(&self.grace_months)
			&& self.max_per_credit > 0
			&& self.max_per_month > 0
			&& self.max_per_year > 0
			&& self.yearly_budget > 0
	}

	/// Whether points may be used so.
	pub fn allows(&self, wanted: PointUse) -> bool {
		self.uses.contains(&wanted)
	}
}

wire_types! {
	/// A rule and the date from which it applies.
	pub struct DatedRule {
		/// From when it applies.
		pub effective_from: Moment,
		/// Its version.
		pub version: RuleVersion,
		/// The rule.
		pub rule: SchemeRule,
	}

	/// 제도 상태. Whether a scheme credits points.
	#[derive(Copy)]
	pub enum SchemeStatus {
		/// 운영 중.
		#[codec(index = 0)]
		Active,
		/// 적립 종료: nothing is credited any more; what is there can be used until it is due.
		#[codec(index = 1)]
		Closed {
			/// Since when.
			at: Moment,
		},
	}

	/// 마일리지 제도.
	pub struct Scheme {
		/// Its number, and that of its asset.
		pub id: SchemeId,
		/// The agency that credits its points and answers for them.
		pub issuer: AgencyId,
		/// What one point is worth, in millionths of a won. Fixed for ever.
		pub point_value: Balance,
		/// Whether it credits points.
		pub status: SchemeStatus,
		/// Its rules, in order of date.
		pub rules: BoundedVec<DatedRule, ConstU32<MAX_DATED_RULES>>,
	}

	/// 재원. Where the won of a scheme are held.
	pub enum Funding<AccountId> {
		/// 없음.
		#[codec(index = 0)]
		Nothing,
		/// 예치됨.
		#[codec(index = 1)]
		Held {
			/// On which account.
			account: AccountId,
			/// How much.
			amount: Balance,
		},
	}

	/// 제도별 장부. Totals of a scheme. To the point: `issued + converted_in = live + reserved + spent +
	/// converted_out + expired + clawed_back`.
	pub struct SchemeLedger<AccountId> {
		/// Which scheme.
		pub scheme: SchemeId,
		/// 재원: won held for what is owed.
		pub funding: Funding<AccountId>,
		/// 잔여: points in wallets.
		#[codec(compact)]
		pub live: Points,
		/// 전환 대기: points reserved by redemptions.
		#[codec(compact)]
		pub reserved: Points,
		/// 적립: points credited.
		#[codec(compact)]
		pub issued: Points,
		/// 전환 유입: points that came from other schemes.
		#[codec(compact)]
		pub converted_in: Points,
		/// 사용: points spent.
		#[codec(compact)]
		pub spent: Points,
		/// 전환 유출: points that became those of other schemes.
		#[codec(compact)]
		pub converted_out: Points,
		/// 소멸: points that were not used in time.
		#[codec(compact)]
		pub expired: Points,
		/// 환수: points that were taken back.
		#[codec(compact)]
		pub clawed_back: Points,
		/// 잔돈: won, in millionths, that members have in parts of points.
		#[codec(compact)]
		pub change: Balance,
		/// 정산 예정: won, in millionths, owed to payees.
		#[codec(compact)]
		pub owed: Balance,
		/// The year of `issued_in_year`, counted from 1970.
		#[codec(compact)]
		pub year: u32,
		/// 올해 적립.
		#[codec(compact)]
		pub issued_in_year: Points,
	}

	/// 묶음. Points that are due together.
	#[derive(Copy)]
	pub struct Lot {
		/// The last month in which they can be used.
		pub expiry: Month,
		/// How many.
		#[codec(compact)]
		pub points: Points,
	}

	/// 적립된 기간. Which periods were credited: a watermark and the periods below it.
	#[derive(Default)]
	pub struct Periods {
		/// The latest period that was credited, if `seen` says anything.
		pub latest: Period,
		/// Bit 0 of byte 0 is the latest period, bit 1 the one before, and so on. The last byte is not 0.
		pub seen: BoundedVec<u8, ConstU32<REMEMBERED_BYTES>>,
	}

	/// 기간별 누계. What a member was credited in the latest month and year.
	#[derive(Copy, Default)]
	pub struct Earned {
		/// The month.
		pub month: Month,
		/// In that month.
		#[codec(compact)]
		pub in_month: Points,
		/// In its year.
		#[codec(compact)]
		pub in_year: Points,
	}

	/// 자동전환. What happens to points when they are credited.
	#[derive(Copy, Default)]
	pub enum AutoConversion {
		/// 하지 않음.
		#[codec(index = 0)]
		#[default]
		Off,
		/// 전환: they become points of another scheme.
		#[codec(index = 1)]
		Into {
			/// Which.
			scheme: SchemeId,
		},
	}

	/// 정지 사유.
	#[derive(Copy)]
	pub enum FreezeCause {
		/// 사망.
		#[codec(index = 0)]
		Death,
		/// 부정 적립 의심.
		#[codec(index = 1)]
		Fraud,
	}

	/// 지갑 상태. Whether a member may use a scheme's points.
	#[derive(Copy, Default)]
	pub enum WalletStatus {
		/// 정상.
		#[codec(index = 0)]
		#[default]
		Active,
		/// 정지: nothing comes in, nothing goes out, nothing expires.
		#[codec(index = 1)]
		Frozen {
			/// Why.
			cause: FreezeCause,
			/// Since when.
			at: Moment,
		},
		/// 이의 신청: as frozen, and the member has appealed.
		#[codec(index = 2)]
		Appealed {
			/// Why it was frozen.
			cause: FreezeCause,
			/// Since when it is frozen.
			at: Moment,
			/// When the member appealed.
			appealed_at: Moment,
		},
	}

	/// 제도별 지갑. What a member has in one scheme.
	pub struct Wallet {
		/// Which scheme.
		pub scheme: SchemeId,
		/// Points, the earliest due first.
		pub lots: BoundedVec<Lot, ConstU32<MAX_LOTS>>,
		/// 잔돈: won, in millionths, less than a point is worth or left over from it.
		#[codec(compact)]
		pub change: Balance,
		/// 미회수 환수: points that are taken from later credits.
		#[codec(compact)]
		pub debt: Points,
		/// 환수 누계: points that were taken back or are owed so, less those given again.
		#[codec(compact)]
		pub clawed_back: Points,
		/// Which periods were credited.
		pub periods: Periods,
		/// What was credited in the latest month and year.
		pub earned: Earned,
		/// 자동전환.
		pub auto: AutoConversion,
		/// Whether it may be used.
		pub status: WalletStatus,
	}

	/// 회원. What a party has in all schemes.
	pub struct Member<AccountId> {
		/// The account on which its assets lie.
		pub account: AccountId,
		/// One for each scheme, in order of scheme.
		pub wallets: BoundedVec<Wallet, ConstU32<MAX_SCHEMES>>,
	}

	/// 적립 한 건.
	#[derive(Copy)]
	pub struct CreditRow {
		/// Who gets the points.
		pub member: PartyId,
		/// For which period. A period is credited once.
		pub period: Period,
		/// How many.
		pub points: Points,
		/// Commitment to what shows that they were earned.
		pub evidence: DocumentCommitment,
	}

	/// 적립 근거. What a credit rests on.
	#[derive(Copy)]
	pub enum Evidence {
		/// 문서: a document of the issuer.
		#[codec(index = 0)]
		Document(DocumentCommitment),
		/// 참여: the member took part in a poll of this number.
		#[codec(index = 1)]
		Participation(u32),
	}

	/// 사용할 제도. Of which schemes points are taken; always those first that are due first.
	pub enum Source {
		/// 만료 임박 순: of any scheme that may be used so.
		#[codec(index = 0)]
		Earliest {
			/// But of no more than this many.
			at_most: u8,
		},
		/// 지정: of these schemes only.
		#[codec(index = 1)]
		Only {
			/// Which.
			schemes: BoundedVec<SchemeId, ConstU32<MAX_SCHEMES>>,
		},
	}

	/// 용도. What a payment is for; it says which role the payee must have.
	#[derive(Copy)]
	pub enum Purpose {
		/// 구매: the payee is a merchant.
		#[codec(index = 0)]
		Purchase,
		/// 세금: the payee is a tax office.
		#[codec(index = 1)]
		Tax,
		/// 요금: the payee is a redemption channel.
		#[codec(index = 2)]
		Fee,
		/// 기부: the payee is a redemption channel.
		#[codec(index = 3)]
		Donation,
	}

	/// What a scheme gave to a payment, a redemption or a claim.
	#[derive(Copy)]
	pub struct Share {
		/// Which scheme.
		pub scheme: SchemeId,
		/// Points that were taken.
		#[codec(compact)]
		pub points: Points,
		/// Won, in millionths, that the scheme's issuer pays.
		#[codec(compact)]
		pub amount: Balance,
	}

	/// What a scheme's issuer owes to a payee.
	#[derive(Copy)]
	pub struct Claim {
		/// Which scheme.
		pub scheme: SchemeId,
		/// Won, in millionths.
		#[codec(compact)]
		pub amount: Balance,
	}

	/// A lot, or part of one, that a redemption has reserved.
	#[derive(Copy)]
	pub struct ReservedLot {
		/// Which scheme.
		pub scheme: SchemeId,
		/// Where it comes from, and goes back to.
		pub lot: Lot,
	}

	/// 전환 신청 상태.
	#[derive(Copy)]
	pub enum RedemptionStatus {
		/// 예약됨: the member can take it back.
		#[codec(index = 0)]
		Reserved,
		/// 전송됨: the channel is delivering.
		#[codec(index = 1)]
		Sent {
			/// Since when.
			at: Moment,
		},
	}

	/// 전환 신청. Points that a channel turns into something else.
	pub struct Redemption {
		/// Whose points.
		pub member: PartyId,
		/// Who delivers.
		pub channel: AgencyId,
		/// Won, in millionths, that they are worth.
		pub amount: Balance,
		/// The points.
		pub lots: BoundedVec<ReservedLot, ConstU32<MAX_REDEMPTION_LOTS>>,
		/// When it was reserved.
		pub reserved_at: Moment,
		/// How far it is.
		pub status: RedemptionStatus,
	}

	/// 소멸 처리 상태. How far due points are taken out of wallets.
	#[derive(Copy, Default)]
	pub enum Sweep {
		/// 완료: all that were due before this month are taken out.
		#[codec(index = 0)]
		Done {
			/// The month.
			month: Month,
		},
		/// 진행 중.
		#[codec(index = 1)]
		Running {
			/// What was due before this month is taken out.
			month: Month,
			/// Of members up to this one, in the order of storage.
			last: PartyId,
		},
		/// 시작 전: nothing was ever swept.
		#[codec(index = 2)]
		#[default]
		Never,
	}
}

/// What is owed to a payee, in order of scheme.
pub type Claims = BoundedVec<Claim, ConstU32<MAX_SCHEMES>>;
/// What each scheme gave.
pub type Shares = BoundedVec<Share, ConstU32<MAX_SCHEMES>>;
/// Name or symbol of a scheme.
pub type Name = BoundedVec<u8, ConstU32<MAX_NAME>>;

impl Purpose {
	/// What the points are used for.
	pub const fn point_use(self) -> PointUse {
		match self {
			Self::Purchase => PointUse::Purchase,
			Self::Tax => PointUse::Tax,
			Self::Fee => PointUse::Fee,
			Self::Donation => PointUse::Donation,
		}
	}
}

impl Source {
	/// Of at most how many schemes points are taken.
	pub fn limit(&self) -> u32 {
		let limit = match self {
			Self::Earliest { at_most } => u32::from(*at_most),
			Self::Only { schemes } => u32::try_from(schemes.len()).unwrap_or(MAX_SCHEMES),
		};
		limit.min(MAX_SCHEMES)
	}
}

impl Dated for DatedRule {
	type Date = Moment;

	fn effective_from(&self) -> Moment {
		self.effective_from
	}
}

impl Scheme {
	/// The rule in force at `now`.
	pub fn rule_at(&self, now: Moment) -> Option<&SchemeRule> {
		dated::in_force(&self.rules, now).map(|dated| &dated.rule)
	}
}

/// What points are worth, in millionths of a won.
pub fn value_of(points: Points, point_value: Balance) -> Balance {
	Balance::from(points).saturating_mul(point_value)
}

impl<AccountId> Funding<AccountId> {
	/// How much is held.
	pub const fn amount(&self) -> Balance {
		match self {
			Self::Nothing => 0,
			Self::Held { amount, .. } => *amount,
		}
	}

	/// On which account.
	pub const fn account(&self) -> Option<&AccountId> {
		match self {
			Self::Nothing => None,
			Self::Held { account, .. } => Some(account),
		}
	}
}

impl<AccountId: Clone> Funding<AccountId> {
	/// The same with less, or nothing if so much is not held.
	pub fn less(&self, by: Balance) -> Option<Self> {
		match self {
			Self::Nothing => (by == 0).then_some(Self::Nothing),
			Self::Held { account, amount } => match amount.checked_sub(by)? {
				0 => Some(Self::Nothing),
				amount => Some(Self::Held {
					account: account.clone(),
					amount,
				}),
			},
		}
	}

	/// The same with more on the account where something is already held.
	pub fn more(&self, by: Balance) -> Option<Self> {
		match self {
			Self::Nothing => None,
			Self::Held { account, amount } => Some(Self::Held {
				account: account.clone(),
				amount: amount.checked_add(by)?,
			}),
		}
	}
}

impl<AccountId> SchemeLedger<AccountId> {
	/// The ledger of a scheme that has credited nothing.
	pub const fn new(scheme: SchemeId) -> Self {
		Self {
			scheme,
			funding: Funding::Nothing,
			live: 0,
			reserved: 0,
			issued: 0,
			converted_in: 0,
			spent: 0,
			converted_out: 0,
			expired: 0,
			clawed_back: 0,
			change: 0,
			owed: 0,
			year: 0,
			issued_in_year: 0,
		}
	}

	/// Won, in millionths, that the issuer may have to pay.
	pub fn liability(&self, point_value: Balance) -> Balance {
		value_of(self.live.saturating_add(self.reserved), point_value)
			.saturating_add(self.change)
			.saturating_add(self.owed)
	}

	/// Won, in millionths, that are held and back nothing.
	pub fn free(&self, point_value: Balance) -> Balance {
		self.funding
			.amount()
			.saturating_sub(self.liability(point_value))
	}

	/// Whether what came in is what is there and what went out, to the point.
	pub fn balances(&self) -> bool {
		let sum = |parts: &[Points]| -> u128 { parts.iter().copied().map(u128::from).sum() };
		sum(&[self.issued, self.converted_in])
			== sum(&[
				self.live,
				self.reserved,
				self.spent,
				self.converted_out,
				self.expired,
				self.clawed_back,
			])
	}

	/// Points issued in a year.
	pub const fn issued_in(&self, year: u32) -> Points {
		if self.year == year {
			self.issued_in_year
		} else {
			0
		}
	}
}

impl Periods {
	/// Whether the period can be credited.
	pub fn check(&self, period: Period) -> Result<(), PeriodRefusal> {
		if self.seen.is_empty() || period > self.latest {
			return Ok(());
		}
		let back = self.latest.0.saturating_sub(period.0);
		if back >= REMEMBERED_PERIODS {
			return Err(PeriodRefusal::TooOld);
		}
		match Self::place(back).and_then(|(byte, bit)| Some(self.seen.get(byte)? & bit)) {
			None | Some(0) => Ok(()),
			Some(_) => Err(PeriodRefusal::Credited),
		}
	}

	/// Remember that the period was credited.
	pub fn mark(&mut self, period: Period) {
		let mut bytes: Vec<u8> = self.seen.to_vec();
		if bytes.is_empty() {
			self.latest = period;
		} else if period > self.latest {
			bytes = shifted(&bytes, period.0.saturating_sub(self.latest.0));
			self.latest = period;
		}
		let back = self.latest.0.saturating_sub(period.0);
		if let Some((byte, bit)) = Self::place(back) {
			if bytes.len() <= byte {
				bytes.resize(byte.saturating_add(1), 0);
			}
			if let Some(found) = bytes.get_mut(byte) {
				*found |= bit;
			}
		}
		while bytes.last() == Some(&0) {
			bytes.pop();
		}
		self.seen = BoundedVec::truncate_from(bytes);
	}

	/// The byte and the bit of the period so far back.
	fn place(back: u32) -> Option<(usize, u8)> {
		let byte = usize::try_from(back / 8).ok()?;
		let bit = 1u8.checked_shl(back % 8)?;
		(back < REMEMBERED_PERIODS).then_some((byte, bit))
	}
}

/// All bits further back by so many periods; what is too far back is forgotten.
fn shifted(bytes: &[u8], by: u32) -> Vec<u8> {
	let whole = usize::try_from(by / 8).unwrap_or(usize::MAX);
	let bits = by % 8;
	let room = usize::try_from(REMEMBERED_BYTES).unwrap_or_default();
	if whole >= room {
		return Vec::new();
	}
	let mut moved: Vec<u8> = core::iter::repeat_n(0, whole).collect();
	let mut carry = 0u16;
	for byte in bytes {
		let wide = u16::from(*byte).checked_shl(bits).unwrap_or_default() | carry;
		moved.push(u8::try_from(wide & 0xff).unwrap_or_default());
		carry = wide.checked_shr(8).unwrap_or_default();
	}
	moved.push(u8::try_from(carry).unwrap_or_default());
	moved.truncate(room);
	moved
}

/// Why a period cannot be credited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodRefusal {
	/// It was.
	Credited,
	/// Nobody knows any more whether it was.
	TooOld,
}

impl Earned {
	/// What was credited in this month, and in its year.
	pub const fn until(&self, month: Month) -> (Points, Points) {
		if self.month.0 == month.0 {
			(self.in_month, self.in_year)
		} else if self.month.year() == month.year() {
			(0, self.in_year)
		} else {
			(0, 0)
		}
	}
}

impl Wallet {
	/// A wallet without anything.
	pub fn new(scheme: SchemeId) -> Self {
		Self {
			scheme,
			lots: BoundedVec::new(),
			change: 0,
			debt: 0,
			clawed_back: 0,
			periods: Periods::default(),
			earned: Earned::default(),
			auto: AutoConversion::Off,
			status: WalletStatus::Active,
		}
	}

	/// Whether the points may be used.
	pub const fn is_active(&self) -> bool {
		matches!(self.status, WalletStatus::Active)
	}

	/// All points, due ones that are not taken out yet included.
	pub fn live(&self) -> Points {
		sum(self.lots.iter().map(|lot| lot.points))
	}

	/// Points that can be used in this month; due ones are excluded.
	pub fn spendable(&self, month: Month) -> Points {
		if self.is_active() {
			sum(self
				.lots
				.iter()
				.filter(|lot| lot.expiry >= month)
				.map(|lot| lot.points))
		} else {
			0
		}
	}

	/// Whether points are due.
	pub fn has_due(&self, month: Month) -> bool {
		self.is_active() && self.lots.first().is_some_and(|lot| lot.expiry < month)
	}

	/// Take out what is due, and say how many points it is. Nothing of a frozen wallet is ever due.
	pub fn take_due(&mut self, month: Month) -> Points {
		if !self.has_due(month) {
			return 0;
		}
		let due = sum(self
			.lots
			.iter()
			.filter(|lot| lot.expiry < month)
			.map(|lot| lot.points));
		self.lots.retain(|lot| lot.expiry >= month);
		due
	}

	/// Add points that are due at the end of a month. A full wallet puts them to a later lot.
	pub fn add_lot(&mut self, lot: Lot) {
		if lot.points == 0 {
			return;
		}
		match self
			.lots
			.binary_search_by_key(&lot.expiry, |held| held.expiry)
		{
			Ok(place) => {
				if let Some(held) = self.lots.get_mut(place) {
					held.points = held.points.saturating_add(lot.points);
				}
			},
			Err(place) => {
				if self.lots.try_insert(place, lot).is_err() {
					let last = self.lots.len().saturating_sub(1);
					if let Some(held) = self.lots.get_mut(place.min(last)) {
						held.expiry = held.expiry.max(lot.expiry);
						held.points = held.points.saturating_add(lot.points);
					}
				}
			},
		}
	}

	/// Take at most so many points, those first that are due first.
	pub fn take_points(&mut self, wanted: Points) -> Vec<Lot> {
		let mut left = wanted;
		let mut taken = Vec::new();
		for lot in &mut self.lots {
			if left == 0 {
				break;
			}
			let points = lot.points.min(left);
			left = left.saturating_sub(points);
			lot.points = lot.points.saturating_sub(points);
			taken.push(Lot { points, ..*lot });
		}
		self.lots.retain(|lot| lot.points > 0);
		taken
	}
}

/// A sum of points; what exists is always less than the largest number.
pub(crate) fn sum(points: impl Iterator<Item = Points>) -> Points {
	points.fold(0, Points::saturating_add)
}

/// The points of lots together.
pub(crate) fn total(lots: &[Lot]) -> Points {
	sum(lots.iter().map(|lot| lot.points))
}

impl<AccountId> Member<AccountId> {
	/// A member without points.
	pub fn new(account: AccountId) -> Self {
		Self {
			account,
			wallets: BoundedVec::new(),
		}
	}

	/// The wallet of a scheme.
	pub fn wallet(&self, scheme: SchemeId) -> Option<&Wallet> {
		self.wallets.iter().find(|wallet| wallet.scheme == scheme)
	}

	/// The wallet of a scheme.
	pub fn wallet_mut(&mut self, scheme: SchemeId) -> Option<&mut Wallet> {
		self.wallets
			.iter_mut()
			.find(|wallet| wallet.scheme == scheme)
	}

	/// The wallet of a scheme, made if there is none. Nothing if there are too many.
	pub fn open_wallet(&mut self, scheme: SchemeId) -> Option<&mut Wallet> {
		if let Err(place) = self
			.wallets
			.binary_search_by_key(&scheme, |wallet| wallet.scheme)
		{
			self.wallets.try_insert(place, Wallet::new(scheme)).ok()?;
		}
		self.wallet_mut(scheme)
	}
}

/// A scheme that exists from the first block on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenesisScheme {
	/// Who runs it.
	pub issuer: AgencyId,
	/// Its name, as wallets show it.
	pub name: alloc::string::String,
	/// Its symbol, as wallets show it.
	pub symbol: alloc::string::String,
	/// What one point is worth, in millionths of a won.
	pub point_value: Balance,
	/// Its first rule.
	pub rule: SchemeRule,
}
