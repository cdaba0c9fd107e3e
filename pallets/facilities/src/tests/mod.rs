// SPDX-License-Identifier: Apache-2.0

mod consents;
mod credentials;
mod facilities;
mod genesis;
mod invariants;
mod login;
mod properties;
mod sessions;
mod terms;
mod texts;
