// SPDX-License-Identifier: Apache-2.0

//! What must always hold.

use crate::{pallet::*, types::*};
use frame_support::ensure;
use seoul_chain_primitives::dated::is_in_order;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Check the invariants, numbered as in the documentation of this crate.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_facilities()?;
		Self::check_credentials()?;
		Self::check_sessions()?;
		Self::check_consents()?;
		Self::check_terms()
	}

	fn check_facilities() -> Result<(), TryRuntimeError> {
		let next = NextFacility::<T>::get();
		let mut count = 0u32;
		for (id, facility) in Facilities::<T>::iter() {
			ensure!(
				id < next,
				"Invariant 1: a facility has a number that was not given yet"
			);
			ensure!(
				Self::check_form(&facility.details).is_ok(),
				"Invariant 2: what a facility says of itself is not valid"
			);
			count = count.saturating_add(1);
		}
		ensure!(count == next.0, "Invariant 1: a facility is missing");
		Ok(())
	}

	fn check_credentials() -> Result<(), TryRuntimeError> {
		for schema in Schemas::<T>::iter_values() {
			ensure!(
				is_name(&schema.korean_name)
					&& is_name(&schema.english_name)
					&& !schema.issuers.is_empty(),
				"Invariant 3: a kind of credential has no name or no issuer"
			);
		}
		let next = NextBatch::<T>::get();
		for (id, batch) in Batches::<T>::iter() {
			ensure!(
				id < next && !batch.root.is_zero(),
				"Invariant 4: a batch has a number that was not given yet, or no root"
			);
		}
		for (batch, ..) in RevokedCredentials::<T>::iter() {
			ensure!(
				Batches::<T>::contains_key(batch),
				"Invariant 5: a revoked credential is of no batch"
			);
		}
		Ok(())
	}

	fn check_sessions() -> Result<(), TryRuntimeError> {
		for (key, session) in Sessions::<T>::iter() {
			ensure!(
				SessionKeys::<T>::get(session.citizen).contains(&key),
				"Invariant 6: a session does not stand in its citizen's list"
			);
		}
		for (citizen, keys) in SessionKeys::<T>::iter() {
			let each_once = keys
				.iter()
				.zip(1usize..)
				.all(|(key, next)| !keys.iter().skip(next).any(|other| other == key));
			let all_there = keys.iter().all(|key| {
				Sessions::<T>::get(key).is_some_and(|session| session.citizen == citizen)
			});
			ensure!(
				!keys.is_empty() && each_once && all_there,
				"Invariant 7: a citizen's list of keys is empty, or names one twice or one that is not its own"
			);
		}
		Ok(())
	}

	fn check_consents() -> Result<(), TryRuntimeError> {
		let longest = Self::kept_until(Self::now());
		for (_, _, kept_until) in RevokedConsents::<T>::iter() {
			ensure!(
				kept_until <= longest,
				"Invariant 8: a revoked consent is remembered for longer than one can last"
			);
		}
		Ok(())
	}

	fn check_terms() -> Result<(), TryRuntimeError> {
		let all = Terms::<T>::get();
		ensure!(
			all.iter().all(|dated| dated.terms.is_valid()) && is_in_order(&all),
			"Invariant 9: terms are not valid or not in order of date"
		);
		Ok(())
	}
}
