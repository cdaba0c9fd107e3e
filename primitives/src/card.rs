// SPDX-License-Identifier: Apache-2.0

//! A citizen card can be used, cannot be used for a time, or is ended, and other services act on it.

use crate::CitizenIndex;
use frame_support::weights::Weight;

/// What happened to a citizen card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardChange {
	/// It cannot be used until it is resumed or recovered.
	Suspended,
	/// It can be used again.
	Resumed,
	/// It was revoked, or its holder died, and that is final.
	Ended,
}

/// Is told when a card can be used no longer, or again, in the same call.
///
/// The register of cards refuses a suspended card itself. This is for what a service keeps apart from the
/// card: open sessions, points that can be spent. An implementation does bounded work, says at most how
/// much, and cannot refuse: a lost phone must never stay usable because one service could not react.
pub trait OnCardStatus {
	/// What one call costs at most.
	fn weight() -> Weight;

	/// The citizen's card changed.
	fn on_card_status(citizen: CitizenIndex, change: CardChange);
}

impl OnCardStatus for () {
	fn weight() -> Weight {
		Weight::zero()
	}

	fn on_card_status(_: CitizenIndex, _: CardChange) {}
}

/// One after the other.
impl<First: OnCardStatus, Second: OnCardStatus> OnCardStatus for (First, Second) {
	fn weight() -> Weight {
		First::weight().saturating_add(Second::weight())
	}

	fn on_card_status(citizen: CitizenIndex, change: CardChange) {
		First::on_card_status(citizen, change);
		Second::on_card_status(citizen, change);
	}
}
