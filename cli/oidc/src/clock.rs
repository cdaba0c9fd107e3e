// SPDX-License-Identifier: Apache-2.0

//! The facility's own clock.

use seoul_chain_primitives::Moment;
use std::time::{SystemTime, UNIX_EPOCH};

/// A clock that the facility trusts.
pub trait Clock: Send + Sync + 'static {
	/// Unix time in milliseconds.
	fn now(&self) -> Moment;
}

/// The clock of the machine. Keep it by NTP: a challenge is refused if it is ahead of the chain by more than a
/// minute.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
	fn now(&self) -> Moment {
		SystemTime::now()
			.duration_since(UNIX_EPOCH)
			.ok()
			.and_then(|since| Moment::try_from(since.as_millis()).ok())
			.unwrap_or_default()
	}
}
