// SPDX-License-Identifier: Apache-2.0

//! What the harness needs to know of the runtime of this folder. Each runtime has a file like this.

use pallet_transaction_quota::ChargeQuotaOrFee;
use seoul_chain_primitives::Moment;
use seoul_chain_runtime::{
	Balance, Header, Nonce, RuntimeCall, TxExtension, UncheckedExtrinsic, ValidatorSet,
};
use sp_runtime::generic::Era;

/// Milliseconds of a slot.
pub const SLOT: Moment = 2_000;

/// The pallet that knows who makes blocks.
pub const AUTHORS: &str = "ValidatorSet";

/// What the author of a block puts before the transactions: the time.
pub fn inherents(now: Moment, _: &Header) -> Vec<UncheckedExtrinsic> {
	let set_time = RuntimeCall::Timestamp(pallet_timestamp::Call::set { now });
	vec![UncheckedExtrinsic::new_bare(set_time)]
}

/// What goes with a transaction beside its call.
pub fn extension(nonce: Nonce, tip: Balance) -> TxExtension {
	(
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckMortality::from(Era::Immortal),
		ChargeQuotaOrFee::from((
			frame_system::CheckNonce::from(nonce),
			frame_system::CheckWeight::new(),
			pallet_transaction_payment::ChargeTransactionPayment::from(tip),
		)),
		frame_metadata_hash_extension::CheckMetadataHash::new(false),
		frame_system::WeightReclaim::new(),
	)
}

/// Check what holds of those who make blocks.
pub fn check_authors() {
	ValidatorSet::do_try_state().expect("the register of validators holds");
}
