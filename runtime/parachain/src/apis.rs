// SPDX-License-Identifier: Apache-2.0

//! What a node can ask the runtime: what both runtimes answer, and what a collator needs to know.

#[macro_use]
#[path = "../../common/shared/apis.rs"]
mod shared;

use crate::{
	block::{RELAY_PARENT_OFFSET, VELOCITY},
	configs::consensus::ConsensusHook,
	ParachainInfo, ParachainSystem,
};
use cumulus_primitives_aura::Slot;
use cumulus_primitives_core::{CollationInfo, ParaId, VerifySchedulingSignature};
use shared::*;

runtime_apis! {
	impl cumulus_primitives_core::CollectCollationInfo<Block> for Runtime {
		fn collect_collation_info(header: &<Block as BlockT>::Header) -> CollationInfo {
			ParachainSystem::collect_collation_info(header)
		}
	}

	impl cumulus_primitives_core::GetParachainInfo<Block> for Runtime {
		fn parachain_id() -> ParaId {
			ParachainInfo::parachain_id()
		}
	}

	impl cumulus_primitives_aura::AuraUnincludedSegmentApi<Block> for Runtime {
		fn can_build_upon(included: <Block as BlockT>::Hash, slot: Slot) -> bool {
			ConsensusHook::can_build_upon(included, slot)
		}
	}

	impl cumulus_primitives_core::RelayParentOffsetApi<Block> for Runtime {
		fn relay_parent_offset() -> u32 {
			RELAY_PARENT_OFFSET
		}

		fn max_claim_queue_offset() -> u8 {
			ParachainSystem::max_claim_queue_offset()
		}
	}

	impl cumulus_primitives_core::TargetBlockRate<Block> for Runtime {
		fn target_block_rate() -> u32 {
			VELOCITY
		}
	}

	impl cumulus_primitives_core::SchedulingV3EnabledApi<Block> for Runtime {
		fn scheduling_v3_enabled() -> bool {
			type Verifier = <Runtime as cumulus_pallet_parachain_system::Config>::SchedulingSignatureVerifier;
			Verifier::V3_SCHEDULING_ENABLED
		}
	}
}
