// SPDX-License-Identifier: Apache-2.0

//! Where pallets take fresh identifiers from.

use core::marker::PhantomData;
use seoul_chain_primitives::id::{derive_fresh_id, FreshId};
use sp_core::H256;

/// Derives identifiers from the parent block and the running extrinsic.
///
/// Who makes a block sees its parent and could choose among the transactions that it includes; what it
/// gains is one meaningless number instead of another.
pub struct FreshIds<T>(PhantomData<T>);

impl<T: frame_system::Config<Hash = H256>> FreshId for FreshIds<T> {
	fn fresh_id(domain: &[u8], counter: u64) -> [u8; 32] {
		derive_fresh_id(
			domain,
			frame_system::Pallet::<T>::parent_hash(),
			frame_system::Pallet::<T>::extrinsic_index(),
			counter,
		)
	}
}
