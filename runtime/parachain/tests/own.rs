// SPDX-License-Identifier: Apache-2.0

//! What the harness needs to know of the runtime of this folder. Each runtime has a file like this.

use codec::Encode;
use cumulus_primitives_core::InboundDownwardMessage;
use cumulus_primitives_parachain_inherent::{
	MessageQueueChain, ParachainInherentData, INHERENT_IDENTIFIER,
};
use cumulus_test_relay_sproof_builder::RelayStateSproofBuilder;
use pallet_transaction_quota::ChargeQuotaOrFee;
use polkadot_parachain_primitives::primitives::HeadData;
use polkadot_primitives::PersistedValidationData;
use seoul_chain_primitives::Moment;
use seoul_chain_runtime::{
	authors::PARACHAIN, block::RELAY_PARENT_OFFSET, Balance, Block, CollatorSelection, Header,
	Nonce, Runtime, TxExtension, UncheckedExtrinsic,
};
use sp_block_builder::runtime_decl_for_block_builder::BlockBuilderV6;
use sp_inherents::InherentData;
use sp_runtime::generic::Era;

/// Milliseconds of a slot.
pub const SLOT: Moment = seoul_chain_runtime::block::SLOT_DURATION;

/// The pallet that knows who makes blocks.
pub const AUTHORS: &str = "CollatorSelection";

/// What the relay chain says of itself when a block is made: the relay chain's slot is that of the block, and the parent
/// is included already.
pub fn relay_chain(now: Moment, parent: &Header) -> ParachainInherentData {
	relay_chain_with(parent, now, Vec::new())
}

/// The same, with messages of the relay chain to this chain.
pub fn relay_chain_with(
	parent: &Header,
	now: Moment,
	messages: Vec<InboundDownwardMessage>,
) -> ParachainInherentData {
	let slot = now / SLOT;
	let head = HeadData(parent.encode());
	let mut queue = MessageQueueChain::default();
	for message in &messages {
		queue.extend_downward(message);
	}
	let (root, proof, descendants) = RelayStateSproofBuilder {
		para_id: PARACHAIN.into(),
		current_slot: slot.into(),
		included_para_head: Some(head.clone()),
		dmq_mqc_head: (!messages.is_empty()).then(|| queue.head()),
		..Default::default()
	}
	.into_state_root_proof_and_descendants(RELAY_PARENT_OFFSET.into());
	ParachainInherentData {
		validation_data: PersistedValidationData {
			parent_head: head,
			relay_parent_number: u32::try_from(slot).expect("slots of this century fit"),
			relay_parent_storage_root: root,
			max_pov_size: polkadot_primitives::MAX_POV_SIZE,
		},
		relay_chain_state: proof,
		downward_messages: messages,
		horizontal_messages: Default::default(),
		relay_parent_descendants: descendants,
		collator_peer_id: None,
	}
}

/// What the author of a block puts before the transactions: the time, and what the relay chain says. To be called with the
/// state at hand.
pub fn inherents(now: Moment, parent: &Header) -> Vec<UncheckedExtrinsic> {
	with_relay_chain(now, relay_chain(now, parent))
}

/// The same, with what this relay chain says.
pub fn with_relay_chain(now: Moment, said: ParachainInherentData) -> Vec<UncheckedExtrinsic> {
	let mut data = InherentData::new();
	data.put_data(*b"timstap0", &now).expect("it is the first");
	data.put_data(INHERENT_IDENTIFIER, &said)
		.expect("it is another");
	<Runtime as BlockBuilderV6<Block>>::inherent_extrinsics(data)
}

/// What goes with a transaction beside its call.
pub fn extension(nonce: Nonce, tip: Balance) -> TxExtension {
	TxExtension::new((
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
	))
}

/// Check what holds of those who make blocks.
pub fn check_authors() {
	let collators = pallet_collator_selection::Invulnerables::<Runtime>::get();
	assert!(!collators.is_empty(), "somebody makes blocks");
	assert_eq!(
		CollatorSelection::assemble_collators(),
		collators.into_inner(),
		"only whom the council named"
	);
}
