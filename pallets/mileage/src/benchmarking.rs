// SPDX-License-Identifier: Apache-2.0

//! Benchmarks: each call at its worst.

#![allow(
	clippy::expect_used,
	clippy::unwrap_used,
	clippy::as_conversions,
	clippy::arithmetic_side_effects,
	missing_docs
)]

use super::*;
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{
		fungible::{Inspect, Mutate},
		fungibles::Inspect as _,
		ConstU32, EnsureOrigin, Get,
	},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::RawOrigin;
use seoul_chain_primitives::{
	chain::DAY, Actor, AgencyId, Balance, DocumentCommitment, EnsureActor, Moment,
	OnAccountRotated, PartyId, Role,
};

/// What the benchmarks need of the registers that the runtime joins to this one.
pub trait BenchmarkHelper<AccountId> {
	/// The account of a citizen of its own, different for each seed, who may act.
	fn create_citizen(seed: u32) -> (AccountId, PartyId);
	/// The pay-out account and the number of an agency with a role. The account is also a delegate's, with
	/// that role. Agencies of the same role and another seed are different; the first of a role is the one
	/// for which `successful_actor` of that role acts.
	fn create_agency(seed: u32, role: Role) -> (AccountId, AgencyId);
	/// Set legal time.
	fn set_time(now: Moment);
}

type Helper<T> = <T as Config>::BenchmarkHelper;

/// 15 January 2018.
const NOW: Moment = 1_515_974_400_000;
/// One point of all schemes but the last is one won.
const WON: Balance = 1_000_000;
/// What each scheme is funded with.
const BUDGET: Balance = 1_000_000_000_000_000 * WON;
/// Points of each lot.
const LOT: Points = 1_000;

fn paper(number: u32) -> DocumentCommitment {
	let mut bytes = [0u8; 32];
	bytes[..4].copy_from_slice(&number.to_le_bytes());
	DocumentCommitment(bytes.into())
}

fn rule() -> SchemeRule {
	let uses: alloc::collections::BTreeSet<PointUse> = [
		PointUse::Purchase,
		PointUse::Tax,
		PointUse::Fee,
		PointUse::Donation,
		PointUse::Redemption,
		PointUse::Gift,
		PointUse::ConversionOut,
		PointUse::ConversionIn,
	]
	.into();
	SchemeRule {
		expiry_months: MAX_EXPIRY_MONTHS,
		grace_months: 1,
		max_per_credit: NO_LIMIT,
		max_per_month: NO_LIMIT,
		max_per_year: NO_LIMIT,
		min_redemption: 1,
		yearly_budget: NO_LIMIT,
		uses: uses.try_into().expect("eight uses"),
	}
}

fn governance<T: Config>() -> T::RuntimeOrigin {
	T::GovernanceOrigin::try_successful_origin().expect("governance acts")
}

fn name() -> Name {
	BoundedVec::truncate_from([b'x'; MAX_NAME as usize].to_vec())
}

/// As many schemes as there can be, each run by an agency of its own, funded, and with as many rules as it
/// can have.
struct Scene<T: Config> {
	/// Pay-out account and number of each scheme's issuer.
	offices: Vec<(T::AccountId, AgencyId)>,
	schemes: Vec<SchemeId>,
}

impl<T: Config> Scene<T> {
	fn new() -> Self {
		Helper::<T>::set_time(NOW);
		let offices: Vec<(T::AccountId, AgencyId)> = (0..MAX_SCHEMES)
			.map(|seed| Helper::<T>::create_agency(seed, Role::MileageIssuer))
			.collect();
		while Schemes::<T>::get().len() < MAX_SCHEMES as usize {
			Pallet::<T>::create_scheme(
				governance::<T>(),
				offices[0].1,
				name(),
				name(),
				WON,
				rule(),
			)
			.expect("there is room");
		}
		// Those of the genesis are made alike.
		Schemes::<T>::mutate(|all| {
			for (scheme, (_, agency)) in all.iter_mut().zip(&offices) {
				scheme.issuer = *agency;
				let rules: Vec<DatedRule> = (0..MAX_DATED_RULES)
					.map(|number| DatedRule {
						effective_from: Moment::from(number),
						version: RuleVersion(number),
						rule: rule(),
					})
					.collect();
				scheme.rules = BoundedVec::truncate_from(rules);
			}
		});
		let schemes: Vec<SchemeId> = Schemes::<T>::get().iter().map(|scheme| scheme.id).collect();
		for (scheme, (account, agency)) in schemes.iter().zip(&offices) {
			// An account may be that of several in a mock.
			T::Currency::set_balance(account, BUDGET * 2 + T::Currency::minimum_balance());
			Pallet::<T>::do_fund_budget(
				Actor {
					agency: *agency,
					who: account.clone(),
				},
				*scheme,
				BUDGET,
			)
			.expect("has won");
		}
		Self { offices, schemes }
	}

	/// The first scheme.
	fn first(&self) -> SchemeId {
		self.schemes[0]
	}

	/// Who runs the first scheme.
	fn issuer(&self) -> RawOrigin<T::AccountId> {
		RawOrigin::Signed(self.offices[0].0.clone())
	}

	/// Give a party a full wallet in each of so many schemes, of which the first lots are due.
	fn fill(&self, party: PartyId, first: u32, schemes: u32) {
		let month = Pallet::<T>::current_month();
		let filled = self
			.schemes
			.iter()
			.skip(first as usize)
			.take(schemes as usize);
		for scheme in filled {
			let mut member = Pallet::<T>::member_or_new(party).expect("has an account");
			let wallet = member.open_wallet(*scheme).expect("there is room");
			for number in 0..MAX_LOTS {
				wallet.add_lot(Lot {
					expiry: Month(month.0 - 2 + number),
					points: LOT,
				});
			}
			for number in 1..REMEMBERED_PERIODS {
				wallet.periods.mark(Period(number));
			}
			let points = wallet.live();
			Pallet::<T>::adjust_asset(*scheme, &member.account, points, 0).expect("has an account");
			Members::<T>::insert(party, member);
			Ledgers::<T>::mutate(|ledgers| {
				for ledger in ledgers.iter_mut().filter(|ledger| ledger.scheme == *scheme) {
					ledger.live += points;
					ledger.issued += points;
				}
			});
		}
	}

	/// What the wallets of the first schemes have that is not due.
	fn amount(&self, schemes: u32) -> Balance {
		Balance::from(schemes) * Balance::from(LOT) * Balance::from(MAX_LOTS - 2) * WON
	}

	fn citizen(&self, seed: u32, schemes: u32) -> (T::AccountId, PartyId) {
		let citizen = Helper::<T>::create_citizen(seed);
		self.fill(citizen.1, 0, schemes);
		citizen
	}

	/// A citizen with full wallets in other schemes than the first.
	fn citizen_of_others(&self, seed: u32, schemes: u32) -> PartyId {
		let (_, party) = Helper::<T>::create_citizen(seed);
		self.fill(party, 1, schemes);
		party
	}
}

fn row(member: PartyId, number: u32) -> CreditRow {
	CreditRow {
		member,
		period: Period(REMEMBERED_PERIODS + 7),
		points: LOT,
		evidence: paper(number),
	}
}

fn source(schemes: u32) -> Source {
	Source::Earliest {
		at_most: u8::try_from(schemes).expect("few"),
	}
}

/// Whatever is credited becomes points of another scheme.
fn convert_always<T: Config>(party: PartyId, from: SchemeId, to: SchemeId) {
	Members::<T>::mutate(party, |member| {
		let wallet = member
			.as_mut()
			.and_then(|member| member.open_wallet(from))
			.expect("there is room");
		wallet.auto = AutoConversion::Into { scheme: to };
	});
}

/// Let a payee be owed the worth of a lot by each of the first schemes.
fn owe<T: Config>(scene: &Scene<T>, payee: AgencyId, schemes: u32) {
	let mut claims = Claims::default();
	for scheme in scene.schemes.iter().take(schemes as usize) {
		let amount = value_of(LOT, WON);
		claims
			.try_push(Claim {
				scheme: *scheme,
				amount,
			})
			.expect("there is room");
		Ledgers::<T>::mutate(|ledgers| {
			for ledger in ledgers.iter_mut().filter(|ledger| ledger.scheme == *scheme) {
				ledger.owed += amount;
				ledger.spent += LOT;
				ledger.issued += LOT;
			}
		});
	}
	OpenClaims::<T>::insert(payee, claims);
}

/// As much as takes as many lots as a redemption can reserve.
fn reservable<T: Config>(schemes: u32) -> Balance {
	let lots = (schemes * (MAX_LOTS - 2)).min(MAX_REDEMPTION_LOTS);
	Balance::from(lots) * Balance::from(LOT) * WON
}

/// A member, and the number of a redemption of as many lots as it can reserve.
fn reserved<T: Config>(scene: &Scene<T>, schemes: u32) -> ((T::AccountId, PartyId), RedemptionId) {
	let (account, party) = scene.citizen(1, MAX_SCHEMES);
	let (_, channel) = Helper::<T>::create_agency(0, Role::RedemptionChannel);
	Pallet::<T>::redeem(
		RawOrigin::Signed(account.clone()).into(),
		channel,
		reservable::<T>(schemes),
		source(schemes),
		paper(1),
	)
	.expect("has the points");
	((account, party), RedemptionId(0))
}

fn frozen<T: Config>(scene: &Scene<T>, party: PartyId) {
	Pallet::<T>::do_freeze(
		scene.offices[0].1,
		party,
		scene.first(),
		FreezeCause::Fraud,
		paper(9),
	)
	.expect("is active");
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn create_scheme() {
		Helper::<T>::set_time(NOW);
		let (_, issuer) = Helper::<T>::create_agency(0, Role::MileageIssuer);
		while Schemes::<T>::get().len() + 1 < MAX_SCHEMES as usize {
			Pallet::<T>::create_scheme(governance::<T>(), issuer, name(), name(), WON, rule())
				.expect("there is room");
		}
		#[extrinsic_call]
		_(
			governance::<T>() as T::RuntimeOrigin,
			issuer,
			name(),
			name(),
			WON,
			rule(),
		);
		assert_eq!(Schemes::<T>::get().len(), MAX_SCHEMES as usize);
	}

	#[benchmark]
	fn schedule_rule() {
		let scene = Scene::<T>::new();
		let last = scene.schemes[MAX_SCHEMES as usize - 1];
		#[extrinsic_call]
		_(
			governance::<T>() as T::RuntimeOrigin,
			last,
			NOW + DAY,
			rule(),
		);
		let scheme = Schemes::<T>::get().last().cloned().expect("exists");
		assert_eq!(
			scheme.rules.last().map(|dated| dated.version),
			Some(RuleVersion(MAX_DATED_RULES))
		);
	}

	#[benchmark]
	fn close_scheme() {
		let scene = Scene::<T>::new();
		#[extrinsic_call]
		_(governance::<T>() as T::RuntimeOrigin, scene.first());
		assert!(matches!(
			Schemes::<T>::get()[0].status,
			SchemeStatus::Closed { .. }
		));
	}

	#[benchmark]
	fn reassign_scheme() {
		let scene = Scene::<T>::new();
		#[extrinsic_call]
		_(
			governance::<T>() as T::RuntimeOrigin,
			scene.first(),
			scene.offices[1].1,
		);
		assert_eq!(Schemes::<T>::get()[0].issuer, scene.offices[1].1);
	}

	#[benchmark]
	fn fund_budget() {
		let scene = Scene::<T>::new();
		#[extrinsic_call]
		_(scene.issuer(), scene.first(), BUDGET);
		assert_eq!(Ledgers::<T>::get()[0].funding.amount(), 2 * BUDGET);
	}

	#[benchmark]
	fn withdraw_budget() {
		let scene = Scene::<T>::new();
		#[extrinsic_call]
		_(scene.issuer(), scene.first(), BUDGET / 2);
		assert_eq!(Ledgers::<T>::get()[0].funding.amount(), BUDGET / 2);
	}

	/// A member with full wallets in all schemes, one of which takes what is credited.
	#[benchmark]
	fn credit() {
		let scene = Scene::<T>::new();
		let (_, party) = scene.citizen(1, MAX_SCHEMES);
		let target = scene.schemes[1];
		convert_always::<T>(party, scene.first(), target);
		#[extrinsic_call]
		_(scene.issuer(), scene.first(), row(party, 1));
		assert_eq!(Ledgers::<T>::get()[1].converted_in, LOT);
	}

	/// `n` rows that open a wallet, and with it a balance, of members with full wallets of five other schemes;
	/// `r` refused rows; and `t` schemes into which points are converted. Each target is another office's.
	#[benchmark]
	fn credit_batch(n: Linear<15, 65>, r: Linear<0, 50>, t: Linear<0, 15>) {
		let scene = Scene::<T>::new();
		let mut rows = Vec::new();
		for number in 0..n {
			let party = scene.citizen_of_others(number, 5);
			if number < t {
				let target = scene.schemes[number as usize + 1];
				convert_always::<T>(party, scene.first(), target);
			}
			rows.push(row(party, number));
		}
		for number in 0..r {
			let (_, party) = scene.citizen(MAX_BATCH + number, 5);
			// A period that was credited.
			rows.push(CreditRow {
				period: Period(1),
				..row(party, number)
			});
		}
		let rows = BoundedVec::<CreditRow, ConstU32<MAX_BATCH>>::truncate_from(rows);
		#[extrinsic_call]
		_(scene.issuer(), scene.first(), rows);
	}

	/// All that is in full wallets of `s` schemes, with lots that are due.
	#[benchmark]
	fn pay(s: Linear<1, MAX_SCHEMES>) {
		let scene = Scene::<T>::new();
		let (account, party) = scene.citizen(1, MAX_SCHEMES);
		let (_, payee) = Helper::<T>::create_agency(0, Role::Merchant);
		owe::<T>(&scene, payee, MAX_SCHEMES);
		#[extrinsic_call]
		_(
			RawOrigin::Signed(account),
			payee,
			Purpose::Purchase,
			scene.amount(s),
			source(s),
			paper(1),
		);
		let member = Members::<T>::get(party).expect("exists");
		assert_eq!(member.wallets[s as usize - 1].live(), 0);
	}

	/// As many lots as a redemption can reserve, of `s` schemes.
	#[benchmark]
	fn redeem(s: Linear<1, MAX_SCHEMES>) {
		let scene = Scene::<T>::new();
		let (account, _) = scene.citizen(1, MAX_SCHEMES);
		let (_, channel) = Helper::<T>::create_agency(0, Role::RedemptionChannel);
		let amount = reservable::<T>(s);
		#[extrinsic_call]
		_(
			RawOrigin::Signed(account),
			channel,
			amount,
			source(s),
			paper(1),
		);
		assert_eq!(NextRedemption::<T>::get(), RedemptionId(1));
	}

	#[benchmark]
	fn send_redemption() {
		let scene = Scene::<T>::new();
		let (_, id) = reserved::<T>(&scene, MAX_SCHEMES);
		#[extrinsic_call]
		_(
			T::ChannelOrigin::successful_actor() as T::RuntimeOrigin,
			id,
			paper(2),
		);
		assert!(Redemptions::<T>::get(id)
			.is_some_and(|found| matches!(found.status, RedemptionStatus::Sent { .. })));
	}

	#[benchmark]
	fn settle_redemption() {
		let scene = Scene::<T>::new();
		let (_, id) = reserved::<T>(&scene, MAX_SCHEMES);
		let (_, channel) = Helper::<T>::create_agency(0, Role::RedemptionChannel);
		owe::<T>(&scene, channel, MAX_SCHEMES);
		Pallet::<T>::send_redemption(T::ChannelOrigin::successful_actor(), id, paper(2))
			.expect("reserved");
		#[extrinsic_call]
		_(T::ChannelOrigin::successful_actor() as T::RuntimeOrigin, id);
		assert!(Redemptions::<T>::get(id).is_none());
	}

	/// Points of `s` schemes come back after they were due.
	#[benchmark]
	fn fail_redemption(s: Linear<1, MAX_SCHEMES>) {
		let scene = Scene::<T>::new();
		let (_, id) = reserved::<T>(&scene, s);
		Helper::<T>::set_time(NOW + 62 * DAY);
		#[extrinsic_call]
		_(
			T::ChannelOrigin::successful_actor() as T::RuntimeOrigin,
			id,
			paper(2),
		);
		assert!(Redemptions::<T>::get(id).is_none());
	}

	#[benchmark]
	fn gift() {
		let scene = Scene::<T>::new();
		let (account, _) = scene.citizen(1, MAX_SCHEMES);
		let (_, receiver) = scene.citizen(2, MAX_SCHEMES);
		#[extrinsic_call]
		_(
			RawOrigin::Signed(account),
			receiver,
			scene.first(),
			LOT * u64::from(MAX_LOTS - 2),
		);
		assert_eq!(Ledgers::<T>::get()[0].expired, 4 * LOT);
	}

	#[benchmark]
	fn convert() {
		let scene = Scene::<T>::new();
		let (account, _) = scene.citizen(1, MAX_SCHEMES);
		#[extrinsic_call]
		_(
			RawOrigin::Signed(account),
			scene.first(),
			scene.schemes[1],
			LOT * u64::from(MAX_LOTS - 2),
		);
		assert_eq!(
			Ledgers::<T>::get()[1].converted_in,
			LOT * u64::from(MAX_LOTS - 2)
		);
	}

	#[benchmark]
	fn set_auto_conversion() {
		let scene = Scene::<T>::new();
		let (account, _) = scene.citizen(1, MAX_SCHEMES);
		#[extrinsic_call]
		_(
			RawOrigin::Signed(account),
			scene.first(),
			AutoConversion::Into {
				scheme: scene.schemes[1],
			},
		);
	}

	#[benchmark]
	fn refund() {
		let scene = Scene::<T>::new();
		let (account, party) = scene.citizen(1, MAX_SCHEMES);
		let (_, payee) = Helper::<T>::create_agency(0, Role::Merchant);
		owe::<T>(&scene, payee, MAX_SCHEMES);
		let _ = account;
		#[extrinsic_call]
		_(
			T::MerchantOrigin::successful_actor() as T::RuntimeOrigin,
			party,
			scene.first(),
			LOT,
			paper(1),
		);
		assert_eq!(Ledgers::<T>::get()[0].owed, 0);
	}

	#[benchmark]
	fn claw_back() {
		let scene = Scene::<T>::new();
		let (_, party) = scene.citizen(1, MAX_SCHEMES);
		#[extrinsic_call]
		_(scene.issuer(), party, scene.first(), LOT * 1_000, paper(1));
		assert_eq!(
			Ledgers::<T>::get()[0].clawed_back,
			LOT * u64::from(MAX_LOTS - 2)
		);
	}

	#[benchmark]
	fn reverse_claw_back() {
		let scene = Scene::<T>::new();
		let (_, party) = scene.citizen(1, MAX_SCHEMES);
		Members::<T>::mutate(party, |member| {
			let wallet = member
				.as_mut()
				.and_then(|member| member.wallet_mut(scene.first()))
				.expect("exists");
			wallet.clawed_back = LOT;
		});
		Ledgers::<T>::mutate(|ledgers| {
			ledgers[0].clawed_back = LOT;
			ledgers[0].issued += LOT;
		});
		#[extrinsic_call]
		_(scene.issuer(), party, scene.first(), LOT, paper(1));
		assert_eq!(Ledgers::<T>::get()[0].clawed_back, 0);
	}

	#[benchmark]
	fn freeze() {
		let scene = Scene::<T>::new();
		let (_, party) = scene.citizen(1, MAX_SCHEMES);
		#[extrinsic_call]
		_(
			scene.issuer(),
			party,
			scene.first(),
			FreezeCause::Fraud,
			paper(1),
		);
		assert_eq!(Ledgers::<T>::get()[0].expired, 2 * LOT);
	}

	#[benchmark]
	fn appeal() {
		let scene = Scene::<T>::new();
		let (account, party) = scene.citizen(1, MAX_SCHEMES);
		frozen::<T>(&scene, party);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), scene.first(), paper(1));
	}

	#[benchmark]
	fn reinstate() {
		let scene = Scene::<T>::new();
		let (_, party) = scene.citizen(1, MAX_SCHEMES);
		frozen::<T>(&scene, party);
		Helper::<T>::set_time(NOW + 62 * DAY);
		#[extrinsic_call]
		_(scene.issuer(), party, scene.first(), paper(1));
	}

	#[benchmark]
	fn reject_appeal() {
		let scene = Scene::<T>::new();
		let (account, party) = scene.citizen(1, MAX_SCHEMES);
		frozen::<T>(&scene, party);
		Pallet::<T>::appeal(RawOrigin::Signed(account).into(), scene.first(), paper(1))
			.expect("is frozen");
		#[extrinsic_call]
		_(
			governance::<T>() as T::RuntimeOrigin,
			party,
			scene.first(),
			paper(2),
		);
	}

	/// `p` payees who are owed by one scheme, and others who are owed by all, with `c` claims together.
	#[benchmark]
	fn settle(p: Linear<1, 20>, c: Linear<0, 320>) {
		let scene = Scene::<T>::new();
		let mut payees = Vec::new();
		let many = core::iter::repeat_n(MAX_SCHEMES, (c / MAX_SCHEMES) as usize)
			.chain((c % MAX_SCHEMES > 0).then_some(c % MAX_SCHEMES));
		let counts = core::iter::repeat_n(1, p as usize).chain(many);
		for (number, claims) in (0..).zip(counts) {
			let (account, payee) = Helper::<T>::create_agency(number, Role::Merchant);
			T::Currency::set_balance(&account, T::Currency::minimum_balance());
			owe::<T>(&scene, payee, claims);
			payees.push(payee);
		}
		#[extrinsic_call]
		_(scene.issuer(), BoundedVec::truncate_from(payees.clone()));
		assert!(OpenClaims::<T>::get(payees[0]).is_none());
	}

	/// An agency with points in `s` schemes, which runs all schemes, has another account.
	#[benchmark]
	fn on_account_rotated(s: Linear<1, MAX_SCHEMES>) {
		let scene = Scene::<T>::new();
		let (old, agency) = scene.offices[0].clone();
		for scheme in &scene.schemes {
			if Schemes::<T>::get()
				.iter()
				.any(|known| known.id == *scheme && known.issuer != agency)
			{
				Pallet::<T>::do_reassign_scheme(*scheme, agency).expect("may issue");
			}
		}
		let party = PartyId::Agency(agency);
		scene.fill(party, 0, s);
		let (new, _) = Helper::<T>::create_citizen(1);
		frame_system::Pallet::<T>::inc_providers(&new);
		#[block]
		{
			Pallet::<T>::on_account_rotated(party, &old, &new).expect("can move");
		}
		assert_eq!(
			Members::<T>::get(party).map(|member| member.account),
			Some(new)
		);
	}

	#[benchmark]
	fn sweep_base() {
		let _scene = Scene::<T>::new();
		SweepState::<T>::put(Sweep::Done {
			month: Month(Pallet::<T>::current_month().0 - 1),
		});
		let mut meter = WeightMeter::new();
		#[block]
		{
			Pallet::<T>::sweep(&mut meter);
		}
		assert!(matches!(SweepState::<T>::get(), Sweep::Done { .. }));
	}

	/// A member who has points due in `s` of full wallets.
	#[benchmark]
	fn sweep_member(s: Linear<0, MAX_SCHEMES>) {
		let scene = Scene::<T>::new();
		let (_, party) = scene.citizen(1, MAX_SCHEMES);
		let month = Pallet::<T>::current_month();
		let mut member = Members::<T>::get(party).expect("exists");
		for wallet in member.wallets.iter_mut().skip(s as usize) {
			for lot in &mut wallet.lots {
				lot.expiry = lot.expiry.plus(12);
			}
		}
		Members::<T>::insert(party, member);
		SweepState::<T>::put(Sweep::Never);
		let swept;
		#[block]
		{
			let mut book = crate::features::Book::<T>::open();
			let (party, member) = Members::<T>::iter().next().expect("exists");
			swept = Pallet::<T>::sweep_member(&mut book, party, member, month);
			book.close();
		}
		assert_eq!(swept, s);
		assert!(T::Assets::asset_exists(scene.first().0));
		let _ = T::SweepWeight::get();
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
