// SPDX-License-Identifier: Apache-2.0

//! Which weights each pallet uses that both runtimes have. The others are beside their pallets, in `configs/consensus.rs`.
//!
//! Weights of the SDK's pallets are those that come with them; weights of the city's pallets are measured
//! by this project. Both count database access at the prices of ParityDB.

use crate::Runtime;

/// Calls of the frame.
pub type System = frame_system::weights::SubstrateWeight<Runtime>;
/// What every transaction is checked for.
pub type SystemExtensions = frame_system::SubstrateExtensionsWeight<Runtime>;
/// The clock.
pub type Timestamp = pallet_timestamp::weights::SubstrateWeight<Runtime>;
/// Balances.
pub type Balances = pallet_balances::weights::SubstrateWeight<Runtime>;
/// Fees.
pub type TransactionPayment = pallet_transaction_payment::weights::SubstrateWeight<Runtime>;
/// Balances of points. Only its own calls have these weights, and all of them are closed.
pub type Assets = pallet_assets::weights::SubstrateWeight<Runtime>;
/// Points.
pub type Mileage = pallet_mileage::weights::SubstrateWeight<Runtime>;
/// Payment of works.
pub type EscrowPayments = pallet_escrow_payments::weights::SubstrateWeight<Runtime>;
/// Won that come and go.
pub type DepositToken = pallet_deposit_token::weights::SubstrateWeight<Runtime>;
/// Transactions without fees.
pub type TransactionQuota = pallet_transaction_quota::weights::SubstrateWeight<Runtime>;
/// Session keys.
pub type Session = pallet_session::weights::SubstrateWeight<Runtime>;
/// The council.
pub type Council = pallet_collective::weights::SubstrateWeight<Runtime>;
/// The technical committee.
pub type TechnicalCommittee = pallet_collective::weights::SubstrateWeight<Runtime>;
/// Calls that take council and committee together.
pub type Whitelist = pallet_whitelist::weights::SubstrateWeight<Runtime>;
/// Safe mode.
pub type SafeMode = pallet_safe_mode::weights::SubstrateWeight<Runtime>;
/// Paused calls.
pub type TxPause = pallet_tx_pause::weights::SubstrateWeight<Runtime>;
/// Migrations of many blocks.
pub type Migrations = pallet_migrations::weights::SubstrateWeight<Runtime>;
/// Batches.
pub type Utility = pallet_utility::weights::SubstrateWeight<Runtime>;
/// Multisig accounts.
pub type Multisig = pallet_multisig::weights::SubstrateWeight<Runtime>;
/// Proxies.
pub type Proxy = pallet_proxy::weights::SubstrateWeight<Runtime>;
/// Agencies.
pub type Agencies = pallet_agencies::weights::SubstrateWeight<Runtime>;
/// Citizens.
pub type CitizenIdentity = pallet_citizen_identity::weights::SubstrateWeight<Runtime>;
/// Cars.
pub type CarRegistry = pallet_car_registry::weights::SubstrateWeight<Runtime>;
/// Facilities and logins.
pub type Facilities = pallet_facilities::weights::SubstrateWeight<Runtime>;
/// Polls.
pub type MVoting = pallet_mvoting::weights::SubstrateWeight<Runtime>;
/// Rings.
pub type CitizenRings = pallet_citizen_rings::weights::SubstrateWeight<Runtime>;
