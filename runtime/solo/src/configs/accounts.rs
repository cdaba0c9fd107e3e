// SPDX-License-Identifier: Apache-2.0

//! Batches, multisig accounts and proxies.

use crate::{weights, Balance, Balances, OriginCaller, Runtime, RuntimeCall, RuntimeEvent, System};
use frame_support::{
	parameter_types,
	traits::{ConstU32, InstanceFilter},
};
use seoul_chain_runtime_common::{currency::deposit, ProxyType};
use sp_runtime::traits::BlakeTwo256;

parameter_types! {
	/// Held for a multisig call in waiting: one item of 88 bytes.
	pub const MultisigDepositBase: Balance = deposit(1, 88);
	/// Held for each approval that it needs: 32 bytes.
	pub const MultisigDepositFactor: Balance = deposit(0, 32);
	/// Held for having proxies: one item of 8 bytes.
	pub const ProxyDepositBase: Balance = deposit(1, 8);
	/// Held for each proxy: 33 bytes.
	pub const ProxyDepositFactor: Balance = deposit(0, 33);
	/// Held for having announced calls: one item of 8 bytes.
	pub const AnnouncementDepositBase: Balance = deposit(1, 8);
	/// Held for each announced call: 66 bytes.
	pub const AnnouncementDepositFactor: Balance = deposit(0, 66);
}

impl pallet_utility::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = weights::Utility;
}

impl pallet_multisig::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type DepositBase = MultisigDepositBase;
	type DepositFactor = MultisigDepositFactor;
	type MaxSignatories = ConstU32<100>;
	type WeightInfo = weights::Multisig;
	type BlockNumberProvider = System;
}

impl pallet_proxy::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type ProxyType = ProxyType;
	type ProxyDepositBase = ProxyDepositBase;
	type ProxyDepositFactor = ProxyDepositFactor;
	type MaxProxies = ConstU32<32>;
	type WeightInfo = weights::Proxy;
	type MaxPending = ConstU32<32>;
	type CallHasher = BlakeTwo256;
	type AnnouncementDepositBase = AnnouncementDepositBase;
	type AnnouncementDepositFactor = AnnouncementDepositFactor;
	type BlockNumberProvider = System;
}

/// Calls of a batch are looked at one by one, so a batch does not widen what a proxy may do.
impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		let redirects_money = matches!(
			call,
			RuntimeCall::Agencies(pallet_agencies::Call::set_payout_account { .. })
		);
		// Has won held that may then go to somebody else.
		let pays_for_a_car = matches!(
			call,
			RuntimeCall::CarRegistry(
				pallet_car_registry::Call::pay_sale { .. }
					| pallet_car_registry::Call::agree_rescission { .. }
			)
		);
		let uses_points = matches!(
			call,
			RuntimeCall::Mileage(
				pallet_mileage::Call::pay { .. }
					| pallet_mileage::Call::convert { .. }
					| pallet_mileage::Call::set_auto_conversion { .. }
					| pallet_mileage::Call::redeem { .. }
					| pallet_mileage::Call::gift { .. }
					| pallet_mileage::Call::refund { .. }
					| pallet_mileage::Call::fund_budget { .. }
					| pallet_mileage::Call::withdraw_budget { .. }
			)
		);
		match self {
			Self::Any => true,
			// What may be done is listed, so that a pallet that comes later is closed until it is looked at.
			Self::NonTransfer => {
				!redirects_money
					&& !pays_for_a_car
					&& !uses_points && matches!(
					call,
					RuntimeCall::System(..)
						| RuntimeCall::Timestamp(..)
						| RuntimeCall::Session(..)
						| RuntimeCall::Grandpa(..)
						| RuntimeCall::Council(..)
						| RuntimeCall::TechnicalCommittee(..)
						| RuntimeCall::Whitelist(..)
						| RuntimeCall::SafeMode(..)
						| RuntimeCall::TxPause(..)
						| RuntimeCall::ValidatorSet(..)
						| RuntimeCall::TransactionQuota(..)
						| RuntimeCall::Utility(..)
						| RuntimeCall::Multisig(..)
						| RuntimeCall::Proxy(..)
						| RuntimeCall::Agencies(..)
						| RuntimeCall::CitizenIdentity(..)
						| RuntimeCall::CarRegistry(..)
						| RuntimeCall::Mileage(..)
				)
			},
			Self::CancelProxy => {
				matches!(
					call,
					RuntimeCall::Proxy(pallet_proxy::Call::reject_announcement { .. })
						| RuntimeCall::Utility(..)
				)
			},
			Self::Governance => {
				matches!(
					call,
					RuntimeCall::Council(..)
						| RuntimeCall::TechnicalCommittee(..)
						| RuntimeCall::Whitelist(..)
						| RuntimeCall::Utility(..)
				)
			},
			Self::AgencyAdministration => {
				!redirects_money
					&& matches!(call, RuntimeCall::Agencies(..) | RuntimeCall::Utility(..))
			},
			Self::CitizenCards => {
				matches!(
					call,
					RuntimeCall::CitizenIdentity(..) | RuntimeCall::Utility(..)
				)
			},
			Self::CarRegistry => {
				!pays_for_a_car
					&& matches!(
						call,
						RuntimeCall::CarRegistry(..) | RuntimeCall::Utility(..)
					)
			},
			Self::Mileage => {
				!uses_points && matches!(call, RuntimeCall::Mileage(..) | RuntimeCall::Utility(..))
			},
		}
	}

	fn is_superset(&self, other: &Self) -> bool {
		self.includes(*other)
	}
}
