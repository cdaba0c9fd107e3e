// SPDX-License-Identifier: Apache-2.0

//! What is measured. The weights that both runtimes use come from the city's own chain; here the same benchmarks can be run
//! against this runtime, to see that they hold.

#[path = "../../common/shared/benchmarks.rs"]
mod registers;

pub use registers::OtherRegisters;

use crate::{ParachainSystem, Runtime, RuntimeEvent, System};
use alloc::vec::Vec;
use cumulus_pallet_parachain_system::Event;
use frame_benchmarking::BenchmarkError;

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
);

impl frame_benchmarking::baseline::Config for Runtime {}
impl pallet_transaction_payment::BenchmarkConfig for Runtime {}

/// New code is announced to the relay chain, which takes some of its configuration to be known.
impl frame_system_benchmarking::Config for Runtime {
	fn setup_set_code_requirements(code: &Vec<u8>) -> Result<(), BenchmarkError> {
		let length = u32::try_from(code.len()).map_err(|_| BenchmarkError::Stop("too long"))?;
		ParachainSystem::initialize_for_set_code_benchmark(length);
		Ok(())
	}

	fn verify_set_code() {
		System::assert_last_event(RuntimeEvent::ParachainSystem(
			Event::ValidationFunctionStored,
		));
	}
}
