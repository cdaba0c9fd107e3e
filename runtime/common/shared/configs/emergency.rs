// SPDX-License-Identifier: Apache-2.0

//! What can be stopped, by whom, and what never is.

use super::{consensus, governance::EmergencyOrigin};
use crate::{
	block::{DAYS, MAXIMUM_BLOCK_WEIGHT},
	weights, AccountId, Balance, Balances, BlockNumber, Runtime, RuntimeCall, RuntimeEvent,
	RuntimeHoldReason, SafeMode, TxPause,
};
use frame_support::{
	migrations::{FailedMigrationHandler, FailedMigrationHandling},
	parameter_types,
	traits::{ConstU32, Contains, InsideBoth},
	weights::Weight,
};
use frame_system::{EnsureRoot, EnsureWithSuccess};
use pallet_tx_pause::RuntimeCallNameOf;
use sp_runtime::Perbill;

/// Every call passes this on its way: what is never open, what safe mode closes, what is paused. Root
/// passes all of it.
pub type CallFilter = InsideBoth<NeverOpen, InsideBoth<SafeMode, TxPause>>;

/// Calls of the SDK's pallets that nobody may make.
///
/// - everything of `assets`: points come, move and go only by the rules of the mileage. Its calls stay in the
///   metadata, or polkadot.js apps would not show the points;
/// - what [`consensus::never_open`] names;
/// - `balances.burn`: each won on this chain lies in the city's bank account, and cannot vanish alone;
/// - `session.purge_keys`: a validator would leave unasked, below the minimum too. The council removes
///   validators, and their keys go with them.
pub struct NeverOpen;

impl Contains<RuntimeCall> for NeverOpen {
	fn contains(call: &RuntimeCall) -> bool {
		!consensus::never_open(call)
			&& !matches!(
				call,
				RuntimeCall::Assets(..)
					| RuntimeCall::Balances(pallet_balances::Call::burn { .. })
					| RuntimeCall::Session(pallet_session::Call::purge_keys { .. })
			)
	}
}

/// What safe mode leaves open: consensus, governance, taking power from a compromised institution, taking
/// back what it proposed to mint, and what wraps such calls (the wrapped call is looked at again).
pub struct OpenInSafeMode;

impl Contains<RuntimeCall> for OpenInSafeMode {
	fn contains(call: &RuntimeCall) -> bool {
		consensus::is_consensus(call)
			|| matches!(
				call,
				RuntimeCall::Timestamp(..)
					| RuntimeCall::System(frame_system::Call::apply_authorized_upgrade { .. })
					| RuntimeCall::SafeMode(..)
					| RuntimeCall::TxPause(..)
					| RuntimeCall::Council(..)
					| RuntimeCall::TechnicalCommittee(..)
					| RuntimeCall::Whitelist(..)
					| RuntimeCall::TransactionQuota(..)
					| RuntimeCall::DepositToken(
						pallet_deposit_token::Call::set_limits { .. }
							| pallet_deposit_token::Call::cancel_proposal { .. }
					) | RuntimeCall::Utility(..)
					| RuntimeCall::Multisig(..)
					| RuntimeCall::Proxy(..)
					| RuntimeCall::Agencies(
						pallet_agencies::Call::suspend { .. }
							| pallet_agencies::Call::set_roles { .. }
							| pallet_agencies::Call::replace_administrator { .. }
					)
			)
	}
}

parameter_types! {
	/// Safe mode lasts a day each time it is entered or extended.
	pub const SafeModeDuration: BlockNumber = DAYS;
	/// Nobody enters or extends safe mode by paying.
	pub const NoDeposit: Option<Balance> = None;
	/// As there are no deposits, none is released.
	pub const NoRelease: Option<BlockNumber> = None;
	/// A migration takes at most half of each block.
	pub MigrationServiceWeight: Weight = Weight::from_parts(
		Perbill::from_percent(50).mul_floor(MAXIMUM_BLOCK_WEIGHT.ref_time()),
		Perbill::from_percent(50).mul_floor(MAXIMUM_BLOCK_WEIGHT.proof_size()),
	);
}

/// Whoever may stop the services stops them for a day at a time.
type ForADay = EnsureWithSuccess<EmergencyOrigin, AccountId, SafeModeDuration>;

impl pallet_safe_mode::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type WhitelistedCalls = OpenInSafeMode;
	type EnterDuration = SafeModeDuration;
	type ExtendDuration = SafeModeDuration;
	type EnterDepositAmount = NoDeposit;
	type ExtendDepositAmount = NoDeposit;
	type ForceEnterOrigin = ForADay;
	type ForceExtendOrigin = ForADay;
	type ForceExitOrigin = EmergencyOrigin;
	type ForceDepositOrigin = EnsureRoot<AccountId>;
	type Notify = ();
	type ReleaseDelay = NoRelease;
	type WeightInfo = weights::SafeMode;
}

/// Calls that cannot be paused, by the name of their pallet: consensus, governance, and lifting a pause.
pub struct Unpausable;

impl Contains<RuntimeCallNameOf<Runtime>> for Unpausable {
	fn contains(name: &RuntimeCallNameOf<Runtime>) -> bool {
		let name = name.0.as_slice();
		consensus::UNPAUSABLE.contains(&name)
			|| matches!(
				name,
				b"System"
					| b"Timestamp" | b"SafeMode"
					| b"TxPause" | b"Council"
					| b"TechnicalCommittee"
					| b"Whitelist"
			)
	}
}

impl pallet_tx_pause::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PauseOrigin = EmergencyOrigin;
	type UnpauseOrigin = EmergencyOrigin;
	type WhitelistedCalls = Unpausable;
	type MaxNameLen = ConstU32<64>;
	type WeightInfo = weights::TxPause;
}

/// After a failed migration the services stop, without an end, and governance goes on and repairs.
///
/// The SDK's own handler for this leaves the migration stuck, and while one is, blocks take no
/// transactions at all: nobody could repair anything.
pub struct EnterSafeMode;

impl FailedMigrationHandler for EnterSafeMode {
	fn failed(_: Option<u32>) -> FailedMigrationHandling {
		let closed = if SafeMode::is_entered() {
			<SafeMode as frame_support::traits::SafeMode>::extend(BlockNumber::MAX)
		} else {
			<SafeMode as frame_support::traits::SafeMode>::enter(BlockNumber::MAX)
		};
		// Services must not run on a state that is half migrated.
		if closed.is_ok() {
			FailedMigrationHandling::ForceUnstuck
		} else {
			FailedMigrationHandling::KeepStuck
		}
	}
}

impl pallet_migrations::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	/// None: no pallet's storage has changed yet.
	#[cfg(not(feature = "runtime-benchmarks"))]
	type Migrations = ();
	#[cfg(feature = "runtime-benchmarks")]
	type Migrations = pallet_migrations::mock_helpers::MockedMigrations;
	type CursorMaxLen = ConstU32<65_536>;
	type IdentifierMaxLen = ConstU32<256>;
	type MigrationStatusHandler = ();
	type FailedMigrationHandler = EnterSafeMode;
	type MaxServiceWeight = MigrationServiceWeight;
	type WeightInfo = weights::Migrations;
}
