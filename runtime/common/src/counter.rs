// SPDX-License-Identifier: Apache-2.0

//! In which services a counter can act for a citizen.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// 위임 범위. In which service a counter may act for a citizen who let it.
///
/// What a counter may do there is listed by the runtime, call by call.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
pub enum CounterScope {
	/// 자동차. What an owner or a buyer of a car does, but for paying.
	#[codec(index = 0)]
	Cars,
	/// 마일리지. Using, converting and redeeming points, but not giving them away.
	#[codec(index = 1)]
	Mileage,
}
