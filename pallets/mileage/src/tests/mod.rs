// SPDX-License-Identifier: Apache-2.0

//! One file a capability; each test is named as the sentence it proves.

mod conversion;
mod correcting;
mod earning;
mod invariants;
mod journeys;
mod lots;
mod moving;
mod properties;
mod schemes;
mod settlement;
mod using;
