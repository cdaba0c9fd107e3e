// SPDX-License-Identifier: Apache-2.0

//! What is remembered for a time, and never more of it than there is room for.

use seoul_chain_primitives::Moment;
use std::collections::HashMap;

/// Values by the digest of a random key, each until a time.
#[derive(Debug)]
pub(crate) struct Expiring<Value> {
	values: HashMap<[u8; 32], (Moment, Value)>,
	capacity: usize,
}

impl<Value> Expiring<Value> {
	pub(crate) fn new(capacity: usize) -> Self {
		Self {
			values: HashMap::new(),
			capacity,
		}
	}

	/// Remember a value until `expires_at`. The answer is no, and nothing is remembered, while there is no room.
	#[must_use]
	pub(crate) fn insert(
		&mut self,
		key: [u8; 32],
		value: Value,
		expires_at: Moment,
		now: Moment,
	) -> bool {
		if self.values.len() >= self.capacity {
			self.values.retain(|_, (ends, _)| now < *ends);
		}
		let fits = self.values.len() < self.capacity;
		if fits {
			self.values.insert(key, (expires_at, value));
		}
		fits
	}

	/// A value that has not expired.
	pub(crate) fn get_mut(&mut self, key: &[u8; 32], now: Moment) -> Option<&mut Value> {
		self.values
			.get_mut(key)
			.filter(|(ends, _)| now < *ends)
			.map(|(_, value)| value)
	}

	/// Forget a value, and say what it was if it had not expired.
	pub(crate) fn remove(&mut self, key: &[u8; 32], now: Moment) -> Option<Value> {
		self.values
			.remove(key)
			.filter(|(ends, _)| now < *ends)
			.map(|(_, value)| value)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_value_is_there_until_its_time() {
		let mut book = Expiring::new(2);
		assert!(book.insert([1; 32], "one", 10, 0));
		assert_eq!(book.get_mut(&[1; 32], 9), Some(&mut "one"));
		assert_eq!(book.get_mut(&[1; 32], 10), None);
		assert_eq!(book.remove(&[1; 32], 10), None);
	}

	#[test]
	fn a_full_book_makes_room_only_for_what_has_expired() {
		let mut book = Expiring::new(2);
		assert!(book.insert([1; 32], "one", 10, 0));
		assert!(book.insert([2; 32], "two", 20, 0));
		assert!(!book.insert([3; 32], "three", 30, 9));
		assert!(book.insert([3; 32], "three", 30, 10));
		assert_eq!(book.remove(&[2; 32], 10), Some("two"));
		assert_eq!(book.remove(&[2; 32], 10), None);
	}
}
