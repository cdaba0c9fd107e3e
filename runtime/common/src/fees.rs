// SPDX-License-Identifier: Apache-2.0

//! What a transaction costs, and where the fee goes.
//!
//! A fee is the price of compute plus the price of bytes:
//!
//! | what | won |
//! |---|---|
//! | 1 ms of compute | 10 |
//! | base of every transaction (108 µs) | 1.08 |
//! | 100 bytes | 1 |
//! | a transfer of KRW (150 bytes), about | 6 |
//! | a second of compute, all of it | 10,000 |
//!
//! While blocks are more than half full the price of compute rises, slowly, to at most ten times these
//! amounts; it never falls below them.
//!
//! Fees are never burned: each won on chain stands for one in the city's bank account, so a burned fee
//! would leave a won there that belongs to nobody. They go to [`FeeAccount`], for which there is no
//! key. It must exist before the first fee is paid, so every genesis endows it with the existential
//! deposit.

use crate::currency::KRW;
use frame_support::{
	parameter_types,
	traits::tokens::imbalance::ResolveTo,
	weights::{
		constants::WEIGHT_REF_TIME_PER_MILLIS, ConstantMultiplier, WeightToFeeCoefficient,
		WeightToFeeCoefficients, WeightToFeePolynomial,
	},
	PalletId,
};
use pallet_transaction_payment::{Multiplier, TargetedFeeAdjustment};
use seoul_chain_primitives::{AccountId, Balance};
use sp_runtime::{traits::AccountIdConversion, Perbill, Perquintill};

/// Price of a millisecond of compute.
pub const FEE_PER_MILLISECOND: Balance = 10 * KRW;

/// Price of a byte of a transaction: one won for a hundred.
pub const FEE_PER_BYTE: Balance = KRW / 100;

/// Seed of the account that fees go to.
pub const FEE_PALLET_ID: PalletId = PalletId(*b"seoulfee");

/// Price of compute: [`FEE_PER_MILLISECOND`], linear in the time measured by benchmarks.
pub struct WeightToFee;

impl WeightToFeePolynomial for WeightToFee {
	type Balance = Balance;

	fn polynomial() -> WeightToFeeCoefficients<Balance> {
		core::iter::once(WeightToFeeCoefficient {
			degree: 1,
			negative: false,
			coeff_integer: 0,
			coeff_frac: Perbill::from_rational(
				FEE_PER_MILLISECOND,
				Balance::from(WEIGHT_REF_TIME_PER_MILLIS),
			),
		})
		.collect()
	}
}

parameter_types! {
	/// Price of a byte.
	pub const FeePerByte: Balance = FEE_PER_BYTE;
	/// How full normal transactions make a block before compute becomes dearer.
	pub const TargetBlockFullness: Perquintill = Perquintill::from_percent(50);
	/// The price never falls below the amounts of this module's table.
	pub MinimumMultiplier: Multiplier = Multiplier::from_u32(1);
	/// The price never rises above ten times those amounts.
	pub MaximumMultiplier: Multiplier = Multiplier::from_u32(10);
	/// 수수료 계정: where fees go. It has no key.
	pub FeeAccount: AccountId = FEE_PALLET_ID.into_account_truncating();
}

/// Price of bytes.
pub type LengthToFee = ConstantMultiplier<Balance, FeePerByte>;

/// How the price of compute follows demand; `Adjustment` says how fast it moves with each block.
pub type FeeMultiplierUpdate<Runtime, Adjustment> = TargetedFeeAdjustment<
	Runtime,
	TargetBlockFullness,
	Adjustment,
	MinimumMultiplier,
	MaximumMultiplier,
>;

/// Gives fees, and the dust of removed accounts, to the fee account.
pub type ToFeeAccount<Balances> = ResolveTo<FeeAccount, Balances>;

#[cfg(test)]
mod tests {
	use super::*;
	use frame_support::weights::{
		constants::ExtrinsicBaseWeight, Weight, WeightToFee as WeightToFeeT,
	};

	#[test]
	fn compute_costs_the_won_amounts_that_the_documentation_names() {
		let millisecond = Weight::from_parts(WEIGHT_REF_TIME_PER_MILLIS, 0);
		assert_eq!(WeightToFee::weight_to_fee(&millisecond), 10 * KRW);
		let base = WeightToFee::weight_to_fee(&ExtrinsicBaseWeight::get());
		assert_eq!(base / (KRW / 100), 108);
		let second = Weight::from_parts(1_000 * WEIGHT_REF_TIME_PER_MILLIS, 0);
		assert_eq!(WeightToFee::weight_to_fee(&second), 10_000 * KRW);
	}

	#[test]
	fn bytes_cost_the_won_amounts_that_the_documentation_names() {
		assert_eq!(LengthToFee::weight_to_fee(&Weight::from_parts(100, 0)), KRW);
	}

	#[test]
	fn the_fee_account_is_derived_from_a_name_and_not_from_a_key() {
		let account: [u8; 32] = FeeAccount::get().into();
		assert_eq!(&account[..12], b"modlseoulfee");
		assert_eq!(account[12..], [0; 20]);
	}
}
