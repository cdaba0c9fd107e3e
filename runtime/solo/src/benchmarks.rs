// SPDX-License-Identifier: Apache-2.0

//! What is measured. Session keys are not: the SDK has no benchmark of them for a chain without staking.

#[path = "../../common/shared/benchmarks.rs"]
mod registers;

pub use registers::OtherRegisters;

use crate::{Agencies, Runtime};
use seoul_chain_primitives::{AgencyId, AgencyRegistry, EnsureActor};
use seoul_chain_runtime_common::origins::CardOfficeOrigin;

frame_benchmarking::define_benchmarks!(
	[frame_benchmarking, BaselineBench::<Runtime>]
	[frame_system, SystemBench::<Runtime>]
	[frame_system_extensions, SystemExtensionsBench::<Runtime>]
	[pallet_agencies, Agencies]
	[pallet_balances, Balances]
	[pallet_car_registry, CarRegistry]
	[pallet_citizen_identity, CitizenIdentity]
	[pallet_citizen_rings, CitizenRings]
	[pallet_collective, Council]
	[pallet_deposit_token, DepositToken]
	[pallet_escrow_payments, EscrowPayments]
	[pallet_facilities, Facilities]
	[pallet_mileage, Mileage]
	[pallet_multisig, Multisig]
	[pallet_mvoting, MVoting]
	[pallet_proxy, Proxy]
	[pallet_timestamp, Timestamp]
	[pallet_transaction_payment, TransactionPayment]
	[pallet_transaction_quota, TransactionQuota]
	[pallet_utility, Utility]
	[pallet_validator_set, ValidatorSet]
);

impl frame_benchmarking::baseline::Config for Runtime {}
impl frame_system_benchmarking::Config for Runtime {}
impl pallet_transaction_payment::BenchmarkConfig for Runtime {}

#[allow(clippy::expect_used)]
impl pallet_validator_set::benchmarking::BenchmarkHelper for OtherRegisters {
	fn active_agency() -> AgencyId {
		let office = CardOfficeOrigin::<Runtime>::successful_actor();
		let who = frame_system::ensure_signed(office).expect("a delegate signs");
		Agencies::agency_of(&who).expect("the delegate's office is registered")
	}
}
