// SPDX-License-Identifier: Apache-2.0

//! A runtime with balances, fees and the wrappers that the city's runtime has. Tests say who is admitted.

use crate as pallet_transaction_quota;
use crate::*;
use frame_support::{
	derive_impl,
	dispatch::{DispatchResultWithPostInfo, GetDispatchInfo},
	parameter_types,
	traits::{ConstU32, ConstU64},
	weights::IdentityFee,
};
use frame_system::{mocking::MockBlock, CheckNonce, CheckWeight};
use pallet_transaction_payment::{ChargeTransactionPayment, FungibleAdapter};
use sp_runtime::{
	traits::{BlakeTwo256, DispatchTransaction, TransactionExtension},
	transaction_validity::{TransactionSource, ValidTransaction},
	BuildStorage,
};
use std::collections::BTreeMap;

pub type AccountId = u64;
pub type Nonce = u32;

#[frame_support::runtime]
mod test_runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(10)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(11)]
	pub type TransactionPayment = pallet_transaction_payment;
	#[runtime::pallet_index(13)]
	pub type TransactionQuota = pallet_transaction_quota;
	#[runtime::pallet_index(40)]
	pub type Utility = pallet_utility;
	#[runtime::pallet_index(41)]
	pub type Multisig = pallet_multisig;
	#[runtime::pallet_index(42)]
	pub type Proxy = pallet_proxy;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<u64>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
}

#[derive_impl(pallet_transaction_payment::config_preludes::TestDefaultConfig)]
impl pallet_transaction_payment::Config for Test {
	type OnChargeTransaction = FungibleAdapter<Balances, ()>;
	type WeightToFee = IdentityFee<u64>;
	type LengthToFee = IdentityFee<u64>;
}

impl pallet_utility::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = ();
}

impl pallet_multisig::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type DepositBase = ConstU64<1>;
	type DepositFactor = ConstU64<1>;
	type MaxSignatories = ConstU32<3>;
	type WeightInfo = ();
	type BlockNumberProvider = System;
}

impl pallet_proxy::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type ProxyType = ();
	type ProxyDepositBase = ConstU64<1>;
	type ProxyDepositFactor = ConstU64<1>;
	type MaxProxies = ConstU32<4>;
	type WeightInfo = ();
	type MaxPending = ConstU32<2>;
	type CallHasher = BlakeTwo256;
	type AnnouncementDepositBase = ConstU64<1>;
	type AnnouncementDepositFactor = ConstU64<1>;
	type BlockNumberProvider = System;
}

parameter_types! {
	/// Who is admitted now.
	pub static Classes: BTreeMap<AccountId, AccountClass> = BTreeMap::new();
}

/// A register that tests set by hand.
pub struct Register;

impl Admission<AccountId> for Register {
	fn class_of(who: &AccountId) -> Option<AccountClass> {
		Classes::get().get(who).copied()
	}
}

/// Covers balances, wrappers, and `authorize_upgrade` as what governance does. Not remarks.
pub struct Calls;

impl Inspect<RuntimeCall> for Calls {
	fn wrapped(call: &RuntimeCall) -> Wrapped<'_, RuntimeCall> {
		match call {
			RuntimeCall::Utility(
				pallet_utility::Call::batch { calls }
				| pallet_utility::Call::batch_all { calls }
				| pallet_utility::Call::force_batch { calls },
			) => Wrapped::Many(calls),
			RuntimeCall::Utility(pallet_utility::Call::if_else { main, fallback }) => {
				Wrapped::Two(main, fallback)
			},
			RuntimeCall::Utility(pallet_utility::Call::as_derivative { call, .. })
			| RuntimeCall::Proxy(
				pallet_proxy::Call::proxy { call, .. }
				| pallet_proxy::Call::proxy_announced { call, .. },
			)
			| RuntimeCall::Multisig(
				pallet_multisig::Call::as_multi_threshold_1 { call, .. }
				| pallet_multisig::Call::as_multi { call, .. },
			) => Wrapped::One(call),
			_ => Wrapped::Nothing,
		}
	}

	fn plain_tier(class: AccountClass, call: &RuntimeCall) -> Option<Tier> {
		match (class, call) {
			(
				AccountClass::Governance,
				RuntimeCall::System(frame_system::Call::authorize_upgrade { .. }),
			) => Some(Tier::Governance),
			(AccountClass::Agency, RuntimeCall::Balances(..)) => Some(Tier::Agency),
			(_, RuntimeCall::Balances(..)) => Some(Tier::Quota),
			_ => None,
		}
	}
}

impl Config for Test {
	type GovernanceOrigin = frame_system::EnsureRoot<AccountId>;
	type Admission = Register;
	type CallPolicy = Recursive<Calls>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Register;
}

#[cfg(feature = "runtime-benchmarks")]
impl crate::benchmarking::BenchmarkHelper<AccountId, RuntimeCall> for Register {
	fn admitted_account() -> AccountId {
		admit(NEWCOMER, AccountClass::Citizen);
		NEWCOMER
	}
	fn covered_call() -> RuntimeCall {
		nested(usize::from(MAX_DEPTH), transfer(1))
	}
}

/// A citizen without a balance, activated.
pub const CITIZEN: AccountId = 1;
/// A citizen with a balance, activated.
pub const RICH_CITIZEN: AccountId = 2;
/// Who acts for a company and for an institution, without balances.
pub const BUSINESS: AccountId = 3;
pub const AGENCY: AccountId = 4;
/// A councillor with a balance, and not activated.
pub const COUNCILLOR: AccountId = 5;
/// Not admitted, with and without a balance.
pub const PAYER: AccountId = 10;
pub const STRANGER: AccountId = 11;
/// Unknown to every register and without a balance.
pub const NEWCOMER: AccountId = 12;
/// Whoever gets money.
pub const PAYEE: AccountId = 20;

/// Pays for thousands of transactions. Fees are counted in picoseconds here.
pub const RICH: u64 = 1_000_000_000_000_000;

/// Length of every transaction in these tests.
pub const LEN: usize = 100;

/// So many transfers fit into what a rested account of any class has.
pub const TRANSFERS: u64 = 10;
/// So many blocks it takes until one transfer's worth has come back.
pub const BLOCKS_PER_TRANSFER: u64 = 5;

/// The allowance of every class.
pub fn allowance() -> Allowance {
	let Amount { ref_time, length } = cost(&transfer(1));
	Allowance {
		ref_time_capacity: ref_time * TRANSFERS,
		ref_time_per_block: ref_time.div_ceil(BLOCKS_PER_TRANSFER),
		length_capacity: length * 10,
		length_per_block: length.div_ceil(5),
	}
}

pub struct ExtBuilder {
	pub allowances: Vec<(AccountClass, Allowance)>,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		let allowance = allowance();
		Self {
			allowances: vec![
				(AccountClass::Citizen, allowance),
				(AccountClass::Business, allowance),
				(AccountClass::Agency, allowance),
				(AccountClass::Governance, allowance),
				(AccountClass::Voter, allowance),
			],
		}
	}
}

impl ExtBuilder {
	pub fn build(self) -> sp_io::TestExternalities {
		Classes::set(BTreeMap::from([
			(CITIZEN, AccountClass::Citizen),
			(RICH_CITIZEN, AccountClass::Citizen),
			(BUSINESS, AccountClass::Business),
			(AGENCY, AccountClass::Agency),
			(COUNCILLOR, AccountClass::Governance),
		]));
		let storage = RuntimeGenesisConfig {
			balances: pallet_balances::GenesisConfig {
				balances: vec![
					(RICH_CITIZEN, RICH),
					(COUNCILLOR, RICH),
					(PAYER, RICH),
					(PAYEE, RICH),
				],
				..Default::default()
			},
			transaction_quota: pallet_transaction_quota::GenesisConfig {
				allowances: self.allowances,
				accounts: vec![CITIZEN, RICH_CITIZEN, BUSINESS, AGENCY],
			},
			..Default::default()
		}
		.build_storage()
		.expect("the genesis can be built");
		let mut ext = sp_io::TestExternalities::from(storage);
		ext.execute_with(|| System::set_block_number(1));
		ext
	}

	/// Run a test, and check the invariants after it.
	pub fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			TransactionQuota::do_try_state().expect("the invariants hold after every test");
		});
	}
}

/// Let the register admit an account, and tell the pallet of it.
pub fn admit(who: AccountId, class: AccountClass) {
	Classes::mutate(|classes| classes.insert(who, class));
	TransactionQuota::on_admitted(&who);
}

/// Let the register forget an account, as when its card is revoked. Nobody tells the pallet.
pub fn expel(who: AccountId) {
	Classes::mutate(|classes| classes.remove(&who));
}

/// A later block, in which nothing was included yet.
pub fn skip_blocks(blocks: u64) {
	System::set_block_number(System::block_number() + blocks);
	next_block_is_empty();
}

/// Forget what the block holds, so that tests need not count its weight.
pub fn next_block_is_empty() {
	frame_system::BlockWeight::<Test>::kill();
	frame_system::BlockSize::<Test>::kill();
}

pub fn transfer(value: u64) -> RuntimeCall {
	RuntimeCall::Balances(pallet_balances::Call::transfer_allow_death { dest: PAYEE, value })
}

pub fn remark() -> RuntimeCall {
	RuntimeCall::System(frame_system::Call::remark { remark: vec![0] })
}

pub fn upgrade() -> RuntimeCall {
	RuntimeCall::System(frame_system::Call::authorize_upgrade {
		code_hash: Default::default(),
	})
}

pub fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
	RuntimeCall::Utility(pallet_utility::Call::batch { calls })
}

pub fn if_else(main: RuntimeCall, fallback: RuntimeCall) -> RuntimeCall {
	RuntimeCall::Utility(pallet_utility::Call::if_else {
		main: Box::new(main),
		fallback: Box::new(fallback),
	})
}

pub fn proxy(real: AccountId, call: RuntimeCall) -> RuntimeCall {
	RuntimeCall::Proxy(pallet_proxy::Call::proxy {
		real,
		force_proxy_type: None,
		call: Box::new(call),
	})
}

pub fn multisig(call: RuntimeCall) -> RuntimeCall {
	RuntimeCall::Multisig(pallet_multisig::Call::as_multi_threshold_1 {
		other_signatories: vec![BUSINESS],
		call: Box::new(call),
	})
}

/// A call in so many batches.
pub fn nested(depth: usize, call: RuntimeCall) -> RuntimeCall {
	(0..depth).fold(call, |inner, _| batch(vec![inner]))
}

pub fn inner(nonce: Nonce, tip: u64) -> Inner<Test> {
	(
		CheckNonce::from(nonce),
		CheckWeight::new(),
		ChargeTransactionPayment::from(tip),
	)
}

pub fn extension(nonce: Nonce, tip: u64) -> ChargeQuotaOrFee<Test> {
	ChargeQuotaOrFee(inner(nonce, tip))
}

/// What a transaction with this call weighs, its extension included.
pub fn info(call: &RuntimeCall) -> DispatchInfo {
	let mut info = call.get_dispatch_info();
	info.extension_weight = extension(0, 0).weight(call);
	info
}

/// The most that a transaction with this call takes.
pub fn cost(call: &RuntimeCall) -> Amount {
	TransactionQuota::cost(&info(call), LEN)
}

/// What the pool is told of a transaction.
pub fn validate_with(
	who: AccountId,
	nonce: Nonce,
	tip: u64,
	call: &RuntimeCall,
) -> Result<ValidTransaction, TransactionValidityError> {
	extension(nonce, tip)
		.validate_only(
			RuntimeOrigin::signed(who),
			call,
			&info(call),
			LEN,
			TransactionSource::External,
			0,
		)
		.map(|(valid, ..)| valid)
}

/// What the pool is told of the next transaction of an account.
pub fn validate(
	who: AccountId,
	call: &RuntimeCall,
) -> Result<ValidTransaction, TransactionValidityError> {
	validate_with(who, System::account_nonce(who), 0, call)
}

/// Run a transaction as a block does.
pub fn run_with(
	who: AccountId,
	nonce: Nonce,
	tip: u64,
	call: RuntimeCall,
) -> Result<DispatchResultWithPostInfo, TransactionValidityError> {
	let info = info(&call);
	extension(nonce, tip).dispatch_transaction(RuntimeOrigin::signed(who), call, &info, LEN, 0)
}

/// Run the next transaction of an account as a block does.
pub fn run(
	who: AccountId,
	call: RuntimeCall,
) -> Result<DispatchResultWithPostInfo, TransactionValidityError> {
	run_with(who, System::account_nonce(who), 0, call)
}

/// Run the next transaction, but let the call end in `result`.
pub fn run_to(who: AccountId, call: &RuntimeCall, result: DispatchResultWithPostInfo) {
	let info = info(call);
	let _ = extension(System::account_nonce(who), 0)
		.test_run(RuntimeOrigin::signed(who), call, &info, LEN, 0, |_| result)
		.expect("the transaction is valid");
}

pub fn left(who: AccountId) -> Amount {
	TransactionQuota::quota_of(who)
		.expect("the account is admitted")
		.left
}

/// What of a rested account's capacity is missing.
pub fn missing(who: AccountId) -> Amount {
	allowance().capacity().minus(left(who))
}

/// The events of this pallet since the last call.
pub fn take_events() -> Vec<Event<Test>> {
	let events = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	events
}

/// The fees in the events.
pub fn fees_paid() -> Vec<(AccountId, u64)> {
	System::read_events_for_pallet::<pallet_transaction_payment::Event<Test>>()
		.into_iter()
		.filter_map(|event| match event {
			pallet_transaction_payment::Event::TransactionFeePaid {
				who, actual_fee, ..
			} => Some((who, actual_fee)),
			_ => None,
		})
		.collect()
}
