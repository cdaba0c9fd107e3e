// SPDX-License-Identifier: Apache-2.0

//! How each pallet is set up.
//!
//! - [`system`]: the frame of every block, and the clock;
//! - [`consensus`]: who makes blocks and who makes them final;
//! - [`mileage`]: points, and the balances in which wallets show them;
//! - [`money`]: balances, fees, and who makes and removes won;
//! - [`quota`]: what is free for whom, and which transactions come first;
//! - [`governance`]: the council, the technical committee, and what they do together;
//! - [`escrow`]: contracts of works and their payment;
//! - [`login`]: facilities, rings, and acting under an alias;
//! - [`voting`]: polls and citizens' proposals;
//! - [`emergency`]: what can be stopped, and what never is;
//! - [`accounts`]: batches, multisig accounts, proxies, and what counters do for citizens;
//! - [`city`]: agencies, citizens and cars.
//!
//! Only `consensus` is this runtime's own; the others are shared with the parachain's.

pub mod consensus;

#[path = "../../../common/shared/configs/accounts.rs"]
pub mod accounts;
#[path = "../../../common/shared/configs/city.rs"]
pub mod city;
#[path = "../../../common/shared/configs/emergency.rs"]
pub mod emergency;
#[path = "../../../common/shared/configs/escrow.rs"]
pub mod escrow;
#[path = "../../../common/shared/configs/governance.rs"]
pub mod governance;
#[path = "../../../common/shared/configs/login.rs"]
pub mod login;
#[path = "../../../common/shared/configs/mileage.rs"]
pub mod mileage;
#[path = "../../../common/shared/configs/money.rs"]
pub mod money;
#[path = "../../../common/shared/configs/quota.rs"]
pub mod quota;
#[path = "../../../common/shared/configs/system.rs"]
pub mod system;
#[path = "../../../common/shared/configs/voting.rs"]
pub mod voting;
