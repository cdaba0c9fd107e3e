// SPDX-License-Identifier: Apache-2.0

//! The city's deposit token: one `KRW` on chain stands for one won in the city's bank account.

use seoul_chain_primitives::Balance;

/// Decimals that wallets show.
pub const DECIMALS: u8 = 6;

/// Symbol that wallets show.
pub const SYMBOL: &str = "KRW";

/// One won, in the units of [`Balance`].
pub const KRW: Balance = 1_000_000;

/// An account with less than this is removed, and what it held goes to the fee account.
pub const EXISTENTIAL_DEPOSIT: Balance = KRW;

/// Held for each storage item that an account makes the chain keep, until it removes the item.
pub const DEPOSIT_PER_ITEM: Balance = 1_000 * KRW;

/// Held for each byte of such an item.
pub const DEPOSIT_PER_BYTE: Balance = 10 * KRW;

/// What is held for `items` storage items of `bytes` bytes together.
///
/// A multisig call in waiting (1 item, 88 bytes) holds 1,880 won, and 320 won more for each approval it
/// needs; an account with one proxy (1 item, 8 + 33 bytes) holds 1,410 won.
pub const fn deposit(items: Balance, bytes: Balance) -> Balance {
	DEPOSIT_PER_ITEM
		.saturating_mul(items)
		.saturating_add(DEPOSIT_PER_BYTE.saturating_mul(bytes))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn deposits_are_the_won_amounts_that_the_documentation_names() {
		assert_eq!(deposit(1, 88), 1_880 * KRW);
		assert_eq!(deposit(0, 32), 320 * KRW);
		assert_eq!(deposit(1, 8 + 33), 1_410 * KRW);
	}

	#[test]
	fn one_won_has_the_decimals_that_wallets_are_told() {
		assert_eq!(KRW, 10u128.pow(u32::from(DECIMALS)));
	}
}
