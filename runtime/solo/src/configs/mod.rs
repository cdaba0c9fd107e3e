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

pub mod accounts;
pub mod city;
pub mod consensus;
pub mod emergency;
pub mod escrow;
pub mod governance;
pub mod login;
pub mod mileage;
pub mod money;
pub mod quota;
pub mod system;
pub mod voting;
