// SPDX-License-Identifier: Apache-2.0

use crate::{ChainId, GenesisConfig, Pallet};
use frame_support::{derive_impl, traits::Get};
use sp_core::H256;
use sp_runtime::BuildStorage;

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		ChainIdentity: crate,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

impl crate::Config for Test {}

fn chain(chain_id: [u8; 32]) -> sp_io::TestExternalities {
	GenesisConfig::<Test> {
		chain_id: H256(chain_id),
		..Default::default()
	}
	.build_storage()
	.expect("the storage can be built")
	.into()
}

#[test]
fn the_identity_of_the_genesis_is_what_others_read() {
	chain([7; 32]).execute_with(|| {
		assert_eq!(<ChainIdentity as Get<[u8; 32]>>::get(), [7; 32]);
		assert_eq!(Pallet::<Test>::do_try_state(), Ok(()));
	});
}

#[test]
fn a_chain_that_was_given_no_identity_is_noticed() {
	chain([0; 32]).execute_with(|| assert!(Pallet::<Test>::do_try_state().is_err()));
}

#[test]
fn a_chain_that_lost_its_identity_is_noticed() {
	chain([7; 32]).execute_with(|| {
		ChainId::<Test>::kill();
		assert!(Pallet::<Test>::do_try_state().is_err());
	});
}
