// SPDX-License-Identifier: Apache-2.0

//! What a facility checks before it asks a node: its own challenge, its own clock, once.
//!
//! A node has no memory of challenges, and knows the time of the newest block only. So it is the facility that
//! lets a challenge be answered once, and by its own clock.

use crate::{
	challenge::{Challenge, MAX_CHALLENGE_LIFETIME},
	request::FacilityId,
	ChainId, Message, Refusal,
};
use alloc::{collections::BTreeMap, string::String};
use seoul_chain_primitives::{AccountId, Moment};

/// The challenges that a facility issued. Kept where all its servers see them.
pub trait Nonces {
	/// Whether this very challenge was issued and not answered, and spends it.
	fn spend(&mut self, challenge: &Challenge) -> bool;
}

/// Open challenges in the memory of one server: their digests, and until when they are valid.
#[derive(Clone, Debug)]
pub struct NonceBook {
	open: BTreeMap<[u8; 32], Moment>,
	capacity: usize,
}

impl NonceBook {
	/// A book that keeps at most so many open challenges.
	pub fn new(capacity: usize) -> Self {
		Self {
			open: BTreeMap::new(),
			capacity,
		}
	}

	/// Write down a challenge at `now`. Nothing is written, and the answer is no, while the book is full of
	/// challenges that can still be answered.
	#[must_use]
	pub fn issue(&mut self, challenge: &Challenge, now: Moment) -> bool {
		if self.open.len() >= self.capacity {
			self.open.retain(|_, expires_at| now < *expires_at);
		}
		let fits = self.open.len() < self.capacity;
		if fits {
			self.open.insert(challenge.digest(), challenge.expires_at);
		}
		fits
	}
}

impl Nonces for NonceBook {
	fn spend(&mut self, challenge: &Challenge) -> bool {
		self.open.remove(&challenge.digest()).is_some()
	}
}

/// Who a facility is, to itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
	/// The chain on which it is registered.
	pub chain: ChainId,
	/// Its number there.
	pub facility: FacilityId,
	/// The host name under which it is reached.
	pub domain: String,
}

impl Gate {
	/// A challenge that is valid for `lifetime` milliseconds, at most [`MAX_CHALLENGE_LIFETIME`].
	///
	/// - `nonce`: 32 random bytes.
	/// - `now`: Unix time in milliseconds.
	pub fn challenge(
		&self,
		account: AccountId,
		nonce: [u8; 32],
		now: Moment,
		lifetime: Moment,
	) -> Challenge {
		Challenge {
			chain: self.chain,
			facility: self.facility,
			domain: self.domain.clone(),
			account,
			nonce,
			issued_at: now,
			expires_at: now.saturating_add(lifetime.min(MAX_CHALLENGE_LIFETIME)),
		}
	}

	/// Succeeds if the challenge is this facility's own, valid now and not answered before. It is spent even if
	/// the node then refuses, so that one challenge costs a node one verification.
	pub fn admit(
		&self,
		challenge: &Challenge,
		now: Moment,
		nonces: &mut impl Nonces,
	) -> Result<(), Refusal> {
		challenge.check_form()?;
		for (wrong, refusal) in [
			(challenge.chain != self.chain, Refusal::OtherChain),
			(
				challenge.facility != self.facility,
				Refusal::UnknownFacility,
			),
			(challenge.domain != self.domain, Refusal::OtherDomain),
		] {
			if wrong {
				return Err(refusal);
			}
		}
		challenge.check_time(now, 0)?;
		if !nonces.spend(challenge) {
			return Err(Refusal::NonceNotOpen);
		}
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const NOW: Moment = 1_800_000_000_000;

	fn gate() -> Gate {
		Gate {
			chain: [7; 32],
			facility: FacilityId(3),
			domain: "library.seoul.go.kr".into(),
		}
	}

	fn issue(book: &mut NonceBook, nonce: u8) -> Challenge {
		let challenge = gate().challenge(AccountId::new([1; 32]), [nonce; 32], NOW, 60_000);
		assert!(book.issue(&challenge, NOW));
		challenge
	}

	#[test]
	fn a_challenge_is_answered_once() {
		let mut book = NonceBook::new(4);
		let challenge = issue(&mut book, 1);
		assert_eq!(gate().admit(&challenge, NOW, &mut book), Ok(()));
		assert_eq!(
			gate().admit(&challenge, NOW, &mut book),
			Err(Refusal::NonceNotOpen)
		);
	}

	#[test]
	fn a_changed_challenge_is_not_the_one_that_was_issued() {
		let mut book = NonceBook::new(4);
		let challenge = issue(&mut book, 1);
		let changed = Challenge {
			account: AccountId::new([2; 32]),
			..challenge.clone()
		};
		assert_eq!(
			gate().admit(&changed, NOW, &mut book),
			Err(Refusal::NonceNotOpen)
		);
		assert_eq!(gate().admit(&challenge, NOW, &mut book), Ok(()));
	}

	#[test]
	fn what_is_elsewhere_or_late_is_refused_and_spends_nothing() {
		let mut book = NonceBook::new(4);
		let challenge = issue(&mut book, 1);
		for (wrong, now, refusal) in [
			(
				Challenge {
					chain: [8; 32],
					..challenge.clone()
				},
				NOW,
				Refusal::OtherChain,
			),
			(
				Challenge {
					facility: FacilityId(4),
					..challenge.clone()
				},
				NOW,
				Refusal::UnknownFacility,
			),
			(
				Challenge {
					domain: "evil.kr".into(),
					..challenge.clone()
				},
				NOW,
				Refusal::OtherDomain,
			),
			(challenge.clone(), NOW - 1, Refusal::NotYetValid),
			(challenge.clone(), NOW + 60_000, Refusal::ChallengeExpired),
			(
				Challenge {
					domain: "evil kr".into(),
					..challenge.clone()
				},
				NOW,
				Refusal::MalformedDomain,
			),
		] {
			assert_eq!(gate().admit(&wrong, now, &mut book), Err(refusal));
		}
		assert_eq!(gate().admit(&challenge, NOW, &mut book), Ok(()));
	}

	#[test]
	fn a_full_book_takes_no_more_until_something_expires() {
		let mut book = NonceBook::new(2);
		issue(&mut book, 1);
		issue(&mut book, 2);
		let third = gate().challenge(AccountId::new([1; 32]), [3; 32], NOW, 60_000);
		assert!(!book.issue(&third, NOW));
		let later = NOW + 60_000;
		let third = gate().challenge(AccountId::new([1; 32]), [3; 32], later, 60_000);
		assert!(book.issue(&third, later));
		assert_eq!(gate().admit(&third, later, &mut book), Ok(()));
	}

	#[test]
	fn no_challenge_is_valid_for_longer_than_ten_minutes() {
		let challenge = gate().challenge(AccountId::new([1; 32]), [3; 32], NOW, Moment::MAX);
		assert_eq!(challenge.expires_at, NOW + MAX_CHALLENGE_LIFETIME);
	}
}
