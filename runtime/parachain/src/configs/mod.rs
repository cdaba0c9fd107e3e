// SPDX-License-Identifier: Apache-2.0

//! How each pallet is set up. Only [`consensus`] is this runtime's own; the others are shared with the city's own chain.

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
