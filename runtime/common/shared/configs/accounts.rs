// SPDX-License-Identifier: Apache-2.0

//! Batches, multisig accounts, proxies, and what counters do for citizens.

use super::consensus;
use crate::{weights, Balance, Balances, OriginCaller, Runtime, RuntimeCall, RuntimeEvent, System};
use frame_support::{
	parameter_types,
	traits::{ConstU32, InstanceFilter},
};
use seoul_chain_runtime_common::{currency::deposit, CounterScope, ProxyType};
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
		// Of cards also what ends one, since that and paying out its won takes two officials: a proxy must not be
		// the second.
		let redirects_money = matches!(
			call,
			RuntimeCall::Agencies(pallet_agencies::Call::set_payout_account { .. })
				| RuntimeCall::CitizenIdentity(
					pallet_citizen_identity::Call::propose_rotation { .. }
						| pallet_citizen_identity::Call::accept_rotation { .. }
						| pallet_citizen_identity::Call::start_recovery { .. }
						| pallet_citizen_identity::Call::accept_recovery { .. }
						| pallet_citizen_identity::Call::decide_objection { .. }
						| pallet_citizen_identity::Call::revoke_card { .. }
						| pallet_citizen_identity::Call::report_deceased { .. }
						| pallet_citizen_identity::Call::release_funds { .. }
						| pallet_citizen_identity::Call::grant_counter { .. }
						| pallet_citizen_identity::Call::record_counter_grant { .. }
				)
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
		let pays_for_works = matches!(
			call,
			RuntimeCall::EscrowPayments(
				pallet_escrow_payments::Call::fund_contract { .. }
					| pallet_escrow_payments::Call::pay_interest { .. }
					| pallet_escrow_payments::Call::repay_advance { .. }
					| pallet_escrow_payments::Call::choose_payout { .. }
			)
		);
		// Whoever has a session key is, at every facility, the citizen.
		let logs_in = matches!(
			call,
			RuntimeCall::Facilities(pallet_facilities::Call::open_session { .. })
		);
		// A vote, and one's name under a proposal, are nobody else's.
		let votes = matches!(
			call,
			RuntimeCall::MVoting(
				pallet_mvoting::Call::cast_public { .. }
					| pallet_mvoting::Call::cast_secret { .. }
					| pallet_mvoting::Call::cast_anonymous { .. }
					| pallet_mvoting::Call::propose { .. }
					| pallet_mvoting::Call::withdraw_proposal { .. }
					| pallet_mvoting::Call::support { .. }
					| pallet_mvoting::Call::withdraw_support { .. }
			)
		);
		match self {
			Self::Any => true,
			// What may be done is listed, so that a pallet that comes later is closed until it is looked at.
			Self::NonTransfer => {
				!redirects_money
					&& !pays_for_a_car
					&& !uses_points && !pays_for_works
					&& !logs_in && !votes
					&& (consensus::is_consensus(call)
						|| matches!(
							call,
							RuntimeCall::System(..)
								| RuntimeCall::Timestamp(..)
								| RuntimeCall::Council(..)
								| RuntimeCall::TechnicalCommittee(..)
								| RuntimeCall::Whitelist(..)
								| RuntimeCall::SafeMode(..)
								| RuntimeCall::TxPause(..)
								| RuntimeCall::TransactionQuota(..)
								| RuntimeCall::Utility(..)
								| RuntimeCall::Multisig(..)
								| RuntimeCall::Proxy(..) | RuntimeCall::Agencies(..)
								| RuntimeCall::CitizenIdentity(..)
								| RuntimeCall::CarRegistry(..)
								| RuntimeCall::Mileage(..)
								| RuntimeCall::EscrowPayments(..)
								| RuntimeCall::Facilities(..)
								| RuntimeCall::CitizenRings(..)
								| RuntimeCall::MVoting(..)
						))
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
				!redirects_money
					&& matches!(
						call,
						RuntimeCall::CitizenIdentity(..)
							| RuntimeCall::CitizenRings(..)
							| RuntimeCall::Utility(..)
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
			Self::EscrowPayments => {
				!pays_for_works
					&& matches!(
						call,
						RuntimeCall::EscrowPayments(..) | RuntimeCall::Utility(..)
					)
			},
			Self::Facilities => {
				!logs_in && matches!(call, RuntimeCall::Facilities(..) | RuntimeCall::Utility(..))
			},
			Self::Voting => {
				!votes && matches!(call, RuntimeCall::MVoting(..) | RuntimeCall::Utility(..))
			},
		}
	}

	fn is_superset(&self, other: &Self) -> bool {
		self.includes(*other)
	}
}

/// What a counter may do for a citizen, call by call. A call that comes later is closed until it is looked at, and
/// nothing is here that wraps other calls, moves won, or is about the card itself.
impl InstanceFilter<RuntimeCall> for CounterScope {
	fn filter(&self, call: &RuntimeCall) -> bool {
		match self {
			Self::Cars => matches!(
				call,
				RuntimeCall::CarRegistry(
					pallet_car_registry::Call::list_vehicle { .. }
						| pallet_car_registry::Call::return_vehicle { .. }
						| pallet_car_registry::Call::draft_sale { .. }
						| pallet_car_registry::Call::acknowledge_inspection { .. }
						| pallet_car_registry::Call::waive_inspection { .. }
						| pallet_car_registry::Call::acknowledge_encumbrances { .. }
						| pallet_car_registry::Call::sign_sale { .. }
						| pallet_car_registry::Call::cancel_sale { .. }
						| pallet_car_registry::Call::confirm_payment { .. }
						| pallet_car_registry::Call::confirm_delivery { .. }
						| pallet_car_registry::Call::agree_mortgage { .. }
						| pallet_car_registry::Call::revoke_mortgage_agreement { .. }
						| pallet_car_registry::Call::file_warranty_claim { .. }
						| pallet_car_registry::Call::request_rescission { .. }
						| pallet_car_registry::Call::withdraw_rescission { .. }
				)
			),
			// Points are used at a counter. They are not given away: nothing would say what for.
			Self::Mileage => matches!(
				call,
				RuntimeCall::Mileage(
					pallet_mileage::Call::pay { .. }
						| pallet_mileage::Call::redeem { .. }
						| pallet_mileage::Call::cancel_redemption { .. }
						| pallet_mileage::Call::convert { .. }
						| pallet_mileage::Call::set_auto_conversion { .. }
						| pallet_mileage::Call::appeal { .. }
				)
			),
		}
	}
}
