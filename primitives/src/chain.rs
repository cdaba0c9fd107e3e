// SPDX-License-Identifier: Apache-2.0

//! The scalar types of the chain, the same in every runtime.

use frame_support::traits::UnixTime;
use sp_runtime::{
	traits::{IdentifyAccount, Verify},
	MultiSignature,
};

/// A signature of any scheme that wallets use: sr25519, ed25519 or ECDSA.
pub type Signature = MultiSignature;

/// Account: 32 bytes, shown in SS58 with prefix 42.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;

/// Amount of the city's deposit token `KRW`, in millionths of a won (6 decimals).
pub type Balance = u128;

/// Number of transactions an account has sent.
pub type Nonce = u32;

/// Height of a block.
pub type BlockNumber = u32;

/// BLAKE2b-256 digest.
pub type Hash = sp_core::H256;

/// Unix time in milliseconds, UTC.
pub type Moment = u64;

/// Legal time by a clock, the chain's.
pub fn now<Clock: UnixTime>() -> Moment {
	Moment::try_from(Clock::now().as_millis()).unwrap_or(Moment::MAX)
}

/// One second as a [`Moment`] span.
pub const SECOND: Moment = 1_000;
/// One minute as a [`Moment`] span.
pub const MINUTE: Moment = 60 * SECOND;
/// One hour as a [`Moment`] span.
pub const HOUR: Moment = 60 * MINUTE;
/// One calendar day as a [`Moment`] span.
pub const DAY: Moment = 24 * HOUR;
