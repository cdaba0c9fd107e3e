// SPDX-License-Identifier: Apache-2.0

//! What the pallet can do, by capability.

mod consents;
mod credentials;
mod facilities;
mod login;
mod sessions;
mod terms;
