// SPDX-License-Identifier: Apache-2.0

//! What is free for whom, and which transactions come first.
//!
//! | call | signed by | tier |
//! |---|---|---|
//! | motions, votes, whitelist, safe mode, pauses, validators, session keys, applying an upgrade | governance | governance |
//! | the city's services, transfers and redemption of won, what accounts need to manage themselves | an agency | agency |
//! | the same, but for what only governance does | everybody else who is admitted | quota |
//! | a ballot in an anonymous poll, and nothing else | a voting key | quota |
//! | what is not listed, `system.remark` for example | anybody | paying |
//!
//! What wraps calls is looked into, see [`Recursive`].

use super::{
	consensus::{self, Authors},
	governance::TwoThirdsOfCouncil,
};
use crate::{
	weights, AccountId, Agencies, CitizenIdentity, CitizenRings, Council, MVoting, Runtime,
	RuntimeCall, TechnicalCommittee,
};
use pallet_transaction_quota::{Inspect, Recursive, Tier, Wrapped};
use seoul_chain_primitives::{AccountClass, Admission};

/// Who sits in one of the bodies that govern.
pub struct Members;

impl Admission<AccountId> for Members {
	fn class_of(who: &AccountId) -> Option<AccountClass> {
		(Council::is_member(who) || TechnicalCommittee::is_member(who))
			.then_some(AccountClass::Governance)
	}
}

/// Who is admitted, and as what. Governance first: a councillor who is also a citizen must be heard as a
/// councillor. Voting keys last: who has another one is not held to ballots.
pub type Registers = ((NamedRegisters, CitizenRings), MVoting);

/// All registers but those of aliases and of voting keys.
pub type NamedRegisters = ((Members, Authors), (Agencies, CitizenIdentity));

/// What quota pays for.
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
				pallet_multisig::Call::as_multi { call, .. }
				| pallet_multisig::Call::as_multi_threshold_1 { call, .. },
			)
			| RuntimeCall::CitizenIdentity(pallet_citizen_identity::Call::act_for {
				call, ..
			}) => Wrapped::One(call),
			_ => Wrapped::Nothing,
		}
	}

	fn plain_tier(class: AccountClass, call: &RuntimeCall) -> Option<Tier> {
		if class == AccountClass::Voter {
			let votes = matches!(
				call,
				RuntimeCall::MVoting(pallet_mvoting::Call::cast_anonymous { .. })
			);
			return votes.then_some(Tier::Quota);
		}
		let governs = consensus::is_consensus(call)
			|| matches!(
				call,
				RuntimeCall::Council(..)
					| RuntimeCall::TechnicalCommittee(..)
					| RuntimeCall::Whitelist(..)
					| RuntimeCall::SafeMode(..)
					| RuntimeCall::TxPause(..)
					| RuntimeCall::System(frame_system::Call::apply_authorized_upgrade { .. })
			);
		if governs {
			return (class == AccountClass::Governance).then_some(Tier::Governance);
		}
		// Listed, so that a pallet that comes later costs fees until it is looked at.
		let is_free = matches!(
			call,
			RuntimeCall::Agencies(..)
				| RuntimeCall::CitizenIdentity(..)
				| RuntimeCall::CarRegistry(..)
				| RuntimeCall::Mileage(..)
				| RuntimeCall::EscrowPayments(..)
				| RuntimeCall::Facilities(..)
				| RuntimeCall::CitizenRings(..)
				| RuntimeCall::MVoting(..)
				| RuntimeCall::DepositToken(..)
				| RuntimeCall::TransactionQuota(..)
				| RuntimeCall::Balances(
					pallet_balances::Call::transfer_allow_death { .. }
						| pallet_balances::Call::transfer_keep_alive { .. }
						| pallet_balances::Call::transfer_all { .. }
				) | RuntimeCall::Proxy(
				pallet_proxy::Call::add_proxy { .. }
					| pallet_proxy::Call::remove_proxy { .. }
					| pallet_proxy::Call::remove_proxies { .. }
					| pallet_proxy::Call::announce { .. }
					| pallet_proxy::Call::remove_announcement { .. }
					| pallet_proxy::Call::reject_announcement { .. }
			) | RuntimeCall::Multisig(
				pallet_multisig::Call::approve_as_multi { .. }
					| pallet_multisig::Call::cancel_as_multi { .. }
			)
		);
		let tier = match class {
			AccountClass::Agency => Tier::Agency,
			AccountClass::Citizen
			| AccountClass::Business
			| AccountClass::Governance
			| AccountClass::Voter => Tier::Quota,
		};
		is_free.then_some(tier)
	}
}

impl pallet_transaction_quota::Config for Runtime {
	/// What is free concerns everybody who shares the blocks, so more than half of the council must agree.
	type GovernanceOrigin = TwoThirdsOfCouncil;
	type Admission = Registers;
	type CallPolicy = Recursive<Calls>;
	type WeightInfo = weights::TransactionQuota;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::OtherRegisters;
}
