// SPDX-License-Identifier: Apache-2.0

//! A party changes its account, and what must lie on an account follows.

use crate::PartyId;
use frame_support::weights::Weight;
use sp_runtime::DispatchResult;

/// Is told when a party has another account, in the same call, so that its money moves with it.
///
/// The register that changes the account (a citizen's card, a firm's pay-out account) calls this after it
/// has stored the new one, and is refused with the error if the money cannot move. An implementation does
/// bounded work, says at most how much, and moves only what belongs to this party: several parties may
/// name one account.
pub trait OnAccountRotated<AccountId> {
	/// What one call costs at most.
	fn weight() -> Weight;

	/// The party's account was `old` and is `new`.
	fn on_account_rotated(party: PartyId, old: &AccountId, new: &AccountId) -> DispatchResult;
}

impl<AccountId> OnAccountRotated<AccountId> for () {
	fn weight() -> Weight {
		Weight::zero()
	}

	fn on_account_rotated(_: PartyId, _: &AccountId, _: &AccountId) -> DispatchResult {
		Ok(())
	}
}

/// One after the other.
impl<AccountId, First: OnAccountRotated<AccountId>, Second: OnAccountRotated<AccountId>>
	OnAccountRotated<AccountId> for (First, Second)
{
	fn weight() -> Weight {
		First::weight().saturating_add(Second::weight())
	}

	fn on_account_rotated(party: PartyId, old: &AccountId, new: &AccountId) -> DispatchResult {
		First::on_account_rotated(party, old, new)?;
		Second::on_account_rotated(party, old, new)
	}
}
