// SPDX-License-Identifier: Apache-2.0

//! What quotas are made of.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::weights::Weight;
use scale_info::TypeInfo;
use seoul_chain_primitives::AccountClass;
use serde::{Deserialize, Serialize};
use sp_runtime::SaturatedConversion;

/// 사용량 또는 잔여량. So much compute and so many bytes.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
)]
pub struct Amount {
	/// 연산 (피코초). Compute in picoseconds.
	pub ref_time: u64,
	/// 길이 (바이트). Bytes.
	pub length: u32,
}

impl Amount {
	/// What a transaction of this weight and length takes.
	pub fn of(weight: Weight, length: usize) -> Self {
		Self {
			ref_time: weight.ref_time(),
			length: length.saturated_into(),
		}
	}

	/// Both measures together with those of `other`.
	#[must_use]
	pub const fn plus(self, other: Self) -> Self {
		Self {
			ref_time: self.ref_time.saturating_add(other.ref_time),
			length: self.length.saturating_add(other.length),
		}
	}

	/// What is left of each measure without that of `other`.
	#[must_use]
	pub const fn minus(self, other: Self) -> Self {
		Self {
			ref_time: self.ref_time.saturating_sub(other.ref_time),
			length: self.length.saturating_sub(other.length),
		}
	}

	/// Whether `part` fits into this `times` times, in both measures.
	pub fn holds(self, part: Self, times: u128) -> bool {
		u128::from(part.ref_time).saturating_mul(times) <= u128::from(self.ref_time)
			&& u128::from(part.length).saturating_mul(times) <= u128::from(self.length)
	}
}

/// 무료 한도. What an account of a class can use without a fee.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Allowance {
	/// 연산 최대치 (피코초). Compute that an account which has rested can use at once.
	pub ref_time_capacity: u64,
	/// 블록당 회복되는 연산 (피코초). Compute that comes back with each block.
	pub ref_time_per_block: u64,
	/// 길이 최대치 (바이트). Bytes that an account which has rested can send at once.
	pub length_capacity: u32,
	/// 블록당 회복되는 길이 (바이트). Bytes that come back with each block.
	pub length_per_block: u32,
}

impl Allowance {
	/// What an account that has rested can use.
	pub const fn capacity(&self) -> Amount {
		Amount {
			ref_time: self.ref_time_capacity,
			length: self.length_capacity,
		}
	}

	/// What comes back in `blocks` blocks.
	pub fn refill(&self, blocks: u64) -> Amount {
		let blocks_of_length: u32 = blocks.saturated_into();
		Amount {
			ref_time: self.ref_time_per_block.saturating_mul(blocks),
			length: self.length_per_block.saturating_mul(blocks_of_length),
		}
	}
}

/// 사용 기록. What an account had used at a block.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
)]
pub struct Used<BlockNumber> {
	/// 연산 (피코초). Compute in picoseconds.
	pub ref_time: u64,
	/// 길이 (바이트). Bytes.
	pub length: u32,
	/// 기준 블록. The block at which this was so; what refilled since then is to be taken off.
	pub at: BlockNumber,
}

/// 계정의 현재 한도. What an account can use now.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
	/// 등급. For what the city admitted the account.
	pub class: AccountClass,
	/// 등급의 한도. The allowance of the class.
	pub allowance: Allowance,
	/// 지금 남은 양. What is left now.
	pub left: Amount,
}

/// What a transaction takes from a quota before it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge<AccountId> {
	/// Who signed.
	pub who: AccountId,
	/// The class whose allowance holds.
	pub class: AccountClass,
	/// The most that the transaction can take.
	pub cost: Amount,
}

/// How a transaction is paid for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payer<Quota, Fee> {
	/// From the signer's quota.
	Quota(Quota),
	/// As `pallet-transaction-payment` decides.
	Fee(Fee),
}
