// SPDX-License-Identifier: Apache-2.0

//! The 25 districts of Seoul.

use frame_support::traits::Contains;
use seoul_chain_primitives::DistrictCode;

pub use seoul_chain_primitives::district::{District, DISTRICTS};

/// The codes of [`DISTRICTS`].
pub struct Districts;

impl Contains<DistrictCode> for Districts {
	fn contains(district: &DistrictCode) -> bool {
		DISTRICTS.iter().any(|known| known.code == district.0)
	}
}
