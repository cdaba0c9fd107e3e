// SPDX-License-Identifier: Apache-2.0

//! A card that gets the account of another phone.

use super::{points::account_of, *};
use pallet_citizen_identity::Call;

/// How long the old key can object on the development chain: seven days of five seconds.
pub const WAITING_TIME: Moment = 35_000;

/// The card office begins to give a card to another phone.
pub fn start_recovery(citizen: CitizenIndex, phone: &sr25519::Pair) -> Call<Runtime> {
	Call::start_recovery {
		citizen,
		new_account: account_of(phone),
		evidence: document(b"what the office saw"),
	}
}

/// The office begins, and the other phone answers.
pub fn lose_phone(chain: &mut Chain, citizen: CitizenIndex, next: &sr25519::Pair) {
	chain.succeeds(who::CITY_OFFICER, start_recovery(citizen, next));
	chain.succeeds_as(next, Call::<Runtime>::accept_recovery { citizen });
}

/// The waiting time passes, and somebody completes. Returns the events.
pub fn complete_recovery(chain: &mut Chain, citizen: CitizenIndex) -> Vec<RuntimeEvent> {
	chain.advance_with_room(WAITING_TIME);
	chain.succeeds(
		who::BYSTANDER,
		Call::<Runtime>::complete_recovery { citizen },
	)
}
